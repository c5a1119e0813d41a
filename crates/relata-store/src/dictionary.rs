//! Sorted texts, packed: each holds only what differs from the one before it.
//!
//! Sixteen texts make a block. The first stands whole; of the others only the length shared with the text before, and
//! the rest. The places where blocks begin are the index.

use std::cmp::Ordering;
use std::io::{self, Write};

/// Texts of a block.
const BLOCK: usize = 16;

/// Bytes that are written at once: each write has its price, and an entry is short.
const WRITTEN_AT_ONCE: usize = 1 << 14;

/// Packs texts that come in order, each once.
pub(super) struct DictionaryWriter<W> {
    out: W,
    last: Vec<u8>,
    /// Entries that are not written yet.
    entries: Vec<u8>,
    starts: Vec<u64>,
    n_bytes: u64,
    n_texts: u64,
}

impl<W: Write> DictionaryWriter<W> {
    pub(super) fn new(out: W) -> DictionaryWriter<W> {
        DictionaryWriter { out, last: Vec::new(), entries: Vec::new(), starts: Vec::new(), n_bytes: 0, n_texts: 0 }
    }

    /// Takes the next text.
    pub(super) fn push(&mut self, text: &[u8]) -> io::Result<()> {
        let n_before = self.entries.len();
        let shared = if self.n_texts.is_multiple_of(BLOCK as u64) {
            self.starts.push(self.n_bytes);
            0
        } else {
            let shared = shared_length(&self.last, text);
            push_length(shared, &mut self.entries);
            shared
        };
        push_length(text.len() - shared, &mut self.entries);
        self.entries.extend_from_slice(&text[shared..]);
        self.last.truncate(shared);
        self.last.extend_from_slice(&text[shared..]);
        self.n_bytes += (self.entries.len() - n_before) as u64;
        self.n_texts += 1;
        if self.entries.len() < WRITTEN_AT_ONCE {
            return Ok(());
        }
        self.out.write_all(&self.entries)?;
        self.entries.clear();
        Ok(())
    }

    /// Writes the places of the blocks; returns what was written to.
    pub(super) fn finish(mut self) -> io::Result<W> {
        let aligned = usize::try_from(self.n_bytes.next_multiple_of(8) - self.n_bytes).unwrap_or(0);
        self.entries.resize(self.entries.len() + aligned, 0);
        self.out.write_all(&self.entries)?;
        self.out.write_all(bytemuck::cast_slice(&self.starts))?;
        self.out.write_all(&self.n_texts.to_le_bytes())?;
        Ok(self.out)
    }
}

/// How many bytes two texts begin with alike. Eight are compared at once, because IRIs agree over long stretches.
pub(super) fn shared_length(a: &[u8], b: &[u8]) -> usize {
    let (eights, _) = a.as_chunks::<8>();
    let n_alike = 8 * eights.iter().zip(b.as_chunks::<8>().0).take_while(|(a, b)| a == b).count();
    n_alike + a[n_alike..].iter().zip(&b[n_alike..]).take_while(|(a, b)| a == b).count()
}

/// Seven bits a byte, the lowest first; a set high bit says that more follow.
pub(super) fn push_length(mut length: usize, out: &mut Vec<u8>) {
    while let Some(byte) = u8::try_from(length & 127).ok().filter(|_| length > 127) {
        out.push(byte | 128);
        length >>= 7;
    }
    out.push(u8::try_from(length).unwrap_or(127));
}

/// Takes a length off the front of `bytes`.
pub(super) fn take_length(bytes: &mut &[u8]) -> Option<usize> {
    let mut length = 0_usize;
    for shift in (0..usize::BITS).step_by(7) {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        length |= usize::from(byte & 127) << shift;
        if byte & 128 == 0 {
            return Some(length);
        }
    }
    None
}

/// Packed texts in a file.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Dictionary<'a> {
    data: &'a [u8],
    starts: &'a [u64],
    n_texts: usize,
}

impl<'a> Dictionary<'a> {
    /// The texts of a section; none when its lengths do not fit each other.
    pub(super) fn new(section: &'a [u8]) -> Option<Dictionary<'a>> {
        let (rest, n_texts) = section.split_last_chunk::<8>()?;
        let n_texts = usize::try_from(u64::from_le_bytes(*n_texts)).ok()?;
        let (data, starts) = rest.split_at_checked(rest.len().checked_sub(n_texts.div_ceil(BLOCK).checked_mul(8)?)?)?;
        Some(Dictionary { data, starts: bytemuck::try_cast_slice(starts).ok()?, n_texts })
    }

    pub(super) fn len(&self) -> usize {
        self.n_texts
    }

    /// The texts of a block, one after another.
    fn block(&self, index: usize) -> Option<Entries<'a>> {
        let start = usize::try_from(*self.starts.get(index)?).ok()?;
        Some(Entries { rest: self.data.get(start..)?, is_first: true })
    }

