//! ICEWS: one event a row, with its story, sentence and publisher.
//!
//! `Event ID` alone does not tell events apart: it repeats in older files, so the day belongs to the key. An actor is
//! `Role (Country)` or a name. The file of 2017 differs from the others: it has no codes but their names, its days begin
//! with the month, and cells with commas stand between quotes.

use std::io::{self, Read};
use std::sync::Arc;

use super::rows::{Cut, Encoding, EventRows};
use super::{
    CodedColumn, FileName, KeptColumns, claim, columns, date, empty, keep, named_actor, of_claim, of_event, peek,
    place, set_date, unnamed, value,
};
use crate::diagnostic::{Diagnostic, Finding, clip, codes};
use crate::input::foreign::{Reader, Said, entity};
use crate::model::CellType::{Decimal, Integer, Text};
use crate::model::{Document, EntityKind, Origin};
use crate::ontology::{Countries, EventCodes, local_name};
use crate::table::RawRow;

const NAMES: [&[&str]; 18] = [
    &["Event ID"],
    &["Event Date"],
    &["Source Name"],
    &["Source Sectors"],
    &["Source Country"],
    &["CAMEO Code", "Event Text"],
    &["Intensity"],
    &["Target Name"],
    &["Target Sectors"],
    &["Target Country"],
    &["Story ID"],
    &["Sentence Number"],
    &["Publisher"],
    &["City"],
    &["Province"],
    &["Country"],
    &["Latitude"],
    &["Longitude"],
];

/// What the names of columns with sectors end in.
const SECTORS: &str = "_sectors";

/// Columns that are kept: the story tells the event in one of its sentences, all else is the event's own.
const KEPT: &[CodedColumn] = &[
    of_event(&["Source Sectors"], "subject_sectors", Text),
    of_event(&["Source Country"], "subject_country", Text),
    of_event(&["Intensity"], "intensity", Decimal),
    of_event(&["Target Sectors"], "object_sectors", Text),
    of_event(&["Target Country"], "object_country", Text),
    of_claim(&["Sentence Number"], "sentence", Integer),
    of_event(&["District"], "district", Text),
    of_event(&["Latitude"], "latitude", Decimal),
    of_event(&["Longitude"], "longitude", Decimal),
];

struct Icews<'r> {
    rows: EventRows<'r>,
    file: Arc<str>,
    at: [usize; 18],
    text: Option<usize>,
    kept: KeptColumns,
}

pub(super) fn open<'r>(
    file: &FileName<'_>,
    reader: Box<dyn Read + Send + 'r>,
    report: &mut dyn FnMut(Diagnostic),
) -> io::Result<Option<Box<dyn Reader + Send + 'r>>> {
    let (start, whole) = peek(reader)?;
    let line = start.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let cut = if is_plain(line) { Cut::Plain } else { Cut::Quoted(b',') };
    let Some(rows) = EventRows::open(file.shown, whole, &cut, Encoding::Utf8OrWindows1252, |_| None)? else {
        empty(file, report);
        return Ok(None);
    };
    let Some(at) = columns(&rows, file, "ICEWS", NAMES, report) else { return Ok(None) };
    let rows = rows.without_quotes();
    let text = rows.column(&["Event Text"]);
    let kept = CodedColumn::found(KEPT, &rows);
    Ok(Some(Box::new(Icews { rows, file: file.kept.clone(), at, text, kept })))
}

/// True when each line of a file with this first line is a row.
pub(super) fn is_plain(first_line: &[u8]) -> bool {
    first_line.contains(&b'\t') || !first_line.contains(&b',')
}

/// `1/13/2017` as `2017-01-13`, and a day without the time behind it; anything else as it is.
fn iso_day(cell: &str) -> String {
    let day = cell.split_once(' ').map_or(cell, |(day, _)| day);
    match jiff::civil::Date::strptime("%m/%d/%Y", day) {
        Ok(date) if date.year() > 999 => date.to_string(),
        _ => day.to_owned(),
    }
}

/// A cell without the double quote that some files have in front of a list and behind it.
fn unquoted(cell: &str) -> &str {
    cell.trim_matches('"').trim()
}

