//! Names to IRIs: the cells of one claim against entities, documents and the ontology.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::Arc;

use oxigraph::model::{Literal, NamedNode, Term};
use rustc_hash::FxHashMap;

use super::draft::{Draft, WrittenNames};
use super::joining::Lookout;
use super::predicates::{PredicateReading, Predicates};
use super::types::Types;
use super::writer::GraphWriter;
use crate::diagnostic::{Finding, clip, codes, nearest};
use crate::model::{Claim, Document, Entity, EntityKind, EventDate, Referent, Text};
use crate::ontology::{EventCodes, Ontology};
use crate::project::Project;
use crate::rdf::claim::{End, EndKind};
use crate::rdf::document::address_in;
use crate::rdf::entity::OwnClass;
use crate::rdf::iri::Schemes;
use crate::rdf::names::{IriFault, Named, Names, Resolution, iri_in_cell};

/// A document claims can cite.
#[derive(Debug)]
pub(super) struct KnownDocument {
    pub(super) iri: NamedNode,
    pub(super) published: Option<EventDate>,
    pub(super) language: Option<String>,
    /// Whose word its claims are, unless they name a speaker.
    pub(super) said_by: Vec<String>,
    pub(super) text: Option<Text>,
    /// True when a table declares it, so that nothing else that is told of it counts but its text.
    pub(super) is_declared: bool,
    /// True when it has its text from a file of annotations.
    pub(super) text_is_told: bool,
}

/// What a name that no table declares is, as an end of a statement.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Ends {
    /// An actor: a data set of events has a column for each of the two, so that the row itself says it, and what later
    /// rows tell of the name changes nothing.
    Act,
    /// What files of other programs tell of it, all of which are known by then.
    Told,
}

/// What a document rests on, found.
pub(super) enum Basis {
    /// A document or an entity.
    Known(NamedNode),
    /// A document that no table declares.
    Undeclared(NamedNode),
}

/// Knows what names mean: those of entities and documents, and predicates.
pub(super) struct Resolver<'a> {
    project: &'a Project,
    names: Names,
    predicates: Predicates<'a>,
    types: Types,
    documents: FxHashMap<String, KnownDocument>,
    /// Lines of documents that were left out, by identifier: a claim that cites one should not be told that there is none.
    lost_documents: FxHashMap<String, u64>,
    /// Names in no table for which a near one is looked for in the end: the first of all in the order of texts.
    unknown: BTreeSet<Arc<str>>,
    /// The same of identifiers of documents.
    unknown_documents: RefCell<BTreeSet<String>>,
    /// Looks out for names that are one actor, where it is not known yet which are.
    lookout: Option<Lookout<'a>>,
}

