//! A part of the input: its terms, numbered in the order they come.

use std::hint::black_box;
use std::io::{self, BufReader, Read, Write};
use std::path::Path;

use hashbrown::HashTable;
use oxigraph::model::NamedNodeRef;
use rustc_hash::{FxHashMap, FxHashSet};
use tempfile::SpooledTempFile;
use xxhash_rust::xxh3::xxh3_64;

use super::sort::sort_texts;
use super::spool::Spool;
use crate::dictionary::{push_length, shared_length};
use crate::term;

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
    last_graph: Option<Code>,
    n_bytes: usize,
}

/// A term of a parcel, ready to be looked up.
pub(super) enum Sought<'p> {
    /// Half the hash of a text, and its bytes.
    Text(u32, &'p [u8]),
    /// The same of a value.
    Value(u32, [u8; 9]),
    /// The numbers of a triple term's parts in the parcel.
    Triple([u32; 3]),
}

impl<'p> Sought<'p> {
    /// The term with these bytes, as a parcel has them.
    pub(super) fn new(bytes: &'p [u8]) -> Sought<'p> {
        if let Some(parts) = bytes.strip_prefix(&[term::TRIPLE]) {
            let mut numbers = [0; 3];
            for (number, bytes) in numbers.iter_mut().zip(parts.chunks_exact(4)) {
                *number = bytemuck::pod_read_unaligned(bytes);
            }
            return Sought::Triple(numbers);
        }
        #[expect(clippy::cast_possible_truncation, reason = "half a hash")]
        let half = |bytes: &[u8]| xxh3_64(bytes) as u32;
        match term::value_of_text(bytes).map(term::value_bytes) {
            Some(value) => Sought::Value(half(&value), value),
            None => Sought::Text(half(bytes), bytes),
        }
    }

    /// True when this is the IRI.
    pub(super) fn is_iri(&self, iri: NamedNodeRef<'_>) -> bool {
        matches!(self, Sought::Text(_, [term::IRI, text @ ..]) if text == iri.as_str().as_bytes())
    }
}

impl Run {
    /// Looks for terms whose codes will be asked for next. What it finds is nothing new to the caller: but the waits for
    /// memory, of which a look-up consists, overlap here, and the memory is near when the codes are asked for.
    pub(super) fn look_ahead(&self, terms: &[Sought<'_>]) {
        for term in terms {
            if let Sought::Text(half, _) | Sought::Value(half, _) = term {
                let found = self.table.find(whole(*half), |(other, _)| other == half);
                black_box(found.map(|(_, place)| self.texts[*place as usize]));
            }
        }
    }

    /// The code of a term; `codes` are those of the terms before it in the parcel.
    pub(super) fn code(&mut self, term: &Sought<'_>, codes: &[Code]) -> Code {
        match term {
            Sought::Text(half, bytes) => self.text(*half, bytes) << 1,
            Sought::Value(half, bytes) => self.text(*half, bytes) << 1,
            Sought::Triple(parts) => {
                let next = u32::try_from(self.triples.len()).unwrap_or(u32::MAX);
                *self.triples.entry(parts.map(|part| codes[part as usize])).or_insert(next) << 1 | 1
            }
        }
    }

    /// Notes that a term is the predicate of a quad.
    pub(super) fn name(&mut self, code: Code) -> Code {
        self.is_name[(code >> 1) as usize] = true;
        code
    }

    /// Notes that a term is the graph of a quad.
    pub(super) fn graph(&mut self, code: Code) -> Code {
        if self.last_graph != Some(code) {
            self.graphs.insert(code);
            self.last_graph = Some(code);
        }
        self.name(code)
    }

    fn text(&mut self, half: u32, bytes: &[u8]) -> u32 {
        let hash = whole(half);
        let Run { pieces, texts, table, .. } = self;
        let same = |(other, place): &(u32, u32)| *other == half && read(pieces, texts[*place as usize]) == bytes;
        if let Some((_, place)) = table.find(hash, same) {
            return *place;
        }
        let place = u32::try_from(texts.len()).unwrap_or(u32::MAX);
        table.insert_unique(hash, (half, place), |(half, _)| whole(*half));
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

    /// True when it has a term with these bytes.
    pub(super) fn has(&self, bytes: &[u8]) -> bool {
        let Sought::Text(half, bytes) = Sought::new(bytes) else { return false };
        let is_it =
            |(other, place): &(u32, u32)| *other == half && read(&self.pieces, self.texts[*place as usize]) == bytes;
        self.table.find(whole(half), is_it).is_some()
    }

    /// Bytes of memory, about.
    pub(super) fn memory(&self) -> usize {
        self.n_bytes + self.texts.len() * 13 + self.table.capacity() * 9 + self.triples.capacity() * 17
    }

    /// Sorts the texts, names of predicates and graphs first. They stay in memory, or go to a file in `folder`.
    pub(super) fn close(self, folder: Option<&Path>) -> io::Result<ClosedRun> {
        let Run { pieces, texts, is_name, table, triples, graphs, .. } = self;
        drop(table);
        let text = |place: u32| read(&pieces, texts[place as usize]);
        let n_texts = u32::try_from(texts.len()).unwrap_or(u32::MAX);
        let (mut order, mut others): (Vec<u32>, Vec<u32>) = (0..n_texts).partition(|place| is_name[*place as usize]);
        let n_names = order.len();
        rayon::join(|| sort_texts(&mut order, &text), || sort_texts(&mut others, &text));
        order.append(&mut others);
        let mut rows = vec![[0; 3]; triples.len()];
        for (parts, index) in triples {
            rows[index as usize] = parts;
        }
        let held = Held { pieces, texts, order };
        let n_texts = held.order.len();
        let sorted = match folder {
            None => Sorted::Held(held),
            Some(folder) => Sorted::Kept(held.keep(n_names, folder)?),
        };
        let graphs = graphs.into_iter().collect();
        Ok(ClosedRun { sorted: ClosedTexts { sorted, n_names, n_texts }, n_texts, triples: rows, graphs })
    }
}

/// A hash as tables want it, with all its bits in use.
fn whole(half: u32) -> u64 {
    u64::from(half).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

fn read(pieces: &[Vec<u8>], (piece, offset, length): (u32, u32, u32)) -> &[u8] {
    &pieces[piece as usize][offset as usize..][..length as usize]
}

/// A run whose terms are in order.
pub(super) struct ClosedRun {
    pub(super) sorted: ClosedTexts,
    pub(super) n_texts: usize,
    /// Triple terms by their parts; parts stand before what they are parts of.
    pub(super) triples: Vec<[Code; 3]>,
    pub(super) graphs: Vec<Code>,
}

/// The texts of a run in order, waiting to be read.
pub(super) struct ClosedTexts {
    sorted: Sorted,
    n_names: usize,
    n_texts: usize,
}

enum Sorted {
    Held(Held),
    Kept(Spool),
}

/// Texts in memory.
struct Held {
    pieces: Vec<Vec<u8>>,
    texts: Vec<(u32, u32, u32)>,
    order: Vec<u32>,
}

impl Held {
    /// Puts the texts into a file: the place each had, the length shared with the one before, length of the rest, the rest.
    fn keep(self, n_names: usize, folder: &Path) -> io::Result<Spool> {
        let mut spool = Spool::new(0, folder);
        let (mut last_text, mut entry): (&[u8], Vec<u8>) = (&[], Vec::new());
        for (index, place) in self.order.iter().enumerate() {
            let text = read(&self.pieces, self.texts[*place as usize]);
            // Names and others are read apart.
            let last = if index == n_names { &[] } else { last_text };
            let shared = shared_length(last, text);
            entry.clear();
            for length in [*place as usize, shared, text.len() - shared] {
                push_length(length, &mut entry);
            }
            entry.extend_from_slice(&text[shared..]);
            spool.write_all(&entry)?;
            last_text = text;
        }
        Ok(spool)
    }
}

impl ClosedTexts {
    /// The names; after [`SortedTexts::begin_others`] the others.
    pub(super) fn read(self) -> io::Result<SortedTexts> {
        let ClosedTexts { sorted, n_names, n_texts } = self;
        let source = match sorted {
            Sorted::Held(held) => Source::Held { held, next: 0 },
            Sorted::Kept(spool) => Source::Kept { reader: spool.read()?, text: Vec::new() },
        };
        Ok(SortedTexts { source, place: 0, left: n_names, others: n_texts - n_names })
    }
}

/// Texts of a run, one after another.
pub(super) struct SortedTexts {
    source: Source,
    place: u32,
    left: usize,
    others: usize,
}

enum Source {
    Held { held: Held, next: usize },
    Kept { reader: BufReader<SpooledTempFile>, text: Vec<u8> },
}

impl SortedTexts {
    /// Goes on with the texts that are no names.
    pub(super) fn begin_others(&mut self) {
        self.left = std::mem::take(&mut self.others);
        if let Source::Kept { text, .. } = &mut self.source {
            text.clear();
        }
    }

    /// Goes to the next text; false at the end.
    pub(super) fn advance(&mut self) -> io::Result<bool> {
        if self.left == 0 {
            return Ok(false);
        }
        self.left -= 1;
        match &mut self.source {
            Source::Held { held, next } => {
                self.place = held.order[*next];
                *next += 1;
            }
            Source::Kept { reader, text } => {
                self.place = u32::try_from(read_length(reader)?).unwrap_or(u32::MAX);
                let (shared, rest) = (read_length(reader)?, read_length(reader)?);
                text.resize(shared + rest, 0);
                reader.read_exact(&mut text[shared..])?;
            }
        }
        Ok(true)
    }

    /// The text gone to.
    pub(super) fn text(&self) -> &[u8] {
        match &self.source {
            Source::Held { held, .. } => read(&held.pieces, held.texts[self.place as usize]),
            Source::Kept { text, .. } => text,
        }
    }

    /// Its place in the run.
    pub(super) fn place(&self) -> u32 {
        self.place
    }
}

fn read_length(reader: &mut impl Read) -> io::Result<usize> {
    let (mut length, mut shift) = (0, 0);
    loop {
        let mut byte = [0];
        reader.read_exact(&mut byte)?;
        length |= usize::from(byte[0] & 127) << shift;
        if byte[0] & 128 == 0 {
            return Ok(length);
        }
        shift += 7;
    }
}
