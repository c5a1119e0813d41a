//! Claims and events from the index: one pass over the rows of their subjects, in as many parts as there are cores.

use std::num::NonZeroU32;

use jiff::civil::Date;
use oxigraph::model::NamedNodeRef;
use oxigraph::model::vocab::rdf;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::names::Words;
use super::voices::Voices;
use super::{Claim, Claims, Event, Family, Id, Lists, Reply};
use crate::model::{Certainty, EventDate, Independence, Modality, Period, Polarity, Stance};
use crate::rdf::claim::{certainty_iri, modality_iri, polarity_iri, stance_iri};
use crate::rdf::vocab;
use crate::store::{FormatError, Graphs, Index, Store};

/// Subjects that are read in one go.
const PART: usize = 1 << 14;

impl Id {
    pub(super) fn new(number: u32) -> Option<Id> {
        NonZeroU32::new(number).map(Id)
    }

    pub(crate) fn number(self) -> u32 {
        self.0.get()
    }
}

/// What the object of a quad is to its claim.
#[derive(Debug, Clone, Copy)]
enum Role {
    Subject,
    Predicate,
    Object,
    About,
    Speaker,
    Stance,
    Document,
    Polarity,
    Modality,
    Certainty,
    Accepted,
    Evidence,
    File,
    Line,
    Reply(Reply),
}

const CLAIM_ROLES: &[(NamedNodeRef<'_>, Role)] = &[
    (vocab::RDF_SUBJECT, Role::Subject),
    (vocab::RDF_PREDICATE, Role::Predicate),
    (vocab::RDF_OBJECT, Role::Object),
    (vocab::ABOUT, Role::About),
    (vocab::SPEAKER, Role::Speaker),
    (vocab::STANCE, Role::Stance),
    (vocab::IN_DOCUMENT, Role::Document),
    (vocab::POLARITY, Role::Polarity),
    (vocab::MODALITY, Role::Modality),
    (vocab::CERTAINTY, Role::Certainty),
    (vocab::ACCEPTED, Role::Accepted),
    (vocab::EVIDENCE, Role::Evidence),
    (vocab::SOURCE_FILE, Role::File),
    (vocab::SOURCE_LINE, Role::Line),
    (vocab::CONFIRMS, Role::Reply(Reply::Confirms)),
    (vocab::DENIES, Role::Reply(Reply::Denies)),
    (vocab::DECLINES_TO_COMMENT, Role::Reply(Reply::DeclinesToComment)),
];

/// What the object of a quad is to its event.
#[derive(Debug, Clone, Copy)]
enum EventRole {
    Agent,
    Object,
    Place,
    Begin,
    End,
    Date,
    Edtf,
}

const EVENT_ROLES: &[(NamedNodeRef<'_>, EventRole)] = &[
    (vocab::AGENT, EventRole::Agent),
    (vocab::RECIPIENT, EventRole::Object),
    (vocab::THEME, EventRole::Object),
    (vocab::SEM_HAS_PLACE, EventRole::Place),
    (vocab::SEM_BEGIN, EventRole::Begin),
    (vocab::SEM_END, EventRole::End),
    (vocab::DATE, EventRole::Date),
    (vocab::EDTF_DATE, EventRole::Edtf),
];

/// Roles by the number of the predicate.
struct Roles<R>(Vec<Option<R>>);

impl<R: Copy> Roles<R> {
    fn new(index: Index<'_>, roles: &[(NamedNodeRef<'_>, R)]) -> Roles<R> {
        let mut by_number = vec![None; index.n_names() + 1];
        for (iri, role) in roles {
            if let Some(place) = index.iri(*iri).and_then(|number| by_number.get_mut(number as usize)) {
                *place = Some(*role);
            }
        }
        Roles(by_number)
    }

    fn get(&self, predicate: u32) -> Option<R> {
        self.0.get(predicate as usize).copied().flatten()
    }
}

/// Concepts by number.
struct Concepts {
    polarities: FxHashMap<u32, Polarity>,
    modalities: FxHashMap<u32, Modality>,
    certainties: FxHashMap<u32, Certainty>,
    stances: FxHashMap<u32, Stance>,
}

impl Concepts {
    fn new(index: Index<'_>) -> Concepts {
        fn all<V: Copy>(index: Index<'_>, values: &[V], iri: fn(V) -> NamedNodeRef<'static>) -> FxHashMap<u32, V> {
            values.iter().filter_map(|value| Some((index.iri(iri(*value))?, *value))).collect()
        }
        Concepts {
            polarities: all(index, &Polarity::ALL, polarity_iri),
            modalities: all(index, &Modality::ALL, modality_iri),
            certainties: all(index, &Certainty::ALL, certainty_iri),
            stances: all(index, &Stance::ALL, stance_iri),
        }
    }
}

