//! Predicates that were looked for.

use std::process::ExitCode;

use serde_json::json;

use super::super::Session;
use super::super::terminal::{write_table, write_vertical};
use super::PredicatesFormat;
use crate::ontology::{EventCodes, FoundPredicate, Ontology, PredicateSearch, local_name};
use crate::query::results::TextTable;

/// Writes what is found for the words.
pub(super) fn write_found(
    ontology: &Ontology,
    words: &str,
    (format, most): (PredicatesFormat, usize),
    session: &mut Session<'_>,
) -> anyhow::Result<ExitCode> {
    let found = PredicateSearch::new(ontology).find(words, most);
    let headings = ["write", "reads", "type", "code", "meaning"].map(str::to_owned).to_vec();
    let table = TextTable { headings, rows: found.iter().map(cells).collect() };
    match format {
        PredicatesFormat::Json => {
            let array: Vec<serde_json::Value> = found.iter().map(as_json).collect();
            serde_json::to_writer_pretty(&mut *session.out, &array)?;
            writeln!(session.out)?;
        }
        PredicatesFormat::Csv => write_csv(&table, session)?,
        _ if found.is_empty() => {}
        PredicatesFormat::Table => write_table(&table, session.terminal.room(), session.out)?,
        PredicatesFormat::Vertical => write_vertical(&table, session.terminal.room(), session.out)?,
    }
    session.out.flush()?;
    if found.is_empty() {
        say!("no predicate comes near `{words}`; any word may stand in the column `predicate` all the same");
    }
    Ok(ExitCode::SUCCESS)
}

/// Writes a table as CSV.
pub(super) fn write_csv(table: &TextTable, session: &mut Session<'_>) -> anyhow::Result<()> {
    let mut writer = csv::Writer::from_writer(session.csv());
    writer.write_record(&table.headings)?;
    table.rows.iter().try_for_each(|row| writer.write_record(row))?;
    Ok(writer.flush()?)
}

fn cells(found: &FoundPredicate<'_>) -> Vec<String> {
    let predicate = found.predicate;
    let reads = match (predicate.symmetric, found.is_inverse) {
        (true, _) => "A ↔ B",
        (_, true) => "B → A",
        (_, false) => "A → B",
    };
    let kind = predicate.plover_mode.as_ref().or(predicate.plover_type.as_ref());
    let code = predicate.cameo.as_ref().map_or_else(String::new, |code| {
        let label = EventCodes::shipped().label(code).unwrap_or_default();
        format!("{} {label}", local_name(code.as_str())).trim().to_owned()
    });
    vec![
        predicate.label.clone(),
        reads.to_owned(),
        kind.map_or_else(String::new, |kind| local_name(kind.as_str()).to_owned()),
        code,
        predicate.definition.clone(),
    ]
}

fn as_json(found: &FoundPredicate<'_>) -> serde_json::Value {
    let predicate = found.predicate;
    json!({
        "label": predicate.label, "iri": predicate.iri.as_str(), "aliases": predicate.aliases,
        "symmetric": predicate.symmetric, "from_the_other_end": found.is_inverse,
        "plover_type": predicate.plover_type.as_ref().map(|iri| local_name(iri.as_str())), "plover_mode": predicate.plover_mode.as_ref().map(|iri| local_name(iri.as_str())),
        "cameo": predicate.cameo.as_ref().map(|iri| local_name(iri.as_str())), "quad_class": predicate.quad_class, "goldstein": predicate.goldstein,
        "definition": predicate.definition, "found_by": found.likeness.word(),
        "score": (found.score * 100.0).round() / 100.0,
    })
}
