//! Words and where they stand in a text, whatever white space and composition they are written in.
//!
//! Words are compared composed (NFC), and with each run of white space as one space: tools show line breaks and several
//! blanks as one blank, and keep what they show.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use super::form::composed_end;
use super::{Found, Loss, Stated};

/// Words in the form in which they are compared: composed, runs of white space as one space, none at the ends.
pub(super) fn fold(words: &str) -> String {
    let composed: String = words.nfc().collect();
    composed.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Words composed and without any white space.
pub(super) fn bare(words: &str) -> String {
    words.nfc().filter(|c| !c.is_whitespace()).collect()
}

/// Label Studio writes a line break in the words that were selected as `\n`, in two characters.
fn shown_breaks(words: &str) -> String {
    words.replace("\\n", " ")
}

/// Words that should stand at some offsets.
pub(super) struct Sought<'a> {
    pub(super) pieces: &'a [Range<u64>],
    pub(super) quote: &'a str,
    pub(super) folded: String,
    pub(super) is_as_shown: bool,
}

impl<'a> Sought<'a> {
    pub(super) fn new(pieces: &'a [Range<u64>], quote: &'a str, is_as_shown: bool) -> Sought<'a> {
        Sought { pieces, quote, folded: fold(quote), is_as_shown }
    }

    /// The words, then what they are when the tool wrote line breaks in two characters.
    fn readings(&self) -> impl Iterator<Item = String> {
        let shown = (self.is_as_shown && self.quote.contains("\\n")).then(|| fold(&shown_breaks(self.quote)));
        [self.folded.clone()].into_iter().chain(shown).filter(|words| !words.is_empty())
    }

    /// True when the words are these, white space aside.
    pub(super) fn is_bare(&self, words: &str) -> bool {
        self.readings().any(|quote| bare(&quote) == words)
    }

    /// True when the words are a part of these, white space aside.
    pub(super) fn is_bare_part(&self, words: &str) -> bool {
        self.readings().any(|quote| words.contains(&bare(&quote)))
    }
}

/// A text composed and with each run of white space as one space.
pub(super) struct FoldedText {
    text: String,
    /// The byte at which each character begins, and the end.
    bytes: Vec<usize>,
    /// The code points of the text as it is that each character stands for.
    origin: Vec<Range<u64>>,
}

/// A place in a folded text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FoldedPlace {
    bytes: Range<usize>,
    /// The same in code points of the text as it is.
    pub(super) points: Range<u64>,
}

impl FoldedText {
    pub(super) fn new(plain: &str) -> FoldedText {
        let chars: Vec<char> = plain.chars().collect();
        let mut folded = FoldedText { text: String::new(), bytes: Vec::new(), origin: Vec::new() };
        let mut at = 0;
        while at < chars.len() {
            let end = composed_end(&chars, at);
            for c in chars.get(at..end).unwrap_or_default().iter().copied().nfc() {
                folded.push(c, at as u64..end as u64);
            }
            at = end;
        }
        folded.bytes.push(folded.text.len());
        folded
    }

    fn push(&mut self, c: char, origin: Range<u64>) {
        if c.is_whitespace() && self.text.ends_with(' ') {
            if let Some(last) = self.origin.last_mut() {
                last.end = origin.end;
            }
            return;
        }
        self.bytes.push(self.text.len());
        self.text.push(if c.is_whitespace() { ' ' } else { c });
        self.origin.push(origin);
    }

    fn place(&self, bytes: Range<usize>) -> Option<FoldedPlace> {
        let index = |byte: usize| self.bytes.binary_search(&byte).ok();
        let (first, last) = (index(bytes.start)?, index(bytes.end)?.checked_sub(1)?);
        Some(FoldedPlace { points: self.origin.get(first)?.start..self.origin.get(last)?.end, bytes })
    }

    /// The byte of the first character that begins at or behind a code point.
    pub(super) fn byte_of(&self, point: u64) -> usize {
        let index = self.origin.partition_point(|origin| origin.start < point);
        self.bytes.get(index).copied().unwrap_or(self.text.len())
    }

    /// Every place of folded words, in order; those inside longer words only when there are no others.
    pub(super) fn find(&self, words: &str) -> Vec<FoldedPlace> {
        let all = self.find_all(words);
        let whole: Vec<FoldedPlace> = all.iter().filter(|place| self.is_whole(place)).cloned().collect();
        if whole.is_empty() { all } else { whole }
    }

    /// Every place of folded words, in order.
    pub(super) fn find_all(&self, words: &str) -> Vec<FoldedPlace> {
        let mut all = Vec::new();
        let mut from = 0;
        while let Some(at) = self.text.get(from..).and_then(|rest| rest.find(words)).filter(|_| !words.is_empty()) {
            let start = from + at;
            all.extend(self.place(start..start + words.len()));
            from = start + self.text[start..].chars().next().map_or(1, char::len_utf8);
        }
        all
    }

