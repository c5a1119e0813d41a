//! Subject, relation, object, date: the form benchmarks of temporal knowledge graphs have.
//!
//! Cells are separated by tabs; a fifth one, the split or a number of the benchmark, is kept. No header. Numbers
//! in the place of names are those of [`NameLists`] beside the file, and numbers in the place of dates steps of time.

mod lists;

use std::io::{self, Read};
use std::sync::Arc;

use super::rows::{Cut, Encoding, EventRows};
use super::{FileName, claim, date, empty, named_actor, other_data_set, set_date};
use crate::diagnostic::{Diagnostic, Finding, clip, codes};
use crate::input::foreign::{Reader, Said};
use crate::model::{EventDate, Origin, OwnColumn};
use crate::table::RawRow;
pub use lists::{ENTITIES, NameLists, NamesByNumber, RELATIONS, Steps, TimeUnit, read_names};

const NAMES: [&str; 5] = ["subject", "relation", "object", "date", "split"];
const DATE: usize = 3;
const SPLIT: usize = 4;

/// The names and dates that the numbers of a file stand for.
#[derive(Debug, Default)]
pub struct QuadNumbers {
    /// Entities and relations.
    pub lists: NameLists,
    /// Dates, where somebody says when they begin.
    pub steps: Option<Steps>,
}

struct QuadReader<'r> {
    rows: EventRows<'r>,
    file: Arc<str>,
    split: OwnColumn,
    numbers: QuadNumbers,
    /// True when names are numbers of lists, as the first row shows.
    has_numbers: bool,
}

pub(super) fn open<'r>(
    file: &FileName<'_>,
    reader: Box<dyn Read + Send + 'r>,
    numbers: QuadNumbers,
    report: &mut dyn FnMut(Diagnostic),
) -> io::Result<Option<Box<dyn Reader + Send + 'r>>> {
    let (mut n_columns, mut has_numbers) = (0, false);
    let fixed = |cells: &[&str]| {
        n_columns = cells.len();
        has_numbers = n_columns > DATE && cells.iter().take(DATE).all(|cell| is_number(cell));
        Some(NAMES.iter().take(n_columns).map(|name| (*name).to_owned()).collect())
    };
    let Some(rows) = EventRows::open(file.shown, reader, &Cut::Plain, Encoding::Utf8, fixed)? else {
        empty(file, report);
        return Ok(None);
    };
    if !matches!(n_columns, 4 | 5) {
        let message =
            format!("the first line has {n_columns} cells; a quad has a subject, a relation, an object and a date");
        other_data_set(file, message, "cells stand apart by tabs", report);
        return Ok(None);
    }
    let NameLists { entities, relations } = &numbers.lists;
    if has_numbers && (entities.is_empty() || relations.is_empty()) {
        let missing = if entities.is_empty() { (ENTITIES[0], "entities") } else { (RELATIONS[0], "relations") };
        let message = format!("subject, relation and object are numbers, and there is no list of {}", missing.1);
        let hint =
            format!("put the benchmark's `{}` beside the file: a name, a tab and its number on each line", missing.0);
        other_data_set(file, message, &hint, report);
        return Ok(None);
    }
    Ok(Some(Box::new(QuadReader { rows, file: file.kept.clone(), split: "split".into(), numbers, has_numbers })))
}

fn is_number(cell: &str) -> bool {
    !cell.is_empty() && cell.bytes().all(|byte| byte.is_ascii_digit())
}

impl QuadReader<'_> {
    fn event(&self, said: &mut Said) {
        let rows = &self.rows;
        if let Some(finding) = rows.check_width(rows.n_columns()) {
            said.findings.push(finding);
            return;
        }
        if let Some(column) = (0..=DATE).find(|column| rows.cell(*column).is_empty()) {
            let message = format!("the cell `{}` is empty", rows.name(column));
            let finding = Finding::new(&codes::EMPTY_CELL, rows.name(column).to_owned(), message);
            said.findings.push(finding.hint("every row needs it"));
            return;
        }
        let NameLists { entities, relations } = &self.numbers.lists;
        let names = [(0, entities), (1, relations), (2, entities)].map(|(column, list)| self.name(column, list, said));
        let [Some(subject), Some(relation), Some(object)] = names else { return };
        let (subject, object) = (named_actor(subject, said), named_actor(object, said));
        let origin = Origin { file: self.file.clone(), line: rows.line() };
        let mut claim = claim(origin, &subject, relation.to_owned(), &object);
        set_date(rows, DATE, self.date(said), &mut claim);
        if !rows.cell(SPLIT).is_empty() {
            claim.qualifiers.push((self.split.clone(), rows.cell(SPLIT).to_owned()));
        }
        said.claims.push(claim);
    }

    /// The name in a cell, or in a list under the number in it.
    fn name<'a>(&'a self, column: usize, list: &'a NamesByNumber, said: &mut Said) -> Option<&'a str> {
        let cell = self.rows.cell(column);
        if !self.has_numbers {
            return Some(cell);
        }
        let name = cell.parse().ok().and_then(|number: u64| list.get(&number)).map(String::as_str);
        if name.is_none() {
            let what = if column == 1 { "relations" } else { "entities" };
            let message = format!("the list of {what} has no number `{}`", clip(cell));
            let finding = Finding::new(&codes::UNKNOWN_NUMBER, self.rows.name(column).to_owned(), message);
            said.findings.push(finding.hint("the list beside the file may be that of another benchmark"));
        }
        name
    }

    /// The date in a row, by itself or counted from the beginning.
    fn date(&self, said: &mut Said) -> Option<EventDate> {
        let cell = self.rows.cell(DATE);
        // Four digits are a year, unless somebody says that dates are steps.
        let is_year = cell.len() == 4 && !self.has_numbers;
        let finding = |message: String, hint: &str| {
            Some(Finding::new(&codes::BAD_DATE, self.rows.name(DATE).to_owned(), message).hint(hint))
        };
        let fault = match (cell.parse(), self.numbers.steps) {
            (Ok(step), Some(steps)) => match steps.date(step) {
                Some(date) => return Some(date),
                None => finding(format!("step {step} lies behind the year 9999"), "check `begin` and `step`"),
            },
            (Ok(step), None) if !is_year => finding(
                format!("`{step}` is a step of time, and nobody says when steps begin"),
                "say it with `--begin 2018-01-01 --step hour`, or `begin` and `step` in `[[sources]]`",
            ),
            _ => return date(&self.rows, DATE, cell, said),
        };
        said.findings.extend(fault);
        None
    }
}

super::reader!(QuadReader);
