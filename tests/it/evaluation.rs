//! How queries are answered: the steps, their order, the limits, and searches in texts.

use std::fmt::Write;
use std::time::Duration;

use oxigraph::model::{GraphName, Literal, NamedNode, Quad};
use relata::evaluation::{self, CancellationToken, Exceeded, Limits};
use relata::query::{Engine, QueryError};
use relata::store::Store;

use crate::support::{Compiled, claims};

fn example() -> Compiled {
    claims(
        "id,subject,predicate,object,date,said_by,quote
c1,Iran,attacked,Israel,2025-06-13,Reuters,The strike hit a nuclear site.
c2,Israel,attacked,Iran,2025-06-14,AP,Sites were secured.
c3,Iran,met,Oman,2025-06-15,Reuters,Los ministros se reunieron en Mascate: ¡qué sorpresa!
c4,Oman,met,Iran,2025-06-16,Reuters,التقى الوزيران في مَسقط
c5,China,called for,a ceasefire,2025-06-17,AP,中方呼吁停火
",
    )
}

/// The steps of a query, with expected and real rows.
fn steps(query: &str) -> String {
    let explanation = example().engine().explain(query).unwrap();
    let mut text = explanation.left_to_oxigraph.map(|why| format!("left to oxigraph: {why}\n")).unwrap_or_default();
    for step in explanation.steps {
        let expected = step.estimate.map_or_else(String::new, |estimate| format!(" ~{estimate:.1}"));
        let rows = step.n_rows.map_or_else(String::new, |n| format!(" ={n}"));
        let _ = writeln!(text, "{}{}{expected}{rows}", "  ".repeat(step.depth), step.what);
    }
    format!("{text}{} rows", explanation.n_rows)
}

