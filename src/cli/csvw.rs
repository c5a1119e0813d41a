//! `relata construct` with metadata of CSV on the Web in the place of a query.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::construct::{ConstructArgs, tell, write_triples};
use super::{Session, hinted};
use crate::compile::csvw::group;
use crate::diagnostic::{Report, Severity};
use crate::files::{Reach, with_slashes};
use crate::project::Project;
use crate::project::folder::Folder;
use crate::rdf::iri::Namespace;
use crate::tabular::TableOptions;
use crate::tabular::construct::DriveError;
use crate::tabular::csvw::Library;

/// True when a file named in the place of a query is metadata, or a table with metadata beside it.
pub(super) fn is_meant(path: &Path) -> bool {
    let extensions = ["json", "csv", "tsv"];
    path.extension().is_some_and(|extension| extensions.iter().any(|known| extension.eq_ignore_ascii_case(known)))
}

pub(super) fn run(
    args: &ConstructArgs,
    project: Option<&Project>,
    session: &mut Session<'_>,
) -> anyhow::Result<ExitCode> {
    if !args.tables.is_empty() {
        return Err(hinted("the metadata names its tables", "leave them out, or name a query in front of them"));
    }
    if args.writing.options() != TableOptions::default() {
        return Err(hinted("the metadata says how its tables are written", "write it under `dialect` there"));
    }
    if !args.query.is_file() {
        return Err(hinted(format!("there is no file `{}`", args.query.display()), "mend the path"));
    }
    let path = std::path::absolute(&args.query).unwrap_or_else(|_| args.query.clone());
    let folder = folder_of(args, project, &session.reach).naming(&path);
    let shown = |iri: &str| folder.path_of(iri).map_or_else(|| iri.to_owned(), |path| shown_path(&folder.full(&path)));
    let open = |iri: &str| folder.open(iri);
    let library = Library { open: &open, shown: &shown };
    let mut report = Report::new(project.map(|project| project.policy.clone()).unwrap_or_default());
    let Some(group) = group(&folder, &path, &library, &mut |fault| report.add(fault)) else {
        tell(&report, session)?;
        return Ok(ExitCode::from(2));
    };
    let tables = group.files().filter_map(|iri| folder.path_of(iri)).map(|path| folder.full(&path));
    let read: Vec<PathBuf> = tables.chain([args.query.clone()]).collect();
    if let Some(output) = args.output.as_deref().and_then(|path| path.canonicalize().ok())
        && read.iter().any(|read| read.canonicalize().is_ok_and(|read| read == output))
    {
        return Err(hinted(format!("`{}` is what is read", output.display()), "write to another file"));
    }
    let read: Vec<&Path> = read.iter().map(PathBuf::as_path).collect();
    let mode = args.mode.unwrap_or_default();
    let prefixes = group.prefixes(mode).into_iter().map(|(prefix, iri)| (prefix.to_owned(), iri.to_owned())).collect();
    let usable = write_triples(args, prefixes, &read, &mut report, session, &mut |taker| match group.convert(
        mode,
        &args.query.to_string_lossy(),
        &library,
        taker,
    ) {
        Ok(()) => Ok(true),
        Err(DriveError::Stopped) => Ok(false),
        Err(error) => Err(anyhow::Error::from(error).context("a table could not be read to its end")),
    })?;
    tell(&report, session)?;
    let has_problems = report.count(Severity::Error) + report.count(Severity::Warning) > 0;
    Ok(ExitCode::from(if usable { u8::from(has_problems) } else { 2 }))
}

/// The project's folder when the file lies in it, else the one the file lies in, with the IRI it stands for.
fn folder_of(args: &ConstructArgs, project: Option<&Project>, reach: &Reach) -> Folder {
    let namespace = project.map_or_else(Namespace::of_nothing, |project| project.namespace.clone());
    let base = args.base.as_deref().unwrap_or(namespace.base());
    let own = args.query.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let path = std::path::absolute(&args.query).unwrap_or_else(|_| args.query.clone());
    let of_project = project.map(|project| Folder::new(&project.root, base, reach));
    of_project.filter(|folder| folder.iri_of(&path).is_some()).unwrap_or_else(|| Folder::new(own, base, reach))
}

/// A path from where the program runs.
fn shown_path(path: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    let full = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    with_slashes(full.strip_prefix(&here).unwrap_or(&full))
}
