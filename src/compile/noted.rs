//! What is noted of claims for those that speak of them.

use oxigraph::model::NamedNode;

use super::Compilation;
use super::ledger::Ledger;
use super::writer::fingerprint;
use crate::rdf::claim::{End, EndKind, ResolvedClaim};
use crate::rdf::names::Named;

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
