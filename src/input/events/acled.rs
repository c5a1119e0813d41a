//! ACLED: one event a row. The order of its actors has no direction, so every predicate is symmetric.
//!
//! Columns are found by name, in the layouts of before and after 2023; cells are separated by commas, in old files by
//! semicolons. Each outlet in `source` gives a claim of its own.

use std::io::{self, Read};
use std::sync::Arc;

use super::rows::{Cut, Encoding, EventRows};
use super::{
    CodedColumn, FileName, KeptColumns, claim, columns, date, empty, keep, of_event, peek, place, set_date, unnamed,
    value,
};
use crate::diagnostic::{Diagnostic, Finding, clip, codes};
use crate::input::foreign::{Reader, Said, entity};
use crate::model::CellType::{Decimal, Integer, Text};
use crate::model::{Claim, Document, Entity, EntityKind, Origin};
use crate::ontology::{Countries, EventCodes, local_name};
use crate::table::RawRow;

const NAMES: [&[&str]; 11] = [
    &["event_id_cnty"],
    &["event_date"],
    &["event_type"],
    &["sub_event_type"],
    &["actor1"],
    &["actor2"],
    &["country"],
    &["location"],
    &["latitude"],
    &["longitude"],
    &["source"],
];

/// Columns that are kept under their own name, all of them of the event.
const KEPT: &[CodedColumn] = &[
    of_event(&["time_precision"], "time_precision", Integer),
    of_event(&["disorder_type"], "disorder_type", Text),
    of_event(&["event_type"], "event_type", Text),
    of_event(&["assoc_actor_1"], "assoc_actor_1", Text),
    // In old files the kinds of actors are numbers, in newer ones words.
    of_event(&["inter1"], "inter1", Text),
    of_event(&["assoc_actor_2"], "assoc_actor_2", Text),
    of_event(&["inter2"], "inter2", Text),
    of_event(&["interaction"], "interaction", Text),
    of_event(&["civilian_targeting"], "civilian_targeting", Text),
    of_event(&["region"], "region", Text),
    of_event(&["admin1"], "admin1", Text),
    of_event(&["admin2"], "admin2", Text),
    of_event(&["admin3"], "admin3", Text),
    of_event(&["latitude"], "latitude", Decimal),
    of_event(&["longitude"], "longitude", Decimal),
    of_event(&["geo_precision"], "geo_precision", Integer),
    of_event(&["source_scale"], "source_scale", Text),
    of_event(&["fatalities"], "fatalities", Integer),
    of_event(&["tags"], "tags", Text),
    of_event(&["timestamp"], "timestamp", Integer),
];

struct Acled<'r> {
    rows: EventRows<'r>,
    file: Arc<str>,
    at: [usize; 11],
    notes: Option<usize>,
    kept: KeptColumns,
}

pub(super) fn open<'r>(
    file: &FileName<'_>,
    reader: Box<dyn Read + Send + 'r>,
    report: &mut dyn FnMut(Diagnostic),
) -> io::Result<Option<Box<dyn Reader + Send + 'r>>> {
    let (start, whole) = peek(reader)?;
    let line = start.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let count = |delimiter: u8| memchr::memchr_iter(delimiter, line).count();
    let delimiter = if count(b';') > count(b',') { b';' } else { b',' };
    let Some(rows) = EventRows::open(file.shown, whole, &Cut::Quoted(delimiter), Encoding::Utf8, |_| None)? else {
        empty(file, report);
        return Ok(None);
    };
    let Some(at) = columns(&rows, file, "ACLED", NAMES, report) else { return Ok(None) };
    let kept = CodedColumn::found(KEPT, &rows);
    let notes = rows.column(&["notes"]);
    Ok(Some(Box::new(Acled { rows, file: file.kept.clone(), at, notes, kept })))
}

