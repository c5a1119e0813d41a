//! When does a text say that something happened?

use super::text::Span;
use super::token::tokens;
use crate::model::MONTHS;
use jiff::civil::{Date, Weekday};
use jiff::{Span as Length, ToSpan};

/// A phrase that tells a time, with its place in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatePhrase {
    /// The phrase as it is written.
    pub span: Span,
    /// A date or an interval in EDTF; nothing where the phrase does not tell one, as `in recent days`.
    pub edtf: Option<String>,
}

/// The phrases of a sentence that tell a time. Without the date of publication, only phrases that name a year have a date.
///
/// A bare weekday is the last one before the publication or the day itself, because news tells what happened.
#[must_use]
pub fn date_phrases(text: &str, within: &Span, published: Option<Date>) -> Vec<DatePhrase> {
    let words: Vec<Span> = tokens(text, within).into_iter().map(|token| token.span).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let written: Vec<&str> = words[at..words.len().min(at + 4)].iter().map(|span| &text[span.clone()]).collect();
        match phrase(&written, published) {
            Some((length, edtf)) => {
                found.push(DatePhrase { span: words[at].start..words[at + length - 1].end, edtf });
                at += length;
            }
            None => at += 1,
        }
    }
    found
}

/// The number of words of the phrase at the front, and its date.
fn phrase(words: &[&str], published: Option<Date>) -> Option<(usize, Option<String>)> {
    written_date(words).or_else(|| named_day(words, published)).or_else(|| distance(words, published))
}

/// `June 15, 2025`, `15 June 2025`, `June 2025`, `2025-06-15`.
fn written_date(words: &[&str]) -> Option<(usize, Option<String>)> {
    let number = |at: usize| words.get(at).and_then(|word| word.parse::<i16>().ok());
    let year = |at: usize| number(at).filter(|year| (1000..=2999).contains(year));
    let day = |at: usize| number(at).and_then(|day| i8::try_from(day).ok()).filter(|day| (1..=31).contains(day));
    let date = |year, month, day| Date::new(year, month, day).ok().map(|date| date.to_string());
    if let Some(month) = month(words.first()?) {
        if let (Some(day), Some(&","), Some(year)) = (day(1), words.get(2), year(3)) {
            return Some((4, Some(date(year, month, day)?)));
        }
        return year(1).map(|year| (2, Some(format!("{year:04}-{month:02}"))));
    }
    if let (Some(day), Some(month), Some(year)) = (day(0), words.get(1).and_then(|word| month(word)), year(2)) {
        return Some((3, Some(date(year, month, day)?)));
    }
    let iso: Date = words.first().filter(|word| word.len() == 10)?.parse().ok()?;
    Some((1, Some(iso.to_string())))
}

/// The number of a month. `May` and `March` are words as well, so that a month needs its capital.
fn month(word: &str) -> Option<i8> {
    if !word.starts_with(|first: char| first.is_ascii_uppercase()) {
        return None;
    }
    let at = MONTHS.iter().position(|month| month.eq_ignore_ascii_case(word))?;
    i8::try_from(at + 1).ok()
}

/// `today`, `yesterday`, `Monday`.
fn named_day(words: &[&str], published: Option<Date>) -> Option<(usize, Option<String>)> {
    let first = words.first()?;
    let back = match first.to_lowercase().as_str() {
        "today" | "tonight" => 0,
        "yesterday" => 1,
        "tomorrow" => -1,
        _ => {
            let weekday = weekday(first)?;
            let back = published.map_or(0, |date| i64::from(weekday.until(date.weekday())));
            return Some((1, before(published, back.days())));
        }
    };
    Some((1, before(published, i64::from(back).days())))
}

fn weekday(word: &str) -> Option<Weekday> {
    Some(match word {
        "Monday" => Weekday::Monday,
        "Tuesday" => Weekday::Tuesday,
        "Wednesday" => Weekday::Wednesday,
        "Thursday" => Weekday::Thursday,
        "Friday" => Weekday::Friday,
        "Saturday" => Weekday::Saturday,
        "Sunday" => Weekday::Sunday,
        _ => return None,
    })
}

/// `last week`, `this month`, `two days ago`, `recent days`.
fn distance(words: &[&str], published: Option<Date>) -> Option<(usize, Option<String>)> {
    let [first, second, rest @ ..] = words else { return None };
    let (first, second) = (first.to_lowercase(), second.to_lowercase());
    let unit = second.strip_suffix('s').unwrap_or(&second);
    if !["day", "week", "month", "year"].contains(&unit) {
        return None;
    }
    match first.as_str() {
        "recent" | "coming" => Some((2, None)),
        "last" | "previous" => Some((2, period(published, unit, 1))),
        "this" => Some((2, period(published, unit, 0))),
        "next" => Some((2, period(published, unit, -1))),
        _ if rest.first().is_some_and(|word| word.eq_ignore_ascii_case("ago")) => {
            Some((3, count(&first).and_then(|many| period(published, unit, many))))
        }
        _ => None,
    }
}

/// A number as a digit or as a word.
fn count(word: &str) -> Option<i64> {
    const WORDS: &[&str] =
        &["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    if word == "a" || word == "an" {
        return Some(1);
    }
    let named = WORDS.iter().position(|name| *name == word).and_then(|at| i64::try_from(at + 1).ok());
    // Ten thousand years keep the arithmetic inside what a calendar can hold.
    named.or_else(|| word.parse().ok()).filter(|many| (0..10_000).contains(many))
}

/// The day, week, month or year that lies so many of its kind back; a week is an interval from Monday to Sunday.
fn period(published: Option<Date>, unit: &str, back: i64) -> Option<String> {
    let date = published?;
    match unit {
        "day" => before(published, back.days()),
        "week" => {
            let monday = date
                .checked_sub(i64::from(date.weekday().to_monday_zero_offset()).days())
                .ok()?
                .checked_sub((back * 7).days())
                .ok()?;
            Some(format!("{monday}/{}", monday.checked_add(6.days()).ok()?))
        }
        "month" => date.checked_sub(back.months()).ok().map(|day| format!("{:04}-{:02}", day.year(), day.month())),
        _ => date.checked_sub(back.years()).ok().map(|day| format!("{:04}", day.year())),
    }
}

fn before(published: Option<Date>, length: Length) -> Option<String> {
    published?.checked_sub(length).ok().map(|day| day.to_string())
}
