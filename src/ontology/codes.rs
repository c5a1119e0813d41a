//! Which codes do data sets write for event types and countries?
//!
//! Reads the shipped schemes when they are first asked for. Codes are strings: their case and their leading zeros count.

use std::sync::LazyLock;

use oxigraph::model::{NamedNode, NamedOrBlankNode, Term};
use rustc_hash::FxHashMap;

use super::{local_name, normal_name, quads};

/// Prefix and namespace of the schemes of event types.
const EVENT_PREFIXES: &[(&str, &str)] = &[
    ("cameo", "https://w3id.org/relata/cameo/"),
    ("plover", "https://w3id.org/relata/plover/"),
    ("acled", "https://w3id.org/relata/acled/"),
    ("ucdp", "https://w3id.org/relata/ucdp/"),
];

/// The codes of event data sets, with what belongs to them: types, modes, contexts, sectors, precisions.
#[derive(Debug)]
pub struct EventCodes {
    by_iri: FxHashMap<String, Concept>,
    /// Names of ACLED in their normal form.
    acled: FxHashMap<String, NamedNode>,
    /// Names of CAMEO in their normal form.
    cameo: FxHashMap<String, NamedNode>,
}

impl EventCodes {
    /// The shipped schemes CAMEO, PLOVER, ACLED and UCDP, read once, when first asked for.
    pub fn shipped() -> &'static EventCodes {
        static SHIPPED: LazyLock<EventCodes> = LazyLock::new(|| {
            let files = ["cameo.ttl", "plover.ttl", "acled.ttl", "ucdp.ttl"];
            let concepts: Vec<Concept> = files.into_iter().flat_map(read_concepts).collect();
            let acled = concepts.iter().filter(|concept| concept.iri.as_str().contains("/acled/"));
            let mut cameo: Vec<&Concept> =
                concepts.iter().filter(|concept| concept.iri.as_str().contains("/cameo/")).collect();
            // `Consult` is `04` as a class and `040` as a code: data sets mean the code, which is inserted later.
            cameo.sort_by_key(|concept| concept.notation.len());
            let names = |concept: &&'_ Concept| {
                let iri = concept.iri.clone();
                let names = std::iter::once(&concept.label).chain(&concept.other_labels);
                names.map(|name| (normal_name(name), iri.clone())).collect::<Vec<_>>()
            };
            EventCodes {
                cameo: cameo.iter().flat_map(names).filter(|(name, _)| !name.is_empty()).collect(),
                acled: acled.map(|concept| (normal_name(&concept.label), concept.iri.clone())).collect(),
                by_iri: concepts.into_iter().map(|concept| (concept.iri.as_str().to_owned(), concept)).collect(),
            }
        });
        &SHIPPED
    }

    /// The concept with this short form, such as `cameo:010` or `plover:ASSAULT-aerial`, or this IRI, if a shipped scheme has it.
    pub fn concept(&self, code: &str) -> Option<&NamedNode> {
        let short = code.split_once(':').and_then(|(prefix, local)| {
            let (_, namespace) = EVENT_PREFIXES.iter().find(|(name, _)| *name == prefix)?;
            Some(format!("{namespace}{local}"))
        });
        self.by_iri.get(short.as_deref().unwrap_or(code)).map(|concept| &concept.iri)
    }

    /// The type or sub-type that ACLED calls by this name, such as `Air/drone strike`.
    pub fn acled(&self, name: &str) -> Option<&NamedNode> {
        self.acled.get(&normal_name(name))
    }

    /// The code that CAMEO calls by this name, such as `Make statement`: `cameo:010`, and not the class of the same name.
    pub fn cameo(&self, name: &str) -> Option<&NamedNode> {
        self.cameo.get(&normal_name(name))
    }

    /// The name of a concept; a few codes of CAMEO have none.
    pub fn label(&self, concept: &NamedNode) -> Option<&str> {
        Some(self.by_iri.get(concept.as_str())?.label.as_str()).filter(|label| !label.is_empty())
    }

    /// The next wider concept: that of `cameo:0331` is `cameo:033`.
    pub fn broader(&self, concept: &NamedNode) -> Option<&NamedNode> {
        self.by_iri.get(concept.as_str())?.broader.as_ref()
    }
}

/// A list of codes of countries. The lists look alike and mean different things: `AU` is Austria in FIPS 10-4.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CountryScheme {
    /// ISO 3166-1 alpha-3.
    Iso,
    /// ISO 3166-1 alpha-2.
    IsoAlpha2,
    /// FIPS 10-4, as the places of GDELT have it.
    Fips,
    /// The chunk that opens an actor code of CAMEO; codes it does not list are those of ISO 3166-1 alpha-3.
    Cameo,
}

/// A country, region or other place that has a code.
#[derive(Debug, Clone, PartialEq)]
pub struct Country {
    /// The concept in its scheme.
    pub iri: NamedNode,
    /// The short English name, the same in every scheme.
    pub name: String,
    /// The alpha-3 code in ISO 3166-1, if it has one.
    pub iso: Option<String>,
    /// True when it is not a state, but a region such as `AFR`.
    pub is_region: bool,
}

