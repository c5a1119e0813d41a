//! One node for each group.

use std::ops::Range;

use petgraph::graph::{DiGraph, EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;
use rustc_hash::FxHashMap;

use super::sources::{SourceCount, count_independent};
use super::view::range_of;
use super::{Edge, Node, NodeIdentity, Occurrence, State, View};
use crate::claims::Id;
use crate::model::{Period, Stance};

impl<'c> View<'c> {
    /// Makes a node of each group and one edge of all statements between two; nodes without group stay.
    #[must_use]
    pub fn collapsed(mut self) -> View<'c> {
        let own = std::mem::take(&mut self.graph);
        let mut graph: DiGraph<Node, Edge> = DiGraph::new();
        let mut nodes: FxHashMap<NodeIdentity, NodeIndex> = FxHashMap::default();
        let targets: Vec<NodeIndex> = own
            .node_weights()
            .map(|node| {
                let what = node.group.map_or(node.identity, NodeIdentity::Group);
                let kind =
                    node.group.and_then(|group| self.groups.get(group as usize)).map_or(node.kind, |group| group.kind);
                let modality = node.modality.filter(|_| node.group.is_none());
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
        for bundle in bundles.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
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
            let edge = self.between_groups(&edges, members, occurrences);
            graph.add_edge(bundle[0].0, bundle[0].1, edge);
        }
        self.replace(graph);
        self
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
        let main = predicates.iter().max_by_key(|(id, n)| (**n, std::cmp::Reverse(**id))).map(|(id, _)| *id);
        let most = State::ALL.into_iter().max_by_key(|state| (states[*state as usize], std::cmp::Reverse(*state)));
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
