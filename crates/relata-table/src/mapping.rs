//! The rules by which a table is read whose columns are not relata's own.
//!
//! A [`Mapping`] says which column has which role, how its cells are written, and which rows
//! are meant. It is a plain value that has been checked; `project` reads it from `relata.toml`,
//! the [`Header`](super::header::Header) of a table holds its rules.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Zoned;
use jiff::fmt::strtime::BrokenDownTime;
use jiff::tz::TimeZone;
use regex::Regex;

use super::date_parts::DateParts;
use super::encoding::TextEncoding;
use super::missing::MissingWords;
use super::months;

/// The rules of a source for its tables.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Mapping {
    /// The rule for the values of each column, by the column's name in the layout.
    pub rules: BTreeMap<String, Rule>,
    /// Conditions on rows: those are meant that pass every filter.
    pub filters: Vec<RowFilter>,
    /// The sheet of a workbook; the first one that is shown when not given.
    pub sheet: Option<String>,
    /// The encoding of text; found by looking when not given.
    pub encoding: Option<TextEncoding>,
    /// Words that stand for a missing value.
    pub missing: MissingWords,
    /// Header cells of columns that the layout does not know and the project does.
    pub own: BTreeSet<String>,
    /// Header cells of columns whose cells are not kept.
    pub left_out: BTreeSet<String>,
    /// Header cells of columns in which an empty cell means what the one above it does.
    pub filled_down: BTreeSet<String>,
}

impl Mapping {
    /// The header cells that are spoken of, each with what for.
    pub(super) fn headings(&self) -> impl Iterator<Item = (&str, Use<'_>)> {
        let rules = self.rules.iter().flat_map(|(role, rule)| {
            let parts = rule.parts.iter().flat_map(DateParts::headings);
            rule.column.as_deref().into_iter().chain(parts).map(move |heading| (heading, Use::Role(role)))
        });
        let filters = self.filters.iter().map(|filter| (filter.column.as_str(), Use::Filter));
        let own = self.own.iter().chain(&self.left_out).chain(&self.filled_down);
        rules.chain(filters).chain(own.map(|heading| (heading.as_str(), Use::Own)))
    }
}

/// The use that a mapping makes of a header cell.
#[derive(Debug, Clone, Copy)]
pub(super) enum Use<'a> {
    /// It holds the values of this column.
    Role(&'a str),
    /// It tells which rows are meant.
    Filter,
    /// It is a column of the project's own.
    Own,
}

/// The origin of the values of a column.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Rule {
    /// The header cell, as written.
    pub column: Option<String>,
    /// The value of rows whose cell is empty, and of all rows where no column is named.
    pub constant: Option<String>,
    /// The text between several values in one cell.
    pub split: Option<String>,
    /// The format of its cells.
    pub format: Option<CellFormat>,
    /// The columns that hold the parts of a date.
    pub parts: Option<DateParts>,
}

impl Rule {
    /// A column under another name.
    pub fn column(heading: &str) -> Rule {
        Rule { column: Some(heading.to_owned()), ..Rule::default() }
    }
}

/// A format of cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CellFormat {
    /// Dates, by the first of these patterns that fits.
    Dates(Vec<DatePattern>),
    /// Percentages: 85 is 0.85.
    Percent,
}

/// The form of a date, in the letters of `strftime`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatePattern(String);

