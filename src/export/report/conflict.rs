//! Occurrences that some affirm and others deny, with the names on either side.

use rustc_hash::FxHashSet;

use super::Report;
use crate::graph::{Side, State};

/// An occurrence that some affirm and others deny, or that is only denied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The occurrence, by its place in the view.
    pub occurrence: u32,
    /// Who says so, each once; of many, the first.
    pub pros: Vec<String>,
    /// Who denies it.
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

/// The occurrences of claims that are disputed or denied.
pub(super) fn conflicts<'i>(report: &Report<'_>, members: impl Iterator<Item = &'i usize>) -> Vec<Conflict> {
    let mut places: Vec<u32> = members.filter_map(|index| report.occurrence_of(*index)).collect();
    places.sort_unstable();
    places.dedup();
    let conflict = |place| {
        let occurrence = report.view.occurrence_at(place)?;
        if !matches!(occurrence.state, State::Disputed | State::Denied) {
            return None;
        }
        let sides = report.view.sides_of(occurrence);
        let pros = names(report, sides.iter().filter(|(side, _)| side.is_for()));
        let contras = names(report, sides.iter().filter(|(side, _)| *side == Side::Against));
        Some(Conflict { occurrence: place, pros, contras, n_claims: sides.len(), share: sides.len() })
    };
    places.into_iter().filter_map(conflict).collect()
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
