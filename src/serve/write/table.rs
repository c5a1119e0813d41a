//! A table that rows are written into.

use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use serde_json::json;

use crate::columns::{is_span_column, span_columns};
use crate::deciding::EXTRACTED_COLUMNS;
use crate::disk::{Edit, OwnFolder, edit};
use crate::edits::{Cells, TableText, Uneditable, is_open_elsewhere};
use crate::files::with_slashes;
use crate::project::{Project, Source, SourceKind};
use crate::serve::fault::Fault;

/// The columns of a new table of claims: those of extracted ones, without what only a program tells, and with the time.
static NEW_CLAIMS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let of_people = EXTRACTED_COLUMNS.into_iter().filter(|column| !["event_codes", "confidence"].contains(column));
    of_people.flat_map(|column| [Some(column), (column == "annotator").then_some("annotated_at")]).flatten().collect()
});

/// The columns of a new table of entities.
pub(super) const NEW_ENTITIES: &[&str] =
    &["label", "type", "aliases", "member_of", "country", "wikidata", "description"];

/// A table of the project.
pub(super) struct ProjectTable {
    /// How the project reads it.
    pub(super) source: Source,
    /// Its path as seen from the project.
    pub(super) file: String,
    /// The columns of a new one.
    columns: &'static [&'static str],
}

