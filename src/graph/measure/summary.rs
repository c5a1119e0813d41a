//! The whole graph, in one number a line.

use super::{
    Cell, Heading, Listing, Measure, Settings, Table, arcs, balance, core_numbers, modularity, parts, real,
    reciprocity, strong_components, weak_components,
};
use crate::graph::{State, View, communities};

pub(super) const MEASURE: Measure = Measure {
    name: "summary",
    about: "the graph as a whole in one number a line",
    listings: &[Listing { by: "number", take: table }],
    columns: None,
};

/// A number: its name, its value, and what it says.
type Number = (&'static str, Cell, &'static str);

/// The numbers of the graph as a whole; each measure says what its own means.
fn table<'v>(view: &'v View<'v>, _: Settings) -> Table<'v> {
    const HEADINGS: &[Heading] = &[Heading::new("number"), Heading::new("value"), Heading::more("meaning")];
    let mut rows = size(view);
    rows.extend(parts_of(view));
    rows.extend(terms(view));
    Table::new(HEADINGS, rows.len(), move |place| {
        let (name, value, meaning) = &rows[place];
        vec![Cell::word(name), value.clone(), Cell::word(meaning)]
    })
}

fn size(view: &View<'_>) -> Vec<Number> {
    let graph = &view.graph;
    let (n, forward) = (graph.node_count(), arcs::forward(view));
    let n_joined = arcs::all(&forward).filter(|(from, to, _)| from != to).count();
    let in_state = |state| Cell::count(graph.edge_weights().filter(|edge| edge.state == state).count());
    let day = |day: Option<jiff::civil::Date>| day.map_or(Cell::Empty, Cell::Day);
    let period = view.period();
    vec![
        ("nodes", Cell::count(n), "entities, events and groups"),
        ("edges", Cell::count(graph.edge_count()), "statements, or what else an edge stands for"),
        ("claims", Cell::count(view.n_claims()), "claims behind the edges"),
        ("first_day", day(period.map(|period| period.begin)), "first day a claim speaks of"),
        ("last_day", day(period.map(|period| period.end)), "last day a claim speaks of"),
        ("corroborated", in_state(State::Corroborated), "edges that two or more independent sources affirm"),
        ("disputed", in_state(State::Disputed), "edges that some affirm and others oppose"),
        ("density", Cell::share(real(n_joined), real(n) * (real(n) - 1.0)), "share of ordered pairs that are joined"),
    ]
}

fn parts_of(view: &View<'_>) -> Vec<Number> {
    let weak = parts::sizes(&weak_components(view));
    let n_strong = parts::sizes(&strong_components(view)).len();
    let largest = weak.iter().max().map_or(0, |size| *size as usize);
    let part_of = communities(view);
    let (n_communities, greatest) = (parts::sizes(&part_of).len(), core_numbers(view).into_iter().max().unwrap_or(0));
    vec![
        ("weak_components", Cell::count(weak.len()), "parts that hang together, direction ignored"),
        (
            "share_of_largest",
            Cell::share(real(largest), real(view.graph.node_count())),
            "share of nodes in the largest",
        ),
        ("strong_components", Cell::count(n_strong), "parts in which each leads to each"),
        ("greatest_core", Cell::Whole(u64::from(greatest)), "greatest k of a k-core"),
        ("communities", Cell::count(n_communities), "parts joined more closely than by chance"),
        ("modularity", Cell::Number(modularity(view, &part_of)), "how much more closely; 0 is chance"),
    ]
}

fn terms(view: &View<'_>) -> Vec<Number> {
    let (reciprocity, balance) = (reciprocity(view), balance(view));
    let number = |share: Option<f64>| share.map_or(Cell::Empty, Cell::Number);
    vec![
        ("reciprocity", number(reciprocity.overall), "share of joined ordered pairs that are joined both ways"),
        ("weighted_reciprocity", number(reciprocity.weighted), "share of weight that comes back"),
        ("signed_pairs", Cell::count(balance.signs.len()), "pairs on good or bad terms"),
        ("triangles", Cell::count(balance.n_triangles), "triangles of such pairs"),
        ("frustrated_triangles", Cell::count(balance.frustrated.len()), "of these, out of balance"),
        ("balance", number(balance.share()), "share of triangles in balance"),
    ]
}
