//! Extracted claims are reviewed, into the same rows as by `relata extract --review`.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Value, json};

use super::{Writer, parsed};
use crate::deciding::{DecidingError, Drafts, Texts};
use crate::disk::OwnFolder;
use crate::model::ReviewVerdict;
use crate::project::Project;
use crate::review::{
    ClaimDecision, EDITED_COLUMNS, Keeper as _, Ledger, ReviewClaim, ReviewError, ReviewStamp, ReviewTables, edited,
    fault_in, undecided_below,
};
use crate::serve::fault::Fault;

/// What is asked of the list.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Listed {
    /// `document` or `confidence`.
    by: Option<String>,
    /// Claims that are at least, and at most, so likely right.
    from: Option<String>,
    to: Option<String>,
    /// `true`: reviewed ones as well.
    all: Option<String>,
    most: Option<String>,
}

/// Claims that are told at once.
const MOST: usize = 500;

/// Answers what waits for review.
pub(super) fn list(writer: &Writer, asked: Value) -> Result<Value, Fault> {
    let asked: Listed = parsed(asked)?;
    let project = writer.project_now();
    let drafts = Drafts::of(&project)?;
    let by_confidence = match asked.by.as_deref() {
        None | Some("document") => false,
        Some("confidence") => true,
        Some(other) => return Err(Fault::malformed(format!("`by` is `document` or `confidence`, not `{other}`"))),
    };
    let (from, to) = (share("from", asked.from.as_deref())?, share("to", asked.to.as_deref())?);
    let is_asked = |at: &usize| match drafts.claims[*at].confidence() {
        Some(confidence) => from.is_none_or(|from| confidence >= from) && to.is_none_or(|to| confidence <= to),
        // Who asks for a confidence asks for none without.
        None => from.is_none() && to.is_none(),
    };
    let order = drafts.order(asked.all.as_deref() == Some("true"), by_confidence);
    let order: Vec<usize> = order.into_iter().filter(is_asked).collect();
    let most = asked.most.as_deref().and_then(|most| most.parse().ok()).unwrap_or(MOST).min(MOST);
    let known = Known::of(&drafts.claims);
    let n_with = |verdict| drafts.claims.iter().filter(|claim| claim.verdict == verdict).count();
    Ok(json!({
        "table": drafts.shown(),
        "n_claims": drafts.claims.len(),
        "n_left": n_with(None),
        "n_accepted": n_with(Some(ReviewVerdict::Accepted)),
        "n_edited": n_with(Some(ReviewVerdict::Edited)),
        "n_rejected": n_with(Some(ReviewVerdict::Rejected)),
        "n_asked": order.len(),
        "claims": order.iter().take(most).map(|at| known.told(&drafts.claims[*at])).collect::<Vec<_>>(),
    }))
}

fn share(name: &str, text: Option<&str>) -> Result<Option<f64>, Fault> {
    let Some(text) = text.filter(|text| !text.is_empty()) else { return Ok(None) };
    let share = text.parse().ok().filter(|share| (0.0..=1.0).contains(share));
    share.map(Some).ok_or_else(|| Fault::malformed(format!("`{name}` is a number from 0 to 1, not `{text}`")))
}

/// Answers the text of a document, as places in it count.
pub(super) fn text(writer: &Writer, asked: Value) -> Result<Value, Fault> {
    #[derive(Deserialize)]
    struct Asked {
        document: String,
    }
    let Asked { document } = parsed(asked)?;
    let text = writer.texts().read(&document);
    Ok(json!({ "document": document, "text": text.as_ref().ok(), "why_not": text.as_ref().err() }))
}

/// Answers what fields can be completed with.
pub(super) fn choices(writer: &Writer, _: Value) -> Result<Value, Fault> {
    let project = writer.project_now();
    let choices = Drafts::of(&project)?.choices(&project);
    Ok(json!({ "names": choices.names, "predicates": choices.predicates }))
}

/// Claims by their identifiers.
struct Known<'c> {
    claims: &'c [ReviewClaim],
    by_id: BTreeMap<String, usize>,
}

