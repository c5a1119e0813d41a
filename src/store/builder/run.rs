//! A part of the input: its terms, numbered in the order they come.

use std::io::{self, Write};
use std::path::Path;

use hashbrown::HashTable;
use rustc_hash::{FxHashMap, FxHashSet};
use xxhash_rust::xxh3::xxh3_64;

use super::sort::sort_texts;
use super::spool::Spool;
use crate::store::dictionary::push_length;
use crate::store::term;

/// Number of a term in a [`Run`]: a text or value by its place times two, a triple term by its place times two plus one.
pub(super) type Code = u32;

/// Stands for the default graph.
pub(super) const DEFAULT_GRAPH: Code = Code::MAX;

/// Bytes of a piece of the arena; a longer text has a piece of its own.
const PIECE: usize = 1 << 20;

/// Terms of a part of the input.
#[derive(Default)]
pub(super) struct Run {
    pieces: Vec<Vec<u8>>,
    /// Piece and offset of each text, and its length.
    texts: Vec<(u32, u32, u32)>,
    is_name: Vec<bool>,
    /// Half a hash and the place of each text.
    table: HashTable<(u32, u32)>,
    triples: FxHashMap<[Code; 3], u32>,
    /// Codes of the graphs with a name.
    graphs: FxHashSet<Code>,
    n_bytes: usize,
}

impl Run {
    /// The code of a term by its bytes.
    pub(super) fn code(&mut self, bytes: &[u8]) -> Code {
        if let Some(parts) = term::parts(bytes) {
            let parts = parts.map(|part| self.code(part));
            let next = u32::try_from(self.triples.len()).unwrap_or(u32::MAX);
            return *self.triples.entry(parts).or_insert(next) << 1 | 1;
        }
        self.text(bytes) << 1
    }

    /// The code of the predicate of a quad.
    pub(super) fn name(&mut self, bytes: &[u8]) -> Code {
        let place = self.text(bytes);
        self.is_name[place as usize] = true;
        place << 1
    }

    /// The code of the graph of a quad, by the bytes of its name; the default graph has none.
    pub(super) fn graph(&mut self, bytes: &[u8]) -> Code {
        if bytes.is_empty() {
            return DEFAULT_GRAPH;
        }
        let code = self.name(bytes);
        self.graphs.insert(code);
        code
    }

    fn text(&mut self, bytes: &[u8]) -> u32 {
        #[expect(clippy::cast_possible_truncation, reason = "half a hash")]
        let half = xxh3_64(bytes) as u32;
        let whole = |half: u32| u64::from(half).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let Run { pieces, texts, table, .. } = self;
        let same = |(other, place): &(u32, u32)| *other == half && read(pieces, texts[*place as usize]) == bytes;
        if let Some((_, place)) = table.find(whole(half), same) {
            return *place;
        }
        let place = u32::try_from(texts.len()).unwrap_or(u32::MAX);
        table.insert_unique(whole(half), (half, place), |(half, _)| whole(*half));
        if pieces.last().is_none_or(|piece| piece.len() + bytes.len() > PIECE) {
            pieces.push(Vec::with_capacity(PIECE.max(bytes.len())));
        }
        let index = pieces.len() - 1;
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        texts.push((number(index), number(pieces[index].len()), number(bytes.len())));
        pieces[index].extend_from_slice(bytes);
        self.is_name.push(false);
        self.n_bytes += bytes.len();
        place
    }

    /// Bytes of memory, about.
    pub(super) fn memory(&self) -> usize {
        self.n_bytes + self.texts.len() * 13 + self.table.capacity() * 9 + self.triples.capacity() * 17
    }

    /// Sorts the texts, names of predicates and graphs first, and puts everything into spools.
    pub(super) fn close(self, most: usize, folder: &Path) -> io::Result<ClosedRun> {
        let Run { pieces, texts, is_name, table, triples, graphs, .. } = self;
        drop(table);
        let text = |place: u32| read(&pieces, texts[place as usize]);
        let n_texts = u32::try_from(texts.len()).unwrap_or(u32::MAX);
        let (mut order, mut others): (Vec<u32>, Vec<u32>) = (0..n_texts).partition(|place| is_name[*place as usize]);
        let n_names = order.len();
        sort_texts(&mut order, &text);
        sort_texts(&mut others, &text);
        order.append(&mut others);
        let mut sorted = Spool::new(most, folder);
        let (mut last_text, mut entry): (&[u8], Vec<u8>) = (&[], Vec::new());
        for (index, place) in order.iter().enumerate() {
            let text = text(*place);
            // Names and others are read apart.
            let last = if index == n_names { &[] } else { last_text };
            let shared = last.iter().zip(text).take_while(|(a, b)| a == b).count();
            entry.clear();
            push_length(shared, &mut entry);
            push_length(text.len() - shared, &mut entry);
            entry.extend_from_slice(&text[shared..]);
            sorted.write_all(&entry)?;
            last_text = text;
        }
        let mut places = Spool::new(most, folder);
        places.write_all(bytemuck::cast_slice(&order))?;
        let mut rows = vec![[0; 3]; triples.len()];
        for (parts, index) in triples {
            rows[index as usize] = parts;
        }
        Ok(ClosedRun {
            sorted,
            places,
            n_names,
            n_texts: order.len(),
            triples: rows,
            graphs: graphs.into_iter().collect(),
        })
    }
}

fn read(pieces: &[Vec<u8>], (piece, offset, length): (u32, u32, u32)) -> &[u8] {
    &pieces[piece as usize][offset as usize..][..length as usize]
}

/// A run whose terms are in order.
pub(super) struct ClosedRun {
    /// The texts in order: length shared with the one before, length of the rest, the rest.
    pub(super) sorted: Spool,
    /// The place each text had, in the same order.
    pub(super) places: Spool,
    pub(super) n_names: usize,
    pub(super) n_texts: usize,
    /// Triple terms by their parts; parts stand before what they are parts of.
    pub(super) triples: Vec<[Code; 3]>,
    pub(super) graphs: Vec<Code>,
}
