//! Which claims does a sentence answer? `denied the claim`, `declined to comment`, `neither confirmed nor denied it`, `That is a lie`.

use super::act::Reading;
use super::answer::{Answer, answer, answered_by, comment_from, pleads};
use super::charge::ACCUSES;
use super::composition::Types;
use super::document::{End, ExtractedClaim, Extraction};
use super::phrase::span_of;
use super::quotation::{Quotation, near};
use super::target::asks_whether;
use super::text::Span;
use super::verdict::{bare_verdict, elided, judged};
use super::words::Lexicon;
use crate::model::{Certainty, Modality, Polarity};

/// A verb that answers something.
#[derive(Debug, Clone)]
pub(super) struct Answering {
    /// The piece that is the verb.
    pub piece: usize,
    pub answer: Answer,
    pub cue: Span,
    pub speaker: Span,
    /// The noun that is answered, where it stands before the verb: `no such offer was made`.
    pub noun: Option<usize>,
    /// The act of the verb is told by the answer, and is no claim of its own.
    pub is_all: bool,
    /// It says yes or no, and leaves to the question before what to: `No.`, `said it had not`.
    pub is_bare: bool,
}

impl Answering {
    /// `pleaded not guilty` answers all that was said, and names nothing of it.
    pub(super) fn is_whole(&self, reading: &Reading) -> bool {
        reading.sentence.group(self.piece).is_some_and(|group| pleads(reading, group).is_some())
    }
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
    let verbs = (0..sentence.pieces.len()).filter(|&at| sentence.group(at).is_some());
    let helpers = verbs.clone().filter_map(|at| {
        let group = sentence.group(at)?;
        let (answer, cue) = (elided(reading, group, at)?, span_of(&sentence.words, &group.words));
        let speaker = around(sentence.words[group.main].span.start)?;
        Some(Answering { piece: at, answer, cue, speaker, noun: None, is_all: true, is_bare: true })
    });
    let bare: Vec<Answering> = helpers.chain(verdicts(known, reading, &around)).collect();
    verbs
        .filter_map(|at| {
            let group = sentence.group(at)?;
            let place = sentence.words[group.main].span.start;
            let (answer, speaker, noun, is_all) =
                if let Some((answer, by, noun)) = answered_by(known.lexicon, reading, group, at) {
                    (answer, span_of(&sentence.words, &by), Some(noun), true)
                } else if let Some((answer, is_all)) = answer(known.lexicon, reading, group, at) {
                    (answer, speakers.get(at).cloned().flatten()?, None, is_all)
                } else {
                    let (answer, noun) = judged(reading, group, at)?;
                    let named = comment_from(reading, at).map(|words| span_of(&sentence.words, &words));
                    (answer, named.or_else(|| around(place))?, noun, true)
                };
            let own = |span: &Span| ["i", "we", "you"].contains(&known.text[span.clone()].to_lowercase().as_str());
            // `“I deny it,” he told the radio`
            let speaker = if own(&speaker) { around(place).filter(|around| !own(around))? } else { speaker };
            Some(Answering {
                piece: at,
                answer,
                cue: span_of(&sentence.words, &group.words),
                speaker,
                noun,
                is_all,
                is_bare: false,
            })
        })
        .chain(bare)
        .collect()
}

/// `“Complete nonsense,” said the minister`
fn verdicts<'k>(
    known: &'k Known<'k>,
    reading: &'k Reading,
    around: &'k impl Fn(usize) -> Option<Span>,
) -> impl Iterator<Item = Answering> {
    let words = &reading.sentence.words;
    let whole = span_of(words, &(0..words.len()));
    let inside = near(known.quotations, &whole).iter().map(|quotation| quotation.inside.clone());
    let inside = inside.filter(move |inside| whole.start <= inside.start && inside.end <= whole.end);
    inside.filter_map(move |cue| {
        let answer = bare_verdict(&known.text[cue.clone()])?;
        let speaker = around(cue.start)?;
        let piece = reading.sentence.pieces.len();
        Some(Answering { piece, answer, cue, speaker, noun: None, is_all: true, is_bare: true })
    })
}

/// Adds what the verbs of a sentence answer; its own claims are there already.
pub(super) fn reply(known: &Known, reading: &Reading, sentence: &Span, answers: &[Answering], found: &mut Extraction) {
    let mut answered: Vec<(usize, Answer)> = Vec::new();
    for one in answers {
        // `neither confirmed nor denied` answers once.
        let again =
            one.answer == Answer::LeavesOpen && answered.iter().any(|(_, answer)| *answer == Answer::LeavesOpen);
        if again || links(known, one, reading, found) {
            continue;
        }
        let Some(target) = known.answered(found, reading, one) else { continue };
        if answered.contains(&(target, one.answer)) {
            continue;
        }
        answered.push((target, one.answer));
        let Some(claim) = found.claims.get(target) else { continue };
        let claim = reply_to(claim, target, one, sentence, found, known.types);
        // Who says twice that he says nothing says it once.
        let again = |before: &ExtractedClaim| {
            let by = |claim: &ExtractedClaim| claim.speaker.clone().unwrap_or_else(|| claim.subject.clone());
            before.rule == "reply"
                && known.text[by(before)] == known.text[by(&claim)]
                && before.object == claim.object
                && before.confirms == claim.confirms
                && before.denies == claim.denies
                && before.declines_to_comment == claim.declines_to_comment
        };
        if !found.claims.iter().rev().take(6).any(again) {
            found.claims.push(claim);
        }
    }
}

