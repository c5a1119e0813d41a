//! How is it answered?
//!
//! A query is compiled (`compile`) into steps (`plan`) whose order follows from exact counts (`order`), and carried
//! out on numbers of terms (`run`), by several threads where that pays (`parallel`). What relata has no steps for is answered by oxigraph's evaluator over the same index,
//! with the same rows. Conditions are oxigraph's own in both.

mod accumulate;
mod aggregate;
mod compile;
mod concat;
mod counting;
mod detach;
mod explain;
mod filter;
mod foreign;
mod formula;
mod frame;
mod held;
mod literal_order;
mod make;
mod native;
mod order;
mod parallel;
mod partial;
mod parts;
mod path;
mod plan;
mod replace;
mod run;
mod services;
mod sort;
mod spelled;
mod spread;
mod text;
mod ways;

use std::sync::Arc;

use oxigraph::model::{GraphName, Variable};
use oxigraph::sparql::{
    PreparedSparqlQuery, QueryEvaluationError, QueryResults, QuerySolution, QuerySolutionIter, SparqlEvaluator,
};
use spargebra::Query;

pub use crate::{Exceeded, Limits};
pub use explain::{ExplainedStep, Explanation, explain};
pub use oxigraph::sparql::CancellationToken;
pub use services::{AskService, ServiceError, Services};
pub use spelled::{evaluator, spelled_out};

use crate::{DatasetError, Graphs, Guard, Store};
use filter::Calculator;
use frame::Stop;
use plan::Plan;
use run::Runner;

/// Why relata's own steps cannot answer a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Unsupported(&'static str);

/// Who answers a query.
enum Route {
    /// relata's own steps.
    Own { plan: Plan, is_select: bool },
    /// oxigraph's evaluator, for this reason.
    Oxigraph(&'static str),
}

/// Answers `query`; its default graph is the union of all graphs when `union` says so.
///
/// Another thread ends the evaluation by cancelling `token`, whoever carries it out: relata's own steps look at it every
/// few thousand units of work, oxigraph's evaluator at each quad it reads and each term it makes.
///
/// # Errors
/// When the evaluation fails, a limit is exceeded, or the token is cancelled.
pub fn answer<'s>(
    store: &'s Store,
    query: &Query,
    union: bool,
    limits: Limits,
    token: &CancellationToken,
    services: &Services,
) -> Result<QueryResults<'s>, QueryEvaluationError> {
    let (with, guard) = (Calculator::new(store, has_base(query)), Guard::new(limits, token.clone()));
    let (plan, is_select) = match route_over(store, query, union, &with) {
        Route::Own { plan, is_select } => (plan, is_select),
        Route::Oxigraph(_) => {
            let (prepared, default) = prepared(query, union, token, services);
            return prepared.on_queryable_dataset(store.dataset(default.as_deref(), guard.into())).execute();
        }
    };
    if !is_select {
        return Ok(QueryResults::Boolean(Runner::new(&with, &guard).any(&plan).map_err(failed)?));
    }
    let given = parallel::given(store, query, union, &plan, &with, &guard).map_err(failed)?;
    let runner = Runner { given: given.as_ref(), ..Runner::new(&with, &guard) };
    let cells = runner.rows(&plan).map_err(failed)?;
    let n_columns = plan.columns.len();
    let names = plan.columns.iter().map(|slot| plan.names[*slot].trim_start_matches('?').to_owned());
    let variables: Arc<[Variable]> = names.map(Variable::new_unchecked).collect();
    let own = Arc::clone(&variables);
    let rows = (0..cells.len() / n_columns).map(move |row| {
        guard.work().map_err(|exceeded| failed(exceeded.into()))?;
        let term = |number: &u32| match number {
            0 => Ok(None),
            number => with.terms.term(*number).map(Some).map_err(|error| failed(error.into())),
        };
        let values = cells[row * n_columns..][..n_columns].iter().map(term).collect::<Result<Vec<_>, _>>()?;
        Ok(QuerySolution::from((Arc::clone(&own), values)))
    });
    Ok(QueryResults::Solutions(QuerySolutionIter::new(variables, rows)))
}

