//! Random queries over random data sets have the answer that the definition of SPARQL gives, read word for word in
//! `naive.rs`: here are the parts in which oxigraph's own store says something else.

use oxigraph::model::{GraphName, Literal, NamedNode, Quad, Term};
use oxigraph::sparql::QueryResults;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use relata::evaluation::{CancellationToken, Limits, Services};
use relata::store::Store;
use spargebra::Query;

use crate::naive::{GivenUp, Naive, shown};

fn iri(name: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("https://example.org/{name}"))
}

/// Triples, each in one to three graphs: few between few nodes, or hundreds.
fn quads() -> impl Strategy<Value = Vec<Quad>> {
    let node = |n: u8| if n < 4 { iri(&char::from(b'a' + n).to_string()) } else { iri(&format!("n{n}")) };
    let triples = |n_nodes: u8, n_triples: std::ops::Range<usize>| {
        let object = prop_oneof![
            4 => (0..n_nodes).prop_map(move |n| Term::from(node(n))),
            1 => (0..6_i32).prop_map(|n| Literal::from(n).into()),
        ];
        let graphs = prop_oneof![
            6 => Just("-"), 1 => Just("a"), 1 => Just("b"), 1 => Just("-a"), 1 => Just("ab"), 1 => Just("-ab")
        ];
        let triple = (0..n_nodes, 0..4_u8, object, graphs).prop_map(move |(s, p, o, graphs)| {
            let graph = |c: char| if c == '-' { GraphName::DefaultGraph } else { iri(&c.to_string()).into() };
            graphs.chars().map(|c| Quad::new(node(s), node(p), o.clone(), graph(c))).collect::<Vec<_>>()
        });
        proptest::collection::vec(triple, n_triples).prop_map(|quads| quads.concat())
    };
    prop_oneof![3 => triples(7, 0..40), 1 => triples(50, 100..300)]
}

fn variable() -> impl Strategy<Value = String> {
    "[a-d]".prop_map(|name| format!("?{name}"))
}

/// An IRI; of no data set has the last one.
fn constant() -> impl Strategy<Value = String> {
    prop_oneof![5 => "[a-d]", 1 => Just("nowhere".to_owned())].prop_map(|name| format!("<https://example.org/{name}>"))
}

fn path() -> impl Strategy<Value = String> {
    constant().prop_recursive(3, 6, 2, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a}|{b})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a}/{b})")),
            inner.clone().prop_map(|a| format!("(^{a})")),
            inner.clone().prop_map(|a| format!("({a})*")),
            inner.clone().prop_map(|a| format!("({a})+")),
            inner.prop_map(|a| format!("({a})?")),
            constant().prop_map(|a| format!("!{a}")),
            (constant(), constant()).prop_map(|(a, b)| format!("!({a}|^{b})")),
        ]
    })
}

fn triple() -> impl Strategy<Value = String> {
    let node = || prop_oneof![4 => variable(), 1 => constant()];
    let predicate = prop_oneof![3 => constant(), 1 => variable(), 2 => path()];
    (node(), predicate, node()).prop_map(|(s, p, o)| format!("{s} {p} {o} ."))
}

fn condition() -> impl Strategy<Value = String> {
    let value = || prop_oneof![3 => variable(), 1 => constant(), 1 => Just("3".to_owned())];
    let plain = || (variable(), constant(), variable()).prop_map(|(s, p, o)| format!("{s} {p} {o}"));
    prop_oneof![
        3 => (value(), value()).prop_map(|(a, b)| format!("{a} = {b}")),
        2 => (value(), value()).prop_map(|(a, b)| format!("{a} != {b}")),
        1 => (variable(), variable()).prop_map(|(a, b)| format!("!BOUND({a}) || {b} < 4")),
        1 => (variable(), variable()).prop_map(|(a, b)| format!("isIRI({a}) && BOUND({b})")),
        1 => plain().prop_map(|it| format!("EXISTS {{ {it} }}")),
        1 => plain().prop_map(|it| format!("NOT EXISTS {{ {it} }}")),
    ]
}

