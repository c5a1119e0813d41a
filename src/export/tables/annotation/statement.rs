//! What a claim says besides its words.

use super::place::{Placer, plain};
use super::{Placed, Span};
use crate::claims::{Claim, Id, Kind};
use crate::export::tables::{Cells, cell};
use crate::model::{Certainty, Modality, Polarity};
use crate::rdf::vocab;

/// Columns of claims that stand elsewhere in a statement.
const OWN_COLUMNS: &[&str] = &[
    "id",
    "subject",
    "predicate",
    "object",
    "date",
    "place",
    "document",
    "said_by",
    "certainty",
    "polarity",
    "modality",
    "quote",
    "start",
    "end",
    "note",
    "trigger",
];
/// Columns of entities that stand elsewhere in a span, or are read from the names of others.
const OWN_COLUMNS_OF_ENTITIES: &[&str] = &["id", "label", "type", "member_of", "country"];
/// The parts of a claim whose places are kept beside it.
const PARTS: &[&str] = &["subject", "object", "trigger", "place", "date", "said_by"];

/// What a claim says besides subject, predicate and object.
pub(super) struct More {
    pub(super) roles: Vec<(String, usize)>,
    pub(super) signs: Vec<(&'static str, &'static str)>,
    pub(super) note: Option<String>,
    pub(super) facts: Vec<(String, String)>,
}

impl Placer<'_, '_> {
    pub(super) fn roles(&mut self, one: &Placed, claim: &Claim) -> More {
        let mut roles = Vec::new();
        let mut facts: Vec<(String, String)> = Vec::new();
        self.add_speakers(one, &mut roles, &mut facts);
        let place = claim.event.and_then(|event| self.cells.claims.event(event)).and_then(|event| event.place);
        match (place, self.stated(one, "place")) {
            (Some(place), Some(stated)) => roles.push(("Place".to_owned(), self.add_entity(place, stated))),
            (Some(place), None) => facts.push(("place".to_owned(), self.cells.name(place))),
            (None, _) => {}
        }
        let date = cell(&one.row, "date");
        match self.stated(one, "date").filter(|stated| plain(&stated.words) == date) {
            Some(stated) => roles.push(("Time".to_owned(), self.add_date(stated))),
            None if !date.is_empty() => facts.push(("date".to_owned(), date.to_owned())),
            None => {}
        }
        let mut signs = Vec::new();
        if claim.certainty != Certainty::default() {
            signs.push(("certainty", claim.certainty.word()));
        }
        if claim.polarity != Polarity::default() {
            signs.push(("polarity", claim.polarity.word()));
        }
        if claim.modality != Modality::default() {
            signs.push(("modality", claim.modality.word()));
        }
        let others = one.row.iter().filter(|(name, value)| !value.is_empty() && !is_own(name));
        facts.extend(others.cloned());
        let note = Some(cell(&one.row, "note").to_owned()).filter(|note| !note.is_empty());
        More { roles, signs, note, facts }
    }

    /// Speakers in their roles where they stand in the text, the others by name.
    fn add_speakers(&mut self, one: &Placed, roles: &mut Vec<(String, usize)>, facts: &mut Vec<(String, String)>) {
        let claims = self.cells.claims;
        let mut open: Vec<Id> = claims.speakers(one.index).to_vec();
        let n = open.len();
        for count in 1..=n {
            let name = if count == 1 { "said_by".to_owned() } else { format!("said_by_{count}") };
            let Some(place) = self.stated(one, &name) else { continue };
            // Speakers have no order in a graph: their names tell which of several is meant.
            let words = plain(&place.words);
            let is_called = |id: &Id| claims.label(*id) == words || claims.aliases(*id).contains(&words);
            let Some(at) = open.iter().position(is_called).or((n == 1).then_some(0)) else { continue };
            let speaker = open.remove(at);
            let role = if roles.is_empty() { "Speaker".to_owned() } else { format!("Speaker{}", roles.len() + 1) };
            let span = self.add_entity(speaker, place);
            roles.push((role, span));
        }
        if !open.is_empty() {
            let names: Vec<String> = open.into_iter().map(|id| self.cells.name(id)).collect();
            facts.push(("said_by".to_owned(), names.join(";")));
        }
    }
}

/// Whether a column of a claim stands elsewhere in its statement.
fn is_own(name: &str) -> bool {
    let part = name.strip_suffix("_start").or_else(|| name.strip_suffix("_end"));
    let is_part = |part: &str| {
        PARTS.contains(&part)
            || part.strip_prefix("said_by_").is_some_and(|n| n.bytes().all(|byte| byte.is_ascii_digit()))
    };
    OWN_COLUMNS.contains(&name) || part.is_some_and(is_part)
}

/// The label of the spans of an entity: its kind, or what it was annotated as.
pub(super) fn label_of_entity(cells: &Cells<'_>, entity: Id) -> String {
    let word = match cells.claims.kind(entity) {
        Kind::Entity(kind) => kind.word(),
        Kind::Event | Kind::Untyped => {
            let row = cells.entity(entity);
            let label = cell(&row, "annotated_as");
            let is_plain = !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-');
            return if is_plain { label.to_owned() } else { "Entity".to_owned() };
        }
    };
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// What is known of an entity besides its label and kind.
pub(super) fn facts_of_entity(cells: &Cells<'_>, entity: Id) -> Vec<(String, String)> {
    let label = label_of_entity(cells, entity);
    let names = |property| -> Vec<String> {
        cells.claims.values(entity, property).into_iter().map(|id| cells.name(id)).collect()
    };
    let mut facts = vec![
        ("member_of".to_owned(), names(vocab::MEMBER_OF).join(";")),
        ("country".to_owned(), names(vocab::COUNTRY).into_iter().next().unwrap_or_default()),
    ];
    let row = cells.entity(entity);
    facts.extend(row.into_iter().filter(|(name, _)| !OWN_COLUMNS_OF_ENTITIES.contains(&name.as_str())));
    facts.retain(|(name, value)| !value.is_empty() && (name != "annotated_as" || *value != label));
    facts
}

impl Span {
    /// Its words, pieces and lines joined by spaces.
    pub(super) fn quote(&self) -> String {
        let joined = self.words.join(" ");
        joined.chars().map(|c| if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c }).collect()
    }
}
