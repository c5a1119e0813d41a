//! The documents of a project, and what is said of them.

use super::super::terminal::plural;
use super::super::{Session, hinted, open};
use crate::built::Progress;
use crate::filing::{self, FiledText, FilingError};
use crate::project::Project;

/// Adds a row for each text that the project has no document for, and says how many are new.
///
/// # Errors
/// When the table of documents cannot be read or written, or has no column `id`.
pub(super) fn declare(project: &Project, texts: &mut [FiledText], session: &Session<'_>) -> anyhow::Result<()> {
    let done = filing::declare(project, texts, &session.reach, &mut || open::say_waiting(Progress::Waiting));
    let shown = filing::shown_table(project);
    match done.map_err(told)?.n_new {
        0 => say!("{shown} has these documents already"),
        n => say!("added {} to {shown}", plural(n, "document")),
    }
    Ok(())
}

fn told(error: FilingError) -> anyhow::Error {
    match error.hint() {
        Some(hint) => hinted(error.to_string(), hint),
        None => error.into(),
    }
}
