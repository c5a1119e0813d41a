//! Dates and times: as XML Schema writes them, and by the patterns that metadata may give.

/// The parts of a date and time that a datatype has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MomentKind {
    Date,
    DateTime,
    /// With a time zone.
    DateTimeStamp,
    Time,
    Day,
    Month,
    MonthDay,
    Year,
    YearMonth,
}

/// A date, a time, or a part of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CalendarMoment {
    year: i64,
    month: u32,
    day: u32,
    hour: u32,
    minute: u32,
    second: u32,
    fraction: String,
    /// Minutes east of Greenwich.
    zone: Option<i32>,
}

impl MomentKind {
    /// The pattern of XML Schema, without a time zone.
    fn pattern(self) -> &'static str {
        match self {
            MomentKind::Date => "yyyy-MM-dd",
            MomentKind::DateTime | MomentKind::DateTimeStamp => "yyyy-MM-ddTHH:mm:ss.S",
            MomentKind::Time => "HH:mm:ss.S",
            MomentKind::Day => "---dd",
            MomentKind::Month => "--MM",
            MomentKind::MonthDay => "--MM-dd",
            MomentKind::Year => "yyyy",
            MomentKind::YearMonth => "yyyy-MM",
        }
    }

    /// True when a pattern has the parts that make such a moment, and no others. Seconds may be left out.
    fn has_parts(self, parts: &[MomentPart]) -> bool {
        let has = |letter: fn(&MomentPart) -> bool| parts.iter().filter(|part| letter(part)).count();
        let found = [
            has(|part| matches!(part, MomentPart::Year)),
            has(|part| matches!(part, MomentPart::Month(_))),
            has(|part| matches!(part, MomentPart::Day(_))),
            has(|part| matches!(part, MomentPart::Hour)),
            has(|part| matches!(part, MomentPart::Minute)),
        ];
        let wanted = match self {
            MomentKind::Date => [1, 1, 1, 0, 0],
            MomentKind::DateTime | MomentKind::DateTimeStamp => [1, 1, 1, 1, 1],
            MomentKind::Time => [0, 0, 0, 1, 1],
            MomentKind::Day => [0, 0, 1, 0, 0],
            MomentKind::Month => [0, 1, 0, 0, 0],
            MomentKind::MonthDay => [0, 1, 1, 0, 0],
            MomentKind::Year => [1, 0, 0, 0, 0],
            MomentKind::YearMonth => [1, 1, 0, 0, 0],
        };
        let n_seconds = has(|part| matches!(part, MomentPart::Second));
        let n_fractions = has(|part| matches!(part, MomentPart::Fraction(_)));
        found == wanted
            && n_seconds <= found[4]
            && n_fractions <= n_seconds
            && has(|part| matches!(part, MomentPart::Zone(..))) <= 1
    }
}

/// A part of a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum MomentPart {
    Year,
    /// A number of at least so many digits, and at most two.
    Month(usize),
    Day(usize),
    Hour,
    Minute,
    Second,
    /// A point and at most so many digits, or nothing.
    Fraction(usize),
    /// The number of letters; and true when `Z` may stand for no offset.
    Zone(usize, bool),
    Mark(char),
}

/// The form in which a cell writes a date or time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct MomentFormat {
    parts: Vec<MomentPart>,
}

impl MomentFormat {
    /// Reads a pattern such as `d.M.yyyy HH:mm`; none when it does not suit moments of this kind.
    pub(super) fn parse(kind: MomentKind, pattern: &str) -> Option<MomentFormat> {
        let parts = parts(pattern)?;
        kind.has_parts(&parts).then_some(MomentFormat { parts })
    }

    /// The moment that a cell means.
    pub(super) fn read(&self, text: &str) -> Option<CalendarMoment> {
        let mut scan = PatternScan { rest: text, moment: CalendarMoment::start() };
        for part in &self.parts {
            scan.read(*part, false)?;
        }
        (scan.rest.is_empty() && scan.moment.is_possible()).then_some(scan.moment)
    }
}

