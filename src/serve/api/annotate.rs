//! What helps somebody who reads a text to say what it says: predicates that fit, dates, and names that are known.

use std::cmp::Reverse;

use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::{Value, json};

use super::asked::Asked;
use crate::claims::Id;
use crate::compile::ontology_of;
use crate::diagnostic::Report;
use crate::extraction::date_phrases;
use crate::model::{EventDate, Precision};
use crate::ontology::{Meaning, normal_name};
use crate::rdf::vocab;
use crate::serve::fault::Fault;
use crate::serve::names::Named;
use crate::serve::reading::Reading;

/// The longest name that is looked for in a text, in words.
const LONGEST: usize = 12;

/// Answers `/api/palette`: predicates for two things, those used most between things of their types first; then, with `q`,
/// others whose names have these words.
pub(super) fn palette(reading: &Reading<'_>, asked: &Asked) -> Result<Value, Fault> {
    let most = asked.number("most", 9, 100)?;
    let claims = reading.claims;
    let type_of = |name: Option<&str>| Some(claims.type_word(named(reading, name?)?));
    let (subject, object) = (type_of(asked.text("subject")), type_of(asked.text("object")));
    let mut types: FxHashMap<Id, String> = FxHashMap::default();
    let mut counts: FxHashMap<Id, (u32, u32)> = FxHashMap::default();
    for claim in claims.rows() {
        let mut is_of = |id: Id, wanted: &Option<String>| {
            wanted.as_ref().is_none_or(|wanted| types.entry(id).or_insert_with(|| claims.type_word(id)) == wanted)
        };
        let fits = is_of(claim.subject, &subject) && is_of(claim.object, &object);
        let (n_fitting, n_all) = counts.entry(claim.predicate).or_default();
        *n_fitting += u32::from(fits);
        *n_all += 1;
    }
    let words = normal_name(asked.text("q").unwrap_or_default());
    let mut used: Vec<_> = counts.into_iter().map(|(id, n)| (Reverse(n), claims.label(id), id)).collect();
    used.sort();
    let fits = |label: &str| words.is_empty() || rank(&normal_name(label), &words).is_some();
    let told = |label: &str, (n_fitting, n_all): (u32, u32), iri: &str| json!({ "label": label, "iri": iri, "n_fitting": n_fitting, "n_claims": n_all });
    let mut known: FxHashSet<String> = FxHashSet::default();
    let mut all: Vec<Value> = Vec::new();
    for (Reverse(n), label, id) in used.into_iter().filter(|(_, label, _)| fits(label)) {
        let iri = claims.text(id);
        all.push(told(&label, n, &iri));
        known.insert(iri);
    }
    let project = reading.graph.project();
    let ontology = ontology_of(project, &mut Report::new(project.policy.clone()));
    let mut others: Vec<(u8, usize, &str)> = Vec::new();
    if !words.is_empty() {
        let ranked = ontology.names();
        others = ranked.filter_map(|name| Some((rank(&normal_name(name), &words)?, name.len(), name))).collect();
        others.sort_unstable();
    }
    for (_, _, name) in others {
        let Some(predicate) = ontology.resolve(name).map(Meaning::predicate) else { continue };
        // One of its names is enough, and the one in use comes first.
        if all.len() < most && known.insert(predicate.iri.as_str().to_owned()) {
            all.push(told(name, (0, 0), predicate.iri.as_str()));
        }
    }
    all.truncate(most);
    Ok(json!({ "predicates": all, "subject_type": subject, "object_type": object }))
}

/// How well a name fits what is typed: it is that, it begins so, a word in it begins so.
fn rank(name: &str, words: &str) -> Option<u8> {
    match name.find(words)? {
        0 if name.len() == words.len() => Some(0),
        0 => Some(1),
        at if name[..at].ends_with([' ', '_']) => Some(2),
        _ => None,
    }
}

/// The entity that is called just so.
fn named(reading: &Reading<'_>, name: &str) -> Option<Id> {
    let hits = reading.names.search(name, 1, |of| matches!(of, Named::Entity(_)));
    match hits.first()?.of {
        Named::Entity(id) if hits[0].written.to_lowercase() == name.to_lowercase() => Some(id),
        _ => None,
    }
}

