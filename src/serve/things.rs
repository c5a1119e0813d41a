//! The address of a thing: its IRI leads to what the graph says of it.

use std::sync::Arc;

use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use oxigraph::io::RdfFormat;
use oxigraph::model::{NamedNode, NamedNodeRef};

use super::accept::{GRAPHS, Offer, choose};
use super::fault::Fault;
use super::protocol::{self, form};
use super::site::Site;

/// What a thing can be had as: a page first, then the formats of graphs.
fn offers() -> Vec<Offer<bool>> {
    let graphs = GRAPHS.iter().map(|(media_type, _)| (*media_type, false));
    [("text/turtle", false), ("text/html", true), ("application/xhtml+xml", true)].into_iter().chain(graphs).collect()
}

/// Answers `/resource?iri=…`.
pub(super) async fn by_iri(State(site): State<Arc<Site>>, request: Request) -> Result<Response, Fault> {
    let asked = form(request.uri().query().unwrap_or_default().as_bytes());
    let iri = asked.iter().find(|(name, _)| name == "iri").map(|(_, iri)| iri.as_ref());
    let iri = iri.ok_or_else(|| Fault::malformed("name a thing: `?iri=` and its IRI"))?;
    of(&site, request.headers(), iri).await
}

/// Answers `/resource/…`: what stands behind it goes behind the namespace of the project.
pub(super) async fn by_path(
    State(site): State<Arc<Site>>,
    Path(_): Path<String>,
    request: Request,
) -> Result<Response, Fault> {
    // The path as it was sent: in an IRI, `%20` is no blank.
    let rest = request.uri().path().strip_prefix("/resource/").unwrap_or_default();
    let iri = format!("{}{rest}", site.current().graph.project().namespace.base());
    of(&site, request.headers(), &iri).await
}

async fn of(site: &Site, headers: &HeaderMap, iri: &str) -> Result<Response, Fault> {
    let node = NamedNode::new(iri).map_err(|error| Fault::malformed(format!("`{iri}` is no IRI: {error}")))?;
    if !is_known(site, node.as_ref()) {
        return Err(Fault::missing(format!("the graph says nothing of <{iri}>")));
    }
    if choose(headers, &offers()).is_some_and(|(_, is_page)| is_page) {
        let query = form_urlencoded::Serializer::new(String::new()).append_pair("iri", iri).finish();
        let to = HeaderValue::try_from(format!("/dossier?{query}")).map_err(|error| Fault::own(error.to_string()))?;
        return Ok((StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response());
    }
    // JSON-LD and RDF/XML have no triple terms: without what a claim reifies, they still have its subject, predicate and object.
    let is_old = choose(headers, &GRAPHS)
        .is_some_and(|(_, format)| matches!(format, RdfFormat::JsonLd { .. } | RdfFormat::RdfXml));
    let query = if is_old {
        format!("CONSTRUCT {{ {node} ?p ?o }} WHERE {{ {node} ?p ?o FILTER(!isTRIPLE(?o)) }}")
    } else {
        format!("DESCRIBE {node}")
    };
    protocol::answer_query(site, headers, query, None).await
}

/// True when the graph says something of a thing.
fn is_known(site: &Site, node: NamedNodeRef<'_>) -> bool {
    let served = site.current();
    let index = served.graph.store().index();
    let Some(number) = index.iri(node) else { return false };
    index.scan([Some(number), None, None], crate::store::Graphs::All).next().is_some()
}
