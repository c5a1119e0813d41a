//! The program from the outside: exit codes, streams, formats.

use std::process::{Command, Output, Stdio};

use serde_json::Value;

use crate::support::Sandbox;

pub(crate) fn relata(sandbox: &Sandbox, arguments: &[&str]) -> Output {
    relata_with(sandbox, arguments, "")
}

fn relata_with(sandbox: &Sandbox, arguments: &[&str], input: &str) -> Output {
    use std::io::Write;
    let mut command = Command::new(env!("CARGO_BIN_EXE_relata"));
    command.env("RELATA_CACHE", crate::support::cache());
    command.current_dir(sandbox.path()).args(arguments).env_remove("COLUMNS").env("NO_COLOR", "1");
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

pub(crate) fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

pub(crate) fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

pub(crate) fn talk(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

const GOOD: &[u8] = b"id,subject,predicate,object,said_by\nc1,Iran,attacked,Israel,Reuters\n";
const MIXED: &[u8] =
    b"id,subject,predicate,object,date\nc1,Iran,attacked,Israel,2025-06-31\nc2,Iran,met,Oman,\nc3,\"Iran,met,Oman,\n";

#[test]
fn exit_codes_tell_fine_problems_and_failure() {
    let good = Sandbox::new(&[("claims.csv", GOOD)]);
    let mixed = Sandbox::new(&[("claims.csv", MIXED)]);
    let empty = Sandbox::new(&[]);
    assert_eq!(code(&relata(&good, &["check"])), 0);
    assert_eq!(code(&relata(&mixed, &["check"])), 1);
    assert_eq!(code(&relata(&good, &["check", "--strict"])), 1);
    assert_eq!(code(&relata(&good, &["build"])), 0);
    assert_eq!(code(&relata(&mixed, &["build"])), 1);
    assert_eq!(code(&relata(&empty, &["check"])), 2);
    assert_eq!(code(&relata(&good, &["query", "SELEC"])), 2);
    assert_eq!(code(&relata(&good, &["frobnicate"])), 2);
    assert_eq!(code(&relata(&empty, &[])), 0);
}

#[test]
fn check_prints_a_caret_under_the_cell() {
    let output = relata(&Sandbox::new(&[("claims.csv", MIXED)]), &["check"]);
    insta::assert_snapshot!(out(&output), @r#"
    error[R202]: `2025-06-31` is not a date: June 2025 has 30 days
     --> claims.csv:2:25
      |
    2 | c1,Iran,attacked,Israel,2025-06-31
      |                         ^^^^^^^^^^ column `date`
      |
      = help: mend the date, or write the month or year only

    error[R102]: the quote that opens here is never closed
     --> claims.csv:4:4
      |
    4 | c3,"Iran,met,Oman,
      |    ^^^^^^^^^^^^^^^ column `subject`
      |
      = help: close the quote, or double it where it belongs to the text

    notice[R302] 3 names are in no table of entities: `Iran`, `Israel`, `Oman`; `relata explain R302` says more
    notice[R503] claims.csv:1:1: no column of the table names who says so; add a column `said_by` or `document`; until then the file itself is all the source there is
    `relata check --all` shows each with its place
    "#);
}

#[test]
fn a_caret_stands_under_its_cell_between_tabs_as_well() {
    let table =
        b"subject\tpredicate\tobject\tsaid_by\nCitizen (South Korea)\tatacked\tGovernment (South Korea)\tIran\n";
    let output = relata(&Sandbox::new(&[("claims.tsv", table)]), &["check"]);
    let shown = out(&output);
    let lines: Vec<&str> = shown.lines().skip_while(|line| !line.starts_with("warning")).take(7).collect();
    insta::assert_snapshot!(lines.join("\n"), @"
    warning[R301]: `atacked` is in no vocabulary
     --> claims.tsv:2:23
      |
    2 | Citizen (South Korea) atacked Government (South Korea) Iran
      |                       ^^^^^^^ column `predicate`
      |
      = help: did you mean `attacked`?
    ");
}

#[test]
fn check_writes_json_with_every_field() {
    let output = relata(&Sandbox::new(&[("claims.csv", MIXED)]), &["check", "--format", "json"]);
    let faults: Vec<Value> = serde_json::from_str(&out(&output)).unwrap();
    let fault = faults.iter().find(|fault| fault["name"] == "bad-date").unwrap();
    let wanted = serde_json::json!({
        "code": "R202", "name": "bad-date", "severity": "error", "file": "claims.csv", "line": 2, "column": 25,
        "field": "date", "value": "2025-06-31", "message": fault["message"], "hint": fault["hint"],
    });
    assert_eq!(*fault, wanted);
    let few = relata(&Sandbox::new(&[("claims.csv", MIXED)]), &["check", "--format", "json", "--max-errors", "1"]);
    assert_eq!(serde_json::from_str::<Vec<Value>>(&out(&few)).unwrap().len(), 1);
}

#[test]
fn check_writes_annotations_for_github_and_sarif() {
    let sandbox = Sandbox::new(&[("claims.csv", MIXED)]);
    let annotations = out(&relata(&sandbox, &["check", "--format", "github"]));
    assert!(annotations.contains("::error file=claims.csv,line=2,col=25,title=R202 bad-date::"), "{annotations}");
    let sarif: Value = serde_json::from_str(&out(&relata(&sandbox, &["check", "--format", "sarif"]))).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    let date = results.iter().find(|result| result["ruleId"] == "R202").unwrap();
    assert_eq!(date["locations"][0]["physicalLocation"]["region"]["startLine"], 2);
}

#[test]
fn rejected_rows_are_kept_with_their_bytes_and_the_reason() {
    let sandbox = Sandbox::new(&[("claims.csv", &[MIXED, b"c4,Ir\xe9n,met,\xC3\x96land,\n"].concat())]);
    let output = relata(&sandbox, &["build"]);
    assert_eq!(code(&output), 1);
    let rejects = std::fs::read(sandbox.path().join(".relata/rejects.csv")).unwrap();
    let mut reader = csv::Reader::from_reader(&rejects[..]);
    let rows: Vec<csv::ByteRecord> = reader.byte_records().map(Result::unwrap).collect();
    let row = |index: usize| (&rows[index][1], &rows[index][2], &rows[index][5]);
    assert_eq!(row(0), (&b"2"[..], &b"R202"[..], &b"c1,Iran,attacked,Israel,2025-06-31"[..]));
    assert_eq!(row(1), (&b"4"[..], &b"R102"[..], &b"c3,\"Iran,met,Oman,"[..]));
    assert_eq!(row(2), (&b"5"[..], &b"R104"[..], &b"c4,Ir\xe9n,met,\xC3\x96land,"[..]));
    assert_eq!((&rows[1][3], rows.len()), (&b"subject"[..], 3));
    assert_eq!(out(&relata(&sandbox, &["query", "ASK { kg:Iran rel:met kg:Oman }"])), "yes\n");
    sandbox.write("claims.csv", GOOD);
    assert_eq!(code(&relata(&sandbox, &["build"])), 0);
    assert!(!sandbox.path().join(".relata/rejects.csv").exists());
}

#[test]
fn a_query_comes_from_argument_file_input_or_name() {
    let query = "# Who met whom\nSELECT ?o { kg:Iran rel:attacked/rdfs:label ?o }";
    let sandbox =
        Sandbox::new(&[("claims.csv", GOOD), ("queries/met.rq", query.as_bytes()), ("other.rq", query.as_bytes())]);
    let expected = "o\r\nIsrael\r\n";
    assert_eq!(out(&relata(&sandbox, &["query", query, "--format", "csv"])), expected);
    assert_eq!(out(&relata(&sandbox, &["query", "met", "--format", "csv"])), expected);
    assert_eq!(out(&relata(&sandbox, &["query", "other.rq", "--format", "csv"])), expected);
    assert_eq!(out(&relata_with(&sandbox, &["query", "-", "--format", "csv"], query)), expected);
    assert_eq!(out(&relata(&sandbox, &["query", "claims.csv", query, "--format", "csv"])), expected);
    assert!(out(&relata(&sandbox, &["query"])).contains("Who met whom"));
    assert!(talk(&relata(&sandbox, &["query", "mett"])).contains("did you mean `met`?"));
}

#[test]
fn a_query_after_an_edit_sees_the_edit() {
    let sandbox = Sandbox::new(&[("claims.csv", GOOD)]);
    let ask = |name: &str| out(&relata(&sandbox, &["query", &format!("ASK {{ ?c rdf:subject kg:{name} }}")]));
    assert_eq!((ask("Iran"), ask("Iraq")), ("yes\n".into(), "no\n".into()));
    sandbox.write("claims.csv", &String::from_utf8_lossy(GOOD).replace("Iran", "Iraq").into_bytes());
    assert_eq!((ask("Iran"), ask("Iraq")), ("no\n".into(), "yes\n".into()));
}

#[test]
fn a_syntax_error_shows_its_place() {
    let output = relata(&Sandbox::new(&[("claims.csv", GOOD)]), &["query", "SELECT * {\n  ?s foaf:name ?o\n}"]);
    insta::assert_snapshot!(talk(&output).lines().filter(|line| !line.starts_with("built ")).collect::<Vec<_>>().join("\n"), @"
    error: the prefix `foaf:` is not declared
      at line 2, column 6
      |   ?s foaf:name ?o
      |      ^
    hint: put `PREFIX foaf: <http://xmlns.com/foaf/0.1/>` in front of the query
    ");
}

#[test]
fn diff_tells_what_came_and_went() {
    let changed = b"id,subject,predicate,object,said_by\nc1,Iran,attacked,Israel,AFP\nc2,Iran,met,Oman,AFP\n";
    let sandbox = Sandbox::new(&[("old/claims.csv", GOOD), ("new/claims.csv", changed)]);
    let output = relata(&sandbox, &["diff", "old/claims.csv", "new/claims.csv"]);
    assert_eq!(code(&output), 1);
    insta::assert_snapshot!(out(&output), @"
    ~ Iran attacked Israel — AFP  [claims.csv:2]
        speaker: `Reuters` → `AFP`
    + Iran met Oman — AFP  [claims.csv:3]
    ");
    assert_eq!(code(&relata(&sandbox, &["diff", "old/claims.csv", "old/claims.csv"])), 0);
}

#[test]
fn conflicts_stand_side_by_side() {
    let table = b"id,subject,predicate,object,said_by,polarity,denies,quote\nc1,Iran,attacked,Israel,Reuters,,,missiles flew\nc2,Iran,attacked,Israel,Tehran,negative,c1,\nc3,Iran,met,Oman,Reuters,,,\n";
    let sandbox = Sandbox::new(&[("claims.csv", table)]);
    insta::assert_snapshot!(out(&relata(&sandbox, &["conflicts", "claims.csv"])), @"
    Iran attacked Israel (disputed)
      for, denied  Reuters: “missiles flew”  [claims.csv:2]
      against      Tehran  [claims.csv:3]
    ");
    let json: Value = serde_json::from_str(&out(&relata(&sandbox, &["conflicts", "--format", "json"]))).unwrap();
    assert_eq!(json[0]["state"], "disputed");
}

#[test]
fn a_source_is_never_written_over() {
    let sandbox = Sandbox::new(&[("claims.csv", GOOD)]);
    assert_eq!(code(&relata(&sandbox, &["check", "--rejects", "claims.csv"])), 2);
    assert_eq!(code(&relata(&sandbox, &["export", "nq", "-o", "claims.csv"])), 2);
    assert_eq!(std::fs::read(sandbox.path().join("claims.csv")).unwrap(), GOOD);
}

#[test]
fn a_source_is_never_written_over_by_files_of_a_folder_or_of_slices() {
    let toml =
        b"[project]\nname = \"t\"\n[[sources]]\nformat = \"claims\"\nfiles = [\"edges.csv\", \"claims-2025-06.csv\"]\n";
    let table = b"subject,predicate,object,date\nIran,attacked,Israel,2025-06-13\n";
    let sandbox = Sandbox::new(&[("relata.toml", toml), ("edges.csv", table), ("claims-2025-06.csv", table)]);
    for arguments in [["gephi-csv", "-o", "."].as_slice(), &["kgtk", "--slice", "month", "-o", "claims.csv"]] {
        let output = relata(&sandbox, &[&["export"], arguments].concat());
        assert_eq!((code(&output), out(&output)), (2, String::new()), "{}", talk(&output));
        assert!(talk(&output).contains("belongs to the project"), "{}", talk(&output));
    }
    for name in ["edges.csv", "claims-2025-06.csv"] {
        assert_eq!(std::fs::read(sandbox.path().join(name)).unwrap(), table);
    }
    assert!(!sandbox.path().join("nodes.csv").exists());
}

#[test]
fn what_was_there_stays_when_an_export_fails() {
    let sandbox = Sandbox::new(&[("claims.csv", GOOD), ("old.png", b"old")]);
    let output = relata(&sandbox, &["export", "jsonld", "--rdf", "1.2", "-o", "old.png"]);
    assert_eq!(code(&output), 2, "{}", talk(&output));
    assert_eq!(std::fs::read(sandbox.path().join("old.png")).unwrap(), b"old");
    assert_eq!(code(&relata(&sandbox, &["export", "png", "-o", "old.png"])), 0);
    assert!(std::fs::read(sandbox.path().join("old.png")).unwrap().starts_with(b"\x89PNG"));
    let names = std::fs::read_dir(sandbox.path()).unwrap().map(|entry| entry.unwrap().file_name());
    assert!(names.into_iter().all(|name| !name.to_string_lossy().ends_with(".new")));
}

#[test]
fn slices_are_written_where_something_happened_and_rdf_is_whole() {
    let table =
        b"subject,predicate,object,date\nIran,attacked,Israel,2025-06-13\nOman,met,Qatar,2025-08\nOman,met,Iran,\n";
    let sandbox = Sandbox::new(&[("claims.csv", table)]);
    let output = relata(&sandbox, &["export", "kgtk", "--slice", "month", "--about", "Israel", "-o", "x.tsv"]);
    assert_eq!(talk(&output).lines().last(), Some("wrote 1 slice; 0 claims undated"));
    assert!(sandbox.path().join("x-2025-06.tsv").exists());
    let output = relata(&sandbox, &["export", "kgtk", "--slice", "year", "--since", "2025-07", "-o", "y.tsv"]);
    assert!(talk(&output).contains("wrote 1 slice"), "{}", talk(&output));
    let output = relata(&sandbox, &["export", "gephi-csv", "--slice", "month", "-o", "z"]);
    assert_eq!(talk(&output).lines().last(), Some("wrote 2 slices; 1 claim undated"));
    let rows =
        |folder: &str| std::fs::read_to_string(sandbox.path().join(folder).join("edges.csv")).unwrap().lines().count();
    assert_eq!((rows("z-2025-06"), rows("z-2025-08")), (2, 2));
    let output = relata(&sandbox, &["export", "ttl", "--about", "Israel"]);
    assert_eq!((code(&output), out(&output)), (2, String::new()));
    assert!(talk(&output).contains("`ttl` is the whole graph"), "{}", talk(&output));
    let output = relata(&sandbox, &["export", "svg", "--about", "Israel", "--since", "2030"]);
    assert_eq!(code(&output), 0, "a name is not wrong because nothing is left of it: {}", talk(&output));
}

#[test]
fn too_many_slices_are_refused() {
    let table = b"subject,predicate,object,date\nA,met,B,1025-01-01/2025-01-01\n";
    let output = relata(&Sandbox::new(&[("claims.csv", table)]), &["export", "kgtk", "--slice", "week", "-o", "x.tsv"]);
    assert_eq!(code(&output), 2);
    assert!(talk(&output).contains("more than 1000 slices"), "{}", talk(&output));
}

#[test]
fn an_export_beside_the_tables_is_no_source() {
    let sandbox = Sandbox::new(&[("claims.csv", GOOD)]);
    assert_eq!(code(&relata(&sandbox, &["export", "nq", "-o", "graph.nq"])), 0);
    sandbox.write("claims.csv", &String::from_utf8_lossy(GOOD).replace("Iran", "Iraq").into_bytes());
    assert_eq!(out(&relata(&sandbox, &["query", "ASK { ?c rdf:subject kg:Iran }"])), "no\n");
}

#[test]
fn an_unreadable_table_does_not_replace_a_good_graph() {
    let sandbox = Sandbox::new(&[("claims.csv", GOOD)]);
    assert_eq!(code(&relata(&sandbox, &["build"])), 0);
    let before = std::fs::read(sandbox.path().join(".relata/graph.relata")).unwrap();
    sandbox.write("claims.csv", b"subject,object\nIran,Israel\n");
    assert_eq!(code(&relata(&sandbox, &["build"])), 2);
    assert_eq!(std::fs::read(sandbox.path().join(".relata/graph.relata")).unwrap(), before);
}

#[test]
fn patterns_are_found_from_inside_the_project() {
    let toml = b"[project]\nname = \"t\"\n[[sources]]\nformat = \"claims\"\nfiles = [\"data/c*.csv\"]\n";
    let sandbox = Sandbox::new(&[("data/claims.csv", GOOD), ("relata.toml", toml)]);
    assert!(talk(&relata(&sandbox, &["check"])).starts_with("1 row read, 1 claim"));
    sandbox.write("relata.toml", &String::from_utf8_lossy(toml).replace("c*", "d*").into_bytes());
    let output = relata(&sandbox, &["check"]);
    assert_eq!(code(&output), 1);
    assert!(out(&output).contains("data/d*.csv"), "{}", out(&output));
}

#[test]
fn builds_at_once_wait_for_each_other() {
    let sandbox = Sandbox::new(&[("claims.csv", GOOD)]);
    let start = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_relata"));
        command.env("RELATA_CACHE", crate::support::cache());
        command.arg("build").current_dir(sandbox.path()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    };
    let mut builds: Vec<_> = (0..4).map(|_| start()).collect();
    assert!(builds.iter_mut().all(|build| build.wait().unwrap().success()));
}

#[test]
fn an_empty_picture_is_still_a_picture() {
    let sandbox = Sandbox::new(&[("claims.csv", GOOD)]);
    let output = relata(&sandbox, &["export", "dot", "--min-sources", "2"]);
    assert!(!out(&output).contains("legend"));
    assert!(talk(&output).contains("nothing fits"));
}

#[test]
fn init_from_a_foreign_table_asks_once() {
    let table = "event_date,actor1,event_type,actor2,source\n2025-06-13,Iran,attacked,Israel,Reuters\n2025-06-14,Israel,struck,Iran,AFP\n";
    let sandbox = Sandbox::new(&[("my.csv", table.as_bytes())]);
    let refused = relata_with(&sandbox, &["init", "--from", "my.csv"], "n\n");
    assert_eq!(code(&refused), 1);
    assert!(!sandbox.path().join("relata.toml").exists());
    let accepted = relata_with(&sandbox, &["init", "--from", "my.csv"], "y\n");
    assert_eq!(code(&accepted), 0, "{}", talk(&accepted));
    insta::assert_snapshot!(out(&accepted), @"
    date                 ← event_date
    object               ← actor2
    predicate            ← event_type
    said_by              ← source
    subject              ← actor1

    subject  predicate  object  date        said_by
    ───────  ─────────  ──────  ──────────  ───────
    Iran     attacked   Israel  2025-06-13  Reuters
    Israel   struck     Iran    2025-06-14  AFP
    ");
    assert_eq!(out(&relata(&sandbox, &["query", "ASK { kg:Iran rel:attacked kg:Israel }"])), "yes\n");
    assert_eq!(
        out(&relata(&sandbox, &["query", "SELECT (COUNT(*) AS ?n) { ?c ra:saidBy ?s }", "--format", "csv"])),
        "n\r\n2\r\n"
    );
}

#[test]
fn init_looks_at_the_cells_of_a_table() {
    let table = "\u{feff}Wer;Tat;Wem;Tag;Quelle;Farbe\r\nIran;attacked;Israel | Syria;13.06.2025;Reuters;rot\r\nIsrael;struck;Iran;01.07.2025;AFP;blau\r\n";
    let json = "{\"who\": {\"name\": \"Iran\"}, \"did\": \"attacked\", \"targets\": [\"Israel\", \"Syria\"], \"day\": \"06/07/2025\", \"score\": 85}\n";
    let sandbox = Sandbox::new(&[("my.csv", table.as_bytes()), ("my.jsonl", json.as_bytes())]);
    let written = |table: &str, arguments: &[&str], input: &str| {
        let _ = std::fs::remove_file(sandbox.path().join("relata.toml"));
        let output = relata_with(&sandbox, &[&["init", "--name", "t", "--from", table], arguments].concat(), input);
        assert_eq!(code(&output), 0, "{}", talk(&output));
        std::fs::read_to_string(sandbox.path().join("relata.toml")).unwrap()
    };
    insta::assert_snapshot!(written("my.csv", &["--yes"], ""), @r#"
    [project]
    name = "t"

    # Proposed by `relata init --from` after a look at 2 rows. A column may be read otherwise:
    # `split` takes several values from a cell, `format` tells how dates are written, `constant` is a value for all rows.
    [[sources]]
    format = "claims"
    files = ["my.csv"]

    [sources.columns]
    date = { column = "Tag", format = "%d.%m.%Y" }   # 13.06.2025, 01.07.2025
    object = { column = "Wem", split = "|" }         # Israel | Syria
    predicate = "Tat"                                # attacked, struck
    said_by = "Quelle"                               # Reuters, AFP
    subject = "Wer"                                  # Iran, Israel

    # Kept with each claim as they are: Farbe
    "#);
    assert_eq!(code(&relata(&sandbox, &["check"])), 0);
    assert_eq!(out(&relata(&sandbox, &["query", "ASK { kg:Iran rel:attacked kg:Syria }"])), "yes\n");
    insta::assert_snapshot!(written("my.jsonl", &["--yes"], ""), @r#"
    [project]
    name = "t"

    # Proposed by `relata init --from` after a look at 1 row. A column may be read otherwise:
    # `split` takes several values from a cell, `format` tells how dates are written, `constant` is a value for all rows.
    [[sources]]
    format = "claims"
    files = ["my.jsonl"]

    [sources.columns]
    confidence = { column = "score", format = "percent" }   # 85
    object = "targets"                                      # Israel; Syria
    predicate = "did"                                       # attacked
    subject = "who.name"                                    # Iran

    # nothing tells whether the dates of `day` begin with the day or the month: choose one of two lines in relata.toml
    # date = { column = "day", format = "%d/%m/%Y" }   # 06/07/2025 is 2025-07-06
    # date = { column = "day", format = "%m/%d/%Y" }   # 06/07/2025 is 2025-06-07

    # Kept with each claim as they are: day
    "#);
    assert_eq!(code(&relata(&sandbox, &["check"])), 0);
    assert!(written("my.jsonl", &[], "m\ny\n").contains("format = \"%m/%d/%Y\""));
    assert!(written("my.jsonl", &[], "d\ny\n").contains("format = \"%d/%m/%Y\""));
}

#[test]
fn an_empty_project_is_sound() {
    let sandbox = Sandbox::new(&[]);
    assert_eq!(code(&relata(&sandbox, &["init"])), 0);
    assert_eq!(code(&relata(&sandbox, &["check"])), 0);
    assert_eq!(code(&relata(&sandbox, &["init"])), 2);
}

#[test]
fn a_closed_pipe_is_silent() {
    let sandbox = Sandbox::new(&[("claims.csv", GOOD)]);
    let mut child = Command::new(env!("CARGO_BIN_EXE_relata"))
        .env("RELATA_CACHE", crate::support::cache())
        .args(["query", "claims.csv", "SELECT * { ?s ?p ?o }"])
        .current_dir(sandbox.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(code(&output), 0);
    assert!(!talk(&output).contains("error"), "{}", talk(&output));
}

#[test]
fn machine_formats_are_silent_on_a_closed_pipe_as_well() {
    let rows: Vec<String> =
        (0..2000).map(|n| format!("a{n},A{n},attacked,B{n},S,\nb{n},A{n},attacked,B{n},T,negative\n")).collect();
    let table = format!("id,subject,predicate,object,said_by,polarity\n{}", rows.concat());
    let sandbox = Sandbox::new(&[("claims.csv", table.as_bytes())]);
    for arguments in
        [["conflicts", "--format", "csv"], ["conflicts", "--format", "json"], ["export", "nq", "--positions"]]
    {
        let mut command = Command::new(env!("CARGO_BIN_EXE_relata"));
        command.env("RELATA_CACHE", crate::support::cache());
        command.args(arguments).current_dir(sandbox.path()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(code(&output), 0, "{arguments:?}");
        assert!(!talk(&output).contains("error:"), "{}", talk(&output));
    }
}

#[test]
fn headings_in_other_languages_are_understood() {
    let propose = |headings: &str| {
        let headings: Vec<String> = headings.split(',').map(str::to_owned).collect();
        let columns = relata::input::guess::propose_columns(&headings);
        columns.iter().map(|(role, heading)| format!("{role}={heading}")).collect::<Vec<_>>().join(" ")
    };
    let headings = [
        "Acteur,Action,Cible,Date,Lieu,Source,Citation",
        "Akteur;Handlung;Ziel;Datum;Ort;Quelle;Zitat",
        "Wer,Was,Wem,Wann,Wo,Laut",
        "sujeto,verbo,objeto,fuente",
        "SQLDATE,Actor1Name,Actor2Name,EventCode,SOURCEURL",
        "source,relation,target",
        "colour,weight",
    ];
    insta::assert_snapshot!(headings.map(|line| propose(&line.replace(';', ","))).join("\n"), @"
    date=Date object=Cible place=Lieu predicate=Action quote=Citation said_by=Source subject=Acteur
    date=Datum object=Ziel place=Ort predicate=Handlung quote=Zitat said_by=Quelle subject=Akteur
    date=Wann object=Wem place=Wo predicate=Was said_by=Laut subject=Wer
    object=objeto predicate=verbo said_by=fuente subject=sujeto
    date=SQLDATE object=Actor2Name predicate=EventCode subject=Actor1Name url=SOURCEURL
    object=target predicate=relation subject=source
    ");
}

#[test]
fn a_damaged_graph_is_found_and_made_anew() {
    let sandbox = Sandbox::new(&[("claims.csv", GOOD)]);
    assert_eq!(code(&relata(&sandbox, &["verify"])), 2);
    assert_eq!(code(&relata(&sandbox, &["build"])), 0);
    assert!(out(&relata(&sandbox, &["verify"])).ends_with("sound\n"));
    let path = ".relata/graph.relata";
    let mut bytes = std::fs::read(sandbox.path().join(path)).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    sandbox.write(path, &bytes);
    let output = relata(&sandbox, &["verify"]);
    assert_eq!(code(&output), 2);
    assert!(talk(&output).contains("`relata build --force` makes it anew"), "{}", talk(&output));
    assert_eq!(code(&relata(&sandbox, &["build", "--force"])), 0);
    assert_eq!(code(&relata(&sandbox, &["verify"])), 0);
    // A file that cannot even be opened is built again without being asked.
    sandbox.write(path, b"old");
    assert_eq!(code(&relata(&sandbox, &["verify"])), 2);
    assert_eq!(out(&relata(&sandbox, &["query", "ASK { ?s ?p ?o }"])), "yes\n");
    assert_eq!(code(&relata(&sandbox, &["verify"])), 0);
}

#[test]
fn an_unchanged_project_is_not_built_again() {
    let table = [GOOD, b"Ann,,Bob,,,,\n"].concat();
    let sandbox = Sandbox::new(&[("claims.csv", &table)]);
    let first = relata(&sandbox, &["build"]);
    let again = relata(&sandbox, &["build"]);
    assert_eq!((code(&first), code(&again)), (1, 1));
    assert!(talk(&first).contains("built `"), "{}", talk(&first));
    assert!(talk(&again).contains("unchanged `"), "{}", talk(&again));
    let counts = |output: &std::process::Output| {
        talk(output)
            .lines()
            .find_map(|line| {
                line.split_once("`: ").map(|(_, rest)| rest.split(" in ").next().unwrap_or_default().to_owned())
            })
            .unwrap()
    };
    assert_eq!(counts(&first), counts(&again));
    assert!(talk(&again).contains("1 row left out, see"), "{}", talk(&again));
    assert!(sandbox.path().join(".relata/rejects.csv").is_file());
    assert!(talk(&relata(&sandbox, &["build", "--force"])).contains("built `"));
    assert!(talk(&relata(&sandbox, &["build", "--strict"])).contains("built `"));
    sandbox.write("claims.csv", GOOD);
    assert!(talk(&relata(&sandbox, &["build"])).contains("built `"));
    let wrong = relata(&sandbox, &["build", "--memory", "lots"]);
    assert!(talk(&wrong).contains("such as 500M or 2G"), "{}", talk(&wrong));
}

#[test]
fn a_query_ends_even_while_it_reads_nothing() {
    let sandbox = Sandbox::new(&[("claims.csv", GOOD)]);
    // The right side is a product that oxigraph's evaluator makes of quads it has read long before.
    let query = "SELECT * { ?a ?p ?b . VALUES (?b ?d) { (ra:Claim UNDEF) } MINUS { ?b ?q ?x . ?y ?r ?d . ?z ?t ?w . ?k ?l ?m } }";
    let output = relata(&sandbox, &["query", query, "--timeout", "0.2"]);
    assert_eq!(code(&output), 2);
    assert!(talk(&output).contains("the query took longer than 200ms"), "{}", talk(&output));
    let explained = relata(&sandbox, &["query", "SELECT ?c { ?c a ra:Claim }", "--explain"]);
    assert!(out(&explained).contains("find ?c rdf:type ra:Claim"), "{}", out(&explained));
    assert!(talk(&relata(&sandbox, &["query", "ASK {}", "--timeout", "soon"])).contains("such as 5 or 0.5"));
}

#[test]
fn a_query_beyond_its_limits_leaves_whole_rows_and_a_way_out() {
    let sandbox = Sandbox::new(&[("claims.csv", GOOD)]);
    // oxigraph's evaluator answers these; it finds rows at once, and then more than anybody can wait for.
    let product = "{ ?a ?p ?x . ?b ?q ?y . ?c ?r ?z }";
    let stuck = "{ ?a ?p ?b . VALUES (?b ?d) { (ra:Claim UNDEF) } MINUS { ?b ?q ?x . ?y ?r ?d . ?z ?t ?w } }";
    let streaming = format!("SELECT REDUCED ?a ?p ?b {product}");
    let halting = format!("SELECT REDUCED ?a ?b ?c {{ {{ VALUES (?a ?b ?c) {{ (1 2 3) (4 5 6) }} }} UNION {stuck} }}");
    for (query, flag, most, told) in [
        (&streaming, "--timeout", "0.3", "the query took longer than 300ms"),
        (&streaming, "--memory-limit", "1M", "the query took more than 1 MB of memory"),
        (&halting, "--timeout", "0.3", "the query took longer than 300ms"),
        (&halting, "--memory-limit", "1M", "the query took more than 1 MB of memory"),
    ] {
        let output = relata(&sandbox, &["query", query, flag, most, "-f", "csv"]);
        assert_eq!(code(&output), 2, "{}", talk(&output));
        assert!(talk(&output).contains(told), "{}", talk(&output));
        assert!(talk(&output).contains("hint: give it more with --timeout or --memory-limit"), "{}", talk(&output));
        let rows = out(&output);
        if !rows.is_empty() {
            assert!(rows.ends_with('\n') && rows.lines().all(|row| row.split(',').count() == 3), "{rows}");
        }
        assert!(flag != "--timeout" || rows.lines().count() > 1, "{query}: {rows}");
    }
    let explained = relata(&sandbox, &["query", &streaming, "--timeout", "0.3", "--explain"]);
    assert_eq!((code(&explained), out(&explained).as_str()), (2, ""));
    let enough = relata(&sandbox, &["query", "SELECT ?c { ?c a ra:Claim }", "--timeout", "60", "--memory-limit", "8G"]);
    assert_eq!(out(&enough), out(&relata(&sandbox, &["query", "SELECT ?c { ?c a ra:Claim }"])));
    let wrong = relata(&sandbox, &["query", "SELECT ?c { ?c a foo:Claim }", "--timeout", "60"]);
    assert!(talk(&wrong).contains("the prefix `foo:` is not declared"), "{}", talk(&wrong));
}

#[test]
fn a_query_of_the_project_is_listed_by_its_first_line() {
    let sandbox = Sandbox::new(&[
        ("claims.csv", GOOD),
        ("queries/who.rq", "\u{feff}# who says so\r\nSELECT ?who { ?c ra:saidBy/rdfs:label ?who }".as_bytes()),
        ("queries/untitled.rq", b"ASK {}"),
        ("queries/binary.rq", b"\xff\xfe\x00"),
    ]);
    let listed =
        format!("{:<24} cannot be read: it is not UTF-8\n{:<24} \n{:<24} who says so\n", "binary", "untitled", "who");
    assert_eq!(out(&relata(&sandbox, &["query"])), listed);
    assert!(out(&relata(&sandbox, &["query", "who", "-f", "csv"])).contains("Reuters"));
    let wide = relata(&sandbox, &["query", "SELECT * { ?日本 a ) }"]);
    let caret = format!("line 1, column 18\n  | SELECT * {{ ?日本 a ) }}\n  | {}^", " ".repeat(19));
    assert!(talk(&wide).contains(&caret), "{}", talk(&wide));
}

#[test]
fn every_command_line_is_well_formed_and_every_code_explained() {
    relata::cli::command().debug_assert();
    let sandbox = Sandbox::new(&[]);
    for code in relata::diagnostic::codes::ALL {
        let output = relata(&sandbox, &["explain", code.name]);
        assert!(out(&output).starts_with(&format!("{} {}", code.id, code.name)));
    }
    assert!(talk(&relata(&sandbox, &["explain", "bad-dat"])).contains("did you mean `bad-date`?"));
    for shell in ["bash", "zsh", "fish"] {
        assert!(out(&relata(&sandbox, &["completions", shell])).contains("relata"));
    }
}

#[test]
fn rdf_is_written_in_the_version_asked_for() {
    let sandbox = Sandbox::new(&[("claims.csv", GOOD), ("extra.ttl", b"<x:a> <x:b> <<( <x:c> <x:d> <x:e> )>> .\n")]);
    let has_triple_terms = |output: &Output| out(output).contains("<<(");
    assert!(has_triple_terms(&relata(&sandbox, &["export", "nt"])));
    let says = |output: &std::process::Output| String::from_utf8_lossy(&output.stderr).contains("add --rdf 1.1");
    assert!(says(&relata(&sandbox, &["export", "nt"])), "common readers cannot read triple terms");
    assert!(
        !says(&relata(&sandbox, &["export", "nt", "--rdf", "1.2"])) && !says(&relata(&sandbox, &["export", "jsonld"]))
    );
    let older = relata(&sandbox, &["export", "nt", "--rdf", "1.1"]);
    assert!(!has_triple_terms(&older) && talk(&older).contains("1 triple left out"), "{}", talk(&older));
    let json: Value = serde_json::from_str(&out(&relata(&sandbox, &["export", "jsonld"]))).unwrap();
    assert!(json.is_array());
    let refused = relata(&sandbox, &["export", "jsonld", "--rdf", "1.2"]);
    assert_eq!((code(&refused), out(&refused).as_str()), (2, ""));
    assert!(talk(&refused).contains("hint: add --rdf 1.1"), "{}", talk(&refused));
    assert!(out(&relata(&sandbox, &["export", "nanopub"])).contains("np:Nanopublication"));
}

#[test]
fn a_report_goes_to_a_page_a_folder_or_the_screen() {
    let sandbox = Sandbox::new(&[("claims.csv", GOOD)]);
    let shown = relata(&sandbox, &["report", "Iran"]);
    assert!((code(&shown), out(&shown).starts_with("# Iran\n")) == (0, true), "{}", talk(&shown));
    assert_eq!(code(&relata(&sandbox, &["report", "Iran", "-o", "iran.HTML"])), 0);
    assert_eq!(code(&relata(&sandbox, &["report", "--all", "claims.csv", "-o", "all/"])), 0);
    let read = |name: &str| std::fs::read_to_string(sandbox.path().join(name)).unwrap();
    assert!(read("iran.HTML").starts_with("<!DOCTYPE html>"));
    assert!(read("all/index.html").contains("Israel.html") && read("all/Israel.html").contains("claim-c1"));
    assert!(out(&relata(&sandbox, &["report", "--all"])).contains("# Dossiers: "));
}

#[test]
fn a_report_says_whom_it_cannot_find_and_what_it_cannot_write() {
    let rows = b"subject,predicate,object\nIran,met,<https://example.org/Iran>\nIsrael,met,Oman\n";
    let sandbox = Sandbox::new(&[("claims.csv", &rows[..])]);
    let fails = |arguments: &[&str], hint: &str| {
        let output = relata(&sandbox, &[&["report"], arguments].concat());
        assert_eq!(code(&output), 2, "{arguments:?}");
        assert!(talk(&output).contains(hint), "{arguments:?}: {}", talk(&output));
    };
    fails(&["Isreal"], "hint: did you mean `Israel`?");
    fails(&["iran"], "hint: name one by its IRI: https://example.org/Iran (Iran), kg:Iran (Iran)");
    assert!(out(&relata(&sandbox, &["report", "<https://example.org/Iran>"])).contains("`https://example.org/Iran`"));
    assert!(out(&relata(&sandbox, &["report", "kg:Iran"])).contains("relata/kg/Iran`"));
    fails(&[], "--all");
    fails(&["Israel", ".", "--all"], "hint: leave the entity or --all away");
    fails(&["Israel", "-o", "israel.pdf"], "hint: use .html or .md");
    fails(&["Israel", "-o", "folder/"], "hint: name a file");
    fails(&["Israel", "-o", "claims.csv", "--format", "md"], "belongs to the project");
    fails(&["Israel", "--group-by", "type"], "--group-by");
}

#[test]
fn an_import_that_can_read_nothing_writes_nothing() {
    let sandbox = Sandbox::new(&[("rows.CSV", b"1\t2\t3\n")]);
    let output = relata(&sandbox, &["import", "gdelt", "rows.CSV", "--to", "out/claims.csv"]);
    assert_eq!(code(&output), 2, "{}", talk(&output));
    assert!(talk(&output).contains("nothing is written"), "{}", talk(&output));
    assert!(!sandbox.path().join("out").exists());
}

#[test]
fn lists_that_turn_up_beside_quads_make_the_graph_anew() {
    let toml = b"[project]\nname = \"t\"\n[[sources]]\nformat = \"quads\"\nfiles = [\"train.txt\"]\n";
    let sandbox = Sandbox::new(&[("train.txt", b"0\t0\t1\t2018-01-01\n"), ("relata.toml", toml)]);
    assert_eq!(code(&relata(&sandbox, &["build"])), 2);
    sandbox.write("entity2id.txt", b"Iran\t0\nOman\t1\n");
    sandbox.write("relations.dict", b"0\tmet\n");
    assert_eq!(code(&relata(&sandbox, &["build"])), 0);
    sandbox.write("entity2id.txt", b"Iran\t0\nQatar\t1\n");
    let output = relata(&sandbox, &["query", "SELECT ?who { kg:Iran rel:met/rdfs:label ?who }", "--format", "csv"]);
    assert_eq!(out(&output), "who\r\nQatar\r\n");
    std::fs::remove_file(sandbox.path().join("relations.dict")).unwrap();
    sandbox.write("relation2id.txt", b"visited\t0\n");
    let output = relata(&sandbox, &["query", "SELECT ?who { kg:Iran rel:visited/rdfs:label ?who }", "--format", "csv"]);
    assert_eq!(out(&output), "who\r\nQatar\r\n");
}
