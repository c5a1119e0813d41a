//! Mermaid flowcharts, which GitHub, GitLab and Obsidian draw inside Markdown.
//!
//! <https://mermaid.js.org/syntax/flowchart.html>. Nodes are `n1`, `n2`, … and
//! never their names, and in labels every character that means something to
//! Mermaid or Markdown is written as its number, so that no name can break it.

use std::collections::BTreeMap;
use std::io::{self, Write};

use petgraph::graph::{EdgeReference, NodeIndex};
use petgraph::visit::{EdgeRef, IntoNodeReferences};

use crate::export::look::{self, ArrowHead, Shape};
use crate::export::scene::Scene;
use crate::export::{ExportError, ExportOptions, clip};
use crate::graph::{Edge, State};

/// The most edges that Mermaid draws without a tangle.
pub const MOST_DRAWN: usize = 60;

/// Cells of a label that are shown.
const MOST_SHOWN: usize = 60;

/// A label without words: a space that has no width, because an empty one would count as no label.
const NOTHING: &str = "#8203;";

/// Writes a flowchart from left to right, nodes of one group in a box of their own, with a class for each kind.
///
/// # Errors
/// When there are more than [`MOST_DRAWN`] edges and the options do not insist, or `out` fails.
pub fn write(scene: &Scene<'_>, options: &ExportOptions, out: &mut dyn Write) -> Result<(), ExportError> {
    let graph = &scene.view.graph;
    let n = graph.edge_count();
    if n > MOST_DRAWN && !options.any_size {
        return Err(ExportError::TooLarge { n, what: "Mermaid", most: MOST_DRAWN });
    }
    // A text in JSON is one in YAML, too.
    writeln!(out, "---\ntitle: {}\n---\nflowchart LR", serde_json::json!(scene.heading()))?;
    write_nodes(scene, out)?;
    for edge in graph.edge_references() {
        write_edge(scene, edge, out)?;
    }
    write_looks(scene, out)?;
    if let Some(note) = scene.rating_note() {
        writeln!(out, "  ratings[\"{}\"]\n  style ratings fill:none,stroke:none,color:#1b1b1b", escaped(note))?;
    }
    Ok(())
}

fn write_nodes(scene: &Scene<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut by_group: BTreeMap<Option<u32>, Vec<NodeIndex>> = BTreeMap::new();
    for (index, node) in scene.view.graph.node_references() {
        by_group.entry(node.group.filter(|_| scene.is_boxed())).or_default().push(index);
    }
    for (group, nodes) in by_group {
        let label = group.and_then(|place| scene.view.groups.get(place as usize)).map(|group| group.label.as_str());
        if let Some((place, label)) = group.zip(label) {
            writeln!(out, "  subgraph g{place}[\"{}\"]", escaped(label))?;
        }
        nodes.iter().try_for_each(|index| write_node(scene, *index, out))?;
        if group.zip(label).is_some() {
            writeln!(out, "  end")?;
        }
    }
    Ok(())
}

fn write_node(scene: &Scene<'_>, index: NodeIndex, out: &mut dyn Write) -> io::Result<()> {
    let node = &scene.view.graph[index];
    let (open, close) = match look::of_kind(node.kind).shape {
        Shape::Rounded | Shape::Tab => ("(", ")"),
        Shape::Box | Shape::Note => ("[", "]"),
        Shape::Ellipse => ("([", "])"),
        Shape::Octagon => ("{{", "}}"),
        Shape::House => ("[/", "\\]"),
    };
    let label = escaped(&clip(&scene.view.caption(index), MOST_SHOWN));
    writeln!(out, "  n{}{open}\"{label}\"{close}:::{}", index.index() + 1, node.kind.word())
}

fn write_edge(scene: &Scene<'_>, edge: EdgeReference<'_, Edge>, out: &mut dyn Write) -> io::Result<()> {
    let look = look::of_edge(edge.weight());
    let arrow = match (edge.weight().symmetric, look.head, look.line()) {
        (true, _, "solid") => "---",
        (true, ..) => "-.-",
        (false, ArrowHead::Bar, _) => "-.-x",
        (false, _, "solid") => "-->",
        (false, ..) => "-.->",
    };
    let lines: Vec<String> =
        scene.edge_lines(edge.weight()).iter().map(|line| escaped(&clip(line, MOST_SHOWN))).collect();
    let (from, to) = (edge.source().index() + 1, edge.target().index() + 1);
    writeln!(out, "  n{from} {arrow}|\"{}\"| n{to}", lines.join("<br/>"))
}

/// A class for each kind there is, and the line of each state.
fn write_looks(scene: &Scene<'_>, out: &mut dyn Write) -> io::Result<()> {
    let graph = &scene.view.graph;
    for kind in look::KINDS.into_iter().filter(|kind| graph.node_weights().any(|node| node.kind == *kind)) {
        let look = look::of_kind(kind);
        let dashes = if look.dashed { ",stroke-dasharray:4 3" } else { "" };
        let fill = look::hex(look.fill);
        writeln!(out, "  classDef {} fill:{fill},stroke:#4d4d4d,color:#1b1b1b{dashes}", kind.word())?;
    }
    for state in State::ALL {
        let places = graph.edge_weights().enumerate().filter(|(_, edge)| edge.state == state);
        let places: Vec<String> = places.map(|(place, _)| place.to_string()).collect();
        if places.is_empty() {
            continue;
        }
        let look = look::of_state(state);
        let dashes: Vec<String> = look.dashes.iter().map(f32::to_string).collect();
        let dashes = if dashes.is_empty() { "none".to_owned() } else { dashes.join(" ") };
        writeln!(out, "  %% {}: {}", state.word(), state.meaning())?;
        let color = look::hex(look.color);
        writeln!(out, "  linkStyle {} stroke:{color},stroke-dasharray:{dashes}", places.join(","))?;
    }
    Ok(())
}

/// Text between quotes; what looks like an item of a list at the beginning would be drawn as an error.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut begins = true;
    for c in text.chars() {
        let means_something = "\"#;<>&`*_~$\\[]{}|%".contains(c) || (begins && ".)-+".contains(c));
        match c {
            c if means_something => out.extend(["#", &u32::from(c).to_string(), ";"]),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
        begins &= c.is_ascii_digit() || c.is_whitespace() || c.is_control();
    }
    if out.trim().is_empty() { NOTHING.to_owned() } else { out }
}
