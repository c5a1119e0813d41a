//! The articles annotated by hand: every word stands in the text, every reference leads somewhere, and every value is legal.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use relata::extraction::sentences;
use relata::model::{Certainty, EventDate, Modality, Polarity};
use relata::ontology::{EventCodes, Ontology};
use serde_json::Value as Json;

use crate::cli::{code, out, relata, talk};
use crate::support::Sandbox;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data/gold")
}

/// Text and claims of each article.
fn articles() -> BTreeMap<String, (String, Vec<Json>)> {
    let documents = std::fs::read_to_string(folder().join("documents.csv")).unwrap();
    let names = documents.lines().skip(1).map(|line| line.split(',').next().unwrap().to_owned());
    names
        .map(|name| {
            let text = std::fs::read_to_string(folder().join(format!("texts/{name}.txt"))).unwrap();
            let claims = std::fs::read_to_string(folder().join(format!("claims/{name}.jsonl"))).unwrap();
            let claims = claims.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
            (name, (text, claims))
        })
        .collect()
}

fn word<'j>(claim: &'j Json, key: &str) -> &'j str {
    claim[key].as_str().unwrap_or_else(|| panic!("`{key}` of {claim}"))
}

#[test]
fn the_gold_is_as_large_as_it_is_said_to_be() {
    let articles = articles();
    let n_sentences: usize = articles.values().map(|(text, _)| sentences(text).len()).sum();
    assert!(n_sentences >= 300, "{n_sentences} sentences");
    let documents = std::fs::read_to_string(folder().join("documents.csv")).unwrap();
    let mut table = csv::Reader::from_reader(documents.as_bytes());
    let kinds: BTreeSet<String> = table.records().map(|row| row.unwrap()[2].to_owned()).collect();
    assert!(kinds.len() >= 8, "{kinds:?}");
    let of =
        |part: fn(&Json) -> bool| articles.values().flat_map(|(_, claims)| claims).filter(|claim| part(claim)).count();
    assert!(of(|_| true) >= 350);
    assert!(of(|claim| word(claim, "object").starts_with('#')) >= 40, "claims about claims");
    let replies = ["confirms", "denies", "declines_to_comment"];
    let answers = articles.values().flat_map(|(_, claims)| claims);
    let answers = answers.filter(|claim| replies.iter().any(|key| !claim[*key].as_array().unwrap().is_empty()));
    assert!(answers.count() >= 25, "answers");
}

#[test]
fn every_word_of_the_gold_is_where_it_is_said_to_be() {
    for (name, (text, claims)) in articles() {
        let letters: Vec<char> = text.chars().collect();
        for claim in claims {
            let parts = [("quote", ""), ("subject", "subject_"), ("object", "object_"), ("said_by", "said_by_")];
            for (key, prefix) in parts {
                let words = word(&claim, key);
                let place = [format!("{prefix}start"), format!("{prefix}end")].map(|key| claim[&key].as_u64());
                if let [Some(start), Some(end)] = place {
                    let range = usize::try_from(start).unwrap()..usize::try_from(end).unwrap();
                    assert_eq!(letters[range].iter().collect::<String>(), words, "{name}: {key} of {claim}");
                } else {
                    assert!(words.is_empty() || words.starts_with('#'), "{name}: {key} of {claim}");
                }
            }
            for key in ["place", "date_text"] {
                assert!(text.contains(word(&claim, key)), "{name}: {key} of {claim}");
            }
        }
    }
}

#[test]
fn every_value_of_the_gold_is_legal() {
    let (ontology, codes) = (Ontology::shipped(), EventCodes::shipped());
    for (name, (_, claims)) in articles() {
        let ids: BTreeSet<&str> = claims.iter().map(|claim| word(claim, "id")).collect();
        assert_eq!(ids.len(), claims.len(), "{name}: an identifier stands twice");
        for claim in &claims {
            assert_eq!((word(claim, "kind"), word(claim, "document")), ("claim", name.as_str()));
            let predicate = word(claim, "predicate");
            assert!(ontology.predicates().iter().any(|known| known.label == predicate), "{name}: `{predicate}`");
            assert!(Polarity::parse(word(claim, "polarity")).is_some(), "{claim}");
            assert!(Certainty::parse(word(claim, "certainty")).is_some(), "{claim}");
            assert!(Modality::parse(word(claim, "modality")).is_some(), "{claim}");
            let date = word(claim, "date");
            assert!(date.is_empty() || EventDate::parse(date).is_ok(), "{name}: {date}");
            for code in claim["event_codes"].as_array().unwrap() {
                assert!(codes.concept(code.as_str().unwrap()).is_some(), "{name}: {code}");
            }
            let object = word(claim, "object").strip_prefix('#');
            let replies = ["confirms", "denies", "declines_to_comment"].into_iter();
            let replies = replies.flat_map(|key| claim[key].as_array().unwrap()).map(|id| id.as_str().unwrap());
            for id in object.into_iter().chain(replies) {
                assert!(ids.contains(id) && id != word(claim, "id"), "{name}: {id} of {claim}");
            }
        }
    }
}

