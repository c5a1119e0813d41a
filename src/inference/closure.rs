//! All that follows, as a function on numbers.
//!
//! Each fact is looked at once, in the order in which it was found, so that what is new is joined with what is known and
//! nothing is joined twice (semi-naive). A transitive predicate is followed one step at a time: a chain of n facts takes
//! n² / 2 joins, as many as there are answers. Circles end, because a fact that is known is not found again.

use std::collections::VecDeque;

use rustc_hash::FxHashMap;

use super::axioms::Axioms;
use super::rules::InferenceRule;

/// Triples that follow, at most: of a chain of n members of members n² / 2 do. About 80 bytes each are kept.
pub const MOST_INFERRED: usize = 2_000_000;

/// Attempts to find a triple, at most, for each that may follow: many may lead to the same one.
const MOST_ATTEMPTS: usize = 25;

/// Why nothing is inferred.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TooMuch {
    /// There is too much to infer from.
    #[error("there are more than {} million triples to infer from", super::MOST_SAID / 1_000_000)]
    Said,
    /// Too much follows, or it follows in too many ways.
    #[error("more than {} million triples would follow, or they follow in too many ways; most of those that were found follow by `{}`", MOST_INFERRED / 1_000_000, .0.word())]
    Inferred(InferenceRule),
}

/// A triple, and why it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fact {
    pub(super) triple: [u32; 3],
    /// The rule by which it follows; none when it is said.
    pub(super) by: Option<InferenceRule>,
    /// The places of the facts that it follows from; the same one twice when it is one.
    pub(super) from: [u32; 2],
    /// True when transitive chains are made of it. What follows from a chain is none: the links of the chain, or what
    /// follows from them, lead there as well.
    is_link: bool,
    /// True when it was looked at.
    is_seen: bool,
}

/// What is said, and all that follows from it.
#[derive(Debug, Default)]
pub(super) struct Closure {
    facts: Vec<Fact>,
    known: FxHashMap<[u32; 3], u32>,
    n_said: usize,
}

impl Closure {
    /// What follows.
    pub(super) fn inferred(&self) -> impl Iterator<Item = &Fact> {
        self.facts.iter().skip(self.n_said)
    }

    /// True when some fact has the predicate.
    pub(super) fn uses(&self, predicate: u32) -> bool {
        self.facts.iter().any(|fact| fact.triple[1] == predicate)
    }

    /// The place of a fact.
    pub(super) fn place(&self, triple: [u32; 3]) -> Option<u32> {
        self.known.get(&triple).copied()
    }

    /// The fact at a place.
    pub(super) fn fact(&self, place: u32) -> Option<Fact> {
        self.facts.get(place as usize).copied()
    }
}

/// Everything that follows from `said`, which holds no triple twice, if it is no more than `most`. `is_thing` tells what
/// can be a subject.
pub(super) fn closure(
    said: &[[u32; 3]],
    axioms: &Axioms,
    is_thing: &dyn Fn(u32) -> bool,
    most: usize,
) -> Result<Closure, TooMuch> {
    let mut search = Search::new(said, axioms, is_thing, most);
    while let Some(place) = search.waiting.pop_front() {
        search.look_at(place)?;
    }
    Ok(search.closure)
}

struct Search<'a> {
    axioms: &'a Axioms,
    is_thing: &'a dyn Fn(u32) -> bool,
    closure: Closure,
    /// Places of facts that are not looked at yet.
    waiting: VecDeque<u32>,
    /// Of transitive predicates the links that were looked at, by predicate and subject.
    links: FxHashMap<[u32; 2], Vec<u32>>,
    /// Of the same all facts that were looked at, by predicate and object.
    chains: FxHashMap<[u32; 2], Vec<u32>>,
    /// How many may follow.
    most: usize,
    n_attempts: usize,
}

