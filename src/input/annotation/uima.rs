//! UIMA CAS JSON: feature structures that refer to each other, as INCEpTION writes them.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::labels::take_label;
use super::offsets::Unit;
use super::{About, AnnotatedDocument, Annotations, Chain, Remark, Span, Spot, Statement, document, stem};
use crate::diagnostic::codes;
use crate::table::json::{Json, parse, text_of};

/// Types that say nothing about who does what: how the text is cut and parsed.
const LAYOUT_TYPES: &[&str] = &[
    "Sofa",
    "Token",
    "Sentence",
    "Paragraph",
    "POS",
    "Lemma",
    "Stem",
    "MorphologicalFeatures",
    "DocumentAnnotation",
    "DocumentMetaData",
    "CASMetadata",
    "TagDescription",
    "TagsetDescription",
    "LayerDefinition",
    "FeatureDefinition",
    "FSArray",
    "FSList",
    "StringArray",
    "IntegerArray",
    "DocumentMetadata",
];

/// Reads one document.
pub(super) fn read(file: &str, text: &str) -> Annotations {
    let mut all = Annotations::default();
    let parsed = parse(text);
    for (item, at, message) in parsed.faults {
        all.broken_json(item, at, message);
    }
    for (pointer, value) in &parsed.values {
        let cas = Cas::new(pointer, value);
        if let Some(mut of) = cas.document(file, value) {
            cas.read(&mut of, &mut all);
            all.documents.push(of);
        } else {
            let hint = "a structure of the type `uima.cas.Sofa` holds it under `sofaString`";
            all.broken(Spot::new(pointer, value.at.clone()), "the file has no text", hint);
        }
    }
    all
}

/// The feature structures of a file by their numbers.
struct Cas<'a> {
    all: Vec<(String, &'a str, &'a Json)>,
    by_id: HashMap<&'a str, usize>,
}

