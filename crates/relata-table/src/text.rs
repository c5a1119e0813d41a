//! Delimited text up to its header.

use std::io::Read;
use std::sync::Arc;

use super::above::{HeaderPlace, find_header, find_rows};
use super::header::{Layout, example_header, not_a_table};
use super::kgtk;
use super::mapping::Mapping;
use super::raw_row::RawRow;
use super::record::{Record, Records, Syntax};
use super::rows::OpenedTable;
use super::table::RowSource;
use crate::diagnostic::{Diagnostic, Finding, Place, codes};

/// Reads the header of a table of text.
pub(super) fn open_text<'r>(
    file: &str,
    reader: Box<dyn Read + Send + 'r>,
    layout: &Layout,
    mapping: &Mapping,
    report: &mut dyn FnMut(Diagnostic),
) -> std::io::Result<Option<OpenedTable<RowSource<'r>>>> {
    let mut records = Records::new(reader, b',');
    let start = records.peek()?;
    if let Some(diagnostic) = not_a_table(file, start) {
        report(diagnostic);
        return Ok(None);
    }
    let mark = if start.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
    // Excel tells its delimiter in a line of its own.
    let declared = start
        .get(mark..mark + 4)
        .filter(|word| word.eq_ignore_ascii_case(b"sep="))
        .and(start.get(mark + 4..))
        .and_then(|rest| rest.first())
        .copied()
        .filter(u8::is_ascii);
    let HeaderPlace { delimiter, n_above } = match declared {
        Some(delimiter) => HeaderPlace { delimiter, n_above: 0 },
        None if !mapping.header.is_empty() => find_rows(&start[mark..]),
        None => find_header(&start[mark..], layout, mapping),
    };
    let line =
        String::from_utf8_lossy(start[mark..].split(|byte| matches!(byte, b'\n' | b'\r')).next().unwrap_or_default());
    let is_kgtk = delimiter == b'\t' && layout.name == "claims" && kgtk::is_kgtk(&line.split('\t').collect::<Vec<_>>());
    records.skip(mark);
    records.set_delimiter(delimiter);
    if is_kgtk {
        records.set_syntax(Syntax { quote: None, ..Syntax::rfc4180(delimiter) });
    }
    if declared.is_some() {
        records.read(&mut Record::default())?;
    }
    let mut has_titles = false;
    for _ in 0..n_above {
        has_titles |= records.take_line()?.is_some_and(|line| !line.iter().all(|byte| is_space_or(*byte, delimiter)));
    }
    let mut record = Record::default();
    let mut is_read = records.read(&mut record)?;
    while is_read && record.bytes.iter().all(u8::is_ascii_whitespace) {
        is_read = records.read(&mut record)?;
    }
    if !is_read {
        let hint = format!("the first line names the columns, such as `{}`", example_header(layout));
        report(Diagnostic::new(&codes::NO_HEADER, Place::file(file), "the file is empty").hint(hint));
        return Ok(None);
    }
    let mut cells = Vec::new();
    let raw = RawRow { file: file.into(), header: Arc::default(), record, indent: 0, sheet: None };
    if let Some(finding) = raw.decode(&mut cells) {
        report(raw.diagnose(finding));
        return Ok(None);
    }
    if has_titles {
        let message = "what stands above the header is not read";
        report(raw.diagnose(Finding::new(&codes::ROWS_ABOVE_HEADER, "", message)));
    }
    let name = |(index, cell): (usize, &String)| match cell.trim() {
        "" => format!("column {}", index + 1).into(),
        name => name.into(),
    };
    let names = cells.iter().enumerate().map(name).collect();
    let names = if mapping.header.is_empty() { names } else { mapping.header.clone() };
    let has_header = mapping.header.is_empty();
    Ok(Some(OpenedTable { rows: RowSource::Text(Box::new(records)), raw, names, has_lists: false, has_header }))
}

/// True for a byte that says nothing in a line of cells.
fn is_space_or(byte: u8, delimiter: u8) -> bool {
    byte.is_ascii_whitespace() || byte == delimiter
}
