//! Which claim of one side is which claim of the others? One to one, the best pair first.

use std::collections::{BTreeMap, BTreeSet};

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

/// A claim of one of several sides: the number of the side, and the place of the claim in it.
pub type Member = (usize, usize);

/// Pairs the claims of each document one to one: subject and object agree, and both tell one act. Of several possible pairs that one
/// is made first whose words, quotes, speakers and replies agree best.
#[must_use]
pub fn pairs(gold: &Annotated, extracted: &Annotated) -> Vec<Pair> {
    let fit = |(_, one): Member, (_, other): Member| {
        score(gold, gold.claims.get(one)?, extracted, extracted.claims.get(other)?)
    };
    let pair = |group: &Vec<Member>| match group.as_slice() {
        [(_, one), (_, other)] => Some(Pair { gold: *one, extracted: *other }),
        _ => None,
    };
    groups(&[gold, extracted], &fit).iter().filter_map(pair).collect()
}

/// Puts the claims of each document into groups with at most one of each side: claims that fit each other, the best pair first.
/// `fit` is asked about claims of two sides, the lower one in front; a claim that fits no other is a group by itself. The groups
/// stand in the order of their first claims.
#[must_use]
pub fn groups(sides: &[&Annotated], fit: &dyn Fn(Member, Member) -> Option<f64>) -> Vec<Vec<Member>> {
    let documents: Vec<_> = sides.iter().map(|side| side.documents()).collect();
    let mut possible: Vec<(f64, Member, Member)> = Vec::new();
    for (side, claims) in documents.iter().enumerate() {
        for (further, others) in documents.iter().enumerate().skip(side + 1) {
            for (document, claims) in claims {
                let others = others.get(document).map(Vec::as_slice).unwrap_or_default();
                let both = claims.iter().flat_map(|one| others.iter().map(|other| ((side, *one), (further, *other))));
                possible.extend(both.filter_map(|(one, other)| Some((fit(one, other)?, one, other))));
            }
        }
    }
    possible.sort_by(|(one, a, b), (other, c, d)| other.total_cmp(one).then((a, b).cmp(&(c, d))));
    let all = sides.iter().enumerate().flat_map(|(at, side)| (0..side.claims.len()).map(move |claim| (at, claim)));
    joined(all, possible.into_iter().map(|(_, one, other)| (one, other)))
}

/// Joins pairs to groups, in their order, as far as no group gets two claims of one side.
fn joined(all: impl Iterator<Item = Member>, pairs: impl Iterator<Item = (Member, Member)>) -> Vec<Vec<Member>> {
    let mut groups: Vec<BTreeSet<Member>> = all.map(|member| BTreeSet::from([member])).collect();
    let mut of: BTreeMap<Member, usize> =
        groups.iter().enumerate().flat_map(|(at, group)| group.iter().map(move |member| (*member, at))).collect();
    for (one, other) in pairs {
        let (Some(&into), Some(&from)) = (of.get(&one), of.get(&other)) else { continue };
        let has_side = |(side, _): &Member| groups[into].range((*side, 0)..=(*side, usize::MAX)).next().is_some();
        if into == from || groups[from].iter().any(has_side) {
            continue;
        }
        for member in std::mem::take(&mut groups[from]) {
            of.insert(member, into);
            groups[into].insert(member);
        }
    }
    let mut groups: Vec<Vec<Member>> = groups.into_iter().map(|group| group.into_iter().collect()).collect();
    groups.retain(|group| !group.is_empty());
    groups.sort();
    groups
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
