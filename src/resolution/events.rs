//! Pairs of events that may be one: told by different documents or data sets, at one time and place, with the same actors.

use rayon::prelude::*;

/// An event as the graph has it.
#[derive(Debug, Clone, Default)]
pub struct EventCandidate {
    /// The first day it can mean, counted from any day.
    pub first_day: i32,
    /// The last one.
    pub last_day: i32,
    /// Where it happened.
    pub place: Option<u32>,
    /// What that place lies in, in order.
    pub around: Vec<u32>,
    /// Degrees north and east.
    pub point: Option<(f64, f64)>,
    /// Its type.
    pub event_type: Option<u32>,
    /// Verbal or material, cooperation or conflict: 1 to 4.
    pub quad_class: Option<u8>,
    /// Who acts, and on whom, in order.
    pub actors: Vec<u32>,
    /// The documents and files that tell it, in order.
    pub documents: Vec<u32>,
    /// True when its statement may be told of it once more by the same event.
    pub statement: Option<(u32, u32, u32)>,
    /// True when its source tells it apart by an identifier.
    pub has_identifier: bool,
}

/// Two events that may be one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventPair {
    /// The place of one among the candidates.
    pub left: usize,
    /// The place of the other.
    pub right: usize,
    /// How much speaks for it, of a hundred.
    pub score: u8,
    /// What speaks for it, in words.
    pub clues: Vec<String>,
}

/// How far two events may be apart and still be one.
#[derive(Debug, Clone, Copy)]
pub struct Apart {
    /// In days.
    pub days: u32,
    /// In kilometres.
    pub km: f64,
}

/// Days of an event above which it is too vague to be compared.
const MOST_DAYS: i32 = 31;
/// How many events each is compared with where more share a key.
const WINDOW: usize = 64;

/// The pairs with at least this score, the best first, each once.
pub fn suggest_events(events: &[EventCandidate], apart: Apart, least: u8) -> Vec<EventPair> {
    let mut keys: Vec<(Key, u32)> =
        events.iter().enumerate().flat_map(|(at, event)| keys_of(event, at, apart)).collect();
    keys.par_sort_unstable();
    keys.dedup();
    let mut pairs: Vec<(u32, u32)> = Vec::new();
    for run in keys.chunk_by(|a, b| a.0 == b.0) {
        for (at, (_, left)) in run.iter().enumerate() {
            pairs.extend(run[at + 1..].iter().take(WINDOW).map(|(_, right)| (*left.min(right), *left.max(right))));
        }
    }
    pairs.par_sort_unstable();
    pairs.dedup();
    let weigh = |(left, right): &(u32, u32)| {
        let (left, right) = (*left as usize, *right as usize);
        let (score, clues) = weigh(&events[left], &events[right], apart)?;
        (score >= least).then_some(EventPair { left, right, score, clues })
    };
    let mut found: Vec<EventPair> = pairs.par_iter().filter_map(weigh).collect();
    found.sort_by(|a, b| b.score.cmp(&a.score).then_with(|| (a.left, a.right).cmp(&(b.left, b.right))));
    found
}

/// Days, and an actor, a place, or a cell of the map.
type Key = (i32, u8, i64);

fn keys_of(event: &EventCandidate, at: usize, apart: Apart) -> Vec<(Key, u32)> {
    if event.last_day.saturating_sub(event.first_day) > MOST_DAYS {
        return Vec::new();
    }
    let at = u32::try_from(at).unwrap_or(u32::MAX);
    let days = i32::try_from(apart.days).unwrap_or(i32::MAX).saturating_add(1);
    let mut what: Vec<(u8, i64)> = event.actors.iter().map(|actor| (0, i64::from(*actor))).collect();
    what.extend(event.place.map(|place| (1, i64::from(place))));
    if let Some((north, east)) = event.point {
        // A degree is about 111 km; what lies across the edge of a cell is in the next one as well.
        let edge = (apart.km / 111.0).min(5.0);
        for (north, east) in [
            (north - edge, east - edge),
            (north - edge, east + edge),
            (north + edge, east - edge),
            (north + edge, east + edge),
        ] {
            #[allow(clippy::cast_possible_truncation, reason = "degrees are small numbers")]
            what.push((2, (north.floor() as i64) * 1000 + east.floor() as i64));
        }
    }
    let buckets = event.first_day.div_euclid(days)..=event.last_day.div_euclid(days).saturating_add(1);
    buckets
        .flat_map(|bucket| what.iter().map(move |(kind, one)| ((bucket, *kind, *one), at)).collect::<Vec<_>>())
        .collect()
}

