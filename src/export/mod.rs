//! How does it leave?
//!
//! One file a format. Every writer takes a `Write`, and the same graph always
//! gives the same bytes.

pub mod dot;
pub mod rdf;
pub mod sketch;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// `text` on one line, no wider than `most` terminal cells, with `…` where it was cut.
pub fn clip(text: &str, most: usize) -> String {
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if line.width() <= most {
        return line;
    }
    let mut clipped = String::new();
    let mut width = 0;
    for c in line.chars() {
        width += c.width().unwrap_or(0);
        if width + 1 > most {
            break;
        }
        clipped.push(c);
    }
    clipped.trim_end().to_owned() + "…"
}

/// The words of `text` in lines of at most `width` terminal cells; a longer word has a line of its own.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.width() + 1 + word.width() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}
