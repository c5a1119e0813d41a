//! Groups of frames under way, and what is made of each.

use std::cmp::Ordering;

use oxigraph::model::{Literal, Term};
use rustc_hash::{FxHashMap, FxHashSet};

use super::aggregate::{Aggregate, What};
use super::filter::{Calculator, Computation, Operation};
use super::frame::{Flow, Slot};
use super::held::{Held, Quantity, Unclear};
use super::sort::{are_alike, compare};
use crate::FormatError;

/// Groups, in the order in which they were found.
pub(super) struct Groups<'g> {
    pub(super) keys: &'g [Slot],
    pub(super) aggregates: &'g [(Slot, Aggregate)],
    /// The numbers that groups have in common, one group after the other.
    pub(super) cells: Vec<u32>,
    pub(super) accumulators: Vec<Accumulator>,
    /// Places of groups whose key is at most two numbers, which is most of them.
    short: FxHashMap<u64, u32>,
    long: FxHashMap<Box<[u32]>, u32>,
    pub(super) n_found: u32,
    /// The group found last: rows of a group often come together.
    last: Option<(u64, u32)>,
}

impl<'g> Groups<'g> {
    pub(super) fn new(keys: &'g [Slot], aggregates: &'g [(Slot, Aggregate)]) -> Groups<'g> {
        let (short, long) = Default::default();
        let (cells, accumulators) = Default::default();
        let mut groups = Groups { keys, aggregates, cells, accumulators, short, long, n_found: 0, last: None };
        if keys.is_empty() {
            // Without keys there is one group, even of nothing.
            groups.group_of(|_| 0);
        }
        groups
    }

    /// The place of a group, which may be new, by the numbers that it has in common.
    pub(super) fn group_of(&mut self, key: impl Fn(usize) -> u32) -> u32 {
        let next = self.n_found;
        let n_keys = self.keys.len();
        let group = match n_keys {
            0 => 0,
            1 => self.short_group(u64::from(key(0))),
            2 => self.short_group(u64::from(key(0)) << 32 | u64::from(key(1))),
            _ => {
                let key: Vec<u32> = (0..n_keys).map(&key).collect();
                if let Some(group) = self.long.get(key.as_slice()) {
                    *group
                } else {
                    self.long.insert(key.into(), next);
                    next
                }
            }
        };
        if group == next {
            self.n_found += 1;
            self.cells.extend((0..n_keys).map(&key));
            self.accumulators.extend(self.aggregates.iter().map(|_| Accumulator::default()));
        }
        group
    }

    fn short_group(&mut self, key: u64) -> u32 {
        if let Some((last, group)) = self.last
            && last == key
        {
            return group;
        }
        let group = *self.short.entry(key).or_insert(self.n_found);
        self.last = Some((key, group));
        group
    }

    /// Takes `times` frames that are alike in all the aggregates look at.
    pub(super) fn take(&mut self, frame: &[u32], times: u64, with: &Calculator<'_>) -> Result<(), FormatError> {
        let keys = self.keys;
        let first = self.group_of(|place| frame[keys[place]]) as usize * self.aggregates.len();
        let accumulators = &mut self.accumulators[first..][..self.aggregates.len()];
        for (place, (_, aggregate)) in self.aggregates.iter().enumerate() {
            accumulators[place].take(aggregate, frame, times, with)?;
        }
        Ok(())
    }

    /// Passes on a frame for each group.
    pub(super) fn finish(
        self,
        with: &Calculator<'_>,
        frame: &mut Vec<u32>,
        sink: &mut dyn FnMut(&mut Vec<u32>) -> Flow,
    ) -> Flow {
        let mut accumulators = self.accumulators.into_iter();
        for group in 0..self.n_found as usize {
            frame.fill(0);
            for (slot, number) in self.keys.iter().zip(&self.cells[group * self.keys.len()..]) {
                frame[*slot] = *number;
            }
            for ((slot, aggregate), accumulator) in self.aggregates.iter().zip(accumulators.by_ref()) {
                frame[*slot] = accumulator.finish(aggregate, with)?;
            }
            sink(frame)?;
        }
        Ok(())
    }
}

/// An aggregate under way.
#[derive(Default)]
pub(super) struct Accumulator {
    pub(super) n: u64,
    pub(super) value: u32,
    pub(super) failed: bool,
    /// True when least or most was asked of terms of several kinds.
    pub(super) mixed: bool,
    pub(super) sum: Sum,
    pub(super) different: Option<Box<Different>>,
}

/// A sum under way.
#[derive(Default)]
pub(super) enum Sum {
    #[default]
    Nothing,
    Quantity(Quantity),
    /// As soon as another kind of number turns up.
    Term(Term),
}

/// What was seen, where only different things count.
#[derive(Default)]
pub(super) struct Different {
    pub(super) frames: FxHashSet<Box<[u32]>>,
    pub(super) few: Vec<u32>,
    pub(super) many: FxHashSet<u32>,
}

impl Different {
    const FEW: usize = 16;

