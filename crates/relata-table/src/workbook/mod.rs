//! Workbooks as tables, in builds that know them.

#[cfg(not(feature = "workbook"))]
use std::io::{self, Read};

#[cfg(feature = "workbook")]
mod cells;
#[cfg(feature = "workbook")]
mod compound;
#[cfg(feature = "workbook")]
mod sheet;
#[cfg(feature = "workbook")]
mod zipped;

use super::header::OLD_WORKBOOK;

#[cfg(feature = "workbook")]
pub use sheet::sheets;
#[cfg(feature = "workbook")]
pub(super) use sheet::{SheetRows, open};

/// True when a file that begins with these bytes may be a workbook.
pub(super) fn is_workbook(start: &[u8]) -> bool {
    start.starts_with(b"PK\x03\x04") || start.starts_with(OLD_WORKBOOK)
}

/// Says that this build does not read the file, and what does.
#[cfg(not(feature = "workbook"))]
pub(super) fn refuse<T>(file: &str, report: &mut dyn FnMut(crate::diagnostic::Diagnostic)) -> Option<T> {
    use crate::diagnostic::{Diagnostic, Place, codes};

    let message = "the file is a workbook, which this build of relata does not read";
    let fault = Diagnostic::new(&codes::UNREADABLE_TABLE, Place::file(file), message);
    report(fault.hint("build relata with the feature `workbook`, or save the sheet as CSV UTF-8"));
    None
}

/// No names: this build knows no workbooks.
///
/// # Errors
/// Never.
#[cfg(not(feature = "workbook"))]
pub fn sheets(_: Box<dyn Read + Send + '_>) -> io::Result<Vec<String>> {
    Ok(Vec::new())
}
