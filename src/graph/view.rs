//! The graph that is drawn and measured.

use petgraph::graph::{DiGraph, EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use xxhash_rust::xxh3::xxh3_64;

use super::group::NodeGroup;
use super::state::State;
use crate::claims::{Claim, Claims, Id, Kind};
use crate::model::{Modality, Period, words};

/// An entity, an event, or a group of such.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The thing or the group it stands for.
    pub identity: NodeIdentity,
    /// The kind of that thing, or of most members of the group.
    pub kind: Kind,
    /// The modality of an event that no claim tells as fact.
    pub modality: Option<Modality>,
    /// The place of its group in [`View::groups`].
    pub group: Option<u32>,
}

/// The thing or the group that a node stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NodeIdentity {
    /// One entity or event.
    Thing(Id),
    /// All members of a group, by its place in [`View::groups`].
    Group(u32),
}

/// All claims of one statement, or one claim, or all statements between two groups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    /// The predicate; the most frequent where there are several.
    pub predicate: Id,
    /// The number of predicates: more than one only between groups.
    pub n_predicates: u32,
    /// The number of statements: more than one only between groups.
    pub n_statements: u32,
    /// The places of its claims in the list of the view.
    members: std::ops::Range<u32>,
    /// Independent sources that affirm the statement, or that speak of it at all when none does.
    pub n_sources: u32,
    /// The state that the claims leave it in; between groups, the most frequent state of the statements.
    pub state: State,
    /// Modalities of its claims other than `actual`, one bit each in the order of [`Modality::ALL`].
    modalities: u16,
    /// The time from the first day to the last that one of its claims speaks of.
    pub period: Option<Period>,
    /// True when it reads the same from both ends.
    pub symmetric: bool,
}

words! {
    /// The claims that an edge stands for.
    Edges default Bundle {
        /// All claims of one statement.
        Bundle = "bundle",
        /// One claim.
        Claims = "claims",
    }
}

words! {
    /// The number that makes an edge heavy.
    Weight default Claims {
        /// How many claims there are.
        Claims = "claims",
        /// How many independent sources there are.
        Sources = "sources",
    }
}

/// The graph that is drawn and measured, with the claims behind each edge.
///
/// Memory: 60 bytes an edge, 4 a claim, about 50 a node.
pub struct View<'c> {
    /// Entities and events, joined by statements. To be read, not changed: [`View::node`] goes by an index of the nodes
    /// that is made together with it.
    pub graph: DiGraph<Node, Edge>,
    /// Groups that nodes belong to, when they were grouped.
    pub groups: Vec<NodeGroup>,
    /// The number that makes an edge heavy.
    pub weight: Weight,
    claims: &'c Claims<'c>,
    edges: Edges,
    members: Vec<u32>,
    by_thing: FxHashMap<NodeIdentity, NodeIndex>,
}

/// Subject, predicate, object and place of a claim.
type ClaimKey = (Id, Id, Id, u32);

