//! What somebody decided about an extracted claim.

use super::words;

words! {
    /// The decision about an extracted claim: does the text say so?
    ReviewVerdict {
        /// The claim holds as it was extracted.
        Accepted = "accepted" | "accept" | "yes",
        /// The claim holds with changes.
        Edited = "edited" | "edit" | "changed",
        /// The text does not say so.
        Rejected = "rejected" | "reject" | "no",
    }
}

/// A row of `reviews.csv`: a decision about an extracted claim. Of several about one claim the last one counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// The identifier of the claim.
    pub claim: String,
    /// The decision.
    pub verdict: ReviewVerdict,
    /// Who decided.
    pub who: Option<String>,
    /// When.
    pub when: Option<String>,
    /// Why, or what else is worth knowing.
    pub note: Option<String>,
}

impl Review {
    /// A decision of which nothing more is told.
    pub fn of(claim: String, verdict: ReviewVerdict) -> Review {
        Review { claim, verdict, who: None, when: None, note: None }
    }
}

/// The beginnings of the names under which ways to extract sign their claims, in the column `annotator`: relata's rules, and
/// models that it asks.
const PROGRAMS: [&str; 2] = ["relata-", "llm "];

/// True when the annotator of a claim is a program, so that nobody has read it against the text yet.
pub fn is_program(name: &str) -> bool {
    PROGRAMS.iter().any(|program| name.trim_start().starts_with(program))
}
