//! Keeps what was compiled: the graph file and the rejected rows, with a manifest of what they were made from.

mod compared;
mod files;
mod fresh;
mod key;
mod lock;
mod manifest;
mod rejects;
mod sources;
mod stamp;

use std::cell::RefCell;
use std::io;
use std::path::{Path, PathBuf};

use oxigraph::model::Triple;

use crate::compile::{CompileError, Output, Part, Tally, compile};
use crate::conformance;
use crate::diagnostic::{Report, Severity};
use crate::disk::Refused;
use crate::ontology;
use crate::project::Project;
use crate::rdf::vocab;
use crate::store::{Builder, Resources, Store, StoreError, Vocabulary};
pub use compared::{SourceChange, changed_sources, kept_graph};
pub use files::{Inputs, found_inputs, inputs};
pub use fresh::Fresh;
pub use key::{keep_key_in, user_folder};
use lock::locked;
pub use manifest::{Built, Doubt, Problems, is_current};
use manifest::{Manifest, Stale};
pub use rejects::RejectWriter;
use sources::Begun;
pub use sources::Sources;

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

/// A graph, opened.
pub struct Opened {
    /// What the build did that made it.
    pub built: Built,
    /// The graph.
    pub store: Store,
    /// Every file it depends on, as it was.
    pub sources: Sources,
    /// How it is kept, where it was built just now; until then it is in memory.
    pub fresh: Option<Fresh>,
}

/// Compiles `project` and keeps the graph under `.relata/`; when the graph is current, only says what it holds.
///
/// The flag tells whether the graph was current.
///
/// # Errors
/// When a source stops being readable or nothing can be written; the graph built before stays.
pub fn build(project: &Project, report: &mut Report, options: BuildOptions<'_>) -> Result<(Built, bool), BuildError> {
    let Opened { built, fresh, .. } = open_or_build(project, report, options)?;
    let is_current = fresh.is_none();
    fresh.map_or(Ok(()), |fresh| fresh.keep(project))?;
    Ok((built, is_current))
}

/// The graph of `project`, built first when it is not current.
///
/// # Errors
/// As [`build`], and when the graph that was built cannot be opened.
pub fn open_built(
    project: &Project,
    report: &mut Report,
    progress: &mut dyn FnMut(Progress),
) -> Result<Opened, BuildError> {
    open_or_build(project, report, BuildOptions::with_progress(progress))
}

fn open_or_build(project: &Project, report: &mut Report, mut options: BuildOptions<'_>) -> Result<Opened, BuildError> {
    let force = options.force;
    let current = || if force { Err(Stale::Changed) } else { Manifest::current(project) };
    let opened = |(manifest, store): (Manifest, Store)| {
        let (built, sources) = manifest.into_parts();
        Opened { built, store, sources, fresh: None }
    };
    let stale = match current() {
        Ok(current) => return Ok(opened(current)),
        Err(stale) => stale,
    };
    let (own, lock) = locked(&project.built_folder(), &mut || (options.progress)(Progress::Waiting))?;
    // Another program may have built it while this one waited.
    if let Ok(current) = current() {
        return Ok(opened(current));
    }
    let (store, mut fresh) = fresh::build_locked(project, own, lock, report, &mut options)?;
    if let Stale::Doubtful(doubt) = stale {
        fresh.built.doubt = Some(doubt);
    }
    Ok(Opened { built: fresh.built.clone(), store, sources: fresh.sources.clone(), fresh: Some(fresh) })
}

/// The bytes of memory that this machine, or the group the program runs in, has.
pub fn memory_there_is() -> usize {
    let mut system = sysinfo::System::new();
    system.refresh_memory();
    let total = system.cgroup_limits().map_or(u64::MAX, |group| group.total_memory).min(system.total_memory());
    usize::try_from(total).unwrap_or(usize::MAX)
}

/// A quarter of it.
fn quarter_of_memory() -> usize {
    (memory_there_is() / 4).max(1 << 26)
}

/// A builder that knows the shipped vocabulary: the graph gets it in a graph of its own, and what it says of the terms that
/// the project uses once more.
fn with_ontology(resources: Resources) -> Builder {
    let quads = ontology::FILES.iter().flat_map(|(file, _)| ontology::quads(file));
    let triples = quads.map(|quad| Triple::from(quad.clone())).collect();
    Builder::with_vocabulary(resources, Vocabulary { triples, used_in: Some(vocab::TERMS_GRAPH.into_owned()) })
}

/// A part of a builder, as a compilation takes it.
fn part_of(builder: &Builder) -> Part<'static> {
    let mut part = builder.part();
    Box::new(move |quad| part.insert(quad))
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
    let parts = || -> Part<'_> {
        let (mut part, mut own) = ((output.parts)(), part_of(&builder.borrow()));
        Box::new(move |quad| {
            part(quad);
            own(quad);
        })
    };
    let mut output = Output {
        parts: &parts,
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
        parts: &|| part_of(&builder.borrow()),
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

/// Compiles `project` into memory, with the files it depends on as they were.
///
/// # Errors
/// As [`build_in_memory`].
pub fn build_in_memory_known(project: &Project, report: &mut Report) -> Result<(Store, Tally, Sources), BuildError> {
    let begun = Begun::of(project);
    let (made, mut sources) = std::thread::scope(|scope| {
        let sources = scope.spawn(|| Sources::of(project));
        (build_in_memory(project, report), sources.join().unwrap_or_default())
    });
    let (store, tally) = made?;
    sources.doubt_changed(project, &begun);
    Ok((store, tally, sources))
}

/// True when there are tables of claims, and not a row of them could be read: an answer from such a graph would mislead.
pub fn nothing_read(project: &Project, tally: &Tally, report: &Report) -> bool {
    let has_claims = project.sources.iter().any(|source| source.kind.has_claims());
    has_claims && tally.n_rows == 0 && report.count(Severity::Error) > 0
}
