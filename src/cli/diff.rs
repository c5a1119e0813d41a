use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use serde::Serializer as _;
use serde::ser::SerializeSeq as _;
use serde_json::json;

use super::view::parse_date;
use super::{Session, hinted, known, open};
use crate::claims::{Change, Claims, Difference};
use crate::model::EventDate;
use crate::store::Store;

/// Show which claims one graph has and the other does not
///
/// OLD and NEW are projects, tables, graph files (`.relata`) or N-Quads, in any combination. Of one project,
/// `--known-by DATE --known-by DATE` shows what became known from the first day to the second. Exits 1 when they differ.
#[derive(Debug, clap::Args)]
pub(crate) struct DiffArgs {
    /// What there was before [with `--known-by`: the project here]
    old: Option<PathBuf>,
    /// What there is now [with `--known-by`: OLD itself]
    new: Option<PathBuf>,
    /// Compare what could be known by this date, or by two: OLD by the first, NEW by the second; of one project and one date,
    /// NEW is all that is known today
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    known_by: Vec<EventDate>,
    /// How the difference is written
    #[arg(long, value_enum, default_value_t = DiffFormat::Text)]
    format: DiffFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum DiffFormat {
    /// One line for each claim: `+` new, `-` gone, `~` changed
    Text,
    /// An array of objects
    Json,
}

pub(crate) fn run(args: &DiffArgs, session: &mut Session<'_>) -> anyhow::Result<ExitCode> {
    let (old, new) = sides(args, session)?;
    let difference = Difference::between(&old, &new)?;
    let n = match args.format {
        DiffFormat::Text => {
            let n = write_text(&difference, &mut session.people())?;
            session.out.flush()?;
            let [added, removed, changed] = n;
            let (before, now) = (difference.n_before, difference.n_now);
            say!("{added} added, {removed} removed, {changed} changed; {before} claims before, {now} now");
            n
        }
        DiffFormat::Json => write_json(&difference, session.out)?,
    };
    Ok(if n == [0; 3] { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// The two graphs that are compared.
fn sides(args: &DiffArgs, session: &Session<'_>) -> anyhow::Result<(Store, Store)> {
    let old = args.old.as_deref();
    let (first, second) = match (args.new.as_deref(), args.known_by.as_slice()) {
        (_, [_, _, _, ..]) => {
            let message = "`diff` compares two dates, and there are more";
            return Err(hinted(message, "name the earlier and the later one: `--known-by DATE --known-by DATE`"));
        }
        (Some(new), dates) => {
            let second = dates.last();
            ((old, dates.first()), (Some(new), second))
        }
        (None, []) => {
            let message = "`diff` compares two graphs, and there is one";
            let hint = "name another project, table or graph file, or two dates: `--known-by DATE --known-by DATE`";
            return Err(hinted(message, hint));
        }
        (None, [only]) => ((old, Some(only)), (old, None)),
        (None, [first, .., second]) => ((old, Some(first)), (old, Some(second))),
    };
    Ok((open_side(session, first)?, open_side(session, second)?))
}

/// The graph of a project or table, of what could be known by a day; or that of a graph file or N-Quads, which has no days.
fn open_side(session: &Session<'_>, side: (Option<&Path>, Option<&EventDate>)) -> anyhow::Result<Store> {
    let path = match side {
        (path, Some(date)) => return Ok(known::open_known(session, path, date)?.into_store()),
        (Some(path), None) => path,
        (None, None) => return Ok(open::open(session, None)?.into_store()),
    };
    let is_named = |extension: &str| path.is_file() && path.extension().is_some_and(|found| found == extension);
    if is_named("nq") {
        session.reach.open(path).with_context(|| format!("cannot read `{}`", path.display()))?;
        return Ok(Store::of_nquads(path)?);
    }
    if is_named("relata") {
        let file = session.reach.open(path).with_context(|| format!("cannot read `{}`", path.display()))?;
        return Ok(Store::of_file(&file, path)?);
    }
    Ok(open::open(session, Some(path))?.into_store())
}

/// Writes a line a claim, and below it what differs; answers how many were added, removed and changed.
fn write_text(difference: &Difference<'_>, out: &mut dyn Write) -> std::io::Result<[usize; 3]> {
    let mut n = [0; 3];
    difference.for_each(|change| {
        let (kind, claims, index, details) = taken_apart(&change, difference);
        n[kind] += 1;
        let Some(claim) = claims.rows().get(index) else { return Ok(()) };
        let (sign, sentence) = (["+", "-", "~"][kind], claims.sentence(claim));
        let (said_by, place) = (claims.attribution(index), claims.place_in_file(claim));
        writeln!(out, "{sign} {sentence} — {said_by}  [{place}]")?;
        details.iter().try_for_each(|detail| writeln!(out, "    {detail}"))
    })?;
    Ok(n)
}

/// Writes an array with an object a claim; answers how many were added, removed and changed.
fn write_json(difference: &Difference<'_>, out: &mut dyn Write) -> anyhow::Result<[usize; 3]> {
    let mut n = [0; 3];
    let mut json = serde_json::Serializer::pretty(&mut *out);
    let mut array = json.serialize_seq(None)?;
    difference.for_each(|change| {
        let (kind, claims, index, details) = taken_apart(&change, difference);
        n[kind] += 1;
        let Some(claim) = claims.rows().get(index) else { return Ok(()) };
        let what = ["added", "removed", "changed"][kind];
        array.serialize_element(&json!({
            "change": what, "claim": claims.text(claim.id),
            "statement": claims.sentence(claim), "whose_word": claims.named_origins(index),
            "file": claim.file.map(|file| claims.text(file)), "line": claim.line, "details": details,
        }))
    })?;
    array.end()?;
    writeln!(out)?;
    Ok(n)
}

/// A change as its place among added, removed and changed; the claims it is of; which one it is; and what differs.
fn taken_apart<'d, 's>(
    change: &'d Change,
    difference: &'d Difference<'s>,
) -> (usize, &'d Claims<'s>, usize, &'d [String]) {
    match change {
        Change::Added(index) => (0, &difference.new, *index, &[]),
        Change::Removed(index) => (1, &difference.old, *index, &[]),
        Change::Changed(index, details) => (2, &difference.new, *index, details),
    }
}
