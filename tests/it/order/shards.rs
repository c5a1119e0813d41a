//! In however many parts event data is mapped, and in whatever order: the tables are the same, and their graph is that of
//! the sources, to the line.

use std::collections::BTreeSet;
use std::path::Path;

use proptest::prelude::*;
use relata::compile::{Output, compile};
use relata::diagnostic::Report;
use relata::files::Reach;
use relata::project::Project;
use relata::shard::{MapOptions, Part, ReduceOptions, map, reduce};

use super::rows::{acled, gdelt, icews, list, mentions, numbers, polecat, quads, ucdp};
use super::{Numbers, Rows, alone, any_file, cases, severity, written};

/// All quads of a project, with the places they are from.
fn quads_of(folder: &Path) -> BTreeSet<String> {
    let project = Project::find(folder).unwrap();
    let quads = std::sync::Mutex::new(BTreeSet::new());
    let parts = || -> relata::compile::Part<'_> {
        Box::new(|quad| {
            quads.lock().unwrap().insert(quad.to_string());
        })
    };
    let mut begin_again = || {
        quads.lock().unwrap().clear();
        Ok(())
    };
    let mut output =
        Output { parts: &parts, rejects: &mut |_| Ok(()), progress: &mut |_| (), begin_again: &mut begin_again };
    compile(&project, &mut Report::new(project.policy.clone()), &mut output).unwrap();
    quads.into_inner().unwrap()
}

/// The tables of a project that was mapped in so many parts, in an order that the seed decides, and reduced in some.
fn reduced(folder: &Path, n_parts: u32, n_reductions: u32, seed: u64) -> tempfile::TempDir {
    let (parts, tables) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let project = Project::find(folder).unwrap();
    let mut report = Report::new(project.policy.clone());
    let mut order: Vec<u32> = (1..=n_parts).collect();
    Numbers(seed).shuffle(&mut order);
    for number in order {
        let options = MapOptions { part: Part { number, of: n_parts }, buckets: 3, resume: false };
        map(&project, options, parts.path(), &mut report).unwrap();
    }
    for number in (1..=n_reductions).rev() {
        let options = ReduceOptions { part: Part { number, of: n_reductions }, resume: false };
        reduce(parts.path(), options, tables.path(), &Reach::default()).unwrap();
    }
    tables
}

/// The bytes of all tables, by path.
fn bytes_of(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    let mut folders = vec![folder.join("tables")];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push((path.strip_prefix(folder).unwrap().display().to_string(), std::fs::read(&path).unwrap()));
            }
        }
    }
    files.sort();
    files
}

fn compare(files: &[Rows], severity: &str, seed: u64) -> Result<(), TestCaseError> {
    let listed: Vec<usize> = (0..files.len()).collect();
    let sandbox = written(files, &listed, severity);
    let direct = quads_of(sandbox.path());
    let mut first: Option<Vec<(String, Vec<u8>)>> = None;
    for (n_parts, n_reductions) in [(1, 1), (2, 2), (3, 1), (7, 3)] {
        let tables = reduced(sandbox.path(), n_parts, n_reductions, seed);
        let there = quads_of(tables.path());
        let lost: Vec<&String> = direct.difference(&there).take(5).collect();
        let more: Vec<&String> = there.difference(&direct).take(5).collect();
        prop_assert!(lost.is_empty() && more.is_empty(), "{n_parts} parts\n- {lost:#?}\n+ {more:#?}\n{files:#?}");
        let bytes = bytes_of(tables.path());
        let same = first.get_or_insert_with(|| bytes.clone());
        prop_assert!(*same == bytes, "the tables of {n_parts} parts are others");
    }
    Ok(())
}

proptest! {
    #![proptest_config(cases(8))]

    #[test]
    fn gdelt_in_any_parts(files in prop::collection::vec(prop_oneof![2 => gdelt(), 1 => mentions()], 1..4), severity in severity(), seed in any::<u64>()) {
        compare(&files, severity, seed)?;
    }

    #[test]
    fn other_data_sets_in_any_parts(files in alone(prop_oneof![icews(), polecat(), acled(), ucdp(), quads()].boxed()), severity in severity(), seed in any::<u64>()) {
        compare(&files, severity, seed)?;
    }

    #[test]
    fn lists_of_numbers_in_any_parts(quads in prop::collection::vec(numbers(), 1..3), entities in list("entity2id.txt", &["Kenya", "Gaza", "A B"]), relations in list("relation2id.txt", &["Make a visit", "was attacked by"]), seed in any::<u64>()) {
        let files: Vec<Rows> = quads.into_iter().chain([entities, relations]).collect();
        compare(&files, "", seed)?;
    }

    #[test]
    fn all_kinds_of_sources_in_any_parts(files in prop::collection::vec(any_file(), 1..6), severity in severity(), seed in any::<u64>()) {
        compare(&files, severity, seed)?;
    }
}
