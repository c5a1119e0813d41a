//! Text inside XML and HTML.

use std::borrow::Cow;

/// True when XML can hold every character of `text`.
pub(super) fn is_text(text: &str) -> bool {
    text.chars().all(is_character)
}

/// `text` for an element or an attribute in double quotes. A character that XML cannot hold becomes `�`.
pub(crate) fn escape(text: &str) -> Cow<'_, str> {
    let is_plain = |c: char| !matches!(c, '<' | '>' | '&' | '"' | '\'' | '\r') && is_character(c);
    if text.chars().all(is_plain) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            // A reader would make a line feed of it.
            '\r' => escaped.push_str("&#13;"),
            c if is_character(c) => escaped.push(c),
            _ => escaped.push('\u{FFFD}'),
        }
    }
    Cow::Owned(escaped)
}

/// True for addresses that a picture or a page links to: where a browser may go without doing anything else.
pub(super) fn is_web(address: &str) -> bool {
    address.starts_with("https://") || address.starts_with("http://")
}

/// `Char` of XML 1.0.
fn is_character(c: char) -> bool {
    !matches!(c, '\0'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}')
}
