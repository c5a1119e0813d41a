//! The places of annotated words, whatever unit a tool counts in.
//!
//! Tools count code points, UTF-16 units or bytes, and few say which. The words
//! themselves settle it: of the units, the first under which all quotes of a
//! document are found where they should be is the right one. Line breaks,
//! composition (NFC) and a byte order mark may have changed on the way; then the
//! offsets are read in the changed text and led back to the text as it is.
//! What comes out are code points of the text without a byte order mark.

use std::borrow::Cow;
use std::ops::Range;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc, is_nfc_quick};

/// The unit of an offset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Unicode code points, as Python and Ruby count.
    CodePoint,
    /// UTF-16 code units, as Java and JavaScript count.
    Utf16,
    /// Bytes of UTF-8.
    Byte,
}

impl Unit {
    /// Every unit, in the order they are tried.
    pub const ALL: &'static [Unit] = &[Unit::CodePoint, Unit::Utf16, Unit::Byte];

    /// The word for it in `relata.toml`.
    pub fn word(self) -> &'static str {
        match self {
            Unit::CodePoint => "code-points",
            Unit::Utf16 => "utf-16",
            Unit::Byte => "bytes",
        }
    }

    /// The unit a word means.
    pub fn parse(word: &str) -> Option<Unit> {
        Unit::ALL.iter().copied().find(|unit| unit.word().eq_ignore_ascii_case(word))
    }
}

/// The statements of a file about one annotated stretch of text.
#[derive(Debug, Clone, Copy, Default)]
pub struct Stated<'a> {
    /// Its pieces in the unit of the file; none when only the words are given.
    pub pieces: &'a [Range<u64>],
    /// Its words, pieces joined by a space.
    pub quote: Option<&'a str>,
    /// The words right before it.
    pub prefix: Option<&'a str>,
    /// The words right behind it.
    pub suffix: Option<&'a str>,
}

/// The place of an annotated stretch of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// At the offsets of the file, in code points.
    There(Vec<Range<u64>>),
    /// Somewhere else, by its words.
    Moved(Range<u64>),
    /// Nowhere.
    Lost(Loss),
}

/// The reason why an annotated stretch of text is not found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loss {
    /// It has no length.
    Empty,
    /// It ends behind the text, or inside a character.
    Outside,
    /// Its words are nowhere.
    Words,
    /// Its words stand in several places, and no offset says which is meant.
    Several(usize),
}

/// The reading of the offsets of one document, and the places it gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alignment {
    /// The unit of the offsets.
    pub unit: Unit,
    /// The change to the text that was needed for them to fit.
    pub change: Option<&'static str>,
    /// True when nothing in the file shows the unit, and it matters.
    pub is_assumed: bool,
    /// One for each that was stated.
    pub found: Vec<Found>,
}

/// Reads the offsets of a document: `declared` is the unit that is tried first.
///
/// `checks` are words whose place the file tells without annotating them, such as tokens.
/// Takes time linear in the text, times the number of pieces of text that are looked for elsewhere.
pub fn align(text: &str, declared: Unit, stated: &[Stated<'_>], checks: &[Stated<'_>]) -> Alignment {
    let units: Vec<Unit> =
        [declared].into_iter().chain(Unit::ALL.iter().copied().filter(|unit| *unit != declared)).collect();
    let quoted = || stated.iter().chain(checks).filter(|one| one.quote.is_some() && !one.pieces.is_empty());
    let n_quoted = quoted().count();
    let mut best: Option<(usize, Unit, TextForm)> = None;
    'readings: for reading in readings(text) {
        let mut of_reading: Option<(usize, Unit)> = None;
        for unit in &units {
            let n = quoted().filter(|one| reading.fits(*unit, one)).count();
            if of_reading.is_none_or(|(most, _)| n > most) {
                of_reading = Some((n, *unit));
            }
        }
        if let Some((n, unit)) = of_reading
            && best.as_ref().is_none_or(|(most, ..)| n > *most)
        {
            best = Some((n, unit, reading));
        }
        if best.as_ref().is_some_and(|(most, ..)| *most == n_quoted) {
            break 'readings;
        }
    }
    let Some((_, unit, reading)) = best else {
        return Alignment { unit: declared, change: None, is_assumed: false, found: Vec::new() };
    };
    let plain = text.strip_prefix('\u{feff}').unwrap_or(text);
    let has_offsets = stated.iter().any(|one| !one.pieces.is_empty());
    Alignment {
        unit,
        change: reading.change,
        is_assumed: n_quoted == 0 && has_offsets && plain.chars().any(|c| c.len_utf16() == 2),
        found: stated.iter().map(|one| reading.find(unit, one, plain)).collect(),
    }
}

