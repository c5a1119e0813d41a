//! A graph in numbers.
//!
//! Everything is counted on numbers of terms: most of it is known from the order of the index, the rest takes one walk
//! over all quads.

use oxigraph::model::NamedNodeRef;
use oxigraph::model::vocab::{rdf, rdfs};
use rustc_hash::FxHashSet;

use crate::claims::least_label;
use crate::rdf::vocab;
use crate::store::{Graphs, Index, Store};

/// One number with its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    /// What is counted.
    pub what: &'static str,
    /// How many there are.
    pub n: u64,
}

/// Counts what is in the graph. What several graphs say counts once.
pub fn counts(store: &Store) -> Vec<Count> {
    let numbers = TermNumbers(store.index());
    let walked = numbers.walk();
    let found = [
        ("claims", numbers.n_of_class(vocab::CLAIM)),
        ("accepted claims", numbers.n_accepted()),
        ("events", numbers.n_of_class(vocab::EVENT)),
        ("statements", walked.n_statements),
        ("actors", numbers.n_actors()),
        ("speakers", store.counts(Some(&vocab::SPEAKER.into_owned())).n_objects),
        ("documents", numbers.n_of_class(vocab::DOCUMENT)),
        ("predicates", store.counts(Some(&vocab::RDF_PREDICATE.into_owned())).n_objects),
        ("quotes", store.counts(Some(&vocab::QUOTE.into_owned())).n_subjects),
        ("undated claims", numbers.n_undated()),
        ("unsourced claims", walked.n_unsourced),
    ];
    found.into_iter().map(|(what, n)| Count { what, n }).collect()
}

/// A name with how often it is used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    /// The name.
    pub name: String,
    /// Claims that use it.
    pub n_claims: u64,
    /// Those of them that affirm their statement.
    pub n_affirm: u64,
}

/// The labels used most in one role, by how many claims use them; names that are used as often stand in their order.
pub fn top(store: &Store, role: Role, most: usize) -> Vec<Use> {
    let numbers = TermNumbers(store.index());
    // Who takes part in a claim in two ways takes part in it once.
    let mut uses = numbers.uses(role);
    uses.sort_unstable();
    uses.dedup();
    let Some(label) = numbers.0.iri(rdfs::LABEL) else { return Vec::new() };
    let affirming = numbers.affirming();
    let of_thing = |uses: &[[u32; 2]]| {
        let n_affirm = uses.iter().filter(|[_, claim]| affirming.contains(claim)).count() as u64;
        Some(Use { name: least_label(numbers.0, uses[0][0], label)?, n_claims: uses.len() as u64, n_affirm })
    };
    let mut names: Vec<Use> = uses.chunk_by(|a, b| a[0] == b[0]).filter_map(of_thing).collect();
    names.sort_by(|a, b| b.n_claims.cmp(&a.n_claims).then_with(|| a.name.cmp(&b.name)));
    names.truncate(most);
    names
}

/// In what role a thing takes part in claims.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// As subject or object.
    Actor,
    /// As predicate.
    Predicate,
    /// As speaker.
    Speaker,
    /// As publisher.
    Publisher,
}

/// What one walk over all quads counts.
#[derive(Default)]
struct Walked {
    n_statements: u64,
    n_unsourced: u64,
}

/// A graph by numbers.
struct TermNumbers<'s>(Index<'s>);

