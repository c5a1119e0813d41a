//! W3C Web Annotation: annotations of words by quote and position, and annotations that link two others.

use std::collections::HashMap;
use std::ops::Range;

use super::offsets::Unit;
use super::{
    About, AnnotatedDocument, AnnotationFault, Annotations, Remark, Siblings, Span, Spot, Statement, document,
    plain_name, stem,
};
use crate::diagnostic::{clip, codes};
use crate::table::json::{Json, facts_of, parse, text_of};

/// Reads annotations that stand alone, in a list, in a page or in a collection; texts are files beside them.
pub(super) fn read(file: &str, text: &str, siblings: &Siblings<'_>) -> Annotations {
    let mut all = Annotations::default();
    let parsed = parse(text);
    for (item, at, message) in parsed.faults {
        all.broken_json(item, at, message);
    }
    let mut items = Vec::new();
    for (pointer, value) in &parsed.values {
        collect(pointer.clone(), value, &mut items);
    }
    let mut reading = WebAnnotationReader::new(&items, siblings, file);
    for (pointer, value) in &items {
        reading.span(pointer, value, &mut all);
    }
    for (pointer, value) in &items {
        reading.link(pointer, value, &mut all);
    }
    all.documents = reading.documents;
    all
}

fn collect<'a>(pointer: String, value: &'a Json, items: &mut Vec<(String, &'a Json)>) {
    for (name, page) in ["first", "items"].into_iter().filter_map(|name| Some((name, value.get(name)?))) {
        for (nth, one) in page.each().iter().enumerate().filter(|(_, one)| one.is_object()) {
            let step = if page.is_list() { format!("/{nth}") } else { String::new() };
            collect(format!("{pointer}/{name}{step}"), one, items);
        }
    }
    if value.get("target").is_some() {
        items.push((pointer, value));
    }
}

struct WebAnnotationReader<'a> {
    /// The number of identifiers that have the same last part.
    tails: HashMap<&'a str, usize>,
    documents: Vec<AnnotatedDocument>,
    /// The document of each source; none when its text cannot be read.
    by_source: HashMap<String, Option<usize>>,
    /// The document each annotation is in.
    by_id: HashMap<String, usize>,
    siblings: &'a Siblings<'a>,
    file: &'a str,
}

