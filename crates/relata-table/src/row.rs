//! A row: its cells, its bytes, and the way from a fault to its place.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::header::Header;
use super::lists;
use super::mapping::{CellFormat, DatePattern};
use super::record::{Cell, LONGEST, Record, RecordFault, count_lines};
use crate::diagnostic::{Diagnostic, Excerpt, Finding, Place, codes};

/// One row: decoded cells, and where they stand.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    pub(super) header: &'a Header,
    pub(super) cells: &'a [String],
    /// Cells that hold a date by their type, so that no pattern has to tell.
    pub(super) dates: &'a [usize],
    /// Line the row starts in.
    pub line: u64,
}

/// The most claims one row may stand for.
const MOST_PARTS: usize = 10_000;
/// Bytes of the cells of those.
const MOST_BYTES: usize = 64 << 20;
/// Values in a cell that holds several.
const MOST_VALUES: usize = 1_000;

impl<'a> Row<'a> {
    /// The cell under the column named `field` in the layout, trimmed; else what the project has for it, else none.
    pub fn get(&self, field: &str) -> Option<&'a str> {
        self.verbatim(field).map(str::trim)
    }

    /// The same exactly as written.
    pub fn verbatim(&self, field: &str) -> Option<&'a str> {
        self.cell(field).map(|(_, cell)| cell).or_else(|| self.header.constant(field))
    }

    /// True when the table has this column, or the project has a value for it.
    pub fn has(&self, field: &str) -> bool {
        self.header.has(field)
    }

    /// The cell exactly as written, with its place among the cells; none when absent or empty.
    fn cell(&self, field: &str) -> Option<(usize, &'a str)> {
        let index = self.header.index(field)?;
        let cell = self.cells.get(index)?.as_str();
        (!is_blank(cell)).then_some((index, cell))
    }

    /// The patterns that the cell of `field` is written by; none where it is written as relata writes dates.
    pub fn date_patterns(&self, field: &str) -> Option<&'a [DatePattern]> {
        match &self.header.rule(field)?.format {
            Some(CellFormat::Dates(patterns)) => {
                self.cell(field).filter(|(index, _)| !self.dates.contains(index)).map(|_| patterns.as_slice())
            }
            _ => None,
        }
    }

    /// The date in EDTF that several columns make, where `field` is read from such; none when they say nothing.
    ///
    /// # Errors
    /// When a cell is no part of a date, or a part is missing that another one needs.
    pub fn date_of_parts(&self, field: &str) -> Result<Option<String>, Finding> {
        let Some(parts) = self.header.rule(field).and_then(|rule| rule.parts.as_ref()) else { return Ok(None) };
        let cell = |heading: &str| {
            let index = self.header.names.iter().position(|name| **name == *heading);
            index.and_then(|index| self.cells.get(index)).map_or("", |cell| cell.trim())
        };
        parts.read(&cell)
    }

    /// True when the cell of `field` is a percentage.
    pub fn is_percent(&self, field: &str) -> bool {
        let is_configured = self.header.rule(field).is_some_and(|rule| rule.format == Some(CellFormat::Percent));
        is_configured && self.cell(field).is_some()
    }

    /// The header cell of the column that `field` is read from.
    pub fn heading(&self, field: &str) -> Option<&'a str> {
        self.header.names.get(self.header.index(field)?).map(|name| &**name)
    }

    /// All cells exactly as written, empty ones too.
    pub fn cells(&self) -> &'a [String] {
        self.cells
    }

    /// The values of a cell that holds several, separated by `;` unless the project or the format says otherwise.
    pub fn list(&self, field: &str) -> Vec<String> {
        // Most rows have nothing there, and a search for a separator takes longer to set up than to look.
        let Some(cell) = self.get(field) else { return Vec::new() };
        let separator = self.header.rule(field).and_then(|rule| rule.split.as_deref()).unwrap_or(";");
        parts_of(cell, Some(separator)).map(str::to_owned).collect()
    }

    /// The cells of each claim the row stands for, when some cell holds several values: one for each combination.
    ///
    /// An identifier belongs to the first; the others get `-2`, `-3` … behind it.
    ///
    /// # Errors
    /// When there are too many combinations for any table that is meant.
    pub fn parts(&self) -> Result<Option<Vec<Vec<String>>>, Finding> {
        let cell_at = |index: usize| self.cells.get(index).map_or("", |cell| cell.trim());
        let is_several = |(index, separator): &&(usize, Option<String>)| {
            let cell = cell_at(*index);
            separator.as_ref().is_some_and(|separator| cell.contains(separator.as_str())) || lists::is_list(cell)
        };
        let mut several = self.header.splits.iter().filter(is_several).peekable();
        // Most rows stand for one claim, and their cells are not copied.
        if several.peek().is_none() {
            return Ok(None);
        }
        let n_bytes: usize = self.cells.iter().map(String::len).sum();
        let mut made = vec![self.cells.to_vec()];
        for (index, separator) in several {
            let mut seen = BTreeSet::new();
            // A list of the format is no text to be cut.
            let parts = parts_of(cell_at(*index), separator.as_deref());
            let parts: Vec<&str> = parts.filter(|part| seen.insert(*part)).collect();
            let n_made = made.len() * parts.len();
            if n_made > MOST_PARTS || n_made.saturating_mul(n_bytes) > MOST_BYTES {
                let message = match n_made {
                    n if n > MOST_PARTS => format!("the row would make more than {MOST_PARTS} claims"),
                    n => format!("the row would make {n} claims of {} MB in all", MOST_BYTES >> 20),
                };
                let finding = Finding::new(&codes::ROW_TOO_LONG, "", message);
                return Err(finding.hint("write several rows, or take `split` from a column"));
            }
            let with = |cells: &Vec<String>, part: &str| {
                let mut cells = cells.clone();
                part.clone_into(&mut cells[*index]);
                cells
            };
            if parts.is_empty() {
                for cells in &mut made {
                    cells[*index].clear();
                }
            } else {
                made = made.iter().flat_map(|cells| parts.iter().map(|part| with(cells, part))).collect();
            }
        }
        if let Some((index, id)) = self.cell("id") {
            for (number, cells) in made.iter_mut().enumerate().skip(1) {
                cells[index] = format!("{}-{}", id.trim(), number + 1);
            }
        }
        Ok(Some(made))
    }

    /// The same row with other cells.
    #[must_use]
    pub fn with_cells<'b>(&self, cells: &'b [String]) -> Row<'b>
    where
        'a: 'b,
    {
        Row { cells, ..*self }
    }

    /// Cells of columns the layout does not know: name and text.
    pub fn qualifiers(&self) -> impl Iterator<Item = (Arc<str>, &'a str)> {
        let cells = self.cells;
        (0..self.header.names.len()).filter(|index| self.header.is_unknown(*index)).filter_map(move |index| {
            let cell = cells.get(index)?.trim();
            (!cell.is_empty()).then(|| (self.header.names[index].clone(), cell))
        })
    }
}