impl<'c> View<'c> {
    /// All claims.
    pub fn new(claims: &'c Claims<'c>, edges: Edges) -> View<'c> {
        View::of(claims, edges, |_, _| true)
    }

    /// The claims `keep` wants, by statement; nodes and edges come in the order of their IRIs.
    ///
    /// Complexity: O(n log n) in the number of claims.
    pub fn of(claims: &'c Claims<'c>, edges: Edges, keep: impl Fn(usize, &Claim) -> bool + Sync) -> View<'c> {
        let key = |(index, claim): (usize, &Claim)| {
            let index = u32::try_from(index).ok()?;
            keep(index as usize, claim).then_some((claim.subject, claim.predicate, claim.object, index))
        };
        // No two keys are equal, since each ends with the place of its claim: an unstable sort always gives one order.
        let mut keys: Vec<ClaimKey> = claims.rows().par_iter().enumerate().filter_map(key).collect();
        keys.par_sort_unstable();
        View::of_keys(claims, edges, &keys)
    }

    /// The claims at these places of [`Claims::rows`], and of their edges the `most` heaviest.
    pub fn of_rows(
        claims: &'c Claims<'c>,
        edges: Edges,
        rows: impl IntoIterator<Item = usize>,
        most: usize,
    ) -> View<'c> {
        let key = |index: usize| {
            let claim = claims.rows().get(index)?;
            Some((claim.subject, claim.predicate, claim.object, u32::try_from(index).ok()?))
        };
        let mut keys: Vec<ClaimKey> = rows.into_iter().filter_map(key).collect();
        keys.sort_unstable();
        keys.dedup();
        let mut view = View::of_keys(claims, edges, &keys);
        view.keep_heaviest(most);
        view
    }

    /// Leaves the `most` heaviest edges and the nodes they touch.
    pub(super) fn keep_heaviest(&mut self, most: usize) {
        if self.graph.edge_count() <= most {
            return;
        }
        let mut order: Vec<EdgeIndex> = self.graph.edge_indices().collect();
        order.sort_by_key(|index| (std::cmp::Reverse(self.weight(&self.graph[*index])), *index));
        let kept: FxHashSet<EdgeIndex> = order.into_iter().take(most).collect();
        self.retain(|index| kept.contains(&index), |_| false);
    }

    fn of_keys(claims: &'c Claims<'c>, edges: Edges, keys: &[ClaimKey]) -> View<'c> {
        let bundles: Vec<&[ClaimKey]> = keys.chunk_by(|a, b| (a.0, a.1, a.2) == (b.0, b.1, b.2)).collect();
        let members: Vec<u32> = keys.iter().map(|key| key.3).collect();
        let (graph, by_thing) = nodes_of(claims, &bundles);
        let mut view = View { graph, groups: Vec::new(), weight: Weight::default(), claims, edges, members, by_thing };
        view.add_edges(&bundles);
        view
    }

    fn add_edges(&mut self, bundles: &[&[ClaimKey]]) {
        let (claims, members) = (self.claims, &self.members);
        let mut start = 0;
        let ranges: Vec<std::ops::Range<usize>> = bundles
            .iter()
            .map(|bundle| {
                start += bundle.len();
                start - bundle.len()..start
            })
            .collect();
        // States of statements take long and are found in parallel; edges are added one by one, so that their indices
        // do not depend on the threads.
        let edges: Vec<Edge> = bundles
            .par_iter()
            .zip(ranges)
            .map(|(bundle, range)| edge_of(claims, bundle[0].1, &members[range.clone()], range))
            .collect();
        self.graph.reserve_edges(if self.edges == Edges::Claims { members.len() } else { edges.len() });
        for (edge, bundle) in edges.into_iter().zip(bundles) {
            let ends = (
                self.by_thing.get(&NodeIdentity::Thing(bundle[0].0)),
                self.by_thing.get(&NodeIdentity::Thing(bundle[0].2)),
            );
            let (Some(from), Some(to)) = ends else { continue };
            if self.edges == Edges::Bundle {
                self.graph.add_edge(*from, *to, edge);
                continue;
            }
            for place in edge.members.clone() {
                let index = self.members[place as usize];
                let claim = &claims.rows()[index as usize];
                let single = Edge {
                    members: place..place + 1,
                    state: edge.state.of_claim(claims, index),
                    modalities: bit_of(claim.modality),
                    period: claim.period,
                    ..edge.clone()
                };
                self.graph.add_edge(*from, *to, single);
            }
        }
    }

    /// The claims and their names.
    pub fn claims(&self) -> &'c Claims<'c> {
        self.claims
    }

    /// The claims that an edge stands for.
    pub fn edges(&self) -> Edges {
        self.edges
    }

    /// The places of the claims behind an edge in [`Claims::rows`], in order.
    pub fn members(&self, edge: &Edge) -> &[u32] {
        self.members.get(edge.members.start as usize..edge.members.end as usize).unwrap_or_default()
    }

    /// The claims behind an edge.
    pub fn claims_of(&self, edge: &Edge) -> impl Iterator<Item = (usize, &'c Claim)> {
        let rows = self.claims.rows();
        self.members(edge).iter().filter_map(|index| Some((*index as usize, rows.get(*index as usize)?)))
    }

    /// The weight of an edge: its claims, or its independent sources.
    pub fn weight(&self, edge: &Edge) -> u32 {
        match self.weight {
            Weight::Claims => edge.n_claims(),
            Weight::Sources => edge.n_sources,
        }
    }

    /// The node of an entity or event.
    pub fn node(&self, id: Id) -> Option<NodeIndex> {
        self.by_thing.get(&NodeIdentity::Thing(id)).copied()
    }

    /// The name of a node.
    pub fn label(&self, node: &Node) -> String {
        match (node.identity, node.modality) {
            (NodeIdentity::Thing(id), None) => self.claims.label(id),
            (NodeIdentity::Thing(id), Some(modality)) => format!("{} ({})", self.claims.label(id), modality.word()),
            (NodeIdentity::Group(group), _) => {
                self.groups.get(group as usize).map_or_else(String::new, NodeGroup::title)
            }
        }
    }

    /// The word for what a node is: the name of its class where the project has one, else that of its kind.
    pub fn type_word(&self, node: &Node) -> String {
        match node.identity {
            NodeIdentity::Thing(id) if node.kind != Kind::Event => self.claims.type_word(id),
            _ => node.kind.word().to_owned(),
        }
    }

    /// The name of an edge: its predicate, and how many others there are.
    pub fn edge_label(&self, edge: &Edge) -> String {
        let label = self.claims.label(edge.predicate);
        if edge.n_predicates > 1 { format!("{label} and {} more", edge.n_predicates - 1) } else { label }
    }

    /// The IRI of a node; none for a group.
    pub fn iri(&self, node: &Node) -> Option<String> {
        match node.identity {
            NodeIdentity::Thing(id) => Some(self.claims.text(id)),
            NodeIdentity::Group(_) => None,
        }
    }

    /// A name for an edge that no other edge has and that stays the same as long as the statement or claim does:
    /// `e` and a hash of the statement, or `c` and a hash of the claim.
    pub fn edge_id(&self, index: EdgeIndex) -> String {
        let Some((from, to)) = self.graph.edge_endpoints(index) else { return String::new() };
        let edge = &self.graph[index];
        if self.edges == Edges::Claims && edge.n_statements == 1 {
            let claim = self.claims_of(edge).next().map(|(_, claim)| self.claims.text(claim.id));
            return format!("c{:016x}", xxh3_64(claim.unwrap_or_default().as_bytes()));
        }
        // Texts, not numbers of terms, which change from build to build.
        let name = |node: NodeIndex| match self.graph[node].identity {
            NodeIdentity::Thing(id) => self.claims.text(id),
            // Two groups can have one name.
            NodeIdentity::Group(place) => format!("{place} {}", self.label(&self.graph[node])),
        };
        let predicate = self.claims.text(edge.predicate);
        format!("e{:016x}", xxh3_64(format!("{}\n{predicate}\n{}", name(from), name(to)).as_bytes()))
    }

    /// Claims behind the edges that are drawn.
    pub fn n_claims(&self) -> usize {
        self.graph.edge_weights().map(|edge| edge.members.len()).sum()
    }

    /// Speakers and publishers behind the edges that are drawn.
    pub fn n_speakers_and_publishers(&self) -> (usize, usize) {
        let (mut speakers, mut publishers): (FxHashSet<Id>, FxHashSet<Id>) = Default::default();
        for (index, claim) in self.graph.edge_weights().flat_map(|edge| self.claims_of(edge)) {
            speakers.extend(self.claims.speakers(index));
            publishers.extend(claim.publisher);
        }
        (speakers.len(), publishers.len())
    }

    /// The time from the first day to the last that a claim of the view speaks of.
    pub fn period(&self) -> Option<Period> {
        self.graph.edge_weights().filter_map(|edge| edge.period).map(Period::known).reduce(Period::and)
    }

    /// Pairs of an event and the event it speaks of, both drawn.
    pub fn event_links(&self) -> impl Iterator<Item = (NodeIndex, NodeIndex)> {
        self.graph.node_indices().filter_map(|index| {
            let NodeIdentity::Thing(id) = self.graph[index].identity else { return None };
            let object = self.node(self.claims.event(id)?.object?)?;
            (self.graph[object].kind == Kind::Event).then_some((index, object))
        })
    }

    /// Leaves only the edges `keep` wants, and the nodes they touch or `keep_node` wants.
    pub(super) fn retain(&mut self, keep: impl Fn(EdgeIndex) -> bool, keep_node: impl Fn(NodeIndex) -> bool) {
        let graph = std::mem::take(&mut self.graph);
        let mut touched = vec![false; graph.node_count()];
        for edge in graph.edge_references().filter(|edge| keep(edge.id())) {
            touched[edge.source().index()] = true;
            touched[edge.target().index()] = true;
        }
        let kept = graph.filter_map(
            |index, node| (touched[index.index()] || keep_node(index)).then(|| node.clone()),
            |index, edge| keep(index).then(|| edge.clone()),
        );
        self.replace(kept);
    }

    fn replace(&mut self, graph: DiGraph<Node, Edge>) {
        self.by_thing = graph.node_indices().map(|index| (graph[index].identity, index)).collect();
        self.graph = graph;
    }

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
        let before = std::mem::take(&mut self.members);
        for bundle in bundles.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
            let edges: Vec<&Edge> = bundle.iter().map(|(.., edge)| &own[*edge]).collect();
            let start = self.members.len();
            for edge in &edges {
                self.members.extend_from_slice(&before[edge.members.start as usize..edge.members.end as usize]);
            }
            let edge = between_groups(self.claims, &edges, &self.members[start..], start);
            graph.add_edge(bundle[0].0, bundle[0].1, edge);
        }
        self.replace(graph);
        self
    }
}

