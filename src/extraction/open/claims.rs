//! How does an open triple become a claim? It takes speaker, polarity, modality and date like any other.

use jiff::civil::Date;

use super::super::act::Reading;
use super::super::around::{attribution_around, date_of};
use super::super::dates::{DatePhrase, date_phrases};
use super::super::document::{End, ExtractedClaim, Extraction};
use super::super::phrase::span_of;
use super::super::tagging::{Tag, Word};
use super::super::text::Span;
use super::super::words::Classes;
use super::chunk::Verb;
use super::triples::{OpenTriple, Relation, open_triples};
use super::words::GeneralWords;
use crate::model::{Certainty, Modality, Polarity};

/// What the open triples of a sentence are made with.
pub(in super::super) struct Around<'a> {
    pub text: &'a str,
    pub general: &'a GeneralWords,
    pub found: &'a Extraction,
    /// The first claim of the sentence that a frame found.
    pub first: usize,
    pub published: Option<Date>,
    /// The phrases of the sentence that tell a time, where somebody has looked for them already.
    pub dates: Option<Vec<DatePhrase>>,
}

/// The open triples of a sentence as claims.
pub(in super::super) fn open_claims(mut around: Around, reading: &Reading, sentence: &Span) -> Vec<ExtractedClaim> {
    let triples = open_triples(&reading.sentence.words, around.general);
    if triples.is_empty() {
        return Vec::new();
    }
    let timed = |word: &Word| matches!(word.tag, Tag::Time | Tag::Number) || word.has(Classes::TIME);
    let has_time = reading.sentence.words.iter().any(timed);
    let looked = || date_phrases(around.text, sentence, around.published);
    let dates = if has_time { around.dates.take().unwrap_or_else(looked) } else { Vec::new() };
    let mut claims: Vec<ExtractedClaim> = Vec::with_capacity(triples.len());
    for triple in &triples {
        let claim = claim(&around, reading, triple, &dates);
        let is_new = |known: &ExtractedClaim| {
            known.subject != claim.subject || known.trigger != claim.trigger || known.object != claim.object
        };
        if claims.iter().all(is_new) {
            claims.push(claim);
        }
    }
    claims
}

/// How likely an open triple of a rule is what the text says; nothing for another rule.
///
/// Shares of triples of which half the words or more stand in one that somebody had written for the sentence, rounded; measured on
/// 641 sentences of encyclopaedias and news.
pub(in super::super) fn open_confidence(rule: &str) -> Option<f64> {
    Some(match rule {
        "open-clause" | "open-shared" => 0.8,
        "open-relative" | "open-said" | "open-moved" => 0.7,
        "open-participle" | "open-alone" => 0.6,
        "open-beside" | "open-apposition" => 0.5,
        "open-gerund" => 0.45,
        _ => return None,
    })
}

fn claim(around: &Around, reading: &Reading, triple: &OpenTriple, dates: &[DatePhrase]) -> ExtractedClaim {
    let words = &reading.sentence.words;
    let subject = span_of(words, &triple.subject);
    let object = (!triple.object.is_empty()).then(|| span_of(words, &triple.object));
    let (predicate, trigger) = match &triple.relation {
        Relation::Words(range) => {
            let span = span_of(words, range);
            (around.text[span.clone()].to_owned(), span)
        }
        Relation::Left(word, range) => ((*word).to_owned(), span_of(words, range)),
    };
    let attributions = &around.found.attributions;
    let attribution = attribution_around(attributions, trigger.start, &trigger);
    let date = date_of(dates, attributions, reading, &trigger);
    let ends = [Some(&subject), Some(&trigger), object.as_ref()];
    let start = ends.iter().flatten().map(|span| span.start).min().unwrap_or(trigger.start);
    let end = ends.iter().flatten().map(|span| span.end).max().unwrap_or(trigger.end);
    let mut claim = ExtractedClaim {
        subject,
        predicate,
        trigger,
        object: object.map_or(End::Nothing, End::Words),
        attribution,
        speaker: attribution.and_then(|at| attributions[at].speaker.clone()),
        certainty: certainty(triple.verb.as_ref()),
        polarity: polarity(reading, triple.verb.as_ref()),
        modality: modality(triple),
        date: date.as_ref().and_then(|date| date.edtf.clone()),
        date_phrase: date.map(|date| date.span),
        place: place(words, triple),
        event_codes: Vec::new(),
        confirms: Vec::new(),
        denies: Vec::new(),
        declines_to_comment: Vec::new(),
        quote: start..end,
        rule: triple.rule.to_owned(),
    };
    // What a frame has found in the same verb is known better than the words alone can tell.
    let main = triple.verb.as_ref().and_then(|verb| words.get(verb.main)).map(|word| &word.span);
    let told = around.found.claims[around.first..].iter().find(|told| Some(&told.trigger) == main);
    if let Some(told) = told {
        claim.event_codes.clone_from(&told.event_codes);
        claim.polarity = told.polarity;
        claim.modality = told.modality;
        claim.certainty = told.certainty;
    }
    claim
}

fn certainty(verb: Option<&Verb>) -> Certainty {
    match verb {
        Some(verb) if verb.possible => Certainty::Possible,
        Some(verb) if verb.probable => Certainty::Probable,
        _ => Certainty::Certain,
    }
}

fn polarity(reading: &Reading, verb: Option<&Verb>) -> Polarity {
    match verb {
        _ if reading.question => Polarity::Underspecified,
        Some(verb) if verb.negated => Polarity::Negative,
        _ => Polarity::Positive,
    }
}

fn modality(triple: &OpenTriple) -> Modality {
    match &triple.verb {
        _ if triple.conditional => Modality::Hypothetical,
        Some(verb) if verb.obliged => Modality::Opinion,
        Some(verb) if verb.future => Modality::Planned,
        _ => Modality::Actual,
    }
}

/// The name of a place before the subject: `In Orlund, the mill was sold`.
fn place(words: &[Word], triple: &OpenTriple) -> Option<Span> {
    let leading = triple.leading.clone()?;
    let first = words.get(leading.start)?;
    let inside = leading.start + 1..leading.end;
    let names = words.get(inside.clone())?.iter().any(|word| word.tag == Tag::Name);
    let timed = words.get(inside.clone())?.iter().any(|word| matches!(word.tag, Tag::Time | Tag::Number));
    let located = ["in", "at", "near", "outside"].iter().any(|word| first.is(word));
    (located && names && !timed).then(|| span_of(words, &inside))
}
