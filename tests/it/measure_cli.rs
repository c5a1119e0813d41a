//! `analyze`, `paths` and `export --measures` from the outside.

use serde_json::Value;

use crate::cli::{code, out, relata, talk};
use crate::support::Sandbox;

const TABLE: &[u8] = b"id,subject,predicate,object,date,said_by,modality,quote
c1,Israel,targeted,Khamenei,2025-06-13,a source,proposed,
c2,Trump,rejected,#c1,2025-06-14,Reuters,,he said no
c3,Iran,attacked,Israel,2025-06-14,Reuters,,missiles flew
c4,Iran,attacked,Israel,2025-06-14,AFP,,
c5,Israel,attacked,Iran,2025-06-13,AFP,,
c6,Trump,warned,Iran,2025-06-15,Trump,,
";

fn sandbox() -> Sandbox {
    Sandbox::new(&[("claims.csv", TABLE)])
}

#[test]
fn a_measure_is_a_table_csv_or_json() {
    let sandbox = sandbox();
    let table = relata(&sandbox, &["analyze", "degree", "--rows", "2"]);
    insta::assert_snapshot!(out(&table), @"
    mean degree  2.00

    node    statements  in  out  mutual  weight  cooperation  conflict
    ──────  ──────────  ──  ───  ──────  ──────  ───────────  ────────
    Iran             3   2    1       0       4            0         3
    Israel           3   1    2       0       4            0         3
    ");
    assert!(talk(&table).contains("3 rows not shown; --rows 0 shows all"), "{}", talk(&table));
    let csv = relata(&sandbox, &["analyze", "reciprocity", "claims.csv", "--format", "csv", "--about", "Iran"]);
    insta::assert_snapshot!(out(&csv), @"
    from,from_iri,to,to_iri,there,back,returned
    Iran,https://w3id.org/relata/kg/Iran,Israel,https://w3id.org/relata/kg/Israel,2,1,0.5
    Trump,https://w3id.org/relata/kg/Trump,Iran,https://w3id.org/relata/kg/Iran,1,0,0.0
    ");
    let json = relata(&sandbox, &["analyze", "components", "--by", "node", "--format", "json"]);
    let json: Value = serde_json::from_str(&out(&json)).unwrap();
    assert_eq!((&json["schema"], &json["measure"], &json["by"]), (&1.into(), &"components".into(), &"node".into()));
    assert_eq!(json["rows"].as_array().unwrap().len(), 5);
    assert_eq!(json["totals"]["weak_components"], 1);
    assert_eq!(json["rows"][0]["node_iri"], "https://w3id.org/relata/kg/Iran");
}

#[test]
fn settings_reach_the_measure() {
    let sandbox = sandbox();
    let answers = |arguments: &[&str]| {
        let all = [&["analyze", "retaliation", "--format", "json"], arguments].concat();
        let json: Value = serde_json::from_str(&out(&relata(&sandbox, &all))).unwrap();
        json["rows"].as_array().unwrap().len()
    };
    assert_eq!((answers(&[]), answers(&["--within", "0"]), answers(&["--any", "--until", "2025-06-13"])), (1, 0, 0));
    let slices = relata(&sandbox, &["analyze", "bursts", "--slice", "month"]);
    assert!(out(&slices).contains("2025-06"), "{}", out(&slices));
    assert!(talk(&relata(&sandbox, &["analyze", "bursts", "--slice", "eon"])).contains("one of year, quarter"));
    let by = relata(&sandbox, &["analyze", "degree", "--by", "pair"]);
    assert_eq!(code(&by), 2);
    assert!(talk(&by).contains("hint: --by node or --by family"), "{}", talk(&by));
    assert!(talk(&relata(&sandbox, &["analyze", "degree", "--min-sources", "9"])).contains("nothing fits"));
    assert_eq!(code(&relata(&sandbox, &["analyze", "fame"])), 2);
}

#[test]
fn paths_show_who_says_so() {
    let sandbox = sandbox();
    insta::assert_snapshot!(out(&relata(&sandbox, &["paths", "Trump", "Khamenei"])), @"
    1. Trump → Israel targeted Khamenei (proposed) → Khamenei (2 steps)
       Trump rejected: Israel targeted Khamenei (single-source, an event)
          Reuters says so, of 2025-06-14: “he said no”  [claims.csv:3]
       the event “Israel targeted Khamenei (proposed)” speaks of Khamenei
    ");
    insta::assert_snapshot!(out(&relata(&sandbox, &["paths", "Iran", "Trump", "--in-time", "--undirected"])), @"
    1. Iran → Israel → Israel targeted Khamenei (proposed) → Trump (3 steps, arriving 2025-06-14)
       2025-06-13  Israel attacked Iran (single-source, read backwards)
          AFP says so, of 2025-06-13  [claims.csv:6]
       2025-06-13  the event “Israel targeted Khamenei (proposed)” speaks of Israel
       2025-06-14  Trump rejected: Israel targeted Khamenei (single-source, read backwards)
          Reuters says so, of 2025-06-14: “he said no”  [claims.csv:3]

    2. Iran → Trump (1 step, arriving 2025-06-15)
       2025-06-15  Trump warned Iran (single-source, read backwards)
          Trump says so, of 2025-06-15  [claims.csv:7]
    ");
    let csv = relata(
        &sandbox,
        &["paths", "Trump", "Israel", "claims.csv", "--most", "1", "--claims", "1", "--format", "csv"],
    );
    insta::assert_snapshot!(out(&csv), @"
    path,step,from,to,day,sentence,backwards,state,date,whose_word,stance,quote,file,line
    1,1,Trump,Iran,,Trump warned Iran,false,single-source,2025-06-15,Trump,affirms,,claims.csv,7
    1,2,Iran,Israel,,Iran attacked Israel,false,corroborated,2025-06-14,Reuters,affirms,missiles flew,claims.csv,4
    ");
    assert!(talk(&csv).contains("1 path not shown; --most 0 shows all"), "{}", talk(&csv));
    let json = relata(&sandbox, &["paths", "Trump", "Israel", "--format", "json"]);
    let json: Value = serde_json::from_str(&out(&json)).unwrap();
    assert_eq!(json["paths"][0]["steps"][0]["statements"][0]["claims"][0]["line"], 7);
}

#[test]
fn a_path_that_is_not_there_is_said() {
    let sandbox = sandbox();
    let none = relata(&sandbox, &["paths", "Khamenei", "Trump"]);
    assert_eq!((code(&none), out(&none).as_str()), (0, ""));
    assert!(talk(&none).contains("no path leads from `Khamenei` to `Trump`; --undirected"), "{}", talk(&none));
    let unknown = relata(&sandbox, &["paths", "Khamenai", "Trump"]);
    assert_eq!(code(&unknown), 2);
    assert!(talk(&unknown).contains("did you mean `Khamenei`?"), "{}", talk(&unknown));
    assert!(talk(&relata(&sandbox, &["paths", "Trump", "Trump"])).contains("`Trump` and `Trump` are the same"));
    let speaker = relata(&sandbox, &["paths", "Reuters", "Khamenei"]);
    assert!(talk(&speaker).contains("`Reuters` takes part in nothing"), "{}", talk(&speaker));
}

#[test]
fn an_export_takes_measures_of_nodes() {
    let sandbox = sandbox();
    let output = relata(&sandbox, &["export", "dot", "--measures", "pagerank,core"]);
    assert_eq!(code(&output), 0, "{}", talk(&output));
    assert!(talk(&relata(&sandbox, &["export", "dot", "--measures", "fame"])).contains("possible values: degree"));
}
