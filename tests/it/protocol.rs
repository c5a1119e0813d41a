//! The W3C's tests of the SPARQL 1.1 Protocol, read from the folder that `RELATA_W3C_TESTS` names (a copy of the
//! `w3c/rdf-tests` repository); skipped without it. Updates are refused, whatever the tests expect of them.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{Graph, NamedNodeRef, NamedOrBlankNode, Term, TermRef, Triple};
use relata::evaluation::Limits;
use relata::serve::{Access, axum};

use axum::http::{Method, Request, StatusCode, header};

use crate::serve::Serving;

const MF: &str = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#";
const HT: &str = "http://www.w3.org/2011/http#";
const CNT: &str = "http://www.w3.org/2011/content#";
const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const RDFS: &str = "http://www.w3.org/2000/01/rdf-schema#";

struct Manifest(Graph);

impl Manifest {
    fn read(path: &Path) -> Manifest {
        let parser =
            RdfParser::from_format(RdfFormat::Turtle).with_base_iri("http://tests.example/manifest.ttl").unwrap();
        let text = fs::read(path).unwrap();
        let quads = parser.for_slice(&text).map(|quad| Triple::from(quad.unwrap()));
        Manifest(quads.collect())
    }

    fn all(&self, subject: &Term, property: &str) -> Vec<Term> {
        let subject: NamedOrBlankNode = match subject {
            Term::NamedNode(node) => node.clone().into(),
            Term::BlankNode(node) => node.clone().into(),
            _ => return Vec::new(),
        };
        let property = NamedNodeRef::new(property).unwrap();
        self.0.objects_for_subject_predicate(&subject, property).map(TermRef::into_owned).collect()
    }

    fn one(&self, subject: &Term, property: &str) -> Option<Term> {
        self.all(subject, property).pop()
    }

    fn text(&self, subject: &Term, property: &str) -> Option<String> {
        self.one(subject, property).map(|term| match term {
            Term::Literal(literal) => literal.value().to_owned(),
            other => other.to_string(),
        })
    }

    fn list(&self, head: Option<Term>) -> Vec<Term> {
        let mut items = Vec::new();
        let mut head = head;
        while let Some(node) = head {
            items.extend(self.one(&node, &format!("{RDF}first")));
            head = self.one(&node, &format!("{RDF}rest"));
        }
        items
    }

    /// The quads of all data of the tests, each in the graph that its test names.
    fn data(&self, folder: &Path) -> String {
        let mut quads = String::new();
        for graph in ["data1", "data2", "data3"] {
            let name = format!("http://kasei.us/2009/09/sparql/data/{graph}.rdf");
            let is_named = self.0.iter().any(|triple| {
                triple.predicate.as_str() == format!("{RDFS}label") && triple.object.to_string().contains(&name)
            });
            assert!(is_named || graph == "data3", "{name} is named by the tests");
            for line in fs::read_to_string(folder.join(format!("{graph}.nt"))).unwrap().lines() {
                if let Some(triple) = line.trim().strip_suffix('.') {
                    writeln!(quads, "{triple} <{name}> .").unwrap();
                }
            }
        }
        quads
    }
}

/// The body of a request, in the encoding that the test gives it.
fn body(manifest: &Manifest, request: &Term) -> Vec<u8> {
    let Some(body) = manifest.one(request, &format!("{HT}body")) else { return Vec::new() };
    let text = manifest.text(&body, &format!("{CNT}chars")).unwrap_or_default();
    match manifest.text(&body, &format!("{CNT}characterEncoding")).as_deref() {
        Some("UTF-16") => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        _ => text.into_bytes(),
    }
}

/// What is wrong with the answer to a request.
fn wrong(manifest: &Manifest, serving: &Serving, request: &Term, is_update: bool) -> Option<String> {
    let text = |property: &str| manifest.text(request, &format!("{HT}{property}"));
    let method: Method = text("methodName").unwrap().parse().unwrap();
    let path = text("absolutePath").unwrap().replacen("/sparql/", "/sparql", 1);
    let mut asking = Request::builder().method(method).uri(path);
    for list in manifest.all(request, &format!("{HT}headers")) {
        for one in manifest.list(Some(list)) {
            let part = |property: &str| manifest.text(&one, &format!("{HT}{property}")).unwrap();
            asking = asking.header(part("fieldName"), part("fieldValue"));
        }
    }
    let reply = serving.ask(asking, body(manifest, request));
    let response = manifest.one(request, &format!("{HT}resp")).unwrap();
    let expected = manifest.all(&response, &format!("{MF}expectedStatus"));
    let is_refused = expected.iter().all(|status| status.to_string().contains("4xx"));
    if is_refused {
        return (!reply.status.is_client_error()).then(|| reply.brief());
    }
    if is_update {
        // Questions about what an update has changed are left out with it.
        let is_clear = reply.status == StatusCode::FORBIDDEN && reply.body.contains("read-only");
        return (!is_clear && !reply.status.is_success()).then(|| reply.brief());
    }
    let media_type = reply.headers.get(header::CONTENT_TYPE).map_or("", |value| value.to_str().unwrap());
    let fits = match manifest.text(&response, &format!("{MF}expectedFormat")).as_deref() {
        Some("boolean") => ["json", "xml"].iter().any(|format| media_type.contains(format)),
        Some("tabular") => ["json", "xml", "csv", "tab"].iter().any(|format| media_type.contains(format)),
        Some("RDF") => ["turtle", "rdf", "n-triples", "ld+json"].iter().any(|format| media_type.contains(format)),
        _ => true,
    };
    let truth = manifest.text(&response, &format!("{MF}expectedBoolean"));
    let is_true = truth.is_none_or(|truth| reply.body.contains(&format!("\"boolean\":{truth}")));
    (!reply.status.is_success() || !fits || !is_true).then(|| reply.brief())
}

#[test]
fn the_tests_of_the_protocol_pass() {
    let Some(folder) = std::env::var_os("RELATA_W3C_TESTS") else {
        eprintln!("skipped: RELATA_W3C_TESTS names no folder");
        return;
    };
    let folder = Path::new(&folder).join("sparql/sparql11/protocol");
    let manifest = Manifest::read(&folder.join("manifest.ttl"));
    let data = manifest.data(&folder);
    let settings = b"[project]\nname = \"protocol\"\n";
    let files: [(&str, &[u8]); 2] = [("data.nq", data.as_bytes()), ("relata.toml", settings)];
    let serving = Serving::of(&files, Limits::default(), Access::default());
    let root = manifest.0.iter().find(|triple| triple.predicate.as_str() == format!("{MF}entries")).unwrap();
    let (mut n_tests, mut failed) = (0, Vec::new());
    for test in manifest.list(Some(root.object.into_owned())) {
        let name = test.to_string();
        let action = manifest.one(&test, &format!("{MF}action")).unwrap();
        let lists = manifest.all(&action, &format!("{HT}requests"));
        for request in lists.into_iter().flat_map(|list| manifest.list(Some(list))) {
            failed.extend(
                wrong(&manifest, &serving, &request, name.contains("update")).map(|why| format!("{name}: {why}")),
            );
        }
        n_tests += 1;
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
    assert!(n_tests > 30, "{n_tests}");
}
