//! How does a text come into a project?
//!
//! A text that was read, from a file or from a page where somebody pasted it, becomes a document: a row of `documents.csv`
//! below those that are there, with the path of its text. A text that is not its file, because it was taken out of a page or
//! came without one, is kept beside the table, for places count in it. A project that has the text already gets nothing.

mod known;

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use crate::articles::Article;
use crate::columns::{Content, DOCUMENT, DOCUMENTS};
use crate::disk::{Edit, OwnFolder, edit, write_new};
use crate::edits::{Cells, TableText, Uneditable, is_open_elsewhere};
use crate::files::{Reach, with_slashes};
use crate::model::{Document, Precision};
use crate::project::{Project, SourceKind};
use crate::table::Mapping;
use known::{KnownDocuments, has_text};

/// The folder of texts that were taken out of other files, beside the table.
const TEXTS: &str = "texts";

/// The columns of a new table of documents.
const COLUMNS: &[&str] = &["id", "title", "publisher", "url", "published", "author", "language", "path"];

/// A text that comes into a project.
pub struct FiledText {
    /// The file it stands in; `-` where it came without one.
    pub path: PathBuf,
    /// The text, with the identifier of its document.
    pub article: Article,
    /// True when somebody said its day just now, which then holds before what tables and file tell.
    pub is_dated: bool,
    /// The columns that somebody told just now: no table lacks them afterwards.
    pub told: BTreeSet<&'static str>,
}

impl FiledText {
    /// The day that relative dates are counted from.
    pub fn published(&self) -> Option<Date> {
        let published = self.article.document.published.as_ref()?;
        published.begin().filter(|_| published.precision() == Precision::Day)
    }
}

/// Why a text does not come into a project.
#[derive(Debug, thiserror::Error)]
pub enum FilingError {
    /// The table of documents could not be read or understood.
    #[error(transparent)]
    Table(Uneditable),
    /// The table of documents lacks a column.
    #[error("`{file}` has no column `{column}`, which documents need")]
    MissingColumn {
        /// The table.
        file: String,
        /// The column.
        column: &'static str,
    },
    /// A spreadsheet has the table open.
    #[error("`{0}` is open in a spreadsheet, which would write over the new rows")]
    Open(String),
    /// A file could not be written.
    #[error("cannot write `{file}`")]
    Unwritten {
        /// The file.
        file: String,
        /// Why.
        source: io::Error,
    },
    /// The disk failed while the table was changed.
    #[error(transparent)]
    Disk(#[from] io::Error),
}

impl FilingError {
    /// A way out.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            FilingError::Table(Uneditable::Table { .. }) => Some("mend it, or move the table away: a new one is made"),
            FilingError::MissingColumn { .. } => {
                Some("add it to the header, or move the table away: a new one is made")
            }
            FilingError::Open(_) => Some("close it there, and try again"),
            FilingError::Table(Uneditable::Disk(_)) | FilingError::Unwritten { .. } | FilingError::Disk(_) => None,
        }
    }
}

/// What became of the table of documents.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Declared {
    /// How many rows are new.
    pub n_new: u64,
    /// The columns that it lacked.
    pub new_columns: Vec<&'static str>,
}

/// Gives texts that a project has already the identifiers and days they have there, and writes nothing.
pub fn identify(project: &Project, texts: &mut [FiledText], reach: &Reach) {
    let known = KnownDocuments::of(project);
    let folder = folder_of(project);
    for text in texts {
        if let Some(id) = known.id_of(text, &folder, reach) {
            known.name(text, id);
        }
    }
}

/// Adds a row for each text that the project has no document for, and keeps the text of those that are not their files. The
/// texts get the identifiers and days of their rows. Rows that are there stay as they are. A column that the table lacks is
/// added where somebody told what stands in it; what only the file tells is then left out.
///
/// # Errors
/// When the table of documents cannot be read or written, or has no column `id`.
pub fn declare(
    project: &Project,
    texts: &mut [FiledText],
    reach: &Reach,
    waits: &mut dyn FnMut(),
) -> Result<Declared, FilingError> {
    let (path, folder, shown) = (project.root.join(table_path(project)), folder_of(project), shown_table(project));
    let failed = |source| FilingError::Unwritten { file: shown.clone(), source };
    let own = OwnFolder::open_or_make(&project.built_folder()).map_err(failed)?;
    let mut done = Declared::default();
    edit(&own, &path, waits, |before| -> Result<Edit, FilingError> {
        let mut table = TableText::of(before, COLUMNS, &DOCUMENTS, &mapping_of(project), &shown).map_err(|error| {
            if let Uneditable::Disk(error) = error { error.into() } else { FilingError::Table(error) }
        })?;
        if let Some(column) = ["id", "path"].into_iter().find(|name| !table.has(name)) {
            return Err(FilingError::MissingColumn { file: shown.clone(), column });
        }
        let mut known = KnownDocuments::of(project);
        let (mut rows, mut told) = (Vec::new(), BTreeSet::new());
        for text in texts.iter_mut() {
            if let Some(id) = known.id_of(text, &folder, reach) {
                known.name(text, id);
                continue;
            }
            let id = numbered(&usable(&text.article.document.id), |id| known.ids.insert(id.to_owned()));
            let path = kept(text, &id, &folder)?;
            known.add(folder.join(&path), &id);
            text.article.document.id = id;
            told.extend(text.told.iter().copied());
            rows.push(cells(&Document { path: Some(path), ..text.article.document.clone() }));
        }
        done.n_new = rows.len() as u64;
        if rows.is_empty() {
            return Ok(Edit::Keep);
        }
        if is_open_elsewhere(&path) {
            return Err(FilingError::Open(shown.clone()));
        }
        done.new_columns = COLUMNS.iter().filter(|name| told.contains(*name) && !table.has(name)).copied().collect();
        table.add_columns(&done.new_columns);
        table.change(&[], &[], &rows).map_err(FilingError::Table)?;
        Ok(Edit::Write(table.into_text()))
    })
    .map_err(|error| if let FilingError::Disk(source) = error { failed(source) } else { error })?;
    Ok(done)
}

/// The table that rows are added to, as messages name it.
pub fn shown_table(project: &Project) -> String {
    let path = project.root.join(table_path(project));
    path.strip_prefix(".").unwrap_or(&path).display().to_string()
}

/// A name, with a number behind it until it is accepted.
pub fn numbered(stem: &str, mut accept: impl FnMut(&str) -> bool) -> String {
    let mut name = stem.to_owned();
    let mut number = 1;
    while !accept(&name) {
        number += 1;
        name = format!("{stem}-{number}");
    }
    name
}

/// The table that rows are added to, as seen from the project: `documents.csv` beside the project file, or else the first one
/// that the project has.
pub fn table_path(project: &Project) -> PathBuf {
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

/// The cells of a document by their columns, without empty ones.
fn cells(document: &Document) -> Cells {
    let named = COLUMNS.iter().map(|column| ((*column).to_owned(), cell(document, column)));
    named.filter(|(_, cell)| !cell.is_empty()).collect()
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
fn kept(text: &FiledText, id: &str, folder: &Path) -> Result<String, FilingError> {
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
        Some(source) => Err(FilingError::Unwritten { file: format!("{TEXTS}/{name}.txt"), source }),
        None => Ok(format!("{TEXTS}/{name}.txt")),
    }
}
