//! Annotations of other tools: what they say, and what is wrong with them.

mod bad_input;
mod disagree;
mod export;
mod formats;
mod offsets;
mod project;

use std::io;

use relata::columns::span_cells;
use relata::input::annotation::offsets::Unit;
use relata::input::annotation::{AnnotationFormat, AnnotationReader};
use relata::input::foreign::{Reader, Said};
use relata::model::{Claim, Entity, Referent};

/// The sentence all examples are about.
pub(crate) const SENTENCE: &str = "😀 Ana Ruiz accused Norland of shelling Port Avel, the Defence Ministry said.";

/// Everything a file says, a line each.
pub(crate) fn told(format: AnnotationFormat, file: &str, text: &str, siblings: &[(&str, &str)]) -> String {
    let siblings = |name: &str| {
        let found = siblings.iter().find(|(known, _)| *known == name);
        found.map(|(_, text)| text.as_bytes().to_vec()).ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))
    };
    told_by(&mut AnnotationReader::open(format, file, text.as_bytes().to_vec(), None, &siblings))
}

/// The same with a unit of offsets that the project names.
pub(crate) fn told_in(unit: Unit, format: AnnotationFormat, file: &str, text: &str) -> String {
    let siblings = |_: &str| Err(io::Error::from(io::ErrorKind::NotFound));
    told_by(&mut AnnotationReader::open(format, file, text.as_bytes().to_vec(), Some(unit), &siblings))
}

fn told_by(reader: &mut AnnotationReader) -> String {
    let (mut said, mut lines) = (Said::default(), Vec::new());
    while reader.read(&mut said).unwrap() {
        for document in &said.documents {
            let more: Vec<String> = [("title", &document.title), ("url", &document.url), ("path", &document.path)]
                .into_iter()
                .filter_map(|(name, value)| Some(format!(" {name}={}", value.as_ref()?)))
                .chain(document.qualifiers.iter().map(|(name, value)| format!(" {name}={value}")))
                .collect();
            lines.push(format!("document {}{}", document.id, more.concat()));
        }
        lines.extend(said.entities.iter().map(entity));
        lines.extend(said.claims.iter().map(claim));
        for finding in said.findings.drain(..) {
            let fault = reader.raw().diagnose(finding);
            let place = &fault.place;
            let field = place.field.as_ref().map_or_else(String::new, |field| format!(" {field}"));
            let hint = fault.hint.as_ref().map_or_else(String::new, |hint| format!(" → {hint}"));
            let line = format!(
                "{}:{}:{} {}{field}: {}{hint}",
                place.file, place.line, place.column, fault.code.name, fault.message
            );
            lines.push(line);
        }
    }
    lines.join("\n")
}

fn entity(entity: &Entity) -> String {
    let kind = entity.kind.map_or("–", |kind| kind.word());
    let aliases = entity.aliases.iter().map(|alias| format!(" alias={alias}"));
    let wikidata = entity.wikidata.iter().map(|item| format!(" wikidata={item}"));
    let more = entity.qualifiers.iter().map(|(name, value)| format!(" {name}={value}"));
    format!("entity {} ({kind}){}", entity.label, aliases.chain(wikidata).chain(more).collect::<String>())
}

fn claim(claim: &Claim) -> String {
    let end = |end: &Referent| match end {
        Referent::Name(name) => name.clone(),
        Referent::Claim(id) => format!("#{id}"),
        Referent::OwnEvent => String::new(),
    };
    let mut cells =
        vec![format!("{}-{}", claim.polarity.word(), claim.modality.word()), claim.certainty.word().to_owned()];
    cells.extend(claim.date.as_ref().map(|date| format!("date={}", date.text())));
    cells.extend(claim.place.as_ref().map(|place| format!("place={place}")));
    cells.extend(claim.said_by.iter().map(|speaker| format!("said_by={speaker}")));
    cells.extend(claim.annotator.as_ref().map(|annotator| format!("annotator={annotator}")));
    cells.extend(claim.confidence.as_ref().map(|score| format!("confidence={score}")));
    cells.extend(claim.note.as_ref().map(|note| format!("note={note}")));
    // Where the parts stand comes behind the words of the trigger, which is one of them.
    let (triggers, others): (Vec<_>, Vec<_>) =
        claim.qualifiers.iter().cloned().partition(|(name, _)| &**name == "trigger");
    let spans = span_cells(claim).map(|(name, cell)| (name.into(), cell));
    let all = triggers.into_iter().chain(spans).chain(others);
    cells.extend(all.map(|(name, value)| format!("{name}={value}")));
    let span = claim.evidence.span.as_ref().map(|span| format!("{}..{}", span.start, span.end)).unwrap_or_default();
    format!(
        "claim {} @{}: {} | {} | {} [{}] {span} `{}`",
        claim.id.as_deref().unwrap_or("–"),
        claim.origin.line,
        end(&claim.subject),
        claim.predicate,
        end(&claim.object),
        cells.join(", "),
        claim.evidence.quote.as_deref().unwrap_or_default(),
    )
}
