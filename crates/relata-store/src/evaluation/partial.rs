//! Groups that threads have made of their parts, put together.

use super::accumulate::{Accumulator, Groups, Sum};
use super::aggregate::{Aggregate, What};
use super::filter::Calculator;
use super::frame::Stop;
use super::sort::{are_alike, compare};
use crate::Guard;

/// Groups under way, without the plan they belong to.
pub(super) struct Partial {
    /// The numbers that groups have in common, one group after the other.
    cells: Vec<u32>,
    accumulators: Vec<Accumulator>,
    n_found: u32,
}

impl Partial {
    /// Gives terms other numbers.
    pub(super) fn renumber(&mut self, own: &impl Fn(&mut u32)) {
        self.cells.iter_mut().for_each(own);
        for accumulator in &mut self.accumulators {
            own(&mut accumulator.value);
            let Some(different) = &mut accumulator.different else { continue };
            different.few.iter_mut().for_each(own);
            let renumbered = |mut number: u32| {
                own(&mut number);
                number
            };
            different.many = different.many.drain().map(renumbered).collect();
            let frames = different.frames.drain();
            different.frames = frames.map(|frame| frame.iter().map(|number| renumbered(*number)).collect()).collect();
        }
    }
}

impl Groups<'_> {
    pub(super) fn into_partial(self) -> Partial {
        Partial { cells: self.cells, accumulators: self.accumulators, n_found: self.n_found }
    }

    /// Takes the groups of frames that come behind those taken so far; false when the result could differ from that of
    /// taking these frames one by one.
    pub(super) fn add(&mut self, partial: Partial, guard: &Guard, with: &Calculator<'_>) -> Result<bool, Stop> {
        let (n_keys, n_aggregates) = (self.keys.len(), self.aggregates.len());
        let mut accumulators = partial.accumulators.into_iter();
        for group in 0..partial.n_found as usize {
            guard.work()?;
            let key = &partial.cells[group * n_keys..][..n_keys];
            let first = self.group_of(|place| key[place]) as usize * n_aggregates;
            for place in 0..n_aggregates {
                let Some(other) = accumulators.next() else { return Ok(false) };
                if !self.accumulators[first + place].add(other, &self.aggregates[place].1, with)? {
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }
}

impl Accumulator {
    /// Takes what was accumulated of frames behind its own; false when the result could be another than one by one.
    fn add(&mut self, other: Accumulator, aggregate: &Aggregate, with: &Calculator<'_>) -> Result<bool, Stop> {
        self.failed |= other.failed;
        if aggregate.distinct && matches!(aggregate.what, What::Frames(_) | What::Values(_)) {
            let Some(theirs) = other.different else { return Ok(true) };
            let own = self.different.get_or_insert_default();
            let (n_frames, values) = (own.frames.len(), theirs.few.into_iter().chain(theirs.many));
            self.n += values.filter(|value| own.insert(*value)).count() as u64;
            own.frames.extend(theirs.frames);
            self.n += (own.frames.len() - n_frames) as u64;
            return Ok(true);
        }
        let is_first = self.n == 0;
        self.n += other.n;
        match &aggregate.what {
            What::Least(_) | What::Most(_) if other.n > 0 => {
                let is_better = match (is_first, &aggregate.what) {
                    (true, _) => true,
                    (false, What::Least(_)) => compare(other.value, self.value, with)?.is_lt(),
                    (false, _) => compare(other.value, self.value, with)?.is_gt(),
                };
                // Where terms of several kinds are compared, it can matter which were compared first.
                if self.mixed || other.mixed || !(is_first || are_alike(other.value, self.value, with)) {
                    return Ok(false);
                }
                if is_better {
                    self.value = other.value;
                }
            }
            What::Sample(_) if is_first => self.value = other.value,
            What::Sum(_) | What::Average(_) => match (&self.sum, other.sum) {
                (_, Sum::Nothing) => {}
                (Sum::Nothing, Sum::Quantity(sum)) => self.sum = Sum::Quantity(sum),
                // Integers and decimals are exact; numbers that are rounded must be added in order.
                (Sum::Quantity(a), Sum::Quantity(b)) => match a.plus(b) {
                    Some(sum) => self.sum = Sum::Quantity(sum),
                    None => return Ok(false),
                },
                (Sum::Term(_), _) | (_, Sum::Term(_)) => return Ok(false),
            },
            _ => {}
        }
        Ok(true)
    }
}
