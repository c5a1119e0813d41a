//! How is it driven?
//!
//! One file a command: the doc comment of its arguments is the help text. Data goes
//! to `out`, talk to the standard error stream. Exit 0: fine; 1: done, but problems
//! were found; 2: could not run; a closed pipe is silent.

/// Writes a line to the standard error stream. Unlike `eprintln!` it stays silent when nobody reads it any more, and what
/// would steer the terminal is shown instead, wherever it came from.
macro_rules! say {
    ($($argument:tt)*) => {
        $crate::cli::say_drawn(&$crate::diagnostic::visible(&format!($($argument)*)))
    };
}

/// Writes a line that may have colours; what it says of files is [`visible`] already.
fn say_drawn(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}

mod agreement;
mod analyze;
mod build;
mod calibrate;
mod check;
mod completions;
mod conflicts;
mod construct;
mod csvw;
mod demo;
mod diff;
mod edited;
mod evaluate;
mod explain;
mod export;
mod extract;
mod faults;
mod import;
mod init;
mod init_from;
mod keys;
mod known;
mod open;
mod paths;
mod picture;
mod predicates;
pub mod progress;
mod query;
mod report;
mod resolve;
mod resolve_ask;
mod resolve_events;
mod resolve_link;
mod resolve_rows;
mod resolve_table;
mod resolve_why;
mod sarif;
#[cfg(feature = "serve")]
mod serve;
#[cfg(feature = "serve")]
mod services;
#[cfg(feature = "parquet")]
mod shard;
mod sides;
mod stats;
mod summed;
mod terminal;
mod verify;
mod view;
mod why;
mod words;

use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches as _, Parser, Subcommand};

use crate::built::BuildError;
use crate::diagnostic::{Visible, keep_caught_panics_quiet, visible};
use crate::disk::{Reason, Refused};
use crate::export::SafeCells;
use crate::files::Reach;
use crate::project::ProjectError;
use crate::query::QueryError;

/// Heading of the flags every command has.
const EVERYWHERE: &str = "With every command";

/// Builds a knowledge graph of what is reported: who did what to whom, and who says so
#[derive(Debug, Parser)]
#[command(name = "relata", version, disable_help_subcommand = true, max_term_width = 100)]
pub struct Cli {
    /// Folder of the project [default: the nearest one, from here upwards, with a `relata.toml`]
    #[arg(long, short = 'C', global = true, value_name = "DIR", help_heading = EVERYWHERE)]
    project: Option<PathBuf>,
    /// Colours in messages
    #[arg(
        long,
        global = true,
        value_enum,
        default_value_t = terminal::ColorChoice::Auto,
        value_name = "WHEN",
        help_heading = EVERYWHERE
    )]
    color: terminal::ColorChoice,
    /// Put an apostrophe before each cell of CSV and TSV that a spreadsheet would compute
    #[arg(long, global = true, help_heading = EVERYWHERE)]
    safe_cells: bool,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    Demo(demo::DemoArgs),
    Init(init::InitArgs),
    Import(import::ImportArgs),
    Extract(Box<extract::ExtractArgs>),
    Evaluate(evaluate::EvaluateArgs),
    Agreement(agreement::AgreementArgs),
    Check(check::CheckArgs),
    Resolve(Box<resolve::ResolveArgs>),
    Build(build::BuildArgs),
    #[cfg(feature = "parquet")]
    Shard(shard::ShardArgs),
    Query(query::QueryArgs),
    Export(Box<export::ExportArgs>),
    Report(Box<report::ReportArgs>),
    Stats(stats::StatsArgs),
    Conflicts(conflicts::ConflictsArgs),
    Construct(Box<construct::ConstructArgs>),
    Analyze(Box<analyze::AnalyzeArgs>),
    Paths(Box<paths::PathsArgs>),
    Predicates(predicates::PredicatesArgs),
    Diff(diff::DiffArgs),
    Explain(explain::ExplainArgs),
    Why(why::WhyArgs),
    Verify(verify::VerifyArgs),
    #[cfg(feature = "serve")]
    Serve(serve::ServeArgs),
    Completions(completions::CompletionsArgs),
}

