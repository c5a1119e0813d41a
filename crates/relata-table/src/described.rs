//! Tables that a description tells how to read: lines in front, several header rows, comments, columns to leave out.
//!
//! Unlike a [`Table`](super::Table), nothing is found out here: blank lines are rows, and each row knows its number in the file.

use std::io::Read;
use std::sync::Arc;

use super::decode::decode;
use super::header::{Header, not_a_table};
use super::raw_row::RawRow;
use super::record::{Record, Records, Syntax};
use crate::diagnostic::{Diagnostic, Finding, codes};

/// The ends of a cell from which white space is taken away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Trim {
    /// From its start.
    pub start: bool,
    /// From its end.
    pub end: bool,
}

/// The form a described table is written in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Described {
    /// The characters with a meaning.
    pub syntax: Syntax,
    /// Rows in front of the header that are passed over.
    pub n_skipped_rows: u64,
    /// Rows of the header.
    pub n_header_rows: u64,
    /// Columns in front that are passed over.
    pub n_skipped_columns: usize,
    /// The text that a row begins with when it is a comment.
    pub comment: Option<String>,
    /// True when rows without any text are passed over.
    pub skips_blank_rows: bool,
    /// The sides of a cell from which white space is taken away.
    pub trim: Trim,
}

/// A reader of the rows of a described table.
pub struct DescribedTable<'r> {
    file: Arc<str>,
    header: Arc<Header>,
    records: Records<Box<dyn Read + Send + 'r>>,
    record: Record,
    cells: Vec<String>,
    how: Described,
    titles: Vec<Vec<String>>,
    /// Cells a row has to have, those of columns that are left out included.
    n_cells: Option<usize>,
    n_rows_read: u64,
    n_comments: u64,
    /// The outcome of the row that was read and not yet handed out, and the finding when it is faulty.
    pending: Option<Result<(), Finding>>,
}

/// The next part of a file.
enum FilePart {
    End,
    Comment,
    Blank,
    Row,
}