impl<'a> WebAnnotationReader<'a> {
    fn new(items: &[(String, &'a Json)], siblings: &'a Siblings<'a>, file: &'a str) -> WebAnnotationReader<'a> {
        let mut tails = HashMap::new();
        for (_, value) in items {
            if let Some(id) = text_of(value, "id").or_else(|| text_of(value, "@id")) {
                *tails.entry(tail(id)).or_default() += 1;
            }
        }
        WebAnnotationReader {
            tails,
            documents: Vec::new(),
            by_source: HashMap::new(),
            by_id: HashMap::new(),
            siblings,
            file,
        }
    }

    /// The last part of an identifier where that is unique, else all of it.
    fn local(&self, id: &str) -> String {
        let short = tail(id);
        let is_unique = self.tails.get(short).is_none_or(|n| *n < 2);
        if is_unique && !short.is_empty() { short.to_owned() } else { id.to_owned() }
    }

    fn id(&self, pointer: &str, value: &Json) -> String {
        let id = text_of(value, "id").or_else(|| text_of(value, "@id"));
        id.map_or_else(|| pointer.to_owned(), |id| self.local(id))
    }

    /// The number of the document of a source.
    fn document(&mut self, source: &str, spot: &Spot, all: &mut Annotations) -> Option<usize> {
        if let Some(known) = self.by_source.get(source) {
            return *known;
        }
        let path = source.split(['?', '#']).next().unwrap_or(source).trim_end_matches('/');
        let name = path.rsplit('/').next().unwrap_or(path);
        let with_ending = if stem(name) == name { format!("{name}.txt") } else { name.to_owned() };
        let text = [name, with_ending.as_str(), &format!("{}.txt", stem(name))]
            .into_iter()
            .find_map(|name| Some((name.to_owned(), String::from_utf8((self.siblings)(name).ok()?).ok()?)));
        let number = text.map(|(name, text)| {
            let mut document = document(stem(name.as_str()));
            document.path = Some(name);
            document.url = source.contains("://").then(|| source.to_owned());
            self.documents.push(AnnotatedDocument::new(document, &text, Unit::CodePoint, spot.clone()));
            self.documents.len() - 1
        });
        if number.is_none() {
            all.faults.push(AnnotationFault {
                code: &codes::MISSING_TEXT,
                message: format!("cannot read `{}`, the text that is annotated", clip(source)),
                hint: format!("put its text in UTF-8 beside `{}` as `{}.txt`", plain_name(self.file), stem(name)),
                spot: spot.clone(),
            });
        }
        self.by_source.insert(source.to_owned(), number);
        number
    }

    /// Reads an annotation of words.
    fn span(&mut self, pointer: &str, value: &Json, all: &mut Annotations) {
        let targets = targets(value);
        let selecting: Vec<&Json> = targets.iter().copied().filter(|target| target.get("selector").is_some()).collect();
        let spot = Spot::new(pointer, value.at.clone());
        let Some(first) = selecting.first() else {
            if targets.len() < 2 {
                all.unmapped.note(&codes::UNMAPPED_ANNOTATION, "an annotation of a whole document", &spot);
            }
            return;
        };
        let source = first.get("source").and_then(|source| source.text().or_else(|| text_of(source, "id")));
        let Some(source) = source else {
            all.broken(spot, "the target has no source", "`target.source` names the text");
            return;
        };
        let Some(number) = self.document(source, &spot, all) else {
            all.unmapped.note(
                &codes::UNMAPPED_ANNOTATION,
                format!("an annotation of `{}`, whose text is missing", clip(source)),
                &spot,
            );
            return;
        };
        let mut selected = Selected::default();
        for target in selecting {
            selected.read(target.get("selector"), all, &spot);
        }
        if !selected.pieces.is_empty() && !selected.quotes.is_empty() && selected.pieces.len() != selected.quotes.len()
        {
            let message = "some targets have a position and others only words";
            all.broken(spot, message, "give each target both selectors, or all of them the same one");
            return;
        }
        if selected.pieces.is_empty() && selected.quotes.is_empty() {
            all.broken(spot, "the target selects no words", "give a `TextQuoteSelector` or a `TextPositionSelector`");
            return;
        }
        let id = self.id(pointer, value);
        self.by_id.insert(id.clone(), number);
        let bodies = Bodies::of(value, &spot, all);
        let of = &mut self.documents[number];
        of.remarks.extend(bodies.remarks(&id, &spot));
        of.spans.push(Span {
            id,
            label: bodies.label,
            pieces: selected.pieces,
            quote: (!selected.quotes.is_empty()).then(|| selected.quotes.join(" ")),
            prefix: selected.prefix,
            suffix: selected.suffix,
            spot: selected.offsets.into_iter().fold(spot, |spot, at| spot.cell("offsets", at)),
            ..Span::default()
        });
    }

    /// Reads an annotation that links others.
    fn link(&mut self, pointer: &str, value: &Json, all: &mut Annotations) {
        let targets = targets(value);
        if targets.len() < 2 || targets.iter().any(|target| target.get("selector").is_some()) {
            return;
        }
        let mut spot = Spot::new(pointer, value.at.clone());
        let mut ends = Vec::new();
        for (nth, target) in targets.iter().enumerate() {
            spot = spot.cell(nth.to_string(), target.at.clone());
            let id = target.text().or_else(|| text_of(target, "id")).or_else(|| text_of(target, "source"));
            ends.push(self.local(id.unwrap_or_default()));
        }
        let Some(number) = ends.iter().find_map(|end| self.by_id.get(end).copied()) else {
            all.faults.push(AnnotationFault {
                code: &codes::UNKNOWN_ANNOTATION,
                message: format!("no annotation of words is called `{}`", clip(&ends.join("` or `"))),
                hint: "restore it, or delete the one that names it".to_owned(),
                spot,
            });
            return;
        };
        let bodies = Bodies::of(value, &spot, all);
        let id = text_of(value, "id").or_else(|| text_of(value, "@id")).map(|id| self.local(id));
        if let Some(id) = &id {
            self.by_id.insert(id.clone(), number);
        }
        let roles = bodies.facts.iter().find(|(name, _)| name == "roles").map(|(_, roles)| roles.clone());
        let roles: Vec<&str> = roles.as_deref().unwrap_or("Arg1;Arg2").split(';').collect();
        let mut arguments: Vec<(String, String)> = Vec::new();
        let mut trigger = None;
        for (nth, end) in ends.into_iter().enumerate() {
            match roles.get(nth) {
                Some(&"Trigger") => trigger = Some(end),
                role => {
                    arguments.push((role.map_or_else(|| format!("Arg{}", nth + 1), |role| (*role).to_owned()), end));
                }
            }
        }
        // More than two ends need a trigger to be an event; of a plain link the first two count.
        if trigger.is_none() && arguments.len() > 2 {
            all.unmapped.note(&codes::UNMAPPED_ANNOTATION, "a third target of a link", &spot);
            arguments.truncate(2);
        }
        let creator = value.get("creator").and_then(|who| who.each().first());
        let annotator = creator.and_then(|who| text_of(who, "name").or_else(|| text_of(who, "id")).or(who.text()));
        let mut facts: Vec<(String, String)> =
            bodies.facts.iter().filter(|(name, _)| name != "roles" && name != "iri").cloned().collect();
        facts.extend(text_of(value, "created").map(|when| ("annotated_at".to_owned(), when.to_owned())));
        facts.extend(bodies.notes.iter().map(|note| ("note".to_owned(), note.clone())));
        facts.extend(bodies.items.iter().map(|item| ("reference".to_owned(), item.clone())));
        facts.extend(bodies.more_labels.iter().map(|label| ("annotated_as".to_owned(), label.clone())));
        self.documents[number].statements.push(Statement {
            id,
            label: bodies.label,
            trigger,
            arguments,
            facts,
            annotator: annotator.map(str::to_owned),
            spot,
        });
    }
}

fn tail(id: &str) -> &str {
    id.trim_end_matches('/').rsplit(['/', '#']).next().unwrap_or(id)
}

fn targets(value: &Json) -> Vec<&Json> {
    value.get("target").map(Json::each).unwrap_or_default().iter().collect()
}

/// The words that selectors select.
#[derive(Default)]
struct Selected {
    pieces: Vec<Range<u64>>,
    quotes: Vec<String>,
    prefix: Option<String>,
    suffix: Option<String>,
    /// Where the first position is in the file.
    offsets: Option<Range<usize>>,
}

impl Selected {
    /// Selectors of one target are ways to say the same; the first of each kind counts.
    fn read(&mut self, selector: Option<&Json>, all: &mut Annotations, spot: &Spot) {
        let (n_pieces, n_quotes) = (self.pieces.len(), self.quotes.len());
        let mut open: Vec<&Json> = selector.map(Json::each).unwrap_or_default().iter().rev().collect();
        while let Some(one) = open.pop() {
            match text_of(one, "type") {
                Some("TextQuoteSelector") if self.quotes.len() == n_quotes => {
                    self.quotes.extend(text_of(one, "exact").map(str::to_owned));
                    if n_quotes == 0 {
                        self.prefix = text_of(one, "prefix").map(str::to_owned);
                        self.suffix = text_of(one, "suffix").map(str::to_owned);
                    }
                }
                Some("TextPositionSelector") if self.pieces.len() == n_pieces => {
                    let range = one.get("start").and_then(Json::number).zip(one.get("end").and_then(Json::number));
                    self.pieces.extend(range.map(|(start, end)| start..end));
                    self.offsets.get_or_insert_with(|| one.at.clone());
                }
                Some("Choice") => open.extend(one.get("items").map(Json::each).unwrap_or_default().iter().rev()),
                Some("TextQuoteSelector" | "TextPositionSelector") => {}
                other => {
                    let what = format!("a selector of the type `{}`", clip(other.unwrap_or("none")));
                    all.unmapped.note(&codes::UNMAPPED_ANNOTATION, what, spot);
                }
            }
            open.extend(one.get("refinedBy").map(Json::each).unwrap_or_default());
        }
    }
}

/// The contents of the bodies of an annotation.
#[derive(Default)]
struct Bodies {
    label: Option<String>,
    more_labels: Vec<String>,
    notes: Vec<String>,
    items: Vec<String>,
    facts: Vec<(String, String)>,
}

impl Bodies {
    fn of(value: &Json, spot: &Spot, all: &mut Annotations) -> Bodies {
        let mut bodies = Bodies::default();
        let all_bodies = || value.get("body").map(Json::each).unwrap_or_default().iter();
        let is_facts = |body: &&Json| text_of(body, "format") == Some("application/json");
        if let Some(words) = all_bodies().find(is_facts).and_then(|body| text_of(body, "value")) {
            bodies.facts = parse(words).values.first().map(|(_, facts)| facts_of(facts)).unwrap_or_default();
        }
        let is_told = |facts: &[(String, String)], words: &str| facts.iter().any(|(_, value)| value == words);
        for body in all_bodies().filter(|body| !is_facts(body)) {
            let purpose = body.get("purpose").and_then(|purpose| purpose.each().first()).and_then(Json::text);
            let words = body.text().or_else(|| text_of(body, "value"));
            let item = text_of(body, "source").or_else(|| text_of(body, "id"));
            match (purpose, words, item) {
                // What relata writes for readers that do not know its facts says nothing new.
                (Some("classifying" | "identifying"), Some(words), _) | (Some("identifying"), None, Some(words))
                    if is_told(&bodies.facts, words) => {}
                (Some("commenting" | "describing" | "replying"), Some(words), _) => bodies.notes.push(words.to_owned()),
                (_, Some(words), _) if body.text().is_some() && words.contains("://") => {
                    bodies.items.push(words.to_owned());
                }
                (_, Some(words), _) if bodies.label.is_none() => bodies.label = Some(words.to_owned()),
                (_, Some(words), _) => bodies.more_labels.push(words.to_owned()),
                (_, None, Some(item)) => bodies.items.push(item.to_owned()),
                (_, None, None) => all.unmapped.note(&codes::UNMAPPED_ANNOTATION, "a body without a value", spot),
            }
        }
        bodies
    }

    fn remarks(&self, target: &str, spot: &Spot) -> Vec<Remark> {
        let fact = |name: &str, value: &String| About::Fact(name.to_owned(), value.clone());
        let labels = self.more_labels.iter().map(|label| fact("annotated_as", label));
        let notes = self.notes.iter().map(|note| About::Note(note.clone()));
        let items = self.items.iter().map(|item| About::Reference(item.clone()));
        let facts = self.facts.iter().map(|(name, value)| fact(name, value));
        let all = labels.chain(notes).chain(items).chain(facts);
        all.map(|about| Remark { target: target.to_owned(), about, spot: spot.clone() }).collect()
    }
}
