//! Pairs of events that may be one: told by different documents or data sets, at one time and place, by one type, with the
//! same actors.
//!
//! Data sets call one actor by different names, so that events are compared by the words of these names as well, a rare word
//! telling more than one that half of the events have. What is the best match of both its events tells more than what is one
//! of several.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

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
    /// True when its source says that the point stands for a district or more.
    pub is_vague: bool,
    /// Its type.
    pub event_type: Option<u32>,
    /// Verbal or material, cooperation or conflict: 1 to 4.
    pub quad_class: Option<u8>,
    /// Who acts, and on whom, in order.
    pub actors: Vec<u32>,
    /// The words of their names as [`side_words`](super::side_words) has them, in order.
    pub words: Vec<u64>,
    /// How many died, where that is told.
    pub deaths: Option<u32>,
    /// The documents that tell it, in order.
    pub documents: Vec<u32>,
    /// The files that tell it, in order.
    pub files: Vec<u32>,
    /// Who acts, how, and on whom, as the first claim tells it.
    pub statement: Option<(u32, u32, u32)>,
    /// True when its source tells it apart by an identifier.
    pub has_identifier: bool,
    /// True when that source is a data set of events, which means two events by two identifiers. In a table of one's own
    /// they may only be those of two documents.
    pub is_of_data_set: bool,
}

impl EventCandidate {
    /// True when one data set has both under identifiers of its own.
    fn is_told_apart_from(&self, other: &EventCandidate) -> bool {
        self.is_of_data_set && other.is_of_data_set && share(&self.files, &other.files)
    }
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

impl Default for Apart {
    fn default() -> Apart {
        Apart { days: 1, km: 50.0 }
    }
}

/// Days of an event above which it is too vague to be compared.
const MOST_DAYS: i32 = 31;
/// How many events each is compared with where so many share a key that not all pairs can be looked at.
const WINDOW: usize = 64;
/// How many events may share a key so that all pairs of them are.
const MOST_TOGETHER: usize = 256;
/// The rarest words of an event by which it finds others.
const TELLING_WORDS: usize = 3;

/// The pairs with at least this score, the best first, each once.
pub fn suggest_events(events: &[EventCandidate], apart: Apart, least: u8) -> Vec<EventPair> {
    let weights = Weights::of(events);
    let keys_of = |(at, event): (usize, &EventCandidate)| keys_of(event, at, apart, &weights);
    let mut keys: Vec<(Key, u32)> = events.par_iter().enumerate().flat_map_iter(keys_of).collect();
    keys.par_sort_unstable();
    keys.dedup();
    let runs: Vec<&[(Key, u32)]> = keys.chunk_by(|a, b| a.0 == b.0).filter(|run| run.len() > 1).collect();
    let pairs_of = |run: &&[(Key, u32)]| {
        let window = if run.len() <= MOST_TOGETHER { run.len() } else { WINDOW };
        let mut pairs: Vec<(u32, u32)> = Vec::new();
        for (at, (_, left)) in run.iter().enumerate() {
            pairs.extend(run[at + 1..].iter().take(window).map(|(_, right)| (*left.min(right), *left.max(right))));
        }
        pairs
    };
    let mut pairs: Vec<(u32, u32)> = runs.par_iter().flat_map_iter(pairs_of).collect();
    pairs.par_sort_unstable();
    pairs.dedup();
    let weigh = |(left, right): &(u32, u32)| weigh(events, (*left as usize, *right as usize), apart, &weights);
    let mut found: Vec<Weighed> = pairs.par_iter().filter_map(weigh).collect();
    prefer_the_best(events, &mut found);
    found.retain(|pair| pair.score >= i32::from(least));
    found.par_sort_unstable_by(|a, b| b.score.cmp(&a.score).then_with(|| (a.left, a.right).cmp(&(b.left, b.right))));
    found.into_iter().map(Weighed::told).collect()
}

/// How much each word tells: the fewer events have it, the more.
struct Weights {
    of: FxHashMap<u64, f64>,
    /// The words of each event together.
    sums: Vec<f64>,
}

impl Weights {
    #[allow(clippy::cast_precision_loss, reason = "nobody has that many events")]
    fn of(events: &[EventCandidate]) -> Weights {
        let mut n: FxHashMap<u64, u32> = FxHashMap::default();
        for word in events.iter().flat_map(|event| &event.words) {
            *n.entry(*word).or_default() += 1;
        }
        let all = events.len() as f64;
        let of: FxHashMap<u64, f64> = n.into_iter().map(|(word, n)| (word, (1.0 + all / f64::from(n)).ln())).collect();
        let sum = |event: &EventCandidate| event.words.iter().filter_map(|word| of.get(word)).sum();
        Weights { sums: events.iter().map(sum).collect(), of }
    }

