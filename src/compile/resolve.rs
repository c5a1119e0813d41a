//! Names to IRIs: the cells of one claim against entities, documents and the ontology.

use oxigraph::model::{Literal, NamedNode, Term};
use rustc_hash::{FxHashMap, FxHashSet};

use super::denials;
use super::writer::GraphWriter;
use crate::diagnostic::{Action, Code, Finding, clip, codes, nearest};
use crate::model::{Claim, EntityKind, EventDate, Polarity, Referent, Text};
use crate::ontology::{Denial, EventCodes, Meaning, Ontology, normal_name};
use crate::project::Project;
use crate::rdf::claim::{End, EndKind, PredicateUse};
use crate::rdf::names::{Named, Names, Resolution, iri_in_cell};

/// A claim whose names are resolved, but for the claims it speaks of.
pub(super) struct Draft<'a> {
    pub(super) claim: Claim,
    pub(super) ends: [Option<End>; 2],
    pub(super) predicate: PredicateUse<'a>,
    pub(super) event_types: Vec<NamedNode>,
    pub(super) place: Option<NamedNode>,
    pub(super) speakers: Vec<NamedNode>,
    pub(super) document: Option<NamedNode>,
    /// Entities and documents nobody declared, to be written with the claim.
    pub(super) minted: Vec<Named>,
    pub(super) unknown_document: bool,
    /// False when its predicate denies something in words that nobody can resolve: it is kept, but never taken as fact.
    pub(super) can_be_fact: bool,
}

/// A predicate cell, understood.
struct PredicateReading<'a> {
    predicate: PredicateUse<'a>,
    /// True when subject and object change places.
    is_inverse: bool,
    can_be_fact: bool,
}

/// A document claims can cite.
#[derive(Debug)]
pub(super) struct KnownDocument {
    pub(super) iri: NamedNode,
    pub(super) published: Option<EventDate>,
    pub(super) language: Option<String>,
    /// Whose word its claims are, unless they name a speaker.
    pub(super) said_by: Vec<String>,
    pub(super) text: Option<Text>,
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
    ontology: &'a Ontology,
    names: Names,
    documents: FxHashMap<String, KnownDocument>,
    /// Lines of documents that were left out, by identifier: a claim that cites one should not be told that there is none.
    lost_documents: FxHashMap<String, u64>,
    /// What cells of predicates mean, as far as the ontology knows them: the same few are in all rows.
    predicates: FxHashMap<String, Meaning<'a>>,
    /// Which of the other cells begin with words that deny, and what they deny.
    denials: FxHashMap<String, Option<Denial<'a>>>,
    /// What unknown predicates may be slips of, so that each is looked up once.
    suggestions: FxHashMap<String, Option<String>>,
    /// Passive and negated predicates mentioned so far, so that each is noticed once.
    noticed: FxHashSet<String>,
}

