//! The documents of a project: rows of `documents.csv` for texts that were read, below those that are there.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use super::super::terminal::plural;
use super::super::{Session, hinted, open};
use super::read::{ReadText, numbered};
use crate::built::Progress;
use crate::columns::{Content, DOCUMENT, DOCUMENTS};
use crate::disk::{Edit, OwnFolder, edit, write_new};
use crate::files::{MAX_TEXT, Reach, is_plain, read_whole, with_slashes};
use crate::model::Document;
use crate::project::{Project, SourceKind};

/// The folder of texts that were taken out of other files, beside the table.
const TEXTS: &str = "texts";

/// The columns of a table that is made.
const HEADER: [&str; 8] = ["id", "title", "publisher", "url", "published", "author", "language", "path"];

/// Gives texts that a project has already the identifiers they have there, and writes nothing.
///
/// # Errors
/// When a table of documents cannot be read.
pub(super) fn identify(project: &Project, texts: &mut [ReadText], reach: &Reach) -> anyhow::Result<()> {
    let known = known_documents(project, reach)?;
    let folder = table_of(project).parent().unwrap_or(Path::new("")).to_owned();
    for text in texts {
        if let Some(id) = known.id_of(text, &folder, reach) {
            text.article.document.id = id;
        }
    }
    Ok(())
}

/// Adds a row for each text that the project has no document for, and keeps the text of those that are not their files. The
/// texts get the identifiers of their rows. Rows that are there stay as they are.
///
/// # Errors
/// When a table of documents cannot be read or written, or has no column `id`.
pub(super) fn declare(project: &Project, texts: &mut [ReadText], session: &Session<'_>) -> anyhow::Result<()> {
    let path = table_of(project);
    let failed = || format!("cannot write `{}`", path.display());
    let folder = path.parent().unwrap_or(Path::new("")).to_owned();
    let own = OwnFolder::open_or_make(&project.built_folder()).with_context(failed)?;
    let mut n_new = 0;
    edit(&own, &path, &mut || open::say_waiting(Progress::Waiting), |before| -> anyhow::Result<Edit> {
        let mut known = known_documents(project, &session.reach)?;
        let mut rows = Vec::new();
        for text in texts.iter_mut() {
            if let Some(id) = known.id_of(text, &folder, &session.reach) {
                text.article.document.id = id;
                continue;
            }
            let id = numbered(&usable(&text.article.document.id), |id| known.ids.insert(id.to_owned()));
            text.article.document.id = id;
            let path = kept(text, &folder)?;
            known.files.push((folder.join(&path), text.article.document.id.clone()));
            rows.push(Document { path: Some(path), ..text.article.document.clone() });
        }
        n_new = rows.len() as u64;
        if rows.is_empty() { Ok(Edit::Keep) } else { grown(before, &rows).map(Edit::Write) }
    })
    .map_err(|error: anyhow::Error| if error.is::<std::io::Error>() { error.context(failed()) } else { error })?;
    let shown = path.strip_prefix(".").unwrap_or(&path).display();
    match n_new {
        0 => say!("{shown} has these documents already"),
        n => say!("added {} to {shown}", plural(n, "document")),
    }
    Ok(())
}

/// The table that rows are added to: `documents.csv` beside the project file, or else the first one that the project has.
fn table_of(project: &Project) -> PathBuf {
    let usual = Path::new("documents.csv");
    let tables = || project.sources.iter().filter(|source| source.kind == SourceKind::Documents);
    let is_text =
        |path: &&PathBuf| path.extension().is_some_and(|ending| ["csv", "tsv"].iter().any(|known| ending == *known));
    let other = tables().map(|source| &source.path).find(is_text);
    let has_usual = tables().any(|source| source.path == usual) || other.is_none();
    project.root.join(if has_usual { usual } else { other.map_or(usual, PathBuf::as_path) })
}

/// What the tables of a project say of its documents.
#[derive(Default)]
struct KnownDocuments {
    ids: BTreeSet<String>,
    /// Files with texts, and the identifiers of their documents.
    files: Vec<(PathBuf, String)>,
}

impl KnownDocuments {
    /// The document whose file this is, or whose text it has.
    fn id_of(&self, text: &ReadText, folder: &Path, reach: &Reach) -> Option<String> {
        let real = |path: &Path| path.canonicalize().ok();
        let own = real(&text.path);
        let is_same = |(file, _): &&(PathBuf, String)| own.is_some() && real(file) == own;
        let has_text = |(file, _): &&(PathBuf, String)| has_text(file, &text.article.text, folder, reach);
        self.files.iter().find(is_same).or_else(|| self.files.iter().find(has_text)).map(|(_, id)| id.clone())
    }
}

