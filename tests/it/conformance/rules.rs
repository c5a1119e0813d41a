//! The shipped rules.

use relata::ontology::{parse_turtle, rules};
use relata::shapes::Shapes;

use super::{report, told};

#[test]
fn the_shipped_rules_are_shapes_in_which_nothing_is_idle() {
    assert!(parse_turtle(rules::TURTLE).all(|quad| quad.is_ok()), "the file is Turtle");
    let shapes = Shapes::read(rules::quads().to_vec()).unwrap();
    let unheeded: Vec<String> = shapes.unheeded().iter().map(ToString::to_string).collect();
    assert_eq!(unheeded, Vec::<String>::new());
    assert_eq!(shapes.targeted().count(), rules::names().len(), "each has a target: {:?}", rules::names());
}

#[test]
fn every_rule_finds_what_it_is_about_in_a_file_of_rdf() {
    let turtle = include_str!("rules_broken.ttl");
    let settings = "[project]\nname = \"demo\"\nbase = \"http://e/kg/\"\n";
    let told = told(&[("relata.toml", settings), ("broken.ttl", turtle)]);
    let broken = |name: &&str| told.contains(&format!("breaks the rule `{name}`"));
    let sound: Vec<&str> = rules::names().iter().copied().filter(|name| !broken(name)).collect();
    assert_eq!(sound, Vec::<&str>::new(), "{told}");
    insta::assert_snapshot!(told, @"");
}

#[test]
fn what_a_check_of_rows_tells_no_rule_tells_again() {
    let table = "subject,predicate,object,document\nIran,met,Oman,\n";
    let settings = "[project]\nname = \"demo\"\n[shapes]\nrules = true\n";
    let report = report(&[("relata.toml", settings), ("claims.csv", table)]);
    let codes: Vec<&str> = report.diagnostics().iter().map(|fault| fault.code.id).collect();
    assert_eq!(codes.iter().filter(|code| **code == "R503").count(), 1, "{codes:?}");
    assert!(!codes.iter().any(|code| code.starts_with("R7")), "{codes:?}");
}

#[test]
fn rules_are_chosen_by_name_and_a_name_that_is_none_is_an_error() {
    let turtle = include_str!("rules_broken.ttl");
    let told = |rules: &str| {
        let settings = format!("[project]\nname = \"demo\"\nbase = \"http://e/kg/\"\n[shapes]\nrules = {rules}\n");
        told(&[("relata.toml", &settings), ("broken.ttl", turtle)])
    };
    assert_eq!(told("false"), "");
    let roles = told("[\"role\"]");
    assert!(!roles.is_empty() && roles.lines().all(|line| line.contains("the rule `role`")), "{roles}");
    let sandbox =
        crate::support::Sandbox::new(&[("relata.toml", b"[project]\nname = \"d\"\n[shapes]\nrules = [\"rol\"]\n")]);
    let error = relata::project::Project::find(sandbox.path()).unwrap_err().to_string();
    insta::assert_snapshot!(error, @"");
}
