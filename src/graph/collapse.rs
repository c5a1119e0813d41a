//! One node for each group.

use std::cmp::Reverse;
use std::ops::Range;

use petgraph::graph::{DiGraph, EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;
use rustc_hash::{FxHashMap, FxHashSet};

use super::sources::{SourceCount, count_independent};
use super::view::range_of;
use super::{Edge, Node, NodeIdentity, Occurrence, State, View};
use crate::claims::Id;
use crate::model::{Period, Stance};

impl<'c> View<'c> {
    /// Makes a node of each group and one edge of all statements between two; nodes without group stay, and so do
    /// statements between two that stay.
    #[must_use]
    pub fn collapsed(self) -> View<'c> {
        self.collapsed_around(&[])
    }

    /// The same, except for the groups at these places of [`View::groups`], whose nodes stay.
    #[must_use]
    pub fn collapsed_around(mut self, open: &[u32]) -> View<'c> {
        let own = std::mem::take(&mut self.graph);
        let mut graph: DiGraph<Node, Edge> = DiGraph::new();
        let mut nodes: FxHashMap<NodeIdentity, NodeIndex> = FxHashMap::default();
        let targets: Vec<NodeIndex> = own
            .node_weights()
            .map(|node| {
                let closed = node.group.filter(|group| !open.contains(group));
                let what = closed.map_or(node.identity, NodeIdentity::Group);
                let kind =
                    closed.and_then(|group| self.groups.get(group as usize)).map_or(node.kind, |group| group.kind);
                let modality = node.modality.filter(|_| closed.is_none());
                *nodes
                    .entry(what)
                    .or_insert_with(|| graph.add_node(Node { identity: what, kind, modality, group: node.group }))
            })
            .collect();
        let mut bundles: Vec<(NodeIndex, NodeIndex, EdgeIndex)> = own
            .edge_references()
            .map(|edge| {
                let (from, to) = (targets[edge.source().index()], targets[edge.target().index()]);
                // What reads the same from both ends has one direction for all.
                let turned = edge.weight().symmetric && from > to;
                if turned { (to, from, edge.id()) } else { (from, to, edge.id()) }
            })
            .collect();
        bundles.sort_unstable();
        // The claims behind an edge are one stretch of the list, so those of edges that become one are put together.
        let (before, old) = (std::mem::take(&mut self.members), std::mem::take(&mut self.occurrences));
        let is_group = |node: NodeIndex| matches!(graph[node].identity, NodeIdentity::Group(_));
        let stays: Vec<bool> = graph.node_indices().map(|node| !is_group(node)).collect();
        let is_between = |a: NodeIndex, b: NodeIndex| !(stays[a.index()] && stays[b.index()]);
        for bundle in bundles.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1) && is_between(a.0, a.1)) {
            let edges: Vec<&Edge> = bundle.iter().map(|(.., edge)| &own[*edge]).collect();
            let (first_member, first_occurrence) = (self.members.len(), self.occurrences.len());
            for occurrence in
                edges.iter().flat_map(|edge| &old[edge.occurrences.start as usize..edge.occurrences.end as usize])
            {
                let members = &before[occurrence.members.start as usize..occurrence.members.end as usize];
                let place = range_of(self.members.len(), members.len());
                self.members.extend_from_slice(members);
                self.occurrences.push(Occurrence { members: place, ..occurrence.clone() });
            }
            let members = range_of(first_member, self.members.len() - first_member);
            let occurrences = range_of(first_occurrence, self.occurrences.len() - first_occurrence);
            let edge = match edges[..] {
                [only] => Edge { members, occurrences, ..only.clone() },
                _ => self.between_groups(&edges, members, occurrences),
            };
            graph.add_edge(bundle[0].0, bundle[0].1, edge);
        }
        self.replace(graph);
        self
    }

    /// True for an edge between two groups, or within one.
    pub fn joins_groups(&self, index: EdgeIndex) -> bool {
        let is_group = |node: NodeIndex| matches!(self.graph[node].identity, NodeIdentity::Group(_));
        self.graph.edge_endpoints(index).is_some_and(|(from, to)| is_group(from) && is_group(to))
    }

    /// Leaves the `most` heaviest edges between groups, and as many of those of single nodes: what was opened would else
    /// be hidden by what is heavier because it is more.
    pub fn keep_heaviest_of_each(&mut self, most: usize) {
        let (mut between, mut single): (Vec<EdgeIndex>, Vec<EdgeIndex>) =
            self.graph.edge_indices().partition(|index| self.joins_groups(*index));
        for edges in [&mut between, &mut single] {
            edges.sort_by_key(|index| (Reverse(self.weight(&self.graph[*index])), *index));
            edges.truncate(most);
        }
        let kept: FxHashSet<EdgeIndex> = between.into_iter().chain(single).collect();
        self.retain(|index| kept.contains(&index), |_| false);
    }

    /// One edge for many statements, with their claims and occurrences.
    fn between_groups(&self, edges: &[&Edge], members: Range<u32>, occurrences: Range<u32>) -> Edge {
        let mut predicates: FxHashMap<Id, u32> = FxHashMap::default();
        let mut states = [0_u32; State::ALL.len()];
        for edge in edges {
            *predicates.entry(edge.predicate).or_default() += edge.n_claims();
            states[edge.state as usize] += edge.n_statements;
        }
        let n = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        // Of predicates and states that are equally frequent the first counts, whatever the order of the map.
        let main = predicates.iter().max_by_key(|(id, n)| (**n, Reverse(**id))).map(|(id, _)| *id);
        let most = State::ALL.into_iter().max_by_key(|state| (states[*state as usize], Reverse(*state)));
        let all = self.members.get(members.start as usize..members.end as usize).unwrap_or_default();
        let SourceCount { n_origins: n_sources, n_outlets } = count_independent(self.claims, all);
        Edge {
            predicate: main.unwrap_or(edges[0].predicate),
            n_predicates: n(predicates.len()),
            n_statements: edges.iter().map(|edge| edge.n_statements).sum(),
            n_sources,
            n_outlets,
            state: most.unwrap_or(State::NotActual),
            has_dispute: edges.iter().any(|edge| edge.has_dispute),
            is_mixed: states.iter().filter(|n| **n > 0).count() > 1 || edges.iter().any(|edge| edge.is_mixed),
            stances: edges.iter().fold([0; Stance::ALL.len()], |mut all, edge| {
                all.iter_mut().zip(edge.stances).for_each(|(sum, n)| *sum += n);
                all
            }),
            modalities: edges.iter().fold(0, |bits, edge| bits | edge.modalities),
            period: edges.iter().filter_map(|edge| edge.period).reduce(Period::and),
            symmetric: edges.iter().all(|edge| edge.symmetric),
            members,
            occurrences,
        }
    }
}
