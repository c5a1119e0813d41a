//! Queries that an endpoint answers: as those that are answered here, and what a bad endpoint is told.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use insta::assert_snapshot;

use crate::cli::{code, out, talk};
use crate::push::stub::{Recorded, Reply, Stub, field, relata};
use crate::support::Sandbox;

const CLAIMS: &[u8] =
    b"id,subject,predicate,object,said_by\nc1,Norland,met,Vesk,Radio Norland\nc2,Vesk,attacked,Norland,\n";

/// The program, serving a project.
struct Served {
    child: Child,
    address: String,
    sandbox: Sandbox,
}

impl Served {
    fn new() -> Served {
        let sandbox = Sandbox::new(&[
            ("relata.toml", b"[project]\nname = \"border\"\n"),
            ("claims.csv", CLAIMS),
            ("queries/who.rq", b"SELECT ?who { ?claim rdf:subject ?who } ORDER BY ?who"),
        ]);
        let mut command = Command::new(env!("CARGO_BIN_EXE_relata"));
        command.args(["serve", "-p", "0"]).env("RELATA_CACHE", crate::support::cache()).current_dir(sandbox.path());
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let host = line.split("http://").nth(1).unwrap().split('/').next().unwrap().to_owned();
        Served { child, address: format!("http://{host}/sparql"), sandbox }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn an_endpoint_answers_as_the_graph_does() {
    let served = Served::new();
    let table = "SELECT ?c ?p ?who { ?c rdf:predicate ?p OPTIONAL { ?c ra:saidBy/rdfs:label ?who } } ORDER BY ?c";
    let graph = "CONSTRUCT { ?s ?p ?o } WHERE { ?s rdf:reifies ?t ; ?p ?o }";
    let asked = [
        (table, &["table", "vertical", "csv", "tsv", "json", "xml", "markdown"][..]),
        ("who", &["table", "csv"]),
        ("ASK { kg:Norland rel:met kg:Vesk }", &["table", "json"]),
        (graph, &["turtle", "ntriples", "trig"]),
        ("DESCRIBE claim:c1", &["ntriples"]),
    ];
    for (query, formats) in asked {
        for format in formats {
            let here = relata(&served.sandbox, &["query", query, "-f", format]);
            let there = relata(&served.sandbox, &["query", "--endpoint", &served.address, query, "-f", format]);
            assert_eq!((code(&there), talk(&there)), (0, talk(&here)), "{query} as {format}");
            assert!(!out(&here).is_empty());
            assert_eq!(out(&here), out(&there), "{query} as {format}");
        }
    }
}

/// Asks an endpoint that gives this answer.
fn asked(query: &str, reply: impl Fn() -> Reply + Send + Sync + 'static, arguments: &[&str]) -> String {
    let stub = Stub::new(move |_, _: &Recorded| reply());
    let arguments = [&["query", "--endpoint", &stub.address, query], arguments].concat();
    let output = relata(&Sandbox::new(&[]), &arguments);
    format!("exit {}\n{}{}", code(&output), out(&output), talk(&output)).replace(&stub.address, "THERE")
}

fn says(status: u16, answer: &'static str) -> impl Fn() -> Reply + Send + Sync {
    move || Reply::Says(status, answer.to_owned())
}

#[test]
fn what_an_endpoint_says_against_a_query_is_told_with_its_status() {
    assert_snapshot!(asked("SELECT", says(400, "content-type: text/plain\r\n\r\nline 1: expected `{`\n"), &[]), @r"
    exit 2
    error: the endpoint at THERE answers with status 400: line 1: expected `{`
    hint: its words and its documents tell what it wants
    ");
    assert_snapshot!(asked("SELECT * {}", says(401, ""), &[]), @r"
    exit 2
    error: the endpoint at THERE answers with status 401
    hint: set `RELATA_STORE_USER` and `RELATA_STORE_PASSWORD`, or `RELATA_STORE_TOKEN`, in the environment
    ");
    assert_snapshot!(asked("SELECT * {}", says(302, "location: https://elsewhere.example/sparql\r\n\r\n"), &[]), @r"
    exit 2
    error: the endpoint at THERE answers with status 302 and leads to `https://elsewhere.example/sparql`
    hint: relata follows nobody elsewhere with what it sends: name that address if it is the right one
    ");
    let page = "content-type: text/html; charset=utf-8\r\n\r\n<html><head><title>t</title></head><body><h1>Welcome</h1> to us</body></html>";
    assert_snapshot!(asked("SELECT * {}", says(200, page), &[]), @r"
    exit 2
    error: the endpoint at THERE answers with `text/html`, which is no answer to a query: Welcome to us
    hint: is this the address of its SPARQL endpoint, rather than of a page about it?
    ");
    let broken = "content-type: application/sparql-results+json\r\n\r\n{\"head\":{\"vars\":[\"a\"]},\"results\":{\"bindings\":[{\"a\":{\"type\":\"literal\",\"value\":\"1\"}},{\"a\":";
    assert_snapshot!(asked("SELECT * {}", says(200, broken), &["-f", "csv"]), @r"
    exit 2
    a
    1
    error: the query failed
      because the answer of the endpoint at THERE cannot be read: Parser error at line 1 column 89: Unexpected end of file, a value was expected
    ");
    assert_snapshot!(asked("SELECT * {}", || Reply::Endless("application/sparql-results+json"), &["--memory-limit", "1M"]), @r"
    exit 2
    error: the answer of the endpoint at THERE cannot be read: it answers with more than 1 MB
    hint: is this the address of its SPARQL endpoint, rather than of a page about it?
    ");
    assert_snapshot!(asked("CONSTRUCT WHERE { ?s ?p ?o }", || Reply::Endless("text/turtle"), &["--memory-limit", "1M"]), @r"
    exit 2
    error: the query failed
      because the answer of the endpoint at THERE cannot be read: it answers with more than 1 MB
    ");
    assert_snapshot!(asked("SELECT * {}", || Reply::Cut, &[]), @r"
    exit 2
    error: the endpoint at THERE does not answer: io: Peer disconnected
    hint: is the server running, and is this its address?
    ");
    assert_snapshot!(asked("DELETE WHERE { ?s ?p ?o }", || Reply::Done, &[]), @r"
    exit 2
    error: `query` asks and changes nothing: SPARQL Update is not sent
    hint: `relata push` sends a graph
    ");
}

#[test]
fn a_query_is_sent_with_the_prefixes_that_it_lacks_on_its_first_line() {
    let stub = Stub::new(|_, _: &Recorded| {
        Reply::Says(
            200,
            "content-type: application/sparql-results+json\r\n\r\n{\"head\":{},\"boolean\":true}".to_owned(),
        )
    });
    let sandbox = Sandbox::new(&[("relata.toml", b"[project]\nname = \"border\"\n"), ("claims.csv", CLAIMS)]);
    let query = "# ra:said is no name\nPREFIX rel: <http://e/>\nASK { kg:a rel:b 'rdfs:label', <http://skos:/> }";
    relata(&sandbox, &["query", "--endpoint", &stub.address, query, "--graph", "http://e/g", "--graph", "http://e/h"]);
    let sent = stub.requests().remove(0);
    assert_snapshot!(field(&sent.body, "query").unwrap(), @r"
    PREFIX kg: <https://w3id.org/relata/project/border/> # ra:said is no name
    PREFIX rel: <http://e/>
    ASK { kg:a rel:b 'rdfs:label', <http://skos:/> }
    ");
    assert_snapshot!(sent.body.split_once('&').unwrap().1, @"default-graph-uri=http%3A%2F%2Fe%2Fg&default-graph-uri=http%3A%2F%2Fe%2Fh");
}
