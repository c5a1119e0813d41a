//! Does what was extracted hold by itself? Quotes stand in the text, references lead somewhere, each claim says how it was found.

use super::figure::Figure;
use super::sides::{Annotated, OtherEnd, ScoredClaim};

/// How many claims there are a text and a sentence, and how many are unsound.
pub(super) fn figures(extracted: &Annotated) -> Vec<Figure> {
    let n = extracted.claims.len();
    let n_documents = extracted.documents().len();
    let mut figures = vec![Figure::share("claims-per-document", "claims a document", n, n_documents)];
    if !extracted.texts.is_empty() {
        let known = extracted.claims.iter().filter(|claim| extracted.texts.contains_key(&claim.document)).count();
        let n_sentences = extracted.texts.values().map(|text| text.n_sentences).sum();
        let n_false = extracted.claims.iter().filter(|claim| is_false(extracted, claim)).count();
        figures.push(Figure::share("claims-per-sentence", "claims a sentence", known, n_sentences));
        figures.push(Figure::count(
            "false-quotes",
            "claims whose quote, subject or object is not in the text",
            n_false,
            known,
        ));
    }
    let n_dangling = extracted.claims.iter().filter(|claim| dangles(extracted, claim)).count();
    let n_bare = extracted.claims.iter().filter(|claim| claim.rule.is_empty()).count();
    figures.push(Figure::count("dangling-references", "claims that name a claim which is not there", n_dangling, n));
    figures.push(Figure::count("without-rule", "claims that do not say how they were found", n_bare, n));
    figures
}

/// Words of the claim are not those of the text where they are said to stand, or are nowhere in it.
fn is_false(side: &Annotated, claim: &ScoredClaim) -> bool {
    let Some(text) = side.texts.get(&claim.document) else { return false };
    let object = match &claim.object {
        OtherEnd::Words(object) => Some(object),
        OtherEnd::Claim(_) | OtherEnd::Nothing => None,
    };
    let parts = [&claim.quote, &claim.subject].into_iter().chain(object).chain(&claim.said_by);
    parts.into_iter().filter_map(|part| Some((part, part.span.clone()?))).any(|(part, span)| {
        let range = usize::try_from(span.start).ok().zip(usize::try_from(span.end).ok());
        let found = range.and_then(|(start, end)| text.characters.get(start..end));
        found.is_none_or(|found| !found.iter().copied().eq(part.words.chars()))
    })
}

fn dangles(side: &Annotated, claim: &ScoredClaim) -> bool {
    let inner = match &claim.object {
        OtherEnd::Claim(id) => Some(id),
        OtherEnd::Words(_) | OtherEnd::Nothing => None,
    };
    inner.into_iter().chain(claim.replies.iter().map(|(_, id)| id)).any(|id| side.named(claim, id).is_none())
}
