//! Prodigy's `rel.manual`: one example a line, with tokens, spans and relations between tokens.

use std::ops::Range;

use super::offsets::{StatedToken, Unit};
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
    of.tokens = tokens(value);
    for (nth, span) in value.get("spans").map(Json::list).unwrap_or_default().iter().enumerate() {
        let spot = Spot::new(format!("{pointer}/spans/{nth}"), span.at.clone());
        let spot = spot.offsets(span.get("start"), span.get("end"));
        match span_of(span, spot.clone(), &of.tokens) {
            Ok(span) => of.spans.push(span),
            Err((message, hint)) => all.broken(spot.at("offsets"), message, hint),
        }
    }
    let annotator = value.get("_annotator_id").or_else(|| value.get("_session_id")).and_then(Json::scalar);
    for (nth, relation) in value.get("relations").map(Json::list).unwrap_or_default().iter().enumerate() {
        let spot = Spot::new(format!("{pointer}/relations/{nth}"), relation.at.clone());
        read_relation(relation, spot, annotator, &mut of, all);
    }
    all.documents.push(of);
}

/// A span, or a sentence about it with a way out.
fn span_of(span: &Json, spot: Spot, tokens: &[StatedToken]) -> Result<Span, (String, &'static str)> {
    let Some(range) = range(span) else {
        return Err(("the span has no offsets".to_owned(), "it needs `start` and `end`"));
    };
    let span = Span {
        id: spot.name.clone(),
        label: text_of(span, "label").map(str::to_owned),
        tokens: covered(span, &range, tokens),
        pieces: vec![range],
        quote: text_of(span, "text").map(str::to_owned),
        spot,
        ..Span::default()
    };
    match other_tokens(&span, tokens) {
        Some(message) => Err((message, "mend `token_start` and `token_end`, or `start` and `end`")),
        None => Ok(span),
    }
}

fn read_relation(
    relation: &Json,
    mut spot: Spot,
    annotator: Option<&str>,
    of: &mut AnnotatedDocument,
    all: &mut Annotations,
) {
    let label = relation.get("label");
    if let Some(label) = label {
        spot = spot.cell("predicate", label.at.clone());
    }
    let ends = [("Arg1", "head", "head_span"), ("Arg2", "child", "child_span")];
    if let Some(message) = ends.iter().find_map(|(_, token, span)| other_end(relation, token, span, &of.tokens)) {
        all.broken(spot, message, "`head` and `child` are numbers of tokens inside `head_span` and `child_span`");
        return;
    }
    let mut arguments = Vec::new();
    for (role, token, span) in ends {
        let end = relation.get(span).or_else(|| relation.get(token));
        spot = match end {
            Some(end) => spot.cell(arguments.len().to_string(), end.at.clone()),
            None => spot,
        };
        arguments.extend(end_of(relation, token, span, &spot, of).map(|id| (role.to_owned(), id)));
    }
    let [(_, first), (_, second)] = arguments.as_slice() else {
        let hint = "`head` and `child` are numbers of tokens; or give `head_span` and `child_span`";
        all.broken(spot, "the relation lacks an end", hint);
        return;
    };
    if first == second {
        all.unmapped.note(&codes::UNMAPPED_ANNOTATION, "a relation of a span to itself, which marks a root", &spot);
        return;
    }
    of.statements.push(Statement {
        label: label.and_then(Json::text).map(str::to_owned),
        arguments,
        annotator: annotator.map(str::to_owned),
        spot,
        ..Statement::default()
    });
}

/// The tokens of an example, with the words that stand beside their offsets.
fn tokens(value: &Json) -> Vec<StatedToken> {
    let token = |token: &Json| StatedToken {
        range: range(token).unwrap_or(0..0),
        words: range(token).and_then(|_| text_of(token, "text")).map(str::to_owned),
        ..StatedToken::default()
    };
    value.get("tokens").map(Json::list).unwrap_or_default().iter().map(token).collect()
}

/// The numbers of the tokens of a span: those it names, else those its offsets touch.
fn covered(span: &Json, range: &Range<u64>, tokens: &[StatedToken]) -> Vec<usize> {
    let number = |name: &str| span.get(name).and_then(Json::number).and_then(|number| usize::try_from(number).ok());
    let is_touched = |token: &StatedToken| token.range.start < range.end && range.start < token.range.end;
    match number("token_start").zip(number("token_end")) {
        Some((first, last)) if first <= last && last < tokens.len() => {
            let named: Vec<usize> = (first..=last).collect();
            // Some programs name the token behind the last one.
            let touched: Vec<usize> = named.iter().copied().filter(|nth| is_touched(&tokens[*nth])).collect();
            if touched.is_empty() { named } else { touched }
        }
        _ => (0..tokens.len()).filter(|nth| tokens.get(*nth).is_some_and(is_touched)).collect(),
    }
}

/// A sentence about a span whose offsets are not inside the tokens that it names, when it has no words to decide.
fn other_tokens(span: &Span, tokens: &[StatedToken]) -> Option<String> {
    let piece = span.pieces.first().filter(|_| span.quote.is_none())?;
    let first = span.tokens.first().and_then(|nth| tokens.get(*nth))?;
    let last = span.tokens.last().and_then(|nth| tokens.get(*nth))?;
    let is_inside = first.range.start <= piece.start && piece.end <= last.range.end;
    let is_known = first.words.is_some() && last.words.is_some();
    (is_known && !is_inside && piece.start < piece.end).then(|| {
        format!(
            "the offsets {}-{} are not inside the tokens it names, which stand at {}-{}",
            piece.start, piece.end, first.range.start, last.range.end
        )
    })
}

/// A sentence about an end of a relation whose token is not in its span.
fn other_end(relation: &Json, token: &str, span: &str, tokens: &[StatedToken]) -> Option<String> {
    let stated = relation.get(span).and_then(range)?;
    let number = relation.get(token).and_then(Json::number)?;
    let of_token = &tokens.get(usize::try_from(number).ok()?).filter(|token| token.words.is_some())?.range;
    let is_inside = of_token.start < stated.end && stated.start < of_token.end;
    (!is_inside).then(|| {
        format!(
            "`{token}` is token {number} at {}-{}, and `{span}` is at {}-{}",
            of_token.start, of_token.end, stated.start, stated.end
        )
    })
}

fn range(value: &Json) -> Option<Range<u64>> {
    Some(value.get("start")?.number()?..value.get("end")?.number()?)
}

/// The span at an end of a relation: the one it states, else the one that covers its token, else the token itself.
fn end_of(relation: &Json, token: &str, span: &str, spot: &Spot, of: &mut AnnotatedDocument) -> Option<String> {
    let stated = relation.get(span).and_then(range);
    let number = relation.get(token).and_then(Json::number).and_then(|number| usize::try_from(number).ok());
    let of_token = number.and_then(|number| of.tokens.get(number)).map(|token| token.range.clone());
    let of_token = of_token.filter(|token| !token.is_empty());
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
    let tokens = match (&stated, number) {
        (Some(range), _) => covered(relation.get(span)?, range, &of.tokens),
        (None, number) => number.into_iter().collect(),
    };
    let pieces = vec![stated.or(of_token)?];
    of.spans.push(Span { id: id.clone(), label, pieces, tokens, spot: spot.clone(), ..Span::default() });
    Some(id)
}
