//! Which verbs of a sentence only describe a noun, and which words open a clause? Both need more than the neighbours.

use super::super::tagging::{Tag, Word};
use super::super::words::{Classes, PARTICIPLE, PAST};
use super::chunk::{Chunk, Form, Role};
use super::words::GeneralWords;

/// Decides what needs more than the neighbours: `before` before a clause, a past that only describes a noun.
pub(super) fn settle(words: &[Word], found: &mut [Chunk], general: &GeneralWords) {
    for at in 0..found.len() {
        let chunk = &found[at];
        let word = &words[chunk.words.start];
        match chunk.role {
            // `because of the rain`
            Role::Subordinator if found.get(at + 1).is_some_and(|next| matches!(next.role, Role::Preposition)) => {
                found[at].role = Role::Preposition;
            }
            Role::Preposition if word.has(Classes::SUBORDINATOR) && opens_clause(&found[at + 1..]) => {
                found[at].role = Role::Subordinator;
            }
            Role::Subordinator if word.has(Classes::PREPOSITION) && !opens_clause(&found[at + 1..]) => {
                found[at].role = Role::Preposition;
            }
            _ => {}
        }
    }
    for at in 0..found.len() {
        let Some(verb) = found[at].verb() else { continue };
        let both = matches!(words[verb.main].tag, Tag::Verb(forms) if forms & PARTICIPLE != 0 && forms & PAST != 0);
        if verb.bare
            && verb.form == Form::Finite
            && both
            && !verb.negated
            && is_participle(words, found, at, general)
            && let Role::Verb(verb) = &mut found[at].role
        {
            verb.form = Form::Participle;
            verb.passive = true;
        }
    }
}

/// A subject and a verb with a tense follow.
fn opens_clause(rest: &[Chunk]) -> bool {
    for (at, chunk) in rest.iter().take(8).enumerate() {
        match &chunk.role {
            Role::And if rest.get(at + 1).is_none_or(|next| next.noun().is_none()) => return false,
            Role::Verb(verb) if verb.form == Form::Finite => return at > 0,
            Role::Noun(_) | Role::Preposition | Role::And | Role::Adverb | Role::Adjective => {}
            _ => return false,
        }
    }
    false
}

/// A past that describes the noun before it: `units based in Vesk were`.
fn is_participle(words: &[Word], found: &[Chunk], at: usize, general: &GeneralWords) -> bool {
    let Some(before) = at.checked_sub(1) else { return true };
    let next = found.get(at + 1);
    let by = next.is_some_and(|next| matches!(next.role, Role::Preposition) && words[next.words.start].is("by"));
    let object = next.is_some_and(|next| next.noun().is_some_and(|noun| !noun.time));
    let says = found[at].verb().is_some_and(|verb| general.is_saying(words[verb.main].text));
    if says && !by {
        return false;
    }
    match &found[before].role {
        Role::Relative | Role::Adverb => false,
        Role::Noun(noun) if noun.pronoun => {
            let subject =
                ["he", "she", "it", "they", "we", "i", "you", "who"].iter().any(|word| words[noun.head].is(word));
            !subject
        }
        Role::Noun(_) | Role::Adjective => {
            if finite_follows(found, at, false) {
                return !object || by;
            }
            let earlier = finite_before(found, before);
            if by {
                return earlier || !object;
            }
            earlier && !object
        }
        Role::Comma => {
            if object {
                return false;
            }
            let earlier = finite_before(found, before);
            earlier && !and_follows(found, at) || !earlier && finite_follows(found, at, true)
        }
        Role::And => {
            // `was sold and renamed` is left as it is: its helper stands before.
            let participle =
                found[..before].iter().rev().find_map(Chunk::verb).is_some_and(|verb| verb.form == Form::Participle);
            participle && !object
        }
        Role::Preposition | Role::Quote | Role::Subordinator => !object && !matches!(found[before].role, Role::Quote),
        Role::Verb(_) => true,
        Role::Stop => finite_follows(found, at, true),
    }
}

/// Another verb with a tense in the same clause, behind.
fn finite_follows(found: &[Chunk], at: usize, over_comma: bool) -> bool {
    let mut owed = 0;
    let mut commas = usize::from(over_comma);
    for (next, chunk) in found.iter().enumerate().skip(at + 1) {
        match &chunk.role {
            // `designed and built the bridge`
            Role::And
                if found.get(next + 1).is_some_and(Chunk::is_finite)
                    && found.get(next + 2).is_some_and(|object| object.noun().is_some()) =>
            {
                return false;
            }
            Role::Verb(verb) if verb.form == Form::Finite => {
                if owed == 0 {
                    return true;
                }
                owed -= 1;
            }
            Role::Relative => owed += 1,
            Role::Comma if commas > 0 => commas -= 1,
            Role::Comma | Role::Stop | Role::Subordinator => return false,
            _ => {}
        }
    }
    false
}

/// `, and` follows in what looks like a chain of verbs.
fn and_follows(found: &[Chunk], at: usize) -> bool {
    found[at + 1..].windows(2).take(12).any(|pair| matches!(pair[0].role, Role::And) && pair[1].is_finite())
}

/// A verb with a tense stands before in the same clause.
fn finite_before(found: &[Chunk], at: usize) -> bool {
    for chunk in found[..=at].iter().rev() {
        match &chunk.role {
            Role::Verb(verb) if verb.form == Form::Finite => return true,
            Role::Subordinator | Role::Relative | Role::Stop => return false,
            _ => {}
        }
    }
    false
}
