//! The words of a SPARQL text: what a message about it names, and where braces, forms and variables stand.

use std::ops::Range;

/// What a word of SPARQL is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WordKind {
    /// A keyword, a prefixed name, a blank node.
    Name,
    /// A number without its sign.
    Number,
    /// `?name`, `$name`.
    Variable,
    /// `<…>`.
    Iri,
    /// A string, with its quotes.
    Text,
    /// A string that does not end.
    OpenText,
    /// What is meant as an IRI and is none: it does not end, or holds what no IRI may hold.
    NoIri,
    /// Any other character.
    Mark,
}

/// A word and where it stands.
#[derive(Debug, Clone)]
pub struct Word {
    /// Its kind.
    pub kind: WordKind,
    /// Its bytes in the text.
    pub range: Range<usize>,
}

impl Word {
    /// The prefix of a prefixed name; a blank node has none.
    pub fn prefix<'t>(&self, text: &'t str) -> Option<&'t str> {
        let (prefix, _) = text.get(self.range.clone())?.split_once(':')?;
        (self.kind == WordKind::Name && prefix != "_").then_some(prefix)
    }
}

/// All words of `text` but comments.
pub fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let (kind, length) = match c {
            // Other spaces, such as one that does not break, part no words in SPARQL: the parser stops there.
            ' ' | '\t' | '\n' | '\r' => {
                at += 1;
                continue;
            }
            '#' => {
                at += rest.find(['\n', '\r']).unwrap_or(rest.len());
                continue;
            }
            '<' => iri(rest),
            '"' | '\'' => string(rest, c),
            '?' | '$' => match name_length(&rest[1..], false) {
                0 => (WordKind::Mark, 1),
                length => (WordKind::Variable, length + 1),
            },
            '0'..='9' => (WordKind::Number, number_length(rest)),
            c if is_name(c) || c == ':' => (WordKind::Name, name_length(rest, true)),
            c => (WordKind::Mark, c.len_utf8()),
        };
        words.push(Word { kind, range: at..at + length });
        at += length;
    }
    words
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || (!c.is_ascii() && !c.is_whitespace() && !c.is_control())
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

fn number_length(text: &str) -> usize {
    let n_digits = |at: usize| text[at..].bytes().take_while(u8::is_ascii_digit).count();
    let mut length = n_digits(0);
    if text[length..].starts_with('.') {
        // Without digits behind it, a full stop ends the sentence.
        length += Some(n_digits(length + 1)).filter(|n| *n > 0).map_or(0, |n| n + 1);
    }
    if text[length..].starts_with(['e', 'E']) {
        let sign = usize::from(text[length + 1..].starts_with(['+', '-']));
        length += Some(n_digits(length + 1 + sign)).filter(|n| *n > 0).map_or(0, |n| n + 1 + sign);
    }
    length
}

/// An IRI, or the operator that begins like one.
fn iri(text: &str) -> (WordKind, usize) {
    let end = text[1..].find(|c: char| c <= ' ' || "<>\"{}|^`".contains(c)).map_or(text.len(), |end| end + 1);
    if text[end..].starts_with('>') {
        return (WordKind::Iri, end + 1);
    }
    // Behind an operator may stand a prefixed name, but none has two slashes behind its colon.
    let scheme = text[1..].find(|c: char| !c.is_ascii_alphanumeric() && !"+-.".contains(c)).unwrap_or(0);
    if scheme == 0 || !text[1 + scheme..].starts_with("://") {
        return (WordKind::Mark, 1);
    }
    let line = text.find(['\n', '\r']).unwrap_or(text.len());
    // It reaches to its bracket; where that is missing, to the first space.
    (WordKind::NoIri, text[..line].find('>').map_or(end, |end| end + 1))
}

fn string(text: &str, quote: char) -> (WordKind, usize) {
    let long: String = std::iter::repeat_n(quote, 3).collect();
    let end = if text.starts_with(&long) { long } else { quote.to_string() };
    let mut at = end.len();
    while let Some(c) = text[at..].chars().next() {
        if text[at..].starts_with(&end) {
            return (WordKind::Text, at + end.len());
        }
        if end.len() == 1 && matches!(c, '\n' | '\r') {
            break;
        }
        at += c.len_utf8();
        if c == '\\' {
            at += text[at..].chars().next().filter(|c| !matches!(c, '\n' | '\r')).map_or(0, char::len_utf8);
        }
    }
    (WordKind::OpenText, at)
}
