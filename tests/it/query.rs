//! SPARQL: prefixes, the union of graphs, formats, and errors a reader can use.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::time::Duration;

use oxigraph::io::{RdfFormat, RdfSerializer};
use oxigraph::model::vocab::xsd;
use oxigraph::model::{BaseDirection, BlankNode, GraphName, Literal, NamedNode, NamedOrBlankNode, Quad, Term, Triple};
use oxigraph::sparql::QueryResults;
use oxigraph::sparql::results::QueryResultsFormat;
use proptest::prelude::*;
use relata::evaluation::{Exceeded, Limits};
use relata::query::results::{TextTable, read_table, write_graph, write_table};
use relata::query::{Engine, QueryError, Value, answer_within, explain_within, shorten, shorten_iri};
use relata::store::Store;

use crate::support::{Compiled, Sandbox, claims};

fn example() -> Compiled {
    claims("id,subject,predicate,object,said_by\nc1,Iran,attacked,Israel,\"A | B, \"\"C\"\"\"\n")
}

fn error(query: &str) -> String {
    match example().engine().run(query) {
        Err(QueryError::Syntax { message, line, column, hint }) => {
            format!("{line}:{column} {message} → {}", hint.unwrap_or_default())
        }
        Err(error) => error.to_string(),
        Ok(_) => "no error".to_owned(),
    }
}

#[test]
fn errors_name_the_place_and_a_way_out() {
    insta::assert_snapshot!(error("SELECT * { ?s foaf:name ?o }"), @"1:15 the prefix `foaf:` is not declared → put `PREFIX foaf: <http://xmlns.com/foaf/0.1/>` in front of the query");
    insta::assert_snapshot!(error("SELECT * {\n  ?s rell:attacked ?o }"), @"2:6 the prefix `rell:` is not declared → did you mean `rel:`? else declare it: `PREFIX rell: <…>`");
    insta::assert_snapshot!(error("SELECT * { ?s nonsense:p ?o }").split(';').next().unwrap(), @"1:15 the prefix `nonsense:` is not declared → declare it: `PREFIX nonsense: <…>`");
    insta::assert_snapshot!(error("SELECT * { ?s ?p ?o"), @"1:20 the query ends too early → add `}`: the `{` in line 1, column 10 is open");
    insta::assert_snapshot!(error("SELEC * { ?s ?p ?o }"), @"1:1 unexpected `SELEC` → a query begins with SELECT, ASK, CONSTRUCT or DESCRIBE, after any PREFIX");
    insta::assert_snapshot!(error("INSERT DATA { kg:a rel:met kg:b }"), @"the graph is read-only: SPARQL Update is not available");
}

