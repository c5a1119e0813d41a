//! Which groups of words belong together? Noun phrases, verb groups and what stands between them.

use std::ops::Range;

use super::joined::{hand_on_helpers, mark_helped};
use super::names::joins_fields;
use super::participle::settle;
use super::tagging::{Tag, Word};
use super::text::Span;
use super::words::{BASE, Classes, GERUND, Lexicon, PARTICIPLE, PAST};

/// A noun phrase: `two senior Israeli officials`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Phrase {
    /// The words, as places in the sentence.
    pub words: Range<usize>,
    /// The last noun or name, which the others describe.
    pub head: usize,
    /// The owner before an `'s`: `Iran` of `Iran's proposal`.
    pub owner: Option<Range<usize>>,
    /// It tells a time and no actor.
    pub time: bool,
    /// It is a pronoun.
    pub pronoun: bool,
}

/// A verb with its helpers: `has not been allowed`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a mark of its own that a helper sets")]
pub(super) struct VerbGroup {
    pub words: Range<usize>,
    /// The verb itself, or the adjective of `is willing`.
    pub main: usize,
    pub infinitive: bool,
    pub gerund: bool,
    /// Without a helper, so that it may be a past or a participle.
    pub bare: bool,
    pub passive: bool,
    pub negated: bool,
    pub future: bool,
    pub possible: bool,
    pub probable: bool,
    /// `should`, `must`, `ought`.
    pub obliged: bool,
    /// A form of `be` alone or with an adjective.
    pub copula: bool,
}

impl VerbGroup {
    /// A group of one word that says nothing yet.
    fn at(start: usize) -> VerbGroup {
        VerbGroup {
            words: start..start + 1,
            main: start,
            infinitive: false,
            gerund: false,
            bare: true,
            passive: false,
            negated: false,
            future: false,
            possible: false,
            probable: false,
            obliged: false,
            copula: false,
        }
    }

    /// The group with the verb that ends it.
    fn with_verb(mut self, at: usize, forms: u8, be: bool, has_helper: bool) -> VerbGroup {
        self.main = at;
        self.words.end = at + 1;
        self.gerund = forms & GERUND != 0 && !be;
        self.passive = be && forms & PARTICIPLE != 0 && forms & GERUND == 0;
        self.bare = !has_helper;
        self
    }

    /// Takes what a word of the group says of it, whatever its place.
    fn mark(&mut self, word: &Word) {
        let classes = word.entry.classes;
        self.negated |= classes.has(Classes::NEGATION) && !matches!(word.tag, Tag::Determiner | Tag::Preposition);
        self.future |= classes.has(Classes::FUTURE);
        self.possible |= classes.has(Classes::POSSIBLE) && matches!(word.tag, Tag::Modal | Tag::Adverb);
        self.probable |= classes.has(Classes::PROBABLE) && matches!(word.tag, Tag::Adverb);
    }

    /// It has a tense, so that its subject stands before it.
    pub(super) fn is_finite(&self) -> bool {
        !self.infinitive && !self.gerund
    }
}

/// A piece of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    Noun(Phrase),
    Verb(VerbGroup),
    /// A preposition.
    Behind(usize),
    And(usize),
    Comma,
    Subordinator(usize),
    Relative(usize),
    Quote(usize),
    Stop,
    Adverb(usize),
}

impl Piece {
    /// The first word of the piece, where it has one.
    pub(super) fn first_word(&self) -> Option<usize> {
        match self {
            Piece::Noun(phrase) => Some(phrase.words.start),
            Piece::Verb(group) => Some(group.words.start),
            Piece::Behind(at)
            | Piece::And(at)
            | Piece::Subordinator(at)
            | Piece::Relative(at)
            | Piece::Quote(at)
            | Piece::Adverb(at) => Some(*at),
            Piece::Comma | Piece::Stop => None,
        }
    }

    /// The piece with its words so many places later.
    pub(super) fn shifted(mut self, by: usize) -> Piece {
        let shift = |range: &mut Range<usize>| *range = range.start + by..range.end + by;
        match &mut self {
            Piece::Noun(phrase) => {
                shift(&mut phrase.words);
                phrase.head += by;
                phrase.owner.iter_mut().for_each(shift);
            }
            Piece::Verb(group) => {
                shift(&mut group.words);
                group.main += by;
            }
            Piece::Behind(at)
            | Piece::And(at)
            | Piece::Subordinator(at)
            | Piece::Relative(at)
            | Piece::Quote(at)
            | Piece::Adverb(at) => *at += by,
            Piece::Comma | Piece::Stop => {}
        }
        self
    }
}