impl<'s> Claims<'s> {
    /// Reads every claim of the graph; one without subject, predicate or object is none.
    ///
    /// Complexity: O(n) in the number of quads of claims and events.
    ///
    /// # Errors
    /// When the graph file is damaged.
    pub fn read(store: &'s Store) -> Result<Claims<'s>, FormatError> {
        let index = store.index();
        Claims::read_among(store, &of_type(index, vocab::CLAIM), &of_type(index, vocab::EVENT))
    }

    /// Reads some claims, given in order, and the events they speak of.
    pub(super) fn read_some(store: &'s Store, claims: &[u32]) -> Result<Claims<'s>, FormatError> {
        let index = store.index();
        let parts = [vocab::ABOUT, vocab::RDF_SUBJECT, vocab::RDF_OBJECT].map(|part| index.iri(part));
        let of_claim = |claim: &u32| {
            let scan = |part: u32| index.scan([Some(*claim), Some(part), None], Graphs::All);
            parts.into_iter().flatten().flat_map(scan).map(|row| row[2]).collect::<Vec<u32>>()
        };
        let mut events: Vec<u32> = claims.iter().flat_map(of_claim).collect();
        events.sort_unstable();
        events.dedup();
        let class = [index.iri(rdf::TYPE), index.iri(vocab::EVENT)];
        let is_event = |id: &u32| index.scan([Some(*id), class[0], class[1]], Graphs::All).next().is_some();
        events.retain(|id| class.iter().all(Option::is_some) && is_event(id));
        Claims::read_among(store, claims, &events)
    }

    fn read_among(store: &'s Store, subjects: &[u32], events: &[u32]) -> Result<Claims<'s>, FormatError> {
        let index = store.index();
        let events = read_events(index, events);
        let mut claims = Claims {
            store,
            rows: Vec::new(),
            speakers: Lists::default(),
            replies: Lists::default(),
            answers: FxHashMap::default(),
            voices: Voices::default(),
            independence: Independence::default(),
            symmetric: of_type(index, vocab::OWL_SYMMETRIC).into_iter().filter_map(Id::new).collect(),
            words: Words::new(index),
            language: None,
            families: read_families(index),
            events,
        };
        claims.read_claims(index, subjects)?;
        Ok(claims)
    }

    fn read_claims(&mut self, index: Index<'s>, subjects: &[u32]) -> Result<(), FormatError> {
        let reader = Reader {
            index,
            roles: Roles::new(index, CLAIM_ROLES),
            concepts: Concepts::new(index),
            events: &self.events,
        };
        let parts: Vec<Part> = stretches(subjects).into_par_iter().map(|subjects| reader.read(subjects)).collect();
        for part in parts {
            self.rows.extend(part.rows);
            self.speakers.append(part.speakers);
            self.replies.append(part.replies);
        }
        if u32::try_from(self.rows.len().max(self.speakers.items.len())).is_err() {
            return Err(FormatError::Damaged("there are more claims than terms"));
        }
        for (place, index) in (0..self.rows.len()).filter_map(|index| Some((u32::try_from(index).ok()?, index))) {
            for (reply, answered) in self.replies.get(index) {
                self.answers.entry(*answered).or_default().push((*reply, place));
            }
        }
        let documents: FxHashSet<Id> = self.rows.iter().filter_map(|claim| claim.document).collect();
        self.voices = Voices::read(self, &documents);
        for claim in &mut self.rows {
            claim.outlet = claim.document.and_then(|document| self.voices.outlet(document));
        }
        Ok(())
    }
}

impl Claims<'_> {
    /// All that a property joins, as subject and object.
    pub(super) fn pairs(&self, property: NamedNodeRef<'_>) -> Vec<(Id, Id)> {
        let index = self.store.index();
        let scan = index.iri(property).map(|property| index.scan([None, Some(property), None], Graphs::All));
        scan.into_iter().flatten().filter_map(|row| Some((Id::new(row[0])?, Id::new(row[2])?))).collect()
    }
}

/// The subjects of a class, in order.
fn of_type(index: Index<'_>, class: NamedNodeRef<'_>) -> Vec<u32> {
    let (Some(is_a), Some(class)) = (index.iri(rdf::TYPE), index.iri(class)) else { return Vec::new() };
    let mut subjects: Vec<u32> = index.scan([None, Some(is_a), Some(class)], Graphs::All).map(|row| row[0]).collect();
    subjects.dedup();
    subjects
}

/// Objects by subject; the first where there are several.
fn pairs(index: Index<'_>, predicate: NamedNodeRef<'_>) -> FxHashMap<u32, u32> {
    let mut pairs = FxHashMap::default();
    if let Some(predicate) = index.iri(predicate) {
        for [subject, _, object, _] in index.scan([None, Some(predicate), None], Graphs::All) {
            let first = pairs.entry(subject).or_insert(object);
            *first = object.min(*first);
        }
    }
    pairs
}

fn read_families(index: Index<'_>) -> FxHashMap<Id, Family> {
    let mut families: FxHashMap<Id, Family> = FxHashMap::default();
    let number = |object: u32| {
        index.term(object).and_then(|term| match term {
            oxigraph::model::Term::Literal(literal) => literal.value().parse::<f64>().ok(),
            _ => None,
        })
    };
    let mut each = |predicate, set: &dyn Fn(&mut Family, u32)| {
        for (subject, object) in pairs(index, predicate) {
            if let Some(id) = Id::new(subject) {
                set(families.entry(id).or_default(), object);
            }
        }
    };
    each(vocab::PLOVER_TYPE, &|family, object| family.event_type = Id::new(object));
    each(vocab::GOLDSTEIN, &|family, object| family.goldstein = number(object));
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "quad classes are 1 to 4")]
    each(vocab::QUAD_CLASS, &|family, object| family.quad_class = number(object).map(|class| class as u8));
    families
}

