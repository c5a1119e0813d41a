//! Dates as reported: EDTF level 0 and the parts of level 1 that news needs.

use std::fmt;

use jiff::civil::Date;

/// A day, month, year or interval, with its doubts, exactly as written.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct EventDate {
    text: String,
    begin: Option<Date>,
    end: Option<Date>,
    precision: Precision,
    uncertain: bool,
    approximate: bool,
    exact: bool,
}

/// How fine a date is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Precision {
    /// One day (a time of day is kept in the text only).
    Day,
    /// A calendar month.
    Month,
    /// A calendar year.
    Year,
    /// From one date to another.
    Interval,
}

impl Precision {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Precision::Day => "day",
            Precision::Month => "month",
            Precision::Year => "year",
            Precision::Interval => "interval",
        }
    }
}

/// Why a text is not a date, with a way out where one shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateError {
    /// What is wrong.
    pub message: String,
    /// What was probably meant.
    pub suggestion: Option<String>,
    /// True when the text has no form of a date at all; otherwise the date it names is impossible.
    pub is_shape: bool,
}

impl fmt::Display for DateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for DateError {}

impl EventDate {
    /// Reads a date in EDTF: `2025-06-13`, `2025-06`, `2025`, `a/b`, `a/..`, with `?`, `~` or `%` behind.
    ///
    /// # Errors
    /// When the text has another form, or names a day no calendar has.
    pub fn parse(text: &str) -> Result<EventDate, DateError> {
        let Some((from, to)) = text.split_once('/') else {
            let one = parse_one(text)?;
            return Ok(EventDate {
                text: text.to_owned(),
                begin: Some(one.begin),
                end: Some(one.end),
                precision: one.precision,
                uncertain: one.uncertain,
                approximate: one.approximate,
                exact: one.is_exact(),
            });
        };
        let side = |part: &str| {
            if part == ".." || part.is_empty() { Ok(None) } else { parse_one(part).map(Some) }
        };
        // `13/06/2025` is no interval, whatever its slashes look like.
        let wrong = |error: DateError| match read_loosely(text) {
            Some((_, Err(loose))) => loose,
            Some((candidate, Ok(()))) => shapeless(Some(candidate)),
            None => error,
        };
        let (from, to) = (side(from).map_err(wrong)?, side(to).map_err(wrong)?);
        if from.is_none() && to.is_none() {
            return Err(DateError {
                message: "an interval needs at least one date".into(),
                suggestion: None,
                is_shape: false,
            });
        }
        if let (Some(from), Some(to)) = (&from, &to)
            && to.end < from.begin
        {
            return Err(DateError {
                message: "the interval ends before it begins".into(),
                suggestion: text.split_once('/').map(|(a, b)| format!("{b}/{a}")),
                is_shape: false,
            });
        }
        let any = |test: fn(&Parsed) -> bool| from.iter().chain(&to).any(test);
        let is_exact = |end: &Option<Parsed>| end.as_ref().is_some_and(Parsed::is_exact);
        Ok(EventDate {
            uncertain: any(|one| one.uncertain),
            approximate: any(|one| one.approximate),
            exact: is_exact(&from) && is_exact(&to),
            text: text.to_owned(),
            begin: from.map(|one| one.begin),
            end: to.map(|one| one.end),
            precision: Precision::Interval,
        })
    }

    /// The date as written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// First day it can mean; none for an interval open to the past.
    pub fn begin(&self) -> Option<Date> {
        self.begin
    }

    /// Last day it can mean; none for an interval open to the future.
    pub fn end(&self) -> Option<Date> {
        self.end
    }

    /// How fine it is.
    pub fn precision(&self) -> Precision {
        self.precision
    }

    /// True when it is a moment of one day, without doubts.
    pub fn is_moment(&self) -> bool {
        self.precision == Precision::Day && self.text.contains('T') && !self.uncertain && !self.approximate
    }

