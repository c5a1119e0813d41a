//! Mentions: one article a row that tells of an event of GDELT 2.0.

use std::hash::{BuildHasher, BuildHasherDefault};
use std::io;
use std::sync::Arc;

use rustc_hash::FxHasher;

use super::super::rows::EventRows;
use super::super::{CodedColumn, FileName, KeptColumns, claim, columns, is_null, keep};
use super::{KEPT_OF_MENTIONS, Mentioned, article, bad_id, without_fraction};
use crate::diagnostic::{Diagnostic, Finding, clip, codes};
use crate::input::foreign::{Reader, Said};
use crate::model::{Origin, Referent};
use crate::table::RawRow;

/// The columns a mention's facts stand in.
pub(super) struct MentionColumns {
    id: usize,
    source: usize,
    url: usize,
    sentence: usize,
    confidence: usize,
    kept: KeptColumns,
}

impl MentionColumns {
    /// Those of a file; none, with a diagnostic to `report`, when it lacks one.
    pub(super) fn of(
        rows: &EventRows<'_>,
        file: &FileName<'_>,
        report: &mut dyn FnMut(Diagnostic),
    ) -> Option<MentionColumns> {
        let needed: [&[&str]; 5] =
            [&["GLOBALEVENTID"], &["MentionSourceName"], &["MentionIdentifier"], &["SentenceID"], &["Confidence"]];
        let [id, source, url, sentence, confidence] = columns(rows, file, "GDELT", needed, report)?;
        let kept = CodedColumn::found(KEPT_OF_MENTIONS, rows);
        Some(MentionColumns { id, source, url, sentence, confidence, kept })
    }
}

/// A file of mentions.
pub(super) struct Mentions<'r> {
    rows: EventRows<'r>,
    file: Arc<str>,
    columns: MentionColumns,
    mentioned: &'r Mentioned,
}

impl<'r> Mentions<'r> {
    pub(super) fn new(
        rows: EventRows<'r>,
        file: Arc<str>,
        columns: MentionColumns,
        mentioned: &'r Mentioned,
    ) -> Mentions<'r> {
        Mentions { rows, file, columns, mentioned }
    }
}

impl Mentions<'_> {
    fn event(&self, said: &mut Said) {
        if let Some(finding) = self.rows.check_width(self.rows.n_columns()) {
            said.findings.push(finding);
            return;
        }
        let at = &self.columns;
        let Ok(number) = without_fraction(self.rows.cell(at.id)).parse::<u64>() else {
            said.findings.push(bad_id(&self.rows, at.id));
            return;
        };
        let Some((_, event)) = self.mentioned.events.get(&number) else {
            let message = format!("no file of the project has the event {number}");
            let finding = Finding::new(&codes::UNKNOWN_EVENT, "GLOBALEVENTID", message);
            said.findings
                .push(finding.hint("a mention has no statement of its own: import the events of its day as well"));
            return;
        };
        let url = self.rows.cell(at.url);
        let source = Some(self.rows.cell(at.source)).filter(|source| !is_null(source));
        let document = (!is_null(url)).then(|| article(url, source, said));
        let same = |name: &Referent| match name {
            Referent::Name(name) => name.clone(),
            Referent::Claim(id) => format!("#{id}"),
            Referent::OwnEvent => String::new(),
        };
        let (subject, object) = (same(&event.subject), same(&event.object));
        let origin = Origin { file: self.file.clone(), line: self.rows.line() };
        let mut claim = claim(origin, &subject, event.predicate.clone(), &object);
        // An article may tell of one event in several sentences, each of which is a claim of its own.
        let sentence = self.rows.cell(at.sentence);
        claim.id = Some(format!("gdelt-{number}-{:016x}-{sentence}", pair(number, url)));
        claim.event.clone_from(&event.event);
        claim.event_types.clone_from(&event.event_types);
        claim.date.clone_from(&event.date);
        claim.place.clone_from(&event.place);
        claim.document = document;
        claim.confidence = self.confidence(said);
        keep(&self.rows, &at.kept, &mut claim, said);
        said.claims.push(claim);
    }

    /// Percent as a number between 0 and 1.
    fn confidence(&self, said: &mut Said) -> Option<String> {
        let cell = self.rows.cell(self.columns.confidence);
        match cell.parse::<u8>() {
            Ok(100) => Some("1".to_owned()),
            Ok(percent) if percent < 100 => Some(format!("0.{percent:02}")),
            _ if cell.is_empty() => None,
            _ => {
                let message = format!("`{}` is no percentage", clip(cell));
                let finding = Finding::new(&codes::BAD_NUMBER, "Confidence", message);
                said.findings.push(finding.hint("GDELT writes 10 to 100"));
                None
            }
        }
    }
}

super::super::reader!(Mentions);

/// A number for an event and an address. The hash has no seed, so that a claim has the same identifier in every run.
fn pair(id: u64, url: &str) -> u64 {
    BuildHasherDefault::<FxHasher>::default().hash_one((id, url))
}
