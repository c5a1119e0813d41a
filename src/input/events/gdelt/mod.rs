//! GDELT 1.0 and 2.0: events, and the articles that mention them.
//!
//! Tab-separated, without header or quotes; the number of columns tells what a row
//! is. Other programs write the same columns with a header, with commas, or both.
//! Countries of places are FIPS 10-4, those of actors CAMEO. A mention has no
//! statement of its own: it takes that of its event, so [`Mentioned`] goes through
//! the mentions first and keeps what the events they are about say.

mod events;
mod mentions;

use std::io::{self, Read};
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::rows::{Cut, Encoding, EventRows};
use super::{CodedColumn, FileName, KeptColumns, empty, of_claim, of_event, other_data_set, peek};
use crate::diagnostic::{Diagnostic, Finding, clip, codes};
use crate::input::foreign::{Reader, Said, entity};
use crate::model::CellType::{Decimal, Integer, Text};
use crate::model::{Claim, Document, EntityKind, OwnColumn};
use crate::table::RawRow;
use events::Events;
use mentions::{MentionColumns, Mentions};

/// The events that some mention is about. Memory: half a kilobyte an event mentioned.
#[derive(Debug, Default)]
pub struct Mentioned {
    ids: FxHashSet<u64>,
    events: FxHashMap<u64, (Precedence, Claim)>,
}

/// What decides between rows that tell of one event: one with a date comes first, then it goes by rank.
type Precedence = (bool, u64);

impl Mentioned {
    /// Keeps what a row says of an event, unless another row has its number and keeps it.
    fn keep(&mut self, number: u64, rank: u64, event: Claim) {
        let precedence = (event.date.is_none(), rank);
        match self.events.get(&number) {
            Some((earlier, _)) if *earlier <= precedence => {}
            _ => {
                self.events.insert(number, (precedence, event));
            }
        }
    }

    /// Notes which events the mentions in `reader` are about; a file of events has none.
    ///
    /// # Errors
    /// When the file stops being readable.
    pub fn collect(&mut self, reader: Box<dyn Read + Send + '_>) -> io::Result<()> {
        let (start, whole) = peek(reader)?;
        let form = Form::of(first_line(&start));
        let Some(mut rows) = form.open("", whole)?.filter(|_| form.is_mentions) else { return Ok(()) };
        let id = rows.column(&["GLOBALEVENTID"]).unwrap_or_default();
        while let Some(row) = rows.read()? {
            if let (Ok(()), Ok(id)) = (row, without_fraction(rows.cell(id)).parse()) {
                self.ids.insert(id);
            }
        }
        Ok(())
    }
}

impl Mentioned {
    /// Keeps what a row of this rank says of an event, which was read before.
    pub fn learn(&mut self, event: &Claim, rank: u64) {
        let number = event.event.as_ref().and_then(|id| id.strip_prefix(EVENT)?.parse().ok());
        if let Some(number) = number {
            self.keep(number, rank, Claim { document: None, ..event.clone() });
        }
    }
}

/// What the identifiers of events begin with.
const EVENT: &str = "gdelt-";

/// The identifier of the event with a number, as claims about it have it.
pub fn event_id(number: u64) -> String {
    format!("{EVENT}{number}")
}

/// Goes through the rows of a file of mentions: each with the number of its event, where it has one.
///
/// # Errors
/// When the file stops being readable, or `take` fails.
pub fn each_mention(
    file: &FileName<'_>,
    reader: Box<dyn Read + Send + '_>,
    take: &mut dyn FnMut(Option<u64>, &RawRow) -> io::Result<()>,
) -> io::Result<()> {
    let (start, whole) = peek(reader)?;
    let Some(mut rows) = Form::of(first_line(&start)).open(file.shown, whole)? else { return Ok(()) };
    let id = rows.column(&["GLOBALEVENTID"]).unwrap_or_default();
    while let Some(row) = rows.read()? {
        let number = row.ok().and_then(|()| without_fraction(rows.cell(id)).parse().ok());
        take(number, &rows.raw())?;
    }
    Ok(())
}

/// True when the first line of a file is one of mentions.
pub fn is_mentions(first_line: &[u8]) -> bool {
    Form::of(first_line).is_mentions
}

fn first_line(start: &[u8]) -> &[u8] {
    start.split(|byte| *byte == b'\n').next().unwrap_or_default()
}

/// The way in which a file is written.
#[derive(Clone, Copy)]
struct Form {
    delimiter: u8,
    has_header: bool,
    is_mentions: bool,
}