impl Acled<'_> {
    fn event(&self, said: &mut Said) {
        let (rows, at) = (&self.rows, &self.at);
        if let Some(finding) = rows.check_width(rows.n_columns()) {
            said.findings.push(finding);
            return;
        }
        if value(rows, at[0]).is_none_or(|id| id.contains([' ', ';', '#'])) {
            let message = format!("`{}` is no event identifier", clip(rows.cell(at[0])));
            let finding = Finding::new(&codes::BAD_ID, rows.name(at[0]).to_owned(), message);
            said.findings.push(finding.hint("ACLED writes letters of the country and digits, such as `NIG1234`"));
            return;
        }
        let event_codes = EventCodes::shipped();
        let Some(code) = event_codes.acled(rows.cell(at[3])).or_else(|| event_codes.acled(rows.cell(at[2]))) else {
            let message = format!("`{}` is no type of event of ACLED", clip(rows.cell(at[3])));
            let finding = Finding::new(&codes::UNKNOWN_VALUE, rows.name(at[3]).to_owned(), message);
            said.findings.push(finding.hint("the types are those of its code book, such as `Armed clash`"));
            return;
        };
        let date = date(rows, at[1], &iso_day(rows.cell(at[1])), said);
        let id = format!("acled-{}", rows.cell(at[0]));
        let subject = self.actor(at[4], "actor 1", &id, said);
        let object = self.actor(at[5], "actor 2", &id, said);
        let code = format!("acled:{}", local_name(code.as_str()));
        let origin = Origin { file: self.file.clone(), line: rows.line() };
        let mut claim = claim(origin, &subject, code.clone(), &object);
        claim.event_types = vec![code];
        set_date(rows, at[1], date, &mut claim);
        claim.event = Some(id.clone());
        claim.note = self.notes.and_then(|column| value(rows, column)).map(str::to_owned);
        claim.place = self.place(said);
        keep(rows, &self.kept, &mut claim, said);
        self.attribute(&id, claim, said);
    }

    /// One claim an outlet.
    fn attribute(&self, id: &str, event: Claim, said: &mut Said) {
        let outlets = self.rows.cell(self.at[10]).split(';').map(str::trim).filter(|outlet| !outlet.is_empty());
        let before = said.claims.len();
        for (index, outlet) in outlets.enumerate() {
            said.entities.push(entity(outlet, EntityKind::Organization));
            let report = format!("{id}-report-{}", index + 1);
            said.documents.push(Document { publisher: Some(outlet.to_owned()), ..Document::of_id(&report) });
            let id = if index == 0 { id.to_owned() } else { format!("{id}-{}", index + 1) };
            said.claims.push(Claim { id: Some(id), document: Some(report), ..event.clone() });
        }
        if said.claims.len() == before {
            said.claims.push(Claim { id: Some(id.to_owned()), ..event });
        }
    }

    /// An actor; ACLED writes `Police Forces of Nigeria (2015-2023)` and `Protesters (Nigeria)`.
    fn actor(&self, column: usize, which: &str, event: &str, said: &mut Said) -> String {
        let Some(name) = value(&self.rows, column) else {
            let unnamed = unnamed(which, event);
            let label = unnamed.label.clone();
            said.entities.push(unnamed);
            return label;
        };
        let place = name.strip_suffix(')').and_then(|rest| rest.rsplit_once(" (")).map(|(_, place)| place);
        let country = place.and_then(|place| Countries::shipped().named(place));
        if let Some(country) = country {
            said.entities.push(entity(&country.name, EntityKind::State));
        }
        said.entities.push(Entity {
            member_of: country.iter().map(|country| country.name.clone()).collect(),
            country: country.map(|country| country.name.clone()),
            ..entity(name, if country.is_some() { EntityKind::Group } else { EntityKind::Actor })
        });
        name.to_owned()
    }

    fn place(&self, said: &mut Said) -> Option<String> {
        let (rows, at) = (&self.rows, &self.at);
        let country = value(rows, at[6]).map(|name| Countries::shipped().named(name).map_or(name, |found| &found.name));
        let label = match (value(rows, at[7]), country) {
            (Some(place), Some(country)) if place != country => format!("{place}, {country}"),
            (place, country) => place.or(country)?.to_owned(),
        };
        Some(place(&label, country, rows.cell(at[8]), rows.cell(at[9]), said))
    }
}

/// `05 January 2021` as `2021-01-05`; a day in ISO form, or anything else, as it is.
fn iso_day(cell: &str) -> String {
    match jiff::civil::Date::strptime("%d %B %Y", cell) {
        Ok(day) => day.to_string(),
        Err(_) => cell.to_owned(),
    }
}

super::reader!(Acled);
