//! What hangs together at all?

use petgraph::algo::kosaraju_scc;
use petgraph::unionfind::UnionFind;
use petgraph::visit::EdgeRef;

use super::{
    ColumnValues, Heading, Listing, Measure, MeasureCell, MeasureColumn, MeasureTable, Settings, arcs, parts, real,
};
use crate::graph::View;
use crate::graph::community::numbered;

pub(super) const MEASURE: Measure = Measure {
    name: "components",
    about: "which nodes hang together, over statements read both ways, and over statements as they run",
    listings: &[Listing { by: "component", take: listing }, Listing { by: "node", take: table }],
    columns: Some(columns),
};

/// The weak component of each node, numbered from 0 in the order of their first nodes.
///
/// Meaning: two nodes are in one weak component when statements lead from one to the other, whichever way they are read.
///
/// Complexity: O(n + m α(n)).
///
/// Reference: Tarjan (1975), Efficiency of a good but not linear set union algorithm.
pub fn weak_components(view: &View<'_>) -> Vec<u32> {
    let mut sets = UnionFind::new(view.graph.node_count());
    for edge in view.graph.edge_references() {
        sets.union(edge.source().index(), edge.target().index());
    }
    numbered(&sets.into_labeling())
}

/// The strong component of each node, numbered from 0 in the order of their first nodes.
///
/// Meaning: two nodes are in one strong component when statements lead from each to the other, from subject to object; a
/// symmetric statement leads both ways.
///
/// Complexity: O(n + m), without recursion.
///
/// Reference: Sharir (1981), A strong-connectivity algorithm and its applications in data flow analysis.
pub fn strong_components(view: &View<'_>) -> Vec<u32> {
    let mut places = vec![0; view.graph.node_count()];
    for (component, nodes) in kosaraju_scc(&arcs::as_graph(&arcs::forward(view))).into_iter().enumerate() {
        for node in nodes {
            places[node.index()] = component;
        }
    }
    numbered(&places)
}

fn columns(view: &View<'_>) -> Vec<MeasureColumn> {
    let weak = MeasureColumn { name: "component", values: ColumnValues::Whole(weak_components(view)) };
    vec![weak, MeasureColumn { name: "strong_component", values: ColumnValues::Whole(strong_components(view)) }]
}

fn with_totals<'v>(table: MeasureTable<'v>, weak: &[u32], strong: &[u32]) -> MeasureTable<'v> {
    let sizes = parts::sizes(weak);
    let largest = sizes.iter().max().map_or(0, |size| *size as usize);
    table
        .with_total("weak_components", MeasureCell::count(sizes.len()))
        .with_total("strong_components", MeasureCell::count(parts::sizes(strong).len()))
        .with_total("share_of_largest", MeasureCell::share(real(largest), real(weak.len())))
}

fn table<'v>(view: &'v View<'v>, _: Settings) -> MeasureTable<'v> {
    const HEADINGS: &[Heading] = &[Heading::thing("node"), Heading::new("component"), Heading::new("strong_component")];
    let (weak, strong) = (weak_components(view), strong_components(view));
    let table = parts::nodes(view, HEADINGS, vec![weak.clone(), strong.clone()]);
    with_totals(table, &weak, &strong)
}

fn listing<'v>(view: &'v View<'v>, _: Settings) -> MeasureTable<'v> {
    const HEADINGS: &[Heading] =
        &[Heading::new("component"), Heading::new("nodes"), Heading::new("statements"), Heading::thing("around")];
    let (weak, strong) = (weak_components(view), strong_components(view));
    with_totals(parts::listing(view, HEADINGS, &weak, false), &weak, &strong)
}