    fn get(&self, word: u64) -> f64 {
        self.of.get(&word).copied().unwrap_or_default()
    }

    /// How alike the sides of two events are by their words, from 0 to 1.
    fn likeness(&self, events: &[EventCandidate], (left, right): (usize, usize)) -> f64 {
        let common = common(&events[left].words, &events[right].words).map(|word| self.get(word)).sum::<f64>();
        let sums = self.sums[left] * self.sums[right];
        if sums > 0.0 { common / sums.sqrt() } else { 0.0 }
    }
}

/// What two lists in order have in common.
fn common<T: Ord + Copy>(left: &[T], right: &[T]) -> impl Iterator<Item = T> {
    left.iter().copied().filter(|one| right.binary_search(one).is_ok())
}

fn share(left: &[u32], right: &[u32]) -> bool {
    common(left, right).next().is_some()
}

/// Days, and an actor, a place, a cell of the map, or a word.
type Key = (i32, u8, u64);

fn keys_of(event: &EventCandidate, at: usize, apart: Apart, weights: &Weights) -> Vec<(Key, u32)> {
    if event.last_day.saturating_sub(event.first_day) > MOST_DAYS {
        return Vec::new();
    }
    let at = u32::try_from(at).unwrap_or(u32::MAX);
    let days = i32::try_from(apart.days).unwrap_or(i32::MAX).saturating_add(1);
    let mut what: Vec<(u8, u64)> = event.actors.iter().map(|actor| (0, u64::from(*actor))).collect();
    what.extend(event.place.map(|place| (1, u64::from(place))));
    if let Some((north, east)) = event.point {
        // A degree is about 111 km from north to south, and less from west to east. What lies across the edge of a cell is
        // in the next one as well.
        let edge = (apart.km / 111.0).min(5.0);
        let wide = (edge / north.to_radians().cos().max(0.1)).min(10.0);
        for (n, e) in [(-1.0, -1.0), (-1.0, 1.0), (1.0, -1.0), (1.0, 1.0)] {
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "degrees are small numbers")]
            let cell = |degrees: f64| (degrees.floor() + 1000.0) as u64;
            what.push((2, cell(north + n * edge) * 10_000 + cell(east + e * wide)));
        }
    }
    let mut words = event.words.clone();
    words.sort_by(|a, b| weights.get(*b).total_cmp(&weights.get(*a)).then(a.cmp(b)));
    what.extend(words.into_iter().take(TELLING_WORDS).map(|word| (3, word)));
    let buckets = event.first_day.div_euclid(days)..=event.last_day.div_euclid(days).saturating_add(1);
    buckets
        .flat_map(|bucket| what.iter().map(move |(kind, one)| ((bucket, *kind, *one), at)).collect::<Vec<_>>())
        .collect()
}

/// Two events that are compared.
struct Weighed {
    left: usize,
    right: usize,
    score: i32,
    clues: Vec<String>,
}

impl Weighed {
    fn told(self) -> EventPair {
        let score = u8::try_from(self.score.clamp(0, 99)).unwrap_or(0);
        EventPair { left: self.left, right: self.right, score, clues: self.clues }
    }

    fn add(&mut self, score: i32, clue: impl Into<String>) {
        self.score += score;
        self.clues.push(clue.into());
    }
}

