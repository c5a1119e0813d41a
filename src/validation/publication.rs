//! An event told as fact cannot be later than the document that tells it.

use super::Finding;
use crate::diagnostic::codes;
use crate::model::{Claim, EventDate, Modality};

/// Finds an actual event that begins after the last day `published` can mean.
pub fn check_publication(claim: &Claim, published: Option<&EventDate>) -> Option<Finding> {
    let (date, published) = (claim.date.as_ref()?, published?);
    let (begin, last) = (date.begin()?, published.end()?);
    if claim.modality != Modality::Actual || begin <= last {
        return None;
    }
    let message = format!("the event is dated {}, its document was published {}", date.text(), published.text());
    let hint = "mend one of the dates, or say in `modality` that it is planned, promised, threatened …";
    Some(Finding::new(&codes::EVENT_AFTER_PUBLICATION, "date", message).hint(hint))
}
