//! What was known by some day.

use relata::Graph;
use relata::diagnostic::Report;
use relata::project::Project;

use crate::cli::{code, out, relata, talk};
use crate::support::Sandbox;

const CLAIMS: &str = "id,subject,predicate,object,date,document,polarity,denies,size\n\
    c1,Iran,attacked,Israel,2025-06-01,early,,,\n\
    c2,Iran,attacked,Israel,2025-06-01,late,negative,c1,7\n\
    c3,Iran,met,Oman,2025-06-02,month,,,\n\
    c4,Qatar,met,Egypt,2025-06-02,undated,,,\n\
    c5,Israel,denounced,#c6,2025-06-03,early,,,\n\
    c6,Syria,praised,Jordan,2025-06-03,late,,,\n\
    c7,Turkey,met,Oman,2025-06-03,,,,\n";

const DOCUMENTS: &str = "id,publisher,published\nearly,Early Post,2025-06-05\nlate,Late Post,2025-06-20\n\
    month,Monthly,2025-06\nundated,Nobody,\n";

/// The sorted N-Quads of the graph as it was known by a day, or of the whole one.
fn quads(files: &[(&str, &[u8])], day: Option<&str>) -> Vec<String> {
    let sandbox = Sandbox::new(files);
    let mut project = Project::at(sandbox.path()).unwrap();
    project.known_by = day.map(|day| day.parse().unwrap());
    let mut report = Report::new(project.policy.clone());
    let graph = Graph::of_project(project, &mut report).unwrap();
    let mut text = Vec::new();
    graph.export("nq", &mut text).unwrap();
    let mut lines: Vec<String> = String::from_utf8(text).unwrap().lines().map(str::to_owned).collect();
    lines.sort();
    lines
}

fn files() -> [(&'static str, &'static [u8]); 2] {
    [("claims.csv", CLAIMS.as_bytes()), ("documents.csv", DOCUMENTS.as_bytes())]
}

#[test]
fn a_graph_of_an_early_day_is_the_graph_of_the_early_rows() {
    let early =
        "id,subject,predicate,object,date,document,polarity,denies,size\nc1,Iran,attacked,Israel,2025-06-01,early,,,\n";
    let later = format!(
        "{early}c2,Iran,attacked,Israel,2025-06-01,late,negative,c1,7\nc4,Qatar,met,Egypt,2025-06-02,undated,,,\n"
    );
    let documents = "id,publisher,published\nearly,Early Post,2025-06-05\n";
    let alone = quads(&[("claims.csv", early.as_bytes()), ("documents.csv", documents.as_bytes())], None);
    let known = quads(&[("claims.csv", later.as_bytes()), ("documents.csv", DOCUMENTS.as_bytes())], Some("2025-06-05"));
    // The name of the project is that of its folder, and is in no IRI.
    assert_eq!(known, alone);
}

#[test]
fn all_days_together_give_the_whole_graph() {
    let dated: String = DOCUMENTS.replace("undated,Nobody,", "undated,Nobody,2025-06-06");
    let rows = CLAIMS.lines().filter(|row| !row.starts_with("c7")).collect::<Vec<_>>().join("\n");
    let files = [("claims.csv", rows.as_bytes()), ("documents.csv", dated.as_bytes())];
    assert_eq!(quads(&files, Some("2025-07-01")), quads(&files, None));
}

#[test]
fn a_month_is_over_when_it_is_over_and_nothing_undated_is_known() {
    let sandbox = Sandbox::new(&files());
    let stats = |day: &str| talk(&relata(&sandbox, &["stats", "--known-by", day]));
    assert!(
        stats("2025-06-19")
            .contains("known by 2025-06-19: 2 claims of 7; 3 published later, 2 in documents without a date"),
        "{}",
        stats("2025-06-19")
    );
    assert!(
        stats("2025-06").contains("known by 2025-06-30: 5 claims of 7; 0 published later, 2 in"),
        "{}",
        stats("2025-06")
    );
    assert!(stats("2025-01").contains("known by 2025-01-31: 0 claims of 7"), "{}", stats("2025-01"));
}