impl Edge {
    /// The number of its claims.
    pub fn n_claims(&self) -> u32 {
        self.members.end - self.members.start
    }

    /// Modalities of its claims other than `actual`.
    pub fn modalities(&self) -> Vec<Modality> {
        Modality::ALL.iter().copied().filter(|modality| self.modalities & bit_of(*modality) != 0).collect()
    }
}

/// The bit of a modality; none for `actual`, which goes without saying.
fn bit_of(modality: Modality) -> u16 {
    if modality == Modality::Actual { 0 } else { 1 << (modality as u16) }
}

fn range_of(start: usize, n: usize) -> std::ops::Range<u32> {
    let place = |place: usize| u32::try_from(place).unwrap_or(u32::MAX);
    place(start)..place(start + n)
}

/// The edge of a statement with the claims at `members`, which stand at `range`.
fn edge_of(claims: &Claims<'_>, predicate: Id, members: &[u32], range: std::ops::Range<usize>) -> Edge {
    let (state, n_sources) = State::of(claims, members);
    let rows = || members.iter().filter_map(|index| claims.rows().get(*index as usize));
    Edge {
        predicate,
        n_predicates: 1,
        n_statements: 1,
        n_sources,
        state,
        modalities: rows().fold(0, |bits, claim| bits | bit_of(claim.modality)),
        period: rows().filter_map(|claim| claim.period).reduce(Period::and),
        symmetric: claims.is_symmetric(predicate),
        members: range_of(range.start, range.len()),
    }
}

