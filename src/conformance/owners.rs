//! The rows that nodes are from.

use oxigraph::model::{NamedNode, NamedNodeRef, Term};
use rustc_hash::{FxHashMap, FxHashSet};

use super::statements::Sought;
use crate::rdf::vocab;
use crate::shapes::{PropertyPath, Violation};
use crate::store::{Graphs, Index, Store, Terms};

/// A row of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RowRef {
    /// The file, as `ra:sourceFile` has it.
    pub(super) file: String,
    /// Its line.
    pub(super) line: u64,
    /// The properties whose cell is meant, of which the first counts that the table has a column for; without any, the row
    /// as a whole.
    pub(super) properties: Vec<NamedNode>,
}

/// Nodes that a path leads to, or that lead to a node, and are followed, at most.
const MOST_FOLLOWED: usize = 10_000;

/// The graph, asked where its nodes are from.
pub(super) struct Owners<'s> {
    index: Index<'s>,
    terms: Terms<'s>,
    /// What was found for nodes that are no claims.
    known: FxHashMap<u32, Option<Link>>,
}

/// The way from a node to the claim whose row names it.
#[derive(Debug, Clone, Copy)]
struct Link {
    /// File and line of the claim.
    row: (u32, u64),
    /// The property by which the node is named.
    property: u32,
    /// True when the node is a part of the claim, and not only named by it.
    is_part: bool,
}

impl<'s> Owners<'s> {
    pub(super) fn of(store: &'s Store) -> Owners<'s> {
        Owners { index: store.index(), terms: store.terms(), known: FxHashMap::default() }
    }

    fn number(&self, term: &Term) -> Option<u32> {
        self.terms.number(term).ok()
    }

    fn iri(&self, iri: NamedNodeRef<'_>) -> Option<u32> {
        self.index.iri(iri)
    }

    /// The statement that a violation is about, as far as its path tells: the last step of a path of several, from the node
    /// that has the value.
    pub(super) fn sought(&self, violation: &Violation) -> Sought {
        let Violation { focus, path, value, .. } = violation;
        let statement = path.as_ref().and_then(|path| self.last_step(focus, path, value.as_ref()));
        statement.unwrap_or_else(|| Sought::mention(focus.clone()))
    }

    fn last_step(&self, focus: &Term, path: &PropertyPath, value: Option<&Term>) -> Option<Sought> {
        match path {
            PropertyPath::Predicate(predicate) => {
                Some(Sought { subject: focus.clone(), predicate: Some(predicate.clone()), object: value.cloned() })
            }
            PropertyPath::Inverse(path) => {
                let (predicate, value) = (path.predicate()?, value?);
                let (subject, object) = (value.clone(), Some(focus.clone()));
                Some(Sought { subject, predicate: Some(predicate.clone()), object })
            }
            PropertyPath::Sequence(parts) => {
                let (last, before) = parts.split_last()?;
                let mut nodes = vec![self.number(focus)?];
                for part in before {
                    nodes = self.follow(&nodes, part)?;
                }
                let holder = match (last.predicate(), value) {
                    (Some(predicate), Some(value)) => {
                        let statement = [self.iri(predicate.as_ref())?, self.number(value)?];
                        let has = |node: &&u32| {
                            let pattern = [Some(**node), Some(statement[0]), Some(statement[1])];
                            self.index.scan(pattern, Graphs::Union).next().is_some()
                        };
                        nodes.iter().find(has).or(nodes.first())
                    }
                    _ => nodes.first(),
                };
                self.last_step(&self.index.term(*holder?)?, last, value)
            }
            _ => None,
        }
    }

    /// The nodes that a step leads to; none for steps that are more than one statement.
    fn follow(&self, nodes: &[u32], step: &PropertyPath) -> Option<Vec<u32>> {
        let (predicate, is_inverse) = match step {
            PropertyPath::Predicate(predicate) => (predicate, false),
            PropertyPath::Inverse(path) => (path.predicate()?, true),
            _ => return None,
        };
        let predicate = self.iri(predicate.as_ref())?;
        let next = nodes.iter().flat_map(|node| {
            let (pattern, at) = if is_inverse {
                ([None, Some(predicate), Some(*node)], 0)
            } else {
                ([Some(*node), Some(predicate), None], 2)
            };
            self.index.scan(pattern, Graphs::Union).map(move |row| row[at])
        });
        Some(next.take(MOST_FOLLOWED).collect())
    }

    /// The first step of a path of several, from the focus node: where the node that lacks a value is only named.
    pub(super) fn first_step(violation: &Violation) -> Option<Sought> {
        let Some(PropertyPath::Sequence(parts)) = &violation.path else { return None };
        let predicate = parts.first()?.predicate()?.clone();
        Some(Sought { subject: violation.focus.clone(), predicate: Some(predicate), object: None })
    }

    /// True when the node of a statement is a claim, or an event or evidence of one.
    pub(super) fn is_of_claim(&mut self, node: &Term) -> bool {
        let Some(node) = self.number(node) else { return false };
        self.row(node).is_some() || self.link(node).is_some_and(|link| link.is_part)
    }

    /// The row of the claim that has a node, or that names it.
    pub(super) fn claim_row(&mut self, sought: &Sought) -> Option<RowRef> {
        let node = self.number(&sought.subject)?;
        if let Some(row) = self.row(node) {
            return self.row_ref(row, sought.predicate.iter().cloned().collect());
        }
        let link = self.link(node)?;
        // A row of claims can tell of its document, and anything else that it names it names in a cell.
        let said =
            sought.predicate.iter().filter(|predicate| link.is_part || is_of_document(predicate.as_ref())).cloned();
        let named = self.index.term(link.property).filter(|_| !link.is_part).and_then(|property| match property {
            Term::NamedNode(property) => Some(property),
            _ => None,
        });
        self.row_ref(link.row, said.chain(named).collect())
    }

    fn row_ref(&self, (file, line): (u32, u64), properties: Vec<NamedNode>) -> Option<RowRef> {
        let Term::Literal(file) = self.index.term(file)? else { return None };
        Some(RowRef { file: file.value().to_owned(), line, properties })
    }

    /// File and line of a node that has them itself.
    fn row(&self, node: u32) -> Option<(u32, u64)> {
        let value = |property: NamedNodeRef<'_>| {
            let pattern = [Some(node), Some(self.iri(property)?), None];
            self.index.scan(pattern, Graphs::Union).next().map(|row| row[2])
        };
        let line = self.index.integer(value(vocab::SOURCE_LINE)?)?;
        Some((value(vocab::SOURCE_FILE)?, u64::try_from(line).ok()?))
    }

