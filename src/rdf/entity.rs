//! Entities as RDF.

use std::sync::Arc;

use oxigraph::model::vocab::{rdf, rdfs};
use oxigraph::model::{LiteralRef, NamedNode, NamedNodeRef, Term};

use super::names::{Named, is_same_name};
use super::plain::write_plain;
use super::qualifier::Qualifiers;
use super::{Sink, fact, label, vocab};
use crate::columns::ENTITY;
use crate::model::{Coordinates, Entity, EntityKind};

/// The class of a kind of entity.
pub fn class_of(kind: EntityKind) -> NamedNodeRef<'static> {
    match kind {
        EntityKind::Person => vocab::PERSON,
        EntityKind::State => vocab::STATE,
        EntityKind::Organization => vocab::ORGANIZATION,
        EntityKind::Group => vocab::GROUP,
        EntityKind::Role => vocab::ROLE_ACTOR,
        EntityKind::Actor => vocab::ACTOR,
        EntityKind::Place => vocab::PLACE,
        EntityKind::Proposal => vocab::PROPOSAL,
        EntityKind::Thing => vocab::THING,
    }
}

/// A class of entities that relata does not have.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnClass {
    /// Its IRI.
    pub iri: NamedNode,
    /// The name to show.
    pub label: Arc<str>,
    /// The kind of entity that the project says it is.
    pub kind: Option<EntityKind>,
}

/// Writes that an entity is of a class of the project, and what the class is.
fn write_class(class: &OwnClass, of: &NamedNode, sink: &mut Sink<'_>) {
    sink(fact(of, rdf::TYPE, &class.iri));
    sink(fact(&class.iri, rdf::TYPE, rdfs::CLASS));
    sink(fact(&class.iri, rdfs::SUB_CLASS_OF, class.kind.map_or(vocab::ENTITY, class_of)));
    sink(label(&class.iri, &class.label));
}

/// Writes what a row of `entities.csv` says; its class, `member_of` and `country` are resolved by the caller;
/// a country nobody declared stays a code or name.
pub fn write_entity(
    entity: &Entity,
    named: &Named,
    class: Option<&OwnClass>,
    member_of: &[NamedNode],
    country: Option<&Term>,
    qualifiers: &mut Qualifiers,
    sink: &mut Sink<'_>,
) {
    let iri = &named.iri;
    sink(fact(iri, rdf::TYPE, entity.kind.map_or(vocab::ENTITY, class_of)));
    if let Some(class) = class {
        write_class(class, iri, sink);
    }
    // What was joined to another entity is called as that one is.
    let property = if is_same_name(&entity.label, &named.label) { rdfs::LABEL } else { vocab::SKOS_ALT_LABEL };
    sink(fact(iri, property, LiteralRef::new_simple_literal(&entity.label)));
    for group in member_of {
        sink(fact(iri, vocab::MEMBER_OF, group));
    }
    if let Some(country) = country {
        sink(fact(iri, vocab::COUNTRY, country));
    }
    if let Some(Coordinates { latitude, longitude }) = &entity.coordinates {
        let point = qualifiers.namespace().point(latitude, longitude);
        let wkt = format!("POINT({longitude} {latitude})");
        sink(fact(iri, vocab::GEO_HAS_GEOMETRY, &point));
        sink(fact(&point, rdf::TYPE, vocab::GEO_GEOMETRY));
        sink(fact(&point, vocab::GEO_AS_WKT, LiteralRef::new_typed_literal(&wkt, vocab::GEO_WKT_LITERAL)));
    }
    write_plain(&ENTITY, entity, iri, None, sink);
    qualifiers.write(iri, &entity.qualifiers, sink);
}

/// Writes an entity of which only the name is known.
pub fn write_minted(named: &Named, class: NamedNodeRef<'_>, sink: &mut Sink<'_>) {
    sink(fact(&named.iri, rdf::TYPE, class));
    sink(label(&named.iri, &named.label));
}
