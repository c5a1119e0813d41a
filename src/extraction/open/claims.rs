//! How does an open triple become a claim? It takes speaker, polarity, modality and date like any other.

use jiff::civil::Date;

use super::super::act::Reading;
use super::super::dates::{DatePhrase, date_phrases};
use super::super::document::{End, ExtractedClaim, Extraction, attribution_around};
use super::super::phrase::span_of;
use super::super::text::Span;
use super::triples::{OpenTriple, Relation, open_triples};
use super::words::GeneralWords;
use crate::model::{Certainty, Modality, Polarity};

/// What open triples of a sentence are made with.
pub(in super::super) struct Around<'a> {
    pub text: &'a str,
    pub general: &'a GeneralWords,
    pub found: &'a Extraction,
    pub published: Option<Date>,
}

/// The open triples of a sentence as claims.
pub(in super::super) fn open_claims(around: &Around, reading: &Reading, sentence: &Span) -> Vec<ExtractedClaim> {
    let triples = open_triples(&reading.sentence.words, around.general);
    if triples.is_empty() {
        return Vec::new();
    }
    let dates = date_phrases(around.text, sentence, around.published);
    triples.iter().map(|triple| claim(around, reading, triple, &dates)).collect()
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
    let attribution = attribution_around(&around.found.attributions, trigger.start, &trigger);
    let speaker = attribution.and_then(|at| around.found.attributions[at].speaker.clone());
    let ends = [Some(&subject), Some(&trigger), object.as_ref()];
    let start = ends.iter().flatten().map(|span| span.start).min().unwrap_or(trigger.start);
    let end = ends.iter().flatten().map(|span| span.end).max().unwrap_or(trigger.end);
    let verb = triple.verb.as_ref();
    let is = |mark: fn(&super::chunk::Verb) -> bool| verb.is_some_and(mark);
    let date = dates.iter().filter(|date| date.edtf.is_some()).min_by_key(|date| date.span.start.abs_diff(trigger.start));
    ExtractedClaim {
        subject,
        predicate,
        trigger,
        object: object.map_or(End::Nothing, End::Words),
        attribution,
        speaker,
        certainty: match () {
            () if is(|verb| verb.possible) => Certainty::Possible,
            () if is(|verb| verb.probable) => Certainty::Probable,
            () => Certainty::Certain,
        },
        polarity: match () {
            () if reading.question => Polarity::Underspecified,
            () if is(|verb| verb.negated) => Polarity::Negative,
            () => Polarity::Positive,
        },
        modality: if is(|verb| verb.future) { Modality::Planned } else { Modality::Actual },
        date: date.and_then(|date| date.edtf.clone()),
        date_phrase: date.map(|date| date.span.clone()),
        place: None,
        event_codes: Vec::new(),
        confirms: Vec::new(),
        denies: Vec::new(),
        declines_to_comment: Vec::new(),
        quote: start..end,
        rule: triple.rule.to_owned(),
    }
}