    /// The first claim, by file and line, that a node hangs on.
    fn link(&mut self, node: u32) -> Option<Link> {
        if let Some(known) = self.known.get(&node) {
            return *known;
        }
        let found = self.find_link(node);
        self.known.insert(node, found);
        found
    }

    fn find_link(&self, node: u32) -> Option<Link> {
        let parts: FxHashSet<u32> =
            [vocab::ABOUT, vocab::EVIDENCE, vocab::OA_HAS_SELECTOR].iter().filter_map(|part| self.iri(*part)).collect();
        // Each node, the property by which the first one is named, and whether all are parts of the next.
        let mut nodes = vec![(node, 0, true)];
        let mut seen: FxHashSet<u32> = FxHashSet::default();
        for _ in 0..3 {
            let mut next = Vec::new();
            let mut best: Option<Link> = None;
            for (node, first, is_part) in nodes {
                for [subject, property, ..] in
                    self.index.scan([None, None, Some(node)], Graphs::Union).take(MOST_FOLLOWED)
                {
                    let (first, is_part) =
                        (if first == 0 { property } else { first }, is_part && parts.contains(&property));
                    if let Some(row) = self.row(subject) {
                        let link = Link { row, property: first, is_part };
                        let key = |link: &Link| (!link.is_part, link.row);
                        if best.as_ref().is_none_or(|best| key(&link) < key(best)) {
                            best = Some(link);
                        }
                    } else if seen.insert(subject) && next.len() < MOST_FOLLOWED {
                        next.push((subject, first, is_part));
                    }
                }
            }
            if best.is_some() {
                return best;
            }
            nodes = next;
        }
        None
    }
}

fn is_of_document(property: NamedNodeRef<'_>) -> bool {
    let of_document = [
        vocab::SCHEMA_URL,
        vocab::SCHEMA_HEADLINE,
        vocab::SCHEMA_PUBLISHER,
        vocab::SCHEMA_DATE_PUBLISHED,
        vocab::SCHEMA_AUTHOR,
    ];
    of_document.contains(&property)
}
