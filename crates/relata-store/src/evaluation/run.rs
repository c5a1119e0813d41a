//! Carries out a plan: every step passes frames on to the steps behind it, so that nothing is kept that need not be.

use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::filter::Calculator;
use super::frame::{Flow, Part, Slot, Stop};
use super::parallel::Given;
use super::plan::{Action, Node, Plan, Rows, Scan, Step, Table};
use super::sort::Sorter;
use super::spread::spread;
use crate::{Graphs, Guard};

/// Takes frames.
pub(super) type Sink<'s> = dyn FnMut(&mut Vec<u32>) -> Flow + 's;

/// What a step makes of a frame.
enum One {
    /// The frame, with perhaps something bound in it.
    Frame,
    /// Nothing.
    Nothing,
    /// Perhaps more than one frame.
    Unknown,
}

/// Slots that steps have bound within a frame.
#[derive(Default)]
struct Undo {
    slots: [Slot; 8],
    n: usize,
}

impl Undo {
    fn is_full(&self) -> bool {
        self.n == self.slots.len()
    }

    /// Binds a slot that is free; false when too many were bound before.
    fn bind(&mut self, slot: Slot, number: u32, frame: &mut [u32]) -> bool {
        let Some(place) = self.slots.get_mut(self.n) else { return false };
        (*place, frame[slot]) = (slot, number);
        self.n += 1;
        true
    }

    fn free(&self, frame: &mut [u32]) {
        for slot in &self.slots[..self.n] {
            frame[*slot] = 0;
        }
    }
}

/// What a plan is carried out with.
#[derive(Clone, Copy)]
pub(super) struct Runner<'a> {
    pub(super) with: &'a Calculator<'a>,
    pub(super) guard: &'a Guard,
    /// Which part of the quads of the first pattern it looks at, and how many parts there are; all where there is none.
    pub(super) part: Option<(usize, usize)>,
    /// What threads have made beforehand.
    pub(super) given: Option<&'a Given<'a>>,
}

impl<'a> Runner<'a> {
    /// Carries out whole plans.
    pub(super) fn new(with: &'a Calculator<'a>, guard: &'a Guard) -> Runner<'a> {
        Runner { with, guard, part: None, given: None }
    }
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
            Node::Pipe(steps) => self.first(steps, frame, sink),
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

    /// Passes on what the steps make of a frame.
    pub(super) fn steps(&self, steps: &[Step], frame: &mut Vec<u32>, sink: &mut Sink<'_>) -> Flow {
        let mut rest = steps;
        let mut bound = Undo::default();
        // Steps that make one frame of a frame, or none, follow each other without a call that waits for those behind.
        let flow = loop {
            let Some((first, behind)) = rest.split_first() else { break sink(frame) };
            match self.one(first, frame, &mut bound) {
                Ok(One::Frame) => rest = behind,
                Ok(One::Nothing) => break Ok(()),
                Ok(One::Unknown) => break self.many(first, behind, frame, sink),
                Err(stop) => break Err(stop),
            }
        };
        bound.free(frame);
        flow
    }

    /// Takes a step within the frame, when it makes at most one of it.
    #[inline]
    fn one(&self, step: &Step, frame: &mut Vec<u32>, bound: &mut Undo) -> Result<One, Stop> {
        let goes_on = match &step.action {
            Action::Filter(condition) => condition.holds(frame, self.with)? == Some(true),
            Action::Exists { steps, wanted } => {
                let is_there = match self.is_there(steps, frame)? {
                    Some(is_there) => is_there,
                    None => Self::finds(|sink| self.steps(steps, frame, sink))?,
                };
                is_there == *wanted
            }
            Action::Scan(scan @ Scan { triple: None, .. }) => {
                let known = scan.known(frame);
                match self.ask(scan, step, known)? {
                    Some([]) => false,
                    Some([other]) => {
                        let end = if known[2].is_none() { 2 } else { 0 };
                        match scan.parts[end].slot().filter(|_| known[end].is_none()) {
                            Some(slot) if !bound.bind(slot, *other, frame) => return Ok(One::Unknown),
                            _ => true,
                        }
                    }
                    None | Some(_) => return Ok(One::Unknown),
                }
            }
            Action::Extend(slot, computation) if frame[*slot] == 0 && !bound.is_full() => {
                let value = computation.value(frame, self.with)?;
                self.guard.made(self.with.terms.n_bytes())?;
                bound.bind(*slot, value, frame)
            }
            _ => return Ok(One::Unknown),
        };
        step.passed.set(step.passed.get() + u64::from(goes_on));
        Ok(if goes_on { One::Frame } else { One::Nothing })
    }

    /// Passes on what a step makes of a frame, one after the other, to those behind it.
    fn many(&self, step: &Step, rest: &[Step], frame: &mut Vec<u32>, sink: &mut Sink<'_>) -> Flow {
        let passed = &step.passed;
        let mut next = |frame: &mut Vec<u32>| {
            passed.set(passed.get() + 1);
            self.steps(rest, frame, sink)
        };
        match &step.action {
            Action::Scan(scan) => self.scan(scan, step, frame, &mut |frame| self.steps(rest, frame, sink)),
            // These make one frame at most, so `one` has taken them.
            Action::Filter(_) | Action::Exists { .. } => Ok(()),
            Action::Reach(reach) => self.reach(reach, frame, &mut next),
            Action::Match(search) => self.matches(search, frame, &mut next),
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
                self.guard.made(self.with.terms.n_bytes())?;
                let before = std::mem::replace(&mut frame[*slot], value);
                let flow = next(frame);
                frame[*slot] = before;
                flow
            }
            Action::Values(slots, rows) => rows.iter().try_for_each(|row| {
                self.guard.work()?;
                bind(slots, row, frame, &mut next)
            }),
            Action::Table(table) => self.table(table, frame, &mut next),
            Action::Once { slots, seen } => {
                let is_new = seen.borrow_mut().insert(slots.iter().map(|slot| frame[*slot]).collect());
                if is_new { next(frame) } else { Ok(()) }
            }
        }
    }

