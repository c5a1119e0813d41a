//! Which part of the graph is wanted.

use std::collections::{BTreeSet, VecDeque};

use petgraph::graph::{EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;
use rustc_hash::{FxHashMap, FxHashSet};

use super::{Edge, State, View};
use crate::diagnostic::nearest;
use crate::model::EventDate;
use crate::query::claims::ClaimRow;

/// What to keep; every condition has to hold.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Only what lies within `hops` of these, by label, alias, last part of the IRI, or IRI.
    pub about: Vec<String>,
    /// How far from `about`, in edges; 1 when `about` is given and this is not.
    pub hops: Option<usize>,
    /// Only these predicates, by label or local name.
    pub predicates: Vec<String>,
    /// Only claims of these speakers.
    pub speakers: Vec<String>,
    /// Only events that end on or after this day.
    pub since: Option<EventDate>,
    /// Only events that begin on or before this day.
    pub until: Option<EventDate>,
    /// Only statements with at least so many independent sources.
    pub min_sources: Option<usize>,
    /// Only statements in one of these states.
    pub states: Vec<State>,
    /// Only so many edges: those with the most claims.
    pub top: Option<usize>,
}

/// Why a filter cannot be applied.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("no {what} is called `{name}`")]
pub struct FilterError {
    /// `entity`, `predicate` or `speaker`.
    pub what: &'static str,
    /// The name.
    pub name: String,
    /// A name that is near.
    pub near: Option<String>,
}

impl Filter {
    /// Applies the filter: first to claims, then to edges, then to the neighbourhood, then to the number of edges.
    ///
    /// # Errors
    /// When a name fits nothing.
    pub fn apply(&self, mut view: View) -> Result<View, FilterError> {
        if !self.speakers.is_empty() || self.since.is_some() || self.until.is_some() {
            view = self.filter_claims(view)?;
        }
        let predicates = self.predicates_in(&view)?;
        let wanted = |edge: &Edge| {
            (predicates.is_empty() || predicates.contains(edge.predicate.as_str()))
                && self.min_sources.is_none_or(|least| edge.n_sources >= least)
                && (self.states.is_empty() || self.states.contains(&edge.state))
        };
        let about = self.about_in(&view)?;
        let kept: FxHashSet<EdgeIndex> =
            view.graph.edge_indices().filter(|index| wanted(&view.graph[*index])).collect();
        view.retain(|index| kept.contains(&index), |_| false);
        if !self.about.is_empty() {
            let near = neighbourhood(&view, &about, self.hops.unwrap_or(1));
            let start: FxHashSet<NodeIndex> = about.iter().filter_map(|iri| view.node(iri)).collect();
            let inside = |index: EdgeIndex| {
                view.graph
                    .edge_endpoints(index)
                    .is_some_and(|(from, to)| near.contains_key(&from) && near.contains_key(&to))
            };
            let hops = self.hops.unwrap_or(1);
            // At the rim, edges between two nodes that are both as far as it goes are somebody else's story.
            let at_rim = |index: EdgeIndex| {
                view.graph
                    .edge_endpoints(index)
                    .is_some_and(|(from, to)| near.get(&from) == Some(&hops) && near.get(&to) == Some(&hops))
            };
            let kept: FxHashSet<EdgeIndex> =
                view.graph.edge_indices().filter(|index| inside(*index) && !at_rim(*index)).collect();
            view.retain(|index| kept.contains(&index), |node| start.contains(&node));
        }
        if let Some(top) = self.top {
            let mut order: Vec<EdgeIndex> = view.graph.edge_indices().collect();
            order.sort_by_key(|index| (std::cmp::Reverse(view.graph[*index].claims.len()), *index));
            let kept: FxHashSet<EdgeIndex> = order.into_iter().take(top).collect();
            view.retain(|index| kept.contains(&index), |_| false);
        }
        Ok(view)
    }

