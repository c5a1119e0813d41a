//! Tables whose columns mean nothing to relata: every row is its cells.

use std::io::Read;
use std::sync::Arc;

use super::encoding;
use super::header::{Header, not_a_table};
use super::raw_row::RawRow;
use super::record::{Record, Records, Syntax};
use super::table::Table;
use crate::diagnostic::{Diagnostic, Place, codes};

/// The form of a table without a layout; what is left open is found out, or is as in RFC 4180.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlainSyntax {
    /// The character between two cells; found out from the first line when absent.
    pub delimiter: Option<u8>,
    /// The character around cells; none when there is no such character.
    pub quote: Option<u8>,
    /// The character that takes the meaning from the one behind it.
    pub escape: Option<u8>,
    /// True when the first row has the names of the columns.
    pub has_header: bool,
}

impl Default for PlainSyntax {
    fn default() -> PlainSyntax {
        PlainSyntax { delimiter: None, quote: Some(b'"'), escape: None, has_header: true }
    }
}

/// The delimiter a line was written with: a comma when it has one outside quotes, else the most frequent of the others.
fn sniff(line: &[u8], quote: Option<u8>) -> u8 {
    let mut inside = false;
    let mut counts = [(b',', 0_usize), (b'\t', 0), (b';', 0), (b'|', 0)];
    for byte in line {
        inside ^= Some(*byte) == quote;
        if let (false, Some((_, n))) = (inside, counts.iter_mut().find(|(delimiter, _)| delimiter == byte)) {
            *n += 1;
        }
    }
    if counts[0].1 > 0 {
        return b',';
    }
    counts.into_iter().rev().max_by_key(|(_, n)| *n).filter(|(_, n)| *n > 0).map_or(b',', |(delimiter, _)| delimiter)
}

impl<'r> Table<'r> {
    /// Reads up to the first row of `reader`; none when the table is empty or cannot be read at all.
    ///
    /// Rows without any text are passed over, also those before the header. Without a header the names of the
    /// columns are empty, and there are as many as the first row has cells.
    ///
    /// # Errors
    /// When `reader` fails.
    pub fn open_plain(
        file: &str,
        reader: Box<dyn Read + Send + 'r>,
        syntax: PlainSyntax,
        report: &mut dyn FnMut(Diagnostic),
    ) -> std::io::Result<Option<Table<'r>>> {
        let mut reader = reader;
        let mut start = Vec::new();
        reader.by_ref().take(encoding::LOOKED_AT).read_to_end(&mut start)?;
        let reader = encoding::as_utf8(file, start, reader, None, report);
        let mut records = Records::new(reader, b',');
        let start = records.peek()?;
        if let Some(diagnostic) = not_a_table(file, start) {
            report(diagnostic);
            return Ok(None);
        }
        let mark = if start.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
        records.skip(mark);
        let line = records.peek()?.split(|byte| matches!(byte, b'\n' | b'\r')).next().unwrap_or_default();
        // Excel tells its delimiter in a line of its own.
        let declared = line.get(..4).filter(|word| word.eq_ignore_ascii_case(b"sep=")).and(line.get(4)).copied();
        let declared = declared.filter(|_| syntax.delimiter.is_none());
        let delimiter = syntax.delimiter.or(declared).unwrap_or_else(|| sniff(line, syntax.quote));
        records.set_syntax(Syntax { delimiter, quote: syntax.quote, escape: syntax.escape });
        if declared.is_some() {
            records.take_line()?;
        }
        let record = Record::default();
        let mut raw = RawRow { file: file.into(), header: Arc::default(), record, indent: 0, sheet: None };
        let mut cells = Vec::new();
        loop {
            if !records.read(&mut raw.record)? {
                let hint = "the first row names the columns, unless the header is said to be absent";
                report(Diagnostic::new(&codes::NO_HEADER, Place::file(file), "the table has no row").hint(hint));
                return Ok(None);
            }
            let finding = raw.decode(&mut cells);
            if finding.is_none() && cells.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            if let (Some(finding), true) = (finding, syntax.has_header) {
                report(raw.diagnose(finding));
                return Ok(None);
            }
            break;
        }
        let n_columns = raw.record.cells.len();
        let name =
            |index| cells.get(index).filter(|_| syntax.has_header).map_or("", |cell: &String| cell.trim()).into();
        let names: Vec<Arc<str>> = (0..n_columns).map(name).collect();
        records.expect_columns(vec![true; n_columns]);
        let header = Arc::new(Header::bare(names));
        Ok(Some(Table::of_text(file, header, records, raw, cells, !syntax.has_header)))
    }

    /// Names the columns of a table without a header.
    pub fn name_columns(&mut self, names: Vec<Arc<str>>) {
        self.header = Arc::new(Header::bare(names));
    }
}
