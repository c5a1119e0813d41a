//! How is something changed from elsewhere?
//!
//! With `--write` a page may add to the tables of the project and change them. [`guard`] decides who may, for every address
//! of the API alike.

pub(super) mod guard;
mod token;

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::routing::get;
use serde_json::json;

use super::api::json_of;
use super::site::Site;
pub use token::Token;

/// The routes that tell what may be changed.
pub(super) fn routes() -> Router<Arc<Site>> {
    Router::new().route(
        "/api/writing",
        get(|State(site): State<Arc<Site>>| async move {
            let may_write = site.token.is_some();
            let why_not = (!may_write).then_some(guard::ONLY_READS);
            json_of(json!({ "may_write": may_write, "why_not": why_not }).to_string())
        }),
    )
}
