//! Conditions and computed values, and what they are evaluated with.
//!
//! What can be decided by numbers of terms is; the rest are formulas.

use std::cell::{OnceCell, RefCell};
use std::sync::Arc;

use oxigraph::model::{Term, Variable};
use rustc_hash::FxHashMap;
use spareval::QueryEvaluator;
use spargebra::algebra::Expression;

use super::Unsupported;
use super::foreign::Foreign;
use super::formula::Formula;
use super::frame::{Part, Slot};
use super::held::Held;
use super::native::Comparison;
use super::spelled;
use super::spread::Shelf;
use crate::{FormatError, Index, Kinds, Store, Terms, Wording};

/// A condition on a frame.
pub(super) enum Condition {
    Bound(Slot),
    Not(Box<Condition>),
    Compare { how: Comparison, ends: [Part; 2], formula: Formula },
    Formula(Formula),
}

/// A value made of a frame.
#[expect(clippy::large_enum_variant, reason = "a query has a few of them")]
pub(super) enum Computation {
    Part(Part),
    Formula(Formula),
}

/// What expressions are evaluated with.
pub(super) struct Calculator<'a> {
    pub(super) index: Index<'a>,
    pub(super) terms: Terms<'a>,
    pub(super) evaluator: QueryEvaluator,
    /// True when the query declares a base that IRIs may be relative to.
    pub(super) has_base: bool,
    /// What its threads have in common.
    pub(super) shelf: Arc<Shelf>,
    /// How many of them there are.
    pub(super) n_threads: u64,
    kinds: OnceCell<Kinds>,
    /// Operations of oxigraph's, each compiled once.
    operations: RefCell<FxHashMap<Operation, Option<Foreign>>>,
}

/// What is done with two terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Operation {
    Add,
    Divide,
}

impl Condition {
    pub(super) fn new(
        expression: &Expression,
        with: &Calculator<'_>,
        slot: &mut dyn FnMut(&Variable) -> Slot,
    ) -> Result<Condition, Unsupported> {
        let mut compare = |how, a: &Expression, b: &Expression| {
            let ends = [part(a, &with.terms, slot)?, part(b, &with.terms, slot)?];
            let formula = Formula::new(expression, &with.terms, with.has_base, slot);
            Some(formula.map(|formula| Condition::Compare { how, ends, formula }))
        };
        let compared = match expression {
            Expression::Bound(variable) => return Ok(Condition::Bound(slot(variable))),
            Expression::Not(inner) => {
                return Ok(Condition::Not(Box::new(Condition::new(inner, with, slot)?)));
            }
            Expression::SameTerm(a, b) => compare(Comparison::SameTerm, a, b),
            Expression::Equal(a, b) => compare(Comparison::Equal, a, b),
            Expression::Less(a, b) | Expression::Greater(b, a) => compare(Comparison::Less, a, b),
            Expression::LessOrEqual(a, b) | Expression::GreaterOrEqual(b, a) => compare(Comparison::LessOrEqual, a, b),
            _ => None,
        };
        match compared {
            Some(compared) => compared,
            None => Formula::new(expression, &with.terms, with.has_base, slot).map(Condition::Formula),
        }
    }

    pub(super) fn slots(&self) -> Vec<Slot> {
        match self {
            Condition::Bound(slot) => vec![*slot],
            Condition::Not(inner) => inner.slots(),
            Condition::Compare { formula, .. } | Condition::Formula(formula) => formula.slots().collect(),
        }
    }

    /// Whether it is true; none when that is an error.
    pub(super) fn holds(&self, frame: &[u32], with: &Calculator<'_>) -> Result<Option<bool>, FormatError> {
        Ok(match self {
            Condition::Bound(slot) => Some(frame[*slot] != 0),
            Condition::Not(inner) => inner.holds(frame, with)?.map(|truth| !truth),
            Condition::Formula(formula) => formula.truth(frame, with)?,
            Condition::Compare { how, ends: [a, b], formula } => {
                let (Some(a), Some(b)) = (a.value(frame), b.value(frame)) else { return Ok(None) };
                let told = match how {
                    Comparison::SameTerm => Some(a == b),
                    Comparison::Equal => with.equal(a, b)?,
                    Comparison::Less => with.index.compare(a, b).map(std::cmp::Ordering::is_lt),
                    Comparison::LessOrEqual => with.index.compare(a, b).map(std::cmp::Ordering::is_le),
                };
                match told {
                    Some(truth) => Some(truth),
                    None => formula.truth(frame, with)?,
                }
            }
        })
    }
}

