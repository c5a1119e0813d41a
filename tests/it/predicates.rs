//! Predicates keep the words and the IRIs that they are written with.

use relata::claims::whole::Whole;

use crate::support::{Compiled, Sandbox};

const PREDICATES: &str =
    "SELECT DISTINCT ?p ?l ?o { ?c a ra:Claim ; rdf:predicate ?p ; rdf:object/rdfs:label ?o . ?p rdfs:label ?l }";

fn compiled(cells: &[&str], terms: &str) -> Compiled {
    let rows = cells.iter().enumerate().map(|(n, cell)| format!("A,\"{cell}\",B{},S\n", n + 1));
    let csv = format!("subject,predicate,object,said_by\n{}", rows.collect::<String>());
    let toml = b"[project]\nname = \"t\"\n[prefixes]\nex = \"https://example.org/\"\n[ontology]\nfiles = [\"t.ttl\"]\n\
                 [severity]\nunknown-entity = \"allow\"\n";
    let prefixes = "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n\
                    @prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n@prefix ex: <https://example.org/> .\n";
    let terms = format!("{prefixes}{terms}");
    Sandbox::new(&[("relata.toml", toml), ("claims.csv", csv.as_bytes()), ("t.ttl", terms.as_bytes())]).compile()
}

/// The cells of predicates in the tables that come back.
fn cells(compiled: &Compiled) -> String {
    let claims = compiled.claims();
    let whole = Whole::new(&claims, &compiled.project.namespace);
    let mut cells: Vec<String> =
        (0..claims.rows().len()).filter_map(|index| whole.claim(index)).map(|claim| claim.predicate).collect();
    cells.sort();
    cells.join("\n")
}

#[test]
fn a_predicate_keeps_the_spelling_that_came_first() {
    let words = [
        "NATO-led patrol of",
        "Owns (2016 FEC filing)",
        "İstanbul talks  with",
        "nato led patrol_of",
        "café",
        "cafe\u{301}",
    ];
    let compiled = compiled(&words, "");
    insta::assert_snapshot!(compiled.select(PREDICATES), @"");
    insta::assert_snapshot!(compiled.select("SELECT ?p ?l { ?p skos:altLabel ?l . ?c rdf:predicate ?p }"), @"");
    insta::assert_snapshot!(compiled.faults(), @"");
    insta::assert_snapshot!(cells(&compiled), @"");
}

#[test]
fn an_iri_stays_the_iri_it_is() {
    let written = [
        "https://example.org/x/knows",
        "<http://xmlns.com/foaf/0.1/knows>",
        "schema:knows",
        "ex:hit",
        "wd:Q30",
        "own:NATO_led",
        "foo:knows",
        "note: met with",
        "https://example.org/two words",
        "rel:atacked",
        "cameo:190",
        "cameo:0999",
    ];
    let compiled = compiled(&written, "");
    insta::assert_snapshot!(compiled.select(PREDICATES), @"");
    insta::assert_snapshot!(compiled.faults(), @"");
    insta::assert_snapshot!(cells(&compiled), @"");
}

#[test]
fn what_the_project_says_of_a_name_counts_before_what_is_shipped() {
    let terms = "ex:hit a owl:ObjectProperty ; rdfs:label \"attacked\" ; skos:altLabel \"struck\" .\n\
                 ex:met a owl:ObjectProperty ; rdfs:label \"came together with\" .\n\
                 ex:was_hit_by a <https://w3id.org/relata/ns#InversePredicate> ; rdfs:label \"was struck by\" ; owl:inverseOf ex:hit .\n";
    let compiled =
        compiled(&["attacked", "Struck", "rel:attacked", "met", "was struck by", "ex:was_hit_by", "ex:hit"], terms);
    insta::assert_snapshot!(compiled.select("SELECT DISTINCT ?p ?s ?o { ?c rdf:predicate ?p ; rdf:subject/rdfs:label ?s ; rdf:object/rdfs:label ?o }"), @"");
    insta::assert_snapshot!(compiled.faults(), @"");
    insta::assert_snapshot!(cells(&compiled), @"");
}
