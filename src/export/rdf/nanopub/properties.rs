//! What of a thing is told, by the kind of thing.

use std::sync::LazyLock;

use oxigraph::model::NamedNodeRef;
use oxigraph::model::vocab::{rdf, rdfs};

use crate::columns::{CLAIM, DOCUMENT, Field};
use crate::rdf::vocab;

/// What is told of an event. Statements that are accepted as fact can have an event as subject; they are other claims.
pub(super) const OF_EVENT: &[NamedNodeRef<'_>] = &[
    rdf::TYPE,
    rdfs::LABEL,
    vocab::AGENT,
    vocab::PREDICATE,
    vocab::RECIPIENT,
    vocab::THEME,
    vocab::DATE,
    vocab::EDTF_DATE,
    vocab::DATE_PRECISION,
    vocab::MODE,
    vocab::SEM_EVENT_TYPE,
    vocab::SEM_HAS_PLACE,
    vocab::SEM_BEGIN,
    vocab::SEM_END,
];

/// What a claim says that does not affirm its statement.
pub(super) const OF_CONTENT: &[NamedNodeRef<'_>] = &[
    rdf::TYPE,
    vocab::RDF_SUBJECT,
    vocab::RDF_PREDICATE,
    vocab::RDF_OBJECT,
    vocab::ABOUT,
    vocab::POLARITY,
    vocab::MODALITY,
    vocab::CERTAINTY,
    vocab::CONFIRMS,
    vocab::DENIES,
    vocab::DECLINES_TO_COMMENT,
];

/// Where a claim comes from.
pub(super) const OF_SOURCE: &[NamedNodeRef<'_>] = &[
    rdf::TYPE,
    vocab::ABOUT,
    vocab::SAID_BY,
    vocab::IN_DOCUMENT,
    vocab::EVIDENCE,
    vocab::POLARITY,
    vocab::MODALITY,
    vocab::CERTAINTY,
    vocab::CONFIRMS,
    vocab::DENIES,
    vocab::DECLINES_TO_COMMENT,
];

/// How a claim came to be a row, and what its columns say of that.
pub(super) static OF_ROW: LazyLock<Vec<NamedNodeRef<'static>>> = LazyLock::new(|| {
    let columns = CLAIM.iter().filter_map(Field::plain_property);
    [vocab::ACCEPTED, vocab::SOURCE_FILE].into_iter().chain(columns).collect()
});

/// What is told of a document: its columns, but for the file its text is in, which no reader elsewhere has.
pub(super) static OF_DOCUMENT: LazyLock<Vec<NamedNodeRef<'static>>> = LazyLock::new(|| {
    let columns = DOCUMENT.iter().filter_map(|field| field.property).filter(|property| *property != vocab::TEXT_FILE);
    [rdf::TYPE, rdfs::LABEL].into_iter().chain(columns).collect()
});

pub(super) const OF_EVIDENCE: &[NamedNodeRef<'_>] =
    &[rdf::TYPE, vocab::QUOTE, vocab::OA_HAS_SOURCE, vocab::OA_HAS_SELECTOR];

pub(super) const OF_SELECTOR: &[NamedNodeRef<'_>] = &[rdf::TYPE, vocab::OA_EXACT, vocab::OA_START, vocab::OA_END];