/// How much speaks for one event, and what; none when it cannot be.
fn weigh(left: &EventCandidate, right: &EventCandidate, apart: Apart) -> Option<(u8, Vec<String>)> {
    if left.documents.iter().any(|one| right.documents.binary_search(one).is_ok()) {
        return None;
    }
    // Events of one statement that no source tells apart are compared where claims are counted.
    if left.statement == right.statement && !(left.has_identifier && right.has_identifier) {
        return None;
    }
    let mut clues = Vec::new();
    let gap = (right.first_day.saturating_sub(left.last_day)).max(left.first_day.saturating_sub(right.last_day));
    let days = i32::try_from(apart.days).unwrap_or(i32::MAX);
    let mut score = match gap {
        ..=0 => {
            clues.push("at one time".to_owned());
            15
        }
        gap if gap <= days => {
            clues.push(if gap == 1 { "1 day apart".to_owned() } else { format!("{gap} days apart") });
            9
        }
        _ => return None,
    };
    score += site(left, right, apart, &mut clues)?;
    let n = left.actors.iter().filter(|actor| right.actors.binary_search(actor).is_ok()).count();
    if n > 0 {
        clues.push(if n == 1 { "1 actor in common".to_owned() } else { format!("{n} actors in common") });
        score += i32::try_from(n.min(2)).unwrap_or(2) * 20;
    }
    match (left.event_type.zip(right.event_type), left.quad_class.zip(right.quad_class)) {
        (Some((a, b)), _) if a == b => {
            clues.push("of one type".to_owned());
            score += 20;
        }
        (_, Some((a, b))) if a == b => {
            clues.push("of one quad class".to_owned());
            score += 10;
        }
        (_, Some(_)) => {
            clues.push("but of two quad classes".to_owned());
            score -= 15;
        }
        _ => {}
    }
    Some((u8::try_from(score.clamp(0, 99)).unwrap_or(0), clues))
}

/// What places tell; none when they are too far apart.
fn site(left: &EventCandidate, right: &EventCandidate, apart: Apart, clues: &mut Vec<String>) -> Option<i32> {
    if let (Some(a), Some(b)) = (left.place, right.place)
        && a == b
    {
        clues.push("at one place".to_owned());
        return Some(25);
    }
    if let (Some(a), Some(b)) = (left.point, right.point) {
        let km = distance_km(a, b);
        if km > apart.km {
            return None;
        }
        clues.push(format!("{km:.0} km apart"));
        return Some(if km < apart.km / 4.0 { 25 } else { 18 });
    }
    match (left.place, right.place) {
        (Some(a), Some(b)) if left.around.contains(&b) || right.around.contains(&a) => {
            clues.push("one place lies in the other".to_owned());
            Some(15)
        }
        (Some(_), Some(_)) => None,
        _ => Some(0),
    }
}

/// Kilometres between two points on the earth, taken as a ball.
fn distance_km((north, east): (f64, f64), (other_north, other_east): (f64, f64)) -> f64 {
    let [a, b] = [north, other_north].map(f64::to_radians);
    let (d_north, d_east) = ((other_north - north).to_radians(), (other_east - east).to_radians());
    let h = (d_north / 2.0).sin().powi(2) + a.cos() * b.cos() * (d_east / 2.0).sin().powi(2);
    6371.0 * 2.0 * h.sqrt().min(1.0).asin()
}
