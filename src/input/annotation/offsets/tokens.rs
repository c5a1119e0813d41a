//! The places of tokens by their words and their order.
//!
//! WebAnno and Prodigy keep the words of every token beside its offsets. When these disagree, the order decides: with
//! nothing but white space between them, the words can be laid on the text in one way only.

use std::ops::Range;

use super::words::{FoldedPlace, FoldedText, fold};
use super::{StatedToken, Unit};

/// The place of each token in code points; none where neither order nor offsets lead to its words.
///
/// `there` are the places that the offsets name, where the words stand at them.
pub(super) fn lay(
    folded: &FoldedText,
    unit: Unit,
    tokens: &[StatedToken],
    there: &[Option<Range<u64>>],
) -> Vec<Option<Range<u64>>> {
    let mut places: Vec<Option<Range<u64>>> = Vec::new();
    let mut row = Row { folded, ends: ends(folded, tokens), from: 0, is_lost: false, has_moved: false };
    let is_one_stretch = tokens.iter().all(|token| token.from.is_none());
    for (nth, token) in tokens.iter().enumerate() {
        let at_offsets = there.get(nth).cloned().flatten();
        let words = token.words.as_deref().map(fold).unwrap_or_default();
        let place = match token.inside {
            _ if words.is_empty() => at_offsets,
            Some(parent) => {
                let whole = places.get(parent).cloned().flatten().zip(tokens.get(parent));
                whole.and_then(|(whole, parent)| inside(folded, unit, token, parent, &whole, &words))
            }
            None => row.place(nth, token, &words, at_offsets.as_ref(), is_one_stretch),
        };
        places.push(place);
    }
    places
}

/// The state of laying tokens on a text, one behind the other.
struct Row<'a> {
    folded: &'a FoldedText,
    /// The byte before which each token ends.
    ends: Vec<usize>,
    /// The byte behind the last token that has a place.
    from: usize,
    /// True when the token before has no place, so that other words may come first.
    is_lost: bool,
    /// True when the token before stands elsewhere than its offsets say.
    has_moved: bool,
}

impl Row<'_> {
    fn place(
        &mut self,
        nth: usize,
        token: &StatedToken,
        words: &str,
        at_offsets: Option<&Range<u64>>,
        is_one_stretch: bool,
    ) -> Option<Range<u64>> {
        if let Some(from) = token.from {
            (self.from, self.is_lost, self.has_moved) = (self.folded.byte_of(from), false, false);
        }
        let end = self.ends.get(nth).copied().unwrap_or(self.folded.len());
        // Offsets may lead to the same words elsewhere, such as those of another sentence.
        let is_in_order =
            |place: &Range<u64>| self.from <= self.folded.byte_of(place.start) && self.folded.byte_of(place.end) <= end;
        let fitting = at_offsets.filter(|place| !self.has_moved && is_in_order(place)).cloned();
        let by_order = || {
            if self.is_lost {
                return self.folded.only(words, self.from, end).map(|only| only.points);
            }
            self.folded.next(words, self.from, end).map(|next| next.points)
        };
        let place = fitting.or_else(by_order).or_else(|| at_offsets.filter(|_| is_one_stretch).cloned());
        self.has_moved = place.is_some() && place.as_ref() != at_offsets;
        self.is_lost = place.is_none();
        if let Some(place) = &place {
            self.from = self.folded.byte_of(place.end);
        }
        place
    }
}

/// The byte before which each token ends: the begin of the next stretch of tokens.
fn ends(folded: &FoldedText, tokens: &[StatedToken]) -> Vec<usize> {
    let mut end = folded.len();
    let mut ends: Vec<usize> = Vec::new();
    for token in tokens.iter().rev() {
        ends.push(end);
        end = token.from.map_or(end, |from| folded.byte_of(from));
    }
    ends.reverse();
    ends
}

/// The place of a part of a token: as far from its start as the offsets say, else where its words stand in it once.
fn inside(
    folded: &FoldedText,
    unit: Unit,
    token: &StatedToken,
    parent: &StatedToken,
    whole: &Range<u64>,
    words: &str,
) -> Option<Range<u64>> {
    let ahead = token.range.start.checked_sub(parent.range.start);
    let start = ahead.map(|ahead| whole.start + n_points(parent.words.as_deref().unwrap_or_default(), ahead, unit));
    let is_inside = |place: &FoldedPlace| whole.start <= place.points.start && place.points.end <= whole.end;
    let all: Vec<FoldedPlace> = folded.find_all(words).into_iter().filter(is_inside).collect();
    let exact = all.iter().find(|place| Some(place.points.start) == start);
    match (exact, all.as_slice()) {
        (Some(place), _) => Some(place.points.clone()),
        (None, [only]) => Some(only.points.clone()),
        _ => None,
    }
}

/// The number of code points in the first `length` units of words.
pub(super) fn n_points(words: &str, length: u64, unit: Unit) -> u64 {
    let mut left = length;
    let mut n = 0;
    for c in words.chars() {
        let Some(rest) = left.checked_sub(unit.length(c)).filter(|_| left > 0) else { break };
        left = rest;
        n += 1;
    }
    n
}
