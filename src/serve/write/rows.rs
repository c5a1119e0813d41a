//! Rows of claims: which there are, and how one is added, changed and taken out.
//!
//! A row that somebody has seen is known by its identifier, where it has one, and by its version: a hash of its line. What is
//! to be changed has to have the version that was seen; else the row as it is now is told, and nothing is written.

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};
use xxhash_rust::xxh3::xxh3_64;

use super::checked::{Found, spoken_of};
use super::table::ProjectTable;
use super::{Writer, checked, parsed};
use crate::edits::{Cells, TableText};
use crate::project::Project;
use crate::serve::fault::Fault;

/// What a column for the time of an annotation is called.
const TIMES: [&str; 3] = ["annotated_at", "coded_at", "annotation_time"];

/// Which rows are wanted.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    /// Those of this document.
    document: Option<String>,
    /// The one with this identifier.
    id: Option<String>,
}

/// Answers `GET /api/rows`: rows of the tables that people write, as they are on the disk.
pub(super) fn list(writer: &Writer, asked: Value) -> Result<Value, Fault> {
    let wanted: Wanted = parsed(asked)?;
    let is_wanted = |cells: &Cells| {
        let is = |column: &str, wanted: &Option<String>| wanted.is_none() || cells.get(column) == wanted.as_ref();
        is("document", &wanted.document) && is("id", &wanted.id)
    };
    let project = writer.project();
    let (mut tables, mut rows) = (Vec::new(), Vec::new());
    for table in ProjectTable::all(&project) {
        let (columns, why_not) = match table.read(&project) {
            Ok(None) => (Vec::new(), None),
            Err(fault) => (Vec::new(), Some(fault.message().to_owned())),
            Ok(Some(text)) => {
                let all = text.lines().enumerate().filter(|(at, _)| is_wanted(&text.cells(*at)));
                rows.extend(all.map(|(at, line)| told(&table, &text, at, line)));
                (text.columns().to_vec(), None)
            }
        };
        tables.push(json!({ "file": table.file, "columns": columns, "why_not": why_not }));
    }
    Ok(json!({ "tables": tables, "rows": rows }))
}

/// A row as JSON tells it.
fn told(table: &ProjectTable, text: &TableText, at: usize, line: u64) -> Value {
    let cells = text.cells(at);
    json!({
        "file": table.file,
        "line": line,
        "id": cells.get("id"),
        "version": version(text, at),
        "cells": cells,
    })
}

/// What the line of a row is known by.
fn version(text: &TableText, at: usize) -> String {
    format!("{:016x}", xxh3_64(text.row(at).trim_end_matches(['\r', '\n']).as_bytes()))
}

/// A row that is to be added, or changed when it has a version.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sent {
    /// The table; the first of the project when a row is added and none is named.
    file: Option<String>,
    id: Option<String>,
    version: Option<String>,
    /// The cells by their columns; an empty one empties its column.
    #[serde(default)]
    cells: Cells,
    /// True to take out a row that other claims speak of.
    #[serde(default)]
    anyway: bool,
}

/// Answers `POST /api/rows`.
pub(super) fn add(writer: &Writer, asked: Value) -> Result<Value, Fault> {
    let sent: Sent = parsed(asked)?;
    let project = writer.project();
    let table = ProjectTable::for_new(&project, sent.file.as_deref())?;
    table.edit(&project, |text| Placed::new(&project, &table, text, sent)?.written(&table, text))
}

/// Answers `PUT /api/rows`.
pub(super) fn change(writer: &Writer, asked: Value) -> Result<Value, Fault> {
    let sent: Sent = parsed(asked)?;
    let project = writer.project();
    let table = ProjectTable::named(&project, sent.file.as_deref().unwrap_or_default())?;
    table.edit(&project, |text| Placed::over(&project, &table, text, sent)?.written(&table, text))
}

/// Answers `POST /api/rows/check`: what adding or changing would find, without doing it.
pub(super) fn check(writer: &Writer, asked: Value) -> Result<Value, Fault> {
    let sent: Sent = parsed(asked)?;
    let project = writer.project();
    let table = ProjectTable::for_new(&project, sent.file.as_deref())?;
    let mut text = table.read(&project)?.map_or_else(|| table.parse(None), Ok)?;
    let placed = match sent.version {
        None => Placed::new(&project, &table, &mut text, sent)?,
        Some(_) => Placed::over(&project, &table, &mut text, sent)?,
    };
    let Placed { found, new_columns, .. } = placed;
    Ok(json!({ "findings": found.findings, "is_refused": found.is_refused, "new_columns": new_columns }))
}

/// Answers `DELETE /api/rows`.
pub(super) fn remove(writer: &Writer, asked: Value) -> Result<Value, Fault> {
    let sent: Sent = parsed(asked)?;
    let project = writer.project();
    let table = ProjectTable::named(&project, sent.file.as_deref().unwrap_or_default())?;
    table.edit(&project, |text| {
        let at = seen(&table, text, &sent)?;
        let cells = text.cells(at);
        if let Some(id) = cells.get("id").filter(|_| !sent.anyway) {
            let by = speaking_of(&project, id)?;
            if !by.is_empty() {
                let message = format!("other claims speak of `{id}`: {}", by.join(", "));
                return Err(Fault::conflict(message, &json!({ "reason": "spoken-of", "by": by })));
            }
        }
        text.change(&[], &[at], &[]).map_err(|error| Fault::own(error.to_string()))?;
        Ok(json!({ "removed": { "file": table.file, "cells": cells } }))
    })
}

