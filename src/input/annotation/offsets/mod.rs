//! The places of annotated words, whatever unit a tool counts in.
//!
//! Tools count code points, UTF-16 units or bytes, and few say which. The words
//! themselves settle it: of the units, the first under which all quotes of a
//! document are found where they should be is the right one. Line breaks,
//! composition (NFC, NFD) and a byte order mark may have changed on the way; then the
//! offsets are read in the changed text and led back to the text as it is.
//! What comes out are code points of the text without a byte order mark.
//!
//! Where words and offsets still disagree, the words that the tool kept win if it is
//! certain where they stand; otherwise the annotation has no place. Nothing is
//! taken from offsets that lead to other words.

mod form;
mod tokens;
mod words;

use std::cell::OnceCell;
use std::ops::Range;

use form::{TextForm, forms};
use tokens::{lay, n_points};
use words::{FoldedText, Sought};

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

    /// The length of a character.
    pub(super) fn length(self, c: char) -> u64 {
        match self {
            Unit::CodePoint => 1,
            Unit::Utf16 => c.len_utf16() as u64,
            Unit::Byte => c.len_utf8() as u64,
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
    /// The numbers of the tokens it covers; none when the file does not say.
    pub tokens: &'a [usize],
    /// True when its words are those that were selected on a screen: without some white space, and perhaps only a part
    /// of the words at the offsets.
    pub is_as_shown: bool,
}

impl Stated<'_> {
    fn has_context(&self) -> bool {
        [self.prefix, self.suffix].into_iter().flatten().any(|words| !words.trim().is_empty())
    }
}

/// A token: its words and where the file says that they stand.
#[derive(Debug, Clone, Default)]
pub struct StatedToken {
    /// Its place in the unit of the file.
    pub range: Range<u64>,
    /// Its words; none when the file has none.
    pub words: Option<String>,
    /// The code point from which it is looked for, when the file tells that: the begin of its sentence.
    pub from: Option<u64>,
    /// The number of the token that it is a part of.
    pub inside: Option<usize>,
}

/// The place of an annotated stretch of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// At the offsets of the file, in code points.
    There(Vec<Range<u64>>),
    /// At the offsets of the file, where the words that were kept are a part of those that stand there.
    Around(Vec<Range<u64>>),
    /// Somewhere else, by its words.
    Moved(Vec<Range<u64>>),
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
    /// Its words are not those of its pieces.
    Pieces,
    /// The words of this token of it stand neither at its offsets nor behind those of the token before.
    Token(usize),
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
/// `tokens` are words whose place the file tells without annotating them.
/// Takes time linear in the text, times the number of pieces of text that are looked for elsewhere.
pub fn align(text: &str, declared: Unit, stated: &[Stated<'_>], tokens: &[StatedToken]) -> Alignment {
    let sought: Vec<Sought<'_>> = stated
        .iter()
        .filter(|one| !one.pieces.is_empty())
        .filter_map(|one| Some(Sought::new(one.pieces, one.quote?, one.is_as_shown)))
        .chain(tokens.iter().filter_map(StatedToken::sought))
        .collect();
    let (form, unit) = reading(text, declared, &sought);
    let plain = text.strip_prefix('\u{feff}').unwrap_or(text);
    let has_offsets = stated.iter().any(|one| !one.pieces.is_empty());
    let finder = Finder::new(form, unit, plain, tokens);
    let mut found: Vec<Found> = stated.iter().map(|one| finder.find(one)).collect();
    finder.decide(stated, &mut found);
    Alignment {
        unit,
        change: finder.form.change,
        is_assumed: sought.is_empty() && has_offsets && plain.chars().any(|c| c.len_utf16() == 2),
        found,
    }
}

/// The form of the text and the unit in which most words stand where they should: the first of those that are equal.
fn reading(text: &str, declared: Unit, sought: &[Sought<'_>]) -> (TextForm, Unit) {
    let others = Unit::ALL.iter().copied().filter(|unit| *unit != declared);
    let units: Vec<Unit> = [declared].into_iter().chain(others).collect();
    let mut best: Option<(usize, Unit, TextForm)> = None;
    for form in forms(text) {
        let mut of_form = (0, declared);
        for unit in &units {
            let n = sought.iter().filter(|one| form.fits(*unit, one)).count();
            if n > of_form.0 {
                of_form = (n, *unit);
            }
        }
        if best.as_ref().is_none_or(|(most, ..)| of_form.0 > *most) {
            best = Some((of_form.0, of_form.1, form));
        }
        if best.as_ref().is_some_and(|(most, ..)| *most == sought.len()) {
            break;
        }
    }
    best.map_or_else(|| (TextForm::of(text), declared), |(_, unit, form)| (form, unit))
}

impl StatedToken {
    fn sought(&self) -> Option<Sought<'_>> {
        let words = self.words.as_deref().filter(|words| !words.trim().is_empty())?;
        Some(Sought::new(std::slice::from_ref(&self.range), words, false))
    }
}

/// Finds words in a document whose unit is known.
struct Finder<'a> {
    form: TextForm,
    unit: Unit,
    plain: &'a str,
    folded: OnceCell<FoldedText>,
    tokens: &'a [StatedToken],
    /// The places of the tokens; empty when all stand where their offsets say.
    places: Vec<Option<Range<u64>>>,
}

