//! What do the labels of annotations mean?

use crate::model::{Certainty, EntityKind, Modality, Polarity};

/// Labels of things, in lower case without what is no letter, by kind of entity.
const KINDS: &[(EntityKind, &[&str])] = &[
    (EntityKind::Person, &["person", "per", "pers", "people", "human", "individual", "politician"]),
    (EntityKind::State, &["state", "country", "gpe", "nation", "sovereignstate"]),
    (
        EntityKind::Organization,
        &[
            "organization",
            "organisation",
            "org",
            "company",
            "corporation",
            "agency",
            "institution",
            "party",
            "ngo",
            "government",
            "ministry",
            "military",
            "army",
            "media",
            "newspaper",
        ],
    ),
    (EntityKind::Group, &["group", "norp", "ethnicgroup", "militia", "population"]),
    (EntityKind::Role, &["role", "roleactor", "office", "position"]),
    (EntityKind::Actor, &["actor", "agent"]),
    (
        EntityKind::Place,
        &[
            "place", "location", "loc", "city", "town", "village", "region", "district", "site", "facility", "fac",
            "address", "sea", "river",
        ],
    ),
    (EntityKind::Proposal, &["proposal", "treaty", "agreement", "resolution", "plan"]),
    (EntityKind::Thing, &["thing", "object", "misc", "other", "weapon", "vehicle", "product"]),
];

/// The kind of entity a label means. Of an IRI or a qualified name, the last part counts.
pub(super) fn kind_of(label: &str) -> Option<EntityKind> {
    let last = label.rsplit(['/', '#', ':', '.']).next().unwrap_or(label);
    let plain = letters(last);
    KINDS.iter().find(|(_, labels)| labels.contains(&plain.as_str())).map(|(kind, _)| *kind)
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Takes the feature that is the label of a span: by its name, or because it is the only one that names nothing else.
pub(super) fn take_label(features: &mut Vec<(String, String)>) -> Option<String> {
    let named = ["value", "label", "SemanticType"];
    let at = named.iter().find_map(|name| features.iter().position(|(known, _)| known == name)).or(
        match features.as_slice() {
            [(only, _)] if only != "identifier" && only != "uri" => Some(0),
            _ => None,
        },
    );
    at.map(|at| features.remove(at).1)
}

/// The use that a role makes of its argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ArgumentRole {
    /// It acts.
    Subject,
    /// It is acted upon.
    Object,
    /// It is what is said, when it is a statement; else it is acted upon.
    Content,
    /// It is where.
    Place,
    /// It is when.
    Time,
    /// It says so.
    Speaker,
    /// None of these.
    Other,
}

/// The meaning of a role; with `has_zero` the statement counts its parts from `Arg0`.
pub(super) fn role_of(name: &str, has_zero: bool) -> ArgumentRole {
    let plain = letters(name);
    match plain.as_str() {
        "arg0" => return ArgumentRole::Subject,
        "arg1" => return if has_zero { ArgumentRole::Object } else { ArgumentRole::Subject },
        "arg2" => return if has_zero { ArgumentRole::Other } else { ArgumentRole::Object },
        _ => {}
    }
    // `Target2` is a second target.
    match plain.trim_end_matches(|c: char| c.is_ascii_digit()) {
        "subject" | "subj" | "agent" | "actor" | "attacker" | "accuser" | "perpetrator" | "initiator" | "cause"
        | "killer" | "giver" | "sender" | "buyer" | "doer" | "communicator" => ArgumentRole::Subject,
        "object" | "obj" | "target" | "victim" | "patient" | "accused" | "recipient" | "receiver" | "addressee"
        | "beneficiary" | "undergoer" | "affected" => ArgumentRole::Object,
        "content" | "theme" | "topic" | "message" | "proposition" => ArgumentRole::Content,
        "place" | "location" | "loc" | "where" => ArgumentRole::Place,
        "time" | "date" | "when" => ArgumentRole::Time,
        "source" | "speaker" | "saidby" => ArgumentRole::Speaker,
        _ => ArgumentRole::Other,
    }
}

/// The meaning of an attribute of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AttributeMeaning {
    Polarity(Polarity),
    Certainty(Certainty),
    /// FactBank's codes say both.
    Both(Certainty, Polarity),
    Modality(Modality),
}

/// The meaning of an attribute; none when relata has no word for it.
pub(super) fn meaning_of(name: &str, value: Option<&str>) -> Option<AttributeMeaning> {
    let name = letters(name);
    let truth = value.map(letters);
    let is_no = truth.as_deref().is_some_and(|value| ["false", "no", "none", "0", "positive"].contains(&value));
    match name.as_str() {
        "negation" | "negated" | "negative" => {
            Some(AttributeMeaning::Polarity(if is_no { Polarity::Positive } else { Polarity::Negative }))
        }
        "speculation" | "speculative" | "speculated" if value.is_none() => {
            Some(AttributeMeaning::Certainty(Certainty::Possible))
        }
        "polarity" => Polarity::parse(value?).map(AttributeMeaning::Polarity),
        "certainty" | "factuality" | "modality" | "speculation" | "epistemic" | "realis" | "mood" => graded(value?),
        _ => None,
    }
}

fn graded(value: &str) -> Option<AttributeMeaning> {
    let code = value.trim();
    if let (Some(certainty), true) = (Certainty::parse(code), code.ends_with('-')) {
        return Some(AttributeMeaning::Both(certainty, Polarity::Negative));
    }
    if let Some(certainty) = Certainty::parse(code) {
        return Some(AttributeMeaning::Certainty(certainty));
    }
    if let Some(modality) = Modality::parse(code) {
        return Some(AttributeMeaning::Modality(modality));
    }
    Some(match letters(code).as_str() {
        "high" | "sure" => AttributeMeaning::Certainty(Certainty::Certain),
        "medium" => AttributeMeaning::Certainty(Certainty::Probable),
        "low" | "uncertain" | "maybe" => AttributeMeaning::Certainty(Certainty::Possible),
        _ => return None,
    })
}
