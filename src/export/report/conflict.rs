//! Statements that some affirm and others oppose, with the names on either side.

use petgraph::graph::EdgeIndex;
use rustc_hash::FxHashSet;

use super::Report;
use crate::graph::{Stance, State};

/// A statement that some affirm and others oppose, or that is only opposed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The statement.
    pub statement: EdgeIndex,
    /// Who says so, each once; of many, the first.
    pub pros: Vec<String>,
    /// Who opposes it.
    pub contras: Vec<String>,
    /// How many claims are on either side or leave it open.
    pub n_claims: usize,
    /// How many of them a page has room for.
    pub share: usize,
}

impl Conflict {
    /// How many of its claims a page shows. However few there is room for, each side has its say.
    pub fn n_shown(&self) -> usize {
        const LEAST: usize = 3;
        if self.share == 0 { 0 } else { self.share.max(LEAST).min(self.n_claims) }
    }
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
        let contras = names(report, sides.iter().filter(|(side, _)| *side == Stance::Against));
        Conflict { statement, pros, contras, n_claims: sides.len(), share: sides.len() }
    };
    edges.into_iter().map(conflict).collect()
}

/// Who makes these claims, each once, and how many are left when there are many.
fn names<'i>(report: &Report<'_>, claims: impl Iterator<Item = &'i (Stance, usize)>) -> Vec<String> {
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
