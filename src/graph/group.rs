//! Who belongs together?

use petgraph::graph::NodeIndex;
use rustc_hash::FxHashMap;

use super::{NodeIdentity, View, communities};
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
        /// Who is joined more closely than by chance.
        Community = "community",
    }
}

/// Nodes that belong together.
#[derive(Debug, Clone, PartialEq)]
pub struct NodeGroup {
    /// What its nodes have in common.
    pub by: GroupBy,
    /// The name of what they have in common.
    pub label: String,
    /// What it is known by, whatever else is grouped: the word for a kind, the IRI or code of a country, the IRI of the
    /// node that a community is around; empty for those of which it is not known.
    pub key: String,
    /// The number of its nodes.
    pub n_nodes: u32,
    /// How many of them are events.
    pub n_events: u32,
    /// The kind that most of them are of, events aside.
    pub kind: Kind,
}

impl NodeGroup {
    /// The name and the number of nodes.
    pub fn title(&self) -> String {
        if self.n_nodes == 1 { self.label.clone() } else { format!("{} ({})", self.label, self.n_nodes) }
    }

    /// A name without spaces that no other group of the view has: `group:country:` and the key.
    pub fn name(&self) -> String {
        format!("{}{}", prefix(self.by), self.key.replace(' ', "%20"))
    }
}

/// How the names of groups begin.
fn prefix(by: GroupBy) -> String {
    format!("group:{}:", by.word())
}

impl<'c> View<'c> {
    /// Puts each node into a group; an event goes with who acts in it. A node of which nothing is known stays outside.
    #[must_use]
    pub fn grouped(mut self, by: GroupBy) -> View<'c> {
        let keys: Vec<Option<GroupKey>> = match by {
            GroupBy::Type => self.graph.node_weights().map(|node| Some(GroupKey::Kind(node.kind))).collect(),
            GroupBy::Country => {
                self.graph.node_weights().map(|node| self.country_of(node.identity).map(GroupKey::Country)).collect()
            }
            GroupBy::Community => {
                communities(&self).into_iter().map(|place| Some(GroupKey::Community(place))).collect()
            }
        };
        let mut places: FxHashMap<GroupKey, u32> = FxHashMap::default();
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
        let mut keys: Vec<(GroupKey, u32)> = places.into_iter().collect();
        keys.sort_unstable_by_key(|(_, place)| *place);
        self.groups = keys.iter().zip(&members).map(|((key, _), nodes)| self.group(*key, nodes)).collect();
        self
    }

    /// Puts the nodes without group into one more.
    #[must_use]
    pub fn with_rest_grouped(mut self) -> View<'c> {
        let rest: Vec<NodeIndex> = self.graph.node_indices().filter(|node| self.graph[*node].group.is_none()).collect();
        if !rest.is_empty() {
            let place = u32::try_from(self.groups.len()).unwrap_or(u32::MAX);
            for node in &rest {
                self.graph[*node].group = Some(place);
            }
            self.groups.push(self.group(GroupKey::NoCountry, &rest));
        }
        self
    }

    /// The place of the group with this [name](NodeGroup::name). A community is found by any of its nodes, since its
    /// middle may be another one when claims come to it.
    pub fn group_called(&self, name: &str) -> Option<u32> {
        let known = self.groups.iter().position(|group| group.name() == name);
        known.and_then(|place| u32::try_from(place).ok()).or_else(|| {
            let node = self.node(self.claims().by_iri(name.strip_prefix(&prefix(GroupBy::Community))?)?)?;
            self.graph[node]
                .group
                .filter(|place| self.groups.get(*place as usize).is_some_and(|group| group.by == GroupBy::Community))
        })
    }

    fn country_of(&self, what: NodeIdentity) -> Option<Id> {
        let NodeIdentity::Thing(id) = what else { return None };
        let actor = self.claims().event(id).map_or(Some(id), |event| event.agent)?;
        self.claims().country(actor)
    }

    fn group(&self, key: GroupKey, nodes: &[NodeIndex]) -> NodeGroup {
        let mut kinds: FxHashMap<Kind, usize> = FxHashMap::default();
        for node in nodes {
            *kinds.entry(self.graph[*node].kind).or_default() += 1;
        }
        // Events go with who acts in them, so that the actors tell what a group is, however many events there are.
        let rank = |(kind, n): &(&Kind, &usize)| (**kind != Kind::Event, **n, std::cmp::Reverse(**kind));
        let kind = kinds.iter().max_by_key(rank).map(|(kind, _)| *kind);
        let (by, label, key) = match key {
            GroupKey::Kind(kind) => (GroupBy::Type, kind.word().to_owned(), kind.word().to_owned()),
            GroupKey::Country(id) => (GroupBy::Country, self.claims().label(id), self.claims().text(id)),
            GroupKey::NoCountry => (GroupBy::Country, "country not given".to_owned(), String::new()),
            GroupKey::Community(_) => {
                let degree = |node: &&NodeIndex| self.graph.neighbors_undirected(**node).count();
                let center = nodes.iter().max_by_key(|node| (degree(node), std::cmp::Reverse(**node)));
                let center = center.map(|node| &self.graph[*node]);
                let label = center.map_or_else(String::new, |node| format!("around {}", self.label(node)));
                (GroupBy::Community, label, center.and_then(|node| self.iri(node)).unwrap_or_default())
            }
        };
        let n = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        NodeGroup {
            by,
            label,
            key,
            n_nodes: n(nodes.len()),
            n_events: n(kinds.get(&Kind::Event).copied().unwrap_or_default()),
            kind: kind.unwrap_or(Kind::Untyped),
        }
    }
}

/// The property that the members of a group have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum GroupKey {
    Kind(Kind),
    Country(Id),
    NoCountry,
    Community(u32),
}