impl<'a> Finder<'a> {
    fn new(form: TextForm, unit: Unit, plain: &'a str, tokens: &'a [StatedToken]) -> Finder<'a> {
        let mut finder = Finder { form, unit, plain, folded: OnceCell::new(), tokens, places: Vec::new() };
        let there: Vec<Option<Range<u64>>> = tokens
            .iter()
            .map(|token| {
                let fits = token.sought().is_none_or(|sought| finder.form.fits(unit, &sought));
                let points = finder.form.points(unit, std::slice::from_ref(&token.range)).filter(|_| fits);
                points.and_then(|points| finder.form.led_back(&points).pop())
            })
            .collect();
        if there.iter().any(Option::is_none) {
            finder.places = lay(finder.folded(), unit, tokens, &there);
        }
        finder
    }

    fn folded(&self) -> &FoldedText {
        self.folded.get_or_init(|| FoldedText::new(self.plain))
    }

    fn find(&self, stated: &Stated<'_>) -> Found {
        if stated.pieces.iter().any(|piece| piece.start >= piece.end) {
            return Found::Lost(Loss::Empty);
        }
        let points = self.form.points(self.unit, stated.pieces).filter(|points| !points.is_empty());
        let Some(quote) = stated.quote else {
            let at_offsets = || points.map(|points| Found::There(self.form.led_back(&points)));
            return self.by_tokens(stated).or_else(at_offsets).unwrap_or(Found::Lost(Loss::Outside));
        };
        let sought = Sought::new(stated.pieces, quote, stated.is_as_shown);
        if let Some(points) = points {
            let there = self.form.led_back(&points);
            if self.form.fits(self.unit, &sought) {
                let better = stated.has_context().then(|| self.folded().better(&sought, stated, &there)).flatten();
                return better.map_or(Found::There(there), |place| Found::Moved(vec![place]));
            }
            if stated.is_as_shown && self.form.is_cut(&points, &sought) {
                return Found::Around(there);
            }
        }
        if let Some(Found::Moved(pieces)) = self.by_tokens(stated)
            && self.folded().is_at(&sought, &pieces)
        {
            return Found::Moved(pieces);
        }
        if stated.pieces.len() > 1 {
            let parts = split(quote, stated.pieces, self.unit);
            let starts: Vec<u64> = stated.pieces.iter().map(|piece| self.near(piece.start)).collect();
            return parts.map_or(Found::Lost(Loss::Pieces), |parts| self.folded().move_pieces(&parts, &starts));
        }
        self.folded().relocate(&sought, stated)
    }

    fn near(&self, offset: u64) -> u64 {
        self.form.near(self.unit, offset)
    }

    /// The place of a stretch by the tokens it covers; none when they are where their offsets say.
    fn by_tokens(&self, stated: &Stated<'_>) -> Option<Found> {
        let [piece] = stated.pieces else { return None };
        if self.places.is_empty() || stated.tokens.is_empty() {
            return None;
        }
        let mut cover: Option<Range<u64>> = None;
        for nth in stated.tokens {
            let token = self.tokens.get(*nth)?;
            let Some(words) = token.words.as_deref().filter(|words| !words.trim().is_empty()) else { continue };
            let Some(place) = self.places.get(*nth).cloned().flatten() else {
                return Some(Found::Lost(Loss::Token(*nth)));
            };
            // An annotation may begin or end inside a token.
            let ahead = n_points(words, piece.start.saturating_sub(token.range.start), self.unit);
            let length = piece.end.min(token.range.end).saturating_sub(token.range.start);
            let is_cut = piece.end < token.range.end;
            let behind = if is_cut { place.start + n_points(words, length, self.unit) } else { place.end };
            let part = (place.start + ahead).min(place.end)..behind;
            cover = Some(cover.map_or(part.clone(), |all| all.start.min(part.start)..all.end.max(part.end)));
        }
        let cover = cover?;
        let points = self.form.points(self.unit, stated.pieces);
        let there = points.and_then(|points| self.form.led_back(&points).pop());
        let pieces = vec![cover.clone()];
        Some(if there == Some(cover) { Found::There(pieces) } else { Found::Moved(pieces) })
    }

    /// Decides between several places of the same words.
    ///
    /// What stands between two annotations that moved by as much moved with them, for texts are changed at one place
    /// and not at each annotation. Else the only place that the offsets reach is meant.
    fn decide(&self, stated: &[Stated<'_>], found: &mut [Found]) {
        let start = |one: &Stated<'_>| one.pieces.first().map(|piece| self.near(piece.start));
        let mut known: Vec<(u64, i128)> = Vec::new();
        for (one, found) in stated.iter().zip(found.iter()) {
            if let (Some(start), Found::There(pieces) | Found::Moved(pieces)) = (start(one), found)
                && let Some(piece) = pieces.first().filter(|_| one.quote.is_some())
            {
                known.push((start, i128::from(piece.start) - i128::from(start)));
            }
        }
        known.sort_unstable();
        for (one, found) in stated.iter().zip(found) {
            let (Found::Lost(Loss::Several(_)), [piece], Some(quote)) = (&*found, one.pieces, one.quote) else {
                continue;
            };
            let places = self.folded().places(&Sought::new(one.pieces, quote, one.is_as_shown), one);
            let (start, end) = (self.near(piece.start), self.near(piece.end));
            let by_neighbours = neighbours(&known, start)
                .and_then(|by| places.iter().find(|place| i128::from(place.start) == i128::from(start) + by));
            let mut reached = places.iter().filter(|place| place.start < end && start < place.end);
            let only_reached = || reached.next().filter(|_| reached.next().is_none());
            if let Some(place) = by_neighbours.or_else(only_reached) {
                *found = Found::Moved(vec![place.clone()]);
            }
        }
    }
}

/// The distance by which the places before and behind an offset moved; none when they do not agree.
fn neighbours(known: &[(u64, i128)], start: u64) -> Option<i128> {
    let at = known.partition_point(|(other, _)| *other < start);
    let before = at.checked_sub(1).and_then(|at| known.get(at));
    let moves: Vec<i128> = before.into_iter().chain(known.get(at)).map(|(_, by)| *by).collect();
    moves.first().copied().filter(|by| moves.iter().all(|other| other == by))
}

/// The words of each piece of a quote, whose pieces are joined by one character; none when their lengths are others.
fn split(quote: &str, pieces: &[Range<u64>], unit: Unit) -> Option<Vec<String>> {
    let mut rest = quote.chars();
    let mut parts = Vec::new();
    for (nth, piece) in pieces.iter().enumerate() {
        if nth > 0 && rest.next() != Some(' ') {
            return None;
        }
        let mut left = piece.end.checked_sub(piece.start)?;
        let mut part = String::new();
        while left > 0 {
            let c = rest.next()?;
            left = left.checked_sub(unit.length(c))?;
            part.push(c);
        }
        parts.push(part);
    }
    rest.next().is_none().then_some(parts)
}
