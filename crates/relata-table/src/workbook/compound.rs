//! Old workbooks (`.xls`), looked at before they are read.
//!
//! Such a file is a small disk of its own: a table says for each sector which one comes next. The library follows it
//! without end when it goes in a circle, lays out the whole rectangle between the first and the last cell of every sheet,
//! and copies a text for each cell that names it. So the table, the rectangles and the texts are measured before.

use super::cells::Refusal;

/// Bytes of such a file; its sheets have 65,536 rows.
const MOST_BYTES: usize = 128 << 20;
/// Cells in the rectangles of all sheets, and those that they say they have.
const MOST_CELLS: u64 = 34_000_000;
/// Bytes of the texts of all cells.
const MOST_TEXT: u64 = 512 << 20;
/// Sheets of a workbook.
const MOST_SHEETS: usize = 1_000;

/// No sector comes next; numbers above are marks, too.
const FIRST_MARK: u32 = 0xFFFF_FFFA;

/// Looks at the parts of a workbook that are read.
pub(super) fn check(bytes: &[u8]) -> Result<(), Refusal> {
    if bytes.len() > MOST_BYTES {
        return Err(Refusal::Beyond(format!("an old workbook has more than {} MB", MOST_BYTES >> 20)));
    }
    // What is missing or too short is told by the reader.
    let Some(disk) = Disk::of(bytes)? else { return Ok(()) };
    match disk.workbook() {
        Some(stream) => check_stream(&stream),
        None => Ok(()),
    }
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at.checked_add(4)?)?.first_chunk().map(|four| u32::from_le_bytes(*four))
}

fn short(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at.checked_add(2)?)?.first_chunk().map(|two| u16::from_le_bytes(*two))
}

/// The file as a disk.
struct Disk<'b> {
    bytes: &'b [u8],
    sector_size: usize,
    /// Which sector comes behind each.
    next: Vec<u32>,
    /// The same for the small sectors, which lie in the stream of the root.
    next_small: Vec<u32>,
    directory: Vec<u8>,
}

impl<'b> Disk<'b> {
    fn of(bytes: &'b [u8]) -> Result<Option<Disk<'b>>, Refusal> {
        let Some(shift @ (9 | 12)) = short(bytes, 30) else { return Ok(None) };
        let sector_size = 1 << shift;
        let mut disk = Disk { bytes, sector_size, next: Vec::new(), next_small: Vec::new(), directory: Vec::new() };
        let Some(table) = disk.table_sectors() else { return Ok(None) };
        if table.len() > bytes.len() / sector_size + 1 {
            return Err(Refusal::Damaged("the workbook is damaged: its table is larger than the file".to_owned()));
        }
        for sector in table {
            disk.next.extend(numbers(disk.sector(sector)));
        }
        check_circles(&disk.next)?;
        let [Some(directory), Some(small), Some(n_small)] = [48, 60, 64].map(|at| number(bytes, at)) else {
            return Ok(None);
        };
        disk.directory = disk.stream(directory, usize::MAX);
        if n_small > 0 {
            disk.next_small = numbers(&disk.stream(small, (n_small as usize).saturating_mul(sector_size))).collect();
            check_circles(&disk.next_small)?;
        }
        Ok(Some(disk))
    }

    /// The sectors that the table lies in.
    fn table_sectors(&self) -> Option<Vec<u32>> {
        let mut sectors: Vec<u32> = numbers(self.bytes.get(76..512)?).collect();
        let mut further = number(self.bytes, 68)?;
        for _ in 0..=self.bytes.len() / self.sector_size {
            if further >= FIRST_MARK {
                break;
            }
            sectors.extend(numbers(self.sector(further)));
            further = sectors.pop()?;
        }
        sectors.retain(|sector| *sector < FIRST_MARK);
        Some(sectors)
    }

    fn sector(&self, sector: u32) -> &'b [u8] {
        let start = (sector as usize + 1).saturating_mul(self.sector_size);
        let rest = self.bytes.get(start..).unwrap_or_default();
        &rest[..rest.len().min(self.sector_size)]
    }

    /// The bytes of the sectors from this one on; there is no circle.
    fn stream(&self, mut sector: u32, length: usize) -> Vec<u8> {
        let mut bytes = Vec::new();
        while sector < FIRST_MARK && bytes.len() < length && bytes.len() <= self.bytes.len() {
            bytes.extend_from_slice(self.sector(sector));
            sector = self.next.get(sector as usize).copied().unwrap_or(u32::MAX);
        }
        bytes.truncate(length);
        bytes
    }

