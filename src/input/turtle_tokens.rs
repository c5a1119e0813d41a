//! Cuts Turtle into tokens, each with its place.
//!
//! The parser gives good triples without places. Given one token at a time, it says with which of them a triple was
//! complete. So tokens are told apart here as far as that needs: where each begins and ends, and which of them open and
//! close something; what they mean is the parser's business, and so are faults.

use std::io::{self, Read};
use std::ops::Range;

/// A stretch of a line, in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Spot {
    /// Line, starting at 1; 0 when it is not known.
    pub line: u64,
    /// Its first character, starting at 1; 0 when only the line is known.
    pub column: u64,
    /// The number of its characters in that line.
    pub length: u64,
}

/// What a token does to the tokens around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token {
    /// A blank node, a reified triple or a triple term begins.
    Open,
    /// A list begins.
    OpenList,
    /// An annotation of the statement before it begins.
    OpenAnnotation,
    /// The end of what was opened last.
    Close,
    /// The statements of a graph begin or end.
    Brace,
    /// The end of a statement.
    Dot,
    /// A string, of which language or datatype may follow.
    Text,
    /// `^^`, behind which a datatype follows.
    DatatypeMark,
    /// A declaration that ends without a dot, after so many tokens more.
    Declaration(u8),
    /// A comma, a semicolon, a tilde: nothing by itself.
    Mark,
    /// An IRI, a name, a number.
    Word,
}

/// The tokens of a reader, one after the other.
pub(super) struct Tokens<R> {
    reader: R,
    buffer: Vec<u8>,
    start: usize,
    is_ended: bool,
    line: u64,
    column: u64,
}

/// Bytes that are read at once, at least.
const CHUNK: usize = 1 << 16;

impl<R: Read> Tokens<R> {
    pub(super) fn new(reader: R) -> Tokens<R> {
        Tokens { reader, buffer: Vec::new(), start: 0, is_ended: false, line: 1, column: 1 }
    }

    /// The next token, its place and its bytes; none at the end.
    pub(super) fn next(&mut self, bytes: &mut Vec<u8>) -> io::Result<Option<(Token, Spot)>> {
        loop {
            while self.pass_over_space() {}
            if let Some(end) = token_end(&self.buffer[self.start..], self.is_ended) {
                return Ok(Some(self.take(end, bytes)));
            }
            if self.is_ended {
                return Ok(None);
            }
            self.fill()?;
        }
    }

    /// Reads more; what was taken is forgotten. A token that is not whole doubles what is read, so that a long one is not
    /// looked at again and again.
    fn fill(&mut self) -> io::Result<()> {
        self.buffer.drain(..self.start);
        self.start = 0;
        let held = self.buffer.len();
        let wanted = CHUNK.max(held);
        let n = self.reader.by_ref().take(wanted as u64).read_to_end(&mut self.buffer)?;
        self.is_ended = n < wanted;
        if self.line == 1 && self.column == 1 && held == 0 && self.buffer.starts_with(b"\xEF\xBB\xBF") {
            self.start = 3;
        }
        Ok(())
    }

    /// Passes over white space, or a comment; false when there is none.
    fn pass_over_space(&mut self) -> bool {
        let rest = &self.buffer[self.start..];
        let n = match rest.first() {
            Some(b' ' | b'\t' | b'\r' | b'\n') => {
                rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n')).count()
            }
            Some(b'#') => match rest.iter().position(|byte| matches!(byte, b'\r' | b'\n')) {
                Some(end) => end,
                None if self.is_ended => rest.len(),
                // A comment that is not whole is cut off where it is; the rest begins with the same sign.
                None => return false,
            },
            _ => return false,
        };
        // The second half of a line end may not be there yet.
        if rest[..n].last() == Some(&b'\r') && n == rest.len() && !self.is_ended {
            self.advance(n - 1);
            return false;
        }
        self.advance(n);
        true
    }

    fn take(&mut self, end: usize, bytes: &mut Vec<u8>) -> (Token, Spot) {
        let range = self.start..self.start + end;
        bytes.clear();
        bytes.extend_from_slice(&self.buffer[range.clone()]);
        let token = token_of(bytes);
        let first_line = bytes.iter().position(|byte| matches!(byte, b'\r' | b'\n')).unwrap_or(bytes.len());
        let spot = Spot { line: self.line, column: self.column, length: n_characters(&bytes[..first_line]) };
        self.advance(range.len());
        (token, spot)
    }

    /// Moves on, and counts lines and characters. Lines end at `\n`, `\r\n` or a lone `\r`.
    fn advance(&mut self, n: usize) {
        let Range { start, end } = self.start..self.start + n;
        let passed = &self.buffer[start..end];
        let mut line_start = 0;
        for (at, byte) in passed.iter().enumerate() {
            let is_end = match byte {
                b'\n' => true,
                b'\r' => self.buffer.get(start + at + 1) != Some(&b'\n'),
                _ => false,
            };
            if is_end {
                self.line += 1;
                self.column = 1;
                line_start = at + 1;
            }
        }
        self.column += n_characters(&passed[line_start..]);
        self.start = end;
    }
}

