//! When is more told than usual?

use std::ops::RangeInclusive;

use jiff::civil::Date;
use petgraph::visit::EdgeRef;
use rayon::prelude::*;

use super::{Heading, Listing, Measure, MeasureCell, MeasureTable, Settings, place, real};
use crate::claims::{Claim, Id};
use crate::graph::{Slice, View};
use crate::model::Period;

pub(super) const MEASURE: Measure = Measure {
    name: "bursts",
    about: "how many claims speak of each day, week or month, and when they are far more than usual",
    listings: &[
        Listing { by: "slice", take: slices },
        Listing { by: "burst", take: overall },
        Listing { by: "actor", take: by_actor },
        Listing { by: "predicate", take: by_predicate },
    ],
    columns: None,
};

/// The rate of a burst, as a multiple of the usual rate.
const TIMES: f64 = 3.0;

const OF_BURST: [Heading; 6] = [
    Heading::new("from"),
    Heading::new("to"),
    Heading::new("slices"),
    Heading::new("claims"),
    Heading::new("times_usual"),
    Heading::new("strength"),
];

/// A time in which more is told than usual.
#[derive(Debug, Clone, PartialEq)]
pub struct Burst {
    /// Its slices, counted from the first.
    pub slices: RangeInclusive<usize>,
    /// Claims in it.
    pub n_claims: usize,
    /// Claims that would be in it at the usual rate.
    pub usual: f64,
    /// The gain in likelihood when a burst explains the counts, as a logarithm.
    pub strength: f64,
}

/// The bursts in a series of counts, in order.
///
/// Meaning: claims come at a usual rate, the mean of the series, or at three times that. The sequence of the two is
/// sought under which the counts are likeliest, where each change to the higher rate costs the logarithm of the number of
/// slices: so a single slice with few claims is no burst, and a short lull within does not end one.
///
/// Input: slices that have claims, in order, each with how many; and how many slices there are.
///
/// Complexity: O(n) in the number of slices with claims.
///
/// Reference: Kleinberg (2002), Bursty and hierarchical structure in streams; here with two states (γ = 1) and, because
/// claims are counted by slice, with Poisson rates.
pub fn bursts(counts: &[(usize, usize)], n_slices: usize) -> Vec<Burst> {
    let n_claims: usize = counts.iter().map(|(_, n)| n).sum();
    if n_claims == 0 {
        return Vec::new();
    }
    let usual = real(n_claims) / real(n_slices.max(1));
    let rates = [usual, TIMES * usual];
    let steps = steps(counts, n_slices);
    let cost =
        |step: &SliceRun, state: usize| real(step.length) * rates[state] - real(step.n_claims) * rates[state].ln();
    let rise = real(n_slices.max(1)).ln();
    let (mut costs, mut before) = ([0.0, f64::INFINITY], Vec::<[usize; 2]>::with_capacity(steps.len()));
    for step in &steps {
        let to_usual = usize::from(costs[1] < costs[0]);
        let to_burst = usize::from(costs[1] <= costs[0] + rise);
        before.push([to_usual, to_burst]);
        let risen = if to_burst == 1 { costs[1] } else { costs[0] + rise };
        costs = [costs[to_usual] + cost(step, 0), risen + cost(step, 1)];
    }
    let mut state = usize::from(costs[1] < costs[0]);
    let (mut bursts, mut is_open): (Vec<Burst>, bool) = (Vec::new(), false);
    for (step, before) in steps.iter().zip(&before).rev() {
        if state == 1 {
            let slices = step.first..=step.first + step.length - 1;
            let (strength, usual) = (cost(step, 0) - cost(step, 1), usual * real(step.length));
            match bursts.last_mut().filter(|_| is_open) {
                Some(burst) => {
                    burst.slices = step.first..=*burst.slices.end();
                    burst.n_claims += step.n_claims;
                    burst.usual += usual;
                    burst.strength += strength;
                }
                None => bursts.push(Burst { slices, n_claims: step.n_claims, usual, strength }),
            }
        }
        is_open = state == 1 && before[1] == 1;
        state = before[state];
    }
    bursts.reverse();
    bursts
}

/// A slice with claims, or all slices without between two such: within these the state can only change at the start.
struct SliceRun {
    first: usize,
    length: usize,
    n_claims: usize,
}

fn steps(counts: &[(usize, usize)], n_slices: usize) -> Vec<SliceRun> {
    let mut steps = Vec::with_capacity(2 * counts.len() + 1);
    let mut next = 0;
    for (slice, n_claims) in counts.iter().copied().chain([(n_slices, 0)]) {
        if slice > next {
            steps.push(SliceRun { first: next, length: slice - next, n_claims: 0 });
        }
        if slice < n_slices {
            steps.push(SliceRun { first: slice, length: 1, n_claims });
        }
        next = slice + 1;
    }
    steps
}

/// Claims by slice, for each series.
struct Timeline<K> {
    slices: Vec<(String, Period)>,
    series: Vec<(K, Vec<(usize, usize)>)>,
    note: Option<String>,
}

