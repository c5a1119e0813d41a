//! Which words make a verb group, for open triples?

use super::super::tagging::{Tag, Word};
use super::super::words::{BASE, Classes, GERUND, PARTICIPLE, PAST, THIRD};
use super::chunk::{Chunk, Form, Role, Verb};

/// The verb group that begins at a word.
pub(super) fn verb_group(words: &[Word], start: usize) -> Option<Chunk> {
    let first = words.get(start)?;
    let begins = matches!(first.tag, Tag::Modal | Tag::Be | Tag::Have | Tag::Do | Tag::To | Tag::Verb(_))
        || matches!(first.tag, Tag::Negation | Tag::Adverb) && leads_to_verb(words, start);
    if !begins {
        return None;
    }
    let mut run = Run { words, start, verb: Verb::at(start), be: false, have: false, helped: false, end: None };
    let mut at = start;
    while let Some(word) = words.get(at) {
        // The letters of a short helper behind its mark, as in `'ll`, belong to it.
        let short = at > start && matches!(words[at - 1].text, "'" | "’") && word.tag == words[at - 1].tag;
        if !short {
            if !run.takes(word, at) {
                break;
            }
            run.verb.mark(word);
        }
        at += 1;
        if run.end.is_some() {
            break;
        }
    }
    let end = match run.end {
        Some(end) => end,
        // A helper alone is a verb of its own: `is`, `has`, `did`.
        None if run.be || run.have || run.helped => {
            run.verb.copula = run.be;
            run.verb.bare = false;
            (start..at).rev().find(|&at| words[at].tag != Tag::Adverb).map_or(start + 1, |last| last + 1)
        }
        None => return None,
    };
    Some(Chunk { words: start..end, role: Role::Verb(run.verb) })
}

/// A verb group that is being read.
struct Run<'a, 'w> {
    words: &'a [Word<'w>],
    start: usize,
    verb: Verb,
    be: bool,
    have: bool,
    /// A modal or a form of `do` stands before.
    helped: bool,
    /// The place behind the verb itself, once it is read.
    end: Option<usize>,
}

impl Run<'_, '_> {
    /// Takes a word into the group; no where the group ends before it.
    fn takes(&mut self, word: &Word, at: usize) -> bool {
        let next = self.words.get(at + 1).map(|next| next.tag);
        match word.tag {
            // `would "distort" it`
            Tag::Quote => (self.be || self.helped) && matches!(next, Some(Tag::Verb(_))),
            Tag::Modal | Tag::Do => {
                let fits = !(self.be || self.have || self.helped);
                if fits {
                    self.verb.obliged |= ["should", "must", "ought"].iter().any(|modal| word.is(modal));
                    self.helped = true;
                    self.verb.main = at;
                }
                fits
            }
            Tag::Be => {
                let fits = !self.be || word.is("being") || word.is("been");
                if fits {
                    self.be = true;
                    self.verb.main = at;
                    if word.is("being") && at == self.start {
                        self.verb.form = Form::Gerund;
                    }
                }
                fits
            }
            Tag::Have => {
                let fits = !self.be && (!self.have || word.is("had"));
                if fits {
                    self.have = true;
                    self.verb.main = at;
                    if word.is("having") {
                        self.verb.form = Form::Gerund;
                    }
                }
                fits
            }
            // `is first mentioned`
            Tag::Adjective => self.be && matches!(next, Some(Tag::Verb(forms)) if forms & PARTICIPLE != 0),
            Tag::To if at == self.start => {
                self.verb.form = Form::Infinitive;
                true
            }
            Tag::Negation => true,
            Tag::Adverb => leads_to_verb(self.words, at),
            Tag::Verb(forms) => self.takes_verb(at, forms),
            _ => false,
        }
    }

    /// Takes the verb itself, where its helpers ask for one of its forms.
    fn takes_verb(&mut self, at: usize, forms: u8) -> bool {
        let infinitive = self.verb.form == Form::Infinitive;
        let helper = self.be || self.have || self.helped || infinitive;
        let fits = self.be && forms & (PARTICIPLE | GERUND) != 0
            || self.have && !self.be && forms & PARTICIPLE != 0
            || (self.helped || infinitive) && !self.be && !self.have && forms & BASE != 0
            || !helper;
        if !fits {
            return false;
        }
        let verb = &mut self.verb;
        verb.main = at;
        verb.bare = !helper;
        verb.passive = self.be && forms & PARTICIPLE != 0 && forms & GERUND == 0;
        if !helper {
            verb.form = match forms {
                _ if forms & GERUND != 0 => Form::Gerund,
                _ if forms & (PAST | THIRD | BASE) == 0 => Form::Participle,
                _ => Form::Finite,
            };
            verb.passive = verb.form == Form::Participle;
        }
        let quoted = self.words[self.start..at].iter().any(|word| word.tag == Tag::Quote)
            && self.words.get(at + 1).is_some_and(|next| next.tag == Tag::Quote);
        self.end = Some(at + 1 + usize::from(quoted));
        true
    }
}

impl Verb {
    /// A verb of one word that says nothing yet.
    fn at(start: usize) -> Verb {
        Verb {
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
        }
    }

    /// Takes what a word of the group says of it.
    fn mark(&mut self, word: &Word) {
        let classes = word.entry.classes;
        self.negated |= classes.has(Classes::NEGATION);
        self.future |= classes.has(Classes::FUTURE);
        self.possible |= classes.has(Classes::POSSIBLE) && matches!(word.tag, Tag::Modal | Tag::Adverb);
        self.probable |= classes.has(Classes::PROBABLE) && word.tag == Tag::Adverb;
    }
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
