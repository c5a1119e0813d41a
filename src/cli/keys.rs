//! Single keys of the terminal.

use std::io::{self, Read as _};

/// The keys that somebody presses, one by one, without Enter. The terminal is as it was before when this goes.
pub(super) struct Keys {
    #[cfg(unix)]
    before: rustix::termios::Termios,
}

impl Keys {
    /// Has the terminal hand over keys at once.
    #[cfg(unix)]
    pub(super) fn open() -> io::Result<Keys> {
        use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};
        let before = tcgetattr(io::stdin()).map_err(|_| super::resolve_ask::no_terminal())?;
        let mut now = before.clone();
        // Ctrl-C comes as a key, so that what was decided is written and the terminal put back.
        now.local_modes.remove(LocalModes::ICANON | LocalModes::ECHO | LocalModes::ISIG);
        tcsetattr(io::stdin(), OptionalActions::Now, &now)?;
        Ok(Keys { before })
    }

    /// Elsewhere each key is followed by Enter.
    #[cfg(not(unix))]
    pub(super) fn open() -> io::Result<Keys> {
        Ok(Keys {})
    }

    /// The next key while the terminal hands them over; none when there is no more.
    pub(super) fn read() -> io::Result<Option<u8>> {
        let mut key = [0];
        loop {
            let n = io::stdin().read(&mut key)?;
            let is_line_end = cfg!(not(unix)) && matches!(key[0], b'\n' | b'\r');
            if !is_line_end {
                return Ok((n > 0).then_some(key[0]));
            }
        }
    }
}

#[cfg(unix)]
impl Drop for Keys {
    fn drop(&mut self) {
        // Nobody is left to be told.
        let _ = rustix::termios::tcsetattr(io::stdin(), rustix::termios::OptionalActions::Now, &self.before);
    }
}
