//! Which claims do rules and model both find?

use std::collections::BTreeSet;

use crate::extraction::{ClaimLine, tokens};
use crate::model::{Modality, Polarity};

/// The share of words that two claims have in common, at least, to be one: Dice's coefficient.
const ALIKE: f64 = 0.5;
/// The code points between the quotes of two claims that may be one.
const FARTHEST: usize = 2_000;

/// How far rules and model agree about one text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Agreement {
    /// Claims that both found.
    pub both: usize,
    /// Claims that only the rules found.
    pub rules: usize,
    /// Claims that only the model found.
    pub model: usize,
    /// Claims that both found, with another type of event.
    pub other_type: usize,
    /// Claims that both found, with another speaker.
    pub other_speaker: usize,
}

impl std::ops::AddAssign for Agreement {
    fn add_assign(&mut self, other: Agreement) {
        self.both += other.both;
        self.rules += other.rules;
        self.model += other.model;
        self.other_type += other.other_type;
        self.other_speaker += other.other_speaker;
    }
}

/// Joins the claims of rules and model about one text: a claim that both found stays as the rules have it and names both, and what
/// refers to the other one refers to it. In the order of their places in the text.
#[must_use]
pub fn agree(written: &str, rules: Vec<ClaimLine>, model: Vec<ClaimLine>) -> (Vec<ClaimLine>, Agreement) {
    let words = WordPlaces::new(written);
    let (rules_words, model_words): (Vec<_>, Vec<_>) =
        (rules.iter().map(|line| words.of(line)).collect(), model.iter().map(|line| words.of(line)).collect());
    let mut pairs: Vec<(f64, usize, usize)> = Vec::new();
    for (at, line) in rules.iter().enumerate() {
        let near = |other: &ClaimLine| line.start.abs_diff(other.start) < FARTHEST && same_way(line, other);
        for (other_at, _) in model.iter().enumerate().filter(|(_, other)| near(other)) {
            let alike = dice(&rules_words[at], &model_words[other_at]);
            if alike >= ALIKE {
                pairs.push((alike, at, other_at));
            }
        }
    }
    pairs.sort_by(|one, other| other.0.total_cmp(&one.0).then((one.1, one.2).cmp(&(other.1, other.2))));
    let mut partner: Vec<Option<usize>> = vec![None; rules.len()];
    let mut is_taken = vec![false; model.len()];
    for (_, at, other) in pairs {
        if partner[at].is_none() && !is_taken[other] {
            (partner[at], is_taken[other]) = (Some(other), true);
        }
    }
    let mut agreement = Agreement::default();
    let mut renamed: Vec<(String, String)> = Vec::new();
    let mut lines: Vec<ClaimLine> = Vec::new();
    for (mut line, partner) in rules.into_iter().zip(partner) {
        if let Some(other) = partner.and_then(|other| model.get(other)) {
            agreement.both += 1;
            agreement.other_type += usize::from(root(&line) != root(other));
            agreement.other_speaker += usize::from(line.said_by != other.said_by);
            renamed.push((other.id.clone(), line.id.clone()));
            line.annotator = format!("{} + {}", line.annotator, other.annotator).into();
            line.found_by = "both".into();
        } else {
            agreement.rules += 1;
            line.found_by = "rules".into();
        }
        lines.push(line);
    }
    for (mut line, _) in model.into_iter().zip(is_taken).filter(|(_, is_taken)| !is_taken) {
        agreement.model += 1;
        line.found_by = "model".into();
        lines.push(line);
    }
    for line in &mut lines {
        rename(line, &renamed);
    }
    lines.sort_by_key(|line| line.start);
    (lines, agreement)
}

/// Both are told as facts, as what is to come, as conditions or as opinions, with the same sign.
fn same_way(one: &ClaimLine, other: &ClaimLine) -> bool {
    let family = |line: &ClaimLine| match Modality::parse(&line.modality) {
        Some(Modality::Actual) => 0,
        Some(Modality::Hypothetical) => 1,
        Some(Modality::Opinion) => 2,
        _ => 3,
    };
    Polarity::parse(&one.polarity) == Polarity::parse(&other.polarity) && family(one) == family(other)
}

/// The type of a claim without its mode.
fn root(line: &ClaimLine) -> Option<&str> {
    let code = line.event_codes.iter().find_map(|code| code.strip_prefix("plover:"))?;
    Some(code.split('-').next().unwrap_or(code))
}

/// Leads what a claim refers to by another name to the claim that stays.
fn rename(line: &mut ClaimLine, renamed: &[(String, String)]) {
    let new = |id: &str| renamed.iter().find(|(old, _)| old == id).map(|(_, new)| new.clone());
    if let Some(id) = line.object.strip_prefix('#').and_then(new) {
        line.object = format!("#{id}");
    }
    for id in line.confirms.iter_mut().chain(&mut line.denies).chain(&mut line.declines_to_comment) {
        if let Some(new) = new(id) {
            *id = new;
        }
    }
}

/// The words of a text by their places.
struct WordPlaces(Vec<(usize, usize)>);

impl WordPlaces {
    fn new(written: &str) -> WordPlaces {
        let text = crate::extraction::Text::new(written);
        let all = tokens(written, &(0..written.len()));
        let places = all.iter().filter(|token| written[token.span.clone()].starts_with(char::is_alphanumeric));
        WordPlaces(places.map(|token| text.in_code_points(&token.span)).map(|span| (span.start, span.end)).collect())
    }

    /// The numbers of the words of subject, act and object.
    fn of(&self, line: &ClaimLine) -> BTreeSet<usize> {
        let object = line.object_start.zip(line.object_end);
        let parts =
            [Some((line.subject_start, line.subject_end)), Some((line.predicate_start, line.predicate_end)), object];
        parts.into_iter().flatten().flat_map(|(start, end)| self.within(start, end)).collect()
    }

    fn within(&self, start: usize, end: usize) -> std::ops::Range<usize> {
        let first = self.0.partition_point(|(_, word_end)| *word_end <= start);
        first..self.0.partition_point(|(word_start, _)| *word_start < end).max(first)
    }
}

fn dice(one: &BTreeSet<usize>, other: &BTreeSet<usize>) -> f64 {
    let shared = one.intersection(other).count();
    let all = one.len() + other.len();
    #[expect(clippy::cast_precision_loss, reason = "counts of words")]
    if all == 0 { 0.0 } else { 2.0 * shared as f64 / all as f64 }
}
