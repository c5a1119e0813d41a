//! The documents of a project: rows of `documents.csv` for texts that were read, below those that are there.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use super::super::edited::{EditedTable, refuse_open};
use super::super::terminal::plural;
use super::super::{Session, open};
use super::read::{ReadText, numbered};
use crate::built::Progress;
use crate::columns::{Content, DOCUMENT, DOCUMENTS};
use crate::deciding::each_row;
use crate::disk::{Edit, OwnFolder, edit, write_new};
use crate::edits::{Cells, TableText};
use crate::files::{MAX_TEXT, Reach, read_whole, with_slashes};
use crate::model::{Document, EventDate};
use crate::project::{Project, Source, SourceKind};
use crate::table::Mapping;

/// The folder of texts that were taken out of other files, beside the table.
const TEXTS: &str = "texts";

/// The table of documents.
const TABLE: EditedTable = EditedTable {
    about: "documents",
    columns: &["id", "title", "publisher", "url", "published", "author", "language", "path"],
    needed: &["id", "path"],
    layout: &DOCUMENTS,
};

/// Gives texts that a project has already the identifiers and days they have there, and writes nothing.
pub(super) fn identify(project: &Project, texts: &mut [ReadText], reach: &Reach) {
    let known = KnownDocuments::of(project);
    let folder = folder_of(project);
    for text in texts {
        if let Some(id) = known.id_of(text, &folder, reach) {
            known.name(text, id);
        }
    }
}

/// Adds a row for each text that the project has no document for, and keeps the text of those that are not their files. The
/// texts get the identifiers and days of their rows. Rows that are there stay as they are.
///
/// # Errors
/// When the table of documents cannot be read or written, or has no column `id`.
pub(super) fn declare(project: &Project, texts: &mut [ReadText], session: &Session<'_>) -> anyhow::Result<()> {
    let (path, folder) = (project.root.join(table_path(project)), folder_of(project));
    let shown = path.strip_prefix(".").unwrap_or(&path).display().to_string();
    let failed = || format!("cannot write `{shown}`");
    let own = OwnFolder::open_or_make(&project.built_folder()).with_context(failed)?;
    let mut n_new = 0;
    edit(&own, &path, &mut || open::say_waiting(Progress::Waiting), |before| -> anyhow::Result<Edit> {
        let table = TABLE.read(before, &mapping_of(project), &shown)?;
        let mut known = KnownDocuments::of(project);
        let mut rows = Vec::new();
        for text in texts.iter_mut() {
            if let Some(id) = known.id_of(text, &folder, &session.reach) {
                known.name(text, id);
                continue;
            }
            let id = numbered(&usable(&text.article.document.id), |id| known.ids.insert(id.to_owned()));
            let path = kept(text, &id, &folder)?;
            known.add(folder.join(&path), &id);
            text.article.document.id = id;
            rows.push(Document { path: Some(path), ..text.article.document.clone() });
        }
        n_new = rows.len() as u64;
        if rows.is_empty() {
            return Ok(Edit::Keep);
        }
        refuse_open(&path, &shown)?;
        grown(table, &rows).map(Edit::Write)
    })
    .map_err(|error: anyhow::Error| if error.is::<std::io::Error>() { error.context(failed()) } else { error })?;
    match n_new {
        0 => say!("{shown} has these documents already"),
        n => say!("added {} to {shown}", plural(n, "document")),
    }
    Ok(())
}

/// The table that rows are added to, as seen from the project: `documents.csv` beside the project file, or else the first one
/// that the project has.
fn table_path(project: &Project) -> PathBuf {
    let usual = Path::new("documents.csv");
    let tables = || project.sources.iter().filter(|source| source.kind == SourceKind::Documents);
    let is_text =
        |path: &&PathBuf| path.extension().is_some_and(|ending| ["csv", "tsv"].iter().any(|known| ending == *known));
    let other = tables().map(|source| &source.path).find(is_text);
    let has_usual = tables().any(|source| source.path == usual) || other.is_none();
    if has_usual { usual.to_owned() } else { other.map_or(usual, PathBuf::as_path).to_owned() }
}

/// What the project says about the columns of that table.
fn mapping_of(project: &Project) -> Mapping {
    let path = table_path(project);
    let source = project.sources.iter().find(|source| source.kind == SourceKind::Documents && source.path == path);
    source.map(|source| source.mapping.clone()).unwrap_or_default()
}

/// The folder that paths in the table are seen from.
fn folder_of(project: &Project) -> PathBuf {
    project.root.join(table_path(project)).parent().unwrap_or(Path::new("")).to_owned()
}

/// What the tables of a project say of its documents.
#[derive(Default)]
struct KnownDocuments {
    ids: BTreeSet<String>,
    /// The document of each file, by where the file really is.
    by_file: HashMap<PathBuf, String>,
    /// Files and their documents by how long the files are: only those of one length may have one text.
    by_length: HashMap<u64, Vec<(PathBuf, String)>>,
    /// When documents were published.
    days: HashMap<String, EventDate>,
}

