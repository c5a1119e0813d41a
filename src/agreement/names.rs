//! Which words of several coders name one actor of a document?

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use super::coders::Coder;
use crate::resolution::clusters_of;
use crate::scoring::{OtherEnd, Phrase, ScoredClaim};

/// The names of actors and speakers, document by document: words that agree are one name.
#[derive(Debug, Default)]
pub(super) struct Names {
    labels: HashMap<(String, Key), String>,
}

type Key = (String, Option<Range<u64>>);

/// Words and where they stand, in an order.
type Place<'c> = (&'c str, Option<(u64, u64)>);

impl Names {
    pub(super) fn of(coders: &[Coder]) -> Names {
        let mut documents: BTreeMap<&str, BTreeMap<Place<'_>, (&Phrase, usize)>> = BTreeMap::new();
        for claim in coders.iter().flat_map(|coder| &coder.side.claims) {
            let named = documents.entry(&claim.document).or_default();
            for phrase in phrases(claim) {
                let place = phrase.span.as_ref().map(|span| (span.start, span.end));
                named.entry((&phrase.words, place)).or_insert((phrase, 0)).1 += 1;
            }
        }
        let mut labels = HashMap::new();
        for (document, named) in documents {
            let named: Vec<(&Phrase, usize)> = named.into_values().collect();
            for (phrase, label) in labelled(&named) {
                labels.insert((document.to_owned(), key(phrase)), label);
            }
        }
        Names { labels }
    }

    /// The name that words of a document stand for.
    pub(super) fn label(&self, document: &str, phrase: &Phrase) -> String {
        self.labels.get(&(document.to_owned(), key(phrase))).cloned().unwrap_or_else(|| phrase.words.clone())
    }
}

fn key(phrase: &Phrase) -> Key {
    (phrase.words.clone(), phrase.span.clone())
}

/// Everybody and everything that a claim names.
fn phrases(claim: &ScoredClaim) -> impl Iterator<Item = &Phrase> {
    let object = match &claim.object {
        OtherEnd::Words(object) => Some(object),
        OtherEnd::Claim(_) | OtherEnd::Nothing => None,
    };
    std::iter::once(&claim.subject).chain(object).chain(&claim.said_by)
}

/// Each phrase with the name of its group: the words that are used most, of several the first in the order of texts.
fn labelled<'p>(named: &[(&'p Phrase, usize)]) -> Vec<(&'p Phrase, String)> {
    let alike = (0..named.len()).flat_map(|one| (one + 1..named.len()).map(move |other| (one, other)));
    let alike = alike.filter(|(one, other)| named[*one].0.agrees(named[*other].0));
    let mut group: Vec<usize> = (0..named.len()).collect();
    for (number, members) in clusters_of(alike).into_iter().enumerate() {
        for member in members {
            group[member] = named.len() + number;
        }
    }
    let mut uses: BTreeMap<usize, BTreeMap<&str, usize>> = BTreeMap::new();
    for ((phrase, n), group) in named.iter().zip(&group) {
        *uses.entry(*group).or_default().entry(&phrase.words).or_default() += n;
    }
    let label = |group: &usize| {
        let words = uses.get(group).into_iter().flatten();
        words.max_by(|(one, n), (other, m)| n.cmp(m).then(other.cmp(one))).map_or("", |(words, _)| *words)
    };
    named.iter().zip(&group).map(|((phrase, _), group)| (*phrase, label(group).to_owned())).collect()
}
