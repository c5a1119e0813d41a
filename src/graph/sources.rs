//! How many sources are independent of each other?

use petgraph::unionfind::UnionFind;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::claims::{Claims, Id, Voice};

/// How many sources some claims have, independent of each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SourceCount {
    /// Origins: speakers, and outlets that say so themselves.
    pub n_origins: u32,
    /// Outlets: where it was published.
    pub n_outlets: u32,
}

/// What two claims of one source have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum SourceKey {
    Voice(Voice),
    /// A document, or all that are based on one another.
    Text(Id),
    /// Documents of which nobody knows who published them: they may be one outlet's.
    UnknownOutlet,
}

/// Counts the sources of the claims at `members` of [`Claims::rows`].
///
/// An origin is a speaker. A claim without speaker is the word of its outlet; it is no further source beside a speaker
/// whom the same outlet quotes, nor where its document is based on another one that counts already. Documents whose
/// outlet nobody knows are counted as of one outlet, because nothing says that they are of two. A claim with neither
/// speaker nor document has no origin at all.
///
/// Complexity: O(n α(n)) in the number of claims and speakers.
pub fn count_independent(claims: &Claims<'_>, members: &[u32]) -> SourceCount {
    if let [only] = members {
        return of_one(claims, *only as usize);
    }
    let mut speakers: FxHashSet<Id> = FxHashSet::default();
    let (mut spoken, mut unspoken): (Vec<Vec<SourceKey>>, Vec<Vec<SourceKey>>) = (Vec::new(), Vec::new());
    for index in members.iter().map(|index| *index as usize) {
        let Some(claim) = claims.rows().get(index) else { continue };
        let own = claims.speakers(index);
        speakers.extend(own.iter().map(|speaker| claims.family_of(*speaker)));
        let keys = outlet_keys(claims, claim.outlet, claim.document);
        if own.is_empty() { unspoken.push(keys) } else { spoken.push(keys) }
    }
    spoken.retain(|keys| !keys.is_empty());
    unspoken.retain(|keys| !keys.is_empty());
    let mut covered: FxHashSet<SourceKey> = spoken.iter().flatten().copied().collect();
    covered.extend(speakers.iter().map(|speaker| SourceKey::Voice(Voice::Thing(*speaker))));
    let n = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let n_own = groups(&unspoken).iter().filter(|group| !group.iter().any(|key| covered.contains(key))).count();
    spoken.extend(unspoken);
    SourceCount { n_origins: n(speakers.len() + n_own), n_outlets: n(groups(&spoken).len()) }
}

/// The sources of one claim, as most occurrences have only one.
fn of_one(claims: &Claims<'_>, index: usize) -> SourceCount {
    let has_outlet = claims.rows().get(index).is_some_and(|claim| claim.outlet.is_some());
    let n_outlets = u32::from(has_outlet);
    let n_origins = match claims.speakers(index) {
        [] => n_outlets,
        [_] => 1,
        several => {
            let families: FxHashSet<Id> = several.iter().map(|speaker| claims.family_of(*speaker)).collect();
            u32::try_from(families.len()).unwrap_or(u32::MAX)
        }
    };
    SourceCount { n_origins, n_outlets }
}

/// What makes the outlet of a claim the same as that of another one.
fn outlet_keys(claims: &Claims<'_>, outlet: Option<Voice>, document: Option<Id>) -> Vec<SourceKey> {
    let outlet = outlet.map(|outlet| match outlet {
        Voice::Thing(id) => SourceKey::Voice(Voice::Thing(claims.family_of(id))),
        Voice::Host(_) => SourceKey::Voice(outlet),
        Voice::Document(_) => SourceKey::UnknownOutlet,
    });
    // An outlet that others are based on is known by its family, as are the documents.
    let family = document.map(|document| claims.family_of(document)).map(SourceKey::Text);
    let as_voice = family.and_then(|key| match key {
        SourceKey::Text(id) if document != Some(id) => Some(SourceKey::Voice(Voice::Thing(id))),
        _ => None,
    });
    outlet.into_iter().chain(family).chain(as_voice).collect()
}

/// The keys of claims that hang together by a key.
fn groups(all: &[Vec<SourceKey>]) -> Vec<Vec<SourceKey>> {
    let mut sets = UnionFind::new(all.len());
    let mut first: FxHashMap<SourceKey, usize> = FxHashMap::default();
    for (place, keys) in all.iter().enumerate() {
        for key in keys {
            sets.union(place, *first.entry(*key).or_insert(place));
        }
    }
    let mut by_root: FxHashMap<usize, Vec<SourceKey>> = FxHashMap::default();
    for (place, keys) in all.iter().enumerate() {
        by_root.entry(sets.find(place)).or_default().extend(keys);
    }
    by_root.into_values().collect()
}
