//! Are claims right as often as their confidence says?

use super::figure::Figure;
use super::pairs::{Pair, pairs};
use super::sides::{Annotated, ScoredClaim};
use crate::calibration::Judged;

/// The claims that rules found, each with what tells how likely it is right and whether the gold has it. Open triples, whose rules
/// begin with `open-`, are left out: no gold of claims has them.
#[must_use]
pub fn judged(gold: &Annotated, extracted: &Annotated) -> Vec<Judged> {
    let right = are_right(extracted, &pairs(gold, extracted));
    let claims = extracted.claims.iter().zip(right);
    let by_rule = claims.filter(|(claim, _)| !claim.rule.is_empty() && !claim.rule.starts_with("open-"));
    by_rule.map(|(claim, is_right)| claim.judged(is_right)).collect()
}

/// Whether each claim is paired.
fn are_right(extracted: &Annotated, pairs: &[Pair]) -> Vec<bool> {
    let mut right = vec![false; extracted.claims.len()];
    for pair in pairs {
        right[pair.extracted] = true;
    }
    right
}

/// The fifths of the way from 0 to 1: where each ends, and the name and meaning of its figure.
const FIFTHS: [(f64, &str, &str); 5] = [
    (0.2, "right-below-0.2", "claims with confidence below 0.2 that are in the gold"),
    (0.4, "right-from-0.2", "claims with confidence from 0.2 to 0.4 that are"),
    (0.6, "right-from-0.4", "claims with confidence from 0.4 to 0.6 that are"),
    (0.8, "right-from-0.6", "claims with confidence from 0.6 to 0.8 that are"),
    (f64::INFINITY, "right-from-0.8", "claims with confidence from 0.8 on that are"),
];

/// How far the confidence of claims is from what is so.
pub(super) fn figures(extracted: &Annotated, pairs: &[Pair]) -> Vec<Figure> {
    let right = are_right(extracted, pairs);
    let said = |(claim, is_right): (&ScoredClaim, bool)| claim.confidence.map(|said| (said, is_right));
    reliability(&extracted.claims.iter().zip(right).filter_map(said).collect::<Vec<_>>())
}

/// How far what is said of claims, each between 0 and 1, is from whether they are right: over all, and in each fifth. Nothing where
/// nothing is said.
#[must_use]
pub fn reliability(claims: &[(f64, bool)]) -> Vec<Figure> {
    if claims.is_empty() {
        return Vec::new();
    }
    let n_right = |claims: &[&(f64, bool)]| claims.iter().filter(|(_, is_right)| *is_right).count();
    let all: Vec<&(f64, bool)> = claims.iter().collect();
    let mean = |name, about, sum| Figure::mean(name, about, sum, n_right(&all), claims.len());
    let off = |(said, is_right): &&(f64, bool)| said - f64::from(u8::from(*is_right));
    let squares: f64 = all.iter().map(|claim| off(claim).powi(2)).sum();
    // Who gives each claim the share that is right is off by that share where it is wrong, and by the rest where it is right.
    let wrong = claims.len() - n_right(&all);
    let known = Figure::share("", "", n_right(&all), claims.len()).value.unwrap_or_default();
    let base = (1.0 - known).powi(2) * count(n_right(&all)) + known.powi(2) * count(wrong);
    let mut fifths = Vec::new();
    let (mut from, mut gaps) = (f64::NEG_INFINITY, 0.0);
    for (to, name, about) in FIFTHS {
        let own: Vec<&(f64, bool)> = claims.iter().filter(|(said, _)| (from..to).contains(said)).collect();
        from = to;
        gaps += own.iter().map(off).sum::<f64>().abs();
        fifths.push(Figure::share(name, about, n_right(&own), own.len()));
    }
    let mut figures = vec![
        mean("brier", "squared distance of confidence from right (1) or wrong (0), the mean", squares),
        mean("brier-base", "the same if each claim had the share that is right", base),
        mean("calibration-error", "distance of confidence from the share that is right, over fifths", gaps),
    ];
    figures.extend(fifths);
    figures
}

#[expect(clippy::cast_precision_loss, reason = "nothing is counted here that a double could not hold")]
fn count(n: usize) -> f64 {
    n as f64
}
