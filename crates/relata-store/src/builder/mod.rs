//! Collects quads and writes the graph file.
//!
//! Each thread that makes quads has a [`Part`] of the builder, where it says each text once in a while ([`recent`]); one more
//! thread numbers the terms of all parts ([`run`]). Which part a quad comes from, and when, changes nothing. When the terms fill their share of memory, they are sorted and set aside, and a new run begins. At the end the runs are merged ([`merge`]), the quads get the numbers of
//! the file, and are brought into every order ([`orders`]). What does not fit into memory waits in files without a name.

mod merge;
mod orders;
mod recent;
mod run;
mod sort;
mod spool;
mod terms;
mod vocabulary;

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use oxigraph::model::QuadRef;

use super::file::{ALIGNMENT, GraphFile, HEADER, MAGIC, N_SECTIONS, VERSION};
use super::index::APART;
use super::map::Bytes;
use super::{INFERRED, Store, StoreError};
use recent::{NO_GRAPH, Parcel, Recent};
use run::{ClosedRun, Code, DEFAULT_GRAPH, Run, Sought};
use spool::{Checked, Spool};
pub use vocabulary::Vocabulary;
use vocabulary::Watch;

/// What a build may use.
#[derive(Debug, Clone)]
pub struct Resources {
    /// Bytes of memory, about, for terms and quads.
    pub memory: usize,
    /// Folder for files of what does not fit; they have no names and go with the program.
    pub folder: PathBuf,
}

impl Resources {
    /// An empty section of the file.
    fn section(&self) -> Checked {
        Checked::new(Spool::new(self.waiting(32), &self.folder))
    }

    /// All the memory it takes, and no files.
    pub fn unlimited() -> Resources {
        Resources { memory: usize::MAX, folder: std::env::temp_dir() }
    }

    /// Bytes of one kind that may wait in memory.
    fn waiting(&self, share: usize) -> usize {
        if self.memory == usize::MAX { usize::MAX } else { (self.memory / share).min(WAITS_IN_MEMORY) }
    }
}

/// Bytes of a parcel that is sent.
const FULL: usize = 1 << 18;
/// Parcels that may wait.
const WAITING: usize = 3;
/// Terms that are looked up together.
const SOUGHT_TOGETHER: usize = 16;
/// Files of one kind before what goes to one is doubled: a program may have only so many open at once.
const FILES_OF_ONE_SIZE: usize = 32;

/// How much goes to a file when there are so many already, of which the first has `first`.
fn size_behind(n_files: usize, first: usize) -> usize {
    let doublings = (n_files / FILES_OF_ONE_SIZE).min(usize::BITS as usize - 1);
    first.saturating_mul(1 << doublings)
}

/// Bytes that wait in memory, of quads or of a section; more go to a file, which the system keeps in memory while it can.
const WAITS_IN_MEMORY: usize = 1 << 25;
/// Collects quads.
pub struct Builder {
    /// That of the thread which has the builder, once it has put something there.
    own: Option<Part>,
    sender: SyncSender<Parcel>,
    emptied: Emptied,
    collector: JoinHandle<io::Result<Collected>>,
    resources: Resources,
}

/// Parcels whose quads are taken, to be filled again: what one thread allocates and another frees costs both time.
#[derive(Clone, Default)]
struct Emptied(Arc<Mutex<Vec<Parcel>>>);

impl Emptied {
    fn take(&self) -> Parcel {
        self.0.lock().ok().and_then(|mut parcels| parcels.pop()).unwrap_or_default()
    }

    fn give(&self, parcel: Parcel) {
        if let Ok(mut parcels) = self.0.lock() {
            parcels.push(parcel);
        }
    }
}

/// Where one thread puts its quads. What it holds goes to the graph when it is dropped.
pub struct Part {
    parcel: Parcel,
    recent: Recent,
    sender: SyncSender<Parcel>,
    emptied: Emptied,
    /// Bytes of a parcel that is sent.
    full: usize,
}

impl Part {
    /// Takes a quad; one that was taken before, by whatever part, changes nothing.
    ///
    /// Quads of [`INFERRED`] come last, in one part when all others are dropped. Their terms do not count as used, so that the
    /// graph of all graphs stays as it is without them.
    pub fn insert<'q>(&mut self, quad: impl Into<QuadRef<'q>>) {
        let quad = quad.into();
        if !self.parcel.is_inferred && quad.graph_name == INFERRED.into() {
            self.send();
            self.parcel.is_inferred = true;
        }
        self.recent.put(quad, &mut self.parcel);
        if self.parcel.len() >= self.full {
            self.send();
        }
    }

    fn send(&mut self) {
        if self.parcel.quads.is_empty() {
            return;
        }
        let parcel = std::mem::replace(&mut self.parcel, self.emptied.take());
        self.recent.forget();
        // When the thread that numbers terms has failed, it says so at the end.
        let _ = self.sender.send(parcel);
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        self.send();
    }
}

