//! Cytoscape.js JSON.
//!
//! The form that Cytoscape.js takes as `elements` and Cytoscape desktop imports:
//! <https://js.cytoscape.org/#notation/elements-json>. NetworkX reads it, too,
//! and wants `value` and `name` on nodes and `key` on edges. Edges have no
//! direction of their own, so the attribute `symmetric` says which have none.

use std::io::Write;

use petgraph::graph::{EdgeReference, NodeIndex};
use petgraph::visit::EdgeRef;
use serde::Serialize;

use super::json::{self, OrderedObject};
use crate::export::scene::Scene;
use crate::export::{ExportError, ExportOptions};
use crate::graph::Edge;

#[derive(Serialize)]
struct Element<'a> {
    data: OrderedObject<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    position: Option<Position>,
}

#[derive(Serialize)]
struct Position {
    x: f64,
    y: f64,
}

/// Writes nodes and edges as elements, with positions where there are such.
///
/// # Errors
/// When `out` fails.
pub fn write(scene: &Scene<'_>, _options: &ExportOptions, out: &mut dyn Write) -> Result<(), ExportError> {
    let graph = &scene.view.graph;
    let name = serde_json::json!({ "name": scene.heading() });
    write!(out, "{{\"data\":{name},\"directed\":{},\"multigraph\":true,\"elements\":{{", scene.is_directed())?;
    write!(out, "\n\"nodes\":")?;
    json::write_array(graph.node_indices().map(|index| node(scene, index)), out)?;
    write!(out, ",\n\"edges\":")?;
    json::write_array(graph.edge_references().map(|reference| edge(scene, reference)), out)?;
    Ok(writeln!(out, "}}}}")?)
}

fn node<'s>(scene: &'s Scene<'_>, index: NodeIndex) -> Element<'s> {
    let (id, label) = (scene.node_id(index), scene.view.label(&scene.view.graph[index]));
    let members =
        [("id", id.clone().into()), ("value", id.into()), ("name", label.clone().into()), ("label", label.into())];
    Element {
        data: OrderedObject::new(members, scene.node_pairs(index)),
        position: scene.position(index).map(|[x, y]| Position { x, y }),
    }
}

fn edge<'s>(scene: &'s Scene<'_>, edge: EdgeReference<'_, Edge>) -> Element<'s> {
    let id = scene.view.edge_id(edge.id());
    let members = [
        ("id", id.clone().into()),
        ("key", id.into()),
        ("source", scene.node_id(edge.source()).into()),
        ("target", scene.node_id(edge.target()).into()),
        ("label", scene.view.edge_label(edge.weight()).into()),
        ("weight", scene.view.weight(edge.weight()).into()),
    ];
    Element { data: OrderedObject::new(members, scene.edge_pairs(edge.id())), position: None }
}
