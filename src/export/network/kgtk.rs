//! KGTK, a table of edges in which everything is an edge.
//!
//! <https://kgtk.readthedocs.io/en/latest/specification/>. What is said of a
//! statement is an edge that begins at the identifier of the statement's edge.
//! The first character of a cell tells its type: `"` a text, `^` a date, a digit
//! or sign a number, anything else a symbol.

use std::collections::BTreeSet;
use std::io::{self, Write};

use petgraph::visit::EdgeRef;

use crate::export::scene::{AttributeValue, Scene};
use crate::export::{ExportError, ExportOptions};

/// Writes labels of predicates, then nodes, then statements, each with its own edges behind it.
///
/// # Errors
/// When `out` fails.
pub fn write(scene: &Scene<'_>, _options: &ExportOptions, out: &mut dyn Write) -> Result<(), ExportError> {
    let (view, graph) = (scene.view, &scene.view.graph);
    writeln!(out, "id\tnode1\tlabel\tnode2")?;
    let predicates: BTreeSet<_> = graph.edge_weights().map(|edge| edge.predicate).collect();
    for id in predicates {
        write_value(&scene.short(id), "label", AttributeValue::Text(view.claims().label(id)), out)?;
    }
    for (index, node) in graph.node_indices().zip(graph.node_weights()) {
        let id = scene.node_id(index);
        write_value(&id, "label", AttributeValue::Text(view.label(node)), out)?;
        scene.node_pairs(index).into_iter().try_for_each(|(name, value)| write_value(&id, name, value, out))?;
    }
    for edge in graph.edge_references() {
        let id = view.edge_id(edge.id());
        let predicate = symbol(&scene.short(edge.weight().predicate));
        let (from, to) = (symbol(&scene.node_id(edge.source())), symbol(&scene.node_id(edge.target())));
        writeln!(out, "{id}\t{from}\t{predicate}\t{to}")?;
        write_value(&id, "weight", AttributeValue::Integer(view.weight(edge.weight()).into()), out)?;
        scene.edge_pairs(edge.id()).into_iter().try_for_each(|(name, value)| write_value(&id, name, value, out))?;
    }
    Ok(())
}

/// An edge from `id` to a value; one for each text of a list.
fn write_value(id: &str, name: &str, value: AttributeValue, out: &mut dyn Write) -> io::Result<()> {
    let node = symbol(id);
    let literal = match value {
        AttributeValue::Texts(texts) => {
            for (place, text) in texts.iter().enumerate() {
                writeln!(out, "{node}-{name}-{}\t{node}\t{name}\t{}", place + 1, string(text))?;
            }
            return Ok(());
        }
        AttributeValue::Text(text) => string(&text),
        AttributeValue::Integer(_) | AttributeValue::Number(_) => value.to_text(),
        AttributeValue::Boolean(yes) => if yes { "True" } else { "False" }.to_owned(),
        // 11 stands for a precision of one day.
        AttributeValue::Date(day) => format!("^{day}T00:00:00Z/11"),
    };
    writeln!(out, "{node}-{name}\t{node}\t{name}\t{literal}")
}

fn string(text: &str) -> String {
    format!("\"{}\"", escaped(text).replace('"', "\\\""))
}

/// A name; a backslash keeps its first character from telling a type.
fn symbol(text: &str) -> String {
    let is_symbol = !text.starts_with(|c: char| c.is_ascii_digit() || "+-.\"^@'!#".contains(c));
    format!("{}{}", if is_symbol { "" } else { "\\" }, escaped(text))
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '|' => out.push_str("\\|"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            c if c.is_control() => out.push(char::REPLACEMENT_CHARACTER),
            c => out.push(c),
        }
    }
    out
}
