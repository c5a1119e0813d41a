//! Which project is meant, and its graph, built when it is not current.

use std::path::Path;
use std::time::Instant;

use anyhow::Context as _;

use super::{Session, faults, hinted};
use crate::built::{BuildError, build_if_outdated, build_in_memory, inputs, nothing_read};
use crate::diagnostic::{Report, Severity};
use crate::input::rdf::format_of;
use crate::project::{Project, is_table_name};
use crate::store::{GRAPH_FILE, Store, StoreError};

/// A project with its graph.
pub(crate) struct Opened {
    pub(crate) project: Project,
    pub(crate) store: Store,
}

/// The project named on the command line: a folder, a table, or the folder one stands in.
pub(crate) fn project(session: &Session<'_>, named: Option<&Path>) -> anyhow::Result<Project> {
    match named {
        Some(path) if path.is_file() => Ok(Project::of_file(path)?),
        Some(path) if path.is_dir() => Ok(Project::find(path)?),
        Some(path) => Err(hinted(
            format!("there is no file or folder `{}`", path.display()),
            "name a table such as claims.csv, or a project's folder",
        )),
        None => Ok(Project::find(session.project.as_deref().unwrap_or(Path::new(".")))?),
    }
}

/// Opens the graph of a project or a table. A project's graph is built first when its sources have changed; a single
/// table's graph is made in memory.
pub(crate) fn open(session: &Session<'_>, named: Option<&Path>) -> anyhow::Result<Opened> {
    let project = project(session, named)?;
    if named.is_some_and(Path::is_file) {
        return open_in_memory(project, named);
    }
    let started = Instant::now();
    let mut report = Report::new(project.policy.clone());
    match build_if_outdated(&project, &mut report) {
        // Where nothing may be written, the graph is made in memory each time.
        Err(BuildError::Folder { .. } | BuildError::Store(StoreError::File { .. })) => {
            say!("the graph is kept in memory only: `{}` cannot be written", project.built_folder().display());
            return open_in_memory(project, named);
        }
        built => {
            talk_about(&report, named);
            if let Some(built) = built? {
                let n_claims = super::terminal::plural(built.tally.n_claims, "claim");
                say!("built {n_claims} in {:.2} s", started.elapsed().as_secs_f64());
            }
        }
    }
    let path = project.built_folder().join(GRAPH_FILE);
    let store = Store::open(&path).context("the built graph cannot be opened; `relata build --force` makes it anew")?;
    Ok(Opened { project, store })
}

/// Compiles a project whose graph is kept nowhere.
fn open_in_memory(project: Project, named: Option<&Path>) -> anyhow::Result<Opened> {
    let mut report = Report::new(project.policy.clone());
    let (store, tally) = build_in_memory(&project, &mut report)?;
    talk_about(&report, named);
    if nothing_read(&project, &tally, &report) {
        return Err(BuildError::NothingRead { kept: false }.into());
    }
    Ok(Opened { project, store })
}

/// Fails when `path`, which is about to be written, is something the project is made of or was built from.
pub(crate) fn refuse_source(project: &Project, path: &Path) -> anyhow::Result<()> {
    let Ok(written) = path.canonicalize() else { return Ok(()) };
    let is_same = |other: &Path| other.canonicalize().is_ok_and(|other| other == written);
    let is_below = |folder: &Path| folder.canonicalize().is_ok_and(|folder| written.starts_with(folder));
    let own_folders = [project.built_folder(), project.root.join("queries")];
    if inputs(project).iter().any(|input| is_same(&project.root.join(input)))
        || own_folders.iter().any(|own| is_below(own))
    {
        return Err(hinted(format!("`{}` belongs to the project", path.display()), "write to another file"));
    }
    Ok(())
}

/// Says on the standard error stream that there were problems; `check` shows them.
fn talk_about(report: &Report, named: Option<&Path>) {
    if report.count(Severity::Error) + report.count(Severity::Warning) == 0 {
        return;
    }
    let target = named.map_or_else(String::new, |path| format!(" {}", path.display()));
    say!("{}: `relata check{target}` shows them", faults::tally(&[report]));
}

/// Whether a word of the command line names a source rather than a query.
pub(crate) fn is_source(word: &str) -> bool {
    let path = Path::new(word);
    path.is_dir() || (path.is_file() && (is_table_name(path) || format_of(path).is_some()))
}
