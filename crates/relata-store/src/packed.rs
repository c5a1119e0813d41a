//! Sorted rows of four numbers, packed in blocks.
//!
//! In a block every column is kept as its distance from the least value there, in as many bits as the widest distance
//! needs. All rows of a block take the same number of bits, so any row is found without unpacking those before it.
//! Heads of blocks hold their first rows and serve as the index.

use std::io::{self, Write};
use std::ops::Range;

/// Four numbers of terms.
pub(super) type Row = [u32; 4];

/// Rows of a block.
pub(super) const BLOCK: usize = 512;

/// Blocks that are looked at one after the other before all are searched.
const NEAR: usize = 4;

/// Bytes after the rows, so that sixteen bytes can be read at every row.
const PADDING: usize = 16;

/// Head of a block as it lies in the file: first row; least values of the columns but the first; the columns' widths in
/// bits, one a byte; where the block begins.
type Head = [u64; 5];

fn head(first: Row, least: [u32; 3], widths: [u8; 4], offset: u64) -> Head {
    let two = |low: u32, high: u32| u64::from(low) | u64::from(high) << 32;
    let widths = u32::from_le_bytes(widths);
    [two(first[0], first[1]), two(first[2], first[3]), two(least[0], least[1]), two(least[2], widths), offset]
}

#[expect(clippy::cast_possible_truncation, reason = "the two halves of a number")]
fn halves(number: u64) -> [u32; 2] {
    [number as u32, (number >> 32) as u32]
}

fn first_row(head: &Head) -> Row {
    let ([a, b], [c, d]) = (halves(head[0]), halves(head[1]));
    [a, b, c, d]
}

/// Packs rows that come in order.
pub(super) struct PackedWriter<W> {
    out: W,
    block: Vec<Row>,
    heads: Vec<Head>,
    packed: Vec<u8>,
    n_bytes: u64,
    n_rows: u64,
}

impl<W: Write> PackedWriter<W> {
    pub(super) fn new(out: W) -> PackedWriter<W> {
        let block = Vec::with_capacity(BLOCK);
        PackedWriter { out, block, heads: Vec::new(), packed: Vec::new(), n_bytes: 0, n_rows: 0 }
    }

    /// Takes the next row.
    pub(super) fn push(&mut self, row: Row) -> io::Result<()> {
        self.block.push(row);
        self.n_rows += 1;
        if self.block.len() == BLOCK { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> io::Result<()> {
        let Some(first) = self.block.first().copied() else { return Ok(()) };
        let (mut least, mut most) = (first, first);
        for row in &self.block {
            for column in 0..4 {
                least[column] = least[column].min(row[column]);
                most[column] = most[column].max(row[column]);
            }
        }
        let mut widths = [0_u8; 4];
        for column in 0..4 {
            widths[column] = u8::try_from(32 - (most[column] - least[column]).leading_zeros()).unwrap_or(32);
        }
        self.heads.push(head(first, [least[1], least[2], least[3]], widths, self.n_bytes));
        let (n_bits, mut waiting, mut n_waiting) = (row_bits(widths), 0_u128, 0_usize);
        self.packed.clear();
        for row in &self.block {
            let mut bits = 0_u128;
            for column in 0..4 {
                bits = bits << widths[column] | u128::from(row[column] - least[column]);
            }
            // At most 7 bits wait; a row of more than 120 bits has 128 and none waits.
            waiting |= bits << n_waiting;
            n_waiting += n_bits;
            let whole = n_waiting / 8;
            self.packed.extend_from_slice(&waiting.to_le_bytes()[..whole]);
            waiting = if whole == 16 { 0 } else { waiting >> (8 * whole) };
            n_waiting %= 8;
        }
        if n_waiting > 0 {
            self.packed.push(waiting.to_le_bytes()[0]);
        }
        self.block.clear();
        self.n_bytes += self.packed.len() as u64;
        self.out.write_all(&self.packed)
    }

    /// Writes the heads; returns what was written to.
    pub(super) fn finish(mut self) -> io::Result<W> {
        self.flush()?;
        let aligned = usize::try_from(self.n_bytes.next_multiple_of(8) - self.n_bytes).unwrap_or(0);
        self.out.write_all(&vec![0; PADDING + aligned])?;
        self.out.write_all(bytemuck::cast_slice(&self.heads))?;
        self.out.write_all(&self.n_rows.to_le_bytes())?;
        Ok(self.out)
    }
}

/// Bits of a row; those a sixteen-byte read could miss are rounded up.
fn row_bits(widths: [u8; 4]) -> usize {
    let sum: usize = widths.into_iter().map(usize::from).sum();
    if sum > 120 { 128 } else { sum }
}

/// Packed rows in a file.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Packed<'a> {
    data: &'a [u8],
    heads: &'a [Head],
    n_rows: usize,
}

impl<'a> Packed<'a> {
    /// The rows of a section; none when its lengths do not fit each other.
    pub(super) fn new(section: &'a [u8]) -> Option<Packed<'a>> {
        let (rest, n_rows) = section.split_last_chunk::<8>()?;
        let n_rows = usize::try_from(u64::from_le_bytes(*n_rows)).ok()?;
        let heads_length = n_rows.div_ceil(BLOCK).checked_mul(size_of::<Head>())?;
        let (data, heads) = rest.split_at_checked(rest.len().checked_sub(heads_length)?)?;
        let heads: &[Head] = bytemuck::try_cast_slice(heads).ok()?;
        Some(Packed { data, heads, n_rows })
    }

    pub(super) fn len(&self) -> usize {
        self.n_rows
    }

    fn block(&self, index: usize) -> Option<Block<'a>> {
        let head = self.heads.get(index)?;
        let ([b, c], [d, widths]) = (halves(head[2]), halves(head[3]));
        let widths = widths.to_le_bytes();
        let data = self.data.get(usize::try_from(head[4]).ok()?..)?;
        if widths.iter().any(|width| *width > 32) {
            return None;
        }
        let masks = widths.map(|width| u32::try_from((1_u64 << width) - 1).unwrap_or(u32::MAX));
        let base = [first_row(head)[0], b, c, d];
        Some(Block { data, base, widths: widths.map(u32::from), masks, n_bits: row_bits(widths) })
    }

