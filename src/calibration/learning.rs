//! What points does a gold give the traits?

use std::collections::BTreeMap;

use super::points::{Calibration, Weighed, share};
use super::traits::{NAMES, Traits};

/// A claim that was held against a gold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// The text it was found in.
    pub document: String,
    /// Its traits.
    pub traits: Traits<'static>,
    /// The gold has it.
    pub is_right: bool,
}

/// How strongly points are kept near 0: as if each value had been seen twelve times more, and half of those were right.
const RIDGE: f64 = 3.0;

/// The claims that a value needs to have points.
const LEAST: usize = 4;

/// The rounds after which points no longer change; a dozen do in practice.
const ROUNDS: usize = 100;

impl Calibration {
    /// Learns the points of all traits from claims that were held against a gold: those that make it most likely that of the
    /// claims just those are right that are (a logistic regression with a ridge). The order of the claims makes no difference.
    #[must_use]
    pub fn learn(claims: &[Judged]) -> Calibration {
        let all: Vec<&Judged> = claims.iter().collect();
        learn(&all)
    }
}

/// Says of each claim how likely it is right by what all other texts teach, and whether it is. Nothing where there is only one text.
#[must_use]
pub fn left_out(claims: &[Judged]) -> Vec<(f64, bool)> {
    let mut documents: BTreeMap<&str, Vec<&Judged>> = BTreeMap::new();
    for claim in claims {
        documents.entry(&claim.document).or_default().push(claim);
    }
    if documents.len() < 2 {
        return Vec::new();
    }
    let mut left = Vec::with_capacity(claims.len());
    for (document, own) in &documents {
        let others: Vec<&Judged> = claims.iter().filter(|claim| claim.document != *document).collect();
        let learned = learn(&others);
        left.extend(own.iter().map(|claim| (learned.confidence(&claim.traits), claim.is_right)));
    }
    left
}

/// One value of a trait while its points are looked for.
struct Sought {
    name: usize,
    points: Weighed,
    /// The claims that have it.
    claims: Vec<usize>,
}

fn learn(claims: &[&Judged]) -> Calibration {
    let n_right = claims.iter().filter(|claim| claim.is_right).count();
    // One right and one wrong claim more keep the logarithm finite.
    #[expect(clippy::cast_precision_loss, reason = "nothing is counted here that a double could not hold")]
    let mut base = ((n_right + 1) as f64 / (claims.len() - n_right + 1) as f64).ln();
    let mut sought = values(claims);
    let mut sums = vec![base; claims.len()];
    for _ in 0..ROUNDS {
        let everyone: Vec<usize> = (0..claims.len()).collect();
        let mut largest = step(claims, &mut sums, &everyone, &mut base, 0.0);
        for value in &mut sought {
            largest = largest.max(step(claims, &mut sums, &value.claims, &mut value.points.points, RIDGE));
        }
        if largest < 1e-6 {
            break;
        }
    }
    base += centre(&mut sought, claims.len());
    let base = Weighed { value: "all".to_owned(), points: rounded(base), n_claims: claims.len(), n_right };
    let mut found = Calibration { base, traits: std::array::from_fn(|_| Vec::new()) };
    for Sought { name, points, .. } in sought {
        found.traits[name].push(Weighed { points: rounded(points.points), ..points });
    }
    found
}

/// The values of all traits that enough claims have, the most frequent first.
fn values(claims: &[&Judged]) -> Vec<Sought> {
    let mut found = Vec::new();
    for name in 0..NAMES.len() {
        let mut having: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, claim) in claims.iter().enumerate() {
            having.entry(&claim.traits.0[name]).or_default().push(at);
        }
        let mut having: Vec<(&str, Vec<usize>)> =
            having.into_iter().filter(|(value, claims)| claims.len() >= LEAST && !value.is_empty()).collect();
        having.sort_by_key(|(_, claims)| std::cmp::Reverse(claims.len()));
        found.extend(having.into_iter().map(|(value, having)| {
            let n_right = having.iter().filter(|at| claims[**at].is_right).count();
            let points = Weighed { value: value.to_owned(), points: 0.0, n_claims: having.len(), n_right };
            Sought { name, points, claims: having }
        }));
    }
    found
}

/// Moves the points of one value to where the claims that have it want them, and says how far that was. `sums` has the points
/// of each claim.
fn step(claims: &[&Judged], sums: &mut [f64], having: &[usize], points: &mut f64, ridge: f64) -> f64 {
    let (mut slope, mut bend) = (-ridge * *points, ridge);
    for &at in having {
        let likely = share(sums[at]);
        slope += f64::from(u8::from(claims[at].is_right)) - likely;
        bend += likely * (1.0 - likely);
    }
    // Without a claim, or where all is certain, nothing moves; a step that is too long would not come back.
    let change = if bend > 1e-9 { (slope / bend).clamp(-2.0, 2.0) } else { 0.0 };
    *points += change;
    for &at in having {
        sums[at] += change;
    }
    change.abs()
}

/// Takes from the points of each trait what its claims have of it on average, so that a value nobody has seen, which has no points,
/// is like all. Returns what was taken.
#[expect(clippy::cast_precision_loss, reason = "nothing is counted here that a double could not hold")]
fn centre(sought: &mut [Sought], n_claims: usize) -> f64 {
    let mut taken = 0.0;
    for name in 0..NAMES.len() {
        let own = || sought.iter().filter(|value| value.name == name);
        let sum: f64 = own().map(|value| value.points.points * value.claims.len() as f64).sum();
        let mean = sum / n_claims.max(1) as f64;
        sought.iter_mut().filter(|value| value.name == name).for_each(|value| value.points.points -= mean);
        taken += mean;
    }
    taken
}

/// Two digits, as the file has them, so that what is learned and what is read are the same.
fn rounded(points: f64) -> f64 {
    let rounded = (points * 100.0).round() / 100.0;
    // `-0.00` would look like something else than `0.00`.
    rounded + 0.0
}
