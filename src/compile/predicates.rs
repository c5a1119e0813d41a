//! What cells of predicates mean: a predicate of the ontology, an IRI that is written out, or words that nobody has.

use std::collections::BTreeMap;
use std::sync::Arc;

use oxigraph::model::NamedNode;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::diagnostic::{Finding, clip, codes};
use crate::ontology::{Meaning, Ontology, local_name, normal_name};
use crate::project::Project;
use crate::rdf::claim::PredicateUse;
use crate::rdf::names::expanded_iri;
use crate::rdf::vocab;

/// The column of all faults that are found here.
const COLUMN: &str = "predicate";

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
    project: &'a Project,
    prefixes: BTreeMap<String, String>,
    known: FxHashMap<String, Meaning<'a>>,
    minted: FxHashMap<String, Minted>,
    /// The spelling that a predicate nobody has is shown in, by its IRI: the one that came first.
    spellings: FxHashMap<NamedNode, Arc<str>>,
    /// Passive predicates mentioned so far, so that each is noticed once.
    inverses: FxHashSet<String>,
}

impl<'a> Predicates<'a> {
    pub(super) fn new(project: &'a Project, ontology: &'a Ontology) -> Predicates<'a> {
        Predicates {
            ontology,
            project,
            prefixes: project.prefixes(),
            known: FxHashMap::default(),
            minted: FxHashMap::default(),
            spellings: FxHashMap::default(),
            inverses: FxHashSet::default(),
        }
    }

    /// The predicate a cell means, and whether it is read from its other end.
    pub(super) fn resolve(&mut self, cell: &str, findings: &mut Vec<Finding>) -> (PredicateUse<'a>, bool) {
        match self.meaning(cell) {
            Some(Meaning::Direct(predicate)) => (PredicateUse::Known(predicate), false),
            Some(Meaning::Inverse(predicate)) => {
                if self.inverses.insert(normal_name(cell)) {
                    let message =
                        format!("`{cell}` is read as `{}` with subject and object exchanged", predicate.label);
                    findings.push(Finding::new(&codes::INVERSE_PREDICATE, COLUMN, message));
                }
                (PredicateUse::Known(predicate), true)
            }
            None => {
                let Minted { iri, label, written, fault } = self.mint(cell, findings);
                findings.extend(fault);
                (PredicateUse::Minted { iri, label, written }, false)
            }
        }
    }

    fn meaning(&mut self, cell: &str) -> Option<Meaning<'a>> {
        if let Some(meaning) = self.known.get(cell) {
            return Some(*meaning);
        }
        if self.minted.contains_key(cell) {
            return None;
        }
        let ontology = self.ontology;
        let meaning = ontology.resolve(cell).or_else(|| ontology.resolve(&expanded_iri(cell, &self.prefixes)?))?;
        self.known.insert(cell.to_owned(), meaning);
        Some(meaning)
    }

    /// The predicate of a cell that the ontology does not know.
    fn mint(&mut self, cell: &str, findings: &mut Vec<Finding>) -> Minted {
        if let Some(minted) = self.minted.get(cell) {
            return minted.clone();
        }
        // A term of relata's own that does not exist is a slip.
        let is_own = |iri: &String| iri.starts_with(self.project.namespace.base());
        let iri = expanded_iri(cell, &self.prefixes).filter(|iri| is_own(iri) || !iri.starts_with(vocab::RELATA));
        let (iri, written, fault) = match iri.map(NamedNode::new) {
            Some(Ok(iri)) => {
                let local = local_name(iri.as_str().trim_end_matches(['/', '#'])).to_owned();
                (iri, local, None)
            }
            broken => {
                let is_broken = broken.is_some();
                let fault = if is_broken { broken_iri(cell) } else { self.unknown(cell) };
                let words = cell.split_whitespace().collect::<Vec<_>>().join(" ");
                (self.project.namespace.predicate(&normal_name(cell)), words, Some(fault))
            }
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

    fn unknown(&self, cell: &str) -> Finding {
        let message = format!("`{}` is in no vocabulary", clip(cell));
        let finding = Finding::new(&codes::UNKNOWN_PREDICATE, COLUMN, message);
        if let Some(near) = self.ontology.nearest(cell.strip_prefix("rel:").unwrap_or(cell)) {
            return finding.hint(format!("did you mean `{near}`?"));
        }
        let is_name = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || "-_.".contains(c));
        let prefix = cell.split_once(':').filter(|(prefix, name)| is_name(prefix) && is_name(name));
        match prefix.filter(|(prefix, _)| !self.prefixes.contains_key(*prefix)) {
            Some((prefix, _)) => finding.hint(format!(
                "it is read as words, for the prefix `{prefix}` is not known: add it under `[prefixes]` in `relata.toml`"
            )),
            None => finding.hint("declare it in an ontology file of the project, or choose a known predicate"),
        }
    }
}

fn broken_iri(cell: &str) -> Finding {
    let finding = Finding::new(&codes::BAD_IRI, COLUMN, format!("`{}` is no IRI", clip(cell)));
    finding.hint("write a name, or an absolute IRI without spaces")
}
