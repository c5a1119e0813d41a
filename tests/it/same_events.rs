//! Events that are judged to be one: what their claims then say together, and what stays apart.

use std::fs;

use proptest::prelude::*;
use relata::graph::{Edges, View};

use crate::cli::{code, out, relata, talk};
use crate::support::{Compiled, Sandbox, draws};

#[path = "../gold/acled.rs"]
mod acled;

const CLAIMS: &[&str] = &[
    "a1,Israel,attacked,Iran,2025-06-13,Natanz,Reuters,a-1,12",
    "a2,Israel,attacked,Iran,2025-06-13,Natanz,AFP,a-1,12",
    "b1,Israel,attacked,Iran,2025-06-14,Kashan,IRNA,b-7,15",
    "c1,Israel,attacked,Iran,2025-06-13,,,,",
    "d1,Israel,bombed,Iran,2025-06-13,Natanz,Fars,d-4,12",
    "e1,Israel,attacked,Iran,2025-06-20,Natanz,Mehr,e-2,1",
    "n1,Qatar,criticized,#b1,2025-06-15,,QNA,,",
    "n2,Qatar,criticized,#a1,2025-06-15,,Jazeera,,",
    "f1,Khamenei,fled,,2025-06-13,,Mehr,f-1,",
    "f2,Khamenei,fled,,2025-06-13,,Tasnim,f-2,",
];

const JUDGEMENTS: &[&str] = &[
    "event:b-7,event:a-1,same,ada,2026-01-02,one strike",
    "event:d-4,event:b-7,same,bob,,",
    "event:f-2,event:f-1,same,,,",
    "event:e-2,event:a-1,different,,,",
];

const PLACES: &str = "label,type,coordinates\nNatanz,place,33.51 51.92\nKashan,place,33.98 51.41\n";

fn sandbox(claims: &[&str], judgements: &[&str]) -> Sandbox {
    let claims = format!(
        "id,subject,predicate,object,date,place,said_by,event_id,event:deaths^^integer\n{}\n",
        claims.join("\n")
    );
    let judgements = format!("left,right,judgement,who,when,why\n{}\n", judgements.join("\n"));
    let settings = b"[project]\nname = \"t\"\n[severity]\nunknown-entity = \"allow\"\nunsourced-claim = \"allow\"\n";
    Sandbox::new(&[
        ("relata.toml", settings),
        ("claims.csv", claims.as_bytes()),
        ("entities.csv", PLACES.as_bytes()),
        ("judgements.csv", judgements.as_bytes()),
    ])
}

fn compiled(claims: &[&str], judgements: &[&str]) -> Compiled {
    sandbox(claims, judgements).compile()
}

/// The occurrences of all statements, a line each: the identifiers of their claims, state, sources.
fn occurrences(compiled: &Compiled) -> String {
    let claims = compiled.claims();
    let view = View::new(&claims, Edges::Bundle);
    let all = view.graph.edge_weights().flat_map(|edge| view.occurrences(edge));
    let line = |one: &relata::graph::Occurrence| {
        let ids = view.members_of(one).iter().map(|index| claims.text(claims.rows()[*index as usize].id));
        let ids: Vec<String> = ids.map(|id| id.rsplit('/').next().unwrap().to_owned()).collect();
        let days = one.period.map_or_else(String::new, |period| format!(", {period}"));
        format!("{}: {}, {} sources{days}", ids.join(" "), one.state.word(), one.n_sources)
    };
    let mut lines: Vec<String> = all.map(line).collect();
    lines.sort();
    lines.join("\n")
}

