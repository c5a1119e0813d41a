//! What the graph was built from, and whether that is still so.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};
use xxhash_rust::xxh3::Xxh3;

use super::REJECTS_FILE;
use super::files::{InputFile, find_files, named_files};
use super::key::Key;
use super::stamp::Stamp;
use crate::compile::{Tally, shown_from};
use crate::diagnostic::{Report, Severity};
use crate::disk::OwnFolder;
use crate::files::{Reach, read_whole};
use crate::ontology;
use crate::project::Project;
use crate::store::{GRAPH_FILE, Store};

pub(super) const FILE: &str = "manifest.json";
/// Bytes of a manifest that are read, at most: those of a million files.
const LONGEST: u64 = 1 << 29;

/// Files that are read at each look although their stamp is the same, and their bytes together. That takes some
/// milliseconds, and shows what no stamp does: two changes within one tick of the clock, or a disk that keeps times badly.
const READ_ANYWAY: (usize, u64) = (256, 1 << 21);

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
    files: Vec<FileState>,
}

/// The state of the graph file.
#[derive(Debug, Serialize, Deserialize)]
struct GraphState {
    stamp: Stamp,
    sha256: String,
}

/// The state of a file the graph depends on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct FileState {
    #[serde(with = "path_text")]
    path: PathBuf,
    stamp: Stamp,
    /// Empty when it was not read.
    sha256: String,
    /// True when it lies outside the project, where somebody named it.
    is_outside: bool,
}

/// Why the graph that is kept is not the current one.
#[derive(Debug)]
pub(super) enum Stale {
    /// There is none, or something has changed.
    Changed,
    /// There is no reason to believe it.
    Doubtful(Doubt),
}

/// What a look at a file says.
enum Look {
    /// Its stamp and its content, if that was looked at, are the same.
    Same { is_read: bool },
    /// Its content is the same under another stamp.
    Restamped(Stamp),
    /// It holds something else.
    Changed,
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
        (sha256, files): (String, Vec<FileState>),
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
        let is_restamped = manifest.look_at_files(project).ok_or(Stale::Changed)?;
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

    /// Compares every file with its state; none when one has changed, else whether some have another stamp.
    fn look_at_files(&mut self, project: &Project) -> Option<bool> {
        // Which further files belong to the project stands in its tables: while these are the same, so are those.
        let known: FxHashSet<&Path> = self.files.iter().map(|state| state.path.as_path()).collect();
        let kept = kept_from(project);
        if !named_files(project).iter().all(|file| known.contains(kept(&file.path).as_path())) {
            return None;
        }
        let (mut n_left, mut room) = READ_ANYWAY;
        let (mut is_restamped, mut n_unread) = (false, 0);
        for state in &mut self.files {
            let is_small = n_left > 0 && state.stamp.size <= room;
            match state.look(project, is_small) {
                Look::Same { is_read: true } => (n_left, room) = (n_left - 1, room - state.stamp.size),
                Look::Same { is_read: false } => n_unread += usize::from(state.stamp.size > 0),
                Look::Restamped(stamp) => (state.stamp, is_restamped) = (stamp, true),
                Look::Changed => return None,
            }
        }
        self.built.n_unread = n_unread;
        Some(is_restamped)
    }

    /// Writes the stamps that were found, so that the files are not read next time. Where that cannot be done they are.
    fn keep_stamps(&self, project: &Project) {
        // Another program that builds right now writes a manifest of its own.
        let Ok(own) = OwnFolder::open(&project.built_folder()) else { return };
        if own.read("lock").is_ok_and(|file| file.try_lock().is_ok()) {
            let _ = self.write(&own);
        }
    }

