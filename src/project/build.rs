//! Keeps what was compiled: the graph file, the rejected rows, and a manifest to tell when they are out of date.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use oxigraph::model::Quad;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use xxhash_rust::xxh3::Xxh3;

use super::compile::{CompileError, Output, Rejected, Tally, compile};
use super::context::shown_path;
use super::{Project, SourceKind, config};
use crate::diagnostic::{Report, Severity};
use crate::ontology;
use crate::rdf::vocab;
use crate::store::{Builder, GRAPH_FILE, Store, StoreError};

/// Name of the file of rejected rows below the folder of what is built.
pub const REJECTS_FILE: &str = "rejects.csv";
const MANIFEST_FILE: &str = "manifest.json";

/// Why a build failed.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// The sources could not be compiled.
    #[error(transparent)]
    Compile(#[from] CompileError),
    /// The graph could not be kept.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// No table of claims could be read: an empty graph would replace a good one.
    #[error("no row of claims could be read{}", if *.kept { "; the graph built before stays" } else { "" })]
    NothingRead {
        /// Whether there is a graph built before.
        kept: bool,
    },
    /// The folder of what is built cannot be used.
    #[error("cannot write `{}`", path.display())]
    Folder {
        /// The folder or file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

/// What a build did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Built {
    /// What was compiled.
    pub tally: Tally,
    /// Quads in the graph, the vocabulary included.
    pub n_quads: u64,
    /// Where the rejected rows are, when there are any.
    pub rejects: Option<PathBuf>,
}

/// What the sources were when the graph was built.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Manifest {
    /// Version of relata and of the vocabulary compiled into it.
    version: String,
    /// Whether `--strict` ruled.
    strict: bool,
    files: Vec<FileState>,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct FileState {
    path: PathBuf,
    size: u64,
    modified: u128,
    sha256: String,
}

/// Writes rejected rows as CSV: place, code, message and the row's own bytes.
pub struct RejectWriter<W: Write> {
    writer: csv::Writer<W>,
}

impl<W: Write> RejectWriter<W> {
    /// Writes the header.
    ///
    /// # Errors
    /// When `out` fails.
    pub fn new(out: W) -> io::Result<RejectWriter<W>> {
        let mut writer = csv::Writer::from_writer(out);
        writer.write_record(["file", "line", "code", "column", "message", "row"])?;
        Ok(RejectWriter { writer })
    }

    /// Writes one row.
    ///
    /// # Errors
    /// When the output fails.
    pub fn write(&mut self, rejected: &Rejected<'_>) -> io::Result<()> {
        let Rejected { row, finding } = rejected;
        let line = row.line().to_string();
        let column = row.diagnose((*finding).clone()).place.field.unwrap_or_default();
        let cells: [&[u8]; 6] = [
            row.file.as_bytes(),
            line.as_bytes(),
            finding.code.id.as_bytes(),
            column.as_bytes(),
            finding.message.as_bytes(),
            row.bytes(),
        ];
        Ok(self.writer.write_record(cells)?)
    }

    /// Writes out what is buffered.
    ///
    /// # Errors
    /// When the output fails.
    pub fn finish(mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

/// Compiles `project` and keeps the graph under `.relata/`.
///
/// # Errors
/// When a source stops being readable or nothing can be written; the graph built before stays.
pub fn build(project: &Project, report: &mut Report, progress: &mut dyn FnMut(u64)) -> Result<Built, BuildError> {
    let _lock = lock(project)?;
    build_locked(project, report, progress)
}

/// The same, unless the graph is current; programs that start together build it once.
///
/// # Errors
/// As [`build`].
pub fn build_if_outdated(project: &Project, report: &mut Report) -> Result<Option<Built>, BuildError> {
    if is_current(project) {
        return Ok(None);
    }
    let _lock = lock(project)?;
    // Another program may have built it while this one waited.
    if is_current(project) { Ok(None) } else { build_locked(project, report, &mut |_| ()).map(Some) }
}

/// Makes the folder of what is built, and waits until no other program builds there. The lock goes with the file.
fn lock(project: &Project) -> Result<File, BuildError> {
    let folder = project.built_folder();
    let at = |path: PathBuf| move |source| BuildError::Folder { path, source };
    fs::create_dir_all(&folder).map_err(at(folder.clone()))?;
    fs::write(folder.join(".gitignore"), "*\n").map_err(at(folder.clone()))?;
    let lock = File::create(folder.join("lock")).map_err(at(folder.clone()))?;
    lock.lock().map_err(at(folder))?;
    Ok(lock)
}

fn build_locked(project: &Project, report: &mut Report, progress: &mut dyn FnMut(u64)) -> Result<Built, BuildError> {
    let folder = project.built_folder();
    let at = |path: &Path| {
        let path = path.to_owned();
        move |source| BuildError::Folder { path, source }
    };
    let rejects_path = folder.join(REJECTS_FILE);
    let rejects_file = File::create(&rejects_path).map_err(at(&rejects_path))?;
    let mut rejects = RejectWriter::new(rejects_file).map_err(at(&rejects_path))?;
    let mut builder = with_ontology();
    let states = file_states(project, &[]);
    let tally = compile(
        project,
        report,
        &mut Output {
            sink: &mut |quad| builder.insert(&quad),
            rejects: &mut |rejected| rejects.write(rejected),
            progress,
        },
    )?;
    rejects.finish().map_err(at(&rejects_path))?;
    if nothing_read(project, &tally, report) {
        fs::remove_file(&rejects_path).map_err(at(&rejects_path))?;
        return Err(BuildError::NothingRead { kept: folder.join(GRAPH_FILE).is_file() });
    }
    let n_quads = builder.write(&folder.join(GRAPH_FILE))?;
    let manifest = Manifest { version: version(), strict: project.policy.strict, files: states };
    let manifest_path = folder.join(MANIFEST_FILE);
    let text = serde_json::to_string_pretty(&manifest).unwrap_or_default();
    fs::write(&manifest_path, text + "\n").map_err(at(&manifest_path))?;
    let rejects = if tally.n_rejected > 0 {
        Some(rejects_path)
    } else {
        fs::remove_file(&rejects_path).map_err(at(&rejects_path))?;
        None
    };
    Ok(Built { tally, n_quads, rejects })
}

/// A builder that holds the shipped vocabulary, in its own graph.
fn with_ontology() -> Builder {
    let mut builder = Builder::default();
    for quad in ontology::FILES.iter().flat_map(|(_, turtle)| ontology::parse_turtle(turtle)).filter_map(Result::ok) {
        builder.insert(&Quad { graph_name: vocab::ONTOLOGY_GRAPH.into(), ..quad });
    }
    builder
}

/// Compiles `project` into memory.
///
/// # Errors
/// When a source stops being readable.
pub fn build_in_memory(project: &Project, report: &mut Report) -> Result<(Store, Tally), BuildError> {
    let mut builder = with_ontology();
    let mut output =
        Output { sink: &mut |quad| builder.insert(&quad), rejects: &mut |_| Ok(()), progress: &mut |_| () };
    let tally = compile(project, report, &mut output)?;
    Ok((builder.into_store()?, tally))
}

/// Whether there are tables of claims, and not a row of them could be read: an answer from such a graph would mislead.
pub fn nothing_read(project: &Project, tally: &Tally, report: &Report) -> bool {
    let has_claims = project.sources.iter().any(|source| source.kind == SourceKind::Claims);
    has_claims && tally.n_rows == 0 && report.count(Severity::Error) > 0
}

/// Whether the graph file was built from the sources as they are now.
pub fn is_current(project: &Project) -> bool {
    let folder = project.built_folder();
    let Ok(text) = fs::read_to_string(folder.join(MANIFEST_FILE)) else {
        return false;
    };
    let Ok(manifest) = serde_json::from_str::<Manifest>(&text) else {
        return false;
    };
    if manifest.version != version() || manifest.strict != project.policy.strict || !folder.join(GRAPH_FILE).is_file() {
        return false;
    }
    let now = file_states(project, &manifest.files);
    let content = |state: &FileState| (state.path.clone(), state.size, state.sha256.clone());
    now.len() == manifest.files.len()
        && now.iter().zip(&manifest.files).all(|(now, then)| content(now) == content(then))
}

/// The program's version and a hash of its vocabulary, fast because every query asks for it.
fn version() -> String {
    let mut hasher = Xxh3::new();
    for (_, turtle) in ontology::FILES {
        hasher.update(turtle.as_bytes());
    }
    format!("{} {:016x}", env!("CARGO_PKG_VERSION"), hasher.digest())
}

/// Every file the graph depends on, relative to the project.
pub fn inputs(project: &Project) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = project.sources.iter().map(|source| source.path.clone()).collect();
    paths.push(config::FILE.into());
    paths.extend(project.ontology_files.iter().cloned());
    paths.extend(document_texts(project));
    paths.sort();
    paths.dedup();
    paths
}

/// The state of every file the graph depends on. A file whose size and time are as in `known` is not read again.
fn file_states(project: &Project, known: &[FileState]) -> Vec<FileState> {
    inputs(project).iter().map(|path| file_state(project, path, known)).collect()
}

fn file_state(project: &Project, path: &Path, known: &[FileState]) -> FileState {
    let full = project.root.join(path);
    let metadata = fs::metadata(&full).ok();
    let size = metadata.as_ref().map_or(0, fs::Metadata::len);
    let modified =
        metadata.and_then(|metadata| metadata.modified().ok()).and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    let modified = modified.map_or(0, |since| since.as_nanos());
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
        let Ok(file) = File::open(project.root.join(&source.path)) else {
            continue;
        };
        let Some(layout) = source.kind.layout() else {
            continue;
        };
        let table = crate::input::Table::open("", Box::new(file), layout, &source.columns, &mut |_| ());
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
