//! The quads of one predicate, spread out by one of their ends.
//!
//! A step that many frames ask for the objects of a subject looks each one up in the index, at some hundred nanoseconds.
//! Reading all quads of the predicate once costs a few nanoseconds a quad, so from a certain number of frames on it pays
//! to lay them out by that end: then a frame costs one look into an array.

use std::cell::{Cell, OnceCell};
use std::ops::Range;
use std::sync::{Arc, Mutex};

use rustc_hash::FxHashMap;

use super::frame::{Part, Stop};
use super::plan::{Scan, Step};
use super::run::Runner;
use crate::{Graphs, Pattern};

/// Quads of a predicate that are read and kept in the time of one look into the index, about.
const READ_AT_ONCE: u64 = 8;
/// Quads that are spread out at most: they wait in memory.
const MOST_QUADS: u64 = 1 << 25;
/// Laid of an array for each quad at most; numbers that lie farther apart are hashed.
const PLACES_A_QUAD: usize = 8;

/// The other ends of quads, by one end; those of one end stand in order.
pub(super) struct Spread {
    /// The number that the first place stands for.
    first: u32,
    places: Laid,
    /// The other ends; where each end has at most one, 0 stands for none.
    others: Vec<u32>,
}

/// Where the other ends stand.
enum Laid {
    /// One for each number.
    One,
    /// From the place of a number to the next.
    Starts(Vec<u32>),
    /// Only a few of the numbers have any.
    Few(FxHashMap<u32, Range<u32>>),
}

impl Spread {
    /// Spreads out pairs of ends, of which those with the same first one come in the order of the second.
    pub(super) fn new(pairs: &[(u32, u32)]) -> Spread {
        let least = pairs.iter().map(|(end, _)| *end).min().unwrap_or_default();
        let most = pairs.iter().map(|(end, _)| *end).max().unwrap_or_default();
        let n_places = (most - least) as usize + 1;
        if n_places / PLACES_A_QUAD > pairs.len() {
            return Spread::few(pairs);
        }
        let place = |end: u32| (end - least) as usize;
        let mut others = vec![0; n_places];
        let is_single = pairs.iter().all(|(end, other)| std::mem::replace(&mut others[place(*end)], *other) == 0);
        if is_single {
            return Spread { first: least, places: Laid::One, others };
        }
        let mut starts = vec![0; n_places + 1];
        for (end, _) in pairs {
            starts[place(*end)] += 1;
        }
        let mut n_before = 0;
        for start in &mut starts {
            n_before += std::mem::replace(start, n_before);
        }
        let mut next = starts.clone();
        others = vec![0; pairs.len()];
        for (end, other) in pairs {
            let at = &mut next[place(*end)];
            others[*at as usize] = *other;
            *at += 1;
        }
        Spread { first: least, places: Laid::Starts(starts), others }
    }

    fn few(pairs: &[(u32, u32)]) -> Spread {
        let mut sorted = pairs.to_vec();
        // Stable: the other ends keep their order.
        sorted.sort_by_key(|(end, _)| *end);
        let mut places = FxHashMap::default();
        let mut at = 0;
        for alike in sorted.chunk_by(|(a, _), (b, _)| a == b) {
            let next = at + u32::try_from(alike.len()).unwrap_or(u32::MAX);
            places.insert(alike[0].0, at..next);
            at = next;
        }
        let others = sorted.into_iter().map(|(_, other)| other).collect();
        Spread { first: 0, places: Laid::Few(places), others }
    }

    /// The other ends of the quads with this one.
    #[inline]
    pub(super) fn others(&self, end: u32) -> &[u32] {
        let place = end.wrapping_sub(self.first) as usize;
        let range = match &self.places {
            Laid::One => match self.others.get(place) {
                None | Some(0) => return &[],
                Some(_) => return &self.others[place..=place],
            },
            Laid::Starts(starts) => match starts.get(place..) {
                Some([from, to, ..]) => *from..*to,
                _ => return &[],
            },
            Laid::Few(places) => match places.get(&end) {
                Some(range) => range.clone(),
                None => return &[],
            },
        };
        self.others.get(range.start as usize..range.end as usize).unwrap_or_default()
    }
}

/// What a step knows of the quads of its predicate.
#[derive(Default)]
pub(super) struct Spreads {
    /// Frames that asked with the subject known, and with the object known.
    n_asked: [Cell<u64>; 2],
    /// How many quads there are to read.
    n_quads: [OnceCell<u64>; 2],
    /// The quads by subject and by object, from when so many have asked that it is worth it.
    made: [OnceCell<Arc<Spread>>; 2],
}

