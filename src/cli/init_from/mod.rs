//! The mapping of a foreign table, proposed by looking at its header and its cells.

mod asked;
mod text;

use std::collections::BTreeMap;
use std::io::{IsTerminal as _, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context as _;

use super::init::{InitArgs, relative_to};
use super::terminal::write_table;
use super::{Session, hinted};
use crate::columns::{CLAIM, CLAIMS};
use crate::disk;
use crate::files::unpacked;
use crate::input::claims::claim_from_row;
use crate::input::headerless::{cell_of_row, propose_header};
use crate::input::look::{DateOrder, Look, OpenQuestion, look_into, required};
use crate::input::look_words::words_of_rule;
use crate::input::own::OwnColumns;
use crate::model::Claim;
use crate::query::results::TextTable;
use crate::table::mapping::Mapping;
use crate::table::sample::{Sample, SamplePlace};
use crate::table::{Row, Table};
use asked::{answer_to, ask_order, confirmed};
use text::{text_of, words_of_other, words_of_question};

/// What columns of the layout are, as the user says.
type Given = BTreeMap<String, String>;

pub(super) fn run(
    args: &InitArgs,
    table: &Path,
    folder: &Path,
    name: &str,
    session: &mut Session<'_>,
) -> anyhow::Result<ExitCode> {
    let mut given = given(&args.set)?;
    let (sample, mut found) = look_at(table, &given, args.yes, session)?;
    if !args.yes && std::io::stdin().is_terminal() && ask_missing(&found, &mut given)? {
        found = look_at(table, &given, args.yes, session)?.1;
    }
    tell(&found, &sample, session)?;
    let is_readable = found.mapping.rules.contains_key("predicate") || !found.further.is_empty();
    if is_readable && required().filter(|role| *role != "predicate").all(|role| found.mapping.rules.contains_key(role))
    {
        writeln!(session.people())?;
        let whole = Some(&found.mapping).filter(|mapping| mapping.rules.contains_key("predicate"));
        let readings: Vec<&Mapping> = whole.into_iter().chain(&found.further).collect();
        show_three(table, &readings, session)?;
    }
    session.out.flush()?;
    for question in &found.open {
        say!("{}", words_of_question(question).lines().next().unwrap_or_default());
    }
    if !args.yes && !confirmed()? {
        say!("nothing written");
        return Ok(ExitCode::from(1));
    }
    let text = text_of(&found, &sample, name, &relative_to(table, folder), folder);
    let path = folder.join("relata.toml");
    disk::write_new(folder, &[("relata.toml", text.into_bytes())])
        .with_context(|| format!("cannot write `{}`", path.display()))?;
    let missing: Vec<&str> = found.open.iter().filter_map(missing_role).collect();
    if missing.is_empty() || !found.further.is_empty() {
        say!("wrote {}; next: `relata check`, `relata build`", path.display());
        return Ok(ExitCode::SUCCESS);
    }
    say!(
        "wrote {}; fill in {} there, or start again with `--set {}=\"…\"`",
        path.display(),
        missing.join(" and "),
        missing[0]
    );
    Ok(ExitCode::from(1))
}

/// The column that a question says is missing.
fn missing_role(question: &OpenQuestion) -> Option<&'static str> {
    match question {
        OpenQuestion::Missing(role) => Some(role),
        _ => None,
    }
}

/// What `--set` says, by column.
fn given(set: &[String]) -> anyhow::Result<Given> {
    let mut given = Given::new();
    for said in set {
        let hint =
            "write `--set predicate=\"met\"`: a column of claims, and a heading of the table or one value for all rows";
        let Some((role, value)) = said.split_once('=') else {
            return Err(hinted(format!("`{said}` sets nothing"), hint));
        };
        let Some(column) = CLAIMS.named(role) else {
            return Err(hinted(format!("claims have no column `{}`", role.trim()), hint));
        };
        let value = value.trim();
        if value.is_empty() {
            return Err(hinted(format!("`{}` is set to nothing", column.name), hint));
        }
        given.insert(column.name.to_owned(), value.to_owned());
    }
    Ok(given)
}

/// Asks what a table of claims cannot be without; true when something was answered.
fn ask_missing(found: &Look, given: &mut Given) -> anyhow::Result<bool> {
    if !found.further.is_empty() {
        return Ok(false);
    }
    let before = given.len();
    for role in found.open.iter().filter_map(missing_role) {
        let question = format!("no column looks like `{role}`: a heading, or one value for all rows [leave open] ");
        if let Some(answer) = answer_to(&question)?.filter(|answer| !answer.is_empty()) {
            given.insert(role.to_owned(), answer);
        }
    }
    Ok(given.len() > before)
}

