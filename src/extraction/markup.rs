//! What in a file of Markdown is no text? It is blanked out, so that every place stays where it is.

/// What a file tells of its text beside the text itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Markdown {
    /// The text with everything else blanked out, byte for byte as long as the file.
    pub text: String,
    /// The day of publication as the file has it.
    pub published: Option<String>,
}

/// The bytes of a link that are looked for.
const LONGEST_LINK: usize = 2_000;

/// Reads Markdown: a head between lines of `---`, marks of headings, lists, emphasis, code and links are blanked out.
#[must_use]
pub fn read_markdown(written: &str) -> Markdown {
    let mut told = Markdown { text: String::with_capacity(written.len()), published: None };
    let head = head_length(written);
    for line in written[..head].split_inclusive('\n') {
        let pair = line.split_once(':').map(|(name, value)| (name.trim(), value.trim().trim_matches(['"', '\''])));
        if let Some(("date" | "published", value)) = pair {
            told.published = Some(value.to_owned());
        }
        blank(line, &mut told.text);
    }
    let mut is_code = false;
    for line in written[head..].split_inclusive('\n') {
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

/// The bytes of the head that a file of Markdown may begin with.
fn head_length(written: &str) -> usize {
    if !written.starts_with("---\n") {
        return 0;
    }
    written.get(4..).and_then(|rest| rest.find("\n---\n")).map_or(0, |end| 4 + end + 5)
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
