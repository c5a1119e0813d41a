//! The W3C's tests of conversion to RDF.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::dataset::CanonicalizationAlgorithm;
use oxigraph::model::{Dataset, Literal, Quad, Term};
use relata::tabular::csvw::{Absent, Library, Mode, TableGroup};

use relata::diagnostic::{Diagnostic, Severity};

use super::Given;

const BASE: &str = "http://www.w3.org/2013/csvw/tests/";
const MF: &str = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#";
const CSVT: &str = "http://www.w3.org/2013/csvw/tests/vocab#";

/// Tests that are not passed, and why.
const EXCEPTIONS: &[(&str, &str)] = &[
    ("test014", "the metadata is named by a Link header of HTTP, and files have none"),
    ("test016", "the metadata is named by a Link header of HTTP, and files have none"),
    ("test120", "what is warned of is named by a Link header of HTTP, and files have none"),
    ("test122", "what is warned of is named by a Link header of HTTP, and files have none"),
    ("test259", "the place of the metadata is told by `.well-known/csvm` of a server"),
    ("test260", "the place of the metadata is told by `.well-known/csvm` of a server"),
];

/// Faults that are not found, and why.
const UNFOUND: &[(&str, &str)] = &[
    ("test034", "a cell without a value leads nowhere, which is no fault of a foreign key, as in databases"),
    ("test035", "a cell without a value leads nowhere, which is no fault of a foreign key, as in databases"),
    ("test120", "what is warned of is named by a Link header of HTTP, and files have none"),
    ("test122", "what is warned of is named by a Link header of HTTP, and files have none"),
    ("test124", "a column with a name alone fits any title unless one validates, and relata converts"),
];

fn quads(path: &Path, base: &str) -> Vec<Quad> {
    let parser = RdfParser::from_format(RdfFormat::Turtle).with_base_iri(base).unwrap();
    parser.for_slice(&fs::read(path).unwrap()).map(Result::unwrap).collect()
}

/// Doubles by their value, however they are written.
fn plain(term: Term) -> Term {
    match term {
        Term::Literal(literal) if literal.datatype().as_str().ends_with("#double") => {
            let value: f64 = literal.value().parse().unwrap_or(f64::NAN);
            if value.is_finite() { Literal::from(value).into() } else { Term::Literal(literal) }
        }
        other => other,
    }
}

fn graph(quads: impl IntoIterator<Item = Quad>) -> Dataset {
    let mut graph: Dataset = quads.into_iter().map(|quad| Quad { object: plain(quad.object), ..quad }).collect();
    graph.canonicalize(CanonicalizationAlgorithm::Unstable);
    graph
}

/// A test of the manifest.
struct Test {
    name: String,
    kind: String,
    action: String,
    result: Option<String>,
    metadata: Option<String>,
    mode: Mode,
}

fn tests(folder: &Path, manifest: &str) -> Vec<Test> {
    let mut facts: BTreeMap<String, Vec<(String, Term)>> = BTreeMap::new();
    for quad in quads(&folder.join(manifest), &format!("{BASE}{manifest}")) {
        facts.entry(quad.subject.to_string()).or_default().push((quad.predicate.as_str().to_owned(), quad.object));
    }
    let one = |subject: &str, property: &str| -> Option<String> {
        let (_, object) = facts.get(subject)?.iter().find(|(name, _)| name == property)?;
        Some(match object {
            Term::NamedNode(node) => node.as_str().to_owned(),
            Term::Literal(literal) => literal.value().to_owned(),
            other => other.to_string(),
        })
    };
    let mut tests = Vec::new();
    for subject in facts.keys() {
        let Some(action) = one(subject, &format!("{MF}action")) else { continue };
        let kind = one(subject, "http://www.w3.org/1999/02/22-rdf-syntax-ns#type").unwrap();
        let options = one(subject, &format!("{CSVT}option")).unwrap_or_default();
        let is_minimal = one(&options, &format!("{CSVT}minimal")).is_some_and(|word| word == "true");
        tests.push(Test {
            name: subject.rsplit('#').next().unwrap().trim_end_matches('>').to_owned(),
            kind: kind.rsplit('#').next().unwrap().to_owned(),
            action,
            result: one(subject, &format!("{MF}result")),
            metadata: one(&options, &format!("{CSVT}metadata")),
            mode: if is_minimal { Mode::Minimal } else { Mode::Standard },
        });
    }
    tests
}

/// The file with an IRI. A server would find a table whatever query stands behind its name.
fn path_of(folder: &Path, iri: &str) -> Option<PathBuf> {
    let below = iri.strip_prefix(BASE)?;
    let below = below.split_once('?').filter(|(_, query)| *query == "query").map_or(below, |(path, _)| path);
    Some(folder.join(below))
}

