//! The graph that is drawn.

use std::collections::BTreeMap;

use petgraph::graph::{DiGraph, NodeIndex};
use rustc_hash::{FxHashMap, FxHashSet};

use super::sources::count_independent;
use crate::query::claims::{ClaimRow, Claims};

/// An entity or an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Its IRI.
    pub iri: String,
    /// The name to show.
    pub label: String,
    /// Local name of its class: `Person`, `State`, `Event`, … or `Entity` when undeclared.
    pub kind: String,
}

/// All claims of one statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    /// The predicate's IRI.
    pub predicate: String,
    /// The predicate's name.
    pub label: String,
    /// Indexes into [`View::claims`].
    pub claims: Vec<usize>,
    /// Independent sources that affirm the statement, or that speak of it at all when none does.
    pub n_sources: usize,
    /// What the claims leave it in.
    pub state: State,
    /// Modalities of its claims other than `actual`, in order.
    pub modalities: Vec<String>,
    /// Whether it reads the same from both ends.
    pub symmetric: bool,
}

/// What the claims of a statement leave it in.
///
/// A claim affirms when it is positive, actual, more than possible, does not decline to comment, and denies no claim of
/// the same statement. The statement is opposed when one of its claims is negative and actual, or when any claim of the
/// graph denies one of them (column `denies`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Affirmed by two or more independent sources, opposed by none.
    Corroborated,
    /// Affirmed by one source, opposed by none.
    SingleSource,
    /// Affirmed by some, opposed by others.
    Disputed,
    /// Opposed, affirmed by none.
    Denied,
    /// Neither: planned, proposed, threatened, or left open.
    NotActual,
}

impl State {
    /// Every state, strongest first.
    pub const ALL: [State; 5] =
        [State::Corroborated, State::SingleSource, State::Disputed, State::Denied, State::NotActual];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            State::Corroborated => "corroborated",
            State::SingleSource => "single-source",
            State::Disputed => "disputed",
            State::Denied => "denied",
            State::NotActual => "not-actual",
        }
    }

    /// The state of a statement with these claims, and how many independent sources stand behind it.
    ///
    /// `is_denied` says whether a reply denies a claim.
    pub fn of(claims: &[&ClaimRow], is_denied: &dyn Fn(&ClaimRow) -> bool) -> (State, usize) {
        let denies_own = |claim: &ClaimRow| claims.iter().any(|own| claim.denies.contains(&own.iri));
        let affirming: Vec<&ClaimRow> =
            claims.iter().copied().filter(|claim| claim.affirms() && !denies_own(claim)).collect();
        let opposed = claims.iter().any(|claim| claim.negates() || is_denied(claim));
        let n_sources = count_independent(if affirming.is_empty() { claims } else { &affirming });
        let state = match (affirming.is_empty(), opposed) {
            (false, true) => State::Disputed,
            (true, true) => State::Denied,
            (true, false) => State::NotActual,
            (false, false) if n_sources > 1 => State::Corroborated,
            (false, false) => State::SingleSource,
        };
        (state, n_sources)
    }
}

/// The picture's graph, with the claims behind each edge.
///
/// Memory: about 200 bytes an edge and the text of its claims.
#[derive(Debug, Default)]
pub struct View {
    /// Entities and events, joined by statements.
    pub graph: DiGraph<Node, Edge>,
    /// Every claim of the graph, drawn or not.
    pub claims: Claims,
    by_iri: FxHashMap<String, NodeIndex>,
}

