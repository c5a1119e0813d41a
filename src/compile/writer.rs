//! What goes to the graph, and what is there already.

use std::collections::hash_map::Entry;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use oxigraph::model::{LiteralRef, NamedNode, Quad, QuadRef, Term};
use rustc_hash::{FxHashMap, FxHashSet, FxHasher};

use super::output::Part;
use super::resolve::Resolver;
use super::same_events::SameEvents;
use super::writing::{Pens, Settled, Spent};
use crate::model::{Document, Entity, Judgement, Origin, OwnColumn, Text};
use crate::rdf::document::DocumentLinks;
use crate::rdf::entity::OwnClass;
use crate::rdf::iri::Namespace;
use crate::rdf::join::Join;
use crate::rdf::names::Named;
use crate::rdf::qualifier::Qualifiers;
use crate::rdf::{self, document as rdf_document, entity as rdf_entity, join as rdf_join, vocab};

/// An entity that no table declares.
enum Undeclared {
    /// A file of another program tells of it, and that is written.
    Told,
    /// Only its name is known; the name under which it was mentioned first.
    Mentioned(Arc<str>),
}

/// Writes entities, documents and claims, and what nobody declares only once.
pub(super) struct GraphWriter<'a> {
    sink: Part<'a>,
    /// The threads that write claims; none where nobody wants to know what they say.
    pub(super) claims: Option<Pens<'a>>,
    /// Claims that are done with, for whoever reads rows.
    pub(super) spent: Spent,
    qualifiers: Qualifiers,
    /// Entities that no table declares, which somebody mentions or tells of.
    undeclared: FxHashMap<NamedNode, Undeclared>,
    /// True as long as a file may still tell of an entity that others only mention.
    is_open: bool,
    /// Further names of those, mentioned as long as that is so.
    other_names: Vec<Named>,
    /// Fingerprints of what files of other programs told of entities and documents: 8 bytes each, for a data set tells the
    /// same of an actor in each of a million rows.
    told: FxHashSet<u64>,
    /// The same of documents, by that of their identifiers.
    told_documents: FxHashMap<u64, u64>,
    /// Quads of files of RDF that wait until all are known; none where they are written at once.
    foreign: Option<Vec<Quad>>,
    /// Events that are one.
    pub(super) events: SameEvents,
}

