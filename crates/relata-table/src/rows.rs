//! The row that is read, and the outcome of reading it: the same for text, JSON, workbooks and Parquet.

use std::sync::Arc;

use super::raw_row::RawRow;
use super::record::Record;
use crate::diagnostic::Finding;

/// The outcome of reading on.
pub(super) enum Next {
    Row,
    /// A row that cannot be read.
    Broken(Finding),
    End,
}

impl Next {
    pub(super) fn of(fault: Option<Finding>) -> Next {
        fault.map_or(Next::Row, Next::Broken)
    }
}

/// The row read last.
#[derive(Default)]
pub(super) struct Current {
    pub(super) record: Record,
    pub(super) cells: Vec<String>,
    /// Cells that hold a date by their type.
    pub(super) dates: Vec<usize>,
    /// Cells that cannot be read, by themselves; a row that is meant cannot stay.
    pub(super) findings: Vec<Finding>,
    /// Characters before the row in its first line.
    pub(super) indent: u64,
}

/// A table whose columns are known by name, not yet by meaning, with its reader `R`.
pub(super) struct OpenedTable<R> {
    pub(super) rows: R,
    /// The header as it stands in the file, or the first row where it has none.
    pub(super) raw: RawRow,
    pub(super) names: Vec<Arc<str>>,
    /// True when the format has lists.
    pub(super) has_lists: bool,
    /// False when the names are told elsewhere, so that what was read is the first row.
    pub(super) has_header: bool,
}

impl<R> OpenedTable<R> {
    /// The same table with its reader put into another type.
    pub(super) fn map<S>(self, wrap: impl FnOnce(R) -> S) -> OpenedTable<S> {
        let OpenedTable { rows, raw, names, has_lists, has_header } = self;
        OpenedTable { rows: wrap(rows), raw, names, has_lists, has_header }
    }
}
