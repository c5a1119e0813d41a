//! The W3C's tests of SHACL Core, read from the folder that `RELATA_SHACL_TESTS` names (`data-shapes-test-suite/tests` of
//! the `w3c/data-shapes` repository); skipped without it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::dataset::CanonicalizationAlgorithm;
use oxigraph::model::{Dataset, Quad, Term};
use relata::shapes::{Shapes, report};

use super::violations;

/// Tests that are not passed, by the end of their IRI, and why.
const EXCEPTIONS: &[(&str, &str)] = &[];

const MF: &str = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#";
const SHT: &str = "http://www.w3.org/ns/shacl-test#";
const SH: &str = "http://www.w3.org/ns/shacl#";
const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";

/// A file of the suite: tests, shapes or data, or all of them at once.
struct TestFile {
    quads: Vec<Quad>,
    facts: BTreeMap<(String, String), Vec<Term>>,
}

impl TestFile {
    /// Blank nodes keep the names that the file gives them, so that shapes and data read from one file are told apart alike.
    fn read(path: &Path) -> TestFile {
        let url = format!("file://{}", path.display());
        let parser = RdfParser::from_format(RdfFormat::Turtle).with_base_iri(url).unwrap();
        let quads: Vec<Quad> = parser.for_slice(&fs::read(path).unwrap()).map(Result::unwrap).collect();
        let mut facts: BTreeMap<(String, String), Vec<Term>> = BTreeMap::new();
        for quad in quads.iter().cloned() {
            facts.entry((quad.subject.to_string(), quad.predicate.as_str().to_owned())).or_default().push(quad.object);
        }
        TestFile { quads, facts }
    }

    fn all(&self, subject: &str, property: &str) -> &[Term] {
        self.facts.get(&(subject.to_owned(), property.to_owned())).map_or(&[], Vec::as_slice)
    }

    fn one(&self, subject: &str, property: &str) -> Option<String> {
        self.all(subject, property).first().map(ToString::to_string)
    }

    /// The quads that hang on a node.
    fn below(&self, node: &str) -> Vec<Quad> {
        let (mut waiting, mut found) = (vec![node.to_owned()], Vec::new());
        while let Some(node) = waiting.pop() {
            for quad in self.quads.iter().filter(|quad| quad.subject.to_string() == node) {
                if found.contains(quad) {
                    continue;
                }
                found.push(quad.clone());
                // The parts of a report hang on it by blank nodes; what it says of shapes and data is not followed.
                let name = quad.predicate.as_str();
                let leads_on = name == format!("{SH}result") || name.starts_with(RDF) || name.ends_with("Path");
                if leads_on && quad.object.is_blank_node() {
                    waiting.push(quad.object.to_string());
                }
            }
        }
        found
    }
}

fn path_of(term: &str) -> PathBuf {
    PathBuf::from(term.trim_start_matches("<file://").trim_end_matches('>'))
}

/// The files with tests, by the manifests that include each other.
fn files(manifest: &Path, found: &mut Vec<PathBuf>) {
    let file = TestFile::read(manifest);
    if file.quads.iter().any(|quad| quad.predicate.as_str() == format!("{MF}action")) {
        found.push(manifest.to_owned());
    }
    for quad in file.quads.iter().filter(|quad| quad.predicate.as_str() == format!("{MF}include")) {
        files(&path_of(&quad.object.to_string()), found);
    }
}

/// A report that can be compared: blank nodes of shapes and data have the names of the file, those of the report have
/// none, and what the suite leaves open is left out.
fn comparable(quads: impl IntoIterator<Item = Quad>, with_messages: bool) -> Dataset {
    let left_out = |quad: &Quad| {
        let name = quad.predicate.as_str().trim_start_matches(SH);
        name == "detail" || (name == "resultMessage" && !with_messages)
    };
    let fixed = ["focusNode", "value", "sourceShape"].map(|name| format!("{SH}{name}"));
    let named = |mut quad: Quad| {
        if let Term::BlankNode(node) = &quad.object
            && fixed.contains(&quad.predicate.as_str().to_owned())
        {
            let name = format!("urn:blank:{}", node.as_str());
            quad.object = oxigraph::model::NamedNode::new_unchecked(name).into();
        }
        quad
    };
    let mut dataset: Dataset = quads.into_iter().filter(|quad| !left_out(quad)).map(named).collect();
    dataset.canonicalize(CanonicalizationAlgorithm::Unstable);
    dataset
}

fn run(path: &Path, file: &TestFile, test: &str) -> Result<(), String> {
    let action = file.one(test, &format!("{MF}action")).unwrap();
    let result = file.one(test, &format!("{MF}result")).unwrap();
    let read = |property: &str| {
        let named = path_of(&file.one(&action, &format!("{SHT}{property}")).unwrap());
        // The same file is read once, so that its blank nodes are the same.
        if named == path { file.quads.clone() } else { TestFile::read(&named).quads }
    };
    let (data, shapes) = (read("dataGraph"), read("shapesGraph"));
    let shapes = Shapes::read(shapes);
    if result == format!("<{SHT}Failure>") {
        return if shapes.is_err() { Ok(()) } else { Err("the shapes are ill-formed and were read".to_owned()) };
    }
    let shapes = shapes.map_err(|faults| format!("{faults:?}"))?;
    let found = violations(&shapes, &data).map_err(|error| error.to_string())?;
    let expected = file.below(&result);
    let with_messages = expected.iter().any(|quad| quad.predicate.as_str() == format!("{SH}resultMessage"));
    let (actual, expected) = (comparable(report(&found), with_messages), comparable(expected, with_messages));
    if actual == expected {
        return Ok(());
    }
    let lines = |graph: &Dataset| graph.iter().map(|quad| quad.to_string()).collect::<BTreeSet<String>>();
    Err(format!("given: {:#?}\nexpected: {:#?}", lines(&actual), lines(&expected)))
}

#[test]
fn the_tests_of_the_core_are_passed() {
    let Some(folder) = std::env::var_os("RELATA_SHACL_TESTS") else {
        eprintln!("skipped: RELATA_SHACL_TESTS names no folder");
        return;
    };
    let folder = fs::canonicalize(folder).unwrap();
    let (mut n_passed, mut failures, mut paths) = (0, Vec::new(), Vec::new());
    files(&folder.join("core/manifest.ttl"), &mut paths);
    for path in paths {
        let file = TestFile::read(&path);
        let tests: BTreeSet<String> = file
            .quads
            .iter()
            .filter(|quad| quad.predicate.as_str() == format!("{MF}action"))
            .map(|quad| quad.subject.to_string())
            .collect();
        for test in tests {
            let exception = EXCEPTIONS.iter().find(|(name, _)| test.trim_end_matches('>').ends_with(name));
            match (run(&path, &file, &test), exception) {
                (Ok(()), None) => n_passed += 1,
                (Err(_), Some(_)) => {}
                (Ok(()), Some(_)) => failures.push(format!("{test} is passed, and is listed as an exception")),
                (Err(reason), None) => {
                    let reason: String = reason.chars().take(6000).collect();
                    failures.push(format!("{test}: {reason}"));
                }
            }
        }
    }
    eprintln!("{n_passed} tests of SHACL Core passed, {} excepted", EXCEPTIONS.len());
    assert!(failures.is_empty(), "{} failed:\n{}", failures.len(), failures.join("\n"));
    assert!(n_passed >= 98, "only {n_passed} tests were found");
}
