//! GraphML.
//!
//! <http://graphml.graphdrawing.org/specification.html>, with the labels, colours
//! and lines of yEd beside the plain attributes. NetworkX and igraph know one
//! direction for the whole file, so all edges are directed when one is, and the
//! attribute `symmetric` says which are not; yEd draws those without arrow.

use std::io::{self, Write};

use petgraph::graph::{EdgeReference, NodeIndex};
use petgraph::visit::EdgeRef;
use unicode_width::UnicodeWidthStr;

use super::xml::{Xml, type_name};
use crate::export::look::{self, ArrowHead, Shape};
use crate::export::scene::{AttributeType, AttributeValue, Scene};
use crate::export::{ExportError, ExportOptions, clip};
use crate::graph::Edge;

/// Points a terminal cell is wide in a label, and points around it.
const CELL: f64 = 7.0;
const MARGIN: f64 = 24.0;
const HEIGHT: f64 = 30.0;

/// Cells of a label that yEd shows.
const MOST_SHOWN: usize = 60;

/// Writes every key once, then nodes, then edges; attributes without a value are left out.
///
/// # Errors
/// When `out` fails.
pub fn write(scene: &Scene<'_>, _options: &ExportOptions, out: &mut dyn Write) -> Result<(), ExportError> {
    let graph = &scene.view.graph;
    let mut xml = Xml::new(out)?;
    let namespaces =
        [("xmlns", "http://graphml.graphdrawing.org/xmlns"), ("xmlns:y", "http://www.yworks.com/xml/graphml")];
    xml.open("graphml", &namespaces)?;
    write_keys("node", &[("label", AttributeType::Text)], &scene.node_attributes(), &mut xml)?;
    let own = [("label", AttributeType::Text), ("weight", AttributeType::Integer)];
    write_keys("edge", &own, &scene.edge_attributes(), &mut xml)?;
    xml.empty("key", &[("id", "graph_name"), ("for", "graph"), ("attr.name", "name"), ("attr.type", "string")])?;
    let direction = if scene.is_directed() { "directed" } else { "undirected" };
    xml.open("graph", &[("id", "relata"), ("edgedefault", direction)])?;
    xml.text("data", &[("key", "graph_name")], &scene.heading())?;
    graph.node_indices().try_for_each(|index| write_node(scene, index, &mut xml))?;
    graph.edge_references().try_for_each(|edge| write_edge(scene, edge, &mut xml))?;
    xml.close("graph")?;
    xml.close("graphml")?;
    Ok(xml.end()?)
}

fn write_keys(
    class: &str,
    own: &[(&str, AttributeType)],
    attributes: &[(&str, AttributeType)],
    xml: &mut Xml<'_>,
) -> io::Result<()> {
    let graphics = if class == "node" { "nodegraphics" } else { "edgegraphics" };
    xml.empty("key", &[("id", graphics), ("for", class), ("yfiles.type", graphics)])?;
    for (name, value_type) in own.iter().chain(attributes) {
        let id = format!("{class}_{name}");
        let attributes = [("id", &*id), ("for", class), ("attr.name", name), ("attr.type", type_name(*value_type))];
        xml.empty("key", &attributes)?;
    }
    Ok(())
}

fn write_node(scene: &Scene<'_>, index: NodeIndex, xml: &mut Xml<'_>) -> io::Result<()> {
    let node = &scene.view.graph[index];
    let (look, label) = (look::of_kind(node.kind), scene.view.label(node));
    let shown = clip(&label, MOST_SHOWN);
    #[expect(clippy::cast_precision_loss, reason = "at most as many cells as are shown")]
    let width = CELL * shown.width() as f64 + MARGIN;
    let [x, y] = scene.position(index).unwrap_or_default();
    xml.open("node", &[("id", &scene.node_id(index))])?;
    // What yEd draws comes first: NetworkX takes the last label for the name.
    xml.open("data", &[("key", "nodegraphics")])?;
    xml.open("y:ShapeNode", &[])?;
    let place = [("x", x - width / 2.0), ("y", y - HEIGHT / 2.0), ("width", width), ("height", HEIGHT)]
        .map(|(name, number)| (name, format!("{number:.1}")));
    xml.empty("y:Geometry", &place.each_ref().map(|(name, number)| (*name, &**number)))?;
    xml.empty("y:Fill", &[("color", &look::hex(look.fill)), ("transparent", "false")])?;
    let border = if look.dashed { "dashed" } else { "line" };
    xml.empty("y:BorderStyle", &[("color", "#4d4d4d"), ("type", border), ("width", "1.0")])?;
    xml.text("y:NodeLabel", &[], &shown)?;
    xml.empty("y:Shape", &[("type", shape_name(look.shape))])?;
    xml.close("y:ShapeNode")?;
    xml.close("data")?;
    xml.text("data", &[("key", "node_label")], &label)?;
    write_values("node", scene.node_pairs(index), xml)?;
    xml.close("node")
}

fn write_edge(scene: &Scene<'_>, edge: EdgeReference<'_, Edge>, xml: &mut Xml<'_>) -> io::Result<()> {
    let (look, label) = (look::of_edge(edge.weight()), scene.view.edge_label(edge.weight()));
    let weight = scene.view.weight(edge.weight());
    let (source, target) = (scene.node_id(edge.source()), scene.node_id(edge.target()));
    xml.open("edge", &[("id", &scene.view.edge_id(edge.id())), ("source", &source), ("target", &target)])?;
    xml.open("data", &[("key", "edgegraphics")])?;
    xml.open("y:PolyLineEdge", &[])?;
    let line = if look.line() == "solid" { "line" } else { look.line() };
    let (color, width) = (look::hex(look.color), format!("{:.2}", look::pen_width(weight)));
    xml.empty("y:LineStyle", &[("color", &color), ("type", line), ("width", &width)])?;
    let head = if edge.weight().symmetric { "none" } else { head_name(look.head) };
    xml.empty("y:Arrows", &[("source", "none"), ("target", head)])?;
    xml.text("y:EdgeLabel", &[("textColor", &color)], &clip(&label, MOST_SHOWN))?;
    xml.close("y:PolyLineEdge")?;
    xml.close("data")?;
    xml.text("data", &[("key", "edge_label")], &label)?;
    xml.text("data", &[("key", "edge_weight")], &weight.to_string())?;
    write_values("edge", scene.edge_pairs(edge.id()), xml)?;
    xml.close("edge")
}

fn write_values(class: &str, values: Vec<(&str, AttributeValue)>, xml: &mut Xml<'_>) -> io::Result<()> {
    for (name, value) in values {
        xml.text("data", &[("key", &format!("{class}_{name}"))], &value.to_text())?;
    }
    Ok(())
}

/// Its name in yEd.
fn shape_name(shape: Shape) -> &'static str {
    match shape {
        Shape::Rounded => "roundrectangle",
        Shape::Box => "rectangle",
        Shape::Ellipse => "ellipse",
        Shape::Octagon => "octagon",
        Shape::House => "trapezoid",
        Shape::Tab => "parallelogram",
        Shape::Note => "rectangle3d",
    }
}

/// Its name in yEd.
fn head_name(head: ArrowHead) -> &'static str {
    match head {
        ArrowHead::Full => "standard",
        ArrowHead::Open => "white_delta",
        ArrowHead::Bar => "t_shape",
    }
}