fn subquery(inner: impl Strategy<Value = String> + Clone + 'static) -> impl Strategy<Value = String> {
    let aggregate = prop_oneof![
        Just("COUNT(*)".to_owned()),
        variable().prop_map(|a| format!("COUNT({a})")),
        variable().prop_map(|a| format!("COUNT(DISTINCT {a})")),
        Just("COUNT(DISTINCT *)".to_owned()),
        variable().prop_map(|a| format!("SUM(COALESCE({a} + 1, 0))")),
    ];
    let name = || "[e-h]".prop_map(|name| format!("?{name}"));
    prop_oneof![
        (variable(), inner.clone()).prop_map(|(a, it)| format!("SELECT {a} {{ {it} }}")),
        (variable(), inner.clone()).prop_map(|(a, it)| format!("SELECT DISTINCT {a} {{ {it} }} LIMIT 100000")),
        inner.clone().prop_map(|it| format!("SELECT * {{ {it} }} ORDER BY ?a")),
        (inner.clone(), name()).prop_map(|(it, z)| format!("SELECT ?a {z} {{ {it} BIND(?b AS {z}) }}")),
        (aggregate.clone(), name(), inner.clone()).prop_map(|(n, z, it)| format!("SELECT ({n} AS {z}) {{ {it} }}")),
        (variable(), aggregate, name(), inner.clone())
            .prop_map(|(a, n, z, it)| format!("SELECT {a} ({n} AS {z}) {{ {it} }} GROUP BY {a}")),
        (variable(), inner)
            .prop_map(|(a, it)| format!("SELECT {a} {{ {it} }} GROUP BY {a} HAVING (COUNT(*) > 1 || {a} != ?b)")),
    ]
}

fn group() -> impl Strategy<Value = String> {
    let triples = proptest::collection::vec(triple(), 1..3).prop_map(|triples| triples.join(" "));
    triples.prop_recursive(4, 12, 2, |inner| {
        let two = || (inner.clone(), inner.clone());
        prop_oneof![
            2 => subquery(inner.clone()).prop_map(|it| format!("{{ {it} }}")),
            2 => (inner.clone(), subquery(inner.clone())).prop_map(|(a, it)| format!("{a} {{ {it} }}")),
            1 => two().prop_map(|(a, b)| format!("{a} OPTIONAL {{ {b} }}")),
            1 => (two(), condition()).prop_map(|((a, b), c)| format!("{a} OPTIONAL {{ {b} FILTER({c}) }}")),
            1 => two().prop_map(|(a, b)| format!("{{ {a} }} UNION {{ {b} }}")),
            1 => two().prop_map(|(a, b)| format!("{{ {a} }} {{ {b} }}")),
            1 => two().prop_map(|(a, b)| format!("{a} MINUS {{ {b} }}")),
            1 => (inner.clone(), condition()).prop_map(|(a, c)| format!("{a} FILTER({c})")),
            1 => (inner.clone(), "[e-h]").prop_map(|(a, z)| format!("{a} BIND(COALESCE(?a, ?b) AS ?{z})")),
            1 => (inner.clone(), constant(), constant())
                .prop_map(|(a, x, y)| format!("VALUES (?a ?b) {{ ({x} UNDEF) (UNDEF {y}) }} {a}")),
            1 => (inner.clone(), constant()).prop_map(|(a, g)| format!("GRAPH {g} {{ {a} }}")),
            2 => inner.clone().prop_map(|a| format!("GRAPH ?g {{ {a} }}")),
        ]
    })
}

fn query() -> impl Strategy<Value = String> {
    prop_oneof![
        2 => group().prop_map(|it| format!("SELECT ?a ?b ?c ?d ?e ?g {{ {it} }}")),
        1 => group().prop_map(|it| format!("ASK {{ {it} }}")),
        3 => subquery(group().boxed()),
        1 => group().prop_map(|it| format!("SELECT (COUNT(*) AS ?n) (COUNT(?b) AS ?m) {{ {it} }}")),
    ]
}

/// The answer as sorted lines.
fn lines(results: QueryResults<'_>) -> Vec<String> {
    let mut lines: Vec<String> = match results {
        QueryResults::Boolean(value) => vec![value.to_string()],
        QueryResults::Solutions(solutions) => {
            let row = |solution: oxigraph::sparql::QuerySolution| {
                shown(&solution.iter().map(|(name, value)| (name.to_string(), value.clone())).collect())
            };
            solutions.map(|solution| row(solution.unwrap())).collect()
        }
        QueryResults::Graph(_) => panic!("no graph is asked for"),
    };
    lines.sort();
    lines
}

