//! The W3C's Reconciliation Service API 0.2 over the project's own entities: which of them does a name mean?
//!
//! Tools that clean tables (`OpenRefine` among them) send names in batches and get entities with scores. Names are compared by
//! `resolution`, as with `relata resolve`.

mod extend;
mod suggest;

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, header};
use axum::response::Response;
use axum::routing::{any, get};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::api::json_of;
use super::fault::Fault;
use super::protocol::{MAX_BODY, form, read_body};
use super::reading::Reading;
use super::site::Site;
use crate::claims::{Id, Kind};
use crate::model::EntityKind;
use crate::rdf::entity::class_of;
use crate::rdf::vocab;

/// Names in one request.
const MOST_QUERIES: usize = 500;
/// Entities that are told for a name when nobody asks for a number, and at most.
const USUAL: usize = 10;
const MOST: usize = 100;
/// The score from which an entity is told, of a hundred.
const LEAST: u8 = 30;
/// The score from which the only such entity is taken as meant.
const SURE: u8 = 90;

/// The routes of the service.
pub(super) fn routes() -> Router<Arc<Site>> {
    Router::new()
        .route("/reconcile", any(answer))
        .route("/reconcile/suggest/entity", get(suggest::entities))
        .route("/reconcile/suggest/property", get(suggest::properties))
        .route("/reconcile/suggest/type", get(suggest::types))
        .route("/reconcile/properties", get(extend::proposed))
        .route("/reconcile/preview", get(suggest::preview))
}

/// A name with what is known of it.
#[derive(Debug, Deserialize)]
struct Query {
    #[serde(rename = "query")]
    name: String,
    #[serde(rename = "type", default)]
    types: Several,
    #[serde(default)]
    limit: Option<usize>,
    #[serde(default)]
    properties: Vec<Property>,
}

/// One text or several.
#[derive(Debug, Default, Deserialize)]
#[serde(untagged)]
enum Several {
    #[default]
    None,
    One(String),
    Many(Vec<String>),
}

impl Several {
    fn all(&self) -> &[String] {
        match self {
            Several::None => &[],
            Several::One(one) => std::slice::from_ref(one),
            Several::Many(all) => all,
        }
    }
}

/// A property with a value that the entity should have.
#[derive(Debug, Deserialize)]
struct Property {
    pid: String,
    v: Value,
}

/// Answers a batch of names, a question for properties, or what the service is.
async fn answer(State(site): State<Arc<Site>>, request: Request) -> Result<Response, Fault> {
    let headers = request.headers().clone();
    let mut fields: Vec<(String, String)> = owned(request.uri().query().unwrap_or_default().as_bytes());
    match *request.method() {
        Method::GET | Method::HEAD => {}
        Method::POST => fields.extend(owned(&read_body(request, site.patience.body, "a query", MAX_BODY).await?)),
        _ => return Err(Fault::method("GET, HEAD, POST", "names come by GET or POST")),
    }
    let field = |name: &str| fields.iter().find(|(known, _)| known == name).map(|(_, text)| text.clone());
    let told = match (field("queries"), field("extend")) {
        (Some(queries), _) => {
            let queries: Map<String, Value> = parsed(&queries)?;
            if queries.len() > MOST_QUERIES {
                return Err(Fault::malformed(format!("a batch has at most {MOST_QUERIES} queries")));
            }
            site.current().desk.ask(move |reading| batch(reading, queries)).await?
        }
        (None, Some(extend)) => {
            let asked: extend::Asked = parsed(&extend)?;
            site.current().desk.ask(move |reading| Ok(extend::rows(reading, &asked))).await?
        }
        (None, None) => manifest(&site, &headers),
    };
    Ok(json_of(told.to_string()))
}

fn owned(text: &[u8]) -> Vec<(String, String)> {
    form(text).into_iter().map(|(name, value)| (name.into_owned(), value.into_owned())).collect()
}

fn parsed<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, Fault> {
    serde_json::from_str(text).map_err(|error| Fault::malformed(format!("that is not as the protocol has it: {error}")))
}

/// What the service is, and where its parts are.
fn manifest(site: &Site, headers: &HeaderMap) -> Value {
    let served = site.current();
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
    let own = format!("http://{host}");
    let kinds = [EntityKind::Person, EntityKind::Organization, EntityKind::State, EntityKind::Place];
    let service = |path: &str| json!({ "service_url": own, "service_path": format!("/reconcile{path}") });
    json!({
        "versions": ["0.2"],
        "name": format!("{} (relata)", served.graph.project().name),
        "identifierSpace": served.graph.project().namespace.base(),
        "schemaSpace": vocab::RA,
        "defaultTypes": kinds.map(kind_type),
        "view": { "url": format!("{own}/resource?iri={{{{id}}}}") },
        "preview": { "url": format!("{own}/reconcile/preview?id={{{{id}}}}"), "width": 430, "height": 300 },
        "suggest": {
            "entity": service("/suggest/entity"),
            "property": service("/suggest/property"),
            "type": service("/suggest/type"),
        },
        "extend": { "propose_properties": service("/properties"), "property_settings": [] },
    })
}

