//! Columns under other names and written in other ways: what `[[sources]]` says about a table.

use relata::export::{ExportOptions, tables};
use relata::project::Project;

use crate::support::{Compiled, Sandbox};

/// A project of one table, read as `mapping` says; nobody has to declare its names.
fn mapped(file: &str, table: &str, mapping: &str) -> Compiled {
    Sandbox::new(&[(file, table.as_bytes()), ("relata.toml", project(file, mapping).as_bytes())]).compile()
}

pub(crate) fn project(file: &str, mapping: &str) -> String {
    let allowed = ["unknown-entity", "unsourced-claim", "unknown-document", "unknown-column"];
    let allowed: Vec<String> = allowed.iter().map(|code| format!("{code} = \"allow\"\n")).collect();
    format!(
        "[project]\nname = \"t\"\n[severity]\n{}[[sources]]\nformat = \"claims\"\nfiles = [\"{file}\"]\n{mapping}",
        allowed.concat()
    )
}

const STATEMENTS: &str = "SELECT ?claim ?what ?when ?where ?score {
    ?claim a ra:Claim ; ra:about ?event . ?event rdfs:label ?what
    OPTIONAL { ?event ra:date ?when } OPTIONAL { ?claim ra:inDocument ?where } OPTIONAL { ?claim ra:confidence ?score }
}";

