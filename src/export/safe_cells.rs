//! Tables that a spreadsheet opens without computing anything.
//!
//! Spreadsheets take a cell that begins with `=`, `+`, `-` or `@` for a formula, which can send the rest of the sheet
//! elsewhere. Such a cell gets an apostrophe in front, which they show as text; a number stays a number.

use std::io::{self, Write};

/// Writes a table of CSV or TSV whose cells are no formulas.
///
/// Memory: one cell.
pub struct SafeCells<W: Write> {
    out: W,
    delimiter: u8,
    cell: Vec<u8>,
    is_quoted: bool,
}

impl<W: Write> SafeCells<W> {
    /// Passes a table with this character between cells on to `out`.
    pub fn new(out: W, delimiter: u8) -> SafeCells<W> {
        SafeCells { out, delimiter, cell: Vec::new(), is_quoted: false }
    }

    fn end_cell(&mut self) -> io::Result<()> {
        let start = usize::from(self.cell.starts_with(b"\""));
        if is_formula(&self.cell[start..]) {
            self.cell.insert(start, b'\'');
        }
        self.is_quoted = false;
        let written = self.out.write_all(&self.cell);
        self.cell.clear();
        written
    }
}

/// True when a spreadsheet would compute a cell: `-1.5` is a number, `-` alone and an empty cell are nothing.
fn is_formula(cell: &[u8]) -> bool {
    let text = String::from_utf8_lossy(cell);
    let text = text.strip_suffix('"').unwrap_or(&text);
    let is_number =
        text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte)) && text.parse::<f64>().is_ok();
    text.starts_with(['=', '+', '-', '@', '\t', '\r']) && text.len() > 1 && !is_number
}

impl<W: Write> Write for SafeCells<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for byte in bytes {
            // In TSV no cell holds a tab or the end of a line, whatever its quotes are.
            let is_end = (*byte == self.delimiter || *byte == b'\n' || *byte == b'\r')
                && !(self.is_quoted && self.delimiter != b'\t');
            if is_end {
                self.end_cell()?;
                self.out.write_all(&[*byte])?;
            } else {
                self.is_quoted ^= *byte == b'"';
                self.cell.push(*byte);
            }
        }
        Ok(bytes.len())
    }

    /// A cell that has begun waits for its end.
    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

impl<W: Write> Drop for SafeCells<W> {
    fn drop(&mut self) {
        // A table ends with the end of a line, behind which nothing waits.
        let _ = self.end_cell();
    }
}
