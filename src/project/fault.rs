//! What can be wrong with a project file, before its place is known.

use std::ops::Range;

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
