//! How likely claims are right: learned from a gold, kept in a file, and told of new claims.

use std::collections::BTreeMap;
use std::path::Path;

use proptest::prelude::*;
use relata::calibration::{Calibration, Judged, Traits, TraitsOf, WhatEnd, left_out};

use crate::cli::{code, out, relata, talk};
use crate::support::Sandbox;

/// A claim with a rule, in a text.
fn judged(document: &str, rule: &str, is_right: bool) -> Judged {
    let of = TraitsOf { rule, subject: "Norland", object: WhatEnd::Words("the strait", Some(1)), event: None };
    Judged { document: document.to_owned(), traits: Traits::of(&of).into_owned(), is_right }
}

/// So many claims of a rule, of which so many are right.
fn of_rule(rule: &str, n_claims: usize, n_right: usize) -> Vec<Judged> {
    (0..n_claims).map(|at| judged(&format!("text {}", at % 5), rule, at < n_right)).collect()
}

fn confidence(of: &Calibration, rule: &str) -> f64 {
    of.confidence(&judged("", rule, false).traits)
}

proptest! {
    #![proptest_config(crate::support::draws(48))]

    #[test]
    fn what_is_right_more_often_is_told_to_be(n in 4_usize..60, one in 0_usize..60, other in 0_usize..60) {
        let (one, other) = (one.min(n), other.min(n));
        let claims = [of_rule("one+object", n, one), of_rule("other+object", n, other)].concat();
        let learned = Calibration::learn(&claims);
        let (a, b) = (confidence(&learned, "one+object"), confidence(&learned, "other+object"));
        prop_assert!((0.0..=1.0).contains(&a) && (0.0..=1.0).contains(&b));
        prop_assert!(one.cmp(&other) == std::cmp::Ordering::Equal || (one < other) == (a < b) || (a - b).abs() < 0.02, "{a} {b}");
        // The order of the claims, and writing the points down, make no difference.
        let turned: Vec<Judged> = claims.into_iter().rev().collect();
        prop_assert_eq!(&learned, &Calibration::learn(&turned));
        prop_assert_eq!(&learned, &Calibration::read(&learned.write()).unwrap());
    }

    #[test]
    fn rare_claims_stay_near_the_others(n_right in 0_usize..5) {
        let claims = [of_rule("common+object", 100, 50), of_rule("rare+object", 4, n_right.min(4))].concat();
        let rare = confidence(&Calibration::learn(&claims), "rare+object");
        prop_assert!((0.3..=0.7).contains(&rare), "{rare}");
        // What was never seen is like all.
        let unseen = confidence(&Calibration::learn(&claims), "unseen+object");
        prop_assert!((0.4..=0.6).contains(&unseen), "{unseen}");
    }
}

