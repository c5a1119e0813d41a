//! How far is it?
//!
//! On a terminal a line is drawn over and over. Where the standard error stream is a file or a pipe, work that takes long
//! writes a line every ten seconds, so that a log shows that it goes on.

use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::open;
use super::terminal::{Terminal, grouped};
use crate::built::Progress;

/// Work that ends sooner needs no progress.
const PATIENCE: Duration = Duration::from_millis(300);

/// Time between two lines where nobody watches a terminal.
pub const EVERY: Duration = Duration::from_secs(10);

/// How far a build is, for whoever tells of it while it goes on.
#[derive(Debug, Default)]
pub struct Pace {
    n_rows: AtomicU64,
    is_sorting: AtomicBool,
}

impl Pace {
    /// Notes how far it is.
    pub fn note(&self, progress: Progress) {
        match progress {
            Progress::Waiting => {}
            Progress::Rows(n_rows) => self.n_rows.store(n_rows, Ordering::Relaxed),
            Progress::Sorting => self.is_sorting.store(true, Ordering::Relaxed),
        }
    }

    /// The line to say when so much time has passed.
    fn line(&self, elapsed: Duration) -> impl fmt::Display {
        let (n_rows, seconds) = (self.n_rows.load(Ordering::Relaxed), elapsed.as_secs().max(1));
        let sorting = if self.is_sorting.load(Ordering::Relaxed) { "; sorting and writing the graph" } else { "" };
        format!("{} rows read after {seconds} s{sorting}", grouped(n_rows))
    }
}

/// Says a line each time that `wait` ends with the time passed so far, until it ends with none.
pub fn tell(pace: &Pace, wait: &mut dyn FnMut() -> Option<Duration>, say: &mut dyn FnMut(String)) {
    while let Some(elapsed) = wait() {
        say(pace.line(elapsed).to_string());
    }
}

/// Does work that calls what it is given with how far it is, and meanwhile shows that.
pub(super) fn watched<T>(terminal: &Terminal, work: impl FnOnce(&mut dyn FnMut(Progress)) -> T) -> T {
    if terminal.talks { drawn(work) } else { told(work) }
}

/// The same on a terminal.
fn drawn<T>(work: impl FnOnce(&mut dyn FnMut(Progress)) -> T) -> T {
    let started = Instant::now();
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
    bar.set_style(
        ProgressStyle::with_template("{spinner} {human_pos} rows, {per_sec} {msg}")
            .unwrap_or_else(|_| ProgressStyle::default_spinner()),
    );
    let done = work(&mut |progress: Progress| {
        if bar.is_hidden() && started.elapsed() > PATIENCE {
            bar.set_draw_target(ProgressDrawTarget::stderr());
            bar.enable_steady_tick(PATIENCE / 3);
        }
        match progress {
            Progress::Waiting => open::say_waiting(progress),
            Progress::Rows(n_rows) => bar.set_position(n_rows),
            Progress::Sorting => bar.set_message("sorting"),
        }
    });
    bar.finish_and_clear();
    done
}

/// The same where lines are read later.
fn told<T>(work: impl FnOnce(&mut dyn FnMut(Progress)) -> T) -> T {
    let (started, pace) = (Instant::now(), Pace::default());
    let (end, ended) = channel::<()>();
    std::thread::scope(|scope| {
        let pace = &pace;
        scope.spawn(move || {
            let mut wait = || match ended.recv_timeout(EVERY) {
                Err(RecvTimeoutError::Timeout) => Some(started.elapsed()),
                _ => None,
            };
            tell(pace, &mut wait, &mut |line| say!("{line}"));
        });
        let done = work(&mut |progress| {
            pace.note(progress);
            open::say_waiting(progress);
        });
        // The other end hears of it, and the thread ends.
        drop(end);
        done
    })
}

/// Does work that counts in `n_done` how many of so many things are done, and meanwhile shows that, also while none is.
pub(super) fn counted<T>(
    terminal: &Terminal,
    what: &str,
    n_all: usize,
    n_done: &AtomicUsize,
    work: impl FnOnce() -> T,
) -> T {
    let (started, talks) = (Instant::now(), terminal.talks);
    let (end, ended) = channel::<()>();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
            bar.set_style(ProgressStyle::with_template("{msg}").unwrap_or_else(|_| ProgressStyle::default_spinner()));
            let every = if talks { PATIENCE } else { EVERY };
            while let Err(RecvTimeoutError::Timeout) = ended.recv_timeout(every) {
                let (n_done, seconds) = (n_done.load(Ordering::Relaxed), started.elapsed().as_secs());
                let line = format!("{n_done} of {n_all} {what} done after {seconds} s");
                if talks {
                    if bar.is_hidden() {
                        bar.set_draw_target(ProgressDrawTarget::stderr());
                    }
                    bar.set_message(line);
                    bar.tick();
                } else {
                    say!("{line}");
                }
            }
            bar.finish_and_clear();
        });
        let done = work();
        // The other end hears of it, and the thread ends.
        drop(end);
        done
    })
}
