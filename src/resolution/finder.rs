//! The actors that a name may mean, by the same comparing as between two of them.

use std::collections::BTreeSet;

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_64;

use super::parts::NameParts;
use super::suggest::{Bearers, Candidate, Pair, Suggestion, keys_of, parts_of, suggest_of};
use crate::model::EntityKind;

/// An actor that a name may mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meant {
    /// Its place among the candidates.
    pub place: usize,
    /// How much speaks for it, of a hundred.
    pub score: u8,
    /// What speaks for it and against it, in words.
    pub clues: Vec<String>,
}

/// Actors by the keys of their names.
///
/// Memory: the parts of every name, about 500 bytes each.
pub struct Finder {
    candidates: Vec<Candidate>,
    parts: Vec<Vec<NameParts>>,
    by_key: FxHashMap<u64, Vec<u32>>,
}

/// Actors that are compared with a name: those with most keys in common with it.
const MOST_COMPARED: usize = 2_000;

impl Finder {
    /// Takes the names of these actors apart.
    pub fn new(candidates: Vec<Candidate>) -> Finder {
        let parts: Vec<Vec<NameParts>> = candidates.par_iter().map(parts_of).collect();
        let mut by_key: FxHashMap<u64, Vec<u32>> = FxHashMap::default();
        for (place, names) in (0..).zip(&parts) {
            for key in keys(names) {
                by_key.entry(key).or_default().push(place);
            }
        }
        Finder { candidates, parts, by_key }
    }

    /// The actors.
    pub fn candidates(&self) -> &[Candidate] {
        &self.candidates
    }

    /// The pairs of these actors that may be one, as [`suggest`](super::suggest) finds them.
    pub fn pairs(&self, apart: &BTreeSet<(usize, usize)>, least: u8) -> Vec<Suggestion> {
        suggest_of(&self.candidates, &self.parts, apart, least)
    }

    /// At most `most` actors that a name may mean with at least the score `least`, the best first. A kind leaves out those
    /// that cannot be of it.
    pub fn find(&self, name: &str, kind: Option<EntityKind>, least: u8, most: usize) -> Vec<Meant> {
        let asked = Candidate { label: name.to_owned(), kind, ..Candidate::default() };
        let own = parts_of(&asked);
        let mut common: FxHashMap<u32, u32> = FxHashMap::default();
        for key in keys(&own) {
            for place in self.by_key.get(&key).into_iter().flatten() {
                *common.entry(*place).or_default() += 1;
            }
        }
        let mut places: Vec<(u32, u32)> = common.into_iter().map(|(place, n)| (u32::MAX - n, place)).collect();
        places.sort_unstable();
        places.truncate(MOST_COMPARED);
        // Whoever else has a part of the name shares a key with it, so that those who are met are all who count.
        let met = places.iter().filter_map(|(_, place)| self.parts.get(*place as usize)).flatten();
        let bearers = Bearers::of(met.chain(&own));
        let meant = |(_, place): &(u32, u32)| {
            let place = *place as usize;
            let (candidate, parts) = (self.candidates.get(place)?, self.parts.get(place)?);
            let pair = Pair { candidates: [&asked, candidate], parts: [&own, parts], places: [usize::MAX, place] };
            let (score, clues) = pair.weigh(&bearers)?;
            (score >= least).then_some(Meant { place, score, clues })
        };
        let mut found: Vec<Meant> = places.iter().filter_map(meant).collect();
        let n = |one: &Meant| self.candidates.get(one.place).map_or(0, |candidate| candidate.n);
        found.sort_by(|a, b| b.score.cmp(&a.score).then(n(b).cmp(&n(a))).then(a.place.cmp(&b.place)));
        found.truncate(most);
        found
    }
}

/// The keys under which an actor is found, each once.
fn keys(names: &[NameParts]) -> Vec<u64> {
    let keys = names.iter().flat_map(|name| keys_of(name, true)).map(|(key, _)| xxh3_64(key.as_bytes()));
    let mut keys: Vec<u64> = keys.collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}