/// What every command is given.
pub(crate) struct Session<'a> {
    /// Where data goes.
    pub(crate) out: &'a mut dyn Write,
    /// Folder named by `--project`.
    pub(crate) project: Option<PathBuf>,
    /// What may be read.
    pub(crate) reach: Reach,
    /// What the terminal can do.
    pub(crate) terminal: terminal::Terminal,
    /// True when no cell of a table may be a formula.
    pub(crate) safe_cells: bool,
}

impl Session<'_> {
    /// Where text for people goes, which must not steer their terminal.
    pub(crate) fn people(&mut self) -> Visible<'_> {
        Visible::new(&mut *self.out)
    }

    /// Where a table of CSV goes.
    pub(crate) fn csv(&mut self) -> Box<dyn Write + '_> {
        self.table(b',')
    }

    /// Where a table with this character between cells goes.
    pub(crate) fn table(&mut self, delimiter: u8) -> Box<dyn Write + '_> {
        if self.safe_cells { Box::new(SafeCells::new(&mut *self.out, delimiter)) } else { Box::new(&mut *self.out) }
    }
}

/// The command line as clap sees it: for help pages and completions.
pub fn command() -> clap::Command {
    // `analyze` has a flag of this name, for days: there the folder stands in front of the command.
    let with_within = |command: clap::Command| {
        if command.get_name() == "analyze" { command } else { command.arg(within()) }
    };
    Cli::command().arg(within()).mut_subcommands(with_within)
}

/// The flag that limits what is read.
fn within() -> clap::Arg {
    let help = "Read nothing outside DIR, whatever settings, links or the command line say";
    let flag = clap::Arg::new(WITHIN).long("within").value_name("DIR").value_parser(clap::value_parser!(PathBuf));
    flag.help(help).help_heading(EVERYWHERE)
}

/// Name of that flag's value.
const WITHIN: &str = "reach";

/// The folder of `--within`, in front of the command or behind it.
fn within_of(matches: &clap::ArgMatches) -> Option<&PathBuf> {
    let of_command = matches.subcommand().and_then(|(_, matches)| matches.try_get_one(WITHIN).ok().flatten());
    of_command.or_else(|| matches.get_one(WITHIN))
}

/// What is said when the graph is no longer there while it is read.
const CUT_OFF: &str = "error: a graph file was cut off by another program while it was read: do not use what came out
hint: `relata build --force` makes the graph anew; relata itself only ever replaces the file
";

