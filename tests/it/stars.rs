//! Queries about what many things have in common: answered by several threads, with the rows of one and in their order.

use std::sync::LazyLock;

use oxigraph::model::vocab::xsd;
use oxigraph::model::{GraphName, Literal, NamedNode, Quad, Term};
use oxigraph::sparql::{QueryResults, QuerySolution, SparqlEvaluator};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use relata::evaluation::{CancellationToken, Exceeded, Limits, Services, answer, exceeded};
use relata::store::Store;

/// As many as are worth several threads, and some more.
const N_DEEDS: u32 = 17_000;

/// Deeds of few actors: all have an agent and most a day; of the others some have none, some one, some two.
static DEEDS: LazyLock<Vec<Quad>> = LazyLock::new(|| {
    let node = |name: String| NamedNode::new_unchecked(format!("https://example.org/{name}"));
    let deed = |n: u32| {
        let quad = |predicate: &str, object: Term| {
            Quad::new(node(format!("deed{n}")), node(predicate.to_owned()), object, GraphName::DefaultGraph)
        };
        let typed = |text: String, datatype| Term::from(Literal::new_typed_literal(text, datatype));
        let mut quads = vec![quad("agent", node(format!("actor{}", n * 7 % 30 * (n % 3 / 2))).into())];
        if !n.is_multiple_of(17) {
            quads.push(quad("day", typed(format!("2025-{:02}-{:02}", n / 1500 + 1, n % 28 + 1), xsd::DATE)));
        }
        for place in 0..n % 3 {
            quads.push(quad("place", node(format!("place{}", n * 11 % 97 + place)).into()));
        }
        if n.is_multiple_of(5) {
            let number = match n % 4 {
                0 => typed((n % 100).to_string(), xsd::INTEGER),
                1 => typed(format!("{}.5", n % 70), xsd::DECIMAL),
                2 if n > 9_000 => typed(format!("{}.1", n % 50), xsd::DOUBLE),
                _ => Literal::new_simple_literal(format!("about {}", n % 20)).into(),
            };
            quads.push(quad("deaths", number));
        }
        quads
    };
    (0..N_DEEDS).flat_map(deed).collect()
});

static OURS: LazyLock<Store> = LazyLock::new(|| Store::of_quads(&*DEEDS).unwrap());

static THEIRS: LazyLock<oxigraph::store::Store> = LazyLock::new(|| {
    let store = oxigraph::store::Store::new().unwrap();
    store.extend(DEEDS.iter().cloned()).unwrap();
    store
});

fn rows(results: QueryResults<'_>) -> Vec<String> {
    let QueryResults::Solutions(solutions) = results else { return Vec::new() };
    let row = |solution: QuerySolution| {
        let mut cells: Vec<String> = solution.iter().map(|(name, term)| format!("{name} {term}")).collect();
        // A subquery gives its columns in another order.
        cells.sort();
        cells.join(" ")
    };
    solutions.map(|solution| row(solution.unwrap())).collect()
}

/// The first row that is another, for people; answers have thousands.
fn difference(ours: &[String], wanted: &[String]) -> Option<String> {
    let row = |rows: &[String], place: usize| rows.get(place).cloned().unwrap_or_default();
    let place = (0..ours.len().max(wanted.len())).find(|place| ours.get(*place) != wanted.get(*place))?;
    Some(format!("row {place} of {}: {}, wanted {}", wanted.len(), row(ours, place), row(wanted, place)))
}

fn ours(text: &str) -> Vec<String> {
    let query = spargebra::SparqlParser::new().parse_query(text).unwrap();
    rows(answer(&OURS, &query, true, Limits::default(), &CancellationToken::new(), &Services::default()).unwrap())
}

fn theirs(text: &str) -> Vec<String> {
    rows(SparqlEvaluator::new().parse_query(text).unwrap().on_store(&THEIRS).execute().unwrap())
}

