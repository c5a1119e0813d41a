//! Documents that rows of claims tell of, beside their claims.
//!
//! What several rows tell of one document is put together, whatever their order: each thing that is known once, and of
//! several that contradict each other the least. They are written when all claims are. What a table of documents declares
//! counts instead.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use super::Compilation;
use super::inputs::reopen;
use super::output::CompileError;
use super::paths::display_path;
use super::provenance::note_document;
use super::tables::{bad_address, broken_iri};
use crate::diagnostic::{Diagnostic, Finding, Place, clip, codes};
use crate::input::claims::claim_from_row;
use crate::model::{Claim, Document, EventDate};
use crate::project::Source;
use crate::rdf::iri::Schemes;
use crate::table::Row;

/// Documents by their identifiers.
#[derive(Default)]
pub(super) struct ToldDocuments {
    known: BTreeMap<String, ToldDocument>,
}

struct ToldDocument {
    document: Document,
    /// True when a contradiction was told: one notice a document is enough.
    is_disputed: bool,
}

/// What is wrong with the names in what a row tells of its document. An address that is none is kept as it stands.
pub(super) fn check(claim: &mut Claim, schemes: &Schemes, findings: &mut Vec<Finding>) {
    let Some(document) = &mut claim.told_document else { return };
    if document.url.as_deref().is_some_and(|url| bad_address(schemes, url).is_some()) {
        document.qualifiers.extend(document.url.take().map(|url| ("url".into(), url)));
    }
    findings.extend(document.publisher.as_ref().and_then(|name| broken_iri(schemes, "publisher", name)));
}

/// Notes when the documents that the rows of a table tell of were published, and by whom, where that decides what becomes of
/// their claims: a row below may tell what the first one does not. What is wrong with a row is told when it is read.
pub(super) fn collect(compilation: &mut Compilation<'_>, source: &Source) -> Result<(), CompileError> {
    let project = compilation.project;
    // Most projects do not ask, and their tables are not opened once more.
    if !compilation.provenance.is_needed() {
        return Ok(());
    }
    let Some(mut table) = reopen(project, source) else { return Ok(()) };
    let (file, path) = (Arc::from(""), || project.root.join(&source.path));
    while let Some(row) = table.read().map_err(|source| CompileError::Read { path: path(), source })? {
        let Ok(row) = row else { continue };
        let parts = row.parts().unwrap_or_default();
        let read = |row: &Row<'_>| claim_from_row(row, &source.own, &file, &mut Vec::new());
        let claims: Vec<Claim> = match parts {
            None => read(&row).into_iter().collect(),
            Some(parts) => parts.iter().filter_map(|cells| read(&row.with_cells(cells))).collect(),
        };
        for document in claims.into_iter().filter_map(|claim| claim.told_document) {
            if compilation.resolver.document(&document.id).is_none() {
                note_document(compilation, &document);
            }
        }
    }
    Ok(())
}

/// Notes what a claim that stays tells of its document.
pub(super) fn note(compilation: &mut Compilation<'_>, claim: &Claim) {
    let Some(told) = claim.told_document.as_deref() else { return };
    if compilation.resolver.document(&told.id).is_some() {
        return;
    }
    let known = &mut compilation.told_documents.known;
    let Some(known) = known.get_mut(&told.id) else {
        known.insert(told.id.clone(), ToldDocument { document: told.clone(), is_disputed: false });
        return;
    };
    let differing = put_together(&mut known.document, told);
    if let (Some((field, one, other)), false) = (differing, known.is_disputed) {
        known.is_disputed = true;
        let shown = display_path(compilation.project, Path::new(&*claim.origin.file));
        let place = Place { line: claim.origin.line, field: Some(field.to_owned()), ..Place::file(&shown) };
        let message =
            format!("rows tell of the document `{}` both `{}` and `{}`", clip(&told.id), clip(&one), clip(&other));
        let hint = format!(
            "the first in the order of letters counts; mend `{field}`, or give one of the two another `document`"
        );
        compilation.judge.note(Diagnostic::new(&codes::DISPUTED_DOCUMENT, place, message).hint(hint));
    }
}

/// Adds to a document what another row tells of it; the field of which the two tell different things, with both.
fn put_together(known: &mut Document, told: &Document) -> Option<(&'static str, String, String)> {
    let dates = (known.published.as_ref().map(EventDate::text), told.published.as_ref().map(EventDate::text));
    let mut differing = match dates {
        (Some(one), Some(other)) if one != other => Some(("published", one.to_owned(), other.to_owned())),
        _ => None,
    };
    let both = known.published.iter().chain(&told.published).min_by_key(|date| date.text());
    known.published = both.cloned();
    let fields = [
        ("title", &mut known.title, &told.title),
        ("publisher", &mut known.publisher, &told.publisher),
        ("url", &mut known.url, &told.url),
        ("author", &mut known.author, &told.author),
    ];
    for (field, known, told) in fields {
        if let (Some(one), Some(other)) = (&*known, told)
            && one != other
        {
            differing.get_or_insert_with(|| (field, one.clone(), other.clone()));
        }
        *known = known.iter().chain(told).min().cloned();
    }
    for qualifier in &told.qualifiers {
        if !known.qualifiers.contains(qualifier) {
            known.qualifiers.push(qualifier.clone());
        }
    }
    differing
}

/// Writes the documents, once all claims are written.
pub(super) fn write(compilation: &mut Compilation<'_>) {
    let told = std::mem::take(&mut compilation.told_documents.known);
    let Compilation { resolver, writer, .. } = compilation;
    for ToldDocument { document, .. } in told.into_values() {
        writer.write_document(&document, resolver);
    }
}