/// Runs the program with these arguments; data goes to `out`.
pub fn run(arguments: impl IntoIterator<Item = OsString>, out: &mut dyn Write) -> ExitCode {
    crate::disk::tidy_when_ended();
    crate::store::end_when_pages_are_gone(CUT_OFF);
    let parsed = command().try_get_matches_from(arguments).and_then(|matches| {
        let within = within_of(&matches).cloned();
        Cli::from_arg_matches(&matches).map(|cli| (cli, within))
    });
    let (cli, within) = match parsed {
        Ok(parsed) => parsed,
        Err(error) if error.use_stderr() => {
            say!("{}", error.render().to_string().trim_end());
            return ExitCode::from(2);
        }
        Err(error) => {
            // Help and version are data.
            let _ = write!(out, "{}", error.render());
            return ExitCode::SUCCESS;
        }
    };
    keep_caught_panics_quiet();
    let terminal = terminal::Terminal::detect(cli.color);
    let reach = match within.as_deref().map_or_else(|| Ok(Reach::default()), Reach::within) {
        Ok(reach) => reach,
        Err(error) => {
            let failure =
                hinted(format!("`--within` names no folder that can be used: {error}"), "name a folder that is there");
            report_failure(&failure, &terminal);
            return ExitCode::from(2);
        }
    };
    let mut session = Session { out, project: cli.project, reach, terminal, safe_cells: cli.safe_cells };
    let result = match &cli.command {
        None => welcome(&mut session),
        Some(Command::Demo(args)) => demo::run(args, &mut session),
        Some(Command::Init(args)) => init::run(args, &mut session),
        Some(Command::Import(args)) => import::run(args, &mut session),
        Some(Command::Extract(args)) => extract::run(args, &mut session),
        Some(Command::Evaluate(args)) => evaluate::run(args, &mut session),
        Some(Command::Agreement(args)) => agreement::run(args, &mut session),
        Some(Command::Check(args)) => check::run(args, &mut session),
        Some(Command::Resolve(args)) => resolve::run(args, &mut session),
        Some(Command::Build(args)) => build::run(args, &mut session),
        #[cfg(feature = "parquet")]
        Some(Command::Shard(args)) => shard::run(args, &mut session),
        Some(Command::Query(args)) => query::run(args, &mut session),
        Some(Command::Export(args)) => export::run(args, &mut session),
        Some(Command::Report(args)) => report::run(args, &mut session),
        Some(Command::Stats(args)) => stats::run(args, &mut session),
        Some(Command::Conflicts(args)) => conflicts::run(args, &mut session),
        Some(Command::Construct(args)) => construct::run(args, &mut session),
        Some(Command::Analyze(args)) => analyze::run(args, &mut session),
        Some(Command::Paths(args)) => paths::run(args, &mut session),
        Some(Command::Predicates(args)) => predicates::run(args, &mut session),
        Some(Command::Diff(args)) => diff::run(args, &mut session),
        Some(Command::Explain(args)) => explain::run(args, &mut session),
        Some(Command::Why(args)) => why::run(args, &mut session),
        Some(Command::Verify(args)) => verify::run(args, &mut session),
        #[cfg(feature = "serve")]
        Some(Command::Serve(args)) => serve::run(args, &mut session),
        Some(Command::Completions(args)) => Ok(completions::run(args, &mut session)),
    };
    match result {
        _ if crate::store::was_cut_off() => {
            say!("{}", CUT_OFF.trim_end());
            ExitCode::from(2)
        }
        Ok(code) => code,
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            report_failure(&error, &terminal);
            ExitCode::from(2)
        }
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| io_kind(cause) == Some(std::io::ErrorKind::BrokenPipe))
}

/// What kind of input or output error `cause` is; the errors of csv and JSON keep theirs to themselves.
fn io_kind(cause: &(dyn std::error::Error + 'static)) -> Option<std::io::ErrorKind> {
    if let Some(error) = cause.downcast_ref::<std::io::Error>() {
        return error.get_ref().and_then(|inner| io_kind(inner)).or(Some(error.kind()));
    }
    if let Some(error) = cause.downcast_ref::<csv::Error>() {
        return match error.kind() {
            csv::ErrorKind::Io(error) => Some(error.kind()),
            _ => None,
        };
    }
    cause.downcast_ref::<serde_json::Error>().and_then(serde_json::Error::io_error_kind)
}

/// Prints why the program could not run, and a way out where there is one.
fn report_failure(error: &anyhow::Error, terminal: &terminal::Terminal) {
    if let Some(ProjectError::Invalid(diagnostic)) = error.downcast_ref() {
        say_drawn(&faults::render(diagnostic, terminal));
        return;
    }
    #[cfg(feature = "parquet")]
    if let Some(crate::shard::ShardError::Refused(diagnostic)) = error.downcast_ref() {
        say_drawn(&faults::render(diagnostic, terminal));
        return;
    }
    say_drawn(&format!("{} {}", terminal.error_word(), visible(&error.to_string())));
    for cause in error.chain().skip(1) {
        say!("  because {cause}");
    }
    if let Some(hint) = hint_for(error) {
        say!("hint: {hint}");
    }
}

/// A failure with a way out.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub(crate) struct Hinted {
    pub(crate) message: String,
    pub(crate) hint: String,
}

/// An error with a way out.
pub(crate) fn hinted(message: impl Into<String>, hint: impl Into<String>) -> anyhow::Error {
    Hinted { message: message.into(), hint: hint.into() }.into()
}

