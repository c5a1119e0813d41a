use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::str::FromStr;

use anyhow::Context as _;
use serde_json::json;

use super::sides::read_side;
use super::terminal::{plural, write_table};
use super::{Session, calibrate, faults, hinted};
use crate::diagnostic::{Diagnostic, Policy, Report, Severity};
use crate::extraction::sentences;
use crate::files::read_text;
use crate::query::results::TextTable;
use crate::scoring::{Annotated, Figure, figures};

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
    let gold = read_side(&args.gold, session, &mut report)?.side;
    let mut extracted = read_side(&args.extracted, session, &mut report)?.side;
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
