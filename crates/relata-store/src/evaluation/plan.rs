//! What a query does, step by step.
//!
//! Steps pass frames on to the steps behind them; nodes work on whole sets of frames.

use std::cell::{Cell, RefCell};

use rustc_hash::{FxHashMap, FxHashSet};

use super::aggregate::Aggregate;
use super::filter::{Computation, Condition};
use super::frame::{Part, Slot};
use super::spread::Spreads;
use crate::{Graphs, Near, Pattern};

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

impl Scan {
    /// What a frame knows of subject, predicate and object.
    #[inline]
    pub(super) fn known(&self, frame: &[u32]) -> Pattern {
        // Spelled out, as each frame comes through here: a closure is called three times.
        let [subject, predicate, object] = self.parts;
        [subject.value(frame), predicate.value(frame), object.value(frame)]
    }
}

/// A path between two nodes that repeats or may be empty.
#[derive(Debug, Clone)]
pub(super) struct Reach {
    pub(super) ends: [Part; 2],
    pub(super) path: Path,
    /// True when a path of no step counts.
    pub(super) zero: bool,
    /// True when the path may be taken more than once.
    pub(super) many: bool,
    pub(super) graphs: Graphs,
    /// The variable for the graph.
    pub(super) graph: Option<Slot>,
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
    /// The first row of each hash of the columns that are bound whenever the table is asked.
    pub(super) first: FxHashMap<u64, u32>,
    /// For each row the next one with its hash; none where that is no place of a row.
    pub(super) next: Vec<u32>,
}

impl Rows {
    /// Rows that are found by these columns.
    pub(super) fn new(width: usize, cells: Vec<u32>, key: &[usize]) -> Rows {
        let mut rows = Rows { width, cells, first: FxHashMap::default(), next: Vec::new() };
        let n_rows = u32::try_from(rows.cells.len() / width).unwrap_or(u32::MAX);
        rows.next = vec![u32::MAX; n_rows as usize];
        // From the last on, so that the rows of a hash stay in order.
        for row in (0..n_rows).rev() {
            let cells = &rows.cells[row as usize * width..][..width];
            let hash = Rows::hash(key.iter().map(|column| cells[*column]));
            if let Some(behind) = rows.first.insert(hash, row) {
                rows.next[row as usize] = behind;
            }
        }
        rows
    }

    /// Two numbers have a hash of their own; whoever asks compares the cells.
    pub(super) fn hash(key: impl Iterator<Item = u32>) -> u64 {
        key.fold(0, |hash, number| hash.rotate_left(32).wrapping_mul(0x9E37_79B9_7F4A_7C15 | 1) ^ u64::from(number))
    }

    /// The rows with a hash.
    pub(super) fn with_hash(&self, hash: u64) -> impl Iterator<Item = &[u32]> {
        let mut at = self.first.get(&hash).copied();
        std::iter::from_fn(move || {
            let row = at? as usize;
            at = self.next.get(row).copied().filter(|next| *next != u32::MAX);
            self.cells.get(row * self.width..)?.get(..self.width)
        })
    }
}

/// A subquery: evaluated once, then joined.
pub(super) struct Table {
    pub(super) plan: Plan,
    /// Slots of its columns outside.
    pub(super) slots: Vec<Slot>,
    /// Columns bound on both sides whenever it is asked.
    pub(super) key: Vec<usize>,
    pub(super) rows: RefCell<Option<std::sync::Arc<Rows>>>,
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
    /// Where its scans began last.
    pub(super) near: Cell<Near>,
    /// The quads of its predicate, once many frames have asked for them.
    pub(super) spreads: Box<Spreads>,
}

impl Step {
    pub(super) fn new(action: Action, estimate: f64) -> Step {
        Step { action, estimate, passed: Cell::new(0), near: Cell::default(), spreads: Box::default() }
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
    /// True when it is a list of all quads, which need not be collected before the first is given out.
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
