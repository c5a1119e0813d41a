//! What a stranger may send: the fuzzer's targets, on seeds, on changed seeds and on what once broke a promise.

mod targets;

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use targets::{TARGETS, Target};

/// The files of a target in a folder beside this one.
fn files(kind: &str, target: &Target) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/hostile").join(kind).join(target.name);
    let entries = fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = entries
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(path).unwrap()))
        .collect();
    files.sort();
    files
}

/// A change of some bytes.
#[derive(Debug, Clone)]
enum Change {
    Flip(prop::sample::Index, u8),
    Cut(prop::sample::Index),
    Repeat(prop::sample::Index, prop::sample::Index, u8),
    Put(prop::sample::Index, &'static [u8]),
}

/// What readers stumble over.
const STUMBLING: &[&[u8]] = &[
    b"\0",
    b"\"",
    b"\n",
    b"\r\n",
    b",",
    b"\t",
    b";",
    b"#",
    b"\xFF",
    b"\xEF\xBB\xBF",
    b"\x1B[2J",
    b"{",
    b"[",
    b"(",
    b"<<(",
    b"&a;",
    b"-1",
    b"99999999999999999999",
    b"<javascript:x>",
    b"=1+1",
    b"../",
    "\u{202E}".as_bytes(),
    "e\u{301}".as_bytes(),
];

fn change() -> impl Strategy<Value = Change> {
    let place = any::<prop::sample::Index>;
    prop_oneof![
        4 => (place(), any::<u8>()).prop_map(|(at, mask)| Change::Flip(at, mask)),
        1 => place().prop_map(Change::Cut),
        2 => (place(), place(), 1..20u8).prop_map(|(from, to, n)| Change::Repeat(from, to, n)),
        4 => (place(), prop::sample::select(STUMBLING)).prop_map(|(at, bytes)| Change::Put(at, bytes)),
    ]
}

fn changed(mut bytes: Vec<u8>, changes: &[Change]) -> Vec<u8> {
    for change in changes {
        if bytes.is_empty() {
            break;
        }
        let at = |place: &prop::sample::Index| place.index(bytes.len());
        match change {
            Change::Flip(place, mask) => {
                let at = at(place);
                bytes[at] ^= mask;
            }
            Change::Cut(place) => bytes.truncate(at(place)),
            Change::Repeat(a, b, n) => {
                let (from, to) = (at(a).min(at(b)), at(a).max(at(b)));
                let part = bytes[from..to.min(from + 200)].repeat(usize::from(*n));
                bytes.splice(from..from, part);
            }
            Change::Put(place, put) => {
                let at = at(place);
                bytes.splice(at..at, put.iter().copied());
            }
        }
        bytes.truncate(1 << 16);
    }
    bytes
}

fn hold(target: &Target) {
    let seeds = files("seeds", target);
    assert!(!seeds.is_empty(), "{} has no seeds", target.name);
    for (_, bytes) in seeds.iter().chain(&files("crashes", target)) {
        (target.run)(bytes);
    }
    let seeds: Vec<Vec<u8>> = seeds.into_iter().map(|(_, bytes)| bytes).collect();
    let cases = (prop::sample::select(seeds), prop::collection::vec(change(), 0..6));
    let mut runner = TestRunner::new(ProptestConfig { failure_persistence: None, ..crate::support::draws(48) });
    let held = runner.run(&cases, |(seed, changes)| {
        let bytes = changed(seed, &changes);
        (target.run)(&bytes);
        Ok(())
    });
    if let Err(error) = held {
        panic!("{}: {error}", target.name);
    }
}

macro_rules! promises_hold {
    ($($name:ident)*) => {
        $(#[test]
        fn $name() {
            hold(TARGETS.iter().find(|target| target.name == stringify!($name)).unwrap());
        })*

        #[test]
        fn every_target_is_tried() {
            let tried = [$(stringify!($name)),*];
            assert!(TARGETS.iter().map(|target| target.name).eq(tried));
        }
    };
}

promises_hold! { table json workbook rdf annotation events project graph sparql construct csvw date shapes text article }
