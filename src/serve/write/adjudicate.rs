//! What coders disagree about is decided: rows of reviews say which of their claims stand, and another claim is a row of its own.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Value, json};

use super::review::{keep, stamp};
use super::{Writer, parsed};
use crate::deciding::{Drafts, coded_rows};
use crate::model::{ReviewVerdict, is_program};
use crate::review::{ClaimDecision, EDITED_COLUMNS, Ledger, ReviewClaim, edited, fault_in};
use crate::serve::fault::Fault;

/// A decision about a unit.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Adjudicated {
    /// The claims of the coders.
    claims: Vec<Standing>,
    /// What is written in their place: cells by columns.
    written: Option<BTreeMap<String, String>>,
    who: Option<String>,
    note: Option<String>,
}

/// A claim of a coder, and what becomes of it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Standing {
    id: String,
    /// What was seen of it.
    seen: String,
    stands: bool,
}

/// Decides about a unit. Rows of coders stay as they are.
pub(super) fn decide(writer: &Writer, asked: Value) -> Result<Value, Fault> {
    let asked: Adjudicated = parsed(asked)?;
    let project = writer.project_now();
    let rows = coded_rows(&project);
    let mut decisions = Vec::new();
    for standing in &asked.claims {
        let claim = as_seen(&rows, standing)?.clone();
        let verdict = if standing.stands { ReviewVerdict::Accepted } else { ReviewVerdict::Rejected };
        decisions.push(ClaimDecision { claim, verdict });
    }
    let Some(first) = decisions.first().map(|decision| decision.claim.clone()) else {
        return Err(Fault::malformed("`claims` names no claim"));
    };
    if let Some(written) = &asked.written {
        let claim = another(writer, &rows, &first, written, asked.who.as_deref())?;
        decisions.push(ClaimDecision { claim, verdict: ReviewVerdict::Edited });
    }
    let drafts = Drafts::of(&project)?;
    let stamp = stamp(asked.who, asked.note);
    let between = |tables| Ledger::new(tables, stamp, || ()).between_people();
    let undo = keep(writer, &project, &drafts, between, &decisions)?;
    let gone = |id: &str| asked.claims.iter().any(|claim| claim.id == id && !claim.stands);
    let is_decided = |claim: &ReviewClaim| asked.claims.iter().any(|decided| decided.id == claim.id());
    let speaks = |claim: &&ReviewClaim| {
        !is_decided(claim)
            && claim.verdict != Some(ReviewVerdict::Rejected)
            && (claim.speaks_of().any(gone) || claim.replies().any(|(_, id)| gone(id)))
    };
    Ok(json!({ "undo": undo, "left_out": rows.values().filter(speaks).map(ReviewClaim::id).collect::<Vec<_>>() }))
}

/// The row of a coder, if it is as it was seen.
fn as_seen<'r>(rows: &'r BTreeMap<String, ReviewClaim>, standing: &Standing) -> Result<&'r ReviewClaim, Fault> {
    let id = &standing.id;
    let Some(claim) = rows.get(id) else {
        let message = format!("no table of claims in CSV has a row `{id}`");
        return Err(Fault::conflict(message, &json!({ "reason": "gone", "id": id })));
    };
    if claim.seen() == standing.seen {
        return Ok(claim);
    }
    let message = match claim.verdict {
        Some(verdict) => format!("`{id}` is {} by now: somebody decided about it meanwhile", verdict.word()),
        None => format!("the row of `{id}` was changed meanwhile: look at it once more"),
    };
    Err(Fault::conflict(message, &json!({ "reason": "changed", "id": id })))
}

/// Another claim about the same words, signed by who decides.
fn another(
    writer: &Writer,
    rows: &BTreeMap<String, ReviewClaim>,
    first: &ReviewClaim,
    written: &BTreeMap<String, String>,
    who: Option<&str>,
) -> Result<ReviewClaim, Fault> {
    let Some(who) = who.map(str::trim).filter(|who| !who.is_empty() && !is_program(who)) else {
        return Err(Fault::malformed("who writes a claim signs it: the name of a person is needed in `who`"));
    };
    let mut cells = first.cells.clone();
    let mut findings = Vec::new();
    for (column, cell) in written {
        if !EDITED_COLUMNS.contains(&column.as_str()) {
            return Err(Fault::malformed(format!("`{column}` is not written here: {} are", EDITED_COLUMNS.join(", "))));
        }
        let cell = cell.trim();
        let fault = fault_in(column, cell, &|id| rows.contains_key(id));
        findings.extend(fault.map(|message| json!({ "field": column, "message": message })));
        match cell {
            "" => drop(cells.remove(column)),
            cell => drop(cells.insert(column.clone(), cell.to_owned())),
        }
    }
    if !findings.is_empty() {
        return Err(Fault::unfit("what was written cannot be taken", &json!({ "findings": findings })));
    }
    let text = writer.texts().read(first.cell("document"));
    let mut claim = edited(&text, first, cells);
    claim.verdict = None;
    claim.cells.remove("note");
    let told: Vec<&str> = claim.cells.values().map(String::as_str).collect();
    let id = format!("{}-{}", first.id(), crate::review::hash_of(&told));
    claim.cells.insert("id".to_owned(), id);
    claim.cells.insert("annotator".to_owned(), who.to_owned());
    Ok(claim)
}
