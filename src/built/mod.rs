//! Keeps what was compiled: the graph file and the rejected rows, with a manifest of what they were made from.

mod compared;
mod files;
mod key;
mod lock;
mod manifest;
mod rejects;
mod stamp;

use std::cell::RefCell;
use std::io;
use std::path::{Path, PathBuf};

use oxigraph::model::Triple;

use crate::compile::{CompileError, Output, Tally, compile};
use crate::conformance;
use crate::diagnostic::{Report, Severity};
use crate::disk::{OwnFolder, Refused};
use crate::ontology;
use crate::project::Project;
use crate::rdf::vocab;
use crate::store::{Builder, GRAPH_FILE, Resources, Store, StoreError, Vocabulary};
pub use compared::{SourceChange, changed_sources, kept_graph};
use files::size_of_sources;
pub use files::{Inputs, inputs};
pub use key::{keep_key_in, user_folder};
use lock::locked;
pub use manifest::{Built, Doubt, Problems, is_current};
use manifest::{FILE, Hashing, Manifest, Stale, doubt_changed, file_states, sources_json};
pub use rejects::RejectWriter;

/// Name of the file of rejected rows below the folder of what is built.
pub const REJECTS_FILE: &str = "rejects.csv";

/// Bytes of a graph file for each byte of its tables, at most as a rule: 5 for 100,000 generated claims, 4 for ICEWS.
const GROWTH: u64 = 8;

/// Why a build failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
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
        /// True when there is a graph built before.
        kept: bool,
    },
    /// The graph that was built cannot be opened.
    #[error("the built graph cannot be opened; `relata build --force` makes it anew")]
    Unopened(#[source] StoreError),
    /// The disk is nearly full.
    #[error("`{}` has room for {} MB; the graph may take {} MB", folder.display(), free >> 20, needed >> 20)]
    NoRoom {
        /// The folder of what is built.
        folder: PathBuf,
        /// Bytes, estimated from the sources.
        needed: u64,
        /// Bytes.
        free: u64,
    },
    /// The folder of what is built cannot be used.
    #[error("cannot write `{}`", path.display())]
    Folder {
        /// The folder or file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The folder of what is built, or something in it, may be a trap: it is a link, no folder, or somebody else's.
    #[error(transparent)]
    Refused(Refused),
}

impl BuildError {
    /// The error of something in the folder of what is built.
    fn at(path: &Path, source: io::Error) -> BuildError {
        match source.downcast::<Refused>() {
            Ok(refused) => BuildError::Refused(refused),
            Err(source) => BuildError::Folder { path: path.to_owned(), source },
        }
    }
}

/// How a build is done.
pub struct BuildOptions<'a> {
    /// Build even when nothing has changed.
    pub force: bool,
    /// Bytes of memory for terms and quads, about; a quarter of what there is when not given.
    pub memory: Option<usize>,
    /// Bytes of disk that the graph may take; as many as are free when not given.
    pub room: Option<u64>,
    /// Called now and then with how far the build is, and once when it has to wait for another one.
    pub progress: &'a mut dyn FnMut(Progress),
}

impl<'a> BuildOptions<'a> {
    /// A build when something has changed, with the memory and the room there is.
    pub fn with_progress(progress: &'a mut dyn FnMut(Progress)) -> BuildOptions<'a> {
        BuildOptions { force: false, memory: None, room: None, progress }
    }
}

/// How far a build is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Another program builds in the same folder, and is waited for.
    Waiting,
    /// So many rows are read.
    Rows(u64),
    /// All rows are read; the graph is sorted and written.
    Sorting,
}

/// A graph that is kept, opened.
pub struct Kept {
    /// What the build did that made it.
    pub built: Built,
    /// True when it was built just now.
    pub is_new: bool,
    /// The graph.
    pub store: Store,
    /// Every file it depends on, relative to the project.
    pub files: Vec<PathBuf>,
}

/// Compiles `project` and keeps the graph under `.relata/`; when the graph is current, only says what it holds.
///
/// The flag tells whether the graph was current.
///
/// # Errors
/// When a source stops being readable or nothing can be written; the graph built before stays.
pub fn build(project: &Project, report: &mut Report, options: BuildOptions<'_>) -> Result<(Built, bool), BuildError> {
    make(project, report, options).map(|(manifest, store)| (manifest.built, store.is_some()))
}

