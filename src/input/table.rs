//! A table with a header: columns by name, cells by role, faults by place.

use std::io::Read;
use std::sync::Arc;

use super::record::{Fault, LONGEST, Record, Records, count_lines};
use crate::diagnostic::{Diagnostic, Excerpt, Finding, Place, codes, nearest};

/// A column a layout gives a meaning to.
#[derive(Debug)]
pub struct Column {
    /// Its name in the header.
    pub name: &'static str,
    /// Other names that are understood.
    pub aliases: &'static [&'static str],
    /// Whether the table is useless without it.
    pub required: bool,
}

impl Column {
    /// A column that may be absent.
    pub const fn optional(name: &'static str, aliases: &'static [&'static str]) -> Column {
        Column { name, aliases, required: false }
    }

    /// A column that must be there.
    pub const fn required(name: &'static str, aliases: &'static [&'static str]) -> Column {
        Column { name, aliases, required: true }
    }

    fn is_named(&self, name: &str) -> bool {
        self.name == name || self.aliases.contains(&name)
    }
}

/// What the columns of a kind of table mean.
#[derive(Debug)]
pub struct Layout {
    /// `claims`, `entities` or `documents`.
    pub name: &'static str,
    /// The columns it knows.
    pub columns: &'static [Column],
}

impl Layout {
    /// The column with this name or alias.
    pub fn column(&self, header_cell: &str) -> Option<&'static Column> {
        let name = normal_name(header_cell);
        self.columns.iter().find(|column| column.is_named(&name))
    }
}

/// A header cell in the form columns are compared in: lower case, `_` for spaces and hyphens.
fn normal_name(header_cell: &str) -> String {
    header_cell.trim().to_lowercase().replace([' ', '-'], "_")
}

/// The columns of one table, in the order of its header.
#[derive(Debug)]
pub struct Header {
    names: Vec<Arc<str>>,
    roles: Vec<Option<&'static Column>>,
}

impl Header {
    fn index(&self, field: &str) -> Option<usize> {
        self.roles
            .iter()
            .position(|role| role.is_some_and(|column| column.name == field))
            .or_else(|| self.names.iter().position(|name| &**name == field))
    }

    /// Whether the table has this column.
    pub fn has(&self, field: &str) -> bool {
        self.index(field).is_some()
    }

    /// The header cells as written.
    pub fn names(&self) -> &[Arc<str>] {
        &self.names
    }
}

/// A reader of rows under a header.
pub struct Table<'r> {
    file: Arc<str>,
    header: Arc<Header>,
    records: Records<Box<dyn Read + 'r>>,
    record: Record,
    cells: Vec<String>,
}

/// One row: decoded cells, and where they stand.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    header: &'a Header,
    cells: &'a [String],
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
pub struct Source {
    /// The table's file.
    pub file: Arc<str>,
    header: Arc<Header>,
    record: Record,
}

impl<'r> Table<'r> {
    /// Reads the header of `reader`; none when the table cannot be read at all.
    ///
    /// `rename` gives header cells another name (from `columns` in `relata.toml`): written name to layout name.
    /// Findings go to `report`; they tell about the header line.
    ///
    /// # Errors
    /// When `reader` fails.
    pub fn open(
        file: &str,
        reader: Box<dyn Read + 'r>,
        layout: &Layout,
        rename: &dyn Fn(&str) -> Option<String>,
        report: &mut dyn FnMut(Diagnostic),
    ) -> std::io::Result<Option<Table<'r>>> {
        let mut records = Records::new(reader, b',');
        let start = records.peek()?;
        if start.starts_with(&[0xFF, 0xFE]) || start.starts_with(&[0xFE, 0xFF]) {
            let message = "the file is in UTF-16, relata reads UTF-8";
            report(Diagnostic::new(&codes::UTF16_FILE, Place::file(file), message).hint("save it as CSV UTF-8"));
            return Ok(None);
        }
        let mark = if start.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
        let delimiter = sniff_delimiter(&start[mark..], layout, rename);
        records.skip(mark);
        records.set_delimiter(delimiter);
        let mut record = Record::default();
        if !records.read(&mut record)? {
            let hint = format!("the first line names the columns, such as `{}`", example_header(layout));
            report(Diagnostic::new(&codes::NO_HEADER, Place::file(file), "the file is empty").hint(hint));
            return Ok(None);
        }
        let mut cells = Vec::new();
        let bare = Arc::new(Header { names: Vec::new(), roles: Vec::new() });
        let mut source = Source { file: file.into(), header: bare, record: record.clone() };
        if let Some(finding) = source.decode(&mut cells) {
            report(source.diagnose(finding));
            return Ok(None);
        }
        let names: Vec<Arc<str>> = cells.iter().map(|cell| cell.trim().into()).collect();
        let roles = names.iter().map(|name| match rename(name) {
            Some(renamed) => layout.column(&renamed),
            None => layout.column(name),
        });
        let header = Arc::new(Header { roles: roles.collect(), names });
        source.header = header.clone();
        let usable = check_header(&source, layout, report);
        records.expect_cells(header.names.len());
        Ok(usable.then_some(Table { file: file.into(), header, records, record, cells }))
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
            if !self.records.read(&mut self.record)? {
                return Ok(None);
            }
            let finding = decode(&self.record, Some(&self.header), &mut self.cells);
            if finding.is_none() && self.cells.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            let row = Row { header: &self.header, cells: &self.cells, line: self.record.line };
            return Ok(Some(finding.map_or(Ok(row), Err)));
        }
    }

    /// The bytes of the row read last.
    pub fn source(&self) -> Source {
        Source { file: self.file.clone(), header: self.header.clone(), record: self.record.clone() }
    }

    /// A warning about the row read last that does not depend on its meaning.
    pub fn suspicion(&self) -> Option<Finding> {
        let index = self.record.suspicious?;
        let name = self.header.names.get(index).map_or_else(String::new, std::string::ToString::to_string);
        let message = "the quoted cell runs over lines that look like rows";
        Some(
            Finding::new(&codes::SUSPICIOUS_LINE_BREAK, name, message)
                .hint("check that its quote closes where it should"),
        )
    }
}

