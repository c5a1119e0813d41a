//! Does a sentence speak of what was or of what will be?

use super::Phrases;

/// Where the time lies, as seen from the day of publication.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tense {
    Past,
    Future,
    Unknown,
}

/// Words that show that what follows is still to come.
const FUTURE: &[&str] = &["will", "shall", "'ll", "’ll", "won't", "won’t", "wo", "upcoming", "forthcoming"];

/// Words with `to`, `for` or a day behind them that show the same.
const DUE: &[&str] = &["due", "scheduled", "set", "expected", "slated", "poised", "going", "planned", "plans", "plan"];

/// Verbs in the present that stand before a day still to come: `the council meets on Friday`.
const PLANNED: &[&str] = &[
    "meets", "meet", "begins", "opens", "starts", "votes", "ends", "expires", "arrives", "takes", "holds", "hosts",
    "returns", "travels", "visits", "resumes", "faces",
];

/// Verbs in the past that tell what somebody said; others end in `ed`.
const SAID: &[&str] =
    &["said", "told", "wrote", "announced", "reported", "added", "stated", "confirmed", "posted", "warned"];

/// Irregular verbs in the past that news is full of.
const WAS: &[&str] = &[
    "was", "were", "had", "did", "met", "held", "went", "came", "took", "gave", "made", "began", "fell", "hit", "shot",
    "left", "sent", "won", "lost", "broke", "struck", "fought", "fled", "spoke", "saw", "got", "led", "ran", "rose",
    "sought", "brought", "sank", "withdrew", "became", "found", "paid", "drew", "flew",
];

impl Phrases<'_> {
    /// The nearest word before a time that tells tense decides, else the first one behind it.
    pub(super) fn tense(&self, at: usize) -> Tense {
        for back in (0..at).rev().take(40) {
            if self.is_future(back, at) {
                return Tense::Future;
            }
            // `will be announced on Friday` is still to come.
            let passive = ["be", "been", "being", "not", "to"].contains(&self.before(back));
            if !passive && (SAID.contains(&self.word(back)) || WAS.contains(&self.word(back))) {
                return Tense::Past;
            }
            if !passive && self.is_past(back) && !self.is_led_by_future(back) {
                return Tense::Past;
            }
        }
        for ahead in (at..self.words.len()).take(40) {
            if FUTURE.contains(&self.word(ahead)) {
                return Tense::Future;
            }
            if self.is_past(ahead) {
                return Tense::Past;
            }
        }
        Tense::Unknown
    }

    fn is_future(&self, word: usize, time: usize) -> bool {
        let next = self.word(word + 1);
        FUTURE.contains(&self.word(word))
            || PLANNED.contains(&self.word(word)) && word + 6 > time && !self.is_capital(word)
            || DUE.contains(&self.word(word))
                && (["to", "for", "on", "in", "by"].contains(&next) || word + 1 == time)
                && !self.is_object_of_past(word)
    }

    /// `had been expected to` was.
    fn is_object_of_past(&self, word: usize) -> bool {
        ["had", "was", "were"].contains(&self.before(word)) && !["to", "due"].contains(&self.word(word + 1))
            || word > 1 && self.before(word) == "been" && self.word(word - 2) == "had"
    }

    /// A participle such as `arrested` in `will have arrested`.
    fn is_led_by_future(&self, word: usize) -> bool {
        (word.saturating_sub(4)..word).any(|at| FUTURE.contains(&self.word(at)))
    }

    fn is_past(&self, at: usize) -> bool {
        let word = self.word(at);
        WAS.contains(&word)
            || SAID.contains(&word)
            || word.len() > 4 && word.ends_with("ed") && !self.is_capital(at) && !DUE.contains(&word)
    }
}
