//! Cells of columns relata has no meaning for, as RDF.

use std::sync::Arc;

use oxigraph::model::vocab::xsd;
use oxigraph::model::{LiteralRef, NamedNode, NamedNodeRef};
use rustc_hash::FxHashMap;

use super::iri::Namespace;
use super::plain::date_datatype;
use super::{Sink, fact, label, vocab};
use crate::model::{CellType, OwnColumn, has_exponent};

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

    /// Writes `cells`, each with its column, as properties of the row's thing; those of an event are left to others.
    pub(super) fn write(&mut self, of: &NamedNode, cells: &[(OwnColumn, String)], sink: &mut Sink<'_>) {
        for (column, cell) in cells.iter().filter(|(column, _)| !column.of_event) {
            self.write_cell(of, column.name(), literal(column.holds, cell), sink);
        }
    }

    /// Writes those cells that belong to the event of the row's claim; but where the row tells of another event, which was
    /// joined to that one, no degrees, because those of two places together would name four.
    pub(super) fn write_of_event(
        &mut self,
        event: &NamedNode,
        is_joined: bool,
        cells: &[(OwnColumn, String)],
        sink: &mut Sink<'_>,
    ) {
        let is_meant = |column: &OwnColumn| column.of_event && !(is_joined && is_degree(column));
        for (column, cell) in cells.iter().filter(|(column, _)| is_meant(column)) {
            self.write_cell(event, column.name(), literal(column.holds, cell), sink);
        }
    }

    /// Writes a cell of a column as a property of an event.
    pub fn write_one(&mut self, event: &NamedNode, column: &OwnColumn, cell: &str, sink: &mut Sink<'_>) {
        self.write_cell(event, column.name(), literal(column.holds, cell), sink);
    }

    /// Writes a text as a cell of a column.
    pub(super) fn write_text(&mut self, of: &NamedNode, column: &Arc<str>, cell: &str, sink: &mut Sink<'_>) {
        self.write_cell(of, column, LiteralRef::new_simple_literal(cell), sink);
    }

    fn write_cell(&mut self, of: &NamedNode, column: &Arc<str>, cell: LiteralRef<'_>, sink: &mut Sink<'_>) {
        let property = if let Some(property) = self.properties.get(column) {
            property
        } else {
            let property = self.namespace.qualifier(column);
            sink(label(&property, column));
            self.properties.entry(column.clone()).or_insert(property)
        };
        sink(fact(of, property.as_ref(), cell));
    }
}

/// True for the columns in which data sets of events say where an event was.
pub fn is_degree(column: &OwnColumn) -> bool {
    matches!(&**column.name(), "latitude" | "longitude")
}

/// A cell as the literal of its column's type.
fn literal(holds: CellType, cell: &str) -> LiteralRef<'_> {
    let datatype = match holds {
        CellType::Text => return LiteralRef::new_simple_literal(cell),
        CellType::Integer => xsd::INTEGER,
        CellType::Decimal if has_exponent(cell) => xsd::DOUBLE,
        CellType::Decimal => xsd::DECIMAL,
        CellType::Boolean => xsd::BOOLEAN,
        CellType::Date => date_datatype(cell),
    };
    LiteralRef::new_typed_literal(cell, datatype)
}

/// What the cells of a column are whose values have this datatype.
pub fn type_of(datatype: NamedNodeRef<'_>) -> CellType {
    match datatype {
        xsd::INTEGER => CellType::Integer,
        xsd::DECIMAL | xsd::DOUBLE => CellType::Decimal,
        xsd::BOOLEAN => CellType::Boolean,
        xsd::DATE | xsd::G_YEAR_MONTH | xsd::G_YEAR | vocab::EDTF => CellType::Date,
        _ => CellType::Text,
    }
}
