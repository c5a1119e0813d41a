//! POLECAT: one event a row, in PLOVER, with lists of actors and recipients.
//!
//! `None` and an empty cell are no value. Some files have tabs behind the last cell, some are not in UTF-8. A row with
//! several actors or recipients gives a claim for each pair, all about one event.

use std::io::{self, Read};
use std::sync::Arc;

use super::rows::{Cut, Encoding, EventRows};
use super::{
    CodedColumn, FileName, KeptColumns, claim, columns, date, empty, keep, of_event, place, set_date, unnamed, value,
};
use crate::diagnostic::{Diagnostic, Finding, clip, codes};
use crate::input::foreign::{Reader, Said, entity};
use crate::model::CellType::{Decimal, Text};
use crate::model::{Claim, Document, Entity, EntityKind, EventDate, Origin};
use crate::ontology::{Countries, CountryScheme, EventCodes};
use crate::table::RawRow;

const NAMES: [&[&str]; 18] = [
    &["Event ID"],
    &["Event Date"],
    &["Event Type"],
    &["Event Mode"],
    &["Actor Name"],
    &["Actor Name Raw"],
    &["Actor Country"],
    &["Wikipedia Actor ID"],
    &["Recipient Name"],
    &["Recipient Name Raw"],
    &["Recipient Country"],
    &["Wikipedia Recipient ID"],
    &["Placename"],
    &["Country"],
    &["Latitude"],
    &["Longitude"],
    &["Source"],
    &["Publication Date"],
];

/// Columns that are kept, all of them of the event. Its manual gives no types; only what is counted or measured is a number.
const KEPT: &[CodedColumn] = &[
    of_event(&["Intensity", "Event Intensity"], "intensity", Decimal),
    of_event(&["Contexts"], "contexts", Text),
    of_event(&["Primary Actor Sector"], "primary_actor_sector", Text),
    of_event(&["Actor Sectors"], "actor_sectors", Text),
    of_event(&["Actor Title"], "actor_title", Text),
    of_event(&["Actor COW"], "actor_cow", Text),
    of_event(&["Actor Name Raw"], "actor_raw", Text),
    of_event(&["Wikipedia Actor ID"], "actor_wikipedia", Text),
    of_event(&["Primary Recipient Sector"], "primary_recipient_sector", Text),
    of_event(&["Recipient Sectors"], "recipient_sectors", Text),
    of_event(&["Recipient Title"], "recipient_title", Text),
    of_event(&["Recipient COW"], "recipient_cow", Text),
    of_event(&["Recipient Name Raw"], "recipient_raw", Text),
    of_event(&["Wikipedia Recipient ID"], "recipient_wikipedia", Text),
    of_event(&["City"], "city", Text),
    of_event(&["District"], "district", Text),
    of_event(&["Province"], "province", Text),
    of_event(&["Latitude"], "latitude", Decimal),
    of_event(&["Longitude"], "longitude", Decimal),
    of_event(&["GeoNames ID"], "geonames", Text),
    of_event(&["Raw Placename"], "place_raw", Text),
    of_event(&["Feature Type"], "feature_type", Text),
    of_event(&["Story People"], "story_people", Text),
    of_event(&["Story Organizations"], "story_organizations", Text),
    of_event(&["Story Locations"], "story_locations", Text),
    of_event(&["Language"], "story_language", Text),
    of_event(&["Version"], "coder_version", Text),
];

struct Polecat<'r> {
    rows: EventRows<'r>,
    file: Arc<str>,
    at: [usize; 18],
    kept: KeptColumns,
}

pub(super) fn open<'r>(
    file: &FileName<'_>,
    reader: Box<dyn Read + Send + 'r>,
    report: &mut dyn FnMut(Diagnostic),
) -> io::Result<Option<Box<dyn Reader + Send + 'r>>> {
    let Some(rows) = EventRows::open(file.shown, reader, &Cut::Plain, Encoding::Utf8OrWindows1252, |_| None)? else {
        empty(file, report);
        return Ok(None);
    };
    let Some(at) = columns(&rows, file, "POLECAT", NAMES, report) else { return Ok(None) };
    let kept = CodedColumn::found(KEPT, &rows);
    Ok(Some(Box::new(Polecat { rows, file: file.kept.clone(), at, kept })))
}

/// The columns of one end: name, words in the text, country.
type EndColumns = (usize, usize, usize);

