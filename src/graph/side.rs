//! The claims that affirm a statement, and those that oppose it.

use rustc_hash::FxHashMap;

use super::{Edge, View};
use crate::claims::{Claim, Id};

/// The position of a claim towards a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stance {
    /// Affirms it.
    For,
    /// Affirms it, and is denied by another claim.
    ForDenied,
    /// Says that it is not so, or denies one of its claims.
    Against,
    /// Neither.
    Open,
}

impl Stance {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Stance::For => "for",
            Stance::ForDenied => "for, denied",
            Stance::Against => "against",
            Stance::Open => "open",
        }
    }

    /// True when it affirms.
    pub fn is_for(self) -> bool {
        matches!(self, Stance::For | Stance::ForDenied)
    }
}

/// The sides of all statements of a view.
pub struct Sides<'v> {
    view: &'v View<'v>,
    /// Claims by what they deny.
    deniers: FxHashMap<Id, Vec<usize>>,
}

impl<'v> Sides<'v> {
    /// Reads who denies what.
    ///
    /// Complexity: O(n) in the number of claims.
    pub fn new(view: &'v View<'v>) -> Sides<'v> {
        let claims = view.claims();
        let mut deniers: FxHashMap<Id, Vec<usize>> = FxHashMap::default();
        for index in 0..claims.rows().len() {
            claims.denies(index).for_each(|id| deniers.entry(id).or_default().push(index));
        }
        Sides { view, deniers }
    }

    /// The claims of a statement and those that deny one of them, first those for it, then in the order of files and
    /// lines; by their place in the claims of the view.
    pub fn of(&self, edge: &Edge) -> Vec<(Stance, usize)> {
        let claims = self.view.claims();
        let own: Vec<(usize, &Claim)> = self.view.claims_of(edge).collect();
        // Who denies a claim of the statement may have said so in a claim about something else.
        let replies = own.iter().filter_map(|(_, claim)| self.deniers.get(&claim.id)).flatten().copied();
        let mut members: Vec<usize> = own.iter().map(|(index, _)| *index).chain(replies).collect();
        members.sort_unstable();
        members.dedup();
        let denies_own = |index: usize| claims.denies(index).any(|id| own.iter().any(|(_, claim)| claim.id == id));
        let side = |index: usize, claim: &Claim| match () {
            () if claim.negates() || denies_own(index) => Stance::Against,
            () if claim.affirms() && claims.is_denied(claim.id) => Stance::ForDenied,
            () if claim.affirms() => Stance::For,
            () => Stance::Open,
        };
        let with_claim = members.into_iter().filter_map(|index| Some((index, claims.rows().get(index)?)));
        let mut sides: Vec<_> =
            with_claim.map(|(index, claim)| (side(index, claim), claim.file, claim.line, index)).collect();
        sides.sort_by_key(|(side, file, line, index)| (*side == Stance::Open, !side.is_for(), *file, *line, *index));
        sides.into_iter().map(|(side, .., index)| (side, index)).collect()
    }
}
