//! Which bare verbs do demands have? `demanded that Estmark open the channel`, where `open` has no ending to show it.

use super::tagging::{Tag, Word};
use super::words::{BASE, Classes};

/// The beginnings of words behind which `that` asks for something.
const ASKING: &[&str] = &[
    "advis",
    "ask",
    "call",
    "decree",
    "demand",
    "direct",
    "insist",
    "motion",
    "order",
    "propos",
    "recommend",
    "request",
    "requir",
    "stipulat",
    "suggest",
    "urg",
    "order",
    "pleading",
    "appeal",
    "condition",
];

/// The most words between the word that asks and `that`, and between `that` and its verb.
const NEAR: usize = 5;

/// Marks words as verbs which stand in a clause that is asked for, behind its subject and before its object.
pub(super) fn mark_subjunctives(words: &mut [Word]) {
    for that in 1..words.len() {
        if !words[that].is("that") || !matches!(words[that].tag, Tag::Subordinator) {
            continue;
        }
        let asks = words[that.saturating_sub(NEAR)..that].iter().any(|word| {
            let text = word.text.to_lowercase();
            ASKING.iter().any(|asking| text.starts_with(asking))
        });
        if asks && let Some(verb) = bare_verb(words, that) {
            words[verb].tag = Tag::Verb(BASE);
        }
    }
}

/// The word that is the verb of the clause behind `that`, where the clause has no other.
fn bare_verb(words: &[Word], that: usize) -> Option<usize> {
    let reach = that + 2..(that + 2 + NEAR + 1).min(words.len());
    for at in reach {
        let word = &words[at];
        if matches!(
            word.tag,
            Tag::Verb(_) | Tag::Be | Tag::Have | Tag::Do | Tag::Modal | Tag::Comma | Tag::Stop | Tag::To
        ) {
            return None;
        }
        let is_base = word.entry.verb.is_some_and(|(_, forms)| forms & BASE != 0) && !word.capital;
        let behind_subject =
            matches!(words[at - 1].tag, Tag::Name | Tag::Noun | Tag::Pronoun) && !words[at - 1].is("that");
        let next = words.get(at + 1);
        let leads = next.is_some_and(|next| {
            matches!(next.tag, Tag::Determiner | Tag::Possessive | Tag::Pronoun | Tag::Name | Tag::Number)
                || next.has(Classes::POSSESSIVE)
        });
        if is_base && behind_subject && leads {
            return Some(at);
        }
    }
    None
}
