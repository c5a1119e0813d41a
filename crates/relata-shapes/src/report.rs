//! Validation reports as RDF.

use std::collections::BTreeSet;

use oxigraph::model::{BlankNode, GraphName, Literal, NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term};

use crate::vocab::{self, rdf};
use crate::{PropertyPath, Violation};

/// The quads of a validation report of SHACL, in the default graph.
///
/// A violation without words of its own shape gets the plain ones. The blank nodes are numbered, and have names that no
/// node of a violation has. The report says that the graph conforms when there are no violations: whoever broke off at the
/// first one has to hand that over.
pub fn report<'v>(violations: impl IntoIterator<Item = &'v Violation> + Clone) -> Vec<Quad> {
    let mut writer = Writer { quads: Vec::new(), prefix: free_prefix(violations.clone()), n_nodes: 0 };
    let report = writer.node();
    writer.put(&report, rdf::TYPE, vocab::VALIDATION_REPORT.into_owned().into());
    let mut conforms = true;
    for violation in violations {
        conforms = false;
        let result = writer.violation(violation);
        writer.put(&report, vocab::RESULT, result.into());
    }
    writer.put(&report, vocab::CONFORMS, Literal::from(conforms).into());
    writer.quads
}

/// Letters that no blank node of the violations begins with.
fn free_prefix<'v>(violations: impl IntoIterator<Item = &'v Violation>) -> String {
    let mut taken = BTreeSet::new();
    for violation in violations {
        for term in [Some(&violation.focus), violation.value.as_ref(), Some(&violation.shape)].into_iter().flatten() {
            // Blank nodes within triple terms have the same names inside of their text.
            if let Term::BlankNode(_) | Term::Triple(_) = term {
                taken.insert(term.to_string());
            }
        }
    }
    let mut prefix = "r".to_owned();
    while taken.iter().any(|name| name.contains(&format!("_:{prefix}"))) {
        prefix.push('r');
    }
    prefix
}

struct Writer {
    quads: Vec<Quad>,
    prefix: String,
    n_nodes: usize,
}

impl Writer {
    fn node(&mut self) -> BlankNode {
        self.n_nodes += 1;
        BlankNode::new_unchecked(format!("{}{}", self.prefix, self.n_nodes))
    }

    fn put(&mut self, subject: &BlankNode, predicate: NamedNodeRef<'_>, object: Term) {
        let subject = NamedOrBlankNode::from(subject.clone());
        self.quads.push(Quad::new(subject, predicate.into_owned(), object, GraphName::DefaultGraph));
    }

    fn violation(&mut self, violation: &Violation) -> BlankNode {
        let result = self.node();
        let iri = |iri: NamedNodeRef<'_>| Term::from(iri.into_owned());
        self.put(&result, rdf::TYPE, iri(vocab::VALIDATION_RESULT));
        self.put(&result, vocab::FOCUS_NODE, violation.focus.clone());
        self.put(&result, vocab::RESULT_SEVERITY, iri(violation.severity.iri()));
        self.put(&result, vocab::SOURCE_CONSTRAINT_COMPONENT, iri(violation.component.iri()));
        self.put(&result, vocab::SOURCE_SHAPE, violation.shape.clone());
        if let Some(path) = &violation.path {
            let path = self.path(path);
            self.put(&result, vocab::RESULT_PATH, path);
        }
        if let Some(value) = &violation.value {
            self.put(&result, vocab::VALUE, value.clone());
        }
        for message in &violation.messages {
            self.put(&result, vocab::RESULT_MESSAGE, message.clone().into());
        }
        if violation.messages.is_empty() {
            let detail = Literal::new_language_tagged_literal_unchecked(&violation.detail, "en");
            self.put(&result, vocab::RESULT_MESSAGE, detail.into());
        }
        result
    }

    /// The node of a path, as shapes write it.
    fn path(&mut self, path: &PropertyPath) -> Term {
        let (word, inner) = match path {
            PropertyPath::Predicate(predicate) => return predicate.clone().into(),
            PropertyPath::Sequence(parts) => return self.list(parts),
            PropertyPath::Alternative(parts) => (vocab::ALTERNATIVE_PATH, self.list(parts)),
            PropertyPath::Inverse(path) => (vocab::INVERSE_PATH, self.path(path)),
            PropertyPath::ZeroOrMore(path) => (vocab::ZERO_OR_MORE_PATH, self.path(path)),
            PropertyPath::OneOrMore(path) => (vocab::ONE_OR_MORE_PATH, self.path(path)),
            PropertyPath::ZeroOrOne(path) => (vocab::ZERO_OR_ONE_PATH, self.path(path)),
        };
        let node = self.node();
        self.put(&node, word, inner);
        node.into()
    }

    fn list(&mut self, parts: &[PropertyPath]) -> Term {
        let mut rest: Term = NamedNode::from(rdf::NIL).into();
        for part in parts.iter().rev() {
            let first = self.path(part);
            let node = self.node();
            self.put(&node, rdf::FIRST, first);
            self.put(&node, rdf::REST, rest);
            rest = node.into();
        }
        rest
    }
}
