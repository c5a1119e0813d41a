//! How are two connected?

use petgraph::Direction;
use petgraph::graph::{EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;

use super::arcs::{self, Arcs};
use super::place;
use crate::graph::{Edge, NodeIdentity, View};

/// A way from one node to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementPath {
    /// One after the other; each begins where the one before ends.
    pub steps: Vec<PathStep>,
}

/// A step of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathStep {
    /// The node at which it begins.
    pub from: NodeIndex,
    /// The node at which it ends.
    pub to: NodeIndex,
    /// The first day on which it can be taken, in a path through time.
    pub day: Option<jiff::civil::Date>,
    /// The statements it rests on, heaviest first; none when an event is joined with what it speaks of.
    pub taken: Vec<StepStatement>,
}

/// A statement that a step rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepStatement {
    /// The edge.
    pub edge: EdgeIndex,
    /// True when the step goes from its subject to its object; with a symmetric statement it always does.
    pub is_forward: bool,
    /// The claims that say so, by their places.
    pub claims: Vec<u32>,
}

/// The shortest ways.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paths {
    /// The first of them, in the order of the graph.
    pub paths: Vec<StatementPath>,
    /// The number of all of them.
    pub n_paths: u64,
}

/// The shortest paths from any of `from` to any of `to`, at most `most` of them.
///
/// Meaning: chains of statements, each beginning where the one before ends, with as few steps as there can be. A step goes
/// from subject to object, with `undirected` the other way as well; a symmetric statement goes both ways. All statements
/// between two nodes are one step. An event leads to what its statement speaks of, so that a path can go through
/// somebody's words about an event to those who take part in it.
///
/// Result: paths in the order of the graph, and how many there are in all.
///
/// Complexity: O(m log m) to join the nodes, O(n + m) to search, then O(1) a step of a path that is given.
///
/// Reference: Moore (1959), The shortest path through a maze.
pub fn shortest_paths(view: &View<'_>, from: &[NodeIndex], to: &[NodeIndex], undirected: bool, most: usize) -> Paths {
    let arcs = steps(view, undirected);
    let search = PathSearch::new(&arcs, from, to);
    let mut paths = Paths { paths: Vec::new(), n_paths: 0 };
    for start in &search.starts {
        paths.n_paths = paths.n_paths.saturating_add(search.n_onward[*start as usize]);
    }
    for start in &search.starts {
        for trail in search.follow(&arcs, *start, most - paths.paths.len()) {
            let steps = trail.windows(2).map(|ends| step(view, ends[0], ends[1], undirected)).collect();
            paths.paths.push(StatementPath { steps });
        }
    }
    paths
}

/// Pairs of an event and what its statement speaks of, both in the graph.
pub(super) fn speaks_of(view: &View<'_>) -> Vec<(u32, u32)> {
    let mut pairs = Vec::new();
    for index in view.graph.node_indices() {
        let NodeIdentity::Thing(id) = view.graph[index].identity else { continue };
        let Some(event) = view.claims().event(id) else { continue };
        let ends = event.agent.into_iter().chain(event.object).filter_map(|end| view.node(end));
        pairs.extend(ends.map(|end| (place(index.index()), place(end.index()))));
    }
    pairs
}

/// True when an edge leads on from the end that `direction` looks out of.
pub(super) fn leads_on(edge: &Edge, direction: Direction, undirected: bool) -> bool {
    direction == Direction::Outgoing || undirected || edge.symmetric
}

/// Every step that can be taken.
fn steps(view: &View<'_>, undirected: bool) -> Arcs {
    let mut pairs = speaks_of(view);
    for edge in view.graph.edge_references() {
        pairs.push((place(edge.source().index()), place(edge.target().index())));
        if edge.weight().symmetric && !undirected {
            pairs.push((place(edge.target().index()), place(edge.source().index())));
        }
    }
    if undirected {
        let back: Vec<(u32, u32)> = pairs.iter().map(|(from, to)| (*to, *from)).collect();
        pairs.extend(back);
    }
    arcs::of_pairs(view.graph.node_count(), pairs)
}

