//! Tables whose first line is a row: how they are known, and which names their columns may have.

use std::sync::Arc;

use super::guess_cells::{DateGuess, are_addresses, are_names, are_sentences, guess_dates, share_of_predicates};
use crate::columns::CLAIMS;
use crate::model::EventDate;
use crate::ontology::Ontology;
use crate::table::sample::Sample;

/// The cell of a first line that makes it a row; none when it can be a header.
pub fn cell_of_row<'h>(headings: &'h [Arc<str>], sample: Option<&Sample>) -> Option<&'h str> {
    if let Some(cell) = headings.iter().find(|heading| is_cell(heading)) {
        return Some(cell);
    }
    // One day is a cell; several are the headings of a table that goes on to the right.
    let mut days = headings.iter().filter(|heading| is_day(heading));
    if let (Some(day), None) = (days.next(), days.next()) {
        return Some(day);
    }
    let sample = sample.filter(|sample| sample.delimiter.is_some())?;
    // A relation may be the name of a column, but not of one whose cells are relations.
    let is_relation = |heading: &&Arc<str>| {
        let cells = sample.column(heading);
        CLAIMS.column(heading).is_none()
            && cells.len() > 1
            && Ontology::shipped().resolve(heading).is_some()
            && share_of_predicates(cells) > 0.5
    };
    if let Some(relation) = headings.iter().find(is_relation) {
        return Some(relation);
    }
    // No name stands below itself, unless all do: tables that were put together repeat their header.
    let is_below = |heading: &&Arc<str>| {
        heading.chars().any(char::is_alphabetic) && sample.column(heading).iter().any(|cell| **cell == ***heading)
    };
    let is_repeated = headings.iter().all(|heading| is_below(&heading));
    headings
        .iter()
        .find(is_below)
        .filter(|heading| !is_repeated && CLAIMS.column(heading).is_none())
        .map(|heading| &**heading)
}

/// True for a heading that is a date, or a number with a sign or a point in it: no column is called so. A bare number may be
/// a year above counts.
fn is_cell(heading: &str) -> bool {
    let is_number = heading.parse::<f64>().is_ok() && heading.bytes().any(|byte| !byte.is_ascii_digit());
    is_number || (heading.contains('-') && EventDate::parse(heading).is_ok())
}

/// True for a day in any way to write it.
fn is_day(heading: &str) -> bool {
    let n_signs = heading.bytes().filter(|byte| matches!(byte, b'.' | b'/' | b'-')).count();
    n_signs >= 2 && guess_dates(&[heading.to_owned()]) != DateGuess::Unknown
}

/// Names for the columns of such a table, told from their cells: those of relata where the cells are like that, else a number.
pub fn propose_header(sample: &Sample) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let mut ends = ["subject", "object", "said_by"].into_iter();
    for (at, heading) in sample.headings.iter().enumerate() {
        let cells: Vec<String> = std::iter::once(heading).chain(sample.column(heading)).cloned().collect();
        let is_number = cells.iter().all(|cell| cell.parse::<f64>().is_ok());
        let name = if !is_number && guess_dates(&cells) != DateGuess::Unknown {
            "date"
        } else if share_of_predicates(&cells) > 0.5 {
            "predicate"
        } else if are_addresses(&cells) {
            "url"
        } else if are_sentences(&cells) {
            "quote"
        } else if !is_number && are_names(&cells) {
            ends.next().unwrap_or_default()
        } else {
            ""
        };
        let is_free = !name.is_empty() && !names.iter().any(|known| known == name);
        names.push(if is_free { name.to_owned() } else { format!("column_{}", at + 1) });
    }
    names
}

/// The line of `relata.toml` that gives a table these names.
pub fn header_line(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
    format!("header = [{}]", names.join(", "))
}
