//! What the page decides: reviews, judgements and adjudications, as rows of the tables that the terminal writes.

use std::fs;

use insta::assert_snapshot;
use relata::serve::{Access, Token, axum};
use serde_json::{Value, json};

use axum::http::{Request, StatusCode};

use crate::serve::{Reply, Serving, encoded};

const PROJECT: (&str, &[u8]) = ("relata.toml", b"[project]\nname = \"war\"\n");
const TEXT: &str = "Norland rejected a proposal of Estmark.\n";
const DRAFTS: &str = "id,subject,predicate,object,document,said_by,polarity,quote,start,end,subject_start,subject_end,confidence,annotator\n\
    x1,Estmark,proposed,,t,,positive,a proposal of Estmark,17,38,31,38,0.4,relata-rules-1\n\
    x2,Norland,rejected,#x1,t,,positive,Norland rejected a proposal of Estmark,0,38,0,7,0.9,relata-rules-1\n\
    x3,Norland,met,Estmark,t,,positive,Norland,0,7,0,7,,relata-rules-1\n";
/// Three claims of two coders about two things.
const CODED: &str = "id,document,subject,predicate,object,polarity,quote,annotator,My note\n\
    a1,t,Norland,attacked,Vesk,positive,Norland attacked Vesk,ada,\"keep, me\"\n\
    b1,t,Norland,attacked,Vesk,negative,Norland attacked Vesk,ben,\n\
    b2,t,Orlund,met,Vesk,positive,Orlund met Vesk,ben,\n";

struct Deciding {
    serving: Serving,
    token: Token,
}

impl Deciding {
    fn of(files: &[(&str, &str)]) -> Deciding {
        let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
        let (serving, token) = Serving::writing_to(&[&[PROJECT], files.as_slice()].concat(), Access::default());
        Deciding { serving, token }
    }

    fn ask(&self, path: &str) -> Value {
        serde_json::from_str(&self.serving.get(path, "application/json").body).unwrap()
    }

    fn send(&self, method: &str, path: &str, body: &Value) -> Reply {
        let request = Request::builder().method(method).uri(path).header("relata-token", self.token.text());
        self.serving.ask(request.header("content-type", "application/json"), body.to_string())
    }

    /// What came of a change, which has to be made.
    fn done(&self, method: &str, path: &str, body: &Value) -> Value {
        let reply = self.send(method, path, body);
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.body);
        serde_json::from_str(&reply.body).unwrap()
    }

    fn seen(&self, id: &str) -> String {
        let told = self.ask("/api/review?all=true");
        let claim = told["claims"].as_array().unwrap().iter().find(|claim| claim["id"] == *id).unwrap().clone();
        claim["seen"].as_str().unwrap().to_owned()
    }

    /// A table without the days, which are those of the test.
    fn table(&self, name: &str) -> String {
        let text = fs::read_to_string(self.serving.sandbox.path().join(name)).unwrap_or_default();
        let is_day = |cell: &&str| cell.len() == 10 && cell.matches('-').count() == 2 && cell.starts_with("20");
        let days: Vec<&str> = text.split([',', '\n']).filter(is_day).collect();
        days.iter().fold(text.clone(), |text, day| text.replace(day, "TODAY"))
    }
}

fn ids(told: &Value) -> Vec<String> {
    told["claims"].as_array().unwrap().iter().map(|claim| claim["id"].as_str().unwrap().to_owned()).collect()
}

fn reviewing() -> Deciding {
    Deciding::of(&[("claims-extracted.csv", DRAFTS), ("t.txt", TEXT)])
}

