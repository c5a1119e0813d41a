//! Statements that have some words: whoever asks who says that somebody did something types just that.

use std::cmp::Reverse;

use petgraph::graph::{EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef as _;
use rustc_hash::FxHashSet;
use serde_json::Value;

use super::told;
use crate::claims::Id;
use crate::graph::View;
use crate::serve::names::Named;
use crate::serve::reading::Reading;

/// Names that are tried for one word.
const MOST_NAMED: usize = 1_000;
/// Letters of a word that may stand between those that matter: `the`, `by`.
const SHORT: usize = 3;

/// What one word may mean.
#[derive(Default)]
struct Meant {
    things: FxHashSet<NodeIndex>,
    predicates: FxHashSet<Id>,
}

impl Meant {
    fn by(reading: &Reading<'_>, view: &View<'_>, word: &str) -> Meant {
        let mut meant = Meant::default();
        let is_wanted = |of: Named| matches!(of, Named::Entity(_) | Named::Predicate(_));
        for hit in reading.names.search(word, MOST_NAMED, is_wanted) {
            match hit.of {
                Named::Entity(id) => meant.things.extend(view.node(id)),
                Named::Predicate(id) => drop(meant.predicates.insert(id)),
                Named::Document(_) | Named::Host(_) => {}
            }
        }
        meant
    }

    fn is_empty(&self) -> bool {
        self.things.is_empty() && self.predicates.is_empty()
    }
}

/// The heaviest statements in which each of at least two words begins a word of subject, predicate or object. Where there is
/// none, short words may be no part of it.
pub(super) fn statements(reading: &Reading<'_>, view: &View<'_>, words: &str, most: usize) -> Vec<Value> {
    let all: Vec<(bool, Meant)> =
        words.split_whitespace().map(|word| (word.chars().count() <= SHORT, Meant::by(reading, view, word))).collect();
    let found = with_words(view, all.iter().map(|(_, meant)| meant));
    let found = if found.is_empty() {
        with_words(view, all.iter().filter(|(is_short, _)| !is_short).map(|(_, meant)| meant))
    } else {
        found
    };
    let scene = told::scene(reading, view);
    let told = found.into_iter().map(|edge| reading.told_edge(&scene, edge));
    // What is only a text has no address that a link could lead to.
    told.filter(|edge| edge["from"].is_string() && edge["to"].is_string()).take(most).collect()
}

/// The edges that have all words, the heaviest first.
fn with_words<'m>(view: &View<'_>, words: impl Iterator<Item = &'m Meant>) -> Vec<EdgeIndex> {
    let words: Vec<&Meant> = words.collect();
    if words.len() < 2 || words.iter().any(|meant| meant.is_empty()) {
        return Vec::new();
    }
    let edges = view.graph.edge_references().filter(|edge| {
        words.iter().all(|meant| {
            meant.predicates.contains(&edge.weight().predicate)
                || [edge.source(), edge.target()].iter().any(|end| meant.things.contains(end))
        })
    });
    let mut found: Vec<_> = edges.map(|edge| (Reverse(view.weight(edge.weight())), edge.id())).collect();
    found.sort_unstable();
    found.into_iter().map(|(_, edge)| edge).collect()
}
