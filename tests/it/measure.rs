//! Measures of small graphs, with answers worked out by hand.

use relata::graph::measure::{self, ColumnValues, MEASURES, MeasureCell, Settings};
use relata::graph::{Edges, Filter, GroupBy, Slice, View};

use crate::support::{Compiled, Sandbox};

/// A project from lines such as `A attacked B 2025-06-01 Reuters negative`; `-` leaves a cell empty.
pub(crate) fn compiled(lines: &str) -> Compiled {
    let row = |line: &str| {
        let mut cells: Vec<&str> = line.split_whitespace().map(|cell| cell.strip_prefix('-').unwrap_or(cell)).collect();
        cells.resize(8, "");
        format!("{}\n", cells.join(","))
    };
    let rows: String = lines.split(['\n', ';']).filter(|line| !line.trim().is_empty()).map(row).collect();
    let table = format!("subject,predicate,object,date,said_by,polarity,modality,id\n{rows}");
    Sandbox::new(&[("claims.csv", table.as_bytes())]).compile()
}

fn told(cell: &MeasureCell) -> String {
    match cell {
        MeasureCell::Empty => "-".to_owned(),
        MeasureCell::Text(text) | MeasureCell::Thing { label: text, .. } => text.clone(),
        MeasureCell::Whole(n) => n.to_string(),
        MeasureCell::Number(number) => ((number * 1e4).round() / 1e4).to_string(),
        MeasureCell::Day(day) => day.to_string(),
        MeasureCell::Truth(truth) => truth.to_string(),
    }
}

