//! What can be asked?
//!
//! An [`Engine`] answers SPARQL over a [`Store`]: every prefix is declared, and the
//! default graph is the union of all graphs but that of the whole vocabulary. [`results`] writes answers in every
//! format; [`named`] finds a project's own queries; [`summary`] has
//! questions of relata's own, with typed rows.

mod absent;
mod bounded;
mod flaws;
pub mod markdown;
pub mod named;
mod namespaces;
pub mod results;
pub mod summary;
mod triples;

use std::collections::BTreeMap;

use oxigraph::model::{Term, Variable};
use oxigraph::sparql::{QueryEvaluationError, QueryResults};
use spargebra::algebra::{GraphPattern, QueryDataset};
use spargebra::{Query, SparqlParser};

use crate::evaluation::{self, CancellationToken, Exceeded, Explanation, Limits, Services};
use crate::rdf::vocab;
use crate::store::Store;
use crate::tabular::sparql::depth::too_deep;
use crate::tabular::sparql::{SyntaxFault, is_update, line_and_column, parser, star_order, syntax_fault, template};
pub use absent::AbsentIri;
pub use bounded::{Question, answer_question, answer_within, explain_within};
pub use flaws::{Fix, Flaw};

/// Answers queries over one graph.
pub struct Engine<'s> {
    store: &'s Store,
    prefixes: BTreeMap<String, String>,
    parser: SparqlParser,
    dataset: Option<QueryDataset>,
    limits: Limits,
    token: CancellationToken,
    services: Services,
}

/// Why a query has no answer.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
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

/// A variable behind SERVICE that has no address when it is asked, and the way out.
const NO_ENDPOINT: &str = "the variable behind SERVICE names no endpoint: it has no value, or one that is no IRI";
const NAME_ENDPOINT: &str =
    "name it, `SERVICE <https://…/sparql> { … }`, or list it before: `VALUES ?endpoint { <https://…/sparql> }`";

