//! Days, months and years that are written out: `June 15, 2025`, `3 to 5 May`, `since 2019`.

use super::stretch::Stretch;
use super::tense::Tense;
use super::{Phrase, Phrases};
use crate::model::MONTHS;
use jiff::ToSpan as _;
use jiff::civil::Date;

/// Months written short, with or without a point.
const SHORT_MONTHS: [&str; 13] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec"];

/// Words before a bare month or year that show that one is meant.
const CUES: &[&str] = &[
    "in",
    "since",
    "until",
    "till",
    "by",
    "of",
    "from",
    "during",
    "throughout",
    "before",
    "after",
    "through",
    "early",
    "mid",
    "late",
    "last",
    "next",
    "this",
    "around",
];

/// Words behind a number that show that it counts nothing.
const BEHIND_YEARS: &[&str] = &[
    "a",
    "after",
    "and",
    "as",
    "at",
    "because",
    "but",
    "by",
    "could",
    "for",
    "had",
    "has",
    "have",
    "he",
    "her",
    "his",
    "if",
    "in",
    "into",
    "is",
    "it",
    "its",
    "may",
    "might",
    "on",
    "or",
    "said",
    "she",
    "should",
    "since",
    "than",
    "that",
    "the",
    "their",
    "they",
    "to",
    "under",
    "until",
    "was",
    "we",
    "were",
    "when",
    "where",
    "which",
    "while",
    "who",
    "will",
    "with",
    "would",
    "election",
    "elections",
    "war",
    "agreement",
    "deal",
    "treaty",
    "accord",
];

