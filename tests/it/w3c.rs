//! The W3C's SPARQL query evaluation tests, read from the folder that `RELATA_W3C_TESTS` names (a copy of the
//! `w3c/rdf-tests` repository); skipped without it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::dataset::CanonicalizationAlgorithm;
use oxigraph::model::{Dataset, GraphName, Literal, NamedNode, Quad, Term};
use oxigraph::sparql::QueryResults;
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsParser, SliceQueryResultsParserOutput};
use relata::evaluation::{self, Limits};
use relata::store::Store;
use spargebra::SparqlParser;

/// Tests that are not passed, by the end of their IRI, and why. Each fails over oxigraph's own store, too.
const EXCEPTIONS: &[(&str, &str)] = &[
    ("expr-builtin/manifest#case-insensitive-booleans", "the parser wants `true` and `false` in small letters"),
    ("expr-builtin/manifest#dawg-str-1", "STR of a number gives its canonical form"),
    ("expr-builtin/manifest#dawg-str-2", "STR of a number gives its canonical form"),
    ("open-world/manifest#date-2", "dates with and without time zone compare as different"),
    (
        "optional-filter/manifest#dawg-optional-filter-005-simplified",
        "the suite has two answers; the other one, not simplified, is given",
    ),
    ("reduced/manifest#reduced-1", "REDUCED removes all duplicates, which it may"),
    ("reduced/manifest#reduced-2", "REDUCED removes all duplicates, which it may"),
    ("aggregates/manifest#agg-groupconcat-04", "GROUP_CONCAT keeps the language that all its values share"),
    ("aggregates/manifest#agg-groupconcat-06", "GROUP_CONCAT keeps the language that all its values share"),
    ("grouping/manifest#select-variable-reuse", "the parser refuses a variable that is used before it is bound"),
];

const MF: &str = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#";
const RS: &str = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#";
const QT: &str = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#";

/// One manifest, by subject and property.
struct Manifest {
    facts: BTreeMap<(String, String), Vec<Term>>,
}

impl Manifest {
    fn read(path: &Path) -> Manifest {
        let mut facts: BTreeMap<(String, String), Vec<Term>> = BTreeMap::new();
        for quad in quads(path) {
            facts.entry((quad.subject.to_string(), quad.predicate.as_str().to_owned())).or_default().push(quad.object);
        }
        Manifest { facts }
    }

    fn all(&self, subject: &str, property: &str) -> Vec<Term> {
        self.facts.get(&(subject.to_owned(), property.to_owned())).cloned().unwrap_or_default()
    }

    fn one(&self, subject: &str, property: &str) -> Option<Term> {
        self.all(subject, property).pop()
    }

    fn evaluation_tests(&self) -> Vec<String> {
        let rdf_type = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
        let is_test =
            |terms: &Vec<Term>| terms.iter().any(|term| term.to_string() == format!("<{MF}QueryEvaluationTest>"));
        let tests = self.facts.iter().filter(|((_, property), terms)| property == rdf_type && is_test(terms));
        tests.map(|((subject, _), _)| subject.clone()).collect()
    }
}

fn url(path: &Path) -> String {
    format!("file://{}", path.display())
}

fn path_of(term: &Term) -> PathBuf {
    let Term::NamedNode(node) = term else { panic!("{term} is no file") };
    PathBuf::from(node.as_str().strip_prefix("file://").unwrap())
}

fn quads(path: &Path) -> Vec<Quad> {
    let format = path.extension().and_then(|extension| RdfFormat::from_extension(extension.to_str()?)).unwrap();
    let parser = RdfParser::from_format(format).with_base_iri(url(path)).unwrap().rename_blank_nodes();
    parser.for_slice(&fs::read(path).unwrap()).map(Result::unwrap).collect()
}

/// A number by its value and type: `2.0` and `2` are the same decimal, however they are written.
fn number(literal: &Literal) -> Option<String> {
    let name = literal.datatype().as_str().strip_prefix("http://www.w3.org/2001/XMLSchema#")?.to_owned();
    let value: f64 = match name.as_str() {
        "integer" | "decimal" | "double" | "float" => literal.value().parse().ok()?,
        _ => return None,
    };
    Some(format!("{value} {name}"))
}

