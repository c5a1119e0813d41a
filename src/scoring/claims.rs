//! How many claims are found, and how many of those found are right?

use super::figure::Figure;
use super::pairs::{DEEPEST, Pair, same_object, same_speaker, says_same};
use super::sides::{Annotated, OtherEnd, ScoredClaim};
use super::words::agree;

/// Precision, recall and F1 of claims, and whose word they are.
pub(super) fn figures(gold: &Annotated, extracted: &Annotated, pairs: &[Pair]) -> Vec<Figure> {
    let (right, n_gold, n_found) = (pairs.len(), gold.claims.len(), extracted.claims.len());
    let exact = both(gold, extracted, pairs).filter(|(one, two)| one.meaning == two.meaning).count();
    let speaker = both(gold, extracted, pairs).filter(|(one, two)| same_speaker(one, two)).count();
    vec![
        Figure::f1("claims", "claims, F1", right, n_found, n_gold),
        Figure::share("claims-precision", "claims found that are in the gold", right, n_found),
        Figure::share("claims-recall", "claims of the gold that are found", right, n_gold),
        Figure::share("predicate", "paired claims with the very predicate", exact, right),
        Figure::share("said-by", "paired claims with the right speaker", speaker, right),
    ]
}

fn both<'a>(
    gold: &'a Annotated,
    extracted: &'a Annotated,
    pairs: &'a [Pair],
) -> impl Iterator<Item = (&'a ScoredClaim, &'a ScoredClaim)> {
    pairs.iter().filter_map(|pair| Some((gold.claims.get(pair.gold)?, extracted.claims.get(pair.extracted)?)))
}

/// How well polarity, modality and certainty of paired claims agree.
pub(super) fn factuality(gold: &Annotated, extracted: &Annotated, pairs: &[Pair]) -> Vec<Figure> {
    let of = |value: fn(&ScoredClaim) -> [&'static str; 3]| -> Vec<_> {
        both(gold, extracted, pairs).map(|(one, two)| (value(one), value(two))).collect()
    };
    let polarity = of(|claim| [claim.polarity.word(), "", ""]);
    let modality = of(|claim| [claim.modality.word(), "", ""]);
    let certainty = of(|claim| [claim.certainty.word(), "", ""]);
    let all = of(|claim| [claim.polarity.word(), claim.modality.word(), claim.certainty.word()]);
    vec![
        Figure::macro_f1("polarity", "polarity of paired claims, macro F1", &polarity),
        Figure::macro_f1("modality", "modality of paired claims, macro F1", &modality),
        Figure::macro_f1("certainty", "certainty of paired claims, macro F1", &certainty),
        Figure::macro_f1("factuality", "all three together, macro F1", &all),
    ]
}

/// How many claims about claims are found with the claim inside.
pub(super) fn nested(gold: &Annotated, extracted: &Annotated) -> Vec<Figure> {
    let documents = extracted.documents();
    let holds = |claim: &&ScoredClaim| matches!(claim.object, OtherEnd::Claim(_));
    let outer: Vec<&ScoredClaim> = gold.claims.iter().filter(holds).collect();
    let is_found = |claim: &&&ScoredClaim| {
        let others = documents.get(claim.document.as_str()).into_iter().flatten().map(|at| &extracted.claims[*at]);
        others.filter(holds).any(|other| {
            agree(&claim.subject, &other.subject).is_some()
                && claim.tells_same(other)
                && same_object(gold, claim, extracted, other, DEEPEST).is_some()
        })
    };
    let n_found = outer.iter().filter(is_found).count();
    vec![Figure::share("nested", "claims about claims that are found", n_found, outer.len())]
}

/// How many answers are found: who answers, how, and what.
pub(super) fn replies(gold: &Annotated, extracted: &Annotated) -> Vec<Figure> {
    let documents = extracted.documents();
    let (mut n_found, mut n_all) = (0, 0);
    for claim in &gold.claims {
        let others = documents.get(claim.document.as_str()).map(Vec::as_slice).unwrap_or_default();
        for (kind, target) in &claim.replies {
            n_all += 1;
            let Some(target) = gold.named(claim, target) else { continue };
            let is_found = others.iter().map(|at| &extracted.claims[*at]).any(|other| {
                let replies = other.replies.iter().filter(|(other, _)| other == kind);
                let mut targets = replies.filter_map(|(_, id)| extracted.named(other, id));
                same_speaker(claim, other) && targets.any(|found| says_same(gold, target, extracted, found, DEEPEST))
            });
            n_found += usize::from(is_found);
        }
    }
    vec![Figure::share("replies", "answers that are found", n_found, n_all)]
}
