//! What may be changed over the network, by whom, and what a table looks like afterwards.

use insta::assert_snapshot;
use relata::evaluation::Limits;
use relata::serve::{Access, Token, axum};
use serde_json::{Value, json};

use axum::http::{Request, header};

use crate::serve::{Reply, Serving, encoded};

const PROJECT: (&str, &[u8]) = ("relata.toml", b"[project]\nname = \"war\"\n");
const CLAIMS: (&str, &[u8]) = ("claims.csv", b"subject,predicate,object\nNorland,met,Vesk\n");

/// Asks for a change with these headers.
fn change(serving: &Serving, method: &str, headers: &[(&str, &str)]) -> Reply {
    let request = Request::builder().method(method).uri("/api/overview");
    serving.ask(headers.iter().fold(request, |request, (name, value)| request.header(*name, *value)), "{}")
}

#[test]
fn nothing_may_be_changed_where_nobody_allowed_it() {
    let serving = Serving::of(&[PROJECT, CLAIMS], Limits::default(), Access::default());
    let json = ("content-type", "application/json");
    let told: Vec<String> = ["POST", "PUT", "PATCH", "DELETE"]
        .into_iter()
        .map(|method| format!("{method} {}", change(&serving, method, &[json, ("relata-token", "")]).brief()))
        .chain([serving.get("/api/writing", "*/*").brief()])
        .collect();
    assert_snapshot!(told.join("\n"), @r#"
    POST 403 text/plain; charset=utf-8 this server only reads: start it with `relata serve --write` to change tables
    PUT 403 text/plain; charset=utf-8 this server only reads: start it with `relata serve --write` to change tables
    PATCH 403 text/plain; charset=utf-8 this server only reads: start it with `relata serve --write` to change tables
    DELETE 403 text/plain; charset=utf-8 this server only reads: start it with `relata serve --write` to change tables
    200 application/json {"claims":["claims.csv"],"documents":"documents.csv","may_write":false,"why_not":"this server only reads: start it with `relata serve --write` to change tables"}
    "#);
}

#[test]
fn a_change_needs_the_token_the_own_page_and_json() {
    let access = Access { hosts: Vec::new(), origins: vec!["https://friend.example".to_owned()] };
    let (serving, token) = Serving::writing_to(&[PROJECT, CLAIMS], access);
    let word = token.text();
    let other = word.chars().rev().collect::<String>();
    let json = ("content-type", "application/json");
    let mut headers: Vec<(&str, Vec<(&str, &str)>)> = vec![
        ("none", vec![json]),
        ("empty", vec![json, ("relata-token", "")]),
        ("of another server", vec![json, ("relata-token", &other)]),
        ("too long", vec![json, ("relata-token", word), ("x", "")]),
        ("a form", vec![("content-type", "application/x-www-form-urlencoded"), ("relata-token", word)]),
        ("no type", vec![("relata-token", word)]),
        ("another encoding", vec![("content-type", "application/json; charset=utf-16"), ("relata-token", word)]),
        ("a friend", vec![json, ("relata-token", word), ("origin", "https://friend.example")]),
        ("a stranger", vec![json, ("relata-token", word), ("origin", "https://evil.example")]),
        ("a frame", vec![json, ("relata-token", word), ("origin", "null")]),
        ("another host", vec![json, ("relata-token", word), ("host", "evil.example")]),
        ("the own page", vec![json, ("relata-token", word), ("origin", "http://localhost:7878")]),
        ("a program", vec![("content-type", "application/json; charset=UTF-8"), ("relata-token", word)]),
    ];
    let longer = format!("{word}0");
    headers[3].1[1].1 = &longer;
    let told: Vec<String> = headers
        .iter()
        .map(|(name, headers)| {
            let reply = change(&serving, "POST", headers);
            assert!(!reply.body.contains(word) && !reply.body.contains(&other), "a token stands in no message");
            assert_eq!(reply.header(header::ACCESS_CONTROL_ALLOW_HEADERS.as_str()), "");
            format!("{name}: {}", reply.brief())
        })
        .collect();
    assert_snapshot!(told.join("\n"), @"
    none: 403 text/plain; charset=utf-8 the request has no token: open the address that `relata serve --write` printed
    empty: 403 text/plain; charset=utf-8 the token is not that of this server, which may have been started anew: open the address that it printed
    of another server: 403 text/plain; charset=utf-8 the token is not that of this server, which may have been started anew: open the address that it printed
    too long: 403 text/plain; charset=utf-8 the token is not that of this server, which may have been started anew: open the address that it printed
    a form: 415 text/plain; charset=utf-8 a change is sent as `application/json` in UTF-8
    no type: 415 text/plain; charset=utf-8 a change is sent as `application/json` in UTF-8
    another encoding: 415 text/plain; charset=utf-8 a change is sent as `application/json` in UTF-8
    a friend: 403 text/plain; charset=utf-8 only the page of this server may change something, and programs that no page runs in
    a stranger: 403 text/plain; charset=utf-8 a page of `https://evil.example` may not ask this server: `--allow-origin https://evil.example` allows it
    a frame: 403 text/plain; charset=utf-8 a page that does not say whose it is may not ask this server
    another host: 421 text/plain; charset=utf-8 `evil.example` is no name of this server: `--allow-host evil.example` makes it one
    the own page: 405
    a program: 405
    ");
    assert_eq!(format!("{token:?}"), "Token(…)");
    let told: Value = serde_json::from_str(&serving.get("/api/writing", "*/*").body).unwrap();
    assert_eq!(told["may_write"], true);
}

#[test]
fn every_server_has_a_token_of_its_own() {
    let mut words: Vec<String> = (0..100).map(|_| relata::serve::Token::random().unwrap().text().to_owned()).collect();
    assert!(words.iter().all(|word| word.len() == 32 && word.bytes().all(|byte| byte.is_ascii_hexdigit())));
    words.sort();
    words.dedup();
    assert_eq!(words.len(), 100);
}

/// A project whose table has been through several hands: a byte order mark, semicolons, lines that end as Windows has it,
/// cells in quotes that need none, and columns of its own.
const HANDED: &str = "\u{feff}id;Subject;predicate;object;\"My note\";document;polarity;quote;start;end;annotator\r\n\
    c1;Norland;met;Vesk;\"keep; me\";veto;;Norland met Vesk;0;16;Ada\r\n\
    c2;\"Vesk\";condemned;Norland;;veto;;;;;Ada\r\n\
    ;Olm;met;Vesk;  spaces  ;other;;;;;Ben";

fn handed() -> (Serving, Token) {
    let entities: &[u8] = b"label,type,aliases\nNorland,state,the Kingdom\nVesk,state,\nOlm,state,\nEstmark,state,\n";
    let documents: &[u8] = b"id,title,published,path\nveto,The veto,2025-06-17,veto.txt\n";
    let text: &[u8] = "Norland met Vesk. Vesk attacked Estmark on Tuesday.\n".as_bytes();
    let files: [(&str, &[u8]); 5] = [
        PROJECT,
        ("claims.csv", HANDED.as_bytes()),
        ("entities.csv", entities),
        ("documents.csv", documents),
        ("veto.txt", text),
    ];
    Serving::writing_to(&files, Access::default())
}

/// Sends a change with the token: status and what is told.
fn send(serving: &Serving, token: &Token, method: &str, path: &str, body: &Value) -> (u16, Value) {
    let request = Request::builder().method(method).uri(path).header("content-type", "application/json");
    let reply = serving.ask(request.header("relata-token", token.text()), body.to_string());
    let told = serde_json::from_str(&reply.body).unwrap_or(Value::String(reply.body));
    (reply.status.as_u16(), told)
}

fn claims(serving: &Serving) -> String {
    std::fs::read_to_string(serving.sandbox.path().join("claims.csv")).unwrap()
}

fn row(serving: &Serving, id: &str) -> Value {
    let reply = serving.get(&format!("/api/rows?id={id}"), "*/*");
    let told: Value = serde_json::from_str(&reply.body).unwrap();
    told["rows"][0].clone()
}

/// The lines that differ, those before with `-`, those behind with `+`; what is made of chance is left out.
fn changed(before: &str, after: &str) -> String {
    let lines = |text: &str| text.split_inclusive('\n').map(str::to_owned).collect::<Vec<_>>();
    let (old, new) = (lines(before), lines(after));
    let gone = old.iter().filter(|line| !new.contains(line)).map(|line| format!("-{line:?}"));
    let come = new.iter().filter(|line| !old.contains(line)).map(|line| format!("+{line:?}"));
    let all: Vec<String> = gone.chain(come).collect();
    let id = regex::Regex::new("(veto|claim)-[0-9a-f]{8}").unwrap();
    let time = regex::Regex::new("[0-9]{4}-[0-9-]{5}T[0-9:]{8}Z").unwrap();
    time.replace_all(&id.replace_all(&all.join("\n"), "$1-CHANCE"), "TIME").into_owned()
}

#[test]
fn a_claim_is_one_line_more_and_every_other_byte_stays() {
    let (serving, token) = handed();
    let before = claims(&serving);
    let cells = json!({
        "subject": "Vesk", "predicate": "attacked", "object": "Estmark", "document": "veto", "annotator": "Ada; the second",
        "quote": "Vesk attacked Estmark", "start": "18", "end": "39", "subject_start": "18", "subject_end": "22",
    });
    let (status, told) = send(&serving, &token, "POST", "/api/rows", &json!({ "cells": cells }));
    assert_eq!((status, &told["findings"], &told["new_columns"]), (200, &json!([]), &json!([])), "{told}");
    // The last line had no end, which is all that is changed of it.
    assert_snapshot!(changed(&before, &claims(&serving)), @r#"
    -";Olm;met;Vesk;  spaces  ;other;;;;;Ben"
    +";Olm;met;Vesk;  spaces  ;other;;;;;Ben\r\n"
    +"veto-CHANCE;Vesk;attacked;Estmark;;veto;;Vesk attacked Estmark;18;39;\"Ada; the second\"\r\n"
    "#);
    assert_eq!(told["row"]["line"], 5);
    let id = told["row"]["id"].as_str().unwrap().to_owned();
    assert_eq!(row(&serving, &id), told["row"]);
    serving.site.refresh();
    let (before, version) = (claims(&serving), told["row"]["version"].clone());
    let edges = serving.get("/api/search?q=attacked&most=1", "*/*").body;
    assert!(edges.contains("\"attacked\""), "the new edge is in the graph: {edges}");
    // A column that the table lacks is added where it is needed, and that is told.
    let cells = json!({ "polarity": "negative", "modality": "planned", "quote": "" });
    let change = json!({ "file": "claims.csv", "id": id, "version": version, "cells": cells });
    let (status, told) = send(&serving, &token, "PUT", "/api/rows", &change);
    assert_eq!((status, &told["new_columns"]), (200, &json!(["modality"])), "{told}");
    assert_snapshot!(changed(&before, &claims(&serving)), @r#"
    -"\u{feff}id;Subject;predicate;object;\"My note\";document;polarity;quote;start;end;annotator\r\n"
    -"c1;Norland;met;Vesk;\"keep; me\";veto;;Norland met Vesk;0;16;Ada\r\n"
    -"c2;\"Vesk\";condemned;Norland;;veto;;;;;Ada\r\n"
    -";Olm;met;Vesk;  spaces  ;other;;;;;Ben\r\n"
    -"veto-CHANCE;Vesk;attacked;Estmark;;veto;;Vesk attacked Estmark;18;39;\"Ada; the second\"\r\n"
    +"\u{feff}id;Subject;predicate;object;\"My note\";document;polarity;quote;start;end;annotator;modality\r\n"
    +"c1;Norland;met;Vesk;\"keep; me\";veto;;Norland met Vesk;0;16;Ada;\r\n"
    +"c2;\"Vesk\";condemned;Norland;;veto;;;;;Ada;\r\n"
    +";Olm;met;Vesk;  spaces  ;other;;;;;Ben;\r\n"
    +"veto-CHANCE;Vesk;attacked;Estmark;;veto;negative;;18;39;\"Ada; the second\";planned\r\n"
    "#);
    let back = json!({ "file": "claims.csv", "id": id, "version": told["row"]["version"] });
    assert_eq!(send(&serving, &token, "DELETE", "/api/rows", &back).0, 200);
    assert!(!claims(&serving).contains(&id));
}

#[test]
fn a_change_touches_the_cells_that_are_changed() {
    let (serving, token) = handed();
    let mut told = Vec::new();
    for (id, cells) in [
        ("c1", json!({ "object": "Olm" })),
        ("c2", json!({ "subject": "Olm", "polarity": "negative" })),
        ("c2", json!({ "subject": "Estmark" })),
    ] {
        let before = claims(&serving);
        let seen = row(&serving, id);
        let change = json!({ "file": "claims.csv", "id": id, "version": seen["version"], "cells": cells });
        let (status, answer) = send(&serving, &token, "PUT", "/api/rows", &change);
        assert_eq!(status, 200, "{answer}");
        told.push(changed(&before, &claims(&serving)));
    }
    assert_snapshot!(told.join("\n\n"), @r#"
    -"c1;Norland;met;Vesk;\"keep; me\";veto;;Norland met Vesk;0;16;Ada\r\n"
    +"c1;Norland;met;Olm;\"keep; me\";veto;;Norland met Vesk;0;16;Ada\r\n"

    -"c2;\"Vesk\";condemned;Norland;;veto;;;;;Ada\r\n"
    +"c2;\"Olm\";condemned;Norland;;veto;negative;;;;Ada\r\n"

    -"c2;\"Olm\";condemned;Norland;;veto;negative;;;;Ada\r\n"
    +"c2;\"Estmark\";condemned;Norland;;veto;negative;;;;Ada\r\n"
    "#);
}

#[test]
fn what_somebody_else_has_changed_is_shown_and_not_written_over() {
    let (serving, token) = handed();
    let seen = row(&serving, "c1");
    let change = |cells: Value| json!({ "file": "claims.csv", "id": "c1", "version": seen["version"], "cells": cells });
    assert_eq!(send(&serving, &token, "PUT", "/api/rows", &change(json!({ "object": "Olm" }))).0, 200);
    let before = claims(&serving);
    let mine = json!({ "object": "Estmark" });
    let (status, told) = send(&serving, &token, "PUT", "/api/rows", &change(mine.clone()));
    assert_eq!(status, 409);
    assert_eq!(
        (&told["reason"], &told["now"]["cells"]["object"], &told["yours"]),
        (&json!("changed"), &json!("Olm"), &mine)
    );
    // Who takes what is there now as seen may change it.
    let again = json!({ "file": "claims.csv", "id": "c1", "version": told["now"]["version"], "cells": mine });
    let dry = send(&serving, &token, "POST", "/api/rows/check", &again);
    assert_eq!(dry, (200, json!({ "findings": [], "is_refused": false, "new_columns": [] })));
    assert_eq!(claims(&serving), before, "neither a conflict nor a check writes");
    assert_eq!(send(&serving, &token, "PUT", "/api/rows", &again).0, 200);
    // A row that is gone, and a table that a spreadsheet has open.
    let text = claims(&serving);
    serving.sandbox.write("claims.csv", text.lines().take(1).collect::<String>().as_bytes());
    let (status, told) = send(&serving, &token, "DELETE", "/api/rows", &again);
    assert_eq!((status, &told["reason"], &told["now"]), (409, &json!("gone"), &Value::Null));
    serving.sandbox.write(".~lock.claims.csv#", b"");
    let (status, told) = send(&serving, &token, "POST", "/api/rows", &json!({ "cells": { "subject": "Vesk" } }));
    assert_eq!((status, &told["reason"]), (409, &json!("open")));
    assert_snapshot!(told["message"].as_str().unwrap(), @"`claims.csv` is open in a spreadsheet, which would write over the change: close it there");
}

#[test]
fn bad_rows_are_refused_with_codes_and_doubtful_ones_are_told() {
    let (serving, token) = handed();
    let before = claims(&serving);
    let bad = [
        json!({ "subject": "Vesk", "predicate": "met" , "object": "Olm", "polarity": "maybe" }),
        json!({ "subject": "", "predicate": "met", "object": "Olm" }),
        json!({ "subject": "#c9", "predicate": "met", "object": "Olm" }),
        json!({ "subject": "Olm", "predicate": "attacked", "object": "Vesk", "document": "veto", "start": "9", "end": "3" }),
        json!({ "subject": "Olm", "predicate": "attacked", "object": "" }),
        json!({ "subject": "Olm", "predicate": "met", "object": "Vesk", "colour": "red" }),
        json!({ "subject": "Olm", "predicate": "met", "object": "Vesk", "id": "c1" }),
    ];
    let brief = |told: &Value| {
        let findings = told["findings"].as_array().into_iter().flatten();
        let finding = |one: &Value| format!("{} {} {}: {}", one["code"], one["severity"], one["field"], one["message"]);
        let told = told["message"].as_str().or(told.as_str()).unwrap_or_default().trim_end().to_owned();
        findings.fold(told, |told, one| format!("{told}\n  {}", finding(one)))
    };
    let refused: Vec<String> = bad
        .iter()
        .map(|cells| {
            let (status, told) = send(&serving, &token, "POST", "/api/rows", &json!({ "cells": cells }));
            format!("{status} {}", brief(&told))
        })
        .collect();
    assert_snapshot!(refused.join("\n"), @r#"
    422 the project would leave this row out; nothing was written
      "R204" "error" "polarity": "`maybe` is no polarity"
      "R503" "notice" "said_by": "nobody is named who says so"
    422 the project would leave this row out; nothing was written
      "R201" "error" "subject": "the cell `subject` is empty"
    422 the project would leave this row out; nothing was written
      "R304" "error" "subject": "there is no claim `c9`"
      "R503" "notice" "said_by": "nobody is named who says so"
    422 the project would leave this row out; nothing was written
      "R205" "error" "end": "`end` 3 is not after `start` 9"
    422 the project would leave this row out; nothing was written
      "R512" "error" "object": "`attacked` whom or what? the cell `object` is empty"
      "R503" "notice" "said_by": "nobody is named who says so"
    400 `claims.csv` has no column `colour`
    409 `claims.csv` has a claim `c1` already
    "#);
    assert_eq!(claims(&serving), before);
    let doubtful = json!({
        "subject": "Vesk", "predicate": "atacked", "object": "Ulm", "document": "veto", "quote": "not there at all",
    });
    let (status, told) = send(&serving, &token, "POST", "/api/rows", &json!({ "cells": doubtful }));
    assert_eq!(status, 200);
    assert_snapshot!(brief(&told), @r#"

    "R301" "warning" "predicate": "`atacked` is in no vocabulary"
    "R402" "warning" "quote": "the quote is nowhere in the document's text"
    "R302" "notice" "object": "`Ulm` is in no row of the entities"
    "#);
}

#[test]
fn what_other_claims_speak_of_is_not_taken_out_unasked() {
    let (serving, token) = handed();
    let reply = json!({
        "subject": "Vesk", "predicate": "condemned", "object": "#c1", "document": "veto", "denies": "c2",
    });
    let (status, told) = send(&serving, &token, "POST", "/api/rows", &json!({ "cells": reply }));
    assert_eq!((status, &told["new_columns"]), (200, &json!(["denies"])), "{told}");
    for id in ["c1", "c2"] {
        let seen = row(&serving, id);
        let gone = json!({ "file": "claims.csv", "id": id, "version": seen["version"] });
        let (status, refused) = send(&serving, &token, "DELETE", "/api/rows", &gone);
        assert_eq!((status, &refused["reason"], &refused["by"][0]), (409, &json!("spoken-of"), &told["row"]["id"]));
    }
}

#[test]
fn two_who_write_at_once_lose_nothing() {
    let (serving, token) = handed();
    let n_before = claims(&serving).lines().count();
    std::thread::scope(|scope| {
        for who in ["Ada", "Ben"] {
            let (site, token) = (std::sync::Arc::clone(&serving.site), token.clone());
            scope.spawn(move || {
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
                for n in 0..8 {
                    let cells = json!({
                        "subject": "Vesk", "predicate": "met", "object": "Olm", "document": "veto", "annotator": who,
                        "quote": format!("{who} {n}"),
                    });
                    let request = Request::post("/api/rows")
                        .header("host", "localhost")
                        .header("content-type", "application/json")
                        .header("relata-token", token.text())
                        .body(axum::body::Body::from(json!({ "cells": cells }).to_string()))
                        .unwrap();
                    let router = relata::serve::router(std::sync::Arc::clone(&site));
                    let response =
                        runtime.block_on(async { tower::ServiceExt::oneshot(router, request).await.unwrap() });
                    assert_eq!(response.status().as_u16(), 200);
                }
            });
        }
    });
    let text = claims(&serving);
    assert_eq!(text.lines().count(), n_before + 16);
    let mut ids: Vec<&str> = text.lines().skip(1).filter_map(|line| line.split(';').next()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), n_before + 15, "each has an identifier of its own");
    serving.site.refresh();
    assert_eq!(serving.site.trouble(), None);
}

#[test]
fn an_entity_and_a_document_are_added_in_one_step() {
    let (serving, token) = handed();
    let read = |name: &str| std::fs::read_to_string(serving.sandbox.path().join(name)).unwrap();
    let entity = |label: &str, kind: &str| json!({ "cells": { "label": label, "type": kind, "aliases": "" } });
    let (status, told) = send(&serving, &token, "POST", "/api/entities", &entity("Port Authority", "organization"));
    assert_eq!((status, &told["findings"]), (200, &json!([])), "{told}");
    let (status, told) = send(&serving, &token, "POST", "/api/entities", &entity("the kingdom", "state"));
    assert_eq!((status, &told["reason"], &told["label"]), (409, &json!("known"), &json!("Norland")));
    assert!(read("entities.csv").ends_with("Port Authority,organization,\n"), "{}", read("entities.csv"));
    let page = "<html><head><title>x</title></head><body><nav>Home Sport</nav><article><h1>Olm says no</h1><p>Olm refused to \
                meet Vesk on Friday, and said so in a long statement to the press of both countries.</p><p>A second paragraph \
                tells that nothing more will be said about it, which everybody found to be a pity.</p></article></body></html>";
    let fields =
        json!({ "publisher": "The Vesk Courier", "published": "2025-06-20", "url": "https://courier.example/no" });
    let document = json!({ "name": "olm.html", "text": page, "fields": fields });
    let (status, told) = send(&serving, &token, "POST", "/api/documents", &document);
    assert_eq!((status, &told["id"], &told["is_new"]), (200, &json!("olm"), &json!(true)), "{told}");
    assert_eq!(send(&serving, &token, "POST", "/api/documents", &document).1["is_new"], false, "it is there already");
    assert!(
        read("texts/olm.txt").contains("Olm refused to meet Vesk") && !read("texts/olm.txt").contains("Home Sport")
    );
    assert_snapshot!(read("documents.csv"), @"
    id,title,published,path,publisher,url
    veto,The veto,2025-06-17,veto.txt,,
    olm,Olm says no,2025-06-20,texts/olm.txt,The Vesk Courier,https://courier.example/no
    ");
    let told = serving.get(&format!("/api/document?iri={}", encoded(told["iri"].as_str().unwrap())), "*/*");
    assert!(told.body.contains("Olm refused to meet Vesk"), "the graph has it at once: {}", told.body);
    let wrong = json!({ "text": "A text.", "fields": { "published": "20.06.2025" } });
    let (status, told) = send(&serving, &token, "POST", "/api/documents", &wrong);
    assert_eq!((status, &told["findings"][0]["field"]), (422, &json!("published")));
}

#[test]
fn a_table_that_cannot_be_kept_as_it_is_is_left_alone() {
    let table: &[u8] = b"block,subject,predicate,object\nA,Norland,met,Vesk\n,Vesk,met,Olm\n";
    let project: &[u8] = b"[project]\nname = \"war\"\n[[sources]]\nformat = \"claims\"\nfiles = [\"claims.csv\"]\n\
        [sources.columns]\nsubject = { column = \"subject\", fill_down = true }\n";
    let (serving, token) = Serving::writing_to(&[("relata.toml", project), ("claims.csv", table)], Access::default());
    let cells = json!({ "subject": "Vesk", "predicate": "met", "object": "Olm" });
    let (status, told) = send(&serving, &token, "POST", "/api/rows", &json!({ "cells": cells }));
    assert_snapshot!(format!("{status} {}", told["message"].as_str().unwrap_or(&told.to_string())), @"409 an empty cell below `subject` of `claims.csv` means what stands above it: no row can be added there that says so itself");
    assert_eq!(claims(&serving).as_bytes(), table);
    let latin: &[u8] = b"subject,predicate,object\nC\xf4te,met,Vesk\n";
    let (serving, token) = Serving::writing_to(&[PROJECT, ("claims.csv", latin)], Access::default());
    let (status, told) = send(&serving, &token, "POST", "/api/rows", &json!({ "cells": cells }));
    assert_snapshot!(format!("{status} {}", told["message"].as_str().unwrap_or(&told.to_string())), @"409 `claims.csv` is not in UTF-8, and is left as it is: save it in UTF-8 first");
}

#[test]
fn a_project_whose_folder_is_gone_is_not_begun_anew() {
    let (serving, token) = Serving::writing_to(&[PROJECT, CLAIMS], Access::default());
    let folder = serving.sandbox.path().to_owned();
    std::fs::remove_dir_all(&folder).unwrap();
    let row = json!({ "cells": { "subject": "Olm", "predicate": "met", "object": "Vesk" } });
    let view = json!({ "view": { "name": "a", "view": "graph", "parameters": {} } });
    for (path, body) in [("/api/rows", &row), ("/api/views", &view)] {
        let (status, told) = send(&serving, &token, "POST", path, body);
        assert_eq!((status, &told["reason"]), (409, &json!("disk")), "{told}");
        assert!(told["message"].as_str().unwrap().contains("is not there any more"), "{told}");
    }
    assert!(!folder.exists());
    assert!(!serving.site.refresh() && serving.site.trouble().is_some());
    assert_eq!(serving.site.current().graph.built().tally.n_claims, 1, "what was there is still answered from");
}

#[test]
fn what_helps_to_annotate_is_told() {
    let (serving, _) = handed();
    let get = |path: &str| serde_json::from_str::<Value>(&serving.get(path, "*/*").body).unwrap();
    let dates = ["last%20Tuesday", "2025-06~", "on%203%20May", "whenever"].map(|text| {
        let told = get(&format!("/api/date?text={text}&published=2025-06-18"));
        format!("{text}: {} {}", told["date"], told["why_not"])
    });
    assert_snapshot!(dates.join("\n"), @r#"
    last%20Tuesday: "2025-06-17" null
    2025-06~: "2025-06~" null
    on%203%20May: "2025-05-03" null
    whenever: null "no date is found in these words: write 2025-06-13, 2025-06 or 2025"
    "#);
    let document = serving.site.current().graph.project().namespace.document("veto");
    let told = get(&format!("/api/mentions?iri={}", encoded(document.as_str())));
    let mentions = told["mentions"].as_array().unwrap().iter();
    let mentions: Vec<String> =
        mentions.map(|one| format!("{}-{} {}", one["start"], one["end"], one["thing"]["label"])).collect();
    assert_snapshot!(mentions.join("\n"), @r#"
    0-7 "Norland"
    12-16 "Vesk"
    18-22 "Vesk"
    32-39 "Estmark"
    "#);
    let labels = |path: &str| -> Vec<String> {
        let told = get(path);
        let all = told["predicates"].as_array().unwrap().iter();
        all.map(|one| format!("{} {}/{}", one["label"], one["n_fitting"], one["n_claims"])).collect()
    };
    assert_snapshot!(labels("/api/palette?subject=Norland&object=Vesk").join("\n"), @r#"
    "met" 2/2
    "condemned" 1/1
    "#);
    assert_snapshot!(labels("/api/palette?q=conde&most=3").join("\n"), @r#""condemned" 1/1"#);
}
