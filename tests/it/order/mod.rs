//! The order of rows and of files changes nothing but source lines, whatever kind of source they are of.
//!
//! Each case is a project of several files with few names and identifiers, so that rows contradict each other often. It
//! is compiled once as it is, and once each with its rows, its sources, and the contents of its files in another order.

mod files;
mod rows;
#[cfg(feature = "parquet")]
mod shards;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::Mutex;

use proptest::prelude::*;
use relata::compile::{Output, Part, compile};
use relata::diagnostic::Report;
use relata::project::Project;
use rust_xlsxwriter::{Workbook, Worksheet};

use crate::support::Sandbox;
use rows::{acled, claims, doccano, documents, entities, gdelt, icews, list, mentions, numbers, polecat, quads, ucdp};

/// The letter at a place of the alphabet.
fn letter(place: usize) -> char {
    ('a'..='z').nth(place).unwrap()
}

/// A file of rows.
#[derive(Debug, Clone, PartialEq)]
struct Rows {
    format: &'static str,
    ending: &'static str,
    header: String,
    lines: Vec<String>,
}

impl Rows {
    fn bytes(&self) -> Vec<u8> {
        let table = self.lines.iter().map(|row| self.header.split('\t').zip(row.split('\t')));
        match self.ending {
            "xlsx" => {
                let mut sheet = Worksheet::new();
                sheet.write_row(0, 0, self.header.split('\t')).unwrap();
                for (at, cells) in (1..).zip(table) {
                    sheet.write_row(at, 0, cells.map(|(_, cell)| cell)).unwrap();
                }
                let mut workbook = Workbook::new();
                workbook.push_worksheet(sheet);
                return workbook.save_to_buffer().unwrap();
            }
            "jsonl" if !self.header.is_empty() => {
                let line = |cells: BTreeMap<&str, &str>| serde_json::to_string(&cells).unwrap() + "\n";
                return table.map(|cells| line(cells.collect())).collect::<String>().into_bytes();
            }
            _ => {}
        }
        let lines: Vec<&str> = std::iter::once(self.header.as_str()).filter(|header| !header.is_empty()).collect();
        let lines = lines.into_iter().chain(self.lines.iter().map(String::as_str));
        lines.flat_map(|line| [line, "\n"]).collect::<String>().into_bytes()
    }
}

/// What a project says: its quads but for source lines, and its faults without places, each with how often it is found.
#[derive(Debug, PartialEq)]
struct Said {
    quads: BTreeSet<String>,
    faults: BTreeMap<String, usize>,
    counts: [u64; 5],
}

/// A message with places left out: `line 3`, `a.csv:3`, and `(cell C3 of the sheet `March`)`.
fn without_places(message: &str) -> String {
    let in_sheet = [" (cell ", " (row "]
        .iter()
        .find_map(|start| message.find(start))
        .filter(|_| message.contains(" of the sheet "));
    let message = match in_sheet.and_then(|start| Some((start, start + message[start..].find(')')? + 1))) {
        Some((start, end)) => format!("{}{}", &message[..start], &message[end..]),
        None => message.to_owned(),
    };
    let mut words: Vec<&str> = Vec::new();
    for word in message.split(' ') {
        let bare = word.trim_matches(['(', ')', ';', ',']);
        let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if is_number(bare) && words.last().is_some_and(|last| last.ends_with("line")) {
            words.pop();
            words.push("PLACE");
        } else if bare.rsplit_once(':').is_some_and(|(file, line)| file.contains('.') && is_number(line)) {
            words.push("PLACE");
        } else {
            words.push(word);
        }
    }
    words.join(" ")
}

/// Compiles files, each a source of its own, listed in this order.
fn said(files: &[Rows], listed: &[usize], severity: &str, with_files: bool) -> Said {
    compiled(&written(files, listed, severity), with_files)
}

