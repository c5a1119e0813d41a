//! Does a text hold what a claim says of it? Whoever found the claim, it is held against the text itself.
//!
//! Two questions are asked: whether each part stands where the claim says, and whether the words around the act speak
//! against how it is told. A claim that fails is for nobody to load: its verdict gives the reasons.

use super::attribution::Attribution;
use super::frames::{Effect, Frame};
use super::lines::ClaimLine;
use super::text::{Span, Text};
use super::token::{Token, WordShape, tokens};
use super::words::{AttributionKind, Classes, Lexicon};
use super::{Extraction, sentences};
use crate::model::{Certainty, Modality, Polarity};

/// The outcome of holding a claim against its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// Every part stands in the words that the claim rests on.
    Grounded,
    /// A part stands elsewhere in the text, as the name behind a pronoun does.
    Elsewhere,
    /// A part does not stand in the text.
    Ungrounded,
    /// The words of the text speak against how the claim is told.
    Conflict,
}

impl Outcome {
    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Outcome::Grounded => "grounded",
            Outcome::Elsewhere => "elsewhere",
            Outcome::Ungrounded => "ungrounded",
            Outcome::Conflict => "conflict",
        }
    }

    /// The claim may be loaded.
    #[must_use]
    pub fn holds(self) -> bool {
        self < Outcome::Ungrounded
    }
}

/// An outcome with its reasons, in the order of the parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// The worst that was found.
    pub outcome: Outcome,
    /// Why it is no better.
    pub reasons: Vec<String>,
}

impl Verdict {
    /// The verdict on a claim about which nothing was found yet.
    #[must_use]
    pub fn grounded() -> Verdict {
        Verdict { outcome: Outcome::Grounded, reasons: Vec::new() }
    }

    /// Adds a finding.
    pub fn add(&mut self, outcome: Outcome, reason: impl Into<String>) {
        self.outcome = self.outcome.max(outcome);
        self.reasons.push(reason.into());
    }
}

/// Holds claims against the text they come from.
#[derive(Debug)]
pub struct Verifier<'a> {
    text: Text<'a>,
    /// The byte that each code point begins at.
    offsets: Vec<usize>,
    sentences: Vec<Span>,
    attributions: &'a [Attribution],
    lexicon: &'a Lexicon,
}

impl<'a> Verifier<'a> {
    /// Prepares for the claims of a text. `extraction` is what the rules found in it: they know who speaks.
    #[must_use]
    pub fn new(written: &'a str, extraction: &'a Extraction, lexicon: &'a Lexicon) -> Self {
        let offsets = written.char_indices().map(|(at, _)| at).chain([written.len()]).collect();
        let sentences = sentences(written);
        Verifier { text: Text::new(written), offsets, sentences, attributions: &extraction.attributions, lexicon }
    }

    /// Holds a claim against the text.
    #[must_use]
    pub fn verify(&self, line: &ClaimLine) -> Verdict {
        let mut verdict = Verdict::grounded();
        let quote = self.bytes(line.start, line.end);
        let Some(quote) = quote.filter(|quote| !quote.is_empty() && self.text.written[quote.clone()] == line.quote)
        else {
            verdict.add(Outcome::Ungrounded, "the quote does not stand at its place");
            return verdict;
        };
        let around = self.sentences_of(&quote);
        let words = |start: Option<usize>, end: Option<usize>| self.bytes(start?, end?);
        let object = Some(line.object.as_str()).filter(|object| !object.is_empty() && !object.starts_with('#'));
        let said_by = Some(line.said_by.as_str()).filter(|speaker| !speaker.is_empty());
        let subject = words(Some(line.subject_start), Some(line.subject_end));
        let trigger = words(Some(line.predicate_start), Some(line.predicate_end));
        let parts = [
            ("subject", Some(line.subject.as_str()), subject.clone(), &quote),
            ("object", object, words(line.object_start, line.object_end), &quote),
            // The speaker often stands behind the words that the claim rests on, in the same sentence.
            ("speaker", said_by, words(line.said_by_start, line.said_by_end), &around),
        ];
        for (name, told, place, within) in parts {
            let Some(told) = told else { continue };
            let found = place.as_ref().and_then(|place| self.text.written.get(place.clone()));
            match place.as_ref().filter(|_| found == Some(told) && !told.is_empty()) {
                None => verdict.add(Outcome::Ungrounded, format!("the {name} `{told}` does not stand at its place")),
                Some(place) if !holds(within, place) => {
                    verdict.add(Outcome::Elsewhere, format!("the {name} stands elsewhere"));
                }
                Some(_) => {}
            }
        }
        match trigger.filter(|trigger| !trigger.is_empty()) {
            None => verdict.add(Outcome::Ungrounded, "the words of the act have no place"),
            Some(trigger) => {
                if !holds(&quote, &trigger) {
                    verdict.add(Outcome::Elsewhere, "the words of the act stand elsewhere");
                }
                self.cross_check(line, &around, &subject.unwrap_or(0..0), &trigger, &mut verdict);
            }
        }
        verdict
    }

    /// The bytes of a place in code points.
    fn bytes(&self, start: usize, end: usize) -> Option<Span> {
        let (start, end) = (*self.offsets.get(start)?, *self.offsets.get(end)?);
        (start <= end).then_some(start..end)
    }

