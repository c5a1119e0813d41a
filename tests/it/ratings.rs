//! Reliability of sources and credibility of claims.

use proptest::prelude::*;
use relata::model::{Credibility, Grade, Rating, Reliability};

use crate::cli::{code, out, relata, talk};
use crate::support::Sandbox;

const CLAIMS: &str = "id,subject,predicate,object,said_by,document,credibility\n\
    c1,Iran,attacked,Israel,Alice,paper,2\n\
    c2,Iran,met,Oman,Bob,,\n\
    c3,Iran,met,Egypt,Carol,,1\n\
    c4,Iran,met,Qatar,,leaflet,0.7\n";
const ENTITIES: &str = "label,type,reliability\nAlice,person,a\nBob,person,0.5\nPaper,organization,B\nLeaflet,organization,E\n\
    Iran,state,\nIsrael,state,\nOman,state,\nEgypt,state,\nQatar,state,\nCarol,person,\n";
const DOCUMENTS: &str = "id,publisher\npaper,Paper\nleaflet,Leaflet\n";

fn sandbox(settings: &str) -> Sandbox {
    let settings = format!("[project]\nname = \"rated\"\n{settings}");
    Sandbox::new(&[
        ("claims.csv", CLAIMS.as_bytes()),
        ("entities.csv", ENTITIES.as_bytes()),
        ("documents.csv", DOCUMENTS.as_bytes()),
        ("relata.toml", settings.as_bytes()),
    ])
}

/// The objects of the plain triples that the project takes as fact.
fn accepted(settings: &str) -> String {
    let query = "SELECT ?o { kg:Iran ?p ?object . ?p a ra:Predicate . ?object rdfs:label ?o } ORDER BY ?o";
    let query = query.replace("?p a ra:Predicate", "FILTER(STRSTARTS(STR(?p), STR(rel:)))");
    out(&relata(&sandbox(settings), &["query", &query, "-f", "csv"]))
        .lines()
        .skip(1)
        .map(str::trim)
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn the_policy_asks_for_grades_and_a_missing_one_is_not_enough() {
    assert_eq!(accepted(""), "Egypt Israel Oman Qatar");
    assert_eq!(accepted("[accept]\nreliability = \"B\"\n"), "Israel");
    assert_eq!(accepted("[accept]\nreliability = \"C\"\n"), "Israel Oman");
    assert_eq!(accepted("[accept]\ncredibility = 2\n"), "Egypt Israel Qatar");
    assert_eq!(accepted("[accept]\nreliability = \"E\"\ncredibility = \"1\"\n"), "");
}

#[test]
fn a_grade_that_is_none_is_a_fault_of_the_settings_and_of_the_cell() {
    let output = relata(&sandbox("[accept]\nreliability = \"G\"\n"), &["check"]);
    assert_eq!(code(&output), 2);
    assert!(talk(&output).contains("`G` is no reliability"), "{}", talk(&output));
    let claims = CLAIMS.replace("Alice,paper,2", "Alice,paper,7");
    let output = relata(&Sandbox::new(&[("claims.csv", claims.as_bytes())]), &["check"]);
    assert!(out(&output).contains("`7` is no credibility"), "{}", out(&output));
}

#[test]
fn filters_leave_claims_of_lesser_sources_out() {
    let edges = |flags: &[&str]| {
        let output = relata(&sandbox(""), &[&["export", "jgf"], flags].concat());
        out(&output).matches("\"relation\"").count()
    };
    assert_eq!((edges(&[]), edges(&["--min-reliability", "C"]), edges(&["--min-reliability", "B"])), (4, 2, 1));
    assert_eq!(edges(&["--min-credibility", "2"]), 3);
    assert_eq!(edges(&["--min-credibility", "2", "--min-reliability", "E"]), 2);
}

#[test]
fn pictures_show_the_best_rating_and_explain_it() {
    let dot = out(&relata(&sandbox(""), &["export", "dot"]));
    for sign in ["B2", "C-", "-1", "E2"] {
        assert!(dot.contains(&format!("\\n{sign}\"")), "{sign} {dot}");
    }
    assert!(dot.contains("reliability of the best source"));
    let svg = out(&relata(&sandbox(""), &["export", "svg"]));
    assert!(svg.contains("reliability of the best source") && svg.contains("B2"));
}

#[test]
fn grades_come_back_from_tables_as_they_were_written() {
    let sandbox = sandbox("");
    assert_eq!(code(&relata(&sandbox, &["export", "claims", "-o", "../rated-tables"])), 0);
    let tables = sandbox.path().parent().unwrap().join("rated-tables");
    let text = |name: &str| std::fs::read_to_string(tables.join(name)).unwrap();
    assert!(text("claims.csv").contains("0.7") && text("claims.csv").contains("credibility"));
    assert!(text("entities.csv").contains("0.5") && text("entities.csv").contains("reliability"));
}

proptest! {
    #![proptest_config(crate::support::draws(64))]

    #[test]
    fn a_better_number_is_never_a_worse_grade(a in 0..=100_u32, b in 0..=100_u32) {
        let grade = |n: u32| Credibility::of_cell(&format!("{:.2}", f64::from(n) / 100.0)).unwrap();
        prop_assert!(a < b || grade(a) <= grade(b));
        prop_assert!(grade(a) < Credibility::Unjudged, "a number is a judgement");
    }

    #[test]
    fn an_outlet_adds_nothing_to_the_worth_of_a_speaker(
        speakers in proptest::collection::vec(proptest::sample::select(Reliability::ALL.to_vec()), 1..4),
        outlet in proptest::sample::select(Reliability::ALL.to_vec()),
    ) {
        let alone = Rating::new(speakers.clone(), None, None).reliability.unwrap();
        prop_assert_eq!(alone, speakers.iter().copied().min().unwrap());
        let passed_on = Rating::new(speakers, Some(outlet), None).reliability.unwrap();
        prop_assert!(passed_on >= alone && passed_on >= outlet);
    }
}
