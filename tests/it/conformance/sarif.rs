//! SARIF of all diagnostics.

use std::process::Command;

use serde_json::Value;

use crate::support::{Sandbox, cache};

fn sarif(files: &[(&str, &str)]) -> Value {
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    let sandbox = Sandbox::new(&files);
    let output = Command::new(env!("CARGO_BIN_EXE_relata"))
        .args(["check", "--format", "sarif"])
        .current_dir(sandbox.path())
        .env("RELATA_CACHE", cache())
        .output()
        .unwrap();
    serde_json::from_slice(&output.stdout).unwrap()
}

/// What a log has to have by the standard, as far as it is used here: the keys of its objects, and how they refer to each
/// other.
fn check_structure(log: &Value) {
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    for rule in rules {
        for key in ["shortDescription", "fullDescription", "help"] {
            assert!(rule[key]["text"].as_str().is_some_and(|text| !text.is_empty()), "{rule}");
        }
        let level = rule["defaultConfiguration"]["level"].as_str().unwrap();
        assert!(["note", "warning", "error"].contains(&level), "{rule}");
    }
    for result in run["results"].as_array().unwrap() {
        let rule = &rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
        assert_eq!(rule["id"], result["ruleId"]);
        assert!(["note", "warning", "error"].contains(&result["level"].as_str().unwrap()), "{result}");
        assert!(result["message"]["text"].as_str().is_some_and(|text| !text.is_empty()), "{result}");
        let related = result["relatedLocations"].as_array().into_iter().flatten();
        for location in result["locations"].as_array().unwrap().iter().chain(related) {
            let Some(physical) = location.get("physicalLocation") else { continue };
            let uri = physical["artifactLocation"]["uri"].as_str().unwrap();
            assert!(uri.bytes().all(|byte| byte.is_ascii_graphic()) && !uri.starts_with('/'), "{uri}");
            if let Some(region) = physical.get("region") {
                let number = |key: &str| region[key].as_u64().unwrap();
                assert!(number("startLine") >= 1 && number("startColumn") >= 1, "{region}");
                let end = region.get("endColumn").map_or(u64::MAX, |_| number("endColumn"));
                assert!(end >= number("startColumn"), "{region}");
            }
        }
    }
}

#[test]
fn sarif_tells_places_rules_and_shapes() {
    let shapes = "@prefix sh: <http://www.w3.org/ns/shacl#> .\n@prefix ra: <https://w3id.org/relata/ns#> .\n\
        <http://e/S> a sh:NodeShape ; sh:targetClass ra:Event ;\n  sh:property [ sh:path ra:date ; sh:minCount 1 ] .\n";
    let claims = "subject,predicate,object,date\nÄgypten,met,Oman,\nIran,met,Oman,2025-13-01\n";
    let log = sarif(&[("my claims.csv", claims), ("claims.csv", claims), ("shapes.ttl", shapes)]);
    check_structure(&log);
    let results = log["runs"][0]["results"].as_array().unwrap();
    let broken = results.iter().find(|result| result["ruleId"] == "R701").unwrap();
    insta::assert_snapshot!(serde_json::to_string_pretty(broken).unwrap(), @r#"
    {
      "level": "error",
      "locations": [
        {
          "physicalLocation": {
            "artifactLocation": {
              "uri": "claims.csv"
            },
            "region": {
              "endColumn": 18,
              "snippet": {
                "text": ""
              },
              "startColumn": 18,
              "startLine": 2
            }
          }
        }
      ],
      "message": {
        "text": "has 0 values of `ra:date` where at least 1 is wanted"
      },
      "properties": {
        "field": "date",
        "value": ""
      },
      "relatedLocations": [
        {
          "message": {
            "text": "`event:d3a405e59a7530166d4d3610` breaks the shape `S` (`sh:minCount` of `ra:date`)"
          },
          "physicalLocation": {
            "artifactLocation": {
              "uri": "shapes.ttl"
            },
            "region": {
              "endColumn": 16,
              "snippet": {
                "text": "["
              },
              "startColumn": 15,
              "startLine": 4
            }
          }
        }
      ],
      "ruleId": "R701",
      "ruleIndex": 3
    }
    "#);
}

#[test]
fn every_fault_of_a_messy_project_is_sarif() {
    let files = [
        (
            "relata.toml",
            "[project]\nname = \"m\"\n[[sources]]\nformat = \"claims\"\nfiles = [\"a b.csv\", \"gone.csv\"]\n",
        ),
        (
            "a b.csv",
            "subject,predicate,object,date\n\"open,met\nIran,atacked,\"Oman\"x,2025\nIran,atacked,Oman,never,more\n",
        ),
        ("shapes.ttl", "not Turtle"),
    ];
    let log = sarif(&files);
    check_structure(&log);
    assert!(log["runs"][0]["results"].as_array().unwrap().len() >= 4);
}