/// How much speaks for one event, and what; none when it cannot be.
fn weigh(events: &[EventCandidate], at: (usize, usize), apart: Apart, weights: &Weights) -> Option<Weighed> {
    let (left, right) = (&events[at.0], &events[at.1]);
    let is_told_apart = left.is_told_apart_from(right);
    // What one document tells twice, it tells apart; so does a file without documents.
    let sources =
        |event: &EventCandidate| if event.documents.is_empty() { event.files.clone() } else { event.documents.clone() };
    if share(&sources(left), &sources(right)) {
        return None;
    }
    // Claims of one statement that no source tells apart count as one where their days go together.
    let is_counted_as_one = left.last_day >= right.first_day && right.last_day >= left.first_day;
    if left.statement == right.statement && is_counted_as_one && !(left.has_identifier && right.has_identifier) {
        return None;
    }
    let mut pair = Weighed { left: at.0, right: at.1, score: 0, clues: Vec::new() };
    compare_days(left, right, apart, &mut pair)?;
    compare_places(left, right, apart, &mut pair)?;
    compare_sides(left, right, weights.likeness(events, at), &mut pair);
    compare_types(left, right, &mut pair);
    // Data sets do not always mean something by the order of two sides.
    if is_turned_round(left, right) && !left.is_of_data_set && !right.is_of_data_set {
        pair.add(-25, "but who acts on whom is the other way round");
    }
    compare_deaths(left, right, &mut pair);
    if is_told_apart {
        pair.add(-32, "but one data set tells them apart");
    }
    Some(pair)
}

fn is_turned_round(left: &EventCandidate, right: &EventCandidate) -> bool {
    let Some((left, right)) = left.statement.zip(right.statement) else { return false };
    left.0 == right.2 && left.2 == right.0
}

fn compare_days(left: &EventCandidate, right: &EventCandidate, apart: Apart, pair: &mut Weighed) -> Option<()> {
    let gap = (right.first_day.saturating_sub(left.last_day)).max(left.first_day.saturating_sub(right.last_day));
    let days = i32::try_from(apart.days).unwrap_or(i32::MAX);
    let length = |event: &EventCandidate| event.last_day.saturating_sub(event.first_day);
    match gap {
        ..=0 if length(left).max(length(right)) == 0 => pair.add(22, "on one day"),
        ..=0 if length(left).max(length(right)) <= 7 => pair.add(18, "in one week"),
        ..=0 => pair.add(12, "at one time"),
        1 if days >= 1 => pair.add(14, "1 day apart"),
        gap if gap <= days => pair.add(10, format!("{gap} days apart")),
        _ => return None,
    }
    Some(())
}

/// What places tell; none when they are too far apart.
fn compare_places(left: &EventCandidate, right: &EventCandidate, apart: Apart, pair: &mut Weighed) -> Option<()> {
    if left.place.is_some() && left.place == right.place {
        pair.add(if left.is_vague || right.is_vague { 16 } else { 25 }, "at one place");
        return Some(());
    }
    if let (Some(a), Some(b)) = (left.point, right.point) {
        let km = distance_km(a, b);
        if km > apart.km {
            return None;
        }
        // What is near counts full, and at the edge a third of that; a point that stands for a district tells less.
        let near = if km < 2.0 { 25.0 } else { 25.0 - 17.0 * km / apart.km.max(1.0) };
        #[allow(clippy::cast_possible_truncation, reason = "it is at most 25")]
        let score = (if left.is_vague || right.is_vague { near * 0.6 } else { near }).round() as i32;
        pair.add(score, format!("{km:.0} km apart"));
        return Some(());
    }
    match (left.place, right.place) {
        (Some(a), Some(b)) if left.around.contains(&b) || right.around.contains(&a) => {
            pair.add(15, "one place lies in the other");
            Some(())
        }
        (Some(_), Some(_)) => None,
        _ => Some(()),
    }
}

