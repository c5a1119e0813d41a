//! Names while they are typed, and a look at an entity.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};

use super::{description, extend, owned, told_types, types_of};
use crate::export::markup::escape;
use crate::serve::api::json_of;
use crate::serve::fault::Fault;
use crate::serve::names::Named;
use crate::serve::reading::Reading;
use crate::serve::site::Site;

/// How many are suggested at a time.
const MOST: usize = 20;

/// What was typed, and how many suggestions were seen already.
fn typed(request: &Request) -> (String, usize) {
    let fields = owned(request.uri().query().unwrap_or_default().as_bytes());
    let field = |name: &str| fields.iter().find(|(known, _)| known == name).map(|(_, text)| text.clone());
    let seen = field("cursor").and_then(|text| text.parse().ok()).unwrap_or(0);
    (field("prefix").unwrap_or_default(), seen)
}

async fn suggested(
    site: &Site,
    (prefix, seen): (String, usize),
    find: impl FnOnce(&Reading<'_>, &str, usize) -> Vec<Value> + Send + 'static,
) -> Result<Response, Fault> {
    let served = site.current();
    let told = served.desk.ask(move |reading| {
        let found = find(reading, &prefix, seen.saturating_add(MOST).min(1_000));
        let found: Vec<Value> = found.into_iter().skip(seen).take(MOST).collect();
        Ok(json!({ "result": found }))
    });
    Ok(json_of(told.await?.to_string()))
}

/// Entities whose names begin so.
pub(super) async fn entities(State(site): State<Arc<Site>>, request: Request) -> Result<Response, Fault> {
    let found = suggested(&site, typed(&request), |reading, prefix, most| {
        let hits = reading.names.search(prefix, most, |of| matches!(of, Named::Entity(_)));
        let told = hits.into_iter().filter_map(|hit| {
            let Named::Entity(id) = hit.of else { return None };
            Some(json!({
                "id": reading.claims.text(id),
                "name": reading.claims.label(id),
                "description": description(reading, id),
                "notable": told_types(types_of(reading, id)),
            }))
        });
        told.collect()
    });
    found.await
}

/// Properties whose names have this in them.
pub(super) async fn properties(State(site): State<Arc<Site>>, request: Request) -> Result<Response, Fault> {
    let found = suggested(&site, typed(&request), |reading, prefix, most| {
        let prefix = prefix.to_lowercase();
        let fitting = extend::all(reading).into_iter().filter(|(_, name)| name.to_lowercase().contains(&prefix));
        fitting.take(most).map(|(id, name)| json!({ "id": id, "name": name })).collect()
    });
    found.await
}

/// Types whose names have this in them.
pub(super) async fn types(State(site): State<Arc<Site>>, request: Request) -> Result<Response, Fault> {
    let found = suggested(&site, typed(&request), |reading, prefix, most| {
        let prefix = prefix.to_lowercase();
        let entities = reading.entities.iter().filter(|id| reading.claims.event(**id).is_none());
        let all: BTreeSet<(String, String)> = entities.flat_map(|id| types_of(reading, *id)).collect();
        let fitting = all.into_iter().filter(|(_, name)| name.to_lowercase().contains(&prefix));
        fitting.take(most).map(|(id, name)| json!({ "id": id, "name": name })).collect()
    });
    found.await
}

/// A small page about an entity, which pages of allowed origins may show within themselves.
pub(super) async fn preview(State(site): State<Arc<Site>>, request: Request) -> Result<Response, Fault> {
    let fields = owned(request.uri().query().unwrap_or_default().as_bytes());
    let iri = fields.into_iter().find(|(name, _)| name == "id").map(|(_, iri)| iri);
    let iri = iri.ok_or_else(|| Fault::malformed("name an entity: `?id=` and its IRI"))?;
    let served = site.current();
    let page = served.desk.ask(move |reading| {
        let id = reading.thing(&iri)?;
        let (name, about) = (reading.claims.label(id), description(reading, id));
        let types = types_of(reading, id).into_iter().map(|(_, name)| name).collect::<Vec<_>>().join(", ");
        let aliases = reading.claims.aliases(id).join(" · ");
        Ok(format!(
            "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>{0}</title>\n\
             <h1><bdi>{0}</bdi></h1>\n<p>{1}</p>\n<p>{2}</p>\n<p>{3}</p>\n</html>\n",
            escape(&name),
            escape(&types),
            escape(&about),
            escape(&aliases),
        ))
    });
    let mut response =
        (StatusCode::OK, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], page.await?).into_response();
    let origins = site.access.origins.join(" ");
    let policy = format!("default-src 'none'; frame-ancestors 'self' {origins}");
    if let Ok(policy) = HeaderValue::try_from(policy.trim_end()) {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    Ok(response)
}
