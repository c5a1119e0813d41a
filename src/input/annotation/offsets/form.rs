//! A text in the forms that it may have had when it was annotated.
//!
//! Editors, version control and tools change line breaks, compose characters, and drop a byte order mark. Offsets that
//! were counted in such a form are led back to the text as it is.

use std::ops::Range;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc, is_nfc_quick, is_nfd};

use super::Unit;
use super::words::{Sought, bare, fold};

/// The line breaks of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LineBreaks {
    Kept,
    /// One character each.
    Single,
    /// Two characters each.
    Double,
}

/// The composition of the characters of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Composition {
    Kept,
    Composed,
    Decomposed,
}

/// The text as it is, then as it may have been when it was annotated.
pub(super) fn forms(text: &str) -> impl Iterator<Item = TextForm> + '_ {
    let marks = if text.starts_with('\u{feff}') { vec![true, false] } else { vec![false] };
    let has_lone = text.replace("\r\n", "").contains('\n');
    let lines: Vec<LineBreaks> = [LineBreaks::Kept]
        .into_iter()
        .chain(text.contains("\r\n").then_some(LineBreaks::Single))
        .chain(has_lone.then_some(LineBreaks::Double))
        .collect();
    let compositions: Vec<Composition> = [Composition::Kept]
        .into_iter()
        .chain((!is_nfc(text)).then_some(Composition::Composed))
        .chain((!is_nfd(text)).then_some(Composition::Decomposed))
        .collect();
    marks.into_iter().flat_map(move |keeps_mark| {
        let lines = lines.clone();
        compositions.clone().into_iter().flat_map(move |composition| {
            lines.clone().into_iter().map(move |lines| TextForm::new(text, keeps_mark, lines, composition))
        })
    })
}

/// A text in one of the forms it may have had, with the ways between the units and back to the text as it is.
pub(super) struct TextForm {
    pub(super) chars: Vec<char>,
    /// UTF-16 units and bytes before each character, and all of them at the end.
    before: Vec<[u64; 2]>,
    /// Code point of the text as it is, for an offset at which something begins, and for one at which it ends.
    origin: Vec<[u64; 2]>,
    pub(super) change: Option<&'static str>,
}

impl TextForm {
    /// The text as it is.
    pub(super) fn of(text: &str) -> TextForm {
        TextForm::new(text, true, LineBreaks::Kept, Composition::Kept)
    }

    fn new(text: &str, keeps_mark: bool, lines: LineBreaks, composition: Composition) -> TextForm {
        let has_mark = text.starts_with('\u{feff}');
        let mut form = TextForm {
            chars: Vec::new(),
            before: Vec::new(),
            origin: Vec::new(),
            change: change(has_mark && !keeps_mark, lines, composition),
        };
        if has_mark && keeps_mark {
            form.chars.push('\u{feff}');
            form.origin.push([0, 0]);
        }
        form.origin.push([0, 0]);
        let plain: Vec<char> = text.chars().skip(usize::from(has_mark)).collect();
        let mut at = 0;
        while at < plain.len() {
            let end = segment_end(&plain, at, lines, composition);
            let segment = plain.get(at..end).unwrap_or_default();
            let changed: Vec<char> = match (segment, lines, composition) {
                (['\r', '\n'], LineBreaks::Single, _) => vec!['\n'],
                (['\n'], LineBreaks::Double, _) => vec!['\r', '\n'],
                (.., Composition::Composed) => segment.iter().copied().nfc().collect(),
                (.., Composition::Decomposed) => segment.iter().copied().nfd().collect(),
                _ => segment.to_vec(),
            };
            let n = changed.len();
            for (nth, c) in changed.into_iter().enumerate() {
                form.chars.push(c);
                let is_last = nth + 1 == n;
                form.origin.push([if is_last { end as u64 } else { at as u64 }, end as u64]);
            }
            at = end;
        }
        form.count();
        form
    }

    fn count(&mut self) {
        let mut sum = [0, 0];
        self.before.push(sum);
        for c in &self.chars {
            sum = [sum[0] + c.len_utf16() as u64, sum[1] + c.len_utf8() as u64];
            self.before.push(sum);
        }
    }

    /// The character an offset leads to; none when it lies behind the text or inside a character.
    fn point(&self, unit: Unit, offset: u64) -> Option<usize> {
        let by = |index: usize| self.before.binary_search_by_key(&offset, |before| before[index]).ok();
        match unit {
            Unit::CodePoint => usize::try_from(offset).ok().filter(|point| *point <= self.chars.len()),
            Unit::Utf16 => by(0),
            Unit::Byte => by(1),
        }
    }

