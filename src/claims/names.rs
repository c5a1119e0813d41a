//! What things are called, looked up when it is shown.

use oxigraph::model::vocab::{rdf, rdfs};
use oxigraph::model::{NamedNodeRef, Term};

use super::{Claim, Claims, Id, Kind};
use crate::model::EntityKind;
use crate::ontology::{local_name, normal_name};
use crate::rdf::entity::class_of;
use crate::rdf::iri::is_hash;
use crate::rdf::vocab;
use crate::store::{Graphs, Index};

/// How far `member_of` is followed to a country.
const MOST_STEPS: usize = 5;

/// Numbers of the terms that name things.
pub(super) struct Words {
    label: Option<u32>,
    alias: Option<u32>,
    is_a: Option<u32>,
    below: Option<u32>,
    entity: Option<u32>,
    country: Option<u32>,
    member_of: Option<u32>,
    quote: Option<u32>,
    date_written: Option<u32>,
    /// Classes of entities, the more telling first.
    classes: Vec<(u32, Kind)>,
}

impl Words {
    pub(super) fn new(index: Index<'_>) -> Words {
        let number = |iri: NamedNodeRef<'_>| index.iri(iri);
        let classes = EntityKind::ALL.iter().map(|kind| (class_of(*kind), Kind::Entity(*kind)));
        // Somebody who is also called an actor is better told by the other class.
        let (telling, vague): (Vec<_>, Vec<_>) =
            classes.partition(|(_, kind)| !matches!(kind, Kind::Entity(EntityKind::Actor | EntityKind::Thing)));
        let classes = [(vocab::EVENT, Kind::Event)].into_iter().chain(telling).chain(vague);
        Words {
            label: number(rdfs::LABEL),
            alias: number(vocab::SKOS_ALT_LABEL),
            is_a: number(rdf::TYPE),
            below: number(rdfs::SUB_CLASS_OF),
            entity: number(vocab::ENTITY),
            country: number(vocab::COUNTRY),
            member_of: number(vocab::MEMBER_OF),
            quote: number(vocab::QUOTE),
            date_written: number(vocab::DATE_WRITTEN),
            classes: classes.filter_map(|(class, kind)| Some((number(class)?, kind))).collect(),
        }
    }
}

/// The IRI, or the text of the literal.
pub(super) fn text(term: Term) -> String {
    match term {
        Term::NamedNode(node) => node.into_string(),
        Term::BlankNode(node) => node.into_string(),
        Term::Literal(literal) => literal.destruct().0,
        Term::Triple(_) => String::new(),
    }
}

/// The least label of a thing in the order of texts; as in an order of SPARQL, what is no literal stands before literals.
pub(crate) fn least_label(index: Index<'_>, thing: u32, label: u32) -> Option<String> {
    let labels = index.scan([Some(thing), Some(label), None], Graphs::All).filter_map(|row| index.term(row[2]));
    labels.map(|label| (label.is_literal(), text(label))).min().map(|(_, label)| label)
}

