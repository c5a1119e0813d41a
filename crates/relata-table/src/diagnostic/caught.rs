//! What to do when relata itself, or a library that reads a file for it, is at fault?
//!
//! A panic that a file sets off must cost that file and not the run. [`caught`] turns it into a sentence; what the
//! work had begun to change must be thrown away by the caller.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

thread_local! {
    /// Calls of [`caught`] that this thread is in.
    static WATCHED: Cell<usize> = const { Cell::new(0) };
    /// The place in the source code of the panic that is under way.
    static AT: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// The characters of a panic's words that are told: some quote what they were given.
const MOST_WORDS: usize = 200;

/// Does some work, and says in a sentence when it panicked.
///
/// Nothing that the work could change may be believed afterwards: the caller throws it away, or tells that it has.
///
/// # Errors
/// When the work panicked.
pub fn caught<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    WATCHED.set(WATCHED.get() + 1);
    let done = catch_unwind(AssertUnwindSafe(work));
    WATCHED.set(WATCHED.get() - 1);
    done.map_err(|panic| {
        let words = words_of(&*panic);
        match AT.take() {
            Some(place) => format!("{words} ({place})"),
            None => words,
        }
    })
}

/// The words of a panic, on one line.
fn words_of(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    let words = text.unwrap_or("no reason was given").split_whitespace().collect::<Vec<_>>().join(" ");
    match words.char_indices().nth(MOST_WORDS) {
        Some((at, _)) => format!("{}…", &words[..at]),
        None => words,
    }
}

/// Keeps panics that are caught off the terminal, where they would stand between the lines of a report, and has their
/// place told instead. A program decides this for itself: a library leaves the hook of its program alone.
pub fn keep_caught_panics_quiet() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        let loud = take_hook();
        set_hook(Box::new(move |panic| {
            if WATCHED.get() == 0 {
                return loud(panic);
            }
            // Only the name of the file: its folder is that of the machine that built the program.
            let place = panic.location().map(|at| {
                let file = at.file().rsplit(['/', '\\']).next().unwrap_or_default();
                format!("{file}:{}", at.line())
            });
            AT.set(place);
        }));
    });
}
