//! Columns that hold a part of a date each, told from their headings and cells.

use crate::table::date_parts::{DateColumns, DateParts};
use crate::table::sample::Sample;

/// What stands before the parts of a first or only day.
const BEGINS: [&str; 7] = ["", "i", "start", "strt", "st", "begin", "event"];
/// What stands before the parts of a last day.
const ENDS: [&str; 2] = ["end", "last"];

const YEARS: [&str; 14] =
    ["year", "yr", "jahr", "année", "annee", "año", "anno", "ano", "rok", "an", "anul", "jaar", "год", "рік"];
const MONTHS: [&str; 15] = [
    "month",
    "mnth",
    "mon",
    "mo",
    "monat",
    "mois",
    "mes",
    "mese",
    "mês",
    "miesiąc",
    "lună",
    "luna",
    "maand",
    "месяц",
    "місяць",
];
const DAYS: [&str; 12] = ["day", "dy", "tag", "jour", "día", "dia", "giorno", "dzień", "zi", "ziua", "dag", "день"];

/// True for a heading, in lower case, that years may stand below.
pub fn is_year(heading: &str) -> bool {
    let last = heading.rsplit([' ', '_', '-', '.']).next().unwrap_or_default();
    YEARS.contains(&last) || YEARS.iter().any(|word| word.len() > 3 && heading.ends_with(word))
}

/// The columns of a date in parts; none where there is no year with a month.
pub fn guess_date_parts(sample: &Sample) -> Option<DateParts> {
    let begin = BEGINS.iter().find_map(|begin| columns(sample, begin))?;
    let end = ENDS.iter().find_map(|end| columns(sample, end));
    Some(DateParts { begin, end })
}

fn columns(sample: &Sample, before: &str) -> Option<DateColumns> {
    let find = |words: &[&str]| {
        let is_meant = |heading: &&String| {
            let heading = heading.to_lowercase().replace(['_', '-', ' ', '.'], "");
            words.iter().any(|word| heading.strip_prefix(before) == Some(*word))
        };
        sample.headings.iter().find(is_meant).cloned()
    };
    let year = find(&YEARS)?;
    let is_number = |cell: &String| cell.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'.'));
    if !sample.column(&year).iter().all(is_number) {
        return None;
    }
    Some(DateColumns { year, month: Some(find(&MONTHS)?), day: find(&DAYS) })
}