/// The shipped codes of countries.
#[derive(Debug, Default)]
pub struct Countries {
    /// One map a scheme, in the order of [`CountryScheme`].
    by_code: [FxHashMap<String, Country>; 4],
    /// Alpha-3 codes by names in their normal form.
    by_name: FxHashMap<String, String>,
}

impl Countries {
    /// The shipped lists, read once, when first asked for.
    pub fn shipped() -> &'static Countries {
        static SHIPPED: LazyLock<Countries> = LazyLock::new(|| {
            let mut countries = Countries::default();
            for concept in read_concepts("countries.ttl") {
                countries.insert(concept);
            }
            countries
        });
        &SHIPPED
    }

    fn insert(&mut self, concept: Concept) {
        let iri = concept.iri.as_str();
        let scheme = match iri.rsplit('/').nth(1) {
            Some("iso") => CountryScheme::Iso,
            Some("fips") => CountryScheme::Fips,
            _ => CountryScheme::Cameo,
        };
        let is_iso = scheme == CountryScheme::Iso;
        let iso = if is_iso { Some(&concept.iri) } else { concept.exact.as_ref() };
        let country = Country {
            iri: concept.iri.clone(),
            name: concept.label.clone(),
            iso: iso.map(|iso| local_name(iso.as_str()).to_owned()),
            is_region: concept.scheme.ends_with("/regions"),
        };
        if is_iso {
            for name in std::iter::once(&concept.label).chain(&concept.other_labels) {
                self.by_name.insert(normal_name(name), concept.notation.clone());
            }
        }
        if let Some(alpha2) = concept.second_notation {
            self.by_code[CountryScheme::IsoAlpha2 as usize].insert(alpha2, country.clone());
        }
        self.by_code[scheme as usize].insert(concept.notation, country);
    }

    /// The country of a code, letter for letter.
    pub fn get(&self, scheme: CountryScheme, code: &str) -> Option<&Country> {
        let found = self.by_code[scheme as usize].get(code);
        if scheme == CountryScheme::Cameo { found.or_else(|| self.get(CountryScheme::Iso, code)) } else { found }
    }

    /// The short English name of a code.
    pub fn name(&self, scheme: CountryScheme, code: &str) -> Option<&str> {
        Some(&self.get(scheme, code)?.name)
    }

    /// The country that some data set calls by this name, such as `Russian Federation`.
    pub fn named(&self, name: &str) -> Option<&Country> {
        self.get(CountryScheme::Iso, self.by_name.get(&normal_name(name))?)
    }
}

/// The facts of a shipped file about one concept.
#[derive(Debug)]
pub(super) struct Concept {
    pub(super) iri: NamedNode,
    pub(super) scheme: String,
    pub(super) notation: String,
    pub(super) second_notation: Option<String>,
    pub(super) label: String,
    pub(super) other_labels: Vec<String>,
    pub(super) broader: Option<NamedNode>,
    pub(super) exact: Option<NamedNode>,
}

/// The concepts of a shipped file that have a notation.
pub(super) fn read_concepts(file: &str) -> Vec<Concept> {
    let mut concepts: Vec<Concept> = Vec::new();
    // A subject stands in one block.
    for quad in quads(file) {
        let NamedOrBlankNode::NamedNode(subject) = &quad.subject else {
            continue;
        };
        if concepts.last().is_none_or(|concept| concept.iri != *subject) {
            concepts.push(Concept::new(subject.clone()));
        }
        if let Some(concept) = concepts.last_mut() {
            concept.read(quad.predicate.as_str(), quad.object.clone());
        }
    }
    concepts.retain(|concept| !concept.notation.is_empty());
    concepts
}

impl Concept {
    fn new(iri: NamedNode) -> Concept {
        Concept {
            iri,
            scheme: String::new(),
            notation: String::new(),
            second_notation: None,
            label: String::new(),
            other_labels: Vec::new(),
            broader: None,
            exact: None,
        }
    }

    fn read(&mut self, property: &str, object: Term) {
        let Some(property) = property.strip_prefix("http://www.w3.org/2004/02/skos/core#") else {
            return;
        };
        match (property, object) {
            ("inScheme", Term::NamedNode(scheme)) => self.scheme = scheme.into_string(),
            ("broader", Term::NamedNode(concept)) => self.broader = Some(concept),
            ("exactMatch", Term::NamedNode(concept)) => self.exact = Some(concept),
            ("notation", Term::Literal(literal)) if literal.datatype().as_str().ends_with("#string") => {
                self.notation = literal.destruct().0;
            }
            ("notation", Term::Literal(literal)) => self.second_notation = Some(literal.destruct().0),
            ("prefLabel", Term::Literal(literal)) => self.label = literal.destruct().0,
            ("altLabel", Term::Literal(literal)) => self.other_labels.push(literal.destruct().0),
            _ => (),
        }
    }
}
