//! More than one core: the quads of the first pattern are cut into parts, and each is carried on by a thread of its own.
//!
//! A thread compiles the query for itself, so that nothing a plan remembers is shared, and takes the steps over its part of
//! the sorted quads up to the first node that needs all frames at once. What the threads have made is put together in the
//! order of the parts: the rows and their order are those of one thread, however many there are.

use std::cell::RefCell;
use std::sync::{Arc, OnceLock};
use std::thread;

use oxigraph::model::Term;
use spargebra::Query;

use super::accumulate::Groups;
use super::filter::Calculator;
use super::frame::{Flow, Part, Slot, Stop};
use super::partial::Partial;
use super::plan::{Action, Node, Plan, Rows, Scan, Step};
use super::run::{Runner, Sink};
use super::spread::Shelf;
use super::{Route, has_base, route};
use crate::{COMPUTED, Exceeded, Guard, Store};

/// Quads of the first pattern from which on threads are worth their start, which takes about as long as a thousand quads.
const WORTH: f64 = 16_384.0;
/// Quads of the first pattern up to which frames wait for a node that takes them one by one; groups are kept however many
/// there are.
const MOST_FRAMES: f64 = 4_194_304.0;
const MOST_THREADS: usize = 8;
/// As much as a program's first thread has: steps wait on the stack for those behind them.
const STACK: usize = 8 << 20;

/// What threads have made of the first part of a plan.
pub(super) struct Given<'p> {
    steps: &'p [Step],
    /// Taken once.
    made: RefCell<Option<Vec<Made>>>,
}

/// What one thread has made of its part, with what is computed translated to numbers of the query as a whole.
enum Made {
    /// Frames, or their slots that are kept, one after the other.
    Frames {
        slots: Vec<Slot>,
        cells: Vec<u32>,
    },
    Groups(Partial),
}

/// A query whose first pattern is cut into parts.
struct Divided<'q> {
    store: &'q Store,
    query: &'q Query,
    union: bool,
    tables: Vec<Arc<Rows>>,
    shelf: Arc<Shelf>,
    n_parts: usize,
}

/// What threads make of the first part of `plan`, which `query` was compiled to; none when it is not worth it, or when the
/// parts could not be put together without a difference.
pub(super) fn given<'p>(
    store: &Store,
    query: &Query,
    union: bool,
    plan: &'p Plan,
    with: &Calculator<'_>,
    guard: &Guard,
) -> Result<Option<Given<'p>>, Stop> {
    static CORES: OnceLock<usize> = OnceLock::new();
    let n_parts = *CORES.get_or_init(|| thread::available_parallelism().map_or(1, usize::from).min(MOST_THREADS));
    let Some((_, steps)) = divisible(&plan.root, false).filter(|_| n_parts > 1) else { return Ok(None) };
    let mut tables = Vec::new();
    for step in steps {
        if let Action::Table(table) = &step.action {
            let rows = Runner::new(with, guard).table_rows(table)?;
            if rows.cells.iter().any(|number| *number >= COMPUTED) {
                return Ok(None);
            }
            tables.push(rows);
        }
    }
    let divided = Divided { store, query, union, tables, shelf: Arc::clone(&with.shelf), n_parts };
    let Some(parts) = divided.all(guard)? else { return Ok(None) };
    let mut made = Vec::new();
    for (own, computed) in parts {
        let numbers = computed.iter().map(|term| with.terms.number(term)).collect::<Result<Vec<_>, _>>()?;
        made.push(own.translated(&numbers));
    }
    Ok(Some(Given { steps, made: Some(made).into() }))
}

/// What a part comes to, and the terms that were computed on the way.
type OfPart = (Made, Vec<Term>);

impl Divided<'_> {
    /// What each part comes to, in order; none when there are no threads to be had. Fails when one does.
    fn all(&self, guard: &Guard) -> Result<Option<Vec<OfPart>>, Stop> {
        let guards: Vec<Guard> = (0..self.n_parts).map(|_| guard.another()).collect();
        let results: Vec<Result<_, Stop>> = thread::scope(|scope| {
            let start = |(part, guard): (usize, Guard)| {
                let work = move || {
                    let result = self.part(part, &guard);
                    if result.is_err() {
                        guard.end();
                    }
                    result
                };
                thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work)
            };
            let threads: Vec<_> = guards.into_iter().enumerate().map(start).collect();
            let joined = threads.into_iter().map(|thread| match thread.map(thread::ScopedJoinHandle::join) {
                Ok(Ok(result)) => result,
                Ok(Err(panic)) => std::panic::resume_unwind(panic),
                Err(_) => Ok(None),
            });
            joined.collect()
        });
        // The others were told to end as soon as one failed.
        let is_told = |stop: &Stop| matches!(stop, Stop::Exceeded(Exceeded::Cancelled));
        let mut failed: Vec<Stop> = results.iter().filter_map(|result| result.as_ref().err().copied()).collect();
        failed.sort_by_key(is_told);
        match failed.first() {
            Some(stop) => Err(*stop),
            None => Ok(results.into_iter().flatten().collect()),
        }
    }

    /// What one part comes to, and the terms that were computed on the way.
    fn part(&self, part: usize, guard: &Guard) -> Result<Option<OfPart>, Stop> {
        let mut with = Calculator::new(self.store, has_base(self.query));
        (with.shelf, with.n_threads) = (Arc::clone(&self.shelf), self.n_parts as u64);
        let Route::Own { plan, .. } = route(self.query, self.union, &with) else { return Ok(None) };
        let Some((node, steps)) = divisible(&plan.root, false) else { return Ok(None) };
        let mut tables = self.tables.iter();
        for step in steps {
            if let Action::Table(table) = &step.action {
                table.rows.replace(tables.next().cloned());
            }
        }
        let runner = Runner { part: Some((part, self.n_parts)), ..Runner::new(&with, guard) };
        let mut frame = vec![0; plan.n_slots];
        let made = if let Node::Group { inner, keys, aggregates } = node {
            let mut groups = Groups::new(keys, aggregates);
            runner.fill(&mut groups, inner, &mut frame)?;
            Made::Groups(groups.into_partial())
        } else {
            // What leaves the plan is enough where nothing comes in between.
            let is_last = std::ptr::eq(node, &raw const plan.root) && matches!(node, Node::Pipe(_));
            let slots: Vec<Slot> = if is_last { plan.columns.clone() } else { (0..plan.n_slots).collect() };
            let mut cells = Vec::new();
            runner.node(node, &mut frame, &mut |frame| {
                cells.extend(slots.iter().map(|slot| frame[*slot]));
                Ok(())
            })?;
            Made::Frames { slots, cells }
        };
        Ok(Some((made, with.terms.into_computed())))
    }
}