/// The fault of a row in which a cell has more values than any that is meant: each may be at fault, and is told with the
/// whole row.
pub(super) fn too_many_values(header: &Header, cells: &[String]) -> Option<Finding> {
    let mut long = cells.iter().enumerate().filter(|(_, cell)| cell.len() > MOST_VALUES);
    let field = long.find_map(|(index, cell)| {
        let field = header.list_at(index)?;
        let separator = header.rule(field).and_then(|rule| rule.split.as_deref()).unwrap_or(";");
        let n = parts_of(cell, Some(separator)).take(MOST_VALUES + 1).count();
        (n > MOST_VALUES).then_some(field)
    })?;
    let message = format!("the cell has more than {MOST_VALUES} values");
    Some(Finding::new(&codes::ROW_TOO_LONG, field, message).hint("write several rows, or name them by one word"))
}

/// True when a cell has nothing but white space; of most the first byte tells.
fn is_blank(cell: &str) -> bool {
    !cell.as_bytes().first().is_some_and(u8::is_ascii_graphic) && cell.trim_start().is_empty()
}

/// The values of a cell: the elements of a list that its format tells, else what stands between separators.
fn parts_of<'c>(cell: &'c str, separator: Option<&'c str>) -> impl Iterator<Item = &'c str> {
    let separator = separator.filter(|_| !lists::is_list(cell));
    let whole = if separator.is_none() { Some(lists::elements(cell)) } else { None };
    let parts = separator.map(|separator| cell.split(separator));
    let all = whole.into_iter().flatten().chain(parts.into_iter().flatten());
    all.map(str::trim).filter(|part| !part.is_empty())
}

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

    /// Takes the place and the bytes of a row of text; the record that was here is left in `record`, for its buffers.
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
        let record = Record { bytes, cells, line, fault: None, suspicious: None };
        RawRow { file, header: header.into(), record, indent, sheet: None }
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

