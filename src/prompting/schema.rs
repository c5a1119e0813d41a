//! Which shape has an answer?

use serde_json::{Value, json};

use crate::model::{Certainty, Modality, Polarity};

/// The types of an act: those of PLOVER, and one for what is none of them.
pub const EVENT_CLASSES: [&str; 17] = [
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "CONCEDE",
    "COOPERATE",
    "AID",
    "RETREAT",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
    "OTHER",
];

/// The kinds of an attribution.
pub(super) const ATTRIBUTIONS: [&str; 5] = ["author", "speech", "belief", "plan", "document"];
/// The kinds of a reply.
pub(super) const REPLIES: [&str; 4] = ["none", "confirms", "denies", "declines_to_comment"];

/// The JSON Schema of an answer. Every property is required and no other is allowed, as servers that enforce it ask for.
#[must_use]
pub fn schema() -> Value {
    let text = || json!({ "type": "string" });
    let maybe = || json!({ "type": ["string", "null"] });
    let number = || json!({ "type": ["integer", "null"] });
    let one_of = |words: &[&str]| json!({ "type": "string", "enum": words });
    let attribution = object(&json!({ "kind": one_of(&ATTRIBUTIONS), "source": maybe(), "cue": maybe() }));
    let statement = object(&json!({
        "number": { "type": "integer" },
        "evidence": text(),
        "trigger": text(),
        "subject": text(),
        "predicate": text(),
        "object": maybe(),
        "object_statement": number(),
        "event_class": one_of(&EVENT_CLASSES),
        "polarity": one_of(&Polarity::ALL.map(Polarity::word)),
        "modality": one_of(&Modality::ALL.map(Modality::word)),
        "certainty": one_of(&Certainty::ALL.map(Certainty::word)),
        "attribution": attribution,
        "time_text": maybe(),
        "place_text": maybe(),
        "reply": one_of(&REPLIES),
        "reply_to": number(),
    }));
    object(&json!({ "statements": { "type": "array", "items": statement } }))
}

/// An object of which every property is required.
fn object(properties: &Value) -> Value {
    let names: Vec<&String> = properties.as_object().into_iter().flat_map(|properties| properties.keys()).collect();
    json!({ "type": "object", "required": names, "properties": properties, "additionalProperties": false })
}
