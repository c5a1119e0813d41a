//! How far a graph was sent to a store, kept beside the graph, so that a push that was cut goes on where it was.

use std::io::{self, BufReader, Write as _};
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::disk::{Lock, OwnFolder};
use crate::store::Store;

/// What is sent where. Where one of these differs, nothing that was sent before can be gone on with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Job {
    /// The address that was named.
    pub(super) address: String,
    /// The graph of the store; none for its default graph.
    pub(super) graph: Option<String>,
    /// The fingerprint of the graph that is sent.
    pub(super) fingerprint: String,
    /// Which of its triples.
    pub(super) triples: String,
    /// `1.2` or `1.1`.
    pub(super) rdf: String,
}

/// How far it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Progress {
    pub(super) job: Job,
    /// True when something was there before and was left there.
    pub(super) adds: bool,
    /// Triples that the store has taken.
    pub(super) n_sent: u64,
    /// Triples that were on their way, of which the store may have taken some.
    pub(super) n_on_the_way: u64,
    /// How many the store counted when all was sent.
    pub(super) n_counted: Option<u64>,
}

/// Where it is kept.
pub(super) struct Place {
    own: OwnFolder,
    name: String,
    /// Two that send to one graph would not know of each other what they sent.
    _lock: Lock,
}

pub(super) fn fingerprint(store: &Store) -> String {
    format!("{:016x}", store.fingerprint())
}

impl Place {
    /// The place for what is sent to a graph of a store, below this folder.
    pub(super) fn of(folder: &Path, job: &Job) -> io::Result<Place> {
        let own = OwnFolder::open_or_make(folder)?;
        let target = format!("{}\n{}", job.address, job.graph.as_deref().unwrap_or_default());
        let name = format!("push-{:016x}.json", xxhash_rust::xxh3::xxh3_64(target.as_bytes()));
        let lock = own.lock("push-lock", &mut || {
            say!("another relata pushes this graph; waiting until it is done (Ctrl-C ends the wait and harms nothing)");
        })?;
        own.tidy(&[&name]);
        Ok(Place { own, name, _lock: lock })
    }

    /// What was kept; nothing where there is none that can be read.
    pub(super) fn read(&self) -> Option<Progress> {
        serde_json::from_reader(BufReader::new(self.own.read(&self.name).ok()?)).ok()
    }

    /// Keeps how far it is.
    pub(super) fn keep(&self, progress: &Progress) -> io::Result<()> {
        let mut file = self.own.create(&self.name)?;
        let mut text = serde_json::to_vec_pretty(progress).map_err(io::Error::other)?;
        text.push(b'\n');
        file.write_all(&text)?;
        self.own.put(file)
    }
}