fn by_definition(quads: &[Quad], query: &Query, union: bool) -> Result<Vec<String>, GivenUp> {
    let naive = Naive::new(quads, union);
    match query {
        Query::Select { pattern, .. } => {
            let mut lines: Vec<String> = naive.solutions(pattern)?.iter().map(shown).collect();
            lines.sort();
            Ok(lines)
        }
        Query::Ask { pattern, .. } => Ok(vec![(!naive.solutions(pattern)?.is_empty()).to_string()]),
        _ => Err(GivenUp::Unknown),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(1), ..crate::support::draws(192) })]

    #[test]
    fn any_query_has_the_answer_of_the_definition(quads in quads(), text in query(), union in any::<bool>()) {
        let Ok(query) = spargebra::SparqlParser::new().parse_query(&text) else { return Ok(()) };
        let Ok(expected) = by_definition(&quads, &query, union) else { return Ok(()) };
        let ours = Store::of_quads(&quads).unwrap();
        let (limits, token) = (Limits::default(), CancellationToken::new());
        let told = relata::evaluation::explain(&ours, &query, union, limits, &token, &ToString::to_string).unwrap();
        // Few are left to oxigraph's evaluator, which takes a path of no step from what is bound before otherwise.
        if told.left_to_oxigraph.is_none() {
            let answer = relata::evaluation::answer(&ours, &query, union, limits, &token, &Services::default()).unwrap();
            prop_assert_eq!(lines(answer), expected, "{}", text);
        }
    }
}

const PREFIXES: &str = "PREFIX : <https://example.org/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> ";

/// The answer to a query over the union of all graphs of a TriG text: one line a row, sorted; `-` is unbound.
fn asked(trig: &str, query: &str) -> String {
    let text = format!("{PREFIXES} {trig}").replace("PREFIX", "\nPREFIX");
    let parser = oxigraph::io::RdfParser::from_format(oxigraph::io::RdfFormat::TriG);
    let quads: Vec<Quad> = parser.for_slice(text.as_bytes()).map(Result::unwrap).collect();
    let store = Store::of_quads(&quads).unwrap();
    let prefixes = [("", "https://example.org/"), ("xsd", "http://www.w3.org/2001/XMLSchema#")];
    let prefixes = prefixes.map(|(prefix, iri)| (prefix.to_owned(), iri.to_owned())).into();
    let engine = relata::query::Engine::new(&store, prefixes);
    let show = |term: &Term| relata::query::shorten(term, engine.prefixes());
    let mut lines: Vec<String> = match engine.run(query).unwrap() {
        QueryResults::Boolean(truth) => vec![truth.to_string()],
        QueryResults::Solutions(solutions) => {
            let row = |solution: oxigraph::sparql::QuerySolution| {
                let cells = solution.values().iter().map(|value| value.as_ref().map_or("-".to_owned(), show));
                cells.collect::<Vec<_>>().join(" ")
            };
            solutions.map(|solution| row(solution.unwrap())).collect()
        }
        QueryResults::Graph(triples) => triples.map(|triple| triple.unwrap().to_string()).collect(),
    };
    lines.sort();
    lines.join("\n")
}

#[test]
fn a_subquery_keeps_to_itself_what_it_does_not_select() {
    let asked = |query: &str| asked(":s1 :p :o1 . :s2 :p :o2 . :s3 :p :o2 .", query);
    assert_eq!(asked("SELECT (COUNT(?c) AS ?n) { { SELECT DISTINCT ?s { ?c :p ?s } } }"), "0");
    assert_eq!(asked("SELECT (COUNT(*) AS ?n) { { SELECT DISTINCT ?s { ?c :p ?s } } }"), "2");
    assert_eq!(asked("SELECT ?b ?d { { SELECT ?d { ?b :p ?d } } }"), "- :o1\n- :o2\n- :o2");
    assert_eq!(asked("SELECT ?b (COUNT(*) AS ?n) { { SELECT ?d { ?b :p ?d } } } GROUP BY ?b"), "- 3");
    assert_eq!(asked("SELECT ?b { { SELECT ?d { ?b :p ?d } ORDER BY ?b LIMIT 1 } }"), "-");
    assert_eq!(asked("SELECT ?z ?d { { SELECT DISTINCT ?d { ?b :p ?d BIND(?b AS ?z) } } }"), "- :o1\n- :o2");
    assert_eq!(asked("SELECT ?n ?d { { SELECT ?d { ?b :p ?d } GROUP BY ?d HAVING (COUNT(?b) > 1) } }"), "- :o2");
    let twice = "SELECT ?b ?d { { SELECT ?b { { SELECT ?b { ?b :p ?d } } } } } ORDER BY ?b";
    assert_eq!(asked(twice), ":s1 -\n:s2 -\n:s3 -");
    assert_eq!(asked("ASK { { SELECT * { ?s ?p ?o } LIMIT 1 } }"), "true");
    assert_eq!(asked("ASK { ?s ?p ?o } LIMIT 1"), "true");
}

