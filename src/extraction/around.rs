//! Which words of a text stand around a place, and tell who speaks or when?

use super::attribution::Attribution;
use super::dates::DatePhrase;
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
pub(super) fn date_of(dates: &[DatePhrase], attributions: &[Attribution], trigger: &Span) -> Option<DatePhrase> {
    let around = |place: usize| {
        let near = attributions.iter().rev().take(NEAR);
        near.filter(|attribution| attribution.tells && attribution.holds(place)).count()
    };
    let own = dates.iter().filter(|date| around(date.span.start) == around(trigger.start));
    // A phrase that tells no date is kept where no other one does.
    own.min_by_key(|date| (date.edtf.is_none(), date.span.start.abs_diff(trigger.start))).cloned()
}