    /// The stream with the sheets.
    fn workbook(&self) -> Option<Vec<u8>> {
        let entry = |name: &str| {
            let wide: Vec<u8> = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
            let is_it = |entry: &&[u8]| entry[..wide.len()].eq_ignore_ascii_case(&wide);
            self.directory.chunks_exact(128).find(is_it)
        };
        let entry = entry("Workbook").or_else(|| entry("Book"))?;
        let (start, length) = (number(entry, 116)?, number(entry, 120)? as usize);
        if length >= 4096 {
            return Some(self.stream(start, length));
        }
        let root = self.directory.chunks_exact(128).next()?;
        let small = self.stream(number(root, 116)?, self.bytes.len());
        let (mut bytes, mut sector) = (Vec::new(), start);
        while sector < FIRST_MARK && bytes.len() < length {
            let at = (sector as usize).saturating_mul(64);
            bytes.extend_from_slice(small.get(at..small.len().min(at + 64))?);
            sector = self.next_small.get(sector as usize).copied().unwrap_or(u32::MAX);
        }
        bytes.truncate(length);
        Some(bytes)
    }
}

fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes.chunks_exact(4).filter_map(|four| four.first_chunk().map(|four| u32::from_le_bytes(*four)))
}

/// Refuses a table in which sectors come after each other in a circle.
fn check_circles(next: &[u32]) -> Result<(), Refusal> {
    // The walk in which each sector was met, from 1.
    let mut met = vec![0_u32; next.len()];
    for (walk, start) in (1..).zip(0..next.len()) {
        let mut at = start;
        while met[at] == 0 {
            met[at] = walk;
            match next.get(at).map(|next| *next as usize) {
                Some(following) if following < next.len() => at = following,
                _ => break,
            }
            if met[at] == walk {
                return Err(Refusal::Damaged("the workbook is damaged: a part of it has no end".to_owned()));
            }
        }
    }
    Ok(())
}

/// A record of the stream.
struct Entry<'s> {
    kind: u16,
    bytes: &'s [u8],
}

/// The records from a place on.
fn records(mut rest: &[u8]) -> impl Iterator<Item = Entry<'_>> {
    std::iter::from_fn(move || {
        let (kind, length) = (short(rest, 0)?, short(rest, 2)? as usize);
        let bytes = rest.get(4..4 + length)?;
        rest = &rest[4 + length..];
        Some(Entry { kind, bytes })
    })
}

const CONTINUED: u16 = 0x003C;
const SHARED_TEXTS: u16 = 0x00FC;
const SHEET: u16 = 0x0085;
const END: u16 = 0x000A;

fn check_stream(stream: &[u8]) -> Result<(), Refusal> {
    let (mut sheets, mut texts, mut lengths) = (Vec::new(), Vec::new(), Vec::new());
    let mut last = 0;
    for Entry { kind, bytes } in records(stream) {
        match kind {
            SHARED_TEXTS => texts.push(bytes),
            CONTINUED if last == SHARED_TEXTS => texts.push(bytes),
            SHEET => sheets.extend(number(bytes, 0)),
            END => break,
            _ => {}
        }
        last = if kind == CONTINUED { last } else { kind };
    }
    if sheets.len() > MOST_SHEETS {
        return Err(Refusal::Beyond(format!("the workbook has more than {MOST_SHEETS} sheets")));
    }
    if !texts.is_empty() {
        lengths = text_lengths(&texts);
    }
    let mut sums = Sums::default();
    for start in sheets {
        sums.add_sheet(stream.get(start as usize..).unwrap_or_default(), &lengths)?;
    }
    Ok(())
}

