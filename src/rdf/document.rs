//! Documents as RDF.

use oxigraph::model::vocab::rdf;
use oxigraph::model::{LiteralRef, NamedNode, QuadRef};

use super::iri::is_iri;
use super::plain::write_plain;
use super::qualifier::Qualifiers;
use super::{Sink, fact, label, text, vocab};
use crate::columns::DOCUMENT;
use crate::model::{Document, Text};

/// What a document names, resolved.
#[derive(Debug, Default)]
pub struct DocumentLinks {
    /// Who published it.
    pub publisher: Option<NamedNode>,
    /// Whose word its claims are, unless they name a speaker.
    pub speakers: Vec<NamedNode>,
    /// What it repeats or rests on.
    pub based_on: Vec<NamedNode>,
}

/// Writes what a row of `documents.csv` says; what it names is resolved by the caller.
pub fn write_document(
    document: &Document,
    iri: &NamedNode,
    links: &DocumentLinks,
    qualifiers: &mut Qualifiers,
    sink: &mut Sink<'_>,
) {
    sink(fact(iri, rdf::TYPE, vocab::DOCUMENT));
    sink(label(iri, document.title.as_deref().unwrap_or(&document.id)));
    let publisher = links.publisher.iter().map(|publisher| (vocab::SCHEMA_PUBLISHER, publisher));
    let speakers = links.speakers.iter().map(|speaker| (vocab::DEFAULT_SPEAKER, speaker));
    let based_on = links.based_on.iter().map(|other| (vocab::BASED_ON, other));
    for (property, other) in publisher.chain(speakers).chain(based_on) {
        sink(fact(iri, property, other));
    }
    write_plain(&DOCUMENT, document, iri, document.language.as_deref(), sink);
    match &document.url {
        None => write_address(&document.id, iri, sink),
        Some(url) if qualifiers.namespace().schemes().allow(url) => {
            sink(fact(iri, vocab::SCHEMA_URL, &NamedNode::new_unchecked(url)));
        }
        // Kept as it was told, but as a text, which nothing follows.
        Some(url) => sink(fact(iri, vocab::SCHEMA_URL, LiteralRef::new_simple_literal(url))),
    }
    qualifiers.write(iri, &document.qualifiers, sink);
}

/// Writes the text of a document into the graph of texts.
pub fn write_text(iri: &NamedNode, words: &Text, language: Option<&str>, sink: &mut Sink<'_>) {
    sink(QuadRef::new(iri, vocab::SCHEMA_TEXT, text(words.as_str(), language), vocab::TEXTS));
}

/// Writes a document of which only the identifier is known.
pub fn write_unknown_document(id: &str, iri: &NamedNode, sink: &mut Sink<'_>) {
    sink(fact(iri, rdf::TYPE, vocab::DOCUMENT));
    sink(label(iri, address_in(id).unwrap_or(id)));
    write_address(id, iri, sink);
}

/// Writes the address of a document whose identifier is one.
fn write_address(id: &str, iri: &NamedNode, sink: &mut Sink<'_>) {
    if let Some(address) = address_in(id) {
        sink(fact(iri, vocab::SCHEMA_URL, &NamedNode::new_unchecked(address)));
    }
}

/// The web address that the identifier of a document is, where it is one that can stand in the graph.
pub fn address_in(id: &str) -> Option<&str> {
    let address = id.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')).unwrap_or(id);
    let (scheme, rest) = address.split_once("://")?;
    let is_web = ["http", "https"].iter().any(|known| scheme.eq_ignore_ascii_case(known));
    (is_web && !rest.is_empty() && is_iri(address)).then_some(address)
}
