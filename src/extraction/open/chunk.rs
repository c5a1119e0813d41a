//! Which words of a sentence belong together, for open triples? Noun phrases, verb groups, and what stands between them.

use std::ops::Range;

use super::super::tagging::{Tag, Word};
use super::noun::noun_phrase;
use super::settle::settle;
use super::verb::verb_group;
use super::words::GeneralWords;

/// A run of words that plays one part.
#[derive(Debug, Clone)]
pub(super) struct Chunk {
    pub words: Range<usize>,
    pub role: Role,
}

/// The part that a chunk plays.
#[derive(Debug, Clone)]
pub(super) enum Role {
    Noun(Noun),
    Verb(Verb),
    Adjective,
    Preposition,
    And,
    Comma,
    Subordinator,
    Relative,
    Quote,
    Stop,
    Adverb,
}

/// What is known of a noun phrase.
#[derive(Debug, Clone)]
pub(super) struct Noun {
    pub head: usize,
    pub time: bool,
    pub pronoun: bool,
}

/// How a verb stands in its clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// With a tense, so that a subject stands before it.
    Finite,
    /// `to attack`
    Infinitive,
    /// `attacking`
    Gerund,
    /// `attacked by`
    Participle,
}

/// What is known of a verb group.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a mark of its own that a helper sets")]
pub(super) struct Verb {
    pub main: usize,
    pub form: Form,
    /// Without a helper, so that it may be a past or a participle.
    pub bare: bool,
    pub passive: bool,
    pub copula: bool,
    pub negated: bool,
    pub future: bool,
    pub possible: bool,
    pub probable: bool,
    pub obliged: bool,
}

impl Chunk {
    pub(super) fn noun(&self) -> Option<&Noun> {
        match &self.role {
            Role::Noun(noun) => Some(noun),
            _ => None,
        }
    }

    pub(super) fn verb(&self) -> Option<&Verb> {
        match &self.role {
            Role::Verb(verb) => Some(verb),
            _ => None,
        }
    }

    pub(super) fn is_finite(&self) -> bool {
        self.verb().is_some_and(|verb| verb.form == Form::Finite)
    }
}

/// The chunks of a sentence, in order.
pub(super) fn chunks(words: &[Word], general: &GeneralWords) -> Vec<Chunk> {
    let mut found: Vec<Chunk> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        if words[at].tag == Tag::Open
            && let Some(close) = words[at..].iter().take(40).position(|word| word.tag == Tag::Close)
        {
            at += close + 1;
            continue;
        }
        // `includes: a house`
        if words[at].text == ":"
            && found.last().is_some_and(|last| matches!(last.role, Role::Verb(_) | Role::Preposition))
        {
            at += 1;
            continue;
        }
        let chunk = verb_group(words, at).or_else(|| noun_phrase(words, at)).unwrap_or_else(|| single(words, at));
        at = chunk.words.end;
        found.push(chunk);
    }
    settle(words, &mut found, general);
    found
}

fn single(words: &[Word], at: usize) -> Chunk {
    let mut end = at + 1;
    let role = match words[at].tag {
        Tag::Preposition | Tag::To => Role::Preposition,
        Tag::And => Role::And,
        Tag::Comma => Role::Comma,
        Tag::Subordinator => Role::Subordinator,
        Tag::Relative => Role::Relative,
        Tag::Quote => Role::Quote,
        Tag::Stop | Tag::Close | Tag::Open => Role::Stop,
        Tag::Adjective => {
            // `larger and tougher`
            while words.get(end).is_some_and(|word| matches!(word.tag, Tag::And | Tag::Comma | Tag::Adverb))
                && words.get(end + 1).is_some_and(|word| word.tag == Tag::Adjective)
                && !words[end].is("but")
            {
                end += 2;
            }
            Role::Adjective
        }
        _ => Role::Adverb,
    };
    Chunk { words: at..end, role }
}
