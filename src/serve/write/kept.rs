//! Decisions of this server that can be taken back.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use crate::review::Ledger;

/// How many are kept.
const MOST: usize = 1_000;

/// Ledgers of single decisions, by the number that whoever decided was told.
#[derive(Default)]
pub(in crate::serve) struct Kept(Mutex<(u64, VecDeque<(u64, Ledger)>)>);

impl Kept {
    /// Keeps a decision; gives its number.
    pub(super) fn keep(&self, ledger: Ledger) -> u64 {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.0 += 1;
        let number = kept.0;
        if kept.1.len() >= MOST {
            kept.1.pop_front();
        }
        kept.1.push_back((number, ledger));
        number
    }

    /// Takes a decision out; none where it was taken back already, or is too old.
    pub(super) fn take(&self, number: u64) -> Option<Ledger> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let at = kept.1.iter().position(|(known, _)| *known == number)?;
        kept.1.remove(at).map(|(_, ledger)| ledger)
    }

    /// Puts a decision back that could not be undone.
    pub(super) fn put_back(&self, number: u64, ledger: Ledger) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).1.push_back((number, ledger));
    }
}
