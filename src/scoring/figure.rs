//! What is told of an agreement: a share, or a number of things that should not be.

use std::collections::BTreeMap;

/// One figure of an evaluation.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// Its name, as `--min` has it.
    pub name: &'static str,
    /// What it says, in words.
    pub about: &'static str,
    /// Its value; none where there is nothing to measure.
    pub value: Option<f64>,
    /// How many were right, or were counted.
    pub n_right: usize,
    /// Of how many.
    pub n_all: usize,
}

impl Figure {
    /// A share of a whole.
    #[expect(clippy::cast_precision_loss, reason = "nothing is counted here that a double could not hold")]
    pub(super) fn share(name: &'static str, about: &'static str, n_right: usize, n_all: usize) -> Figure {
        let value = (n_all > 0).then(|| n_right as f64 / n_all as f64);
        Figure { name, about, value, n_right, n_all }
    }

    /// A mean of something over claims, of which so many are right.
    #[expect(clippy::cast_precision_loss, reason = "nothing is counted here that a double could not hold")]
    pub(super) fn mean(name: &'static str, about: &'static str, sum: f64, n_right: usize, n_all: usize) -> Figure {
        Figure { name, about, value: (n_all > 0).then(|| sum / n_all as f64), n_right, n_all }
    }

    /// The harmonic mean of precision and recall.
    pub(super) fn f1(name: &'static str, about: &'static str, n_right: usize, n_found: usize, n_gold: usize) -> Figure {
        Figure { n_right, n_all: n_found + n_gold, ..Figure::share(name, about, 2 * n_right, n_found + n_gold) }
    }

    /// A number of things that should not be there.
    #[expect(clippy::cast_precision_loss, reason = "nothing is counted here that a double could not hold")]
    pub(super) fn count(name: &'static str, about: &'static str, n: usize, n_all: usize) -> Figure {
        Figure { name, about, value: Some(n as f64), n_right: n, n_all }
    }

    /// The mean over the classes of the gold of how well each is found, whatever their sizes.
    #[expect(clippy::cast_precision_loss, reason = "nothing is counted here that a double could not hold")]
    pub(super) fn macro_f1<T: Ord>(name: &'static str, about: &'static str, pairs: &[(T, T)]) -> Figure {
        let mut classes: BTreeMap<&T, [usize; 3]> = BTreeMap::new();
        for (gold, _) in pairs {
            classes.entry(gold).or_default()[1] += 1;
        }
        for (gold, found) in pairs {
            if let Some(class) = classes.get_mut(found) {
                class[2] += 1;
                class[0] += usize::from(gold == found);
            }
        }
        let shares = classes.values().map(|[right, gold, found]| 2.0 * *right as f64 / (gold + found) as f64);
        let value = (!classes.is_empty()).then(|| shares.sum::<f64>() / classes.len() as f64);
        let n_right = pairs.iter().filter(|(gold, found)| gold == found).count();
        Figure { name, about, value, n_right, n_all: pairs.len() }
    }
}
