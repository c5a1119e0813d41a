//! doccano: one example a line, with entities and relations.

use std::io::Write;

use serde_json::{Map, Value, json};

use super::{Annotated, Corpus, End, Span, Statement, object};
use crate::claims::Claims;
use crate::columns::DOCUMENT;
use crate::export::{ExportError, ExportOptions};
use crate::model::Text;
use crate::rdf::iri::Namespace;

/// Members of an example that mean something, so that no column of documents takes their place.
const OWN: &[&str] =
    &["id", "text", "data", "entities", "relations", "label", "labels", "Comments", "comments", "document"];

/// What doccano has no place for.
#[derive(Default)]
struct Unheld {
    signs: u64,
    roles: u64,
    facts: u64,
    pieces: u64,
}

/// Writes every document that has a text; offsets count code points.
///
/// # Errors
/// When `out` fails.
pub fn write(
    claims: &Claims<'_>,
    namespace: &Namespace,
    options: &ExportOptions,
    out: &mut dyn Write,
) -> Result<(), ExportError> {
    let mut corpus = Corpus::new(claims, namespace, true);
    let mut unheld = Unheld::default();
    let (mut n, mut n_entities) = (0_u64, 0);
    corpus.each(|document| -> Result<(), ExportError> {
        n += 1;
        let example = example(document, n, n_entities, &mut unheld);
        n_entities += document.spans.len();
        serde_json::to_writer(&mut *out, &example).map_err(std::io::Error::from)?;
        writeln!(out)?;
        Ok(())
    })?;
    corpus.remark("doccano", options);
    let parts = [
        (unheld.signs, "polarity, certainty or modality of", "claim"),
        (unheld.roles, "speaker, place, time or trigger of", "claim"),
        (unheld.facts, "other columns of", "claim or entity"),
        (unheld.pieces, "all but the first piece of", "span"),
    ];
    let named: Vec<String> = parts
        .into_iter()
        .filter(|(n, ..)| *n > 0)
        .map(|(n, what, of)| match of {
            "claim or entity" => format!("{what} {n} claims and entities"),
            of => format!("{what} {n} {of}{}", if n == 1 { "" } else { "s" }),
        })
        .collect();
    if !named.is_empty() {
        options.remark(format!(
            "doccano does not show {}; they stand in members that relata reads and doccano drops",
            named.join("; ")
        ));
    }
    Ok(())
}

/// A document; entities have numbers that no other example has, as doccano gives them.
fn example(document: &Annotated, number: u64, first: usize, unheld: &mut Unheld) -> Value {
    let mut members = Map::new();
    members.insert("id".to_owned(), number.into());
    members.insert("document".to_owned(), document.document.id.as_str().into());
    members.insert("text".to_owned(), document.text.as_ref().map(Text::as_str).unwrap_or_default().into());
    let entities: Vec<Value> =
        document.spans.iter().enumerate().map(|(nth, span)| entity(first + nth, span, unheld)).collect();
    members.insert("entities".to_owned(), entities.into());
    let relations = document.statements.iter().enumerate();
    let relations: Vec<Value> =
        relations.map(|(nth, statement)| relation(document, first, nth, statement, unheld)).collect();
    members.insert("relations".to_owned(), relations.into());
    members.insert("Comments".to_owned(), Value::Array(Vec::new()));
    let known = |name: &str| name == "path" || OWN.contains(&name);
    let Annotated { document: whole, .. } = document;
    let columns = DOCUMENT.iter().map(|field| (field.name(), (field.get)(whole).cell()));
    let others = whole.qualifiers.iter().map(|(name, cell)| (&**name, cell.as_str().into()));
    for (name, value) in columns.chain(others).filter(|(name, value)| !known(name) && !value.is_empty()) {
        members.insert(name.to_owned(), value.into());
    }
    members.into()
}

fn entity(id: usize, span: &Span, unheld: &mut Unheld) -> Value {
    let (start, end) = span.pieces.first().map_or((0, 0), |piece| (piece.start, piece.end));
    let mut entity = json!({ "id": id, "label": span.label, "start_offset": start, "end_offset": end });
    if span.pieces.len() > 1 {
        unheld.pieces += 1;
        entity["pieces"] = span.pieces.iter().map(|piece| json!([piece.start, piece.end])).collect();
    }
    if !span.facts.is_empty() {
        unheld.facts += 1;
        entity["facts"] = object(&span.facts);
    }
    entity
}

fn relation(document: &Annotated, first: usize, number: usize, statement: &Statement, unheld: &mut Unheld) -> Value {
    // A statement that another one speaks of stands there by its trigger, for ends are entities.
    let end = |end: End| match end {
        End::Span(span) => Some(first + span),
        End::Statement(number) => document.statements.get(number)?.trigger.map(|trigger| first + trigger),
    };
    let mut relation = json!({
        "id": number, "from_id": end(statement.subject), "to_id": end(statement.object), "type": statement.predicate,
    });
    if let Some(trigger) = statement.trigger {
        relation["trigger"] = (first + trigger).into();
    }
    if !statement.roles.is_empty() {
        let roles = statement.roles.iter().map(|(role, span)| (role.clone(), Value::from(first + span)));
        relation["arguments"] = roles.collect::<Map<_, _>>().into();
    }
    unheld.roles += u64::from(statement.trigger.is_some() || !statement.roles.is_empty());
    unheld.signs += u64::from(!statement.signs.is_empty());
    unheld.facts += u64::from(!statement.facts.is_empty() || statement.note.is_some());
    let mut facts = vec![("id".to_owned(), statement.id.clone())];
    facts.extend(statement.signs.iter().map(|(sign, word)| ((*sign).to_owned(), (*word).to_owned())));
    facts.extend(statement.note.iter().map(|note| ("note".to_owned(), note.clone())));
    facts.extend(statement.facts.iter().cloned());
    relation["facts"] = object(&facts);
    relation
}
