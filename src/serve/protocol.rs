//! The SPARQL 1.1 Protocol: queries by GET, by POST of a form, and by POST of the query itself.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use oxigraph::model::NamedNode;
use oxigraph::sparql::results::QueryResultsFormat;
use spargebra::Query;
use spargebra::algebra::QueryDataset;

use super::accept::{GRAPHS, RESULTS, choose, said_type};
use super::description;
use super::fault::Fault;
use super::flow::streamed;
use super::site::{Served, Shared, Site};
use crate::evaluation::{CancellationToken, Exceeded};
use crate::export::SafeCells;
use crate::query::{Engine, QueryError, Question, answer_question, results};

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
    let (query, since) = parsed(site, Arc::clone(&served), base.clone(), text.clone()).await?;
    let token = CancellationToken::new();
    let prefixes = served.prefixes.clone();
    let is_table = matches!(query, Query::Select { .. } | Query::Ask { .. });
    let question = Question {
        text,
        parsed: Some((query, since)),
        prefixes: prefixes.clone(),
        base,
        dataset,
        limits: site.limits,
        token: token.clone(),
        services: site.services.clone(),
    };
    let shared = Shared(served);
    let delimiter = safe_delimiter(headers);
    if is_table {
        let types = RESULTS.map(|(media_type, _)| media_type);
        let (media_type, format) = choose(headers, &RESULTS).ok_or_else(|| Fault::unacceptable(&types))?;
        return streamed(site, said_type(media_type), token, move |out| {
            let answer = answer_question(shared, question)?;
            match delimiter(format) {
                Some(delimiter) => results::write_table(answer, format, &mut SafeCells::new(out, delimiter))?,
                None => results::write_table(answer, format, out)?,
            }
            Ok(())
        })
        .await;
    }
    let types = GRAPHS.map(|(media_type, _)| media_type);
    let (media_type, format) = choose(headers, &GRAPHS).ok_or_else(|| Fault::unacceptable(&types))?;
    streamed(site, said_type(media_type), token, move |out| {
        Ok(results::write_graph(answer_question(shared, question)?, format, &prefixes, out)?)
    })
    .await
}

/// What stands between cells that a client wants safe for spreadsheets, by `Prefer: safe-cells`, in formats that have cells.
/// The standards of these formats know nothing of spreadsheets, so that others get each text as it is.
fn safe_delimiter(headers: &HeaderMap) -> impl Fn(QueryResultsFormat) -> Option<u8> + Send + 'static {
    let preferences = headers.get_all("prefer").iter().filter_map(|value| value.to_str().ok());
    let is_wanted =
        preferences.flat_map(|value| value.split(',')).any(|one| one.trim().eq_ignore_ascii_case("safe-cells"));
    move |format| match format {
        QueryResultsFormat::Csv if is_wanted => Some(b','),
        QueryResultsFormat::Tsv if is_wanted => Some(b'\t'),
        _ => None,
    }
}

/// Reads a query, and says since when: a long one takes time of its own, which counts as that of its answer. Nobody waits for
/// it longer, and no other request does.
async fn parsed(
    site: &Site,
    served: Arc<Served>,
    base: Option<String>,
    text: String,
) -> Result<(Query, Instant), Fault> {
    let since = Instant::now();
    let reading = tokio::task::spawn_blocking(move || {
        let engine = Engine::new(served.graph.store(), served.prefixes.clone()).with_base(base.as_deref());
        engine.parse(&text)
    });
    let read = match site.limits.time {
        Some(most) => tokio::time::timeout(most, reading)
            .await
            .map_err(|_| Fault::from(QueryError::Exceeded(Exceeded::Time(most))))?,
        None => reading.await,
    };
    let query = read.map_err(|_| Fault::own("the query could not be read"))??;
    Ok((query, since))
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
