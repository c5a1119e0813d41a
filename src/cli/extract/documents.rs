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
    let done = done.map_err(told)?;
    match done.n_new {
        0 => say!("{shown} has these documents already"),
        n => say!("added {} to {shown}", plural(n, "document")),
    }
    if !done.new_columns.is_empty() {
        say!("{shown} has the new {}: {}", plural_word(&done.new_columns), done.new_columns.join(", "));
    }
    Ok(())
}

fn plural_word(columns: &[&str]) -> &'static str {
    if columns.len() == 1 { "column" } else { "columns" }
}

fn told(error: FilingError) -> anyhow::Error {
    match error.hint() {
        Some(hint) => hinted(error.to_string(), hint),
        None => error.into(),
    }
}
