//! Other people's readers understand what is written: rdflib and raptor.
//!
//! `RELATA_PYTHON` names a Python that has rdflib; without one the test is skipped.

use std::path::Path;
use std::process::Command;

use oxigraph::io::{JsonLdProfileSet, RdfFormat};
use relata::export;
use relata::export::rdf::{self, RdfVersion, nanopub, write_rdf};
use relata::export::scene::Scene;
use relata::graph::{Edges, View};
use relata::project::Project;

use crate::support::Compiled;

#[test]
fn rdflib_and_raptor_read_the_same_graph_in_every_format() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let compiled = Compiled::of(Project::find(&root.join("data/harbour-crisis")).unwrap());
    let folder = tempfile::tempdir().unwrap();
    let prefixes = compiled.project.prefixes();
    for (name, format) in [
        ("nq", RdfFormat::NQuads),
        ("nt", RdfFormat::NTriples),
        ("ttl", RdfFormat::Turtle),
        ("trig", RdfFormat::TriG),
        ("jsonld", RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() }),
        ("rdfxml", RdfFormat::RdfXml),
    ] {
        let mut out = Vec::new();
        let options = rdf::RdfOptions { version: RdfVersion::V1_1, positions: true, ..rdf::RdfOptions::default() };
        write_rdf(&compiled.store, format, options, &prefixes, &mut out).unwrap();
        std::fs::write(folder.path().join(format!("graph.{name}")), out).unwrap();
    }
    let claims = compiled.claims();
    let view = View::new(&claims, Edges::Bundle);
    let scene = Scene { view: &view, title: String::new(), prefixes: &prefixes, positions: None, measures: Vec::new() };
    let mut out = Vec::new();
    nanopub::write(&scene, &export::ExportOptions::default(), &mut out).unwrap();
    std::fs::write(folder.path().join("nanopub.trig"), out).unwrap();

    let python = std::env::var_os("RELATA_PYTHON").unwrap_or_else(|| "python3".into());
    let script = root.join("tests/readers/rdf.py");
    let Ok(output) = Command::new(python).arg(script).arg(folder.path()).output() else {
        eprintln!("skipped: there is no Python");
        return;
    };
    let (said, problems) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    if output.status.code() == Some(77) {
        eprintln!("skipped: rdflib is not installed; `RELATA_PYTHON` can name a Python that has it");
        return;
    }
    assert!(output.status.success(), "{said}{problems}");
    assert!(said.contains(&format!("nanopub {} plain", claims.rows().len())), "{said}");
}