impl<'a> Cas<'a> {
    fn new(pointer: &str, value: &'a Json) -> Cas<'a> {
        let structures = value.get("%FEATURE_STRUCTURES");
        let mut all = Vec::new();
        let list = structures.map(Json::list).unwrap_or_default().iter().enumerate();
        for (nth, structure) in list {
            let id = structure.get("%ID").and_then(Json::scalar).unwrap_or_default();
            all.push((format!("{pointer}/%FEATURE_STRUCTURES/{nth}"), id, structure));
        }
        for (id, structure) in structures.map(Json::members).unwrap_or_default() {
            all.push((format!("{pointer}/%FEATURE_STRUCTURES/{id}"), id.as_str(), structure));
        }
        let by_id = all.iter().enumerate().map(|(nth, (_, id, _))| (*id, nth)).collect();
        Cas { all, by_id }
    }

    fn document(&self, file: &str, value: &Json) -> Option<AnnotatedDocument> {
        let sofa = self.all.iter().find(|(.., one)| type_of(one) == "Sofa" && one.get("sofaString").is_some());
        let text = text_of(sofa?.2, "sofaString")?;
        let about = self.all.iter().find(|(.., one)| type_of(one) == "DocumentMetaData").map(|(.., one)| *one);
        let told = |name: &str| about.and_then(|about| text_of(about, name)).filter(|text| !text.is_empty());
        let id = told("documentId").map_or_else(|| stem(file).to_owned(), |id| stem(id).to_owned());
        let mut of = AnnotatedDocument::new(document(id), text, Unit::Utf16, Spot::new("", value.at.clone()));
        of.document.title = told("documentTitle").map(str::to_owned);
        of.document.language = told("language").filter(|tag| *tag != "x-unspecified").map(str::to_owned);
        if let Some(address) = about.and_then(|about| about.get("documentUri")) {
            of.add_metadata("url", address);
        }
        Some(of)
    }

    fn read(&self, of: &mut AnnotatedDocument, all: &mut Annotations) {
        let mut in_chain = HashSet::new();
        for (pointer, id, structure) in &self.all {
            let spot = Spot::new(pointer, structure.at.clone());
            let kind = type_of(structure);
            if LAYOUT_TYPES.contains(&kind) || kind.ends_with("Array") || kind.ends_with("[]") {
                continue;
            }
            if kind == "CoreferenceChain" {
                self.chain(structure, spot, &mut in_chain, of);
                continue;
            }
            let ends = self.ends(structure);
            let has_offsets = range(structure).is_some();
            if ends.len() >= 2 && kind != "CoreferenceLink" {
                self.relation(structure, &ends, spot, of);
            } else if has_offsets {
                self.span(id, structure, kind, spot, of, all);
            } else if structure.get("@target").is_none() {
                all.unmapped.note(&codes::UNMAPPED_ANNOTATION, format!("a structure of the type `{kind}`"), &spot);
            }
        }
    }

    /// The features that refer to annotations: their names, and the numbers they refer to; source and target first.
    fn ends(&self, structure: &'a Json) -> Vec<(&'a str, &'a Json)> {
        let is_annotation = |value: &&Json| match value.scalar() {
            Some(id) => self.structure(id).is_none_or(|one| range(one).is_some()),
            None => false,
        };
        let mut ends: Vec<(&str, &Json)> = structure
            .members()
            .iter()
            .filter_map(|(name, value)| Some((name.strip_prefix('@')?, value)))
            .filter(|(name, value)| {
                !["sofa", "next", "first"].contains(name) && value.scalar() != Some("0") && is_annotation(value)
            })
            .collect();
        let rank = |name: &str| match name.to_lowercase().as_str() {
            "governor" | "source" | "from" => 0,
            "dependent" | "target" | "to" => 1,
            _ => 2,
        };
        ends.sort_by_key(|(name, _)| rank(name));
        ends
    }

    fn structure(&self, id: &str) -> Option<&'a Json> {
        self.by_id.get(id).and_then(|nth| self.all.get(*nth)).map(|(.., one)| *one)
    }

    fn relation(&self, structure: &Json, ends: &[(&str, &Json)], mut spot: Spot, of: &mut AnnotatedDocument) {
        let mut features = features(structure);
        let label = ["label", "value", "relation", "DependencyType"]
            .iter()
            .find_map(|name| features.iter().position(|(known, _)| known == name))
            .or(if features.is_empty() { None } else { Some(0) })
            .map(|at| features.remove(at).1);
        for (nth, (name, target)) in ends.iter().enumerate() {
            spot = spot.cell(nth.to_string(), target.at.clone());
            // A third end has no place in a claim.
            if nth > 1 {
                let words = target.scalar().and_then(|id| self.structure(id)).and_then(|one| text_of(one, "value"));
                features.push(((*name).to_owned(), words.or(target.scalar()).unwrap_or_default().to_owned()));
            }
        }
        let roles = ["Arg1", "Arg2"].iter().zip(ends);
        of.statements.push(Statement {
            label,
            arguments: roles
                .map(|(role, (_, target))| ((*role).to_owned(), target.scalar().unwrap_or_default().to_owned()))
                .collect(),
            facts: features,
            spot,
            ..Statement::default()
        });
    }

