//! What do coders take up at all? Claims, pairs of actors, sentences and words, each found or not.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::coders::{CodedText, Coder, readers};
use super::coefficients::Tally;
use super::fields::Reader;
use super::units::Unit;
use crate::scoring::OtherEnd;

/// A part of a figure, with the document that it belongs to.
pub(super) type Part<'c, T> = (&'c str, T);

/// A share as what is counted and of how much.
pub(super) type Share = (f64, f64);

/// The values of what is found or not, by number.
pub(super) const FOUND_OR_NOT: [&str; 2] = ["not found", "found"];

/// Of each unit, for every two readers: twice the claims that both made, of the claims that either made.
pub(super) fn found<'c>(units: &[Unit<'c>]) -> Vec<Part<'c, Share>> {
    let share = |unit: &Unit<'_>| {
        let made = |reader: &usize| f64::from(u8::from(unit.claims.get(*reader).is_some_and(Option::is_some)));
        let pairs = pairs_of(&unit.readers);
        pairs.fold((0.0, 0.0), |(both, either), (one, other)| {
            (both + 2.0 * made(one) * made(other), either + made(one) + made(other))
        })
    };
    units.iter().map(|unit| (unit.document, share(unit))).collect()
}

/// Of each unit, for every two claims that tell their words: how far these agree.
pub(super) fn spans<'c>(reader: &Reader<'_>, units: &[Unit<'c>]) -> Vec<Part<'c, Share>> {
    let mut parts = Vec::new();
    for unit in units {
        for (one, other) in pairs_of(&unit.readers) {
            let quote = |coder: &usize| reader.claim(unit, *coder).map(|claim| &claim.quote);
            let both =
                quote(one).zip(quote(other)).filter(|(one, other)| !one.words.is_empty() && !other.words.is_empty());
            parts.extend(both.map(|(one, other)| (unit.document, (one.agreement(other), 1.0))));
        }
    }
    parts
}

fn pairs_of(readers: &[usize]) -> impl Iterator<Item = (&usize, &usize)> {
    readers.iter().enumerate().flat_map(|(at, one)| readers[at + 1..].iter().map(move |other| (one, other)))
}

/// Of each two actors that anybody names in a document as an end of a claim: whether each reader has a claim of one and the other.
pub(super) fn pairs<'c>(reader: &Reader<'c>) -> Vec<Part<'c, Tally>> {
    let mut parts = Vec::new();
    for (document, readers) in read_by_several(reader.coders) {
        let linked: Vec<BTreeSet<[String; 2]>> =
            readers.iter().map(|coder| linked(reader, &reader.coders[*coder], document)).collect();
        let actors: BTreeSet<&String> = linked.iter().flatten().flatten().collect();
        let actors: Vec<&String> = actors.into_iter().collect();
        for (at, one) in actors.iter().enumerate() {
            for other in &actors[at + 1..] {
                let pair = [(*one).clone(), (*other).clone()];
                let n_linked = linked.iter().filter(|linked| linked.contains(&pair)).count();
                parts.push((document, Tally::of_found(n_linked, readers.len())));
            }
        }
    }
    parts
}

/// The pairs of actors that a coder has claims of in a document, each in the order of texts.
fn linked(reader: &Reader<'_>, coder: &Coder, document: &str) -> BTreeSet<[String; 2]> {
    let pair = |claim: &crate::scoring::ScoredClaim| {
        let OtherEnd::Words(object) = &claim.object else { return None };
        let mut pair = [&claim.subject, object].map(|end| reader.names.label(document, end));
        pair.sort();
        (pair[0] != pair[1]).then_some(pair)
    };
    coder.side.claims.iter().filter(|claim| claim.document == document).filter_map(pair).collect()
}

fn read_by_several(coders: &[Coder]) -> impl Iterator<Item = (&str, Vec<usize>)> {
    readers(coders).into_iter().filter(|(_, readers)| readers.len() > 1)
}

/// What coders make of the texts that are at hand.
#[derive(Debug, Default)]
pub(super) struct InTexts<'c> {
    /// Of each sentence: whether each reader has a claim that rests on it.
    pub(super) sentences: Vec<Part<'c, Tally>>,
    /// Of the words of each sentence: whether each reader has a claim that rests on them.
    pub(super) words: Vec<Part<'c, Tally>>,
    /// Claims whose words stand nowhere in the text, or at several places.
    pub(super) n_unplaced: usize,
}

/// Counts sentences and words of texts that several coders read.
pub(super) fn in_texts<'c>(coders: &'c [Coder], texts: &BTreeMap<String, CodedText>) -> InTexts<'c> {
    let mut found = InTexts::default();
    for (document, readers) in read_by_several(coders) {
        let Some(text) = texts.get(document) else { continue };
        let mut quoted: Vec<Vec<Range<u64>>> = Vec::new();
        for coder in &readers {
            let claims = coders[*coder].side.claims.iter().filter(|claim| claim.document == document);
            let places: Vec<Option<Range<u64>>> = claims.map(|claim| text.place_of(&claim.quote)).collect();
            found.n_unplaced += places.iter().filter(|place| place.is_none()).count();
            quoted.push(places.into_iter().flatten().collect());
        }
        let n_quoting = |part: &Range<u64>| {
            let touches = |quote: &Range<u64>| quote.start < part.end && part.start < quote.end;
            quoted.iter().filter(|quotes| quotes.iter().any(touches)).count()
        };
        let mut words = text.words.iter().peekable();
        for sentence in &text.sentences {
            found.sentences.push((document, Tally::of_found(n_quoting(sentence), readers.len())));
            let mut inside = Vec::new();
            while let Some(word) = words.next_if(|word| word.start < sentence.end) {
                inside.push(Tally::of_found(n_quoting(word), readers.len()));
            }
            found.words.push((document, Tally::sum(&inside, FOUND_OR_NOT.len())));
        }
    }
    found
}
