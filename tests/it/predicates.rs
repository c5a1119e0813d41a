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
    insta::assert_snapshot!(compiled.select(PREDICATES), @"
    https://w3id.org/relata/project/t/rel/café | café | B5
    https://w3id.org/relata/project/t/rel/café | café | B6
    https://w3id.org/relata/project/t/rel/i%CC%87stanbul_talks_with | İstanbul talks with | B3
    https://w3id.org/relata/project/t/rel/nato_led_patrol_of | NATO-led patrol of | B1
    https://w3id.org/relata/project/t/rel/nato_led_patrol_of | NATO-led patrol of | B4
    https://w3id.org/relata/project/t/rel/owns_%282016_fec_filing%29 | Owns (2016 FEC filing) | B2
    ");
    insta::assert_snapshot!(compiled.select("SELECT ?p ?l { ?p skos:altLabel ?l . ?c rdf:predicate ?p }"), @"
    https://w3id.org/relata/project/t/rel/nato_led_patrol_of | nato led patrol_of
    https://w3id.org/relata/project/t/rel/nato_led_patrol_of | nato led patrol_of
    ");
    insta::assert_snapshot!(compiled.faults().replace("e\u{301}", "é (decomposed)"), @"
    claims.csv:2:4 notice own-predicate predicate: `NATO-led patrol of` is in no vocabulary → `relata predicates` lists such words with known predicates that come near
    claims.csv:3:4 notice own-predicate predicate: `Owns (2016 FEC filing)` is in no vocabulary → `relata predicates` lists such words with known predicates that come near
    claims.csv:4:4 notice own-predicate predicate: `İstanbul talks  with` is in no vocabulary → `relata predicates` lists such words with known predicates that come near
    claims.csv:5:4 notice predicate-spelling predicate: `nato led patrol_of` is the predicate `NATO-led patrol of` in another spelling
    claims.csv:5:4 notice own-predicate predicate: `nato led patrol_of` is in no vocabulary → `relata predicates` lists such words with known predicates that come near
    claims.csv:6:4 notice own-predicate predicate: `café` is in no vocabulary → `relata predicates` lists such words with known predicates that come near
    claims.csv:7:4 notice own-predicate predicate: `café (decomposed)` is in no vocabulary → `relata predicates` lists such words with known predicates that come near
    ");
    insta::assert_snapshot!(cells(&compiled), @"
    NATO-led patrol of
    NATO-led patrol of
    Owns (2016 FEC filing)
    café
    café
    İstanbul talks with
    ");
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
    insta::assert_snapshot!(compiled.select(PREDICATES), @"
    http://www.wikidata.org/entity/Q30 | Q30 | B5
    http://xmlns.com/foaf/0.1/knows | knows | B2
    https://example.org/hit | hit | B4
    https://example.org/x/knows | knows | B1
    https://schema.org/knows | knows | B3
    https://w3id.org/relata/project/t/rel/NATO_led | NATO_led | B6
    https://w3id.org/relata/project/t/rel/cameo%3A0999 | cameo:0999 | B12
    https://w3id.org/relata/project/t/rel/foo%3Aknows | foo:knows | B7
    https://w3id.org/relata/project/t/rel/note%3A_met_with | note: met with | B8
    https://w3id.org/relata/project/t/rel/rel%3Aatacked | rel:atacked | B10
    https://w3id.org/relata/rel/attacked | attacked | B11
    ");
    insta::assert_snapshot!(compiled.faults(), @"
    claims.csv:8:4 warning unknown-predicate predicate: `foo:knows` is in no vocabulary → it is read as words, for the prefix `foo` is not known: add it under `[prefixes]` in `relata.toml`
    claims.csv:9:4 notice own-predicate predicate: `note: met with` is in no vocabulary → `relata predicates` lists such words with known predicates that come near
    claims.csv:10:4 error bad-iri predicate: `https://example.org/two words` is no IRI → write a name, or an absolute IRI without spaces
    claims.csv:11:4 warning unknown-predicate predicate: `rel:atacked` is in no vocabulary → did you mean `attacked`?
    claims.csv:13:4 warning unknown-predicate predicate: `cameo:0999` is in no vocabulary → the list that the prefix stands for has no such term: look at the spelling
    ");
    insta::assert_snapshot!(cells(&compiled), @"
    <http://www.wikidata.org/entity/Q30>
    <http://xmlns.com/foaf/0.1/knows>
    <https://example.org/hit>
    <https://example.org/x/knows>
    <https://schema.org/knows>
    <https://w3id.org/relata/project/t/rel/NATO_led>
    attacked
    cameo:0999
    foo:knows
    note: met with
    rel:atacked
    ");
}

#[test]
fn what_the_project_says_of_a_name_counts_before_what_is_shipped() {
    let terms = "ex:hit a owl:ObjectProperty ; rdfs:label \"attacked\" ; skos:altLabel \"struck\" .\n\
                 ex:met a owl:ObjectProperty ; rdfs:label \"came together with\" .\n\
                 ex:was_hit_by a <https://w3id.org/relata/ns#InversePredicate> ; rdfs:label \"was struck by\" ; owl:inverseOf ex:hit .\n";
    let compiled =
        compiled(&["attacked", "Struck", "rel:attacked", "met", "was struck by", "ex:was_hit_by", "ex:hit"], terms);
    insta::assert_snapshot!(compiled.select("SELECT DISTINCT ?p ?s ?o { ?c rdf:predicate ?p ; rdf:subject/rdfs:label ?s ; rdf:object/rdfs:label ?o }"), @"
    https://example.org/hit | A | B1
    https://example.org/hit | A | B2
    https://example.org/hit | A | B7
    https://example.org/hit | B5 | A
    https://example.org/hit | B6 | A
    https://w3id.org/relata/rel/attacked | A | B3
    https://w3id.org/relata/rel/met | A | B4
    ");
    insta::assert_snapshot!(compiled.faults(), @"
    claims.csv:6:4 notice inverse-predicate predicate: `was struck by` is read as `attacked` with subject and object exchanged
    claims.csv:7:4 notice inverse-predicate predicate: `ex:was_hit_by` is read as `attacked` with subject and object exchanged
    t.ttl:0:0 notice shared-predicate-name: `attacked` means `https://example.org/hit` in this project, and not `https://w3id.org/relata/rel/attacked` → give one of the two another label; a cell may also hold the whole IRI
    t.ttl:0:0 notice shared-predicate-name: `struck` means `https://example.org/hit` in this project, and not `https://w3id.org/relata/rel/struck` → give one of the two another label; a cell may also hold the whole IRI
    t.ttl:0:0 notice shared-predicate-name: `was struck by` means `https://example.org/hit` in this project, and not `https://w3id.org/relata/rel/struck` → give one of the two another label; a cell may also hold the whole IRI
    ");
    insta::assert_snapshot!(cells(&compiled), @"
    <https://example.org/hit>
    <https://example.org/hit>
    <https://example.org/hit>
    <https://example.org/hit>
    <https://example.org/hit>
    <https://w3id.org/relata/rel/attacked>
    met
    ");
}
