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
    /// Headings below which only the first row of each block seems to be filled in, as merged cells are saved.
    pub blocks: Vec<String>,
    /// The number of rows in the sample; the others were not looked at.
    pub n_rows: usize,
}

/// The part of a file that is a table.
#[derive(Debug, Default, Clone, Copy)]
pub struct SamplePlace<'p> {
    /// The sheet of a workbook; the first one that is shown when not given.
    pub sheet: Option<&'p str>,
    /// The names of the columns of a text whose first line is a row.
    pub header: &'p [Arc<str>],
}

impl SamplePlace<'_> {
    fn mapping(&self) -> Mapping {
        Mapping { sheet: self.sheet.map(str::to_owned), header: self.header.to_vec(), ..Mapping::default() }
    }
}

impl Sample {
    /// Reads the first rows of `reader`; none when there is no header. `layout` helps to tell what stands between cells.
    ///
    /// # Errors
    /// When `reader` fails.
    pub fn read(
        reader: Box<dyn Read + Send + '_>,
        place: &SamplePlace<'_>,
        layout: &'static Layout,
    ) -> io::Result<Option<Sample>> {
        let Some(mut table) = Table::open_unmapped(reader, layout, &place.mapping())? else { return Ok(None) };
        let is_named = |name: &Arc<str>| !name.starts_with("column ");
        let mut sample = Sample { delimiter: table.delimiter(), ..Sample::default() };
        let missing = MissingWords::default();
        let mut blocks = Blocks::default();
        while sample.n_rows < MOST_ROWS {
            let Some(row) = table.read()? else { break };
            let Ok(row) = row else { continue };
            sample.n_rows += 1;
            let cells = row.cells();
            blocks.note(cells);
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
        let blocks = blocks.columns(sample.n_rows).filter_map(|index| names.get(index)).map(ToString::to_string);
        let blocks = blocks.collect();
        Ok(Some(Sample { headings, columns, blocks, ..sample }))
    }

    /// Goes through all cells below a heading until one is enough: the first answer of `settle`.
    ///
    /// # Errors
    /// When `reader` fails.
    pub fn find<T>(
        reader: Box<dyn Read + Send + '_>,
        place: &SamplePlace<'_>,
        layout: &'static Layout,
        heading: &str,
        mut settle: impl FnMut(&str) -> Option<T>,
    ) -> io::Result<Option<T>> {
        let Some(mut table) = Table::open_unmapped(reader, layout, &place.mapping())? else { return Ok(None) };
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

/// The columns whose cells may be those of blocks.
#[derive(Debug, Default)]
struct Blocks {
    columns: Vec<Block>,
}

/// One of them.
#[derive(Debug, Default)]
struct Block {
    /// True when the first row has a cell.
    begins: bool,
    n_filled: usize,
    n_empty: usize,
    /// True when two blocks that follow each other have the same label.
    repeats: bool,
    last: String,
}

impl Blocks {
    /// Columns that are looked at: labels of blocks stand on the left.
    const MOST: usize = 2;

    fn note(&mut self, cells: &[String]) {
        let is_first = self.columns.is_empty();
        self.columns.resize_with(Blocks::MOST.min(cells.len()).max(self.columns.len()), Block::default);
        for (cell, block) in cells.iter().zip(&mut self.columns) {
            let cell = cell.trim();
            if cell.is_empty() {
                block.n_empty += 1;
                continue;
            }
            block.begins |= is_first;
            block.n_filled += 1;
            block.repeats |= block.last == cell;
            cell.clone_into(&mut block.last);
        }
    }

    /// The places of columns of blocks: they begin with one, have another, and as many rows without a label as with one.
    fn columns(&self, n_rows: usize) -> impl Iterator<Item = usize> {
        let is_block = move |block: &Block| {
            let is_half = block.n_empty >= block.n_filled && block.n_filled + block.n_empty == n_rows;
            block.begins && block.n_filled >= 2 && is_half && !block.repeats
        };
        self.columns.iter().enumerate().filter(move |(_, block)| is_block(block)).map(|(index, _)| index)
    }
}

/// A cell for showing: on one line, and not too long.
pub fn shown(cell: &str) -> String {
    let line = lists::as_text(cell, "; ").split_whitespace().collect::<Vec<_>>().join(" ");
    let line = line.trim_end_matches(';');
    if line.chars().count() <= 40 { line.to_owned() } else { line.chars().take(40).chain(['…']).collect() }
}
