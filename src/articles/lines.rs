//! Paragraphs that were taken out of a file, as a text.

use super::INVISIBLE;

/// Paragraphs on their way to a text, with an empty line between two.
#[derive(Debug, Default)]
pub(super) struct Paragraphs {
    text: String,
    open: String,
}

impl Paragraphs {
    /// Adds words to the paragraph that is open. White space becomes single blanks.
    pub(super) fn push(&mut self, words: &str) {
        for letter in words.chars() {
            match letter {
                '\0' => {}
                _ if INVISIBLE.contains(&letter) => {}
                _ if letter.is_whitespace() || letter.is_control() => {
                    if !self.open.is_empty() && !self.open.ends_with([' ', '\n']) {
                        self.open.push(' ');
                    }
                }
                _ => self.open.push(letter),
            }
        }
    }

    /// Ends the line inside the paragraph.
    pub(super) fn end_line(&mut self) {
        while self.open.ends_with(' ') {
            self.open.pop();
        }
        if !self.open.is_empty() && !self.open.ends_with('\n') {
            self.open.push('\n');
        }
    }

    /// Ends the paragraph.
    pub(super) fn end(&mut self) {
        let paragraph = self.open.trim();
        if !paragraph.is_empty() {
            if !self.text.is_empty() {
                self.text.push_str("\n\n");
            }
            self.text.push_str(paragraph);
        }
        self.open.clear();
    }

    /// The whole text, with a line end behind it.
    pub(super) fn finish(mut self) -> String {
        self.end();
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text
    }
}