/// The first control character that no cell may hold.
pub fn control_character(field: &str, text: &str) -> Option<Finding> {
    let control = text.chars().find(|c| c.is_ascii_control() && !matches!(c, '\n' | '\r' | '\t'))?;
    let message = format!("the cell holds the control character U+{:04X}", u32::from(control));
    Some(Finding::new(&codes::CONTROL_CHARACTER, field.to_owned(), message).hint("delete it"))
}

/// Decodes the cells of `record`; the first fault that makes it unreadable is returned.
pub fn decode(record: &Record, header: Option<&Header>, cells: &mut Vec<String>) -> Option<Finding> {
    let name_of = |index: usize| {
        header.and_then(|header| header.names.get(index)).map_or_else(String::new, std::string::ToString::to_string)
    };
    match record.fault {
        Some(RecordFault::Unclosed { .. }) => {
            let hint = "close the quote, or double it where it belongs to the text";
            return Some(
                Finding::new(&codes::UNCLOSED_QUOTE, "", "the quote that opens here is never closed").hint(hint),
            );
        }
        Some(RecordFault::Stray { at }) => return Some(stray_quote(record, at)),
        Some(RecordFault::TooLong) => {
            let message = format!("the row is longer than {LONGEST} bytes");
            return Some(
                Finding::new(&codes::ROW_TOO_LONG, "", message)
                    .hint("keep long texts in files and cite them by document"),
            );
        }
        // Its reader has said so.
        Some(RecordFault::Broken { .. }) | None => {}
    }
    cells.resize_with(record.cells.len(), String::new);
    let sound = sound_text(&record.bytes);
    for (index, (cell, text)) in record.cells.iter().zip(cells.iter_mut()).enumerate() {
        if let Some(plain) = sound.and_then(|sound| cell.text(sound)) {
            text.clear();
            text.push_str(plain);
            continue;
        }
        let mut bytes = std::mem::take(text).into_bytes();
        bytes.clear();
        cell.decode(&record.bytes, &mut bytes);
        match String::from_utf8(bytes) {
            Ok(decoded) => *text = decoded,
            Err(error) => return Some(wrong_bytes(&name_of(index), &error)),
        }
        if text.bytes().any(|byte| byte.is_ascii_control())
            && let Some(finding) = control_character(&name_of(index), text)
        {
            return Some(finding);
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

/// The bytes of a record as text, when no cell can be at fault: a look at the whole costs less than one at each cell.
fn sound_text(bytes: &[u8]) -> Option<&str> {
    let is_fit = |byte: u8| !byte.is_ascii_control() || matches!(byte, b'\n' | b'\r' | b'\t');
    // Without a way out before the end, many bytes are looked at in one step.
    let all_fit = bytes.iter().fold(true, |fit, byte| fit & is_fit(*byte));
    std::str::from_utf8(bytes).ok().filter(|_| all_fit)
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

/// The finding for bytes that are not UTF-8, with the character that they would be in Windows-1252.
pub fn wrong_bytes(field: &str, error: &std::string::FromUtf8Error) -> Finding {
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
pub fn windows_1252(byte: u8) -> Option<char> {
    const LOW: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";
    match byte {
        0x80..=0x9F => LOW.chars().nth(usize::from(byte - 0x80)).filter(|c| !c.is_control()),
        0xA0..=0xFF => Some(char::from(byte)),
        _ => None,
    }
}