    fn span(
        &self,
        id: &str,
        structure: &'a Json,
        kind: &str,
        spot: Spot,
        of: &mut AnnotatedDocument,
        all: &mut Annotations,
    ) {
        let Some(range) = range(structure) else { return };
        if range.end == 0 {
            all.unmapped.note(
                &codes::UNMAPPED_ANNOTATION,
                format!("an annotation of the type `{kind}` without words"),
                &spot,
            );
            return;
        }
        let mut features = features(structure);
        let label = if kind == "CoreferenceLink" { None } else { take_label(&mut features) };
        for (name, value) in features {
            let about = if name == "identifier" || name == "uri" {
                About::Reference(value)
            } else {
                About::Attribute(name, Some(value))
            };
            of.remarks.push(Remark { target: id.to_owned(), about, spot: spot.clone() });
        }
        let links = self.links(structure);
        if !links.is_empty() {
            let mut spot = spot.clone();
            // A slot that nobody filled says nothing; the event is kept all the same.
            let filled: Vec<(&str, &Json)> =
                links.into_iter().filter_map(|(role, target)| Some((role, target?))).collect();
            for (nth, (_, target)) in filled.iter().enumerate() {
                spot = spot.cell(nth.to_string(), target.at.clone());
            }
            of.statements.push(Statement {
                id: Some(format!("event-{id}")),
                label: label.clone().or_else(|| Some(kind.to_owned())),
                trigger: Some(id.to_owned()),
                arguments: filled
                    .into_iter()
                    .map(|(role, target)| (role.to_owned(), target.scalar().unwrap_or_default().to_owned()))
                    .collect(),
                spot,
                ..Statement::default()
            });
        }
        let label = label.or_else(|| (kind != "CoreferenceLink").then(|| kind.to_owned()));
        let spot = spot.offsets(member(structure, "begin"), member(structure, "end"));
        of.spans.push(Span { id: id.to_owned(), label, pieces: Vec::from([range]), spot, ..Span::default() });
    }

    /// The slots of an annotation: role of each, and the number of what fills it.
    fn links(&self, structure: &'a Json) -> Vec<(&'a str, Option<&'a Json>)> {
        let lists = structure.members().iter().filter(|(name, _)| name.starts_with('@') && name != "@sofa");
        let elements = lists.flat_map(|(_, value)| match value.scalar().and_then(|id| self.structure(id)) {
            Some(list) => list.get("%ELEMENTS").map(Json::list).unwrap_or_default(),
            None => value.list(),
        });
        let links = elements.filter_map(|id| self.structure(id.scalar()?));
        let is_link = |link: &&Json| link.members().iter().any(|(name, _)| name == "@target" || name == "role");
        let target = |link: &'a Json| link.get("@target").filter(|target| target.scalar() != Some("0"));
        links.filter(is_link).map(|link| (text_of(link, "role").unwrap_or("argument"), target(link))).collect()
    }

    /// The links of a coreference chain, each of which names the next.
    fn chain(&self, structure: &Json, spot: Spot, seen: &mut HashSet<String>, of: &mut AnnotatedDocument) {
        let mut members = Vec::new();
        let mut next = structure.get("@first").and_then(Json::scalar);
        while let Some(id) = next.filter(|id| *id != "0" && seen.insert((*id).to_owned())) {
            members.push(id.to_owned());
            next = self.structure(id).and_then(|link| link.get("@next")).and_then(Json::scalar);
        }
        of.chains.push(Chain { members, spot });
    }
}

/// The last part of a type's name.
fn type_of(structure: &Json) -> &str {
    text_of(structure, "%TYPE").and_then(|name| name.rsplit('.').next()).unwrap_or_default()
}

fn range(structure: &Json) -> Option<Range<u64>> {
    Some(member(structure, "begin")?.number()?..member(structure, "end")?.number()?)
}

/// A member of a structure, whose name may be marked with `^`.
fn member<'a>(structure: &'a Json, name: &str) -> Option<&'a Json> {
    structure.members().iter().find(|(key, _)| key.trim_start_matches('^') == name).map(|(_, value)| value)
}

/// The features that hold a text, a number or a truth value.
fn features(structure: &Json) -> Vec<(String, String)> {
    let is_feature = |name: &str| !name.starts_with(['%', '@', '^']) && name != "begin" && name != "end";
    let members = structure.members().iter().filter(|(name, _)| is_feature(name));
    members.filter_map(|(name, value)| Some((name.clone(), value.scalar()?.to_owned()))).collect()
}
