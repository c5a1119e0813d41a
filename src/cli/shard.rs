use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use super::terminal::{grouped, plural};
use super::{Session, hinted, open};
use jiff::civil::Date;

use crate::diagnostic::Report;
use crate::shard::{
    BUCKETS, MOST_BUCKETS, Manifest, MapOptions, Part, ReduceOptions, Selection, is_reduced, map, reduce, select,
};

/// Map event data in parts, by any number of processes or machines, and put the parts together
///
/// `relata build --from DIR` makes a graph of what comes out.
#[derive(Debug, clap::Args)]
pub(crate) struct ShardArgs {
    #[command(subcommand)]
    step: Step,
}

#[derive(Debug, clap::Subcommand)]
enum Step {
    Map(MapArgs),
    Reduce(ReduceArgs),
}

/// Map one part of the sources into tables of Parquet
///
/// Every part has its share of the bytes of event data. A part counts when its list in `parts/` is there.
#[derive(Debug, clap::Args)]
struct MapArgs {
    /// Folder of the project [default: the project here]
    source: Option<PathBuf>,
    /// The part: 2/8 is the second of eight
    #[arg(long, value_name = "I/N", value_parser = part, default_value = "1/1")]
    part: Part,
    /// Folder of the parts
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Buckets that rows are put into; the same number for all parts
    #[arg(long, value_name = "N", default_value_t = BUCKETS, value_parser = clap::value_parser!(u32).range(1..=i64::from(MOST_BUCKETS)))]
    buckets: u32,
    /// Leave a part alone that is there and whole
    #[arg(long)]
    resume: bool,
}

/// Put the parts together into tables that are a project
///
/// Parts that are missing, damaged or of another run are refused.
#[derive(Debug, clap::Args)]
struct ReduceArgs {
    /// Folder of the parts that were mapped
    parts: PathBuf,
    /// Folder of the tables
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// The part of the buckets: 2/8 is the second of eight
    #[arg(long, value_name = "I/N", value_parser = part, default_value = "1/1")]
    part: Part,
    /// Leave a part alone that is there and whole
    #[arg(long)]
    resume: bool,
}

fn part(text: &str) -> Result<Part, String> {
    Part::parse(text).ok_or_else(|| "write it as 2/8, the second part of eight".to_owned())
}

pub(crate) fn run(args: &ShardArgs, session: &mut Session<'_>) -> anyhow::Result<ExitCode> {
    match &args.step {
        Step::Map(args) => run_map(args, session),
        Step::Reduce(args) => run_reduce(args, session),
    }
}

fn run_map(args: &MapArgs, session: &mut Session<'_>) -> anyhow::Result<ExitCode> {
    let started = Instant::now();
    let project = open::project(session, args.source.as_deref())?;
    let mut report = Report::new(project.policy.clone());
    let options = MapOptions { part: args.part, buckets: args.buckets, resume: args.resume };
    let (manifest, was_there) = map(&project, options, &args.out, &mut report)?;
    say_done(if was_there { "unchanged" } else { "mapped" }, &manifest, started);
    Ok(ExitCode::SUCCESS)
}

fn run_reduce(args: &ReduceArgs, session: &Session<'_>) -> anyhow::Result<ExitCode> {
    let started = Instant::now();
    let options = ReduceOptions { part: args.part, resume: args.resume };
    let reduced = reduce(&args.parts, options, &args.out, &session.reach)?;
    say_done(if reduced.was_there { "unchanged" } else { "reduced" }, &reduced.manifest, started);
    match reduced.missing {
        0 => say!("all parts are there: `relata build --from {}` makes the graph", args.out.display()),
        n => say!("{} of the reduction still to be made", plural(u64::from(n), "part")),
    }
    Ok(ExitCode::SUCCESS)
}

/// Says what a part has made.
fn say_done(verb: &str, manifest: &Manifest, started: Instant) {
    let rows_of = |table: &str| manifest.files.iter().filter(|file| file.table == table).map(|file| file.rows).sum();
    say!(
        "{verb} {}/{}: {} rows, {}, {}, {}, {} left out in {:.2} s",
        manifest.part,
        manifest.of,
        grouped(manifest.rows),
        plural(rows_of("claims"), "claim"),
        plural(rows_of("entities"), "fact") + " of entities",
        plural(rows_of("documents"), "fact") + " of documents",
        grouped(manifest.rejected),
        started.elapsed().as_secs_f64()
    );
    let faults: Vec<String> = manifest.faults.iter().map(|(name, n)| format!("{name} × {}", grouped(*n))).collect();
    if !faults.is_empty() {
        say!("faults: {}; the table `rejects` has the rows that were left out", faults.join(", "));
    }
}

/// Which tables are built, and which part of them.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Tables of `relata shard reduce`")]
pub(crate) struct FromArgs {
    /// Build the tables in DIR, which are a project, instead of the project here
    #[arg(long, value_name = "DIR")]
    from: Option<PathBuf>,
    /// Make a selection of them a project in DIR, and build that
    #[arg(long, value_name = "DIR", requires = "from")]
    out: Option<PathBuf>,
    /// In the selection: claims of what happened on this day or later
    #[arg(long, value_name = "DAY", requires = "out")]
    from_date: Option<Date>,
    /// In the selection: claims of what happened on this day or before
    #[arg(long, value_name = "DAY", requires = "out")]
    to_date: Option<Date>,
    /// In the selection: claims of what happened there, or at a place in it
    #[arg(long, value_name = "NAME", requires = "out")]
    place: Vec<String>,
    /// In the selection: claims with this name as subject, object or speaker
    #[arg(long, value_name = "NAME", requires = "out")]
    actor: Vec<String>,
}

impl FromArgs {
    /// The folder to build, when all its tables are there as they were written; a selection is made first.
    pub(super) fn folder(&self, session: &Session<'_>) -> anyhow::Result<Option<&Path>> {
        let Some(from) = self.from.as_deref() else { return Ok(None) };
        let part = Selection {
            from: self.from_date,
            to: self.to_date,
            places: self.place.clone(),
            actors: self.actor.clone(),
        };
        let Some(out) = self.out.as_deref() else {
            is_reduced(from, &session.reach)?;
            return Ok(Some(from));
        };
        if part.is_whole() {
            return Err(hinted(
                "nothing says which selection is meant",
                "add `--from-date`, `--to-date`, `--place` or `--actor`",
            ));
        }
        let n_claims = select(from, &part, out, &session.reach)?;
        say!("wrote {} into `{}`", plural(n_claims, "claim"), out.display());
        Ok(Some(out))
    }
}
