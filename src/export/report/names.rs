//! What things are called inside a report.

use std::fmt::Write as _;

use rustc_hash::FxHashSet;

use super::Report;
use super::concern::Concern;
use crate::claims::{Id, Kind};
use crate::export::look::name_of;
use crate::export::tables::start_of;
use crate::query::shorten_iri;

impl Report<'_> {
    /// A name for each entity that fits into a link and is no other's, made from what it is called.
    pub(super) fn names_of(&self, actors: &[(Id, Concern)]) -> Vec<String> {
        const LONGEST: usize = 60;
        // A name is that of a file as well, which has 255 bytes with its number and its ending.
        const MOST_BYTES: usize = 200;
        let mut taken: FxHashSet<String> = FxHashSet::from_iter(["index".to_owned()]);
        let mut name = |id: Id| {
            let label = self.claims.label(id);
            let words = label.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
            let name: String = words.collect::<Vec<_>>().join("-").chars().take(LONGEST).collect();
            let name = if name.is_empty() { "entity" } else { start_of(&name, MOST_BYTES) }.to_owned();
            let numbered = (2..).map(|n| format!("{name}-{n}"));
            let mut names = std::iter::once(name.clone()).chain(numbered);
            names.find(|name| taken.insert(name.to_lowercase())).unwrap_or(name)
        };
        actors.iter().map(|(id, _)| name(*id)).collect()
    }

    /// What an entity is, in words: the name of its class where the project has one.
    pub(super) fn type_name(&self, id: Id) -> String {
        match self.claims.kind(id) {
            Kind::Untyped if self.claims.class(id).is_none() => name_of(Kind::Untyped).to_owned(),
            _ => self.claims.type_word(id),
        }
    }

    /// What an entity is, and how much is said of it and by it.
    pub(super) fn outline(&self, id: Id, concern: &Concern) -> String {
        let (n_others, n_says) = (concern.of_others().count(), concern.says.len());
        let mut parts = vec![self.type_name(id)];
        parts.extend((n_others > 0).then(|| format!("{n_others} claim{}", if n_others == 1 { "" } else { "s" })));
        parts.extend((n_says > 0).then(|| format!("says {n_says}")));
        parts.join(", ")
    }

    /// What claims call this one: its identifier; none when that is a hash.
    pub(super) fn claim_name(&self, claim: Id) -> Option<String> {
        const HASH_DIGITS: usize = 24;
        let short = self.short(claim);
        let name = short.strip_prefix("claim:").unwrap_or(&short);
        let is_hash = name.len() == HASH_DIGITS && name.bytes().all(|byte| byte.is_ascii_hexdigit());
        (!is_hash).then(|| name.to_owned())
    }

    /// The IRI of a thing, with a prefix where one fits.
    pub(super) fn short(&self, id: Id) -> String {
        let iri = self.claims.text(id);
        shorten_iri(&iri, self.prefixes).unwrap_or(iri)
    }

    /// What a link to a claim ends in.
    pub(super) fn anchor(&self, claim: Id) -> String {
        let short = self.short(claim);
        format!("claim-{}", encode(short.strip_prefix("claim:").unwrap_or(&short)))
    }
}

/// `text` in letters, digits, `-` and `_`, with every other character as `.` and its hexadecimal bytes.
fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_alphanumeric() || matches!(c, '-' | '_') {
            encoded.push(c);
        } else {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                let _ = write!(encoded, ".{byte:02x}");
            }
        }
    }
    encoded
}

/// `1 claim`, `3 claims`.
pub(super) fn plural(n: usize, word: &str) -> String {
    format!("{n} {word}{}", if n == 1 { "" } else { "s" })
}
