//! Sorting: texts by their bytes, and more rows than fit into memory.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::io::{self, BufReader};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use tempfile::SpooledTempFile;

use super::size_behind;
use super::spool::{Spool, read_numbers};
use crate::dictionary::shared_length;
use crate::packed::Row;

/// Texts that are sorted by comparing them as they are.
const FEW: usize = 32;

/// Sorts different texts, named by numbers.
///
/// IRIs agree over long stretches. Each round skips what all texts of a group share and sorts by the seven bytes behind
/// it, which lie beside the number, so that texts are hardly looked up.
pub(super) fn sort_texts<'t>(numbers: &mut [u32], text: &(impl Fn(u32) -> &'t [u8] + Sync)) {
    let mut keyed: Vec<(u64, u32)> = numbers.iter().map(|number| (0, *number)).collect();
    sort_from(&mut keyed, 0, text);
    for (number, (_, sorted)) in numbers.iter_mut().zip(keyed) {
        *number = sorted;
    }
}

fn sort_from<'t>(group: &mut [(u64, u32)], depth: usize, text: &(impl Fn(u32) -> &'t [u8] + Sync)) {
    if group.len() <= FEW {
        let tail = |number: u32| text(number).get(depth..).unwrap_or_default();
        return group.sort_unstable_by(|a, b| tail(a.1).cmp(tail(b.1)));
    }
    let depth = set_keys(group, depth, text);
    // Those of one key stay in the order of their numbers, so that the next round looks up texts as they lie in memory.
    // Most groups have few keys, which makes this fast.
    group.sort_by_key(|(key, _)| *key);
    if group.len() > 1 << 13 {
        group.par_chunk_by_mut(|a, b| a.0 == b.0).for_each(|same| sort_from(same, depth + 7, text));
    } else {
        group.chunk_by_mut(|a, b| a.0 == b.0).for_each(|same| sort_from(same, depth + 7, text));
    }
}

/// Sets the keys to the bytes behind what all texts of the group share from `depth` on; returns where that ends.
fn set_keys<'t>(group: &mut [(u64, u32)], depth: usize, text: &(impl Fn(u32) -> &'t [u8] + Sync)) -> usize {
    let tail = |number: u32| text(number).get(depth..).unwrap_or_default();
    let first = tail(group[0].1);
    // Some texts tell how far all agree, mostly: then each is looked up once.
    let some = group.iter().step_by(group.len() / 16);
    let mut shared = some.fold(first.len(), |shared, (_, number)| shared_length(&first[..shared], tail(*number)));
    let mut at = 0;
    while let Some((key, number)) = group.get_mut(at) {
        let tail = tail(*number);
        if tail.starts_with(&first[..shared]) {
            *key = leading(&tail[shared..]);
            at += 1;
        } else {
            shared = shared_length(&first[..shared], tail);
            at = 0;
        }
    }
    depth + shared
}

/// Seven bytes, then how many there are, so that a text stands before those it begins.
fn leading(text: &[u8]) -> u64 {
    if let Some(eight) = text.first_chunk() {
        return u64::from_be_bytes(*eight) & !0xFF | 8;
    }
    let mut key = [0; 8];
    key[..text.len()].copy_from_slice(text);
    key[7] = u8::try_from(text.len()).unwrap_or_default();
    u64::from_be_bytes(key)
}

/// A row as one number that sorts like the row.
pub(super) trait Key: bytemuck::Pod + Ord + Send + Sync {
    fn join(row: Row, widths: [u32; 4]) -> Self;
    fn split(self, widths: [u32; 4]) -> Row;
    /// The `DIGIT` bits from the bit `shift` on.
    fn digit(self, shift: u32) -> usize;
}

/// Bits by which keys are dealt out at once: so many heaps stay in the nearest memory.
const DIGIT: u32 = 11;

macro_rules! key {
    ($number:ty) => {
        impl Key for $number {
            fn join(row: Row, widths: [u32; 4]) -> Self {
                row.into_iter().zip(widths).fold(0, |key, (number, width)| key << width | Self::from(number))
            }

            #[expect(clippy::cast_possible_truncation, reason = "the mask keeps what fits")]
            fn split(self, [_, b, c, d]: [u32; 4]) -> Row {
                let low = |key: Self, width: u32| (key & ((1 << width) - 1)) as u32;
                [(self >> (b + c + d)) as u32, low(self >> (c + d), b), low(self >> d, c), low(self, d)]
            }

            #[allow(
                clippy::cast_possible_truncation,
                reason = "the mask keeps what fits; of wide keys clippy sees that"
            )]
            fn digit(self, shift: u32) -> usize {
                (self >> shift) as usize & ((1 << DIGIT) - 1)
            }
        }
    };
}
key!(u64);
key!(u128);

/// Keys that one thread sorts alone.
const ALONE: usize = 1 << 16;

