//! Carries out a plan: every step passes frames on to the steps behind it, so that nothing is kept that need not be.

use std::rc::Rc;

use rustc_hash::FxHashSet;

use super::filter::Calculator;
use super::frame::{Flow, Part, Slot, Stop};
use super::plan::{Action, Ends, Node, Plan, Rows, Scan, Step, Table};
use super::sort::Sorter;
use crate::{Graphs, Guard};

/// Quads of a pattern that are read and kept in the time of one look into the index, about.
const READ_AT_ONCE: u64 = 16;

/// Takes frames.
pub(super) type Sink<'s> = dyn FnMut(&mut Vec<u32>) -> Flow + 's;

/// What a plan is carried out with.
#[derive(Clone, Copy)]
pub(super) struct Runner<'a> {
    pub(super) with: &'a Calculator<'a>,
    pub(super) guard: &'a Guard,
}

impl Runner<'_> {
    /// The rows of a plan: the numbers of its columns, one after the other.
    pub(super) fn rows(&self, plan: &Plan) -> Result<Vec<u32>, Stop> {
        let mut cells = Vec::new();
        let mut frame = vec![0; plan.n_slots];
        self.node(&plan.root, &mut frame, &mut |frame| {
            cells.extend(plan.columns.iter().map(|slot| frame[*slot]));
            Ok(())
        })?;
        Ok(cells)
    }

    /// Whether a plan has any row.
    pub(super) fn any(&self, plan: &Plan) -> Result<bool, Stop> {
        let mut frame = vec![0; plan.n_slots];
        Self::finds(|sink| self.node(&plan.root, &mut frame, sink))
    }

    /// Whether something passes on any frame; it is stopped at the first. That a LIMIT inside has enough as well, and says
    /// that all is well, changes nothing about it.
    fn finds(run: impl FnOnce(&mut Sink<'_>) -> Flow) -> Result<bool, Stop> {
        let mut found = false;
        let flow = run(&mut |_| {
            found = true;
            Err(Stop::Enough)
        });
        match flow {
            Ok(()) | Err(Stop::Enough) => Ok(found),
            Err(stop) => Err(stop),
        }
    }

    pub(super) fn node(&self, node: &Node, frame: &mut Vec<u32>, sink: &mut Sink<'_>) -> Flow {
        match node {
            Node::Pipe(steps) => self.steps(steps, frame, sink),
            Node::Then(inner, steps) => self.node(inner, frame, &mut |frame| self.steps(steps, frame, sink)),
            Node::Group { inner, keys, aggregates } => self.group(inner, keys, aggregates, frame, sink),
            Node::Distinct { inner, slots } => {
                let mut seen: FxHashSet<Box<[u32]>> = FxHashSet::default();
                self.node(inner, frame, &mut |frame| {
                    self.guard.work()?;
                    if seen.insert(slots.iter().map(|slot| frame[*slot]).collect()) { sink(frame) } else { Ok(()) }
                })
            }
            Node::Order { inner, keys, most, slots } => {
                let descending = keys.iter().map(|key| key.descending).collect();
                let mut sorter = Sorter::new(self.with, self.guard, descending, *most);
                self.node(inner, frame, &mut |frame| {
                    let keys = keys.iter().map(|key| key.computation.value(frame, self.with));
                    let keys = keys.collect::<Result<Box<[u32]>, _>>()?;
                    sorter.push(keys, slots.iter().map(|slot| frame[*slot]).collect())
                })?;
                let mut ordered = vec![0; frame.len()];
                for row in sorter.finish()? {
                    for (slot, number) in slots.iter().zip(row) {
                        ordered[*slot] = number;
                    }
                    sink(&mut ordered)?;
                }
                Ok(())
            }
            Node::Slice { inner, start, length } => {
                let (mut n_seen, end) = (0, length.map(|length| start.saturating_add(length)));
                if end == Some(*start) {
                    return Ok(());
                }
                let flow = self.node(inner, frame, &mut |frame| {
                    n_seen += 1;
                    if n_seen > *start {
                        sink(frame)?;
                    }
                    if Some(n_seen) == end { Err(Stop::Enough) } else { Ok(()) }
                });
                match flow {
                    Err(Stop::Enough) if Some(n_seen) == end => Ok(()),
                    other => other,
                }
            }
        }
    }

    pub(super) fn steps(&self, steps: &[Step], frame: &mut Vec<u32>, sink: &mut Sink<'_>) -> Flow {
        let Some((step, rest)) = steps.split_first() else { return sink(frame) };
        let passed = &step.passed;
        let mut next = |frame: &mut Vec<u32>| {
            passed.set(passed.get() + 1);
            self.steps(rest, frame, sink)
        };
        match &step.action {
            Action::Scan(scan) => self.scan(scan, step, frame, &mut |frame| self.steps(rest, frame, sink)),
            Action::Reach(reach) => self.reach(reach, frame, &mut next),
            Action::Match(search) => self.matches(search, frame, &mut next),
            Action::Filter(condition) => {
                if condition.holds(frame, self.with)? == Some(true) {
                    next(frame)
                } else {
                    Ok(())
                }
            }
            Action::Optional(inner) => {
                let mut found = false;
                self.steps(inner, frame, &mut |frame| {
                    found = true;
                    next(frame)
                })?;
                if found { Ok(()) } else { next(frame) }
            }
            Action::Union(branches) => branches.iter().try_for_each(|branch| self.steps(branch, frame, &mut next)),
            Action::Extend(slot, computation) => {
                let value = computation.value(frame, self.with)?;
                let before = std::mem::replace(&mut frame[*slot], value);
                let flow = next(frame);
                frame[*slot] = before;
                flow
            }
            Action::Values(slots, rows) => rows.iter().try_for_each(|row| bind(slots, row, frame, &mut next)),
            Action::Exists { steps, wanted, ends } => {
                let is_there = match self.is_end(steps, ends, frame)? {
                    Some(is_end) => is_end,
                    None => Self::finds(|sink| self.steps(steps, frame, sink))?,
                };
                if is_there == *wanted { next(frame) } else { Ok(()) }
            }
            Action::Table(table) => self.table(table, frame, &mut next),
            Action::Once { slots, seen } => {
                let is_new = seen.borrow_mut().insert(slots.iter().map(|slot| frame[*slot]).collect());
                if is_new { next(frame) } else { Ok(()) }
            }
        }
    }

    /// True when what is bound in the frame is an end of the one pattern of `steps`; none when these have another form, or
    /// so few frames have asked that looking each one up costs less than reading all ends once.
    fn is_end(&self, steps: &[Step], ends: &Ends, frame: &[u32]) -> Result<Option<bool>, Stop> {
        let [Step { action: Action::Scan(scan), passed, .. }] = steps else { return Ok(None) };
        let ([subject, Part::Known(predicate), object], None, None) = (scan.parts, scan.triple, scan.graph) else {
            return Ok(None);
        };
        let (which, end) = match (subject.value(frame), object.value(frame)) {
            (Some(subject), None) => (0, subject),
            (None, Some(object)) => (1, object),
            _ => return Ok(None),
        };
        let asked = &ends.n_asked[which];
        asked.set(asked.get() + 1);
        if asked.get() < self.with.index.counts(predicate).n_quads / READ_AT_ONCE {
            return Ok(None);
        }
        let all = if let Some(all) = ends.all[which].get() {
            all
        } else {
            let mut all = FxHashSet::default();
            for row in self.with.index.scan([None, Some(predicate), None], scan.graphs) {
                self.guard.work()?;
                all.insert(row[2 * which]);
            }
            ends.all[which].get_or_init(|| all)
        };
        let is_end = all.contains(&end);
        passed.set(passed.get() + u64::from(is_end));
        Ok(Some(is_end))
    }

    /// Binds what quads bind, one after the other.
    pub(super) fn scan(&self, scan: &Scan, step: &Step, frame: &mut Vec<u32>, sink: &mut Sink<'_>) -> Flow {
        let mut known = scan.parts.map(|part| part.value(frame));
        if let Some(parts) = scan.triple
            && known[2].is_none()
            && let [Some(subject), Some(predicate), Some(object)] = parts.map(|part| part.value(frame))
        {
            let Some(triple) = self.with.index.triple_of([subject, predicate, object]) else { return Ok(()) };
            known[2] = Some(triple);
        }
        let graphs = match scan.graph.map(|slot| frame[slot]) {
            Some(graph) if graph != 0 => Graphs::One(graph),
            _ => scan.graphs,
        };
        let mut free: [(usize, Slot); 4] = [(0, 0); 4];
        let mut n_free = 0;
        let graph = scan.graph.map(Part::Slot);
        for (at, part) in scan.parts.iter().chain(&graph).enumerate() {
            if let Part::Slot(slot) = part
                && frame[*slot] == 0
            {
                free[n_free] = (at, *slot);
                n_free += 1;
            }
        }
        let free = &free[..n_free];
        let mut near = step.near.get();
        let rows = self.with.index.scan_near(known, graphs, &mut near);
        step.near.set(near);
        for row in rows {
            self.guard.work()?;
            let mut fits = true;
            for (at, slot) in free {
                // A variable may stand in two places of one pattern.
                fits &= frame[*slot] == 0 || frame[*slot] == row[*at];
                frame[*slot] = row[*at];
            }
            let mut count = |frame: &mut Vec<u32>| {
                step.passed.set(step.passed.get() + 1);
                sink(frame)
            };
            let flow = match scan.triple {
                _ if !fits => Ok(()),
                None => count(frame),
                Some(parts) => self.unpack(row[2], parts, frame, &mut count),
            };
            for (_, slot) in free {
                frame[*slot] = 0;
            }
            flow?;
        }
        Ok(())
    }

    /// Binds the parts of a triple term, when they fit.
    fn unpack(&self, triple: u32, parts: [Part; 3], frame: &mut Vec<u32>, next: &mut Sink<'_>) -> Flow {
        let Some(numbers) = self.with.index.triple(triple) else { return Ok(()) };
        let (mut slots, mut cells, mut n) = ([0; 3], [0; 3], 0);
        for (part, number) in parts.iter().zip(numbers) {
            match part {
                Part::Known(known) if *known != number => return Ok(()),
                Part::Known(_) => {}
                Part::Slot(slot) => {
                    (slots[n], cells[n]) = (*slot, number);
                    n += 1;
                }
            }
        }
        bind(&slots[..n], &cells[..n], frame, next)
    }

    fn table(&self, table: &Table, frame: &mut Vec<u32>, next: &mut Sink<'_>) -> Flow {
        let made = table.rows.borrow().clone();
        let rows = if let Some(rows) = made { rows } else { self.make(table)? };
        let hash = Rows::hash(table.key.iter().map(|column| frame[table.slots[*column]]));
        for row in rows.with_hash(hash) {
            self.guard.work()?;
            bind(&table.slots, row, frame, next)?;
        }
        Ok(())
    }

    /// Answers a subquery, and keeps its rows.
    fn make(&self, table: &Table) -> Result<Rc<Rows>, Stop> {
        let rows = Rc::new(Rows::new(table.slots.len(), self.rows(&table.plan)?, &table.key));
        table.rows.replace(Some(Rc::clone(&rows)));
        Ok(rows)
    }
}

/// Binds slots to a row, when the row fits what is bound; unbound cells bind nothing.
fn bind(slots: &[Slot], row: &[u32], frame: &mut Vec<u32>, next: &mut Sink<'_>) -> Flow {
    let fits = slots.iter().zip(row).all(|(slot, number)| *number == 0 || frame[*slot] == 0 || frame[*slot] == *number);
    if !fits {
        return Ok(());
    }
    let mut bound: [Slot; 8] = [0; 8];
    let mut n_bound = 0;
    // Few rows are wider than that.
    let mut more: Vec<Slot> = Vec::new();
    let mut flow = Ok(());
    for (slot, number) in slots.iter().zip(row) {
        if frame[*slot] == 0 && *number != 0 {
            frame[*slot] = *number;
            if let Some(free) = bound.get_mut(n_bound) {
                *free = *slot;
                n_bound += 1;
            } else {
                more.push(*slot);
            }
        } else if *number != 0 && frame[*slot] != *number {
            // The same slot twice, with two numbers.
            flow = Err(());
        }
    }
    let flow = if flow.is_ok() { next(frame) } else { Ok(()) };
    for slot in bound[..n_bound].iter().chain(&more) {
        frame[*slot] = 0;
    }
    flow
}
