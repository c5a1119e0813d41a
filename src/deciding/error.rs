//! Why something cannot be decided.

use std::io;
use std::path::PathBuf;

use crate::edits::Uneditable;
use crate::review::ReviewError;

/// Why what waits cannot be read, or a decision not be written.
#[derive(Debug, thiserror::Error)]
pub enum DecidingError {
    /// A table that decisions go to is no CSV.
    #[error("relata writes decisions into CSV, and `{}` is none", .0.display())]
    NoCsv(PathBuf),
    /// A table of extracted claims is no CSV.
    #[error("cannot read `{}`: only CSV can be reviewed", .0.display())]
    NotEditable(PathBuf),
    /// A table cannot be read.
    #[error("cannot read `{}`", .0.display())]
    Unread(PathBuf, #[source] io::Error),
    /// A table cannot be written.
    #[error("cannot write `{0}`")]
    Unwritten(String, #[source] io::Error),
    /// A table lacks a column.
    #[error("`{file}` has no column `{column}`, which judgements need")]
    MissingColumn {
        /// The table.
        file: String,
        /// The column.
        column: &'static str,
    },
    /// A spreadsheet has the table open.
    #[error("`{0}` is open in a spreadsheet, which would write over the new rows")]
    Open(String),
    /// Somebody has judged two names otherwise.
    #[error("`{left}` and `{right}` are judged `{word}` by now")]
    Judged {
        /// One name.
        left: String,
        /// The other.
        right: String,
        /// The judgement.
        word: String,
    },
    /// A table cannot be understood.
    #[error(transparent)]
    Table(#[from] Uneditable),
    /// A decision about a claim cannot be kept.
    #[error(transparent)]
    Review(#[from] ReviewError),
    /// The disk fails.
    #[error(transparent)]
    Disk(#[from] io::Error),
}
