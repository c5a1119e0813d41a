//! Judgements are written into the table of the project, and what became of them is said.

use super::hinted;
use super::open::say_waiting;
use super::terminal::plural;
use crate::built::Progress;
use crate::deciding::{DecidingError, JUDGEMENTS_FILE, Judged, Rewritten};
use crate::edits::Uneditable;
use crate::model::Judgement;
use crate::project::Project;

/// Two names that something was decided about.
pub(super) type Decision = (String, String);

/// The file of judgements of a project.
pub(super) struct Rows(Judged);

impl Rows {
    /// The file that a project has, or will have beside its tables.
    pub(super) fn of(project: &Project) -> anyhow::Result<Rows> {
        Judged::of(project).map(Rows).map_err(told)
    }

    /// Writes these judgements and takes back what was judged about other pairs, and says so.
    pub(super) fn write(&self, judgements: &[Judgement], undone: &[Decision]) -> anyhow::Result<()> {
        let shown = self.0.shown();
        let Rewritten { n_new, n_gone } =
            self.0.write(judgements, undone, || say_waiting(Progress::Waiting)).map_err(told)?;
        match (n_new, n_gone) {
            (0, 0) => say!("`{shown}` says so already"),
            (0, n) => say!("took {} out of {shown}", plural(n, "judgement")),
            (n, 0) => say!("wrote {} to {shown}", plural(n, "judgement")),
            (n, gone) => {
                say!("wrote {} to {shown}, in place of {}", plural(n, "judgement"), plural(gone, "earlier one"));
            }
        }
        if !self.0.is_read && n_new > 0 {
            say!(
                "`relata.toml` does not name it: add `[[sources]]` with `format = \"judgements\"` and `files = [\"{JUDGEMENTS_FILE}\"]`"
            );
        }
        Ok(())
    }
}

/// Why a judgement is not written, with a way out.
fn told(error: DecidingError) -> anyhow::Error {
    match error {
        DecidingError::NoCsv(path) => {
            let message = format!("relata writes judgements into CSV, and `{}` is none", path.display());
            hinted(message, "save it as `judgements.csv`")
        }
        error @ DecidingError::Open(_) => hinted(error.to_string(), "close it there, and try again"),
        error @ DecidingError::Table(Uneditable::Table { .. }) => {
            hinted(error.to_string(), "mend it, or move the table away: a new one is made")
        }
        error @ DecidingError::MissingColumn { .. } => {
            hinted(error.to_string(), "add it to the header, or move the table away: a new one is made")
        }
        error => error.into(),
    }
}
