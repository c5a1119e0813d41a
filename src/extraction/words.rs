//! Which words are known, and what may they be?

use std::collections::hash_map::Entry::{Occupied, Vacant};

use rustc_hash::FxHashMap;

use super::frames::{Frame, FrameClass, shipped_frames};
use super::gazetteer::Gazetteer;
use crate::ontology::{CountryNames, VerbForm, verb_forms};

const WORDS: &str = include_str!("../../data/lexicon/words.tsv");
const FAMILIES: &str = include_str!("../../data/lexicon/families.tsv");
const CUES: &str = include_str!("../../data/lexicon/cues.tsv");

/// The classes of words, in the order of their bits.
const CLASSES: &[&str] = &[
    "determiner",
    "possessive",
    "pronoun",
    "preposition",
    "subordinator",
    "relative",
    "and",
    "be",
    "have",
    "do",
    "modal",
    "future",
    "possible",
    "probable",
    "negation",
    "adverb",
    "time",
    "adjective",
    "role",
    "person",
    "body",
    "title",
    "number",
    "country",
    "verb",
    "public",
    "plain",
    "describing",
    "nounlike",
    "inert",
    "business",
    "causing",
    "blow",
    "going-alone",
    "moving",
    "giving",
    "allegation",
];

/// Classes that a word may have, as bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Classes(u64);

macro_rules! classes {
    ($($name:ident $at:literal)*) => { $(pub(super) const $name: Classes = Classes(1 << $at);)* };
}

impl Classes {
    classes! {
        DETERMINER 0 POSSESSIVE 1 PRONOUN 2 PREPOSITION 3 SUBORDINATOR 4 RELATIVE 5 AND 6 BE 7 HAVE 8 DO 9 MODAL 10
        FUTURE 11 POSSIBLE 12 PROBABLE 13 NEGATION 14 ADVERB 15 TIME 16 ADJECTIVE 17 ROLE 18 PERSON 19 BODY 20
        TITLE 21 NUMBER 22 COUNTRY 23 PUBLIC 25 PLAIN 26 DESCRIBING 27 NOUNLIKE 28 INERT 29 BUSINESS 30 CAUSING 31
        BLOW 32 GOING_ALONE 33 MOVING 34 GIVING 35 ALLEGATION 36
    }

    /// It has one of the classes of `other`.
    pub(super) fn has(self, other: Classes) -> bool {
        self.0 & other.0 != 0
    }
}

impl std::ops::BitOr for Classes {
    type Output = Classes;

    fn bitor(self, other: Classes) -> Classes {
        Classes(self.0 | other.0)
    }
}

/// The kinds of an attribution.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AttributionKind {
    /// Somebody says it.
    Speech,
    /// Somebody holds or feels it.
    Belief,
    /// Somebody means to do it.
    Plan,
    /// A document or a reporter has it.
    Document,
}

/// What is known of a word as it is written, in small letters.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Entry {
    pub classes: Classes,
    /// The families of nouns that it belongs to, as bits.
    pub families: u128,
    /// The verb that it is a form of, and which forms it may be, as bits.
    pub verb: Option<(u16, u8)>,
    /// The noun that it is, with frames.
    pub noun: Option<u16>,
}

pub(super) const BASE: u8 = 1;
pub(super) const PAST: u8 = 2;
pub(super) const PARTICIPLE: u8 = 4;
pub(super) const THIRD: u8 = 8;
pub(super) const GERUND: u8 = 16;

/// A verb or a noun with what it may tell.
#[derive(Debug, Clone, Default)]
pub(super) struct Lemma {
    pub word: String,
    pub frames: Vec<Frame>,
    /// It attributes, and how.
    pub cue: Option<AttributionKind>,
}

