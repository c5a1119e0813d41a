//! GDELT 1.0 and 2.0: events, and the articles that mention them.
//!
//! Tab-separated, without header or quotes; the number of columns tells what a file
//! is. Countries of places are FIPS 10-4, those of actors CAMEO. A mention has no
//! statement of its own: it takes that of its event, so [`Mentioned`] goes through
//! the mentions first and keeps what the events they are about say.

use std::hash::{BuildHasher, BuildHasherDefault};
use std::io::{self, Read};
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet, FxHasher};

use super::rows::{Cut, Encoding, Rows};
use super::{FileName, claim, date, empty, is_null, other_data_set, place, unnamed};
use crate::diagnostic::{Diagnostic, Finding, clip, codes};
use crate::input::RawRow;
use crate::input::foreign::{Reader, Said, document, entity};
use crate::model::{Claim, Document, Entity, EntityKind, EventDate, Origin, Referent};
use crate::ontology::{ActorClass, Countries, CountryScheme, actor};

/// What is known of events that some mention is about. Memory: half a kilobyte an event mentioned.
#[derive(Debug, Default)]
pub struct Mentioned {
    ids: FxHashSet<u64>,
    events: FxHashMap<u64, Claim>,
}

impl Mentioned {
    /// Notes which events the mentions in `reader` are about; a file of events has none.
    ///
    /// # Errors
    /// When the file stops being readable.
    pub fn collect(&mut self, reader: Box<dyn Read + '_>) -> io::Result<()> {
        let Some(mut rows) = Rows::open("", reader, &Cut::Plain, Encoding::Utf8, |cells| Some(names(cells.len())))?
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

fn pair(id: u64, url: &str) -> u64 {
    BuildHasherDefault::<FxHasher>::default().hash_one((id, url))
}

/// Whether the first line of a file is one of mentions.
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
const MENTION_URL: usize = 5;

/// The columns of a file with so many of them: GDELT 1.0 without and with the address, GDELT 2.0, mentions.
fn names(n_columns: usize) -> Vec<String> {
    if n_columns == MENTIONS.len() {
        return MENTIONS.map(str::to_owned).to_vec();
    }
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

const ACTOR1: usize = 5;
const ACTOR2: usize = 15;
const EVENT_CODE: usize = 26;
const SQLDATE: usize = 1;

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

struct Events<'r> {
    rows: Rows<'r>,
    file: Arc<str>,
    columns: Columns,
    flag: Arc<str>,
    mentioned: &'r mut Mentioned,
}

struct Mentions<'r> {
    rows: Rows<'r>,
    file: Arc<str>,
    kept: Vec<(usize, Arc<str>)>,
    mentioned: &'r mut Mentioned,
}

pub(super) fn open<'r>(
    file: &FileName<'_>,
    reader: Box<dyn Read + 'r>,
    mentioned: &'r mut Mentioned,
    report: &mut dyn FnMut(Diagnostic),
) -> io::Result<Option<Box<dyn Reader + 'r>>> {
    let mut n_columns = 0;
    let fixed = |cells: &[String]| {
        n_columns = cells.len();
        Some(names(n_columns))
    };
    let Some(rows) = Rows::open(file.shown, reader, &Cut::Plain, Encoding::Utf8, fixed)? else {
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
            ("Actor1CharOffset", "actor1_offset"),
            ("Actor2CharOffset", "actor2_offset"),
            ("ActionCharOffset", "action_offset"),
            ("InRawText", "in_raw_text"),
            ("MentionDocLen", "document_length"),
            ("MentionDocTone", "tone"),
            ("MentionDocTranslationInfo", "translation"),
            ("Extras", "extras"),
        ]);
        return Ok(Some(Box::new(Mentions { rows, file: file_name, kept, mentioned })));
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
    Ok(Some(Box::new(Events { rows, file: file_name, columns, flag: "days_before_added".into(), mentioned })))
}

