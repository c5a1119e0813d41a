//! Expressions left to oxigraph's evaluator, compiled once.
//!
//! The evaluator takes whole queries only. So an expression becomes a query over a data set of one quad that never ends:
//! each time the evaluator asks for the next quad it is given the values of the frame at hand, and each time it is asked
//! for the next solution it has computed the expression with them.

use std::cell::RefCell;
use std::convert::Infallible;
use std::rc::Rc;

use oxigraph::model::{Literal, NamedNode, Term, Variable};
use oxigraph::sparql::{QueryResults, QuerySolutionIter, SparqlEvaluator};
use spareval::{InternalQuad, QueryableDataset};
use spargebra::Query;
use spargebra::algebra::{Expression, GraphPattern};
use spargebra::term::{NamedNodePattern, TermPattern, TriplePattern};

use super::{concat, replace, spelled};

/// Variables that one quad has room for.
pub(super) const MOST_VARIABLES: usize = 3;

/// An expression over variables of which some are bound, ready to be evaluated again and again.
pub(super) struct Foreign {
    cells: Rc<RefCell<[Term; 3]>>,
    solutions: QuerySolutionIter<'static>,
}

/// The quad that never ends.
struct Feed(Rc<RefCell<[Term; 3]>>);

impl QueryableDataset<'static> for Feed {
    type InternalTerm = Term;
    type Error = Infallible;

    fn internal_quads_for_pattern(
        &self,
        _: Option<&Term>,
        _: Option<&Term>,
        _: Option<&Term>,
        _: Option<Option<&Term>>,
    ) -> impl Iterator<Item = Result<InternalQuad<Term>, Infallible>> + use<> {
        let cells = Rc::clone(&self.0);
        std::iter::repeat_with(move || {
            let [subject, predicate, object] = cells.borrow().clone();
            Ok(InternalQuad { subject, predicate, object, graph_name: None })
        })
    }

    fn internalize_term(&self, term: Term) -> Result<Term, Infallible> {
        Ok(term)
    }

    fn externalize_term(&self, term: Term) -> Result<Term, Infallible> {
        Ok(term)
    }
}

impl Foreign {
    /// The expression with these variables bound, at most three; `condition` asks for its truth value.
    pub(super) fn new(expression: &Expression, bound: &[Variable], condition: bool) -> Option<Foreign> {
        let place = |index: usize| {
            bound.get(index).cloned().unwrap_or_else(|| Variable::new_unchecked(format!("nothing.{index}")))
        };
        let quad = TriplePattern {
            subject: TermPattern::Variable(place(0)),
            predicate: NamedNodePattern::Variable(place(1)),
            object: TermPattern::Variable(place(2)),
        };
        let truth = |truth: bool| Box::new(Expression::Literal(Literal::from(truth)));
        let expression = if condition {
            Expression::If(Box::new(expression.clone()), truth(true), truth(false))
        } else {
            expression.clone()
        };
        let expression = spelled::expression(expression);
        let result = Variable::new_unchecked("result.");
        let computed = GraphPattern::Extend {
            inner: Box::new(GraphPattern::Bgp { patterns: vec![quad] }),
            variable: result.clone(),
            expression,
        };
        let pattern = GraphPattern::Project { inner: Box::new(computed), variables: vec![result] };
        let query = Query::Select { dataset: None, pattern, base_iri: None };
        let cells: Rc<RefCell<[Term; 3]>> =
            Rc::new(RefCell::new(std::array::from_fn(|_| NamedNode::new_unchecked("a:a").into())));
        // What its optimiser knows of subjects and predicates does not hold here: any term stands anywhere.
        let ((replace, replacing), (concat, joining)) = (replace::function(), concat::function());
        let evaluator = SparqlEvaluator::new().without_optimizations();
        let evaluator = evaluator.with_custom_function(replace, replacing).with_custom_function(concat, joining);
        let results = evaluator.for_query(query).on_queryable_dataset(Feed(Rc::clone(&cells))).execute();
        let Ok(QueryResults::Solutions(solutions)) = results else { return None };
        Some(Foreign { cells, solutions })
    }

    /// Its value where the variables have these values.
    pub(super) fn value(&mut self, values: Vec<Term>) -> Option<Term> {
        for (cell, value) in self.cells.borrow_mut().iter_mut().zip(values) {
            *cell = value;
        }
        self.solutions.next()?.ok()?.get(0).cloned()
    }
}
