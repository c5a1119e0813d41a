//! Who is meant by an actor code of CAMEO, as GDELT writes it?
//!
//! A code is a row of three-letter chunks, from the general to the special: `AFGINSTAL` is Afghanistan, insurgents, Taliban.
//! Out come the chunks, and a name that can stand on a node.

use std::sync::LazyLock;

use oxigraph::model::NamedNode;
use rustc_hash::FxHashMap;

use super::codes::{Countries, CountryScheme, read_concepts};
use super::local_name;

/// The sort of thing that a chunk of an actor code stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ChunkKind {
    /// A state: `USA`.
    Country,
    /// A part of the world, or of a state: `AFR`.
    Region,
    /// A kind of actor across borders: `IGO`.
    International,
    /// An occupation of the actor: `GOV`.
    Role,
    /// An organization by name: `EEC`.
    Group,
    /// An ethnic group, mostly in lower case: `kur`.
    Ethnic,
    /// A religion or denomination: `CHR`.
    Religion,
    /// No shipped list has it.
    Unknown,
}

/// A chunk of an actor code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chunk<'a> {
    /// The letters, as written.
    pub code: &'a str,
    /// The sort of thing they stand for.
    pub kind: ChunkKind,
    /// The name; the letters themselves when unknown.
    pub label: &'a str,
}

/// The class of an actor, in the words of the column `type`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ActorClass {
    /// `state`
    State,
    /// `organization`
    Organization,
    /// `group`
    Group,
    /// `role`
    Role,
    /// `actor`: the code does not say more.
    Actor,
}

impl ActorClass {
    /// The word for the column `type`.
    pub fn word(self) -> &'static str {
        match self {
            ActorClass::State => "state",
            ActorClass::Organization => "organization",
            ActorClass::Group => "group",
            ActorClass::Role => "role",
            ActorClass::Actor => "actor",
        }
    }
}

/// An actor as its code describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The name to show, such as `Government (United States)`.
    pub label: String,
    /// Its class.
    pub class: ActorClass,
    /// The name of its country, or of the state that it is.
    pub country: Option<String>,
    /// The name of the state or organization that it is a part of.
    pub member_of: Option<String>,
}

/// A chunk that a shipped list has.
struct Known {
    kind: ChunkKind,
    label: String,
    /// The code of the religion that a denomination belongs to.
    broader: Option<String>,
}

fn known_chunks() -> &'static FxHashMap<String, Known> {
    static KNOWN: LazyLock<FxHashMap<String, Known>> = LazyLock::new(|| {
        let known = read_concepts("actors.ttl").into_iter().map(|concept| {
            let kind = match local_name(&concept.scheme) {
                "roles" => ChunkKind::Role,
                "internationals" => ChunkKind::International,
                "groups" => ChunkKind::Group,
                "peoples" => ChunkKind::Ethnic,
                _ => ChunkKind::Religion,
            };
            let local = |iri: NamedNode| local_name(iri.as_str()).to_owned();
            (concept.notation, Known { kind, label: concept.label, broader: concept.broader.map(local) })
        });
        known.collect()
    });
    &KNOWN
}

/// Cuts an actor code into its chunks of three letters; what is left at the end is a shorter one.
///
/// Put together again, the chunks are the code. A country is looked for first at the start and behind the kind of an
/// international actor; elsewhere every other list goes before it.
///
/// ```
/// use relata::ontology::{ChunkKind, decode};
/// let labels: Vec<&str> = decode("AFGINSTAL").iter().map(|chunk| chunk.label).collect();
/// assert_eq!(labels, ["Afghanistan", "Insurgents", "Taliban"]);
/// assert_eq!(decode("kurXY")[1].kind, ChunkKind::Unknown);
/// ```
pub fn decode(code: &str) -> Vec<Chunk<'_>> {
    let mut chunks: Vec<Chunk<'_>> = Vec::new();
    let mut rest = code;
    while !rest.is_empty() {
        let end = rest.char_indices().nth(3).map_or(rest.len(), |(index, _)| index);
        let (chunk, after) = rest.split_at(end);
        let place_first = chunks.last().is_none_or(|last| last.kind == ChunkKind::International);
        chunks.push(read_chunk(chunk, place_first));
        rest = after;
    }
    chunks
}

fn read_chunk(code: &str, place_first: bool) -> Chunk<'_> {
    let listed = known_chunks().get(code).map(|known| Chunk { code, kind: known.kind, label: &known.label });
    let place = || {
        let country = Countries::shipped().get(CountryScheme::Cameo, code)?;
        let kind = if country.is_region { ChunkKind::Region } else { ChunkKind::Country };
        Some(Chunk { code, kind, label: &country.name })
    };
    let found = if place_first { place().or(listed) } else { listed.or_else(place) };
    found.unwrap_or(Chunk { code, kind: ChunkKind::Unknown, label: code })
}

