//! The tables beside those of claims, entities and documents.

use std::sync::Arc;

use crate::diagnostic::Finding;
use crate::model::{Claim, Referent};
use crate::table::RawRow;
use crate::table::stored::{StoredCell, StoredColumn};

/// Rows that were left out.
pub(super) static REJECTS: &[StoredColumn] = &[
    StoredColumn::text("file"),
    StoredColumn::integer("line"),
    StoredColumn::text("code"),
    StoredColumn::text("name"),
    StoredColumn::text("column"),
    StoredColumn::text("message"),
    StoredColumn::text("hint"),
    StoredColumn::bytes("row"),
];

/// Mentions of events that may be in another part.
pub(super) static MENTIONS: &[StoredColumn] = &[
    StoredColumn::text("file"),
    StoredColumn::integer("line"),
    StoredColumn::integer("event"),
    StoredColumn::bytes("head"),
    StoredColumn::bytes("row"),
];

/// A row of [`REJECTS`].
pub(super) fn reject(raw: &RawRow, line: u64, finding: &Finding) -> Vec<StoredCell> {
    let field = raw.diagnose(finding.clone()).place.field;
    vec![
        StoredCell::Text(raw.file.to_string()),
        number(line),
        StoredCell::Text(finding.code.id.to_owned()),
        StoredCell::Text(finding.code.name.to_owned()),
        StoredCell::of_text(field),
        StoredCell::Text(finding.message.clone()),
        StoredCell::of_text(finding.hint.clone()),
        StoredCell::Bytes(raw.bytes().to_vec()),
    ]
}

/// A row of [`MENTIONS`]; `head` is the first line of its file.
pub(super) fn mention(file: &Arc<str>, line: u64, event: Option<u64>, head: &[u8], row: &[u8]) -> Vec<StoredCell> {
    vec![
        StoredCell::Text(file.to_string()),
        number(line),
        event.map_or(StoredCell::Nothing, number),
        StoredCell::Bytes(head.to_vec()),
        StoredCell::Bytes(row.to_vec()),
    ]
}

/// A number that fits, as those of lines and events do; else nothing.
fn number(number: u64) -> StoredCell {
    i64::try_from(number).map_or(StoredCell::Nothing, StoredCell::Integer)
}

/// What brings claims into one bucket: the event they are about, where the source tells events apart; else the two ends and
/// what is said of them, in whichever order.
pub(super) fn key_of(claim: &Claim) -> String {
    if let Some(event) = &claim.event {
        return event.clone();
    }
    let text = |end: &Referent| match end {
        Referent::Name(text) | Referent::Claim(text) => text.clone(),
        Referent::OwnEvent => String::new(),
    };
    let mut ends = [text(&claim.subject), text(&claim.object)];
    ends.sort_unstable();
    format!("{}\n{}\n{}", ends[0], ends[1], claim.predicate)
}
