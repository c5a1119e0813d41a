//! What stands in whose words? Attributions of a whole text that hold each other.

use super::around::NEAR;
use super::attribution::Attribution;
use super::quotation::{Quotation, is_quoted, near};
use super::text::Span;
use super::words::AttributionKind;

/// Gives each attribution the one in whose content its cue stands, the innermost if there are several, and notes which stand in
/// quotations.
pub(super) fn nest(found: &mut [Attribution], quotations: &[Quotation]) {
    for at in 0..found.len() {
        let (cue, extent) = (found[at].cue.start, found[at].extent());
        let around = at.saturating_sub(NEAR)..(at + NEAR).min(found.len());
        let parent = around
            .filter(|&other| other != at && found[other].holds(cue))
            // Of two that hold each other, the longer one is around the shorter.
            .filter(|&other| !found[at].holds(found[other].cue.start) || (found[other].extent(), other) > (extent, at))
            .min_by_key(|&other| found[other].extent());
        found[at].parent = parent;
        found[at].is_quoted = is_quoted(quotations, cue);
    }
}

/// The innermost attribution with a speaker around a place in a text that is read to its end: `“We left. It was over,” she said`.
pub(super) fn innermost(found: &[Attribution], place: usize) -> Option<usize> {
    let behind = found.partition_point(|attribution| attribution.cue.start < place);
    let near = behind.saturating_sub(NEAR)..(behind + NEAR).min(found.len());
    let tells = |at: &usize| found[*at].tells && found[*at].speaker.is_some() && found[*at].holds(place);
    near.filter(tells).min_by_key(|&at| found[at].extent())
}

/// `Norland rejected the plan, officials said`: what is rejected ends where what is said ends.
pub(super) fn clip(own: &mut [Attribution]) {
    let said: Vec<(usize, Span)> = own
        .iter()
        .filter(|attribution| matches!(attribution.rule, "trailing" | "according-to"))
        .flat_map(|attribution| attribution.content.iter().map(|content| (attribution.cue.start, content.clone())))
        .collect();
    for attribution in own.iter_mut() {
        for (cue, said) in &said {
            let inside = said.contains(&attribution.cue.start) && attribution.cue.start != *cue;
            for content in &mut attribution.content {
                if inside && content.start < said.end {
                    content.end = content.end.min(said.end);
                }
            }
        }
    }
}

/// A quotation that opens a sentence without a cue of its own goes on with the speaker before it in the paragraph, or in the one before
/// where that left its quotation open.
pub(super) fn go_on(
    text: &str,
    quotations: &[Quotation],
    sentence: &Span,
    own: &[Attribution],
    before: &mut [Attribution],
    new_paragraph: bool,
) {
    let opening = near(quotations, sentence).iter().find(|quotation| {
        quotation.inside.start > sentence.start.saturating_sub(1) && quotation.inside.start < sentence.start + 4
    });
    let Some(quotation) = opening else { return };
    let speaks = |attribution: &Attribution| {
        attribution.kind == AttributionKind::Speech && !is_quoted(quotations, attribution.cue.start)
    };
    if own.iter().any(speaks) {
        return;
    }
    let marks = quotation.with_marks(text);
    let said = text[quotation.inside.clone()].trim_end();
    let rest = &text[marks.end..];
    if new_paragraph && !quotation.continues {
        return;
    }
    // `“We left,” she said` behind it names a speaker of its own.
    if quotation.closed && !said.ends_with(['.', '?', '!', '…'])
        || rest.trim_start_matches(' ').starts_with(char::is_lowercase)
    {
        return;
    }
    let speech: Vec<usize> = (0..before.len())
        .rev()
        .take(8)
        .filter(|&at| speaks(&before[at]) && (before[at].tells || before[at].rule == "clause"))
        .collect();
    // Who was quoted before is quoted again.
    let quoting = |at: &usize| matches!(before[*at].rule, "trailing" | "quotation");
    let last = speech.iter().take(3).copied().find(quoting).or_else(|| speech.first().copied());
    let Some(last) = last.and_then(|last| before.get_mut(last)) else { return };
    if !last.content.contains(&marks) {
        last.content.push(marks);
    }
}
