//! What of a thing is told, by the kind of thing.

use oxigraph::model::NamedNodeRef;
use oxigraph::model::vocab::{rdf, rdfs};

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

/// How a claim came to be a row.
pub(super) const OF_ROW: &[NamedNodeRef<'_>] =
    &[vocab::ANNOTATOR, vocab::CONFIDENCE, vocab::ACCEPTED, vocab::SOURCE_FILE, rdfs::COMMENT];

pub(super) const OF_DOCUMENT: &[NamedNodeRef<'_>] = &[
    rdf::TYPE,
    rdfs::LABEL,
    vocab::SCHEMA_HEADLINE,
    vocab::SCHEMA_PUBLISHER,
    vocab::SCHEMA_AUTHOR,
    vocab::SCHEMA_URL,
    vocab::SCHEMA_DATE_PUBLISHED,
    vocab::SCHEMA_IN_LANGUAGE,
    vocab::RETRIEVED,
];

pub(super) const OF_EVIDENCE: &[NamedNodeRef<'_>] =
    &[rdf::TYPE, vocab::QUOTE, vocab::OA_HAS_SOURCE, vocab::OA_HAS_SELECTOR];

pub(super) const OF_SELECTOR: &[NamedNodeRef<'_>] = &[rdf::TYPE, vocab::OA_EXACT, vocab::OA_START, vocab::OA_END];
