//! Which claim before is meant? What somebody takes a stand on, and what others have said of the same.

use std::ops::Range;

use super::act::{Act, Reading};
use super::around::NEAR;
use super::definite::{ANSWERS, PUT, STANDS, are_near, is_definite, of_noun};
use super::document::{End, Reader};
use super::phrase::span_of;
use super::tagging::Tag;
use super::text::Span;
use crate::model::{Modality, Polarity};

impl Reader<'_> {
    /// The words from the first to the last part of a claim.
    pub(super) fn quote(&self, reading: &Reading, act: &Act, subject: &Span, object: &End, sentence: &Span) -> Span {
        let trigger = span_of(&reading.sentence.words, &act.trigger);
        let mut quote = trigger;
        let mut add = |span: &Span| {
            if sentence.start <= span.start && span.end <= sentence.end {
                quote.start = quote.start.min(span.start);
                quote.end = quote.end.max(span.end);
            }
        };
        add(subject);
        match object {
            End::Words(span) => add(span),
            End::Claim(at) => self.found.claims.get(*at).into_iter().for_each(|claim| add(&claim.quote)),
            End::Nothing => {}
        }
        quote
    }

    /// The claim that a definite phrase stands for where somebody takes a stand on it: `rejected the demand`, `accepted it`.
    pub(super) fn told_before(&self, act: &Act, end: &Range<usize>, reading: &Reading) -> Option<usize> {
        let sentence = &reading.sentence;
        let place = sentence.pieces.iter().position(|piece| piece.first_word() == Some(end.start))?;
        let phrase = sentence.phrase(place).filter(|phrase| is_definite(phrase, &sentence.words))?;
        let head = &sentence.words[phrase.head];
        let latest = || (0..self.found.claims.len()).rev().take(60);
        if phrase.pronoun {
            let answers = act.frame.predicate.is_some_and(|predicate| ANSWERS.contains(&predicate));
            let thing = ["it", "this", "that", "them", "these"].iter().any(|word| head.is(word));
            return latest()
                .take(8)
                .find(|&at| answers && thing && PUT.contains(&self.found.claims[at].predicate.as_str()));
        }
        let target = of_noun(&self.found, self.lexicon, self.types, head, latest())?;
        // `condemned the Orlund attack`: another one than that on Vesk.
        let claim = &self.found.claims[target];
        let rest = &self.text[claim.quote.start..];
        let end = [". ", "\n"].iter().filter_map(|end| rest.find(end)).min().unwrap_or(rest.len());
        let told = &rest[..end.max(claim.quote.end - claim.quote.start)];
        let names = sentence.words[phrase.words.start..phrase.head].iter().filter(|word| word.tag == Tag::Name);
        let fits = |name: &str| self.text[claim.subject.clone()].contains(name) || told.contains(name);
        // `the attack on its consulate`
        let on = ["on", "against"].iter().any(|word| sentence.is_behind(place + 1, word));
        let hit = sentence.phrase(place + 2).filter(|_| on).map(|hit| sentence.words[hit.head].text);
        let is_hit = hit.is_none_or(|hit| told.to_lowercase().contains(&hit.to_lowercase()));
        (is_hit && names.into_iter().all(|name| fits(name.text))).then_some(target)
    }

    /// The latest claim before that somebody proposes, offers or asks for something: what is declined without a word for it.
    pub(super) fn proposed_before(&self) -> Option<usize> {
        let mut latest = self.found.claims.iter().enumerate().rev().take(6);
        latest.find(|(_, claim)| PUT.contains(&claim.predicate.as_str())).map(|(at, _)| at)
    }

    /// The words that tell an act are a definite noun, or end with one: `made the offer`.
    fn is_event_noun(&self, trigger: &Span) -> bool {
        let behind = self.text[trigger.start..].chars().take(24).collect::<String>();
        let before = &self.text[..trigger.start];
        ["the ", "this ", "that ", "such an ", "such a "].iter().any(|article| before.ends_with(article))
            || behind.split_whitespace().nth(1) == Some("the")
    }

    /// `Vesk says it has never armed anybody`: who says of himself that he did not do what somebody else says he did.
    fn denies_own(&self, claim: usize, before: usize) -> bool {
        let (claim, other) = (&self.found.claims[claim], &self.found.claims[before]);
        let words = |span: &Span| &self.text[span.clone()];
        let speaker = claim.speaker.as_ref().map(words);
        let recent = self.starts.iter().rev().nth(4).copied().unwrap_or_default();
        before >= recent
            && claim.polarity == Polarity::Negative
            && other.polarity == Polarity::Positive
            && other.modality == Modality::Actual
            && other.rule != "reply"
            && other.speaker.as_ref().map(words) != speaker
            && speaker == Some(words(&claim.subject))
            && words(&claim.subject).eq_ignore_ascii_case(words(&other.subject))
            && are_near(&claim.predicate, &other.predicate, self.types)
    }

    /// Claims of the last sentence that say of the same the same as somebody else, or the opposite.
    pub(super) fn agree_or_contradict(&mut self) {
        let first = self.starts.last().copied().unwrap_or_default();
        for at in first..self.found.claims.len() {
            let claim = &self.found.claims[at];
            let answers =
                !(claim.confirms.is_empty() && claim.denies.is_empty() && claim.declines_to_comment.is_empty());
            if answers || claim.speaker.is_none() || claim.modality != Modality::Actual {
                continue;
            }
            let words = |span: &Span| &self.text[span.clone()];
            let end = |end: &End| match end {
                End::Words(span) => words(span).to_owned(),
                End::Claim(at) => format!("#{at}"),
                End::Nothing => String::new(),
            };
            let same = |other: &&usize| {
                let other = &self.found.claims[**other];
                other.speaker.is_some()
                    && other.speaker.as_ref().map(words) != claim.speaker.as_ref().map(words)
                    && are_near(&claim.predicate, &other.predicate, self.types)
                    && other.modality == Modality::Actual
                    && words(&other.subject) == words(&claim.subject)
                    && (end(&other.object) == end(&claim.object)
                        || claim.object == End::Nothing && self.is_event_noun(&claim.trigger))
                    && other.rule != "reply"
            };
            let before: Vec<usize> = (0..first).rev().take(NEAR).collect();
            let own = |other: &&usize| self.denies_own(at, **other);
            let Some(before) = before.iter().find(same).or_else(|| before.iter().find(own)).copied() else { continue };
            let (one, other) = (self.found.claims[at].polarity, self.found.claims[before].polarity);
            if self.found.claims[at].object == End::Nothing {
                // `had made the offer`: what was offered was told before.
                self.found.claims[at].object = self.found.claims[before].object.clone();
            }
            match (one, other) {
                _ if one == other && one != Polarity::Underspecified => self.found.claims[at].confirms.push(before),
                (Polarity::Negative, Polarity::Positive) | (Polarity::Positive, Polarity::Negative) => {
                    self.found.claims[at].denies.push(before);
                }
                _ => {}
            }
        }
    }
}

