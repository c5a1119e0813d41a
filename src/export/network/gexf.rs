//! GEXF, the format of Gephi.
//!
//! Version 1.3 (<https://gexf.net/schema.html>), or 1.2 for tools that do not
//! know it. Edges and nodes have the days on which they are there as spells.
//! NetworkX refuses a file with edges of both directions, so all edges are
//! directed when one is, and the attribute `symmetric` says which are not.

use std::io::{self, Write};

use petgraph::graph::{EdgeReference, NodeIndex};
use petgraph::visit::EdgeRef;

use super::spells::{self, Spell};
use super::xml::{Xml, type_name};
use crate::export::look;
use crate::export::scene::{AttributeType, AttributeValue, Scene};
use crate::export::{ExportError, ExportOptions};
use crate::graph::Edge;

/// The differences between versions.
struct GexfVersion {
    number: &'static str,
    namespace: &'static str,
    viz: &'static str,
    /// True when edges have a `kind`, which keeps parallel edges apart, and graphs say how time is written.
    is_1_3: bool,
}

const V1_3: GexfVersion =
    GexfVersion { number: "1.3", namespace: "http://gexf.net/1.3", viz: "http://gexf.net/1.3/viz", is_1_3: true };
const V1_2: GexfVersion = GexfVersion {
    number: "1.2",
    namespace: "http://www.gexf.net/1.2draft",
    viz: "http://www.gexf.net/1.2draft/viz",
    is_1_3: false,
};

/// Size of a node with one edge.
const SIZE: f64 = 10.0;

/// Writes a graph over time, or one without time when no claim is dated.
///
/// # Errors
/// When `out` fails.
pub fn write(scene: &Scene<'_>, options: &ExportOptions, out: &mut dyn Write) -> Result<(), ExportError> {
    let version = if options.gexf_1_2 { V1_2 } else { V1_3 };
    let graph = &scene.view.graph;
    let mut xml = Xml::new(out)?;
    let namespaces = [("xmlns", version.namespace), ("xmlns:viz", version.viz), ("version", version.number)];
    xml.open("gexf", &namespaces)?;
    xml.open("meta", &[])?;
    xml.text("creator", &[], "relata")?;
    xml.text("description", &[], &scene.heading())?;
    xml.close("meta")?;
    open_graph(scene, &version, &mut xml)?;
    write_attributes("node", &scene.node_attributes(), &mut xml)?;
    write_attributes("edge", &scene.edge_attributes(), &mut xml)?;
    xml.open("nodes", &[])?;
    graph.node_indices().try_for_each(|index| write_node(scene, index, &mut xml))?;
    xml.close("nodes")?;
    xml.open("edges", &[])?;
    graph.edge_references().try_for_each(|edge| write_edge(scene, edge, &version, &mut xml))?;
    xml.close("edges")?;
    xml.close("graph")?;
    xml.close("gexf")?;
    Ok(xml.end()?)
}

fn open_graph(scene: &Scene<'_>, version: &GexfVersion, xml: &mut Xml<'_>) -> io::Result<()> {
    let direction = if scene.is_directed() { "directed" } else { "undirected" };
    let is_dynamic = scene.view.period().is_some();
    let mut attributes = vec![("defaultedgetype", direction), ("mode", if is_dynamic { "dynamic" } else { "static" })];
    if is_dynamic {
        attributes.push(("timeformat", "date"));
        if version.is_1_3 {
            attributes.push(("timerepresentation", "interval"));
        }
    }
    xml.open("graph", &attributes)
}

fn write_attributes(class: &str, attributes: &[(&str, AttributeType)], xml: &mut Xml<'_>) -> io::Result<()> {
    xml.open("attributes", &[("class", class)])?;
    for (name, value_type) in attributes {
        xml.empty("attribute", &[("id", name), ("title", name), ("type", type_name(*value_type))])?;
    }
    xml.close("attributes")
}

fn write_node(scene: &Scene<'_>, index: NodeIndex, xml: &mut Xml<'_>) -> io::Result<()> {
    let graph = &scene.view.graph;
    let node = &graph[index];
    xml.open("node", &[("id", &scene.node_id(index)), ("label", &scene.view.label(node))])?;
    write_values(scene.node_pairs(index), xml)?;
    write_color(look::of_kind(node.kind).fill, xml)?;
    if let Some([x, y]) = scene.position(index) {
        xml.empty("viz:position", &[("x", &x.to_string()), ("y", &(0.0 - y).to_string()), ("z", "0")])?;
    }
    let degree = u32::try_from(graph.neighbors_undirected(index).count()).unwrap_or(u32::MAX);
    xml.empty("viz:size", &[("value", &format!("{:.1}", SIZE * look::pen_width(degree)))])?;
    write_spells(&spells::of_node(scene, index), xml)?;
    xml.close("node")
}

fn write_edge(
    scene: &Scene<'_>,
    edge: EdgeReference<'_, Edge>,
    version: &GexfVersion,
    xml: &mut Xml<'_>,
) -> io::Result<()> {
    let (label, weight) = (scene.view.edge_label(edge.weight()), scene.view.weight(edge.weight()));
    let (id, weight_text) = (scene.view.edge_id(edge.id()), weight.to_string());
    let (source, target) = (scene.node_id(edge.source()), scene.node_id(edge.target()));
    let mut attributes =
        vec![("id", &*id), ("source", &*source), ("target", &*target), ("label", &*label), ("weight", &*weight_text)];
    if version.is_1_3 {
        attributes.push(("kind", &label));
    }
    xml.open("edge", &attributes)?;
    write_values(scene.edge_pairs(edge.id()), xml)?;
    let look = look::of_edge(edge.weight());
    write_color(look.color, xml)?;
    xml.empty("viz:thickness", &[("value", &format!("{:.2}", look::pen_width(weight)))])?;
    xml.empty("viz:shape", &[("value", look.line())])?;
    write_spells(&spells::of_edge(scene, edge.weight()), xml)?;
    xml.close("edge")
}

fn write_values(values: Vec<(&str, AttributeValue)>, xml: &mut Xml<'_>) -> io::Result<()> {
    xml.open("attvalues", &[])?;
    for (name, value) in values {
        xml.empty("attvalue", &[("for", name), ("value", &value.to_text())])?;
    }
    xml.close("attvalues")
}

fn write_color([red, green, blue]: [u8; 3], xml: &mut Xml<'_>) -> io::Result<()> {
    xml.empty("viz:color", &[("r", &red.to_string()), ("g", &green.to_string()), ("b", &blue.to_string())])
}

fn write_spells(spells: &[Spell], xml: &mut Xml<'_>) -> io::Result<()> {
    if spells.is_empty() {
        return Ok(());
    }
    xml.open("spells", &[])?;
    for spell in spells {
        xml.empty("spell", &[("start", &spell.start.to_string()), ("end", &spell.end.to_string())])?;
    }
    xml.close("spells")
}
