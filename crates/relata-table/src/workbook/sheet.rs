//! A sheet of a workbook: Excel (`.xlsx`, `.xlsm`, `.xlsb`, `.xls`) and `OpenDocument` (`.ods`).
//!
//! The header is the first row with two cells or more; what stands above is a title. Dates become
//! ISO dates, whole numbers have no `.0`, a cell that holds an error (`#REF!`) is a fault of its row.
//! A cell merged over several rows counts for each of them. Hidden rows are read like all others. Memory: the
//! file, and the cells of the sheet that is read; `.xls` and `.ods` with the rectangle they lie in.
//!
//! The library that knows these formats believes what a file says of itself. So a file is looked at before, and a
//! panic of the library is the fault of a file.

use std::io::{self, Cursor, Read};
use std::sync::Arc;

use calamine::{Cell, Data, DataRef, Dimensions, Reader, SheetType, SheetVisible, Sheets, open_workbook_auto_from_rs};

use super::cells::{Cells, Datum, Refusal};
use super::{compound, is_workbook, zipped};
use crate::decode::control_character;
use crate::diagnostic::{Diagnostic, Finding, Place, caught, codes, nearest};
use crate::header::{Layout, OLD_WORKBOOK, example_header};
use crate::mapping::Mapping;
use crate::raw_row::{RawRow, Sheet};
use crate::record::{LONGEST, record_of};
use crate::rows::{Current, Next, OpenedTable};

/// Bytes of a workbook, which is read whole.
const MOST_BYTES: u64 = 1 << 30;
/// Columns behind the last one that has a heading.
const MOST_UNNAMED: usize = 256;

/// The rows of a sheet below its header.
pub(crate) struct SheetRows {
    cells: Cells,
    first_column: u32,
    n_columns: usize,
    pub(crate) sheet: Arc<Sheet>,
}

/// The fault of a workbook that is not read.
fn refused(file: &str, refusal: Refusal) -> Diagnostic {
    match refusal {
        Refusal::Beyond(message) => Diagnostic::new(&codes::BEYOND_LIMIT, Place::file(file), message)
            .hint("delete what is not needed, or save the sheet as CSV UTF-8, which may be of any size"),
        Refusal::Damaged(message) => Diagnostic::new(&codes::UNREADABLE_TABLE, Place::file(file), message).hint(
            "open it in a spreadsheet program and save it again without a password, or save the sheet as CSV UTF-8",
        ),
    }
}

type Workbook = Sheets<Cursor<Arc<[u8]>>>;

/// Opens a workbook when it keeps within the limits.
fn open_workbook(bytes: Vec<u8>) -> Result<Workbook, Refusal> {
    if bytes.len() as u64 > MOST_BYTES {
        return Err(Refusal::Beyond(format!("the workbook has more than {} MB", MOST_BYTES >> 20)));
    }
    if bytes.starts_with(OLD_WORKBOOK) {
        compound::check(&bytes)?;
    } else {
        zipped::check(&bytes)?;
    }
    let closed = "the workbook cannot be opened: it is locked by a password, damaged, or none";
    let bytes: Arc<[u8]> = bytes.into();
    open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(|_| Refusal::Damaged(closed.to_owned()))
}

/// Does something with the library, whose panics are the fault of the file.
fn guarded<T>(work: impl FnOnce() -> Result<T, Refusal>) -> Result<T, Refusal> {
    caught(work).unwrap_or_else(|words| Err(Refusal::Damaged(format!("the workbook is damaged: {words}"))))
}

/// Reads the sheet that is meant up to its header; none when it cannot be used.
pub(crate) fn open(
    file: &str,
    reader: Box<dyn Read + Send + '_>,
    layout: &Layout,
    mapping: &Mapping,
    report: &mut dyn FnMut(Diagnostic),
) -> io::Result<Option<OpenedTable<SheetRows>>> {
    let mut bytes = Vec::new();
    reader.take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
    let read = guarded(|| {
        let mut workbook = open_workbook(bytes)?;
        let Some(name) = choose(file, &workbook, mapping, report) else { return Ok(None) };
        let cells = read_cells(&mut workbook, &name)?;
        let merged = match &mut workbook {
            Sheets::Xlsx(book) => book.merge_cells_by_sheet_name(&name).unwrap_or_default(),
            Sheets::Xls(book) => book.merge_cells_by_sheet_name(&name).unwrap_or_default(),
            _ => Vec::new(),
        };
        Ok(Some((name, cells, merged)))
    });
    let found = read.and_then(|read| match read {
        Some((name, cells, merged)) => rows_of(file, name, cells, &merged, layout, report),
        None => Ok(None),
    });
    Ok(found.unwrap_or_else(|refusal| {
        report(refused(file, refusal));
        None
    }))
}

