//! The sample projects: sound, and every query of theirs has an answer.

use std::path::Path;

use relata::project::Project;
use relata::query::named;

use crate::support::Compiled;

fn sample(name: &str) -> Compiled {
    Compiled::of(Project::find(&Path::new(env!("CARGO_MANIFEST_DIR")).join("data").join(name)).unwrap())
}

#[test]
fn both_samples_are_sound() {
    for name in ["strike-veto", "harbour-crisis"] {
        let compiled = sample(name);
        let problems: Vec<String> =
            compiled.faults().lines().filter(|line| !line.contains(" notice ")).map(str::to_owned).collect();
        assert!(problems.is_empty(), "{name}: {problems:#?}");
        assert_eq!(compiled.tally.n_rejected, 0);
    }
}

#[test]
fn every_query_of_a_sample_has_an_answer() {
    for name in ["strike-veto", "harbour-crisis"] {
        let compiled = sample(name);
        let queries = named::list(&compiled.project.root, &relata::files::Reach::default());
        assert!(queries.len() >= 3, "{name}");
        for query in queries {
            assert!(!query.title.is_empty(), "{name}/{} says what it answers", query.name);
            let rows = compiled.engine().select(&std::fs::read_to_string(&query.path).unwrap()).unwrap();
            assert!(!rows.is_empty(), "{name}/{} is empty", query.name);
        }
    }
}

#[test]
fn the_three_statements_are_one_line_of_sparql_each() {
    let compiled = sample("strike-veto");
    assert_eq!(
        compiled.select("SELECT ?what { kg:Trump rel:rejected/rdfs:label ?what }"),
        "Israel proposed: Israel targeted Ali Khamenei"
    );
    assert_eq!(
        compiled.select("SELECT ?what { kg:Israel rel:proposed/rdfs:label ?what }"),
        "Israel targeted Ali Khamenei"
    );
    assert_eq!(compiled.select("SELECT ?whom { kg:Iran rel:retaliated_against/rdfs:label ?whom }"), "Israel");
}

#[test]
fn what_was_only_proposed_is_no_fact() {
    let compiled = sample("strike-veto");
    assert_eq!(compiled.select("SELECT ?x { kg:Israel rel:targeted ?x }"), "");
    let said = compiled.select(
        "SELECT ?m { ?c rdf:subject kg:Israel ; rdf:predicate rel:targeted ; rdf:object kg:Khamenei ; ra:modality ?m }",
    );
    assert_eq!(said, "https://w3id.org/relata/ns#proposed");
}

#[test]
fn every_claim_leads_back_to_its_words() {
    let compiled = sample("strike-veto");
    let missing = compiled.select("SELECT ?c { ?c a ra:Claim FILTER NOT EXISTS { ?c ra:evidence/oa:hasSelector/oa:start ?s ; ra:sourceLine ?l } }");
    assert_eq!(missing, "");
}

#[test]
fn contradicting_sources_stand_side_by_side() {
    let compiled = sample("harbour-crisis");
    let claims = compiled.claims();
    let view = relata::graph::View::new(&claims, relata::graph::Edges::Bundle);
    let count = |state| view.graph.edge_weights().filter(|edge| edge.state == state).count();
    assert!(count(relata::graph::State::Disputed) >= 1);
    assert!(count(relata::graph::State::Corroborated) >= 1);
    assert!(count(relata::graph::State::SingleSource) >= 1);
}
