//! Which claims does a sentence answer? `denied the claim`, `declined to comment`, `neither confirmed nor denied it`, `That is a lie`.

use super::act::Reading;
use super::answer::{Answer, answer, is_general, judged, nouns_behind};
use super::composition::Types;
use super::definite::{is_definite, of_noun};
use super::document::{End, ExtractedClaim, Extraction};
use super::phrase::{Piece, span_of};
use super::quotation::{Quotation, is_quoted};
use super::text::Span;
use super::words::Lexicon;
use crate::model::{Certainty, Polarity};

/// A verb that answers something.
#[derive(Debug, Clone)]
pub(super) struct Answering {
    /// The piece that is the verb.
    pub piece: usize,
    answer: Answer,
    cue: Span,
    speaker: Span,
    /// The noun that is answered, where it stands before the verb: `no such offer was made`.
    noun: Option<usize>,
    /// The act of the verb is told by the answer, and is no claim of its own.
    pub is_all: bool,
}

/// What is known when an answer is read.
pub(super) struct Known<'a> {
    pub text: &'a str,
    pub lexicon: &'a Lexicon,
    pub types: &'a Types,
    pub quotations: &'a [Quotation],
    /// The first claim of the sentence itself.
    pub first: usize,
    /// The first claim of each sentence before.
    pub starts: &'a [usize],
}

/// The verbs of a sentence that answer. `speakers` has who is the subject of each piece, `around` whose words a piece stands in.
pub(super) fn answering(
    known: &Known,
    reading: &Reading,
    speakers: &[Option<Span>],
    around: impl Fn(usize) -> Option<Span>,
) -> Vec<Answering> {
    let sentence = &reading.sentence;
    let verbs = sentence.pieces.iter().enumerate();
    let verbs = verbs.filter_map(|(at, piece)| matches!(piece, Piece::Verb(_)).then_some(at));
    verbs
        .filter_map(|at| {
            let group = sentence.group(at)?;
            let place = sentence.words[group.main].span.start;
            let (answer, speaker, noun, is_all) =
                if let Some((answer, is_all)) = answer(known.lexicon, reading, group, at) {
                    (answer, speakers.get(at).cloned().flatten()?, None, is_all)
                } else {
                    let (answer, noun) = judged(reading, group, at)?;
                    (answer, around(place)?, noun, true)
                };
            if ["i", "we", "you"].contains(&known.text[speaker.clone()].to_lowercase().as_str()) {
                return None;
            }
            Some(Answering { piece: at, answer, cue: span_of(&sentence.words, &group.words), speaker, noun, is_all })
        })
        .collect()
}

/// Adds what the verbs of a sentence answer; its own claims are there already.
pub(super) fn reply(known: &Known, reading: &Reading, sentence: &Span, answers: &[Answering], found: &mut Extraction) {
    let mut answered: Vec<(usize, Answer)> = Vec::new();
    for one in answers {
        // `neither confirmed nor denied` answers once.
        let again =
            one.answer == Answer::LeavesOpen && answered.iter().any(|(_, answer)| *answer == Answer::LeavesOpen);
        if again || links(known, one, found) {
            continue;
        }
        let Some(target) = known.answered(found, reading, one) else { continue };
        if answered.contains(&(target, one.answer)) {
            continue;
        }
        answered.push((target, one.answer));
        let Some(claim) = found.claims.get(target) else { continue };
        let claim = reply_to(claim, target, one, sentence, found);
        found.claims.push(claim);
    }
}

