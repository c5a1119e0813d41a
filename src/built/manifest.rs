//! What the graph was built from, and whether that is still so.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use xxhash_rust::xxh3::Xxh3;

use super::REJECTS_FILE;
use super::key::Key;
use super::sources::{Sources, Unchanged};
use super::stamp::Stamp;
use crate::compile::Tally;
use crate::diagnostic::{Report, Severity};
use crate::disk::OwnFolder;
use crate::files::read_whole;
use crate::ontology;
use crate::project::Project;
use crate::store::{GRAPH_FILE, Store};

pub(super) const FILE: &str = "manifest.json";
/// Bytes of a manifest that are read, at most: those of a million files.
const LONGEST: u64 = 1 << 29;

/// How many faults a build found.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problems {
    /// Faults with the severity error.
    pub errors: u64,
    /// Faults with the severity warning.
    pub warnings: u64,
    /// Faults with the severity notice.
    pub notices: u64,
}

impl Problems {
    /// Those of a report.
    pub fn of(report: &Report) -> Problems {
        Problems {
            errors: report.count(Severity::Error),
            warnings: report.count(Severity::Warning),
            notices: report.count(Severity::Notice),
        }
    }
}

/// What a build did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Built {
    /// What was compiled.
    pub tally: Tally,
    /// Quads in the graph; of the vocabulary, those of terms that the project uses.
    pub n_quads: u64,
    /// What was wrong.
    pub problems: Problems,
    /// Where the rejected rows are, when there are any; not kept, because it depends on where one stands.
    #[serde(skip)]
    pub rejects: Option<PathBuf>,
    /// Files that were taken as unchanged by their size and times alone.
    #[serde(skip)]
    pub n_unread: usize,
    /// Why the graph that was there before was not believed, when it was not.
    #[serde(skip)]
    pub doubt: Option<Doubt>,
}

/// Why a graph that is there is not believed. Graphs are derived, so it is built anew.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Doubt {
    /// It is from somewhere else, or somebody has changed it.
    #[error("it was not built here, or has been changed since")]
    Foreign,
    /// There is no telling, because there is no key.
    #[error("relata can keep no key to know its own graphs by, and so builds it each time: {0}")]
    NoKey(String),
}

/// The state of everything the graph depends on, and of the graph.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Manifest {
    /// Version of relata and of the vocabulary compiled into it.
    version: String,
    /// True when `--strict` ruled.
    strict: bool,
    pub(super) built: Built,
    graph: GraphState,
    files: Sources,
}

/// The state of the graph file.
#[derive(Debug, Serialize, Deserialize)]
struct GraphState {
    stamp: Stamp,
    sha256: String,
}

/// Why the graph that is kept is not the current one.
#[derive(Debug)]
pub(super) enum Stale {
    /// There is none, or something has changed.
    Changed,
    /// There is no reason to believe it.
    Doubtful(Doubt),
}

impl Manifest {
    /// The manifest of a graph that has just been built and lies in its place; `sha256` is the hash of its file.
    ///
    /// # Errors
    /// When the graph file is not there.
    pub(super) fn new(
        project: &Project,
        own: &OwnFolder,
        built: Built,
        (sha256, files): (String, Sources),
    ) -> io::Result<Manifest> {
        let stamp = Stamp::of(Some(&own.read(GRAPH_FILE)?.metadata()?));
        let graph = GraphState { stamp, sha256 };
        Ok(Manifest { version: version(), strict: project.policy.strict, built, graph, files })
    }

    /// Writes the manifest into the folder of what is built, with the code of the user's key in front. Without a key there is
    /// no code, and nobody will believe the manifest.
    pub(super) fn write(&self, own: &OwnFolder) -> io::Result<()> {
        let text = serde_json::to_string_pretty(self)?;
        // The code is that of everything behind it.
        let rest = format!("\n  {}\n", text.trim_start_matches("{\n").trim_start());
        let code = Key::find_or_make().map_or_else(|_| String::new(), |key| key.code(rest.as_bytes()));
        let mut file = own.create(FILE)?;
        file.write_all(format!("{CODE_START}{code}{CODE_END}{rest}").as_bytes())?;
        own.put(file)
    }

    /// The manifest of the graph and the graph, when relata built it here from the sources as they are now.
    ///
    /// Nothing of the manifest is parsed before its code is right, and nothing of the graph is mapped before it is the file
    /// that the manifest is about.
    ///
    /// Complexity: O(n) in the number of files, with one look at each; files are read when their stamp has changed, and the
    /// first small ones anyway. The graph file is read when its stamp is another: it was copied.
    pub(super) fn current(project: &Project) -> Result<(Manifest, Store), Stale> {
        let mut manifest = Manifest::read(project)?;
        if manifest.version != version() || manifest.strict != project.policy.strict {
            return Err(Stale::Changed);
        }
        let Unchanged { is_restamped, n_unread } = manifest.files.look(project).ok_or(Stale::Changed)?;
        manifest.built.n_unread = n_unread;
        let (store, is_copied) = manifest.open_graph(project)?;
        if is_restamped || is_copied {
            manifest.keep_stamps(project);
        }
        Ok((manifest, store))
    }