/// What is asked of deeds besides a first pattern: more patterns, and conditions.
fn star() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        Just("?x :day ?d ."),
        Just("?x :place ?p ."),
        Just("?x :deaths ?n ."),
        Just("?x :agent ?b . FILTER(?a != :actor0 || ?b = ?a)"),
        Just("OPTIONAL { ?x :place ?p }"),
        Just("OPTIONAL { ?x :deaths ?n . ?x :place ?p }"),
        Just("MINUS { ?x :place ?p }"),
        Just("FILTER NOT EXISTS { ?x :place ?q . FILTER(?q = :place3) }"),
        Just("FILTER EXISTS { ?y :agent ?a . ?y :place :place7 }"),
        Just("{ ?x :place :place5 } UNION { ?x :agent :actor14 }"),
        Just("BIND(MONTH(?d) + 1 AS ?m)"),
        Just("FILTER(?d > '2025-06-13'^^xsd:date)"),
        Just("BIND(CONCAT(STR(?a), '!') AS ?t)"),
        Just("{ SELECT ?a (COUNT(*) AS ?k) { ?x :agent ?a } GROUP BY ?a }"),
    ];
    proptest::collection::vec(part, 1..4).prop_map(|parts| parts.join(" "))
}

/// The head and the tail of a query that shows rows, and of one that puts them together.
const SHOWN: &[(&str, &str)] = &[
    ("SELECT ?x ?d ?p ?n", ""),
    ("SELECT DISTINCT ?a ?t ?m", ""),
    ("SELECT ?a ?k ?x", "ORDER BY DESC(?a) ?k"),
    ("SELECT (COUNT(*) AS ?c) (COUNT(DISTINCT ?p) AS ?e)", ""),
    ("SELECT ?a (COUNT(?n) AS ?c) (MIN(?d) AS ?e) (MAX(?t) AS ?f)", "GROUP BY ?a"),
    ("SELECT ?d ?p (COUNT(DISTINCT *) AS ?c) (MAX(?m) AS ?e)", "GROUP BY ?d ?p"),
    ("SELECT ?a ?m ?p (SUM(?k) AS ?c) (AVG(?m) AS ?e)", "GROUP BY ?a ?m ?p"),
    ("SELECT ?a (SUM(?n) AS ?c) (AVG(?n) AS ?e)", "GROUP BY ?a HAVING(COUNT(*) > 2)"),
];

proptest! {
    #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(1), ..crate::support::draws(8) })]

    #[test]
    fn many_things_have_the_answer_of_another_store_and_the_order_of_one_thread(
        star in star(),
        first in prop_oneof![Just("?x :agent ?a ."), Just("?x :day ?d . ?x :agent ?a .")],
        shown in 0..SHOWN.len(),
    ) {
        const PREFIXES: &str = "PREFIX : <https://example.org/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>";
        let (head, tail) = SHOWN[shown];
        let text = format!("{head} {{ {first} {star} }} {tail}");
        let whole = format!("{PREFIXES} {text}");
        if spargebra::SparqlParser::new().parse_query(&whole).is_err() {
            return Ok(());
        }
        let answer = ours(&whole);
        // A subquery is answered by one thread.
        let one_thread = ours(&format!("{PREFIXES} SELECT * {{ {{ {text} }} }}"));
        prop_assert_eq!(difference(&answer, &one_thread), None, "{}", &text);
        // Sums of rounded numbers depend on the order, which is another there; and what looks at many things for each of many
        // takes the other store minutes.
        let is_slow = ["EXISTS", "MINUS", "OPTIONAL", "{ SELECT", "UNION", "?b"].iter().any(|word| star.contains(word));
        if !text.contains("SUM(?n)") && !is_slow {
            let (mut answer, mut wanted) = (answer, theirs(&whole));
            answer.sort();
            wanted.sort();
            prop_assert_eq!(difference(&answer, &wanted), None, "{}", &text);
        }
    }
}

#[test]
fn limits_hold_in_all_threads() {
    let text = "PREFIX : <https://example.org/>
        SELECT (COUNT(DISTINCT ?z) AS ?n) { ?x :agent ?a . ?y :agent ?a . ?z :agent ?a FILTER(STR(?x) < STR(?y)) }";
    let query = spargebra::SparqlParser::new().parse_query(text).unwrap();
    let limits = Limits { time: Some(std::time::Duration::from_millis(20)), memory: None };
    let error = answer(&OURS, &query, true, limits, &CancellationToken::new(), &Services::default()).err().unwrap();
    assert!(matches!(exceeded(&error), Some(Exceeded::Time(_))), "{error}");
    let token = CancellationToken::new();
    token.cancel();
    let error = answer(&OURS, &query, true, Limits::default(), &token, &Services::default()).err().unwrap();
    assert_eq!(exceeded(&error), Some(Exceeded::Cancelled));
}