/// The claim of somebody who answers another one.
fn reply_to(
    told: &ExtractedClaim,
    target: usize,
    one: &Answering,
    sentence: &Span,
    found: &Extraction,
    types: &Types,
) -> ExtractedClaim {
    let mut claim = told.clone();
    claim.confirms.clear();
    claim.denies.clear();
    claim.declines_to_comment.clear();
    match one.answer {
        Answer::Confirms => {
            claim.confirms.push(target);
            if claim.polarity == Polarity::Underspecified {
                (claim.polarity, claim.certainty) = (Polarity::Positive, Certainty::Certain);
            }
        }
        Answer::Denies => {
            claim.denies.push(target);
            claim.polarity = match claim.polarity {
                Polarity::Positive => Polarity::Negative,
                Polarity::Negative => Polarity::Positive,
                // What was only asked is answered with no.
                Polarity::Underspecified => {
                    claim.certainty = Certainty::Certain;
                    Polarity::Negative
                }
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
    if ACCUSES.contains(&claim.predicate.as_str()) && one.answer == Answer::Denies {
        claim = contest(claim, target, one, types);
    }
    claim.quote = one.cue.start.max(sentence.start)..sentence.end;
    if sentence.contains(&one.speaker.start) {
        claim.quote.start = claim.quote.start.min(one.speaker.start);
    }
    "reply".clone_into(&mut claim.rule);
    claim
}

/// Turns the denial of an accusation whose content is not told into the act that it is: nobody denies that he is accused.
fn contest(claim: ExtractedClaim, target: usize, one: &Answering, types: &Types) -> ExtractedClaim {
    ExtractedClaim {
        subject: one.speaker.clone(),
        predicate: "contested".to_owned(),
        object: End::Claim(target),
        trigger: one.cue.clone(),
        speaker: None,
        polarity: Polarity::Positive,
        modality: Modality::Actual,
        certainty: Certainty::Certain,
        event_codes: types.codes("contested").unwrap_or_default(),
        denies: Vec::new(),
        date: None,
        date_phrase: None,
        place: None,
        ..claim
    }
}

/// `denied that it had attacked Vesk`, `admitted meeting the rebels`: the claim is in the sentence itself, and answers the one before
/// that says the same of the same. True where nothing else is answered.
fn links(known: &Known, one: &Answering, reading: &Reading, found: &mut Extraction) -> bool {
    let content = content_of(reading, one.piece);
    let is_told = |claim: &ExtractedClaim| {
        let cue = claim.attribution.is_some_and(|at| found.attributions[at].cue == one.cue);
        // `declined to say whether it would send ships` leaves that open, and nothing else.
        let open = one.answer == Answer::LeavesOpen
            && asks_whether(reading, one)
            && claim.polarity == Polarity::Underspecified;
        cue || open || content.is_some_and(|content| content == claim.trigger.start)
    };
    let own: Vec<usize> = (known.first..found.claims.len())
        .filter(|&at| {
            let claim = &found.claims[at];
            claim.rule != "reply" && claim.trigger.start > one.cue.start && is_told(claim)
        })
        .collect();
    // Who tells himself what he denies or admits answers nothing else.
    let mut is_linked = (one.answer != Answer::LeavesOpen || asks_whether(reading, one)) && !own.is_empty();
    for at in own {
        let claim = &found.claims[at];
        let text = |span: &Span| known.text[span.clone()].to_lowercase();
        let same = |other: &ExtractedClaim| {
            let ends = match (&claim.object, &other.object) {
                (End::Words(one), End::Words(two)) => text(one) == text(two),
                (one, two) => one == two && *one != End::Nothing,
            };
            (ends || text(&claim.subject) == text(&other.subject))
                && super::definite::are_near(&claim.predicate, &other.predicate, known.types)
        };
        let before = known.candidates(found, &one.speaker, known.first).find(|&before| same(&found.claims[before]));
        let claim = &mut found.claims[at];
        claim.speaker.get_or_insert_with(|| one.speaker.clone());
        if one.answer == Answer::LeavesOpen {
            claim.polarity = Polarity::Underspecified;
            claim.certainty = Certainty::Underspecified;
        }
        let Some(before) = before else { continue };
        match one.answer {
            Answer::Confirms => claim.confirms.push(before),
            Answer::Denies => claim.denies.push(before),
            Answer::LeavesOpen => claim.declines_to_comment.push(before),
        }
        is_linked = true;
    }
    is_linked
}

/// Where the verb stands that tells what is answered: `met` of `admitted that it had met`.
fn content_of(reading: &Reading, piece: usize) -> Option<usize> {
    let sentence = &reading.sentence;
    let arguments = sentence.arguments(piece + 1, true);
    let content = arguments.content.filter(|_| arguments.objects.is_empty())?;
    Some(sentence.words[sentence.group(content)?.main].span.start)
}