impl<'a> GraphWriter<'a> {
    /// Nothing is written yet.
    pub(super) fn new(namespace: Namespace, keeps_foreign: bool, sink: Part<'a>) -> GraphWriter<'a> {
        let (undeclared, told) = (FxHashMap::default(), FxHashSet::default());
        GraphWriter {
            sink,
            claims: None,
            spent: Spent::default(),
            qualifiers: Qualifiers::new(namespace),
            undeclared,
            is_open: true,
            other_names: Vec::new(),
            told,
            told_documents: FxHashMap::default(),
            foreign: keeps_foreign.then(Vec::new),
            events: SameEvents::default(),
        }
    }

    /// Writes a quad of a file of RDF, or keeps it until all are known where claims among them may have to be left out.
    pub(super) fn write_foreign(&mut self, quad: QuadRef<'_>) {
        if self.events.is_empty() {
            return self.take_foreign_quad(quad);
        }
        for quad in self.events.rewritten(quad, &self.qualifiers.namespace().clone()) {
            self.take_foreign_quad(quad.as_ref());
        }
    }

    fn take_foreign_quad(&mut self, quad: QuadRef<'_>) {
        match &mut self.foreign {
            Some(kept) => kept.push(quad.into_owned()),
            None => (self.sink)(quad),
        }
    }

    /// The quads of files of RDF that were kept, taken out.
    pub(super) fn take_foreign(&mut self) -> Vec<Quad> {
        self.foreign.take().unwrap_or_default()
    }

    /// Writes a quad as it is.
    pub(super) fn write_quad(&mut self, quad: QuadRef<'_>) {
        (self.sink)(quad);
    }

    /// True when something is told for the first time; from now on it is told.
    pub(super) fn is_news(&mut self, fact: &impl Hash) -> bool {
        self.told.insert(fingerprint(fact))
    }

    /// True when something was told of a document.
    pub(super) fn has_told_of(&self, document: &str) -> bool {
        self.told_documents.contains_key(&fingerprint(&document))
    }

    /// Writes what a file of another program tells of a document, unless the last one told the same. Rows that differ all
    /// count, for none is more right for standing before another.
    pub(super) fn write_told_document(&mut self, document: &Document, resolver: &mut Resolver<'_>) {
        let told = fingerprint(document);
        if self.told_documents.insert(fingerprint(&document.id.as_str()), told) != Some(told) {
            self.write_document(document, resolver);
        }
    }

    /// True when an entity that no table declares need not be written under this name.
    pub(super) fn is_written(&self, named: &Named) -> bool {
        match self.undeclared.get(&named.iri) {
            None => false,
            Some(Undeclared::Told) => true,
            Some(Undeclared::Mentioned(label)) => *label == named.label,
        }
    }

    /// Writes an entity of which only the name is known; as long as files may tell of it, it is kept until they have.
    /// One that is mentioned under two names has both.
    pub(super) fn write_minted(&mut self, named: &Named) {
        if self.is_written(named) {
            return;
        }
        match self.undeclared.entry(named.iri.clone()) {
            Entry::Vacant(place) => {
                place.insert(Undeclared::Mentioned(named.label.clone()));
            }
            // An IRI that is written out in one row, while another has the name that it is made of.
            Entry::Occupied(_) if self.is_open => self.other_names.push(named.clone()),
            Entry::Occupied(_) => {}
        }
        if !self.is_open {
            rdf_entity::write_minted(named, vocab::ENTITY, &mut *self.sink);
        }
    }

    /// Writes the entities that were only mentioned, now that all files have told what they tell.
    pub(super) fn close_told(&mut self) {
        self.is_open = false;
        let mentioned = self.undeclared.iter().filter_map(|(iri, undeclared)| match undeclared {
            Undeclared::Mentioned(label) => Some(Named { iri: iri.clone(), label: label.clone(), kind: None }),
            Undeclared::Told => None,
        });
        let mut mentioned: Vec<Named> = mentioned.collect();
        let others = std::mem::take(&mut self.other_names).into_iter();
        mentioned.extend(others.filter(|named| !matches!(self.undeclared.get(&named.iri), Some(Undeclared::Told))));
        mentioned.sort_unstable_by(|a, b| a.iri.cmp(&b.iri).then_with(|| a.label.cmp(&b.label)));
        for named in &mentioned {
            rdf_entity::write_minted(named, vocab::ENTITY, &mut *self.sink);
        }
    }

    /// The entity of this name, written when nobody has declared it.
    pub(super) fn mention(&mut self, name: &str, resolver: &mut Resolver<'_>) -> Option<NamedNode> {
        let (named, is_declared) = resolver.entity(name)?;
        if !is_declared {
            self.write_minted(&named);
        }
        Some(named.iri)
    }

    /// Writes what a table declares of an entity; its country is an entity only when that is declared.
    pub(super) fn write_declared(&mut self, entity: &Entity, named: &Named, resolver: &mut Resolver<'_>) {
        let member_of = self.mention_all(&entity.member_of, resolver);
        let country = entity.country.as_ref().map(|name| resolver.country(name));
        let class = entity.class.as_ref().map(|name| resolver.class(name, entity.kind));
        self.write_entity(entity, named, class.as_ref(), &member_of, country.as_ref());
    }

    /// Writes what a file of another program tells of an entity.
    pub(super) fn write_told(&mut self, entity: &Entity, named: &Named, resolver: &mut Resolver<'_>) {
        self.undeclared.insert(named.iri.clone(), Undeclared::Told);
        let member_of = self.mention_all(&entity.member_of, resolver);
        let country = entity.country.as_ref().and_then(|name| self.mention(name, resolver)).map(Term::from);
        self.write_entity(entity, named, None, &member_of, country.as_ref());
    }

    fn mention_all(&mut self, names: &[String], resolver: &mut Resolver<'_>) -> Vec<NamedNode> {
        names.iter().filter_map(|name| self.mention(name, resolver)).collect()
    }

    fn write_entity(
        &mut self,
        entity: &Entity,
        named: &Named,
        class: Option<&OwnClass>,
        member_of: &[NamedNode],
        country: Option<&Term>,
    ) {
        if let Some(coordinates) = &entity.coordinates {
            self.events.note_point(&named.iri, coordinates);
        }
        rdf_entity::write_entity(entity, named, class, member_of, country, &mut self.qualifiers, &mut *self.sink);
    }

    /// Writes what is said of a document.
    pub(super) fn write_document(&mut self, document: &Document, resolver: &mut Resolver<'_>) -> NamedNode {
        self.write_document_based_on(document, Vec::new(), resolver)
    }

    /// The same, for one that repeats others or rests on them.
    pub(super) fn write_document_based_on(
        &mut self,
        document: &Document,
        based_on: Vec<NamedNode>,
        resolver: &mut Resolver<'_>,
    ) -> NamedNode {
        let iri = self.qualifiers.namespace().document(&document.id);
        let publisher = document.publisher.as_ref().and_then(|name| self.mention(name, resolver));
        let speakers = self.mention_all(&document.said_by, resolver);
        let links = DocumentLinks { publisher, speakers, based_on };
        rdf_document::write_document(document, &iri, &links, &mut self.qualifiers, &mut *self.sink);
        iri
    }

    /// Writes the text of a document.
    pub(super) fn write_text(&mut self, document: &NamedNode, text: &Text, language: Option<&str>) {
        rdf_document::write_text(document, text, language, &mut *self.sink);
    }

    /// Writes a document of which a claim gives nothing but the identifier.
    pub(super) fn write_unknown_document(&mut self, id: &str, document: &NamedNode) {
        rdf_document::write_unknown_document(id, document, &mut *self.sink);
    }

    /// Writes how an entity is called that no table declares.
    pub(super) fn write_label(&mut self, named: &Named) {
        (self.sink)(rdf::label(&named.iri, &named.label));
    }

    /// Writes that a name is another one of an entity, and why.
    pub(super) fn write_join(&mut self, join: &Join<'_>) {
        rdf_join::write_join(join, self.qualifiers.namespace(), &mut *self.sink);
    }

    /// Writes that an event is the same as another one, and why.
    pub(super) fn write_event_join(&mut self, join: &Join<'_>, other: &NamedNode) {
        rdf_join::write_event_join(join, other, self.qualifiers.namespace(), &mut *self.sink);
    }

    /// Writes a number of an event.
    pub(super) fn write_number(&mut self, event: &NamedNode, column: &OwnColumn, cell: &str) {
        self.qualifiers.write_one(event, column, cell, &mut *self.sink);
    }

    /// Writes which number a claim tells of its event, where others tell another.
    pub(super) fn write_number_written(&mut self, claim: &NamedNode, column: &OwnColumn, cell: &str) {
        let text = format!("{} {cell}", column.name());
        (self.sink)(rdf::fact(claim, vocab::NUMBER_WRITTEN, LiteralRef::new_simple_literal(&text)));
    }

    /// Writes what an event is called as well.
    pub(super) fn write_other_label(&mut self, of: &NamedNode, label: &str) {
        (self.sink)(rdf::fact(of, vocab::SKOS_ALT_LABEL, LiteralRef::new_simple_literal(label)));
    }

    /// Writes that an IRI from elsewhere means an entity.
    pub(super) fn write_same_as(&mut self, entity: &NamedNode, other: &NamedNode) {
        rdf_join::write_same_as(entity, other, &mut *self.sink);
    }

    /// Writes what somebody decided about two names.
    pub(super) fn write_judgement(&mut self, judgement: &Judgement, origin: &Origin) {
        rdf_join::write_judgement(judgement, origin, self.qualifiers.namespace(), &mut *self.sink);
    }

    /// Has a claim written, and the event it is about.
    pub(super) fn write_claim(&mut self, claim: Settled<'a>) {
        if let Some(pens) = &mut self.claims {
            pens.write(claim);
        }
    }

    /// The claims that come from now on are of this source, by its place among those of the project.
    pub(super) fn begin_source(&mut self, source: Option<usize>) {
        if let Some(pens) = &mut self.claims {
            pens.begin_source(source);
        }
    }

    /// Waits until all claims are written; the sources of which some were not, each with what went wrong.
    pub(super) fn finish_claims(&mut self) -> Vec<(usize, String)> {
        self.claims.take().map_or_else(Vec::new, Pens::finish)
    }
}

/// 64 bits that stand for a value.
pub(super) fn fingerprint(value: &impl Hash) -> u64 {
    let mut hasher = FxHasher::default();
    value.hash(&mut hasher);
    hasher.finish()
}