impl Events<'_> {
    fn origin(&self) -> Origin {
        Origin { file: self.file.clone(), line: self.rows.line() }
    }

    /// The actor whose columns begin at `column`, by its code; its name says where it was seen as a rule, not who it is.
    fn actor(&self, column: usize, which: &str, event: &str, said: &mut Said) -> String {
        let (code, name) = (self.rows.cell(column), self.rows.cell(column + 1));
        let described = match actor(code) {
            Some(actor) => {
                let kind = match actor.class {
                    ActorClass::State => EntityKind::State,
                    ActorClass::Organization => EntityKind::Organization,
                    ActorClass::Group => EntityKind::Group,
                    ActorClass::Role => EntityKind::Role,
                    ActorClass::Actor => EntityKind::Actor,
                };
                if let Some(country) = actor.country.as_ref().filter(|country| **country != actor.label) {
                    said.entities.push(entity(country, EntityKind::State));
                }
                Entity {
                    member_of: actor.member_of.into_iter().collect(),
                    country: actor.country.filter(|country| *country != actor.label),
                    ..entity(&actor.label, kind)
                }
            }
            None if !name.is_empty() => entity(name, EntityKind::Actor),
            None => unnamed(which, event),
        };
        let label = described.label.clone();
        said.entities.push(described);
        label
    }

    /// The day of the event. GDELT computes it from words such as "last year": a day that lies so far back is approximate.
    fn date(&self, said: &mut Said) -> Option<(EventDate, Option<i64>)> {
        let written = self.rows.cell(SQLDATE);
        let is_day = written.len() == 8 && written.is_ascii();
        let iso = |day: &str| format!("{}-{}-{}", &day[..4], &day[4..6], &day[6..8]);
        let edtf = if is_day { iso(written) } else { written.to_owned() };
        let day = date(&self.rows, SQLDATE, &edtf, said)?;
        let added = self.rows.cell(self.columns.added);
        let added = added.get(..8).filter(|day| day.is_ascii()).and_then(|day| EventDate::parse(&iso(day)).ok());
        let back = match (day.begin(), added.and_then(|added| added.begin())) {
            (Some(day), Some(added)) => added.since(day).map_or(0, |span| i64::from(span.get_days())),
            _ => 0,
        };
        let words = match back {
            1 => "yesterday",
            7 => "last week",
            30 => "last month",
            365 => "last year",
            _ => return Some((day, None)),
        };
        let message = format!(
            "the day lies exactly {back} before the one the event was added: GDELT takes it from words such as \"{words}\""
        );
        let finding = Finding::new(&codes::COMPUTED_DATE, "SQLDATE", message);
        said.findings
            .push(finding.hint("it is kept as approximate (`~`); `days_before_added` tells such claims from others"));
        Some((EventDate::parse(&format!("{edtf}~")).unwrap_or(day), Some(back)))
    }

    fn event(&mut self, said: &mut Said) {
        if let Some(finding) = self.rows.check_width(self.columns.n) {
            said.findings.push(finding);
            return;
        }
        let Ok(number) = self.rows.cell(0).parse::<u64>() else {
            said.findings.push(bad_id(&self.rows));
            return;
        };
        let Some((day, back)) = self.date(said) else { return };
        let code = self.rows.cell(EVENT_CODE);
        let id = format!("gdelt-{number}");
        let subject = self.actor(ACTOR1, "actor 1", &id, said);
        let object = self.actor(ACTOR2, "actor 2", &id, said);
        let mut claim = claim(self.origin(), &subject, format!("cameo:{code}"), &object);
        claim.event_types = vec![format!("cameo:{code}")];
        claim.date = Some(day);
        claim.place = self.place(self.columns.action, said);
        claim.event = Some(id.clone());
        super::keep(&self.rows, &self.columns.kept, &mut claim);
        if let Some(back) = back {
            claim.qualifiers.push((self.flag.clone(), back.to_string()));
        }
        let url = self.columns.url.map(|column| self.rows.cell(column)).filter(|url| !is_null(url));
        claim.id = Some(id);
        claim.document = url.map(|url| article(url, None, said));
        if self.mentioned.ids.contains(&number) {
            let bare = Claim { document: None, ..claim.clone() };
            self.mentioned.events.insert(number, bare);
        }
        said.claims.push(claim);
    }

    fn place(&self, geo: Geo, said: &mut Said) -> Option<String> {
        let label = Some(self.rows.cell(geo.name)).filter(|label| !label.is_empty())?;
        let country = Countries::shipped().name(CountryScheme::Fips, self.rows.cell(geo.country));
        // A country as a place is the state itself, under the name it has everywhere.
        let label = if Countries::shipped().named(label).is_some_and(|found| Some(found.name.as_str()) == country) {
            country.unwrap_or(label)
        } else {
            label
        };
        Some(place(label, country, self.rows.cell(geo.latitude), self.rows.cell(geo.longitude), said))
    }
}