impl Polecat<'_> {
    fn event(&self, said: &mut Said) {
        let (rows, at) = (&self.rows, &self.at);
        if let Some(finding) = rows.check_width(rows.n_columns()) {
            said.findings.push(finding);
            return;
        }
        let id = format!("polecat-{}", rows.cell(at[0]));
        if value(rows, at[0]).is_none_or(|id| id.contains([' ', ';', '#'])) {
            let message = format!("`{}` is no event identifier", clip(rows.cell(at[0])));
            let finding = Finding::new(&codes::BAD_ID, rows.name(at[0]).to_owned(), message);
            said.findings.push(finding.hint("POLECAT writes the article's hash, `_` and a number"));
            return;
        }
        let Some(code) = self.code(said) else { return };
        let date = date(rows, at[1], rows.cell(at[1]), said);
        let agents = self.ends((at[4], at[5], at[6]), "actor", &id, said);
        let recipients = self.ends((at[8], at[9], at[10]), "recipient", &id, said);
        let place = self.place(said);
        let story = self.story(said);
        let several = agents.len() * recipients.len() > 1;
        let pairs = agents.iter().flat_map(|agent| recipients.iter().map(move |recipient| (agent, recipient)));
        for (index, (agent, recipient)) in pairs.enumerate() {
            let origin = Origin { file: self.file.clone(), line: rows.line() };
            let mut claim: Claim = claim(origin, agent, code.clone(), recipient);
            claim.event_types = vec![code.clone()];
            set_date(rows, at[1], date.clone(), &mut claim);
            claim.event = Some(id.clone());
            claim.id = Some(if several { format!("{id}-{}", index + 1) } else { id.clone() });
            claim.place.clone_from(&place);
            claim.document.clone_from(&story);
            keep(rows, &self.kept, &mut claim, said);
            said.claims.push(claim);
        }
    }

    /// The type with its mode where PLOVER has it, else the type.
    fn code(&self, said: &mut Said) -> Option<String> {
        let (kind, mode) = (self.rows.cell(self.at[2]), value(&self.rows, self.at[3]));
        let with_mode = mode.map(|mode| format!("plover:{kind}-{mode}"));
        let codes_shipped = EventCodes::shipped();
        let known = with_mode.filter(|code| codes_shipped.concept(code).is_some());
        let code =
            known.or_else(|| Some(format!("plover:{kind}")).filter(|code| codes_shipped.concept(code).is_some()));
        if code.is_none() {
            let message = format!("`{}` is no type of PLOVER", clip(kind));
            let finding = Finding::new(&codes::UNKNOWN_VALUE, self.rows.name(self.at[2]).to_owned(), message);
            said.findings.push(finding.hint("the types are those of its manual, such as `CONSULT`, in capitals"));
        }
        code
    }

    /// The actors of one end: resolved names, else the words of the text, else somebody unnamed.
    fn ends(&self, (name, raw, country): EndColumns, which: &str, event: &str, said: &mut Said) -> Vec<String> {
        let parts = |column: usize| {
            let cell = value(&self.rows, column).unwrap_or_default();
            cell.split([';', '|']).map(str::trim).filter(|part| !super::is_null(part)).collect::<Vec<&str>>()
        };
        let countries: Vec<&str> = parts(country);
        let country = match countries.as_slice() {
            [one] => Countries::shipped().name(CountryScheme::Iso, one),
            _ => None,
        };
        let names = if parts(name).is_empty() { parts(raw) } else { parts(name) };
        let mut labels: Vec<String> = Vec::new();
        for name in names {
            let state = Countries::shipped().named(name);
            let label = state.map_or(name, |state| &state.name).to_owned();
            if labels.contains(&label) {
                continue;
            }
            let kind = if state.is_some() { EntityKind::State } else { EntityKind::Actor };
            if let Some(country) = country {
                said.entities.push(entity(country, EntityKind::State));
            }
            let country = country.filter(|country| *country != label).map(str::to_owned);
            said.entities.push(Entity { country, ..entity(&label, kind) });
            labels.push(label);
        }
        if labels.is_empty() {
            let unnamed = unnamed(which, event);
            labels.push(unnamed.label.clone());
            said.entities.push(unnamed);
        }
        labels
    }

    fn place(&self, said: &mut Said) -> Option<String> {
        let (rows, at) = (&self.rows, &self.at);
        let country =
            value(rows, at[13]).map(|code| Countries::shipped().name(CountryScheme::Iso, code).unwrap_or(code));
        let label = match (value(rows, at[12]), country) {
            (Some(place), Some(country)) if place != country => format!("{place}, {country}"),
            (place, country) => place.or(country)?.to_owned(),
        };
        Some(place(&label, country, rows.cell(at[14]), rows.cell(at[15]), said))
    }

    /// The article: what stands before the last `_` of the event's identifier.
    fn story(&self, said: &mut Said) -> Option<String> {
        let (rows, at) = (&self.rows, &self.at);
        let (article, _) = rows.cell(at[0]).rsplit_once('_')?;
        let publisher = value(rows, at[16]).map(str::to_owned);
        if let Some(publisher) = &publisher {
            said.entities.push(entity(publisher, EntityKind::Organization));
        }
        let id = format!("polecat-article-{article}");
        let day = value(rows, at[17]).and_then(|day| EventDate::parse(day).ok());
        said.documents.push(Document { publisher, published: day, ..Document::of_id(&id) });
        Some(id)
    }
}

super::reader!(Polecat);
