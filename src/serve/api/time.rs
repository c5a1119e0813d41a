//! What happened when, and what is contradicted.

use petgraph::visit::EdgeRef;
use serde_json::{Value, json};

use super::Page;
use super::asked::Asked;
use crate::export::told;
use crate::graph::{Occurrence, Slice, State, View};
use crate::model::{Period, Stance};
use crate::serve::fault::Fault;
use crate::serve::reading::Reading;

/// Slices of time that are told at most.
const MOST_SLICES: usize = 5_000;
/// Slices that can still be told apart in a row of bars.
const USUAL_SLICES: usize = 120;

/// The slices to count by: as asked for, else the shortest of which there are not too many.
pub(super) fn slice_of(view: &View<'_>, asked: &Asked) -> Result<Option<Slice>, Fault> {
    let Some(period) = view.period() else { return Ok(None) };
    if let Some(slice) = asked.word("by", &Slice::ALL, Slice::word)? {
        return Ok(Some(slice));
    }
    let fits = |slice: &Slice| slice.periods(period).take(USUAL_SLICES + 1).count() <= USUAL_SLICES;
    Ok(Some(Slice::ALL.into_iter().rev().find(fits).unwrap_or(Slice::Year)))
}

/// How many claims fall into each slice. A claim whose date is vaguer than a slice is counted apart, in each that it may
/// belong to.
pub(super) fn bucketed(view: &View<'_>, slice: Option<Slice>) -> Result<Value, Fault> {
    let rows = || view.graph.edge_weights().flat_map(|edge| view.claims_of(edge));
    let n_undated = rows().filter(|(_, claim)| claim.period.is_none()).count();
    let Some((slice, all)) = slice.zip(view.period()) else {
        return Ok(json!({ "by": null, "slices": [], "n_undated": n_undated }));
    };
    let slices: Vec<(String, Period)> = slice.periods(all).take(MOST_SLICES + 1).collect();
    if slices.len() > MOST_SLICES {
        let message = format!("by {} there are more than {MOST_SLICES} slices: ask for longer ones", slice.word());
        return Err(Fault::malformed(message));
    }
    let mut counts = vec![[0_u64; Stance::ALL.len()]; slices.len()];
    // Vague claims are noted where they begin to count and where they end to.
    let mut vague = vec![0_i64; slices.len() + 1];
    for (_, claim) in rows() {
        let Some(period) = claim.period else { continue };
        let first = slices.partition_point(|(_, slice)| slice.end < period.begin);
        let behind = slices.partition_point(|(_, slice)| slice.begin <= period.end);
        if first + 1 == behind && period.first().is_some() && period.last().is_some() {
            counts[first][claim.stance as usize] += 1;
        } else if first < behind {
            vague[first] += 1;
            vague[behind] -= 1;
        }
    }
    let mut n_vague = 0;
    let told = slices.iter().zip(counts).zip(vague).map(|(((name, period), counts), change)| {
        n_vague += change;
        let [affirm, deny, open, speak] = counts;
        json!({
            "name": name,
            "begin": period.begin.to_string(),
            "end": period.end.to_string(),
            "n_claims": counts.iter().sum::<u64>(),
            "tally": { "affirm": affirm, "deny": deny, "leave_open": open, "speak_of": speak },
            "n_vague": n_vague,
        })
    });
    Ok(json!({ "by": slice.word(), "slices": told.collect::<Vec<_>>(), "n_undated": n_undated }))
}

/// Answers `/api/timeline`: claims by slices of time, and occurrences by date, the undated last.
pub(super) fn timeline(reading: &Reading<'_>, asked: &Asked) -> Result<Value, Fault> {
    let page = Page::of(asked, 200)?;
    let view = reading.view(&asked.filter()?)?;
    let of_edge =
        |edge: petgraph::graph::EdgeReference<'_, crate::graph::Edge>| (edge.id(), view.occurrences(edge.weight()));
    let edges: Vec<_> = view.graph.edge_references().map(of_edge).collect();
    let mut all: Vec<_> = edges.iter().flat_map(|(edge, own)| own.iter().map(move |one| (*edge, one))).collect();
    all.sort_by_key(|(_, one)| (one.period.is_none(), one.period));
    let scene = reading.scene(&view);
    let told = page.of_list(&all).iter().map(|(edge, one)| {
        let mut told = told::state_of(&view, one);
        let ends = view.graph.edge_endpoints(*edge).map(|(from, to)| [from, to]).unwrap_or_default();
        let [from, to] = ends.map(|end| view.graph.node_weight(end).and_then(|node| view.iri(node)));
        told.insert("edge".to_owned(), view.edge_id(*edge).into());
        told.insert("sentence".to_owned(), scene.sentence(*edge).into());
        told.insert("from".to_owned(), from.into());
        told.insert("to".to_owned(), to.into());
        told.insert("predicate".to_owned(), reading.telling.predicate(view.graph[*edge].predicate));
        told.insert("n_claims".to_owned(), view.members_of(one).len().into());
        told.into()
    });
    let told: Vec<Value> = told.collect();
    let time = bucketed(&view, slice_of(&view, asked)?)?;
    Ok(json!({ "n_occurrences": all.len(), "time": time, "occurrences": told }))
}

/// Answers `/api/conflicts`: what some affirm and others deny, or with `denied` what is only denied.
pub(super) fn conflicts(reading: &Reading<'_>, asked: &Asked) -> Result<Value, Fault> {
    let page = Page::of(asked, 50)?;
    let state = if asked.truth("denied", false)? { State::Denied } else { State::Disputed };
    let (view, claims) = (reading.view(&asked.filter()?)?, reading.claims);
    let all: Vec<&Occurrence> =
        view.graph.edge_weights().flat_map(|edge| view.occurrences(edge)).filter(|one| one.state == state).collect();
    let told = page.of_list(&all).iter().map(|one| {
        let first = view.members_of(one).first().and_then(|index| claims.rows().get(*index as usize));
        let mut told = reading.telling.occurrence(&view, one);
        if let Value::Object(members) = &mut told {
            members.insert("sentence".to_owned(), first.map(|claim| claims.sentence(claim)).into());
        }
        told
    });
    Ok(json!({ "n_conflicts": all.len(), "conflicts": told.collect::<Vec<_>>() }))
}
