//! Where the results of a compilation go, and what it counts.

use std::collections::BTreeMap;
use std::path::PathBuf;

use oxigraph::model::QuadRef;
use serde::{Deserialize, Serialize};

use crate::diagnostic::Finding;
use crate::inference::InferenceRule;
use crate::table::RawRow;

/// What a compilation did.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Rows of claims read.
    pub n_rows: u64,
    /// Claims in the graph; rows that are the same claim count once.
    pub n_claims: u64,
    /// Claims that are left out because their document was, or may have been, published after the day asked for.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub n_later: u64,
    /// Claims that are left out because nobody tells when their document was published.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub n_undated: u64,
    /// Claims in the graph that a program found and nobody has reviewed.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub n_unreviewed: u64,
    /// Rows that said again what another row says.
    pub n_duplicates: u64,
    /// Rows left out, of whatever table.
    pub n_rejected: u64,
    /// Rows of tables of claims that were refused as a whole; they count as left out as well.
    #[serde(default)]
    pub n_refused_rows: u64,
    /// Files that were refused as a whole, the rows of which nobody can count.
    #[serde(default)]
    pub n_refused_files: u64,
    /// Rows of event files read.
    #[serde(default)]
    pub n_event_rows: u64,
    /// Rows of event files that became events or mentions of events, whole.
    #[serde(default)]
    pub n_events: u64,
    /// Rows of event files of which something was left out.
    #[serde(default)]
    pub n_events_rejected: u64,
    /// Annotations read.
    #[serde(default)]
    pub n_annotations: u64,
    /// Annotations of which something was left out.
    #[serde(default)]
    pub n_annotations_rejected: u64,
    /// Triples that are inferred, by the rule by which they follow; none where nothing follows.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub inferred: BTreeMap<InferenceRule, u64>,
}

/// True for what a graph that leaves nothing out has none of.
#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands the field over so")]
fn is_zero(n: &u64) -> bool {
    *n == 0
}

/// A row that was left out.
#[derive(Debug)]
pub struct Rejected<'a> {
    /// Its bytes and place.
    pub row: &'a RawRow,
    /// The first fault that cost it its place.
    pub finding: &'a Finding,
}

/// A place where one thread puts quads of the graph.
pub type Part<'a> = Box<dyn FnMut(QuadRef<'_>) + Send + 'a>;

/// Where the results of a compilation go.
pub struct Output<'a> {
    /// The graph: makes a place for each thread that writes to it. Several threads write at once, and one quad may come
    /// several times.
    pub parts: &'a dyn Fn() -> Part<'a>,
    /// Rows that were left out.
    pub rejects: &'a mut dyn FnMut(&Rejected<'_>) -> std::io::Result<()>,
    /// Called now and then with the number of rows read so far.
    pub progress: &'a mut dyn FnMut(u64),
    /// Called when all that came so far does not count, and no part is there any more: rows were found to claim the same identifier, and the sources are
    /// read once more so that it does not matter which row came first.
    pub begin_again: &'a mut dyn FnMut() -> std::io::Result<()>,
}

/// Why a compilation could not go on.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CompileError {
    /// A source that was readable stopped being so.
    #[error("cannot read `{}`", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The output cannot begin again.
    #[error("cannot begin the output once more")]
    BeginAgain(#[source] std::io::Error),
    /// Rejected rows cannot be written.
    #[error("cannot write the rejected rows")]
    Rejects(#[source] std::io::Error),
    /// A fault whose action is `abort` was found.
    #[error("stopped at the first fault whose severity is `abort`")]
    Aborted,
}
