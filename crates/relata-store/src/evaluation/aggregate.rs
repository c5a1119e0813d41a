//! COUNT, SUM, AVG, MIN, MAX and SAMPLE over groups of frames.

use spargebra::algebra::{AggregateExpression, AggregateFunction, Expression};

use super::Unsupported;
use super::filter::Computation;
use super::frame::Slot;

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
