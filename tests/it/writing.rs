//! What may be changed over the network, by whom, and what a table looks like afterwards.

use insta::assert_snapshot;
use relata::evaluation::Limits;
use relata::serve::{Access, axum};
use serde_json::Value;

use axum::http::{Request, header};

use crate::serve::{Reply, Serving};

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
    200 application/json {"may_write":false,"why_not":"this server only reads: start it with `relata serve --write` to change tables"}
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