/// The claim of somebody who answers another one.
fn reply_to(
    told: &ExtractedClaim,
    target: usize,
    one: &Answering,
    sentence: &Span,
    found: &Extraction,
) -> ExtractedClaim {
    let mut claim = told.clone();
    claim.confirms.clear();
    claim.denies.clear();
    claim.declines_to_comment.clear();
    match one.answer {
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
    claim.attribution = found.attributions.iter().position(|attribution| attribution.cue == one.cue);
    claim.speaker = Some(one.speaker.clone());
    claim.quote = one.cue.start.max(sentence.start)..sentence.end;
    if sentence.contains(&one.speaker.start) {
        claim.quote.start = claim.quote.start.min(one.speaker.start);
    }
    "reply".clone_into(&mut claim.rule);
    claim
}

/// `denied that it had attacked Vesk`: the claim is in the sentence itself, and answers the one before that says the same of the same.
fn links(known: &Known, one: &Answering, found: &mut Extraction) -> bool {
    let own: Vec<usize> = (known.first..found.claims.len())
        .filter(|&at| {
            let claim = &found.claims[at];
            claim.rule != "reply"
                && claim.trigger.start > one.cue.start
                && claim.attribution.is_some_and(|at| found.attributions[at].cue == one.cue)
        })
        .collect();
    let mut is_linked = false;
    for at in own {
        let claim = &found.claims[at];
        let text = |span: &Span| known.text[span.clone()].to_lowercase();
        let same = |other: &ExtractedClaim| {
            let ends = match (&claim.object, &other.object) {
                (End::Words(one), End::Words(two)) => text(one) == text(two),
                (one, two) => one == two,
            };
            (ends || text(&claim.subject) == text(&other.subject))
                && super::definite::are_near(&claim.predicate, &other.predicate, known.types)
        };
        let before = known.candidates(found, &one.speaker, known.first).find(|&before| same(&found.claims[before]));
        let Some(before) = before else { continue };
        let claim = &mut found.claims[at];
        match one.answer {
            Answer::Confirms => claim.confirms.push(before),
            Answer::Denies => claim.denies.push(before),
            Answer::LeavesOpen => claim.declines_to_comment.push(before),
        }
        is_linked = true;
    }
    is_linked
}

/// The claims before a sentence that it may answer; what lies farther back is forgotten.
const REMEMBERED: usize = 200;

impl Known<'_> {
    /// The claim that is answered: the latest one that the words of the object fit.
    fn answered(&self, found: &Extraction, reading: &Reading, one: &Answering) -> Option<usize> {
        let sentence = &reading.sentence;
        let before = found.claims.len();
        let mut nouns = one.noun.map_or_else(|| nouns_behind(reading, one.piece), |noun| vec![noun]);
        if nouns.is_empty() {
            // `neither confirmed nor denied the claim`: the object stands behind the second verb.
            let second = (one.piece + 1..sentence.pieces.len()).take(3).find(|&at| sentence.group(at).is_some());
            nouns.extend(second.map(|second| sentence.arguments(second + 1, true).objects).into_iter().flatten());
        }
        if nouns.is_empty() {
            // `a claim that the minister dismissed`, `which the police deny`
            nouns.extend(
                (0..one.piece)
                    .rev()
                    .take(4)
                    .find(|&at| matches!(sentence.pieces[at], Piece::Relative(_) | Piece::Subordinator(_)))
                    .and_then(|relative| relative.checked_sub(1)),
            );
        }
        if nouns.iter().all(|&at| sentence.phrase(at).is_none()) || one.answer == Answer::LeavesOpen && nouns.is_empty()
        {
            return self.said_last(found, &one.speaker, before, one.cue.start);
        }
        if let Some(target) = self.told_behind(found, reading, &nouns) {
            return Some(target);
        }
        let by_noun = nouns.iter().find_map(|&at| {
            let phrase = sentence.phrase(at)?;
            let head = &sentence.words[phrase.head];
            if !(is_definite(phrase, &sentence.words) || head.text.ends_with('s')) || is_general(head) {
                return None;
            }
            let claims: Vec<usize> = self.candidates_of_all(found, before, one.cue.start).collect();
            // `the raid on the bridge`: of several raids, that on the bridge; of several, that of whoever answers.
            let behind = nouns_at(reading, at);
            let object_fits = |&at: &usize| match &found.claims[at].object {
                End::Words(object) => behind.iter().any(|noun| holds(&self.text[object.clone()], noun)),
                End::Claim(_) | End::Nothing => false,
            };
            let of = |claims: &mut dyn Iterator<Item = usize>| of_noun(found, self.lexicon, self.types, head, claims);
            let target = of(&mut claims.iter().copied().filter(object_fits))
                .or_else(|| of(&mut claims.iter().copied()))
                .or_else(|| claims.iter().copied().find(|&at| object_holds(self.text, found, at, head.text)))?;
            Some(outermost(found, target))
        });
        let general = |&at: &usize| sentence.phrase(at).is_some_and(|phrase| is_general(&sentence.words[phrase.head]));
        let is_told = one.noun.is_some() || nouns.iter().any(general);
        let last = || self.said_last(found, &one.speaker, before, one.cue.start);
        by_noun
            .or_else(|| is_told.then(last).flatten())
            .or_else(|| self.by_verbs(found, reading, one))
            .or_else(|| (one.answer == Answer::LeavesOpen).then(last).flatten())
    }

    /// `a report that Norland had offered Vesk a share`: what is answered is told in the sentence itself.
    fn told_behind(&self, found: &Extraction, reading: &Reading, nouns: &[usize]) -> Option<usize> {
        let sentence = &reading.sentence;
        let noun = nouns.iter().copied().find(|&at| {
            let general =
                sentence.phrase(at).is_some_and(|phrase| !phrase.pronoun && is_general(&sentence.words[phrase.head]));
            general && sentence.arguments(at + 1, false).content.is_some()
        })?;
        let place = sentence.words[sentence.phrase(noun)?.head].span.end;
        let own = self.first..found.claims.len();
        let first = own
            .filter(|&at| found.claims[at].rule != "reply" && found.claims[at].trigger.start > place)
            .min_by_key(|&at| found.claims[at].trigger.start)?;
        Some(outermost(found, first))
    }

    /// `would not say whether anybody had been arrested`: the claim before that tells one of the acts behind the verb.
    fn by_verbs(&self, found: &Extraction, reading: &Reading, one: &Answering) -> Option<usize> {
        let sentence = &reading.sentence;
        let behind = reading.sentence.pieces.iter().skip(one.piece + 1);
        let verbs = behind.filter_map(|piece| match piece {
            Piece::Verb(group) => sentence.words[group.main].entry.verb,
            _ => None,
        });
        let predicates: Vec<&str> = verbs
            .filter_map(|(verb, _)| self.lexicon.verbs.get(usize::from(verb)))
            .flat_map(|verb| verb.frames.iter().filter_map(|frame| frame.predicate))
            .collect();
        let mut claims = self.candidates(found, &one.speaker, self.first);
        claims.find(|&at| {
            let told = found.claims[at].predicate.as_str();
            predicates.iter().any(|predicate| super::definite::are_near(predicate, told, self.types))
        })
    }

    /// The claims that can be answered, the latest first: those before the sentence, and those before the cue in it.
    fn candidates_of_all(&self, found: &Extraction, before: usize, cue: usize) -> impl Iterator<Item = usize> {
        (0..before).rev().take(REMEMBERED).filter(move |&at| {
            let claim = &found.claims[at];
            claim.rule != "reply" && (at < self.first || claim.trigger.start < cue)
        })
    }

    /// Those of them that somebody else makes.
    fn candidates(&self, found: &Extraction, speaker: &Span, before: usize) -> impl Iterator<Item = usize> {
        self.candidates_of_all(found, before, usize::MAX).filter(|&at| {
            let said = found.claims[at].speaker.as_ref().map(|span| &self.text[span.clone()]);
            said != Some(&self.text[speaker.clone()])
        })
    }

    /// What somebody else said last; a claim inside another is answered with it, and of several in a sentence the first.
    fn said_last(&self, found: &Extraction, speaker: &Span, before: usize, cue: usize) -> Option<usize> {
        let name = &self.text[speaker.clone()];
        let said_by = |at: usize| found.claims[at].speaker.as_ref().map(|span| &self.text[span.clone()]);
        let candidates =
            || self.candidates_of_all(found, before, cue).filter(|&at| said_by(at) != Some(name)).take(LOOKED_AT);
        let about = |at: usize| shares_name(&self.text[found.claims[at].subject.clone()], name);
        let is_outside = |at: usize| !is_quoted(self.quotations, found.claims[at].trigger.start);
        // What was said two sentences ago is near; before that, the last claim is, whoever makes it.
        let recent = self.starts.iter().rev().nth(2).copied().unwrap_or_default();
        let last = candidates()
            .find(|&at| said_by(at).is_some() && about(at))
            .or_else(|| candidates().find(|&at| at >= recent && said_by(at).is_some() && is_outside(at)))
            .or_else(|| candidates().find(|&at| at >= recent && said_by(at).is_some()))
            .or_else(|| candidates().next())?;
        let start = self.starts.iter().rev().copied().find(|&start| start <= last).unwrap_or(0);
        let said = said_by(last);
        let subject = &found.claims[last].subject;
        let first = (start..last).find(|&at| {
            found.claims[at].subject == *subject && said_by(at) == said && found.claims[at].rule != "reply"
        });
        Some(outermost(found, first.unwrap_or(last)))
    }
}

