//! A graph that was built just now, and what is left to do until the next program finds it.
//!
//! The file is written before, but has no name yet; to wait until it is safe on the disk, to name it, and to write the
//! manifest takes a while that depends on what else the disk does. Who answers from the graph need not wait for that.

use std::cell::RefCell;
use std::io;
use std::path::Path;

use super::files::size_of_sources;
use super::manifest::{Built, FILE, Hashing, Manifest, Problems};
use super::rejects::RejectWriter;
use super::sources::{Begun, Sources};
use super::{
    BuildError, BuildOptions, GROWTH, Progress, REJECTS_FILE, nothing_read, part_of, quarter_of_memory, with_ontology,
};
use crate::compile::{Output, compile};
use crate::conformance;
use crate::diagnostic::Report;
use crate::disk::{Lock, NewFile, OwnFolder, Refused};
use crate::project::Project;
use crate::store::{Builder, GRAPH_FILE, Resources, Store, StoreError};

/// A graph that was built just now, with everything it takes to keep it. No other program builds meanwhile. When it is
/// dropped, nothing of it stays, and the graph that was kept before is the one that is kept.
pub struct Fresh {
    pub(super) built: Built,
    pub(super) sources: Sources,
    graph: NewFile,
    sha256: String,
    rejects: Option<NewFile>,
    own: OwnFolder,
    _lock: Lock,
}

impl Fresh {
    /// Keeps it: the next program opens it without building anything.
    ///
    /// # Errors
    /// When that fails; the graph that was kept before stays, or none is.
    pub fn keep(self, project: &Project) -> Result<(), BuildError> {
        let Fresh { built, sources, graph, sha256, rejects, own, _lock } = self;
        own.put(graph).map_err(|source| unwritten(own.path(), source))?;
        let at = |name| at(&own, name);
        match rejects {
            Some(file) => own.put(file).map_err(at(REJECTS_FILE))?,
            // None from the last build either.
            None => own.remove(REJECTS_FILE).map_err(at(REJECTS_FILE))?,
        }
        let manifest = Manifest::new(project, &own, built, (sha256, sources)).map_err(at(GRAPH_FILE))?;
        manifest.write(&own).map_err(at(FILE))?;
        own.settle().map_err(at(""))
    }
}

/// The error of something in the folder of what is built.
fn at(own: &OwnFolder, name: &str) -> impl Fn(io::Error) -> BuildError {
    let path = own.path().join(name);
    move |source| BuildError::at(&path, source)
}

/// The error of the graph file.
fn unwritten(folder: &Path, source: io::Error) -> BuildError {
    match source.downcast::<Refused>() {
        Ok(refused) => BuildError::Refused(refused),
        Err(source) => StoreError::File { action: "write", path: folder.join(GRAPH_FILE), source }.into(),
    }
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

/// Builds the graph in a folder of what is built that is locked; opens it.
pub(super) fn build_locked(
    project: &Project,
    own: OwnFolder,
    lock: Lock,
    report: &mut Report,
    options: &mut BuildOptions<'_>,
) -> Result<(Store, Fresh), BuildError> {
    let folder = own.path();
    let at = |name| at(&own, name);
    check_room(project, folder, options.room)?;
    // Those of the last build stay until this one has a graph.
    let rejects_file = own.create(REJECTS_FILE).map_err(at(REJECTS_FILE))?;
    let mut rejects = RejectWriter::new(rejects_file).map_err(at(REJECTS_FILE))?;
    let header = rejects.length().map_err(at(REJECTS_FILE))?;
    let rejects = RefCell::new(rejects);
    let memory = options.memory.unwrap_or_else(quarter_of_memory);
    let resources = || Resources { memory, folder: folder.to_owned() };
    let builder = RefCell::new(with_ontology(resources()));
    let begun = Begun::of(project);
    let (tally, mut sources) = std::thread::scope(|scope| {
        let sources = scope.spawn(|| Sources::of(project));
        let tally = compile(
            project,
            report,
            &mut Output {
                parts: &|| part_of(&builder.borrow()),
                rejects: &mut |rejected| rejects.borrow_mut().write(rejected),
                progress: &mut |n_rows| (options.progress)(Progress::Rows(n_rows)),
                begin_again: &mut || {
                    builder.replace(with_ontology(resources()));
                    rejects.borrow_mut().forget(header)
                },
            },
        );
        (tally, sources.join().unwrap_or_default())
    });
    let tally = tally?;
    sources.doubt_changed(project, &begun);
    let rejects_file = rejects.into_inner().finish().map_err(at(REJECTS_FILE))?;
    if nothing_read(project, &tally, report) {
        return Err(BuildError::NothingRead { kept: folder.join(GRAPH_FILE).is_file() });
    }
    (options.progress)(Progress::Sorting);
    let written = write_graph(&own, builder.into_inner(), &sources.json(project));
    let (graph, n_quads, sha256) = written.map_err(|source| unwritten(folder, source))?;
    let store = Store::of_file(graph.file(), &folder.join(GRAPH_FILE)).map_err(BuildError::Unopened)?;
    if conformance::is_asked(project) {
        conformance::check(project, &store, report);
    }
    let has_rejects = tally.n_rejected > 0;
    let rejects = has_rejects.then(|| folder.join(REJECTS_FILE));
    let built = Built { tally, n_quads, problems: Problems::of(report), rejects, n_unread: 0, doubt: None };
    let rejects = rejects_file.filter(|_| has_rejects);
    Ok((store, Fresh { built, sources, graph, sha256, rejects, own, _lock: lock }))
}

/// Writes the graph file, which is nowhere yet. Returns it with the number of quads and the hash of the file, which is made on
/// the way so that it is not read again.
fn write_graph(own: &OwnFolder, builder: Builder, sources: &[u8]) -> io::Result<(NewFile, u64, String)> {
    let mut file = Hashing::new(own.create(GRAPH_FILE)?);
    let n_quads = builder.write(&mut file, sources)?;
    let (file, sha256) = file.finish();
    Ok((file, n_quads, sha256))
}
