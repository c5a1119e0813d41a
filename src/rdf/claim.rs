//! Claims and the events they are about, as RDF.
//!
//! A claim is the reifier of its statement in RDF 1.2, and carries subject,
//! predicate and object once more for SPARQL 1.1. The statement itself stands in
//! the graph only when the project accepts the claim.

use std::sync::Arc;

use oxigraph::model::vocab::{rdf, xsd};
use oxigraph::model::{LiteralRef, NamedNode, NamedNodeRef, QuadRef, Triple};

use super::iri::Namespace;
use super::plain::{plain_datatype, write_plain};
use super::qualifier::Qualifiers;
use super::{Sink, fact, label, text, vocab};
use crate::columns::{CLAIM, span_cells};
use crate::model::{Certainty, Claim, EntityKind, EventDate, Modality, Polarity, Stance};
use crate::ontology::Predicate;

/// Subject or object of a statement.
#[derive(Debug, Clone, PartialEq)]
pub struct End {
    /// Its IRI.
    pub iri: NamedNode,
    /// The event that rows tell of, where it was joined to the one with that IRI.
    pub told: Option<NamedNode>,
    /// The name to show.
    pub label: String,
    /// What it is.
    pub kind: EndKind,
}

impl End {
    /// The IRI it has before events are joined. What is made of it stays the same when a judgement comes or goes.
    fn told_iri(&self) -> &str {
        self.told.as_ref().unwrap_or(&self.iri).as_str()
    }
}

/// What a statement speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EndKind {
    /// An entity, with its kind when declared.
    Entity(Option<EntityKind>),
    /// The event of another claim.
    Event,
}

/// Characters of an event's label before it is cut.
const LONGEST_LABEL: usize = 240;

/// A claim with every name resolved.
#[derive(Debug)]
pub struct ResolvedClaim<'a> {
    /// The row.
    pub claim: Claim,
    /// Who acts.
    pub subject: End,
    /// What is done.
    pub predicate: PredicateUse<'a>,
    /// To whom; none where the subject acts alone, so that the event itself is the object.
    pub object: Option<End>,
    /// Types of the event that its row names.
    pub event_types: Vec<NamedNode>,
    /// Where.
    pub place: Option<NamedNode>,
    /// Whose word it is.
    pub speakers: Vec<NamedNode>,
    /// Where it was published.
    pub document: Option<NamedNode>,
    /// Property and claim for each reply.
    pub replies: Vec<(NamedNodeRef<'static>, NamedNode)>,
    /// What it does with its statement.
    pub stance: Stance,
    /// True when the policy takes it as fact.
    pub accepted: bool,
    /// The names that its row has for things that are called otherwise, each with the property that tells it.
    pub written: Vec<(NamedNodeRef<'static>, String)>,
}

/// A predicate of the ontology, or one minted for the project.
#[derive(Debug, Clone)]
pub enum PredicateUse<'a> {
    /// The ontology has it.
    Known(&'a Predicate),
    /// Nobody has it.
    Minted {
        /// Its IRI.
        iri: NamedNode,
        /// The name to show: the cell, or the spelling that came first.
        label: Arc<str>,
        /// The name as this claim has it.
        written: Arc<str>,
    },
}

impl PredicateUse<'_> {
    /// Its IRI.
    pub fn iri(&self) -> &NamedNode {
        match self {
            PredicateUse::Known(predicate) => &predicate.iri,
            PredicateUse::Minted { iri, .. } => iri,
        }
    }

    /// The name to show.
    pub fn label(&self) -> &str {
        match self {
            PredicateUse::Known(predicate) => &predicate.label,
            PredicateUse::Minted { label, .. } => label,
        }
    }
}

