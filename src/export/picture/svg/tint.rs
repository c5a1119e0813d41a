//! Colours of the cells of a matrix: what they mean, how strong they are, and words that can be read on them.

use crate::export::look::contrast;

/// Steps from the faintest colour to the strongest.
pub(super) const STEPS: usize = 5;
/// The share of the colour in each step; the rest is the ground.
const SHARES: [f64; STEPS] = [0.3, 0.45, 0.6, 0.8, 1.0];

/// The meaning of a colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tint {
    /// Conflict: a negative Goldstein score.
    Conflict,
    /// Cooperation: a positive one.
    Cooperation,
    /// Neither, or no score.
    Neither,
    /// Nobody affirms it.
    Open,
}

impl Tint {
    /// Every meaning, in the order of legends.
    pub(super) const ALL: [Tint; 4] = [Tint::Conflict, Tint::Cooperation, Tint::Neither, Tint::Open];

    /// The meaning of a mean Goldstein score; no number where nothing has one.
    pub(super) fn of_score(score: f64) -> Tint {
        match score {
            score if score <= -1.0 => Tint::Conflict,
            score if score >= 1.0 => Tint::Cooperation,
            _ => Tint::Neither,
        }
    }

    /// The meaning in words.
    pub(super) fn meaning(self) -> &'static str {
        match self {
            Tint::Conflict => "conflict",
            Tint::Cooperation => "cooperation",
            Tint::Neither => "neither, or no score",
            Tint::Open => "denied, planned or left open",
        }
    }

    /// The class of a cell of this meaning and step.
    pub(super) fn class(self, step: usize) -> String {
        let name = match self {
            Tint::Conflict => "conflict",
            Tint::Cooperation => "cooperation",
            Tint::Neither => "neither",
            Tint::Open => "open",
        };
        format!("t-{name}-{step}")
    }

    /// The colour of a step on a ground: orange, blue and grey are told apart by the colour-blind.
    pub(super) fn color(self, step: usize, ground: [u8; 3]) -> [u8; 3] {
        let full: [u8; 3] = match self {
            Tint::Conflict => [0xd9, 0x5f, 0x02],
            Tint::Cooperation => [0x2c, 0x7f, 0xb8],
            Tint::Neither => [0x8a, 0x8a, 0x8a],
            Tint::Open => [0xd8, 0xc9, 0xa8],
        };
        let share = SHARES[step.min(STEPS - 1)];
        let mix = |part: usize| f64::from(full[part]) * share + f64::from(ground[part]) * (1.0 - share);
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a mean of two bytes is a byte")]
        [0, 1, 2].map(|part| mix(part).round() as u8)
    }
}

/// The step of a weight where the strongest is another.
pub(super) fn step_of(weight: u32, strongest: u32) -> usize {
    let share = f64::from(weight).ln_1p() / f64::from(strongest.max(weight).max(1)).ln_1p();
    #[allow(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a handful of steps"
    )]
    let step = (share * (STEPS - 1) as f64).round() as usize;
    step.min(STEPS - 1)
}

/// Black or white, whichever is read better on a colour: one of them always has a contrast of 4.58 at least.
pub(super) fn ink_on(color: [u8; 3]) -> [u8; 3] {
    const BLACK: [u8; 3] = [0; 3];
    const WHITE: [u8; 3] = [0xff; 3];
    if contrast(BLACK, color) >= contrast(WHITE, color) { BLACK } else { WHITE }
}
