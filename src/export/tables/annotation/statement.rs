//! What a claim says besides its words.

use super::place::{Placer, plain};
use super::{Placed, Span};
use crate::claims::whole::Whole;
use crate::claims::{Claim, Id, Kind};
use crate::columns::is_span_column;
use crate::model::{Certainty, ClaimPart, EventDate, Modality, Polarity};
use crate::rdf::vocab;

/// Columns of claims that stand elsewhere in a statement; so do those that tell where the parts stand.
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
        let place = claim.event.and_then(|event| self.whole.claims().event(event)).and_then(|event| event.place);
        match (place, self.stated(one, ClaimPart::Place)) {
            (Some(place), Some(stated)) => roles.push(("Place".to_owned(), self.add_entity(place, stated))),
            (Some(place), None) => facts.push(("place".to_owned(), self.whole.name(place))),
            (None, _) => {}
        }
        let written = one.claim.date.as_ref().map(EventDate::text).or_else(|| one.claim.qualifier("date"));
        if let Some(date) = written {
            match self.stated(one, ClaimPart::Date).filter(|stated| plain(&stated.words) == date) {
                Some(stated) => roles.push(("Time".to_owned(), self.add_date(stated))),
                None => facts.push(("date".to_owned(), date.to_owned())),
            }
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
        let others = self.whole.cells_of_claim(&one.claim).into_iter().filter(|(name, _)| !is_own(name));
        facts.extend(others.map(|(name, cell)| (name.to_string(), cell.into_owned())));
        More { roles, signs, note: one.claim.note.clone(), facts }
    }

    /// Speakers in their roles where they stand in the text, the others by name.
    fn add_speakers(&mut self, one: &Placed, roles: &mut Vec<(String, usize)>, facts: &mut Vec<(String, String)>) {
        let claims = self.whole.claims();
        let mut open: Vec<Id> = claims.speakers(one.index).to_vec();
        let n = open.len();
        for count in (1..).take(n) {
            let Some(place) = self.stated(one, ClaimPart::Speaker(count)) else { continue };
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
            let names: Vec<String> = open.into_iter().map(|id| self.whole.name(id)).collect();
            facts.push(("said_by".to_owned(), names.join(";")));
        }
    }
}

/// True when a column of a claim stands elsewhere in its statement.
fn is_own(name: &str) -> bool {
    OWN_COLUMNS.contains(&name) || is_span_column(name)
}

/// The label of the spans of an entity: its kind, or what it was annotated as.
pub(super) fn label_of_entity(whole: &Whole<'_>, entity: Id) -> String {
    let word = match whole.claims().kind(entity) {
        Kind::Entity(kind) => kind.word(),
        Kind::Event | Kind::Untyped => {
            let told = whole.entity(entity);
            let label = told.qualifier("annotated_as").unwrap_or_default();
            let is_plain = !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-');
            return if is_plain { label.to_owned() } else { "Entity".to_owned() };
        }
    };
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// What is known of an entity besides its label and kind.
pub(super) fn facts_of_entity(whole: &Whole<'_>, entity: Id) -> Vec<(String, String)> {
    let label = label_of_entity(whole, entity);
    let names = |property| -> Vec<String> {
        whole.claims().values(entity, property).into_iter().map(|id| whole.name(id)).collect()
    };
    let mut facts = vec![
        ("member_of".to_owned(), names(vocab::MEMBER_OF).join(";")),
        ("country".to_owned(), names(vocab::COUNTRY).into_iter().next().unwrap_or_default()),
    ];
    let told = whole.entity(entity);
    let others =
        whole.cells_of_entity(&told).into_iter().filter(|(name, _)| !OWN_COLUMNS_OF_ENTITIES.contains(&&**name));
    facts.extend(others.map(|(name, cell)| (name.to_string(), cell.into_owned())));
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
