//! What do sources disagree on most?

use petgraph::graph::EdgeIndex;

use super::corroborated::sentence;
use super::{Heading, Listing, Measure, MeasureCell, MeasureTable, Settings, place};
use crate::graph::{Sides, Stance, State, View, count_independent};

pub(super) const MEASURE: Measure = Measure {
    name: "disputed",
    about: "which statements have most behind the weaker of the two sides, for and against",
    listings: &[Listing { by: "statement", take: table }],
    columns: None,
};

/// The numbers of those who stand for a statement and against it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dispute {
    /// The statement.
    pub edge: EdgeIndex,
    /// Independent sources and claims that affirm it.
    pub on: (u32, u32),
    /// Independent sources and claims that say it is not so, or deny one of its claims.
    pub against: (u32, u32),
}

impl Dispute {
    /// The greater, the more disputed: sources of the smaller side, its claims, then all claims.
    fn rank(&self) -> (u32, u32, u32) {
        let ((for_sources, for_claims), (sources, claims)) = (self.on, self.against);
        (for_sources.min(sources), for_claims.min(claims), for_claims + claims)
    }
}

/// The sides of every disputed statement, the most disputed first.
///
/// Meaning: a statement is disputed when some affirm and others oppose it. The more independent sources, and then claims,
/// stand on its smaller side, the more is it in dispute: one dissenter against ten weighs less than three against four.
///
/// Input: the disputed statements of a view; who denies one of their claims counts, whatever part of the graph that reply
/// is in.
///
/// Complexity: O(n log n) in the number of claims.
pub fn disputes(view: &View<'_>) -> Vec<Dispute> {
    let (claims, sides) = (view.claims(), Sides::new(view));
    let of = |edge: EdgeIndex| {
        let (mut on, mut against) = (Vec::new(), Vec::new());
        for (side, index) in sides.of(&view.graph[edge]) {
            match side {
                Stance::For | Stance::ForDenied => on.push(place(index)),
                Stance::Against => against.push(place(index)),
                Stance::Open => {}
            }
        }
        let count = |side: &[u32]| (count_independent(claims, side), place(side.len()));
        Dispute { edge, on: count(&on), against: count(&against) }
    };
    let edges = view.graph.edge_indices().filter(|index| view.graph[*index].state == State::Disputed);
    let mut disputes: Vec<Dispute> = edges.map(of).collect();
    disputes.sort_by_key(|dispute| std::cmp::Reverse(dispute.rank()));
    disputes
}

fn table<'v>(view: &'v View<'v>, _: Settings) -> MeasureTable<'v> {
    const HEADINGS: &[Heading] = &[
        Heading::new("statement"),
        Heading::new("sources_for"),
        Heading::new("sources_against"),
        Heading::new("claims_for"),
        Heading::new("claims_against"),
        Heading::more("edge"),
    ];
    let disputes = disputes(view);
    let n = disputes.len();
    let row = move |place: usize| {
        let Dispute { edge, on, against } = disputes[place];
        let numbers = [on.0, against.0, on.1, against.1].map(|n| MeasureCell::Whole(u64::from(n)));
        let id = MeasureCell::Text(view.edge_id(edge));
        std::iter::once(MeasureCell::Text(sentence(view, edge))).chain(numbers).chain([id]).collect()
    };
    MeasureTable::new(HEADINGS, n, row)
        .with_total("disputed", MeasureCell::count(n))
        .with_total("statements", MeasureCell::count(view.graph.edge_count()))
}
