//! SPARQL: prefixes, the union of graphs, formats, and errors a reader can use.

use oxigraph::sparql::results::QueryResultsFormat;
use relata::query::results::{TextTable, read_table, write_graph, write_table};
use relata::query::{QueryError, shorten};

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
    insta::assert_snapshot!(error("SELECT * { ?s ?p ?o"), @"1:20 the query ends too early → expected `,`, `.`, `;`, `{`, `{|`, `}`, `~`");
    insta::assert_snapshot!(error("SELEC * { ?s ?p ?o }"), @"1:1 unexpected `SELEC` → a query begins with SELECT, ASK, CONSTRUCT or DESCRIBE, after any PREFIX");
    insta::assert_snapshot!(error("INSERT DATA { kg:a rel:met kg:b }"), @"the graph is read-only: SPARQL Update is not available");
}

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
    assert_eq!(compiled.select("SELECT ?l { rel:attacked rdfs:label ?l }"), "attacked");
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
    let oxigraph::sparql::QueryResults::Solutions(solutions) =
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
    write_graph(answer, oxigraph::io::RdfFormat::Turtle, engine.prefixes(), &mut out).unwrap();
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
    let shown = |iri: &str| shorten(&oxigraph::model::NamedNode::new(iri).unwrap().into(), engine.prefixes());
    assert_eq!(shown("https://w3id.org/relata/rel/attacked"), "rel:attacked");
    assert_eq!(shown(&format!("{}claim/c1", compiled.project.namespace.base())), "claim:c1");
    assert_eq!(shown("https://example.org/x"), "<https://example.org/x>");
}
