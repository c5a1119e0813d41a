//! What do the claims of an occurrence leave it in?

use super::occurrence::deniers;
use super::sources::{SourceCount, count_independent};
use crate::claims::Claims;
use crate::model::{Independence, Stance, words};

words! {
    /// What the claims of an occurrence leave it in, the strongest first.
    ///
    /// Only claims that affirm say that it happened, only claims that deny it, or that deny one of its claims (column
    /// `denies`), say that it did not.
    State {
        /// Affirmed by two or more independent sources, denied by none.
        Corroborated = "corroborated",
        /// Affirmed by one source, denied by none.
        SingleSource = "single-source" | "single_source" | "single source",
        /// Affirmed by claims that name no speaker and no document, denied by none.
        Unsourced = "unsourced",
        /// Affirmed by some, denied by others.
        Disputed = "disputed",
        /// Denied, affirmed by none.
        Denied = "denied",
        /// Left open by those who were asked, affirmed and denied by none.
        LeftOpen = "left-open" | "left_open" | "left open",
        /// Only spoken of: planned, proposed, threatened, an opinion, or merely possible.
        NotActual = "not-actual" | "not_actual" | "not actual",
    }
}

impl State {
    /// Its meaning, in words for a legend.
    pub fn meaning(self) -> &'static str {
        match self {
            State::Corroborated => "two or more independent sources",
            State::SingleSource => "one source",
            State::Unsourced => "no source named",
            State::Disputed => "affirmed and denied",
            State::Denied => "denied",
            State::LeftOpen => "neither affirmed nor denied",
            State::NotActual => "planned, threatened, possible and so on",
        }
    }

    /// The state of the occurrence with the claims at `members` of [`Claims::rows`], and the sources it rests on: of those
    /// who affirm it; where nobody does, of those who deny it; else of those who leave it open, else of all.
    pub fn of(claims: &Claims<'_>, members: &[u32]) -> (State, SourceCount) {
        if let [only] = members
            && let Some(claim) = claims.rows().get(*only as usize)
            && !claims.is_answered(claim.id)
        {
            // Most occurrences are told once, and need no lists.
            let count = count_independent(claims, members);
            return (State::of_stance(claims, claim.stance, count), count);
        }
        let with = |stance: Stance| -> Vec<u32> {
            let has = |index: &&u32| claims.rows().get(**index as usize).is_some_and(|claim| claim.stance == stance);
            members.iter().filter(has).copied().collect()
        };
        let (affirming, mut denying) = (with(Stance::Affirms), with(Stance::Denies));
        denying.extend(deniers(claims, members));
        denying.sort_unstable();
        denying.dedup();
        if affirming.is_empty() {
            let open = with(Stance::LeavesOpen);
            let (state, basis) = match (denying.is_empty(), open.is_empty()) {
                (false, _) => (State::Denied, &denying[..]),
                (true, false) => (State::LeftOpen, &open[..]),
                (true, true) => (State::NotActual, members),
            };
            return (state, count_independent(claims, basis));
        }
        let count = count_independent(claims, &affirming);
        let affirmed = State::of_stance(claims, Stance::Affirms, count);
        (if denying.is_empty() { affirmed } else { State::Disputed }, count)
    }

    /// The state of an occurrence all of whose claims take one stance and rest on so many sources.
    fn of_stance(claims: &Claims<'_>, stance: Stance, count: SourceCount) -> State {
        let n = match claims.independence() {
            Independence::Origin => count.n_origins,
            Independence::Outlet => count.n_outlets,
        };
        match (stance, count.n_origins, n) {
            (Stance::Denies, ..) => State::Denied,
            (Stance::LeavesOpen, ..) => State::LeftOpen,
            (Stance::SpeaksOf, ..) => State::NotActual,
            (Stance::Affirms, 0, _) => State::Unsourced,
            (Stance::Affirms, _, 0 | 1) => State::SingleSource,
            (Stance::Affirms, ..) => State::Corroborated,
        }
    }

    /// What those do on whom the state rests.
    pub fn basis(self) -> Stance {
        match self {
            State::Corroborated | State::SingleSource | State::Unsourced | State::Disputed => Stance::Affirms,
            State::Denied => Stance::Denies,
            State::LeftOpen => Stance::LeavesOpen,
            State::NotActual => Stance::SpeaksOf,
        }
    }

    /// The state as which one claim is drawn when each claim has an edge of its own: what the claim does itself, and
    /// where it affirms, the state of the occurrence.
    #[must_use]
    pub fn of_claim(self, stance: Stance) -> State {
        match stance {
            Stance::Affirms => self,
            Stance::Denies => State::Denied,
            Stance::LeavesOpen => State::LeftOpen,
            Stance::SpeaksOf => State::NotActual,
        }
    }
}
