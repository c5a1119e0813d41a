//! GraphViz DOT.
//!
//! Nodes are `n0`, `n1`, … and never their names, so that no name can break the
//! file. Colour says what a thing is, and so does its shape; line style says how
//! well a statement is supported, and so do words on the edge.

use std::collections::BTreeMap;
use std::io::{self, Write};

use petgraph::graph::NodeIndex;
use petgraph::visit::{EdgeRef, IntoNodeReferences};

use crate::export::look::{self, ArrowHead, Shape};
use crate::export::markup::is_web;
use crate::export::scene::Scene;
use crate::export::{ExportError, ExportOptions, check_size, clip, wrap};
use crate::graph::{Edge, Node, State};

/// The most edges left to `dot`, which takes minutes for more; `sfdp` draws these, with their labels as tooltips.
pub const MOST_FOR_DOT: usize = 150;

/// Colour of the lines between events.
const LINK_COLOR: &str = "#bdbdbd";

/// The most claims that a tooltip names.
const MOST_CLAIMS: usize = 8;

/// Writes the graph as DOT, nodes and edges in IRI order; nodes of one group in a box of their own.
///
/// # Errors
/// When there are too many edges to be seen, or `out` fails.
pub fn write(scene: &Scene<'_>, options: &ExportOptions, out: &mut dyn Write) -> Result<(), ExportError> {
    check_size(scene, options)?;
    let graph = &scene.view.graph;
    let small = graph.edge_count() <= MOST_FOR_DOT;
    write_head(scene, small, out)?;
    let mut by_group: BTreeMap<Option<u32>, Vec<NodeIndex>> = BTreeMap::new();
    for (index, node) in graph.node_references() {
        by_group.entry(node.group.filter(|_| scene.is_boxed())).or_default().push(index);
    }
    let most = graph.node_indices().map(|index| graph.neighbors_undirected(index).count()).max().unwrap_or(0);
    for (group, nodes) in by_group {
        let label = group.and_then(|place| scene.view.groups.get(place as usize)).map(|group| group.label.as_str());
        write_group(scene, group.zip(label), (&nodes, most), out)?;
    }
    for edge in graph.edge_references() {
        write_edge(scene, (edge.source(), edge.target()), edge.weight(), small, out)?;
    }
    // Thin lines, so that a proposal and what it proposes hang together.
    for (event, object) in scene.view.event_links() {
        writeln!(
            out,
            "  n{} -> n{} [style=solid, color=\"{LINK_COLOR}\", arrowhead=none, penwidth=0.8, class=\"theme\", \
             tooltip=\"speaks of\"];",
            event.index(),
            object.index()
        )?;
    }
    if graph.node_count() > 0 {
        write_legend(scene, out)?;
    }
    Ok(writeln!(out, "}}")?)
}

fn write_head(scene: &Scene<'_>, small: bool, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "digraph relata {{")?;
    writeln!(
        out,
        "  graph [layout={}, rankdir=LR, newrank=true, compound=true, outputorder=edgesfirst,",
        if small { "dot" } else { "sfdp" }
    )?;
    writeln!(
        out,
        "    nodesep=0.3, ranksep=0.9, overlap=prism, splines={}, labelloc=t, fontsize=18, pad=0.3,",
        if small { "true" } else { "line" }
    )?;
    writeln!(out, "    fontname=\"Helvetica,Arial,sans-serif\", label={}];", quoted(&scene.heading()))?;
    writeln!(
        out,
        "  node [fontname=\"Helvetica,Arial,sans-serif\", fontsize=12, color=\"#4d4d4d\", margin=\"0.15,0.08\"];"
    )?;
    writeln!(out, "  edge [fontname=\"Helvetica,Arial,sans-serif\", fontsize=10, arrowsize=0.8];")
}

fn write_group(
    scene: &Scene<'_>,
    group: Option<(u32, &str)>,
    (nodes, most): (&[NodeIndex], usize),
    out: &mut dyn Write,
) -> io::Result<()> {
    let Some((place, label)) = group else {
        return nodes.iter().try_for_each(|index| write_node(scene, (*index, most), "  ", out));
    };
    writeln!(out, "  subgraph cluster_{place} {{")?;
    writeln!(
        out,
        "    label={}; style=\"rounded\"; color=\"#bbbbbb\"; fontcolor=\"#666666\"; fontsize=12;",
        quoted(label)
    )?;
    nodes.iter().try_for_each(|index| write_node(scene, (*index, most), "    ", out))?;
    writeln!(out, "  }}")
}

