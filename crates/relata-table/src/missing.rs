//! Words that stand for a missing value, as other programs write it: `NA`, `NULL`, `-`.

use std::collections::BTreeMap;

use super::header::{Header, Missable};
use super::row::RawRow;
use crate::diagnostic::{Diagnostic, Finding, codes};

/// Words that mean nothing in most tables. Programs write some of them in one case only, and `na` may be a name.
const USUAL: &[&str] = &[
    "NA",
    "N/A",
    "n/a",
    "N.A.",
    "n.a.",
    "#N/A",
    "#NA",
    "<NA>",
    "NULL",
    "Null",
    "null",
    "(null)",
    "\\N",
    "None",
    "none",
    "NaN",
    "nan",
    "NAN",
    "nil",
    "-",
    "--",
    "---",
    "–",
    "—",
    ".",
    "..",
    "?",
    "??",
    "???",
    "unknown",
    "Unknown",
    "UNKNOWN",
    "n.d.",
    "N.D.",
    "n. d.",
    "s.d.",
    "not available",
    "not applicable",
    "not known",
];

/// The words of a project for a missing value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingWords {
    words: Vec<String>,
    /// Those that are names of things.
    names: Vec<String>,
    longest: usize,
    /// True for each byte that a word begins with: nearly all cells begin otherwise, or are longer than every word.
    begins: [bool; 256],
}

impl Default for MissingWords {
    fn default() -> MissingWords {
        MissingWords::of(USUAL.iter().map(|word| (*word).to_owned()))
    }
}

impl MissingWords {
    /// These words, exactly as written.
    pub fn of(words: impl IntoIterator<Item = String>) -> MissingWords {
        let words: Vec<String> = words.into_iter().filter(|word| !word.is_empty()).collect();
        let longest = words.iter().map(String::len).max().unwrap_or_default();
        let mut begins = [false; 256];
        words.iter().filter_map(|word| word.bytes().next()).for_each(|byte| begins[usize::from(byte)] = true);
        MissingWords { words, names: Vec::new(), longest, begins }
    }

    /// The same words, but for those that are names of things where names stand.
    #[must_use]
    pub fn except_names(&self, mut is_name: impl FnMut(&str) -> bool) -> MissingWords {
        let names = self.words.iter().filter(|word| is_name(word)).cloned().collect();
        MissingWords { names, ..self.clone() }
    }

    /// True when a cell holds such a word.
    pub(super) fn has(&self, cell: &str) -> bool {
        let may_be = cell.bytes().next().is_some_and(|byte| self.begins[usize::from(byte)]);
        may_be && cell.len() <= self.longest && self.words.iter().any(|word| word == cell)
    }

    /// True when a cell of such a column says nothing.
    fn is_missing(&self, cell: &str, column: Missable) -> bool {
        self.has(cell)
            && match column {
                Missable::Any | Missable::Whole => true,
                Missable::Name => !self.names.iter().any(|name| name == cell),
                Missable::Unless(words) => !words.iter().any(|word| word.eq_ignore_ascii_case(cell)),
                Missable::Never => false,
            }
    }
}

/// The cells of a column that hold such words.
#[derive(Debug, Default)]
struct Seen {
    n_cells: u64,
    words: Vec<String>,
    /// The row of the first one.
    first: RawRow,
}

/// Empties cells that say nothing, and counts them.
#[derive(Debug, Default)]
pub(super) struct MissingCells {
    seen: BTreeMap<usize, Seen>,
}

impl MissingCells {
    /// True when the cell of a column says nothing.
    pub(super) fn is_missing(header: &Header, index: usize, cell: &str) -> bool {
        header.missing.is_missing(cell.trim(), header.missable(index))
    }

    /// Empties the cells of a row that say nothing, and takes such words out of lists.
    pub(super) fn clear(&mut self, header: &Header, cells: &mut [String], row: impl Fn() -> RawRow) {
        for (index, cell) in cells.iter_mut().enumerate() {
            let word = cell.trim();
            // Most cells are no such words, and most columns no lists: nothing else is asked of them.
            if header.missing.has(word) {
                if header.missing.is_missing(word, header.missable(index)) {
                    let word = word.to_owned();
                    self.note(index, word, &row);
                    cell.clear();
                }
            } else if let Some(separator) = header.separator(index).filter(|separator| cell.contains(*separator)) {
                let column = header.missable(index);
                let is_missing =
                    |part: &&str| column != Missable::Whole && header.missing.is_missing(part.trim(), column);
                let (missing, said): (Vec<&str>, Vec<&str>) = cell.split(separator).partition(is_missing);
                if !missing.is_empty() {
                    let said = said.join(separator);
                    for word in missing {
                        self.note(index, word.trim().to_owned(), &row);
                    }
                    *cell = said;
                }
            }
        }
    }

    fn note(&mut self, index: usize, word: String, row: &impl Fn() -> RawRow) {
        let seen = self.seen.entry(index).or_insert_with(|| Seen { first: row(), ..Seen::default() });
        seen.n_cells += 1;
        if !seen.words.contains(&word) {
            seen.words.push(word);
        }
    }

    /// One notice for all columns that have such cells, at the first of them.
    pub(super) fn remark(&self) -> Option<Diagnostic> {
        let mut words: Vec<String> = Vec::new();
        let mut columns: Vec<String> = Vec::new();
        for (index, seen) in &self.seen {
            let name = seen.first.header.names().get(*index).map_or("", |name| &**name);
            columns.push(format!("`{name}`"));
            for word in seen.words.iter().map(|word| format!("`{word}`")) {
                if !words.contains(&word) {
                    words.push(word);
                }
            }
        }
        let (index, first) = self.seen.iter().min_by_key(|(index, seen)| (seen.first.line(), **index))?;
        let is = if words.len() == 1 { "is" } else { "are" };
        let n_cells: u64 = self.seen.values().map(|seen| seen.n_cells).sum();
        let cells = if n_cells == 1 { "1 cell".to_owned() } else { format!("{n_cells} cells") };
        let (words, columns) = (words.join(", "), columns.join(", "));
        let message = format!("{words} {is} read as a missing value in {cells} of {columns}");
        let hint = "`missing = [\"…\"]` in `relata.toml` lists the words that are meant, and an empty list none";
        let finding = Finding::new(&codes::MISSING_WORD, "", message).hint(hint);
        Some(first.first.diagnose_at(Some(*index), finding))
    }
}
