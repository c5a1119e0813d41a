//! What lies beside and is not in place yet, so that it goes when the program is told to end.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::folder::remove_tree;
use super::random;
use super::system::Directory;

/// What must not stay.
struct Leftover {
    folder: Arc<Directory>,
    name: OsString,
}

/// What is done before the program ends.
type AtEnd = Box<dyn FnOnce() + Send>;

/// Everything that is not in place yet, and what else is to be put back, by numbers.
#[derive(Default)]
pub(super) struct Pending {
    next: u64,
    leftovers: BTreeMap<u64, Leftover>,
    at_end: BTreeMap<u64, AtEnd>,
}

static PENDING: Mutex<Pending> = Mutex::new(Pending { next: 0, leftovers: BTreeMap::new(), at_end: BTreeMap::new() });

/// True when this is a program that tidies up when it is told to end, and not a library in somebody else's.
static TIDIES: AtomicBool = AtomicBool::new(false);

/// Lets Ctrl-C and the signals that end a program remove first what is not in place yet.
///
/// For programs only: a library leaves signals to the program it is in. They are listened for from the first file on that
/// is made, so that a program that only reads is as it was.
pub fn tidy_when_ended() {
    TIDIES.store(true, Ordering::Relaxed);
}

/// The list. While somebody has it, the program is not ended by a signal: what is renamed in that time is renamed whole.
pub(super) fn pending() -> MutexGuard<'static, Pending> {
    PENDING.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Pending {
    fn add(&mut self, folder: &Arc<Directory>, name: &OsStr) -> u64 {
        self.next += 1;
        self.leftovers.insert(self.next, Leftover { folder: Arc::clone(folder), name: name.to_owned() });
        self.next
    }

    #[cfg_attr(not(unix), allow(dead_code, reason = "signals are of Unix"))]
    fn remove_all(&mut self) {
        for Leftover { folder, name } in std::mem::take(&mut self.leftovers).into_values() {
            // Nothing more can be done about what cannot be removed.
            let _ = remove_tree(&folder, &name);
        }
        // What was begun last is put back first.
        for at_end in std::mem::take(&mut self.at_end).into_values().rev() {
            at_end();
        }
    }
}

/// Something that is put back when a signal ends the program, until this value goes.
#[derive(Debug)]
pub struct WhenEnded {
    number: u64,
}

/// Has a signal that ends the program do something first, such as giving a terminal back as it was. As long as the value is
/// kept; for programs that [tidy up](tidy_when_ended) only.
#[must_use]
pub fn when_ended(at_end: impl FnOnce() + Send + 'static) -> WhenEnded {
    listen();
    let mut pending = pending();
    pending.next += 1;
    let number = pending.next;
    pending.at_end.insert(number, Box::new(at_end));
    WhenEnded { number }
}

impl Drop for WhenEnded {
    fn drop(&mut self) {
        pending().at_end.remove(&self.number);
    }
}

/// Something beside, which is removed when it is not in place in the end.
#[derive(Debug)]
pub(super) struct Beside {
    number: u64,
    folder: Arc<Directory>,
    name: OsString,
    is_placed: bool,
}

impl Beside {
    /// Makes something of a random name that begins so: `make` gets the name.
    pub(super) fn make<T>(
        folder: &Arc<Directory>,
        start: &str,
        make: impl Fn(&OsStr) -> io::Result<T>,
    ) -> io::Result<(Beside, T)> {
        listen();
        loop {
            let name = OsString::from(random(start));
            let mut pending = pending();
            match make(&name) {
                Ok(result) => {
                    let number = pending.add(folder, &name);
                    let folder = Arc::clone(folder);
                    return Ok((Beside { number, folder, name, is_placed: false }, result));
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
    }

    pub(super) fn name(&self) -> &OsStr {
        &self.name
    }

    /// Nothing is left beside: it is in place.
    pub(super) fn placed(mut self, pending: &mut Pending) {
        pending.leftovers.remove(&self.number);
        // The list is held by the caller, so that dropping this must not ask for it.
        self.is_placed = true;
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        if self.is_placed {
            return;
        }
        let mut pending = pending();
        if pending.leftovers.remove(&self.number).is_some() {
            let _ = remove_tree(&self.folder, &self.name);
        }
    }
}

/// A folder of temporary files, which goes with its value or with the program.
#[derive(Debug)]
pub struct Scratch {
    path: PathBuf,
    _beside: Beside,
}

impl Scratch {
    /// Makes one where the system keeps temporary files; nobody else may look into it.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn new() -> io::Result<Scratch> {
        let above = std::env::temp_dir();
        let folder = Arc::new(Directory::open(&above)?);
        let (beside, ()) = Beside::make(&folder, "relata-", |name| folder.make_in(name, 0o700))?;
        Ok(Scratch { path: above.join(beside.name()), _beside: beside })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// How often, and how long each time, a signal waits for a rename to be done.
#[cfg(unix)]
const WAITS: usize = 300;
#[cfg(unix)]
const WAIT: std::time::Duration = std::time::Duration::from_millis(10);

#[cfg(unix)]
fn pause<T>(time: std::time::Duration) -> Option<T> {
    std::thread::sleep(time);
    None
}

/// Starts to listen for signals that end the program, once, when it is one that tidies up.
#[cfg(unix)]
pub(super) fn listen() {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    static LISTENS: std::sync::Once = std::sync::Once::new();
    if !TIDIES.load(Ordering::Relaxed) {
        return;
    }
    LISTENS.call_once(|| {
        let ignored = ignored();
        let wanted = [SIGHUP, SIGINT, SIGTERM].into_iter().filter(|signal| ignored & 1 << (signal - 1) == 0);
        let Ok(mut signals) = signal_hook::iterator::Signals::new(wanted) else { return };
        std::thread::spawn(move || {
            if let Some(signal) = signals.forever().next() {
                // Kept until the end, so that nothing more is made or renamed. A disk that does not answer is not waited for.
                let wait = || (0..WAITS).find_map(|_| PENDING.try_lock().ok().or_else(|| pause(WAIT)));
                let mut all = wait();
                if let Some(all) = &mut all {
                    all.remove_all();
                }
                let _ = signal_hook::low_level::emulate_default_handler(signal);
                std::process::exit(128 + signal);
            }
        });
    });
}

#[cfg(not(unix))]
pub(super) fn listen() {}

/// The signals that whoever started the program wants it to ignore, as `nohup` does, each a bit.
#[cfg(unix)]
fn ignored() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let bits = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    bits.and_then(|bits| u64::from_str_radix(bits.trim(), 16).ok()).unwrap_or(0)
}