    /// True when the value is new.
    pub(super) fn insert(&mut self, value: u32) -> bool {
        if self.many.is_empty() && self.few.len() < Different::FEW {
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

impl Sum {
    /// Adds a value; false when that is an error.
    fn add(&mut self, held: &Held, times: u64, with: &Calculator<'_>) -> Result<bool, FormatError> {
        for _ in 0..times {
            let quantity = match held.quantity(with) {
                Ok(quantity) => quantity,
                Err(Unclear::Unknown) => None,
                Err(Unclear::Format(error)) => return Err(error),
            };
            let next = match (&*self, quantity) {
                (Sum::Nothing, Some(quantity)) => Quantity::Integer(0).plus(quantity).map(Sum::Quantity),
                (Sum::Quantity(sum), Some(quantity)) => sum.plus(quantity).map(Sum::Quantity),
                (sum, _) => {
                    let sum = sum.term(with)?.unwrap_or_else(|| Literal::from(0).into());
                    let term = with.terms.term(held.clone().number(with)?)?;
                    with.with_two(Operation::Add, &sum, &term).map(Sum::Term)
                }
            };
            match next {
                Some(next) => *self = next,
                None => return Ok(false),
            }
        }
        Ok(true)
    }

    fn term(&self, with: &Calculator<'_>) -> Result<Option<Term>, FormatError> {
        match self {
            Sum::Nothing => Ok(None),
            Sum::Quantity(quantity) => with.terms.term(quantity.held().number(with)?).map(Some),
            Sum::Term(term) => Ok(Some(term.clone())),
        }
    }
}

impl Accumulator {
    fn take(
        &mut self,
        aggregate: &Aggregate,
        frame: &[u32],
        times: u64,
        with: &Calculator<'_>,
    ) -> Result<(), FormatError> {
        let computation = match &aggregate.what {
            What::Frames(slots) => {
                let different = || slots.iter().map(|slot| frame[*slot]).collect();
                if !aggregate.distinct {
                    self.n += times;
                } else if self.different.get_or_insert_default().frames.insert(different()) {
                    self.n += 1;
                }
                return Ok(());
            }
            What::Sum(computation) | What::Average(computation) if !aggregate.distinct => {
                if !self.failed {
                    let added = match computation {
                        Computation::Part(part) => part
                            .value(frame)
                            .map_or(Ok(false), |number| self.sum.add(&Held::Term(number), times, with))?,
                        Computation::Formula(_) => {
                            let held = computation.held(frame, with)?;
                            held.map_or(Ok(false), |held| self.sum.add(&held, times, with))?
                        }
                    };
                    self.failed |= !added;
                    self.n += times;
                }
                return Ok(());
            }
            What::Values(computation)
            | What::Sum(computation)
            | What::Average(computation)
            | What::Least(computation)
            | What::Most(computation)
            | What::Sample(computation) => computation,
        };
        let value = match computation {
            Computation::Part(part) => part.value(frame).unwrap_or_default(),
            Computation::Formula(formula) => formula.value(frame, with)?,
        };
        if value == 0 {
            // What has no value is not counted; elsewhere it spoils the whole.
            self.failed |= !matches!(aggregate.what, What::Values(_) | What::Sample(_));
            return Ok(());
        }
        let times = if !aggregate.distinct {
            times
        } else if self.different.get_or_insert_default().insert(value) {
            1
        } else {
            return Ok(());
        };
        match &aggregate.what {
            What::Least(_) | What::Most(_) | What::Sample(_) if self.n == 0 => self.value = value,
            What::Least(_) | What::Most(_) if value != self.value => {
                let order = if let Some(order) = with.index.order(value, self.value) {
                    order
                } else {
                    self.mixed |= !are_alike(value, self.value, with);
                    compare(value, self.value, with)?
                };
                let wanted = if matches!(aggregate.what, What::Least(_)) { Ordering::Less } else { Ordering::Greater };
                if order == wanted {
                    self.value = value;
                }
            }
            What::Sum(_) | What::Average(_) if !self.failed => {
                self.failed |= !self.sum.add(&Held::Term(value), times, with)?;
            }
            _ => {}
        }
        self.n += times;
        Ok(())
    }

    /// The number of the result; 0 when there is none.
    fn finish(self, aggregate: &Aggregate, with: &Calculator<'_>) -> Result<u32, FormatError> {
        let n = i64::try_from(self.n).unwrap_or(i64::MAX);
        let held = match &aggregate.what {
            _ if self.failed => return Ok(0),
            What::Frames(_) | What::Values(_) => Held::Integer(n),
            What::Least(_) | What::Most(_) | What::Sample(_) => return Ok(self.value),
            What::Sum(_) | What::Average(_) => match self.sum {
                Sum::Nothing => Held::Integer(0),
                Sum::Quantity(sum) if matches!(aggregate.what, What::Sum(_)) => sum.held(),
                Sum::Quantity(sum) => match sum.decimal().checked_div(n) {
                    Some(mean) => Held::Decimal(mean),
                    None => return Ok(0),
                },
                Sum::Term(sum) => {
                    let whole = matches!(aggregate.what, What::Sum(_));
                    let n = Literal::from(n).into();
                    let result = if whole { Some(sum) } else { with.with_two(Operation::Divide, &sum, &n) };
                    return result.map_or(Ok(0), |term| with.terms.number(&term));
                }
            },
        };
        held.number(with)
    }
}