#[test]
fn the_more_is_seen_the_surer_it_gets() {
    let told: Vec<f64> = [4, 8, 16, 64]
        .map(|n| [of_rule("good+object", n, n), of_rule("bad+object", 64, 16)].concat())
        .map(|claims| confidence(&Calibration::learn(&claims), "good+object"))
        .to_vec();
    insta::assert_debug_snapshot!(told, @"
    [
        0.55,
        0.69,
        0.79,
        0.92,
    ]
    ");
}

#[test]
fn a_text_is_told_by_what_the_others_teach() {
    assert_eq!(left_out(&of_rule("one+object", 1, 1)), [], "there is no other text");
    // One text is all wrong, the others are all right: without it, nothing says that it is.
    let mut claims = of_rule("one+object", 20, 20);
    for claim in claims.iter_mut().filter(|claim| claim.document == "text 0") {
        claim.is_right = false;
    }
    let wrong: Vec<f64> = left_out(&claims).into_iter().filter(|(_, right)| !right).map(|(said, _)| said).collect();
    assert!(wrong.iter().all(|said| *said > 0.8), "{wrong:?}");
}

#[test]
fn files_that_tell_no_points_are_refused() {
    let told = |text: &str| Calibration::read(text).map_or_else(|bad| bad.to_string(), |_| "read".to_owned());
    let told = [
        "",
        "# nothing\n",
        "base\tall\t0.5\n",
        "base\tall\n",
        "base\tall\tmuch\t1\t1\n",
        "base\tall\tNaN\t1\t1\n",
        "base\tall\t0\tmany\t1\n",
        "base\tall\t0\t1\t1\nobject\tname\n",
        "colour\tred\t0.5\t1\t1\n",
        "object\tname\t0.5\t1\t1\n",
    ]
    .map(told);
    insta::assert_debug_snapshot!(told, @r#"
    [
        "line 1 ends it without `base`",
        "line 1 ends it without `base`",
        "read",
        "line 1 has no trait, value and points with tabs between them",
        "line 1 has `much` where its points should stand",
        "line 1 has `NaN` where its points should stand",
        "line 1 counts claims with something else than a number",
        "line 2 has no trait, value and points with tabs between them",
        "line 1 has `colour`, which is no trait",
        "line 1 ends it without `base`",
    ]
    "#);
}

#[test]
fn the_shipped_points_are_read_and_written_the_same() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/lexicon/confidence.tsv");
    let written = std::fs::read_to_string(path).unwrap();
    let read = Calibration::read(&written).unwrap();
    assert_eq!(&read, Calibration::shipped());
    assert_eq!(read.write(), written);
}

/// The claims that are found in the gold, as lines of JSON.
fn found(sandbox: &Sandbox, options: &[&str]) -> String {
    let texts = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/gold/texts");
    out(&relata(sandbox, &[&["extract", texts.to_str().unwrap(), "--format"], options].concat()))
}

/// What `relata evaluate` says of a file of claims held against the gold.
fn evaluated(sandbox: &Sandbox, file: &str, options: &[&str]) -> String {
    let gold = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/gold/claims");
    out(&relata(sandbox, &[&["evaluate", gold.to_str().unwrap(), file], options].concat()))
}

/// The shipped points must be those of the rules as they are: whoever changes rules so that this fails, learns them anew, as
/// `data/gold/README.md` says.
#[test]
fn claims_of_the_gold_are_right_as_often_as_is_said() {
    let sandbox = Sandbox::new(&[]);
    sandbox.write("found.jsonl", found(&sandbox, &["jsonl"]).as_bytes());
    let figures: BTreeMap<String, f64> = evaluated(&sandbox, "found.jsonl", &["--format", "csv"])
        .lines()
        .skip(1)
        .filter_map(|line| line.split_once(',').map(|(name, rest)| (name.to_owned(), rest.split(',').next())))
        .filter_map(|(name, value)| Some((name, value?.parse().ok()?)))
        .collect();
    let (brier, base, off) = (figures["brier"], figures["brier-base"], figures["calibration-error"]);
    assert!(brier < base - 0.04 && off < 0.12, "brier {brier}, base {base}, calibration error {off}: learn anew");
    assert!(figures["right-below-0.2"] < 0.25 && figures["right-from-0.8"] > 0.75, "{figures:?}");
}

#[test]
fn a_table_and_its_lines_teach_the_same() {
    let sandbox = Sandbox::new(&[]);
    sandbox.write("found.jsonl", found(&sandbox, &["jsonl"]).as_bytes());
    sandbox.write("found.csv", found(&sandbox, &["csv"]).as_bytes());
    let learned = evaluated(&sandbox, "found.jsonl", &["--calibrate"]);
    assert_eq!(learned, evaluated(&sandbox, "found.csv", &["--calibrate"]));
    // Who takes what was learned from the very claims gets numbers of which it is true on the whole.
    sandbox.write("own.tsv", learned.as_bytes());
    sandbox.write("own.jsonl", found(&sandbox, &["jsonl", "--confidence", "own.tsv"]).as_bytes());
    evaluated(&sandbox, "own.jsonl", &["--max", "calibration-error=0.1", "--max", "brier=0.2"]);
}

#[test]
fn what_cannot_teach_or_be_taken_is_told() {
    let sandbox = Sandbox::new(&[]);
    sandbox.write(
        "gold.jsonl",
        r#"{"document":"t","id":"g1","subject":"Norland","predicate":"closed","object":"the strait"}"#.as_bytes(),
    );
    sandbox.write("text.txt", "Norland closed the strait.".as_bytes());
    let output = relata(&sandbox, &["evaluate", "gold.jsonl", "gold.jsonl", "--calibrate"]);
    assert_eq!(code(&output), 2);
    insta::assert_snapshot!(talk(&output), @"
    error: no claim says by which rules it was found
    hint: `relata extract` writes the rules into `rule`, and into `note` of a table
    ");
    let output = relata(&sandbox, &["extract", "text.txt", "--format", "csv", "--confidence", "gold.jsonl"]);
    assert_eq!(code(&output), 2);
    insta::assert_snapshot!(talk(&output), @"
    error: `gold.jsonl` tells no confidence: line 1 has no trait, value and points with tabs between them
    hint: `relata evaluate GOLD EXTRACTED --calibrate` writes such a file
    ");
}
