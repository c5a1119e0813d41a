//! Node-link JSON, as NetworkX and D3 read it.
//!
//! The names of the members are those of NetworkX:
//! <https://networkx.org/documentation/stable/reference/readwrite/json_graph.html>.
//! It has one direction for the whole graph, so the attribute `symmetric` says
//! which edges have none.

use std::io::Write;

use petgraph::graph::{EdgeReference, NodeIndex};
use petgraph::visit::EdgeRef;

use super::json::{self, OrderedObject};
use crate::export::scene::Scene;
use crate::export::{ExportError, ExportOptions};
use crate::graph::Edge;

/// Writes nodes and edges as two lists, the second under the name the options give it.
///
/// # Errors
/// When `out` fails.
pub fn write(scene: &Scene<'_>, options: &ExportOptions, out: &mut dyn Write) -> Result<(), ExportError> {
    let graph = &scene.view.graph;
    let name = serde_json::json!({ "name": scene.heading() });
    write!(out, "{{\"directed\":{},\"multigraph\":true,\"graph\":{name},\n\"nodes\":", scene.is_directed())?;
    json::write_array(graph.node_indices().map(|index| node(scene, index)), out)?;
    let edges = serde_json::json!(options.links_key.as_deref().unwrap_or("edges"));
    write!(out, ",\n{edges}:")?;
    json::write_array(graph.edge_references().map(|reference| edge(scene, reference)), out)?;
    Ok(writeln!(out, "}}")?)
}

fn node<'s>(scene: &'s Scene<'_>, index: NodeIndex) -> OrderedObject<'s> {
    let label = scene.view.label(&scene.view.graph[index]);
    let members = [("id", scene.node_id(index).into()), ("label", label.into())];
    OrderedObject::new(members, scene.node_pairs(index)).at(scene.position(index))
}

fn edge<'s>(scene: &'s Scene<'_>, edge: EdgeReference<'_, Edge>) -> OrderedObject<'s> {
    let members = [
        ("source", scene.node_id(edge.source()).into()),
        ("target", scene.node_id(edge.target()).into()),
        ("key", scene.view.edge_id(edge.id()).into()),
        ("label", scene.view.edge_label(edge.weight()).into()),
        ("weight", scene.view.weight(edge.weight()).into()),
    ];
    OrderedObject::new(members, scene.edge_pairs(edge.id()))
}
