//! Metadata that lies beside a table.

use super::document::resolve;
use super::library::{Absent, Library};
use super::metadata::TableGroup;
use relata_table::diagnostic::{Diagnostic, Place, codes};

/// The IRIs at which metadata of a table may lie, in the order of looking.
pub fn candidates(table: &str) -> Vec<String> {
    let of_folder = resolve(table, "csv-metadata.json");
    [format!("{table}-metadata.json")].into_iter().chain(of_folder).collect()
}

impl TableGroup {
    /// The group of the first metadata beside the table `iri` that describes it; without any, that of its header alone.
    /// None, with faults reported, when metadata cannot be used.
    pub fn of_table(iri: &str, library: &Library<'_>, report: &mut dyn FnMut(Diagnostic)) -> Option<TableGroup> {
        for candidate in candidates(iri) {
            if matches!((library.open)(&candidate), Err(Absent::Missing | Absent::Elsewhere)) {
                continue;
            }
            let mut faults = Vec::new();
            let group = TableGroup::read(&candidate, library, &mut |fault| faults.push(fault));
            if group.as_ref().is_some_and(|group| group.files().all(|file| file != iri)) {
                let place = Place::file(&(library.shown)(&candidate));
                let message = format!("the metadata does not describe `{}` and is passed over", (library.shown)(iri));
                let hint = "name the table under `url`, relative to the metadata";
                report(Diagnostic::new(&codes::OTHER_METADATA, place, message).hint(hint));
                continue;
            }
            faults.into_iter().for_each(report);
            return group;
        }
        Some(TableGroup::bare(iri))
    }
}
