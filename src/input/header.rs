//! The header of a table: which column means what, and what is wrong with it.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Place, codes};

/// A column a layout gives a meaning to.
#[derive(Debug)]
pub struct Column {
    /// Its name in the header.
    pub name: &'static str,
    /// Other names that are understood.
    pub aliases: &'static [&'static str],
    /// Names that are understood only beside their partner: `source` beside `target`.
    pub paired: &'static [(&'static str, &'static str)],
    /// Whether the table is useless without it.
    pub required: bool,
}

impl Column {
    /// A column that may be absent.
    pub const fn optional(name: &'static str, aliases: &'static [&'static str]) -> Column {
        Column { name, aliases, paired: &[], required: false }
    }

    /// A column that must be there.
    pub const fn required(name: &'static str, aliases: &'static [&'static str]) -> Column {
        Column { name, aliases, paired: &[], required: true }
    }

    /// The same column, also known by names that count beside their partner only.
    #[must_use]
    pub const fn paired(self, paired: &'static [(&'static str, &'static str)]) -> Column {
        Column { paired, ..self }
    }

    /// Whether its cells are texts that may run over several lines.
    pub fn may_run_on(&self) -> bool {
        ["quote", "note", "description", "title"].contains(&self.name)
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

    /// Whether a header cell of this name has a meaning, be it beside others only.
    pub fn has_meaning(&self, header_cell: &str) -> bool {
        let name = normal_name(header_cell);
        let is_paired = |column: &Column| column.paired.iter().any(|(alias, _)| *alias == name);
        self.column(header_cell).is_some() || self.columns.iter().any(is_paired)
    }

    /// The column each header cell stands for.
    pub fn roles(&self, names: &[Arc<str>], columns: &BTreeMap<String, String>) -> Vec<Option<&'static Column>> {
        let has = |partner: &str| names.iter().any(|name| normal_name(name) == partner);
        let role = |name: &Arc<str>| {
            let mapped = columns.iter().find(|(_, written)| written.as_str() == &**name);
            if let Some((role, _)) = mapped {
                return self.column(role);
            }
            let normal = normal_name(name);
            let is_paired = |column: &&'static Column| {
                column.paired.iter().any(|(alias, partner)| *alias == normal && has(partner))
            };
            self.column(name).or_else(|| self.columns.iter().find(is_paired))
        };
        names.iter().map(role).collect()
    }
}

/// A header cell in the form columns are compared in: lower case, `_` for spaces and hyphens.
pub(super) fn normal_name(header_cell: &str) -> String {
    header_cell.trim().to_lowercase().replace([' ', '-'], "_")
}

/// The columns of one table, in the order of its header.
#[derive(Debug)]
pub struct Header {
    pub(super) names: Vec<Arc<str>>,
    pub(super) roles: Vec<Option<&'static Column>>,
}

impl Header {
    pub(super) fn index(&self, field: &str) -> Option<usize> {
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

/// What is wrong with a file that is no delimited text at all.
pub(super) fn not_a_table(file: &str, start: &[u8]) -> Option<Diagnostic> {
    let fault =
        |message: &str, hint: &str| Some(Diagnostic::new(&codes::NOT_TEXT, Place::file(file), message).hint(hint));
    if start.starts_with(b"PK\x03\x04") {
        return fault("the file is a workbook or an archive, no text", "save the sheet as CSV UTF-8 (comma delimited)");
    }
    let has_mark = start.starts_with(&[0xFF, 0xFE]) || start.starts_with(&[0xFE, 0xFF]);
    let n_zeros = start.iter().take(64).filter(|byte| **byte == 0).count();
    if has_mark || n_zeros > start.len().min(64) / 3 {
        return fault("the file is in UTF-16, relata reads UTF-8", "save it as CSV UTF-8 (comma delimited)");
    }
    None
}

/// The delimiter under which the header names the most known columns; the comma when none does.
pub(super) fn sniff_delimiter(start: &[u8], layout: &Layout, columns: &BTreeMap<String, String>) -> u8 {
    let line = start.split(|byte| matches!(byte, b'\n' | b'\r')).next().unwrap_or_default();
    let line = String::from_utf8_lossy(line);
    let known = |delimiter: u8| {
        let cells = line.split(char::from(delimiter)).map(|cell| cell.trim().trim_matches('"'));
        let known = cells
            .clone()
            .filter(|cell| layout.column(cell).is_some() || columns.values().any(|written| written == cell))
            .count();
        (known, cells.count())
    };
    let best = [b',', b'\t', b';', b'|'].into_iter().rev().max_by_key(|delimiter| known(*delimiter));
    best.unwrap_or(b',')
}

pub(super) fn example_header(layout: &Layout) -> String {
    layout.columns.iter().take(5).map(|column| column.name).collect::<Vec<_>>().join(",")
}
