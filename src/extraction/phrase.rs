//! Which groups of words name an actor?

use super::frames::Frames;
use super::text::Span;
use super::token::{Token, WordShape};
use std::ops::Range;

/// A run of words that no closed-class word, verb or mark parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Phrase {
    /// The place in the text, in bytes.
    pub span: Span,
    /// The words, as places in the list of tokens.
    pub words: Range<usize>,
    /// The words name an actor: they hold a name that is no time, or a noun for a role.
    pub actor: bool,
}

/// Words that part phrases.
const CLOSED: &[&str] = &[
    "a", "about", "after", "against", "all", "also", "although", "amid", "among", "an", "and", "any", "are", "as",
    "at", "be", "because", "been", "before", "being", "between", "but", "by", "can", "could", "did", "do", "does",
    "during", "for", "from", "had", "has", "have", "he", "her", "him", "his", "if", "in", "into", "is", "it", "its",
    "may", "might", "must", "never", "no", "nor", "not", "on", "or", "over", "she", "should", "since", "so", "than",
    "that", "the", "their", "them", "these", "they", "this", "those", "through", "to", "under", "unless", "until",
    "was", "we", "were", "what", "when", "where", "which", "while", "who", "whose", "will", "with", "would",
];

/// Nouns for people and bodies that act.
const ROLES: &[&str] = &[
    "activist",
    "activists",
    "administration",
    "agency",
    "ambassador",
    "army",
    "authorities",
    "bank",
    "cabinet",
    "camp",
    "candidate",
    "child",
    "children",
    "citizens",
    "civilians",
    "clergy",
    "coalition",
    "commander",
    "committee",
    "company",
    "consulate",
    "convoy",
    "council",
    "court",
    "crew",
    "delegation",
    "demonstrators",
    "doctors",
    "embassy",
    "employees",
    "envoy",
    "extremists",
    "family",
    "farmers",
    "fighters",
    "firm",
    "forces",
    "gang",
    "girlfriend",
    "government",
    "governor",
    "group",
    "guards",
    "gunmen",
    "hackers",
    "husband",
    "institutions",
    "insurgents",
    "islamists",
    "journalist",
    "journalists",
    "judge",
    "king",
    "lawmaker",
    "lawmakers",
    "leader",
    "leaders",
    "man",
    "mayor",
    "men",
    "migrants",
    "militants",
    "military",
    "minister",
    "ministry",
    "nations",
    "newspaper",
    "newspapers",
    "officer",
    "officers",
    "official",
    "officials",
    "opposition",
    "organisation",
    "organization",
    "parliament",
    "party",
    "patients",
    "peacekeepers",
    "people",
    "person",
    "police",
    "president",
    "prisoner",
    "prisoners",
    "prosecutors",
    "protester",
    "protesters",
    "rebel",
    "rebels",
    "refugees",
    "residents",
    "senator",
    "separatist",
    "separatists",
    "settlers",
    "smugglers",
    "soldier",
    "soldiers",
    "spokesman",
    "spokeswoman",
    "student",
    "students",
    "suspect",
    "suspects",
    "team",
    "terrorists",
    "tribes",
    "troops",
    "union",
    "victims",
    "villagers",
    "voters",
    "warplanes",
    "wife",
    "woman",
    "women",
    "workers",
];

/// Capitalised words that are times and no names.
const TIMES: &[&str] = &[
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The phrases of a sentence, in order.
#[must_use]
pub(super) fn phrases(text: &str, words: &[Token], frames: &Frames) -> Vec<Phrase> {
    let mut found = Vec::new();
    let mut start = 0;
    for at in 0..=words.len() {
        if words.get(at).is_some_and(|word| !parts(text, word, frames)) {
            continue;
        }
        if let (Some(first), Some(last)) = (words.get(start), at.checked_sub(1).and_then(|last| words.get(last)))
            && start < at
        {
            let actor = words[start..at].iter().any(|word| names_actor(text, word));
            found.push(Phrase { span: first.span.start..last.span.end, words: start..at, actor });
        }
        start = at + 1;
    }
    found
}

/// The word is one of these, whatever its case.
pub(super) fn is_word(text: &str, word: &Token, of: &[&str]) -> bool {
    let written = &text[word.span.clone()];
    of.iter().any(|other| written.eq_ignore_ascii_case(other))
}

fn parts(text: &str, word: &Token, frames: &Frames) -> bool {
    match word.shape {
        WordShape::Mark => true,
        WordShape::Small => {
            let written = &text[word.span.clone()];
            CLOSED.binary_search(&written).is_ok()
                || is_adverb_or_past(written)
                || frames.of(written).iter().any(|frame| !frame.noun)
        }
        WordShape::Capital => is_word(text, word, CLOSED) || is_word(text, word, TIMES),
        WordShape::Number | WordShape::Possessive => false,
    }
}

/// The ending shows an adverb, a past or a negated verb; none of them is part of a name.
fn is_adverb_or_past(word: &str) -> bool {
    ["ly", "ed", "n't", "n’t"].iter().any(|ending| word.ends_with(ending))
}

fn names_actor(text: &str, word: &Token) -> bool {
    word.shape == WordShape::Capital || is_word(text, word, ROLES)
}