impl Known<'_> {
    fn of(claims: &[ReviewClaim]) -> Known<'_> {
        Known { claims, by_id: claims.iter().enumerate().map(|(at, claim)| (claim.id().to_owned(), at)).collect() }
    }

    fn claim(&self, id: &str) -> Option<&ReviewClaim> {
        self.claims.get(*self.by_id.get(id)?)
    }

    /// A claim, with the claims that it speaks of and those that speak of it.
    fn told(&self, claim: &ReviewClaim) -> Value {
        let brief = |id: &str| {
            let other = self.claim(id);
            json!({ "id": id, "sentence": other.map(sentence), "verdict": other.and_then(|other| other.verdict).map(ReviewVerdict::word) })
        };
        let undecided = undecided_below(self.claims, &self.by_id, claim);
        json!({
            "id": claim.id(),
            "seen": claim.seen(),
            "verdict": claim.verdict.map(ReviewVerdict::word),
            "confidence": claim.confidence(),
            "cells": claim.cells,
            "speaks_of": claim.speaks_of().map(brief).collect::<Vec<_>>(),
            "replies": claim.replies().map(|(word, id)| json!({ "word": word, "claim": brief(id) })).collect::<Vec<_>>(),
            "undecided": undecided.iter().map(|at| {
                let inner = &self.claims[*at];
                json!({ "id": inner.id(), "seen": inner.seen(), "sentence": sentence(inner) })
            }).collect::<Vec<_>>(),
            "spoken_of_by": self.above(claim.id()),
        })
    }

    /// The identifiers of claims that speak of one, and that nobody has rejected.
    fn above(&self, id: &str) -> Vec<&str> {
        let speaks = |claim: &&ReviewClaim| {
            claim.verdict != Some(ReviewVerdict::Rejected)
                && (claim.speaks_of().any(|of| of == id) || claim.replies().any(|(_, of)| of == id))
        };
        self.claims.iter().filter(speaks).map(ReviewClaim::id).collect()
    }
}

/// A claim in a few words.
fn sentence(claim: &ReviewClaim) -> String {
    let not = match claim.cell("polarity") {
        "negative" => "NOT ",
        "underspecified" => "perhaps ",
        _ => "",
    };
    let told = format!("{} {not}{} {}", claim.cell("subject"), claim.cell("predicate"), claim.cell("object"));
    told.trim_end().to_owned()
}

/// A decision.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Decided {
    id: String,
    /// What was seen of it, as the list tells it.
    seen: String,
    /// `accepted`, `edited` or `rejected`.
    verdict: String,
    /// What was written, by columns; with `edited`.
    #[serde(default)]
    cells: BTreeMap<String, String>,
    /// Claims that it speaks of, and that are accepted as well.
    #[serde(default)]
    with: Vec<Seen>,
    who: Option<String>,
    note: Option<String>,
}

/// A claim as somebody saw it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Seen {
    pub(super) id: String,
    pub(super) seen: String,
}

/// Decides about a claim.
pub(super) fn decide(writer: &Writer, asked: Value) -> Result<Value, Fault> {
    let asked: Decided = parsed(asked)?;
    let project = writer.project_now();
    let drafts = Drafts::of(&project)?;
    let known = Known::of(&drafts.claims);
    let claim = as_seen(&known, &asked.id, &asked.seen)?;
    let verdict = ReviewVerdict::parse(&asked.verdict)
        .ok_or_else(|| Fault::malformed("`verdict` is `accepted`, `edited` or `rejected`"))?;
    let mut decisions = Vec::new();
    for inner in &asked.with {
        let claim = as_seen(&known, &inner.id, &inner.seen)?.clone();
        decisions.push(ClaimDecision { claim, verdict: ReviewVerdict::Accepted });
    }
    let claim = match verdict {
        ReviewVerdict::Edited => with_cells(&project, &known, claim, &asked.cells)?,
        ReviewVerdict::Accepted | ReviewVerdict::Rejected => claim.clone(),
    };
    decisions.push(ClaimDecision { claim, verdict });
    let stamp = stamp(asked.who, asked.note);
    let undo = keep(writer, &project, &drafts, |tables| Ledger::new(tables, stamp, || ()), &decisions)?;
    let above = if verdict == ReviewVerdict::Rejected { known.above(&asked.id) } else { Vec::new() };
    let n_left = drafts.claims.iter().filter(|claim| claim.verdict.is_none()).count();
    let n_decided = decisions.iter().filter(|decision| decision.claim.verdict.is_none()).count();
    Ok(json!({ "undo": undo, "n_left": n_left - n_decided, "left_out": above }))
}

