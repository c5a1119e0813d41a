//! On which days is something there?
//!
//! A spell lasts from the first day of a claim's event to the day after its
//! last, because tools that show a graph over time do not show a spell that
//! ends where it begins.

use jiff::civil::Date;
use petgraph::Direction;
use petgraph::graph::NodeIndex;

use crate::export::scene::Scene;
use crate::graph::Edge;
use crate::model::Period;

/// Days on which something is there, from the first to the one after the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Spell {
    /// The first day.
    pub(super) start: Date,
    /// The day after the last.
    pub(super) end: Date,
}

/// The days that claims behind an edge speak of; none when no claim is dated.
pub(super) fn of_edge(scene: &Scene<'_>, edge: &Edge) -> Vec<Spell> {
    merged(periods(scene, edge).collect())
}

/// The days on which an edge of a node is there; none when one of them is not dated, because then the node is always there.
pub(super) fn of_node(scene: &Scene<'_>, node: NodeIndex) -> Vec<Spell> {
    let graph = &scene.view.graph;
    let mut all = Vec::new();
    for direction in [Direction::Outgoing, Direction::Incoming] {
        for edge in graph.edges_directed(node, direction).map(|edge| edge.weight()) {
            let before = all.len();
            all.extend(periods(scene, edge));
            if all.len() == before {
                return Vec::new();
            }
        }
    }
    merged(all)
}

fn periods<'s>(scene: &'s Scene<'_>, edge: &'s Edge) -> impl Iterator<Item = Period> + 's {
    scene.view.claims_of(edge).filter_map(|(_, claim)| claim.period)
}

/// Periods as spells in their order, one for those that meet or follow each other without a day between.
fn merged(mut periods: Vec<Period>) -> Vec<Spell> {
    periods.sort_unstable();
    let mut spells: Vec<Spell> = Vec::new();
    for Period { begin, end } in periods {
        let end = end.tomorrow().unwrap_or(end);
        match spells.last_mut() {
            Some(last) if begin <= last.end => last.end = last.end.max(end),
            _ => spells.push(Spell { start: begin, end }),
        }
    }
    spells
}
