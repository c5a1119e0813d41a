//! Answers of queries, row by row, with names for the columns.

use std::sync::Arc;

use oxigraph::model::{Literal, Term};
use oxigraph::sparql::{QueryResults, QuerySolution, QuerySolutionIter, QueryTripleIter};

use super::GraphError;
use crate::query::{QueryError, Value};

/// The rows a query finds, one after the other: nothing is held but the row at hand.
pub struct Answer<'g> {
    columns: Arc<[String]>,
    rows: AnswerSource<'g>,
}

/// What rows are made of.
enum AnswerSource<'g> {
    Solutions(QuerySolutionIter<'g>),
    Triples(QueryTripleIter<'g>),
    /// An answer to ASK, which has one row.
    Verdict(Option<bool>),
}

/// One row of an answer.
///
/// ```
/// use relata::oxigraph::model::Term;
/// # let folder = tempfile::tempdir()?;
/// # let table = folder.path().join("claims.csv");
/// # std::fs::write(&table, "subject,predicate,object,date\nIran,met,Oman,2025-06\n")?;
/// let graph = relata::Graph::open(&table)?;
/// let row = graph.query("SELECT ?date { ?event ra:date ?date }")?.next().ok_or("there is an event")??;
/// assert_eq!(row.text("date"), "2025-06");
/// assert!(matches!(row.get("date").map(|value| value.term()), Some(Term::Literal(_))));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerRow {
    columns: Arc<[String]>,
    values: Vec<Option<Value>>,
}

impl<'g> Answer<'g> {
    pub(super) fn new(results: QueryResults<'g>) -> Answer<'g> {
        let named = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let (columns, rows) = match results {
            QueryResults::Solutions(solutions) => {
                let columns = solutions.variables().iter().map(|variable| variable.as_str().to_owned()).collect();
                (columns, AnswerSource::Solutions(solutions))
            }
            QueryResults::Graph(triples) => {
                (named(&["subject", "predicate", "object"]), AnswerSource::Triples(triples))
            }
            QueryResults::Boolean(verdict) => (named(&["answer"]), AnswerSource::Verdict(Some(verdict))),
        };
        Answer { columns, rows }
    }

    /// The names of the columns, in their order.
    pub fn columns(&self) -> &[String] {
        &self.columns
    }
}

impl Iterator for Answer<'_> {
    type Item = Result<AnswerRow, GraphError>;

    fn next(&mut self) -> Option<Self::Item> {
        let values = match &mut self.rows {
            AnswerSource::Solutions(solutions) => solutions.next()?.map(|solution| values(&solution)),
            AnswerSource::Triples(triples) => triples
                .next()?
                .map(|triple| vec![Term::from(triple.subject), triple.predicate.into(), triple.object])
                .map(|terms| terms.into_iter().map(|term| Some(term.into())).collect()),
            AnswerSource::Verdict(verdict) => Ok(vec![Some(Term::from(Literal::from(verdict.take()?)).into())]),
        };
        let row = |values| AnswerRow { columns: self.columns.clone(), values };
        Some(values.map(row).map_err(|error| QueryError::from(error).into()))
    }
}

fn values(solution: &QuerySolution) -> Vec<Option<Value>> {
    solution.values().iter().map(|term| term.clone().map(Value::from)).collect()
}

impl AnswerRow {
    /// The value in a column; none where nothing is bound, or the answer has no such column.
    pub fn get(&self, column: &str) -> Option<&Value> {
        let at = self.columns.iter().position(|name| name == column)?;
        self.values.get(at)?.as_ref()
    }

    /// The IRI or the text in a column; empty where there is none.
    pub fn text(&self, column: &str) -> &str {
        self.get(column).map_or("", Value::text)
    }

    /// The values of all columns, in their order.
    pub fn values(&self) -> &[Option<Value>] {
        &self.values
    }
}
