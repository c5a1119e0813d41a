//! Islands: parts that do not hang together are laid out one by one and then put side by side.

use std::collections::BTreeMap;

use petgraph::unionfind::UnionFind;
use rustc_hash::FxHashMap;

use super::curve::Curve;
use super::{GraphLayout, LayoutPlan, Point};

/// Space between islands, in points.
const BETWEEN: f64 = 8.0;
/// The width of the whole, as a multiple of its height.
const WIDER: f64 = 1.6;

/// A part of a plan, and which of its nodes, links and ties these are in the whole.
struct Island {
    plan: LayoutPlan,
    nodes: Vec<usize>,
    links: Vec<usize>,
    ties: Vec<usize>,
}

/// Lays each part out that hangs together, and packs the parts in rows, the highest first.
pub(super) fn apart(plan: &LayoutPlan, lay_out: impl Fn(&LayoutPlan) -> GraphLayout) -> GraphLayout {
    let islands = islands(plan);
    // One island needs no packing, and its layout stays as it is.
    if let [_] = islands.as_slice() {
        return lay_out(plan);
    }
    let layouts: Vec<GraphLayout> = islands.iter().map(|island| lay_out(&island.plan)).collect();
    let places = pack(&layouts.iter().map(|layout| layout.size).collect::<Vec<_>>());
    let mut whole = GraphLayout {
        nodes: vec![[0.0; 2]; plan.nodes.len()],
        links: vec![Curve::default(); plan.links.len()],
        labels: vec![[0.0; 2]; plan.links.len()],
        ties: vec![Curve::default(); plan.ties.len()],
        ..GraphLayout::default()
    };
    for ((island, mut layout), by) in islands.into_iter().zip(layouts).zip(places) {
        layout.move_by(by);
        for axis in [0, 1] {
            whole.size[axis] = whole.size[axis].max(by[axis] + layout.size[axis]);
        }
        island.nodes.iter().zip(layout.nodes).for_each(|(node, at)| whole.nodes[*node] = at);
        island.links.iter().zip(layout.links).for_each(|(link, curve)| whole.links[*link] = curve);
        island.links.iter().zip(layout.labels).for_each(|(link, at)| whole.labels[*link] = at);
        island.ties.iter().zip(layout.ties).for_each(|(tie, curve)| whole.ties[*tie] = curve);
        whole.areas.append(&mut layout.areas);
    }
    whole
}

/// Nodes that hang together by links, ties or groups, with all between them.
fn islands(plan: &LayoutPlan) -> Vec<Island> {
    let mut sets = UnionFind::new(plan.nodes.len());
    let ends = plan.links.iter().map(|link| (link.from, link.to)).chain(plan.ties.iter().copied());
    for (from, to) in ends {
        sets.union(from, to);
    }
    let mut first: FxHashMap<u32, usize> = FxHashMap::default();
    for (node, group) in plan.groups.iter().enumerate() {
        if let Some(group) = group {
            sets.union(node, *first.entry(*group).or_insert(node));
        }
    }
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (node, root) in sets.into_labeling().into_iter().enumerate() {
        members.entry(root).or_default().push(node);
    }
    // Where each node stands: its island, and its place there.
    let mut own = vec![(0, 0); plan.nodes.len()];
    let mut islands: Vec<Island> = Vec::new();
    for nodes in members.into_values() {
        for (at, node) in nodes.iter().enumerate() {
            own[*node] = (islands.len(), at);
        }
        let pick = |all: &[f64]| nodes.iter().filter_map(|node| all.get(*node).copied()).collect();
        let part = LayoutPlan {
            nodes: nodes.iter().map(|node| plan.nodes[*node]).collect(),
            round: nodes.iter().filter_map(|node| plan.round.get(*node).copied()).collect(),
            groups: nodes.iter().filter_map(|node| plan.groups.get(*node).copied()).collect(),
            names: pick(&plan.names),
            ..LayoutPlan::default()
        };
        islands.push(Island { plan: part, nodes, links: Vec::new(), ties: Vec::new() });
    }
    for (index, link) in plan.links.iter().enumerate() {
        let ((island, from), (_, to)) = (own[link.from], own[link.to]);
        islands[island].links.push(index);
        islands[island].plan.links.push(super::Link { from, to, ..*link });
    }
    for (index, (from, to)) in plan.ties.iter().enumerate() {
        let ((island, from), (_, to)) = (own[*from], own[*to]);
        islands[island].ties.push(index);
        islands[island].plan.ties.push((from, to));
    }
    islands
}

/// The places of rectangles of these sizes when they are put side by side in rows.
fn pack(sizes: &[Point]) -> Vec<Point> {
    // The highest first, so that those in a row are about as high and little of the row stays empty.
    let mut order: Vec<usize> = (0..sizes.len()).collect();
    order.sort_by(|a, b| sizes[*b][1].total_cmp(&sizes[*a][1]).then(a.cmp(b)));
    let area: f64 = sizes.iter().map(|[width, height]| (width + BETWEEN) * (height + BETWEEN)).sum();
    let widest = sizes.iter().map(|size| size[0]).fold(0.0, f64::max);
    let width = (area * WIDER).sqrt().max(widest);
    let mut places = vec![[0.0; 2]; sizes.len()];
    let (mut at, mut row) = ([0.0_f64; 2], 0.0_f64);
    for index in order {
        if at[0] > 0.0 && at[0] + sizes[index][0] > width {
            at = [0.0, at[1] + row + BETWEEN];
            row = 0.0;
        }
        places[index] = at;
        at[0] += sizes[index][0] + BETWEEN;
        row = row.max(sizes[index][1]);
    }
    places
}
