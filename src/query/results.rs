//! Answers in every format that is not for the terminal.

use std::collections::BTreeMap;
use std::io::{self, Write};

use oxigraph::io::{RdfFormat, RdfSerializer};
use oxigraph::model::{Term, Triple};
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsSerializer};
use oxigraph::sparql::{QueryResults, QuerySolutionIter, QueryTripleIter};

use super::{QueryError, shorten};

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
    let triples = sorted(triples)?;
    let has_triple_terms = triples.iter().any(|triple| matches!(triple.object, Term::Triple(_)));
    if has_triple_terms && matches!(format, RdfFormat::JsonLd { .. } | RdfFormat::RdfXml) {
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
    for triple in &triples {
        serializer.serialize_triple(triple)?;
    }
    serializer.finish()?;
    Ok(())
}

fn sorted(triples: QueryTripleIter<'_>) -> Result<Vec<Triple>, QueryError> {
    let mut triples: Vec<Triple> = triples.collect::<Result<_, _>>()?;
    triples.sort_by_cached_key(ToString::to_string);
    triples.dedup();
    Ok(triples)
}

/// The prefixes some IRI of `triples` begins with.
fn used_prefixes<'a>(triples: &[Triple], prefixes: &'a BTreeMap<String, String>) -> Vec<(&'a str, &'a str)> {
    let text: Vec<String> = triples.iter().map(ToString::to_string).collect();
    let used = prefixes.iter().filter(|(_, iri)| text.iter().any(|line| line.contains(&format!("<{iri}"))));
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
    for solution in solutions {
        let solution = solution?;
        if table.rows.len() == most {
            return Ok((table, true));
        }
        table.rows.push(
            solution
                .values()
                .iter()
                .map(|value| value.as_ref().map_or_else(String::new, |term: &Term| shorten(term, prefixes)))
                .collect(),
        );
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
            let cells: Vec<String> = cells
                .iter()
                .map(|cell| cell.replace('\\', "\\\\").replace('|', "\\|").replace(['\n', '\r'], " "))
                .collect();
            format!("| {} |", cells.join(" | "))
        };
        writeln!(out, "{}", line(&self.headings))?;
        writeln!(out, "|{}", " --- |".repeat(self.headings.len()))?;
        self.rows.iter().try_for_each(|row| writeln!(out, "{}", line(row)))
    }
}
