//! What does it cost to ask?

use super::chat::{LONGEST_ANSWER, Usage};

/// The price of a million tokens, in whatever money the user counts.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Price {
    /// Tokens that are sent.
    pub sent: f64,
    /// Tokens that come back.
    pub received: f64,
}

impl Price {
    /// The cost of what a server counted.
    #[must_use]
    pub fn of(self, usage: Usage) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "nobody sends 2⁵³ tokens")]
        let (sent, received) = (usage.prompt_tokens as f64, usage.completion_tokens as f64);
        (sent * self.sent + received * self.received) / 1e6
    }

    /// The most that a request of so many bytes can cost, before it is sent: a token for every second byte, and the longest
    /// answer there may be.
    #[must_use]
    pub fn at_most(self, bytes: usize) -> f64 {
        let prompt_tokens = bytes as u64 / 2;
        self.of(Usage { prompt_tokens, completion_tokens: LONGEST_ANSWER.into() })
    }
}

/// The tokens of a text as they are guessed: one for four bytes, as English has it. Other languages have up to twice as many.
#[must_use]
pub fn estimated_tokens(bytes: usize) -> u64 {
    bytes.div_ceil(4) as u64
}