    pub(super) fn points(&self, unit: Unit, pieces: &[Range<u64>]) -> Option<Vec<Range<usize>>> {
        pieces.iter().map(|piece| Some(self.point(unit, piece.start)?..self.point(unit, piece.end)?)).collect()
    }

    /// The words in a stretch, pieces joined by a space; none when a piece runs backwards.
    fn words(&self, points: &[Range<usize>]) -> Option<String> {
        let mut words = String::new();
        for (nth, piece) in points.iter().enumerate() {
            words.extend((nth > 0).then_some(' '));
            words.extend(self.chars.get(piece.clone())?);
        }
        Some(words)
    }

    /// True when the words stand where the offsets say.
    pub(super) fn fits(&self, unit: Unit, sought: &Sought<'_>) -> bool {
        let Some(words) = self.points(unit, sought.pieces).and_then(|points| self.words(&points)) else { return false };
        if words == sought.quote || fold(&words) == sought.folded {
            return true;
        }
        // Tools join pieces in their own ways, and some drop the white space between words.
        (sought.pieces.len() > 1 || sought.is_as_shown) && sought.is_bare(&bare(&words))
    }

    /// True when the words are a part of whole words at the offsets: the tool kept what was selected, and its offsets
    /// cover the words that this touches.
    pub(super) fn is_cut(&self, points: &[Range<usize>], sought: &Sought<'_>) -> bool {
        let ([piece], Some(words)) = (points, self.words(points)) else { return false };
        let is_inside = |at: usize| {
            let is_letter = |at: usize| self.chars.get(at).is_some_and(|c| c.is_alphanumeric());
            at > 0 && is_letter(at - 1) && is_letter(at)
        };
        !is_inside(piece.start) && !is_inside(piece.end) && sought.is_bare_part(&bare(&words))
    }

    /// The code point of the text as it is for an offset, as near as can be told.
    pub(super) fn near(&self, unit: Unit, offset: u64) -> u64 {
        let point = match unit {
            Unit::CodePoint => usize::try_from(offset).unwrap_or(usize::MAX),
            Unit::Utf16 => self.before.partition_point(|before| before[0] < offset),
            Unit::Byte => self.before.partition_point(|before| before[1] < offset),
        };
        self.origin.get(point).map_or(offset, |origin| origin[0])
    }

    pub(super) fn led_back(&self, points: &[Range<usize>]) -> Vec<Range<u64>> {
        let origin = |point: usize| self.origin.get(point).copied().unwrap_or_default();
        points.iter().map(|piece| origin(piece.start)[0]..origin(piece.end)[1]).collect()
    }
}

/// The words for what was changed.
fn change(has_lost_mark: bool, lines: LineBreaks, composition: Composition) -> Option<&'static str> {
    Some(match (lines, composition) {
        (LineBreaks::Kept, Composition::Kept) if has_lost_mark => "without its byte order mark",
        (LineBreaks::Kept, Composition::Kept) => return None,
        (LineBreaks::Single, Composition::Kept) => "with line breaks of one character",
        (LineBreaks::Double, Composition::Kept) => "with line breaks of two characters",
        (LineBreaks::Kept, Composition::Composed) => "composed (NFC)",
        (LineBreaks::Single, Composition::Composed) => "composed (NFC) and with line breaks of one character",
        (LineBreaks::Double, Composition::Composed) => "composed (NFC) and with line breaks of two characters",
        (LineBreaks::Kept, Composition::Decomposed) => "decomposed (NFD)",
        (LineBreaks::Single, Composition::Decomposed) => "decomposed (NFD) and with line breaks of one character",
        (LineBreaks::Double, Composition::Decomposed) => "decomposed (NFD) and with line breaks of two characters",
    })
}

/// The end of the stretch that begins at `at` and changes as one.
fn segment_end(plain: &[char], at: usize, lines: LineBreaks, composition: Composition) -> usize {
    if lines != LineBreaks::Kept && plain.get(at..at + 2) == Some(&['\r', '\n']) {
        return at + 2;
    }
    if composition == Composition::Kept { at + 1 } else { composed_end(plain, at) }
}

/// The end of the characters from `at` that may join into one when they are composed.
pub(super) fn composed_end(plain: &[char], at: usize) -> usize {
    let mut end = at + 1;
    // A character that is certainly composed as it stands joins with nothing before it.
    while plain.get(end).is_some_and(|c| is_nfc_quick(std::iter::once(*c)) != IsNormalized::Yes) {
        end += 1;
    }
    end
}
