//! The claims that differ between two graphs.
//!
//! Terms are compared once, as the two dictionaries lie side by side; after that a quad is the same in both graphs when
//! its numbers are. Only where they are not, a claim is read whole and compared by text.

use std::collections::BTreeMap;

use oxigraph::model::vocab::{rdf, rdfs};
use oxigraph::model::{NamedNodeRef, Term};

use super::{Claims, names};
use crate::ontology::local_name;
use crate::rdf::vocab;
use crate::store::{FormatError, Graphs, Index, Store, TermMap};

/// The claims of two graphs that are not the same in both.
///
/// Memory: 4 bytes for each term of the old graph and 3 bits for each of either, and the claims that differ.
pub struct Difference<'s> {
    /// Those of the old graph that the new one has not.
    pub old: Claims<'s>,
    /// Those of the new graph that the old one has not, and those of which more or less is said.
    pub new: Claims<'s>,
    /// How many claims the old graph has.
    pub n_before: usize,
    /// How many claims the new graph has.
    pub n_now: usize,
    graphs: [Vocabulary<'s>; 2],
    /// The number of each claim of [`Difference::new`], in order, with the one it has in the old graph if it is there.
    numbers: Vec<(u32, Option<u32>)>,
}

/// What became of a claim; it is named by where it stands in its graph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// It stands in [`Difference::new`].
    Added(usize),
    /// It stands in [`Difference::old`].
    Removed(usize),
    /// It stands in [`Difference::new`], and this differs.
    Changed(usize, Vec<String>),
}

impl<'s> Difference<'s> {
    /// Compares the claims of two graphs.
    ///
    /// Complexity: O(n) in the number of terms and quads.
    ///
    /// # Errors
    /// When a graph file is damaged.
    pub fn between(old: &'s Store, new: &'s Store) -> Result<Difference<'s>, FormatError> {
        let graphs = [Vocabulary::new(old.index()), Vocabulary::new(new.index())];
        let map = TermMap::new(old, new)?;
        let found = PropertyComparison::new(&graphs, &map);
        let (added, n_now) = added(&graphs[1], &found.stays);
        let mut numbers = found.doubtful(&graphs[0], &map);
        numbers.extend(added.into_iter().map(|claim| (claim, None)));
        numbers.sort_unstable();
        let claims: Vec<u32> = numbers.iter().map(|(claim, _)| *claim).collect();
        Ok(Difference {
            old: Claims::read_some(old, &found.removed)?,
            new: Claims::read_some(new, &claims)?,
            n_before: found.n_before,
            n_now,
            graphs,
            numbers,
        })
    }

    /// Hands on every change: first what is gone, then what is new or different, each in the order of IRIs.
    ///
    /// # Errors
    /// When `take` fails.
    pub fn for_each<E>(&self, mut take: impl FnMut(Change) -> Result<(), E>) -> Result<(), E> {
        for index in in_order(&self.old) {
            take(Change::Removed(index))?;
        }
        for index in in_order(&self.new) {
            let Some(claim) = self.new.rows().get(index) else { continue };
            let number = claim.id.number();
            let place = self.numbers.binary_search_by_key(&number, |(number, _)| *number);
            match place.ok().and_then(|place| self.numbers[place].1) {
                Some(earlier) => {
                    let details = self.details(earlier, number);
                    if !details.is_empty() {
                        take(Change::Changed(index, details))?;
                    }
                }
                None => take(Change::Added(index))?,
            }
        }
        Ok(())
    }

    /// What differs between two states of one claim, a property a line.
    fn details(&self, old: u32, new: u32) -> Vec<String> {
        let (then, now) = (self.graphs[0].facts(old), self.graphs[1].facts(new));
        let gone = then.iter().filter(|(fact, _)| !now.contains_key(*fact));
        let come = now.iter().filter(|(fact, _)| !then.contains_key(*fact));
        let mut properties: BTreeMap<&str, [Vec<String>; 2]> = BTreeMap::new();
        for ((property, value), number) in gone {
            properties.entry(property).or_default()[0].push(self.graphs[0].shown(value, *number));
        }
        for ((property, value), number) in come {
            properties.entry(property).or_default()[1].push(self.graphs[1].shown(value, *number));
        }
        let line = |(property, [gone, come]): (&str, [Vec<String>; 2])| {
            let [gone, come] = [gone.join("; "), come.join("; ")];
            // What only empty texts tell apart cannot be shown.
            (!gone.is_empty() || !come.is_empty()).then(|| format!("{property}: `{gone}` → `{come}`"))
        };
        properties.into_iter().filter_map(line).collect()
    }
}

/// Claims in the order of their IRIs. Numbers have this order, but for terms that are names of predicates or graphs as
/// well, and for blank nodes.
fn in_order(claims: &Claims<'_>) -> Vec<usize> {
    let mut order: Vec<usize> = (0..claims.rows().len()).collect();
    let (Some(first), Some(last)) = (claims.rows().first(), claims.rows().last()) else { return order };
    if first.id.number() as usize <= claims.store.index().n_names() || !claims.is_iri(last.id) {
        order.sort_by_cached_key(|index| claims.rows().get(*index).map(|claim| claims.text(claim.id)));
    }
    order
}

