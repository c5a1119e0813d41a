//! How right and how fast is it to find names that are one actor?
//!
//! `cargo bench --bench resolve` prints both; `--wrong` lists every pair that is wrong or missing.

#![allow(clippy::print_stdout, reason = "what it measures is what it prints")]

#[path = "../tests/gold/measure.rs"]
mod gold;

use std::collections::BTreeSet;
use std::time::Instant;

use relata::resolution::{Candidate, NormalForm, suggest};

/// Names to be compared.
const N: usize = 100_000;

fn main() {
    let lists = std::env::args().any(|argument| argument == "--wrong");
    let outcome = gold::measure(&NormalForm::ALL, 40);
    let (own, suggested) = (outcome.automatic, outcome.suggested);
    println!("{} names of the gold", outcome.n_names);
    println!("joins by itself   precision {:.3}, recall {:.3}", own.precision, own.recall);
    println!("suggestions       precision {:.3}, recall {:.3}", suggested.precision, suggested.recall);
    if lists {
        outcome.wrong.iter().chain(&outcome.missing).for_each(|line| println!("{line}"));
    }
    for least in [50, 60, 70, 80, 90] {
        let suggested = gold::measure(&NormalForm::ALL, least).suggested;
        println!("  from 0.{least}       precision {:.3}, recall {:.3}", suggested.precision, suggested.recall);
    }
    let candidates = made_up(N);
    let begin = Instant::now();
    let found = suggest(&candidates, &BTreeSet::new(), 40);
    println!("{N} made-up names: {} pairs in {:.2} s", found.len(), begin.elapsed().as_secs_f64());
}

/// Names of made-up people and groups, many of which have a surname in common, some of them spelt in two ways.
fn made_up(n: usize) -> Vec<Candidate> {
    let syllables =
        ["ka", "mo", "re", "shi", "tan", "vel", "dor", "qa", "lu", "ben", "zar", "hi", "no", "gu", "pet", "ras"];
    let mut state = 7_u64;
    let mut next = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).expect("31 bits") % below
    };
    let capital = |word: String| {
        let mut letters = word.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    };
    let mut word = |n: usize| capital((0..n).map(|_| syllables[next(syllables.len())]).collect());
    let surnames: Vec<String> = (0..n / 8).map(|at| word(2 + at % 3)).collect();
    let givens: Vec<String> = (0..400).map(|at| word(1 + at % 3)).collect();
    let mut pick = {
        let mut state = 11_u64;
        move |below: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(state >> 33).expect("31 bits") % below
        }
    };
    let mut name = |at: usize| {
        let (given, surname) = (&givens[pick(givens.len())], &surnames[pick(surnames.len())]);
        match at % 10 {
            0 => surname.clone(),
            1 => format!("{surname}, {given}"),
            2 => format!("President {surname}"),
            3 => format!("{}. {surname}", &given[..1]),
            4 => format!("{surname} Liberation Front"),
            _ => format!("{given} {surname}"),
        }
    };
    (0..n).map(|at| Candidate { label: name(at), n: 1, ..Candidate::default() }).collect()
}
