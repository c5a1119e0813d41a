//! W3C Web Annotation: one page of annotations of words, and annotations that link them.

use std::io::Write;

use serde_json::{Value, json};

use super::{Annotated, Corpus, End, Span, Statement, object};
use crate::claims::Claims;
use crate::export::{ExportError, ExportOptions};
use crate::rdf::iri::Namespace;

/// Where the context of Web Annotation is.
const CONTEXT: &str = "http://www.w3.org/ns/anno.jsonld";

/// Writes every claim that has a quote; positions count code points, as the specification says.
///
/// # Errors
/// When `out` fails.
pub fn write(
    claims: &Claims<'_>,
    namespace: &Namespace,
    options: &ExportOptions,
    out: &mut dyn Write,
) -> Result<(), ExportError> {
    let mut corpus = Corpus::new(claims, namespace, false);
    write!(out, "{{\"@context\":\"{CONTEXT}\",\"type\":\"AnnotationPage\",\"items\":[")?;
    let mut is_first = true;
    corpus.each(|document| -> Result<(), ExportError> {
        let spans = document.spans.iter().enumerate().map(|(number, span)| annotation_of_span(document, number, span));
        let links = document.statements.iter().map(|statement| annotation_of_claim(document, statement));
        for annotation in spans.chain(links) {
            writeln!(out, "{}", if is_first { "" } else { "," })?;
            is_first = false;
            serde_json::to_writer(&mut *out, &annotation).map_err(std::io::Error::from)?;
        }
        Ok(())
    })?;
    writeln!(out, "\n]}}")?;
    corpus.remark("w3c", options);
    Ok(())
}

fn id_of_span(document: &Annotated, number: usize) -> String {
    format!("{}#T{}", document.iri, number + 1)
}

fn id_of_link(statement: &Statement) -> String {
    format!("{}#annotation", statement.iri)
}

/// An annotation of words: their label, what they name, and where they are.
fn annotation_of_span(document: &Annotated, number: usize, span: &Span) -> Value {
    let mut bodies = vec![text_body("tagging", &span.label)];
    let mut facts = span.facts.clone();
    if let Some(at) = facts.iter().position(|(name, _)| name == "wikidata") {
        let (_, item) = facts.remove(at);
        bodies.push(json!({ "purpose": "identifying", "source": format!("http://www.wikidata.org/entity/{item}") }));
    }
    add_facts(&facts, &mut bodies);
    let targets: Vec<Value> = span
        .words
        .iter()
        .enumerate()
        .map(|(nth, words)| {
            let mut quote = json!({ "type": "TextQuoteSelector", "exact": words });
            if let Some((prefix, suffix)) = &span.context {
                quote["prefix"] = prefix.as_str().into();
                quote["suffix"] = suffix.as_str().into();
            }
            let mut selectors = vec![quote];
            if let Some(piece) = span.pieces.get(nth) {
                selectors.push(json!({ "type": "TextPositionSelector", "start": piece.start, "end": piece.end }));
            }
            let mut target = json!({ "source": format!("{}.txt", document.name), "selector": selectors });
            if let Some(url) = &document.document.url {
                target["scope"] = url.as_str().into();
            }
            target
        })
        .collect();
    let target = match <[Value; 1]>::try_from(targets) {
        Ok([only]) => only,
        Err(several) => several.into(),
    };
    json!({ "id": id_of_span(document, number), "type": "Annotation", "body": bodies, "target": target })
}

/// An annotation that links subject and object, and after them the trigger and other roles.
fn annotation_of_claim(document: &Annotated, statement: &Statement) -> Value {
    let id = |span: usize| json!({ "id": id_of_span(document, span) });
    let end = |end: End| match end {
        End::Span(span) => id(span),
        End::Statement(number) => json!({ "id": document.statements.get(number).map(id_of_link) }),
    };
    let mut targets = vec![end(statement.subject), end(statement.object)];
    let mut roles = vec!["Arg1", "Arg2"];
    let more = statement.trigger.map(|trigger| ("Trigger", trigger)).into_iter();
    for (role, span) in more.chain(statement.roles.iter().map(|(role, span)| (role.as_str(), *span))) {
        roles.push(role);
        targets.push(id(span));
    }
    let mut bodies = vec![text_body("tagging", &statement.predicate)];
    let mut facts = vec![("id".to_owned(), statement.id.clone()), ("iri".to_owned(), statement.iri.clone())];
    if roles.len() > 2 {
        facts.push(("roles".to_owned(), roles.join(";")));
    }
    for (sign, word) in &statement.signs {
        bodies.push(text_body("classifying", word));
        facts.push(((*sign).to_owned(), (*word).to_owned()));
    }
    bodies.extend(statement.note.iter().map(|note| text_body("commenting", note)));
    bodies.push(json!({ "purpose": "identifying", "source": statement.iri }));
    let mut annotation = json!({ "id": id_of_link(statement), "type": "Annotation", "motivation": "linking" });
    for (name, value) in &statement.facts {
        match name.as_str() {
            "annotator" if value.contains("://") => annotation["creator"] = json!({ "id": value }),
            "annotator" => annotation["creator"] = json!({ "type": "Person", "name": value }),
            "annotated_at" => annotation["created"] = value.as_str().into(),
            _ => facts.push((name.clone(), value.clone())),
        }
    }
    add_facts(&facts, &mut bodies);
    annotation["body"] = bodies.into();
    annotation["target"] = targets.into();
    annotation
}

fn text_body(purpose: &str, words: &str) -> Value {
    json!({ "type": "TextualBody", "purpose": purpose, "value": words })
}

/// What has no body of its own, as one that programs read.
fn add_facts(facts: &[(String, String)], bodies: &mut Vec<Value>) {
    if !facts.is_empty() {
        let mut body = text_body("describing", &object(facts).to_string());
        body["format"] = "application/json".into();
        bodies.push(body);
    }
}
