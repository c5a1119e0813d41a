//! Dates whose year, month and day stand in columns of their own.

use super::months::month_of;
use crate::diagnostic::{Finding, clip, codes};

/// The columns of one day, by their header cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateColumns {
    /// The year.
    pub year: String,
    /// The month, as a number or by its name.
    pub month: Option<String>,
    /// The day of the month.
    pub day: Option<String>,
}

/// The columns of a date, or of its first and last day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateParts {
    /// The first day, or the only one.
    pub begin: DateColumns,
    /// The last day.
    pub end: Option<DateColumns>,
}

impl DateParts {
    /// The header cells of all parts.
    pub fn headings(&self) -> impl Iterator<Item = &str> {
        let all = [Some(&self.begin), self.end.as_ref()].into_iter().flatten();
        all.flat_map(|of| std::iter::once(&of.year).chain(&of.month).chain(&of.day)).map(String::as_str)
    }

    /// The date in EDTF; none when all parts are unknown. An end that is unknown leaves an interval open.
    pub(super) fn read<'c>(&self, cell: &impl Fn(&str) -> &'c str) -> Result<Option<String>, Finding> {
        let begin = self.begin.read(cell)?;
        let Some(end) = &self.end else { return Ok(begin) };
        Ok(match (begin, end.read(cell)?) {
            (None, None) => None,
            (Some(begin), Some(end)) if begin == end => Some(begin),
            (begin, end) => Some(format!("{}/{}", begin.unwrap_or_default(), end.unwrap_or_default())),
        })
    }
}

impl DateColumns {
    fn read<'c>(&self, cell: &impl Fn(&str) -> &'c str) -> Result<Option<String>, Finding> {
        let part = |heading: &Option<String>, read: fn(&str) -> Option<u16>, what: &str| {
            heading.as_ref().map_or(Ok(None), |heading| part_in(heading, cell(heading), read, what))
        };
        let year = part_in(&self.year, cell(&self.year), |cell| number(cell).filter(|year| *year > 99), "year")?;
        let month = part(&self.month, month, "month")?;
        let day = part(&self.day, |cell| number(cell).filter(|day| *day <= 31), "day")?;
        let lonely = |heading: &Option<String>, what: &str, other: &str| {
            let heading = heading.clone().unwrap_or_default();
            let message = format!("the {what} `{}` stands without a {other}", clip(cell(&heading)));
            Err(Finding::new(&codes::BAD_DATE, heading, message)
                .hint(format!("fill in the {other}, or empty the {what}")))
        };
        match (year, month, day) {
            (None, None, None) => Ok(None),
            (Some(year), None, None) => Ok(Some(format!("{year:04}"))),
            (Some(year), Some(month), None) => Ok(Some(format!("{year:04}-{month:02}"))),
            (Some(year), Some(month), Some(day)) => Ok(Some(format!("{year:04}-{month:02}-{day:02}"))),
            (_, None, Some(_)) => lonely(&self.day, "day", "month"),
            (None, Some(_), _) => lonely(&self.month, "month", "year"),
        }
    }
}

/// A part of a date; none when the cell says that it is unknown.
fn part_in(heading: &str, cell: &str, read: fn(&str) -> Option<u16>, what: &str) -> Result<Option<u16>, Finding> {
    if is_unknown(cell) {
        return Ok(None);
    }
    read(cell).map(Some).ok_or_else(|| {
        let message = format!("`{}` is no {what}", clip(cell));
        let hint = "an unknown part is empty, 0, 99 or a number such as -9; a year has all its digits";
        Finding::new(&codes::BAD_DATE, heading.to_owned(), message).hint(hint)
    })
}

/// True for what data sets write where a part is unknown: nothing, 0, 99, -9, -99, -8 and the like.
fn is_unknown(cell: &str) -> bool {
    let cell = without_fraction(cell);
    let is_code = |digits: &str| {
        let mut bytes = digits.bytes();
        bytes.next().is_some_and(|first| matches!(first, b'1' | b'7' | b'8' | b'9') && bytes.all(|byte| byte == first))
    };
    cell.bytes().all(|byte| byte == b'0') || cell == "99" || cell.strip_prefix('-').is_some_and(is_code)
}

/// A number without the `.0` that a program adds to a column in which some cells are empty.
fn without_fraction(cell: &str) -> &str {
    cell.strip_suffix(".0").unwrap_or(cell)
}

fn number(cell: &str) -> Option<u16> {
    let digits = without_fraction(cell);
    let is_number = !digits.is_empty() && digits.len() <= 4 && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| digits.parse().ok()).flatten()
}

fn month(cell: &str) -> Option<u16> {
    month_of(cell).or_else(|| number(cell).filter(|month| *month <= 12))
}
