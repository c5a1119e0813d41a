//! Which terms exist?
//!
//! The shipped vocabulary is Turtle under `ontology/`, compiled into the binary;
//! a project may add files of its own. Out comes an [`Ontology`]: predicates by
//! label and alias, with what they mean in PLOVER and CAMEO. [`EventCodes`], [`Countries`]
//! and [`actor()`] read the codes of event data. [`vocab`] has every IRI the code
//! speaks of. It knows no claims.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{LazyLock, OnceLock};

use oxigraph::io::{RdfFormat, RdfParseError, RdfParser};
use oxigraph::model::{NamedNode, NamedOrBlankNode, Quad, Term};
use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

pub use actor::{Actor, ActorClass, Chunk, ChunkKind, actor, decode};
pub use codes::{Countries, Country, CountryScheme, EventCodes};
pub use country_names::{COUNTRY_NAMES, CountryId, CountryNames, CountryReading, CountryWord};
pub use denial::Denial;
pub use listing::{CountryListing, PredicateListing, listed_countries, listed_predicates};
pub use search::{FoundPredicate, Likeness, ListedWord, PredicateSearch, is_listed, listed_words};
pub use verb::{VerbForm, forms as word_forms, is_irregular_past, verb_forms};

use crate::diagnostic::nearest;

mod actor;
mod codes;
mod country_names;
mod denial;
mod inflected;
mod listing;
pub mod rules;
mod search;
mod verb;
pub mod vocab;

/// The shipped files: name and Turtle.
pub const FILES: &[(&str, &str)] = &[
    ("relata.ttl", include_str!("../../ontology/relata.ttl")),
    ("predicates.ttl", include_str!("../../ontology/predicates.ttl")),
    ("plover.ttl", include_str!("../../ontology/plover.ttl")),
    ("cameo.ttl", include_str!("../../ontology/cameo.ttl")),
    ("acled.ttl", include_str!("../../ontology/acled.ttl")),
    ("ucdp.ttl", include_str!("../../ontology/ucdp.ttl")),
    ("countries.ttl", include_str!("../../ontology/countries.ttl")),
    ("actors.ttl", include_str!("../../ontology/actors.ttl")),
];

const RA: &str = "https://w3id.org/relata/ns#";

/// The quads of a shipped file, parsed once; none when there is no such file.
///
/// A test parses every shipped file, so that no error is passed over here.
pub fn quads(file: &str) -> &'static [Quad] {
    static PARSED: [OnceLock<Vec<Quad>>; FILES.len()] = [const { OnceLock::new() }; FILES.len()];
    let shipped = FILES.iter().zip(&PARSED).find(|((name, _), _)| *name == file);
    shipped.map_or(&[], |((_, turtle), parsed)| {
        parsed.get_or_init(|| parse_turtle(turtle).filter_map(Result::ok).collect())
    })
}

/// A predicate statements are made with.
#[derive(Debug, Clone, PartialEq)]
pub struct Predicate {
    /// Its IRI.
    pub iri: NamedNode,
    /// The name to show, such as `retaliated against`.
    pub label: String,
    /// Other forms that are understood.
    pub aliases: Vec<String>,
    /// True when `A p B` is the same as `B p A`.
    pub symmetric: bool,
    /// Class of subjects, when restricted.
    pub domain: Option<NamedNode>,
    /// Class of objects, when restricted.
    pub range: Option<NamedNode>,
    /// PLOVER type.
    pub plover_type: Option<NamedNode>,
    /// PLOVER mode.
    pub plover_mode: Option<NamedNode>,
    /// CAMEO code.
    pub cameo: Option<NamedNode>,
    /// 1 verbal cooperation to 4 material conflict.
    pub quad_class: Option<u8>,
    /// The Goldstein score, from -10 (conflict) to 10 (cooperation).
    pub goldstein: Option<f64>,
    /// Codes of CAMEO, PLOVER, ACLED and UCDP whose events are told with it.
    pub event_codes: Vec<NamedNode>,
    /// What it says, in a sentence; empty when nobody wrote one.
    pub definition: String,
}

/// The meaning of a predicate cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Meaning<'a> {
    /// The predicate itself.
    Direct(&'a Predicate),
    /// The predicate read from its other end: subject and object change places.
    Inverse(&'a Predicate),
}

impl<'a> Meaning<'a> {
    /// The predicate, from whichever end it is read.
    pub fn predicate(self) -> &'a Predicate {
        match self {
            Meaning::Direct(predicate) | Meaning::Inverse(predicate) => predicate,
        }
    }
}