#[test]
fn a_triple_of_several_graphs_is_one_of_their_union() {
    let asked = |query: &str| {
        let same = ":a :p :b . :a :p 5 .";
        asked(&format!("{same} :g {{ {same} :b :p :c }} :h {{ {same} }}"), query)
    };
    assert_eq!(asked("SELECT ?s ?o { ?s :p ?o }"), ":a 5\n:a :b\n:b :c");
    assert_eq!(asked("SELECT ?s ?p ?o { ?s ?p ?o }"), ":a :p 5\n:a :p :b\n:b :p :c");
    assert_eq!(asked("SELECT ?p { :a ?p :b }"), ":p");
    assert_eq!(asked("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"), "3");
    assert_eq!(asked("SELECT (COUNT(?o) AS ?n) { :a :p ?o }"), "2");
    assert_eq!(asked("SELECT ?s (COUNT(*) AS ?n) { ?s :p ?o } GROUP BY ?s"), ":a 2\n:b 1");
    assert_eq!(asked("SELECT ?o (COUNT(?s) AS ?n) { ?s :p ?o } GROUP BY ?o"), "5 1\n:b 1\n:c 1");
    assert_eq!(asked("SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p"), ":p 3");
    assert_eq!(asked("SELECT (SUM(?o) AS ?n) { :a :p ?o FILTER(isNumeric(?o)) }"), "5");
    assert_eq!(asked("SELECT ?x ?y { ?x :p/:p ?y }"), ":a :c");
    assert_eq!(asked("SELECT ?y { :a :p+ ?y }"), "5\n:b\n:c");
    assert_eq!(asked("SELECT ?s { ?s :p :b FILTER EXISTS { ?s :p 5 } }"), ":a");
    assert_eq!(asked("SELECT ?s { ?s :p :b OPTIONAL { ?s :p 5 } }"), ":a");
    assert_eq!(asked("SELECT ?g { GRAPH ?g { :a :p :b } }"), ":g\n:h");
    // oxigraph's evaluator, which answers these, sees the union as well, and so it does the graphs behind FROM.
    assert_eq!(asked("SELECT (GROUP_CONCAT(STR(?o)) AS ?n) { :a :p ?o FILTER(isNumeric(?o)) }"), "5");
    assert_eq!(asked("SELECT REDUCED ?s ?o { ?s :p ?o }"), ":a 5\n:a :b\n:b :c");
    assert_eq!(asked("SELECT ?o FROM :g FROM :h { :a :p ?o }"), "5\n:b");
    assert_eq!(asked("SELECT ?g ?o FROM :h FROM NAMED :g { GRAPH ?g { :b :p ?o } :a :p :b }"), ":g :c");
}

#[test]
fn either_of_two_paths_finds_twice_what_both_find() {
    let asked = |query: &str| asked(":a :p :b ; :q :b . :b :p :a .", query);
    assert_eq!(asked("SELECT ?o { :a (:p|:q) ?o }"), ":b\n:b");
    assert_eq!(asked("SELECT ?s { ?s (:p|^:p) :b }"), ":a\n:a");
    assert_eq!(asked("SELECT ?s ?o { ?s (:p|:q)/:p ?o }"), ":a :a\n:a :a\n:b :b");
    assert_eq!(asked("SELECT (COUNT(*) AS ?n) { :a (:p|:q) :b }"), "2");
    assert_eq!(asked("SELECT ?o { :a (:p|:q)? ?o }"), ":a\n:b");
    assert_eq!(asked("SELECT ?o { :a (:p|:q)+ ?o }"), ":a\n:b");
    assert_eq!(
        asked("SELECT (GROUP_CONCAT(STR(?o)) AS ?n) { :a (:p|:q) ?o }"),
        "https://example.org/b https://example.org/b"
    );
    // A negated set gives a pair once, whichever ends are known.
    assert_eq!(asked("SELECT ?s ?o { ?s !:r ?o }"), ":a :b\n:b :a");
    assert_eq!(asked("SELECT ?o { :a !:r ?o }"), ":b");
}

