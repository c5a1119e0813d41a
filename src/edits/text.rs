//! The text of a table, and changes of its rows.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use csv::{QuoteStyle, StringRecord};

use super::Uneditable;
use super::pieces::{pieces_of, quotes_of, written_cell};
use crate::table::header::Layout;
use crate::table::{Mapping, Table};

/// The cells of a row by their columns, without empty ones.
pub type Cells = BTreeMap<String, String>;

/// A table as text, and where its rows stand.
#[derive(Debug)]
pub struct TableText {
    text: String,
    delimiter: u8,
    line_end: &'static str,
    /// What each column is called in its layout; its heading where it has no meaning there.
    columns: Vec<String>,
    rows: Vec<TextRow>,
    header: Range<usize>,
    /// The columns of a new table.
    known: &'static [&'static str],
    /// When cells stand in quotes.
    quotes: QuoteStyle,
}

/// A row of it.
#[derive(Debug)]
struct TextRow {
    cells: StringRecord,
    place: Range<usize>,
}

impl TableText {
    /// The table with this text, which messages name `shown`; a new one with these columns where there is none.
    ///
    /// # Errors
    /// When the text is no table of this layout, or a row of it cannot be told from the next.
    pub fn of(
        text: Option<&str>,
        known: &'static [&'static str],
        layout: &'static Layout,
        mapping: &Mapping,
        shown: &str,
    ) -> Result<TableText, Uneditable> {
        let is_empty = |text: &&str| text.trim_start_matches('\u{feff}').trim().is_empty();
        let between = if Path::new(shown).extension().is_some_and(|ending| ending == "tsv") { "\t" } else { "," };
        let text = text.filter(|text| !is_empty(text)).map_or_else(|| known.join(between) + "\n", str::to_owned);
        check(&text, layout, mapping, shown)?;
        let start = text.len() - text.trim_start_matches('\u{feff}').len();
        let delimiter = delimiter_of(text[start..].lines().next().unwrap_or_default());
        let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let none = || TextRow { cells: StringRecord::new(), place: 0..0 };
        let mut rows = rows_of(&text, start, delimiter).map_err(|why| unreadable(shown, &why))?.into_iter();
        let head = rows.next().unwrap_or_else(none);
        let names: Vec<Arc<str>> = head.cells.iter().map(|heading| Arc::from(heading.trim())).collect();
        let roles = layout.roles(&names, mapping);
        let columns = roles.iter().zip(&names).map(|(role, name)| {
            role.map_or_else(|| name.to_lowercase().replace([' ', '-'], "_"), |column| column.name.to_owned())
        });
        let columns = columns.collect();
        let quotes = quotes_of(&text[head.place.clone()], delimiter);
        Ok(TableText { delimiter, line_end, columns, rows: rows.collect(), header: head.place, text, known, quotes })
    }

    /// The cells of a row by their columns, without empty ones.
    pub fn cells(&self, row: usize) -> Cells {
        let cells = self.rows.get(row).into_iter().flat_map(|row| &row.cells);
        let mut named = BTreeMap::new();
        for (column, cell) in self.columns.iter().zip(cells).filter(|(_, cell)| !cell.trim().is_empty()) {
            named.entry(column.clone()).or_insert_with(|| cell.trim().to_owned());
        }
        named
    }

    /// How many rows it has.
    pub fn n_rows(&self) -> usize {
        self.rows.len()
    }

    /// True when it has a column that is called so in its layout.
    pub fn has(&self, column: &str) -> bool {
        self.columns.iter().any(|known| known == column)
    }

    /// The text that is its header.
    pub fn header(&self) -> &str {
        self.text.get(..self.header.end).unwrap_or_default()
    }

    /// The text of a row, with the end of its line if it has one.
    pub fn row(&self, row: usize) -> &str {
        self.rows.get(row).and_then(|row| self.text.get(row.place.clone())).unwrap_or_default()
    }

    /// The lines that each row begins in, from 1.
    pub fn lines(&self) -> impl Iterator<Item = u64> + '_ {
        let (mut line, mut counted) = (1, 0);
        self.rows.iter().map(move |row| {
            let between = self.text.get(counted..row.place.start).unwrap_or_default();
            line += between.bytes().filter(|byte| *byte == b'\n').count() as u64;
            counted = row.place.start;
            line
        })
    }

    /// What its columns are called.
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// The text as it is now.
    pub fn into_text(self) -> String {
        self.text
    }

    /// The row with this identifier.
    pub fn find(&self, id: &str) -> Option<usize> {
        let column = self.columns.iter().position(|column| column == "id")?;
        self.rows.iter().position(|row| row.cells.get(column).is_some_and(|cell| cell.trim() == id))
    }

    /// Adds columns at the end; the rows that are there have nothing in them.
    pub fn add_columns(&mut self, new: &[&str]) {
        if new.is_empty() {
            return;
        }
        let between = char::from(self.delimiter);
        let mut grown = String::with_capacity(self.text.len() + self.rows.len() * new.len());
        let mut copied = 0;
        let head = new.iter().fold(String::new(), |head, name| head + &between.to_string() + name);
        let ends = self.rows.iter().map(|row| {
            let more = self.columns.len().saturating_sub(row.cells.len()) + new.len();
            (row.place.end, between.to_string().repeat(more))
        });
        for (end, more) in std::iter::once((self.header.end, head)).chain(ends) {
            let end = self.text[..end].trim_end_matches(['\r', '\n']).len();
            grown.push_str(&self.text[copied..end]);
            grown.push_str(&more);
            copied = end;
        }
        grown.push_str(&self.text[copied..]);
        self.text = grown;
        self.columns.extend(new.iter().map(|name| (*name).to_owned()));
        self.find_rows();
    }

    /// Finds the rows anew after the text has changed.
    fn find_rows(&mut self) {
        let start = self.text.len() - self.text.trim_start_matches('\u{feff}').len();
        let mut rows = rows_of(&self.text, start, self.delimiter).unwrap_or_default();
        if !rows.is_empty() {
            self.header = rows.remove(0).place;
        }
        self.rows = rows;
    }

    /// Writes some rows in the place of others, whose cells in other columns stay, takes some out, and writes new ones below.
    ///
    /// # Errors
    /// When a row cannot be written as CSV.
    pub fn change(&mut self, replaced: &[(usize, Cells)], gone: &[usize], new: &[Cells]) -> Result<(), Uneditable> {
        let mut edits: Vec<(Range<usize>, String)> = Vec::new();
        for (at, cells) in replaced {
            let Some(old) = self.rows.get(*at).filter(|_| self.differs(*at, cells)) else { continue };
            edits.push((old.place.clone(), self.written(cells, &old.cells)?));
        }
        edits.extend(gone.iter().filter_map(|at| Some((self.rows.get(*at)?.place.clone(), String::new()))));
        edits.sort_by_key(|(place, _)| place.start);
        let new: Vec<String> =
            new.iter().map(|cells| self.written(cells, &StringRecord::new())).collect::<Result<_, _>>()?;
        if edits.is_empty() && new.is_empty() {
            return Ok(());
        }
        let mut changed = String::with_capacity(self.text.len());
        let mut copied = 0;
        for (place, row) in edits {
            changed.push_str(&self.text[copied..place.start]);
            changed.push_str(&row);
            copied = place.end;
        }
        changed.push_str(&self.text[copied..]);
        if !changed.ends_with('\n') && !new.is_empty() {
            changed.push_str(self.line_end);
        }
        changed.extend(new);
        self.text = changed;
        self.find_rows();
        Ok(())
    }

    /// Writes some cells of a row anew. Every other byte stays as it is, in this row, too; a cell that stood in quotes stands
    /// in quotes again.
    ///
    /// # Errors
    /// When a cell cannot be written as CSV.
    pub fn set(&mut self, at: usize, cells: &Cells) -> Result<(), Uneditable> {
        let Some(row) = self.rows.get(at) else { return Ok(()) };
        let pieces = pieces_of(&self.text[row.place.clone()], self.delimiter);
        let mut changed = String::new();
        let mut copied = 0;
        for (column, piece) in pieces.iter().enumerate().take(self.columns.len()) {
            let name = self.columns.get(column).map_or("", String::as_str);
            let is_first = self.columns.iter().position(|known| known == name) == Some(column);
            let before = row.cells.get(column).unwrap_or_default();
            let Some(cell) = cells.get(name).filter(|cell| is_first && cell.trim() != before.trim()) else { continue };
            let piece = piece.start + row.place.start..piece.end + row.place.start;
            let is_quoted = self.text[piece.clone()].starts_with('"') && !cell.is_empty();
            let quotes = if is_quoted { QuoteStyle::Always } else { self.quotes };
            changed.push_str(&self.text[copied..piece.start]);
            changed.push_str(&written_cell(cell, self.delimiter, quotes)?);
            copied = piece.end;
        }
        changed.push_str(&self.text[copied..]);
        self.text = changed;
        self.find_rows();
        Ok(())
    }

    /// True when a row holds other cells than these, in the columns that are ours.
    pub fn differs(&self, at: usize, cells: &Cells) -> bool {
        let before = self.cells(at);
        let is_ours = |column: &&String| self.known.contains(&column.as_str()) || cells.contains_key(*column);
        let told = |cells: &Cells, column: &String| cells.get(column).map(|cell| cell.trim().to_owned());
        self.columns
            .iter()
            .filter(is_ours)
            .any(|column| before.get(column).cloned().unwrap_or_default() != told(cells, column).unwrap_or_default())
    }

    fn written(&self, cells: &Cells, before: &StringRecord) -> Result<String, Uneditable> {
        let mut writer =
            csv::WriterBuilder::new().delimiter(self.delimiter).quote_style(self.quotes).from_writer(Vec::new());
        let is_first = |at: usize, column: &String| self.columns.iter().position(|known| known == column) == Some(at);
        let row = self.columns.iter().enumerate().map(|(at, column)| match cells.get(column) {
            Some(cell) if is_first(at, column) => cell.as_str(),
            // A column that claims have is empty where the claim has nothing for it.
            None if self.known.contains(&column.as_str()) => "",
            _ => before.get(at).unwrap_or_default(),
        });
        writer.write_record(row).map_err(|error| Uneditable::Disk(error.into()))?;
        let bytes = writer.into_inner().map_err(|error| Uneditable::Disk(error.into_error()))?;
        Ok(String::from_utf8_lossy(&bytes).trim_end_matches('\n').to_owned() + self.line_end)
    }
}

