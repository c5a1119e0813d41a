//! The cells of a sheet, where there are any.
//!
//! A sheet may have one cell in its last row and column, and nothing between: what is kept goes by the number of cells, not by the
//! rectangle they lie in. Texts that occur again are kept once, for a cell of a few bytes may name a text of thousands.

use std::collections::BTreeMap;
use std::sync::Arc;

use calamine::Data;
use rustc_hash::FxHashSet;

/// The cells that are kept of a sheet.
const MOST_CELLS: usize = 32_000_000;
/// The bytes of different texts that are kept of a sheet.
const MOST_TEXT: usize = 512 << 20;

/// Why a sheet is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Refusal {
    /// It goes beyond a limit.
    Beyond(String),
    /// It is damaged.
    Damaged(String),
}

/// The value of a cell.
#[derive(Debug, Clone)]
pub(super) enum Datum {
    Text(Arc<str>),
    Other(Data),
}

/// Cells by row and column, counted from 0; a sheet says nothing of the others.
#[derive(Default)]
pub(super) struct Cells {
    rows: BTreeMap<u32, Vec<(u32, Datum)>>,
    n_kept: usize,
    texts: FxHashSet<Arc<str>>,
    n_bytes: usize,
}

impl Cells {
    /// Takes a cell; one that comes again counts instead of the one before.
    pub(super) fn put(&mut self, row: u32, column: u32, value: Datum) -> Result<(), Refusal> {
        self.n_kept += 1;
        if self.n_kept > MOST_CELLS {
            return Err(Refusal::Beyond(format!("the sheet has more than {MOST_CELLS} cells")));
        }
        self.rows.entry(row).or_default().push((column, value));
        Ok(())
    }

    /// A text, shared with the cells that have the same.
    pub(super) fn text(&mut self, text: &str) -> Result<Datum, Refusal> {
        if let Some(known) = self.texts.get(text) {
            return Ok(Datum::Text(known.clone()));
        }
        self.n_bytes += text.len();
        if self.n_bytes > MOST_TEXT {
            return Err(Refusal::Beyond(format!("the sheet has more than {} MB of text", MOST_TEXT >> 20)));
        }
        let text: Arc<str> = text.into();
        self.texts.insert(text.clone());
        Ok(Datum::Text(text))
    }

    /// Takes a value as the reader of workbooks gives it.
    pub(super) fn put_data(&mut self, row: u32, column: u32, value: Data) -> Result<(), Refusal> {
        match value {
            Data::Empty => Ok(()),
            Data::String(text) => {
                let text = self.text(&text)?;
                self.put(row, column, text)
            }
            other => self.put(row, column, Datum::Other(other)),
        }
    }

    /// Brings the cells of each row into order, when all are there.
    pub(super) fn settle(&mut self) {
        for cells in self.rows.values_mut() {
            if !cells.is_sorted_by(|a, b| a.0 < b.0) {
                cells.sort_by_key(|(column, _)| *column);
                // Of cells in one place the last one counts.
                cells.reverse();
                cells.dedup_by_key(|(column, _)| *column);
                cells.reverse();
            }
        }
        self.texts = FxHashSet::default();
    }

    /// The rows that have cells, from the top.
    pub(super) fn rows(&self) -> impl Iterator<Item = (u32, &[(u32, Datum)])> {
        self.rows.iter().map(|(row, cells)| (*row, cells.as_slice()))
    }

    /// Takes out the row with the least number.
    pub(super) fn take_first(&mut self) -> Option<(u32, Vec<(u32, Datum)>)> {
        self.rows.pop_first()
    }

    /// The last row that has cells.
    pub(super) fn last_row(&self) -> Option<u32> {
        self.rows.last_key_value().map(|(row, _)| *row)
    }

    /// The value of a cell.
    pub(super) fn get(&self, row: u32, column: u32) -> Option<&Datum> {
        let cells = self.rows.get(&row)?;
        cells.binary_search_by_key(&column, |(column, _)| *column).ok().map(|at| &cells[at].1)
    }

    /// Sets the value of a cell in a sheet that is in order.
    pub(super) fn set(&mut self, row: u32, column: u32, value: Datum) -> Result<(), Refusal> {
        let cells = self.rows.entry(row).or_default();
        match cells.binary_search_by_key(&column, |(column, _)| *column) {
            Ok(at) => cells[at].1 = value,
            Err(at) => {
                cells.insert(at, (column, value));
                self.n_kept += 1;
            }
        }
        if self.n_kept <= MOST_CELLS {
            return Ok(());
        }
        Err(Refusal::Beyond(format!("the sheet has more than {MOST_CELLS} cells, with those that are merged")))
    }
}

impl Datum {
    /// True when it says nothing.
    pub(super) fn is_blank(&self) -> bool {
        match self {
            Datum::Text(text) => text.trim().is_empty(),
            Datum::Other(_) => false,
        }
    }

    /// Its text, and true when it is a date.
    pub(super) fn text(&self) -> (String, bool) {
        match self {
            // Excel writes some line breaks so.
            Datum::Text(text) => (text.replace("_x000D_", ""), false),
            Datum::Other(value) => text_of(value),
        }
    }
}

/// Days from the beginning of the calendars of workbooks to the end of the year 9999, which they do not go beyond.
const LAST_DAY: f64 = 2_958_466.0;

fn text_of(value: &Data) -> (String, bool) {
    match value {
        Data::Empty => (String::new(), false),
        Data::Int(number) => (number.to_string(), false),
        Data::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => (format!("{number:.0}"), false),
        Data::Float(number) => (number.to_string(), false),
        Data::Bool(truth) => (truth.to_string(), false),
        Data::Error(error) => (error.to_string(), false),
        Data::String(text) | Data::DurationIso(text) => (text.clone(), false),
        Data::DateTimeIso(text) => (text.trim_end_matches("T00:00:00").to_owned(), true),
        Data::DateTime(moment) if !(0.0..LAST_DAY).contains(&moment.as_f64()) => (moment.as_f64().to_string(), false),
        Data::DateTime(moment) => {
            let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
            let time = format!("{hour:02}:{minute:02}:{second:02}");
            if moment.is_duration() || moment.as_f64() < 1.0 {
                return (time, false);
            }
            let date = format!("{year:04}-{month:02}-{day:02}");
            (if time == "00:00:00" { date } else { format!("{date}T{time}") }, true)
        }
    }
}
