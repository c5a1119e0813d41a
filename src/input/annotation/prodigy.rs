//! Prodigy's `rel.manual`: one example a line, with tokens, spans and relations between tokens.

use std::ops::Range;

use super::offsets::Unit;
use super::{AnnotatedDocument, Annotations, Span, Spot, Statement, document, stem};
use crate::diagnostic::{clip, codes};
use crate::table::json::{Json, parse, text_of};

/// Members of an example that are read; others that begin with `_` are Prodigy's own.
const KNOWN: &[&str] = &["text", "tokens", "spans", "relations", "answer", "document"];

/// Reads examples one a line.
pub(super) fn read(file: &str, text: &str) -> Annotations {
    let mut all = Annotations::default();
    let parsed = parse(text);
    for (item, at, message) in parsed.faults {
        all.broken_json(item, at, message);
    }
    for (number, (pointer, value)) in parsed.values.iter().enumerate() {
        let spot = Spot::new(pointer, value.at.clone());
        match text_of(value, "answer") {
            None | Some("accept") => example(file, number, pointer, value, &mut all),
            Some(answer) => {
                let what = format!("an example was not accepted: its answer is `{}`", clip(answer));
                all.unmapped.note(&codes::SKIPPED_ANNOTATION, what, &spot);
            }
        }
    }
    all
}

fn example(file: &str, number: usize, pointer: &str, value: &Json, all: &mut Annotations) {
    let spot = Spot::new(pointer, value.at.clone());
    let Some(words) = text_of(value, "text") else {
        all.broken(spot, "the example has no text", "every example has its text under `text`");
        return;
    };
    // The hash of the input is the same for the same text, whoever annotates it.
    let hash = value.get("_input_hash").and_then(Json::scalar);
    let id = hash.map_or_else(|| (number + 1).to_string(), |hash| hash.replace('-', "m"));
    let mut of = AnnotatedDocument::new(document(format!("{}-{id}", stem(file))), words, Unit::CodePoint, spot);
    for (name, value) in value.members() {
        if !KNOWN.contains(&name.as_str()) && !name.starts_with('_') {
            of.add_metadata(name, value);
        }
    }
    let tokens: Vec<Range<u64>> = value
        .get("tokens")
        .map(Json::list)
        .unwrap_or_default()
        .iter()
        .map(|token| range(token).unwrap_or(0..0))
        .collect();
    for token in value.get("tokens").map(Json::list).unwrap_or_default() {
        of.checks.extend(range(token).zip(text_of(token, "text").map(str::to_owned)));
    }
    for (nth, span) in value.get("spans").map(Json::list).unwrap_or_default().iter().enumerate() {
        let spot = Spot::new(format!("{pointer}/spans/{nth}"), span.at.clone());
        match range(span) {
            Some(range) => of.spans.push(Span {
                id: spot.name.clone(),
                label: text_of(span, "label").map(str::to_owned),
                pieces: vec![range],
                quote: text_of(span, "text").map(str::to_owned),
                spot,
                ..Span::default()
            }),
            None => all.broken(spot, "the span has no offsets", "it needs `start` and `end`"),
        }
    }
    let annotator = value.get("_annotator_id").or_else(|| value.get("_session_id")).and_then(Json::scalar);
    for (nth, relation) in value.get("relations").map(Json::list).unwrap_or_default().iter().enumerate() {
        let mut spot = Spot::new(format!("{pointer}/relations/{nth}"), relation.at.clone());
        let label = relation.get("label");
        if let Some(label) = label {
            spot = spot.cell("predicate", label.at.clone());
        }
        let mut arguments = Vec::new();
        for (role, token, span) in [("Arg1", "head", "head_span"), ("Arg2", "child", "child_span")] {
            let end = relation.get(span).or_else(|| relation.get(token));
            spot = match end {
                Some(end) => spot.cell(arguments.len().to_string(), end.at.clone()),
                None => spot,
            };
            arguments.extend(end_of(relation, token, span, &tokens, &spot, &mut of).map(|id| (role.to_owned(), id)));
        }
        if arguments.len() != 2 {
            let hint = "`head` and `child` are numbers of tokens; or give `head_span` and `child_span`";
            all.broken(spot, "the relation lacks an end", hint);
            continue;
        }
        if arguments[0].1 == arguments[1].1 {
            all.unmapped.note(&codes::UNMAPPED_ANNOTATION, "a relation of a span to itself, which marks a root", &spot);
            continue;
        }
        of.statements.push(Statement {
            label: label.and_then(Json::text).map(str::to_owned),
            arguments,
            annotator: annotator.map(str::to_owned),
            spot,
            ..Statement::default()
        });
    }
    all.documents.push(of);
}

fn range(value: &Json) -> Option<Range<u64>> {
    Some(value.get("start")?.number()?..value.get("end")?.number()?)
}

/// The span at an end of a relation: the one it states, else the one that covers its token, else the token itself.
fn end_of(
    relation: &Json,
    token: &str,
    span: &str,
    tokens: &[Range<u64>],
    spot: &Spot,
    of: &mut AnnotatedDocument,
) -> Option<String> {
    let stated = relation.get(span).and_then(range);
    let number = relation.get(token).and_then(Json::number).and_then(|number| usize::try_from(number).ok());
    let of_token = number.and_then(|number| tokens.get(number)).filter(|token| !token.is_empty()).cloned();
    let covers = |one: &Span| {
        one.pieces
            .first()
            .zip(of_token.as_ref())
            .is_some_and(|(piece, token)| piece.start <= token.start && token.end <= piece.end)
    };
    let known = match &stated {
        Some(range) => of.spans.iter().find(|one| one.pieces.first() == Some(range)),
        None => of.spans.iter().find(|one| covers(one)),
    };
    if let Some(known) = known {
        return Some(known.id.clone());
    }
    let label = relation.get(span).and_then(|span| text_of(span, "label")).map(str::to_owned);
    let id = format!("{}/{token}", spot.name);
    let pieces = vec![stated.or(of_token)?];
    of.spans.push(Span { id: id.clone(), label, pieces, spot: spot.clone(), ..Span::default() });
    Some(id)
}
