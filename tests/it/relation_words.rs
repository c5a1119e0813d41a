//! Are the words known that data sets of events and sentences of newspapers use for what one does to another?
//!
//! `tests/data/words/relation_words.tsv` has the commonest 1,000 words of sentences, with counts. Each is a form of a predicate,
//! stands in the list of words with a reason (`ontology/words.csv`), or is no word for a relation, which its third column says.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;
use std::path::{Path, PathBuf};

use relata::ontology::{Meaning, Ontology, is_irregular_past, is_listed, word_forms};

const WORDS: &str = include_str!("../data/words/relation_words.tsv");
const OTHER_WORDS: &str = include_str!("../data/words/other_words.txt");
/// How many words the table has.
const MOST: usize = 1000;

/// A row of the table: word, count, and why it is no word for a relation.
fn rows() -> Vec<(&'static str, u32, &'static str)> {
    let rows = WORDS.lines().filter(|line| !line.starts_with('#')).map(|line| {
        let mut cells = line.split('\t');
        let mut cell = || cells.next().unwrap_or_default();
        (cell(), cell().parse().unwrap(), cell())
    });
    rows.collect()
}

/// What becomes of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fate {
    Known,
    Listed,
    NoRelation,
    Unknown,
}

fn fate(word: &str, why: &str) -> Fate {
    match Ontology::shipped().resolve(word) {
        Some(_) => Fate::Known,
        None if is_listed(word) => Fate::Listed,
        None if !why.is_empty() => Fate::NoRelation,
        None => Fate::Unknown,
    }
}

#[test]
fn every_common_relation_word_is_known_or_left_for_a_reason() {
    let mut words: BTreeMap<Fate, Vec<&str>> = BTreeMap::new();
    for (word, _, why) in rows() {
        words.entry(fate(word, why)).or_default().push(word);
        assert!(why.is_empty() || fate(word, why) == Fate::NoRelation, "`{word}` needs no reason: {why}");
    }
    assert_eq!(words.get(&Fate::Unknown), None, "add a predicate or a name of one, or a row of `ontology/words.csv`");
    let counts: Vec<String> = words.iter().map(|(fate, words)| format!("{fate:?}: {}", words.len())).collect();
    insta::assert_snapshot!(counts.join("\n"), @"
    Known: 558
    Listed: 380
    NoRelation: 62
    ");
}

#[test]
fn a_word_that_is_known_is_known_in_every_form() {
    let is_known = |form: &String| Ontology::shipped().resolve(form).is_some();
    // The base is the shortest form that is known, where it ends in nothing that a form may end in.
    let is_base = |form: &String| {
        !["ed", "ing", "s"].iter().any(|ending| form.ends_with(ending)) && !is_irregular_past(form) && is_known(form)
    };
    let base =
        |word: &str| std::iter::once(word.to_owned()).chain(word_forms(word)).filter(is_base).min_by_key(String::len);
    let bases: BTreeSet<String> = rows().iter().filter_map(|(word, ..)| base(word)).collect();
    let unknown: BTreeSet<String> =
        bases.iter().flat_map(|base| word_forms(base)).filter(|form| !is_known(form) && !is_listed(form)).collect();
    assert!(bases.len() > 200, "{}", bases.len());
    insta::assert_snapshot!(unknown.into_iter().collect::<Vec<_>>().join(" "), @"");
}

/// Each name of a predicate, with what it means.
fn names() -> Vec<(String, Meaning<'static>)> {
    let ontology = Ontology::shipped();
    let names = ontology.names().filter_map(|name| Some((name.to_owned(), ontology.resolve(name)?)));
    names.filter(|(name, _)| !name.contains([',', '/', '('])).collect()
}

#[test]
fn no_two_predicates_share_a_form() {
    let mut shared: BTreeSet<String> = BTreeSet::new();
    for (name, meaning) in names() {
        let (first, rest) =
            name.split_once(' ').map_or((name.as_str(), String::new()), |(first, rest)| (first, format!(" {rest}")));
        for form in word_forms(first) {
            let form = format!("{form}{rest}");
            // What is in neither is left alone, because two lead there.
            if let Some(other) = Ontology::shipped().resolve(&form).filter(|other| *other != meaning) {
                shared.insert(format!("{form}: {} and not {} (by `{name}`)", told(other), told(meaning)));
            }
        }
    }
    // `related to` is said of kin and `relates to` of a subject: both are names by themselves.
    insta::assert_snapshot!(shared.into_iter().collect::<Vec<_>>().join("\n"), @"
    related to: relative of and not about (by `relates to`)
    relates to: about and not relative of (by `related to`)
    ");
}

fn told(meaning: Meaning<'_>) -> String {
    match meaning {
        Meaning::Direct(predicate) => predicate.label.clone(),
        Meaning::Inverse(predicate) => format!("{} (turned)", predicate.label),
    }
}

#[test]
fn words_that_are_no_relation_become_none_by_rule() {
    let words: Vec<&str> =
        OTHER_WORDS.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace).collect();
    assert!(words.len() >= 200, "{}", words.len());
    let taken: Vec<String> = words
        .into_iter()
        .filter_map(|word| Some(format!("{word}: {}", told(Ontology::shipped().resolve(word)?))))
        .collect();
    assert!(taken.is_empty(), "{taken:#?}");
}

/// The words of the sentences in the folder that `RELATA_SENTENCES` names, counted again.
#[test]
fn the_table_has_the_words_of_the_sentences() {
    let Some(folder) = std::env::var_os("RELATA_SENTENCES").map(PathBuf::from) else {
        eprintln!("skipped: `RELATA_SENTENCES` names no folder with `PLV_train.tsv`");
        return;
    };
    let counted = counted(&std::fs::read_to_string(folder.join("PLV_train.tsv")).unwrap());
    let found: Vec<(String, u32)> = counted.into_iter().take(MOST).collect();
    let reasons: BTreeMap<&str, &str> = rows().into_iter().map(|(word, _, why)| (word, why)).collect();
    let table: Vec<(String, u32)> = rows().into_iter().map(|(word, n, _)| (word.to_owned(), n)).collect();
    if table != found {
        let line = |(word, n): &(String, u32)| {
            format!("{word}\t{n}\t{}", reasons.get(word.as_str()).unwrap_or(&"")).trim_end().to_owned()
        };
        let lines: Vec<String> = found.iter().map(line).collect();
        std::fs::write(std::env::temp_dir().join("relation_words.tsv"), lines.join("\n")).unwrap();
    }
    assert_eq!(table.len(), found.len());
    assert!(table == found, "the words counted now are in `relation_words.tsv` in the folder for temporary files");
}

/// Words that are forms of verbs, the commonest first: those with the ending of a past or gerund, pasts that no rule gives, and
/// other forms of a verb of which there is a past.
fn counted(table: &str) -> Vec<(String, u32)> {
    let mut sentences: BTreeMap<&str, &str> = BTreeMap::new();
    for line in table.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        sentences.insert(cells[1], cells[2]);
    }
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    for word in sentences.values().flat_map(|text| text.split(|c: char| !c.is_ascii_alphabetic())) {
        *counts.entry(word.to_lowercase()).or_default() += 1;
    }
    let ends = |word: &str| word.len() > 4 && (word.ends_with("ed") || word.ends_with("ing"));
    let is_past = |word: &str| (word.len() > 4 && word.ends_with("ed")) || is_irregular_past(word);
    let pasts: BTreeSet<&str> = counts.keys().map(String::as_str).filter(|word| is_past(word)).collect();
    let is_verb = |word: &str| {
        ends(word) || pasts.contains(word) || word_forms(word).iter().any(|form| pasts.contains(form.as_str()))
    };
    let mut verbs: Vec<(String, u32)> =
        counts.iter().filter(|(word, _)| word.len() > 1 && is_verb(word)).map(|(word, n)| (word.clone(), *n)).collect();
    verbs.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    verbs
}

