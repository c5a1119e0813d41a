//! Workbooks that are archives (`.xlsx`, `.xlsm`, `.xlsb`, `.ods`), looked at before they are read.
//!
//! The library that reads workbooks believes what they say of themselves: it makes room for as many texts as a file says it
//! has, unpacks what a few bytes become, repeats cells as often as it is told, and waits for an end that may be
//! missing. So each part is unpacked once to the bin, in pieces, and counted.

use std::io::{self, Cursor, Read};

use memchr::{memchr2, memmem};
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::cells::Refusal;

/// Files in the archive.
const MOST_FILES: usize = 10_000;
/// Bytes of one sheet, unpacked; it is read piece by piece.
const MOST_OF_SHEET: u64 = 8 << 30;
/// Bytes of any other part, unpacked: it is kept.
const MOST_OF_OTHERS: u64 = 256 << 20;
/// Texts that the cells of all sheets share.
const MOST_TEXTS: u64 = 10_000_000;
/// Bytes between two brackets of XML.
const LONGEST_TEXT: usize = 16 << 20;
/// Cells of a sheet of `OpenDocument`, with those that are repeated.
const MOST_REPEATED: usize = 20_000_000;
/// Bytes of their texts.
const MOST_REPEATED_TEXT: usize = 512 << 20;
/// The columns and rows that a sheet may have.
const COLUMNS: usize = 16_384;
const ROWS: usize = 1_048_576;

/// Looks at every part of an archive that is read.
pub(super) fn check(bytes: &[u8]) -> Result<(), Refusal> {
    // One that cannot be opened is told by the reader.
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else { return Ok(()) };
    if archive.len() > MOST_FILES {
        return Err(Refusal::Beyond(format!("the workbook has more than {MOST_FILES} parts")));
    }
    for at in 0..archive.len() {
        let Ok(part) = archive.by_index(at) else { continue };
        let Ok(name) = part.name().map(|name| name.replace('\\', "/").to_lowercase()) else { continue };
        let extension = name.rsplit('.').next().unwrap_or_default();
        match extension {
            "xml" if name.ends_with("content.xml") => check_content(part)?,
            "xml" | "rels" | "bin" => check_part(&name, extension != "bin", part)?,
            _ => {}
        }
    }
    Ok(())
}

fn damaged(error: impl std::fmt::Display) -> Refusal {
    Refusal::Damaged(format!("a part of the workbook is damaged: {error}"))
}

/// Unpacks a part in pieces.
fn check_part(name: &str, is_xml: bool, mut part: impl Read) -> Result<(), Refusal> {
    let is_sheet = name.contains("sheets/");
    let most = if is_sheet { MOST_OF_SHEET } else { MOST_OF_OTHERS };
    let (mut n_read, mut since_bracket, mut start) = (0_u64, 0_usize, Vec::new());
    let mut piece = vec![0; 1 << 16];
    loop {
        let n = match part.read(&mut piece) {
            Ok(0) => break,
            Ok(n) => n,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(damaged(error)),
        };
        let piece = &piece[..n];
        n_read += n as u64;
        if n_read > most {
            return Err(Refusal::Beyond(format!("`{name}` in the workbook unpacks to more than {} MB", most >> 20)));
        }
        if start.len() < 1 << 16 || name.ends_with("workbook.bin") {
            start.extend_from_slice(piece);
        }
        since_bracket = length_of_text(since_bracket, piece);
        if is_xml && since_bracket > LONGEST_TEXT {
            return Err(Refusal::Beyond(format!("a text in the workbook is longer than {} MB", LONGEST_TEXT >> 20)));
        }
    }
    if name.ends_with("sharedstrings.xml") {
        return check_count(&start, n_read);
    }
    if name.ends_with("workbook.bin") { check_records(&start) } else { Ok(()) }
}

/// Compares the number of texts that a list of them promises with what it can hold.
fn check_count(start: &[u8], n_bytes: u64) -> Result<(), Refusal> {
    let name = b"uniqueCount";
    for at in memmem::find_iter(start, name) {
        let digits = start[at + name.len()..].iter().copied().skip_while(|byte| !byte.is_ascii_digit());
        let digits: Vec<u8> = digits.take_while(u8::is_ascii_digit).take(20).collect();
        let count: u64 = String::from_utf8_lossy(&digits).parse().unwrap_or(u64::MAX);
        if count > MOST_TEXTS {
            return Err(Refusal::Beyond(format!("the workbook has more than {MOST_TEXTS} texts")));
        }
        // The shortest one is `<si/>`.
        if count > n_bytes {
            return Err(damaged("it has fewer texts than it says"));
        }
    }
    Ok(())
}

/// Looks for a list of other sheets that promises more of them than it has bytes, in the records of a binary workbook.
fn check_records(records: &[u8]) -> Result<(), Refusal> {
    const EXTERNAL_SHEETS: u32 = 0x016A;
    let mut rest = records;
    // Numbers have seven bits a byte, and a byte without the eighth bit is the last one.
    let number = |rest: &mut &[u8], most: u32| -> Option<u32> {
        let mut number = 0;
        for nth in 0..most {
            let (byte, behind) = rest.split_first()?;
            *rest = behind;
            number |= u32::from(byte & 0x7F) << (7 * nth);
            if byte & 0x80 == 0 {
                break;
            }
        }
        Some(number)
    };
    while let (Some(kind), Some(length)) = (number(&mut rest, 2), number(&mut rest, 4)) {
        let Some((record, behind)) = rest.split_at_checked(length as usize) else { break };
        if let (EXTERNAL_SHEETS, Some(count)) = (kind, record.first_chunk::<4>())
            && u32::from_le_bytes(*count) as usize > record.len()
        {
            return Err(damaged("it has fewer sheets than it says"));
        }
        rest = behind;
    }
    Ok(())
}