/// One edge for many statements.
fn between_groups(claims: &Claims<'_>, edges: &[&Edge], members: &[u32], start: usize) -> Edge {
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
    Edge {
        predicate: main.unwrap_or(edges[0].predicate),
        n_predicates: n(predicates.len()),
        n_statements: edges.iter().map(|edge| edge.n_statements).sum(),
        members: range_of(start, members.len()),
        n_sources: super::count_independent(claims, members),
        state: most.unwrap_or(State::NotActual),
        modalities: edges.iter().fold(0, |bits, edge| bits | edge.modalities),
        period: edges.iter().filter_map(|edge| edge.period).reduce(Period::and),
        symmetric: edges.iter().all(|edge| edge.symmetric),
    }
}

/// A node for every subject and object.
fn nodes_of(claims: &Claims<'_>, bundles: &[&[ClaimKey]]) -> (DiGraph<Node, Edge>, FxHashMap<NodeIdentity, NodeIndex>) {
    // IRIs have numbers in their order, so sorted numbers give nodes in the order of their IRIs.
    let mut ids: Vec<Id> = bundles.iter().flat_map(|bundle| [bundle[0].0, bundle[0].2]).collect();
    ids.par_sort_unstable();
    ids.dedup();
    let kinds: Vec<Kind> = ids.par_iter().map(|id| claims.kind(*id)).collect();
    let is_event: FxHashSet<Id> =
        ids.iter().zip(&kinds).filter(|(_, kind)| **kind == Kind::Event).map(|(id, _)| *id).collect();
    let modalities = modalities_of(claims, &is_event);
    let (mut graph, mut by_thing) = (DiGraph::with_capacity(ids.len(), bundles.len()), FxHashMap::default());
    by_thing.reserve(ids.len());
    for (id, kind) in ids.into_iter().zip(kinds) {
        let what = NodeIdentity::Thing(id);
        let node = graph.add_node(Node { identity: what, kind, modality: modalities.get(&id).copied(), group: None });
        by_thing.insert(what, node);
    }
    (graph, by_thing)
}

/// The modality of each of these events that no claim tells as fact.
fn modalities_of(claims: &Claims<'_>, events: &FxHashSet<Id>) -> FxHashMap<Id, Modality> {
    let mut modalities: FxHashMap<Id, Modality> = FxHashMap::default();
    if events.is_empty() {
        return modalities;
    }
    // All claims count, not only those of the view: an event is told as fact when any claim of the graph tells it so.
    for claim in claims.rows() {
        let Some(event) = claim.event.filter(|event| events.contains(event)) else { continue };
        let modality = modalities.entry(event).or_insert(claim.modality);
        if *modality != claim.modality {
            *modality = Modality::Actual;
        }
    }
    modalities.retain(|_, modality| *modality != Modality::Actual);
    modalities
}
