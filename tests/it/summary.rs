//! A graph in numbers: what SPARQL counts.

use std::collections::BTreeMap;

use oxigraph::model::vocab::{rdf, rdfs, xsd};
use oxigraph::model::{GraphName, Literal, NamedNode, NamedNodeRef, Quad, Term};
use proptest::prelude::*;
use relata::query::summary::{Role, Use, counts, top};
use relata::query::{Engine, Value};
use relata::rdf::vocab;
use relata::store::Store;

use crate::cli::{out, relata};
use crate::support::{Sandbox, claims};

/// What each number means.
const MEANINGS: &[(&str, &str)] = &[
    ("claims", "SELECT (COUNT(*) AS ?n) { ?c a ra:Claim }"),
    ("accepted claims", "SELECT (COUNT(*) AS ?n) { ?c ra:accepted true }"),
    ("events", "SELECT (COUNT(*) AS ?n) { ?e a ra:Event }"),
    (
        "statements",
        "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?s ?p ?o { ?c rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o } }",
    ),
    (
        "actors",
        "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?a {
            { ?c rdf:subject ?a } UNION { ?e ra:recipient ?a } FILTER NOT EXISTS { ?a a ra:Event } } }",
    ),
    ("speakers", "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?c ra:speaker ?s }"),
    ("documents", "SELECT (COUNT(*) AS ?n) { ?d a ra:Document }"),
    ("predicates", "SELECT (COUNT(DISTINCT ?p) AS ?n) { ?c rdf:predicate ?p }"),
    ("quotes", "SELECT (COUNT(DISTINCT ?m) AS ?n) { ?m ra:quote ?q }"),
    ("undated claims", "SELECT (COUNT(*) AS ?n) { ?c ra:about ?e FILTER NOT EXISTS { ?e ra:date|ra:edtf ?d } }"),
    (
        "unsourced claims",
        "SELECT (COUNT(*) AS ?n) { ?c a ra:Claim
            FILTER NOT EXISTS { ?c ra:speaker ?s } FILTER NOT EXISTS { ?c ra:inDocument ?d } }",
    ),
];

const ROLES: &[(Role, &str)] = &[
    (Role::Actor, "(rdf:subject|ra:about/ra:recipient)"),
    (Role::Predicate, "rdf:predicate"),
    (Role::Speaker, "ra:speaker"),
    (Role::Publisher, "ra:inDocument/schema:publisher"),
];

fn asked(store: &Store, query: &str) -> Vec<Vec<String>> {
    let prefixes = vocab::PREFIXES.iter().map(|(prefix, iri)| ((*prefix).to_owned(), (*iri).to_owned()));
    let engine = Engine::new(store, prefixes.collect::<BTreeMap<_, _>>());
    let rows = engine.select(query).unwrap().into_iter();
    rows.map(|row| row.into_iter().map(|value| value.map(Value::into_text).unwrap_or_default()).collect()).collect()
}

fn told(store: &Store) -> Vec<String> {
    counts(store).into_iter().map(|count| format!("{} {}", count.what, count.n)).collect()
}

fn counted(store: &Store) -> Vec<String> {
    MEANINGS.iter().map(|(what, query)| format!("{what} {}", asked(store, query)[0][0])).collect()
}

/// The names used most, of which so many are as often used as the last that those behind it do not count.
fn most_used(store: &Store, path: &str) -> Vec<Use> {
    let query = format!(
        "SELECT (MIN(?label) AS ?name) (COUNT(DISTINCT ?c) AS ?n) (COUNT(DISTINCT ?affirming) AS ?m) {{
             ?c {path} ?thing . ?thing rdfs:label ?label
             OPTIONAL {{ ?c ra:stance ra:affirming BIND(?c AS ?affirming) }} }}
         GROUP BY ?thing ORDER BY DESC(?n) ?name ?thing"
    );
    asked(store, &query)
        .into_iter()
        .map(|row| Use { name: row[0].clone(), n_claims: row[1].parse().unwrap(), n_affirm: row[2].parse().unwrap() })
        .collect()
}