    /// Puts the text at `index` into `text`; none when there is no such text.
    pub(super) fn read<'t>(&self, index: usize, text: &'t mut Vec<u8>) -> Option<&'t [u8]> {
        if index >= self.n_texts {
            return None;
        }
        text.clear();
        let mut entries = self.block(index / BLOCK)?;
        for _ in 0..=index % BLOCK {
            let (shared, rest) = entries.next()?;
            if shared > text.len() {
                return None;
            }
            text.truncate(shared);
            text.extend_from_slice(rest);
        }
        Some(text)
    }

    /// The same, going on from what `cursor` read last where the text stands a little behind it.
    pub(super) fn read_near<'t>(&self, index: usize, cursor: &'t mut Cursor) -> Option<&'t [u8]> {
        if index >= self.n_texts {
            return None;
        }
        if cursor.next == 0 || cursor.next > index + 1 || (cursor.next - 1) / BLOCK != index / BLOCK {
            cursor.at = usize::try_from(*self.starts.get(index / BLOCK)?).ok()?;
            cursor.next = index / BLOCK * BLOCK;
            cursor.text.clear();
        }
        let is_first = cursor.next.is_multiple_of(BLOCK) && cursor.next <= index;
        let mut entries = Entries { rest: self.data.get(cursor.at..)?, is_first };
        while cursor.next <= index {
            let entry = entries.next();
            let (shared, rest) = entry.filter(|(shared, _)| *shared <= cursor.text.len())?;
            cursor.text.truncate(shared);
            cursor.text.extend_from_slice(rest);
            cursor.next += 1;
        }
        cursor.at = self.data.len() - entries.rest.len();
        Some(&cursor.text)
    }

    /// The place of `text`. O(log n).
    pub(super) fn find(&self, text: &[u8]) -> Option<usize> {
        let first = |start: &u64| -> Option<&'a [u8]> {
            let mut rest = self.data.get(usize::try_from(*start).ok()?..)?;
            let length = take_length(&mut rest)?;
            rest.get(..length)
        };
        let block = self.starts.partition_point(|start| first(start).is_some_and(|first| first <= text));
        let block = block.checked_sub(1)?;
        // How far the text read last agrees with the one looked for: most entries are told apart by their lengths.
        let mut agreed = 0;
        for (index, (shared, rest)) in self.block(block)?.take(BLOCK.min(self.n_texts - block * BLOCK)).enumerate() {
            match shared.cmp(&agreed) {
                Ordering::Greater => {}
                // This one leaves the text looked for earlier than the one before did: it is behind it.
                Ordering::Less => return None,
                Ordering::Equal => {
                    let wanted = text.get(agreed..)?;
                    let same = wanted.iter().zip(rest).take_while(|(a, b)| a == b).count();
                    agreed += same;
                    match (wanted.get(same), rest.get(same)) {
                        (None, None) => return Some(block * BLOCK + index),
                        (None, Some(_)) => return None,
                        (Some(wanted), Some(found)) if wanted < found => return None,
                        _ => {}
                    }
                }
            }
        }
        None
    }

    /// How many texts stand before `text`. O(log n).
    pub(super) fn position(&self, text: &[u8]) -> usize {
        let mut buffer = Vec::new();
        let (mut low, mut high) = (0, self.n_texts);
        while low < high {
            let middle = low.midpoint(high);
            if self.read(middle, &mut buffer).is_some_and(|found| found < text) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    /// Hands on every text in order.
    pub(super) fn for_each<E>(&self, mut take: impl FnMut(&[u8]) -> Result<(), E>, damaged: E) -> Result<(), E> {
        let mut text = Vec::new();
        for index in 0..self.starts.len() {
            let Some(entries) = self.block(index) else { return Err(damaged) };
            text.clear();
            let n_entries = BLOCK.min(self.n_texts - index * BLOCK);
            let mut n_read = 0;
            for (shared, rest) in entries.take(n_entries) {
                if shared > text.len() {
                    return Err(damaged);
                }
                text.truncate(shared);
                text.extend_from_slice(rest);
                take(&text)?;
                n_read += 1;
            }
            if n_read < n_entries {
                return Err(damaged);
            }
        }
        Ok(())
    }
}

/// Where a dictionary was read last, and the text there.
#[derive(Default)]
pub(super) struct Cursor {
    /// Byte at which the next entry begins.
    at: usize,
    /// Place of the text behind the one that was read; 0 when nothing was read.
    next: usize,
    text: Vec<u8>,
}

/// Entries of a block: how much each shares with the one before, and the rest.
struct Entries<'a> {
    rest: &'a [u8],
    is_first: bool,
}

impl<'a> Iterator for Entries<'a> {
    type Item = (usize, &'a [u8]);

    fn next(&mut self) -> Option<(usize, &'a [u8])> {
        let shared = if std::mem::take(&mut self.is_first) { 0 } else { take_length(&mut self.rest)? };
        let length = take_length(&mut self.rest)?;
        let (text, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some((shared, text))
    }
}

/// A reader of texts one after another, where two dictionaries are read side by side.
pub(super) struct Texts<'a> {
    dictionary: Dictionary<'a>,
    entries: Entries<'a>,
    n_read: usize,
    text: Vec<u8>,
}

impl<'a> Texts<'a> {
    pub(super) fn new(dictionary: Dictionary<'a>) -> Texts<'a> {
        Texts { dictionary, entries: Entries { rest: &[], is_first: false }, n_read: 0, text: Vec::new() }
    }

    /// Goes on to the next text; false behind the last one. None when the dictionary is damaged there.
    pub(super) fn advance(&mut self) -> Option<bool> {
        if self.n_read >= self.dictionary.len() {
            return Some(false);
        }
        if self.n_read.is_multiple_of(BLOCK) {
            self.entries = self.dictionary.block(self.n_read / BLOCK)?;
            self.text.clear();
        }
        let (shared, rest) = self.entries.next().filter(|(shared, _)| *shared <= self.text.len())?;
        self.text.truncate(shared);
        self.text.extend_from_slice(rest);
        self.n_read += 1;
        Some(true)
    }

    /// The place of the text it is at.
    pub(super) fn place(&self) -> usize {
        self.n_read.saturating_sub(1)
    }

    /// The text it is at.
    pub(super) fn text(&self) -> &[u8] {
        &self.text
    }
}
