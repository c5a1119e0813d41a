//! Who is joined more closely than chance would have it?

use petgraph::unionfind::UnionFind;
use petgraph::visit::EdgeRef;

use super::View;

/// The smallest gain of modularity for which a node moves.
const LEAST_GAIN: f64 = 1e-9;

/// The community of each node, numbered from 0 in the order of their first nodes.
///
/// Meaning: parts of the graph with more edges inside than a random graph with the same degrees would have. Direction is
/// ignored, edges weigh as [`View::weight`] says, loops count once.
///
/// Result: a number for each node in the order of the graph; the same graph always has the same communities. Each
/// community is connected.
///
/// Complexity: O(n) a pass in the number of edges, and few passes.
///
/// Reference: Blondel, Guillaume, Lambiotte, Lefebvre (2008), Fast unfolding of communities in large networks. As Traag,
/// Waltman, van Eck (2019) found, it may join what does not hang together; such communities are split at the end.
pub fn communities(view: &View<'_>) -> Vec<u32> {
    let n = view.graph.node_count();
    let edges: Vec<(usize, usize, f64)> = view
        .graph
        .edge_references()
        .map(|edge| (edge.source().index(), edge.target().index(), f64::from(view.weight(edge.weight()))))
        .collect();
    let mut membership: Vec<usize> = (0..n).collect();
    let mut level = Level::new(n, &edges);
    loop {
        let (places, moved) = level.best_places();
        for place in &mut membership {
            *place = places[*place];
        }
        let n_places = places.iter().max().map_or(0, |most| most + 1);
        if !moved || n_places == level.neighbors.len() {
            break;
        }
        level = level.folded(&places, n_places);
    }
    numbered(&connected(&membership, &edges))
}

/// A weighted graph without direction, of nodes or of communities.
struct Level {
    /// Others with the weight of all edges to them, in order.
    neighbors: Vec<Vec<(usize, f64)>>,
    /// Weight of the loops of each.
    loops: Vec<f64>,
}

impl Level {
    fn new(n: usize, edges: &[(usize, usize, f64)]) -> Level {
        let mut level = Level { neighbors: vec![Vec::new(); n], loops: vec![0.0; n] };
        for (from, to, weight) in edges {
            if from == to {
                level.loops[*from] += weight;
            } else {
                level.neighbors[*from].push((*to, *weight));
                level.neighbors[*to].push((*from, *weight));
            }
        }
        level.neighbors.iter_mut().for_each(merge);
        level
    }

    fn degree(&self, node: usize) -> f64 {
        2.0 * self.loops[node] + self.neighbors[node].iter().map(|(_, weight)| weight).sum::<f64>()
    }

    /// Moves nodes, one after the other, to where modularity gains most, until none gains.
    fn best_places(&self) -> (Vec<usize>, bool) {
        let n = self.neighbors.len();
        let degrees: Vec<f64> = (0..n).map(|node| self.degree(node)).collect();
        let all: f64 = degrees.iter().sum();
        let mut totals = degrees.clone();
        let mut places: Vec<usize> = (0..n).collect();
        let mut to_place = vec![0.0; n];
        let mut has_moved = false;
        // Each round only moves what gains, so it ends; the bound is for rounding.
        for _ in 0..100 {
            let mut moved = false;
            for node in 0..n {
                let own = places[node];
                for (other, weight) in &self.neighbors[node] {
                    to_place[places[*other]] += weight;
                }
                totals[own] -= degrees[node];
                let gain = |place: usize| to_place[place] - totals[place] * degrees[node] / all.max(f64::MIN_POSITIVE);
                let mut best = (gain(own), own);
                for (other, _) in &self.neighbors[node] {
                    let place = places[*other];
                    let gained = gain(place);
                    if gained > best.0 + LEAST_GAIN {
                        best = (gained, place);
                    }
                }
                for (other, _) in &self.neighbors[node] {
                    to_place[places[*other]] = 0.0;
                }
                totals[best.1] += degrees[node];
                if best.1 != own {
                    places[node] = best.1;
                    moved = true;
                }
            }
            has_moved |= moved;
            if !moved {
                break;
            }
        }
        (numbered(&places).into_iter().map(|place| place as usize).collect(), has_moved)
    }

    /// The graph of the communities.
    fn folded(&self, places: &[usize], n: usize) -> Level {
        let mut level = Level { neighbors: vec![Vec::new(); n], loops: vec![0.0; n] };
        for (node, neighbors) in self.neighbors.iter().enumerate() {
            let place = places[node];
            level.loops[place] += self.loops[node];
            for (other, weight) in neighbors {
                if places[*other] == place {
                    // Each inner edge is met from both ends.
                    level.loops[place] += weight / 2.0;
                } else {
                    level.neighbors[place].push((places[*other], *weight));
                }
            }
        }
        level.neighbors.iter_mut().for_each(merge);
        level
    }
}

/// Adds up the weights to one neighbour.
fn merge(neighbors: &mut Vec<(usize, f64)>) {
    neighbors.sort_unstable_by_key(|(other, _)| *other);
    neighbors.dedup_by(|next, first| {
        let same = next.0 == first.0;
        if same {
            first.1 += next.1;
        }
        same
    });
}

/// Splits communities that do not hang together.
fn connected(places: &[usize], edges: &[(usize, usize, f64)]) -> Vec<usize> {
    let mut parts = UnionFind::new(places.len());
    for (from, to, _) in edges.iter().filter(|(from, to, _)| places[*from] == places[*to]) {
        parts.union(*from, *to);
    }
    parts.into_labeling()
}

/// The same places, numbered in the order in which they first come up.
pub(super) fn numbered(places: &[usize]) -> Vec<u32> {
    let mut numbers = vec![u32::MAX; places.len()];
    let mut next = 0;
    places
        .iter()
        .map(|place| {
            if numbers[*place] == u32::MAX {
                numbers[*place] = next;
                next += 1;
            }
            numbers[*place]
        })
        .collect()
}
