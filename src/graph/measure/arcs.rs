//! The plain graph under a view, as measures walk it.

use petgraph::csr::Csr;
use petgraph::graph::DiGraph;
use petgraph::visit::EdgeRef;
use rayon::prelude::*;

use crate::graph::{Edge, View};

/// Arcs with their weights, sorted by their ends, at most one from one node to another.
///
/// A symmetric statement (`met`) has no direction and is an arc both ways. Weights are whole numbers, so that adding
/// them up gives the same in any order.
pub(super) type Arcs = Csr<(), f64>;

/// An arc by the places of its ends in the graph.
type Arc = (u32, u32, f64);

/// Arcs along statements, loops included.
pub(super) fn forward(view: &View<'_>) -> Arcs {
    let both = ends(view, |_| true).flat_map(|(arc, edge)| {
        let back = (edge.symmetric && arc.0 != arc.1).then_some((arc.1, arc.0, arc.2));
        std::iter::once(arc).chain(back)
    });
    compressed(view, both.collect())
}

/// Arcs against statements, loops included.
pub(super) fn backward(view: &View<'_>) -> Arcs {
    let both = ends(view, |_| true).flat_map(|(arc, edge)| {
        let back = (edge.symmetric && arc.0 != arc.1).then_some(arc);
        std::iter::once((arc.1, arc.0, arc.2)).chain(back)
    });
    compressed(view, both.collect())
}

/// Arcs both ways for every statement `keep` wants, without loops.
pub(super) fn undirected(view: &View<'_>, keep: impl Fn(&Edge) -> bool) -> Arcs {
    let joining = ends(view, keep).filter(|(arc, _)| arc.0 != arc.1);
    compressed(view, joining.flat_map(|(arc, _)| [arc, (arc.1, arc.0, arc.2)]).collect())
}

/// Arcs along the statements that have a direction, without loops.
pub(super) fn one_way(view: &View<'_>) -> Arcs {
    let directed = ends(view, |edge| !edge.symmetric).filter(|(arc, _)| arc.0 != arc.1);
    compressed(view, directed.map(|(arc, _)| arc).collect())
}

/// Every arc.
pub(super) fn all(arcs: &Arcs) -> impl Iterator<Item = Arc> {
    let of = |from: u32| arcs.neighbors_slice(from).iter().zip(arcs.edges_slice(from));
    (0..n_nodes(arcs)).flat_map(move |from| of(from).map(move |(to, weight)| (from, *to, *weight)))
}

/// The number of nodes; the library counts them in 32 bits.
pub(super) fn n_nodes(arcs: &Arcs) -> u32 {
    u32::try_from(arcs.node_count()).unwrap_or(u32::MAX)
}

/// The same arcs for functions that want a graph they can walk both ways.
pub(super) fn as_graph(arcs: &Arcs) -> DiGraph<(), ()> {
    let mut graph = DiGraph::with_capacity(arcs.node_count(), arcs.edge_count());
    (0..arcs.node_count()).for_each(|_| {
        graph.add_node(());
    });
    graph.extend_with_edges(all(arcs).map(|(from, to, _)| (from, to)));
    graph
}

/// Arcs from pairs of nodes, each pair once.
pub(super) fn of_pairs(n_nodes: usize, pairs: Vec<(u32, u32)>) -> Arcs {
    sorted(n_nodes, pairs.into_iter().map(|(from, to)| (from, to, 1.0)).collect())
}

fn ends<'v>(view: &'v View<'_>, keep: impl Fn(&Edge) -> bool + 'v) -> impl Iterator<Item = (Arc, &'v Edge)> {
    let place = |index: usize| u32::try_from(index).unwrap_or(u32::MAX);
    view.graph.edge_references().filter(move |edge| keep(edge.weight())).map(move |edge| {
        let weight = f64::from(view.weight(edge.weight()));
        ((place(edge.source().index()), place(edge.target().index()), weight), edge.weight())
    })
}

fn compressed(view: &View<'_>, arcs: Vec<Arc>) -> Arcs {
    sorted(view.graph.node_count(), arcs)
}

fn sorted(n_nodes: usize, mut arcs: Vec<Arc>) -> Arcs {
    arcs.par_sort_unstable_by_key(|(from, to, _)| (*from, *to));
    arcs.dedup_by(|next, first| {
        let same = (next.0, next.1) == (first.0, first.1);
        if same {
            first.2 += next.2;
        }
        same
    });
    let mut compressed = Csr::from_sorted_edges(&arcs).expect("the arcs are sorted and each is there once");
    while compressed.node_count() < n_nodes {
        compressed.add_node(());
    }
    compressed
}