impl Form {
    /// The form of a file with this first line: GDELT's own, or that of a program that names the columns or parts cells by
    /// other characters.
    fn of(first_line: &[u8]) -> Form {
        let count = |delimiter: u8| memchr::memchr_iter(delimiter, first_line).count();
        let other = [b',', b';', b'|'].into_iter().rev().max_by_key(|delimiter| count(*delimiter));
        let delimiter = if count(b'\t') > 0 { b'\t' } else { other.filter(|other| count(*other) > 0).unwrap_or(b'\t') };
        let line = String::from_utf8_lossy(first_line);
        let cells = || line.split(char::from(delimiter)).map(|cell| cell.trim_matches(['"', ' ', '\r', '\u{feff}']));
        let names = |name: &str| cells().any(|cell| cell.eq_ignore_ascii_case(name));
        let has_header = names("GLOBALEVENTID");
        let is_mentions = if has_header { names("MentionIdentifier") } else { cells().count() == MENTIONS.len() };
        Form { delimiter, has_header, is_mentions }
    }

    /// The rows of such a file; none when it is empty.
    fn open<'r>(self, shown: &str, reader: Box<dyn Read + Send + 'r>) -> io::Result<Option<EventRows<'r>>> {
        // GDELT's own rows have quotes inside names, which mean nothing; they may stand below a header that somebody added.
        let cut = if self.delimiter == b'\t' { Cut::Plain } else { Cut::Quoted(self.delimiter) };
        let fixed = |cells: &[&str]| (!self.has_header).then(|| names(cells.len()));
        let rows = EventRows::open(shown, reader, &cut, Encoding::Utf8, fixed)?;
        Ok(rows.map(|rows| if self.has_header { rows.without_quotes() } else { rows }))
    }
}

/// A number without the `.0` that a program adds to a column that it takes for decimal numbers.
fn without_fraction(cell: &str) -> &str {
    cell.strip_suffix(".0").unwrap_or(cell)
}

const ACTOR: [&str; 10] = [
    "Code",
    "Name",
    "CountryCode",
    "KnownGroupCode",
    "EthnicCode",
    "Religion1Code",
    "Religion2Code",
    "Type1Code",
    "Type2Code",
    "Type3Code",
];
const START: [&str; 5] = ["GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate"];
const MIDDLE: [&str; 10] = [
    "IsRootEvent",
    "EventCode",
    "EventBaseCode",
    "EventRootCode",
    "QuadClass",
    "GoldsteinScale",
    "NumMentions",
    "NumSources",
    "NumArticles",
    "AvgTone",
];
const GEO: [&str; 8] = ["Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID"];
const MENTIONS: [&str; 16] = [
    "GLOBALEVENTID",
    "EventTimeDate",
    "MentionTimeDate",
    "MentionType",
    "MentionSourceName",
    "MentionIdentifier",
    "SentenceID",
    "Actor1CharOffset",
    "Actor2CharOffset",
    "ActionCharOffset",
    "InRawText",
    "Confidence",
    "MentionDocLen",
    "MentionDocTone",
    "MentionDocTranslationInfo",
    "Extras",
];

/// The columns of a file with so many of them: GDELT 1.0 without and with the address, GDELT 2.0, mentions.
fn names(n_columns: usize) -> Vec<String> {
    if n_columns == MENTIONS.len() {
        return MENTIONS.map(str::to_owned).to_vec();
    }
    // GDELT 2.0 has a second division of places, and GDELT 1.0 has had the address since April 2013.
    let with_adm2 = n_columns == 61;
    let actor = |nth: &'static str| ACTOR.iter().map(move |name| format!("{nth}{name}"));
    let geo = |of: &'static str| {
        GEO.iter().filter(move |name| with_adm2 || **name != "ADM2Code").map(move |name| format!("{of}Geo_{name}"))
    };
    let own = |names: &'static [&'static str]| names.iter().map(|name| (*name).to_owned());
    let mut all: Vec<String> = own(&START).chain(actor("Actor1")).chain(actor("Actor2")).chain(own(&MIDDLE)).collect();
    all.extend(geo("Actor1").chain(geo("Actor2")).chain(geo("Action")));
    all.extend(own(&["DATEADDED", "SOURCEURL"]).take(if n_columns == 57 { 1 } else { 2 }));
    all
}

/// The columns an event's facts stand in; a place beyond all cells is that of a column that a file lacks.
struct Columns {
    id: usize,
    day: usize,
    /// Code and name of each actor.
    actors: [(usize, usize); 2],
    code: usize,
    root: usize,
    url: usize,
    added: usize,
    action: Geo,
    kept: KeptColumns,
}

/// A place that no cell has.
const NOWHERE: usize = usize::MAX;

