//! A sheet of a workbook: Excel (`.xlsx`, `.xlsm`, `.xlsb`, `.xls`) and `OpenDocument` (`.ods`).
//!
//! The header is the first row with two cells or more; what stands above is a title. Dates become
//! ISO dates, whole numbers have no `.0`, a cell that holds an error (`#REF!`) is a fault of its row.
//! A cell merged over several rows counts for each of them. Hidden rows are read like all others. Memory: the
//! file, and the sheet that is read.

use std::io::{self, Cursor, Read};
use std::sync::Arc;

use calamine::{Data, Dimensions, Range, Reader, SheetType, SheetVisible, Sheets, open_workbook_auto_from_rs};

use super::is_workbook;
use crate::diagnostic::{Diagnostic, Finding, Place, codes, nearest};
use crate::header::{Layout, example_header};
use crate::mapping::Mapping;
use crate::record::record_of;
use crate::row::{RawRow, Sheet, control_character};
use crate::rows::{Current, Next, OpenedTable};

/// The rows of a sheet below its header.
pub(crate) struct SheetRows {
    cells: Range<Data>,
    /// The next row, counted within `cells`.
    next: usize,
    /// The number of the first row of `cells`, from 1.
    first_line: u64,
    n_columns: usize,
    pub(crate) sheet: Arc<Sheet>,
}

/// Reads the sheet that is meant up to its header; none when it cannot be used.
pub(crate) fn open(
    file: &str,
    mut reader: Box<dyn Read + '_>,
    layout: &Layout,
    mapping: &Mapping,
    report: &mut dyn FnMut(Diagnostic),
) -> io::Result<Option<OpenedTable<SheetRows>>> {
    let mut bytes = Vec::new();
    reader.read_to_end(&mut bytes)?;
    let unreadable = |why: &str| {
        let fault = Diagnostic::new(&codes::UNREADABLE_TABLE, Place::file(file), why);
        fault.hint(
            "open it in a spreadsheet program and save it again without a password, or save the sheet as CSV UTF-8",
        )
    };
    let Ok(mut workbook) = open_workbook_auto_from_rs(Cursor::new(bytes)) else {
        report(unreadable("the workbook cannot be opened: it is locked by a password, damaged, or none"));
        return Ok(None);
    };
    let Some(name) = choose(file, &workbook, mapping, report) else { return Ok(None) };
    let mut cells = match workbook.worksheet_range(&name) {
        Ok(cells) => cells,
        Err(error) => {
            report(unreadable(&format!("the sheet `{name}` cannot be read: {error}")));
            return Ok(None);
        }
    };
    let merged = match &mut workbook {
        Sheets::Xlsx(book) => book.merge_cells_by_sheet_name(&name).unwrap_or_default(),
        Sheets::Xls(book) => book.merge_cells_by_sheet_name(&name).unwrap_or_default(),
        _ => Vec::new(),
    };
    let filled = |row: &[Data]| row.iter().filter(|cell| !is_empty(cell)).count();
    let counts: Vec<usize> = cells.rows().map(filled).collect();
    // A title stands alone in its row.
    let least = counts.iter().copied().max().unwrap_or_default().min(2);
    let found = counts.iter().position(|n| *n >= least && *n > 0);
    let (Some(header), Some((first_row, first_column))) = (found, cells.start()) else {
        let hint = format!("the first row names the columns, such as `{}`", example_header(layout));
        let message = format!("the sheet `{name}` is empty");
        report(Diagnostic::new(&codes::NO_HEADER, Place::file(file), message).hint(hint));
        return Ok(None);
    };
    let first_line = u64::from(first_row) + 1;
    spread(&mut cells, &merged, first_row as usize + header);
    let sheet = Arc::new(Sheet { name, n_before: first_column as usize });
    let mut texts: Vec<String> = cells.rows().nth(header).into_iter().flatten().map(|cell| text_of(cell).0).collect();
    // Columns that were only formatted are none.
    let width_of = |row: &[Data]| row.iter().rposition(|cell| !is_empty(cell)).map_or(0, |last| last + 1);
    let n_columns = cells.rows().skip(header).map(width_of).max().unwrap_or_default();
    texts.truncate(n_columns);
    let line = first_line + header as u64;
    let names = texts.iter().enumerate().map(|(index, text)| match text.trim() {
        "" => format!("column {}", index + first_column as usize + 1).into(),
        name => name.split_whitespace().collect::<Vec<_>>().join(" ").into(),
    });
    let names = names.collect();
    let raw = RawRow {
        file: file.into(),
        header: Arc::default(),
        record: record_of(&texts, line),
        indent: 0,
        sheet: Some(sheet.clone()),
    };
    let titles = counts.iter().take(header).filter(|n| **n > 0).count();
    if titles > 0 {
        let message = "what stands above the header is not read";
        report(raw.diagnose(Finding::new(&codes::ROWS_ABOVE_HEADER, "", message)));
    }
    let rows = SheetRows { cells, next: header + 1, first_line, n_columns, sheet };
    Ok(Some(OpenedTable { rows, raw, names, has_lists: false }))
}

