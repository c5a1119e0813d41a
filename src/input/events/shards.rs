//! Rows that relata has mapped before: stored tables of claims, entities and documents, as `relata shard` writes them.
//!
//! They say what the rows of the sources said, so that a graph of them is the graph of the sources. Claims keep file and
//! line of the row they are from; what is told of entities and documents is from no row alone. Memory: the file as it is
//! packed, and a group of its rows.

use std::io::{self, Read};

use super::FileName;
use crate::diagnostic::{Diagnostic, Place, codes};
use crate::input::foreign::Reader;

/// What is done about tables that cannot be read.
const HINT: &str = "run `relata shard reduce` once more, with this version of relata";

/// The key under which a stored table tells what its rows are.
pub const TABLE_KEY: &str = "relata.table";

fn refuse(file: &FileName<'_>, why: &str, report: &mut dyn FnMut(Diagnostic)) {
    let message = format!("the table cannot be read: {why}");
    report(Diagnostic::new(&codes::UNREADABLE_TABLE, Place::file(file.shown), message).hint(HINT));
}

#[cfg(not(feature = "parquet"))]
#[allow(
    clippy::unnecessary_wraps,
    clippy::needless_pass_by_value,
    reason = "the build with Parquet reads and can fail"
)]
pub(super) fn open<'r>(
    file: &FileName<'_>,
    _reader: Box<dyn Read + Send + 'r>,
    report: &mut dyn FnMut(Diagnostic),
) -> io::Result<Option<Box<dyn Reader + Send + 'r>>> {
    refuse(file, "this build of relata does not read Parquet", report);
    Ok(None)
}

#[cfg(feature = "parquet")]
pub(super) use stored::open;

#[cfg(feature = "parquet")]
mod stored {
    use std::sync::Arc;

    use super::{Diagnostic, FileName, Read, Reader, TABLE_KEY, io, refuse};
    use crate::columns::stored::{
        STORED_CLAIMS, STORED_DOCUMENTS, STORED_ENTITIES, VERSION, VERSION_KEY, claim_of_row, document_of_row,
        entity_of_row,
    };
    use crate::input::foreign::Said;
    use crate::table::RawRow;
    use crate::table::stored::{StoredCell, StoredError, StoredReader, StoredTable};

    /// What is done with a row; false when it says what it cannot.
    type Take = fn(Vec<StoredCell>, &mut Said, &mut RawRow) -> Option<()>;

    struct Stored {
        rows: StoredReader,
        take: Take,
        raw: RawRow,
    }

    pub(in super::super) fn open<'r>(
        file: &FileName<'_>,
        mut reader: Box<dyn Read + Send + 'r>,
        report: &mut dyn FnMut(Diagnostic),
    ) -> io::Result<Option<Box<dyn Reader + Send + 'r>>> {
        let mut bytes = Vec::new();
        reader.read_to_end(&mut bytes)?;
        let table = match StoredTable::open(bytes) {
            Ok(table) => table,
            Err(error) => {
                refuse(file, &error.to_string(), report);
                return Ok(None);
            }
        };
        match table.told(VERSION_KEY) {
            Some(version) if version == VERSION => {}
            Some(version) => {
                refuse(file, &format!("it is of version {version}, and this relata has version {VERSION}"), report);
                return Ok(None);
            }
            None => {
                refuse(file, "it is none of relata's own", report);
                return Ok(None);
            }
        }
        let (columns, take): (_, Take) = match table.told(TABLE_KEY) {
            Some("claims") => (*STORED_CLAIMS, take_claim),
            Some("entities") => (*STORED_ENTITIES, take_entity),
            Some("documents") => (*STORED_DOCUMENTS, take_document),
            other => {
                refuse(file, &format!("nothing is built from a table of {}", other.unwrap_or("no name")), report);
                return Ok(None);
            }
        };
        match table.rows(columns) {
            Ok(rows) => {
                let raw = RawRow::elsewhere(file.kept.clone(), 0, 0);
                Ok(Some(Box::new(Stored { rows, take, raw })))
            }
            Err(error) => {
                refuse(file, &error.to_string(), report);
                Ok(None)
            }
        }
    }

    fn take_claim(row: Vec<StoredCell>, said: &mut Said, raw: &mut RawRow) -> Option<()> {
        let stored = claim_of_row(row)?;
        let file: Arc<str> =
            if raw.file == stored.claim.origin.file { raw.file.clone() } else { stored.claim.origin.file.clone() };
        *raw = RawRow::elsewhere(file, stored.claim.origin.line, stored.rank);
        said.claims.push(stored.claim);
        Some(())
    }

    fn take_entity(row: Vec<StoredCell>, said: &mut Said, _: &mut RawRow) -> Option<()> {
        said.entities.push(entity_of_row(row)?);
        Some(())
    }

    fn take_document(row: Vec<StoredCell>, said: &mut Said, _: &mut RawRow) -> Option<()> {
        said.documents.push(document_of_row(row)?);
        Some(())
    }

    impl Reader for Stored {
        fn read(&mut self, said: &mut Said) -> io::Result<bool> {
            let damaged = |error: StoredError| io::Error::new(io::ErrorKind::InvalidData, error);
            let Some(row) = self.rows.read().map_err(damaged)? else { return Ok(false) };
            if (self.take)(row, said, &mut self.raw).is_none() {
                // Nobody but relata writes these tables, so that the file has been changed.
                let message = format!("`{}` has a row that says what none can", self.raw.file);
                return Err(io::Error::new(io::ErrorKind::InvalidData, message));
            }
            Ok(true)
        }

        fn raw(&self) -> RawRow {
            self.raw.clone()
        }

        fn line(&self) -> u64 {
            self.raw.line()
        }
    }
}
