//! Which claims of several coders are about one thing, whatever each makes of it?

use std::collections::HashMap;

use super::coders::{Coder, readers};
use crate::scoring::{Annotated, Member, OtherEnd, Phrase, ScoredClaim, groups};

/// Something in a document that at least one coder made a claim of.
#[derive(Debug)]
pub(super) struct Unit<'c> {
    pub(super) document: &'c str,
    /// The claim of each coder, by its place among the coder's claims.
    pub(super) claims: Vec<Option<usize>>,
    /// The coders who read the document.
    pub(super) readers: Vec<usize>,
}

/// The units of all documents, and the unit that each claim is in.
pub(super) struct Units<'c> {
    pub(super) all: Vec<Unit<'c>>,
    of: HashMap<Member, usize>,
}

impl<'c> Units<'c> {
    /// Finds them: claims of one document whose words overlap and which have an actor, an act or the words for it in common, each
    /// claim once. Documents that only one coder read are left out.
    pub(super) fn of(coders: &'c [Coder]) -> Units<'c> {
        let sides: Vec<&Annotated> = coders.iter().map(|coder| &coder.side).collect();
        let claim = |(coder, at): Member| coders.get(coder)?.side.claims.get(at);
        let fit = |one: Member, other: Member| fit(claim(one)?, claim(other)?);
        let readers = readers(coders);
        let (mut all, mut of) = (Vec::new(), HashMap::new());
        for group in groups(&sides, &fit) {
            let Some(document) = group.first().and_then(|first| claim(*first)).map(|claim| claim.document.as_str())
            else {
                continue;
            };
            let readers = readers.get(document).cloned().unwrap_or_default();
            if readers.len() < 2 {
                continue;
            }
            let mut claims = vec![None; coders.len()];
            for member in group {
                claims[member.0] = Some(member.1);
                of.insert(member, all.len());
            }
            all.push(Unit { document, claims, readers });
        }
        Units { all, of }
    }

    /// The unit that the claim of a coder is in which another claim of the coder names.
    pub(super) fn named(&self, coders: &[Coder], coder: usize, by: &ScoredClaim, id: &str) -> Option<usize> {
        let side = &coders.get(coder)?.side;
        let named = side.named(by, id)?;
        let at = side.claims.iter().position(|claim| std::ptr::eq(claim, named))?;
        self.of.get(&(coder, at)).copied()
    }
}

/// How well two claims of a document fit each other as readings of one thing, where they do at all.
fn fit(one: &ScoredClaim, other: &ScoredClaim) -> Option<f64> {
    let words = overlap(&one.quote, &other.quote)?;
    let end = |claim: &ScoredClaim| match &claim.object {
        OtherEnd::Words(object) => Some(object.clone()),
        OtherEnd::Claim(_) | OtherEnd::Nothing => None,
    };
    let (object, far) = (end(one), end(other));
    let alike = |one: Option<&Phrase>, other: Option<&Phrase>| {
        one.zip(other).filter(|(one, other)| one.agrees(other)).map_or(0.0, |(one, other)| one.agreement(other))
    };
    let (near_one, near_other) = (Some(&one.subject), Some(&other.subject));
    let straight = alike(near_one, near_other) + alike(object.as_ref(), far.as_ref());
    let turned = alike(near_one, far.as_ref()) + alike(object.as_ref(), near_other);
    let act = f64::from(u8::from(one.tells_same(other))) + f64::from(u8::from(same_trigger(one, other)));
    // What is turned round is one thing told in two ways, but the same way round is nearer.
    let actors = straight.max(turned * 0.9);
    let is_one = match words {
        Words::Shared(_) => actors + act > 0.0,
        // Without words to go by, both actors have to be the same, or one of them and the act.
        Words::Unknown => actors > 1.0 || (actors > 0.0 && act > 0.0),
    };
    let shared = match words {
        Words::Shared(share) => share,
        Words::Unknown => 0.0,
    };
    is_one.then_some(shared + actors + 0.5 * act + 0.25 * f64::from(u8::from(one.meaning == other.meaning)))
}

/// How the words that two claims rest on lie to each other.
enum Words {
    /// So large a share is common.
    Shared(f64),
    /// One of the claims does not tell its words.
    Unknown,
}

/// None where both tell their words, and these are not the same.
fn overlap(one: &Phrase, other: &Phrase) -> Option<Words> {
    if let (Some(a), Some(b)) = (&one.span, &other.span) {
        return (a.start < b.end && b.start < a.end).then(|| Words::Shared(one.agreement(other)));
    }
    if one.words.is_empty() || other.words.is_empty() {
        return Some(Words::Unknown);
    }
    one.agrees(other).then(|| Words::Shared(one.agreement(other)))
}

fn same_trigger(one: &ScoredClaim, other: &ScoredClaim) -> bool {
    one.trigger
        .as_ref()
        .zip(other.trigger.as_ref())
        .is_some_and(|(one, other)| one.start < other.end && other.start < one.end)
}
