//! Which words of a sentence belong together, for open triples? Noun phrases, verb groups, and what stands between them.

use std::ops::Range;

use super::super::tagging::{Tag, Word};
use super::super::words::{BASE, Classes, GERUND, PARTICIPLE, PAST, THIRD};
use super::settle::settle;
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
    pub owner: Option<Range<usize>>,
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

/// The noun phrase that begins at a word.
fn noun_phrase(words: &[Word], start: usize) -> Option<Chunk> {
    let word = words.get(start)?;
    if word.tag == Tag::Pronoun {
        let noun = Noun { head: start, owner: None, time: false, pronoun: true };
        return Some(Chunk { words: start..start + 1, role: Role::Noun(noun) });
    }
    let mut at = start;
    let mut head = None;
    let mut owner = None;
    let mut time = false;
    let mut described = false;
    while let Some(word) = words.get(at) {
        match word.tag {
            Tag::Determiner | Tag::Possessive
                if at == start
                    || matches!(words[at - 1].tag, Tag::Determiner | Tag::Owner | Tag::Adverb) && head.is_none() => {}
            Tag::Number => {
                // `On 10 March 20 people`: a number behind a month is a day or year.
                described = true;
            }
            Tag::Adjective
                if head.is_some()
                    && !words
                        .get(at + 1)
                        .is_some_and(|next| matches!(next.tag, Tag::Noun | Tag::Name | Tag::Adjective)) =>
            {
                break;
            }
            Tag::Adjective if head.is_some() && words[at - 1].tag == Tag::Time => break,
            Tag::Adjective => described = true,
            Tag::Noun | Tag::Name => {
                if time && at > 0 && head == Some(at - 1) && words[start].tag != Tag::Determiner && word.capital {
                    break;
                }
                time = false;
                head = Some(at);
            }
            Tag::Time => {
                time = head.is_none() || time;
                head = Some(at);
            }
            Tag::Owner if at > start && words[at - 1].tag == Tag::Owner => {}
            Tag::Owner if head.is_some() => {
                owner = Some(start..at);
                head = None;
                time = false;
            }
            Tag::Adverb if matches!(word.text, "$" | "€" | "£" | "%") => described = true,
            Tag::Adverb
                if head.is_none()
                    && words
                        .get(at + 1)
                        .is_some_and(|next| matches!(next.tag, Tag::Adjective | Tag::Number) || next.text == "$") => {}
            Tag::Adverb
                if head.is_none()
                    && at > start
                    && words.get(at + 1).is_some_and(|next| matches!(next.tag, Tag::Adjective)) => {}
            Tag::And | Tag::Comma if joins_adjectives(words, start, at) => {}
            Tag::Comma if is_date_comma(words, at) || is_place_comma(words, start, at, head) => {}
            Tag::And
                if word.text == "&"
                    && at > 0
                    && head == Some(at - 1)
                    && words.get(at + 1).is_some_and(|next| next.tag == Tag::Name) => {}
            Tag::Quote => match quoted_title(words, at) {
                Some(end) if !words[at + 1..end].is_empty() => {
                    head = Some(end - 1);
                    at = end;
                }
                _ => break,
            },
            _ => break,
        }
        at += 1;
    }
    while at > start + 1 && matches!(words[at - 1].tag, Tag::And | Tag::Comma) {
        at -= 1;
    }
    // `the president himself`
    if head.is_some()
        && words
            .get(at)
            .is_some_and(|next| ["himself", "herself", "itself", "themselves"].iter().any(|word| next.is(word)))
    {
        at += 1;
    }
    let fallback =
        (start..at).rev().find(|&at| matches!(words[at].tag, Tag::Number | Tag::Adjective | Tag::Determiner));
    if head.is_none() {
        // `is popular`, `the old and popular`: an adjective without a noun is a phrase only behind a determiner.
        let opens = matches!(words[start].tag, Tag::Determiner | Tag::Possessive | Tag::Number)
            || owner.is_some()
            || words[start].text == "$";
        if !opens && !words[start..at].iter().any(|word| word.tag == Tag::Number) {
            return None;
        }
    }
    let head = head.or(fallback)?;
    let _ = described;
    let year = words[head].tag == Tag::Number && head + 1 == at && at == start + 1 && is_year(words[head].text);
    Some(Chunk {
        words: start..at.max(head + 1),
        role: Role::Noun(Noun { head, owner, time: time || year, pronoun: false }),
    })
}