    /// The sentences that a place has a part in.
    fn sentences_of(&self, place: &Span) -> Span {
        let first = self.sentences.partition_point(|sentence| sentence.end <= place.start);
        let behind = self.sentences.partition_point(|sentence| sentence.start < place.end);
        match self.sentences.get(first..behind).and_then(|own| Some((own.first()?, own.last()?))) {
            Some((first, last)) => first.start.min(place.start)..last.end.max(place.end),
            None => place.clone(),
        }
    }

    /// Looks for words that speak against what the claim says.
    fn cross_check(&self, line: &ClaimLine, around: &Span, subject: &Span, trigger: &Span, verdict: &mut Verdict) {
        let is_positive = line.polarity == Polarity::Positive.word();
        let is_actual = line.modality == Modality::Actual.word();
        if is_positive && is_actual {
            let near = self.words_before(around, subject, trigger);
            // What stands before another verb belongs to that one.
            let own = || near.iter().take_while(|word| !self.is_other_verb(word));
            if let Some(word) = own().find(|word| self.has(word, Classes::NEGATION)) {
                verdict.add(Outcome::Conflict, format!("`{word}` stands before the act, which is told as done"));
            }
            let open = Classes::FUTURE | Classes::MODAL | Classes::POSSIBLE | Classes::PROBABLE;
            let is_certain = line.certainty == Certainty::Certain.word();
            if let Some(word) = own().find(|word| is_certain && self.has(word, open)) {
                verdict.add(Outcome::Conflict, format!("`{word}` stands before the act, which is told as a fact"));
            }
            if let Some(word) = self.undoing(&near) {
                verdict.add(Outcome::Conflict, format!("`{word} to` stands before the act, which is told as a fact"));
            }
        }
        if let Some(reporter) = self.reporter(subject, trigger).filter(|_| line.said_by.is_empty()) {
            let words = &self.text.written[reporter.cue.clone()];
            verdict.add(Outcome::Conflict, format!("`{words}` makes it somebody's word, and no speaker is told"));
        }
    }

    /// The words just before an act, in small letters, the nearest first, as far as they belong to it.
    fn words_before(&self, around: &Span, subject: &Span, trigger: &Span) -> Vec<String> {
        const NEAR: usize = 4;
        // Between subject and act nothing but the act can be denied; with the subject elsewhere, the sentence is the border.
        let from = if around.start <= subject.end && subject.end <= trigger.start { subject.end } else { around.start };
        let before = tokens(self.text.written, &(from..trigger.start));
        let word = |token: &Token| match &self.text.written[token.span.clone()] {
            // `may` with its capital is a month, but for the first word of a question.
            "May" => "May".to_owned(),
            word => word.to_lowercase(),
        };
        let borders = Classes::SUBORDINATOR | Classes::RELATIVE | Classes::AND;
        before
            .iter()
            .rev()
            .take_while(|token| token.shape != WordShape::Mark)
            .map(word)
            .take_while(|word| !self.has(word, borders))
            .take(NEAR)
            .collect()
    }

    fn has(&self, word: &str, classes: Classes) -> bool {
        self.lexicon.entry(word).classes.has(classes)
    }

    /// The word is a verb that helps no other one.
    fn is_other_verb(&self, word: &str) -> bool {
        let entry = self.lexicon.entry(word);
        let helps = Classes::BE | Classes::HAVE | Classes::DO | Classes::MODAL | Classes::ADVERB | Classes::NEGATION;
        let helps = helps | Classes::FUTURE | Classes::POSSIBLE | Classes::PROBABLE;
        entry.verb.is_some() && !entry.classes.has(helps)
    }

    /// The word behind which an infinitive is no fact: `refused to attack`, `a plan to attack`.
    fn undoing<'w>(&self, near: &'w [String]) -> Option<&'w String> {
        let [to, rest @ ..] = near else { return None };
        let at = rest.iter().position(|word| !self.has(word, Classes::ADVERB)).filter(|_| to == "to")?;
        let before = rest.get(at)?;
        // `in order to` only tells what for.
        if before == "order" && rest.get(at + 1).is_some_and(|word| word == "in") {
            return None;
        }
        let entry = self.lexicon.entry(before);
        let frames = |number: Option<u16>, lemmas: &'a [super::words::Lemma]| -> &'a [Frame] {
            number.and_then(|number| lemmas.get(usize::from(number))).map_or(&[], |lemma| &lemma.frames)
        };
        let verb = frames(entry.verb.map(|(number, _)| number), &self.lexicon.verbs);
        let noun = frames(entry.noun, &self.lexicon.nouns);
        let mut inside = verb.iter().chain(noun).filter(|frame| frame.infinitive).peekable();
        // A word of which one sense leaves the act done says nothing against it.
        let undoes = |frame: &Frame| !matches!(frame.effect, Effect::Factive | Effect::Implicative | Effect::Opinion);
        (inside.peek().is_some() && inside.all(undoes)).then_some(before)
    }

    /// Somebody whose word an act is, when the text tells one beside the act's own words.
    fn reporter(&self, subject: &Span, trigger: &Span) -> Option<&'a Attribution> {
        self.attributions.iter().find(|attribution| {
            let apart = attribution.cue.end <= trigger.start || trigger.end <= attribution.cue.start;
            let tells = attribution.tells && !attribution.negated && attribution.kind == AttributionKind::Speech;
            tells && attribution.source.is_some() && attribution.holds(trigger.start) && apart
                // Who acts is not inside of what somebody else says.
                && (attribution.holds(subject.start) || subject.end <= attribution.cue.start)
        })
    }
}

fn holds(outer: &Span, inner: &Span) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}