/// A project of files, each a source of its own, listed in this order.
fn written(files: &[Rows], listed: &[usize], severity: &str) -> Sandbox {
    let name = |index: usize| {
        let Rows { format, ending, .. } = &files[index];
        if *format == "list" { (*ending).to_owned() } else { format!("{format}-{}.{ending}", letter(index)) }
    };
    let sandbox = Sandbox::new(&[]);
    let mut toml = format!("[project]\nname = \"t\"\n[severity]\nunsourced-claim = \"allow\"\n{severity}\n");
    for index in listed {
        sandbox.write(&name(*index), &files[*index].bytes());
        if files[*index].format != "list" {
            let (format, name) = (files[*index].format, name(*index));
            writeln!(toml, "[[sources]]\nformat = \"{format}\"\nfiles = [\"{name}\"]").unwrap();
        }
    }
    sandbox.write("relata.toml", toml.as_bytes());
    sandbox
}

/// Compiles a project.
fn compiled(sandbox: &Sandbox, with_files: bool) -> Said {
    let project = Project::find(sandbox.path()).unwrap();
    let mut report = Report::new(project.policy.clone());
    let quads = Mutex::new(BTreeSet::new());
    let parts = || -> Part<'_> {
        Box::new(|quad| {
            let line = quad.to_string();
            if !line.contains("ns#sourceLine>") && (with_files || !line.contains("ns#sourceFile>")) {
                quads.lock().unwrap().insert(line);
            }
        })
    };
    let mut begin_again = || {
        quads.lock().unwrap().clear();
        Ok(())
    };
    let mut output =
        Output { parts: &parts, rejects: &mut |_| Ok(()), progress: &mut |_| (), begin_again: &mut begin_again };
    let tally = compile(&project, &mut report, &mut output).unwrap();
    let mut faults = BTreeMap::new();
    // A name is noticed where it first comes up, also in a row that is left out for another fault, and its hint knows the
    // names read so far: this notice alone goes by the order of rows.
    for fault in report.diagnostics().iter().filter(|fault| fault.code.name != "unknown-entity") {
        let hint = fault.hint.as_deref().unwrap_or_default();
        *faults.entry(without_places(&format!("{}: {} → {hint}", fault.code.name, fault.message))).or_default() += 1;
    }
    let counts = [tally.n_rows, tally.n_claims, tally.n_duplicates, tally.n_rejected, tally.n_events];
    Said { quads: quads.into_inner().unwrap(), faults, counts }
}

/// Numbers that look random and come from a seed.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end.max(1)
    }

    fn shuffle<T>(&mut self, things: &mut [T]) {
        for at in (1..things.len()).rev() {
            things.swap(at, self.below(at + 1));
        }
    }
}

/// What is different between two projects, short enough to read.
fn difference(before: &Said, after: &Said) -> String {
    let mut lines: Vec<String> = before.quads.difference(&after.quads).map(|line| format!("- {line}")).collect();
    lines.extend(after.quads.difference(&before.quads).map(|line| format!("+ {line}")));
    let odd = |(fault, n): (&String, &usize), of: &Said, sign: char| {
        (of.faults.get(fault) != Some(n)).then(|| format!("{sign} {n} × {fault}"))
    };
    lines.extend(before.faults.iter().filter_map(|fault| odd(fault, after, '-')));
    lines.extend(after.faults.iter().filter_map(|fault| odd(fault, before, '+')));
    lines.push(format!("{:?} {:?}", before.counts, after.counts));
    lines.join("\n")
}

/// True when rows may stand in either file: an annotation has its identifier from the name of its file.
fn are_alike(one: &Rows, other: &Rows) -> bool {
    let form = |rows: &Rows| (rows.format, rows.ending, rows.header.clone());
    form(one) == form(other) && (one.format != "doccano" || one == other)
}

