//! Which words of general English may be verbs, nouns or adjectives, beyond those that tell events?

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::super::tagging::{Tag, Word};
use super::super::words::{BASE, Classes, GERUND, PARTICIPLE, PAST, THIRD};
use crate::ontology::{VerbForm, verb_forms};

const GENERAL: &str = include_str!("../../../data/lexicon/general.tsv");

/// More often a noun than a verb, in the form of the dictionary or in `s`.
const NOUN: u16 = 32;
const ADJECTIVE: u16 = 64;
const CLAUSE: u16 = 128;
const CONTENT: u16 = 256;
const ASPECT: u16 = 512;
const SAYING: u16 = 1024;
const BOTH: u16 = 2048;
const OTHER: u16 = 4096;
/// The bits that are forms of verbs.
const FORMS: u16 = 31;

/// The words that open triples know beyond the lexicon.
#[derive(Debug, Default)]
pub struct GeneralWords(FxHashMap<String, u16>);

impl GeneralWords {
    /// Reads the words that relata ships.
    #[must_use]
    pub fn shipped() -> GeneralWords {
        let mut words = GeneralWords::default();
        let lines = GENERAL.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'));
        for (class, line) in lines {
            for word in line.split(' ') {
                match class {
                    "verb" => words.add_verb(word, 0),
                    "clause" => words.add_verb(word, CLAUSE),
                    "aspect" => words.add_verb(word, ASPECT),
                    "noun" => words.mark(&[word.to_owned(), format!("{word}s"), format!("{word}es")], NOUN),
                    "content" => words.mark(&[word.to_owned(), format!("{word}s")], CONTENT),
                    "adjective" => words.mark(&[word.to_owned()], ADJECTIVE),
                    "participle" => words.mark(&[word.to_owned()], u16::from(PARTICIPLE)),
                    "saying" => words.mark(&[word.to_owned()], SAYING),
                    "both" => words.mark(&[word.to_owned()], BOTH),
                    _ => words.mark(&[word.to_owned()], OTHER),
                }
            }
        }
        words
    }

    fn mark(&mut self, forms: &[String], mark: u16) {
        for form in forms {
            *self.0.entry(form.clone()).or_default() |= mark;
        }
    }

    fn add_verb(&mut self, base: &str, mark: u16) {
        *self.0.entry(base.to_owned()).or_default() |= u16::from(BASE) | mark;
        for (form, written) in verb_forms(base) {
            let bit = match form {
                VerbForm::Past => PAST,
                VerbForm::Participle => PARTICIPLE,
                VerbForm::Third => THIRD,
                VerbForm::Gerund => GERUND,
            };
            *self.0.entry(written).or_default() |= u16::from(bit) | mark;
        }
    }

    fn of(&self, word: &str) -> u16 {
        self.0.get(word).copied().unwrap_or_default()
    }

    /// A verb that a whole clause may follow without `that`: `said they left`.
    pub(super) fn takes_clause(&self, word: &str) -> bool {
        self.of(&word.to_lowercase()) & CLAUSE != 0
    }

    /// A verb that lends an aspect to the gerund behind it: `began playing`.
    pub(super) fn is_aspect(&self, word: &str) -> bool {
        self.of(&word.to_lowercase()) & ASPECT != 0
    }

    /// A noun that names what is said or thought: `the claim that`.
    pub(super) fn is_content(&self, word: &str) -> bool {
        self.of(&word.to_lowercase()) & CONTENT != 0
    }

    /// A past that describes no noun: who `said` something is always the subject.
    pub(super) fn is_saying(&self, word: &str) -> bool {
        self.of(&word.to_lowercase()) & SAYING != 0
    }

