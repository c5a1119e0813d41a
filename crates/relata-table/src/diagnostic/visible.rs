//! Text from files on a terminal: what would steer it is shown and does nothing.

use std::fmt::Write as _;
use std::io::{self, Write};

/// True for characters that a terminal takes as orders, or that change where the text around them is seen: controls other
/// than the end of a line and the tab, separators of lines and paragraphs, and what overrides or isolates a direction.
fn steers(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\t'))
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{E0000}'..='\u{E007F}')
}

/// The text with such characters written out as in JSON and Turtle: `\u001B`.
pub fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if !steers(c) {
            shown.push(c);
        } else if u32::from(c) > 0xFFFF {
            let _ = write!(shown, "\\U{:08X}", u32::from(c));
        } else {
            let _ = write!(shown, "\\u{:04X}", u32::from(c));
        }
    }
    shown
}

/// The same for a text that has one line: a second one would look like another message.
pub fn visible_line(text: &str) -> String {
    visible(text).replace('\n', "\\n")
}

/// A writer for people, who may sit at a terminal: it makes what passes through it [`visible`].
pub struct Visible<'w> {
    out: &'w mut dyn Write,
    /// The beginning of a character whose end has not come yet.
    begun: Vec<u8>,
}

impl<'w> Visible<'w> {
    /// Passes on to `out`.
    pub fn new(out: &'w mut dyn Write) -> Visible<'w> {
        Visible { out, begun: Vec::new() }
    }
}

impl Write for Visible<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.begun.extend_from_slice(bytes);
        let complete = match std::str::from_utf8(&self.begun) {
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            _ => self.begun.len(),
        };
        self.out.write_all(visible(&String::from_utf8_lossy(&self.begun[..complete])).as_bytes())?;
        self.begun.drain(..complete);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
