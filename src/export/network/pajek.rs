//! Pajek networks.
//!
//! <http://mrvar.fdv.uni-lj.si/pajek/pajekman.pdf>. Each predicate is a relation
//! with a number, and the label of its lines. The format has room for labels,
//! places and weights only. Readers that know no relations (NetworkX, igraph)
//! take a file of one predicate, in which numbers are left out.

use std::collections::BTreeMap;
use std::io::{self, Write};

use petgraph::graph::EdgeIndex;
use rustc_hash::FxHashSet;

use crate::claims::Id;
use crate::export::scene::Scene;
use crate::export::{ExportError, ExportOptions};

/// Writes vertices, numbered from 1, and for each predicate its arcs or, when it reads the same from both ends, edges.
///
/// # Errors
/// When `out` fails.
pub fn write(scene: &Scene<'_>, _options: &ExportOptions, out: &mut dyn Write) -> Result<(), ExportError> {
    let graph = &scene.view.graph;
    writeln!(out, "*Network {}", bare(&scene.heading()))?;
    write_vertices(scene, out)?;
    let mut relations: BTreeMap<Id, [Vec<EdgeIndex>; 2]> = BTreeMap::new();
    for index in graph.edge_indices() {
        let edge = &graph[index];
        relations.entry(edge.predicate).or_default()[usize::from(edge.symmetric)].push(index);
    }
    let is_single = relations.len() == 1;
    for (place, (predicate, [arcs, edges])) in relations.iter().enumerate() {
        let name = bare(&scene.view.claims().label(*predicate));
        for (heading, lines) in [("*Arcs", arcs), ("*Edges", edges)] {
            if lines.is_empty() {
                continue;
            }
            let relation = if is_single { String::new() } else { format!(" :{} \"{name}\"", place + 1) };
            writeln!(out, "{heading}{relation}")?;
            lines.iter().try_for_each(|index| write_line(scene, *index, out))?;
        }
    }
    Ok(())
}

fn write_vertices(scene: &Scene<'_>, out: &mut dyn Write) -> io::Result<()> {
    let graph = &scene.view.graph;
    writeln!(out, "*Vertices {}", graph.node_count())?;
    let frame = PlaceFrame::of(scene);
    let mut seen: FxHashSet<String> = FxHashSet::default();
    for (index, node) in graph.node_indices().zip(graph.node_weights()) {
        let mut label = bare(&scene.view.label(node));
        // NetworkX takes two vertices with one label for one.
        while !seen.insert(label.clone()) {
            label = bare(&format!("{label} ({})", scene.node_id(index)));
        }
        write!(out, "{} \"{label}\"", index.index() + 1)?;
        if let Some([x, y]) = scene.position(index).map(|position| frame.place(position)) {
            write!(out, " {x:.4} {y:.4} 0.5")?;
        }
        writeln!(out)?;
    }
    Ok(())
}

fn write_line(scene: &Scene<'_>, index: EdgeIndex, out: &mut dyn Write) -> io::Result<()> {
    let graph = &scene.view.graph;
    let Some((from, to)) = graph.edge_endpoints(index) else { return Ok(()) };
    let (weight, label) = (scene.view.weight(&graph[index]), scene.view.edge_label(&graph[index]));
    writeln!(out, "{} {} {weight} l \"{}\"", from.index() + 1, to.index() + 1, bare(&label))
}

/// The square that the nodes lie in; Pajek wants places between 0 and 1.
struct PlaceFrame {
    corner: [f64; 2],
    side: f64,
}

impl PlaceFrame {
    fn of(scene: &Scene<'_>) -> PlaceFrame {
        let (mut low, mut high) = ([f64::MAX; 2], [f64::MIN; 2]);
        for position in scene.view.graph.node_indices().filter_map(|index| scene.position(index)) {
            for axis in 0..2 {
                low[axis] = low[axis].min(position[axis]);
                high[axis] = high[axis].max(position[axis]);
            }
        }
        PlaceFrame { corner: low, side: (high[0] - low[0]).max(high[1] - low[1]).max(1.0) }
    }

    fn place(&self, [x, y]: [f64; 2]) -> [f64; 2] {
        [(x - self.corner[0]) / self.side, (y - self.corner[1]) / self.side]
    }
}

/// `text` on one line without the two characters that have no escape between quotes.
fn bare(text: &str) -> String {
    let plain = |c: char| match c {
        '"' => '\'',
        '\\' => '/',
        c if c.is_control() => ' ',
        c => c,
    };
    text.chars().map(plain).collect()
}
