//! The document that a row of claims tells of, beside the claim.

use super::claims::date;
use crate::columns::OF_DOCUMENT;
use crate::diagnostic::Finding;
use crate::model::Document;
use crate::table::row::Row;

/// Reads the document of a row of claims from the columns that belong to it; none when they say nothing.
///
/// Its identifier is that of the row, else its address, else what is known of it: rows that tell of one document have to
/// name it by the same.
pub(super) fn document_of_row(row: &Row<'_>, findings: &mut Vec<Finding>) -> Option<Document> {
    // Most tables have no such column.
    if !OF_DOCUMENT.iter().any(|column| row.has(column.name)) {
        return None;
    }
    let text = |field: &str| row.get(field).map(str::to_owned);
    let address = row.get("url").map(with_scheme);
    let (title, outlet, author) = (text("title"), text("publisher"), text("author"));
    let day = row.get("published");
    if address.is_none() && title.is_none() && outlet.is_none() && author.is_none() && day.is_none() {
        // The document may be told of in another row.
        return text("document").map(Document::of_id);
    }
    let published = date(row, "published", findings);
    let known = || {
        let parts = [title.as_deref(), outlet.as_deref(), day, author.as_deref()];
        // An author without anything else may have written many.
        let says = title.is_some() || outlet.is_some();
        says.then(|| name_of(parts.into_iter().flatten()))
    };
    let id = text("document").or_else(|| address.clone()).or_else(known)?;
    // An address that is the identifier is written as such.
    let url = address.filter(|address| *address != id);
    Some(Document { title, publisher: outlet, url, published, author, ..Document::of_id(id) })
}

/// An address as a browser would complete it.
fn with_scheme(cell: &str) -> String {
    if cell.starts_with("www.") { format!("https://{cell}") } else { cell.to_owned() }
}

/// An identifier made of what is known: its letters and digits, with `-` for everything between.
fn name_of<'p>(parts: impl Iterator<Item = &'p str>) -> String {
    let mut name = String::new();
    for part in parts {
        for word in part.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
            if !name.is_empty() {
                name.push('-');
            }
            name.extend(word.chars().flat_map(char::to_lowercase));
        }
    }
    name
}