/// What is wrong with the endpoint that a SERVICE of a query names, and a way out, when that is why it failed: a variable
/// that has no value, or one that is no address.
pub fn service_fault(error: &QueryEvaluationError) -> Option<(String, &'static str)> {
    match error {
        QueryEvaluationError::UnboundService => Some((NO_ENDPOINT.to_owned(), NAME_ENDPOINT)),
        QueryEvaluationError::InvalidServiceName(term) => Some((
            format!("SERVICE is to ask {term}, which is no address of an endpoint"),
            "an endpoint is named by an IRI: `SERVICE <https://…/sparql> { … }`",
        )),
        _ => None,
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

    /// The term itself, with the datatype or language of a literal and the parts of a triple.
    pub fn term(&self) -> &Term {
        &self.0
    }

    /// The text, taken out.
    pub fn into_text(self) -> String {
        match self.0 {
            Term::NamedNode(node) => node.into_string(),
            other => Value(other).text().to_owned(),
        }
    }
}

impl From<Term> for Value {
    fn from(term: Term) -> Value {
        Value(term)
    }
}

/// One row of an answer: a value for each variable, where it is bound.
pub type Solution = Vec<Option<Value>>;

impl<'s> Engine<'s> {
    /// Answers over `store`, with `prefixes` declared.
    pub fn new(store: &'s Store, prefixes: BTreeMap<String, String>) -> Engine<'s> {
        // Prefixes are checked when the project is opened.
        let (parser, limits) = (parser(&prefixes, None), Limits::default());
        Engine {
            store,
            prefixes,
            parser,
            dataset: None,
            limits,
            token: CancellationToken::new(),
            services: Services::default(),
        }
    }

    /// The same, for queries that may take only so long and so much memory.
    #[must_use]
    pub fn with_limits(self, limits: Limits) -> Engine<'s> {
        Engine { limits, ..self }
    }

    /// The same, for queries that another thread may cancel.
    #[must_use]
    pub fn with_token(self, token: CancellationToken) -> Engine<'s> {
        Engine { token, ..self }
    }

    /// The same, for queries that may ask these endpoints by SERVICE.
    #[must_use]
    pub fn with_services(self, services: Services) -> Engine<'s> {
        Engine { services, ..self }
    }

    /// The same, over these graphs instead of those that a query names.
    #[must_use]
    pub fn with_dataset(self, dataset: Option<QueryDataset>) -> Engine<'s> {
        Engine { dataset, ..self }
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
        // Some editors of text put a mark in front that is no part of it.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let syntax = |SyntaxFault { range, message, hint }| {
            let (line, column) = line_and_column(text, range.start);
            QueryError::Syntax { message, line, column, hint }
        };
        if let Some(fault) = too_deep(text) {
            return Err(syntax(fault));
        }
        let parsed = self.parser.clone().parse_query(text).map(|query| self.over(in_text_order(query, text)));
        parsed.map_err(|_| {
            if is_update(text) {
                return QueryError::Update;
            }
            syntax(syntax_fault(text, &self.parser, &self.prefixes))
        })
    }

    /// The same engine, for which relative IRIs are relative to this one where a query says nothing else.
    #[must_use]
    pub fn with_base(self, base: Option<&str>) -> Engine<'s> {
        let parser = base.and_then(|base| self.parser.clone().with_base_iri(base).ok());
        Engine { parser: parser.unwrap_or(self.parser), ..self }
    }

    /// The query over the graphs that it is to be asked of.
    fn over(&self, mut query: Query) -> Query {
        let (Query::Select { dataset, .. }
        | Query::Construct { dataset, .. }
        | Query::Describe { dataset, .. }
        | Query::Ask { dataset, .. }) = &mut query;
        if self.dataset.is_some() {
            dataset.clone_from(&self.dataset);
        }
        query
    }

    /// Answers a query.
    ///
    /// # Errors
    /// When it is no SPARQL query, or its evaluation fails.
    pub fn run(&self, text: &str) -> Result<QueryResults<'s>, QueryError> {
        self.run_parsed(self.parse(text)?)
    }

    /// Answers a query that [`Engine::parse`] has read.
    ///
    /// # Errors
    /// When its evaluation fails.
    pub fn run_parsed(&self, query: Query) -> Result<QueryResults<'s>, QueryError> {
        let (query, template) = template::taken_apart(self.over(query));
        let union = query.dataset().is_none();
        let answer = evaluation::answer(self.store, &query, union, self.limits, &self.token, &self.services)?;
        Ok(match (template, answer) {
            (Some(template), QueryResults::Solutions(solutions)) => {
                QueryResults::Graph(template::filled(&template, solutions))
            }
            (_, answer) => answer,
        })
    }

    /// Answers a query to its last row, and says how. Of a graph that is constructed, rows are those of its WHERE.
    ///
    /// # Errors
    /// When it is no SPARQL query, or its evaluation fails.
    pub fn explain(&self, text: &str) -> Result<Explanation, QueryError> {
        let (query, _) = template::taken_apart(self.parse(text)?);
        let show = |term: &Term| shorten(term, &self.prefixes);
        Ok(evaluation::explain(self.store, &query, query.dataset().is_none(), self.limits, &self.token, &show)?)
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

/// A query in which `SELECT *` has its variables in the order of the text.
fn in_text_order(mut query: Query, text: &str) -> Query {
    fn projected(pattern: &mut GraphPattern) -> Option<&mut Vec<Variable>> {
        match pattern {
            GraphPattern::Slice { inner, .. } | GraphPattern::Distinct { inner } | GraphPattern::Reduced { inner } => {
                projected(inner)
            }
            GraphPattern::Project { variables, .. } => Some(variables),
            _ => None,
        }
    }
    if let (Query::Select { pattern, .. }, Some(names)) = (&mut query, star_order(text))
        && let Some(variables) = projected(pattern)
    {
        variables.sort_by_key(|variable| names.iter().position(|name| *name == variable.as_str()));
    }
    query
}

/// A term as people read it: prefixed where a prefix fits, else whole.
pub fn shorten(term: &Term, prefixes: &BTreeMap<String, String>) -> String {
    shorten_by(term, &|iri| shorten_iri(iri, prefixes))
}

/// A term as people read it, with the IRIs that `short` knows shortened.
fn shorten_by(term: &Term, short: &dyn Fn(&str) -> Option<String>) -> String {
    match term {
        Term::NamedNode(node) => short(node.as_str()).unwrap_or_else(|| format!("<{}>", node.as_str())),
        Term::Literal(literal) => literal.value().to_owned(),
        Term::BlankNode(node) => node.to_string(),
        Term::Triple(triple) => {
            let subject = shorten_by(&Term::from(triple.subject.clone()), short);
            let predicate = shorten_by(&Term::from(triple.predicate.clone()), short);
            format!("<<( {subject} {predicate} {} )>>", shorten_by(&triple.object, short))
        }
    }
}

/// An IRI with the longest prefix that fits; none where what is left would not stand behind a prefix.
pub fn shorten_iri(iri: &str, prefixes: &BTreeMap<String, String>) -> Option<String> {
    let fits =
        prefixes.iter().filter(|(_, namespace)| iri.starts_with(namespace.as_str()) && iri.len() > namespace.len());
    let (prefix, namespace) = fits.max_by_key(|(_, namespace)| namespace.len())?;
    behind(prefix, &iri[namespace.len()..])
}

/// A name behind a prefix, where it may stand there.
fn behind(prefix: &str, local: &str) -> Option<String> {
    (!local.contains(['/', '#'])).then(|| format!("{prefix}:{local}"))
}

/// True when `quad` belongs to the project itself, not to the shipped vocabulary.
pub fn is_own(quad: &oxigraph::model::Quad) -> bool {
    quad.graph_name != vocab::VOCABULARY.into() && quad.graph_name != vocab::TERMS_GRAPH.into()
}
