//! The whole graph, in one number a line.

use super::{
    Heading, Listing, Measure, MeasureCell, MeasureTable, Settings, arcs, balance, core_numbers, modularity, parts,
    real, reciprocity, strong_components, weak_components,
};
use crate::graph::{State, View, communities};

pub(super) const MEASURE: Measure = Measure {
    name: "summary",
    about: "the graph as a whole in one number a line",
    listings: &[Listing { by: "number", take: table }],
    columns: None,
};

/// A number: its name, its value, and what it says.
type Number = (&'static str, MeasureCell, &'static str);

/// The numbers of the graph as a whole; each measure says what its own means.
fn table<'v>(view: &'v View<'v>, _: Settings) -> MeasureTable<'v> {
    const HEADINGS: &[Heading] = &[Heading::new("number"), Heading::new("value"), Heading::more("meaning")];
    let mut rows = size(view);
    rows.extend(parts_of(view));
    rows.extend(terms(view));
    MeasureTable::new(HEADINGS, rows.len(), move |place| {
        let (name, value, meaning) = &rows[place];
        vec![MeasureCell::word(name), value.clone(), MeasureCell::word(meaning)]
    })
}

fn size(view: &View<'_>) -> Vec<Number> {
    let graph = &view.graph;
    let (n, forward) = (graph.node_count(), arcs::forward(view));
    let n_joined = arcs::all(&forward).filter(|(from, to, _)| from != to).count();
    let in_state = |state| MeasureCell::count(graph.edge_weights().filter(|edge| edge.state == state).count());
    let day = |day: Option<jiff::civil::Date>| day.map_or(MeasureCell::Empty, MeasureCell::Day);
    let period = view.period();
    vec![
        ("nodes", MeasureCell::count(n), "entities, events and groups"),
        ("edges", MeasureCell::count(graph.edge_count()), "statements, or what else an edge stands for"),
        ("claims", MeasureCell::count(view.n_claims()), "claims behind the edges"),
        ("first_day", day(period.map(|period| period.begin)), "first day a claim speaks of"),
        ("last_day", day(period.map(|period| period.end)), "last day a claim speaks of"),
        ("corroborated", in_state(State::Corroborated), "edges that two or more independent sources affirm"),
        ("disputed", in_state(State::Disputed), "edges that some affirm and others oppose"),
        (
            "density",
            MeasureCell::share(real(n_joined), real(n) * (real(n) - 1.0)),
            "share of ordered pairs that are joined",
        ),
    ]
}

fn parts_of(view: &View<'_>) -> Vec<Number> {
    let weak = parts::sizes(&weak_components(view));
    let n_strong = parts::sizes(&strong_components(view)).len();
    let largest = weak.iter().max().map_or(0, |size| *size as usize);
    let part_of = communities(view);
    let (n_communities, greatest) = (parts::sizes(&part_of).len(), core_numbers(view).into_iter().max().unwrap_or(0));
    vec![
        ("weak_components", MeasureCell::count(weak.len()), "parts that hang together, direction ignored"),
        (
            "share_of_largest",
            MeasureCell::share(real(largest), real(view.graph.node_count())),
            "share of nodes in the largest",
        ),
        ("strong_components", MeasureCell::count(n_strong), "parts in which each leads to each"),
        ("greatest_core", MeasureCell::Whole(u64::from(greatest)), "greatest k of a k-core"),
        ("communities", MeasureCell::count(n_communities), "parts joined more closely than by chance"),
        ("modularity", MeasureCell::Number(modularity(view, &part_of)), "how much more closely; 0 is chance"),
    ]
}

fn terms(view: &View<'_>) -> Vec<Number> {
    let (reciprocity, balance) = (reciprocity(view), balance(view));
    let number = |share: Option<f64>| share.map_or(MeasureCell::Empty, MeasureCell::Number);
    vec![
        ("reciprocity", number(reciprocity.overall), "share of joined ordered pairs that are joined both ways"),
        ("weighted_reciprocity", number(reciprocity.weighted), "share of weight that comes back"),
        ("signed_pairs", MeasureCell::count(balance.signs.len()), "pairs on good or bad terms"),
        ("triangles", MeasureCell::count(balance.n_triangles), "triangles of such pairs"),
        ("frustrated_triangles", MeasureCell::count(balance.frustrated.len()), "of these, out of balance"),
        ("balance", number(balance.share()), "share of triangles in balance"),
    ]
}
