//! Events: one a row, told by one article.

use std::fmt::Write;
use std::io;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::super::rows::EventRows;
use super::super::{date, is_null, keep, place, set_date, unnamed};
use super::{Columns, EVENT, Geo, Mentioned, Shapes, article, bad_id, without_fraction};
use crate::diagnostic::{Finding, codes};
use crate::input::foreign::{Reader, Said, entity};
use crate::model::{CellType, Claim, Entity, EntityKind, EventDate, Origin, OwnColumn, Referent};
use crate::ontology::{Actor, ActorClass, Countries, CountryScheme, EventCodes, actor};
use crate::table::RawRow;

/// The entities that codes of actors mean, and whether they are told already.
type KnownActors = FxHashMap<String, (Vec<Entity>, bool)>;

/// The day read last, with the cells that it was read from.
type LastDay = Option<(String, String, Day)>;

/// A file of events. Memory: what each actor code in it means.
pub(super) struct Events<'r> {
    rows: EventRows<'r>,
    file: Arc<str>,
    columns: Shapes,
    flag: OwnColumn,
    mentioned: &'r mut Mentioned,
    /// The entities that codes of actors mean: the actor, and before it its country where that is another entity; and
    /// whether that is told already.
    actors: KnownActors,
    /// The day read last, as most rows of a file have the same.
    last_day: LastDay,
}

/// The day of an event, and how long before its entry it lies, where that is a number that words make.
type Day = (EventDate, Option<i64>);

impl<'r> Events<'r> {
    pub(super) fn new(
        rows: EventRows<'r>,
        file: Arc<str>,
        columns: Shapes,
        mentioned: &'r mut Mentioned,
    ) -> Events<'r> {
        let flag = OwnColumn::new("days_before_added").holding(CellType::Integer).of_event();
        Events { rows, file, columns, flag, mentioned, actors: FxHashMap::default(), last_day: None }
    }

    fn event(&mut self, said: &mut Said) {
        let Events { rows, file, columns, flag, mentioned, actors, last_day } = self;
        let columns = match columns.of(rows) {
            Ok(columns) => columns,
            Err(finding) => {
                said.findings.push(finding);
                return;
            }
        };
        let row = EventRow { rows, columns };
        let Ok(number) = without_fraction(rows.cell(columns.id)).parse::<u64>() else {
            said.findings.push(bad_id(rows, columns.id));
            return;
        };
        let (day, back) = row.day(last_day, said).map_or((None, None), |(day, back)| (Some(day), back));
        let mut id = said.string(EVENT);
        let _ = write!(id, "{number}");
        let [first, second] = columns.actors;
        let subject = row.actor(first, "actor 1", &id, actors, said);
        let object = row.actor(second, "actor 2", &id, actors, said);
        let code = row.code(said);
        let event_type = said.string(&code);
        let origin = Origin { file: file.clone(), line: rows.line() };
        let statement = Claim::new(Referent::Name(subject), code, Referent::Name(object));
        let mut claim = Claim { origin, event_types: vec![event_type], ..statement };
        set_date(rows, columns.day, day, &mut claim);
        claim.place = row.place(columns.action, said);
        claim.event = Some(said.string(&id));
        keep(rows, &columns.kept, &mut claim, said);
        if let Some(back) = back {
            claim.qualifiers.push((flag.clone(), back.to_string()));
        }
        let url = Some(rows.cell(columns.url)).filter(|url| !is_null(url));
        claim.id = Some(id);
        claim.document = url.map(|url| article(url, None, said));
        // A mention has its own article; all else it takes from the event. Events without mentions need no memory.
        if mentioned.ids.contains(&number) {
            let bare = Claim { document: None, ..claim.clone() };
            mentioned.keep(number, rows.rank(), bare);
        }
        said.claims.push(claim);
    }
}

/// The row read last, and the columns it has.
struct EventRow<'e, 'r> {
    rows: &'e EventRows<'r>,
    columns: &'e Columns,
}

impl EventRow<'_, '_> {
    /// The code of the event. A program that took the column for numbers has lost a zero in front, which the class of the
    /// event has lost as well: without it, `10` is a demand, and `010` a statement.
    fn code(&self, said: &mut Said) -> String {
        let (code, root) = (self.rows.cell(self.columns.code), self.rows.cell(self.columns.root));
        let is_known = |code: &str| EventCodes::shipped().concept(code).is_some();
        let mut whole = said.string("cameo:");
        whole.push_str(code);
        if root.len() == 1 || (root.is_empty() && !is_known(&whole)) {
            let padded = format!("cameo:0{code}");
            if is_known(&padded) {
                return padded;
            }
        }
        whole
    }

    /// An actor by its code; its name says where it was seen as a rule, not who it is.
    fn actor(
        &self,
        (code, name): (usize, usize),
        which: &str,
        event: &str,
        actors: &mut KnownActors,
        said: &mut Said,
    ) -> String {
        // Codes repeat from row to row, so each is taken apart once.
        let (code, name) = (self.rows.cell(code), self.rows.cell(name));
        if !actors.contains_key(code)
            && let Some(actor) = actor(code)
        {
            actors.insert(code.to_owned(), (described(actor), false));
        }
        if let Some((entities, is_told)) = actors.get_mut(code)
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
    fn day(&self, last_day: &mut LastDay, said: &mut Said) -> Option<Day> {
        let (written, added) = (self.rows.cell(self.columns.day), self.rows.cell(self.columns.added));
        let (written, added) = (without_fraction(written), without_fraction(added));
        let day = match &*last_day {
            Some((last_written, last_added, day)) if last_written == written && last_added == added => day.clone(),
            _ => {
                let day = self.computed_day(written, added, said)?;
                *last_day = Some((written.to_owned(), added.to_owned(), day.clone()));
                day
            }
        };
        if let (_, Some(back)) = day {
            said.findings.push(computed_date(back, self.rows.name(self.columns.day)));
        }
        Some(day)
    }

    /// The day as it is written, approximate when it lies behind the day of entry by exactly what such words make.
    fn computed_day(&self, written: &str, added: &str, said: &mut Said) -> Option<Day> {
        let is_day = written.len() == 8 && written.is_ascii();
        let iso = |day: &str| format!("{}-{}-{}", &day[..4], &day[4..6], &day[6..8]);
        let edtf = if is_day { iso(written) } else { written.to_owned() };
        let day = date(self.rows, self.columns.day, &edtf, said)?;
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

fn computed_date(back: i64, column: &str) -> Finding {
    let message = format!(
        "the day lies exactly {back} before the one the event was added: GDELT takes it from words such as \"{}\"",
        words(back).unwrap_or_default()
    );
    Finding::new(&codes::COMPUTED_DATE, column.to_owned(), message)
        .hint("it is kept as approximate (`~`); `days_before_added` tells such claims from others")
}
