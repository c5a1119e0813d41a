//! The terms of one graph in another, so that two graphs are compared by numbers.

use std::cmp::Ordering;

use super::Store;
use super::dictionary::{Dictionary, Texts};
use super::file::FormatError;

/// The numbers that the terms of one graph have in another. Takes 4 bytes a term.
pub struct TermMap(Vec<u32>);

const DAMAGED: FormatError = FormatError::Damaged("a text cannot be read");

impl TermMap {
    /// Finds the terms of `from` in `to`, reading both dictionaries once, side by side. Triple terms are not looked for.
    ///
    /// # Errors
    /// When a graph file is damaged.
    pub fn new(from: &Store, to: &Store) -> Result<TermMap, FormatError> {
        let (from, to) = (&from.file, &to.file);
        let (names, terms, values) = (from.names(), from.terms(), from.values());
        let mut numbers = vec![0; names.len() + terms.len() + values.len()];
        let (to_names, to_terms) = (to.names().len(), to.terms().len());
        let mut give = |place: usize, number: usize| -> Result<(), FormatError> {
            let number = u32::try_from(number + 1).map_err(|_| DAMAGED)?;
            *numbers.get_mut(place).ok_or(DAMAGED)? = number;
            Ok(())
        };
        pairs(names, to.names(), &mut give)?;
        pairs(terms, to.terms(), &mut |place, number| give(names.len() + place, to_names + number))?;
        // What is a predicate or a graph in one of them only has a number of the other kind there. There are few names.
        let mut place = 0;
        names.for_each(
            |text| {
                place += 1;
                to.terms().find(text).map_or(Ok(()), |number| give(place - 1, to_names + number))
            },
            DAMAGED,
        )?;
        let mut number = 0;
        to.names().for_each(
            |text| {
                number += 1;
                terms.find(text).map_or(Ok(()), |place| give(names.len() + place, number - 1))
            },
            DAMAGED,
        )?;
        let mut others = to.values().iter().zip(to_names + to_terms..).peekable();
        for (value, place) in values.iter().zip(names.len() + terms.len()..) {
            while others.next_if(|(other, _)| *other < value).is_some() {}
            if let Some((_, number)) = others.next_if(|(other, _)| *other == value) {
                give(place, number)?;
            }
        }
        Ok(TermMap(numbers))
    }

    /// The number that a term has in the other graph, when it is there.
    pub fn of(&self, number: u32) -> Option<u32> {
        let place = (number as usize).checked_sub(1)?;
        self.0.get(place).copied().filter(|number| *number > 0)
    }
}

/// Hands on the places of the texts that are in both dictionaries.
fn pairs(
    ours: Dictionary<'_>,
    theirs: Dictionary<'_>,
    take: &mut dyn FnMut(usize, usize) -> Result<(), FormatError>,
) -> Result<(), FormatError> {
    let (mut ours, mut theirs) = (Texts::new(ours), Texts::new(theirs));
    let mut go_on = ours.advance().ok_or(DAMAGED)? && theirs.advance().ok_or(DAMAGED)?;
    while go_on {
        let order = ours.text().cmp(theirs.text());
        if order.is_eq() {
            take(ours.place(), theirs.place())?;
        }
        go_on = (order == Ordering::Greater || ours.advance().ok_or(DAMAGED)?)
            && (order == Ordering::Less || theirs.advance().ok_or(DAMAGED)?);
    }
    Ok(())
}
