//! The part of the graph that is wanted.

use std::collections::VecDeque;
use std::collections::hash_map::Entry;

use jiff::civil::Date;
use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;
use rustc_hash::{FxHashMap, FxHashSet};

use super::view::Edges;
use super::{Edge, NodeIdentity, State, View, Weight};
use crate::claims::{Claim, Claims, Id, Voice};
use crate::diagnostic::nearest;
use crate::model::{Credibility, Grade, Reliability};

/// Conditions on the graph; every one has to hold.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// The claims that an edge stands for.
    pub edges: Edges,
    /// The number that makes an edge heavy.
    pub weight: Weight,
    /// Only what lies within `hops` of these, by label, alias, last part of the IRI, or IRI.
    pub about: Vec<String>,
    /// The greatest distance from `about`, in edges; 1 when `about` is given and this is not.
    pub hops: Option<usize>,
    /// Only what is said of these two together: statements of one about the other, and of one about an event of both.
    pub between: Option<(String, String)>,
    /// Only these predicates, by label or local name.
    pub predicates: Vec<String>,
    /// Only claims of these speakers.
    pub speakers: Vec<String>,
    /// Only claims that these outlets published.
    pub outlets: Vec<String>,
    /// Only events that end on or after this day.
    pub since: Option<Date>,
    /// Only events that begin on or before this day.
    pub until: Option<Date>,
    /// Only occurrences with at least so many independent sources.
    pub min_sources: Option<u32>,
    /// Only occurrences with at least so many independent outlets.
    pub min_outlets: Option<u32>,
    /// Only claims whose source is at least so reliable.
    pub min_reliability: Option<Reliability>,
    /// Only claims that are at least so credible.
    pub min_credibility: Option<Credibility>,
    /// Only occurrences in one of these states.
    pub states: Vec<State>,
    /// Only so many edges: the heaviest.
    pub top: Option<usize>,
}

/// A name in a filter that fits nothing.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("no {what} is called `{name}`")]
pub struct FilterError {
    /// `entity`, `predicate`, `speaker` or `outlet`.
    pub what: &'static str,
    /// The name.
    pub name: String,
    /// A name that is near.
    pub near: Option<String>,
}

impl Claims<'_> {
    /// The claims that `filter` keeps, as a network to draw, to measure, or to hand to petgraph.
    ///
    /// # Errors
    /// When a name of the filter fits nothing.
    pub fn view(&self, filter: &Filter) -> Result<View<'_>, FilterError> {
        filter.view(self)
    }
}

impl Filter {
    /// The part of `claims` that is wanted: first by claim, then by edge, then by neighbourhood, then by number.
    ///
    /// # Errors
    /// When a name fits nothing.
    pub fn view<'c>(&self, claims: &'c Claims<'c>) -> Result<View<'c>, FilterError> {
        let (speakers, outlets) = (self.speakers_in(claims)?, self.outlets_in(claims)?);
        let wanted = |index: usize, claim: &Claim| {
            (speakers.is_empty() || claims.speakers(index).iter().any(|speaker| speakers.contains(speaker)))
                && (outlets.is_empty() || claim.outlet.is_some_and(|outlet| outlets.contains(&outlet)))
                && self.since.is_none_or(|since| claim.period.is_some_and(|period| period.end >= since))
                && self.is_rated(claims, index)
                && self.until.is_none_or(|until| claim.period.is_some_and(|period| period.begin <= until))
        };
        let mut view = View::of(claims, self.edges, wanted);
        view.weight = self.weight;
        let about = called(&self.about, &mut named_in(claims, !self.about.is_empty()), "entity", claims)?;
        self.filter_edges(&mut view)?;
        if let Some((one, other)) = &self.between {
            let ends = [one, other]
                .map(|name| called(std::slice::from_ref(name), &mut things_of(claims, true), "entity", claims));
            let [one, other] = ends;
            keep_between(&mut view, &one?, &other?);
        }
        if !self.about.is_empty() {
            keep_near(&mut view, &about, self.hops.unwrap_or(1));
        }
        if let Some(top) = self.top {
            view.keep_heaviest(top);
        }
        Ok(view)
    }

    /// True when the claim at `index` has the grades that are asked for.
    fn is_rated(&self, claims: &Claims<'_>, index: usize) -> bool {
        if self.min_reliability.is_none() && self.min_credibility.is_none() {
            return true;
        }
        let rating = claims.rating(index);
        self.min_reliability.is_none_or(|least| rating.reliability.is_some_and(|grade| grade.is_at_least(least)))
            && self.min_credibility.is_none_or(|least| rating.credibility.is_some_and(|grade| grade.is_at_least(least)))
    }

