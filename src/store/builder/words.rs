//! Collects the words of texts while their terms are numbered.

use std::io::{self, Write};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

use rustc_hash::FxHashMap;

use super::spool::Checked;
use crate::store::dictionary::{DictionaryWriter, push_length};
use crate::store::{term, words};

/// Texts handed from thread to thread at once.
const BATCH: usize = 1 << 10;

/// A text with its number.
type Text = (u32, Box<[u8]>);

/// Takes texts in the order of their numbers; another thread takes them apart.
pub(super) struct WordCollector {
    batch: Vec<Text>,
    sender: SyncSender<Vec<Text>>,
    worker: JoinHandle<FxHashMap<Box<str>, List>>,
}

/// The texts a word occurs in: distances between their numbers.
#[derive(Default)]
struct List {
    n_texts: usize,
    last: u32,
    distances: Vec<u8>,
}

impl WordCollector {
    pub(super) fn new() -> WordCollector {
        let (sender, receiver) = sync_channel(4);
        let worker = std::thread::spawn(move || collect(&receiver));
        WordCollector { batch: Vec::with_capacity(BATCH), sender, worker }
    }

    /// Takes the bytes of a term; only strings have words.
    pub(super) fn take(&mut self, number: u32, bytes: &[u8]) {
        if let Some(text) = term::string(bytes) {
            self.batch.push((number, text.into()));
            if self.batch.len() == BATCH {
                let batch = std::mem::replace(&mut self.batch, Vec::with_capacity(BATCH));
                // A thread that has stopped is noticed at the end.
                let _ = self.sender.send(batch);
            }
        }
    }

    /// Writes the words, and for each its texts, into two sections.
    pub(super) fn finish(self, mut words: Checked, mut places: Checked) -> io::Result<(Checked, Checked)> {
        let _ = self.sender.send(self.batch);
        drop(self.sender);
        let lists = self.worker.join().map_err(|_| io::Error::other("the thread that collects words stopped"))?;
        let mut lists: Vec<(Box<str>, List)> = lists.into_iter().collect();
        lists.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        let (mut starts, mut n_bytes, mut head) = (Vec::with_capacity(lists.len()), 0_u64, Vec::new());
        let mut writer = DictionaryWriter::new(&mut words);
        for (word, list) in lists {
            writer.push(word.as_bytes())?;
            starts.push(n_bytes);
            head.clear();
            push_length(list.n_texts, &mut head);
            places.write_all(&head)?;
            places.write_all(&list.distances)?;
            n_bytes += (head.len() + list.distances.len()) as u64;
        }
        writer.finish()?;
        let aligned = usize::try_from(n_bytes.next_multiple_of(8) - n_bytes).unwrap_or(0);
        places.write_all(&vec![0; aligned])?;
        places.write_all(bytemuck::cast_slice(&starts))?;
        Ok((words, places))
    }
}

fn collect(batches: &Receiver<Vec<Text>>) -> FxHashMap<Box<str>, List> {
    let mut lists: FxHashMap<Box<str>, List> = FxHashMap::default();
    for (number, text) in batches.iter().flatten() {
        let Ok(text) = std::str::from_utf8(&text) else { continue };
        words::words(text, &mut |word| {
            if !lists.contains_key(word) {
                lists.insert(word.into(), List::default());
            }
            let Some(list) = lists.get_mut(word) else { return };
            if list.last != number {
                push_length((number - list.last) as usize, &mut list.distances);
                list.last = number;
                list.n_texts += 1;
            }
        });
    }
    lists
}
