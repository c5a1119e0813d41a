//! Writes the terms of the file and the index of their words, on a thread of its own.

use std::io::{self, Write};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

use rustc_hash::FxHashMap;

use super::spool::Checked;
use super::take_term;
use crate::dictionary::{DictionaryWriter, push_length};
use crate::{term, words};

/// Bytes of terms handed from thread to thread at once.
const BATCH: usize = 1 << 18;
/// Batches that may wait.
const WAITING: usize = 64;

/// The sections of terms but for triple terms.
pub(super) struct TermSections {
    pub(super) names: Checked,
    pub(super) terms: Checked,
    pub(super) values: Checked,
    pub(super) words: Checked,
    pub(super) places: Checked,
}

/// Terms, each with its length in front, as they are handed over.
enum Batch {
    Names(Vec<u8>),
    Others(Vec<u8>),
}

/// Takes terms in the order of their numbers.
pub(super) struct TermWriter {
    batch: Vec<u8>,
    sender: SyncSender<Batch>,
    worker: JoinHandle<io::Result<TermSections>>,
}

impl TermWriter {
    /// Writes into empty sections.
    pub(super) fn new(sections: TermSections) -> TermWriter {
        let (sender, receiver) = sync_channel(WAITING);
        let worker = std::thread::spawn(move || write(&receiver, sections));
        TermWriter { batch: Vec::new(), sender, worker }
    }

    /// Takes the next name of a predicate or graph.
    pub(super) fn name(&mut self, bytes: &[u8]) {
        self.put(bytes);
        self.send(Batch::Names);
    }

    /// Takes the next of all other terms; values come last.
    pub(super) fn other(&mut self, bytes: &[u8]) {
        self.put(bytes);
        if self.batch.len() >= BATCH {
            self.send(Batch::Others);
        }
    }

    fn put(&mut self, bytes: &[u8]) {
        self.batch.extend_from_slice(&u32::try_from(bytes.len()).unwrap_or(u32::MAX - 1).to_le_bytes());
        self.batch.extend_from_slice(bytes);
    }

    fn send(&mut self, kind: fn(Vec<u8>) -> Batch) {
        // A thread that has stopped is noticed at the end.
        let _ = self.sender.send(kind(std::mem::replace(&mut self.batch, Vec::with_capacity(BATCH + BATCH / 8))));
    }

    /// The sections, when all terms are written.
    pub(super) fn finish(mut self) -> io::Result<TermSections> {
        self.send(Batch::Others);
        drop(self.sender);
        self.worker.join().map_err(|_| io::Error::other("the thread that writes terms stopped"))?
    }
}

fn write(batches: &Receiver<Batch>, sections: TermSections) -> io::Result<TermSections> {
    let TermSections { names, terms, mut values, words, places } = sections;
    let (mut names, mut terms) = (DictionaryWriter::new(names), DictionaryWriter::new(terms));
    let (mut number, mut index) = (0, WordIndex::default());
    for batch in batches {
        let (bytes, is_names) = match &batch {
            Batch::Names(bytes) => (bytes, true),
            Batch::Others(bytes) => (bytes, false),
        };
        let mut rest = bytes.as_slice();
        while let Some(term) = take_term(&mut rest) {
            number += 1;
            if is_names {
                names.push(term)?;
            } else if let Some(value) = term::value_of(term) {
                values.write_all(&value.to_le_bytes())?;
            } else {
                terms.push(term)?;
                if let Some(text) = term::string(term) {
                    index.take(number, text);
                }
            }
        }
    }
    let (words, places) = index.write(words, places)?;
    Ok(TermSections { names: names.finish()?, terms: terms.finish()?, values, words, places })
}

/// The strings each word occurs in.
#[derive(Default)]
struct WordIndex {
    /// Of words of at most sixteen bytes, as nearly all are: the word and zeros behind it, which no word holds, stand
    /// in the table itself.
    short: FxHashMap<u128, List>,
    long: FxHashMap<Box<str>, List>,
}

/// The strings a word occurs in: distances between their numbers.
#[derive(Default)]
struct List {
    n_texts: usize,
    last: u32,
    distances: Vec<u8>,
}

/// A word of at most sixteen bytes as a number.
fn short_key(word: &str) -> Option<u128> {
    let mut bytes = [0; 16];
    bytes.get_mut(..word.len())?.copy_from_slice(word.as_bytes());
    Some(u128::from_le_bytes(bytes))
}

/// The word of such a number.
fn short_word(key: u128) -> Box<[u8]> {
    let bytes = key.to_le_bytes();
    let length = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
    bytes[..length].into()
}

impl WordIndex {
    fn take(&mut self, number: u32, text: &[u8]) {
        let Ok(text) = std::str::from_utf8(text) else { return };
        words::words(text, &mut |word| {
            let list = match short_key(word) {
                Some(key) => self.short.entry(key).or_default(),
                None => match self.long.get_mut(word) {
                    Some(list) => list,
                    None => self.long.entry(word.into()).or_default(),
                },
            };
            if list.last != number {
                push_length((number - list.last) as usize, &mut list.distances);
                list.last = number;
                list.n_texts += 1;
            }
        });
    }

    fn write(self, words: Checked, mut places: Checked) -> io::Result<(Checked, Checked)> {
        let short = self.short.into_iter().map(|(key, list)| (short_word(key), list));
        let long = self.long.into_iter().map(|(word, list)| (word.into_boxed_bytes(), list));
        let mut lists: Vec<(Box<[u8]>, List)> = short.chain(long).collect();
        lists.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        let (mut starts, mut n_bytes, mut head) = (Vec::with_capacity(lists.len()), 0_u64, Vec::new());
        let mut writer = DictionaryWriter::new(words);
        for (word, list) in lists {
            writer.push(&word)?;
            starts.push(n_bytes);
            head.clear();
            push_length(list.n_texts, &mut head);
            places.write_all(&head)?;
            places.write_all(&list.distances)?;
            n_bytes += (head.len() + list.distances.len()) as u64;
        }
        let aligned = usize::try_from(n_bytes.next_multiple_of(8) - n_bytes).unwrap_or(0);
        places.write_all(&vec![0; aligned])?;
        places.write_all(bytemuck::cast_slice(&starts))?;
        Ok((writer.finish()?, places))
    }
}