fn parts(pattern: &str) -> Option<Vec<MomentPart>> {
    let mut parts = Vec::new();
    let mut rest = pattern;
    while let Some(letter) = rest.chars().next() {
        let run = rest.len() - rest.trim_start_matches(letter).len();
        let n = run / letter.len_utf8();
        rest = rest.get(run..)?;
        let part = match (letter, n) {
            ('y', 4) => MomentPart::Year,
            ('M', 1 | 2) => MomentPart::Month(n),
            ('d', 1 | 2) => MomentPart::Day(n),
            ('H', 2) => MomentPart::Hour,
            ('m', 2) => MomentPart::Minute,
            ('s', 2) => MomentPart::Second,
            // The point belongs to the fraction.
            ('S', _) if parts.pop() == Some(MomentPart::Mark('.')) => MomentPart::Fraction(n),
            ('X', 1..=3) => MomentPart::Zone(n, true),
            ('x', 1..=3) => MomentPart::Zone(n, false),
            ('-' | '/' | '.' | ':' | ' ' | 'T', _) => {
                parts.extend(std::iter::repeat_n(MomentPart::Mark(letter), n));
                continue;
            }
            _ => return None,
        };
        parts.push(part);
    }
    Some(parts)
}

struct PatternScan<'a> {
    rest: &'a str,
    moment: CalendarMoment,
}

impl PatternScan<'_> {
    /// Reads a part; none when the text has another one. A year may be long or before the year 0 if `any_year`.
    fn read(&mut self, part: MomentPart, any_year: bool) -> Option<()> {
        match part {
            MomentPart::Year if any_year => {
                let is_negative = self.eat('-');
                let n_digits = self.rest.bytes().take_while(u8::is_ascii_digit).count();
                if n_digits > 4 && self.rest.starts_with('0') {
                    return None;
                }
                let year = i64::from(self.digits(4, 9)?);
                self.moment.year = if is_negative { -year } else { year };
            }
            MomentPart::Year => self.moment.year = self.digits(4, 4)?.into(),
            MomentPart::Month(least) => self.moment.month = self.digits(least, 2)?,
            MomentPart::Day(least) => self.moment.day = self.digits(least, 2)?,
            MomentPart::Hour => self.moment.hour = self.digits(2, 2)?,
            MomentPart::Minute => self.moment.minute = self.digits(2, 2)?,
            MomentPart::Second => self.moment.second = self.digits(2, 2)?,
            MomentPart::Fraction(most) => {
                if self.eat('.') {
                    let n = self.rest.bytes().take_while(u8::is_ascii_digit).count();
                    let (digits, rest) = self.rest.split_at(n);
                    (self.moment.fraction, self.rest) = (digits.to_owned(), rest);
                    return (1..=most).contains(&n).then_some(());
                }
            }
            MomentPart::Zone(n_letters, may_be_z) => self.zone(n_letters, may_be_z)?,
            MomentPart::Mark(mark) => return self.eat(mark).then_some(()),
        }
        Some(())
    }

    fn eat(&mut self, mark: char) -> bool {
        self.rest.strip_prefix(mark).map(|rest| self.rest = rest).is_some()
    }

    fn digits(&mut self, least: usize, most: usize) -> Option<u32> {
        let n = self.rest.bytes().take(most).take_while(u8::is_ascii_digit).count();
        let (digits, rest) = self.rest.split_at(n);
        self.rest = rest;
        digits.parse().ok().filter(|_| n >= least)
    }

    /// `Z`, `-08`, `+0530` or `+05:30`, by the number of letters in the pattern.
    fn zone(&mut self, n_letters: usize, may_be_z: bool) -> Option<()> {
        if may_be_z && self.eat('Z') {
            self.moment.zone = Some(0);
            return Some(());
        }
        let sign = if self.eat('-') { -1 } else { i32::from(self.eat('+')) };
        let hours = self.digits(2, 2).filter(|_| sign != 0)?;
        let has_minutes = match n_letters {
            1 => self.rest.starts_with(|c: char| c.is_ascii_digit()),
            2 => true,
            _ => return self.zone_minutes(sign, hours, true),
        };
        if has_minutes { self.zone_minutes(sign, hours, false) } else { self.set_zone(sign, hours, 0) }
    }

    fn zone_minutes(&mut self, sign: i32, hours: u32, has_colon: bool) -> Option<()> {
        if has_colon && !self.eat(':') {
            return None;
        }
        let minutes = self.digits(2, 2)?;
        self.set_zone(sign, hours, minutes)
    }

    fn set_zone(&mut self, sign: i32, hours: u32, minutes: u32) -> Option<()> {
        let total = i32::try_from(hours * 60 + minutes).ok().filter(|total| *total <= 14 * 60 && minutes < 60)?;
        self.moment.zone = Some(sign * total);
        Some(())
    }
}

