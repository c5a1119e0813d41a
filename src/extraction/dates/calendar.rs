//! Weekdays, days with names, parts of months and years, seasons and decades.

use super::stretch::Stretch;
use super::tense::Tense;
use super::{Phrase, Phrases};
use jiff::ToSpan as _;
use jiff::civil::{Date, Weekday};

/// Parts of a day, which belong to the phrase and change nothing.
const PARTS_OF_DAY: &[&str] = &["morning", "afternoon", "evening", "night", "lunchtime", "noon", "midday"];

/// The beginning, the middle or the end of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Third {
    Early,
    Mid,
    Late,
}

impl Phrases<'_> {
    fn weekday(&self, at: usize) -> Option<Weekday> {
        // `the Good Friday Agreement`, `Bloody Sunday`
        let named = ["black", "bloody", "good", "holy", "super"].contains(&self.before(at));
        if !self.is_capital(at) || named && self.is_capital(at - 1) {
            return None;
        }
        // `on Mondays` is no day.
        Some(match self.word(at) {
            "monday" => Weekday::Monday,
            "tuesday" => Weekday::Tuesday,
            "wednesday" => Weekday::Wednesday,
            "thursday" => Weekday::Thursday,
            "friday" => Weekday::Friday,
            "saturday" => Weekday::Saturday,
            "sunday" => Weekday::Sunday,
            _ => return None,
        })
    }

    /// `Monday`, `last Friday`, `Friday morning`, `Sunday, June 15, 2025`, `Monday last week`.
    pub(super) fn weekday_phrase(&self, at: usize) -> Option<Phrase> {
        let led = usize::from(matches!(self.word(at), "last" | "next" | "this" | "coming"));
        let weekday = self.weekday(at + led)?;
        let comma = usize::from(self.word(at + 1) == ",");
        if led == 0
            && (self.month(at + 1 + comma).is_some() || self.day_number(at + 1 + comma).is_some())
            && let Some((length, when)) = self.written_date(at + 1 + comma, false)
        {
            return Some((1 + comma + length, when));
        }
        let part = usize::from(PARTS_OF_DAY.contains(&self.word(at + led + 1)));
        let length = led + 1 + part;
        if led == 0 && part == 0 && matches!(self.word(at + 1), "last" | "next") && self.word(at + 2) == "week" {
            let weeks = if self.word(at + 1) == "last" { -1 } else { 1 };
            return Some((3, self.day_of_week(weekday, weeks).map(Stretch::day)));
        }
        let Some(published) = self.published else { return Some((length, None)) };
        let back = i64::from(weekday.until(published.weekday()));
        let ahead = i64::from(published.weekday().until(weekday));
        let led_by = if led == 1 { self.word(at) } else { "" };
        let days = match led_by {
            "last" => -(if back == 0 { 7 } else { back }),
            "next" => return Some((length, self.day_of_week(weekday, 1).map(Stretch::day))),
            "this" => return Some((length, self.day_of_week(weekday, 0).map(Stretch::day))),
            "coming" => ahead,
            _ if matches!(self.before(at), "by" | "until" | "till") && self.tense(at) != Tense::Past => ahead,
            _ if self.tense(at) == Tense::Future => ahead,
            _ => -back,
        };
        Some((length, self.days_away(days).map(Stretch::day)))
    }

    /// A weekday of the week of the publication, or of one before or behind; a week begins on Monday.
    fn day_of_week(&self, weekday: Weekday, weeks: i64) -> Option<Date> {
        let today = i64::from(self.published?.weekday().to_monday_zero_offset());
        self.days_away(i64::from(weekday.to_monday_zero_offset()) - today + 7 * weeks)
    }

    /// `today`, `yesterday morning`, `last night`, `overnight`, `the day before yesterday`.
    pub(super) fn named_day(&self, at: usize) -> Option<Phrase> {
        let day = |length: usize, days: i64| Some((length, self.days_away(days).map(Stretch::day)));
        let article = usize::from(self.word(at) == "the");
        if self.are(at + article, &["day", "before", "yesterday"]) {
            return day(article + 3, -2);
        }
        if self.are(at + article, &["day", "after", "tomorrow"]) {
            return day(article + 3, 2);
        }
        let part = || usize::from(PARTS_OF_DAY.contains(&self.word(at + 1)));
        match self.word(at) {
            "today" | "tonight" => day(1, 0),
            "yesterday" => day(1 + part(), -1),
            "tomorrow" => day(1 + part(), 1),
            "this" if part() == 1 => day(2, 0),
            "last" if matches!(self.word(at + 1), "night" | "evening") => day(2, -1),
            "overnight" => Some((1, self.days_away(-1).zip(self.published).and_then(|(a, b)| Stretch::days(a, b)))),
            _ => None,
        }
    }

    /// `early June`, `mid-2024`, `late last month`, `the end of the year`, `earlier this week`, `the third quarter of 2024`.
    pub(super) fn part_of(&self, at: usize) -> Option<Phrase> {
        let article = usize::from(self.word(at) == "the");
        let first = self.word(at + article);
        if let Some(rest) = first.strip_prefix("mid-").filter(|rest| !rest.is_empty()) {
            return self.middle_of(rest, at + article).map(|(length, when)| (length + article, when));
        }
        if let Some(found) = self.quarter(at + article) {
            return Some((found.0 + article, found.1));
        }
        if matches!(first, "earlier" | "later") && self.word(at + 1) == "this" {
            let (length, whole) = self.distance(at + 1)?;
            let when = whole.zip(self.published).and_then(|(whole, published)| match first {
                "earlier" => Stretch::days(whole.first, published),
                _ => Stretch::days(published, whole.last),
            });
            return Some((length + 1, when));
        }
        let third = match first {
            "early" | "beginning" | "start" => Third::Early,
            "mid" | "middle" => Third::Mid,
            "late" | "end" => Third::Late,
            _ => return None,
        };
        let mut next = at + article + 1;
        let is_noun = matches!(first, "beginning" | "start" | "middle" | "end");
        if is_noun && self.word(next) != "of" {
            return None;
        }
        next += usize::from(is_noun);
        let (length, whole) = self.whole(next)?;
        let when = whole.and_then(|whole| part(&whole, third, first == "end"));
        Some((next + length - at, when))
    }

    /// A month, a year or a decade, or one seen from the publication: `June`, `2024`, `the 1990s`, `last month`, `the year`.
    fn whole(&self, at: usize) -> Option<Phrase> {
        if let Some(found) = self.written_date(at, true) {
            return Some(found);
        }
        if self.word(at) == "the"
            && let unit @ ("week" | "month" | "year") = self.word(at + 1)
        {
            return Some((2, self.period(unit, 0)));
        }
        self.decade(at).or_else(|| self.distance(at))
    }

    /// `mid-June`, `mid-2024`, `mid-June 2024`.
    fn middle_of(&self, rest: &str, at: usize) -> Option<Phrase> {
        let month = crate::model::MONTHS.iter().position(|month| month.eq_ignore_ascii_case(rest));
        if let Some(month) = month.and_then(|month| i8::try_from(month + 1).ok()) {
            let told = self.year(at + 1);
            let year = told.or_else(|| {
                let published = self.published?;
                let is_later = month > published.month() && self.tense(at) != Tense::Future;
                Some(published.year() - i16::from(is_later))
            });
            let when = year.and_then(|year| part(&Stretch::month(year, month)?, Third::Mid, false));
            return Some((1 + usize::from(told.is_some()), when));
        }
        let decade = rest.strip_suffix('s').and_then(|year| year.parse::<i16>().ok());
        let whole = match decade {
            Some(year) => decade_of(year)?,
            None => Stretch::year(rest.parse().ok().filter(|year| (1000..=2999).contains(year))?)?,
        };
        Some((1, part(&whole, Third::Mid, false)))
    }

    /// `the third quarter of 2024`, `first half of the year`.
    fn quarter(&self, at: usize) -> Option<Phrase> {
        let number = match self.word(at) {
            "first" => 1,
            "second" => 2,
            "third" => 3,
            "fourth" => 4,
            _ => return None,
        };
        let months = match self.word(at + 1) {
            "quarter" => 3,
            "half" if number < 3 => 6,
            _ => return None,
        };
        let (mut length, mut year) = (2, self.published.map(Date::year));
        let of = usize::from(self.word(at + 2) == "of");
        if let Some(told) = self.year(at + 2 + of) {
            (length, year) = (3 + of, Some(told));
        } else if self.are(at + 2, &["of", "the", "year"]) || self.are(at + 2, &["of", "this", "year"]) {
            length = 5;
        } else if self.are(at + 2, &["of", "last", "year"]) {
            (length, year) = (5, year.map(|year| year - 1));
        } else if months == 6 {
            // `the first half` of a match.
            return None;
        }
        let last = number * months;
        Some((length, year.and_then(|year| Stretch::months((year, last - months + 1), (year, last)))))
    }

    /// `the spring of 2024`, `last summer`, `the weekend`.
    pub(super) fn season_or_weekend(&self, at: usize) -> Option<Phrase> {
        let led = usize::from(matches!(self.word(at), "the" | "last" | "this" | "next" | "past" | "coming"));
        let led_by = if led == 1 { self.word(at) } else { "" };
        if self.word(at + led) == "weekend" {
            return Some((led + 1, self.weekend(led_by, at)));
        }
        let first = match self.word(at + led) {
            "spring" => 3,
            "summer" => 6,
            "autumn" | "fall" => 9,
            "winter" => 12,
            _ => return None,
        };
        let of = usize::from(self.word(at + led + 1) == "of");
        if let Some(year) = self.year(at + led + 1 + of) {
            return Some((led + 2 + of, season(year, first).map(|season| season.roughly())));
        }
        if !matches!(led_by, "last" | "this" | "next") {
            return None;
        }
        let of_year = |years: i16| season(self.published?.year().checked_add(years)?, first);
        let when = match (led_by, self.published) {
            (_, None) => None,
            ("last", Some(published)) => (-2..=0).rev().filter_map(of_year).find(|season| season.last < published),
            ("next", Some(published)) => (0..=1).filter_map(of_year).find(|season| season.first > published),
            _ => of_year(0),
        };
        Some((led + 1, when.map(|season| season.roughly())))
    }

    fn weekend(&self, led_by: &str, at: usize) -> Option<Stretch> {
        let back = i64::from(Weekday::Saturday.until(self.published?.weekday()));
        // On Saturday and Sunday `the weekend` is the one that is.
        let latest = if back <= 1 && led_by == "last" { -back - 7 } else { -back };
        let coming = if back <= 1 { -back } else { 7 - back };
        let saturday = match led_by {
            "next" => coming + if back <= 1 { 7 } else { 0 },
            "this" | "coming" => coming,
            "the" if self.tense(at) == Tense::Future => coming,
            _ => latest,
        };
        Stretch::days(self.days_away(saturday)?, self.days_away(saturday + 1)?)
    }

    /// `the 1990s`, `the early 1990s`.
    pub(super) fn decade(&self, at: usize) -> Option<Phrase> {
        let article = usize::from(self.word(at) == "the");
        let third = match self.word(at + article) {
            "early" => Some(Third::Early),
            "late" => Some(Third::Late),
            _ => None,
        };
        let next = at + article + usize::from(third.is_some());
        let year = self.word(next).strip_suffix('s').filter(|year| year.len() == 4)?.parse().ok()?;
        let whole = decade_of(year)?;
        let when = match third {
            Some(third) => part(&whole, third, false),
            None => Some(whole),
        };
        Some((next + 1 - at, when))
    }
}

