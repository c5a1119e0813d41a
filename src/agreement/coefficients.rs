//! Krippendorff's α and Gwet's AC1 of values without an order, for any number of coders, some of whom may be silent.

use std::collections::BTreeMap;

/// What coders made of units: each unit has a value, or none, of every coder.
pub type Ratings = Vec<Vec<Option<String>>>;

/// How far values agree, as they are and against what chance would do.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Coefficients {
    /// Units that at least two coders gave a value.
    pub n_units: usize,
    /// The share of pairs of coders who agree, the mean over those units.
    pub observed: Option<f64>,
    /// Krippendorff's α, nominal: none where only one value was used, for then nothing could be told apart.
    pub alpha: Option<f64>,
    /// Gwet's first-order coefficient.
    pub ac1: Option<f64>,
}

/// The coefficients of units with the values of coders.
///
/// α as Krippendorff has it for nominal data with missing values ("Computing Krippendorff's Alpha-Reliability", 2011): a unit
/// with one value is not paired with anything and does not count. AC1 as Gwet has it ("Computing inter-rater reliability and its
/// variance in the presence of high agreement", 2008; "Handbook of Inter-Rater Reliability", 2014): a unit with one value still
/// counts for how often values are used. The values that somebody used are taken for all that there are.
///
/// # Examples
///
/// ```
/// use relata::agreement::coefficients;
///
/// let yes = || Some("yes".to_owned());
/// let no = || Some("no".to_owned());
/// let found = coefficients(&[vec![yes(), yes()], vec![no(), no()], vec![yes(), no()], vec![no(), None]]);
/// assert_eq!((found.n_units, found.observed), (3, Some(2.0 / 3.0)));
/// ```
#[must_use]
pub fn coefficients(units: &[Vec<Option<String>>]) -> Coefficients {
    let (tallies, n_values) = tallies(units);
    Tally::sum(&tallies, n_values).coefficients()
}

/// What each unit adds, and how many values there are.
pub(super) fn tallies(units: &[Vec<Option<String>>]) -> (Vec<Tally>, usize) {
    let mut numbers: BTreeMap<&str, usize> =
        units.iter().flatten().flatten().map(|value| (value.as_str(), 0)).collect();
    numbers.values_mut().enumerate().for_each(|(number, place)| *place = number);
    let counts = |unit: &Vec<Option<String>>| {
        let mut counts: BTreeMap<usize, f64> = BTreeMap::new();
        for value in unit.iter().flatten().filter_map(|value| numbers.get(value.as_str())) {
            *counts.entry(*value).or_default() += 1.0;
        }
        Tally::of(counts)
    };
    (units.iter().map(counts).collect(), numbers.len())
}

/// What some units add to the sums that the coefficients are made of.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Tally {
    /// Units with two values or more, and with one or more.
    n_paired: f64,
    n_rated: f64,
    /// The share of pairs that agree, summed over units.
    agreeing: f64,
    /// The same times the values of the unit: the diagonal of the matrix of coincidences.
    coinciding: f64,
    /// For each value, by number: how often it stands in paired units, and its shares of units.
    used: Vec<(usize, f64, f64)>,
}

impl Tally {
    /// What one unit adds in which each value stands so often.
    fn of(counts: BTreeMap<usize, f64>) -> Tally {
        let n: f64 = counts.values().sum();
        if n < 1.0 {
            return Tally::default();
        }
        let is_paired = n > 1.0;
        let same: f64 = counts.values().map(|count| count * (count - 1.0)).sum();
        let used = counts.into_iter().map(|(value, count)| (value, if is_paired { count } else { 0.0 }, count / n));
        Tally {
            n_paired: f64::from(u8::from(is_paired)),
            n_rated: 1.0,
            agreeing: if is_paired { same / (n * (n - 1.0)) } else { 0.0 },
            coinciding: if is_paired { same / (n - 1.0) } else { 0.0 },
            used: used.collect(),
        }
    }

    /// What one unit adds that so many of its readers found: the value 0 is that it is not found, 1 that it is.
    pub(super) fn of_found(n_found: usize, n_readers: usize) -> Tally {
        #[expect(clippy::cast_precision_loss, reason = "there are few coders")]
        let counts = [n_readers - n_found, n_found].map(|n| n as f64).into_iter().enumerate();
        Tally::of(counts.filter(|(_, n)| *n > 0.0).collect())
    }

    /// The sum of several, with one entry for each of so many values.
    pub(super) fn sum<'t>(tallies: impl IntoIterator<Item = &'t Tally>, n_values: usize) -> Tally {
        let mut sum = Tally { used: (0..n_values).map(|value| (value, 0.0, 0.0)).collect(), ..Tally::default() };
        for tally in tallies {
            sum.n_paired += tally.n_paired;
            sum.n_rated += tally.n_rated;
            sum.agreeing += tally.agreeing;
            sum.coinciding += tally.coinciding;
            for (value, count, share) in &tally.used {
                if let Some(entry) = sum.used.get_mut(*value) {
                    entry.1 += count;
                    entry.2 += share;
                }
            }
        }
        sum
    }

    /// The value that is used most, by number, and its share of all.
    pub(super) fn commonest(&self) -> Option<(usize, f64)> {
        let commonest = self.used.iter().max_by(|(one, _, a), (other, _, b)| a.total_cmp(b).then(other.cmp(one)))?;
        Some((commonest.0, commonest.2 / self.n_rated)).filter(|_| self.n_rated > 0.0)
    }

    pub(super) fn coefficients(&self) -> Coefficients {
        let observed = (self.n_paired > 0.0).then(|| self.agreeing / self.n_paired);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is a count")]
        let n_units = self.n_paired as usize;
        Coefficients { n_units, observed, alpha: self.alpha(), ac1: observed.map(|observed| self.ac1(observed)) }
    }

    fn alpha(&self) -> Option<f64> {
        let n: f64 = self.used.iter().map(|(_, count, _)| count).sum();
        let by_chance = n * n - self.used.iter().map(|(_, count, _)| count * count).sum::<f64>();
        (by_chance > 0.0).then(|| 1.0 - (n - 1.0) * (n - self.coinciding) / by_chance)
    }

    fn ac1(&self, observed: f64) -> f64 {
        let shares = self.used.iter().map(|(_, _, share)| share / self.n_rated);
        let n_values = self.used.len();
        if n_values < 2 {
            return observed;
        }
        #[expect(clippy::cast_precision_loss, reason = "there are fewer values than a double counts")]
        let by_chance = shares.map(|share| share * (1.0 - share)).sum::<f64>() / (n_values - 1) as f64;
        (observed - by_chance) / (1.0 - by_chance)
    }
}
