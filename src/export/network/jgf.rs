//! JSON Graph Format, version 2.
//!
//! <https://github.com/jsongraph/json-graph-specification>. Attributes are
//! `metadata`, and each edge says whether it has a direction.

use std::io::Write;

use petgraph::graph::{EdgeReference, NodeIndex};
use petgraph::visit::EdgeRef;
use serde::Serialize;
use serde_json::json;

use super::json::{self, OrderedObject};
use crate::export::scene::Scene;
use crate::export::{ExportError, ExportOptions};
use crate::graph::Edge;

/// Writes nodes as an object by their identifiers, edges as a list.
///
/// # Errors
/// When `out` fails.
pub fn write(scene: &Scene<'_>, _options: &ExportOptions, out: &mut dyn Write) -> Result<(), ExportError> {
    let graph = &scene.view.graph;
    let (label, directed) = (json!(scene.heading()), scene.is_directed());
    write!(out, "{{\"graph\":{{\"label\":{label},\"directed\":{directed},\n\"nodes\":")?;
    json::write_object(graph.node_indices().map(|index| (scene.node_id(index), node(scene, index))), out)?;
    write!(out, ",\n\"edges\":")?;
    json::write_array(graph.edge_references().map(|reference| edge(scene, reference)), out)?;
    Ok(writeln!(out, "}}}}")?)
}

#[derive(Serialize)]
struct JgfNode<'a> {
    label: String,
    metadata: OrderedObject<'a>,
}

#[derive(Serialize)]
struct JgfEdge<'a> {
    id: String,
    source: String,
    relation: String,
    target: String,
    directed: bool,
    label: String,
    metadata: OrderedObject<'a>,
}

fn node<'s>(scene: &'s Scene<'_>, index: NodeIndex) -> JgfNode<'s> {
    JgfNode {
        label: scene.view.label(&scene.view.graph[index]),
        metadata: OrderedObject::new([], scene.node_pairs(index)).at(scene.position(index)),
    }
}

fn edge<'s>(scene: &'s Scene<'_>, edge: EdgeReference<'_, Edge>) -> JgfEdge<'s> {
    let weight = scene.view.weight(edge.weight());
    JgfEdge {
        id: scene.view.edge_id(edge.id()),
        source: scene.node_id(edge.source()),
        relation: scene.short(edge.weight().predicate),
        target: scene.node_id(edge.target()),
        directed: !edge.weight().symmetric,
        label: scene.view.edge_label(edge.weight()),
        metadata: OrderedObject::new([("weight", weight.into())], scene.edge_pairs(edge.id())),
    }
}