impl DatePattern {
    /// Takes a pattern that can tell a date.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn new(pattern: &str) -> Result<DatePattern, String> {
        let sample = jiff::civil::date(2025, 6, 13).at(14, 30, 5, 0).to_zoned(TimeZone::UTC);
        let sample: Zoned = sample.map_err(|error| error.to_string())?;
        let reason = |error: jiff::Error| error.to_string();
        let written = BrokenDownTime::from(&sample).to_string(pattern).map_err(reason)?;
        let read = BrokenDownTime::parse(pattern, &written).map_err(reason)?;
        let known = read.to_date().is_ok() || read.year().is_some();
        if known { Ok(DatePattern(pattern.to_owned())) } else { Err("it tells no year".to_owned()) }
    }

    /// The pattern.
    pub fn text(&self) -> &str {
        &self.0
    }

    /// The day, month or year in `cell` as EDTF writes it; none when the cell is written otherwise.
    pub fn read(&self, cell: &str) -> Option<String> {
        let read = BrokenDownTime::parse(&self.0, cell).ok().or_else(|| self.read_worded(cell))?;
        // `%Y` takes the 25 of `13.06.25` for a year of antiquity.
        if read.year().is_some_and(|year| year < 1000) {
            return None;
        }
        if let Ok(date) = read.to_date() {
            return Some(date.to_string());
        }
        match (read.year()?, read.month(), read.day()) {
            (year, Some(month), None) => Some(format!("{year:04}-{month:02}")),
            (year, None, None) => Some(format!("{year:04}")),
            // All parts are there, and there is no such day: the date itself says so.
            (year, Some(month), Some(day)) => Some(format!("{year:04}-{month:02}-{day:02}")),
            (_, None, Some(_)) => None,
        }
    }
}

impl DatePattern {
    /// The same for a cell that has the name of its month in another language, or words such as `of` and `de`.
    fn read_worded(&self, cell: &str) -> Option<BrokenDownTime> {
        let (is_long, is_short) = (self.0.contains("%B"), self.0.contains("%b"));
        if !is_long && !is_short {
            return None;
        }
        BrokenDownTime::parse(&self.0, months::in_english(cell, is_short)?).ok()
    }
}

/// The share that a percentage is, digit by digit; none when the cell is no number.
pub fn share_of_percent(cell: &str) -> Option<String> {
    let number = cell.trim().trim_end_matches('%').trim_end().replacen(',', ".", 1);
    let (whole, fraction) = number.split_once('.').unwrap_or((&number, ""));
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !is_digits(whole) || !is_digits(fraction) {
        return None;
    }
    let padded = format!("{whole:0>3}");
    let (ones, hundredths) = padded.split_at(padded.len() - 2);
    let ones = ones.trim_start_matches('0');
    let share = format!("{}.{hundredths}{fraction}", if ones.is_empty() { "0" } else { ones });
    Some(share.trim_end_matches('0').trim_end_matches('.').to_owned())
}

/// A condition on rows, by one column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowFilter {
    /// The header cell, as written.
    pub column: String,
    /// The tests of its cells; all must hold.
    pub tests: Vec<Test>,
}

/// A test of a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Test {
    /// It is one of these.
    OneOf(Vec<String>),
    /// It is not one of these.
    NoneOf(Vec<String>),
    /// A part of it fits.
    Matches(CellPattern),
    /// It is empty, or is not.
    Empty(bool),
}

impl RowFilter {
    /// True when a row with this cell is meant; one value that fits is enough in a list. A cell that says nothing is
    /// empty, whatever the word in it.
    pub(super) fn holds(&self, cell: &str, is_missing: bool) -> bool {
        let values: Vec<&str> = crate::lists::elements(cell).map(str::trim).collect();
        let is_any = |words: &[String]| values.iter().any(|value| words.iter().any(|word| word == value));
        self.tests.iter().all(|test| match test {
            Test::OneOf(words) => is_any(words),
            Test::NoneOf(words) => !is_any(words),
            Test::Matches(pattern) => values.iter().any(|value| pattern.0.is_match(value)),
            Test::Empty(empty) => (is_missing || values.iter().all(|value| value.is_empty())) == *empty,
        })
    }
}

/// A regular expression; two are the same when they are written the same.
#[derive(Debug, Clone)]
pub struct CellPattern(Regex);

impl CellPattern {
    /// Reads an expression.
    ///
    /// # Errors
    /// Where it is broken.
    pub fn new(expression: &str) -> Result<CellPattern, String> {
        Regex::new(expression).map(CellPattern).map_err(|error| {
            let text = error.to_string();
            text.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned()
        })
    }
}

impl PartialEq for CellPattern {
    fn eq(&self, other: &CellPattern) -> bool {
        self.0.as_str() == other.0.as_str()
    }
}

impl Eq for CellPattern {}