/// The words of English that the rules know.
#[derive(Debug, Default)]
pub struct Lexicon {
    entries: FxHashMap<String, Entry>,
    /// The numbers of verbs and nouns by their word, which only reading the files needs.
    numbers: FxHashMap<(FrameClass, &'static str), usize>,
    pub(super) verbs: Vec<Lemma>,
    pub(super) nouns: Vec<Lemma>,
    /// The families, as bits, whose words describe a noun: `a scathing attack`.
    pub(super) describing: u128,
    /// Adjectives with frames, such as `willing`.
    pub(super) adjectives: Vec<Frame>,
    /// Adjectives that attribute, such as `confident`.
    pub(super) opinions: FxHashMap<&'static str, AttributionKind>,
    /// Names that are known already.
    pub(super) names: Gazetteer,
}

/// The names of the families of nouns, in the order of the file.
#[derive(Debug)]
pub(super) struct Families(Vec<&'static str>);

impl Families {
    fn shipped() -> Families {
        Families(lines(FAMILIES).map(|(name, _)| name).collect())
    }

    /// The number of a family.
    pub(super) fn number(&self, name: &str) -> Option<u8> {
        self.0.iter().position(|known| *known == name).and_then(|at| u8::try_from(at).ok())
    }
}

/// Name and words of each line.
fn lines(file: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    file.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'))
}

impl Lexicon {
    /// A whole clause may follow the verb without `that`: `said they left`.
    pub(super) fn takes_clause(&self, verb: u16) -> bool {
        let Some(lemma) = self.verbs.get(usize::from(verb)) else { return false };
        let plain = || lemma.frames.iter().filter(|frame| frame.family.is_none() && frame.particle.is_empty());
        plain().any(|frame| frame.that) || (lemma.cue.is_some() && plain().next().is_none())
    }

    /// Reads the words, families and frames that relata ships.
    #[must_use]
    pub fn shipped() -> Lexicon {
        let mut lexicon = Lexicon::default();
        for (name, words) in lines(WORDS) {
            let Some(at) = CLASSES.iter().position(|class| *class == name) else { continue };
            for word in words.split(' ') {
                lexicon.add_class(word, name, 1 << at);
            }
        }
        for word in CountryNames::shipped().words() {
            lexicon.entries.entry(word.to_owned()).or_default().classes.0 |= Classes::PUBLIC.0 | Classes::COUNTRY.0;
        }
        let families = Families::shipped();
        for (at, (_, words)) in lines(FAMILIES).enumerate() {
            for word in words.split(' ') {
                for form in [word.to_owned(), plural(word)] {
                    lexicon.entries.entry(form).or_default().families |= 1 << at;
                }
            }
        }
        lexicon.describing =
            ["harsh", "ceasefire"].iter().filter_map(|name| families.number(name)).map(|at| 1 << at).sum();
        for frame in shipped_frames(&families) {
            lexicon.add_frame(frame);
        }
        for (name, words) in lines(CUES) {
            lexicon.add_cues(name, words);
        }
        // The frame that asks for most is tried first.
        for lemma in lexicon.verbs.iter_mut().chain(&mut lexicon.nouns) {
            lemma.frames.sort_by_key(|frame| {
                (
                    std::cmp::Reverse(frame.particle.len()),
                    std::cmp::Reverse(frame.family.is_some()),
                    !frame.person,
                    !frame.theme,
                )
            });
        }
        lexicon
    }

    /// The lexicon with names that are known already, each of which is one actor wherever it stands.
    #[must_use]
    pub fn with_names(self, names: Gazetteer) -> Lexicon {
        Lexicon { names, ..self }
    }

    /// The number of frames.
    #[must_use]
    pub fn n_frames(&self) -> usize {
        self.verbs.iter().chain(&self.nouns).map(|lemma| lemma.frames.len()).sum::<usize>() + self.adjectives.len()
    }

    /// What is known of a word in small letters.
    pub(super) fn entry(&self, word: &str) -> Entry {
        self.entries.get(word).copied().unwrap_or_default()
    }

    fn add_class(&mut self, word: &'static str, class: &str, bit: u64) {
        if class == "verb" {
            self.verb(word);
            return;
        }
        self.entries.entry(word.to_owned()).or_default().classes.0 |= bit;
        if matches!(
            class,
            "role" | "person" | "body" | "public" | "plain" | "nounlike" | "inert" | "business" | "blow" | "allegation"
        ) {
            self.entries.entry(plural(word)).or_default().classes.0 |= bit;
        }
    }

    /// The number of a verb, which gets its forms when it is named for the first time.
    fn verb(&mut self, base: &'static str) -> usize {
        let number = self.verbs.len();
        match self.numbers.entry((FrameClass::Verb, base)) {
            Occupied(known) => return *known.get(),
            Vacant(free) => free.insert(number),
        };
        self.verbs.push(Lemma { word: base.to_owned(), ..Lemma::default() });
        self.form(base, number, BASE);
        for (form, written) in verb_forms(base) {
            let bit = match form {
                VerbForm::Past => PAST,
                VerbForm::Participle => PARTICIPLE,
                VerbForm::Third => THIRD,
                VerbForm::Gerund => GERUND,
            };
            self.form(&written, number, bit);
        }
        number
    }

    fn form(&mut self, written: &str, verb: usize, bit: u8) {
        let Ok(verb) = u16::try_from(verb) else { return };
        let entry = self.entries.entry(written.to_owned()).or_default();
        match &mut entry.verb {
            Some((known, bits)) if *known == verb => *bits |= bit,
            Some(_) => {}
            none => *none = Some((verb, bit)),
        }
    }

    fn noun(&mut self, word: &'static str) -> usize {
        let number = self.nouns.len();
        match self.numbers.entry((FrameClass::Noun, word)) {
            Occupied(known) => return *known.get(),
            Vacant(free) => free.insert(number),
        };
        self.nouns.push(Lemma { word: word.to_owned(), ..Lemma::default() });
        if let Ok(number) = u16::try_from(number) {
            for form in [word.to_owned(), plural(word)] {
                self.entries.entry(form).or_default().noun = Some(number);
            }
        }
        number
    }

    fn add_frame(&mut self, frame: Frame) {
        match frame.class {
            FrameClass::Verb => {
                let at = self.verb(frame.trigger);
                self.verbs[at].frames.push(frame);
            }
            FrameClass::Noun => {
                let at = self.noun(frame.trigger);
                self.nouns[at].frames.push(frame);
            }
            FrameClass::Adjective => self.adjectives.push(frame),
        }
    }

    fn add_cues(&mut self, name: &str, words: &'static str) {
        let Some((kind, class)) = name.split_once(' ') else { return };
        let kind = match kind {
            "speech" => AttributionKind::Speech,
            "belief" => AttributionKind::Belief,
            "plan" => AttributionKind::Plan,
            _ => AttributionKind::Document,
        };
        for word in words.split(' ') {
            if class == "adjective" {
                self.opinions.insert(word, kind);
                continue;
            }
            let lemma = if class == "verb" {
                let at = self.verb(word);
                &mut self.verbs[at]
            } else {
                let at = self.noun(word);
                &mut self.nouns[at]
            };
            lemma.cue.get_or_insert(kind);
        }
    }
}

/// The plural of a noun, by the rules of spelling.
fn plural(noun: &str) -> String {
    let before_y = noun.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'o', 'u']));
    match before_y {
        Some(stem) => format!("{stem}ies"),
        None if ["s", "x", "z", "ch", "sh"].iter().any(|ending| noun.ends_with(ending)) => format!("{noun}es"),
        None => format!("{noun}s"),
    }
}
