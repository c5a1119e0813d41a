//! Cells of TSV 3: `|` between stacked annotations, numbers in brackets behind them, `\` before a character that means
//! itself.

/// The parts between separators that have no `\` before them.
pub(super) fn split<'a>(text: &'a str, separator: &str) -> Vec<&'a str> {
    let mut parts = Vec::new();
    let (mut start, mut at) = (0, 0);
    while let Some(c) = text[at..].chars().next() {
        if c == '\\' {
            let escaped = text[at + 1..].chars().next().map_or(0, char::len_utf8);
            at += 1 + escaped;
        } else if text[at..].starts_with(separator) {
            parts.push(&text[start..at]);
            at += separator.len();
            start = at;
        } else {
            at += c.len_utf8();
        }
    }
    parts.push(&text[start..]);
    parts
}

/// The text without its escapes.
pub(super) fn plain(text: &str) -> String {
    let mut plain = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('t') => plain.push('\t'),
                Some('n') => plain.push('\n'),
                Some(escaped) => plain.push(escaped),
                None => plain.push('\\'),
            },
            c => plain.push(c),
        }
    }
    plain
}

/// One annotation in a cell: its value, and the number that tells it from others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CellAnnotation<'a> {
    /// As written, without the number.
    pub(super) raw: &'a str,
    pub(super) number: Option<&'a str>,
}

impl CellAnnotation<'_> {
    /// The value; none for `*` and `_`.
    pub(super) fn text(&self) -> Option<String> {
        (self.raw != "*" && self.raw != "_").then(|| plain(self.raw))
    }
}

/// The annotations of a cell; none for `_`.
pub(super) fn values(cell: &str) -> Vec<CellAnnotation<'_>> {
    if cell == "_" || cell.is_empty() {
        return Vec::new();
    }
    split(cell, "|").into_iter().map(value).collect()
}

fn value(text: &str) -> CellAnnotation<'_> {
    let open = split(text, "[").first().map_or(text.len(), |head| head.len());
    match text.get(open + 1..).and_then(|rest| rest.strip_suffix(']')) {
        Some(number) => CellAnnotation { raw: &text[..open], number: Some(number) },
        None => CellAnnotation { raw: text, number: None },
    }
}
