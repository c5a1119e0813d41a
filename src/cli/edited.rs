//! Tables of a project that commands add rows to.

use std::path::Path;

use super::hinted;
use crate::edits::{TableText, Uneditable, is_open_elsewhere};
use crate::table::Mapping;
use crate::table::header::Layout;

/// A kind of table that commands write.
pub(super) struct EditedTable {
    /// What its rows are about, in the plural.
    pub(super) about: &'static str,
    /// The columns of a table that is made.
    pub(super) columns: &'static [&'static str],
    /// What a row is nothing without.
    pub(super) needed: &'static [&'static str],
    /// What columns may be called.
    pub(super) layout: &'static Layout,
}

impl EditedTable {
    /// The table with this text; a new one where there is none.
    ///
    /// # Errors
    /// When the text is no such table, a row of it cannot be told from the next, or a column is missing.
    pub(super) fn read(&self, text: Option<&str>, mapping: &Mapping, shown: &str) -> anyhow::Result<TableText> {
        let table = TableText::of(text, self.columns, self.layout, mapping, shown).map_err(|error| match error {
            Uneditable::Disk(error) => error.into(),
            error @ Uneditable::Table { .. } => {
                hinted(error.to_string(), "mend it, or move the table away: a new one is made")
            }
        })?;
        if let Some(missing) = self.needed.iter().find(|name| !table.has(name)) {
            let message = format!("`{shown}` has no column `{missing}`, which {} need", self.about);
            return Err(hinted(message, "add it to the header, or move the table away: a new one is made"));
        }
        Ok(table)
    }
}

/// Fails while a spreadsheet has the table open: it would write its own rows over those that are added.
///
/// # Errors
/// When it has.
pub(super) fn refuse_open(path: &Path, shown: &str) -> anyhow::Result<()> {
    if is_open_elsewhere(path) {
        let message = format!("`{shown}` is open in a spreadsheet, which would write over the new rows");
        return Err(hinted(message, "close it there, and try again"));
    }
    Ok(())
}
