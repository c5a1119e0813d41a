//! Why sources cannot be mapped in pieces, or pieces not be put together.

use std::io;
use std::path::{Path, PathBuf};

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::table::stored::StoredError;

/// Why a part cannot be mapped, or parts not be reduced.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ShardError {
    /// A part that is missing, damaged, or of another run.
    #[error("{}", .0.message)]
    Refused(Box<Diagnostic>),
    /// A file cannot be read.
    #[error("cannot read `{}`", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file cannot be written.
    #[error("cannot write `{}`", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A table cannot be written.
    #[error("cannot write the table `{}`", path.display())]
    Table {
        /// The file.
        path: PathBuf,
        /// Why.
        source: StoredError,
    },
    /// A fault whose action is `abort` was found.
    #[error("stopped at the first fault whose severity is `abort`")]
    Aborted,
    /// relata met a fault of its own.
    #[error("relata met a fault of its own in `{}`: {words}", path.display())]
    OwnFault {
        /// The file it was reading.
        path: PathBuf,
        /// What it said.
        words: String,
    },
}

impl ShardError {
    pub(super) fn refused(code: &'static Code, path: &Path, message: String, hint: &str) -> ShardError {
        let diagnostic = Diagnostic::new(code, Place::file(&path.display().to_string()), message).hint(hint);
        ShardError::Refused(Box::new(diagnostic))
    }

    pub(super) fn read(path: &Path) -> impl Fn(io::Error) -> ShardError + use<> {
        let path = path.to_owned();
        move |source| ShardError::Read { path: path.clone(), source }
    }

    pub(super) fn write(path: &Path) -> impl Fn(io::Error) -> ShardError + use<> {
        let path = path.to_owned();
        move |source| ShardError::Write { path: path.clone(), source }
    }

    pub(super) fn table(path: &Path) -> impl Fn(StoredError) -> ShardError + use<> {
        let path = path.to_owned();
        move |source| ShardError::Table { path: path.clone(), source }
    }
}
