//! The figures of an agreement, each with what chance would do, how sure it is, and what to mind.

use std::collections::{BTreeMap, BTreeSet};

use super::coders::{CodedText, Coder};
use super::coefficients::{Tally, tallies};
use super::coverage::{FOUND_OR_NOT, Part, Share, found, in_texts, pairs, spans};
use super::disagreements::{Disagreement, disagreements};
use super::drawing::{Drawn, Estimate, intervals};
use super::fields::{FIELDS, Reader};
use super::names::Names;
use super::units::{Unit, Units};

/// Fewer units than this tell little.
const FEW: usize = 30;
/// A value that has this share of all makes α low, however seldom coders differ.
const DOMINANT: f64 = 0.9;

/// One figure.
#[derive(Debug, Clone, PartialEq)]
pub struct AgreementFigure {
    /// Its name.
    pub name: &'static str,
    /// What it says, in words.
    pub about: &'static str,
    /// What was compared: units that at least two coders gave a value.
    pub n_units: usize,
    /// How often coders agree.
    pub agreement: Option<Estimate>,
    /// Against chance.
    pub measured: Measured,
    /// The value that is used most, with its share of all.
    pub commonest: Option<(String, f64)>,
    /// What has to be minded when it is read.
    pub remarks: Vec<String>,
}

/// Agreement against chance; none where chance cannot be told.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Measured {
    /// Krippendorff's α.
    pub alpha: Option<Estimate>,
    /// Gwet's AC1.
    pub ac1: Option<Estimate>,
}

/// How far coders agree, and where they do not.
#[derive(Debug, Clone, PartialEq)]
pub struct Agreement {
    /// The names of the coders, with how many claims each has in documents that several of them read.
    pub coders: Vec<(String, usize)>,
    /// Documents that several coders read.
    pub n_documents: usize,
    /// Documents that one coder read alone, which say nothing.
    pub n_read_alone: usize,
    /// What intervals are drawn from.
    pub drawn: Drawn,
    /// The figures.
    pub figures: Vec<AgreementFigure>,
    /// The claims of each coder in each unit, by their places.
    pub units: Vec<Vec<Option<usize>>>,
    /// The disagreements, unit by unit.
    pub disagreements: Vec<Disagreement>,
}

/// Holds the claims of coders against each other; `texts` are those that are at hand, by document.
#[must_use]
pub fn agreement(coders: &[Coder], texts: &BTreeMap<String, CodedText>) -> Agreement {
    let (units, names) = (Units::of(coders), Names::of(coders));
    let reader = Reader { coders, units: &units, names: &names };
    let documents: BTreeSet<&str> = units.all.iter().map(|unit| unit.document).collect();
    let all: BTreeSet<&str> =
        coders.iter().flat_map(|coder| &coder.side.claims).map(|claim| &*claim.document).collect();
    let drawn = if documents.len() >= Drawn::ENOUGH { Drawn::Documents } else { Drawn::Units };
    let n_claims = |number: usize| units.all.iter().filter(|unit| unit.claims[number].is_some()).count();
    Agreement {
        coders: coders.iter().enumerate().map(|(number, coder)| (coder.name.clone(), n_claims(number))).collect(),
        n_documents: documents.len(),
        n_read_alone: all.len() - documents.len(),
        drawn,
        figures: figures(&reader, drawn, texts),
        disagreements: disagreements(&reader, &units.all),
        units: units.all.iter().map(|unit| unit.claims.clone()).collect(),
    }
}

fn figures(reader: &Reader<'_>, drawn: Drawn, texts: &BTreeMap<String, CodedText>) -> Vec<AgreementFigure> {
    let units = &reader.units.all;
    let mut figures = vec![claims_found(units, drawn)];
    let texts = in_texts(reader.coders, texts);
    let found_or_not = || FOUND_OR_NOT.map(str::to_owned).to_vec();
    figures.push(rated(
        "pairs",
        "pairs of actors that act on each other, found or not",
        pairs(reader),
        &found_or_not(),
        drawn,
    ));
    if !texts.sentences.is_empty() {
        let about = "sentences with a claim or without";
        let mut sentences = rated("sentences", about, texts.sentences, &found_or_not(), drawn);
        if texts.n_unplaced > 0 {
            let n = texts.n_unplaced;
            sentences
                .remarks
                .push(format!("{n} claims have no words that stand in the text once, and are left out here"));
        }
        figures.push(sentences);
        figures.push(rated("words", "words that claims rest on or not", texts.words, &found_or_not(), drawn));
    }
    figures.push(shared("span", "the words of both quotes, Dice", spans(reader, units), drawn));
    figures.extend(FIELDS.iter().map(|field| {
        let value =
            |unit: &Unit<'_>| field.values(reader, unit).into_iter().map(|value| value.map(|one| one.value)).collect();
        let ratings: Vec<Vec<Option<String>>> = units.iter().map(value).collect();
        let values: BTreeSet<&String> = ratings.iter().flatten().flatten().collect();
        let values: Vec<String> = values.into_iter().cloned().collect();
        let (tallies, _) = tallies(&ratings);
        let parts = units.iter().map(|unit| unit.document).zip(tallies).collect();
        rated(field.name, field.about, parts, &values, drawn)
    }));
    figures
}

