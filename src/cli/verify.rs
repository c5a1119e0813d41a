use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::Context as _;

use super::terminal::plural;
use super::{Session, hinted, open};
use crate::built::{changed_sources, kept_graph};
use crate::project::Project;
use crate::store::{GRAPH_FILE, Store};

/// Read every byte of the built graph: checksums, order, and that every number stands for a term
///
/// Opening a graph checks its header only. Exits 2 when something is wrong, or when relata did not build the graph here.
#[derive(Debug, clap::Args)]
pub(crate) struct VerifyArgs {
    /// A project's folder, or a graph file [default: the project here]
    source: Option<std::path::PathBuf>,
    /// Compare the graph with the files it was made from, too: exits 1 when one has changed, is missing or is new
    #[arg(long)]
    sources: bool,
}

pub(crate) fn run(args: &VerifyArgs, session: &mut Session<'_>) -> anyhow::Result<ExitCode> {
    let started = Instant::now();
    let (project, path) = match args.source.as_deref() {
        Some(path) if path.is_file() => (None, path.to_owned()),
        folder => {
            let project = open::project(session, folder)?;
            let path = project.built_folder().join(GRAPH_FILE);
            (Some(project), path)
        }
    };
    let path = path.strip_prefix(".").map_or_else(|_| path.clone(), Path::to_owned);
    if !path.is_file() {
        return Err(hinted(format!("there is no graph at `{}`", path.display()), "`relata build` makes it"));
    }
    if args.sources && project.is_none() {
        return Err(hinted("a graph file alone has no sources", "name the project's folder instead"));
    }
    let store = if let Some(project) = &project {
        open_kept(project, &path)?
    } else {
        let file = session.reach.open(&path).with_context(|| format!("cannot read `{}`", path.display()))?;
        Store::of_file(&file, &path)?
    };
    store
        .verify()
        .map_err(|error| hinted(format!("`{}`: {error}", path.display()), "`relata build --force` makes it anew"))?;
    let n_quads = plural(store.n_quads() as u64, "quad");
    writeln!(session.people(), "{}: {n_quads}, sound", path.display())?;
    let changes = project.as_ref().filter(|_| args.sources).map(|project| changed_sources(project, &store));
    for (file, change) in changes.iter().flatten() {
        writeln!(session.people(), "{}: {file}", change.word())?;
    }
    session.out.flush()?;
    if let Some(changes) = &changes {
        let n = plural(changes.len() as u64, "file");
        say!(
            "{}",
            if changes.is_empty() {
                "made from the files as they are".to_owned()
            } else {
                format!("{n} not as in the graph")
            }
        );
    }
    say!("read in {:.2} s", started.elapsed().as_secs_f64());
    Ok(ExitCode::from(u8::from(changes.is_some_and(|changes| !changes.is_empty()))))
}

/// The graph that relata built here for a project.
fn open_kept(project: &Project, path: &Path) -> anyhow::Result<Store> {
    let way_out = "`relata build --force` makes it anew";
    match kept_graph(project) {
        Ok(Some(store)) => Ok(store),
        Ok(None) => Err(hinted(format!("`{}` cannot be opened", path.display()), way_out)),
        Err(doubt) => Err(hinted(format!("`{}` is not believed: {}", path.display(), doubt), way_out)),
    }
}
