//! COUNT, SUM, AVG, MIN, MAX and SAMPLE over groups of frames.

use oxigraph::model::{Literal, Term};
use rustc_hash::FxHashSet;
use spargebra::algebra::{AggregateExpression, AggregateFunction, Expression};

use super::Unsupported;
use super::filter::{Calculator, Computation};
use super::plan::Slot;
use super::sort::compare;
use crate::FormatError;

/// What is made of a group.
pub(super) struct Aggregate {
    pub(super) what: What,
    pub(super) distinct: bool,
    /// The aggregate as it was written.
    pub(super) text: String,
}

/// What is computed.
pub(super) enum What {
    /// Frames, told apart by these slots where only different ones count.
    Frames(Vec<Slot>),
    /// Values that are there.
    Values(Computation),
    Sum(Computation),
    Average(Computation),
    Least(Computation),
    Most(Computation),
    Sample(Computation),
}

impl Aggregate {
    pub(super) fn new(
        aggregate: &AggregateExpression,
        slots: impl Fn() -> Vec<Slot>,
        compute: &mut dyn FnMut(&Expression) -> Result<Computation, Unsupported>,
    ) -> Result<Aggregate, Unsupported> {
        let text = aggregate.to_string();
        match aggregate {
            AggregateExpression::CountSolutions { distinct } => {
                Ok(Aggregate { what: What::Frames(slots()), distinct: *distinct, text })
            }
            AggregateExpression::FunctionCall { name, expr, distinct } => {
                let computation = compute(expr)?;
                if *distinct && matches!(name, AggregateFunction::Sum | AggregateFunction::Avg) {
                    return Err(Unsupported("a sum of different values"));
                }
                let what = match name {
                    AggregateFunction::Count => What::Values(computation),
                    AggregateFunction::Sum => What::Sum(computation),
                    AggregateFunction::Avg => What::Average(computation),
                    AggregateFunction::Min => What::Least(computation),
                    AggregateFunction::Max => What::Most(computation),
                    AggregateFunction::Sample => What::Sample(computation),
                    _ => return Err(Unsupported("GROUP_CONCAT")),
                };
                Ok(Aggregate { what, distinct: *distinct, text })
            }
        }
    }

    /// Slots it looks at.
    pub(super) fn slots(&self) -> Vec<Slot> {
        match &self.what {
            What::Frames(slots) if self.distinct => slots.clone(),
            What::Frames(_) => Vec::new(),
            What::Values(computation)
            | What::Sum(computation)
            | What::Average(computation)
            | What::Least(computation)
            | What::Most(computation)
            | What::Sample(computation) => computation.slots(),
        }
    }
}

/// An aggregate under way.
#[derive(Default)]
pub(super) struct Accumulator {
    n: u64,
    value: u32,
    sum: Option<Term>,
    failed: bool,
    frames: FxHashSet<Box<[u32]>>,
    values: Values,
}

/// Different values: mostly few.
#[derive(Default)]
struct Values {
    few: Vec<u32>,
    many: FxHashSet<u32>,
}

impl Values {
    const FEW: usize = 16;

    /// Whether the value is new.
    fn insert(&mut self, value: u32) -> bool {
        if self.many.is_empty() && self.few.len() < Values::FEW {
            let is_new = !self.few.contains(&value);
            if is_new {
                self.few.push(value);
            }
            return is_new;
        }
        self.many.extend(self.few.drain(..));
        self.many.insert(value)
    }
}

impl Accumulator {
    /// Takes `times` frames that are alike in all the aggregate looks at.
    pub(super) fn take(
        &mut self,
        aggregate: &Aggregate,
        frame: &[u32],
        times: u64,
        with: &Calculator<'_>,
    ) -> Result<(), FormatError> {
        let (computation, is_count) = match &aggregate.what {
            What::Frames(slots) => {
                if !aggregate.distinct {
                    self.n += times;
                } else if self.frames.insert(slots.iter().map(|slot| frame[*slot]).collect()) {
                    self.n += 1;
                }
                return Ok(());
            }
            What::Values(computation) => (computation, true),
            What::Sum(computation)
            | What::Average(computation)
            | What::Least(computation)
            | What::Most(computation)
            | What::Sample(computation) => (computation, false),
        };
        let value = computation.value(frame, with)?;
        if value == 0 {
            // What has no value is not counted; elsewhere it spoils the whole.
            self.failed |= !is_count && !matches!(aggregate.what, What::Sample(_));
            return Ok(());
        }
        let times = if !aggregate.distinct {
            times
        } else if self.values.insert(value) {
            1
        } else {
            return Ok(());
        };
        match &aggregate.what {
            What::Sum(_) | What::Average(_) if !self.failed => {
                let term = with.terms.term(value)?;
                for _ in 0..times {
                    let sum = self.sum.take().unwrap_or_else(|| Literal::from(0).into());
                    self.sum = with.with_two(Expression::Add, &sum, &term);
                    self.failed |= self.sum.is_none();
                }
            }
            What::Least(_) if self.n == 0 || compare(value, self.value, with)?.is_lt() => self.value = value,
            What::Most(_) if self.n == 0 || compare(value, self.value, with)?.is_gt() => self.value = value,
            What::Sample(_) if self.n == 0 => self.value = value,
            _ => {}
        }
        self.n += times;
        Ok(())
    }

    /// The number of the result; 0 when there is none.
    pub(super) fn finish(self, aggregate: &Aggregate, with: &Calculator<'_>) -> Result<u32, FormatError> {
        let n = i64::try_from(self.n).unwrap_or(i64::MAX);
        let zero = || Term::from(Literal::from(0));
        let term = match &aggregate.what {
            _ if self.failed => None,
            What::Frames(_) | What::Values(_) => Some(Literal::from(n).into()),
            What::Least(_) | What::Most(_) | What::Sample(_) => return Ok(self.value),
            What::Sum(_) => Some(self.sum.unwrap_or_else(zero)),
            What::Average(_) if n == 0 => Some(zero()),
            What::Average(_) => {
                self.sum.and_then(|sum| with.with_two(Expression::Divide, &sum, &Literal::from(n).into()))
            }
        };
        term.map_or(Ok(0), |term| with.terms.number(&term))
    }
}
