//! Who strikes back, and how soon?

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::acts::{Act, acts};
use super::{Heading, Listing, Measure, MeasureCell, MeasureTable, Settings, place, real};
use crate::claims::Family;
use crate::graph::View;

pub(super) const MEASURE: Measure = Measure {
    name: "retaliation",
    about: "which acts of one against another were answered in kind, and after how many days",
    listings: &[Listing { by: "answer", take: table }, Listing { by: "pair", take: pairs }],
    columns: None,
};

/// An act, and an act the other way round that followed it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer {
    /// The place of the act in [`Answers::acts`].
    pub act: u32,
    /// The place of the answer there.
    pub answer: u32,
    /// Days from the last possible day of the act to the first possible day of the answer.
    pub lag: u32,
}

/// Acts and their answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answers {
    /// The acts by who acts, to whom, and when.
    pub acts: Vec<Act>,
    /// The answers in the order of the acts' first days.
    pub answers: Vec<Answer>,
}

/// Acts of one node against another that were answered within `settings.within` days.
///
/// Meaning: an act is what claims tell of one statement at one date, when at least one of them affirms it. Its answer is
/// the first act the other way round that begins on or after the last day of the act; several that begin on one day are
/// all answers. Where both are of one and the same day, nobody can say who came first, and the pair is listed once, with
/// who comes first in the graph as the one who began.
///
/// Input: dated statements of a view that have a direction; with predicates of conflict (quad class 3 or 4, or a negative
/// Goldstein score) unless `settings.any`. That one act follows another does not mean that it happened because of it.
///
/// Complexity: O(n log n) in the number of claims.
///
/// Reference: for reading such sequences as reciprocity between states, Goldstein, Freeman (1990), Three-way street.
pub fn retaliation(view: &View<'_>, settings: Settings) -> Answers {
    let is_conflict =
        |family: Family| family.goldstein.map_or(matches!(family.quad_class, Some(3 | 4)), |score| score < 0.0);
    let acts = acts(view, |family| settings.any || is_conflict(family));
    let by_pair = by_pair(&acts);
    let mut answers = Vec::new();
    for (place_of_act, act) in acts.iter().enumerate() {
        let Some(back) = by_pair.get(&(act.to, act.from)) else { continue };
        let others = &acts[back.clone()];
        // Acts of a pair are in the order of their first days.
        let first = others.partition_point(|other| {
            other.period.begin < act.period.end || (other.period.begin == act.period.end && comes_second(act, other))
        });
        let Some(begin) = others.get(first).map(|other| other.period.begin) else { continue };
        let lag = act.period.end.until(begin).map_or(0, |span| span.get_days());
        let Some(lag) = u32::try_from(lag).ok().filter(|lag| *lag <= settings.within) else { continue };
        let same_day = others[first..].iter().take_while(|other| other.period.begin == begin).count();
        let place_of = |nth: usize| place(back.start + first + nth);
        answers.extend((0..same_day).map(|nth| Answer { act: place(place_of_act), answer: place_of(nth), lag }));
    }
    answers.sort_by_key(|answer| (acts[answer.act as usize].period.begin, answer.act, answer.answer));
    Answers { acts, answers }
}

/// True when, of two acts on one day, `act` is listed as the answer.
fn comes_second(act: &Act, other: &Act) -> bool {
    act.from > act.to && act.period == other.period
}

/// The places of the acts of one node against another.
fn by_pair(acts: &[Act]) -> FxHashMap<(u32, u32), Range<usize>> {
    let mut start = 0;
    let pairs = acts.chunk_by(|a, b| (a.from, a.to) == (b.from, b.to)).map(|acts| {
        start += acts.len();
        ((acts[0].from, acts[0].to), start - acts.len()..start)
    });
    pairs.collect()
}