impl<'r> DescribedTable<'r> {
    /// Reads up to the first row behind the header; none when the file is no table. Titles without a fault are kept.
    ///
    /// # Errors
    /// When `reader` fails.
    pub fn open(
        file: &str,
        reader: Box<dyn Read + Send + 'r>,
        how: Described,
        report: &mut dyn FnMut(Diagnostic),
    ) -> std::io::Result<Option<DescribedTable<'r>>> {
        let mut records = Records::new(reader, how.syntax.delimiter);
        let start = records.peek()?;
        if let Some(diagnostic) = not_a_table(file, start) {
            report(diagnostic);
            return Ok(None);
        }
        let mark = if start.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
        records.skip(mark);
        records.set_syntax(how.syntax);
        let mut table = DescribedTable {
            file: file.into(),
            header: Arc::new(Header::default()),
            records,
            record: Record::default(),
            cells: Vec::new(),
            how,
            titles: Vec::new(),
            n_cells: None,
            n_rows_read: 0,
            n_comments: 0,
            pending: None,
        };
        for _ in 0..table.how.n_skipped_rows {
            if table.records.take_line()?.is_none() {
                break;
            }
            table.n_rows_read += 1;
        }
        for _ in 0..table.how.n_header_rows {
            match table.part()? {
                FilePart::End => break,
                FilePart::Comment | FilePart::Blank => {}
                FilePart::Row => {
                    if let Some(finding) = table.take_titles() {
                        report(table.raw().diagnose(finding));
                        return Ok(None);
                    }
                }
            }
        }
        if table.how.n_header_rows == 0 {
            table.pending = table.next_row()?;
        }
        Ok(Some(table))
    }

    /// The number of columns of the header; without a header, that of the first row.
    pub fn n_columns(&self) -> usize {
        let n_cells = self.n_cells.unwrap_or(self.cells.len());
        n_cells.saturating_sub(self.how.n_skipped_columns)
    }

    /// The titles of each column, one from each row of the header that has one.
    pub fn titles(&self) -> &[Vec<String>] {
        &self.titles
    }

    /// Names the columns for messages; where there is no header, as many cells are expected.
    pub fn name_columns(&mut self, names: &[&str]) {
        let skipped = std::iter::repeat_n("", self.how.n_skipped_columns);
        let names: Vec<Arc<str>> = skipped.chain(names.iter().copied()).map(Into::into).collect();
        if self.how.n_header_rows == 0 {
            self.n_cells = Some(names.len());
        }
        self.header = Arc::new(Header::bare(names));
        if let Some(n) = self.n_cells {
            self.records.expect_columns(vec![true; n]);
        }
    }

    /// Reads the next row; none at the end. Its cells are [`DescribedTable::cells`].
    ///
    /// # Errors
    /// When the reader fails.
    pub fn read(&mut self) -> std::io::Result<Option<Result<(), Finding>>> {
        let pending = self.pending.take();
        let Some(found) = (if pending.is_some() { pending } else { self.next_row()? }) else { return Ok(None) };
        if found.is_err() {
            return Ok(Some(found));
        }
        if self.cells.iter().all(String::is_empty) {
            self.cells.resize(self.n_cells.unwrap_or(self.cells.len()), String::new());
        }
        let n = self.cells.len();
        let expected = *self.n_cells.get_or_insert(n);
        Ok(Some(if n == expected { Ok(()) } else { Err(wrong_count(n, expected)) }))
    }

    /// Reads the next row, and the findings of its cells.
    fn next_row(&mut self) -> std::io::Result<Option<Result<(), Finding>>> {
        loop {
            let found = match self.part()? {
                FilePart::End => return Ok(None),
                FilePart::Comment => continue,
                FilePart::Blank => None,
                FilePart::Row => self.decode(),
            };
            let is_blank = found.is_none() && self.cells.iter().all(String::is_empty);
            if !(is_blank && self.how.skips_blank_rows) {
                return Ok(Some(found.map_or(Ok(()), Err)));
            }
        }
    }

    /// The cells of the row read last, without those of columns that are left out.
    pub fn cells(&self) -> &[String] {
        self.cells.get(self.how.n_skipped_columns..).unwrap_or_default()
    }

    /// The number of the row read last among all rows of the file, from 1.
    pub fn source_number(&self) -> u64 {
        self.n_rows_read
    }

    /// The line it begins in.
    pub fn line(&self) -> u64 {
        self.record.line
    }

    /// The number of rows that were comments.
    pub fn n_comments(&self) -> u64 {
        self.n_comments
    }

    /// The bytes of the row read last.
    pub fn raw(&self) -> RawRow {
        RawRow {
            file: self.file.clone(),
            header: self.header.clone(),
            record: self.record.clone(),
            indent: 0,
            sheet: None,
        }
    }

    fn part(&mut self) -> std::io::Result<FilePart> {
        let start = self.records.peek()?;
        if start.is_empty() {
            return Ok(FilePart::End);
        }
        let is_blank = matches!(start.first(), Some(b'\n' | b'\r'));
        let is_comment = self.how.comment.as_ref().is_some_and(|prefix| start.starts_with(prefix.as_bytes()));
        let line = self.records.next_line();
        if is_blank || is_comment {
            self.records.take_line()?;
            self.record = Record { line, ..Record::default() };
            self.cells.clear();
            self.n_comments += u64::from(is_comment);
        } else if !self.records.read(&mut self.record)? {
            return Ok(FilePart::End);
        }
        self.n_rows_read += 1;
        Ok(if is_blank {
            FilePart::Blank
        } else if is_comment {
            FilePart::Comment
        } else {
            FilePart::Row
        })
    }

    fn decode(&mut self) -> Option<Finding> {
        self.cells.truncate(self.record.cells.len());
        let found = decode(&self.record, None, &mut self.cells);
        let Trim { start, end } = self.how.trim;
        for cell in &mut self.cells {
            let trimmed = if end { cell.trim_end() } else { cell.as_str() };
            let trimmed = if start { trimmed.trim_start() } else { trimmed };
            if trimmed.len() != cell.len() {
                *cell = trimmed.to_owned();
            }
        }
        found
    }

    /// Takes a row of the header; what is wrong when it cannot be read.
    fn take_titles(&mut self) -> Option<Finding> {
        let found = self.decode();
        if found.is_some() {
            return found;
        }
        self.n_cells = self.n_cells.max(Some(self.cells.len()));
        let titles = self.cells.get(self.how.n_skipped_columns..).unwrap_or_default();
        self.titles.resize_with(self.titles.len().max(titles.len()), Vec::new);
        for (known, title) in self.titles.iter_mut().zip(titles) {
            if !title.trim().is_empty() {
                known.push(title.clone());
            }
        }
        None
    }
}

fn wrong_count(n: usize, expected: usize) -> Finding {
    let plural = if n == 1 { "" } else { "s" };
    let message = format!("the row has {n} cell{plural}, the table {expected} columns");
    let hint = if n > expected {
        "put a cell that holds the delimiter between double quotes"
    } else {
        "write a delimiter for each empty cell"
    };
    Finding::new(&codes::WRONG_FIELD_COUNT, "", message).hint(hint)
}