impl ResolvedClaim<'_> {
    /// The IRI of the event: its identifier, or else a hash of subject, predicate, object, date and place, in this order.
    pub fn event_iri(&self, namespace: &Namespace) -> NamedNode {
        if let Some(id) = &self.claim.event {
            return namespace.event_of_id(id);
        }
        let date = self.claim.date.as_ref().map_or("", EventDate::text);
        let place = self.place.as_ref().map_or("", |place| place.as_str());
        let (mut subject, mut object) = (self.subject.told_iri(), self.object.as_ref().map_or("", End::told_iri));
        // The ends of a symmetric statement stand in the order of the IRIs that they have after events are joined.
        if self.is_symmetric() && !object.is_empty() && subject > object {
            std::mem::swap(&mut subject, &mut object);
        }
        namespace.event(&[subject, self.predicate.iri().as_str(), object, date, place])
    }

    fn is_symmetric(&self) -> bool {
        matches!(&self.predicate, PredicateUse::Known(known) if known.symmetric)
    }

    /// What the event is called.
    pub fn event_label(&self) -> String {
        let [subject, predicate] = [&*self.subject.label, self.predicate.label()];
        let label = match &self.object {
            None => format!("{subject} {predicate}"),
            Some(object) => {
                let colon = if object.kind == EndKind::Event { ":" } else { "" };
                [subject, " ", predicate, colon, " ", &object.label].concat()
            }
        };
        if label.len() <= LONGEST_LABEL {
            return label;
        }
        // Statements about statements about statements would grow without end.
        match label.char_indices().nth(LONGEST_LABEL) {
            Some((at, _)) => format!("{}…", &label[..at]),
            None => label,
        }
    }

    /// The IRI of the claim: its identifier, or else a hash of everything that makes it this claim.
    pub fn claim_iri(&self, namespace: &Namespace, event: &NamedNode) -> NamedNode {
        if let Some(id) = &self.claim.id {
            return namespace.claim(id);
        }
        let mut speakers: Vec<&str> = self.speakers.iter().map(oxigraph::model::NamedNode::as_str).collect();
        speakers.sort_unstable();
        let mut replies: Vec<String> = self.replies.iter().map(|(how, to)| format!("{how} {to}")).collect();
        replies.sort_unstable();
        namespace.claim_from_content(&[
            event.as_str(),
            self.document.as_ref().map_or("", |document| document.as_str()),
            &speakers.join(" "),
            self.claim.evidence.quote.as_deref().unwrap_or_default(),
            &self.claim.evidence.span.as_ref().map(|span| format!("{}-{}", span.start, span.end)).unwrap_or_default(),
            self.claim.certainty.word(),
            self.claim.polarity.word(),
            self.claim.modality.word(),
            &replies.join(" "),
        ])
    }

    /// Writes the event. One that was joined to `event` is named elsewhere: an event has one label.
    pub fn write_event(&self, qualifiers: &mut Qualifiers, event: &NamedNode, is_joined: bool, sink: &mut Sink<'_>) {
        sink(fact(event, rdf::TYPE, vocab::EVENT));
        if !is_joined {
            sink(label(event, &self.event_label()));
        }
        sink(fact(event, vocab::AGENT, &self.subject.iri));
        sink(fact(event, vocab::PREDICATE, self.predicate.iri()));
        if let Some(object) = &self.object {
            let role = if self.is_recipient(object) { vocab::RECIPIENT } else { vocab::THEME };
            sink(fact(event, role, &object.iri));
        }
        for event_type in &self.event_types {
            sink(fact(event, vocab::SEM_EVENT_TYPE, event_type));
        }
        match &self.predicate {
            PredicateUse::Known(predicate) => {
                // The code of the row is exact, that of its predicate the nearest one.
                let nearest = predicate.cameo.iter().filter(|_| self.event_types.is_empty());
                for event_type in predicate.plover_type.iter().chain(nearest) {
                    sink(fact(event, vocab::SEM_EVENT_TYPE, event_type));
                }
                if let Some(mode) = &predicate.plover_mode {
                    sink(fact(event, vocab::MODE, mode));
                }
            }
            PredicateUse::Minted { iri, label: name, written } => {
                sink(fact(iri, rdf::TYPE, vocab::PREDICATE_CLASS));
                sink(label(iri, name));
                if written != name {
                    sink(fact(iri, vocab::SKOS_ALT_LABEL, LiteralRef::new_simple_literal(written)));
                }
            }
        }
        if let Some(place) = &self.place {
            sink(fact(event, vocab::SEM_HAS_PLACE, place));
        }
        if let Some(date) = &self.claim.date {
            write_date(event, date, sink);
        }
        qualifiers.write_of_event(event, is_joined, &self.claim.qualifiers, sink);
    }

    /// True when the object takes part as an actor; an undeclared one does where the predicate is done to somebody.
    fn is_recipient(&self, object: &End) -> bool {
        match object.kind {
            EndKind::Event => false,
            EndKind::Entity(Some(kind)) => kind.is_actor(),
            EndKind::Entity(None) => match &self.predicate {
                PredicateUse::Known(predicate) => predicate
                    .range
                    .as_ref()
                    .is_some_and(|class| class.as_ref() == vocab::ACTOR || class.as_ref() == vocab::ENTITY),
                PredicateUse::Minted { .. } => false,
            },
        }
    }

    /// Writes the claim, its evidence and, when accepted, the plain statement.
    pub fn write_claim(&self, qualifiers: &mut Qualifiers, iri: &NamedNode, event: &NamedNode, sink: &mut Sink<'_>) {
        let claim = &self.claim;
        let (subject, predicate) = (&self.subject.iri, self.predicate.iri());
        let object = self.object.as_ref().map_or(event, |object| &object.iri);
        let statement = Triple::new(subject.clone(), predicate.clone(), object.clone());
        let flag = |value: bool| LiteralRef::new_typed_literal(if value { "true" } else { "false" }, xsd::BOOLEAN);
        sink(fact(iri, rdf::TYPE, vocab::CLAIM));
        sink(fact(iri, vocab::RDF_REIFIES, &statement));
        sink(fact(iri, vocab::RDF_SUBJECT, subject));
        sink(fact(iri, vocab::RDF_PREDICATE, predicate));
        sink(fact(iri, vocab::RDF_OBJECT, object));
        sink(fact(iri, vocab::ABOUT, event));
        sink(fact(iri, vocab::STANCE, stance_iri(self.stance)));
        let commitment = speaker_property(self.stance);
        for speaker in &self.speakers {
            sink(fact(iri, vocab::SPEAKER, speaker));
            if let Some(property) = commitment {
                sink(fact(iri, property, speaker));
            }
        }
        if let Some(document) = &self.document {
            sink(fact(iri, vocab::IN_DOCUMENT, document));
        }
        sink(fact(iri, vocab::CERTAINTY, certainty_iri(claim.certainty)));
        sink(fact(iri, vocab::POLARITY, polarity_iri(claim.polarity)));
        sink(fact(iri, vocab::MODALITY, modality_iri(claim.modality)));
        for (property, reply) in &self.replies {
            sink(fact(iri, *property, reply));
        }
        sink(fact(iri, vocab::ACCEPTED, flag(self.accepted)));
        for (property, name) in &self.written {
            sink(fact(iri, *property, LiteralRef::new_simple_literal(name)));
        }
        write_plain(&CLAIM, claim, iri, None, sink);
        qualifiers.write(iri, &claim.qualifiers, sink);
        for (column, cell) in span_cells(claim) {
            qualifiers.write_text(iri, &column, &cell, sink);
        }
        self.write_evidence(qualifiers.namespace(), iri, sink);
        sink(fact(iri, vocab::SOURCE_FILE, LiteralRef::new_simple_literal(&claim.origin.file)));
        let line = claim.origin.line.to_string();
        let line = LiteralRef::new_typed_literal(&line, xsd::INTEGER);
        sink(QuadRef::new(iri, vocab::SOURCE_LINE, line, vocab::POSITIONS));
        if self.accepted {
            if self.is_symmetric() && self.object.is_some() {
                sink(fact(object, predicate.as_ref(), subject));
            }
            sink(fact(subject, predicate.as_ref(), object));
        }
    }

    fn write_evidence(&self, namespace: &Namespace, iri: &NamedNode, sink: &mut Sink<'_>) {
        let evidence = &self.claim.evidence;
        if evidence.quote.is_none() && evidence.span.is_none() {
            return;
        }
        let (start, end) =
            evidence.span.as_ref().map(|span| (span.start.to_string(), span.end.to_string())).unwrap_or_default();
        let document = self.document.as_ref().map_or("", |document| document.as_str());
        let quote = evidence.quote.as_deref().unwrap_or_default();
        let mention = namespace.evidence(&[document, &start, &end, quote]);
        sink(fact(iri, vocab::EVIDENCE, &mention));
        sink(fact(&mention, rdf::TYPE, vocab::MENTION));
        if let Some(document) = &self.document {
            sink(fact(&mention, vocab::OA_HAS_SOURCE, document));
        }
        let selector = |kind: &str| NamedNode::new_unchecked([mention.as_str(), "#", kind].concat());
        if !quote.is_empty() {
            let words = text(quote, self.claim.lang.as_deref());
            let selector = selector("quote");
            sink(fact(&mention, vocab::QUOTE, words));
            sink(fact(&mention, vocab::OA_HAS_SELECTOR, &selector));
            sink(fact(&selector, rdf::TYPE, vocab::OA_QUOTE_SELECTOR));
            sink(fact(&selector, vocab::OA_EXACT, words));
        }
        if evidence.span.is_some() {
            let selector = selector("position");
            sink(fact(&mention, vocab::OA_HAS_SELECTOR, &selector));
            sink(fact(&selector, rdf::TYPE, vocab::OA_POSITION_SELECTOR));
            sink(fact(&selector, vocab::OA_START, LiteralRef::new_typed_literal(&start, xsd::INTEGER)));
            sink(fact(&selector, vocab::OA_END, LiteralRef::new_typed_literal(&end, xsd::INTEGER)));
        }
    }
}

