//! Cuts delimited text into records, strictly.
//!
//! The usual CSV readers forgive a stray or a forgotten quote and pay with cells
//! that are glued, shifted or swallowed. This one follows RFC 4180 to the letter,
//! keeps the bytes and the place of every cell, and says where a quote went wrong;
//! after a forgotten quote it goes on at the line behind, so one fault costs one row.
//! Records end at `\n`, `\r\n` or a lone `\r`. Memory: one record, at most [`LONGEST`].
//! Where a table is said to have another quote, none, or a character that escapes the
//! next one, [`Syntax`] tells so.

use std::hash::Hasher;
use std::io::{self, Read};

use memchr::memchr2;
use rustc_hash::FxHasher;

pub use super::scan::{Cell, Syntax};
use super::scan::{ScanOutcome, Scanned, line_break, line_end, scan};

/// The longest record in bytes; a quoted cell that runs on beyond it counts as unclosed, so that a forgotten quote does
/// not draw the whole file into memory.
pub const LONGEST: usize = 1 << 20;

/// The reason why a record is unreadable, by byte offset in the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordFault {
    /// A quoted cell opened at `at` is never closed.
    Unclosed {
        /// The opening quote.
        at: usize,
    },
    /// A quote at `at` stands where none may be.
    Stray {
        /// The quote.
        at: usize,
    },
    /// The bytes from `at` on cannot be read; for rows that are not delimited text.
    Broken {
        /// The first byte of it.
        at: usize,
    },
    /// The record is longer than [`LONGEST`]; the rest of its line is passed over.
    TooLong,
}

/// One record: its bytes as they stand in the file, its cells, and its faults.
#[derive(Debug, Default, Clone)]
pub struct Record {
    /// The bytes without the line end.
    pub bytes: Vec<u8>,
    /// The cells; those before the fault when there is one.
    pub cells: Vec<Cell>,
    /// Line of the first byte, starting at 1.
    pub line: u64,
    /// The reason why it is unreadable.
    pub fault: Option<RecordFault>,
    /// A quoted cell that holds whole lines which would pass for rows.
    pub suspicious: Option<usize>,
    /// Its place among records that claim the same thing, where its bytes are elsewhere and this was told with it.
    pub told_rank: Option<u64>,
}

impl Record {
    /// The place of the record among those that claim the same thing, of which the least keeps it. A record with more cells
    /// that are not empty says more and comes first. Between records with as many, their bytes decide, whatever line or file
    /// they are in.
    pub fn rank(&self) -> u64 {
        /// Bits of the hash that are left beside the number of cells.
        const HASH_BITS: u32 = 48;
        if let Some(rank) = self.told_rank {
            return rank;
        }
        let is_filled = |bytes: &[u8]| !bytes.trim_ascii().is_empty();
        let filled = self.cells.iter().filter(|cell| self.bytes.get(cell.range()).is_some_and(is_filled)).count();
        let lacking = u16::MAX - u16::try_from(filled).unwrap_or(u16::MAX);
        let mut hasher = FxHasher::default();
        hasher.write(&self.bytes);
        (u64::from(lacking) << HASH_BITS) | (hasher.finish() >> (u64::BITS - HASH_BITS))
    }
}

/// Reads records one after the other from `reader`.
#[derive(Debug)]
pub struct Records<R> {
    reader: R,
    buffer: Vec<u8>,
    start: usize,
    ended: bool,
    line: u64,
    syntax: Syntax,
    /// True for each column whose cells may run over several lines.
    columns: Option<Vec<bool>>,
    skip_line: bool,
}

/// Lines inside a quoted cell that look like rows.
#[derive(Default)]
struct Swallowed {
    /// Lines with as many delimiters as a row.
    rows: usize,
    /// The number of those that do not look like prose.
    plain_rows: usize,
    /// True when the last line looks like a row up to the column the cell is in.
    start_of_row: bool,
}

impl Swallowed {
    /// True when the quote was forgotten rather than meant. One row is enough where the record does not fit the header
    /// or the column has no long texts; otherwise it takes two.
    fn is_damning(&self, is_plausible: bool) -> bool {
        // A line of a text can have as many commas as a row by chance, the more likely when the record fits the header.
        if is_plausible {
            self.plain_rows >= 2 || (self.plain_rows >= 1 && self.start_of_row)
        } else {
            self.rows >= 1 || self.start_of_row
        }
    }
}

impl<R: Read> Records<R> {
    /// Reads from `reader` with cells separated by `delimiter`.
    pub fn new(reader: R, delimiter: u8) -> Records<R> {
        Records {
            reader,
            buffer: Vec::new(),
            start: 0,
            ended: false,
            line: 1,
            syntax: Syntax::rfc4180(delimiter),
            columns: None,
            skip_line: false,
        }
    }

