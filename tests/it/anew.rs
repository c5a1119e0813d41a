//! The graph that is served follows its sources, and is the one that a build makes of them.

use std::fs;

use proptest::prelude::*;
use relata::Graph;
use relata::built::is_current;
use relata::diagnostic::Report;
use relata::evaluation::Limits;
use relata::export::rdf::{RdfOptions, write_rdf};
use relata::project::Project;
use relata::serve::{Access, Site, axum};
use relata::store::Store;
use serde_json::json;

use axum::http::Request;

use crate::serve::Serving;
use crate::support::{Compiled, Sandbox, draws};

/// All quads but lines of sources, sorted.
fn nquads(store: &Store, project: &Project) -> String {
    let mut out = Vec::new();
    let format = relata::oxigraph::io::RdfFormat::NQuads;
    write_rdf(store, format, RdfOptions::default(), &project.prefixes(), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// Rows that name, deny and join what others name.
fn rows() -> impl Strategy<Value = Vec<[String; 5]>> {
    let one_of = |words: &'static [&'static str]| prop::sample::select(words).prop_map(str::to_owned);
    let who = || one_of(&["Norland", "norland", "Kingdom of Norland", "Vesk", "Estmark", "the Vesk Courier", "Añá"]);
    let row =
        (who(), one_of(&["met", "attacked", "said"]), who(), one_of(&["veto", ""]), one_of(&["positive", "negative"]));
    prop::collection::vec(row.prop_map(|(s, p, o, document, polarity)| [s, p, o, document, polarity]), 1..6)
}

proptest! {
    #![proptest_config(draws(12))]

    #[test]
    fn after_every_save_the_graph_is_that_of_a_build(rows in rows()) {
        let files: [(&str, &[u8]); 4] = [
            ("relata.toml", b"[project]\nname = \"war\"\n"),
            ("claims.csv", b"id,subject,predicate,object,document,polarity\nc1,Norland,met,Vesk,veto,\n"),
            ("entities.csv", b"label,type,aliases\nNorland,state,Kingdom of Norland\n"),
            ("documents.csv", b"id,title,publisher\nveto,The veto,the Vesk Courier\n"),
        ];
        let (serving, token) = Serving::writing_to(&files, Access::default());
        for [subject, predicate, object, document, polarity] in rows {
            let cells = json!({
                "subject": subject, "predicate": predicate, "object": object, "document": document, "polarity": polarity,
            });
            let request = Request::post("/api/rows").header("content-type", "application/json");
            let request = request.header("relata-token", token.text());
            let reply = serving.ask(request, json!({ "cells": cells }).to_string());
            prop_assert!(reply.status == 200 || reply.status == 422, "{}", reply.body);
            serving.site.refresh();
            let project = Project::at(serving.sandbox.path()).unwrap();
            let served = serving.site.current();
            let built = Compiled::of(project.clone());
            prop_assert_eq!(nquads(served.graph.store(), &project), nquads(&built.store, &project));
            prop_assert!(is_current(&project), "the next program finds it");
        }
    }
}

#[test]
fn a_single_table_is_followed_and_not_read_again_while_it_stays() {
    let sandbox = Sandbox::new(&[("met.csv", b"subject,predicate,object\nNorland,met,Vesk\n")]);
    let path = sandbox.path().join("met.csv");
    let reopen = {
        let path = path.clone();
        move |_| {
            let project = Project::at(&path).map_err(|error| error.to_string())?;
            Graph::at_once(project, &mut Report::default()).map_err(|error| error.to_string())
        }
    };
    let site = Site::open(Box::new(reopen), Limits::default(), Access::default()).unwrap();
    let objects = || {
        let answer = site.current().graph.query("SELECT ?o { ?c rdf:object/rdfs:label ?o }").unwrap().next().unwrap();
        answer.unwrap().text("o").to_owned()
    };
    assert!(!site.refresh() && site.current().graph.is_current());
    // As many quads as before, and another claim.
    sandbox.write("met.csv", b"subject,predicate,object\nNorland,met,Olmo\n");
    assert!(!site.current().graph.is_current());
    assert!(site.refresh());
    assert_eq!(objects(), "Olmo");
    assert!(!site.refresh());
    fs::remove_file(path).unwrap();
    assert!(!site.refresh());
    assert_eq!((objects(), site.trouble().is_some()), ("Olmo".to_owned(), true));
}

#[test]
fn a_graph_that_nobody_kept_is_built_by_the_next_program() {
    let sandbox = Sandbox::new(&[("claims.csv", b"subject,predicate,object\nNorland,met,Vesk\n")]);
    let project = || Project::at(sandbox.path()).unwrap();
    let graph = Graph::at_once(project(), &mut Report::default()).unwrap();
    assert!(!is_current(&project()));
    assert_eq!(graph.query("SELECT * { ?c rdf:object kg:Vesk }").unwrap().count(), 1, "it answers all the same");
    drop(graph);
    assert!(!is_current(&project()));
    let graph = Graph::at_once(project(), &mut Report::default()).unwrap();
    graph.keep().unwrap();
    graph.keep().unwrap();
    assert!(is_current(&project()) && graph.is_current());
    sandbox.write("more-claims.csv", b"subject,predicate,object\nVesk,met,Norland\n");
    assert_eq!(graph.is_current(), is_current(&project()), "what turns up is noticed alike");
}