fn statements(compiled: &Compiled) -> String {
    let rows = compiled.select(STATEMENTS).replace("https://w3id.org/relata/project/t/", "");
    rows.lines().map(|row| row.trim_end_matches([' ', '|'])).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_row_stands_for_each_of_the_values_between_separators() {
    let compiled = mapped(
        "t.csv",
        "\u{feff}Nr;Wer;Tat;Wem\r\nc1;Iran;attacked;Israel | Syria | Israel\r\nc2;\"USA; UK\";threatened;Iran |\r\nc3;Oman;denied;#c1\r\n",
        "[sources.columns]\nid = \"Nr\"\nsubject = { column = \"Wer\", split = \";\" }\npredicate = \"Tat\"\nobject = { column = \"Wem\", split = \"|\" }\n",
    );
    assert_eq!(compiled.faults(), "");
    assert_eq!((compiled.tally.n_rows, compiled.tally.n_claims), (3, 5));
    insta::assert_snapshot!(statements(&compiled), @"
    claim/c1 | Iran attacked Israel
    claim/c1-2 | Iran attacked Syria
    claim/c2 | USA threatened Iran
    claim/c2-2 | UK threatened Iran
    claim/c3 | Oman denied: Iran attacked Israel
    ");
    let lines =
        compiled.select("SELECT ?claim ?line { ?claim ra:sourceLine ?line FILTER(CONTAINS(STR(?claim), \"c1\")) }");
    assert!(lines.lines().all(|line| line.ends_with("| 2")), "{lines}");
}

#[test]
fn a_fault_of_a_row_that_makes_several_claims_is_told_once() {
    let compiled = mapped(
        "t.csv",
        "subject,predicate,object,date\nIran,met,Oman;Qatar,2025-06-31\nIran,met,Oman;Qatar,2025-06-30\n",
        "columns = { object = { column = \"object\", split = \";\" } }\n",
    );
    assert_eq!((compiled.tally.n_rows, compiled.tally.n_claims, compiled.tally.n_rejected), (2, 2, 1));
    insta::assert_snapshot!(compiled.faults(), @"t.csv:2:21 error bad-date date: `2025-06-31` is not a date: June 2025 has 30 days → mend the date, or write the month or year only");
}

#[test]
fn dates_are_read_by_the_patterns_in_their_order_and_never_guessed() {
    let compiled = mapped(
        "t.csv",
        "subject,predicate,object,Day\nA,met,B,13.06.2025\nA,met,C,06/2025\nA,met,D,1.6.2025 21:05\nA,met,E,13.06.25\nA,met,F,2025-06-13\nA,met,G,31.06.2025\nA,met,H,\n",
        "columns = { date = { column = \"Day\", format = [\"%d.%m.%Y\", \"%m/%Y\", \"%d.%m.%Y %H:%M\"] } }\n",
    );
    insta::assert_snapshot!(statements(&compiled), @"
    claim/32834c9a2686f330435d9f4b | A met D | 2025-06-01
    claim/5b8ea12bf413952eb3805aa4 | A met B | 2025-06-13
    claim/b078786565c6574eb28cab46 | A met H
    claim/cf54cca2194d1b7672b35e9a | A met C | 2025-06
    ");
    insta::assert_snapshot!(compiled.faults(), @r#"
    t.csv:5:9 error bad-date Day: `13.06.25` is not written as `%d.%m.%Y` or `%m/%Y` or `%d.%m.%Y %H:%M` → mend the date, or list its pattern, too: `format = ["…", "…"]` in `relata.toml`
    t.csv:6:9 error bad-date Day: `2025-06-13` is not written as `%d.%m.%Y` or `%m/%Y` or `%d.%m.%Y %H:%M` → mend the date, or list its pattern, too: `format = ["…", "…"]` in `relata.toml`
    t.csv:7:9 error bad-date Day: `31.06.2025` is not a date: June 2025 has 30 days → mend the date
    "#);
}

#[test]
fn a_percentage_is_a_share() {
    let compiled = mapped(
        "t.csv",
        "subject,predicate,object,Score\nA,met,B,85\nA,met,C,\"90,50 %\"\nA,met,D,100%\nA,met,E,0.5\nA,met,F,7\nA,met,G,101\nA,met,H,-5\nA,met,I,high\n",
        "columns = { confidence = { column = \"Score\", format = \"percent\" } }\n",
    );
    insta::assert_snapshot!(statements(&compiled), @"
    claim/448ac84354d47257dd7f03c8 | A met C |  |  | 0.905
    claim/9a81fa8b6d655c65c1aa4582 | A met E |  |  | 0.005
    claim/c800c3152d0d0a970afc5fb8 | A met F |  |  | 0.07
    claim/eb34078e04290b8941fccc98 | A met B |  |  | 0.85
    claim/f02bc5a0e3674f781c74bce3 | A met D |  |  | 1
    ");
    insta::assert_snapshot!(compiled.faults(), @r#"
    t.csv:7:9 error bad-number Score: `101` is no percentage → `format = "percent"`: a number from 0 to 100, such as 85 or 85 %
    t.csv:8:9 error bad-number Score: `-5` is no percentage → `format = "percent"`: a number from 0 to 100, such as 85 or 85 %
    t.csv:9:9 error bad-number Score: `high` is no percentage → `format = "percent"`: a number from 0 to 100, such as 85 or 85 %
    "#);
}

#[test]
fn a_constant_fills_what_is_empty_and_makes_a_required_column_unnecessary() {
    let compiled = mapped(
        "t.csv",
        "who,whom,source,predicate\nIran,Oman,,ignored\nIran,Qatar,afp-3,\n",
        "[sources.columns]\nsubject = \"who\"\nobject = \"whom\"\npredicate = { constant = \"met\" }\ndocument = { column = \"source\", constant = \"report-7\" }\nsaid_by = { constant = \"Reuters; AFP\" }\ndate = { constant = \"2025-06\" }\n",
    );
    assert_eq!(compiled.faults(), "");
    insta::assert_snapshot!(statements(&compiled), @"
    claim/2d3b53b0cccc23f9e67b7c8e | Iran met Oman | 2025-06 | document/report-7
    claim/5531be6308bb8fa1c579659a | Iran met Qatar | 2025-06 | document/afp-3
    ");
    assert_eq!(compiled.select("SELECT ?claim { ?claim ra:saidBy kg:Reuters, kg:AFP }").lines().count(), 2);
}

#[test]
fn one_column_may_have_two_roles() {
    let compiled = mapped(
        "t.csv",
        "subject,predicate,object,coder\nIran,met,Oman,ann\n",
        "columns = { annotator = \"coder\", said_by = \"coder\" }\n",
    );
    assert_eq!(compiled.faults(), "");
    assert_eq!(compiled.select("SELECT ?claim { ?claim ra:saidBy kg:ann ; ra:annotator \"ann\" }").lines().count(), 1);
}

#[test]
fn rows_that_are_not_meant_are_counted() {
    let table = "subject,predicate,object,Status,Note\nA,met,B,final,\nA,met,C,checked,draft\nA,met,D,open,\nA,met,E,final,ok\nA,met,\"F,final,\n";
    let objects = |filter: &str| {
        let compiled = mapped("t.csv", table, filter);
        let objects = compiled.select("SELECT ?o { ?c ra:about/ra:recipient/rdfs:label ?o }").replace('\n', " ");
        format!("{objects}; {} left out", compiled.tally.n_rejected)
    };
    insta::assert_snapshot!(mapped("t.csv", table, "where = { Status = [\"final\", \"checked\"], Note = { not = \"draft\" } }\n").faults(), @"
    t.csv:0:0 notice filtered-rows: 2 rows are left out by `where` on `Note`, `Status`
    t.csv:6:7 error unclosed-quote object: the quote that opens here is never closed → close the quote, or double it where it belongs to the text
    ");
    assert_eq!(objects("where = { Status = \"final\" }\n"), objects("where = { Status = { matches = \"^f\" } }\n"));
    let all = [
        "where = { Status = { not = [\"final\", \"open\"] } }\n",
        "where = { Note = { empty = true } }\n",
        "where = { Note = { empty = false, not = \"draft\" } }\n",
        "where = { Status = { not = \"final\", matches = \"x\" } }\n",
    ];
    insta::assert_snapshot!(all.map(objects).join("\n"), @"
    C; 1 left out
    B D; 1 left out
    E; 1 left out
    ; 1 left out
    ");
}

#[test]
fn a_mapping_that_makes_no_sense_is_shown_in_the_project_file() {
    let fault = |mapping: &str| {
        let sandbox = Sandbox::new(&[("relata.toml", project("t.csv", mapping).as_bytes())]);
        let error = Project::find(sandbox.path()).unwrap_err();
        let relata::project::ProjectError::Invalid(fault) = error else { return format!("{mapping}{error}") };
        let place = &fault.place;
        let value = place.value.clone().unwrap_or_default();
        format!("{mapping}{}:{} `{value}` {} → {}\n", place.line, place.column, fault.message, fault.hint.unwrap())
    };
    let mappings = [
        "columns = { subjct = \"Who\" }\n",
        "columns = { subject = { colum = \"Who\" } }\n",
        "columns = { subject = 7 }\n",
        "columns = { subject = { split = \";\" } }\n",
        "columns = { subject = { constant = \"Iran\", split = \";\" } }\n",
        "columns = { subject = \"Who\", actor = \"Wer\" }\n",
        "columns = { id = { constant = \"c1\" } }\n",
        "columns = { quote = { column = \"Text\", split = \";\" } }\n",
        "columns = { object = { column = \"Whom\", split = \"\" } }\n",
        "columns = { date = { column = \"Day\", format = \"%d.%m.%Q\" } }\n",
        "columns = { date = { column = \"Day\", format = \"%d.%m.\" } }\n",
        "columns = { date = { column = \"Day\", format = [] } }\n",
        "columns = { place = { column = \"Where\", format = \"%Y\" } }\n",
        "columns = { confidence = { column = \"Score\", format = \"per cent\" } }\n",
        "where = { Status = [] }\n",
        "where = { Status = { nott = \"x\" } }\n",
        "where = { Status = {} }\n",
        "where = { Status = { matches = \"(\" } }\n",
        "where = { Status = 3 }\n",
    ];
    insta::assert_snapshot!(mappings.map(fault).join(""), @r#"
    columns = { subjct = "Who" }
    11:13 `subjct` claims have no column `subjct` → did you mean `subject`?
    columns = { subject = { colum = "Who" } }
    11:25 `colum` unknown field `colum`, expected one of `column`, `constant`, `split`, `format`, `year`, `month`, `day`, `end`, `type`, `on`, `fill_down` → did you mean `column`?
    columns = { subject = 7 }
    11:23 `7` invalid type: integer `7`, expected a header cell in quotes, `{ column = "…" }`, or `false` for none → `docs/cli/projects.md` lists every key
    columns = { subject = { split = ";" } }
    11:23 `{ split = ";" }` `subject` has neither column nor constant → write `column = "header cell"`, `constant = "value"` or both
    columns = { subject = { constant = "Iran", split = ";" } }
    11:23 `{ constant = "Iran", split = ";" }` `subject` has a constant alone, which is taken as it is → leave `split` and `format` out, or name a `column`
    columns = { subject = "Who", actor = "Wer" }
    11:13 `subject` the column `subject` is told twice → keep one of the two lines
    columns = { id = { constant = "c1" } }
    11:18 `{ constant = "c1" }` one constant cannot be the id of every row → leave the line out; an id is unique among claims
    columns = { quote = { column = "Text", split = ";" } }
    11:21 `{ column = "Text", split = ";" }` `quote` holds one value and is not split → `split` is for subject, predicate, object, date, place, event_codes, document, said_by, confirms, denies, declines_to_comment
    columns = { object = { column = "Whom", split = "" } }
    11:22 `{ column = "Whom", split = "" }` `split` is empty → write what stands between two values, such as `split = ";"`
    columns = { date = { column = "Day", format = "%d.%m.%Q" } }
    11:20 `{ column = "Day", format = "%d.%m.%Q" }` `%d.%m.%Q` is no pattern of dates: it tells no year → `%Y` is the year, `%m` the month, `%d` the day, `%B` or `%b` the month's English name: `%d.%m.%Y`
    columns = { date = { column = "Day", format = "%d.%m." } }
    11:20 `{ column = "Day", format = "%d.%m." }` `%d.%m.` is no pattern of dates: it tells no year → `%Y` is the year, `%m` the month, `%d` the day, `%B` or `%b` the month's English name: `%d.%m.%Y`
    columns = { date = { column = "Day", format = [] } }
    11:20 `{ column = "Day", format = [] }` `format` lists no pattern → write `format = "%d.%m.%Y"`
    columns = { place = { column = "Where", format = "%Y" } }
    11:21 `{ column = "Where", format = "%Y" }` `place` has no format → `format` is for dates, and for confidence: `percent`
    columns = { confidence = { column = "Score", format = "per cent" } }
    11:26 `{ column = "Score", format = "per cent" }` `per cent` is no format of a confidence → write `format = "percent"`, or leave it out for numbers from 0 to 1
    where = { Status = [] }
    11:20 `[]` the list is empty: no row would fit it → list the values that are meant
    where = { Status = { nott = "x" } }
    11:22 `nott` unknown field `nott`, expected one of `not`, `matches`, `empty` → did you mean `not`?
    where = { Status = {} }
    11:20 `{}` nothing is asked of this column → write a value, a list, or `not`, `matches`, `empty`
    where = { Status = { matches = "(" } }
    11:20 `{ matches = "(" }` `(` is no regular expression: unclosed group → put `\\` before a character that is meant itself
    where = { Status = 3 }
    11:20 `3` invalid type: integer `3`, expected a value in quotes, a list of such, or `{ not = "…" }` → `docs/cli/projects.md` lists every key
    "#);
}

#[test]
fn a_mapping_that_does_not_fit_the_table_is_shown_in_the_table() {
    let table = "Who,Did,Whom\nIran,met,Oman\n";
    let fault = |mapping: &str| mapped("t.csv", table, mapping).faults();
    let mappings = [
        "columns = { subject = \"Who\", predicate = \"did\", object = \"Whom\" }\n",
        "columns = { subject = \"Who\", predicate = \"Did\", object = \"Whom\" }\nwhere = { Whon = \"Oman\" }\n",
        "columns = { subject = \"Who\", predicate = \"Did\", object = \"Whom\" }\nsheet = \"March\"\n",
    ];
    insta::assert_snapshot!(mappings.map(fault).join("\n"), @"
    t.csv:1:1 error missing-column: the table has no column `did`, which `relata.toml` reads as `predicate` → did you mean `Did`?
    t.csv:1:1 error missing-column: the table has no column `Whon`, by which `relata.toml` chooses rows → did you mean `Who`?
    t.csv:0:0 error unknown-sheet: the file is no workbook and has no sheet `March` → leave `sheet` out for this file, in an entry of its own
    ");
}

#[test]
fn entities_and_documents_are_mapped_in_the_same_way() {
    let toml = "[project]\nname = \"t\"\n
[[sources]]\nformat = \"entities\"\nfiles = [\"who.csv\"]\nwhere = { keep = \"y\" }\n
[sources.columns]\nlabel = \"Name\"\naliases = { column = \"Auch\", split = \",\" }\ntype = { constant = \"state\" }\n
[[sources]]\nformat = \"documents\"\nfiles = [\"docs.csv\"]\n
[sources.columns]\nid = \"Nr\"\npublished = { column = \"Tag\", format = \"%d.%m.%Y\" }\npublisher = { constant = \"Reuters\" }\n";
    let sandbox = Sandbox::new(&[
        ("who.csv", b"Name,Auch,keep\nIran,\"Persia, IR Iran\",y\nAtlantis,,n\n"),
        ("docs.csv", b"Nr;Tag\nd1;13.06.2025\nd2;2025\n"),
        ("relata.toml", toml.as_bytes()),
    ]);
    let compiled = sandbox.compile();
    insta::assert_snapshot!(compiled.faults(), @r#"
    docs.csv:3:4 error bad-date Tag: `2025` is not written as `%d.%m.%Y` → mend the date, or list its pattern, too: `format = ["…", "…"]` in `relata.toml`
    who.csv:0:0 notice filtered-rows: 1 row is left out by `where` on `keep`
    who.csv:1:11 notice unknown-column keep: kept as a qualifier: `keep`
    "#);
    insta::assert_snapshot!(compiled.select("SELECT ?name { kg:Iran a ra:State ; skos:altLabel ?name }"), @"
    IR Iran
    Persia
    ");
    insta::assert_snapshot!(compiled.select("SELECT ?d ?when { ?d schema:datePublished ?when ; schema:publisher kg:Reuters }"), @"https://w3id.org/relata/project/t/document/d1 | 2025-06-13");
}

#[test]
fn a_date_may_stand_in_columns_of_its_parts() {
    let table = "id,a,b,d,m,y,d2,m2,y2\n\
        c1,A,B,14,3,1961,2,5,1961\nc2,A,B,-9,11,1974,-9,12,1974\nc3,A,B,0,0,1988,,,-9\nc4,A,B,1,July,1988,01,7.0,1988.0\n\
        c5,A,B,-9,-9,-9,NA,NA,NA\nc6,A,B,31,2,1990,,,\nc7,A,B,5,0,1990,,,\nc8,A,B,5,13,1990,,,\nc9,A,B,5,1,90,,,\n";
    let columns = "[sources.columns]\nsubject = \"a\"\npredicate = { constant = \"met\" }\nobject = \"b\"\n";
    let end =
        "date = { year = \"y\", month = \"m\", day = \"d\", end = { year = \"y2\", month = \"m2\", day = \"d2\" } }\n";
    let dates = "SELECT ?c ?date { ?c a ra:Claim ; ra:about ?e OPTIONAL { ?e ra:date|ra:edtf ?date } }";
    let compiled = mapped("t.csv", table, &format!("{columns}{end}"));
    insta::assert_snapshot!(compiled.select(dates).replace("https://w3id.org/relata/project/t/", ""), @"
    claim/c1 | 1961-03-14/1961-05-02
    claim/c2 | 1974-11/1974-12
    claim/c3 | 1988/
    claim/c4 | 1988-07-01
    claim/c5 |
    ");
    insta::assert_snapshot!(compiled.faults(), @r#"
    t.csv:6:17 notice missing-word d2: `NA` is read as a missing value in 3 cells of `d2`, `m2`, `y2` → `missing = ["…"]` in `relata.toml` lists the words that are meant, and an empty list none
    t.csv:7:1 error bad-date date: the columns make `1990-02-31/`, which is no date: February 1990 has 28 days → mend the parts, or leave out the day or the month
    t.csv:8:8 error bad-date d: the day `5` stands without a month → fill in the month, or empty the day
    t.csv:9:10 error bad-date m: `13` is no month → an unknown part is empty, 0, 99 or a number such as -9; a year has all its digits
    t.csv:10:12 error bad-date y: `90` is no year → an unknown part is empty, 0, 99 or a number such as -9; a year has all its digits
    "#);
    assert_eq!(
        compiled.select("SELECT ?p { ?c ?p ?o FILTER(STRSTARTS(STR(?p), STR(qualifier:))) }").lines().count(),
        0
    );
    let absent = mapped("t.csv", table, &format!("{columns}date = {{ year = \"y\", month = \"moon\" }}\n"));
    insta::assert_snapshot!(absent.faults(), @"t.csv:1:1 error missing-column: the table has no column `moon`, which `relata.toml` reads as `date` → mend `columns` in `relata.toml`");
}

#[test]
fn parts_of_a_date_are_told_whole() {
    let fault = |date: &str| {
        let sandbox =
            Sandbox::new(&[("relata.toml", project("t.csv", &format!("columns = {{ {date} }}\n")).as_bytes())]);
        Project::find(sandbox.path()).unwrap_err().to_string()
    };
    insta::assert_snapshot!(fault("date = { month = \"m\" }"), @"`date` has parts of a date, but no `year`");
    insta::assert_snapshot!(fault("date = { year = \"y\", column = \"d\" }"), @"`date` is read from one column and from parts");
    insta::assert_snapshot!(fault("date = { year = \"y\", day = \"d\" }"), @"`date` has a `day` without a `month`");
    insta::assert_snapshot!(fault("place = { year = \"y\" }"), @"`place` is no date");
}

#[test]
fn cells_of_own_columns_have_types_and_may_belong_to_the_event() {
    let table = "subject,predicate,object,said_by,deaths (best),seen,tone,day,ward\nA,attacked,B,x,12,yes,-1.5,2025-06-13,7\nA,attacked,B,y,12,no,few,2025-06,7\n";
    let compiled = mapped(
        "t.csv",
        table,
        "[sources.columns]\ndeaths = { column = \"deaths (best)\", type = \"integer\", on = \"event\" }\nseen = { type = \"boolean\" }\ntone = { type = \"decimal\" }\nday = { type = \"date\", on = \"event\" }\nward = { on = \"event\" }\n",
    );
    insta::assert_snapshot!(compiled.faults(), @"t.csv:3:22 warning other-type tone: `few` is no number, and is kept as a text → digits, perhaps with a point: `-3.5`, not `3,5`");
    assert_eq!(compiled.select("SELECT (SUM(?n) AS ?sum) { ?e a ra:Event ; qualifier:deaths ?n }"), "12");
    let all = "SELECT ?on ?column ?cell ?type { ?x a ?on ; ?p ?cell . ?p rdfs:label ?column FILTER(STRSTARTS(STR(?p), STR(qualifier:))) BIND(DATATYPE(?cell) AS ?type) }";
    let short = |compiled: &Compiled| {
        compiled.select(all).replace("https://w3id.org/relata/ns#", "").replace("http://www.w3.org/2001/XMLSchema#", "")
    };
    insta::assert_snapshot!(short(&compiled), @"
    Claim | seen | false | boolean
    Claim | seen | true | boolean
    Claim | tone | -1.5 | decimal
    Claim | tone | few | string
    Event | day | 2025-06 | gYearMonth
    Event | day | 2025-06-13 | date
    Event | deaths | 12 | integer
    Event | ward | 7 | string
    ");
    // Tables of the graph tell types and places in their headers, and make the same graph without the project file.
    let again = Sandbox::new(&[]);
    let claims = compiled.claims();
    let namespace = &compiled.project.namespace;
    tables::write(&claims, namespace, &ExportOptions::default(), &mut |name| {
        Ok(Box::new(std::fs::File::create(again.path().join(name))?))
    })
    .unwrap();
    let header = std::fs::read_to_string(again.path().join("claims.csv")).unwrap();
    insta::assert_snapshot!(header.lines().next().unwrap(), @"id,subject,predicate,object,said_by,event:day^^date,event:deaths^^integer,seen^^boolean,tone^^decimal,event:ward,tone");
    assert_eq!(short(&again.compile()), short(&compiled));
}

#[test]
fn what_is_said_of_own_columns_is_checked() {
    let fault = |columns: &str| {
        let sandbox =
            Sandbox::new(&[("relata.toml", project("t.csv", &format!("[sources.columns]\n{columns}\n")).as_bytes())]);
        let relata::project::ProjectError::Invalid(fault) = Project::find(sandbox.path()).unwrap_err() else {
            panic!("another fault");
        };
        format!("{} → {}", fault.message, fault.hint.unwrap())
    };
    insta::assert_snapshot!(fault("size = { type = \"integr\" }"), @"`integr` is no type of cells → did you mean `integer`?");
    insta::assert_snapshot!(fault("date = { type = \"date\" }"), @"`date` has a meaning and a type of its own → `type` and `on` are for columns that relata does not know: leave them out");
    insta::assert_snapshot!(fault("size = { on = \"evnt\" }"), @r#"`evnt` is nothing that cells belong to → write `on = "event"`, or leave it out: then the cell belongs to the claim"#);
    insta::assert_snapshot!(fault("size = { type = \"integer\", split = \";\" }"), @"relata has no meaning for `size`, and takes its cells as they are → leave `constant`, `split` and `format` out");
    let compiled =
        mapped("t.csv", "subject,predicate,object\nA,met,B\n", "[sources.columns]\nsize = { type = \"integer\" }\n");
    insta::assert_snapshot!(compiled.faults(), @"t.csv:1:1 error missing-column: the table has no column `size`, of which `relata.toml` tells the type → mend `columns` in `relata.toml`");
}
