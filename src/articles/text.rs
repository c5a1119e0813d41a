//! Texts without marks, and Markdown.

use super::decode::decode;
use super::head::{HeadField, read_head};
use super::{Article, ArticleFault, INVISIBLE, unknown};
use crate::extraction::read_markdown;

/// Reads a text. It stays as it is, unless it has signs that nobody sees.
pub(super) fn read(bytes: &[u8], is_markdown: bool) -> Result<Article, ArticleFault> {
    let (written, encoding) = decode(bytes, None)?;
    let mark = written.len() - written.trim_start_matches('\u{feff}').len();
    let text = if written[mark..].contains(INVISIBLE) { written.replace(INVISIBLE, "") } else { written };
    let is_taken_out = encoding.is_some() || text.len() != bytes.len();
    let mut document = unknown();
    let mut plain = with_line_ends(&text);
    if is_markdown {
        let markdown = read_markdown(&plain);
        for (name, value) in &markdown.head {
            if let Some(field) = HeadField::of_name(name) {
                field.fill(value, &mut document);
            }
        }
        plain = markdown.text;
    }
    read_head(&plain, &mut document);
    if !plain.contains(char::is_alphanumeric) {
        return Err(ArticleFault::Empty);
    }
    Ok(Article { text, plain, document, is_taken_out, encoding, n_pictures: 0 })
}

/// A text, byte for byte as long, with every kind of line end as a line feed, and blanks for a mark at its beginning.
fn with_line_ends(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\r' if letters.peek() == Some(&'\n') => plain.push(' '),
            // Old Macs end lines so; a form feed begins a page.
            '\r' | '\u{c}' | '\u{b}' => plain.push('\n'),
            '\u{85}' => plain.push_str(" \n"),
            '\u{2028}' => plain.push_str("  \n"),
            '\u{2029}' => plain.push_str(" \n\n"),
            '\u{feff}' => plain.push_str("   "),
            other => plain.push(other),
        }
    }
    plain
}
