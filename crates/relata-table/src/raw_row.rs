//! The bytes of a row, and the way from a fault to its place among them.

use std::sync::Arc;

use super::decode::decode;
use super::header::Header;
use super::record::{Cell, Record, RecordFault, count_lines};
use crate::diagnostic::{Diagnostic, Excerpt, Finding, Place, codes};

/// The place of the rows of a workbook.
#[derive(Debug)]
pub(super) struct Sheet {
    pub(super) name: String,
    /// Columns of the sheet before the first of the table.
    pub(super) n_before: usize,
}

/// The bytes of a row, kept for messages and for the list of rejected rows.
#[derive(Debug, Clone, Default)]
pub struct RawRow {
    /// The table's file.
    pub file: Arc<str>,
    pub(super) header: Arc<Header>,
    pub(super) record: Record,
    /// Characters before the row in its first line.
    pub(super) indent: u64,
    /// The sheet, of a row of a workbook.
    pub(super) sheet: Option<Arc<Sheet>>,
}

impl RawRow {
    /// A row of text that was read as `record`.
    pub fn of_text(file: Arc<str>, header: Arc<Header>, record: Record) -> RawRow {
        RawRow { file, header, record, indent: 0, sheet: None }
    }

    /// Takes the place and the bytes of a row; the record that was here is left in `record`, for its buffers.
    pub fn take_over(&mut self, file: &Arc<str>, header: &Arc<Header>, record: &mut Record) {
        if !Arc::ptr_eq(&self.file, file) || !Arc::ptr_eq(&self.header, header) {
            (self.file, self.header) = (file.clone(), header.clone());
        }
        (self.indent, self.sheet) = (0, None);
        std::mem::swap(&mut self.record, record);
        record.line = self.record.line;
    }

    /// A part of a file that is no row of a table: its place, its bytes, and where in them its named parts are.
    pub fn named(
        file: Arc<str>,
        line: u64,
        indent: u64,
        bytes: Vec<u8>,
        parts: Vec<(Arc<str>, std::ops::Range<usize>)>,
    ) -> RawRow {
        let (names, ranges): (Vec<_>, Vec<_>) = parts.into_iter().unzip();
        let header = Header::bare(names);
        let cells = ranges.into_iter().map(Cell::plain).collect();
        let record = Record { bytes, cells, line, fault: None, suspicious: None, told_rank: None };
        RawRow { file, header: header.into(), record, indent, sheet: None }
    }

    /// A row whose bytes are elsewhere: its place, and its place among rows that claim the same.
    pub fn elsewhere(file: Arc<str>, line: u64, rank: u64) -> RawRow {
        let record = Record { line, told_rank: Some(rank), ..Record::default() };
        RawRow { file, header: Arc::default(), record, indent: 0, sheet: None }
    }

    /// The row's bytes as they stand in the file, without the line end.
    pub fn bytes(&self) -> &[u8] {
        &self.record.bytes
    }

    /// The row as it was cut into cells.
    pub fn record(&self) -> &Record {
        &self.record
    }

    /// Line the row starts in.
    pub fn line(&self) -> u64 {
        self.record.line
    }

