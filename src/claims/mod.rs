//! Every claim with what is needed to draw, count and compare it.
//!
//! [`Claims`] is read straight from the index: a claim is a handful of numbers,
//! and the text of a term is looked up when it is shown. [`whole`] reads claims,
//! entities and documents as the values that rows are read as.

mod candidates;
mod difference;
mod names;
mod ratings;
mod read;
mod voices;
pub mod whole;

use std::num::NonZeroU32;

use rustc_hash::{FxHashMap, FxHashSet};

pub use difference::{Change, Difference};
pub(crate) use names::least_label;
pub use voices::Voice;

use crate::model::{Certainty, EntityKind, Independence, Modality, Period, Polarity, Stance};
use crate::store::Store;

/// A term of one graph by its number in the graph file; IRIs have numbers in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(NonZeroU32);

/// A claim as it stands in the graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claim {
    /// The claim.
    pub id: Id,
    /// Subject of its statement.
    pub subject: Id,
    /// Predicate of its statement.
    pub predicate: Id,
    /// Object of its statement: an entity or an event.
    pub object: Id,
    /// The event it is about.
    pub event: Option<Id>,
    /// Yes or no.
    pub polarity: Polarity,
    /// Fact, plan, threat and so on.
    pub modality: Modality,
    /// How sure the speaker is.
    pub certainty: Certainty,
    /// True when the project takes it as fact.
    pub accepted: bool,
    /// What it does with its statement.
    pub stance: Stance,
    /// Where it was published.
    pub document: Option<Id>,
    /// Who published that, as far as it can be told.
    pub outlet: Option<Voice>,
    /// The words it rests on.
    pub evidence: Option<Id>,
    /// File it was read from.
    pub file: Option<Id>,
    /// Line it was read from.
    pub line: Option<NonZeroU32>,
    /// When its event is said to have happened.
    pub period: Option<Period>,
}

impl Claim {
    /// Subject, predicate and object.
    pub fn statement(&self) -> (Id, Id, Id) {
        (self.subject, self.predicate, self.object)
    }

    /// True when its subject acts alone: the object of the statement is the event itself.
    pub fn acts_alone(&self) -> bool {
        self.event == Some(self.object)
    }
}

/// What a claim does to another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reply {
    /// Says the same.
    Confirms,
    /// Says that it is not so.
    Denies,
    /// Says neither.
    DeclinesToComment,
}

/// What is said to have happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Event {
    /// The event.
    pub id: Id,
    /// Who acts.
    pub agent: Option<Id>,
    /// To whom, or what is spoken of.
    pub object: Option<Id>,
    /// Where.
    pub place: Option<Id>,
    /// When, from the first possible day to the last.
    pub period: Option<Period>,
    /// The date as written.
    pub date: Option<Id>,
}

/// What a node of the graph is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// An entity of a declared type.
    Entity(EntityKind),
    /// An event that a statement speaks of.
    Event,
    /// An entity whose type nobody declared.
    Untyped,
}

impl Kind {
    /// The word for it: that of the `type` column, `event`, or `entity`.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Entity(kind) => kind.word(),
            Kind::Event => "event",
            Kind::Untyped => "entity",
        }
    }
}

/// What the vocabulary says of a predicate.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Family {
    /// Its type of PLOVER.
    pub event_type: Option<Id>,
    /// 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
    pub quad_class: Option<u8>,
    /// From -10 (conflict) to 10 (cooperation).
    pub goldstein: Option<f64>,
}

/// Lists of different lengths, one after another.
#[derive(Debug, Clone)]
struct Lists<T> {
    items: Vec<T>,
    ends: Vec<u32>,
}

impl<T> Default for Lists<T> {
    fn default() -> Lists<T> {
        Lists { items: Vec::new(), ends: Vec::new() }
    }
}

