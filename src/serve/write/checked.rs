//! Is a row sound? It is compiled as it would stand in its table, before it is written.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::{Value, json};

use super::table::ProjectTable;
use crate::compile::{CompileError, Output, compile, display_path};
use crate::diagnostic::{Diagnostic, Report, Severity};
use crate::edits::{Cells, TableText};
use crate::project::{Project, Source, SourceKind};
use crate::serve::fault::Fault;

/// What the checks of `relata check` find in a row.
pub(super) struct Found {
    /// One for each fault, gravest first.
    pub(super) findings: Vec<Value>,
    /// True when the row would be left out.
    pub(super) is_refused: bool,
}

/// The identifiers of claims that a row speaks of.
pub(super) fn spoken_of(cells: &Cells) -> impl Iterator<Item = String> + '_ {
    let bare = |id: &str| Some(id.trim().trim_start_matches('#').trim().to_owned()).filter(|id| !id.is_empty());
    let ends = ["subject", "object"].into_iter().filter_map(|end| cells.get(end)?.trim().strip_prefix('#'));
    let replies = ["confirms", "denies", "declines_to_comment"].into_iter().filter_map(|reply| cells.get(reply));
    ends.chain(replies.flat_map(|cell| cell.split(';'))).filter_map(bare)
}

/// Checks a row of claims: with the names and the document it uses, and the claims it speaks of.
pub(super) fn check(project: &Project, table: &ProjectTable, text: &TableText, at: usize) -> Result<Found, Fault> {
    let mut others = Others { project, table, text, rows: vec![at], missing: BTreeSet::new() };
    others.follow(at);
    let cells = text.cells(at);
    let mut sources: Vec<Source> = Vec::new();
    for source in &project.sources {
        match source.kind {
            SourceKind::Entities => sources.push(source.clone()),
            SourceKind::Documents => sources.push(only(project, source, "id", cells.get("document"))),
            _ => {}
        }
    }
    sources.extend(others.elsewhere());
    sources.push(draft_of(&table.source, text, others.rows.iter().copied()));
    let (found, n_claims) = compiled(project, sources, table, text)?;
    if !found.is_refused && n_claims == 0 {
        return Err(Fault::unfit("the project would leave this row out", &json!({ "findings": [] })));
    }
    Ok(found)
}

/// Checks a row of entities among the others.
pub(super) fn check_entity(
    project: &Project,
    table: &ProjectTable,
    text: &TableText,
    at: usize,
) -> Result<Found, Fault> {
    let others = project.sources.iter().filter(|source| source.kind == SourceKind::Entities);
    let others = others.filter(|source| source.path != table.source.path);
    let rows = std::iter::once(at).chain((0..text.n_rows()).filter(|row| *row != at));
    let sources = others.cloned().chain([draft_of(&table.source, text, rows)]).collect();
    Ok(compiled(project, sources, table, text)?.0)
}

/// Compiles these sources, of which the last one is a draft of the table with the row in question first; tells what is wrong
/// with the row, and how many claims there are.
fn compiled(
    project: &Project,
    sources: Vec<Source>,
    table: &ProjectTable,
    text: &TableText,
) -> Result<(Found, u64), Fault> {
    let line = 1 + text.header().bytes().filter(|byte| *byte == b'\n').count() as u64;
    let project = Project { sources, remarks: Vec::new(), infer: None, ..project.clone() };
    let mut report = Report::new(project.policy.clone());
    let mut output = Output {
        parts: &|| Box::new(|_| ()),
        rejects: &mut |_| Ok(()),
        progress: &mut |_| (),
        begin_again: &mut || Ok(()),
    };
    let n_claims = match compile(&project, &mut report, &mut output) {
        Ok(tally) => tally.n_claims,
        Err(CompileError::Aborted) => 0,
        Err(error) => return Err(Fault::own(error.to_string())),
    };
    let shown = display_path(&project, &table.source.path);
    let is_of_row = |fault: &&Diagnostic| *fault.place.file == *shown && fault.place.line == line;
    let mut faults: Vec<&Diagnostic> = report.diagnostics().iter().filter(is_of_row).collect();
    faults.sort_by_key(|fault| std::cmp::Reverse(fault.severity));
    let is_refused = faults.iter().any(|fault| fault.severity == Severity::Error);
    let findings = faults.into_iter().map(|fault| told(fault, table)).collect();
    Ok((Found { findings, is_refused }, n_claims))
}

/// A fault beside the field that it is in.
fn told(fault: &Diagnostic, table: &ProjectTable) -> Value {
    let heading = fault.place.field.as_deref();
    let role = heading.and_then(|heading| {
        let layout = table.source.kind.layout()?;
        let names = [Arc::from(heading)];
        layout.roles(&names, &table.source.mapping).into_iter().next()??.name.into()
    });
    json!({
        "code": fault.code.id,
        "name": fault.code.name,
        "severity": fault.severity.word(),
        "field": role.or(heading),
        "message": fault.message,
        "hint": fault.hint,
    })
}

/// A text that ends its line.
fn lined(text: &str) -> String {
    text.trim_end_matches(['\r', '\n']).to_owned() + "\n"
}

/// A table with nothing but the rows that have this in a column; the whole one where it is no text that can be cut.
fn only(project: &Project, source: &Source, column: &str, wanted: Option<&String>) -> Source {
    let table = ProjectTable::of_source(source);
    let Ok(Some(text)) = table.read(project) else { return source.clone() };
    let is_wanted = |row: &usize| text.cells(*row).get(column) == wanted;
    draft_of(source, &text, (0..text.n_rows()).filter(|row| wanted.is_some() && is_wanted(row)))
}

/// A table with these rows only.
fn draft_of(source: &Source, text: &TableText, rows: impl Iterator<Item = usize>) -> Source {
    let draft = rows.fold(lined(text.header()), |draft, row| draft + &lined(text.row(row)));
    Source { draft: Some(draft.into()), ..source.clone() }
}

/// The claims that a row speaks of, and those that these speak of.
struct Others<'a> {
    project: &'a Project,
    table: &'a ProjectTable,
    text: &'a TableText,
    /// Rows of the same table.
    rows: Vec<usize>,
    /// Identifiers that this table does not have.
    missing: BTreeSet<String>,
}

impl Others<'_> {
    fn follow(&mut self, at: usize) {
        let mut waiting: Vec<String> = spoken_of(&self.text.cells(at)).collect();
        while let Some(id) = waiting.pop() {
            match self.text.find(&id) {
                Some(row) if !self.rows.contains(&row) => {
                    self.rows.push(row);
                    waiting.extend(spoken_of(&self.text.cells(row)));
                }
                Some(_) => {}
                None => {
                    self.missing.insert(id);
                }
            }
        }
    }

    /// The rows of other tables that have them; what these speak of in turn is not looked for.
    fn elsewhere(&self) -> Vec<Source> {
        if self.missing.is_empty() {
            return Vec::new();
        }
        let others = self.project.sources.iter().filter(|source| source.kind.is_claim_table());
        let others = others.filter(|source| source.path != self.table.source.path);
        let cut = |source: &Source| {
            let Ok(Some(text)) = ProjectTable::of_source(source).read(self.project) else { return source.clone() };
            draft_of(source, &text, self.missing.iter().filter_map(|id| text.find(id)))
        };
        others.map(cut).collect()
    }
}