/// Counts the claims of a view by slice and by `key`, which is given the place of the subject and the claim.
fn timeline<K: Ord + Copy + Send>(view: &View<'_>, slice: Slice, key: impl Fn(u32, &Claim) -> K) -> Timeline<K> {
    let mut dated: Vec<(K, Date)> = Vec::new();
    let (mut n_undated, mut n_wide) = (0, 0);
    for edge in view.graph.edge_references() {
        for (_, claim) in view.claims_of(edge.weight()) {
            match claim.period {
                None => n_undated += 1,
                Some(period) if period.n_days() > most_days(slice) => n_wide += 1,
                Some(period) => dated.push((key(place(edge.source().index()), claim), period.begin)),
            }
        }
    }
    dated.par_sort_unstable();
    let days = dated.iter().map(|(_, day)| *day);
    let all = days.clone().min().zip(days.max()).map(|(begin, end)| Period { begin, end });
    let slices: Vec<(String, Period)> = all.map(|all| slice.periods(all).collect()).unwrap_or_default();
    let slice_of = |day: Date| slices.partition_point(|(_, period)| period.end < day);
    let series = dated.chunk_by(|a, b| a.0 == b.0).map(|dated| {
        let of_slices: Vec<usize> = dated.iter().map(|(_, day)| slice_of(*day)).collect();
        (dated[0].0, of_slices.chunk_by(|a, b| a == b).map(|same| (same[0], same.len())).collect())
    });
    let series = series.collect();
    let note = (n_undated + n_wide > 0).then(|| {
        let word = slice.word();
        format!("left out are claims without date ({n_undated}) and with a date wider than a {word} ({n_wide})")
    });
    Timeline { slices, series, note }
}

/// Days of the longest slice of a kind.
fn most_days(slice: Slice) -> u32 {
    match slice {
        Slice::Year => 366,
        Slice::Quarter => 92,
        Slice::Month => 31,
        Slice::Week => 7,
        Slice::Day => 1,
    }
}

fn slices<'v>(view: &'v View<'v>, settings: Settings) -> MeasureTable<'v> {
    const HEADINGS: &[Heading] = &[
        Heading::new("slice"),
        Heading::more("begin"),
        Heading::more("end"),
        Heading::new("claims"),
        Heading::new("times_usual"),
        Heading::new("burst"),
    ];
    let Timeline { slices, series, note } = timeline(view, settings.slice, |_, _| ());
    let (mut counts, mut in_burst) = (vec![0; slices.len()], vec![false; slices.len()]);
    for ((), series) in &series {
        for (slice, n) in series {
            counts[*slice] = *n;
        }
        for burst in bursts(series, slices.len()) {
            in_burst[burst.slices].fill(true);
        }
    }
    let (n, usual) = (slices.len(), real(counts.iter().sum()) / real(slices.len().max(1)));
    let row = move |place: usize| {
        let (name, period) = &slices[place];
        let days = [MeasureCell::Day(period.begin), MeasureCell::Day(period.end)].into_iter();
        let count = [
            MeasureCell::count(counts[place]),
            MeasureCell::share(real(counts[place]), usual),
            MeasureCell::Truth(in_burst[place]),
        ];
        std::iter::once(MeasureCell::word(name)).chain(days).chain(count).collect()
    };
    MeasureTable::new(HEADINGS, n, row)
        .with_total("slices", MeasureCell::count(n))
        .with_total("mean", MeasureCell::Number(usual))
        .with_note(note)
}

/// Every burst of every series, the strongest first.
fn strongest<'v, K: Copy + Send + Sync + 'v>(
    headings: &'static [Heading],
    timeline: Timeline<K>,
    show: impl Fn(K) -> Option<MeasureCell> + 'v,
) -> MeasureTable<'v> {
    let Timeline { slices, series, note } = timeline;
    let found = series
        .par_iter()
        .flat_map_iter(|(key, counts)| bursts(counts, slices.len()).into_iter().map(move |burst| (*key, burst)));
    let mut found: Vec<(K, Burst)> = found.collect();
    found.sort_by(|(_, a), (_, b)| b.strength.total_cmp(&a.strength));
    let n = found.len();
    let row = move |place: usize| {
        let (key, burst) = &found[place];
        let slice = |place: usize| slices.get(place).map_or(MeasureCell::Empty, |(name, _)| MeasureCell::word(name));
        let mut cells: Vec<MeasureCell> = show(*key).into_iter().collect();
        cells.extend([slice(*burst.slices.start()), slice(*burst.slices.end())]);
        cells.extend([MeasureCell::count(burst.slices.clone().count()), MeasureCell::count(burst.n_claims)]);
        cells.extend([MeasureCell::share(real(burst.n_claims), burst.usual), MeasureCell::Number(burst.strength)]);
        cells
    };
    MeasureTable::new(headings, n, row).with_total("bursts", MeasureCell::count(n)).with_note(note)
}

fn overall<'v>(view: &'v View<'v>, settings: Settings) -> MeasureTable<'v> {
    strongest(&OF_BURST, timeline(view, settings.slice, |_, _| ()), |()| None)
}

const fn of_series(series: Heading) -> [Heading; 7] {
    let [from, to, slices, claims, times, strength] = OF_BURST;
    [series, from, to, slices, claims, times, strength]
}

fn by_actor<'v>(view: &'v View<'v>, settings: Settings) -> MeasureTable<'v> {
    const HEADINGS: &[Heading] = &of_series(Heading::thing("actor"));
    let show = |node: u32| Some(MeasureCell::node(view, node));
    strongest(HEADINGS, timeline(view, settings.slice, |subject, _| subject), show)
}

fn by_predicate<'v>(view: &'v View<'v>, settings: Settings) -> MeasureTable<'v> {
    const HEADINGS: &[Heading] = &of_series(Heading::new("predicate"));
    let show = |id: Id| Some(MeasureCell::Text(view.claims().label(id)));
    strongest(HEADINGS, timeline(view, settings.slice, |_, claim| claim.predicate), show)
}