/// What `relata evaluate` prints as CSV, one figure a line.
fn evaluated(sandbox: &Sandbox, arguments: &[&str]) -> BTreeMap<String, String> {
    let gold = folder().join("claims");
    let mut all = vec!["evaluate", gold.to_str().unwrap()];
    all.extend(arguments);
    all.extend(["--format", "csv"]);
    let printed = out(&relata(sandbox, &all));
    let row = |line: &str| line.split_once(',').map(|(name, rest)| (name.to_owned(), rest.to_owned()));
    printed.lines().skip(1).filter_map(row).collect()
}

#[test]
fn the_gold_agrees_with_itself() {
    let sandbox = Sandbox::new(&[]);
    let gold = folder().join("claims");
    let texts = folder().join("texts");
    let figures = evaluated(&sandbox, &[gold.to_str().unwrap(), "--texts", texts.to_str().unwrap()]);
    for name in
        ["claims", "claims-recall", "dyads", "nested", "replies", "factuality", "said-by", "root-macro", "predicate"]
    {
        assert!(figures[name].starts_with("1.0000,"), "{name}: {}", figures[name]);
    }
    for name in ["false-quotes", "dangling-references"] {
        assert!(figures[name].starts_with("0.0000,"), "{name}: {}", figures[name]);
    }
}

/// Two claims about a proposal and an answer to them, as lines of JSON.
const PROPOSED: &str = r##"{"kind":"claim","document":"a","id":"g1","subject":"Norland","predicate":"attacked","object":"Vesk","modality":"proposed"}
{"kind":"claim","document":"a","id":"g2","subject":"Estmark","predicate":"proposed","object":"#g1","said_by":"two officials"}
{"kind":"claim","document":"a","id":"g3","subject":"Estmark","predicate":"proposed","object":"#g1","said_by":"Orlund","polarity":"negative","denies":["g2"]}
{"kind":"attribution","document":"a","source":"two officials","cue":"said","content":"Estmark proposed an attack"}
"##;

/// The same in other words, and something else.
const FOUND: &str = r##"{"kind":"claim","document":"a","id":"x1","subject":"Norland forces","predicate":"struck","object":"Vesk","modality":"proposed","rule":"r"}
{"kind":"claim","document":"a","id":"x2","subject":"Estmark","predicate":"proposed","object":"#x1","said_by":"the two officials","rule":"r"}
{"kind":"claim","document":"a","id":"x3","subject":"Vesk","predicate":"met","object":"Norland","rule":"r"}
{"kind":"attribution","document":"a","source":"officials","cue":"told","content":"Estmark proposed an attack"}
"##;

