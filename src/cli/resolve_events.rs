//! Events of different documents or data sets that may be one.

use std::io::{self, Write};
use std::path::Path;

use rustc_hash::FxHashMap;
use serde_json::{Value, json};

use super::resolve::{Listing, ResolveArgs, shown};
use super::resolve_table::Proposed;
use super::terminal::plural;
use crate::claims::{Claim, Claims, Event, Id};
use crate::model::{Period, Sameness};
use crate::rdf::iri::Namespace;
use crate::rdf::vocab;
use crate::resolution::{Apart, EventCandidate, EventPair, clusters_of, side_words, suggest_events};

/// Events that may be one, and the pairs of them.
pub(super) struct FoundEvents<'c> {
    claims: &'c Claims<'c>,
    namespace: &'c Namespace,
    events: Vec<&'c Event>,
    /// The claims of each event, by their places.
    told_by: FxHashMap<Id, Vec<u32>>,
    pairs: Vec<EventPair>,
    /// Pairs that are left out, because somebody is unsure.
    n_unsure: usize,
}

/// The score from which pairs of events are shown.
const LIKELY: u8 = 60;

impl<'c> FoundEvents<'c> {
    /// The pairs of a graph that nobody has judged; with `--all` also those that somebody is unsure about.
    pub(super) fn of(claims: &'c Claims<'c>, namespace: &'c Namespace, args: &ResolveArgs) -> FoundEvents<'c> {
        let events: Vec<&Event> = claims.events().iter().filter(|event| event.period.is_some()).collect();
        let mut told_by: FxHashMap<Id, Vec<u32>> = FxHashMap::default();
        for (at, claim) in claims.rows().iter().enumerate() {
            if let (Some(event), Ok(at)) = (claim.event, u32::try_from(at)) {
                told_by.entry(event).or_default().push(at);
            }
        }
        let found = FoundEvents { claims, namespace, events, told_by, pairs: Vec::new(), n_unsure: 0 };
        let candidates = found.candidates();
        let apart = Apart { days: args.within_days, km: args.within_km };
        let pairs = suggest_events(&candidates, apart, args.min_score.unwrap_or(LIKELY));
        let judged = found.judged();
        let mut n_unsure = 0;
        let is_open = |pair: &EventPair| {
            let judgement = judged.get(&(found.events[pair.left].id, found.events[pair.right].id));
            let is_unsure = judgement == Some(&Sameness::Unsure) && !args.all;
            n_unsure += usize::from(is_unsure);
            judgement != Some(&Sameness::Different) && !is_unsure
        };
        let pairs = pairs.into_iter().filter(is_open).collect();
        FoundEvents { pairs, n_unsure, ..found }
    }

    /// What somebody decided about two events that are not one, by the events that stand for those they are named by.
    fn judged(&self) -> FxHashMap<(Id, Id), Sameness> {
        let claims = self.claims;
        let mut kept: FxHashMap<String, Id> = FxHashMap::default();
        for event in &self.events {
            let others = claims.values(event.id, vocab::OWL_SAME_AS).into_iter().map(|other| claims.text(other));
            kept.extend(others.map(|other| (other, event.id)));
            kept.insert(claims.text(event.id), event.id);
        }
        let mut judged = FxHashMap::default();
        for judgement in claims.of_class(vocab::JUDGEMENT) {
            let text = |property| claims.values(judgement, property).first().map(|id| claims.text(*id));
            let event = |property| kept.get(self.namespace.event_of_name(&text(property)?)?.as_str()).copied();
            let sameness = text(vocab::SAMENESS).as_deref().and_then(Sameness::parse);
            let (Some(left), Some(right), Some(sameness)) = (event(vocab::LEFT), event(vocab::RIGHT), sameness) else {
                continue;
            };
            for pair in [(left, right), (right, left)] {
                // Of several decisions about what is one by now, the one that keeps apart counts.
                let known = judged.entry(pair).or_insert(sameness);
                if sameness == Sameness::Different {
                    *known = sameness;
                }
            }
        }
        judged
    }

    /// The event as judgements name it.
    fn name(&self, at: usize) -> String {
        self.events.get(at).map_or_else(String::new, |event| self.namespace.name_of_event(&self.claims.text(event.id)))
    }

    fn claims_of(&self, at: usize) -> impl Iterator<Item = (usize, &'c Claim)> {
        let places = self.events.get(at).and_then(|event| self.told_by.get(&event.id));
        let claims = self.claims.rows();
        places.into_iter().flatten().filter_map(move |at| Some((*at as usize, claims.get(*at as usize)?)))
    }

    /// What is told of an event, in words: its statement, day, place and numbers, and who tells it.
    fn told(&self, at: usize) -> String {
        let Some(event) = self.events.get(at) else { return String::new() };
        let claims = self.claims;
        let mut parts = vec![claims.label(event.id)];
        parts.extend(event.period.map(|period| period.to_string()));
        parts.extend(event.place.map(|place| claims.label(place)));
        for column in DEATHS {
            let values = claims.values(event.id, self.namespace.qualifier(column).as_ref());
            parts.extend(values.first().map(|value| format!("{column} {}", claims.text(*value))));
        }
        parts.join(", ")
    }

    /// Where an event is told: the place of its first claim, and how many more there are.
    fn source(&self, at: usize) -> String {
        let places: Vec<String> = self.claims_of(at).map(|(_, claim)| self.claims.place_in_file(claim)).collect();
        match places.as_slice() {
            [] => String::new(),
            [one] => one.clone(),
            [first, rest @ ..] => format!("{first} and {} more", rest.len()),
        }
    }

    /// The clusters, each with its members and its pairs.
    fn clusters(&self) -> Vec<(Vec<usize>, Vec<&EventPair>)> {
        let clusters = clusters_of(self.pairs.iter().map(|pair| (pair.left, pair.right)));
        let of: FxHashMap<usize, usize> =
            clusters.iter().enumerate().flat_map(|(at, members)| members.iter().map(move |one| (*one, at))).collect();
        let mut found: Vec<(Vec<usize>, Vec<&EventPair>)> =
            clusters.into_iter().map(|members| (members, Vec::new())).collect();
        for pair in &self.pairs {
            if let Some((_, pairs)) = of.get(&pair.left).and_then(|at| found.get_mut(*at)) {
                pairs.push(pair);
            }
        }
        found
    }

    /// The events with what they are compared by.
    fn candidates(&self) -> Vec<EventCandidate> {
        let mut words: FxHashMap<Id, Vec<u64>> = FxHashMap::default();
        (0..self.events.len()).map(|at| self.candidate(at, &mut words)).collect()
    }

    fn candidate(&self, at: usize, words: &mut FxHashMap<Id, Vec<u64>>) -> EventCandidate {
        let (claims, event) = (self.claims, self.events[at]);
        let told: Vec<&Claim> = self.claims_of(at).map(|(_, claim)| claim).collect();
        let sides = told.iter().flat_map(|claim| [claim.subject, claim.object]);
        let actors = in_order(sides.chain(event.agent).chain(event.object).filter(|id| *id != event.id));
        for actor in &actors {
            words.entry(*actor).or_insert_with(|| side_words(&claims.label(*actor)));
        }
        let words = in_order(actors.iter().filter_map(|actor| words.get(actor)).flatten().copied());
        let family = told.iter().map(|claim| claims.family(claim.predicate)).find(|one| one.event_type.is_some());
        let number = |column: &str| {
            let value = claims.values(event.id, self.namespace.qualifier(column).as_ref()).first().copied()?;
            claims.text(value).parse::<f64>().ok()
        };
        let day = |day: jiff::civil::Date| (day - jiff::civil::date(1970, 1, 1)).get_days();
        let period = event.period.map(Period::known);
        let is_at_least = |column: &str, least: f64| number(column).is_some_and(|found| found >= least);
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a float becomes the nearest number"
        )]
        let deaths = DEATHS.iter().find_map(|column| number(column)).map(|n| n.round() as u32);
        EventCandidate {
            first_day: period.and_then(Period::first).map_or(0, day),
            last_day: period.and_then(Period::last).map_or(0, day),
            place: event.place.map(Id::number),
            around: event
                .place
                .map_or_else(Vec::new, |place| claims.surroundings(place).into_iter().map(Id::number).collect()),
            point: number("latitude")
                .zip(number("longitude"))
                .or_else(|| event.place.and_then(|place| point_of(claims, place))),
            // From 4 on UCDP means a province or more, and from 3 on ACLED a region.
            is_vague: is_at_least("where_prec", 4.0) || is_at_least("geo_precision", 3.0),
            event_type: family.and_then(|family| family.event_type).map(Id::number),
            quad_class: family.and_then(|family| family.quad_class),
            actors: actors.into_iter().map(Id::number).collect(),
            words,
            deaths,
            documents: in_order(told.iter().filter_map(|claim| claim.document).map(Id::number)),
            files: in_order(told.iter().filter_map(|claim| claim.file).map(Id::number)),
            statement: told.first().map(|claim| {
                let (subject, predicate, object) = claim.statement();
                (subject.number(), predicate.number(), object.number())
            }),
            has_identifier: claims.has_identifier(event.id),
            is_of_data_set: DATA_SETS.iter().any(|prefix| self.name(at).starts_with(prefix)),
        }
    }
}

