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
        let judge_all = |bundles: &[&[ClaimKey]]| {
            let mut judged = Judged::default();
            bundles.iter().for_each(|bundle| judged.judge(claims, bundle, left_out));
            judged
        };
        let parts: Vec<Judged> = bundles.par_chunks(STATEMENTS_AT_ONCE).map(judge_all).collect();
        self.graph.reserve_edges(if self.edges == Edges::Claims { self.members.capacity() } else { bundles.len() });
        for (judged, bundles) in parts.into_iter().zip(bundles.chunks(STATEMENTS_AT_ONCE)) {
            let offset = u32::try_from(self.members.len()).unwrap_or(u32::MAX);
            let mut first_occurrence = self.occurrences.len();
            self.members.extend(judged.members);
            self.occurrences.extend(
                judged
                    .occurrences
                    .into_iter()
                    .map(|one| Occurrence { members: one.members.start + offset..one.members.end + offset, ..one }),
            );
            for (bundle, n) in bundles.iter().zip(judged.n_occurrences) {
                self.add_statement(bundle, range_of(first_occurrence, n));
                first_occurrence += n;
            }
        }
    }

    /// Adds the edge of a statement with these occurrences, or one for each of their claims.
    fn add_statement(&mut self, bundle: &[ClaimKey], occurrences: std::ops::Range<u32>) {
        let node = |id: Id| self.by_thing.get(&NodeIdentity::Thing(id)).copied();
        let (Some(from), Some(to)) = (node(bundle[0].0), node(bundle[0].2)) else { return };
        let own = self.occurrences.get(occurrences.start as usize..occurrences.end as usize).unwrap_or_default();
        let members = own.first().map_or(0, |one| one.members.start)..own.last().map_or(0, |one| one.members.end);
        if self.edges == Edges::Bundle {
            let edge = self.edge_of(bundle[0].1, members, occurrences);
            self.graph.add_edge(from, to, edge);
            return;
        }
        for place in occurrences {
            let occurrence = self.occurrences[place as usize].clone();
            for member in occurrence.members.clone() {
                let edge = self.edge_of_claim(bundle[0].1, member, &occurrence);
                self.graph.add_edge(from, to, edge);
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

/// Statements whose occurrences one thread finds before it takes others.
const STATEMENTS_AT_ONCE: usize = 1024;

/// The occurrences of some statements, one statement after the other; there are too many for lists of their own.
#[derive(Default)]
struct Judged {
    /// The claims of the occurrences, by place.
    members: Vec<u32>,
    /// Their members are places in the list above.
    occurrences: Vec<Occurrence>,
    /// How many of them each statement has.
    n_occurrences: Vec<usize>,
}

impl Judged {
    /// Adds the occurrences of a statement. Claims that are left out count for the state: what a filter does not show has
    /// been said all the same.
    fn judge(&mut self, claims: &Claims<'_>, bundle: &[ClaimKey], left_out: &[ClaimKey]) {
        let statement = |key: &ClaimKey| (key.0, key.1, key.2);
        let start = left_out.partition_point(|key| statement(key) < statement(&bundle[0]));
        let is_other = |key: &&ClaimKey| statement(key) == statement(&bundle[0]);
        let n_others = left_out[start..].iter().take_while(is_other).count();
        let n_before = self.occurrences.len();
        if let ([only], 0) = (bundle, n_others) {
            self.add(claims, &[only.3], std::iter::once(only.3));
        } else {
            let mut all: Vec<u32> = bundle.iter().chain(&left_out[start..start + n_others]).map(|key| key.3).collect();
            all.sort_unstable();
            for members in occurrences(claims, &all) {
                let is_kept = |index: &u32| n_others == 0 || bundle.binary_search_by_key(index, |key| key.3).is_ok();
                self.add(claims, &members, members.iter().copied().filter(is_kept));
            }
        }
        self.n_occurrences.push(self.occurrences.len() - n_before);
    }

    /// Adds an occurrence with what all its claims leave it in, unless none of them is kept.
    fn add(&mut self, claims: &Claims<'_>, all: &[u32], kept: impl Iterator<Item = u32>) {
        let first = self.members.len();
        self.members.extend(kept);
        let kept = &self.members[first..];
        if kept.is_empty() {
            return;
        }
        let rows = kept.iter().filter_map(|index| claims.rows().get(*index as usize));
        let period = rows.filter_map(|claim| claim.period).reduce(Period::and);
        let (state, SourceCount { n_origins: n_sources, n_outlets }) = State::of(claims, all);
        let members = range_of(first, kept.len());
        self.occurrences.push(Occurrence { members, state, n_sources, n_outlets, period });
    }
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