impl<'a> Resolver<'a> {
    /// Only the ontology is known yet.
    pub(super) fn new(project: &'a Project, ontology: &'a Ontology) -> Resolver<'a> {
        Resolver {
            project,
            names: Names::new(project.namespace.clone()),
            predicates: Predicates::new(project, ontology),
            types: Types::default(),
            documents: FxHashMap::default(),
            lost_documents: FxHashMap::default(),
            unknown: BTreeSet::new(),
            unknown_documents: RefCell::default(),
            lookout: None,
        }
    }

    /// The names of entities, to declare more.
    pub(super) fn names(&mut self) -> &mut Names {
        &mut self.names
    }

    /// From now on looks out for names that will be joined.
    pub(super) fn look_out_for_joins(&mut self) {
        self.lookout = Some(Lookout::new(self.project, &self.names.all()));
    }

    /// True when such names were met.
    pub(super) fn has_joins_ahead(&self) -> bool {
        self.lookout.as_ref().is_some_and(Lookout::has_met_equal)
    }

    fn find(&mut self, name: &str) -> Resolution {
        let found = self.names.resolve(name);
        if let (Some(lookout), Resolution::New { named, .. }) = (&mut self.lookout, &found) {
            lookout.meet(&named.label);
        }
        found
    }

    /// The entity of a name, and whether a table declares it; none when the name is a broken IRI.
    pub(super) fn entity(&mut self, name: &str) -> Option<(Named, bool)> {
        match self.find(name) {
            Resolution::Declared(named) => Some((named, true)),
            Resolution::BadIri(_) => None,
            Resolution::Iri(named) | Resolution::Minted(named) | Resolution::New { named, .. } => Some((named, false)),
        }
    }

    /// Sets what an entity is by the word for its type.
    pub(super) fn settle_type(&mut self, entity: &mut Entity, word: &str, findings: &mut Vec<Finding>) {
        self.types.settle(entity, word, self.project, findings);
    }

    /// The class of a name.
    pub(super) fn class(&mut self, name: &str, kind: Option<EntityKind>) -> OwnClass {
        self.types.class(name, kind, self.project)
    }

    /// The country of a declared entity: an entity when a table declares it, else its name.
    pub(super) fn country(&self, name: &str) -> Term {
        match self.names.find(name) {
            Some(country) => country.iri.clone().into(),
            None => Literal::new_simple_literal(name).into(),
        }
    }

    /// The entity a file of another program tells of under this name; none when a table declares it, whose word counts.
    pub(super) fn told_entity(&mut self, name: &str, kind: Option<EntityKind>) -> Option<Named> {
        let (named, _) = self.entity(name).filter(|(_, is_declared)| !is_declared)?;
        self.names.set_kind(name, kind);
        Some(named)
    }

    /// A document that a claim can cite.
    pub(super) fn document(&self, id: &str) -> Option<&KnownDocument> {
        self.documents.get(id)
    }

    /// Remembers the text that a file of annotations has of a document, unless a table has one. Of several texts, dates and
    /// languages each least one counts, whichever was told first.
    pub(super) fn tell_text(&mut self, document: &Document, text: Text) {
        let known = self.documents.entry(document.id.clone()).or_insert_with(|| KnownDocument {
            iri: self.project.namespace.document(&document.id),
            published: None,
            language: None,
            said_by: Vec::new(),
            text: None,
            is_declared: false,
            text_is_told: true,
        });
        if known.is_declared && known.text.is_some() && !known.text_is_told {
            return;
        }
        known.text_is_told = true;
        if known.text.as_ref().is_none_or(|other| text.as_str() < other.as_str()) {
            known.text = Some(text);
        }
        if !known.is_declared {
            let earlier = known.published.iter().chain(&document.published).min_by_key(|date| date.text().to_owned());
            known.published = earlier.cloned();
            known.language = known.language.iter().chain(&document.language).min().cloned();
        }
    }

    /// The documents that have their texts from files of annotations, in the order of their IRIs.
    pub(super) fn documents_with_told_texts(&self) -> Vec<&KnownDocument> {
        let mut told: Vec<&KnownDocument> = self.documents.values().filter(|known| known.text_is_told).collect();
        told.sort_unstable_by(|a, b| a.iri.cmp(&b.iri));
        told
    }

    /// Remembers a document for the claims that cite it.
    pub(super) fn keep_document(&mut self, id: String, document: KnownDocument) {
        self.documents.insert(id, document);
    }

    /// What a cell of `based_on` means: a document as claims cite it, an entity or publisher of this name, or what is written
    /// out as an IRI; else a document that nobody has declared.
    pub(super) fn basis(&self, cell: &str, findings: &mut Vec<Finding>) -> Basis {
        if let Some(document) = self.documents.get(cell) {
            return Basis::Known(document.iri.clone());
        }
        if let Some(named) = self.names.known(cell) {
            return Basis::Known(named.iri.clone());
        }
        // A bare address is the identifier of a document, as it is in claims.
        if let Some(iri) = iri_in_cell(cell, self.project.namespace.schemes()).filter(|_| !cell.starts_with("http")) {
            return Basis::Known(iri);
        }
        let mut finding = self.unknown_document(cell);
        finding.field = "based_on".into();
        findings.push(finding);
        Basis::Undeclared(self.project.namespace.document(cell))
    }

    /// Forgets a document that was left out after it was remembered.
    pub(super) fn forget_document(&mut self, id: &str, line: u64) {
        self.documents.remove(id);
        self.lose_document(id.to_owned(), line);
    }

    /// Remembers that a document was left out, unless another row declares it.
    pub(super) fn lose_document(&mut self, id: String, line: u64) {
        if !self.documents.contains_key(&id) {
            self.lost_documents.insert(id, line);
        }
    }

    /// Resolves every name of `claim`; none when an end has no meaning. `writer` knows of documents that files told of.
    pub(super) fn resolve(
        &mut self,
        mut claim: Claim,
        ends: Ends,
        writer: &GraphWriter<'_>,
        findings: &mut Vec<Finding>,
    ) -> Option<Draft<'a>> {
        let mut minted = Vec::new();
        let mut end = |resolver: &mut Self, referent: &Referent, field: &'static str| match referent {
            Referent::Claim(_) | Referent::OwnEvent => Some(None),
            Referent::Name(name) => {
                let (named, is_declared) = resolver.named(name, field, writer, &mut minted, findings)?;
                let kind = if ends == Ends::Act && !is_declared { Some(EntityKind::Actor) } else { named.kind };
                Some(Some(End {
                    iri: named.iri,
                    told: None,
                    label: named.label.to_string(),
                    kind: EndKind::Entity(kind),
                }))
            }
        };
        let subject = end(self, &claim.subject, "subject");
        let object = end(self, &claim.object, "object");
        let PredicateReading { predicate, is_inverse, can_be_fact } = self.predicates.resolve(&mut claim, findings);
        self.speak_by_default(&mut claim);
        let place = claim.place.as_ref().and_then(|name| self.named(name, "place", writer, &mut minted, findings));
        let speakers = claim
            .said_by
            .iter()
            .filter_map(|name| self.named(name, "said_by", writer, &mut minted, findings))
            .map(|(named, _)| named.iri)
            .collect();
        let event_types = Self::event_types(&claim.event_types, findings);
        let mut unknown_document = false;
        let document = claim.document.as_ref().map(|id| {
            if let Some(document) = self.documents.get(id) {
                document.iri.clone()
            } else if writer.has_told_of(id) {
                self.project.namespace.document(id)
            } else {
                unknown_document = true;
                // Whoever names a document by its address has said where it is.
                let is_told = claim.told_document.is_some() || address_in(id).is_some();
                if !is_told || self.lost_documents.contains_key(id) {
                    findings.push(self.unknown_document(id));
                }
                self.project.namespace.document(id)
            }
        });
        let mut ends = [subject?, object?];
        let mut written = self.written_names(&claim);
        if is_inverse && claim.object == Referent::OwnEvent {
            findings.push(nobody_acts(&claim.predicate));
            return None;
        }
        if is_inverse {
            ends.swap(0, 1);
            written.ends.swap(0, 1);
            claim.turn();
        }
        Some(Draft {
            claim,
            ends,
            predicate,
            event_types,
            place: place.map(|(named, _)| named.iri),
            speakers,
            document,
            minted,
            unknown_document,
            written,
            can_be_fact,
            is_unreviewed: false,
        })
    }

    /// The names of a claim that were joined to others.
    fn written_names(&self, claim: &Claim) -> WrittenNames {
        let of = |referent: &Referent| match referent {
            Referent::Name(name) => self.names.joined_from(name),
            Referent::Claim(_) | Referent::OwnEvent => None,
        };
        WrittenNames {
            ends: [of(&claim.subject), of(&claim.object)],
            place: claim.place.as_ref().and_then(|name| self.names.joined_from(name)),
            speakers: claim.said_by.iter().filter_map(|name| self.names.joined_from(name)).collect(),
        }
    }

    /// A claim without speaker is the word of whoever speaks in its document.
    fn speak_by_default(&self, claim: &mut Claim) {
        if claim.said_by.is_empty()
            && let Some(document) = claim.document.as_ref().and_then(|id| self.documents.get(id))
        {
            claim.said_by.clone_from(&document.said_by);
        }
    }

    /// The entity a name means, and whether a table declares it; one nobody declared is noticed the first time, and each
    /// time when that rejects the row.
    fn named(
        &mut self,
        name: &str,
        field: &'static str,
        writer: &GraphWriter<'_>,
        minted: &mut Vec<Named>,
        findings: &mut Vec<Finding>,
    ) -> Option<(Named, bool)> {
        let (named, is_new, collides_with) = match self.find(name) {
            Resolution::Declared(named) => return Some((named, true)),
            Resolution::BadIri(fault) => {
                findings.push(bad_iri(fault, field, name));
                return None;
            }
            Resolution::Iri(named) => {
                note_minted(&named, writer, minted);
                return Some((named, false));
            }
            Resolution::Minted(named) => {
                // What costs one row its place costs each row its place that is like it.
                let is_fatal = self.project.policy.rejects(&codes::IRI_COLLISION);
                let other = if is_fatal { self.names.collision(&named.label) } else { None };
                (named, false, other)
            }
            Resolution::New { named, collides_with } => (named, true, collides_with),
        };
        if is_new || self.project.policy.rejects(&codes::UNKNOWN_ENTITY) {
            let finding = Finding::new(&codes::UNKNOWN_ENTITY, field, unknown_entity(&named.label));
            findings.push(finding.hint("add a row with its type, or list it as an alias"));
        }
        if is_new {
            note_least(&mut self.unknown, named.label.clone());
        }
        if let Some(other) = collides_with {
            let message =
                format!("`{name}` would take the IRI of the entity `{other}` and becomes `{}`", named.iri.as_str());
            findings.push(
                Finding::new(&codes::IRI_COLLISION, field, message)
                    .hint(format!("when it is the same, list it as an alias of `{other}`")),
            );
        }
        note_minted(&named, writer, minted);
        Some((named, false))
    }

    /// Ways out for names that may be slips of declared ones, by the message about the name.
    pub(super) fn suggestions(&self) -> FxHashMap<String, String> {
        let near = |name: &Arc<str>| {
            let near = self.names.nearest(name)?;
            Some((unknown_entity(name), format!("did you mean `{near}`? else add a row")))
        };
        let near_document = |id: &String| {
            let near = nearest(id, self.documents.keys().map(String::as_str))?;
            Some((undeclared_document(id), format!("did you mean `{near}`?")))
        };
        let documents = self.unknown_documents.borrow();
        let documents = documents.iter().filter_map(near_document);
        self.unknown.iter().filter_map(near).chain(documents).collect()
    }

    /// The concepts that codes such as `cameo:190` mean.
    fn event_types(codes: &[String], findings: &mut Vec<Finding>) -> Vec<NamedNode> {
        let concept = |code: &String| {
            let concept = EventCodes::shipped().concept(code).cloned();
            if concept.is_none() {
                let message = format!("`{}` is no code of a shipped list", clip(code));
                let finding = Finding::new(&codes::UNKNOWN_EVENT_TYPE, "event_codes", message);
                findings.push(
                    finding.hint("write the list and the code: `cameo:010`, `plover:ASSAULT`; zeros in front count"),
                );
            }
            concept
        };
        codes.iter().filter_map(concept).collect()
    }

    fn unknown_document(&self, id: &str) -> Finding {
        // Where nobody lists documents, none is missing from the list.
        let is_listing = !self.documents.is_empty() || !self.lost_documents.is_empty();
        let code = if is_listing { &codes::UNKNOWN_DOCUMENT } else { &codes::UNLISTED_DOCUMENT };
        let finding = |message: String| Finding::new(code, "document", message);
        if let Some(line) = self.lost_documents.get(id) {
            return finding(format!("the document `{id}` was left out (line {line} of the documents)"))
                .hint("mend that row first");
        }
        note_least(&mut self.unknown_documents.borrow_mut(), id.to_owned());
        finding(undeclared_document(id)).hint("add a row with its publisher and date")
    }
}