impl View {
    /// Bundles `claims` by statement; nodes and edges come in the order of their IRIs.
    ///
    /// Complexity: O(n log n) in the number of claims.
    pub fn new(claims: Claims) -> View {
        let denied: FxHashSet<&str> = claims.rows.iter().flat_map(|row| &row.denies).map(String::as_str).collect();
        let mut bundles: BTreeMap<(&str, &str, &str), Vec<usize>> = BTreeMap::new();
        for (index, row) in claims.rows.iter().enumerate() {
            bundles.entry(row.statement()).or_default().push(index);
        }
        let modalities = modalities_of_events(&claims.rows);
        let mut graph = DiGraph::new();
        let mut by_iri: FxHashMap<String, NodeIndex> = FxHashMap::default();
        let mut iris: Vec<&str> = bundles.keys().flat_map(|(subject, _, object)| [*subject, *object]).collect();
        iris.sort_unstable();
        iris.dedup();
        for iri in iris {
            let kind = claims.kinds.get(iri).map_or("Entity", String::as_str);
            let label = match modalities.get(iri) {
                Some(modality) => format!("{} ({modality})", claims.label(iri)),
                None => claims.label(iri).to_owned(),
            };
            let node = graph.add_node(Node { iri: iri.to_owned(), label, kind: kind.to_owned() });
            by_iri.insert(iri.to_owned(), node);
        }
        for ((subject, predicate, object), indexes) in bundles {
            let rows: Vec<&ClaimRow> = indexes.iter().map(|index| &claims.rows[*index]).collect();
            let (state, n_sources) = State::of(&rows, &|row| denied.contains(row.iri.as_str()));
            let mut modalities: Vec<String> =
                rows.iter().map(|row| row.modality.clone()).filter(|modality| modality != "actual").collect();
            modalities.sort_unstable();
            modalities.dedup();
            let edge = Edge {
                predicate: predicate.to_owned(),
                label: claims.label(predicate).to_owned(),
                n_sources,
                state,
                modalities,
                symmetric: claims.symmetric.contains(predicate),
                claims: indexes,
            };
            graph.add_edge(by_iri[subject], by_iri[object], edge);
        }
        View { graph, claims, by_iri }
    }

    /// The node of an entity or event.
    pub fn node(&self, iri: &str) -> Option<NodeIndex> {
        self.by_iri.get(iri).copied()
    }

    /// Claims behind the edges that are drawn.
    pub fn n_claims(&self) -> usize {
        self.graph.edge_weights().map(|edge| edge.claims.len()).sum()
    }

    /// Speakers and publishers behind the edges that are drawn.
    pub fn n_speakers_and_publishers(&self) -> (usize, usize) {
        let rows = || self.graph.edge_weights().flat_map(|edge| &edge.claims).map(|index| &self.claims.rows[*index]);
        let speakers: FxHashSet<&str> = rows().flat_map(|row| &row.speakers).map(String::as_str).collect();
        let publishers: FxHashSet<&str> = rows().filter_map(|row| row.publisher.as_deref()).collect();
        (speakers.len(), publishers.len())
    }

    /// Leaves only the edges `keep` wants, and the nodes they touch or `keep_node` wants.
    pub(super) fn retain(
        &mut self,
        keep: impl Fn(petgraph::graph::EdgeIndex) -> bool,
        keep_node: impl Fn(NodeIndex) -> bool,
    ) {
        let graph = std::mem::take(&mut self.graph);
        let kept = graph.filter_map(
            |index, node| {
                let touched = graph.edges(index).map(|edge| petgraph::visit::EdgeRef::id(&edge));
                let incoming = graph
                    .edges_directed(index, petgraph::Direction::Incoming)
                    .map(|edge| petgraph::visit::EdgeRef::id(&edge));
                (keep_node(index) || touched.chain(incoming).any(&keep)).then(|| node.clone())
            },
            |index, edge| keep(index).then(|| edge.clone()),
        );
        self.by_iri = kept.node_indices().map(|index| (kept[index].iri.clone(), index)).collect();
        self.graph = kept;
    }
}

/// The modality of each event no claim tells as fact.
fn modalities_of_events(rows: &[ClaimRow]) -> FxHashMap<&str, &str> {
    let mut modalities: FxHashMap<&str, &str> = FxHashMap::default();
    for row in rows {
        let modality = modalities.entry(&row.event).or_insert(&row.modality);
        if *modality != row.modality {
            *modality = "actual";
        }
    }
    modalities.retain(|_, modality| *modality != "actual");
    modalities
}
