//! Claims that programs found, and what reviews made of them.
//!
//! An extracted claim is a draft: until somebody has reviewed it, it only speaks of its statement. What is known of it is its
//! identifier, by which a review names it and by which the row that somebody took over takes its place.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Compilation;
use super::contested::key;
use super::output::CompileError;
use super::tables::rows;
use crate::diagnostic::{Diagnostic, Finding, Place, Verdict, clip, codes};
use crate::input::reviews::review_from_row;
use crate::model::{Claim, Review, ReviewVerdict, is_program};
use crate::project::{ExtractedPolicy, Project, Source, SourceKind};
use crate::table::{RawRow, Row};

/// The reviews of a project, and which of their claims were met.
pub(super) struct Reviews {
    /// The last row about each claim.
    rows: FxHashMap<String, ReviewedRow>,
    /// Identifiers of claims that people answer for; kept where there are extracted ones, whose place they take.
    taken_over: FxHashSet<u64>,
    has_extracted: bool,
    policy: ExtractedPolicy,
    /// Rows outside of tables of extracted claims that nobody has reviewed, by table, with the program that found one.
    unreviewed: BTreeMap<Arc<str>, (u64, String)>,
}

struct ReviewedRow {
    review: Review,
    row: RawRow,
    /// True when a table of extracted claims has the claim.
    is_extracted: bool,
}

/// What becomes of a claim because of its reviews.
pub(super) enum Reviewed {
    /// Its row counts; a draft is one that nobody has reviewed.
    Counts { is_draft: bool },
    /// Another row counts in its place, or none does, because somebody rejected it.
    Passed,
    /// Somebody rejected it, and it stands where people answer for what they write.
    Refused(Finding),
}

impl Reviews {
    /// No review is read yet.
    pub(super) fn new(project: &Project) -> Reviews {
        Reviews {
            rows: FxHashMap::default(),
            taken_over: FxHashSet::default(),
            has_extracted: project.sources.iter().any(|source| source.kind == SourceKind::Extracted),
            policy: project.accept.extracted,
            unreviewed: BTreeMap::new(),
        }
    }

    /// The identifiers of claims that somebody rejected.
    pub(super) fn rejected(&self) -> impl Iterator<Item = &str> {
        let is_rejected = |(_, reviewed): &(&String, &ReviewedRow)| reviewed.review.verdict == ReviewVerdict::Rejected;
        self.rows.iter().filter(is_rejected).map(|(id, _)| id.as_str())
    }

    /// What becomes of a claim of a table of this kind, which messages name `file`.
    pub(super) fn of(&mut self, claim: &Claim, kind: SourceKind, file: &Arc<str>) -> Reviewed {
        let reviewed = claim.id.as_ref().and_then(|id| self.rows.get_mut(id));
        let verdict = reviewed.as_ref().map(|reviewed| reviewed.review.verdict);
        if kind == SourceKind::Extracted {
            if let Some(reviewed) = reviewed {
                reviewed.is_extracted = true;
            }
            let is_taken_over = claim.id.as_ref().is_some_and(|id| self.taken_over.contains(&key(id)));
            return match verdict {
                Some(ReviewVerdict::Rejected) => Reviewed::Passed,
                _ if is_taken_over => Reviewed::Passed,
                _ => Reviewed::Counts { is_draft: self.policy == ExtractedPolicy::Reviewed },
            };
        }
        if let Some(id) = claim.id.as_ref().filter(|id| self.has_extracted || self.rows.contains_key(*id)) {
            self.taken_over.insert(key(id));
        }
        let program = claim.annotator.as_deref().filter(|annotator| is_program(annotator));
        match (verdict, program) {
            (Some(ReviewVerdict::Rejected), _) => Reviewed::Refused(rejected_row(claim)),
            (None, Some(program)) if self.policy == ExtractedPolicy::Reviewed => {
                self.unreviewed.entry(file.clone()).or_insert_with(|| (0, program.to_owned())).0 += 1;
                Reviewed::Counts { is_draft: true }
            }
            _ => Reviewed::Counts { is_draft: false },
        }
    }
}

/// Reads the tables of reviews.
pub(super) fn read(compilation: &mut Compilation<'_>, sources: &[&Source]) -> Result<(), CompileError> {
    for source in sources {
        let read = |_: &mut Compilation<'_>, row: &Row<'_>, findings: &mut Vec<Finding>| review_from_row(row, findings);
        rows(compilation, source, read, |compilation, review, verdict, row| {
            if let (Some(review), Verdict::Keep) = (review, verdict) {
                let claim = review.claim.clone();
                compilation.reviews.rows.insert(claim, ReviewedRow { review, row, is_extracted: false });
            }
        })?;
    }
    Ok(())
}

/// Tells, once all claims are read, what is remarkable about reviews and about rows that nobody has reviewed.
pub(super) fn settle(compilation: &mut Compilation<'_>) -> Result<(), CompileError> {
    let reviews = &mut compilation.reviews;
    for (file, (n, program)) in std::mem::take(&mut reviews.unreviewed) {
        let rows = if n == 1 { "1 row is".to_owned() } else { format!("{n} rows are") };
        let message = format!("{rows} extracted by `{}` and reviewed by nobody: not taken as fact", clip(&program));
        let hint = "add each to `reviews.csv`, or write who answers for it into `annotator`";
        let place = Place::file(&file);
        compilation.judge.note(Diagnostic::new(&codes::UNREVIEWED_ROWS, place, message).hint(hint));
    }
    // One table alone does not have what the others have.
    if compilation.project.is_part {
        return Ok(());
    }
    let mut rows: Vec<ReviewedRow> = std::mem::take(&mut reviews.rows).into_values().collect();
    rows.sort_by(|a, b| (&a.row.file, a.row.line()).cmp(&(&b.row.file, b.row.line())));
    for ReviewedRow { review, row, is_extracted } in rows {
        let is_taken_over = compilation.reviews.taken_over.contains(&key(&review.claim));
        let is_rejected = review.verdict == ReviewVerdict::Rejected;
        let finding = match (is_extracted, is_taken_over) {
            (false, false) if !is_rejected => Some(unknown_claim(&review)),
            (true, false) if !is_rejected => Some(missing_row(&review)),
            _ => None,
        };
        if let Some(finding) = finding {
            compilation.judge.judge(&row, vec![finding])?;
        }
    }
    Ok(())
}

fn rejected_row(claim: &Claim) -> Finding {
    let id = claim.id.as_deref().unwrap_or_default();
    let finding = Finding::new(&codes::REJECTED_CLAIM, "id", format!("`{}` was rejected in a review", clip(id)));
    finding.hint("delete the row, or accept it in a further row of `reviews.csv`: the last one counts")
}

fn unknown_claim(review: &Review) -> Finding {
    let message = format!("no table has a claim `{}`", clip(&review.claim));
    Finding::new(&codes::UNKNOWN_REVIEW, "claim", message)
        .hint("mend the identifier, which is the `id` of an extracted claim, or delete the row")
}

fn missing_row(review: &Review) -> Finding {
    let (id, verdict) = (clip(&review.claim), review.verdict.word());
    let message = format!("`{id}` is {verdict}, and no table of claims has a row with this `id`");
    Finding::new(&codes::MISSING_ACCEPTED, "claim", message)
        .hint("copy the row of the extracted claim into `claims.csv`, under the same `id`")
}
