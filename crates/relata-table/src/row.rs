//! A row: its cells by what their columns mean.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::header::Header;
use super::lists;
use super::mapping::{CellFormat, DatePattern};
use crate::diagnostic::{Finding, codes};

/// One row: decoded cells, and where they stand.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    pub(super) header: &'a Header,
    pub(super) cells: &'a [String],
    /// Cells that hold a date by their type, so that no pattern has to tell.
    pub(super) dates: &'a [usize],
    /// Line the row starts in.
    pub line: u64,
}

/// The most claims one row may stand for.
const MOST_PARTS: usize = 10_000;
/// Bytes of the cells of those.
const MOST_BYTES: usize = 64 << 20;
/// Values in a cell that holds several.
const MOST_VALUES: usize = 1_000;

impl<'a> Row<'a> {
    /// The cell under the column named `field` in the layout, trimmed; else what the project has for it, else none.
    pub fn get(&self, field: &str) -> Option<&'a str> {
        self.verbatim(field).map(str::trim)
    }

    /// The same exactly as written.
    pub fn verbatim(&self, field: &str) -> Option<&'a str> {
        self.cell(field).map(|(_, cell)| cell).or_else(|| self.header.constant(field))
    }

    /// True when the table has this column, or the project has a value for it.
    pub fn has(&self, field: &str) -> bool {
        self.header.has(field)
    }

    /// The cell exactly as written, with its place among the cells; none when absent or empty.
    fn cell(&self, field: &str) -> Option<(usize, &'a str)> {
        let index = self.header.index(field)?;
        let cell = self.cells.get(index)?.as_str();
        (!is_blank(cell)).then_some((index, cell))
    }

    /// The patterns that the cell of `field` is written by; none where it is written as relata writes dates.
    pub fn date_patterns(&self, field: &str) -> Option<&'a [DatePattern]> {
        match &self.header.rule(field)?.format {
            Some(CellFormat::Dates(patterns)) => {
                self.cell(field).filter(|(index, _)| !self.dates.contains(index)).map(|_| patterns.as_slice())
            }
            _ => None,
        }
    }

    /// The date in EDTF that several columns make, where `field` is read from such; none when they say nothing.
    ///
    /// # Errors
    /// When a cell is no part of a date, or a part is missing that another one needs.
    pub fn date_of_parts(&self, field: &str) -> Result<Option<String>, Finding> {
        let Some(parts) = self.header.rule(field).and_then(|rule| rule.parts.as_ref()) else { return Ok(None) };
        let cell = |heading: &str| {
            let index = self.header.names.iter().position(|name| **name == *heading);
            index.and_then(|index| self.cells.get(index)).map_or("", |cell| cell.trim())
        };
        parts.read(&cell)
    }

    /// True when the cell of `field` is a percentage.
    pub fn is_percent(&self, field: &str) -> bool {
        let is_configured = self.header.rule(field).is_some_and(|rule| rule.format == Some(CellFormat::Percent));
        is_configured && self.cell(field).is_some()
    }

    /// The header cell of the column that `field` is read from.
    pub fn heading(&self, field: &str) -> Option<&'a str> {
        self.header.names.get(self.header.index(field)?).map(|name| &**name)
    }

    /// All cells exactly as written, empty ones too.
    pub fn cells(&self) -> &'a [String] {
        self.cells
    }

    /// The values of a cell that holds several, separated by `;` unless the project or the format says otherwise.
    pub fn list(&self, field: &str) -> Vec<String> {
        // Most rows have nothing there, and a search for a separator takes longer to set up than to look.
        let Some(cell) = self.get(field) else { return Vec::new() };
        let separator = self.header.rule(field).and_then(|rule| rule.split.as_deref()).unwrap_or(";");
        parts_of(cell, Some(separator)).map(str::to_owned).collect()
    }

    /// The cells of each claim the row stands for, when some cell holds several values: one for each combination.
    ///
    /// An identifier belongs to the first; the others get `-2`, `-3` … behind it.
    ///
    /// # Errors
    /// When there are too many combinations for any table that is meant.
    pub fn parts(&self) -> Result<Option<Vec<Vec<String>>>, Finding> {
        let cell_at = |index: usize| self.cells.get(index).map_or("", |cell| cell.trim());
        let is_several = |(index, separator): &&(usize, Option<String>)| {
            let cell = cell_at(*index);
            separator.as_ref().is_some_and(|separator| cell.contains(separator.as_str())) || lists::is_list(cell)
        };
        let mut several = self.header.splits.iter().filter(is_several).peekable();
        // Most rows stand for one claim, and their cells are not copied.
        if several.peek().is_none() {
            return Ok(None);
        }
        let n_bytes: usize = self.cells.iter().map(String::len).sum();
        let mut made = vec![self.cells.to_vec()];
        for (index, separator) in several {
            let mut seen = BTreeSet::new();
            // A list of the format is no text to be cut.
            let parts = parts_of(cell_at(*index), separator.as_deref());
            let parts: Vec<&str> = parts.filter(|part| seen.insert(*part)).collect();
            let n_made = made.len() * parts.len();
            if n_made > MOST_PARTS || n_made.saturating_mul(n_bytes) > MOST_BYTES {
                let message = match n_made {
                    n if n > MOST_PARTS => format!("the row would make more than {MOST_PARTS} claims"),
                    n => format!("the row would make {n} claims of {} MB in all", MOST_BYTES >> 20),
                };
                let finding = Finding::new(&codes::ROW_TOO_LONG, "", message);
                return Err(finding.hint("write several rows, or take `split` from a column"));
            }
            let with = |cells: &Vec<String>, part: &str| {
                let mut cells = cells.clone();
                part.clone_into(&mut cells[*index]);
                cells
            };
            if parts.is_empty() {
                for cells in &mut made {
                    cells[*index].clear();
                }
            } else {
                made = made.iter().flat_map(|cells| parts.iter().map(|part| with(cells, part))).collect();
            }
        }
        if let Some((index, id)) = self.cell("id") {
            for (number, cells) in made.iter_mut().enumerate().skip(1) {
                cells[index] = format!("{}-{}", id.trim(), number + 1);
            }
        }
        Ok(Some(made))
    }

    /// The same row with other cells.
    #[must_use]
    pub fn with_cells<'b>(&self, cells: &'b [String]) -> Row<'b>
    where
        'a: 'b,
    {
        Row { cells, ..*self }
    }

    /// Cells of columns the layout does not know: name and text.
    pub fn qualifiers(&self) -> impl Iterator<Item = (Arc<str>, &'a str)> {
        let cells = self.cells;
        (0..self.header.names.len()).filter(|index| self.header.is_unknown(*index)).filter_map(move |index| {
            let cell = cells.get(index)?.trim();
            (!cell.is_empty()).then(|| (self.header.names[index].clone(), cell))
        })
    }
}

