//! GDELT 1.0 and 2.0: events, and the articles that mention them.
//!
//! Tab-separated, without header or quotes; the number of columns tells what a file
//! is. Countries of places are FIPS 10-4, those of actors CAMEO. A mention has no
//! statement of its own: it takes that of its event, so [`Mentioned`] goes through
//! the mentions first and keeps what the events they are about say.

mod events;
mod mentions;

use std::io::{self, Read};
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::rows::{Cut, Encoding, EventRows};
use super::{FileName, empty, other_data_set};
use crate::diagnostic::{Diagnostic, Finding, clip, codes};
use crate::input::foreign::{Reader, Said, entity};
use crate::model::{Claim, Document, EntityKind};
use events::Events;
use mentions::Mentions;

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
        let Some(mut rows) =
            EventRows::open("", reader, &Cut::Plain, Encoding::Utf8, |cells| Some(names(cells.len())))?
        else {
            return Ok(());
        };
        if rows.n_columns() != MENTIONS.len() {
            return Ok(());
        }
        while let Some(row) = rows.read()? {
            if let (Ok(()), Ok(id)) = (row, rows.cell(0).parse()) {
                self.ids.insert(id);
            }
        }
        Ok(())
    }
}

/// True when the first line of a file is one of mentions.
pub fn is_mentions(first_line: &[u8]) -> bool {
    memchr::memchr_iter(b'\t', first_line).count() + 1 == MENTIONS.len()
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

/// The columns an event's facts stand in.
struct Columns {
    url: Option<usize>,
    added: usize,
    action: Geo,
    n: usize,
    kept: Vec<(usize, Arc<str>)>,
}

#[derive(Clone, Copy)]
struct Geo {
    name: usize,
    country: usize,
    latitude: usize,
    longitude: usize,
}

/// Columns that stay with the claim as they are. The others are taken apart, or follow from those: the parts of the date,
/// of the actors' codes and of the event's code, `QuadClass` and `GoldsteinScale`, which the code's concept has.
const KEPT: &[(&str, &str)] = &[
    ("Actor1Code", "actor1_code"),
    ("Actor1Name", "actor1_name"),
    ("Actor2Code", "actor2_code"),
    ("Actor2Name", "actor2_name"),
    ("IsRootEvent", "is_root_event"),
    ("NumMentions", "n_mentions"),
    ("NumSources", "n_sources"),
    ("NumArticles", "n_articles"),
    ("AvgTone", "tone"),
    ("Actor1Geo_FullName", "actor1_place"),
    ("Actor2Geo_FullName", "actor2_place"),
];

pub(super) fn open<'r>(
    file: &FileName<'_>,
    reader: Box<dyn Read + Send + 'r>,
    mentioned: &'r mut Mentioned,
    report: &mut dyn FnMut(Diagnostic),
) -> io::Result<Option<Box<dyn Reader + Send + 'r>>> {
    let mut n_columns = 0;
    let fixed = |cells: &[&str]| {
        n_columns = cells.len();
        Some(names(n_columns))
    };
    let Some(rows) = EventRows::open(file.shown, reader, &Cut::Plain, Encoding::Utf8, fixed)? else {
        empty(file, report);
        return Ok(None);
    };
    let kept = |names: &[(&str, &str)]| -> Vec<(usize, Arc<str>)> {
        names.iter().filter_map(|(name, kept)| Some((rows.column(&[name])?, Arc::from(*kept)))).collect()
    };
    let file_name = file.kept.clone();
    if n_columns == MENTIONS.len() {
        let kept = kept(&[
            ("SentenceID", "sentence"),
            ("MentionTimeDate", "mentioned_at"),
            ("MentionType", "mention_type"),
            // Offsets count in GDELT's own text of an article, which is English also where the page is not: so they
            // stay data and do not become places of evidence.
            ("Actor1CharOffset", "actor1_offset"),
            ("Actor2CharOffset", "actor2_offset"),
            ("ActionCharOffset", "action_offset"),
            ("InRawText", "in_raw_text"),
            ("MentionDocLen", "document_length"),
            ("MentionDocTone", "tone"),
            ("MentionDocTranslationInfo", "translation"),
            ("Extras", "extras"),
        ]);
        return Ok(Some(Box::new(Mentions::new(rows, file_name, kept, mentioned))));
    }
    if !matches!(n_columns, 57 | 58 | 61) {
        let message =
            format!("the first line has {n_columns} cells; GDELT has 57, 58 or 61 of an event, 16 of a mention");
        other_data_set(file, message, "cells stand apart by tabs; give the file as GDELT publishes it", report);
        return Ok(None);
    }
    let at = |name: &str| rows.column(&[name]).unwrap_or_default();
    let columns = Columns {
        url: rows.column(&["SOURCEURL"]),
        added: at("DATEADDED"),
        action: Geo {
            name: at("ActionGeo_FullName"),
            country: at("ActionGeo_CountryCode"),
            latitude: at("ActionGeo_Lat"),
            longitude: at("ActionGeo_Long"),
        },
        n: n_columns,
        kept: kept(KEPT),
    };
    Ok(Some(Box::new(Events::new(rows, file_name, columns, mentioned))))
}

fn bad_id(rows: &EventRows<'_>) -> Finding {
    let message = format!("`{}` is no event number", clip(rows.cell(0)));
    Finding::new(&codes::BAD_ID, rows.name(0).to_owned(), message).hint("GDELT writes digits; the line may be cut off")
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