/// An answer in a form that can be compared: rows sorted, blank nodes without their names.
#[derive(Debug, PartialEq)]
enum Answer {
    Truth(bool),
    Rows(BTreeSet<String>, Vec<String>),
    Graph(Box<Dataset>),
}

fn row<'a>(values: impl Iterator<Item = (&'a str, &'a Term)>) -> String {
    fn shown(term: &Term) -> String {
        match term {
            Term::BlankNode(_) => "_".to_owned(),
            Term::Triple(triple) => {
                let subject = shown(&triple.subject.clone().into());
                format!("<<{subject} {} {}>>", triple.predicate, shown(&triple.object))
            }
            Term::Literal(literal) => number(literal).unwrap_or_else(|| literal.to_string()),
            other @ Term::NamedNode(_) => other.to_string(),
        }
    }
    let mut cells: Vec<String> = values.map(|(name, term)| format!("{name}={}", shown(term))).collect();
    cells.sort();
    cells.join(" ")
}

fn rows(variables: BTreeSet<String>, mut rows: Vec<String>) -> Answer {
    rows.sort();
    Answer::Rows(variables, rows)
}

fn graph(quads: impl IntoIterator<Item = Quad>) -> Answer {
    let mut dataset: Dataset = quads.into_iter().collect();
    dataset.canonicalize(CanonicalizationAlgorithm::Unstable);
    Answer::Graph(Box::new(dataset))
}

fn answer(results: QueryResults<'_>) -> Result<Answer, String> {
    let failed = |error: oxigraph::sparql::QueryEvaluationError| error.to_string();
    Ok(match results {
        QueryResults::Boolean(value) => Answer::Truth(value),
        QueryResults::Solutions(solutions) => {
            let variables = solutions.variables().iter().map(|variable| variable.as_str().to_owned()).collect();
            let lines: Result<Vec<String>, _> =
                solutions.map(|solution| Ok(row(solution?.iter().map(|(name, term)| (name.as_str(), term))))).collect();
            rows(variables, lines.map_err(failed)?)
        }
        QueryResults::Graph(triples) => {
            let triples: Result<Vec<_>, _> = triples.collect();
            graph(triples.map_err(failed)?.into_iter().map(|triple| triple.in_graph(GraphName::DefaultGraph)))
        }
    })
}

fn expected(path: &Path) -> Result<Answer, String> {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    if let Some(format) = QueryResultsFormat::from_extension(extension) {
        let bytes = fs::read(path).unwrap();
        let parsed = QueryResultsParser::from_format(format).for_slice(&bytes).map_err(|error| error.to_string())?;
        return Ok(match parsed {
            SliceQueryResultsParserOutput::Boolean(value) => Answer::Truth(value),
            SliceQueryResultsParserOutput::Solutions(solutions) => {
                let variables = solutions.variables().iter().map(|variable| variable.as_str().to_owned()).collect();
                let lines =
                    solutions.map(|solution| row(solution.unwrap().iter().map(|(name, term)| (name.as_str(), term))));
                rows(variables, lines.collect())
            }
        });
    }
    let quads = quads(path);
    let is_about_results = |quad: &Quad| quad.object.to_string() == format!("<{RS}ResultSet>");
    if quads.iter().any(is_about_results) { Ok(result_set(&quads)) } else { Ok(graph(quads)) }
}

/// A table or a truth value written as RDF.
fn result_set(quads: &[Quad]) -> Answer {
    let values = |subject: Option<&Term>, property: &str| -> Vec<Term> {
        let fits = |quad: &&Quad| {
            quad.predicate.as_str() == format!("{RS}{property}")
                && subject.is_none_or(|subject| Term::from(quad.subject.clone()) == *subject)
        };
        quads.iter().filter(fits).map(|quad| quad.object.clone()).collect()
    };
    let text = |term: &Term| match term {
        Term::Literal(literal) => literal.value().to_owned(),
        other => other.to_string(),
    };
    if let Some(value) = values(None, "boolean").first() {
        return Answer::Truth(text(value) == "true");
    }
    let variables = values(None, "resultVariable").iter().map(text).collect();
    let line = |solution: &Term| {
        let bindings = values(Some(solution), "binding");
        let cells: Vec<(String, Term)> = bindings
            .iter()
            .map(|binding| (text(&values(Some(binding), "variable")[0]), values(Some(binding), "value").remove(0)))
            .collect();
        row(cells.iter().map(|(name, term)| (name.as_str(), term)))
    };
    rows(variables, values(None, "solution").iter().map(line).collect())
}