impl Listing for FoundEvents<'_> {
    fn write_text(&self, out: &mut dyn Write) -> io::Result<()> {
        for pair in &self.pairs {
            writeln!(out, "{}  {}", shown(pair.score), pair.clues.join("; "))?;
            for at in [pair.left, pair.right] {
                writeln!(out, "      {}  {}  [{}]", self.name(at), self.told(at), self.source(at))?;
            }
        }
        Ok(())
    }

    fn write_csv(&self, out: &mut dyn Write) -> anyhow::Result<()> {
        let mut writer = csv::Writer::from_writer(out);
        writer.write_record(["cluster", "left", "right", "score", "left_event", "right_event", "evidence"])?;
        for (at, (_, pairs)) in self.clusters().into_iter().enumerate() {
            for pair in pairs {
                let [left, right] = [pair.left, pair.right].map(|at| self.name(at));
                let [left_told, right_told] = [pair.left, pair.right].map(|at| self.told(at));
                let (cluster, score, clues) = ((at + 1).to_string(), shown(pair.score), pair.clues.join("; "));
                writer.write_record([&cluster, &left, &right, &score, &left_told, &right_told, &clues])?;
            }
        }
        Ok(writer.flush()?)
    }

    fn write_json(&self, out: &mut dyn Write) -> anyhow::Result<()> {
        let pair = |pair: &&EventPair| {
            let [left, right] = [pair.left, pair.right].map(|at| self.name(at));
            json!({ "left": left, "right": right, "score": f64::from(pair.score) / 100.0, "evidence": pair.clues })
        };
        let event = |at: &usize| json!({ "event": self.name(*at), "told": self.told(*at), "claims": self.claims_of(*at).count() });
        let cluster = |(members, pairs): (Vec<usize>, Vec<&EventPair>)| {
            let events: Vec<Value> = members.iter().map(event).collect();
            json!({ "events": events, "pairs": pairs.iter().map(pair).collect::<Vec<_>>() })
        };
        let array: Vec<Value> = self.clusters().into_iter().map(cluster).collect();
        serde_json::to_writer_pretty(&mut *out, &array)?;
        Ok(writeln!(out)?)
    }

    fn proposed(&self) -> Vec<Proposed> {
        let proposed = |pair: &EventPair| {
            let sides = [pair.left, pair.right];
            let told = sides.map(|at| format!("{}  [{}]", self.told(at), self.source(at)));
            Proposed { names: sides.map(|at| self.name(at)), told, score: pair.score, clues: pair.clues.join("; ") }
        };
        self.pairs.iter().map(proposed).collect()
    }

    fn say_sum(&self, named: Option<&Path>) {
        let n = self.pairs.len() as u64;
        if n == 0 {
            say!("no two events look like one");
        } else {
            let target = named.map_or_else(String::new, |path| format!(" {}", path.display()));
            say!(
                "{} of events that may be one; decide with `relata resolve{target} --same event:… event:…`, or in a table: `--events --to pairs.csv`",
                plural(n, "pair")
            );
        }
        if self.n_unsure > 0 {
            let n = plural(self.n_unsure as u64, "pair");
            say!("{n} left out, about which somebody is unsure; `--all` shows them");
        }
    }
}

/// Columns of the dead in events of UCDP, ACLED and tables of one's own.
const DEATHS: &[&str] = &["best", "fatalities", "deaths", "dead", "killed"];

/// What the names of events of data sets begin with, as the readers of these make them.
const DATA_SETS: &[&str] = &["event:acled-", "event:gdelt-", "event:icews-", "event:polecat-", "event:ucdp-"];

/// Each once, in order.
fn in_order<T: Ord>(all: impl Iterator<Item = T>) -> Vec<T> {
    let mut all: Vec<T> = all.collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// Degrees north and east of a place.
fn point_of(claims: &Claims<'_>, place: Id) -> Option<(f64, f64)> {
    let geometry = *claims.values(place, vocab::GEO_HAS_GEOMETRY).first()?;
    let text = claims.text(*claims.values(geometry, vocab::GEO_AS_WKT).first()?);
    let (east, north) = text.strip_prefix("POINT(")?.strip_suffix(')')?.split_once(' ')?;
    Some((north.parse().ok()?, east.parse().ok()?))
}