#[test]
fn a_denial_is_news_and_leaves_the_statement_in_another_state() {
    let sandbox = Sandbox::new(&files());
    let conflicts = |day: &str| out(&relata(&sandbox, &["conflicts", "--known-by", day]));
    assert!(!conflicts("2025-06-05").contains("attacked"));
    assert!(conflicts("2025-06-20").contains("attacked"));
}

#[test]
fn what_an_early_claim_speaks_of_has_its_event_and_not_its_claim() {
    let sandbox = Sandbox::new(&files());
    let ask = |query: &str| out(&relata(&sandbox, &["query", query, "-f", "csv", "--known-by", "2025-06-05"]));
    assert!(
        ask("SELECT ?what { << kg:Israel ?p ?event >> ra:about ?e . ?event rdfs:label ?what }")
            .contains("Syria praised Jordan")
    );
    assert!(ask("ASK { claim:c6 ?p ?o }").contains("false"));
    assert!(ask("ASK { kg:Iran rel:attacked kg:Israel }").contains("true"));
    // A number that only a later row gives the shared event is not known.
    assert!(ask("ASK { ?e qualifier:size ?n }").contains("false"));
}

#[test]
fn claims_in_files_of_rdf_are_left_out_as_well() {
    let sandbox = Sandbox::new(&files());
    let output = relata(&sandbox, &["export", "nq"]);
    let one = "claims.csv";
    let bare = "subject,predicate,object,document\n";
    let settings = "[project]\nname = \"x\"\n[[sources]]\nformat = \"rdf\"\nfiles = [\"all.nq\"]\n";
    let rdf = [(one, bare.as_bytes()), ("all.nq", output.stdout.as_slice()), ("relata.toml", settings.as_bytes())];
    let count = |files: &[(&str, &[u8])], day: &str| {
        let sandbox = Sandbox::new(files);
        out(&relata(&sandbox, &["query", "SELECT (COUNT(*) AS ?n) { ?c a ra:Claim }", "-f", "csv", "--known-by", day]))
    };
    for day in ["2025-06-05", "2025-06-30"] {
        assert_eq!(count(&rdf, day), count(&files(), day));
    }
}

#[test]
fn rows_that_tell_of_their_document_tell_when_it_is_known() {
    let rows = "subject,predicate,object,url,published\n\
        Iran,attacked,Israel,https://example.org/early,\n\
        Iran,met,Oman,https://example.org/early,2025-06-05\n\
        Iran,met,Egypt,https://example.org/late,2025-06-20\n";
    let sandbox = Sandbox::new(&[("claims.csv", rows.as_bytes())]);
    let said = talk(&relata(&sandbox, &["stats", "--known-by", "2025-06-10"]));
    assert!(said.contains("2 claims of 3; 1 published later, 0 in"), "{said}");
}

#[test]
fn an_open_interval_is_no_day() {
    let output = relata(&Sandbox::new(&files()), &["stats", "--known-by", "2025-06-01/.."]);
    assert_eq!(code(&output), 2);
    assert!(talk(&output).contains("--known-by has no such day"));
}

#[test]
fn a_row_that_tells_of_its_document_tells_since_when_it_is_known() {
    // The second row cites what the third one dates.
    let table = "subject,predicate,object,date,url,publisher,published\n\
        Iran,attacked,Israel,2025-06-01,https://a.example/1,Early Post,2025-06-05\n\
        Iran,met,Oman,2025-06-02,https://a.example/2,,\n\
        Iran,praised,Oman,2025-06-02,https://a.example/2,Early Post,2025-06-06\n\
        Syria,met,Jordan,2025-06-03,https://a.example/3,Late Post,2025-06-20\n\
        Qatar,met,Egypt,2025-06-02,https://a.example/4,,\n";
    let sandbox = Sandbox::new(&[("t.csv", table.as_bytes())]);
    let output = relata(&sandbox, &["query", "t.csv", "SELECT ?c { ?c a ra:Claim }", "--known-by", "2025-06-10"]);
    assert_eq!(code(&output), 0);
    assert!(
        talk(&output).contains("known by 2025-06-10: 3 claims of 5; 1 published later, 1 in documents without a date")
    );
}
