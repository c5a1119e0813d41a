//! Who acts on whom, whatever the act: are the two ends found, the right way round, and is the type right?

use std::collections::BTreeSet;

use super::figure::Figure;
use super::pairs::DEEPEST;
use super::sides::{Annotated, OtherEnd, Phrase, ScoredClaim};
use super::words::{agree, agreement, contains};

/// Recall of dyads, strict and lenient, precision of their direction, and the type given the actors.
pub(super) fn figures(gold: &Annotated, extracted: &Annotated) -> Vec<Figure> {
    let documents = extracted.documents();
    let others = |document: &str| {
        documents.get(document).map(Vec::as_slice).unwrap_or_default().iter().map(|at| &extracted.claims[*at])
    };
    let mut known = BTreeSet::new();
    let (mut strict, mut lenient, mut n_dyads) = (0, 0, 0);
    let (mut forward, mut either) = (0, 0);
    let mut roots = Vec::new();
    for claim in &gold.claims {
        let OtherEnd::Words(object) = &claim.object else { continue };
        let same_ends = |other: &&ScoredClaim| is_strict(claim, object, extracted, other);
        if known.insert((&claim.document, &claim.subject.sorted, &object.sorted)) {
            n_dyads += 1;
            strict += usize::from(others(&claim.document).any(|other| same_ends(&other)));
            lenient += usize::from(others(&claim.document).any(|other| is_lenient(claim, object, extracted, other)));
            for other in others(&claim.document) {
                let OtherEnd::Words(end) = &other.object else { continue };
                let right = agree(&claim.subject, &other.subject).is_some() && agree(object, end).is_some();
                let turned = agree(&claim.subject, end).is_some() && agree(object, &other.subject).is_some();
                let turned = turned && !is_told(gold, other, end);
                forward += usize::from(right);
                either += usize::from(right || turned);
            }
        }
        let Some(root) = &claim.root else { continue };
        let nearest = others(&claim.document).filter(same_ends).max_by(|one, two| {
            // Of several acts of one pair, the one in the same words is meant.
            let near = |other: &ScoredClaim| agreement(&claim.quote, &other.quote);
            let right = |other: &ScoredClaim| other.root.as_ref() == Some(root);
            near(one).total_cmp(&near(two)).then(right(one).cmp(&right(two)))
        });
        roots.extend(nearest.map(|other| (root.clone(), other.root.clone().unwrap_or_default())));
    }
    let right = roots.iter().filter(|(one, two)| one == two).count();
    vec![
        Figure::share("dyads", "pairs of actors found as subject and object, place or nested end", strict, n_dyads),
        Figure::share("dyads-lenient", "pairs of actors whose names stand in such ends", lenient, n_dyads),
        Figure::share("direction", "pairs found that are the right way round", forward, either),
        Figure::share("root", "PLOVER type, given the actors", right, roots.len()),
        Figure::macro_f1("root-macro", "PLOVER type, given the actors, macro F1", &roots),
    ]
}

/// The words at the far end of a claim: its object or place, and both ends of the claims inside.
fn far_ends<'a>(side: &'a Annotated, claim: &'a ScoredClaim) -> Vec<&'a Phrase> {
    let mut ends: Vec<&Phrase> = claim.place.iter().collect();
    let mut at = claim;
    for _ in 0..DEEPEST {
        match &at.object {
            OtherEnd::Words(object) => {
                ends.push(object);
                break;
            }
            OtherEnd::Nothing => break,
            OtherEnd::Claim(inner) => {
                let Some(inner) = side.named(at, inner) else { break };
                ends.push(&inner.subject);
                ends.extend(inner.place.iter());
                at = inner;
            }
        }
    }
    ends
}

fn is_strict(claim: &ScoredClaim, object: &Phrase, extracted: &Annotated, other: &ScoredClaim) -> bool {
    agree(&claim.subject, &other.subject).is_some()
        && far_ends(extracted, other).into_iter().any(|end| agree(object, end).is_some())
}

fn is_lenient(claim: &ScoredClaim, object: &Phrase, extracted: &Annotated, other: &ScoredClaim) -> bool {
    let holds = |one: &Phrase, two: &Phrase| agree(one, two).is_some() || contains(one, two);
    holds(&claim.subject, &other.subject) && far_ends(extracted, other).into_iter().any(|end| holds(object, end))
}

/// The gold has the pair of a claim as it stands, so that it is not the other way round.
fn is_told(gold: &Annotated, other: &ScoredClaim, end: &Phrase) -> bool {
    gold.claims.iter().filter(|claim| claim.document == other.document).any(|claim| {
        let OtherEnd::Words(object) = &claim.object else { return false };
        agree(&claim.subject, &other.subject).is_some() && agree(object, end).is_some()
    })
}
