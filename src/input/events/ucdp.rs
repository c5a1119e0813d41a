//! UCDP GED: one event a row, with sides, numbers of deaths, articles, and who said it.
//!
//! Release 24.0.1 has no header. One-sided violence is done by side A; in the other types neither side is the first.
//! `source_original` says whose word it is, `source_article` where that was printed; with several articles nothing
//! tells who said what in which, so each article gives a claim of its own and the speakers another one.

use std::io::{self, Read};
use std::sync::Arc;

use super::rows::{Cut, Encoding, EventRows};
use super::{
    CodedColumn, FileName, KeptColumns, claim, columns, date, empty, keep, of_event, place, set_date, unnamed, value,
};
use crate::diagnostic::{Diagnostic, Finding, clip, codes};
use crate::input::foreign::{Reader, Said, entity};
use crate::model::CellType::{Boolean, Decimal, Integer, Text};
use crate::model::{Certainty, Claim, Document, Entity, EntityKind, EventDate, Origin};
use crate::ontology::Countries;
use crate::table::RawRow;

const NAMES: [&[&str]; 18] = [
    &["id"],
    &["type_of_violence"],
    &["side_a"],
    &["side_b"],
    &["code_status"],
    &["event_clarity"],
    &["date_prec"],
    &["date_start"],
    &["date_end"],
    &["source_article"],
    &["source_office"],
    &["source_date"],
    &["source_headline"],
    &["source_original"],
    &["where_coordinates"],
    &["country"],
    &["latitude"],
    &["longitude"],
];

/// The columns, for a file without a header.
const HEADER: &str = "id,relid,year,active_year,code_status,type_of_violence,conflict_dset_id,conflict_new_id,conflict_name,dyad_dset_id,dyad_new_id,dyad_name,side_a_dset_id,side_a_new_id,side_a,side_b_dset_id,side_b_new_id,side_b,number_of_sources,source_article,source_office,source_date,source_headline,source_original,where_prec,where_coordinates,where_description,adm_1,adm_2,latitude,longitude,geom_wkt,priogrid_gid,country,country_id,region,event_clarity,date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,high,low,gwnoa,gwnob";

/// Columns that are kept under their own name, all of them of the event. Left out are those that repeat another one.
const KEPT: &[CodedColumn] = &[
    of_event(&["relid"], "relid", Text),
    of_event(&["active_year"], "active_year", Boolean),
    of_event(&["code_status"], "code_status", Text),
    of_event(&["conflict_new_id"], "conflict_new_id", Integer),
    of_event(&["conflict_name"], "conflict_name", Text),
    of_event(&["dyad_new_id"], "dyad_new_id", Integer),
    of_event(&["dyad_name"], "dyad_name", Text),
    of_event(&["side_a_new_id"], "side_a_new_id", Integer),
    of_event(&["side_b_new_id"], "side_b_new_id", Integer),
    of_event(&["number_of_sources"], "number_of_sources", Integer),
    of_event(&["where_prec"], "where_prec", Integer),
    of_event(&["where_description"], "where_description", Text),
    of_event(&["latitude"], "latitude", Decimal),
    of_event(&["longitude"], "longitude", Decimal),
    of_event(&["adm_1"], "adm_1", Text),
    of_event(&["adm_2"], "adm_2", Text),
    of_event(&["priogrid_gid"], "priogrid_gid", Integer),
    of_event(&["country_id"], "country_id", Integer),
    of_event(&["region"], "region", Text),
    of_event(&["event_clarity"], "event_clarity", Integer),
    of_event(&["date_prec"], "date_prec", Integer),
    of_event(&["deaths_a"], "deaths_a", Integer),
    of_event(&["deaths_b"], "deaths_b", Integer),
    of_event(&["deaths_civilians"], "deaths_civilians", Integer),
    of_event(&["deaths_unknown"], "deaths_unknown", Integer),
    of_event(&["best"], "best", Integer),
    of_event(&["high"], "high", Integer),
    of_event(&["low"], "low", Integer),
    of_event(&["gwnoa"], "gwnoa", Text),
    of_event(&["gwnob"], "gwnob", Text),
];

