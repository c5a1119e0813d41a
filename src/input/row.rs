//! A row: its cells, its bytes, and the way from a fault to its place.

use std::sync::Arc;

use super::header::Header;
use super::record::{Cell, Fault, LONGEST, Record, count_lines};
use crate::diagnostic::{Diagnostic, Excerpt, Finding, Place, codes};

/// One row: decoded cells, and where they stand.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    pub(super) header: &'a Header,
    pub(super) cells: &'a [String],
    /// Line the row starts in.
    pub line: u64,
}

impl<'a> Row<'a> {
    /// The cell under the column named `field` in the layout, trimmed; none when absent or empty.
    pub fn get(&self, field: &str) -> Option<&'a str> {
        let cell = self.cells.get(self.header.index(field)?)?.trim();
        (!cell.is_empty()).then_some(cell)
    }

    /// The cell exactly as written; none when absent or empty.
    pub fn verbatim(&self, field: &str) -> Option<&'a str> {
        let cell = self.cells.get(self.header.index(field)?)?.as_str();
        (!cell.trim().is_empty()).then_some(cell)
    }

    /// All cells exactly as written, empty ones too.
    pub fn cells(&self) -> &'a [String] {
        self.cells
    }

    /// The parts of a cell that separates several by `;`.
    pub fn list(&self, field: &str) -> Vec<String> {
        let parts = self.get(field).unwrap_or_default().split(';').map(str::trim);
        parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
    }

    /// Cells of columns the layout does not know: name and text.
    pub fn qualifiers(&self) -> impl Iterator<Item = (Arc<str>, &'a str)> {
        let cells = self.cells;
        self.header.roles.iter().enumerate().filter(|(_, role)| role.is_none()).filter_map(move |(index, _)| {
            let cell = cells.get(index)?.trim();
            (!cell.is_empty()).then(|| (self.header.names[index].clone(), cell))
        })
    }
}

/// The bytes of a row, kept for messages and for the list of rejected rows.
#[derive(Debug, Clone)]
pub struct RawRow {
    /// The table's file.
    pub file: Arc<str>,
    pub(super) header: Arc<Header>,
    pub(super) record: Record,
    /// Characters before the row in its first line.
    pub(super) indent: u64,
}

impl RawRow {
    /// A part of a file that is no row of a table: its place, its bytes, and where in them its named parts are.
    pub fn named(
        file: Arc<str>,
        line: u64,
        indent: u64,
        bytes: Vec<u8>,
        parts: Vec<(Arc<str>, std::ops::Range<usize>)>,
    ) -> RawRow {
        let (names, ranges): (Vec<_>, Vec<_>) = parts.into_iter().unzip();
        let header = Header { roles: vec![None; names.len()], names };
        let cells = ranges.into_iter().map(Cell::plain).collect();
        let record = Record { bytes, cells, line, fault: None, suspicious: None };
        RawRow { file, header: header.into(), record, indent }
    }

    /// The row's bytes as they stand in the file, without the line end.
    pub fn bytes(&self) -> &[u8] {
        &self.record.bytes
    }

    /// Line the row starts in.
    pub fn line(&self) -> u64 {
        self.record.line
    }

