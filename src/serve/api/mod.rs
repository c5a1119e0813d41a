//! The graph for a page: JSON under `/api/`.
//!
//! One function an address, and one entry in [`ENDPOINTS`]. Each is given the claims as they lie ready and the parameters of
//! the request; what it tells comes from `claims`, `graph` and `export`, as in every command.

mod agreement;
mod annotate;
mod asked;
mod check;
mod dossier;
mod graph;
mod groups;
mod overview;
mod search;
mod statements;
mod time;

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use serde_json::Value;

use super::fault::Fault;
use super::reading::Reading;
use super::site::Site;
use asked::{Asked, FILTERS};
pub(super) use overview::{Alike, prepare};

/// The function that answers under an address.
type Answer = fn(&Reading<'_>, &Asked) -> Result<Value, Fault>;

/// An address of the API.
struct Endpoint {
    path: &'static str,
    /// Its parameters, beside those that filter claims.
    parameters: &'static [&'static str],
    answer: Answer,
}

const ENDPOINTS: &[Endpoint] = &[
    Endpoint { path: "/api/overview", parameters: &["most", "by"], answer: overview::overview },
    Endpoint { path: "/api/agreement", parameters: &["coder"], answer: agreement::coders },
    Endpoint { path: "/api/alike", parameters: &["most"], answer: overview::alike },
    Endpoint { path: "/api/predicates", parameters: &[], answer: overview::predicates },
    Endpoint { path: "/api/search", parameters: &["q", "most"], answer: search::search },
    Endpoint {
        path: "/api/graph",
        parameters: &["about", "hops", "top", "places", "group", "inside"],
        answer: graph::graph,
    },
    Endpoint {
        path: "/api/between",
        parameters: &["from", "to", "about", "hops", "group", "inside", "most", "skip"],
        answer: groups::between,
    },
    Endpoint { path: "/api/neighbours", parameters: &["iri"], answer: graph::neighbours },
    Endpoint { path: "/api/expand", parameters: &["iri", "direction", "most", "skip"], answer: graph::expand },
    Endpoint { path: "/api/edge", parameters: &["subject", "object"], answer: graph::edge },
    Endpoint { path: "/api/paths", parameters: &["from", "to", "undirected", "in_time", "most"], answer: graph::paths },
    Endpoint { path: "/api/check", parameters: &["query"], answer: check::check },
    Endpoint { path: "/api/claim", parameters: &["iri"], answer: dossier::claim },
    Endpoint { path: "/api/dossier", parameters: &["iri", "most"], answer: dossier::dossier },
    Endpoint { path: "/api/document", parameters: &["iri"], answer: dossier::document },
    Endpoint { path: "/api/documents", parameters: &["most", "skip"], answer: dossier::documents },
    Endpoint { path: "/api/timeline", parameters: &["by", "most", "skip"], answer: time::timeline },
    Endpoint { path: "/api/palette", parameters: &["subject", "object", "q", "most"], answer: annotate::palette },
    Endpoint { path: "/api/date", parameters: &["text", "published"], answer: annotate::date },
    Endpoint { path: "/api/mentions", parameters: &["iri"], answer: annotate::mentions },
    Endpoint { path: "/api/conflicts", parameters: &["denied", "most", "skip"], answer: time::conflicts },
];

/// The description of all this, as `OpenAPI` has it.
const DESCRIPTION: &str = include_str!("openapi.json");

/// The addresses of the API with their parameters.
pub fn endpoints() -> impl Iterator<Item = (&'static str, Vec<&'static str>)> {
    ENDPOINTS.iter().map(|endpoint| (endpoint.path, endpoint.parameters.iter().chain(&FILTERS).copied().collect()))
}

/// The routes of the API.
pub(super) fn routes() -> Router<Arc<Site>> {
    let router = Router::new().route("/api/openapi.json", get(|| async { json_of(DESCRIPTION.to_owned()) }));
    ENDPOINTS.iter().fold(router, |router, endpoint| {
        router.route(
            endpoint.path,
            get(move |State(site): State<Arc<Site>>, request: Request| answer(site, endpoint, request)),
        )
    })
}

async fn answer(site: Arc<Site>, endpoint: &'static Endpoint, request: Request) -> Result<Response, Fault> {
    let mut asked = Asked::of(request.uri().query().unwrap_or_default(), endpoint.parameters)?;
    asked.services = site.services.clone();
    let served = match asked.known_by()? {
        None => site.current(),
        Some(day) => {
            let site = Arc::clone(&site);
            let made = tokio::task::spawn_blocking(move || site.known_by(day)).await;
            made.map_err(|error| Fault::own(error.to_string()))??
        }
    };
    let version = served.version;
    let written = served.desk.ask(move |reading| {
        let mut told = (endpoint.answer)(reading, &asked)?;
        if let Value::Object(members) = &mut told {
            members.insert("version".to_owned(), version.into());
        }
        serde_json::to_string(&told).map_err(|error| Fault::own(error.to_string()))
    });
    Ok(json_of(written.await?))
}

/// An answer in JSON.
pub(super) fn json_of(text: String) -> Response {
    (StatusCode::OK, [(header::CONTENT_TYPE, "application/json")], text).into_response()
}

/// A part of a list, and how long it is.
struct Page {
    skip: usize,
    most: usize,
}

impl Page {
    fn of(asked: &Asked, usual: usize) -> Result<Page, Fault> {
        Ok(Page { skip: asked.number("skip", 0, usize::MAX)?, most: asked.number("most", usual, 1_000)? })
    }

    fn of_list<'a, T>(&self, list: &'a [T]) -> &'a [T] {
        let rest = list.get(self.skip..).unwrap_or_default();
        rest.get(..self.most).unwrap_or(rest)
    }
}