fn quad() -> impl Strategy<Value = Quad> {
    let named = |name: String| NamedNode::new_unchecked(format!("https://example.org/{name}"));
    let predicates = [
        rdf::TYPE,
        rdf::TYPE,
        vocab::ACCEPTED,
        vocab::RDF_SUBJECT,
        vocab::RDF_PREDICATE,
        vocab::RDF_OBJECT,
        vocab::RECIPIENT,
        vocab::SPEAKER,
        vocab::STANCE,
        vocab::QUOTE,
        vocab::ABOUT,
        vocab::DATE,
        vocab::EDTF_DATE,
        vocab::IN_DOCUMENT,
        vocab::SCHEMA_PUBLISHER,
    ];
    let class = |class: NamedNodeRef<'_>| Just(Term::from(class.into_owned()));
    let text = || {
        prop_oneof![
            2 => "[AB]".prop_map(|name| Term::from(Literal::new_simple_literal(name))),
            1 => "[AB]".prop_map(|name| Literal::new_language_tagged_literal_unchecked(name, "de").into()),
        ]
    };
    let object = prop_oneof![
        1 => class(vocab::CLAIM),
        1 => class(vocab::EVENT),
        1 => class(vocab::DOCUMENT),
        1 => class(vocab::AFFIRMING),
        1 => any::<bool>().prop_map(|truth| Literal::from(truth).into()),
        1 => Just(Literal::new_typed_literal("1", xsd::BOOLEAN).into()),
        4 => "[a-e]".prop_map(move |name| Term::from(named(name))),
        3 => text(),
    ];
    // A label is a text: `true` and `1` are one value, of which SPARQL does not say which stands first.
    let facts = prop_oneof![
        15 => (proptest::sample::select(predicates.to_vec()), object),
        2 => (Just(rdfs::LABEL), text()),
    ];
    let graph = prop_oneof![3 => Just(GraphName::DefaultGraph), 1 => Just(named("g".to_owned()).into())];
    ("[a-e]", facts, graph).prop_map(move |(subject, (predicate, object), graph)| {
        Quad::new(named(subject), predicate.into_owned(), object, graph)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_graph_has_the_numbers_that_sparql_counts(quads in proptest::collection::vec(quad(), 0..60)) {
        let store = Store::of_quads(&quads).unwrap();
        prop_assert_eq!(told(&store), counted(&store));
        for (role, path) in ROLES {
            let all = most_used(&store, path);
            prop_assert_eq!(&top(&store, *role, usize::MAX), &all);
            prop_assert_eq!(&top(&store, *role, 2), &all[..all.len().min(2)]);
        }
    }
}

const TABLE: &str = "id,subject,predicate,object,date,said_by,polarity,denies,document\n\
    c1,Iran,attacked,Israel,2025-06-14,Reuters;AFP,,,d1\n\
    c2,Iran,attacked,Israel,2025-06-14,Tehran,negative,c1,\n\
    c3,Israel,proposed,#c1,,,,,\n\
    c4,Oman,met,Iran,2025-06~,Reuters,,,d1\n";
const DOCUMENTS: &[u8] = b"id,publisher\nd1,Times\n";

#[test]
fn stats_shows_numbers_and_names() {
    let sandbox = Sandbox::new(&[("claims.csv", TABLE.as_bytes()), ("documents.csv", DOCUMENTS)]);
    insta::assert_snapshot!(out(&relata(&sandbox, &["stats", "--format", "csv", "--top", "2"])), @"
    list,name,n,n_affirm
    graph,claims,4,
    graph,accepted claims,3,
    graph,events,3,
    graph,statements,3,
    graph,actors,3,
    graph,speakers,3,
    graph,documents,1,
    graph,predicates,3,
    graph,quotes,0,
    graph,undated claims,1,
    graph,unsourced claims,1,
    occurrences,corroborated,0,
    occurrences,single-source,1,
    occurrences,unsourced,1,
    occurrences,disputed,1,
    occurrences,denied,0,
    occurrences,left-open,0,
    occurrences,not-actual,0,
    actors,Iran,3,2
    actors,Israel,3,2
    predicates,attacked,2,1
    predicates,met,1,1
    speakers,Reuters,2,2
    speakers,AFP,1,1
    publishers,Times,2,2
    ");
    insta::assert_snapshot!(out(&relata(&sandbox, &["stats", "--top", "1"])), @"
    graph             n
    ────────────────  ─
    claims            4
    accepted claims   3
    events            3
    statements        3
    actors            3
    speakers          3
    documents         1
    predicates        3
    quotes            0
    undated claims    1
    unsourced claims  1

    occurrences    n
    ─────────────  ─
    corroborated   0
    single-source  1
    unsourced      1
    disputed       1
    denied         0
    left-open      0
    not-actual     0

    actors  claims  say so
    ──────  ──────  ──────
    Iran    3       2

    predicates  claims  say so
    ──────────  ──────  ──────
    attacked    2       1

    speakers  claims  say so
    ────────  ──────  ──────
    Reuters   2       2

    publishers  claims  say so
    ──────────  ──────  ──────
    Times       2       2
    ");
    let json = out(&relata(&sandbox, &["stats", "--format", "json", "--top", "1"]));
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["graph"][0], serde_json::json!({ "name": "claims", "n": 4 }));
    assert_eq!(json["publishers"], serde_json::json!([{ "name": "Times", "n": 2, "n_affirm": 2 }]));
}

#[test]
fn nothing_is_counted_where_nothing_is_claimed() {
    let nothing = Store::of_quads(&[]).unwrap();
    assert!(counts(&nothing).iter().all(|count| count.n == 0));
    assert!(ROLES.iter().all(|(role, _)| top(&nothing, *role, 5).is_empty()));
    let some = claims(TABLE);
    assert_eq!(told(&some.store), counted(&some.store));
}
