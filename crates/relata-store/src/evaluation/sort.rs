//! The order of terms in SPARQL, and sorting by it: whole, or only the first so many.

use std::cmp::Ordering;
use std::panic::{AssertUnwindSafe, catch_unwind};

use oxigraph::model::Term;

use super::filter::Calculator;
use super::frame::Stop;
use super::held::Quantity;
use super::literal_order::compare_literals;
use crate::{FormatError, Guard};

const NO_ORDER: FormatError = FormatError::Damaged("its terms have no order");

/// Compares two terms by their numbers; 0 is no term and stands first.
///
/// Terms of one kind have numbers in their order; others are looked up.
pub(super) fn compare(a: u32, b: u32, with: &Calculator<'_>) -> Result<Ordering, FormatError> {
    if a == b || a == 0 || b == 0 {
        return Ok(a.cmp(&b));
    }
    if let Some(order) = with.index.order(a, b) {
        return Ok(order);
    }
    if with.kinds().alike(a, b) {
        return Ok(a.cmp(&b));
    }
    if let (Some(x), Some(y)) = (Quantity::to_compare(a, with), Quantity::to_compare(b, with)) {
        return Ok(x.decimal().cmp(&y.decimal()));
    }
    Ok(compare_terms(&with.terms.term(a)?, &with.terms.term(b)?))
}

/// True when two terms are of one kind, the terms of which all stand in one order.
pub(super) fn are_alike(a: u32, b: u32, with: &Calculator<'_>) -> bool {
    a == b || with.index.order(a, b).is_some() || with.kinds().alike(a, b)
}

fn compare_terms(a: &Term, b: &Term) -> Ordering {
    let rank = |term: &Term| match term {
        Term::BlankNode(_) => 0,
        Term::NamedNode(_) => 1,
        Term::Literal(_) => 2,
        Term::Triple(_) => 3,
    };
    match (a, b) {
        (Term::BlankNode(a), Term::BlankNode(b)) => a.as_str().cmp(b.as_str()),
        (Term::NamedNode(a), Term::NamedNode(b)) => a.as_str().cmp(b.as_str()),
        (Term::Triple(a), Term::Triple(b)) => {
            let (x, y) = (Term::from(a.subject.clone()), Term::from(b.subject.clone()));
            let order = compare_terms(&x, &y).then_with(|| a.predicate.as_str().cmp(b.predicate.as_str()));
            order.then_with(|| compare_terms(&a.object, &b.object))
        }
        (Term::Literal(a), Term::Literal(b)) => compare_literals(a, b),
        _ => rank(a).cmp(&rank(b)),
    }
}

/// What a row is sorted by, and the row.
type Keyed = (Box<[u32]>, Box<[u32]>);

/// Rows with the keys they are sorted by.
pub(super) struct Sorter<'a> {
    with: &'a Calculator<'a>,
    guard: &'a Guard,
    descending: Vec<bool>,
    most: Option<usize>,
    rows: Vec<Keyed>,
    /// True when the first `most` rows are sorted: what stands behind the last of them is not needed.
    full: bool,
}

/// Rows sorted between two looks at the clock.
const PIECE: usize = 1 << 14;

impl<'a> Sorter<'a> {
    /// Keeps the first `most` rows, or all.
    pub(super) fn new(
        with: &'a Calculator<'a>,
        guard: &'a Guard,
        descending: Vec<bool>,
        most: Option<usize>,
    ) -> Sorter<'a> {
        Sorter { with, guard, descending, most, rows: Vec::new(), full: false }
    }

    /// Takes a row and the keys it is sorted by.
    pub(super) fn push(&mut self, keys: Box<[u32]>, row: Box<[u32]>) -> Result<(), Stop> {
        let Some(most) = self.most else {
            self.rows.push((keys, row));
            return Ok(());
        };
        if most == 0 || (self.full && !self.order(&keys, &self.rows[most - 1].0)?.is_lt()) {
            return Ok(());
        }
        self.rows.push((keys, row));
        if self.rows.len() > most.saturating_add(most.clamp(64, PIECE)) {
            self.sort()?;
            self.rows.truncate(most);
            self.full = true;
        }
        Ok(())
    }

    fn order(&self, a: &[u32], b: &[u32]) -> Result<Ordering, FormatError> {
        for ((a, b), descending) in a.iter().zip(b).zip(&self.descending) {
            let order = compare(*a, *b, self.with)?;
            if order.is_ne() {
                return Ok(if *descending { order.reverse() } else { order });
            }
        }
        Ok(Ordering::Equal)
    }

    /// The rows in order.
    pub(super) fn finish(mut self) -> Result<Vec<Box<[u32]>>, Stop> {
        self.sort()?;
        self.rows.truncate(self.most.unwrap_or(usize::MAX));
        Ok(self.rows.into_iter().map(|(_, row)| row).collect())
    }

    /// Sorts piece by piece and merges the pieces, so that limits hold on the way.
    fn sort(&mut self) -> Result<(), Stop> {
        let rows = std::mem::take(&mut self.rows);
        let mut failed = None;
        let order = |a: &[u32], b: &[u32], failed: &mut Option<FormatError>| {
            self.order(a, b).unwrap_or_else(|error| {
                *failed = Some(error);
                Ordering::Equal
            })
        };
        let mut pieces: Vec<Vec<_>> = Vec::new();
        let mut rows = rows.into_iter();
        loop {
            let mut piece: Vec<_> = rows.by_ref().take(PIECE).collect();
            if piece.is_empty() {
                break;
            }
            // In a damaged file the order of terms may go round in a circle, at which the standard sort is free to panic.
            let sort = || piece.sort_by(|(a, _), (b, _)| order(a, b, &mut failed));
            if catch_unwind(AssertUnwindSafe(sort)).is_err() {
                return Err(failed.unwrap_or(NO_ORDER).into());
            }
            self.guard.look()?;
            pieces.push(piece);
        }
        while pieces.len() > 1 {
            let mut merged = Vec::with_capacity(pieces.len().div_ceil(2));
            let mut rest = pieces.into_iter();
            while let Some(left) = rest.next() {
                let Some(right) = rest.next() else {
                    merged.push(left);
                    break;
                };
                let mut both = Vec::with_capacity(left.len() + right.len());
                let (mut left, mut right) = (left.into_iter().peekable(), right.into_iter().peekable());
                while let (Some((a, _)), Some((b, _))) = (left.peek(), right.peek()) {
                    self.guard.work()?;
                    let from = if order(a, b, &mut failed).is_le() { &mut left } else { &mut right };
                    both.extend(from.next());
                }
                both.extend(left.chain(right));
                merged.push(both);
            }
            pieces = merged;
        }
        self.rows = pieces.pop().unwrap_or_default();
        failed.map_or(Ok(()), |error| Err(error.into()))
    }
}