/// Writes when an event happened: a plain day, month or year as what SPARQL computes with, whatever says more as EDTF
/// text; and of both the first and the last day they can mean.
fn write_date(event: &NamedNode, date: &EventDate, sink: &mut Sink<'_>) {
    let text = date.text();
    let typed = |text, datatype| LiteralRef::new_typed_literal(text, datatype);
    if let Some(datatype) = plain_datatype(text) {
        sink(fact(event, vocab::DATE, typed(text, datatype)));
    } else {
        sink(fact(event, vocab::EDTF_DATE, typed(text, vocab::EDTF)));
        // Of a moment without doubts the day is plain.
        if let Some((day, _)) = text.split_once('T').filter(|_| date.is_moment()) {
            sink(fact(event, vocab::DATE, typed(day, xsd::DATE)));
        }
    }
    sink(fact(event, vocab::DATE_PRECISION, LiteralRef::new_simple_literal(date.precision().word())));
    if plain_datatype(text) == Some(xsd::DATE) {
        // Most dates are days, which begin and end with what is written.
        sink(fact(event, vocab::SEM_BEGIN, typed(text, xsd::DATE)));
        sink(fact(event, vocab::SEM_END, typed(text, xsd::DATE)));
        return;
    }
    for (property, day) in [(vocab::SEM_BEGIN, date.begin()), (vocab::SEM_END, date.end())] {
        if let Some(day) = day {
            let day = day.to_string();
            sink(fact(event, property, LiteralRef::new_typed_literal(&day, xsd::DATE)));
        }
    }
}

