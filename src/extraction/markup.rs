//! What in a file of Markdown is no text? It is blanked out, so that every place stays where it is.

/// What a file tells of its text beside the text itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Markdown {
    /// The text with everything else blanked out, byte for byte as long as the file.
    pub text: String,
    /// The day of publication as the file has it.
    pub published: Option<String>,
    /// What the head of the file tells, name by name; the parts of a list are joined by commas.
    pub head: Vec<(String, String)>,
}

/// The bytes of a link that are looked for.
const LONGEST_LINK: usize = 2_000;

/// Reads Markdown: a head between lines of `---`, marks of headings, lists, emphasis, code and links are blanked out.
#[must_use]
pub fn read_markdown(written: &str) -> Markdown {
    let mut told = Markdown { text: String::with_capacity(written.len()), ..Markdown::default() };
    let length = head_length(written);
    told.head = head(&written[..length]);
    let is_day = |(name, _): &&(String, String)| name == "date" || name == "published";
    told.published = told.head.iter().rfind(is_day).map(|(_, value)| value.clone());
    blank(&written[..length], &mut told.text);
    let mut is_code = false;
    for line in written[length..].split_inclusive('\n') {
        let fence = line.trim_start().starts_with("```");
        if fence || is_code {
            is_code ^= fence;
            blank(line, &mut told.text);
        } else {
            read_line(line, &mut told.text);
        }
    }
    told
}

/// The bytes of the head that a file of Markdown may begin with, between lines of `---`.
fn head_length(written: &str) -> usize {
    let mut length = 0;
    for (at, line) in written.split_inclusive('\n').enumerate() {
        let is_fence = line.trim_end() == "---";
        if at == 0 && !is_fence {
            return 0;
        }
        length += line.len();
        if at > 0 && is_fence {
            return length;
        }
    }
    0
}

/// The pairs of a name and a value in a head; what stands deeper belongs to the name above it.
fn head(written: &str) -> Vec<(String, String)> {
    let mut pairs: Vec<(String, String)> = Vec::new();
    for line in written.lines() {
        let bare = |value: &str| value.trim().trim_matches(['"', '\'']).to_owned();
        if let (Some(item), Some((_, value))) = (line.trim_start().strip_prefix("- "), pairs.last_mut()) {
            if !value.is_empty() {
                value.push_str(", ");
            }
            value.push_str(&bare(item));
        } else if let Some((name, value)) = line.split_once(':').filter(|_| !line.starts_with([' ', '\t'])) {
            let list = value.trim().strip_prefix('[').and_then(|list| list.strip_suffix(']'));
            let value =
                list.map_or_else(|| bare(value), |list| list.split(',').map(bare).collect::<Vec<_>>().join(", "));
            pairs.push((name.trim().to_lowercase(), value));
        }
    }
    pairs
}

/// A line with its marks as blanks.
fn read_line(line: &str, text: &mut String) {
    let body = line.trim_start();
    let mut start = line.len() - body.len();
    let marks = body.len() - body.trim_start_matches(['#', '>', '*', '+', '-']).len();
    if marks > 0 && body[marks..].starts_with([' ', '\n']) {
        start += marks;
    }
    blank(&line[..start], text);
    let mut rest = &line[start..];
    while let Some(first) = rest.chars().next() {
        // A link is short; looking further would make a line of brackets slow.
        let ahead = (0..4).find_map(|back| rest.get(..LONGEST_LINK - back)).unwrap_or(rest);
        let length = match first {
            '*' | '`' => 1,
            '_' if is_emphasis(line, line.len() - rest.len()) => 1,
            '!' if rest.starts_with("![") => 2,
            '[' if ahead.contains("](") => 1,
            ']' if rest.starts_with("](") => ahead.find(')').map_or(1, |end| end + 1),
            _ => 0,
        };
        if length == 0 {
            text.push(first);
            rest = &rest[first.len_utf8()..];
        } else {
            blank(&rest[..length], text);
            rest = &rest[length..];
        }
    }
}

/// An underscore at the edge of a word, and none inside a name such as `a_b`.
fn is_emphasis(line: &str, at: usize) -> bool {
    let before = line[..at].chars().next_back().is_none_or(|letter| !letter.is_alphanumeric());
    let after = line[at + 1..].chars().next().is_none_or(|letter| !letter.is_alphanumeric());
    before || after
}

/// As many blanks as the piece has bytes; its line end stays.
fn blank(piece: &str, text: &mut String) {
    text.extend(piece.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
}
