//! Who is in the thick of it?

use super::{Cell, Column, Heading, Listing, Measure, Settings, Table, Values, arcs, place};
use crate::graph::View;

pub(super) const MEASURE: Measure = Measure {
    name: "core",
    about: "the greatest k for which each node is among nodes that all have k neighbours there",
    listings: &[Listing { by: "node", take: table }],
    columns: Some(columns),
};

/// The core number of each node, in the order of the graph.
///
/// Meaning: the k-core is what is left when nodes with fewer than k neighbours are taken away until there are none; a
/// node's core number is the greatest k whose core it is in. It tells the dense middle from nodes that have many
/// neighbours of whom nothing else is said.
///
/// Input: which nodes are joined by a statement at all; direction, number of statements and statements of a node about
/// itself do not count.
///
/// Complexity: O(n + m) time, three numbers a node.
///
/// Reference: Seidman (1983), Network structure and minimum degree; Batagelj, Zaveršnik (2003), An O(m) algorithm for
/// cores decomposition of networks.
pub fn core_numbers(view: &View<'_>) -> Vec<u32> {
    let joined = arcs::undirected(view, |_| true);
    let n = joined.node_count();
    // The degree that is left of each node, and the nodes sorted by it: `begins[d]` is where degree d begins.
    let mut degrees: Vec<usize> = (0..place(n)).map(|node| joined.out_degree(node)).collect();
    let most = degrees.iter().copied().max().unwrap_or(0);
    let mut begins = vec![0; most + 2];
    for degree in &degrees {
        begins[degree + 1] += 1;
    }
    for degree in 0..=most {
        begins[degree + 1] += begins[degree];
    }
    let mut at = vec![0; n];
    let mut sorted = vec![0_u32; n];
    let mut free = begins.clone();
    for node in 0..n {
        at[node] = free[degrees[node]];
        sorted[at[node]] = place(node);
        free[degrees[node]] += 1;
    }
    // Nodes are taken away from the least degree on. A neighbour that has more left loses one: it changes places with the
    // first node of its own degree, and that degree begins one later. So the nodes stay sorted at no cost.
    for index in 0..n {
        let taken = sorted[index];
        let degree = degrees[taken as usize];
        for neighbour in joined.neighbors_slice(taken) {
            let neighbour = *neighbour as usize;
            if degrees[neighbour] > degree {
                let first = begins[degrees[neighbour]];
                let other = sorted[first] as usize;
                sorted.swap(first, at[neighbour]);
                at.swap(neighbour, other);
                begins[degrees[neighbour]] += 1;
                degrees[neighbour] -= 1;
            }
        }
    }
    degrees.into_iter().map(place).collect()
}

fn columns(view: &View<'_>) -> Vec<Column> {
    vec![Column { name: "core", values: Values::Whole(core_numbers(view)) }]
}

fn table<'v>(view: &'v View<'v>, _: Settings) -> Table<'v> {
    const HEADINGS: &[Heading] = &[Heading::thing("node"), Heading::new("core"), Heading::new("neighbours")];
    let numbers = core_numbers(view);
    let joined = arcs::undirected(view, |_| true);
    let (greatest, n) = (numbers.iter().copied().max().unwrap_or(0), numbers.len());
    let keys: Vec<(u32, usize)> = (0..place(n)).map(|node| (numbers[node as usize], joined.out_degree(node))).collect();
    let in_greatest = numbers.iter().filter(|number| **number == greatest).count();
    let sizes = keys.clone();
    let row = move |node: usize| {
        let (number, n_neighbors) = sizes[node];
        vec![Cell::node(view, place(node)), Cell::Whole(u64::from(number)), Cell::count(n_neighbors)]
    };
    Table::of_nodes(HEADINGS, n, |node| keys[node], row)
        .with_total("greatest_core", Cell::Whole(u64::from(greatest)))
        .with_total("nodes_in_it", Cell::count(in_greatest))
}
