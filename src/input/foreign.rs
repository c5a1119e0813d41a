//! What rows of foreign files say, in the terms of relata's own tables.
//!
//! A [`Reader`] goes through one file and fills [`Said`] row by row. Whatever it
//! gives could stand in `claims.csv`, `entities.csv` and `documents.csv`, so that
//! every import can be edited in a spreadsheet.

use std::io;

use crate::diagnostic::Finding;
use crate::model::{Claim, Document, Entity, EntityKind, Referent, Text};
use crate::table::RawRow;

/// What one row or annotation says.
#[derive(Debug, Default)]
pub struct Said {
    /// Facts about entities, by label; told as often as they occur.
    pub entities: Vec<Entity>,
    /// Facts about documents.
    pub documents: Vec<Document>,
    /// Texts of documents, by the document's identifier.
    pub texts: Vec<(String, Text)>,
    /// The claims. Ends, places and speakers are labels of entities.
    pub claims: Vec<Claim>,
    /// What is wrong with the row.
    pub findings: Vec<Finding>,
    /// Claims that are done with: what one thread allocates is freed at less cost by the same thread.
    pub spent: Vec<Claim>,
    /// Strings of rows that are done with.
    pub strings: Vec<String>,
}

impl Said {
    /// Takes everything out but keeps the room for the next row.
    pub fn clear(&mut self) {
        let Said { entities, documents, texts, claims, findings, spent, strings } = self;
        spent.drain(..).for_each(|claim| take_strings(claim, strings));
        strings.extend(entities.drain(..).flat_map(|entity| [Some(entity.label), entity.country]).flatten());
        strings.extend(documents.drain(..).flat_map(|document| [Some(document.id), document.url]).flatten());
        texts.clear();
        claims.clear();
        findings.clear();
    }

    /// This text, in a string of a row that is done with where there is one: rows have dozens of cells, and each string
    /// that is made and freed has its price.
    pub(super) fn string(&mut self, text: &str) -> String {
        let mut string = self.strings.pop().unwrap_or_default();
        string.clear();
        string.push_str(text);
        string
    }
}

/// Takes the strings that most claims have.
fn take_strings(claim: Claim, strings: &mut Vec<String>) {
    let Claim { id, subject, predicate, object, event, event_types, place, document, qualifiers, .. } = claim;
    strings.extend([id, event, place, document, Some(predicate)].into_iter().flatten());
    let text = |end: Referent| match end {
        Referent::Name(text) | Referent::Claim(text) => Some(text),
        Referent::OwnEvent => None,
    };
    strings.extend([subject, object].into_iter().filter_map(text));
    strings.extend(event_types);
    strings.extend(qualifiers.into_iter().map(|(_, cell)| cell));
}

/// Reads one file of a foreign format.
pub trait Reader {
    /// Reads the next row into `said`, which is empty; false at the end.
    ///
    /// # Errors
    /// When the file stops being readable.
    fn read(&mut self, said: &mut Said) -> io::Result<bool>;

    /// Bytes and place of the row read last.
    fn raw(&self) -> RawRow;

    /// Puts bytes and place of the row read last into `raw`, once for each row; a reader may keep the buffers it gets.
    fn hand_over(&mut self, raw: &mut RawRow) {
        *raw = self.raw();
    }

    /// Line the row read last starts in.
    fn line(&self) -> u64;
}

/// An entity of which only label and kind are known.
pub(super) fn entity(label: impl Into<String>, kind: EntityKind) -> Entity {
    Entity { kind: Some(kind), ..Entity::called(label) }
}