impl<'a> Resolver<'a> {
    /// Only the ontology is known yet.
    pub(super) fn new(project: &'a Project, ontology: &'a Ontology) -> Resolver<'a> {
        Resolver {
            project,
            ontology,
            names: Names::new(project.namespace.clone()),
            documents: FxHashMap::default(),
            lost_documents: FxHashMap::default(),
            predicates: FxHashMap::default(),
            denials: FxHashMap::default(),
            suggestions: FxHashMap::default(),
            noticed: FxHashSet::default(),
        }
    }

    /// The names of entities, to declare more.
    pub(super) fn names(&mut self) -> &mut Names {
        &mut self.names
    }

    /// The entity of a name, and whether a table declares it; none when the name is a broken IRI.
    pub(super) fn entity(&mut self, name: &str) -> Option<(Named, bool)> {
        match self.names.resolve(name) {
            Resolution::Declared(named) => Some((named, true)),
            Resolution::BadIri => None,
            Resolution::Iri(named) | Resolution::Minted(named) | Resolution::New { named, .. } => Some((named, false)),
        }
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

    /// The same, to add what is told of it later.
    pub(super) fn document_mut(&mut self, id: &str) -> Option<&mut KnownDocument> {
        self.documents.get_mut(id)
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
        if let Some(iri) = iri_in_cell(cell).filter(|_| !cell.starts_with("http")) {
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
        writer: &GraphWriter<'_>,
        findings: &mut Vec<Finding>,
    ) -> Option<Draft<'a>> {
        let mut minted = Vec::new();
        let mut end = |resolver: &mut Self, referent: &Referent, field: &'static str| match referent {
            Referent::Claim(_) | Referent::OwnEvent => Some(None),
            Referent::Name(name) => {
                let named = resolver.named(name, field, writer, &mut minted, findings)?;
                let kind = EndKind::Entity(named.kind);
                Some(Some(End { iri: named.iri, label: named.label.to_string(), kind }))
            }
        };
        let subject = end(self, &claim.subject, "subject");
        let object = end(self, &claim.object, "object");
        let PredicateReading { predicate, is_inverse, can_be_fact } = self.predicate(&mut claim, findings);
        self.speak_by_default(&mut claim);
        let place = claim.place.as_ref().and_then(|name| self.named(name, "place", writer, &mut minted, findings));
        let speakers = claim
            .said_by
            .iter()
            .filter_map(|name| self.named(name, "said_by", writer, &mut minted, findings))
            .map(|named| named.iri)
            .collect();
        let event_types = Self::event_types(&claim.event_types, findings);
        let mut unknown_document = false;
        let document = claim.document.as_ref().map(|id| {
            if let Some(document) = self.documents.get(id) {
                document.iri.clone()
            } else if writer.has_told(id) {
                self.project.namespace.document(id)
            } else {
                unknown_document = true;
                findings.push(self.unknown_document(id));
                self.project.namespace.document(id)
            }
        });
        let mut ends = [subject?, object?];
        if is_inverse && claim.object == Referent::OwnEvent {
            findings.push(nobody_acts(&claim.predicate));
            return None;
        }
        if is_inverse {
            ends.swap(0, 1);
            claim.turn();
        }
        Some(Draft {
            claim,
            ends,
            predicate,
            event_types,
            place: place.map(|named| named.iri),
            speakers,
            document,
            minted,
            unknown_document,
            can_be_fact,
        })
    }

    /// A claim without speaker is the word of whoever speaks in its document.
    fn speak_by_default(&self, claim: &mut Claim) {
        if claim.said_by.is_empty()
            && let Some(document) = claim.document.as_ref().and_then(|id| self.documents.get(id))
        {
            claim.said_by.clone_from(&document.said_by);
        }
    }

    /// The entity a name means; one nobody declared is noticed the first time, and each time when that rejects the row.
    fn named(
        &mut self,
        name: &str,
        field: &'static str,
        writer: &GraphWriter<'_>,
        minted: &mut Vec<Named>,
        findings: &mut Vec<Finding>,
    ) -> Option<Named> {
        let (named, is_new, collides_with) = match self.names.resolve(name) {
            Resolution::Declared(named) => return Some(named),
            Resolution::BadIri => {
                let finding = Finding::new(&codes::BAD_IRI, field, format!("`{}` is no IRI", clip(name)));
                findings.push(finding.hint("write a name, or an absolute IRI without spaces"));
                return None;
            }
            Resolution::Iri(named) => {
                note_minted(&named, writer, minted);
                return Some(named);
            }
            Resolution::Minted(named) => (named, false, None),
            Resolution::New { named, collides_with } => (named, true, collides_with),
        };
        if is_new || self.is_rejecting(&codes::UNKNOWN_ENTITY) {
            let finding =
                Finding::new(&codes::UNKNOWN_ENTITY, field, format!("`{}` is in no row of the entities", clip(name)));
            let near = if is_new { self.names.nearest(name) } else { None };
            findings.push(match near {
                Some(near) => finding.hint(format!("did you mean `{near}`? else add a row")),
                None => finding.hint("add a row with its type, or list it as an alias"),
            });
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
        Some(named)
    }

    /// True when a fault of this code costs its row, so that each row has to be told of it.
    fn is_rejecting(&self, code: &Code) -> bool {
        matches!(self.project.policy.action(code), Action::Reject | Action::Abort)
    }

    /// The predicate that the cell of `claim` means. Where it says that something is not so, the claim says it from then on.
    fn predicate(&mut self, claim: &mut Claim, findings: &mut Vec<Finding>) -> PredicateReading<'a> {
        let cell = claim.predicate.as_str();
        if let Some(meaning) = self.meaning(cell) {
            if matches!(meaning, Meaning::Inverse(_)) && self.noticed.insert(normal_name(cell)) {
                let label = &meaning.predicate().label;
                let message = format!("`{cell}` is read as `{label}` with subject and object exchanged");
                findings.push(Finding::new(&codes::INVERSE_PREDICATE, "predicate", message));
            }
            return known(meaning, true);
        }
        match self.denials.get(cell).copied().flatten() {
            Some(Denial::Whole(meaning)) => known(meaning, true),
            Some(denial @ (Denial::Negated(meaning) | Denial::Own(meaning))) => {
                if self.noticed.insert(normal_name(cell)) || self.is_rejecting(&codes::NEGATED_PREDICATE) {
                    findings.push(denials::negated(cell, meaning));
                }
                denials::negate(claim, matches!(denial, Denial::Own(_)), findings);
                known(meaning, claim.polarity == Polarity::Negative)
            }
            Some(denial @ (Denial::Hedged(_) | Denial::Unknown)) => {
                findings.push(denials::unresolved(cell, denial));
                self.minted_predicate(cell, false)
            }
            None => {
                self.note_unknown(cell, findings);
                self.minted_predicate(cell, true)
            }
        }
    }

    /// What the ontology knows of a cell; what it denies is kept where it knows nothing.
    fn meaning(&mut self, cell: &str) -> Option<Meaning<'a>> {
        if let Some(meaning) = self.predicates.get(cell) {
            return Some(*meaning);
        }
        if self.denials.contains_key(cell) {
            return None;
        }
        let meaning = self.ontology.resolve(cell);
        if let Some(meaning) = meaning {
            self.predicates.insert(cell.to_owned(), meaning);
        } else {
            self.denials.insert(cell.to_owned(), self.ontology.denial(cell));
        }
        meaning
    }

    fn note_unknown(&mut self, cell: &str, findings: &mut Vec<Finding>) {
        let message = format!("`{}` is in no vocabulary", clip(cell));
        let finding = Finding::new(&codes::UNKNOWN_PREDICATE, "predicate", message);
        let nearest = || self.ontology.nearest(cell).map(str::to_owned);
        let near = self.suggestions.entry(cell.to_owned()).or_insert_with(nearest);
        findings.push(match near {
            Some(near) => finding.hint(format!("did you mean `{near}`?")),
            None => finding.hint("declare it in an ontology file of the project, or choose a known predicate"),
        });
    }

    fn minted_predicate(&self, cell: &str, can_be_fact: bool) -> PredicateReading<'a> {
        let label = normal_name(cell);
        let iri = self.project.namespace.predicate(&label);
        PredicateReading { predicate: PredicateUse::Minted { iri, label }, is_inverse: false, can_be_fact }
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
        let finding = |message: String| Finding::new(&codes::UNKNOWN_DOCUMENT, "document", message);
        if let Some(line) = self.lost_documents.get(id) {
            return finding(format!("the document `{id}` was left out (line {line} of the documents)"))
                .hint("mend that row first");
        }
        let near = nearest(id, self.documents.keys().map(String::as_str));
        let hint = near.map_or_else(
            || "add a row with its publisher and date".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        finding(format!("`{id}` is in no row of the documents")).hint(hint)
    }
}

/// The fault of a passive without the one who acts: without subject there is no statement.
fn nobody_acts(cell: &str) -> Finding {
    let message =
        format!("`{}` is read from its other end, where nobody stands: the cell `object` is empty", clip(cell));
    Finding::new(&codes::EMPTY_CELL, "object", message).hint("write who did it")
}

/// A predicate of the ontology.
fn known(meaning: Meaning<'_>, can_be_fact: bool) -> PredicateReading<'_> {
    let is_inverse = matches!(meaning, Meaning::Inverse(_));
    PredicateReading { predicate: PredicateUse::Known(meaning.predicate()), is_inverse, can_be_fact }
}

/// Notes an entity to be written with the claim, unless it is written already, as most are.
fn note_minted(named: &Named, writer: &GraphWriter<'_>, minted: &mut Vec<Named>) {
    if !writer.is_written(&named.iri) {
        minted.push(named.clone());
    }
}
