//! What the graph was built from, and whether that is still so.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};
use xxhash_rust::xxh3::Xxh3;

use super::REJECTS_FILE;
use super::files::{find_files, named_files};
use crate::compile::{Tally, shown_from};
use crate::diagnostic::{Report, Severity};
use crate::disk::OwnFolder;
use crate::ontology;
use crate::project::Project;
use crate::store::{GRAPH_FILE, Store};

pub(super) const FILE: &str = "manifest.json";

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
}

/// The state of everything the graph depends on.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Manifest {
    /// Version of relata and of the vocabulary compiled into it.
    version: String,
    /// True when `--strict` ruled.
    strict: bool,
    pub(super) built: Built,
    files: Vec<FileState>,
}

/// The state of a file the graph depends on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct FileState {
    path: PathBuf,
    size: u64,
    modified: u128,
    sha256: String,
}

impl Manifest {
    pub(super) fn new(project: &Project, built: Built, files: Vec<FileState>) -> Manifest {
        Manifest { version: version(), strict: project.policy.strict, built, files }
    }

    /// Writes the manifest into the folder of what is built.
    pub(super) fn write(&self, own: &OwnFolder) -> io::Result<()> {
        let mut file = own.create(FILE)?;
        file.write_all((serde_json::to_string_pretty(self)? + "\n").as_bytes())?;
        own.put(file)
    }

    /// The manifest of the graph and the graph, when it was built from the sources as they are now.
    ///
    /// Complexity: O(n) in the number of files, with one look at each; a file is read only when its time has changed.
    pub(super) fn current(project: &Project) -> Option<(Manifest, Store)> {
        let folder = project.built_folder();
        let own = OwnFolder::open(&folder).ok()?;
        let mut manifest: Manifest = serde_json::from_str(&io::read_to_string(own.read(FILE).ok()?).ok()?).ok()?;
        manifest.built.rejects = (manifest.built.tally.n_rejected > 0).then(|| folder.join(REJECTS_FILE));
        let ruled = manifest.version == version() && manifest.strict == project.policy.strict;
        if !ruled {
            return None;
        }
        let store = Store::of_file(&own.read(GRAPH_FILE).ok()?, &folder.join(GRAPH_FILE)).ok()?;
        // Which further files belong to the project stands in its tables: while these are the same, so are those.
        let known: FxHashSet<&Path> = manifest.files.iter().map(|state| state.path.as_path()).collect();
        let shown = shown_from(project);
        let has_all = named_files(project).iter().all(|path| known.contains(Path::new(&shown(path))));
        (has_all && manifest.files.iter().all(|state| state.is_still_so(project))).then_some((manifest, store))
    }

    /// Every file the graph depends on, relative to the project.
    pub(super) fn into_files(self) -> Vec<PathBuf> {
        self.files.into_iter().map(|state| state.path).collect()
    }
}

impl FileState {
    /// The state of the file at `path`, which is kept as `shown`.
    fn of(project: &Project, path: &Path, shown: PathBuf) -> FileState {
        let full = project.root.join(path);
        let (size, modified) = stamp(&full);
        FileState { path: shown, size, modified, sha256: hash_file(&full).unwrap_or_default() }
    }

    /// True when the file holds now what it held then. One whose size and time are the same is not read for it.
    fn is_still_so(&self, project: &Project) -> bool {
        let full = project.root.join(&self.path);
        let (size, modified) = stamp(&full);
        let is_same = || hash_file(&full).unwrap_or_default() == self.sha256;
        size == self.size && (modified == self.modified || is_same())
    }
}

/// True when the graph file was built from the sources as they are now.
pub fn is_current(project: &Project) -> bool {
    Manifest::current(project).is_some()
}

/// The program's version and a hash of its vocabulary, fast because every query asks for it.
fn version() -> String {
    let mut hasher = Xxh3::new();
    for (_, turtle) in ontology::FILES {
        hasher.update(turtle.as_bytes());
    }
    format!("{} {:016x}", env!("CARGO_PKG_VERSION"), hasher.digest())
}

/// The files for the graph file: what they are called and hold, not when they changed.
pub(super) fn sources_json(states: &[FileState]) -> Vec<u8> {
    // A file that is looked for and is not there is no source.
    let is_there = |state: &&FileState| state.size > 0 || !state.sha256.is_empty();
    let source = |state: &FileState| json!({ "path": state.path, "size": state.size, "sha256": state.sha256 });
    serde_json::to_vec(&states.iter().filter(is_there).map(source).collect::<Vec<_>>()).unwrap_or_default()
}

/// The state of every file the graph depends on.
pub(super) fn file_states(project: &Project) -> Vec<FileState> {
    let shown = shown_from(project);
    find_files(project).iter().map(|path| FileState::of(project, path, shown(path).into())).collect()
}

/// Size and time of change.
fn stamp(full: &Path) -> (u64, u128) {
    let metadata = fs::metadata(full).ok();
    let modified = metadata.as_ref().and_then(|metadata| metadata.modified().ok());
    let modified = modified.and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    (metadata.map_or(0, |metadata| metadata.len()), modified.map_or(0, |since| since.as_nanos()))
}

/// Forgets the content of files that have changed since their state was taken: they may have been compiled either way.
pub(super) fn doubt_changed(project: &Project, states: &mut [FileState]) {
    for state in states {
        if stamp(&project.root.join(&state.path)) != (state.size, state.modified) {
            state.sha256.clear();
            state.modified = 0;
        }
    }
}

fn hash_file(path: &Path) -> io::Result<String> {
    let mut file = File::open(path)?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        let n = file.read(&mut buffer)?;
        if n == 0 {
            return Ok(hex(&hasher.finalize()));
        }
        hasher.update(&buffer[..n]);
    }
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut digits, byte| {
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}
