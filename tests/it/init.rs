//! What `relata init --from` makes of tables whose columns are named in other ways.

use std::process::Command;

use crate::support::Sandbox;

/// The columns that are proposed for a table, and how many claims are read so.
fn proposed(file: &str, table: &str) -> String {
    let sandbox = Sandbox::new(&[(file, table.as_bytes())]);
    let mut command = Command::new(env!("CARGO_BIN_EXE_relata"));
    command.env("RELATA_CACHE", crate::support::cache());
    let output =
        command.args(["init", "--name", "t", "--from", file, "--yes"]).current_dir(sandbox.path()).output().unwrap();
    let Ok(settings) = std::fs::read_to_string(sandbox.path().join("relata.toml")) else {
        return String::from_utf8(output.stderr).unwrap().lines().next().unwrap_or_default().to_owned();
    };
    let columns = settings.split("[sources.columns]\n").nth(1).unwrap().lines().take_while(|line| !line.is_empty());
    let columns = columns.map(|line| line.split("   #").next().unwrap().trim_end().to_owned() + "\n");
    let compiled = sandbox.compile();
    let rejected: Vec<String> =
        compiled.faults().lines().filter(|fault| fault.contains(" error ")).map(str::to_owned).collect();
    format!("{}{} claims\n{}", columns.collect::<String>(), compiled.tally.n_claims, rejected.join("\n"))
}

