//! Events: one a row, told by one article.

use std::fmt::Write;
use std::io;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::super::rows::EventRows;
use super::super::{date, is_null, keep, place, set_date, unnamed};
use super::{Columns, Geo, Mentioned, article, bad_id};
use crate::diagnostic::{Finding, codes};
use crate::input::foreign::{Reader, Said, entity};
use crate::model::{Claim, Entity, EntityKind, EventDate, Origin, Referent};
use crate::ontology::{Actor, ActorClass, Countries, CountryScheme, actor};
use crate::table::RawRow;

const SQLDATE: usize = 1;
const ACTOR1: usize = 5;
const ACTOR2: usize = 15;
const EVENT_CODE: usize = 26;

/// A file of events. Memory: what each actor code in it means.
pub(super) struct Events<'r> {
    rows: EventRows<'r>,
    file: Arc<str>,
    columns: Columns,
    flag: Arc<str>,
    mentioned: &'r mut Mentioned,
    /// The entities that codes of actors mean: the actor, and before it its country where that is another entity; and
    /// whether that is told already.
    actors: FxHashMap<String, (Vec<Entity>, bool)>,
    /// The day read last, as most rows of a file have the same.
    last_day: Option<(String, String, Day)>,
}

/// The day of an event, and how long before its entry it lies, where that is a number that words make.
type Day = (EventDate, Option<i64>);

impl<'r> Events<'r> {
    pub(super) fn new(
        rows: EventRows<'r>,
        file: Arc<str>,
        columns: Columns,
        mentioned: &'r mut Mentioned,
    ) -> Events<'r> {
        let flag = "days_before_added".into();
        Events { rows, file, columns, flag, mentioned, actors: FxHashMap::default(), last_day: None }
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
        let (day, back) = self.day(said).map_or((None, None), |(day, back)| (Some(day), back));
        let mut id = said.string("gdelt-");
        let _ = write!(id, "{number}");
        let subject = self.actor(ACTOR1, "actor 1", &id, said);
        let object = self.actor(ACTOR2, "actor 2", &id, said);
        let mut code = said.string("cameo:");
        code.push_str(self.rows.cell(EVENT_CODE));
        let event_type = said.string(&code);
        let origin = Origin { file: self.file.clone(), line: self.rows.line() };
        let statement = Claim::new(Referent::Name(subject), code, Referent::Name(object));
        let mut claim = Claim { origin, event_types: vec![event_type], ..statement };
        set_date(&self.rows, SQLDATE, day, &mut claim);
        claim.place = self.place(self.columns.action, said);
        claim.event = Some(said.string(&id));
        keep(&self.rows, &self.columns.kept, &mut claim, said);
        if let Some(back) = back {
            claim.qualifiers.push((self.flag.clone(), back.to_string()));
        }
        let url = self.columns.url.map(|column| self.rows.cell(column)).filter(|url| !is_null(url));
        claim.id = Some(id);
        claim.document = url.map(|url| article(url, None, said));
        // A mention has its own article; all else it takes from the event. Events without mentions need no memory.
        if self.mentioned.ids.contains(&number) {
            let bare = Claim { document: None, ..claim.clone() };
            self.mentioned.keep(number, self.rows.rank(), bare);
        }
        said.claims.push(claim);
    }

    /// The actor whose columns begin at `column`, by its code; its name says where it was seen as a rule, not who it is.
    fn actor(&mut self, column: usize, which: &str, event: &str, said: &mut Said) -> String {
        // Codes repeat from row to row, so each is taken apart once.
        let (code, name) = (self.rows.cell(column), self.rows.cell(column + 1));
        if !self.actors.contains_key(code)
            && let Some(actor) = actor(code)
        {
            self.actors.insert(code.to_owned(), (described(actor), false));
        }
        if let Some((entities, is_told)) = self.actors.get_mut(code)
            && let Some(actor) = entities.last()
        {
            if !*is_told {
                said.entities.extend(entities.iter().cloned());
            }
            // A row with findings may be rejected with all it tells.
            *is_told |= said.findings.is_empty();
            return said.string(&actor.label);
        }
        let actor = if name.is_empty() { unnamed(which, event) } else { entity(name, EntityKind::Actor) };
        let label = actor.label.clone();
        said.entities.push(actor);
        label
    }

    /// The day of the event. GDELT computes it from words such as "last year": a day that lies so far back is approximate.
    fn day(&mut self, said: &mut Said) -> Option<Day> {
        let (written, added) = (self.rows.cell(SQLDATE), self.rows.cell(self.columns.added));
        let day = match &self.last_day {
            Some((last_written, last_added, day)) if last_written == written && last_added == added => day.clone(),
            _ => {
                let day = self.computed_day(written, added, said)?;
                self.last_day = Some((written.to_owned(), added.to_owned(), day.clone()));
                day
            }
        };
        if let (_, Some(back)) = day {
            said.findings.push(computed_date(back));
        }
        Some(day)
    }

    /// The day as it is written, approximate when it lies behind the day of entry by exactly what such words make.
    fn computed_day(&self, written: &str, added: &str, said: &mut Said) -> Option<Day> {
        let is_day = written.len() == 8 && written.is_ascii();
        let iso = |day: &str| format!("{}-{}-{}", &day[..4], &day[4..6], &day[6..8]);
        let edtf = if is_day { iso(written) } else { written.to_owned() };
        let day = date(&self.rows, SQLDATE, &edtf, said)?;
        // GDELT 2.0 writes the time of entry behind the day.
        let added = added.get(..8).filter(|day| day.is_ascii()).and_then(|day| EventDate::parse(&iso(day)).ok());
        let back = match (day.begin(), added.and_then(|added| added.begin())) {
            (Some(day), Some(added)) => added.since(day).map_or(0, |span| i64::from(span.get_days())),
            _ => 0,
        };
        Some(match words(back) {
            Some(_) => (EventDate::parse(&format!("{edtf}~")).unwrap_or(day), Some(back)),
            None => (day, None),
        })
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

super::super::reader!(Events);

/// The entities of a code: the actor last, before it its country where that is another entity.
fn described(actor: Actor) -> Vec<Entity> {
    let kind = match actor.class {
        ActorClass::State => EntityKind::State,
        ActorClass::Organization => EntityKind::Organization,
        ActorClass::Group => EntityKind::Group,
        ActorClass::Role => EntityKind::Role,
        ActorClass::Actor => EntityKind::Actor,
    };
    let country = actor.country.filter(|country| *country != actor.label);
    let state = country.as_ref().map(|country| entity(country, EntityKind::State));
    let actor = Entity { member_of: actor.member_of.into_iter().collect(), country, ..entity(&actor.label, kind) };
    state.into_iter().chain([actor]).collect()
}

/// The words that make a day lie so many days back. In two published files, 2.8 % and 4.9 % of the rows lie back by
/// exactly one of these numbers.
fn words(back: i64) -> Option<&'static str> {
    Some(match back {
        1 => "yesterday",
        7 => "last week",
        30 => "last month",
        365 => "last year",
        _ => return None,
    })
}

fn computed_date(back: i64) -> Finding {
    let message = format!(
        "the day lies exactly {back} before the one the event was added: GDELT takes it from words such as \"{}\"",
        words(back).unwrap_or_default()
    );
    Finding::new(&codes::COMPUTED_DATE, "SQLDATE", message)
        .hint("it is kept as approximate (`~`); `days_before_added` tells such claims from others")
}
