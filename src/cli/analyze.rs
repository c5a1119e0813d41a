use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use serde_json::{Map, Value};

use super::known::KnownArgs;
use super::terminal::{grouped, plural, write_table, write_vertical};
use super::view::ViewArgs;
use super::{Session, hinted};
use crate::graph::Edges;
use crate::graph::Slice;
use crate::graph::measure::{Listing, MEASURES, Measure, MeasureCell, MeasureTable, Settings};
use crate::query::results::TextTable;

/// Measure the graph: who is central, what belongs together, who answers whom, what is disputed
///
/// A measure can be taken of any part of the graph. The numbers describe what is claimed, not the world.
#[derive(Debug, clap::Args)]
pub(crate) struct AnalyzeArgs {
    /// The measure
    #[arg(value_parser = measure_parser())]
    measure: &'static Measure,
    /// A table or project folder [default: the project here]
    source: Option<PathBuf>,
    /// What a row stands for, if a measure can be listed in several ways [default: the first]
    #[arg(long, value_name = "WHAT")]
    by: Option<String>,
    /// Number of rows to show; 0 shows all [default: 20 in a table, otherwise all]
    #[arg(long, value_name = "N")]
    rows: Option<usize>,
    /// How the rows are written
    #[arg(long, value_enum, default_value_t = AnalyzeFormat::Table)]
    format: AnalyzeFormat,
    #[command(flatten)]
    known: KnownArgs,
    #[command(flatten)]
    settings: SettingsArgs,
    #[command(flatten)]
    view: ViewArgs,
}

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Some measures")]
struct SettingsArgs {
    /// retaliation: days within which an act counts as answered
    #[arg(long, value_name = "DAYS", default_value_t = 30)]
    within: u32,
    /// retaliation: acts of every kind, not only of conflict
    #[arg(long)]
    any: bool,
    /// bursts: how long a slice of time is
    #[arg(long, value_name = "SLICE", default_value = "day", value_parser = parse_slice)]
    slice: Slice,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum AnalyzeFormat {
    /// For people
    Table,
    /// A line for each cell, for wide rows
    Vertical,
    /// One column for each number; things have their IRI beside their label
    Csv,
    /// One object: `schema`, `measure`, `by`, `totals`, `notes`, `rows`
    Json,
}

fn measure_parser() -> impl TypedValueParser<Value = &'static Measure> {
    let values = MEASURES.iter().map(|measure| PossibleValue::new(measure.name).help(measure.about));
    PossibleValuesParser::new(values).try_map(|name| {
        MEASURES.iter().find(|measure| measure.name == name).ok_or_else(|| format!("there is no measure `{name}`"))
    })
}

fn parse_slice(text: &str) -> Result<Slice, String> {
    let found = Slice::ALL.into_iter().find(|slice| slice.word() == text.to_lowercase());
    found.ok_or_else(|| format!("one of {}", Slice::ALL.map(Slice::word).join(", ")))
}

pub(crate) fn run(args: &AnalyzeArgs, session: &mut Session<'_>) -> anyhow::Result<ExitCode> {
    let listing = listing(args)?;
    let graph = args.known.open(session, args.source.as_deref())?;
    let claims = args.view.claims(&graph)?;
    let filter = args.view.filter()?;
    if filter.edges == Edges::Claims {
        return Err(hinted(
            "measures are taken of statements",
            "leave --edges claims away; --weight claims counts claims",
        ));
    }
    let view = args.view.view(&filter, &claims)?;
    if view.graph.edge_count() == 0 {
        say!("nothing fits: the graph that is measured is empty");
    }
    let settings = Settings { within: args.settings.within, any: args.settings.any, slice: args.settings.slice };
    let table = (listing.take)(&view, settings);
    let usual = if matches!(args.format, AnalyzeFormat::Table | AnalyzeFormat::Vertical) { 20 } else { 0 };
    let most = args.rows.map_or(usual, |rows| rows);
    let most = if most == 0 { usize::MAX } else { most };
    match args.format {
        AnalyzeFormat::Table => write_text(&table, most, write_table, session)?,
        AnalyzeFormat::Vertical => write_text(&table, most, write_vertical, session)?,
        AnalyzeFormat::Csv => write_csv(&table, most, session)?,
        AnalyzeFormat::Json => write_json(args.measure.name, listing.by, &table, most, session)?,
    }
    session.out.flush()?;
    for note in &table.notes {
        say!("{note}");
    }
    match table.n_rows().saturating_sub(most) {
        0 => (),
        n => say!("{} not shown; --rows 0 shows all", plural(n as u64, "row")),
    }
    Ok(ExitCode::SUCCESS)
}

/// The way of listing that was asked for.
fn listing(args: &AnalyzeArgs) -> anyhow::Result<&'static Listing> {
    let listings = args.measure.listings;
    let found = match &args.by {
        Some(by) => listings.iter().find(|listing| listing.by == by.to_lowercase()),
        None => listings.first(),
    };
    found.ok_or_else(|| {
        let (name, by) = (args.measure.name, args.by.as_deref().unwrap_or_default());
        let known: Vec<String> = listings.iter().map(|listing| format!("--by {}", listing.by)).collect();
        hinted(format!("{name} cannot be listed by `{by}`"), known.join(" or "))
    })
}

