//! What can be wrong with a project file, and where.

use std::ops::Range;

use crate::diagnostic::{Diagnostic, Excerpt, Place, codes, nearest};

/// What is wrong with a word of the project file.
#[derive(Debug)]
pub(super) struct WordFault {
    /// The word, as it stands in the file.
    pub(super) word: String,
    pub(super) message: String,
    pub(super) hint: String,
    /// Where it stands, in bytes; when not known, the word is looked for.
    pub(super) at: Option<Range<usize>>,
}

impl WordFault {
    pub(super) fn new(word: &str, message: impl Into<String>, hint: impl Into<String>) -> WordFault {
        WordFault { word: word.to_owned(), message: message.into(), hint: hint.into(), at: None }
    }
}

/// A fault of the text of the project file.
pub(super) fn toml_fault(file: &str, text: &str, error: &toml::de::Error) -> Diagnostic {
    let place = match error.span() {
        Some(span) => place_in(file, text, span),
        None => Place::file(file),
    };
    let message = error.message().lines().next().unwrap_or("not valid TOML").to_owned();
    let hint = expected_instead(&message).unwrap_or_else(|| {
        let hint = match message.strip_prefix("missing field ") {
            Some("`format`") => "say what the files are: `format = \"claims\"`, `\"entities\"`, `\"rdf\"`, …",
            Some("`files`") => "name the files: `files = [\"claims.csv\"]`",
            Some(_) => "`[project]` with a `name` is all that is required",
            None => "`docs/cli/projects.md` lists every key",
        };
        hint.to_owned()
    });
    Diagnostic::new(&codes::BAD_PROJECT_FILE, place, message).hint(hint)
}

/// The place of a part of the project file.
pub(super) fn place_in(file: &str, text: &str, span: std::ops::Range<usize>) -> Place {
    let start = span.start.min(text.len());
    let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
    Place {
        line: text[..start].matches('\n').count() as u64 + 1,
        column: text[line_start..start].chars().count() as u64 + 1,
        excerpt: Some(Excerpt {
            text: text[line_start..line_end].to_owned(),
            range: start - line_start..span.end.clamp(start, line_end) - line_start,
        }),
        value: Some(text[start..span.end.clamp(start, line_end)].to_owned()),
        ..Place::file(file)
    }
}

/// The expected word nearest to the one that was found, both in backticks in the parser's message.
fn expected_instead(message: &str) -> Option<String> {
    let (found, expected) = message.split_once(", expected ")?;
    let quoted = |text: &'_ str| text.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<String>>();
    let found = quoted(found).pop()?;
    let expected = quoted(expected);
    nearest(&found, expected.iter().map(String::as_str)).map(|near| format!("did you mean `{near}`?"))
}
