//! Identifiers that several rows have: who keeps one must not depend on the order of rows.
//!
//! Rows are written as they come, so that the first row with an identifier is in the
//! graph before the second is read. When the second is the one that has to keep it,
//! this is noted, and the sources are read once more: now all rows with such an
//! identifier wait for each other.

use std::sync::Arc;

use rustc_hash::FxHashSet;
use xxhash_rust::xxh3::xxh3_64;

use crate::table::RawRow;

/// What was found to be contested, by hashes of identifiers.
#[derive(Debug, Default, Clone)]
pub(super) struct Contested {
    /// True when two rows declare one entity, or give one name to two.
    pub(super) entities: bool,
    /// Documents that two rows declare.
    pub(super) documents: FxHashSet<u64>,
    /// Claims whose identifier a later row has to keep; those without identifier by their IRI.
    pub(super) claims: FxHashSet<u64>,
}

impl Contested {
    /// True when nothing is.
    pub(super) fn is_empty(&self) -> bool {
        !self.entities && self.documents.is_empty() && self.claims.is_empty()
    }

    /// Takes what another reading found.
    pub(super) fn extend(&mut self, found: Contested) {
        self.entities |= found.entities;
        self.documents.extend(found.documents);
        self.claims.extend(found.claims);
    }
}

/// The number that stands for an identifier.
pub(super) fn key(id: &str) -> u64 {
    xxh3_64(id.as_bytes())
}

/// A row that waits for others that claim the same.
pub(super) struct Rival<T> {
    /// What it says.
    pub(super) said: T,
    /// Its bytes and place.
    pub(super) row: RawRow,
    /// The least keeps what they claim.
    pub(super) rank: u64,
}

impl<T> Rival<T> {
    /// Sorts rows so that each comes behind those that keep what it claims.
    pub(super) fn sort(rivals: &mut [Rival<T>]) {
        rivals.sort_by(|a, b| {
            let key = |rival: &Rival<T>| (rival.rank, rival.row.file.clone(), rival.row.line());
            key(a).cmp(&key(b))
        });
    }

    /// The place of the row, as a message about a row in `file` names it.
    pub(super) fn place_from(&self, file: &str) -> String {
        place(&self.row.file, self.row.line(), file)
    }
}

/// File and line of a row.
pub(super) type Address = (Arc<str>, u64);

/// The file and line of a row.
pub(super) fn address(row: &RawRow) -> Address {
    (row.file.clone(), row.line())
}

/// `line 3`, or `claims-b.csv:3` when that is another file than `here`.
pub(super) fn place(file: &str, line: u64, here: &str) -> String {
    if file == here { format!("line {line}") } else { format!("{file}:{line}") }
}