    /// The first bytes, at least a line where there is one, without moving on.
    ///
    /// # Errors
    /// When the reader fails.
    pub fn peek(&mut self) -> io::Result<&[u8]> {
        while !self.ended && memchr2(b'\n', b'\r', &self.buffer[self.start..]).is_none() && self.buffer.len() < LONGEST
        {
            self.fill()?;
        }
        Ok(&self.buffer[self.start..])
    }

    /// Leaves out the next `n` bytes, which have been peeked at.
    pub fn skip(&mut self, n: usize) {
        self.start = (self.start + n).min(self.buffer.len());
    }

    /// Sets the delimiter for the records to come.
    pub fn set_delimiter(&mut self, delimiter: u8) {
        self.syntax.delimiter = delimiter;
    }

    /// The character between cells.
    pub fn delimiter(&self) -> u8 {
        self.syntax.delimiter
    }

    /// Sets all characters that have a meaning in the records to come.
    pub fn set_syntax(&mut self, syntax: Syntax) {
        self.syntax = syntax;
    }

    /// All characters that have a meaning.
    pub fn syntax(&self) -> Syntax {
        self.syntax
    }

    /// The line the next record starts in.
    pub fn next_line(&self) -> u64 {
        self.line
    }

    /// Takes the next line as it stands, without its line break and whatever it holds; none at the end.
    ///
    /// # Errors
    /// When the reader fails.
    pub fn take_line(&mut self) -> io::Result<Option<Vec<u8>>> {
        loop {
            let rest = self.peek()?;
            let end = memchr2(b'\n', b'\r', rest);
            let (found, n_rest) = (end, rest.len());
            if n_rest == 0 && self.ended {
                return Ok(None);
            }
            // A `\r` at the end of the buffer may be half of a line break; without any, the line goes on.
            let may_be_half = found.is_none_or(|end| end + 1 == n_rest);
            if may_be_half && !self.ended && n_rest < LONGEST {
                self.fill()?;
                continue;
            }
            let rest = &self.buffer[self.start..];
            let end = found.unwrap_or(n_rest);
            let line = rest[..end].to_vec();
            self.start += end + line_break(rest, end);
            self.line += 1;
            return Ok(Some(line));
        }
    }

    /// Sets the columns, each with whether its cells may run over several lines; used to tell a forgotten quote from a
    /// cell that is meant to.
    pub fn expect_columns(&mut self, columns: Vec<bool>) {
        self.columns = Some(columns);
    }

    /// Reads the next record into `record`; false at the end. Blank lines are passed over.
    ///
    /// # Errors
    /// When the reader fails.
    pub fn read(&mut self, record: &mut Record) -> io::Result<bool> {
        loop {
            if self.skip_line && !self.pass_line()? {
                continue;
            }
            if self.start == self.buffer.len() && self.ended {
                return Ok(false);
            }
            record.cells.clear();
            let bytes = &self.buffer[self.start..];
            let scan = if bytes.is_empty() && !self.ended {
                ScanOutcome::NeedMore
            } else {
                scan(bytes, self.ended, self.syntax, &mut record.cells)
            };
            let ScanOutcome::Done(scanned) = scan else {
                self.fill()?;
                continue;
            };
            record.suspicious = None;
            let cut_short = scanned.fault == Some(RecordFault::TooLong);
            let Scanned { content, total, fault } = self.settle(record, scanned);
            let bytes = &self.buffer[self.start..self.start + total];
            let line = self.line;
            self.line += count_lines(bytes);
            self.skip_line = cut_short;
            let blank = content == 0;
            if !blank {
                record.bytes.clear();
                record.bytes.extend_from_slice(&bytes[..content]);
                record.line = line;
                record.fault = fault;
            }
            self.start += total;
            if !blank {
                return Ok(true);
            }
        }
    }

