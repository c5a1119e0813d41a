//! Which events do data sets code?
//!
//! One file a data set: [`gdelt`], [`icews`], [`polecat`], [`acled`], [`ucdp`], and
//! [`quads`] for the form of benchmarks (subject, relation, object, date). Each turns
//! a row into an event with its claims, without holding more than that row.

/// Lets a data set's `event` be called for each row.
macro_rules! reader {
    ($name:ident) => {
        impl Reader for $name<'_> {
            fn read(&mut self, said: &mut Said) -> io::Result<bool> {
                match self.rows.read()? {
                    None => return Ok(false),
                    Some(Ok(())) => self.event(said),
                    Some(Err(finding)) => said.findings.push(finding),
                }
                Ok(true)
            }

            fn raw(&self) -> RawRow {
                self.rows.raw()
            }

            fn hand_over(&mut self, raw: &mut RawRow) {
                self.rows.hand_over(raw);
            }

            fn line(&self) -> u64 {
                self.rows.line()
            }
        }
    };
}
use reader;

pub mod acled;
pub mod gdelt;
pub mod icews;
pub mod polecat;
pub mod quads;
mod rows;
pub mod shards;
pub mod ucdp;

use std::io::{self, Read};
use std::sync::Arc;

use super::foreign::{Reader, Said, entity};
use super::own::other_type;
use crate::diagnostic::{Diagnostic, Finding, Place, clip, codes};
use crate::model::{CellType, Claim, Coordinates, Entity, EntityKind, EventDate, Origin, OwnColumn, Referent};
use crate::ontology::Countries;
use rows::EventRows;

/// A data set of events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EventFormat {
    /// GDELT 1.0 and 2.0, events and mentions.
    Gdelt,
    /// ICEWS.
    Icews,
    /// POLECAT.
    Polecat,
    /// ACLED.
    Acled,
    /// UCDP GED.
    Ucdp,
    /// Subject, relation, object, date.
    Quads,
    /// Tables that relata has made of the others.
    Shards,
}

impl EventFormat {
    /// Every data set. Relata's own tables of them are none.
    pub const ALL: [EventFormat; 6] = [
        EventFormat::Gdelt,
        EventFormat::Icews,
        EventFormat::Polecat,
        EventFormat::Acled,
        EventFormat::Ucdp,
        EventFormat::Quads,
    ];

    /// Its name in `relata.toml`.
    pub fn name(self) -> &'static str {
        match self {
            EventFormat::Gdelt => "gdelt",
            EventFormat::Icews => "icews",
            EventFormat::Polecat => "polecat",
            EventFormat::Acled => "acled",
            EventFormat::Ucdp => "ucdp",
            EventFormat::Quads => "quads",
            EventFormat::Shards => "shards",
        }
    }
}

/// The name of a file, as messages and as claims write it.
pub struct FileName<'a> {
    /// The name in messages.
    pub shown: &'a str,
    /// The name in claims.
    pub kept: Arc<str>,
}

/// Begins to read an event file; none, with a diagnostic to `report`, when it cannot be read at all.
///
/// GDELT's mentions need `memory`, quads the names of their `numbers`.
///
/// # Errors
/// When the file stops being readable.
pub fn open<'r>(
    format: EventFormat,
    file: &FileName<'_>,
    reader: Box<dyn Read + Send + 'r>,
    memory: &'r mut gdelt::Mentioned,
    numbers: quads::QuadNumbers,
    report: &mut dyn FnMut(Diagnostic),
) -> io::Result<Option<Box<dyn Reader + Send + 'r>>> {
    match format {
        EventFormat::Gdelt => gdelt::open(file, reader, memory, report),
        EventFormat::Icews => icews::open(file, reader, report),
        EventFormat::Polecat => polecat::open(file, reader, report),
        EventFormat::Acled => acled::open(file, reader, report),
        EventFormat::Ucdp => ucdp::open(file, reader, report),
        EventFormat::Quads => quads::open(file, reader, numbers, report),
        EventFormat::Shards => shards::open(file, reader, report),
    }
}

