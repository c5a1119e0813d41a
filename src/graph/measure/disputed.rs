//! What do sources disagree on most?

use petgraph::graph::EdgeIndex;
use rustc_hash::FxHashMap;

use super::corroborated::sentence;
use super::{Cell, Heading, Listing, Measure, Settings, Table, place};
use crate::graph::{State, View, count_independent};
use crate::query::claims::{Claims, Id};

pub(super) const MEASURE: Measure = Measure {
    name: "disputed",
    about: "which statements have most behind the weaker of the two sides, for and against",
    listings: &[Listing { by: "statement", take: table }],
    columns: None,
};

/// How many stand for a statement, and how many against it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sides {
    /// The statement.
    pub edge: EdgeIndex,
    /// Independent sources and claims that affirm it.
    pub on: (u32, u32),
    /// Independent sources and claims that say it is not so, or deny one of its claims.
    pub against: (u32, u32),
}

impl Sides {
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
pub fn sides(view: &View<'_>) -> Vec<Sides> {
    let claims = view.claims();
    let deniers = deniers(claims);
    let of = |index: EdgeIndex| {
        let members = view.members(&view.graph[index]);
        let rows = || members.iter().filter_map(|index| Some((*index, claims.rows().get(*index as usize)?)));
        let own: Vec<Id> = rows().map(|(_, claim)| claim.id).collect();
        let denies_own = |index: u32| claims.denies(index as usize).any(|id| own.contains(&id));
        let on: Vec<u32> =
            rows().filter(|(index, claim)| claim.affirms() && !denies_own(*index)).map(|(index, _)| index).collect();
        let replies = own.iter().filter_map(|id| deniers.get(id)).flatten().copied();
        let mut against: Vec<u32> =
            rows().filter(|(_, claim)| claim.negates()).map(|(index, _)| index).chain(replies).collect();
        against.sort_unstable();
        against.dedup();
        let count = |side: &[u32]| (count_independent(claims, side), place(side.len()));
        Sides { edge: index, on: count(&on), against: count(&against) }
    };
    let disputed = view.graph.edge_indices().filter(|index| view.graph[*index].state == State::Disputed);
    let mut sides: Vec<Sides> = disputed.map(of).collect();
    sides.sort_by_key(|sides| std::cmp::Reverse(sides.rank()));
    sides
}

/// The claims that deny a claim.
fn deniers(claims: &Claims<'_>) -> FxHashMap<Id, Vec<u32>> {
    let mut deniers: FxHashMap<Id, Vec<u32>> = FxHashMap::default();
    for index in 0..claims.rows().len() {
        for id in claims.denies(index) {
            deniers.entry(id).or_default().push(place(index));
        }
    }
    deniers
}

fn table<'v>(view: &'v View<'v>, _: Settings) -> Table<'v> {
    const HEADINGS: &[Heading] = &[
        Heading::new("statement"),
        Heading::new("sources_for"),
        Heading::new("sources_against"),
        Heading::new("claims_for"),
        Heading::new("claims_against"),
        Heading::more("edge"),
    ];
    let sides = sides(view);
    let n = sides.len();
    let row = move |place: usize| {
        let Sides { edge, on, against } = sides[place];
        let numbers = [on.0, against.0, on.1, against.1].map(|n| Cell::Whole(u64::from(n)));
        let id = Cell::Text(view.edge_id(edge));
        std::iter::once(Cell::Text(sentence(view, edge))).chain(numbers).chain([id]).collect()
    };
    Table::new(HEADINGS, n, row)
        .with_total("disputed", Cell::count(n))
        .with_total("statements", Cell::count(view.graph.edge_count()))
}
