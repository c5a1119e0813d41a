//! From a solution to triples.

use std::collections::HashMap;

use oxigraph::model::{BlankNode, NamedNode, NamedOrBlankNode, Term, Triple, Variable};
use spargebra::term::{NamedNodePattern, TermPattern, TriplePattern};

/// The template of a CONSTRUCT query, its variables numbered.
#[derive(Debug)]
pub(super) struct TripleTemplate {
    triples: Vec<(TemplateTerm, TemplateTerm, TemplateTerm)>,
}

/// A place of a triple.
#[derive(Debug)]
enum TemplateTerm {
    Term(Term),
    /// By its number in the solution.
    Variable(usize),
    /// By its number in the template.
    Blank(usize),
    Triple(Box<(TemplateTerm, TemplateTerm, TemplateTerm)>),
}

impl TripleTemplate {
    /// Numbers the variables of `triples` by where they stand in `variables`; one that is not there makes no triple.
    pub(super) fn new(triples: &[TriplePattern], variables: &[Variable]) -> TripleTemplate {
        let mut blanks = HashMap::new();
        let number = |variable: &Variable| variables.iter().position(|other| other == variable).unwrap_or(usize::MAX);
        TripleTemplate { triples: triples.iter().map(|triple| nodes(triple, &number, &mut blanks)).collect() }
    }

    /// Hands the triples of a solution to `sink`; those that would not be triples of RDF are left out. `blank` names
    /// blank nodes.
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
) -> (TemplateTerm, TemplateTerm, TemplateTerm) {
    let predicate = match &triple.predicate {
        NamedNodePattern::NamedNode(iri) => TemplateTerm::Term(iri.clone().into()),
        NamedNodePattern::Variable(variable) => TemplateTerm::Variable(number(variable)),
    };
    (node(&triple.subject, number, blanks), predicate, node(&triple.object, number, blanks))
}

fn node(
    pattern: &TermPattern,
    number: &dyn Fn(&Variable) -> usize,
    blanks: &mut HashMap<BlankNode, usize>,
) -> TemplateTerm {
    match pattern {
        TermPattern::NamedNode(iri) => TemplateTerm::Term(iri.clone().into()),
        TermPattern::Literal(literal) => TemplateTerm::Term(literal.clone().into()),
        TermPattern::Variable(variable) => TemplateTerm::Variable(number(variable)),
        TermPattern::BlankNode(blank) => {
            let next = blanks.len();
            TemplateTerm::Blank(*blanks.entry(blank.clone()).or_insert(next))
        }
        TermPattern::Triple(triple) => TemplateTerm::Triple(Box::new(nodes(triple, number, blanks))),
    }
}

fn triple(
    nodes: &(TemplateTerm, TemplateTerm, TemplateTerm),
    solution: &[Option<Term>],
    blank: &dyn Fn(usize) -> BlankNode,
) -> Option<Triple> {
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

fn term(node: &TemplateTerm, solution: &[Option<Term>], blank: &dyn Fn(usize) -> BlankNode) -> Option<Term> {
    match node {
        TemplateTerm::Term(term) => Some(term.clone()),
        TemplateTerm::Variable(number) => solution.get(*number)?.clone(),
        TemplateTerm::Blank(number) => Some(blank(*number).into()),
        TemplateTerm::Triple(nodes) => Some(triple(nodes, solution, blank)?.into()),
    }
}