#[test]
fn a_path_of_no_step_leads_from_any_term_of_the_query_to_itself() {
    let asked = |query: &str| asked(":a :p :b . :g { :c :p :d } :h { :e :p :f }", query);
    assert_eq!(asked("SELECT ?x { :nowhere :p* ?x }"), ":nowhere");
    assert_eq!(asked("SELECT ?x { ?x :p? :nowhere }"), ":nowhere");
    assert_eq!(asked("SELECT ?x { ?x (:p*)+ 7 }"), "7");
    assert_eq!(asked("ASK { :nowhere :p* :nowhere }"), "true");
    assert_eq!(asked("ASK { :nowhere :p* :a }"), "false");
    assert_eq!(asked("ASK { :nowhere :p+ :nowhere }"), "false");
    assert_eq!(asked("SELECT ?g ?x { GRAPH ?g { :nowhere :p* ?x } }"), ":g :nowhere\n:h :nowhere");
    assert_eq!(asked("SELECT ?g ?x { GRAPH ?g { :c :p* ?x } }"), ":g :c\n:g :d\n:h :c");
    assert_eq!(asked("SELECT ?x { GRAPH :g { :a :p* ?x } }"), ":a");
    assert_eq!(asked("SELECT ?x { GRAPH :nowhere { :a :p* ?x } }"), "");
    // From a variable it leads to nodes of the graph only, and to itself only what is one.
    assert_eq!(asked("SELECT ?x { VALUES ?x { :nowhere :a } ?x :p* ?y }"), ":a\n:a");
    assert_eq!(asked("SELECT ?x { VALUES ?x { :nowhere :a } ?x :p* :nowhere }"), ":nowhere");
}

#[test]
fn a_variable_of_graph_goes_round_whatever_stands_inside() {
    let asked = |query: &str| asked(":a :p 1 . :g { :a :p 2 , 3 } :h { :a :p 4 . :b :q :h }", query);
    assert_eq!(asked("SELECT ?g ?n { GRAPH ?g { SELECT (COUNT(*) AS ?n) { :a :p ?o } } }"), ":g 2\n:h 1");
    assert_eq!(asked("SELECT ?g { GRAPH ?g { } }"), ":g\n:h");
    assert_eq!(asked("SELECT ?g ?o { GRAPH ?g { :a :p ?o OPTIONAL { ?s :q ?g } } }"), ":g 2\n:g 3\n:h 4");
    // It is bound behind the group, not inside.
    assert_eq!(asked("SELECT ?g ?o { GRAPH ?g { :a :p ?o FILTER(BOUND(?g)) } }"), "");
    assert_eq!(asked("SELECT ?g ?o { GRAPH ?g { :a :p ?o } FILTER(?g = :h) }"), ":h 4");
    // A search in texts looks into each graph as well.
    let search = "SELECT ?g ?s { GRAPH ?g { ?s <https://w3id.org/relata/ns#matches> 'red' } }";
    assert_eq!(self::asked(":a :p 'red' . :g { :b :p 'red' } :h { :c :p 'blue' }", search), ":g :b");
}

