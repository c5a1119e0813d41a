//! The columns whose cells say what properties have.

use oxigraph::model::NamedNodeRef;
use oxigraph::model::vocab::{rdf, rdfs};

use crate::columns::{CLAIM, DOCUMENT, ENTITY, Field, JUDGEMENT};
use crate::ontology::vocab;
use crate::project::SourceKind;

/// Properties of a claim, of its event and of its evidence that no column has to itself, with the column that their
/// values are made of. The column of others is that of its [`Field`].
const OF_CLAIMS: &[(NamedNodeRef<'static>, &str)] = &[
    (vocab::ABOUT, "predicate"),
    (vocab::RDF_REIFIES, "predicate"),
    (vocab::AGENT, "subject"),
    (vocab::SUBJECT_WRITTEN, "subject"),
    (vocab::PREDICATE, "predicate"),
    (vocab::MODE, "predicate"),
    (rdfs::LABEL, "predicate"),
    (vocab::RECIPIENT, "object"),
    (vocab::THEME, "object"),
    (vocab::OBJECT_WRITTEN, "object"),
    (vocab::DATE, "date"),
    (vocab::EDTF_DATE, "date"),
    (vocab::DATE_PRECISION, "date"),
    (vocab::SEM_BEGIN, "date"),
    (vocab::SEM_END, "date"),
    (vocab::SEM_HAS_PLACE, "place"),
    (vocab::PLACE_WRITTEN, "place"),
    (vocab::SEM_EVENT_TYPE, "event_codes"),
    (vocab::SAID_BY, "said_by"),
    (vocab::DENIED_BY, "said_by"),
    (vocab::LEFT_OPEN_BY, "said_by"),
    (vocab::SPEAKER_WRITTEN, "said_by"),
    (vocab::STANCE, "polarity"),
    (vocab::EVIDENCE, "quote"),
    (vocab::QUOTE, "quote"),
    (vocab::OA_HAS_SELECTOR, "quote"),
    (vocab::OA_EXACT, "quote"),
    (vocab::OA_START, "start"),
    (vocab::OA_END, "end"),
    (vocab::OA_HAS_SOURCE, "document"),
    (vocab::SCHEMA_URL, "url"),
    (vocab::SCHEMA_HEADLINE, "title"),
    (vocab::SCHEMA_PUBLISHER, "publisher"),
    (vocab::SCHEMA_DATE_PUBLISHED, "published"),
    (vocab::SCHEMA_AUTHOR, "author"),
];

/// The same of entities.
const OF_ENTITIES: &[(NamedNodeRef<'static>, &str)] =
    &[(rdfs::LABEL, "label"), (rdf::TYPE, "type"), (vocab::GEO_HAS_GEOMETRY, "coordinates")];

/// The same of documents.
const OF_DOCUMENTS: &[(NamedNodeRef<'static>, &str)] = &[(rdfs::LABEL, "title")];

/// The column of a table whose cells say what a property has; none for columns without a meaning.
pub(super) fn column_of(kind: SourceKind, property: NamedNodeRef<'_>) -> Option<&'static str> {
    fn of_field<T>(fields: &[Field<T>], property: NamedNodeRef<'_>) -> Option<&'static str> {
        fields.iter().find(|field| field.property.is_some_and(|own| own == property)).map(Field::name)
    }
    let (own, made): (_, &[_]) = match kind {
        SourceKind::Claims | SourceKind::Extracted => (of_field(&CLAIM, property), OF_CLAIMS),
        SourceKind::Entities => (of_field(&ENTITY, property), OF_ENTITIES),
        SourceKind::Documents => (of_field(&DOCUMENT, property), OF_DOCUMENTS),
        SourceKind::Judgements => (of_field(&JUDGEMENT, property), &[]),
        _ => (None, &[]),
    };
    own.or_else(|| made.iter().find(|(made, _)| *made == property).map(|(_, column)| *column))
}
