//! Who does what an attack brings about? `an attack on Orlund that killed four`, `the Orlund suicide attack`.

use std::ops::Range;

use super::act::Reader;
use super::clause::{Arguments, Subject};
use super::frames::Frame;
use super::phrase::{Phrase, Piece, VerbGroup};
use super::tagging::{Tag, Word};
use super::theme::is_light;
use super::words::Classes;

/// Gerunds of what another act brings about.
const BRINGING: &[&str] = &[
    "killing",
    "wounding",
    "injuring",
    "destroying",
    "damaging",
    "displacing",
    "burning",
    "hitting",
    "striking",
    "wrecking",
    "maiming",
    "abducting",
    "kidnapping",
    "capturing",
    "looting",
    "sinking",
];

/// Verbs for the harm that an attack does, as a dictionary has them.
const HARMS: &[&str] = &[
    "burn",
    "claim",
    "cripple",
    "damage",
    "destroy",
    "devastate",
    "displace",
    "hit",
    "hurt",
    "injure",
    "kill",
    "leave",
    "level",
    "maim",
    "sink",
    "strike",
    "wound",
    "wreck",
];

/// Predicates of harm that a weapon or an attack does where nobody is named who uses it.
const DONE: &[&str] = &["destroyed", "displaced", "killed", "struck", "wounded"];

/// The prepositions that tell which attack is meant.
const WHICH: &[&str] = &["on", "against", "at", "in", "near", "by", "from"];

/// Phrases that may stand between an attack and what tells of its harm: `an attack on a church in the city of Orlund which`.
const CHAIN: usize = 5;

/// What is hit by bad news, and not by a bomb.
const ABSTRACT: &[&str] = &[
    "business",
    "confidence",
    "economy",
    "headlines",
    "heart",
    "hope",
    "hopes",
    "market",
    "markets",
    "mood",
    "morale",
];

/// Words behind the name of a place that tell the kind of an attack there.
const KINDS: &[&str] = &[
    "airport",
    "bomb",
    "car",
    "church",
    "concert",
    "gun",
    "hotel",
    "knife",
    "market",
    "mosque",
    "nightclub",
    "school",
    "shooting",
    "stabbing",
    "suicide",
    "synagogue",
    "terror",
    "terrorist",
    "train",
    "truck",
];

/// Words before `war` that make it no war.
const FIGURATIVE: &[&str] =
    &["bidding", "cold", "culture", "currency", "price", "propaganda", "tariff", "trade", "turf"];

/// The gerund tells what another act brings about.
pub(super) fn is_brought_about(word: &Word) -> bool {
    BRINGING.iter().any(|known| word.is(known))
}

/// `a trade war`, `a war of words`, `the war on drugs`: nobody is attacked.
pub(super) fn is_figurative_war(words: &[Word], phrase: &Phrase) -> bool {
    let head = &words[phrase.head];
    if !head.is("war") && !head.is("wars") {
        return false;
    }
    let kind = phrase.head.checked_sub(1).filter(|&before| before >= phrase.words.start).map(|before| &words[before]);
    let behind = |by: usize| words.get(phrase.head + by);
    let is = |word: Option<&Word>, known: &[&str]| word.is_some_and(|word| known.iter().any(|known| word.is(known)));
    is(kind, FIGURATIVE)
        || is(behind(1), &["of"]) && is(behind(2), &["words", "nerves", "attrition"])
        || is(behind(1), &["on"]) && is(behind(2), &["drugs", "poverty", "crime", "waste", "corruption", "cancer"])
}

impl Reader<'_, '_> {
    /// Those who act; where nobody is named, the weapon or the attack that does harm.
    pub(super) fn actors_or_blows(
        &self,
        pieces: &[usize],
        group: &VerbGroup,
        frame: &Frame,
        arguments: &Arguments,
    ) -> Vec<Range<usize>> {
        let actors = self.actors(pieces);
        if actors.is_empty() && !group.passive { self.blows(pieces, frame, arguments) } else { actors }
    }

