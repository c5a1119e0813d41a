//! Libraries that know nothing of relata find the same graph in a file: `tests/readers/read.py`.
//!
//! Python is `RELATA_PYTHON` or `python3`, and needs NetworkX 3.6, the first to read GEXF 1.3; igraph and xmllint are used
//! when they are there.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::process::Command;

use relata::export::scene::Scene;
use relata::export::{ExportOptions, FORMATS, FormatWriter};
use relata::graph::{Edges, Filter, GroupBy, View};
use relata::project::Project;

use crate::support::Compiled;

/// Formats that are no pictures.
const READ: [&str; 10] =
    ["gexf", "graphml", "gephi-csv", "neo4j-csv", "cytoscape", "cx2", "node-link", "jgf", "kgtk", "pajek"];

/// A Python that has a NetworkX that is new enough.
fn python() -> Option<String> {
    let python = std::env::var("RELATA_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let check = "import networkx; assert tuple(map(int, networkx.__version__.split('.')[:2])) >= (3, 6)";
    let found = Command::new(&python).args(["-c", check]).output();
    if found.is_ok_and(|output| output.status.success()) {
        return Some(python);
    }
    eprintln!("skipped: `{python}` has no networkx 3.6");
    None
}

fn write(name: &str, view: &View<'_>, compiled: &Compiled, options: &ExportOptions, path: &Path) {
    let prefixes = compiled.project.prefixes();
    let scene = Scene { view, title: "t".to_owned(), prefixes: &prefixes, positions: None, measures: Vec::new() };
    match FORMATS.iter().find(|format| format.name == name).unwrap().writer {
        FormatWriter::Scene(write) | FormatWriter::Placed(write) => {
            write(&scene, options, &mut File::create(path).unwrap()).unwrap();
        }
        FormatWriter::Telling(write) => {
            write(&scene, &compiled.project.namespace, options, &mut File::create(path).unwrap()).unwrap();
        }
        FormatWriter::Folder { write, .. } => {
            fs::create_dir_all(path).unwrap();
            let mut make =
                |name: &str| -> std::io::Result<Box<dyn Write>> { Ok(Box::new(File::create(path.join(name))?)) };
            write(&scene, options, &mut make).unwrap();
        }
        FormatWriter::Rdf(_) | FormatWriter::Tables { .. } | FormatWriter::Claims(_) => {
            panic!("{name} is written from the whole graph, not from a view")
        }
    }
}

/// What the reader found, or what it failed with.
fn read(python: &str, name: &str, path: &Path) -> serde_json::Value {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/readers/read.py");
    let output = Command::new(python).arg(script).arg(name).arg(path).output().unwrap();
    assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Asserts that a reader finds in a file what the view has.
fn assert_read(python: &str, name: &str, view: &View<'_>, compiled: &Compiled, options: &ExportOptions) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    write(name, view, compiled, options, &path);
    let found = read(python, name, &path);
    let graph = &view.graph;
    let mut labels: Vec<String> = graph.node_weights().map(|node| view.label(node)).collect();
    let mut states: Vec<&str> = graph.edge_weights().map(|edge| edge.state.word()).collect();
    labels.sort();
    states.sort_unstable();
    let weight: u32 = graph.edge_weights().map(|edge| view.weight(edge)).sum();
    assert_eq!(found["nodes"], graph.node_count(), "{name}");
    assert_eq!(found["edges"], graph.edge_count(), "{name}");
    assert_eq!(found["weight"], weight, "{name}");
    assert_eq!(found["labels"], serde_json::json!(labels), "{name}");
    assert!(found["ids"].is_null() || found["ids"] == graph.edge_count(), "{name}: {}", found["ids"]);
    assert!(found["state"].is_null() || found["state"] == serde_json::json!(states), "{name}: {}", found["state"]);
}

fn sample() -> Compiled {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/harbour-crisis");
    Compiled::of(Project::find(&folder).unwrap())
}

#[test]
fn other_programs_read_the_same_graph() {
    let Some(python) = python() else { return };
    let compiled = sample();
    let claims = compiled.claims();
    for edges in [Edges::Bundle, Edges::Claims] {
        let view = View::new(&claims, edges);
        for name in READ {
            assert_read(&python, name, &view, &compiled, &ExportOptions::default());
        }
        assert_read(&python, "gexf", &view, &compiled, &ExportOptions { gexf_1_2: true, ..ExportOptions::default() });
    }
    let groups = View::new(&claims, Edges::Bundle).grouped(GroupBy::Type).collapsed();
    for name in READ {
        assert_read(&python, name, &groups, &compiled, &ExportOptions::default());
    }
}

#[test]
fn a_pajek_file_of_one_predicate_is_read_without_relations() {
    let Some(python) = python() else { return };
    let compiled = sample();
    let claims = compiled.claims();
    for predicate in ["attacked", "met"] {
        let filter = Filter { predicates: vec![predicate.to_owned()], ..Filter::default() };
        assert_read(&python, "pajek", &filter.view(&claims).unwrap(), &compiled, &ExportOptions::default());
    }
}
