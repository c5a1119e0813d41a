//! The SPARQL 1.1 Protocol: queries by GET, by POST of a form, and by POST of the query itself.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use oxigraph::model::NamedNode;
use spargebra::Query;
use spargebra::algebra::QueryDataset;

use super::accept::{GRAPHS, RESULTS, choose, said_type};
use super::description;
use super::fault::Fault;
use super::flow::streamed;
use super::site::{Shared, Site};
use crate::evaluation::CancellationToken;
use crate::query::{Engine, Question, answer_question, results};

/// The bytes of a body: a query is a page at most.
pub(super) const MAX_BODY: usize = 1 << 20;

/// What a request asks for.
#[derive(Debug, Default)]
struct Asked {
    queries: Vec<String>,
    default: Vec<String>,
    named: Vec<String>,
    is_update: bool,
}

/// Answers a request of the protocol.
pub(super) async fn answer(State(site): State<Arc<Site>>, request: Request) -> Result<Response, Fault> {
    let mut asked = Asked::default();
    asked.take(request.uri().query().unwrap_or_default().as_bytes());
    let headers = request.headers().clone();
    match *request.method() {
        Method::GET | Method::HEAD => {
            if asked.queries.is_empty() && !asked.is_update {
                return description::of(&site, &headers);
            }
        }
        Method::POST => asked.take_body(request, site.patience.body).await?,
        _ => return Err(Fault::method("GET, HEAD, POST", "queries come by GET or POST")),
    }
    if asked.is_update {
        return Err(Fault::new(StatusCode::FORBIDDEN, "the graph is read-only: SPARQL Update is not available"));
    }
    let dataset = asked.dataset()?;
    let [text] = <[String; 1]>::try_from(asked.queries)
        .map_err(|queries| Fault::malformed(format!("a request has one `query`, this one has {}", queries.len())))?;
    answer_query(&site, &headers, text, dataset).await
}

/// Answers one query in the format that the client likes best.
pub(super) async fn answer_query(
    site: &Site,
    headers: &HeaderMap,
    text: String,
    dataset: Option<QueryDataset>,
) -> Result<Response, Fault> {
    let served = site.current();
    // A query that names no base has the address it was sent to.
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let base = host.map(|host| format!("http://{host}/sparql"));
    let engine = Engine::new(served.graph.store(), served.prefixes.clone()).with_base(base.as_deref());
    let query = engine.parse(&text)?;
    let token = CancellationToken::new();
    let prefixes = served.prefixes.clone();
    let question = Question {
        text,
        prefixes: prefixes.clone(),
        base,
        dataset,
        limits: site.limits,
        token: token.clone(),
        services: site.services.clone(),
    };
    let shared = Shared(served);
    match query {
        Query::Select { .. } | Query::Ask { .. } => {
            let types = RESULTS.map(|(media_type, _)| media_type);
            let (media_type, format) = choose(headers, &RESULTS).ok_or_else(|| Fault::unacceptable(&types))?;
            streamed(site, said_type(media_type), token, move |out| {
                Ok(results::write_table(answer_question(shared, question)?, format, out)?)
            })
            .await
        }
        Query::Construct { .. } | Query::Describe { .. } => {
            let types = GRAPHS.map(|(media_type, _)| media_type);
            let (media_type, format) = choose(headers, &GRAPHS).ok_or_else(|| Fault::unacceptable(&types))?;
            streamed(site, said_type(media_type), token, move |out| {
                Ok(results::write_graph(answer_question(shared, question)?, format, &prefixes, out)?)
            })
            .await
        }
    }
}

impl Asked {
    /// Takes what a form says.
    fn take(&mut self, form: &[u8]) {
        for (name, value) in self::form(form) {
            let value = value.into_owned();
            match name.as_ref() {
                "query" => self.queries.push(value),
                "default-graph-uri" => self.default.push(value),
                "named-graph-uri" => self.named.push(value),
                "update" | "using-graph-uri" | "using-named-graph-uri" => self.is_update = true,
                _ => {}
            }
        }
    }

    /// Takes what the body of a POST says.
    async fn take_body(&mut self, request: Request, patience: Duration) -> Result<(), Fault> {
        let media_type = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let mut parts = media_type.unwrap_or_default().split(';').map(|part| part.trim().to_lowercase());
        let media_type = parts.next().unwrap_or_default();
        let charset = parts.find_map(|part| part.strip_prefix("charset=").map(|charset| charset.replace('"', "")));
        if charset.is_some_and(|charset| !matches!(charset.as_str(), "utf-8" | "utf8" | "us-ascii")) {
            return Err(Fault::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "a query is sent in UTF-8"));
        }
        let body = read_body(request, patience, "a query", MAX_BODY).await?;
        match media_type.as_str() {
            "application/x-www-form-urlencoded" => self.take(&body),
            "application/sparql-query" => {
                let text = String::from_utf8(body).map_err(|_| Fault::malformed("the query is not in UTF-8"))?;
                self.queries.push(text);
            }
            "application/sparql-update" => self.is_update = true,
            _ => {
                let message = "a query is posted as `application/sparql-query`, or in a form as \
                               `application/x-www-form-urlencoded`";
                return Err(Fault::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, message));
            }
        }
        Ok(())
    }

    /// The graphs that the request names, if it names any.
    fn dataset(&self) -> Result<Option<QueryDataset>, Fault> {
        if self.default.is_empty() && self.named.is_empty() {
            return Ok(None);
        }
        let nodes = |iris: &[String]| -> Result<Vec<NamedNode>, Fault> {
            let node = |iri: &String| {
                NamedNode::new(iri).map_err(|error| Fault::malformed(format!("`{iri}` names no graph: {error}")))
            };
            iris.iter().map(node).collect()
        };
        Ok(Some(QueryDataset { default: nodes(&self.default)?, named: Some(nodes(&self.named)?) }))
    }
}

/// The body of a request of at most so many bytes; messages call it `what`.
pub(super) async fn read_body(request: Request, patience: Duration, what: &str, most: usize) -> Result<Vec<u8>, Fault> {
    let collected = Limited::new(request.into_body(), most).collect();
    let body = tokio::time::timeout(patience, collected)
        .await
        .map_err(|_| Fault::new(StatusCode::REQUEST_TIMEOUT, format!("{what} did not arrive in time")))?;
    body.map(|body| body.to_bytes().to_vec()).map_err(|error| {
        if error.is::<LengthLimitError>() {
            return Fault::new(StatusCode::PAYLOAD_TOO_LARGE, format!("{what} has at most {} MB", most >> 20));
        }
        Fault::malformed(format!("{what} did not arrive whole: {error}"))
    })
}

/// Names and values of a form, decoded.
pub(super) fn form(form: &[u8]) -> Vec<(Cow<'_, str>, Cow<'_, str>)> {
    form_urlencoded::parse(form).collect()
}

impl IntoResponse for description::Description {
    fn into_response(self) -> Response {
        ([(header::CONTENT_TYPE, self.media_type)], self.text).into_response()
    }
}
