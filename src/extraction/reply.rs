//! Which claims does a sentence answer? `denied the claim`, `declined to comment`, `neither confirmed nor denied it`.

use super::act::Reading;
use super::document::{End, Extraction};
use super::phrase::{Piece, VerbGroup, span_of};
use super::quotation::{Quotation, is_quoted};
use super::text::Span;
use super::words::Lexicon;
use crate::model::{Certainty, Polarity};

/// An answer to a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    Confirms,
    Denies,
    LeavesOpen,
}

/// Adds what a sentence answers to the claims before it. Out come the pieces that answer.
pub(super) fn replies(
    known: &Known,
    reading: &Reading,
    sentence: &Span,
    speakers: &[Option<Span>],
    found: &mut Extraction,
) -> Vec<usize> {
    let mut pieces = Vec::new();
    let sentence_words = &reading.sentence.words;
    let mut answered: Vec<(usize, Answer)> = Vec::new();
    for (at, piece) in reading.sentence.pieces.iter().enumerate() {
        let Piece::Verb(group) = piece else { continue };
        let Some(answer) = answer(reading, group, at) else { continue };
        let Some(speaker) = speakers.get(at).cloned().flatten() else { continue };
        let cue = span_of(sentence_words, &group.words);
        let Some(target) = known.answered(found, reading, at, &speaker) else { continue };
        pieces.push(at);
        if answered.iter().any(|(known, _)| *known == target) {
            continue;
        }
        answered.push((target, answer));
        let Some(mut claim) = found.claims.get(target).cloned() else { continue };
        claim.confirms.clear();
        claim.denies.clear();
        claim.declines_to_comment.clear();
        match answer {
            Answer::Confirms => claim.confirms.push(target),
            Answer::Denies => {
                claim.denies.push(target);
                claim.polarity = match claim.polarity {
                    Polarity::Positive => Polarity::Negative,
                    _ => Polarity::Positive,
                };
            }
            Answer::LeavesOpen => {
                claim.declines_to_comment.push(target);
                claim.polarity = Polarity::Underspecified;
                claim.certainty = Certainty::Underspecified;
            }
        }
        claim.attribution = found.attributions.iter().position(|attribution| attribution.cue.start == cue.start);
        claim.speaker = Some(speaker.clone());
        claim.quote = cue.start.max(sentence.start)..sentence.end;
        if sentence.contains(&speaker.start) {
            claim.quote.start = claim.quote.start.min(speaker.start);
        }
        "reply".clone_into(&mut claim.rule);
        found.claims.push(claim);
    }
    pieces
}

/// The answer that a verb gives.
fn answer(reading: &Reading, group: &VerbGroup, at: usize) -> Option<Answer> {
    let words = &reading.sentence.words;
    let main = &words[group.main];
    let is = |known: &[&str]| known.iter().any(|known| main.is(known));
    let confirms = is(&["confirm", "confirms", "confirmed", "confirming", "acknowledged", "admitted"]);
    let denies = is(&["deny", "denies", "denied", "denying", "disputed", "disputes", "refuted", "refutes", "rejected"]);
    let declines = is(&["declined", "declines", "refused", "refuses", "decline"]) && {
        let inner = reading.sentence.group(at + 1).map(|group| &words[group.main]);
        inner.is_some_and(|word| ["comment", "discuss", "answer", "confirm", "say"].iter().any(|known| word.is(known)))
    };
    let evades =
        is(&["address", "comment", "answer", "respond", "confirm", "deny", "confirmed", "denied"]) && group.negated;
    match () {
        () if declines || evades => Some(Answer::LeavesOpen),
        () if group.negated || group.future || group.possible => None,
        () if confirms => Some(Answer::Confirms),
        () if denies => Some(Answer::Denies),
        () => None,
    }
}

/// What is known when an answer is read.
pub(super) struct Known<'a> {
    pub text: &'a str,
    pub lexicon: &'a Lexicon,
    pub quotations: &'a [Quotation],
    /// The first claim of the sentence itself.
    pub first: usize,
}

/// The claims before a sentence that it may answer; what lies farther back is forgotten.
const REMEMBERED: usize = 200;