impl Columns {
    /// Those of a file with these columns, or the name of one that it lacks and must have.
    fn of(names: &[impl AsRef<str>]) -> Result<Columns, &'static str> {
        let find = |name: &str| names.iter().position(|found| found.as_ref().eq_ignore_ascii_case(name));
        let at = |name: &'static str| find(name).ok_or(name);
        let maybe = |name: &str| find(name).unwrap_or(NOWHERE);
        let kept = KEPT.iter().filter_map(|column| {
            let place = column.names.iter().find_map(|name| find(name))?;
            Some((place, column.own()))
        });
        Ok(Columns {
            id: at("GLOBALEVENTID")?,
            day: find("Day").map_or_else(|| at("SQLDATE"), Ok)?,
            actors: [(at("Actor1Code")?, at("Actor1Name")?), (at("Actor2Code")?, at("Actor2Name")?)],
            code: at("EventCode")?,
            root: maybe("EventRootCode"),
            url: maybe("SOURCEURL"),
            added: maybe("DATEADDED"),
            action: Geo {
                name: maybe("ActionGeo_FullName"),
                country: maybe("ActionGeo_CountryCode"),
                latitude: maybe("ActionGeo_Lat"),
                longitude: maybe("ActionGeo_Long"),
            },
            kept: kept.collect(),
        })
    }

    /// The same, with the columns that GDELT does not have, which stay under their own names.
    fn with_others(mut self, header: &[Arc<str>]) -> Columns {
        let known = names(61);
        let is_known = |name: &str| {
            name.is_empty()
                || name.eq_ignore_ascii_case("Day")
                || known.iter().any(|known| known.eq_ignore_ascii_case(name))
        };
        let others = header.iter().enumerate().filter(|(_, name)| !is_known(name));
        self.kept.extend(others.map(|(column, name)| (column, OwnColumn::new(name.clone()))));
        self
    }
}

#[derive(Clone, Copy)]
struct Geo {
    name: usize,
    country: usize,
    latitude: usize,
    longitude: usize,
}

/// Columns of events that are kept. The others are taken apart, or follow from those: the parts of the date, of the actors'
/// codes and of the event's code, and `QuadClass`, which the code's concept has.
const KEPT: &[CodedColumn] = &[
    of_event(&["Actor1Code"], "actor1_code", Text),
    of_event(&["Actor1Name"], "actor1_name", Text),
    of_event(&["Actor2Code"], "actor2_code", Text),
    of_event(&["Actor2Name"], "actor2_name", Text),
    of_event(&["IsRootEvent"], "is_root_event", Integer),
    of_event(&["GoldsteinScale"], "goldstein", Decimal),
    of_event(&["NumMentions"], "n_mentions", Integer),
    of_event(&["NumSources"], "n_sources", Integer),
    of_event(&["NumArticles"], "n_articles", Integer),
    of_event(&["AvgTone"], "tone", Decimal),
    of_event(&["Actor1Geo_FullName"], "actor1_place", Text),
    of_event(&["Actor2Geo_FullName"], "actor2_place", Text),
    of_event(&["ActionGeo_Lat"], "latitude", Decimal),
    of_event(&["ActionGeo_Long"], "longitude", Decimal),
];

/// Columns of mentions that are kept: each says how one article tells of the event.
const KEPT_OF_MENTIONS: &[CodedColumn] = &[
    of_claim(&["SentenceID"], "sentence", Integer),
    of_claim(&["MentionTimeDate"], "mentioned_at", Integer),
    of_claim(&["MentionType"], "mention_type", Integer),
    // Offsets count in GDELT's own text of an article, which is English also where the page is not: so they
    // stay data and do not become places of evidence.
    of_claim(&["Actor1CharOffset"], "actor1_offset", Integer),
    of_claim(&["Actor2CharOffset"], "actor2_offset", Integer),
    of_claim(&["ActionCharOffset"], "action_offset", Integer),
    of_claim(&["InRawText"], "in_raw_text", Integer),
    of_claim(&["MentionDocLen"], "document_length", Integer),
    of_claim(&["MentionDocTone"], "tone", Decimal),
    of_claim(&["MentionDocTranslationInfo"], "translation", Text),
    of_claim(&["Extras"], "extras", Text),
];