/// How many claims are found by several: without chance, for nobody knows how many claims all of them left out.
fn claims_found(units: &[Unit<'_>], drawn: Drawn) -> AgreementFigure {
    let mut figure = shared("found", "claims that both made, of those that either made, F1", found(units), drawn);
    figure.n_units = units.len();
    figure.remarks.push(
        "what no coder made a claim of is not counted, so that chance cannot be told: `pairs` and `sentences` count it"
            .to_owned(),
    );
    figure
}

/// A share of a whole.
fn shared(name: &'static str, about: &'static str, parts: Vec<Part<'_, Share>>, drawn: Drawn) -> AgreementFigure {
    let n_units = parts.len();
    let add = |one: &mut Share, other: Share| *one = (one.0 + other.0, one.1 + other.1);
    let groups = grouped(parts, drawn, add);
    let share = |(counted, of): Share| (of > 0.0).then(|| counted / of);
    let sum =
        |chosen: &mut dyn Iterator<Item = &Share>| chosen.fold((0.0, 0.0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    let value = share(sum(&mut groups.iter()));
    let [interval] = intervals(groups.len(), |drawn| [share(sum(&mut drawn.iter().filter_map(|at| groups.get(*at))))]);
    let agreement = value.map(|value| Estimate { value, interval });
    let remarks = if n_units < FEW { vec![few()] } else { Vec::new() };
    AgreementFigure { name, about, n_units, agreement, measured: Measured::default(), commonest: None, remarks }
}

/// A figure of values that coders gave.
fn rated(
    name: &'static str,
    about: &'static str,
    parts: Vec<Part<'_, Tally>>,
    values: &[String],
    drawn: Drawn,
) -> AgreementFigure {
    let n_values = values.len();
    let groups = grouped(parts, drawn, |one, other| *one = Tally::sum([&*one, &other], n_values));
    let whole = Tally::sum(&groups, n_values);
    let found = whole.coefficients();
    let [observed, alpha, ac1] = intervals(groups.len(), |drawn| {
        let drawn = Tally::sum(drawn.iter().filter_map(|at| groups.get(*at)), n_values).coefficients();
        [drawn.observed, drawn.alpha, drawn.ac1]
    });
    let estimate = |value: Option<f64>, interval| value.map(|value| Estimate { value, interval });
    let commonest = whole.commonest().and_then(|(value, share)| Some((values.get(value)?.clone(), share)));
    let mut remarks = Vec::new();
    match (found.n_units, found.alpha, &commonest) {
        (0, ..) => remarks.push("nothing of two coders could be compared".to_owned()),
        (..FEW, ..) => remarks.push(few()),
        _ => {}
    }
    if found.n_units > 0 {
        remarks.extend(dominated(found.alpha, commonest.as_ref()));
    }
    AgreementFigure {
        name,
        about,
        n_units: found.n_units,
        agreement: estimate(found.observed, observed),
        measured: Measured { alpha: estimate(found.alpha, alpha), ac1: estimate(found.ac1, ac1) },
        commonest,
        remarks,
    }
}

fn few() -> String {
    format!("fewer than {FEW} compared, so that little can be told")
}

/// What a value that is nearly everywhere does to the figures.
fn dominated(alpha: Option<f64>, commonest: Option<&(String, f64)>) -> Option<String> {
    let (value, share) = commonest?;
    // Values of several parts are kept apart by signs that nobody reads.
    let value = value.replace('\u{1}', ", ").replace('\u{0}', "");
    if alpha.is_none() {
        let said = if value.is_empty() { "nothing".to_owned() } else { format!("`{value}`") };
        return Some(format!("all say {said}: α has nothing to tell apart"));
    }
    let hundredths = (share * 100.0).round();
    (*share >= DOMINANT).then(|| {
        format!(
            "{hundredths} of 100 values are `{value}`: then α is low even where coders seldom differ; AC1 is less so"
        )
    })
}

/// Adds parts up that are drawn together.
fn grouped<T>(parts: Vec<Part<'_, T>>, drawn: Drawn, add: impl Fn(&mut T, T)) -> Vec<T> {
    if drawn == Drawn::Units {
        return parts.into_iter().map(|(_, part)| part).collect();
    }
    let mut groups: BTreeMap<&str, T> = BTreeMap::new();
    for (document, part) in parts {
        match groups.get_mut(document) {
            Some(group) => add(group, part),
            None => drop(groups.insert(document, part)),
        }
    }
    groups.into_values().collect()
}
