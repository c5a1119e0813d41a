//! The triples of a group, its tables and their rows.

use oxigraph::model::{BlankNode, Literal, NamedNode, NamedOrBlankNode, Term, Triple};

use super::Mode;
use super::cell::{CellValue, Single};
use super::column::without_fragment;
use super::metadata::{GroupTable, TableGroup};
use super::vocabulary::{CSVW, RDF};
use crate::construct::{Generated, Listener};

/// Writes the triples of one group.
pub(super) struct TripleOutput {
    mode: Mode,
    /// The stem of the names of blank nodes, so that the same files give the same names.
    stem: String,
    n_blank: usize,
    group: NamedOrBlankNode,
    /// Triples that have not been handed out yet.
    triples: Vec<Triple>,
}

/// A row that is written.
pub(super) struct OutputRow {
    /// The subject of cells that have none of their own.
    pub(super) subject: BlankNode,
    node: BlankNode,
    /// The subjects that the row is said to describe.
    described: Vec<NamedOrBlankNode>,
}

fn csvw(name: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{CSVW}{name}"))
}

fn rdf(name: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{RDF}{name}"))
}

impl TripleOutput {
    /// Begins with the group itself.
    pub(super) fn begin(group: &TableGroup, mode: Mode, stem: &str) -> TripleOutput {
        let stem = stem.replace(|c: char| !c.is_ascii_alphanumeric(), "_");
        let node = node(group.id.as_deref(), &format!("{stem}_group"));
        let mut output = TripleOutput { mode, stem, n_blank: 0, group: node.clone(), triples: Vec::new() };
        if mode == Mode::Standard {
            output.add(&node, rdf("type"), csvw("TableGroup"));
            group.annotations.iter().for_each(|annotation| output.annotate(&node, annotation));
        }
        output
    }

    /// Hands on what was written since the last time.
    pub(super) fn flush(&mut self, listener: &mut dyn Listener) {
        for triple in self.triples.drain(..) {
            listener.found(Generated::Triple(triple.as_ref()));
        }
    }

    /// Leaves out what was written since the last time.
    pub(super) fn forget(&mut self) {
        self.triples.clear();
    }

    fn add(&mut self, subject: &NamedOrBlankNode, property: NamedNode, object: impl Into<Term>) {
        self.triples.push(Triple::new(subject.clone(), property, object));
    }

    fn annotate(&mut self, subject: &NamedOrBlankNode, annotation: &super::common::TableAnnotation) {
        let (stem, n_blank) = (&self.stem, &mut self.n_blank);
        let mut blank = || {
            *n_blank += 1;
            BlankNode::new_unchecked(format!("{stem}_note{n_blank}"))
        };
        annotation.write(subject, &mut blank, &mut |triple| self.triples.push(triple));
    }

    /// Begins a table of the group.
    pub(super) fn table(&mut self, index: usize, table: &GroupTable) -> NamedOrBlankNode {
        let node = node(table.id.as_deref(), &format!("{}_table{index}", self.stem));
        if self.mode == Mode::Standard {
            let group = self.group.clone();
            self.add(&group, csvw("table"), node.clone());
            self.add(&node, rdf("type"), csvw("Table"));
            self.add(&node, csvw("url"), NamedNode::new_unchecked(&table.url));
            table.annotations.iter().for_each(|annotation| self.annotate(&node, annotation));
        }
        node
    }

    /// Begins a row: its number, the one it has in the file, and its titles.
    pub(super) fn row(
        &mut self,
        table: (usize, &NamedOrBlankNode, &str),
        number: u64,
        source_number: u64,
        titles: &[Literal],
    ) -> OutputRow {
        let (index, table, url) = table;
        let named = |kind: &str| BlankNode::new_unchecked(format!("{}_table{index}_{kind}{number}", self.stem));
        let row = OutputRow { subject: named("subject"), node: named("row"), described: Vec::new() };
        if self.mode == Mode::Standard {
            let node: NamedOrBlankNode = row.node.clone().into();
            self.add(table, csvw("row"), node.clone());
            self.add(&node, rdf("type"), csvw("Row"));
            self.add(&node, csvw("rownum"), Literal::from(i64::try_from(number).unwrap_or(i64::MAX)));
            let place = format!("{}#row={source_number}", without_fragment(url));
            self.add(&node, csvw("url"), NamedNode::new_unchecked(place));
            for title in titles {
                self.add(&node, csvw("title"), title.clone());
            }
        }
        row
    }

    /// Says that a row describes a subject, once.
    pub(super) fn describe(&mut self, row: &mut OutputRow, subject: &NamedOrBlankNode) {
        if self.mode == Mode::Standard && !row.described.contains(subject) {
            row.described.push(subject.clone());
            self.add(&row.node.clone().into(), csvw("describes"), subject.clone());
        }
    }

    /// Writes what a cell says with literals.
    pub(super) fn value(
        &mut self,
        row: &OutputRow,
        subject: &NamedOrBlankNode,
        property: &NamedNode,
        value: &CellValue,
        is_ordered: bool,
    ) {
        match value {
            CellValue::Null => {}
            CellValue::One(single) => self.add(subject, property.clone(), single.literal.clone()),
            CellValue::List(items) if is_ordered => {
                let list = self.list(row, items);
                self.add(subject, property.clone(), list);
            }
            CellValue::List(items) => {
                for item in items {
                    self.add(subject, property.clone(), item.literal.clone());
                }
            }
        }
    }

    /// Writes what a cell says with an IRI.
    pub(super) fn link(&mut self, subject: &NamedOrBlankNode, property: &NamedNode, object: NamedNode) {
        self.add(subject, property.clone(), object);
    }

    fn list(&mut self, row: &OutputRow, items: &[Single]) -> Term {
        let mut rest: Term = rdf("nil").into();
        for item in items.iter().rev() {
            self.n_blank += 1;
            let node: NamedOrBlankNode =
                BlankNode::new_unchecked(format!("{}_list{}", row.subject.as_str(), self.n_blank)).into();
            self.add(&node, rdf("first"), item.literal.clone());
            self.add(&node, rdf("rest"), rest);
            rest = node.into();
        }
        rest
    }
}

/// The IRI of a thing, or a blank node of this name.
fn node(iri: Option<&str>, name: &str) -> NamedOrBlankNode {
    iri.map_or_else(|| BlankNode::new_unchecked(name).into(), |iri| NamedNode::new_unchecked(iri).into())
}
