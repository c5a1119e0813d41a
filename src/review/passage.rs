//! The text around a claim, with its parts lit.

use std::ops::Range;

use super::line::{Glyph, ScreenLine, Shade, wrapped};
use super::{LitPart, ReviewClaim};

/// How many characters of the text are shown before the quote, and how many behind it.
const AROUND: usize = 6_000;

/// A piece of a text, and which of its characters are lit.
#[derive(Debug, Default)]
pub(super) struct Passage {
    letters: Vec<(char, Shade)>,
    /// The places of parts, counted from the first letter.
    parts: Vec<(LitPart, Range<usize>)>,
    quote: Range<usize>,
    /// Why the quote is shown without the text around it.
    pub(super) trouble: Option<String>,
    /// The code point of the text that the first letter is.
    first: usize,
}

impl Passage {
    /// The surroundings of a claim in its text; the quote alone where the text cannot be had, or is another one by now.
    pub(super) fn of(text: &Result<String, String>, claim: &ReviewClaim) -> Passage {
        let quote = claim.cell("quote");
        let alone = |trouble: String| {
            let first = claim.quoted().map_or(0, |quoted| quoted.start);
            Passage::lit(first, quote.chars().collect(), 0..quote.chars().count(), claim, Some(trouble))
        };
        let text = match text {
            Ok(text) => text,
            Err(trouble) => return alone(format!("{trouble}; this is the quote alone")),
        };
        let Some(quoted) = claim.quoted() else {
            return alone("the claim does not tell where its quote stands; this is the quote alone".to_owned());
        };
        let first = quoted.start.saturating_sub(AROUND);
        let length = quoted.end.saturating_sub(first).saturating_add(AROUND);
        let letters: Vec<char> = text.chars().skip(first).take(length).collect();
        let inside = quoted.start - first..quoted.end - first;
        let stands = |letters: &[char]| letters.iter().copied().eq(quote.chars());
        if !letters.get(inside.clone()).is_some_and(stands) {
            return alone("the text has changed since it was read; this is the quote alone".to_owned());
        }
        Passage::lit(first, letters, inside, claim, None)
    }

    fn lit(
        first: usize,
        letters: Vec<char>,
        quote: Range<usize>,
        claim: &ReviewClaim,
        trouble: Option<String>,
    ) -> Passage {
        let is_whole = |range: &Range<usize>| range.start >= first && range.end <= first.saturating_add(letters.len());
        let places = LitPart::ALL.into_iter().flat_map(|part| claim.places(part).into_iter().map(move |at| (part, at)));
        let mut parts: Vec<(LitPart, Range<usize>)> =
            places.filter(|(_, at)| is_whole(at)).map(|(part, at)| (part, at.start - first..at.end - first)).collect();
        // Of parts within parts the inner one is seen.
        parts.sort_by_key(|(_, at)| std::cmp::Reverse(at.len()));
        let shade = |at: usize| if quote.contains(&at) { Shade::Quote } else { Shade::Plain };
        let mut letters: Vec<(char, Shade)> =
            letters.into_iter().enumerate().map(|(at, letter)| (letter, shade(at))).collect();
        for (part, at) in &parts {
            letters[at.clone()].iter_mut().for_each(|(_, shade)| *shade = Shade::Part(*part));
        }
        Passage { letters, parts, quote, trouble, first }
    }

    /// Its lines, and which of them hold the quote. Without colours, brackets tell the parts.
    pub(super) fn lines(&self, width: usize, has_colors: bool) -> (Vec<ScreenLine>, Range<usize>) {
        let mut glyphs = Vec::with_capacity(self.letters.len());
        // Where the glyphs of the quote begin and end.
        let mut marks = 0..0;
        for (at, (letter, shade)) in self.letters.iter().enumerate() {
            if !has_colors {
                self.close(at, &mut glyphs);
            }
            if at == self.quote.end {
                marks.end = glyphs.len();
            }
            if at == self.quote.start {
                marks.start = glyphs.len();
            }
            if !has_colors {
                self.open(at, &mut glyphs);
            }
            let is_line_end = *letter == '\r' && self.letters.get(at + 1).is_some_and(|(next, _)| *next == '\n');
            if !is_line_end {
                glyphs.push(Glyph::of(*letter, *shade));
            }
        }
        if !has_colors {
            self.close(self.letters.len(), &mut glyphs);
        }
        if self.quote.end >= self.letters.len() {
            marks.end = glyphs.len();
        }
        let (first, last) =
            (line_of(&glyphs, marks.start, width), line_of(&glyphs, marks.end.saturating_sub(1), width));
        (wrapped(&glyphs, width, 0), first..last + 1)
    }

    fn open(&self, at: usize, glyphs: &mut Vec<Glyph>) {
        for (part, _) in self.parts.iter().filter(|(_, place)| place.start == at) {
            Glyph::add(glyphs, Shade::Part(*part), &format!("{}[", part.letter()));
        }
    }

    fn close(&self, at: usize, glyphs: &mut Vec<Glyph>) {
        for (part, _) in self.parts.iter().rev().filter(|(_, place)| place.end == at) {
            Glyph::add(glyphs, Shade::Part(*part), "]");
        }
    }

    /// Where words stand in it, in code points of the text: in the quote if they do, otherwise nearest to it.
    pub(super) fn find(&self, words: &str) -> Option<Range<usize>> {
        let words: Vec<char> = words.chars().collect();
        if words.is_empty() {
            return None;
        }
        let is_letter = |at: Option<usize>| {
            at.and_then(|at| self.letters.get(at)).is_some_and(|(letter, _)| letter.is_alphanumeric())
        };
        let stands = |at: &usize| {
            let is_same =
                self.letters[*at..*at + words.len()].iter().map(|(letter, _)| *letter).eq(words.iter().copied());
            is_same && !is_letter(at.checked_sub(1)) && !is_letter(Some(*at + words.len()))
        };
        let last = self.letters.len().checked_sub(words.len())?;
        let distance = |at: &usize| match at {
            at if *at < self.quote.start => self.quote.start - *at,
            at if *at + words.len() > self.quote.end => *at + words.len() - self.quote.end,
            _ => 0,
        };
        let nearest = (0..=last).filter(stands).min_by_key(distance)?;
        let start = self.first.saturating_add(nearest);
        Some(start..start.saturating_add(words.len()))
    }
}

/// The line that a glyph is on.
fn line_of(glyphs: &[Glyph], at: usize, width: usize) -> usize {
    let rest = glyphs.get(at..).unwrap_or_default();
    let word = rest.iter().position(|glyph| glyph.text == " " || glyph.ends_line).unwrap_or(rest.len());
    wrapped(&glyphs[..at + word.max(1).min(rest.len())], width, 0).len().saturating_sub(1)
}
