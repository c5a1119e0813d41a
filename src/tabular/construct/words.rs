//! The words of a SPARQL text, as far as braces, forms and variables go.

use std::ops::Range;

/// What a word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A keyword, a prefixed name, a number.
    Name,
    /// `?name`, `$name`.
    Variable,
    /// `<…>`.
    Iri,
    /// A string, with its quotes.
    Text,
    /// Any other character.
    Mark,
}

/// A word and where it stands.
#[derive(Debug, Clone)]
pub(super) struct Word {
    pub(super) kind: Kind,
    pub(super) range: Range<usize>,
}

/// All words of `text` but comments.
pub(super) fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let (kind, length) = match c {
            c if c.is_whitespace() => {
                at += c.len_utf8();
                continue;
            }
            '#' => {
                at += rest.find(['\n', '\r']).unwrap_or(rest.len());
                continue;
            }
            '<' => iri_length(rest).map_or((Kind::Mark, 1), |length| (Kind::Iri, length)),
            '"' | '\'' => (Kind::Text, string_length(rest, c)),
            '?' | '$' => match name_length(&rest[1..], false) {
                0 => (Kind::Mark, 1),
                length => (Kind::Variable, length + 1),
            },
            c if is_name(c) || c == ':' => (Kind::Name, name_length(rest, true)),
            c => (Kind::Mark, c.len_utf8()),
        };
        words.push(Word { kind, range: at..at + length });
        at += length;
    }
    words
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || (!c.is_ascii() && !c.is_whitespace())
}

/// A prefixed name may hold more than a variable does, and a backslash takes the meaning from what is behind it.
fn name_length(text: &str, is_prefixed: bool) -> usize {
    let mut escaped = false;
    let ends = |c: char| {
        let stays = escaped || is_name(c) || (is_prefixed && matches!(c, ':' | '-' | '.' | '%' | '\\'));
        escaped = is_prefixed && c == '\\' && !escaped;
        !stays
    };
    let length = text.find(ends).unwrap_or(text.len());
    // A full stop behind a name ends the sentence.
    text[..length].trim_end_matches('.').len()
}

fn iri_length(text: &str) -> Option<usize> {
    let end = text[1..].find(|c: char| c <= ' ' || "<>\"{}|^`".contains(c))? + 1;
    text[end..].starts_with('>').then_some(end + 1)
}

fn string_length(text: &str, quote: char) -> usize {
    let long: String = std::iter::repeat_n(quote, 3).collect();
    let end = if text.starts_with(&long) { long } else { quote.to_string() };
    let mut at = end.len();
    while let Some(c) = text[at..].chars().next() {
        if text[at..].starts_with(&end) {
            return at + end.len();
        }
        if end.len() == 1 && c == '\n' {
            break;
        }
        at += c.len_utf8();
        if c == '\\' {
            at += text[at..].chars().next().map_or(0, char::len_utf8);
        }
    }
    at
}
