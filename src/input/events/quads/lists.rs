//! The lists of a benchmark: which entity or relation a number stands for, and which day a step.

use std::io::{self, BufRead, BufReader, Read};

use jiff::ToSpan;
use jiff::civil::Date;
use rustc_hash::FxHashMap;

use crate::model::EventDate;

/// The names that lists of entities have, as they lie beside the quads.
pub const ENTITIES: &[&str] = &["entity2id.txt", "entity2id.tsv", "entities.dict"];
/// The names that lists of relations have.
pub const RELATIONS: &[&str] = &["relation2id.txt", "relation2id.tsv", "relations.dict"];

/// Names by number.
pub type NamesByNumber = FxHashMap<u64, String>;

/// The names that numbers stand for.
#[derive(Debug, Default)]
pub struct NameLists {
    /// Names of entities by number.
    pub entities: NamesByNumber,
    /// Names of relations by number.
    pub relations: NamesByNumber,
}

/// Reads a list: a name and its number on each line, with a tab between, in either order. A line with anything else,
/// such as the count that some lists begin with, names nothing.
///
/// # Errors
/// When the list stops being readable, or is not UTF-8.
pub fn read_names(list: impl Read) -> io::Result<NamesByNumber> {
    let mut names = NamesByNumber::default();
    for line in BufReader::new(list).lines() {
        let line = line?;
        let mut cells = line.trim_start_matches('\u{feff}').split('\t').map(str::trim);
        let (Some(first), Some(second)) = (cells.next(), cells.next()) else { continue };
        // A name that is itself a number stands first, as its number stands last in such lists.
        let (name, number) = match (first.parse::<u64>(), second.parse::<u64>()) {
            (_, Ok(number)) => (first, number),
            (Ok(number), Err(_)) => (second, number),
            (Err(_), Err(_)) => continue,
        };
        // Of several names of one number the first in the order of characters counts, wherever the lines stand.
        if !name.is_empty() && names.get(&number).is_none_or(|known| name < known.as_str()) {
            names.insert(number, name.to_owned());
        }
    }
    Ok(names)
}

/// The length of a step of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeUnit {
    /// A 24th of a day; only the day is kept.
    Hour,
    /// A day.
    Day,
    /// A month.
    Month,
    /// A year.
    Year,
}

impl TimeUnit {
    /// Every unit.
    pub const ALL: [TimeUnit; 4] = [TimeUnit::Hour, TimeUnit::Day, TimeUnit::Month, TimeUnit::Year];

    /// The word for it in `relata.toml`.
    pub fn word(self) -> &'static str {
        match self {
            TimeUnit::Hour => "hour",
            TimeUnit::Day => "day",
            TimeUnit::Month => "month",
            TimeUnit::Year => "year",
        }
    }
}

/// The dates that numbers stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Steps {
    /// The day of step 0.
    pub begin: Date,
    /// The length of a step.
    pub unit: TimeUnit,
}

impl Steps {
    /// The date of a step, as exact as the unit; none when it lies beyond the year 9999.
    pub fn date(self, step: u64) -> Option<EventDate> {
        let step = i64::try_from(step).ok().filter(|step| *step < 100_000_000)?;
        let span = match self.unit {
            TimeUnit::Hour => (step / 24).days(),
            TimeUnit::Day => step.days(),
            TimeUnit::Month => i32::try_from(step).ok().filter(|step| *step < 120_000)?.months(),
            TimeUnit::Year => i16::try_from(step).ok().filter(|step| *step < 10_000)?.years(),
        };
        let day = self.begin.checked_add(span).ok()?.to_string();
        let kept = match self.unit {
            TimeUnit::Hour | TimeUnit::Day => day.len(),
            TimeUnit::Month => 7,
            TimeUnit::Year => 4,
        };
        EventDate::parse(day.get(..kept)?).ok()
    }
}
