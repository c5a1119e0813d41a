//! What shapes say in vain.

use oxigraph::model::{NamedNode, Term};

use super::facts::Node;
use super::{Reader, constraints, word};
use crate::vocab;

/// Words that describe a shape to people and programs, and check nothing.
const DESCRIPTIONS: [&str; 8] =
    ["name", "description", "order", "group", "defaultValue", "message", "declare", "prefixes"];

/// Words that mean something in SHACL, but not in its core.
const BEYOND: [&str; 16] = [
    "sparql",
    "select",
    "ask",
    "target",
    "rule",
    "js",
    "expression",
    "values",
    "parameter",
    "validator",
    "nodeValidator",
    "propertyValidator",
    "reifierShape",
    "reificationRequired",
    "memberShape",
    "singleLine",
];

impl Reader<'_> {
    /// Notes what shapes say that is no part of SHACL Core, words without those that they belong to, and shapes that nothing
    /// is held against.
    pub(super) fn unheeded(&mut self) {
        for (graph, other) in self.facts.pairs(vocab::OWL_IMPORTS) {
            self.current = graph;
            let message = "other shapes are not fetched".to_owned();
            let unheeded = self.malformed(graph, Some(vocab::OWL_IMPORTS), Some(other), message);
            self.unheeded.push(unheeded);
        }
        for node in self.facts.subjects() {
            self.current = node;
            if self.places.contains_key(&node) {
                self.words(node);
                self.alone(node);
            } else if self.is_shape(node) {
                let message = "no target leads to this shape, so that it checks nothing".to_owned();
                let unheeded = self.malformed(node, None, None, message);
                self.unheeded.push(unheeded);
            }
        }
    }

    fn words(&mut self, node: Node) {
        let facts = self.facts;
        for (predicate, object) in facts.about(node) {
            let Some(word) = word(facts.term(predicate)) else { continue };
            let is_known = constraints::is_heeded(word) || DESCRIPTIONS.contains(&word) || word.starts_with("target");
            let is_target = super::TARGETS.iter().any(|(name, _)| name.as_str() == iri(facts.term(predicate)));
            if is_known && (is_target || !word.starts_with("target")) {
                continue;
            }
            let message = if BEYOND.contains(&word) {
                format!("`sh:{word}` is no part of SHACL Core and is not checked")
            } else {
                format!("SHACL Core has no `sh:{word}`, which is not checked")
            };
            let name = NamedNode::new_unchecked(iri(facts.term(predicate)));
            let unheeded = self.malformed(node, Some(name.as_ref()), Some(object), message);
            self.unheeded.push(unheeded);
        }
    }

    /// Words that say something about another one, which is not there.
    fn alone(&mut self, node: Node) {
        let belongings = [
            (vocab::FLAGS, "pattern"),
            (vocab::IGNORED_PROPERTIES, "closed"),
            (vocab::QUALIFIED_MIN_COUNT, "qualifiedValueShape"),
            (vocab::QUALIFIED_MAX_COUNT, "qualifiedValueShape"),
            (vocab::QUALIFIED_VALUE_SHAPES_DISJOINT, "qualifiedValueShape"),
        ];
        let facts = self.facts;
        for (name, of) in belongings {
            let has_other = facts.about(node).any(|(predicate, _)| word(facts.term(predicate)) == Some(of));
            let value = facts.objects(node, name).next();
            if let Some(value) = value.filter(|_| !has_other) {
                let message =
                    format!("`{}` says nothing without `sh:{of}`", name.as_str().replace(vocab::SHACL, "sh:"));
                let unheeded = self.malformed(node, Some(name), Some(value), message);
                self.unheeded.push(unheeded);
            }
        }
        let count = [vocab::QUALIFIED_MIN_COUNT, vocab::QUALIFIED_MAX_COUNT];
        let value = facts.objects(node, vocab::QUALIFIED_VALUE_SHAPE).next();
        if value.is_some() && count.iter().all(|name| facts.objects(node, *name).next().is_none()) {
            let message = "`sh:qualifiedValueShape` says nothing without a count".to_owned();
            let unheeded = self.malformed(node, Some(vocab::QUALIFIED_VALUE_SHAPE), value, message);
            self.unheeded.push(unheeded);
        }
    }
}

fn iri(term: &Term) -> &str {
    if let Term::NamedNode(node) = term { node.as_str() } else { "" }
}