/// The names and codes of events in the data sets that `RELATA_EVENT_DATA` names: all of them mean a predicate.
#[test]
fn every_name_and_code_of_the_data_sets_of_events_means_a_predicate() {
    let Some(folder) = std::env::var_os("RELATA_EVENT_DATA").map(PathBuf::from) else {
        eprintln!("skipped: `RELATA_EVENT_DATA` names no folder with data sets of events");
        return;
    };
    let mut words: BTreeMap<String, u32> = BTreeMap::new();
    for (file, column, prefix) in [
        ("icews/events.2018.sample.tab", 5, ""),
        ("icews/events.2018.sample.tab", 6, "cameo:"),
        ("gdelt1/events_sample_57_58col.tsv", 26, "cameo:"),
        ("gdelt2/20151027220000.export.CSV", 26, "cameo:"),
        ("gdelt2/20191024143000.export.CSV", 26, "cameo:"),
        ("ucdp/GEDEvent_v23_1.sample1000.csv", 5, "ucdp:"),
        ("tkg/icews14.tsv.gz", 1, ""),
        ("tkg/icews18.tsv.gz", 1, ""),
    ] {
        let text = text_of(&folder.join(file));
        let delimiter = if prefix == "ucdp:" { ',' } else { '\t' };
        let cells = text.lines().filter_map(|line| line.split(delimiter).nth(column));
        for cell in cells.filter(|cell| prefix.is_empty() || cell.bytes().all(|byte| byte.is_ascii_digit())) {
            *words.entry(format!("{prefix}{cell}")).or_default() += 1;
        }
    }
    words.remove("Event Text");
    let n_rows: u32 = words.values().sum();
    let unknown: Vec<&String> = words.keys().filter(|word| Ontology::shipped().resolve(word).is_none()).collect();
    eprintln!("{} names and codes in {n_rows} rows, {} unknown", words.len(), unknown.len());
    assert!(words.len() > 300 && unknown.is_empty(), "{unknown:#?}");
}

fn text_of(path: &Path) -> String {
    let mut bytes = std::fs::read(path).unwrap();
    if path.extension().is_some_and(|ending| ending == "gz") {
        let mut unpacked = Vec::new();
        flate2::read::GzDecoder::new(bytes.as_slice()).read_to_end(&mut unpacked).unwrap();
        bytes = unpacked;
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
