use std::collections::BTreeSet;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::str::FromStr;
use std::sync::Arc;

use anyhow::Context as _;
use serde::Deserialize;
use serde_json::json;

use super::terminal::{plural, write_table};
use super::{Session, calibrate, faults, hinted};
use crate::columns::CLAIMS;
use crate::diagnostic::{Diagnostic, Policy, Report, Severity, Verdict};
use crate::extraction::sentences;
use crate::files::{open_stream, read_text};
use crate::input::claims::claim_from_row;
use crate::input::own::OwnColumns;
use crate::query::results::TextTable;
use crate::scoring::{Annotated, Figure, Phrase, ScoredAttribution, ScoredClaim, figures};
use crate::table::{Mapping, Table};

/// Hold claims that were extracted against claims that somebody annotated by hand
///
/// Both sides are lines of JSON, as `relata extract` writes them, or tables of claims; a folder stands for the files in it.
/// Exits 1 when a line could not be read, or a figure is not what `--min` and `--max` ask for.
#[derive(Debug, clap::Args)]
pub(crate) struct EvaluateArgs {
    /// What is right: a file, or a folder of files
    gold: PathBuf,
    /// What was extracted, likewise
    extracted: PathBuf,
    /// How the figures are written
    #[arg(long, value_enum, default_value_t = EvaluateFormat::Table)]
    format: EvaluateFormat,
    /// Folder with the texts, named as the documents are: sentences are counted and quotes looked up in them
    #[arg(long, value_name = "DIR")]
    texts: Option<PathBuf>,
    /// Write what the gold teaches of how likely claims are right, by how they were found, for `extract --confidence`
    #[arg(long, conflicts_with_all = ["format", "min", "max"])]
    calibrate: bool,
    /// Exit 1 when a figure is lower: `--min claims=0.5`
    #[arg(long, value_name = "FIGURE=VALUE")]
    min: Vec<Bound>,
    /// Exit 1 when a figure is higher: `--max false-quotes=0`
    #[arg(long, value_name = "FIGURE=VALUE")]
    max: Vec<Bound>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum EvaluateFormat {
    /// For people
    Table,
    /// `figure,value,right,of,about`
    Csv,
    /// An array of objects
    Json,
}

/// A figure and the value that it is held against.
#[derive(Debug, Clone)]
struct Bound {
    figure: String,
    value: f64,
}

impl FromStr for Bound {
    type Err = String;