impl Computation {
    pub(super) fn new(
        expression: &Expression,
        with: &Calculator<'_>,
        slot: &mut dyn FnMut(&Variable) -> Slot,
    ) -> Result<Computation, Unsupported> {
        match part(expression, &with.terms, slot) {
            Some(part) => Ok(Computation::Part(part)),
            None => Formula::new(expression, &with.terms, with.has_base, slot).map(Computation::Formula),
        }
    }

    pub(super) fn slots(&self) -> Vec<Slot> {
        match self {
            Computation::Part(part) => part.slot().into_iter().collect(),
            Computation::Formula(formula) => formula.slots().collect(),
        }
    }

    /// The number of the value; 0 when there is none.
    pub(super) fn value(&self, frame: &[u32], with: &Calculator<'_>) -> Result<u32, FormatError> {
        match self {
            Computation::Part(part) => Ok(part.value(frame).unwrap_or(0)),
            Computation::Formula(formula) => formula.value(frame, with),
        }
    }

    /// The value, which need not become a term.
    pub(super) fn held(&self, frame: &[u32], with: &Calculator<'_>) -> Result<Option<Held>, FormatError> {
        match self {
            Computation::Part(part) => Ok(part.value(frame).map(Held::Term)),
            Computation::Formula(formula) => formula.held(frame, with),
        }
    }
}

fn part(expression: &Expression, terms: &Terms<'_>, slot: &mut dyn FnMut(&Variable) -> Slot) -> Option<Part> {
    Some(match expression {
        Expression::Variable(variable) => Part::Slot(slot(variable)),
        Expression::NamedNode(node) => Part::Known(terms.number(&node.clone().into()).ok()?),
        Expression::Literal(literal) => Part::Known(terms.number(&literal.clone().into()).ok()?),
        _ => return None,
    })
}

/// The parts of a condition that all must hold.
pub(super) fn conjuncts(expression: &Expression) -> Vec<&Expression> {
    match expression {
        Expression::And(a, b) => [conjuncts(a), conjuncts(b)].concat(),
        other => vec![other],
    }
}

impl<'a> Calculator<'a> {
    pub(super) fn new(store: &'a Store, has_base: bool) -> Calculator<'a> {
        Calculator {
            index: store.index(),
            terms: store.terms(),
            evaluator: spelled::evaluator(),
            has_base,
            shelf: Arc::default(),
            n_threads: 1,
            kinds: OnceCell::new(),
            operations: RefCell::default(),
        }
    }

    /// Which terms have numbers in their order.
    pub(super) fn kinds(&self) -> &Kinds {
        self.kinds.get_or_init(|| self.index.kinds())
    }

    /// Computes with two terms as SPARQL does; none when that is an error.
    pub(super) fn with_two(&self, operation: Operation, a: &Term, b: &Term) -> Option<Term> {
        let mut operations = self.operations.borrow_mut();
        let compiled = operations.entry(operation).or_insert_with(|| {
            let variables = ["a", "b"].map(Variable::new_unchecked);
            let [a, b] = variables.clone().map(|variable| Box::new(Expression::Variable(variable)));
            let expression = match operation {
                Operation::Add => Expression::Add(a, b),
                Operation::Divide => Expression::Divide(a, b),
            };
            Foreign::new(&expression, &variables, false)
        });
        compiled.as_mut()?.value(vec![a.clone(), b.clone()])
    }

    /// Whether a term is an IRI.
    pub(super) fn is_iri(&self, number: u32) -> Result<bool, FormatError> {
        if self.index.is_value(number) {
            return Ok(false);
        }
        if self.kinds().iris.contains(&number) {
            return Ok(true);
        }
        self.terms.with_wording(number, |wording| matches!(wording, Wording::Iri(_)))
    }

    /// Whether two terms are equal to SPARQL, where their kinds tell.
    pub(super) fn equal(&self, a: u32, b: u32) -> Result<Option<bool>, FormatError> {
        if let Some(order) = self.index.compare(a, b) {
            return Ok(Some(order.is_eq()));
        }
        let is_text = |number: u32| {
            let Kinds { iris, strings, .. } = self.kinds();
            let is_name = number as usize <= self.index.n_names();
            if is_name || iris.contains(&number) || strings.contains(&number) {
                return Ok(true);
            }
            if self.index.is_value(number) {
                return Ok(false);
            }
            self.terms.with_wording(number, |wording| wording != Wording::Other)
        };
        // Names and strings are equal to themselves alone.
        Ok((is_text(a)? && is_text(b)?).then_some(a == b))
    }
}
