use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use anyhow::Context as _;

use super::faults::{FaultFormat, Listing, Shown, tally, write_faults};
use super::terminal::{grouped, plural};
use super::{Session, open, progress, resolve};
use crate::built::{BuildError, Inputs, Progress, RejectWriter, check};
use crate::compile::{CompileError, Output, Tally};
use crate::diagnostic::{Report, Severity};
use crate::disk::{self, NewFile};
use crate::project::{Project, Rules};

/// Check the sources like a compiler: every fault with file, line, cell and a way out
///
/// Exits 1 when there is any warning or error.
#[derive(Debug, clap::Args)]
pub(crate) struct CheckArgs {
    /// Tables or project folders [default: the project here]
    paths: Vec<PathBuf>,
    /// How faults are written
    #[arg(long, value_enum, default_value_t = FaultFormat::Text)]
    format: FaultFormat,
    /// Warnings and unknown entities are errors
    #[arg(long)]
    strict: bool,
    /// Hold the graph against all shipped rules, whatever relata.toml says
    #[arg(long)]
    rules: bool,
    /// Show each fault with its place, notices as well [default: as text the first of each kind, otherwise all]
    #[arg(long)]
    all: bool,
    /// Show at most N faults, the gravest; 0 shows all
    #[arg(long, value_name = "N", conflicts_with = "all")]
    max_errors: Option<usize>,
    /// Write rejected rows with their original bytes and the reason
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,
}

pub(crate) fn run(args: &CheckArgs, session: &mut Session<'_>) -> anyhow::Result<ExitCode> {
    let started = Instant::now();
    let named: Vec<Option<&PathBuf>> =
        if args.paths.is_empty() { vec![None] } else { args.paths.iter().map(Some).collect() };
    let mut projects = Vec::new();
    for path in named {
        let mut project = open::project(session, path.map(PathBuf::as_path))?;
        project.policy.strict |= args.strict;
        if args.rules {
            project.shapes.rules = Rules::All;
        }
        if let Some(rejects) = &args.rejects {
            open::refuse_source(&Inputs::of(&project), rejects)?;
        }
        projects.push(project);
    }
    let rejects = args.rejects.as_deref().map(|path| rejects_into(path, &projects)).transpose()?;
    let rejects = RefCell::new(rejects);
    let mut reports = Vec::new();
    let mut total = Tally::default();
    for project in &projects {
        let mut report = Report::new(project.policy.clone());
        let length = rejects.borrow_mut().as_mut().map_or(Ok(0), RejectWriter::length)?;
        let compiled = progress::watched(&session.terminal, |progress| {
            let mut output = Output {
                parts: &|| Box::new(|_| ()),
                rejects: &mut |rejected| rejects.borrow_mut().as_mut().map_or(Ok(()), |writer| writer.write(rejected)),
                progress: &mut |n_rows| progress(Progress::Rows(n_rows)),
                begin_again: &mut || rejects.borrow_mut().as_mut().map_or(Ok(()), |writer| writer.forget(length)),
            };
            check(project, &mut report, &mut output)
        });
        match compiled {
            Ok(tally) => {
                total.n_rows += tally.n_rows;
                total.n_claims += tally.n_claims;
                total.n_unreviewed += tally.n_unreviewed;
                total.n_rejected += tally.n_rejected;
                total.n_refused_rows += tally.n_refused_rows;
                total.n_refused_files += tally.n_refused_files;
            }
            Err(BuildError::Compile(CompileError::Aborted)) => {}
            Err(error) => return Err(error.into()),
        }
        reports.push(report);
    }
    if let Some(writer) = rejects.into_inner() {
        let written = writer.finish().and_then(|file| file.map_or(Ok(()), NewFile::commit));
        written.with_context(|| {
            format!("cannot write `{}`", args.rejects.as_deref().unwrap_or(Path::new("")).display())
        })?;
    }
    let reports: Vec<&Report> = reports.iter().collect();
    let named = args.paths.iter().map(|path| format!(" {}", path.display()));
    let target = named.collect::<Vec<_>>().concat();
    let all = format!("`relata check --all{target}`");
    let shown = Shown::of(args.all, args.max_errors);
    let listing = Listing { shown, target: &target, all: &all, terminal: &session.terminal };
    write_faults(&reports, args.format, listing, session.out)?;
    session.out.flush()?;
    let held: u64 = reports.iter().map(|report| report.diagnostics().len() as u64).sum();
    let found: u64 = reports.iter().map(|report| report.total()).sum();
    if held < found {
        say!("only the first {} of {} are kept", grouped(held), plural(found, "fault"));
    }
    say_refused(&total);
    say!(
        "{} read, {}, {} rejected: {} in {:.2} s",
        plural(total.n_rows + total.n_refused_rows, "row"),
        plural(total.n_claims, "claim"),
        plural(total.n_rejected, "row"),
        tally(&reports),
        started.elapsed().as_secs_f64()
    );
    say_unreviewed(&total);
    if let ([named], FaultFormat::Text) = (args.paths.as_slice(), args.format) {
        resolve::say_look_alikes(session, named, total.n_claims);
    }
    let problems = reports.iter().any(|report| report.count(Severity::Error) + report.count(Severity::Warning) > 0);
    Ok(if problems { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

/// Begins the file of rejected rows.
fn rejects_into(path: &Path, projects: &[Project]) -> anyhow::Result<RejectWriter> {
    let mode = projects.iter().map(|project| Inputs::of(project).mode()).fold(0o666, |mode, other| mode & other);
    let begin = || match disk::target(path, projects.first().map_or(Path::new("."), |project| &project.root))? {
        disk::Target::Place(path) => RejectWriter::new(NewFile::create(&path, mode)?),
        disk::Target::Stream(path) => RejectWriter::held(disk::open_writable(&path)?),
    };
    begin().with_context(|| format!("cannot write `{}`", path.display()))
}

/// Says how many claims are drafts that nobody has reviewed, when there are any.
pub(super) fn say_unreviewed(tally: &Tally) {
    if tally.n_unreviewed > 0 {
        let claims = plural(tally.n_unreviewed, "extracted claim");
        say!("{claims} not reviewed, and not taken as fact: `relata extract --review`");
    }
}

/// Says how many files are missing from every count, when there are any.
pub(super) fn say_refused(tally: &Tally) {
    if tally.n_refused_files > 0 {
        let files = plural(tally.n_refused_files, "file");
        say!("{files} not read at all; nobody knows how many rows that leaves out");
    }
}
