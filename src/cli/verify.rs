use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use super::terminal::plural;
use super::{Session, hinted, open};
use crate::store::{GRAPH_FILE, Store};

/// Read every byte of the built graph: checksums, order, and that every number stands for a term
///
/// Opening a graph checks its header only. Exits 2 when something is wrong.
#[derive(Debug, clap::Args)]
pub(crate) struct VerifyArgs {
    /// A project's folder, or a graph file [default: the project here]
    source: Option<std::path::PathBuf>,
}

pub(crate) fn run(args: &VerifyArgs, session: &mut Session<'_>) -> anyhow::Result<ExitCode> {
    let started = Instant::now();
    let path = match args.source.as_deref() {
        Some(path) if path.is_file() => path.to_owned(),
        folder => open::project(session, folder)?.built_folder().join(GRAPH_FILE),
    };
    let path = path.strip_prefix(".").map_or_else(|_| path.clone(), Path::to_owned);
    if !path.is_file() {
        return Err(hinted(format!("there is no graph at `{}`", path.display()), "`relata build` makes it"));
    }
    let store = Store::open(&path)?;
    store
        .verify()
        .map_err(|error| hinted(format!("`{}`: {error}", path.display()), "`relata build --force` makes it anew"))?;
    let n_quads = plural(store.n_quads() as u64, "quad");
    writeln!(session.people(), "{}: {n_quads}, sound", path.display())?;
    session.out.flush()?;
    say!("read in {:.2} s", started.elapsed().as_secs_f64());
    Ok(ExitCode::SUCCESS)
}
