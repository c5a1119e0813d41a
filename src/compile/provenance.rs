//! Whose word a claim is, how far that can be relied on, and since when it is known.
//!
//! Both are asked of few projects, and nothing is kept for the others.

use jiff::civil::Date;
use oxigraph::model::{NamedNode, Quad, QuadRef, Term};
use rustc_hash::{FxHashMap, FxHashSet};

use super::Compilation;
use crate::model::{Credibility, Document, EventDate, Grade, Rating, Reliability, Text};
use crate::project::Project;
use crate::rdf::claim::{End, EndKind, ResolvedClaim};
use crate::rdf::iri::Namespace;
use crate::rdf::names::Named;
use crate::rdf::qualifier::Qualifiers;

/// What is known of documents and speakers beside what the graph has of them.
#[derive(Default)]
pub(super) struct Provenance {
    /// The day up to which claims are known; all are when there is none.
    known_by: Option<Date>,
    /// True when grades decide which claims are accepted.
    is_graded: bool,
    documents: FxHashMap<String, Known>,
    /// Grades of entities that tables declare.
    grades: FxHashMap<NamedNode, Reliability>,
    /// Identifiers of claims that are not known yet.
    unknown: FxHashSet<String>,
    /// The events that known claims tell of.
    told_events: FxHashSet<NamedNode>,
    /// What is to be written of the others, for when a known claim speaks of them.
    events: FxHashMap<NamedNode, EventSetAside>,
}

/// What rows tell of a document.
struct Known {
    /// The first day by which it was published for certain.
    published: Option<Date>,
    publisher: Option<NamedNode>,
}

/// An event that only claims tell of that are not known yet.
pub(super) struct EventSetAside {
    /// What the graph would have of it.
    pub(super) quads: Vec<Quad>,
    /// The entities of it that nobody declares.
    pub(super) minted: Vec<Named>,
}

/// Whether a claim is known by a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Knowledge {
    /// It is.
    Known,
    /// Its document was, or may have been, published later.
    Later,
    /// Nobody tells when it was published.
    Undated,
}

/// The last day that a date of publication can mean: only then it is certain that the document is out.
pub(super) fn day_of(published: Option<&EventDate>) -> Option<Date> {
    published.and_then(EventDate::end)
}

/// Notes when a document was published, and by whom, where that is asked for.
pub(super) fn note_document(compilation: &mut Compilation<'_>, document: &Document) {
    let Compilation { resolver, provenance, .. } = compilation;
    if provenance.is_needed() {
        let publisher = document.publisher.as_ref().and_then(|name| resolver.entity(name));
        provenance.note_document(document, publisher.map(|(named, _)| named.iri));
    }
}

/// Writes a document that rests on no other with its text, unless it is not known yet.
pub(super) fn write_kept(compilation: &mut Compilation<'_>, document: &Document, text: Option<&Text>) {
    let Compilation { resolver, writer, provenance, .. } = compilation;
    if !provenance.knows(document.published.as_ref()) {
        return;
    }
    let iri = writer.write_document(document, resolver);
    if let Some(text) = text {
        writer.write_text(&iri, text, document.language.as_deref());
    }
}

impl Provenance {
    /// What the project needs to know.
    pub(super) fn new(project: &Project) -> Provenance {
        Provenance {
            known_by: project.known_by,
            is_graded: project.accept.reliability.is_some() || project.accept.credibility.is_some(),
            ..Provenance::default()
        }
    }

    /// True when anything is asked of documents.
    pub(super) fn is_needed(&self) -> bool {
        self.is_graded || self.known_by.is_some()
    }

    /// True when only what was known by some day is wanted.
    pub(super) fn known_by(&self) -> Option<Date> {
        self.known_by
    }

    /// Notes the grade of a declared entity; of several rows the best one counts.
    pub(super) fn note_entity(&mut self, iri: &NamedNode, reliability: Option<&str>) {
        if let (true, Some(grade)) = (self.is_graded, reliability.and_then(Reliability::of_cell)) {
            let known = self.grades.entry(iri.clone()).or_insert(grade);
            *known = grade.min(*known);
        }
    }

