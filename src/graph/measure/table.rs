//! The result of a measure: headings, and rows that are made when they are wanted.

use jiff::civil::Date;
use petgraph::graph::NodeIndex;

use crate::graph::View;
use crate::model::Period;

/// The rows of a measure, the most telling first.
pub struct MeasureTable<'v> {
    /// One a column.
    pub headings: &'static [Heading],
    /// Numbers of the graph as a whole, by name.
    pub totals: Vec<(&'static str, MeasureCell)>,
    /// Notes on the numbers: that they are estimates, or what they leave out.
    pub notes: Vec<String>,
    n_rows: usize,
    row: Box<dyn Fn(usize) -> Vec<MeasureCell> + 'v>,
}

/// A column of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Heading {
    /// Its name in every format.
    pub name: &'static str,
    /// True when it holds entities, events or groups, which have a label and an IRI.
    pub is_thing: bool,
    /// True when there is room for it on a terminal.
    pub is_brief: bool,
}

impl Heading {
    /// Labels with IRIs.
    pub(super) const fn thing(name: &'static str) -> Heading {
        Heading { name, is_thing: true, is_brief: true }
    }

    /// Values that are shown everywhere.
    pub(super) const fn new(name: &'static str) -> Heading {
        Heading { name, is_thing: false, is_brief: true }
    }

    /// Values for programs only.
    pub(super) const fn more(name: &'static str) -> Heading {
        Heading { name, is_thing: false, is_brief: false }
    }
}

/// A value of a row.
#[derive(Debug, Clone, PartialEq)]
pub enum MeasureCell {
    /// Nothing is known.
    Empty,
    /// A text.
    Text(String),
    /// A whole number.
    Whole(u64),
    /// A number.
    Number(f64),
    /// A day.
    Day(Date),
    /// Yes or no.
    Truth(bool),
    /// An entity, event or group.
    Thing {
        /// Its name.
        label: String,
        /// Its IRI; a group has none.
        iri: Option<String>,
    },
}

impl MeasureCell {
    /// A node of the graph.
    pub(super) fn node(view: &View<'_>, node: u32) -> MeasureCell {
        match view.graph.node_weight(NodeIndex::new(node as usize)) {
            Some(node) => MeasureCell::Thing { label: view.label(node), iri: view.iri(node) },
            None => MeasureCell::Empty,
        }
    }

    /// A number of things.
    pub(super) fn count(n: usize) -> MeasureCell {
        MeasureCell::Whole(n as u64)
    }

    /// A share of a whole; empty when there is nothing to share.
    pub(super) fn share(part: f64, whole: f64) -> MeasureCell {
        if whole > 0.0 { MeasureCell::Number(part / whole) } else { MeasureCell::Empty }
    }

    /// A word of a closed list.
    pub(super) fn word(word: &str) -> MeasureCell {
        MeasureCell::Text(word.to_owned())
    }

    /// A day, or from a day to another.
    pub(super) fn period(period: Option<Period>) -> MeasureCell {
        period.map_or(MeasureCell::Empty, |period| MeasureCell::Text(period.to_string()))
    }
}

impl<'v> MeasureTable<'v> {
    /// A table of `n_rows` rows that `row` makes, counted from 0.
    pub(super) fn new(
        headings: &'static [Heading],
        n_rows: usize,
        row: impl Fn(usize) -> Vec<MeasureCell> + 'v,
    ) -> MeasureTable<'v> {
        MeasureTable { headings, totals: Vec::new(), notes: Vec::new(), n_rows, row: Box::new(row) }
    }

    /// A table with a row of each node, highest first by `key`, ties in the order of the graph.
    pub(super) fn of_nodes<K: PartialOrd>(
        headings: &'static [Heading],
        n_nodes: usize,
        key: impl Fn(usize) -> K,
        row: impl Fn(usize) -> Vec<MeasureCell> + 'v,
    ) -> MeasureTable<'v> {
        let mut order: Vec<usize> = (0..n_nodes).collect();
        order.sort_by(|a, b| key(*b).partial_cmp(&key(*a)).unwrap_or(std::cmp::Ordering::Equal));
        MeasureTable::new(headings, n_nodes, move |place| order.get(place).map(|node| row(*node)).unwrap_or_default())
    }

    /// Adds a number of the graph as a whole.
    #[must_use]
    pub(super) fn with_total(mut self, name: &'static str, value: MeasureCell) -> MeasureTable<'v> {
        self.totals.push((name, value));
        self
    }

    /// Adds what a reader has to know.
    #[must_use]
    pub(super) fn with_note(mut self, note: impl Into<Option<String>>) -> MeasureTable<'v> {
        self.notes.extend(note.into());
        self
    }

    /// The number of rows.
    pub fn n_rows(&self) -> usize {
        self.n_rows
    }

    /// The first `most` rows, each made when it is reached.
    pub fn rows(&self, most: usize) -> impl Iterator<Item = Vec<MeasureCell>> {
        (0..self.n_rows.min(most)).map(|place| (self.row)(place))
    }
}