struct Ucdp<'r> {
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
    let header = || HEADER.split(',').map(str::to_owned).collect::<Vec<String>>();
    let fixed = |cells: &[&str]| {
        let is_bare = cells.first().is_some_and(|id| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit()));
        is_bare.then(header)
    };
    let Some(rows) = EventRows::open(file.shown, reader, &Cut::Quoted(b','), Encoding::Utf8, fixed)? else {
        empty(file, report);
        return Ok(None);
    };
    let Some(at) = columns(&rows, file, "UCDP GED", NAMES, report) else { return Ok(None) };
    let kept = CodedColumn::found(KEPT, &rows);
    Ok(Some(Box::new(Ucdp { rows, file: file.kept.clone(), at, kept })))
}

impl Ucdp<'_> {
    fn event(&self, said: &mut Said) {
        let (rows, at) = (&self.rows, &self.at);
        if let Some(finding) = rows.check_width(rows.n_columns()) {
            said.findings.push(finding);
            return;
        }
        let violence = rows.cell(at[1]);
        if !matches!(violence, "1" | "2" | "3") {
            let message = format!("`{}` is no type of violence", clip(violence));
            let finding = Finding::new(&codes::UNKNOWN_VALUE, rows.name(at[1]).to_owned(), message);
            said.findings.push(finding.hint("UCDP writes 1 state-based, 2 non-state, 3 one-sided"));
            return;
        }
        let date = self.date(said);
        let id = format!("ucdp-{}", rows.cell(at[0]));
        let subject = self.side(at[2], "side a", &id, said);
        let object = self.side(at[3], "side b", &id, said);
        let origin = Origin { file: self.file.clone(), line: rows.line() };
        let mut claim = claim(origin, &subject, format!("ucdp:{violence}"), &object);
        claim.event_types = vec![format!("ucdp:{violence}")];
        set_date(rows, at[7], date, &mut claim);
        claim.event = Some(id.clone());
        claim.place = self.place(said);
        claim.certainty = self.certainty();
        keep(rows, &self.kept, &mut claim, said);
        // -1 says that nobody has counted them.
        claim.qualifiers.retain(|(column, cell)| **column != *"number_of_sources" || cell != "-1");
        self.attribute(&id, &claim, said);
    }

    /// The claims of an event: with one article, one of that article and its speakers; else one an article, and one of the speakers.
    fn attribute(&self, id: &str, event: &Claim, said: &mut Said) {
        let speakers = self.speakers(id, said);
        let articles = self.articles(id, said);
        let with = |suffix: &str, said_by: &[String], document: Option<&String>| Claim {
            id: Some(format!("{id}{suffix}")),
            said_by: said_by.to_vec(),
            document: document.cloned(),
            ..event.clone()
        };
        if articles.len() < 2 {
            said.claims.push(with("", &speakers, articles.first()));
            return;
        }
        for (index, article) in articles.iter().enumerate() {
            said.claims.push(with(&format!("-article-{}", index + 1), &[], Some(article)));
        }
        if !speakers.is_empty() {
            said.claims.push(with("-speakers", &speakers, None));
        }
    }

    fn side(&self, column: usize, which: &str, event: &str, said: &mut Said) -> String {
        let Some(name) = value(&self.rows, column) else {
            let unnamed = unnamed(which, event);
            let label = unnamed.label.clone();
            said.entities.push(unnamed);
            return label;
        };
        if name == "Civilians" {
            said.entities.push(entity(name, EntityKind::Group));
            return name.to_owned();
        }
        let country = name
            .strip_prefix("Government of ")
            .map(|name| Countries::shipped().named(name).map_or(name, |found| &found.name));
        if let Some(country) = country {
            said.entities.push(entity(country, EntityKind::State));
        }
        said.entities.push(Entity {
            member_of: country.iter().map(|&country| country.to_owned()).collect(),
            country: country.map(str::to_owned),
            ..entity(name, EntityKind::Organization)
        });
        name.to_owned()
    }

    /// Officials and offices known by what they are called only: other ones in each event.
    fn speakers(&self, id: &str, said: &mut Said) -> Vec<String> {
        let names = value(&self.rows, self.at[13]).unwrap_or_default();
        let mut speakers: Vec<String> = Vec::new();
        for name in names.split(';').map(str::trim).filter(|name| !name.is_empty()) {
            // A lower-case word such as "officials" names nobody; a name, mostly of an office, stays the same from event to event.
            let is_role = name.chars().next().is_some_and(char::is_lowercase);
            let (label, kind) = if is_role {
                (format!("{name} ({id})"), EntityKind::Role)
            } else {
                (name.to_owned(), EntityKind::Organization)
            };
            if !speakers.contains(&label) {
                said.entities.push(entity(&label, kind));
                speakers.push(label);
            }
        }
        speakers
    }

    fn articles(&self, id: &str, said: &mut Said) -> Vec<String> {
        let rows = &self.rows;
        let citations = citations(rows.cell(self.at[9]));
        let parts = |column: usize| rows.cell(column).split(';').map(str::trim).collect::<Vec<&str>>();
        let (offices, days, headlines) = (parts(self.at[10]), parts(self.at[11]), parts(self.at[12]));
        let mut ids = Vec::new();
        for (index, citation) in citations.iter().enumerate() {
            // Newer rows cite by office, day and headline as well; these count when they are as many as the articles.
            let part = |parts: &[&str]| {
                let part = parts.get(index).filter(|part| parts.len() == citations.len() && !part.is_empty());
                part.map(|part| (*part).to_owned())
            };
            let publisher = part(&offices);
            if let Some(publisher) = &publisher {
                said.entities.push(entity(publisher, EntityKind::Organization));
            }
            let article = format!("{id}-article-{}", index + 1);
            said.documents.push(Document {
                title: part(&headlines).or_else(|| Some(citation.clone())),
                publisher,
                published: part(&days).and_then(|day| EventDate::parse(&day).ok()),
                qualifiers: vec![("citation".into(), citation.clone())],
                ..Document::of_id(&article)
            });
            ids.push(article);
        }
        ids
    }

    /// The days between which it happened; in doubt as far as `date_prec` says that even these are not sure.
    fn date(&self, said: &mut Said) -> Option<EventDate> {
        let (rows, at) = (&self.rows, &self.at);
        let day = |column: usize| rows.cell(column).split([' ', 'T']).next().unwrap_or_default();
        let (start, end) = (day(at[7]), day(at[8]));
        let edtf = if start == end || end.is_empty() { start.to_owned() } else { format!("{start}/{end}") };
        date(rows, at[7], &edtf, said)
    }

    fn place(&self, said: &mut Said) -> Option<String> {
        let (rows, at) = (&self.rows, &self.at);
        let country =
            value(rows, at[15]).map(|name| Countries::shipped().named(name).map_or(name, |found| &found.name));
        let label = match (value(rows, at[14]), country) {
            (Some(place), Some(country)) if place != country => format!("{place}, {country}"),
            (place, country) => place.or(country)?.to_owned(),
        };
        Some(place(&label, country, rows.cell(at[16]), rows.cell(at[17]), said))
    }

    /// Clear coding of an event clearly told is certain; summed up over several, probable; flagged for a check, possible.
    fn certainty(&self) -> Certainty {
        match (self.rows.cell(self.at[4]), self.rows.cell(self.at[5])) {
            ("Clear", "1") => Certainty::Certain,
            ("Clear", _) => Certainty::Probable,
            ("", _) => Certainty::Underspecified,
            _ => Certainty::Possible,
        }
    }
}

/// The citations of a cell: several stand between quotes, separated by `;`; a single one may stand without quotes.
fn citations(cell: &str) -> Vec<String> {
    let parts = if cell.starts_with('"') && cell.ends_with('"') && cell.contains("\";\"") {
        cell.trim_matches('"').split("\";\"").collect()
    } else {
        vec![cell.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(cell)]
    };
    parts
        .into_iter()
        .map(|part| part.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|part| !part.is_empty())
        .collect()
}

super::reader!(Ucdp);
