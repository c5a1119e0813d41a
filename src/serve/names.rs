//! Names that are found while they are typed.

use std::cmp::Reverse;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::claims::{Claims, Id, Kind, Voice};
use crate::rdf::vocab;
use crate::resolution::{NormalForm, normal_key};

/// The thing that has a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Named {
    /// Somebody or something that claims speak of, or who speaks or publishes.
    Entity(Id),
    /// A predicate.
    Predicate(Id),
    /// A document.
    Document(Id),
    /// A host whose publisher nobody names.
    Host(Voice),
}

/// How many claims a thing takes part in, says, and publishes; of a predicate and a document, how many have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Uses {
    pub(super) claims: u32,
    pub(super) says: u32,
    pub(super) publishes: u32,
}

impl Uses {
    fn all(self) -> u32 {
        self.claims.saturating_add(self.says).saturating_add(self.publishes)
    }
}

/// A name as it is written, and as it is compared.
struct Name {
    written: String,
    key: String,
    of: Named,
}

/// A name that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hit {
    pub(super) of: Named,
    /// The name that has the words: an alias, maybe.
    pub(super) written: String,
    pub(super) uses: Uses,
}

/// Names by the beginnings of their words.
pub(super) struct Names {
    all: Vec<Name>,
    /// Where words begin, as name and byte, in the order of what stands there.
    starts: Vec<(u32, u32)>,
    uses: FxHashMap<Named, Uses>,
}

/// The form in which names are compared: without capitals and signs.
fn key_of(name: &str) -> String {
    normal_key(name, &[NormalForm::Spaces, NormalForm::Diacritics]).to_lowercase()
}

/// Where the words of a text begin.
fn word_starts(text: &str) -> impl Iterator<Item = usize> + '_ {
    let mut is_inside = false;
    text.char_indices().filter_map(move |(at, c)| {
        let was_inside = std::mem::replace(&mut is_inside, c.is_alphanumeric());
        (!was_inside && c.is_alphanumeric()).then_some(at)
    })
}

impl Names {
    pub(super) fn new(claims: &Claims<'_>, entities: &[Id]) -> Names {
        let mut found = Names { all: Vec::new(), starts: Vec::new(), uses: count(claims) };
        for id in entities.iter().copied().filter(|id| claims.is_iri(*id) && claims.kind(*id) != Kind::Event) {
            for name in std::iter::once(claims.label(id)).chain(claims.aliases(id)) {
                found.add(name, Named::Entity(id));
            }
        }
        let predicates: FxHashSet<Id> = claims.rows().iter().map(|claim| claim.predicate).collect();
        for id in predicates {
            for name in std::iter::once(claims.label(id)).chain(claims.aliases(id)) {
                found.add(name, Named::Predicate(id));
            }
        }
        for id in claims.of_class(vocab::DOCUMENT) {
            found.add(claims.label(id), Named::Document(id));
        }
        let hosts: FxHashSet<Voice> = claims.rows().iter().filter_map(|claim| claim.outlet).collect();
        for host in hosts.into_iter().filter(|host| matches!(host, Voice::Host(_))) {
            found.add(claims.voice(host), Named::Host(host));
        }
        // Hash maps have no order that stays; what is found must not depend on theirs.
        found.all.sort_unstable_by(|a, b| (&a.key, a.of, &a.written).cmp(&(&b.key, b.of, &b.written)));
        let starts = (0..).zip(&found.all).flat_map(|(place, name)| {
            word_starts(&name.key).filter_map(move |at| Some((place, u32::try_from(at).ok()?)))
        });
        let mut starts: Vec<(u32, u32)> = starts.collect();
        starts.sort_unstable_by(|a, b| (found.behind(*a), a).cmp(&(found.behind(*b), b)));
        Names { starts, ..found }
    }

    fn add(&mut self, written: String, of: Named) {
        self.all.push(Name { key: key_of(&written), written, of });
    }

