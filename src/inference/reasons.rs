//! Why a triple follows.

use oxigraph::model::{Term, Triple, TripleRef};
use rustc_hash::FxHashSet;

use super::closure::Fact;
use super::{InferenceRule, Inferred};

/// A triple and why it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// The triple.
    pub triple: Triple,
    /// The rule by which it follows; none when it is said.
    pub by: Option<InferenceRule>,
    /// What it follows from, in order: one triple, or the links of a chain.
    pub from: Vec<Triple>,
}

impl Inferred {
    /// Why a triple holds: itself first, then each triple that it follows from, with reasons of its own, until all is said.
    /// None when it neither is said nor follows.
    pub fn reasons(&self, triple: TripleRef<'_>) -> Vec<Reason> {
        let number = |term: Term| {
            let text = term.to_string();
            let place = self.terms.binary_search_by(|other| other.to_string().as_str().cmp(&text)).ok()?;
            u32::try_from(place).ok()
        };
        let numbers = || {
            let TripleRef { subject, predicate, object } = triple;
            Some([
                number(subject.into_owned().into())?,
                number(predicate.into_owned().into())?,
                number(object.into_owned())?,
            ])
        };
        let mut reasons = Vec::new();
        let mut known = FxHashSet::default();
        let mut waiting: Vec<u32> = numbers().and_then(|numbers| self.closure.place(numbers)).into_iter().collect();
        known.extend(waiting.iter().copied());
        while let Some(place) = waiting.pop() {
            let Some(fact) = self.closure.fact(place) else { continue };
            let from = self.links(fact);
            reasons.extend(self.reason(fact, &from));
            // The last one in is the next one out.
            waiting.extend(from.into_iter().rev().filter(|place| known.insert(*place)));
        }
        reasons
    }

    fn reason(&self, fact: Fact, from: &[u32]) -> Option<Reason> {
        let triple = |place: &u32| self.triple(self.closure.fact(*place)?.triple).map(TripleRef::into_owned);
        let from = from.iter().filter_map(triple).collect();
        Some(Reason { triple: self.triple(fact.triple)?.into_owned(), by: fact.by, from })
    }

    /// The facts that a fact follows from. A chain is taken apart into its links.
    fn links(&self, fact: Fact) -> Vec<u32> {
        match fact.by {
            None => Vec::new(),
            Some(InferenceRule::Transitive) => {
                let [mut before, last] = fact.from;
                let mut links = vec![last];
                while let Some(Fact { by: Some(InferenceRule::Transitive), from, .. }) = self.closure.fact(before) {
                    links.push(from[1]);
                    before = from[0];
                }
                links.push(before);
                links.reverse();
                links
            }
            Some(_) => vec![fact.from[0]],
        }
    }
}