/// The graph of `project`, built first when it is not current.
///
/// # Errors
/// As [`build`], and when the graph that was built cannot be opened.
pub fn open_built(
    project: &Project,
    report: &mut Report,
    progress: &mut dyn FnMut(Progress),
) -> Result<Kept, BuildError> {
    let (manifest, current) = make(project, report, BuildOptions::with_progress(progress))?;
    let is_new = current.is_none();
    let store = match current {
        Some(store) => store,
        None => open_graph(&project.built_folder())?,
    };
    Ok(Kept { built: manifest.built.clone(), is_new, store, files: manifest.into_files() })
}

/// Opens the graph in the folder of what is built.
fn open_graph(folder: &Path) -> Result<Store, BuildError> {
    let path = folder.join(GRAPH_FILE);
    let unread = |source| StoreError::File { action: "read", path: path.clone(), source };
    let file = OwnFolder::open(folder).and_then(|own| own.read(GRAPH_FILE)).map_err(unread);
    file.and_then(|file| Store::of_file(&file, &path)).map_err(BuildError::Unopened)
}

/// The manifest of the current graph, with the graph; or that of the graph just built, which nobody has opened yet.
fn make(
    project: &Project,
    report: &mut Report,
    mut options: BuildOptions<'_>,
) -> Result<(Manifest, Option<Store>), BuildError> {
    let force = options.force;
    let current = || if force { Err(Stale::Changed) } else { Manifest::current(project) };
    let stale = match current() {
        Ok((manifest, store)) => return Ok((manifest, Some(store))),
        Err(stale) => stale,
    };
    let (own, _lock) = locked(&project.built_folder(), &mut || (options.progress)(Progress::Waiting))?;
    // Another program may have built it while this one waited.
    if let Ok((manifest, store)) = current() {
        return Ok((manifest, Some(store)));
    }
    let mut manifest = build_locked(project, &own, report, &mut options)?;
    if let Stale::Doubtful(doubt) = stale {
        manifest.built.doubt = Some(doubt);
    }
    Ok((manifest, None))
}

/// A quarter of the memory that this machine, or the group the program runs in, has.
fn quarter_of_memory() -> usize {
    let mut system = sysinfo::System::new();
    system.refresh_memory();
    let total = system.cgroup_limits().map_or(u64::MAX, |group| group.total_memory).min(system.total_memory());
    usize::try_from(total / 4).unwrap_or(usize::MAX).max(1 << 26)
}

/// Fails when there is not room for the graph file the sources will make, as far as can be told before.
fn check_room(project: &Project, folder: &Path, room: Option<u64>) -> Result<(), BuildError> {
    let needed = GROWTH * size_of_sources(project);
    // A disk that does not say how much room it has is tried.
    match room.map_or_else(|| fs4::available_space(folder), Ok) {
        Ok(free) if free < needed => Err(BuildError::NoRoom { folder: folder.to_owned(), needed, free }),
        _ => Ok(()),
    }
}

fn build_locked(
    project: &Project,
    own: &OwnFolder,
    report: &mut Report,
    options: &mut BuildOptions<'_>,
) -> Result<Manifest, BuildError> {
    let folder = own.path();
    let at = |name: &str| {
        let path = folder.join(name);
        move |source| BuildError::at(&path, source)
    };
    check_room(project, folder, options.room)?;
    // Those of the last build stay until this one has a graph.
    let rejects_file = own.create(REJECTS_FILE).map_err(at(REJECTS_FILE))?;
    let mut rejects = RejectWriter::new(rejects_file).map_err(at(REJECTS_FILE))?;
    let header = rejects.length().map_err(at(REJECTS_FILE))?;
    let rejects = RefCell::new(rejects);
    let memory = options.memory.unwrap_or_else(quarter_of_memory);
    let resources = || Resources { memory, folder: folder.to_owned() };
    let builder = RefCell::new(with_ontology(resources()));
    let (tally, mut states) = std::thread::scope(|scope| {
        let states = scope.spawn(|| file_states(project));
        let tally = compile(
            project,
            report,
            &mut Output {
                sink: &mut |quad| builder.borrow_mut().insert(quad),
                rejects: &mut |rejected| rejects.borrow_mut().write(rejected),
                progress: &mut |n_rows| (options.progress)(Progress::Rows(n_rows)),
                begin_again: &mut || {
                    builder.replace(with_ontology(resources()));
                    rejects.borrow_mut().forget(header)
                },
            },
        );
        (tally, states.join().unwrap_or_default())
    });
    let tally = tally?;
    doubt_changed(project, &mut states);
    let rejects_file = rejects.into_inner().finish().map_err(at(REJECTS_FILE))?;
    if nothing_read(project, &tally, report) {
        return Err(BuildError::NothingRead { kept: folder.join(GRAPH_FILE).is_file() });
    }
    (options.progress)(Progress::Sorting);
    let written = write_graph(own, builder.into_inner(), &sources_json(project, &states));
    let (n_quads, sha256) = written.map_err(|source| match source.downcast::<Refused>() {
        Ok(refused) => BuildError::Refused(refused),
        Err(source) => StoreError::File { action: "write", path: folder.join(GRAPH_FILE), source }.into(),
    })?;
    if conformance::is_asked(project) {
        conformance::check(project, &open_graph(folder)?, report);
    }
    let rejects = (tally.n_rejected > 0).then(|| folder.join(REJECTS_FILE));
    match rejects_file.filter(|_| rejects.is_some()) {
        Some(file) => own.put(file).map_err(at(REJECTS_FILE))?,
        // None from the last build either.
        None => own.remove(REJECTS_FILE).map_err(at(REJECTS_FILE))?,
    }
    let built = Built { tally, n_quads, problems: Problems::of(report), rejects, n_unread: 0, doubt: None };
    let manifest = Manifest::new(project, own, built, (sha256, states)).map_err(at(GRAPH_FILE))?;
    manifest.write(own).map_err(at(FILE))?;
    own.settle().map_err(at(""))?;
    Ok(manifest)
}