/// The cells of a sheet.
fn read_cells(workbook: &mut Workbook, name: &str) -> Result<Cells, Refusal> {
    let unread =
        |error: &dyn std::fmt::Display| Refusal::Damaged(format!("the sheet `{name}` cannot be read: {error}"));
    let mut cells = Cells::default();
    let mut put = |cell: &Cell<DataRef<'_>>| {
        let (row, column) = cell.get_position();
        match cell.get_value() {
            DataRef::SharedString(text) => {
                let text = cells.text(text)?;
                cells.put(row, column, text)
            }
            other => cells.put_data(row, column, other.clone().into()),
        }
    };
    match workbook {
        Sheets::Xlsx(book) => {
            let mut reader = book.worksheet_cells_reader(name).map_err(|error| unread(&error))?;
            while let Some(cell) = reader.next_cell().map_err(|error| unread(&error))? {
                put(&cell)?;
            }
        }
        Sheets::Xlsb(book) => {
            let mut reader = book.worksheet_cells_reader(name).map_err(|error| unread(&error))?;
            while let Some(cell) = reader.next_cell().map_err(|error| unread(&error))? {
                put(&cell)?;
            }
        }
        other => {
            let range = other.worksheet_range(name).map_err(|error| unread(&error))?;
            let (first_row, first_column) = range.start().unwrap_or_default();
            for (row, column, value) in range.used_cells() {
                let place = |first: u32, at: usize| first.saturating_add(u32::try_from(at).unwrap_or(u32::MAX));
                cells.put_data(place(first_row, row), place(first_column, column), value.clone())?;
            }
        }
    }
    cells.settle();
    Ok(cells)
}

/// The rows below the header of a sheet.
fn rows_of(
    file: &str,
    name: String,
    mut cells: Cells,
    merged: &[Dimensions],
    layout: &Layout,
    report: &mut dyn FnMut(Diagnostic),
) -> Result<Option<OpenedTable<SheetRows>>, Refusal> {
    let filled = |row: &[(u32, Datum)]| row.iter().filter(|(_, value)| !value.is_blank()).count();
    // A title stands alone in its row.
    let least = cells.rows().map(|(_, row)| filled(row)).max().unwrap_or_default().min(2);
    let found = cells.rows().find(|(_, row)| filled(row) >= least.max(1)).map(|(row, _)| row);
    let (Some(header), Some(first_column)) =
        (found, cells.rows().filter_map(|(_, row)| row.first()).map(|(column, _)| *column).min())
    else {
        let hint = format!("the first row names the columns, such as `{}`", example_header(layout));
        let message = format!("the sheet `{name}` is empty");
        report(Diagnostic::new(&codes::NO_HEADER, Place::file(file), message).hint(hint));
        return Ok(None);
    };
    spread(&mut cells, merged, header)?;
    let sheet = Arc::new(Sheet { name, n_before: first_column as usize });
    let mut titles = 0;
    let mut top = Vec::new();
    while let Some((row, values)) = cells.take_first() {
        if row == header {
            top = values;
            break;
        }
        titles += usize::from(filled(&values) > 0);
    }
    // Columns that were only formatted are none.
    let last_of = |row: &[(u32, Datum)]| row.iter().rfind(|(_, value)| !value.is_blank()).map(|(column, _)| *column);
    let index = |column: u32| (column - first_column) as usize;
    let n_named = last_of(&top).map_or(0, |column| index(column) + 1);
    let widest =
        cells.rows().filter_map(|(row, values)| Some((last_of(values)?, row))).max_by_key(|(column, _)| *column);
    let n_columns = widest.map_or(n_named, |(column, _)| n_named.max(index(column) + 1));
    if let Some((column, row)) = widest.filter(|_| n_columns > n_named + MOST_UNNAMED) {
        let message =
            format!("row {} of the sheet has a cell in column {}, far from all headings", row + 1, column + 1);
        let place = Place { line: u64::from(row) + 1, ..Place::file(file) };
        let hint = format!(
            "delete it, or give its column a name; what stands more than {MOST_UNNAMED} columns behind the last heading is not read"
        );
        report(Diagnostic::new(&codes::BEYOND_LIMIT, place, message).hint(hint));
    }
    let n_columns = n_columns.min(n_named + MOST_UNNAMED);
    let texts = texts_of(&top, first_column, n_columns).into_iter().map(|(text, _)| text).collect::<Vec<_>>();
    let names = texts.iter().enumerate().map(|(index, text)| match text.trim() {
        "" => format!("column {}", index + first_column as usize + 1).into(),
        name => name.split_whitespace().collect::<Vec<_>>().join(" ").into(),
    });
    let names = names.collect();
    let raw = RawRow {
        file: file.into(),
        header: Arc::default(),
        record: record_of(&texts, u64::from(header) + 1),
        indent: 0,
        sheet: Some(sheet.clone()),
    };
    if titles > 0 {
        let message = "what stands above the header is not read";
        report(raw.diagnose(Finding::new(&codes::ROWS_ABOVE_HEADER, "", message)));
    }
    let rows = SheetRows { cells, first_column, n_columns, sheet };
    Ok(Some(OpenedTable { rows, raw, names, has_lists: false, has_header: true }))
}

