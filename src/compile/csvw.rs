//! Tables whose metadata says what their columns mean (CSV on the Web).

use std::cell::RefCell;
use std::path::{Path, PathBuf};

use super::Compilation;
use super::constructed::Taker;
use super::output::CompileError;
use super::paths::{display_path, shown_path};
use crate::diagnostic::Diagnostic;
use crate::project::folder::Folder;
use crate::project::{Project, Source, SourceKind};
use crate::tabular::construct::DriveError;
use crate::tabular::csvw::{Library, Mode, TableGroup};

/// The group of tables that a file means: one of metadata by its name, any other one a table with metadata beside it.
pub fn group(
    folder: &Folder,
    path: &Path,
    library: &Library<'_>,
    report: &mut dyn FnMut(Diagnostic),
) -> Option<TableGroup> {
    let iri = folder.iri_of(path).unwrap_or_else(|| path.to_string_lossy().into_owned());
    if path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json")) {
        TableGroup::read(&iri, library, report)
    } else {
        TableGroup::of_table(&iri, library, report)
    }
}

fn folder_of(project: &Project, source: &Source) -> Folder {
    let folder = Folder::new(&project.root, project.namespace.base(), &project.reach);
    if source.found_in.is_none() { folder.naming(&source.path) } else { folder }
}

/// Every file that the graph depends on because of a source: tables, metadata, and where metadata may turn up.
pub(super) fn files(project: &Project, source: &Source) -> Vec<PathBuf> {
    if !matches!(source.kind, SourceKind::Csvw(_)) {
        return Vec::new();
    }
    let folder = folder_of(project, source);
    let asked = RefCell::new(Vec::new());
    let open = |iri: &str| {
        asked.borrow_mut().extend(folder.path_of(iri));
        folder.open(iri)
    };
    let library = Library { open: &open, shown: &str::to_owned };
    let tables: Vec<PathBuf> = match group(&folder, &source.path, &library, &mut |_| ()) {
        Some(group) => group.files().filter_map(|iri| folder.path_of(iri)).collect(),
        None => Vec::new(),
    };
    let mut files = asked.into_inner();
    files.extend(tables);
    files
}

/// Reads the tables of a source and writes what their metadata makes of them.
pub(super) fn read(compilation: &mut Compilation<'_>, source: &Source, mode: Mode) -> Result<(), CompileError> {
    let project = compilation.project;
    let folder = folder_of(project, source);
    let shown = |iri: &str| folder.path_of(iri).map_or_else(|| iri.to_owned(), |path| display_path(project, &path));
    let open = |iri: &str| folder.open(iri);
    let library = Library { open: &open, shown: &shown };
    let judge = &mut compilation.judge;
    let group = group(&folder, &source.path, &library, &mut |fault| judge.note(fault));
    judge.check_aborted()?;
    let Some(group) = group else { return Ok(()) };
    let stem = shown_path(project, &source.path);
    let mut taker = Taker::new(compilation, display_path(project, &source.path));
    let converted = group.convert(mode, &stem, &library, &mut taker);
    taker.finish()?;
    match converted {
        Err(DriveError::Read(error)) => {
            Err(CompileError::Read { path: project.root.join(&source.path), source: error })
        }
        // No query is asked of these tables, so nothing else ends them.
        Err(DriveError::Stopped | DriveError::Query(_)) => Err(CompileError::Aborted),
        Ok(()) => compilation.judge.check_aborted(),
    }
}
