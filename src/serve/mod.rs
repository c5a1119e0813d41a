//! How is it asked from elsewhere?
//!
//! A [`router`] answers the SPARQL 1.1 Protocol, the reading half of the Graph Store Protocol, the addresses of things, and
//! pages for a browser; [`listen`] puts it on a socket. It asks no other machine, and writes only where its [`Site`] has a
//! [`Token`] that the request shows. Answers are streamed; a status of success is sent only once the first rows are there,
//! and whoever goes away ends their query.

mod accept;
mod api;
mod assets;
mod description;
mod desk;
mod fault;
mod flow;
mod graph_store;
mod guard;
mod listen;
mod names;
mod pages;
mod protocol;
mod reading;
mod reconcile;
mod refresh;
mod site;
mod things;
mod views;
mod write;

use std::sync::Arc;

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{any, get};

// Its types are in the interface of the router.
pub use api::endpoints;
pub use assets::assets;
pub use axum;
pub use listen::{accept, listen};
pub use refresh::follow;
pub use site::{Access, Patience, Reopen, Served, Site};
pub use write::{Token, writing_endpoints};

/// What answers requests over a site, without a socket.
pub fn router(site: Arc<Site>) -> Router {
    Router::new()
        .route("/plain", get(pages::start))
        .route("/dossier", get(pages::dossier))
        .route("/sparql", any(protocol::answer))
        .route("/query", any(protocol::answer))
        .route("/store", any(graph_store::answer))
        .route("/resource", get(things::by_iri))
        .route("/resource/{*rest}", get(things::by_path))
        .route("/changes", get(refresh::changes))
        .merge(api::routes())
        .merge(views::routes())
        .merge(assets::routes())
        .merge(reconcile::routes())
        .merge(write::routes())
        .fallback(pages::not_found)
        .layer(from_fn_with_state(Arc::clone(&site), write::guard::admit))
        .layer(from_fn_with_state(Arc::clone(&site), guard::admit))
        .layer(from_fn(guard::with_headers))
        .with_state(site)
}