/// `defended her decision to send troops`: who takes a stand on a decision does so on the act inside.
pub(super) fn hold_content(reading: &mut Reading) {
    const HOLDERS: &[&str] = &[
        "decision",
        "move",
        "plan",
        "effort",
        "attempt",
        "intention",
        "step",
        "idea",
        "proposal",
        "offer",
        "demand",
        "wish",
    ];
    for at in 0..reading.acts.len() {
        let act = &reading.acts[at];
        let stands = act.frame.predicate.is_some_and(|predicate| STANDS.contains(&predicate));
        if !stands || act.inner.is_some() {
            continue;
        }
        let sentence = &reading.sentence;
        let held = act.ends.iter().find_map(|end| {
            let place = sentence.pieces.iter().position(|piece| piece.first_word() == Some(end.start))?;
            let head = &sentence.words[sentence.phrase(place)?.head];
            let next = sentence.behind_of(place);
            if reading.acts.iter().any(|act| act.piece == place) {
                return Some(place);
            }
            let holds = HOLDERS.iter().any(|holder| head.is(holder));
            let infinitive = sentence.group(next).is_some_and(|group| group.infinitive);
            (holds && infinitive && reading.acts.iter().any(|act| act.piece == next)).then_some(next)
        });
        if held.is_some() {
            reading.acts[at].inner = held;
            reading.acts[at].ends.clear();
        }
    }
}

/// The acts by number, each behind the one inside it, so that it can name its claim.
pub(super) fn inner_first(acts: &[Act]) -> Vec<usize> {
    let mut order: Vec<usize> = Vec::with_capacity(acts.len());
    let mut path = Vec::new();
    for start in 0..acts.len() {
        let mut at = start;
        loop {
            if order.contains(&at) || path.contains(&at) {
                break;
            }
            path.push(at);
            let inner = acts[at].inner.and_then(|piece| acts.iter().position(|act| act.piece == piece));
            match inner {
                Some(inner) => at = inner,
                None => break,
            }
        }
        order.extend(path.drain(..).rev());
    }
    order
}
