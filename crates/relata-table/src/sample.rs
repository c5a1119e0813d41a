//! The first rows of a table whose columns have no meaning yet.

use std::io::{self, Read};
use std::sync::Arc;

use super::header::Layout;
use super::lists;
use super::mapping::Mapping;
use super::missing::MissingWords;
use super::table::Table;

/// Rows that are looked at.
const MOST_ROWS: usize = 1_000;

/// The first rows of a table.
#[derive(Debug, Default)]
pub struct Sample {
    /// The header cells.
    pub headings: Vec<String>,
    /// The cells of each column that say something, without those that are dates by their type.
    pub columns: Vec<Vec<String>>,
    /// The character between cells, where they are text.
    pub delimiter: Option<char>,
    /// The number of rows in the sample; the others were not looked at.
    pub n_rows: usize,
}

impl Sample {
    /// Reads the first rows of `reader`; none when there is no header. `layout` helps to tell what stands between cells.
    ///
    /// # Errors
    /// When `reader` fails.
    pub fn read(
        reader: Box<dyn Read + '_>,
        sheet: Option<&str>,
        layout: &'static Layout,
    ) -> io::Result<Option<Sample>> {
        let mapping = Mapping { sheet: sheet.map(str::to_owned), ..Mapping::default() };
        let Some(mut table) = Table::open_unmapped(reader, layout, &mapping)? else { return Ok(None) };
        let is_named = |name: &Arc<str>| !name.starts_with("column ");
        let mut sample = Sample { delimiter: table.delimiter(), ..Sample::default() };
        let missing = MissingWords::default();
        while sample.n_rows < MOST_ROWS {
            let Some(row) = table.read()? else { break };
            let Ok(row) = row else { continue };
            sample.n_rows += 1;
            let cells = row.cells();
            sample.columns.resize_with(cells.len().max(sample.columns.len()), Vec::new);
            for (index, (cell, column)) in cells.iter().zip(&mut sample.columns).enumerate() {
                if !cell.trim().is_empty() && !missing.has(cell.trim()) && !row.dates.contains(&index) {
                    column.push(cell.trim().to_owned());
                }
            }
        }
        let names = table.header().names();
        sample.columns.resize_with(names.len(), Vec::new);
        let columns = names.iter().zip(sample.columns).filter(|(name, _)| is_named(name));
        let (headings, columns) = columns.map(|(name, column)| (name.to_string(), column)).unzip();
        Ok(Some(Sample { headings, columns, ..sample }))
    }

    /// Goes through all cells below a heading until one is enough: the first answer of `settle`.
    ///
    /// # Errors
    /// When `reader` fails.
    pub fn find<T>(
        reader: Box<dyn Read + '_>,
        sheet: Option<&str>,
        layout: &'static Layout,
        heading: &str,
        mut settle: impl FnMut(&str) -> Option<T>,
    ) -> io::Result<Option<T>> {
        let mapping = Mapping { sheet: sheet.map(str::to_owned), ..Mapping::default() };
        let Some(mut table) = Table::open_unmapped(reader, layout, &mapping)? else { return Ok(None) };
        let Some(index) = table.header().names().iter().position(|name| **name == *heading) else { return Ok(None) };
        while let Some(row) = table.read()? {
            let cell = row.ok().and_then(|row| row.cells().get(index));
            if let Some(found) = cell.and_then(|cell| settle(cell.trim())) {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    /// The cells below a heading.
    pub fn column(&self, heading: &str) -> &[String] {
        let index = self.headings.iter().position(|name| name == heading);
        index.and_then(|index| self.columns.get(index)).map_or(&[], Vec::as_slice)
    }
}

/// A cell for showing: on one line, and not too long.
pub fn shown(cell: &str) -> String {
    let line = lists::as_text(cell, "; ").split_whitespace().collect::<Vec<_>>().join(" ");
    let line = line.trim_end_matches(';');
    if line.chars().count() <= 40 { line.to_owned() } else { line.chars().take(40).chain(['…']).collect() }
}
