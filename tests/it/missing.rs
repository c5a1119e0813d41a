//! Words such as `NA` stand for a missing value, unless something is called so.

use crate::support::{Compiled, Sandbox};

const SAID: &str = "SELECT ?s ?o ?date ?place ?who ?q { ?c a ra:Claim ; rdf:subject/rdfs:label ?s ; rdf:object/rdfs:label ?o ; ra:about ?e \
                    OPTIONAL { ?e ra:date ?date } OPTIONAL { ?e sem:hasPlace/rdfs:label ?place } \
                    OPTIONAL { ?c ra:saidBy/rdfs:label ?who } OPTIONAL { ?c qualifier:deaths ?q } }";

fn compiled(missing: &str, claims: &str, entities: &str) -> Compiled {
    let severity = "[severity]\nunknown-entity = \"allow\"\nunsourced-claim = \"allow\"\n";
    let toml = format!("[project]\nname = \"t\"\n{missing}\n{severity}");
    Sandbox::new(&[
        ("relata.toml", toml.as_bytes()),
        ("claims.csv", claims.as_bytes()),
        ("entities.csv", entities.as_bytes()),
    ])
    .compile()
}

const CLAIMS: &str = "subject,predicate,object,date,place,said_by,confidence,polarity,quote,deaths\n\
    Norland,accused,Estria,2024-01-05,Kora,Orla Venn,0.8,positive,one,3\n\
    Norland,accused,Estria,2024-01-05,Kora,NA,NA,positive,NA,NA\n\
    Sudmark,met,NA,2024-01-07,NA,NA,0.7,positive,,\n\
    Sudmark,warned,Estria,NA,-,Orla Venn;NULL,0.7,NA,none,n/a\n\
    Sudmark,accused,Estria,2024-01-09,?,unknown,0.7,-,-,0\n";

#[test]
fn a_missing_value_is_an_empty_cell_and_told_once_a_column() {
    let compiled = compiled("", CLAIMS, "label\nEstria\n");
    insta::assert_snapshot!(compiled.faults(), @r#"
    claims.csv:1:71 notice unknown-column deaths: kept as a qualifier: `deaths`
    claims.csv:3:40 notice missing-word said_by: `NA`, `-`, `?`, `NULL`, `unknown`, `n/a` are read as a missing value in 13 cells of `object`, `date`, `place`, `said_by`, `confidence`, `polarity`, `deaths` → `missing = ["…"]` in `relata.toml` lists the words that are meant, and an empty list none
    claims.csv:4:13 error no-object object: `met` whom or what? the cell `object` is empty → write it into `object`, if only `unknown target`; only what nobody is needed for, such as `fled`, has none
    "#);
    insta::assert_snapshot!(compiled.select(SAID), @"
    Norland | Estria | 2024-01-05 | Kora |  | 
    Norland | Estria | 2024-01-05 | Kora | Orla Venn | 3
    Sudmark | Estria |  |  | Orla Venn | 
    Sudmark | Estria | 2024-01-09 |  |  | 0
    ");
    let negative =
        "SELECT ?s ?o { ?c ra:polarity graspf:negative ; rdf:subject/rdfs:label ?s ; rdf:object/rdfs:label ?o }";
    insta::assert_snapshot!(compiled.select(negative), @"Sudmark | Estria");
    insta::assert_snapshot!(compiled.select("SELECT ?words { ?m ra:quote ?words }"), @"
    -
    NA
    none
    one
    ");
}

#[test]
fn what_an_entity_is_called_means_the_entity() {
    let compiled = compiled("", CLAIMS, "id,label,aliases\nnam,Namibia,NA;Nam.\n");
    insta::assert_snapshot!(compiled.select(SAID), @"
    Norland | Estria | 2024-01-05 | Kora | Namibia | 
    Norland | Estria | 2024-01-05 | Kora | Orla Venn | 3
    Sudmark | Estria |  |  | Orla Venn | 
    Sudmark | Estria | 2024-01-09 |  |  | 0
    Sudmark | Namibia | 2024-01-07 | Namibia | Namibia | 
    ");
}

#[test]
fn a_project_chooses_the_words() {
    let none = compiled("missing = []", CLAIMS, "label\nEstria\n");
    insta::assert_snapshot!(none.select("SELECT DISTINCT ?who { ?c ra:saidBy/rdfs:label ?who }"), @"
    NA
    Orla Venn
    ");
    let own = "[[sources]]\nformat = \"claims\"\nfiles = [\"claims.csv\"]\nmissing = [\"Kora\"]\nwhere = { place = { empty = true } }";
    let own = compiled(own, CLAIMS, "label\nEstria\n");
    insta::assert_snapshot!(own.select(SAID), @"Norland | Estria | 2024-01-05 |  | Orla Venn | 3");
}