/// The ten years from one on, which ends in a zero.
fn decade_of(year: i16) -> Option<Stretch> {
    let is_decade = (1000..=2990).contains(&year) && year % 10 == 0;
    is_decade.then(|| Stretch::year(year)?.to(&Stretch::year(year + 9)?))?
}

/// Three months of a year from one on; the winter of a year begins in it.
fn season(year: i16, first: i8) -> Option<Stretch> {
    let last = if first > 10 { (year.checked_add(1)?, first - 10) } else { (year, first + 2) };
    Stretch::months((year, first), last)
}

/// A third of a month, a year or a decade; of a week, all of it. The end is its last days: a third of a month, a month of a year.
fn part(whole: &Stretch, third: Third, is_end: bool) -> Option<Stretch> {
    let (first, last) = (whole.first, whole.last);
    let n_days = first.until(last).ok()?.get_days();
    let found = match (n_days, third) {
        (..=6, Third::Late) if is_end => Stretch::days(last, last)?,
        (..=6, _) => return Some(whole.clone()),
        (..=31, Third::Early) => Stretch::days(first, first.checked_add(9.days()).ok()?)?,
        (..=31, Third::Mid) => Stretch::days(first.checked_add(10.days()).ok()?, first.checked_add(19.days()).ok()?)?,
        (..=31, Third::Late) => Stretch::days(first.checked_add(20.days()).ok()?, last)?,
        (..=366, Third::Late) if is_end => Stretch::month(last.year(), 12)?,
        (..=366, Third::Early) => Stretch::months((first.year(), 1), (first.year(), 4))?,
        (..=366, Third::Mid) => Stretch::months((first.year(), 5), (first.year(), 8))?,
        (..=366, Third::Late) => Stretch::months((first.year(), 9), (first.year(), 12))?,
        (_, Third::Early) => Stretch::year(first.year())?.to(&Stretch::year(first.year() + 3)?)?,
        (_, Third::Mid) => Stretch::year(first.year() + 4)?.to(&Stretch::year(first.year() + 6)?)?,
        (_, Third::Late) => Stretch::year(last.year() - 2)?.to(&Stretch::year(last.year())?)?,
    };
    Some(found.roughly())
}
