//! Compares a graph with the files it was made from, byte for byte.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::manifest::{Doubt, Manifest, Stale};
use super::sources::Sources;
use crate::compile::shown_from;
use crate::project::Project;
use crate::store::Store;

/// The graph that is kept for a project, whether its sources have changed since or not; none when there is none.
///
/// # Errors
/// When it is not known to be built here.
pub fn kept_graph(project: &Project) -> Result<Option<Store>, Doubt> {
    match Manifest::kept(project) {
        Ok(store) => Ok(Some(store)),
        Err(Stale::Changed) => Ok(None),
        Err(Stale::Doubtful(doubt)) => Err(doubt),
    }
}

/// The way in which a file is not what the graph was made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SourceChange {
    /// It holds something else.
    Changed,
    /// It is not there any more, or cannot be read.
    Missing,
    /// The graph was made without it.
    New,
}

impl SourceChange {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            SourceChange::Changed => "changed",
            SourceChange::Missing => "missing",
            SourceChange::New => "new",
        }
    }
}

/// What a graph file says of a file it was made from.
#[derive(Deserialize)]
struct Made {
    path: String,
    sha256: String,
}

/// The files that are not what the graph says it was made from, by their paths. Every file is read, whatever its times say.
pub fn changed_sources(project: &Project, store: &Store) -> Vec<(String, SourceChange)> {
    let made: Vec<Made> = serde_json::from_slice(store.sources()).unwrap_or_default();
    let mut before: BTreeMap<String, String> = made.into_iter().map(|made| (made.path, made.sha256)).collect();
    let shown = shown_from(project);
    let mut changes = Vec::new();
    for state in Sources::of(project).states() {
        let path = shown(state.path());
        match (before.remove(&path), state.sha256()) {
            (Some(then), Some(now)) if then == now => {}
            (Some(_), Some(_)) => changes.push((path, SourceChange::Changed)),
            // Neither was read, then as now.
            (Some(then), None) if then.is_empty() => {}
            (Some(_), None) => changes.push((path, SourceChange::Missing)),
            (None, Some(_)) => changes.push((path, SourceChange::New)),
            (None, None) => {}
        }
    }
    changes.extend(before.into_keys().map(|path| (path, SourceChange::Missing)));
    changes.sort_by(|a, b| a.0.cmp(&b.0));
    changes
}
