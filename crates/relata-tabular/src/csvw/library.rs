//! The documents that metadata names, and ways to open them.

use std::io::Read;

use relata_table::diagnostic::{Diagnostic, Place, codes};

/// Opens documents by their IRIs. Nothing is ever fetched from a network: an IRI means a file, or nothing at all.
pub struct Library<'a> {
    /// Opens the document with an IRI.
    pub open: &'a dyn Fn(&str) -> OpenedDocument,
    /// The name of a document in messages.
    pub shown: &'a dyn Fn(&str) -> String,
}

/// A document to read, or why there is none.
pub type OpenedDocument = Result<Box<dyn Read + Send>, Absent>;

/// The reason why a document cannot be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Absent {
    /// Its IRI is that of no file.
    Elsewhere,
    /// There is no such file.
    Missing,
    /// It is a file that cannot be read, and why.
    Unreadable(String),
}

impl Absent {
    /// The fault that `what` is absent.
    pub(super) fn fault(&self, what: &str, place: Place) -> Diagnostic {
        let (code, why, hint) = match self {
            Absent::Elsewhere => (
                &codes::REMOTE_DOCUMENT,
                "lies elsewhere, and relata fetches nothing".to_owned(),
                "put a copy beside the metadata and name it by its path; `@base` may say which IRIs the files have",
            ),
            Absent::Missing => {
                (&codes::UNREADABLE_FILE, "is missing".to_owned(), "mend the path; it is relative to the metadata")
            }
            Absent::Unreadable(why) => {
                (&codes::UNREADABLE_FILE, format!("cannot be read: {why}"), "mend the path, or what may be read")
            }
        };
        Diagnostic::new(code, place, format!("{what} {why}")).hint(hint)
    }
}
