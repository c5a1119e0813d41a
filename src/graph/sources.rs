//! How many sources are independent of each other?

use std::collections::BTreeMap;

use petgraph::unionfind::UnionFind;

use crate::query::claims::ClaimRow;

/// Counts independent sources among `claims`.
///
/// Claims of one publisher or of one speaker are one source: a newspaper that quotes two officials is one, and so is
/// an official quoted by two newspapers. Re-publication is therefore no corroboration. A claim without document has
/// its speakers only; without either, its file.
///
/// Complexity: O(n log n) in the number of claims and speakers.
pub fn count_independent(claims: &[&ClaimRow]) -> usize {
    let mut sets = UnionFind::new(claims.len());
    let mut first: BTreeMap<&str, usize> = BTreeMap::new();
    for (index, claim) in claims.iter().enumerate() {
        let outlet = claim.publisher.as_deref().or(claim.document.as_deref());
        let speakers = claim.speakers.iter().map(String::as_str);
        let file = (outlet.is_none() && claim.speakers.is_empty()).then_some(claim.file.as_str());
        for key in outlet.into_iter().chain(speakers).chain(file) {
            sets.union(index, *first.entry(key).or_insert(index));
        }
    }
    let mut roots = sets.into_labeling();
    roots.sort_unstable();
    roots.dedup();
    roots.len()
}
