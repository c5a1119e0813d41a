//! Which predicate is meant by another form of its name?
//!
//! `attacks`, `to attack`, `attacking`, `has attacked` and `were attacked by` are `attacked` by rule, so that no name has to
//! be written out in all of its forms. What is not said to be so is left alone: `will attack`, `wants to attack`. Where the
//! rules lead to two predicates they lead to none.

use super::verb::{forms, is_participle};
use super::{Meaning, Ontology};

const BE: &[&str] = &["is", "was", "are", "were", "am", "been", "being", "be"];
const HAVE: &[&str] = &["have", "has", "had", "having"];
const GET: &[&str] = &["got", "gets", "get", "getting"];

impl Ontology {
    /// The meaning of a name in its normal form that is another form of a known one.
    pub(super) fn by_form(&self, name: &str) -> Option<Meaning<'_>> {
        let words: Vec<&str> = name.split(' ').collect();
        let words = words.strip_prefix(&["to"]).unwrap_or(&words);
        let n_have = words.iter().take_while(|word| HAVE.contains(word)).count().min(1);
        let n_be = words[n_have..].iter().take_while(|word| BE.contains(word) || GET.contains(word)).count();
        let rest = &words[n_have + n_be..];
        if let Some(meaning) = self.passive(rest) {
            return Some(meaning);
        }
        match (n_have, n_be, rest.first()?) {
            // A state, whoever it is told of; `was attacked` without `by` would name the wrong one as the actor.
            (_, 1.., first) if !first.ends_with("ing") => {
                ["is", "was", "are", "were"].into_iter().find_map(|be| self.called(be, rest))
            }
            // `have relations with`
            (1, 0, first) if !is_participle(first) => self.inflected(words),
            _ => self.inflected(rest),
        }
    }

    /// The predicate whose name is `words`, the first of which may have another form.
    pub(super) fn inflected(&self, words: &[&str]) -> Option<Meaning<'_>> {
        let (first, rest) = words.split_first()?;
        let mut found: Option<Meaning<'_>> = self.called("", words);
        if found.is_some() {
            return found;
        }
        for form in forms(first) {
            match (self.called(&form, rest), found) {
                (Some(other), Some(known)) if other != known => return None,
                (Some(meaning), _) => found = Some(meaning),
                (None, _) => {}
            }
        }
        found
    }

    /// The meaning of `attacked by`, however the passive is begun: a name of the way back, or the active from its other end.
    fn passive(&self, words: &[&str]) -> Option<Meaning<'_>> {
        let (["by"], active) = words.split_last().map(|(by, active)| ([*by], active))? else { return None };
        if !active.first().is_some_and(|first| is_participle(first)) {
            return None;
        }
        if let Some(meaning) = self.called("was", words).or_else(|| self.called("", words)) {
            return Some(meaning);
        }
        match self.inflected(active)? {
            Meaning::Direct(predicate) if !predicate.symmetric => Some(Meaning::Inverse(predicate)),
            _ => None,
        }
    }
}
