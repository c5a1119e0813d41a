//! Nodes and edges, laid out and drawn.

use std::fmt::Write as _;

use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;

use super::engine::arranged;
use super::font;
use super::frame::{LegendSign, PictureFrame, edge, zoom_for};
use super::labels::{EDGE_SIZE, LINE, text};
use super::shape;
use crate::claims::Kind;
use crate::export::look::{self, Shape};
use crate::export::markup::{escape, is_web};
use crate::export::picture::layout::{AREA, GraphLayout, LayoutPlan, Link, MOST_LAYERED, Point, force, layered};
use crate::export::scene::Scene;
use crate::export::{Arrange, ExportError, ExportOptions, clip, wrap};
use crate::graph::{Edge, Node, State};

/// The most edges with which names stand in nodes; beyond, nodes are small and names stand beside them.
const MOST_NAMED: usize = 150;
/// The most edges that are laid out in layers, even for those who insist on them: more take minutes.
const MOST_IN_LAYERS: usize = 300;
/// The most claims that the title of an edge names.
const MOST_CLAIMS: usize = 8;
/// Size of the names of groups, in points.
const GROUP_SIZE: f64 = 10.0;

/// Lines of text, their size, and that of what they stand in.
pub(super) struct LabelBox {
    pub(super) lines: Vec<String>,
    pub(super) font: f64,
    pub(super) size: Point,
}

/// A rectangle that is taken: middle and size.
pub(super) type TakenRoom = (Point, Point);

/// Lays the view out and draws it.
pub(super) fn draw(scene: &Scene<'_>, options: &ExportOptions) -> Result<PictureFrame, ExportError> {
    let graph = &scene.view.graph;
    let small = graph.edge_count() <= MOST_NAMED;
    let node_labels = node_labels(scene, small);
    let edge_labels: Vec<LabelBox> = graph.edge_weights().map(|edge| edge_label(scene, edge)).collect();
    let (layout, plan, keeps_room) = arrange(scene, options, &node_labels, &edge_labels)?;
    let zoom = if small { 1.0 } else { zoom_for(layout.size[0]) };
    Ok(Drawing {
        scene,
        layout,
        zoom,
        plan,
        node_labels,
        edge_labels,
        small,
        keeps_room,
        prefix: options.picture.prefix.clone(),
    }
    .frame())
}

/// Lays nodes and labels out as the options want it; true when labels have room of their own.
fn arrange(
    scene: &Scene<'_>,
    options: &ExportOptions,
    node_labels: &[LabelBox],
    edge_labels: &[LabelBox],
) -> Result<(GraphLayout, LayoutPlan, bool), ExportError> {
    let graph = &scene.view.graph;
    let flat = plan(scene, node_labels, edge_labels);
    let fits = graph.edge_count() <= MOST_LAYERED;
    let by_force = |plan: LayoutPlan| (force(&plan), plan, false);
    let in_layers = |plan: &LayoutPlan| {
        let plan = with_doors(plan, graph);
        (layered(&plan), plan, true)
    };
    Ok(match (options.picture.engine, options.picture.arrange) {
        (Some(engine), _) => (arranged(&flat, engine, options.any_size)?, flat, false),
        (None, Arrange::Auto) => {
            fits.then(|| in_layers(&flat)).filter(|(layout, ..)| layout.is_handy()).unwrap_or_else(|| by_force(flat))
        }
        (None, Arrange::Layered) => {
            let n = graph.edge_count();
            if n > MOST_IN_LAYERS && !options.any_size {
                return Err(ExportError::TooLarge { n, what: "a picture in layers", most: MOST_IN_LAYERS });
            }
            in_layers(&flat)
        }
        (None, Arrange::Force) => by_force(flat),
    })
}

/// Places of the nodes, as the options want them.
pub(super) fn places_as(scene: &Scene<'_>, options: &ExportOptions) -> Result<Vec<Point>, ExportError> {
    let small = scene.view.graph.edge_count() <= MOST_NAMED;
    let edge_labels: Vec<LabelBox> = scene.view.graph.edge_weights().map(|edge| edge_label(scene, edge)).collect();
    Ok(arrange(scene, options, &node_labels(scene, small), &edge_labels)?.0.nodes)
}

