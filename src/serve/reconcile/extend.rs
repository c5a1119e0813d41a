//! What else is known of entities: columns for a table.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::response::Response;
use oxigraph::model::NamedNode;
use oxigraph::model::vocab::rdf;
use rustc_hash::FxHashSet;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::owned;
use crate::claims::Id;
use crate::rdf::vocab;
use crate::serve::api::json_of;
use crate::serve::fault::Fault;
use crate::serve::names::Named;
use crate::serve::reading::Reading;
use crate::serve::site::Site;

/// A request for properties of entities.
#[derive(Debug, Deserialize)]
pub(super) struct Asked {
    ids: Vec<String>,
    properties: Vec<AskedProperty>,
}

#[derive(Debug, Deserialize)]
struct AskedProperty {
    id: String,
}

/// Properties that every entity may have, with their names.
fn usual() -> Vec<(String, String)> {
    let all = [
        (vocab::SKOS_ALT_LABEL, "also called"),
        (vocab::DCT_DESCRIPTION, "description"),
        (vocab::COUNTRY, "country"),
        (vocab::MEMBER_OF, "member of"),
        (vocab::SKOS_EXACT_MATCH, "same as"),
        (rdf::TYPE, "type"),
    ];
    all.into_iter().map(|(iri, name)| (iri.as_str().to_owned(), name.to_owned())).collect()
}

/// All properties: the usual ones, then the predicates of claims, those used most first.
pub(super) fn all(reading: &Reading<'_>) -> Vec<(String, String)> {
    let claims = reading.claims;
    let predicates: FxHashSet<Id> = claims.rows().iter().map(|claim| claim.predicate).collect();
    let mut predicates: Vec<Id> = predicates.into_iter().collect();
    predicates.sort_by_key(|id| (std::cmp::Reverse(reading.names.uses(Named::Predicate(*id)).claims), *id));
    let own = predicates.into_iter().map(|id| (claims.text(id), claims.label(id)));
    usual().into_iter().chain(own).collect()
}

/// The values of a property; of a predicate those that the project takes as fact.
pub(super) fn values(reading: &Reading<'_>, id: Id, property: &str) -> Vec<Id> {
    let known = usual().into_iter().find(|(iri, name)| iri == property || name == property).map(|(iri, _)| iri);
    let iri = known.unwrap_or_else(|| property.to_owned());
    NamedNode::new(iri).map(|property| reading.claims.values(id, property.as_ref())).unwrap_or_default()
}

/// Answers a request for properties: those, and a row for each entity.
pub(super) fn rows(reading: &Reading<'_>, asked: &Asked) -> Value {
    let claims = reading.claims;
    let names = all(reading);
    let name = |iri: &str| names.iter().find(|(known, _)| known == iri).map_or(iri, |(_, name)| name).to_owned();
    let meta: Vec<Value> =
        asked.properties.iter().map(|property| json!({ "id": property.id, "name": name(&property.id) })).collect();
    let value = |id: Id| {
        if claims.is_iri(id) {
            json!({ "id": claims.text(id), "name": claims.label(id) })
        } else {
            json!({ "str": claims.text(id) })
        }
    };
    let row = |iri: &String| {
        let id = claims.by_iri(iri);
        let cells = asked.properties.iter().map(|property| {
            let values = id.map(|id| values(reading, id, &property.id)).unwrap_or_default();
            (property.id.clone(), values.into_iter().map(value).collect::<Value>())
        });
        (iri.clone(), Value::from(cells.collect::<Map<String, Value>>()))
    };
    json!({ "meta": meta, "rows": asked.ids.iter().map(row).collect::<Map<String, Value>>() })
}

/// Properties that a column may be made of.
pub(super) async fn proposed(State(site): State<Arc<Site>>, request: Request) -> Result<Response, Fault> {
    let fields = owned(request.uri().query().unwrap_or_default().as_bytes());
    let field = |name: &str| fields.iter().find(|(known, _)| known == name).map(|(_, text)| text.as_str());
    let most = field("limit").and_then(|text| text.parse().ok()).unwrap_or(50);
    let kind = field("type").map(str::to_owned);
    let served = site.current();
    let told = served.desk.ask(move |reading| {
        let properties = all(reading).into_iter().take(most);
        let properties: Vec<Value> = properties.map(|(id, name)| json!({ "id": id, "name": name })).collect();
        Ok(json!({ "type": kind, "limit": most, "properties": properties }))
    });
    Ok(json_of(told.await?.to_string()))
}
