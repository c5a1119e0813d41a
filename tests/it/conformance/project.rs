//! Projects with shapes of their own.

use proptest::prelude::*;
use relata::built::{BuildOptions, build};
use relata::diagnostic::{Report, Severity};
use relata::project::Project;

use super::{checked, report, told};
use crate::support::{Sandbox, draws};

const SETTINGS: &str = "[project]\nname = \"demo\"\nbase = \"http://e/kg/\"\n[prefixes]\nex = \"http://e/\"\n";

const CLAIMS: &str = "id,subject,predicate,object,date,document,said_by,quote,deaths\n\
    c1,Israel,attacked,Iran,2025-06-13,d1,officials,\"they attacked, and\nleft\",5\n\
    c2,Iran,attacked,Israel,,d1,officials,,many\n\
    c3,Zürich,criticized,Bern,2025-06,d2,,,\n";

const ENTITIES: &str = "label,id,type,country,wikidata\nIsrael,,state,,\nofficials,off,role,Israel,Q42\n";

const PREFIXES: &str = "@prefix ex: <http://e/> .\n@prefix ra: <https://w3id.org/relata/ns#> .\n\
    @prefix sh: <http://www.w3.org/ns/shacl#> .\n@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n\
    @prefix q: <http://e/kg/qualifier/> .\n";

const MORE: &str = "@prefix ex: <http://e/> .\n\nex:bern a ex:City ;\n  ex:population \"many\" ,\n    150000 ;\n  # its mayor\n  \
    ex:mayor [ ex:name \"\"\"two\nlines\"\"\" ] .\n\nex:basel a\n    ex:City .\n";

fn shapes(text: &str) -> String {
    format!("{PREFIXES}{text}")
}