#[test]
fn claims_of_events_that_are_one_speak_of_one_occurrence() {
    insta::assert_snapshot!(occurrences(&compiled(CLAIMS, &[])), @"
    a1 a2 c1: corroborated, 2 sources, 2025-06-13
    b1: single-source, 1 sources, 2025-06-14
    d1: single-source, 1 sources, 2025-06-13
    e1: single-source, 1 sources, 2025-06-20
    f1: single-source, 1 sources, 2025-06-13
    f2: single-source, 1 sources, 2025-06-13
    n1: single-source, 1 sources, 2025-06-15
    n2: single-source, 1 sources, 2025-06-15
    ");
    insta::assert_snapshot!(occurrences(&compiled(CLAIMS, JUDGEMENTS)), @"
    a1 a2 b1 c1: corroborated, 3 sources, 2025-06-13/2025-06-14
    d1: single-source, 1 sources, 2025-06-13/2025-06-14
    e1: single-source, 1 sources, 2025-06-20
    f1 f2: corroborated, 2 sources, 2025-06-13
    n1 n2: corroborated, 2 sources, 2025-06-15
    ");
}

#[test]
fn one_event_is_kept_with_what_is_told_of_all() {
    let compiled = compiled(CLAIMS, JUDGEMENTS);
    let of = |property: &str| compiled.select(&format!("SELECT ?e ?v {{ ?e a ra:Event ; {property} ?v }}"));
    let counts = compiled.select("SELECT (COUNT(?e) AS ?n) { ?e a ra:Event }");
    insta::assert_snapshot!(counts, @"6");
    insta::assert_snapshot!(of("owl:sameAs"), @"
    https://w3id.org/relata/project/t/event/a-1 | https://w3id.org/relata/project/t/event/b-7
    https://w3id.org/relata/project/t/event/a-1 | https://w3id.org/relata/project/t/event/d-4
    https://w3id.org/relata/project/t/event/f-1 | https://w3id.org/relata/project/t/event/f-2
    ");
    insta::assert_snapshot!(of("qualifier:deaths"), @"
    https://w3id.org/relata/project/t/event/a-1 | 12
    https://w3id.org/relata/project/t/event/a-1 | 15
    https://w3id.org/relata/project/t/event/e-2 | 1
    ");
    insta::assert_snapshot!(of("ra:date"), @"
    https://w3id.org/relata/project/t/event/2575a7ed24476c6a291662fd | 2025-06-15
    https://w3id.org/relata/project/t/event/2e8523179af59c79a056cf4d | 2025-06-15
    https://w3id.org/relata/project/t/event/a-1 | 2025-06-13
    https://w3id.org/relata/project/t/event/a-1 | 2025-06-14
    https://w3id.org/relata/project/t/event/d6a8cb977cc35b71192d0eca | 2025-06-13
    https://w3id.org/relata/project/t/event/e-2 | 2025-06-20
    https://w3id.org/relata/project/t/event/f-1 | 2025-06-13
    ");
    insta::assert_snapshot!(of("rdfs:label"), @"
    https://w3id.org/relata/project/t/event/2575a7ed24476c6a291662fd | Qatar criticised: Israel attacked Iran
    https://w3id.org/relata/project/t/event/2e8523179af59c79a056cf4d | Qatar criticised: Israel attacked Iran
    https://w3id.org/relata/project/t/event/a-1 | Israel attacked Iran
    https://w3id.org/relata/project/t/event/d6a8cb977cc35b71192d0eca | Israel attacked Iran
    https://w3id.org/relata/project/t/event/e-2 | Israel attacked Iran
    https://w3id.org/relata/project/t/event/f-1 | Khamenei fled
    ");
    insta::assert_snapshot!(of("skos:altLabel"), @"https://w3id.org/relata/project/t/event/a-1 | Israel bombed Iran");
    insta::assert_snapshot!(compiled.select(
        "SELECT ?c ?event ?date { ?c ra:eventWritten ?event OPTIONAL { ?c ra:dateWritten ?date } }"
    ), @"
    https://w3id.org/relata/project/t/claim/b1 | event:b-7 | 2025-06-14
    https://w3id.org/relata/project/t/claim/d1 | event:d-4 | 2025-06-13
    https://w3id.org/relata/project/t/claim/f2 | event:f-2 | 2025-06-13
    ");
    insta::assert_snapshot!(compiled.select(
        "SELECT ?of ?name ?why ?difference { ?j ra:joinOf ?of ; ra:joinedName ?name ; ra:reason ?why \
         OPTIONAL { ?j ra:difference ?difference } }"
    ), @"
    https://w3id.org/relata/project/t/event/a-1 | event:b-7 | `event:b-7` and `event:a-1` are judged the same by ada on 2026-01-02: one strike | 70 km away
    https://w3id.org/relata/project/t/event/a-1 | event:b-7 | `event:b-7` and `event:a-1` are judged the same by ada on 2026-01-02: one strike | `deaths` 15, there 12
    https://w3id.org/relata/project/t/event/a-1 | event:b-7 | `event:b-7` and `event:a-1` are judged the same by ada on 2026-01-02: one strike | date 2025-06-14, there 2025-06-13
    https://w3id.org/relata/project/t/event/a-1 | event:d-4 | `event:d-4` and `event:b-7` are judged the same by bob; `event:b-7` and `event:a-1` are judged the same by ada on 2026-01-02: one strike | 
    https://w3id.org/relata/project/t/event/f-1 | event:f-2 | `event:f-2` and `event:f-1` are judged the same |
    ");
    insta::assert_snapshot!(compiled.faults(), @"
    claims.csv:1:57 notice unknown-column event:deaths^^integer: kept as a qualifier: `event:deaths^^integer`
    judgements.csv:2:21 notice differing-events judgement: `event:b-7` is told otherwise than `event:a-1`: date 2025-06-14, there 2025-06-13; 70 km away; `deaths` 15, there 12 → both are kept; when they are two events, write `different`, or delete the row
    ");
}

#[test]
fn an_event_that_is_gone_joins_nothing_and_is_told() {
    let judgements = ["event:gone,event:a-1,same,,,", "event:gone,event:b-7,same,,,", "Iran,event:a-1,same,,,"];
    let compiled = compiled(CLAIMS, &judgements);
    assert_eq!(compiled.select("SELECT ?e { ?e owl:sameAs ?o }"), "");
    assert_eq!(occurrences(&compiled), occurrences(&self::compiled(CLAIMS, &[])));
    insta::assert_snapshot!(compiled.faults(), @"
    claims.csv:1:57 notice unknown-column event:deaths^^integer: kept as a qualifier: `event:deaths^^integer`
    judgements.csv:2:1 notice unused-judgement left: `event:gone` is told of by no claim → `relata resolve --events` names the events there are; else delete the row
    judgements.csv:3:1 notice unused-judgement left: `event:gone` is told of by no claim → `relata resolve --events` names the events there are; else delete the row
    judgements.csv:4:1 notice unused-judgement left: `Iran` is no event, and the other one is → write `event:` before it
    ");
}

#[test]
fn the_event_that_is_kept_is_one_that_there_is() {
    let judgements =
        ["event:0-gone,event:b-7,same,,,", "event:b-7,event:a-1,same,,,", "event:0-gone,event:d-4,same,,,"];
    let compiled = compiled(CLAIMS, &judgements);
    assert_eq!(
        compiled.select("SELECT ?e ?o { ?e owl:sameAs ?o }"),
        "https://w3id.org/relata/project/t/event/a-1 | https://w3id.org/relata/project/t/event/b-7"
    );
}

#[test]
fn different_keeps_apart_whatever_is_the_same() {
    let judgements = ["event:a-1,event:b-7,same,,,", "event:b-7,event:e-2,same,,,", "event:a-1,event:e-2,different,,,"];
    let compiled = compiled(CLAIMS, &judgements);
    assert_eq!(compiled.select("SELECT ?e { ?e owl:sameAs ?o }"), "");
    insta::assert_snapshot!(compiled.faults(), @"
    claims.csv:1:57 notice unknown-column event:deaths^^integer: kept as a qualifier: `event:deaths^^integer`
    judgements.csv:4:21 error contradicting-judgement judgement: `event:a-1` and `event:e-2` are judged different, but line 2 and line 3 make them the same → delete one of these rows; until then the two stay apart, and none of them joins anything
    ");
}

#[test]
fn an_event_without_identifier_is_named_by_its_hash_and_keeps_it() {
    let before = compiled(CLAIMS, &[]);
    let hash = before.select("SELECT ?e { ?c ra:about ?e FILTER(STRENDS(STR(?c), \"/claim/c1\")) }");
    let name = hash.rsplit('/').next().unwrap();
    let row = format!("event:{name},event:e-2,same,,,");
    let joined = compiled(CLAIMS, &[&row]);
    assert_eq!(joined.select("SELECT ?o { ?e owl:sameAs ?o }"), hash);
    assert!(joined.faults().contains("date 2025-06-13, there 2025-06-20"), "{}", joined.faults());
}

#[test]
fn what_tables_tell_of_one_event_comes_back_from_exported_tables() {
    let sandbox = sandbox(CLAIMS, JUDGEMENTS);
    assert_eq!(code(&relata(&sandbox, &["export", "claims", "-o", "tables"])), 0);
    let table = |name: &str| fs::read(sandbox.path().join("tables").join(name)).unwrap();
    let (exported, entities) = (table("claims.csv"), table("entities.csv"));
    let other = Sandbox::new(&[
        ("relata.toml", b"[project]\nname = \"t\"\n"),
        ("claims.csv", &exported),
        ("entities.csv", &entities),
    ]);
    let exported = String::from_utf8_lossy(&exported);
    assert_eq!(occurrences(&other.compile()), occurrences(&sandbox.compile()), "{exported}");
}

#[test]
fn rdf_that_tells_of_an_event_tells_of_the_one_that_is_kept() {
    let turtle = "@prefix ra: <https://w3id.org/relata/ns#> .\n@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n\
        @prefix x: <https://example.org/> .\n@prefix kg: <https://w3id.org/relata/project/t/> .\n\
        @prefix rel: <https://w3id.org/relata/rel/> .\n\
        x:c a ra:Claim ; ra:about x:e ; rdf:subject kg:Israel ; rdf:predicate rel:attacked ; rdf:object kg:Iran ;\n\
        ra:saidBy kg:Shana ; ra:speaker kg:Shana .\nx:e a ra:Event ; ra:date \"2025-06-13\" .\n";
    let sandbox = sandbox(&CLAIMS[..1], &["event:<https://example.org/e>,event:a-1,same,,,"]);
    sandbox.write("more.ttl", turtle.as_bytes());
    sandbox.write(
        "relata.toml",
        b"[project]\nname = \"t\"\n[[sources]]\nfiles = [\"claims.csv\"]\nformat = \"claims\"\n\
        [[sources]]\nfiles = [\"entities.csv\"]\nformat = \"entities\"\n\
        [[sources]]\nfiles = [\"judgements.csv\"]\nformat = \"judgements\"\n\
        [[sources]]\nfiles = [\"more.ttl\"]\nformat = \"rdf\"\n",
    );
    let compiled = sandbox.compile();
    insta::assert_snapshot!(compiled.select("SELECT ?c ?e { ?c ra:about ?e }"), @"
    https://example.org/c | https://example.org/e
    https://w3id.org/relata/project/t/claim/a1 | https://example.org/e
    ");
    insta::assert_snapshot!(occurrences(&compiled), @"c a1: corroborated, 2 sources, 2025-06-13");
}

proptest! {
    #![proptest_config(draws(24))]

    #[test]
    fn the_order_of_rows_and_judgements_makes_no_difference(
        claims in Just(CLAIMS.to_vec()).prop_shuffle(),
        judgements in Just(JUDGEMENTS.to_vec()).prop_shuffle(),
    ) {
        prop_assert_eq!(compiled(&claims, &judgements).nquads(), compiled(CLAIMS, JUDGEMENTS).nquads());
    }

    #[test]
    fn without_its_row_a_judgement_has_never_been(
        kept in proptest::collection::vec(any::<bool>(), JUDGEMENTS.len()),
    ) {
        // Whatever is judged besides, an event that no row calls the same is what it was.
        let judgements: Vec<&str> =
            JUDGEMENTS.iter().zip(&kept).filter(|(_, kept)| **kept).map(|(row, _)| *row).collect();
        let (with, without) = (compiled(CLAIMS, &judgements), compiled(CLAIMS, &[]));
        let quads = |compiled: &Compiled| -> Vec<String> {
            compiled.nquads().lines().filter(|line| !line.contains("/judgement/")).map(str::to_owned).collect()
        };
        if judgements.iter().all(|row| row.contains("different")) {
            prop_assert_eq!(quads(&with), quads(&without));
        }
        // Claims are what they are, however their events are judged.
        let ids = |compiled: &Compiled| compiled.select("SELECT ?c { ?c a ra:Claim }");
        prop_assert_eq!(ids(&with), ids(&without));
    }
}

/// Two outlets put one attack a day apart; the answer to it is another event.
#[test]
fn one_statement_on_two_days_is_proposed_and_its_answer_is_not() {
    let claims = b"subject,predicate,object,date,said_by,url\n\
        Iran,attacked,Israel,2025-06-14,Reuters,https://reuters.example/1\n\
        Iran,attacked,Israel,2025-06-15,AFP,https://afp.example/2\n\
        Israel,attacked,Iran,2025-06-14,AP,https://ap.example/3\n\
        Iran,attacked,Israel,2025-06-15,dpa,https://dpa.example/4\n";
    let sandbox = Sandbox::new(&[("claims.csv", claims)]);
    insta::assert_snapshot!(out(&relata(&sandbox, &["resolve", "--events"])), @"
    0.64  1 day apart; 2 actors in common; of one type
          event:290a27ab09fbc580d9155cca  Iran attacked Israel, 2025-06-15  [claims.csv:5 and 1 more]
          event:9ce7befb15903d2faf40cf56  Iran attacked Israel, 2025-06-14  [claims.csv:2]
    ");
}

#[test]
fn two_sources_are_found_judged_joined_and_parted_again() {
    let own = b"id,subject,predicate,object,date,place,said_by,event_id\n\
        k1,Rebels,attacked,Villagers,2024-03-05,Kaduna,own coding,own-1\n";
    let other = b"id,subject,predicate,object,date,place,said_by,event_id\n\
        w1,Rebels,attacked,Villagers,2024-03-06,Kaduna,the wire,wire-9\n";
    let settings = b"[project]\nname = \"t\"\n[[sources]]\nfiles = [\"claims-*.csv\"]\nformat = \"claims\"\n\
        [[sources]]\nformat = \"judgements\"\nfiles = [\"judgements.csv\"]\n\
        [severity]\nunknown-entity = \"allow\"\n";
    let sandbox = Sandbox::new(&[("relata.toml", settings), ("claims-own.csv", own), ("claims-wire.csv", other)]);
    sandbox.write("judgements.csv", b"left,right,judgement,who,when,why\n");
    let run = |arguments: &[&str]| relata(&sandbox, arguments);
    let states = || {
        out(&run(&["stats", "--format", "csv"]))
            .lines()
            .filter(|line| line.starts_with("occurrences"))
            .collect::<Vec<_>>()
            .join("\n")
    };
    insta::assert_snapshot!(out(&run(&["resolve", "--events"])), @"
    0.95  1 day apart; at one place; 2 actors in common; of one type; nothing else is near
          event:own-1  Rebels attacked Villagers, 2024-03-05, Kaduna  [claims-own.csv:2]
          event:wire-9  Rebels attacked Villagers, 2024-03-06, Kaduna  [claims-wire.csv:2]
    ");
    insta::assert_snapshot!(states(), @"
    occurrences,corroborated,0,
    occurrences,single-source,2,
    occurrences,unsourced,0,
    occurrences,disputed,0,
    occurrences,denied,0,
    occurrences,left-open,0,
    occurrences,not-actual,0,
    ");
    let written = run(&["resolve", "--events", "--to", "pairs.csv"]);
    assert_eq!(code(&written), 0, "{}", talk(&written));
    let pairs = fs::read_to_string(sandbox.path().join("pairs.csv")).unwrap();
    insta::assert_snapshot!(pairs, @r#"
    left,right,judgement,who,when,why,score,evidence,left_told,right_told
    event:own-1,event:wire-9,,,,,0.95,1 day apart; at one place; 2 actors in common; of one type; nothing else is near,"Rebels attacked Villagers, 2024-03-05, Kaduna  [claims-own.csv:2]","Rebels attacked Villagers, 2024-03-06, Kaduna  [claims-wire.csv:2]"
    "#);
    sandbox.write("pairs.csv", pairs.replace("event:wire-9,,", "event:wire-9,same,").as_bytes());
    let taken = run(&["resolve", "--from", "pairs.csv", "--who", "ada", "--when", "2026-01-02"]);
    assert_eq!(code(&taken), 0, "{}", talk(&taken));
    assert_eq!(out(&run(&["resolve", "--events"])), "", "what is one is not proposed again");
    insta::assert_snapshot!(states(), @"
    occurrences,corroborated,1,
    occurrences,single-source,0,
    occurrences,unsourced,0,
    occurrences,disputed,0,
    occurrences,denied,0,
    occurrences,left-open,0,
    occurrences,not-actual,0,
    ");
    insta::assert_snapshot!(out(&run(&["query", "SELECT ?who { << kg:Rebels rel:attacked kg:Villagers >> ra:saidBy ?who ; ra:about ?e } ORDER BY ?who"])), @"
    who
    ─────────────
    kg:own_coding
    kg:the_wire
    ");
    insta::assert_snapshot!(out(&run(&["resolve", "--why", "event:wire-9"])), @"
    event:own-1  Rebels attacked Villagers
      also event:wire-9: `event:own-1` and `event:wire-9` are judged the same by ada on 2026-01-02  [judgements.csv:2]; told otherwise: date 2024-03-06, there 2024-03-05
      told: Rebels attacked Villagers, 2024-03-05 — own coding  [claims-own.csv:2]
      told as event:wire-9: Rebels attacked Villagers, 2024-03-06 — the wire  [claims-wire.csv:2]
    ");
    insta::assert_snapshot!(out(&run(&["export", "mermaid"])), @r#"
    ---
    title: "t | 2 claims, 2 speakers, 0 outlets"
    ---
    flowchart LR
      n1("Rebels"):::entity
      n2("Villagers"):::entity
      n1 -->|"attacked ×2<br/>2 sources"| n2
      classDef entity fill:#f4f4f4,stroke:#4d4d4d,color:#1b1b1b,stroke-dasharray:4 3
      %% corroborated: two or more independent sources
      linkStyle 0 stroke:#1b1b1b,stroke-dasharray:none
    "#);
    let undone = run(&["resolve", "--undo", "event:wire-9", "event:own-1"]);
    assert_eq!(code(&undone), 0, "{}", talk(&undone));
    insta::assert_snapshot!(states(), @"
    occurrences,corroborated,0,
    occurrences,single-source,2,
    occurrences,unsourced,0,
    occurrences,disputed,0,
    occurrences,denied,0,
    occurrences,left-open,0,
    occurrences,not-actual,0,
    ");
    let same = run(&["resolve", "--same", "event:wire-9", "event:own-1"]);
    assert_eq!(code(&same), 0, "{}", talk(&same));
    let unsure = run(&["resolve", "--unsure", "event:wire-9", "event:own-1"]);
    assert_eq!(code(&unsure), 0, "{}", talk(&unsure));
    assert_eq!(out(&run(&["resolve", "--events"])), "");
    assert!(out(&run(&["resolve", "--events", "--all"])).contains("event:wire-9"));
}

#[test]
fn most_events_of_two_data_sets_that_are_one_are_proposed() {
    let Ok(folder) = std::env::var("RELATA_EVENT_DATA") else { return };
    let mut files = fs::read_dir(std::path::Path::new(&folder).join("ucdp")).unwrap();
    let ucdp = fs::read_to_string(files.next().unwrap().unwrap().path()).unwrap();
    let (rows, gold) = acled::acled_of(&ucdp, 7);
    let settings = b"[project]\nname = \"t\"\n[[sources]]\nformat = \"ucdp\"\nfiles = [\"ucdp.csv\"]\n\
        [[sources]]\nformat = \"acled\"\nfiles = [\"acled.csv\"]\n";
    let sandbox =
        Sandbox::new(&[("relata.toml", settings), ("ucdp.csv", ucdp.as_bytes()), ("acled.csv", rows.as_bytes())]);
    let listed = out(&relata(&sandbox, &["resolve", "--events", "--format", "csv"]));
    let pair = |record: csv::StringRecord| (record[1].to_owned(), record[2].to_owned());
    let found: Vec<(String, String)> =
        csv::Reader::from_reader(listed.as_bytes()).records().map(|record| pair(record.unwrap())).collect();
    let (precision, recall) = acled::rate(&found, &gold);
    assert!(precision > 0.88 && recall > 0.85, "precision {precision:.3}, recall {recall:.3}");
}