/// The same, where what is inferred may have to be found as well: relata's own steps count beforehand what is said, and
/// cannot.
fn route_over(store: &Store, query: &Query, union: bool, with: &Calculator<'_>) -> Route {
    if store.sees_inferred && union { Route::Oxigraph("inferred triples") } else { route(query, union, with) }
}

fn route(query: &Query, union: bool, with: &Calculator<'_>) -> Route {
    let default = if union { Graphs::Union } else { Graphs::One(0) };
    let (pattern, is_select) = match query {
        Query::Select { pattern, dataset: None, .. } => (pattern, true),
        Query::Ask { pattern, dataset: None, .. } => (pattern, false),
        Query::Select { .. } | Query::Ask { .. } => return Route::Oxigraph("FROM"),
        // Whoever asks for triples takes the template away and asks for its variables.
        Query::Construct { .. } => return Route::Oxigraph("CONSTRUCT"),
        Query::Describe { .. } => return Route::Oxigraph("DESCRIBE"),
    };
    match compile::compile(pattern, default, with) {
        Err(Unsupported(reason)) => Route::Oxigraph(reason),
        Ok(plan) if is_select && plan.columns.is_empty() => Route::Oxigraph("a query without variables"),
        // What is not collected can begin at once.
        Ok(plan) if is_select && plan.is_everything() => Route::Oxigraph("a list of all quads"),
        Ok(plan) => Route::Own { plan: order::prune(plan), is_select },
    }
}

/// True when a query declares a base that IRIs may be relative to.
fn has_base(query: &Query) -> bool {
    let (Query::Select { base_iri, .. }
    | Query::Ask { base_iri, .. }
    | Query::Construct { base_iri, .. }
    | Query::Describe { base_iri, .. }) = query;
    base_iri.is_some()
}

/// The query for oxigraph's evaluator, and the graphs that are its default graph together; none means all. The evaluator
/// would give a triple once for each of them, so it is told of one, and the data set makes it of all.
fn prepared(
    query: &Query,
    union: bool,
    token: &CancellationToken,
    services: &Services,
) -> (PreparedSparqlQuery, Option<Vec<GraphName>>) {
    let ((replace, replacing), (concat, joining)) = (replace::function(), concat::function());
    let evaluator = SparqlEvaluator::new().with_cancellation_token(token.clone());
    let evaluator = evaluator.with_custom_function(replace, replacing).with_custom_function(concat, joining);
    let mut prepared = services.known_to(evaluator).for_query(spelled::query(query.clone()));
    let dataset = prepared.dataset_mut();
    let default = if union && dataset.is_default_dataset() { None } else { dataset.default_graph_graphs() };
    let default = default.map(<[GraphName]>::to_vec);
    dataset.set_default_graph(vec![GraphName::DefaultGraph]);
    (prepared, default)
}

/// The limit that was exceeded, when that is why an evaluation failed.
pub fn exceeded(error: &QueryEvaluationError) -> Option<Exceeded> {
    let cause = match error {
        QueryEvaluationError::Cancelled => return Some(Exceeded::Cancelled),
        QueryEvaluationError::Dataset(cause) => cause,
        _ => return None,
    };
    match cause.downcast_ref() {
        Some(DatasetError::Exceeded(exceeded)) => Some(*exceeded),
        _ => None,
    }
}

fn failed(stop: Stop) -> QueryEvaluationError {
    match stop {
        Stop::Exceeded(exceeded) => QueryEvaluationError::Dataset(Box::new(DatasetError::Exceeded(exceeded))),
        Stop::Format(error) => QueryEvaluationError::Dataset(Box::new(DatasetError::Format(error))),
        Stop::Enough => QueryEvaluationError::Cancelled,
    }
}
