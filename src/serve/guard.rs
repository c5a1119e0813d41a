//! Who may ask, and what a browser may do with the answer.
//!
//! A server on this machine is reachable from every page that a browser shows: a name that leads to 127.0.0.1 is enough.
//! So a request has to name a host that is this machine's, and one that another page makes is refused.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::fault::Fault;
use super::site::{Access, Site};

/// Names of this machine.
const HOME: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];

/// Lets a request pass that names this host, and comes from no foreign page.
pub(super) async fn admit(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    match admitted(&site.access, request.headers(), request.uri().host()) {
        Err(fault) => fault.into_response(),
        Ok(None) if request.method() == Method::OPTIONS => options(),
        Ok(None) => next.run(request).await,
        Ok(Some(origin)) => {
            let is_question = request.method() == Method::OPTIONS;
            let mut response = if is_question { options() } else { next.run(request).await };
            let headers = response.headers_mut();
            headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
            headers.insert(header::VARY, HeaderValue::from_static("Origin"));
            if is_question {
                let methods = HeaderValue::from_static("GET, HEAD, POST, OPTIONS");
                headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, methods);
                headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static("Accept, Content-Type"));
            }
            response
        }
    }
}

/// Answers what may be done under an address.
fn options() -> Response {
    (StatusCode::NO_CONTENT, [(header::ALLOW, "GET, HEAD, POST, OPTIONS")]).into_response()
}

/// The origin that has to be told it may read the answer, if the request comes from another page.
fn admitted(access: &Access, headers: &HeaderMap, target: Option<&str>) -> Result<Option<HeaderValue>, Fault> {
    for name in [header::HOST, header::ORIGIN, header::CONTENT_TYPE] {
        if headers.get_all(&name).iter().nth(1).is_some() {
            return Err(Fault::malformed(format!("the request has more than one `{name}`")));
        }
    }
    let host = match headers.get(header::HOST) {
        Some(host) => host.to_str().ok(),
        None => target,
    };
    let Some(host) = host else { return Err(Fault::malformed("the request names no host")) };
    // A target that names a host counts as much.
    for named in std::iter::once(host).chain(target) {
        let name = without_port(named);
        let mut known = HOME.into_iter().chain(access.hosts.iter().map(String::as_str));
        if !known.any(|known| known.eq_ignore_ascii_case(name)) {
            let message = format!("`{name}` is no name of this server: `--allow-host {name}` makes it one");
            return Err(Fault::new(StatusCode::MISDIRECTED_REQUEST, message));
        }
    }
    let Some(value) = headers.get(header::ORIGIN) else {
        // Not every browser tells the origin of a form or an image, but most tell that it is a foreign one.
        let site = headers.get("sec-fetch-site").and_then(|site| site.to_str().ok());
        let is_visit = headers.get("sec-fetch-mode").is_some_and(|mode| mode == "navigate");
        if matches!(site, Some("cross-site" | "same-site")) && !is_visit {
            return Err(Fault::new(StatusCode::FORBIDDEN, "a foreign page may not ask this server"));
        }
        return Ok(None);
    };
    let origin = value.to_str().unwrap_or_default();
    if origin != "null" && access.origins.iter().any(|known| known.trim_end_matches('/').eq_ignore_ascii_case(origin)) {
        return Ok(Some(value.clone()));
    }
    if is_origin_of(origin, host) {
        return Ok(None);
    }
    if origin == "null" {
        // Any page can hide who it is by a frame, so that this is no name that could be allowed.
        return Err(Fault::new(StatusCode::FORBIDDEN, "a page that does not say whose it is may not ask this server"));
    }
    let message = format!("a page of `{origin}` may not ask this server: `--allow-origin {origin}` allows it");
    Err(Fault::new(StatusCode::FORBIDDEN, message))
}

/// True when a request comes from a page of this server, or from no page at all.
pub(super) fn is_of_own_page(headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).map(|value: &HeaderValue| value.to_str().unwrap_or_default());
    text(header::ORIGIN).is_none_or(|origin| is_origin_of(origin, text(header::HOST).unwrap_or_default()))
}

fn is_origin_of(origin: &str, host: &str) -> bool {
    let own = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
    own.is_some_and(|own| own.eq_ignore_ascii_case(host))
}

/// The name of a host without its port, which is a number; an address of IPv6 keeps its brackets.
fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|digit| digit.is_ascii_digit()) => name,
        _ => host,
    }
}

/// What a page of ours may load: itself, and pictures that stand in it.
const POLICY: &str = "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; object-src 'none'; \
                      base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// Adds what browsers need to know about every answer.
pub(super) async fn with_headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let told = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    for (name, value) in told {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}
