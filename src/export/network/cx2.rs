//! CX2, the exchange format of Cytoscape and NDEx.
//!
//! <https://cytoscape.org/cx/cx2/specification/cytoscape-exchange-format-specification-(version-2)/>.
//! Nodes and edges have numbers; identifiers are attributes. Colours and lines
//! are rules over `type` and `state`, so that they can be changed in Cytoscape.

use std::io::{self, Write};

use petgraph::graph::{EdgeReference, NodeIndex};
use petgraph::visit::EdgeRef;
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::json::{self, OrderedObject};
use crate::claims::Kind;
use crate::export::look::{self, EdgeLook, NodeLook, Shape};
use crate::export::scene::{AttributeType, Scene};
use crate::export::{ExportError, ExportOptions};
use crate::graph::{Edge, State};

#[derive(Serialize)]
struct CxNode<'a> {
    id: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    x: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    y: Option<f64>,
    v: OrderedObject<'a>,
}

#[derive(Serialize)]
struct CxEdge<'a> {
    id: usize,
    s: usize,
    t: usize,
    v: OrderedObject<'a>,
}

/// Writes one aspect after the other: declarations, nodes, edges, looks, and at last the status.
///
/// # Errors
/// When `out` fails.
pub fn write(scene: &Scene<'_>, _options: &ExportOptions, out: &mut dyn Write) -> Result<(), ExportError> {
    let graph = &scene.view.graph;
    writeln!(out, "[{{\"CXVersion\":\"2.0\",\"hasFragments\":false}},")?;
    let count = |name: &str, n: usize| json!({ "name": name, "elementCount": n });
    let counts = [
        count("attributeDeclarations", 1),
        count("networkAttributes", 1),
        count("nodes", graph.node_count()),
        count("edges", graph.edge_count()),
        count("visualProperties", 1),
    ];
    write_aspect("metaData", counts.into_iter(), out)?;
    write_aspect("attributeDeclarations", std::iter::once(declarations(scene)), out)?;
    write_aspect("networkAttributes", std::iter::once(json!({ "name": scene.heading() })), out)?;
    write_aspect("nodes", graph.node_indices().map(|index| node(scene, index)), out)?;
    write_aspect("edges", graph.edge_references().map(|reference| edge(scene, reference)), out)?;
    write_aspect("visualProperties", std::iter::once(looks()), out)?;
    Ok(writeln!(out, "{{\"status\":[{{\"success\":true}}]}}]")?)
}

fn write_aspect<T: Serialize>(name: &str, elements: impl Iterator<Item = T>, out: &mut dyn Write) -> io::Result<()> {
    write!(out, "{{\"{name}\":")?;
    json::write_array(elements, out)?;
    writeln!(out, "}},")
}

fn declarations(scene: &Scene<'_>) -> Value {
    let own = |names: &[(&str, AttributeType)]| -> Map<String, Value> {
        names.iter().map(|(name, value_type)| ((*name).to_owned(), json!({ "d": type_name(*value_type) }))).collect()
    };
    let mut nodes = own(&[("id", AttributeType::Text), ("name", AttributeType::Text)]);
    nodes.append(&mut own(&scene.node_attributes()));
    let mut edges =
        own(&[("id", AttributeType::Text), ("label", AttributeType::Text), ("weight", AttributeType::Integer)]);
    edges.append(&mut own(&scene.edge_attributes()));
    json!({ "networkAttributes": own(&[("name", AttributeType::Text)]), "nodes": nodes, "edges": edges })
}

fn type_name(value_type: AttributeType) -> &'static str {
    match value_type {
        AttributeType::Text | AttributeType::Date => "string",
        AttributeType::Integer => "long",
        AttributeType::Number => "double",
        AttributeType::Boolean => "boolean",
        AttributeType::Texts => "list_of_string",
    }
}

fn node<'s>(scene: &'s Scene<'_>, index: NodeIndex) -> CxNode<'s> {
    let label = scene.view.label(&scene.view.graph[index]);
    let members = [("id", scene.node_id(index).into()), ("name", label.into())];
    let position = scene.position(index);
    CxNode {
        id: index.index(),
        x: position.map(|[x, _]| x),
        y: position.map(|[_, y]| y),
        v: OrderedObject::new(members, scene.node_pairs(index)),
    }
}

fn edge<'s>(scene: &'s Scene<'_>, edge: EdgeReference<'_, Edge>) -> CxEdge<'s> {
    let members = [
        ("id", scene.view.edge_id(edge.id()).into()),
        ("label", scene.view.edge_label(edge.weight()).into()),
        ("weight", scene.view.weight(edge.weight()).into()),
    ];
    CxEdge {
        id: edge.id().index(),
        s: edge.source().index(),
        t: edge.target().index(),
        v: OrderedObject::new(members, scene.edge_pairs(edge.id())),
    }
}

/// Defaults, and rules that give each kind its colour and shape, each state its line.
fn looks() -> Value {
    let by_kind = |part: fn(NodeLook) -> Value| {
        let rule = |kind: Kind| json!({ "v": kind.word(), "vp": part(look::of_kind(kind)) });
        discrete("type", &look::KINDS.map(rule))
    };
    let by_state = |part: fn(EdgeLook) -> Value| {
        let rule = |state: State| json!({ "v": state.word(), "vp": part(look::of_state(state)) });
        discrete("state", &State::ALL.map(rule))
    };
    let arrow = |symmetric: bool| json!({ "v": symmetric, "vp": if symmetric { "none" } else { "triangle" } });
    let arrows = discrete("symmetric", &[true, false].map(arrow));
    let color = |look: EdgeLook| look::hex(look.color).into();
    json!({
        "default": {
            "network": { "NETWORK_BACKGROUND_COLOR": "#ffffff" },
            "node": {
                "NODE_SHAPE": "round-rectangle", "NODE_WIDTH": 120, "NODE_HEIGHT": 36, "NODE_BORDER_WIDTH": 1,
                "NODE_BORDER_COLOR": "#4d4d4d", "NODE_LABEL_COLOR": "#000000", "NODE_LABEL_FONT_SIZE": 12,
            },
            "edge": { "EDGE_WIDTH": 1.5, "EDGE_LABEL_FONT_SIZE": 10, "EDGE_CURVED": true },
        },
        "nodeMapping": {
            "NODE_LABEL": passthrough("name"),
            "NODE_BACKGROUND_COLOR": by_kind(|look| look::hex(look.fill).into()),
            "NODE_SHAPE": by_kind(|look| shape_name(look.shape).into()),
        },
        "edgeMapping": {
            "EDGE_LABEL": passthrough("label"),
            "EDGE_LINE_COLOR": by_state(color),
            "EDGE_TARGET_ARROW_COLOR": by_state(color),
            "EDGE_LABEL_COLOR": by_state(color),
            "EDGE_LINE_STYLE": by_state(|look| look.line().into()),
            "EDGE_TARGET_ARROW_SHAPE": arrows,
        },
    })
}

fn discrete(attribute: &str, map: &[Value]) -> Value {
    json!({ "type": "DISCRETE", "definition": { "attribute": attribute, "map": map } })
}

fn passthrough(attribute: &str) -> Value {
    json!({ "type": "PASSTHROUGH", "definition": { "attribute": attribute } })
}

fn shape_name(shape: Shape) -> &'static str {
    match shape {
        Shape::Rounded => "round-rectangle",
        Shape::Box | Shape::Tab | Shape::Note => "rectangle",
        Shape::Ellipse => "ellipse",
        Shape::Octagon => "octagon",
        Shape::House => "triangle",
    }
}
