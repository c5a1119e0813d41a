//! Who affirms a statement, and who opposes it.

use petgraph::graph::EdgeIndex;
use rustc_hash::{FxHashMap, FxHashSet};

use super::Report;
use crate::graph::{Edge, State, View};
use crate::query::claims::{Claim, Id};

/// Where a claim stands on a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// Affirms it.
    For,
    /// Affirms it, and is denied by another claim.
    ForDenied,
    /// Says that it is not so, or denies a claim that says so.
    Against,
    /// Neither.
    Open,
}

impl Side {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Side::For => "for",
            Side::ForDenied => "for, denied",
            Side::Against => "against",
            Side::Open => "open",
        }
    }

    /// Whether it affirms.
    pub fn is_for(self) -> bool {
        matches!(self, Side::For | Side::ForDenied)
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
    pub fn of(&self, edge: &Edge) -> Vec<(Side, usize)> {
        let claims = self.view.claims();
        let own: Vec<(usize, &Claim)> = self.view.claims_of(edge).collect();
        // Who denies a claim of the statement may have said so in a claim about something else.
        let replies = own.iter().filter_map(|(_, claim)| self.deniers.get(&claim.id)).flatten().copied();
        let mut members: Vec<usize> = own.iter().map(|(index, _)| *index).chain(replies).collect();
        members.sort_unstable();
        members.dedup();
        let side = |index: usize, claim: &Claim| match () {
            () if claim.negates() || claims.denies(index).next().is_some() => Side::Against,
            () if claim.affirms() && claims.is_denied(claim.id) => Side::ForDenied,
            () if claim.affirms() => Side::For,
            () => Side::Open,
        };
        let with_claim = members.into_iter().filter_map(|index| Some((index, claims.rows().get(index)?)));
        let mut sides: Vec<_> =
            with_claim.map(|(index, claim)| (side(index, claim), claim.file, claim.line, index)).collect();
        sides.sort_by_key(|(side, file, line, index)| (*side == Side::Open, !side.is_for(), *file, *line, *index));
        sides.into_iter().map(|(side, .., index)| (side, index)).collect()
    }
}

/// A statement that some affirm and others oppose, or that is only opposed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The statement.
    pub statement: EdgeIndex,
    /// Who says so, each once; of many, the first.
    pub pros: Vec<String>,
    /// Who opposes it.
    pub contras: Vec<String>,
}

/// The statements of claims that are disputed or denied.
pub(super) fn conflicts<'i>(report: &Report<'_>, members: impl Iterator<Item = &'i usize>) -> Vec<Conflict> {
    let state = |edge: &EdgeIndex| report.view.graph[*edge].state;
    let is_contested = |edge: &EdgeIndex| matches!(state(edge), State::Disputed | State::Denied);
    let mut edges: Vec<EdgeIndex> =
        members.filter_map(|index| report.statement_of(*index)).filter(is_contested).collect();
    edges.sort_unstable();
    edges.dedup();
    let conflict = |statement| {
        let sides = report.sides.of(&report.view.graph[statement]);
        let pros = names(report, sides.iter().filter(|(side, _)| side.is_for()));
        let contras = names(report, sides.iter().filter(|(side, _)| *side == Side::Against));
        Conflict { statement, pros, contras }
    };
    edges.into_iter().map(conflict).collect()
}

/// Who makes these claims, each once, and how many are left when there are many.
fn names<'i>(report: &Report<'_>, claims: impl Iterator<Item = &'i (Side, usize)>) -> Vec<String> {
    const MOST: usize = 8;
    let mut seen = FxHashSet::default();
    let distinct = claims.map(|(_, index)| report.claims.attribution(*index)).filter(|name| seen.insert(name.clone()));
    let mut names: Vec<String> = distinct.collect();
    let n_left = names.len().saturating_sub(MOST);
    if n_left > 1 {
        names.truncate(MOST);
        names.push(format!("{n_left} more"));
    }
    names
}