/// What is said of one claim: property and value, with the number of the value.
type ClaimFacts = BTreeMap<(String, String), u32>;

/// Predicate and object of a quad.
type ClaimPair = [u32; 2];

/// A graph, and the numbers of the terms that tell what a claim is.
struct Vocabulary<'s> {
    index: Index<'s>,
    is_claim: ClaimPair,
    statement: [u32; 3],
    /// Properties in which a claim may differ and still be the same.
    ignored: [u32; 6],
    about: u32,
    evidence: u32,
    place: u32,
    edtf: u32,
    /// Properties of an event that follow from its statement and its date.
    follows: [u32; 4],
    quote: u32,
    label: u32,
}

impl<'s> Vocabulary<'s> {
    fn new(index: Index<'s>) -> Vocabulary<'s> {
        // No quad has the number of a term that is not there.
        let number = |iri: NamedNodeRef<'_>| index.iri(iri).unwrap_or(u32::MAX);
        Vocabulary {
            index,
            is_claim: [rdf::TYPE, vocab::CLAIM].map(number),
            statement: [vocab::RDF_SUBJECT, vocab::RDF_PREDICATE, vocab::RDF_OBJECT].map(number),
            // Who said, denied or left open is told by speaker and stance.
            ignored: [
                rdf::TYPE,
                vocab::RDF_REIFIES,
                vocab::SOURCE_LINE,
                vocab::SAID_BY,
                vocab::DENIED_BY,
                vocab::LEFT_OPEN_BY,
            ]
            .map(number),
            about: number(vocab::ABOUT),
            evidence: number(vocab::EVIDENCE),
            place: number(vocab::SEM_HAS_PLACE),
            edtf: number(vocab::EDTF_DATE),
            follows: [rdfs::LABEL, vocab::DATE_PRECISION, vocab::SEM_BEGIN, vocab::SEM_END].map(number),
            quote: number(vocab::QUOTE),
            label: number(rdfs::LABEL),
        }
    }

    /// True when a subject with these predicates and objects is a claim that says something.
    fn is_claim(&self, pairs: &[ClaimPair]) -> bool {
        let has = |property: &u32| pairs.iter().any(|[predicate, _]| predicate == property);
        pairs.contains(&self.is_claim) && self.statement.iter().all(has)
    }

    /// Hands on each subject with its predicates and objects, in order, each once.
    fn for_each_subject(&self, mut take: impl FnMut(u32, &[ClaimPair])) {
        let (mut current, mut pairs) = (0, Vec::new());
        for [subject, predicate, object, _] in self.index.between(0, u32::MAX) {
            if subject != current {
                if !pairs.is_empty() {
                    take(current, &pairs);
                }
                current = subject;
                pairs.clear();
            }
            if pairs.last() != Some(&[predicate, object]) {
                pairs.push([predicate, object]);
            }
        }
        if !pairs.is_empty() {
            take(current, &pairs);
        }
    }

    fn objects(&self, subject: u32, predicate: u32) -> impl Iterator<Item = u32> {
        self.index.scan([Some(subject), Some(predicate), None], Graphs::All).map(|row| row[2])
    }

    /// What is said of a claim. Statement, date and place say what the event is; its IRI would only say that they changed.
    fn facts(&self, claim: u32) -> ClaimFacts {
        let mut facts = ClaimFacts::new();
        let mut add = |predicate: u32, object: u32| {
            // A date is a date, however much it says.
            let property = if predicate == self.edtf { vocab::DATE.as_str().to_owned() } else { self.text(predicate) };
            facts.insert((local_name(&property).to_owned(), self.text(object)), object);
        };
        for [_, predicate, object, _] in self.index.scan([Some(claim), None, None], Graphs::All) {
            if predicate == self.about {
                let of_event = self.index.scan([Some(object), None, None], Graphs::All);
                of_event.filter(|row| self.is_own(*row)).for_each(|[_, property, value, _]| add(property, value));
            } else if predicate == self.evidence {
                self.objects(object, self.quote).for_each(|value| add(self.quote, value));
            } else if !self.ignored.contains(&predicate) {
                add(predicate, object);
            }
        }
        facts
    }

    /// True when a quad of an event says more than its statement and the kind of its date do: where, when, how many.
    fn is_own(&self, [_, property, value, _]: [u32; 4]) -> bool {
        let is_text = || matches!(self.index.term(value), Some(Term::Literal(_)));
        property == self.place || (!self.follows.contains(&property) && is_text())
    }

    fn text(&self, number: u32) -> String {
        self.index.term(number).map(names::text).unwrap_or_default()
    }

    /// A value as people read it: by its label, or else without what stands in front of its name.
    fn shown(&self, value: &str, number: u32) -> String {
        let is_text = matches!(self.index.term(number), Some(Term::Literal(_)));
        // A text that is the IRI of something is shown like that.
        let thing = if is_text { self.index.iri(NamedNodeRef::new_unchecked(value)) } else { Some(number) };
        match thing.and_then(|thing| names::least_label(self.index, thing, self.label)) {
            Some(label) => label,
            None if value.contains("://") => local_name(value).to_owned(),
            None => value.to_owned(),
        }
    }
}

/// What one walk over both graphs finds out.
struct PropertyComparison {
    n_before: usize,
    /// Claims of the old graph that the new one has not.
    removed: Vec<u32>,
    /// Claims of the new graph that the old one has, too.
    stays: Bits,
    /// Subjects of the old graph of which the new one says the same.
    same: Bits,
}

impl PropertyComparison {
    fn new([old, new]: &[Vocabulary<'_>; 2], map: &TermMap) -> PropertyComparison {
        let (mut removed, mut stays, mut same) = (Vec::new(), Bits::default(), Bits::default());
        let mut n_before = 0;
        let mut walk =
            Walk { vocabulary: new, rows: new.index.between(0, u32::MAX).peekable(), behind: 0, pairs: Vec::new() };
        let mut mapped: Vec<ClaimPair> = Vec::new();
        old.for_each_subject(|subject, then| {
            let number = map.of(subject);
            let now = number.map_or(&[][..], |number| {
                let is_name = subject as usize <= old.index.n_names() || number as usize <= new.index.n_names();
                walk.seek(number, is_name)
            });
            if old.is_claim(then) {
                n_before += 1;
                match number.filter(|_| new.is_claim(now)) {
                    Some(number) => stays.set(number),
                    None => removed.push(subject),
                }
            }
            mapped.clear();
            let counts = |ignored: &[u32; 6], pair: &&ClaimPair| !ignored.contains(&pair[0]);
            let there = |pair: &ClaimPair| Some([map.of(pair[0])?, map.of(pair[1])?]);
            let then = then.iter().filter(|pair| counts(&old.ignored, pair));
            let is_same = then.map(there).all(|pair| {
                pair.is_some_and(|pair| {
                    mapped.push(pair);
                    true
                })
            });
            mapped.sort_unstable();
            if is_same && now.iter().filter(|pair| counts(&new.ignored, pair)).eq(mapped.iter()) {
                same.set(subject);
            }
        });
        PropertyComparison { n_before, removed, stays, same }
    }

    /// Claims of both graphs that may differ: the number in the new graph, and in the old one.
    fn doubtful(&self, old: &Vocabulary<'_>, map: &TermMap) -> Vec<(u32, Option<u32>)> {
        let mut found = Vec::new();
        old.for_each_subject(|subject, pairs| {
            let Some(number) = map.of(subject).filter(|number| self.stays.has(*number)) else { return };
            let is_part = |pair: &&ClaimPair| pair[0] == old.about || pair[0] == old.evidence;
            let is_same = |subject: u32| self.same.has(subject);
            if old.is_claim(pairs) && !(is_same(subject) && pairs.iter().filter(is_part).all(|pair| is_same(pair[1]))) {
                found.push((number, Some(subject)));
            }
        });
        found
    }
}

/// Claims that are not among those that stay, and how many claims there are.
fn added(new: &Vocabulary<'_>, stays: &Bits) -> (Vec<u32>, usize) {
    let (mut added, mut n) = (Vec::new(), 0);
    new.for_each_subject(|subject, pairs| {
        if new.is_claim(pairs) {
            n += 1;
            if !stays.has(subject) {
                added.push(subject);
            }
        }
    });
    (added, n)
}

/// The subjects of a graph, looked up mostly in order.
struct Walk<'v, R: Iterator<Item = [u32; 4]>> {
    vocabulary: &'v Vocabulary<'v>,
    rows: std::iter::Peekable<R>,
    /// The first subject that is still ahead.
    behind: u32,
    pairs: Vec<ClaimPair>,
}

impl<R: Iterator<Item = [u32; 4]>> Walk<'_, R> {
    /// Predicates and objects of a subject, in order, each once. One that stands `aside` does not move the walk on.
    fn seek(&mut self, subject: u32, aside: bool) -> &[ClaimPair] {
        self.pairs.clear();
        if aside || subject < self.behind {
            let rows = self.vocabulary.index.scan([Some(subject), None, None], Graphs::All);
            self.pairs.extend(rows.map(|[_, predicate, object, _]| [predicate, object]));
        } else {
            while let Some([found, predicate, object, _]) = self.rows.next_if(|row| row[0] <= subject) {
                if found == subject {
                    self.pairs.push([predicate, object]);
                }
            }
            self.behind = subject.saturating_add(1);
        }
        self.pairs.dedup();
        &self.pairs
    }
}

/// A set of numbers of terms.
#[derive(Default)]
struct Bits(Vec<u64>);

impl Bits {
    fn set(&mut self, number: u32) {
        let place = number as usize / 64;
        if place >= self.0.len() {
            self.0.resize(place + 1, 0);
        }
        self.0[place] |= 1 << (number % 64);
    }

    fn has(&self, number: u32) -> bool {
        self.0.get(number as usize / 64).is_some_and(|bits| bits >> (number % 64) & 1 == 1)
    }
}