/// The file has this text, to the byte. One of another length is not read for that.
fn has_text(file: &Path, text: &str, folder: &Path, reach: &Reach) -> bool {
    let Ok(opened) = reach.open_in(file, &[folder]) else { return false };
    let has_length = opened.metadata().is_ok_and(|metadata| metadata.len() == text.len() as u64);
    has_length && read_whole(opened, MAX_TEXT).is_ok_and(|bytes| bytes == text.as_bytes())
}

/// Reads the tables of documents.
fn known_documents(project: &Project, reach: &Reach) -> anyhow::Result<KnownDocuments> {
    let mut known = KnownDocuments::default();
    let mut tables: BTreeSet<PathBuf> = project
        .sources
        .iter()
        .filter(|source| source.kind == SourceKind::Documents)
        .map(|source| project.root.join(&source.path))
        .collect();
    tables.insert(table_of(project));
    for table in tables.iter().filter(|table| is_plain(table)) {
        let failed = || format!("cannot read `{}`", table.display());
        let bytes = reach.open(table).and_then(|file| read_whole(file, u64::MAX >> 1)).with_context(failed)?;
        let text = String::from_utf8_lossy(&bytes);
        let folder = table.parent().unwrap_or(Path::new(""));
        let layouted = Layouted::of(&text);
        for record in layouted.records(&text).skip(1) {
            let cell = |name: &str| {
                layouted.column(name).and_then(|at| record.get(at)).map(str::trim).unwrap_or_default().to_owned()
            };
            let (id, path) = (cell("id"), cell("path"));
            if !path.is_empty() && !id.is_empty() {
                known.files.push((folder.join(path), id.clone()));
            }
            known.ids.insert(id);
        }
    }
    Ok(known)
}

/// How a table is written.
struct Layouted {
    delimiter: u8,
    line_end: &'static str,
    /// The column of documents that each column is; nothing for one of the user's own.
    columns: Vec<&'static str>,
}

impl Layouted {
    fn of(text: &str) -> Layouted {
        let header = text.trim_start_matches('\u{feff}').lines().next().unwrap_or_default();
        let delimiter = [b',', b';', b'\t'].into_iter().max_by_key(|d| header.bytes().filter(|byte| byte == d).count());
        let mut layouted = Layouted {
            // Of several that are missing the last would be taken.
            delimiter: delimiter.filter(|d| header.bytes().any(|byte| byte == *d)).unwrap_or(b','),
            line_end: if text.contains("\r\n") { "\r\n" } else { "\n" },
            columns: Vec::new(),
        };
        let names = layouted.records(header).next().unwrap_or_default();
        layouted.columns =
            names.iter().map(|name| DOCUMENTS.column(name.trim()).map_or("", |column| column.name)).collect();
        layouted
    }

    fn records<'t>(&self, text: &'t str) -> impl Iterator<Item = csv::StringRecord> + use<'t> {
        let bare = text.trim_start_matches('\u{feff}');
        let mut reader = csv::ReaderBuilder::new();
        let reader = reader.delimiter(self.delimiter).has_headers(false).flexible(true).from_reader(bare.as_bytes());
        reader.into_records().filter_map(Result::ok)
    }

    fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| *column == name)
    }
}

/// The table with rows below; what is there stays as it is.
fn grown(before: Option<&str>, rows: &[Document]) -> anyhow::Result<String> {
    let is_empty = |text: &&str| text.trim_start_matches('\u{feff}').trim().is_empty();
    let mut text =
        before.filter(|text| !is_empty(text)).map_or_else(|| format!("{}\n", HEADER.join(",")), str::to_owned);
    let layouted = Layouted::of(&text);
    if let Some(missing) = ["id", "path"].into_iter().find(|name| layouted.column(name).is_none()) {
        let message = format!("the table of documents has no column `{missing}`");
        return Err(hinted(message, format!("add `{missing}` to its header")));
    }
    if !text.ends_with('\n') {
        text.push_str(layouted.line_end);
    }
    let terminator = if layouted.line_end == "\n" { csv::Terminator::Any(b'\n') } else { csv::Terminator::CRLF };
    let mut writer =
        csv::WriterBuilder::new().delimiter(layouted.delimiter).terminator(terminator).from_writer(Vec::new());
    for row in rows {
        writer.write_record(layouted.columns.iter().map(|column| cell(row, column)))?;
    }
    text.push_str(&String::from_utf8(writer.into_inner()?)?);
    Ok(text)
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
fn kept(text: &ReadText, folder: &Path) -> anyhow::Result<String> {
    let root = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    if !text.article.is_taken_out
        && let (Ok(file), Ok(root)) = (text.path.canonicalize(), root.canonicalize())
        && let Ok(inside) = file.strip_prefix(&root)
        && inside.to_str().is_some()
    {
        return Ok(with_slashes(inside));
    }
    let stem = text.article.document.id.replace(['/', '\\', ':'], "-");
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
