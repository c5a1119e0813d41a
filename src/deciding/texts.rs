//! The texts of a project's documents.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::rows::each_row;
use crate::files::read_text;
use crate::project::{Project, Source, SourceKind};

/// Reads the text of a document: the one that its row names, or a file beside that is called like it.
#[derive(Debug)]
pub struct Texts {
    project: Project,
    listed: BTreeMap<String, (Source, PathBuf)>,
}

impl Texts {
    /// The texts of a project.
    #[must_use]
    pub fn of(project: Project) -> Texts {
        let mut listed: BTreeMap<String, (Source, PathBuf)> = BTreeMap::new();
        for source in project.sources.iter().filter(|source| source.kind == SourceKind::Documents) {
            let folder = source.path.parent().unwrap_or(Path::new("")).to_owned();
            each_row(&project, source, |row| {
                if let (Some(id), Some(path)) = (row.get("id"), row.get("path")) {
                    listed.insert(id.to_owned(), (source.clone(), folder.join(path)));
                }
            });
        }
        Texts { project, listed }
    }

    /// The text of a document.
    ///
    /// # Errors
    /// A sentence that says why it cannot be had.
    pub fn read(&self, document: &str) -> Result<String, String> {
        let project = &self.project;
        if let Some((source, path)) = self.listed.get(document) {
            let read = project.open_beside(source, path).and_then(read_text);
            return read.map_err(|error| format!("cannot read `{}`: {error}", path.display()));
        }
        let beside = |folder: &str, ending: &str| project.root.join(folder).join(format!("{document}{ending}"));
        let places = ["", "texts"]
            .into_iter()
            .flat_map(|folder| ["", ".txt", ".md", ".markdown"].into_iter().map(move |ending| beside(folder, ending)));
        let open = |path: PathBuf| project.reach.open_in(&path, &[&project.root]).and_then(read_text).ok();
        places
            .filter(|_| !document.is_empty())
            .find_map(open)
            .ok_or_else(|| format!("no text of `{document}` is known: `path` in `documents.csv` names it"))
    }
}
