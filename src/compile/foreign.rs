//! What files of other programs tell: facts about entities and documents first, then claims.

use std::cell::OnceCell;

use super::Compilation;
use super::claims::{Origin, Taken, take};
use super::output::CompileError;
use super::provenance::{Knowledge, note_document};
use super::resolve::{Ends, KnownDocument, Resolver};
use crate::diagnostic::{Finding, Verdict, codes};
use crate::input::foreign::{Reader, Said};
use crate::model::{Claim, Document, Entity, Text};
use crate::table::RawRow;

/// The row a reader read last.
pub(super) struct Last<'a> {
    reader: &'a dyn Reader,
    /// Taken once, for a document of a thousand annotations may be one row.
    rank: OnceCell<u64>,
}

impl<'a> Last<'a> {
    /// The row that `reader` read last.
    pub(super) fn of(reader: &'a dyn Reader) -> Last<'a> {
        Last { reader, rank: OnceCell::new() }
    }
}

impl Origin for Last<'_> {
    fn raw(&self) -> RawRow {
        self.reader.raw()
    }

    fn line(&self) -> u64 {
        self.reader.line()
    }

    fn readable_id(&self) -> Option<String> {
        None
    }

    fn rank(&self) -> u64 {
        *self.rank.get_or_init(|| self.reader.raw().record().rank())
    }
}

impl Origin for RawRow {
    fn raw(&self) -> RawRow {
        self.clone()
    }

    fn line(&self) -> u64 {
        RawRow::line(self)
    }

    fn readable_id(&self) -> Option<String> {
        None
    }

    fn rank(&self) -> u64 {
        self.record().rank()
    }
}

/// Takes what one row or annotation says.
pub(super) fn take_said(
    compilation: &mut Compilation<'_>,
    row: &dyn Origin,
    said: &mut Said,
    ends: Ends,
) -> Result<(), CompileError> {
    let Said { entities, documents, texts, claims, findings, .. } = said;
    findings.extend(texts.iter().filter_map(|(id, text)| other_text(&compilation.resolver, id, text)));
    if !findings.is_empty() && compilation.judge.judge(&row.raw(), std::mem::take(findings))? == Verdict::Reject {
        return Ok(());
    }
    for document in &*documents {
        note_document(compilation, document);
    }
    // Who is told of only together with what is not known yet is not known either.
    let is_known = |claim: &Claim| compilation.provenance.knowledge_of(claim.document.as_deref()) == Knowledge::Known;
    if claims.is_empty() || claims.iter().any(is_known) {
        for entity in &*entities {
            tell_entity(compilation, entity);
        }
    }
    for document in &*documents {
        tell_document(compilation, document);
    }
    for claim in claims.drain(..) {
        // A data set answers for its rows where it names no outlet, and a document for what is annotated in it; that is no
        // fault of the one who imports them.
        let taken = Taken {
            claim: Some(claim),
            findings: Vec::new(),
            must_be_sourced: false,
            ends,
            shared: None,
            is_unreviewed: false,
        };
        take(compilation, row, taken)?;
    }
    Ok(())
}

/// Writes facts about an entity, each set of them once. A name that a table declares means that entity.
fn tell_entity(compilation: &mut Compilation<'_>, entity: &Entity) {
    let Compilation { resolver, writer, .. } = compilation;
    if !writer.is_news(entity) {
        return;
    }
    if let Some(named) = resolver.told_entity(&entity.label, entity.kind) {
        writer.write_told(entity, &named, resolver);
    }
}

/// Writes facts about a document, unless a table declares it.
fn tell_document(compilation: &mut Compilation<'_>, document: &Document) {
    let Compilation { resolver, writer, provenance, .. } = compilation;
    if provenance.knows(document.published.as_ref())
        && resolver.document(&document.id).is_none_or(|known| !known.is_declared)
    {
        writer.write_told_document(document, resolver);
    }
}

/// A fault when a document has another text: which one counts was decided before any claim was read.
fn other_text(resolver: &Resolver<'_>, id: &str, text: &Text) -> Option<Finding> {
    let KnownDocument { text: Some(known), .. } = resolver.document(id)? else { return None };
    (known.as_str() != text.as_str()).then(|| {
        let message = format!("the document `{id}` has another text already; that one stays");
        let hint =
            "when it is another document, rename the file that it has its name from; else put the same text into both";
        Finding::new(&codes::OTHER_TEXT, "", message).hint(hint)
    })
}
