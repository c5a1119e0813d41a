//! Other endpoints that a query may ask by SERVICE: none but those that are named, by whoever knows the network.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use oxigraph::model::{NamedNode, Variable};
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsParser, ReaderQueryResultsParserOutput};
use oxigraph::sparql::{QueryEvaluationError, QuerySolutionIter, ServiceHandler, SparqlEvaluator};
use oxiri::Iri;
use spargebra::Query;
use spargebra::algebra::GraphPattern;

/// Requests that one query may make.
const MOST_REQUESTS: usize = 100;

/// Asks an endpoint a query; answers with results in JSON, or why there are none.
pub type AskService = dyn Fn(&str, &str) -> Result<Vec<u8>, String> + Send + Sync;

/// Endpoints that may be asked, by their exact addresses. Without any, every SERVICE is refused.
#[derive(Clone, Default)]
pub struct Services {
    addresses: Vec<NamedNode>,
    ask: Option<Arc<AskService>>,
}

impl Services {
    /// These endpoints, which `ask` asks.
    pub fn new(addresses: Vec<NamedNode>, ask: Arc<AskService>) -> Services {
        Services { addresses, ask: Some(ask) }
    }

    /// True when none may be asked.
    pub fn is_empty(&self) -> bool {
        self.addresses.is_empty()
    }

    /// True when the endpoint at this very address may be asked.
    pub fn allows(&self, address: &str) -> bool {
        self.addresses.iter().any(|allowed| allowed.as_str() == address)
    }

    /// An evaluator that asks them, for one query.
    pub(super) fn known_to(&self, evaluator: SparqlEvaluator) -> SparqlEvaluator {
        let Some(ask) = &self.ask else { return evaluator };
        let n_asked = Arc::new(AtomicUsize::new(0));
        self.addresses.iter().fold(evaluator, |evaluator, address| {
            let endpoint = Endpoint { address: address.clone(), ask: Arc::clone(ask), n_asked: Arc::clone(&n_asked) };
            evaluator.with_service_handler(address.clone(), endpoint)
        })
    }
}

impl fmt::Debug for Services {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.addresses).finish()
    }
}

/// An endpoint that did not answer as it should.
#[derive(Debug, thiserror::Error)]
#[error("the endpoint {address} {reason}")]
pub struct ServiceError {
    address: NamedNode,
    reason: String,
}

struct Endpoint {
    address: NamedNode,
    ask: Arc<AskService>,
    /// Requests of the query so far, to all endpoints.
    n_asked: Arc<AtomicUsize>,
}

impl ServiceHandler for Endpoint {
    type Error = ServiceError;

    fn handle(
        &self,
        pattern: &GraphPattern,
        _: Option<&Iri<String>>,
    ) -> Result<QuerySolutionIter<'static>, ServiceError> {
        let failed = |reason: String| ServiceError { address: self.address.clone(), reason };
        if self.n_asked.fetch_add(1, Ordering::Relaxed) >= MOST_REQUESTS {
            return Err(failed(format!("would be asked more than {MOST_REQUESTS} times by one query")));
        }
        // Every address in the pattern is whole by now; the base is that of this server, and nobody else's concern.
        let query = Query::Select { dataset: None, pattern: pattern.clone(), base_iri: None };
        let answer = (self.ask)(self.address.as_str(), &query.to_string()).map_err(failed)?;
        let unread = |error: &dyn fmt::Display| failed(format!("answers with what is no table in JSON: {error}"));
        let parser = QueryResultsParser::from_format(QueryResultsFormat::Json);
        let parsed = parser.for_reader(std::io::Cursor::new(answer)).map_err(|error| unread(&error))?;
        let ReaderQueryResultsParserOutput::Solutions(solutions) = parsed else {
            return Err(failed("answers with yes or no where rows were asked for".to_owned()));
        };
        let variables: Arc<[Variable]> = solutions.variables().into();
        let address = self.address.clone();
        let rows = solutions.map(move |row| {
            row.map_err(|error| {
                let reason = format!("answers with what is no table in JSON: {error}");
                QueryEvaluationError::Service(Box::new(ServiceError { address: address.clone(), reason }))
            })
        });
        Ok(QuerySolutionIter::new(variables, rows))
    }
}
