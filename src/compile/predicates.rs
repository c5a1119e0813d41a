//! What cells of predicates mean: a predicate of the ontology, an IRI that is written out, or words that nobody has.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use oxigraph::model::NamedNode;
use rustc_hash::{FxHashMap, FxHashSet};
use unicode_normalization::UnicodeNormalization;

use super::denials;
use super::resolve::bad_iri;
use crate::diagnostic::{Finding, KnownNames, clip, codes, is_slip};
use crate::model::{Claim, Polarity};
use crate::ontology::{Denial, Meaning, Ontology, is_listed, local_name, normal_name};
use crate::project::Project;
use crate::rdf::claim::PredicateUse;
use crate::rdf::names::{expanded_iri, fault_of};
use crate::rdf::vocab;

/// The column of all faults that are found here.
const COLUMN: &str = "predicate";

/// A predicate cell, understood.
pub(super) struct PredicateReading<'a> {
    pub(super) predicate: PredicateUse<'a>,
    /// True when subject and object change places.
    pub(super) is_inverse: bool,
    /// False for what denies something in words that nobody can take for a fact.
    pub(super) can_be_fact: bool,
}

fn known(meaning: Meaning<'_>, can_be_fact: bool) -> PredicateReading<'_> {
    let is_inverse = matches!(meaning, Meaning::Inverse(_));
    PredicateReading { predicate: PredicateUse::Known(meaning.predicate()), is_inverse, can_be_fact }
}

/// A predicate that no vocabulary has.
#[derive(Clone)]
struct Minted {
    iri: NamedNode,
    label: Arc<str>,
    written: Arc<str>,
    /// What is told of every row that has it.
    fault: Option<Finding>,
}

/// Knows what cells of predicates mean. The same few are in all rows, so each is looked up once.
pub(super) struct Predicates<'a> {
    ontology: &'a Ontology,
    /// The names of its predicates, for comparing them with names that it does not have.
    names: OnceCell<KnownNames>,
    project: &'a Project,
    prefixes: BTreeMap<String, String>,
    known: FxHashMap<String, Meaning<'a>>,
    minted: FxHashMap<String, Minted>,
    /// The spelling that a predicate nobody has is shown in, by its IRI: the one that came first.
    spellings: FxHashMap<NamedNode, Arc<str>>,
    /// The cells that begin with words that deny, and what they deny.
    denials: FxHashMap<String, Denial<'a>>,
    /// Passive and negated predicates mentioned so far, so that each is noticed once.
    noticed: FxHashSet<String>,
}