/// The text as it is, then as it may have been when it was annotated.
fn readings(text: &str) -> impl Iterator<Item = TextForm> + '_ {
    let mark = usize::from(text.starts_with('\u{feff}'));
    let (has_returns, is_composed) = (text.contains("\r\n"), is_nfc(text));
    let marks = if mark == 1 { vec![true, false] } else { vec![false] };
    marks.into_iter().flat_map(move |keeps_mark| {
        [(false, false), (true, false), (false, true), (true, true)]
            .into_iter()
            .filter(move |(lines, compose)| (!lines || has_returns) && (!compose || !is_composed))
            .map(move |(lines, compose)| TextForm::new(text, keeps_mark, lines, compose))
    })
}

/// A text in one of the forms it may have had, with the ways between the units and back to the text as it is.
struct TextForm {
    chars: Vec<char>,
    /// UTF-16 units and bytes before each character, and all of them at the end.
    before: Vec<[u64; 2]>,
    /// Code point of the text as it is, for an offset at which something begins, and for one at which it ends.
    origin: Vec<[u64; 2]>,
    lines: bool,
    compose: bool,
    change: Option<&'static str>,
}

impl TextForm {
    fn new(text: &str, keeps_mark: bool, lines: bool, compose: bool) -> TextForm {
        let has_mark = text.starts_with('\u{feff}');
        let mut reading = TextForm {
            chars: Vec::new(),
            before: Vec::new(),
            origin: Vec::new(),
            lines,
            compose,
            change: match (has_mark && !keeps_mark, lines, compose) {
                (false, false, false) => None,
                (true, false, false) => Some("without its byte order mark"),
                (_, true, false) => Some("with line breaks of one character"),
                (_, false, true) => Some("composed (NFC)"),
                (_, true, true) => Some("composed (NFC) and with line breaks of one character"),
            },
        };
        let mut at = 0;
        if has_mark {
            if keeps_mark {
                reading.chars.push('\u{feff}');
                reading.origin.push([0, 0]);
            }
            reading.origin.push([0, 0]);
        } else {
            reading.origin.push([0, 0]);
        }
        let plain: Vec<char> = text.chars().skip(usize::from(has_mark)).collect();
        while at < plain.len() {
            let end = segment_end(&plain, at, lines, compose);
            let segment = plain.get(at..end).unwrap_or_default();
            let changed: Vec<char> = match segment {
                ['\r', '\n'] => vec!['\n'],
                _ if compose => segment.iter().copied().nfc().collect(),
                _ => segment.to_vec(),
            };
            let n = changed.len();
            for (nth, c) in changed.into_iter().enumerate() {
                reading.chars.push(c);
                let is_last = nth + 1 == n;
                reading.origin.push([if is_last { end as u64 } else { at as u64 }, end as u64]);
            }
            at = end;
        }
        reading.count();
        reading
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

    fn points(&self, unit: Unit, pieces: &[Range<u64>]) -> Option<Vec<Range<usize>>> {
        pieces.iter().map(|piece| Some(self.point(unit, piece.start)?..self.point(unit, piece.end)?)).collect()
    }

    /// True when the words stand where the offsets say.
    fn fits(&self, unit: Unit, stated: &Stated<'_>) -> bool {
        let (Some(quote), Some(points)) = (stated.quote, self.points(unit, stated.pieces)) else { return false };
        let mut words: Vec<char> = Vec::new();
        for (nth, piece) in points.into_iter().enumerate() {
            let Some(piece) = self.chars.get(piece) else { return false };
            words.extend((nth > 0).then_some(' '));
            words.extend(piece);
        }
        self.reform(quote).chars().map(blank).eq(words.into_iter().map(blank))
    }

    /// A quote in the form of this reading.
    fn reform<'q>(&self, quote: &'q str) -> Cow<'q, str> {
        let mut quote = Cow::Borrowed(quote);
        if self.lines && quote.contains("\r\n") {
            quote = quote.replace("\r\n", "\n").into();
        }
        if self.compose { quote.nfc().collect::<String>().into() } else { quote }
    }

    fn find(&self, unit: Unit, stated: &Stated<'_>, plain: &str) -> Found {
        if stated.pieces.iter().any(|piece| piece.start >= piece.end) {
            return Found::Lost(Loss::Empty);
        }
        let points = self.points(unit, stated.pieces).filter(|points| !points.is_empty());
        let Some(quote) = stated.quote else {
            return points.map_or(Found::Lost(Loss::Outside), |points| Found::There(self.led_back(&points)));
        };
        if let Some(points) = points.filter(|_| self.fits(unit, stated)) {
            return Found::There(self.led_back(&points));
        }
        let near = stated.pieces.first().map(|piece| {
            let before = self.before.partition_point(|before| match unit {
                Unit::CodePoint => false,
                Unit::Utf16 => before[0] < piece.start,
                Unit::Byte => before[1] < piece.start,
            });
            let point = if unit == Unit::CodePoint { piece.start } else { before as u64 };
            self.origin.get(usize::try_from(point).unwrap_or(usize::MAX)).map_or(point, |origin| origin[0])
        });
        relocate(quote, stated, near, plain)
    }

    fn led_back(&self, points: &[Range<usize>]) -> Vec<Range<u64>> {
        let origin = |point: usize| self.origin.get(point).copied().unwrap_or_default();
        points.iter().map(|piece| origin(piece.start)[0]..origin(piece.end)[1]).collect()
    }
}

