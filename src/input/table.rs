//! A table: a header, then rows, one at a time.

use std::collections::BTreeMap;
use std::io::Read;
use std::sync::Arc;

use super::header::{Column, Header, Layout, example_header, not_a_table, sniff_delimiter};
use super::header_faults::check_header;
use super::record::{Record, Records, count_lines};
use super::row::{RawRow, Row, decode};
use crate::diagnostic::{Diagnostic, Finding, Place, codes};

/// A reader of rows under a header.
pub struct Table<'r> {
    pub(super) file: Arc<str>,
    pub(super) header: Arc<Header>,
    pub(super) records: Records<Box<dyn Read + 'r>>,
    pub(super) record: Record,
    pub(super) cells: Vec<String>,
    /// Whether the record read last is a row that nobody has got yet.
    pub(super) is_pending: bool,
}

impl<'r> Table<'r> {
    /// Reads the header of `reader`; none when the table cannot be read at all.
    ///
    /// `columns` gives the header cell as written for columns that have another name in this table.
    /// Findings go to `report`; they tell about the header line.
    ///
    /// # Errors
    /// When `reader` fails.
    pub fn open(
        file: &str,
        reader: Box<dyn Read + 'r>,
        layout: &Layout,
        columns: &BTreeMap<String, String>,
        report: &mut dyn FnMut(Diagnostic),
    ) -> std::io::Result<Option<Table<'r>>> {
        let mut records = Records::new(reader, b',');
        let start = records.peek()?;
        if let Some(diagnostic) = not_a_table(file, start) {
            report(diagnostic);
            return Ok(None);
        }
        let mark = if start.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
        // Excel tells its delimiter in a line of its own.
        let told = start
            .get(mark..mark + 4)
            .filter(|word| word.eq_ignore_ascii_case(b"sep="))
            .and(start.get(mark + 4..))
            .and_then(|rest| rest.first())
            .copied()
            .filter(u8::is_ascii);
        let delimiter = told.unwrap_or_else(|| sniff_delimiter(&start[mark..], layout, columns));
        records.skip(mark);
        records.set_delimiter(delimiter);
        if told.is_some() {
            records.read(&mut Record::default())?;
        }
        let mut record = Record::default();
        let mut is_read = records.read(&mut record)?;
        while is_read && record.bytes.iter().all(u8::is_ascii_whitespace) {
            is_read = records.read(&mut record)?;
        }
        if !is_read {
            let hint = format!("the first line names the columns, such as `{}`", example_header(layout));
            report(Diagnostic::new(&codes::NO_HEADER, Place::file(file), "the file is empty").hint(hint));
            return Ok(None);
        }
        let mut cells = Vec::new();
        let bare = Arc::new(Header { names: Vec::new(), roles: Vec::new() });
        let mut raw = RawRow { file: file.into(), header: bare, record: record.clone(), indent: 0 };
        if let Some(finding) = raw.decode(&mut cells) {
            report(raw.diagnose(finding));
            return Ok(None);
        }
        let name = |(index, cell): (usize, &String)| match cell.trim() {
            "" => format!("column {}", index + 1).into(),
            name => name.into(),
        };
        let names: Vec<Arc<str>> = cells.iter().enumerate().map(name).collect();
        let roles = layout.roles(&names, columns);
        let header = Arc::new(Header { names, roles });
        raw.header = header.clone();
        let usable = check_header(&raw, layout, columns, report);
        records.expect_columns(header.roles.iter().map(|role| role.is_none_or(Column::may_run_on)).collect());
        Ok(usable.then_some(Table { file: file.into(), header, records, record, cells, is_pending: false }))
    }

    /// The header.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// Reads the next row; none at the end. A row with broken quotes, wrong bytes or the wrong number of cells is a finding.
    ///
    /// # Errors
    /// When the reader fails.
    pub fn read(&mut self) -> std::io::Result<Option<Result<Row<'_>, Finding>>> {
        loop {
            if !std::mem::take(&mut self.is_pending) && !self.records.read(&mut self.record)? {
                return Ok(None);
            }
            let finding = decode(&self.record, Some(&self.header), &mut self.cells);
            let is_blank = self.record.fault.is_none() && self.record.bytes.iter().all(u8::is_ascii_whitespace);
            if is_blank || (finding.is_none() && self.cells.iter().all(|cell| cell.trim().is_empty())) {
                continue;
            }
            let row = Row { header: &self.header, cells: &self.cells, line: self.record.line };
            return Ok(Some(finding.map_or(Ok(row), Err)));
        }
    }

    /// The bytes of the row read last.
    pub fn raw(&self) -> RawRow {
        RawRow { file: self.file.clone(), header: self.header.clone(), record: self.record.clone(), indent: 0 }
    }

    /// A warning about the row read last that does not depend on its meaning.
    pub fn suspicion(&self) -> Option<Finding> {
        let index = self.record.suspicious?;
        let name = self.header.names.get(index).map_or_else(String::new, std::string::ToString::to_string);
        let range = self.record.cells.get(index)?.range();
        let first = self.record.line + count_lines(&self.record.bytes[..range.start]);
        let last = first + count_lines(&self.record.bytes[range]);
        let message = format!("the quoted cell runs from line {first} to line {last}, over what looks like a row");
        Some(
            Finding::new(&codes::SUSPICIOUS_LINE_BREAK, name, message)
                .hint("check that its quote closes where it should"),
        )
    }

    /// Line the row read last starts in.
    pub fn line(&self) -> u64 {
        self.record.line
    }

    /// The cell under this column in the row read last, as far as it could be read, trimmed.
    pub fn readable_cell(&self, field: &str) -> Option<String> {
        let cell = self.record.cells.get(self.header.index(field)?)?;
        let mut bytes = Vec::new();
        cell.decode(&self.record.bytes, &mut bytes);
        let text = String::from_utf8(bytes).ok()?;
        let text = text.trim();
        (!text.is_empty()).then(|| text.to_owned())
    }
}
