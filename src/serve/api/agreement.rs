//! How far coders agree, and where they do not.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::asked::Asked;
use crate::agreement::{Agreement, AgreementFigure, CodedText, Coder, Disagreement, Estimate, agreement};
use crate::deciding::{Coded, Texts, as_it_is_now, coded_rows, known_names};
use crate::diagnostic::Report;
use crate::review::ReviewClaim;
use crate::scoring::{OtherEnd, Phrase, ScoredClaim};
use crate::serve::fault::Fault;
use crate::serve::reading::Reading;

/// Answers `/api/agreement`. Tables are read as they are now, not as they were when the graph was made;
/// filters change nothing, for coders are held against each other over all that they coded.
pub(super) fn coders(reading: &Reading<'_>, asked: &Asked) -> Result<Value, Fault> {
    let project = &as_it_is_now(reading.graph.project());
    let mut report = Report::new(project.policy.clone());
    let coded = Coded::of(project, &asked.all("coder"), &known_names(reading.claims), &mut report)
        .map_err(|error| Fault::own(format!("the tables of claims cannot be read: {error}")))?;
    let texts = coded.texts(&Texts::of(project.clone()));
    let found = agreement(&coded.coders, &texts);
    let rows = coded_rows(project);
    let shown = Shown { coders: &coded.coders, texts: &texts, rows: &rows, found: &found };
    Ok(json!({
        "coders": found.coders.iter().map(|(name, n)| json!({ "name": name, "n_claims": n })).collect::<Vec<_>>(),
        "programs": coded.programs,
        "n_documents": found.n_documents,
        "n_read_alone": found.n_read_alone,
        "n_unsigned": coded.n_unsigned,
        "drawn_from": found.drawn.word(),
        "figures": found.figures.iter().map(figure).collect::<Vec<_>>(),
        "units": shown.units(),
    }))
}

fn figure(figure: &AgreementFigure) -> Value {
    let estimate = |one: Option<Estimate>| {
        one.map(|one| {
            json!({ "value": one.value, "low": one.interval.map(|ends| ends.0), "high": one.interval.map(|ends| ends.1) })
        })
    };
    json!({
        "figure": figure.name,
        "about": figure.about,
        "n": figure.n_units,
        "agreement": estimate(figure.agreement),
        "alpha": estimate(figure.measured.alpha),
        "ac1": estimate(figure.measured.ac1),
        "remarks": figure.remarks,
    })
}

/// What is needed to show units in which coders differ.
struct Shown<'a> {
    coders: &'a [Coder],
    texts: &'a BTreeMap<String, CodedText>,
    /// The rows of the claims by their identifiers.
    rows: &'a BTreeMap<String, ReviewClaim>,
    found: &'a Agreement,
}

impl Shown<'_> {
    /// The units in which coders differ, in the order of their first claims.
    fn units(&self) -> Vec<Value> {
        self.found.disagreements.chunk_by(|one, other| one.unit == other.unit).map(|fields| self.unit(fields)).collect()
    }

    fn unit(&self, fields: &[Disagreement]) -> Value {
        let (number, document) = fields.first().map_or((0, ""), |first| (first.unit, first.document.as_str()));
        let field = |one: &Disagreement| {
            let values = one.readings.iter().map(|reading| reading.as_ref().map(|reading| &reading.value));
            json!({ "field": one.field, "values": values.collect::<Vec<_>>() })
        };
        let claims = self.found.units.get(number).into_iter().flatten().enumerate();
        let claim = |(coder, at): (usize, &Option<usize>)| at.map(|at| self.claim(coder, at)).unwrap_or_default();
        json!({
            "unit": number + 1,
            "document": document,
            "has_text": self.texts.contains_key(document),
            "quote": fields.first().map(|first| &first.quote),
            "fields": fields.iter().map(field).collect::<Vec<_>>(),
            "claims": claims.map(claim).collect::<Vec<_>>(),
        })
    }

    /// A claim of a coder, as its row has it.
    fn claim(&self, coder: usize, at: usize) -> Value {
        let Some((coder, claim)) = self.coders.get(coder).and_then(|coder| Some((coder, coder.side.claims.get(at)?)))
        else {
            return Value::Null;
        };
        let row = self.rows.get(&claim.id);
        let place = coder.places.get(at);
        json!({
            "id": Some(&claim.id).filter(|id| !id.is_empty()),
            "seen": row.map(ReviewClaim::seen),
            "verdict": row.and_then(|row| row.verdict).map(crate::model::ReviewVerdict::word),
            "cells": row.map(|row| &row.cells),
            "sentence": format!("{} {} {}", claim.subject.words, claim.predicate, object_of(claim)).trim_end(),
            "parts": parts(claim),
            "file": place.map(|place| &place.file),
            "line": place.map(|place| place.line),
        })
    }
}

fn object_of(claim: &ScoredClaim) -> String {
    match &claim.object {
        OtherEnd::Words(object) => object.words.clone(),
        OtherEnd::Claim(id) => format!("#{id}"),
        OtherEnd::Nothing => String::new(),
    }
}

/// Where the quote and the parts of a claim stand.
fn parts(claim: &ScoredClaim) -> Vec<Value> {
    let object = match &claim.object {
        OtherEnd::Words(object) => object.span.clone(),
        OtherEnd::Claim(_) | OtherEnd::Nothing => None,
    };
    let of = |phrase: &Phrase| phrase.span.clone();
    let mut parts = vec![
        ("quote", of(&claim.quote)),
        ("subject", of(&claim.subject)),
        ("predicate", claim.trigger.clone()),
        ("object", object),
    ];
    parts.extend(claim.said_by.iter().map(|speaker| ("speaker", of(speaker))));
    let told = |(part, span): (&str, Option<std::ops::Range<u64>>)| {
        span.map(|span| json!({ "part": part, "start": span.start, "end": span.end }))
    };
    parts.into_iter().filter_map(told).collect()
}
