//! Which claim of the gold is which claim of the others? One to one, the best pair first.

use super::sides::{Annotated, OtherEnd, ScoredClaim};
use super::words::{agree, agreement};

/// A claim of the gold with the claim that says the same, by their places in both lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    /// The claim of the gold.
    pub gold: usize,
    /// The claim of the other side.
    pub extracted: usize,
}

/// Pairs the claims of each document one to one: subject and object agree, and both tell one act. Of several possible pairs that one
/// is made first whose words, quotes, speakers and replies agree best.
#[must_use]
pub fn pairs(gold: &Annotated, extracted: &Annotated) -> Vec<Pair> {
    let others = extracted.documents();
    let mut possible: Vec<(f64, Pair)> = Vec::new();
    for (at, claim) in gold.claims.iter().enumerate() {
        for &other in others.get(claim.document.as_str()).map(Vec::as_slice).unwrap_or_default() {
            let score = score(gold, claim, extracted, &extracted.claims[other]);
            possible.extend(score.map(|score| (score, Pair { gold: at, extracted: other })));
        }
    }
    possible
        .sort_by(|(one, a), (other, b)| other.total_cmp(one).then((a.gold, a.extracted).cmp(&(b.gold, b.extracted))));
    let mut taken = (vec![false; gold.claims.len()], vec![false; extracted.claims.len()]);
    let mut made = Vec::new();
    for (_, pair) in possible {
        if !taken.0[pair.gold] && !taken.1[pair.extracted] {
            taken.0[pair.gold] = true;
            taken.1[pair.extracted] = true;
            made.push(pair);
        }
    }
    made.sort_by_key(|pair| pair.gold);
    made
}

/// How well two claims fit each other, where they say the same at all.
fn score(gold: &Annotated, claim: &ScoredClaim, extracted: &Annotated, other: &ScoredClaim) -> Option<f64> {
    let subject = agree(&claim.subject, &other.subject)?;
    if !claim.tells_same(other) {
        return None;
    }
    let object = same_object(gold, claim, extracted, other, DEEPEST)?;
    let kinds = |claim: &ScoredClaim| claim.replies.iter().map(|(kind, _)| *kind).collect::<Vec<_>>();
    let extras = [
        (1.0, agreement(&claim.quote, &other.quote)),
        (0.5, f64::from(claim.meaning == other.meaning)),
        (0.5, f64::from(kinds(claim) == kinds(other))),
        (0.25, f64::from(same_speaker(claim, other))),
        (0.1, f64::from(claim.polarity == other.polarity)),
        (0.1, f64::from(claim.modality == other.modality)),
    ];
    Some(subject + object + extras.iter().map(|(weight, value)| weight * value).sum::<f64>())
}

/// How deep claims about claims are followed.
pub(super) const DEEPEST: usize = 4;

/// How far the other ends of two claims agree. A claim and words agree where the words are those of the claim.
pub(super) fn same_object(
    gold: &Annotated,
    claim: &ScoredClaim,
    extracted: &Annotated,
    other: &ScoredClaim,
    deep: usize,
) -> Option<f64> {
    let words_of_claim = |inner: &ScoredClaim, words| {
        let object = match &inner.object {
            OtherEnd::Words(object) => agree(object, words),
            OtherEnd::Claim(_) | OtherEnd::Nothing => None,
        };
        agree(&inner.quote, words).or(object).map(|agreement| agreement / 2.0)
    };
    match (&claim.object, &other.object) {
        (OtherEnd::Nothing, OtherEnd::Nothing) => Some(1.0),
        (OtherEnd::Words(one), OtherEnd::Words(two)) => agree(one, two),
        (OtherEnd::Claim(one), OtherEnd::Claim(two)) => {
            let (one, two) = (gold.named(claim, one)?, extracted.named(other, two)?);
            says_same(gold, one, extracted, two, deep.checked_sub(1)?).then_some(1.0)
        }
        (OtherEnd::Claim(inner), OtherEnd::Words(words)) => words_of_claim(gold.named(claim, inner)?, words),
        (OtherEnd::Words(words), OtherEnd::Claim(inner)) => words_of_claim(extracted.named(other, inner)?, words),
        (OtherEnd::Nothing, _) | (_, OtherEnd::Nothing) => None,
    }
}

/// Whether two claims that others speak of are one: they tell one act, and subject or object agrees.
pub(super) fn says_same(
    gold: &Annotated,
    one: &ScoredClaim,
    extracted: &Annotated,
    two: &ScoredClaim,
    deep: usize,
) -> bool {
    one.tells_same(two)
        && (agree(&one.subject, &two.subject).is_some() || same_object(gold, one, extracted, two, deep).is_some())
}

/// Whether both have no speaker, or one that agrees.
pub(super) fn same_speaker(claim: &ScoredClaim, other: &ScoredClaim) -> bool {
    let agrees = || claim.said_by.iter().any(|one| other.said_by.iter().any(|two| agree(one, two).is_some()));
    claim.said_by.is_empty() && other.said_by.is_empty() || agrees()
}