fn table<'v>(view: &'v View<'v>, settings: Settings) -> MeasureTable<'v> {
    const HEADINGS: &[Heading] = &[
        Heading::new("date"),
        Heading::new("act"),
        Heading::new("state"),
        Heading::new("said_by"),
        Heading::new("days"),
        Heading::new("answer_date"),
        Heading::new("answer"),
        Heading::new("answer_state"),
        Heading::new("answer_said_by"),
    ];
    let found = retaliation(view, settings);
    let (n, n_acts) = (found.answers.len(), found.acts.len());
    let cells_of = |view: &View<'_>, act: &Act| {
        let claims = view.claims();
        let sentence = act.claims.first().and_then(|index| claims.rows().get(*index as usize));
        let mut speakers: Vec<String> = act.claims.iter().map(|index| claims.attribution(*index as usize)).collect();
        speakers.sort_unstable();
        speakers.dedup();
        let state = view.graph.edge_weight(act.edge).map_or("", |edge| edge.state.word());
        let sentence = sentence.map_or(MeasureCell::Empty, |claim| MeasureCell::Text(claims.sentence(claim)));
        [
            MeasureCell::period(Some(act.period)),
            sentence,
            MeasureCell::word(state),
            MeasureCell::Text(speakers.join("; ")),
        ]
    };
    let row = move |place: usize| {
        let Answer { act, answer, lag } = found.answers[place];
        let [act, answer] = [act, answer].map(|act| cells_of(view, &found.acts[act as usize]));
        act.into_iter().chain([MeasureCell::Whole(u64::from(lag))]).chain(answer).collect()
    };
    MeasureTable::new(HEADINGS, n, row)
        .with_total("acts", MeasureCell::count(n_acts))
        .with_total("answers", MeasureCell::count(n))
}

/// The acts of one node against another, and how often they are answered.
struct Summary {
    from: u32,
    to: u32,
    n_acts: usize,
    /// Days until the first answer of each act that has one, in order.
    lags: Vec<u32>,
}

fn pairs<'v>(view: &'v View<'v>, settings: Settings) -> MeasureTable<'v> {
    const HEADINGS: &[Heading] = &[
        Heading::thing("actor"),
        Heading::thing("answered_by"),
        Heading::new("acts"),
        Heading::new("answered"),
        Heading::new("share"),
        Heading::new("median_days"),
        Heading::new("least_days"),
        Heading::new("most_days"),
    ];
    let Answers { acts, mut answers } = retaliation(view, settings);
    answers.sort_unstable_by_key(|answer| (answer.act, answer.answer));
    answers.dedup_by_key(|answer| answer.act);
    let mut summaries: Vec<Summary> = acts
        .chunk_by(|a, b| (a.from, a.to) == (b.from, b.to))
        .map(|acts| Summary { from: acts[0].from, to: acts[0].to, n_acts: acts.len(), lags: Vec::new() })
        .collect();
    for answer in &answers {
        let act = &acts[answer.act as usize];
        if let Ok(found) = summaries.binary_search_by_key(&(act.from, act.to), |one| (one.from, one.to)) {
            summaries[found].lags.push(answer.lag);
        }
    }
    summaries.retain(|one| !one.lags.is_empty());
    for one in &mut summaries {
        one.lags.sort_unstable();
    }
    summaries.sort_by_key(|one| std::cmp::Reverse((one.lags.len(), one.n_acts)));
    let n = summaries.len();
    let row = move |place: usize| {
        let Summary { from, to, n_acts, lags } = &summaries[place];
        let day = |lag: Option<&u32>| lag.map_or(MeasureCell::Empty, |lag| MeasureCell::Whole(u64::from(*lag)));
        let mut cells = vec![MeasureCell::node(view, *from), MeasureCell::node(view, *to), MeasureCell::count(*n_acts)];
        cells.extend([MeasureCell::count(lags.len()), MeasureCell::share(real(lags.len()), real(*n_acts))]);
        cells.extend([median(lags), day(lags.first()), day(lags.last())]);
        cells
    };
    MeasureTable::new(HEADINGS, n, row)
        .with_total("acts", MeasureCell::count(acts.len()))
        .with_total("answered", MeasureCell::count(answers.len()))
}

/// The middle of numbers in order.
fn median(lags: &[u32]) -> MeasureCell {
    let at = |place: usize| lags.get(place).map(|lag| f64::from(*lag));
    let (low, high) = (at(lags.len().saturating_sub(1) / 2), at(lags.len() / 2));
    low.zip(high).map_or(MeasureCell::Empty, |(low, high)| MeasureCell::Number(f64::midpoint(low, high)))
}
