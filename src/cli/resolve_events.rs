//! Events of different documents or data sets that may be one.

use std::process::ExitCode;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Session;
use super::resolve::{ResolveArgs, ResolveFormat, shown};
use super::terminal::plural;
use crate::claims::{Claims, Event, Id};
use crate::model::Period;
use crate::rdf::iri::Namespace;
use crate::rdf::vocab;
use crate::resolution::{Apart, EventCandidate, EventPair, suggest_events};

/// Lists the pairs; the decisions are rows like those about names.
pub(super) fn run(
    args: &ResolveArgs,
    claims: &Claims<'_>,
    namespace: &Namespace,
    session: &mut Session<'_>,
) -> anyhow::Result<ExitCode> {
    let events: Vec<&Event> = claims.events().iter().filter(|event| event.period.is_some()).collect();
    let candidates = candidates(claims, &events, namespace);
    let apart = Apart { days: args.within_days, km: args.within_km };
    let judged = judged(claims);
    let pairs = suggest_events(&candidates, apart, args.min_score.unwrap_or(60));
    let event_name = |at: usize| name(&claims.text(events[at].id), namespace);
    let is_open = |pair: &EventPair| !judged.contains(&(event_name(pair.left), event_name(pair.right)));
    let pairs: Vec<EventPair> = pairs.into_iter().filter(is_open).collect();
    if args.format == ResolveFormat::Text {
        for pair in &pairs {
            let mut out = session.people();
            std::io::Write::write_fmt(&mut out, format_args!("{}  {}\n", shown(pair.score), pair.clues.join("; ")))?;
            for at in [pair.left, pair.right] {
                let line = format!("      {}  {}  {}\n", event_name(at), claims.label(events[at].id), day(events[at]));
                std::io::Write::write_all(&mut out, line.as_bytes())?;
            }
        }
    } else {
        let mut writer = csv::Writer::from_writer(session.csv());
        writer.write_record([
            "left",
            "right",
            "judgement",
            "who",
            "when",
            "why",
            "score",
            "evidence",
            "left_event",
            "right_event",
        ])?;
        for pair in &pairs {
            let [left, right] = [pair.left, pair.right].map(event_name);
            let [left_label, right_label] = [pair.left, pair.right].map(|at| claims.label(events[at].id));
            let (score, clues) = (shown(pair.score), pair.clues.join("; "));
            writer.write_record([&left, &right, "", "", "", "", &score, &clues, &left_label, &right_label])?;
        }
        writer.flush()?;
    }
    session.out.flush()?;
    say!(
        "{} of events that may be one; decide with `relata resolve --same event:… event:…`",
        plural(pairs.len() as u64, "pair")
    );
    Ok(ExitCode::SUCCESS)
}

fn day(event: &Event) -> String {
    event.period.map(|period| period.to_string()).unwrap_or_default()
}

/// The event as judgements name it.
fn name(iri: &str, namespace: &Namespace) -> String {
    let prefix = namespace.prefixes().into_iter().find(|(prefix, _)| *prefix == "event").map(|(_, iri)| iri);
    let local = prefix.and_then(|prefix| iri.strip_prefix(&prefix).map(str::to_owned));
    local.map_or_else(|| format!("<{iri}>"), |local| format!("event:{local}"))
}

/// Pairs that somebody has judged.
fn judged(claims: &Claims<'_>) -> FxHashSet<(String, String)> {
    let text = |judgement: Id, property| {
        claims.values(judgement, property).first().map(|id| claims.text(*id)).unwrap_or_default()
    };
    let pair = |judgement: Id| (text(judgement, vocab::LEFT), text(judgement, vocab::RIGHT));
    let pairs = claims.of_class(vocab::JUDGEMENT).into_iter().map(pair);
    pairs.flat_map(|(left, right)| [(left.clone(), right.clone()), (right, left)]).collect()
}

/// The events with what they are compared by.
fn candidates(claims: &Claims<'_>, events: &[&Event], namespace: &Namespace) -> Vec<EventCandidate> {
    let mut tellers: FxHashMap<Id, (Vec<u32>, Id)> = FxHashMap::default();
    for claim in claims.rows() {
        let Some(event) = claim.event else { continue };
        let (documents, _) = tellers.entry(event).or_insert_with(|| (Vec::new(), claim.predicate));
        // A claim without document is told by its file.
        documents.extend(claim.document.or(claim.file).map(Id::number));
    }
    let degrees = ["latitude", "longitude"].map(|column| namespace.qualifier(column));
    let candidate = |event: &&Event| {
        let (mut documents, predicate) = tellers
            .get(&event.id)
            .cloned()
            .map_or((Vec::new(), None), |(documents, predicate)| (documents, Some(predicate)));
        documents.sort_unstable();
        documents.dedup();
        let mut actors: Vec<u32> = [event.agent, event.object].into_iter().flatten().map(Id::number).collect();
        actors.sort_unstable();
        actors.dedup();
        let family = predicate.map(|predicate| claims.family(predicate)).unwrap_or_default();
        let [north, east] = degrees.each_ref().map(|property| {
            let value = claims.values(event.id, property.as_ref()).first().map(|id| claims.text(*id))?;
            value.parse::<f64>().ok()
        });
        let number = |day: jiff::civil::Date| (day - jiff::civil::date(1970, 1, 1)).get_days();
        let period = event.period.map(Period::known);
        EventCandidate {
            first_day: period.and_then(Period::first).map_or(0, number),
            last_day: period.and_then(Period::last).map_or(0, number),
            place: event.place.map(Id::number),
            around: event
                .place
                .map_or_else(Vec::new, |place| claims.surroundings(place).into_iter().map(Id::number).collect()),
            point: north.zip(east).or_else(|| event.place.and_then(|place| point_of(claims, place))),
            event_type: family.event_type.map(Id::number),
            quad_class: family.quad_class,
            actors,
            documents,
            statement: Some((
                event.agent.map_or(0, Id::number),
                predicate.map_or(0, Id::number),
                event.object.map_or(0, Id::number),
            )),
            has_identifier: claims.has_identifier(event.id),
        }
    };
    events.iter().map(candidate).collect()
}

/// Degrees north and east of a place.
fn point_of(claims: &Claims<'_>, place: Id) -> Option<(f64, f64)> {
    let geometry = *claims.values(place, vocab::GEO_HAS_GEOMETRY).first()?;
    let text = claims.text(*claims.values(geometry, vocab::GEO_AS_WKT).first()?);
    let (east, north) = text.strip_prefix("POINT(")?.strip_suffix(')')?.split_once(' ')?;
    Some((north.parse().ok()?, east.parse().ok()?))
}
