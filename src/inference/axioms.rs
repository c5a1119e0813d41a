//! What vocabularies say of classes and predicates that triples follow from.
//!
//! Axioms are taken as they are said, those of the shipped vocabulary and those among the facts; none follows from others.

use oxigraph::model::vocab::{rdf, rdfs};
use oxigraph::model::{NamedNode, NamedNodeRef, Term, TermRef};
use rustc_hash::FxHashMap;

use super::closure::TooMuch;
use super::facts::{Facts, NumberedFacts, is_of_records};
use super::rules::{InferenceRule, Rules, Scope};
use crate::ontology;
use crate::rdf::vocab;

/// Files of the shipped vocabulary that have axioms about things; the others are lists of codes.
const SHIPPED: [&str; 2] = ["relata.ttl", "predicates.ttl"];

/// The axioms that rules are applied with, by numbers of terms.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Axioms {
    /// The number of `rdf:type`.
    pub(super) of_type: u32,
    /// The classes right above a class.
    pub(super) classes: FxHashMap<u32, Vec<u32>>,
    /// What is known of a predicate.
    pub(super) predicates: FxHashMap<u32, PredicateAxioms>,
}

/// What is known of a predicate.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct PredicateAxioms {
    /// The properties right above it.
    pub(super) above: Vec<u32>,
    /// Its inverses.
    pub(super) inverses: Vec<u32>,
    pub(super) is_symmetric: bool,
    pub(super) is_transitive: bool,
}

/// Something that a vocabulary says: by which rule it counts, and the one or two terms it is about.
type Axiom = (InferenceRule, [u32; 2]);

impl Axioms {
    /// The facts with their terms in order, and the axioms that the rules ask for.
    pub(super) fn of(mut facts: Facts, rules: &Rules<NamedNode>) -> Result<(NumberedFacts, Axioms), TooMuch> {
        if facts.is_full {
            return Err(TooMuch::Said);
        }
        let n_said = facts.triples.len();
        let quads = SHIPPED.iter().flat_map(|file| ontology::quads(file));
        for quad in quads.filter(|quad| is_axiom(quad.predicate.as_ref(), quad.object.as_ref())) {
            let triple = [quad.subject.as_ref().into(), quad.predicate.as_ref().into(), quad.object.as_ref()];
            let triple = triple.map(|term: TermRef<'_>| facts.number(term));
            facts.triples.push(triple);
        }
        for predicate in rules.listed() {
            facts.number(predicate.as_ref().into());
        }
        facts.number(rdf::TYPE.into());
        // What is shipped lies in a graph of its own, and is no fact of this one.
        let shipped = facts.triples.split_off(n_said);
        let (numbered, places) = facts.numbered();
        let shipped = shipped.iter().map(|triple| triple.map(|number| places[number as usize]));
        let said = numbered.triples.iter().copied();
        let listed = listed(rules, &numbered);
        let mut axioms: Vec<Axiom> =
            shipped.chain(said).filter_map(|triple| axiom(triple, rules, &numbered)).chain(listed).collect();
        axioms.sort_unstable();
        axioms.dedup();
        let of_type = numbered.iri(rdf::TYPE).unwrap_or_default();
        let axioms = Axioms::arranged(of_type, axioms);
        Ok((numbered, axioms))
    }

    fn arranged(of_type: u32, axioms: Vec<Axiom>) -> Axioms {
        let mut arranged = Axioms { of_type, ..Axioms::default() };
        for (rule, [one, other]) in axioms {
            match rule {
                InferenceRule::Subclass => arranged.classes.entry(one).or_default().push(other),
                InferenceRule::Subproperty => arranged.of_predicate(one).above.push(other),
                InferenceRule::Inverse => {
                    arranged.of_predicate(one).inverses.push(other);
                    arranged.of_predicate(other).inverses.push(one);
                }
                InferenceRule::Symmetric => arranged.of_predicate(one).is_symmetric = true,
                InferenceRule::Transitive => arranged.of_predicate(one).is_transitive = true,
            }
        }
        // The shipped vocabulary says of both ends that the other one is their inverse.
        for known in arranged.predicates.values_mut() {
            known.inverses.sort_unstable();
            known.inverses.dedup();
        }
        arranged
    }

    fn of_predicate(&mut self, predicate: u32) -> &mut PredicateAxioms {
        self.predicates.entry(predicate).or_default()
    }
}

fn is_axiom(predicate: NamedNodeRef<'_>, object: TermRef<'_>) -> bool {
    match predicate {
        rdfs::SUB_CLASS_OF | rdfs::SUB_PROPERTY_OF | vocab::OWL_INVERSE_OF => true,
        rdf::TYPE => [vocab::OWL_SYMMETRIC, vocab::OWL_TRANSITIVE].iter().any(|class| object == (*class).into()),
        _ => false,
    }
}

/// What a triple says as an axiom that the rules ask for.
fn axiom([subject, predicate, object]: [u32; 3], rules: &Rules<NamedNode>, numbered: &NumberedFacts) -> Option<Axiom> {
    let term = |number: u32| match numbered.terms.get(number as usize) {
        Some(Term::NamedNode(node)) => Some(node.as_ref()),
        _ => None,
    };
    let (one, how, other) = (term(subject), term(predicate)?, term(object)?);
    if !is_axiom(how, other.into()) {
        return None;
    }
    let about = |scope: &Scope<NamedNode>, some: &[Option<NamedNodeRef<'_>>]| match scope {
        Scope::Off => false,
        Scope::Declared => true,
        Scope::These(list) => list.iter().any(|listed| some.contains(&Some(listed.as_ref()))),
    };
    // Records are told, and nothing else is known of them.
    let counts = |node: Option<NamedNodeRef<'_>>| node.is_none_or(|node| !is_of_records(node.as_str()));
    let (rule, is_asked, other_number) = match how {
        rdfs::SUB_CLASS_OF => (InferenceRule::Subclass, rules.subclass && counts(Some(other)), object),
        rdfs::SUB_PROPERTY_OF => (InferenceRule::Subproperty, rules.subproperty && counts(Some(other)), object),
        vocab::OWL_INVERSE_OF => {
            (InferenceRule::Inverse, about(&rules.inverse, &[one, Some(other)]) && counts(Some(other)), object)
        }
        _ if other == vocab::OWL_SYMMETRIC => (InferenceRule::Symmetric, about(&rules.symmetric, &[one]), subject),
        _ => (InferenceRule::Transitive, about(&rules.transitive, &[one]), subject),
    };
    // A class above itself, as RDFS has every class, leads nowhere.
    let leads = !matches!(rule, InferenceRule::Subclass | InferenceRule::Subproperty) || subject != object;
    (is_asked && leads && counts(one)).then_some((rule, [subject, other_number]))
}

/// What a project says of predicates that it lists: they are symmetric, or transitive.
fn listed<'a>(rules: &'a Rules<NamedNode>, numbered: &'a NumberedFacts) -> impl Iterator<Item = Axiom> + 'a {
    let of = |scope: &'a Scope<NamedNode>, rule: InferenceRule| {
        let list = if let Scope::These(list) = scope { list.as_slice() } else { &[] };
        let counts = list.iter().filter(|predicate| !is_of_records(predicate.as_str()));
        counts.filter_map(|predicate| numbered.iri(predicate.as_ref())).map(move |number| (rule, [number; 2]))
    };
    of(&rules.symmetric, InferenceRule::Symmetric).chain(of(&rules.transitive, InferenceRule::Transitive))
}
