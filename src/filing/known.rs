//! The documents that a project has already.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use super::{FiledText, table_path};
use crate::deciding::each_row;
use crate::files::{MAX_TEXT, Reach, read_whole};
use crate::model::EventDate;
use crate::project::{Project, Source, SourceKind};

/// What the tables of a project say of its documents.
#[derive(Default)]
pub(super) struct KnownDocuments {
    pub(super) ids: BTreeSet<String>,
    /// The document of each file, by where the file really is.
    by_file: HashMap<PathBuf, String>,
    /// Files and their documents by how long the files are: only those of one length may have one text.
    by_length: HashMap<u64, Vec<(PathBuf, String)>>,
    /// When documents were published.
    days: HashMap<String, EventDate>,
}

impl KnownDocuments {
    /// Reads the tables of documents. What keeps a row of them from being read is told when the project is checked.
    pub(super) fn of(project: &Project) -> KnownDocuments {
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

    pub(super) fn add(&mut self, file: PathBuf, id: &str) {
        if let Ok(real) = file.canonicalize() {
            self.by_file.entry(real).or_insert_with(|| id.to_owned());
        }
        if let Ok(metadata) = file.metadata() {
            self.by_length.entry(metadata.len()).or_default().push((file, id.to_owned()));
        }
    }

    /// Makes a text the document that it is. The day in the table holds before what the file tells: people may have mended
    /// it there. A day that the command line names holds before both.
    pub(super) fn name(&self, text: &mut FiledText, id: String) {
        if let Some(day) = self.days.get(&id).filter(|_| !text.is_dated) {
            text.article.document.published = Some(day.clone());
        }
        text.article.document.id = id;
    }

    /// The document whose file this is, or whose text it has.
    pub(super) fn id_of(&self, text: &FiledText, folder: &Path, reach: &Reach) -> Option<String> {
        let by_file = || self.by_file.get(&text.path.canonicalize().ok()?);
        let by_text = || {
            let same = self.by_length.get(&(text.article.text.len() as u64))?;
            Some(&same.iter().find(|(file, _)| has_text(file, &text.article.text, folder, reach))?.1)
        };
        by_file().or_else(by_text).cloned()
    }
}

/// The file has this text, to the byte. One of another length is not read for that.
pub(super) fn has_text(file: &Path, text: &str, folder: &Path, reach: &Reach) -> bool {
    let Ok(opened) = reach.open_in(file, &[folder]) else { return false };
    let has_length = opened.metadata().is_ok_and(|metadata| metadata.len() == text.len() as u64);
    has_length && read_whole(opened, MAX_TEXT).is_ok_and(|bytes| bytes == text.as_bytes())
}
