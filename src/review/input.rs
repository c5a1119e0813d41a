//! One field while it is written, with what could be meant.

use super::screen::KeyPress;

/// The most that is proposed at once.
pub(super) const PROPOSALS: usize = 5;

/// A line that is written, key by key.
#[derive(Debug, Default)]
pub(super) struct Input {
    letters: Vec<char>,
    /// The letter that the cursor stands on.
    pub(super) cursor: usize,
    /// What was written before Tab put a proposal in its place, and the proposals; none before Tab is pressed.
    taken: Option<(Vec<String>, usize)>,
}

/// What a key did to the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Written {
    /// It is still open.
    Open,
    /// It is done.
    Done,
    /// It is given up.
    Left,
}

impl Input {
    pub(super) fn of(text: &str) -> Input {
        let letters: Vec<char> = text.chars().collect();
        Input { cursor: letters.len(), letters, taken: None }
    }

    pub(super) fn text(&self) -> String {
        self.letters.iter().collect()
    }

    /// The text in front of the cursor and behind it.
    pub(super) fn around(&self) -> (String, String) {
        let (before, behind) = self.letters.split_at(self.cursor.min(self.letters.len()));
        (before.iter().collect(), behind.iter().collect())
    }

    /// The proposals to be shown, and which of them was taken.
    pub(super) fn proposals(&self, names: &[String]) -> (Vec<String>, Option<usize>) {
        match &self.taken {
            Some((proposals, at)) => (proposals.clone(), Some(*at)),
            None => (near(&self.text(), names), None),
        }
    }

    pub(super) fn key(&mut self, key: KeyPress, names: &[String]) -> Written {
        match key {
            KeyPress::Enter => return Written::Done,
            KeyPress::Escape => return Written::Left,
            KeyPress::Tab => self.take(1, names),
            KeyPress::BackTab => self.take(-1, names),
            _ => {
                self.taken = None;
                self.edit(key);
            }
        }
        Written::Open
    }

    fn edit(&mut self, key: KeyPress) {
        match key {
            KeyPress::Char(letter) => {
                self.letters.insert(self.cursor, letter);
                self.cursor += 1;
            }
            KeyPress::Backspace if self.cursor > 0 => {
                self.cursor -= 1;
                self.letters.remove(self.cursor);
            }
            KeyPress::Delete if self.cursor < self.letters.len() => {
                self.letters.remove(self.cursor);
            }
            KeyPress::Left => self.cursor = self.cursor.saturating_sub(1),
            KeyPress::Right => self.cursor = (self.cursor + 1).min(self.letters.len()),
            KeyPress::Home | KeyPress::Control('a') => self.cursor = 0,
            KeyPress::End | KeyPress::Control('e') => self.cursor = self.letters.len(),
            KeyPress::Control('u') => {
                self.letters.drain(..self.cursor);
                self.cursor = 0;
            }
            KeyPress::Control('k') => self.letters.truncate(self.cursor),
            KeyPress::Control('w') => {
                let end = self.cursor;
                let start = self.letters[..end].iter().rposition(|letter| *letter != ' ').unwrap_or(0);
                let start =
                    self.letters[..start].iter().rposition(|letter| *letter == ' ').map_or(0, |space| space + 1);
                self.letters.drain(start..end);
                self.cursor = start;
            }
            _ => {}
        }
    }

    /// Puts the next proposal in the place of what is written.
    fn take(&mut self, direction: isize, names: &[String]) {
        let (proposals, at) = match self.taken.take() {
            Some((proposals, at)) => {
                let n = proposals.len();
                (proposals, at.wrapping_add_signed(direction).checked_rem(n).filter(|next| *next < n).unwrap_or(n - 1))
            }
            None => (near(&self.text(), names), 0),
        };
        if let Some(name) = proposals.get(at) {
            self.letters = name.chars().collect();
            self.cursor = self.letters.len();
            self.taken = Some((proposals, at));
        }
    }
}

/// The names that begin with what is written, then those with a word that does, then those that hold it.
fn near(written: &str, names: &[String]) -> Vec<String> {
    let written = written.trim().to_lowercase();
    if written.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<(u8, usize, &String)> = names
        .iter()
        .filter_map(|name| {
            let lower = name.to_lowercase();
            let at = lower.find(&written)?;
            let is_word = lower[..at].chars().next_back().is_some_and(|letter| !letter.is_alphanumeric());
            let rank = if at == 0 { 0 } else { 2 - u8::from(is_word) };
            (lower != written).then_some((rank, name.chars().count(), name))
        })
        .collect();
    found.sort();
    found.into_iter().take(PROPOSALS).map(|(_, _, name)| name.clone()).collect()
}
