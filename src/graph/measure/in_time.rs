//! How could something pass from one to another, in the order of time?

use jiff::civil::Date;
use petgraph::Direction;
use petgraph::graph::{EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;
use rustc_hash::FxHashMap;

use super::paths::{self, PathStep, StatementPath, StepStatement};
use super::place;
use crate::graph::View;
use crate::model::Period;

/// The paths through time from any of `from` to any of `to`: the one that arrives first, then those with fewer steps that
/// arrive later.
///
/// Meaning: a path respects time when a day can be chosen in the period of each step so that no day is before the one
/// before it. A step is taken as early as it can be, and the path arrives on the day of its last step. Claims without date
/// lead nowhere; to what an event speaks of, no time passes.
///
/// Result: of all paths with one number of steps, one with the earliest arrival; a path with more steps only when it
/// arrives earlier. Direction as for [`shortest_paths`](super::shortest_paths).
///
/// Complexity: O(l c) for l steps and c claims, mostly far less: a node is left again only when it is reached earlier.
///
/// Reference: Kempe, Kleinberg, Kumar (2002), Connectivity and inference problems for temporal networks; earliest arrival:
/// Wu et al. (2014), Path problems in temporal graphs.
pub fn paths_in_time(view: &View<'_>, from: &[NodeIndex], to: &[NodeIndex], undirected: bool) -> Vec<StatementPath> {
    let mut search = TimedSearch::new(view, from, to, undirected);
    while !search.front.is_empty() {
        search.advance();
    }
    search.arrived.iter().rev().map(|label| search.path(*label)).collect()
}

/// A way to be at a node on a day.
#[derive(Debug, Clone, Copy)]
struct TimeLabel {
    node: NodeIndex,
    /// The least day there is where no step had a date yet.
    day: Date,
    /// The label this one was reached from.
    before: Option<u32>,
}

struct TimedSearch<'v> {
    view: &'v View<'v>,
    undirected: bool,
    is_end: Vec<bool>,
    /// The things an event speaks of, and with `undirected` the events that speak of a node.
    spoken: FxHashMap<u32, Vec<u32>>,
    /// Every label that was ever the earliest at its node.
    labels: Vec<TimeLabel>,
    /// The earliest day at each node, with as many steps as were taken.
    earliest: Vec<Option<Date>>,
    /// Labels of the last step.
    front: Vec<u32>,
    /// The earliest arrival so far.
    arrival: Option<Date>,
    /// Labels at an end, each earlier than the one before.
    arrived: Vec<u32>,
}

impl<'v> TimedSearch<'v> {
    fn new(view: &'v View<'v>, from: &[NodeIndex], to: &[NodeIndex], undirected: bool) -> TimedSearch<'v> {
        let n = view.graph.node_count();
        let mut spoken: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
        for (event, thing) in paths::speaks_of(view) {
            spoken.entry(event).or_default().push(thing);
            if undirected {
                spoken.entry(thing).or_default().push(event);
            }
        }
        let mut is_end = vec![false; n];
        for node in to {
            is_end[node.index()] = true;
        }
        let mut search = TimedSearch {
            view,
            undirected,
            is_end,
            spoken,
            labels: Vec::new(),
            earliest: vec![None; n],
            front: Vec::new(),
            arrival: None,
            arrived: Vec::new(),
        };
        for node in from {
            search.reach(TimeLabel { node: *node, day: Date::MIN, before: None });
        }
        search
    }

    /// Takes one more step from every label of the last.
    fn advance(&mut self) {
        let mut front = std::mem::take(&mut self.front);
        // Of labels at one node after as many steps only the earliest leads on, for it leads wherever the others do. A
        // label that is earlier after a step more comes with the next front and takes nothing away from these.
        front.retain(|number| {
            let TimeLabel { node, day, .. } = self.labels[*number as usize];
            self.earliest[node.index()] == Some(day) && !self.is_end[node.index()]
        });
        for number in front {
            let label = self.labels[number as usize];
            for (to, day) in self.onward(label) {
                self.reach(TimeLabel { node: to, day, before: Some(number) });
            }
        }
        let first = self.front.iter().filter(|label| self.is_end[self.labels[**label as usize].node.index()]);
        let first = first.min_by_key(|label| self.labels[**label as usize].day).copied();
        if let Some(label) = first {
            self.arrival = Some(self.labels[label as usize].day);
            self.arrived.push(label);
        }
    }

    /// Keeps a label that is earlier than all at its node and than the arrival.
    fn reach(&mut self, label: TimeLabel) {
        let is_earlier = |day: Option<Date>| day.is_none_or(|day| label.day < day);
        if is_earlier(self.earliest[label.node.index()]) && is_earlier(self.arrival) {
            self.earliest[label.node.index()] = Some(label.day);
            self.front.push(place(self.labels.len()));
            self.labels.push(label);
        }
    }

    /// The nodes to which one step leads from a label, each with the earliest day of arrival.
    fn onward(&self, label: TimeLabel) -> Vec<(NodeIndex, Date)> {
        let spoken = self.spoken.get(&place(label.node.index())).into_iter().flatten();
        let mut onward: Vec<(NodeIndex, Date)> = spoken.map(|to| (NodeIndex::new(*to as usize), label.day)).collect();
        self.each_edge(label.node, |edge, to, _| {
            let claims = self.view.claims_of(&self.view.graph[edge]);
            let day = claims.filter_map(|(_, claim)| day_of(claim.period, label.day)).min();
            onward.extend(day.map(|day| (to, day)));
        });
        onward
    }

    /// Each edge that leads on from `node`, the node at its other end, and whether it runs that way.
    fn each_edge(&self, node: NodeIndex, mut take: impl FnMut(EdgeIndex, NodeIndex, bool)) {
        for direction in [Direction::Outgoing, Direction::Incoming] {
            for edge in self.view.graph.edges_directed(node, direction) {
                let is_out = direction == Direction::Outgoing;
                let to = if is_out { edge.target() } else { edge.source() };
                if paths::leads_on(edge.weight(), direction, self.undirected) {
                    take(edge.id(), to, is_out || edge.weight().symmetric);
                }
            }
        }
    }

    /// The path that a label ends.
    fn path(&self, label: u32) -> StatementPath {
        let mut steps = Vec::new();
        let mut label = self.labels[label as usize];
        while let Some(before) = label.before.map(|before| self.labels[before as usize]) {
            steps.push(self.step(before, label));
            label = before;
        }
        steps.reverse();
        StatementPath { steps }
    }

    /// The step between two labels, with the claims that let it be taken on that day.
    fn step(&self, before: TimeLabel, label: TimeLabel) -> PathStep {
        let mut taken = Vec::new();
        self.each_edge(before.node, |edge, to, is_forward| {
            let claims = self.view.claims_of(&self.view.graph[edge]);
            let fits = claims.filter(|(_, claim)| day_of(claim.period, before.day) == Some(label.day));
            let claims: Vec<u32> = fits.map(|(index, _)| place(index)).collect();
            if to == label.node && !claims.is_empty() {
                taken.push(StepStatement { edge, is_forward, claims });
            }
        });
        paths::sort(self.view, &mut taken);
        PathStep { from: before.node, to: label.node, day: Some(label.day).filter(|day| *day > Date::MIN), taken }
    }
}

/// The first day of a period that is not before `earliest`.
fn day_of(period: Option<Period>, earliest: Date) -> Option<Date> {
    period.filter(|period| period.end >= earliest).map(|period| period.begin.max(earliest))
}
