//! Which words of a text stand around a place, and tell who speaks or when?

use super::act::Reading;
use super::attribution::Attribution;
use super::dates::DatePhrase;
use super::phrase::{Piece, span_of};
use super::tagging::Tag;
use super::text::Span;

/// The attributions behind a sentence whose content may reach it: none goes on for longer than a quotation.
pub(super) const NEAR: usize = 64;

/// The innermost attribution around a place that tells a speaker.
pub(super) fn attribution_around(attributions: &[Attribution], place: usize, cue: &Span) -> Option<usize> {
    let around = attributions.iter().enumerate().rev().take(NEAR).filter(|(_, attribution)| {
        attribution.source.is_some()
            && attribution.tells
            && attribution.holds(place)
            && !(attribution.cue.start <= cue.start && cue.end <= attribution.cue.end)
    });
    around.min_by_key(|(_, attribution)| attribution.extent()).map(|(at, _)| at)
}

/// The date nearest to the words that tell an act. `Norland attacked, officials said on Monday`: that day is of the saying.
/// What stands in a relative clause that a comma ends is told of that: `residents, who sued in 2021, protested`.
pub(super) fn date_of(
    dates: &[DatePhrase],
    attributions: &[Attribution],
    reading: &Reading,
    trigger: &Span,
) -> Option<DatePhrase> {
    if dates.is_empty() {
        return None;
    }
    let relatives = relatives(reading);
    let around = |place: usize| {
        let near = attributions.iter().rev().take(NEAR);
        near.filter(|attribution| attribution.tells && attribution.holds(place)).count()
    };
    let own = dates.iter().filter(|date| around(date.span.start) == around(trigger.start));
    let own = own
        .filter(|date| !relatives.iter().any(|part| part.contains(&date.span.start) && !part.contains(&trigger.start)));
    // A phrase that tells no date is kept where no other one does.
    own.min_by_key(|date| (date.edtf.is_none(), date.span.start.abs_diff(trigger.start))).cloned()
}

/// The relative clauses of a sentence that a comma ends.
fn relatives(reading: &Reading) -> Vec<Span> {
    let sentence = &reading.sentence;
    let words = &sentence.words;
    let starts = sentence.pieces.iter().filter_map(|piece| match piece {
        Piece::Relative(word) => Some(*word),
        _ => None,
    });
    let ended = |start: usize| {
        let end = (start + 1..words.len()).find(|&at| words[at].tag == Tag::Comma)?;
        Some(words[start].span.start..words[end].span.start)
    };
    starts.filter_map(ended).collect()
}

/// The words of the actor that is the subject of each piece, where it is a verb with one.
pub(super) fn speakers(reading: &Reading) -> Vec<Option<Span>> {
    let sentence = &reading.sentence;
    (0..sentence.pieces.len())
        .map(|at| {
            let (_, subject) = reading.subjects.iter().find(|(verb, _)| *verb == at)?;
            let owned = |piece: usize| sentence.phrase(piece).is_some_and(|phrase| phrase.owner.is_some());
            let actor = *subject.pieces.iter().find(|&&piece| sentence.is_actor(piece) || owned(piece))?;
            let mut words = sentence.whole(actor);
            // `a spokeswoman for the ministry`
            let mut next = sentence.behind_of(actor);
            while next < at && sentence.is_any_behind(next) {
                let Some(phrase) = sentence.phrase(next + 1).filter(|phrase| !phrase.time) else { break };
                words.end = phrase.words.end;
                next = sentence.behind_of(next + 1);
            }
            Some(span_of(&sentence.words, &words))
        })
        .collect()
}