/// Places of the nodes, by forces.
pub(super) fn places(scene: &Scene<'_>) -> Vec<Point> {
    let small = scene.view.graph.edge_count() <= MOST_NAMED;
    let node_labels = node_labels(scene, small);
    force(&plan(scene, &node_labels, &[])).nodes
}

/// The names of all nodes: those of hubs are larger.
fn node_labels(scene: &Scene<'_>, small: bool) -> Vec<LabelBox> {
    let nodes = scene.view.graph.node_indices();
    let most = nodes.clone().map(|index| degree(scene, index)).max().unwrap_or(0);
    nodes.map(|index| node_label(scene, index, look::name_size(degree(scene, index), most), small)).collect()
}

fn node_label(scene: &Scene<'_>, index: NodeIndex, font: f64, small: bool) -> LabelBox {
    let node = &scene.view.graph[index];
    let name = clip(&scene.view.caption(index), if node.kind == Kind::Event { 100 } else { 60 });
    let lines = if small { wrap(&name, 20) } else { vec![clip(&name, 28)] };
    let wide = lines.iter().map(|line| font::width(line, font)).fold(0.0, f64::max);
    #[allow(clippy::cast_precision_loss, reason = "a name has a few lines")]
    let high = lines.len().max(1) as f64 * font * LINE;
    let [across, down] = shape::room(look::of_kind(node.kind).shape);
    LabelBox { lines, font, size: [(wide + 18.0) * across, (high + 10.0) * down] }
}

fn edge_label(scene: &Scene<'_>, edge: &Edge) -> LabelBox {
    let lines: Vec<String> = scene.edge_lines(edge).iter().flat_map(|line| wrap(&clip(line, 60), 24)).collect();
    let wide = lines.iter().map(|line| font::width(line, EDGE_SIZE)).fold(0.0, f64::max);
    #[allow(clippy::cast_precision_loss, reason = "a label has a few lines")]
    let high = lines.len() as f64 * EDGE_SIZE * LINE;
    LabelBox { lines, font: EDGE_SIZE, size: [wide + 6.0, high + 4.0] }
}

fn plan(scene: &Scene<'_>, node_labels: &[LabelBox], edge_labels: &[LabelBox]) -> LayoutPlan {
    let graph = &scene.view.graph;
    let small = graph.edge_count() <= MOST_NAMED;
    let size = |index: NodeIndex| {
        if small {
            return node_labels.get(index.index()).map_or([20.0; 2], |label| label.size);
        }
        [2.0 * radius(scene, index); 2]
    };
    let link = |edge: petgraph::graph::EdgeReference<'_, Edge>| Link {
        from: edge.source().index(),
        to: edge.target().index(),
        label: edge_labels.get(edge.id().index()).filter(|_| small).map_or([0.0; 2], |label| label.size),
        weight: scene.view.weight(edge.weight()),
    };
    let boxed = scene.is_boxed() && !scene.view.groups.is_empty();
    LayoutPlan {
        nodes: graph.node_indices().map(size).collect(),
        round: graph.node_weights().map(|node| look::of_kind(node.kind).shape == Shape::Ellipse || !small).collect(),
        names: if small { Vec::new() } else { node_labels.iter().map(name_width).collect() },
        links: graph.edge_references().map(link).collect(),
        ties: scene.view.event_links().map(|(from, to)| (from.index(), to.index())).collect(),
        groups: if boxed { graph.node_weights().map(|node| node.group).collect() } else { Vec::new() },
    }
}

/// The plan with nodes as high as their lines need to leave them apart from each other.
fn with_doors(plan: &LayoutPlan, graph: &petgraph::graph::DiGraph<Node, Edge>) -> LayoutPlan {
    let mut plan = plan.clone();
    for (size, index) in plan.nodes.iter_mut().zip(graph.node_indices()) {
        let lines = |direction| graph.edges_directed(index, direction).count();
        let most = lines(petgraph::Direction::Outgoing).max(lines(petgraph::Direction::Incoming));
        #[allow(clippy::cast_precision_loss, reason = "a small picture has few lines")]
        let high = (most as f64 * 9.0).min(180.0);
        size[1] = size[1].max(high);
    }
    plan
}

fn name_width(label: &LabelBox) -> f64 {
    label.lines.first().map_or(0.0, |line| font::width(line, label.font) + 4.0)
}

