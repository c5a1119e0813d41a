//! The points that traits have, as a file and as a number between 0 and 1.

use std::fmt::Write as _;
use std::sync::LazyLock;

use super::traits::{NAMES, Traits};

/// The points that relata ships.
const SHIPPED: &str = include_str!("../../data/lexicon/confidence.tsv");

/// The name of the line that every claim begins with.
const BASE: &str = "base";

/// The headings of the file.
const HEADINGS: &str = "trait\tvalue\tpoints\tclaims\tright";

/// What a file of points says of itself.
const ABOUT: &str = "\
# How likely is a claim right that was found like this? The points of a claim, one line for each of its traits, are added to
# those of `base`; of claims with the sum s, the share 1/(1+exp(-s)) is right. `claims` have the trait, `right` of them are in the
# gold. Rare traits are kept near 0, and those of fewer than four claims are left out.
# Written by `relata evaluate GOLD EXTRACTED --calibrate`.
";

/// The points of one value of a trait.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Weighed {
    pub value: String,
    pub points: f64,
    pub n_claims: usize,
    pub n_right: usize,
}

/// How likely claims are right, by their traits.
#[derive(Debug, Clone, PartialEq)]
pub struct Calibration {
    pub(super) base: Weighed,
    /// Those of each trait, in the order of their names.
    pub(super) traits: [Vec<Weighed>; NAMES.len()],
}

/// A line of a file of points that is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line} {fault}")]
pub struct BadCalibration {
    /// Its number, counted from 1.
    pub line: usize,
    /// What is wrong with it.
    pub fault: String,
}

impl Calibration {
    /// The one that relata ships, learned from `data/gold`.
    #[must_use]
    pub fn shipped() -> &'static Calibration {
        // A test reads the file, so that no error is passed over here.
        static READ: LazyLock<Calibration> =
            LazyLock::new(|| Calibration::read(SHIPPED).unwrap_or_else(|_| Calibration::unknown()));
        &READ
    }

    /// One that knows nothing: every other claim is right.
    fn unknown() -> Calibration {
        let base = Weighed { value: "all".to_owned(), points: 0.0, n_claims: 0, n_right: 0 };
        Calibration { base, traits: std::array::from_fn(|_| Vec::new()) }
    }

    /// Reads a file of points.
    ///
    /// # Errors
    ///
    /// When a line has no points, or a trait has a name that is none.
    pub fn read(written: &str) -> Result<Calibration, BadCalibration> {
        let mut found = Calibration::unknown();
        let mut is_based = false;
        let lines = (1..).zip(written.lines()).filter(|(_, line)| !line.starts_with('#') && !line.trim().is_empty());
        for (line, text) in lines.filter(|(_, line)| line.trim_end() != HEADINGS) {
            let bad = |fault: &str| BadCalibration { line, fault: fault.to_owned() };
            let mut cells = text.trim_end().split('\t');
            let (Some(name), Some(value), Some(points)) = (cells.next(), cells.next(), cells.next()) else {
                return Err(bad("has no trait, value and points with tabs between them"));
            };
            let number = points.parse::<f64>().ok().filter(|points| points.is_finite());
            let points = number.ok_or_else(|| bad(&format!("has `{points}` where its points should stand")))?;
            let mut count = || cells.next().map_or(Ok(0), str::parse::<usize>);
            let (Ok(n_claims), Ok(n_right)) = (count(), count()) else {
                return Err(bad("counts claims with something else than a number"));
            };
            let points = Weighed { value: value.to_owned(), points, n_claims, n_right };
            match NAMES.iter().position(|known| *known == name) {
                Some(at) => found.traits[at].push(points),
                None if name == BASE => (found.base, is_based) = (points, true),
                None => return Err(bad(&format!("has `{name}`, which is no trait"))),
            }
        }
        let end = BadCalibration { line: written.lines().count().max(1), fault: format!("ends it without `{BASE}`") };
        if is_based { Ok(found) } else { Err(end) }
    }

    /// The file of its points.
    #[must_use]
    pub fn write(&self) -> String {
        let mut written = format!("{ABOUT}{HEADINGS}\n");
        let mut line = |name: &str, of: &Weighed| {
            let Weighed { value, points, n_claims, n_right } = of;
            let _ = writeln!(written, "{name}\t{value}\t{points:.2}\t{n_claims}\t{n_right}");
        };
        line(BASE, &self.base);
        for (name, values) in NAMES.iter().zip(&self.traits) {
            for points in values {
                line(name, points);
            }
        }
        written
    }

    /// How likely a claim with these traits is right, between 0 and 1, to two digits: more of them would say nothing.
    #[must_use]
    pub fn confidence(&self, traits: &Traits<'_>) -> f64 {
        (share(self.sum(traits)) * 100.0).round().clamp(1.0, 99.0) / 100.0
    }

    /// The points of a claim with these traits. A value that was never seen has none.
    pub(super) fn sum(&self, traits: &Traits<'_>) -> f64 {
        let of = |(known, value): (&Vec<Weighed>, &std::borrow::Cow<'_, str>)| {
            known.iter().find(|points| points.value == *value).map_or(0.0, |points| points.points)
        };
        self.base.points + self.traits.iter().zip(&traits.0).map(of).sum::<f64>()
    }
}

/// The share of claims with so many points that are right.
pub(super) fn share(points: f64) -> f64 {
    1.0 / (1.0 + (-points).exp())
}