fn run(folder: &Path, test: &Test) -> Result<(), String> {
    let open = |iri: &str| -> Result<Box<dyn Read + Send>, Absent> {
        let file = File::open(path_of(folder, iri).ok_or(Absent::Elsewhere)?).map_err(|_| Absent::Missing)?;
        Ok(Box::new(file))
    };
    let shown = |iri: &str| iri.strip_prefix(BASE).unwrap_or(iri).to_owned();
    let library = Library { open: &open, shown: &shown };
    let mut given = Given::default();
    let start = test.metadata.as_ref().unwrap_or(&test.action);
    let group = if start.ends_with("json") {
        TableGroup::read(start, &library, &mut |fault| given.faults.push(fault))
    } else {
        TableGroup::of_table(start, &library, &mut |fault| given.faults.push(fault))
    };
    let is_read = group.is_some();
    let is_right = |faults: &[Diagnostic]| faults.iter().all(|fault| fault.severity == Severity::Notice);
    if let Some(group) = group {
        group.convert(test.mode, "t", &library, &mut given).map_err(|error| error.to_string())?;
    }
    let told: Vec<String> = given.faults.iter().map(|fault| format!("{} {}", fault.code.name, fault.message)).collect();
    let told = told.join("; ");
    match test.kind.as_str() {
        "PositiveValidationTest" if !is_read || !is_right(&given.faults) => return Err(format!("a fault: {told}")),
        "NegativeValidationTest" | "WarningValidationTest" if is_read && is_right(&given.faults) => {
            return Err("no fault".to_owned());
        }
        kind if kind.ends_with("ValidationTest") => return Ok(()),
        _ => {}
    }
    if test.kind == "NegativeRdfTest" {
        return if is_read && !given.has_errors() { Err(format!("no error: {told}")) } else { Ok(()) };
    }
    if given.has_errors() {
        return Err(format!("an error: {told}"));
    }
    if test.kind == "ToRdfTestWithWarnings" && given.faults.is_empty() {
        return Err("no warning".to_owned());
    }
    let result = test.result.as_ref().ok_or("no result")?;
    let expected = graph(quads(&path_of(folder, result).unwrap(), result));
    let default = oxigraph::model::GraphName::DefaultGraph;
    let actual = graph(given.triples.into_iter().map(|triple| triple.in_graph(default.clone())));
    if actual == expected {
        return Ok(());
    }
    let lines = |graph: &Dataset| graph.iter().map(|quad| quad.to_string()).collect::<BTreeSet<String>>();
    let (actual, expected) = (lines(&actual), lines(&expected));
    let only = |a: &BTreeSet<String>, b: &BTreeSet<String>| {
        let lines: Vec<&str> = a.difference(b).take(4).map(String::as_str).collect();
        lines.join("\n    ")
    };
    Err(format!("{told}\n  too much:\n    {}\n  missing:\n    {}", only(&actual, &expected), only(&expected, &actual)))
}

/// Runs the tests of a manifest; those of `exceptions` have to fail, all others to pass.
fn run_all(manifest: &str, exceptions: &[(&str, &str)], least: usize) {
    let Some(folder) = std::env::var_os("RELATA_CSVW_TESTS") else {
        eprintln!("skipped: RELATA_CSVW_TESTS names no folder");
        return;
    };
    let folder = fs::canonicalize(folder).unwrap();
    let (mut n_passed, mut failures) = (0, Vec::new());
    for test in tests(&folder, manifest) {
        let exception = exceptions.iter().find(|(name, _)| *name == test.name);
        match (run(&folder, &test), exception) {
            (Ok(()), None) => n_passed += 1,
            (Err(_), Some(_)) => {}
            (Ok(()), Some(_)) => failures.push(format!("{} is passed, and is listed as an exception", test.name)),
            (Err(reason), None) => {
                let reason: String = reason.chars().take(1500).collect();
                failures.push(format!("{} ({}): {reason}", test.name, test.kind));
            }
        }
    }
    eprintln!("{n_passed} tests of {manifest} passed, {} excepted", exceptions.len());
    assert!(failures.is_empty(), "{} failed:\n{}", failures.len(), failures.join("\n"));
    assert!(n_passed >= least, "only {n_passed} tests were found");
}

#[test]
fn the_tests_of_conversion_are_passed() {
    run_all("manifest-rdf.ttl", EXCEPTIONS, 264);
}

#[test]
fn the_tests_of_validation_are_passed() {
    run_all("manifest-validation.ttl", UNFOUND, 277);
}