fn is_year(word: &str) -> bool {
    let digits = word.trim_end_matches('s');
    digits.len() == 4
        && digits.bytes().all(|digit| digit.is_ascii_digit())
        && (digits.starts_with('1') || digits.starts_with('2'))
}

/// The closing mark of a title in quotation marks: few words and no clause.
fn quoted_title(words: &[Word], at: usize) -> Option<usize> {
    let end = words.get(at + 1..)?.iter().take(10).position(|word| word.tag == Tag::Quote)? + at + 1;
    let inside = &words[at + 1..end];
    let capitals = inside.iter().filter(|word| word.capital).count();
    let clause =
        inside.iter().any(|word| matches!(word.tag, Tag::Modal | Tag::Be | Tag::Have | Tag::Do | Tag::Pronoun));
    (!clause || capitals * 2 > inside.len()).then_some(end)
}

/// `a fast , mobile force`, `industrial and residential areas`
fn joins_adjectives(words: &[Word], start: usize, at: usize) -> bool {
    let describes = |word: &Word| word.tag == Tag::Adjective;
    at > start
        && describes(&words[at - 1])
        && (words.get(at + 1).is_some_and(describes)
            || (words[at].is("and") || words[at].is("or"))
                && words.get(at + 1).is_some_and(|word| word.tag == Tag::Noun)
                && words.get(at + 2).is_some_and(|word| word.tag == Tag::Noun))
        && words[start..at].iter().all(|word| !matches!(word.tag, Tag::Name | Tag::Noun))
}

/// `July 17 , 1749`
fn is_date_comma(words: &[Word], at: usize) -> bool {
    at > 1
        && words[at - 1].tag == Tag::Number
        && words[at - 2].tag == Tag::Time
        && words.get(at + 1).is_some_and(|next| is_year(next.text))
}

/// `in Orlund County , Norland on`: the second name says where the first one is.
fn is_place_comma(words: &[Word], start: usize, at: usize, head: Option<usize>) -> bool {
    if at == 0 || head != Some(at - 1) || words[at - 1].tag != Tag::Name {
        return false;
    }
    let placed = start
        .checked_sub(1)
        .is_some_and(|before| ["in", "at", "of", "near", "from", "to"].iter().any(|word| words[before].is(word)));
    let end =
        words[at + 1..].iter().position(|word| word.tag != Tag::Name).map_or(words.len(), |length| at + 1 + length);
    let length = end - at - 1;
    let list = words.get(end).is_some_and(|word| word.tag == Tag::And)
        || words.get(end).is_some_and(|word| word.tag == Tag::Comma)
            && words.get(end + 1).is_some_and(|word| matches!(word.tag, Tag::And | Tag::Name))
            && words[end + 1..].iter().take(8).any(|word| word.tag == Tag::And);
    placed && (1..=3).contains(&length) && !list
}

