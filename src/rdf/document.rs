//! Documents as RDF.

use oxigraph::model::vocab::rdf;
use oxigraph::model::{NamedNode, QuadRef};

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
    qualifiers.write(iri, &document.qualifiers, sink);
}

/// Writes the text of a document into the graph of texts.
pub fn write_text(iri: &NamedNode, words: &Text, language: Option<&str>, sink: &mut Sink<'_>) {
    sink(QuadRef::new(iri, vocab::SCHEMA_TEXT, text(words.as_str(), language), vocab::TEXTS));
}

/// Writes a document of which only the identifier is known.
pub fn write_unknown_document(id: &str, iri: &NamedNode, sink: &mut Sink<'_>) {
    sink(fact(iri, rdf::TYPE, vocab::DOCUMENT));
    sink(label(iri, id));
}