#[test]
fn only_a_prefix_that_is_used_is_blamed() {
    let of = |query: &str| error(query).split(" → ").next().unwrap().to_owned();
    // Escaped quotes, long strings and strings with an apostrophe.
    insta::assert_snapshot!(of(r#"SELECT * { ?s rdfs:label "say \"foo:bar\" now" . ?s ?p "#), @"1:55 the query ends too early");
    insta::assert_snapshot!(of("SELECT * { ?s rdfs:label '''it's ex:x''' . ?s ?p "), @"1:49 the query ends too early");
    insta::assert_snapshot!(of("SELECT * { ?s rdfs:label \"\"\"a \"quoted\" ex:x\n and ex:y\"\"\" . ?s ?p "), @"2:21 the query ends too early");
    insta::assert_snapshot!(of("SELECT * { ?s rdfs:label 'it's ex:x' . ?s ?p ?o }"), @"1:30 unexpected `s`");
    // Colons in local names, escapes and blank nodes.
    insta::assert_snapshot!(of(r#"SELECT ?s { ?s rdfs:label "x"@en ; kg:a:b ?z "#), @"1:45 the query ends too early");
    insta::assert_snapshot!(of(r"SELECT ?s { ?s kg:a:b\,c ?z ; kg:%3A:d _:b ; :x 3 "), @"1:46 the prefix `:` is not declared");
    // `<` is an operator, or begins an IRI.
    insta::assert_snapshot!(of("SELECT ?s { ?s ?p ?o FILTER(?o < 5 && ?s != foo:x) "), @"1:45 the prefix `foo:` is not declared");
    insta::assert_snapshot!(of("SELECT ?s { ?s ?p ?o FILTER(?o<foo:x) }"), @"1:32 the prefix `foo:` is not declared");
    insta::assert_snapshot!(of("SELECT ?s { ?s ?p ?o FILTER(?o <= 5 && ?o > ) }"), @"1:45 unexpected `)`");
    insta::assert_snapshot!(of("SELECT ?s { ?s ?p ?o FILTER(?o < 5 && ?s != ) }"), @"1:45 unexpected `)`");
    // Declarations, comments and numbers.
    insta::assert_snapshot!(of("prefix ex: <http://e/> # c\nSELECT * { ?x ex:y }"), @"2:20 unexpected `}`");
    insta::assert_snapshot!(of("# it's \"so\" nope:x\nSELECT * { ?x rdfs:label }"), @"2:26 unexpected `}`");
    insta::assert_snapshot!(of("PREFIX ex: <http://e/> SELECT * { ?x ex:y 5.ex:a }"), @"1:50 unexpected `}`");
    insta::assert_snapshot!(of("PREFIX ex <http://e/>\nSELECT * { ?x ex:y ?z }"), @"1:8 unexpected `ex`");
    insta::assert_snapshot!(of("SELECT * { ?x a foo:A ; rdfs:label \"bar:x\" }"), @"1:17 the prefix `foo:` is not declared");
}

#[test]
fn errors_point_at_the_word_that_is_wrong() {
    insta::assert_snapshot!(error("SELECT * { ?s rdfs:label \"open }\n?s ?p ?o }"), @r#"1:26 the string "open } does not end → end it with the quote it begins with; a string of several lines has three on either side"#);
    insta::assert_snapshot!(error("SELECT * { ?s rdfs:label '''open }\n?s ?p ?o }"), @"1:26 the string '''open } ?s ?p ?o } does not end → end it with the quote it begins with; a string of several lines has three on either side");
    insta::assert_snapshot!(error("SELECT * { ?s <http://e/a b> ?o }"), @"1:15 `<http://e/a b>` is no IRI → an IRI ends in `>` and holds no spaces, quotes or braces: write them as `%20` and the like");
    insta::assert_snapshot!(error("SELECT * { ?s <http://e/a ?o }"), @"1:15 `<http://e/a` is no IRI → an IRI ends in `>` and holds no spaces, quotes or braces: write them as `%20` and the like");
    insta::assert_snapshot!(error("SELECT * { ?s <a> ?o }"), @"1:15 relative IRI `a` in a query without BASE → write it whole, or with a prefix, or put `BASE <…>` in front of the query");
    insta::assert_snapshot!(error("SELECT * { ?s ?p\u{a0}?o }"), @"1:17 unexpected character U+00A0, which looks like a space → write an ordinary space");
    insta::assert_snapshot!(error("SELECT *\r\n{ ?x rdfs:label }\r\n"), @"2:17 unexpected `}` → the object is missing behind `rdfs:label`");
    insta::assert_snapshot!(error("SELECT * { ?ü rdfs:label \"日本\" . ?é ) }"), @"1:36 unexpected `)` → expected a variable, an IRI or `(`");
    insta::assert_snapshot!(error("SELECT (COUNT(*) AS ?n { ?s ?p ?o }"), @"1:24 unexpected `{` → add `)` before it: the `(` in line 1, column 8 is open");
    insta::assert_snapshot!(error("SELECT ?x WHERE { ?x a ra:Claim } LIMIT ten"), @"1:41 unexpected `ten` → a number stands behind LIMIT: `LIMIT 10`");
    insta::assert_snapshot!(error("SELECT * { ?x a ?y } GROUP BY ?x"), @"1:33 SELECT * is not authorized with GROUP BY →");
    insta::assert_snapshot!(error("SELECT * { _:a ?p ?o . { _:a ?q ?r } }"), @"1:26 unexpected `_:a` →");
    insta::assert_snapshot!(error("SELECT * { ?s ?p ?o FILTER(REGEX(?o)) }"), @"1:36 unexpected `)` →");
    insta::assert_snapshot!(error("SELECT ?x (COUNT(*) AS ?n) { ?x a ?y }"), @"1:8 `?x` is neither grouped nor aggregated → write `GROUP BY ?x`, or take any one of its values: `(SAMPLE(?x) AS ?x1)`");
    insta::assert_snapshot!(error(""), @"1:1 the query ends too early → a query begins with SELECT, ASK, CONSTRUCT or DESCRIBE, after any PREFIX");
    insta::assert_snapshot!(error("# nothing\nPREFIX ex: <http://e/>"), @"2:23 the query ends too early → a query begins with SELECT, ASK, CONSTRUCT or DESCRIBE, after any PREFIX");
    insta::assert_snapshot!(error("prefix ex: <http://e/> insert { ex:a ex:b"), @"the graph is read-only: SPARQL Update is not available");
    insta::assert_snapshot!(error("find ?x"), @"1:1 unexpected `find` → a query begins with SELECT, ASK, CONSTRUCT or DESCRIBE, after any PREFIX");
    assert_eq!(error("\u{feff}SELECT * { ?s ?p ?o }"), "no error");
}

#[test]
fn usual_slips_have_a_way_out() {
    let slips = [
        "SELECT ?s { ?s ?p ?o ?x }",
        "SELECT ?s { ?s ?p }",
        "SELECT ?s { ?s a ra:Claim, }",
        "SELECT ?s { ?s a ra:Claim } }",
        "SELECT ?s ?p ?o }",
        "SELECT ?s { ?s a ra:Claim };",
        "SELECT ?s { ?s ?p ?o . . }",
        "SELECT count(?s) { ?s ?p ?o }",
        "SELECT (COUNT(?s)) { ?s ?p ?o }",
        "SELECT (COUNT(?s) ?n) { ?s ?p ?o }",
        "SELECT ?s, ?o { ?s ?p ?o }",
        "SELECT s { ?s ?p ?o }",
        "SELECT * FROM claims WHERE x = 3",
        "SELECT ?s WHERE ?s ?p ?o",
        "SELECT ?s { OPTIONAL ?s ?p ?o }",
        "SELECT ?s { GRAPH { ?s ?p ?o } }",
        "SELECT ?s { ?s attacked ?o }",
        "SELECT ?s { ?s ?p ?o FILTER ?o > 3 }",
        "SELECT ?s { ?s ?p ?o FILTER foo(?o) }",
        "SELECT ?s { ?s ?p ?o FILTER(?o = 3 }",
        "SELECT ?s { ?s ?p ?o FILTER(?o == 3) }",
        "SELECT ?s { ?s ?p ?o FILTER(?o <> 3) }",
        "SELECT ?s { ?s ?p ?o FILTER(?o = 3 and ?s = 4) }",
        "SELECT ?s { ?s ?p ?o FILTER REGEX(?o \"x\") }",
        "SELECT ?s { BIND(?o) }",
        "SELECT ?s { VALUES ?x { a b } }",
        "SELECT ?s { ?s ?p \"x\"@ }",
        "SELECT ?s { ?s ?p ?o } LIMIT",
        "SELECT ?s { ?s ?p ?o } GROUP BY",
        "SELECT ?s { ?s ?p ?o } LIMIT 1 ORDER BY ?s",
        "PREFIX ex <http://e/> SELECT ?s { ?s ?p ?o }",
        "PREFIX ex: http://e/ SELECT ?s { ?s ?p ?o }",
        "SELECT ?s { ?s http://e/p ?o }",
    ];
    let told: Vec<String> = slips.iter().map(|slip| format!("{slip}\n  {}", error(slip))).collect();
    insta::assert_snapshot!(told.join("\n"), @r#"
    SELECT ?s { ?s ?p ?o ?x }
      1:22 unexpected `?x` → a `.` is missing before it: one stands between two statements
    SELECT ?s { ?s ?p }
      1:19 unexpected `}` → the object is missing behind `?p`
    SELECT ?s { ?s a ra:Claim, }
      1:28 unexpected `}` → another object stands behind `,`: add it, or take the comma away
    SELECT ?s { ?s a ra:Claim } }
      1:29 unexpected `}` → it closes nothing: take it away, or add the `{` before
    SELECT ?s ?p ?o }
      1:17 unexpected `}` → a pattern stands in braces: add the `{` before, as in `SELECT ?s { ?s ?p ?o }`
    SELECT ?s { ?s a ra:Claim };
      1:28 unexpected `;` → no `;` stands at the end of a query: take it away
    SELECT ?s { ?s ?p ?o . . }
      1:24 unexpected `.` → one `.` between two statements is enough
    SELECT count(?s) { ?s ?p ?o }
      1:8 unexpected `count` → write it in parentheses, and name it: `(count(?s) AS ?name)`
    SELECT (COUNT(?s)) { ?s ?p ?o }
      1:18 unexpected `)` → name what it computes: `(COUNT(?s) AS ?name)`
    SELECT (COUNT(?s) ?n) { ?s ?p ?o }
      1:19 unexpected `?n` → AS is missing before it: `(COUNT(?s) AS ?n)`
    SELECT ?s, ?o { ?s ?p ?o }
      1:10 unexpected `,` → variables stand side by side: take the comma away
    SELECT s { ?s ?p ?o }
      1:8 unexpected `s` → a variable begins with `?`: `?s`
    SELECT * FROM claims WHERE x = 3
      1:15 unexpected `claims` → FROM names a graph, as an IRI; what is looked for stands in `WHERE { … }`
    SELECT ?s WHERE ?s ?p ?o
      1:17 unexpected `?s` → the pattern stands in braces: `WHERE { ?s ?p ?o }`
    SELECT ?s { OPTIONAL ?s ?p ?o }
      1:22 unexpected `?s` → the pattern stands in braces: `OPTIONAL { ?s ?p ?o }`
    SELECT ?s { GRAPH { ?s ?p ?o } }
      1:19 unexpected `{` → GRAPH names one, before the braces: `GRAPH <…> { … }`
    SELECT ?s { ?s attacked ?o }
      1:16 unexpected `attacked` → a variable begins with `?`, a name has a prefix, as in `kg:attacked`, and a text stands in quotes
    SELECT ?s { ?s ?p ?o FILTER ?o > 3 }
      1:29 unexpected `?o` → the condition stands in parentheses: `FILTER(?x > 3)`
    SELECT ?s { ?s ?p ?o FILTER foo(?o) }
      1:29 unexpected `foo` → there is no function `foo`
    SELECT ?s { ?s ?p ?o FILTER(?o = 3 }
      1:36 unexpected `}` → add `)`: the `(` in line 1, column 28 is open
    SELECT ?s { ?s ?p ?o FILTER(?o == 3) }
      1:33 unexpected `=` → equal is one `=`
    SELECT ?s { ?s ?p ?o FILTER(?o <> 3) }
      1:32 relative IRI `` in a query without BASE → unequal is `!=`; else write the IRI whole
    SELECT ?s { ?s ?p ?o FILTER(?o = 3 and ?s = 4) }
      1:36 unexpected `and` → both are joined by `&&`
    SELECT ?s { ?s ?p ?o FILTER REGEX(?o "x") }
      1:38 unexpected `"x"` → a comma stands between what a function is given
    SELECT ?s { BIND(?o) }
      1:20 unexpected `)` → name what it computes: `BIND(?o AS ?name)`
    SELECT ?s { VALUES ?x { a b } }
      1:25 unexpected `a` → a value is an IRI, a number or a text in quotes
    SELECT ?s { ?s ?p "x"@ }
      1:22 unexpected `@` → a language stands behind `@`: `"…"@en`
    SELECT ?s { ?s ?p ?o } LIMIT
      1:29 the query ends too early → a number stands behind LIMIT: `LIMIT 10`
    SELECT ?s { ?s ?p ?o } GROUP BY
      1:32 the query ends too early → `GROUP BY` needs a variable, such as `GROUP BY ?x`
    SELECT ?s { ?s ?p ?o } LIMIT 1 ORDER BY ?s
      1:32 unexpected `ORDER` → GROUP BY, HAVING, ORDER BY, LIMIT and OFFSET stand in this order, each once
    PREFIX ex <http://e/> SELECT ?s { ?s ?p ?o }
      1:8 unexpected `ex` → a colon stands behind the prefix: `PREFIX ex: <…>`
    PREFIX ex: http://e/ SELECT ?s { ?s ?p ?o }
      1:12 the prefix `http:` is not declared → an IRI stands in angle brackets: `<http://…>`
    SELECT ?s { ?s http://e/p ?o }
      1:16 the prefix `http:` is not declared → an IRI stands in angle brackets: `<http://…>`
    "#);
}

#[test]
fn a_service_without_an_address_says_so_before_it_is_asked() {
    insta::assert_snapshot!(flaws("SELECT * { SERVICE ?x { ?s ?p ?o } }"), @"error at `?x`: the variable behind SERVICE names no endpoint: it has no value, or one that is no IRI");
    insta::assert_snapshot!(flaws("SELECT * { SERVICE SILENT ?x { ?s ?p ?o } }"), @"warning at `?x`: the variable behind SERVICE names no endpoint: it has no value, or one that is no IRI");
    assert_eq!(flaws("SELECT * { ?x a ?y SERVICE ?x { ?s ?p ?o } }"), "");
}

#[test]
fn a_variable_that_has_no_one_value_in_a_group_is_named() {
    insta::assert_snapshot!(error("SELECT ?b ?d (COUNT(*) AS ?n)\n{ ?b ?p ?d }\nGROUP BY ?b\nORDER BY ?n\n"), @"1:11 `?d` is neither grouped nor aggregated → write `GROUP BY ?b ?d`, or take any one of its values: `(SAMPLE(?d) AS ?d1)`");
    insta::assert_snapshot!(error("SELECT ?b (STRLEN(?d) + MAX(?p) AS ?n) { ?b ?p ?d } GROUP BY ?b LIMIT 3"), @"1:19 `?d` is neither grouped nor aggregated → write `GROUP BY ?b ?d`, or take any one of its values: `(SAMPLE(?d) AS ?d1)`");
    insta::assert_snapshot!(error("SELECT ?x { ?x a ?y } HAVING (COUNT(*) > 1)"), @"1:8 `?x` is neither grouped nor aggregated → write `GROUP BY ?x`, or take any one of its values: `(SAMPLE(?x) AS ?x1)`");
    insta::assert_snapshot!(error("SELECT * { ?x a ?y . {\n  SELECT $z (SUM(?y) AS ?n) { ?z a ?y } } }"), @"2:10 `$z` is neither grouped nor aggregated → write `GROUP BY $z`, or take any one of its values: `(SAMPLE($z) AS $z1)`");
    insta::assert_snapshot!(error("SELECT (STR(?x) AS ?t) ?x { ?x a ?y } GROUP BY (STR(?x) AS ?z)"), @"1:13 `?x` is neither grouped nor aggregated → write `GROUP BY ?z ?x`, or take any one of its values: `(SAMPLE(?x) AS ?x1)`");
    insta::assert_snapshot!(error("SELECT (COUNT(*) AS ?n) (?n * 2 AS ?m) { ?x a ?y }"), @"1:26 `?n` has no value yet in the SELECT that makes it → write what it stands for once more");
    for fine in [
        "SELECT ?x (COUNT(*) AS ?n) { ?x a ?y } GROUP BY ?x",
        "SELECT ?x ?z (MAX(?y) AS ?n) { ?x a ?y } GROUP BY (?x) (STR(?y) AS ?z)",
        "SELECT ?x { ?x a ?y }",
        "SELECT ?x { ?x a ?y } ORDER BY ?y",
        "SELECT (COALESCE(?x, SUM(?y)) AS ?n) { ?x a ?y }",
    ] {
        assert_eq!(error(fine), "no error");
    }
    // What is wrong elsewhere stays so.
    insta::assert_snapshot!(error("SELECT ?x (COUNT(*) AS ?n) { ?x a ?y"), @"1:37 the query ends too early → add `}`: the `{` in line 1, column 28 is open");
}

#[test]
fn a_relative_iri_is_named_where_it_stands() {
    let of = |query: &str| error(query).split(" → ").next().unwrap().to_owned();
    insta::assert_snapshot!(of("SELECT * {\n  ?s a ra:Claim ; <foo> ?o }"), @"2:19 relative IRI `foo` in a query without BASE");
    insta::assert_snapshot!(of("SELECT * { ?s (rel:met|<a/b>)+ ?o }"), @"1:24 relative IRI `a/b` in a query without BASE");
    insta::assert_snapshot!(of("SELECT * { ?s ?p ?o FILTER(?o = <#x>) } LIMIT"), @"1:33 relative IRI `#x` in a query without BASE");
    insta::assert_snapshot!(of("PREFIX ex: <foo/>\nSELECT * { ?s ex:y ?o }"), @"1:12 relative IRI `foo/` in a query without BASE");
    insta::assert_snapshot!(of("SELECT * FROM <g> { ?s ?p \"x\"^^<t> }"), @"1:15 relative IRI `g` in a query without BASE");
    assert_eq!(error("BASE <http://e/> SELECT * { ?s <foo> ?o }"), "no error");
    assert_eq!(error("BASE <http://e/>\nPREFIX ex: <x/> SELECT * { ?s ex:a <foo> }"), "no error");
    assert_eq!(error("SELECT * { ?s <kg:foo> <urn:x> }"), "no error");
}

#[test]
fn select_star_keeps_the_order_of_the_text() {
    let compiled = example();
    let engine = compiled.engine();
    let names = |query: &str| {
        let QueryResults::Solutions(solutions) = engine.run(query).unwrap() else { panic!() };
        solutions.variables().iter().map(|variable| variable.as_str().to_owned()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(names("SELECT * { ?who rel:attacked ?Target . ?c rdf:subject $who }"), "who Target c");
    assert_eq!(names("SELECT DISTINCT * { # ?z\n ?b ?a '?y' FILTER(?b != ?a) } LIMIT 2"), "b a");
    assert_eq!(names("SELECT * { VALUES (?z ?y) { (1 2) } BIND(?y AS ?x) }"), "z y x");
    assert_eq!(names("SELECT * { { SELECT ?o (COUNT(?m) AS ?b) { ?m ?a ?o } GROUP BY ?o } }"), "o b");
    assert_eq!(names("SELECT ?b ?a { ?a ?x ?b }"), "b a");
    let mut out = Vec::new();
    let answer = engine.run("SELECT * { ?who rel:attacked ?a }").unwrap();
    write_table(answer, QueryResultsFormat::Csv, &mut out).unwrap();
    assert!(out.starts_with(b"who,a"));
}

#[test]
fn what_the_graph_does_not_have_is_named_with_what_may_be_meant() {
    let compiled = example();
    let engine = compiled.engine();
    let absent = |query: &str| {
        let absent = engine.absent(query, false).unwrap();
        let line = |iri: relata::query::AbsentIri| format!("{} → {}", iri.shown, iri.near.unwrap_or("?".to_owned()));
        absent.into_iter().map(line).collect::<Vec<_>>().join("\n")
    };
    insta::assert_snapshot!(absent("SELECT * { ?c ra:saidby ?who ; a ra:Claims }"), @"
    ra:saidby → ra:saidBy
    ra:Claims → ra:Claim
    ");
    insta::assert_snapshot!(absent("ASK { kg:iran rel:retaliated_agains+ ?x }"), @"
    kg:iran → kg:Iran
    rel:retaliated_agains → rel:retaliated_against
    ");
    insta::assert_snapshot!(absent("SELECT * { VALUES ?a { kg:Irann } ?a ?p ?o FILTER(?o = kg:Isreal || ?p IN (rel:atacked)) }"), @"
    kg:Irann → kg:Iran
    kg:Isreal → kg:Israel
    rel:atacked → rel:attacked
    ");
    // The right name in another namespace, or behind another scheme, or in brackets.
    insta::assert_snapshot!(absent("SELECT * { ?s ra:label ?o ; <rel:attacked> ?x ; <http://w3id.org/relata/rel/met> ?y }"), @"
    ra:label → rdfs:label
    <rel:attacked> → rel:attacked
    <http://w3id.org/relata/rel/met> → rel:met
    ");
    insta::assert_snapshot!(absent("SELECT * { ?s <https://example.org/nothing> kg:Atlantis }"), @"
    <https://example.org/nothing> → ?
    kg:Atlantis → ?
    ");
    // What decides nothing is not named, nor what the graph has or finds in texts.
    let decides_nothing =
        "SELECT * { ?s rdfs:label ?l ; rel:x* ?y ; !rel:z ?w OPTIONAL { ?s rel:y ?o } MINUS { ?s a rel:n }
        FILTER NOT EXISTS { ?s rel:q ?r } FILTER(?s != kg:Nobody && ?s NOT IN (kg:Noone)) ?s ra:matches 'x' }";
    assert_eq!(absent(decides_nothing), "");
    let counted = |query: &str| engine.absent(query, true).unwrap().len();
    assert_eq!(counted("SELECT (COUNT(*) AS ?n) { ?s ra:saidby ?o }"), 1);
    assert_eq!(counted("SELECT (0 AS ?n) { ?s ra:saidby ?o }"), 0);
}

proptest! {
    #![proptest_config(crate::support::draws(96))]

    #[test]
    fn any_query_is_answered_or_its_error_lies_inside(
        words in proptest::collection::vec(proptest::sample::select(WORDS), 0..14),
    ) {
        let text = words.concat();
        let store = Store::of_quads(&[]).unwrap();
        let engine = Engine::new(&store, BTreeMap::from([("kg".to_owned(), "http://e/".to_owned())]));
        if let Err(QueryError::Syntax { line, column, message, .. }) = engine.parse(&text) {
            let length = text.split('\n').nth(line - 1).map(|line| line.chars().count());
            prop_assert!(length.is_some_and(|length| column <= length + 1), "{line}:{column} {message}");
            prop_assert!(!message.is_empty());
        }
    }
}

/// What may stand in a query, and what may not.
const WORDS: &[&str] = &[
    "PREFIX ",
    "SELECT * ",
    "{",
    "}",
    "?x ",
    "kg:a:b ",
    "foo:x ",
    ":",
    "'''",
    "\"",
    "'",
    "<",
    "<http://e/",
    "> ",
    "\\",
    "#",
    "\n",
    "\r\n",
    "é",
    " ",
    "\u{a0}",
    "5.",
    "=",
    "\u{feff}",
    "_:",
    "@",
    "?",
    "1e",
];

#[test]
fn a_prefix_in_a_string_an_iri_or_a_comment_is_no_prefix() {
    let query = "# see foo:bar\nPREFIX own: <https://example.org/a:b#>\nSELECT * { ?s own:p 'nope:x', \"also:y\", <mailto:z> , _:b }";
    assert_eq!(error(query), "no error");
}

#[test]
fn the_default_graph_is_the_union_of_all() {
    let sandbox = Sandbox::new(&[
        ("claims.csv", b"subject,predicate,object\nA,met,B\n"),
        ("extra.nq", b"<https://example.org/s> <https://example.org/p> \"in a graph\" <https://example.org/g> .\n"),
    ]);
    let compiled = sandbox.compile();
    assert_eq!(compiled.select("SELECT ?o { ?s <https://example.org/p> ?o }"), "in a graph");
    assert_eq!(compiled.select("SELECT ?g { GRAPH ?g { ?s <https://example.org/p> ?o } }"), "https://example.org/g");
}

#[test]
fn the_default_graph_has_of_the_vocabulary_what_the_project_uses() {
    let compiled = claims("subject,predicate,object,said_by\nA,attacked,B,C\n");
    let label = |term: &str| compiled.select(&format!("SELECT ?l {{ {term} rdfs:label|skos:prefLabel ?l }}"));
    assert_eq!(label("rel:attacked"), "attacked");
    assert_eq!(label("rel:was_attacked_by"), "was attacked by", "the inverse");
    assert_eq!(label("ra:Claim"), "claim");
    assert_eq!(label("cameo:19"), "Fight", "the code above that of the predicate");
    assert_eq!(label("rel:praised"), "", "nobody praises");
    let whole = |pattern: &str| compiled.select(&format!("SELECT ?l {{ {pattern} }}"));
    assert_eq!(whole("GRAPH ra:vocabulary { rel:praised rdfs:label ?l }"), "praised");
    assert_eq!(
        whole("GRAPH ra:vocabulary { ?p rdfs:label \"praised\"@en . ?p owl:inverseOf/rdfs:label ?l }"),
        "was praised by"
    );
    assert_eq!(whole("GRAPH ?g { rel:praised rdfs:label ?l }"), "", "by its name only");
    assert_eq!(whole("?c rdf:predicate ?p . GRAPH ra:vocabulary { ?p ra:ploverType/skos:prefLabel ?l }"), "assault");
    assert_eq!(compiled.select("SELECT ?l FROM ra:vocabulary { rel:praised rdfs:label ?l }"), "praised");
    let named = compiled.select("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }");
    assert_eq!(named, "https://w3id.org/relata/ns#positions\nhttps://w3id.org/relata/ns#terms");
    compiled.store.verify().unwrap();
}

#[test]
fn what_a_query_lists_first_is_the_project() {
    let compiled = claims("subject,predicate,object,said_by,size\nA,attacked,B,C,2\n");
    let base = compiled.project.namespace.base().to_owned();
    let first = compiled.engine().select("SELECT ?s { ?s ?p ?o } LIMIT 8").unwrap();
    let is_own = |row: &Vec<Option<Value>>| row[0].as_ref().unwrap().text().starts_with(&base);
    assert!(first.len() == 8 && first.iter().all(is_own), "{first:?}");
    let count = |query: &str| compiled.select(query).parse::<usize>().unwrap();
    let n_all = count("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }");
    let n_terms = count("SELECT (COUNT(*) AS ?n) { GRAPH ra:terms { ?s ?p ?o } }");
    let n_vocabulary = count("SELECT (COUNT(*) AS ?n) { GRAPH ra:vocabulary { ?s ?p ?o } }");
    // One source line, which exports leave out.
    assert_eq!(n_all, compiled.nquads().lines().count() - 1 + 1 + n_terms);
    assert!(n_terms * 10 < n_vocabulary, "{n_terms} of {n_vocabulary}");
    assert_eq!(compiled.store.n_quads(), n_all);
    assert_eq!(compiled.store.quads().count() + n_vocabulary, compiled.store.quads_by_graph().count());
    let listed = compiled.engine().select("SELECT * { ?s ?p ?o }").unwrap();
    assert_eq!(listed.len(), n_all);
}

#[test]
fn tables_are_written_in_every_format() {
    let compiled = example();
    let engine = compiled.engine();
    let write = |format| {
        let mut out = Vec::new();
        write_table(
            engine.run("SELECT ?p ?who { ?c rdf:predicate ?p ; ra:saidBy/rdfs:label ?who }").unwrap(),
            format,
            &mut out,
        )
        .unwrap();
        String::from_utf8(out).unwrap()
    };
    insta::assert_snapshot!(write(QueryResultsFormat::Csv), @r#"
    p,who
    https://w3id.org/relata/rel/attacked,"A | B, ""C"""
    "#);
    insta::assert_snapshot!(write(QueryResultsFormat::Tsv), @r#"
    ?p	?who
    <https://w3id.org/relata/rel/attacked>	"A | B, \"C\""
    "#);
    insta::assert_snapshot!(write(QueryResultsFormat::Json), @r#"{"head":{"vars":["p","who"]},"results":{"bindings":[{"p":{"type":"uri","value":"https://w3id.org/relata/rel/attacked"},"who":{"type":"literal","value":"A | B, \"C\""}}]}}"#);
    let mut out = Vec::new();
    let QueryResults::Solutions(solutions) =
        engine.run("SELECT ?p ?who { ?c rdf:predicate ?p ; ra:saidBy/rdfs:label ?who }").unwrap()
    else {
        panic!()
    };
    let (table, more): (TextTable, bool) = read_table(solutions, engine.prefixes(), 10).unwrap();
    assert!(!more);
    table.write_markdown(&mut out).unwrap();
    insta::assert_snapshot!(String::from_utf8(out).unwrap(), @r#"
    | p | who |
    | --- | --- |
    | rel:attacked | A \| B, "C" |
    "#);
}

#[test]
fn graphs_are_written_sorted_with_the_prefixes_they_use() {
    let compiled = example();
    let engine = compiled.engine();
    let answer = engine.run("CONSTRUCT { ?s ?p ?o } { ?c rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o }").unwrap();
    let mut out = Vec::new();
    write_graph(answer, RdfFormat::Turtle, engine.prefixes(), &mut out).unwrap();
    insta::assert_snapshot!(String::from_utf8(out).unwrap(), @"
    @prefix rel: <https://w3id.org/relata/rel/> .
    @prefix kg: <https://w3id.org/relata/kg/> .
    kg:Iran rel:attacked kg:Israel .
    ");
}

#[test]
fn terms_are_shown_by_the_longest_prefix() {
    let compiled = example();
    let engine = compiled.engine();
    let shown = |iri: &str| shorten(&NamedNode::new(iri).unwrap().into(), engine.prefixes());
    assert_eq!(shown("https://w3id.org/relata/rel/attacked"), "rel:attacked");
    assert_eq!(shown(&format!("{}claim/c1", compiled.project.namespace.base())), "claim:c1");
    assert_eq!(shown("https://example.org/x"), "<https://example.org/x>");
}

fn any_iri() -> impl Strategy<Value = NamedNode> {
    // Namespaces that begin with each other, and one without a prefix.
    let start = prop_oneof![
        Just("http://e/"),
        Just("http://e/a"),
        Just("http://e/a#"),
        Just("http://e/a/"),
        Just("http://other/"),
        Just("urn:x:")
    ];
    (start, "[a-c/#]{0,2}").prop_map(|(start, rest)| NamedNode::new_unchecked(format!("{start}{rest}")))
}

fn any_node() -> impl Strategy<Value = NamedOrBlankNode> {
    let blank = "[ab][ab.]{0,2}".prop_map(|label| BlankNode::new_unchecked(label.trim_end_matches('.')).into());
    prop_oneof![4 => any_iri().prop_map(Into::into), 1 => blank]
}

fn any_literal() -> impl Strategy<Value = Literal> {
    let text = prop_oneof![
        "[ab\"\\\\\n\r\t\u{8}\u{c}\u{1}\u{7f}\u{ffff} é日@<>]{0,5}",
        Just("<http://e/a#".to_owned()),
        Just("\\\"<http://other/".to_owned()),
    ];
    let direction = |is_left| if is_left { BaseDirection::Ltr } else { BaseDirection::Rtl };
    prop_oneof![
        3 => text.clone().prop_map(Literal::new_simple_literal),
        1 => (text.clone(), prop_oneof![Just("en"), Just("de-at")])
            .prop_map(|(text, tag)| Literal::new_language_tagged_literal_unchecked(text, tag)),
        1 => (text.clone(), any::<bool>()).prop_map(move |(text, is_left)| {
            Literal::new_directional_language_tagged_literal_unchecked(text, "ar", direction(is_left))
        }),
        1 => (text, any_iri()).prop_map(|(text, datatype)| Literal::new_typed_literal(text, datatype)),
        1 => (0..200_i32).prop_map(|n| Literal::new_typed_literal(n.to_string(), xsd::INTEGER)),
    ]
}

fn any_triple() -> impl Strategy<Value = Triple> {
    let term = prop_oneof![any_node().prop_map(Term::from), any_literal().prop_map(Term::from)];
    let term = term.prop_recursive(2, 6, 1, |inner| {
        (any_node(), any_iri(), inner).prop_map(|(s, p, o)| Term::from(Triple::new(s, p, o)))
    });
    (any_node(), any_iri(), term).prop_map(|(s, p, o)| Triple::new(s, p, o))
}

fn some_prefixes() -> BTreeMap<String, String> {
    let prefixes = [
        ("e", "http://e/"),
        ("a", "http://e/a"),
        ("hash", "http://e/a#"),
        ("slash", "http://e/a/"),
        ("too", "http://e/a/"),
        ("unused", "http://unused/"),
        ("x", "urn:x:"),
        ("xsd", "http://www.w3.org/2001/XMLSchema#"),
    ];
    prefixes.map(|(prefix, iri)| (prefix.to_owned(), iri.to_owned())).into()
}

/// A graph as the text of its triples orders it, with every prefix that stands behind a `<` in it.
fn written_plainly(triples: &[Triple], format: RdfFormat, prefixes: &BTreeMap<String, String>) -> Option<Vec<u8>> {
    let lines: BTreeMap<String, &Triple> = triples.iter().map(|triple| (triple.to_string(), triple)).collect();
    let mut serializer = RdfSerializer::from_format(format);
    for (prefix, iri) in prefixes {
        if lines.keys().any(|line| line.contains(&format!("<{iri}"))) {
            serializer = serializer.with_prefix(prefix, iri).unwrap();
        }
    }
    let mut serializer = serializer.for_writer(Vec::new());
    for triple in lines.values() {
        serializer.serialize_triple(*triple).ok()?;
    }
    serializer.finish().ok()
}

proptest! {
    #![proptest_config(crate::support::draws(96))]

    #[test]
    fn graphs_are_written_in_the_order_of_their_text(triples in proptest::collection::vec(any_triple(), 0..12)) {
        let quads: Vec<Quad> = triples.iter().map(|triple| triple.clone().in_graph(GraphName::DefaultGraph)).collect();
        let store = Store::of_quads(&quads).unwrap();
        let engine = Engine::new(&store, some_prefixes());
        let is_old = triples.iter().all(|triple| !triple.object.is_triple());
        for format in ["nt", "nq", "ttl", "trig", "rdf", "jsonld"].into_iter().take(if is_old { 6 } else { 4 }) {
            let format = RdfFormat::from_extension(format).unwrap();
            let (answer, mut out) = (engine.run("CONSTRUCT WHERE { ?s ?p ?o }").unwrap(), Vec::new());
            let written = write_graph(answer, format, engine.prefixes(), &mut out);
            let plainly = written_plainly(&triples, format, engine.prefixes());
            prop_assert_eq!(written.is_ok(), plainly.is_some());
            if let Some(plainly) = plainly {
                prop_assert_eq!(String::from_utf8(out).unwrap(), String::from_utf8(plainly).unwrap());
            }
        }
    }

    #[test]
    fn tables_shorten_as_single_iris_are_shortened(iris in proptest::collection::vec(any_iri(), 1..9)) {
        let quad = |iri: &NamedNode| Quad::new(iri.clone(), iri.clone(), iri.clone(), GraphName::DefaultGraph);
        let store = Store::of_quads(&iris.iter().map(quad).collect::<Vec<_>>()).unwrap();
        let engine = Engine::new(&store, some_prefixes());
        let QueryResults::Solutions(solutions) = engine.run("SELECT ?s { ?s ?p ?o }").unwrap() else { panic!() };
        let (table, _) = read_table(solutions, engine.prefixes(), usize::MAX).unwrap();
        let shown: BTreeSet<String> = table.rows.into_iter().flatten().collect();
        let short = |iri: &NamedNode| shorten_iri(iri.as_str(), engine.prefixes()).unwrap_or_else(|| iri.to_string());
        prop_assert_eq!(shown, iris.iter().map(short).collect::<BTreeSet<String>>());
    }
}

#[test]
fn construct_gives_each_row_blank_nodes_of_its_own_and_leaves_out_what_is_no_triple() {
    let compiled = example();
    let engine = compiled.engine();
    let construct = |template: &str, rest: &str| {
        let QueryResults::Graph(triples) = engine.run(&format!("CONSTRUCT {template} {rest}")).unwrap() else {
            panic!()
        };
        triples.map(Result::unwrap).collect::<Vec<Triple>>()
    };
    let labels = "{ ?e a ra:Entity ; rdfs:label ?l OPTIONAL { ?e skos:none ?type } }";
    let of_rows = construct("{ _:x rdfs:label ?l . _:x a ?type }", labels);
    let subjects: BTreeSet<String> = of_rows.iter().map(|triple| triple.subject.to_string()).collect();
    assert_eq!((of_rows.len(), subjects.len()), (3, 3));
    assert_eq!(construct("{ ?l rdfs:label ?e }", labels), []);
    assert_eq!(construct("{ kg:x rdfs:label \"y\" }", "{ }").len(), 1);
    assert_eq!(construct("{ ?e a ra:X }", "{ ?e a ra:Entity } ORDER BY ?e LIMIT 2").len(), 2);
    let counted = "{ SELECT ?e (COUNT(*) AS ?n) { ?e a ra:Entity ; ?p ?o } GROUP BY ?e }";
    assert_eq!(construct("{ ?e ra:n ?n }", counted).len(), 3);
    let statement = "{ ?c rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o }";
    assert!(construct("{ ?c rdf:reifies <<( ?s ?p ?o )>> }", statement)[0].object.is_triple());
}

#[test]
fn a_bounded_query_has_the_same_answer_and_leaves_no_thread_behind() {
    let quads: Vec<Quad> = (0..1000)
        .map(|n| {
            let name = |n: i32| NamedNode::new_unchecked(format!("http://e/{n}"));
            Quad::new(name(n), name(n % 7), Literal::from(n), GraphName::DefaultGraph)
        })
        .collect();
    let store = || Store::of_quads(&quads).unwrap();
    let within = |query: &str, limits: Limits| answer_within(store(), some_prefixes(), query.to_owned(), limits);
    let patient = Limits { time: Some(Duration::from_secs(600)), memory: None };
    let lines = |answer: QueryResults<'_>| -> Vec<String> {
        match answer {
            QueryResults::Boolean(truth) => vec![truth.to_string()],
            QueryResults::Solutions(solutions) => {
                let names = format!("{:?}", solutions.variables());
                std::iter::once(names).chain(solutions.map(|row| format!("{:?}", row.unwrap()))).collect()
            }
            QueryResults::Graph(triples) => triples.map(|triple| triple.unwrap().to_string()).collect(),
        }
    };
    for query in [
        "SELECT * { ?s ?p ?o } ORDER BY ?s",
        "SELECT ?s { ?s ?p ?o } LIMIT 1",
        "SELECT ?s { ?s ?s ?s }",
        "ASK { ?s ?p 5 }",
        "CONSTRUCT { ?o ?p ?s . ?s ?p ?o } { ?s ?p ?o }",
        "DESCRIBE <http://e/1>",
    ] {
        let plain = store();
        let unbounded = Engine::new(&plain, some_prefixes()).run(query).map(lines).unwrap();
        assert_eq!(within(query, patient).map(lines).unwrap(), unbounded, "{query}");
        assert!(explain_within(store(), some_prefixes(), query.to_owned(), patient).is_ok(), "{query}");
    }
    assert!(matches!(within("SELEC", patient), Err(QueryError::Syntax { .. })));
    // Too long: told as such, when it begins or on the way.
    let hasty = Limits { time: Some(Duration::from_millis(50)), memory: None };
    let sorted = within("SELECT * { ?a ?p ?x . ?b ?q ?y . ?c ?r ?z } ORDER BY ?x ?y ?z", hasty);
    assert!(matches!(sorted, Err(QueryError::Exceeded(Exceeded::Time(_)))));
    let endless = "{ ?a ?p ?x . ?b ?q ?y }";
    let Ok(QueryResults::Solutions(rows)) = within(&format!("SELECT REDUCED * {endless}"), hasty) else { panic!() };
    let last = rows.last().unwrap().unwrap_err();
    assert_eq!(relata::evaluation::exceeded(&last), hasty.time.map(Exceeded::Time));
    // Who reads no further ends the query.
    let Ok(QueryResults::Solutions(mut rows)) = within(&format!("SELECT REDUCED * {endless}"), patient) else {
        panic!()
    };
    assert!(rows.next().is_some());
    drop(rows);
    #[cfg(target_os = "linux")]
    {
        let names = std::fs::read_dir("/proc/self/task")
            .unwrap()
            .filter_map(|task| std::fs::read_to_string(task.unwrap().path().join("comm")).ok());
        assert_eq!(names.filter(|name| name.trim() == "bounded query").count(), 0);
    }
}

/// The flaws of a query: the words that are marked, what is wrong with them, and what the text becomes when all fixes
/// are taken.
fn flaws(query: &str) -> String {
    let compiled = example();
    let found = compiled.engine().flaws(query);
    let mut shown = String::new();
    for flaw in &found {
        let kind = if flaw.is_fatal { "error" } else { "warning" };
        writeln!(shown, "{kind} at `{}`: {}", &query[flaw.range.clone()], flaw.message).unwrap();
    }
    let mut fixed = query.to_owned();
    for fix in found.iter().rev().filter_map(|flaw| flaw.fix.as_ref()) {
        fixed.replace_range(fix.range.clone(), &fix.text);
    }
    if fixed != query {
        writeln!(shown, "fixed: {fixed}").unwrap();
    }
    shown
}

#[test]
fn flaws_are_marked_where_they_stand_with_the_change_that_may_be_meant() {
    insta::assert_snapshot!(flaws("SELECT * {\n ?s foaf:name ?o }"), @r"
    error at `foaf:name`: the prefix `foaf:` is not declared
    fixed: PREFIX foaf: <http://xmlns.com/foaf/0.1/>
    SELECT * {
     ?s foaf:name ?o }
    ");
    insta::assert_snapshot!(flaws("SELECT * { ?s rell:attacked ?o }"), @r"
    error at `rell:attacked`: the prefix `rell:` is not declared
    fixed: SELECT * { ?s rel:attacked ?o }
    ");
    insta::assert_snapshot!(flaws("PREFIX x: <https://w3id.org/relata/ns#>\nSELECT * { é:a ?p ?o . ?c x:saidby ?who }"), @"error at `é:a`: the prefix `é:` is not declared");
    insta::assert_snapshot!(flaws("PREFIX x: <https://w3id.org/relata/ns#>\nSELECT * { ?c x:saidby ?who ; x:saidby ?w OPTIONAL { ?c x:nothing ?n } }"), @r"
    warning at `x:saidby`: the graph does not have ra:saidby, so that nothing is found
    warning at `x:saidby`: the graph does not have ra:saidby, so that nothing is found
    fixed: PREFIX x: <https://w3id.org/relata/ns#>
    SELECT * { ?c ra:saidBy ?who ; ra:saidBy ?w OPTIONAL { ?c x:nothing ?n } }
    ");
    insta::assert_snapshot!(flaws("DELETE WHERE { ?s ?p ?o }"), @"error at `DELETE`: the graph is read-only: SPARQL Update is not available");
    insta::assert_snapshot!(flaws("SELECT * { ?s ?p ?o"), @"error at ``: the query ends too early");
    assert_eq!(flaws("SELECT * { ?s ra:saidBy ?o }") + &flaws(" \n"), "");
}

proptest! {
    /// What is marked lies in the text, whatever the text is; and what the parser takes has no error.
    #[test]
    fn flaws_lie_in_the_text(query in "(SELECT|ASK|PREFIX x: <http://e/>|\\{|\\}|\\?s|ra:a|x:é|<http://e/b>|<http://e|\"t|'u'|\\.|;|😀|\\n| |FILTER\\(|DELETE){0,12}") {
        let compiled = example();
        let engine = compiled.engine();
        let found = engine.flaws(&query);
        for flaw in &found {
            prop_assert!(query.get(flaw.range.clone()).is_some(), "{flaw:?}");
            prop_assert!(flaw.fix.as_ref().is_none_or(|fix| query.get(fix.range.clone()).is_some()));
        }
        prop_assert_eq!(engine.parse(&query).is_err() && !query.trim().is_empty(), found.iter().any(|flaw| flaw.is_fatal));
    }
}
