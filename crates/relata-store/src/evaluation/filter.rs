//! Conditions and computed values.
//!
//! What can be decided by numbers of terms is; everything else goes to oxigraph's expressions, once for each different
//! combination of values.

use std::cell::{OnceCell, RefCell};

use oxigraph::model::{Literal, NamedNode, Term, Variable};
use rustc_hash::FxHashMap;
use spareval::QueryEvaluator;
use spargebra::algebra::{Expression, Function, GraphPattern};

use super::Unsupported;
use super::plan::{Part, Slot};
use crate::{FormatError, Index, Kinds, Store, Terms};

/// Results that are remembered of one expression.
const REMEMBERED: usize = 1 << 20;

/// How two terms are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Comparison {
    SameTerm,
    Equal,
    Less,
    LessOrEqual,
}

/// A condition on a frame.
pub(super) enum Condition {
    Bound(Slot),
    Not(Box<Condition>),
    Compare { how: Comparison, ends: [Part; 2], general: General },
    General(General),
}

/// A value made of a frame.
pub(super) enum Computation {
    Part(Part),
    General(General),
}

/// An expression left to oxigraph.
pub(super) struct General {
    expression: sparopt::algebra::Expression,
    variables: Vec<(Variable, Slot)>,
    truths: RefCell<FxHashMap<Box<[u32]>, Option<bool>>>,
    values: RefCell<FxHashMap<Box<[u32]>, u32>>,
    /// The expression as it was written.
    pub(super) text: String,
}

/// What expressions are evaluated with.
pub(super) struct Calculator<'a> {
    pub(super) index: Index<'a>,
    pub(super) terms: Terms<'a>,
    pub(super) evaluator: QueryEvaluator,
    kinds: OnceCell<Kinds>,
}

impl General {
    pub(super) fn new(
        expression: &Expression,
        slot: &mut dyn FnMut(&Variable) -> Slot,
    ) -> Result<General, Unsupported> {
        let mut variables = Vec::new();
        check(expression, &mut |variable| {
            if !variables.contains(variable) {
                variables.push(variable.clone());
            }
        })?;
        let variables = variables.into_iter().map(|variable| (variable.clone(), slot(&variable))).collect();
        let filter = GraphPattern::Filter {
            expr: expression.clone(),
            inner: Box::new(GraphPattern::Bgp { patterns: Vec::new() }),
        };
        // Only patterns can be turned into the form that oxigraph evaluates.
        let sparopt::algebra::GraphPattern::Filter { expression: own, .. } = (&filter).into() else {
            return Err(Unsupported("a condition that oxigraph decides beforehand"));
        };
        let (truths, values) = Default::default();
        Ok(General { expression: own, variables, truths, values, text: expression.to_string() })
    }

    pub(super) fn slots(&self) -> impl Iterator<Item = Slot> {
        self.variables.iter().map(|(_, slot)| *slot)
    }

    fn key(&self, frame: &[u32]) -> Box<[u32]> {
        self.variables.iter().map(|(_, slot)| frame[*slot]).collect()
    }

    fn substitutions(&self, frame: &[u32], with: &Calculator<'_>) -> Result<Vec<(&Variable, Term)>, FormatError> {
        let bound = self.variables.iter().filter(|(_, slot)| frame[*slot] != 0);
        bound.map(|(variable, slot)| Ok((variable, with.terms.term(frame[*slot])?))).collect()
    }

    fn truth(&self, frame: &[u32], with: &Calculator<'_>) -> Result<Option<bool>, FormatError> {
        let key = self.key(frame);
        if let Some(truth) = self.truths.borrow().get(&key) {
            return Ok(*truth);
        }
        let substitutions = self.substitutions(frame, with)?;
        let truth = with.evaluator.evaluate_effective_boolean_value_expression(&self.expression, substitutions);
        let mut truths = self.truths.borrow_mut();
        if truths.len() < REMEMBERED {
            truths.insert(key, truth);
        }
        Ok(truth)
    }