/// A name that two predicates have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedName {
    /// The name.
    pub name: String,
    /// The predicate that it means.
    pub means: NamedNode,
    /// The predicate that it does not mean.
    pub not: NamedNode,
}

/// The origin of predicates: it decides whose name counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Whose {
    Shipped,
    Project,
}

/// The predicates that exist.
#[derive(Debug, Default, Clone)]
pub struct Ontology {
    predicates: Vec<Predicate>,
    /// Predicate and whether it is read from its other end, by normal name.
    by_name: FxHashMap<String, (usize, bool)>,
    /// The same by IRI.
    by_iri: FxHashMap<String, (usize, bool)>,
    /// The number of shipped predicates; those of a project come behind them.
    n_shipped: usize,
    /// Predicates by the codes that they name as their own.
    by_code: FxHashMap<String, usize>,
    /// Predicates by the codes that they are merely near to.
    by_near_code: FxHashMap<String, usize>,
}

impl Ontology {
    /// The shipped vocabulary, read once.
    pub fn shipped() -> &'static Ontology {
        static SHIPPED: LazyLock<Ontology> = LazyLock::new(|| {
            let mut ontology = Ontology::default();
            ontology.add(quads("predicates.ttl"), Whose::Shipped);
            ontology
        });
        &SHIPPED
    }

    /// Adds the predicates of a project that `quads` describe, and tells which names of theirs another predicate has, too.
    ///
    /// A predicate is a `ra:Predicate`, or any `owl:ObjectProperty` or `rdf:Property` with a label. A label or alias of the
    /// project's means what the project says, whatever the shipped vocabulary has under it; of two in the project, the first
    /// one keeps it.
    pub fn extend(&mut self, quads: &[Quad]) -> Vec<SharedName> {
        self.add(quads, Whose::Project)
    }

    fn add(&mut self, quads: &[Quad], whose: Whose) -> Vec<SharedName> {
        let mut shared = Vec::new();
        let mut described: BTreeMap<&NamedNode, Vec<(&str, &Term)>> = BTreeMap::new();
        for quad in quads {
            if let NamedOrBlankNode::NamedNode(subject) = &quad.subject {
                described.entry(subject).or_default().push((quad.predicate.as_str(), &quad.object));
            }
        }
        let mut inverses = Vec::new();
        for (iri, facts) in described {
            let facts = SubjectFacts(facts);
            if facts.has_type(&format!("{RA}InversePredicate")) {
                if let Some(of) = facts.iri("http://www.w3.org/2002/07/owl#inverseOf") {
                    inverses.push((of, iri.clone(), facts.names()));
                }
            } else if facts.is_predicate() {
                self.insert(facts.predicate(iri), whose, &mut shared);
            }
        }
        for (of, iri, names) in inverses {
            let Some(&(index, false)) = self.by_iri.get(of.as_str()) else {
                continue;
            };
            self.by_iri.entry(iri.as_str().to_owned()).or_insert((index, true));
            self.name(&names, (index, true), whose, &mut shared);
            self.by_name.entry(normal_name(local_name(iri.as_str()))).or_insert((index, true));
        }
        shared
    }

    fn insert(&mut self, predicate: Predicate, whose: Whose, shared: &mut Vec<SharedName>) {
        let names: Vec<String> = std::iter::once(&predicate.label).chain(&predicate.aliases).cloned().collect();
        if let Some(&meaning) = self.by_iri.get(predicate.iri.as_str()) {
            // What a project says of a shipped predicate gives it more names.
            self.name(&names, meaning, whose, shared);
            return;
        }
        let index = self.predicates.len();
        self.by_iri.insert(predicate.iri.as_str().to_owned(), (index, false));
        let local = normal_name(local_name(predicate.iri.as_str()));
        for code in &predicate.event_codes {
            self.by_code.entry(code.as_str().to_owned()).or_insert(index);
        }
        for code in [&predicate.cameo, &predicate.plover_mode].into_iter().flatten() {
            self.by_near_code.entry(code.as_str().to_owned()).or_insert(index);
        }
        self.predicates.push(predicate);
        self.n_shipped += usize::from(whose == Whose::Shipped);
        self.name(&names, (index, false), whose, shared);
        // Nobody chose the last part of an IRI to be read, so it takes no name from another predicate.
        self.by_name.entry(local).or_insert((index, false));
    }

    /// Gives a predicate these names.
    fn name(&mut self, names: &[String], meaning: (usize, bool), whose: Whose, shared: &mut Vec<SharedName>) {
        for name in names {
            let normal = normal_name(name);
            let Some(&earlier) = self.by_name.get(&normal) else {
                self.by_name.insert(normal, meaning);
                continue;
            };
            let is_overruled = whose == Whose::Project && earlier.0 < self.n_shipped && earlier != meaning;
            if is_overruled {
                self.by_name.insert(normal, meaning);
            }
            let (means, not) = if is_overruled { (meaning, earlier) } else { (earlier, meaning) };
            if let (true, Some(means), Some(not)) =
                (whose == Whose::Project && means.0 != not.0, self.predicates.get(means.0), self.predicates.get(not.0))
            {
                shared.push(SharedName { name: name.clone(), means: means.iri.clone(), not: not.iri.clone() });
            }
        }
    }

    /// Every predicate, in the order of the files and their IRIs.
    pub fn predicates(&self) -> &[Predicate] {
        &self.predicates
    }

    /// The predicate with this IRI.
    pub fn predicate(&self, iri: &str) -> Option<&Predicate> {
        let (index, is_inverse) = *self.by_iri.get(iri)?;
        self.predicates.get(index).filter(|_| !is_inverse)
    }

    /// The predicate that tells events of this code: `cameo:0331`, `plover:ASSAULT-aerial`, `acled:armed_clash`, `ucdp:1`, or the IRI.
    ///
    /// It is the predicate that names the code as its own, else the one near to it, else that of the next wider code.
    /// A code that no shipped scheme has, such as `cameo:0999`, has no predicate.
    pub fn predicate_of_code(&self, code: &str) -> Option<&Predicate> {
        let codes = EventCodes::shipped();
        let mut concept = codes.concept(code).cloned();
        let own = concept.as_ref().map_or(code, |concept| concept.as_str());
        if let Some(&index) = self.by_code.get(own) {
            return self.predicates.get(index);
        }
        while let Some(code) = concept {
            let found = self.by_code.get(code.as_str()).or_else(|| self.by_near_code.get(code.as_str()));
            if let Some(&index) = found {
                return self.predicates.get(index);
            }
            concept = codes.broader(&code).cloned();
        }
        None
    }

    /// The meaning of a predicate cell: a label, an alias, a local name such as `retaliated_against`, `rel:…`, an IRI,
    /// or the code of an event type such as `cameo:190`.
    pub fn resolve(&self, cell: &str) -> Option<Meaning<'_>> {
        let local = cell.strip_prefix("rel:");
        // With the prefix it is the shipped one, whatever a project calls so.
        let shipped = local.and_then(|local| self.by_iri.get(&format!("{}{}", vocab::REL, local.trim())));
        let found = shipped.or_else(|| self.by_name.get(&normal_name(local.unwrap_or(cell))));
        match found.or_else(|| self.by_iri.get(cell)) {
            Some(&(index, inverse)) => self.meaning(index, inverse),
            // A prefixed name or an IRI is what it is, and has no other form.
            None if cell.contains(':') => self.predicate_of_code(cell).map(Meaning::Direct),
            None => self.by_form(&normal_name(cell)),
        }
    }

    /// Gives a predicate that has the name `term` another one, in words of the project; tells whose that name was before.
    /// None when there is no such predicate.
    pub fn add_name(&mut self, name: &str, term: &str) -> Option<Vec<SharedName>> {
        let iri = match self.resolve(term)? {
            Meaning::Direct(predicate) => (predicate.iri.as_str().to_owned(), false),
            Meaning::Inverse(predicate) => (predicate.iri.as_str().to_owned(), true),
        };
        let index = self.by_iri.get(&iri.0)?.0;
        let mut shared = Vec::new();
        self.name(&[name.to_owned()], (index, iri.1), Whose::Project, &mut shared);
        Some(shared)
    }

    /// The meaning of a name in its normal form.
    fn named(&self, normal: &str) -> Option<Meaning<'_>> {
        self.by_name.get(normal).and_then(|(index, inverse)| self.meaning(*index, *inverse))
    }

    fn meaning(&self, index: usize, inverse: bool) -> Option<Meaning<'_>> {
        let predicate = self.predicates.get(index)?;
        Some(if inverse { Meaning::Inverse(predicate) } else { Meaning::Direct(predicate) })
    }

    /// The name of a predicate that is nearest to `cell`.
    pub fn nearest(&self, cell: &str) -> Option<&str> {
        nearest(&normal_name(cell), self.names())
    }

    /// The names of all predicates, in their normal form.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.by_name.keys().map(String::as_str)
    }
}