/// Answers `/api/date`: the date that a phrase means, seen from the day of a document.
pub(super) fn date(_: &Reading<'_>, asked: &Asked) -> Result<Value, Fault> {
    let text = asked.needed("text")?.trim();
    let published = asked.text("published").map(|day| EventDate::parse(day).map_err(|error| (day, error)));
    let published: Option<Date> = match published.transpose() {
        Ok(day) => day.filter(|day| day.precision() == Precision::Day).and_then(|day| day.begin()),
        Err((day, error)) => return Err(Fault::malformed(format!("`{day}` is not a date: {error}"))),
    };
    if let Ok(date) = EventDate::parse(text) {
        return Ok(json!({ "date": date.text(), "phrase": text, "why_not": null }));
    }
    let phrases = date_phrases(text, &(0..text.len()), published);
    let found = phrases.iter().find(|phrase| phrase.edtf.is_some()).or(phrases.first());
    let why_not = match found {
        Some(phrase) if phrase.edtf.is_some() => None,
        Some(_) if published.is_none() => Some("counted from the day of the document, which nobody has told"),
        Some(_) => Some("these words alone do not tell the day"),
        None => Some("no date is found in these words: write 2025-06-13, 2025-06 or 2025"),
    };
    Ok(json!({
        "date": found.and_then(|phrase| phrase.edtf.as_ref()),
        "phrase": found.map(|phrase| &text[phrase.span.clone()]),
        "why_not": why_not,
    }))
}

/// Answers `/api/mentions`: where names of entities stand in the text of a document. Of names that overlap, the longest of
/// those that begin first is told.
pub(super) fn mentions(reading: &Reading<'_>, asked: &Asked) -> Result<Value, Fault> {
    let claims = reading.claims;
    let document = reading.thing(asked.needed("iri")?)?;
    let text = claims.values(document, vocab::SCHEMA_TEXT).first().map(|text| claims.text(*text)).unwrap_or_default();
    let mut names: FxHashMap<String, Vec<(String, Id)>> = FxHashMap::default();
    for id in reading.entities.iter().copied().filter(|id| claims.is_iri(*id) && claims.event(*id).is_none()) {
        for name in std::iter::once(claims.label(id)).chain(claims.aliases(id)) {
            let is_name = name.chars().any(|c| c.is_uppercase() || !(c.is_lowercase() || c.is_ascii()));
            let first = words_of(&name).next().map(|first| name[first].to_owned());
            let is_short = words_of(&name).count() <= LONGEST;
            if let Some(first) = first.filter(|_| is_name && is_short) {
                names.entry(first).or_default().push((name, id));
            }
        }
    }
    let mut told = Vec::new();
    let (mut behind, mut counted, mut points) = (0, 0, 0_usize);
    for word in words_of(&text).filter(|word| names.contains_key(&text[word.clone()])) {
        let ends = |name: &str| !text[word.start + name.len()..].chars().next().is_some_and(char::is_alphanumeric);
        let candidates = names.get(&text[word.clone()]).into_iter().flatten();
        let fitting = candidates.filter(|(name, _)| text[word.start..].starts_with(name.as_str()) && ends(name));
        let Some((name, id)) = fitting.max_by_key(|(name, id)| (name.len(), Reverse(*id))) else { continue };
        if word.start < behind {
            continue;
        }
        behind = word.start + name.len();
        points += text[counted..word.start].chars().count();
        counted = word.start;
        let end = points + name.chars().count();
        told.push(json!({ "start": points, "end": end, "thing": reading.telling.thing(*id) }));
    }
    Ok(json!({ "mentions": told }))
}

/// The words of a text, as places in bytes.
fn words_of(text: &str) -> impl Iterator<Item = std::ops::Range<usize>> + '_ {
    let mut rest = 0;
    std::iter::from_fn(move || {
        let start = rest + text[rest..].find(char::is_alphanumeric)?;
        let end = text[start..].find(|c: char| !c.is_alphanumeric()).map_or(text.len(), |at| start + at);
        rest = end;
        Some(start..end)
    })
}