#[test]
fn what_waits_comes_by_document_or_by_confidence() {
    let deciding = reviewing();
    assert_eq!(ids(&deciding.ask("/api/review")), ["x1", "x2", "x3"]);
    assert_eq!(ids(&deciding.ask("/api/review?by=confidence")), ["x1", "x2", "x3"]);
    assert_eq!(ids(&deciding.ask("/api/review?by=confidence&from=0.5")), ["x2"]);
    let told = deciding.ask("/api/review?to=0.5");
    assert_eq!((ids(&told), &told["n_left"], &told["n_asked"]), (vec!["x1".to_owned()], &json!(3), &json!(1)));
    assert_eq!(deciding.ask("/api/review/text?document=t")["text"], TEXT);
    let wrong = deciding.serving.get("/api/review?by=luck", "*/*");
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
}

#[test]
fn one_request_is_one_decision_in_the_tables_of_the_terminal() {
    let deciding = reviewing();
    let inner = json!([{ "id": "x1", "seen": deciding.seen("x1") }]);
    let body = json!({ "id": "x2", "seen": deciding.seen("x2"), "verdict": "accepted", "with": inner, "who": "eve" });
    let done = deciding.done("POST", "/api/review", &body);
    assert_eq!(done["n_left"], 1);
    let body = json!({ "id": "x3", "seen": deciding.seen("x3"), "verdict": "rejected", "who": "eve" });
    let rejected = deciding.done("POST", "/api/review", &body);
    assert_snapshot!(deciding.table("reviews.csv"), @r"
    claim,verdict,who,when,note
    x1,accepted,eve,TODAY,
    x2,accepted,eve,TODAY,
    x3,rejected,eve,TODAY,
    ");
    assert_eq!(deciding.table("claims.csv").lines().count(), 3, "two rows are taken over");
    deciding.done("DELETE", "/api/review", &json!({ "undo": rejected["undo"] }));
    assert!(!deciding.table("reviews.csv").contains("x3"));
    let again = deciding.send("DELETE", "/api/review", &json!({ "undo": rejected["undo"] }));
    assert_eq!(again.status, StatusCode::CONFLICT, "it is taken back once");
    assert_eq!(ids(&deciding.ask("/api/review")), ["x3"], "who comes back goes on where it ended");
}

#[test]
fn what_is_written_has_to_be_a_claim_and_moves_its_place() {
    let deciding = reviewing();
    let seen = deciding.seen("x3");
    let edit = |cells: Value| json!({ "id": "x3", "seen": seen, "verdict": "edited", "cells": cells });
    let unfit =
        deciding.send("POST", "/api/review", &edit(json!({ "predicate": "", "date": "soon", "object": "#x9" })));
    assert_eq!(unfit.status, StatusCode::UNPROCESSABLE_ENTITY);
    let fields: Value = serde_json::from_str(&unfit.body).unwrap();
    assert_eq!(fields["findings"].as_array().unwrap().len(), 3, "{fields}");
    assert_eq!(deciding.send("POST", "/api/review", &edit(json!({ "id": "x4" }))).status, StatusCode::BAD_REQUEST);
    assert_eq!(deciding.table("reviews.csv"), "");
    deciding.done("POST", "/api/review", &edit(json!({ "subject": "Estmark" })));
    let row = deciding.table("claims.csv").lines().last().unwrap().to_owned();
    assert!(row.starts_with("x3,Estmark,met,Estmark") && row.contains(",31,38"), "{row}");
}

#[test]
fn a_decision_made_meanwhile_is_seen_and_stays() {
    let deciding = reviewing();
    let seen = deciding.seen("x3");
    let path = deciding.serving.sandbox.path().join("reviews.csv");
    fs::write(&path, "claim,verdict,who,when,note\nx3,accepted,ada,2026-01-02,\n").unwrap();
    deciding.serving.site.refresh();
    let late = deciding.send("POST", "/api/review", &json!({ "id": "x3", "seen": seen, "verdict": "rejected" }));
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.body.contains("`x3` is accepted by now"), "{}", late.body);
    assert!(!deciding.table("reviews.csv").contains("rejected"));
    fs::write(path.with_file_name(".~lock.reviews.csv#"), "").unwrap();
    let body = json!({ "id": "x1", "seen": deciding.seen("x1"), "verdict": "rejected" });
    let open = deciding.send("POST", "/api/review", &body);
    assert!(open.status == StatusCode::CONFLICT && open.body.contains("open in a spreadsheet"), "{}", open.body);
}