pub(super) fn open<'r>(
    file: &FileName<'_>,
    reader: Box<dyn Read + Send + 'r>,
    mentioned: &'r mut Mentioned,
    report: &mut dyn FnMut(Diagnostic),
) -> io::Result<Option<Box<dyn Reader + Send + 'r>>> {
    let (start, whole) = peek(reader)?;
    let form = Form::of(first_line(&start));
    let Some(rows) = form.open(file.shown, whole)? else {
        empty(file, report);
        return Ok(None);
    };
    let file_name = file.kept.clone();
    if form.is_mentions {
        return Ok(MentionColumns::of(&rows, file, report)
            .map(|columns| Box::new(Mentions::new(rows, file_name, columns, mentioned)) as Box<dyn Reader + Send>));
    }
    let n_columns = rows.n_cells();
    if !form.has_header && !matches!(n_columns, 57 | 58 | 61) {
        let message =
            format!("the first line has {n_columns} cells; GDELT has 57, 58 or 61 of an event, 16 of a mention");
        let hint = "give the file as GDELT publishes it, or with a line above the rows that names GDELT's columns";
        other_data_set(file, message, hint, report);
        return Ok(None);
    }
    let shapes = if form.has_header {
        Columns::of(rows.names()).map(|columns| Shapes::Named(columns.with_others(rows.names())))
    } else {
        // Files of several days, one behind the other, may have rows of both.
        Columns::of(&names(58)).and_then(|old| Ok(Shapes::Fixed { old, new: Columns::of(&names(61))? }))
    };
    match shapes {
        Ok(shapes) => Ok(Some(Box::new(Events::new(rows, file_name, shapes, mentioned)))),
        Err(name) => {
            let message = format!("GDELT has a column `{name}`, this file has none");
            other_data_set(file, message, "check that the file is of this data set and whole", report);
            Ok(None)
        }
    }
}

/// The columns of the rows of a file.
enum Shapes {
    /// A header names them.
    Named(Columns),
    /// The number of cells tells them: 57 or 58 of GDELT 1.0, 61 of GDELT 2.0.
    Fixed {
        /// Those of GDELT 1.0.
        old: Columns,
        /// Those of GDELT 2.0.
        new: Columns,
    },
}

impl Shapes {
    /// The columns of the row read last, or a finding when it has as many cells as no row has.
    fn of(&self, rows: &EventRows<'_>) -> Result<&Columns, Finding> {
        match (self, rows.n_cells()) {
            (Shapes::Named(columns), _) => rows.check_width(rows.n_columns()).map_or(Ok(columns), Err),
            (Shapes::Fixed { old, .. }, 57 | 58) => Ok(old),
            (Shapes::Fixed { new, .. }, 61) => Ok(new),
            (Shapes::Fixed { old, new }, _) => {
                let usual = if rows.n_columns() == 61 { new } else { old };
                rows.check_width(rows.n_columns()).map_or(Ok(usual), Err)
            }
        }
    }
}

fn bad_id(rows: &EventRows<'_>, column: usize) -> Finding {
    let message = format!("`{}` is no event number", clip(rows.cell(column)));
    Finding::new(&codes::BAD_ID, rows.name(column).to_owned(), message)
        .hint("GDELT writes digits; the line may be cut off")
}

/// The article at an address, known by that address.
fn article(url: &str, publisher: Option<&str>, said: &mut Said) -> String {
    let host = url.split_once("://").and_then(|(_, rest)| rest.split(['/', '?', '#', ':']).next());
    // `www.example.org` and `example.org` are one publisher.
    let host = host.map(|host| host.strip_prefix("www.").unwrap_or(host)).filter(|host| !host.is_empty());
    let is_address = host.is_some() && is_web_address(url.as_bytes());
    let publisher = publisher.or(host);
    if let Some(publisher) = publisher {
        let publisher = said.string(publisher);
        said.entities.push(entity(publisher, EntityKind::Organization));
    }
    let publisher = publisher.map(|publisher| said.string(publisher));
    let address = is_address.then(|| said.string(url));
    let document = Document { publisher, url: address, ..Document::of_id(said.string(url)) };
    said.documents.push(document);
    said.string(url)
}

/// Bytes that no IRI has, but for those below and including the space.
const UNFIT: &[u8] = b"<>\"{}|\\^`[]\x7F";

/// True when an address can stand in the graph as an IRI. Those of some articles have spaces, brackets or broken
/// escapes.
fn is_web_address(url: &[u8]) -> bool {
    let is_fit = |byte: u8| byte > b' ' && !UNFIT.contains(&byte);
    let is_escape = |at: usize| url.get(at + 1..at + 3).is_some_and(|code| code.iter().all(u8::is_ascii_hexdigit));
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'/' || byte == b'-' || byte == b'.';
    url.iter().all(|byte| is_plain(*byte) || is_fit(*byte))
        && memchr::memchr_iter(b'%', url).all(is_escape)
        && memchr::memchr_iter(b'#', url).count() < 2
}
