//! The graph that is drawn and measured.

use petgraph::graph::{DiGraph, EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use xxhash_rust::xxh3::xxh3_64;

use super::group::NodeGroup;
use super::occurrence::Occurrence;
use super::state::State;
use crate::claims::{Claim, Claims, Id, Kind, Voice};
use crate::model::{Modality, Period, Stance, words};

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
    pub(super) members: std::ops::Range<u32>,
    /// Its occurrences in the list of the view, by date.
    pub(super) occurrences: std::ops::Range<u32>,
    /// Independent origins behind the occurrence that has the strongest state, see [`State::of`]; between groups, of all claims.
    pub n_sources: u32,
    /// Independent outlets behind the same.
    pub n_outlets: u32,
    /// The strongest state of its occurrences; between groups, the most frequent one.
    pub state: State,
    /// True when its occurrences are in different states.
    pub is_mixed: bool,
    /// True when one of its occurrences is disputed, whatever the others are.
    pub has_dispute: bool,
    /// How many take each stance, in the order of [`Stance::ALL`]: claims and replies to them, those of several speakers once
    /// for each.
    pub(super) stances: [u32; Stance::ALL.len()],
    /// Modalities of its claims other than `actual`, one bit each in the order of [`Modality::ALL`].
    pub(super) modalities: u16,
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
        /// How many claims say so; where none does, how many deny it, else leave it open, else speak of it.
        Claims = "claims",
        /// How many independent sources there are.
        Sources = "sources",
    }
}

/// The graph that is drawn and measured, with the claims behind each edge.
///
/// Memory: about 80 bytes an edge, 32 an occurrence, 4 a claim, 50 a node.
#[derive(Clone)]
pub struct View<'c> {
    /// Entities and events, joined by statements. To be read, not changed: [`View::node`] goes by an index of the nodes
    /// that is made together with it.
    pub graph: DiGraph<Node, Edge>,
    /// Groups that nodes belong to, when they were grouped.
    pub groups: Vec<NodeGroup>,
    /// The number that makes an edge heavy.
    pub weight: Weight,
    pub(super) claims: &'c Claims<'c>,
    pub(super) edges: Edges,
    pub(super) members: Vec<u32>,
    pub(super) occurrences: Vec<Occurrence>,
    pub(super) by_thing: FxHashMap<NodeIdentity, NodeIndex>,
}

