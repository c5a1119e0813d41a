//! What a file of another program says, in the terms of relata's tables.

use std::io;

use super::RawRow;
use crate::diagnostic::Finding;
use crate::model::{Claim, Document, Entity, Text};

/// What one row or annotation of a foreign file says.
#[derive(Debug, Default)]
pub struct Said {
    /// Facts about entities, by label; told as often as they occur.
    pub entities: Vec<Entity>,
    /// Documents.
    pub documents: Vec<Document>,
    /// Texts of documents, by their identifiers.
    pub texts: Vec<(String, Text)>,
    /// Claims; their ends are labels of entities or identifiers of claims.
    pub claims: Vec<Claim>,
    /// What is wrong.
    pub findings: Vec<Finding>,
}

/// Reads a foreign file row by row.
pub trait Reader {
    /// Reads the next row into `said`, which is emptied first; false at the end.
    ///
    /// # Errors
    /// When the file stops being readable.
    fn read(&mut self, said: &mut Said) -> io::Result<bool>;

    /// The bytes and the place of the row read last.
    fn raw(&self) -> RawRow;
}
