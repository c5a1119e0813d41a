//! How many sources are independent of each other?

use petgraph::unionfind::UnionFind;
use rustc_hash::FxHashMap;

use crate::claims::{Claims, Id};

/// Counts independent sources among the claims at `members` of [`Claims::rows`].
///
/// Claims of one publisher or of one speaker are one source: a newspaper that quotes two officials is one, and so is
/// an official quoted by two newspapers. Re-publication is therefore no corroboration. A claim without document has
/// its speakers only; without either, its file.
///
/// Complexity: O(n α(n)) in the number of claims and speakers.
pub fn count_independent(claims: &Claims<'_>, members: &[u32]) -> u32 {
    if members.len() < 2 {
        return u32::try_from(members.len()).unwrap_or(u32::MAX);
    }
    let mut sets = UnionFind::new(members.len());
    let mut first: FxHashMap<Id, usize> = FxHashMap::default();
    for (place, index) in members.iter().map(|index| *index as usize).enumerate() {
        let Some(claim) = claims.rows().get(index) else { continue };
        let outlet = claim.publisher.or(claim.document);
        let speakers = claims.speakers(index);
        let file = claim.file.filter(|_| outlet.is_none() && speakers.is_empty());
        for key in outlet.into_iter().chain(speakers.iter().copied()).chain(file) {
            sets.union(place, *first.entry(key).or_insert(place));
        }
    }
    let mut roots = sets.into_labeling();
    roots.sort_unstable();
    roots.dedup();
    u32::try_from(roots.len()).unwrap_or(u32::MAX)
}