/// The lengths of shared texts in characters. A text may go on in the next record, behind a byte that says how it is written.
fn text_lengths(pieces: &[&[u8]]) -> Vec<u16> {
    let mut lengths = Vec::new();
    let (mut piece, mut at) = (0, 8_usize);
    let skip = |piece: &mut usize, at: &mut usize, mut n: usize| -> Option<()> {
        while n > 0 {
            let left = pieces.get(*piece)?.len().saturating_sub(*at);
            let step = left.min(n);
            *at += step;
            n -= step;
            if n > 0 {
                (*piece, *at) = (*piece + 1, 0);
            }
        }
        Some(())
    };
    let mut next = || -> Option<u16> {
        while pieces.get(piece)?.len() <= at {
            (piece, at) = (piece + 1, 0);
        }
        let bytes = pieces.get(piece)?;
        let (length, flags) = (short(bytes, at)?, *bytes.get(at + 2)?);
        at += 3;
        let n_runs = if flags & 8 == 0 { 0 } else { short(bytes, at)? as usize };
        at += if flags & 8 == 0 { 0 } else { 2 };
        let n_further = if flags & 4 == 0 { 0 } else { number(bytes, at)? as usize };
        at += if flags & 4 == 0 { 0 } else { 4 };
        let (mut left, mut width) = (length as usize, 1 + usize::from(flags & 1));
        loop {
            let here = pieces.get(piece)?.len().saturating_sub(at) / width;
            let step = here.min(left);
            (at, left) = (at + step * width, left - step);
            if left == 0 {
                break;
            }
            piece += 1;
            width = 1 + usize::from(pieces.get(piece)?.first()? & 1);
            at = 1;
        }
        skip(&mut piece, &mut at, n_runs * 4)?;
        skip(&mut piece, &mut at, n_further)?;
        Some(length)
    };
    while let Some(length) = next() {
        lengths.push(length);
    }
    lengths
}

/// What all sheets take.
#[derive(Default)]
struct Sums {
    n_cells: u64,
    n_bytes: u64,
}

impl Sums {
    /// Adds the sheet that begins here.
    fn add_sheet(&mut self, stream: &[u8], lengths: &[u16]) -> Result<(), Refusal> {
        // Where the first and the last cell stand: rows, then columns.
        let mut first = [u32::MAX; 2];
        let mut last = [0_u32; 2];
        let (mut depth, mut is_begun) = (0_usize, false);
        for Entry { kind, bytes } in records(stream) {
            match kind {
                0x0809 if is_begun => depth += 1,
                0x0809 => is_begun = true,
                END if depth > 0 => depth -= 1,
                END => break,
                _ if depth > 0 => {}
                0x0200 => self.add_cells(dimensions(bytes))?,
                // Numbers, labels, truths and errors, formulas, several numbers in a row.
                0x0203 | 0x0204 | 0x00D6 | 0x0205 | 0x027E | 0x00FD | 0x0006 | 0x00BD => {
                    let (Some(row), Some(column)) = (short(bytes, 0), short(bytes, 2)) else { continue };
                    let end =
                        if kind == 0x00BD { bytes.len().checked_sub(2).and_then(|at| short(bytes, at)) } else { None };
                    let here = [u32::from(row), u32::from(column)];
                    let end = [u32::from(row), u32::from(end.unwrap_or(column).max(column))];
                    first = [first[0].min(here[0]), first[1].min(here[1])];
                    last = [last[0].max(end[0]), last[1].max(end[1])];
                    if kind == 0x00FD {
                        let text = number(bytes, 6).and_then(|at| lengths.get(at as usize));
                        self.n_bytes += 2 * u64::from(*text.unwrap_or(&u16::MAX));
                    }
                }
                _ => {}
            }
        }
        if self.n_bytes > MOST_TEXT {
            return Err(Refusal::Beyond(format!("the sheets have more than {} MB of text", MOST_TEXT >> 20)));
        }
        let side = |nth: usize| u64::from(last[nth].saturating_sub(first[nth]) + 1);
        self.add_cells(side(0) * side(1))
    }

    fn add_cells(&mut self, n_cells: u64) -> Result<(), Refusal> {
        self.n_cells = self.n_cells.saturating_add(n_cells);
        if self.n_cells <= MOST_CELLS {
            return Ok(());
        }
        Err(Refusal::Beyond(format!(
            "the sheets are larger than {MOST_CELLS} cells, from their first to their last ones"
        )))
    }
}

/// The cells that a sheet says it has; the library makes room for as many, and takes the numbers as they are.
fn dimensions(bytes: &[u8]) -> u64 {
    let sides = match bytes.len() {
        10 => [0, 2, 4, 6].map(|at| short(bytes, at).map(u32::from)),
        _ => [number(bytes, 0), number(bytes, 4), short(bytes, 8).map(u32::from), short(bytes, 10).map(u32::from)],
    };
    let [first_row, end_row, first_column, end_column] = sides.map(Option::unwrap_or_default);
    let first_column = if first_column > 0xFF || end_column < first_column { 0 } else { first_column };
    if end_row == 0 || end_column == 0 {
        return 1;
    }
    u64::from(end_row.wrapping_sub(first_row)).saturating_mul(u64::from(end_column.wrapping_sub(first_column)))
}
