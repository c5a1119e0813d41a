//! Which frame fits a verb where it stands?

use super::act::{MUTUAL, Reader};
use super::bringing::is_figurative_war;
use super::clause::Arguments;
use super::frames::{EndPlace, Frame};
use super::phrase::{Phrase, Piece, VerbGroup};
use super::tagging::Tag;

/// A verb whose frames are tried one after the other. What stands behind it is read once for all of them.
struct Choice<'r, 'a, 'l> {
    reader: &'r Reader<'a, 'l>,
    at: usize,
    group: &'r VerbGroup,
    /// What stands behind, by the piece it is read from and by whether objects are taken.
    known: Vec<(usize, bool, Arguments)>,
    /// The pieces of its subject, once a passive asks for them.
    subject: Option<Vec<usize>>,
}

/// Those who strike by not working.
const WORKERS: &[&str] = &[
    "doctors",
    "drivers",
    "employees",
    "miners",
    "nurses",
    "staff",
    "teachers",
    "union",
    "unions",
    "wages",
    "workers",
];

/// Words before `strike` that make it no attack.
const LABOUR: &[&str] = &[
    "general",
    "hunger",
    "rail",
    "transport",
    "nationwide",
    "indefinite",
    "one-day",
    "two-day",
    "24-hour",
    "48-hour",
    "wildcat",
    "sit-in",
    "sit-down",
    "work",
    "labour",
    "labor",
];

/// Small words that may stand behind the object of their verb.
const PARTICLES: &[&str] = &["up", "down", "off", "out", "back", "away", "over", "in", "aside", "through"];

impl<'l> Reader<'_, 'l> {
    /// The frame of a verb that fits here, and the piece where its arguments begin.
    pub(super) fn frame_of(&self, at: usize, group: &VerbGroup) -> Option<(&'l Frame, usize)> {
        if let Some(chosen) = self.chosen.get(&at) {
            return *chosen;
        }
        let word = &self.sentence.words[group.main];
        if group.copula {
            let frame = self.lexicon.adjectives.iter().find(|frame| word.is(frame.trigger))?;
            return Some((frame, at + 1));
        }
        let verb = word.verb().or_else(|| word.entry.verb.map(|(verb, _)| verb).filter(|_| word.tag == Tag::Have))?;
        let frames = &self.lexicon.verbs.get(usize::from(verb))?.frames;
        let mut choice = Choice { reader: self, at, group, known: Vec::new(), subject: None };
        frames.iter().find_map(|frame| choice.fits(frame).map(|from| (frame, from)))
    }

    /// The head of a phrase is of a family; where adjectives make it, any word is.
    pub(super) fn is_of(&self, phrase: &Phrase, family: u8) -> bool {
        let bit = 1 << family;
        let words = &self.sentence.words;
        let head = &words[phrase.head];
        if phrase.words.clone().all(|word| words[word].entry.families & bit == 0) {
            return false;
        }
        // A general strike or a hunger strike is no attack.
        let before = phrase.head.checked_sub(1).map(|before| &words[before]);
        let kind = before.is_some_and(|before| LABOUR.iter().any(|kind| before.is(kind)));
        let workers = || words[..phrase.head].iter().any(|word| WORKERS.iter().any(|known| word.is(known)));
        if (head.is("strike") || head.is("strikes")) && (kind || workers()) {
            return self.lexicon.entry("walkout").families & bit != 0;
        }
        let next = words.get(phrase.words.end);
        let is_next = |known: &[&str]| next.is_some_and(|next| known.iter().any(|known| next.is(known)));
        // `called for strikes on the port` asks for no walkout, `wants its money back` for no aid, and a trade war is no war.
        let strikes = (head.is("strike") || head.is("strikes")) && is_next(&["on"]);
        let is_family = |noun: &str| self.lexicon.entry(noun).families & bit != 0;
        let other = strikes && is_family("walkout") && !is_family("raid") || is_next(&["back"]) && is_family("loan");
        if other || is_figurative_war(words, phrase) {
            return false;
        }
        self.lexicon.describing & bit != 0 || head.entry.families & bit != 0
    }
}