/// Subject, predicate, object and place of a claim.
pub(super) type ClaimKey = (Id, Id, Id, u32);

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
    pub fn keep_heaviest(&mut self, most: usize) {
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
        let (graph, by_thing) = nodes_of(claims, &bundles);
        let mut view = View {
            graph,
            groups: Vec::new(),
            weight: Weight::default(),
            claims,
            edges,
            members: Vec::with_capacity(keys.len()),
            occurrences: Vec::with_capacity(bundles.len()),
            by_thing,
        };
        view.add_edges(&bundles, &super::bundle::left_out(claims, &bundles, keys.len()));
        view
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

    /// The occurrences behind an edge, by date.
    pub fn occurrences(&self, edge: &Edge) -> &[Occurrence] {
        self.occurrences.get(edge.occurrences.start as usize..edge.occurrences.end as usize).unwrap_or_default()
    }

    /// The occurrence at a place of the list that [`View::occurrence_of`] gives places in.
    pub fn occurrence_at(&self, place: u32) -> Option<&Occurrence> {
        self.occurrences.get(place as usize)
    }

    /// The place of the occurrence that each claim is in, in the order of [`Claims::rows`]; none for a claim that no edge
    /// has.
    pub fn occurrence_of(&self) -> Vec<Option<u32>> {
        let mut places = vec![None; self.claims.rows().len()];
        for place in self.graph.edge_weights().flat_map(|edge| edge.occurrences.clone()) {
            for index in self.occurrence_at(place).map_or(&[][..], |one| self.members_of(one)) {
                if let Some(of_claim) = places.get_mut(*index as usize) {
                    *of_claim = Some(place);
                }
            }
        }
        places
    }

    /// What the occurrences behind an edge are, where there are several: `3 times: 1 corroborated, 2 single-source`.
    pub fn mix(&self, edge: &Edge) -> Option<String> {
        let own = self.occurrences(edge);
        let count = |state: State| own.iter().filter(|one| one.state == state).count();
        let counts = State::ALL.into_iter().map(|state| (count(state), state)).filter(|(n, _)| *n > 0);
        let parts: Vec<String> = counts.map(|(n, state)| format!("{n} {}", state.word())).collect();
        match own {
            [] | [_] => None,
            [first, ..] if parts.len() == 1 => Some(format!("{} times, each {}", own.len(), first.state.word())),
            _ => Some(format!("{} times: {}", own.len(), parts.join(", "))),
        }
    }

    /// The places of the claims of an occurrence in [`Claims::rows`], in order.
    pub fn members_of(&self, occurrence: &Occurrence) -> &[u32] {
        self.members.get(occurrence.members.start as usize..occurrence.members.end as usize).unwrap_or_default()
    }

    /// The claims behind an edge.
    pub fn claims_of(&self, edge: &Edge) -> impl Iterator<Item = (usize, &'c Claim)> {
        let rows = self.claims.rows();
        self.members(edge).iter().filter_map(|index| Some((*index as usize, rows.get(*index as usize)?)))
    }

    /// The weight of an edge: the claims that say so, or its independent sources.
    pub fn weight(&self, edge: &Edge) -> u32 {
        match self.weight {
            Weight::Claims => edge.n_telling().0,
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

    /// A name for a node that no other node has: its IRI or text, or the [name of its group](NodeGroup::name).
    pub fn name(&self, node: &Node) -> String {
        match node.identity {
            NodeIdentity::Thing(id) => self.claims.text(id),
            NodeIdentity::Group(place) => self.groups.get(place as usize).map_or_else(String::new, NodeGroup::name),
        }
    }

    /// The node with a [name](View::name).
    pub fn named(&self, name: &str) -> Option<NodeIndex> {
        let group = self.group_called(name).and_then(|place| self.by_thing.get(&NodeIdentity::Group(place)).copied());
        group.or_else(|| self.node(self.claims.by_iri(name)?))
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
        let name = |node: NodeIndex| self.name(&self.graph[node]);
        let predicate = self.claims.text(edge.predicate);
        format!("e{:016x}", xxh3_64(format!("{}\n{predicate}\n{}", name(from), name(to)).as_bytes()))
    }

    /// Claims behind the edges that are drawn.
    pub fn n_claims(&self) -> usize {
        self.graph.edge_weights().map(|edge| edge.members.len()).sum()
    }

    /// Speakers and outlets behind the edges that are drawn.
    pub fn n_speakers_and_outlets(&self) -> (usize, usize) {
        let (mut speakers, mut outlets): (FxHashSet<Id>, FxHashSet<Voice>) = Default::default();
        for (index, claim) in self.graph.edge_weights().flat_map(|edge| self.claims_of(edge)) {
            speakers.extend(self.claims.speakers(index));
            outlets.extend(claim.outlet);
        }
        (speakers.len(), outlets.len())
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

    /// Leaves only the occurrences `keep` wants, and the edges and nodes that have such.
    pub(super) fn retain_occurrences(&mut self, keep: impl Fn(&Occurrence) -> bool) {
        let mut graph = std::mem::take(&mut self.graph);
        for edge in graph.edge_weights_mut() {
            let own = self.occurrences(edge).to_vec();
            let kept: Vec<Occurrence> = own.iter().filter(|one| keep(one)).cloned().collect();
            if kept.len() == own.len() {
                continue;
            }
            let (first_member, first_occurrence) = (self.members.len(), self.occurrences.len());
            for occurrence in kept {
                let members = self.members_of(&occurrence).to_vec();
                let place = range_of(self.members.len(), members.len());
                self.members.extend(members);
                self.occurrences.push(Occurrence { members: place, ..occurrence });
            }
            let members = range_of(first_member, self.members.len() - first_member);
            let occurrences = range_of(first_occurrence, self.occurrences.len() - first_occurrence);
            *edge = self.edge_of(edge.predicate, members, occurrences);
        }
        self.graph = graph;
        let kept: Vec<bool> = self.graph.edge_weights().map(|edge| !edge.members.is_empty()).collect();
        self.retain(|index| kept[index.index()], |_| false);
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

    pub(super) fn replace(&mut self, graph: DiGraph<Node, Edge>) {
        self.by_thing = graph.node_indices().map(|index| (graph[index].identity, index)).collect();
        self.graph = graph;
    }
}

impl Edge {
    /// The number of its claims, whatever they say.
    pub fn n_claims(&self) -> u32 {
        self.members.end - self.members.start
    }

    /// How many do what its state rests on, and what that is: say so, where anybody does; else deny it, leave it open, or
    /// speak of it. A claim of several speakers counts once for each, as if each had a row.
    pub fn n_telling(&self) -> (u32, Stance) {
        let stance = self.state.basis();
        (self.stances[stance as usize], stance)
    }

    /// Modalities of its claims other than `actual`.
    pub fn modalities(&self) -> Vec<Modality> {
        Modality::ALL.iter().copied().filter(|modality| self.modalities & bit_of(*modality) != 0).collect()
    }
}

/// The bit of a modality; none for `actual`, which goes without saying.
pub(super) fn bit_of(modality: Modality) -> u16 {
    if modality == Modality::Actual { 0 } else { 1 << (modality as u16) }
}

pub(super) fn range_of(start: usize, n: usize) -> std::ops::Range<u32> {
    let place = |place: usize| u32::try_from(place).unwrap_or(u32::MAX);
    place(start)..place(start + n)
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