/// True when each line of a file with this first line is a row, so that the file can be cut at the ends of lines. In other
/// files a cell may hold line ends.
pub fn is_row_a_line(format: EventFormat, first_line: &[u8]) -> bool {
    match format {
        EventFormat::Gdelt => first_line.contains(&b'\t'),
        EventFormat::Icews => icews::is_plain(first_line),
        EventFormat::Polecat | EventFormat::Quads => true,
        EventFormat::Acled | EventFormat::Ucdp | EventFormat::Shards => false,
    }
}

/// The beginning of a file, enough for its header, and the whole of it.
fn peek<'r>(mut reader: Box<dyn Read + Send + 'r>) -> io::Result<(Vec<u8>, Box<dyn Read + Send + 'r>)> {
    let mut start = Vec::new();
    reader.by_ref().take(1 << 14).read_to_end(&mut start)?;
    let whole = Box::new(io::Cursor::new(start.clone()).chain(reader));
    Ok((start, whole))
}

/// Tells that a file is empty.
fn empty(file: &FileName<'_>, report: &mut dyn FnMut(Diagnostic)) {
    let diagnostic = Diagnostic::new(&codes::NO_HEADER, Place::file(file.shown), "the file is empty");
    report(diagnostic.hint("fetch it again, or take it out of the project"));
}

/// Tells that a file is not of the data set it is said to be.
fn other_data_set(file: &FileName<'_>, message: String, hint: &str, report: &mut dyn FnMut(Diagnostic)) {
    report(
        Diagnostic::new(&codes::OTHER_DATA_SET, Place { line: 1, column: 1, ..Place::file(file.shown) }, message)
            .hint(hint),
    );
}

/// The places of columns that a data set must have, by their names; none, with a diagnostic to `report`, when one is missing.
fn columns<const N: usize>(
    rows: &EventRows<'_>,
    file: &FileName<'_>,
    data_set: &str,
    names: [&[&str]; N],
    report: &mut dyn FnMut(Diagnostic),
) -> Option<[usize; N]> {
    let mut found = [0; N];
    for (place, names) in found.iter_mut().zip(names) {
        let Some(column) = rows.column(names) else {
            let message = format!("{data_set} has a column `{}`, this file has none", names[0]);
            other_data_set(file, message, "check that the file is of this data set and has its header", report);
            return None;
        };
        *place = column;
    }
    Some(found)
}

/// A claim that says nothing but its statement.
fn claim(origin: Origin, subject: &str, predicate: String, object: &str) -> Claim {
    let name = |name: &str| Referent::Name(name.to_owned());
    Claim { origin, ..Claim::new(name(subject), predicate, name(object)) }
}

/// An actor that a row does not name: it is another one in each event.
fn unnamed(what: &str, event: &str) -> Entity {
    entity(format!("unnamed {what} of {event}"), EntityKind::Actor)
}

/// An actor by its name: `Role (Country)` is a role in that country, the name of a country is a state.
fn named_actor(name: &str, said: &mut Said) -> String {
    let countries = Countries::shipped();
    if let Some(country) = countries.named(name) {
        said.entities.push(entity(&country.name, EntityKind::State));
        return country.name.clone();
    }
    let place = name.strip_suffix(')').and_then(|rest| rest.rsplit_once(" (")).map(|(_, place)| place);
    let Some(place) = place else {
        said.entities.push(entity(name, EntityKind::Actor));
        return name.to_owned();
    };
    let (state, kind) = match countries.named(place) {
        Some(country) => (country.name.as_str(), EntityKind::State),
        None => (place, EntityKind::Actor),
    };
    said.entities.push(entity(state, kind));
    said.entities.push(Entity {
        member_of: vec![state.to_owned()],
        country: (kind == EntityKind::State).then(|| state.to_owned()),
        ..entity(name, EntityKind::Role)
    });
    name.to_owned()
}

