//! Columns relata has no meaning for: what a project says of them, and their cells in a row.

use std::sync::Arc;

use crate::diagnostic::{Finding, clip, codes};
use crate::model::{CellType, OwnColumn};
use crate::table::row::Row;

/// What a project says of such columns of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OwnColumns(Vec<SaidOfColumn>);

/// What is said of one of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaidOfColumn {
    /// Its header cell.
    pub heading: String,
    /// Its name, with the type of its cells and what they belong to.
    pub column: OwnColumn,
}

impl OwnColumns {
    /// These columns.
    pub fn new(columns: Vec<SaidOfColumn>) -> OwnColumns {
        OwnColumns(columns)
    }

    /// The cells of a row of claims; one that is not of its column's type is a finding, and stays a text.
    pub(super) fn of_claim(&self, row: &Row<'_>, findings: &mut Vec<Finding>) -> Vec<(OwnColumn, String)> {
        let column = |heading: &Arc<str>| self.said(heading).unwrap_or_else(|| written(heading));
        row.qualifiers().flat_map(|(heading, cell)| read(&column(&heading), &heading, cell, findings)).collect()
    }

    /// The same for a row that no event belongs to.
    pub(super) fn of_thing(&self, row: &Row<'_>, findings: &mut Vec<Finding>) -> Vec<(OwnColumn, String)> {
        let column = |heading: &Arc<str>| self.said(heading).unwrap_or_else(|| OwnColumn::of_thing(heading));
        row.qualifiers().flat_map(|(heading, cell)| read(&column(&heading), &heading, cell, findings)).collect()
    }

    /// The column that the project means by a header cell, or by the name in one that an export wrote.
    fn said(&self, heading: &Arc<str>) -> Option<OwnColumn> {
        if self.0.is_empty() {
            return None;
        }
        let known = self.0.iter().find(|said| said.heading == **heading).or_else(|| {
            let written = written(heading);
            self.0.iter().find(|said| *said.column == **written.name())
        });
        known.map(|said| said.column.clone())
    }
}

/// The column of a header cell of which the project says nothing.
fn written(heading: &Arc<str>) -> OwnColumn {
    if OwnColumn::is_bare(heading) { OwnColumn::new(heading.clone()) } else { OwnColumn::parse(heading) }
}

/// What a cell says: one value, or several of the column's type, as an export writes those of one event.
fn read(column: &OwnColumn, heading: &str, cell: &str, findings: &mut Vec<Finding>) -> Vec<(OwnColumn, String)> {
    let (read, text) = column.with(cell);
    if read == *column {
        return vec![(read, text)];
    }
    let parts: Vec<(OwnColumn, String)> = cell.split(BETWEEN).map(|part| column.with(part.trim())).collect();
    if parts.len() > 1 && parts.iter().all(|(read, _)| read == column) {
        return parts;
    }
    findings.push(other_type(column, heading, cell));
    vec![(read, text)]
}

/// Between the values of a cell.
const BETWEEN: char = ';';

/// The fault of a cell that is not of its column's type.
pub(super) fn other_type(column: &OwnColumn, heading: &str, cell: &str) -> Finding {
    let what = match column.holds {
        CellType::Text => "text",
        CellType::Integer => "whole number",
        CellType::Decimal => "number",
        CellType::Date => "date",
        CellType::Boolean => "truth value",
    };
    let hint = match column.holds {
        CellType::Text => "any text is one",
        CellType::Integer => "digits, perhaps with a sign in front: `12`, not `12,000` or `about 12`",
        CellType::Decimal => "digits, perhaps with a point: `-3.5`, not `3,5`",
        CellType::Date => "`2025-06-13`, `2025-06`, `2025`, an interval, or one of these with `?`, `~` or `%` behind",
        CellType::Boolean => "`true` or `false`; `yes` and `no`, `1` and `0` are understood",
    };
    let message = format!("`{}` is no {what}, and is kept as a text", clip(cell));
    Finding::new(&codes::OTHER_TYPE, heading.to_owned(), message).hint(hint)
}
