//! The rows of a table of extracted claims, found and written in its text as it stands, so that whatever people added to it
//! stays.

use std::io::Cursor;
use std::ops::Range;
use std::path::Path;

use super::super::hinted;
use super::table::COLUMNS;
use crate::columns::CLAIMS;
use crate::table::{Mapping, Table};

/// What a claim would lose its meaning without.
const NEEDED: [&str; 15] = [
    "id",
    "subject",
    "predicate",
    "object",
    "date",
    "place",
    "document",
    "said_by",
    "certainty",
    "polarity",
    "modality",
    "quote",
    "start",
    "end",
    "annotator",
];

/// A table of extracted claims as text.
pub(super) struct Rows {
    text: String,
    delimiter: u8,
    line_end: &'static str,
    /// The place in [`COLUMNS`] of each column, where it has one.
    columns: Vec<Option<usize>>,
    pub(super) extracted: Vec<ExtractedRow>,
}

/// A row of such a table.
#[derive(Debug, Clone)]
pub(super) struct ExtractedRow {
    cells: Vec<String>,
    place: Range<usize>,
    /// The same cells in the order of [`COLUMNS`].
    known: [String; COLUMNS.len()],
}

impl ExtractedRow {
    /// The cell of a column.
    pub(super) fn cell(&self, column: &str) -> &str {
        cell_of(&self.known, column)
    }

    /// Its cells in the order of [`COLUMNS`].
    pub(super) fn known_cells(&self) -> [String; COLUMNS.len()] {
        self.known.clone()
    }

    /// True when it holds other cells than `row`.
    pub(super) fn differs(&self, row: &[String; COLUMNS.len()], columns: &[Option<usize>]) -> bool {
        columns.iter().flatten().any(|&at| self.known[at] != row[at].trim())
    }
}

/// The cell of a column among those of a claim.
pub(super) fn cell_of<'r>(row: &'r [String; COLUMNS.len()], column: &str) -> &'r str {
    COLUMNS.iter().position(|name| *name == column).map_or("", |at| row[at].as_str())
}

