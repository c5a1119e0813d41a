//! Asks the queries of a mapping of a whole table.

use std::io::{self, Read};

use oxigraph::model::Variable;
use spareval::QueryEvaluationError;

use super::{Generated, QueryRun, TableQueries};
use crate::TableOptions;
use relata_table::diagnostic::{Diagnostic, Finding, Place, codes};
use relata_table::encoding::decoded;
use relata_table::{RawRow, Table};

/// A table to be read, more than once where the queries need it.
pub struct TableSource<'a> {
    /// Its path, as messages name it.
    pub file: &'a str,
    /// The stem of the names of its blank nodes.
    pub stem: &'a str,
    /// The form it is written in.
    pub options: &'a TableOptions,
    /// Opens it.
    pub open: &'a dyn Fn() -> io::Result<Box<dyn Read + Send>>,
}

/// Takes what a table gives.
pub trait Listener {
    /// A fault of the table or the mapping as a whole.
    fn fault(&mut self, fault: Diagnostic);
    /// Takes the findings of a row; true when the row stays.
    ///
    /// # Errors
    /// When reading has to end.
    fn judge(&mut self, row: &RawRow, findings: Vec<Finding>) -> Result<bool, Stopped>;
    /// A triple or a solution.
    fn found(&mut self, found: Generated<'_>);
    /// True when reading goes on.
    fn goes_on(&mut self) -> bool {
        true
    }
}

/// Somebody wants no more.
#[derive(Debug)]
pub struct Stopped;

/// The reason why a table was not read to its end.
#[derive(Debug, thiserror::Error)]
pub enum DriveError {
    /// It stopped being readable.
    #[error("cannot read the table")]
    Read(#[from] io::Error),
    /// A query has no answer.
    #[error("the query failed")]
    Query(#[from] QueryEvaluationError),
    /// The listener ended it.
    #[error("stopped")]
    Stopped,
}

impl From<Stopped> for DriveError {
    fn from(_: Stopped) -> DriveError {
        DriveError::Stopped
    }
}

/// The results that are known once a table is read.
#[derive(Debug, Default)]
pub struct Answered {
    /// The headings of a SELECT query.
    pub headings: Vec<Variable>,
    /// The answer of an ASK query.
    pub truth: bool,
}

impl TableQueries {
    /// Asks its queries of a table; none when the table or a query cannot be used.
    ///
    /// # Errors
    /// When the table stops being readable, a query cannot be answered, or `listener` ends it.
    pub fn ask(&self, source: &TableSource<'_>, listener: &mut dyn Listener) -> Result<Option<Answered>, DriveError> {
        let mut run: Option<QueryRun> = None;
        let mut pass = 0;
        let mut left_out = Vec::new();
        loop {
            let Some(mut table) = open(source, &mut |fault| {
                if pass == 0 {
                    listener.fault(fault);
                }
            })?
            else {
                return Ok(None);
            };
            if run.is_none() {
                let headings: Vec<&str> = table.header().names().iter().map(|name| &**name).collect();
                match self.over(&headings, source.options, source.stem, &mut |fault| listener.fault(fault)) {
                    Ok(ready) => run = Some(ready),
                    Err(fault) => {
                        listener.fault(*fault);
                        return Ok(None);
                    }
                }
            }
            let Some(run) = &mut run else { return Ok(None) };
            read_rows(&mut table, run, &mut left_out, pass == 0, listener)?;
            pass += 1;
            if pass >= run.n_passes() {
                return Ok(Some(Answered { headings: run.headings().to_vec(), truth: run.truth() }));
            }
        }
    }
}

/// Opens a table; one without a header gets the names its columns have as variables.
fn open(source: &TableSource<'_>, report: &mut dyn FnMut(Diagnostic)) -> io::Result<Option<Table<'static>>> {
    let reader = (source.open)()?;
    let reader = match &source.options.encoding {
        None => Some(reader),
        Some(encoding) => decoded(reader, encoding),
    };
    let Some(reader) = reader else {
        let message = format!("there is no encoding `{}`", source.options.encoding.as_deref().unwrap_or_default());
        let hint = "write a name browsers know, such as `utf-8`, `latin1` or `windows-1252`";
        report(Diagnostic::new(&codes::NOT_TEXT, Place::file(source.file), message).hint(hint));
        return Ok(None);
    };
    let syntax = source.options.syntax(source.file);
    let mut table = Table::open_plain(source.file, reader, syntax, report)?;
    if let (Some(table), false) = (&mut table, syntax.has_header) {
        let names = super::variables(table.header().names().iter().map(|_| ""));
        table.name_columns(names.into_iter().map(Into::into).collect());
    }
    Ok(table)
}

/// Pushes the rows of a table; faults are reported the first time only.
fn read_rows(
    table: &mut Table<'_>,
    run: &mut QueryRun,
    left_out: &mut Vec<u64>,
    is_first: bool,
    listener: &mut dyn Listener,
) -> Result<(), DriveError> {
    let mut goes_on = true;
    while goes_on {
        let mut findings = Vec::new();
        let cells = match table.read()? {
            None => break,
            Some(Ok(row)) => Some(row.cells().to_vec()),
            Some(Err(finding)) => {
                findings.push(finding);
                None
            }
        };
        findings.extend(table.suspicions());
        let stays = match (findings.is_empty(), is_first) {
            (true, _) => true,
            (false, true) => listener.judge(&table.raw(), findings)?,
            // A row that was left out the first time is left out again.
            (false, false) => !left_out.contains(&table.line()),
        };
        if !stays && is_first {
            left_out.push(table.line());
        }
        match cells.filter(|_| stays) {
            Some(cells) => goes_on = run.push(&cells, &mut |found| listener.found(found))?,
            None => run.skip(),
        }
        goes_on &= listener.goes_on();
    }
    run.finish(&mut |found| listener.found(found))?;
    Ok(())
}
