//! Near what it is joined to, away from everything else.

use std::collections::BTreeMap;

use fjadra::{Collide, Link as Spring, ManyBody, PositionX, PositionY, SimulationBuilder};
use petgraph::unionfind::UnionFind;
use rustc_hash::FxHashMap;

use super::curve::{Curve, border, curves};
use super::{Layout, Plan, Point};

/// Rounds in which overlapping nodes are pushed apart.
const PUSHES: usize = 60;
/// Space between nodes, in points.
const GAP: f64 = 10.0;

/// Lays a plan out by springs and repulsion (Fruchterman and Reingold 1991; Barnes and Hut 1986 for the far nodes), by
/// `fjadra`, from fixed places: the same plan always has the same layout. What does not hang together is laid out apart and
/// then put side by side.
///
/// Complexity: O(n log n) a step and 300 steps; 1,000 nodes and 2,000 edges take about half a second.
pub fn force(plan: &Plan) -> Layout {
    let mut nodes = vec![[0.0; 2]; plan.nodes.len()];
    let mut islands: Vec<Island> = parts(plan).into_iter().map(|members| Island::new(plan, members)).collect();
    pack(&mut islands);
    for island in islands {
        for (node, place) in island.members.into_iter().zip(island.places) {
            nodes[node] = place;
        }
    }
    let (links, labels) = curves(plan, &nodes).into_iter().unzip();
    let tie = |(from, to): &(usize, usize)| {
        let at_border =
            |node: usize, other: usize| border(nodes[node], plan.nodes[node], plan.is_round(node), nodes[other]);
        Curve::straight(at_border(*from, *to), at_border(*to, *from))
    };
    let ties = plan.ties.iter().map(tie).collect();
    Layout { links, labels, ties, areas: areas(plan, &nodes), nodes, size: [0.0; 2] }.settled(plan)
}

/// Nodes that hang together by edges, ties or groups, each part in order.
fn parts(plan: &Plan) -> Vec<Vec<usize>> {
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
    let mut parts: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (node, root) in sets.into_labeling().into_iter().enumerate() {
        parts.entry(root).or_default().push(node);
    }
    parts.into_values().collect()
}

/// Nodes that hang together, laid out on their own.
struct Island {
    members: Vec<usize>,
    places: Vec<Point>,
    low: Point,
    size: Point,
}

impl Island {
    fn new(plan: &Plan, members: Vec<usize>) -> Island {
        let sizes: Vec<Point> = members.iter().map(|node| plan.nodes[*node]).collect();
        let mut places = simulate(plan, &members, &sizes);
        push_apart(&mut places, &sizes);
        let (mut low, mut high) = ([f64::MAX; 2], [f64::MIN; 2]);
        for ((place, size), node) in places.iter().zip(&sizes).zip(&members) {
            let name = plan.names.get(*node).copied().unwrap_or(0.0);
            for (axis, room) in [name, if name > 0.0 { 10.0 } else { 0.0 }].into_iter().enumerate() {
                low[axis] = low[axis].min(place[axis] - size[axis] / 2.0 - room);
                high[axis] = high[axis].max(place[axis] + size[axis] / 2.0 + room);
            }
        }
        Island { members, places, low, size: [high[0] - low[0], high[1] - low[1]] }
    }
}

fn simulate(plan: &Plan, members: &[usize], sizes: &[Point]) -> Vec<Point> {
    let n = members.len();
    let own: FxHashMap<usize, usize> = members.iter().enumerate().map(|(at, node)| (*node, at)).collect();
    let radii: Vec<f64> = sizes.iter().map(|[width, height]| (width + height) / 4.0 + GAP / 2.0).collect();
    let mut pairs: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    let ends = plan.links.iter().map(|link| (link.from, link.to, link.label[0]));
    for (from, to, label) in ends.chain(plan.ties.iter().map(|(from, to)| (*from, *to, 0.0))) {
        if let (Some(from), Some(to)) = (own.get(&from), own.get(&to))
            && from != to
        {
            let room = pairs.entry((*from.min(to), *from.max(to))).or_default();
            *room = label.max(*room);
        }
    }
    let mut degrees = vec![0.0_f64; n];
    for (from, to) in pairs.keys() {
        degrees[*from] += 1.0;
        degrees[*to] += 1.0;
    }
    // The middle of each group is a node that nobody sees; its members hang on it.
    let mut centers: Vec<u32> = members.iter().filter_map(|node| *plan.groups.get(*node)?).collect();
    centers.sort_unstable();
    centers.dedup();
    let hung: Vec<(usize, usize)> = members
        .iter()
        .enumerate()
        .filter_map(|(at, node)| Some((at, n + centers.binary_search(plan.groups.get(*node)?.as_ref()?).ok()?)))
        .collect();
    // Where everything is joined to everything, only longer edges leave room.
    #[allow(clippy::cast_precision_loss, reason = "a picture has thousands of edges at most")]
    let spread = (pairs.len() as f64 / (n.max(1) as f64) / 4.0).clamp(1.0, 5.0);
    let lengths: Vec<f64> = pairs
        .iter()
        .map(|((from, to), label)| {
            radii[*from] + radii[*to] + spread * (16.0 + label.min(90.0) * 0.8 + 12.0 * (spread - 1.0))
        })
        .chain(hung.iter().map(|(at, _)| radii[*at] + 30.0))
        .collect();
    let links: Vec<(usize, usize)> = pairs.keys().copied().chain(hung).collect();
    let spring = Spring::new(links)
        .distance(move |_: &_, index: usize| lengths.get(index).copied().unwrap_or(60.0))
        .iterations(2);
    let charges: Vec<f64> = radii
        .iter()
        .zip(&degrees)
        .map(|(radius, degree)| -(20.0 + 8.0 * radius + 14.0 * degree.sqrt() * radius.sqrt()) * spread)
        .collect();
    let charge = ManyBody::new().strength(move |_, index: usize| charges.get(index).copied().unwrap_or(-60.0));
    let mut simulation = SimulationBuilder::default()
        .build((0..n + centers.len()).map(start))
        .add_force("charge", charge)
        .add_force(
            "collide",
            Collide::new().radius(move |index| radii.get(index).copied().unwrap_or(1.0)).iterations(2),
        )
        .add_force("link", spring)
        .add_force("x", PositionX::new().strength(0.03))
        .add_force("y", PositionY::new().strength(0.045));
    simulation.step();
    simulation.positions().take(n).collect()
}

