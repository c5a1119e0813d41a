//! The graph as a library has it: opened from anywhere, asked, read, exported.

use std::fs;

use relata::built::BuildError;
use relata::door::Origin;
use relata::graph::Filter;
use relata::{Graph, GraphError};

use crate::support::Sandbox;

const TABLE: &[u8] = b"subject,predicate,object,said_by\nIran,attacked,Israel,Reuters\nIran,met,Oman,\n";
const SETTINGS: &[u8] = b"[project]\nname = \"t\"\n";

/// Columns, then rows, cells joined by ` | `.
fn answer(graph: &Graph, query: &str) -> String {
    let answer = graph.query(query).unwrap();
    let columns = answer.columns().to_vec();
    let row = |row: Result<relata::AnswerRow, GraphError>| {
        let row = row.unwrap();
        columns.iter().map(|column| row.text(column).to_owned()).collect::<Vec<_>>().join(" | ")
    };
    let mut lines: Vec<String> = answer.map(row).collect();
    lines.sort();
    lines.insert(0, columns.join(" | "));
    lines.join("\n")
}

#[test]
fn a_graph_is_opened_from_a_folder_its_settings_or_a_table() {
    let sandbox = Sandbox::new(&[("claims.csv", TABLE), ("relata.toml", SETTINGS)]);
    let open = |path: &str| Graph::open(sandbox.path().join(path)).unwrap();
    let origins: Vec<Origin> = ["", "", "relata.toml", "claims.csv"].iter().map(|path| open(path).origin()).collect();
    assert_eq!(origins, [Origin::Built, Origin::Kept, Origin::Kept, Origin::InMemory]);
    let n_claims: Vec<u64> = ["", "claims.csv"].iter().map(|path| open(path).built().tally.n_claims).collect();
    assert_eq!(n_claims, [2, 2]);
    sandbox.write("claims.csv", &TABLE[..TABLE.len() - 15]);
    assert_eq!(open("").built().tally.n_claims, 1, "an edit is seen");
    fs::remove_dir_all(sandbox.path().join(".relata")).unwrap();
    sandbox.write(".relata/.gitignore/in-the-way", b"");
    assert_eq!(open("").origin(), Origin::Unwritable);
}

#[test]
fn nothing_is_read_again_once_a_graph_is_open() {
    let sandbox = Sandbox::new(&[("claims.csv", TABLE), ("relata.toml", SETTINGS), ("picture.svg", b"")]);
    let graph = Graph::open(sandbox.path()).unwrap();
    let inputs = graph.inputs();
    assert!(inputs.hold(&sandbox.path().join("claims.csv")));
    for file in [".relata/manifest.json", ".relata/graph.relata", "relata.toml"] {
        fs::remove_file(sandbox.path().join(file)).unwrap();
    }
    sandbox.write("claims.csv", b"");
    assert!(inputs.hold(&sandbox.path().join("claims.csv")) && !inputs.hold(&sandbox.path().join("picture.svg")));
    assert_eq!(answer(&graph, "SELECT ?o { kg:Iran rel:met/rdfs:label ?o }"), "o\nOman");
    let mut picture = Vec::new();
    graph.export("svg", &mut picture).unwrap();
    assert!(String::from_utf8(picture).unwrap().contains("Oman"));
}

