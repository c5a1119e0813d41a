//! The screen on a terminal: keys are read one by one, and lines drawn over what was there.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::super::super::Session;
use super::super::super::keys::{Keys, Pressed};
use crate::review::{Keeper, KeyPress, Ledger, Screen, ScreenAction};

/// True where keys can be read one by one.
pub(super) const CAN_DRAW: bool = cfg!(unix);

/// The other screen of the terminal, empty, so that what was there comes back; and no cursor.
const ENTER: &str = "\u{1b}[?1049h\u{1b}[?25l\u{1b}[2J";
const LEAVE: &str = "\u{1b}[?25h\u{1b}[?1049l";

/// How long a key is waited for before the size of the window is looked at again, in milliseconds.
const PAUSE: u64 = 250;
/// How long the rest of a key is waited for that comes as several bytes.
const WITHIN_KEY: u64 = 30;

/// Goes through the claims until nobody wants to go on. Each decision is kept at once.
pub(super) fn go_through(screen: &mut Screen, ledger: &mut Ledger, session: &mut Session<'_>) -> io::Result<()> {
    let mut keys = Keys::open(LEAVE)?;
    let has_colors = session.terminal.color;
    session.out.write_all(ENTER.as_bytes())?;
    let gone_through = draw_and_read(screen, ledger, &mut keys, has_colors, session.out);
    session.out.write_all(LEAVE.as_bytes())?;
    session.out.flush()?;
    gone_through
}

fn draw_and_read(
    screen: &mut Screen,
    ledger: &mut Ledger,
    keys: &mut Keys,
    has_colors: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut drawn = (0, 0);
    loop {
        if drawn != size() {
            drawn = size();
            draw(screen, drawn, has_colors, out)?;
        }
        let first = match keys.next_within(PAUSE) {
            Pressed::Nothing => continue,
            Pressed::Gone => return Ok(()),
            Pressed::Byte(byte) => byte,
        };
        let mut next = || match keys.next_within(WITHIN_KEY) {
            Pressed::Byte(byte) => Some(byte),
            Pressed::Nothing | Pressed::Gone => None,
        };
        let Some(key) = key_of(first, &mut next) else { continue };
        let action = screen.key(key);
        if action == ScreenAction::Leave {
            return Ok(());
        }
        ledger.answer(screen, &action);
        draw(screen, drawn, has_colors, out)?;
    }
}

/// The columns and lines of the window.
fn size() -> (usize, usize) {
    terminal_size::terminal_size().map_or((80, 24), |(width, height)| (usize::from(width.0), usize::from(height.0)))
}

fn draw(screen: &mut Screen, (width, height): (usize, usize), has_colors: bool, out: &mut dyn Write) -> io::Result<()> {
    // All at once, so that nothing flickers; a line that is too wide by the terminal's own count does not break.
    let mut text = "\u{1b}[?7l\u{1b}[H".to_owned();
    for (at, line) in screen.draw(width, height).iter().enumerate() {
        let _ = write!(text, "\u{1b}[{};1H{}\u{1b}[K", at + 1, line.drawn(has_colors));
    }
    text.push_str("\u{1b}[?7h");
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// The key that begins with this byte; none for one that nobody here asks for.
fn key_of(first: u8, next: &mut dyn FnMut() -> Option<u8>) -> Option<KeyPress> {
    Some(match first {
        b'\r' | b'\n' => KeyPress::Enter,
        b'\t' => KeyPress::Tab,
        0x08 | 0x7f => KeyPress::Backspace,
        0x1b => return escaped(next),
        control @ 1..=26 => KeyPress::Control(char::from(b'a' + control - 1)),
        0..0x20 => return None,
        ascii @ 0x20..0x80 => KeyPress::Char(char::from(ascii)),
        start => {
            let n_more = match start {
                0xc0..0xe0 => 1,
                0xe0..0xf0 => 2,
                0xf0.. => 3,
                _ => return None,
            };
            let mut bytes = vec![start];
            bytes.extend((0..n_more).map_while(|_| next()));
            KeyPress::Char(std::str::from_utf8(&bytes).ok()?.chars().next()?)
        }
    })
}

/// The key that begins with Escape, which alone is a key as well.
fn escaped(next: &mut dyn FnMut() -> Option<u8>) -> Option<KeyPress> {
    match next() {
        None => Some(KeyPress::Escape),
        Some(b'[' | b'O') => {
            let mut number = String::new();
            let last = loop {
                match next()? {
                    last @ 0x40..=0x7e => break last,
                    byte => number.push(char::from(byte)),
                }
            };
            match (last, number.split(';').next().unwrap_or_default()) {
                (b'A', _) => Some(KeyPress::Up),
                (b'B', _) => Some(KeyPress::Down),
                (b'C', _) => Some(KeyPress::Right),
                (b'D', _) => Some(KeyPress::Left),
                (b'H', _) | (b'~', "1" | "7") => Some(KeyPress::Home),
                (b'F', _) | (b'~', "4" | "8") => Some(KeyPress::End),
                (b'Z', _) => Some(KeyPress::BackTab),
                (b'~', "3") => Some(KeyPress::Delete),
                (b'~', "5") => Some(KeyPress::PageUp),
                (b'~', "6") => Some(KeyPress::PageDown),
                _ => None,
            }
        }
        Some(_) => None,
    }
}
