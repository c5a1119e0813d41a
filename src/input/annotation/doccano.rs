//! doccano: one example a line, with entities and relations.

use std::ops::Range;

use super::offsets::Unit;
use super::{About, AnnotatedDocument, Annotations, Remark, Span, Spot, Statement, document, plain_id, stem};
use crate::diagnostic::codes;
use crate::table::json::{Json, facts_of, parse, text_of};

/// Members of an example that have a meaning here; all others are kept with the document.
const KNOWN: &[&str] =
    &["id", "text", "data", "entities", "relations", "label", "labels", "Comments", "comments", "document"];

/// Reads examples one a line, one after another, or in a list.
pub(super) fn read(file: &str, text: &str) -> Annotations {
    let mut all = Annotations::default();
    let parsed = parse(text);
    for (item, at, message) in parsed.faults {
        all.broken_json(item, at, message);
    }
    for (number, (pointer, value)) in parsed.values.iter().enumerate() {
        example(file, number, pointer, value, &mut all);
    }
    all
}

fn example(file: &str, number: usize, pointer: &str, value: &Json, all: &mut Annotations) {
    let spot = |pointer: &str, at: &Json| Spot::new(pointer, at.at.clone());
    let Some(words) = text_of(value, "text").or_else(|| text_of(value, "data")) else {
        let hint = "every example has its text under `text` or `data`";
        all.broken(spot(pointer, value), "the example has no text", hint);
        return;
    };
    let id = match (text_of(value, "document"), value.get("id").and_then(Json::scalar)) {
        (Some(id), _) => id.to_owned(),
        (None, Some(id)) => format!("{}-{id}", stem(file)),
        (None, None) => format!("{}-{}", stem(file), number + 1),
    };
    let mut of = AnnotatedDocument::new(document(id), words, Unit::CodePoint, spot(pointer, value));
    for (name, value) in value.members().iter().filter(|(name, _)| !KNOWN.contains(&name.as_str())) {
        of.add_metadata(name, value);
    }
    for comment in ["Comments", "comments"].into_iter().filter_map(|name| value.get(name)).flat_map(Json::list) {
        all.unmapped.note(&codes::UNMAPPED_ANNOTATION, "a comment on an example", &spot(pointer, comment));
    }
    let list = |name: &'static str| value.get(name).map(Json::list).unwrap_or_default().iter().enumerate();
    for (nth, entity) in list("entities") {
        let place = Spot::new(format!("{pointer}/entities/{nth}"), entity.at.clone());
        match span(entity, place.clone()) {
            Some(span) => of.add_span(span, entity.get("facts")),
            None => all.broken(place, "the entity has no offsets", "it needs `start_offset` and `end_offset`"),
        }
    }
    for (name, (nth, label)) in
        ["label", "labels"].into_iter().flat_map(|name| list(name).map(move |item| (name, item)))
    {
        let place = Spot::new(format!("{pointer}/{name}/{nth}"), label.at.clone());
        match label.list() {
            [start, end, label] if start.number().is_some() && end.number().is_some() => of.spans.push(Span {
                id: format!("{name}/{nth}"),
                label: label.text().map(str::to_owned),
                pieces: piece(Some(start), Some(end)).into_iter().collect(),
                spot: place.offsets(Some(start), Some(end)),
                ..Span::default()
            }),
            _ if label.text().is_some() => {
                all.unmapped.note(&codes::UNMAPPED_ANNOTATION, "a label of a whole example", &place);
            }
            _ => all.broken(place, "the label has no offsets", "write `[2, 10, \"Person\"]`"),
        }
    }
    for (nth, item) in list("relations") {
        let place = Spot::new(format!("{pointer}/relations/{nth}"), item.at.clone());
        match relation(item, place.clone()) {
            Some(statement) => of.statements.push(statement),
            None => all.broken(place, "the relation lacks an end", "it needs `from_id` and `to_id`"),
        }
    }
    all.documents.push(of);
}

fn piece(start: Option<&Json>, end: Option<&Json>) -> Option<Range<u64>> {
    Some(start?.number()?..end?.number()?)
}

fn span(entity: &Json, spot: Spot) -> Option<Span> {
    let id = entity.get("id").and_then(Json::scalar).map_or_else(|| spot.name.clone(), str::to_owned);
    let mut pieces = vec![piece(entity.get("start_offset"), entity.get("end_offset"))?];
    // What relata writes of a span of several pieces; doccano itself has one.
    if let Some(all) = entity.get("pieces") {
        pieces = all.list().iter().map(|one| piece(one.list().first(), one.list().get(1))).collect::<Option<_>>()?;
    }
    Some(Span {
        id,
        label: text_of(entity, "label").map(str::to_owned),
        pieces,
        // doccano keeps no words; programs that write its format often do.
        quote: text_of(entity, "text").map(str::to_owned),
        spot: spot.offsets(entity.get("start_offset"), entity.get("end_offset")),
        ..Span::default()
    })
}

fn relation(item: &Json, mut spot: Spot) -> Option<Statement> {
    let (from, to) = (item.get("from_id")?, item.get("to_id")?);
    spot = spot.cell("0", from.at.clone()).cell("1", to.at.clone());
    let label = item.get("type");
    if let Some(label) = label {
        spot = spot.cell("predicate", label.at.clone());
    }
    let mut arguments =
        vec![("Arg1".to_owned(), from.scalar()?.to_owned()), ("Arg2".to_owned(), to.scalar()?.to_owned())];
    // What relata writes of the other parts of a statement.
    let more = item.get("arguments").map(Json::members).unwrap_or_default();
    arguments.extend(more.iter().filter_map(|(role, id)| Some((role.clone(), id.scalar()?.to_owned()))));
    Some(Statement {
        id: item.get("id").and_then(Json::scalar).map(|id| format!("r{}", plain_id(id))),
        label: label.and_then(Json::text).map(str::to_owned),
        trigger: item.get("trigger").and_then(Json::scalar).map(str::to_owned),
        arguments,
        facts: item.get("facts").map(facts_of).unwrap_or_default(),
        annotator: None,
        spot,
    })
}

impl AnnotatedDocument {
    /// A span, with cells of the table of entities that the file says of it.
    pub(super) fn add_span(&mut self, span: Span, facts: Option<&Json>) {
        for (name, value) in facts.map(facts_of).unwrap_or_default() {
            let about = About::Fact(name, value);
            self.remarks.push(Remark { target: span.id.clone(), about, spot: span.spot.clone() });
        }
        self.spans.push(span);
    }
}