impl TermNumbers<'_> {
    /// The quads with a predicate, by object and subject.
    fn pairs(&self, predicate: NamedNodeRef<'_>) -> impl Iterator<Item = [u32; 2]> {
        let scan = self.0.iri(predicate).map(|predicate| self.0.scan([None, Some(predicate), None], Graphs::Union));
        scan.into_iter().flatten().map(|[subject, _, object, _]| [object, subject])
    }

    fn objects(&self, subject: u32, predicate: Option<u32>) -> impl Iterator<Item = u32> {
        let scan = predicate.map(|predicate| self.0.scan([Some(subject), Some(predicate), None], Graphs::Union));
        scan.into_iter().flatten().map(|row| row[2])
    }

    /// Claims that affirm their statement.
    fn affirming(&self) -> FxHashSet<u32> {
        let affirming = self.0.iri(vocab::AFFIRMING);
        self.pairs(vocab::STANCE).filter(|[stance, _]| Some(*stance) == affirming).map(|[_, claim]| claim).collect()
    }

    fn n_of_class(&self, class: NamedNodeRef<'_>) -> u64 {
        let is_a = self.0.iri(rdf::TYPE).zip(self.0.iri(class));
        is_a.map_or(0, |(is_a, class)| self.0.count([None, Some(is_a), Some(class)], Graphs::Union))
    }

    fn n_accepted(&self) -> u64 {
        self.pairs(vocab::ACCEPTED).filter(|[value, _]| self.0.truth(*value)).count() as u64
    }

    /// Things that are subject of a claim or recipient of an event, and no events.
    fn n_actors(&self) -> u64 {
        let mut actors: Vec<u32> = Vec::new();
        for [actor, _] in self.pairs(vocab::RDF_SUBJECT).chain(self.pairs(vocab::RECIPIENT)) {
            if actors.last() != Some(&actor) {
                actors.push(actor);
            }
        }
        actors.sort_unstable();
        actors.dedup();
        let (is_a, event) = (self.0.iri(rdf::TYPE), self.0.iri(vocab::EVENT));
        actors.retain(|actor| event.is_none_or(|event| self.objects(*actor, is_a).all(|class| class != event)));
        actors.len() as u64
    }

    fn n_undated(&self) -> u64 {
        let (mut n, mut last) = (0, None);
        let dates = [vocab::DATE, vocab::EDTF_DATE].map(|date| self.0.iri(date));
        for [event, _] in self.pairs(vocab::ABOUT) {
            let is_undated = match last {
                Some((seen, is_undated)) if seen == event => is_undated,
                _ => dates.into_iter().all(|date| self.objects(event, date).next().is_none()),
            };
            last = Some((event, is_undated));
            n += u64::from(is_undated);
        }
        n
    }

    /// Counts what only all quads of a subject tell: which statements are made, and which claims name nobody.
    fn walk(&self) -> Walked {
        let number = |iri: NamedNodeRef<'_>| self.0.iri(iri).unwrap_or(u32::MAX);
        let [is_a, claim] = [rdf::TYPE, vocab::CLAIM].map(number);
        let parts = [vocab::RDF_SUBJECT, vocab::RDF_PREDICATE, vocab::RDF_OBJECT].map(number);
        let sources = [vocab::SPEAKER, vocab::IN_DOCUMENT].map(number);
        let (mut walked, mut statements) = (Walked::default(), FxHashSet::default());
        let (mut current, mut has_source, mut is_claim) = (0, false, false);
        let mut statement: [Vec<u32>; 3] = Default::default();
        // A row of nothing ends the last subject.
        for [subject, predicate, object, _] in self.0.between(0, u32::MAX).chain([[0; 4]]) {
            if subject != current {
                walked.n_unsourced += u64::from(is_claim && !has_source);
                let [subjects, predicates, objects] = &statement;
                for (s, p) in subjects.iter().flat_map(|s| predicates.iter().map(move |p| (s, p))) {
                    statements.extend(objects.iter().map(|o| [*s, *p, *o]));
                }
                statement.iter_mut().for_each(Vec::clear);
                (current, has_source, is_claim) = (subject, false, false);
            }
            if let Some(place) = parts.iter().position(|part| *part == predicate) {
                statement[place].push(object);
            }
            has_source |= sources.contains(&predicate);
            is_claim |= predicate == is_a && object == claim;
        }
        walked.n_statements = statements.len() as u64;
        walked
    }

    /// The things that have a role, each beside a claim that they have it in.
    fn uses(&self, role: Role) -> Vec<[u32; 2]> {
        // Where the thing is two steps away from the claim.
        let through = |first: NamedNodeRef<'_>, second: NamedNodeRef<'_>| {
            let (second, mut found) = (self.0.iri(second), Vec::new());
            let mut last: (u32, Vec<u32>) = (0, Vec::new());
            for [middle, claim] in self.pairs(first) {
                if middle != last.0 {
                    last = (middle, self.objects(middle, second).collect());
                }
                found.extend(last.1.iter().map(|thing| [*thing, claim]));
            }
            found
        };
        match role {
            Role::Actor => {
                let subjects = self.pairs(vocab::RDF_SUBJECT);
                subjects.chain(through(vocab::ABOUT, vocab::RECIPIENT)).collect()
            }
            Role::Predicate => self.pairs(vocab::RDF_PREDICATE).collect(),
            Role::Speaker => self.pairs(vocab::SPEAKER).collect(),
            Role::Publisher => through(vocab::IN_DOCUMENT, vocab::SCHEMA_PUBLISHER),
        }
    }
}