impl ProjectTable {
    fn of(source: &Source, columns: &'static [&'static str]) -> ProjectTable {
        ProjectTable { source: source.clone(), file: with_slashes(&source.path), columns }
    }

    /// A table of the project, whatever it holds.
    pub(super) fn of_source(source: &Source) -> ProjectTable {
        ProjectTable::of(source, &[])
    }

    /// The tables of claims that people write, in the order of the project.
    pub(super) fn all(project: &Project) -> Vec<ProjectTable> {
        let of_people = project.sources.iter().filter(|source| source.kind == SourceKind::Claims);
        of_people.filter(|source| is_text(&source.path)).map(|source| ProjectTable::of(source, &NEW_CLAIMS)).collect()
    }

    /// The table that is named.
    pub(super) fn named(project: &Project, file: &str) -> Result<ProjectTable, Fault> {
        let found = ProjectTable::all(project).into_iter().find(|table| table.file == file);
        found.ok_or_else(|| {
            let all: Vec<String> = ProjectTable::all(project).into_iter().map(|table| table.file).collect();
            let all = if all.is_empty() { "none".to_owned() } else { all.join(", ") };
            Fault::missing(format!("`{file}` is no table of claims that rows can be written into: there is {all}"))
        })
    }

    /// The table that new claims go to: the one that is named, else the first of the project, else a new `claims.csv`.
    pub(super) fn for_new(project: &Project, file: Option<&str>) -> Result<ProjectTable, Fault> {
        if let Some(file) = file {
            return ProjectTable::named(project, file);
        }
        ProjectTable::first(project, SourceKind::Claims, "claims.csv", &NEW_CLAIMS)
    }

    /// The first table of a kind, or a new one of the usual name where the project would read that.
    pub(super) fn first(
        project: &Project,
        kind: SourceKind,
        usual: &str,
        columns: &'static [&'static str],
    ) -> Result<ProjectTable, Fault> {
        let mut tables = project.sources.iter().filter(|source| source.kind == kind && is_text(&source.path));
        if let Some(source) = tables.next() {
            return Ok(ProjectTable::of(source, columns));
        }
        if project.lists_sources && kind == SourceKind::Claims {
            let message = format!(
                "the project has no table of claims in CSV: make `{usual}` with the header `subject,predicate,object`, and name \
                 it under `[[sources]]` in `relata.toml`"
            );
            return Err(Fault::conflict(message, &json!({ "reason": "no-table" })));
        }
        Ok(ProjectTable::of(&Source::bare(kind, PathBuf::from(usual)), columns))
    }

    /// The table with this text.
    pub(super) fn parse(&self, text: Option<&str>) -> Result<TableText, Fault> {
        let unfit = |why: String| Fault::conflict(why, &json!({ "reason": "table", "file": self.file }));
        let Some(layout) = self.source.kind.layout() else { return Err(Fault::missing("this is no table")) };
        if let Some(column) = self.source.mapping.filled_down.first() {
            let why = format!("an empty cell below `{column}` of `{}` means what stands above it", self.file);
            return Err(unfit(format!("{why}: no row can be added there that says so itself")));
        }
        let table = TableText::of(text, self.columns, layout, &self.source.mapping, &self.file);
        let table = table.map_err(|error| match error {
            Uneditable::Disk(error) => error.into(),
            error @ Uneditable::Table { .. } => unfit(error.to_string()),
        })?;
        let needed = layout.columns.iter().filter(|column| column.required && column.name != "object");
        match needed.map(|column| column.name).find(|name| !table.has(name)) {
            Some(name) => Err(unfit(format!("`{}` has no column `{name}` in its first line", self.file))),
            None => Ok(table),
        }
    }

    /// The table as it is on the disk now; none where there is none yet.
    pub(super) fn read(&self, project: &Project) -> Result<Option<TableText>, Fault> {
        let mut text = String::new();
        match project.open(&self.source) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            opened => opened.and_then(|mut file| file.read_to_string(&mut text)).map_err(|error| self.unread(error))?,
        };
        self.parse(Some(&text)).map(Some)
    }

    /// Changes the table under the lock of the project: `change` is given it as it is on the disk.
    pub(super) fn edit<T>(
        &self,
        project: &Project,
        change: impl FnOnce(&mut TableText) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        let path = project.root.join(&self.source.path);
        if is_open_elsewhere(&path) {
            let message =
                format!("`{}` is open in a spreadsheet, which would write over the change: close it there", self.file);
            return Err(Fault::conflict(message, &json!({ "reason": "open", "file": self.file })));
        }
        let own = OwnFolder::open_or_make(&project.built_folder())?;
        let mut done = None;
        let edited = edit(&own, &path, &mut || (), |before| -> Result<Edit, Unchanged> {
            let mut table = self.parse(before)?;
            done = Some(change(&mut table)?);
            let text = table.into_text();
            Ok(if before == Some(text.as_str()) { Edit::Keep } else { Edit::Write(text) })
        });
        edited.map_err(|error| match error {
            Unchanged::Fault(fault) => fault,
            Unchanged::Disk(error) => self.unread(error),
        })?;
        done.ok_or_else(|| Fault::own("the table was not changed"))
    }

    /// Why the disk does not give or take the table.
    fn unread(&self, error: io::Error) -> Fault {
        if error.kind() == io::ErrorKind::InvalidData {
            let message = format!("`{}` is not in UTF-8, and is left as it is: save it in UTF-8 first", self.file);
            return Fault::conflict(message, &json!({ "reason": "table", "file": self.file }));
        }
        error.into()
    }

    /// Adds the columns that these cells need and the table lacks, and says which. Where parts of claims stand is told only
    /// in tables that tell it.
    pub(super) fn make_room(&self, table: &mut TableText, cells: &mut Cells) -> Result<Vec<String>, Fault> {
        let tells_spans = table.columns().iter().any(|column| is_span_column(column));
        cells.retain(|column, _| tells_spans || !is_span_column(column));
        let known = self.source.kind.layout().into_iter().flat_map(|layout| layout.columns).map(|column| column.name);
        let known: Vec<&'static str> = known.chain(span_columns()).collect();
        let mut new = Vec::new();
        for column in cells.iter().filter(|(_, cell)| !cell.is_empty()).map(|(column, _)| column) {
            if table.has(column) {
                continue;
            }
            let Some(name) = known.iter().find(|name| **name == column) else {
                return Err(Fault::malformed(format!("`{}` has no column `{column}`", self.file)));
            };
            if self.source.mapping.rules.contains_key(*name) {
                let message = format!("`relata.toml` says what `{name}` is in every row of `{}`", self.file);
                return Err(Fault::unfit(message, &json!({ "findings": [], "reason": "mapping" })));
            }
            new.push(*name);
        }
        // As a new table has them.
        new.sort_by_key(|name| self.columns.iter().position(|known| known == name).unwrap_or(usize::MAX));
        table.add_columns(&new);
        Ok(new.into_iter().map(str::to_owned).collect())
    }
}

/// Why a table stays as it is.
enum Unchanged {
    Fault(Fault),
    Disk(io::Error),
}

impl From<Fault> for Unchanged {
    fn from(fault: Fault) -> Unchanged {
        Unchanged::Fault(fault)
    }
}

impl From<io::Error> for Unchanged {
    fn from(error: io::Error) -> Unchanged {
        Unchanged::Disk(error)
    }
}

/// True for tables of text that relata writes.
fn is_text(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "csv" || ending == "tsv")
}