impl Source {
    /// The row's bytes as they stand in the file, without the line end.
    pub fn bytes(&self) -> &[u8] {
        &self.record.bytes
    }

    /// Line the row starts in.
    pub fn line(&self) -> u64 {
        self.record.line
    }

    fn decode(&self, cells: &mut Vec<String>) -> Option<Finding> {
        decode(&self.record, None, cells)
    }

    /// The finding with file, line, column, cell and the line to show.
    pub fn diagnose(&self, finding: Finding) -> Diagnostic {
        let bytes = &self.record.bytes;
        let index = self.header.index(&finding.field);
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
        let line_start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let line_end =
            bytes[range.start..].iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |at| range.start + at);
        let prefix = String::from_utf8_lossy(&bytes[line_start..range.start]);
        let marked = String::from_utf8_lossy(&bytes[range.start..range.end.min(line_end).max(range.start)]);
        let suffix = String::from_utf8_lossy(&bytes[range.end.min(line_end).max(range.start)..line_end]);
        let value = cell.filter(|_| self.record.fault.is_none()).map(|cell| {
            let mut text = Vec::new();
            cell.decode(bytes, &mut text);
            String::from_utf8_lossy(&text).into_owned()
        });
        let field = match index.and_then(|index| self.header.names.get(index)) {
            Some(name) => Some(name.to_string()),
            None => {
                self.faulty_field(&range).or_else(|| (!finding.field.is_empty()).then(|| finding.field.to_string()))
            }
        };
        let place = Place {
            file: self.file.clone(),
            line: self.record.line + count_lines(before),
            column: prefix.chars().count() as u64 + 1,
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
fn decode(record: &Record, header: Option<&Header>, cells: &mut Vec<String>) -> Option<Finding> {
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
        if let Some(control) = text.chars().find(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
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
    let line = &record.bytes;
    let open = line[..at].iter().rposition(|byte| *byte == b'"');
    let message = "a double quote may not stand here";
    let hint = match open {
        Some(_) => "inside a quoted cell write each quote twice: `\"\"`",
        None => "put the whole cell between double quotes and write the quotes inside twice",
    };
    Finding::new(&codes::STRAY_QUOTE, "", message).hint(hint)
}

fn wrong_bytes(field: &str, error: &std::string::FromUtf8Error) -> Finding {
    let at = error.utf8_error().valid_up_to();
    let byte = error.as_bytes().get(at).copied().unwrap_or_default();
    let message = format!("byte 0x{byte:02X} is not UTF-8");
    let hint = match byte {
        0xA0..=0xFF => format!("in Windows-1252 it would be `{}`: save the file as UTF-8", char::from(byte)),
        _ => "save the file as UTF-8".to_owned(),
    };
    Finding::new(&codes::NOT_UTF8, field.to_owned(), message).hint(hint)
}

/// The delimiter under which the header names the most known columns; the comma when none does.
fn sniff_delimiter(start: &[u8], layout: &Layout, rename: &dyn Fn(&str) -> Option<String>) -> u8 {
    let line = start.split(|byte| matches!(byte, b'\n' | b'\r')).next().unwrap_or_default();
    let line = String::from_utf8_lossy(line);
    let known = |delimiter: u8| {
        let cells = line.split(char::from(delimiter)).map(|cell| cell.trim().trim_matches('"'));
        let known = cells.clone().filter(|cell| rename(cell).is_some() || layout.column(cell).is_some()).count();
        (known, cells.count())
    };
    let best = [b',', b'\t', b';', b'|'].into_iter().rev().max_by_key(|delimiter| known(*delimiter));
    best.unwrap_or(b',')
}

fn example_header(layout: &Layout) -> String {
    layout.columns.iter().take(5).map(|column| column.name).collect::<Vec<_>>().join(",")
}

/// Reports what is wrong with the header; false when the table cannot be used.
fn check_header(source: &Source, layout: &Layout, report: &mut dyn FnMut(Diagnostic)) -> bool {
    let header = &source.header;
    let mut usable = true;
    let mut unknown = Vec::new();
    for (index, (name, role)) in header.names.iter().zip(&header.roles).enumerate() {
        let twin = header.roles[..index].iter().zip(&header.names).find(|(earlier, earlier_name)| match role {
            Some(column) => earlier.is_some_and(|earlier| earlier.name == column.name),
            None => *earlier_name == name && !name.is_empty(),
        });
        if let Some((_, twin)) = twin {
            usable = false;
            let message = if twin == name {
                format!("the column `{name}` stands twice")
            } else {
                format!("`{twin}` and `{name}` mean the same column")
            };
            report(source.diagnose_column(
                index,
                Finding::new(&codes::DUPLICATE_COLUMN, "", message).hint("rename one of them"),
            ));
        }
        if role.is_none() {
            unknown.push(index);
        }
    }
    let absent = |column: &&Column| !header.has(column.name);
    let mut guessed = Vec::new();
    for column in layout.columns.iter().filter(|column| column.required).filter(absent) {
        usable = false;
        let candidates = unknown.iter().map(|index| &*header.names[*index]);
        let near = nearest(column.name, candidates).map(str::to_owned);
        let message = format!("the table has no column `{}`", column.name);
        let finding = Finding::new(&codes::MISSING_COLUMN, "", message);
        report(if let Some(index) = near.as_ref().and_then(|near| header.index(near)) {
            guessed.push(index);
            source.diagnose_column(
                index,
                finding.hint(format!("did you mean `{}` by `{}`?", column.name, header.names[index])),
            )
        } else {
            let known: Vec<&str> =
                layout.columns.iter().filter(|column| column.required).map(|column| column.name).collect();
            let hint = format!("name the columns {} in the first line, or map them in `relata.toml`", known.join(", "));
            let mut diagnostic = source.diagnose(finding.hint(hint));
            diagnostic.place.field = Some(column.name.to_owned());
            diagnostic.place.value = None;
            diagnostic
        });
    }
    unknown.retain(|index| !guessed.contains(index));
    unknown.retain(|index| {
        let free = layout
            .columns
            .iter()
            .filter(absent)
            .flat_map(|column| std::iter::once(column.name).chain(column.aliases.iter().copied()));
        let name = normal_name(&header.names[*index]);
        let Some(near) = nearest(&name, free.filter(|known| known.len() > 2)) else {
            return true;
        };
        let message = format!("the column `{}` is unknown and becomes a qualifier", header.names[*index]);
        report(source.diagnose_column(
            *index,
            Finding::new(&codes::MISSPELT_COLUMN, "", message).hint(format!("did you mean `{near}`?")),
        ));
        false
    });
    if usable && let Some(first) = unknown.first() {
        let names: Vec<String> = unknown.iter().map(|index| format!("`{}`", header.names[*index])).collect();
        let message =
            format!("kept as {}: {}", if names.len() == 1 { "a qualifier" } else { "qualifiers" }, names.join(", "));
        report(source.diagnose_column(*first, Finding::new(&codes::UNKNOWN_COLUMN, "", message)));
    }
    usable
}

impl Source {
    /// A diagnostic about the header cell at `index`.
    fn diagnose_column(&self, index: usize, mut finding: Finding) -> Diagnostic {
        finding.field = self.header.names.get(index).map_or_else(String::new, ToString::to_string).into();
        let range = self.record.cells.get(index).map_or(0..0, |cell| cell.range());
        let mut diagnostic = self.diagnose(finding);
        let text = String::from_utf8_lossy(&self.record.bytes).into_owned();
        if text.len() == self.record.bytes.len() {
            let line_start = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
            diagnostic.place.column = text[line_start..range.start].chars().count() as u64 + 1;
        }
        diagnostic
    }
}
