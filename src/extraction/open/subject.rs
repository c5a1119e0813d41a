//! Who is the subject of a verb, for open triples?

use std::ops::Range;

use super::chunk::{Form, Role};
use super::clause::{Clause, Clauses};

impl Clauses<'_, '_> {
    /// The subject of a verb with a tense.
    pub(super) fn subjects(&self, verb: usize, before: &[Clause]) -> (Vec<Range<usize>>, &'static str) {
        let mut at = verb;
        while let Some(left) = at.checked_sub(1) {
            match &self.chunks[left].role {
                Role::Adverb | Role::Adjective | Role::Preposition | Role::Quote => at = left,
                Role::Noun(_) => {
                    let found = self.phrase_left(left, at.min(left + 1));
                    if found.is_empty() {
                        return self.shared(verb, before);
                    }
                    return (found, "open-clause");
                }
                Role::Verb(inner) if inner.form != Form::Finite && left > 0 && self.is_noun(left - 1) => at = left,
                Role::Comma => match self.parenthesis(left) {
                    Some(open) => at = open,
                    None => return self.shared(verb, before),
                },
                Role::Relative => {
                    return self
                        .antecedent(left)
                        .map_or_else(|| self.shared(verb, before), |found| (vec![found], "open-relative"));
                }
                Role::Verb(_) | Role::And | Role::Subordinator | Role::Stop => return self.shared(verb, before),
            }
        }
        (Vec::new(), "")
    }

    /// The subject of the verb before, which `and` or a comma joins to this one.
    fn shared(&self, verb: usize, before: &[Clause]) -> (Vec<Range<usize>>, &'static str) {
        let left = (0..verb).rev().find(|&at| !matches!(self.chunks[at].role, Role::Adverb));
        let joins = left.is_some_and(|left| matches!(self.chunks[left].role, Role::And | Role::Comma | Role::Noun(_)))
            || self.is(verb, "nor");
        if !joins {
            return (Vec::new(), "");
        }
        let comma = left.is_some_and(|left| self.is_and(left) && left > 0 && self.is_comma(left - 1));
        let open = before.iter().rev().filter(|clause| !clause.subjects.is_empty());
        let last = open.clone().find(|clause| !comma || clause.rule != "open-relative").or_else(|| open.clone().next());
        last.map_or((Vec::new(), ""), |clause| (clause.subjects.clone(), "open-shared"))
    }

    /// The phrase that ends with a noun, with the prepositions before that, and those joined to it by `and`.
    fn phrase_left(&self, noun: usize, end: usize) -> Vec<Range<usize>> {
        let mut start = noun;
        let mut items: Vec<Range<usize>> = Vec::new();
        let mut end = end;
        while let Some(before) = start.checked_sub(1) {
            let second = before.checked_sub(1);
            match &self.chunks[before].role {
                Role::Preposition => match second {
                    Some(second) if self.is_noun(second) && (self.is(before, "of") || !self.is_time(second)) => {
                        start = second;
                    }
                    Some(second) if self.is_preposition(second) && second > 0 && self.is_noun(second - 1) => {
                        start = second - 1;
                    }
                    Some(second) if self.describes(second) => start = second - 1,
                    Some(second) if second > 1 && self.is_finite(second) && self.is_reduced(second - 1) => {
                        start = second - 2;
                    }
                    Some(second)
                        if second > 1
                            && self.is_finite(second)
                            && matches!(self.chunks[second - 1].role, Role::Relative)
                            && self.is_noun(second - 2) =>
                    {
                        start = second - 2;
                    }
                    _ => match self.relative_before(before) {
                        Some(antecedent) => start = antecedent,
                        None => return items,
                    },
                },
                Role::Verb(verb) if verb.form != Form::Finite => match second {
                    Some(second) if self.is_noun(second) => start = second,
                    _ => {
                        start = before;
                        break;
                    }
                },
                Role::Verb(_) => match self.relative_before(start) {
                    Some(antecedent) => start = antecedent,
                    None => break,
                },
                Role::And | Role::Comma if second.is_some() => {
                    let oxford = self.is_and(before) && second.is_some_and(|second| self.is_comma(second));
                    let left = if oxford { before.checked_sub(2) } else { second };
                    let Some(left) = left else { break };
                    let listed = self.is_and(before) || !items.is_empty();
                    if !listed || !self.is_noun(left) || self.is_time(left) || self.finite_before(left) {
                        break;
                    }
                    items.insert(0, start..end);
                    start = left;
                    end = left + 1;
                }
                _ => break,
            }
        }
        items.insert(0, start..end);
        items
    }

