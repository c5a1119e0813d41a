//! Paths that repeat, found by searching the graph from one end.

use rustc_hash::FxHashSet;

use super::frame::{Part, Stop};
use super::plan::{Path, Reach};
use super::run::{Runner, Sink};
use crate::Graphs;

/// Takes nodes.
type Nodes<'s> = dyn FnMut(u32) -> Result<(), Stop> + 's;

impl Runner<'_> {
    /// Binds both ends of each path, each pair once in each graph.
    pub(super) fn reach(&self, reach: &Reach, frame: &mut Vec<u32>, next: &mut Sink<'_>) -> Result<(), Stop> {
        let Some(slot) = reach.graph else {
            return self.reach_in(reach, reach.graphs, frame, next);
        };
        match frame[slot] {
            0 => {
                for graph in self.with.index.graphs() {
                    frame[slot] = graph;
                    let flow = self.reach_in(reach, Graphs::One(graph), frame, next);
                    frame[slot] = 0;
                    flow?;
                }
                Ok(())
            }
            graph if self.is_graph(graph) => self.reach_in(reach, Graphs::One(graph), frame, next),
            _ => Ok(()),
        }
    }

    /// Whether a graph of this name holds something: in one that is not there, not even paths of no step are found.
    fn is_graph(&self, graph: u32) -> bool {
        self.with.index.scan([None; 3], Graphs::One(graph)).next().is_some()
    }

    fn reach_in(&self, reach: &Reach, graphs: Graphs, frame: &mut Vec<u32>, next: &mut Sink<'_>) -> Result<(), Stop> {
        let bind = |part: Part, number: u32, frame: &mut Vec<u32>| {
            if let Part::Slot(slot) = part {
                frame[slot] = number;
            }
        };
        let [from, to] = reach.ends;
        match (from.value(frame), to.value(frame)) {
            (Some(start), Some(end)) => {
                let mut found = false;
                let flow = self.reached(reach, graphs, start, true, &mut |node| {
                    found |= node == end;
                    if found { Err(Stop::Enough) } else { Ok(()) }
                });
                match flow {
                    Err(Stop::Enough) if found => next(frame),
                    other => other,
                }
            }
            (Some(start), None) => self.reached(reach, graphs, start, true, &mut |node| {
                bind(to, node, frame);
                let flow = next(frame);
                bind(to, 0, frame);
                flow
            }),
            (None, Some(end)) => self.reached(reach, graphs, end, false, &mut |node| {
                bind(from, node, frame);
                let flow = next(frame);
                bind(from, 0, frame);
                flow
            }),
            (None, None) => self.starts(reach, graphs, &mut |start| {
                let same = from == to;
                self.reached(reach, graphs, start, true, &mut |node| {
                    if same && node != start {
                        return Ok(());
                    }
                    bind(from, start, frame);
                    bind(to, node, frame);
                    let flow = next(frame);
                    bind(from, 0, frame);
                    bind(to, 0, frame);
                    flow
                })
            }),
        }
    }

    /// Every node a path can start at, and perhaps others, each once.
    fn starts(&self, reach: &Reach, graphs: Graphs, take: &mut Nodes<'_>) -> Result<(), Stop> {
        let mut seen = FxHashSet::default();
        let mut new = |node: u32| if seen.insert(node) { take(node) } else { Ok(()) };
        if reach.zero || reach.path.is_empty_too() {
            self.all_nodes(graphs, &mut new)
        } else {
            self.sources(&reach.path, true, graphs, &mut new)
        }
    }

    fn all_nodes(&self, graphs: Graphs, take: &mut Nodes<'_>) -> Result<(), Stop> {
        for [subject, _, object, _] in self.with.index.scan([None; 3], graphs) {
            self.guard.work()?;
            take(subject)?;
            take(object)?;
        }
        Ok(())
    }

    /// Nodes that a step along `path` can start at, or against it.
    fn sources(&self, path: &Path, forward: bool, graphs: Graphs, take: &mut Nodes<'_>) -> Result<(), Stop> {
        match path {
            Path::Forward(predicate) => {
                let near = if forward { 0 } else { 2 };
                for row in self.with.index.scan([None, Some(*predicate), None], graphs) {
                    self.guard.work()?;
                    take(row[near])?;
                }
                Ok(())
            }
            Path::Inverse(inner) => self.sources(inner, !forward, graphs, take),
            Path::Either(first, second) => {
                self.sources(first, forward, graphs, take)?;
                self.sources(second, forward, graphs, take)
            }
            Path::Sequence(first, second) => {
                let near = if forward { first } else { second };
                if near.is_empty_too() {
                    self.all_nodes(graphs, take)
                } else {
                    self.sources(near, forward, graphs, take)
                }
            }
            Path::Repeat { path, zero: false, .. } if !path.is_empty_too() => self.sources(path, forward, graphs, take),
            Path::Repeat { .. } | Path::Not(_) => self.all_nodes(graphs, take),
        }
    }

    /// The nodes at the other ends of paths from `start`, each once.
    ///
    /// A path of no step leads from any term of the query to itself, whether the graph has it or not, but from a variable
    /// to nothing that is not in the graph.
    fn reached(
        &self,
        reach: &Reach,
        graphs: Graphs,
        start: u32,
        forward: bool,
        take: &mut Nodes<'_>,
    ) -> Result<(), Stop> {
        let is_named = reach.ends.iter().any(|end| matches!(end, Part::Known(_)));
        if is_named && (reach.zero || reach.path.stays_at_a_term()) && !self.is_node(start, graphs) {
            return take(start);
        }
        self.repeated(&reach.path, reach.zero, reach.many, start, forward, graphs, take)
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of a path")]
    fn repeated(
        &self,
        path: &Path,
        zero: bool,
        many: bool,
        start: u32,
        forward: bool,
        graphs: Graphs,
        take: &mut Nodes<'_>,
    ) -> Result<(), Stop> {
        let mut seen = FxHashSet::default();
        let mut waiting = Vec::new();
        if zero {
            if !self.is_node(start, graphs) {
                return Ok(());
            }
            seen.insert(start);
            take(start)?;
        }
        let mut from = Some(start);
        while let Some(node) = from {
            self.neighbours(path, node, forward, graphs, &mut |node| {
                if seen.insert(node) {
                    waiting.push(node);
                    take(node)?;
                }
                Ok(())
            })?;
            from = if many { waiting.pop() } else { None };
        }
        Ok(())
    }

    fn is_node(&self, node: u32, graphs: Graphs) -> bool {
        let index = self.with.index;
        index.scan([Some(node), None, None], graphs).next().is_some()
            || index.scan([None, None, Some(node)], graphs).next().is_some()
    }

    /// The nodes one step away; some may come more than once.
    fn neighbours(
        &self,
        path: &Path,
        node: u32,
        forward: bool,
        graphs: Graphs,
        take: &mut Nodes<'_>,
    ) -> Result<(), Stop> {
        let along = |predicate: Option<u32>| {
            let ends = if forward { [Some(node), predicate, None] } else { [None, predicate, Some(node)] };
            self.with.index.scan(ends, graphs)
        };
        let far = if forward { 2 } else { 0 };
        match path {
            Path::Forward(predicate) => {
                for row in along(Some(*predicate)) {
                    self.guard.work()?;
                    take(row[far])?;
                }
                Ok(())
            }
            Path::Not(predicates) => {
                for row in along(None) {
                    self.guard.work()?;
                    if !predicates.contains(&row[1]) {
                        take(row[far])?;
                    }
                }
                Ok(())
            }
            Path::Inverse(inner) => self.neighbours(inner, node, !forward, graphs, take),
            Path::Sequence(first, second) => {
                let (near, behind) = if forward { (first, second) } else { (second, first) };
                self.neighbours(near, node, forward, graphs, &mut |middle| {
                    self.neighbours(behind, middle, forward, graphs, take)
                })
            }
            Path::Either(first, second) => {
                self.neighbours(first, node, forward, graphs, take)?;
                self.neighbours(second, node, forward, graphs, take)
            }
            Path::Repeat { path, zero, many } => self.repeated(path, *zero, *many, node, forward, graphs, take),
        }
    }
}

impl Path {
    /// True when it leads from a term that no graph has to itself. In a sequence it does not: between its parts stands a
    /// variable.
    fn stays_at_a_term(&self) -> bool {
        match self {
            Path::Forward(_) | Path::Not(_) | Path::Sequence(..) => false,
            Path::Inverse(inner) => inner.stays_at_a_term(),
            Path::Either(first, second) => first.stays_at_a_term() || second.stays_at_a_term(),
            Path::Repeat { path, zero, .. } => *zero || path.stays_at_a_term(),
        }
    }

    /// True when a path of no step is one of its paths.
    fn is_empty_too(&self) -> bool {
        match self {
            Path::Forward(_) | Path::Not(_) => false,
            Path::Inverse(inner) => inner.is_empty_too(),
            Path::Sequence(first, second) => first.is_empty_too() && second.is_empty_too(),
            Path::Either(first, second) => first.is_empty_too() || second.is_empty_too(),
            Path::Repeat { path, zero, .. } => *zero || path.is_empty_too(),
        }
    }
}
