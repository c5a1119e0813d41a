//! Measures: known answers on small graphs, and definitions restated the slow way on random ones.

use std::collections::BTreeSet;

use petgraph::visit::EdgeRef;
use proptest::prelude::*;
use relata::graph::measure::{self, Cell, MEASURES, Settings, Values};
use relata::graph::{Edges, Filter, GroupBy, View, communities};

use crate::support::{Compiled, Sandbox};

/// A project from lines such as `A attacked B 2025-06-01 Reuters negative`; `-` leaves a cell empty.
fn compiled(lines: &str) -> Compiled {
    let row = |line: &str| {
        let mut cells: Vec<&str> = line.split_whitespace().map(|cell| cell.strip_prefix('-').unwrap_or(cell)).collect();
        cells.resize(8, "");
        format!("{}\n", cells.join(","))
    };
    let rows: String = lines.split(['\n', ';']).filter(|line| !line.trim().is_empty()).map(row).collect();
    let table = format!("subject,predicate,object,date,said_by,polarity,modality,id\n{rows}");
    Sandbox::new(&[("claims.csv", table.as_bytes())]).compile()
}

fn told(cell: &Cell) -> String {
    match cell {
        Cell::Empty => "-".to_owned(),
        Cell::Text(text) | Cell::Thing { label: text, .. } => text.clone(),
        Cell::Whole(n) => n.to_string(),
        Cell::Number(number) => ((number * 1e4).round() / 1e4).to_string(),
        Cell::Day(day) => day.to_string(),
        Cell::Truth(truth) => truth.to_string(),
    }
}

/// Totals, rows and notes of a measure.
fn listed(view: &View<'_>, name: &str, by: &str, settings: Settings) -> String {
    let measure = MEASURES.iter().find(|measure| measure.name == name).unwrap();
    let listing = measure.listings.iter().find(|listing| listing.by == by).unwrap();
    let table = (listing.take)(view, settings);
    let totals: Vec<String> = table.totals.iter().map(|(name, cell)| format!("{name}={}", told(cell))).collect();
    let rows = table.rows(usize::MAX).map(|row| {
        assert_eq!(row.len(), table.headings.len(), "{name} by {by}");
        row.iter().map(told).collect::<Vec<_>>().join(" | ")
    });
    let totals = Some(totals.join(" ")).filter(|totals| !totals.is_empty());
    totals.into_iter().chain(rows).chain(table.notes.clone()).collect::<Vec<_>>().join("\n")
}

fn measured(lines: &str, name: &str, by: &str) -> String {
    measured_with(lines, name, by, Settings::default())
}

fn measured_with(lines: &str, name: &str, by: &str, settings: Settings) -> String {
    let compiled = compiled(lines);
    listed(&View::new(&compiled.claims(), Edges::Bundle), name, by, settings)
}

