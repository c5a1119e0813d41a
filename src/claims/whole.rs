//! Claims, entities and documents as rows say them: from the graph back to the model.
//!
//! What `rdf` writes, [`Whole`] reads: plain columns by the same tables, the rest here, offsets as numbers and words as
//! what they mean. Names are identifiers that mean the thing when a table is read again. What cannot be a value of its
//! column stays as a text under the column's name, as it does when a table is read.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use oxigraph::model::vocab::rdf;
use oxigraph::model::{NamedNode, NamedNodeRef, Term};
use percent_encoding::percent_decode_str;
use rustc_hash::FxHashMap;

use super::{Claim, Claims, Id, Kind, Reply};
use crate::columns::{CLAIM, DOCUMENT, ENTITY, Field, Holds, is_of_document, parse_point, span_cells, take_spans};
use crate::model::{self, CellType, Document, Entity, EventDate, Evidence, Origin, OwnColumn, Referent};
use crate::ontology::{Meaning, Ontology, normal_name};
use crate::rdf::iri::{Namespace, is_hash};
use crate::rdf::plain::plain_cell;
use crate::rdf::qualifier::type_of;
use crate::rdf::vocab;

/// Cells of columns without meaning, with their columns.
type QualifierColumns = Vec<(OwnColumn, String)>;

/// Reads what the graph says of claims, entities and documents.
///
/// Memory: the names of all entities, and 16 bytes a claim.
pub struct Whole<'a> {
    claims: &'a Claims<'a>,
    namespace: &'a Namespace,
    /// How many things have a name, so that a cell never means another one.
    bearers: FxHashMap<String, u32>,
    /// How many entities have a label.
    labels: FxHashMap<String, u32>,
    /// How many predicates of claims have a label, in the form predicates are compared in.
    predicates: FxHashMap<String, u32>,
    /// A claim about each event.
    about: FxHashMap<Id, Id>,
    /// For each claim, how many before it rest on the same words: words in several languages are shared out among them.
    turns: Vec<usize>,
    /// Properties of columns without meaning, with their headings, in the order of IRIs.
    qualifiers: Vec<(NamedNode, Arc<str>)>,
    /// Where each heading stands among them.
    places: FxHashMap<Arc<str>, usize>,
}

