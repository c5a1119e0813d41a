//! Which files a source needs beside its own.

use std::path::{Path, PathBuf};

use super::{annotations, constructed, csvw, events};
use crate::columns::is_span_column;
use crate::diagnostic::caught;
use crate::project::{Project, Source, SourceKind};
use crate::table::Table;

/// The further files that a source is read with, relative to the project, whether they are there or not: texts of documents,
/// lists beside it, metadata, tables that a query names. What keeps the source from being read is told when it is compiled.
pub(crate) fn further_files(project: &Project, source: &Source) -> Vec<PathBuf> {
    // A panic is told when the source is compiled, like whatever else is wrong with it.
    caught(|| files_beside(project, source)).unwrap_or_default()
}

fn files_beside(project: &Project, source: &Source) -> Vec<PathBuf> {
    match source.kind {
        SourceKind::Documents => texts_of_documents(project, source),
        SourceKind::Annotations(_) => annotations::texts(project, source),
        SourceKind::Events(_) => events::list_files(source),
        SourceKind::Construct => constructed::tables(project, source).into_iter().map(|(path, _)| path).collect(),
        SourceKind::Csvw(_) => csvw::files(project, source),
        SourceKind::Entities
        | SourceKind::Judgements
        | SourceKind::Reviews
        | SourceKind::Claims
        | SourceKind::Extracted
        | SourceKind::Rdf => Vec::new(),
    }
}

/// The files with the texts of the documents in a table.
fn texts_of_documents(project: &Project, source: &Source) -> Vec<PathBuf> {
    let folder = source.path.parent().unwrap_or(Path::new(""));
    let open = || {
        let file = project.open_table(source).ok()?;
        Table::open("", file, source.kind.layout()?, &source.mapping, &mut |_| ()).ok().flatten()
    };
    let Some(mut table) = open() else { return Vec::new() };
    let mut texts = Vec::new();
    while let Ok(Some(row)) = table.read() {
        texts.extend(row.ok().and_then(|row| row.get("path").map(|path| folder.join(path))));
    }
    texts
}

/// The headings of a table of claims that tell where parts of a claim stand: they are known by their form, and no layout can
/// list them.
pub(super) fn span_headings(project: &Project, source: &Source) -> Vec<String> {
    let is_text = source.path.extension().is_some_and(|ending| ending == "csv" || ending == "tsv");
    let names = || {
        let file = project.open_table(source).ok()?;
        Table::headings(file, source.kind.layout()?, &source.mapping).ok()
    };
    let found = if source.kind.is_claim_table() && is_text { names() } else { None };
    found.into_iter().flatten().filter(|name| is_span_column(name)).map(|name| name.to_string()).collect()
}

/// The table once more; what is wrong with its header is told when it is read for its claims.
pub(super) fn reopen(project: &Project, source: &Source) -> Option<Table<'static>> {
    let file = project.open_table(source).ok()?;
    Table::open("", file, source.kind.layout()?, &source.mapping, &mut |_| ()).ok().flatten()
}
