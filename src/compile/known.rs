//! What files of RDF say, without the claims that are not known yet.

use jiff::civil::Date;
use oxigraph::model::vocab::rdf;
use oxigraph::model::{NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term, Triple};
use rustc_hash::{FxHashMap, FxHashSet};

use super::provenance::{Provenance, day_of};
use crate::model::EventDate;
use crate::rdf::iri::Namespace;
use crate::rdf::vocab;

/// The quads that stay: those of claims whose document was not out yet go, with the plain triples and the events that only
/// they tell of, and so do these documents. What is no claim has no date, and stays.
pub(super) fn known_quads(provenance: &Provenance, namespace: &Namespace, quads: Vec<Quad>) -> Vec<Quad> {
    let Some(known_by) = provenance.known_by() else { return quads };
    let days = published(provenance, namespace, &quads);
    let is_out = |document: &NamedNode| days.get(document).copied().flatten().is_some_and(|day| day <= known_by);
    let of_class = |class: NamedNodeRef<'_>| -> FxHashSet<&NamedOrBlankNode> {
        let is_one = |quad: &&Quad| quad.predicate == rdf::TYPE && quad.object == class.into_owned().into();
        quads.iter().filter(is_one).map(|quad| &quad.subject).collect()
    };
    let known: FxHashSet<&NamedOrBlankNode> = quads
        .iter()
        .filter(|quad| quad.predicate == vocab::IN_DOCUMENT)
        .filter(|quad| matches!(&quad.object, Term::NamedNode(document) if is_out(document)))
        .map(|quad| &quad.subject)
        .collect();
    let claims = of_class(vocab::CLAIM);
    let is_unknown_claim = |node: &NamedOrBlankNode| claims.contains(node) && !known.contains(node);
    let told_by = |property: NamedNodeRef<'_>, wanted: bool| -> FxHashSet<Term> {
        let fits = |quad: &&Quad| {
            quad.predicate == property && claims.contains(&quad.subject) && known.contains(&quad.subject) == wanted
        };
        quads.iter().filter(fits).map(|quad| quad.object.clone()).collect()
    };
    let (events, statements) = (told_by(vocab::ABOUT, false), told_by(vocab::RDF_REIFIES, false));
    let (known_events, known_statements) = (told_by(vocab::ABOUT, true), told_by(vocab::RDF_REIFIES, true));
    let documents = of_class(vocab::DOCUMENT);
    let is_left_out = |quad: &Quad| {
        let subject = Term::from(quad.subject.clone());
        let triple = Term::from(Triple::from(quad.clone()));
        is_unknown_claim(&quad.subject)
            || (events.contains(&subject) && !known_events.contains(&subject))
            || (statements.contains(&triple) && !known_statements.contains(&triple))
            || matches!(&quad.subject, NamedOrBlankNode::NamedNode(node) if documents.contains(&quad.subject) && !is_out(node))
    };
    let stays: Vec<bool> = quads.iter().map(|quad| !is_left_out(quad)).collect();
    quads.into_iter().zip(stays).filter_map(|(quad, stays)| stays.then_some(quad)).collect()
}

/// The first day by which each document was published for certain.
fn published(provenance: &Provenance, namespace: &Namespace, quads: &[Quad]) -> FxHashMap<NamedNode, Option<Date>> {
    let mut days = provenance.days(namespace);
    for quad in quads.iter().filter(|quad| quad.predicate == vocab::SCHEMA_DATE_PUBLISHED) {
        if let (NamedOrBlankNode::NamedNode(document), Term::Literal(date)) = (&quad.subject, &quad.object) {
            let day = day_of(EventDate::parse(date.value()).ok().as_ref());
            let known = days.entry(document.clone()).or_default();
            *known = known.iter().copied().chain(day).min();
        }
    }
    days
}
