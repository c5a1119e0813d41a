//! What do most sources agree on?

use petgraph::graph::EdgeIndex;

use super::{Heading, Listing, Measure, MeasureCell, MeasureTable, Settings};
use crate::graph::{State, View};

pub(super) const MEASURE: Measure = Measure {
    name: "corroborated",
    about: "which statements most independent sources affirm and none opposes",
    listings: &[Listing { by: "statement", take: table }],
    columns: None,
};

/// Statements by how many independent sources affirm them, then by claims.
///
/// Meaning: what two or more independent sources say and none denies. Sources are independent as
/// [`count_independent`](crate::graph::count_independent) says, so that a re-publication adds nothing.
///
/// Complexity: O(m log m) in the number of edges.
fn table<'v>(view: &'v View<'v>, _: Settings) -> MeasureTable<'v> {
    const HEADINGS: &[Heading] = &[
        Heading::new("statement"),
        Heading::new("sources"),
        Heading::new("claims"),
        Heading::new("date"),
        Heading::more("edge"),
    ];
    let graph = &view.graph;
    let mut edges: Vec<_> = graph.edge_indices().filter(|index| graph[*index].state == State::Corroborated).collect();
    edges.sort_by_key(|index| std::cmp::Reverse((graph[*index].n_sources, graph[*index].n_claims())));
    let n = edges.len();
    let row = move |place: usize| {
        let index = edges[place];
        let edge = &view.graph[index];
        let numbers = [edge.n_sources, edge.n_claims()].map(|n| MeasureCell::Whole(u64::from(n)));
        let id = MeasureCell::Text(view.edge_id(index));
        std::iter::once(MeasureCell::Text(sentence(view, index)))
            .chain(numbers)
            .chain([MeasureCell::period(edge.period), id])
            .collect()
    };
    MeasureTable::new(HEADINGS, n, row)
        .with_total("corroborated", MeasureCell::count(n))
        .with_total("statements", MeasureCell::count(view.graph.edge_count()))
}

/// The words of an edge; between groups, the names of its ends and of its predicate.
pub fn sentence(view: &View<'_>, index: EdgeIndex) -> String {
    let edge = &view.graph[index];
    if edge.n_statements == 1
        && let Some((_, claim)) = view.claims_of(edge).next()
    {
        return view.claims().sentence(claim);
    }
    let Some((from, to)) = view.graph.edge_endpoints(index) else { return String::new() };
    let label = |node| view.label(&view.graph[node]);
    format!("{} {} {}", label(from), view.edge_label(edge), label(to))
}