#[test]
fn every_form_of_query_answers_in_rows_with_named_columns() {
    let sandbox = Sandbox::new(&[("claims.csv", TABLE)]);
    let graph = Graph::open(sandbox.path()).unwrap();
    insta::assert_snapshot!(answer(&graph, "SELECT ?who ?what { ?c rdf:object/rdfs:label ?what OPTIONAL { ?c ra:saidBy/rdfs:label ?who } }"), @"
    who | what
     | Oman
    Reuters | Israel
    ");
    insta::assert_snapshot!(answer(&graph, "CONSTRUCT { ?s ex:hit ?o } WHERE { ?s rel:attacked ?o }".replace("ex:hit", "<http://e.org/hit>").as_str()), @"
    subject | predicate | object
    https://w3id.org/relata/kg/Iran | http://e.org/hit | https://w3id.org/relata/kg/Israel
    ");
    assert_eq!(answer(&graph, "ASK { kg:Iran rel:met kg:Israel }"), "answer\nfalse");
    let row = graph.query("SELECT (1 AS ?one) ?none {}").unwrap().next().unwrap().unwrap();
    assert_eq!((row.get("none"), row.get("two"), row.values().len()), (None, None, 2));
    let mut failed = graph.query("SELECT ?x { ?x ?p }").map(|_| ()).unwrap_err();
    assert!(matches!(failed, GraphError::Query(_)), "{failed}");
    failed = graph.query("DELETE WHERE { ?s ?p ?o }").map(|_| ()).unwrap_err();
    assert_eq!(failed.to_string(), "the graph is read-only: SPARQL Update is not available");
}

#[test]
fn a_part_is_chosen_and_every_format_of_one_file_is_written() {
    let sandbox = Sandbox::new(&[("claims.csv", TABLE)]);
    let graph = Graph::open(sandbox.path()).unwrap();
    let claims = graph.claims().unwrap();
    let view = claims.view(&Filter { predicates: vec!["met".to_owned()], ..Filter::default() }).unwrap();
    assert_eq!((view.graph.edge_count(), claims.rows().len()), (1, 2));
    let mut dot = Vec::new();
    graph.export_view("dot", &view, &mut dot).unwrap();
    assert!(!String::from_utf8(dot).unwrap().contains("Israel"));
    let unknown = claims.view(&Filter { predicates: vec!["mett".to_owned()], ..Filter::default() }).map(|_| ());
    assert_eq!(unknown.unwrap_err().to_string(), "no predicate is called `mett`");
    let written = |name: &str| {
        let mut out = Vec::new();
        graph.export(name, &mut out).map(|()| out.len())
    };
    let mut refused: Vec<String> = Vec::new();
    for format in relata::export::FORMATS {
        match written(format.name) {
            // It has a line for each text, and there is none.
            Ok(n) => assert_eq!(n == 0, format.name == "doccano", "{}", format.name),
            Err(error) => refused.push(error.to_string()),
        }
    }
    let several = ["gephi-csv", "neo4j-csv", "claims", "brat"].map(|name| format!("`{name}` is more than one file"));
    assert_eq!(refused, several);
    assert_eq!(written("frob").unwrap_err().to_string(), "there is no format `frob`");
    let whole = graph.export_view("nq", &view, &mut Vec::new()).unwrap_err();
    assert_eq!(whole.to_string(), "`nq` is the whole graph: no part of it can be chosen");
}

#[test]
fn a_graph_that_cannot_be_opened_says_why() {
    let sandbox = Sandbox::new(&[("bad/relata.toml", b"[project]\n"), ("empty/note.txt", b"")]);
    let failure = |path: &str| Graph::open(sandbox.path().join(path)).map(|_| ()).unwrap_err();
    assert!(matches!(failure("bad"), GraphError::Project(relata::project::ProjectError::Invalid(_))));
    assert!(matches!(failure("empty"), GraphError::Project(relata::project::ProjectError::NotFound(_))));
    assert!(matches!(failure("typo.csv"), GraphError::Project(relata::project::ProjectError::NoSuchPath(_))));
    sandbox.write("claims.csv", b"subject,object\n\"Iran,Israel\n");
    assert!(matches!(failure("claims.csv"), GraphError::Build(BuildError::NothingRead { kept: false })));
    sandbox.write(".relata/.gitignore/in-the-way", b"");
    let GraphError::Unwritable { source, .. } = failure("") else { panic!("nothing can be written") };
    assert!(matches!(source, BuildError::NothingRead { .. }));
    fs::remove_dir_all(sandbox.path().join(".relata")).unwrap();
    sandbox.write(".relata", b"");
    assert!(matches!(failure(""), GraphError::Build(BuildError::Refused(_))));
}
