//! Documents as RDF.

use oxigraph::model::vocab::rdf;
use oxigraph::model::{NamedNode, QuadRef};

use super::plain::write_plain;
use super::qualifier::Qualifiers;
use super::{Sink, fact, label, text, vocab};
use crate::columns::DOCUMENT;
use crate::model::{Document, Text};

/// Writes what a row of `documents.csv` says; the publisher is resolved by the caller.
pub fn write_document(
    document: &Document,
    iri: &NamedNode,
    publisher: Option<&NamedNode>,
    qualifiers: &mut Qualifiers,
    sink: &mut Sink<'_>,
) {
    sink(fact(iri, rdf::TYPE, vocab::DOCUMENT));
    sink(label(iri, document.title.as_deref().unwrap_or(&document.id)));
    if let Some(publisher) = publisher {
        sink(fact(iri, vocab::SCHEMA_PUBLISHER, publisher));
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