/// Writes a node; the name of a hub, one of the nodes with `most` edges, is larger.
fn write_node(
    scene: &Scene<'_>,
    (index, most): (NodeIndex, usize),
    indent: &str,
    out: &mut dyn Write,
) -> io::Result<()> {
    let node: &Node = &scene.view.graph[index];
    let look = look::of_kind(node.kind);
    let lines: Vec<String> = wrap(&clip(&scene.view.caption(index), 60), 18).iter().map(|line| escaped(line)).collect();
    let rounded = if look.shape == Shape::Rounded { "rounded," } else { "" };
    let dashed = if look.dashed { ",dashed" } else { "" };
    write!(
        out,
        "{indent}n{} [label=\"{}\", fontsize={:.1}, shape={}, style=\"{rounded}filled{dashed}\", fillcolor=\"{}\", class={}, tooltip={}",
        index.index(),
        lines.join("\\n"),
        look::name_size(scene.view.graph.neighbors_undirected(index).count(), most),
        look.shape.graphviz(),
        look::hex(look.fill),
        quoted(node.kind.word()),
        quoted(&scene.node_story(node)),
    )?;
    if let Some(iri) = scene.view.iri(node).filter(|iri| is_web(iri)) {
        write!(out, ", URL={}", quoted(&iri))?;
    }
    writeln!(out, "];")
}

fn write_edge(
    scene: &Scene<'_>,
    (from, to): (NodeIndex, NodeIndex),
    edge: &Edge,
    labelled: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    let (style, head) = line(edge.state);
    let head = if edge.symmetric { "none" } else { head };
    let color = look::hex(look::of_edge(edge).color);
    let weight = scene.view.weight(edge);
    write!(out, "  n{} -> n{} [", from.index(), to.index())?;
    if labelled {
        let lines: Vec<String> = scene
            .edge_lines(edge)
            .iter()
            .flat_map(|line| wrap(&clip(line, 60), 24))
            .map(|line| escaped(&line))
            .collect();
        // GraphViz would have a loop run through the first or the last line of a label.
        let (above, below) = if from == to { (" \\n", "\\n ") } else { ("", "") };
        write!(out, "label=\"{above}{}{below}\", ", lines.join("\\n"))?;
    }
    writeln!(
        out,
        "style=\"{style}\", color=\"{color}\", fontcolor=\"{color}\", arrowhead={head}, penwidth={:.2}, weight={weight}, class={}, tooltip={}];",
        look::pen_width(weight),
        quoted(edge.state.word()),
        quoted(&scene.edge_story(edge, MOST_CLAIMS).join("\n")),
    )
}

/// Line style and arrow head of a state.
fn line(state: State) -> (&'static str, &'static str) {
    let style = match state {
        State::Corroborated => "solid",
        State::SingleSource | State::Unsourced => "dotted",
        State::Disputed => "dashed,bold",
        State::Denied | State::LeftOpen | State::NotActual => "dashed",
    };
    let head = match look::of_state(state).head {
        ArrowHead::Full => "normal",
        ArrowHead::Open => "onormal",
        ArrowHead::Bar => "tee",
    };
    (style, head)
}

fn write_legend(scene: &Scene<'_>, out: &mut dyn Write) -> io::Result<()> {
    let graph = &scene.view.graph;
    writeln!(out, "  subgraph cluster_legend {{")?;
    writeln!(out, "    label=\"\"; color=\"#dddddd\"; style=\"rounded\";")?;
    writeln!(
        out,
        "    legend [shape=plain, class=\"legend\", tooltip=\"legend\", label=<<table border=\"0\" cellborder=\"0\" cellspacing=\"3\">"
    )?;
    for kind in look::KINDS.into_iter().filter(|kind| graph.node_weights().any(|node| node.kind == *kind)) {
        let look = look::of_kind(kind);
        writeln!(
            out,
            "      <tr><td bgcolor=\"{}\" width=\"26\">&nbsp;</td><td align=\"left\">{} ({})</td></tr>",
            look::hex(look.fill),
            look::name_of(kind),
            look.shape.graphviz()
        )?;
    }
    for state in State::ALL.into_iter().filter(|state| graph.edge_weights().any(|edge| edge.state == *state)) {
        let sample = match line(state).0 {
            "dotted" => "········",
            "solid" => "————",
            _ => "– – – –",
        };
        writeln!(
            out,
            "      <tr><td><font color=\"{}\">{sample}</font></td><td align=\"left\">{}</td></tr>",
            look::hex(look::of_state(state).color),
            state.meaning()
        )?;
    }
    for (weight, words) in look::weights_of(scene.view) {
        // GraphViz knows borders of whole points only.
        writeln!(
            out,
            "      <tr><td width=\"26\" border=\"{:.0}\" sides=\"b\" color=\"#1b1b1b\"></td><td align=\"left\">{words}</td></tr>",
            look::pen_width(weight)
        )?;
    }
    if let Some(note) = scene.rating_note() {
        let rows = note.split("; ").collect::<Vec<_>>().join("<br align=\"left\"/>") + "<br align=\"left\"/>";
        writeln!(out, "      <tr><td colspan=\"2\" align=\"left\">{rows}</td></tr>")?;
    }
    if scene.view.event_links().next().is_some() {
        writeln!(
            out,
            "      <tr><td><font color=\"{LINK_COLOR}\">————</font></td><td align=\"left\">an event speaks of an event</td></tr>"
        )?;
    }
    writeln!(out, "    </table>>];")?;
    writeln!(out, "  }}")
}

/// Text between quotes, on one line of the file.
fn quoted(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(escaped).collect();
    format!("\"{}\"", lines.join("\\n"))
}

/// Text inside quotes: GraphViz reads `\` as an escape and `&…;` as an entity.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '&' => out.push_str("&amp;"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
