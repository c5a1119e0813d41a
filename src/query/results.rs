//! Answers in every format that is not for the terminal.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use oxigraph::io::{RdfFormat, RdfSerializer};
use oxigraph::model::Term;
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsSerializer};
use oxigraph::sparql::{QueryResults, QuerySolutionIter};

use super::markdown;
use super::namespaces::Namespaces;
use super::triples::{self, Sorted, Triples};
use super::{QueryError, shorten_by};

/// Why an answer was not written to its end.
#[derive(Debug, thiserror::Error)]
pub enum ResultsError {
    /// The query failed on the way, or has another form.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// The output failed.
    #[error("cannot write the answer")]
    Write(#[from] io::Error),
}

/// Writes a table or a truth value in a standard format.
///
/// # Errors
/// When the answer is a graph, the evaluation fails on the way, or `out` fails.
pub fn write_table(
    results: QueryResults<'_>,
    format: QueryResultsFormat,
    out: &mut dyn Write,
) -> Result<(), ResultsError> {
    let serializer = QueryResultsSerializer::from_format(format);
    match results {
        QueryResults::Boolean(value) => {
            serializer.serialize_boolean_to_writer(&mut *out, value)?;
            writeln!(out)?;
        }
        QueryResults::Solutions(solutions) => {
            let mut serializer = serializer.serialize_solutions_to_writer(&mut *out, solutions.variables().to_vec())?;
            for solution in solutions {
                serializer.serialize(&solution.map_err(QueryError::from)?)?;
            }
            serializer.finish()?;
            if matches!(format, QueryResultsFormat::Json | QueryResultsFormat::Xml) {
                writeln!(out)?;
            }
        }
        QueryResults::Graph(_) => {
            let message = "the answer is a graph: choose turtle, ntriples, nquads, trig, jsonld or rdfxml";
            return Err(QueryError::Form(message).into());
        }
    }
    Ok(())
}

/// Writes a graph in an RDF format, in the order of its triples, each once.
///
/// # Errors
/// When the answer is a table, the evaluation fails on the way, or `out` fails.
pub fn write_graph(
    results: QueryResults<'_>,
    format: RdfFormat,
    prefixes: &BTreeMap<String, String>,
    out: &mut dyn Write,
) -> Result<(), ResultsError> {
    let QueryResults::Graph(triples) = results else {
        return Err(QueryError::Form("the answer is a table: choose table, csv, tsv, json, xml or markdown").into());
    };
    let mut collected = Triples::default();
    for triple in triples {
        collected.push(&triple.map_err(QueryError::from)?)?;
    }
    let triples = collected.sorted();
    if matches!(format, RdfFormat::NTriples | RdfFormat::NQuads) {
        return Ok(triples.iter().try_for_each(|[s, p, o]| writeln!(out, "{s} {p} {o} ."))?);
    }
    let is_old = matches!(format, RdfFormat::JsonLd { .. } | RdfFormat::RdfXml);
    if is_old && triples.terms().any(triples::is_triple_term) {
        let message = "the answer holds triple terms of RDF 1.2: choose turtle, ntriples, nquads or trig";
        return Err(QueryError::Form(message).into());
    }
    let mut serializer = RdfSerializer::from_format(format);
    for (prefix, iri) in used_prefixes(&triples, prefixes) {
        serializer = match serializer.clone().with_prefix(prefix, iri) {
            Ok(with_prefix) => with_prefix,
            Err(_) => serializer,
        };
    }
    let mut serializer = serializer.for_writer(&mut *out);
    for texts in triples.iter() {
        let triple = triples::triple(texts).ok_or_else(|| io::Error::other("a term of the answer cannot be read"))?;
        serializer.serialize_triple(&triple)?;
    }
    serializer.finish()?;
    Ok(())
}

/// The prefixes some IRI of `triples` begins with.
fn used_prefixes<'a>(triples: &Sorted, prefixes: &'a BTreeMap<String, String>) -> Vec<(&'a str, &'a str)> {
    let namespaces = Namespaces::new(prefixes);
    let mut found = vec![false; namespaces.len()];
    triples.terms().for_each(|term| namespaces.mark(term, &mut found));
    let found: BTreeSet<&str> =
        found.iter().enumerate().filter(|(_, found)| **found).map(|(place, _)| namespaces.iri(place)).collect();
    let used = prefixes.iter().filter(|(_, iri)| found.contains(iri.as_str()));
    used.map(|(prefix, iri)| (prefix.as_str(), iri.as_str())).collect()
}

/// A table in memory: headings, and cells as people read them.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct TextTable {
    /// One heading a column.
    pub headings: Vec<String>,
    /// Rows of cells; unbound cells are empty.
    pub rows: Vec<Vec<String>>,
}

/// Collects at most `most` rows for reading; the flag says whether there were more.
///
/// # Errors
/// When the evaluation fails on the way.
pub fn read_table(
    solutions: QuerySolutionIter<'_>,
    prefixes: &BTreeMap<String, String>,
    most: usize,
) -> Result<(TextTable, bool), QueryError> {
    let headings = solutions.variables().iter().map(|variable| variable.as_str().to_owned()).collect();
    let mut table = TextTable { headings, rows: Vec::new() };
    let namespaces = Namespaces::new(prefixes);
    let shown = |term: &Term| shorten_by(term, &|iri| namespaces.shorten(iri));
    for solution in solutions {
        let solution = solution?;
        if table.rows.len() == most {
            return Ok((table, true));
        }
        table.rows.push(solution.values().iter().map(|value| value.as_ref().map_or_else(String::new, shown)).collect());
    }
    Ok((table, false))
}

impl TextTable {
    /// Writes the table as GitHub-flavoured Markdown.
    ///
    /// # Errors
    /// When `out` fails.
    pub fn write_markdown(&self, out: &mut dyn Write) -> io::Result<()> {
        let line = |cells: &[String]| {
            let cells: Vec<String> = cells.iter().map(|text| markdown::cell(text)).collect();
            format!("| {} |", cells.join(" | "))
        };
        writeln!(out, "{}", line(&self.headings))?;
        writeln!(out, "|{}", " --- |".repeat(self.headings.len()))?;
        self.rows.iter().try_for_each(|row| writeln!(out, "{}", line(row)))
    }
}
