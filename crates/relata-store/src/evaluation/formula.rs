//! Expressions of a query: evaluated by relata where it can, else by oxigraph, and remembered where that pays.

use std::cell::{Cell, RefCell};

use oxigraph::model::{Literal, Term, Variable};
use rustc_hash::FxHashMap;
use spargebra::algebra::{Expression, Function, GraphPattern};

use super::Unsupported;
use super::filter::Calculator;
use super::foreign::{Foreign, MOST_VARIABLES};
use super::frame::Slot;
use super::held::{Held, Unclear};
use super::make::Maker;
use super::native::Native;
use super::spelled;
use crate::{FormatError, Terms};

/// Results that are remembered of one expression.
const REMEMBERED: usize = 1 << 20;
/// Results after which it is looked at whether remembering pays.
const TRIAL: u32 = 1 << 12;

/// An expression and the variables it looks at.
pub(super) struct Formula {
    native: Option<Native>,
    expression: Expression,
    /// The same as oxigraph evaluates it once, for expressions of many variables.
    once: sparopt::algebra::Expression,
    variables: Vec<(Variable, Slot)>,
    /// Compiled for combinations of variables that are bound, as bits; separately as condition and as value.
    foreign: RefCell<FxHashMap<(u64, bool), Option<Foreign>>>,
    truths: Memory<Option<bool>>,
    values: Memory<u32>,
    /// The expression as it was written.
    pub(super) text: String,
}

/// Places for what was computed last with one number.
const RECENT: usize = 1 << 10;

/// What was computed before, by the numbers it was computed with.
struct Memory<T> {
    results: RefCell<FxHashMap<Box<[u32]>, T>>,
    n_asked: Cell<u32>,
    n_known: Cell<u32>,
    /// Results of one number, each at the place that its last bits name: rows often come in runs, and looking here costs
    /// a nanosecond or two.
    recent: RefCell<Vec<Option<(u32, T)>>>,
}

impl<T> Default for Memory<T> {
    fn default() -> Memory<T> {
        let (results, recent) = Default::default();
        Memory { results, n_asked: Cell::new(0), n_known: Cell::new(0), recent }
    }
}

impl<T: Copy> Memory<T> {
    /// What was computed with one number, or is now.
    fn get_recent<E>(&self, number: u32, compute: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        let place = number as usize % RECENT;
        if let Some(Some((known, result))) = self.recent.borrow().get(place)
            && *known == number
        {
            return Ok(*result);
        }
        let result = compute()?;
        let mut recent = self.recent.borrow_mut();
        if recent.is_empty() {
            recent.resize(RECENT, None);
        }
        recent[place] = Some((number, result));
        Ok(result)
    }

    /// True when results come again often enough to be remembered.
    fn pays(&self) -> bool {
        let (n_asked, n_known) = (self.n_asked.get(), self.n_known.get());
        n_asked < TRIAL || n_known > n_asked / 4
    }

    fn recall(&self, key: &[u32]) -> Option<T> {
        let known = self.results.borrow().get(key).copied();
        self.n_asked.set(self.n_asked.get().saturating_add(1));
        self.n_known.set(self.n_known.get().saturating_add(u32::from(known.is_some())));
        known
    }

    fn keep(&self, key: &[u32], result: T) {
        let mut results = self.results.borrow_mut();
        if results.len() < REMEMBERED {
            results.insert(key.into(), result);
        }
    }

    /// What was computed with `key`, or is now.
    fn get<E>(&self, key: &[u32], compute: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        if !self.pays() {
            return compute();
        }
        if let Some(known) = self.recall(key) {
            return Ok(known);
        }
        let result = compute()?;
        self.keep(key, result);
        Ok(result)
    }
}

impl Formula {
    pub(super) fn new(
        expression: &Expression,
        terms: &Terms<'_>,
        has_base: bool,
        slot: &mut dyn FnMut(&Variable) -> Slot,
    ) -> Result<Formula, Unsupported> {
        let mut variables = Vec::new();
        check(expression, has_base, &mut |variable| {
            if !variables.contains(variable) {
                variables.push(variable.clone());
            }
        })?;
        let native = Maker { terms, slot: &mut *slot, has_base }.make(expression);
        let variables = variables.into_iter().map(|variable| (variable.clone(), slot(&variable))).collect();
        let filter = GraphPattern::Filter {
            expr: spelled::expression(expression.clone()),
            inner: Box::new(GraphPattern::Bgp { patterns: Vec::new() }),
        };
        // Only patterns can be turned into the form that oxigraph evaluates.
        let sparopt::algebra::GraphPattern::Filter { expression: once, .. } = (&filter).into() else {
            return Err(Unsupported("a condition that oxigraph decides beforehand"));
        };
        Ok(Formula {
            native,
            expression: expression.clone(),
            once,
            variables,
            foreign: RefCell::default(),
            truths: Memory::default(),
            values: Memory::default(),
            text: expression.to_string(),
        })
    }

    pub(super) fn slots(&self) -> impl Iterator<Item = Slot> {
        self.variables.iter().map(|(_, slot)| *slot)
    }

    /// The numbers it is computed with.
    fn with_key<R>(&self, frame: &[u32], take: impl FnOnce(&[u32]) -> R) -> R {
        if let [(_, slot)] = self.variables.as_slice() {
            return take(&[frame[*slot]]);
        }
        let key: Vec<u32> = self.slots().map(|slot| frame[slot]).collect();
        take(&key)
    }