/// The claim, if it is as it was seen.
fn as_seen<'c>(known: &'c Known<'_>, id: &str, seen: &str) -> Result<&'c ReviewClaim, Fault> {
    let Some(claim) = known.claim(id) else {
        let message = format!("`{id}` is no extracted claim any more");
        return Err(Fault::conflict(message, &json!({ "reason": "gone", "id": id })));
    };
    if claim.seen() == seen {
        return Ok(claim);
    }
    let message = match claim.verdict {
        Some(verdict) => format!("`{id}` is {} by now: somebody decided about it meanwhile", verdict.word()),
        None => format!("the row of `{id}` was changed meanwhile: look at it once more"),
    };
    Err(Fault::conflict(message, &json!({ "reason": "changed", "claim": known.told(claim) })))
}

/// The claim with what was written.
fn with_cells(
    project: &Project,
    known: &Known<'_>,
    claim: &ReviewClaim,
    written: &BTreeMap<String, String>,
) -> Result<ReviewClaim, Fault> {
    let mut cells = claim.cells.clone();
    let mut findings = Vec::new();
    for (column, cell) in written {
        if !EDITED_COLUMNS.contains(&column.as_str()) {
            return Err(Fault::malformed(format!(
                "`{column}` is not edited in a review: {} are",
                EDITED_COLUMNS.join(", ")
            )));
        }
        let cell = cell.trim();
        let fault = fault_in(column, cell, &|id| known.claim(id).is_some());
        findings.extend(fault.map(|message| json!({ "field": column, "message": message })));
        if cell.is_empty() {
            cells.remove(column);
        } else {
            cells.insert(column.clone(), cell.to_owned());
        }
    }
    if !findings.is_empty() {
        return Err(Fault::unfit("what was written cannot be taken", &json!({ "findings": findings })));
    }
    let text = Texts::of(project.clone()).read(claim.cell("document"));
    Ok(edited(&text, claim, cells))
}

/// Writes decisions that belong together; gives the number by which they are taken back.
pub(super) fn keep(
    writer: &Writer,
    project: &Project,
    drafts: &Drafts,
    decide: impl FnOnce(ReviewTables) -> Ledger,
    decisions: &[ClaimDecision],
) -> Result<u64, Fault> {
    let own = OwnFolder::open_or_make(&project.built_folder())?;
    let mut ledger = decide(drafts.tables(project, own)?);
    ledger.decide(decisions).map_err(DecidingError::from)?;
    Ok(writer.site.kept.keep(ledger))
}

/// Who decides, and when.
pub(super) fn stamp(who: Option<String>, note: Option<String>) -> ReviewStamp {
    let named = |text: Option<String>| text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    ReviewStamp { who: named(who), when: Some(super::today()), note: named(note) }
}

/// Takes a decision of this server back.
pub(super) fn take_back(writer: &Writer, asked: Value) -> Result<Value, Fault> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Undone {
        undo: u64,
    }
    let Undone { undo } = parsed(asked)?;
    let Some(mut ledger) = writer.site.kept.take(undo) else {
        let message = "this decision was taken back already, or the server was started anew: change the row by hand";
        return Err(Fault::conflict(message, &json!({ "reason": "gone" })));
    };
    if let Err(error) = ledger.take_back() {
        writer.site.kept.put_back(undo, ledger);
        return Err(DecidingError::from(error).into());
    }
    Ok(json!({ "undone": undo }))
}

impl From<DecidingError> for Fault {
    /// Why a decision is not kept, with a way out.
    fn from(error: DecidingError) -> Fault {
        let reason = match &error {
            DecidingError::Open(_) | DecidingError::Review(ReviewError::Open(_)) => "open",
            DecidingError::Review(ReviewError::OwnRow { .. }) => "own-row",
            DecidingError::Review(ReviewError::Changed(_) | ReviewError::Decided { .. })
            | DecidingError::Judged { .. } => "changed",
            _ => "table",
        };
        let cause = std::error::Error::source(&error).map(|cause| format!(": {cause}")).unwrap_or_default();
        Fault::conflict(format!("nothing is written: {error}{cause}"), &json!({ "reason": reason }))
    }
}