fn n_characters(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|byte| (**byte & 0xC0) != 0x80).count() as u64
}

/// The end of the token that `bytes` begin with; none when it is not whole, or there is none.
fn token_end(bytes: &[u8], is_ended: bool) -> Option<usize> {
    let at = |index: usize| bytes.get(index).copied();
    // What follows decides whether a sign stands alone.
    let followed = |index: usize| index < bytes.len() || is_ended;
    let first = at(0)?;
    let run_on = |end: Option<usize>| end.or_else(|| is_ended.then_some(bytes.len()));
    // Signs that are told from longer ones by what follows, with how much of it that takes.
    let needs = match first {
        b'<' | b'"' | b'\'' | b')' => 2,
        b'^' | b'>' | b'{' | b'|' | b'.' => 1,
        _ => 0,
    };
    if !followed(needs) {
        return None;
    }
    match first {
        // The rest of a comment, or of a line end, is still to come.
        b'#' | b' ' | b'\t' | b'\r' | b'\n' => None,
        b'<' if at(1) == Some(b'<') => Some(if at(2) == Some(b'(') { 3 } else { 2 }),
        b'<' => run_on(bytes.iter().position(|byte| *byte == b'>').map(|end| end + 1)),
        b'"' | b'\'' if at(1) == Some(first) && at(2) == Some(first) => run_on(long_text_end(bytes, first)),
        b'"' | b'\'' => run_on(text_end(bytes, first)),
        b'(' | b'[' | b']' | b'}' | b',' | b';' | b'~' | b'=' => Some(1),
        b')' => Some(if at(1) == Some(b'>') && at(2) == Some(b'>') { 3 } else { 1 }),
        b'^' | b'>' => Some(if at(1) == Some(first) { 2 } else { 1 }),
        b'{' => Some(if at(1) == Some(b'|') { 2 } else { 1 }),
        b'|' => Some(if at(1) == Some(b'}') { 2 } else { 1 }),
        b'.' if !at(1).is_some_and(|byte| byte.is_ascii_digit()) => Some(1),
        _ => word_end(bytes, is_ended),
    }
}

/// The end of a string on one line; a line end, which is a fault, ends it.
fn text_end(bytes: &[u8], quote: u8) -> Option<usize> {
    let mut at = 1;
    loop {
        match *bytes.get(at)? {
            b'\\' => at += 2,
            b'\r' | b'\n' => return Some(at),
            byte if byte == quote => return Some(at + 1),
            _ => at += 1,
        }
    }
}

fn long_text_end(bytes: &[u8], quote: u8) -> Option<usize> {
    let mut at = 3;
    loop {
        match *bytes.get(at)? {
            b'\\' => at += 2,
            byte if byte == quote && bytes.get(at + 1..at + 3)? == [quote, quote] => return Some(at + 3),
            _ => at += 1,
        }
    }
}

/// The end of a name, a number, a keyword or a language. Dots at its end belong to the statement.
fn word_end(bytes: &[u8], is_ended: bool) -> Option<usize> {
    let mut end = 1;
    // Up to here a dot is part of the word, because it is escaped or something stands behind it.
    let mut kept = 1;
    loop {
        match bytes.get(end) {
            None if is_ended => return Some(kept.min(bytes.len())),
            None => return None,
            Some(b'\\') => {
                end += 2;
                kept = end;
            }
            Some(b'.') => end += 1,
            Some(byte) if byte.is_ascii_whitespace() || b"<>\"'()[]{},;#^@|~".contains(byte) => {
                return Some(kept.min(bytes.len()));
            }
            Some(_) => {
                end += 1;
                kept = end;
            }
        }
    }
}

fn token_of(bytes: &[u8]) -> Token {
    match bytes {
        b"[" | b"<<" | b"<<(" => Token::Open,
        b"(" => Token::OpenList,
        b"{|" => Token::OpenAnnotation,
        b"]" | b")" | b">>" | b")>>" | b"|}" => Token::Close,
        b"{" | b"}" => Token::Brace,
        b"." => Token::Dot,
        b"^^" => Token::DatatypeMark,
        b"," | b";" | b"~" => Token::Mark,
        [b'"' | b'\'', ..] => Token::Text,
        word if word.eq_ignore_ascii_case(b"prefix") => Token::Declaration(2),
        word if word.eq_ignore_ascii_case(b"base") || word.eq_ignore_ascii_case(b"version") => Token::Declaration(1),
        _ => Token::Word,
    }
}
