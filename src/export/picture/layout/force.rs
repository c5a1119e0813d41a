//! Near what it is joined to, away from everything else.

use std::collections::BTreeMap;

use fjadra::{Collide, Link as Spring, ManyBody, PositionX, PositionY, SimulationBuilder};

use super::curve::{Curve, border, curves};
use super::island::apart;
use super::{GraphLayout, LayoutPlan, Point};

/// Rounds in which overlapping nodes are pushed apart.
const PUSHES: usize = 60;
/// Space between nodes, in points.
const GAP: f64 = 10.0;

/// Lays a plan out by springs and repulsion (Fruchterman and Reingold 1991; Barnes and Hut 1986 for the far nodes), by
/// `fjadra`, from fixed places: the same plan always has the same layout.
///
/// Complexity: O(n log n) a step and 300 steps; 1,000 nodes and 2,000 edges take about half a second.
pub fn force(plan: &LayoutPlan) -> GraphLayout {
    apart(plan, |plan| {
        let mut nodes = simulate(plan);
        push_apart(&mut nodes, &plan.rooms());
        let (links, labels) = curves(plan, &nodes).into_iter().unzip();
        let tie = |(from, to): &(usize, usize)| {
            let at_border =
                |node: usize, other: usize| border(nodes[node], plan.nodes[node], plan.is_round(node), nodes[other]);
            Curve::straight(at_border(*from, *to), at_border(*to, *from))
        };
        let ties = plan.ties.iter().map(tie).collect();
        GraphLayout { links, labels, ties, areas: areas(plan, &nodes), nodes, size: [0.0; 2] }.settled(plan)
    })
}

fn simulate(plan: &LayoutPlan) -> Vec<Point> {
    let n = plan.nodes.len();
    let radii: Vec<f64> = plan.rooms().iter().map(|[width, height]| (width + height) / 4.0 + GAP / 2.0).collect();
    // One spring a pair, however many lines join it: more would pull it together where it needs more room.
    // For each pair: the widest label, and how many lines fan out between them.
    let mut pairs: BTreeMap<(usize, usize), (f64, f64)> = BTreeMap::new();
    let ends = plan.links.iter().map(|link| (link.from, link.to, link.label[0]));
    for (from, to, label) in ends.chain(plan.ties.iter().map(|(from, to)| (*from, *to, 0.0))) {
        if from != to {
            let (widest, n) = pairs.entry((from.min(to), from.max(to))).or_default();
            (*widest, *n) = (label.max(*widest), *n + 1.0);
        }
    }
    let mut degrees = vec![0.0_f64; n];
    for (from, to) in pairs.keys() {
        degrees[*from] += 1.0;
        degrees[*to] += 1.0;
    }
    // The middle of each group is a node that nobody sees; its members hang on it.
    let mut centers: Vec<u32> = plan.groups.iter().flatten().copied().collect();
    centers.sort_unstable();
    centers.dedup();
    let center = |group: Option<u32>| Some(n + centers.binary_search(&group?).ok()?);
    let hung: Vec<(usize, usize)> =
        plan.groups.iter().enumerate().filter_map(|(node, group)| Some((node, center(*group)?))).collect();
    // Where everything is joined to everything, only longer edges leave room.
    #[allow(clippy::cast_precision_loss, reason = "a picture has thousands of edges at most")]
    let spread = (pairs.len() as f64 / (n.max(1) as f64) / 4.0).clamp(1.0, 5.0);
    let room = |(label, n): (f64, f64)| {
        16.0 + label.min(110.0) * 1.1 + (n - 1.0).min(6.0) * if label > 0.0 { 14.0 } else { 4.0 }
    };
    let lengths: Vec<f64> = pairs
        .iter()
        .map(|((from, to), need)| radii[*from] + radii[*to] + spread * (room(*need) + 12.0 * (spread - 1.0)))
        .chain(hung.iter().map(|(at, _)| radii[*at] + 30.0))
        .collect();
    let links: Vec<(usize, usize)> = pairs.keys().copied().chain(hung).collect();
    let spring = Spring::new(links)
        .distance(move |_: &_, index: usize| lengths.get(index).copied().unwrap_or(60.0))
        .iterations(2);
    // Words beside lines need more room than lines.
    let worded = if plan.links.iter().any(|link| link.label[0] > 0.0) { 3.0 } else { 1.0 };
    let charges: Vec<f64> = radii
        .iter()
        .zip(&degrees)
        .map(|(radius, degree)| -(20.0 + 8.0 * radius + 14.0 * degree.sqrt() * radius.sqrt()) * spread * worded)
        .collect();
    let charge = ManyBody::new().strength(move |_, index: usize| charges.get(index).copied().unwrap_or(-60.0));
    // Large pictures cool down sooner: nobody sees the difference, and everybody waits.
    let n_steps: f64 = if n > 600 { 120.0 } else { 300.0 };
    // The simulation ends when its heat has fallen to 0.001 of the first, which this rate of decay does in `n_steps`.
    let mut simulation = SimulationBuilder::default()
        .with_alpha_decay(1.0 - 0.001_f64.powf(1.0 / n_steps))
        .build((0..n + centers.len()).map(start))
        .add_force("charge", charge)
        .add_force(
            "collide",
            Collide::new().radius(move |index| radii.get(index).copied().unwrap_or(1.0)).iterations(2),
        )
        .add_force("link", spring)
        // A weak pull to the middle, 1.6 times as strong up and down as across, so that the whole becomes wider than
        // high, as screens are.
        .add_force("x", PositionX::new().strength(0.02))
        .add_force("y", PositionY::new().strength(0.032));
    simulation.step();
    simulation.positions().take(n).collect()
}

/// The smallest convex area around the members of each group.
fn areas(plan: &LayoutPlan, places: &[Point]) -> Vec<(u32, Vec<Point>)> {
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
    // Steps of the golden angle, 137.5°, with the square root as radius spread the places evenly.
    let (radius, angle) = (30.0 * (0.5 + index as f64).sqrt(), index as f64 * 2.399_963);
    [radius * angle.cos(), radius * angle.sin()]
}

/// Moves boxes that overlap away from each other, along the axis on which less is needed.
fn push_apart(places: &mut [Point], sizes: &[Point]) {
    for _ in 0..PUSHES {
        // From left to right, so that a box is compared with its neighbours only and not with all others.
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
                // A little more than half of what is lacking, so that rounding leaves no overlap.
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
