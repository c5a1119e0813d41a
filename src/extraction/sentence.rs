//! Where does a sentence end?

use super::text::Span;

/// Abbreviations that a name or number follows, so that their point never ends a sentence.
const ABBREVIATIONS: &[&str] = &[
    "adm", "amb", "capt", "cmdr", "col", "cpl", "dr", "fr", "gen", "gov", "hon", "lt", "maj", "messrs", "mr", "mrs",
    "ms", "mt", "no", "pres", "prof", "rep", "reps", "rev", "sen", "sens", "sgt", "st", "vs", "jan", "feb", "aug",
    "sept", "oct", "nov", "dec", "e.g", "i.e",
];

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
    if next.is_empty() || next.starts_with(['-', '*', '•', '#', '>']) {
        return true;
    }
    let word = next.split_whitespace().next().unwrap_or_default().chars().count();
    let has_room = width > WIDEST || line.trim_end().chars().count() + 1 + word <= width;
    !next.starts_with(char::is_lowercase) && has_room
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
    let closers = &after[..after.len() - unclosed.len()];
    if point != '.' && closers.contains(['"', '”', '’', '\'']) && names_speaker(next) {
        return None;
    }
    (point != '.' || !is_abbreviation(&text[start..at], next)).then_some(end)
}

/// `“Why?” Varn asked.`: the sentence goes on with who says it.
fn names_speaker(next: &str) -> bool {
    const SAYS: &[&str] = &[
        "said",
        "says",
        "asked",
        "asks",
        "wrote",
        "writes",
        "added",
        "replied",
        "shouted",
        "cried",
        "demanded",
        "exclaimed",
        "wondered",
        "tweeted",
        "told",
        "answered",
        "yelled",
        "continued",
    ];
    let words = next.split_whitespace().take(6).take_while(|word| !word.starts_with(['“', '"', '‘']));
    let mut before = false;
    for word in words {
        if before && SAYS.contains(&word.trim_end_matches(['.', ',', ':', '?', '!'])) {
            return true;
        }
        if word.ends_with(['.', ',', ';', '?', '!', ':']) && word.len() > 4 {
            return false;
        }
        before = true;
    }
    false
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

/// The word is written short with a point behind it that ends no sentence.
pub(super) fn is_shortened(word: &str) -> bool {
    let lower = word.to_lowercase();
    lower != "no" && ABBREVIATIONS.contains(&lower.as_str())
}

fn push_trimmed(text: &str, span: Span, found: &mut Vec<Span>) {
    let written = &text[span.clone()];
    let start = span.start + (written.len() - written.trim_start().len());
    let end = span.start + written.trim_end().len();
    if start < end {
        found.push(start..end);
    }
}