fn read_events(index: Index<'_>, subjects: &[u32]) -> Vec<Event> {
    let roles = Roles::new(index, EVENT_ROLES);
    let read = |subjects: &[u32]| {
        let mut events: Vec<Event> = Vec::with_capacity(subjects.len());
        let (mut begin, mut end) = (None, None);
        for_each(index, subjects, &mut |subject, row| {
            let Some([_, predicate, object, _]) = row else {
                if let (Some(id), None) = (Id::new(subject), row) {
                    events.push(Event { id, agent: None, object: None, place: None, period: None, date: None });
                    (begin, end) = (None, None);
                }
                return;
            };
            let (Some(event), Some(role)) = (events.last_mut(), roles.get(predicate)) else { return };
            match role {
                EventRole::Agent => event.agent = event.agent.or(Id::new(object)),
                EventRole::Object => event.object = event.object.or(Id::new(object)),
                EventRole::Place => event.place = event.place.or(Id::new(object)),
                EventRole::Date => event.date = event.date.or(Id::new(object)),
                // It says more than the plain day of the same event does.
                EventRole::Edtf => event.date = Id::new(object),
                EventRole::Begin => begin = begin.or(day(index, object)),
                EventRole::End => end = end.or(day(index, object)),
            }
            // An interval that is still open has no end, and neither may a single day of a file of RDF; the date tells them
            // apart.
            let is_open = || event.date.is_some_and(|date| is_interval(index, date.number()));
            event.period = match (begin, end) {
                (Some(begin), Some(end)) => Some(Period { begin, end: end.max(begin) }),
                (Some(begin), None) if is_open() => Some(Period { begin, end: Date::MAX }),
                (None, Some(end)) if is_open() => Some(Period { begin: Date::MIN, end }),
                (Some(day), None) | (None, Some(day)) => Some(Period { begin: day, end: day }),
                (None, None) => None,
            };
        });
        events
    };
    stretches(subjects).into_par_iter().map(read).collect::<Vec<_>>().concat()
}

/// Subjects in parts. No part has a wide gap, whose rows would be read in vain.
fn stretches(subjects: &[u32]) -> Vec<&[u32]> {
    const GAP: u32 = 64;
    subjects.chunk_by(|a, b| b.saturating_sub(*a) < GAP).flat_map(|stretch| stretch.chunks(PART)).collect()
}

/// Hands on each subject once without a row, and then each of its rows.
fn for_each(index: Index<'_>, subjects: &[u32], take: &mut dyn FnMut(u32, Option<[u32; 4]>)) {
    let (Some(first), Some(last)) = (subjects.first(), subjects.last()) else { return };
    let mut subjects = subjects.iter().copied().peekable();
    let mut current = 0;
    for row in index.between(*first, *last) {
        while let Some(subject) = subjects.next_if(|subject| *subject <= row[0]) {
            current = subject;
            take(subject, None);
        }
        if row[0] == current {
            take(current, Some(row));
        }
    }
}

fn is_interval(index: Index<'_>, date: u32) -> bool {
    index.day(date).is_none() && index.term(date).is_some_and(|date| super::names::text(date).contains('/'))
}

fn day(index: Index<'_>, number: u32) -> Option<Date> {
    if let Some((year, month, day)) = index.day(number) {
        return Date::new(year, month, day).ok();
    }
    let text = super::names::text(index.term(number)?);
    EventDate::parse(&text).ok()?.begin()
}