/// What a table of `OpenDocument` becomes when all that is repeated is written out.
#[derive(Default)]
struct Written {
    n_rows: usize,
    width: usize,
    n_bytes: usize,
    /// Of the row that is read.
    repeated: usize,
    column: usize,
    row_width: usize,
    row_bytes: usize,
    /// Of the cell that is read: how often it stands there, and the bytes of its text and formula.
    times: usize,
    cell_bytes: usize,
}

impl Written {
    fn begin_cell(&mut self, times: usize, bytes: usize) {
        (self.times, self.cell_bytes) = (times.min(COLUMNS.saturating_sub(self.column)), bytes);
    }

    fn end_cell(&mut self) {
        self.column += std::mem::take(&mut self.times);
        if self.cell_bytes > 0 {
            self.row_bytes = self.row_bytes.saturating_add(self.cell_bytes.saturating_mul(self.times.max(1)));
            self.row_width = self.column;
        }
    }

    fn begin_row(&mut self, repeated: usize) {
        (self.repeated, self.column, self.row_width, self.row_bytes) = (repeated.min(ROWS), 0, 0, 0);
    }

    /// Counts the rows down to this one, if there is anything in it.
    fn end_row(&mut self, rows_above: usize) -> Result<(), Refusal> {
        if self.row_width == 0 {
            return Ok(());
        }
        self.n_rows = rows_above + self.repeated;
        self.width = self.width.max(self.row_width);
        self.n_bytes = self.n_bytes.saturating_add(self.row_bytes.saturating_mul(self.repeated));
        if self.n_rows.saturating_mul(self.width) > MOST_REPEATED {
            return Err(Refusal::Beyond(format!(
                "a sheet of the workbook has more than {MOST_REPEATED} cells, with those that are repeated"
            )));
        }
        if self.n_bytes > MOST_REPEATED_TEXT {
            let most = MOST_REPEATED_TEXT >> 20;
            return Err(Refusal::Beyond(format!("a sheet of the workbook has more than {most} MB of text")));
        }
        Ok(())
    }
}

/// Reads the content of an `OpenDocument` workbook as the library does, without keeping it.
fn check_content(part: impl Read) -> Result<(), Refusal> {
    let mut bounded = LongTexts { inner: part, since_bracket: 0, n_read: 0 };
    let mut reader = quick_xml::Reader::from_reader(io::BufReader::new(&mut bounded));
    let config = reader.config_mut();
    config.check_end_names = false;
    config.check_comments = false;
    config.expand_empty_elements = true;
    let (mut buffer, mut depth, mut rows_above) = (Vec::new(), 0_usize, 0_usize);
    let mut written = Written::default();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(damaged)? {
            // Whoever waits for the end of an element that never comes waits for ever.
            Event::Eof if depth > 0 => return Err(damaged("it ends too early")),
            Event::Eof => return Ok(()),
            Event::Start(start) => {
                depth += 1;
                match start.name().as_ref() {
                    "table:table" => (written, rows_above) = (Written::default(), 0),
                    "table:table-row" => written.begin_row(times(&start, "table:number-rows-repeated")),
                    "table:table-cell" | "table:covered-table-cell" => {
                        // What it says of itself, such as a formula or a value, is repeated with it.
                        let n_bytes = if has_value(&start) { start.len() } else { 0 };
                        written.begin_cell(times(&start, "table:number-columns-repeated"), n_bytes);
                    }
                    _ => {}
                }
            }
            Event::Text(text) => written.cell_bytes = written.cell_bytes.saturating_add(text.len()),
            Event::End(end) => {
                depth = depth.saturating_sub(1);
                match end.name().as_ref() {
                    "table:table-cell" | "table:covered-table-cell" => written.end_cell(),
                    "table:table-row" => {
                        written.end_row(rows_above)?;
                        rows_above = (rows_above + written.repeated).min(ROWS);
                    }
                    _ => {}
                }
            }
            _ => {}
        }
    }
}

/// True when a cell has a value or a formula.
fn has_value(cell: &BytesStart<'_>) -> bool {
    let text: &str = cell;
    text.contains("office:") || text.contains("table:formula")
}

/// How often something is repeated; what is no number stops the library, too.
fn times(start: &BytesStart<'_>, name: &str) -> usize {
    let text: &str = start;
    let Some(at) = text.find(name) else { return 1 };
    let digits = text[at + name.len()..].trim_start_matches(|c: char| c.is_whitespace() || "=\"'".contains(c));
    let end = memchr2(b'"', b'\'', digits.as_bytes()).unwrap_or(digits.len());
    digits[..end].parse().unwrap_or(usize::MAX)
}

/// Bytes since the last bracket of XML, of which there were so many before a piece.
fn length_of_text(before: usize, piece: &[u8]) -> usize {
    memchr::memrchr2(b'<', b'>', piece).map_or(before + piece.len(), |last| piece.len() - last)
}

/// A reader that fails where a text is longer than any sheet has, before it is kept.
struct LongTexts<R> {
    inner: R,
    since_bracket: usize,
    n_read: u64,
}

impl<R: Read> Read for LongTexts<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.n_read += n as u64;
        self.since_bracket = length_of_text(self.since_bracket, &buffer[..n]);
        if self.since_bracket > LONGEST_TEXT || self.n_read > MOST_OF_SHEET {
            return Err(io::Error::other("it unpacks to more than a sheet can be"));
        }
        Ok(n)
    }
}
