//! Which project is meant, and its graph, built when it is not current.

use std::path::Path;
use std::time::Instant;

use super::{Session, faults, hinted, progress};
use crate::built::{BuildError, Doubt, Inputs, Progress};
use crate::diagnostic::{Report, Severity};
use crate::door::{Graph, GraphError, Origin};
use crate::input::rdf::format_of;
use crate::project::{Project, ProjectError, is_table_name};

/// The project named on the command line: a folder, a table, or the folder one stands in.
pub(crate) fn project(session: &Session<'_>, named: Option<&Path>) -> anyhow::Result<Project> {
    let Some(path) = named else {
        return Ok(Project::find_within(session.project.as_deref().unwrap_or(Path::new(".")), &session.reach)?);
    };
    Project::at_within(path, &session.reach).map_err(|error| match error {
        ProjectError::NoSuchPath(_) => {
            hinted(error.to_string(), "name a table such as claims.csv, or a project's folder")
        }
        error => error.into(),
    })
}

/// Opens the graph of the project or the table named on the command line.
pub(crate) fn open(session: &Session<'_>, named: Option<&Path>) -> anyhow::Result<Graph> {
    open_project(project(session, named)?, named, session)
}

/// Opens the graph of a project that was named so, and says on the standard error stream what became of it.
pub(crate) fn open_project(project: Project, named: Option<&Path>, session: &Session<'_>) -> anyhow::Result<Graph> {
    let (started, is_part) = (Instant::now(), project.is_part);
    let mut report = Report::new(project.policy.clone());
    let say_unwritable =
        |folder: &Path| say!("the graph is kept in memory only: `{}` cannot be written", folder.display());
    let opened = progress::watched(&session.terminal, |progress| Graph::watched(project, &mut report, progress));
    match &opened {
        Ok(graph) if graph.origin() == Origin::Unwritable => say_unwritable(&graph.project().built_folder()),
        Err(GraphError::Unwritable { folder, .. }) => say_unwritable(folder),
        _ => {}
    }
    // When a graph in memory stops half way, the error says it all.
    let is_stopped = match &opened {
        Err(GraphError::Build(BuildError::Compile(_))) => is_part,
        Err(GraphError::Unwritable { source: BuildError::Compile(_), .. }) => true,
        _ => false,
    };
    if !is_stopped {
        talk_about(&report, named);
    }
    if let Some(doubt) = opened.as_ref().ok().and_then(|graph| graph.built().doubt.as_ref()) {
        say_doubt(doubt);
    }
    let graph = opened.map_err(|error| match error {
        GraphError::Build(error) | GraphError::Unwritable { source: error, .. } => anyhow::Error::from(error),
        error => error.into(),
    })?;
    if graph.origin() == Origin::Built {
        let n_claims = super::terminal::plural(graph.built().tally.n_claims, "claim");
        say!("built {n_claims} in {:.2} s", started.elapsed().as_secs_f64());
    }
    Ok(graph)
}

/// Says why the graph that was there is not taken.
pub(crate) fn say_doubt(doubt: &Doubt) {
    say!("the graph in `.relata` is built anew: {doubt}");
}

/// Says that another build is waited for.
pub(crate) fn say_waiting(progress: Progress) {
    if progress == Progress::Waiting {
        say!("another relata builds this project; waiting until it is done (Ctrl-C ends the wait and harms nothing)");
    }
}

/// Fails when `path`, which is about to be written, is something the project is made of or was built from.
pub(crate) fn refuse_source(inputs: &Inputs<'_>, path: &Path) -> anyhow::Result<()> {
    if inputs.hold(path) {
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

/// True when a word of the command line names a source rather than a query.
pub(crate) fn is_source(word: &str) -> bool {
    let path = Path::new(word);
    path.is_dir() || (path.is_file() && (is_table_name(path) || format_of(path).is_some()))
}