/// Nouns that may stand for any claim.
const GENERAL: &[&str] = &[
    "claim",
    "claims",
    "report",
    "reports",
    "allegation",
    "allegations",
    "accusation",
    "accusations",
    "charge",
    "charges",
    "statement",
    "story",
    "it",
    "this",
    "that",
];

impl Known<'_> {
    /// The claim that is answered: the latest one that the words of the object fit.
    fn answered(&self, found: &Extraction, reading: &Reading, verb: usize, speaker: &Span) -> Option<usize> {
        let sentence = &reading.sentence;
        let mut nouns = nouns_behind(reading, verb);
        if nouns.is_empty() {
            // `neither confirmed nor denied the claim`: the object stands behind the second verb.
            let second = (verb + 1..sentence.pieces.len()).take(3).find(|&at| sentence.group(at).is_some())?;
            nouns = sentence.arguments(second + 1, true).objects;
        }
        nouns.into_iter().find_map(|at| {
            let phrase = sentence.phrase(at)?;
            let head = &sentence.words[phrase.head];
            let opener = &sentence.words[phrase.words.start];
            let definite =
                phrase.pronoun || ["the", "this", "that", "those", "these"].iter().any(|word| opener.is(word));
            if !(definite || head.text.ends_with('s')) {
                return None;
            }
            if GENERAL.iter().any(|known| head.is(known)) {
                return self.said_last(found, speaker);
            }
            let frames = &self.lexicon.nouns.get(usize::from(head.entry.noun?))?.frames;
            self.candidates(found, speaker).find(|&claim| {
                let predicate = found.claims[claim].predicate.as_str();
                frames.iter().any(|frame| frame.predicate == Some(predicate) || is_near(frame.predicate, predicate))
            })
        })
    }

    /// The claims before the sentence that somebody else makes, the latest first.
    fn candidates(&self, found: &Extraction, speaker: &Span) -> impl Iterator<Item = usize> {
        (0..self.first).rev().take(REMEMBERED).filter(|&at| {
            let claim = &found.claims[at];
            let said = claim.speaker.as_ref().map(|span| &self.text[span.clone()]);
            said != Some(&self.text[speaker.clone()]) && claim.rule != "reply"
        })
    }

    /// What somebody else said last, outside of quotations; a claim inside another is answered with it.
    fn said_last(&self, found: &Extraction, speaker: &Span) -> Option<usize> {
        let last = self.candidates(found, speaker).find(|&at| {
            let claim = &found.claims[at];
            claim.speaker.is_some() && !is_quoted(self.quotations, claim.trigger.start)
        })?;
        let speaker = &found.claims[last].speaker;
        let outer = (last..self.first).find(|&at| {
            let claim = &found.claims[at];
            claim.object == End::Claim(last) && claim.speaker == *speaker
        });
        Some(outer.unwrap_or(last))
    }
}

/// The nouns that an answering verb is about, those behind `of` first: `reports of the veto`.
fn nouns_behind(reading: &Reading, verb: usize) -> Vec<usize> {
    let sentence = &reading.sentence;
    let arguments = sentence.arguments(verb + 1, true);
    let inner =
        arguments.content.filter(|_| arguments.objects.is_empty()).map(|inner| sentence.arguments(inner + 1, true));
    let mut nouns = arguments.objects.clone();
    if let Some(inner) = inner {
        nouns.extend(inner.objects);
        nouns.extend(inner.behind.into_iter().flat_map(|(_, list)| list));
    }
    let behind: Vec<usize> = nouns.iter().filter(|&&at| sentence.is_behind(at + 1, "of")).map(|at| at + 2).collect();
    nouns.splice(0..0, behind);
    nouns
}

/// `veto` and `rejection` speak of one act.
fn is_near(predicate: Option<&str>, other: &str) -> bool {
    const NEAR: &[&[&str]] = &[
        &["vetoed", "rejected", "refused", "blocked"],
        &["attacked", "struck", "bombed", "shelled", "targeted", "raided"],
        &["proposed", "offered", "planned", "presented", "recommended"],
        &["demanded", "requested", "called_for", "urged"],
        &["signed_agreement_with", "agreed_to", "signed"],
        &["accused", "alleged", "charged"],
    ];
    predicate.is_some_and(|predicate| NEAR.iter().any(|near| near.contains(&predicate) && near.contains(&other)))
}
