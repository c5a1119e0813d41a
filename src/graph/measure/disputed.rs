//! What do sources disagree on most?

use petgraph::graph::EdgeIndex;

use super::corroborated::{in_state, sentence};
use super::{Heading, Listing, Measure, MeasureCell, MeasureTable, Settings, place};
use crate::graph::{Occurrence, Side, State, View, count_independent};
use crate::model::Period;

pub(super) const MEASURE: Measure = Measure {
    name: "disputed",
    about: "which occurrences of statements have most behind the weaker of the two sides, for and against",
    listings: &[Listing { by: "occurrence", take: table }],
    columns: None,
};

/// The numbers of those who stand for an occurrence and against it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dispute {
    /// The statement.
    pub edge: EdgeIndex,
    /// The time its claims speak of.
    pub period: Option<Period>,
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

/// The sides of every disputed occurrence, the most disputed first.
///
/// Meaning: an occurrence of a statement is disputed when some affirm and others deny it. The more independent sources, and
/// then claims, stand on its smaller side, the more is it in dispute: one dissenter against ten weighs less than three
/// against four.
///
/// Input: the disputed occurrences of a view; who denies one of their claims counts, whatever part of the graph that reply
/// is in.
///
/// Complexity: O(n log n) in the number of claims.
pub fn disputes(view: &View<'_>) -> Vec<Dispute> {
    let of = |(edge, occurrence): (EdgeIndex, &Occurrence)| {
        let (mut on, mut against) = (Vec::new(), Vec::new());
        for (side, index) in view.sides_of(occurrence) {
            match side {
                Side::For | Side::ForDenied => on.push(place(index)),
                Side::Against => against.push(place(index)),
                Side::Open | Side::Aside => {}
            }
        }
        let count = |side: &[u32]| (count_independent(view.claims(), side).n_origins, place(side.len()));
        Dispute { edge, period: occurrence.period, on: count(&on), against: count(&against) }
    };
    let mut disputes: Vec<Dispute> = in_state(view, State::Disputed).map(of).collect();
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
        Heading::new("date"),
        Heading::more("edge"),
    ];
    let disputes = disputes(view);
    let n = disputes.len();
    let row = move |place: usize| {
        let Dispute { edge, period, on, against } = disputes[place];
        let numbers = [on.0, against.0, on.1, against.1].map(|n| MeasureCell::Whole(u64::from(n)));
        let id = MeasureCell::Text(view.edge_id(edge));
        std::iter::once(MeasureCell::Text(sentence(view, edge)))
            .chain(numbers)
            .chain([MeasureCell::period(period), id])
            .collect()
    };
    MeasureTable::new(HEADINGS, n, row)
        .with_total("disputed", MeasureCell::count(n))
        .with_total("statements", MeasureCell::count(view.graph.edge_count()))
}
