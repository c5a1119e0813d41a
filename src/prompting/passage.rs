//! Which part of a text is asked about at once?

use crate::extraction::{Span, sentences};

/// The characters of a passage, at most, where its sentences let it be so short.
const LONGEST: usize = 1_200;
/// The characters of a sentence, at most: what is longer is cut at a blank, for it is hardly a sentence.
const LONGEST_SENTENCE: usize = 4 * LONGEST;
/// The characters before a passage that are shown with it.
const BEFORE: usize = 600;
/// The characters of a headline.
const HEADLINE: usize = 200;

/// A part of a text that is asked about at once, in bytes of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// The sentences of it, in order.
    pub sentences: Vec<Span>,
    /// The sentences before it, which are shown so that names and pronouns are understood; empty at the front.
    pub before: Span,
}

impl Passage {
    /// From its first to its last sentence.
    #[must_use]
    pub fn span(&self) -> Span {
        let end = self.sentences.last().map_or(0, |last| last.end);
        self.sentences.first().map_or(end, |first| first.start)..end
    }

    /// Its two halves; nothing where it is one sentence.
    #[must_use]
    pub fn halves(&self) -> Option<(Passage, Passage)> {
        let span = self.span();
        let middle = span.start + (span.end - span.start) / 2;
        let cut = self.sentences.partition_point(|sentence| sentence.end <= middle).max(1);
        let (first, second) = self.sentences.split_at_checked(cut).filter(|(_, second)| !second.is_empty())?;
        let first = Passage { sentences: first.to_vec(), before: self.before.clone() };
        let second = Passage { before: first.span(), sentences: second.to_vec() };
        Some((first, second))
    }
}

/// Cuts a text into passages of whole sentences.
#[must_use]
pub fn passages(text: &str) -> Vec<Passage> {
    let sentences: Vec<Span> = sentences(text).into_iter().flat_map(|sentence| pieces(text, sentence)).collect();
    let mut found: Vec<Passage> = Vec::new();
    let length = |span: Span| text.get(span).map_or(0, |words| words.chars().count());
    for (at, sentence) in sentences.iter().enumerate() {
        let fits = found.last_mut().filter(|last| length(last.span().start..sentence.end) <= LONGEST);
        match fits {
            Some(last) => last.sentences.push(sentence.clone()),
            None => found.push(Passage { sentences: vec![sentence.clone()], before: before(&sentences[..at], length) }),
        }
    }
    found
}

/// The whole sentences that stand right before a passage.
fn before(sentences: &[Span], length: impl Fn(Span) -> usize) -> Span {
    let Some(last) = sentences.last() else { return 0..0 };
    let near = sentences.iter().rev().take_while(|sentence| length(sentence.start..last.end) <= BEFORE).last();
    near.map_or(last.end, |first| first.start)..last.end
}

/// A sentence, or the pieces of what is too long to be one.
fn pieces(text: &str, sentence: Span) -> Vec<Span> {
    let mut found = Vec::new();
    let mut start = sentence.start;
    let mut blank = None;
    let mut length = 0;
    let Some(words) = text.get(sentence.clone()) else { return found };
    for (at, letter) in words.char_indices() {
        let at = sentence.start + at;
        length += 1;
        if letter.is_whitespace() {
            blank = Some(at);
        }
        if length > LONGEST_SENTENCE && at > start {
            let cut = blank.filter(|&blank| blank > start).unwrap_or(at);
            found.push(start..cut);
            (start, blank) = (cut, None);
            length = text.get(cut..at).map_or(0, |rest| rest.chars().count()) + 1;
        }
    }
    found.push(start..sentence.end);
    found
}

/// The headline of a text: its first paragraph, where that is short and no sentence.
#[must_use]
pub fn headline(text: &str) -> Option<&str> {
    let first = text.trim_start().lines().next()?.trim().trim_start_matches('#').trim();
    let is_title =
        !first.is_empty() && first.chars().count() <= HEADLINE && !first.ends_with(['.', '!', '?', ':', '”']);
    let next = text.trim_start().lines().nth(1)?;
    (is_title && next.trim().is_empty()).then_some(first)
}
