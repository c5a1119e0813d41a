//! Opens what belongs to a project, each file where it may lie.

use std::fs::File;
use std::io::{self, Cursor, Read};
use std::path::Path;

use super::{Project, Source};
use crate::files::unpacked;

impl Project {
    /// What is in the file of a source that is a table, or in the draft that is read in its place.
    ///
    /// # Errors
    /// As [`Project::open`], and when it is an archive without a single member.
    pub fn open_table(&self, source: &Source) -> io::Result<Box<dyn Read + Send>> {
        match &source.draft {
            Some(draft) => Ok(Box::new(Cursor::new(draft.as_bytes().to_vec()))),
            None => self.open(source).and_then(unpacked),
        }
    }

    /// Opens the file of a source: one that `relata.toml` or the command line names wherever it leads, one that was found
    /// only inside the project or the folder it was looked for in.
    ///
    /// # Errors
    /// When it is no plain file, leads out of the project, or cannot be opened.
    pub fn open(&self, source: &Source) -> io::Result<File> {
        match &source.found_in {
            None => self.open_named(&source.path),
            Some(folder) => self.open_within(&source.path, folder),
        }
    }

    /// Opens a file that `relata.toml` names.
    ///
    /// # Errors
    /// When it is no plain file or cannot be opened.
    pub fn open_named(&self, path: &Path) -> io::Result<File> {
        self.reach.open(&self.root.join(path))
    }

    /// Opens a file that is looked for beside a source, or that the source names; `path` is relative to the project.
    ///
    /// What a source says is said by whoever wrote it. So its files lie in the project, or in the folder of the source when
    /// that is elsewhere on purpose.
    ///
    /// # Errors
    /// As [`Project::open`].
    pub fn open_beside(&self, source: &Source, path: &Path) -> io::Result<File> {
        self.open_within(path, source.path.parent().unwrap_or(Path::new("")))
    }

    /// Opens a file that was found in `folder`; both paths are relative to the project.
    ///
    /// # Errors
    /// As [`Project::open`].
    pub fn open_within(&self, path: &Path, folder: &Path) -> io::Result<File> {
        self.reach.open_in(&self.root.join(path), &[&self.root, &self.root.join(folder)])
    }
}