/// The pieces of a sentence, in order. What stands in brackets is passed over.
pub(super) fn pieces(words: &[Word], lexicon: &Lexicon) -> Vec<Piece> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        if words[at].tag == Tag::Open
            && let Some(close) = words[at..].iter().position(|word| word.tag == Tag::Close)
        {
            at += close + 1;
            continue;
        }
        if let Some(group) = verb_group(words, at) {
            at = group.words.end;
            found.push(Piece::Verb(group));
            continue;
        }
        if let Some(mut phrase) = noun_phrase(words, at) {
            while let Some(end) = field_behind(words, &phrase) {
                phrase.words.end = end;
            }
            at = phrase.words.end;
            found.push(Piece::Noun(phrase));
            continue;
        }
        found.push(match words[at].tag {
            Tag::Preposition | Tag::To => Piece::Behind(at),
            Tag::And => Piece::And(at),
            Tag::Comma => Piece::Comma,
            Tag::Subordinator => Piece::Subordinator(at),
            Tag::Relative => Piece::Relative(at),
            Tag::Quote => Piece::Quote(at),
            Tag::Stop => Piece::Stop,
            _ => Piece::Adverb(at),
        });
        at += 1;
    }
    settle(words, &mut found, lexicon);
    hand_on_helpers(words, &mut found);
    mark_helped(words, &mut found);
    found
}

/// The noun phrase that begins at a word.
fn noun_phrase(words: &[Word], start: usize) -> Option<Phrase> {
    let word = words.get(start)?;
    if word.tag == Tag::Pronoun {
        return Some(Phrase { words: start..start + 1, head: start, owner: None, time: false, pronoun: true });
    }
    // `shot dead two gunmen`
    let shot = |word: &Word| ["shot", "shoot", "shoots", "shooting"].iter().any(|known| word.is(known));
    if word.is("dead") && start > 0 && shot(&words[start - 1]) {
        return None;
    }
    let mut at = start;
    let mut head = None;
    let mut owner = None;
    let mut time = false;
    let mut quote = None;
    while let Some(word) = words.get(at) {
        match word.tag {
            // `how much the company would pay`
            Tag::Determiner if at > start && (words[at - 1].is("much") || words[at - 1].is("many")) => break,
            Tag::Determiner | Tag::Possessive if at == start || words[at - 1].tag == Tag::Determiner => {}
            // `110 more people`
            Tag::Determiner if words[at - 1].tag == Tag::Number && word.is("more") && leads_to_noun(words, at) => {}
            // `Norland's most vocal critics`
            Tag::Determiner if words[at - 1].tag == Tag::Owner => {}
            Tag::Adjective if head.is_some() && (is_predicate(words, at) || opens_time(words, at)) => break,
            // `offered the district two million crowns`: a number opens another phrase.
            Tag::Number if head == at.checked_sub(1) && head.is_some_and(|head| opens_number(words, head)) => {
                break;
            }
            // `On Sunday unknown persons set fire to it`
            Tag::Adjective | Tag::Noun
                if time && start > 0 && words[start - 1].is("on") && head == at.checked_sub(1) =>
            {
                break;
            }
            // `struck the islands 16 and 17 February`
            Tag::Number if head == at.checked_sub(1) && opens_day(words, at) => break,
            Tag::Number | Tag::Adjective => {}
            // `On 21 June Vesk attacked`: a name is no part of a time.
            Tag::Name if time && words[start].tag != Tag::Determiner => break,
            Tag::Name if opens_relative(words, start, at) => break,
            // `In 1982 Varn met Orl`
            Tag::Name if at == start + 1 && is_year(words, start) => break,
            Tag::Noun | Tag::Name => {
                time = false;
                head = Some(at);
            }
            Tag::Time if head.is_none() => {
                time = true;
                head = Some(at);
            }
            Tag::Time if time => head = Some(at),
            Tag::Owner if head.is_some() => {
                owner = Some(start..at);
                head = None;
                time = false;
            }
            // `cut aid to Vesk nearly five times`
            Tag::Adverb if head == at.checked_sub(1) && word.text.len() > 1 && opens_day(words, at + 1) => break,
            Tag::Adverb if at + 1 < words.len() && joins_adverb(words, at) => {}
            Tag::And if joins_modifiers(words, start, at) || joins_fields(words, start, at) => {}
            Tag::Comma if joins_adjectives(words, start, at) => {}
            // A short quotation inside a phrase is part of it: a `credible opportunity`.
            Tag::Quote if quote.is_none() && head.is_none() && at > start => match short_quote(words, at) {
                Some(end) => quote = Some(end),
                None => break,
            },
            Tag::Quote if quote == Some(at) => {}
            Tag::Verb(forms) if forms & (PAST | PARTICIPLE) != 0 && quote.is_some_and(|end| at < end) => {}
            Tag::Open if head.is_some() => match closes_soon(words, at) {
                Some(close) if opens_phrase_again(words, close) => {
                    at = close;
                }
                _ => break,
            },
            _ => break,
        }
        at += 1;
    }
    // `two days of talks` and `a 35-hour week` tell no time.
    let measured = head.is_some_and(|head| words[start..head].iter().any(|word| word.text.contains("-hour")));
    time &= !words.get(at).is_some_and(|next| next.is("of")) && !measured;
    while at > start && matches!(words[at - 1].tag, Tag::Adverb | Tag::And | Tag::Comma) {
        at -= 1;
    }
    // `any of the plants`
    let parts = |at: &usize| words[*at].tag == Tag::Determiner && words.get(at + 1).is_some_and(|next| next.is("of"));
    let head = head.or_else(|| (start..at).rev().find(|&at| matches!(words[at].tag, Tag::Number | Tag::Adjective)));
    let head = head.or_else(|| Some(start).filter(|_| at == start + 1).filter(parts))?;
    // `in late 1995`
    time |= head + 1 == at && is_year(words, head) && words[start..head].iter().all(|word| word.tag == Tag::Adjective);
    let end = if words.get(at).is_some_and(|next| next.tag == Tag::Open) { at } else { at.max(head + 1) };
    Some(Phrase { words: start..end, head, owner, time, pronoun: false })
}

