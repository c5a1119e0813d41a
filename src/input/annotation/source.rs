//! A file of annotations, told one annotation after another.

use std::collections::VecDeque;
use std::io;
use std::sync::Arc;

use super::claims::{Told, tell};
use super::offsets::Unit;
use super::{AnnotationFault, AnnotationFormat, Siblings, Spot, Unmapped};
use crate::diagnostic::codes;
use crate::input::foreign::{Reader, Said};
use crate::model::Referent;
use crate::table::raw_row::RawRow;

/// Of an annotation, that many bytes are shown; a document with its text may be longer.
const MOST_SHOWN: usize = 1 << 14;

/// Reads a file of annotations.
pub struct AnnotationReader {
    file: Arc<str>,
    bytes: Vec<u8>,
    /// The byte at which each line begins.
    lines: Vec<usize>,
    told: VecDeque<Told>,
    n_annotations: u64,
    spot: Spot,
}

impl AnnotationReader {
    /// Reads `bytes` as `format`. `file` is the name for messages; `offsets` the unit, when the project names one.
    /// Files beside it, such as `X.txt` of `X.ann`, come from `siblings`.
    pub fn open(
        format: AnnotationFormat,
        file: &str,
        bytes: Vec<u8>,
        offsets: Option<Unit>,
        siblings: &Siblings<'_>,
    ) -> AnnotationReader {
        let (told, n_annotations) = read(format, file, &bytes, offsets, siblings);
        let ends = memchr::memchr_iter(b'\n', &bytes).map(|at| at + 1);
        let lines = std::iter::once(0).chain(ends).collect();
        AnnotationReader { file: file.into(), bytes, lines, told: told.into(), n_annotations, spot: Spot::default() }
    }

    /// The number of annotations in the file: stretches of text, relations, events, and what is said of them.
    pub fn n_annotations(&self) -> u64 {
        self.n_annotations
    }

    /// True when the file says nothing and has no fault either.
    pub fn is_silent(&self) -> bool {
        self.told.is_empty()
    }

    /// The identifiers of claims that the claims of the file speak of.
    pub fn references(&self) -> impl Iterator<Item = &str> {
        self.told.iter().flat_map(|told| &told.said.claims).flat_map(|claim| {
            let ends = claim.ends().filter_map(|end| match end {
                Referent::Claim(id) => Some(id.as_str()),
                Referent::Name(_) | Referent::OwnEvent => None,
            });
            ends.chain(claim.replies().map(|(_, id)| id))
        })
    }

    /// The line a byte is in, starting at 1, and where that begins.
    fn line_of(&self, at: usize) -> (u64, usize) {
        let number = self.lines.partition_point(|start| *start <= at).max(1);
        (number as u64, self.lines.get(number - 1).copied().unwrap_or_default())
    }
}

impl Reader for AnnotationReader {
    fn read(&mut self, said: &mut Said) -> io::Result<bool> {
        *said = Said::default();
        let Some(told) = self.told.pop_front() else { return Ok(false) };
        self.spot = told.spot;
        *said = told.said;
        let line = self.line_of(self.spot.item.start).0;
        for claim in &mut said.claims {
            claim.origin.file = self.file.clone();
            claim.origin.line = line;
        }
        Ok(true)
    }

    fn line(&self) -> u64 {
        self.line_of(self.spot.item.start).0
    }

    fn raw(&self) -> RawRow {
        let end = self.spot.item.end.min(self.bytes.len());
        let start = self.spot.item.start.min(end);
        let end = end.min(start + MOST_SHOWN);
        let (line, line_start) = self.line_of(start);
        let before = String::from_utf8_lossy(self.bytes.get(line_start..start).unwrap_or_default()).chars().count();
        let inside = |at: usize| at.clamp(start, end) - start;
        let cells = self.spot.cells.iter().map(|(name, at)| (name.as_ref().into(), inside(at.start)..inside(at.end)));
        let whole = (self.spot.name.as_str().into(), 0..end - start);
        let bytes = self.bytes.get(start..end).unwrap_or_default().to_vec();
        RawRow::named(self.file.clone(), line, before as u64, bytes, cells.chain([whole]).collect())
    }
}

/// Reads the annotations of a file, and counts them.
fn read(
    format: AnnotationFormat,
    file: &str,
    bytes: &[u8],
    offsets: Option<Unit>,
    siblings: &Siblings<'_>,
) -> (Vec<Told>, u64) {
    let whole = |code, message: &str, hint: &str| {
        let spot = Spot::default();
        (vec![Told::fault(AnnotationFault { code, message: message.to_owned(), hint: hint.to_owned(), spot })], 1)
    };
    match format {
        AnnotationFormat::LegacyCas => {
            return whole(
                &codes::UNSUPPORTED_ANNOTATIONS,
                "this is INCEpTION's legacy CAS JSON, which it no longer writes",
                "export `UIMA CAS JSON` or `WebAnno TSV v3.3` from INCEpTION",
            );
        }
        AnnotationFormat::JsonMin => {
            return whole(
                &codes::UNSUPPORTED_ANNOTATIONS,
                "this is Label Studio's JSON_MIN, which has no relations",
                "export `JSON` from Label Studio",
            );
        }
        _ => {}
    }
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let at = error.valid_up_to();
            let message = format!("byte 0x{:02X} is not UTF-8", bytes.get(at).copied().unwrap_or_default());
            let fault = AnnotationFault {
                code: &codes::NOT_UTF8,
                message,
                hint: "save the file as UTF-8".to_owned(),
                spot: Spot::new("", at..at + 1),
            };
            return (vec![Told::fault(fault)], 1);
        }
    };
    let mut all = format.read(file, text, siblings);
    // What is broken is an annotation, too; those that are whole stand in the documents.
    let mut n = all.faults.iter().filter(|fault| codes::HARD.contains(&fault.code)).count();
    let mut told: Vec<Told> = all.faults.drain(..).map(Told::fault).collect();
    let mut unmapped: Unmapped = std::mem::take(&mut all.unmapped);
    for mut document in all.documents {
        n += document.spans.len() + document.statements.len() + document.remarks.len() + document.chains.len();
        document.is_unit_said = offsets.is_some();
        document.unit = offsets.unwrap_or(document.unit);
        told.extend(tell(&document, &mut unmapped));
    }
    told.extend(unmapped.into_faults().map(Told::fault));
    (told, n as u64)
}