    /// What a word may be, whatever its neighbours.
    pub(super) fn known(&self, word: &Word) -> Known {
        let is_open = matches!(word.tag, Tag::Noun | Tag::Adjective | Tag::Verb(_) | Tag::Adverb | Tag::Name | Tag::Be);
        if !is_open {
            return Known::default();
        }
        let lower = if word.text.bytes().any(|letter| !letter.is_ascii_lowercase() && letter != b'-') {
            Cow::Owned(word.text.to_lowercase())
        } else {
            Cow::Borrowed(word.text)
        };
        let general = self.of(&lower);
        let plain = lower.bytes().all(|letter| letter.is_ascii_lowercase());
        let mut forms = verb_bits(general) | word.entry.verb.map_or(0, |(_, forms)| forms);
        if forms == 0 && (plain || lower.starts_with("re-")) {
            forms = self.by_ending(&lower);
        }
        let event = word.entry.noun.is_some() || word.entry.families != 0 || word.has(Classes::ROLE);
        let nominal = event || general & NOUN != 0;
        let listed = general & ADJECTIVE != 0 || word.has(Classes::ADJECTIVE);
        let shown = || {
            word.tag == Tag::Adjective
                || self.is_graded(&lower)
                || !nominal && (plain || lower.contains('-')) && is_adjective(&lower)
        };
        Known { forms, nominal, adjective: listed || forms == 0 && shown(), both: general & BOTH != 0 }
    }

    /// A degree of an adjective: `larger`, `happiest`.
    fn is_graded(&self, word: &str) -> bool {
        let Some(stem) = word.strip_suffix("er").or_else(|| word.strip_suffix("est")) else { return false };
        self.is_adjective(stem) || stem.strip_suffix('i').is_some_and(|stem| self.is_adjective(stem))
    }

    /// An adjective whose last letters a degree may have changed: `larg`, `happ`, `bigg`.
    fn is_adjective(&self, stem: &str) -> bool {
        let is = |word: &str| self.of(word) & ADJECTIVE != 0;
        let last = stem.chars().next_back();
        let ends = |letter: char| {
            let mut word = String::with_capacity(stem.len() + 1);
            word.extend([stem]);
            word.push(letter);
            is(&word)
        };
        is(stem)
            || ends('e')
            || ends('y')
            || last.is_some_and(|last| stem.len() > 2 && is(&stem[..stem.len() - last.len_utf8()]))
    }

    fn by_ending(&self, word: &str) -> u8 {
        for prefix in ["re-", "re", "un", "over", "under", "mis", "pre"] {
            if let Some(rest) = word.strip_prefix(prefix)
                && rest.len() > 3
            {
                let forms = verb_bits(self.of(rest));
                if forms != 0 && self.of(rest) & NOUN == 0 {
                    return forms;
                }
            }
        }
        match () {
            () if word.len() > 4 && word.ends_with("ed") && !word.ends_with("eed") => PAST | PARTICIPLE,
            () if word.len() > 5 && word.ends_with("ing") && self.of(word) & OTHER == 0 => GERUND,
            () if word.len() > 5 && ["ises", "izes", "ifies"].iter().any(|end| word.ends_with(end)) => THIRD,
            () if word.len() > 5 && ["ise", "ize", "ify"].iter().any(|end| word.ends_with(end)) => BASE,
            () => 0,
        }
    }
}

fn verb_bits(marks: u16) -> u8 {
    u8::try_from(marks & FORMS).unwrap_or_default()
}

/// What a word may be.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Known {
    /// The forms of a verb, as bits.
    pub forms: u8,
    /// It is often a noun.
    pub nominal: bool,
    pub adjective: bool,
    /// An adverb that is an adjective before a noun: `high`.
    pub both: bool,
}

/// Endings of adjectives, and those of them that nouns have.
const ENDS: &[&str] = &[
    "al", "ous", "ive", "ic", "able", "ible", "ful", "less", "ish", "ary", "ese", "ian", "ular", "ant", "ent", "like",
];
const NOUN_ENDS: &[&str] = &[
    "ment",
    "vival",
    "ursal",
    "ival",
    "usic",
    "pital",
    "dent",
    "lic",
    "gent",
    "metal",
    "client",
    "giant",
    "plant",
    "event",
    "continent",
    "element",
    "percent",
    "accident",
    "parent",
    "talent",
    "content",
    "extent",
    "patent",
    "current",
];

fn is_adjective(word: &str) -> bool {
    let ends = |list: &[&str]| list.iter().any(|end| word.ends_with(end));
    word.len() > 4 && ends(ENDS) && !ends(NOUN_ENDS)
}
