//! From a solution to triples.

use std::collections::HashMap;

use oxigraph::model::{BlankNode, NamedNode, NamedOrBlankNode, Term, Triple, Variable};
use spargebra::term::{NamedNodePattern, TermPattern, TriplePattern};

/// The template of a CONSTRUCT query, its variables numbered.
#[derive(Debug)]
pub(super) struct Template {
    triples: Vec<(Node, Node, Node)>,
}

/// A place of a triple.
#[derive(Debug)]
enum Node {
    Term(Term),
    /// By its number in the solution.
    Variable(usize),
    /// By its number in the template.
    Blank(usize),
    Triple(Box<(Node, Node, Node)>),
}

impl Template {
    /// Numbers the variables of `triples` by where they stand in `variables`; one that is not there makes no triple.
    pub(super) fn new(triples: &[TriplePattern], variables: &[Variable]) -> Template {
        let mut blanks = HashMap::new();
        let number = |variable: &Variable| variables.iter().position(|other| other == variable).unwrap_or(usize::MAX);
        Template { triples: triples.iter().map(|triple| nodes(triple, &number, &mut blanks)).collect() }
    }

    /// Hands the triples of a solution to `sink`; those that would be none are left out. `blank` names blank nodes.
    pub(super) fn fill(
        &self,
        solution: &[Option<Term>],
        blank: &dyn Fn(usize) -> BlankNode,
        sink: &mut dyn FnMut(Triple),
    ) {
        self.triples.iter().filter_map(|nodes| triple(nodes, solution, blank)).for_each(sink);
    }
}

fn nodes(
    triple: &TriplePattern,
    number: &dyn Fn(&Variable) -> usize,
    blanks: &mut HashMap<BlankNode, usize>,
) -> (Node, Node, Node) {
    let predicate = match &triple.predicate {
        NamedNodePattern::NamedNode(iri) => Node::Term(iri.clone().into()),
        NamedNodePattern::Variable(variable) => Node::Variable(number(variable)),
    };
    (node(&triple.subject, number, blanks), predicate, node(&triple.object, number, blanks))
}

fn node(pattern: &TermPattern, number: &dyn Fn(&Variable) -> usize, blanks: &mut HashMap<BlankNode, usize>) -> Node {
    match pattern {
        TermPattern::NamedNode(iri) => Node::Term(iri.clone().into()),
        TermPattern::Literal(literal) => Node::Term(literal.clone().into()),
        TermPattern::Variable(variable) => Node::Variable(number(variable)),
        TermPattern::BlankNode(blank) => {
            let next = blanks.len();
            Node::Blank(*blanks.entry(blank.clone()).or_insert(next))
        }
        TermPattern::Triple(triple) => Node::Triple(Box::new(nodes(triple, number, blanks))),
    }
}

fn triple(nodes: &(Node, Node, Node), solution: &[Option<Term>], blank: &dyn Fn(usize) -> BlankNode) -> Option<Triple> {
    let subject: NamedOrBlankNode = match term(&nodes.0, solution, blank)? {
        Term::NamedNode(iri) => iri.into(),
        Term::BlankNode(node) => node.into(),
        Term::Literal(_) | Term::Triple(_) => return None,
    };
    let predicate: NamedNode = match term(&nodes.1, solution, blank)? {
        Term::NamedNode(iri) => iri,
        _ => return None,
    };
    Some(Triple::new(subject, predicate, term(&nodes.2, solution, blank)?))
}

fn term(node: &Node, solution: &[Option<Term>], blank: &dyn Fn(usize) -> BlankNode) -> Option<Term> {
    match node {
        Node::Term(term) => Some(term.clone()),
        Node::Variable(number) => solution.get(*number)?.clone(),
        Node::Blank(number) => Some(blank(*number).into()),
        Node::Triple(nodes) => Some(triple(nodes, solution, blank)?.into()),
    }
}
