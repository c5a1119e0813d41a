//! What do the claims of a statement leave it in?

use super::sources::count_independent;
use crate::claims::Claims;
use crate::model::words;

words! {
    /// What the claims of a statement leave it in.
    ///
    /// A claim affirms when it is positive, actual, more than possible, does not decline to comment, and denies no claim of
    /// the same statement. The statement is opposed when one of its claims is negative and actual, or when any claim of the
    /// graph denies one of them (column `denies`).
    State {
        /// Affirmed by two or more independent sources, opposed by none.
        Corroborated = "corroborated",
        /// Affirmed by one source, opposed by none.
        SingleSource = "single-source" | "single_source" | "single source",
        /// Affirmed by some, opposed by others.
        Disputed = "disputed",
        /// Opposed, affirmed by none.
        Denied = "denied",
        /// Neither: planned, proposed, threatened, or left open.
        NotActual = "not-actual" | "not_actual" | "not actual",
    }
}

impl State {
    /// What it means, in words for a legend.
    pub fn meaning(self) -> &'static str {
        match self {
            State::Corroborated => "two or more independent sources",
            State::SingleSource => "one source",
            State::Disputed => "affirmed and denied",
            State::Denied => "denied",
            State::NotActual => "planned, proposed, threatened or left open",
        }
    }

    /// The state of a statement with the claims at `members` of [`Claims::rows`], and how many independent sources
    /// affirm it, or speak of it at all when none affirms.
    pub fn of(claims: &Claims<'_>, members: &[u32]) -> (State, u32) {
        let rows = claims.rows();
        let row = |index: &u32| rows.get(*index as usize);
        let is_own = |id| members.iter().filter_map(row).any(|own| own.id == id);
        let denies_own = |index: &u32| claims.denies(*index as usize).any(is_own);
        let affirms = |index: &&u32| row(index).is_some_and(|claim| claim.affirms() && !denies_own(index));
        let opposed = members.iter().filter_map(row).any(|claim| claim.negates() || claims.is_denied(claim.id));
        let n_affirming = members.iter().filter(affirms).count();
        let n_sources = if n_affirming == 0 || n_affirming == members.len() {
            count_independent(claims, members)
        } else {
            count_independent(claims, &members.iter().filter(affirms).copied().collect::<Vec<_>>())
        };
        let state = match (n_affirming, opposed) {
            (0, true) => State::Denied,
            (0, false) => State::NotActual,
            (_, true) => State::Disputed,
            (_, false) if n_sources > 1 => State::Corroborated,
            (_, false) => State::SingleSource,
        };
        (state, n_sources)
    }

    /// How one claim of a statement in this state is drawn when each claim has an edge of its own: what it says itself,
    /// and where it affirms, the state of the statement.
    #[must_use]
    pub fn of_claim(self, claims: &Claims<'_>, index: u32) -> State {
        match claims.rows().get(index as usize) {
            Some(claim) if claim.negates() => State::Denied,
            Some(claim) if claim.affirms() => self,
            _ => State::NotActual,
        }
    }
}