/// Tells what was found.
fn tell(found: &Look, sample: &Sample, session: &mut Session<'_>) -> anyhow::Result<()> {
    for (role, rule) in &found.mapping.rules {
        writeln!(session.people(), "{role:<20} ← {}", words_of_rule(rule))?;
    }
    if !found.further.is_empty() {
        let relations = found.further.iter().filter_map(|mapping| mapping.rules.get("object"));
        let headings: Vec<String> = relations.filter_map(|rule| rule.column.clone()).collect();
        writeln!(session.people(), "{:<20} ← {}", "relations", headings.join(", "))?;
    }
    if !found.of_entities.is_empty() {
        writeln!(session.people(), "{:<20} ← {}", "of entities", found.of_entities.join(", "))?;
    }
    if !found.mapping.header.is_empty() {
        writeln!(session.people(), "{:<20} ← the first line is a row; the names of the columns are told", "header")?;
    }
    if !found.others.is_empty() {
        let others: Vec<String> = found.others.iter().map(words_of_other).collect();
        writeln!(session.people(), "{:<20} ← {}", "kept as qualifiers", others.join(", "))?;
    }
    if let Some(sheet) = &found.mapping.sheet {
        writeln!(session.people(), "{:<20} ← {sheet}", "sheet")?;
    }
    if let Some(delimiter) = sample.delimiter.filter(|delimiter| *delimiter != ',') {
        let delimiter = if delimiter == '\t' { "tab".to_owned() } else { format!("`{delimiter}`") };
        writeln!(session.people(), "{:<20} ← {delimiter}", "between cells")?;
    }
    Ok(())
}

/// The first rows, and what they show.
fn look_at(table: &Path, given: &Given, yes: bool, session: &Session<'_>) -> anyhow::Result<(Sample, Look)> {
    let open = || -> std::io::Result<Box<dyn std::io::Read + Send>> {
        let file = session.reach.open(table).and_then(unpacked)?;
        Ok(file)
    };
    let mut failed = None;
    let mut order = |asked: &DateOrder| {
        let answer = if yes { Ok(None) } else { ask_order(&asked.cell, &asked.day_first.1, &asked.month_first.1) };
        answer.unwrap_or_else(|error| {
            failed = Some(error);
            None
        })
    };
    let first = look_into(&open, &SamplePlace::default(), given, &mut |_| None);
    let headings: Vec<Arc<str>> = match &first {
        Ok(Some((sample, _))) => sample.headings.iter().map(|heading| heading.as_str().into()).collect(),
        _ => Vec::new(),
    };
    let row = first.as_ref().ok().and_then(Option::as_ref);
    let header: Vec<Arc<str>> =
        match row.filter(|(sample, _)| sample.delimiter.is_some() && cell_of_row(&headings, Some(sample)).is_some()) {
            Some((sample, _)) => propose_header(sample).into_iter().map(Arc::from).collect(),
            None => Vec::new(),
        };
    let found = look_into(&open, &SamplePlace { header: &header, ..SamplePlace::default() }, given, &mut order);
    if let Some(error) = failed {
        return Err(error);
    }
    found.with_context(|| format!("cannot read `{}`", table.display()))?.ok_or_else(|| {
        let hint = "the first line names the columns; `relata check` shows more";
        hinted(format!("`{}` has no header", table.display()), hint)
    })
}

/// The columns that are shown of the first claims.
const SHOWN: [&str; 5] = ["subject", "predicate", "object", "date", "said_by"];

/// Shows the first rows as claims.
fn show_three(table: &Path, readings: &[&Mapping], session: &mut Session<'_>) -> anyhow::Result<()> {
    let mut shown = TextTable { headings: SHOWN.map(str::to_owned).to_vec(), rows: Vec::new() };
    for mapping in readings {
        claims_of(table, mapping, session, &mut shown)?;
    }
    write_table(&shown, session.terminal.room(), session.out)?;
    Ok(())
}

/// The claims of the first rows that have any.
fn claims_of(table: &Path, mapping: &Mapping, session: &Session<'_>, shown: &mut TextTable) -> anyhow::Result<()> {
    let file: Arc<str> = table.display().to_string().into();
    let reader = session.reach.open(table).and_then(unpacked);
    let reader = reader.with_context(|| format!("cannot read `{}`", table.display()))?;
    let mut first_fault = None;
    let opened = Table::open(&file, reader, &CLAIMS, mapping, &mut |fault| {
        first_fault.get_or_insert(fault.message);
    })?;
    let Some(mut rows) = opened else {
        let message = first_fault.unwrap_or_else(|| "the table cannot be read".into());
        return Err(hinted(message, "`relata check` shows the place"));
    };
    let mut n_rows = 0;
    while n_rows < 3 {
        let Some(row) = rows.read()? else { break };
        let Ok(row) = row else { continue };
        let read = |row: &Row<'_>| claim_from_row(row, &OwnColumns::default(), &file, &mut Vec::new());
        let claims: Vec<Claim> = match row.parts() {
            Ok(Some(parts)) => parts.iter().filter_map(|cells| read(&row.with_cells(cells))).collect(),
            _ => read(&row).into_iter().collect(),
        };
        n_rows += usize::from(!claims.is_empty());
        shown.rows.extend(claims.iter().take(3).map(cells_of));
    }
    Ok(())
}

/// The cells of a claim under the headings that are shown.
fn cells_of(claim: &Claim) -> Vec<String> {
    let cell = |name: &&str| CLAIM.iter().find(|field| field.name() == *name).map(|field| (field.get)(claim).cell());
    SHOWN.iter().map(|name| cell(name).unwrap_or_default().into_owned()).collect()
}