impl Rows {
    /// The table with this text, which messages name `shown`; a new one where there is none.
    ///
    /// # Errors
    /// When a row cannot be told from the next, or a column is missing that claims need: the table is then left as it is.
    pub(super) fn of(text: Option<&str>, shown: &str) -> anyhow::Result<Rows> {
        let is_empty = |text: &&str| text.trim_start_matches('\u{feff}').trim().is_empty();
        let is_tab = Path::new(shown).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("tsv"));
        let head = COLUMNS.join(if is_tab { "\t" } else { "," }) + "\n";
        let text = text.filter(|text| !is_empty(text)).map_or(head, str::to_owned);
        check_rows(&text, shown)?;
        let start = text.len() - text.trim_start_matches('\u{feff}').len();
        let delimiter = delimiter_of(text[start..].lines().next().unwrap_or_default());
        let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let mut found = Rows { text, delimiter, line_end, columns: Vec::new(), extracted: Vec::new() };
        found.read(start)?;
        let has = |name: &str| found.columns.iter().flatten().any(|at| COLUMNS[*at] == name);
        if let Some(missing) = NEEDED.into_iter().find(|name| !has(name)) {
            let hint = "add it to the header, or move the table away: a new one is made";
            return Err(hinted(format!("`{shown}` has no column `{missing}`, which extracted claims need"), hint));
        }
        Ok(found)
    }

    fn read(&mut self, start: usize) -> anyhow::Result<()> {
        let text = &self.text[start..];
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(self.delimiter)
            .from_reader(text.as_bytes());
        let place = |reader: &csv::Reader<&[u8]>| usize::try_from(reader.position().byte()).unwrap_or(usize::MAX);
        let mut record = csv::StringRecord::new();
        let mut is_header = true;
        loop {
            let from = place(&reader);
            if !reader.read_record(&mut record)? {
                return Ok(());
            }
            let to = place(&reader).min(text.len());
            // Lines between two rows belong to neither.
            let from = from + (text[from..to].len() - text[from..to].trim_start_matches(['\r', '\n']).len());
            let cells: Vec<String> = record.iter().map(str::to_owned).collect();
            if is_header {
                self.columns = cells.iter().map(|cell| column_of(cell)).collect();
                is_header = false;
                continue;
            }
            let mut known: [String; COLUMNS.len()] = std::array::from_fn(|_| String::new());
            for (cell, column) in cells.iter().zip(&self.columns) {
                if let Some(at) = column {
                    cell.trim().clone_into(&mut known[*at]);
                }
            }
            self.extracted.push(ExtractedRow { cells, place: from + start..to + start, known });
        }
    }

    /// The places in [`COLUMNS`] of its columns.
    pub(super) fn columns(&self) -> &[Option<usize>] {
        &self.columns
    }

    /// The text with some rows in place of others, some left out, and new ones below.
    pub(super) fn changed(
        mut self,
        replaced: &[(usize, [String; COLUMNS.len()])],
        gone: &[usize],
        new: &[[String; COLUMNS.len()]],
    ) -> anyhow::Result<String> {
        let mut edits: Vec<(Range<usize>, String)> = Vec::new();
        for (at, row) in replaced {
            let Some(old) = self.extracted.get(*at) else { continue };
            edits.push((old.place.clone(), self.written(row, &old.cells)?));
        }
        edits.extend(gone.iter().filter_map(|at| Some((self.extracted.get(*at)?.place.clone(), String::new()))));
        edits.sort_by_key(|(place, _)| std::cmp::Reverse(place.start));
        let new: Vec<String> = new.iter().map(|row| self.written(row, &[])).collect::<anyhow::Result<_>>()?;
        for (place, row) in edits {
            self.text.replace_range(place, &row);
        }
        if !self.text.ends_with('\n') && !new.is_empty() {
            self.text.push_str(self.line_end);
        }
        for row in new {
            self.text.push_str(&row);
        }
        Ok(self.text)
    }

    /// A row as this table has it: cells of other columns as they were.
    fn written(&self, row: &[String; COLUMNS.len()], before: &[String]) -> anyhow::Result<String> {
        let mut writer = csv::WriterBuilder::new().delimiter(self.delimiter).from_writer(Vec::new());
        writer.write_record(self.columns.iter().enumerate().map(|(at, column)| {
            column.map_or_else(|| before.get(at).map_or("", String::as_str), |column| row[column].as_str())
        }))?;
        let bytes = writer.into_inner().map_err(|error| anyhow::anyhow!("{}", error.error()))?;
        let row = String::from_utf8(bytes)?;
        Ok(row.trim_end_matches('\n').to_owned() + self.line_end)
    }
}

/// The place in [`COLUMNS`] of a column with this heading.
fn column_of(heading: &str) -> Option<usize> {
    let name = CLAIMS.column(heading).map_or_else(|| heading.trim(), |column| column.name);
    COLUMNS.iter().position(|known| *known == name)
}

/// A spreadsheet of a country with decimal commas writes semicolons.
fn delimiter_of(header: &str) -> u8 {
    let count = |delimiter: &u8| header.bytes().filter(|byte| byte == delimiter).count();
    [b'\t', b';', b','].into_iter().max_by_key(count).unwrap_or(b',')
}

/// Fails where a row of the text cannot be told from the next: what is written below it might become a part of it.
fn check_rows(text: &str, shown: &str) -> anyhow::Result<()> {
    let bytes = Box::new(Cursor::new(text.as_bytes().to_vec()));
    let mut fault = None;
    let table = Table::open(shown, bytes, &CLAIMS, &Mapping::default(), &mut |found| {
        fault.get_or_insert(found);
    })?;
    let Some(mut table) = table else {
        let why = fault.map(|fault| fault.message).unwrap_or_default();
        return Err(hinted(format!("`{shown}` is no table of claims: {why}"), "move it away: a new one is made"));
    };
    let hint = "mend the row, or move the table away: nothing is written below a row that may not end";
    loop {
        match table.read()? {
            None => return Ok(()),
            Some(Ok(_)) => {}
            Some(Err(finding)) => {
                let (line, why) = (table.line(), finding.message);
                return Err(hinted(format!("{shown}:{line}: {why}"), hint));
            }
        }
    }
}