/// Reads Turtle text.
pub fn parse_turtle(turtle: &str) -> impl Iterator<Item = Result<Quad, RdfParseError>> {
    RdfParser::from_format(RdfFormat::Turtle)
        .for_slice(turtle.as_bytes())
        .map(|quad| quad.map_err(RdfParseError::Syntax))
}

/// The form predicates are compared in: composed (NFC), lower case, one space for any run of spaces, `_` and `-`.
pub fn normal_name(name: &str) -> String {
    let composed: Cow<'_, str> = if name.is_ascii() { name.into() } else { name.nfc().collect::<String>().into() };
    let name = &*composed;
    let mut normal = String::with_capacity(name.len());
    for word in name.split(|c: char| c.is_whitespace() || c == '_' || c == '-').filter(|word| !word.is_empty()) {
        if !normal.is_empty() {
            normal.push(' ');
        }
        normal.extend(word.chars().flat_map(char::to_lowercase));
    }
    normal
}

/// The part of an IRI behind the last `/` or `#`.
pub fn local_name(iri: &str) -> &str {
    iri.rsplit(['/', '#']).next().unwrap_or(iri)
}

/// The facts about one subject: property and value.
struct SubjectFacts<'a>(Vec<(&'a str, &'a Term)>);

impl SubjectFacts<'_> {
    fn values(&self, property: &str) -> impl Iterator<Item = &Term> {
        self.0.iter().filter(move |(found, _)| *found == property).map(|(_, value)| *value)
    }

    fn iris(&self, property: &str) -> impl Iterator<Item = NamedNode> {
        self.values(property).filter_map(|term| match term {
            Term::NamedNode(node) => Some(node.clone()),
            _ => None,
        })
    }

    fn iri(&self, property: &str) -> Option<NamedNode> {
        self.iris(property).next()
    }

    fn texts(&self, property: &str) -> impl Iterator<Item = String> {
        self.values(property).filter_map(|term| match term {
            Term::Literal(literal) => Some(literal.value().to_owned()),
            _ => None,
        })
    }

    fn own(&self, local: &str) -> String {
        self.texts(&format!("{RA}{local}")).next().unwrap_or_default()
    }

    fn has_type(&self, class: &str) -> bool {
        self.values("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
            .any(|term| matches!(term, Term::NamedNode(node) if node.as_str() == class))
    }

    fn is_predicate(&self) -> bool {
        self.has_type(&format!("{RA}Predicate"))
            || ((self.has_type("http://www.w3.org/2002/07/owl#ObjectProperty")
                || self.has_type("http://www.w3.org/1999/02/22-rdf-syntax-ns#Property"))
                && self.label().is_some())
    }

    fn label(&self) -> Option<String> {
        self.texts("http://www.w3.org/2000/01/rdf-schema#label").next()
    }

    fn names(&self) -> Vec<String> {
        let aliases = self.texts("http://www.w3.org/2004/02/skos/core#altLabel");
        self.label().into_iter().chain(aliases).collect()
    }

    fn predicate(&self, iri: &NamedNode) -> Predicate {
        let restricted =
            |property: &str| self.iri(property).filter(|class| class.as_str() != "http://www.w3.org/2002/07/owl#Thing");
        Predicate {
            iri: iri.clone(),
            label: self.label().unwrap_or_else(|| local_name(iri.as_str()).replace('_', " ")),
            aliases: self.texts("http://www.w3.org/2004/02/skos/core#altLabel").collect(),
            symmetric: self.has_type("http://www.w3.org/2002/07/owl#SymmetricProperty"),
            domain: restricted("http://www.w3.org/2000/01/rdf-schema#domain"),
            range: restricted("http://www.w3.org/2000/01/rdf-schema#range"),
            plover_type: self.iri(&format!("{RA}ploverType")),
            plover_mode: self.iri(&format!("{RA}ploverMode")),
            cameo: self.iri(&format!("{RA}cameo")),
            quad_class: self.own("quadClass").parse().ok(),
            goldstein: self.own("goldstein").parse().ok(),
            event_codes: self.iris(&format!("{RA}eventCode")).collect(),
            definition: self.texts("http://www.w3.org/2004/02/skos/core#definition").next().unwrap_or_default(),
        }
    }
}
