//! What do people make of extracted claims?
//!
//! A [`Screen`] goes through claims one by one: keys in, lines out. It knows no file, no table and no terminal. Who drives
//! it hands over the keys, draws the lines, and tells it whether what was decided could be kept. A [`Ledger`] keeps it: in the
//! table of reviews and, for what is accepted, in a table of claims.

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

pub use ledger::{Keeper, Ledger, ReviewError, ReviewStamp, ReviewTables, read_claims};
pub use line::{ScreenLine, Shade};
pub use screen::{Choices, ClaimDecision, KeyPress, Screen, ScreenAction, TextReader};

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

fn range(start: &str, end: &str) -> Option<Range<usize>> {
    let (start, end) = (start.trim().parse().ok()?, end.trim().parse().ok()?);
    Some(start..end).filter(|range| range.start < range.end)
}
