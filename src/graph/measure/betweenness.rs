//! Who stands between others?

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::arcs::Arcs;
use super::{Cell, Column, Heading, Listing, Measure, Settings, Table, Values, arcs, place, real};
use crate::graph::View;

pub(super) const MEASURE: Measure = Measure {
    name: "betweenness",
    about: "which share of the shortest paths between others leads through each node",
    listings: &[Listing { by: "node", take: table }],
    columns: Some(columns),
};

/// Steps of all searches together up to which every node is a start.
const MOST_STEPS: usize = 1_000_000_000;
/// Starts of a sample, at least.
const FEWEST_STARTS: usize = 100;
/// Draws the sample.
const SEED: u64 = 2001;
/// Parts the starts are searched in. It is fixed, so that sums come out the same on any machine.
const PARTS: usize = 16;

/// How much each node stands between others.
#[derive(Debug, Clone, PartialEq)]
pub struct Betweenness {
    /// One for each node, in the order of the graph, from 0 to 1.
    pub values: Vec<f64>,
    /// How many starts were drawn, when the values are estimates.
    pub n_sampled: Option<usize>,
}

/// How much each node stands between others.
///
/// Meaning: the share of shortest paths from one node to another that leads through a node, taken over all ordered pairs
/// of other nodes. Paths follow statements from subject to object, a symmetric statement both ways; each step counts one,
/// and several statements between two nodes are one step.
///
/// Result: exact while nodes × (nodes + arcs) is at most 10⁹, so up to some 18,000 nodes with twice as many
/// arcs. Above it an estimate from as many starts as fit, at least 100, drawn with a fixed seed.
///
/// Complexity: O(n + m) a start; 24 bytes a node for each of 16 parts.
///
/// Reference: Brandes (2001), A faster algorithm for betweenness centrality; Brandes, Pich (2007), Centrality estimation
/// in large networks. Others have the first, but take no sample, and add up in the order in which threads
/// finish, so that the last digits differ from run to run.
pub fn betweenness(view: &View<'_>) -> Betweenness {
    let arcs = arcs::forward(view);
    let n = arcs.node_count();
    let starts = starts(n, arcs.edge_count());
    let parts: Vec<Vec<f64>> = starts
        .par_chunks(starts.len().div_ceil(PARTS).max(1))
        .map(|starts| {
            let (mut search, mut sums) = (Search::new(n), vec![0.0; n]);
            for start in starts {
                search.add(&arcs, *start, &mut sums);
            }
            sums
        })
        .collect();
    let n_pairs = real(n.saturating_sub(1)) * real(n.saturating_sub(2));
    let scale = if n > 2 { real(n) / real(starts.len()) / n_pairs } else { 0.0 };
    let values = (0..n).map(|node| parts.iter().map(|part| part[node]).sum::<f64>() * scale).collect();
    Betweenness { values, n_sampled: (starts.len() < n).then_some(starts.len()) }
}

/// All nodes, or those of the sample, in order.
fn starts(n: usize, n_arcs: usize) -> Vec<u32> {
    let wanted = (MOST_STEPS / (n + n_arcs).max(1)).max(FEWEST_STARTS);
    let mut starts: Vec<u32> = (0..place(n)).collect();
    if wanted < n {
        starts.sort_unstable_by_key(|node| (xxh3_64_with_seed(&node.to_le_bytes(), SEED), *node));
        starts.truncate(wanted);
        starts.sort_unstable();
    }
    starts
}

/// What is known of each node on the way from one start, kept from search to search.
struct Search {
    /// Steps from the start; `u32::MAX` where it does not lead.
    distances: Vec<u32>,
    /// Shortest paths from the start.
    n_paths: Vec<f64>,
    /// How much of the paths to all others leads through.
    shares: Vec<f64>,
    /// What was reached, the nearest first.
    reached: Vec<u32>,
}

impl Search {
    fn new(n: usize) -> Search {
        Search { distances: vec![u32::MAX; n], n_paths: vec![0.0; n], shares: vec![0.0; n], reached: Vec::new() }
    }

    /// Adds what lies between `start` and all others to `sums`.
    fn add(&mut self, arcs: &Arcs, start: u32, sums: &mut [f64]) {
        self.distances[start as usize] = 0;
        self.n_paths[start as usize] = 1.0;
        self.reached.push(start);
        let mut next = 0;
        while let Some(node) = self.reached.get(next).copied() {
            next += 1;
            let distance = self.distances[node as usize] + 1;
            for to in arcs.neighbors_slice(node) {
                if self.distances[*to as usize] == u32::MAX {
                    self.distances[*to as usize] = distance;
                    self.reached.push(*to);
                }
                if self.distances[*to as usize] == distance {
                    self.n_paths[*to as usize] += self.n_paths[node as usize];
                }
            }
        }
        for node in self.reached.iter().rev().map(|node| *node as usize) {
            let beyond = arcs.neighbors_slice(place(node)).iter().map(|to| *to as usize);
            let share = beyond
                .filter(|to| self.distances[*to] == self.distances[node] + 1)
                .map(|to| self.n_paths[node] / self.n_paths[to] * (1.0 + self.shares[to]))
                .sum();
            self.shares[node] = share;
            if node != start as usize {
                sums[node] += share;
            }
        }
        for node in self.reached.drain(..).map(|node| node as usize) {
            self.distances[node] = u32::MAX;
            self.n_paths[node] = 0.0;
            self.shares[node] = 0.0;
        }
    }
}

fn columns(view: &View<'_>) -> Vec<Column> {
    vec![Column { name: "betweenness", values: Values::Real(betweenness(view).values) }]
}

fn table<'v>(view: &'v View<'v>, _: Settings) -> Table<'v> {
    const HEADINGS: &[Heading] = &[Heading::thing("node"), Heading::new("betweenness")];
    let Betweenness { values, n_sampled } = betweenness(view);
    let (keys, n) = (values.clone(), values.len());
    let row = move |node: usize| vec![Cell::node(view, place(node)), Cell::Number(values[node])];
    let note = n_sampled.map(|few| format!("an estimate from {few} of {n} starts, drawn with a fixed seed"));
    Table::of_nodes(HEADINGS, n, |node| keys[node], row).with_note(note)
}