    /// Rebuilds the view from the claims that fit speakers and dates.
    fn filter_claims(&self, view: View) -> Result<View, FilterError> {
        let all: BTreeSet<&str> = view.claims.rows.iter().flat_map(|row| &row.speakers).map(String::as_str).collect();
        let speakers = called(&self.speakers, &all, "speaker", &view)?;
        let mut claims = view.claims;
        let since = self.since.as_ref().and_then(EventDate::begin).map(|day| day.to_string());
        let until = self.until.as_ref().and_then(EventDate::end).map(|day| day.to_string());
        let fits = |row: &ClaimRow| {
            (speakers.is_empty() || row.speakers.iter().any(|speaker| speakers.contains(speaker)))
                && since.as_ref().is_none_or(|since| row.end.as_ref().is_some_and(|end| end >= since))
                && until.as_ref().is_none_or(|until| row.begin.as_ref().is_some_and(|begin| begin <= until))
        };
        claims.rows.retain(fits);
        Ok(View::new(claims))
    }

    fn predicates_in(&self, view: &View) -> Result<FxHashSet<String>, FilterError> {
        let all: BTreeSet<&str> = view.graph.edge_weights().map(|edge| edge.predicate.as_str()).collect();
        called(&self.predicates, &all, "predicate", view)
    }

    fn about_in(&self, view: &View) -> Result<FxHashSet<String>, FilterError> {
        let all: BTreeSet<&str> = view.graph.node_weights().map(|node| node.iri.as_str()).collect();
        called(&self.about, &all, "entity", view)
    }
}

/// Those of `all` that have one of `names`; every name has to fit something.
fn called(
    names: &[String],
    all: &BTreeSet<&str>,
    what: &'static str,
    view: &View,
) -> Result<FxHashSet<String>, FilterError> {
    let mut found = FxHashSet::default();
    for name in names {
        let before = found.len();
        found.extend(all.iter().filter(|iri| view.claims.is_called(iri, name)).map(|iri| (*iri).to_owned()));
        if found.len() == before && !all.iter().any(|iri| view.claims.is_called(iri, name)) {
            return Err(unknown(what, name, all.iter().map(|iri| view.claims.label(iri))));
        }
    }
    Ok(found)
}

fn unknown<'a>(what: &'static str, name: &str, labels: impl Iterator<Item = &'a str>) -> FilterError {
    let labels: Vec<&str> = labels.collect();
    let contained = labels.iter().find(|label| label.to_lowercase().contains(&name.to_lowercase())).copied();
    let near = nearest(name, labels.iter().copied()).or(contained).map(str::to_owned);
    FilterError { what, name: name.to_owned(), near }
}

/// Distance of every node within `hops` of `start`. An event touches what its statement speaks of, so that
/// `--about Khamenei` finds who proposed to target him.
fn neighbourhood(view: &View, start: &FxHashSet<String>, hops: usize) -> FxHashMap<NodeIndex, usize> {
    let mut beside: FxHashMap<NodeIndex, Vec<NodeIndex>> = FxHashMap::default();
    for edge in view.graph.edge_references() {
        beside.entry(edge.source()).or_default().push(edge.target());
        beside.entry(edge.target()).or_default().push(edge.source());
    }
    let mut near: FxHashMap<NodeIndex, usize> = FxHashMap::default();
    let mut queue = VecDeque::new();
    for node in start.iter().filter_map(|iri| view.node(iri)) {
        near.insert(node, 0);
        queue.push_back(node);
    }
    for (event, (agent, object)) in &view.claims.events {
        if let Some(node) = view.node(event)
            && (start.contains(object) || start.contains(agent))
        {
            near.insert(node, 0);
            queue.push_back(node);
        }
    }
    while let Some(node) = queue.pop_front() {
        let distance = near[&node];
        if distance < hops {
            for other in beside.get(&node).into_iter().flatten() {
                if !near.contains_key(other) {
                    near.insert(*other, distance + 1);
                    queue.push_back(*other);
                }
            }
        }
    }
    near
}
