//! What `and` joins: subjects, and verbs that share the helpers of the first: `may attack Vesk and close the strait`.

use super::clause::Sentence;
use super::phrase::{Piece, VerbGroup};
use super::tagging::{Tag, Word};
use super::words::{BASE, PARTICIPLE};

/// Hands what is negated, future, possible, probable or wanted on to the verbs behind that have no helper of their own.
pub(super) fn hand_on_helpers(words: &[Word], found: &mut [Piece]) {
    for at in 2..found.len() {
        let Piece::Verb(group) = &found[at] else { continue };
        let Piece::And(joint) = found[at - 1] else { continue };
        if !group.bare || group.gerund && !group.passive {
            continue;
        }
        let Some(before) = verb_before(&found[..at - 1]) else { continue };
        let forms = |group: &VerbGroup| match words[group.main].tag {
            Tag::Verb(forms) => forms,
            _ => 0,
        };
        // `will attack and close`, `was not charged or convicted`
        let goes_on = !before.bare && !before.passive && forms(group) & BASE != 0 && forms(before) & BASE != 0
            || !before.bare && before.passive && group.passive
            || !before.bare && before.negated && words[joint].is("or") && forms(group) & PARTICIPLE != 0;
        if goes_on {
            let before = before.clone();
            let Piece::Verb(group) = &mut found[at] else { continue };
            group.negated |= before.negated;
            group.future |= before.future;
            group.possible |= before.possible;
            group.probable |= before.probable;
            group.obliged |= before.obliged;
        }
    }
}

/// `helped Vesk evade the ban`, `helps maintain it`: a bare verb behind `help` is an infinitive, and who is helped its subject.
pub(super) fn mark_helped(words: &[Word], found: &mut [Piece]) {
    for at in 1..found.len() {
        let Piece::Verb(group) = &found[at] else { continue };
        let bare = group.bare && words[group.main].tag == Tag::Verb(BASE);
        let helper = at - 1 - usize::from(matches!(found[at - 1], Piece::Noun(_)) && at > 1);
        let helps = matches!(&found[helper], Piece::Verb(helper)
            if ["help", "helps", "helped", "helping"].iter().any(|known| words[helper.main].is(known)));
        if bare && helps {
            let Piece::Verb(group) = &mut found[at] else { continue };
            group.infinitive = true;
            group.bare = false;
        }
    }
}

/// The last verb with a tense in the clause that these pieces end in; what describes a noun is passed over.
fn verb_before(found: &[Piece]) -> Option<&VerbGroup> {
    for piece in found.iter().rev() {
        match piece {
            Piece::Verb(group) if group.is_finite() => return Some(group),
            Piece::Verb(_) | Piece::Noun(_) | Piece::Behind(_) | Piece::Adverb(_) | Piece::Comma | Piece::And(_) => {}
            Piece::Subordinator(_) | Piece::Relative(_) | Piece::Quote(_) | Piece::Stop => return None,
        }
    }
    None
}

impl Sentence<'_> {
    /// A phrase and those that commas and `and` join to it on its left.
    pub(super) fn joined_left(&self, last: usize) -> Vec<usize> {
        let mut found = vec![last];
        let mut at = last;
        while at >= 2 && matches!(self.pieces[at - 1], Piece::And(_) | Piece::Comma) {
            let and = found.len() > 1 || matches!(self.pieces[at - 1], Piece::And(_));
            let comma_and = matches!(self.pieces[at - 1], Piece::And(_)) && matches!(self.pieces[at - 2], Piece::Comma);
            let mut left = at - 2 - usize::from(comma_and && at >= 3);
            if !and || self.phrase(left).is_none_or(|phrase| phrase.time) || self.has_verb_before(left) {
                break;
            }
            // `the government of X and the rebels`: the one that acts stands before `of`.
            while left >= 2 && self.is_any_behind(left - 1) && self.phrase(left - 2).is_some() {
                left -= 2;
            }
            if left >= 1 && self.is_any_behind(left - 1) {
                break;
            }
            found.push(left);
            at = left;
        }
        found.reverse();
        found
    }
}
