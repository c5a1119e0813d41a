//! The end of a record and its cells, found in its bytes.

use std::ops::Range;

use memchr::{memchr, memchr2, memchr3};

use super::record::{LONGEST, RecordFault};

/// The characters that have a meaning in a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Syntax {
    /// The character between two cells.
    pub delimiter: u8,
    /// The character around a cell that holds delimiters or line breaks.
    pub quote: Option<u8>,
    /// The character that takes the meaning from the one behind it; without it a quote is doubled.
    pub escape: Option<u8>,
}

impl Syntax {
    /// That of RFC 4180, with another delimiter.
    pub const fn rfc4180(delimiter: u8) -> Syntax {
        Syntax { delimiter, quote: Some(b'"'), escape: None }
    }
}

/// The place of a cell's content in the bytes of its [`Record`](super::record::Record).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    // 32 bits are enough, since a sound record has at most a mebibyte.
    start: u32,
    end: u32,
    /// True when it stands between quotes, which `start..end` leaves out.
    pub quoted: bool,
    /// The character before one that is meant itself, where the cell has such.
    escape: Option<u8>,
}

impl Cell {
    /// A cell without quotes at these bytes.
    pub fn plain(range: Range<usize>) -> Cell {
        make_cell(range.start, range.end, false, None)
    }

    /// The content, without the quotes around it.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The content, when it means what it says: none when quotes are doubled or characters escaped in it.
    pub(super) fn text(self, record: &str) -> Option<&str> {
        if self.escape.is_none() { record.get(self.range()) } else { None }
    }

    /// Appends the content to `out`, doubled quotes made single and escapes taken away.
    pub fn decode(self, record: &[u8], out: &mut Vec<u8>) {
        let content = record.get(self.range()).unwrap_or_default();
        let Some(escape) = self.escape else {
            out.extend_from_slice(content);
            return;
        };
        let mut rest = content;
        while let Some(at) = memchr(escape, rest) {
            out.extend_from_slice(&rest[..at]);
            out.extend(rest.get(at + 1));
            rest = rest.get(at + 2..).unwrap_or_default();
        }
        out.extend_from_slice(rest);
    }
}

/// The end of a record, without and with its line break, and the fault it has.
pub(super) struct Scanned {
    pub(super) content: usize,
    pub(super) total: usize,
    pub(super) fault: Option<RecordFault>,
}

pub(super) enum ScanOutcome {
    NeedMore,
    Done(Scanned),
}

/// Finds the cells and the end of the record at the start of `bytes`.
pub(super) fn scan(bytes: &[u8], ended: bool, syntax: Syntax, cells: &mut Vec<Cell>) -> ScanOutcome {
    // The end of the bytes says nothing while more may come. Beyond the longest record none are waited for: a quote
    // that nobody closes would otherwise draw the whole file into memory.
    let partial = !ended && bytes.len() < LONGEST;
    let mut at = 0;
    loop {
        let quoted = syntax.quote.is_some() && bytes.get(at).copied() == syntax.quote;
        let open = at;
        let (cell, after) = if quoted {
            match scan_quoted(bytes, open, syntax, partial) {
                Quoted::NeedMore => return ScanOutcome::NeedMore,
                Quoted::Unclosed => return unclosed(bytes, open, partial),
                Quoted::Closed { end, escape } => (make_cell(open + 1, end, true, escape), end + 1),
            }
        } else {
            let (end, escape) = end_of_bare(bytes, at, syntax);
            if end == bytes.len() && partial {
                return ScanOutcome::NeedMore;
            }
            // The bytes ran out though the file did not end: the record is longer than it may be.
            if end == bytes.len() && !ended {
                return ScanOutcome::Done(Scanned { content: end, total: end, fault: Some(RecordFault::TooLong) });
            }
            if syntax.quote.is_some() && bytes.get(end).copied() == syntax.quote {
                return stray(bytes, open, end, partial);
            }
            (make_cell(at, end, false, escape), end)
        };
        match bytes.get(after) {
            Some(byte) if *byte == syntax.delimiter => {
                cells.push(cell);
                at = after + 1;
                // The next byte tells whether the next cell has quotes.
                if at == bytes.len() && partial {
                    return ScanOutcome::NeedMore;
                }
            }
            // A line feed may belong to it, which would count as another line when it came later.
            Some(b'\r') if after + 1 == bytes.len() && partial => return ScanOutcome::NeedMore,
            None if partial => return ScanOutcome::NeedMore,
            None | Some(b'\n' | b'\r') => {
                cells.push(cell);
                return ScanOutcome::Done(Scanned {
                    content: after,
                    total: after + line_break(bytes, after),
                    fault: None,
                });
            }
            // Only behind a closing quote can anything else stand, so that quote is the one that is wrong.
            Some(_) => return stray(bytes, open, after - 1, partial),
        }
    }
}

