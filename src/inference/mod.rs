//! What follows?
//!
//! From what a graph says, and from what vocabularies say of its terms, other
//! triples follow: a member of a member, the class above a class. [`Facts`] takes
//! the triples that count, [`infer`] gives what follows from them by [`Rules`] and
//! nobody says, and [`Inferred::reasons`] tells why one of them does. Nothing here
//! knows where triples are kept or shown, and nothing is added to what is said.

mod axioms;
mod closure;
mod facts;
mod names;
mod reasons;
mod rules;

use oxigraph::model::{NamedNode, NamedOrBlankNodeRef, Term, TripleRef};

use axioms::Axioms;
use closure::{Closure, closure};
pub use closure::{MOST_INFERRED, TooMuch};
pub use facts::{Facts, MOST_SAID};
pub use names::{iri_named, predicates_named};
pub use reasons::Reason;
pub use rules::{InferenceRule, Rules, Scope};

/// What follows from facts.
pub struct Inferred {
    /// Terms by number, in the order of their texts.
    terms: Vec<Term>,
    closure: Closure,
    /// Predicates that a rule lists and no fact or axiom has.
    unused: Vec<NamedNode>,
}

/// Finds what follows from `facts` by `rules`, whatever the order in which they were taken.
///
/// # Errors
/// When there are more facts, or more follows from them, than anybody wants: nothing follows then.
pub fn infer(facts: Facts, rules: &Rules<NamedNode>) -> Result<Inferred, TooMuch> {
    infer_at_most(facts, rules, MOST_INFERRED)
}

/// The same where no more than `most` may follow.
///
/// # Errors
/// As [`infer`].
pub fn infer_at_most(facts: Facts, rules: &Rules<NamedNode>, most: usize) -> Result<Inferred, TooMuch> {
    let (numbered, axioms) = Axioms::of(facts, rules)?;
    let closure = closure(&numbered.triples, &axioms, &|number| numbered.is_thing(number), most)?;
    let is_unused =
        |predicate: &&NamedNode| numbered.iri(predicate.as_ref()).is_none_or(|number| !closure.uses(number));
    let unused = rules.listed().filter(is_unused).cloned().collect();
    Ok(Inferred { terms: numbered.terms, closure, unused })
}

impl Inferred {
    /// The triples that follow, in the order in which they were found.
    pub fn triples(&self) -> impl Iterator<Item = TripleRef<'_>> {
        self.closure.inferred().filter_map(|fact| self.triple(fact.triple))
    }

    /// How many follow by each rule; a triple that follows by several counts for the one by which it was found first.
    pub fn counts(&self) -> [(InferenceRule, u64); 5] {
        InferenceRule::ALL
            .map(|rule| (rule, self.closure.inferred().filter(|fact| fact.by == Some(rule)).count() as u64))
    }

    /// Predicates that a rule lists and nothing has.
    pub fn unused(&self) -> &[NamedNode] {
        &self.unused
    }

    fn triple(&self, [subject, predicate, object]: [u32; 3]) -> Option<TripleRef<'_>> {
        let term = |number: u32| self.terms.get(number as usize);
        let subject: NamedOrBlankNodeRef<'_> = match term(subject)? {
            Term::NamedNode(node) => node.as_ref().into(),
            Term::BlankNode(node) => node.as_ref().into(),
            Term::Literal(_) | Term::Triple(_) => return None,
        };
        let Term::NamedNode(predicate) = term(predicate)? else { return None };
        Some(TripleRef::new(subject, predicate, term(object)?))
    }
}
