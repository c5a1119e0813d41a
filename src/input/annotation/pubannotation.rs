//! PubAnnotation: one document with denotations, relations and attributes, or a list of such.

use std::collections::HashMap;
use std::ops::Range;

use super::offsets::Unit;
use super::{About, AnnotatedDocument, Annotations, Remark, Span, Spot, Statement, document, stem};
use crate::diagnostic::codes;
use crate::table::json::{Json, parse, text_of};

const KNOWN: &[&str] =
    &["target", "text", "denotations", "blocks", "relations", "attributes", "namespaces", "modifications", "tracks"];

/// Reads documents.
pub(super) fn read(file: &str, text: &str) -> Annotations {
    let mut all = Annotations::default();
    let parsed = parse(text);
    for (item, at, message) in parsed.faults {
        all.broken_json(item, at, message);
    }
    for (number, (pointer, value)) in parsed.values.iter().enumerate() {
        one(file, number, pointer, value, &mut all);
    }
    all
}

fn one(file: &str, number: usize, pointer: &str, value: &Json, all: &mut Annotations) {
    let spot = Spot::new(pointer, value.at.clone());
    let Some(words) = text_of(value, "text") else {
        all.broken(spot, "the document has no text", "every document has its text under `text`");
        return;
    };
    let target = text_of(value, "target").unwrap_or_default();
    let is_address = target.contains("://");
    let name = target.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let id = match (name, text_of(value, "sourceid")) {
        (_, Some(id)) => id.to_owned(),
        ("", None) if number == 0 => stem(file).to_owned(),
        ("", None) => format!("{}-{}", stem(file), number + 1),
        (name, None) => stem(name).to_owned(),
    };
    let mut of = AnnotatedDocument::new(document(id), words, Unit::CodePoint, spot);
    if is_address {
        of.add_metadata("url", value.get("target").unwrap_or(value));
    }
    for (name, value) in value.members().iter().filter(|(name, _)| !KNOWN.contains(&name.as_str())) {
        of.add_metadata(name, value);
    }
    let prefixes = prefixes(value);
    items(value, pointer, "denotations", all, |item, spot, _| {
        let span = item.get("span")?;
        let pieces: Option<Vec<Range<u64>>> =
            span.each().iter().map(|piece| Some(piece.get("begin")?.number()?..piece.get("end")?.number()?)).collect();
        of.spans.push(Span {
            id: item.get("id").and_then(Json::scalar).map_or_else(|| spot.name.clone(), str::to_owned),
            label: text_of(item, "obj").map(|label| expand(label, &prefixes)),
            pieces: pieces?,
            quote: text_of(item, "text").map(str::to_owned),
            spot: spot.cell("offsets", span.at.clone()),
            ..Span::default()
        });
        Some(())
    });
    items(value, pointer, "relations", all, |item, spot, _| {
        let (subject, object) = (item.get("subj")?, item.get("obj")?);
        let predicate = item.get("pred")?;
        let spot =
            spot.cell("0", subject.at.clone()).cell("1", object.at.clone()).cell("predicate", predicate.at.clone());
        of.statements.push(Statement {
            id: item.get("id").and_then(Json::scalar).map(str::to_owned),
            label: Some(expand(predicate.text()?, &prefixes)),
            arguments: vec![
                ("Arg1".to_owned(), subject.scalar()?.to_owned()),
                ("Arg2".to_owned(), object.scalar()?.to_owned()),
            ],
            spot,
            ..Statement::default()
        });
        Some(())
    });
    items(value, pointer, "attributes", all, |item, spot, _| {
        let (target, name) = (item.get("subj")?, text_of(item, "pred")?);
        // An attribute without a value, or with `true`, is only there.
        let value = item.get("obj").filter(|value| !value.is_true()).and_then(Json::scalar).map(str::to_owned);
        of.remarks.push(Remark {
            target: target.scalar()?.to_owned(),
            about: About::Attribute(name.to_owned(), value),
            spot: spot.cell("target", target.at.clone()),
        });
        Some(())
    });
    items(value, pointer, "modifications", all, |item, spot, _| {
        let (target, name) = (item.get("obj")?, text_of(item, "pred")?);
        of.remarks.push(Remark {
            target: target.scalar()?.to_owned(),
            about: About::Attribute(name.to_owned(), None),
            spot: spot.cell("target", target.at.clone()),
        });
        Some(())
    });
    items(value, pointer, "blocks", all, |_, spot, all| {
        all.unmapped.note(&codes::UNMAPPED_ANNOTATION, "a block of the text", &spot);
        Some(())
    });
    all.documents.push(of);
}

/// Reads each item of a list; one for which `read` has no answer is broken.
fn items(
    value: &Json,
    pointer: &str,
    list: &str,
    all: &mut Annotations,
    mut read: impl FnMut(&Json, Spot, &mut Annotations) -> Option<()>,
) {
    for (nth, item) in value.get(list).map(Json::list).unwrap_or_default().iter().enumerate() {
        let spot = Spot::new(format!("{pointer}/{list}/{nth}"), item.at.clone());
        if read(item, spot.clone(), all).is_none() {
            let message = format!("the item of `{list}` lacks a part");
            all.broken(
                spot,
                message,
                "a denotation has `span` with `begin` and `end`, a relation `subj`, `pred` and `obj`",
            );
        }
    }
}

fn prefixes(value: &Json) -> HashMap<&str, &str> {
    let spaces = value.get("namespaces").map(Json::list).unwrap_or_default().iter();
    spaces.filter_map(|space| Some((text_of(space, "prefix")?, text_of(space, "uri")?))).collect()
}

/// A name with a prefix as an IRI; other names stay.
fn expand(name: &str, prefixes: &HashMap<&str, &str>) -> String {
    match name.split_once(':').and_then(|(prefix, rest)| Some((prefixes.get(prefix)?, rest))) {
        Some((iri, rest)) => format!("{iri}{rest}"),
        None => name.to_owned(),
    }
}
