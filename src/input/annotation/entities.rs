//! What entities do the spans of a document name?

use std::collections::{BTreeMap, HashMap};

use super::claims::Told;
use super::ends::{AnnotatedItem, Cast, Parts, StatementFate};
use super::labels::kind_of;
use super::{About, Remark, Spot, Unmapped, heading};
use crate::columns::ENTITIES;
use crate::diagnostic::{clip, codes};
use crate::input::foreign::Said;
use crate::model::{Entity, OwnColumn};

/// Labels that say no more than that something is there.
const BARE_LABELS: &[&str] = &["Entity", "Mention", "entity", "mention"];

/// Words that no name begins with: they mean somebody else in the next text.
const SMALL_WORDS: &[&str] = &[
    "i", "he", "him", "his", "she", "her", "hers", "it", "its", "we", "us", "our", "they", "them", "their", "you",
    "your", "the", "a", "an", "this", "that", "these", "those", "who", "which", "one", "both", "er", "sie", "es",
    "der", "die", "das", "il", "elle", "ils", "elles", "le", "la", "les", "el", "ella", "ellos", "los", "las",
];

/// The entities of a document, in the order in which they are first annotated.
pub(super) struct Things {
    all: Vec<(Entity, Spot)>,
    by_name: HashMap<String, usize>,
    by_span: HashMap<usize, usize>,
    by_statement: HashMap<usize, usize>,
}

impl Things {
    pub(super) fn new(
        parts: &Parts<'_>,
        about: &HashMap<AnnotatedItem, Vec<&Remark>>,
        unmapped: &mut Unmapped,
    ) -> Things {
        let mut things =
            Things { all: Vec::new(), by_name: HashMap::new(), by_span: HashMap::new(), by_statement: HashMap::new() };
        let names = names(parts, about);
        for (nth, span) in parts.of.spans.iter().enumerate() {
            let Some(placed) = parts.spans.get(nth).and_then(Option::as_ref) else { continue };
            let statement = parts.triggers.get(&nth).copied();
            let cast = match statement.and_then(|number| parts.fates.get(number)) {
                Some(StatementFate::Thing(cast)) => Some(cast),
                Some(_) => continue,
                None => None,
            };
            if is_only_date(parts, nth) {
                continue;
            }
            let name = names.get(&parts.heads[nth]).cloned().unwrap_or_else(|| placed.words.clone());
            let index = things.add(&name, &span.spot);
            things.by_span.insert(nth, index);
            let entity = &mut things.all[index].0;
            // Where a file says what it means, it says its other names, too.
            if label_of(about, nth).is_none() {
                add_alias(entity, &placed.words, &span.spot, unmapped);
            }
            if let Some(label) = span.label.as_deref().filter(|label| !BARE_LABELS.contains(label)) {
                add_label(entity, label, &span.spot, unmapped);
            }
            let item = statement.map_or(AnnotatedItem::Span(nth), AnnotatedItem::Statement);
            for remark in about.get(&item).into_iter().flatten() {
                add_remark(entity, remark, unmapped);
            }
            if let (Some(number), Some(cast)) = (statement, cast) {
                things.by_statement.insert(number, index);
                add_roles(&mut things.all[index].0, parts, number, cast);
            }
        }
        things
    }

    fn add(&mut self, name: &str, spot: &Spot) -> usize {
        *self.by_name.entry(name.to_owned()).or_insert_with(|| {
            self.all.push((Entity::called(name), spot.clone()));
            self.all.len() - 1
        })
    }

    /// The label of the entity a span names.
    pub(super) fn of_span(&self, span: usize) -> Option<&str> {
        self.by_span.get(&span).map(|index| self.all[*index].0.label.as_str())
    }

    /// The label of the entity that stands for a statement without two ends.
    pub(super) fn of_statement(&self, number: usize) -> Option<&str> {
        self.by_statement.get(&number).map(|index| self.all[*index].0.label.as_str())
    }

    pub(super) fn into_told(self) -> impl Iterator<Item = Told> {
        self.all
            .into_iter()
            .map(|(entity, spot)| Told { said: Said { entities: vec![entity], ..Said::default() }, spot })
    }
}

/// The name of each chain: what the file calls it, else the words of the first in the text.
fn names(parts: &Parts<'_>, about: &HashMap<AnnotatedItem, Vec<&Remark>>) -> BTreeMap<usize, String> {
    let mut names = BTreeMap::new();
    for (nth, head) in parts.heads.iter().enumerate() {
        if let Some(label) = label_of(about, nth) {
            names.insert(*head, label.to_owned());
        }
    }
    for head in &parts.heads {
        if let Some(placed) = parts.spans.get(*head).and_then(Option::as_ref) {
            names.entry(*head).or_insert_with(|| placed.words.clone());
        }
    }
    names
}

/// The label that the file gives to a span.
fn label_of<'a>(about: &HashMap<AnnotatedItem, Vec<&'a Remark>>, span: usize) -> Option<&'a str> {
    about.get(&AnnotatedItem::Span(span)).into_iter().flatten().find_map(|remark| match &remark.about {
        About::Fact(name, label) if name == "label" => Some(label.as_str()),
        _ => None,
    })
}

/// True when a span is nothing but the date of statements.
fn is_only_date(parts: &Parts<'_>, nth: usize) -> bool {
    let mut is_date = false;
    for (number, statement) in parts.of.statements.iter().enumerate() {
        let Some(StatementFate::Claims(cast) | StatementFate::Thing(cast)) = parts.fates.get(number) else { continue };
        for argument in 0..statement.arguments.len() {
            if parts.argument(statement, argument) == Some(AnnotatedItem::Span(nth)) {
                if cast.date.as_ref().is_none_or(|(date, _)| *date != argument) {
                    return false;
                }
                is_date = true;
            }
        }
    }
    is_date
}

