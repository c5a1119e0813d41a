//! Whom a claim concerns: whoever takes part in it, and whoever makes it.

use rustc_hash::FxHashSet;

use crate::claims::{Claim, Claims, Id, Voice};

/// Events within events that are looked into. In a chain of claims, each about the one before, whoever stands farther
/// away takes part in claims of their own, and looking at all of each would take the square of the chain's length.
const MOST_LEVELS: usize = 32;

/// The claims that concern an entity, by their place in [`Claims::rows`], in order.
#[derive(Debug, Clone, Default)]
pub(super) struct Concern {
    /// Those it takes part in.
    pub(super) about: Vec<u32>,
    /// Those that are its word.
    pub(super) says: Vec<u32>,
}

impl Concern {
    /// Claims of others.
    pub(super) fn of_others(&self) -> impl Iterator<Item = u32> {
        self.about.iter().copied().filter(|index| self.says.binary_search(index).is_err())
    }
}

/// The entities a claim speaks of, also inside the events it speaks of, and the places of these.
pub(super) fn taking_part(claims: &Claims<'_>, claim: &Claim) -> Vec<Id> {
    let mut found: Vec<Id> = Vec::new();
    let mut level: Vec<Id> = [claim.subject, claim.object].into_iter().chain(claim.event).collect();
    let mut events = FxHashSet::default();
    for _ in 0..MOST_LEVELS {
        let mut below = Vec::new();
        for id in level {
            match claims.event(id) {
                Some(event) if events.insert(id) => {
                    below.extend([event.agent, event.object, event.place].into_iter().flatten());
                }
                Some(_) => {}
                None => found.push(id),
            }
        }
        level = below;
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// Whose word a claim is: the speakers, or else the outlet.
pub(super) fn speaking(claims: &Claims<'_>, index: usize, claim: &Claim) -> Vec<Id> {
    match claims.speakers(index) {
        [] => claim.outlet.and_then(Voice::thing).into_iter().collect(),
        speakers => speakers.to_vec(),
    }
}
