//! Left to right, by who acts on whom.

use std::collections::BTreeMap;

use dagre::graph::{Graph, GraphOptions};
use dagre::{EdgeLabel, LayoutOptions, NodeLabel, RankDir};

use super::curve::{Curve, curves};
use super::island::apart;
use super::{GraphLayout, LayoutPlan, Point};

/// The most edges that are laid out in layers unasked: more take long and cannot be read.
pub const MOST_LAYERED: usize = 150;

/// Lays a plan out in layers (Sugiyama, Tagawa, Toda 1981; coordinates after Brandes and Köpf 2001), by `dagre`.
///
/// Complexity: about O(n²) in the number of edges; 160 edges take 0.1 s.
pub fn layered(plan: &LayoutPlan) -> GraphLayout {
    apart(plan, in_layers)
}

fn in_layers(plan: &LayoutPlan) -> GraphLayout {
    let mut graph: Graph<NodeLabel, EdgeLabel> =
        Graph::with_options(GraphOptions { directed: true, multigraph: true, compound: true });
    for (index, [width, height]) in plan.rooms().iter().enumerate() {
        graph.set_node(node_name(index), Some(NodeLabel { width: *width, height: *height, ..NodeLabel::default() }));
    }
    for (index, group) in plan.groups.iter().enumerate() {
        if let Some(group) = group {
            let group = group_name(*group);
            if !graph.has_node(&group) {
                graph.set_node(group.clone(), Some(NodeLabel::default()));
            }
            graph.set_parent(&node_name(index), Some(&group));
        }
    }
    // A loop belongs to no layer; it is drawn afterwards, in the room that its node was given for it.
    for (index, link) in plan.links.iter().enumerate().filter(|(_, link)| link.from != link.to) {
        let [width, height] = link.label;
        let weight = i32::try_from(link.weight.clamp(1, 8)).unwrap_or(1);
        let labelpos = dagre::layout::types::LabelPos::Center;
        let label = EdgeLabel { width, height, weight, labelpos, ..EdgeLabel::default() };
        graph.set_edge(node_name(link.from), node_name(link.to), Some(label), Some(&format!("e{index}")));
    }
    for (index, (from, to)) in plan.ties.iter().enumerate().filter(|(_, (from, to))| from != to) {
        graph.set_edge(node_name(*from), node_name(*to), Some(EdgeLabel::default()), Some(&format!("t{index}")));
    }
    // Many lines at one node need room to part before they reach their labels.
    let mut degrees = vec![0.0_f64; plan.nodes.len()];
    for link in &plan.links {
        degrees[link.from] += 1.0;
        degrees[link.to] += 1.0;
    }
    let ranksep = 30.0 + degrees.iter().copied().fold(0.0, f64::max).min(40.0) * 2.5;
    let options = LayoutOptions {
        rankdir: RankDir::LR,
        nodesep: if plan.groups.is_empty() { 22.0 } else { 40.0 },
        edgesep: 14.0,
        ranksep,
        ..LayoutOptions::default()
    };
    dagre::layout(&mut graph, Some(options));
    read(plan, &graph)
}

fn node_name(index: usize) -> String {
    format!("n{index}")
}

fn group_name(group: u32) -> String {
    format!("g{group}")
}

/// A line as the layout has it: between which nodes, over which points, with which label.
struct LineRoute {
    from: usize,
    to: usize,
    inner: Vec<Point>,
    label: Option<Point>,
}