    /// Character of that line at which the row starts, starting at 1.
    pub fn column(&self) -> u64 {
        self.indent + 1
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
            (Some(Fault::Unclosed { at }), _) => at..bytes.len(),
            (Some(Fault::Stray { at }), _) => at..at + 1,
            (Some(Fault::TooLong), _) => 0..0,
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

    /// The column a broken quote stands in: as many cells came before it.
    fn faulty_field(&self, range: &std::ops::Range<usize>) -> Option<String> {
        self.record.fault?;
        let before = self.record.cells.iter().filter(|cell| cell.range().end < range.start.max(1)).count();
        self.header.names.get(before).map(ToString::to_string)
    }
}

/// Decodes the cells of `record`; the first fault that makes it unreadable is returned.
pub(super) fn decode(record: &Record, header: Option<&Header>, cells: &mut Vec<String>) -> Option<Finding> {
    let name_of = |index: usize| {
        header.and_then(|header| header.names.get(index)).map_or_else(String::new, std::string::ToString::to_string)
    };
    match record.fault {
        Some(Fault::Unclosed { .. }) => {
            let hint = "close the quote, or double it where it belongs to the text";
            return Some(
                Finding::new(&codes::UNCLOSED_QUOTE, "", "the quote that opens here is never closed").hint(hint),
            );
        }
        Some(Fault::Stray { at }) => return Some(stray_quote(record, at)),
        Some(Fault::TooLong) => {
            let message = format!("the row is longer than {LONGEST} bytes");
            return Some(
                Finding::new(&codes::ROW_TOO_LONG, "", message)
                    .hint("keep long texts in files and cite them by document"),
            );
        }
        None => {}
    }
    cells.resize_with(record.cells.len(), String::new);
    for (index, (cell, text)) in record.cells.iter().zip(cells.iter_mut()).enumerate() {
        let mut bytes = std::mem::take(text).into_bytes();
        bytes.clear();
        cell.decode(&record.bytes, &mut bytes);
        match String::from_utf8(bytes) {
            Ok(decoded) => *text = decoded,
            Err(error) => return Some(wrong_bytes(&name_of(index), &error)),
        }
        if let Some(control) = text.chars().find(|c| c.is_ascii_control() && !matches!(c, '\n' | '\r' | '\t')) {
            let message = format!("the cell holds the control character U+{:04X}", u32::from(control));
            return Some(Finding::new(&codes::CONTROL_CHARACTER, name_of(index), message).hint("delete it"));
        }
    }
    let header = header?;
    let (n, expected) = (cells.len(), header.names.len());
    (n != expected).then(|| {
        let plural = if n == 1 { "" } else { "s" };
        let message = format!("the row has {n} cell{plural}, the header {expected}");
        let hint = if n > expected {
            "put a cell that holds the delimiter between double quotes"
        } else {
            "write a delimiter for each empty cell"
        };
        Finding::new(&codes::WRONG_FIELD_COUNT, "", message).hint(hint)
    })
}

fn stray_quote(record: &Record, at: usize) -> Finding {
    // The faulty cell begins behind the last readable one and its delimiter.
    let start = record.cells.last().map_or(0, |cell| cell.range().end + usize::from(cell.quoted) + 1);
    let cell = record.bytes.get(start..).unwrap_or_default();
    let before = record.bytes.get(start..at).unwrap_or_default();
    let after = record.bytes.get(at + 1..).unwrap_or_default();
    let is_space_outside = if cell.starts_with(b"\"") {
        after.first() == Some(&b' ') && !after.trim_ascii_start().contains(&b'"')
    } else {
        !before.is_empty() && before.iter().all(u8::is_ascii_whitespace)
    };
    let hint = match (is_space_outside, cell.starts_with(b"\"")) {
        (true, _) => "remove the space between the quote and the delimiter",
        (false, true) => "inside a quoted cell write each quote twice: `\"\"`",
        (false, false) => "put the whole cell between double quotes and write the quotes inside twice",
    };
    Finding::new(&codes::STRAY_QUOTE, "", "a double quote may not stand here").hint(hint)
}

pub(super) fn wrong_bytes(field: &str, error: &std::string::FromUtf8Error) -> Finding {
    let at = error.utf8_error().valid_up_to();
    let byte = error.as_bytes().get(at).copied().unwrap_or_default();
    let message = format!("byte 0x{byte:02X} is not UTF-8");
    let hint = match byte {
        0x80..=0xFF => match windows_1252(byte) {
            Some(c) => format!("in Windows-1252 it would be `{c}`: save the file as UTF-8"),
            None => "save the file as UTF-8".to_owned(),
        },
        _ => "save the file as UTF-8".to_owned(),
    };
    Finding::new(&codes::NOT_UTF8, field.to_owned(), message).hint(hint)
}

/// The character of a byte from 0x80 on in Windows-1252; below 0xA0 it differs from ISO 8859-1.
pub(super) fn windows_1252(byte: u8) -> Option<char> {
    const LOW: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";
    match byte {
        0x80..=0x9F => LOW.chars().nth(usize::from(byte - 0x80)).filter(|c| !c.is_control()),
        0xA0..=0xFF => Some(char::from(byte)),
        _ => None,
    }
}
