//! Tables of parts of the graph that each node is in one of.

use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;

use super::{Heading, MeasureCell, MeasureTable, place};
use crate::graph::View;

/// Each node with its part, the largest part first.
pub(super) fn nodes<'v>(view: &'v View<'v>, headings: &'static [Heading], parts: Vec<Vec<u32>>) -> MeasureTable<'v> {
    let main = parts.first().cloned().unwrap_or_default();
    let sizes = sizes(&main);
    let key = |node: usize| main.get(node).map(|part| (sizes[*part as usize], std::cmp::Reverse(*part)));
    let keys: Vec<_> = (0..main.len()).map(key).collect();
    let n = keys.len();
    let row = move |node: usize| {
        let numbers = parts
            .iter()
            .map(|part| part.get(node).map_or(MeasureCell::Empty, |part| MeasureCell::Whole(u64::from(*part))));
        std::iter::once(MeasureCell::node(view, place(node))).chain(numbers).collect()
    };
    MeasureTable::of_nodes(headings, n, |node| keys[node], row)
}

/// The number of nodes in each part.
pub(super) fn sizes(parts: &[u32]) -> Vec<u32> {
    let mut sizes = vec![0; parts.iter().max().map_or(0, |most| *most as usize + 1)];
    for part in parts {
        sizes[*part as usize] += 1;
    }
    sizes
}

/// Each part with its number, size, statements inside and, where there are such, across to others, and the node with the
/// most statements.
pub(super) fn listing<'v>(
    view: &'v View<'v>,
    headings: &'static [Heading],
    parts: &[u32],
    has_across: bool,
) -> MeasureTable<'v> {
    #[derive(Clone, Default)]
    struct PartNumbers {
        n_nodes: u32,
        n_inside: u32,
        n_across: u32,
        center: Option<(usize, std::cmp::Reverse<usize>)>,
    }
    let mut found = vec![PartNumbers::default(); sizes(parts).len()];
    for (node, part) in parts.iter().enumerate() {
        let n_neighbors = view.graph.neighbors_undirected(NodeIndex::new(node)).count();
        let part = &mut found[*part as usize];
        part.n_nodes += 1;
        part.center = part.center.max(Some((n_neighbors, std::cmp::Reverse(node))));
    }
    for edge in view.graph.edge_references() {
        let ends = [edge.source(), edge.target()].map(|end| parts[end.index()]);
        let n_statements = edge.weight().n_statements;
        if ends[0] == ends[1] {
            found[ends[0] as usize].n_inside += n_statements;
        } else {
            for end in &ends {
                found[*end as usize].n_across += n_statements;
            }
        }
    }
    let sizes: Vec<u32> = found.iter().map(|part| part.n_nodes).collect();
    MeasureTable::of_nodes(
        headings,
        found.len(),
        |part| sizes[part],
        move |number| {
            let part = &found[number];
            let center = part.center.map_or(MeasureCell::Empty, |(_, node)| MeasureCell::node(view, place(node.0)));
            let across = has_across.then_some(part.n_across);
            let numbers =
                [part.n_nodes, part.n_inside].into_iter().chain(across).map(|n| MeasureCell::Whole(u64::from(n)));
            std::iter::once(MeasureCell::count(number)).chain(numbers).chain([center]).collect()
        },
    )
}