    /// The noun whose relative clause without a comma ends before a chunk.
    fn relative_before(&self, end: usize) -> Option<usize> {
        let mut verbs = 0;
        for at in (0..end).rev().take(10) {
            match &self.chunks[at].role {
                Role::Verb(verb) if verb.form == Form::Finite => verbs += 1,
                Role::Comma | Role::Stop | Role::Subordinator => return None,
                Role::Relative => {
                    let noun = at.checked_sub(1)?;
                    return (verbs == 1 && self.is_noun(noun)).then_some(noun);
                }
                _ => {}
            }
        }
        None
    }

    /// A pronoun behind a noun: `the tricks she used`.
    pub(super) fn is_reduced(&self, at: usize) -> bool {
        at > 0
            && self.chunks[at].noun().is_some_and(|noun| noun.pronoun)
            && self.is_noun(at - 1)
            && !self.is_time(at - 1)
    }

    /// A participle or gerund behind a noun that it describes.
    fn describes(&self, at: usize) -> bool {
        self.verb(at).is_some_and(|verb| matches!(verb.form, Form::Participle | Form::Gerund))
            && at > 0
            && self.is_noun(at - 1)
    }

    /// A verb with a tense stands before in the same clause, so that the phrase belongs to it.
    fn finite_before(&self, at: usize) -> bool {
        for left in (0..at).rev() {
            match &self.chunks[left].role {
                Role::Verb(verb) if verb.form == Form::Finite => return true,
                Role::Subordinator | Role::Relative | Role::Stop => return false,
                _ => {}
            }
        }
        false
    }

    /// What a relative pronoun stands for.
    pub(super) fn antecedent(&self, relative: usize) -> Option<Range<usize>> {
        let mut at = relative.checked_sub(1)?;
        if self.is_preposition(at) {
            at = at.checked_sub(1)?;
        }
        if self.is_comma(at) {
            at = at.checked_sub(1)?;
        }
        if !self.is_noun(at) {
            return None;
        }
        let mut start = at;
        while start > 1
            && self.is(start - 1, "of")
            && self.is_noun(start - 2)
            && (self.is_time(start) || self.is(relative, "who"))
        {
            start -= 2;
        }
        Some(start..at + 1)
    }

    /// The noun before `that` names what is said or thought, so that the clause behind is its content: `the claim that`.
    pub(super) fn is_content(&self, that: usize) -> bool {
        let noun = that.checked_sub(1).and_then(|before| self.chunks[before].noun());
        noun.is_none_or(|noun| self.general.is_content(self.words[noun.head].text))
    }

    /// The comma that opens what the comma at a chunk closes: an apposition, a relative clause, `, in Vesk,`.
    fn parenthesis(&self, close: usize) -> Option<usize> {
        let open = (0..close).rev().take(16).find(|&at| self.is_comma(at))?;
        let before = open.checked_sub(1)?;
        let opens = match self.role(open + 1)? {
            Role::Relative
            | Role::Preposition
            | Role::Noun(_)
            | Role::Adverb
            | Role::Subordinator
            | Role::Adjective => true,
            Role::Verb(verb) => verb.form != Form::Finite,
            _ => false,
        };
        (opens && self.is_noun(before)).then_some(open)
    }
}