    /// The truth value of the expression in a frame; none when that is an error.
    pub(super) fn truth(&self, frame: &[u32], with: &Calculator<'_>) -> Result<Option<bool>, FormatError> {
        match self.variables.as_slice() {
            [(_, slot)] => self.truths.get_recent(frame[*slot], || self.computed_truth(frame, with)),
            _ => self.computed_truth(frame, with),
        }
    }

    fn computed_truth(&self, frame: &[u32], with: &Calculator<'_>) -> Result<Option<bool>, FormatError> {
        let native = || self.native.as_ref().map_or(Err(Unclear::Unknown), |native| native.truth(frame, with));
        let foreign = || {
            if self.variables.len() > MOST_VARIABLES {
                let values = self.bound(frame, with)?;
                return Ok(with.evaluator.evaluate_effective_boolean_value_expression(&self.once, values));
            }
            let truth = self.foreign(frame, true, with)?;
            Ok(truth.map(|truth| truth == Literal::from(true).into()))
        };
        if self.native.as_ref().is_some_and(Native::reads_text) {
            let compute = || match native() {
                Err(Unclear::Unknown) => foreign(),
                Err(Unclear::Format(error)) => Err(error),
                Ok(truth) => Ok(truth),
            };
            return self.with_key(frame, |key| self.truths.get(key, compute));
        }
        match native() {
            Err(Unclear::Unknown) => self.with_key(frame, |key| self.truths.get(key, foreign)),
            Err(Unclear::Format(error)) => Err(error),
            Ok(truth) => Ok(truth),
        }
    }

    /// The number of the value in a frame; 0 when that is an error.
    pub(super) fn value(&self, frame: &[u32], with: &Calculator<'_>) -> Result<u32, FormatError> {
        match self.variables.as_slice() {
            [(_, slot)] => self.values.get_recent(frame[*slot], || self.computed_value(frame, with)),
            _ => self.computed_value(frame, with),
        }
    }

    fn computed_value(&self, frame: &[u32], with: &Calculator<'_>) -> Result<u32, FormatError> {
        let compute = || match self.held(frame, with)? {
            None => Ok(0),
            Some(held) => held.number(with),
        };
        self.with_key(frame, |key| self.values.get(key, compute))
    }

    /// The value in a frame, which need not become a term.
    pub(super) fn held(&self, frame: &[u32], with: &Calculator<'_>) -> Result<Option<Held>, FormatError> {
        let native = match self.native.as_ref().map_or(Err(Unclear::Unknown), |native| native.value(frame, with)) {
            Ok(Some(held)) => held.canonical(with).map(Some),
            other => other,
        };
        match native {
            Ok(held) => return Ok(held),
            Err(Unclear::Format(error)) => return Err(error),
            Err(Unclear::Unknown) => {}
        }
        let value = if self.variables.len() > MOST_VARIABLES {
            with.evaluator.evaluate_expression(&self.once, self.bound(frame, with)?)
        } else {
            self.foreign(frame, false, with)?
        };
        value.map(|value| with.terms.number(&value).map(Held::Term)).transpose()
    }

    /// The variables that are bound, with their values.
    fn bound(&self, frame: &[u32], with: &Calculator<'_>) -> Result<Vec<(&Variable, Term)>, FormatError> {
        let bound = self.variables.iter().filter(|(_, slot)| frame[*slot] != 0);
        bound.map(|(variable, slot)| Ok((variable, with.terms.term(frame[*slot])?))).collect()
    }

    fn foreign(&self, frame: &[u32], condition: bool, with: &Calculator<'_>) -> Result<Option<Term>, FormatError> {
        let bound = self.bound(frame, with)?;
        let is_bound = |index: usize| u64::from(frame[self.variables[index].1] != 0) << index;
        let mask = (0..self.variables.len()).map(is_bound).sum();
        let mut foreign = self.foreign.borrow_mut();
        let compiled = foreign.entry((mask, condition)).or_insert_with(|| {
            let variables: Vec<Variable> = bound.iter().map(|(variable, _)| Variable::clone(variable)).collect();
            Foreign::new(&self.expression, &variables, condition)
        });
        let values = bound.into_iter().map(|(_, value)| value).collect();
        Ok(compiled.as_mut().and_then(|compiled| compiled.value(values)))
    }
}

/// Visits the variables; fails when the value depends on more than these.
fn check(expression: &Expression, has_base: bool, see: &mut dyn FnMut(&Variable)) -> Result<(), Unsupported> {
    let mut check = |inner: &Expression| check(inner, has_base, see);
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
        | Expression::Divide(a, b) => [a, b].into_iter().try_for_each(|inner| check(inner)),
        Expression::UnaryPlus(a) | Expression::UnaryMinus(a) | Expression::Not(a) => check(a),
        Expression::If(a, b, c) => [a, b, c].into_iter().try_for_each(|inner| check(inner)),
        Expression::In(a, list) => {
            check(a)?;
            list.iter().try_for_each(check)
        }
        Expression::Coalesce(list) => list.iter().try_for_each(check),
        Expression::FunctionCall(function, list) => {
            match function {
                Function::Now | Function::Rand | Function::Uuid | Function::StrUuid | Function::BNode => {
                    return Err(Unsupported("a function that gives another value each time"));
                }
                Function::Iri if has_base => return Err(Unsupported("IRI(), which depends on the base")),
                Function::Custom(name) if !name.as_str().starts_with("http://www.w3.org/2001/XMLSchema#") => {
                    return Err(Unsupported("a function that SPARQL does not define"));
                }
                _ => {}
            }
            list.iter().try_for_each(check)
        }
    }
}
