//! What the graph was built from, and whether that is still so.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};
use xxhash_rust::xxh3::Xxh3;

use super::REJECTS_FILE;
use crate::compile::Tally;
use crate::compile::shown_path;
use crate::compile::{annotations, constructed, csvw, events};
use crate::diagnostic::{Report, Severity};
use crate::ontology;
use crate::project::files::open_file;
use crate::project::{self, Project, SourceKind};
use crate::store::{GRAPH_FILE, Store};

const FILE: &str = "manifest.json";

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
    /// Quads in the graph, the vocabulary included.
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
    /// Whether `--strict` ruled.
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
    pub(super) fn write(&self, folder: &Path) -> io::Result<()> {
        fs::write(folder.join(FILE), serde_json::to_string_pretty(self)? + "\n")
    }

    /// The manifest of the graph, when the graph was built from the sources as they are now.
    pub(super) fn current(project: &Project) -> Option<Manifest> {
        let folder = project.built_folder();
        let mut manifest: Manifest = serde_json::from_str(&fs::read_to_string(folder.join(FILE)).ok()?).ok()?;
        manifest.built.rejects = (manifest.built.tally.n_rejected > 0).then(|| folder.join(REJECTS_FILE));
        let ruled = manifest.version == version() && manifest.strict == project.policy.strict;
        if !ruled || Store::open(&folder.join(GRAPH_FILE)).is_err() {
            return None;
        }
        // Which texts belong to the project stands in its tables: while these are the same, so are those.
        let tables: Vec<PathBuf> = tables(project).iter().map(|path| shown_path(project, path).into()).collect();
        let known = |path: &PathBuf| manifest.files.iter().any(|state| state.path == *path);
        let same = |state: &FileState| {
            let now = file_state(project, &state.path, &manifest.files);
            now.size == state.size && now.sha256 == state.sha256
        };
        (tables.iter().all(known) && manifest.files.iter().all(same)).then_some(manifest)
    }
}

/// Whether the graph file was built from the sources as they are now.
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

/// Every file the graph depends on, relative to the project. Of a graph that is current the manifest has them, so that no
/// source is read for it.
pub fn inputs(project: &Project) -> Vec<PathBuf> {
    let files = |manifest: Manifest| manifest.files.into_iter().map(|state| state.path).collect();
    Manifest::current(project).map_or_else(|| find_inputs(project), files)
}

/// The same, from the sources themselves; files that are looked for are among them, whether they are there or not.
fn find_inputs(project: &Project) -> Vec<PathBuf> {
    let mut paths = tables(project);
    paths.extend(document_texts(project));
    paths.extend(project.sources.iter().flat_map(|source| annotations::texts(project, source)));
    paths.extend(project.sources.iter().flat_map(events::list_files));
    paths.extend(project.sources.iter().flat_map(|source| constructed::tables(project, source)).map(|(path, _)| path));
    paths.extend(project.sources.iter().flat_map(|source| csvw::files(project, source)));
    paths.sort();
    paths.dedup();
    paths
}

/// The files the project names: sources, settings, vocabularies.
fn tables(project: &Project) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = project.sources.iter().map(|source| source.path.clone()).collect();
    paths.extend(project.sources.iter().filter_map(|source| source.description.clone()).map(|of| of.file));
    paths.push(project::FILE.into());
    paths.extend(project.ontology_files.iter().cloned());
    paths
}

/// The state of every file the graph depends on.
pub(super) fn file_states(project: &Project) -> Vec<FileState> {
    find_inputs(project).iter().map(|path| file_state(project, path, &[])).collect()
}

/// Bytes of the tables and RDF files.
pub(super) fn size_of_sources(project: &Project) -> u64 {
    let sizes = project.sources.iter().filter_map(|source| fs::metadata(project.root.join(&source.path)).ok());
    sizes.map(|metadata| metadata.len()).sum()
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

/// The state of a file. One whose size and time are as in `known` is not read again.
fn file_state(project: &Project, path: &Path, known: &[FileState]) -> FileState {
    let full = project.root.join(path);
    let (size, modified) = stamp(&full);
    let shown: PathBuf = shown_path(project, path).into();
    let same = known.iter().find(|state| state.path == shown && state.size == size && state.modified == modified);
    let sha256 = same.map_or_else(|| hash_file(&full).unwrap_or_default(), |state| state.sha256.clone());
    FileState { path: shown, size, modified, sha256 }
}

/// The files with the texts of documents, relative to the project.
fn document_texts(project: &Project) -> Vec<PathBuf> {
    let mut texts = Vec::new();
    for source in project.sources.iter().filter(|source| source.kind == SourceKind::Documents) {
        let folder = source.path.parent().unwrap_or(Path::new(""));
        let Ok(file) = open_file(&project.root.join(&source.path)) else {
            continue;
        };
        let Some(layout) = source.kind.layout() else {
            continue;
        };
        let table = crate::table::Table::open("", file, layout, &source.mapping, &mut |_| ());
        let Ok(Some(mut table)) = table else { continue };
        while let Ok(Some(row)) = table.read() {
            texts.extend(row.ok().and_then(|row| row.get("path").map(|path| folder.join(path))));
        }
    }
    texts
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
