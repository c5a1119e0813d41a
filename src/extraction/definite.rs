//! Which claim before does a definite noun stand for? `the demand`, `this proposal`, `such an offer`, `it`.

use super::composition::Types;
use super::document::Extraction;
use super::phrase::Phrase;
use super::tagging::Word;
use super::words::Lexicon;

/// Words that open a phrase which speaks of something told before.
const OPENERS: &[&str] = &["the", "this", "that", "those", "these", "such", "any", "no", "its", "their", "his", "her"];

/// The phrase speaks of something told before.
pub(super) fn is_definite(phrase: &Phrase, words: &[Word]) -> bool {
    let opener = &words[phrase.words.start];
    phrase.pronoun || OPENERS.iter().any(|word| opener.is(word))
}

/// The latest of some claims that is of the family of a noun: `the demand` stands for what was demanded.
pub(super) fn of_noun(
    found: &Extraction,
    lexicon: &Lexicon,
    types: &Types,
    noun: &Word,
    claims: impl Iterator<Item = usize>,
) -> Option<usize> {
    let frames = &lexicon.nouns.get(usize::from(noun.entry.noun?))?.frames;
    let predicates: Vec<&str> = frames.iter().filter_map(|frame| frame.predicate).collect();
    let claims: Vec<usize> = claims.collect();
    let told = |at: &&usize| found.claims[**at].predicate.as_str();
    // `the shelling` is what was shelled, and only then what was bombed.
    let exact = claims.iter().find(|at| predicates.contains(&told(at)));
    exact
        .or_else(|| claims.iter().find(|at| predicates.iter().any(|predicate| are_near(predicate, told(at), types))))
        .copied()
}

/// Types within which each predicate may stand for the others: a raid is a strike is an attack.
const ONE_TYPE: &[&str] = &["ASSAULT", "SANCTION", "COERCE", "PROTEST", "CONSULT", "AID"];

/// Both tell one act in other words.
pub(super) fn are_near(predicate: &str, other: &str, types: &Types) -> bool {
    const NEAR: &[&[&str]] = &[
        &["vetoed", "rejected", "refused", "blocked"],
        &["proposed", "offered", "planned", "presented", "recommended", "invited", "promised"],
        &["demanded", "requested", "called_for", "urged", "ordered", "demanded_support_from", "called_for_release_of"],
        &["signed_agreement_with", "agreed_to", "signed", "ceased_fire_with", "merged_with"],
        &["accused", "alleged", "charged", "criticised"],
        &["warned", "threatened", "gave_ultimatum_to"],
        &["withdrew_from", "pulled_out_of_agreement"],
        &["published", "wrote_to", "leaked"],
    ];
    let root = types.root(predicate);
    predicate == other
        || NEAR.iter().any(|near| near.contains(&predicate) && near.contains(&other))
        || root.is_some_and(|root| ONE_TYPE.contains(&root) && types.root(other) == Some(root))
}

/// Predicates of those who take a stand on what somebody else did or said.
pub(super) const STANDS: &[&str] = &[
    "rejected",
    "refused",
    "accepted",
    "approved",
    "agreed_to",
    "acceded_to_demands_of",
    "yielded_to",
    "welcomed",
    "praised",
    "thanked",
    "condemned",
    "criticised",
    "disapproved_of",
    "opposed",
    "supported",
    "endorsed",
    "defended",
    "vetoed",
    "ruled_out",
    "blocked",
    "cancelled",
    "postponed",
    "dismissed",
    "considered",
    "ignored",
    "contested",
    "ratified",
    "responded_to",
    "complained_about",
    "overturned",
    "defied",
    "regretted",
    "expressed_regret_for",
];

/// Predicates of those who take up what somebody else put forward, whose object is that and nobody.
pub(super) const TAKES_ON: &[&str] =
    &["accepted", "approved", "cancelled", "considered", "ignored", "overturned", "postponed"];

/// Predicates of those who say yes or no to what was put to them, so that `it` and `them` are that.
pub(super) const ANSWERS: &[&str] =
    &["rejected", "refused", "accepted", "agreed_to", "ruled_out", "vetoed", "approved"];

/// Predicates by which something is put to others.
pub(super) const PUT: &[&str] = &[
    "proposed",
    "offered",
    "requested",
    "demanded",
    "called_for",
    "urged",
    "recommended",
    "invited",
    "presented",
    "gave_ultimatum_to",
    "ordered",
];
