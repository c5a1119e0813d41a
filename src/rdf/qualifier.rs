//! Cells of columns relata has no meaning for, as RDF.

use std::sync::Arc;

use oxigraph::model::{LiteralRef, NamedNode};
use rustc_hash::FxHashMap;

use super::iri::Namespace;
use super::{Sink, fact, label};

/// The properties of such columns. Each is minted and told its name once; rows by the million have the same few.
#[derive(Debug)]
pub struct Qualifiers {
    namespace: Namespace,
    properties: FxHashMap<Arc<str>, NamedNode>,
}

impl Qualifiers {
    /// No column is known yet.
    pub fn new(namespace: Namespace) -> Qualifiers {
        Qualifiers { namespace, properties: FxHashMap::default() }
    }

    /// Where properties, and whatever else is minted of a row, live.
    pub fn namespace(&self) -> &Namespace {
        &self.namespace
    }

    /// Writes `cells`, each with its column, as properties of the row's thing.
    pub(super) fn write(&mut self, of: &NamedNode, cells: &[(Arc<str>, String)], sink: &mut Sink<'_>) {
        for (column, cell) in cells {
            self.write_cell(of, column, cell, sink);
        }
    }

    /// Writes one cell.
    pub(super) fn write_cell(&mut self, of: &NamedNode, column: &Arc<str>, cell: &str, sink: &mut Sink<'_>) {
        let property = if let Some(property) = self.properties.get(column) {
            property
        } else {
            let property = self.namespace.qualifier(column);
            sink(label(&property, column));
            self.properties.entry(column.clone()).or_insert(property)
        };
        sink(fact(of, property.as_ref(), LiteralRef::new_simple_literal(cell)));
    }
}