impl<'a> Predicates<'a> {
    pub(super) fn new(project: &'a Project, ontology: &'a Ontology) -> Predicates<'a> {
        Predicates {
            ontology,
            names: OnceCell::new(),
            project,
            prefixes: project.prefixes(),
            known: FxHashMap::default(),
            minted: FxHashMap::default(),
            spellings: FxHashMap::default(),
            denials: FxHashMap::default(),
            noticed: FxHashSet::default(),
        }
    }

    /// The predicate that the cell of `claim` means. Where it says that something is not so, the claim says it from then on.
    pub(super) fn resolve(&mut self, claim: &mut Claim, findings: &mut Vec<Finding>) -> PredicateReading<'a> {
        let cell = claim.predicate.as_str();
        if let Some(meaning) = self.meaning(cell) {
            let name = if matches!(meaning, Meaning::Inverse(_)) { plain_name(cell) } else { String::new() };
            // What costs one row its place costs each row its place that is like it.
            let is_fatal = self.project.policy.rejects(&codes::INVERSE_PREDICATE);
            if !name.is_empty() && (is_fatal || self.noticed.insert(name.clone())) {
                let label = &meaning.predicate().label;
                let message = format!("`{name}` is read as `{label}` with subject and object exchanged");
                findings.push(Finding::new(&codes::INVERSE_PREDICATE, COLUMN, message));
            }
            return known(meaning, true);
        }
        match self.denials.get(cell).copied() {
            Some(Denial::Whole(meaning)) => known(meaning, true),
            Some(denial @ (Denial::Negated(meaning) | Denial::Own(meaning))) => {
                let name = plain_name(cell);
                if self.project.policy.rejects(&codes::NEGATED_PREDICATE) || self.noticed.insert(name.clone()) {
                    findings.push(denials::negated(&name, meaning));
                }
                denials::negate(claim, matches!(denial, Denial::Own(_)), findings);
                known(meaning, claim.polarity == Polarity::Negative)
            }
            Some(denial @ (Denial::Hedged(_) | Denial::Unknown)) => {
                findings.push(denials::unresolved(cell, denial));
                let Minted { iri, label, written, .. } = self.mint(cell, findings);
                let predicate = PredicateUse::Minted { iri, label, written };
                PredicateReading { predicate, is_inverse: false, can_be_fact: false }
            }
            None => {
                let Minted { iri, label, written, fault } = self.mint(cell, findings);
                findings.extend(fault);
                let predicate = PredicateUse::Minted { iri, label, written };
                PredicateReading { predicate, is_inverse: false, can_be_fact: true }
            }
        }
    }

    fn meaning(&mut self, cell: &str) -> Option<Meaning<'a>> {
        if let Some(meaning) = self.known.get(cell) {
            return Some(*meaning);
        }
        if self.minted.contains_key(cell) || self.denials.contains_key(cell) {
            return None;
        }
        let ontology = self.ontology;
        let meaning = ontology.resolve(cell).or_else(|| ontology.resolve(&expanded_iri(cell, &self.prefixes)?));
        if let Some(meaning) = meaning {
            self.known.insert(cell.to_owned(), meaning);
        } else if let Some(denial) = ontology.denial(cell) {
            self.denials.insert(cell.to_owned(), denial);
        }
        meaning
    }

    /// The predicate of a cell that the ontology does not know.
    fn mint(&mut self, cell: &str, findings: &mut Vec<Finding>) -> Minted {
        if let Some(minted) = self.minted.get(cell) {
            return minted.clone();
        }
        // A term of relata's own that does not exist is a slip.
        let is_own = |iri: &String| iri.starts_with(self.project.namespace.base());
        let iri = expanded_iri(cell, &self.prefixes).filter(|iri| is_own(iri) || !iri.starts_with(vocab::RELATA));
        let bad = iri.as_ref().and_then(|iri| fault_of(iri, self.project.namespace.schemes()));
        let (iri, written, fault) = if let Some(iri) = iri.filter(|_| bad.is_none()) {
            let local = local_name(iri.trim_end_matches(['/', '#'])).to_owned();
            (NamedNode::new_unchecked(iri), local, None)
        } else {
            let fault = bad.map_or_else(|| self.unknown(cell), |bad| bad_iri(bad, COLUMN, cell));
            let words = cell.split_whitespace().collect::<Vec<_>>().join(" ").nfc().collect();
            (self.project.namespace.predicate(&normal_name(cell)), words, Some(fault))
        };
        let written: Arc<str> = written.into();
        let label = self.spellings.entry(iri.clone()).or_insert_with(|| written.clone()).clone();
        if label != written {
            let message = format!("`{}` is the predicate `{}` in another spelling", clip(&written), clip(&label));
            findings.push(Finding::new(&codes::PREDICATE_SPELLING, COLUMN, message));
        }
        let minted = Minted { iri, label, written, fault };
        self.minted.insert(cell.to_owned(), minted.clone());
        minted
    }

    /// The fault of a cell that nobody knows: a slip of the pen, or words of the coder's own, with which nothing is wrong.
    fn unknown(&self, cell: &str) -> Finding {
        let finding = |code| Finding::new(code, COLUMN, format!("`{}` is in no vocabulary", clip(cell)));
        let (slip, own) = (|| finding(&codes::UNKNOWN_PREDICATE), || finding(&codes::OWN_PREDICATE));
        let names = self.names.get_or_init(|| self.ontology.names().collect());
        let shipped = cell.strip_prefix("rel:");
        let name = normal_name(shipped.unwrap_or(cell));
        let near = names.nearest(&name);
        if let Some(near) = near.filter(|near| shipped.is_some() || (is_slip(&name, near) && !is_listed(&name))) {
            return slip().hint(format!("did you mean `{near}`?"));
        }
        let is_name = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || "-_.".contains(c));
        match cell.split_once(':').filter(|(prefix, name)| is_name(prefix) && is_name(name)) {
            Some((prefix, _)) if self.prefixes.contains_key(prefix) => {
                slip().hint("the list that the prefix stands for has no such term: look at the spelling")
            }
            Some((prefix, _)) => slip().hint(format!(
                "it is read as words, for the prefix `{prefix}` is not known: add it under `[prefixes]` in `relata.toml`"
            )),
            None => own().hint("`relata predicates` lists such words with known predicates that come near"),
        }
    }
}

/// The name of a predicate in messages that are told once for all its spellings; an IRI has one.
fn plain_name(cell: &str) -> String {
    if cell.contains(':') { cell.to_owned() } else { normal_name(cell) }
}
