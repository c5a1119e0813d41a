//! Where does a sentence end?

use super::text::Span;

/// Abbreviations that a name or number follows, so that their point never ends a sentence.
const ABBREVIATIONS: &[&str] = &[
    "adm", "capt", "cmdr", "col", "cpl", "dr", "fr", "gen", "gov", "hon", "lt", "maj", "messrs", "mr", "mrs", "ms",
    "mt", "no", "pres", "prof", "rep", "reps", "rev", "sen", "sens", "sgt", "st", "vs", "jan", "feb", "aug", "sept",
    "oct", "nov", "dec", "e.g", "i.e", "amb", "asst", "atty", "brig", "cdr", "dist", "ft", "insp", "mme", "mgr",
    "msgr", "ph", "pvt", "supt",
];

/// Abbreviations that have a point inside a sentence only before a number.
const BEFORE_NUMBERS: &[&str] = &["no", "nos", "art", "arts", "ch", "fig", "p", "pp", "para", "sec", "vol"];

/// Abbreviations that stand as often at the end of a sentence as inside one.
const EITHER: &[&str] = &["inc", "corp", "co", "ltd", "bros", "jr", "sr", "etc", "a.m", "p.m", "al", "dept", "approx"];

/// Verbs that a speaker stands before, behind a quotation that ends with a question or a call.
const SAYERS: &[&str] =
    &["said", "says", "asked", "asks", "told", "wrote", "added", "replied", "shouted", "posted", "tweeted", "cried"];

/// A paragraph with a line longer than this is not broken by its width, so that each of its lines ends where it was meant to.
const WIDEST: usize = 160;

/// The sentences of a text in order, without the white space around them.
#[must_use]
pub fn sentences(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut breaks = line_breaks(text).into_iter();
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let end = match letter {
            '\n' => breaks.next().unwrap_or(true).then_some(at),
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

/// For each line end of a text in order, whether what stands before it ends there, or was only broken by its width.
pub(super) fn line_breaks(text: &str) -> Vec<bool> {
    let next = text.split('\n').skip(1);
    text.split('\n').zip(next).zip(widths(text)).map(|((line, next), width)| line_ends(line, next, width)).collect()
}

/// The length of the longest line of its paragraph, for each line.
fn widths(text: &str) -> Vec<usize> {
    let lengths: Vec<usize> = text.split('\n').map(|line| line.trim_end().chars().count()).collect();
    let mut widths = Vec::with_capacity(lengths.len());
    for paragraph in lengths.split_inclusive(|length| *length == 0) {
        let widest = paragraph.iter().copied().max().unwrap_or_default();
        widths.extend(std::iter::repeat_n(widest, paragraph.len()));
    }
    widths
}

/// A line ends a sentence before a blank line, before a mark of a list, and where the first word of the next line begins anew
/// although it would have had room.
fn line_ends(line: &str, next: &str, width: usize) -> bool {
    let next = next.trim();
    if next.is_empty() || next.starts_with(['-', '*', '•', '◦', '▪', '‣', '·', '#', '>']) {
        return true;
    }
    let first = next.split_whitespace().next().unwrap_or_default();
    let has_room = width > WIDEST || line.trim_end().chars().count() + 1 + first.chars().count() <= width;
    (!next.starts_with(char::is_lowercase) || is_item(first)) && has_room
}

/// A mark of a numbered list: `1.`, `2)`, `(a)`.
fn is_item(word: &str) -> bool {
    let bare = word.trim_start_matches('(').trim_end_matches(['.', ')']);
    let is_short = bare.len() <= 2 && bare.chars().all(|letter| letter.is_ascii_digit())
        || bare.len() == 1 && bare.starts_with(|letter: char| letter.is_ascii_lowercase());
    !bare.is_empty() && bare.len() < word.len() && is_short
}

/// The end of the sentence whose point stands at `at`, with the quotation marks and brackets that close behind it.
fn point_ends(text: &str, start: usize, at: usize, point: char) -> Option<usize> {
    let after = &text[at + point.len_utf8()..];
    let closed = after.trim_start_matches(['.', '!', '?', '"', '”', '’', '\'', ')', ']', '»']);
    let unclosed = &closed[reference(closed)..];
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
    if point != '.' {
        let is_quoted = text[..end].ends_with(['"', '”', '’', '»']);
        return (!is_quoted || !names_speaker(next)).then_some(end);
    }
    (!is_abbreviation(&text[start..at], next)).then_some(end)
}

/// The bytes of the marks of footnotes that a text begins with: `[1][23]`.
fn reference(text: &str) -> usize {
    let mut length = 0;
    while let Some(inside) = text[length..].strip_prefix('[') {
        let digits = inside.bytes().take_while(u8::is_ascii_digit).count();
        if digits == 0 || !inside[digits..].starts_with(']') {
            break;
        }
        length += digits + 2;
    }
    length
}

/// `“Is it war?” President Varn asked`: the speaker still belongs to the sentence.
fn names_speaker(next: &str) -> bool {
    for (at, word) in next.split_whitespace().take(6).enumerate() {
        let bare = word.trim_end_matches(['.', ',', ':']);
        if SAYERS.contains(&bare) {
            return at > 0;
        }
        if bare.len() < word.len() && at > 0 || at == 0 && OPENERS.contains(&bare) || bare.contains(['“', '"']) {
            return false;
        }
    }
    false
}

/// The words before a point and after it show that the point belongs to an abbreviation.
fn is_abbreviation(before: &str, next: &str) -> bool {
    let word =
        before.rsplit(|letter: char| letter.is_whitespace() || "(“\"".contains(letter)).next().unwrap_or_default();
    let lower = word.to_lowercase();
    if BEFORE_NUMBERS.contains(&lower.as_str()) {
        return next.starts_with(|first: char| first.is_ascii_digit());
    }
    if ABBREVIATIONS.contains(&lower.as_str()) {
        return true;
    }
    // The number of an item of a list is no sentence.
    if word == before.trim() && !word.is_empty() && word.len() <= 2 && word.bytes().all(|byte| byte.is_ascii_digit()) {
        return true;
    }
    let is_initials = !word.is_empty()
        && word.split('.').all(|letters| letters.chars().count() == 1 && letters.chars().all(char::is_uppercase));
    if is_initials || EITHER.contains(&lower.as_str()) {
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

/// The word is written short with a point behind it that ends no sentence.
pub(super) fn is_shortened(word: &str) -> bool {
    let lower = word.to_lowercase();
    lower != "no" && ABBREVIATIONS.contains(&lower.as_str())
}

fn push_trimmed(text: &str, span: Span, found: &mut Vec<Span>) {
    let written = &text[span.clone()];
    let start = span.start + (written.len() - written.trim_start().len());
    let end = span.start + written.trim_end().len();
    // A mark of a list on a line of its own says nothing.
    if text.get(start..end).is_some_and(|written| written.contains(char::is_alphanumeric)) {
        found.push(start..end);
    }
}
