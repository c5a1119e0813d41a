//! Who belongs together?

use petgraph::graph::NodeIndex;
use rustc_hash::FxHashMap;

use super::{View, What, communities};
use crate::claims::{Id, Kind};
use crate::model::words;

words! {
    /// The property that nodes of a group have in common. An actor's country is itself, its column `country`, or that of
    /// what it is a member of.
    GroupBy {
        /// Type of entity.
        Type = "type",
        /// Country of an actor.
        Country = "country",
        /// Who is joined more closely than chance would have it.
        Community = "community",
    }
}

/// Nodes that belong together.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// What they have in common.
    pub label: String,
    /// How many nodes there are.
    pub n_nodes: u32,
    /// What most of them are.
    pub kind: Kind,
}

impl Group {
    /// The name and the number of nodes.
    pub fn title(&self) -> String {
        if self.n_nodes == 1 { self.label.clone() } else { format!("{} ({})", self.label, self.n_nodes) }
    }
}

impl<'c> View<'c> {
    /// Puts each node into a group; an event goes with who acts in it. A node of which nothing is known stays outside.
    #[must_use]
    pub fn grouped(mut self, by: GroupBy) -> View<'c> {
        let keys: Vec<Option<Key>> = match by {
            GroupBy::Type => self.graph.node_weights().map(|node| Some(Key::Kind(node.kind))).collect(),
            GroupBy::Country => {
                self.graph.node_weights().map(|node| self.country_of(node.what).map(Key::Country)).collect()
            }
            GroupBy::Community => communities(&self).into_iter().map(|place| Some(Key::Community(place))).collect(),
        };
        let mut places: FxHashMap<Key, u32> = FxHashMap::default();
        let mut members: Vec<Vec<NodeIndex>> = Vec::new();
        for (node, key) in self.graph.node_indices().zip(&keys) {
            let Some(key) = key else { continue };
            let place = *places.entry(*key).or_insert_with(|| {
                members.push(Vec::new());
                u32::try_from(members.len() - 1).unwrap_or(u32::MAX)
            });
            members[place as usize].push(node);
            self.graph[node].group = Some(place);
        }
        let mut keys: Vec<(Key, u32)> = places.into_iter().collect();
        keys.sort_unstable_by_key(|(_, place)| *place);
        self.groups = keys.iter().zip(&members).map(|((key, _), nodes)| self.group(*key, nodes)).collect();
        self
    }

    fn country_of(&self, what: What) -> Option<Id> {
        let What::Thing(id) = what else { return None };
        let actor = self.claims().event(id).map_or(Some(id), |event| event.agent)?;
        self.claims().country(actor)
    }

    fn group(&self, key: Key, nodes: &[NodeIndex]) -> Group {
        let mut kinds: FxHashMap<Kind, usize> = FxHashMap::default();
        for node in nodes {
            *kinds.entry(self.graph[*node].kind).or_default() += 1;
        }
        let kind = kinds.iter().max_by_key(|(kind, n)| (**n, std::cmp::Reverse(**kind))).map(|(kind, _)| *kind);
        let label = match key {
            Key::Kind(kind) => kind.word().to_owned(),
            Key::Country(id) => self.claims().label(id),
            Key::Community(_) => {
                let degree = |node: &&NodeIndex| self.graph.neighbors_undirected(**node).count();
                let center = nodes.iter().max_by_key(|node| (degree(node), std::cmp::Reverse(**node)));
                center.map_or_else(String::new, |node| format!("around {}", self.label(&self.graph[*node])))
            }
        };
        Group { label, n_nodes: u32::try_from(nodes.len()).unwrap_or(u32::MAX), kind: kind.unwrap_or(Kind::Untyped) }
    }
}

/// What the members of a group have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Key {
    Kind(Kind),
    Country(Id),
    Community(u32),
}
