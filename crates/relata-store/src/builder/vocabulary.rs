//! A vocabulary: all of it in a graph of its own, and what it says of the terms that are used once more beside the quads
//! that use them.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::{NamedNode, NamedOrBlankNode, QuadRef, Term, Triple};

use super::FULL;
use super::recent::{Parcel, Recent};
use super::run::Run;
use crate::{VOCABULARY, term};

/// What is known beforehand of terms that quads may use.
#[derive(Debug, Default, Clone)]
pub struct Vocabulary {
    /// What it says.
    pub triples: Vec<Triple>,
    /// The graph for what it says of terms that are used, and of the terms that this speaks of in turn.
    pub used_in: Option<NamedNode>,
}

/// Looks out for the terms of a vocabulary.
pub(super) struct Watch {
    vocabulary: Vocabulary,
    /// The triples of each subject.
    by_subject: BTreeMap<NamedNode, Vec<usize>>,
    used: BTreeSet<NamedNode>,
    /// True when what comes from now on uses nothing.
    is_closed: bool,
}

impl Watch {
    pub(super) fn new(vocabulary: Vocabulary) -> Watch {
        let mut by_subject: BTreeMap<NamedNode, Vec<usize>> = BTreeMap::new();
        for (index, triple) in vocabulary.triples.iter().enumerate() {
            if let NamedOrBlankNode::NamedNode(subject) = &triple.subject {
                by_subject.entry(subject.clone()).or_default().push(index);
            }
        }
        Watch { vocabulary, by_subject, used: BTreeSet::new(), is_closed: false }
    }

    /// Notes which terms of the vocabulary a run has.
    pub(super) fn look(&mut self, run: &Run) {
        if self.is_closed {
            return;
        }
        let mut bytes = Vec::new();
        for subject in self.by_subject.keys() {
            bytes.clear();
            term::encode(subject.as_ref().into(), &mut bytes);
            if run.has(&bytes) {
                self.used.insert(subject.clone());
            }
        }
    }

    /// Looks no more.
    pub(super) fn close(&mut self) {
        self.is_closed = true;
    }

    /// The quads of the vocabulary: what is said of terms that are used, then all of it.
    pub(super) fn parcels(&self) -> Vec<Parcel> {
        let (mut parcels, mut recent) = (vec![Parcel::default()], Recent::new());
        let mut put = |quad: QuadRef<'_>| {
            if parcels.last().is_none_or(|parcel| parcel.len() >= FULL) {
                parcels.push(Parcel::default());
                recent.forget();
            }
            if let Some(parcel) = parcels.last_mut() {
                recent.put(quad, parcel);
            }
        };
        if let Some(graph) = &self.vocabulary.used_in {
            self.described().into_iter().for_each(|triple| put(triple.as_ref().in_graph(graph)));
        }
        self.vocabulary.triples.iter().for_each(|triple| put(triple.as_ref().in_graph(VOCABULARY)));
        parcels
    }

    /// What is said of terms that are used, and of all that this speaks of: a code leads to the code above it, a predicate
    /// to its inverse and to its type.
    fn described(&self) -> Vec<&Triple> {
        let mut described = Vec::new();
        let mut known = self.used.clone();
        let mut waiting: Vec<NamedNode> = self.used.iter().cloned().collect();
        while let Some(subject) = waiting.pop() {
            for triple in
                self.by_subject.get(&subject).into_iter().flatten().map(|index| &self.vocabulary.triples[*index])
            {
                described.push(triple);
                let object = if let Term::NamedNode(object) = &triple.object { Some(object) } else { None };
                for next in object.into_iter().chain([&triple.predicate]) {
                    if self.by_subject.contains_key(next) && known.insert(next.clone()) {
                        waiting.push(next.clone());
                    }
                }
            }
        }
        described
    }
}
