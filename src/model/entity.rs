//! Anything a statement can speak of.

use super::{OwnColumn, words};

/// One row of `entities.csv`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Entity {
    /// Identifier, or else the label in IRI form.
    pub id: Option<String>,
    /// The name to show.
    pub label: String,
    /// What kind of thing it is.
    pub kind: Option<EntityKind>,
    /// Its class as the source names it, where relata has none of this name; `kind` is what the project says that this is.
    pub class: Option<String>,
    /// Other names; none belongs to two entities.
    pub aliases: Vec<String>,
    /// Entities it belongs to, by label, alias or identifier.
    pub member_of: Vec<String>,
    /// Country, by label or identifier.
    pub country: Option<String>,
    /// Wikidata item such as `Q801`.
    pub wikidata: Option<String>,
    /// Where it lies: degrees of latitude and longitude (WGS 84), as written.
    pub coordinates: Option<Coordinates>,
    /// How reliable it is as a source, on the Admiralty scale: a letter from A to F, or a number from 0 to 1, as written.
    pub reliability: Option<String>,
    /// One sentence about it.
    pub description: Option<String>,
    /// Cells of columns relata has no meaning for: column name and cell.
    pub qualifiers: Vec<(OwnColumn, String)>,
}

impl Entity {
    /// The entity of this name, of which nothing else is known.
    pub fn called(label: impl Into<String>) -> Entity {
        Entity {
            id: None,
            label: label.into(),
            kind: None,
            class: None,
            aliases: Vec::new(),
            member_of: Vec::new(),
            country: None,
            wikidata: None,
            coordinates: None,
            reliability: None,
            description: None,
            qualifiers: Vec::new(),
        }
    }

    /// The first cell of a column relata has no meaning for.
    pub fn qualifier(&self, column: &str) -> Option<&str> {
        self.qualifiers.iter().find(|(name, _)| **name == *column).map(|(_, cell)| cell.as_str())
    }
}

/// A point on the earth, WGS 84, in degrees as written.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Coordinates {
    /// Degrees north.
    pub latitude: String,
    /// Degrees east.
    pub longitude: String,
}

impl Coordinates {
    /// The point `latitude`, `longitude`; none when these are no degrees of the earth.
    pub fn new(latitude: &str, longitude: &str) -> Option<Coordinates> {
        let degrees = |text: &str, most: f64| {
            let is_plain = text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-'));
            is_plain && text.parse::<f64>().is_ok_and(|degrees| degrees.abs() <= most)
        };
        let point = || Coordinates { latitude: latitude.to_owned(), longitude: longitude.to_owned() };
        (degrees(latitude, 90.0) && degrees(longitude, 180.0)).then(point)
    }
}

words! {
    /// Kinds of entities; each is a class of the ontology.
    EntityKind default Thing {
        /// A human being.
        Person = "person",
        /// A country.
        State = "state" | "country",
        /// A body with a name: party, army, company, agency, newspaper.
        Organization = "organization" | "organisation" | "org",
        /// People without a legal form: protesters, a people, a militia.
        Group = "group",
        /// Somebody known only by office or role; never merged by name.
        Role = "role" | "role actor" | "roleactor",
        /// An actor of any kind.
        Actor = "actor",
        /// A place.
        Place = "place" | "location",
        /// A plan, draft, offer, resolution or treaty.
        Proposal = "proposal",
        /// Anything else.
        Thing = "thing" | "other",
    }
}

impl EntityKind {
    /// True when it can act.
    pub fn is_actor(self) -> bool {
        !matches!(self, EntityKind::Place | EntityKind::Proposal | EntityKind::Thing)
    }
}