    fn from_str(written: &str) -> Result<Bound, String> {
        let (figure, value) = written.split_once('=').ok_or("expected a figure and a value, such as `claims=0.5`")?;
        let value = value.parse::<f64>().ok().filter(|value| value.is_finite());
        let value = value.ok_or_else(|| format!("`{written}` has no number behind `=`"))?;
        Ok(Bound { figure: figure.to_owned(), value })
    }
}

pub(crate) fn run(args: &EvaluateArgs, session: &mut Session<'_>) -> anyhow::Result<ExitCode> {
    let mut report = Report::new(Policy::default());
    let gold = read_side(&args.gold, session, &mut report)?;
    let mut extracted = read_side(&args.extracted, session, &mut report)?;
    let faults: Vec<&Diagnostic> =
        report.diagnostics().iter().filter(|fault| fault.severity == Severity::Error).collect();
    if !faults.is_empty() {
        faults::write_each(&faults, &session.terminal, &mut std::io::stderr())?;
        say!("{} left out", plural(faults.len() as u64, "line"));
    }
    if gold.claims.is_empty() && gold.attributions.is_empty() {
        let message = format!("`{}` holds no claim to compare with", args.gold.display());
        return Err(hinted(message, "name lines of JSON as `relata extract` writes them, or a table of claims"));
    }
    meet(&gold, &mut extracted)?;
    if let Some(folder) = &args.texts {
        read_texts(folder, session, &mut extracted)?;
    }
    if args.calibrate {
        calibrate::write(&gold, &extracted, session)?;
        return Ok(if faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) });
    }
    let figures = figures(&gold, &extracted);
    for bound in args.min.iter().chain(&args.max) {
        if !figures.iter().any(|figure| figure.name == bound.figure) {
            let names: Vec<&str> = figures.iter().map(|figure| figure.name).collect();
            let message = format!("there is no figure `{}` here", bound.figure);
            return Err(hinted(message, format!("those that can be asked for are {}", names.join(", "))));
        }
    }
    write(&figures, args.format, session)?;
    let missed = unmet(&figures, args);
    for line in &missed {
        say!("{line}");
    }
    let is_fine = missed.is_empty() && faults.is_empty();
    Ok(if is_fine { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// What `--min` and `--max` ask for and is not so, in words. What could not be measured is not what was asked for.
fn unmet(figures: &[Figure], args: &EvaluateArgs) -> Vec<String> {
    let value = |bound: &Bound| figures.iter().find(|figure| figure.name == bound.figure).and_then(|found| found.value);
    let told = |value: Option<f64>| value.map_or_else(|| "not measured".to_owned(), |value| format!("{value:.3}"));
    let low = args.min.iter().filter(|bound| value(bound).is_none_or(|value| value < bound.value));
    let low = low.map(|bound| format!("{} is {}, below {}", bound.figure, told(value(bound)), bound.value));
    let high = args.max.iter().filter(|bound| value(bound).is_none_or(|value| value > bound.value));
    let high = high.map(|bound| format!("{} is {}, above {}", bound.figure, told(value(bound)), bound.value));
    low.chain(high).collect()
}

/// Makes documents of both sides meet: where each side has one only, under different names, they are the same.
fn meet(gold: &Annotated, extracted: &mut Annotated) -> anyhow::Result<()> {
    let documents = |side: &Annotated| -> BTreeSet<String> {
        let claims = side.claims.iter().map(|claim| claim.document.clone());
        claims.chain(side.attributions.iter().map(|found| found.document.clone())).collect()
    };
    let (known, found) = (documents(gold), documents(extracted));
    if found.is_empty() || !known.is_disjoint(&found) {
        return Ok(());
    }
    if let ([one], [other]) = (&Vec::from_iter(&known)[..], &Vec::from_iter(&found)[..]) {
        say!("taking `{other}` for `{one}`, since each side has one document");
        extracted.rename((*other).as_str(), (*one).as_str());
        return Ok(());
    }
    let few = |names: &BTreeSet<String>| names.iter().take(3).cloned().collect::<Vec<_>>().join("`, `");
    let message = format!("no document of the gold was extracted: `{}` against `{}`", few(&known), few(&found));
    Err(hinted(message, "the names in `document` have to be the same on both sides"))
}

/// Endings of files that a folder is looked through for.
const ENDINGS: [&str; 7] = ["jsonl", "ndjson", "json", "csv", "tsv", "xlsx", "ods"];

/// The claims and attributions of a file, or of the files in a folder.
fn read_side(path: &Path, session: &Session<'_>, report: &mut Report) -> anyhow::Result<Annotated> {
    let mut side = Annotated::default();
    if !path.is_dir() {
        read_file(path, session, report, &mut side)?;
        return Ok(side);
    }
    let failed = || format!("cannot read `{}`", path.display());
    let mut files = Vec::new();
    for entry in std::fs::read_dir(path).with_context(failed)? {
        let file = entry.with_context(failed)?.path();
        let ending = file.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
        if file.is_file() && ENDINGS.contains(&ending.as_str()) {
            files.push(file);
        }
    }
    files.sort();
    if files.is_empty() {
        let message = format!("`{}` holds no file of claims", path.display());
        return Err(hinted(message, format!("files of claims end in {}", ENDINGS.join(", "))));
    }
    files.iter().try_for_each(|file| read_file(file, session, report, &mut side))?;
    Ok(side)
}

/// Adds what a file says. A line that cannot be read is told of and left out.
fn read_file(path: &Path, session: &Session<'_>, report: &mut Report, side: &mut Annotated) -> anyhow::Result<()> {
    let failed = || format!("cannot read `{}`", path.display());
    let file = session.reach.open(path).with_context(failed)?;
    let shown = path.display().to_string();
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let is_lines = path.extension().is_some_and(|ending| ending == "jsonl" || ending == "ndjson");
    let reader: Box<dyn std::io::Read> = if is_lines {
        let text = read_text(file).with_context(failed)?;
        let claims = take_attributions(&text, &stem, side);
        if claims.trim().is_empty() {
            return Ok(());
        }
        Box::new(Cursor::new(claims.into_bytes()))
    } else {
        open_stream(file).with_context(failed)?
    };
    let table = Table::open(&shown, reader, &CLAIMS, &Mapping::default(), &mut |fault| report.add(fault));
    let Some(mut table) = table.with_context(failed)? else { return Ok(()) };
    let (own, origin): (_, Arc<str>) = (OwnColumns::default(), shown.as_str().into());
    loop {
        let mut findings = Vec::new();
        let claim = match table.read().with_context(failed)? {
            None => return Ok(()),
            Some(Ok(row)) => claim_from_row(&row, &own, &origin, &mut findings),
            Some(Err(finding)) => {
                findings.push(finding);
                None
            }
        };
        let verdicts: Vec<Verdict> =
            findings.into_iter().map(|finding| report.push(table.raw().diagnose(finding))).collect();
        if let Some(claim) = claim.filter(|_| !verdicts.contains(&Verdict::Reject)) {
            let mut scored = ScoredClaim::of(&claim);
            if scored.document.is_empty() {
                scored.document.clone_from(&stem);
            }
            side.push(scored);
        }
    }
}

/// A line that tells an attribution, as `relata extract --attributions` writes it.
#[derive(Debug, Deserialize)]
#[serde(default)]
#[derive(Default)]
struct AttributionCells {
    kind: String,
    document: String,
    source: String,
    cue: String,
    content: String,
    source_start: Option<u64>,
    source_end: Option<u64>,
    cue_start: Option<u64>,
    cue_end: Option<u64>,
}

/// Takes the attributions out of lines of JSON. What is left are the other lines, each at its place.
fn take_attributions(text: &str, stem: &str, side: &mut Annotated) -> String {
    let mut rest = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let is_one = line.contains("\"attribution\"");
        let cells = is_one.then(|| serde_json::from_str::<AttributionCells>(line).ok()).flatten();
        let Some(cells) = cells.filter(|cells| cells.kind == "attribution") else {
            rest.push_str(line);
            continue;
        };
        rest.push('\n');
        let span = |start: Option<u64>, end: Option<u64>| start.zip(end).map(|(start, end)| start..end);
        side.attributions.push(ScoredAttribution {
            document: if cells.document.is_empty() { stem.to_owned() } else { cells.document },
            source: Phrase::new(cells.source, span(cells.source_start, cells.source_end)),
            cue: Phrase::new(cells.cue, span(cells.cue_start, cells.cue_end)),
            content: Phrase::new(cells.content, None),
        });
    }
    rest
}

/// Reads the text of each document, where the folder has one of its name.
fn read_texts(folder: &Path, session: &Session<'_>, side: &mut Annotated) -> anyhow::Result<()> {
    let documents: BTreeSet<String> = side.claims.iter().map(|claim| claim.document.clone()).collect();
    for document in documents {
        let paths = ["txt", "md", "markdown"].map(|ending| folder.join(format!("{document}.{ending}")));
        let Some(path) = paths.into_iter().find(|path| path.is_file()) else { continue };
        let failed = || format!("cannot read `{}`", path.display());
        let text = session.reach.open(&path).and_then(read_text).with_context(failed)?;
        side.add_text(document, &text, sentences(&text).len());
    }
    if side.texts.is_empty() {
        let message = format!("`{}` has the text of no document", folder.display());
        return Err(hinted(message, "a text is named as its document is, and ends in `.txt` or `.md`"));
    }
    Ok(())
}

fn write(figures: &[Figure], format: EvaluateFormat, session: &mut Session<'_>) -> anyhow::Result<()> {
    let value =
        |figure: &Figure, digits: usize| figure.value.map(|value| format!("{value:.digits$}")).unwrap_or_default();
    match format {
        EvaluateFormat::Json => {
            let object = |figure: &Figure| {
                json!({ "figure": figure.name, "value": figure.value, "right": figure.n_right, "of": figure.n_all,
                    "about": figure.about })
            };
            serde_json::to_writer_pretty(&mut *session.out, &figures.iter().map(object).collect::<Vec<_>>())?;
            writeln!(session.out)?;
        }
        EvaluateFormat::Csv => {
            let mut writer = csv::Writer::from_writer(session.csv());
            writer.write_record(["figure", "value", "right", "of", "about"])?;
            for figure in figures {
                let (right, of) = (figure.n_right.to_string(), figure.n_all.to_string());
                writer.write_record([figure.name, &value(figure, 4), &right, &of, figure.about])?;
            }
            writer.flush()?;
        }
        EvaluateFormat::Table => {
            let row = |figure: &Figure| {
                let of = format!("{} of {}", figure.n_right, figure.n_all);
                vec![figure.name.to_owned(), value(figure, 3), of, figure.about.to_owned()]
            };
            let headings = ["figure", "value", "counted", "about"].map(str::to_owned).to_vec();
            let table = TextTable { headings, rows: figures.iter().map(row).collect() };
            write_table(&table, session.terminal.room(), session.out)?;
        }
    }
    Ok(())
}
