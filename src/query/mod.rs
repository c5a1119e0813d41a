//! What can be asked?
//!
//! An [`Engine`] answers SPARQL over a [`Store`]: every prefix is declared, and the
//! default graph is the union of all graphs. [`results`] writes answers in every
//! format; [`named`] finds a project's own queries; [`claims`] and [`summary`] are
//! questions of relata's own, with typed rows.

pub mod claims;
pub mod named;
pub mod results;
pub mod summary;
mod syntax;

use std::collections::BTreeMap;

use oxigraph::model::Term;
use oxigraph::sparql::{QueryEvaluationError, QueryResults};
use spargebra::{Query, SparqlParser};

use crate::evaluation::{self, CancellationToken, Exceeded, Explanation, Limits};
use crate::rdf::vocab;
use crate::store::Store;
pub(crate) use syntax::syntax_error;

/// Answers queries over one graph.
pub struct Engine<'s> {
    store: &'s Store,
    prefixes: BTreeMap<String, String>,
    limits: Limits,
}

/// Why a query has no answer.
#[derive(Debug, thiserror::Error)]
pub enum QueryError {
    /// It is no SPARQL.
    #[error("line {line}, column {column}: {message}")]
    Syntax {
        /// What is wrong.
        message: String,
        /// Line, starting at 1.
        line: usize,
        /// Column in characters, starting at 1.
        column: usize,
        /// A way out.
        hint: Option<String>,
    },
    /// It changes the graph.
    #[error("the graph is read-only: SPARQL Update is not available")]
    Update,
    /// It asks for a table where a graph is wanted, or the other way round.
    #[error("{0}")]
    Form(&'static str),
    /// It took too long or too much memory.
    #[error(transparent)]
    Exceeded(Exceeded),
    /// Its evaluation failed.
    #[error("the query failed")]
    Evaluation(#[source] QueryEvaluationError),
}

impl From<QueryEvaluationError> for QueryError {
    fn from(error: QueryEvaluationError) -> QueryError {
        match evaluation::exceeded(&error) {
            Some(exceeded) => QueryError::Exceeded(exceeded),
            None => QueryError::Evaluation(error),
        }
    }
}

/// A value of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Value(Term);

impl Value {
    /// The IRI, or the text of the literal.
    pub fn text(&self) -> &str {
        match &self.0 {
            Term::NamedNode(node) => node.as_str(),
            Term::BlankNode(node) => node.as_str(),
            Term::Literal(literal) => literal.value(),
            Term::Triple(_) => "",
        }
    }

    /// The text, taken out.
    pub fn into_text(self) -> String {
        match self.0 {
            Term::NamedNode(node) => node.into_string(),
            other => Value(other).text().to_owned(),
        }
    }
}

/// One row of an answer: a value for each variable, where it is bound.
pub type Solution = Vec<Option<Value>>;

impl<'s> Engine<'s> {
    /// Answers over `store`, with `prefixes` declared.
    pub fn new(store: &'s Store, prefixes: BTreeMap<String, String>) -> Engine<'s> {
        Engine { store, prefixes, limits: Limits::default() }
    }

    /// The same, for queries that may take only so long and so much memory.
    #[must_use]
    pub fn with_limits(self, limits: Limits) -> Engine<'s> {
        Engine { limits, ..self }
    }

    /// The prefixes that are declared.
    pub fn prefixes(&self) -> &BTreeMap<String, String> {
        &self.prefixes
    }

    /// Reads a query.
    ///
    /// # Errors
    /// When it is no SPARQL query.
    pub fn parse(&self, text: &str) -> Result<Query, QueryError> {
        let mut parser = SparqlParser::new();
        for (prefix, iri) in &self.prefixes {
            // Prefixes are checked when the project is opened.
            parser = match parser.clone().with_prefix(prefix, iri) {
                Ok(with_prefix) => with_prefix,
                Err(_) => parser,
            };
        }
        parser.clone().parse_query(text).map_err(|error| {
            if parser.parse_update(text).is_ok() {
                QueryError::Update
            } else {
                syntax_error(text, &error.to_string(), &self.prefixes)
            }
        })
    }

    /// Answers a query.
    ///
    /// # Errors
    /// When it is no SPARQL query, or its evaluation fails.
    pub fn run(&self, text: &str) -> Result<QueryResults<'s>, QueryError> {
        let query = self.parse(text)?;
        Ok(evaluation::answer(self.store, &query, query.dataset().is_none(), self.limits, &CancellationToken::new())?)
    }

    /// Answers a query to its last row, and says how.
    ///
    /// # Errors
    /// When it is no SPARQL query, or its evaluation fails.
    pub fn explain(&self, text: &str) -> Result<Explanation, QueryError> {
        let query = self.parse(text)?;
        let show = |term: &Term| shorten(term, &self.prefixes);
        let token = CancellationToken::new();
        Ok(evaluation::explain(self.store, &query, query.dataset().is_none(), self.limits, &token, &show)?)
    }

    /// Answers a SELECT query whole.
    ///
    /// # Errors
    /// When it is no SELECT query, or its evaluation fails.
    pub fn select(&self, text: &str) -> Result<Vec<Solution>, QueryError> {
        let QueryResults::Solutions(solutions) = self.run(text)? else {
            return Err(QueryError::Form("the query is no SELECT query"));
        };
        let row = |solution: oxigraph::sparql::QuerySolution| {
            solution.values().iter().map(|value| value.clone().map(Value)).collect()
        };
        solutions.map(|solution| Ok(row(solution?))).collect()
    }
}

/// A term as people read it: prefixed where a prefix fits, else whole.
pub fn shorten(term: &Term, prefixes: &BTreeMap<String, String>) -> String {
    match term {
        Term::NamedNode(node) => shorten_iri(node.as_str(), prefixes).unwrap_or_else(|| format!("<{}>", node.as_str())),
        Term::Literal(literal) => literal.value().to_owned(),
        Term::BlankNode(node) => node.to_string(),
        Term::Triple(triple) => {
            let subject = shorten(&Term::from(triple.subject.clone()), prefixes);
            let predicate = shorten(&Term::from(triple.predicate.clone()), prefixes);
            format!("<<( {subject} {predicate} {} )>>", shorten(&triple.object, prefixes))
        }
    }
}

/// An IRI with the longest prefix that fits; none where what is left would not stand behind a prefix.
pub fn shorten_iri(iri: &str, prefixes: &BTreeMap<String, String>) -> Option<String> {
    let fits =
        prefixes.iter().filter(|(_, namespace)| iri.starts_with(namespace.as_str()) && iri.len() > namespace.len());
    let (prefix, namespace) = fits.max_by_key(|(_, namespace)| namespace.len())?;
    let local = &iri[namespace.len()..];
    (!local.contains(['/', '#'])).then(|| format!("{prefix}:{local}"))
}

/// Whether `quad` belongs to the project itself, not to the shipped vocabulary.
pub fn is_own(quad: &oxigraph::model::Quad) -> bool {
    quad.graph_name != vocab::ONTOLOGY_GRAPH.into()
}
