//! Reads the tables of a group, row by row, and writes what they say.

use std::io;
use std::rc::Rc;

use oxigraph::model::{Literal, NamedNode, NamedOrBlankNode};
use oxiri::Iri;

use super::Mode;
use super::cell::{self, CellValue};
use super::column::{CellColumn, Property, columns};
use super::common::tagged;
use super::document::{base_of, resolve_name};
use super::keys::{Keys, Seen};
use super::library::Library;
use super::metadata::{GroupTable, TableGroup};
use super::output::{OutputRow, TripleOutput};
use super::template::{UriTemplate, VariableValue as Variable};
use crate::construct::{DriveError, Listener};
use relata_table::described::DescribedTable;
use relata_table::diagnostic::{Diagnostic, Finding, Place, clip, codes};
use relata_table::encoding::decoded;

/// A table that is read.
struct AtHand<'g> {
    table: &'g GroupTable,
    /// Its IRI, which links are resolved against.
    base: Option<Iri<String>>,
    index: usize,
    columns: Vec<CellColumn>,
    rows: DescribedTable<'static>,
}

/// A row that was read.
struct ReadCells {
    values: Vec<CellValue>,
    number: u64,
    source_number: u64,
}

impl TableGroup {
    /// Hands the triples of its tables to `listener`, and what is wrong with them. Blank nodes are named after `stem`.
    ///
    /// # Errors
    /// When a table stops being readable, or `listener` ends it.
    pub fn convert(
        &self,
        mode: Mode,
        stem: &str,
        library: &Library<'_>,
        listener: &mut dyn Listener,
    ) -> Result<(), DriveError> {
        // A foreign key may lead to a row of any table, so the keys it leads to are read first.
        let mut keys = Keys::of(self);
        for index in keys.tables() {
            if let Some(mut at_hand) = self.open(index, library, &mut |_| ())? {
                at_hand.gather(&mut keys)?;
            }
        }
        let mut output = TripleOutput::begin(self, mode, stem);
        for index in 0..self.tables.len() {
            if !listener.goes_on() {
                break;
            }
            if let Some(mut at_hand) = self.open(index, library, &mut |fault| listener.fault(fault))? {
                at_hand.write(&keys, &mut output, listener)?;
            }
        }
        output.flush(listener);
        Ok(())
    }

    /// Opens a table and reads its header; none, with faults reported, when it cannot be read.
    fn open(
        &self,
        index: usize,
        library: &Library<'_>,
        report: &mut dyn FnMut(Diagnostic),
    ) -> io::Result<Option<AtHand<'_>>> {
        let Some(table) = self.tables.get(index) else { return Ok(None) };
        let shown = (library.shown)(&table.file);
        let reader = match (library.open)(&table.file) {
            Ok(reader) => reader,
            Err(absent) => {
                let place = table.place.as_ref().map_or_else(|| Place::file(&shown), |place| (**place).clone());
                report(absent.fault(&format!("the table `{shown}`"), place));
                return Ok(None);
            }
        };
        let reader = match &table.dialect.encoding {
            None => Some(reader),
            Some(encoding) => decoded(reader, encoding),
        };
        let Some(reader) = reader else { return Ok(None) };
        let opened = DescribedTable::open(&shown, reader, table.dialect.how.clone(), report)?;
        let Some(mut rows) = opened else { return Ok(None) };
        let columns = columns(table, &rows, report);
        let names: Vec<&str> =
            columns.iter().filter(|column| !column.is_virtual()).map(|column| column.shown.as_str()).collect();
        rows.name_columns(&names);
        Ok(Some(AtHand { table, base: base_of(&table.url), index, columns, rows }))
    }
}

