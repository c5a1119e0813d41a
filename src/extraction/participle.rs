//! Is a past form a verb with a tense, or does it describe, or go on a passive?

use super::phrase::{Piece, VerbGroup};
use super::tagging::{Tag, Word};
use super::words::{Classes, Lexicon, PARTICIPLE, PAST};

/// Decides what needs more than the neighbours: `before` before a clause, a past that only describes a noun.
pub(super) fn settle(words: &[Word], found: &mut [Piece], lexicon: &Lexicon) {
    for at in 0..found.len() {
        if let Piece::Behind(word) = found[at]
            && words[word].has(Classes::SUBORDINATOR)
            && opens_clause(&found[at + 1..])
        {
            found[at] = Piece::Subordinator(word);
        }
    }
    for at in 0..found.len() {
        if let Piece::Verb(group) = &found[at]
            && group.bare
            && matches!(words[group.main].tag, Tag::Verb(forms) if forms & PARTICIPLE != 0)
            && (describes(words, found, at, lexicon) || follows_verb(words, found, at, lexicon))
            && let Piece::Verb(group) = &mut found[at]
        {
            group.passive = true;
            group.gerund = true;
        }
        if goes_on_passive(words, found, at)
            && let Piece::Verb(group) = &mut found[at]
        {
            group.passive = true;
        }
    }
}

/// `was chaired by both and attended by observers`: behind a passive another participle without an object is one as well.
fn goes_on_passive(words: &[Word], found: &[Piece], at: usize) -> bool {
    let Piece::Verb(group) = &found[at] else { return false };
    let is_participle = matches!(words[group.main].tag, Tag::Verb(forms) if forms & PARTICIPLE != 0);
    if !group.bare
        || group.passive
        || !is_participle
        || !matches!(found.get(at.wrapping_sub(1)), Some(Piece::And(_) | Piece::Comma))
    {
        return false;
    }
    let ends = match found.get(at + 1) {
        Some(Piece::Behind(word)) => {
            ["by", "upon", "with", "for", "of", "in", "on"].iter().any(|known| words[*word].is(known))
        }
        None | Some(Piece::Stop | Piece::Comma | Piece::And(_)) => true,
        _ => false,
    };
    let before = found[..at - 1]
        .iter()
        .rev()
        .take(8)
        .find(|piece| !matches!(piece, Piece::Noun(_) | Piece::Behind(_) | Piece::Adverb(_) | Piece::Comma));
    ends && matches!(before, Some(Piece::Verb(group)) if group.passive && !group.gerund)
}

/// A subject and a verb with a tense follow.
fn opens_clause(rest: &[Piece]) -> bool {
    for piece in rest.iter().take(6) {
        match piece {
            Piece::Verb(group) => return group.is_finite(),
            Piece::Noun(_) | Piece::Behind(_) | Piece::And(_) | Piece::Adverb(_) => {}
            _ => return false,
        }
    }
    false
}

/// Participles for how somebody stands, which are no acts where a preposition is behind them.
const STATES: &[&str] =
    &["affiliated", "aligned", "allied", "armed", "associated", "based", "dressed", "linked", "stationed"];

/// A bare past describes the noun before it, as in `activists detained in May were released`, or `agreed by both`.
fn describes(words: &[Word], found: &[Piece], at: usize, lexicon: &Lexicon) -> bool {
    let Piece::Verb(group) = &found[at] else { return false };
    let only_participle = matches!(words[group.main].tag, Tag::Verb(forms) if forms & PAST == 0);
    let after_noun = matches!(at.checked_sub(1).and_then(|at| found.get(at)), Some(Piece::Noun(_) | Piece::Comma));
    if only_participle {
        return true;
    }
    if !after_noun {
        return false;
    }
    // `an activist affiliated with the site`
    let next = |known: &[&str]| matches!(found.get(at + 1), Some(Piece::Behind(word)) if known.iter().any(|one| words[*word].is(one)));
    if STATES.iter().any(|state| words[group.main].is(state)) && next(&["with", "in", "to", "on"]) {
        return true;
    }
    // `stood by its ally` has a `by` of its own.
    let own = words[group.main].verb().and_then(|verb| lexicon.verbs.get(usize::from(verb)));
    let own = own.is_some_and(|verb| verb.frames.iter().any(|frame| frame.particle.first() == Some(&"by")));
    let by = matches!(found.get(at + 1), Some(Piece::Behind(word)) if words[*word].is("by"));
    if by && !own {
        return true;
    }
    // Another verb with a tense in the same clause.
    for (next, piece) in found.iter().enumerate().skip(at + 1) {
        match piece {
            // `agreed to a truce brokered by Orlund`: that describes, too.
            Piece::Verb(other) if is_done_by(words, found, next, other) => {}
            // `a spokesman said there was`
            Piece::Verb(other) if words[other.words.start].is("there") => return false,
            Piece::Verb(other) if other.is_finite() => {
                // Two verbs with a tense and no word between their clauses: the first only describes.
                return !has_object(found, at);
            }
            Piece::Noun(_) | Piece::Behind(_) | Piece::Adverb(_) => {}
            // `the brigade, based in Akure, had mobilised`
            Piece::Comma if matches!(found[at - 1], Piece::Comma) => {}
            _ => return false,
        }
    }
    false
}

/// A bare participle behind a noun, with who does it: `a truce brokered by Orlund`.
fn is_done_by(words: &[Word], found: &[Piece], at: usize, group: &VerbGroup) -> bool {
    group.bare
        && matches!(words[group.main].tag, Tag::Verb(forms) if forms & PARTICIPLE != 0)
        && matches!(found[at - 1], Piece::Noun(_))
        && matches!(found.get(at + 1), Some(Piece::Behind(word)) if words[*word].is("by"))
}

/// Another verb with a tense stands before it in the same clause, and takes no clause: `rejected the appeal of a man convicted`.
fn follows_verb(words: &[Word], found: &[Piece], at: usize, lexicon: &Lexicon) -> bool {
    if !matches!(at.checked_sub(1).and_then(|before| found.get(before)), Some(Piece::Noun(phrase)) if !phrase.time && !phrase.pronoun)
    {
        return false;
    }
    for (place, piece) in found[..at].iter().enumerate().rev() {
        match piece {
            Piece::Verb(group) if group.passive && group.gerund => {}
            // `a study that appeared in Vesk found`: the other verb has a clause of its own.
            Piece::Verb(_) if place > 0 && matches!(found[place - 1], Piece::Relative(_)) => return false,
            Piece::Verb(group) => {
                let takes_clause = words[group.main].verb().is_none_or(|verb| lexicon.takes_clause(verb));
                return !group.copula && (!takes_clause || is_seized(words, found, at));
            }
            Piece::Noun(_) | Piece::Behind(_) | Piece::Adverb(_) => {}
            _ => return false,
        }
    }
    false
}

/// `demanded the release of a lawyer jailed for it`: what can only be done to somebody, with nobody behind it.
fn is_seized(words: &[Word], found: &[Piece], at: usize) -> bool {
    const SEIZED: &[&str] =
        &["arrested", "convicted", "detained", "executed", "imprisoned", "jailed", "kidnapped", "sentenced"];
    let Piece::Verb(group) = &found[at] else { return false };
    SEIZED.iter().any(|verb| words[group.main].is(verb)) && matches!(found.get(at + 1), Some(Piece::Behind(_)))
}

fn has_object(found: &[Piece], at: usize) -> bool {
    matches!(found.get(at + 1), Some(Piece::Noun(phrase)) if !phrase.time)
}
