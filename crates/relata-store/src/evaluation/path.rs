//! Paths that repeat, found by searching the graph from one end.

use rustc_hash::FxHashSet;

use super::frame::{Part, Stop};
use super::plan::{Path, Reach};
use super::run::Runner;
use crate::Graphs;

/// Takes nodes.
type Nodes<'s> = dyn FnMut(u32) -> Result<(), Stop> + 's;

impl Runner<'_> {
    /// Binds both ends of each path, each pair once.
    pub(super) fn reach(
        &self,
        reach: &Reach,
        frame: &mut Vec<u32>,
        next: &mut dyn FnMut(&mut Vec<u32>) -> Result<(), Stop>,
    ) -> Result<(), Stop> {
        let bind = |part: Part, number: u32, frame: &mut Vec<u32>| {
            if let Part::Slot(slot) = part {
                frame[slot] = number;
            }
        };
        let [from, to] = reach.ends;
        match (from.value(frame), to.value(frame)) {
            (Some(start), Some(end)) => {
                let mut found = false;
                let flow = self.reached(reach, start, true, &mut |node| {
                    found |= node == end;
                    if found { Err(Stop::Enough) } else { Ok(()) }
                });
                match flow {
                    Err(Stop::Enough) if found => next(frame),
                    other => other,
                }
            }
            (Some(start), None) => self.reached(reach, start, true, &mut |node| {
                bind(to, node, frame);
                let flow = next(frame);
                bind(to, 0, frame);
                flow
            }),
            (None, Some(end)) => self.reached(reach, end, false, &mut |node| {
                bind(from, node, frame);
                let flow = next(frame);
                bind(from, 0, frame);
                flow
            }),
            (None, None) => self.starts(reach, &mut |start| {
                let same = from == to;
                self.reached(reach, start, true, &mut |node| {
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
    fn starts(&self, reach: &Reach, take: &mut Nodes<'_>) -> Result<(), Stop> {
        let mut seen = FxHashSet::default();
        let mut new = |node: u32| if seen.insert(node) { take(node) } else { Ok(()) };
        if reach.zero || reach.path.is_empty_too() {
            self.all_nodes(reach.graphs, &mut new)
        } else {
            self.sources(&reach.path, true, reach.graphs, &mut new)
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
    fn reached(&self, reach: &Reach, start: u32, forward: bool, take: &mut Nodes<'_>) -> Result<(), Stop> {
        self.repeated(&reach.path, reach.zero, reach.many, start, forward, reach.graphs, take)
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
