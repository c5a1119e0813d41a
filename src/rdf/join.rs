//! Joins of names and the judgements they rest on, as RDF.

use oxigraph::model::vocab::{rdf, xsd};
use oxigraph::model::{LiteralRef, NamedNode, QuadRef};

use super::iri::Namespace;
use super::plain::plain_datatype;
use super::{Sink, fact, vocab};
use crate::model::{Judgement, Origin};

/// Where the items of Wikidata are.
const WIKIDATA: &str = "http://www.wikidata.org/entity/";

/// A name that was joined to an entity.
#[derive(Debug)]
pub struct Join<'a> {
    /// The entity.
    pub of: &'a NamedNode,
    /// The name.
    pub name: &'a str,
    /// The reason in words.
    pub reason: &'a str,
    /// The judgements it rests on.
    pub judgements: Vec<NamedNode>,
}

/// Writes that a name is another name of an entity, and why.
pub fn write_join(join: &Join<'_>, namespace: &Namespace, sink: &mut Sink<'_>) {
    let iri = namespace.join(join.of.as_str(), join.name);
    let text = LiteralRef::new_simple_literal;
    sink(fact(join.of, vocab::SKOS_ALT_LABEL, text(join.name)));
    sink(fact(&iri, rdf::TYPE, vocab::JOIN));
    sink(fact(&iri, vocab::JOIN_OF, join.of));
    sink(fact(&iri, vocab::JOINED_NAME, text(join.name)));
    sink(fact(&iri, vocab::REASON, text(join.reason)));
    for judgement in &join.judgements {
        sink(fact(&iri, vocab::BY_JUDGEMENT, judgement));
    }
}

/// Writes that an IRI from elsewhere means an entity.
pub fn write_same_as(entity: &NamedNode, other: &NamedNode, sink: &mut Sink<'_>) {
    sink(fact(entity, vocab::OWL_SAME_AS, other));
    if other.as_str().starts_with(WIKIDATA) {
        sink(fact(entity, vocab::SKOS_EXACT_MATCH, other));
    }
}

/// The IRI of a judgement: a hash of what it says.
pub fn judgement_iri(judgement: &Judgement, namespace: &Namespace) -> NamedNode {
    let text = |cell: &Option<String>| cell.clone().unwrap_or_default();
    let [who, when, why] = [&judgement.who, &judgement.when, &judgement.why].map(text);
    namespace.judgement(&[&judgement.left, &judgement.right, judgement.sameness.word(), &who, &when, &why])
}

/// Writes a judgement.
pub fn write_judgement(judgement: &Judgement, origin: &Origin, namespace: &Namespace, sink: &mut Sink<'_>) {
    let iri = judgement_iri(judgement, namespace);
    let text = LiteralRef::new_simple_literal;
    sink(fact(&iri, rdf::TYPE, vocab::JUDGEMENT));
    sink(fact(&iri, vocab::LEFT, text(&judgement.left)));
    sink(fact(&iri, vocab::RIGHT, text(&judgement.right)));
    sink(fact(&iri, vocab::SAMENESS, text(judgement.sameness.word())));
    if let Some(who) = &judgement.who {
        sink(fact(&iri, vocab::JUDGED_BY, text(who)));
    }
    if let Some(when) = &judgement.when {
        let literal = plain_datatype(when).map_or_else(|| text(when), |of| LiteralRef::new_typed_literal(when, of));
        sink(fact(&iri, vocab::JUDGED_ON, literal));
    }
    if let Some(why) = &judgement.why {
        sink(fact(&iri, vocab::REASON, text(why)));
    }
    sink(fact(&iri, vocab::SOURCE_FILE, text(&origin.file)));
    let line = origin.line.to_string();
    let line = LiteralRef::new_typed_literal(&line, xsd::INTEGER);
    sink(QuadRef::new(&iri, vocab::SOURCE_LINE, line, vocab::POSITIONS));
}
