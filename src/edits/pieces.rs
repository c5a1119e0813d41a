//! The cells of a row as they are written.

use std::ops::Range;

use csv::QuoteStyle;

use super::Uneditable;

/// Where the cells of a row stand, quotes included and without the end of the line.
pub(super) fn pieces_of(row: &str, delimiter: u8) -> Vec<Range<usize>> {
    let row = row.trim_end_matches(['\r', '\n']).as_bytes();
    let mut pieces = Vec::new();
    let (mut start, mut is_quoted) = (0, false);
    for (at, byte) in row.iter().enumerate() {
        match byte {
            // A doubled quote closes and opens again.
            b'"' if is_quoted || at == start => is_quoted = !is_quoted,
            b'"' if row.get(at.wrapping_sub(1)) == Some(&b'"') && row.get(start) == Some(&b'"') => is_quoted = true,
            byte if *byte == delimiter && !is_quoted => {
                pieces.push(start..at);
                start = at + 1;
            }
            _ => {}
        }
    }
    pieces.push(start..row.len());
    pieces
}

/// How a table quotes its cells, told from its header.
pub(super) fn quotes_of(header: &str, delimiter: u8) -> QuoteStyle {
    let header = header.trim_start_matches('\u{feff}');
    let are_quoted = pieces_of(header, delimiter).into_iter().all(|piece| header[piece].starts_with('"'));
    if are_quoted { QuoteStyle::Always } else { QuoteStyle::Necessary }
}

/// A cell as it is written.
pub(super) fn written_cell(cell: &str, delimiter: u8, quotes: QuoteStyle) -> Result<String, Uneditable> {
    if cell.is_empty() && !matches!(quotes, QuoteStyle::Always) {
        return Ok(String::new());
    }
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).quote_style(quotes).from_writer(Vec::new());
    writer.write_record([cell]).map_err(|error| Uneditable::Disk(error.into()))?;
    let bytes = writer.into_inner().map_err(|error| Uneditable::Disk(error.into_error()))?;
    Ok(String::from_utf8_lossy(&bytes).trim_end_matches('\n').to_owned())
}
