//! What follows for a claim when somebody writes other cells.

use std::collections::BTreeMap;

use super::form::fault_of;
use super::passage::Passage;
use super::{LitPart, ReviewClaim};
use crate::model::{Certainty, Modality, Polarity};

/// The columns that a reviewer may write.
pub const EDITED_COLUMNS: [&str; 9] =
    ["subject", "predicate", "object", "said_by", "polarity", "modality", "certainty", "date", "place"];

/// The claim with other cells, and with what follows from that: new words have other places in the text, another predicate is
/// another type of event, and how sure a program was tells nothing of what a person wrote.
#[must_use]
pub fn edited(text: &Result<String, String>, claim: &ReviewClaim, cells: BTreeMap<String, String>) -> ReviewClaim {
    with_cells(&Passage::of(text, claim), claim, cells)
}

pub(super) fn with_cells(passage: &Passage, claim: &ReviewClaim, mut cells: BTreeMap<String, String>) -> ReviewClaim {
    let is_changed = |column: &str| cells.get(column) != claim.cells.get(column);
    let changed: Vec<&str> =
        ["subject", "object", "said_by", "predicate"].into_iter().filter(|column| is_changed(column)).collect();
    for part in [LitPart::Subject, LitPart::Object, LitPart::Speaker] {
        let column = part.columns();
        if !changed.contains(&column) {
            continue;
        }
        let place = passage.find(cells.get(column).map_or("", String::as_str));
        for (end, at) in [("start", place.as_ref().map(|at| at.start)), ("end", place.as_ref().map(|at| at.end))] {
            let name = format!("{column}_{end}");
            match at {
                Some(at) => cells.insert(name, at.to_string()),
                None => cells.remove(&name),
            };
        }
    }
    if changed.contains(&"predicate") {
        cells.remove("event_codes");
    }
    cells.remove("confidence");
    ReviewClaim { cells, verdict: claim.verdict }
}

/// Why a cell that somebody wrote cannot be taken; `is_claim` knows the identifiers of claims.
#[must_use]
pub fn fault_in(column: &str, cell: &str, is_claim: &dyn Fn(&str) -> bool) -> Option<String> {
    let is_word = match column {
        "polarity" => cell.is_empty() || Polarity::parse(cell).is_some(),
        "modality" => cell.is_empty() || Modality::parse(cell).is_some(),
        "certainty" => cell.is_empty() || Certainty::parse(cell).is_some(),
        _ => true,
    };
    if !is_word {
        return Some(format!("`{cell}` is no {column}"));
    }
    fault_of(column, cell, is_claim)
}

/// The claims that a claim speaks of, and those that they speak of, as far as nobody has reviewed them; inner ones first.
#[must_use]
pub fn undecided_below(claims: &[ReviewClaim], by_id: &BTreeMap<String, usize>, claim: &ReviewClaim) -> Vec<usize> {
    let mut found: Vec<usize> = Vec::new();
    let mut waiting: Vec<usize> = claim.speaks_of().filter_map(|id| by_id.get(id).copied()).collect();
    while let Some(at) = waiting.pop() {
        let Some(inner) = claims.get(at) else { continue };
        if inner.verdict.is_none() && inner.id() != claim.id() && !found.contains(&at) {
            found.push(at);
            waiting.extend(inner.speaks_of().filter_map(|id| by_id.get(id).copied()));
        }
    }
    found.reverse();
    found
}
