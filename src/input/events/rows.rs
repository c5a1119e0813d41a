//! Rows of event data: fixed columns without a header, or columns by name.

use std::io::{self, Read};
use std::ops::Range;
use std::sync::Arc;

use memchr::{memchr, memchr_iter};

use crate::diagnostic::{Finding, codes};
use crate::table::RawRow;
use crate::table::decode::{decode, wrong_bytes};
use crate::table::header::Header;
use crate::table::record::{Cell, Record, Records};

/// The way a file is cut into rows and cells.
pub(super) enum Cut {
    /// A row is a line, with tabs between its cells; a double quote is a character like others.
    Plain,
    /// RFC 4180 with this delimiter.
    Quoted(u8),
}

/// The treatment of bytes that are not UTF-8.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    /// The row is faulty.
    Utf8,
    /// The row is read in Windows-1252, which it is written in.
    Utf8OrWindows1252,
}

enum RowReader<'r> {
    Plain(TabbedLines<'r>),
    Quoted(Records<Box<dyn Read + Send + 'r>>),
}

/// The rows of one file.
pub(super) struct EventRows<'r> {
    file: Arc<str>,
    header: Arc<Header>,
    source: RowReader<'r>,
    encoding: Encoding,
    record: Record,
    /// The cells of the row, one behind the other, maybe with something between them, and where each stands.
    text: String,
    cells: Vec<Range<usize>>,
    /// The first row, read already, when it is no header.
    pending: bool,
    /// True when quotes around a cell are no part of it, although the file is not cut by them.
    strips_quotes: bool,
}

impl<'r> EventRows<'r> {
    /// Reads the first row; `fixed` are the columns of a file whose first row is no header. None for an empty file.
    pub(super) fn open(
        file: &str,
        reader: Box<dyn Read + Send + 'r>,
        cut: &Cut,
        encoding: Encoding,
        fixed: impl FnOnce(&[&str]) -> Option<Vec<String>>,
    ) -> io::Result<Option<EventRows<'r>>> {
        let source = match cut {
            Cut::Plain => RowReader::Plain(TabbedLines::new(reader)),
            Cut::Quoted(delimiter) => {
                let mut records = Records::new(reader, *delimiter);
                if records.peek()?.starts_with(b"\xEF\xBB\xBF") {
                    records.skip(3);
                }
                RowReader::Quoted(records)
            }
        };
        let header = Arc::new(Header::default());
        let (record, text, cells) = (Record::default(), String::new(), Vec::new());
        let (pending, strips_quotes) = (false, false);
        let mut rows =
            EventRows { file: file.into(), header, source, encoding, record, text, cells, pending, strips_quotes };
        if !rows.advance()? {
            return Ok(None);
        }
        let _ = rows.decode();
        let cells: Vec<&str> = (0..rows.cells.len()).map(|column| rows.cell(column)).collect();
        let names = fixed(&cells);
        let pending = names.is_some();
        let names = names.unwrap_or_else(|| cells.into_iter().map(str::to_owned).collect());
        rows.pending = pending;
        let names: Vec<Arc<str>> = names.into_iter().map(Arc::from).collect();
        rows.header = Arc::new(Header::bare(names));
        Ok(Some(rows))
    }

    fn advance(&mut self) -> io::Result<bool> {
        match &mut self.source {
            RowReader::Plain(lines) => lines.read(&mut self.record),
            RowReader::Quoted(records) => records.read(&mut self.record),
        }
    }

    /// Reads the next row; none at the end. A row that cannot be read is a finding.
    pub(super) fn read(&mut self) -> io::Result<Option<Result<(), Finding>>> {
        if !std::mem::take(&mut self.pending) && !self.advance()? {
            return Ok(None);
        }
        Ok(Some(self.decode().map_or(Ok(()), Err)))
    }

    /// Takes the cells out of the record. Control characters stay: names in these data sets hold some.
    fn decode(&mut self) -> Option<Finding> {
        self.cells.clear();
        if self.record.fault.is_some() {
            return decode(&self.record, None, &mut Vec::new());
        }
        if let RowReader::Plain(_) = self.source {
            // The cells stand in the row as they are, with a tab between them, at which no character is cut.
            let Ok(text) = std::str::from_utf8(&self.record.bytes) else { return self.decode_apart() };
            self.text.clear();
            self.text.push_str(text);
            self.cells.extend(self.record.cells.iter().map(|cell| cell.range()));
            return None;
        }
        let mut bytes = std::mem::take(&mut self.text).into_bytes();
        bytes.clear();
        for cell in &self.record.cells {
            let start = bytes.len();
            cell.decode(&self.record.bytes, &mut bytes);
            self.cells.push(start..bytes.len());
        }
        match String::from_utf8(bytes) {
            Ok(text) => self.text = text,
            Err(_) => return self.decode_apart(),
        }
        // A cell that ends within a character would have made the text wrong only together with the next one.
        let is_cut = self.cells.iter().any(|cell| !self.text.is_char_boundary(cell.end));
        if is_cut { self.decode_apart() } else { None }
    }

    /// The same cell by cell, for a row in which some are no UTF-8.
    fn decode_apart(&mut self) -> Option<Finding> {
        self.text.clear();
        self.cells.clear();
        for (index, cell) in self.record.cells.iter().enumerate() {
            let mut bytes = Vec::new();
            cell.decode(&self.record.bytes, &mut bytes);
            let start = self.text.len();
            match String::from_utf8(bytes) {
                Ok(decoded) => self.text.push_str(&decoded),
                Err(error) if self.encoding == Encoding::Utf8 => {
                    let name = self.header.names().get(index).map_or_else(String::new, ToString::to_string);
                    return Some(wrong_bytes(&name, &error));
                }
                Err(error) => self.text.push_str(&windows_1252(error.as_bytes())),
            }
            self.cells.push(start..self.text.len());
        }
        None
    }

    /// A finding unless the row has as many cells as the header, or more that are empty.
    pub(super) fn check_width(&self, expected: usize) -> Option<Finding> {
        let n = self.cells.len();
        let extra = (expected..n).any(|column| !self.cell(column).is_empty());
        (n < expected || extra).then(|| {
            let plural = if n == 1 { "" } else { "s" };
            let message = format!("the row has {n} cell{plural}, this data set {expected}");
            Finding::new(&codes::WRONG_FIELD_COUNT, "", message)
                .hint("the file may be cut off, or be of another data set")
        })
    }

    /// The names of the columns.
    pub(super) fn names(&self) -> &[Arc<str>] {
        self.header.names()
    }

    /// The number of columns.
    pub(super) fn n_columns(&self) -> usize {
        self.header.names().len()
    }

    /// The place of the first of these columns, ignoring case.
    pub(super) fn column(&self, names: &[&str]) -> Option<usize> {
        names.iter().find_map(|name| self.header.names().iter().position(|found| found.eq_ignore_ascii_case(name)))
    }

    /// The name of a column.
    pub(super) fn name(&self, column: usize) -> &str {
        self.header.names().get(column).map_or("", |name| name)
    }

    /// The same rows, without the quotes that some files have around cells.
    pub(super) fn without_quotes(self) -> EventRows<'r> {
        EventRows { strips_quotes: true, ..self }
    }

    /// The number of cells in the row.
    pub(super) fn n_cells(&self) -> usize {
        self.cells.len()
    }

    /// A cell, trimmed; empty when there is none.
    pub(super) fn cell(&self, column: usize) -> &str {
        let cell = self.cells.get(column).and_then(|cell| self.text.get(cell.clone())).map_or("", str::trim);
        let inside = || cell.strip_prefix('"')?.strip_suffix('"');
        if self.strips_quotes { inside().map_or(cell, str::trim) } else { cell }
    }

    /// Its place among rows that claim the same identifier; the least keeps it.
    pub(super) fn rank(&self) -> u64 {
        self.record.rank()
    }

    /// Line the row starts in.
    pub(super) fn line(&self) -> u64 {
        self.record.line
    }

    /// Bytes and place of the row.
    pub(super) fn raw(&self) -> RawRow {
        RawRow::of_text(self.file.clone(), self.header.clone(), self.record.clone())
    }

    /// Puts bytes and place of the row into `raw`, and reads the next one into the buffers that were there.
    pub(super) fn hand_over(&mut self, raw: &mut RawRow) {
        raw.take_over(&self.file, &self.header, &mut self.record);
    }
}