impl<'a> Whole<'a> {
    /// Prepares reading: one pass over entities and claims.
    pub fn new(claims: &'a Claims<'a>, namespace: &'a Namespace) -> Whole<'a> {
        let mut bearers: FxHashMap<String, u32> = FxHashMap::default();
        let mut labels: FxHashMap<String, u32> = FxHashMap::default();
        for id in claims.entities() {
            *labels.entry(claims.label(id)).or_default() += 1;
            let names: BTreeSet<String> = claims.aliases(id).into_iter().chain([claims.label(id)]).collect();
            for name in names {
                *bearers.entry(name.to_lowercase()).or_default() += 1;
            }
        }
        let used: BTreeSet<Id> = claims.rows().iter().map(|claim| claim.predicate).collect();
        let mut predicates: FxHashMap<String, u32> = FxHashMap::default();
        for id in used {
            *predicates.entry(normal_name(&claims.label(id))).or_default() += 1;
        }
        let mut about: FxHashMap<Id, Id> = FxHashMap::default();
        for claim in claims.rows() {
            if let Some(event) = claim.event {
                about.entry(event).or_insert(claim.id);
            }
        }
        let mut seen: FxHashMap<Id, usize> = FxHashMap::default();
        let mut turn = |claim: &Claim| {
            let n = seen.entry(claim.evidence.unwrap_or(claim.id)).or_default();
            *n += 1;
            *n - 1
        };
        let turns = claims.rows().iter().map(&mut turn).collect();
        let prefix = namespace.qualifier("");
        let property = |id: Id| (NamedNode::new_unchecked(claims.text(id)), claims.label(id).into());
        let qualifiers: Vec<(NamedNode, Arc<str>)> =
            claims.labelled(prefix.as_str()).into_iter().map(property).collect();
        let places =
            qualifiers.iter().enumerate().rev().map(|(place, (_, heading))| (heading.clone(), place)).collect();
        Whole { claims, namespace, bearers, labels, predicates, about, turns, qualifiers, places }
    }

    /// The claims that are read.
    pub fn claims(&self) -> &'a Claims<'a> {
        self.claims
    }

    /// The claim at `index` of [`Claims::rows`]; none when there is no such claim.
    pub fn claim(&self, index: usize) -> Option<model::Claim> {
        let (claims, claim) = (self.claims, self.claims.rows().get(index)?);
        let replies = |wanted: Reply| {
            let ids = claims.replies(index).iter().filter(|(reply, _)| *reply == wanted);
            ids.map(|(_, id)| self.claim_cell(*id)).collect()
        };
        let event = claim.event.and_then(|event| claims.event(event));
        let mut unread = QualifierColumns::new();
        let (evidence, lang) = self.evidence(index, claim, &mut unread);
        let mut whole = model::Claim {
            id: Some(self.claim_cell(claim.id)),
            date: claims.date(claim).and_then(|text| read_date("date", text, &mut unread)),
            event: claim.event.and_then(|event| self.event_cell(event)),
            event_types: claim.event.map(|event| self.types_cells(event, claim.predicate)).unwrap_or_default(),
            place: event.and_then(|event| event.place).map(|place| self.entity_cell(place)),
            document: claim.document.map(|id| self.document_cell(id)),
            said_by: claims.speakers(index).iter().map(|id| self.entity_cell(*id)).collect(),
            certainty: claim.certainty,
            polarity: claim.polarity,
            modality: claim.modality,
            confirms: replies(Reply::Confirms),
            denies: replies(Reply::Denies),
            declines_to_comment: replies(Reply::DeclinesToComment),
            evidence,
            lang,
            origin: self.origin(claim),
            ..model::Claim::new(self.end(claim.subject), self.predicate_cell(claim.predicate), self.object(claim))
        };
        self.read_plain(claim.id, &CLAIM, &mut whole, &mut unread);
        whole.qualifiers = unread;
        whole.qualifiers.extend(self.qualifiers(claim.id));
        let of_event = claim.event.into_iter().flat_map(|event| self.qualifiers(event));
        whole.qualifiers.extend(of_event.map(|(column, cell)| (column.of_event(), cell)));
        take_spans(&mut whole);
        Some(whole)
    }

    /// An entity.
    pub fn entity(&self, id: Id) -> Entity {
        let claims = self.claims;
        let all = |property: NamedNodeRef<'_>| -> Vec<String> {
            claims.values(id, property).into_iter().map(|value| self.entity_cell(value)).collect()
        };
        let mut unread = QualifierColumns::new();
        let mut entity = Entity {
            id: Some(self.own_cell(id)),
            kind: match claims.kind(id) {
                Kind::Entity(kind) => Some(kind),
                Kind::Event | Kind::Untyped => None,
            },
            class: claims.class(id).map(|class| self.class_cell(class)),
            member_of: all(vocab::MEMBER_OF),
            country: all(vocab::COUNTRY).into_iter().next(),
            ..Entity::called(claims.label(id))
        };
        if let Some(point) = self.coordinates(id) {
            entity.coordinates = parse_point(&point);
            unread.extend(entity.coordinates.is_none().then(|| ("coordinates".into(), point)));
        }
        self.read_plain(id, &ENTITY, &mut entity, &mut unread);
        entity.qualifiers = unread;
        entity.qualifiers.extend(self.qualifiers(id));
        entity
    }

    /// A document.
    pub fn document(&self, id: Id) -> Document {
        let publisher = self.claims.values(id, vocab::SCHEMA_PUBLISHER).first().copied();
        let mut unread = QualifierColumns::new();
        let mut document = Document {
            publisher: publisher.map(|publisher| self.entity_cell(publisher)),
            said_by: self
                .claims
                .values(id, vocab::DEFAULT_SPEAKER)
                .into_iter()
                .map(|id| self.entity_cell(id))
                .collect(),
            based_on: self.claims.values(id, vocab::BASED_ON).into_iter().map(|id| self.basis_cell(id)).collect(),
            ..Document::of_id(self.document_cell(id))
        };
        self.read_plain(id, &DOCUMENT, &mut document, &mut unread);
        document.qualifiers = unread;
        document.qualifiers.extend(self.qualifiers(id));
        document
    }