#[test]
fn figures_are_those_that_are_worked_out_by_hand() {
    let sandbox = Sandbox::new(&[("gold.jsonl", PROPOSED.as_bytes()), ("found.jsonl", FOUND.as_bytes())]);
    let printed = out(&relata(&sandbox, &["evaluate", "gold.jsonl", "found.jsonl", "--format", "csv"]));
    let rows: Vec<String> =
        printed.lines().skip(1).map(|line| line.split(',').take(4).collect::<Vec<_>>().join(",")).collect();
    // Two of the three claims on each side are paired. `Norland met Vesk` has its actors the other way round.
    insta::assert_snapshot!(rows.join("\n"), @"
    claims,0.6667,2,6
    claims-precision,0.6667,2,3
    claims-recall,0.6667,2,3
    predicate,0.5000,1,2
    said-by,1.0000,2,2
    dyads,1.0000,1,1
    dyads-lenient,1.0000,1,1
    direction,0.5000,1,2
    root,1.0000,1,1
    root-macro,1.0000,1,1
    polarity,1.0000,2,2
    modality,1.0000,2,2
    certainty,1.0000,2,2
    factuality,1.0000,2,2
    nested,1.0000,2,2
    replies,0.0000,0,1
    attribution-source,1.0000,1,2
    attribution-cue,0.0000,0,2
    attribution-content,1.0000,1,2
    attribution-link,1.0000,1,2
    claims-per-document,3.0000,3,1
    dangling-references,0.0000,0,3
    without-rule,0.0000,0,3
    ");
}

#[test]
fn a_broken_line_is_told_and_the_others_count() {
    let broken = format!("{{\"subject\": \"A\", \"predicate\"\n{FOUND}");
    let sandbox = Sandbox::new(&[("gold.jsonl", PROPOSED.as_bytes()), ("found.jsonl", broken.as_bytes())]);
    let output = relata(&sandbox, &["evaluate", "gold.jsonl", "found.jsonl", "--format", "csv"]);
    assert_eq!(code(&output), 1);
    assert!(talk(&output).contains("error[R109]") && talk(&output).contains("found.jsonl:1"), "{}", talk(&output));
    assert!(out(&output).contains("claims,0.6667,2,6,"), "{}", out(&output));
}

#[test]
fn gates_decide_the_exit_code() {
    let sandbox = Sandbox::new(&[("gold.jsonl", PROPOSED.as_bytes()), ("found.jsonl", FOUND.as_bytes())]);
    let run = |gate: &[&str]| relata(&sandbox, &[&["evaluate", "gold.jsonl", "found.jsonl"], gate].concat());
    assert_eq!(code(&run(&["--min", "claims=0.6", "--max", "dangling-references=0"])), 0);
    let missed = run(&["--min", "replies=0.5"]);
    assert_eq!((code(&missed), talk(&missed).trim()), (1, "replies is 0.000, below 0.5"));
    let unknown = run(&["--min", "beauty=1"]);
    assert_eq!(code(&unknown), 2);
    assert!(talk(&unknown).contains("there is no figure `beauty` here"), "{}", talk(&unknown));
    assert_eq!(code(&run(&["--min", "claims"])), 2);
}

#[test]
fn a_table_may_stand_on_either_side_and_one_document_is_one() {
    let table = b"id,subject,predicate,object,document\n1,Norland,attacked,Vesk,other\n2,Estmark,proposed,#1,other\n";
    let sandbox = Sandbox::new(&[("gold.jsonl", PROPOSED.as_bytes()), ("found.csv", table)]);
    let output = relata(&sandbox, &["evaluate", "gold.jsonl", "found.csv", "--format", "csv"]);
    assert!(talk(&output).contains("taking `other` for `a`"), "{}", talk(&output));
    assert!(out(&output).contains("claims,0.8000,2,5,"), "{}", out(&output));
    let swapped = relata(&sandbox, &["evaluate", "found.csv", "gold.jsonl", "--format", "csv"]);
    assert!(out(&swapped).contains("claims,0.8000,2,5,"), "{}", out(&swapped));
}

#[test]
fn what_cannot_be_compared_is_refused_with_a_way_out() {
    let two = "{\"document\":\"p\",\"subject\":\"A\",\"predicate\":\"met\",\"object\":\"B\"}\n{\"document\":\"q\",\"subject\":\"A\",\"predicate\":\"met\",\"object\":\"B\"}\n";
    let files: &[(&str, &[u8])] = &[
        ("gold.jsonl", PROPOSED.as_bytes()),
        ("two.jsonl", two.as_bytes()),
        ("none.jsonl", b"\n"),
        ("folder/readme.txt", b"x"),
    ];
    let sandbox = Sandbox::new(files);
    for (arguments, told) in [
        (["gold.jsonl", "two.jsonl"], "no document of the gold was extracted"),
        (["none.jsonl", "gold.jsonl"], "holds no claim to compare with"),
        (["gold.jsonl", "folder"], "holds no file of claims"),
        (["gold.jsonl", "missing.jsonl"], "cannot read `missing.jsonl`"),
    ] {
        let output = relata(&sandbox, &[&["evaluate"], &arguments[..]].concat());
        assert_eq!(code(&output), 2, "{arguments:?}");
        assert!(talk(&output).contains(told), "{}", talk(&output));
    }
}

#[test]
fn what_is_extracted_from_the_gold_stays_as_good_as_it_is() {
    let sandbox = Sandbox::new(&[]);
    let files: Vec<String> =
        articles().keys().map(|name| folder().join(format!("texts/{name}.txt")).display().to_string()).collect();
    let arguments: Vec<&str> = std::iter::once("extract").chain(files.iter().map(String::as_str)).collect();
    std::fs::write(sandbox.path().join("found.jsonl"), out(&relata(&sandbox, &arguments))).unwrap();
    let (gold, texts) = (folder().join("claims"), folder().join("texts"));
    let (gold, texts) = (gold.display().to_string(), texts.display().to_string());
    let low = ["claims=0.35", "nested=0.3", "replies=0.3", "factuality=0.6", "said-by=0.75", "direction=0.9"];
    let none = ["false-quotes=0", "dangling-references=0", "without-rule=0"];
    let gates = low.iter().flat_map(|gate| ["--min", gate]).chain(none.iter().flat_map(|gate| ["--max", gate]));
    let arguments = ["evaluate", &gold, "found.jsonl", "--texts", &texts].into_iter().chain(gates);
    let output = relata(&sandbox, &arguments.collect::<Vec<_>>());
    assert_eq!(code(&output), 0, "{}\n{}", out(&output), talk(&output));
}