    /// Where folded words stand in the bytes from `from` to `to`, when only white space is before them.
    pub(super) fn next(&self, words: &str, from: usize, to: usize) -> Option<FoldedPlace> {
        let rest = self.text.get(from..to)?;
        let start = from + rest.len() - rest.trim_start().len();
        let is_next = !words.is_empty() && self.text.get(start..to)?.starts_with(words);
        if is_next { self.place(start..start + words.len()) } else { None }
    }

    /// The only place of folded words in the bytes from `from` to `to`.
    pub(super) fn only(&self, words: &str, from: usize, to: usize) -> Option<FoldedPlace> {
        let mut all = self.find(words).into_iter().filter(|place| from <= place.bytes.start && place.bytes.end <= to);
        all.next().filter(|_| all.next().is_none())
    }

    /// The number of its bytes.
    pub(super) fn len(&self) -> usize {
        self.text.len()
    }

    /// True when no letter or digit at an end goes on outside.
    fn is_whole(&self, place: &FoldedPlace) -> bool {
        let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let (before, rest) = self.text.split_at(place.bytes.start);
        let (words, after) = rest.split_at(place.bytes.len());
        let is_open = |outside: Option<char>, inside: Option<char>| is_letter(outside) && is_letter(inside);
        !is_open(before.chars().next_back(), words.chars().next())
            && !is_open(after.chars().next(), words.chars().next_back())
    }

    /// True when the words around a place are those that were kept.
    fn has_context(&self, place: &FoldedPlace, stated: &Stated<'_>) -> bool {
        let [prefix, suffix] = [stated.prefix, stated.suffix].map(|words| fold(words.unwrap_or_default()));
        let before = self.text.get(..place.bytes.start).unwrap_or_default().trim_end();
        let after = self.text.get(place.bytes.end..).unwrap_or_default().trim_start();
        before.ends_with(&prefix) && after.starts_with(&suffix)
    }

    /// The place of words whose offsets do not fit: by what stands around them, else the only one in the text.
    pub(super) fn relocate(&self, sought: &Sought<'_>, stated: &Stated<'_>) -> Found {
        match self.places(sought, stated).as_slice() {
            [] => Found::Lost(Loss::Words),
            [only] => Found::Moved(vec![only.clone()]),
            several => Found::Lost(Loss::Several(several.len())),
        }
    }

    /// True when these are the places of words.
    pub(super) fn is_at(&self, sought: &Sought<'_>, pieces: &[Range<u64>]) -> bool {
        let [piece] = pieces else { return false };
        sought.readings().any(|words| self.find_all(&words).iter().any(|place| place.points == *piece))
    }

    /// The places of words in code points: those where what stands around them is right, else all.
    pub(super) fn places(&self, sought: &Sought<'_>, stated: &Stated<'_>) -> Vec<Range<u64>> {
        let all = sought.readings().map(|words| self.find(&words)).find(|all| !all.is_empty()).unwrap_or_default();
        let has_context = |place: &&FoldedPlace| stated.has_context() && self.has_context(place, stated);
        let with_context: Vec<&FoldedPlace> = all.iter().filter(has_context).collect();
        let places = if with_context.is_empty() { all.iter().collect() } else { with_context };
        places.into_iter().map(|place| place.points.clone()).collect()
    }

    /// Another place of words than the one they have, when what stands around them is there and not here.
    pub(super) fn better(&self, sought: &Sought<'_>, stated: &Stated<'_>, here: &[Range<u64>]) -> Option<Range<u64>> {
        let [here] = here else { return None };
        let bytes = self.byte_of(here.start)..self.byte_of(here.end);
        let is_right = self.has_context(&FoldedPlace { bytes, points: here.clone() }, stated);
        if is_right || !stated.has_context() {
            return None;
        }
        let all = self.find(&sought.folded);
        let fitting: Vec<&FoldedPlace> = all.iter().filter(|place| self.has_context(place, stated)).collect();
        match fitting.as_slice() {
            [only] => Some(only.points.clone()),
            _ => None,
        }
    }

    /// The pieces of words in several pieces, all moved by as much as the first, when that can be in one way only.
    pub(super) fn move_pieces(&self, parts: &[String], starts: &[u64]) -> Found {
        let places: Vec<Vec<FoldedPlace>> = parts.iter().map(|part| self.find(&fold(part))).collect();
        let (Some(firsts), Some(start)) = (places.first(), starts.first()) else { return Found::Lost(Loss::Pieces) };
        let moved = |first: &FoldedPlace| -> Option<Vec<Range<u64>>> {
            let of_piece = |(places, at): (&Vec<FoldedPlace>, &u64)| {
                let at = (*at + first.points.start).checked_sub(*start)?;
                places.iter().find(|place| place.points.start == at).map(|place| place.points.clone())
            };
            places.iter().zip(starts).map(of_piece).collect()
        };
        let mut all = firsts.iter().filter_map(moved);
        match (all.next(), all.next()) {
            (Some(pieces), None) => Found::Moved(pieces),
            _ => Found::Lost(Loss::Pieces),
        }
    }
}
