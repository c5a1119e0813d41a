//! The reading half of the SPARQL 1.1 Graph Store Protocol, graphs named in the query of the address.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::Method;
use axum::response::Response;
use oxigraph::model::NamedNode;
use spargebra::algebra::QueryDataset;

use super::fault::Fault;
use super::protocol::{self, form};
use super::site::Site;

/// Every triple of the graph that is asked.
const ALL: &str = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }";

/// Answers a request for a whole graph.
pub(super) async fn answer(State(site): State<Arc<Site>>, request: Request) -> Result<Response, Fault> {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Err(Fault::method("GET, HEAD", "the graph is read-only: it is made from the project's tables"));
    }
    let asked = form(request.uri().query().unwrap_or_default().as_bytes());
    let graphs: Vec<&str> = asked.iter().filter(|(name, _)| name == "graph").map(|(_, iri)| iri.as_ref()).collect();
    let is_default = asked.iter().any(|(name, _)| name == "default");
    let dataset = match (graphs.as_slice(), is_default) {
        ([], true) => None,
        ([iri], false) => Some(QueryDataset { default: vec![named(&site, iri)?], named: Some(Vec::new()) }),
        _ => return Err(Fault::malformed("name one graph: `?default`, or `?graph=` and its IRI")),
    };
    protocol::answer_query(&site, request.headers(), ALL.to_owned(), dataset).await
}

/// The graph of that name, if there is one.
fn named(site: &Site, iri: &str) -> Result<NamedNode, Fault> {
    let node = NamedNode::new(iri).map_err(|error| Fault::malformed(format!("`{iri}` names no graph: {error}")))?;
    let served = site.current();
    let index = served.graph.store().index();
    let number = index.iri(node.as_ref());
    if !index.graphs().any(|graph| Some(graph) == number) {
        return Err(Fault::missing(format!("there is no graph <{iri}>")));
    }
    Ok(node)
}
