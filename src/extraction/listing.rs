//! Which phrases does a list join, and where does it end? `A, B and C`, `ten members, including their leader`.

use super::clause::Sentence;
use super::phrase::Piece;

impl Sentence<'_> {
    /// A phrase and those that commas and `and` join to it on its right, and the piece behind them.
    pub(super) fn joined_right(&self, first: usize) -> (Vec<usize>, usize) {
        let (mut found, end) = self.listed(first);
        // `ten members, including their leader`: what is done to them is done to him.
        let next = end + usize::from(matches!(self.pieces.get(end), Some(Piece::Comma)));
        let included = next + 1;
        if !self.is_behind(next, "including") || !self.is_named(included) || self.opens_clause(included) {
            return (found, end);
        }
        let (named, end) = self.listed(included);
        found.extend(named.into_iter().filter(|&at| self.is_named(at)));
        (found, end)
    }

    /// The phrases of a list, and the piece behind it.
    fn listed(&self, first: usize) -> (Vec<usize>, usize) {
        let mut found = vec![first];
        let mut end = self.behind_of(first);
        loop {
            let mut next = end;
            let comma = matches!(self.pieces.get(next), Some(Piece::Comma));
            next += usize::from(comma);
            let and = matches!(self.pieces.get(next), Some(Piece::And(word)) if !self.words[*word].is("but"));
            next += usize::from(and);
            let listed = and || (comma && self.list_goes_on(next));
            let is_phrase = self.phrase(next).is_some_and(|phrase| !phrase.time);
            if !listed || !is_phrase || self.opens_clause(next) {
                return (found, end);
            }
            found.push(next);
            end = self.behind_of(next);
            if and {
                return (found, end);
            }
        }
    }

    /// The piece behind a phrase and what `of` adds to it.
    pub(super) fn behind_of(&self, at: usize) -> usize {
        let mut end = at + 1;
        while self.is_behind(end, "of") && self.phrase(end + 1).is_some() {
            end += 2;
        }
        end
    }

    /// Behind a comma comes a list that ends with `and`: `A, B and C`.
    fn list_goes_on(&self, from: usize) -> bool {
        let mut at = from;
        while self.phrase(at).is_some() {
            at = self.behind_of(at);
            match self.pieces.get(at) {
                Some(Piece::And(_)) => return self.phrase(at + 1).is_some(),
                Some(Piece::Comma) if matches!(self.pieces.get(at + 1), Some(Piece::And(_))) => {
                    return self.phrase(at + 2).is_some();
                }
                Some(Piece::Comma) => at += 1,
                _ => return false,
            }
        }
        false
    }

    /// A verb with a tense follows, so that the phrase is its subject.
    pub(super) fn opens_clause(&self, at: usize) -> bool {
        let mut next = self.behind_of(at);
        loop {
            match self.pieces.get(next) {
                Some(Piece::Behind(_)) if self.phrase(next + 1).is_some() => next += 2,
                Some(Piece::Adverb(_)) => next += 1,
                Some(Piece::Noun(phrase)) if phrase.time => next += 1,
                Some(Piece::Verb(group)) => return group.is_finite(),
                _ => return false,
            }
        }
    }
}
