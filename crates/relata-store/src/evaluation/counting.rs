//! Groups of frames, and counts that the index knows without looking at each quad.

use oxigraph::model::Literal;

use super::accumulate::Groups;
use super::aggregate::{Aggregate, What};
use super::filter::Computation;
use super::frame::{Flow, Part, Slot};
use super::plan::{Action, Node, Scan, Step};
use super::run::{Runner, Sink};
use crate::Graphs;

impl Runner<'_> {
    /// Passes on a frame for each group.
    pub(super) fn group(
        &self,
        inner: &Node,
        keys: &[Slot],
        aggregates: &[(Slot, Aggregate)],
        frame: &mut Vec<u32>,
        sink: &mut Sink<'_>,
    ) -> Flow {
        if let (Node::Pipe(steps), [], [(slot, aggregate)]) = (inner, keys, aggregates)
            && let [Step { action: Action::Scan(scan), passed, .. }] = steps.as_slice()
            && let Some(n) = self.different(scan, aggregate)
        {
            passed.set(n);
            let n = Literal::from(i64::try_from(n).unwrap_or(i64::MAX));
            frame[*slot] = self.with.terms.number(&n.into())?;
            let flow = sink(frame);
            frame[*slot] = 0;
            return flow;
        }
        let given = match inner {
            Node::Pipe(steps) => self.given_groups(steps, || Groups::new(keys, aggregates))?,
            _ => None,
        };
        let groups = if let Some(groups) = given {
            groups
        } else {
            let mut groups = Groups::new(keys, aggregates);
            self.fill(&mut groups, inner, frame)?;
            groups
        };
        let mut grouped = vec![0; frame.len()];
        groups.finish(self.with, &mut grouped, sink)
    }

    /// Takes the frames of a node into their groups.
    pub(super) fn fill(&self, groups: &mut Groups<'_>, inner: &Node, frame: &mut Vec<u32>) -> Flow {
        let (keys, aggregates) = (groups.keys, groups.aggregates);
        let mut take = |frame: &[u32], times: u64| -> Flow {
            self.guard.work()?;
            groups.take(frame, times, self.with)?;
            Ok(())
        };
        match inner {
            Node::Pipe(steps) => self.counted(steps, keys, aggregates, frame, &mut take),
            other => self.node(other, frame, &mut |frame| take(frame, 1)),
        }
    }

    /// Frames of steps for a group, each with how often it was found: what the index can count is not looked at one by one.
    fn counted(
        &self,
        steps: &[Step],
        keys: &[Slot],
        aggregates: &[(Slot, Aggregate)],
        frame: &mut Vec<u32>,
        take: &mut dyn FnMut(&[u32], u64) -> Flow,
    ) -> Flow {
        let Some((last, before)) = steps.split_last() else {
            return self.first(steps, frame, &mut |frame| take(frame, 1));
        };
        let Action::Scan(scan) = &last.action else {
            return self.first(steps, frame, &mut |frame| take(frame, 1));
        };
        let passed = &last.passed;
        let mut looked: Vec<Slot> = keys.to_vec();
        looked.extend(aggregates.iter().flat_map(|(_, aggregate)| aggregate.slots()));
        // Where values are counted, a variable of this scan is bound each time it finds something.
        let counts_only = aggregates.iter().all(|(_, aggregate)| match &aggregate.what {
            What::Frames(_) | What::Values(_) => !aggregate.distinct,
            _ => false,
        });
        if !counts_only || scan.triple.is_some() || scan.graph.is_some() || scan.graphs != Graphs::Union {
            return self.first(steps, frame, &mut |frame| take(frame, 1));
        }
        // Only the first pattern is cut into parts.
        let whole = Runner { part: None, ..*self };
        let is_looked_at = scan.parts.map(|part| part.slot().is_some_and(|slot| looked.contains(&slot)));
        self.first(before, frame, &mut |frame| {
            let known = scan.known(frame);
            if let Some(others) = self.ask(scan, last, known)? {
                if (0..3).any(|at| known[at].is_none() && is_looked_at[at]) {
                    return whole.scan(scan, last, frame, &mut |frame| take(frame, 1));
                }
                passed.set(passed.get() + others.len() as u64);
                return if others.is_empty() { Ok(()) } else { take(frame, others.len() as u64) };
            }
            let free: Vec<(usize, Slot)> =
                (0..3).filter(|at| known[*at].is_none()).filter_map(|at| Some((at, scan.parts[at].slot()?))).collect();
            let repeated =
                free.iter().enumerate().any(|(i, (_, slot))| free[..i].iter().any(|(_, other)| other == slot));
            let needed: Vec<_> = free.iter().filter(|(_, slot)| looked.contains(slot)).collect();
            let groups = match needed.as_slice() {
                [] if !repeated => {
                    let n = self.with.index.count(known, Graphs::Union);
                    passed.set(passed.get() + n);
                    return if n > 0 { take(frame, n) } else { Ok(()) };
                }
                [(at, slot)] if !repeated => self.with.index.groups(known, *at).map(|groups| (groups, *slot)),
                _ => None,
            };
            let Some((groups, slot)) = groups else {
                return whole.scan(scan, last, frame, &mut |frame| take(frame, 1));
            };
            for (number, n) in groups {
                passed.set(passed.get() + n);
                frame[slot] = number;
                take(frame, n)?;
            }
            frame[slot] = 0;
            Ok(())
        })
    }

    /// How many different subjects or objects a scan finds, when the file has counted them.
    fn different(&self, scan: &Scan, aggregate: &Aggregate) -> Option<u64> {
        let What::Values(Computation::Part(Part::Slot(slot))) = aggregate.what else { return None };
        let [Part::Slot(subject), predicate, Part::Slot(object)] = scan.parts else { return None };
        let whole = scan.graphs == Graphs::Union && scan.graph.is_none() && scan.triple.is_none() && subject != object;
        let counts = match predicate {
            Part::Known(number) if number as usize <= self.with.index.n_names() => self.with.index.counts(number),
            Part::Slot(predicate) if predicate != subject && predicate != object => self.with.index.counts(0),
            _ => return None,
        };
        let n = if slot == subject {
            counts.n_subjects
        } else if slot == object {
            counts.n_objects
        } else {
            return None;
        };
        (whole && aggregate.distinct).then_some(n)
    }
}
