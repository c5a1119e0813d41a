//! What a query does, step by step.
//!
//! A row of bindings is a frame: one number of a term for each variable, 0 where it is unbound. Steps pass frames on to
//! the steps behind them; nodes work on whole sets of frames.

use std::cell::{Cell, RefCell};

use rustc_hash::{FxHashMap, FxHashSet};

use super::aggregate::Aggregate;
use super::filter::{Computation, Condition};
use crate::Graphs;

/// Place of a variable in a frame.
pub(super) type Slot = usize;

/// A part of a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// A term by its number.
    Known(u32),
    /// A variable.
    Slot(Slot),
}

impl Part {
    /// The number it has in a frame, when it has one.
    pub(super) fn value(self, frame: &[u32]) -> Option<u32> {
        match self {
            Part::Known(number) => Some(number),
            Part::Slot(slot) => Some(frame[slot]).filter(|number| *number != 0),
        }
    }

    pub(super) fn slot(self) -> Option<Slot> {
        match self {
            Part::Known(_) => None,
            Part::Slot(slot) => Some(slot),
        }
    }
}

/// Quads that fit a pattern.
#[derive(Debug, Clone)]
pub(super) struct Scan {
    /// Subject, predicate, object.
    pub(super) parts: [Part; 3],
    /// The parts of the object, when it is a triple term with variables; the object is then a slot of its own.
    pub(super) triple: Option<[Part; 3]>,
    pub(super) graphs: Graphs,
    /// The variable for the graph.
    pub(super) graph: Option<Slot>,
}

/// A path between two nodes that repeats or may be empty.
#[derive(Debug, Clone)]
pub(super) struct Reach {
    pub(super) ends: [Part; 2],
    pub(super) path: Path,
    /// Whether a path of no step counts.
    pub(super) zero: bool,
    /// Whether the path may be taken more than once.
    pub(super) many: bool,
    pub(super) graphs: Graphs,
}

/// One step of a path.
#[derive(Debug, Clone)]
pub(super) enum Path {
    /// Along a predicate.
    Forward(u32),
    /// Along any predicate but these.
    Not(Vec<u32>),
    /// Against the direction.
    Inverse(Box<Path>),
    /// One after the other.
    Sequence(Box<Path>, Box<Path>),
    /// Either.
    Either(Box<Path>, Box<Path>),
    /// Any number of times, or at most once, as in [`Reach`].
    Repeat { path: Box<Path>, zero: bool, many: bool },
}

/// Rows of bindings given or computed beforehand.
#[derive(Debug, Default)]
pub(super) struct Rows {
    pub(super) width: usize,
    pub(super) cells: Vec<u32>,
    /// Rows by the columns that are bound whenever the table is asked.
    pub(super) by_key: FxHashMap<Box<[u32]>, Vec<u32>>,
}

/// A subquery: evaluated once, then joined.
pub(super) struct Table {
    pub(super) plan: Plan,
    /// Slots of its columns outside.
    pub(super) slots: Vec<Slot>,
    /// Columns bound on both sides whenever it is asked.
    pub(super) key: Vec<usize>,
    pub(super) rows: RefCell<Option<std::rc::Rc<Rows>>>,
}

/// Subjects with a string in which all words occur.
#[derive(Debug)]
pub(super) struct Match {
    pub(super) thing: Part,
    pub(super) words: Part,
    pub(super) graphs: Graphs,
    /// What was found for words, by their number.
    pub(super) things: RefCell<FxHashMap<u32, std::rc::Rc<Vec<u32>>>>,
}

/// What a step does to a frame.
pub(super) enum Action {
    Scan(Scan),
    Reach(Reach),
    Match(Match),
    Filter(Condition),
    /// Binds what the steps bind, or nothing when they find nothing.
    Optional(Vec<Step>),
    Union(Vec<Vec<Step>>),
    Extend(Slot, Computation),
    Values(Vec<Slot>, Vec<Vec<u32>>),
    /// Goes on when the steps find something, or when they do not.
    Exists {
        steps: Vec<Step>,
        wanted: bool,
    },
    Table(Box<Table>),
    /// Goes on once for each combination of these slots: what comes behind needs no other.
    Once {
        slots: Vec<Slot>,
        seen: RefCell<FxHashSet<Box<[u32]>>>,
    },
}

/// An action, with how many frames it was expected to pass on and how many it did.
pub(super) struct Step {
    pub(super) action: Action,
    pub(super) estimate: f64,
    pub(super) passed: Cell<u64>,
}

impl Step {
    pub(super) fn new(action: Action, estimate: f64) -> Step {
        Step { action, estimate, passed: Cell::new(0) }
    }
}

/// Direction and value of one level of an order.
pub(super) struct OrderKey {
    pub(super) descending: bool,
    pub(super) computation: Computation,
}

/// Works on sets of frames.
pub(super) enum Node {
    /// All frames that the steps make of one without bindings.
    Pipe(Vec<Step>),
    /// Steps for each frame of another node.
    Then(Box<Node>, Vec<Step>),
    Group {
        inner: Box<Node>,
        keys: Vec<Slot>,
        aggregates: Vec<(Slot, Aggregate)>,
    },
    Distinct {
        inner: Box<Node>,
        slots: Vec<Slot>,
    },
    /// `most`: only so many of the first are needed.
    Order {
        inner: Box<Node>,
        keys: Vec<OrderKey>,
        most: Option<usize>,
        slots: Vec<Slot>,
    },
    Slice {
        inner: Box<Node>,
        start: usize,
        length: Option<usize>,
    },
}

/// A query or subquery.
pub(super) struct Plan {
    pub(super) root: Node,
    pub(super) n_slots: usize,
    /// Names of the slots, for people.
    pub(super) names: Vec<String>,
    /// What leaves the plan.
    pub(super) columns: Vec<Slot>,
}

impl Plan {
    /// Whether it is a list of all quads, which need not be collected before the first is given out.
    pub(super) fn is_everything(&self) -> bool {
        match &self.root {
            Node::Pipe(steps) => matches!(
                steps.as_slice(),
                [Step { action: Action::Scan(Scan { parts: [Part::Slot(_), Part::Slot(_), Part::Slot(_)], .. }), .. }]
            ),
            _ => false,
        }
    }
}
