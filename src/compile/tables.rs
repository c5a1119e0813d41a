//! Tables of entities and documents, which are read before claims, because these name them.

use std::path::{Component, Path};

use super::Compilation;
use super::judge::Judge;
use super::output::CompileError;
use super::paths::display_path;
use super::resolve::{Basis, KnownDocument};
use crate::diagnostic::{Finding, Verdict, clip, codes};
use crate::input::{documents, entities};
use crate::model::{Document, Entity, Text};
use crate::project::Source;
use crate::project::files::open_file;
use crate::rdf::iri::is_iri;
use crate::rdf::names::{Named, is_broken_iri};
use crate::table::{Mapping, RawRow, Row, Table};

/// Opens a table and reads its header; none when it cannot be used.
pub(super) fn open(compilation: &mut Compilation<'_>, source: &Source) -> Result<Option<Table<'static>>, CompileError> {
    let Compilation { project, resolver, judge, .. } = compilation;
    let shown = display_path(project, &source.path);
    let path = project.root.join(&source.path);
    let file = match open_file(&path) {
        Ok(file) => file,
        Err(error) => {
            judge.note_unreadable(&shown, &error.to_string());
            return Ok(None);
        }
    };
    let Some(layout) = source.kind.layout() else {
        return Ok(None);
    };
    // A word that is the name of something says so, whatever it means elsewhere.
    let missing = source.mapping.missing.except_names(|word| resolver.names().find(word).is_some());
    let mapping = Mapping { missing, ..source.mapping.clone() };
    let table = Table::open(&shown, file, layout, &mapping, &mut |fault| judge.note(fault))
        .map_err(|source| CompileError::Read { path, source })?;
    judge.check_aborted()?;
    Ok(table)
}

/// Tells what is to be told once all rows of a table are read.
pub(super) fn close(table: &Table<'_>, judge: &mut Judge<'_>) -> Result<(), CompileError> {
    table.remarks().into_iter().for_each(|remark| judge.note(remark));
    judge.check_aborted()
}

/// Reads every row of a table: `read` turns it into a value, `keep` takes the value, the verdict and the row.
fn rows<T>(
    compilation: &mut Compilation<'_>,
    source: &Source,
    mut read: impl FnMut(&mut Compilation<'_>, &Row<'_>, &mut Vec<Finding>) -> Option<T>,
    mut keep: impl FnMut(&mut Compilation<'_>, Option<T>, Verdict, RawRow),
) -> Result<(), CompileError> {
    let Some(mut table) = open(compilation, source)? else {
        return Ok(());
    };
    let path = compilation.project.root.join(&source.path);
    loop {
        let mut findings = Vec::new();
        let value = match table.read().map_err(|source| CompileError::Read { path: path.clone(), source })? {
            None => return close(&table, &mut compilation.judge),
            Some(Ok(row)) => read(compilation, &row, &mut findings),
            Some(Err(finding)) => {
                findings.push(finding);
                None
            }
        };
        findings.extend(table.suspicions());
        let origin = table.raw();
        let verdict = compilation.judge.judge(&origin, findings)?;
        keep(compilation, value, verdict, origin);
    }
}

/// Reads a table of entities and declares their names.
pub(super) fn read_entities(
    compilation: &mut Compilation<'_>,
    source: &Source,
    declared: &mut Vec<(Entity, Named)>,
) -> Result<(), CompileError> {
    let read = |compilation: &mut Compilation<'_>, row: &Row<'_>, findings: &mut Vec<Finding>| {
        let mut entity = entities::entity_from_row(row, &source.own, findings)?;
        if let Some(word) = row.get("type") {
            compilation.resolver.settle_type(&mut entity, word, findings);
        }
        let names = compilation.resolver.names();
        findings.extend(entity.member_of.iter().filter_map(|name| broken_iri("member_of", name)));
        if names.is_declared(&entity) {
            let field = if entity.id.is_some() { "id" } else { "label" };
            let name = entity.id.as_ref().unwrap_or(&entity.label);
            let finding = Finding::new(&codes::DUPLICATE_ID, field, format!("the entity `{name}` is declared twice"));
            findings.push(finding.hint("merge the two rows, or give one another id"));
        } else {
            findings.extend(names.taken(&entity).into_iter().map(|taken| {
                let message = format!("the name `{}` belongs to `{}` already", taken.name, taken.owner);
                Finding::new(&codes::AMBIGUOUS_ALIAS, taken.field, message)
                    .hint("give one of the two a longer name, or merge the rows")
            }));
        }
        Some(entity)
    };
    rows(compilation, source, read, |compilation, entity, verdict, _| {
        if let (Some(entity), Verdict::Keep) = (entity, verdict) {
            let named = compilation.resolver.names().declare(&entity);
            declared.push((entity, named));
        }
    })
}

/// Writes the entities of all tables, once all are known: one may be a member of another that stands below it.
pub(super) fn write_entities(compilation: &mut Compilation<'_>, declared: &[(Entity, Named)]) {
    let Compilation { resolver, writer, .. } = compilation;
    for (entity, named) in declared {
        writer.write_declared(entity, named, resolver);
    }
}

/// A document that rests on others, with its row for messages: it is written once all documents are known.
pub(super) struct Derived {
    document: Document,
    row: RawRow,
}

/// Reads a table of documents, with their texts.
pub(super) fn read_documents(
    compilation: &mut Compilation<'_>,
    source: &Source,
    derived: &mut Vec<Derived>,
) -> Result<(), CompileError> {
    let folder = compilation.project.root.join(&source.path).parent().map(Path::to_owned).unwrap_or_default();
    let read = |compilation: &mut Compilation<'_>, row: &Row<'_>, findings: &mut Vec<Finding>| {
        let document = documents::document_from_row(row, &source.own, is_iri, findings)?;
        findings.extend(document.publisher.as_ref().and_then(|name| broken_iri("publisher", name)));
        findings.extend(document.said_by.iter().filter_map(|name| broken_iri("said_by", name)));
        findings.extend(document.based_on.iter().filter_map(|name| broken_iri("based_on", name)));
        if compilation.resolver.document(&document.id).is_some() {
            let message = format!("the document `{}` is declared twice", document.id);
            let finding = Finding::new(&codes::DUPLICATE_ID, "id", message);
            findings.push(finding.hint("give one of the two another id"));
        }
        let text = document.path.as_ref().and_then(|path| read_text(&folder, path, findings));
        Some((document, text))
    };
    rows(compilation, source, read, |compilation, value, verdict, origin| match (value, verdict) {
        (Some((document, text)), Verdict::Keep) if !document.based_on.is_empty() => {
            // Its publisher may be what another document rests on.
            let Compilation { resolver, writer, .. } = &mut *compilation;
            document.publisher.as_ref().and_then(|name| writer.mention(name, resolver));
            remember(compilation, &document, text);
            derived.push(Derived { document, row: origin });
        }
        (Some((document, text)), Verdict::Keep) => keep_document(compilation, &document, text),
        (Some((document, _)), Verdict::Reject) => compilation.resolver.lose_document(document.id, origin.line()),
        (None, _) => {}
    })
}

/// Writes a document, and remembers it for the claims that cite it.
pub(super) fn keep_document(compilation: &mut Compilation<'_>, document: &Document, text: Option<Text>) {
    let Compilation { resolver, writer, .. } = compilation;
    let iri = writer.write_document(document, resolver);
    if let Some(text) = &text {
        writer.write_text(&iri, text, document.language.as_deref());
    }
    remember(compilation, document, text);
}

/// Remembers a document for the claims that cite it.
fn remember(compilation: &mut Compilation<'_>, document: &Document, text: Option<Text>) {
    let Document { id, published, language, said_by, .. } = document.clone();
    let iri = compilation.project.namespace.document(&id);
    compilation.resolver.keep_document(id, KnownDocument { iri, published, language, said_by, text });
}

/// Writes the documents that rest on others; those that name what nobody has declared are judged by that.
pub(super) fn write_derived(compilation: &mut Compilation<'_>, derived: Vec<Derived>) -> Result<(), CompileError> {
    for Derived { document, .. } in settled(compilation, derived)? {
        let Compilation { resolver, writer, .. } = &mut *compilation;
        let bases: Vec<Basis> = document.based_on.iter().map(|cell| resolver.basis(cell, &mut Vec::new())).collect();
        let mut based_on = Vec::new();
        for (cell, basis) in document.based_on.iter().zip(bases) {
            based_on.push(match basis {
                Basis::Known(iri) => iri,
                Basis::Undeclared(iri) => {
                    writer.write_unknown_document(cell, &iri);
                    iri
                }
            });
        }
        let iri = writer.write_document_based_on(&document, based_on, resolver);
        if let Some(text) = resolver.document(&document.id).and_then(|known| known.text.as_ref()) {
            writer.write_text(&iri, text, document.language.as_deref());
        }
    }
    Ok(())
}

/// The documents that stay. One that is left out takes along those that rest on it, wherever they stand.
fn settled(compilation: &mut Compilation<'_>, mut derived: Vec<Derived>) -> Result<Vec<Derived>, CompileError> {
    let Compilation { resolver, judge, .. } = &mut *compilation;
    // Where a fault costs no row, each is told in the first pass, and there is no second one.
    loop {
        let n = derived.len();
        let mut kept = Vec::with_capacity(n);
        for one in derived {
            let mut findings = Vec::new();
            for cell in &one.document.based_on {
                resolver.basis(cell, &mut findings);
            }
            if judge.judge(&one.row, findings)? == Verdict::Keep {
                kept.push(one);
            } else {
                resolver.forget_document(&one.document.id, one.row.line());
            }
        }
        if kept.len() == n {
            return Ok(kept);
        }
        derived = kept;
    }
}

/// A fault when a name looks like an IRI, and is none.
fn broken_iri(field: &'static str, name: &str) -> Option<Finding> {
    let hint = "write a name, or an absolute IRI without spaces";
    is_broken_iri(name).then(|| Finding::new(&codes::BAD_IRI, field, format!("`{}` is no IRI", clip(name))).hint(hint))
}

fn read_text(folder: &Path, path: &str, findings: &mut Vec<Finding>) -> Option<Text> {
    let unreadable = |why: String| {
        let finding = Finding::new(&codes::UNREADABLE_TEXT, "path", format!("cannot read `{path}`: {why}"));
        finding.hint("the path leads from the table's folder to a file below it; the text is UTF-8")
    };
    if Path::new(path).is_absolute() || Path::new(path).components().any(|part| part == Component::ParentDir) {
        findings.push(unreadable("it lies outside the folder of the table".into()));
        return None;
    }
    match std::fs::read(folder.join(path)).map_err(|error| error.to_string()) {
        Ok(bytes) => match String::from_utf8(bytes) {
            Ok(text) => return Some(Text::new(&text)),
            Err(_) => findings.push(unreadable("it is not UTF-8".into())),
        },
        Err(error) => findings.push(unreadable(error)),
    }
    None
}
