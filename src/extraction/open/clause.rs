//! Who is the subject of a verb, for open triples, and how far does its clause go?
#![expect(clippy::match_same_arms, reason = "one arm a rule, and their order decides")]

use std::ops::Range;

use super::super::tagging::Word;
use super::chunk::{Chunk, Form, Role, Verb};
use super::words::GeneralWords;

/// A sentence in chunks.
pub(super) struct Clauses<'a, 'w> {
    pub words: &'a [Word<'w>],
    pub chunks: Vec<Chunk>,
    pub general: &'a GeneralWords,
}

/// A verb with its subject and what stands behind it; all places are chunks.
#[derive(Debug, Clone)]
pub(super) struct Clause {
    pub verb: usize,
    /// The chunk behind the verbs that make one predicate: `wanted to leave`.
    pub behind: usize,
    pub subjects: Vec<Range<usize>>,
    /// The name of the rule that found the subject.
    pub rule: &'static str,
    /// The chunk behind the last one of the clause.
    pub end: usize,
}

/// Words behind which a clause names what is said or thought.
const OPENERS: &[&str] = &["that", "whether", "if", "how", "why"];

impl Clauses<'_, '_> {
    pub(super) fn role(&self, at: usize) -> Option<&Role> {
        self.chunks.get(at).map(|chunk| &chunk.role)
    }

    pub(super) fn verb(&self, at: usize) -> Option<&Verb> {
        self.chunks.get(at).and_then(Chunk::verb)
    }

    pub(super) fn is_noun(&self, at: usize) -> bool {
        matches!(self.role(at), Some(Role::Noun(_)))
    }

    pub(super) fn is_time(&self, at: usize) -> bool {
        matches!(self.role(at), Some(Role::Noun(noun)) if noun.time)
    }

    pub(super) fn is_preposition(&self, at: usize) -> bool {
        matches!(self.role(at), Some(Role::Preposition))
    }

    pub(super) fn is_and(&self, at: usize) -> bool {
        matches!(self.role(at), Some(Role::And))
    }

    pub(super) fn is_comma(&self, at: usize) -> bool {
        matches!(self.role(at), Some(Role::Comma))
    }

    pub(super) fn is_finite(&self, at: usize) -> bool {
        self.chunks.get(at).is_some_and(Chunk::is_finite)
    }

    /// A chunk of one word that is this one.
    pub(super) fn is(&self, at: usize, word: &str) -> bool {
        self.chunks.get(at).is_some_and(|chunk| self.words[chunk.words.start].is(word))
    }

    fn is_any(&self, at: usize, words: &[&str]) -> bool {
        words.iter().any(|word| self.is(at, word))
    }

    /// The words of some chunks.
    pub(super) fn range(&self, chunks: &Range<usize>) -> Range<usize> {
        let start = self.chunks.get(chunks.start).map_or(0, |chunk| chunk.words.start);
        let end =
            chunks.end.checked_sub(1).and_then(|last| self.chunks.get(last)).map_or(start, |chunk| chunk.words.end);
        start..end.max(start)
    }

    /// The chunk behind a phrase and what `of` adds to it.
    pub(super) fn behind_of(&self, at: usize) -> usize {
        let mut end = at + 1;
        while self.is_preposition(end) && self.is(end, "of") && self.is_noun(end + 1) {
            end += 2;
        }
        end
    }

    /// The clauses of a sentence, in the order of their verbs.
    pub(super) fn clauses(&self) -> Vec<Clause> {
        let mut found: Vec<Clause> = Vec::new();
        let mut at = 0;
        while at < self.chunks.len() {
            if !self.is_finite(at) {
                at += 1;
                continue;
            }
            let behind = self.chain(at);
            let (subjects, rule) = self.subjects(at, &found);
            let end = self.end(behind, at);
            found.push(Clause { verb: at, behind, subjects, rule, end });
            at = behind;
        }
        found
    }

    /// The chunk behind the verbs that make one predicate: `was able to leave`, `began playing`.
    pub(super) fn chain(&self, verb: usize) -> usize {
        let mut end = verb + 1;
        loop {
            let mut next = end;
            while matches!(self.role(next), Some(Role::Adverb))
                && self.words[self.chunks[next].words.start].text.starts_with(char::is_alphabetic)
            {
                next += 1;
            }
            let copula = self.verb(verb).is_some_and(|verb| verb.copula);
            if copula && matches!(self.role(next), Some(Role::Adjective)) {
                next += 1;
            }
            match self.verb(next) {
                Some(inner) if inner.form == Form::Infinitive => end = next + 1,
                Some(inner) if inner.form == Form::Gerund && next == end && self.is_aspect(end - 1) => end = next + 1,
                _ => return end,
            }
        }
    }

    fn is_aspect(&self, verb: usize) -> bool {
        self.verb(verb).is_some_and(|verb| self.general.is_aspect(self.words[verb.main].text))
    }

    /// A phrase that names somebody or something, and no time.
    pub(super) fn names(&self, at: usize) -> bool {
        let describes = ["such", "whose", "which"].iter().any(|word| self.is(at, word));
        matches!(self.role(at), Some(Role::Noun(noun)) if !noun.time && !noun.pronoun) && !describes
    }

    /// `if` or `unless` stands before the subject.
    pub(super) fn is_conditional(&self, clause: &Clause) -> bool {
        let start = clause.subjects.first().map_or(clause.verb, |subject| subject.start);
        let opener =
            (0..start.min(clause.verb)).rev().find(|&at| !matches!(self.chunks[at].role, Role::Adverb | Role::Quote));
        opener.is_some_and(|at| self.is(at, "if") || self.is(at, "unless"))
    }

