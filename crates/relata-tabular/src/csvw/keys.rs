//! Keys: rows that have to be told apart, and rows that have to be there.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::cell::CellValue;
use super::metadata::TableGroup;
use relata_table::diagnostic::{Finding, clip, codes};

/// The character between the parts of a key, which no cell holds.
const BETWEEN: &str = "\u{1f}";

/// The keys of all tables of a group. Memory: the text of each key.
#[derive(Debug, Default)]
pub(super) struct Keys {
    /// The number of rows with each key, by table and columns that some foreign key leads to.
    targets: BTreeMap<(usize, Vec<usize>), FxHashMap<String, u32>>,
}

/// The keys of the rows of one table so far, each with the line it stands in.
#[derive(Debug, Default)]
pub(super) struct Seen {
    lines: FxHashMap<String, u64>,
}

impl Keys {
    /// Keys to be gathered for the foreign keys of `group`.
    pub(super) fn of(group: &TableGroup) -> Keys {
        let targets = group.tables.iter().flat_map(|table| table.foreign.iter().cloned());
        Keys { targets: targets.map(|target| (target, FxHashMap::default())).collect() }
    }

    /// The tables whose keys have to be known.
    pub(super) fn tables(&self) -> Vec<usize> {
        let mut tables: Vec<usize> = self.targets.keys().map(|(table, _)| *table).collect();
        tables.dedup();
        tables
    }

    /// Takes the row of a table that foreign keys lead to.
    pub(super) fn add(&mut self, table: usize, values: &[CellValue]) {
        for ((_, columns), counts) in self.targets.iter_mut().filter(|((target, _), _)| *target == table) {
            if let Some(key) = key_of(columns, values) {
                *counts.entry(key).or_default() += 1;
            }
        }
    }

    /// Checks that the row that a foreign key leads to is there, and the only one. A row without a value leads nowhere.
    pub(super) fn check(
        &self,
        columns: &[usize],
        target: &(usize, Vec<usize>),
        values: &[CellValue],
        name: &dyn Fn(usize) -> String,
    ) -> Option<Finding> {
        let key = key_of(columns, values)?;
        let n = self.targets.get(target)?.get(&key).copied().unwrap_or(0);
        if n == 1 {
            return None;
        }
        let field = columns.first().map_or_else(String::new, |column| name(*column));
        let (what, hint) = match n {
            0 => ("no row".to_owned(), "add that row to the table it leads to, or mend the cell"),
            n => (format!("{n} rows"), "make that key unique in the table it leads to"),
        };
        let message = format!("the key {} leads to {what}", shown(&key));
        Some(Finding::new(&codes::UNKNOWN_ROW, field, message).hint(hint))
    }
}

impl Seen {
    /// Takes the primary key of a row; what is wrong when another row has it.
    pub(super) fn add(
        &mut self,
        columns: &[usize],
        values: &[CellValue],
        line: u64,
        name: &dyn Fn(usize) -> String,
    ) -> Option<Finding> {
        let key = key_of(columns, values)?;
        let first = *self.lines.entry(key.clone()).or_insert(line);
        if first == line {
            return None;
        }
        let field = columns.first().map_or_else(String::new, |column| name(*column));
        let message = format!("the key {} is that of line {first} already", shown(&key));
        Some(Finding::new(&codes::DUPLICATE_KEY, field, message).hint("give one of the two rows another key"))
    }
}

/// The values of some columns; none when one has no value.
fn key_of(columns: &[usize], values: &[CellValue]) -> Option<String> {
    let parts: Option<Vec<String>> = columns.iter().map(|column| values.get(*column)?.key()).collect();
    parts.filter(|parts| !parts.is_empty()).map(|parts| parts.join(BETWEEN))
}

/// A key for messages.
fn shown(key: &str) -> String {
    format!("`{}`", clip(&key.replace(BETWEEN, ", ")))
}