/// Radius of a small node: its area grows with its edges.
pub(super) fn radius(scene: &Scene<'_>, index: NodeIndex) -> f64 {
    #[allow(clippy::cast_precision_loss, reason = "a picture has thousands of edges at most")]
    let degree = degree(scene, index) as f64;
    (3.0 + 1.6 * degree.sqrt()).min(22.0)
}

/// The number of edges at a node.
pub(super) fn degree(scene: &Scene<'_>, index: NodeIndex) -> usize {
    scene.view.graph.neighbors_undirected(index).count()
}

pub(super) struct Drawing<'a> {
    pub(super) scene: &'a Scene<'a>,
    pub(super) layout: GraphLayout,
    pub(super) plan: LayoutPlan,
    pub(super) node_labels: Vec<LabelBox>,
    pub(super) edge_labels: Vec<LabelBox>,
    pub(super) small: bool,
    /// How much larger than usual words are.
    pub(super) zoom: f64,
    /// True when the layout has kept room for labels.
    pub(super) keeps_room: bool,
    /// The beginning of identifiers.
    pub(super) prefix: String,
}

impl Drawing<'_> {
    fn frame(self) -> PictureFrame {
        let graph = &self.scene.view.graph;
        let mut body = String::new();
        let mut taken = self.draw_areas(&mut body);
        body.push_str("<g class=\"ties\">\n");
        for curve in &self.layout.ties {
            let _ = writeln!(body, "<path class=\"tie\" d=\"{}\"/>", shape::line(curve));
        }
        body.push_str("</g>\n<g class=\"edges\">\n");
        self.draw_edges(&mut body);
        body.push_str("</g>\n<g class=\"nodes\">\n");
        taken.extend(self.layout.nodes.iter().copied().zip(self.plan.nodes.iter().copied()));
        for index in graph.node_indices() {
            self.draw_node(index, &mut body);
        }
        body.push_str("</g>\n<g class=\"labels\">\n");
        let n_unnamed = if self.small { 0 } else { self.draw_names(&mut taken, &mut body) };
        let n_unlabelled = self.draw_edge_labels(&mut taken, &mut body);
        body.push_str("</g>\n");
        let mut notes: Vec<String> = self.scene.rating_note().map(str::to_owned).into_iter().collect();
        let what = |n: usize, word: &str| (n > 0).then(|| format!("{n} {word}{}", if n == 1 { "" } else { "s" }));
        let nameless: Vec<String> = what(n_unnamed, "node").into_iter().chain(what(n_unlabelled, "edge")).collect();
        if !nameless.is_empty() {
            notes.push(format!("No room for the names of {}; they show when pointed at.", nameless.join(" and ")));
        }
        let kinds = look::KINDS.into_iter().filter(|kind| graph.node_weights().any(|node| node.kind == *kind));
        let states = State::ALL.into_iter().filter(|state| graph.edge_weights().any(|edge| edge.state == *state));
        let ties = (!self.layout.ties.is_empty()).then_some(LegendSign::Tie);
        let legend = kinds.map(LegendSign::Kind).chain(states.map(LegendSign::Line)).chain(ties);
        let legend = legend.chain(self.widths()).collect();
        PictureFrame { body, size: self.layout.size, legend, notes }
    }

    /// Areas of groups, with their names above them; where the names stand.
    fn draw_areas(&self, body: &mut String) -> Vec<TakenRoom> {
        let mut taken = Vec::new();
        for (place, corners) in &self.layout.areas {
            let Some(group) = self.scene.view.groups.get(*place as usize) else { continue };
            let points: Vec<String> = corners.iter().map(|[x, y]| format!("{x:.1},{y:.1}")).collect();
            let points = points.join(" ");
            let _ = write!(
                body,
                "<g class=\"group\"><title>{0}</title><polygon class=\"area-edge\" points=\"{points}\" stroke-width=\"{1:.1}\"/>\
                 <polygon class=\"area\" points=\"{points}\" stroke-width=\"{2:.1}\"/>",
                escape(&group.title()),
                AREA + 1.5,
                AREA
            );
            // A name that only repeats that of one of two nodes says nothing.
            if group.n_nodes > 2 || self.small {
                let top = corners.iter().copied().min_by(|a, b| a[1].total_cmp(&b[1])).unwrap_or_default();
                let size = GROUP_SIZE * self.zoom;
                let name = font::fitted(&group.label, size, 160.0 * self.zoom);
                let wide = font::width(&name, size);
                let place = [if self.small { top[0] + wide / 2.0 } else { top[0] }, top[1] - AREA / 2.0 - size / 2.0];
                taken.push((place, [wide, size * 1.2]));
                body.push_str(&text("faint", &[name], place, size));
            }
            body.push_str("</g>\n");
        }
        taken
    }

    fn draw_edges(&self, body: &mut String) {
        let (graph, view) = (&self.scene.view.graph, self.scene.view);
        for reference in graph.edge_references() {
            let (edge_weight, index) = (reference.weight(), reference.id().index());
            let Some(curve) = self.layout.links.get(index) else { continue };
            let pen = self.pen(view.weight(edge_weight));
            let _ = writeln!(
                body,
                "<g id=\"{0}{1}\" class=\"edge s-{2}{7}\" data-from=\"{0}n{3}\" data-to=\"{0}n{4}\"><title>{5}</title>{6}</g>",
                escape(&self.prefix),
                view.edge_id(reference.id()),
                edge_weight.state.word(),
                reference.source().index(),
                reference.target().index(),
                escape(&self.story(reference.id())),
                edge(curve, edge_weight.state, pen, !edge_weight.symmetric),
                if edge_weight.has_dispute { " has-dispute" } else { "" }
            );
        }
    }

    /// The width of a line, in points of the picture.
    fn pen(&self, weight: u32) -> f64 {
        if self.small { look::pen_width(weight) } else { look::pen_width(weight) * 0.5 * self.zoom.sqrt() }
    }

    /// The widths there are, with the weights they stand for.
    fn widths(&self) -> impl Iterator<Item = LegendSign> {
        look::weights_of(self.scene.view).into_iter().map(|(weight, words)| LegendSign::Width(self.pen(weight), words))
    }

    /// The statement of an edge in words, and the sources that say so.
    fn story(&self, index: petgraph::graph::EdgeIndex) -> String {
        let mut lines = self.scene.edge_story(&self.scene.view.graph[index], MOST_CLAIMS);
        if let Some(first) = lines.first_mut() {
            *first = format!("{} — {}", self.scene.sentence(index), self.scene.support(&self.scene.view.graph[index]));
        }
        lines.join("\n")
    }

    fn draw_node(&self, index: NodeIndex, body: &mut String) {
        let node = &self.scene.view.graph[index];
        let (Some(at), Some(size)) = (self.layout.nodes.get(index.index()), self.plan.nodes.get(index.index())) else {
            return;
        };
        let look = look::of_kind(node.kind);
        let dashes = if look.dashed { " stroke-dasharray=\"3 2\"" } else { "" };
        let kind = if self.small { look.shape } else { simple(look.shape) };
        let shape_path = shape::outline(kind, *at, *size);
        let mut inside = format!("<path class=\"shape\" d=\"{shape_path}\"{dashes}/>");
        if self.small {
            let lines = self.node_labels.get(index.index()).map(|label| label.lines.as_slice()).unwrap_or_default();
            let at = [at[0], at[1] + shape::text_shift(kind) * size[1]];
            let font = self.node_labels.get(index.index()).map_or(0.0, |label| label.font);
            inside.push_str(&text("in", lines, at, font));
        }
        let body_of = format!(
            "<g id=\"{}n{}\" class=\"node k-{}\"><title>{}</title>{inside}</g>",
            escape(&self.prefix),
            index.index(),
            node.kind.word(),
            escape(&self.scene.node_story(node))
        );
        match self.scene.view.iri(node).filter(|iri| is_web(iri)) {
            Some(iri) => {
                let _ = writeln!(body, "<a href=\"{}\">{body_of}</a>", escape(&iri));
            }
            None => {
                let _ = writeln!(body, "{body_of}");
            }
        }
    }
}

/// The shape of a small node: round for people, square for bodies.
fn simple(shape: Shape) -> Shape {
    match shape {
        Shape::Rounded | Shape::Tab | Shape::Note | Shape::House => Shape::Rounded,
        Shape::Ellipse => Shape::Ellipse,
        Shape::Box | Shape::Octagon => shape,
    }
}