impl Made {
    /// The same with the numbers that the whole query has for the terms a thread has computed.
    fn translated(mut self, numbers: &[u32]) -> Made {
        let own = |number: &mut u32| {
            if let Some(place) = number.checked_sub(COMPUTED) {
                *number = numbers.get(place as usize).copied().unwrap_or(*number);
            }
        };
        match &mut self {
            Made::Frames { cells, .. } => cells.iter_mut().for_each(own),
            Made::Groups(partial) => partial.renumber(&own),
        }
        self
    }
}

/// The node that threads can take their part of, and the steps at its beginning. `cut`: what is above takes only so many.
fn divisible(node: &Node, cut: bool) -> Option<(&Node, &[Step])> {
    match node {
        Node::Pipe(steps) => (!cut && is_divisible(steps, MOST_FRAMES)).then_some((node, steps)),
        Node::Group { inner, .. } => match &**inner {
            Node::Pipe(steps) => is_divisible(steps, f64::INFINITY).then_some((node, steps)),
            inner => divisible(inner, false),
        },
        Node::Distinct { inner, .. } => match &**inner {
            Node::Pipe(steps) if !cut => is_divisible(steps, f64::INFINITY).then_some((node, steps)),
            inner => divisible(inner, cut),
        },
        // Terms of several kinds have no order that holds whatever is compared first, so frames are sorted all at once.
        Node::Order { inner, .. } => divisible(inner, false),
        Node::Then(inner, _) => divisible(inner, cut),
        Node::Slice { inner, .. } => divisible(inner, true),
    }
}

/// True when the first pattern finds many quads that stand together, and the steps can begin anywhere among them.
fn is_divisible(steps: &[Step], most: f64) -> bool {
    let [first, _, ..] = steps else { return false };
    let Action::Scan(Scan { parts: [Part::Slot(_), Part::Known(_), _], graph: None, .. }) = &first.action else {
        return false;
    };
    let is_alone = |step: &Step| match &step.action {
        Action::Optional(steps) | Action::Exists { steps, .. } => !has_table(steps),
        Action::Union(branches) => !branches.iter().any(|branch| has_table(branch)),
        _ => true,
    };
    (WORTH..most).contains(&first.estimate) && steps.iter().all(is_alone)
}

fn has_table(steps: &[Step]) -> bool {
    steps.iter().any(|step| match &step.action {
        Action::Table(_) => true,
        Action::Optional(steps) | Action::Exists { steps, .. } => has_table(steps),
        Action::Union(branches) => branches.iter().any(|branch| has_table(branch)),
        _ => false,
    })
}

impl Runner<'_> {
    /// Passes on what the first steps of a plan make of a frame without bindings, as far as they are not made already.
    pub(super) fn first(&self, steps: &[Step], frame: &mut Vec<u32>, sink: &mut Sink<'_>) -> Flow {
        if let Some(made) = self.made_of(steps) {
            return self.replay(made, frame, sink);
        }
        let (Some(_), [step, rest @ ..]) = (self.part, steps) else { return self.steps(steps, frame, sink) };
        let Action::Scan(scan) = &step.action else { return self.steps(steps, frame, sink) };
        // What follows sees all quads.
        let whole = Runner { part: None, ..*self };
        self.scan(scan, step, frame, &mut |frame| whole.steps(rest, frame, sink))
    }

    /// What threads have made of these steps, when it is asked for the first time.
    fn made_of(&self, steps: &[Step]) -> Option<Vec<Made>> {
        self.given.filter(|given| std::ptr::eq(given.steps, steps))?.made.take()
    }

    fn replay(&self, parts: Vec<Made>, frame: &mut Vec<u32>, sink: &mut Sink<'_>) -> Flow {
        for made in parts {
            let Made::Frames { slots, cells } = made else { continue };
            for row in cells.chunks(slots.len().max(1)) {
                self.guard.work()?;
                for (slot, number) in slots.iter().zip(row) {
                    frame[*slot] = *number;
                }
                sink(frame)?;
            }
        }
        frame.fill(0);
        Ok(())
    }

    /// The groups that threads have made of these steps, put together; none when they have made none, or when together
    /// they could come to something else than one after the other.
    pub(super) fn given_groups<'g>(
        &self,
        steps: &[Step],
        empty: impl Fn() -> Groups<'g>,
    ) -> Result<Option<Groups<'g>>, Stop> {
        let Some(parts) = self.made_of(steps) else { return Ok(None) };
        let mut groups = empty();
        for made in parts {
            let Made::Groups(partial) = made else { return Ok(None) };
            if !groups.add(partial, self.guard, self.with)? {
                return Ok(None);
            }
        }
        Ok(Some(groups))
    }
}
