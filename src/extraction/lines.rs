//! How does an extraction leave? One line of JSON a claim or attribution, with places in code points of the text as it was read.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::attribution::Attribution;
use super::composition::Types;
use super::document::{End, ExtractedClaim, Extraction};
use super::open::open_confidence;
use super::text::{Span, Text};
use super::words::AttributionKind;
use crate::calibration::{Calibration, Traits, TraitsOf, WhatEnd};
use crate::model::Polarity;

/// The name of the rules and their version.
pub const RULES: &str = "relata-rules-1";

/// A claim as a line of JSON: what every way of extracting gives, and what is reviewed and measured.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ClaimLine {
    /// Always `claim`.
    pub kind: Cow<'static, str>,
    /// The identifier of the text.
    pub document: String,
    /// The identifier of the claim, which other lines name behind `#`.
    pub id: String,
    /// Who acts, in words of the text.
    pub subject: String,
    /// The label of the predicate.
    pub predicate: String,
    /// To whom, in words of the text; `#id` for another claim; empty where one acts alone.
    pub object: String,
    /// Who says it, in words of the text; empty where the text itself does.
    pub said_by: String,
    /// Yes or no.
    pub polarity: Cow<'static, str>,
    /// How sure the speaker is.
    pub certainty: Cow<'static, str>,
    /// As fact, plan, threat and so on.
    pub modality: Cow<'static, str>,
    /// The date in EDTF; empty where no phrase tells one.
    pub date: String,
    /// The phrase that tells the time.
    pub date_text: String,
    /// Where, in words of the text.
    pub place: String,
    /// What event it is where it stands.
    pub event_codes: Vec<String>,
    /// Claims that it confirms.
    pub confirms: Vec<String>,
    /// Claims that it denies.
    pub denies: Vec<String>,
    /// Claims that it leaves open.
    pub declines_to_comment: Vec<String>,
    /// The words it rests on.
    pub quote: String,
    /// The first code point of the quote.
    pub start: usize,
    /// The code point behind the quote.
    pub end: usize,
    /// The place of the subject.
    pub subject_start: usize,
    /// Its end.
    pub subject_end: usize,
    /// The place of the words that tell the act.
    pub predicate_start: usize,
    /// Their end.
    pub predicate_end: usize,
    /// The place of the object, where it is words.
    pub object_start: Option<usize>,
    /// Its end.
    pub object_end: Option<usize>,
    /// The place of the speaker.
    pub said_by_start: Option<usize>,
    /// Its end.
    pub said_by_end: Option<usize>,
    /// The place of the words that attribute.
    pub cue_start: Option<usize>,
    /// Their end.
    pub cue_end: Option<usize>,
    /// The rules that found it.
    pub rule: String,
    /// How likely it is that the claim is what the text says, between 0 and 1; nothing where nobody has measured it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f64>,
    /// Who found it: the name and version of all the rules, or of another way to extract.
    pub annotator: Cow<'static, str>,
    /// `both`, `rules` or `model`, where two ways of extracting were compared; else empty.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub found_by: Cow<'static, str>,
}

/// An attribution as a line of JSON.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AttributionLine {
    /// Always `attribution`.
    pub kind: Cow<'static, str>,
    /// The identifier of the text.
    pub document: String,
    /// The identifier of the attribution.
    pub id: String,
    /// Whose word it is, in words of the text; empty where the text leaves it out.
    pub source: String,
    /// The name that the source stands for.
    pub speaker: String,
    /// The words that attribute.
    pub cue: String,
    /// What is attributed.
    pub content: String,
    /// `speech`, `belief`, `plan` or `document`.
    pub attribution_kind: Cow<'static, str>,
    /// `negative` for `did not say`.
    pub polarity: Cow<'static, str>,
    /// `possible` for `may think`.
    pub certainty: Cow<'static, str>,
    /// The attribution whose content this one is in.
    pub parent: Option<String>,
    /// The place of the source.
    pub source_start: Option<usize>,
    /// Its end.
    pub source_end: Option<usize>,
    /// The place of the cue.
    pub cue_start: usize,
    /// Its end.
    pub cue_end: usize,
    /// The places of the content, piece by piece.
    pub content_spans: Vec<(usize, usize)>,
    /// The rule that found it.
    pub rule: Cow<'static, str>,
}

impl ClaimLine {
    /// Says how likely the claim is right, by what a calibration knows of claims found in the same way. An open triple has the
    /// measure of its rule already.
    pub fn calibrate(&mut self, calibration: &Calibration) {
        if open_confidence(&self.rule).is_none() {
            self.confidence = Some(calibration.confidence(&self.traits()));
        }
    }

    /// What tells how likely it is right.
    fn traits(&self) -> Traits<'_> {
        let object = match self.object.as_str() {
            "" => WhatEnd::Nothing,
            claim if claim.starts_with('#') => WhatEnd::Claim,
            words => {
                let start = self.object_start.and_then(|start| i64::try_from(start).ok());
                let end = i64::try_from(self.predicate_end).ok();
                WhatEnd::Words(words, start.zip(end).map(|(start, end)| start - end))
            }
        };
        let code = self.event_codes.iter().find_map(|code| code.strip_prefix("plover:"));
        let event = code.map(|code| code.split('-').next().unwrap_or(code));
        Traits::of(&TraitsOf { rule: &self.rule, subject: &self.subject, object, event })
    }
}

/// The lines of the claims of a text.
#[must_use]
pub fn claim_lines(document: &str, written: &str, extraction: &Extraction, types: &Types) -> Vec<ClaimLine> {
    let writer = Writer { document, text: Text::new(written), types };
    extraction.claims.iter().enumerate().map(|(at, claim)| writer.claim(at, claim, extraction)).collect()
}