#[test]
fn values_are_told_at_their_cells_and_lines_and_missing_ones_where_they_belong() {
    let shapes = shapes(
        "ex:CityShape a sh:NodeShape ; sh:targetClass ex:City ;\n\
         sh:property [ sh:path ex:population ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:integer ] ,\n\
         [ sh:path ( ex:mayor ex:name ) ; sh:maxLength 5 ; sh:message \"the mayor has a short name\" ] .\n\
         ex:EventShape a sh:NodeShape ; sh:targetClass ra:Event ;\n\
         sh:property [ sh:path ra:date ; sh:minCount 1 ; sh:datatype xsd:date ] .\n\
         ex:ClaimShape a sh:NodeShape ; sh:targetClass ra:Claim ;\n\
         sh:property [ sh:path q:deaths ; sh:severity sh:Warning ; sh:pattern \"^[0-9]+$\" ] ,\n\
         [ sh:path ( ra:evidence ra:quote ) ; sh:severity sh:Info ; sh:maxLength 10 ] ,\n\
         [ sh:path ( ra:inDocument <https://schema.org/url> ) ; sh:severity sh:Info ; sh:minCount 1 ] .\n\
         ex:StateShape a sh:NodeShape ; sh:targetClass ra:State ;\n\
         sh:property [ sh:path ra:country ; sh:minCount 1 ] .\n\
         ex:RoleShape a sh:NodeShape ; sh:targetClass ra:RoleActor ;\n\
         sh:property [ sh:path <http://www.w3.org/2004/02/skos/core#exactMatch> ; sh:maxCount 0 ] .\n\
         ex:NameShape a sh:NodeShape ; sh:targetClass ra:Entity ; sh:pattern \"^[ -~]*$\" .\n",
    );
    let files = [
        ("relata.toml", SETTINGS),
        ("claims.csv", CLAIMS),
        ("entities.csv", ENTITIES),
        ("more.ttl", MORE),
        ("shapes.ttl", &shapes),
    ];
    insta::assert_snapshot!(told(&files), @r#"
    R703 claims.csv:2:36 `document` [d1] has 0 values of `ra:inDocument`/`schema:url` where at least 1 is wanted (`claim:c1` breaks the shape `ex:ClaimShape` (`sh:minCount` of `ra:inDocument/schema:url`), shapes.ttl:14)
    R703 claims.csv:2:50 `quote` [they attacked, and] the value "they attacked, and\nleft" of `ra:evidence`/`ra:quote` has 23 characters where at most 10 are wanted (`claim:c1` breaks the shape `ex:ClaimShape` (`sh:maxLength` of `ra:evidence/ra:quote`), shapes.ttl:13)
    R701 claims.csv:4:25 `date` [] has 0 values of `ra:date` where at least 1 is wanted (`event:16dee0d2f9dde809c7b74924` breaks the shape `ex:EventShape` (`sh:minCount` of `ra:date`), shapes.ttl:10)
    R703 claims.csv:4:26 `document` [d1] has 0 values of `ra:inDocument`/`schema:url` where at least 1 is wanted (`claim:c2` breaks the shape `ex:ClaimShape` (`sh:minCount` of `ra:inDocument/schema:url`), shapes.ttl:14)
    R702 claims.csv:4:40 `deaths` [many] the value "many" of `qualifier:deaths` does not match the pattern "^[0-9]+$" (`claim:c2` breaks the shape `ex:ClaimShape` (`sh:pattern` of `qualifier:deaths`), shapes.ttl:12)
    R701 claims.csv:5:4 `subject` [Zürich] `kg:Zürich` does not match the pattern "^[ -~]*$" (`kg:Zürich` breaks the shape `ex:NameShape` (`sh:pattern`), shapes.ttl:19)
    R701 claims.csv:5:27 `date` [2025-06] the value "2025-06"^^`xsd:gYearMonth` of `ra:date` is of the datatype `xsd:gYearMonth` where `xsd:date` is wanted (`event:e789e87b864cdf42f7a74fdc` breaks the shape `ex:EventShape` (`sh:datatype` of `ra:date`), shapes.ttl:10)
    R703 claims.csv:5:35 `document` [d2] has 0 values of `ra:inDocument`/`schema:url` where at least 1 is wanted (`claim:c3` breaks the shape `ex:ClaimShape` (`sh:minCount` of `ra:inDocument/schema:url`), shapes.ttl:14)
    R701 entities.csv:2:15 `country` [] has 0 values of `ra:country` where at least 1 is wanted (`kg:Israel` breaks the shape `ex:StateShape` (`sh:minCount` of `ra:country`), shapes.ttl:16)
    R701 entities.csv:3:27 `wikidata` [Q42] has 1 value of `skos:exactMatch` where at most 0 are wanted (`kg:off` breaks the shape `ex:RoleShape` (`sh:maxCount` of `skos:exactMatch`), shapes.ttl:18)
    R702 entities.csv:3:27 `wikidata` [Q42] a role is the same as nobody else: name the person where it is known (`kg:off` breaks the rule `role` (`sh:maxCount` of `skos:exactMatch`))
    R701 more.ttl:4:17 ["many"] the value "many" of `ex:population` is of the datatype `xsd:string` where `xsd:integer` is wanted (`ex:bern` breaks the shape `ex:CityShape` (`sh:datatype` of `ex:population`), shapes.ttl:7)
    R701 more.ttl:4:17 ["many"] has 2 values of `ex:population` where at most 1 is wanted (`ex:bern` breaks the shape `ex:CityShape` (`sh:maxCount` of `ex:population`), shapes.ttl:7)
    R701 more.ttl:7:22 ["""two] the mayor has a short name (`ex:bern` breaks the shape `ex:CityShape` (`sh:maxLength` of `ex:mayor/ex:name`), shapes.ttl:8)
    R701 more.ttl:10:1 [ex:basel] has 0 values of `ex:population` where at least 1 is wanted (`ex:basel` breaks the shape `ex:CityShape` (`sh:minCount` of `ex:population`), shapes.ttl:7)
    "#);
}

#[test]
fn a_bare_table_is_held_against_the_shapes_beside_it() {
    let shapes = shapes(
        "ex:S a sh:NodeShape ; sh:targetClass ra:Claim ; sh:property [ sh:path ra:speaker ; sh:minCount 1 ] .\n",
    );
    let sandbox = Sandbox::new(&[
        ("mine.csv", b"subject,predicate,object,said_by\nIran,met,Canada,\nIran,met,Oman,Trump\n"),
        ("shapes.ttl", shapes.as_bytes()),
    ]);
    let report = checked(&Project::at(&sandbox.path().join("mine.csv")).unwrap());
    let faults: Vec<String> =
        report.diagnostics().iter().map(super::line).filter(|line| line.starts_with("R7")).collect();
    insta::assert_snapshot!(faults.join("\n"), @"R701 mine.csv:2:17 `said_by` [] has 0 values of `ra:speaker` where at least 1 is wanted (`claim:9ce9cb47e00972bf0be4fcd2` breaks the shape `S` (`sh:minCount` of `ra:speaker`), shapes.ttl:6)");
}

#[test]
fn what_breaks_a_shape_stays_in_the_graph_and_a_build_says_so() {
    let shapes =
        shapes("ex:S a sh:NodeShape ; sh:targetClass ra:Event ; sh:property [ sh:path ra:date ; sh:minCount 1 ] .\n");
    let sandbox = Sandbox::new(&[("claims.csv", CLAIMS.as_bytes()), ("relata.toml", SETTINGS.as_bytes())]);
    let built = |sandbox: &Sandbox| {
        let project = Project::find(sandbox.path()).unwrap();
        let mut report = Report::new(project.policy.clone());
        let (built, is_current) = build(&project, &mut report, BuildOptions::with_progress(&mut |_| ())).unwrap();
        (built.tally.n_claims, built.problems.errors, is_current)
    };
    assert_eq!(built(&sandbox), (3, 0, false));
    assert_eq!(built(&sandbox), (3, 0, true));
    sandbox.write("shapes.ttl", shapes.as_bytes());
    assert_eq!(built(&sandbox), (3, 1, false), "a file of shapes that turns up makes the graph stale");
    assert_eq!(built(&sandbox), (3, 1, true));
    std::fs::remove_file(sandbox.path().join("shapes.ttl")).unwrap();
    assert_eq!(built(&sandbox), (3, 0, false));
}

#[test]
fn settings_name_files_and_severities() {
    let settings =
        format!("{SETTINGS}[shapes]\nfiles = [\"a.ttl\", \"missing.ttl\"]\n[severity]\nbroken-shape = \"warn\"\n");
    let one =
        shapes("ex:S a sh:NodeShape ; sh:targetClass ra:Event ; sh:property [ sh:path ra:date ; sh:minCount 1 ] .\n");
    let files =
        [("relata.toml", &*settings), ("claims.csv", CLAIMS), ("a.ttl", &one), ("shapes.ttl", "this is not read")];
    let report = report(&files);
    let faults = report.diagnostics().iter().map(|fault| (fault.code.id, fault.severity));
    let faults: Vec<(&str, Severity)> = faults.filter(|(id, _)| *id == "R001" || id.starts_with("R7")).collect();
    assert_eq!(faults, [("R701", Severity::Warning), ("R001", Severity::Error)]);
}

#[test]
fn a_file_of_shapes_that_is_broken_costs_no_other_check() {
    let claims = ("claims.csv", "subject,predicate,object\nIran,met,\nIran,met,Oman\n");
    let told = |shapes: &str| {
        let report = report(&[claims, ("shapes.ttl", shapes)]);
        assert!(report.diagnostics().iter().any(|fault| fault.code.id == "R512"), "the table is checked");
        let faults = report.diagnostics().iter().filter(|fault| fault.place.file.ends_with("shapes.ttl"));
        faults.map(super::line).collect::<Vec<_>>().join("\n")
    };
    let ill = shapes(
        "\nex:S a sh:NodeShape ;\n  sh:targetClass ra:Claim ;\n  sh:property [\n    sh:path ra:speaker ;\n    sh:minCount \"one\" ] .\n",
    );
    insta::assert_snapshot!(told(&ill), @r#"R704 shapes.ttl:11:17 ["one"] the value is "one", where an integer is wanted"#);
    let idle = shapes(
        "ex:S a sh:NodeShape ;\n  sh:targetClass ra:Clam ;\n  sh:mincount 1 ;\n  sh:property [ sh:path ra:speaker ; sh:minCount 1 ] .\n",
    );
    insta::assert_snapshot!(told(&idle), @"
    R706 shapes.ttl:6:1 [ex:S] the shape `S` is about nothing in the graph
    R705 shapes.ttl:8:15 [1] SHACL Core has no `sh:mincount`, which is not checked
    ");
    insta::assert_snapshot!(told("{ this is no Turtle"), @"R005 shapes.ttl:1:1 [] { is not a valid subject or graph name");
    let deep = shapes(&format!("ex:S sh:not {} ex:T {} .", "[ sh:not ".repeat(20_000), "]".repeat(20_000)));
    insta::assert_snapshot!(told(&deep), @"R010 shapes.ttl:6:0 [] more than 10000 brackets stand in one another");
    let twice = shapes("ex:S a sh:NodeShape ; sh:targetClass ra:Claim ; sh:node ex:S .\n");
    told(&twice);
}

#[test]
fn bytes_that_are_no_text_are_told() {
    let sandbox = Sandbox::new(&[
        ("claims.csv", b"subject,predicate,object\nIran,met,Oman\n"),
        ("shapes.ttl", b"@prefix sh: <http://www.w3.org/ns/shacl#> .\n<http://e/S> sh:message \"\xFF\xFE\" .\n"),
    ]);
    let report = checked(&Project::find(sandbox.path()).unwrap());
    assert!(report.diagnostics().iter().any(|fault| fault.code.id == "R005"));
}

/// Each shape asks the next one twice, so that they take twice as long with each that is added.
#[test]
fn shapes_that_take_long_are_asked_no_further() {
    let chain = (0..16).map(|nth| {
        let next = nth + 1;
        format!("ex:S{nth} a sh:NodeShape ; sh:node ex:S{next} ; sh:property [ sh:path ex:p ; sh:node ex:S{next} ] .\n")
    });
    let text = shapes("ex:S0 sh:targetNode ex:a .\nex:S16 a sh:NodeShape ; sh:nodeKind sh:IRI .\n")
        + &chain.collect::<String>();
    let settings = format!("{SETTINGS}[shapes]\nseconds = 0\n[[sources]]\nformat = \"rdf\"\nfiles = [\"a.ttl\"]\n");
    let files =
        [("relata.toml", &*settings), ("a.ttl", "<http://e/a> <http://e/p> <http://e/a> .\n"), ("shapes.ttl", &text)];
    let report = report(&files);
    let told: Vec<&str> = report.diagnostics().iter().map(|fault| &*fault.message).collect();
    insta::assert_snapshot!(told.join("\n"), @"
    the shapes took longer than 0ns, and were asked no further
    the shapes took longer than 0ns, and were asked no further
    ");
}

proptest! {
    #![proptest_config(draws(24))]

    /// Rows in any order with any cells empty: what is missing is told in the row that lacks it, and nowhere else.
    #[test]
    fn rows_that_lack_something_are_told_at_their_own_lines(rows in prop::collection::vec(any::<(bool, bool)>(), 1..20)) {
        let mut claims = "id,subject,predicate,object,date,said_by\n".to_owned();
        let mut expected = Vec::new();
        for (nth, (has_date, has_speaker)) in rows.iter().enumerate() {
            let date = if *has_date { format!("2025-06-{:02}", nth + 1) } else { String::new() };
            let speaker = if *has_speaker { "Trump" } else { "" };
            let start = format!("c{nth},A{nth},met,B,");
            claims.extend([start.as_str(), &date, ",", speaker, "\n"]);
            let column = start.len() + 1;
            if !has_date {
                expected.push(("date", nth + 2, column));
            }
            if !has_speaker {
                expected.push(("said_by", nth + 2, column + date.len() + 1));
            }
        }
        let shapes = shapes(
            "ex:A a sh:NodeShape ; sh:targetClass ra:Claim ; sh:property [ sh:path ra:speaker ; sh:minCount 1 ] .\n\
             ex:B a sh:NodeShape ; sh:targetClass ra:Event ; sh:property [ sh:path ra:date ; sh:minCount 1 ] .\n",
        );
        let report = report(&[("claims.csv", &claims), ("shapes.ttl", &shapes)]);
        let of_shapes = report.diagnostics().iter().filter(|fault| fault.code.id == "R701");
        let found: Vec<(&str, usize, usize)> = of_shapes.map(|fault| {
            let place = &fault.place;
            (place.field.as_deref().unwrap_or_default(), usize::try_from(place.line).unwrap(), usize::try_from(place.column).unwrap())
        }).collect();
        prop_assert_eq!(found, expected);
    }
}
