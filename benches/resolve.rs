//! How right and how fast is it to find names that are one actor, and events that are one?
//!
//! `cargo bench --bench resolve` prints both; `--wrong` lists every pair that is wrong or missing. Events are those of the
//! sample of UCDP in the folder that `RELATA_EVENT_DATA` names, and rows in the layout of ACLED that are made from them.

#![allow(clippy::print_stdout, reason = "what it measures is what it prints")]

#[path = "../tests/gold/acled.rs"]
mod acled;
#[path = "../tests/gold/measure.rs"]
mod gold;

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use relata::resolution::{Apart, Candidate, EventCandidate, NormalForm, side_words, suggest, suggest_events};

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
    measure_events(lists);
    let events = made_up_events(N);
    let begin = Instant::now();
    let found = suggest_events(&events, Apart::default(), 60);
    println!("{N} made-up events: {} pairs in {:.2} s", found.len(), begin.elapsed().as_secs_f64());
}

/// Prints how right the pairs of events are that the command proposes.
fn measure_events(lists: bool) {
    let Ok(folder) = std::env::var("RELATA_EVENT_DATA") else {
        println!("events: RELATA_EVENT_DATA names no folder with `ucdp/`");
        return;
    };
    let files = std::fs::read_dir(Path::new(&folder).join("ucdp")).expect("the folder has `ucdp`");
    let sample = files.filter_map(Result::ok).map(|file| file.path()).min().expect("`ucdp` has a file");
    let ucdp = std::fs::read_to_string(sample).expect("the sample can be read");
    for seed in [7, 8, 9] {
        let (rows, gold) = acled::acled_of(&ucdp, seed);
        let folder = tempfile::tempdir().expect("the temporary folder can be written");
        let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("it can be written");
        write("ucdp.csv", &ucdp);
        write("acled.csv", &rows);
        write(
            "relata.toml",
            "[project]\nname = \"events\"\n[[sources]]\nformat = \"ucdp\"\nfiles = [\"ucdp.csv\"]\n\
             [[sources]]\nformat = \"acled\"\nfiles = [\"acled.csv\"]\n",
        );
        let n_rows = rows.lines().count() - 1;
        println!(
            "{} events of UCDP, {n_rows} made in the layout of ACLED, {} of them the same",
            ucdp.lines().count() - 1,
            gold.len()
        );
        for least in ["0.5", "0.6", "0.7", "0.8"] {
            let found = proposed(folder.path(), least);
            let (precision, recall) = acled::rate(&found, &gold);
            println!("  from {least}: {} pairs, precision {precision:.3}, recall {recall:.3}", found.len());
            if lists && least == "0.6" {
                found.iter().filter(|pair| !gold.contains(pair)).for_each(|(a, b)| println!("wrong    {a} {b}"));
                gold.iter().filter(|pair| !found.contains(pair)).for_each(|(a, b)| println!("missing  {a} {b}"));
            }
        }
    }
}

/// The pairs that `relata resolve --events` lists, that of UCDP first.
fn proposed(folder: &Path, least: &str) -> Vec<(String, String)> {
    let listed = Command::new(env!("CARGO_BIN_EXE_relata"))
        .args(["resolve", "--events", "--format", "csv", "--min-score", least])
        .current_dir(folder)
        .output()
        .expect("the program runs");
    let mut reader = csv::Reader::from_reader(listed.stdout.as_slice());
    let pair = |record: csv::StringRecord| {
        let (left, right) = (record.get(1)?.to_owned(), record.get(2)?.to_owned());
        Some(if right.starts_with("event:ucdp-") { (right, left) } else { (left, right) })
    };
    reader.records().filter_map(|record| pair(record.ok()?)).collect()
}

/// Made-up events of two data sets over ten years, in and around ten thousand places.
fn made_up_events(n: usize) -> Vec<EventCandidate> {
    let mut dice = acled::Dice::new(5);
    let sides: Vec<(u32, Vec<u64>)> =
        (0..400).map(|at: u32| (at, side_words(&format!("Front {} of the Land {}", at % 97, at % 31)))).collect();
    let event = |at: usize| {
        let day = i32::try_from(dice.below(3650)).expect("a day of ten years");
        let pick = |dice: &mut acled::Dice| sides[usize::try_from(dice.below(400)).expect("a side")].clone();
        let ((left, mut words), (right, others)) = (pick(&mut dice), pick(&mut dice));
        words.extend(others);
        words.sort_unstable();
        words.dedup();
        let mut actors = vec![left, right];
        actors.sort_unstable();
        actors.dedup();
        let number = u32::try_from(at).expect("a small number");
        EventCandidate {
            first_day: day,
            last_day: day,
            point: Some((dice.share() * 30.0, dice.share() * 30.0)),
            event_type: Some(0),
            quad_class: Some(4),
            actors,
            words,
            documents: vec![number],
            files: vec![number % 2],
            statement: Some((left, 0, right)),
            has_identifier: true,
            is_of_data_set: true,
            ..EventCandidate::default()
        }
    };
    (0..n).map(event).collect()
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
