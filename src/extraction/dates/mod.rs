//! When does a text say that something happened?

mod calendar;
mod distance;
mod stretch;
mod tense;
mod written;

use std::borrow::Cow;

use super::text::Span;
use super::token::{WordShape, tokens};
use jiff::civil::Date;
use stretch::Stretch;

/// A phrase that tells a time, with its place in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatePhrase {
    /// The phrase as it is written.
    pub span: Span,
    /// A date or an interval in EDTF; nothing where the text alone does not tell one, as `the following day`.
    pub edtf: Option<String>,
}

/// The phrases of a sentence that tell a time. Without the date of publication, only phrases that name a year have a date.
///
/// A bare weekday is the last one before the publication or the day itself, because news tells what happened; where the
/// sentence speaks of what will be, it is the next one.
#[must_use]
pub fn date_phrases(text: &str, within: &Span, published: Option<Date>) -> Vec<DatePhrase> {
    let words: Vec<Word<'_>> = tokens(text, within)
        .into_iter()
        .map(|token| {
            let written = &text[token.span.clone()];
            let lower = lower(written.trim_end_matches('.'));
            Word { written, lower, is_possessive: token.shape == WordShape::Possessive, span: token.span }
        })
        .collect();
    let reader = Phrases { words, published };
    let mut found = Vec::new();
    let mut at = 0;
    while at < reader.words.len() {
        match reader.phrase(at) {
            Some((length, when)) => {
                let span = reader.words[at].span.start..reader.words[at + length - 1].span.end;
                found.push(DatePhrase { span, edtf: when.map(|stretch| stretch.edtf) });
                at += length;
            }
            None => at += 1,
        }
    }
    found
}

/// A word in small letters; most are written so already.
fn lower(written: &str) -> Cow<'_, str> {
    if written.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        Cow::Borrowed(written)
    } else {
        Cow::Owned(written.to_lowercase())
    }
}

/// A word of a sentence.
struct Word<'a> {
    written: &'a str,
    /// In small letters and without the point of an abbreviation.
    lower: Cow<'a, str>,
    is_possessive: bool,
    span: Span,
}

/// The number of words of a phrase, and the days it means where it tells them.
type Phrase = (usize, Option<Stretch>);

/// A sentence whose phrases of time are looked for.
struct Phrases<'a> {
    words: Vec<Word<'a>>,
    published: Option<Date>,
}

impl Phrases<'_> {
    /// The word at a place in small letters, or nothing behind the end.
    fn word(&self, at: usize) -> &str {
        self.words.get(at).map_or("", |word| word.lower.as_ref())
    }

    /// The word before a place in small letters.
    fn before(&self, at: usize) -> &str {
        at.checked_sub(1).map_or("", |at| self.word(at))
    }

    fn is_capital(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|word| word.written.starts_with(char::is_uppercase))
    }

    /// The words at a place, one after the other.
    fn are(&self, at: usize, words: &[&str]) -> bool {
        words.iter().enumerate().all(|(offset, word)| self.word(at + offset) == *word)
    }

    /// The phrase that begins at a word.
    fn phrase(&self, at: usize) -> Option<Phrase> {
        self.bounded(at).or_else(|| self.time(at, false)).or_else(|| self.unresolved(at))
    }

    /// `since March`, `by the end of the year`, `between 3 and 5 May`.
    fn bounded(&self, at: usize) -> Option<Phrase> {
        match self.word(at) {
            "between" => return self.range(at + 1, &["and"]).map(|(length, when)| (length + 1, when)),
            "from" => {
                let range = self.range(at + 1, &["to", "until", "till", "through"]);
                return range.map(|(length, when)| (length + 1, when));
            }
            "since" | "until" | "till" | "by" | "before" | "after" | "through" => {}
            _ => return None,
        }
        let (length, when) = self.time(at + 1, true)?;
        // `after Monday's attack` tells when the attack was.
        if self.words.get(at + 1 + length).is_some_and(|word| word.is_possessive) {
            return None;
        }
        let when = when.and_then(|stretch| match self.word(at) {
            "since" | "after" => stretch.onwards(),
            "by" => match self.published.filter(|published| *published <= stretch.last) {
                Some(published) => Stretch::days(published, stretch.last),
                None => stretch.up_to(),
            },
            _ => stretch.up_to(),
        });
        Some((length + 1, when))
    }

    /// Two times with a word between them: `3 and 5 May`, `March and May 2024`, `Monday to Friday`.
    fn range(&self, at: usize, joints: &[&str]) -> Option<Phrase> {
        // The month may be said once for both days.
        if let Some(first) = self.day_number(at)
            && joints.contains(&self.word(at + 1))
            && let Some((length, Some(last))) = self.written_date(at + 2, true)
        {
            let begin = last.first.with().day(first).build().ok().filter(|begin| *begin <= last.first);
            return Some((length + 2, begin.and_then(|begin| Stretch::days(begin, last.last))));
        }
        let (length, begin) = self.time(at, true)?;
        if !joints.contains(&self.word(at + length)) {
            return None;
        }
        let next = at + length + 1;
        if let (Some(begin), Some(last)) = (&begin, self.day_number(next))
            && self.month(next + 1).is_none()
            && self.month(at).is_some()
        {
            let end = begin.first.with().day(last).build().ok();
            return Some((length + 2, end.and_then(|end| Stretch::days(begin.first, end))));
        }
        let (rest, end) = self.time(next, true)?;
        let when = begin.zip(end).and_then(|(begin, end)| {
            // `between March and May 2024`: both are months of that year.
            let begin = begin.in_year_of(&end, self.names_year(at, length)).unwrap_or(begin);
            begin.to(&end)
        });
        Some((length + 1 + rest, when))
    }

    /// One of these words is a year.
    fn names_year(&self, at: usize, length: usize) -> bool {
        (at..at + length).any(|at| self.year(at).is_some())
    }

    /// A time without a word before it that bounds it. `cued`: a word before it has shown that a time is meant, so that `2019`
    /// and `May` need no other one.
    fn time(&self, at: usize, cued: bool) -> Option<Phrase> {
        self.words.get(at)?;
        self.weekday_phrase(at)
            .or_else(|| self.written_date(at, cued))
            .or_else(|| self.named_day(at))
            .or_else(|| self.ago(at))
            .or_else(|| self.part_of(at))
            .or_else(|| self.season_or_weekend(at))
            .or_else(|| self.decade(at))
            .or_else(|| self.distance(at))
    }
}
