//! Rows of `predicates.csv`, written below those that are there.

use std::collections::BTreeSet;
use std::process::ExitCode;

use anyhow::Context as _;

use super::super::edited::{EditedTable, refuse_open};
use super::super::{Session, hinted, open};
use super::table_of;
use crate::built::Progress;
use crate::columns::PREDICATES;
use crate::compile::parse_type;
use crate::disk::{Edit, OwnFolder, edit};
use crate::edits::{Cells, TableText};
use crate::ontology::{Ontology, normal_name};
use crate::project::Project;
use crate::table::Mapping;

/// The table of predicates.
const TABLE: EditedTable = EditedTable {
    about: "predicates",
    columns: &["label", "term", "type", "inverse", "symmetric"],
    needed: &["label"],
    layout: &PREDICATES,
};

/// A row to be written.
#[derive(Debug, Default, Clone)]
pub(super) struct OwnRow {
    pub(super) label: String,
    /// The predicate that is meant; none for a new one.
    pub(super) term: Option<String>,
    pub(super) code: Option<String>,
    pub(super) inverse: Option<String>,
    pub(super) is_symmetric: bool,
}

impl OwnRow {
    /// The cell of a column.
    fn cell(&self, column: &str) -> &str {
        let cell = match column {
            "label" => Some(self.label.trim()),
            "term" => self.term.as_deref(),
            "type" => self.code.as_deref(),
            "inverse" => self.inverse.as_deref(),
            "symmetric" => Some("yes").filter(|_| self.is_symmetric),
            _ => None,
        };
        cell.unwrap_or_default()
    }

    /// Its cells by their columns.
    fn cells(&self) -> Cells {
        let cells = TABLE.columns.iter().map(|column| ((*column).to_owned(), self.cell(column).to_owned()));
        cells.filter(|(_, cell)| !cell.is_empty()).collect()
    }

    /// Fails when the row could not be read.
    fn check(&self, ontology: &Ontology) -> anyhow::Result<()> {
        if normal_name(&self.label).is_empty() {
            return Err(hinted("the word is empty", "write the word as it stands in the column `predicate`"));
        }
        if let Some(term) = self.term.as_deref().filter(|term| ontology.resolve(term).is_none()) {
            let near = ontology.nearest(term).map(|near| format!("did you mean `{near}`?"));
            let hint = near.unwrap_or_else(|| format!("`relata predicates {term}` looks for one"));
            return Err(hinted(format!("`{term}` is no known predicate"), hint));
        }
        if let Some(code) = self.code.as_deref().filter(|code| parse_type(code).is_none()) {
            let hint = "write a type such as REJECT, a mode such as plover:PROTEST-demo or a code such as cameo:120";
            return Err(hinted(format!("`{code}` is no type of PLOVER and no code of CAMEO"), hint));
        }
        Ok(())
    }
}

/// Writes the rows, and says so.
pub(super) fn write(
    project: &Project,
    ontology: &Ontology,
    rows: &[OwnRow],
    session: &Session<'_>,
) -> anyhow::Result<ExitCode> {
    let _ = session;
    rows.iter().try_for_each(|row| row.check(ontology))?;
    let path = table_of(project);
    let shown = path.strip_prefix(".").unwrap_or(&path).display().to_string();
    let failed = || format!("cannot write `{shown}`");
    refuse_open(&path, &shown)?;
    let own = OwnFolder::open_or_make(&project.built_folder()).with_context(failed)?;
    let mut waits = || open::say_waiting(Progress::Waiting);
    edit(&own, &path, &mut waits, |before| {
        let table = TABLE.read(before, &Mapping::default(), &shown)?;
        grown(table, rows, &shown).map(Edit::Write)
    })
    .map_err(|error: anyhow::Error| if error.is::<std::io::Error>() { error.context(failed()) } else { error })?;
    for row in rows {
        match &row.term {
            Some(term) => say!("{shown}: `{}` means `{term}`", row.label),
            None => say!("{shown}: `{}` is a predicate of the project", row.label),
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The text of the table with the rows below; what is there stays as it is.
fn grown(mut table: TableText, rows: &[OwnRow], shown: &str) -> anyhow::Result<String> {
    let names = (0..table.n_rows()).filter_map(|at| table.cells(at).get("label").map(|label| normal_name(label)));
    let mut known: BTreeSet<String> = names.collect();
    for row in rows {
        if !known.insert(normal_name(&row.label)) {
            let message = format!("`{shown}` says already what `{}` means", row.label);
            return Err(hinted(message, "change or delete its row there"));
        }
        if let Some(missing) = TABLE.columns.iter().find(|column| !row.cell(column).is_empty() && !table.has(column)) {
            let message = format!("`{shown}` has no column `{missing}`");
            return Err(hinted(message, format!("add `{missing}` to its header")));
        }
    }
    let rows: Vec<Cells> = rows.iter().map(OwnRow::cells).collect();
    table.change(&[], &[], &rows)?;
    Ok(table.into_text())
}