    /// Decides whether a record of several lines is one, or a forgotten quote that swallowed rows.
    fn settle(&self, record: &mut Record, scanned: Scanned) -> Scanned {
        let bytes = &self.buffer[self.start..];
        let mut scanned = scanned;
        // The buffer may hold more than the longest record; that it came in one piece makes no difference to the fault.
        if scanned.content > LONGEST && scanned.fault.is_none() {
            scanned.fault = Some(RecordFault::TooLong);
        }
        let may_swallow = || memchr2(b'\n', b'\r', &bytes[..scanned.content]).is_some();
        if let (None, Some(columns), true) = (scanned.fault, &self.columns, may_swallow()) {
            let expected = columns.len();
            let swallowed =
                record.cells.iter().enumerate().map(|(index, cell)| self.swallowed(bytes, *cell, index, expected));
            let swallowed: Vec<Swallowed> = swallowed.collect();
            let fits = record.cells.len() == expected;
            let may_run_on = |index: usize| columns.get(index).copied().unwrap_or(true);
            let guilty =
                swallowed.iter().enumerate().position(|(index, found)| found.is_damning(fits && may_run_on(index)));
            record.suspicious = swallowed.iter().position(|found| found.rows > 0 || found.start_of_row);
            if let Some(index) = guilty {
                scanned.fault = Some(RecordFault::Unclosed { at: record.cells[index].range().start - 1 });
            }
        }
        // Reading goes on at the line behind the quote, for the rows that the cell swallowed are sound.
        if let Some(RecordFault::Unclosed { at }) = scanned.fault {
            record.cells.retain(|cell| cell.range().end < at.max(1));
            record.suspicious = None;
            (scanned.content, scanned.total) = line_end(bytes, at);
        }
        scanned
    }

    /// Counts the lines of a quoted cell that look like rows of the table.
    fn swallowed(&self, bytes: &[u8], cell: Cell, index: usize, expected: usize) -> Swallowed {
        let content = &bytes[cell.range()];
        let mut found = Swallowed::default();
        if !cell.quoted || expected < 2 || memchr2(b'\n', b'\r', content).is_none() {
            return found;
        }
        let mut lines =
            content.split(|byte| matches!(byte, b'\n' | b'\r')).skip(1).filter(|line| !line.is_empty()).peekable();
        while let Some(line) = lines.next() {
            let n_delimiters = memchr::memchr_iter(self.syntax.delimiter, line).count();
            // In prose a space follows a comma; in a table mostly none does.
            let is_prose = line.windows(2).any(|pair| pair == [self.syntax.delimiter, b' ']);
            found.rows += usize::from(n_delimiters + 1 == expected);
            found.plain_rows += usize::from(n_delimiters + 1 == expected && !is_prose);
            // A forgotten quote is mostly closed by the opening quote of the same column in a later row: then the last
            // line holds the cells of that row before it.
            found.start_of_row |= lines.peek().is_none() && index > 0 && n_delimiters == index && !is_prose;
        }
        found
    }

    /// Passes over the rest of a line that was too long; false when more has to be read for that.
    fn pass_line(&mut self) -> io::Result<bool> {
        let rest = &self.buffer[self.start..];
        if let Some(end) = memchr2(b'\n', b'\r', rest) {
            // Half of a line break, maybe.
            if end + 1 == rest.len() && !self.ended {
                self.fill()?;
                return Ok(false);
            }
            let end = end + line_break(rest, end) - 1;
            self.start += end + 1;
            self.line += 1;
            self.skip_line = false;
            return Ok(true);
        }
        self.start = self.buffer.len();
        self.skip_line = !self.ended;
        if self.ended {
            return Ok(true);
        }
        self.fill()?;
        Ok(false)
    }

    fn fill(&mut self) -> io::Result<()> {
        const CHUNK: usize = 1 << 17;
        if self.start > 0 {
            self.buffer.drain(..self.start);
            self.start = 0;
        }
        let old = self.buffer.len();
        // At least doubled, because a record is scanned from its start again each time: so a long one costs a multiple
        // of its length and not its square.
        self.buffer.resize(old + CHUNK.max(old), 0);
        let result = loop {
            match self.reader.read(&mut self.buffer[old..]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => break other,
            }
        };
        self.buffer.truncate(old + result.as_ref().copied().unwrap_or(0));
        // After an error what was read before it stays, and the reader may be asked again.
        self.ended |= result? == 0;
        Ok(())
    }
}

/// Line breaks in `bytes`: `\n`, and `\r` where no `\n` follows.
pub fn count_lines(bytes: &[u8]) -> u64 {
    let newlines = memchr::memchr_iter(b'\n', bytes).count();
    let lone = memchr::memchr_iter(b'\r', bytes).filter(|at| bytes.get(at + 1) != Some(&b'\n')).count();
    (newlines + lone) as u64
}

/// A row as a line of text with tabs between its cells, as a spreadsheet takes it back.
#[cfg(any(feature = "workbook", feature = "parquet"))]
pub(crate) fn record_of(cells: &[String], line: u64) -> Record {
    let mut record = Record { line, ..Record::default() };
    for (index, cell) in cells.iter().enumerate() {
        if index > 0 {
            record.bytes.push(b'\t');
        }
        let start = record.bytes.len();
        record.bytes.extend(cell.bytes().map(|byte| if matches!(byte, b'\t' | b'\n' | b'\r') { b' ' } else { byte }));
        record.cells.push(Cell::plain(start..record.bytes.len()));
    }
    record
}