fn compare_sides(left: &EventCandidate, right: &EventCandidate, likeness: f64, pair: &mut Weighed) {
    if left.words.is_empty() || right.words.is_empty() {
        return;
    }
    let n = common(&left.actors, &right.actors).count();
    let all = left.actors.len().max(right.actors.len());
    #[allow(clippy::cast_possible_truncation, reason = "it is at most 40")]
    let alike = (40.0 * likeness.min(1.0)).round() as i32;
    // Names that are known to be one actor tell more than words.
    let equal = i32::try_from(40 * n / all).unwrap_or(0);
    match (n, alike) {
        (1.., _) => {
            let clue = if n == 1 { "1 actor in common".to_owned() } else { format!("{n} actors in common") };
            pair.add(equal.max(alike), clue);
        }
        (0, 28..) => pair.add(alike, "the names of the actors are alike"),
        (0, 8..) => pair.add(alike, "words in the names of the actors are alike"),
        _ => pair.add(-10, "but other actors"),
    }
}

fn compare_types(left: &EventCandidate, right: &EventCandidate, pair: &mut Weighed) {
    match (left.event_type.zip(right.event_type), left.quad_class.zip(right.quad_class)) {
        (Some((a, b)), _) if a == b => pair.add(10, "of one type"),
        (_, Some((a, b))) if a == b => pair.add(6, "of one quad class"),
        (_, Some(_)) => pair.add(-15, "but of two quad classes"),
        _ => {}
    }
}

fn compare_deaths(left: &EventCandidate, right: &EventCandidate, pair: &mut Weighed) {
    let Some((a, b)) = left.deaths.zip(right.deaths) else { return };
    let (less, more) = (a.min(b), a.max(b));
    match more - less {
        0 if more > 0 => pair.add(8, "as many dead"),
        0 => {}
        1..=2 => pair.add(3, format!("{less} and {more} dead")),
        _ if f64::from(less) >= f64::from(more) * 0.6 => pair.add(3, format!("{less} and {more} dead")),
        _ => pair.add(-6, format!("but {less} and {more} dead")),
    }
}

/// Raises what is the best match of both its events among those of the other's source, and lowers what is not, because an
/// event of one source is hardly ever two of another.
fn prefer_the_best(events: &[EventCandidate], pairs: &mut [Weighed]) {
    let source = |at: usize| events[at].files.first().copied().unwrap_or(u32::MAX);
    let sides = |pair: &Weighed| [(pair.left, source(pair.right)), (pair.right, source(pair.left))];
    // The best score and the next one, of an event with those of a source.
    let mut best: FxHashMap<(usize, u32), (i32, i32)> = FxHashMap::default();
    for pair in pairs.iter().filter(|pair| source(pair.left) != source(pair.right)) {
        for side in sides(pair) {
            let (first, second) = best.entry(side).or_insert((i32::MIN, i32::MIN));
            if pair.score > *first {
                (*first, *second) = (pair.score, *first);
            } else {
                *second = (*second).max(pair.score);
            }
        }
    }
    for pair in pairs.iter_mut().filter(|pair| source(pair.left) != source(pair.right)) {
        let known = sides(pair).map(|side| best.get(&side).copied().unwrap_or((pair.score, i32::MIN)));
        let behind = known.iter().map(|(first, _)| first - pair.score).max().unwrap_or(0);
        let ahead = known.iter().map(|(_, second)| pair.score.saturating_sub(*second)).min().unwrap_or(0);
        match (behind, ahead) {
            (0, 10..) => pair.add(6, "nothing else is near"),
            (0, _) => {}
            (..6, _) => pair.add(-6, "but another one is as near"),
            _ => pair.add(-14, "but another one is nearer"),
        }
    }
}

/// Kilometres between two points on the earth, taken as a ball: degrees north and east.
pub fn distance_km((north, east): (f64, f64), (other_north, other_east): (f64, f64)) -> f64 {
    let [a, b] = [north, other_north].map(f64::to_radians);
    let (d_north, d_east) = ((other_north - north).to_radians(), (other_east - east).to_radians());
    let h = (d_north / 2.0).sin().powi(2) + a.cos() * b.cos() * (d_east / 2.0).sin().powi(2);
    6371.0 * 2.0 * h.sqrt().min(1.0).asin()
}
