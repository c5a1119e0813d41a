//! GraphViz DOT.
//!
//! Nodes are `n0`, `n1`, … and never their names, so that no name can break the
//! file. Colour says what a thing is, and so does its shape; line style says how
//! well a statement is supported, and so do words on the edge.

use std::collections::BTreeMap;
use std::io::{self, Write};

use petgraph::graph::NodeIndex;
use petgraph::visit::{EdgeRef, IntoNodeReferences};

use super::{clip, wrap};
use crate::graph::{Edge, Node, State, View};

/// Beyond so many edges `dot` takes minutes; `sfdp` draws them, with their labels as tooltips.
pub const MOST_FOR_DOT: usize = 150;
/// Beyond so many edges no picture can be read.
pub const MOST_EDGES: usize = 5_000;

/// How the picture is made.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// What stands above the picture.
    pub title: String,
    /// Nodes of one class in a box of their own.
    pub cluster: bool,
    /// Draw however many edges there are.
    pub any_size: bool,
}

/// Why a picture was not written.
#[derive(Debug, thiserror::Error)]
pub enum DotError {
    /// There are too many edges to be seen.
    #[error("{0} edges are more than a picture can show ({MOST_EDGES})")]
    TooLarge(usize),
    /// The output failed.
    #[error("cannot write the picture")]
    Write(#[from] io::Error),
}

/// Class, fill colour (ColorBrewer Paired, which is safe for the colour-blind), shape and style.
const LOOKS: &[(&str, &str, &str, &str)] = &[
    ("State", "#b2df8a", "box", "rounded,filled"),
    ("Person", "#a6cee3", "ellipse", "filled"),
    ("Organization", "#fdbf6f", "box", "filled"),
    ("Group", "#cab2d6", "octagon", "filled"),
    ("RoleActor", "#ffff99", "ellipse", "filled,dashed"),
    ("Actor", "#d9f0d3", "box", "rounded,filled"),
    ("Place", "#fb9a99", "house", "filled"),
    ("Proposal", "#e5d8bd", "tab", "filled"),
    ("Thing", "#d9d9d9", "box", "filled"),
    ("Event", "#fffbe6", "note", "filled"),
    ("Entity", "#f4f4f4", "box", "rounded,filled,dashed"),
];

/// Colour of the lines between events.
const LINK_COLOR: &str = "#bdbdbd";

fn look(kind: &str) -> (&'static str, &'static str, &'static str) {
    let found = LOOKS.iter().find(|(class, ..)| *class == kind).or(LOOKS.last());
    found.map_or(("#f4f4f4", "box", "filled"), |(_, fill, shape, style)| (*fill, *shape, *style))
}

/// Colour, line style and arrow head of a state.
fn line(state: State) -> (&'static str, &'static str, &'static str) {
    match state {
        State::Corroborated => ("#1b1b1b", "solid", "normal"),
        State::SingleSource => ("#4d4d4d", "dotted", "normal"),
        State::Disputed => ("#b35900", "dashed,bold", "normal"),
        State::Denied => ("#c00000", "dashed", "tee"),
        State::NotActual => ("#8a8a8a", "dashed", "onormal"),
    }
}

/// A class as the legend and the boxes call it.
fn kind_name(class: &str) -> String {
    match class {
        "RoleActor" => "role".to_owned(),
        "Entity" => "not declared".to_owned(),
        other => other.to_lowercase(),
    }
}

fn words(state: State) -> &'static str {
    match state {
        State::Corroborated => "two or more independent sources",
        State::SingleSource => "one source",
        State::Disputed => "affirmed and denied",
        State::Denied => "denied",
        State::NotActual => "planned, proposed, threatened or left open",
    }
}

