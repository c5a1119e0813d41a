//! Who may change something?
//!
//! A request that changes something has to show the token of this server, which only who started it was told. It comes in a
//! header of its own: a form of a foreign page cannot send one, and `Authorization` is left to a proxy with passwords.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use super::token::Token;
use crate::serve::fault::Fault;
use crate::serve::guard::is_of_own_page;
use crate::serve::site::Site;

/// The header that the token comes in.
const TOKEN: &str = "relata-token";

/// Lets a request pass that changes nothing, or that may. Every method but those that read is held to this, whichever
/// address of the API it asks.
pub(in crate::serve) async fn admit(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    let is_reading = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if is_reading || !request.uri().path().starts_with("/api/") {
        return next.run(request).await;
    }
    match admitted(site.token.as_ref(), request.headers()) {
        Ok(()) => next.run(request).await,
        Err(fault) => fault.into_response(),
    }
}

fn admitted(token: Option<&Token>, headers: &HeaderMap) -> Result<(), Fault> {
    let forbidden = |message: &str| Err(Fault::new(StatusCode::FORBIDDEN, message));
    let Some(token) = token else { return forbidden(ONLY_READS) };
    // Pages of other origins may be allowed to read, which is less.
    if !is_of_own_page(headers) {
        return forbidden("only the page of this server may change something, and programs that no page runs in");
    }
    let mut words = headers.get_all(TOKEN).iter();
    match words.next().filter(|_| words.next().is_none()) {
        None if headers.contains_key(TOKEN) => return forbidden("the request has more than one token"),
        None => return forbidden("the request has no token: open the address that `relata serve --write` printed"),
        Some(word) if !token.is(word.as_bytes()) => {
            return forbidden(
                "the token is not that of this server, which may have been started anew: open the address that it printed",
            );
        }
        Some(_) => {}
    }
    let media_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut parts = media_type.split(';').map(|part| part.trim().to_ascii_lowercase());
    let is_json = parts.next().is_some_and(|name| name == "application/json")
        && parts.all(|part| !part.starts_with("charset=") || part.replace('"', "") == "charset=utf-8");
    if !is_json {
        return Err(Fault::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "a change is sent as `application/json` in UTF-8"));
    }
    Ok(())
}

/// What is answered to a change where nothing may be changed, and the way out.
pub(super) const ONLY_READS: &str = "this server only reads: start it with `relata serve --write` to change tables";
