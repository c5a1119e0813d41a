//! What do most sources agree on?

use petgraph::graph::EdgeIndex;
use petgraph::visit::EdgeRef;

use super::{Heading, Listing, Measure, MeasureCell, MeasureTable, Settings};
use crate::graph::{Occurrence, State, View};
use crate::model::Stance;

pub(super) const MEASURE: Measure = Measure {
    name: "corroborated",
    about: "which occurrences of statements most independent sources affirm and none denies",
    listings: &[Listing { by: "occurrence", take: table }],
    columns: None,
};

/// The occurrences of a view in one state, each with its statement, in the order of the graph.
pub(super) fn in_state<'v>(view: &'v View<'v>, state: State) -> impl Iterator<Item = (EdgeIndex, &'v Occurrence)> {
    let all = view.graph.edge_references().flat_map(|edge| {
        let occurrences = view.occurrences(edge.weight());
        occurrences.iter().map(move |occurrence| (edge.id(), occurrence))
    });
    all.filter(move |(_, occurrence)| occurrence.state == state)
}

/// Occurrences of statements by how many independent sources affirm them, then by outlets, then by claims.
///
/// Meaning: what two or more independent sources say of the same happening and none denies. Sources are independent as
/// [`count_independent`](crate::graph::count_independent) says, so that a re-publication adds nothing.
///
/// Complexity: O(m log m) in the number of occurrences.
fn table<'v>(view: &'v View<'v>, _: Settings) -> MeasureTable<'v> {
    const HEADINGS: &[Heading] = &[
        Heading::new("statement"),
        Heading::new("sources"),
        Heading::new("outlets"),
        Heading::new("say_so"),
        Heading::new("date"),
        Heading::more("edge"),
    ];
    let n_affirming = |occurrence: &Occurrence| {
        let claims = view.claims();
        let affirms = |index: &usize| claims.rows().get(*index).is_some_and(|claim| claim.stance == Stance::Affirms);
        let members = view.members_of(occurrence).iter().map(|index| *index as usize);
        members.filter(affirms).map(|index| claims.n_voices(index) as usize).sum()
    };
    let mut found: Vec<_> =
        in_state(view, State::Corroborated).map(|(edge, one)| (edge, one, n_affirming(one))).collect();
    found.sort_by_key(|(_, one, n)| std::cmp::Reverse((one.n_sources, one.n_outlets, *n)));
    let n = found.len();
    let row = move |place: usize| {
        let (index, occurrence, n_affirming) = found[place];
        let sources = [occurrence.n_sources, occurrence.n_outlets].map(|n| MeasureCell::Whole(u64::from(n)));
        let id = MeasureCell::Text(view.edge_id(index));
        std::iter::once(MeasureCell::Text(sentence(view, index)))
            .chain(sources)
            .chain([MeasureCell::count(n_affirming), MeasureCell::period(occurrence.period), id])
            .collect()
    };
    let n_all = view.graph.edge_weights().map(|edge| view.occurrences(edge).len()).sum();
    MeasureTable::new(HEADINGS, n, row)
        .with_total("corroborated", MeasureCell::count(n))
        .with_total("occurrences", MeasureCell::count(n_all))
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