/// Writes `view` as DOT, nodes and edges in IRI order.
///
/// # Errors
/// When there are more than [`MOST_EDGES`] edges and `options` does not insist, or `out` fails.
pub fn write_dot(view: &View, options: &Options, out: &mut dyn Write) -> Result<(), DotError> {
    let n_edges = view.graph.edge_count();
    if n_edges > MOST_EDGES && !options.any_size {
        return Err(DotError::TooLarge(n_edges));
    }
    let small = n_edges <= MOST_FOR_DOT;
    write_head(view, options, small, out)?;
    if options.cluster {
        write_clusters(view, out)?;
    } else {
        for (index, node) in view.graph.node_references() {
            write_node(index, node, "  ", out)?;
        }
    }
    for edge in view.graph.edge_references() {
        write_edge(view, edge.source(), edge.target(), edge.weight(), small, out)?;
    }
    write_event_links(view, out)?;
    if view.graph.node_count() > 0 {
        write_legend(view, out)?;
    }
    writeln!(out, "}}")?;
    Ok(())
}

fn write_head(view: &View, options: &Options, small: bool, out: &mut dyn Write) -> io::Result<()> {
    let (n_speakers, n_publishers) = view.n_speakers_and_publishers();
    let plural = |n: usize, word: &str| {
        if n == 1 { format!("1 {word}") } else { format!("{n} {word}s") }
    };
    let title = format!(
        "{} | {}, {}, {}",
        options.title,
        plural(view.n_claims(), "claim"),
        plural(n_speakers, "speaker"),
        plural(n_publishers, "publisher")
    );
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
    writeln!(out, "    fontname=\"Helvetica,Arial,sans-serif\", label={}];", quoted(&title))?;
    writeln!(
        out,
        "  node [fontname=\"Helvetica,Arial,sans-serif\", fontsize=12, color=\"#4d4d4d\", margin=\"0.15,0.08\"];"
    )?;
    writeln!(out, "  edge [fontname=\"Helvetica,Arial,sans-serif\", fontsize=10, arrowsize=0.8];")
}

fn write_node(index: NodeIndex, node: &Node, indent: &str, out: &mut dyn Write) -> io::Result<()> {
    let (fill, shape, style) = look(&node.kind);
    let lines: Vec<String> = wrap(&clip(&node.label, 60), 18).iter().map(|line| escaped(line)).collect();
    writeln!(
        out,
        "{indent}n{} [label=\"{}\", shape={shape}, style=\"{style}\", fillcolor=\"{fill}\", class={}, tooltip={}, URL={}];",
        index.index(),
        lines.join("\\n"),
        quoted(&node.kind),
        quoted(&format!("{} ({})", node.label, node.kind)),
        quoted(&node.iri),
    )
}

fn write_clusters(view: &View, out: &mut dyn Write) -> io::Result<()> {
    let mut by_kind: BTreeMap<&str, Vec<NodeIndex>> = BTreeMap::new();
    for (index, node) in view.graph.node_references() {
        by_kind.entry(&node.kind).or_default().push(index);
    }
    for (kind, nodes) in by_kind {
        writeln!(out, "  subgraph \"cluster_{kind}\" {{")?;
        writeln!(
            out,
            "    label={}; style=\"rounded\"; color=\"#bbbbbb\"; fontcolor=\"#666666\"; fontsize=12;",
            quoted(&kind_name(kind))
        )?;
        for index in nodes {
            write_node(index, &view.graph[index], "    ", out)?;
        }
        writeln!(out, "  }}")?;
    }
    Ok(())
}

fn write_edge(
    view: &View,
    from: NodeIndex,
    to: NodeIndex,
    edge: &Edge,
    labelled: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    let (color, style, head) = line(edge.state);
    let head = if edge.symmetric { "none" } else { head };
    let n = edge.claims.len();
    let mut label = vec![if n > 1 { format!("{} ×{n}", edge.label) } else { edge.label.clone() }];
    match edge.state {
        State::Corroborated => label.push(format!("{} sources", edge.n_sources)),
        State::NotActual if !edge.modalities.is_empty() => {
            label.push(format!("({})", edge.modalities.join(", ")));
        }
        State::NotActual => label.push("(left open)".to_owned()),
        State::Disputed | State::Denied => label.push(format!("({})", edge.state.word())),
        State::SingleSource => {}
    }
    #[allow(clippy::cast_precision_loss, reason = "a pen width needs no more than a few digits")]
    let pen_width = 1.0 + (n as f64).log2();
    write!(out, "  n{} -> n{} [", from.index(), to.index())?;
    if labelled {
        let lines: Vec<String> =
            label.iter().flat_map(|line| wrap(&clip(line, 60), 24)).map(|line| escaped(&line)).collect();
        write!(out, "label=\"{}\", ", lines.join("\\n"))?;
    }
    writeln!(
        out,
        "style=\"{style}\", color=\"{color}\", fontcolor=\"{color}\", arrowhead={head}, penwidth={pen_width:.2}, weight={n}, class={}, tooltip={}];",
        quoted(edge.state.word()),
        quoted(&tooltip(view, edge)),
    )
}