impl KnownDocuments {
    /// Reads the tables of documents. What keeps a row of them from being read is told when the project is checked.
    fn of(project: &Project) -> KnownDocuments {
        let mut known = KnownDocuments::default();
        let usual = Source::bare(SourceKind::Documents, table_path(project));
        let tables = || project.sources.iter().filter(|source| source.kind == SourceKind::Documents);
        let is_named = tables().any(|source| source.path == usual.path);
        for source in tables().chain(Some(&usual).filter(|_| !is_named)) {
            let folder = project.root.join(&source.path).parent().unwrap_or(Path::new("")).to_owned();
            each_row(project, source, |row| {
                let Some(id) = row.get("id") else { return };
                known.ids.insert(id.to_owned());
                if let Some(day) = row.get("published").and_then(|day| EventDate::parse(day).ok()) {
                    known.days.insert(id.to_owned(), day);
                }
                if let Some(path) = row.get("path") {
                    known.add(folder.join(path), id);
                }
            });
        }
        known
    }

    fn add(&mut self, file: PathBuf, id: &str) {
        if let Ok(real) = file.canonicalize() {
            self.by_file.entry(real).or_insert_with(|| id.to_owned());
        }
        if let Ok(metadata) = file.metadata() {
            self.by_length.entry(metadata.len()).or_default().push((file, id.to_owned()));
        }
    }

    /// Makes a text the document that it is. The day in the table holds before what the file tells: people may have mended
    /// it there. A day that the command line names holds before both.
    fn name(&self, text: &mut ReadText, id: String) {
        if let Some(day) = self.days.get(&id).filter(|_| !text.is_dated) {
            text.article.document.published = Some(day.clone());
        }
        text.article.document.id = id;
    }

    /// The document whose file this is, or whose text it has.
    fn id_of(&self, text: &ReadText, folder: &Path, reach: &Reach) -> Option<String> {
        let by_file = || self.by_file.get(&text.path.canonicalize().ok()?);
        let by_text = || {
            let same = self.by_length.get(&(text.article.text.len() as u64))?;
            Some(&same.iter().find(|(file, _)| has_text(file, &text.article.text, folder, reach))?.1)
        };
        by_file().or_else(by_text).cloned()
    }
}

/// The file has this text, to the byte. One of another length is not read for that.
fn has_text(file: &Path, text: &str, folder: &Path, reach: &Reach) -> bool {
    let Ok(opened) = reach.open_in(file, &[folder]) else { return false };
    let has_length = opened.metadata().is_ok_and(|metadata| metadata.len() == text.len() as u64);
    has_length && read_whole(opened, MAX_TEXT).is_ok_and(|bytes| bytes == text.as_bytes())
}

/// The table with rows below; what is there stays as it is.
fn grown(mut table: TableText, rows: &[Document]) -> anyhow::Result<String> {
    let cells = |row: &Document| -> Cells {
        let named = TABLE.columns.iter().map(|column| ((*column).to_owned(), cell(row, column)));
        named.filter(|(_, cell)| !cell.is_empty()).collect()
    };
    let rows: Vec<Cells> = rows.iter().map(cells).collect();
    table.change(&[], &[], &rows)?;
    Ok(table.into_text())
}

/// The cell of a document in a column.
fn cell(document: &Document, column: &str) -> String {
    let field = DOCUMENT.iter().find(|field| field.name() == column);
    match field.map(|field| (field.get)(document)) {
        Some(Content::Text(text)) => text.to_owned(),
        Some(Content::Texts(texts)) => texts.join(";"),
        Some(Content::Date(date)) => date.text().to_owned(),
        _ => String::new(),
    }
}

/// A name that can be an identifier: without blanks, and without what parts identifiers.
fn usable(name: &str) -> String {
    let usable: String =
        name.chars().map(|c| if c.is_whitespace() || c == ';' || c.is_control() { '-' } else { c }).collect();
    let bare = usable.trim_matches(['-', '#']);
    if bare.is_empty() { "text".to_owned() } else { bare.to_owned() }
}

/// The path of the text, as seen from the table: that of its file, or of a copy of what was taken out of it. No file of
/// somebody else is written over.
fn kept(text: &ReadText, id: &str, folder: &Path) -> anyhow::Result<String> {
    let root = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    if !text.article.is_taken_out
        && let (Ok(file), Ok(root)) = (text.path.canonicalize(), root.canonicalize())
        && let Ok(inside) = file.strip_prefix(&root)
        && inside.to_str().is_some()
    {
        return Ok(with_slashes(inside));
    }
    let stem = id.replace(['/', '\\', ':'], "-");
    let mut failure = None;
    let name = numbered(&stem, |stem| {
        let name = format!("{stem}.txt");
        match write_new(&root.join(TEXTS), &[(&name, text.article.text.clone().into_bytes())]) {
            Ok(new) => {
                new == [true] || has_text(&root.join(TEXTS).join(&name), &text.article.text, root, &Reach::default())
            }
            Err(error) => {
                failure = Some(error);
                true
            }
        }
    });
    match failure {
        Some(error) => Err(error).with_context(|| format!("cannot write `{TEXTS}/{name}.txt`")),
        None => Ok(format!("{TEXTS}/{name}.txt")),
    }
}