/// Keeps other words for it: as an alias when they look like a name, for `he` and `the ministry` mean others elsewhere.
fn add_alias(entity: &mut Entity, words: &str, spot: &Spot, unmapped: &mut Unmapped) {
    if words == entity.label || entity.aliases.iter().any(|alias| alias == words) {
        return;
    }
    if is_name(words) {
        entity.aliases.push(words.to_owned());
    } else {
        let what = format!("`{}` is not taken for a name; it is kept as `also_called`", clip(words));
        unmapped.note(&codes::UNMAPPED_ANNOTATION, what, spot);
        add_qualifier(entity, "also_called", words);
    }
}

/// True when words look like a name: no pronoun, nothing that begins with an article or a small letter.
fn is_name(words: &str) -> bool {
    let first = words.split_whitespace().next().unwrap_or_default().to_lowercase();
    words.chars().next().is_some_and(|c| c.is_alphabetic() && !c.is_lowercase())
        && !SMALL_WORDS.contains(&first.as_str())
}

fn add_label(entity: &mut Entity, label: &str, spot: &Spot, unmapped: &mut Unmapped) {
    match (kind_of(label), entity.kind) {
        (Some(kind), None) => entity.kind = Some(kind),
        (Some(kind), Some(known)) if kind == known => {}
        (kind, _) => {
            let what = match kind {
                Some(_) => format!("the label `{label}` of what has another kind is kept as `annotated_as`"),
                None => format!("the label `{label}` is no kind of entity; it is kept as `annotated_as`"),
            };
            unmapped.note(&codes::UNMAPPED_ANNOTATION, what, spot);
            add_qualifier(entity, "annotated_as", label);
        }
    }
}

fn add_remark(entity: &mut Entity, remark: &Remark, unmapped: &mut Unmapped) {
    match &remark.about {
        About::Note(words) => add_qualifier(entity, "annotator_note", words),
        About::Reference(item) => match wikidata(item) {
            Some(item) if entity.wikidata.as_ref().is_none_or(|known| *known == item) => entity.wikidata = Some(item),
            _ => {
                unmapped.note(&codes::UNMAPPED_ANNOTATION, "a reference is kept as `reference`", &remark.spot);
                add_qualifier(entity, "reference", item);
            }
        },
        About::Attribute(name, value) => {
            let value = value.as_deref().unwrap_or("yes");
            let what = format!("the attribute `{name}` of an entity is kept as a qualifier");
            unmapped.note(&codes::UNMAPPED_ANNOTATION, what, &remark.spot);
            add_qualifier(entity, name, value);
        }
        About::Fact(name, value) => add_fact(entity, name, value, remark, unmapped),
    }
}

fn add_fact(entity: &mut Entity, name: &str, value: &str, remark: &Remark, unmapped: &mut Unmapped) {
    let list = || value.split(';').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned);
    match name {
        "label" => {}
        "aliases" => {
            let new: Vec<String> = list().filter(|alias| !entity.aliases.contains(alias)).collect();
            entity.aliases.extend(new);
        }
        "member_of" => {
            let new: Vec<String> = list().filter(|group| !entity.member_of.contains(group)).collect();
            entity.member_of.extend(new);
        }
        "country" => entity.country = Some(value.to_owned()),
        "wikidata" if wikidata(value).is_some() => entity.wikidata = wikidata(value),
        "annotated_as" => list().for_each(|label| add_label(entity, &label, &remark.spot, unmapped)),
        "description" => entity.description = Some(value.to_owned()),
        _ => {
            if !["also_called", "annotator_note", "reference"].contains(&name) {
                let what = format!("`{name}` of an entity is kept as a qualifier");
                unmapped.note(&codes::UNMAPPED_ANNOTATION, what, &remark.spot);
            }
            add_qualifier(entity, name, value);
        }
    }
}

/// Adds the participants of an event that lacks an end.
fn add_roles(entity: &mut Entity, parts: &Parts<'_>, number: usize, cast: &Cast) {
    let statement = &parts.of.statements[number];
    let date = cast.date.as_ref().map(|(nth, _)| *nth);
    let all = cast.subjects.iter().chain(&cast.objects).chain(&cast.speakers).chain(&cast.others);
    for nth in all.copied().chain(cast.place).chain(date) {
        if let Some(AnnotatedItem::Span(span)) = parts.argument(statement, nth)
            && let Some(placed) = parts.spans.get(span).and_then(Option::as_ref)
        {
            add_qualifier(entity, &statement.arguments[nth].0, &placed.words);
        }
    }
}

fn add_qualifier(entity: &mut Entity, name: &str, value: &str) {
    let name = heading(name, &ENTITIES);
    let cell = OwnColumn::of_thing(&name).with(value);
    if !entity.qualifiers.contains(&cell) {
        entity.qualifiers.push(cell);
    }
}

/// The item of Wikidata that a reference names: `Q42`, `Wikidata:Q42`, `wd:Q42` or an IRI.
fn wikidata(reference: &str) -> Option<String> {
    let lower = reference.to_lowercase();
    let is_of_wikidata = !lower.contains([':', '/'])
        || ["wikidata:", "wd:", "http://www.wikidata.org/", "https://www.wikidata.org/"]
            .iter()
            .any(|prefix| lower.starts_with(prefix));
    let item = reference.rsplit([':', '/']).next()?;
    let digits =
        item.strip_prefix('Q').filter(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()));
    (is_of_wikidata && digits.is_some()).then(|| item.to_owned())
}
