//! Where does a sentence end?

use super::text::Span;

/// Abbreviations that a name or number follows, so that their point never ends a sentence.
const ABBREVIATIONS: &[&str] = &[
    "adm", "amb", "capt", "cmdr", "col", "cpl", "dr", "fr", "gen", "gov", "hon", "lt", "maj", "messrs", "mr", "mrs",
    "ms", "mt", "no", "pres", "prof", "rep", "reps", "rev", "sen", "sens", "sgt", "st", "vs", "jan", "feb", "aug",
    "sept", "oct", "nov", "dec", "e.g", "i.e",
];

/// A line at least this long may have been broken by its width; a shorter one was meant to end there.
const WRAPPED: usize = 60;

/// The sentences of a text in order, without the white space around them.
#[must_use]
pub fn sentences(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut line = 0;
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let end = match letter {
            '\n' => {
                let breaks = line_ends(&text[line..at], &text[at + 1..]);
                line = at + 1;
                breaks.then_some(at)
            }
            '.' | '!' | '?' | '…' => point_ends(text, start, at, letter),
            _ => None,
        };
        if let Some(end) = end {
            push_trimmed(text, start..end, &mut found);
            start = end;
            // Marks that close the sentence belong to it and are passed over.
            while letters.next_if(|&(next, _)| next < end).is_some() {}
        }
    }
    push_trimmed(text, start..text.len(), &mut found);
    found
}

/// A line ends a sentence before a blank line, and where a short line is followed by one that begins anew, as a headline is.
fn line_ends(line: &str, rest: &str) -> bool {
    let next = rest.split('\n').next().unwrap_or_default().trim_start();
    let begins_anew = !next.starts_with(char::is_lowercase);
    next.is_empty() || (begins_anew && line.chars().count() < WRAPPED)
}

/// The end of the sentence whose point stands at `at`, with the quotation marks and brackets that close behind it.
fn point_ends(text: &str, start: usize, at: usize, point: char) -> Option<usize> {
    let after = &text[at + point.len_utf8()..];
    let unclosed = after.trim_start_matches(['.', '!', '?', '"', '”', '’', '\'', ')', ']']);
    let end = text.len() - unclosed.len();
    if unclosed.is_empty() {
        return Some(end);
    }
    if !unclosed.starts_with(char::is_whitespace) {
        return None;
    }
    let next = unclosed.trim_start();
    if next.starts_with(char::is_lowercase) {
        return None;
    }
    (point != '.' || !is_abbreviation(&text[start..at], next)).then_some(end)
}

/// The words before a point and after it show that the point belongs to an abbreviation.
fn is_abbreviation(before: &str, next: &str) -> bool {
    let word =
        before.rsplit(|letter: char| letter.is_whitespace() || "(“\"".contains(letter)).next().unwrap_or_default();
    let lower = word.to_lowercase();
    if ABBREVIATIONS.contains(&lower.as_str()) {
        // `No.` is a number only before one.
        return lower != "no" || next.starts_with(|first: char| first.is_ascii_digit());
    }
    if !word.is_empty()
        && word.split('.').all(|letters| letters.chars().count() == 1 && letters.chars().all(char::is_uppercase))
    {
        // An initial stands before a name; after `U.S.` a new sentence begins with a word that is seldom part of a name.
        let follower = next.split(|letter: char| !letter.is_alphanumeric()).next().unwrap_or_default();
        return !OPENERS.contains(&follower);
    }
    false
}

/// Words that open a sentence and no name.
const OPENERS: &[&str] = &[
    "A", "After", "An", "And", "As", "At", "But", "For", "He", "Her", "His", "However", "If", "In", "It", "Its", "On",
    "One", "She", "That", "The", "Their", "There", "These", "They", "This", "Those", "We", "When", "While",
];

fn push_trimmed(text: &str, span: Span, found: &mut Vec<Span>) {
    let written = &text[span.clone()];
    let start = span.start + (written.len() - written.trim_start().len());
    let end = span.start + written.trim_end().len();
    if start < end {
        found.push(start..end);
    }
}
