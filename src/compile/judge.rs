//! What is done about faults: rows stay or go, and everything is counted.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::output::{CompileError, Rejected, Tally};
use super::provenance::Knowledge;
use super::unopened::unopened;
use crate::diagnostic::{Action, Code, Diagnostic, Finding, Place, Report, Verdict, codes};
use crate::table::RawRow;

/// Rows between two reports of progress.
const PROGRESS_STEP: u64 = 4096;

/// Tells faults to the report, hands on rejected rows, and keeps the tally of both.
pub(super) struct Judge<'a> {
    report: &'a mut Report,
    rejects: &'a mut dyn FnMut(&Rejected<'_>) -> io::Result<()>,
    progress: &'a mut dyn FnMut(u64),
    tally: Tally,
    /// The files of annotations, as messages name them.
    annotated: FxHashSet<Arc<str>>,
    /// File, line and column of each annotation of which something was left out: one annotation may say several things.
    rejected_annotations: FxHashSet<(Arc<str>, u64, u64)>,
    /// Faults of values that stand in the settings for a whole table, and what became of them: the rows of the table all
    /// have the same one, and it is told for the first.
    of_constants: Vec<(Arc<str>, Finding, Verdict)>,
    /// Remarks on rows that nobody has reviewed, by table and name of the code.
    remarks: BTreeMap<(Arc<str>, &'static str), u64>,
}

/// What was found so far in a row that stands for several claims, and what it did to the row: a fault of the row is told
/// for the first of its claims, and the row is handed on once.
#[derive(Default)]
pub(super) struct SharedRow(Vec<(Finding, Verdict)>);

impl SharedRow {
    fn is_kept(&self) -> bool {
        self.0.iter().all(|(_, verdict)| *verdict == Verdict::Keep)
    }

    fn verdict_on(&self, finding: &Finding) -> Option<Verdict> {
        self.0.iter().find(|(told, _)| told.is_same(finding)).map(|(_, verdict)| *verdict)
    }
}

