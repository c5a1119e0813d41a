//! `documents.csv`: one document a row.

use super::claims::{check_id, date, fill, lang, required};
use super::own::OwnColumns;
use crate::columns::DOCUMENT;
use crate::diagnostic::{Finding, clip, codes};
use crate::model::Document;
use crate::table::row::Row;

/// Reads the document in `row`; what is wrong with its cells goes to `findings`.
///
/// `is_iri` says whether a text is an absolute IRI: the rules are those of the RDF layer.
pub fn document_from_row(
    row: &Row<'_>,
    own: &OwnColumns,
    is_iri: fn(&str) -> bool,
    findings: &mut Vec<Finding>,
) -> Option<Document> {
    let id = required(row, "id", findings);
    if let Some(id) = &id {
        check_id(id, findings);
    }
    let url = row.get("url").map(str::to_owned);
    if let Some(url) = &url
        && !is_iri(url)
    {
        let finding = Finding::new(&codes::BAD_IRI, "url", format!("`{}` is no web address", clip(url)));
        findings.push(finding.hint(
            "write it with its scheme and without spaces, such as `https://example.org/report`, or leave it empty",
        ));
    }
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
