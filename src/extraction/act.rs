//! Who does what to whom? One sentence goes in, the acts it tells come out.

use super::frames::{Frame, Frames};
use super::phrase::{Phrase, is_word, phrases};
use super::text::Span;
use super::token::{Token, WordShape, tokens};

/// An act between two actors that a sentence tells, with all its places in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// The frame of its trigger.
    pub frame: Frame,
    /// The word that tells it.
    pub trigger: Span,
    /// The actor that does it.
    pub subject: Span,
    /// The actor it is done to.
    pub object: Span,
    /// A `not`, `never` or `no` stands before the trigger.
    pub negated: bool,
    /// The name of the rule that found it.
    pub rule: &'static str,
}

/// The words an object may stand behind its trigger; farther away it belongs to something else.
const REACH: usize = 30;

/// The objects that one act takes; more of them are chance.
const OBJECTS: usize = 2;

/// The acts of a sentence, in the order of their triggers.
#[must_use]
pub fn acts(text: &str, sentence: &Span, frames: &Frames) -> Vec<Act> {
    let words = tokens(text, sentence);
    let phrases = phrases(text, &words, frames);
    let mut found = Vec::new();
    let mut subjects: Vec<Phrase> = Vec::new();
    let mut clause = after_dateline(text, &words);
    for (at, word) in words.iter().enumerate() {
        let lower = text[word.span.clone()].to_lowercase();
        let noun = is_noun_here(text, &words, at);
        let Some(frame) = frames
            .of(&lower)
            .iter()
            .find(|frame| frame.noun == noun)
            .or_else(|| frames.of(&lower).iter().find(|frame| frame.noun))
        else {
            continue;
        };
        // An event noun needs the word that leads to its content: `a threat to X`, but not `the threat`.
        if word.shape != WordShape::Small || (frame.noun && !leads_on(text, &words, at, frame)) {
            continue;
        }
        let owner = if frame.noun { owner(&words, &phrases, at) } else { None };
        let here = owner.map_or_else(|| subjects_between(text, &words, &phrases, clause, at), |owner| vec![owner]);
        // Without an actor of its own a verb shares the subject before it: `they`, `and left`, `to leave`.
        let rule = if frame.noun {
            "event-noun"
        } else if here.is_empty() {
            "shared-subject"
        } else {
            "subject-verb-object"
        };
        if !here.is_empty() {
            subjects = here;
        }
        clause = at + 1;
        let objects =
            phrases.iter().filter(|phrase| phrase.actor && phrase.words.start > at && phrase.words.start <= at + REACH);
        let passive = is_passive(text, &words, at);
        let objects: Vec<&Phrase> = objects.take(OBJECTS).collect();
        if let (true, [one, other]) = (objects.is_empty(), subjects.as_slice()) {
            let negated = is_negated(text, &words, at);
            let (subject, object) = (one.span.clone(), other.span.clone());
            found.push(Act { frame: *frame, trigger: word.span.clone(), subject, object, negated, rule: "mutual" });
        }
        for object in objects {
            for subject in &subjects {
                let (subject, object, rule) =
                    if passive { (object, subject, "passive-by") } else { (subject, object, rule) };
                found.push(Act {
                    frame: *frame,
                    trigger: word.span.clone(),
                    subject: subject.span.clone(),
                    object: object.span.clone(),
                    negated: is_negated(text, &words, at),
                    rule,
                });
            }
        }
    }
    found
}

/// The place behind a dateline such as `SAN FRANCISCO - `, which is no subject.
fn after_dateline(text: &str, words: &[Token]) -> usize {
    let dash = words.iter().take(6).rposition(|word| is_word(text, word, &["-", "–", "—"]));
    let shouts = |word: &Token| word.shape != WordShape::Small;
    dash.filter(|&dash| words[..dash].iter().all(shouts)).map_or(0, |dash| dash + 1)
}

/// A word that the pattern of the frame names follows at once.
fn leads_on(text: &str, words: &[Token], at: usize, frame: &Frame) -> bool {
    words.get(at + 1).is_some_and(|next| frame.pattern.split(' ').any(|lead| is_word(text, next, &[lead])))
}

/// The agent that stands in front of an event noun: `an Israeli proposal`, `Iran's threat`.
fn owner(words: &[Token], phrases: &[Phrase], noun: usize) -> Option<Phrase> {
    let phrase = phrases.iter().find(|phrase| phrase.actor && phrase.words.contains(&noun))?;
    let last = phrase
        .words
        .clone()
        .rfind(|&at| at < noun && words.get(at).is_some_and(|word| word.shape == WordShape::Capital))?;
    let span = words.get(phrase.words.start)?.span.start..words.get(last)?.span.end;
    Some(Phrase { span, words: phrase.words.start..last + 1, actor: true })
}

/// The first actor of a clause and those that `and` joins to it: each is a subject of its own.
fn subjects_between(text: &str, words: &[Token], phrases: &[Phrase], start: usize, end: usize) -> Vec<Phrase> {
    let mut found: Vec<Phrase> = Vec::new();
    for phrase in phrases {
        if !phrase.actor || phrase.words.start < start || phrase.words.end > end {
            continue;
        }
        let joined = found.last().is_none_or(|last| {
            let between = words.get(last.words.end..phrase.words.start).unwrap_or_default();
            between.len() == 1 && is_word(text, &between[0], &["and"])
        });
        if !joined {
            break;
        }
        found.push(phrase.clone());
    }
    found
}

/// A determiner or a possessive makes a noun of what could be a verb: `the attack`, `Iran's demand`.
fn is_noun_here(text: &str, words: &[Token], at: usize) -> bool {
    const BEFORE_NOUNS: &[&str] =
        &["a", "an", "the", "its", "his", "her", "their", "this", "that", "these", "those", "of", "in", "any", "no"];
    at.checked_sub(1)
        .and_then(|before| words.get(before))
        .is_none_or(|before| before.shape == WordShape::Possessive || is_word(text, before, BEFORE_NOUNS))
}

/// A form of `be` before the trigger and `by` soon behind it: the actor comes last.
fn is_passive(text: &str, words: &[Token], at: usize) -> bool {
    let be = &["is", "are", "was", "were", "be", "been", "being"];
    let before = words.get(at.saturating_sub(2)..at).unwrap_or_default();
    let after = words.get(at + 1..words.len().min(at + 4)).unwrap_or_default();
    before.iter().any(|word| is_word(text, word, be)) && after.iter().any(|word| is_word(text, word, &["by"]))
}

fn is_negated(text: &str, words: &[Token], at: usize) -> bool {
    let before = words.get(at.saturating_sub(3)..at).unwrap_or_default();
    before
        .iter()
        .any(|word| is_word(text, word, &["not", "never", "neither", "nor", "didn't", "didn’t", "won't", "won’t"]))
}