/// The keys in order, of which the lowest `width` bits count. They are dealt out by their highest digit first: a heap of
/// them is small enough to be sorted in near memory, and heaps are sorted side by side. Also returns room for as many.
pub(super) fn sorted<K: Key>(mut keys: Vec<K>, width: u32) -> (Vec<K>, Vec<K>) {
    let highest = |key: K| key.digit(width.saturating_sub(DIGIT));
    let mut spare = vec![K::zeroed(); keys.len()];
    if deal(&keys, &mut spare, highest) {
        std::mem::swap(&mut keys, &mut spare);
    }
    keys.par_chunk_by_mut(|a, b| highest(*a) == highest(*b))
        .for_each(|heap| if heap.len() > ALONE { heap.par_sort_unstable() } else { heap.sort_unstable() });
    (keys, spare)
}

/// The keys in the order of one column, `width` bits from the bit `shift` on; those that agree in it stay in the order
/// they are in. Takes a pass for each digit, whatever the order was, and begins with the room of `spare`.
pub(super) fn sorted_by_column<K: Key>(keys: &[K], shift: u32, width: u32, mut spare: Vec<K>) -> Vec<K> {
    let mut sorted: Option<Vec<K>> = None;
    for from in (shift..shift + width).step_by(DIGIT as usize) {
        // The highest digit may reach into the next column, which must not count.
        let most = (1_usize << (shift + width - from).min(DIGIT)) - 1;
        let given = sorted.as_deref().unwrap_or(keys);
        spare.resize(keys.len(), K::zeroed());
        if deal(given, &mut spare, |key| key.digit(from) & most) {
            spare = sorted.replace(spare).unwrap_or_default();
        }
    }
    sorted.unwrap_or_else(|| keys.to_vec())
}

/// Deals keys out to `dealt` by their digit, in the order they are in; false, and nothing done, when all have the same.
fn deal<K: Key>(keys: &[K], dealt: &mut [K], digit: impl Fn(K) -> usize) -> bool {
    let mut starts = [0_usize; 1 << DIGIT];
    for key in keys {
        starts[digit(*key)] += 1;
    }
    if starts.contains(&keys.len()) {
        return false;
    }
    let mut start = 0;
    for count in &mut starts {
        start += std::mem::replace(count, start);
    }
    for key in keys {
        let next = &mut starts[digit(*key)];
        dealt[*next] = *key;
        *next += 1;
    }
    true
}

/// Keys in any order on their way to keys in order, each once.
pub(super) struct Sorter<K> {
    keys: Vec<K>,
    most: usize,
    spilled: Vec<(Spool, usize)>,
    folder: PathBuf,
}

impl<K: Key> Sorter<K> {
    /// Keeps at most `most` of `expected` keys in memory; others go to files in `folder`. Where there would be too many
    /// files, it keeps more.
    pub(super) fn new(most: usize, expected: usize, folder: &Path) -> Sorter<K> {
        let most = most.max(1 << 10);
        Sorter { keys: Vec::with_capacity(expected.min(most)), most, spilled: Vec::new(), folder: folder.to_owned() }
    }

    pub(super) fn push(&mut self, key: K) -> io::Result<()> {
        if self.keys.len() == size_behind(self.spilled.len(), self.most) {
            self.spill()?;
        }
        self.keys.push(key);
        Ok(())
    }

    fn spill(&mut self) -> io::Result<()> {
        self.keys.par_sort_unstable();
        self.keys.dedup();
        let mut spool = Spool::new(0, &self.folder);
        io::Write::write_all(&mut spool, bytemuck::cast_slice(&self.keys))?;
        self.spilled.push((spool, self.keys.len()));
        self.keys.clear();
        Ok(())
    }

    /// Hands on every key in order, once.
    pub(super) fn drain(mut self, mut take: impl FnMut(K) -> io::Result<()>) -> io::Result<()> {
        if self.spilled.is_empty() {
            self.keys.par_sort_unstable();
            self.keys.dedup();
            return self.keys.into_iter().try_for_each(take);
        }
        self.spill()?;
        drop(self.keys);
        let mut parts = Vec::new();
        for (spool, n_keys) in self.spilled {
            parts.push((spool.read()?, n_keys));
        }
        let next = |(reader, left): &mut (BufReader<SpooledTempFile>, usize)| -> io::Result<Option<K>> {
            let mut key = [K::zeroed()];
            if *left == 0 {
                return Ok(None);
            }
            *left -= 1;
            read_numbers(reader, &mut key)?;
            Ok(Some(key[0]))
        };
        let mut heap = BinaryHeap::new();
        for (index, part) in parts.iter_mut().enumerate() {
            heap.extend(next(part)?.map(|key| Reverse((key, index))));
        }
        let mut last = None;
        while let Some(Reverse((key, index))) = heap.pop() {
            if last != Some(key) {
                take(key)?;
                last = Some(key);
            }
            heap.extend(next(&mut parts[index])?.map(|key| Reverse((key, index))));
        }
        Ok(())
    }
}