/// Which attributions are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// Those that the text itself makes, and what they report others to have said.
    OfText,
    /// Those within quotations as well, and what others believe, plan or write by somebody's words.
    All,
}

/// The lines of the attributions of a text. The parent of one is the innermost of those told.
#[must_use]
pub fn attribution_lines(document: &str, written: &str, extraction: &Extraction, told: Told) -> Vec<AttributionLine> {
    let types = &Types::default();
    let writer = Writer { document, text: Text::new(written), types };
    let all = &extraction.attributions;
    let is_told = |at: &usize| told == Told::All || all[*at].is_of_text();
    // Contents in pieces may hold each other in a ring, in which the way outwards would not end.
    let outwards = |at: usize| std::iter::successors(all[at].parent, |at| all[*at].parent).take(all.len());
    let parent = |at: usize| outwards(at).find(|around| *around != at && is_told(around));
    (0..all.len()).filter(is_told).map(|at| writer.attribution(at, &all[at], parent(at))).collect()
}

struct Writer<'a> {
    document: &'a str,
    text: Text<'a>,
    types: &'a Types,
}

impl Writer<'_> {
    fn words(&self, span: Option<&Span>) -> String {
        span.and_then(|span| self.text.written.get(span.clone())).unwrap_or_default().to_owned()
    }

    fn id(&self, claim: usize) -> String {
        format!("{}-{}", self.document, claim + 1)
    }

    fn ids(&self, claims: &[usize]) -> Vec<String> {
        claims.iter().map(|&claim| self.id(claim)).collect()
    }

    fn place(&self, span: Option<&Span>) -> (Option<usize>, Option<usize>) {
        span.map(|span| self.text.in_code_points(span)).map_or((None, None), |span| (Some(span.start), Some(span.end)))
    }

    fn claim(&self, at: usize, claim: &ExtractedClaim, extraction: &Extraction) -> ClaimLine {
        let object_span = match &claim.object {
            End::Words(span) => Some(span),
            End::Claim(_) | End::Nothing => None,
        };
        let object = match &claim.object {
            End::Words(span) => self.words(Some(span)),
            End::Claim(claim) => format!("#{}", self.id(*claim)),
            End::Nothing => String::new(),
        };
        let cue = claim.attribution.and_then(|at| extraction.attributions.get(at)).map(|found| &found.cue);
        let quote = self.text.in_code_points(&claim.quote);
        let subject = self.text.in_code_points(&claim.subject);
        let predicate = self.text.in_code_points(&claim.trigger);
        let (object_start, object_end) = self.place(object_span);
        let confidence = open_confidence(&claim.rule);
        // An open triple has words of the text, which may be those of a predicate's name by chance.
        let predicate_words =
            if confidence.is_some() { claim.predicate.clone() } else { self.types.label(&claim.predicate) };
        let (said_by_start, said_by_end) = self.place(claim.speaker.as_ref());
        let (cue_start, cue_end) = self.place(cue);
        let mut line = ClaimLine {
            kind: "claim".into(),
            document: self.document.to_owned(),
            id: self.id(at),
            subject: self.words(Some(&claim.subject)),
            predicate: predicate_words,
            object,
            said_by: self.words(claim.speaker.as_ref()),
            polarity: claim.polarity.word().into(),
            certainty: claim.certainty.word().into(),
            modality: claim.modality.word().into(),
            date: claim.date.clone().unwrap_or_default(),
            date_text: self.words(claim.date_phrase.as_ref()),
            place: self.words(claim.place.as_ref()),
            event_codes: claim.event_codes.clone(),
            confirms: self.ids(&claim.confirms),
            denies: self.ids(&claim.denies),
            declines_to_comment: self.ids(&claim.declines_to_comment),
            quote: self.words(Some(&claim.quote)),
            start: quote.start,
            end: quote.end,
            subject_start: subject.start,
            subject_end: subject.end,
            predicate_start: predicate.start,
            predicate_end: predicate.end,
            object_start,
            object_end,
            said_by_start,
            said_by_end,
            cue_start,
            cue_end,
            rule: claim.rule.clone(),
            confidence,
            annotator: RULES.into(),
            found_by: Cow::Borrowed(""),
        };
        line.calibrate(Calibration::shipped());
        line
    }

    fn attribution(&self, at: usize, found: &Attribution, parent: Option<usize>) -> AttributionLine {
        let name = |at: usize| format!("{}-a{}", self.document, at + 1);
        let content: Vec<String> = found.content.iter().map(|span| self.words(Some(span))).collect();
        let cue = self.text.in_code_points(&found.cue);
        let (source_start, source_end) = self.place(found.source.as_ref());
        AttributionLine {
            kind: "attribution".into(),
            document: self.document.to_owned(),
            id: name(at),
            source: self.words(found.source.as_ref()),
            speaker: self.words(found.speaker.as_ref()),
            cue: self.words(Some(&found.cue)),
            content: content.join(" "),
            attribution_kind: match found.kind {
                AttributionKind::Speech => "speech",
                AttributionKind::Belief => "belief",
                AttributionKind::Plan => "plan",
                AttributionKind::Document => "document",
            }
            .into(),
            polarity: if found.negated { Polarity::Negative.word() } else { Polarity::Positive.word() }.into(),
            certainty: if found.possible { "possible" } else { "certain" }.into(),
            parent: parent.map(name),
            source_start,
            source_end,
            cue_start: cue.start,
            cue_end: cue.end,
            content_spans: found
                .content
                .iter()
                .map(|span| self.text.in_code_points(span))
                .map(|span| (span.start, span.end))
                .collect(),
            rule: found.rule.into(),
        }
    }
}