/// The concept of a certainty.
pub fn certainty_iri(certainty: Certainty) -> NamedNodeRef<'static> {
    match certainty {
        Certainty::Certain => vocab::CERTAIN,
        Certainty::Probable => vocab::PROBABLE,
        Certainty::Possible => vocab::POSSIBLE,
        Certainty::Underspecified => vocab::UNDERSPECIFIED,
    }
}

/// The concept of a polarity.
pub fn polarity_iri(polarity: Polarity) -> NamedNodeRef<'static> {
    match polarity {
        Polarity::Positive => vocab::POSITIVE,
        Polarity::Negative => vocab::NEGATIVE,
        Polarity::Underspecified => vocab::UNDERSPECIFIED_POLARITY,
    }
}

/// The concept of a modality.
pub fn modality_iri(modality: Modality) -> NamedNodeRef<'static> {
    match modality {
        Modality::Actual => vocab::ACTUAL,
        Modality::Planned => vocab::PLANNED,
        Modality::Proposed => vocab::PROPOSED,
        Modality::Requested => vocab::REQUESTED,
        Modality::Promised => vocab::PROMISED,
        Modality::Threatened => vocab::THREATENED,
        Modality::Hypothetical => vocab::HYPOTHETICAL,
        Modality::Opinion => vocab::OPINION,
    }
}

/// The concept of a stance.
pub fn stance_iri(stance: Stance) -> NamedNodeRef<'static> {
    match stance {
        Stance::Affirms => vocab::AFFIRMING,
        Stance::Denies => vocab::DENYING,
        Stance::LeavesOpen => vocab::LEAVING_OPEN,
        Stance::SpeaksOf => vocab::SPEAKING_OF,
    }
}

/// The property that leads from a claim of this stance to its speakers, besides `ra:speaker`: who is asked for as
/// `ra:saidBy` has said so, and has not merely spoken of it.
pub fn speaker_property(stance: Stance) -> Option<NamedNodeRef<'static>> {
    match stance {
        Stance::Affirms => Some(vocab::SAID_BY),
        Stance::Denies => Some(vocab::DENIED_BY),
        Stance::LeavesOpen => Some(vocab::LEFT_OPEN_BY),
        Stance::SpeaksOf => None,
    }
}

/// The property of a reply column.
pub fn reply_property(column: &str) -> NamedNodeRef<'static> {
    match column {
        "confirms" => vocab::CONFIRMS,
        "denies" => vocab::DENIES,
        _ => vocab::DECLINES_TO_COMMENT,
    }
}