/// The end of what belongs to the name of a body behind a preposition: `the Centre for Disaster Management`.
fn field_behind(words: &[Word], phrase: &Phrase) -> Option<usize> {
    let end = phrase.words.end;
    let is_body = words[phrase.head].capital && words[phrase.head].has(Classes::BODY);
    let leads = ["for", "on"].iter().any(|word| words.get(end).is_some_and(|next| next.is(word)));
    if !is_body || !leads {
        return None;
    }
    let length = words[end + 1..].iter().take_while(|word| word.capital && !matches!(word.tag, Tag::Time)).count();
    let last = words[..end + 1 + length].last().filter(|_| length > 0)?;
    // `the Council on Vesk` decides about somebody.
    let field = ["ance", "ence", "gee", "ic", "ism", "ity", "ment", "ness", "sion", "tion"];
    let stem = last.text.trim_end_matches('s');
    let is_field = last.entry.noun.is_some() || field.iter().any(|end| stem.ends_with(end));
    is_field.then_some(end + 1 + length)
}

/// Four digits behind a word that leads to a time, or behind `late` and `early`: `in 1995`, `since mid 1995`.
fn is_year(words: &[Word], at: usize) -> bool {
    const LEADING: &[&str] =
        &["in", "since", "by", "until", "before", "after", "during", "late", "early", "mid", "for"];
    let year = words[at].text.len() == 4 && words[at].text.parse().is_ok_and(|year: u16| (1500..2100).contains(&year));
    year && at > 0 && LEADING.iter().any(|word| words[at - 1].is(word))
}

/// `a charge Vesk has denied`: a name with a verb of its own behind a noun opens a relative clause, and is no part of the phrase.
fn opens_relative(words: &[Word], start: usize, at: usize) -> bool {
    let article = words[start].is("a") || words[start].is("an");
    let noun = at > start + 1 && words[at - 1].tag == Tag::Noun && !words[at - 1].capital;
    if !article || !noun || words[at - 1].has(Classes::ROLE) {
        return false;
    }
    let behind = words[at..].iter().find(|word| !matches!(word.tag, Tag::Name | Tag::Adverb | Tag::Negation));
    behind.is_some_and(|word| matches!(word.tag, Tag::Have | Tag::Do | Tag::Be | Tag::Modal | Tag::Verb(_)))
}