/// For how many unknown names a near one is looked for: each look compares with every declared name.
const MOST_SUGGESTIONS: usize = 200;

/// Notes that a near name is to be looked for, unless there are enough names that come before this one.
fn note_least<T: Ord>(names: &mut BTreeSet<T>, name: T) {
    if names.len() < MOST_SUGGESTIONS || names.last().is_some_and(|last| name < *last) {
        names.insert(name);
        if names.len() > MOST_SUGGESTIONS {
            names.pop_last();
        }
    }
}

/// The message about a document that no table declares.
fn undeclared_document(id: &str) -> String {
    format!("`{id}` is in no row of the documents")
}

/// The message about a name that no table declares.
fn unknown_entity(name: &str) -> String {
    format!("`{}` is in no row of the entities", clip(name))
}

/// The fault of a passive without the one who acts: without subject there is no statement.
fn nobody_acts(cell: &str) -> Finding {
    let message =
        format!("`{}` is read from its other end, where nobody stands: the cell `object` is empty", clip(cell));
    Finding::new(&codes::EMPTY_CELL, "object", message).hint("write who did it")
}

/// Notes an entity to be written with the claim, unless it is written already, as most are.
fn note_minted(named: &Named, writer: &GraphWriter<'_>, minted: &mut Vec<Named>) {
    if !writer.is_written(named) {
        minted.push(named.clone());
    }
}

/// The finding that tells why a cell that looks like an IRI is not taken as one.
pub(super) fn bad_iri(fault: IriFault, field: &'static str, cell: &str) -> Finding {
    match fault {
        IriFault::Broken => Finding::new(&codes::BAD_IRI, field, format!("`{}` is no IRI", clip(cell)))
            .hint("write a name, or an absolute IRI without spaces"),
        IriFault::Scheme => unsafe_scheme(field, cell),
    }
}

/// The finding that tells that the scheme of an IRI is not allowed.
pub(super) fn unsafe_scheme(field: &'static str, cell: &str) -> Finding {
    let scheme = cell.trim_start_matches('<').split(':').next().unwrap_or_default();
    let message = format!("`{}` has the scheme `{}`, which is not known to be safe", clip(cell), clip(scheme));
    let instead = "write a name or a web address";
    let hint = if Schemes::runs(scheme) {
        instead.to_owned()
    } else {
        let trusted = format!("`schemes = [\"{}\"]` under `[project]` in relata.toml", clip(scheme));
        format!("{instead}; when you trust the scheme, add {trusted}")
    };
    Finding::new(&codes::UNSAFE_SCHEME, field, message).hint(hint)
}
