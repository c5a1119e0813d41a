//! What is noted of claims for those that speak of them.

use oxigraph::model::NamedNode;

use super::Compilation;
use super::inputs::reopen;
use super::ledger::Ledger;
use super::output::CompileError;
use super::writer::fingerprint;
use crate::model::{Claim, Referent};
use crate::project::Source;
use crate::rdf::claim::{End, EndKind, ResolvedClaim};
use crate::rdf::names::Named;
use crate::table::Table;

/// Leaves out a claim that is not known yet; one that is known may speak of its event all the same.
pub(super) fn leave_unknown(
    compilation: &mut Compilation<'_>,
    resolved: &ResolvedClaim<'_>,
    event: NamedNode,
    minted: &[Named],
) {
    let Compilation { project, ledger, provenance, .. } = compilation;
    if let Some(id) = resolved.claim.id.as_ref().filter(|id| ledger.is_referenced(id)) {
        provenance.set_aside(id, resolved, &event, (&project.namespace, minted));
    }
    note_written(ledger, resolved, event);
}

/// Notes for the claims that speak of this one what its event is.
pub(super) fn note_written(ledger: &mut Ledger<'_>, resolved: &ResolvedClaim<'_>, event: NamedNode) {
    if let Some(id) = &resolved.claim.id {
        let statement = statement_hash(&resolved.subject, resolved.predicate.iri(), resolved.object.as_ref());
        ledger.note_written(id, statement, || End { label: resolved.event_label(), iri: event, kind: EndKind::Event });
    }
}

/// A hash of a statement. Who denies a deed of one actor alone denies it whatever day it is told of, so that its event does
/// not count.
pub(super) fn statement_hash(subject: &End, predicate: &NamedNode, object: Option<&End>) -> u64 {
    fingerprint(&[Some(&subject.iri), Some(predicate), object.map(|object| &object.iri)])
}

/// Notes the identifiers of edges of KGTK: a node that is called so is the edge.
pub(super) fn note_edges(compilation: &mut Compilation<'_>, source: &Source) -> Result<(), CompileError> {
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