fn compare(files: &[Rows], severity: &str, seed: u64) -> Result<(), TestCaseError> {
    let mut numbers = Numbers(seed);
    let listed: Vec<usize> = (0..files.len()).collect();
    let first = said(files, &listed, severity, true);
    let check = |what: &str, first: &Said, other: &Said, files: &[Rows]| {
        prop_assert!(first == other, "{what}\n{}\n{files:#?}", difference(first, other));
        Ok(())
    };
    let mut shuffled = files.to_vec();
    for file in &mut shuffled {
        numbers.shuffle(&mut file.lines);
    }
    check("rows", &first, &said(&shuffled, &listed, severity, true), &shuffled)?;
    let mut other = listed.clone();
    numbers.shuffle(&mut other);
    check("sources", &first, &said(files, &other, severity, true), files)?;
    // Rows of one form change from file to file.
    let mut dealt = files.to_vec();
    for at in 0..dealt.len() {
        let alike: Vec<usize> = (0..files.len()).filter(|index| are_alike(&files[*index], &files[at])).collect();
        for row in files[at].lines.clone() {
            let from = dealt.iter().position(|file| are_alike(file, &files[at]) && file.lines.contains(&row));
            if let Some(from) = from {
                let place = dealt[from].lines.iter().position(|known| *known == row).unwrap();
                dealt[from].lines.remove(place);
                let to = alike[numbers.below(alike.len())];
                dealt[to].lines.insert(0, row);
            }
        }
    }
    // An empty file is a fault of its own.
    if dealt.iter().all(|file| !file.lines.is_empty()) {
        let first = said(files, &listed, severity, false);
        check("files", &first, &said(&dealt, &listed, severity, false), &dealt)?;
    }
    Ok(())
}

fn severity() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "",
        "",
        "",
        "duplicate-row = \"reject\"",
        "inverse-predicate = \"reject\"\niri-collision = \"reject\"",
        "unknown-entity = \"reject\"",
        "ambiguous-alias = \"warn\"",
        "other-text = \"reject\"\nunfit-type = \"reject\"",
        "computed-date = \"reject\"\nbad-date = \"warn\"",
    ])
}

fn any_file() -> impl Strategy<Value = Rows> {
    prop_oneof![
        3 => claims("csv"),
        1 => claims("tsv"),
        2 => entities(),
        2 => documents(),
        2 => gdelt(),
        1 => mentions(),
        1 => icews(),
        1 => polecat(),
        1 => acled(),
        1 => ucdp(),
        1 => quads(),
        1 => numbers(),
        2 => doccano(),
    ]
}

fn cases(few: u32) -> ProptestConfig {
    ProptestConfig { max_shrink_iters: 400, ..crate::support::draws(few) }
}

/// Two files of a format, and sometimes tables beside them.
fn alone(format: BoxedStrategy<Rows>) -> impl Strategy<Value = Vec<Rows>> {
    (prop::collection::vec(format, 1..3), prop::option::of(entities()), prop::option::of(documents()))
        .prop_map(|(files, entities, documents)| files.into_iter().chain(entities).chain(documents).collect())
}

proptest! {
    #![proptest_config(cases(12))]

    #[test]
    fn of_claims(files in alone(claims("csv")), severity in severity(), seed in any::<u64>()) {
        compare(&files, severity, seed)?;
    }

    #[test]
    fn of_gdelt(files in prop::collection::vec(prop_oneof![2 => gdelt(), 1 => mentions()], 1..4), severity in severity(), seed in any::<u64>()) {
        compare(&files, severity, seed)?;
    }

    #[test]
    fn of_annotations(files in alone(doccano()), severity in severity(), seed in any::<u64>()) {
        compare(&files, severity, seed)?;
    }

    #[test]
    fn of_all_kinds_of_sources(files in prop::collection::vec(any_file(), 1..6), severity in severity(), seed in any::<u64>()) {
        compare(&files, severity, seed)?;
    }
}

proptest! {
    #![proptest_config(cases(6))]

    #[test]
    fn of_other_data_sets(files in alone(prop_oneof![icews(), polecat(), acled(), ucdp(), quads()].boxed()), severity in severity(), seed in any::<u64>()) {
        compare(&files, severity, seed)?;
    }

    #[test]
    fn of_claims_in_other_files(files in alone(prop_oneof![claims("tsv"), claims("jsonl"), claims("xlsx")].boxed()), severity in severity(), seed in any::<u64>()) {
        compare(&files, severity, seed)?;
    }

    #[test]
    fn of_lists_of_numbers(quads in prop::collection::vec(numbers(), 1..3), entities in list("entity2id.txt", &["Kenya", "Gaza", "A B"]), relations in list("relation2id.txt", &["Make a visit", "was attacked by"]), seed in any::<u64>()) {
        let files: Vec<Rows> = quads.into_iter().chain([entities, relations]).collect();
        compare(&files, "", seed)?;
    }
}