/// The verb group that begins at a word.
fn verb_group(words: &[Word], start: usize) -> Option<Chunk> {
    let first = words.get(start)?;
    let begins = matches!(first.tag, Tag::Modal | Tag::Be | Tag::Have | Tag::Do | Tag::To | Tag::Verb(_))
        || matches!(first.tag, Tag::Negation | Tag::Adverb) && leads_to_verb(words, start);
    if !begins {
        return None;
    }
    let mut verb = Verb {
        main: start,
        form: Form::Finite,
        bare: true,
        passive: false,
        copula: false,
        negated: false,
        future: false,
        possible: false,
        probable: false,
        obliged: false,
    };
    let (mut be, mut have, mut helped, mut end) = (false, false, false, None);
    let mut at = start;
    while let Some(word) = words.get(at) {
        let classes = word.entry.classes;
        // The letters of a short helper behind its mark: `'ll`.
        if at > start && matches!(words[at - 1].text, "'" | "’") && word.tag == words[at - 1].tag {
            at += 1;
            continue;
        }
        match word.tag {
            Tag::Quote if be || helped => {
                if !words.get(at + 1).is_some_and(|next| matches!(next.tag, Tag::Verb(_))) {
                    break;
                }
            }
            Tag::Modal | Tag::Do => {
                if be || have || helped {
                    break;
                }
                verb.obliged |= ["should", "must", "ought"].iter().any(|modal| word.is(modal));
                helped = true;
                verb.main = at;
            }
            Tag::Be => {
                if be && !word.is("being") && !word.is("been") {
                    break;
                }
                be = true;
                if verb.form == Form::Finite && word.is("being") && at == start {
                    verb.form = Form::Gerund;
                }
                verb.main = at;
            }
            Tag::Have => {
                if be || have && !word.is("had") {
                    break;
                }
                have = true;
                if word.is("having") {
                    verb.form = Form::Gerund;
                }
                verb.main = at;
            }
            // `is first mentioned`
            Tag::Adjective
                if be
                    && words
                        .get(at + 1)
                        .is_some_and(|next| matches!(next.tag, Tag::Verb(forms) if forms & PARTICIPLE != 0)) => {}
            Tag::To if at == start => verb.form = Form::Infinitive,
            Tag::Negation | Tag::Adverb if word.text.starts_with(char::is_alphabetic) && (leads_to_verb(words, at)) => {
            }
            Tag::Negation => {}
            Tag::Verb(forms) => {
                let helper = be || have || helped || verb.form == Form::Infinitive;
                let fits = be && forms & (PARTICIPLE | GERUND) != 0
                    || have && !be && forms & PARTICIPLE != 0
                    || (helped || verb.form == Form::Infinitive) && !be && !have && forms & BASE != 0
                    || !helper;
                if !fits {
                    break;
                }
                verb.main = at;
                verb.bare = !helper;
                verb.passive = be && forms & PARTICIPLE != 0 && forms & GERUND == 0;
                if !helper {
                    verb.form = match forms {
                        _ if forms & GERUND != 0 => Form::Gerund,
                        _ if forms & (PAST | THIRD | BASE) == 0 => Form::Participle,
                        _ => Form::Finite,
                    };
                    verb.passive = verb.form == Form::Participle;
                }
                // `would "distort" it`
                let quoted = words[start..at].iter().any(|word| word.tag == Tag::Quote)
                    && words.get(at + 1).is_some_and(|next| next.tag == Tag::Quote);
                end = Some(at + 1 + usize::from(quoted));
                mark(&mut verb, word, classes);
                break;
            }
            _ => break,
        }
        mark(&mut verb, word, classes);
        at += 1;
    }
    if end.is_none() {
        if !(be || have || helped) {
            return None;
        }
        verb.copula = be;
        verb.bare = false;
        let last = (start..at).rev().find(|&at| words[at].tag != Tag::Adverb).unwrap_or(start);
        end = Some(last + 1);
    }
    let end = end?;
    Some(Chunk { words: start..end, role: Role::Verb(verb) })
}

/// Takes what a word of the group says of it.
fn mark(verb: &mut Verb, word: &Word, classes: Classes) {
    verb.negated |= classes.has(Classes::NEGATION) && !matches!(word.tag, Tag::Determiner | Tag::Preposition);
    verb.future |= classes.has(Classes::FUTURE);
    verb.possible |= classes.has(Classes::POSSIBLE) && matches!(word.tag, Tag::Modal | Tag::Adverb);
    verb.probable |= classes.has(Classes::PROBABLE) && word.tag == Tag::Adverb;
}

/// Only adverbs and negations stand between the word and a verb.
fn leads_to_verb(words: &[Word], at: usize) -> bool {
    if !words[at].text.starts_with(char::is_alphabetic) {
        return false;
    }
    words
        .get(at + 1..)
        .and_then(|rest| rest.iter().take(4).find(|word| !matches!(word.tag, Tag::Adverb | Tag::Negation)))
        .is_some_and(|word| matches!(word.tag, Tag::Verb(_) | Tag::Be | Tag::Have | Tag::Do | Tag::Modal))
}