    /// Sets the fields whose values are those of a property: all of a list, else the first in the order of the graph.
    fn read_plain<T>(&self, id: Id, fields: &[Field<T>], of: &mut T, unread: &mut QualifierColumns) {
        let index = self.claims.store().index();
        for field in fields {
            let Some(property) = field.plain_property() else { continue };
            let values = self.claims.values(id, property);
            let n = if field.is_list() { values.len() } else { 1 };
            for term in values.into_iter().take(n).filter_map(|value| index.term(value.number())) {
                let cell = plain_cell(field.holds, term);
                if !(field.set)(of, cell.clone()) {
                    unread.push((field.name().into(), cell));
                }
            }
        }
    }

    /// The words a claim rests on, and their language.
    fn evidence(&self, index: usize, claim: &Claim, unread: &mut QualifierColumns) -> (Evidence, Option<String>) {
        let Some(evidence) = claim.evidence else { return (Evidence::default(), None) };
        let claims = self.claims;
        let quotes = claims.values(evidence, vocab::QUOTE);
        let quote = self.turns.get(index).and_then(|turn| quotes.get(turn % quotes.len().max(1))).copied();
        let selectors = claims.values(evidence, vocab::OA_HAS_SELECTOR);
        let offset = |property: NamedNodeRef<'_>| {
            selectors.iter().find_map(|selector| claims.values(*selector, property).first().copied())
        };
        let (start, end) = (offset(vocab::OA_START), offset(vocab::OA_END));
        let number = |id: Id| u64::try_from(claims.store().index().integer(id.number())?).ok();
        let span = start.and_then(number).zip(end.and_then(number)).map(|(start, end)| start..end);
        let span = span.filter(|span| span.start < span.end);
        if span.is_none() {
            let cell = |name: &str, id: Option<Id>| id.map(|id| (name.into(), claims.text(id)));
            unread.extend(cell("start", start).into_iter().chain(cell("end", end)));
        }
        let lang = quote.and_then(|quote| claims.language(quote));
        (Evidence { quote: quote.map(|quote| claims.text(quote)), span }, lang)
    }

    fn origin(&self, claim: &Claim) -> Origin {
        let file = claim.file.map(|file| self.claims.text(file)).unwrap_or_default();
        Origin { file: file.into(), line: claim.line.map_or(0, |line| u64::from(line.get())) }
    }

    fn qualifiers(&self, id: Id) -> impl Iterator<Item = (OwnColumn, String)> {
        self.qualifiers.iter().flat_map(move |(property, name)| {
            let values = self.claims.values(id, property.as_ref());
            values.into_iter().filter_map(move |value| {
                let term = self.claims.store().index().term(value.number())?;
                let holds = match &term {
                    Term::Literal(literal) => type_of(literal.datatype()),
                    _ => CellType::Text,
                };
                Some((OwnColumn::new(name.clone()).holding(holds), plain_cell(Holds::Text, term)))
            })
        })
    }

    /// The cells of a row: each field with its column, then those of columns without meaning in the order of their IRIs.
    fn cells<'c, T>(
        &'c self,
        of: &'c T,
        fields: &'c [Field<T>],
        others: impl Iterator<Item = (Arc<str>, Cow<'c, str>)>,
    ) -> Cells<'c> {
        let mut others: Cells<'c> = others.collect();
        others.sort_by_cached_key(|(heading, _)| {
            let column = OwnColumn::parse(heading);
            (self.places.get(column.name()).copied(), column)
        });
        let fields = fields.iter().map(|field| (field.name().into(), (field.get)(of).cell()));
        fields.chain(others).filter(|(_, cell)| !cell.is_empty()).collect()
    }

    /// What a claim says, by columns of the table of claims; without cells that would be empty.
    pub fn cells_of_claim<'c>(&'c self, claim: &'c model::Claim) -> Cells<'c> {
        let spans = span_cells(claim).map(|(name, cell)| (name, Cow::Owned(cell)));
        let qualifiers = borrowed(&claim.qualifiers).map(|(heading, cell)| (of_the_claim(heading), cell));
        self.cells(claim, &CLAIM, spans.chain(qualifiers))
    }

    /// What is known of an entity, by columns of the table of entities; without cells that would be empty.
    pub fn cells_of_entity<'c>(&'c self, entity: &'c Entity) -> Cells<'c> {
        self.cells(entity, &ENTITY, borrowed(&entity.qualifiers))
    }

    /// What is known of a document, by columns of the table of documents; without cells that would be empty.
    pub fn cells_of_document<'c>(&'c self, document: &'c Document) -> Cells<'c> {
        self.cells(document, &DOCUMENT, borrowed(&document.qualifiers))
    }

    /// The identifier of an event that has one of its own; none when its statement, date and place are the event.
    fn event_cell(&self, event: Id) -> Option<String> {
        let cell = self.local(event, |id| self.namespace.event_of_id(id));
        (!is_hash(&cell)).then_some(cell)
    }

    /// The codes of an event's types, where they are others than those of the predicate.
    fn types_cells(&self, event: Id, predicate: Id) -> Vec<String> {
        let of = |id: Id, property: NamedNodeRef<'_>| self.claims.values(id, property);
        let types: BTreeSet<Id> = of(event, vocab::SEM_EVENT_TYPE).into_iter().collect();
        let usual = of(predicate, vocab::PLOVER_TYPE).into_iter().chain(of(predicate, vocab::CAMEO));
        if types == usual.collect() {
            return Vec::new();
        }
        let short = |id: &Id| {
            let iri = self.claims.text(*id);
            let found =
                vocab::PREFIXES.iter().find_map(|(prefix, namespace)| Some((prefix, iri.strip_prefix(namespace)?)));
            found.map_or_else(|| iri.clone(), |(prefix, local)| format!("{prefix}:{local}"))
        };
        types.iter().map(short).collect()
    }

    /// Degrees north and east of an entity, apart by a space.
    fn coordinates(&self, id: Id) -> Option<String> {
        let point = self.claims.values(id, vocab::GEO_HAS_GEOMETRY).first().copied()?;
        let wkt = self.claims.text(*self.claims.values(point, vocab::GEO_AS_WKT).first()?);
        let degrees = wkt.strip_prefix("POINT(").and_then(|rest| rest.strip_suffix(')'))?;
        degrees.split_once(' ').map(|(east, north)| format!("{north} {east}"))
    }

    /// The object; none where the subject acts alone. An event that has itself as theme is one that a row names.
    fn object(&self, claim: &Claim) -> Referent {
        let names_itself = || claim.event.and_then(|event| self.claims.event(event)?.object) == claim.event;
        if claim.acts_alone() && !names_itself() { Referent::OwnEvent } else { self.end(claim.object) }
    }

    /// Subject or object: an entity, or a claim about the event.
    fn end(&self, id: Id) -> Referent {
        match self.about.get(&id) {
            Some(claim) => Referent::Claim(self.claim_cell(*claim)),
            None => Referent::Name(self.entity_cell(id)),
        }
    }

    /// The label of a predicate where it leads back to it, else the whole IRI.
    fn predicate_cell(&self, id: Id) -> String {
        let (label, iri) = (self.claims.label(id), self.claims.text(id));
        let is_declared = |id: &Id| {
            let types = self.claims.values(*id, rdf::TYPE).into_iter().map(|class| self.claims.text(class));
            let mut types = types.filter(|class| class != vocab::PREDICATE_CLASS.as_str());
            types.next().is_some()
        };
        let leads_back = match Ontology::shipped().resolve(&label) {
            Some(Meaning::Direct(predicate)) if predicate.iri.as_str() == iri => true,
            None if self.namespace.predicate(&normal_name(&label)).as_str() == iri => true,
            // A name that the project declares counts before what is shipped.
            _ => is_declared(&id),
        };
        let is_shared = self.predicates.get(&normal_name(&label)).is_some_and(|n| *n > 1);
        if leads_back && !is_shared { label } else { format!("<{iri}>") }
    }

    /// The name of a class of the project where it leads back to it, else the whole IRI.
    fn class_cell(&self, id: Id) -> String {
        let (label, iri) = (self.claims.label(id), self.claims.text(id));
        if self.namespace.class(&normal_name(&label)).as_str() == iri { label } else { format!("<{iri}>") }
    }

    /// The identifier of a claim.
    fn claim_cell(&self, id: Id) -> String {
        self.local(id, |id| self.namespace.claim(id))
    }

    /// The identifier of a document.
    pub fn document_cell(&self, id: Id) -> String {
        self.local(id, |id| self.namespace.document(id))
    }

    /// A cell that means a document, or else an entity, and not a document of the same identifier.
    fn basis_cell(&self, id: Id) -> String {
        let cell = self.document_cell(id);
        if !cell.starts_with('<') {
            return cell;
        }
        let cell = self.entity_cell(id);
        let index = self.claims.store().index();
        let is_taken = index.iri(self.namespace.document(&cell).as_ref()).is_some();
        if is_taken { format!("<{}>", self.claims.text(id)) } else { cell }
    }

    /// A cell that means an entity; a text that is none stays.
    fn entity_cell(&self, id: Id) -> String {
        if self.claims.is_iri(id) { self.own_cell(id) } else { self.claims.text(id) }
    }

    /// The identifier of an entity, or its IRI where the identifier could be taken for another one.
    fn own_cell(&self, id: Id) -> String {
        let cell = self.local(id, |id| self.namespace.entity(id));
        let mut names = self.claims.aliases(id).into_iter().chain([self.claims.label(id)]);
        let own = names.any(|name| name.eq_ignore_ascii_case(&cell));
        let n_bearers = self.bearers.get(&cell.to_lowercase()).copied().unwrap_or(0);
        if n_bearers > u32::from(own) { format!("<{}>", self.claims.text(id)) } else { cell }
    }

    /// The name of an entity, or its identifier where another one has the same name.
    pub fn name(&self, id: Id) -> String {
        let label = self.claims.label(id);
        let is_shared = self.labels.get(&label).is_some_and(|n| *n > 1);
        if is_shared || !self.claims.is_iri(id) { self.entity_cell(id) } else { label }
    }

    /// The identifier that `mint` makes this IRI of; the whole IRI when there is none.
    fn local(&self, id: Id, mint: impl Fn(&str) -> NamedNode) -> String {
        let iri = self.claims.text(id);
        let local = iri.rsplit(['/', '#']).next().map(percent_decode_str);
        let decoded = local.and_then(|local| local.decode_utf8().ok()).unwrap_or_default().into_owned();
        let is_safe = !decoded.is_empty()
            && !decoded.starts_with('#')
            && !decoded.contains([';', '<'])
            && !decoded.contains(char::is_whitespace);
        if is_safe && mint(&decoded).as_str() == iri { decoded } else { format!("<{iri}>") }
    }
}

/// Cells with the names of their columns.
pub type Cells<'c> = Vec<(Arc<str>, Cow<'c, str>)>;

fn borrowed(qualifiers: &[(OwnColumn, String)]) -> impl Iterator<Item = (Arc<str>, Cow<'_, str>)> {
    qualifiers.iter().map(|(column, cell)| (column.heading(), Cow::Borrowed(cell.as_str())))
}

/// The heading of a qualifier of a claim, so that it is not read as one of the columns that belong to a document.
fn of_the_claim(heading: Arc<str>) -> Arc<str> {
    if is_of_document(&heading) { [&*heading, "^^", CellType::Text.word()].concat().into() } else { heading }
}

/// The date a text is; one that is none stays unread.
fn read_date(column: &str, text: String, unread: &mut QualifierColumns) -> Option<EventDate> {
    let date = EventDate::parse(&text).ok();
    if date.is_none() {
        unread.push((column.into(), text));
    }
    date
}