/// The end of the stretch that begins at `at` and changes as one.
fn segment_end(plain: &[char], at: usize, lines: bool, compose: bool) -> usize {
    if lines && plain.get(at..at + 2) == Some(&['\r', '\n']) {
        return at + 2;
    }
    let mut end = at + 1;
    if compose {
        // A character that is certainly composed as it stands joins with nothing before it.
        while plain.get(end).is_some_and(|c| is_nfc_quick(std::iter::once(*c)) != IsNormalized::Yes) {
            end += 1;
        }
    }
    end
}

/// The nearest place of the words, by what stands around them when that helps.
fn relocate(quote: &str, stated: &Stated<'_>, near: Option<u64>, plain: &str) -> Found {
    if quote.trim().is_empty() {
        return Found::Lost(Loss::Words);
    }
    let (prefix, suffix) = (stated.prefix.unwrap_or_default(), stated.suffix.unwrap_or_default());
    let whole = format!("{prefix}{quote}{suffix}");
    let place = |byte: usize| plain.get(..byte).map_or(0, |before| before.chars().count() as u64);
    let length = quote.chars().count() as u64;
    for (words, ahead) in [(whole.as_str(), prefix.len()), (quote, 0)] {
        let starts: Vec<u64> = plain.match_indices(words).map(|(byte, _)| place(byte + ahead)).collect();
        let start = match (starts.as_slice(), near) {
            ([], _) => continue,
            ([only], _) => *only,
            (several, None) => return Found::Lost(Loss::Several(several.len())),
            (several, Some(near)) => {
                several.iter().copied().min_by_key(|start| start.abs_diff(near)).unwrap_or_default()
            }
        };
        return Found::Moved(start..start + length);
    }
    Found::Lost(Loss::Words)
}

/// Tools show a line break inside a quote as a space.
fn blank(c: char) -> char {
    if c.is_whitespace() { ' ' } else { c }
}
