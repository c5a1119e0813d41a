//! What a claim does with its statement, and what it takes for claims to corroborate each other.

use super::words;
use super::{Certainty, Claim, Modality, Polarity};

words! {
    /// What a claim does with its statement: the first of these that fits.
    Stance {
        /// Says that it is so: positive, actual, more than possible, and no refusal to comment.
        Affirms = "affirms",
        /// Says that it is not so: negative and actual.
        Denies = "denies",
        /// Says neither yes nor no: polarity left open, or a refusal to comment.
        LeavesOpen = "leaves open" | "leaves-open" | "leaves_open",
        /// Speaks of it without saying that it is so: planned, threatened, an opinion, only possible and so on.
        SpeaksOf = "speaks of" | "speaks-of" | "speaks_of",
    }
}

words! {
    /// What has to differ for two claims to corroborate an occurrence.
    Independence default Origin {
        /// Two origins: speakers, or outlets where no speaker is named.
        Origin = "origin",
        /// Two outlets, whoever they quote.
        Outlet = "outlet",
    }
}

impl Stance {
    /// The stance of a claim with these values; `declines` is true when it declines to comment on a claim.
    ///
    /// This is the only place that decides it: rows are judged by it, the graph keeps the answer (`ra:stance`), and
    /// counts, states, pictures and exports go by what the graph keeps.
    pub fn of(polarity: Polarity, modality: Modality, certainty: Certainty, declines: bool) -> Stance {
        match (polarity, modality) {
            (Polarity::Positive, Modality::Actual) if !declines && certainty != Certainty::Possible => Stance::Affirms,
            (Polarity::Negative, Modality::Actual) => Stance::Denies,
            (Polarity::Underspecified, _) => Stance::LeavesOpen,
            _ if declines => Stance::LeavesOpen,
            _ => Stance::SpeaksOf,
        }
    }

    /// What claims of this stance do, for a count of them: `2 say so`, `1 denies it`.
    pub fn verb(self, n: u32) -> &'static str {
        match (self, n) {
            (Stance::Affirms, 1) => "says so",
            (Stance::Affirms, _) => "say so",
            (Stance::Denies, 1) => "denies it",
            (Stance::Denies, _) => "deny it",
            (Stance::LeavesOpen, 1) => "leaves it open",
            (Stance::LeavesOpen, _) => "leave it open",
            (Stance::SpeaksOf, 1) => "speaks of it",
            (Stance::SpeaksOf, _) => "speak of it",
        }
    }
}

impl Claim {
    /// What the row does with its statement, as far as the row alone tells: a claim that `denies` another claim of the
    /// same statement denies it as well, whatever its polarity.
    pub fn stance(&self) -> Stance {
        Stance::of(self.polarity, self.modality, self.certainty, !self.declines_to_comment.is_empty())
    }
}