    fn filter_edges(&self, view: &mut View<'_>) -> Result<(), FilterError> {
        if self.min_sources.is_some() || self.min_outlets.is_some() || !self.states.is_empty() {
            view.retain_occurrences(|one| {
                self.min_sources.is_none_or(|least| one.n_sources >= least)
                    && self.min_outlets.is_none_or(|least| one.n_outlets >= least)
                    && (self.states.is_empty() || self.states.contains(&one.state))
            });
        }
        if self.predicates.is_empty() {
            return Ok(());
        }
        let is_asked = !self.predicates.is_empty();
        let mut all: Vec<Id> = view.claims().rows().iter().filter(|_| is_asked).map(|claim| claim.predicate).collect();
        let predicates = called(&self.predicates, &mut all, "predicate", view.claims())?;
        let wanted = |edge: &Edge| predicates.contains(&edge.predicate);
        let kept: Vec<bool> = view.graph.edge_weights().map(wanted).collect();
        view.retain(|index| kept[index.index()], |_| false);
        Ok(())
    }

    fn speakers_in(&self, claims: &Claims<'_>) -> Result<FxHashSet<Id>, FilterError> {
        if self.speakers.is_empty() {
            return Ok(FxHashSet::default());
        }
        let mut all: Vec<Id> = (0..claims.rows().len()).flat_map(|index| claims.speakers(index)).copied().collect();
        called(&self.speakers, &mut all, "speaker", claims)
    }

    /// The outlets that have one of the names; every name has to fit one.
    fn outlets_in(&self, claims: &Claims<'_>) -> Result<FxHashSet<Voice>, FilterError> {
        let mut found = FxHashSet::default();
        if self.outlets.is_empty() {
            return Ok(found);
        }
        let all: FxHashSet<Voice> = claims.rows().iter().filter_map(|claim| claim.outlet).collect();
        let is_called = |outlet: Voice, name: &str| match outlet {
            Voice::Thing(id) | Voice::Document(id) => claims.is_called(id, name),
            Voice::Host(_) => claims.voice(outlet).eq_ignore_ascii_case(name),
        };
        for name in &self.outlets {
            let mut so_called = all.iter().copied().filter(|outlet| is_called(*outlet, name)).peekable();
            if so_called.peek().is_none() {
                let mut labels: Vec<String> = all.iter().map(|outlet| claims.voice(*outlet)).collect();
                labels.sort_unstable();
                let near = nearest(name, labels.iter().map(String::as_str)).map(str::to_owned);
                return Err(FilterError { what: "outlet", name: name.clone(), near });
            }
            found.extend(so_called);
        }
        Ok(found)
    }
}

impl View<'_> {
    /// The nodes with a name: entities and events as for [`Filter::about`], groups by their label; for somebody who takes part
    /// in nothing and only speaks, the ends of the statements that he speaks of.
    ///
    /// # Errors
    /// When the name fits nothing.
    pub fn called(&self, name: &str) -> Result<Vec<NodeIndex>, FilterError> {
        let is_group = |node: &NodeIndex| match self.graph[*node].identity {
            NodeIdentity::Group(group) => self.groups.get(group as usize).is_some_and(|group| group.label == name),
            NodeIdentity::Thing(_) => false,
        };
        let groups: Vec<NodeIndex> = self.graph.node_indices().filter(is_group).collect();
        if !groups.is_empty() {
            return Ok(groups);
        }
        let things = called(&[name.to_owned()], &mut named_in(self.claims(), true), "entity", self.claims())?;
        let nodes: Vec<NodeIndex> = self.graph.node_indices().filter(|node| self.is_one_of(*node, &things)).collect();
        Ok(if nodes.is_empty() { self.spoken_of_by(&things) } else { nodes })
    }

    /// The ends of the statements that these, who take part in none, speak of.
    fn spoken_of_by(&self, voices: &FxHashSet<Id>) -> Vec<NodeIndex> {
        let said = self.graph.edge_references().filter(|edge| self.is_said_by(edge.weight(), voices));
        let mut nodes: Vec<NodeIndex> = said.flat_map(|edge| [edge.source(), edge.target()]).collect();
        nodes.sort_unstable();
        nodes.dedup();
        nodes
    }

    fn is_said_by(&self, edge: &Edge, voices: &FxHashSet<Id>) -> bool {
        let is_voice = |voice: Voice| voice.thing().is_some_and(|id| voices.contains(&id));
        self.members(edge).iter().any(|index| self.claims().origins(*index as usize).any(is_voice))
    }

    fn is_one_of(&self, node: NodeIndex, things: &FxHashSet<Id>) -> bool {
        matches!(self.graph[node].identity, NodeIdentity::Thing(id) if things.contains(&id))
    }
}

/// Everything claims speak of, also what other conditions leave out: a name is not wrong because nothing fits them.
fn things_of(claims: &Claims<'_>, is_asked: bool) -> Vec<Id> {
    let asked = claims.rows().iter().filter(|_| is_asked);
    asked.flat_map(|claim| [claim.subject, claim.object]).collect()
}

/// Everything claims speak of, and everybody who speaks.
fn named_in(claims: &Claims<'_>, is_asked: bool) -> Vec<Id> {
    let mut named = things_of(claims, is_asked);
    if is_asked {
        let voices = (0..claims.rows().len()).flat_map(|index| claims.origins(index));
        named.extend(voices.filter_map(Voice::thing));
    }
    named
}

