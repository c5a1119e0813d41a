//! Which files the graph of a project depends on.

use std::cell::OnceCell;
use std::fs;
use std::path::{Path, PathBuf};

use rustc_hash::FxHashSet;

use super::manifest::Manifest;
use crate::compile::further_files;
use crate::disk;
use crate::project::{self, Project};

/// A file the graph depends on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct InputFile {
    /// Its path, relative to the project.
    pub(super) path: PathBuf,
    /// The folder it was found in, relative to the project; none when somebody named it.
    pub(super) found_in: Option<PathBuf>,
}

/// The files the project names: sources, settings, vocabularies, shapes.
pub(super) fn named_files(project: &Project) -> Vec<InputFile> {
    let named = |path: &PathBuf| InputFile { path: path.clone(), found_in: None };
    let sources = project.sources.iter();
    let mut files: Vec<InputFile> =
        sources.map(|source| InputFile { path: source.path.clone(), found_in: source.found_in.clone() }).collect();
    files.extend(project.sources.iter().filter_map(|source| source.description.as_ref()).map(|of| named(&of.file)));
    files.push(InputFile { path: project::FILE.into(), found_in: Some(PathBuf::new()) });
    files.push(InputFile { path: project::OWN_PREDICATES.into(), found_in: Some(PathBuf::new()) });
    files.extend(project.ontology_files.iter().map(named));
    let shapes = project.shapes.files.iter();
    files.extend(shapes.map(|file| InputFile { path: file.path.clone(), found_in: file.found_in.clone() }));
    files
}

/// Every file the graph depends on, from the sources themselves. Files that are looked for are among them, whether they are
/// there or not: the graph changes when one turns up.
pub(super) fn find_files(project: &Project) -> Vec<InputFile> {
    let mut files = named_files(project);
    for source in &project.sources {
        let folder = source.path.parent().unwrap_or(Path::new(""));
        let further = further_files(project, source).into_iter();
        files.extend(further.map(|path| InputFile { path, found_in: Some(folder.to_owned()) }));
    }
    // A file that is named and found is named.
    files.sort();
    files.dedup_by(|later, first| later.path == first.path);
    files
}

/// Every file the graph depends on, relative to the project. Of a graph that is current the manifest has them, so that no
/// source is read for it.
pub fn inputs(project: &Project) -> Vec<PathBuf> {
    let found = || find_files(project).into_iter().map(|file| file.path).collect();
    Manifest::current(project).map_or_else(|_| found(), |(manifest, _)| manifest.into_parts().1.paths())
}

/// Every file that the graph of a project depends on, found from its sources, whatever was built before.
pub fn found_inputs(project: &Project) -> Vec<PathBuf> {
    find_files(project).into_iter().map(|file| file.path).collect()
}

/// Bytes of the tables and RDF files.
pub(super) fn size_of_sources(project: &Project) -> u64 {
    let sizes = project.sources.iter().filter_map(|source| fs::metadata(project.root.join(&source.path)).ok());
    sizes.map(|metadata| metadata.len()).sum()
}

/// What a project is made of and was built from, so that nothing is written over it.
///
/// A run makes one and hands it on: the files are looked up once, at the first question about a file that is there, and an
/// export of thousands of files asks about each of them.
pub struct Inputs<'p> {
    project: &'p Project,
    known: Option<&'p [PathBuf]>,
    real: OnceCell<RealPaths>,
}

/// Where inputs lie for the system: without links, `.` and `..`.
struct RealPaths {
    files: FxHashSet<PathBuf>,
    /// Everything in these belongs to the project.
    folders: Vec<PathBuf>,
}

impl<'p> Inputs<'p> {
    /// Those of a project.
    pub fn of(project: &'p Project) -> Inputs<'p> {
        Inputs { project, known: None, real: OnceCell::new() }
    }

    /// Those of a project whose graph is open, which knows its `files`, relative to the project.
    pub fn of_files(project: &'p Project, files: &'p [PathBuf]) -> Inputs<'p> {
        Inputs { known: Some(files), ..Inputs::of(project) }
    }

    /// True when a file is one of them. A file that is not there is none.
    pub fn hold(&self, path: &Path) -> bool {
        let Ok(path) = path.canonicalize() else { return false };
        let RealPaths { files, folders } = self.real.get_or_init(|| self.find());
        files.contains(&path) || folders.iter().any(|folder| path.starts_with(folder))
    }

    /// The mode of a new file that is made from them: nobody may read it who may not read every one of them.
    pub fn mode(&self) -> u32 {
        disk::mode_of(self.real.get_or_init(|| self.find()).files.iter().map(PathBuf::as_path))
    }

    fn find(&self) -> RealPaths {
        let real = |path: &PathBuf| self.project.root.join(path).canonicalize().ok();
        let files = match self.known {
            Some(files) => files.iter().filter_map(real).collect(),
            None => inputs(self.project).iter().filter_map(real).collect(),
        };
        let folders = [self.project.built_folder(), self.project.root.join("queries")];
        RealPaths { files, folders: folders.iter().filter_map(|folder| folder.canonicalize().ok()).collect() }
    }
}