    /// True when the source doubts it (`?` or `%`).
    pub fn is_uncertain(&self) -> bool {
        self.uncertain
    }

    /// True when it is about then (`~` or `%`).
    pub fn is_approximate(&self) -> bool {
        self.approximate
    }

    /// True when it is a day, or goes from a day to a day, and nobody doubts them. Otherwise what happened did so some time
    /// between its first day and its last.
    pub fn is_exact(&self) -> bool {
        self.exact
    }
}

/// Days from the first to the last, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    /// The first day; [`Date::MIN`] when it has none.
    pub begin: Date,
    /// The last day, not before the first; [`Date::MAX`] when it has none.
    pub end: Date,
}

impl Period {
    /// The days that are in one or the other, and those between.
    #[must_use]
    pub fn and(self, other: Period) -> Period {
        Period { begin: self.begin.min(other.begin), end: self.end.max(other.end) }
    }

    /// True when a day is in both.
    pub fn meets(self, other: Period) -> bool {
        self.begin <= other.end && other.begin <= self.end
    }

    /// The first day, when it has one.
    pub fn first(self) -> Option<Date> {
        (self.begin != Date::MIN).then_some(self.begin)
    }

    /// The last day, when it has one.
    pub fn last(self) -> Option<Date> {
        (self.end != Date::MAX).then_some(self.end)
    }

    /// The days that are known: an end that is open becomes the other one.
    #[must_use]
    pub fn known(self) -> Period {
        let (first, last) = (self.first(), self.last());
        Period { begin: first.or(last).unwrap_or(self.begin), end: last.or(first).unwrap_or(self.end) }
    }

    /// How many days it has: at least one.
    pub fn n_days(self) -> u32 {
        let days = self.begin.until(self.end).map_or(0, |span| span.get_days());
        u32::try_from(days).unwrap_or(0) + 1
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.first(), self.last()) {
            (Some(first), Some(last)) if first == last => write!(f, "{first}"),
            (Some(first), Some(last)) => write!(f, "{first}/{last}"),
            (Some(first), None) => write!(f, "{first}/.."),
            (None, Some(last)) => write!(f, "../{last}"),
            (None, None) => write!(f, ".."),
        }
    }
}

struct Parsed {
    begin: Date,
    end: Date,
    precision: Precision,
    uncertain: bool,
    approximate: bool,
}

impl Parsed {
    fn is_exact(&self) -> bool {
        self.precision == Precision::Day && !self.uncertain && !self.approximate
    }
}

fn parse_one(text: &str) -> Result<Parsed, DateError> {
    let (plain, uncertain, approximate) = match text.as_bytes().last() {
        Some(b'?') => (&text[..text.len() - 1], true, false),
        Some(b'~') => (&text[..text.len() - 1], false, true),
        Some(b'%') => (&text[..text.len() - 1], true, true),
        _ => (text, false, false),
    };
    let shape_error = || match read_loosely(text) {
        Some((_, Err(error))) => error,
        Some((candidate, Ok(()))) => shapeless(Some(candidate)),
        None => shapeless(None),
    };
    let (day_text, time) = match plain.split_once('T') {
        Some((day, time)) => (day, Some(time)),
        None => (plain, None),
    };
    if let Some(time) = time {
        check_time(time).ok_or_else(shape_error)?;
    }
    let parts: Vec<&str> = day_text.split('-').collect();
    let digits = |part: &str, n: usize| part.len() == n && part.bytes().all(|byte| byte.is_ascii_digit());
    let number = |part: &str| part.parse::<i16>().map_err(|_| shape_error());
    let in_month = |year: i16, month: i16, day: i16| -> Result<Date, DateError> {
        if !(1..=12).contains(&month) {
            return Err(DateError {
                message: format!("there is no month {month:02}: months are 01 to 12"),
                suggestion: None,
                is_shape: false,
            });
        }
        let (small_month, small_day) = (i8::try_from(month).unwrap_or(0), i8::try_from(day).unwrap_or(0));
        Date::new(year, small_month, small_day).map_err(|_| {
            let last = Date::new(year, small_month, 1).map_or(31, Date::days_in_month);
            let name = MONTHS.get(usize::from(small_month.unsigned_abs()) - 1).copied().unwrap_or_default();
            DateError { message: format!("{name} {year} has {last} days"), suggestion: None, is_shape: false }
        })
    };
    let (begin, end, precision) = match parts.as_slice() {
        [year, month, day] if digits(year, 4) && digits(month, 2) && digits(day, 2) => {
            let date = in_month(number(year)?, number(month)?, number(day)?)?;
            (date, date, Precision::Day)
        }
        [year, month] if time.is_none() && digits(year, 4) && digits(month, 2) => {
            let first = in_month(number(year)?, number(month)?, 1)?;
            (first, first.last_of_month(), Precision::Month)
        }
        [year] if time.is_none() && digits(year, 4) => {
            let first = in_month(number(year)?, 1, 1)?;
            (first, first.last_of_year(), Precision::Year)
        }
        _ => return Err(shape_error()),
    };
    Ok(Parsed { begin, end, precision, uncertain, approximate })
}

