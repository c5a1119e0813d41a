//! Why a request has no answer, as HTTP says it.

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use oxigraph::sparql::QueryEvaluationError;
use serde_json::{Map, Value, json};

use crate::evaluation::Exceeded;
use crate::graph::FilterError;
use crate::query::results::ResultsError;
use crate::query::{QueryError, service_fault};

/// A request that is not answered: a status, and a sentence with the reason and a way out.
#[derive(Debug)]
pub(super) struct Fault {
    status: StatusCode,
    message: String,
    header: Option<(HeaderName, HeaderValue)>,
    /// What a program needs to know beside the sentence; then the answer is JSON, with the sentence under `message`.
    more: Option<Box<Map<String, Value>>>,
}

impl Fault {
    pub(super) fn new(status: StatusCode, message: impl Into<String>) -> Fault {
        Fault { status, message: message.into(), header: None, more: None }
    }

    /// Things are not as whoever wants to change them has seen them: `more` says how they are now.
    pub(super) fn conflict(message: impl Into<String>, more: &Value) -> Fault {
        Fault { more: more.as_object().cloned().map(Box::new), ..Fault::new(StatusCode::CONFLICT, message) }
    }

    /// What was sent says something that cannot stand: `more` says what is wrong with which part.
    pub(super) fn unfit(message: impl Into<String>, more: &Value) -> Fault {
        Fault { more: more.as_object().cloned().map(Box::new), ..Fault::new(StatusCode::UNPROCESSABLE_ENTITY, message) }
    }

    /// The sentence.
    pub(super) fn message(&self) -> &str {
        &self.message
    }

    /// The request itself is wrong.
    pub(super) fn malformed(message: impl Into<String>) -> Fault {
        Fault::new(StatusCode::BAD_REQUEST, message)
    }

    /// There is no such thing.
    pub(super) fn missing(message: impl Into<String>) -> Fault {
        Fault::new(StatusCode::NOT_FOUND, message)
    }

    /// The method is not for this address.
    pub(super) fn method(allowed: &'static str, message: impl Into<String>) -> Fault {
        let header = Some((header::ALLOW, HeaderValue::from_static(allowed)));
        Fault { header, ..Fault::new(StatusCode::METHOD_NOT_ALLOWED, message) }
    }

    /// None of the formats that the client takes can be written.
    pub(super) fn unacceptable(formats: &[&str]) -> Fault {
        let message = format!("the answer can be had as {}: ask for one of them in `Accept`", formats.join(", "));
        Fault::new(StatusCode::NOT_ACCEPTABLE, message)
    }

    /// Something failed that the client has no part in.
    pub(super) fn own(message: impl Into<String>) -> Fault {
        Fault::new(StatusCode::INTERNAL_SERVER_ERROR, message)
    }
}

impl From<FilterError> for Fault {
    fn from(error: FilterError) -> Fault {
        let near = error.near.as_ref().map(|near| format!("\nhint: did you mean `{near}`?"));
        Fault::malformed(format!("{error}{}", near.unwrap_or_default()))
    }
}

impl From<QueryError> for Fault {
    fn from(error: QueryError) -> Fault {
        if let QueryError::Evaluation(reason) = &error
            && let Some((message, hint)) = service_fault(reason)
        {
            return Fault::malformed(format!("{message}\nhint: {hint}"));
        }
        match error {
            QueryError::Syntax { hint: Some(ref hint), .. } => Fault::malformed(format!("{error}\nhint: {hint}")),
            QueryError::Syntax { .. } => Fault::malformed(error.to_string()),
            QueryError::Form(_) => Fault::new(StatusCode::NOT_ACCEPTABLE, error.to_string()),
            QueryError::Update => Fault::new(StatusCode::FORBIDDEN, error.to_string()),
            QueryError::Exceeded(Exceeded::Cancelled) => {
                Fault::new(StatusCode::SERVICE_UNAVAILABLE, "the query was ended")
            }
            QueryError::Exceeded(exceeded) => {
                Fault::new(StatusCode::SERVICE_UNAVAILABLE, format!("{exceeded}: ask for less, or for fewer rows"))
            }
            QueryError::Evaluation(QueryEvaluationError::UnsupportedService(service)) => {
                let message = format!(
                    "the query asks {service}, and this server asks no endpoint that is not named when it is started\n\
                     hint: `relata serve --allow-service {}` names it",
                    service.as_str()
                );
                Fault::new(StatusCode::FORBIDDEN, message)
            }
            QueryError::Evaluation(QueryEvaluationError::Service(reason)) => {
                Fault::new(StatusCode::BAD_GATEWAY, reason.to_string())
            }
            QueryError::Evaluation(reason) => Fault::own(format!("the query failed: {reason}")),
        }
    }
}

impl From<ResultsError> for Fault {
    fn from(error: ResultsError) -> Fault {
        match error {
            ResultsError::Query(error) => error.into(),
            ResultsError::Write(reason) => Fault::own(format!("the answer cannot be written: {reason}")),
        }
    }
}

impl From<std::io::Error> for Fault {
    fn from(error: std::io::Error) -> Fault {
        // Whatever keeps a file from being written, whoever asks may do something about it.
        Fault::conflict(format!("nothing was written: {error}"), &json!({ "reason": "disk" }))
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        if let Some(mut more) = self.more {
            more.insert("message".to_owned(), self.message.into());
            let json = [(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))];
            return (self.status, json, Value::Object(*more).to_string()).into_response();
        }
        let text = [(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"))];
        let mut response = (self.status, text, self.message + "\n").into_response();
        if let Some((name, value)) = self.header {
            response.headers_mut().insert(name, value);
        }
        response
    }
}