/// `offered the district two million crowns`, `lent Pell 400 million`, but `a Boeing 747`.
fn opens_number(words: &[Word], head: usize) -> bool {
    let Some(next) = words.get(head + 2) else { return false };
    if words[head].tag == Tag::Noun && !words[head].capital {
        return matches!(next.tag, Tag::Noun | Tag::Number | Tag::Time);
    }
    next.tag == Tag::Number
}

/// A month or `times` stands behind a number, or a month behind two that `and` joins.
fn opens_day(words: &[Word], at: usize) -> bool {
    let month = |at: usize| words.get(at).is_some_and(|word| word.tag == Tag::Time && word.capital);
    let joined = words.get(at + 1).is_some_and(|word| word.tag == Tag::And);
    // `violated the truce in Vesk 115 times`
    let counts = words.get(at + 1).is_some_and(|word| word.text == "times");
    counts || month(at + 1) || joined && words.get(at + 2).is_some_and(|word| word.tag == Tag::Number) && month(at + 3)
}

/// `found Varn guilty of`: the adjective says something of the name before it, and is no part of a longer name.
fn is_predicate(words: &[Word], at: usize) -> bool {
    words
        .get(at + 1)
        .is_none_or(|next| matches!(next.tag, Tag::Preposition | Tag::To | Tag::Stop | Tag::Comma | Tag::And))
}

/// `visited Vesk last week`: the adjective belongs to a time.
fn opens_time(words: &[Word], at: usize) -> bool {
    words.get(at + 1).is_some_and(|next| next.tag == Tag::Time)
}

/// A noun stands behind a word, with adjectives before it or not.
fn leads_to_noun(words: &[Word], at: usize) -> bool {
    let next = words[at + 1..].iter().find(|word| word.tag != Tag::Adjective);
    next.is_some_and(|next| matches!(next.tag, Tag::Noun | Tag::Name))
}

/// An adverb before a number or an adjective: `nearly 40 gunmen`, `the very young`.
fn joins_adverb(words: &[Word], at: usize) -> bool {
    // `took back 500 people`: the word belongs to the verb.
    if ["back", "away", "home", "aside", "apart", "again", "there", "abroad"].iter().any(|word| words[at].is(word)) {
        return false;
    }
    matches!(words[at].text, "$" | "€" | "£" | "%" | "'" | "’")
        || ["than", "least", "most"].iter().any(|word| words[at + 1].is(word))
        || matches!(words[at + 1].tag, Tag::Number | Tag::Adjective) && !words[at].has(Classes::TIME)
}

/// `a serious, immediate apology`, `a five-year, 5-million programme`
fn joins_adjectives(words: &[Word], start: usize, at: usize) -> bool {
    let describes = |word: &Word| word.tag == Tag::Adjective || word.text.contains('-') && !word.capital;
    at > start
        && describes(&words[at - 1])
        && words.get(at + 1).is_some_and(|next| describes(next) || next.text == "$")
        && words[start..at].iter().all(|word| word.tag != Tag::Name)
}

/// `missile and drone attacks`, `economic and military aid`: what `and` joins describes one head.
fn joins_modifiers(words: &[Word], start: usize, at: usize) -> bool {
    let (Some(before), Some(after), Some(next)) =
        (at.checked_sub(1).and_then(|at| words.get(at)), words.get(at + 1), words.get(at + 2))
    else {
        return false;
    };
    if !words[at].is("and") || before.capital != after.capital || at == start {
        return false;
    }
    let adjectives = before.tag == Tag::Adjective && matches!(after.tag, Tag::Adjective | Tag::Noun);
    let bare = start + 1 >= at || words[start..at - 1].iter().all(|word| matches!(word.tag, Tag::Adjective));
    let nouns = before.tag == Tag::Noun
        && bare
        && !before.text.ends_with('s')
        && after.tag == Tag::Noun
        && !after.text.ends_with('s')
        && next.tag == Tag::Noun
        && !before.has(Classes::ROLE);
    adjectives || nouns
}

/// The closing mark of a quotation of at most five words.
fn short_quote(words: &[Word], at: usize) -> Option<usize> {
    let end = words.get(at + 1..)?.iter().take(6).position(|word| word.tag == Tag::Quote)? + at + 1;
    let nominal = |word: &Word| !matches!(word.tag, Tag::Comma | Tag::Stop | Tag::Modal | Tag::Be | Tag::Pronoun);
    words[at + 1..end].iter().all(nominal).then_some(end)
}

