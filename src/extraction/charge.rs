//! Which accusation does somebody answer who denies an accusation, or that he did wrong?

use super::act::Reading;
use super::answer::noun_of;
use super::document::{End, Extraction};
use super::reply::{Answering, Known};
use super::target::shares_name;
use crate::model::Modality;

/// Nouns for what somebody is accused of.
pub(super) const CHARGES: &[&str] =
    &["accusation", "accusations", "allegation", "allegations", "charge", "charges", "blame"];

/// Nouns for having done it.
const GUILT: &[&str] = &["responsibility", "involvement", "wrongdoing", "guilt", "complicity"];

/// Whether an accusation is answered, and which.
pub(super) enum Charged {
    /// This claim.
    With(usize),
    /// One that the text does not tell.
    Elsewhere,
    /// Something else is answered.
    NotAnswered,
}

/// Predicates of those who accuse.
pub(super) const ACCUSES: &[&str] = &[
    "accused",
    "alleged",
    "charged",
    "accused_of_abuses",
    "accused_of_aggression",
    "accused_of_crime",
    "accused_of_spying",
    "accused_of_war_crimes",
    "criticised",
    "condemned",
];

/// Claims before that are looked at for an accusation.
const NEAR_CHARGE: usize = 40;

impl Known<'_> {
    /// What somebody is accused of, where `the accusation` or `the charge` is answered; else that he is.
    pub(super) fn accused(&self, found: &Extraction, reading: &Reading, one: &Answering, nouns: &[usize]) -> Charged {
        let sentence = &reading.sentence;
        let is_one_of = |at: &usize, nouns: &[&str]| {
            let phrase = sentence.phrase(*at);
            phrase.is_some_and(|phrase| nouns.iter().any(|known| noun_of(phrase, &sentence.words).is(known)))
        };
        let Some(charge) = nouns.iter().copied().find(|at| is_one_of(at, CHARGES) || is_one_of(at, GUILT)) else {
            return Charged::NotAnswered;
        };
        let name = &self.text[one.speaker.clone()];
        let accuses = |at: &usize| {
            let claim = &found.claims[*at];
            ACCUSES.contains(&claim.predicate.as_str()) && self.text[claim.subject.clone()] != *name
        };
        // Who condemns an attack accuses nobody who then rejects an allegation.
        let charges = |at: &usize| !["condemned", "criticised"].contains(&found.claims[*at].predicate.as_str());
        let mut all =
            self.candidates_of_all(found, found.claims.len(), one.cue.start).take(NEAR_CHARGE).filter(accuses);
        let of_speaker = |at: &usize| match &found.claims[*at].object {
            End::Words(object) => shares_name(&self.text[object.clone()], name),
            End::Claim(_) | End::Nothing => false,
        };
        let latest = all.next();
        let own = latest.filter(of_speaker).or_else(|| all.find(of_speaker));
        // `denied any wrongdoing`: nobody answers so what others are accused of.
        let is_guilt = is_one_of(&charge, GUILT) && sentence.arguments(charge + 1, false).behind.is_empty();
        // `was accused of letting them escape`: nobody is told to accuse.
        let recent = self.starts.iter().rev().nth(1).copied().unwrap_or_default();
        let alleged = (recent..self.first.min(found.claims.len())).rev().find(|&at| {
            let claim = &found.claims[at];
            claim.modality == Modality::Hypothetical && claim.rule != "reply"
        });
        if let (None, Some(alleged)) = (own, alleged.filter(|_| latest.is_none_or(|latest| latest < recent))) {
            return Charged::With(alleged);
        }
        match own.or_else(|| latest.filter(|latest| !is_guilt && charges(latest))) {
            Some(charge) => Charged::With(inside_charge(found, charge).unwrap_or(charge)),
            None if is_guilt => Charged::Elsewhere,
            None => Charged::NotAnswered,
        }
    }
}

/// The claim of what somebody is accused of.
pub(super) fn inside_charge(found: &Extraction, charge: usize) -> Option<usize> {
    let outer = &found.claims[charge];
    let near = charge.saturating_sub(6)..(charge + 6).min(found.claims.len());
    near.filter(|&at| at != charge).find(|&at| {
        let claim = &found.claims[at];
        let cue = claim.attribution.map(|at| &found.attributions[at].cue);
        claim.rule != "reply"
            && cue.is_some_and(|cue| cue.start <= outer.trigger.start && outer.trigger.start < cue.end)
    })
}
