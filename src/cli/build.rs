use std::process::ExitCode;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::faults::{FaultFormat, tally, write_faults};
use super::terminal::{grouped, plural};
use super::{Session, open};
use crate::diagnostic::{Report, Severity};
use crate::project::build::build;

/// Compile the sources into the graph under `.relata/`
///
/// Rows with errors are left out and written to `.relata/rejects.csv`; exits 1 when there is any error.
#[derive(Debug, clap::Args)]
pub(crate) struct BuildArgs {
    /// Warnings and unknown entities are errors
    #[arg(long)]
    strict: bool,
    /// Show at most so many faults; 0 shows all [default: the first 5 of a kind]
    #[arg(long, value_name = "N")]
    max_errors: Option<usize>,
}

/// Work that ends sooner needs no progress.
const PATIENCE: Duration = Duration::from_millis(300);

pub(crate) fn run(args: &BuildArgs, session: &mut Session<'_>) -> anyhow::Result<ExitCode> {
    let started = Instant::now();
    let mut project = open::project(session, None)?;
    project.policy.strict |= args.strict;
    let mut report = Report::new(project.policy.clone());
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
    bar.set_style(
        ProgressStyle::with_template("{spinner} {human_pos} rows, {per_sec}")
            .unwrap_or_else(|_| ProgressStyle::default_spinner()),
    );
    let mut progress = |n_rows: u64| {
        if session.terminal.talks && bar.is_hidden() && started.elapsed() > PATIENCE {
            bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        bar.set_position(n_rows);
    };
    let built = build(&project, &mut report, &mut progress);
    bar.finish_and_clear();
    let mut talk = Vec::new();
    write_faults(&[&report], FaultFormat::Text, args.max_errors, &session.terminal, &mut talk)?;
    if !talk.is_empty() {
        say!("{}", String::from_utf8_lossy(&talk).trim_end());
    }
    let built = built?;
    let n_rejected = built.tally.n_rejected;
    if let Some(path) = &built.rejects {
        say!("{} left out, see {}", plural(n_rejected, "row"), path.display());
    }
    say!(
        "built `{}`: {}, {} quads from {}, {} in {:.2} s",
        project.name,
        plural(built.tally.n_claims, "claim"),
        grouped(built.n_quads),
        plural(built.tally.n_rows, "row"),
        tally(&[&report]),
        started.elapsed().as_secs_f64()
    );
    Ok(if report.count(Severity::Error) > 0 { ExitCode::from(1) } else { ExitCode::SUCCESS })
}
