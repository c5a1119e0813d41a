//! What is noted of claims for those that speak of them.

use oxigraph::model::NamedNode;

use super::Compilation;
use super::inputs::reopen;
use super::ledger::Ledger;
use super::output::CompileError;
use super::writer::fingerprint;
use crate::columns::{CLAIM, Field, Holds};
use crate::diagnostic::caught;
use crate::model::{Claim, Referent};
use crate::project::{Source, SourceKind};
use crate::rdf::claim::{End, EndKind, ResolvedClaim};
use crate::rdf::names::Named;
use crate::table::{Row, Table};

/// The event of a claim.
pub(super) struct About {
    /// The one that the graph has.
    pub(super) event: NamedNode,
    /// The one that the row tells of, which was joined to that one, or is it.
    pub(super) told: NamedNode,
}

impl About {
    /// True when the row tells of another event than the graph has.
    pub(super) fn is_joined(&self) -> bool {
        self.event != self.told
    }
}

/// Leaves out a claim that is not known yet; one that is known may speak of its event all the same.
pub(super) fn leave_unknown(
    compilation: &mut Compilation<'_>,
    resolved: &ResolvedClaim<'_>,
    iri: NamedNode,
    about: &About,
    minted: &[Named],
) {
    let Compilation { project, ledger, provenance, .. } = compilation;
    if project.sources.iter().any(|source| matches!(source.kind, SourceKind::Rdf | SourceKind::Construct)) {
        provenance.leave_out(iri);
    }
    if let Some(id) = resolved.claim.id.as_ref().filter(|id| ledger.is_referenced(id)) {
        provenance.set_aside(id, resolved, about, (&project.namespace, minted));
    }
}

/// Notes for the claims that speak of this one what its event is.
pub(super) fn note_written(ledger: &mut Ledger<'_>, resolved: &ResolvedClaim<'_>, about: &About) {
    if let Some(id) = &resolved.claim.id {
        let statement = statement_hash(&resolved.subject, resolved.predicate.iri(), resolved.object.as_ref());
        ledger.note_written(id, statement, || End {
            label: resolved.event_label(),
            iri: about.event.clone(),
            told: about.is_joined().then(|| about.told.clone()),
            kind: EndKind::Event,
        });
    }
}

/// A hash of a statement. Who denies a deed of one actor alone denies it whatever day it is told of, so that its event does
/// not count.
pub(super) fn statement_hash(subject: &End, predicate: &NamedNode, object: Option<&End>) -> u64 {
    fingerprint(&[Some(&subject.iri), Some(predicate), object.map(|object| &object.iri)])
}

/// Notes which identifiers the rows of tables refer to, so that only these claims are remembered. `must` is set when
/// something else refers to claims as well; else, where no table has an `id` column, there is nothing to refer to, and no table
/// is read for it.
pub(super) fn collect_references(
    compilation: &mut Compilation<'_>,
    sources: &[&Source],
    must: bool,
) -> Result<(), CompileError> {
    let project = compilation.project;
    let has_ids = |source: &&Source| {
        // A table that sets off a panic does so again below, where that is told.
        caught(|| reopen(project, source).is_none_or(|table| table.header().has("id"))).unwrap_or(true)
    };
    if !must && !sources.iter().any(has_ids) {
        return Ok(());
    }
    // All tables tell their edges before the first one is asked what it refers to.
    for source in sources {
        compilation.guarded(source, |compilation| note_edges(compilation, source))?;
    }
    for source in sources {
        compilation.guarded(source, |compilation| collect_of_table(compilation, source))?;
    }
    Ok(())
}

/// Notes which identifiers the rows of a table refer to.
fn collect_of_table(compilation: &mut Compilation<'_>, source: &Source) -> Result<(), CompileError> {
    let project = compilation.project;
    let Some(mut table) = reopen(project, source) else { return Ok(()) };
    let without_mark = |id: &str| id.strip_prefix('#').unwrap_or(id).trim().to_owned();
    let ends = ["subject", "object"];
    let replies: Vec<&str> = CLAIM.iter().filter(|field| field.holds == Holds::Claim).map(Field::name).collect();
    let is_kgtk = table.is_kgtk();
    // Identifiers of edges have no mark that would tell the rows that hold one.
    if !is_kgtk {
        // Of a table of a million rows a few thousand refer to claims; only those are taken apart.
        let marked = ends.iter().map(|field| (*field, Some(b'#')));
        let telling: Vec<(&str, Option<u8>)> = marked.chain(replies.iter().map(|field| (*field, None))).collect();
        table.look_only_at(&telling);
    }
    let path = || project.root.join(&source.path);
    while let Some(row) = table.read().map_err(|source| CompileError::Read { path: path(), source })? {
        let Ok(row) = row else { continue };
        let mut collect = |row: &Row<'_>| {
            let ends = ends.into_iter().filter_map(|field| row.get(field));
            let ends: Vec<&str> = ends.collect();
            let edges = ends.iter().copied().filter(|cell| is_kgtk && compilation.ledger.is_edge(cell));
            let edges: Vec<String> = edges.map(str::to_owned).collect();
            compilation.ledger.refer(edges);
            compilation.ledger.refer(ends.into_iter().filter(|cell| cell.starts_with('#')).map(without_mark));
            let replies = replies.iter().flat_map(|field| row.list(field));
            compilation.ledger.refer(replies.map(|id| without_mark(&id)));
        };
        match row.parts() {
            Ok(None) => collect(&row),
            Ok(Some(parts)) => parts.iter().for_each(|cells| collect(&row.with_cells(cells))),
            Err(_) => {}
        }
    }
    Ok(())
}

/// Notes the identifiers of edges of KGTK: a node that is called so is the edge.
fn note_edges(compilation: &mut Compilation<'_>, source: &Source) -> Result<(), CompileError> {
    let project = compilation.project;
    let Some(mut table) = reopen(project, source).filter(Table::is_kgtk) else { return Ok(()) };
    let path = || project.root.join(&source.path);
    while let Some(row) = table.read().map_err(|source| CompileError::Read { path: path(), source })? {
        if let Some(id) = row.ok().and_then(|row| row.get("id")) {
            compilation.ledger.note_edge(id);
        }
    }
    Ok(())
}

/// Makes an end that is the identifier of an edge of KGTK the statement of that edge, unless an entity is declared under it.
pub(super) fn refer_to_edges(claim: &mut Claim, compilation: &mut Compilation<'_>) {
    let Compilation { resolver, ledger, .. } = compilation;
    for end in [&mut claim.subject, &mut claim.object] {
        if let Referent::Name(name) = end
            && claim.id.as_deref() != Some(name)
            && ledger.is_edge(name)
            && resolver.names().find(name).is_none()
        {
            *end = Referent::Claim(std::mem::take(name));
        }
    }
}
