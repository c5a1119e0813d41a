//! How do claims look to annotation tools?
//!
//! A document is a text with spans and statements about them, made from the
//! claims that were published in it. `place` finds the words of subject and
//! object, `statement` says what else a claim says; each format writes that in
//! its own way, and what it has no way to hold as facts that relata reads again.

pub mod brat;
pub mod doccano;
mod place;
mod statement;
pub mod w3c;

use std::collections::BTreeMap;
use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::Value;

use super::file_name;
use crate::claims::whole::Whole;
use crate::claims::{Claims, Id};
use crate::export::ExportOptions;
use crate::model::{Claim, Document, Text};
use crate::rdf::iri::Namespace;
use crate::rdf::vocab;
use place::{Evidence, Placer};

/// A stretch of text that stands for something.
#[derive(Debug, Clone)]
struct Span {
    /// The kind of what is there, or what is done.
    label: String,
    /// Its pieces in code points; none when only its words are known.
    pieces: Vec<Range<u64>>,
    /// The words of each piece.
    words: Vec<String>,
    /// The words before and behind it, when it has one piece.
    context: Option<(String, String)>,
    /// What else is known of what stands there, by columns of the table of entities.
    facts: Vec<(String, String)>,
}

/// What stands at an end of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Span(usize),
    Statement(usize),
}

/// A claim.
#[derive(Debug, Clone)]
struct Statement {
    /// Its identifier, as a cell.
    id: String,
    /// Its IRI.
    iri: String,
    /// What is said.
    predicate: String,
    /// The span of the words that say so, or of all the claim rests on; without one it is a plain relation.
    trigger: Option<usize>,
    subject: End,
    object: End,
    /// Speakers, place and time that stand in the text, each in its role.
    roles: Vec<(String, usize)>,
    /// Certainty, polarity and modality, where they are not the usual ones.
    signs: Vec<(&'static str, &'static str)>,
    note: Option<String>,
    /// Everything else, by columns of the table of claims.
    facts: Vec<(String, String)>,
}

/// A document with what its claims make of it.
struct Annotated {
    iri: String,
    /// What its files are called, without ending.
    name: String,
    text: Option<Text>,
    /// What is known of it.
    document: Document,
    spans: Vec<Span>,
    statements: Vec<Statement>,
}

/// What did not leave, or not as it is.
#[derive(Debug, Default)]
struct Left {
    without_document: u64,
    /// Claims of one actor alone.
    alone: u64,
    without_text: u64,
    documents_without_text: u64,
    without_place: u64,
    across: u64,
    standing_in: u64,
    renamed: Vec<(String, String)>,
    /// The entities that are annotated.
    entities: FxHashSet<Id>,
}

/// The documents of a graph.
struct Corpus<'a> {
    claims: &'a Claims<'a>,
    whole: Whole<'a>,
    /// The claims of each document, by their places in the list.
    by_document: BTreeMap<Id, Vec<usize>>,
    needs_text: bool,
    names: FxHashSet<String>,
    left: Left,
}

