//! How long a query may run, and how much memory it may take.

use std::cell::Cell;
use std::fs;
use std::sync::Arc;
use std::sync::atomic::{self, AtomicBool};
use std::time::{Duration, Instant};

use spareval::CancellationToken;

/// Bounds of one evaluation.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The longest time from the start of the evaluation to the last row.
    pub time: Option<Duration>,
    /// Bytes the program may take while it evaluates, pages of the graph file not counted. Checked on Linux only.
    pub memory: Option<usize>,
}

/// Which bound was reached.
#[derive(Debug, thiserror::Error, Clone, Copy, PartialEq, Eq)]
pub enum Exceeded {
    /// The time is over.
    #[error("the query took longer than {0:?}")]
    Time(Duration),
    /// The memory is full.
    #[error("the query took more than {} MB of memory", .0 >> 20)]
    Memory(usize),
    /// Somebody cancelled it.
    #[error("the query was cancelled")]
    Cancelled,
}

impl Limits {
    /// The limit that an evaluation exceeds which began at `started`.
    pub fn exceeded(&self, started: Instant) -> Option<Exceeded> {
        self.exceeded_time(started).or_else(|| self.exceeded_memory())
    }

    fn exceeded_time(&self, started: Instant) -> Option<Exceeded> {
        self.time.filter(|time| started.elapsed() > *time).map(Exceeded::Time)
    }

    fn exceeded_memory(&self) -> Option<Exceeded> {
        self.memory.filter(|most| own_memory().is_some_and(|used| used > *most)).map(Exceeded::Memory)
    }
}

/// Units of work between two looks at the clock.
const PATIENCE: u32 = 1 << 12;
/// Looks at the clock between two looks at the memory, which cost more.
const MEMORY_PATIENCE: u32 = 1 << 4;

/// Bytes of texts that are made between two looks at the memory.
const MUCH: usize = 1 << 26;

/// Keeps an evaluation within its limits.
pub struct Guard {
    limits: Limits,
    token: CancellationToken,
    started: Instant,
    work: Cell<u32>,
    looks: Cell<u32>,
    /// Bytes that were made when the memory was looked at last.
    made: Cell<usize>,
    exceeded: Cell<Option<Exceeded>>,
    /// Set when one of the threads of an evaluation has ended it.
    ended: Arc<AtomicBool>,
}

impl Guard {
    /// A guard that also ends the evaluation once `token` is tripped.
    pub fn new(limits: Limits, token: CancellationToken) -> Guard {
        Guard::begun(limits, token, Instant::now(), Arc::default())
    }

    fn begun(limits: Limits, token: CancellationToken, started: Instant, ended: Arc<AtomicBool>) -> Guard {
        let (work, looks) = (Cell::new(0), Cell::new(0));
        Guard { limits, token, started, work, looks, made: Cell::new(0), exceeded: Cell::new(None), ended }
    }

    /// A guard of the same evaluation for another thread.
    pub(crate) fn another(&self) -> Guard {
        Guard::begun(self.limits, self.token.clone(), self.started, Arc::clone(&self.ended))
    }

    /// Ends the evaluation in all its threads.
    pub(crate) fn end(&self) {
        self.ended.store(true, atomic::Ordering::Relaxed);
    }

    /// Counts a unit of work, some ten nanoseconds.
    ///
    /// # Errors
    /// When a limit is exceeded, and ever after.
    #[inline]
    pub fn work(&self) -> Result<(), Exceeded> {
        let work = self.work.get().wrapping_add(1);
        self.work.set(work);
        if work.is_multiple_of(PATIENCE) { self.look() } else { Ok(()) }
    }

    /// Takes notice of how many bytes of texts the evaluation has made so far: few steps can make much.
    ///
    /// # Errors
    /// As [`Guard::work`].
    pub fn made(&self, bytes: usize) -> Result<(), Exceeded> {
        if bytes < self.made.get().saturating_add(MUCH) {
            return Ok(());
        }
        self.made.set(bytes);
        // So that the memory is looked at, too.
        self.looks.set(0);
        self.look()
    }

    /// Looks at the clock, and now and then at the memory.
    ///
    /// # Errors
    /// When a limit is exceeded, and ever after.
    #[cold]
    pub fn look(&self) -> Result<(), Exceeded> {
        if let Some(exceeded) = self.exceeded.get() {
            // The next unit of work fails as well.
            self.work.set(PATIENCE - 1);
            return Err(exceeded);
        }
        let is_over = self.token.is_cancelled() || self.ended.load(atomic::Ordering::Relaxed);
        let cancelled = is_over.then_some(Exceeded::Cancelled);
        let time = cancelled.or_else(|| self.limits.exceeded_time(self.started));
        let looks = self.looks.get().wrapping_add(1);
        self.looks.set(looks);
        let is_due = time.is_none() && looks % MEMORY_PATIENCE == 1;
        let memory = if is_due { self.limits.exceeded_memory() } else { None };
        self.exceeded.set(time.or(memory));
        if self.exceeded.get().is_some() { self.look() } else { Ok(()) }
    }
}

/// Bytes of memory that this program alone has, without pages of files.
fn own_memory() -> Option<usize> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:"))?;
    line.trim().strip_suffix(" kB")?.parse::<usize>().ok().map(|kilobytes| kilobytes << 10)
}
