//! The view: bundles, states, independent sources and filters; SPARQL and petgraph count the same.

use proptest::prelude::*;
use relata::graph::{Filter, State, View};
use relata::model::EventDate;

use crate::support::{Compiled, Sandbox};

/// Four documents of three publishers.
fn compiled(rows: &str) -> Compiled {
    let header = "id,subject,predicate,object,date,document,said_by,polarity,modality,denies,declines_to_comment\n";
    let documents = b"id,publisher\nd1,Times\nd2,Herald\nd3,Post\nd4,Times\n";
    Sandbox::new(&[("claims.csv", format!("{header}{rows}").as_bytes()), ("documents.csv", documents)]).compile()
}

fn view(rows: &str) -> View {
    View::new(compiled(rows).claims())
}

/// Every edge: ends, predicate, claims, sources, state.
fn drawn(view: &View) -> String {
    let line = |edge: petgraph::graph::EdgeReference<'_, relata::graph::Edge>| {
        use petgraph::visit::EdgeRef;
        let (from, to) = (&view.graph[edge.source()].label, &view.graph[edge.target()].label);
        let edge = edge.weight();
        format!(
            "{from} -{}-> {to}: {} claims, {} sources, {}",
            edge.label,
            edge.claims.len(),
            edge.n_sources,
            edge.state.word()
        )
    };
    view.graph.edge_references().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_state_of_a_statement_follows_from_its_claims() {
    let view = view(
        "c1,A,attacked,B,,d1,X,,,,\nc2,A,attacked,B,,d2,Y,,,,\n\
         c3,A,attacked,C,,d1,X,,,,\n\
         c4,A,attacked,D,,d1,X,,,,\nc5,A,attacked,D,,d2,Y,negative,,,\n\
         c6,A,attacked,E,,d1,X,negative,,,\n\
         c7,A,attacked,F,,d1,X,,planned,,\n\
         c8,A,attacked,G,,d1,X,,,,\nc9,G,denied,#c8,,d2,G,,,c8,\n",
    );
    insta::assert_snapshot!(drawn(&view), @"
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
fn one_publisher_or_one_speaker_is_one_source() {
    let sources = |rows: &str| view(rows).graph.edge_weights().next().unwrap().n_sources;
    assert_eq!(sources("c1,A,attacked,B,,d1,X,,,,\nc2,A,attacked,B,,d4,Y,,,,\n"), 1, "two speakers, one publisher");
    assert_eq!(sources("c1,A,attacked,B,,d1,X,,,,\nc2,A,attacked,B,,d2,X,,,,\n"), 1, "one speaker, two publishers");
    assert_eq!(sources("c1,A,attacked,B,,d1,X,,,,\nc2,A,attacked,B,,d2,Y,,,,\n"), 2);
    assert_eq!(
        sources("c1,A,attacked,B,,d1,X,,,,\nc2,A,attacked,B,,d2,Y,,,,\nc3,A,attacked,B,,d3,X;Y,,,,\n"),
        1,
        "the third ties the others"
    );
    assert_eq!(sources("c1,A,attacked,B,,,,,,,\nc2,A,attacked,B,,,,,,,\n"), 1, "the file answers");
}

#[test]
fn filters_narrow_the_view() {
    let rows = "c1,A,attacked,B,2025-06-01,d1,X,,,,\nc2,B,met,C,2025-06-10,d2,Y,,,,\nc3,C,met,D,2025-06-20,d3,X,,,,\n\
        c4,A,attacked,B,2025-06-02,d2,Y,,,,\nc5,D,targeted,A,,d1,X,,proposed,,\nc6,E,proposed,#c5,,d1,X,,,,\n";
    let apply = |filter: Filter| match filter.apply(view(rows)) {
        Ok(view) => {
            drawn(&view).lines().map(|line| line.split(':').next().unwrap().to_owned()).collect::<Vec<_>>().join("; ")
        }
        Err(error) => format!("{error}, near {:?}", error.near),
    };
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    let date = |text: &str| Some(EventDate::parse(text).unwrap());
    let filters = [
        Filter { about: words(&["a"]), ..Filter::default() },
        Filter { about: words(&["B"]), hops: Some(2), ..Filter::default() },
        Filter { predicates: words(&["rel:met"]), ..Filter::default() },
        Filter { speakers: words(&["Y"]), ..Filter::default() },
        Filter { since: date("2025-06-05"), until: date("2025-06"), ..Filter::default() },
        Filter { min_sources: Some(2), ..Filter::default() },
        Filter { states: vec![State::NotActual], ..Filter::default() },
        Filter { top: Some(1), ..Filter::default() },
        Filter { about: words(&["Z"]), ..Filter::default() },
        Filter { predicates: words(&["mets"]), ..Filter::default() },
        Filter { speakers: words(&["W"]), ..Filter::default() },
    ];
    insta::assert_snapshot!(filters.map(apply).join("\n"), @r#"
    A -attacked-> B; D -targeted-> A; E -proposed-> D targeted A (proposed)
    A -attacked-> B; B -met-> C; C -met-> D; D -targeted-> A
    B -met-> C; C -met-> D
    A -attacked-> B; B -met-> C
    B -met-> C; C -met-> D
    A -attacked-> B
    D -targeted-> A
    A -attacked-> B
    no entity is called `Z`, near None
    no predicate is called `mets`, near Some("met")
    no speaker is called `W`, near None
    "#);
}

fn row() -> impl Strategy<Value = String> {
    let name = "[A-D]";
    let rest = prop_oneof![Just(",d1,X,,,,"), Just(",d2,Y,negative,,,"), Just(",d3,X,,planned,,"), Just("2025,,Z,,,,")];
    (name, prop_oneof![Just("attacked"), Just("met")], name, rest)
        .prop_map(|(s, p, o, rest)| format!(",{s},{p},{o},{rest}"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn sparql_and_petgraph_count_the_same(rows in proptest::collection::vec(row(), 1..20)) {
        let compiled = compiled(&(rows.join("\n") + "\n"));
        let view = View::new(compiled.claims());
        let statements = compiled.select("SELECT DISTINCT ?s ?p ?o { ?c rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o }");
        prop_assert_eq!(view.graph.edge_count(), statements.lines().count());
        prop_assert_eq!(view.n_claims() as u64, compiled.tally.n_claims);
        let nodes = compiled.select("SELECT DISTINCT ?x { ?c rdf:subject|rdf:object ?x }");
        prop_assert_eq!(view.graph.node_count(), nodes.lines().count());
    }
}
