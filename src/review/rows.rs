//! A table that people write, changed row by row in its text as it stands: what is not changed stays as it is, byte for byte.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use super::{ReviewClaim, ReviewError};
use crate::table::header::Layout;
use crate::table::{Mapping, Table};

/// A table as text, and where its rows stand.
#[derive(Debug)]
pub(super) struct TableText {
    pub(super) text: String,
    delimiter: u8,
    line_end: &'static str,
    /// What each column is called in its layout; its heading where it has no meaning there.
    pub(super) columns: Vec<String>,
    pub(super) rows: Vec<TextRow>,
    header: Range<usize>,
    /// The columns of a new table.
    known: &'static [&'static str],
}

/// A row of it.
#[derive(Debug)]
pub(super) struct TextRow {
    pub(super) cells: Vec<String>,
    place: Range<usize>,
}

impl TableText {
    /// The table with this text, which messages name `shown`; a new one with these columns where there is none.
    pub(super) fn of(
        text: Option<&str>,
        known: &'static [&'static str],
        layout: &'static Layout,
        mapping: &Mapping,
        shown: &str,
    ) -> Result<TableText, ReviewError> {
        let is_empty = |text: &&str| text.trim_start_matches('\u{feff}').trim().is_empty();
        let between = if Path::new(shown).extension().is_some_and(|ending| ending == "tsv") { "\t" } else { "," };
        let text = text.filter(|text| !is_empty(text)).map_or_else(|| known.join(between) + "\n", str::to_owned);
        check(&text, layout, mapping, shown)?;
        let start = text.len() - text.trim_start_matches('\u{feff}').len();
        let delimiter = delimiter_of(text[start..].lines().next().unwrap_or_default());
        let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let none = || TextRow { cells: Vec::new(), place: 0..0 };
        let mut rows = rows_of(&text, start, delimiter).map_err(|why| unreadable(shown, &why))?.into_iter();
        let head = rows.next().unwrap_or_else(none);
        let names: Vec<Arc<str>> = head.cells.iter().map(|heading| Arc::from(heading.trim())).collect();
        let roles = layout.roles(&names, mapping);
        let columns = roles.iter().zip(&names).map(|(role, name)| {
            role.map_or_else(|| name.to_lowercase().replace([' ', '-'], "_"), |column| column.name.to_owned())
        });
        let columns = columns.collect();
        Ok(TableText { delimiter, line_end, columns, rows: rows.collect(), header: head.place, text, known })
    }

    /// The cells of a row by their columns, without empty ones.
    pub(super) fn cells(&self, row: usize) -> BTreeMap<String, String> {
        let cells = self.rows.get(row).map(|row| row.cells.as_slice()).unwrap_or_default();
        let mut named = BTreeMap::new();
        for (column, cell) in self.columns.iter().zip(cells).filter(|(_, cell)| !cell.trim().is_empty()) {
            named.entry(column.clone()).or_insert_with(|| cell.trim().to_owned());
        }
        named
    }

    /// The row with this identifier.
    pub(super) fn find(&self, id: &str) -> Option<usize> {
        let column = self.columns.iter().position(|column| column == "id")?;
        self.rows.iter().position(|row| row.cells.get(column).is_some_and(|cell| cell.trim() == id))
    }

    /// Adds columns at the end; the rows that are there have nothing in them.
    pub(super) fn add_columns(&mut self, new: &[&str]) {
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

    /// Writes a row below the others.
    pub(super) fn append(&mut self, cells: &BTreeMap<String, String>) -> Result<(), ReviewError> {
        let row = self.written(cells, &[])?;
        if !self.text.ends_with('\n') {
            self.text.push_str(self.line_end);
        }
        self.text.push_str(&row);
        self.find_rows();
        Ok(())
    }

    /// Writes a row in the place of another one, whose cells in other columns stay.
    pub(super) fn replace(&mut self, at: usize, cells: &BTreeMap<String, String>) -> Result<(), ReviewError> {
        let Some(old) = self.rows.get(at) else { return Ok(()) };
        if self.cells(at) == self.kept(cells) {
            return Ok(());
        }
        let row = self.written(cells, &old.cells)?;
        self.text.replace_range(old.place.clone(), &row);
        self.find_rows();
        Ok(())
    }

    /// Takes a row out.
    pub(super) fn remove(&mut self, at: usize) {
        if let Some(old) = self.rows.get(at) {
            self.text.replace_range(old.place.clone(), "");
            self.find_rows();
        }
    }

    /// The cells for which there are columns.
    fn kept(&self, cells: &BTreeMap<String, String>) -> BTreeMap<String, String> {
        let is_kept = |(column, cell): &(&String, &String)| self.columns.contains(column) && !cell.is_empty();
        cells.iter().filter(is_kept).map(|(column, cell)| (column.clone(), cell.clone())).collect()
    }

    fn written(&self, cells: &BTreeMap<String, String>, before: &[String]) -> Result<String, ReviewError> {
        let mut writer = csv::WriterBuilder::new().delimiter(self.delimiter).from_writer(Vec::new());
        let is_first = |at: usize, column: &String| self.columns.iter().position(|known| known == column) == Some(at);
        let row = self.columns.iter().enumerate().map(|(at, column)| match cells.get(column) {
            Some(cell) if is_first(at, column) => cell.as_str(),
            // A column that claims have is empty where the claim has nothing for it.
            None if self.known.contains(&column.as_str()) => "",
            _ => before.get(at).map_or("", String::as_str),
        });
        writer.write_record(row).map_err(|error| ReviewError::Disk(error.into()))?;
        let bytes = writer.into_inner().map_err(|error| ReviewError::Disk(error.into_error()))?;
        Ok(String::from_utf8_lossy(&bytes).trim_end_matches('\n').to_owned() + self.line_end)
    }
}

