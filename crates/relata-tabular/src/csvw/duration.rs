//! Durations of XML Schema: `P1Y2M3DT4H5M6.7S`.
//!
//! oxsdatatypes has them, too, but its 0.2 compares from September 1969 where XML Schema says September 1696, and four
//! years from the one are a day longer than from the other.

use std::cmp::Ordering;

use super::moment::days_from_civil;

const NANOSECONDS: i128 = 1_000_000_000;

/// Longer durations are refused, so that days can be counted.
const MOST_MONTHS: i64 = 1_000_000_000_000;

/// A duration: months, and what is less than a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Duration {
    months: i64,
    nanoseconds: i128,
}

impl Duration {
    /// The duration in a text; none when the text is not a duration, or has parts that are not allowed.
    pub(super) fn parse(text: &str, may_have_months: bool, may_have_times: bool) -> Option<Duration> {
        let (sign, rest) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
        let rest = rest.strip_prefix('P')?;
        let (date, time) = rest.split_once('T').map_or((rest, None), |(date, time)| (date, Some(time)));
        let date = parts(date, &['Y', 'M', 'D'])?;
        let time = match time {
            Some(time) => Some(parts(time, &['H', 'M', 'S']).filter(|parts| parts.iter().any(Option::is_some))?),
            None => None,
        };
        let time = time.unwrap_or_default();
        let ([years, months, days], [hours, minutes, seconds]) = (date, time);
        let has_months = years.is_some() || months.is_some();
        let has_times = [days, hours, minutes, seconds].iter().any(Option::is_some);
        if !(has_months || has_times) || (has_months && !may_have_months) || (has_times && !may_have_times) {
            return None;
        }
        let whole = |part: Option<&str>| part.map_or(Some(0), |digits| digits.parse::<i64>().ok());
        let months =
            whole(years)?.checked_mul(12)?.checked_add(whole(months)?).filter(|months| *months < MOST_MONTHS)?;
        let seconds_of = |part: Option<&str>, factor: i128| Some(i128::from(whole(part)?) * factor * NANOSECONDS);
        let (second, fraction) = seconds.map_or(("0", ""), |text| text.split_once('.').unwrap_or((text, "")));
        if seconds.is_some_and(|text| text.ends_with('.') || text.starts_with('.')) {
            return None;
        }
        let nanoseconds = seconds_of(days, 86_400)?
            + seconds_of(hours, 3600)?
            + seconds_of(minutes, 60)?
            + seconds_of(Some(second), 1)?
            + format!("{fraction:0<9.9}").parse::<i128>().ok()?;
        Some(Duration { months: sign * months, nanoseconds: i128::from(sign) * nanoseconds })
    }

    /// Compares two durations, whatever months they span; none when the order depends on the months.
    pub(super) fn compare(self, other: Duration) -> Option<Ordering> {
        // The four moments that XML Schema says decide.
        let starts = [(1696, 9), (1697, 2), (1903, 3), (1903, 7)];
        let mut orders = starts.iter().map(|start| self.after(*start).cmp(&other.after(*start)));
        let first = orders.next()?;
        orders.all(|order| order == first).then_some(first)
    }

    /// The moment at the end of the duration when it begins with a month.
    fn after(self, (year, month): (i64, i64)) -> i128 {
        let months = (year * 12 + month - 1).saturating_add(self.months);
        let days = days_from_civil(months.div_euclid(12), months.rem_euclid(12) + 1, 1);
        i128::from(days) * 86_400 * NANOSECONDS + self.nanoseconds
    }
}

/// The numbers in front of each of these letters, which stand in this order; none when something else is there.
fn parts<'a>(text: &'a str, letters: &[char; 3]) -> Option<[Option<&'a str>; 3]> {
    let mut found = [None; 3];
    let mut rest = text;
    for (slot, letter) in found.iter_mut().zip(letters) {
        let end = rest.find(|c: char| !(c.is_ascii_digit() || (c == '.' && *letter == 'S'))).unwrap_or(rest.len());
        let (digits, behind) = rest.split_at(end);
        if let (Some(behind), false) = (behind.strip_prefix(*letter), digits.is_empty()) {
            *slot = Some(digits);
            rest = behind;
        }
    }
    rest.is_empty().then_some(found)
}
