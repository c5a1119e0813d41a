//! Where coders differ, one field of one unit after the other.

use super::coders::RowPlace;
use super::fields::{FIELDS, Reader, Value, sentence};
use super::units::Unit;

/// A field in which coders say different things of one unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disagreement {
    /// The unit, by its place among all.
    pub unit: usize,
    /// The document.
    pub document: String,
    /// The words that the claims rest on, as the first coder who tells them has them.
    pub quote: String,
    /// The field: `found` where somebody who read the document has no claim of this.
    pub field: &'static str,
    /// What each coder says; none of those who did not read the document, or say nothing that could be compared.
    pub readings: Vec<Option<Reading>>,
}

/// What a coder says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reading {
    /// The value in words; empty where the coder has no claim.
    pub value: String,
    /// The row, where there is one.
    pub place: Option<RowPlace>,
}

/// All disagreements, unit by unit.
pub(super) fn disagreements(reader: &Reader<'_>, units: &[Unit<'_>]) -> Vec<Disagreement> {
    let mut found = Vec::new();
    for (number, unit) in units.iter().enumerate() {
        let mut quotes = (0..unit.claims.len()).filter_map(|coder| Some(&reader.claim(unit, coder)?.quote.words));
        let quote = quotes.find(|words| !words.is_empty()).cloned().unwrap_or_default();
        let all = std::iter::once(("found", missing(reader, unit)));
        let all =
            all.chain(FIELDS.iter().map(|field| (field.name, differing(reader, unit, &field.values(reader, unit)))));
        found.extend(all.filter_map(|(field, readings)| {
            let document = unit.document.to_owned();
            Some(Disagreement { unit: number, document, quote: quote.clone(), field, readings: readings? })
        }));
    }
    found
}

/// The claims of a unit that not all readers have.
fn missing(reader: &Reader<'_>, unit: &Unit<'_>) -> Option<Vec<Option<Reading>>> {
    let is_missing = |coder: &usize| unit.claims.get(*coder).is_none_or(Option::is_none);
    unit.readers.iter().any(is_missing).then(|| {
        let reading = |coder: usize| {
            let value = reader.claim(unit, coder).map(sentence).unwrap_or_default();
            unit.readers.contains(&coder).then(|| Reading { value, place: place(reader, unit, coder) })
        };
        (0..reader.coders.len()).map(reading).collect()
    })
}

fn differing(reader: &Reader<'_>, unit: &Unit<'_>, values: &[Option<Value>]) -> Option<Vec<Option<Reading>>> {
    let mut told = values.iter().flatten();
    let first = told.next()?;
    told.any(|other| other.value != first.value).then(|| {
        let reading = |(coder, value): (usize, &Option<Value>)| {
            let value = value.as_ref()?.shown.clone();
            Some(Reading { value, place: place(reader, unit, coder) })
        };
        values.iter().enumerate().map(reading).collect()
    })
}

fn place(reader: &Reader<'_>, unit: &Unit<'_>, coder: usize) -> Option<RowPlace> {
    reader.coders.get(coder)?.places.get((*unit.claims.get(coder)?)?).cloned()
}