    /// Notes when a document was published, and by whom. Where rows differ, it is out by the first of their days.
    pub(super) fn note_document(&mut self, document: &Document, publisher: Option<NamedNode>) {
        if !self.is_needed() {
            return;
        }
        let day = day_of(document.published.as_ref());
        let known = self.documents.entry(document.id.clone()).or_insert(Known { published: None, publisher: None });
        known.published = known.published.into_iter().chain(day).min();
        known.publisher = known.publisher.take().into_iter().chain(publisher).min();
    }

    /// True when a document that was published then can be known.
    pub(super) fn knows(&self, published: Option<&EventDate>) -> bool {
        self.knowledge(day_of(published)) == Knowledge::Known
    }

    fn knowledge(&self, published: Option<Date>) -> Knowledge {
        match (self.known_by, published) {
            (None, _) => Knowledge::Known,
            (Some(_), None) => Knowledge::Undated,
            (Some(known_by), Some(day)) if day <= known_by => Knowledge::Known,
            (Some(_), Some(_)) => Knowledge::Later,
        }
    }

    /// Whether what a document tells is known.
    pub(super) fn knowledge_of(&self, document: Option<&str>) -> Knowledge {
        let known = document.and_then(|id| self.documents.get(id));
        self.knowledge(known.and_then(|known| known.published))
    }

    /// The first day by which each document was published for certain, by its IRI.
    pub(super) fn days(&self, namespace: &Namespace) -> FxHashMap<NamedNode, Option<Date>> {
        self.documents.iter().map(|(id, known)| (namespace.document(id), known.published)).collect()
    }

    /// How far a claim can be relied on.
    pub(super) fn rating(&self, speakers: &[NamedNode], document: Option<&str>, credibility: Option<&str>) -> Rating {
        if !self.is_graded {
            return Rating::default();
        }
        let publisher = document.and_then(|id| self.documents.get(id)?.publisher.as_ref());
        let outlet = publisher.and_then(|publisher| self.grades.get(publisher).copied());
        let speakers = speakers.iter().filter_map(|speaker| self.grades.get(speaker).copied());
        Rating::new(speakers, outlet, credibility.and_then(Credibility::of_cell))
    }

    /// Notes that a known claim tells of an event.
    pub(super) fn note_told(&mut self, event: &NamedNode) {
        if self.known_by.is_some() {
            self.events.remove(event);
            self.told_events.insert(event.clone());
        }
    }

    /// Keeps the event of a claim that is not known yet aside, with the identifier of the claim.
    pub(super) fn set_aside(
        &mut self,
        id: &str,
        claim: &ResolvedClaim<'_>,
        event: &NamedNode,
        (namespace, minted): (&Namespace, &[Named]),
    ) {
        self.unknown.insert(id.to_owned());
        if self.told_events.contains(event) {
            return;
        }
        let mut quads = Vec::new();
        let mut qualifiers = Qualifiers::new(namespace.clone());
        claim.write_event(&mut qualifiers, event, &mut |quad: QuadRef<'_>| quads.push(quad.into_owned()));
        self.events.insert(event.clone(), EventSetAside { quads, minted: minted.to_vec() });
    }

    /// True when the claim with this identifier is not known yet.
    pub(super) fn is_unknown(&self, id: &str) -> bool {
        self.unknown.contains(id)
    }

    /// What is to be written of the events that a known claim speaks of, and of those that these speak of.
    pub(super) fn spoken_of<'e>(&mut self, ends: impl Iterator<Item = &'e End>) -> Vec<EventSetAside> {
        let mut found = Vec::new();
        if self.events.is_empty() {
            return found;
        }
        let mut asked: Vec<NamedNode> =
            ends.filter(|end| end.kind == EndKind::Event).map(|end| end.iri.clone()).collect();
        while let Some(event) = asked.pop() {
            let Some(aside) = self.events.remove(&event) else { continue };
            asked.extend(aside.quads.iter().filter_map(|quad| match &quad.object {
                Term::NamedNode(node) if self.events.contains_key(node) => Some(node.clone()),
                _ => None,
            }));
            found.push(aside);
        }
        found
    }
}