/// The claims behind an edge: who says so, in which words, where.
fn tooltip(view: &View, edge: &Edge) -> String {
    const MOST: usize = 8;
    let mut lines = vec![format!("{} — {}", edge.label, words(edge.state))];
    for row in edge.claims.iter().take(MOST).map(|index| &view.claims.rows[*index]) {
        let quote = row.quote.as_ref().map_or_else(String::new, |quote| format!(": “{}”", clip(quote, 120)));
        let doubt = [&row.polarity, &row.modality, &row.certainty];
        let doubt: Vec<&str> = doubt
            .into_iter()
            .map(String::as_str)
            .filter(|word| !["positive", "actual", "certain", "underspecified"].contains(word))
            .collect();
        let doubt = if doubt.is_empty() { String::new() } else { format!(" [{}]", doubt.join(", ")) };
        let place = row.line.map_or_else(|| row.file.clone(), |line| format!("{}:{line}", row.file));
        lines.push(format!("{}{doubt}{quote} ({place})", view.claims.attribution(row)));
    }
    if edge.claims.len() > MOST {
        lines.push(format!("and {} more", edge.claims.len() - MOST));
    }
    lines.join("\n")
}

/// Pairs of an event and the event it speaks of.
fn event_links(view: &View) -> impl Iterator<Item = (NodeIndex, NodeIndex)> {
    view.graph.node_references().filter_map(|(index, node)| {
        let object = view.claims.events.get(&node.iri).and_then(|(_, object)| view.node(object))?;
        (view.graph[object].kind == "Event").then_some((index, object))
    })
}

/// Writes thin lines between them, so that a proposal and what it proposes hang together.
fn write_event_links(view: &View, out: &mut dyn Write) -> io::Result<()> {
    event_links(view).try_for_each(|(event, object)| {
        writeln!(
            out,
            "  n{} -> n{} [style=solid, color=\"{LINK_COLOR}\", arrowhead=none, penwidth=0.8, class=\"theme\", \
             tooltip=\"speaks of\"];",
            event.index(),
            object.index()
        )
    })
}

fn write_legend(view: &View, out: &mut dyn Write) -> io::Result<()> {
    let used = |class: &str| view.graph.node_weights().any(|node| node.kind == class);
    writeln!(out, "  subgraph cluster_legend {{")?;
    writeln!(out, "    label=\"\"; color=\"#dddddd\"; style=\"rounded\";")?;
    writeln!(
        out,
        "    legend [shape=plain, class=\"legend\", tooltip=\"legend\", label=<<table border=\"0\" cellborder=\"0\" cellspacing=\"3\">"
    )?;
    for (class, fill, shape, _) in LOOKS.iter().filter(|(class, ..)| used(class)) {
        writeln!(
            out,
            "      <tr><td bgcolor=\"{fill}\" width=\"26\">&nbsp;</td><td align=\"left\">{} ({shape})</td></tr>",
            kind_name(class)
        )?;
    }
    for state in State::ALL.into_iter().filter(|state| view.graph.edge_weights().any(|edge| edge.state == *state)) {
        let (color, style, _) = line(state);
        let sample = match style {
            "dotted" => "········",
            "dashed" | "dashed,bold" => "– – – –",
            _ => "————",
        };
        writeln!(
            out,
            "      <tr><td><font color=\"{color}\">{sample}</font></td><td align=\"left\">{}</td></tr>",
            words(state)
        )?;
    }
    if event_links(view).next().is_some() {
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