/// Totals, headings, rows and notes of a measure.
fn listed(view: &View<'_>, name: &str, by: &str, settings: Settings) -> String {
    let measure = MEASURES.iter().find(|measure| measure.name == name).unwrap();
    let listing = measure.listings.iter().find(|listing| listing.by == by).unwrap();
    let table = (listing.take)(view, settings);
    let totals: Vec<String> = table.totals.iter().map(|(name, cell)| format!("{name}={}", told(cell))).collect();
    let headings = table.headings.iter().map(|heading| heading.name).collect::<Vec<_>>().join(" | ");
    let rows = table.rows(usize::MAX).map(|row| {
        assert_eq!(row.len(), table.headings.len(), "{name} by {by}");
        row.iter().map(told).collect::<Vec<_>>().join(" | ")
    });
    let totals = Some(totals.join(" ")).filter(|totals| !totals.is_empty());
    let rows: Vec<String> = std::iter::once(headings).chain(rows).collect();
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
    node | type | statements | in | out | mutual | weight | weight_in | weight_out | weight_mutual | verbal_cooperation | material_cooperation | verbal_conflict | material_conflict | other | cooperation | conflict
    A | entity | 4 | 1 | 2 | 1 | 5 | 1 | 3 | 1 | 2 | 0 | 1 | 1 | 0 | 2 | 2
    B | entity | 3 | 2 | 1 | 0 | 4 | 3 | 1 | 0 | 1 | 0 | 1 | 1 | 0 | 1 | 2
    C | entity | 3 | 1 | 1 | 1 | 3 | 1 | 1 | 1 | 1 | 0 | 0 | 0 | 2 | 1 | 0
    ");
    insta::assert_snapshot!(measured(lines, "degree", "family"), @"
    node | family | class | statements | in | out | mutual
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
    node | pagerank | times_mean
    A | 0.3333 | 1
    B | 0.3333 | 1
    C | 0.3333 | 1
    ");
    insta::assert_snapshot!(measured("A attacked C - X; A attacked C - Y; A attacked B; B met D", "pagerank", "node"), @"
    node | pagerank | times_mean
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
    node | betweenness
    B | 0.3333
    C | 0.3333
    A | 0
    D | 0
    ");
    insta::assert_snapshot!(measured("A met B; B met C; A met D; D met C", "betweenness", "node"), @"
    node | betweenness
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
    node | core | neighbours
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
    component | nodes | statements | around
    0 | 4 | 4 | C
    1 | 3 | 2 | Y
    ");
    insta::assert_snapshot!(measured(lines, "components", "node"), @"
    weak_components=2 strong_components=4 share_of_largest=0.5714
    node | component | strong_component
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
    community | nodes | statements_inside | statements_across | around
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
            ColumnValues::Whole(numbers) => format!("{} {numbers:?}", column.name),
            ColumnValues::Real(numbers) => format!("{} {numbers:.3?}", column.name),
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

#[test]
fn reciprocity_tells_who_answers_whom() {
    let lines = "A attacked B - X; A attacked B - Y; B praised A; A attacked C; C met B; D attacked D";
    insta::assert_snapshot!(measured(lines, "reciprocity", "pair"), @"
    reciprocity=0.6667 weighted_reciprocity=0.5 pairs=2 pairs_both_ways=1
    from | to | there | back | returned
    A | B | 2 | 1 | 0.5
    A | C | 1 | 0 | 0
    ");
    insta::assert_snapshot!(measured("A met B", "reciprocity", "pair"), @"
    reciprocity=- weighted_reciprocity=- pairs=0 pairs_both_ways=0
    from | to | there | back | returned
    ");
}

#[test]
fn triangles_are_balanced_or_frustrated() {
    // A and B are friends, and so are A and D; C is a foe of A and B alone; D is a friend of B, and of C as well.
    let lines = "A praised B; B aided A; A attacked C; C accused B; A praised D; B praised D; C praised D";
    insta::assert_snapshot!(measured(lines, "balance", "node"), @"
    pairs_on_good_terms=4 pairs_on_bad_terms=2 triangles=4 frustrated_triangles=2 balance=0.5
    node | friends | foes | triangles | frustrated | balance
    C | 1 | 2 | 3 | 2 | 0.3333
    D | 3 | 0 | 3 | 2 | 0.3333
    A | 2 | 1 | 3 | 1 | 0.6667
    B | 2 | 1 | 3 | 1 | 0.6667
    ");
    insta::assert_snapshot!(measured(lines, "balance", "pair"), @"
    pairs_on_good_terms=4 pairs_on_bad_terms=2 triangles=4 frustrated_triangles=2 balance=0.5
    one | other | terms | score | weight
    A | B | good | 5.2 | 2
    A | C | bad | -10 | 1
    A | D | good | 3.4 | 1
    B | D | good | 3.4 | 1
    C | D | good | 3.4 | 1
    B | C | bad | -2 | 1
    ");
    insta::assert_snapshot!(measured(lines, "balance", "triangle"), @"
    pairs_on_good_terms=4 pairs_on_bad_terms=2 triangles=4 frustrated_triangles=2 balance=0.5
    one | two | three | one_two | one_three | two_three
    A | C | D | -10 | 3.4 | 3.4
    B | C | D | -2 | 3.4 | 3.4
    ");
}

#[test]
fn only_what_somebody_affirms_makes_friends_and_foes() {
    let lines = "A attacked B - X - planned; A attacked C - X negative; A praised C - X; A praised D; A unheard_of E";
    insta::assert_snapshot!(measured(lines, "balance", "pair"), @"
    pairs_on_good_terms=2 pairs_on_bad_terms=0 triangles=0 frustrated_triangles=0 balance=-
    one | other | terms | score | weight
    A | C | good | 3.4 | 1
    A | D | good | 3.4 | 1
    ");
}

#[test]
fn an_answer_is_the_first_act_the_other_way_round() {
    let lines = "A attacked B 2025-06-01 X; A attacked B 2025-06-02 X; B attacked A 2025-06-03 Y; B accused A 2025-06-03 Z
        B attacked A 2025-06-10 Y; A praised B 2025-06-11 X; A bombed B 2025-07-20 X; B attacked A 2025-06-04 Y - planned
        C attacked D 2025-06-05 X; D attacked C 2025-06-05 X; E attacked F 2025-06 X; F attacked E 2025-06-20 X
        F attacked E 2025-07-02 X; A attacked C 2025-06-01 X; C attacked A - X";
    insta::assert_snapshot!(measured(lines, "retaliation", "answer"), @"
    acts=12 answers=6
    date | act | state | said_by | days | answer_date | answer | answer_state | answer_said_by
    2025-06-01 | A attacked B | single-source | X | 2 | 2025-06-03 | B accused A | single-source | Z
    2025-06-01 | A attacked B | single-source | X | 2 | 2025-06-03 | B attacked A | single-source | Y
    2025-06-01/2025-06-30 | E attacked F | single-source | X | 2 | 2025-07-02 | F attacked E | single-source | X
    2025-06-02 | A attacked B | single-source | X | 1 | 2025-06-03 | B accused A | single-source | Z
    2025-06-02 | A attacked B | single-source | X | 1 | 2025-06-03 | B attacked A | single-source | Y
    2025-06-05 | C attacked D | single-source | X | 0 | 2025-06-05 | D attacked C | single-source | X
    ");
    insta::assert_snapshot!(measured(lines, "retaliation", "pair"), @"
    acts=12 answered=4
    actor | answered_by | acts | answered | share | median_days | least_days | most_days
    A | B | 3 | 2 | 0.6667 | 1.5 | 1 | 2
    C | D | 1 | 1 | 1 | 0 | 0 | 0
    E | F | 1 | 1 | 1 | 2 | 2 | 2
    ");
    let settings = Settings { within: 5, any: true, ..Settings::default() };
    insta::assert_snapshot!(measured_with(lines, "retaliation", "answer", settings), @"
    acts=13 answers=7
    date | act | state | said_by | days | answer_date | answer | answer_state | answer_said_by
    2025-06-01 | A attacked B | single-source | X | 2 | 2025-06-03 | B accused A | single-source | Z
    2025-06-01 | A attacked B | single-source | X | 2 | 2025-06-03 | B attacked A | single-source | Y
    2025-06-01/2025-06-30 | E attacked F | single-source | X | 2 | 2025-07-02 | F attacked E | single-source | X
    2025-06-02 | A attacked B | single-source | X | 1 | 2025-06-03 | B accused A | single-source | Z
    2025-06-02 | A attacked B | single-source | X | 1 | 2025-06-03 | B attacked A | single-source | Y
    2025-06-05 | C attacked D | single-source | X | 0 | 2025-06-05 | D attacked C | single-source | X
    2025-06-10 | B attacked A | single-source | Y | 1 | 2025-06-11 | A praised B | single-source | X
    ");
}

#[test]
fn a_burst_is_far_more_than_usual() {
    let quiet = (1..=28).step_by(3).map(|day| format!("A attacked B 2025-02-{day:02}\n"));
    let burst = (0..9).map(|nth| format!("A attacked C{nth} 2025-02-{:02}\n", 10 + nth / 3));
    let lines = quiet.chain(burst).collect::<String>() + "D met A 2025-02; D met B; D met A 2025-02-27/2025-03-02";
    insta::assert_snapshot!(measured(&lines, "bursts", "burst"), @"
    bursts=1
    from | to | slices | claims | times_usual | strength
    2025-02-10 | 2025-02-12 | 3 | 10 | 4.9123 | 6.9147
    left out are claims without date (1) and with a date wider than a day (2)
    ");
    let settings = Settings { slice: Slice::Week, ..Settings::default() };
    insta::assert_snapshot!(measured_with(&lines, "bursts", "slice", settings), @"
    slices=5 mean=4
    slice | begin | end | claims | times_usual | burst
    2025-W05 | 2025-01-27 | 2025-02-02 | 1 | 0.25 | false
    2025-W06 | 2025-02-03 | 2025-02-09 | 2 | 0.5 | false
    2025-W07 | 2025-02-10 | 2025-02-16 | 12 | 3 | true
    2025-W08 | 2025-02-17 | 2025-02-23 | 2 | 0.5 | false
    2025-W09 | 2025-02-24 | 2025-03-02 | 3 | 0.75 | false
    left out are claims without date (1) and with a date wider than a week (1)
    ");
    insta::assert_snapshot!(measured(&lines, "bursts", "actor"), @"
    bursts=1
    actor | from | to | slices | claims | times_usual | strength
    A | 2025-02-10 | 2025-02-12 | 3 | 10 | 4.9123 | 6.9147
    left out are claims without date (1) and with a date wider than a day (2)
    ");
    insta::assert_snapshot!(measured(&lines, "bursts", "predicate"), @"
    bursts=1
    predicate | from | to | slices | claims | times_usual | strength
    attacked | 2025-02-10 | 2025-02-12 | 3 | 10 | 4.9123 | 6.9147
    left out are claims without date (1) and with a date wider than a day (2)
    ");
}

#[test]
fn statements_are_ranked_by_sources_and_by_their_smaller_side() {
    let lines =
        "A attacked B - X; A attacked B - Y; A attacked B - Z; A met C - X; A met C - Y; A met C - Y positive actual c9
        D attacked B - X; D attacked B - Y; D attacked B - Z negative; D attacked B - W negative
        E attacked B - X; E attacked B - Y; E attacked B - V; E attacked B - Z negative; F attacked B - X";
    let without_ids = |listed: String| {
        let lines = listed.lines().map(|line| line.split(" | e").next().unwrap());
        lines.collect::<Vec<_>>().join("\n")
    };
    insta::assert_snapshot!(without_ids(measured(lines, "corroborated", "occurrence")), @"
    corroborated=2 occurrences=5
    statement | sources | outlets | say_so | date
    A attacked B | 3 | 0 | 3 | -
    A met C | 2 | 0 | 3 | -
    ");
    insta::assert_snapshot!(without_ids(measured(lines, "disputed", "occurrence")), @"
    disputed=2 statements=5
    statement | sources_for | sources_against | claims_for | claims_against | date
    D attacked B | 2 | 2 | 2 | 2 | -
    E attacked B | 3 | 1 | 3 | 1 | -
    ");
}

#[test]
fn a_summary_has_one_number_a_line() {
    let lines = "A praised B 2025-06-01 X; B aided A 2025-06-02 X; A attacked C; C accused B; A met D; E met F";
    insta::assert_snapshot!(measured(lines, "summary", "number"), @"
    number | value | meaning
    nodes | 6 | entities, events and groups
    edges | 6 | statements, or what else an edge stands for
    claims | 6 | claims behind the edges
    first_day | 2025-06-01 | first day a claim speaks of
    last_day | 2025-06-02 | last day a claim speaks of
    corroborated | 0 | edges that two or more independent sources affirm
    disputed | 0 | edges that some affirm and others oppose
    density | 0.2667 | share of ordered pairs that are joined
    weak_components | 2 | parts that hang together, direction ignored
    share_of_largest | 0.6667 | share of nodes in the largest
    strong_components | 2 | parts in which each leads to each
    greatest_core | 2 | greatest k of a k-core
    communities | 2 | parts joined more closely than by chance
    modularity | 0.2778 | how much more closely; 0 is chance
    reciprocity | 0.5 | share of joined ordered pairs that are joined both ways
    weighted_reciprocity | 0.5 | share of weight that comes back
    signed_pairs | 5 | pairs on good or bad terms
    triangles | 1 | triangles of such pairs
    frustrated_triangles | 0 | of these, out of balance
    balance | 1 | share of triangles in balance
    ");
}

/// Paths, each as its nodes with the day of each step.
fn walked(view: &View<'_>, paths: &[measure::StatementPath]) -> Vec<String> {
    let label = |node| view.label(&view.graph[node]);
    let step = |step: &measure::PathStep| {
        let how = if step.taken.is_empty() { "~" } else { "-" };
        let day = step.day.map_or_else(String::new, |day| day.to_string());
        format!(" {how}{day}> {}", label(step.to))
    };
    let path = |path: &measure::StatementPath| {
        let steps: String = path.steps.iter().map(step).collect();
        format!("{}{steps}", label(path.steps[0].from))
    };
    paths.iter().map(path).collect()
}

fn connected(lines: &str, from: &str, to: &str, undirected: bool) -> String {
    let compiled = compiled(lines);
    let claims = compiled.claims();
    let view = View::new(&claims, Edges::Bundle);
    let [from, to] = [from, to].map(|name| view.called(name).unwrap());
    let found = measure::shortest_paths(&view, &from, &to, undirected, 2);
    let in_time = measure::paths_in_time(&view, &from, &to, undirected);
    let shortest = walked(&view, &found.paths).join("\n");
    format!("{} shortest\n{shortest}\nin time\n{}", found.n_paths, walked(&view, &in_time).join("\n"))
}

#[test]
fn paths_are_short_or_in_the_order_of_time() {
    let lines = "A attacked B 2025-06-05; B attacked D 2025-06-01; B attacked D 2025-06-20; A attacked C 2025-06
        C attacked D 2025-06-03; A attacked E 2025-06-01; E attacked C 2025-06-02; D met F; A accused C 2025-07-01
        A met D 2025-09-01/2025-09-03; A attacked G 2025-06-01; G attacked D";
    insta::assert_snapshot!(connected(lines, "A", "D", false), @"
    1 shortest
    A -> D
    in time
    A -2025-06-01> C -2025-06-03> D
    A -2025-09-01> D
    ");
    insta::assert_snapshot!(connected(lines, "B", "C", false), @"
    1 shortest
    B -> D -> A -> C
    in time
    ");
    insta::assert_snapshot!(connected(lines, "B", "C", true), @"
    2 shortest
    B -> A -> C
    B -> D -> C
    in time
    B -2025-06-01> D -2025-06-03> C
    ");
    insta::assert_snapshot!(connected(lines, "G", "F", false), @"
    1 shortest
    G -> D -> F
    in time
    ");
}

#[test]
fn a_path_goes_through_what_somebody_says_of_an_event() {
    let lines = "A targeted B 2025-06-13 X positive proposed c1; C rejected #c1 2025-06-14 Y";
    insta::assert_snapshot!(connected(lines, "C", "B", false), @"
    1 shortest
    C -> A targeted B (proposed) ~> B
    in time
    C -2025-06-14> A targeted B (proposed) ~2025-06-14> B
    ");
    insta::assert_snapshot!(connected(lines, "B", "C", true), @"
    1 shortest
    B ~> A targeted B (proposed) -> C
    in time
    B ~> A targeted B (proposed) -2025-06-14> C
    ");
}
