//! Where does a walk along statements end up?

use rayon::prelude::*;

use super::{
    ColumnValues, Heading, Listing, Measure, MeasureCell, MeasureColumn, MeasureTable, Settings, arcs, place, real,
};
use crate::graph::View;

pub(super) const MEASURE: Measure = Measure {
    name: "pagerank",
    about: "how often a walk along statements, now and then starting anew, comes to each node",
    listings: &[Listing { by: "node", take: table }],
    columns: Some(columns),
};

/// The share of steps that go along a statement.
const DAMPING: f64 = 0.85;
/// All changes of a pass together at which the ranks are settled.
const TOLERANCE: f64 = 1e-10;
/// 0.85²⁰⁰ is below 10⁻¹⁴, so this many passes always settle.
const MOST_PASSES: usize = 200;

/// The rank of each node, in the order of the graph; all ranks together are 1.
///
/// Meaning: where somebody is found who walks from subject to object, choosing statements by their weight, and starts
/// anew at any node with a chance of 0.15. A node of whose doings nothing is said leads to all nodes alike. A symmetric
/// statement can be walked both ways, a statement of a node about itself leads back to it.
///
/// Input: the statements of a view, weighing as [`View::weight`] says.
///
/// Complexity: O(n + m) a pass, at most 200 passes; 12 bytes an edge. petgraph's own function looks for an edge between
/// every two nodes, which is quadratic.
///
/// Reference: Brin, Page (1998), The anatomy of a large-scale hypertextual web search engine.
pub fn pagerank(view: &View<'_>) -> Vec<f64> {
    let inward = arcs::backward(view);
    let n = arcs::n_nodes(&inward);
    let n_nodes = real(n as usize);
    let mut outward = vec![0.0; n as usize];
    for (_, from, weight) in arcs::all(&inward) {
        outward[from as usize] += weight;
    }
    let mut ranks = vec![1.0 / n_nodes; n as usize];
    for _ in 0..MOST_PASSES {
        let shares: Vec<f64> =
            ranks.iter().zip(&outward).map(|(rank, all)| if *all > 0.0 { rank / all } else { 0.0 }).collect();
        let stuck: f64 = ranks.iter().zip(&outward).filter(|(_, all)| **all <= 0.0).map(|(rank, _)| rank).sum();
        let anew = (1.0 - DAMPING + DAMPING * stuck) / n_nodes;
        let next: Vec<f64> = (0..n)
            .into_par_iter()
            .map(|node| {
                let from = inward.neighbors_slice(node).iter().zip(inward.edges_slice(node));
                anew + DAMPING * from.map(|(from, weight)| shares[*from as usize] * weight).sum::<f64>()
            })
            .collect();
        let change: f64 = next.iter().zip(&ranks).map(|(next, rank)| (next - rank).abs()).sum();
        ranks = next;
        if change < TOLERANCE {
            break;
        }
    }
    ranks
}

fn columns(view: &View<'_>) -> Vec<MeasureColumn> {
    vec![MeasureColumn { name: "pagerank", values: ColumnValues::Real(pagerank(view)) }]
}

fn table<'v>(view: &'v View<'v>, _: Settings) -> MeasureTable<'v> {
    const HEADINGS: &[Heading] = &[Heading::thing("node"), Heading::new("pagerank"), Heading::new("times_mean")];
    let ranks = pagerank(view);
    let (keys, n) = (ranks.clone(), ranks.len());
    let row = move |node: usize| {
        vec![
            MeasureCell::node(view, place(node)),
            MeasureCell::Number(ranks[node]),
            MeasureCell::Number(ranks[node] * real(n)),
        ]
    };
    MeasureTable::of_nodes(HEADINGS, n, |node| keys[node], row)
}
