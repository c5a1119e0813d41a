//! What waits in a project for somebody's decision, and where is it written?
//!
//! People decide about a project's claims in a terminal, on the page and in spreadsheets. Here stands what all of these read and
//! write alike, so that there is one reader and one writer: [`Drafts`] are the extracted claims that wait for review, [`Judged`]
//! is the table of what names are one, and [`Coded`] is what coders made of the project's texts.

mod coded;
mod drafts;
mod error;
mod judged;
mod rows;
mod texts;

pub use coded::{Coded, known_names};
pub use drafts::{Drafts, EXTRACTED_COLUMNS, coded_rows, verdicts};
pub use error::DecidingError;
pub use judged::{JUDGEMENTS_FILE, Judged, Rewritten};
pub use rows::each_row;
pub use texts::Texts;

use crate::project::Project;

/// The project with the files that it has now: a first review or judgement makes a table that was not there when it was opened.
#[must_use]
pub fn as_it_is_now(project: &Project) -> Project {
    if project.is_part {
        return project.clone();
    }
    Project::at_within(&project.root, &project.reach).unwrap_or_else(|_| project.clone())
}