/// The claims of a table with this text, which messages name `shown`.
///
/// # Errors
/// When a row cannot be told from the next, or a column is missing that claims need.
pub fn read_claims(
    text: &str,
    layout: &'static Layout,
    mapping: &Mapping,
    shown: &str,
) -> Result<Vec<ReviewClaim>, ReviewError> {
    let table = TableText::of(Some(text), &["subject", "predicate", "object"], layout, mapping, shown)?;
    Ok((0..table.rows.len()).map(|at| ReviewClaim { cells: table.cells(at), verdict: None }).collect())
}

/// The records of a text, each with its place; blank lines belong to none.
fn rows_of(text: &str, start: usize, delimiter: u8) -> Result<Vec<TextRow>, String> {
    let text = &text[start..];
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let place = |reader: &csv::Reader<&[u8]>| usize::try_from(reader.position().byte()).unwrap_or(usize::MAX);
    let mut record = csv::StringRecord::new();
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
        rows.push(TextRow { cells: record.iter().map(str::to_owned).collect(), place: from + start..to + start });
    }
}

/// A spreadsheet of a country with decimal commas writes semicolons.
fn delimiter_of(header: &str) -> u8 {
    let count = |delimiter: &u8| header.bytes().filter(|byte| byte == delimiter).count();
    [b'\t', b';', b','].into_iter().max_by_key(count).unwrap_or(b',')
}

/// Fails where a row of the text cannot be told from the next: what is written below it might become a part of it.
fn check(text: &str, layout: &'static Layout, mapping: &Mapping, shown: &str) -> Result<(), ReviewError> {
    let bytes = Box::new(Cursor::new(text.as_bytes().to_vec()));
    let mut fault = None;
    let table = Table::open(shown, bytes, layout, mapping, &mut |found| {
        fault.get_or_insert(found);
    });
    let Some(mut table) = table.map_err(ReviewError::Disk)? else {
        return Err(unreadable(shown, &fault.map(|fault| fault.message).unwrap_or_default()));
    };
    while let Some(row) = table.read().map_err(ReviewError::Disk)? {
        if let Err(finding) = row {
            let why = finding.message;
            return Err(unreadable(shown, &format!("line {}: {why}", table.line())));
        }
    }
    Ok(())
}

fn unreadable(shown: &str, why: &str) -> ReviewError {
    ReviewError::Table { file: shown.to_owned(), why: why.to_owned() }
}