#[test]
fn names_are_judged_once() {
    let deciding = Deciding::of(&[("claims.csv", "subject,predicate,object\nDonald Trump,met,Vesk\nTrump,met,Olm\n")]);
    let pair =
        |judgement: &str| json!({ "left": "Trump", "right": "Donald Trump", "judgement": judgement, "who": "eve" });
    deciding.done("POST", "/api/judgements", &pair("same"));
    assert_snapshot!(deciding.table("judgements.csv"), @r"
    left,right,judgement,who,when,why
    Trump,Donald Trump,same,eve,TODAY,
    ");
    let other = deciding.send("POST", "/api/judgements", &pair("different"));
    assert!(other.status == StatusCode::CONFLICT && other.body.contains("judged `same` by now"), "{}", other.body);
    deciding.done("DELETE", "/api/judgements", &json!({ "left": "Donald Trump", "right": "Trump" }));
    assert_eq!(deciding.table("judgements.csv").lines().count(), 1);
}

/// The first unit in which coders differ, and what has to be said to decide about it.
fn standing(told: &Value, stand: &[bool]) -> Value {
    let claims = told["units"][0]["claims"].as_array().unwrap().iter().zip(stand);
    claims.map(|(claim, stands)| json!({ "id": claim["id"], "seen": claim["seen"], "stands": stands })).collect()
}

#[test]
fn coders_stay_as_they_are_when_somebody_decides_between_them() {
    let deciding = Deciding::of(&[("claims.csv", CODED)]);
    let before = deciding.ask("/api/agreement");
    let fields: Vec<&str> =
        before["units"][0]["fields"].as_array().unwrap().iter().map(|one| one["field"].as_str().unwrap()).collect();
    assert_eq!(fields, ["polarity"]);
    let body = json!({ "claims": standing(&before, &[true, false]), "who": "eve" });
    let done = deciding.done("POST", "/api/adjudication", &body);
    assert_snapshot!(deciding.table("reviews.csv"), @r"
    claim,verdict,who,when,note
    a1,accepted,eve,TODAY,
    b1,rejected,eve,TODAY,
    ");
    assert_eq!(deciding.table("claims.csv"), CODED, "rows of coders are not touched");
    deciding.serving.site.refresh();
    let after = deciding.ask("/api/agreement");
    assert_eq!(after["figures"], before["figures"]);
    assert_eq!(after["units"][0]["claims"][1]["verdict"], "rejected");
    let name = encoded("Norland");
    let found = deciding.ask(&format!("/api/search?q={name}"));
    assert!(found.to_string().contains("Norland"), "{found}");
    deciding.done("DELETE", "/api/review", &json!({ "undo": done["undo"] }));
    let unsigned = json!({ "claims": standing(&before, &[false, false]), "written": { "polarity": "underspecified" } });
    assert_eq!(deciding.send("POST", "/api/adjudication", &unsigned).status, StatusCode::BAD_REQUEST);
    let written = json!({ "claims": standing(&before, &[false, false]), "written": { "polarity": "underspecified" }, "who": "eve" });
    deciding.done("POST", "/api/adjudication", &written);
    let table = deciding.table("claims.csv");
    assert!(table.starts_with(CODED), "{table}");
    let row = table.lines().last().unwrap();
    assert!(row.contains("underspecified") && row.contains(",eve,"), "{row}");
    deciding.serving.site.refresh();
    let third = deciding.ask("/api/agreement");
    assert_eq!(third["figures"], before["figures"], "who decides is no coder");
    assert_eq!(third["coders"].as_array().unwrap().len(), 2);
}
