//! A claim between its row and the graph: names resolved, not yet checked or written.

use oxigraph::model::{NamedNode, NamedNodeRef};

use crate::model::{Claim, Stance};
use crate::rdf::claim::{End, PredicateUse};
use crate::rdf::names::Named;
use crate::rdf::vocab;

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
    /// The names that its row has for things that were joined to others: of its ends, its place and its speakers.
    pub(super) written: WrittenNames,
    /// False when its predicate denies something in words that nobody can resolve: it is kept, but never taken as fact.
    pub(super) can_be_fact: bool,
    /// True when a program found it and nobody has reviewed it.
    pub(super) is_unreviewed: bool,
}

impl Draft<'_> {
    /// What it does with its statement: as long as nobody has reviewed it, it only speaks of it.
    pub(super) fn stance(&self) -> Stance {
        if self.is_unreviewed { Stance::SpeaksOf } else { self.claim.stance() }
    }
}

/// The names that a row has for things that are called otherwise, because they were joined to others.
#[derive(Debug, Default, Clone)]
pub(super) struct WrittenNames {
    /// Of subject and object.
    pub(super) ends: [Option<String>; 2],
    pub(super) place: Option<String>,
    pub(super) speakers: Vec<String>,
}

impl WrittenNames {
    /// The names, each with the property that tells it.
    pub(super) fn properties(self) -> Vec<(NamedNodeRef<'static>, String)> {
        let [subject, object] = self.ends.map(Option::into_iter);
        let subject = subject.map(|name| (vocab::SUBJECT_WRITTEN, name));
        let object = object.map(|name| (vocab::OBJECT_WRITTEN, name));
        let place = self.place.into_iter().map(|name| (vocab::PLACE_WRITTEN, name));
        let speakers = self.speakers.into_iter().map(|name| (vocab::SPEAKER_WRITTEN, name));
        subject.chain(object).chain(place).chain(speakers).collect()
    }
}

/// The ends of a statement as the graph has them, with the claim and the names turned likewise: `A met B` and `B met A` are
/// one statement, whose ends stand in the order of their IRIs.
pub(super) fn in_order(
    (subject, object): (End, Option<End>),
    predicate: &PredicateUse<'_>,
    claim: &mut Claim,
    written: &mut WrittenNames,
) -> (End, Option<End>) {
    match (predicate, object) {
        (PredicateUse::Known(known), Some(object)) if known.symmetric && subject.iri > object.iri => {
            claim.turn();
            written.ends.swap(0, 1);
            (object, Some(subject))
        }
        (_, object) => (subject, object),
    }
}
