//! Two tables for Gephi's spreadsheet import.
//!
//! `nodes.csv` and `edges.csv`, with the headings Gephi knows
//! (<https://docs.gephi.org/desktop/User_Manual/Import/Spreadsheet>) before the
//! attributes. Where a claim is dated, `timeset` says when a node or edge is
//! there; its intervals are those of GEXF.

use std::io::{self, Write};

use petgraph::visit::EdgeRef;

use super::spells::{self, Spell};
use crate::export::scene::{AttributeValue, Scene};
use crate::export::{ExportError, ExportOptions, MakeFile};

/// The files that are written into the folder.
pub const FILES: &[&str] = &["nodes.csv", "edges.csv"];

/// Writes `nodes.csv` and `edges.csv`; with the option `excel` they begin with a byte-order mark.
///
/// # Errors
/// When a file cannot be made or written.
pub fn write(scene: &Scene<'_>, options: &ExportOptions, make: &mut MakeFile<'_>) -> Result<(), ExportError> {
    let mut open = |name: &str| -> io::Result<csv::Writer<Box<dyn Write>>> {
        let mut file = make(name)?;
        if options.excel {
            file.write_all("\u{feff}".as_bytes())?;
        }
        Ok(csv::Writer::from_writer(file))
    };
    write_nodes(scene, open("nodes.csv")?)?;
    write_edges(scene, open("edges.csv")?)?;
    Ok(())
}

fn write_nodes(scene: &Scene<'_>, mut table: csv::Writer<Box<dyn Write>>) -> io::Result<()> {
    let is_dynamic = scene.view.period().is_some();
    let attributes = scene.node_attributes().into_iter().map(|(name, _)| name);
    table.write_record(["Id", "Label"].into_iter().chain(is_dynamic.then_some("timeset")).chain(attributes))?;
    for (index, node) in scene.view.graph.node_indices().zip(scene.view.graph.node_weights()) {
        let timeset = is_dynamic.then(|| timeset(&spells::of_node(scene, index)));
        let cells = [scene.node_id(index), scene.view.label(node)].into_iter().chain(timeset);
        table.write_record(cells.chain(texts(scene.node_values(index))))?;
    }
    table.flush()
}

fn write_edges(scene: &Scene<'_>, mut table: csv::Writer<Box<dyn Write>>) -> io::Result<()> {
    let is_dynamic = scene.view.period().is_some();
    let headings = ["Source", "Target", "Type", "Id", "Label", "Weight", "Kind"];
    let attributes = scene.edge_attributes().into_iter().map(|(name, _)| name);
    table.write_record(headings.into_iter().chain(is_dynamic.then_some("timeset")).chain(attributes))?;
    for edge in scene.view.graph.edge_references() {
        let label = scene.view.edge_label(edge.weight());
        let cells = [
            scene.node_id(edge.source()),
            scene.node_id(edge.target()),
            if edge.weight().symmetric { "Undirected" } else { "Directed" }.to_owned(),
            scene.view.edge_id(edge.id()),
            label.clone(),
            scene.view.weight(edge.weight()).to_string(),
            label,
        ];
        let timeset = is_dynamic.then(|| timeset(&spells::of_edge(scene, edge.weight())));
        table.write_record(cells.into_iter().chain(timeset).chain(texts(scene.edge_values(edge.id()))))?;
    }
    table.flush()
}

/// `<[2025-06-13, 2025-06-14]; [2025-06-20, 2025-06-23]>`; nothing for what is always there.
fn timeset(spells: &[Spell]) -> String {
    if spells.is_empty() {
        return String::new();
    }
    let intervals: Vec<String> = spells.iter().map(|spell| format!("[{}, {}]", spell.start, spell.end)).collect();
    format!("<{}>", intervals.join("; "))
}

fn texts(values: Vec<Option<AttributeValue>>) -> impl Iterator<Item = String> {
    values.into_iter().map(|value| value.map_or_else(String::new, |value| value.to_text()))
}