/// Sectors in one order: files list them in any. A comma inside brackets does not part them.
fn sorted_sectors(cell: &str) -> String {
    let mut sectors: Vec<&str> = unquoted(cell).split(',').map(str::trim).filter(|sector| !sector.is_empty()).collect();
    sectors.sort_unstable();
    sectors.dedup();
    sectors.join("; ")
}

impl Icews<'_> {
    fn actor(&self, column: usize, which: &str, event: &str, said: &mut Said) -> String {
        if let Some(name) = value(&self.rows, column).map(unquoted) {
            return named_actor(&name.replace("\"\"", "\""), said);
        }
        let unnamed = unnamed(which, event);
        let label = unnamed.label.clone();
        said.entities.push(unnamed);
        label
    }

    /// The code of the event: as it is written, else that of its name. A code that CAMEO lacks stays when its name is
    /// unknown as well; a name alone that is unknown is none.
    fn code(&self) -> Option<String> {
        let event_codes = EventCodes::shipped();
        let named = self.text.and_then(|text| event_codes.cameo(self.rows.cell(text)));
        let named = named.map(|concept| format!("cameo:{}", local_name(concept.as_str())));
        if self.text == Some(self.at[5]) {
            return named;
        }
        let written = format!("cameo:{}", self.rows.cell(self.at[5]));
        if event_codes.concept(&written).is_some() { Some(written) } else { named.or(Some(written)) }
    }

    fn event(&self, said: &mut Said) {
        let (rows, at) = (&self.rows, &self.at);
        if let Some(finding) = rows.check_width(rows.n_columns()) {
            said.findings.push(finding);
            return;
        }
        let (number, day) = (rows.cell(at[0]), rows.cell(at[1]));
        if number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit()) {
            let message = format!("`{}` is no event number", clip(number));
            let finding = Finding::new(&codes::BAD_ID, rows.name(at[0]).to_owned(), message);
            said.findings.push(finding.hint("ICEWS writes digits; the line may be cut off"));
            return;
        }
        let Some(code) = self.code() else {
            let message = format!("`{}` is no event text of CAMEO", clip(rows.cell(at[5])));
            let finding = Finding::new(&codes::UNKNOWN_VALUE, rows.name(at[5]).to_owned(), message);
            said.findings
                .push(finding.hint("the file has no column `CAMEO Code`, so the text has to be one that CAMEO has"));
            return;
        };
        let iso = iso_day(day);
        let date = date(rows, at[1], &iso, said);
        let id = format!("icews-{number}-{iso}");
        let subject = self.actor(at[2], "source", &id, said);
        let object = self.actor(at[7], "target", &id, said);
        let origin = Origin { file: self.file.clone(), line: rows.line() };
        let mut claim = claim(origin, &subject, code.clone(), &object);
        claim.event_types = vec![code];
        set_date(rows, at[1], date, &mut claim);
        claim.event = Some(id.clone());
        claim.id = Some(id);
        claim.place = self.place(said);
        claim.document = self.story(said);
        keep(rows, &self.kept, &mut claim, said);
        for (column, cell) in &mut claim.qualifiers {
            if column.ends_with(SECTORS) {
                *cell = sorted_sectors(cell);
            }
        }
        said.claims.push(claim);
    }

    fn place(&self, said: &mut Said) -> Option<String> {
        let (rows, at) = (&self.rows, &self.at);
        let written = value(rows, at[15]);
        let country = written.map(|name| Countries::shipped().named(name).map_or(name, |found| found.name.as_str()));
        let parts = [value(rows, at[13]), value(rows, at[14]), country];
        let label = parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
        let (latitude, longitude) = (rows.cell(at[16]), rows.cell(at[17]));
        (!label.is_empty()).then(|| place(&label, country, latitude, longitude, said))
    }

    fn story(&self, said: &mut Said) -> Option<String> {
        let id = format!("icews-story-{}", value(&self.rows, self.at[10])?);
        let publisher = value(&self.rows, self.at[12]).map(|name| unquoted(name).to_owned());
        if let Some(publisher) = &publisher {
            said.entities.push(entity(publisher, EntityKind::Organization));
        }
        said.documents.push(Document { publisher, ..Document::of_id(&id) });
        Some(id)
    }
}

super::reader!(Icews);
