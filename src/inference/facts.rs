//! The triples from which others follow, with terms as numbers.
//!
//! Of a claim's thirty quads one counts: the plain triple of what is accepted. What relata records of claims, events,
//! documents and evidence says nothing about the world that another triple could follow from, and is most of a graph.

use std::hash::{BuildHasher as _, BuildHasherDefault};

use hashbrown::HashTable;
use oxigraph::model::vocab::rdf;
use oxigraph::model::{GraphNameRef, NamedNodeRef, QuadRef, Term, TermRef};
use rustc_hash::{FxHashMap, FxHasher};

use crate::rdf::vocab;
use crate::store::{FormatError, Graphs, Store};

/// Triples that count, at most; of each 12 bytes are kept, and its terms once.
pub const MOST_SAID: usize = 10_000_000;

/// Terms of relata's own namespace that are about the things themselves.
const OF_THINGS: [NamedNodeRef<'static>; 13] = [
    vocab::MEMBER_OF,
    vocab::HAS_MEMBER,
    vocab::COUNTRY,
    vocab::ENTITY,
    vocab::ACTOR,
    vocab::PERSON,
    vocab::STATE,
    vocab::ORGANIZATION,
    vocab::GROUP,
    vocab::ROLE_ACTOR,
    vocab::PLACE,
    vocab::PROPOSAL,
    vocab::THING,
];

/// Properties and classes of others with which relata writes its records and names.
const RECORDS: [&str; 12] = [
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#subject",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#predicate",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#object",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#Statement",
    "http://www.w3.org/2000/01/rdf-schema#label",
    "http://www.w3.org/2004/02/skos/core#altLabel",
    "http://semanticweb.cs.vu.nl/2009/11/sem/eventType",
    "http://semanticweb.cs.vu.nl/2009/11/sem/hasPlace",
    "http://semanticweb.cs.vu.nl/2009/11/sem/hasBeginTimeStamp",
    "http://semanticweb.cs.vu.nl/2009/11/sem/hasEndTimeStamp",
    "http://www.w3.org/ns/prov#wasAttributedTo",
];

/// Namespaces in which all is about records.
const RECORD_NAMESPACES: [&str; 2] = ["http://www.w3.org/ns/oa#", "http://www.opengis.net/ont/geosparql#"];

/// True for properties and classes of records: claims, events, documents, evidence, and names.
pub(super) fn is_of_records(term: &str) -> bool {
    let is_own = term.starts_with(vocab::RA) && !OF_THINGS.iter().any(|known| known.as_str() == term);
    is_own || RECORDS.contains(&term) || RECORD_NAMESPACES.iter().any(|namespace| term.starts_with(namespace))
}

/// Triples that count, as they come.
#[derive(Default)]
pub struct Facts {
    /// Where the columns that relata does not know live, whose cells are no statements either.
    columns: String,
    pub(super) terms: Vec<Term>,
    by_term: HashTable<u32>,
    pub(super) triples: Vec<[u32; 3]>,
    /// Whether a property or class is left out, for those that came.
    left_out: FxHashMap<Box<str>, bool>,
    /// True when there were too many.
    pub(super) is_full: bool,
}

impl Facts {
    /// None yet. `columns` is the namespace of the columns that relata does not know.
    pub fn new(columns: &str) -> Facts {
        Facts { columns: columns.to_owned(), ..Facts::default() }
    }

    /// The facts of a graph.
    ///
    /// # Errors
    /// When the graph file is damaged.
    pub fn of_store(store: &Store, columns: &str) -> Result<Facts, FormatError> {
        let damaged = FormatError::Damaged("a term is not there");
        let (index, mut facts) = (store.index(), Facts::new(columns));
        // What the shipped vocabulary says of terms is known without, and lines and texts are no facts.
        let own_graphs = [vocab::TERMS_GRAPH, vocab::POSITIONS, vocab::TEXTS].map(|graph| index.iri(graph));
        let names = 1..=u32::try_from(index.n_names()).unwrap_or(u32::MAX);
        for name in names {
            let Some(Term::NamedNode(predicate)) = index.term(name) else { continue };
            if facts.leaves_out(predicate.as_str()) {
                continue;
            }
            let mut classes: FxHashMap<u32, bool> = FxHashMap::default();
            for [subject, _, object, graph] in index.scan([None, Some(name), None], Graphs::All) {
                if own_graphs.contains(&Some(graph)) {
                    continue;
                }
                // Of most types a look at the number is enough.
                if predicate == rdf::TYPE
                    && *classes.entry(object).or_insert_with(|| match index.term(object) {
                        Some(Term::NamedNode(class)) => facts.leaves_out(class.as_str()),
                        _ => false,
                    })
                {
                    continue;
                }
                let (subject, object) = index.term(subject).zip(index.term(object)).ok_or(damaged)?;
                facts.add(subject.as_ref(), predicate.as_ref(), object.as_ref());
            }
        }
        Ok(facts)
    }