/// The texts of the first cells of a row, with those that say nothing; true for dates.
fn texts_of(row: &[(u32, Datum)], first_column: u32, n_columns: usize) -> Vec<(String, bool)> {
    let mut texts = vec![(String::new(), false); n_columns];
    for (column, value) in row {
        if let Some(text) = column.checked_sub(first_column).and_then(|index| texts.get_mut(index as usize)) {
            *text = value.text();
        }
    }
    texts
}

/// The names of the sheets that are shown; none for files that are no workbooks.
///
/// # Errors
/// When `reader` fails.
pub fn sheets(mut reader: Box<dyn Read + Send + '_>) -> io::Result<Vec<String>> {
    let mut bytes = Vec::new();
    reader.by_ref().take(8).read_to_end(&mut bytes)?;
    if !is_workbook(&bytes) {
        return Ok(Vec::new());
    }
    reader.take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
    let is_shown =
        |sheet: &&calamine::Sheet| sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible;
    let names = guarded(|| {
        let workbook = open_workbook(bytes)?;
        Ok(workbook.sheets_metadata().iter().filter(is_shown).map(|sheet| sheet.name.clone()).collect())
    });
    Ok(names.unwrap_or_default())
}

/// The sheet that is meant: the one named, else the first that is shown.
fn choose(file: &str, workbook: &Workbook, mapping: &Mapping, report: &mut dyn FnMut(Diagnostic)) -> Option<String> {
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
fn spread(cells: &mut Cells, merged: &[Dimensions], header: u32) -> Result<(), Refusal> {
    let Some(end) = cells.last_row() else { return Ok(()) };
    for region in merged.iter().filter(|region| region.start.0 > header) {
        let Some(value) = cells.get(region.start.0, region.start.1).cloned() else { continue };
        for row in region.start.0.saturating_add(1)..=region.end.0.min(end) {
            cells.set(row, region.start.1, value.clone())?;
        }
    }
    Ok(())
}

impl SheetRows {
    /// Reads the next row; none at the end. Cells that hold errors are findings.
    pub(crate) fn read(&mut self, names: &[Arc<str>], current: &mut Current) -> Next {
        let Some((row, values)) = self.cells.take_first() else { return Next::End };
        current.cells.clear();
        current.dates.clear();
        let mut fault = None;
        let name = |index: usize| names.get(index).map(ToString::to_string).unwrap_or_default();
        for (column, value) in &values {
            if let Datum::Other(Data::Error(error)) = value {
                let name = name((column - self.first_column) as usize);
                let finding = Finding::new(&codes::ERROR_CELL, name, format!("the cell holds the error `{error}`"));
                current.findings.push(finding.hint("mend the formula, or delete it: an empty cell says nothing"));
            }
        }
        let mut n_bytes = 0;
        for (index, (text, is_date)) in texts_of(&values, self.first_column, self.n_columns).into_iter().enumerate() {
            if is_date {
                current.dates.push(index);
            }
            n_bytes += text.len() + 1;
            fault = fault.or_else(|| control_character(&name(index), &text));
            // Nobody needs more of a row that is too long.
            current.cells.push(if n_bytes > LONGEST { String::new() } else { text });
        }
        if n_bytes > LONGEST {
            let message = format!("the row is longer than {LONGEST} bytes");
            let finding = Finding::new(&codes::ROW_TOO_LONG, "", message);
            fault = Some(finding.hint("keep long texts in files and cite them by document"));
        }
        current.record = record_of(&current.cells, u64::from(row) + 1);
        Next::of(fault)
    }
}