    fn value(&self, frame: &[u32], with: &Calculator<'_>) -> Result<u32, FormatError> {
        let key = self.key(frame);
        if let Some(value) = self.values.borrow().get(&key) {
            return Ok(*value);
        }
        let value = with.evaluator.evaluate_expression(&self.expression, self.substitutions(frame, with)?);
        let value = value.map_or(Ok(0), |value| with.terms.number(&value))?;
        let mut values = self.values.borrow_mut();
        if values.len() < REMEMBERED {
            values.insert(key, value);
        }
        Ok(value)
    }
}

impl Condition {
    pub(super) fn new(
        expression: &Expression,
        terms: &Terms<'_>,
        slot: &mut dyn FnMut(&Variable) -> Slot,
    ) -> Result<Condition, Unsupported> {
        let mut compare = |how, a: &Expression, b: &Expression| {
            let ends = [part(a, terms, slot)?, part(b, terms, slot)?];
            Some(General::new(expression, slot).map(|general| Condition::Compare { how, ends, general }))
        };
        let compared = match expression {
            Expression::Bound(variable) => return Ok(Condition::Bound(slot(variable))),
            Expression::Not(inner) => {
                return Ok(Condition::Not(Box::new(Condition::new(inner, terms, slot)?)));
            }
            Expression::SameTerm(a, b) => compare(Comparison::SameTerm, a, b),
            Expression::Equal(a, b) => compare(Comparison::Equal, a, b),
            Expression::Less(a, b) | Expression::Greater(b, a) => compare(Comparison::Less, a, b),
            Expression::LessOrEqual(a, b) | Expression::GreaterOrEqual(b, a) => compare(Comparison::LessOrEqual, a, b),
            _ => None,
        };
        compared.unwrap_or_else(|| General::new(expression, slot).map(Condition::General))
    }

    pub(super) fn slots(&self) -> Vec<Slot> {
        match self {
            Condition::Bound(slot) => vec![*slot],
            Condition::Not(inner) => inner.slots(),
            Condition::Compare { general, .. } | Condition::General(general) => general.slots().collect(),
        }
    }

    /// Whether it is true; none when that is an error.
    pub(super) fn holds(&self, frame: &[u32], with: &Calculator<'_>) -> Result<Option<bool>, FormatError> {
        Ok(match self {
            Condition::Bound(slot) => Some(frame[*slot] != 0),
            Condition::Not(inner) => inner.holds(frame, with)?.map(|truth| !truth),
            Condition::General(general) => general.truth(frame, with)?,
            Condition::Compare { how, ends: [a, b], general } => {
                let (Some(a), Some(b)) = (a.value(frame), b.value(frame)) else { return Ok(None) };
                match by_number(*how, a, b, with) {
                    Some(truth) => Some(truth),
                    None => general.truth(frame, with)?,
                }
            }
        })
    }
}

/// What the numbers of two terms say about their comparison.
fn by_number(how: Comparison, a: u32, b: u32, with: &Calculator<'_>) -> Option<bool> {
    if how == Comparison::SameTerm {
        return Some(a == b);
    }
    if let (Some(a), Some(b)) = (with.index.value(a), with.index.value(b)) {
        // A decimal has many spellings, and a day of EDTF has no order.
        return (a >> 60 == b >> 60 && matches!(a >> 60, 1 | 3 | 5)).then_some(match how {
            Comparison::SameTerm | Comparison::Equal => a == b,
            Comparison::Less => a < b,
            Comparison::LessOrEqual => a <= b,
        });
    }
    let is_iri = |number: u32| number as usize <= with.index.n_names() || with.kinds().iris.contains(&number);
    (how == Comparison::Equal && is_iri(a) && is_iri(b)).then_some(a == b)
}

impl Computation {
    pub(super) fn new(
        expression: &Expression,
        terms: &Terms<'_>,
        slot: &mut dyn FnMut(&Variable) -> Slot,
    ) -> Result<Computation, Unsupported> {
        match part(expression, terms, slot) {
            Some(part) => Ok(Computation::Part(part)),
            None => General::new(expression, slot).map(Computation::General),
        }
    }