    /// Takes a quad, if it counts.
    pub fn take(&mut self, quad: QuadRef<'_>) {
        let is_apart = match quad.graph_name {
            GraphNameRef::DefaultGraph | GraphNameRef::BlankNode(_) => false,
            GraphNameRef::NamedNode(graph) => graph.as_str().starts_with(vocab::RA),
        };
        if is_apart || self.leaves_out(quad.predicate.as_str()) {
            return;
        }
        match quad.object {
            TermRef::NamedNode(class) if quad.predicate == rdf::TYPE && self.leaves_out(class.as_str()) => {}
            _ => self.add(quad.subject.into(), quad.predicate, quad.object),
        }
    }

    fn add(&mut self, subject: TermRef<'_>, predicate: NamedNodeRef<'_>, object: TermRef<'_>) {
        if matches!(object, TermRef::Triple(_)) {
            return;
        }
        if self.triples.len() >= MOST_SAID {
            self.is_full = true;
            return;
        }
        let triple = [self.number(subject), self.number(predicate.into()), self.number(object)];
        self.triples.push(triple);
    }

    fn leaves_out(&mut self, term: &str) -> bool {
        if let Some(known) = self.left_out.get(term) {
            return *known;
        }
        let is_column = !self.columns.is_empty() && term.starts_with(&self.columns);
        let left_out = is_column || is_of_records(term);
        self.left_out.insert(term.into(), left_out);
        left_out
    }

    /// The number of a term, which it gets when it comes first.
    pub(super) fn number(&mut self, term: TermRef<'_>) -> u32 {
        let Facts { terms, by_term, .. } = self;
        let hash = |term: TermRef<'_>| BuildHasherDefault::<FxHasher>::default().hash_one(term);
        let of = |number: u32| terms[number as usize].as_ref();
        let entry = by_term.entry(hash(term), |number| of(*number) == term, |number| hash(of(*number)));
        match entry {
            hashbrown::hash_table::Entry::Occupied(known) => *known.get(),
            hashbrown::hash_table::Entry::Vacant(place) => {
                let number = u32::try_from(terms.len()).unwrap_or(u32::MAX);
                place.insert(number);
                terms.push(term.into_owned());
                number
            }
        }
    }

    /// The facts with their terms numbered in the order of their texts, so that it does not matter in which they came; and
    /// the new number of each term by the old one.
    pub(super) fn numbered(self) -> (NumberedFacts, Vec<u32>) {
        let Facts { terms, by_term, mut triples, .. } = self;
        drop(by_term);
        let mut order: Vec<(String, u32)> = terms.iter().map(ToString::to_string).zip(0..).collect();
        order.sort_unstable();
        let mut places = vec![0; terms.len()];
        for ((_, number), place) in order.iter().zip(0..) {
            places[*number as usize] = place;
        }
        drop(order);
        let mut in_order: Vec<(u32, Term)> =
            terms.into_iter().enumerate().map(|(number, term)| (places[number], term)).collect();
        in_order.sort_unstable_by_key(|(place, _)| *place);
        for part in triples.as_flattened_mut() {
            *part = places[*part as usize];
        }
        triples.sort_unstable();
        triples.dedup();
        (NumberedFacts { terms: in_order.into_iter().map(|(_, term)| term).collect(), triples }, places)
    }
}

/// Facts whose terms stand in the order of their texts.
pub(super) struct NumberedFacts {
    pub(super) terms: Vec<Term>,
    /// In order, each once.
    pub(super) triples: Vec<[u32; 3]>,
}

impl NumberedFacts {
    /// The number of an IRI.
    pub(super) fn iri(&self, iri: NamedNodeRef<'_>) -> Option<u32> {
        let text = iri.to_string();
        let place = self.terms.binary_search_by(|term| term.to_string().as_str().cmp(&text)).ok()?;
        u32::try_from(place).ok()
    }

    /// True for what can be the subject of a triple.
    pub(super) fn is_thing(&self, number: u32) -> bool {
        matches!(self.terms.get(number as usize), Some(Term::NamedNode(_) | Term::BlankNode(_)))
    }
}