#[test]
fn degree_counts_ends_by_direction_weight_and_class() {
    let lines = "A attacked B - X; A attacked B - Y; A praised B; B threatened A; A met C; C unheard_of C";
    insta::assert_snapshot!(measured(lines, "degree", "node"), @"
    mean_degree=3.3333
    A | entity | 4 | 1 | 2 | 1 | 5 | 1 | 3 | 1 | 2 | 0 | 1 | 1 | 0 | 2 | 2
    B | entity | 3 | 2 | 1 | 0 | 4 | 3 | 1 | 0 | 1 | 0 | 1 | 1 | 0 | 1 | 2
    C | entity | 3 | 1 | 1 | 1 | 3 | 1 | 1 | 1 | 1 | 0 | 0 | 0 | 2 | 1 | 0
    ");
    insta::assert_snapshot!(measured(lines, "degree", "family"), @"
    C | - | other | 2 | 1 | 1 | 0
    A | ASSAULT | material_conflict | 1 | 0 | 1 | 0
    A | CONSULT | verbal_cooperation | 1 | 0 | 0 | 1
    A | SUPPORT | verbal_cooperation | 1 | 0 | 1 | 0
    A | THREATEN | verbal_conflict | 1 | 1 | 0 | 0
    B | ASSAULT | material_conflict | 1 | 1 | 0 | 0
    B | SUPPORT | verbal_cooperation | 1 | 1 | 0 | 0
    B | THREATEN | verbal_conflict | 1 | 0 | 1 | 0
    C | CONSULT | verbal_cooperation | 1 | 0 | 0 | 1
    ");
}

#[test]
fn a_walk_ends_where_much_is_done_to_somebody() {
    insta::assert_snapshot!(measured("A attacked B; B attacked C; C attacked A", "pagerank", "node"), @"
    A | 0.3333 | 1
    B | 0.3333 | 1
    C | 0.3333 | 1
    ");
    insta::assert_snapshot!(measured("A attacked C - X; A attacked C - Y; A attacked B; B met D", "pagerank", "node"), @"
    B | 0.4322 | 1.7286
    D | 0.4236 | 1.6942
    C | 0.0881 | 0.3523
    A | 0.0562 | 0.2249
    ");
}

#[test]
fn betweenness_is_the_share_of_shortest_paths() {
    // Each has 6 ordered pairs of others: B stands between A and C, A and D; C between A and D, B and D.
    insta::assert_snapshot!(measured("A attacked B; B attacked C; C attacked D; C attacked D - X", "betweenness", "node"), @"
    B | 0.3333
    C | 0.3333
    A | 0
    D | 0
    ");
    insta::assert_snapshot!(measured("A met B; B met C; A met D; D met C", "betweenness", "node"), @"
    A | 0.1667
    B | 0.1667
    C | 0.1667
    D | 0.1667
    ");
}

#[test]
fn a_core_is_what_stays_when_the_rim_is_taken_away() {
    let lines = "A attacked B; B attacked A; A met C; B attacked C; C attacked D; D attacked D; A met D; B met D; E met D; F attacked E";
    insta::assert_snapshot!(measured(lines, "core", "node"), @"
    greatest_core=3 nodes_in_it=4
    D | 3 | 4
    A | 3 | 3
    B | 3 | 3
    C | 3 | 3
    E | 1 | 2
    F | 1 | 1
    ");
}

#[test]
fn components_are_weak_and_strong() {
    let lines = "A attacked B; B attacked C; C attacked A; C attacked D; X met Y; Y attacked Z";
    insta::assert_snapshot!(measured(lines, "components", "component"), @"
    weak_components=2 strong_components=4 share_of_largest=0.5714
    0 | 4 | 4 | C
    1 | 3 | 2 | Y
    ");
    insta::assert_snapshot!(measured(lines, "components", "node"), @"
    weak_components=2 strong_components=4 share_of_largest=0.5714
    A | 0 | 0
    B | 0 | 0
    C | 0 | 0
    D | 0 | 1
    X | 1 | 2
    Y | 1 | 2
    Z | 1 | 3
    ");
}

#[test]
fn modularity_tells_how_far_communities_are_from_chance() {
    // Two triangles and one edge between: 6/7 inside, less twice (7/14)².
    let lines = "A met B; B met C; A met C; D met E; E met F; D met F; C attacked D";
    insta::assert_snapshot!(measured(lines, "communities", "community"), @"
    communities=2 modularity=0.3571
    0 | 3 | 3 | 1 | C
    1 | 3 | 3 | 1 | D
    ");
}

#[test]
fn measures_of_nodes_are_columns() {
    let compiled = compiled("A attacked B; B attacked C; C met A");
    let claims = compiled.claims();
    let view = View::new(&claims, Edges::Bundle);
    let names: Vec<&str> = measure::node_measures().collect();
    let columns = measure::attributes(&view, &names).unwrap();
    let told: Vec<String> = columns
        .iter()
        .map(|column| match &column.values {
            Values::Whole(numbers) => format!("{} {numbers:?}", column.name),
            Values::Real(numbers) => format!("{} {numbers:.3?}", column.name),
        })
        .collect();
    insta::assert_snapshot!(told.join("\n"), @"
    degree [2, 2, 2]
    in_degree [0, 1, 1]
    out_degree [1, 1, 0]
    pagerank [0.388, 0.215, 0.397]
    betweenness [0.500, 0.000, 0.500]
    core [2, 2, 2]
    component [0, 0, 0]
    strong_component [0, 0, 0]
    community [0, 0, 0]
    ");
    let error = measure::attributes(&view, &["pagerang"]).unwrap_err();
    assert_eq!(
        format!("{error}, near {:?}", error.near),
        "no measure of nodes is called `pagerang`, near Some(\"pagerank\")"
    );
}

#[test]
fn every_measure_is_taken_of_any_part_in_any_shape() {
    let lines = "A attacked B 2025-06-01 X; B attacked A 2025-06-03 Y; A met C; B praised C; C attacked C";
    let compiled = compiled(lines);
    let claims = compiled.claims();
    let whole = || View::new(&claims, Edges::Bundle);
    let views = [
        whole(),
        View::new(&claims, Edges::Claims),
        whole().grouped(GroupBy::Community).collapsed(),
        Filter { speakers: vec!["X".to_owned()], ..Filter::default() }.view(&claims).unwrap(),
        Filter { min_sources: Some(9), ..Filter::default() }.view(&claims).unwrap(),
    ];
    for view in &views {
        for measure in MEASURES {
            for listing in measure.listings {
                listed(view, measure.name, listing.by, Settings::default());
            }
        }
    }
}

/// Statements between nodes `0` to `6`: subject, object, whether symmetric, how many claims.
fn edges() -> impl Strategy<Value = Vec<(u8, u8, bool, u8)>> {
    proptest::collection::vec((0..7_u8, 0..7_u8, proptest::bool::weighted(0.2), 1..4_u8), 1..16)
}

fn lines_of(edges: &[(u8, u8, bool, u8)]) -> String {
    let claims = edges.iter().flat_map(|(from, to, symmetric, n)| {
        let predicate = if *symmetric { "met" } else { "attacked" };
        (0..*n).map(move |speaker| format!("N{from} {predicate} N{to} - S{speaker}\n"))
    });
    claims.collect()
}

/// Ordered pairs of nodes that a step leads between, without loops, by their places.
fn steps(view: &View<'_>) -> BTreeSet<(usize, usize)> {
    let ends = view.graph.edge_references().flat_map(|edge| {
        let (from, to) = (edge.source().index(), edge.target().index());
        std::iter::once((from, to)).chain(edge.weight().symmetric.then_some((to, from)))
    });
    ends.filter(|(from, to)| from != to).collect()
}

/// Every path without a node twice.
fn simple_paths(steps: &BTreeSet<(usize, usize)>, trail: &mut Vec<usize>, to: usize, found: &mut Vec<Vec<usize>>) {
    let last = *trail.last().unwrap();
    if last == to {
        found.push(trail.clone());
        return;
    }
    for (_, next) in steps.iter().filter(|(from, _)| *from == last) {
        if !trail.contains(next) {
            trail.push(*next);
            simple_paths(steps, trail, to, found);
            trail.pop();
        }
    }
}

fn shortest(steps: &BTreeSet<(usize, usize)>, from: usize, to: usize) -> Vec<Vec<usize>> {
    let mut paths = Vec::new();
    simple_paths(steps, &mut vec![from], to, &mut paths);
    let least = paths.iter().map(Vec::len).min().unwrap_or(0);
    paths.retain(|path| path.len() == least);
    paths
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn ranks_add_up_to_one(edges in edges()) {
        let compiled = compiled(&lines_of(&edges));
        let claims = compiled.claims();
        let ranks = measure::pagerank(&View::new(&claims, Edges::Bundle));
        prop_assert!((ranks.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        prop_assert!(ranks.iter().all(|rank| *rank > 0.0));
    }

    #[test]
    fn betweenness_counts_every_shortest_path(edges in edges()) {
        let compiled = compiled(&lines_of(&edges));
        let claims = compiled.claims();
        let view = View::new(&claims, Edges::Bundle);
        let (n, steps) = (view.graph.node_count(), steps(&view));
        let mut expected = vec![0.0; n];
        for (from, to) in (0..n).flat_map(|from| (0..n).map(move |to| (from, to))).filter(|(from, to)| from != to) {
            let paths = shortest(&steps, from, to);
            for node in paths.iter().flat_map(|path| &path[1..path.len() - 1]) {
                expected[*node] += 1.0 / f64::from(u32::try_from(paths.len()).unwrap());
            }
        }
        let n = f64::from(u32::try_from(n).unwrap());
        let found = measure::betweenness(&view);
        prop_assert_eq!(found.n_sampled, None);
        for (found, expected) in found.values.iter().zip(expected) {
            let expected = if n > 2.0 { expected / ((n - 1.0) * (n - 2.0)) } else { 0.0 };
            prop_assert!((found - expected).abs() < 1e-12);
        }
    }

    #[test]
    fn cores_are_what_peeling_leaves(edges in edges()) {
        let compiled = compiled(&lines_of(&edges));
        let claims = compiled.claims();
        let view = View::new(&claims, Edges::Bundle);
        let pairs: BTreeSet<(usize, usize)> = steps(&view).into_iter().flat_map(|(a, b)| [(a, b), (b, a)]).collect();
        let mut expected = vec![0; view.graph.node_count()];
        for k in 1..8 {
            let mut left: BTreeSet<usize> = (0..view.graph.node_count()).collect();
            loop {
                let degree = |node: usize| pairs.iter().filter(|(a, b)| *a == node && left.contains(b)).count();
                let Some(rim) = left.iter().copied().find(|node| degree(*node) < k) else { break };
                left.remove(&rim);
            }
            for node in left {
                expected[node] = u32::try_from(k).unwrap();
            }
        }
        prop_assert_eq!(measure::core_numbers(&view), expected);
    }

    #[test]
    fn components_are_what_leads_to_each_other(edges in edges()) {
        let compiled = compiled(&lines_of(&edges));
        let claims = compiled.claims();
        let view = View::new(&claims, Edges::Bundle);
        let steps = steps(&view);
        let leads = |steps: &BTreeSet<_>, from, to| !shortest(steps, from, to).is_empty();
        let both: BTreeSet<(usize, usize)> = steps.iter().flat_map(|(a, b)| [(*a, *b), (*b, *a)]).collect();
        let (weak, strong) = (measure::weak_components(&view), measure::strong_components(&view));
        for (a, b) in (0..weak.len()).flat_map(|a| (0..weak.len()).map(move |b| (a, b))) {
            prop_assert_eq!(weak[a] == weak[b], leads(&both, a, b));
            prop_assert_eq!(strong[a] == strong[b], leads(&steps, a, b) && leads(&steps, b, a));
        }
    }

    #[test]
    fn every_node_is_in_a_connected_community(edges in edges()) {
        let compiled = compiled(&lines_of(&edges));
        let claims = compiled.claims();
        let view = View::new(&claims, Edges::Bundle);
        let part_of = communities(&view);
        prop_assert_eq!(part_of.len(), view.graph.node_count());
        let inside = |(a, b): &(usize, usize)| part_of[*a] == part_of[*b];
        let both: BTreeSet<(usize, usize)> =
            steps(&view).iter().flat_map(|(a, b)| [(*a, *b), (*b, *a)]).filter(inside).collect();
        for (a, b) in (0..part_of.len()).flat_map(|a| (0..part_of.len()).map(move |b| (a, b))).filter(inside) {
            prop_assert!(!shortest(&both, a, b).is_empty());
        }
        let one = vec![0; part_of.len()];
        prop_assert!(measure::modularity(&view, &one).abs() < 1e-12);
        prop_assert!(measure::modularity(&view, &part_of) > -1e-12);
    }
}
