//! A range of bytes of a file, as whole lines.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use memchr::{memchr, memchr_iter};

/// The longest first line that is kept.
pub(super) const LONGEST_LINE: u64 = 1 << 20;

/// Reads the lines that begin in a range. Every line of a file begins in exactly one of the ranges that it is cut into.
pub(super) struct Lines<R> {
    reader: BufReader<R>,
    position: u64,
    end: u64,
    is_over: bool,
    /// The last byte that was read.
    last: Option<u8>,
    n_lines: Arc<AtomicU64>,
}

impl<R: Read + Seek> Lines<R> {
    /// The lines of `file` that begin at `from` or behind it, and before `end`. The number of those that are read is
    /// counted in `n_lines`.
    pub(super) fn new(mut file: R, from: u64, end: u64, n_lines: Arc<AtomicU64>) -> io::Result<Lines<R>> {
        // A line begins at `from` when the byte before ends one.
        let start = from.saturating_sub(1);
        file.seek(SeekFrom::Start(start))?;
        let reader = BufReader::with_capacity(1 << 17, file);
        let mut lines = Lines { reader, position: start, end, is_over: from >= end, last: None, n_lines };
        if from > 0 && !lines.is_over {
            lines.skip_line()?;
        }
        lines.is_over |= lines.position >= end;
        Ok(lines)
    }

    fn skip_line(&mut self) -> io::Result<()> {
        loop {
            let buffer = self.reader.fill_buf()?;
            let (n, is_end) = match memchr(b'\n', buffer) {
                _ if buffer.is_empty() => (0, true),
                Some(at) => (at + 1, true),
                None => (buffer.len(), false),
            };
            self.reader.consume(n);
            self.position += n as u64;
            if is_end {
                return Ok(());
            }
        }
    }
}

impl<R: Read> Read for Lines<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.is_over || out.is_empty() {
            return Ok(0);
        }
        let buffer = self.reader.fill_buf()?;
        let n = buffer.len().min(out.len());
        // The line that holds the last byte of the range is read to its end.
        let before = usize::try_from(self.end - 1 - self.position.min(self.end - 1)).unwrap_or(usize::MAX).min(n);
        let end = memchr(b'\n', &buffer[before..n]).map(|at| before + at + 1);
        let taken = &buffer[..end.unwrap_or(n)];
        out[..taken.len()].copy_from_slice(taken);
        self.n_lines.fetch_add(memchr_iter(b'\n', taken).count() as u64, Ordering::Relaxed);
        let n = taken.len();
        self.last = taken.last().copied().or(self.last);
        self.is_over = end.is_some() || n == 0;
        if n == 0 && self.last.is_some_and(|byte| byte != b'\n') {
            // The last line of a file may have no end.
            self.n_lines.fetch_add(1, Ordering::Relaxed);
        }
        self.reader.consume(n);
        self.position += n as u64;
        Ok(n)
    }
}

/// The first line of a file with its end, as far as it is a line at all.
pub(super) fn first_line(file: &mut File) -> io::Result<Vec<u8>> {
    let mut line = Vec::new();
    BufReader::new(file.by_ref().take(LONGEST_LINE)).read_until(b'\n', &mut line)?;
    file.rewind()?;
    Ok(line)
}
