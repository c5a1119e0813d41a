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
    insta::assert_snapshot!(told, @r#"
    R703 broken.ttl:15:1 [ex:c1] nobody is named who says so (`<http://e/c1>` breaks the rule `sourced` (`sh:or`))
    R701 broken.ttl:18:16 [graspf:certain] a claim has one certainty: certain, probable, possible or underspecified (`<http://e/c1>` breaks the rule `one-stance` (`sh:maxCount` of `ra:certainty`))
    R701 broken.ttl:20:15 [ex:perhaps] a claim has one modality of the eight that relata knows (`<http://e/c1>` breaks the rule `one-stance` (`sh:in` of `ra:modality`))
    R702 broken.ttl:23:1 [ex:c2] the claim does not say whether it is fact, plan, threat or anything else (`<http://e/c2>` breaks the rule `told-stance` (`sh:minCount` of `ra:modality`))
    R702 broken.ttl:24:17 [ex:unknown] the predicate is declared nowhere (`<http://e/c2>` breaks the rule `predicate` (`sh:or` of `rdf:predicate`))
    R702 broken.ttl:36:1 [ex:d1] the document tells as fact what is dated after its publication (`<http://e/d1>` breaks the rule `before-publication` (`sh:or`))
    R701 broken.ttl:38:1 [ex:e1] the event speaks of itself (`<http://e/e1>` breaks the rule `no-circle` (`sh:disjoint` of `ra:theme/(ra:theme+)`))
    R703 broken.ttl:38:1 [ex:e1] the event is told as certain, and denied as certainly (`<http://e/e1>` breaks the rule `conflict` (`sh:not`))
    R701 broken.ttl:41:5 [<https://w3id.org/relata/cameo/10000>] a code of CAMEO has two to four digits, with the zero in front (`<http://e/e1>` breaks the rule `event-type` (`sh:or` of `sem:eventType`))
    R702 broken.ttl:41:5 [<https://w3id.org/relata/cameo/10000>] the type of an event is an entry of a list of types (`<http://e/e1>` breaks the rule `event-type` (`sh:or` of `sem:eventType`))
    R701 broken.ttl:43:1 [ex:e2] the event speaks of itself (`<http://e/e2>` breaks the rule `no-circle` (`sh:disjoint` of `ra:theme/(ra:theme+)`))
    R701 broken.ttl:45:1 [ex:e3] an event of this type is done to somebody, and nobody is named (`<http://e/e3>` breaks the rule `recipient` (`sh:or`))
    R702 broken.ttl:51:5 [ex:somebody] a role is the same as nobody else: name the person where it is known (`<http://e/officials>` breaks the rule `role` (`sh:maxCount` of `owl:sameAs`))
    R701 broken.ttl:54:18 [[] the words of the evidence are not those of its selector (`<http://e/m1>` breaks the rule `evidence-words` (`sh:equals` of `oa:hasSelector/oa:exact`))
    R701 broken.ttl:54:54 ["he said"] the words of the evidence are not those of its selector (`<http://e/m1>` breaks the rule `evidence-words` (`sh:equals` of `oa:hasSelector/oa:exact`))
    R701 broken.ttl:55:44 [9] evidence begins at one whole number, which is not behind its end (a node without a name breaks the rule `evidence-place` (`sh:lessThanOrEquals` of `oa:start`))
    "#);
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
    insta::assert_snapshot!(error, @"there is no shipped rule `rol`");
}