/// The records of a text, each with its place; blank lines belong to none.
fn rows_of(text: &str, start: usize, delimiter: u8) -> Result<Vec<TextRow>, String> {
    let text = &text[start..];
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let place = |reader: &csv::Reader<&[u8]>| usize::try_from(reader.position().byte()).unwrap_or(usize::MAX);
    let mut record = StringRecord::new();
    let mut rows = Vec::new();
    loop {
        let from = place(&reader);
        if !reader.read_record(&mut record).map_err(|error| error.to_string())? {
            return Ok(rows);
        }
        let to = place(&reader).min(text.len());
        // The reader may stop between the two characters that end a line.
        let to = to + text[to..].len()
            - text[to..].strip_prefix('\n').filter(|_| text[..to].ends_with('\r')).unwrap_or(&text[to..]).len();
        let from = from + (text[from..to].len() - text[from..to].trim_start_matches(['\r', '\n']).len());
        rows.push(TextRow { cells: record.clone(), place: from + start..to + start });
    }
}

/// A spreadsheet of a country with decimal commas writes semicolons.
fn delimiter_of(header: &str) -> u8 {
    let count = |delimiter: &u8| header.bytes().filter(|byte| byte == delimiter).count();
    [b'\t', b';', b','].into_iter().max_by_key(count).unwrap_or(b',')
}

/// Fails where a row of the text cannot be told from the next: what is written below it might become a part of it.
fn check(text: &str, layout: &'static Layout, mapping: &Mapping, shown: &str) -> Result<(), Uneditable> {
    let bytes = Box::new(Cursor::new(text.as_bytes().to_vec()));
    let mut fault = None;
    let table = Table::open(shown, bytes, layout, mapping, &mut |found| {
        fault.get_or_insert(found);
    });
    let Some(mut table) = table.map_err(Uneditable::Disk)? else {
        return Err(unreadable(shown, &fault.map(|fault| fault.message).unwrap_or_default()));
    };
    while let Some(row) = table.read().map_err(Uneditable::Disk)? {
        if let Err(finding) = row {
            let why = finding.message;
            return Err(unreadable(shown, &format!("line {}: {why}", table.line())));
        }
    }
    Ok(())
}

fn unreadable(shown: &str, why: &str) -> Uneditable {
    Uneditable::Table { file: shown.to_owned(), why: why.to_owned() }
}
