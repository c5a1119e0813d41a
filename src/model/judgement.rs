//! What somebody decided about two names.

use super::words;

words! {
    /// The decision about two names: may they stand for one actor?
    Sameness {
        /// Both names are of one actor.
        Same = "same" | "yes" | "positive",
        /// They are of two actors, whatever else speaks for one.
        Different = "different" | "no" | "negative",
        /// Somebody looked, and could not tell.
        Unsure = "unsure" | "unknown",
    }
}

/// A row of `judgements.csv`: a decision about two names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Judgement {
    /// One of the names.
    pub left: String,
    /// The other one, or an IRI such as `wd:Q794`.
    pub right: String,
    /// The decision.
    pub sameness: Sameness,
    /// Who decided.
    pub who: Option<String>,
    /// When.
    pub when: Option<String>,
    /// Why.
    pub why: Option<String>,
}

impl Judgement {
    /// A decision of which nothing more is told.
    pub fn of(left: String, right: String, sameness: Sameness) -> Judgement {
        Judgement { left, right, sameness, who: None, when: None, why: None }
    }
}
