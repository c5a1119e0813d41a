//! What was asked and what it cost, against what the user allows.

use crate::cli::terminal::{grouped, plural};
use crate::prompting::{Price, Usage, estimated_tokens};

/// The caps of a run.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Caps {
    pub requests: Option<u64>,
    pub cost: Option<f64>,
}

/// What was asked, and what it cost.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    pub caps: Caps,
    pub price: Price,
    /// Requests that were sent.
    pub requests: u64,
    /// Answers that were kept from before.
    pub kept: u64,
    /// Tokens that the server counted, or that were guessed.
    pub usage: Usage,
    /// The cost of these tokens, and of requests that got lost.
    pub cost: f64,
    /// The most that requests on their way can cost.
    pub(super) reserved: f64,
}

impl Ledger {
    /// Allows one request of so many bytes, and sets aside the most that it can cost.
    ///
    /// # Errors
    /// When a cap would be passed: the message says which.
    pub(super) fn reserve(&mut self, bytes: usize) -> Result<f64, String> {
        if self.caps.requests.is_some_and(|most| self.requests >= most) {
            return Err(format!("all {} requests of `--max-requests` are used up", self.requests));
        }
        let most = self.price.at_most(bytes);
        if let Some(cap) = self.caps.cost.filter(|cap| self.cost + self.reserved + most > *cap) {
            return Err(format!("another request could cost more than `--max-cost {cap}` leaves"));
        }
        self.requests += 1;
        self.reserved += most;
        Ok(most)
    }

    /// Books what a request did cost. Where the server does not count, what was sent and came back is guessed by its bytes.
    pub(super) fn settle(&mut self, reserved: f64, counted: Usage, sent: usize, received: usize) {
        self.reserved -= reserved;
        let guessed = Usage { prompt_tokens: estimated_tokens(sent), completion_tokens: estimated_tokens(received) };
        let usage = if counted == Usage::default() { guessed } else { counted };
        self.usage.prompt_tokens += usage.prompt_tokens;
        self.usage.completion_tokens += usage.completion_tokens;
        self.cost += self.price.of(usage);
    }

    /// Books a request that was refused, which costs nothing.
    pub(super) fn free(&mut self, reserved: f64) {
        self.reserved -= reserved;
    }

    /// Books a request that nobody knows the cost of at the most it can have cost.
    pub(super) fn lost(&mut self, reserved: f64) {
        self.reserved -= reserved;
        self.cost += reserved;
    }

    /// Says what was asked and what it cost.
    pub(super) fn say(&self, passages: usize) {
        let Usage { prompt_tokens, completion_tokens } = self.usage;
        let cost = if self.price == Price::default() { String::new() } else { format!(", cost {:.4}", self.cost) };
        say!(
            "{} about {}, {} answered before; {} tokens sent, {} received{cost}",
            plural(self.requests, "request"),
            plural(passages as u64, "passage"),
            self.kept,
            grouped(prompt_tokens),
            grouped(completion_tokens)
        );
    }
}