    pub(super) fn slots(&self) -> Vec<Slot> {
        match self {
            Computation::Part(part) => part.slot().into_iter().collect(),
            Computation::General(general) => general.slots().collect(),
        }
    }

    /// The number of the value; 0 when there is none.
    pub(super) fn value(&self, frame: &[u32], with: &Calculator<'_>) -> Result<u32, FormatError> {
        match self {
            Computation::Part(part) => Ok(part.value(frame).unwrap_or(0)),
            Computation::General(general) => general.value(frame, with),
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

/// Visits the variables; fails when the value depends on more than these.
fn check(expression: &Expression, see: &mut dyn FnMut(&Variable)) -> Result<(), Unsupported> {
    match expression {
        Expression::NamedNode(_) | Expression::Literal(_) => Ok(()),
        Expression::Variable(variable) | Expression::Bound(variable) => {
            see(variable);
            Ok(())
        }
        Expression::Exists(_) => Err(Unsupported("EXISTS inside a larger condition")),
        Expression::Or(a, b)
        | Expression::And(a, b)
        | Expression::Equal(a, b)
        | Expression::SameTerm(a, b)
        | Expression::Greater(a, b)
        | Expression::GreaterOrEqual(a, b)
        | Expression::Less(a, b)
        | Expression::LessOrEqual(a, b)
        | Expression::Add(a, b)
        | Expression::Subtract(a, b)
        | Expression::Multiply(a, b)
        | Expression::Divide(a, b) => [a, b].into_iter().try_for_each(|inner| check(inner, see)),
        Expression::UnaryPlus(a) | Expression::UnaryMinus(a) | Expression::Not(a) => check(a, see),
        Expression::If(a, b, c) => [a, b, c].into_iter().try_for_each(|inner| check(inner, see)),
        Expression::In(a, list) => {
            check(a, see)?;
            list.iter().try_for_each(|inner| check(inner, see))
        }
        Expression::Coalesce(list) => list.iter().try_for_each(|inner| check(inner, see)),
        Expression::FunctionCall(function, list) => {
            match function {
                Function::Now | Function::Rand | Function::Uuid | Function::StrUuid | Function::BNode => {
                    return Err(Unsupported("a function that gives another value each time"));
                }
                Function::Iri => return Err(Unsupported("IRI(), which depends on the base")),
                Function::Custom(name) if !name.as_str().starts_with("http://www.w3.org/2001/XMLSchema#") => {
                    return Err(Unsupported("a function that SPARQL does not define"));
                }
                _ => {}
            }
            list.iter().try_for_each(|inner| check(inner, see))
        }
    }
}

impl<'a> Calculator<'a> {
    pub(super) fn new(store: &'a Store) -> Calculator<'a> {
        Calculator {
            index: store.index(),
            terms: store.terms(),
            evaluator: QueryEvaluator::new(),
            kinds: OnceCell::new(),
        }
    }

    /// Which terms have numbers in their order.
    pub(super) fn kinds(&self) -> &Kinds {
        self.kinds.get_or_init(|| self.index.kinds())
    }

    /// Computes with two terms as SPARQL does; none when that is an error.
    pub(super) fn with_two(
        &self,
        operation: fn(Box<Expression>, Box<Expression>) -> Expression,
        a: &Term,
        b: &Term,
    ) -> Option<Term> {
        let [a, b] = [a, b].map(|term| constant(term).map(Box::new));
        let expression = General::new(&operation(a?, b?), &mut |_| 0).ok()?;
        self.evaluator.evaluate_expression(&expression.expression, [])
    }
}

fn constant(term: &Term) -> Option<Expression> {
    Some(match term {
        Term::NamedNode(node) => Expression::NamedNode(NamedNode::clone(node)),
        Term::Literal(literal) => Expression::Literal(Literal::clone(literal)),
        _ => return None,
    })
}
