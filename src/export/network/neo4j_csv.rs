//! Two tables and a command for Neo4j's bulk import.
//!
//! Headings name the type of each column:
//! <https://neo4j.com/docs/operations-manual/current/import/>. A relationship has
//! the type of its predicate in capitals, and a direction; the attribute
//! `symmetric` says where it means nothing.

use std::io::{self, Write};

use petgraph::graph::EdgeReference;
use petgraph::visit::EdgeRef;

use crate::claims::Kind;
use crate::export::scene::{AttributeType, AttributeValue, Scene};
use crate::export::{ExportError, ExportOptions, MakeFile};
use crate::graph::{Edge, Node};

/// The text between the texts of a list. A text that has it itself gets [`INSTEAD`].
const BETWEEN: &str = ";";
const INSTEAD: &str = ",";

/// Loads both tables into a database that does not exist yet.
const COMMAND: &str = r#"#!/bin/sh
# Loads nodes.csv and relationships.csv into a new database of Neo4j 5 or later: sh import.sh [DATABASE [FLAG...]]
set -e
cd "$(dirname "$0")"
database=${1:-neo4j}
[ $# -eq 0 ] || shift
exec neo4j-admin database import full "$database" \
  --nodes=nodes.csv --relationships=relationships.csv \
  --id-type=string --array-delimiter=";" --multiline-fields=true "$@"
"#;

/// The files that are written into the folder.
pub const FILES: &[&str] = &["nodes.csv", "relationships.csv", "import.sh"];

/// Writes `nodes.csv`, `relationships.csv` and `import.sh`.
///
/// # Errors
/// When a file cannot be made or written.
pub fn write(scene: &Scene<'_>, _options: &ExportOptions, make: &mut MakeFile<'_>) -> Result<(), ExportError> {
    write_nodes(scene, csv::Writer::from_writer(make("nodes.csv")?))?;
    write_relationships(scene, csv::Writer::from_writer(make("relationships.csv")?))?;
    let mut command = make("import.sh")?;
    command.write_all(COMMAND.as_bytes())?;
    Ok(command.flush()?)
}

fn write_nodes(scene: &Scene<'_>, mut table: csv::Writer<Box<dyn Write>>) -> io::Result<()> {
    let own = ["id:ID", "label", "name"].map(str::to_owned);
    let attributes = scene.node_attributes();
    table.write_record(own.into_iter().chain(headings(&attributes)).chain([":LABEL".to_owned()]))?;
    for (index, node) in scene.view.graph.node_indices().zip(scene.view.graph.node_weights()) {
        let label = scene.view.label(node);
        let own = [scene.node_id(index), label.clone(), label];
        table.write_record(own.into_iter().chain(cells(scene.node_values(index))).chain([labels(node)]))?;
    }
    table.flush()
}

fn write_relationships(scene: &Scene<'_>, mut table: csv::Writer<Box<dyn Write>>) -> io::Result<()> {
    let own = [":START_ID", ":END_ID", ":TYPE", "id", "label", "weight:int"].map(str::to_owned);
    table.write_record(own.into_iter().chain(headings(&scene.edge_attributes())))?;
    for edge in scene.view.graph.edge_references() {
        table.write_record(ends(scene, edge).into_iter().chain(cells(scene.edge_values(edge.id()))))?;
    }
    table.flush()
}

fn ends(scene: &Scene<'_>, edge: EdgeReference<'_, Edge>) -> [String; 6] {
    [
        scene.node_id(edge.source()),
        scene.node_id(edge.target()),
        type_of(&scene.view.claims().text(edge.weight().predicate)),
        scene.view.edge_id(edge.id()),
        scene.view.edge_label(edge.weight()),
        scene.view.weight(edge.weight()).to_string(),
    ]
}

fn headings(attributes: &[(&str, AttributeType)]) -> impl Iterator<Item = String> {
    attributes.iter().map(|(name, value_type)| match value_type {
        AttributeType::Text => (*name).to_owned(),
        AttributeType::Integer => format!("{name}:int"),
        AttributeType::Number => format!("{name}:double"),
        AttributeType::Boolean => format!("{name}:boolean"),
        AttributeType::Date => format!("{name}:date"),
        AttributeType::Texts => format!("{name}:string[]"),
    })
}

fn cells(values: Vec<Option<AttributeValue>>) -> impl Iterator<Item = String> {
    values.into_iter().map(|value| match value {
        None => String::new(),
        Some(AttributeValue::Texts(texts)) => {
            texts.iter().map(|text| text.replace(BETWEEN, INSTEAD)).collect::<Vec<_>>().join(BETWEEN)
        }
        Some(value) => value.to_text(),
    })
}

/// `Event`, or `Entity` and the kind of entity.
fn labels(node: &Node) -> String {
    match node.kind {
        Kind::Event => "Event".to_owned(),
        Kind::Untyped => "Entity".to_owned(),
        kind @ Kind::Entity(_) => {
            let (first, rest) = kind.word().split_at(1);
            format!("Entity{BETWEEN}{}{rest}", first.to_uppercase())
        }
    }
}

/// The last part of an IRI in capitals, `_` for what needs quotes in Cypher.
fn type_of(predicate: &str) -> String {
    let local = predicate.rsplit(['/', '#']).next().unwrap_or(predicate);
    local.chars().map(|c| if c.is_alphanumeric() { c } else { '_' }).collect::<String>().to_uppercase()
}