fn named(path: &Path) -> GraphName {
    NamedNode::new_unchecked(url(path)).into()
}

/// Runs one test; the reason when it fails.
fn run(manifest: &Manifest, test: &str) -> Result<(), String> {
    let action = manifest.one(test, &format!("{MF}action")).ok_or("no action")?.to_string();
    let query_path = path_of(&manifest.one(&action, &format!("{QT}query")).ok_or("no query")?);
    let result_path = path_of(&manifest.one(test, &format!("{MF}result")).ok_or("no result")?);
    let expected = expected(&result_path)?;
    let mut data: Vec<Quad> =
        manifest.all(&action, &format!("{QT}data")).iter().flat_map(|file| quads(&path_of(file))).collect();
    for file in manifest.all(&action, &format!("{QT}graphData")) {
        let path = path_of(&file);
        data.extend(quads(&path).into_iter().map(|quad| Quad { graph_name: named(&path), ..quad }));
    }
    let sparql = fs::read_to_string(&query_path).unwrap();
    let parser = SparqlParser::new().with_base_iri(url(&query_path)).unwrap();
    let query = parser.parse_query(&sparql).map_err(|error| error.to_string())?;
    // A query that names its graphs brings them along.
    let named_by_query = query.dataset().into_iter();
    let graphs: Vec<NamedNode> = named_by_query
        .flat_map(|dataset| dataset.default.iter().chain(dataset.named.iter().flatten()).cloned())
        .collect();
    for node in graphs {
        let path = path_of(&node.into());
        data.extend(quads(&path).into_iter().map(|quad| Quad { graph_name: named(&path), ..quad }));
    }
    let store = Store::of_quads(&data).map_err(|error| error.to_string())?;
    store.verify().map_err(|error| error.to_string())?;
    let token = evaluation::CancellationToken::new();
    let actual = evaluation::answer(&store, &query, false, Limits::default(), &token, &evaluation::Services::default())
        .map_err(|error| error.to_string())?;
    let actual = answer(actual)?;
    if actual == expected { Ok(()) } else { Err(format!("{actual:?}\ninstead of {expected:?}")) }
}

fn manifests(folder: &Path, found: &mut Vec<PathBuf>) {
    for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            manifests(&path, found);
        } else if path.file_name().is_some_and(|name| name == "manifest.ttl") {
            found.push(path);
        }
    }
}

#[test]
fn the_graph_file_passes_the_evaluation_tests() {
    let Some(folder) = std::env::var_os("RELATA_W3C_TESTS") else {
        eprintln!("skipped: RELATA_W3C_TESTS names no folder");
        return;
    };
    let mut paths = Vec::new();
    manifests(&fs::canonicalize(folder).unwrap().join("sparql"), &mut paths);
    paths.sort();
    // Entailment and federation are other standards.
    paths.retain(|path| {
        !["entailment", "service"].iter().any(|part| path.components().any(|it| it.as_os_str() == *part))
    });
    let (mut n_passed, mut failures) = (0, Vec::new());
    let excepted = |test: &str| EXCEPTIONS.iter().any(|(name, _)| test.ends_with(&format!("{name}>")));
    for path in paths {
        let manifest = Manifest::read(&path);
        for test in manifest.evaluation_tests() {
            match run(&manifest, &test) {
                Ok(()) if excepted(&test) => failures.push(format!("{test} passes, and is listed as an exception")),
                Ok(()) => n_passed += 1,
                Err(_) if excepted(&test) => {}
                Err(reason) => failures.push(format!("{test}: {}", reason.chars().take(600).collect::<String>())),
            }
        }
    }
    eprintln!("{n_passed} evaluation tests passed, {} excepted", EXCEPTIONS.len());
    assert!(failures.is_empty(), "{} failed:\n{}", failures.len(), failures.join("\n"));
    assert!(n_passed > 300, "only {n_passed} tests were found");
}