#[test]
fn numbers_are_compared_by_value_and_told_apart_by_their_digits() {
    let data = ":a :v 0.5 . :b :v 0.50 . :c :v 1 . :d :v 1.0 . :e :v 1e0 . :f :v 10 . :g :v 9.75 .";
    let asked = |query: &str| asked(data, query);
    assert_eq!(asked("SELECT (MAX(?v) AS ?m) { ?s :v ?v }"), "10");
    assert_eq!(asked("SELECT (MIN(?v) AS ?m) { ?s :v ?v FILTER(?s != :a) }"), "0.50");
    assert_eq!(asked("SELECT (SUM(?v) AS ?n) { VALUES ?s { :a :b :c :d } ?s :v ?v }"), "3");
    assert_eq!(asked("SELECT (AVG(?v) AS ?n) { VALUES ?s { :a :b } ?s :v ?v }"), "0.5");
    assert_eq!(asked("SELECT ?s { ?s :v ?v FILTER(?v = 0.5) }"), ":a\n:b");
    assert_eq!(asked("SELECT ?s { ?s :v ?v FILTER(?v = 1) }"), ":c\n:d\n:e");
    assert_eq!(asked("SELECT ?s { ?s :v ?v FILTER(?v IN (1)) }"), ":c\n:d\n:e");
    // As terms they are different.
    assert_eq!(asked("SELECT ?s { ?s :v 0.5 }"), ":a");
    assert_eq!(asked("SELECT ?s { ?s :v 1 }"), ":c");
    assert_eq!(asked("SELECT ?s { VALUES ?v { 0.50 } ?s :v ?v }"), ":b");
    assert_eq!(asked("SELECT (COUNT(DISTINCT ?v) AS ?n) { VALUES ?s { :a :b :c :d } ?s :v ?v }"), "4");
    assert_eq!(asked("SELECT DISTINCT ?v { VALUES ?s { :a :b } ?s :v ?v }"), "0.5\n0.50");
    assert_eq!(asked("SELECT ?v (COUNT(*) AS ?n) { VALUES ?s { :a :b } ?s :v ?v } GROUP BY ?v"), "0.5 1\n0.50 1");
    assert_eq!(asked("SELECT ?x ?y { ?x :v ?v . ?y :v ?v FILTER(?x != ?y) }"), "");
    // What is computed has one spelling.
    assert_eq!(asked("SELECT (COUNT(DISTINCT ?w) AS ?n) { VALUES ?s { :a :b } ?s :v ?v BIND(?v + 0 AS ?w) }"), "1");
    assert_eq!(asked("SELECT ?w (COUNT(*) AS ?n) { VALUES ?s { :a :b } ?s :v ?v } GROUP BY (?v + 0 AS ?w)"), "0.5 2");
}

#[test]
fn replace_takes_groups_and_escapes_as_xpath_does() {
    let replaced = |arguments: &str| {
        let constant = asked("", &format!("SELECT (REPLACE({arguments}) AS ?r) {{}}"));
        // The same where oxigraph's evaluator computes it, since the pattern comes from elsewhere.
        let (text, rest) = arguments.split_once(", ").unwrap();
        let (pattern, rest) = rest.split_once(", ").unwrap();
        let varied = format!("SELECT (REPLACE({text}, ?p, {rest}) AS ?r) {{ VALUES ?p {{ {pattern} }} }}");
        assert_eq!(asked("", &varied), constant, "{arguments}");
        constant
    };
    assert_eq!(replaced("'abracadabra', 'bra', '*'"), "a*cada*");
    assert_eq!(replaced("'darted', '^(.*?)d(.*)$', '$1c$2'"), "carted");
    assert_eq!(replaced("'Q42', 'Q(.*)', '$1_item'"), "42_item");
    assert_eq!(replaced("'5', '5', 'US\\\\$5'"), "US$5");
    assert_eq!(replaced("'5', '5', 'a\\\\\\\\b'"), "a\\b");
    assert_eq!(replaced("'a', '(a)', '$12'"), "a2");
    assert_eq!(replaced("'a', '(a)', '<$2>'"), "<>");
    assert_eq!(replaced("'ab', '(a)b', '[$0]'"), "[ab]");
    assert_eq!(replaced("'abcdefghijkl', '(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)', '$10-$11-$1'"), "j-a1-akl");
    assert_eq!(replaced("'a-b', '(a)-(b)', '$2_$1x'"), "b_ax");
    assert_eq!(replaced("'chat'@fr, 'c', 'C'"), "Chat");
    // Errors leave the variable unbound.
    for arguments in [
        "'abc', 'x*', '-'",
        "'abc', '^', '-'",
        "'abc', 'b', '$x'",
        "'abc', 'b', 'US$'",
        "'abc', '(?<n>b)', '$n'",
        "'abc', '(b)', '${1}'",
        "'abc', 'b', '\\\\n'",
        "'abc', 'b', '\\\\'",
        "'abc', '(b', '-'",
        "'abc', 'b', '-', 'g'",
    ] {
        assert_eq!(replaced(arguments), "-", "{arguments}");
    }
    // Flags.
    assert_eq!(replaced("'aBc', 'b', '-', 'i'"), "a-c");
    assert_eq!(replaced("'a\\nb', 'a.b', '-', 's'"), "-");
    assert_eq!(replaced("'a\\nb', '^b', '-', 'm'"), "a\n-");
    assert_eq!(replaced("'a#b c', 'a # b[ ]', '-', 'x'"), "-c");
    assert_eq!(replaced("'a.b$1', '.b', '$1', 'q'"), "a$1$1");
    assert_eq!(replaced("'abc', '.', '\\\\', 'q'"), "abc");
}
