//! Documents as RDF.

use oxigraph::model::vocab::{rdf, xsd};
use oxigraph::model::{Literal, LiteralRef, NamedNode, QuadRef};

use super::qualifier::Qualifiers;
use super::{Sink, fact, label, text, vocab};
use crate::model::{Document, EventDate, Precision, Text};

/// Writes what a row of `documents.csv` says; the publisher is resolved by the caller.
pub fn write_document(
    document: &Document,
    iri: &NamedNode,
    publisher: Option<&NamedNode>,
    qualifiers: &mut Qualifiers,
    sink: &mut Sink<'_>,
) {
    let plain = LiteralRef::new_simple_literal;
    sink(fact(iri, rdf::TYPE, vocab::DOCUMENT));
    sink(label(iri, document.title.as_deref().unwrap_or(&document.id)));
    if let Some(title) = &document.title {
        sink(fact(iri, vocab::SCHEMA_HEADLINE, text(title, document.language.as_deref())));
    }
    if let Some(publisher) = publisher {
        sink(fact(iri, vocab::SCHEMA_PUBLISHER, publisher));
    }
    if let Some(url) = &document.url {
        sink(fact(iri, vocab::SCHEMA_URL, &NamedNode::new_unchecked(url)));
    }
    if let Some(date) = &document.published {
        sink(fact(iri, vocab::SCHEMA_DATE_PUBLISHED, &date_literal(date)));
    }
    if let Some(date) = &document.retrieved {
        sink(fact(iri, vocab::RETRIEVED, &date_literal(date)));
    }
    if let Some(author) = &document.author {
        sink(fact(iri, vocab::SCHEMA_AUTHOR, plain(author)));
    }
    if let Some(language) = &document.language {
        sink(fact(iri, vocab::SCHEMA_IN_LANGUAGE, plain(language)));
    }
    if let Some(path) = &document.path {
        sink(fact(iri, vocab::TEXT_FILE, plain(path)));
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
    sink(label(iri, id));
}

/// A day as `xsd:date`, anything coarser or doubtful in EDTF.
pub(super) fn date_literal(date: &EventDate) -> Literal {
    match date.begin() {
        Some(day) if date.precision() == Precision::Day && date.text().len() == 10 => {
            Literal::new_typed_literal(day.to_string(), xsd::DATE)
        }
        _ => Literal::new_typed_literal(date.text(), vocab::EDTF),
    }
}
