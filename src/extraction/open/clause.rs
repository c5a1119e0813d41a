//! Who is the subject of a verb, for open triples, and how far does its clause go?

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

/// Nouns that name what is said or thought.
const CONTENTS: &[&str] = &[
    "claim",
    "fact",
    "statement",
    "belief",
    "idea",
    "report",
    "new",
    "evidence",
    "announcement",
    "hope",
    "fear",
    "suggestion",
    "argument",
    "view",
    "opinion",
    "theory",
    "rumour",
    "rumor",
    "charge",
    "allegation",
    "conclusion",
    "sign",
    "warning",
    "possibility",
    "notion",
    "doubt",
    "assumption",
    "condition",
    "feeling",
    "impression",
    "hypothesis",
    "concern",
    "complaint",
    "proof",
    "finding",
    "realization",
    "chance",
    "likelihood",
    "way",
    "extent",
    "time",
    "day",
    "year",
];

/// Verbs that lend an aspect to the gerund behind them.
const ASPECTS: &[&str] = &[
    "began",
    "begin",
    "begins",
    "begun",
    "start",
    "starts",
    "started",
    "continue",
    "continues",
    "continued",
    "stop",
    "stops",
    "stopped",
    "keep",
    "keeps",
    "kept",
    "finished",
];

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
        self.verb(verb).is_some_and(|verb| ASPECTS.iter().any(|word| self.words[verb.main].is(word)))
    }

    /// The subject of a verb with a tense.
    fn subjects(&self, verb: usize, before: &[Clause]) -> (Vec<Range<usize>>, &'static str) {
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
        loop {
            let Some(before) = start.checked_sub(1) else { break };
            let second = before.checked_sub(1);
            match &self.chunks[before].role {
                Role::Preposition => match second {
                    Some(second) if self.is_noun(second) && !(self.is_time(second) && !self.is(before, "of")) => {
                        start = second
                    }
                    Some(second) if self.is_preposition(second) && second > 0 && self.is_noun(second - 1) => {
                        start = second - 1
                    }
                    Some(second) if self.describes(second) => start = second - 1,
                    Some(second) if second > 1 && self.is_finite(second) && self.is_reduced(second - 1) => {
                        start = second - 2
                    }
                    Some(second)
                        if second > 1
                            && self.is_finite(second)
                            && matches!(self.chunks[second - 1].role, Role::Relative)
                            && self.is_noun(second - 2) =>
                    {
                        start = second - 2
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
        noun.is_none_or(|noun| {
            CONTENTS.iter().any(|word| self.words[noun.head].text.trim_end_matches('s').eq_ignore_ascii_case(word))
        })
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
                    next += 3
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
                    at += 2
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