    /// The rows from one place to another. A damaged block ends them.
    pub(super) fn rows(&self, from: usize, to: usize) -> Rows<'a> {
        Rows { packed: *self, at: from, to: to.min(self.n_rows), block: self.block(from / BLOCK) }
    }

    /// Hands on the rows from one place to another, block by block, which takes a third of the time that asking for one
    /// after the other does. A damaged block ends them.
    #[inline]
    pub(super) fn each<E>(&self, range: Range<usize>, mut take: impl FnMut(Row) -> Result<(), E>) -> Result<(), E> {
        let (mut at, to) = (range.start, range.end.min(self.n_rows));
        while at < to {
            let Some(block) = self.block(at / BLOCK) else { return Ok(()) };
            let end = to.min((at / BLOCK + 1) * BLOCK);
            for index in at % BLOCK..=(end - 1) % BLOCK {
                let Some(row) = block.row(index) else { return Ok(()) };
                take(row)?;
            }
            at = end;
        }
        Ok(())
    }

    /// Where rows that begin with `prefix` start and end. O(log n).
    pub(super) fn range(&self, prefix: &[u32]) -> (usize, usize) {
        let start = self.start(prefix);
        (start, self.end(prefix, start))
    }

    /// Where rows that begin with `prefix`, or stand behind these, start. O(log n).
    pub(super) fn start(&self, prefix: &[u32]) -> usize {
        let least = padded(prefix, 0);
        self.position(0..self.heads.len(), |row| row < least)
    }