fn bad_id(rows: &Rows<'_>) -> Finding {
    let message = format!("`{}` is no event number", clip(rows.cell(0)));
    Finding::new(&codes::BAD_ID, rows.name(0).to_owned(), message).hint("GDELT writes digits; the line may be cut off")
}

/// The article at an address, known by that address.
fn article(url: &str, publisher: Option<&str>, said: &mut Said) -> String {
    let host = url.split_once("://").and_then(|(_, rest)| rest.split(['/', '?', '#', ':']).next());
    let host = host.map(|host| host.strip_prefix("www.").unwrap_or(host)).filter(|host| !host.is_empty());
    let publisher = publisher.or(host).map(str::to_owned);
    if let Some(publisher) = &publisher {
        said.entities.push(entity(publisher, EntityKind::Organization));
    }
    let is_address = host.is_some() && is_web_address(url);
    let id = url.to_owned();
    said.documents.push(Document { publisher, url: is_address.then(|| url.to_owned()), ..document(&id) });
    id
}

super::reader!(Events);

impl Mentions<'_> {
    fn event(&self, said: &mut Said) {
        if let Some(finding) = self.rows.check_width(MENTIONS.len()) {
            said.findings.push(finding);
            return;
        }
        let Ok(number) = self.rows.cell(0).parse::<u64>() else {
            said.findings.push(bad_id(&self.rows));
            return;
        };
        let Some(event) = self.mentioned.events.get(&number) else {
            let message = format!("no file of the project has the event {number}");
            let finding = Finding::new(&codes::UNKNOWN_EVENT, "GLOBALEVENTID", message);
            said.findings
                .push(finding.hint("a mention has no statement of its own: import the events of its day as well"));
            return;
        };
        let url = self.rows.cell(MENTION_URL);
        let source = Some(self.rows.cell(4)).filter(|source| !is_null(source));
        let document = (!is_null(url)).then(|| article(url, source, said));
        let same = |name: &Referent| match name {
            Referent::Name(name) => name.clone(),
            Referent::Claim(id) => format!("#{id}"),
        };
        let (subject, object) = (same(&event.subject), same(&event.object));
        let origin = Origin { file: self.file.clone(), line: self.rows.line() };
        let mut claim = claim(origin, &subject, event.predicate.clone(), &object);
        let sentence = self.rows.cell(6);
        claim.id = Some(format!("gdelt-{number}-{:016x}-{sentence}", pair(number, url)));
        claim.event.clone_from(&event.event);
        claim.event_types.clone_from(&event.event_types);
        claim.date.clone_from(&event.date);
        claim.place.clone_from(&event.place);
        claim.document = document;
        claim.confidence = self.confidence(said);
        super::keep(&self.rows, &self.kept, &mut claim);
        said.claims.push(claim);
    }

    /// Percent as a number between 0 and 1.
    fn confidence(&self, said: &mut Said) -> Option<String> {
        let cell = self.rows.cell(11);
        match cell.parse::<u8>() {
            Ok(100) => Some("1".to_owned()),
            Ok(percent) if percent < 100 => Some(format!("0.{percent:02}")),
            _ if cell.is_empty() => None,
            _ => {
                let message = format!("`{}` is no percentage", clip(cell));
                let finding = Finding::new(&codes::BAD_NUMBER, "Confidence", message);
                said.findings.push(finding.hint("GDELT writes 10 to 100"));
                None
            }
        }
    }
}

super::reader!(Mentions);

/// Whether an address can stand in the graph as an IRI; some articles have spaces, brackets or broken escapes in theirs.
fn is_web_address(url: &str) -> bool {
    let is_escape =
        |at: usize| url.as_bytes().get(at + 1..at + 3).is_some_and(|code| code.iter().all(u8::is_ascii_hexdigit));
    let is_fit = |(at, byte): (usize, u8)| match byte {
        b'%' => is_escape(at),
        _ => byte > b' ' && byte != 0x7F && !b"<>\"{}|\\^`[]".contains(&byte),
    };
    url.bytes().enumerate().all(is_fit) && url.matches('#').count() < 2
}