impl<'a> Corpus<'a> {
    fn new(claims: &'a Claims<'a>, namespace: &'a Namespace, needs_text: bool) -> Corpus<'a> {
        let mut by_document: BTreeMap<Id, Vec<usize>> = BTreeMap::new();
        let mut left = Left::default();
        for (index, claim) in claims.rows().iter().enumerate() {
            match claim.document {
                // A relation has two ends.
                _ if claim.acts_alone() => left.alone += 1,
                Some(document) => by_document.entry(document).or_default().push(index),
                None => left.without_document += 1,
            }
        }
        // A text in which nothing is claimed is a document to annotate.
        for document in claims.of_class(vocab::DOCUMENT) {
            if !claims.values(document, vocab::SCHEMA_TEXT).is_empty() {
                by_document.entry(document).or_default();
            }
        }
        let whole = Whole::new(claims, namespace);
        Corpus { claims, whole, by_document, needs_text, names: FxHashSet::default(), left }
    }

    /// Hands on the documents, in the order of their IRIs.
    fn each<E>(&mut self, mut take: impl FnMut(&Annotated) -> Result<(), E>) -> Result<(), E> {
        for (document, indices) in std::mem::take(&mut self.by_document) {
            if let Some(annotated) = self.annotated(document, &indices) {
                take(&annotated)?;
            }
        }
        Ok(())
    }

    fn annotated(&mut self, document: Id, indices: &[usize]) -> Option<Annotated> {
        let text = self.claims.values(document, vocab::SCHEMA_TEXT).first().map(|text| self.claims.text(*text));
        if text.is_none() && self.needs_text {
            self.left.without_text += indices.len() as u64;
            self.left.documents_without_text += 1;
            return None;
        }
        let iri = self.claims.text(document);
        let document = self.whole.document(document);
        let id = &document.id;
        let safe = file_name(id);
        let mut others = (1..).map(|n| if n == 1 { safe.clone() } else { format!("{safe}-{n}") });
        let name = others.find(|name| self.names.insert(name.to_lowercase())).unwrap_or_default();
        if name != *id {
            self.left.renamed.push((id.clone(), name.clone()));
        }
        let text = text.map(|text| Text::new(&text));
        let mut annotated = Annotated { iri, name, text, document, spans: Vec::new(), statements: Vec::new() };
        let all = self.placed(&annotated, indices);
        let mut placer = Placer::new(&self.whole, &mut annotated, &mut self.left);
        // The words that trigger a claim are placed first, for claims that speak of it rest on them.
        let numbers: FxHashMap<usize, usize> =
            all.iter().enumerate().map(|(number, one)| (one.index, number)).collect();
        for one in &all {
            placer.start(one);
        }
        for one in &all {
            placer.fill(one, &numbers);
        }
        (!annotated.statements.is_empty() || annotated.text.is_some()).then_some(annotated)
    }

    /// The claims that have a place in the document, those they speak of among them.
    fn placed(&mut self, of: &Annotated, indices: &[usize]) -> Vec<Placed> {
        let mut found: Vec<Placed> = Vec::new();
        for index in indices.iter().copied() {
            let Some(claim) = self.whole.claim(index) else { continue };
            match Evidence::of(&claim, of.text.as_ref()) {
                Some(evidence) => found.push(Placed { index, claim, evidence, of: [None, None], is_spoken_of: false }),
                None => self.left.without_place += 1,
            }
        }
        let rows = self.claims.rows();
        let ends = |index: usize| rows.get(index).map(|claim| [claim.subject, claim.object]).into_iter().flatten();
        loop {
            let about: FxHashMap<Id, usize> =
                found.iter().rev().filter_map(|one| Some((rows.get(one.index)?.event?, one.index))).collect();
            let is_there =
                |one: &Placed| ends(one.index).all(|end| self.claims.event(end).is_none() || about.contains_key(&end));
            let n = found.len();
            for one in &mut found {
                for (other, end) in one.of.iter_mut().zip(ends(one.index)) {
                    *other = about.get(&end).copied().filter(|_| self.claims.event(end).is_some());
                }
            }
            found.retain(is_there);
            self.left.across += (n - found.len()) as u64;
            if n == found.len() {
                break;
            }
        }
        let spoken_of: FxHashSet<usize> = found.iter().flat_map(|one| one.of).flatten().collect();
        for one in &mut found {
            one.is_spoken_of = spoken_of.contains(&one.index);
        }
        found
    }

    /// Says what did not leave.
    fn remark(&self, format: &str, options: &ExportOptions) {
        let Left { without_document, without_text, documents_without_text, without_place, .. } = self.left;
        let Left { alone, across, standing_in, .. } = self.left;
        let claims = |n: u64| format!("{n} claim{}", if n == 1 { "" } else { "s" });
        let say = |n: u64, what: String| {
            if n > 0 {
                options.remark(what);
            }
        };
        say(without_document, format!("{} left out: no document is known for them", claims(without_document)));
        say(
            documents_without_text,
            format!(
                "{} left out: {documents_without_text} document{} no text, which {format} needs; `path` in documents.csv names it",
                claims(without_text),
                if documents_without_text == 1 { " has" } else { "s have" },
            ),
        );
        say(alone, format!("{} left out: their subject acts alone, and a relation has two ends", claims(alone)));
        say(without_place, format!("{} left out: their words have no place in the document", claims(without_place)));
        say(across, format!("{} left out: they speak of claims that are not in the same document", claims(across)));
        say(
            standing_in,
            format!("{standing_in} times the whole quote stands for subject or object, whose name is not in it"),
        );
        let entities = self.claims.entities();
        let n = entities.iter().filter(|id| !self.left.entities.contains(id)).count() as u64;
        let things = if n == 1 { "entity stays" } else { "entities stay" };
        say(n, format!("{n} {things} behind: no place in a text is known for them"));
        for (id, name) in &self.left.renamed {
            options.remark(format!("the files of the document `{id}` are called `{name}`"));
        }
    }
}

/// A claim that has a place in a document.
struct Placed {
    index: usize,
    claim: Claim,
    evidence: Evidence,
    /// The claims that are its subject and object.
    of: [Option<usize>; 2],
    is_spoken_of: bool,
}

/// Names and values as an object of JSON; several values of one name are a list.
fn object(facts: &[(String, String)]) -> Value {
    let mut members = serde_json::Map::new();
    for (name, value) in facts {
        let value = Value::from(value.as_str());
        match members.get_mut(name) {
            Some(Value::Array(values)) => values.push(value),
            Some(known) => *known = Value::Array(vec![known.take(), value]),
            None => {
                members.insert(name.clone(), value);
            }
        }
    }
    members.into()
}
