//! The text of a document from its sentences.
//!
//! The text between two sentences is not in the file; spaces stand in for it. Escapes and the unit of the offsets are
//! those under which most tokens stand where they should, looked at in each sentence by itself: in some files the
//! offsets begin anew with each sentence.

use std::ops::Range;

use super::Token;
use super::escapes::Escapes;
use crate::input::annotation::offsets::Unit;

/// A sentence: the lines of its text, and the numbers of its tokens.
pub(super) struct Sentence<'a> {
    pub(super) lines: Vec<&'a str>,
    pub(super) tokens: Range<usize>,
}

/// The text of a document, put together.
pub(super) struct Rebuilt {
    pub(super) text: String,
    pub(super) unit: Unit,
    /// The words of each token.
    pub(super) words: Vec<String>,
    /// The code point at which each sentence begins.
    pub(super) starts: Vec<u64>,
}

/// The units of offsets, the one of Java first.
const UNITS: [Unit; 3] = [Unit::Utf16, Unit::CodePoint, Unit::Byte];

/// A way to read the sentences and the words of the tokens.
struct TextReading {
    texts: Vec<String>,
    words: Vec<String>,
}

impl TextReading {
    fn new(sentences: &[Sentence<'_>], tokens: &[Token<'_>], text: Escapes, words: Escapes) -> TextReading {
        let lines =
            |sentence: &Sentence<'_>| sentence.lines.iter().map(|line| text.undo(line)).collect::<Vec<_>>().join("\n");
        TextReading {
            texts: sentences.iter().map(lines).collect(),
            words: tokens.iter().map(|token| words.undo(token.words)).collect(),
        }
    }

    /// The offset at which each sentence begins, and the number of tokens that stand where their offsets say then.
    fn measure(&self, sentences: &[Sentence<'_>], tokens: &[Token<'_>], unit: Unit) -> (Vec<Option<u64>>, usize) {
        let mut starts = Vec::new();
        let mut n = 0;
        for (sentence, text) in sentences.iter().zip(&self.texts) {
            let (start, of_sentence) = self.start(sentence, text, tokens, unit);
            starts.push(start);
            n += of_sentence;
        }
        (starts, n)
    }

    /// The offset at which a sentence begins for most of its tokens, and their number.
    fn start(&self, sentence: &Sentence<'_>, text: &str, tokens: &[Token<'_>], unit: Unit) -> (Option<u64>, usize) {
        let length = |text: &str| text.chars().map(|c| unit.length(c)).sum::<u64>();
        let (mut byte, mut before) = (0, 0);
        let mut votes: Vec<(Option<u64>, usize)> = Vec::new();
        for nth in sentence.tokens.clone() {
            let (Some(token), Some(words)) = (tokens.get(nth), self.words.get(nth)) else { continue };
            let rest = text.get(byte..).unwrap_or_default();
            let Some(lead) = rest.find(words.as_str()).filter(|_| is_counted(token)) else { continue };
            before += length(rest.get(..lead).unwrap_or_default());
            let start = token.range.start.checked_sub(before);
            match votes.iter_mut().find(|(known, _)| *known == start) {
                _ if token.range.end.checked_sub(token.range.start) != Some(length(words)) => {}
                Some((_, n)) => *n += 1,
                None => votes.push((start, 1)),
            }
            before += length(words);
            byte += lead + words.len();
        }
        // Of two that are equal, the first.
        votes.into_iter().rev().max_by_key(|(_, n)| *n).unwrap_or_default()
    }

    /// The sentences one behind the other, each where its offsets say when that is behind the one before.
    fn join(self, sentences: &[Sentence<'_>], tokens: &[Token<'_>], unit: Unit) -> Rebuilt {
        let mut whole = String::new();
        let mut starts = Vec::new();
        let (mut n, mut n_points) = (0, 0);
        for (start, text) in self.measure(sentences, tokens, unit).0.into_iter().zip(&self.texts) {
            let gap = match start.and_then(|start| start.checked_sub(n)) {
                // A file can name any offset; more blank than this is no text.
                Some(n_blank) => " ".repeat(usize::try_from(n_blank.min(100_000)).unwrap_or_default()),
                None if whole.is_empty() => String::new(),
                None => "\n".to_owned(),
            };
            whole.push_str(&gap);
            starts.push(n_points + gap.len() as u64);
            whole.push_str(text);
            n += gap.len() as u64 + text.chars().map(|c| unit.length(c)).sum::<u64>();
            n_points += (gap.len() + text.chars().count()) as u64;
        }
        Rebuilt { text: whole, unit, words: self.words, starts }
    }
}

/// True for a token that tells where its sentence begins: no part of another, and not empty.
fn is_counted(token: &Token<'_>) -> bool {
    !token.id.contains('.') && !token.words.trim().is_empty()
}

/// The text of the document, and the unit its offsets count in.
pub(super) fn rebuild(sentences: &[Sentence<'_>], tokens: &[Token<'_>], escapes: [Escapes; 3]) -> Rebuilt {
    let [usual, ..] = escapes;
    let has_escapes = sentences.iter().flat_map(|sentence| &sentence.lines).any(|line| line.contains('\\'))
        || tokens.iter().any(|token| token.words.contains('\\'));
    let ways: Vec<(Escapes, Escapes)> = if has_escapes {
        escapes.into_iter().flat_map(|text| [(text, Escapes::Plain), (text, text)]).collect()
    } else {
        vec![(usual, Escapes::Plain)]
    };
    let n_counted = tokens.iter().filter(|token| is_counted(token)).count();
    let mut best: Option<(usize, Unit, TextReading)> = None;
    for (text, words) in ways {
        let reading = TextReading::new(sentences, tokens, text, words);
        let (mut most, mut unit) = (0, UNITS[0]);
        for other in UNITS {
            let (_, n) = reading.measure(sentences, tokens, other);
            if n > most {
                (most, unit) = (n, other);
            }
        }
        let is_whole = most == n_counted;
        if best.as_ref().is_none_or(|(n, ..)| most > *n) {
            best = Some((most, unit, reading));
        }
        if is_whole {
            break;
        }
    }
    let (_, unit, reading) =
        best.unwrap_or_else(|| (0, UNITS[0], TextReading::new(sentences, tokens, usual, Escapes::Plain)));
    reading.join(sentences, tokens, unit)
}