    /// The same, when it is likely to be a little behind `near`: looks there and in the next blocks first.
    pub(super) fn start_near(&self, prefix: &[u32], near: usize) -> usize {
        let least = padded(prefix, 0);
        let first = near / BLOCK;
        // The place is in the last block that begins before it.
        let begins_before = |index: usize| self.heads.get(index).map(|head| first_row(head) < least);
        if begins_before(first) != Some(true) {
            return self.start(prefix);
        }
        let Some(index) = (first..first + NEAR).find(|index| begins_before(index + 1) != Some(true)) else {
            return self.position(first..self.heads.len(), |row| row < least);
        };
        let start = index * BLOCK;
        let Some(block) = self.block(index) else { return start };
        let is_before = |at: usize| block.row(at).is_some_and(|row| row < least);
        let end = BLOCK.min(self.n_rows - start);
        // In growing strides from where the last search ended.
        let from = near.saturating_sub(start).max(1);
        let (mut low, mut high) =
            if index == first && from < end && is_before(from) { (from + 1, end) } else { (1, end) };
        let mut stride = 4;
        while low + stride < high {
            if is_before(low + stride) {
                low += stride + 1;
                stride *= 2;
            } else {
                high = low + stride;
                break;
            }
        }
        while low < high {
            let middle = low.midpoint(high);
            if is_before(middle) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        start + low
    }

    /// Where rows that begin with `prefix` end, when they start at `start`. O(log n) in the number of these rows.
    pub(super) fn end(&self, prefix: &[u32], start: usize) -> usize {
        let most = padded(prefix, u32::MAX);
        let block = start / BLOCK;
        let is_before = |index: usize| self.heads.get(index).is_some_and(|head| first_row(head) <= most);
        let reach = (0..usize::BITS).map(|power| 1 << power).find(|reach| !is_before(block + reach)).unwrap_or(1);
        self.position(block..(block + reach).min(self.heads.len()), |row| row <= most)
    }

    /// The rows that differ from the one before in the last number alone. A block in which all last numbers are the same has
    /// none but, perhaps, its first row.
    pub(super) fn repeated(&self) -> Vec<Row> {
        let mut found = Vec::new();
        let mut last = Row::default();
        for index in 0..self.heads.len() {
            let Some(block) = self.block(index) else { break };
            let start = index * BLOCK;
            let n_rows = BLOCK.min(self.n_rows - start);
            // Of a block of one graph, the ends are enough.
            let stride = if block.widths[3] == 0 { (n_rows - 1).max(1) } else { 1 };
            for row in (0..n_rows).step_by(stride).filter_map(|at| block.row(at)) {
                if row[..3] == last[..3] && row[3] != last[3] {
                    found.push(row);
                }
                last = row;
            }
        }
        found
    }

    /// The first place in `blocks` or right behind them whose row is not `before`, which holds for a first part of the rows.
    fn position(&self, blocks: Range<usize>, before: impl Fn(Row) -> bool) -> usize {
        let heads = self.heads.get(blocks.clone()).unwrap_or_default();
        // Only the last block that begins before can hold the place.
        let Some(index) = heads.partition_point(|head| before(first_row(head))).checked_sub(1) else {
            return blocks.start * BLOCK;
        };
        let index = blocks.start + index;
        let start = index * BLOCK;
        let Some(block) = self.block(index) else { return start };
        let (mut low, mut high) = (1, BLOCK.min(self.n_rows - start));
        while low < high {
            let middle = low.midpoint(high);
            if block.row(middle).is_some_and(&before) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        start + low
    }
}

/// The first or the last row that begins with `prefix`.
fn padded(prefix: &[u32], with: u32) -> Row {
    let mut row = [with; 4];
    row[..prefix.len()].copy_from_slice(prefix);
    row
}

/// A block and how to take it apart.
#[derive(Debug, Clone, Copy)]
struct Block<'a> {
    data: &'a [u8],
    base: Row,
    widths: [u32; 4],
    masks: [u32; 4],
    n_bits: usize,
}

impl Block<'_> {
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "the mask keeps what fits")]
    fn row(&self, index: usize) -> Option<Row> {
        let bit = index * self.n_bits;
        let at = bit / 8;
        let bytes: &[u8; 16] = self.data.get(at..at + 16)?.first_chunk()?;
        let [a, b, c, d] = self.base;
        let [_, wb, wc, wd] = self.widths;
        let [ma, mb, mc, md] = self.masks;
        // Damage can make any sum: it wraps, and the number is checked where it is used.
        if self.n_bits <= 57 {
            let mut bits = u64::from_le_bytes(*bytes.first_chunk()?) >> (bit % 8);
            let d = d.wrapping_add(bits as u32 & md);
            bits >>= wd;
            let c = c.wrapping_add(bits as u32 & mc);
            bits >>= wc;
            let b = b.wrapping_add(bits as u32 & mb);
            bits >>= wb;
            return Some([a.wrapping_add(bits as u32 & ma), b, c, d]);
        }
        let mut bits = u128::from_le_bytes(*bytes) >> (bit % 8);
        let d = d.wrapping_add(bits as u32 & md);
        bits >>= wd;
        let c = c.wrapping_add(bits as u32 & mc);
        bits >>= wc;
        let b = b.wrapping_add(bits as u32 & mb);
        bits >>= wb;
        Some([a.wrapping_add(bits as u32 & ma), b, c, d])
    }
}

/// Rows one after another.
#[derive(Debug, Clone)]
pub(super) struct Rows<'a> {
    packed: Packed<'a>,
    at: usize,
    to: usize,
    block: Option<Block<'a>>,
}

impl Iterator for Rows<'_> {
    type Item = Row;

    #[inline]
    fn next(&mut self) -> Option<Row> {
        if self.at >= self.to {
            return None;
        }
        let index = self.at % BLOCK;
        let row = self.block.as_ref()?.row(index);
        self.at += 1;
        if index + 1 == BLOCK {
            self.block = self.packed.block(self.at / BLOCK);
        }
        row
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (0, Some(self.to.saturating_sub(self.at)))
    }
}