fn closes_soon(words: &[Word], at: usize) -> Option<usize> {
    words.get(at..)?.iter().take(8).position(|word| word.tag == Tag::Close).map(|close| at + close)
}

/// Behind a bracket the phrase goes on with its noun: `(GNA) forces`.
fn opens_phrase_again(words: &[Word], close: usize) -> bool {
    words.get(close + 1).is_some_and(|next| matches!(next.tag, Tag::Noun | Tag::Name | Tag::Owner))
}

/// The verb group that begins at a word.
fn verb_group(words: &[Word], start: usize) -> Option<VerbGroup> {
    let first = words.get(start)?;
    // `promised not to close`
    if first.tag == Tag::Negation && words.get(start + 1).is_some_and(|next| next.tag == Tag::To) {
        let mut group = verb_group(words, start + 1)?;
        group.words.start = start;
        group.negated = true;
        return Some(group);
    }
    let begins = matches!(first.tag, Tag::Modal | Tag::Be | Tag::Have | Tag::Do | Tag::To | Tag::Verb(_))
        || matches!(first.tag, Tag::Negation | Tag::Adverb) && leads_to_verb(words, start);
    if !begins {
        return None;
    }
    let mut group = VerbGroup::at(start);
    let (mut be, mut have, mut helped) = (false, false, false);
    let mut at = start;
    while let Some(word) = words.get(at) {
        group.mark(word);
        match word.tag {
            Tag::Modal => {
                group.obliged |= ["should", "must", "ought"].iter().any(|modal| word.is(modal));
                helped = true;
            }
            Tag::Be => {
                be = true;
                group.main = at;
            }
            Tag::Have => {
                have = true;
                group.main = at;
            }
            Tag::Do => {
                helped = true;
                group.main = at;
            }
            Tag::To if at == start || be || have => {
                group.infinitive |= at == start;
                group.future |= at != start;
                be = false;
                have = false;
            }
            Tag::Negation => {}
            Tag::Adverb if leads_to_verb(words, at) || at == start => {}
            Tag::Adjective if be && leads_on(words, at) => {
                group.main = at;
                group.words.end = at + 1;
                group.copula = true;
                group.bare = false;
                return Some(group);
            }
            Tag::Verb(forms) => {
                let has_helper = be || have || helped || group.infinitive;
                let wants = (be && forms & (PARTICIPLE | GERUND) != 0)
                    || (have && !be && forms & PARTICIPLE != 0)
                    || ((helped || group.infinitive) && !be && !have && forms & BASE != 0)
                    || !has_helper;
                if !wants {
                    break;
                }
                let mut group = group.with_verb(at, forms, be, has_helper);
                // `denied having met him`
                group.gerund |= words[start].is("having") && !group.passive;
                return Some(group);
            }
            _ => break,
        }
        at += 1;
    }
    // A helper alone is a verb of its own: `is`, `has`, `did`.
    if !(be || have || helped) {
        return None;
    }
    group.words.end =
        (start..at).rev().find(|&at| !matches!(words[at].tag, Tag::Adverb)).map_or(start + 1, |last| last + 1);
    group.copula = be;
    group.bare = false;
    Some(group)
}

/// `willing to`, `critical of`: an adjective that a verb could stand for.
fn leads_on(words: &[Word], at: usize) -> bool {
    words.get(at + 1).is_some_and(|next| next.is("to") || next.is("of") || next.is("for"))
}

/// Only adverbs and negations stand between the word and a verb.
fn leads_to_verb(words: &[Word], at: usize) -> bool {
    words
        .get(at + 1..)
        .and_then(|rest| rest.iter().find(|word| !matches!(word.tag, Tag::Adverb | Tag::Negation)))
        .is_some_and(|word| matches!(word.tag, Tag::Verb(_) | Tag::Be | Tag::Have | Tag::Do | Tag::Modal))
}

/// The place in the text of some words.
pub(super) fn span_of(words: &[Word], range: &Range<usize>) -> Span {
    let start = words.get(range.start).map_or(0, |word| word.span.start);
    let end = range.end.checked_sub(1).and_then(|last| words.get(last)).map_or(start, |word| word.span.end);
    start..end.max(start)
}