/// Writes the graph file; the one before stays until this one is whole. Returns the number of quads, and the hash of the
/// file, which is made on the way so that it is not read again.
fn write_graph(own: &OwnFolder, builder: Builder, sources: &[u8]) -> io::Result<(u64, String)> {
    let mut file = Hashing::new(own.create(GRAPH_FILE)?);
    let n_quads = builder.write(&mut file, sources)?;
    let (file, sha256) = file.finish();
    own.put(file)?;
    Ok((n_quads, sha256))
}

/// A builder that knows the shipped vocabulary: the graph gets it in a graph of its own, and what it says of the terms that
/// the project uses once more.
fn with_ontology(resources: Resources) -> Builder {
    let quads = ontology::FILES.iter().flat_map(|(file, _)| ontology::quads(file));
    let triples = quads.map(|quad| Triple::from(quad.clone())).collect();
    Builder::with_vocabulary(resources, Vocabulary { triples, used_in: Some(vocab::TERMS_GRAPH.into_owned()) })
}

/// Compiles `project` for what is wrong with it. Where it has shapes, its graph is made in memory and held against them.
///
/// # Errors
/// As [`compile`], and when the graph does not fit into memory.
pub fn check(project: &Project, report: &mut Report, output: &mut Output<'_>) -> Result<Tally, BuildError> {
    if !conformance::is_asked(project) {
        return Ok(compile(project, report, output)?);
    }
    let builder = RefCell::new(with_ontology(Resources::unlimited()));
    let mut output = Output {
        sink: &mut |quad| {
            (output.sink)(quad);
            builder.borrow_mut().insert(quad);
        },
        rejects: &mut *output.rejects,
        progress: &mut *output.progress,
        begin_again: &mut || {
            builder.replace(with_ontology(Resources::unlimited()));
            (output.begin_again)()
        },
    };
    let tally = compile(project, report, &mut output)?;
    conformance::check(project, &builder.into_inner().into_store()?, report);
    Ok(tally)
}

/// Compiles `project` into memory.
///
/// # Errors
/// When a source stops being readable.
pub fn build_in_memory(project: &Project, report: &mut Report) -> Result<(Store, Tally), BuildError> {
    build_in_memory_watched(project, report, &mut |_| ())
}

/// The same, and calls `progress` now and then with how far it is.
///
/// # Errors
/// As [`build_in_memory`].
pub fn build_in_memory_watched(
    project: &Project,
    report: &mut Report,
    progress: &mut dyn FnMut(Progress),
) -> Result<(Store, Tally), BuildError> {
    let builder = RefCell::new(with_ontology(Resources::unlimited()));
    let mut output = Output {
        sink: &mut |quad| builder.borrow_mut().insert(quad),
        rejects: &mut |_| Ok(()),
        progress: &mut |n_rows| progress(Progress::Rows(n_rows)),
        begin_again: &mut || {
            builder.replace(with_ontology(Resources::unlimited()));
            Ok(())
        },
    };
    let tally = compile(project, report, &mut output)?;
    progress(Progress::Sorting);
    Ok((builder.into_inner().into_store()?, tally))
}

/// True when there are tables of claims, and not a row of them could be read: an answer from such a graph would mislead.
pub fn nothing_read(project: &Project, tally: &Tally, report: &Report) -> bool {
    let has_claims = project.sources.iter().any(|source| source.kind.has_claims());
    has_claims && tally.n_rows == 0 && report.count(Severity::Error) > 0
}
