//! What stands between quotation marks?

use super::sentence::line_breaks;
use super::text::Span;

/// A quotation, with its place in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quotation {
    /// The words between the marks.
    pub inside: Span,
    /// The mark that closes it is there; without it the quotation ends with its paragraph.
    pub closed: bool,
    /// It goes on with the speaker of the quotation before it, which its paragraph left open.
    pub continues: bool,
}

impl Quotation {
    /// The place with the marks around it.
    pub(super) fn with_marks(&self, text: &str) -> Span {
        let rest = &text[self.inside.end..];
        let mark = match rest.chars().next() {
            _ if rest.starts_with("''") => 2,
            Some(mark) if self.closed => mark.len_utf8(),
            _ => 0,
        };
        before_mark(&text[..self.inside.start])..self.inside.end + mark
    }
}

/// The quotations that have a part in a span or near to it.
pub(super) fn near<'q>(quotations: &'q [Quotation], span: &Span) -> &'q [Quotation] {
    let first = quotations.partition_point(|quotation| quotation.inside.end + 10 < span.start);
    let rest = &quotations[first..];
    &rest[..rest.partition_point(|quotation| quotation.inside.start < span.end + 80)]
}

/// A place stands inside a quotation.
pub(super) fn is_quoted(quotations: &[Quotation], place: usize) -> bool {
    let next = quotations.partition_point(|quotation| quotation.inside.start <= place);
    next.checked_sub(1).and_then(|at| quotations.get(at)).is_some_and(|last| last.inside.contains(&place))
}

/// The place before the quotation mark that a text ends with.
pub(super) fn before_mark(before: &str) -> usize {
    let bare = before
        .strip_suffix("''")
        .or_else(|| before.strip_suffix("``"))
        .or_else(|| before.strip_suffix(['“', '"', '«', '‘', '\'']));
    bare.map_or(before.len(), str::len)
}

/// The quotations of a text in order; inner ones in other marks are part of the outer one.
///
/// A paragraph, or a line that was meant to end, closes what it leaves open, so that one missing mark cannot turn the rest of a text inside out.
#[must_use]
pub fn quotations(text: &str) -> Vec<Quotation> {
    let mut found: Vec<Quotation> = Vec::new();
    let mut open: Option<(usize, char, bool)> = None;
    // The end of a quotation in single marks, which is looked for when it opens.
    let mut single: Option<usize> = None;
    let mut waiting = false;
    let mut begins = true;
    let mut before = '\n';
    let mut breaks = line_breaks(text).into_iter();
    for (at, letter) in text.char_indices() {
        if letter == '\n' && !breaks.next().unwrap_or(true) {
            // A line that is broken by its width goes on.
        } else if letter == '\n' {
            if let Some((start, _, continues)) = open.take() {
                found.push(Quotation { inside: start..at, closed: false, continues });
                waiting = true;
            }
            begins = true;
        } else if let Some((start, closer, continues)) = open {
            if single.is_some_and(|end| at >= end) {
                found.push(Quotation { inside: start..at, closed: true, continues });
                (open, single) = (None, None);
            } else if single.is_none()
                && at >= start
                && letter == closer
                && (closer != '\'' || text[at..].starts_with("''"))
            {
                found.push(Quotation { inside: start..at, closed: true, continues });
                open = None;
            }
        } else if let Some(length) = single_quotation(&text[at..], letter, before) {
            open = Some((at + letter.len_utf8(), letter, waiting && begins));
            single = Some(at + length);
            waiting = false;
        } else if let Some((closer, length)) = closer_of(&text[at..], letter, before) {
            open = Some((at + length, closer, waiting && begins));
            waiting = false;
        }
        if !letter.is_whitespace() {
            begins = false;
        }
        before = letter;
    }
    if let Some((start, _, continues)) = open {
        found.push(Quotation { inside: start..text.len(), closed: false, continues });
    }
    found
}

/// The bytes that a quotation in single marks may have; looking further for its end would make a text of marks slow.
const LONGEST_SINGLE: usize = 1_000;

/// The length of what a single mark opens, up to the mark that closes it. Most such marks are apostrophes: it opens before a letter and
/// behind a blank, and closes behind a mark that ends a clause, or soon behind a word that is no plural with an owner's mark.
fn single_quotation(rest: &str, letter: char, before: char) -> Option<usize> {
    if !matches!(letter, '‘' | '\'') || !(before.is_whitespace() || matches!(before, '(' | '[' | '—' | '–')) {
        return None;
    }
    let mut letters =
        rest.char_indices().take_while(|&(at, letter)| at < LONGEST_SINGLE && letter != '\n').skip(1).peekable();
    letters.peek().filter(|(_, first)| first.is_alphabetic())?;
    let mut last = letter;
    let mut blanks = 0;
    let mut short = None;
    while let Some((at, here)) = letters.next() {
        let after = letters.peek().map_or(' ', |&(_, after)| after);
        if matches!(here, '’' | '\'') && !after.is_alphanumeric() && after != here {
            if matches!(last, ',' | '.' | '?' | '!' | '…') {
                return Some(at);
            }
            if short.is_none() && blanks < SHORT && last.is_alphanumeric() && last != 's' {
                short = Some(at);
            }
        } else if matches!(here, '“' | '"' | '‘') {
            break;
        }
        blanks += usize::from(here == ' ');
        last = here;
        // A word or two in marks are not the beginning of a speech.
        if short.is_some_and(|end| at > end + SHORT) {
            break;
        }
    }
    short
}

/// The blanks in a phrase that is quoted as a name or with distance.
const SHORT: usize = 6;

/// The mark that closes what a mark opens. Two single ones are a quotation mark. Beside the closing mark, the length of the opening one in bytes.
fn closer_of(rest: &str, letter: char, before: char) -> Option<(char, usize)> {
    match letter {
        '“' => Some(('”', letter.len_utf8())),
        '«' => Some(('»', letter.len_utf8())),
        // A straight mark right behind a digit means inches.
        '"' if !before.is_ascii_digit() => Some(('"', 1)),
        '\'' | '`' if before != letter && (rest.starts_with("''") || rest.starts_with("``")) => Some(('\'', 2)),
        _ => None,
    }
}
