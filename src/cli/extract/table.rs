//! Extracted claims as a table with the columns of claims.

use std::io::Write;

use crate::deciding::EXTRACTED_COLUMNS;
use crate::extraction::ClaimLine;

/// Writes claims as a table.
///
/// # Errors
///
/// When `out` fails.
pub(super) fn write(lines: &[ClaimLine], out: impl Write) -> csv::Result<()> {
    let mut table = csv::Writer::from_writer(out);
    table.write_record(EXTRACTED_COLUMNS)?;
    for line in lines {
        table.write_record(row(line))?;
    }
    table.flush()?;
    Ok(())
}

/// The cells of a claim. The rules stand in `note`, where a reviewer sees them.
pub(super) fn row(line: &ClaimLine) -> [String; EXTRACTED_COLUMNS.len()] {
    let joined = |ids: &[String]| ids.join(";");
    let place = |at: Option<usize>| at.map(|at| at.to_string()).unwrap_or_default();
    [
        line.id.clone(),
        line.subject.clone(),
        line.predicate.clone(),
        line.object.clone(),
        line.date.clone(),
        line.place.clone(),
        line.document.clone(),
        line.said_by.clone(),
        line.certainty.to_string(),
        line.polarity.to_string(),
        line.modality.to_string(),
        joined(&line.event_codes),
        joined(&line.confirms),
        joined(&line.denies),
        joined(&line.declines_to_comment),
        line.quote.clone(),
        line.start.to_string(),
        line.end.to_string(),
        line.confidence.map(|confidence| format!("{confidence:.2}")).unwrap_or_default(),
        line.annotator.to_string(),
        line.rule.clone(),
        line.subject_start.to_string(),
        line.subject_end.to_string(),
        line.predicate_start.to_string(),
        line.predicate_end.to_string(),
        place(line.object_start),
        place(line.object_end),
        place(line.said_by_start),
        place(line.said_by_end),
    ]
}
