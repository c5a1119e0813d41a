//! Names and labels, where there is room for them.

use std::fmt::Write as _;

use petgraph::graph::NodeIndex;

use super::font;
use super::graph::{Drawing, TakenRoom, degree, radius};
use crate::export::markup::escape;
use crate::export::picture::layout::{Curve, Point};

/// The most edges that have labels; the names of more are in titles only.
const MOST_LABELS: usize = 400;

/// Size of the labels of edges, in points.
pub(super) const EDGE_SIZE: f64 = 10.0;
/// Height of a line of text as a multiple of its size.
pub(super) const LINE: f64 = 1.25;
/// The radius from which on a node has room for a name that lies on it.
const HUB: f64 = 14.0;

impl Drawing<'_> {
    /// Names beside small nodes, the most joined first and largest; how many found no room.
    pub(super) fn draw_names(&self, taken: &mut Vec<TakenRoom>, body: &mut String) -> usize {
        let mut order: Vec<NodeIndex> = self.scene.view.graph.node_indices().collect();
        order.sort_by_key(|index| (std::cmp::Reverse(degree(self.scene, *index)), *index));
        let (n_nodes, mut left_out) = (taken.len(), 0);
        for index in order {
            let (at, label) = (self.layout.nodes[index.index()], &self.node_labels[index.index()]);
            let Some(line) = label.lines.first() else { continue };
            let font = label.font * self.zoom;
            let (reach, size) = (radius(self.scene, index) + 3.0, [font::width(line, font) + 2.0, font * LINE * 0.96]);
            let (beside, above) = (reach + size[0] / 2.0, reach + size[1] / 2.0);
            let [x, y] = at;
            let places = [[x + beside, y], [x - beside, y], [x, y - above], [x, y + above]];
            let free = places.into_iter().find(|place| self.is_free(taken, *place, size));
            // A hub among its many has its name on it, if not on other names.
            let on_hub = || (reach > HUB && self.is_free(&taken[n_nodes..], at, size)).then_some(at);
            let Some(place) = free.or_else(on_hub) else {
                left_out += 1;
                continue;
            };
            taken.push((place, size));
            let _ = writeln!(
                body,
                "<g class=\"name\" data-node=\"{}n{}\">{}</g>",
                escape(&self.prefix),
                index.index(),
                text("out halo", std::slice::from_ref(line), place, font)
            );
        }
        left_out
    }

    /// Labels of edges where there is room, the heaviest first; how many found none.
    pub(super) fn draw_edge_labels(&self, taken: &mut Vec<TakenRoom>, body: &mut String) -> usize {
        let (graph, view) = (&self.scene.view.graph, self.scene.view);
        if graph.edge_count() > MOST_LABELS {
            return graph.edge_count();
        }
        let mut order: Vec<_> = graph.edge_indices().collect();
        order.sort_by_key(|index| (std::cmp::Reverse(view.weight(&graph[*index])), *index));
        let (mut left_out, font) = (0, EDGE_SIZE * self.zoom);
        for index in order {
            let (Some(label), Some(curve), Some(middle)) = (
                self.edge_labels.get(index.index()),
                self.layout.links.get(index.index()),
                self.layout.labels.get(index.index()),
            ) else {
                continue;
            };
            let size = label.size.map(|length| length * self.zoom);
            // A layered layout has kept room; elsewhere a label moves along its line until it finds some. On a loop there
            // is none: its label stands above it.
            let is_loop = graph.edge_endpoints(index).is_some_and(|(from, to)| from == to);
            let places = if is_loop { vec![*middle] } else { along(curve, *middle) };
            let place = if self.keeps_room {
                Some(*middle)
            } else {
                places.into_iter().find(|place| self.is_free(taken, *place, size))
            };
            match place {
                Some(place) => {
                    taken.push((place, size));
                    let ([x, y], [width, height]) = (place, size);
                    let _ = writeln!(
                        body,
                        "<g class=\"label s-{}\" data-edge=\"{}{}\"><rect class=\"ground\" x=\"{:.1}\" y=\"{:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" rx=\"4\"/>{}</g>",
                        graph[index].state.word(),
                        escape(&self.prefix),
                        view.edge_id(index),
                        x - width / 2.0,
                        y - height / 2.0,
                        text("", &label.lines, place, font)
                    );
                }
                None => left_out += 1,
            }
        }
        left_out
    }

    fn is_free(&self, taken: &[TakenRoom], [x, y]: Point, [width, height]: Point) -> bool {
        let [most_x, most_y] = self.layout.size;
        let inside =
            x - width / 2.0 > 0.0 && x + width / 2.0 < most_x && y - height / 2.0 > 0.0 && y + height / 2.0 < most_y;
        inside
            && !taken.iter().any(|([other_x, other_y], [other_width, other_height])| {
                (x - other_x).abs() * 2.0 < width + other_width && (y - other_y).abs() * 2.0 < height + other_height
            })
    }
}

/// The middle and some other places on a line.
fn along(curve: &Curve, middle: Point) -> Vec<Point> {
    let (start, end) = (curve.start, curve.end());
    let toward = |to: Point, share: f64| [0, 1].map(|axis| middle[axis] + (to[axis] - middle[axis]) * share);
    vec![middle, toward(end, 0.25), toward(start, 0.25), toward(end, 0.5), toward(start, 0.5)]
}

/// Lines of text around a middle, of a size in points.
pub(super) fn text(class: &str, lines: &[String], [x, y]: Point, size: f64) -> String {
    #[allow(clippy::cast_precision_loss, reason = "a label has a few lines")]
    let top = y - (lines.len() as f64 - 1.0) * size * LINE / 2.0 + size * 0.36;
    let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
    let mut out = format!("<text{class} font-size=\"{size:.1}\" text-anchor=\"middle\">");
    for (index, line) in lines.iter().enumerate() {
        #[allow(clippy::cast_precision_loss, reason = "a label has a few lines")]
        let y = top + index as f64 * size * LINE;
        let _ = write!(out, "<tspan x=\"{x:.1}\" y=\"{y:.1}\">{}</tspan>", escape(line));
    }
    out + "</text>"
}