    /// True when the steps, which are one pattern, find something for the frame; none when they are more than that, or so
    /// few frames have asked that looking each one up costs less than reading all quads of the predicate once.
    fn is_there(&self, steps: &[Step], frame: &[u32]) -> Result<Option<bool>, Stop> {
        let [step] = steps else { return Ok(None) };
        let Action::Scan(scan @ Scan { triple: None, .. }) = &step.action else { return Ok(None) };
        let is_there = self.ask(scan, step, scan.known(frame))?.map(|found| !found.is_empty());
        step.passed.set(step.passed.get() + u64::from(is_there == Some(true)));
        Ok(is_there)
    }

    /// Binds what quads bind, one after the other.
    pub(super) fn scan(&self, scan: &Scan, step: &Step, frame: &mut Vec<u32>, sink: &mut Sink<'_>) -> Flow {
        let mut known = scan.known(frame);
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
        // Where the object is no triple term, the frame has asked before it came here.
        let others = if scan.triple.is_some() { self.ask(scan, step, known)? } else { spread(scan, step, known) };
        if let Some(others) = others {
            let row = |other: &u32| match known {
                [Some(subject), predicate, _] => [subject, predicate.unwrap_or_default(), *other, 0],
                [None, predicate, object] => [*other, predicate.unwrap_or_default(), object.unwrap_or_default(), 0],
            };
            return others.iter().try_for_each(|other| self.quad(row(other), (scan, step), free, frame, sink));
        }
        let is_constant = |part: Part| matches!(part, Part::Known(_));
        if known[0].is_none() && (known[2].is_none() || is_constant(scan.parts[2])) {
            let part = self.part.unwrap_or((0, 1));
            return self.with.index.each(known, graphs, part, |row| self.quad(row, (scan, step), free, frame, sink));
        }
        let mut near = step.near.get();
        let mut rows = self.with.index.scan_near(known, graphs, &mut near);
        step.near.set(near);
        rows.try_for_each(|row| self.quad(row, (scan, step), free, frame, sink))
    }

    /// Binds the free parts of a pattern to a quad.
    #[inline]
    fn quad(
        &self,
        row: [u32; 4],
        (scan, step): (&Scan, &Step),
        free: &[(usize, Slot)],
        frame: &mut Vec<u32>,
        sink: &mut Sink<'_>,
    ) -> Flow {
        self.guard.work()?;
        let mut fits = true;
        for (at, slot) in free {
            // A variable may stand in two places of one pattern.
            fits &= frame[*slot] == 0 || frame[*slot] == row[*at];
            frame[*slot] = row[*at];
        }
        let flow = match scan.triple {
            _ if !fits => Ok(()),
            None => {
                step.passed.set(step.passed.get() + 1);
                sink(frame)
            }
            Some(parts) => self.unpack(row[2], parts, frame, &mut |frame| {
                step.passed.set(step.passed.get() + 1);
                sink(frame)
            }),
        };
        for (_, slot) in free {
            frame[*slot] = 0;
        }
        flow
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
        let rows = self.table_rows(table)?;
        let hash = Rows::hash(table.key.iter().map(|column| frame[table.slots[*column]]));
        for row in rows.with_hash(hash) {
            self.guard.work()?;
            bind(&table.slots, row, frame, next)?;
        }
        Ok(())
    }

    /// Answers a subquery once, and keeps its rows.
    pub(super) fn table_rows(&self, table: &Table) -> Result<Arc<Rows>, Stop> {
        let made = table.rows.borrow().clone();
        if let Some(rows) = made {
            return Ok(rows);
        }
        let rows = Arc::new(Rows::new(table.slots.len(), self.rows(&table.plan)?, &table.key));
        table.rows.replace(Some(Arc::clone(&rows)));
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