#[test]
fn joins_begin_where_least_is_found() {
    insta::assert_snapshot!(steps("SELECT ?c ?who { ?c a ra:Claim . ?c ra:saidBy ?who . ?c rdf:object kg:Oman }"), @"
    find ?c rdf:object kg:Oman ~2.0 =2
    find ?c rdf:type ra:Claim ~2.0 =2
    find ?c ra:saidBy ?who ~2.0 =2
    2 rows
    ");
    insta::assert_snapshot!(
        steps("SELECT DISTINCT ?b { ?c rdf:subject kg:Iran ; rdf:object ?b OPTIONAL { ?d rdf:subject ?b ; ra:saidBy ?who } FILTER(?b != kg:Oman) } ORDER BY ?b LIMIT 3"),
        @"
    take 3 from 0
      different ?b
        order by ?b
          find ?c rdf:subject kg:Iran ~3.0 =3
          find ?c rdf:object ?b ~3.0 =3
          where not ?b = kg:Oman =1
          optional =1
            find ?d rdf:subject ?b ~1.7 =1
            find ?d ra:saidBy ?who ~1.7 =1
    1 rows
    "
    );
    insta::assert_snapshot!(steps("SELECT ?q { ?c ra:evidence/ra:quote ?q } ORDER BY DESC(?q) ?c LIMIT 1"), @"
    take 1 from 0
      order by ?q descending, then ?c, the first 1
        find ?c ra:evidence _:2 ~5.0 =5
        find _:2 ra:quote ?q ~5.0 =5
    1 rows
    ");
    insta::assert_snapshot!(steps("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"), @"
    group: COUNT(*)
      find ?s ?p ?o ~641.0 =641
    ?n is COUNT(*) =1
    1 rows
    ");
    insta::assert_snapshot!(steps("SELECT ?x { kg:Iran rel:attacked+ ?x }"), @"
    search kg:Iran (rel:attacked)+ ?x ~2.0 =2
    2 rows
    ");
    insta::assert_snapshot!(steps("CONSTRUCT { ?s rel:knows ?o } { ?s rel:met ?o }"), @"
    find ?s rel:met ?o ~2.0 =2
    2 rows
    ");
}

#[test]
fn words_find_things_whatever_their_script() {
    let compiled = example();
    let found = |words: &str| {
        compiled.select(&format!("SELECT ?c {{ ?m ra:matches {words} . ?c ra:evidence ?m }} ORDER BY ?c"))
    };
    let claim = |id: &str| format!("{}claim/{id}", compiled.project.namespace.base());
    assert_eq!(found("'nuclear STRIKE'"), claim("c1"));
    assert_eq!(found("'nuclear ceasefire'"), "");
    assert_eq!(found("'site*'"), [claim("c1"), claim("c2")].join("\n"));
    assert_eq!(found("'secur* si*'"), claim("c2"));
    assert_eq!(found("'que'"), claim("c3"));
    assert_eq!(found("'مسقط'"), claim("c4"));
    assert_eq!(found("'停火'"), claim("c5"));
    assert_eq!(found("''"), "");
    // The words may come from elsewhere, before or after in the text.
    let from = |rest: &str| compiled.select(&format!("SELECT ?c {{ {rest} ?c ra:evidence ?m }}"));
    assert_eq!(from("?m ra:matches ?w . VALUES ?w { 'strike' }"), claim("c1"));
    assert_eq!(from("BIND('strike' AS ?w) ?m ra:matches ?w ."), claim("c1"));
    assert_eq!(from("?m ra:quote ?q ; ra:matches ?w ; a ra:Mention . ?x rdfs:label ?w FILTER(?w = 'Oman')"), "");
    // Labels are strings as well, and oxigraph's evaluator searches the same way.
    assert_eq!(compiled.select("SELECT ?x { ?x ra:matches 'Oman' ; a ra:Entity }"), "https://w3id.org/relata/kg/Oman");
    assert_eq!(
        compiled.select("SELECT (GROUP_CONCAT(?n) AS ?all) { ?x ra:matches 'Oman' ; a ra:Entity ; rdfs:label ?n }"),
        "Oman"
    );
}

#[test]
fn a_day_that_no_calendar_has_compares_with_nothing() {
    let node = NamedNode::new_unchecked("https://example.org/a");
    let day = |text: &str| {
        let literal = Literal::new_typed_literal(text, oxigraph::model::vocab::xsd::DATE);
        Quad::new(node.clone(), node.clone(), literal, GraphName::DefaultGraph)
    };
    let store = Store::of_quads(&[day("2020-01-01"), day("2020-02-30"), day("2020-02-29"), day("1900-02-29")]).unwrap();
    let engine = Engine::new(&store, std::collections::BTreeMap::new());
    let rows = engine.select("SELECT ?a ?b { ?s ?p ?a . ?s ?p ?b FILTER(?a < ?b) }").unwrap();
    let text: Vec<&str> = rows.iter().flatten().flatten().map(relata::query::Value::text).collect();
    assert_eq!(text, ["2020-01-01", "2020-02-29"]);
}

/// Sixty nodes that all point at each other.
fn dense() -> Store {
    let node = |n: u32| NamedNode::new_unchecked(format!("https://example.org/{n}"));
    let quads: Vec<Quad> = (0..60)
        .flat_map(|a| (0..60).map(move |b| (a, b)))
        .map(|(a, b)| Quad::new(node(a), node(0), node(b), GraphName::DefaultGraph))
        .chain([Quad::new(node(0), node(1), Literal::from("text"), GraphName::DefaultGraph)])
        .collect();
    Store::of_quads(&quads).unwrap()
}

/// Queries that would take hours: through relata's steps, and through oxigraph's.
const ENDLESS: [&str; 4] = [
    "SELECT * { ?a ?p ?b . ?c ?q ?d . ?e ?r ?f } ORDER BY ?a DESC(?f)",
    "SELECT ?a (COUNT(DISTINCT ?f) AS ?n) { ?a ?p ?b . ?b ?q ?d . ?d ?r ?e . ?e ?s ?f . ?f ?t ?g FILTER(?a != ?f) } GROUP BY ?a",
    "SELECT (GROUP_CONCAT(STR(?f)) AS ?n) { ?a ?p ?b . ?c ?q ?d . ?e ?r ?f }",
    "CONSTRUCT { ?a ?b ?c } { SELECT * { ?a ?p ?b . ?c ?q ?d . ?e ?r ?f } ORDER BY ?a }",
];

fn exceeded(store: &Store, query: &str, limits: Limits) -> Option<Exceeded> {
    let engine = Engine::new(store, std::collections::BTreeMap::new()).with_limits(limits);
    match engine.explain(query) {
        Err(QueryError::Exceeded(exceeded)) => Some(exceeded),
        _ => None,
    }
}

#[test]
fn a_query_ends_when_its_time_is_over() {
    let (store, time) = (dense(), Duration::from_millis(50));
    for query in ENDLESS {
        let limits = Limits { time: Some(time), memory: None };
        assert_eq!(exceeded(&store, query, limits), Some(Exceeded::Time(time)), "{query}");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_query_ends_when_it_takes_too_much_memory() {
    let store = dense();
    for query in ENDLESS {
        let limits = Limits { time: None, memory: Some(1) };
        assert_eq!(exceeded(&store, query, limits), Some(Exceeded::Memory(1)), "{query}");
    }
}

#[test]
fn a_query_ends_when_it_is_cancelled() {
    let store = dense();
    let engine = Engine::new(&store, std::collections::BTreeMap::new());
    let token = CancellationToken::new();
    token.cancel();
    for query in ENDLESS {
        let query = engine.parse(query).unwrap();
        let ended = evaluation::explain(&store, &query, true, Limits::default(), &token, &|_| String::new());
        assert_eq!(evaluation::exceeded(&ended.unwrap_err()), Some(Exceeded::Cancelled), "{query}");
    }
}
