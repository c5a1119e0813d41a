//! `documents.csv`: one document a row.

use super::claims::{check_id, date, lang, required};
use crate::diagnostic::{Finding, clip, codes};
use crate::model::Document;
use crate::table::header::{Column, Layout};
use crate::table::row::Row;

/// The columns of `documents.csv`.
pub static LAYOUT: Layout = Layout {
    name: "documents",
    columns: &[
        Column::required("id", &["document", "document_id", "doc"]),
        Column::optional("title", &["headline"]),
        Column::optional("publisher", &["source", "outlet"]),
        Column::optional("url", &["source_url", "link"]),
        Column::optional("published", &["date", "published_at"]),
        Column::optional("retrieved", &["accessed", "retrieved_at"]),
        Column::optional("author", &["authors", "byline"]),
        Column::optional("language", &["lang"]),
        Column::optional("path", &["file", "text"]),
    ],
};

/// Reads the document in `row`; what is wrong with its cells goes to `findings`.
///
/// `is_iri` says whether a text is an absolute IRI: the rules are those of the RDF layer.
pub fn document_from_row(row: &Row<'_>, is_iri: fn(&str) -> bool, findings: &mut Vec<Finding>) -> Option<Document> {
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
    Some(Document {
        title: row.get("title").map(str::to_owned),
        publisher: row.get("publisher").map(str::to_owned),
        url,
        published: date(row, "published", findings),
        retrieved: date(row, "retrieved", findings),
        author: row.get("author").map(str::to_owned),
        language: lang(row, "language", findings),
        path: row.get("path").map(str::to_owned),
        qualifiers: row.qualifiers().map(|(name, cell)| (name, cell.to_owned())).collect(),
        id: id?,
    })
}
