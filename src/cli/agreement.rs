use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use serde_json::{Value, json};

use super::sides::read_side;
use super::terminal::{plural, write_table};
use super::{Session, faults, hinted, open};
use crate::agreement::{Agreement, AgreementFigure, CodedText, Coder, Drawn, Estimate, agreement};
use crate::deciding::{Coded, Texts, known_names};
use crate::diagnostic::{Diagnostic, Policy, Report, Severity};
use crate::disk::{self, NewFile};
use crate::files::read_text;
use crate::query::results::TextTable;

/// Tell how far coders agree who coded the same texts, and where they do not
///
/// Coders are the names in the column `annotator` of a project or a table; or name two files or folders and more, one a coder.
/// For each figure it tells how often they agree, Krippendorff's α and Gwet's AC1, each with the interval in which 95 of 100
/// drawn samples lie. Exits 1 when a row could not be read.
#[derive(Debug, clap::Args)]
pub(crate) struct AgreementArgs {
    /// A table or project folder [default: the project here]; or the claims of two coders and more, one file or folder each
    sides: Vec<PathBuf>,
    /// Hold only these coders against each other, programs such as `relata-rules-1` among them; may be given several times
    #[arg(long, value_name = "NAME")]
    coder: Vec<String>,
    /// Folder with the texts, named as the documents are [default: the texts of the project]
    #[arg(long, value_name = "DIR")]
    texts: Option<PathBuf>,
    /// How the figures are written
    #[arg(long, value_enum, default_value_t = AgreementFormat::Table)]
    format: AgreementFormat,
    /// Write every disagreement as a table: document, quote, field, and what each coder says, with file and line
    #[arg(long, value_name = "FILE")]
    disagreements: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum AgreementFormat {
    /// For people
    Table,
    /// One line a figure, with the ends of its intervals
    Csv,
    /// An object with coders, figures and disagreements
    Json,
}

/// What is compared.
struct Sides {
    coders: Vec<Coder>,
    texts: BTreeMap<String, CodedText>,
    /// The folder of the project.
    root: PathBuf,
    /// Who may read what is written of them.
    mode: u32,
}

pub(crate) fn run(args: &AgreementArgs, session: &mut Session<'_>) -> anyhow::Result<ExitCode> {
    let mut report = Report::new(Policy::default());
    let mut sides = match args.sides.as_slice() {
        [_, _, ..] => of_files(args, session, &mut report)?,
        named => of_project(args, named.first().map(PathBuf::as_path), session, &mut report)?,
    };
    let faults: Vec<&Diagnostic> =
        report.diagnostics().iter().filter(|fault| fault.severity == Severity::Error).collect();
    if !faults.is_empty() {
        faults::write_each(&faults, &session.terminal, &mut std::io::stderr())?;
        say!("{} left out", plural(faults.len() as u64, "row"));
    }
    if let Some(folder) = &args.texts {
        sides.texts = texts_in(folder, &sides.coders, session)?;
    }
    refuse_few(args, &sides.coders)?;
    let found = agreement(&sides.coders, &sides.texts);
    if found.n_documents == 0 {
        let hint = "the names in `document` have to be the same for all of them";
        return Err(hinted("no document was coded by two coders", hint));
    }
    write(&found, args.format, session)?;
    if let Some(path) = &args.disagreements {
        write_disagreements(&found, path, &sides, session)?;
    }
    Ok(if faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// The coders of a project or of one table.
fn of_project(
    args: &AgreementArgs,
    named: Option<&Path>,
    session: &Session<'_>,
    report: &mut Report,
) -> anyhow::Result<Sides> {
    let graph = open::open(session, named)?;
    if let Some(path) = &args.disagreements {
        open::refuse_source(&graph.inputs(), path)?;
    }
    let known = known_names(&graph.claims()?);
    let project = graph.project();
    let coded = Coded::of(project, &args.coder, &known, report).context("cannot read the tables of claims")?;
    if coded.n_unsigned > 0 && args.coder.is_empty() {
        say!("{} without `annotator` left out", plural(coded.n_unsigned as u64, "row"));
    }
    if !coded.programs.is_empty() && args.coder.is_empty() {
        say!("what programs found is left out: `--coder {}` takes it in", coded.programs.join("` and `--coder "));
    }
    let texts = coded.texts(&Texts::of(project.clone()));
    Ok(Sides { coders: coded.coders, texts, root: project.root.clone(), mode: graph.inputs().mode() })
}

/// One coder a file or folder.
fn of_files(args: &AgreementArgs, session: &Session<'_>, report: &mut Report) -> anyhow::Result<Sides> {
    let mut coders: Vec<Coder> = Vec::new();
    for path in &args.sides {
        let read = read_side(path, session, report)?;
        let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let is_known = coders.iter().any(|coder| coder.name == stem);
        let name = if is_known || stem.is_empty() { path.display().to_string() } else { stem };
        coders.push(Coder { name, side: read.side, places: read.places });
    }
    meet(&mut coders);
    if !args.coder.is_empty() {
        coders.retain(|coder| args.coder.contains(&coder.name));
    }
    Ok(Sides { coders, texts: BTreeMap::new(), root: PathBuf::from("."), mode: 0o600 })
}

/// Where each coder has one document only, under different names, it is one.
fn meet(coders: &mut [Coder]) {
    let documents =
        |coder: &Coder| coder.side.claims.iter().map(|claim| claim.document.clone()).collect::<BTreeSet<_>>();
    let all: Vec<BTreeSet<String>> = coders.iter().map(documents).collect();
    let Some(first) = all.first().and_then(|names| names.first()).filter(|_| all.iter().all(|names| names.len() == 1))
    else {
        return;
    };
    for (coder, names) in coders.iter_mut().zip(&all) {
        for name in names.iter().filter(|name| *name != first) {
            say!("taking `{name}` for `{first}`, since each coder has one document");
            coder.side.rename(name, first);
        }
    }
}

/// Fails unless there are two coders, each of those who are asked for among them.
fn refuse_few(args: &AgreementArgs, coders: &[Coder]) -> anyhow::Result<()> {
    let is_there = |name: &&String| coders.iter().any(|coder| coder.name == **name && !coder.side.claims.is_empty());
    if let Some(missing) = args.coder.iter().find(|name| !is_there(name)) {
        let hint = format!("the coders are {}", listed(coders));
        return Err(hinted(format!("`{missing}` has coded nothing here"), hint));
    }
    if coders.len() >= 2 {
        return Ok(());
    }
    let message = match coders {
        [] => "no row says who coded it".to_owned(),
        _ => format!("only {} has coded anything here", listed(coders)),
    };
    let hint = "each coder signs in the column `annotator`; or name the tables of two coders";
    Err(hinted(message, hint))
}

fn listed(coders: &[Coder]) -> String {
    let names: Vec<String> = coders.iter().map(|coder| format!("`{}`", coder.name)).collect();
    if names.is_empty() { "not named".to_owned() } else { names.join(", ") }
}

/// The texts in a folder that are named as documents are.
fn texts_in(folder: &Path, coders: &[Coder], session: &Session<'_>) -> anyhow::Result<BTreeMap<String, CodedText>> {
    let claims = coders.iter().flat_map(|coder| &coder.side.claims);
    let documents: BTreeSet<&str> = claims.map(|claim| claim.document.as_str()).collect();
    let mut texts = BTreeMap::new();
    for document in documents {
        let paths = ["txt", "md", "markdown"].map(|ending| folder.join(format!("{document}.{ending}")));
        let Some(path) = paths.into_iter().find(|path| path.is_file()) else { continue };
        let failed = || format!("cannot read `{}`", path.display());
        let text = session.reach.open(&path).and_then(read_text).with_context(failed)?;
        texts.insert(document.to_owned(), CodedText::of(&text));
    }
    if texts.is_empty() {
        let message = format!("`{}` has the text of no document", folder.display());
        return Err(hinted(message, "a text is named as its document is, and ends in `.txt` or `.md`"));
    }
    Ok(texts)
}

fn write(found: &Agreement, format: AgreementFormat, session: &mut Session<'_>) -> anyhow::Result<()> {
    match format {
        AgreementFormat::Table => write_for_people(found, session),
        AgreementFormat::Csv => write_csv(found, session),
        AgreementFormat::Json => {
            serde_json::to_writer_pretty(&mut *session.out, &told(found))?;
            writeln!(session.out)?;
            Ok(())
        }
    }
}

fn write_for_people(found: &Agreement, session: &mut Session<'_>) -> anyhow::Result<()> {
    let number = |estimate: Option<Estimate>| match estimate {
        None => "–".to_owned(),
        Some(Estimate { value, interval: None }) => format!("{value:.2}"),
        Some(Estimate { value, interval: Some((low, high)) }) => format!("{value:.2} ({low:.2} to {high:.2})"),
    };
    let row = |figure: &AgreementFigure| {
        let AgreementFigure { name, about, n_units, agreement, measured, .. } = figure;
        let numbers = [*agreement, measured.alpha, measured.ac1].map(number);
        [vec![(*name).to_owned(), n_units.to_string()], numbers.to_vec(), vec![(*about).to_owned()]].concat()
    };
    let headings = ["figure", "n", "agreement", "α", "AC1", "about"].map(str::to_owned).to_vec();
    let table = TextTable { headings, rows: found.figures.iter().map(row).collect() };
    write_table(&table, session.terminal.room(), session.out)?;
    session.out.flush()?;
    let coders: Vec<String> =
        found.coders.iter().map(|(name, n)| format!("{name} ({})", plural(*n as u64, "claim"))).collect();
    say!("{} coded by {}", plural(found.n_documents as u64, "document"), coders.join(", "));
    if found.n_read_alone > 0 {
        say!("{} coded by one alone and left out", plural(found.n_read_alone as u64, "document"));
    }
    let drawn = match found.drawn {
        Drawn::Documents => "drawn from documents",
        Drawn::Units => {
            "drawn from single units, since there are few documents: claims of one text are alike, so that they are rather too narrow"
        }
    };
    say!("in brackets: intervals in which 95 of 100 samples lie, {drawn}");
    say_remarks(&found.figures);
    Ok(())
}

/// Says what has to be minded, each remark once.
fn say_remarks(figures: &[AgreementFigure]) {
    let mut remarks: Vec<(&str, Vec<&str>)> = Vec::new();
    for (name, remark) in figures.iter().flat_map(|figure| figure.remarks.iter().map(|remark| (figure.name, remark))) {
        match remarks.iter_mut().find(|(known, _)| known == remark) {
            Some((_, names)) => names.push(name),
            None => remarks.push((remark, vec![name])),
        }
    }
    for (remark, names) in remarks {
        say!("{}: {remark}", names.join(", "));
    }
}

fn write_csv(found: &Agreement, session: &mut Session<'_>) -> anyhow::Result<()> {
    let mut writer = csv::Writer::from_writer(session.csv());
    let head = [
        "figure",
        "n",
        "agreement",
        "agreement_low",
        "agreement_high",
        "alpha",
        "alpha_low",
        "alpha_high",
        "ac1",
        "ac1_low",
        "ac1_high",
        "about",
        "remarks",
    ];
    writer.write_record(head)?;
    for figure in &found.figures {
        let mut row = vec![figure.name.to_owned(), figure.n_units.to_string()];
        for estimate in [figure.agreement, figure.measured.alpha, figure.measured.ac1] {
            let number = |number: Option<f64>| number.map(|number| format!("{number:.4}")).unwrap_or_default();
            let interval = estimate.and_then(|estimate| estimate.interval);
            row.extend(
                [estimate.map(|one| one.value), interval.map(|(low, _)| low), interval.map(|(_, high)| high)]
                    .map(number),
            );
        }
        row.extend([figure.about.to_owned(), figure.remarks.join("; ")]);
        writer.write_record(row)?;
    }
    writer.flush()?;
    Ok(())
}

fn told(found: &Agreement) -> Value {
    let estimate = |one: Option<Estimate>| {
        one.map(|one| json!({ "value": one.value, "low": one.interval.map(|ends| ends.0), "high": one.interval.map(|ends| ends.1) }))
    };
    let figure = |figure: &AgreementFigure| {
        json!({ "figure": figure.name, "about": figure.about, "n": figure.n_units, "agreement": estimate(figure.agreement),
            "alpha": estimate(figure.measured.alpha), "ac1": estimate(figure.measured.ac1), "remarks": figure.remarks })
    };
    json!({
        "coders": found.coders.iter().map(|(name, n)| json!({ "name": name, "n_claims": n })).collect::<Vec<_>>(),
        "n_documents": found.n_documents,
        "n_read_alone": found.n_read_alone,
        "drawn_from": found.drawn.word(),
        "figures": found.figures.iter().map(figure).collect::<Vec<_>>(),
        "n_disagreements": found.disagreements.len(),
    })
}

/// Writes each disagreement as a row: what every coder says, and where.
fn write_disagreements(found: &Agreement, path: &Path, sides: &Sides, session: &Session<'_>) -> anyhow::Result<()> {
    let failed = || format!("cannot write `{}`", path.display());
    let mut bytes = Vec::new();
    {
        let out: Box<dyn std::io::Write> = if session.safe_cells {
            Box::new(crate::export::SafeCells::new(&mut bytes, b','))
        } else {
            Box::new(&mut bytes)
        };
        let mut writer = csv::Writer::from_writer(out);
        let mut head = ["unit", "document", "quote", "field"].map(str::to_owned).to_vec();
        for (name, _) in &found.coders {
            head.extend([name.clone(), format!("{name} file"), format!("{name} line")]);
        }
        writer.write_record(&head)?;
        for one in &found.disagreements {
            let mut row =
                vec![(one.unit + 1).to_string(), one.document.clone(), one.quote.clone(), one.field.to_owned()];
            for reading in &one.readings {
                let reading = reading.clone().unwrap_or_default();
                let place = reading.place.map(|place| (place.file, place.line.to_string())).unwrap_or_default();
                row.extend([reading.value, place.0, place.1]);
            }
            writer.write_record(&row)?;
        }
        writer.flush()?;
    }
    match disk::target(path, &sides.root).with_context(failed)? {
        disk::Target::Place(place) => {
            let mut file = NewFile::create(&place, sides.mode).with_context(failed)?;
            std::io::Write::write_all(&mut file, &bytes).with_context(failed)?;
            file.commit().with_context(failed)?;
        }
        disk::Target::Stream(place) => {
            let mut file = disk::open_writable(&place).with_context(failed)?;
            std::io::Write::write_all(&mut file, &bytes).with_context(failed)?;
        }
    }
    say!("wrote {} to {}", plural(found.disagreements.len() as u64, "disagreement"), path.display());
    Ok(())
}