impl<'a> Search<'a> {
    fn new(said: &[[u32; 3]], axioms: &'a Axioms, is_thing: &'a dyn Fn(u32) -> bool, most: usize) -> Search<'a> {
        let fact = |&triple: &[u32; 3]| Fact { triple, by: None, from: [0; 2], is_link: true, is_seen: false };
        let facts: Vec<Fact> = said.iter().map(fact).collect();
        let known = said.iter().copied().zip(0..).collect();
        let leads = |fact: &Fact| {
            let [_, predicate, object] = fact.triple;
            axioms.predicates.contains_key(&predicate)
                || (predicate == axioms.of_type && axioms.classes.contains_key(&object))
        };
        let waiting = facts.iter().zip(0..).filter(|(fact, _)| leads(fact)).map(|(_, place)| place).collect();
        let closure = Closure { n_said: facts.len(), facts, known };
        let (links, chains) = (FxHashMap::default(), FxHashMap::default());
        Search { axioms, is_thing, closure, waiting, links, chains, most, n_attempts: 0 }
    }

    /// Finds what follows from a fact, and from it together with those that were looked at before.
    fn look_at(&mut self, place: u32) -> Result<(), TooMuch> {
        let axioms = self.axioms;
        let Some(fact) = self.closure.facts.get_mut(place as usize) else { return Ok(()) };
        let is_first_look = !std::mem::replace(&mut fact.is_seen, true);
        let Fact { triple: [subject, predicate, object], is_link, .. } = *fact;
        if predicate == axioms.of_type {
            for class in axioms.classes.get(&object).into_iter().flatten() {
                self.find([subject, predicate, *class], InferenceRule::Subclass, [place; 2], true)?;
            }
        }
        let Some(known) = axioms.predicates.get(&predicate) else { return Ok(()) };
        for above in &known.above {
            self.find([subject, *above, object], InferenceRule::Subproperty, [place; 2], is_link)?;
        }
        if (self.is_thing)(object) {
            for inverse in &known.inverses {
                self.find([object, *inverse, subject], InferenceRule::Inverse, [place; 2], is_link)?;
            }
            if known.is_symmetric {
                self.find([object, predicate, subject], InferenceRule::Symmetric, [place; 2], is_link)?;
            }
        }
        if known.is_transitive {
            if is_first_look {
                self.chains.entry([predicate, object]).or_default().push(place);
            }
            self.follow(place)?;
        }
        Ok(())
    }

    /// Lengthens chains of a transitive predicate: a fact by all links behind it and, when it is a link, all chains
    /// before it. It is looked at again when it becomes a link.
    fn follow(&mut self, place: u32) -> Result<(), TooMuch> {
        let Some(Fact { triple: [subject, predicate, object], is_link, .. }) = self.closure.fact(place) else {
            return Ok(());
        };
        if is_link {
            self.links.entry([predicate, subject]).or_default().push(place);
            for chain in self.chains.get(&[predicate, subject]).cloned().unwrap_or_default() {
                let Some(Fact { triple: [start, ..], .. }) = self.closure.fact(chain) else { continue };
                self.find([start, predicate, object], InferenceRule::Transitive, [chain, place], false)?;
            }
        }
        for link in self.links.get(&[predicate, object]).cloned().unwrap_or_default() {
            let Some(Fact { triple: [_, _, end], .. }) = self.closure.fact(link) else { continue };
            self.find([subject, predicate, end], InferenceRule::Transitive, [place, link], false)?;
        }
        Ok(())
    }

    /// Notes that a triple follows, unless it is known.
    fn find(&mut self, triple: [u32; 3], by: InferenceRule, from: [u32; 2], is_link: bool) -> Result<(), TooMuch> {
        self.n_attempts += 1;
        let Closure { facts, known, n_said } = &mut self.closure;
        if let Some(place) = known.get(&triple) {
            if let Some(fact) = facts.get_mut(*place as usize).filter(|fact| is_link && !fact.is_link) {
                fact.is_link = true;
                if fact.is_seen {
                    self.waiting.push_back(*place);
                }
            }
            return if self.n_attempts / MOST_ATTEMPTS > self.most { Err(self.too_much()) } else { Ok(()) };
        }
        if facts.len() - *n_said >= self.most {
            return Err(self.too_much());
        }
        let place = u32::try_from(facts.len()).unwrap_or(u32::MAX);
        facts.push(Fact { triple, by: Some(by), from, is_link, is_seen: false });
        known.insert(triple, place);
        self.waiting.push_back(place);
        Ok(())
    }

    fn too_much(&self) -> TooMuch {
        let n_by = |rule: InferenceRule| self.closure.inferred().filter(|fact| fact.by == Some(rule)).count();
        let most = InferenceRule::ALL.into_iter().max_by_key(|rule| n_by(*rule));
        TooMuch::Inferred(most.unwrap_or(InferenceRule::Transitive))
    }
}
