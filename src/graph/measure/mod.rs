//! How much of what is in the graph?
//!
//! One file a measure, and one entry in [`MEASURES`]. A measure is taken of a
//! [`View`], so of any part of the graph, and gives a [`MeasureTable`]; measures of nodes
//! give a [`MeasureColumn`] as well, for exports. The same view always gives the same
//! result: ties stay in the order of the graph, and samples have a fixed seed.

mod acts;
mod arcs;
mod balance;
mod betweenness;
mod bursts;
mod communities;
mod components;
mod cores;
mod corroborated;
mod degree;
mod disputed;
mod in_time;
mod pagerank;
mod parts;
mod paths;
mod reciprocity;
mod retaliation;
mod summary;
mod table;

pub use acts::Act;
pub use balance::{Balance, Sign, balance};
pub use betweenness::{Betweenness, betweenness};
pub use bursts::{Burst, bursts};
pub use communities::modularity;
pub use components::{strong_components, weak_components};
pub use cores::core_numbers;
pub use corroborated::sentence;
pub use degree::{Degree, degrees};
pub use disputed::{Dispute, disputes};
pub use in_time::paths_in_time;
pub use pagerank::pagerank;
pub use paths::{PathStep, Paths, StatementPath, StepStatement, shortest_paths};
pub use reciprocity::{Pair, Reciprocity, reciprocity};
pub use retaliation::{Answer, Answers, retaliation};
pub use table::{Heading, MeasureCell, MeasureTable};

use super::{Slice, View};
use crate::diagnostic::nearest;

/// A measure of the graph.
#[derive(Debug, Clone, Copy)]
pub struct Measure {
    /// Its name on the command line.
    pub name: &'static str,
    /// The measure in one sentence.
    pub about: &'static str,
    /// The ways to list it; the first when nobody asks.
    pub listings: &'static [Listing],
    /// Its numbers for each node, when it has such.
    pub columns: Option<fn(&View<'_>) -> Vec<MeasureColumn>>,
}

/// One way to list a measure.
#[derive(Debug, Clone, Copy)]
pub struct Listing {
    /// The thing that a row stands for.
    pub by: &'static str,
    /// Takes the measure.
    pub take: for<'v> fn(&'v View<'v>, Settings) -> MeasureTable<'v>,
}

/// Choices that some measures offer.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// Days within which an act counts as answered.
    pub within: u32,
    /// Answers to any act, not only to conflict.
    pub any: bool,
    /// The length of a slice of time.
    pub slice: Slice,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings { within: 30, any: false, slice: Slice::Day }
    }
}

/// A number for each node.
#[derive(Debug, Clone, PartialEq)]
pub struct MeasureColumn {
    /// Its name, in letters and `_`.
    pub name: &'static str,
    /// One for each node, in the order of the graph.
    pub values: ColumnValues,
}

/// Numbers of one kind.
#[derive(Debug, Clone, PartialEq)]
pub enum ColumnValues {
    /// Whole numbers.
    Whole(Vec<u32>),
    /// Numbers.
    Real(Vec<f64>),
}

/// Every measure, in the order of help pages.
pub const MEASURES: &[Measure] = &[
    summary::MEASURE,
    degree::MEASURE,
    pagerank::MEASURE,
    betweenness::MEASURE,
    cores::MEASURE,
    components::MEASURE,
    communities::MEASURE,
    reciprocity::MEASURE,
    balance::MEASURE,
    retaliation::MEASURE,
    bursts::MEASURE,
    corroborated::MEASURE,
    disputed::MEASURE,
];

/// A name that no measure of nodes has.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("no measure of nodes is called `{name}`")]
pub struct MeasureError {
    /// The name.
    pub name: String,
    /// A name that is near.
    pub near: Option<&'static str>,
}

/// The names of measures that have numbers for nodes.
pub fn node_measures() -> impl Iterator<Item = &'static str> {
    MEASURES.iter().filter(|measure| measure.columns.is_some()).map(|measure| measure.name)
}

/// The columns of these measures, for formats that keep attributes of nodes.
///
/// # Errors
/// When a name is not one of [`node_measures`].
pub fn attributes(view: &View<'_>, names: &[impl AsRef<str>]) -> Result<Vec<MeasureColumn>, MeasureError> {
    let mut columns = Vec::new();
    let mut names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
    let mut seen = rustc_hash::FxHashSet::default();
    names.retain(|name| seen.insert(*name));
    for name in names {
        let found = MEASURES.iter().find(|measure| measure.name == name).and_then(|measure| measure.columns);
        let take = found.ok_or_else(|| {
            let near = nearest(name, node_measures()).and_then(|near| node_measures().find(|known| *known == near));
            MeasureError { name: name.to_owned(), near }
        })?;
        columns.extend(take(view));
    }
    Ok(columns)
}

/// A number of nodes, edges or days as a number to reckon with; exact below 2⁵³.
#[allow(clippy::cast_precision_loss, reason = "nothing is counted beyond 2⁵³")]
fn real(n: usize) -> f64 {
    n as f64
}

/// A place in a list of nodes or claims, which has 32 bits.
fn place(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}
