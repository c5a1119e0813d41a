//! Escapes in the text of a sentence, which differ between versions of TSV 3.

use std::iter::Peekable;
use std::str::Chars;

/// The characters that a text writes in other ways.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Escapes {
    /// None.
    Plain,
    /// Those of a string in Java: 3.0 and 3.1.
    Java,
    /// Control characters and the backslash: 3.2 and 3.3.
    Controls,
}

impl Escapes {
    /// Those of a version, then the others: other programs write the format, too, and not all of them escape.
    pub(super) fn of_version(version: &str) -> [Escapes; 3] {
        match version {
            "3.0" | "3.1" => [Escapes::Java, Escapes::Plain, Escapes::Controls],
            "3" => [Escapes::Plain, Escapes::Java, Escapes::Controls],
            _ => [Escapes::Controls, Escapes::Plain, Escapes::Java],
        }
    }

    /// The text without its escapes.
    pub(super) fn undo(self, text: &str) -> String {
        match self {
            Escapes::Plain => text.to_owned(),
            Escapes::Java => java(text),
            Escapes::Controls => controls(text),
        }
    }
}

/// A backslash before anything else means itself.
fn controls(text: &str) -> String {
    let mut plain = String::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let escaped = (c == '\\').then(|| chars.peek().copied().and_then(control)).flatten();
        plain.push(escaped.unwrap_or(c));
        if escaped.is_some() {
            chars.next();
        }
    }
    plain
}

/// The character that is written as a backslash and this one.
fn control(c: char) -> Option<char> {
    Some(match c {
        't' => '\t',
        'n' => '\n',
        'f' => '\u{c}',
        'r' => '\r',
        'b' => '\u{8}',
        '\\' => '\\',
        c if c < ' ' => c,
        _ => return None,
    })
}

/// A backslash before anything that needs none is dropped, as Java's readers drop it.
fn java(text: &str) -> String {
    // Characters outside the first plane are two units, each escaped by itself.
    let mut units: Vec<u16> = Vec::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let escaped = if c == '\\' { chars.next() } else { None };
        match escaped.unwrap_or(c) {
            c if escaped.is_none() => push(c, &mut units),
            'u' => match unicode(&mut chars) {
                Ok(unit) => units.push(unit),
                Err(read) => units.extend(read.encode_utf16()),
            },
            c @ '0'..='7' => units.push(octal(c, &mut chars)),
            c => push(control(c).unwrap_or(c), &mut units),
        }
    }
    String::from_utf16_lossy(&units)
}

fn push(c: char, units: &mut Vec<u16>) {
    units.extend_from_slice(c.encode_utf16(&mut [0; 2]));
}

/// The unit that four digits behind `\u` name; what was read instead when there are no such.
fn unicode(chars: &mut Peekable<Chars<'_>>) -> Result<u16, String> {
    let mut read = String::from("\\u");
    while let Some(c) = chars.next_if(|c| *c == 'u') {
        read.push(c);
    }
    let mut digits = String::new();
    while digits.len() < 4
        && let Some(c) = chars.next_if(char::is_ascii_hexdigit)
    {
        digits.push(c);
    }
    read.push_str(&digits);
    if digits.len() == 4 { u16::from_str_radix(&digits, 16).map_err(|_| read) } else { Err(read) }
}

/// The character of up to three octal digits, the greatest of which is `377`.
fn octal(first: char, chars: &mut Peekable<Chars<'_>>) -> u16 {
    let digit = |c: char| u16::try_from(c.to_digit(8).unwrap_or_default()).unwrap_or_default();
    let most = if first <= '3' { 3 } else { 2 };
    let mut number = digit(first);
    for _ in 1..most {
        let Some(c) = chars.next_if(|c| ('0'..='7').contains(c)) else { break };
        number = number * 8 + digit(c);
    }
    number
}
