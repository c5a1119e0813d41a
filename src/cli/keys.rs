//! Single keys of the terminal; lines where there is none.

use std::collections::VecDeque;
use std::io::{self, BufRead as _, IsTerminal as _, Read as _};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

#[cfg(unix)]
use crate::disk::{WhenEnded, when_ended};

/// The keys that somebody presses, one by one, without Enter. The terminal is as it was before when this goes.
///
/// Where keys cannot be had, the first character of each line counts, and an empty line is a space.
pub(super) struct Keys {
    #[cfg(unix)]
    before: Option<(rustix::termios::Termios, WhenEnded)>,
    /// Keys that were pressed while nobody asked.
    pressed: VecDeque<u8>,
    /// Where bytes come from that are waited for with patience.
    waiting: Option<Receiver<u8>>,
}

impl Keys {
    /// Has the terminal hand over keys at once, where there is one. `leave` is written to it should a signal end the program.
    #[cfg(unix)]
    pub(super) fn open(leave: &'static str) -> io::Result<Keys> {
        use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};
        let mut keys = Keys { before: None, pressed: VecDeque::new(), waiting: None };
        if io::stdin().is_terminal() {
            let before = tcgetattr(io::stdin())?;
            let mut now = before.clone();
            // Ctrl-C comes as a key, so that what was decided is kept and the terminal put back.
            now.local_modes.remove(LocalModes::ICANON | LocalModes::ECHO | LocalModes::ISIG);
            tcsetattr(io::stdin(), OptionalActions::Now, &now)?;
            let put_back = before.clone();
            let when_ended = when_ended(move || {
                // Nobody is left to be told. Standard output itself is locked by whoever draws.
                let _ = rustix::io::write(rustix::stdio::stdout(), leave.as_bytes());
                let _ = tcsetattr(io::stdin(), OptionalActions::Now, &put_back);
            });
            keys.before = Some((before, when_ended));
        }
        Ok(keys)
    }

    /// Elsewhere lines are read.
    #[cfg(not(unix))]
    pub(super) fn open(_leave: &'static str) -> io::Result<Keys> {
        let _ = io::stdin().is_terminal();
        Ok(Keys { pressed: VecDeque::new(), waiting: None })
    }

    /// The next key; none when there is no more, or when it cannot be had.
    pub(super) fn read(&mut self) -> Option<u8> {
        if let Some(key) = self.pressed.pop_front() {
            return Some(key);
        }
        #[cfg(unix)]
        if self.before.is_some() {
            return self.read_pressed();
        }
        let mut line = String::new();
        let n = io::stdin().lock().read_line(&mut line).unwrap_or_default();
        (n > 0).then(|| line.trim().bytes().next().unwrap_or(b' '))
    }

    /// The next byte that comes within so many milliseconds. Keys such as arrows come as several bytes.
    ///
    /// A thread waits for them from the first call on, so that [`Keys::read`] would get none any more.
    pub(super) fn next_within(&mut self, milliseconds: u64) -> Pressed {
        let bytes = self.waiting.get_or_insert_with(waiting);
        match bytes.recv_timeout(Duration::from_millis(milliseconds)) {
            Ok(byte) => Pressed::Byte(byte),
            Err(RecvTimeoutError::Timeout) => Pressed::Nothing,
            Err(RecvTimeoutError::Disconnected) => Pressed::Gone,
        }
    }

    #[cfg(unix)]
    fn read_pressed(&mut self) -> Option<u8> {
        let mut bytes = [0; 64];
        let n = loop {
            match rustix::io::read(io::stdin(), &mut bytes) {
                Err(rustix::io::Errno::INTR) => {}
                other => break other.unwrap_or_default(),
            }
        };
        match bytes.get(..n)? {
            // Escape alone is a key; with more behind it is an arrow or the like, which nobody here asks for.
            [ESCAPE, _, ..] => Some(0),
            [first, rest @ ..] => {
                self.pressed.extend(rest);
                Some(*first)
            }
            [] => None,
        }
    }
}

/// Bytes of standard input as they come, until it ends.
fn waiting() -> Receiver<u8> {
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        let mut bytes = [0; 64];
        loop {
            let n = match io::stdin().lock().read(&mut bytes) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                // The sender goes, and who waits learns that nothing comes any more.
                Err(_) | Ok(0) => return,
                Ok(n) => n,
            };
            if bytes[..n].iter().any(|byte| sender.send(*byte).is_err()) {
                return;
            }
        }
    });
    receiver
}

/// What comes of the keys within a while.
pub(super) enum Pressed {
    /// Nothing.
    Nothing,
    /// A byte of a key.
    Byte(u8),
    /// The terminal is gone.
    Gone,
}

/// The byte of the key Escape.
pub(super) const ESCAPE: u8 = 27;

#[cfg(unix)]
impl Drop for Keys {
    fn drop(&mut self) {
        if let Some((before, _)) = &self.before {
            // Nobody is left to be told.
            let _ = rustix::termios::tcsetattr(io::stdin(), rustix::termios::OptionalActions::Now, before);
        }
    }
}
