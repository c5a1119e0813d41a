//! Which words make a noun phrase, for open triples?
#![expect(clippy::match_same_arms, reason = "one arm a rule, and their order decides")]

use super::super::tagging::{Tag, Word};
use super::chunk::{Chunk, Noun, Role};

/// The noun phrase that begins at a word.
pub(super) fn noun_phrase(words: &[Word], start: usize) -> Option<Chunk> {
    let word = words.get(start)?;
    if word.tag == Tag::Pronoun {
        let noun = Noun { head: start, time: false, pronoun: true };
        return Some(Chunk { words: start..start + 1, role: Role::Noun(noun) });
    }
    let mut run = Run { words, start, head: None, owned: false, time: false };
    let mut at = start;
    while let Some(next) = words.get(at).and_then(|word| run.over(word, at)) {
        at = next;
    }
    while at > start + 1 && matches!(words[at - 1].tag, Tag::And | Tag::Comma) {
        at -= 1;
    }
    // `the president himself`
    let himself = |word: &Word| ["himself", "herself", "itself", "themselves"].iter().any(|known| word.is(known));
    if run.head.is_some() && words.get(at).is_some_and(himself) {
        at += 1;
    }
    let head = run.head.or_else(|| run.fallback(at))?;
    let year = words[head].tag == Tag::Number && head + 1 == at && at == start + 1 && is_year(words[head].text);
    let noun = Noun { head, time: run.time || year, pronoun: false };
    Some(Chunk { words: start..at.max(head + 1), role: Role::Noun(noun) })
}

/// A noun phrase that is being read.
struct Run<'a, 'w> {
    words: &'a [Word<'w>],
    start: usize,
    head: Option<usize>,
    /// An owner stands in it: `Vesk's`.
    owned: bool,
    time: bool,
}

impl Run<'_, '_> {
    /// The place behind a word that belongs to the phrase; none where the phrase ends before it.
    fn over(&mut self, word: &Word, at: usize) -> Option<usize> {
        let before = at.checked_sub(1).filter(|_| at > self.start).map(|before| self.words[before].tag);
        let after = self.words.get(at + 1);
        let next = after.map(|after| after.tag);
        let direct = self.head.is_some() && self.head == at.checked_sub(1);
        match word.tag {
            Tag::Determiner | Tag::Possessive => {
                let opens = matches!(before, Some(Tag::Determiner | Tag::Owner | Tag::Adverb)) && self.head.is_none();
                (before.is_none() || opens).then_some(at + 1)
            }
            Tag::Number => Some(at + 1),
            Tag::Adjective if self.head.is_some() => {
                let describes = matches!(next, Some(Tag::Noun | Tag::Name | Tag::Adjective));
                (describes && before != Some(Tag::Time)).then_some(at + 1)
            }
            Tag::Adjective => Some(at + 1),
            Tag::Noun | Tag::Name => {
                // `On 21 June Vesk attacked`: a name is no part of a time.
                if self.time && direct && self.words[self.start].tag != Tag::Determiner && word.capital {
                    return None;
                }
                self.time = false;
                self.head = Some(at);
                Some(at + 1)
            }
            Tag::Time => {
                self.time |= self.head.is_none();
                self.head = Some(at);
                Some(at + 1)
            }
            Tag::Owner if before == Some(Tag::Owner) => Some(at + 1),
            Tag::Owner if self.head.is_some() => {
                self.owned = true;
                self.head = None;
                self.time = false;
                Some(at + 1)
            }
            Tag::Adverb if matches!(word.text, "$" | "€" | "£" | "%") => Some(at + 1),
            // `nearly 40 houses`, `the very old mill`
            Tag::Adverb if self.head.is_none() => {
                let describes = matches!(next, Some(Tag::Adjective | Tag::Number)) || after?.text == "$";
                describes.then_some(at + 1)
            }
            Tag::And if word.text == "&" && direct && next == Some(Tag::Name) => Some(at + 1),
            Tag::And | Tag::Comma => {
                let joins = joins_adjectives(self.words, self.start, at);
                let dated = word.tag == Tag::Comma
                    && (is_date_comma(self.words, at) || direct && is_place_comma(self.words, self.start, at));
                (joins || dated).then_some(at + 1)
            }
            Tag::Quote => {
                let end = quoted_title(self.words, at).filter(|&end| end > at + 1)?;
                self.head = Some(end - 1);
                Some(end + 1)
            }
            _ => None,
        }
    }

    /// The head of a phrase without a noun: an adjective alone is no phrase, but `the old` and `40` are.
    fn fallback(&self, end: usize) -> Option<usize> {
        let first = &self.words[self.start];
        let opens =
            matches!(first.tag, Tag::Determiner | Tag::Possessive | Tag::Number) || self.owned || first.text == "$";
        let counts = self.words[self.start..end].iter().any(|word| word.tag == Tag::Number);
        let last = (self.start..end)
            .rev()
            .find(|&at| matches!(self.words[at].tag, Tag::Number | Tag::Adjective | Tag::Determiner));
        last.filter(|_| opens || counts)
    }
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
fn is_place_comma(words: &[Word], start: usize, at: usize) -> bool {
    if words[at - 1].tag != Tag::Name {
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
