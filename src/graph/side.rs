//! The claims for an occurrence, and those against it.

use std::collections::BTreeSet;

use super::occurrence::answers;
use super::{Edge, Occurrence, View};
use crate::claims::{Claims, Reply};
use crate::model::Stance;

/// The side of a claim in what is said of an occurrence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// Affirms it.
    For,
    /// Affirms it, and is denied by another claim.
    ForDenied,
    /// Says that it is not so, or denies one of its claims.
    Against,
    /// Leaves it open, or declines to comment on one of its claims.
    Open,
    /// Speaks of it without saying that it is so.
    Aside,
}

impl Side {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Side::For => "for",
            Side::ForDenied => "for, denied",
            Side::Against => "against",
            Side::Open => "open",
            Side::Aside => "speaks of it",
        }
    }

    /// The side of a claim that nobody answers.
    fn of(stance: Stance) -> Side {
        match stance {
            Stance::Affirms => Side::For,
            Stance::Denies => Side::Against,
            Stance::LeavesOpen => Side::Open,
            Stance::SpeaksOf => Side::Aside,
        }
    }

    /// True when it affirms.
    pub fn is_for(self) -> bool {
        matches!(self, Side::For | Side::ForDenied)
    }
}

/// The names of those who take a side: speakers, or outlets where no speaker is named.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct VoicesBySide {
    /// Who says so.
    pub said_by: BTreeSet<String>,
    /// Who denies it.
    pub denied_by: BTreeSet<String>,
    /// Who leaves it open.
    pub left_open_by: BTreeSet<String>,
    /// Who speaks of it otherwise.
    pub spoken_of_by: BTreeSet<String>,
}

/// How many take each stance. A claim of several speakers counts once for each, as if each had a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// How many say so.
    pub n_affirm: u32,
    /// How many deny it, also by denying a claim.
    pub n_deny: u32,
    /// How many leave it open, also by declining to comment on a claim.
    pub n_open: u32,
    /// How many speak of it otherwise.
    pub n_speak: u32,
}

impl Tally {
    /// The numbers with their stances.
    pub fn parts(self) -> [(Stance, u32); 4] {
        [
            (Stance::Affirms, self.n_affirm),
            (Stance::Denies, self.n_deny),
            (Stance::LeavesOpen, self.n_open),
            (Stance::SpeaksOf, self.n_speak),
        ]
    }

    /// The numbers in words: `2 say so · 1 leaves it open`.
    pub fn words(self) -> String {
        let parts = self.parts().into_iter().filter(|(_, n)| *n > 0);
        parts.map(|(stance, n)| format!("{n} {}", stance.verb(n))).collect::<Vec<_>>().join(" · ")
    }
}

/// The claims at `members` of [`Claims::rows`] and those that deny one of them or decline to comment on it, each on its
/// side: first those for it, then those against it, each in the order of files and lines.
fn sides(claims: &Claims<'_>, members: &[u32]) -> Vec<(Side, usize)> {
    let (denying, declining) =
        (answers(claims, members, Reply::Denies), answers(claims, members, Reply::DeclinesToComment));
    let mut all: Vec<u32> = members.iter().chain(&denying).chain(&declining).copied().collect();
    all.sort_unstable();
    all.dedup();
    let mut own = members.to_vec();
    own.sort_unstable();
    let is_in = |list: &[u32], index: u32| list.binary_search(&index).is_ok();
    let side = |index: u32| {
        let claim = claims.rows().get(index as usize)?;
        let is_member = is_in(&own, index);
        let side = match claim.stance {
            _ if is_in(&denying, index) => Side::Against,
            _ if !is_member => Side::Open,
            Stance::Affirms if claims.is_denied(claim.id) => Side::ForDenied,
            stance => Side::of(stance),
        };
        Some((side, claim.file, claim.line, index as usize))
    };
    let mut sides: Vec<_> = all.into_iter().filter_map(side).collect();
    let rank = |side: Side| if side.is_for() { Side::For } else { side };
    sides.sort_by_key(|(side, file, line, index)| (rank(*side), *file, *line, *index));
    sides.into_iter().map(|(side, .., index)| (side, index)).collect()
}

impl View<'_> {
    /// The claims behind an edge and those that deny one of them or decline to comment on it, by occurrence and side.
    pub fn sides(&self, edge: &Edge) -> Vec<(Side, usize)> {
        self.occurrences(edge).iter().flat_map(|occurrence| self.sides_of(occurrence)).collect()
    }

    /// The same for one occurrence.
    pub fn sides_of(&self, occurrence: &Occurrence) -> Vec<(Side, usize)> {
        sides(self.claims(), self.members_of(occurrence))
    }

    /// Who is behind an edge, on which side, each once and by name.
    pub fn voices(&self, edge: &Edge) -> VoicesBySide {
        let mut voices = VoicesBySide::default();
        for (side, index) in self.sides(edge) {
            let names = match side {
                Side::For | Side::ForDenied => &mut voices.said_by,
                Side::Against => &mut voices.denied_by,
                Side::Open => &mut voices.left_open_by,
                Side::Aside => &mut voices.spoken_of_by,
            };
            names.extend(self.claims().origins(index).map(|origin| self.claims().voice(origin)));
        }
        voices
    }

    /// How many behind an edge take each stance.
    pub fn tally(&self, edge: &Edge) -> Tally {
        let [n_affirm, n_deny, n_open, n_speak] = edge.stances;
        Tally { n_affirm, n_deny, n_open, n_speak }
    }

    /// How many behind an occurrence take each stance.
    pub fn tally_of(&self, occurrence: &Occurrence) -> Tally {
        let (claims, members) = (self.claims(), self.members_of(occurrence));
        let mut tally = Tally::default();
        let is_answered =
            |index: &u32| claims.rows().get(*index as usize).is_some_and(|row| claims.is_answered(row.id));
        let voices: Vec<(Side, usize)> = if members.iter().any(is_answered) {
            sides(claims, members)
        } else {
            // Of most claims nobody speaks, and each is on the side of its stance.
            let side = |index: &u32| Some((Side::of(claims.rows().get(*index as usize)?.stance), *index as usize));
            members.iter().filter_map(side).collect()
        };
        for (side, index) in voices {
            *match side {
                Side::For | Side::ForDenied => &mut tally.n_affirm,
                Side::Against => &mut tally.n_deny,
                Side::Open => &mut tally.n_open,
                Side::Aside => &mut tally.n_speak,
            } += claims.n_voices(index);
        }
        tally
    }
}
