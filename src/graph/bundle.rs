//! The edge of a statement: its claims, by occurrence, and what they leave it in.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::occurrence::{Occurrence, occurrences};
use super::sources::SourceCount;
use super::state::State;
use super::view::{ClaimKey, Edges, bit_of, range_of};
use super::{Edge, NodeIdentity, View};
use crate::claims::{Claim, Claims, Id};
use crate::model::{Period, Stance};

impl View<'_> {
    pub(super) fn add_edges(&mut self, bundles: &[&[ClaimKey]], left_out: &[ClaimKey]) {
        let claims = self.claims;
        // Occurrences and their states take long and are found in parallel; edges are added one by one, so that their
        // indices do not depend on the threads.
        let parts: Vec<Vec<Judged>> = bundles.par_iter().map(|bundle| judge(claims, bundle, left_out)).collect();
        self.graph.reserve_edges(if self.edges == Edges::Claims { self.members.capacity() } else { parts.len() });
        for (judged, bundle) in parts.into_iter().zip(bundles) {
            let ends = (
                self.by_thing.get(&NodeIdentity::Thing(bundle[0].0)),
                self.by_thing.get(&NodeIdentity::Thing(bundle[0].2)),
            );
            let (Some(from), Some(to)) = ends else { continue };
            let (from, to) = (*from, *to);
            let (first_member, first_occurrence) = (self.members.len(), self.occurrences.len());
            for Judged { kept, state, sources } in judged {
                let rows = kept.iter().filter_map(|index| claims.rows().get(*index as usize));
                let period = rows.filter_map(|claim| claim.period).reduce(Period::and);
                let members = range_of(self.members.len(), kept.len());
                self.members.extend(kept);
                let SourceCount { n_origins: n_sources, n_outlets } = sources;
                self.occurrences.push(Occurrence { members, state, n_sources, n_outlets, period });
            }
            let members = range_of(first_member, self.members.len() - first_member);
            let occurrences = range_of(first_occurrence, self.occurrences.len() - first_occurrence);
            if self.edges == Edges::Bundle {
                let edge = self.edge_of(bundle[0].1, members, occurrences);
                self.graph.add_edge(from, to, edge);
                continue;
            }
            for place in occurrences {
                let occurrence = self.occurrences[place as usize].clone();
                for member in occurrence.members.clone() {
                    let edge = self.edge_of_claim(bundle[0].1, member, &occurrence);
                    self.graph.add_edge(from, to, edge);
                }
            }
        }
    }

    /// The edge of a statement with these claims and occurrences.
    pub(super) fn edge_of(
        &self,
        predicate: Id,
        members: std::ops::Range<u32>,
        occurrences: std::ops::Range<u32>,
    ) -> Edge {
        let own = self.occurrences.get(occurrences.start as usize..occurrences.end as usize).unwrap_or_default();
        let of_member = |place: u32| self.claims.rows().get(*self.members.get(place as usize)? as usize);
        let mut stances = [0; Stance::ALL.len()];
        for (stance, n) in own.iter().flat_map(|one| self.tally_of(one).parts()) {
            stances[stance as usize] += n;
        }
        // Of occurrences in the strongest state, the one with most sources speaks for the edge.
        let best = own.iter().min_by_key(|one| (one.state, std::cmp::Reverse((one.n_sources, one.n_outlets))));
        Edge {
            predicate,
            n_predicates: 1,
            n_statements: 1,
            n_sources: best.map_or(0, |best| best.n_sources),
            n_outlets: best.map_or(0, |best| best.n_outlets),
            state: best.map_or(State::NotActual, |best| best.state),
            has_dispute: own.iter().any(|one| one.state == State::Disputed),
            is_mixed: own.iter().any(|one| Some(one.state) != best.map(|best| best.state)),
            stances,
            modalities: members.clone().filter_map(of_member).fold(0, |bits, claim| bits | bit_of(claim.modality)),
            period: own.iter().filter_map(|one| one.period).reduce(Period::and),
            symmetric: self.claims.is_symmetric(predicate),
            members,
            occurrences,
        }
    }

    /// The edge of one claim of an occurrence, which becomes one of its own with the claim alone.
    fn edge_of_claim(&mut self, predicate: Id, member: u32, of: &Occurrence) -> Edge {
        let claim = self.members.get(member as usize).and_then(|index| self.claims.rows().get(*index as usize));
        let state = claim.map_or(of.state, |claim| of.state.of_claim(claim.stance));
        let period = claim.and_then(|claim| claim.period);
        let occurrences = range_of(self.occurrences.len(), 1);
        self.occurrences.push(Occurrence { members: member..member + 1, state, period, ..of.clone() });
        self.edge_of(predicate, member..member + 1, occurrences)
    }
}

/// Some claims of an occurrence, with what all of them leave it in.
struct Judged {
    kept: Vec<u32>,
    state: State,
    sources: SourceCount,
}

/// The occurrences of a statement of which claims are kept. Claims that are left out count for the state: what a filter
/// does not show has been said all the same.
fn judge(claims: &Claims<'_>, bundle: &[ClaimKey], left_out: &[ClaimKey]) -> Vec<Judged> {
    let statement = |key: &ClaimKey| (key.0, key.1, key.2);
    let start = left_out.partition_point(|key| statement(key) < statement(&bundle[0]));
    let others = left_out[start..].iter().take_while(|key| statement(key) == statement(&bundle[0]));
    let mut all: Vec<u32> = bundle.iter().chain(others).map(|key| key.3).collect();
    all.sort_unstable();
    let of_occurrence = |mut members: Vec<u32>| {
        let (state, sources) = State::of(claims, &members);
        if all.len() > bundle.len() {
            members.retain(|index| bundle.binary_search_by_key(index, |key| key.3).is_ok());
        }
        Judged { kept: members, state, sources }
    };
    let occurrences = occurrences(claims, &all).into_iter().map(of_occurrence);
    occurrences.filter(|judged| !judged.kept.is_empty()).collect()
}

/// The claims of the same statements that are not among the `n_kept` kept ones, in order.
pub(super) fn left_out(claims: &Claims<'_>, bundles: &[&[ClaimKey]], n_kept: usize) -> Vec<ClaimKey> {
    if n_kept == claims.rows().len() {
        return Vec::new();
    }
    let kept: FxHashMap<(Id, Id, Id), &[ClaimKey]> =
        bundles.iter().map(|bundle| ((bundle[0].0, bundle[0].1, bundle[0].2), *bundle)).collect();
    let key = |(index, claim): (usize, &Claim)| {
        let (index, bundle) = (u32::try_from(index).ok()?, kept.get(&claim.statement())?);
        let is_kept = bundle.binary_search_by_key(&index, |key| key.3).is_ok();
        (!is_kept).then_some((claim.subject, claim.predicate, claim.object, index))
    };
    let mut keys: Vec<ClaimKey> = claims.rows().par_iter().enumerate().filter_map(key).collect();
    keys.par_sort_unstable();
    keys
}