/// The actor that a code describes; none when the code is empty.
///
/// Two codes get one label when they mean the same: `COP` and `COPCOP`, `CTH` and `CHRCTH`, or the two ways of writing an
/// international organization, with and without its region and field.
///
/// ```
/// use relata::ontology::actor;
/// assert_eq!(actor("USAGOV").unwrap().label, "Government (United States)");
/// assert_eq!(actor("IGOEUREEC").unwrap().label, "European Union");
/// assert_eq!(actor("AFGINSTAL").unwrap().label, "Taliban (Insurgents, Afghanistan)");
/// ```
pub fn actor(code: &str) -> Option<Actor> {
    if code.is_empty() {
        return None;
    }
    if !code.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        // Nothing that CAMEO writes; a reading of it could look like the name of another actor.
        return Some(Actor { label: code.to_owned(), class: ActorClass::Actor, country: None, member_of: None });
    }
    let mut chunks = without_repetition(decode(code));
    let is_international =
        chunks.first().is_some_and(|first| matches!(first.kind, ChunkKind::International | ChunkKind::Group));
    let group = chunks.iter().rposition(|chunk| chunk.kind == ChunkKind::Group).filter(|_| is_international);
    let whole = group.and_then(|group| outer_group(&chunks[..group]));
    if let Some(group) = group {
        // The name of an organization says its kind, region and field.
        let mut index = 0;
        chunks.retain(|chunk| {
            index += 1;
            index > group || matches!(chunk.kind, ChunkKind::Country | ChunkKind::Unknown)
        });
    }
    let place = take_place(&mut chunks);
    let country = place.filter(|place| place.kind == ChunkKind::Country).map(|place| place.label.to_owned());
    let is_place = |chunk: &Chunk<'_>| matches!(chunk.kind, ChunkKind::Country | ChunkKind::Region);
    if let Some(place) = place.filter(|_| chunks.iter().all(is_place)) {
        return Some(place_actor(place, &labels(&chunks)));
    }
    let last = chunks.last().copied()?;
    let split = if last.kind == ChunkKind::Group {
        NameParts { head: vec![last.label], context: labels(&chunks[..chunks.len() - 1]) }
    } else if let Some(at) = chunks.iter().rposition(|chunk| chunk.kind == ChunkKind::Group).filter(|_| group.is_some())
    {
        NameParts { head: labels(&chunks[at + 1..]), context: labels(&chunks[..=at]) }
    } else {
        NameParts { head: labels(&chunks), context: Vec::new() }
    };
    let member_of = if last.kind == ChunkKind::Group {
        whole
    } else if group.is_some() {
        split.context.last().map(|&organization| organization.to_owned())
    } else {
        country.clone()
    };
    Some(Actor { label: split.label(place), class: class_of(&chunks), country, member_of })
}

/// An actor that is a place, which may lie in others: `SCGSRB` is Serbia in Serbia and Montenegro.
fn place_actor(place: Chunk<'_>, outer: &[&str]) -> Actor {
    let is_country = place.kind == ChunkKind::Country;
    Actor {
        label: NameParts { head: vec![place.label], context: outer.to_vec() }.label(None),
        class: if is_country && outer.is_empty() { ActorClass::State } else { ActorClass::Actor },
        country: is_country.then(|| place.label.to_owned()),
        member_of: outer.last().map(|&outer| outer.to_owned()),
    }
}

/// The parts of a name: what the actor is, and what it is in.
struct NameParts<'a> {
    head: Vec<&'a str>,
    context: Vec<&'a str>,
}

impl NameParts<'_> {
    fn label(&self, place: Option<Chunk<'_>>) -> String {
        let head = self.head.join(", ");
        let context: Vec<&str> = self.context.iter().copied().chain(place.map(|place| place.label)).collect();
        if context.is_empty() { head } else { format!("{head} ({})", context.join(", ")) }
    }
}

/// Leaves out a chunk that stands twice in a row, and a religion in front of its denomination.
fn without_repetition(chunks: Vec<Chunk<'_>>) -> Vec<Chunk<'_>> {
    let mut kept: Vec<Chunk<'_>> = Vec::new();
    for chunk in chunks {
        if kept.last().is_some_and(|last| last.code == chunk.code) {
            continue;
        }
        let broader = known_chunks().get(chunk.code).and_then(|known| known.broader.as_deref());
        if broader.is_some() && kept.last().map(|last| last.code) == broader {
            kept.pop();
        }
        kept.push(chunk);
    }
    kept
}

/// The organization that the group behind these chunks belongs to.
fn outer_group(chunks: &[Chunk<'_>]) -> Option<String> {
    let group = chunks.iter().rfind(|chunk| chunk.kind == ChunkKind::Group)?;
    Some(group.label.to_owned())
}

/// Takes the place out: the last country, else the last region.
fn take_place<'a>(chunks: &mut Vec<Chunk<'a>>) -> Option<Chunk<'a>> {
    let last = |kind| chunks.iter().rposition(|chunk| chunk.kind == kind);
    let index = last(ChunkKind::Country).or_else(|| last(ChunkKind::Region))?;
    Some(chunks.remove(index))
}

fn labels<'a>(chunks: &[Chunk<'a>]) -> Vec<&'a str> {
    chunks.iter().map(|chunk| chunk.label).collect()
}

fn class_of(chunks: &[Chunk<'_>]) -> ActorClass {
    let has = |kinds: &[ChunkKind]| chunks.iter().any(|chunk| kinds.contains(&chunk.kind));
    if chunks.last().is_some_and(|last| last.kind == ChunkKind::Group) {
        ActorClass::Organization
    } else if has(&[ChunkKind::Role, ChunkKind::International]) {
        ActorClass::Role
    } else if has(&[ChunkKind::Ethnic, ChunkKind::Religion]) {
        ActorClass::Group
    } else {
        ActorClass::Actor
    }
}