    /// The graph that is kept, whether its sources have changed since or not.
    pub(super) fn kept(project: &Project) -> Result<Store, Stale> {
        Manifest::read(project)?.open_graph(project).map(|(store, _)| store)
    }

    /// Opens the graph file that the manifest is about; the flag tells whether its stamp is another one than it was.
    ///
    /// A file with the same stamp is the one that was built. One with another stamp is read whole: when it holds the same,
    /// it was copied, and only its stamp is kept.
    fn open_graph(&mut self, project: &Project) -> Result<(Store, bool), Stale> {
        let file = open_kept(project, GRAPH_FILE).map_err(|_| Stale::Changed)?;
        let stamp = Stamp::of(file.metadata().ok().as_ref());
        let is_copied = stamp != self.graph.stamp;
        if is_copied || !stamp.is_strong() {
            if hash(&file).ok().as_ref() != Some(&self.graph.sha256) {
                return Err(Stale::Doubtful(Doubt::Foreign));
            }
            self.graph.stamp = stamp;
        }
        let path = project.built_folder().join(GRAPH_FILE);
        let store = Store::of_file(&file, &path).map_err(|_| Stale::Changed)?;
        Ok((store, is_copied))
    }

    /// The manifest in the folder of what is built, when relata wrote it for this user.
    fn read(project: &Project) -> Result<Manifest, Stale> {
        let file = open_kept(project, FILE).map_err(|_| Stale::Changed)?;
        let key = Key::find_or_make().map_err(|error| Stale::Doubtful(Doubt::NoKey(error.to_string())))?;
        let bytes = read_whole(file, LONGEST).map_err(|_| Stale::Changed)?;
        let foreign = || Stale::Doubtful(Doubt::Foreign);
        let text = std::str::from_utf8(&bytes).map_err(|_| foreign())?;
        let (code, rest) =
            text.strip_prefix(CODE_START).and_then(|text| text.split_once(CODE_END)).ok_or_else(foreign)?;
        if !key.made(code, rest.as_bytes()) {
            return Err(foreign());
        }
        let mut manifest: Manifest = serde_json::from_str(text).map_err(|_| Stale::Changed)?;
        let has_rejects = manifest.built.tally.n_rejected > 0;
        manifest.built.rejects = has_rejects.then(|| project.built_folder().join(REJECTS_FILE));
        Ok(manifest)
    }

    /// Writes the stamps that were found, so that the files are not read next time. Where that cannot be done they are.
    fn keep_stamps(&self, project: &Project) {
        // Another program that builds right now writes a manifest of its own.
        let Ok(own) = OwnFolder::open(&project.built_folder()) else { return };
        if own.read("lock").is_ok_and(|file| file.try_lock().is_ok()) {
            let _ = self.write(&own);
        }
    }

    /// What the build did, and the files it depends on as they were.
    pub(super) fn into_parts(self) -> (Built, Sources) {
        (self.built, self.files)
    }
}

/// The beginning of a manifest, up to its code.
const CODE_START: &str = "{\n  \"code\": \"";
/// The end of its code.
const CODE_END: &str = "\",";

/// Opens a file in the folder of what is built.
fn open_kept(project: &Project, name: &str) -> io::Result<File> {
    OwnFolder::open(&project.built_folder())?.read(name)
}

/// True when the graph file was built here from the sources as they are now.
pub fn is_current(project: &Project) -> bool {
    Manifest::current(project).is_ok()
}

/// The program's version and a hash of its vocabulary, fast because every query asks for it.
fn version() -> String {
    let mut hasher = Xxh3::new();
    for turtle in
        ontology::FILES.iter().map(|(_, turtle)| *turtle).chain([ontology::COUNTRY_NAMES, ontology::rules::TURTLE])
    {
        hasher.update(turtle.as_bytes());
    }
    format!("{} {:016x}", env!("CARGO_PKG_VERSION"), hasher.digest())
}

/// What is written, with its SHA-256.
pub(super) struct Hashing<W> {
    out: W,
    hasher: Sha256,
}

impl<W> Hashing<W> {
    pub(super) fn new(out: W) -> Hashing<W> {
        Hashing { out, hasher: Sha256::new() }
    }

    pub(super) fn finish(self) -> (W, String) {
        (self.out, hex(&self.hasher.finalize()))
    }
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let n = self.out.write(bytes)?;
        self.hasher.update(&bytes[..n]);
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// The SHA-256 of everything in a file.
pub(super) fn hash(mut file: impl Read) -> io::Result<String> {
    let mut hashing = Hashing::new(io::sink());
    io::copy(&mut file, &mut hashing)?;
    Ok(hashing.finish().1)
}

pub(super) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut digits, byte| {
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}
