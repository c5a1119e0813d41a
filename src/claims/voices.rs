//! Whose word a claim is.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Claims, Id};
use crate::rdf::vocab;

/// Who answers for a claim: a speaker, or where nobody is named the outlet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Voice {
    /// A speaker, a publisher, or the author of a document that names no publisher.
    Thing(Id),
    /// The host of a document's address, by its place among the hosts of the graph.
    Host(u32),
    /// A document of which nobody tells the publisher, the address or the author.
    Document(Id),
}

impl Voice {
    /// The speaker, publisher or author; none for a host or a document.
    pub fn thing(self) -> Option<Id> {
        match self {
            Voice::Thing(id) => Some(id),
            Voice::Host(_) | Voice::Document(_) => None,
        }
    }
}

/// Outlets of documents, and which documents rest on others.
#[derive(Debug, Default)]
pub(super) struct Voices {
    /// Names of hosts, in order.
    hosts: Vec<String>,
    /// Outlets by document.
    outlets: FxHashMap<Id, Voice>,
    /// For what rests on something else, or has something rest on it, the least of all that hang together so.
    families: FxHashMap<Id, Id>,
}

impl Voices {
    /// Finds the outlets of `documents`: the publisher, else the host of the address, else the author, else the document.
    ///
    /// A host is the publisher that other documents of the same host name, when there is only one.
    pub(super) fn read(claims: &Claims<'_>, documents: &FxHashSet<Id>) -> Voices {
        let publisher = |document: Id| claims.values(document, vocab::SCHEMA_PUBLISHER).into_iter().next();
        let mut outlets: FxHashMap<Id, Voice> = FxHashMap::default();
        let mut unpublished: Vec<Id> = Vec::new();
        for document in documents {
            match publisher(*document) {
                Some(publisher) => drop(outlets.insert(*document, Voice::Thing(publisher))),
                None => unpublished.push(*document),
            }
        }
        let mut addresses: FxHashMap<Id, String> = FxHashMap::default();
        addresses.extend(unpublished.iter().filter_map(|document| Some((*document, host_of(claims, *document)?))));
        let mut publishers: FxHashMap<String, Option<Id>> = FxHashMap::default();
        if !addresses.is_empty() {
            for (document, outlet) in &outlets {
                let (Voice::Thing(outlet), Some(host)) = (outlet, host_of(claims, *document)) else { continue };
                let one = publishers.entry(host).or_insert(Some(*outlet));
                *one = one.filter(|one| one == outlet);
            }
        }
        let is_unknown = |host: &&String| publishers.get(*host).copied().flatten().is_none();
        let mut hosts: Vec<String> = addresses.values().filter(is_unknown).cloned().collect();
        hosts.sort_unstable();
        hosts.dedup();
        for document in unpublished {
            let of_host = addresses.get(&document).and_then(|host| match publishers.get(host).copied().flatten() {
                Some(publisher) => Some(Voice::Thing(publisher)),
                None => hosts.binary_search(host).ok().and_then(|place| u32::try_from(place).ok()).map(Voice::Host),
            });
            let author = || claims.values(document, vocab::SCHEMA_AUTHOR).into_iter().next().map(Voice::Thing);
            outlets.insert(document, of_host.or_else(author).unwrap_or(Voice::Document(document)));
        }
        Voices { hosts, outlets, families: families(claims) }
    }

    pub(super) fn outlet(&self, document: Id) -> Option<Voice> {
        self.outlets.get(&document).copied()
    }
}

/// The host that a document's address names, without `www.` and port.
fn host_of(claims: &Claims<'_>, document: Id) -> Option<String> {
    let addresses = claims.values(document, vocab::SCHEMA_URL).into_iter().map(|url| claims.text(url));
    let mut named = addresses.chain([claims.label(document)]);
    named.find_map(|address| {
        let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"))?;
        let authority = rest.split(['/', '?', '#']).next()?;
        let host = authority.rsplit('@').next()?.split(':').next()?.to_lowercase();
        let host = host.strip_prefix("www.").unwrap_or(&host);
        (!host.is_empty()).then(|| host.to_owned())
    })
}

/// All that hangs together by `ra:basedOn`, each with the least of its family.
fn families(claims: &Claims<'_>) -> FxHashMap<Id, Id> {
    let mut parents: FxHashMap<Id, Id> = FxHashMap::default();
    for (copy, original) in claims.pairs(vocab::BASED_ON) {
        let (a, b) = (least(&mut parents, copy), least(&mut parents, original));
        parents.insert(a.max(b), a.min(b));
    }
    let members: Vec<Id> = parents.keys().copied().collect();
    members.into_iter().map(|member| (member, least(&mut parents, member))).collect()
}

/// The least of the family that `one` belongs to so far. The way there is halved, so that long chains stay cheap.
fn least(parents: &mut FxHashMap<Id, Id>, mut one: Id) -> Id {
    loop {
        let parent = *parents.entry(one).or_insert(one);
        let beyond = parents.get(&parent).copied().unwrap_or(parent);
        if parent == one {
            return one;
        }
        parents.insert(one, beyond);
        one = beyond;
    }
}

impl Claims<'_> {
    /// Who answers for the claim at `index`: its speakers, or where it has none its outlet; nobody when it has neither.
    pub fn origins(&self, index: usize) -> impl Iterator<Item = Voice> {
        let speakers = self.speakers(index);
        let outlet = self.rows().get(index).and_then(|claim| claim.outlet).filter(|_| speakers.is_empty());
        speakers.iter().map(|speaker| Voice::Thing(*speaker)).chain(outlet)
    }

    /// How many say what the claim at `index` says: its speakers, or one where nobody is named.
    pub fn n_voices(&self, index: usize) -> u32 {
        u32::try_from(self.speakers(index).len()).unwrap_or(u32::MAX).max(1)
    }

    /// What a voice is called.
    pub fn voice(&self, voice: Voice) -> String {
        match voice {
            Voice::Thing(id) | Voice::Document(id) if self.is_iri(id) => self.label(id),
            Voice::Thing(id) | Voice::Document(id) => self.text(id),
            Voice::Host(place) => self.voices.hosts.get(place as usize).cloned().unwrap_or_default(),
        }
    }

    /// What stands for a document or an outlet and everything that is based on it or that it is based on: `id` itself
    /// where nothing is.
    pub fn family_of(&self, id: Id) -> Id {
        self.voices.families.get(&id).copied().unwrap_or(id)
    }
}
