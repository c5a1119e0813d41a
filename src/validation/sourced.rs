//! No edge without its source.

use super::Finding;
use crate::diagnostic::codes;
use crate::model::Claim;

/// Finds a claim that neither a speaker nor a document answers for.
pub fn check_sourced(claim: &Claim) -> Option<Finding> {
    (claim.said_by.is_empty() && claim.document.is_none()).then(|| {
        let hint = "fill `said_by` or `document`; until then the file itself is all the source there is";
        Finding::new(&codes::UNSOURCED_CLAIM, "said_by", "nobody is named who says so").hint(hint)
    })
}

/// The same for a table that has no column for either.
pub fn unsourced_table() -> Finding {
    let hint = "add a column `said_by` or `document`; until then the file itself is all the source there is";
    Finding::new(&codes::UNSOURCED_CLAIM, "", "no column of the table names who says so").hint(hint)
}
