//! Subject, relation, object, date: the form benchmarks of temporal knowledge graphs have.
//!
//! Cells stand apart by tabs; a fifth one, the split or a number of the benchmark, is kept. There is no header.

use std::io::{self, Read};
use std::sync::Arc;

use super::rows::{Cut, Encoding, Rows};
use super::{FileName, claim, date, empty, named_actor, other_data_set};
use crate::diagnostic::{Diagnostic, Finding, codes};
use crate::input::RawRow;
use crate::input::foreign::{Reader, Said};
use crate::model::Origin;

const NAMES: [&str; 5] = ["subject", "relation", "object", "date", "split"];

struct Quads<'r> {
    rows: Rows<'r>,
    file: Arc<str>,
    split: Arc<str>,
}

pub(super) fn open<'r>(
    file: &FileName<'_>,
    reader: Box<dyn Read + Send + 'r>,
    report: &mut dyn FnMut(Diagnostic),
) -> io::Result<Option<Box<dyn Reader + Send + 'r>>> {
    let mut n_columns = 0;
    let fixed = |cells: &[&str]| {
        n_columns = cells.len();
        Some(NAMES.iter().take(n_columns).map(|name| (*name).to_owned()).collect())
    };
    let Some(rows) = Rows::open(file.shown, reader, &Cut::Plain, Encoding::Utf8, fixed)? else {
        empty(file, report);
        return Ok(None);
    };
    if !matches!(n_columns, 4 | 5) {
        let message =
            format!("the first line has {n_columns} cells; a quad has a subject, a relation, an object and a date");
        other_data_set(file, message, "cells stand apart by tabs", report);
        return Ok(None);
    }
    Ok(Some(Box::new(Quads { rows, file: file.kept.clone(), split: "split".into() })))
}

impl Quads<'_> {
    fn event(&self, said: &mut Said) {
        let rows = &self.rows;
        if let Some(finding) = rows.check_width(rows.n_columns()) {
            said.findings.push(finding);
            return;
        }
        if let Some(column) = (0..4).find(|column| rows.cell(*column).is_empty()) {
            let message = format!("the cell `{}` is empty", rows.name(column));
            let finding = Finding::new(&codes::EMPTY_CELL, rows.name(column).to_owned(), message);
            said.findings.push(finding.hint("every row needs it"));
            return;
        }
        if (0..3).all(|column| rows.cell(column).bytes().all(|byte| byte.is_ascii_digit())) {
            let message = "subject, relation and object are numbers of lists that are not in this file";
            let finding = Finding::new(&codes::OTHER_DATA_SET, "subject", message);
            said.findings.push(
                finding.hint("put the names in their place, from the benchmark's lists of entities and relations"),
            );
            return;
        }
        let Some(date) = date(rows, 3, rows.cell(3), said) else { return };
        let subject = named_actor(rows.cell(0), said);
        let object = named_actor(rows.cell(2), said);
        let origin = Origin { file: self.file.clone(), line: rows.line() };
        let mut claim = claim(origin, &subject, rows.cell(1).to_owned(), &object);
        claim.date = Some(date);
        if !rows.cell(4).is_empty() {
            claim.qualifiers.push((self.split.clone(), rows.cell(4).to_owned()));
        }
        said.claims.push(claim);
    }
}

super::reader!(Quads);
