//! Where a claim was published.

use super::{EventDate, OwnColumn};

/// One row of `documents.csv`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Document {
    /// Identifier that claims cite.
    pub id: String,
    /// Headline.
    pub title: Option<String>,
    /// Who published it; not the speaker of its claims.
    pub publisher: Option<String>,
    /// Web address.
    pub url: Option<String>,
    /// When it was published.
    pub published: Option<EventDate>,
    /// When it was fetched.
    pub retrieved: Option<EventDate>,
    /// Who wrote it.
    pub author: Option<String>,
    /// Whose word its claims are, unless they name a speaker: who wrote the letter, held the speech, gave the interview.
    pub said_by: Vec<String>,
    /// What it repeats or rests on: documents, or outlets and other entities by name.
    pub based_on: Vec<String>,
    /// Language tag of its text.
    pub language: Option<String>,
    /// File with its text, relative to the table.
    pub path: Option<String>,
    /// Cells of columns relata has no meaning for: column name and cell.
    pub qualifiers: Vec<(OwnColumn, String)>,
}

impl Document {
    /// The document of which only the identifier is known.
    pub fn of_id(id: impl Into<String>) -> Document {
        Document {
            id: id.into(),
            title: None,
            publisher: None,
            url: None,
            published: None,
            retrieved: None,
            author: None,
            said_by: Vec::new(),
            based_on: Vec::new(),
            language: None,
            path: None,
            qualifiers: Vec::new(),
        }
    }
}
