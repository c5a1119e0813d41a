//! What do people make of extracted claims?
//!
//! A [`Screen`] goes through claims one by one: keys in, lines out. It knows no file, no table and no terminal. Who drives
//! it hands over the keys, draws the lines, and tells it whether what was decided could be kept. A [`Ledger`] keeps it: in the
//! table of reviews and, for what is accepted, in a table of claims.

mod change;
mod details;
mod draw;
mod form;
mod input;
mod ledger;
mod line;
mod passage;
mod screen;
mod undo;

use std::collections::BTreeMap;
use std::ops::Range;

pub use change::{EDITED_COLUMNS, edited, fault_in, undecided_below};
pub use ledger::{Keeper, Ledger, ReviewError, ReviewStamp, ReviewTables, read_claims};
pub use line::{ScreenLine, Shade};
pub use screen::{Choices, ClaimDecision, KeyPress, Screen, ScreenAction, TextReader};

use xxhash_rust::xxh3::xxh3_64;

use crate::model::ReviewVerdict;

/// A part of a claim that the text is lit with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LitPart {
    /// Who acts.
    Subject,
    /// The words that tell the act.
    Predicate,
    /// To whom.
    Object,
    /// Whose word it is.
    Speaker,
}

impl LitPart {
    const ALL: [LitPart; 4] = [LitPart::Subject, LitPart::Predicate, LitPart::Object, LitPart::Speaker];

    /// The letter that stands for it where there are no colours; by the same key its field is edited.
    fn letter(self) -> char {
        match self {
            LitPart::Subject => 'S',
            LitPart::Predicate => 'P',
            LitPart::Object => 'O',
            LitPart::Speaker => 'W',
        }
    }

    /// What the columns of its place begin with.
    fn columns(self) -> &'static str {
        match self {
            LitPart::Subject => "subject",
            LitPart::Predicate => "trigger",
            LitPart::Object => "object",
            LitPart::Speaker => "said_by",
        }
    }
}

/// A claim to be reviewed: the cells of its row by their columns.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReviewClaim {
    /// The cells, without empty ones.
    pub cells: BTreeMap<String, String>,
    /// What was decided about it.
    pub verdict: Option<ReviewVerdict>,
}

impl ReviewClaim {
    /// The cell of a column; empty where there is none.
    pub fn cell(&self, column: &str) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }

    /// Its identifier.
    pub fn id(&self) -> &str {
        self.cell("id")
    }

    /// How likely it is right, where that is told.
    pub fn confidence(&self) -> Option<f64> {
        self.cell("confidence").parse().ok()
    }

    /// A word for its cells and what was decided about it: another one when something is changed.
    pub fn seen(&self) -> String {
        let verdict = self.verdict.map_or("", ReviewVerdict::word);
        let cells = self.cells.iter().flat_map(|(column, cell)| [column.as_str(), cell.as_str()]);
        hash_of(&std::iter::once(verdict).chain(cells).collect::<Vec<_>>())
    }

    /// The identifiers of claims that are its subject or object.
    pub fn speaks_of(&self) -> impl Iterator<Item = &str> {
        ["subject", "object"].into_iter().filter_map(|end| self.cell(end).strip_prefix('#')).map(str::trim)
    }

    /// The identifiers of claims that it confirms, denies or leaves open, with the word for it.
    pub fn replies(&self) -> impl Iterator<Item = (&'static str, &str)> {
        const REPLIES: [(&str, &str); 3] =
            [("confirms", "confirms"), ("denies", "denies"), ("declines_to_comment", "declines to comment on")];
        REPLIES.into_iter().flat_map(|(column, word)| {
            let ids = self.cell(column).split([';', '|']).map(|id| id.trim().trim_start_matches('#'));
            ids.filter(|id| !id.is_empty()).map(move |id| (word, id))
        })
    }

    /// Where its quote stands in the text, in code points.
    fn quoted(&self) -> Option<Range<usize>> {
        range(self.cell("start"), self.cell("end"))
    }

    /// Where a part of it stands, piece by piece.
    fn places(&self, part: LitPart) -> Vec<Range<usize>> {
        let cell = |end: &str| self.cell(&format!("{}_{end}", part.columns()));
        cell("start").split(';').zip(cell("end").split(';')).filter_map(|(start, end)| range(start, end)).collect()
    }
}

/// Eight digits that some texts have and hardly any others.
pub fn hash_of(texts: &[&str]) -> String {
    let bytes = texts.join("\u{0}");
    format!("{:016x}", xxh3_64(bytes.as_bytes())).chars().take(12).collect()
}

fn range(start: &str, end: &str) -> Option<Range<usize>> {
    let (start, end) = (start.trim().parse().ok()?, end.trim().parse().ok()?);
    Some(start..end).filter(|range| range.start < range.end)
}
