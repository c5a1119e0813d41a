//! The fault of a file that cannot be opened.

use std::io;

use crate::diagnostic::{Diagnostic, Place, codes};
use crate::files::NotRead;

/// A fault with its reason and a way out; `shown` is how messages call the file.
pub(crate) fn unopened(shown: &str, error: &io::Error) -> Diagnostic {
    let (code, hint) = match NotRead::of(error) {
        Some(NotRead::NotPlain(_)) => {
            (&codes::NO_PLAIN_FILE, "save what it stands for as a file, or take it out of the project")
        }
        Some(NotRead::Outside(_)) => (
            &codes::OUTSIDE_PROJECT,
            "when it is meant, name it under `files` in `relata.toml`; else take the link away",
        ),
        Some(NotRead::Beyond(_)) => {
            (&codes::OUTSIDE_PROJECT, "name a folder above it with `--within`, or leave the flag out")
        }
        _ => (&codes::UNREADABLE_FILE, "mend the path, or take the file out of the project"),
    };
    Diagnostic::new(code, Place::file(shown), format!("the file cannot be read: {error}")).hint(hint)
}