impl CalendarMoment {
    /// A leap year, so that every day and month of a year is possible.
    fn start() -> CalendarMoment {
        CalendarMoment {
            year: 2000,
            month: 1,
            day: 1,
            hour: 0,
            minute: 0,
            second: 0,
            fraction: String::new(),
            zone: None,
        }
    }

    /// The moment in a text as XML Schema writes it.
    pub(super) fn parse(kind: MomentKind, text: &str) -> Option<CalendarMoment> {
        let mut scan = PatternScan { rest: text, moment: CalendarMoment::start() };
        for part in parts(kind.pattern())? {
            let part = if let MomentPart::Fraction(_) = part { MomentPart::Fraction(usize::MAX) } else { part };
            scan.read(part, true)?;
        }
        if !scan.rest.is_empty() {
            scan.zone(3, true)?;
        }
        let needs_zone = kind == MomentKind::DateTimeStamp && scan.moment.zone.is_none();
        (scan.rest.is_empty() && !needs_zone && scan.moment.is_possible()).then_some(scan.moment)
    }

    /// The moment as XML Schema writes it.
    pub(super) fn lexical(&self, kind: MomentKind) -> String {
        let CalendarMoment { year, month, day, hour, minute, second, fraction, zone } = self;
        let fraction = if fraction.is_empty() { String::new() } else { format!(".{fraction}") };
        let date = format!("{year:04}-{month:02}-{day:02}");
        let time = format!("{hour:02}:{minute:02}:{second:02}{fraction}");
        let text = match kind {
            MomentKind::Date => date,
            MomentKind::DateTime | MomentKind::DateTimeStamp => format!("{date}T{time}"),
            MomentKind::Time => time,
            MomentKind::Day => format!("---{day:02}"),
            MomentKind::Month => format!("--{month:02}"),
            MomentKind::MonthDay => format!("--{month:02}-{day:02}"),
            MomentKind::Year => format!("{year:04}"),
            MomentKind::YearMonth => format!("{year:04}-{month:02}"),
        };
        let zone = match zone {
            None => String::new(),
            Some(0) => "Z".to_owned(),
            Some(minutes) => {
                let sign = if *minutes < 0 { '-' } else { '+' };
                format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
            }
        };
        text + &zone
    }

    /// Nanoseconds since 1970; without a time zone, as if in Greenwich.
    pub(super) fn instant(&self) -> i128 {
        let days = days_from_civil(self.year, self.month.into(), self.day.into());
        let seconds = i64::from(self.hour) * 3600 + i64::from(self.minute) * 60 + i64::from(self.second);
        let seconds = i128::from(days) * 86_400 + i128::from(seconds) - i128::from(self.zone.unwrap_or(0)) * 60;
        let fraction: i128 = format!("{:0<9.9}", self.fraction).parse().unwrap_or(0);
        seconds * 1_000_000_000 + fraction
    }

    fn is_possible(&self) -> bool {
        let is_leap = self.year % 4 == 0 && (self.year % 100 != 0 || self.year % 400 == 0);
        let n_days = match self.month {
            2 => 28 + u32::from(is_leap),
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => 0,
        };
        let is_midnight = self.hour == 24 && self.minute == 0 && self.second == 0;
        (1..=n_days).contains(&self.day) && (is_midnight || self.hour < 24) && self.minute < 60 && self.second < 60
    }
}

/// Days from 1970-01-01 to a day of the Gregorian calendar, which is used for all times.
pub(super) fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    // Years begin in March, so that the day that is sometimes missing comes last.
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let year_of_era = year.rem_euclid(400);
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}