/// A place by its name, with its country and where it lies.
fn place(label: &str, country: Option<&str>, latitude: &str, longitude: &str, said: &mut Said) -> String {
    if let Some(country) = country {
        let state = said.string(country);
        said.entities.push(entity(state, EntityKind::State));
        if country == label {
            return said.string(label);
        }
    }
    let (country, place) = (country.map(|country| said.string(country)), said.string(label));
    let coordinates = Coordinates::new(latitude, longitude);
    said.entities.push(Entity { country, coordinates, ..entity(place, EntityKind::Place) });
    said.string(label)
}

/// The date in a cell; none, and a finding that names the column, when the cell holds something else.
fn date(rows: &EventRows<'_>, column: usize, edtf: &str, said: &mut Said) -> Option<EventDate> {
    let parsed = EventDate::parse(edtf);
    if let Err(error) = &parsed {
        let message = format!("`{}` is not a date: {error}", clip(rows.cell(column)));
        let finding = Finding::new(&codes::BAD_DATE, rows.name(column).to_owned(), message);
        said.findings.push(finding.hint("the data set writes a day that exists; fetch the file again"));
    }
    parsed.ok()
}

/// Dates the claim; a cell that is no date is kept as it is, for when the policy keeps the row.
fn set_date(rows: &EventRows<'_>, column: usize, date: Option<EventDate>, claim: &mut Claim) {
    if date.is_none() {
        claim.qualifiers.push((rows.name(column).into(), rows.cell(column).to_owned()));
    }
    claim.date = date;
}

/// A column of a data set that is kept: by which names it is found, what it is called in the graph, and what its code book
/// says of its cells.
struct CodedColumn {
    names: &'static [&'static str],
    kept_as: &'static str,
    holds: CellType,
    of_event: bool,
}

/// A column whose cells belong to the event, whoever tells of it.
const fn of_event(names: &'static [&'static str], kept_as: &'static str, holds: CellType) -> CodedColumn {
    CodedColumn { names, kept_as, holds, of_event: true }
}

/// A column whose cells belong to the claim: they say how one source tells of the event.
const fn of_claim(names: &'static [&'static str], kept_as: &'static str, holds: CellType) -> CodedColumn {
    CodedColumn { names, kept_as, holds, of_event: false }
}

/// Columns of a file that are kept, by their places.
type KeptColumns = Vec<(usize, OwnColumn)>;

impl CodedColumn {
    fn own(&self) -> OwnColumn {
        let column = OwnColumn::new(self.kept_as).holding(self.holds);
        if self.of_event { column.of_event() } else { column }
    }

    /// Those of `all` that a file has.
    fn found(all: &[CodedColumn], rows: &EventRows<'_>) -> KeptColumns {
        all.iter().filter_map(|column| Some((rows.column(column.names)?, column.own()))).collect()
    }
}

/// Keeps the cells of these columns with the claim; empty ones say nothing, and one that is not what the code book says
/// stays a text.
fn keep(rows: &EventRows<'_>, kept: &[(usize, OwnColumn)], claim: &mut Claim, said: &mut Said) {
    claim.qualifiers.reserve(kept.len());
    for (place, column) in kept {
        let Some(cell) = value(rows, *place) else { continue };
        if let Some(read) = column.holds.read(cell) {
            claim.qualifiers.push((column.clone(), said.string(&read)));
        } else {
            said.findings.push(other_type(column, rows.name(*place), cell));
            claim.qualifiers.push(column.with(cell));
        }
    }
}

/// True when a cell is one of the ways in which data sets write that there is no value.
fn is_null(cell: &str) -> bool {
    matches!(cell, "" | "NA" | "None" | "NULL" | "nan")
}

/// A cell, none when it has no value.
fn value<'a>(rows: &'a EventRows<'_>, column: usize) -> Option<&'a str> {
    Some(rows.cell(column)).filter(|cell| !is_null(cell))
}