/// The event with this number. Where numbers of events follow each other, it is found at once.
pub(super) fn find_event(events: &[Event], id: Id) -> Option<&Event> {
    let place = id.number().checked_sub(events.first()?.id.number())? as usize;
    if let Some(event) = events.get(place).filter(|event| event.id == id) {
        return Some(event);
    }
    events.binary_search_by_key(&id, |event| event.id).ok().and_then(|place| events.get(place))
}

struct Reader<'a> {
    index: Index<'a>,
    roles: Roles<Role>,
    concepts: Concepts,
    events: &'a [Event],
}

#[derive(Default)]
struct Part {
    rows: Vec<Claim>,
    speakers: Lists<Id>,
    replies: Lists<(Reply, Id)>,
}

/// A claim of which not everything is read.
#[derive(Default)]
struct Draft {
    id: Option<Id>,
    statement: [Option<Id>; 3],
    rest: Rest,
}

#[derive(Default)]
struct Rest {
    event: Option<Id>,
    polarity: Polarity,
    modality: Modality,
    certainty: Certainty,
    stance: Option<Stance>,
    accepted: bool,
    declines: bool,
    document: Option<Id>,
    evidence: Option<Id>,
    file: Option<Id>,
    line: Option<NonZeroU32>,
}

impl Reader<'_> {
    fn read(&self, subjects: &[u32]) -> Part {
        let mut part = Part { rows: Vec::with_capacity(subjects.len()), ..Part::default() };
        let mut draft = Draft::default();
        for_each(self.index, subjects, &mut |subject, row| match row {
            None => {
                self.finish(std::mem::take(&mut draft), &mut part);
                draft.id = Id::new(subject);
            }
            Some([_, predicate, object, _]) => {
                if let (Some(role), Some(object)) = (self.roles.get(predicate), Id::new(object)) {
                    self.add(role, object, &mut draft, &mut part);
                }
            }
        });
        self.finish(draft, &mut part);
        part
    }

    fn add(&self, role: Role, object: Id, draft: &mut Draft, part: &mut Part) {
        let Draft { statement: [subject, predicate, of], rest, .. } = draft;
        let number = object.number();
        let first = |place: &mut Option<Id>| *place = place.or(Some(object));
        match role {
            Role::Subject => first(subject),
            Role::Predicate => first(predicate),
            Role::Object => first(of),
            Role::About => first(&mut rest.event),
            Role::Document => first(&mut rest.document),
            Role::Evidence => first(&mut rest.evidence),
            Role::File => first(&mut rest.file),
            Role::Speaker => part.speakers.items.push(object),
            Role::Stance => rest.stance = self.concepts.stances.get(&number).copied(),
            Role::Reply(reply) => {
                rest.declines |= reply == Reply::DeclinesToComment;
                part.replies.items.push((reply, object));
            }
            Role::Polarity => rest.polarity = self.concepts.polarities.get(&number).copied().unwrap_or_default(),
            Role::Modality => rest.modality = self.concepts.modalities.get(&number).copied().unwrap_or_default(),
            Role::Certainty => rest.certainty = self.concepts.certainties.get(&number).copied().unwrap_or_default(),
            Role::Accepted => rest.accepted = self.index.truth(number),
            Role::Line => {
                let line =
                    self.index.integer(number).and_then(|line| u32::try_from(line).ok()).and_then(NonZeroU32::new);
                rest.line = rest.line.into_iter().chain(line).min();
            }
        }
    }

    fn finish(&self, draft: Draft, part: &mut Part) {
        let Draft { id: Some(id), statement: [Some(subject), Some(predicate), Some(object)], rest } = draft else {
            // What is no claim leaves nothing behind.
            let end = |ends: &[u32]| ends.last().map_or(0, |end| *end as usize);
            part.speakers.items.truncate(end(&part.speakers.ends));
            part.replies.items.truncate(end(&part.replies.ends));
            return;
        };
        part.speakers.end();
        part.replies.end();
        let period = rest.event.and_then(|event| find_event(self.events, event)).and_then(|event| event.period);
        let Rest { event, polarity, modality, certainty, stance, accepted, declines, document, evidence, file, line } =
            rest;
        // RDF that somebody else wrote has no stance.
        let stance = stance.unwrap_or_else(|| Stance::of(polarity, modality, certainty, declines));
        part.rows.push(Claim {
            id,
            subject,
            predicate,
            object,
            event,
            polarity,
            modality,
            certainty,
            accepted,
            stance,
            document,
            outlet: None,
            evidence,
            file,
            line,
            period,
        });
    }
}