    /// Every file the graph depends on, relative to the project.
    pub(super) fn into_files(self) -> Vec<PathBuf> {
        self.files.into_iter().map(|state| state.path).collect()
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

impl FileState {
    /// The state of a file, which is kept under `path`.
    fn of(project: &Project, file: &InputFile, path: PathBuf) -> FileState {
        let full = project.root.join(&file.path);
        let stamp = stamp(&full);
        let opened = match &file.found_in {
            None => project.open_named(&file.path),
            Some(folder) => project.open_within(&file.path, folder),
        };
        let sha256 = opened.and_then(hash).unwrap_or_default();
        let is_outside = !sha256.is_empty() && !Reach::is_in(&full, &project.root);
        FileState { path, stamp, sha256, is_outside }
    }

    /// Compares the file with what it was. One whose stamp is the same is read only when `is_small`.
    fn look(&self, project: &Project, is_small: bool) -> Look {
        let full = project.root.join(&self.path);
        let now = stamp(&full);
        let is_same = now == self.stamp;
        if now.size != self.stamp.size || (self.stamp == Stamp::default() && !is_same) {
            return Look::Changed;
        }
        if is_same && (!is_small || self.sha256.is_empty()) {
            return Look::Same { is_read: false };
        }
        // Where one of the project lies outside by now it is another file, which need not be read for that.
        let root = [project.root.as_path()];
        let opened = if self.is_outside { project.open_named(&self.path) } else { project.reach.open_in(&full, &root) };
        match opened.and_then(hash).unwrap_or_default() == self.sha256 {
            true if is_same => Look::Same { is_read: true },
            true => Look::Restamped(now),
            false => Look::Changed,
        }
    }

    /// Its path, relative to the project.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// The hash of what is in it; none when it is not there or cannot be read.
    pub(super) fn sha256(&self) -> Option<&str> {
        Some(self.sha256.as_str()).filter(|hash| !hash.is_empty())
    }

    /// True when there was such a file: one that is looked for and is not there is no source.
    fn is_there(&self) -> bool {
        self.stamp.size > 0 || !self.sha256.is_empty()
    }
}

/// True when the graph file was built here from the sources as they are now.
pub fn is_current(project: &Project) -> bool {
    Manifest::current(project).is_ok()
}

/// The program's version and a hash of its vocabulary, fast because every query asks for it.
fn version() -> String {
    let mut hasher = Xxh3::new();
    for turtle in ontology::FILES.iter().map(|(_, turtle)| *turtle).chain([ontology::COUNTRY_NAMES]) {
        hasher.update(turtle.as_bytes());
    }
    format!("{} {:016x}", env!("CARGO_PKG_VERSION"), hasher.digest())
}

/// The files for the graph file: what they are called and hold, not when they changed.
pub(super) fn sources_json(project: &Project, states: &[FileState]) -> Vec<u8> {
    let shown = shown_from(project);
    let source =
        |state: &FileState| json!({ "path": shown(&state.path), "size": state.stamp.size, "sha256": state.sha256 });
    let there = states.iter().filter(|state| state.is_there());
    serde_json::to_vec(&there.map(source).collect::<Vec<_>>()).unwrap_or_default()
}

/// The state of every file the graph depends on.
pub(super) fn file_states(project: &Project) -> Vec<FileState> {
    let kept = kept_from(project);
    find_files(project).iter().map(|file| FileState::of(project, file, kept(&file.path))).collect()
}

/// The path under which a file is kept: relative to the project where it can be, with `/`, and whole where it is no UTF-8.
fn kept_from(project: &Project) -> impl Fn(&Path) -> PathBuf {
    let shown = shown_from(project);
    let root = std::path::absolute(&project.root).unwrap_or_else(|_| project.root.clone());
    move |path| match path.to_str() {
        Some(_) => shown(path).into(),
        None => path.strip_prefix(&root).unwrap_or(path).to_owned(),
    }
}

/// The stamp of a file, or of what a link leads to.
fn stamp(full: &Path) -> Stamp {
    Stamp::of(std::fs::metadata(full).ok().as_ref())
}

/// Forgets the content of files that have changed since their state was taken: they may have been compiled either way.
pub(super) fn doubt_changed(project: &Project, states: &mut [FileState]) {
    for state in states {
        if stamp(&project.root.join(&state.path)) != state.stamp {
            state.sha256.clear();
            state.stamp = Stamp { size: state.stamp.size, ..Stamp::default() };
        }
    }
}

/// The SHA-256 of everything in a file.
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

/// Paths as text where they are text, else as their bytes.
mod path_text {
    use std::ffi::OsString;
    use std::path::{Path, PathBuf};

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[derive(Serialize, Deserialize)]
    #[serde(untagged)]
    enum Written {
        Text(String),
        // The form that the system gives names that are no text.
        Other(OsString),
    }

    pub(super) fn serialize<S: Serializer>(path: &Path, serializer: S) -> Result<S::Ok, S::Error> {
        match path.to_str() {
            Some(text) => serializer.serialize_str(text),
            None => Written::Other(path.as_os_str().to_owned()).serialize(serializer),
        }
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<PathBuf, D::Error> {
        Ok(match Written::deserialize(deserializer)? {
            Written::Text(text) => text.into(),
            Written::Other(name) => name.into(),
        })
    }
}