/// Puts islands side by side in rows, the highest first, so that the whole is somewhat wider than high.
fn pack(islands: &mut [Island]) {
    const BETWEEN: f64 = 20.0;
    let mut order: Vec<usize> = (0..islands.len()).collect();
    order.sort_by(|a, b| islands[*b].size[1].total_cmp(&islands[*a].size[1]).then(a.cmp(b)));
    let area: f64 = islands.iter().map(|island| (island.size[0] + BETWEEN) * (island.size[1] + BETWEEN)).sum();
    let widest = islands.iter().map(|island| island.size[0]).fold(0.0, f64::max);
    let width = (area * 1.6).sqrt().max(widest);
    let (mut at, mut row) = ([0.0_f64; 2], 0.0_f64);
    for index in order {
        let island = &mut islands[index];
        if at[0] > 0.0 && at[0] + island.size[0] > width {
            at = [0.0, at[1] + row + BETWEEN];
            row = 0.0;
        }
        let by = [at[0] - island.low[0], at[1] - island.low[1]];
        for place in &mut island.places {
            *place = [place[0] + by[0], place[1] + by[1]];
        }
        at[0] += island.size[0] + BETWEEN;
        row = row.max(island.size[1]);
    }
}

/// The smallest convex area around the members of each group.
fn areas(plan: &Plan, places: &[Point]) -> Vec<(u32, Vec<Point>)> {
    let mut members: BTreeMap<u32, Vec<Point>> = BTreeMap::new();
    for (index, group) in plan.groups.iter().enumerate() {
        let (Some(group), [x, y], [width, height]) = (group, places[index], plan.nodes[index]) else { continue };
        let corners = [(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)];
        members
            .entry(*group)
            .or_default()
            .extend(corners.map(|(across, down)| [x + across * width, y + down * height]));
    }
    members.into_iter().map(|(group, points)| (group, hull(points))).collect()
}

/// The convex hull, by Andrew's monotone chain.
fn hull(mut points: Vec<Point>) -> Vec<Point> {
    points.sort_by(|a, b| a[0].total_cmp(&b[0]).then(a[1].total_cmp(&b[1])));
    let turns_right =
        |a: Point, b: Point, c: Point| (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]) <= 0.0;
    let chain = |points: &mut dyn Iterator<Item = Point>| {
        let mut chain: Vec<Point> = Vec::new();
        for point in points {
            while let [.., a, b] = chain.as_slice()
                && turns_right(*a, *b, point)
            {
                chain.pop();
            }
            chain.push(point);
        }
        chain.pop();
        chain
    };
    let mut corners = chain(&mut points.iter().copied());
    corners.extend(chain(&mut points.iter().rev().copied()));
    corners
}

/// Places on a spiral, so that no two nodes begin at the same one.
fn start(index: usize) -> [f64; 2] {
    #[allow(clippy::cast_precision_loss, reason = "a picture has thousands of nodes at most")]
    let (radius, angle) = (30.0 * (0.5 + index as f64).sqrt(), index as f64 * 2.399_963);
    [radius * angle.cos(), radius * angle.sin()]
}

/// Moves boxes that overlap away from each other, along the axis on which less is needed.
fn push_apart(places: &mut [Point], sizes: &[Point]) {
    for _ in 0..PUSHES {
        let mut order: Vec<usize> = (0..places.len()).collect();
        order.sort_by(|a, b| places[*a][0].total_cmp(&places[*b][0]).then(a.cmp(b)));
        let widest = sizes.iter().map(|[width, _]| *width).fold(0.0, f64::max);
        let mut moved = false;
        for (at, one) in order.iter().copied().enumerate() {
            for other in order[at + 1..].iter().copied() {
                let need = |axis: usize| f64::midpoint(sizes[one][axis], sizes[other][axis]) + GAP;
                let apart = |axis: usize| places[other][axis] - places[one][axis];
                if apart(0) > f64::midpoint(sizes[one][0], widest) + GAP + widest {
                    break;
                }
                let lack = [0, 1].map(|axis| need(axis) - apart(axis).abs());
                if lack[0] <= 0.0 || lack[1] <= 0.0 {
                    continue;
                }
                let axis = usize::from(lack[1] < lack[0]);
                let by = lack[axis] / 2.0 + 0.1;
                let side = if apart(axis) < 0.0 { -1.0 } else { 1.0 };
                places[one][axis] -= by * side;
                places[other][axis] += by * side;
                moved = true;
            }
        }
        if !moved {
            break;
        }
    }
}