impl Choice<'_, '_, '_> {
    /// What stands behind the verb from a piece on.
    fn arguments(&mut self, from: usize, objects: bool) -> &Arguments {
        let known = self.known.iter().position(|(start, with, _)| *start == from && *with == objects);
        let at = known.unwrap_or_else(|| {
            self.known.push((from, objects, self.reader.sentence.arguments(from, objects)));
            self.known.len() - 1
        });
        &self.known[at].2
    }

    /// The piece where the arguments of a frame begin, if the frame fits.
    fn fits(&mut self, frame: &Frame) -> Option<usize> {
        let word = self.behind_particle(frame)?;
        let (reader, passive) = (self.reader, self.group.passive);
        let pieces = &reader.sentence.pieces;
        let is_place = frame
            .places
            .iter()
            .any(|place| matches!(place, EndPlace::Behind(word) if frame.particle.first() == Some(word)));
        let mut from = self.at + 1;
        if self.parts_pronoun(frame) {
            let object = frame.places.contains(&EndPlace::Object) && frame.family.is_none();
            return object.then_some(from);
        }
        if !is_place && !frame.parted {
            while pieces.get(from).and_then(Piece::first_word).is_some_and(|first| first < word) {
                from += 1;
            }
        }
        if frame.inside && !reader.is_borne(self.at) {
            return None;
        }
        if frame.person {
            return self.fits_person(frame, from).then_some(from);
        }
        if frame.theme && !passive && self.arguments(from, true).objects.is_empty() {
            return None;
        }
        if let Some(family) = frame.family {
            return self.has_family(family, from).then_some(from);
        }
        // `demonstrates a link`, `staged a play`: who protests does so without an object.
        let alone = frame.predicate == Some("protested_against") && !frame.places.contains(&EndPlace::Object);
        if alone && !passive && frame.particle.is_empty() {
            let objects = &self.arguments(from, true).objects;
            let noun = |&at: &usize| reader.sentence.phrase(at).is_some_and(|one| reader.is_noun(one.head));
            if objects.first().is_some_and(noun) {
                return None;
            }
        }
        if frame.places.contains(&EndPlace::Object) || !(frame.holds_act() || frame.only) {
            return Some(from);
        }
        let arguments = self.arguments(from, !passive);
        // `The sides plan to meet`: to each other
        let mutual = frame.predicate.is_some_and(|predicate| MUTUAL.contains(&predicate));
        if mutual && frame.predicate != Some("talked_with") && !passive && arguments.objects.is_empty() && frame.only {
            return Some(from);
        }
        (arguments.content.is_some() && frame.holds_act() || reader.has_place(frame, arguments)).then_some(from)
    }

    /// The object can act, and is the only one; an act that is asked for stands behind it.
    fn fits_person(&mut self, frame: &Frame, from: usize) -> bool {
        let (reader, passive) = (self.reader, self.group.passive);
        let arguments = self.arguments(from, true);
        let is_it = |at: usize| reader.sentence.phrase(at).is_some_and(|one| reader.sentence.words[one.head].is("it"));
        // `helped the coup`
        let helped = |at: usize| frame.predicate == Some("aided") && reader.noun_frame(at).is_some();
        let acts = arguments
            .objects
            .first()
            .is_some_and(|&first| reader.sentence.names_actor(first) && !is_it(first) || helped(first));
        let inner = arguments.content.and_then(|content| reader.sentence.group(content));
        let asked = !frame.infinitive || inner.is_some_and(|inner| inner.infinitive);
        let whole = frame.parted || frame.only || arguments.second.is_none();
        let behind = |place: &EndPlace| *place != EndPlace::Object && !reader.at_place(*place, arguments).is_empty();
        let filled = !frame.only || frame.places.iter().any(behind);
        if passive {
            // `a bill sponsored by Ada Varn`: what it is done to is nobody.
            let described = self.group.gerund.then(|| self.at.checked_sub(1)).flatten();
            let described = described.filter(|&before| reader.sentence.phrase(before).is_some());
            let patients = described.map_or_else(|| self.patients().to_vec(), |before| vec![before]);
            return filled
                && (asked || frame.predicate.is_some())
                && (patients.is_empty() || patients.iter().any(|&at| reader.sentence.names_actor(at)));
        }
        filled && acts && whole && asked
    }

    /// The pieces before a passive.
    fn patients(&mut self) -> &[usize] {
        let (at, reader) = (self.at, self.reader);
        self.subject.get_or_insert_with(|| reader.sentence.subject(at, &reader.subjects).pieces)
    }

    /// The object, or the subject of a passive, is of a family. `A state of siege` is a siege.
    fn has_family(&mut self, family: u8, from: usize) -> bool {
        let reader = self.reader;
        let is_of = |at: usize| {
            let parts = (at..reader.sentence.behind_of(at)).filter_map(|at| reader.sentence.phrase(at));
            parts.take(2).any(|phrase| reader.is_of(phrase, family))
        };
        if self.group.passive {
            return self.patients().iter().any(|&at| is_of(at));
        }
        let arguments = self.arguments(from, true);
        arguments.objects.iter().chain(&arguments.second).any(|&at| is_of(at))
    }

    /// A pronoun parts the verb from its particle: `turned it down`.
    fn parts_pronoun(&self, frame: &Frame) -> bool {
        let ([particle], false, false) = (frame.particle.as_slice(), frame.parted, self.group.passive) else {
            return false;
        };
        let sentence = &self.reader.sentence;
        let pronoun = sentence.phrase(self.at + 1).filter(|phrase| phrase.pronoun);
        PARTICLES.contains(particle)
            && pronoun.and_then(|phrase| sentence.words.get(phrase.words.end)).is_some_and(|next| next.is(particle))
    }

    /// The word behind those that belong to the trigger, if they are there.
    fn behind_particle(&mut self, frame: &Frame) -> Option<usize> {
        let words = &self.reader.sentence.words;
        let mut word = self.group.main + 1;
        if self.parts_pronoun(frame) {
            return Some(word + 2);
        }
        if frame.parted && !self.group.passive {
            let at = self.at + 1;
            let object = *self.arguments(at, true).objects.last()?;
            word = self.reader.sentence.whole(object).end;
            // `took two aid workers hostage`: the word was read as the last of the object.
            if words[word - 1].is(frame.particle.first()?) {
                word -= 1;
            }
        }
        for particle in &frame.particle {
            while words.get(word)?.tag == Tag::Adverb && !words[word].is(particle) {
                word += 1;
            }
            // `undertook to leave`: the `to` of an infinitive belongs to the act inside.
            let is_last = frame.particle.last() == Some(particle);
            if !words[word].is(particle) || words[word].tag == Tag::To && is_last {
                return None;
            }
            word += 1;
        }
        Some(word)
    }
}