impl Phrases<'_> {
    /// The number of the month that a word names. `May` and `March` are words as well, so that a month needs its capital.
    pub(super) fn month(&self, at: usize) -> Option<i8> {
        let word = self.word(at);
        if !self.is_capital(at) {
            return None;
        }
        let number = MONTHS.iter().position(|month| month.eq_ignore_ascii_case(word)).or_else(|| {
            let short = SHORT_MONTHS.iter().position(|month| *month == word)?;
            // September has two short forms.
            Some(if short > 8 { short - 1 } else { short })
        });
        i8::try_from(number? + 1).ok()
    }

    /// A year of four digits that a newspaper may write about.
    pub(super) fn year(&self, at: usize) -> Option<i16> {
        let word = self.word(at);
        let year = (word.len() == 4).then(|| word.parse().ok())??;
        (1000..=2999).contains(&year).then_some(year)
    }

    /// The day of a month: `3`, `3rd`.
    pub(super) fn day_number(&self, at: usize) -> Option<i8> {
        let word = self.word(at);
        // Nearly every word of a text is asked, so that the first letter has to decide.
        word.starts_with(|first: char| first.is_ascii_digit()).then_some(())?;
        let bare = ["st", "nd", "rd", "th"].iter().find_map(|ending| word.strip_suffix(ending)).unwrap_or(word);
        let day = if bare.len() <= 2 { bare.parse().ok()? } else { return None };
        (1..=31).contains(&day).then_some(day)
    }

    /// The two days of `3-5` or `3–5`, and how many words they are.
    fn day_range(&self, at: usize) -> Option<(i8, i8, usize)> {
        if !self.word(at).starts_with(|first: char| first.is_ascii_digit()) {
            return None;
        }
        if let Some((first, last)) = self.word(at).split_once('-') {
            let day = |part: &str| part.parse::<i8>().ok().filter(|day| (1..=31).contains(day));
            return Some((day(first)?, day(last)?, 1));
        }
        let first = self.day_number(at)?;
        let last = ["–", "—", "-"].contains(&self.word(at + 1)).then(|| self.day_number(at + 2))??;
        Some((first, last, 3))
    }

    /// `June 15, 2025`, `15 June`, `June 3-5`, `June 2025`, `2025-06-15`, and with a cue `June` and `2025`.
    pub(super) fn written_date(&self, at: usize, cued: bool) -> Option<Phrase> {
        if let Some(month) = self.month(at) {
            if let Some((first, last, length)) = self.day_range(at + 1) {
                let (more, year) = self.year_behind(at + 1 + length);
                return Some((1 + length + more, self.days_of(month, first, last, year, at)));
            }
            if let Some(day) = self.day_number(at + 1) {
                let (more, year) = self.year_behind(at + 2);
                return Some((2 + more, self.days_of(month, day, day, year, at)));
            }
            let comma = usize::from(self.word(at + 1) == ",");
            if let Some(year) = self.year(at + 1 + comma) {
                return Some((2 + comma, Stretch::month(year, month)));
            }
            let is_month = cued || CUES.contains(&self.before(at));
            return is_month.then(|| (1, self.month_without_year(month, at)));
        }
        if let Some((first, last, length)) = self.day_range(at)
            && let Some(month) = self.month(at + length)
        {
            let (more, year) = self.year_behind(at + length + 1);
            return Some((length + 1 + more, self.days_of(month, first, last, year, at)));
        }
        if let Some(day) = self.day_number(at) {
            let of = usize::from(self.word(at + 1) == "of");
            if let Some(month) = self.month(at + 1 + of) {
                let (more, year) = self.year_behind(at + 2 + of);
                return Some((2 + of + more, self.days_of(month, day, day, year, at)));
            }
        }
        let numbered = |word: &&str| word.len() == 10 && word.starts_with(|first: char| first.is_ascii_digit());
        if let Some(iso) = Some(self.word(at)).filter(numbered).and_then(|word| word.parse().ok()) {
            return Some((1, Some(Stretch::day(iso))));
        }
        self.bare_year(at, cued).map(|year| (1, Stretch::year(year)))
    }

    /// The year behind a day, with the comma before it, and how many words that is.
    fn year_behind(&self, at: usize) -> (usize, Option<i16>) {
        let comma = usize::from(self.word(at) == ",");
        let year = self.year(at + comma);
        (if year.is_some() { comma + 1 } else { 0 }, year)
    }

    /// A year that stands alone: `in 2019`, and not `2019 people`.
    fn bare_year(&self, at: usize, cued: bool) -> Option<i16> {
        let year = self.year(at).filter(|year| (1700..=2100).contains(year))?;
        let before = self.before(at);
        let is_sure = ["in", "since", "during", "until", "throughout"].contains(&before);
        let behind = self.word(at + 1);
        let counts = behind.starts_with(char::is_alphabetic)
            && !self.is_capital(at + 1)
            && !BEHIND_YEARS.contains(&behind)
            && !self.words.get(at + 1).is_some_and(|word| word.is_possessive);
        ((cued || CUES.contains(&before)) && (is_sure || !counts)).then_some(year)
    }

    /// Days of a month; without a year, the ones nearest to the publication that the tense allows.
    fn days_of(&self, month: i8, first: i8, last: i8, year: Option<i16>, at: usize) -> Option<Stretch> {
        let of_year = |year| Stretch::days(Date::new(year, month, first).ok()?, Date::new(year, month, last).ok()?);
        if let Some(year) = year {
            return of_year(year);
        }
        let published = self.published?;
        let tense = self.tense(at);
        let near = (-1..=1).filter_map(|years| of_year(published.year().checked_add(years)?));
        let allowed = |stretch: &Stretch| match tense {
            Tense::Past => stretch.first <= published,
            Tense::Future => stretch.last >= published,
            Tense::Unknown => true,
        };
        let days_between = |one: Date, other: Date| one.until(other).map_or(i32::MAX, |span| span.get_days().abs());
        near.filter(allowed).min_by_key(|stretch| days_between(stretch.first, published))
    }

    /// A month of the year of the publication, of the one before or of the next one.
    fn month_without_year(&self, month: i8, at: usize) -> Option<Stretch> {
        let published = self.published?;
        let is_future = self.tense(at) == Tense::Future || matches!(self.before(at), "until" | "till" | "by");
        let years = match (self.before(at), month.cmp(&published.month())) {
            ("next", order) => i16::from(order.is_le()),
            ("last", order) => -i16::from(order.is_ge()),
            ("this", _) => 0,
            (_, order) if is_future => i16::from(order.is_lt()),
            (_, order) => -i16::from(order.is_gt()),
        };
        Stretch::month(published.year().checked_add(years)?, month)
    }

    /// The day so many days away.
    pub(super) fn days_away(&self, days: i64) -> Option<Date> {
        self.published?.checked_add(days.days()).ok()
    }
}