/// What has been spread out for a query, by whichever of its steps and threads.
#[derive(Default)]
pub(super) struct Shelf {
    places: Mutex<FxHashMap<(Pattern, usize, Graphs), SharedSpread>>,
}

/// A place for a spread, locked while a thread makes it.
type SharedSpread = Arc<Mutex<Option<Arc<Spread>>>>;

/// The end of a pattern that is known in a frame: 0 for the subject and 1 for the object, and its number; and of what
/// predicate.
#[inline]
fn known_end(scan: &Scan, known: Pattern) -> Option<(usize, u32, u32)> {
    let (Part::Known(predicate), None) = (scan.parts[1], scan.graph) else { return None };
    match (scan.parts[0], known[0], known[2]) {
        // A constant narrows down what is read, so the other end is asked for.
        (Part::Slot(_), Some(subject), _) => Some((0, subject, predicate)),
        (_, _, Some(object)) => Some((1, object, predicate)),
        _ => None,
    }
}

/// The ends that `known` leaves open in the quads of a step's pattern, in order, or the other end once for each quad
/// where it leaves none open; none when the pattern has another form, or too few frames have asked.
#[inline]
pub(super) fn spread<'p>(scan: &Scan, step: &'p Step, known: Pattern) -> Option<&'p [u32]> {
    let (which, end, _) = known_end(scan, known)?;
    let others = step.spreads.made[which].get()?.others(end);
    let (Some(subject), Some(object)) = (known[0], known[2]) else { return Some(others) };
    let other = if which == 0 { object } else { subject };
    let from = others.partition_point(|one| *one < other);
    let n = others[from..].partition_point(|one| *one == other);
    Some(&others[from..from + n])
}

impl Runner<'_> {
    /// The same as [`spread`], and counts the frame as one that has asked.
    #[inline]
    pub(super) fn ask<'p>(&self, scan: &Scan, step: &'p Step, known: Pattern) -> Result<Option<&'p [u32]>, Stop> {
        let Some((which, _, predicate)) = known_end(scan, known) else { return Ok(None) };
        if step.spreads.made[which].get().is_none() && !self.made(predicate, which, scan, step)? {
            return Ok(None);
        }
        Ok(spread(scan, step, known))
    }

    /// Spreads out the quads of a predicate once enough frames have asked; false until then.
    fn made(&self, predicate: u32, which: usize, scan: &Scan, step: &Step) -> Result<bool, Stop> {
        let Spreads { n_asked, n_quads, made } = &*step.spreads;
        let constant = |part: Part| match part {
            Part::Known(number) => Some(number),
            Part::Slot(_) => None,
        };
        let mut pattern = [None, Some(predicate), None];
        pattern[2 - 2 * which] = constant(scan.parts[2 - 2 * which]);
        let n_quads = *n_quads[which].get_or_init(|| match pattern {
            [None, _, None] => self.with.index.counts(predicate).n_quads,
            pattern => self.with.index.count(pattern, Graphs::All),
        });
        n_asked[which].set(n_asked[which].get() + 1);
        // Other threads have had as many frames that ask.
        if n_asked[which].get() * self.with.n_threads < n_quads / READ_AT_ONCE || n_quads > MOST_QUADS {
            return Ok(false);
        }
        let key = (pattern, which, scan.graphs);
        let place = self.with.shelf.places.lock().ok().map(|mut places| Arc::clone(places.entry(key).or_default()));
        let place = place.unwrap_or_default();
        // While another thread is at it, looking things up gets on.
        let Ok(mut place) = place.try_lock() else { return Ok(false) };
        let spread = match &*place {
            Some(spread) => Arc::clone(spread),
            None => Arc::new(self.read(pattern, which, n_quads, scan.graphs)?),
        };
        *place = Some(Arc::clone(&spread));
        made[which].get_or_init(|| spread);
        Ok(true)
    }

    fn read(&self, pattern: Pattern, which: usize, n_quads: u64, graphs: Graphs) -> Result<Spread, Stop> {
        let mut pairs = Vec::with_capacity(usize::try_from(n_quads).unwrap_or_default());
        self.with.index.each(pattern, graphs, (0, 1), |row| {
            self.guard.work()?;
            pairs.push((row[2 * which], row[2 - 2 * which]));
            Ok::<(), Stop>(())
        })?;
        Ok(Spread::new(&pairs))
    }
}
