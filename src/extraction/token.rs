//! Which words and marks does a text have?

use super::sentence::is_shortened;
use super::text::Span;

/// A word, a number or a mark, with its place in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// The place in the text.
    pub span: Span,
    /// The look of the word, which tells names from other words.
    pub shape: WordShape,
}

/// The look of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WordShape {
    /// A word in small letters.
    Small,
    /// A word that begins with a capital.
    Capital,
    /// A word that begins with a digit.
    Number,
    /// The `'s` or `'` of a possessive, which is a token of its own, so that the name before it stays whole.
    Possessive,
    /// Anything else: a comma, a quotation mark, a dash.
    Mark,
}

/// The words and marks of a part of a text, in order.
///
/// Hyphens, apostrophes and the points of abbreviations stay inside their word; dashes part words, because
/// `the Israel–Iran talks` names two countries.
#[must_use]
pub fn tokens(text: &str, within: &Span) -> Vec<Token> {
    let mut found = Vec::new();
    let mut at = within.start;
    while let Some(rest) = text.get(at..within.end).filter(|rest| !rest.is_empty()) {
        let Some(first) = rest.chars().next() else { break };
        if first.is_whitespace() {
            at += first.len_utf8();
        } else if first.is_alphanumeric() {
            let end = at + word_length(rest);
            push_word(text, at..end, &mut found);
            at = end;
        } else {
            // Two single marks are a quotation mark, as typewriters and old news wires have it.
            let twice = rest.starts_with("''") || rest.starts_with("``");
            let end = at + first.len_utf8() * if twice { 2 } else { 1 };
            found.push(Token { span: at..end, shape: WordShape::Mark });
            at = end;
        }
    }
    found
}

/// The bytes of the word that the text begins with.
fn word_length(rest: &str) -> usize {
    let mut letters = rest.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let next = letters.peek().map(|&(_, next)| next);
        if letter.is_alphanumeric() {
            continue;
        }
        let goes_on = match letter {
            '-' | '&' | '\'' | '’' => next.is_some_and(char::is_alphanumeric),
            ',' => next.is_some_and(|next| next.is_ascii_digit()) && ends_in_digit(&rest[..at]),
            '.' => next.is_some_and(char::is_alphanumeric) || is_initials(&rest[..at]) || is_title(&rest[..at]),
            _ => false,
        };
        if !goes_on {
            return at;
        }
    }
    rest.len()
}

/// `U.S` before its last point: single letters with points between them.
fn is_initials(word: &str) -> bool {
    word.contains('.') && word.split('.').all(|letters| letters.chars().count() == 1)
}

/// An abbreviation whose point belongs to it: `Mr.`, `Sen.`
fn is_title(word: &str) -> bool {
    let initial = word.len() == 1 && word != "I";
    word.len() < 6 && word.starts_with(char::is_uppercase) && (initial || is_shortened(word))
}

fn ends_in_digit(word: &str) -> bool {
    word.ends_with(|last: char| last.is_ascii_digit())
}

/// The short forms of helpers that are written in one word with what stands before them.
const SHORT: &[&str] = &["'ll", "’ll", "'re", "’re", "'ve", "’ve", "'d", "’d", "'m", "’m"];

/// Adds a word, and the ending of its possessive or a short helper as a token of its own.
fn push_word(text: &str, span: Span, found: &mut Vec<Token>) {
    let word = &text[span.clone()];
    let apostrophe = word.contains(['\'', '’']);
    if let Some(stem) =
        SHORT.iter().filter(|_| apostrophe).find_map(|short| word.strip_suffix(short)).filter(|stem| !stem.is_empty())
    {
        let middle = span.start + stem.len();
        push_word(text, span.start..middle, found);
        found.push(Token { span: middle..span.end, shape: WordShape::Small });
        return;
    }
    let name = ["'s", "’s", "'S", "’S"].iter().filter(|_| apostrophe).find_map(|ending| word.strip_suffix(ending));
    let shape = match word.chars().next() {
        Some(first) if first.is_numeric() => WordShape::Number,
        Some(first) if first.is_uppercase() => WordShape::Capital,
        _ => WordShape::Small,
    };
    let middle = span.start + name.unwrap_or(word).len();
    found.push(Token { span: span.start..middle, shape });
    if middle < span.end {
        found.push(Token { span: middle..span.end, shape: WordShape::Possessive });
    }
}