fn hint_for(error: &anyhow::Error) -> Option<String> {
    if let Some(hinted) = error.downcast_ref::<Hinted>() {
        return Some(hinted.hint.clone());
    }
    if let Some(ProjectError::NotFound(_)) = error.downcast_ref() {
        return Some("`relata demo` makes an example project, `relata init` an empty one; or name a table: `relata check claims.csv`".to_owned());
    }
    if let Some(refused) = error.chain().find_map(refusal) {
        return Some(way_out(refused));
    }
    if error.chain().any(<dyn std::error::Error>::is::<crate::store::FormatError>) {
        return Some("`relata build --force` makes the graph anew".to_owned());
    }
    if error.chain().any(|cause| io_kind(cause) == Some(std::io::ErrorKind::StorageFull)) {
        return Some("make room on the disk; what was built before is as it was".to_owned());
    }
    match error.downcast_ref() {
        Some(QueryError::Syntax { hint, .. }) => hint.clone(),
        Some(QueryError::Update) => Some("the graph is derived: edit the tables and run `relata build`".to_owned()),
        Some(QueryError::Exceeded(_)) => {
            Some("`--explain` on a part of the query shows which step is large".to_owned())
        }
        _ => None,
    }
}

/// What relata leaves alone, when that is why something failed.
fn refusal<'e>(cause: &'e (dyn std::error::Error + 'static)) -> Option<&'e Refused> {
    let wrapped = || match cause.downcast_ref() {
        Some(BuildError::Refused(refused)) => Some(refused),
        _ => cause.downcast_ref().and_then(Refused::within),
    };
    cause.downcast_ref().or_else(wrapped)
}

/// What can be done about something that relata leaves alone.
fn way_out(refused: &Refused) -> String {
    let path = refused.path.display();
    let is_built = refused.path.components().any(|part| part.as_os_str() == ".relata");
    match refused.reason {
        Reason::OfAnother if is_built => {
            format!(
                "remove it: relata makes it anew from the tables; or copy these into a folder of yours, without `{path}`"
            )
        }
        _ if is_built => format!("look at it, then remove it: `rm -r {path}`; relata makes it anew from the tables"),
        Reason::Link => "name the place it leads to, or remove the link".to_owned(),
        Reason::ReadOnly => format!("`chmod u+w {path}` lets it be changed"),
        Reason::NoFolder | Reason::NoFile | Reason::OfAnother => "move it away, or name another place".to_owned(),
    }
}

/// Reads a number of bytes such as `500M` or `2G`; thousands are 1,024.
pub(crate) fn bytes(text: &str) -> Result<usize, String> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let power = match text[digits.len()..].to_ascii_uppercase().as_str() {
        "K" | "KB" | "KIB" => 1,
        "M" | "MB" | "MIB" => 2,
        "G" | "GB" | "GIB" => 3,
        _ => return Err("write a number with K, M or G, such as 500M or 2G".to_owned()),
    };
    let number: usize = digits.parse().map_err(|_| "write a whole number, such as 500M or 2G".to_owned())?;
    number.checked_mul(1 << (10 * power)).ok_or_else(|| "that is more than there can be".to_owned())
}

/// What `relata` alone prints.
fn welcome(session: &mut Session<'_>) -> anyhow::Result<ExitCode> {
    let folder = session.project.clone().unwrap_or_else(|| PathBuf::from("."));
    let state = match crate::project::Project::find_within(&folder, &session.reach) {
        Ok(project) => {
            format!(
                "This folder belongs to the project `{}` with {}.",
                project.name,
                terminal::plural(project.sources.len() as u64, "source")
            )
        }
        Err(ProjectError::NotFound(_)) => "This folder belongs to no project yet.".to_owned(),
        Err(error) => format!("This folder's project cannot be opened: {error}."),
    };
    writeln!(
        session.people(),
        "relata {}: who did what to whom, and who says so.

A spreadsheet of claims becomes a graph you can check, query and draw.

  relata demo                    an example project, built and shown
  relata init --from my.csv      a project from a table of yours
  relata check claims.csv        every fault with file, line and a way out
  relata query 'SELECT …'        SPARQL, all prefixes declared
  relata export svg              the picture
  relata --help                  everything else

{state}",
        env!("CARGO_PKG_VERSION")
    )?;
    Ok(ExitCode::SUCCESS)
}