impl<'a> Judge<'a> {
    /// Nothing is told yet.
    pub(super) fn new(
        report: &'a mut Report,
        rejects: &'a mut dyn FnMut(&Rejected<'_>) -> io::Result<()>,
        progress: &'a mut dyn FnMut(u64),
    ) -> Judge<'a> {
        Judge {
            report,
            rejects,
            progress,
            tally: Tally::default(),
            annotated: FxHashSet::default(),
            rejected_annotations: FxHashSet::default(),
            of_constants: Vec::new(),
            remarks: BTreeMap::new(),
        }
    }

    /// Takes a fault and goes on.
    pub(super) fn note(&mut self, fault: Diagnostic) {
        self.report.add(fault);
    }

    /// How often a fault was told.
    pub(super) fn count_of(&self, code: &'static Code) -> u64 {
        self.report.count_of(code)
    }

    /// Takes a fault, and fails when it ends the run.
    pub(super) fn tell(&mut self, fault: Diagnostic) -> Result<(), CompileError> {
        self.report.add(fault);
        self.check_aborted()
    }

    /// Takes the fault of a file that cannot be read, and goes on with others.
    pub(super) fn note_unopened(&mut self, shown: &str, error: &io::Error) {
        self.refuse_file(unopened(shown, error));
    }

    /// Takes the fault of a file of which nothing is read, so that nobody knows how much is left out.
    pub(super) fn refuse_file(&mut self, fault: Diagnostic) {
        self.tally.n_refused_files += 1;
        self.report.add(fault);
    }

    /// Counts a file of which nothing is read.
    pub(super) fn count_refused_file(&mut self) {
        self.tally.n_refused_files += 1;
    }

    /// Hands on a row of a table that was refused as a whole; `is_claim` when it would have been a claim.
    pub(super) fn refuse_row(&mut self, row: &RawRow, finding: &Finding, is_claim: bool) -> Result<(), CompileError> {
        self.tally.n_refused_rows += u64::from(is_claim);
        self.reject(row, finding)
    }

    /// Fails when a fault was found whose action is `abort`.
    pub(super) fn check_aborted(&self) -> Result<(), CompileError> {
        if self.report.aborted() { Err(CompileError::Aborted) } else { Ok(()) }
    }

    /// The verdict on a row because of one finding; the row is not handed on.
    pub(super) fn verdict(&mut self, row: &RawRow, finding: &Finding) -> Verdict {
        self.report.push(row.diagnose(finding.clone()))
    }

    /// Tells the findings of a row; a rejected row is handed on.
    pub(super) fn judge(&mut self, row: &RawRow, findings: Vec<Finding>) -> Result<Verdict, CompileError> {
        self.judge_claim(row, findings, None)
    }

    /// The same for one of the claims of a row, when it stands for several.
    pub(super) fn judge_claim(
        &mut self,
        row: &RawRow,
        findings: Vec<Finding>,
        mut shared: Option<&mut SharedRow>,
    ) -> Result<Verdict, CompileError> {
        let mut fatal = None;
        let is_first = shared.as_deref().is_none_or(SharedRow::is_kept);
        for finding in findings {
            let is_constant = row.is_constant(&finding.field);
            let same_row = shared.as_deref().and_then(|shared| shared.verdict_on(&finding));
            let same_table = || self.of_constants.iter().find(|told| told.0 == row.file && told.1.is_same(&finding));
            let told = same_row.or_else(|| same_table().filter(|_| is_constant).map(|told| told.2));
            let verdict = told.unwrap_or_else(|| self.report.push(row.diagnose(finding.clone())));
            if is_constant && told.is_none() {
                self.of_constants.push((row.file.clone(), finding.clone(), verdict));
            }
            if let Some(shared) = &mut shared {
                shared.0.push((finding.clone(), verdict));
            }
            if verdict == Verdict::Reject {
                fatal.get_or_insert(finding);
            }
        }
        let Some(finding) = fatal else {
            return Ok(Verdict::Keep);
        };
        if is_first {
            self.reject(row, &finding)?;
        }
        Ok(Verdict::Reject)
    }

    /// Hands on a rejected row.
    pub(super) fn reject(&mut self, row: &RawRow, finding: &Finding) -> Result<(), CompileError> {
        self.tally.n_rejected += 1;
        if self.annotated.contains(&row.file)
            && self.rejected_annotations.insert((row.file.clone(), row.line(), row.column()))
        {
            self.tally.n_annotations_rejected += 1;
        }
        (self.rejects)(&Rejected { row, finding }).map_err(CompileError::Rejects)?;
        self.check_aborted()
    }

    /// Counts a row, and tells of progress now and then.
    pub(super) fn count_row(&mut self) {
        self.tally.n_rows += 1;
        if self.tally.n_rows.is_multiple_of(PROGRESS_STEP) {
            (self.progress)(self.tally.n_rows);
        }
    }

    /// Counts a claim that is written, or would be if it were known.
    pub(super) fn count_claim(&mut self, knowledge: Knowledge) {
        *(match knowledge {
            Knowledge::Known => &mut self.tally.n_claims,
            Knowledge::Later => &mut self.tally.n_later,
            Knowledge::Undated => &mut self.tally.n_undated,
        }) += 1;
    }

    /// Counts a claim, if it is one that a program found and nobody has reviewed.
    pub(super) fn count_unreviewed(&mut self, is_unreviewed: bool) {
        self.tally.n_unreviewed += u64::from(is_unreviewed);
    }

    /// Counts a fault of a row that nobody has reviewed, of a table that messages name `file`: all of them are told together.
    pub(super) fn remark(&mut self, file: &Arc<str>, code: &'static Code) {
        if self.report.policy().action(code) != Action::Allow {
            *self.remarks.entry((file.clone(), code.name)).or_default() += 1;
        }
    }

    /// Tells the faults of rows that nobody has reviewed, one notice a table.
    fn tell_remarks(&mut self) {
        let mut by_file: BTreeMap<Arc<str>, Vec<(u64, &str)>> = BTreeMap::new();
        for ((file, code), n) in std::mem::take(&mut self.remarks) {
            by_file.entry(file).or_default().push((n, code));
        }
        for (file, mut counts) in by_file {
            counts.sort_by_key(|(n, _)| std::cmp::Reverse(*n));
            let counts: Vec<String> = counts.iter().map(|(n, code)| format!("{code} × {n}")).collect();
            let message = format!("in rows that nobody has reviewed: {}", counts.join(", "));
            let fault = Diagnostic::new(&codes::EXTRACTED_REMARK, Place::file(&file), message);
            self.report.add(fault.hint("`relata extract --review` goes through the rows"));
        }
    }

    /// Counts a row that says again what another row says.
    pub(super) fn count_duplicate(&mut self) {
        self.tally.n_duplicates += 1;
    }

    /// Counts the annotations of a file, which messages name `shown`.
    pub(super) fn count_annotations(&mut self, shown: &str, n: u64) {
        self.annotated.insert(shown.into());
        self.tally.n_annotations += n;
    }

    /// Counts a row of an event file of which something was left out, or nothing.
    pub(super) fn count_event_row(&mut self, is_whole: bool) {
        self.tally.n_event_rows += 1;
        *(if is_whole { &mut self.tally.n_events } else { &mut self.tally.n_events_rejected }) += 1;
    }

    /// Gives faults a better way out that is known only in the end, by their message.
    pub(super) fn amend(&mut self, code: &'static Code, hints: &FxHashMap<String, String>) {
        if !hints.is_empty() {
            self.report.amend(code, |message| hints.get(message).map(String::as_str));
        }
    }

    /// How many rows were rejected so far.
    pub(super) fn n_rejected(&self) -> u64 {
        self.tally.n_rejected
    }

    /// What was counted; fails when a fault was found whose action is `abort`.
    pub(super) fn finish(&mut self) -> Result<Tally, CompileError> {
        self.tell_remarks();
        self.check_aborted()?;
        Ok(std::mem::take(&mut self.tally))
    }
}
