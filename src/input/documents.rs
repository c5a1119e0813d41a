//! `documents.csv`: one document a row.

use super::claims::{check_id, date, fill, lang, required};
use super::own::OwnColumns;
use crate::columns::DOCUMENT;
use crate::diagnostic::Finding;
use crate::model::Document;
use crate::table::row::Row;

/// Reads the document in `row`; what is wrong with its cells goes to `findings`.
///
/// `bad_address` says what is wrong with an address: the rules are those of the RDF layer.
pub fn document_from_row(
    row: &Row<'_>,
    own: &OwnColumns,
    bad_address: &dyn Fn(&str) -> Option<Finding>,
    findings: &mut Vec<Finding>,
) -> Option<Document> {
    let id = required(row, "id", findings);
    if let Some(id) = &id {
        check_id(id, findings);
    }
    let url = row.get("url").map(str::to_owned);
    findings.extend(url.as_deref().and_then(bad_address));
    let mut document = Document {
        url,
        published: date(row, "published", findings),
        retrieved: date(row, "retrieved", findings),
        language: lang(row, "language", findings),
        qualifiers: own.of_thing(row, findings),
        ..Document::of_id(id?)
    };
    fill(row, &DOCUMENT, &mut document);
    Some(document)
}
