use std::process::ExitCode;
use std::time::Instant;

use super::check::{say_refused, say_unreviewed};
use super::faults::{FaultFormat, Listing, Shown, words, write_faults};
use super::terminal::{grouped, plural};
use super::{Session, open, progress, say_drawn};
use crate::built::{BuildError, BuildOptions, Built, Problems, build};
use crate::diagnostic::Report;
use crate::project::Project;

/// Compile the sources into the graph under `.relata/`
///
/// Rows with errors are left out and written to `.relata/rejects.csv`; exits 1 when there is any error.
#[derive(Debug, clap::Args)]
pub(crate) struct BuildArgs {
    /// Warnings and unknown entities are errors
    #[arg(long)]
    strict: bool,
    /// Show at most N faults; 0 shows all [default: the first of each kind]
    #[arg(long, value_name = "N")]
    max_errors: Option<usize>,
    /// Build even when no source has changed
    #[arg(long)]
    force: bool,
    /// Memory for terms and quads, such as 500M or 2G; the rest is kept on disk [default: a quarter of the machine's]
    #[arg(long, value_name = "SIZE", value_parser = super::bytes)]
    memory: Option<usize>,
    #[cfg(feature = "parquet")]
    #[command(flatten)]
    tables: super::shard::FromArgs,
}

/// Bytes of memory below which a build would need more files at once than a program may have open.
const LEAST_MEMORY: usize = 16 << 20;

/// Builds, by force or not and with so much memory, and shows how far that is.
pub(super) fn build_watched(
    project: &Project,
    report: &mut Report,
    (force, memory): (bool, Option<usize>),
    session: &Session<'_>,
) -> Result<(Built, bool), BuildError> {
    progress::watched(&session.terminal, |progress| {
        build(project, report, BuildOptions { force, memory, ..BuildOptions::with_progress(progress) })
    })
}

pub(crate) fn run(args: &BuildArgs, session: &mut Session<'_>) -> anyhow::Result<ExitCode> {
    let started = Instant::now();
    #[cfg(feature = "parquet")]
    let from = args.tables.folder(session)?;
    #[cfg(not(feature = "parquet"))]
    let from = None;
    let mut project = open::project(session, from)?;
    project.policy.strict |= args.strict;
    let mut report = Report::new(project.policy.clone());
    if args.memory.is_some_and(|memory| memory < LEAST_MEMORY) {
        say!("a build takes {} MB at least: `--memory` counts as that", LEAST_MEMORY >> 20);
    }
    let memory = args.memory.map(|memory| memory.max(LEAST_MEMORY));
    let built = build_watched(&project, &mut report, (args.force, memory), session);
    let mut talk = Vec::new();
    let shown = Shown::of(false, args.max_errors);
    let listing = Listing { shown, target: "", all: "`relata check --all`", terminal: &session.terminal };
    write_faults(&[&report], FaultFormat::Text, listing, &mut talk)?;
    if !talk.is_empty() {
        say_drawn(String::from_utf8_lossy(&talk).trim_end());
    }
    let (built, current) = built?;
    let Built { tally, n_quads, problems, rejects, n_unread, doubt } = built;
    if let Some(doubt) = &doubt {
        open::say_doubt(doubt);
    }
    if let Some(path) = &rejects {
        say!("{} left out, see {}", plural(tally.n_rejected, "row"), path.display());
    }
    say_refused(&tally);
    let verb = if current { "unchanged" } else { "built" };
    say!(
        "{verb} `{}`: {}, {} quads from {}, {} in {:.2} s",
        project.name,
        plural(tally.n_claims, "claim"),
        grouped(n_quads),
        plural(tally.n_rows + tally.n_refused_rows, "row"),
        words(problems),
        started.elapsed().as_secs_f64()
    );
    say_unreviewed(&tally);
    let n_inferred: u64 = tally.inferred.values().sum();
    if n_inferred > 0 {
        say!("{} inferred, in a graph of their own: `relata query --inferred`", plural(n_inferred, "triple"));
    }
    if current && n_unread > 0 {
        let files = plural(n_unread as u64, "file");
        say!("{files} taken as unchanged by size and times; `relata build --force` reads everything");
    }
    if current && problems != Problems::default() {
        say!("`relata check` shows the problems, `relata build --force` builds all the same");
    }
    Ok(if problems.errors > 0 { ExitCode::from(1) } else { ExitCode::SUCCESS })
}
