//! Tables of entities and documents, which are read before claims, because these name them.

use std::collections::BTreeSet;
use std::path::{Component, Path};
use std::sync::Arc;

use oxigraph::model::NamedNode;
use rustc_hash::FxHashMap;

use super::Compilation;
use super::contested::{Rival, key, place};
use super::inputs::span_headings;
use super::joining::Judged;
use super::judge::Judge;
use super::output::CompileError;
use super::paths::{display_path, shown_path};
use super::provenance::{note_document, write_kept};
use super::resolve::{Basis, KnownDocument, bad_iri, unsafe_scheme};
use crate::diagnostic::{Diagnostic, Finding, Severity, Verdict, clip, codes};
use crate::files::{NotRead, read_text as text_of};
use crate::input::own::OwnColumns;
use crate::input::{documents, entities, judgements};
use crate::model::{Document, Entity, Text};
use crate::project::{Project, Source};
use crate::rdf::iri::Schemes;
use crate::rdf::names::{IriFault, Named, fault_of, iri_fault, taken_among};
use crate::table::{Mapping, RawRow, Row, Table};

/// Opens a table and reads its header; none when it cannot be used.
pub(super) fn open(compilation: &mut Compilation<'_>, source: &Source) -> Result<Option<Table<'static>>, CompileError> {
    let Compilation { project, resolver, judge, .. } = compilation;
    let shown = display_path(project, &source.path);
    let path = project.root.join(&source.path);
    let file = match project.open_table(source) {
        Ok(file) => file,
        Err(error) => {
            judge.note_unopened(&shown, &error);
            return Ok(None);
        }
    };
    let Some(layout) = source.kind.layout() else {
        return Ok(None);
    };
    // A word that is the name of something says so, whatever it means elsewhere.
    let missing = source.mapping.missing.except_names(|word| resolver.names().find(word).is_some());
    let mut mapping = Mapping { missing, ..source.mapping.clone() };
    mapping.own.extend(span_headings(project, source));
    let mut why = None;
    let mut note = |fault: Diagnostic| {
        let fault = if source.is_looked_at { with_way_out(fault, &shown) } else { fault };
        if fault.severity == Severity::Error {
            why.get_or_insert_with(|| Finding::new(fault.code, "", fault.message.clone()));
        }
        judge.note(fault);
    };
    let table = Table::open(&shown, file, layout, &mapping, &mut note)
        .map_err(|source| CompileError::Read { path: path.clone(), source })?;
    judge.check_aborted()?;
    if let (None, Some(why)) = (&table, why) {
        refuse_rows(project, judge, source, &why).map_err(|error| match error {
            Refusal::Ended(error) => error,
            Refusal::Unreadable(source) => CompileError::Read { path, source },
        })?;
    }
    Ok(table)
}

/// A column that nobody found in a table that was looked at: what to do about it.
fn with_way_out(fault: Diagnostic, shown: &str) -> Diagnostic {
    let column = fault.place.field.clone().filter(|_| fault.code == &codes::MISSING_COLUMN);
    match column {
        Some(column) if column == "predicate" => fault.hint(format!(
            "`relata init --from {shown} --set predicate=\"met\"` takes one predicate for all rows, or the heading of a column"
        )),
        Some(column) => fault.hint(format!("`relata init --from {shown} --set {column}=\"…\"` names the column")),
        None => fault,
    }
}

/// Why handing on the rows of a refused table ended.
enum Refusal {
    Ended(CompileError),
    Unreadable(std::io::Error),
}

/// Hands on every row of a table whose header was refused. Where no row can be told from the next, the file is counted.
fn refuse_rows(project: &Project, judge: &mut Judge<'_>, source: &Source, why: &Finding) -> Result<(), Refusal> {
    let Some(layout) = source.kind.layout() else { return Ok(()) };
    let shown = display_path(project, &source.path);
    let file = project.open_table(source).map_err(Refusal::Unreadable)?;
    let table = Table::open_refused(&shown, file, layout, &source.mapping).map_err(Refusal::Unreadable)?;
    let Some(mut table) = table else {
        judge.count_refused_file();
        return Ok(());
    };
    let is_claim = source.kind.is_claim_table();
    while table.read().map_err(Refusal::Unreadable)?.is_some() {
        judge.refuse_row(&table.raw(), why, is_claim).map_err(Refusal::Ended)?;
    }
    Ok(())
}

/// Tells what is to be told once all rows of a table are read.
pub(super) fn close(table: &Table<'_>, source: &Source, judge: &mut Judge<'_>) -> Result<(), CompileError> {
    // Rows that have nothing of one of several relations are left out by no wish of anybody.
    let is_meant = |remark: &Diagnostic| !(source.is_looked_at && remark.code == &codes::FILTERED_ROWS);
    table.remarks().into_iter().filter(is_meant).for_each(|remark| judge.note(remark));
    judge.check_aborted()
}

/// Reads every row of a table: `read` turns it into a value, `keep` takes the value, the verdict and the row.
pub(super) fn rows<T>(
    compilation: &mut Compilation<'_>,
    source: &Source,
    read: impl FnMut(&mut Compilation<'_>, &Row<'_>, &mut Vec<Finding>) -> Option<T>,
    keep: impl FnMut(&mut Compilation<'_>, Option<T>, Verdict, RawRow),
) -> Result<(), CompileError> {
    compilation.guarded(source, |compilation| each_row(compilation, source, read, keep))
}

fn each_row<T>(
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
            None => return close(&table, source, &mut compilation.judge),
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

/// Reads the tables of entities, declares their names, and writes them once all are known: one may be a member of another
/// that stands below it.
pub(super) fn read_entities(compilation: &mut Compilation<'_>, sources: &[&Source]) -> Result<(), CompileError> {
    let mut declared = Vec::new();
    let mut rivals = Vec::new();
    for source in sources {
        let read = |compilation: &mut Compilation<'_>, row: &Row<'_>, findings: &mut Vec<Finding>| {
            entity(compilation, row, &source.own, findings)
        };
        rows(compilation, source, read, |compilation, entity, verdict, row| {
            let (Some(entity), Verdict::Keep) = (entity, verdict) else { return };
            let names = compilation.resolver.names();
            if compilation.contested.entities {
                let rank = row.record().rank();
                rivals.push(Rival { said: entity, row, rank });
            } else if names.is_declared(&entity) || names.is_taken(&entity) {
                compilation.found.entities = true;
            } else {
                let known = names.declare(&entity);
                declared.push((entity, known));
            }
        })?;
    }
    if !compilation.found_broken.is_empty() {
        return Ok(());
    }
    settle_entities(compilation, rivals, &mut declared)?;
    if compilation.found.is_empty() {
        let Compilation { resolver, writer, provenance, .. } = compilation;
        for (entity, named) in &declared {
            let named = resolver.names().joined(named).clone();
            provenance.note_entity(&named.iri, entity.reliability.as_deref());
            writer.write_declared(entity, &named, resolver);
        }
    }
    Ok(())
}

/// Reads the tables of judgements.
pub(super) fn read_judgements(
    compilation: &mut Compilation<'_>,
    sources: &[&Source],
) -> Result<Vec<Judged>, CompileError> {
    let mut judged = Vec::new();
    for source in sources {
        let file: Arc<str> = shown_path(compilation.project, &source.path).into();
        let read = |_: &mut Compilation<'_>, row: &Row<'_>, findings: &mut Vec<Finding>| {
            judgements::judgement_from_row(row, findings)
        };
        rows(compilation, source, read, |_, judgement, verdict, row| {
            if let (Some(judgement), Verdict::Keep) = (judgement, verdict) {
                judged.push(Judged { judgement, row, file: file.clone() });
            }
        })?;
    }
    Ok(judged)
}

/// The entity of a row, with what is wrong with the row for itself.
fn entity(
    compilation: &mut Compilation<'_>,
    row: &Row<'_>,
    own: &OwnColumns,
    findings: &mut Vec<Finding>,
) -> Option<Entity> {
    let mut entity = entities::entity_from_row(row, own, findings)?;
    if let Some(word) = row.get("type") {
        compilation.resolver.settle_type(&mut entity, word, findings);
    }
    let schemes = compilation.project.namespace.schemes();
    findings.extend(entity.id.as_ref().and_then(|id| broken_iri(schemes, "id", id)));
    findings.extend(entity.member_of.iter().filter_map(|name| broken_iri(schemes, "member_of", name)));
    Some(entity)
}

/// Declares the entities of rows some of which claim the same identifier or name.
fn settle_entities(
    compilation: &mut Compilation<'_>,
    mut rivals: Vec<Rival<Entity>>,
    declared: &mut Vec<(Entity, Named)>,
) -> Result<(), CompileError> {
    Rival::sort(&mut rivals);
    // A label makes way for an identifier that is spelt like it.
    rivals.sort_by_key(|rival| rival.said.id.is_none());
    let Compilation { resolver, judge, .. } = compilation;
    let mut keepers: FxHashMap<NamedNode, usize> = FxHashMap::default();
    let mut kept: Vec<Rival<Entity>> = Vec::new();
    // Where the policy keeps rows that declare an entity again, the graph has what they say as well.
    let mut again: Vec<Entity> = Vec::new();
    for rival in rivals {
        let iri = resolver.names().take_iri(&rival.said);
        let Some(keeper) = keepers.get(&iri).map(|index| &kept[*index]) else {
            keepers.insert(iri, kept.len());
            kept.push(rival);
            continue;
        };
        let (entity, row) = (&rival.said, &rival.row);
        let field = if entity.id.is_some() { "id" } else { "label" };
        let name = entity.id.as_ref().unwrap_or(&entity.label);
        let place = keeper.place_from(&row.file);
        let finding = Finding::new(&codes::DUPLICATE_ID, field, format!("the entity `{name}` is declared by {place}"));
        if judge.judge(row, vec![finding.hint("merge the two rows, or give one another id")])? == Verdict::Keep {
            again.push(rival.said);
        }
    }
    let entities: Vec<&Entity> = kept.iter().map(|rival| &rival.said).collect();
    let taken = taken_among(&entities);
    let places: Vec<(Arc<str>, u64)> = kept.iter().map(|rival| (rival.row.file.clone(), rival.row.line())).collect();
    let mut given: Vec<(String, usize)> = Vec::new();
    let mut iris: Vec<Option<NamedNode>> = Vec::new();
    for (rival, taken) in kept.into_iter().zip(taken) {
        let findings = taken.iter().map(|taken| {
            let (file, line) = &places[taken.by];
            let place = place(file, *line, &rival.row.file);
            let message = format!("the name `{}` belongs to `{}` ({place})", taken.name, taken.owner);
            Finding::new(&codes::AMBIGUOUS_ALIAS, taken.field, message)
                .hint("give one of the two a longer name, or merge the rows")
        });
        if judge.judge(&rival.row, findings.collect())? == Verdict::Keep {
            let named = resolver.names().declare(&rival.said);
            iris.push(Some(named.iri.clone()));
            declared.push((rival.said, named));
            given.extend(taken.into_iter().map(|taken| (taken.name, taken.by)));
        } else {
            iris.push(None);
        }
    }
    for entity in again {
        let named = resolver.names().declare(&entity);
        declared.push((entity, named));
    }
    for (name, by) in given {
        if let Some(Some(iri)) = iris.get(by) {
            resolver.names().give(&name, iri);
        }
    }
    Ok(())
}

/// A document that rests on others, with its row for messages: it is written once all documents are known.
struct Derived {
    document: Document,
    row: RawRow,
}

/// A row of a table of documents.
type DocumentRow = (Document, Option<Text>);

/// Reads the tables of documents, with their texts.
pub(super) fn read_documents(compilation: &mut Compilation<'_>, sources: &[&Source]) -> Result<(), CompileError> {
    let mut rivals: Vec<Rival<DocumentRow>> = Vec::new();
    let mut derived = Vec::new();
    for source in sources {
        let schemes = compilation.project.namespace.schemes();
        let read = |compilation: &mut Compilation<'_>, row: &Row<'_>, findings: &mut Vec<Finding>| {
            let bad_address = |url: &str| bad_address(schemes, url);
            let document = documents::document_from_row(row, &source.own, &bad_address, findings)?;
            findings.extend(document.publisher.as_ref().and_then(|name| broken_iri(schemes, "publisher", name)));
            findings.extend(document.said_by.iter().filter_map(|name| broken_iri(schemes, "said_by", name)));
            findings.extend(document.based_on.iter().filter_map(|name| broken_iri(schemes, "based_on", name)));
            let text = document.path.as_ref().and_then(|path| read_text(compilation.project, source, path, findings));
            Some((document, text))
        };
        rows(compilation, source, read, |compilation, value, verdict, row| match (value, verdict) {
            (Some((document, text)), Verdict::Keep) => {
                let key = key(&document.id);
                if compilation.contested.documents.contains(&key) {
                    let rank = row.record().rank();
                    rivals.push(Rival { said: (document, text), row, rank });
                } else if compilation.resolver.document(&document.id).is_some() {
                    compilation.found.documents.insert(key);
                } else {
                    keep_document(compilation, document, text, row, &mut derived);
                }
            }
            (Some((document, _)), Verdict::Reject) => compilation.resolver.lose_document(document.id, row.line()),
            (None, _) => {}
        })?;
    }
    if !compilation.found_broken.is_empty() {
        return Ok(());
    }
    settle_documents(compilation, rivals, &mut derived)?;
    if compilation.found.is_empty() { write_derived(compilation, derived) } else { Ok(()) }
}

/// Gives each identifier that rows declare again to one of them.
fn settle_documents(
    compilation: &mut Compilation<'_>,
    mut rivals: Vec<Rival<DocumentRow>>,
    derived: &mut Vec<Derived>,
) -> Result<(), CompileError> {
    Rival::sort(&mut rivals);
    let mut keepers: FxHashMap<String, (Arc<str>, u64)> = FxHashMap::default();
    for Rival { said: (document, text), row, .. } in rivals {
        let Some((file, line)) = keepers.get(&document.id) else {
            keepers.insert(document.id.clone(), (row.file.clone(), row.line()));
            keep_document(compilation, document, text, row, derived);
            continue;
        };
        let message = format!("the document `{}` is declared by {}", document.id, place(file, *line, &row.file));
        let finding = Finding::new(&codes::DUPLICATE_ID, "id", message).hint("give one of the two another id");
        if compilation.judge.judge(&row, vec![finding])? == Verdict::Reject {
            continue;
        }
        if document.based_on.is_empty() {
            note_document(compilation, &document);
            write_kept(compilation, &document, text.as_ref());
        } else {
            derived.push(Derived { document, row });
        }
    }
    Ok(())
}

/// Writes a document, and remembers it for the claims that cite it; one that rests on others is written with `derived`.
fn keep_document(
    compilation: &mut Compilation<'_>,
    document: Document,
    text: Option<Text>,
    row: RawRow,
    derived: &mut Vec<Derived>,
) {
    note_document(compilation, &document);
    if !document.based_on.is_empty() {
        // Its publisher may be what another document rests on.
        let Compilation { resolver, writer, provenance, .. } = &mut *compilation;
        let publisher = document.publisher.as_ref().filter(|_| provenance.knows(document.published.as_ref()));
        publisher.and_then(|name| writer.mention(name, resolver));
        remember(compilation, &document, text);
        derived.push(Derived { document, row });
        return;
    }
    write_kept(compilation, &document, text.as_ref());
    remember(compilation, &document, text);
}

/// Remembers a document for the claims that cite it.
fn remember(compilation: &mut Compilation<'_>, document: &Document, text: Option<Text>) {
    let known = KnownDocument {
        iri: compilation.project.namespace.document(&document.id),
        published: document.published.clone(),
        language: document.language.clone(),
        said_by: document.said_by.clone(),
        text,
        is_declared: true,
        text_is_told: false,
    };
    compilation.resolver.keep_document(document.id.clone(), known);
}

/// Writes the documents that rest on others; those that name what nobody has declared are judged by that.
fn write_derived(compilation: &mut Compilation<'_>, derived: Vec<Derived>) -> Result<(), CompileError> {
    for Derived { document, .. } in settled(compilation, derived)? {
        let Compilation { resolver, writer, provenance, .. } = &mut *compilation;
        if !provenance.knows(document.published.as_ref()) {
            continue;
        }
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
///
/// Each is judged once, and once more for each of its bases that is left out: O(documents and their bases).
fn settled(compilation: &mut Compilation<'_>, derived: Vec<Derived>) -> Result<Vec<Derived>, CompileError> {
    let Compilation { resolver, judge, .. } = &mut *compilation;
    let mut resting_on: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for (index, one) in derived.iter().enumerate() {
        for cell in &one.document.based_on {
            resting_on.entry(cell).or_default().push(index);
        }
    }
    let mut stays = vec![true; derived.len()];
    // Where a fault costs no row, each is told in this first turn, and nobody is judged twice.
    let mut turn: BTreeSet<usize> = (0..derived.len()).collect();
    while !turn.is_empty() {
        let mut next = BTreeSet::new();
        for index in turn {
            let Derived { document, row } = &derived[index];
            let mut findings = Vec::new();
            for cell in &document.based_on {
                resolver.basis(cell, &mut findings);
            }
            if judge.judge(row, findings)? == Verdict::Reject {
                stays[index] = false;
                resolver.forget_document(&document.id, row.line());
                next.extend(resting_on.get(document.id.as_str()).into_iter().flatten().copied());
            }
        }
        next.retain(|&index| stays[index]);
        turn = next;
    }
    Ok(derived.into_iter().zip(stays).filter_map(|(one, stays)| stays.then_some(one)).collect())
}

/// A fault when a name looks like an IRI, and is not taken as one.
pub(super) fn broken_iri(schemes: &Schemes, field: &'static str, name: &str) -> Option<Finding> {
    iri_fault(name, schemes).map(|fault| bad_iri(fault, field, name))
}

/// A fault of the address of a document.
pub(super) fn bad_address(schemes: &Schemes, url: &str) -> Option<Finding> {
    let broken = || {
        let finding = Finding::new(&codes::BAD_IRI, "url", format!("`{}` is no web address", clip(url)));
        finding.hint(
            "write it with its scheme and without spaces, such as `https://example.org/report`, or leave it empty",
        )
    };
    fault_of(url, schemes).map(|fault| match fault {
        IriFault::Broken => broken(),
        IriFault::Scheme => unsafe_scheme("url", url),
    })
}

/// The text of a document, whose table names it.
fn read_text(project: &Project, source: &Source, path: &str, findings: &mut Vec<Finding>) -> Option<Text> {
    let unreadable = |why: &str, hint: &str| {
        Finding::new(&codes::UNREADABLE_TEXT, "path", format!("cannot read `{}`: {why}", clip(path))).hint(hint)
    };
    let below = "the path leads from the table's folder to a file below it; the text is UTF-8";
    if Path::new(path).is_absolute() || Path::new(path).components().any(|part| part == Component::ParentDir) {
        findings.push(unreadable("it lies outside the folder of the table", below));
        return None;
    }
    let beside = source.path.parent().unwrap_or(Path::new("")).join(path);
    match project.open_beside(source, &beside).and_then(text_of) {
        Ok(text) => Some(Text::new(&text)),
        Err(error) => {
            let hint = match NotRead::of(&error) {
                Some(NotRead::Outside(_)) => {
                    "put a copy of the text into the project; a link out of it is not followed"
                }
                Some(NotRead::Beyond(_)) => "name a folder above it with `--within`, or leave the flag out",
                Some(NotRead::TooLong(_)) => "divide the text into several documents",
                _ => below,
            };
            findings.push(unreadable(&error.to_string(), hint));
            None
        }
    }
}
