//! Edges as the Knowledge Graph Toolkit writes them: tabs, and strings that look like quoted cells but are none.
//!
//! A text stands between double quotes, or between single quotes with its language behind; a backslash takes the meaning
//! from the character behind it. So a quote has no meaning for the table itself.

/// True when a header is that of edges of KGTK.
pub(super) fn is_kgtk(names: &[&str]) -> bool {
    ["node1", "label", "node2"].iter().all(|name| names.contains(name))
}

/// A cell as it is meant: the words of a text, the day of a date; anything else as it is.
pub(super) fn decode(cell: &mut String) {
    let decoded = match cell.as_bytes().first() {
        Some(b'"') => text(cell, '"'),
        Some(b'\'') => text(cell, '\''),
        Some(b'^') => date(cell),
        _ => None,
    };
    if let Some(decoded) = decoded {
        *cell = decoded;
    }
}

/// The words of a text; none when the cell is none.
fn text(cell: &str, quote: char) -> Option<String> {
    let mut words = String::with_capacity(cell.len());
    let mut chars = cell.get(1..)?.chars();
    loop {
        match chars.next()? {
            '\\' => words.push(match chars.next()? {
                't' => '\t',
                'n' => '\n',
                'r' => '\r',
                other => other,
            }),
            end if end == quote => break,
            other => words.push(other),
        }
    }
    let language = chars.as_str();
    let is_tag = |tag: &str| !tag.is_empty() && tag.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let is_whole = language.is_empty() || language.strip_prefix('@').is_some_and(is_tag);
    is_whole.then_some(words)
}

/// `^1961-03-14T00:00:00Z/11` as EDTF: the number behind is the precision, 9 for a year, 10 for a month, 11 for a day.
fn date(cell: &str) -> Option<String> {
    let (time, precision) = cell.strip_prefix('^')?.split_once('/').map_or((&cell[1..], "11"), |(time, of)| (time, of));
    let day = time.get(..10).filter(|day| {
        day.bytes().enumerate().all(|(at, byte)| if matches!(at, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() })
    })?;
    let length = match precision {
        "9" => 4,
        "10" => 7,
        "11" | "12" | "13" | "14" => 10,
        _ => return None,
    };
    day.get(..length).map(str::to_owned)
}