/// `21:05`, `21:05:00`, with `Z` or an offset behind.
fn check_time(time: &str) -> Option<()> {
    let (clock, offset) = match time.find(['+', '-']) {
        Some(at) => time.split_at(at),
        None => (time.strip_suffix('Z').unwrap_or(time), ""),
    };
    if !offset.is_empty() {
        let (hours, minutes) = offset.get(1..)?.split_once(':')?;
        let is_below = |part: &str, end: u8| part.len() == 2 && part.parse::<u8>().is_ok_and(|number| number < end);
        (is_below(hours, 15) && is_below(minutes, 60)).then_some(())?;
    }
    let with_seconds = if clock.len() == 5 { format!("{clock}:00") } else { clock.to_owned() };
    with_seconds.parse::<jiff::civil::Time>().ok().map(|_| ())
}

/// The months in English, January first.
pub(crate) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
/// The error of a text that has no form of a date.
fn shapeless(suggestion: Option<String>) -> DateError {
    DateError { message: "a date is YYYY-MM-DD, YYYY-MM or YYYY".into(), suggestion, is_shape: true }
}

/// What `13/06/2025`, `June 13, 2025` or `2025/6/3` probably mean, and whether there is such a day; nothing where day
/// and month could be swapped.
fn read_loosely(text: &str) -> Option<(String, Result<(), DateError>)> {
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let [a, b, c] = words.as_slice() else { return None };
    let month_of = |word: &str| {
        let lower = word.to_lowercase();
        let is_it = |month: &&str| lower.len() >= 3 && month.to_lowercase().starts_with(lower.trim_end_matches('.'));
        MONTHS.iter().position(is_it).map(|index| index + 1)
    };
    let number = |word: &str| word.trim_end_matches(['s', 't', 'n', 'd', 'r', 'h']).parse::<usize>().ok();
    let (year, month, day) = if a.len() == 4 && number(a).is_some() {
        (number(a)?, number(b).or_else(|| month_of(b))?, number(c)?)
    } else if let Some(month) = month_of(a) {
        (number(c)?, month, number(b)?)
    } else if let Some(month) = month_of(b) {
        (number(c)?, month, number(a)?)
    } else {
        let (first, second) = (number(a)?, number(b)?);
        match (first > 12, second > 12) {
            (true, false) => (number(c)?, second, first),
            (false, true) => (number(c)?, first, second),
            _ => return None,
        }
    };
    let candidate = format!("{year:04}-{month:02}-{day:02}");
    let is_plausible = (1000..10_000).contains(&year) && month <= 99 && day <= 99 && candidate != text;
    is_plausible.then(|| (candidate.clone(), parse_one(&candidate).map(|_| ())))
}