/// The type of a kind.
fn kind_type(kind: EntityKind) -> Value {
    json!({ "id": class_of(kind).as_str(), "name": kind.word() })
}

/// The types of an entity: the class that the project has for it, and its kind.
fn types_of(reading: &Reading<'_>, id: Id) -> Vec<(String, String)> {
    let claims = reading.claims;
    let own = claims.class(id).map(|class| (claims.text(class), claims.label(class)));
    let kind = match claims.kind(id) {
        Kind::Entity(kind) => Some((class_of(kind).as_str().to_owned(), kind.word().to_owned())),
        Kind::Event | Kind::Untyped => None,
    };
    own.into_iter().chain(kind).collect()
}

fn told_types(types: Vec<(String, String)>) -> Vec<Value> {
    types.into_iter().map(|(id, name)| json!({ "id": id, "name": name })).collect()
}

fn batch(reading: &Reading<'_>, queries: Map<String, Value>) -> Result<Value, Fault> {
    let told = queries.into_iter().map(|(key, query)| {
        let query: Query = serde_json::from_value(query)
            .map_err(|error| Fault::malformed(format!("the query `{key}` is not as the protocol has it: {error}")))?;
        Ok((key, json!({ "result": candidates(reading, &query) })))
    });
    told.collect::<Result<Map<String, Value>, Fault>>().map(Value::from)
}

/// The entities that a name may mean, the best first.
fn candidates(reading: &Reading<'_>, query: &Query) -> Vec<Value> {
    let (ids, finder) = reading.finder();
    let most = query.limit.unwrap_or(USUAL).clamp(1, MOST);
    let wanted = query.types.all();
    let is_of_type = |id: Id| {
        wanted.is_empty()
            || types_of(reading, id)
                .iter()
                .any(|(iri, name)| wanted.iter().any(|one| one == iri || one.eq_ignore_ascii_case(name)))
    };
    let name = query.name.trim();
    // Whoever has looked an entity up already sends its IRI.
    let named = reading.claims.by_iri(name).filter(|id| ids.binary_search(id).is_ok());
    let mut found: Vec<(Id, u8)> = if let Some(id) = named {
        vec![(id, 100)]
    } else {
        let meant = finder.find(name, None, LEAST, 10 * MOST).into_iter();
        meant.filter_map(|one| Some((*ids.get(one.place)?, one.score))).collect()
    };
    found.retain(|(id, _)| is_of_type(*id));
    for (id, score) in &mut found {
        *score = query.properties.iter().fold(*score, |score, property| fitted(reading, *id, property, score));
    }
    // Those that fit as well stay in the order they were found in.
    found.sort_by_key(|(_, score)| std::cmp::Reverse(*score));
    let n_sure = found.iter().filter(|(_, score)| *score >= SURE).count();
    let told = found.iter().take(most).map(|(id, score)| {
        json!({
            "id": reading.claims.text(*id),
            "name": reading.claims.label(*id),
            "description": description(reading, *id),
            "type": told_types(types_of(reading, *id)),
            "score": score,
            "match": *score >= SURE && n_sure == 1,
        })
    });
    told.collect()
}

/// A score with what a property says for it or against it; a property that the entity has no value of says nothing.
fn fitted(reading: &Reading<'_>, id: Id, property: &Property, score: u8) -> u8 {
    let claims = reading.claims;
    let wanted: Vec<String> = match &property.v {
        Value::Array(all) => all.iter().filter_map(text_of).collect(),
        one => text_of(one).into_iter().collect(),
    };
    let values = extend::values(reading, id, &property.pid);
    if values.is_empty() || wanted.is_empty() {
        return score;
    }
    let is_one = |value: &Id| {
        let text = if claims.is_iri(*value) { claims.label(*value) } else { claims.text(*value) };
        wanted.iter().any(|wanted| text.eq_ignore_ascii_case(wanted) || claims.is_called(*value, wanted))
    };
    if values.iter().any(is_one) { score.saturating_add(5).min(100) } else { score.saturating_sub(15) }
}

/// A value as the protocol sends it: a text, a number, or an entity.
fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Object(members) => members.get("id").or_else(|| members.get("name"))?.as_str().map(str::to_owned),
        _ => None,
    }
}

/// What an entity is, in a line: what its row says, or how often claims name it.
fn description(reading: &Reading<'_>, id: Id) -> String {
    let claims = reading.claims;
    if let Some(told) = claims.values(id, vocab::DCT_DESCRIPTION).first() {
        return claims.text(*told);
    }
    let n = reading.names.uses(super::names::Named::Entity(id)).claims;
    format!("{}, in {n} claim{}", claims.type_word(id), if n == 1 { "" } else { "s" })
}
