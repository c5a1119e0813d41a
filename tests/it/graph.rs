//! The view: bundles, states, independent sources and filters; SPARQL and petgraph count the same.

use jiff::civil::date;
use petgraph::visit::EdgeRef;
use proptest::prelude::*;
use relata::graph::{Edges, Filter, GroupBy, Slice, State, View, Weight};
use relata::model::Period;

use crate::support::{Compiled, Sandbox};

/// Four documents of three publishers.
fn compiled(rows: &str) -> Compiled {
    let header = "id,subject,predicate,object,date,document,said_by,polarity,modality,denies,declines_to_comment\n";
    let documents = b"id,publisher\nd1,Times\nd2,Herald\nd3,Post\nd4,Times\n";
    Sandbox::new(&[("claims.csv", format!("{header}{rows}").as_bytes()), ("documents.csv", documents)]).compile()
}

/// Every edge: ends, predicate, claims, sources, state.
fn drawn(view: &View<'_>) -> String {
    let line = |edge: petgraph::graph::EdgeReference<'_, relata::graph::Edge>| {
        let label = |node| view.label(&view.graph[node]);
        let (from, to, edge) = (label(edge.source()), label(edge.target()), edge.weight());
        let (n_claims, n_sources, state) = (edge.n_claims(), edge.n_sources, edge.state.word());
        format!("{from} -{}-> {to}: {n_claims} claims, {n_sources} sources, {state}", view.edge_label(edge))
    };
    view.graph.edge_references().map(line).collect::<Vec<_>>().join("\n")
}

/// Every edge of the part that is wanted.
fn filtered(rows: &str, filter: &Filter) -> String {
    match filter.view(&compiled(rows).claims()) {
        Ok(view) => drawn(&view),
        Err(error) => format!("{error}, near {:?}", error.near),
    }
}

