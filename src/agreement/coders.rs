//! What coders say, and the texts that they read.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::extraction::sentences;
use crate::scoring::{Annotated, Phrase, ScoredClaim};

/// File and line of a row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RowPlace {
    /// The file, as messages name it.
    pub file: String,
    /// The line, starting at 1.
    pub line: u64,
}

/// Somebody who coded texts.
#[derive(Debug, Clone, Default)]
pub struct Coder {
    /// Their name.
    pub name: String,
    /// Their claims.
    pub side: Annotated,
    /// Where each claim stands, in the order of the claims.
    pub places: Vec<RowPlace>,
}

impl Coder {
    /// Somebody who has coded nothing yet.
    pub fn new(name: impl Into<String>) -> Coder {
        Coder { name: name.into(), ..Coder::default() }
    }

    /// Adds a claim with its place.
    pub fn push(&mut self, claim: ScoredClaim, place: RowPlace) {
        self.side.push(claim);
        self.places.push(place);
    }
}

/// A text that coders read, cut into sentences and words. Places are code points.
#[derive(Debug, Clone, Default)]
pub struct CodedText {
    characters: Vec<char>,
    /// Where its sentences stand.
    pub(super) sentences: Vec<Range<u64>>,
    /// Where its words stand.
    pub(super) words: Vec<Range<u64>>,
}

impl CodedText {
    /// Cuts a text.
    #[must_use]
    pub fn of(text: &str) -> CodedText {
        let characters: Vec<char> = text.chars().collect();
        // Sentences are found in bytes, and claims stand in code points.
        let mut begun = (0, 0);
        let mut code_point = |byte: usize| {
            let (bytes, points) = begun;
            let passed = text.get(bytes..byte).map_or(0, |passed| passed.chars().count());
            begun = (byte, points + passed);
            (points + passed) as u64
        };
        let sentences = sentences(text).into_iter().map(|span| code_point(span.start)..code_point(span.end)).collect();
        let mut words: Vec<Range<u64>> = Vec::new();
        for (at, letter) in (0..).zip(&characters) {
            if !letter.is_alphanumeric() {
                continue;
            }
            match words.last_mut().filter(|word| word.end == at) {
                Some(word) => word.end = at + 1,
                None => words.push(at..at + 1),
            }
        }
        CodedText { characters, sentences, words }
    }

    /// Where words stand, when they stand there once.
    fn find(&self, words: &str) -> Option<Range<u64>> {
        let sought: Vec<char> = words.chars().collect();
        let windows = self.characters.windows(sought.len().max(1));
        let mut found = (0_u64..).zip(windows).filter(|(_, window)| *window == sought.as_slice()).map(|(at, _)| at);
        match (found.next(), found.next()) {
            (Some(at), None) => Some(at..at + sought.len() as u64),
            _ => None,
        }
    }

    /// Where the quote of a claim stands: where its row says, or where the words are found.
    pub(super) fn place_of(&self, quote: &Phrase) -> Option<Range<u64>> {
        quote.span.clone().or_else(|| self.find(&quote.words))
    }
}

/// The coders who have a claim in each document, by number: who has none is taken not to have read it.
pub(super) fn readers(coders: &[Coder]) -> BTreeMap<&str, Vec<usize>> {
    let mut readers: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (number, coder) in coders.iter().enumerate() {
        for claim in &coder.side.claims {
            let of = readers.entry(&claim.document).or_default();
            if of.last() != Some(&number) {
                of.push(number);
            }
        }
    }
    readers
}