/// Totals, one a line, and the columns there is room for, numbers to the right.
fn write_text(
    table: &MeasureTable<'_>,
    most: usize,
    write: fn(&TextTable, usize, &mut dyn Write) -> io::Result<()>,
    session: &mut Session<'_>,
) -> anyhow::Result<()> {
    let width = table.totals.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    for (name, value) in &table.totals {
        writeln!(session.people(), "{:<width$}  {}", name.replace('_', " "), shown(value))?;
    }
    if table.n_rows() == 0 {
        return Ok(());
    }
    if !table.totals.is_empty() {
        writeln!(session.people())?;
    }
    let brief = |index: &usize| table.headings.get(*index).is_some_and(|heading| heading.is_brief);
    let columns: Vec<usize> = (0..table.headings.len()).filter(brief).collect();
    let mut text = TextTable::default();
    let mut is_number = vec![false; columns.len()];
    text.headings = columns.iter().map(|index| table.headings[*index].name.replace('_', " ")).collect();
    for row in table.rows(most) {
        let cells = columns.iter().filter_map(|index| row.get(*index));
        for (is_number, cell) in is_number.iter_mut().zip(cells.clone()) {
            *is_number |= matches!(cell, MeasureCell::Whole(_) | MeasureCell::Number(_));
        }
        text.rows.push(cells.map(shown).collect());
    }
    let numbers = is_number.iter().enumerate().filter(|(_, is_number)| **is_number).map(|(column, _)| column);
    numbers.for_each(|column| align_right(&mut text, column));
    write(&text, session.terminal.room(), session.out)?;
    Ok(())
}

fn align_right(table: &mut TextTable, column: usize) {
    let cells = || table.headings.get(column).into_iter().chain(table.rows.iter().filter_map(|row| row.get(column)));
    let width = cells().map(|cell| cell.chars().count()).max().unwrap_or(0);
    let cells = table.rows.iter_mut().filter_map(|row| row.get_mut(column));
    for cell in table.headings.get_mut(column).into_iter().chain(cells) {
        *cell = format!("{cell:>width$}");
    }
}

/// A value for people: thousands apart, four digits that count.
fn shown(cell: &MeasureCell) -> String {
    match cell {
        MeasureCell::Empty => "–".to_owned(),
        MeasureCell::Text(text) => text.clone(),
        MeasureCell::Whole(n) => grouped(*n),
        MeasureCell::Number(number) => readable(*number),
        MeasureCell::Day(day) => day.to_string(),
        MeasureCell::Truth(truth) => if *truth { "yes" } else { "" }.to_owned(),
        MeasureCell::Thing { label, .. } => label.clone(),
    }
}

fn readable(number: f64) -> String {
    match number.abs() {
        size if size >= 100.0 => format!("{number:.0}"),
        size if size >= 10.0 => format!("{number:.1}"),
        size if size >= 1.0 => format!("{number:.2}"),
        size if size >= 0.001 || size == 0.0 => format!("{number:.4}"),
        _ => format!("{number:.2e}"),
    }
}

/// A value for programs.
fn plain(cell: MeasureCell) -> Value {
    match cell {
        MeasureCell::Empty => Value::Null,
        MeasureCell::Text(text) => text.into(),
        MeasureCell::Whole(n) => n.into(),
        MeasureCell::Number(number) => number.into(),
        MeasureCell::Day(day) => day.to_string().into(),
        MeasureCell::Truth(truth) => truth.into(),
        MeasureCell::Thing { label, .. } => label.into(),
    }
}

/// Names and values of a row; a thing has its IRI beside its label.
fn fields(table: &MeasureTable<'_>, row: Vec<MeasureCell>) -> impl Iterator<Item = (String, Value)> {
    table.headings.iter().zip(row).flat_map(|(heading, cell)| {
        let iri = heading.is_thing.then(|| {
            let iri = if let MeasureCell::Thing { iri, .. } = &cell { iri.clone() } else { None };
            (format!("{}_iri", heading.name), iri.map_or(Value::Null, Value::from))
        });
        std::iter::once((heading.name.to_owned(), plain(cell))).chain(iri)
    })
}

fn write_csv(table: &MeasureTable<'_>, most: usize, session: &mut Session<'_>) -> anyhow::Result<()> {
    let mut writer = csv::Writer::from_writer(session.csv());
    let names = table.headings.iter().flat_map(|heading| {
        let iri = heading.is_thing.then(|| format!("{}_iri", heading.name));
        std::iter::once(heading.name.to_owned()).chain(iri)
    });
    writer.write_record(names)?;
    for row in table.rows(most) {
        let text = |value: Value| match value {
            Value::Null => String::new(),
            Value::String(text) => text,
            other => other.to_string(),
        };
        writer.write_record(fields(table, row).map(|(_, value)| text(value)))?;
    }
    Ok(writer.flush()?)
}

/// One object, its rows one a line.
fn write_json(
    measure: &str,
    by: &str,
    table: &MeasureTable<'_>,
    most: usize,
    session: &mut Session<'_>,
) -> anyhow::Result<()> {
    let totals: Map<String, Value> =
        table.totals.iter().map(|(name, value)| ((*name).to_owned(), plain(value.clone()))).collect();
    let text = |value: &Value| serde_json::to_string(value);
    writeln!(
        session.out,
        "{{\n\"schema\": 1,\n\"measure\": {},\n\"by\": {},",
        text(&measure.into())?,
        text(&by.into())?
    )?;
    writeln!(session.out, "\"totals\": {},", text(&totals.into())?)?;
    write!(session.out, "\"notes\": {},\n\"rows\": [", text(&table.notes.clone().into())?)?;
    for (place, row) in table.rows(most).enumerate() {
        let row: Map<String, Value> = fields(table, row).collect();
        write!(session.out, "{}\n{}", if place == 0 { "" } else { "," }, text(&row.into())?)?;
    }
    writeln!(session.out, "\n]\n}}")?;
    Ok(())
}