/// The end of a cell without quotes, and the escape it holds.
fn end_of_bare(bytes: &[u8], start: usize, syntax: Syntax) -> (usize, Option<u8>) {
    let Some(escape) = syntax.escape else {
        // The fast search takes three bytes at most; the fourth, `\r`, is looked for in what it found.
        let rest = &bytes[start..];
        let quote = syntax.quote.unwrap_or(syntax.delimiter);
        let end = memchr3(syntax.delimiter, b'\n', quote, rest).unwrap_or(rest.len());
        return (start + memchr(b'\r', &rest[..end]).unwrap_or(end), None);
    };
    let stops = |byte: u8| byte == syntax.delimiter || matches!(byte, b'\n' | b'\r') || Some(byte) == syntax.quote;
    let (mut at, mut found) = (start, None);
    // Byte by byte, because the one behind an escape ends nothing, whatever it is.
    while let Some(byte) = bytes.get(at) {
        if *byte == escape {
            found = Some(escape);
            at += 2;
        } else if stops(*byte) {
            break;
        } else {
            at += 1;
        }
    }
    // An escape may be the last byte there is.
    (at.min(bytes.len()), found)
}

enum Quoted {
    NeedMore,
    Unclosed,
    Closed { end: usize, escape: Option<u8> },
}

fn scan_quoted(bytes: &[u8], open: usize, syntax: Syntax, partial: bool) -> Quoted {
    let quote = bytes[open];
    let mut found = None;
    let mut from = open + 1;
    loop {
        let rest = bytes.get(from..).unwrap_or_default();
        let next = match syntax.escape {
            Some(escape) => memchr2(quote, escape, rest),
            None => memchr(quote, rest),
        };
        let Some(offset) = next else {
            return if partial { Quoted::NeedMore } else { Quoted::Unclosed };
        };
        let at = from + offset;
        match (bytes[at] == quote, bytes.get(at + 1)) {
            // The byte behind a quote tells whether it is doubled or closes the cell.
            (_, None) if partial => return Quoted::NeedMore,
            (false, _) => found = syntax.escape,
            (true, Some(byte)) if *byte == quote && syntax.escape.is_none() => found = Some(quote),
            (true, _) => return Quoted::Closed { end: at, escape: found },
        }
        from = at + 2;
    }
}

/// A quote at `at` that may not stand there; in a later line than its cell began, the opening quote is to blame.
fn stray(bytes: &[u8], cell_start: usize, at: usize, partial: bool) -> ScanOutcome {
    if memchr2(b'\n', b'\r', &bytes[cell_start..at]).is_some() {
        return unclosed(bytes, cell_start, partial);
    }
    ended_by_line(bytes, at, RecordFault::Stray { at }, partial)
}

fn unclosed(bytes: &[u8], open: usize, partial: bool) -> ScanOutcome {
    ended_by_line(bytes, open, RecordFault::Unclosed { at: open }, partial)
}

fn ended_by_line(bytes: &[u8], at: usize, fault: RecordFault, partial: bool) -> ScanOutcome {
    // A `\r` at the very end may be half of a line break.
    if partial && !matches!(memchr2(b'\n', b'\r', &bytes[at..]), Some(offset) if at + offset + 1 < bytes.len()) {
        return ScanOutcome::NeedMore;
    }
    let (content, total) = line_end(bytes, at);
    ScanOutcome::Done(Scanned { content, total, fault: Some(fault) })
}

fn make_cell(start: usize, end: usize, quoted: bool, escape: Option<u8>) -> Cell {
    let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Cell { start: place(start), end: place(end), quoted, escape }
}

/// The end of the line around `at`, without and with its line break.
pub(super) fn line_end(bytes: &[u8], at: usize) -> (usize, usize) {
    let end = memchr2(b'\n', b'\r', &bytes[at..]).map_or(bytes.len(), |offset| at + offset);
    (end, end + line_break(bytes, end))
}

pub(super) fn line_break(bytes: &[u8], at: usize) -> usize {
    match (bytes.get(at), bytes.get(at + 1)) {
        (Some(b'\r'), Some(b'\n')) => 2,
        (Some(_), _) => 1,
        (None, _) => 0,
    }
}