    /// The weapons and attacks among the subjects of a verb of harm: `a car bomb`, `an attack on a convoy`.
    fn blows(&self, pieces: &[usize], frame: &Frame, arguments: &Arguments) -> Vec<Range<usize>> {
        let head = |at: usize| {
            let phrase = self.sentence.phrase(at).filter(|phrase| !phrase.time && !phrase.pronoun)?;
            self.sentence.words.get(phrase.head)
        };
        let is_abstract = |&at: &usize| head(at).is_some_and(|head| ABSTRACT.iter().any(|known| head.is(known)));
        if !frame.predicate.is_some_and(|harm| DONE.contains(&harm)) || arguments.objects.iter().any(is_abstract) {
            return Vec::new();
        }
        // `the strike hurt the company`: those who strike need no weapons.
        let armed = |at: usize| ["on", "by", "against"].iter().any(|word| self.sentence.is_behind(at + 1, word));
        let strikes = |at: usize, head: &Word| armed(at) && (head.is("strike") || head.is("strikes"));
        let is_blow = |&&at: &&usize| head(at).is_some_and(|head| head.has(Classes::BLOW) || strikes(at, head));
        // `drone strikes by Norland killed four`
        let user = |at: usize| {
            let by = [at + 1, at + 3].into_iter().find(|&by| self.sentence.is_behind(by, "by"));
            by.filter(|by| self.sentence.names_actor(by + 1)).map(|by| self.actor(by + 1))
        };
        let blow = |&at: &usize| user(at).unwrap_or_else(|| self.sentence.widened(at, WHICH));
        pieces.iter().filter(is_blow).map(blow).collect()
    }

    /// `an attack on Orlund that killed four`: the attack killed them, and whoever made it, not the town.
    pub(super) fn of_attack(&self, verb: usize, subject: Subject) -> Subject {
        let [place] = subject.pieces[..] else { return subject };
        let relative = verb.checked_sub(1).is_some_and(|before| {
            matches!(self.sentence.pieces[before], Piece::Relative(word) if !self.sentence.words[word].is("who"))
        });
        let lemma = self.sentence.group(verb).and_then(|group| self.sentence.words[group.main].verb());
        let word = lemma.and_then(|lemma| self.lexicon.verbs.get(usize::from(lemma)));
        if !relative || !word.is_some_and(|verb| HARMS.contains(&verb.word.as_str())) {
            return subject;
        }
        let Some(attack) = self.attack_before(place) else {
            // `the fire in Orlund that killed nine`: no town kills.
            let scene = place >= 2
                && ["in", "at", "near"].iter().any(|word| self.sentence.is_behind(place - 1, word))
                && self
                    .sentence
                    .phrase(place - 2)
                    .is_some_and(|thing| !self.sentence.words[thing.head].has(Classes::ROLE));
            return if scene { Subject { pieces: vec![place - 2], ..subject } } else { subject };
        };
        if self.owner(attack).is_some() {
            return Subject { pieces: vec![attack], ..subject };
        }
        let by = (attack + 1..verb).find(|&at| self.sentence.is_behind(at, "by"));
        let light = attack.checked_sub(1).filter(|&before| {
            self.sentence.group(before).is_some_and(|group| {
                !group.passive && self.frame_of(before, group).is_some_and(|(frame, _)| is_light(frame))
            })
        });
        let own = light.and_then(|light| self.subjects.iter().find(|(at, _)| *at == light));
        let pieces = match (by, own) {
            (Some(by), _) => vec![by + 1],
            (None, Some((_, own))) => own.pieces.clone(),
            (None, None) => Vec::new(),
        };
        Subject { pieces, ..subject }
    }

    /// The noun of an attack to which prepositions join a phrase.
    fn attack_before(&self, place: usize) -> Option<usize> {
        let mut at = place;
        for _ in 0..CHAIN {
            if at < 2 || !self.sentence.is_any_behind(at - 1) {
                return None;
            }
            at -= 2;
            let phrase = self.sentence.phrase(at)?;
            if !phrase.time && self.is_attack(phrase) {
                return Some(at);
            }
        }
        None
    }

    fn is_attack(&self, phrase: &Phrase) -> bool {
        let predicate =
            |at: u16| self.lexicon.nouns.get(usize::from(at)).and_then(|noun| noun.frames.first()?.predicate);
        let predicate = self.sentence.words[phrase.head].entry.noun.and_then(predicate);
        predicate.is_some_and(|one| ["attacked", "bombed", "raided", "shelled", "struck", "fired_at"].contains(&one))
            || ["barrage", "blast", "blasts", "explosion", "strike", "strikes", "salvo", "volley"]
                .iter()
                .any(|noun| self.sentence.words[phrase.head].is(noun))
    }

    /// The name before an attack is where it was: `the Orlund suicide attack`, but not `the Taliban suicide attack`.
    pub(super) fn is_scene(&self, owner: &Range<usize>, phrase: &Phrase) -> bool {
        let words = &self.sentence.words;
        let known = words[owner.clone()].iter().any(|word| {
            let short = word.text.len() < 6 && word.text.chars().all(|letter| letter.is_ascii_uppercase());
            word.tag == Tag::Name && (short || word.has(Classes::PUBLIC))
        });
        !known
            && self.is_attack(phrase)
            && words[owner.start..phrase.head].iter().any(|word| KINDS.iter().any(|kind| word.is(kind)))
    }
}
