//! Rows that hold sums of the others.

use super::header::Header;
use super::raw_row::RawRow;
use crate::diagnostic::{Diagnostic, Finding, codes};

/// Words that a row of sums begins with, in lower case.
const WORDS: &[&str] = &[
    "total",
    "totals",
    "grand total",
    "subtotal",
    "sub-total",
    "sub total",
    "sum",
    "overall",
    "summe",
    "gesamt",
    "gesamtsumme",
    "insgesamt",
    "zwischensumme",
    "somme",
    "sous-total",
    "totaux",
    "totale",
    "somma",
    "suma",
    "razem",
    "ogółem",
    "łącznie",
    "totaal",
    "som",
    "totalt",
    "i alt",
    "celkem",
    "yhteensä",
    "összesen",
    "toplam",
    "σύνολο",
    "ukupno",
    "итого",
    "всего",
    "сумма",
    "разом",
    "усього",
    "всього",
    "общо",
];

/// The longest of them, in bytes.
const LONGEST: usize = 24;

/// The rows of sums that were left out.
#[derive(Debug, Default)]
pub(super) struct Totals {
    n_rows: u64,
    first: RawRow,
}

/// True for a row that begins with such a word and has only numbers besides. Of columns that make a statement at most one is
/// filled in such a row.
pub(super) fn is_total(header: &Header, cells: &[String]) -> bool {
    let is_filled = |index: &usize| cells.get(*index).is_some_and(|cell| !cell.trim().is_empty());
    // Nearly all rows end here.
    if header.statement().iter().filter(|index| is_filled(index)).nth(1).is_some() {
        return false;
    }
    let mut filled = cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty());
    let is_word = |cell: &str| {
        // The sum may stand behind the word: `Total: 12`.
        let word = cell.trim_end_matches(|c: char| c.is_ascii_digit() || " :.,=()".contains(c));
        word.len() <= LONGEST && WORDS.contains(&word.to_lowercase().as_str())
    };
    filled.next().is_some_and(is_word) && filled.all(is_number)
}

/// True for digits, with what stands between, before and behind them.
fn is_number(cell: &str) -> bool {
    let is_part = |c: char| c.is_ascii_digit() || c.is_whitespace() || ".,'’+-−%€$£()".contains(c);
    cell.chars().all(is_part) && cell.chars().any(|c| c.is_ascii_digit())
}

impl Totals {
    /// Counts a row of sums.
    pub(super) fn note(&mut self, row: impl FnOnce() -> RawRow) {
        if self.n_rows == 0 {
            self.first = row();
        }
        self.n_rows += 1;
    }

    /// One notice for all of them.
    pub(super) fn remark(&self) -> Option<Diagnostic> {
        let rows = match self.n_rows {
            0 => return None,
            1 => "1 row of sums is".to_owned(),
            n => format!("{n} rows of sums are"),
        };
        let finding = Finding::new(&codes::TOTAL_ROW, "", format!("{rows} not read"));
        Some(self.first.diagnose(finding))
    }
}