/// Those of `all` that have one of `names`; every name has to fit something.
fn called(
    names: &[String],
    all: &mut Vec<Id>,
    what: &'static str,
    claims: &Claims<'_>,
) -> Result<FxHashSet<Id>, FilterError> {
    let mut found = FxHashSet::default();
    if names.is_empty() {
        return Ok(found);
    }
    all.sort_unstable();
    all.dedup();
    for name in names {
        let mut so_called = all.iter().copied().filter(|id| claims.is_called(*id, name)).peekable();
        if so_called.peek().is_none() {
            let labels: Vec<String> = all.iter().map(|id| claims.label(*id)).collect();
            let contained = labels.iter().find(|label| label.to_lowercase().contains(&name.to_lowercase()));
            let near = nearest(name, labels.iter().map(String::as_str)).or(contained.map(String::as_str));
            return Err(FilterError { what, name: name.clone(), near: near.map(str::to_owned) });
        }
        found.extend(so_called);
    }
    Ok(found)
}

/// Keeps the edges between two sets, and those of events that a thing of each set takes part in.
fn keep_between(view: &mut View<'_>, one: &FxHashSet<Id>, other: &FxHashSet<Id>) {
    let claims = view.claims();
    let is_in = |node: NodeIndex, set: &FxHashSet<Id>| match view.graph[node].identity {
        NodeIdentity::Thing(id) => set.contains(&id),
        NodeIdentity::Group(_) => false,
    };
    let is_shared = |node: NodeIndex| {
        let NodeIdentity::Thing(id) = view.graph[node].identity else { return false };
        let Some((agent, object)) = claims.event(id).and_then(|event| event.agent.zip(event.object)) else {
            return false;
        };
        (one.contains(&agent) && other.contains(&object)) || (other.contains(&agent) && one.contains(&object))
    };
    let fits = |from: NodeIndex, to: NodeIndex| {
        (is_in(from, one) && (is_in(to, other) || is_shared(to)))
            || (is_in(from, other) && (is_in(to, one) || is_shared(to)))
    };
    let kept: Vec<bool> = view.graph.edge_references().map(|edge| fits(edge.source(), edge.target())).collect();
    let ends: Vec<bool> = view.graph.node_indices().map(|node| is_in(node, one) || is_in(node, other)).collect();
    view.retain(|index| kept[index.index()], |node| ends[node.index()]);
}

/// Leaves what lies within `hops` of `start`.
fn keep_near(view: &mut View<'_>, start: &FxHashSet<Id>, hops: usize) {
    let near = neighbourhood(view, start, hops);
    let distance = |node: NodeIndex| near.get(&node).copied();
    // At the rim, edges between two nodes that are both as far as it goes are somebody else's story.
    let fits = |from: NodeIndex, to: NodeIndex| match (distance(from), distance(to)) {
        (Some(from), Some(to)) => from < hops || to < hops,
        _ => false,
    };
    // Whoever takes part in nothing is near to what he speaks of.
    let mute: FxHashSet<Id> = start.iter().copied().filter(|id| view.node(*id).is_none()).collect();
    let is_said = |edge: &Edge| hops > 0 && !mute.is_empty() && view.is_said_by(edge, &mute);
    let is_kept =
        |edge: petgraph::graph::EdgeReference<'_, Edge>| fits(edge.source(), edge.target()) || is_said(edge.weight());
    let kept: Vec<bool> = view.graph.edge_references().map(is_kept).collect();
    let starts: FxHashSet<NodeIndex> = start.iter().filter_map(|id| view.node(*id)).collect();
    view.retain(|index| kept[index.index()], |node| starts.contains(&node));
}

/// Distance of every node within `hops` of `start`. An event touches what its statement speaks of, so that
/// `--about Khamenei` finds who proposed to target him.
fn neighbourhood(view: &View<'_>, start: &FxHashSet<Id>, hops: usize) -> FxHashMap<NodeIndex, usize> {
    let mut near: FxHashMap<NodeIndex, usize> = FxHashMap::default();
    let mut queue = VecDeque::new();
    for node in view.graph.node_indices() {
        let NodeIdentity::Thing(id) = view.graph[node].identity else { continue };
        let speaks_of = view
            .claims()
            .event(id)
            .is_some_and(|event| [event.agent, event.object].into_iter().flatten().any(|part| start.contains(&part)));
        if start.contains(&id) || speaks_of {
            near.insert(node, 0);
            queue.push_back(node);
        }
    }
    while let Some(node) = queue.pop_front() {
        let distance = near[&node];
        if distance < hops {
            for other in view.graph.neighbors_undirected(node) {
                if let Entry::Vacant(place) = near.entry(other) {
                    place.insert(distance + 1);
                    queue.push_back(other);
                }
            }
        }
    }
    near
}
