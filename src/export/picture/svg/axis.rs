//! A line of time: long stretches in which nothing happened are cut out, and it says so.

use std::fmt::Write as _;

use jiff::ToSpan;
use jiff::civil::Date;

use crate::graph::Slice;
use crate::model::Period;

/// Width of a stretch that was cut out, in points.
const CUT: f64 = 46.0;
/// Part of the whole time from which on an empty stretch is cut out.
const LONG: f64 = 0.15;
/// Least distance between marks on the line.
const BETWEEN: f64 = 74.0;

/// A stretch of time and where it lies.
struct Stretch {
    begin: Date,
    n_days: f64,
    from: f64,
    width: f64,
}

/// A line of time.
pub(super) struct Axis {
    stretches: Vec<Stretch>,
}

fn days_between(from: Date, to: Date) -> f64 {
    f64::from(from.until(to).map_or(0, |span| span.get_days()))
}

impl Axis {
    /// The line on which these periods lie; none without periods.
    pub(super) fn new(periods: &[Period], width: f64) -> Option<Axis> {
        let mut sorted: Vec<Period> = periods.to_vec();
        sorted.sort_unstable();
        let whole = sorted.iter().copied().reduce(Period::and)?;
        let long = (f64::from(whole.n_days()) * LONG).max(14.0);
        let mut runs: Vec<(Period, f64)> = Vec::new();
        for period in sorted {
            match runs.last_mut() {
                Some((run, n)) if days_between(run.end, period.begin) < long => {
                    (*run, *n) = (run.and(period), *n + 1.0);
                }
                _ => runs.push((period, 1.0)),
            }
        }
        // A day or two among nothing stand in the middle of a week.
        for (run, _) in runs.iter_mut().filter(|(run, _)| run.n_days() < 5) {
            let around = |day: Date, by: i64| day.checked_add(by.days()).unwrap_or(day);
            *run = Period { begin: around(run.begin, -3), end: around(run.end, 3) };
        }
        // A stretch has room by its days and by how much happened: else one vague year would leave none for a busy week.
        let need = |(run, n): &(Period, f64)| f64::from(run.n_days()).sqrt() * n.ln_1p();
        let all: f64 = runs.iter().map(need).sum();
        #[allow(clippy::cast_precision_loss, reason = "there are at most six cuts")]
        let room = width - CUT * (runs.len() - 1) as f64;
        let mut from = 0.0;
        let stretches = runs
            .into_iter()
            .map(|run| {
                let width = room * need(&run) / all;
                let stretch = Stretch { begin: run.0.begin, n_days: f64::from(run.0.n_days()), from, width };
                from += width + CUT;
                stretch
            })
            .collect();
        Some(Axis { stretches })
    }

    /// The stretch of the axis that a period covers.
    pub(super) fn reach(&self, period: Period) -> (f64, f64) {
        let place = |day: Date, after: f64| {
            let stretch = self.stretches.iter().rev().find(|stretch| stretch.begin <= day).or(self.stretches.first());
            stretch.map_or(0.0, |stretch| {
                let share = ((days_between(stretch.begin, day) + after) / stretch.n_days).clamp(0.0, 1.0);
                stretch.from + stretch.width * share
            })
        };
        (place(period.begin, 0.0), place(period.end, 1.0))
    }

    /// Marks of time down to `bottom`, beginning at `left`.
    pub(super) fn draw(&self, left: f64, bottom: f64) -> String {
        let mut out = String::from("<g class=\"axis\">\n");
        for (index, stretch) in self.stretches.iter().enumerate() {
            let end = stretch.begin.checked_add((days(stretch.n_days) - 1).days()).unwrap_or(stretch.begin);
            let whole = Period { begin: stretch.begin, end };
            let at = |day: Date| left + self.reach(Period { begin: day, ..whole }).0;
            let (unit, step) = unit(stretch);
            let is_marked = |slice: &Period| slice.begin.year().rem_euclid(step) == 0;
            let slices: Vec<(String, Period)> = unit.periods(whole).filter(|(_, slice)| is_marked(slice)).collect();
            let mut last = f64::MIN;
            for (place, (name, slice)) in slices.iter().enumerate() {
                let x = at(slice.begin.max(stretch.begin));
                // The first is seldom whole; it is left out when the second needs its room.
                let squeezed = place == 0 && slices.get(1).is_some_and(|(_, next)| at(next.begin) - x < BETWEEN);
                if squeezed || x - last < BETWEEN {
                    continue;
                }
                last = x;
                let _ = writeln!(
                    out,
                    "<path class=\"rule\" d=\"M{x:.1} 20V{bottom:.1}\"/><text class=\"small faint\" x=\"{:.1}\" y=\"14\">{name}</text>",
                    x + 2.0
                );
            }
            if let Some(next) = self.stretches.get(index + 1) {
                let middle = left + stretch.from + stretch.width + CUT / 2.0;
                let _ = writeln!(
                    out,
                    "<text class=\"small faint\" text-anchor=\"middle\" x=\"{middle:.1}\" y=\"26\">⋯ {} ⋯</text>",
                    gap(days_between(whole.end, next.begin))
                );
            }
        }
        out + "</g>\n"
    }
}

#[allow(clippy::cast_possible_truncation, reason = "a few million days at most")]
fn days(n: f64) -> i64 {
    n as i64
}

/// The unit whose marks do not stand too close, and how many years apart they are at least.
fn unit(stretch: &Stretch) -> (Slice, i16) {
    let a_day = stretch.width / stretch.n_days;
    let units = [(Slice::Day, 1.0), (Slice::Week, 7.0), (Slice::Month, 30.0), (Slice::Quarter, 91.0)];
    if let Some((unit, _)) = units.into_iter().find(|(_, n)| n * a_day >= BETWEEN) {
        return (unit, 1);
    }
    let steps = [1, 2, 5, 10, 20, 50, 100, 200, 500];
    (Slice::Year, steps.into_iter().find(|step| f64::from(*step) * 365.0 * a_day >= BETWEEN).unwrap_or(1_000))
}

/// A number of days in words.
fn gap(days: f64) -> String {
    let (n, unit) = match days {
        days if days >= 730.0 => (days / 365.25, "years"),
        days if days >= 60.0 => (days / 30.4, "months"),
        days => (days, "days"),
    };
    format!("{n:.0} {unit}")
}