impl Claims<'_> {
    /// The same, with labels in a language where there are such.
    #[must_use]
    pub fn in_language(self, language: Option<String>) -> Self {
        Claims { language, ..self }
    }

    /// The IRI or text of a term.
    pub fn text(&self, id: Id) -> String {
        self.store.index().term(id.number()).map(text).unwrap_or_default()
    }

    fn objects(&self, id: Id, predicate: Option<u32>) -> impl Iterator<Item = u32> {
        let index = self.store.index();
        let scan = predicate.map(|predicate| index.scan([Some(id.number()), Some(predicate), None], Graphs::All));
        scan.into_iter().flatten().map(|row| row[2])
    }

    /// The name to show; the last part of the IRI when there is none.
    ///
    /// Of several labels, one in the language asked for, else one without a language, else the first in order.
    pub fn label(&self, id: Id) -> String {
        let index = self.store.index();
        let rank = |literal: &oxigraph::model::Literal| match (literal.language(), &self.language) {
            (Some(tag), Some(wanted)) if tag == wanted || tag.split('-').next() == Some(wanted) => 0,
            (None, _) => 1,
            (Some(_), _) => 2,
        };
        let labels = self.objects(id, self.words.label).filter_map(|number| match index.term(number)? {
            Term::Literal(literal) => Some((rank(&literal), literal.destruct().0)),
            _ => None,
        });
        labels.min().map_or_else(|| local_name(&self.text(id)).to_owned(), |(_, label)| label)
    }

    /// Other names.
    pub fn aliases(&self, id: Id) -> Vec<String> {
        self.objects(id, self.words.alias).filter_map(|alias| Id::new(alias).map(|alias| self.text(alias))).collect()
    }

    /// What the graph says of a thing in a property, in the order of the graph.
    pub fn values(&self, id: Id, property: NamedNodeRef<'_>) -> Vec<Id> {
        self.objects(id, self.store.index().iri(property)).filter_map(Id::new).collect()
    }

    /// The language of a text.
    pub fn language(&self, id: Id) -> Option<String> {
        match self.store.index().term(id.number())? {
            Term::Literal(literal) => literal.language().map(str::to_owned),
            _ => None,
        }
    }

    /// Everything of a class of entities, in the order of IRIs.
    pub fn entities(&self) -> Vec<Id> {
        let index = self.store.index();
        let (Some(is_a), classes) = (self.words.is_a, &self.words.classes) else { return Vec::new() };
        let classes = classes.iter().filter(|(_, kind)| *kind != Kind::Event).map(|(class, _)| *class);
        let scan = |class: u32| index.scan([None, Some(is_a), Some(class)], Graphs::All).map(|row| row[0]);
        let mut entities: Vec<Id> =
            classes.chain(index.iri(vocab::ENTITY)).flat_map(scan).filter_map(Id::new).collect();
        entities.sort_unstable();
        entities.dedup();
        entities
    }

    /// Everything of a class, in the order of IRIs.
    pub fn of_class(&self, class: NamedNodeRef<'_>) -> Vec<Id> {
        let index = self.store.index();
        let (Some(is_a), Some(class)) = (self.words.is_a, index.iri(class)) else { return Vec::new() };
        let mut things: Vec<Id> =
            index.scan([None, Some(is_a), Some(class)], Graphs::All).filter_map(|row| Id::new(row[0])).collect();
        things.dedup();
        things
    }

    /// Everything with a label whose IRI begins so, in the order of IRIs.
    pub fn labelled(&self, prefix: &str) -> Vec<Id> {
        let index = self.store.index();
        let scan = self.words.label.map(|label| index.scan([None, Some(label), None], Graphs::All));
        let labelled = scan.into_iter().flatten().filter_map(|row| Id::new(row[0]));
        let mut things: Vec<Id> = labelled.filter(|id| self.text(*id).starts_with(prefix)).collect();
        things.sort_unstable();
        things.dedup();
        things
    }

    /// Everything with a text in which all of these words occur, in the order of numbers.
    pub fn having_words(&self, words: &str) -> Vec<Id> {
        self.store.index().search(words, Graphs::All).into_iter().filter_map(Id::new).collect()
    }

    /// The term of an IRI; none when the graph does not have it.
    pub fn by_iri(&self, iri: &str) -> Option<Id> {
        self.store.index().iri(NamedNodeRef::new(iri).ok()?).and_then(Id::new)
    }

    /// True when a term is an IRI.
    pub fn is_iri(&self, id: Id) -> bool {
        matches!(self.store.index().term(id.number()), Some(Term::NamedNode(_)))
    }

    /// What a thing is.
    pub fn kind(&self, id: Id) -> Kind {
        if self.event(id).is_some() {
            return Kind::Event;
        }
        let types: Vec<u32> = self.objects(id, self.words.is_a).collect();
        let found = self.words.classes.iter().find(|(class, _)| types.contains(class));
        found.map_or(Kind::Untyped, |(_, kind)| *kind)
    }

    /// The class of the project that a thing is of, besides what it is to relata.
    pub fn class(&self, id: Id) -> Option<Id> {
        let below = self.words.below?;
        let is_known =
            |class: u32| Some(class) == self.words.entity || self.words.classes.iter().any(|known| known.0 == class);
        let index = self.store.index();
        let wider = |class: u32| index.scan([Some(class), Some(below), None], Graphs::All).map(|row| row[2]);
        let is_own = |class: &u32| !is_known(*class) && wider(*class).any(is_known);
        self.objects(id, self.words.is_a).find(is_own).and_then(Id::new)
    }

    /// The word for what a thing is: the name of its class where the project has one, else that of its kind.
    pub fn type_word(&self, id: Id) -> String {
        self.class(id).map_or_else(|| self.kind(id).word().to_owned(), |class| self.label(class))
    }

    /// The country of a thing, as IRI or code: itself when it is a state, what the column `country` says, or the country
    /// of what it belongs to.
    pub fn country(&self, id: Id) -> Option<Id> {
        let mut thing = id;
        for _ in 0..MOST_STEPS {
            if self.kind(thing) == Kind::Entity(EntityKind::State) {
                return Some(thing);
            }
            if let Some(country) = self.objects(thing, self.words.country).next() {
                return Id::new(country);
            }
            thing = self.objects(thing, self.words.member_of).next().and_then(Id::new)?;
        }
        None
    }

    /// What a place lies in, by what it belongs to and by its country.
    pub fn surroundings(&self, place: Id) -> Vec<Id> {
        let mut found = Vec::new();
        let mut next = vec![place.number()];
        for _ in 0..MOST_STEPS {
            let around = |one: &u32| {
                let Some(one) = Id::new(*one) else { return Vec::new() };
                self.objects(one, self.words.member_of).chain(self.objects(one, self.words.country)).collect()
            };
            next = next.iter().flat_map(around).filter(|one| !found.contains(one) && *one != place.number()).collect();
            next.sort_unstable();
            next.dedup();
            found.extend_from_slice(&next);
        }
        found.into_iter().filter_map(Id::new).collect()
    }

    /// True when the source itself tells an event apart by an identifier; else its IRI is a hash of what is said of it.
    pub fn has_identifier(&self, event: Id) -> bool {
        !is_hash(local_name(&self.text(event)))
    }

    /// The words a claim rests on.
    pub fn quote(&self, claim: &Claim) -> Option<String> {
        let quote = self.objects(claim.evidence?, self.words.quote).next().and_then(Id::new)?;
        Some(self.text(quote))
    }

    /// The date of a claim's event, as the claim has it.
    pub fn date(&self, claim: &Claim) -> Option<String> {
        if let Some(written) = self.objects(claim.id, self.words.date_written).next().and_then(Id::new) {
            return Some(self.text(written));
        }
        self.event(claim.event?)?.date.map(|date| self.text(date))
    }

    /// File and line of a claim.
    pub fn place_in_file(&self, claim: &Claim) -> String {
        let file = claim.file.map(|file| self.text(file)).unwrap_or_default();
        claim.line.map_or_else(|| file.clone(), |line| format!("{file}:{line}"))
    }

    /// True when a thing is called so: by label, alias or last part of its IRI, ignoring case, `_` and `-`; or by its IRI.
    pub fn is_called(&self, id: Id, name: &str) -> bool {
        let normal = normal_name(name.rsplit_once(':').map_or(name, |(_, local)| local));
        let whole = normal_name(name);
        let named = |label: &str| normal_name(label) == normal || normal_name(label) == whole;
        let iri = self.text(id);
        let labels = self.objects(id, self.words.label).chain(self.objects(id, self.words.alias));
        iri == name
            || normal_name(local_name(&iri)) == normal
            || labels.filter_map(Id::new).any(|label| named(&self.text(label)))
    }

    /// What the statement of a claim says, in words.
    pub fn sentence(&self, claim: &Claim) -> String {
        if claim.acts_alone() {
            return format!("{} {}", self.label(claim.subject), self.label(claim.predicate));
        }
        let colon = if self.event(claim.object).is_some() { ":" } else { "" };
        format!("{} {}{colon} {}", self.label(claim.subject), self.label(claim.predicate), self.label(claim.object))
    }

    /// Whose word the claim at `index` is, by name: the speakers, or else the outlet; none when it has neither.
    pub fn named_origins(&self, index: usize) -> Option<String> {
        let names: Vec<String> = self.origins(index).map(|origin| self.voice(origin)).collect();
        (!names.is_empty()).then(|| names.join(", "))
    }

    /// The same for people to read, who are told when there is nobody.
    pub fn attribution(&self, index: usize) -> String {
        self.named_origins(index).unwrap_or_else(|| "no source named".to_owned())
    }
}