impl Default for Builder {
    fn default() -> Builder {
        Builder::new(Resources::unlimited())
    }
}

impl Builder {
    /// Nothing collected yet.
    pub fn new(resources: Resources) -> Builder {
        Builder::with_vocabulary(resources, Vocabulary::default())
    }

    /// Nothing collected yet but a vocabulary, of which the graph of all graphs will have what it uses.
    pub fn with_vocabulary(resources: Resources, vocabulary: Vocabulary) -> Builder {
        let (sender, receiver) = sync_channel(WAITING);
        let emptied = Emptied::default();
        let (own, giver) = (resources.clone(), emptied.clone());
        let collector = std::thread::spawn(move || Collector::new(own, vocabulary).collect(&receiver, &giver));
        Builder { own: None, sender, emptied, collector, resources }
    }

    /// Takes a quad, as [`Part::insert`] does.
    pub fn insert<'q>(&mut self, quad: impl Into<QuadRef<'q>>) {
        if self.own.is_none() {
            self.own = Some(self.part());
        }
        if let Some(own) = &mut self.own {
            own.insert(quad);
        }
    }

    /// A place where one thread puts quads. The graph is made when all of them are dropped, and not before.
    pub fn part(&self) -> Part {
        Part {
            parcel: self.emptied.take(),
            recent: Recent::new(),
            sender: self.sender.clone(),
            emptied: self.emptied.clone(),
            full: FULL.min(self.resources.memory / 16),
        }
    }

    fn sections(self, sources: &[u8]) -> io::Result<([Checked; N_SECTIONS], u64)> {
        let Builder { own, sender, emptied, collector, resources } = self;
        drop((own, sender, emptied));
        let collected = collector.join().map_err(|_| io::Error::other("the thread that numbers terms stopped"))??;
        orders::sections(collected, &resources, sources)
    }

    /// Writes the graph file to `out`; returns the number of quads.
    ///
    /// `sources` says in JSON which files the quads are from. Whoever has `out` sees to it that readers get the old file or
    /// this one, never half of it.
    ///
    /// # Errors
    /// When `out` fails, or what does not fit into memory cannot be kept in the folder of the [`Resources`].
    pub fn write(self, out: &mut dyn Write, sources: &[u8]) -> io::Result<u64> {
        let (sections, n_quads) = self.sections(sources)?;
        let mut out = BufWriter::with_capacity(1 << 18, out);
        write_file(sections, &mut out)?;
        out.flush()?;
        Ok(n_quads)
    }

    /// Opens the graph without writing it.
    ///
    /// # Errors
    /// When it does not fit into memory.
    pub fn into_store(self) -> Result<Store, StoreError> {
        let place = || Path::new("memory").to_owned();
        let mut bytes = Vec::new();
        let written = self.sections(b"[]").and_then(|(sections, _)| write_file(sections, &mut bytes));
        written.map_err(|source| StoreError::File { action: "write", path: place(), source })?;
        let file =
            GraphFile::new(Bytes::hold(&bytes)).map_err(|source| StoreError::Format { path: place(), source })?;
        Ok(Store::of(file))
    }
}

/// What came in, with terms numbered run by run.
struct Collected {
    /// The runs, and how many quads each has.
    runs: Vec<(ClosedRun, u64)>,
    /// Codes of subject, predicate, object and graph of every quad.
    quads: Spool,
    /// The same of each run for quads of graphs that stand apart.
    apart: Vec<Vec<[Code; 4]>>,
}

/// Numbers terms.
struct Collector {
    resources: Resources,
    watch: Watch,
    run: Run,
    /// Codes of the parcel's terms.
    codes: Vec<Code>,
    n_quads: u64,
    collected: Collected,
}

impl Collector {
    fn new(resources: Resources, vocabulary: Vocabulary) -> Collector {
        let quads = Spool::new(resources.waiting(16), &resources.folder);
        let collected = Collected { runs: Vec::new(), quads, apart: vec![Vec::new()] };
        let watch = Watch::new(vocabulary);
        Collector { resources, watch, run: Run::default(), codes: Vec::new(), n_quads: 0, collected }
    }

