//! A neighbourhood drawn in characters, for the terminal.

use std::io::{self, Write};

use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;
use unicode_width::UnicodeWidthStr;

use crate::export::clip;
use crate::export::scene::qualification;
use crate::graph::{Edge, State, View};

/// Draws what `node` does and what is done to it, one statement a line, at most `most` lines and `width` cells wide.
///
/// # Errors
/// When `out` fails.
pub fn write_sketch(
    view: &View<'_>,
    node: NodeIndex,
    most: usize,
    width: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    let own = view.graph.edges(node).map(|edge| (true, edge.target(), edge.weight()));
    let others = view.graph.edges_directed(node, petgraph::Direction::Incoming).filter(|edge| edge.source() != node);
    let mut branches: Vec<(bool, NodeIndex, &Edge)> =
        own.chain(others.map(|edge| (false, edge.source(), edge.weight()))).collect();
    // What it does comes first, then what is done to it; each in the order of support.
    branches.sort_by_key(|(outgoing, other, edge)| (!outgoing, std::cmp::Reverse(edge.n_claims()), *other));
    let left_out = branches.len().saturating_sub(most);
    branches.truncate(most);
    let name = clip(&view.label(&view.graph[node]), 24);
    let indent = " ".repeat(name.width());
    let label_width = branches.iter().map(|(_, _, edge)| label(view, edge).width()).max().unwrap_or(0);
    let last = branches.len().saturating_sub(1);
    let middle = last / 2;
    for (index, (outgoing, other, edge)) in branches.iter().enumerate() {
        let trunk = match (index == 0, index == last, index == middle) {
            (true, true, _) => "──",
            (true, _, true) => "─┬",
            (true, ..) => " ┌",
            (_, true, true) => "─┴",
            (_, true, _) => " └",
            (_, _, true) => "─┤",
            _ => " ├",
        };
        let label = label(view, edge);
        let fill = line(edge.state).repeat(label_width - label.width());
        let (tail, head) = match (edge.symmetric, outgoing) {
            (true, _) => (line(edge.state), line(edge.state)),
            (false, true) => (line(edge.state), "▶"),
            (false, false) => ("◀", line(edge.state)),
        };
        let start = format!("{}{trunk}{tail} {label} {fill}{head} ", if index == middle { &name } else { &indent });
        writeln!(out, "{start}{}", clip(&view.caption(*other), width.saturating_sub(start.width()).max(12)))?;
    }
    if left_out > 0 {
        writeln!(out, "{indent}   … and {left_out} more")?;
    }
    Ok(())
}

fn label(view: &View<'_>, edge: &Edge) -> String {
    let (n, _) = edge.n_telling();
    let times = if n > 1 { format!(" ×{n}") } else { String::new() };
    let dispute = (edge.has_dispute && edge.state != State::Disputed).then(|| "in part disputed".to_owned());
    let word = qualification(edge, edge.state).or(dispute);
    let state = word.map_or_else(String::new, |word| format!(" ({word})"));
    format!("{}{times}{state}", view.edge_label(edge))
}

fn line(state: State) -> &'static str {
    match state {
        State::Corroborated | State::SingleSource | State::Unsourced => "─",
        _ => "╌",
    }
}