impl AtHand<'_> {
    /// Takes the keys of all rows that other tables may lead to.
    fn gather(&mut self, keys: &mut Keys) -> io::Result<()> {
        while let Some(row) = self.rows.read()? {
            if row.is_ok() {
                let values = self.values(&mut Vec::new());
                keys.add(self.index, &values);
            }
        }
        Ok(())
    }

    /// The values of the row read last.
    fn values(&self, findings: &mut Vec<Finding>) -> Vec<CellValue> {
        let cells = self.rows.cells();
        let text = |index: usize| cells.get(index).map_or("", String::as_str);
        let value = |(index, column): (usize, &CellColumn)| {
            cell::read(column, if column.is_virtual() { "" } else { text(index) }, findings)
        };
        self.columns.iter().enumerate().map(value).collect()
    }

    fn write(&mut self, keys: &Keys, output: &mut TripleOutput, listener: &mut dyn Listener) -> Result<(), DriveError> {
        let node = (!self.table.is_suppressed).then(|| output.table(self.index, self.table));
        output.flush(listener);
        let mut seen = Seen::default();
        let mut number = 0;
        while let Some(row) = self.rows.read()? {
            number += 1;
            let mut findings: Vec<Finding> = row.err().into_iter().collect();
            let is_read = findings.is_empty();
            let values = if is_read { self.values(&mut findings) } else { Vec::new() };
            let cells = ReadCells { values, number, source_number: self.rows.source_number() };
            if is_read {
                self.check_keys(&cells.values, keys, &mut seen, &mut findings);
                if let Some(node) = &node {
                    self.write_row(&cells, node, output, &mut findings);
                }
            }
            let stays = findings.is_empty() || listener.judge(&self.rows.raw(), findings)?;
            if stays {
                output.flush(listener);
            } else {
                output.forget();
            }
            if !listener.goes_on() {
                break;
            }
        }
        if self.rows.n_comments() > 0 {
            listener.fault(self.comments());
        }
        Ok(())
    }

    /// Says how many rows were comments, for a row of data may look like one.
    fn comments(&self) -> Diagnostic {
        let prefix = self.table.dialect.how.comment.as_deref().unwrap_or_default();
        let message = match self.rows.n_comments() {
            1 => format!("a row that begins with `{prefix}` counts as a comment"),
            n => format!("{n} rows that begin with `{prefix}` count as comments"),
        };
        let hint = "where they are data, write `\"dialect\": { \"commentPrefix\": null }` into the metadata";
        Diagnostic::new(&codes::COMMENT_ROWS, Place::file(&self.rows.raw().file), message).hint(hint)
    }

    fn check_keys(&self, values: &[CellValue], keys: &Keys, seen: &mut Seen, findings: &mut Vec<Finding>) {
        let Some(schema) = &self.table.schema else { return };
        let name = |column: usize| self.columns.get(column).map_or_else(String::new, |column| column.shown.clone());
        findings.extend(seen.add(&schema.primary_key, values, self.rows.line(), &name));
        for (key, target) in schema.foreign_keys.iter().zip(&self.table.foreign) {
            findings.extend(keys.check(&key.columns, target, values, &name));
        }
    }

    fn write_row(
        &self,
        cells: &ReadCells,
        node: &NamedOrBlankNode,
        output: &mut TripleOutput,
        findings: &mut Vec<Finding>,
    ) {
        let titles = self.titles(cells);
        let table = (self.index, node, self.table.url.as_str());
        let mut row = output.row(table, cells.number, cells.source_number, &titles);
        let mut subjects = Vec::new();
        for (column, value) in self.columns.iter().zip(&cells.values).filter(|(column, _)| !column.is_suppressed) {
            let subject = match &column.about {
                None => Some(row.subject.clone().into()),
                Some(template) => self.subject(template, column, cells, &mut subjects, findings),
            };
            if let Some(subject) = subject {
                output.describe(&mut row, &subject);
                self.write_cell(column, value, cells, (&row, &subject), output, findings);
            }
        }
    }

    /// The subject of a cell, made once for all columns with the same template; none when the template makes no IRI.
    fn subject(
        &self,
        template: &Rc<UriTemplate>,
        column: &CellColumn,
        cells: &ReadCells,
        known: &mut Vec<(Rc<UriTemplate>, Option<NamedOrBlankNode>)>,
        findings: &mut Vec<Finding>,
    ) -> Option<NamedOrBlankNode> {
        let of_others = known.iter().find(|(other, _)| column.shares_subject() && Rc::ptr_eq(other, template));
        if let Some((_, subject)) = of_others {
            return subject.clone();
        }
        let subject = self.iri(template, "aboutUrl", column, cells, findings).map(NamedOrBlankNode::from);
        known.push((template.clone(), subject.clone()));
        subject
    }

    /// The titles of a row: what is in the columns that the schema names for it.
    fn titles(&self, cells: &ReadCells) -> Vec<Literal> {
        let columns = self.table.schema.as_ref().map_or(&[][..], |schema| &schema.row_titles);
        let of = |column: &usize| match cells.values.get(*column) {
            Some(CellValue::One(single)) => vec![single],
            Some(CellValue::List(items)) => items.iter().collect(),
            _ => Vec::new(),
        };
        let title = |literal: &Literal| match literal.language() {
            Some(language) => tagged(literal.value(), language),
            None => Literal::new_simple_literal(literal.value()),
        };
        columns.iter().flat_map(of).map(|single| title(&single.literal)).collect()
    }

    fn write_cell(
        &self,
        column: &CellColumn,
        value: &CellValue,
        cells: &ReadCells,
        (row, subject): (&OutputRow, &NamedOrBlankNode),
        output: &mut TripleOutput,
        findings: &mut Vec<Finding>,
    ) {
        let property = match &column.property {
            Property::Fixed(property) => property.clone(),
            Property::Changing(template) => self.iri(template, "propertyUrl", column, cells, findings),
        };
        let Some(property) = property else { return };
        match &column.value {
            Some(template) if column.is_virtual() || *value != CellValue::Null => {
                if let Some(object) = self.iri(template, "valueUrl", column, cells, findings) {
                    output.link(subject, &property, object);
                }
            }
            Some(_) => {}
            None => output.value(row, subject, &property, value, column.is_ordered),
        }
    }

    /// The IRI that a template gives for a cell; none, with a finding, when the result is not an IRI.
    fn iri(
        &self,
        template: &UriTemplate,
        property: &str,
        column: &CellColumn,
        cells: &ReadCells,
        findings: &mut Vec<Finding>,
    ) -> Option<NamedNode> {
        let iri = self.expand(template, column, cells);
        if let Err(text) = &iri {
            let message = format!("`{}`, which `{property}` makes, is no IRI; the cell is left out", clip(text));
            let hint = "mend the cell, or the template in the metadata";
            findings.push(Finding::new(&codes::BROKEN_URL, column.shown.clone(), message).hint(hint));
        }
        iri.ok()
    }

    /// The IRI that a template gives for a cell; an error with the text it gives where that is not an IRI.
    fn expand(&self, template: &UriTemplate, column: &CellColumn, cells: &ReadCells) -> Result<NamedNode, String> {
        let text = template.expand(&|name| match name {
            "_row" => Some(Variable::Text(cells.number.to_string())),
            "_sourceRow" => Some(Variable::Text(cells.source_number.to_string())),
            _ => {
                let of_column = || {
                    let index = self.columns.iter().position(|column| column.name == name)?;
                    cells.values.get(index)?.variable()
                };
                column.variable(name).or_else(of_column)
            }
        });
        let iri = self.base.as_ref().and_then(|base| resolve_name(base, &text));
        iri.map(NamedNode::new_unchecked).ok_or(text)
    }
}
