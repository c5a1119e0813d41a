//! A table: a header, then rows, one at a time.

use std::io::{Cursor, Read};
use std::sync::Arc;

use memchr::memchr;

use super::decode::decode;
use super::encoding;
use super::header::{Header, Layout};
use super::header_faults::{check_header, mapped_to_nothing};
use super::json_rows::{self, JsonRows};
use super::kgtk;
use super::mapping::{Mapping, RowFilter};
use super::missing::MissingCells;
use super::parquet;
use super::raw_row::{RawRow, Sheet};
use super::record::{Record, Records, count_lines};
use super::row::{Row, too_many_values};
use super::rows::{Current, Next, OpenedTable};
use super::text::open_text;
use super::totals::{Totals, is_total};
use super::workbook;
use crate::diagnostic::{Diagnostic, Finding, Place, codes};

/// A reader of rows under a header.
pub struct Table<'r> {
    pub(super) file: Arc<str>,
    pub(super) header: Arc<Header>,
    rows: RowSource<'r>,
    current: Current,
    /// True when the record read last is a row that has not been handed out yet.
    is_pending: bool,
    /// Conditions on rows, each with the index of its column.
    filters: Vec<(usize, RowFilter)>,
    /// Columns in which an empty cell means what the one above it does, each with that.
    filled_down: Vec<(usize, String)>,
    /// Cells of which one must have something in it, by the index of the column, some a certain byte; no condition when there
    /// are none.
    telling: Vec<(usize, Option<u8>)>,
    n_left_out: u64,
    missing: MissingCells,
    totals: Totals,
    /// True when its rows are edges of KGTK.
    is_kgtk: bool,
    /// The header as it stands in the file, for what is found out at the end.
    head: RawRow,
    /// Columns that `relata.toml` speaks of.
    mapping: Mapping,
}

