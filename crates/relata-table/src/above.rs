//! The header of a table of text, and the character between its cells, told from its first lines.

use super::header::{Layout, sniff_delimiter};
use super::mapping::Mapping;

/// Lines that are looked at for the header.
const MOST_LINES: usize = 30;

/// The place of the header.
pub(super) struct HeaderPlace {
    /// The character between cells.
    pub(super) delimiter: u8,
    /// Lines that stand above it.
    pub(super) n_above: usize,
}

/// Finds the header in the first bytes of a table. A first line with a name that the layout or the project knows is the
/// header, whatever stands below; otherwise the shape of the lines tells.
pub(super) fn find_header(start: &[u8], layout: &Layout, mapping: &Mapping) -> HeaderPlace {
    let lines: Vec<&[u8]> = lines(start).take(MOST_LINES).collect();
    let is_known = |cell: &[u8]| {
        let text = String::from_utf8_lossy(cell);
        let name = text.trim().trim_matches('"').trim();
        layout.has_meaning(name) || mapping.headings().any(|(written, _)| written == name)
    };
    let knows = |line: &[u8], delimiter: u8| cells(line, delimiter).iter().any(|cell| is_known(cell));
    let first = HeaderPlace { delimiter: sniff_delimiter(start, layout, mapping), n_above: 0 };
    let is_told = lines.first().is_some_and(|line| knows(line, first.delimiter));
    let (delimiter, width) = if is_told { (first.delimiter, 0) } else { shape(&lines).unwrap_or((first.delimiter, 0)) };
    if width < 2 {
        return first;
    }
    let is_full = |line: &[u8]| {
        let cells = cells(line, delimiter);
        let n_filled = cells.iter().filter(|cell| !cell.trim_ascii().is_empty()).count();
        cells.len() == width && n_filled >= 2 && n_filled * 2 > width
    };
    let full = || lines.iter().enumerate().filter(|(_, line)| is_full(line)).map(|(at, _)| at);
    // Where the project names columns, the header is the line that has them.
    let has_names = mapping.headings().next().is_some();
    let named = full().find(|at| has_names && knows(lines[*at], delimiter));
    HeaderPlace { delimiter, n_above: named.or_else(|| full().next().filter(|_| !has_names)).unwrap_or_default() }
}

/// The lines of the first bytes; the last one only when it is whole or all there is.
fn lines(start: &[u8]) -> impl Iterator<Item = &[u8]> {
    let end = start.iter().rposition(|byte| matches!(byte, b'\n' | b'\r')).map_or(start.len(), |at| at + 1);
    let mut rest = &start[..end];
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(rest.len());
        let line = &rest[..end];
        rest = &rest[(end + super::scan::line_break(rest, end)).min(rest.len())..];
        Some(line)
    })
}

/// The parts of a line between delimiters that stand outside quotes.
fn cells(line: &[u8], delimiter: u8) -> Vec<&[u8]> {
    let mut inside = false;
    line.split(|byte| {
        inside ^= *byte == b'"';
        *byte == delimiter && !inside
    })
    .collect()
}

/// The delimiter under which the most lines have the same number of cells, two or more, and that number.
fn shape(lines: &[&[u8]]) -> Option<(u8, usize)> {
    let widths = |delimiter: u8| {
        let all = || lines.iter().map(|line| cells(line, delimiter).len()).filter(|width| *width >= 2);
        let commonest = all().max_by_key(|width| (all().filter(|other| other == width).count(), *width))?;
        Some((all().filter(|width| *width == commonest).count(), commonest, delimiter))
    };
    let best =
        [b'|', b';', b'\t', b','].into_iter().filter_map(widths).max_by_key(|(n_lines, width, _)| (*n_lines, *width));
    best.map(|(_, width, delimiter)| (delimiter, width))
}