    /// What stands in a name from the beginning of a word on.
    fn behind(&self, (name, at): (u32, u32)) -> &str {
        self.all.get(name as usize).and_then(|name| name.key.get(at as usize..)).unwrap_or_default()
    }

    /// How much a thing is used.
    pub(super) fn uses(&self, of: Named) -> Uses {
        self.uses.get(&of).copied().unwrap_or_default()
    }

    /// The beginnings of words at which this stands.
    fn beginning(&self, text: &str) -> &[(u32, u32)] {
        let from = self.starts.partition_point(|start| self.behind(*start) < text);
        let n = self.starts[from..].partition_point(|start| self.behind(*start).starts_with(text));
        &self.starts[from..from + n]
    }

    /// The things with a name that fits, each once: names that are this, that begin so, in which a word begins so, in which
    /// each word begins one, in which it stands anywhere; those used most first.
    pub(super) fn search(&self, words: &str, most: usize, is_wanted: impl Fn(Named) -> bool) -> Vec<Hit> {
        let key = key_of(words.trim());
        let Some(first) = key.split_whitespace().next() else { return Vec::new() };
        let mut ranks: FxHashMap<Named, (u8, u32)> = FxHashMap::default();
        let mut note = |rank: u8, name: u32| {
            if let Some(of) = self.all.get(name as usize).map(|name| name.of).filter(|of| is_wanted(*of)) {
                let known = ranks.entry(of).or_insert((rank, name));
                *known = (*known).min((rank, name));
            }
        };
        for (name, at) in self.beginning(&key) {
            let is_whole = *at == 0 && self.behind((*name, 0)).len() == key.len();
            note(if is_whole { 0 } else { 1 + u8::from(*at > 0) }, *name);
        }
        let others: Vec<&str> = key.split_whitespace().skip(1).collect();
        if !others.is_empty() {
            for (name, _) in self.beginning(first) {
                let text = self.behind((*name, 0));
                let begins = |word: &&str| word_starts(text).any(|at| text[at..].starts_with(*word));
                if others.iter().all(begins) {
                    note(3, *name);
                }
            }
        }
        if ranks.len() < most && key.chars().count() > 2 {
            for (place, name) in (0..).zip(&self.all) {
                if !ranks.contains_key(&name.of) && name.key.contains(&key) && is_wanted(name.of) {
                    ranks.insert(name.of, (4, place));
                }
            }
        }
        let mut found: Vec<(u8, Reverse<u32>, u32, Named)> =
            ranks.into_iter().map(|(of, (rank, name))| (rank, Reverse(self.uses(of).all()), name, of)).collect();
        if found.len() > most && most > 0 {
            found.select_nth_unstable(most - 1);
            found.truncate(most);
        }
        found.sort_unstable();
        let written = |name: u32| self.all.get(name as usize).map(|name| name.written.clone()).unwrap_or_default();
        let hit = |(_, _, name, of)| Hit { of, written: written(name), uses: self.uses(of) };
        found.into_iter().map(hit).collect()
    }
}

/// How often things are used.
fn count(claims: &Claims<'_>) -> FxHashMap<Named, Uses> {
    let mut uses: FxHashMap<Named, Uses> = FxHashMap::default();
    for (index, claim) in claims.rows().iter().enumerate() {
        let mut ends = vec![claim.subject, claim.object];
        ends.dedup();
        for end in ends {
            uses.entry(Named::Entity(end)).or_default().claims += 1;
        }
        uses.entry(Named::Predicate(claim.predicate)).or_default().claims += 1;
        if let Some(document) = claim.document {
            uses.entry(Named::Document(document)).or_default().claims += 1;
        }
        for speaker in claims.speakers(index) {
            uses.entry(Named::Entity(*speaker)).or_default().says += 1;
        }
        match claim.outlet {
            Some(Voice::Thing(id)) => uses.entry(Named::Entity(id)).or_default().publishes += 1,
            Some(host @ Voice::Host(_)) => uses.entry(Named::Host(host)).or_default().publishes += 1,
            Some(Voice::Document(_)) | None => {}
        }
    }
    uses
}
