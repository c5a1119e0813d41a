//! A new entity in one step: a row in the table of entities.

use serde::Deserialize;
use serde_json::{Value, json};

use super::checked::{Found, check_entity};
use super::table::{NEW_ENTITIES, ProjectTable};
use super::{Writer, parsed};
use crate::deciding::each_row;
use crate::edits::Cells;
use crate::project::{Project, SourceKind};
use crate::serve::fault::Fault;

/// An entity that is to be added.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sent {
    cells: Cells,
}

/// Answers `POST /api/entities`.
pub(super) fn add(writer: &Writer, asked: Value) -> Result<Value, Fault> {
    let Sent { cells } = parsed(asked)?;
    let mut cells: Cells = cells.into_iter().map(|(column, cell)| (column, cell.trim().to_owned())).collect();
    cells.retain(|_, cell| !cell.is_empty());
    let Some(label) = cells.get("label").cloned() else {
        return Err(Fault::malformed("an entity needs a `label`, which is the name to show"));
    };
    let project = writer.project();
    let table = ProjectTable::first(&project, SourceKind::Entities, "entities.csv", NEW_ENTITIES)?;
    table.edit(&project, |text| {
        if let Some(known) = known_as(&project, &label) {
            let message =
                format!("`{label}` is a name of `{known}` already: take that, or a name that tells the two apart");
            return Err(Fault::conflict(message, &json!({ "reason": "known", "label": known })));
        }
        let new_columns = table.make_room(text, &mut cells)?;
        text.change(&[], &[], std::slice::from_ref(&cells)).map_err(|error| Fault::own(error.to_string()))?;
        let at = text.n_rows().saturating_sub(1);
        let Found { findings, is_refused } = check_entity(&project, &table, text, at)?;
        if is_refused {
            let message = "the project would leave this row out; nothing was written";
            return Err(Fault::unfit(message, &json!({ "findings": findings })));
        }
        Ok(json!({ "label": label, "file": table.file, "findings": findings, "new_columns": new_columns }))
    })
}

/// The label of the entity that a table declares under this name.
fn known_as(project: &Project, name: &str) -> Option<String> {
    let is_same = |other: &str| other.trim().to_lowercase() == name.to_lowercase();
    let mut found = None;
    for source in project.sources.iter().filter(|source| source.kind == SourceKind::Entities) {
        each_row(project, source, |row| {
            let label = row.get("label").unwrap_or_default();
            if found.is_none() && (is_same(label) || row.list("aliases").iter().any(|alias| is_same(alias))) {
                found = Some(label.to_owned());
            }
        });
    }
    found
}
