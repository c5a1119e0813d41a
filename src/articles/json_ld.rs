//! What does the JSON-LD of a page tell of its article?

use serde_json::Value as Json;

use super::head::HeadField;
use crate::model::Document;

/// Objects that are looked into, one inside the other.
const DEEPEST: usize = 8;

/// Types of schema.org that an article has, by their endings: `NewsArticle`, `ReportageNewsArticle`, `BlogPosting`.
const TYPES: [&str; 4] = ["Article", "BlogPosting", "Report", "Review"];

/// Notes what the JSON-LD in a script tells of an article; of several articles the first counts.
pub(super) fn read_json_ld(script: &str, document: &mut Document) {
    let script = script.trim().trim_start_matches("<!--").trim_end_matches("-->").trim();
    let bare = script.strip_prefix("<![CDATA[").and_then(|script| script.strip_suffix("]]>")).unwrap_or(script);
    let Ok(json) = serde_json::from_str::<Json>(bare) else { return };
    if let Some(article) = article_in(&json, DEEPEST) {
        for (key, field) in [
            ("headline", HeadField::Title),
            ("name", HeadField::Title),
            ("author", HeadField::Author),
            ("creator", HeadField::Author),
            ("publisher", HeadField::Publisher),
            ("datePublished", HeadField::Published),
            ("dateCreated", HeadField::Published),
            ("url", HeadField::Url),
            ("mainEntityOfPage", HeadField::Url),
            ("inLanguage", HeadField::Language),
        ] {
            let names = article.get(key).map(|value| names(value, DEEPEST)).unwrap_or_default();
            field.fill(&names.join(", "), document);
        }
    }
}

/// The first object that is an article.
fn article_in(json: &Json, depth: usize) -> Option<&serde_json::Map<String, Json>> {
    let depth = depth.checked_sub(1)?;
    match json {
        Json::Array(parts) => parts.iter().find_map(|part| article_in(part, depth)),
        Json::Object(object) => {
            let types = object.get("@type").map(|types| names(types, 2)).unwrap_or_default();
            if types.iter().any(|name| TYPES.iter().any(|known| name.ends_with(known))) {
                return Some(object);
            }
            ["@graph", "mainEntity", "mainEntityOfPage", "itemListElement"]
                .iter()
                .find_map(|key| article_in(object.get(*key)?, depth))
        }
        _ => None,
    }
}

/// The words of a value: itself, its name or its address, or those of its parts.
fn names(value: &Json, depth: usize) -> Vec<String> {
    let Some(depth) = depth.checked_sub(1) else { return Vec::new() };
    match value {
        Json::String(text) if !text.trim().is_empty() => vec![super::html::decoded(text)],
        Json::Array(parts) => parts.iter().flat_map(|part| names(part, depth)).collect(),
        Json::Object(object) => {
            let name = ["name", "@id", "url", "alternateName"].iter().find_map(|key| object.get(*key));
            name.map(|name| names(name, depth)).unwrap_or_default()
        }
        _ => Vec::new(),
    }
}
