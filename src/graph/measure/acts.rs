//! Acts of one node towards another, and their dates.

use petgraph::graph::EdgeIndex;
use petgraph::visit::EdgeRef;

use super::place;
use crate::claims::{Claim, Family};
use crate::graph::View;
use crate::model::{Period, Stance};

/// Claims of one statement that give the same date, at least one of which affirms it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// The node that acts, by its place in the graph.
    pub from: u32,
    /// The node that is acted on, by its place in the graph.
    pub to: u32,
    /// The date.
    pub period: Period,
    /// The edge it is drawn as.
    pub edge: EdgeIndex,
    /// Its claims, by their places.
    pub claims: Vec<u32>,
}

/// Acts whose predicate `keep` wants, by who acts, to whom, and when. What a node does to itself and what is symmetric is
/// left out: nobody can answer it.
pub(super) fn acts(view: &View<'_>, keep: impl Fn(Family) -> bool) -> Vec<Act> {
    let mut dated: Vec<((u32, u32, Period), DatedClaim)> = Vec::new();
    for edge in view.graph.edge_references() {
        let (from, to) = (place(edge.source().index()), place(edge.target().index()));
        if from == to || edge.weight().symmetric {
            continue;
        }
        for (index, claim) in view.claims_of(edge.weight()) {
            if let Some(period) = claim.period.filter(|_| keep(view.claims().family(claim.predicate))) {
                dated.push(((from, to, period), DatedClaim { claim, edge: edge.id(), index: place(index) }));
            }
        }
    }
    let key = |((from, to, period), dated): &((u32, u32, Period), DatedClaim<'_>)| {
        (*from, *to, period.begin, period.end, dated.claim.statement())
    };
    dated.sort_by_key(|entry| (key(entry), entry.1.index));
    let same = dated.chunk_by(|a, b| key(a) == key(b));
    same.filter(|act| act.iter().any(|(_, dated)| dated.claim.stance == Stance::Affirms))
        .map(|act| {
            let ((from, to, period), first) = &act[0];
            let claims = act.iter().map(|(_, dated)| dated.index).collect();
            Act { from: *from, to: *to, period: *period, edge: first.edge, claims }
        })
        .collect()
}

struct DatedClaim<'c> {
    claim: &'c Claim,
    edge: EdgeIndex,
    index: u32,
}