/// The names of the sheets that are shown; none for files that are no workbooks.
///
/// # Errors
/// When `reader` fails.
pub fn sheets(mut reader: Box<dyn Read + '_>) -> io::Result<Vec<String>> {
    let mut bytes = Vec::new();
    reader.by_ref().take(8).read_to_end(&mut bytes)?;
    if !is_workbook(&bytes) {
        return Ok(Vec::new());
    }
    reader.read_to_end(&mut bytes)?;
    let workbook = open_workbook_auto_from_rs(Cursor::new(bytes));
    let is_shown =
        |sheet: &&calamine::Sheet| sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible;
    let names = |workbook: Sheets<Cursor<Vec<u8>>>| {
        workbook.sheets_metadata().iter().filter(is_shown).map(|sheet| sheet.name.clone()).collect()
    };
    Ok(workbook.map(names).unwrap_or_default())
}

/// The sheet that is meant: the one named, else the first that is shown.
fn choose(
    file: &str,
    workbook: &Sheets<Cursor<Vec<u8>>>,
    mapping: &Mapping,
    report: &mut dyn FnMut(Diagnostic),
) -> Option<String> {
    let is_table = |sheet: &&calamine::Sheet| sheet.typ == SheetType::WorkSheet;
    let sheets: Vec<&calamine::Sheet> = workbook.sheets_metadata().iter().filter(is_table).collect();
    let all = || sheets.iter().map(|sheet| format!("`{}`", sheet.name)).collect::<Vec<_>>().join(", ");
    if let Some(wanted) = &mapping.sheet {
        if sheets.iter().any(|sheet| sheet.name == *wanted) {
            return Some(wanted.clone());
        }
        let hint = match nearest(wanted, sheets.iter().map(|sheet| sheet.name.as_str())) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("it has {}", all()),
        };
        let message = format!("the workbook has no sheet `{wanted}`");
        report(Diagnostic::new(&codes::UNKNOWN_SHEET, Place::file(file), message).hint(hint));
        return None;
    }
    let shown: Vec<&&calamine::Sheet> = sheets.iter().filter(|sheet| sheet.visible == SheetVisible::Visible).collect();
    let Some(first) = shown.first().copied().or(sheets.first()) else {
        let message = "the workbook has no sheet with cells";
        report(Diagnostic::new(&codes::UNKNOWN_SHEET, Place::file(file), message).hint("save the sheet as CSV UTF-8"));
        return None;
    };
    if sheets.len() > 1 {
        let others: Vec<String> =
            sheets.iter().filter(|sheet| sheet.name != first.name).map(|sheet| format!("`{}`", sheet.name)).collect();
        let message = format!("only the sheet `{}` is read, not {}", first.name, others.join(", "));
        let fault = Diagnostic::new(&codes::OTHER_SHEETS, Place::file(file), message);
        report(fault.hint("name the one that is meant: `sheet = \"…\"` under `[[sources]]`"));
    }
    Some(first.name.clone())
}

/// Gives the value of cells that were merged to all rows they go over, below the header.
fn spread(cells: &mut Range<Data>, merged: &[Dimensions], header: usize) {
    let Some(end) = cells.end() else { return };
    for region in merged.iter().filter(|region| region.start.0 as usize > header) {
        let Some(value) = cells.get_value(region.start).cloned() else { continue };
        for row in region.start.0 + 1..=region.end.0.min(end.0) {
            cells.set_value((row, region.start.1), value.clone());
        }
    }
}

fn is_empty(cell: &Data) -> bool {
    match cell {
        Data::Empty => true,
        Data::String(text) => text.trim().is_empty(),
        _ => false,
    }
}

impl SheetRows {
    /// Reads the next row; none at the end. Cells that hold errors are findings.
    pub(crate) fn read(&mut self, names: &[Arc<str>], current: &mut Current) -> Next {
        let Some(row) = (self.next < self.cells.height()).then(|| &self.cells[self.next]) else { return Next::End };
        current.cells.clear();
        current.dates.clear();
        let mut fault = None;
        for (index, cell) in row.iter().take(self.n_columns).enumerate() {
            let (text, is_date) = text_of(cell);
            if is_date {
                current.dates.push(index);
            }
            let name = || names.get(index).map(ToString::to_string).unwrap_or_default();
            if let Data::Error(error) = cell {
                let finding = Finding::new(&codes::ERROR_CELL, name(), format!("the cell holds the error `{error}`"));
                current.findings.push(finding.hint("mend the formula, or delete it: an empty cell says nothing"));
            }
            fault = fault.or_else(|| control_character(&name(), &text));
            current.cells.push(text);
        }
        current.record = record_of(&current.cells, self.first_line + self.next as u64);
        self.next += 1;
        Next::of(fault)
    }
}

/// The text of a cell, and true when it is a date.
fn text_of(cell: &Data) -> (String, bool) {
    match cell {
        Data::Empty => (String::new(), false),
        // Excel writes some line breaks so.
        Data::String(text) => (text.replace("_x000D_", ""), false),
        Data::Int(number) => (number.to_string(), false),
        Data::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => (format!("{number:.0}"), false),
        Data::Float(number) => (number.to_string(), false),
        Data::Bool(truth) => (truth.to_string(), false),
        Data::Error(error) => (error.to_string(), false),
        Data::DurationIso(text) => (text.clone(), false),
        Data::DateTimeIso(text) => (text.trim_end_matches("T00:00:00").to_owned(), true),
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