    /// The cell under this column, as far as it could be read, trimmed.
    pub fn readable_cell(&self, field: &str) -> Option<String> {
        let cell = self.record.cells.get(self.header.index(field)?)?;
        let mut bytes = Vec::new();
        cell.decode(&self.record.bytes, &mut bytes);
        let text = String::from_utf8(bytes).ok()?;
        let text = text.trim();
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// Character of that line at which the row starts, starting at 1.
    pub fn column(&self) -> u64 {
        self.indent + 1
    }

    /// True when the value of this column does not come from the row, but is the same in all rows.
    pub fn is_constant(&self, field: &str) -> bool {
        let cell = self.header.index(field).and_then(|index| self.record.cells.get(index));
        let written = cell.and_then(|cell| self.record.bytes.get(cell.range())).unwrap_or_default();
        self.header.constant(field).is_some() && written.trim_ascii().is_empty()
    }

    pub(super) fn decode(&self, cells: &mut Vec<String>) -> Option<Finding> {
        decode(&self.record, None, cells)
    }

    /// The finding with file, line, column, cell and the line to show.
    pub fn diagnose(&self, finding: Finding) -> Diagnostic {
        let index = self.header.index(&finding.field);
        self.diagnose_at(index, finding)
    }

    /// The same for the cell at `index`, whatever its column is called; for the row as a whole without one.
    pub(super) fn diagnose_at(&self, index: Option<usize>, finding: Finding) -> Diagnostic {
        let bytes = &self.record.bytes;
        let cell = index.and_then(|index| self.record.cells.get(index));
        let range = match (self.record.fault, cell) {
            (Some(RecordFault::Unclosed { at }), _) => at..bytes.len(),
            (Some(RecordFault::Stray { at }), _) => at..at + 1,
            (Some(RecordFault::Broken { at }), _) => at.min(bytes.len())..(at + 1).min(bytes.len()),
            (Some(RecordFault::TooLong), _) => 0..0,
            (None, Some(cell)) => cell.range(),
            (None, None) if finding.code == &codes::WRONG_FIELD_COUNT => {
                let extra = self.record.cells.get(self.header.names.len());
                extra.map_or(bytes.len()..bytes.len(), |cell| cell.range().start..bytes.len())
            }
            (None, None) => 0..bytes.len(),
        };
        let before = &bytes[..range.start.min(bytes.len())];
        let line_start = before.iter().rposition(|byte| matches!(byte, b'\n' | b'\r')).map_or(0, |at| at + 1);
        let line_end = bytes[range.start..]
            .iter()
            .position(|byte| matches!(byte, b'\n' | b'\r'))
            .map_or(bytes.len(), |at| range.start + at);
        let prefix = String::from_utf8_lossy(&bytes[line_start..range.start]);
        let marked = String::from_utf8_lossy(&bytes[range.start..range.end.min(line_end).max(range.start)]);
        let suffix = String::from_utf8_lossy(&bytes[range.end.min(line_end).max(range.start)..line_end]);
        let value = cell.filter(|_| self.record.fault.is_none()).map(|cell| {
            let mut text = Vec::new();
            cell.decode(bytes, &mut text);
            String::from_utf8_lossy(&text).into_owned()
        });
        let field = match index.and_then(|index| self.header.names.get(index)) {
            // What has no name is no field.
            Some(name) => Some(name.to_string()).filter(|name| !name.is_empty()),
            None => {
                self.faulty_field(&range).or_else(|| (!finding.field.is_empty()).then(|| finding.field.to_string()))
            }
        };
        if let Some(sheet) = &self.sheet {
            return self.in_sheet(sheet, index, field, value, finding);
        }
        let place = Place {
            file: self.file.clone(),
            line: self.record.line + count_lines(before),
            column: prefix.chars().count() as u64 + 1 + if line_start == 0 { self.indent } else { 0 },
            field,
            value: value.or_else(|| (!marked.is_empty()).then(|| marked.clone().into_owned())),
            excerpt: Some(Excerpt {
                range: prefix.len()..prefix.len() + marked.len(),
                text: format!("{prefix}{marked}{suffix}").trim_end_matches('\r').to_owned(),
            }),
        };
        Diagnostic { hint: finding.hint, ..Diagnostic::new(finding.code, place, finding.message) }
    }

    /// A finding in a workbook: the line is the row's number, the column that of the cell, and the message names both.
    fn in_sheet(
        &self,
        sheet: &Sheet,
        index: Option<usize>,
        field: Option<String>,
        value: Option<String>,
        finding: Finding,
    ) -> Diagnostic {
        let column = index.map_or(0, |index| index + sheet.n_before + 1);
        let line = self.record.line;
        let cell = match column {
            0 => format!("row {line}"),
            column => format!("cell {}{line}", letters(column)),
        };
        let place = Place {
            file: self.file.clone(),
            line,
            column: column.max(1) as u64,
            field,
            value,
            excerpt: Some(self.as_cells(index)),
        };
        let message = format!("{} ({cell} of the sheet `{}`)", finding.message, sheet.name);
        Diagnostic { hint: finding.hint, ..Diagnostic::new(finding.code, place, message) }
    }

    /// The row with lines between its cells, the one at `index` marked.
    fn as_cells(&self, index: Option<usize>) -> Excerpt {
        let mut text = String::new();
        let mut range = None;
        for (place, cell) in self.record.cells.iter().enumerate() {
            if place > 0 {
                text.push_str(" | ");
            }
            let start = text.len();
            text.push_str(&String::from_utf8_lossy(self.record.bytes.get(cell.range()).unwrap_or_default()));
            if Some(place) == index {
                range = Some(start..text.len());
            }
        }
        Excerpt { range: range.unwrap_or(0..text.len()), text }
    }

    /// The column a broken quote stands in: as many cells came before it.
    fn faulty_field(&self, range: &std::ops::Range<usize>) -> Option<String> {
        self.record.fault.filter(|fault| !matches!(fault, RecordFault::Broken { .. }))?;
        let before = self.record.cells.iter().filter(|cell| cell.range().end < range.start.max(1)).count();
        self.header.names.get(before).map(ToString::to_string)
    }
}

/// The name of a column in a spreadsheet: A, B, … Z, AA.
fn letters(column: usize) -> String {
    let mut rest = column;
    let mut letters = Vec::new();
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or_default()));
        rest /= 26;
    }
    letters.iter().rev().collect()
}