fn read(plan: &LayoutPlan, graph: &Graph<NodeLabel, EdgeLabel>) -> GraphLayout {
    let place = |index: usize| {
        let node = graph.node(&node_name(index));
        node.map_or([0.0; 2], |node| [node.x.unwrap_or_default(), node.y.unwrap_or_default()])
    };
    let nodes: Vec<Point> = (0..plan.nodes.len()).map(place).collect();
    let route = |from: usize, to: usize, name: String| {
        let label = graph.edge(&node_name(from), &node_name(to), Some(&name)).filter(|_| from != to)?;
        // The first and the last point lie on the borders of nodes, where the layout would have the line end.
        let inner = label.points.get(1..label.points.len().saturating_sub(1))?;
        let inner = inner.iter().map(|point| [point.x, point.y]).collect();
        Some(LineRoute { from, to, inner, label: label.x.zip(label.y).map(|(x, y)| [x, y]) })
    };
    let links = plan.links.iter().enumerate().map(|(index, link)| route(link.from, link.to, format!("e{index}")));
    let ties = plan.ties.iter().enumerate().map(|(index, (from, to))| route(*from, *to, format!("t{index}")));
    let routes: Vec<Option<LineRoute>> = links.chain(ties).collect();
    let curved = through_doors(plan, &nodes, &routes);
    // Loops, and what the layout left out, are drawn the simple way.
    let simple = curves(plan, &nodes);
    let (mut links, mut labels) = (Vec::new(), Vec::new());
    for ((line, middle), (route, curve)) in simple.into_iter().zip(routes.iter().zip(&curved)) {
        let label = route.as_ref().and_then(|route| route.label);
        labels.push(curve.as_ref().map_or(middle, |curve| label.unwrap_or_else(|| curve.middle())));
        links.push(curve.clone().unwrap_or(line));
    }
    let rest = curved.into_iter().skip(plan.links.len()).zip(&plan.ties);
    let ties =
        rest.map(|(line, (from, to))| line.unwrap_or_else(|| Curve::straight(nodes[*from], nodes[*to]))).collect();
    let mut groups: Vec<u32> = plan.groups.iter().flatten().copied().collect();
    groups.sort_unstable();
    groups.dedup();
    let area = |group: u32| {
        let node = graph.node(&group_name(group))?;
        let ([x, y], [right, down]) = ([node.x?, node.y?], [node.width / 2.0, node.height / 2.0]);
        Some((group, vec![[x - right, y - down], [x + right, y - down], [x + right, y + down], [x - right, y + down]]))
    };
    let areas = groups.into_iter().filter_map(area).collect();
    GraphLayout { links, labels, ties, areas, nodes, size: [0.0; 2] }.settled(plan)
}

/// A line at a side of a node: the slope at which it leaves, its number, and true when that is its end.
type Passage = (f64, usize, bool);

/// Lines that leave nodes at the right and arrive at the left, or the other way round where they go back, in the order of
/// where they go, so that none crosses another at the door.
fn through_doors(plan: &LayoutPlan, nodes: &[Point], routes: &[Option<LineRoute>]) -> Vec<Option<Curve>> {
    let mut doors: BTreeMap<(usize, bool), Vec<Passage>> = BTreeMap::new();
    for (number, route) in routes.iter().enumerate().filter_map(|(number, route)| Some((number, route.as_ref()?))) {
        let ends =
            [(route.from, route.inner.first(), route.to, false), (route.to, route.inner.last(), route.from, true)];
        for (node, next, other, is_end) in ends {
            let (at, next) = (nodes[node], next.copied().unwrap_or(nodes[other]));
            // Where a line goes next, not where it ends, says whether it crosses another near the node.
            let slope = (next[1] - at[1]) / (next[0] - at[0]).abs().max(1.0);
            doors.entry((node, next[0] > at[0])).or_default().push((slope, number, is_end));
        }
    }
    let mut ends: Vec<[Point; 2]> = vec![[[0.0; 2]; 2]; routes.len()];
    for ((node, on_right), mut lines) in doors {
        lines.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let ([x, y], [width, height]) = (nodes[node], plan.nodes[node]);
        #[allow(clippy::cast_precision_loss, reason = "a node of a picture has few lines")]
        let n = lines.len() as f64;
        let room = (height * 0.7).min((n - 1.0) * 12.0);
        for (index, (_, number, is_end)) in lines.into_iter().enumerate() {
            #[allow(clippy::cast_precision_loss, reason = "a node of a picture has few lines")]
            let down = if n > 1.0 { room * (index as f64 / (n - 1.0) - 0.5) } else { 0.0 };
            // On an ellipse the border recedes above and below the middle.
            let share = if plan.is_round(node) { (1.0 - (2.0 * down / height).powi(2)).max(0.0).sqrt() } else { 1.0 };
            let across = width / 2.0 * share * if on_right { 1.0 } else { -1.0 };
            ends[number][usize::from(is_end)] = [x + across, y + down];
        }
    }
    let curve = |(number, route): (usize, &Option<LineRoute>)| {
        let route = route.as_ref()?;
        let [start, end] = ends[number];
        let mut points = vec![start];
        points.extend(&route.inner);
        points.push(end);
        Some(Curve::through(&points))
    };
    routes.iter().enumerate().map(curve).collect()
}
