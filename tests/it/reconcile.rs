//! The reconciliation service: names in, entities of the project out.

use insta::assert_snapshot;
use proptest::prelude::*;
use relata::serve::axum;
use serde_json::{Value, json};

use axum::http::{Request, header};

use crate::serve::{Serving, encoded};
use crate::support::draws;

fn json_at(serving: &Serving, path: &str) -> Value {
    let reply = serving.get(path, "application/json");
    assert_eq!(reply.status, 200, "{path}: {}", reply.body);
    serde_json::from_str(&reply.body).unwrap()
}

/// The candidates for each query, by POST.
fn batch(serving: &Serving, queries: &Value) -> Value {
    let form = "application/x-www-form-urlencoded";
    let body = format!("queries={}", encoded(&queries.to_string()));
    let reply = serving.ask(Request::post("/reconcile").header(header::CONTENT_TYPE, form), body);
    assert_eq!(reply.status, 200, "{}", reply.body);
    serde_json::from_str(&reply.body).unwrap()
}

/// Candidates, a line each.
fn lines(result: &Value) -> String {
    let line = |one: &Value| {
        let types: Vec<&str> = one["type"].as_array().unwrap().iter().map(|of| of["name"].as_str().unwrap()).collect();
        format!("  {} {} {} [{}]", one["name"], one["score"], one["match"], types.join(", "))
    };
    result["result"].as_array().unwrap().iter().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn names_lead_to_entities_with_how_much_speaks_for_them() {
    let serving = Serving::sample("harbour-crisis");
    let told = [
        json!({ "query": "Odrick Vellamoor" }),
        json!({ "query": "odrick vellamoor", "type": "person" }),
        json!({ "query": "Vellamoor" }),
        json!({ "query": "Minister Vellamoor" }),
        json!({ "query": "Ostrelie" }),
        json!({ "query": "Ostrelie", "type": "person" }),
        json!({ "query": "Strait Comission" }),
        json!({ "query": "nobody at all" }),
        json!({ "query": "Port Halcyne", "limit": 1 }),
    ];
    let queries: Value = told
        .iter()
        .enumerate()
        .map(|(place, query)| (format!("q{place}"), query.clone()))
        .collect::<serde_json::Map<_, _>>()
        .into();
    let answer = batch(&serving, &queries);
    let told: Vec<String> = told
        .iter()
        .enumerate()
        .map(|(place, query)| format!("{query}\n{}", lines(&answer[format!("q{place}")])))
        .collect();
    assert_snapshot!(told.join("\n"), @r#"
    {"query":"Odrick Vellamoor"}
      "Odrick Vellamoor" 95 true [person]
    {"query":"odrick vellamoor","type":"person"}
      "Odrick Vellamoor" 95 true [person]
    {"query":"Vellamoor"}
      "Odrick Vellamoor" 95 true [person]
    {"query":"Minister Vellamoor"}
      "Odrick Vellamoor" 82 false [person]
    {"query":"Ostrelie"}
      "Ostrélie" 95 true [state]
    {"query":"Ostrelie","type":"person"}

    {"query":"Strait Comission"}
      "Strait Commission" 86 false [organization]
    {"query":"nobody at all"}

    {"limit":1,"query":"Port Halcyne"}
      "Port Halcyne" 95 true [place]
    "#);
    let by_get = json_at(&serving, &format!("/reconcile?queries={}", encoded(&queries.to_string())));
    assert_eq!(by_get, answer);
}

#[test]
fn the_service_says_what_it_is_and_its_parts_are_there() {
    let serving = Serving::sample("harbour-crisis");
    let manifest = json_at(&serving, "/reconcile");
    assert_eq!(manifest["versions"], json!(["0.2"]));
    for member in ["name", "identifierSpace", "schemaSpace", "view"] {
        assert!(!manifest[member].is_null(), "{member}");
    }
    for (part, prefix, wanted) in
        [("entity", "ost", "Ostrélie"), ("property", "bomb", "bombed"), ("type", "st", "state")]
    {
        let path = manifest["suggest"][part]["service_path"].as_str().unwrap();
        let found = json_at(&serving, &format!("{path}?prefix={prefix}"));
        assert_eq!(found["result"][0]["name"], wanted, "{found}");
    }
    let id =
        batch(&serving, &json!({ "q": { "query": "Ostrélie" } }))["q"]["result"][0]["id"].as_str().unwrap().to_owned();
    let again = batch(&serving, &json!({ "q": { "query": id } }));
    assert_eq!((&again["q"]["result"][0]["id"], &again["q"]["result"][0]["match"]), (&json!(id), &json!(true)));
    let preview = serving.get(&format!("/reconcile/preview?id={}", encoded(&id)), "text/html");
    assert!(
        preview.body.contains("Ostrélie")
            && preview.header("content-security-policy").contains("frame-ancestors 'self'")
    );
    let view = manifest["view"]["url"].as_str().unwrap().replace("{{id}}", &encoded(&id));
    assert_eq!(serving.get(view.split_once("localhost:7878").unwrap().1, "text/html").status, 303);
}

#[test]
fn what_else_is_known_of_entities_becomes_columns() {
    let serving = Serving::sample("harbour-crisis");
    let id = batch(&serving, &json!({ "q": { "query": "Ostrélie" } }))["q"]["result"][0]["id"].clone();
    let proposed = json_at(&serving, "/reconcile/properties?type=state&limit=100");
    let property = |name: &str| {
        let all = proposed["properties"].as_array().unwrap();
        all.iter().find(|one| one["name"] == name).unwrap()["id"].clone()
    };
    let asked = json!({ "ids": [id, "https://example.org/nobody"], "properties": [{ "id": property("also called") }, { "id": property("type") }] });
    let told = json_at(&serving, &format!("/reconcile?extend={}", encoded(&asked.to_string())));
    assert_snapshot!(serde_json::to_string_pretty(&told).unwrap(), @r#"
    {
      "meta": [
        {
          "id": "http://www.w3.org/2004/02/skos/core#altLabel",
          "name": "also called"
        },
        {
          "id": "http://www.w3.org/1999/02/22-rdf-syntax-ns#type",
          "name": "type"
        }
      ],
      "rows": {
        "https://example.org/nobody": {
          "http://www.w3.org/1999/02/22-rdf-syntax-ns#type": [],
          "http://www.w3.org/2004/02/skos/core#altLabel": []
        },
        "https://w3id.org/relata/example/harbour-crisis/Ostrelie": {
          "http://www.w3.org/1999/02/22-rdf-syntax-ns#type": [
            {
              "id": "https://w3id.org/relata/ns#State",
              "name": "state"
            }
          ],
          "http://www.w3.org/2004/02/skos/core#altLabel": [
            {
              "str": "Ostrelia"
            },
            {
              "str": "l’Ostrélie"
            }
          ]
        }
      }
    }
    "#);
}

#[test]
fn a_property_that_fits_counts_for_an_entity_and_one_that_does_not_against_it() {
    let table = "subject,predicate,object\nAnn Smith,met,Vesk\nCarl Smith,met,Vesk\n";
    let entities =
        "label,type,country\nAnn Smith,person,Norland\nCarl Smith,person,Vesk\nNorland,state,\nVesk,state,\n";
    let files: [(&str, &[u8]); 3] = [
        ("claims.csv", table.as_bytes()),
        ("entities.csv", entities.as_bytes()),
        ("relata.toml", b"[project]\nname = \"war\"\n"),
    ];
    let serving = Serving::of(&files, relata::evaluation::Limits::default(), relata::serve::Access::default());
    let of = |country: &str| {
        let answer =
            batch(&serving, &json!({ "q": { "query": "Smith", "properties": [{ "pid": "country", "v": country }] } }));
        format!("{country}\n{}", lines(&answer["q"]))
    };
    assert_snapshot!([of("Norland"), of("Vesk")].join("\n"), @r#"
    Norland
      "Ann Smith" 59 false [person]
      "Carl Smith" 39 false [person]
    Vesk
      "Carl Smith" 59 false [person]
      "Ann Smith" 39 false [person]
    "#);
}

proptest! {
    #![proptest_config(draws(24))]

    #[test]
    fn every_entity_is_found_by_its_own_name(names in proptest::collection::btree_set("[A-Z][a-z]{2,8} [A-Z][a-z]{2,8}", 1..8)) {
        let mut table = "subject,predicate,object\n".to_owned();
        for name in &names {
            table.extend([name.as_str(), ",met,Zz\n"]);
        }
        let files: [(&str, &[u8]); 2] = [("claims.csv", table.as_bytes()), ("relata.toml", b"[project]\nname = \"war\"\n")];
        let serving = Serving::of(&files, relata::evaluation::Limits::default(), relata::serve::Access::default());
        for name in &names {
            let answer = batch(&serving, &json!({ "q": { "query": name } }));
            prop_assert_eq!(answer["q"]["result"][0]["name"].as_str(), Some(name.as_str()));
        }
    }

    #[test]
    fn any_batch_is_answered_or_refused(text in ".{0,60}") {
        let serving = Serving::sample("strike-veto");
        for field in ["queries", "extend"] {
            let reply = serving.get(&format!("/reconcile?{field}={}", encoded(&text)), "*/*");
            prop_assert!(reply.status.is_success() || reply.status == 400, "{}", reply.body);
        }
        let queries = json!({ "q": { "query": text } });
        prop_assert!(batch(&serving, &queries)["q"]["result"].is_array());
    }
}
