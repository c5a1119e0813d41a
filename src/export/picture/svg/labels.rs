//! Names and labels, where there is room for them.

use std::fmt::Write as _;

use petgraph::graph::NodeIndex;

use super::font;
use super::graph::{Drawing, EDGE_LINE, TakenRoom, radius};
use crate::export::markup::escape;
use crate::export::picture::layout::{Curve, Point};

/// The most edges that have labels; the names of more are in titles only.
const MOST_LABELS: usize = 400;

impl Drawing<'_> {
    /// Names beside small nodes, the most joined first; how many found no room.
    pub(super) fn draw_names(&self, taken: &mut Vec<TakenRoom>, body: &mut String) -> usize {
        let graph = &self.scene.view.graph;
        let mut order: Vec<NodeIndex> = graph.node_indices().collect();
        order.sort_by_key(|index| (std::cmp::Reverse(graph.neighbors_undirected(*index).count()), *index));
        let mut left_out = 0;
        for index in order {
            let (at, label) = (self.layout.nodes[index.index()], &self.node_labels[index.index()]);
            let Some(line) = label.lines.first() else { continue };
            let (reach, size) = (radius(self.scene, index) + 3.0, [font::width(line, 10.0) + 2.0, 12.0]);
            let beside = reach + size[0] / 2.0;
            let places = [
                [at[0] + beside, at[1]],
                [at[0] - beside, at[1]],
                [at[0], at[1] - reach - 6.0],
                [at[0], at[1] + reach + 6.0],
            ];
            match places.into_iter().find(|place| self.is_free(taken, *place, size)) {
                Some(place) => {
                    taken.push((place, size));
                    let _ = writeln!(
                        body,
                        "<g class=\"name\" data-node=\"{}n{}\">{}</g>",
                        escape(&self.prefix),
                        index.index(),
                        text("small out halo", std::slice::from_ref(line), place, EDGE_LINE, 10.0)
                    );
                }
                // A hub among its many has its name on it.
                None if reach > 14.0 => {
                    taken.push((at, size));
                    let name = text("small out halo", std::slice::from_ref(line), at, EDGE_LINE, 10.0);
                    let _ = writeln!(
                        body,
                        "<g class=\"name\" data-node=\"{}n{}\">{name}</g>",
                        escape(&self.prefix),
                        index.index()
                    );
                }
                None => left_out += 1,
            }
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
        let mut left_out = 0;
        for index in order {
            let (Some(label), Some(curve), Some(middle)) = (
                self.edge_labels.get(index.index()),
                self.layout.links.get(index.index()),
                self.layout.labels.get(index.index()),
            ) else {
                continue;
            };
            // A layered layout has kept room; elsewhere a label moves along its line until it finds some.
            let place = if self.keeps_room {
                Some(*middle)
            } else {
                along(curve, *middle).into_iter().find(|place| self.is_free(taken, *place, label.size))
            };
            match place {
                Some(place) => {
                    taken.push((place, label.size));
                    let ([x, y], [width, height]) = (place, label.size);
                    let _ = writeln!(
                        body,
                        "<g class=\"label s-{}\" data-edge=\"{}{}\"><rect class=\"ground\" fill-opacity=\".8\" x=\"{:.1}\" y=\"{:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" rx=\"4\"/>{}</g>",
                        graph[index].state.word(),
                        escape(&self.prefix),
                        view.edge_id(index),
                        x - width / 2.0,
                        y - height / 2.0,
                        text("small", &label.lines, place, EDGE_LINE, 10.0)
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

/// Lines of text around a middle.
pub(super) fn text(class: &str, lines: &[String], [x, y]: Point, line_height: f64, size: f64) -> String {
    #[allow(clippy::cast_precision_loss, reason = "a label has a few lines")]
    let top = y - (lines.len() as f64 - 1.0) * line_height / 2.0 + size * 0.36;
    let mut out = format!("<text class=\"{class}\" text-anchor=\"middle\">");
    for (index, line) in lines.iter().enumerate() {
        #[allow(clippy::cast_precision_loss, reason = "a label has a few lines")]
        let y = top + index as f64 * line_height;
        let _ = write!(out, "<tspan x=\"{x:.1}\" y=\"{y:.1}\">{}</tspan>", escape(line));
    }
    out + "</text>"
}
