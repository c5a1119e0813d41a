//! From solutions to triples.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use oxigraph::model::{BlankNode, NamedNode, NamedOrBlankNode, Term, Triple, Variable};
use oxigraph::sparql::{QuerySolutionIter, QueryTripleIter};
use spargebra::Query;
use spargebra::algebra::GraphPattern;
use spargebra::term::{NamedNodePattern, TermPattern, TriplePattern};

/// A query, and the template that is filled with its rows. What CONSTRUCT asks is what SELECT asks of the same WHERE,
/// and takes the same steps.
pub fn taken_apart(query: Query) -> (Query, Option<Vec<TriplePattern>>) {
    match query {
        Query::Construct { template, dataset, pattern, base_iri } => {
            let mut variables = Vec::new();
            pattern.on_in_scope_variable(|variable| variables.push(variable.clone()));
            let mut used = BTreeSet::new();
            for triple in &template {
                each_variable(triple, &mut |variable| {
                    used.insert(variable.clone());
                });
            }
            variables.retain(|variable| used.remove(variable));
            let pattern = GraphPattern::Project { inner: Box::new(pattern), variables };
            (Query::Select { dataset, pattern, base_iri }, Some(template))
        }
        query => (query, None),
    }
}

/// The triples of a template for each row; one may come more than once.
pub fn filled<'s>(template: &[TriplePattern], solutions: QuerySolutionIter<'s>) -> QueryTripleIter<'s> {
    let template = TripleTemplate::new(template, solutions.variables());
    let triples = solutions.flat_map(move |solution| {
        let mut found = Vec::new();
        match solution {
            Ok(solution) => {
                // Each row has blank nodes of its own.
                let fresh = RefCell::new(BTreeMap::new());
                let blank = |label| fresh.borrow_mut().entry(label).or_insert_with(BlankNode::default).clone();
                template.fill(solution.values(), &blank, &mut |triple| found.push(Ok(triple)));
            }
            Err(error) => found.push(Err(error)),
        }
        found
    });
    QueryTripleIter::new(triples)
}

/// Calls `visit` for each variable of a triple of a template.
pub fn each_variable<'a>(triple: &'a TriplePattern, visit: &mut dyn FnMut(&'a Variable)) {
    fn in_term<'a>(term: &'a TermPattern, visit: &mut dyn FnMut(&'a Variable)) {
        match term {
            TermPattern::Variable(variable) => visit(variable),
            TermPattern::Triple(triple) => each_variable(triple, visit),
            _ => {}
        }
    }
    in_term(&triple.subject, visit);
    if let NamedNodePattern::Variable(variable) = &triple.predicate {
        visit(variable);
    }
    in_term(&triple.object, visit);
}

/// The template of a CONSTRUCT query, its variables numbered.
#[derive(Debug)]
pub struct TripleTemplate {
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
    pub fn new(triples: &[TriplePattern], variables: &[Variable]) -> TripleTemplate {
        let mut blanks = HashMap::new();
        let number = |variable: &Variable| variables.iter().position(|other| other == variable).unwrap_or(usize::MAX);
        TripleTemplate { triples: triples.iter().map(|triple| nodes(triple, &number, &mut blanks)).collect() }
    }

    /// Hands the triples of a solution to `sink`; those that would not be triples of RDF are left out. `blank` names
    /// blank nodes.
    pub fn fill(&self, solution: &[Option<Term>], blank: &dyn Fn(usize) -> BlankNode, sink: &mut dyn FnMut(Triple)) {
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