/// A step with all statements between its ends.
fn step(view: &View<'_>, from: u32, to: u32, undirected: bool) -> PathStep {
    let [from, to] = [from, to].map(|node| NodeIndex::new(node as usize));
    let mut taken = Vec::new();
    for direction in [Direction::Outgoing, Direction::Incoming] {
        for edge in view.graph.edges_directed(from, direction) {
            let other = if direction == Direction::Outgoing { edge.target() } else { edge.source() };
            if other == to && leads_on(edge.weight(), direction, undirected) {
                let is_forward = direction == Direction::Outgoing || edge.weight().symmetric;
                taken.push(StepStatement { edge: edge.id(), is_forward, claims: view.members(edge.weight()).to_vec() });
            }
        }
    }
    sort(view, &mut taken);
    PathStep { from, to, day: None, taken }
}

/// Puts the heaviest first.
pub(super) fn sort(view: &View<'_>, taken: &mut Vec<StepStatement>) {
    taken.sort_by_key(|taken| (std::cmp::Reverse(view.weight(&view.graph[taken.edge])), taken.edge));
    taken.dedup_by_key(|taken| taken.edge);
}

/// The result of a search in breadth.
struct PathSearch {
    /// Starts from which a shortest path leads to the end.
    starts: Vec<u32>,
    /// Steps from the nearest start.
    distances: Vec<u32>,
    /// Shortest paths from a node to the end, of those that begin at a start; 0 away from them.
    n_onward: Vec<u64>,
}

impl PathSearch {
    fn new(arcs: &Arcs, from: &[NodeIndex], to: &[NodeIndex]) -> PathSearch {
        let mut distances = vec![u32::MAX; arcs.node_count()];
        let mut is_end = vec![false; arcs.node_count()];
        for node in to {
            is_end[node.index()] = true;
        }
        let mut starts: Vec<u32> = from.iter().map(|node| place(node.index())).collect();
        starts.sort_unstable();
        starts.dedup();
        for start in &starts {
            distances[*start as usize] = 0;
        }
        let mut reached = starts.clone();
        let (mut next, mut least) = (0, u32::MAX);
        while let Some(node) = reached.get(next).copied() {
            next += 1;
            let distance = distances[node as usize];
            if is_end[node as usize] {
                least = least.min(distance);
            }
            if distance >= least {
                continue;
            }
            for to in arcs.neighbors_slice(node) {
                if distances[*to as usize] == u32::MAX {
                    distances[*to as usize] = distance + 1;
                    reached.push(*to);
                }
            }
        }
        let mut n_onward = vec![0_u64; arcs.node_count()];
        for node in reached.iter().rev().map(|node| *node as usize) {
            if is_end[node] && distances[node] == least {
                n_onward[node] = 1;
            } else if distances[node] < least {
                let onward = arcs.neighbors_slice(place(node)).iter().map(|to| *to as usize);
                let onward = onward.filter(|to| distances[*to] == distances[node] + 1);
                n_onward[node] = onward.fold(0, |all, to| all.saturating_add(n_onward[to]));
            }
        }
        starts.retain(|start| n_onward[*start as usize] > 0);
        PathSearch { starts, distances, n_onward }
    }

    /// The next node on a shortest path behind a node, from the `from`th of its neighbours on, and where it stands there.
    fn next(&self, arcs: &Arcs, node: u32, from: usize) -> Option<(usize, u32)> {
        let mut onward = arcs.neighbors_slice(node).iter().copied().enumerate().skip(from);
        let distance = self.distances[node as usize] + 1;
        onward.find(|(_, to)| self.distances[*to as usize] == distance && self.n_onward[*to as usize] > 0)
    }

    /// The shortest paths from a start, at most `most` of them.
    fn follow(&self, arcs: &Arcs, start: u32, most: usize) -> Vec<Vec<u32>> {
        let mut trails = Vec::new();
        // Nodes of the path at hand, and which neighbour of each is to be tried next.
        let mut trail = vec![(start, 0)];
        while let Some((node, next)) = trail.last_mut().filter(|_| trails.len() < most) {
            if let Some((place, to)) = self.next(arcs, *node, *next) {
                *next = place + 1;
                trail.push((to, 0));
                continue;
            }
            // Where no node follows and none was tried, the path is at its end.
            if *next == 0 {
                trails.push(trail.iter().map(|(node, _)| *node).collect());
            }
            trail.pop();
        }
        trails
    }
}
