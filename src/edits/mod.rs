//! How does a table change and stay itself?
//!
//! Tables belong to people, who write them by hand and in spreadsheets. A row that relata adds, changes or takes out leaves
//! everything else as it is, byte for byte: foreign columns, the order of columns, delimiter, quotes and ends of lines.

mod pieces;
mod text;

use std::path::Path;

pub use text::{Cells, TableText};

/// Why a table cannot be changed; it is left as it was.
#[derive(Debug, thiserror::Error)]
pub enum Uneditable {
    /// It could not be read or written.
    #[error(transparent)]
    Disk(#[from] std::io::Error),
    /// A row cannot be told from the next, or there is no header that could be understood.
    #[error("`{file}` cannot be written: {why}")]
    Table {
        /// The table.
        file: String,
        /// What is wrong.
        why: String,
    },
}

/// True while a spreadsheet has a table open: it would write its own rows over those that are added.
pub fn is_open_elsewhere(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let marks = [format!(".~lock.{name}#"), format!("~${name}")];
    marks.iter().any(|mark| path.with_file_name(mark).exists())
}
