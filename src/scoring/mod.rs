//! How well do two annotations agree? Claims and attributions of both sides go in, figures come out.
//!
//! One side is the gold, which is taken as right; the other is what was extracted. Both are plain values, wherever they were read
//! from. Words agree when their Dice coefficient is at least one half, and each claim is paired once. Nothing here opens a file.

mod attributions;
mod calibration;
mod claims;
mod dyads;
mod figure;
mod pairs;
mod sides;
mod soundness;
mod words;

pub use calibration::{judged, reliability};
pub use figure::Figure;
pub use pairs::{Member, Pair, groups, pairs};
pub use sides::{Annotated, OtherEnd, Phrase, ReplyKind, ScoredAttribution, ScoredClaim, ScoredText};

/// All figures of what was extracted, held against the gold, in the order in which they are shown.
#[must_use]
pub fn figures(gold: &Annotated, extracted: &Annotated) -> Vec<Figure> {
    let paired = pairs(gold, extracted);
    let mut figures = claims::figures(gold, extracted, &paired);
    figures.extend(dyads::figures(gold, extracted));
    figures.extend(claims::factuality(gold, extracted, &paired));
    figures.extend(claims::nested(gold, extracted));
    figures.extend(claims::replies(gold, extracted));
    figures.extend(attributions::figures(gold, extracted));
    figures.extend(calibration::figures(extracted, &paired));
    figures.extend(soundness::figures(extracted));
    figures
}