impl<T: Ord + Copy> Lists<T> {
    /// Ends a list with all that was pushed since the last one, in order and each once.
    fn end(&mut self) {
        let start = self.ends.last().map_or(0, |end| *end as usize);
        if self.items.len() > start + 1 {
            let mut list = self.items.split_off(start);
            list.sort_unstable();
            list.dedup();
            self.items.append(&mut list);
        }
        self.ends.push(u32::try_from(self.items.len()).unwrap_or(u32::MAX));
    }

    fn get(&self, index: usize) -> &[T] {
        let start = index.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |end| *end as usize);
        self.ends.get(index).and_then(|end| self.items.get(start..*end as usize)).unwrap_or_default()
    }

    fn append(&mut self, other: Lists<T>) {
        let before = u32::try_from(self.items.len()).unwrap_or(u32::MAX);
        self.items.extend(other.items);
        self.ends.extend(other.ends.iter().map(|end| end.saturating_add(before)));
    }
}

/// The claims of a graph, with the names of what they speak of.
///
/// Memory: 60 bytes a claim, 32 an event, and four for each speaker and reply.
pub struct Claims<'s> {
    store: &'s Store,
    /// In the order of their IRIs.
    rows: Vec<Claim>,
    events: Vec<Event>,
    speakers: Lists<Id>,
    replies: Lists<(Reply, Id)>,
    /// Places of the claims that reply to a claim, in order.
    answers: FxHashMap<Id, Vec<(Reply, u32)>>,
    voices: voices::Voices,
    independence: Independence,
    symmetric: FxHashSet<Id>,
    words: names::Words,
    language: Option<String>,
    families: FxHashMap<Id, Family>,
}

impl<'s> Claims<'s> {
    /// Every claim, in the order of their IRIs.
    pub fn rows(&self) -> &[Claim] {
        &self.rows
    }

    /// Whose word the claim at `index` is.
    pub fn speakers(&self, index: usize) -> &[Id] {
        self.speakers.get(index)
    }

    /// What the claim at `index` replies to.
    pub fn replies(&self, index: usize) -> &[(Reply, Id)] {
        self.replies.get(index)
    }

    /// The claims that the claim at `index` denies.
    pub fn denies(&self, index: usize) -> impl Iterator<Item = Id> {
        self.replies(index).iter().filter(|(reply, _)| *reply == Reply::Denies).map(|(_, id)| *id)
    }

    /// The places of the claims that reply so to a claim, in order.
    pub fn answers(&self, claim: Id, reply: Reply) -> impl Iterator<Item = u32> {
        let all = self.answers.get(&claim).map_or(&[][..], Vec::as_slice);
        all.iter().filter(move |(how, _)| *how == reply).map(|(_, place)| *place)
    }

    /// True when any claim replies to this one.
    pub fn is_answered(&self, claim: Id) -> bool {
        self.answers.contains_key(&claim)
    }

    /// True when a reply denies this claim.
    pub fn is_denied(&self, claim: Id) -> bool {
        self.answers(claim, Reply::Denies).next().is_some()
    }

    /// What corroboration takes.
    pub fn independence(&self) -> Independence {
        self.independence
    }

    /// The same, with another rule for what corroborates.
    #[must_use]
    pub fn corroborated_by(self, independence: Independence) -> Self {
        Claims { independence, ..self }
    }

    /// Where a claim stands in [`Claims::rows`].
    pub fn position(&self, claim: Id) -> Option<usize> {
        self.rows.binary_search_by_key(&claim, |row| row.id).ok()
    }

    /// Every event, in the order of their IRIs.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// The event with this number, when it is one.
    pub fn event(&self, id: Id) -> Option<&Event> {
        read::find_event(&self.events, id)
    }

    /// True when a statement with this predicate reads the same from both ends.
    pub fn is_symmetric(&self, predicate: Id) -> bool {
        self.symmetric.contains(&predicate)
    }

    /// What the vocabulary says of a predicate.
    pub fn family(&self, predicate: Id) -> Family {
        self.families.get(&predicate).copied().unwrap_or_default()
    }

    /// The graph the claims are in.
    pub fn store(&self) -> &'s Store {
        self.store
    }
}