#[test]
fn the_state_of_a_statement_follows_from_its_claims() {
    let rows = "c1,A,attacked,B,,d1,X,,,,\nc2,A,attacked,B,,d2,Y,,,,\n\
         c3,A,attacked,C,,d1,X,,,,\n\
         c4,A,attacked,D,,d1,X,,,,\nc5,A,attacked,D,,d2,Y,negative,,,\n\
         c6,A,attacked,E,,d1,X,negative,,,\n\
         c7,A,attacked,F,,d1,X,,planned,,\n\
         c8,A,attacked,G,,d1,X,,,,\nc9,G,denied,#c8,,d2,G,,,c8,\n";
    insta::assert_snapshot!(filtered(rows, &Filter::default()), @"
    A -attacked-> B: 2 claims, 2 sources, corroborated
    A -attacked-> C: 1 claims, 1 sources, single-source
    A -attacked-> D: 2 claims, 1 sources, disputed
    A -attacked-> E: 1 claims, 1 sources, denied
    A -attacked-> F: 1 claims, 1 sources, not-actual
    A -attacked-> G: 1 claims, 1 sources, disputed
    G -denied-> A attacked G: 1 claims, 1 sources, single-source
    ");
}

#[test]
fn sources_are_speakers_and_outlets_are_counted_beside_them() {
    let sources = |rows: &str| {
        let compiled = compiled(rows);
        let claims = compiled.claims();
        let view = View::new(&claims, Edges::Bundle);
        let edge = view.graph.edge_weights().next().unwrap();
        (edge.n_sources, edge.n_outlets)
    };
    assert_eq!(sources("c1,A,attacked,B,,d1,X,,,,\nc2,A,attacked,B,,d4,Y,,,,\n"), (2, 1), "two speakers in one outlet");
    assert_eq!(sources("c1,A,attacked,B,,d1,X,,,,\nc2,A,attacked,B,,d2,X,,,,\n"), (1, 2), "one speaker in two outlets");
    assert_eq!(sources("c1,A,attacked,B,,d1,X,,,,\nc2,A,attacked,B,,d2,Y,,,,\n"), (2, 2));
    assert_eq!(sources("c1,A,attacked,B,,d1,X;Y,,,,\n"), (2, 1), "two speakers in one cell are two, as in two rows");
    assert_eq!(sources("c1,A,attacked,B,,d1,X,,,,\nc2,A,attacked,B,,d1,,,,,\n"), (1, 1), "an outlet quotes its source");
    assert_eq!(
        sources("c1,A,attacked,B,,d1,,,,,\nc2,A,attacked,B,,d2,,,,,\n"),
        (2, 2),
        "two outlets say so themselves"
    );
    assert_eq!(sources("c1,A,attacked,B,,,,,,,\nc2,A,attacked,B,,,,,,,\n"), (0, 0), "nobody says so");
}

#[test]
fn filters_narrow_the_view() {
    let rows = "c1,A,attacked,B,2025-06-01,d1,X,,,,\nc2,B,met,C,2025-06-10,d2,Y,,,,\nc3,C,met,D,2025-06-20,d3,X,,,,\n\
        c4,A,attacked,B,2025-06-02,d2,Y,,,,\nc5,D,targeted,A,,d1,X,,proposed,,\nc6,E,proposed,#c5,,d1,X,,,,\n";
    let apply = |filter: Filter| {
        let drawn = filtered(rows, &filter);
        drawn.lines().map(|line| line.split(':').next().unwrap()).collect::<Vec<_>>().join("; ")
    };
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    let filters = [
        ("about a", Filter { about: words(&["a"]), ..Filter::default() }),
        ("about B, two hops", Filter { about: words(&["B"]), hops: Some(2), ..Filter::default() }),
        ("predicate met", Filter { predicates: words(&["rel:met"]), ..Filter::default() }),
        ("speaker Y", Filter { speakers: words(&["Y"]), ..Filter::default() }),
        (
            "since 5 June until 30 June",
            Filter { since: Some(date(2025, 6, 5)), until: Some(date(2025, 6, 30)), ..Filter::default() },
        ),
        ("two sources", Filter { min_sources: Some(2), ..Filter::default() }),
        ("not actual", Filter { states: vec![State::NotActual], ..Filter::default() }),
        ("the heaviest", Filter { top: Some(1), ..Filter::default() }),
        ("between B and A", Filter { between: Some(("B".into(), "A".into())), ..Filter::default() }),
        ("between A and D", Filter { between: Some(("A".into(), "D".into())), ..Filter::default() }),
        ("between A and C", Filter { between: Some(("A".into(), "C".into())), ..Filter::default() }),
        ("about an unknown Z", Filter { about: words(&["Z"]), ..Filter::default() }),
        ("an unknown predicate", Filter { predicates: words(&["mets"]), ..Filter::default() }),
        ("an unknown speaker", Filter { speakers: words(&["W"]), ..Filter::default() }),
    ];
    insta::assert_snapshot!(filters.map(|(name, filter)| format!("{name}: {}", apply(filter))).join("\n"), @r#"
    about a: A -attacked-> B; D -targeted-> A; E -proposed-> D targeted A (proposed)
    about B, two hops: A -attacked-> B; B -met-> C; C -met-> D; D -targeted-> A
    predicate met: B -met-> C; C -met-> D
    speaker Y: A -attacked-> B; B -met-> C
    since 5 June until 30 June: B -met-> C; C -met-> D
    two sources: 
    not actual: D -targeted-> A
    the heaviest: A -attacked-> B
    between B and A: A -attacked-> B
    between A and D: D -targeted-> A
    between A and C: 
    about an unknown Z: no entity is called `Z`, near None
    an unknown predicate: no predicate is called `mets`, near Some("met")
    an unknown speaker: no speaker is called `W`, near None
    "#);
}

#[test]
fn an_edge_can_stand_for_one_claim() {
    let rows = "c1,A,attacked,B,2025-06-01,d1,X,,,,\nc2,A,attacked,B,,d2,Y,,,,\nc3,A,attacked,B,,d3,Z,negative,,,\n\
        c4,A,attacked,B,,d3,Z,,threatened,,\n";
    insta::assert_snapshot!(filtered(rows, &Filter { edges: Edges::Claims, ..Filter::default() }), @"
    A -attacked-> B: 1 claims, 2 sources, disputed
    A -attacked-> B: 1 claims, 2 sources, disputed
    A -attacked-> B: 1 claims, 2 sources, denied
    A -attacked-> B: 1 claims, 2 sources, not-actual
    ");
    let compiled = compiled(rows);
    let claims = compiled.claims();
    let ids = |edges| {
        let view = View::new(&claims, edges);
        view.graph.edge_indices().map(|edge| view.edge_id(edge)).collect::<Vec<_>>().join(" ")
    };
    insta::assert_snapshot!([ids(Edges::Bundle), ids(Edges::Claims)].join("\n"), @"
    e497f0740918bd739
    c71d3cbb8cc660ec4 ce0e28d7946dab81c cc204d175f6072276 c3cc2c86166f885a0
    ");
}

#[test]
fn weight_is_claims_or_independent_sources() {
    let rows = "c1,A,attacked,B,,d1,X,,,,\nc2,A,attacked,B,,d4,Y,,,,\nc3,A,attacked,B,,d2,Z,,,,\nc4,A,attacked,B,,d1,Z,,planned,,\n";
    let compiled = compiled(rows);
    let claims = compiled.claims();
    let weights = [Weight::Claims, Weight::Sources].map(|weight| {
        let view = Filter { weight, ..Filter::default() }.view(&claims).unwrap();
        view.graph.edge_weights().map(|edge| view.weight(edge)).sum::<u32>()
    });
    assert_eq!(weights, [3, 3], "three say so, and one speaks of a plan");
}

#[test]
fn edges_of_groups_with_one_name_have_identifiers_of_their_own() {
    let entities =
        b"id,label,type,country\nS,Same,state,\nT,This,state,\na,a,person,S\nb,b,person,S\nc,c,person,T\nd,d,person,T\n";
    let table = b"subject,predicate,object\na,attacked,b\nc,attacked,d\n";
    let rdf = b"<https://w3id.org/relata/kg/T> <http://www.w3.org/2000/01/rdf-schema#label> \"Same\" .\n";
    let compiled = Sandbox::new(&[("claims.csv", table), ("entities.csv", entities), ("names.ttl", rdf)]).compile();
    let claims = compiled.claims();
    let view = View::new(&claims, Edges::Bundle).grouped(GroupBy::Country).collapsed();
    assert_eq!(drawn(&view).lines().filter(|line| line.starts_with("Same (2) -attacked-> Same (2)")).count(), 2);
    let ids: std::collections::BTreeSet<String> = view.graph.edge_indices().map(|edge| view.edge_id(edge)).collect();
    assert_eq!(ids.len(), 2);
}

#[test]
fn nodes_are_grouped_and_groups_collapse() {
    let files: [(&str, &[u8]); 2] = [
        ("claims.csv", b"id,subject,predicate,object\nc1,Ali,attacked,Bo\nc2,Ali,met,Cy\nc3,Iraq,met,Bo\nc4,Cy,proposed,#c1\nc5,Dora,met,Bo\n"),
        (
            "entities.csv",
            b"id,label,type,member_of,country\nir,Iran,state,,\niq,Iraq,state,,\nal,Ali,person,guards,\n\
              guards,Guards,organization,,ir\nbo,Bo,person,,iq\ncy,Cy,role,iq,\ndo,Dora,person,,FR\n",
        ),
    ];
    let compiled = Sandbox::new(&files).compile();
    let claims = compiled.claims();
    let told = |by| {
        let view = View::new(&claims, Edges::Bundle).grouped(by);
        let groups = view.groups.iter().map(relata::graph::NodeGroup::title).collect::<Vec<_>>().join(", ");
        format!("{groups}\n{}", drawn(&view.collapsed()))
    };
    insta::assert_snapshot!([GroupBy::Type, GroupBy::Country].map(told).join("\n\n"), @"
    person (3), role, event, state
    person (3) -attacked and 1 more-> person (3): 2 claims, 0 sources, unsourced
    person (3) -met-> role: 1 claims, 0 sources, unsourced
    person (3) -met-> state: 1 claims, 0 sources, unsourced
    role -proposed-> event: 1 claims, 0 sources, unsourced

    Iran (2), Iraq (3), FR
    Iran (2) -attacked and 1 more-> Iraq (3): 2 claims, 0 sources, unsourced
    Iraq (3) -proposed-> Iran (2): 1 claims, 0 sources, unsourced
    Iraq (3) -met-> Iraq (3): 1 claims, 0 sources, unsourced
    Iraq (3) -met-> FR: 1 claims, 0 sources, unsourced
    ");
}

#[test]
fn communities_are_what_hangs_together() {
    // Two cliques of four with one edge between, and a pair apart.
    let clique = |names: &str| {
        let names: Vec<char> = names.chars().collect();
        let pairs = names.iter().enumerate().flat_map(|(at, a)| names[at + 1..].iter().map(move |b| (*a, *b)));
        pairs.map(|(a, b)| format!(",{a},attacked,{b},,,,,,,\n")).collect::<Vec<_>>().concat()
    };
    let rows = clique("ABCD") + &clique("EFGH") + ",D,attacked,E,,,,,,,\n,X,attacked,Y,,,,,,,\n";
    let compiled = compiled(&rows);
    let claims = compiled.claims();
    let view = View::new(&claims, Edges::Bundle).grouped(GroupBy::Community);
    let told: Vec<String> =
        view.graph.node_weights().map(|node| format!("{}{}", view.label(node), node.group.unwrap())).collect();
    assert_eq!(told.join(" "), "A0 B0 C0 D0 E1 F1 G1 H1 X2 Y2");
    assert_eq!(view.groups[0].title(), "around D (4)");
}

#[test]
fn an_open_interval_has_no_end() {
    let rows =
        "c1,A,attacked,B,2025-06/..,d1,X,,,,\nc2,B,attacked,C,../2025-01,d1,X,,,,\nc3,C,attacked,D,2025-06,d1,X,,,,\n";
    let kept = |since, until| {
        let drawn = filtered(rows, &Filter { since, until, ..Filter::default() });
        drawn.lines().map(|line| line.split(':').next().unwrap()).collect::<Vec<_>>().join("; ")
    };
    assert_eq!(kept(Some(date(2030, 1, 1)), None), "A -attacked-> B");
    assert_eq!(kept(None, Some(date(1990, 1, 1))), "B -attacked-> C");
    let compiled = compiled(rows);
    let claims = compiled.claims();
    let view = View::new(&claims, Edges::Bundle);
    let periods: Vec<String> = view.graph.edge_weights().map(|edge| edge.period.unwrap().to_string()).collect();
    assert_eq!(periods, ["2025-06-01/..", "../2025-01-31", "2025-06-01/2025-06-30"]);
    assert_eq!(view.period().unwrap().to_string(), "2025-01-31/2025-06-30");
}

#[test]
fn time_is_cut_into_slices() {
    let all = Period { begin: date(2024, 12, 30), end: date(2025, 2, 2) };
    let names = |slice: Slice| slice.periods(all).map(|(name, period)| format!("{name} {period}")).collect::<Vec<_>>();
    insta::assert_snapshot!(
        [Slice::Year, Slice::Quarter, Slice::Month, Slice::Week].map(names).concat().join("\n"),
        @"
    2024 2024-01-01/2024-12-31
    2025 2025-01-01/2025-12-31
    2024-Q4 2024-10-01/2024-12-31
    2025-Q1 2025-01-01/2025-03-31
    2024-12 2024-12-01/2024-12-31
    2025-01 2025-01-01/2025-01-31
    2025-02 2025-02-01/2025-02-28
    2025-W01 2024-12-30/2025-01-05
    2025-W02 2025-01-06/2025-01-12
    2025-W03 2025-01-13/2025-01-19
    2025-W04 2025-01-20/2025-01-26
    2025-W05 2025-01-27/2025-02-02
    "
    );
    assert_eq!(Slice::Day.periods(all).count(), 35);
}

fn row() -> impl Strategy<Value = String> {
    let name = "[A-D]";
    let rest = prop_oneof![Just(",d1,X,,,,"), Just(",d2,Y,negative,,,"), Just(",d3,X,,planned,,"), Just("2025,,Z,,,,")];
    (name, prop_oneof![Just("attacked"), Just("met")], name, rest)
        .prop_map(|(s, p, o, rest)| format!(",{s},{p},{o},{rest}"))
}

proptest! {
    #![proptest_config(crate::support::draws(24))]

    #[test]
    fn sparql_and_petgraph_count_the_same(rows in proptest::collection::vec(row(), 1..20)) {
        let compiled = compiled(&(rows.join("\n") + "\n"));
        let claims = compiled.claims();
        let view = View::new(&claims, Edges::Bundle);
        let statements = compiled.select("SELECT DISTINCT ?s ?p ?o { ?c rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o }");
        prop_assert_eq!(view.graph.edge_count(), statements.lines().count());
        prop_assert_eq!(view.n_claims() as u64, compiled.tally.n_claims);
        let nodes = compiled.select("SELECT DISTINCT ?x { ?c rdf:subject|rdf:object ?x }");
        prop_assert_eq!(view.graph.node_count(), nodes.lines().count());
    }
}