/// The fault of a row in which a cell has more values than any that is meant: each may be at fault, and is told with the
/// whole row.
pub(super) fn too_many_values(header: &Header, cells: &[String]) -> Option<Finding> {
    let mut long = cells.iter().enumerate().filter(|(_, cell)| cell.len() > MOST_VALUES);
    let field = long.find_map(|(index, cell)| {
        let field = header.list_at(index)?;
        let separator = header.rule(field).and_then(|rule| rule.split.as_deref()).unwrap_or(";");
        let n = parts_of(cell, Some(separator)).take(MOST_VALUES + 1).count();
        (n > MOST_VALUES).then_some(field)
    })?;
    let message = format!("the cell has more than {MOST_VALUES} values");
    Some(Finding::new(&codes::ROW_TOO_LONG, field, message).hint("write several rows, or name them by one word"))
}

/// True when a cell has nothing but white space; of most the first byte tells.
fn is_blank(cell: &str) -> bool {
    !cell.as_bytes().first().is_some_and(u8::is_ascii_graphic) && cell.trim_start().is_empty()
}

/// The values of a cell: the elements of a list that its format tells, else what stands between separators.
fn parts_of<'c>(cell: &'c str, separator: Option<&'c str>) -> impl Iterator<Item = &'c str> {
    let separator = separator.filter(|_| !lists::is_list(cell));
    let whole = if separator.is_none() { Some(lists::elements(cell)) } else { None };
    let parts = separator.map(|separator| cell.split(separator));
    let all = whole.into_iter().flatten().chain(parts.into_iter().flatten());
    all.map(str::trim).filter(|part| !part.is_empty())
}