/// The origin of rows: text whose cells are separated by a delimiter, or another kind of table.
pub(super) enum RowSource<'r> {
    Text(Box<Records<Box<dyn Read + Send + 'r>>>),
    Json(Box<JsonRows<'r>>),
    #[cfg(feature = "workbook")]
    Sheet(Box<workbook::SheetRows>),
    #[cfg(feature = "parquet")]
    Parquet(Box<parquet::ParquetRows>),
}

impl<'r> Table<'r> {
    /// Reads the header of `reader`; none when the table cannot be read at all. The first bytes tell whether it is
    /// delimited text, JSON, a workbook or Parquet.
    ///
    /// `mapping` says what the project says about the table. Findings go to `report`; they tell about the header.
    ///
    /// # Errors
    /// When `reader` fails.
    pub fn open(
        file: &str,
        reader: Box<dyn Read + Send + 'r>,
        layout: &'static Layout,
        mapping: &Mapping,
        report: &mut dyn FnMut(Diagnostic),
    ) -> std::io::Result<Option<Table<'r>>> {
        let opened = open_any(file, reader, layout, mapping, report)?;
        let Some(OpenedTable { mut rows, mut raw, names, has_lists, has_header }) = opened else { return Ok(None) };
        let header = Arc::new(Header::mapped(names, layout, mapping, has_lists));
        raw.header = header.clone();
        let usable = check_header(&raw, layout, mapping, report);
        if let RowSource::Text(records) = &mut rows {
            records.expect_columns(header.roles.iter().map(|role| role.is_none_or(|column| column.runs_on)).collect());
        }
        let place = |filter: &RowFilter| header.names.iter().position(|name| **name == *filter.column);
        let filters = mapping.filters.iter().filter_map(|filter| Some((place(filter)?, filter.clone()))).collect();
        let place = |heading: &String| header.names.iter().position(|name| **name == **heading);
        let filled_down = mapping.filled_down.iter().filter_map(place).map(|index| (index, String::new())).collect();
        let mut table = Table::of_rows(file, header, rows, raw, mapping.clone());
        table.filters = filters;
        table.filled_down = filled_down;
        table.is_kgtk = table.reads_kgtk();
        table.is_pending = !has_header;
        Ok(usable.then_some(table))
    }

    /// The names of the columns as they are written, whatever they mean; none when there is no telling.
    ///
    /// # Errors
    /// When `reader` fails.
    pub fn headings(
        reader: Box<dyn Read + Send + 'r>,
        layout: &'static Layout,
        mapping: &Mapping,
    ) -> std::io::Result<Vec<Arc<str>>> {
        let opened = open_any("", reader, layout, mapping, &mut |_| ())?;
        Ok(opened.map_or_else(Vec::new, |opened| opened.names))
    }

    /// A table whose columns mean nothing yet; none when it cannot be read.
    pub(super) fn open_unmapped(
        reader: Box<dyn Read + Send + 'r>,
        layout: &'static Layout,
        mapping: &Mapping,
    ) -> std::io::Result<Option<Table<'r>>> {
        let opened = open_any("", reader, layout, mapping, &mut |_| ())?;
        let table = |OpenedTable { rows, raw, names, has_header, .. }: OpenedTable<RowSource<'r>>| {
            let table = Table::of_rows("", Arc::new(Header::unmapped(names)), rows, raw, Mapping::default());
            Table { is_pending: !has_header, ..table }
        };
        Ok(opened.map(table))
    }

    /// The rows of a table whose header was refused, so that none of them is lost in silence; none when rows cannot be told.
    ///
    /// # Errors
    /// When `reader` fails.
    pub fn open_refused(
        file: &str,
        reader: Box<dyn Read + Send + 'r>,
        layout: &'static Layout,
        mapping: &Mapping,
    ) -> std::io::Result<Option<Table<'r>>> {
        let opened = open_any(file, reader, layout, mapping, &mut |_| ())?;
        let table = |OpenedTable { rows, raw, names, has_header, .. }: OpenedTable<RowSource<'r>>| {
            let table = Table::of_rows(file, Arc::new(Header::unmapped(names)), rows, raw, Mapping::default());
            Table { is_pending: !has_header, ..table }
        };
        Ok(opened.map(table))
    }

    /// The character between cells, where they are text.
    pub(super) fn delimiter(&self) -> Option<char> {
        match &self.rows {
            RowSource::Text(records) => Some(records.delimiter().into()),
            _ => None,
        }
    }

    /// A table of text that is read up to its header, or to its first row when it has none.
    pub(super) fn of_text(
        file: &str,
        header: Arc<Header>,
        records: Records<Box<dyn Read + Send + 'r>>,
        first: RawRow,
        cells: Vec<String>,
        is_pending: bool,
    ) -> Table<'r> {
        let current = Current { record: first.record.clone(), cells, ..Current::default() };
        let table = Table::of_rows(file, header, RowSource::Text(Box::new(records)), first, Mapping::default());
        Table { current, is_pending, ..table }
    }

    fn of_rows(file: &str, header: Arc<Header>, rows: RowSource<'r>, head: RawRow, mapping: Mapping) -> Table<'r> {
        Table {
            file: file.into(),
            header,
            rows,
            current: Current { record: head.record.clone(), ..Current::default() },
            is_pending: false,
            filters: Vec::new(),
            filled_down: Vec::new(),
            telling: Vec::new(),
            n_left_out: 0,
            missing: MissingCells::default(),
            totals: Totals::default(),
            is_kgtk: false,
            head,
            mapping,
        }
    }

    /// True when its rows are edges of KGTK, whose ends may be the identifiers of other edges.
    pub fn is_kgtk(&self) -> bool {
        self.is_kgtk
    }

    fn reads_kgtk(&self) -> bool {
        matches!(&self.rows, RowSource::Text(records) if records.syntax().quote.is_none())
    }

    /// The header.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// Passes over rows of text that have nothing in these columns, or not the byte given with one, for who wants to know
    /// no more of a table than what stands there: such a row is not taken apart, nor its faults found. Other rows may be
    /// read, too.
    pub fn look_only_at(&mut self, fields: &[(&str, Option<u8>)]) {
        // A constant is a value of rows with nothing in the column.
        if fields.iter().all(|(field, _)| self.header.constant(field).is_none()) {
            let place = |(field, byte): &(&str, Option<u8>)| Some((self.header.index(field)?, *byte));
            self.telling = fields.iter().filter_map(place).collect();
        }
    }

    /// Reads the next row that is meant; none at the end. A row with broken quotes, wrong bytes or the wrong number of
    /// cells is a finding.
    ///
    /// # Errors
    /// When the reader fails.
    pub fn read(&mut self) -> std::io::Result<Option<Result<Row<'_>, Finding>>> {
        loop {
            let current = &mut self.current;
            current.findings.clear();
            let next = match &mut self.rows {
                RowSource::Text(records) => {
                    if !std::mem::take(&mut self.is_pending) && !records.read(&mut current.record)? {
                        return Ok(None);
                    }
                    let record = &current.record;
                    if record.fault.is_none() && record.bytes.iter().all(u8::is_ascii_whitespace) {
                        continue;
                    }
                    if !self.telling.is_empty() && !says_anything(record, &self.telling) {
                        continue;
                    }
                    let fault = decode(record, Some(&self.header), &mut current.cells);
                    if self.is_kgtk && fault.is_none() {
                        current.cells.iter_mut().for_each(kgtk::decode);
                    }
                    Next::of(fault)
                }
                RowSource::Json(rows) => rows.read(&mut self.header, current)?,
                #[cfg(feature = "workbook")]
                RowSource::Sheet(rows) => rows.read(&self.header.names, current),
                #[cfg(feature = "parquet")]
                RowSource::Parquet(rows) => rows.read(&self.header, current)?,
            };
            let finding = match next {
                Next::End => return Ok(None),
                Next::Broken(finding) => Some(finding),
                Next::Row => None,
            };
            let is_silent = || current.findings.is_empty() && current.cells.iter().all(|cell| cell.trim().is_empty());
            if finding.is_none() && is_silent() {
                continue;
            }
            for (index, above) in &mut self.filled_down {
                match current.cells.get_mut(*index) {
                    Some(cell) if finding.is_none() && cell.trim().is_empty() => cell.clone_from(above),
                    Some(cell) if finding.is_none() => above.clone_from(cell),
                    _ => {}
                }
            }
            let cell = |index: usize| current.cells.get(index).map_or("", String::as_str);
            let is_meant = |(index, filter): &(usize, RowFilter)| {
                filter.holds(cell(*index), MissingCells::is_missing(&self.header, *index, cell(*index)))
            };
            if finding.is_none() && !self.filters.iter().all(is_meant) {
                self.n_left_out += 1;
                continue;
            }
            if finding.is_none() && self.header.has_totals() && is_total(&self.header, &current.cells) {
                let mut totals = std::mem::take(&mut self.totals);
                totals.note(|| self.raw());
                self.totals = totals;
                continue;
            }
            if finding.is_none() {
                self.clear_missing();
            }
            let finding = finding.or_else(|| too_many_values(&self.header, &self.current.cells));
            let current = &mut self.current;
            let finding = finding.or_else(|| (!current.findings.is_empty()).then(|| current.findings.remove(0)));
            let line = current.record.line;
            let row = Row { header: &self.header, cells: &self.current.cells, dates: &self.current.dates, line };
            return Ok(Some(finding.map_or(Ok(row), Err)));
        }
    }

    /// Empties the cells of the row read last that say nothing.
    fn clear_missing(&mut self) {
        let mut cells = std::mem::take(&mut self.current.cells);
        let mut missing = std::mem::take(&mut self.missing);
        missing.clear(&self.header, &mut cells, || self.raw());
        (self.current.cells, self.missing) = (cells, missing);
    }

    /// The bytes of the row read last.
    pub fn raw(&self) -> RawRow {
        RawRow {
            file: self.file.clone(),
            header: self.header.clone(),
            record: self.current.record.clone(),
            indent: self.current.indent,
            sheet: self.sheet(),
        }
    }

    fn sheet(&self) -> Option<Arc<Sheet>> {
        match &self.rows {
            #[cfg(feature = "workbook")]
            RowSource::Sheet(rows) => Some(rows.sheet.clone()),
            _ => None,
        }
    }

    /// Findings about the row read last that do not depend on its meaning.
    pub fn suspicions(&mut self) -> Vec<Finding> {
        let mut findings = std::mem::take(&mut self.current.findings);
        findings.extend(self.suspicion());
        findings
    }

    fn suspicion(&self) -> Option<Finding> {
        let record = &self.current.record;
        let index = record.suspicious?;
        let name = self.header.names.get(index).map_or_else(String::new, std::string::ToString::to_string);
        let range = record.cells.get(index)?.range();
        let first = record.line + count_lines(&record.bytes[..range.start]);
        let last = first + count_lines(&record.bytes[range]);
        let message = format!("the quoted cell runs from line {first} to line {last}, over what looks like a row");
        Some(
            Finding::new(&codes::SUSPICIOUS_LINE_BREAK, name, message)
                .hint("check that its quote closes where it should"),
        )
    }

    /// Diagnostics of the table as a whole, once all its rows are read.
    pub fn remarks(&self) -> Vec<Diagnostic> {
        let mut remarks = Vec::new();
        if self.n_left_out > 0 {
            let keys: Vec<String> = self.filters.iter().map(|(_, filter)| format!("`{}`", filter.column)).collect();
            let rows =
                if self.n_left_out == 1 { "1 row is".to_owned() } else { format!("{} rows are", self.n_left_out) };
            let message = format!("{rows} left out by `where` on {}", keys.join(", "));
            remarks.push(Diagnostic::new(&codes::FILTERED_ROWS, Place::file(&self.file), message));
        }
        remarks.extend(self.totals.remark());
        remarks.extend(self.missing.remark());
        if let RowSource::Json(rows) = &self.rows {
            let mut names = self.header.names.clone();
            rows.awaited.iter().rev().for_each(|index| drop(names.remove(*index)));
            let seen = Arc::new(Header::bare(names));
            remarks.extend(mapped_to_nothing(&RawRow { header: seen, ..self.head.clone() }, &self.mapping));
            if !rows.late.is_empty() {
                let shown = rows.late.iter().take(20).map(|(name, line)| format!("`{name}` (from line {line})"));
                let more =
                    if rows.late.len() > 20 { format!(" and {} more", rows.late.len() - 20) } else { String::new() };
                let message = format!("kept as qualifiers: {}{more}", shown.collect::<Vec<_>>().join(", "));
                remarks.push(Diagnostic::new(&codes::UNKNOWN_COLUMN, Place::file(&self.file), message));
            }
        }
        remarks
    }

    /// The row read last as it was cut into cells.
    pub fn record(&self) -> &Record {
        &self.current.record
    }

    /// Line the row read last starts in.
    pub fn line(&self) -> u64 {
        self.current.record.line
    }

    /// Puts bytes and place of the row read last into `raw`, once for each row; the room that was there serves the next one.
    pub fn hand_over(&mut self, raw: &mut RawRow) {
        raw.take_over(&self.file, &self.header, &mut self.current.record);
        (raw.indent, raw.sheet) = (self.current.indent, self.sheet());
    }
}