    /// What stands before the subject, as words: `In 1990, the firm moved`.
    pub(super) fn leading(&self, clause: &Clause) -> Option<Range<usize>> {
        let first = clause.subjects.first()?.start;
        if clause.rule != "open-clause" || first > clause.verb {
            return None;
        }
        let close = first.checked_sub(1).filter(|&at| self.is_comma(at)).unwrap_or(first);
        let mut start = close;
        while let Some(before) = start.checked_sub(1) {
            match self.role(before) {
                Some(Role::Noun(_)) if before > 0 && self.is_preposition(before - 1) => start = before - 1,
                Some(Role::Noun(noun)) if noun.time => start = before,
                _ => break,
            }
        }
        let opens = start.checked_sub(1).is_none_or(|before| {
            matches!(self.chunks[before].role, Role::Comma | Role::Stop | Role::And | Role::Quote | Role::Subordinator)
        });
        (start < close && opens).then(|| self.range(&(start..close)))
    }

    /// A subject and a verb with a tense follow.
    pub(super) fn opens_clause(&self, at: usize) -> bool {
        if !self.is_noun(at) {
            return false;
        }
        let mut next = at + 1;
        loop {
            match self.role(next) {
                Some(Role::Preposition) if self.is_noun(next + 1) => next += 2,
                Some(Role::Adverb) => next += 1,
                Some(Role::And) if self.is_noun(next + 1) => next += 2,
                Some(Role::Verb(verb)) if verb.form == Form::Finite => return true,
                Some(Role::Verb(verb))
                    if verb.form == Form::Participle && self.is_preposition(next + 1) && self.is_noun(next + 2) =>
                {
                    next += 3;
                }
                _ => return false,
            }
        }
    }

    /// The chunk behind a clause that begins here as the content of another.
    fn content_end(&self, from: usize) -> usize {
        (from..self.chunks.len())
            .find(|&at| {
                matches!(self.chunks[at].role, Role::Stop)
                    || self.is_comma(at) && !self.list_goes_on(at) && !self.is_noun(at + 1)
            })
            .unwrap_or(self.chunks.len())
    }

    /// The chunk behind the last one that belongs to the verb before `from`.
    pub(super) fn end(&self, from: usize, verb: usize) -> usize {
        let mut at = from;
        let mut owed = 0;
        while let Some(chunk) = self.chunks.get(at) {
            match &chunk.role {
                Role::Noun(_) if self.opens_clause(at) && owed == 0 && !(at > 0 && self.is_preposition(at - 1)) => {
                    if at == from
                        && self.verb(verb).is_some_and(|verb| self.general.takes_clause(self.words[verb.main].text))
                    {
                        return self.content_end(at);
                    }
                    // `that would harm the surface is forbidden`: the verb behind is that of the clause around.
                    if at == from {
                        at += 1;
                        continue;
                    }
                    let reduced = at > from && self.is_noun(at - 1) && !self.is_time(at - 1);
                    if !reduced {
                        return at - usize::from(at > from && self.is_and(at - 1));
                    }
                    owed += 1;
                    at += 1;
                }
                Role::Noun(_) | Role::Preposition | Role::Adjective | Role::Adverb | Role::Quote => at += 1,
                Role::And => match self.role(at + 1) {
                    Some(Role::Noun(_)) if !self.opens_clause(at + 1) => at += 1,
                    Some(Role::Preposition | Role::Adjective) => at += 1,
                    Some(Role::Verb(inner)) if inner.form != Form::Finite && at > from => at += 1,
                    _ => return at,
                },
                Role::Comma if at > from && self.list_goes_on(at) => at += 1,
                Role::Comma
                    if at > from
                        && self.is_and(at + 1)
                        && self.is_noun(at + 2)
                        && !self.opens_clause(at + 2)
                        && self.is_noun(at - 1) =>
                {
                    at += 2;
                }
                Role::Relative => {
                    owed += 1;
                    at += 1;
                }
                Role::Subordinator
                    if self.is(at, "that")
                        && self
                            .verb(verb)
                            .is_some_and(|verb| self.general.takes_clause(self.words[verb.main].text)) =>
                {
                    return self.content_end(at + 1);
                }
                Role::Subordinator if at == from && self.is_any(at, OPENERS) => return self.content_end(at + 1),
                Role::Verb(inner) if inner.form == Form::Finite => {
                    if owed == 0 {
                        return at;
                    }
                    owed -= 1;
                    at += 1;
                }
                Role::Verb(_) => at += 1,
                Role::Comma | Role::Subordinator | Role::Stop => return at,
            }
        }
        at
    }

    /// Behind this comma comes a list that ends with `and`: `A, B and C`.
    pub(super) fn list_goes_on(&self, comma: usize) -> bool {
        let mut at = comma + 1;
        while self.is_noun(at) && !self.opens_clause(at) {
            at += 1;
            while self.is_preposition(at) && self.is_noun(at + 1) {
                at += 2;
            }
            match self.role(at) {
                Some(Role::And) => return self.is_noun(at + 1),
                Some(Role::Comma) if self.is_and(at + 1) => return self.is_noun(at + 2) && !self.opens_clause(at + 2),
                Some(Role::Comma) => at += 1,
                _ => return false,
            }
        }
        false
    }
}
