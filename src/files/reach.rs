//! Where files may lie.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use super::plain::{NotRead, open_plain};

/// The part of the disk that is read: all of it, or the folder of `--within`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reach {
    /// Without links.
    within: Option<PathBuf>,
}

impl Reach {
    /// Nothing but what lies in `folder`.
    ///
    /// # Errors
    /// When there is no such folder.
    pub fn within(folder: &Path) -> io::Result<Reach> {
        let within = folder.canonicalize()?;
        if within.is_dir() { Ok(Reach { within: Some(within) }) } else { Err(io::ErrorKind::NotADirectory.into()) }
    }

    /// Opens a file that somebody named on purpose, on the command line or in `relata.toml`: links are followed.
    ///
    /// # Errors
    /// When it is no plain file, lies beyond the reach, or cannot be opened.
    pub fn open(&self, path: &Path) -> io::Result<File> {
        let Some(within) = &self.within else { return open_plain(path, true) };
        let real = path.canonicalize()?;
        if real.starts_with(within) { open_plain(&real, false) } else { Err(NotRead::Beyond(real).into()) }
    }

    /// Opens a file that was found, or that the data of a table names: it has to lie in one of `folders`, whatever links
    /// on the way there say.
    ///
    /// What is opened is the path that was found to be inside, its last part not followed any more.
    ///
    /// # Errors
    /// As [`Reach::open`], and when the file lies outside the folders.
    pub fn open_in(&self, path: &Path, folders: &[&Path]) -> io::Result<File> {
        let real = path.canonicalize()?;
        if self.within.as_ref().is_some_and(|within| !real.starts_with(within)) {
            return Err(NotRead::Beyond(real).into());
        }
        let is_inside =
            |folder: &&Path| folder_itself(folder).canonicalize().is_ok_and(|folder| real.starts_with(folder));
        if folders.iter().any(is_inside) { open_plain(&real, false) } else { Err(NotRead::Outside(real).into()) }
    }

    /// True when a file lies in a folder, whatever links on the way say.
    pub fn is_in(path: &Path, folder: &Path) -> bool {
        let real = |path: &Path| folder_itself(path).canonicalize();
        real(folder).is_ok_and(|folder| real(path).is_ok_and(|path| path.starts_with(folder)))
    }

    /// True when a file or folder lies where it may be read. What is not there cannot be read anyway.
    pub fn holds(&self, path: &Path) -> bool {
        let Some(within) = &self.within else { return true };
        path.canonicalize().is_ok_and(|real| real.starts_with(within))
    }
}

/// The path of a folder for the system, to which the empty one is none.
fn folder_itself(folder: &Path) -> &Path {
    if folder.as_os_str().is_empty() { Path::new(".") } else { folder }
}