/// True when one of these cells has something in it, or the byte given with its column.
fn says_anything(record: &Record, telling: &[(usize, Option<u8>)]) -> bool {
    telling.iter().any(|(index, byte)| {
        let cell = record.cells.get(*index).and_then(|cell| record.bytes.get(cell.range())).unwrap_or_default();
        byte.map_or(!cell.is_empty(), |byte| memchr(byte, cell).is_some())
    })
}

/// Reads the names of the columns; the first bytes tell what kind of table it is.
fn open_any<'r>(
    file: &str,
    mut reader: Box<dyn Read + Send + 'r>,
    layout: &'static Layout,
    mapping: &Mapping,
    report: &mut dyn FnMut(Diagnostic),
) -> std::io::Result<Option<OpenedTable<RowSource<'r>>>> {
    let mut start = Vec::new();
    reader.by_ref().take(encoding::LOOKED_AT).read_to_end(&mut start)?;
    let (is_workbook, is_parquet) = (workbook::is_workbook(&start), parquet::is_parquet(&start));
    let mut reader: Box<dyn Read + Send + 'r> = if is_workbook || is_parquet {
        Box::new(Cursor::new(start).chain(reader))
    } else {
        encoding::as_utf8(file, start, reader, mapping.encoding, report)
    };
    let mut start = Vec::new();
    reader.by_ref().take(512).read_to_end(&mut start)?;
    let is_json = json_rows::is_json(&start);
    let reader: Box<dyn Read + Send + 'r> = Box::new(Cursor::new(start).chain(reader));
    if let (Some(sheet), false) = (&mapping.sheet, is_workbook) {
        let message = format!("the file is no workbook and has no sheet `{sheet}`");
        let fault = Diagnostic::new(&codes::UNKNOWN_SHEET, Place::file(file), message);
        report(fault.hint("leave `sheet` out for this file, in an entry of its own"));
        return Ok(None);
    }
    if is_workbook {
        #[cfg(not(feature = "workbook"))]
        return Ok(workbook::refuse(file, report));
        #[cfg(feature = "workbook")]
        let opened = workbook::open(file, reader, layout, mapping, report)?;
        #[cfg(feature = "workbook")]
        Ok(opened.map(|opened| opened.map(|rows| RowSource::Sheet(Box::new(rows)))))
    } else if is_json {
        let opened = json_rows::open(file, reader, layout, mapping, report)?;
        Ok(opened.map(|opened| opened.map(|rows| RowSource::Json(Box::new(rows)))))
    } else if is_parquet {
        #[cfg(not(feature = "parquet"))]
        return Ok(parquet::refuse(file, report));
        #[cfg(feature = "parquet")]
        let opened = parquet::open(file, reader, report)?;
        #[cfg(feature = "parquet")]
        Ok(opened.map(|opened| opened.map(|rows| RowSource::Parquet(Box::new(rows)))))
    } else {
        open_text(file, reader, layout, mapping, report)
    }
}