/// The claims that speak of one, by identifier or by their place.
fn speaking_of(project: &Project, id: &str) -> Result<Vec<String>, Fault> {
    let mut by = Vec::new();
    for table in ProjectTable::all(project) {
        let Some(text) = table.read(project)? else { continue };
        for (at, line) in text.lines().enumerate() {
            let cells = text.cells(at);
            if spoken_of(&cells).any(|spoken| spoken == id) {
                by.push(cells.get("id").cloned().unwrap_or_else(|| format!("{}:{line}", table.file)));
            }
        }
    }
    Ok(by)
}

/// The row that somebody has seen, if it is as they saw it.
fn seen(table: &ProjectTable, text: &TableText, sent: &Sent) -> Result<usize, Fault> {
    let wanted = sent.version.as_deref().unwrap_or_default();
    let is_same = |at: &usize| version(text, *at) == wanted;
    let by_id = sent.id.as_deref().and_then(|id| text.find(id));
    if let Some(at) = by_id.filter(is_same).or_else(|| (0..text.n_rows()).find(is_same)) {
        return Ok(at);
    }
    let now = by_id.and_then(|at| Some(told(table, text, at, text.lines().nth(at)?)));
    let (reason, message) = match now {
        Some(_) => ("changed", "the row was changed meanwhile"),
        None => ("gone", "the row is no longer there as it was: it was taken out or changed meanwhile"),
    };
    let message = format!("{message} in `{}`; nothing was written", table.file);
    Err(Fault::conflict(message, &json!({ "reason": reason, "now": now, "yours": sent.cells })))
}

/// A row that stands in the text of its table and is not written yet.
struct Placed {
    at: usize,
    found: Found,
    new_columns: Vec<String>,
}

impl Placed {
    /// Adds a row below the others.
    fn new(project: &Project, table: &ProjectTable, text: &mut TableText, sent: Sent) -> Result<Placed, Fault> {
        let mut cells = trimmed(sent.cells);
        cells.retain(|_, cell| !cell.is_empty());
        if let Some(id) = cells.get("id") {
            for other in ProjectTable::all(project) {
                if other.read(project)?.is_some_and(|text| text.find(id).is_some()) {
                    let message = format!("`{}` has a claim `{id}` already", other.file);
                    return Err(Fault::conflict(message, &json!({ "reason": "id" })));
                }
            }
        } else if text.has("id") {
            cells.insert("id".to_owned(), minted(cells.get("document"), text)?);
        }
        stamp(text, &mut cells);
        let new_columns = table.make_room(text, &mut cells)?;
        text.change(&[], &[], std::slice::from_ref(&cells)).map_err(|error| Fault::own(error.to_string()))?;
        let at = text.n_rows().saturating_sub(1);
        Ok(Placed { at, found: checked::check(project, table, text, at)?, new_columns })
    }

    /// Changes a row that is there.
    fn over(project: &Project, table: &ProjectTable, text: &mut TableText, sent: Sent) -> Result<Placed, Fault> {
        let at = seen(table, text, &sent)?;
        let mut cells = trimmed(sent.cells);
        stamp(text, &mut cells);
        // A column that is not there is empty already.
        cells.retain(|column, cell| !cell.is_empty() || text.has(column));
        let new_columns = table.make_room(text, &mut cells)?;
        text.set(at, &cells).map_err(|error| Fault::own(error.to_string()))?;
        Ok(Placed { at, found: checked::check(project, table, text, at)?, new_columns })
    }

    /// What is told of it, unless it cannot stand.
    fn written(self, table: &ProjectTable, text: &TableText) -> Result<Value, Fault> {
        let Found { findings, is_refused } = self.found;
        if is_refused {
            let message = "the project would leave this row out; nothing was written";
            return Err(Fault::unfit(message, &json!({ "findings": findings })));
        }
        let line = text.lines().nth(self.at).unwrap_or_default();
        Ok(json!({
            "row": told(table, text, self.at, line),
            "findings": findings,
            "new_columns": self.new_columns,
        }))
    }
}

fn trimmed(cells: Cells) -> Cells {
    cells.into_iter().map(|(column, cell)| (column, cell.trim().to_owned())).collect()
}

/// Says when a row is annotated, where the table has a column for it.
fn stamp(text: &TableText, cells: &mut Cells) {
    if let Some(column) = TIMES.into_iter().find(|column| text.has(column)) {
        let now = Timestamp::from_second(Timestamp::now().as_second()).unwrap_or_default();
        cells.insert(column.to_owned(), now.to_string());
    }
}

/// A new identifier. It is made of chance, so that one that was taken out is not given once more to another claim.
fn minted(document: Option<&String>, text: &TableText) -> Result<String, Fault> {
    let is_short =
        |id: &&String| id.len() <= 40 && !id.contains(['/', ':', '#', ';']) && !id.contains(char::is_whitespace);
    let stem = document.filter(is_short).map_or("claim", String::as_str);
    loop {
        let mut bytes = [0; 4];
        getrandom::fill(&mut bytes).map_err(|error| Fault::own(error.to_string()))?;
        let id = format!("{stem}-{:08x}", u32::from_be_bytes(bytes));
        if text.find(&id).is_none() {
            return Ok(id);
        }
    }
}