    /// Numbers the terms of the parcels until there are no more, and gives them back empty.
    fn collect(mut self, parcels: &Receiver<Parcel>, emptied: &Emptied) -> io::Result<Collected> {
        for mut parcel in parcels {
            // A run begins with a parcel, because its quads name terms by their places in it.
            if self.run.memory() > size_behind(self.collected.runs.len(), self.resources.memory / 3) {
                self.set_aside()?;
            }
            if parcel.is_inferred {
                self.watch.look(&self.run);
                self.watch.close();
            }
            self.take(&mut parcel)?;
            emptied.give(parcel);
        }
        self.watch.look(&self.run);
        for mut parcel in self.watch.parcels() {
            self.take(&mut parcel)?;
        }
        let Collector { run, n_quads, mut collected, .. } = self;
        collected.runs.push((run.close(None)?, n_quads));
        Ok(collected)
    }

    /// Closes the run, and begins another.
    fn set_aside(&mut self) -> io::Result<()> {
        self.watch.look(&self.run);
        let full = std::mem::take(&mut self.run);
        let n_quads = std::mem::take(&mut self.n_quads);
        self.collected.runs.push((full.close(Some(&self.resources.folder))?, n_quads));
        self.collected.apart.push(Vec::new());
        Ok(())
    }

    /// Takes the quads of a parcel, and empties it.
    fn take(&mut self, parcel: &mut Parcel) -> io::Result<()> {
        let Collector { run, codes, collected, .. } = self;
        codes.clear();
        let mut rest = parcel.terms.as_slice();
        let mut graphs_apart = [None; APART.len()];
        let mut sought = Vec::with_capacity(SOUGHT_TOGETHER);
        loop {
            sought.clear();
            let terms = std::iter::from_fn(|| take_term(&mut rest));
            sought.extend(terms.take(SOUGHT_TOGETHER).map(Sought::new));
            if sought.is_empty() {
                break;
            }
            run.look_ahead(&sought);
            for term in &sought {
                let code = run.code(term, codes);
                codes.push(code);
                for (found, graph) in graphs_apart.iter_mut().zip(APART) {
                    if term.is_iri(graph) {
                        *found = Some(code);
                    }
                }
            }
        }
        for quad in &mut parcel.quads {
            let [subject, predicate, object, graph] = *quad;
            let code = |number: u32| codes[number as usize];
            let graph = if graph == NO_GRAPH { DEFAULT_GRAPH } else { run.graph(code(graph)) };
            *quad = [code(subject), run.name(code(predicate)), code(object), graph];
        }
        for code in graphs_apart.into_iter().flatten() {
            if let Some(apart) = collected.apart.last_mut() {
                apart.extend(parcel.quads.iter().filter(|quad| quad[3] == code));
                parcel.quads.retain(|quad| quad[3] != code);
            }
        }
        collected.quads.write_all(bytemuck::cast_slice(&parcel.quads))?;
        self.n_quads += parcel.quads.len() as u64;
        parcel.clear();
        Ok(())
    }
}

/// The bytes of the next term.
fn take_term<'b>(terms: &mut &'b [u8]) -> Option<&'b [u8]> {
    let (length, rest) = terms.split_first_chunk::<4>()?;
    let (term, rest) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
    *terms = rest;
    Some(term)
}

/// Writes header, table and sections.
fn write_file(sections: [Checked; N_SECTIONS], out: &mut dyn Write) -> io::Result<()> {
    out.write_all(&MAGIC)?;
    out.write_all(&VERSION.to_le_bytes())?;
    out.write_all(&u32::try_from(N_SECTIONS).unwrap_or(0).to_le_bytes())?;
    let aligned = |length: u64| length.next_multiple_of(ALIGNMENT as u64);
    let mut offset = HEADER as u64;
    for section in &sections {
        let length = section.spool.len();
        for number in [offset, length, section.sum()] {
            out.write_all(&number.to_le_bytes())?;
        }
        offset += aligned(length);
    }
    let zeros = [0; ALIGNMENT];
    out.write_all(&zeros[..HEADER - (16 + 24 * N_SECTIONS)])?;
    for section in sections {
        let length = section.spool.len();
        io::copy(&mut section.spool.read()?, out)?;
        out.write_all(&zeros[..usize::try_from(aligned(length) - length).unwrap_or(0)])?;
    }
    Ok(())
}