/// Claims before that are looked at for what was said last.
const LOOKED_AT: usize = 12;

/// What is answered together with what stands inside.
const PUTS: &[&str] =
    &["proposed", "offered", "promised", "demanded", "requested", "urged", "threatened", "planned", "ordered"];

/// The nouns behind a phrase: `bridge` of `the raid on the bridge`.
fn nouns_at(reading: &Reading, at: usize) -> Vec<String> {
    let sentence = &reading.sentence;
    let behind = sentence.arguments(at + 1, false).behind.into_iter().flat_map(|(_, list)| list);
    behind.filter_map(|at| sentence.phrase(at)).map(|phrase| sentence.words[phrase.head].text.to_lowercase()).collect()
}

/// Some words hold a word.
fn holds(words: &str, word: &str) -> bool {
    words.split(|c: char| !c.is_alphanumeric()).any(|one| one.to_lowercase() == word)
}

/// The object of a claim holds a word: `no comment on the airfield`.
fn object_holds(text: &str, found: &Extraction, at: usize, word: &str) -> bool {
    match &found.claims[at].object {
        End::Words(object) => holds(&text[object.clone()], &word.to_lowercase()),
        End::Claim(_) | End::Nothing => false,
    }
}

/// Both have a word in capitals: `Norland forces` and `Norland`.
fn shares_name(one: &str, other: &str) -> bool {
    let names = |words: &str| -> Vec<String> {
        let words = words.split(|c: char| !c.is_alphanumeric()).filter(|word| word.starts_with(char::is_uppercase));
        words.filter(|word| !["The", "A", "An"].contains(word)).map(str::to_owned).collect()
    };
    let other = names(other);
    names(one).iter().any(|name| other.contains(name))
}

/// The claim about a claim, as far out as one speaker tells it.
fn outermost(found: &Extraction, claim: usize) -> usize {
    let mut at = claim;
    for _ in 0..4 {
        let outer = (at + 1..found.claims.len()).take(6).find(|&outer| {
            found.claims[outer].object == End::Claim(at)
                && found.claims[outer].speaker == found.claims[at].speaker
                && found.claims[outer].rule != "reply"
                && PUTS.contains(&found.claims[outer].predicate.as_str())
        });
        match outer {
            Some(outer) => at = outer,
            None => break,
        }
    }
    at
}
