//! The columns of documents.

use super::{Content, Field, Holds, add, columns, put, set};
use crate::model::{Document, EventDate};
use crate::ontology::vocab;
use crate::table::header::{Column, Layout, Several};

/// The columns of `documents.csv`.
pub static DOCUMENTS: Layout = Layout { name: "documents", columns: &COLUMNS };

static COLUMNS: [Column; 11] = columns(&DOCUMENT);

/// What stands in the columns of documents.
pub static DOCUMENT: [Field<Document>; 11] = [
    Field::<Document>::new(
        Column::required("id", &["document", "document_id", "doc"]),
        Holds::Id,
        |document| Content::Text(&document.id),
        |document, cell| set(&mut document.id, Some(cell)),
    ),
    Field::<Document>::new(
        Column::optional("title", &["headline"]).running_on(),
        Holds::Title,
        |document| Content::text(document.title.as_ref()),
        |document, cell| put(&mut document.title, cell),
    )
    .property(vocab::SCHEMA_HEADLINE),
    Field::<Document>::new(
        Column::optional("publisher", &["source", "outlet"]),
        Holds::Name,
        |document| Content::text(document.publisher.as_ref()),
        |document, cell| put(&mut document.publisher, cell),
    )
    .property(vocab::SCHEMA_PUBLISHER),
    Field::<Document>::new(
        Column::optional("url", &["source_url", "link"]),
        Holds::Address,
        |document| Content::text(document.url.as_ref()),
        |document, cell| put(&mut document.url, cell),
    )
    .property(vocab::SCHEMA_URL),
    Field::<Document>::new(
        Column::optional("published", &["date", "published_at"]),
        Holds::Date,
        |document| Content::date(document.published.as_ref()),
        |document, cell| set(&mut document.published, EventDate::parse(&cell).ok().map(Some)),
    )
    .property(vocab::SCHEMA_DATE_PUBLISHED),
    Field::<Document>::new(
        Column::optional("retrieved", &["accessed", "retrieved_at"]),
        Holds::Date,
        |document| Content::date(document.retrieved.as_ref()),
        |document, cell| set(&mut document.retrieved, EventDate::parse(&cell).ok().map(Some)),
    )
    .property(vocab::RETRIEVED),
    Field::<Document>::new(
        Column::optional("author", &["authors", "byline"]),
        Holds::Text,
        |document| Content::text(document.author.as_ref()),
        |document, cell| put(&mut document.author, cell),
    )
    .property(vocab::SCHEMA_AUTHOR),
    Field::<Document>::new(
        Column::optional("said_by", &["speaker", "speakers"]).several(Several::List),
        Holds::Name,
        |document| Content::Texts(&document.said_by),
        |document, cell| add(&mut document.said_by, cell),
    )
    .property(vocab::DEFAULT_SPEAKER),
    Field::<Document>::new(
        Column::optional("based_on", &["derived_from", "copy_of"]).several(Several::List),
        Holds::Name,
        |document| Content::Texts(&document.based_on),
        |document, cell| add(&mut document.based_on, cell),
    )
    .property(vocab::BASED_ON),
    Field::<Document>::new(
        Column::optional("language", &["lang"]),
        Holds::Language,
        |document| Content::text(document.language.as_ref()),
        |document, cell| put(&mut document.language, cell),
    )
    .property(vocab::SCHEMA_IN_LANGUAGE),
    Field::<Document>::new(
        Column::optional("path", &["file", "text"]),
        Holds::Text,
        |document| Content::text(document.path.as_ref()),
        |document, cell| put(&mut document.path, cell),
    )
    .property(vocab::TEXT_FILE),
];
