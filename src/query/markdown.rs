//! Text inside Markdown: what it says is seen, and nothing of it is markup.

/// `text` so that Markdown shows it as it is, in a cell, a heading or a list. Text from right to left keeps to itself.
pub fn inline(text: &str) -> String {
    let mut shown = String::with_capacity(text.len() + 8);
    let mut before = ' ';
    let mut rest = text.trim().chars().peekable();
    while let Some(c) = rest.next() {
        let next = rest.peek().copied().unwrap_or(' ');
        match c {
            '\r' if next == '\n' => {}
            '\n' | '\r' => shown.push_str("<br>"),
            c if c.is_control() => shown.push(' '),
            '_' if before.is_alphanumeric() && next.is_alphanumeric() => shown.push('_'),
            '&' if !next.is_alphanumeric() && next != '#' => shown.push('&'),
            // One alone strikes nothing through; approximate dates have one.
            '~' if text.matches('~').count() == 1 => shown.push('~'),
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '$' | '&' => shown.extend(['\\', c]),
            c => shown.push(c),
        }
        before = c;
    }
    if shown.chars().any(turns) { format!("\u{2068}{shown}\u{2069}") } else { shown }
}

/// True when a character makes the text around it run the other way.
fn turns(c: char) -> bool {
    matches!(c,
        '\u{590}'..='\u{8FF}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'
        | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFE}' | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
}

/// A cell of an answer. The address of a web page stays one, and no other text becomes a link.
pub fn cell(text: &str) -> String {
    let address = text.strip_prefix('<').and_then(|rest| rest.strip_suffix('>'));
    let is_plain = |c: char| !c.is_whitespace() && !c.is_control() && !"<>|\\`".contains(c);
    let is_web = |address: &str| ["https://", "http://"].iter().any(|scheme| address.starts_with(scheme));
    match address {
        Some(address) if is_web(address) && address.chars().all(is_plain) => text.to_owned(),
        _ => inline(text),
    }
}