fn windows_1252(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| crate::table::decode::windows_1252(*byte).unwrap_or(char::from(*byte))).collect()
}

/// Lines of a file with tabs between cells, which are never quoted.
struct TabbedLines<'r> {
    reader: io::BufReader<Box<dyn Read + Send + 'r>>,
    line: u64,
}

impl<'r> TabbedLines<'r> {
    fn new(reader: Box<dyn Read + Send + 'r>) -> TabbedLines<'r> {
        TabbedLines { reader: io::BufReader::with_capacity(1 << 17, reader), line: 0 }
    }

    fn read(&mut self, record: &mut Record) -> io::Result<bool> {
        use io::BufRead;
        loop {
            record.bytes.clear();
            if self.reader.read_until(b'\n', &mut record.bytes)? == 0 {
                return Ok(false);
            }
            self.line += 1;
            while matches!(record.bytes.last(), Some(b'\n' | b'\r')) {
                record.bytes.pop();
            }
            if self.line == 1 && record.bytes.starts_with(b"\xEF\xBB\xBF") {
                record.bytes.drain(..3);
            }
            if !record.bytes.is_empty() {
                break;
            }
        }
        record.line = self.line;
        record.fault = None;
        record.suspicious = None;
        record.cells.clear();
        let mut start = 0;
        for end in memchr_iter(b'\t', &record.bytes).chain([record.bytes.len()]) {
            record.cells.push(Cell::plain(start..end));
            start = end + 1;
        }
        debug_assert!(memchr(b'\n', &record.bytes).is_none(), "a record is one line");
        Ok(true)
    }
}
