//! Who is joined more closely than chance would have it, and how much more closely?

use petgraph::visit::EdgeRef;

use super::{ColumnValues, Heading, Listing, Measure, MeasureCell, MeasureColumn, MeasureTable, Settings, parts};
use crate::graph::{View, communities};

pub(super) const MEASURE: Measure = Measure {
    name: "communities",
    about: "which nodes are joined more closely than chance would have it, and how much so (modularity)",
    listings: &[Listing { by: "community", take: listing }, Listing { by: "node", take: table }],
    columns: Some(columns),
};

/// The modularity of a division of the nodes: how much better than chance it keeps statements inside its parts.
///
/// Meaning: the share of the weight of all edges that lies inside a part, less the share that would lie there if the same
/// degrees were joined by chance. 0 is chance, 1 cannot be reached, and above 0.3 there mostly is a structure worth a
/// look. Direction is ignored; an edge of a node to itself lies inside.
///
/// Input: the part of each node, in the order of the graph; edges weigh as [`View::weight`] says.
///
/// Result: from -0.5 to below 1; 0 for a graph without edges.
///
/// Complexity: O(n + m).
///
/// Reference: Newman, Girvan (2004), Finding and evaluating community structure in networks; for weights Newman (2004),
/// Analysis of weighted networks.
pub fn modularity(view: &View<'_>, part_of: &[u32]) -> f64 {
    let mut degrees = vec![0.0; parts::sizes(part_of).len()];
    let (mut inside, mut all) = (0.0, 0.0);
    for edge in view.graph.edge_references() {
        let weight = f64::from(view.weight(edge.weight()));
        let [from, to] = [edge.source(), edge.target()].map(|end| part_of.get(end.index()).copied());
        for part in [from, to].into_iter().flatten() {
            degrees[part as usize] += weight;
        }
        all += weight;
        inside += if from == to { weight } else { 0.0 };
    }
    if all > 0.0 {
        inside / all - degrees.iter().map(|degree| (degree / (2.0 * all)).powi(2)).sum::<f64>()
    } else {
        0.0
    }
}

fn columns(view: &View<'_>) -> Vec<MeasureColumn> {
    vec![MeasureColumn { name: "community", values: ColumnValues::Whole(communities(view)) }]
}

fn with_totals<'v>(table: MeasureTable<'v>, view: &View<'_>, part_of: &[u32]) -> MeasureTable<'v> {
    table
        .with_total("communities", MeasureCell::count(parts::sizes(part_of).len()))
        .with_total("modularity", MeasureCell::Number(modularity(view, part_of)))
}

fn table<'v>(view: &'v View<'v>, _: Settings) -> MeasureTable<'v> {
    const HEADINGS: &[Heading] = &[Heading::thing("node"), Heading::new("community")];
    let part_of = communities(view);
    with_totals(parts::nodes(view, HEADINGS, vec![part_of.clone()]), view, &part_of)
}

fn listing<'v>(view: &'v View<'v>, _: Settings) -> MeasureTable<'v> {
    const HEADINGS: &[Heading] = &[
        Heading::new("community"),
        Heading::new("nodes"),
        Heading::new("statements_inside"),
        Heading::new("statements_across"),
        Heading::thing("around"),
    ];
    let part_of = communities(view);
    with_totals(parts::listing(view, HEADINGS, &part_of, true), view, &part_of)
}
