//! Times that are counted from the publication: `last week`, `two days ago`, `in recent months`.

use super::stretch::Stretch;
use super::tense::Tense;
use super::{Phrase, Phrases};
use jiff::ToSpan as _;
use jiff::civil::Date;

/// How many `a few` and `several` are: roughly three.
const FEW: i64 = 3;

impl Phrases<'_> {
    /// The unit of time that a word names, without the ending of the plural.
    fn unit(&self, at: usize) -> Option<&str> {
        let word = self.word(at);
        let unit = word.strip_suffix('s').unwrap_or(word);
        matches!(unit, "hour" | "day" | "week" | "month" | "year" | "decade").then_some(unit)
    }

    /// A number as a digit or as a word, how many words it takes, and whether it is exact.
    fn count(&self, at: usize) -> Option<(usize, i64, bool)> {
        match self.word(at) {
            "a" if self.word(at + 1) == "few" => return Some((2, FEW, false)),
            "a" if self.are(at + 1, &["couple", "of"]) => return Some((3, 2, false)),
            "several" | "few" | "some" => return Some((1, FEW, false)),
            "a" | "an" => return Some((1, 1, true)),
            _ => {}
        }
        let word = self.word(at);
        let named = match word {
            "one" => Some(1),
            "two" => Some(2),
            "three" => Some(3),
            "four" => Some(4),
            "five" => Some(5),
            "six" => Some(6),
            "seven" => Some(7),
            "eight" => Some(8),
            "nine" => Some(9),
            "ten" => Some(10),
            "eleven" => Some(11),
            "twelve" => Some(12),
            "fifteen" => Some(15),
            "twenty" => Some(20),
            "thirty" => Some(30),
            "forty" => Some(40),
            "fifty" => Some(50),
            _ => None,
        };
        // Some thousand years keep the arithmetic inside what a calendar can hold.
        let digits = || word.starts_with(|first: char| first.is_ascii_digit()).then(|| word.parse().ok())?;
        let many = named.or_else(digits).filter(|many| (0..5_000).contains(many))?;
        Some((1, many, true))
    }

    /// `two weeks ago`, `a few days ago`, `nearly a year ago`.
    pub(super) fn ago(&self, at: usize) -> Option<Phrase> {
        let about = usize::from(matches!(self.word(at), "about" | "around" | "nearly" | "almost" | "roughly" | "over"));
        let (length, many, is_exact) = self.count(at + about)?;
        let unit = self.unit(at + about + length)?;
        let length = about + length + 2;
        if self.word(at + length - 1) == "ago" {
            let when = self.period(unit, many);
            return Some((length, if is_exact && about == 0 { when } else { when.map(|when| when.roughly()) }));
        }
        // `in two weeks` is still to come only where the sentence says so; else it tells how long something took.
        let is_ahead = about == 0 && matches!(self.before(at), "in" | "within") && self.tense(at) == Tense::Future;
        if !is_ahead {
            return None;
        }
        let last = self.away(unit, many)?;
        let when =
            if self.before(at) == "in" { Some(Stretch::day(last)) } else { Stretch::days(self.published?, last) };
        Some((length - 1, when))
    }

    /// `last week`, `this month`, `next year`, `recent days`, `the past two weeks`, `the coming months`.
    pub(super) fn distance(&self, at: usize) -> Option<Phrase> {
        let article = usize::from(self.word(at) == "the");
        let first = self.word(at + article);
        if !matches!(first, "last" | "previous" | "past" | "this" | "current" | "next" | "coming" | "recent") {
            return None;
        }
        let next = at + article + 1;
        if let Some((length, many, is_exact)) = self.count(next)
            && self.unit(next + length).is_some()
            && !matches!(first, "this" | "current" | "recent")
        {
            let unit = self.unit(next + length)?;
            let when = match first {
                "last" | "past" | "previous" => self.since(unit, many, is_exact),
                _ => self.ahead(unit, many, is_exact),
            };
            return Some((article + 1 + length + 1, when));
        }
        let unit = self.unit(next)?;
        let is_plural = self.word(next).ends_with('s');
        let when = match (first, is_plural) {
            ("recent" | "last" | "past", true) => self.since(unit, recent(unit), false),
            ("coming" | "next", true) => self.ahead(unit, recent(unit), false),
            ("last" | "previous", false) => self.period(unit, 1),
            ("past", false) => self.since(unit, 1, true),
            ("this" | "current", false) => self.period(unit, 0),
            // `the next day` is the one behind another, which only a reader knows.
            ("next", false) if unit == "day" => None,
            ("next" | "coming", false) => self.period(unit, -1),
            _ => return None,
        };
        Some((article + 2, when))
    }

    /// `the following day`, `two days later`, `the same week`: times seen from another one, which the text alone does not tell.
    pub(super) fn unresolved(&self, at: usize) -> Option<Phrase> {
        let article = usize::from(self.word(at) == "the");
        let seen = matches!(self.word(at + article), "following" | "preceding" | "previous" | "same" | "next");
        if article == 1 && seen && self.unit(at + 2).is_some() && !self.word(at + 2).ends_with('s') {
            return Some((3, None));
        }
        if self.are(at, &["the", "day", "before"]) || self.are(at, &["the", "day", "after"]) {
            return Some((3, None));
        }
        let (length, _, _) = self.count(at).unwrap_or((0, 0, false));
        let unit = self.unit(at + length)?;
        let is_counted = length > 0 || self.word(at).ends_with('s') && unit != self.word(at);
        let later = matches!(self.word(at + length + 1), "later" | "earlier");
        let ago = length == 0 && self.word(at + 1) == "ago";
        (is_counted && (later || ago)).then_some((length + 2, None))
    }

    /// The day, week, month or year that lies so many of its kind back; a week is an interval from Monday to Sunday.
    pub(super) fn period(&self, unit: &str, back: i64) -> Option<Stretch> {
        let date = self.published?;
        match unit {
            "hour" => Some(Stretch::day(date.checked_sub((back / 24).days()).ok()?)),
            "day" => Some(Stretch::day(date.checked_sub(back.days()).ok()?)),
            "week" => {
                let monday = i64::from(date.weekday().to_monday_zero_offset());
                let monday = date.checked_sub((monday + back.checked_mul(7)?).days()).ok()?;
                Stretch::days(monday, monday.checked_add(6.days()).ok()?)
            }
            "month" => date.checked_sub(back.months()).ok().and_then(|day| Stretch::month(day.year(), day.month())),
            "decade" => {
                let year = date.checked_sub(back.checked_mul(10)?.years()).ok()?.year();
                Stretch::year(year).map(|year| year.roughly())
            }
            _ => date.checked_sub(back.years()).ok().and_then(|day| Stretch::year(day.year())),
        }
        .filter(|stretch| stretch.first.year() > 0)
    }

    /// From so many units before the publication to the publication.
    fn since(&self, unit: &str, many: i64, is_exact: bool) -> Option<Stretch> {
        let published = self.published?;
        let begin = self.away(unit, many.checked_neg()?).filter(|begin| begin.year() > 0)?;
        let stretch = Stretch::days(begin, published)?;
        Some(if is_exact { stretch } else { rough_begin(&stretch) })
    }

    /// From the publication to so many units behind it.
    fn ahead(&self, unit: &str, many: i64, is_exact: bool) -> Option<Stretch> {
        let stretch = Stretch::days(self.published?, self.away(unit, many)?)?;
        Some(if is_exact { stretch } else { rough_end(&stretch) })
    }

    /// The day so many units away from the publication.
    fn away(&self, unit: &str, many: i64) -> Option<Date> {
        let date = self.published?;
        match unit {
            "hour" => date.checked_add((many / 24).days()).ok(),
            "day" => date.checked_add(many.days()).ok(),
            "week" => date.checked_add(many.checked_mul(7)?.days()).ok(),
            "month" => date.checked_add(many.months()).ok(),
            "decade" => date.checked_add(many.checked_mul(10)?.years()).ok(),
            _ => date.checked_add(many.years()).ok(),
        }
    }
}

/// How many days, weeks and so on `recent` ones are.
fn recent(unit: &str) -> i64 {
    match unit {
        "hour" => 24,
        "day" => 7,
        "week" => 4,
        "month" => 6,
        _ => 5,
    }
}

fn rough_begin(stretch: &Stretch) -> Stretch {
    Stretch { edtf: format!("{}~/{}", stretch.first, stretch.last), ..stretch.clone() }
}

fn rough_end(stretch: &Stretch) -> Stretch {
    Stretch { edtf: format!("{}/{}~", stretch.first, stretch.last), ..stretch.clone() }
}