#[test]
fn a_text_or_what_repeats_is_no_identifier() {
    let texts = "claim,subject,predicate,object,said_by\n\"Norland attacked Estria, says minister\",Norland,attacked,Estria,Orla\n\
                 \"The bridge was closed by Norland\",Norland,accused,Sudmark,Radio\n";
    insta::assert_snapshot!(proposed("t.csv", texts), @r#"
    note = "claim"
    object = "object"
    predicate = "predicate"
    said_by = "said_by"
    subject = "subject"
    2 claims
    "#);
    let repeated = "Id,subject,predicate,object,said_by\n7,A,met,B,S\n7,A,met,C,S\n8,A,met,D,S\n";
    insta::assert_snapshot!(proposed("t.csv", repeated), @r#"
    id = false
    object = "object"
    predicate = "predicate"
    said_by = "said_by"
    subject = "subject"
    3 claims
    "#);
}

#[test]
fn addresses_are_documents() {
    let table = |heading: &str, more: &str| {
        format!(
            "Subject,Relation,Object,{heading}{more}\nA,accused,B,https://a.example/1\nB,rejected,A,https://b.example/2\n"
        )
    };
    for heading in ["Source", "Citation", "Evidence", "URL", "Link"] {
        let proposal = proposed("t.csv", &table(heading, ""));
        let is_document = |role: &str| {
            proposal.contains(&format!("{role} = \"{heading}\""))
                || proposal.contains(&format!("{role}  = \"{heading}\""))
        };
        assert!(is_document("document") || is_document("url"), "{heading}: {proposal}");
    }
}

#[test]
fn likeness_of_words_is_not_enough() {
    insta::assert_snapshot!(proposed("t.csv", "actor,eventid,target\nA,197001010001,B\nC,197001010002,A\n"), @r#"
    object = "target"
    subject = "actor"
    0 claims
    t.csv:1:1 error missing-column predicate: the table has no column `predicate` → name the columns subject, predicate, object in the first line, or map them in `relata.toml`
    "#);
    let reason = "reason,verb,target\nBecause Norland said it wanted the bridge back by spring,accused,Estria\nOther text,met,Sudmark\n";
    insta::assert_snapshot!(proposed("t.csv", reason), @r#"
    object = "target"
    predicate = "verb"
    0 claims
    t.csv:1:1 error missing-column subject: the table has no column `subject` → name the columns subject, predicate, object in the first line, or map them in `relata.toml`
    "#);
}

#[test]
fn two_headings_of_one_kind_are_the_ends() {
    let headings = [
        "Entity A,Connection,Entity B",
        "Entity1,Relation,Entity2",
        "Person A,Relation,Person B",
        "Org_1,Relationship type,Org_2",
        "NodeX,tie,NodeY",
        "Company 1,Link type,Company 2",
        "Date 1,Relation,Date 2",
    ];
    let each = headings.map(|headings| {
        let table = format!(
            "{headings},Date\nNorland,is the owner of,Estria,2024-01-05\nEstria,holds shares of,Norland,2024-01-06\n"
        );
        format!("{headings}: {}", proposed("t.csv", &table).replace('\n', " "))
    });
    insta::assert_snapshot!(each.join("\n"), @r#"
    Entity A,Connection,Entity B: date = "Date" object = "Entity B" predicate = "Connection" subject = "Entity A" 2 claims 
    Entity1,Relation,Entity2: date = "Date" object = "Entity2" predicate = "Relation" subject = "Entity1" 2 claims 
    Person A,Relation,Person B: date = "Date" object = "Person B" predicate = "Relation" subject = "Person A" 2 claims 
    Org_1,Relationship type,Org_2: date = "Date" object = "Org_2" predicate = "Relationship type" subject = "Org_1" 2 claims 
    NodeX,tie,NodeY: date = "Date" object = "NodeY" predicate = "tie" subject = "NodeX" 2 claims 
    Company 1,Link type,Company 2: date = "Date" object = "Company 2" predicate = "Link type" subject = "Company 1" 2 claims 
    Date 1,Relation,Date 2: date = "Date" predicate = "Relation" 0 claims t.csv:1:1 error missing-column subject: the table has no column `subject` → name the columns subject, predicate, object in the first line, or map them in `relata.toml` t.csv:1:1 error missing-column object: the table has no column `object` → name the columns subject, predicate, object in the first line, or map them in `relata.toml`; add an empty column `object` when no row has one
    "#);
}

#[test]
fn parts_of_dates_are_found() {
    let cow = "namea,verb,nameb,strtday,strtmnth,strtyr,endday,endmnth,endyear\nA,met,B,14,3,1961,2,5,1961\n";
    let gtd = "iyear,imonth,iday,actor,verb,target\n1970,7,0,A,attacked,B\n";
    let usual = "actor,verb,target,Year,Month,Day\nA,met,B,2024,1,5\n";
    let named = "actor,verb,target,Year,Day,Date\nA,met,B,2024,5,2024-01-05\n";
    let cow = cow.replace("namea", "actor").replace("nameb", "target");
    let dates = [&cow, gtd, usual, named].map(|table| {
        let proposal = proposed("t.csv", table);
        assert!(proposal.ends_with("1 claims\n"), "{proposal}");
        let date = proposal.lines().find_map(|line| line.strip_prefix("date").map(str::to_owned));
        date.unwrap_or_default().trim_start_matches([' ', '=']).to_owned()
    });
    insta::assert_snapshot!(dates.join("\n"), @r#"
    { year = "strtyr", month = "strtmnth", day = "strtday", end = { year = "endyear", month = "endmnth", day = "endday" } }
    { year = "iyear", month = "imonth", day = "iday" }
    { year = "Year", month = "Month", day = "Day" }
    "Date"
    "#);
}

#[test]
fn a_table_without_settings_keeps_the_texts_of_claims() {
    let table = "claim,subject,predicate,object,said_by\nThe bridge was closed,A,met,B,S\nc2,A,met,C,S\nIt was opened,A,met,#c2,S\n";
    let compiled = Sandbox::new(&[("claims.csv", table.as_bytes())]).compile();
    assert_eq!(compiled.tally.n_claims, 3);
    assert_eq!(compiled.select("SELECT ?t { ?c qualifier:claim ?t }"), "It was opened\nThe bridge was closed");
    let told = compiled.faults().lines().filter(|fault| fault.contains("unknown-column")).count();
    assert_eq!(told, 1);
}
