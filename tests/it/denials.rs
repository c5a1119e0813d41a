//! Predicates that say that something is not so.

use proptest::prelude::*;
use relata::ontology::{Denial, Meaning, Ontology};

use crate::support::{Sandbox, claims, faults};

/// How each cell is read, one a line.
fn readings(cells: &str) -> String {
    let named = |meaning: Meaning<'_>| match meaning {
        Meaning::Direct(predicate) => predicate.label.clone(),
        Meaning::Inverse(predicate) => format!("{} (turned)", predicate.label),
    };
    let read = |cell: &str| {
        let ontology = Ontology::shipped();
        if let Some(meaning) = ontology.resolve(cell) {
            return named(meaning);
        }
        match ontology.denial(cell) {
            None => "–".to_owned(),
            Some(Denial::Whole(meaning)) => format!("whole: {}", named(meaning)),
            Some(Denial::Negated(meaning)) => format!("not: {}", named(meaning)),
            Some(Denial::Own(meaning)) => format!("own denial: {}", named(meaning)),
            Some(Denial::Hedged(meaning)) => format!("hedged: {}", named(meaning)),
            Some(Denial::Unknown) => "unknown denial".to_owned(),
        }
    };
    cells.lines().map(|cell| format!("{cell} → {}", read(cell))).collect::<Vec<_>>().join("\n")
}

/// Claims without certainty and quotes: accepted, statement, polarity, speaker.
fn shape(csv: &str) -> String {
    claims(csv).select(
        "SELECT ?accepted ?s ?p ?o ?polarity ?who { ?c a ra:Claim ; rdf:subject/rdfs:label ?s ; rdf:predicate/rdfs:label ?p ; \
         rdf:object/rdfs:label ?o ; ra:accepted ?accepted ; ra:polarity/skos:notation ?polarity \
         OPTIONAL { ?c ra:speaker/rdfs:label ?who } }",
    )
}

#[test]
fn negation_is_read_off_in_every_form() {
    insta::assert_snapshot!(readings(
        "did not attack\ndid not attacked\ndidn't attack\ndidn’t attack\nDidnʼt_attack\ndidnt attack\ndoes not attack\ndoesn't attack\n\
         don't attack\nnever attacked\nhas never attacked\nnever did attack\nhas not attacked\nhave not been attacking\nhad not struck\n\
         hasn't broken ceasefire with\nhas not yet met with\nis not attacking\nwasn't attacking\nwas not attacked by\nnot attacked by\n\
         has not been attacked by\nwas not attacked\nis not member of\nnot attacked\nfailed to attack\nfails to comply with\n\
         has failed to meet\nrefused to attack\nrefuses to be attacked by\nhas refused to attack"
    ), @"
    did not attack → not: attacked
    did not attacked → not: attacked
    didn't attack → not: attacked
    didn’t attack → not: attacked
    Didnʼt_attack → not: attacked
    didnt attack → not: attacked
    does not attack → not: attacked
    doesn't attack → not: attacked
    don't attack → not: attacked
    never attacked → not: attacked
    has never attacked → not: attacked
    never did attack → not: attacked
    has not attacked → not: attacked
    have not been attacking → not: attacked
    had not struck → not: struck
    hasn't broken ceasefire with → not: violated ceasefire with
    has not yet met with → not: met
    is not attacking → not: attacked
    wasn't attacking → not: attacked
    was not attacked by → not: attacked (turned)
    not attacked by → not: attacked (turned)
    has not been attacked by → not: attacked (turned)
    was not attacked → unknown denial
    is not member of → not: member of
    not attacked → not: attacked
    failed to attack → not: attacked
    fails to comply with → not: acceded to demands of
    has failed to meet → not: met
    refused to attack → not: attacked
    refuses to be attacked by → not: attacked (turned)
    has refused to attack → not: attacked
    ");
}

#[test]
fn a_term_of_its_own_beats_negation() {
    insta::assert_snapshot!(readings(
        "refused to\nrefused to cooperate with\nhas refused to cooperate with\ndeclined to negotiate with\ndidn't comment on\n\
         does not comment on\nwouldn’t comment on\nrefuses to comment on\ndeclined to comment\ndenied entry to\ndenied that\ndid not deny\n\
         neither confirmed nor denied"
    ), @"
    refused to → refused
    refused to cooperate with → refused to cooperate with
    has refused to cooperate with → refused to cooperate with
    declined to negotiate with → whole: refused to negotiate with
    didn't comment on → whole: declined to comment on
    does not comment on → declined to comment on
    wouldn’t comment on → whole: declined to comment on
    refuses to comment on → declined to comment on
    declined to comment → declined to comment on
    denied entry to → refused entry to
    denied that → denied
    did not deny → not: denied
    neither confirmed nor denied → declined to comment on
    ");
}

#[test]
fn a_denial_of_one_s_own_deed_is_told_from_other_deeds() {
    insta::assert_snapshot!(readings(
        "denied attacking\ndenies striking\ndenied having attacked\ndenies having been attacked by\ndenied that it attacked\n\
         denies it has attacked\ndenied that they were attacking\ndenied to have met\ndenied being member of\ndenied bail to\ndenied it\n\
         denied responsibility for\nhas denied bombing"
    ), @"
    denied attacking → own denial: attacked
    denies striking → own denial: struck
    denied having attacked → own denial: attacked
    denies having been attacked by → own denial: attacked (turned)
    denied that it attacked → own denial: attacked
    denies it has attacked → own denial: attacked
    denied that they were attacking → own denial: attacked
    denied to have met → own denial: met
    denied being member of → own denial: member of
    denied bail to → –
    denied it → –
    denied responsibility for → –
    has denied bombing → own denial: bombed
    ");
}

#[test]
fn what_is_not_plainly_denied_is_left_as_it_is() {
    insta::assert_snapshot!(readings(
        "did not frobnicate\nnever\nnot\ndid not\nfailed to\nwill not attack\nwon't attack\ncannot attack\nno longer supports\n\
         did not only attack\ndid not fail to attack\ndenied that it did not attack\ndenied that its forces attacked\nneither attacked\n\
         nevers\nnotified\nfailed\nfailed state of\nnoted\nwant\ndenim\nown:did_not_attack"
    ), @"
    did not frobnicate → unknown denial
    never → unknown denial
    not → unknown denial
    did not → unknown denial
    failed to → unknown denial
    will not attack → hedged: attacked
    won't attack → hedged: attacked
    cannot attack → hedged: attacked
    no longer supports → hedged: supported
    did not only attack → unknown denial
    did not fail to attack → unknown denial
    denied that it did not attack → unknown denial
    denied that its forces attacked → unknown denial
    neither attacked → hedged: attacked
    nevers → –
    notified → informed
    failed → –
    failed state of → –
    noted → said
    want → –
    denim → –
    own:did_not_attack → –
    ");
}

#[test]
fn a_denied_name_means_the_predicate_of_that_name() {
    let ontology = Ontology::shipped();
    for predicate in ontology.predicates() {
        for name in std::iter::once(&predicate.label).chain(&predicate.aliases) {
            for cell in [format!("did not {name}"), format!("never {name}"), format!("hasn’t {name}")] {
                let read = match ontology.denial(&cell) {
                    Some(Denial::Negated(meaning)) => Some(meaning.predicate()),
                    // What is no verb cannot be negated so, and is not taken for another predicate; a few denials are
                    // predicates themselves.
                    _ => None,
                };
                let is_own = ontology.resolve(&cell).is_some();
                assert!(is_own || read.is_none_or(|read| read == predicate), "{cell}");
            }
        }
    }
}

#[test]
fn a_denied_gerund_means_its_verb() {
    let ontology = Ontology::shipped();
    let mut n = 0;
    for predicate in ontology.predicates() {
        for name in predicate.aliases.iter().filter(|name| name.split(' ').next().unwrap().ends_with("ing")) {
            let Some(Denial::Own(Meaning::Direct(read))) = ontology.denial(&format!("denied {name}")) else { continue };
            assert_eq!(read, predicate, "{name}");
            n += 1;
        }
    }
    assert!(n > 200, "{n}");
}

#[test]
fn a_negated_predicate_is_the_same_statement_with_negative_polarity() {
    let graph = |row: &str| claims(&format!("subject,predicate,object,date,polarity,said_by\n{row}\n")).nquads();
    let plain = graph("Iran,attacked,Israel,2025-06-13,negative,Reuters");
    assert_eq!(graph("Iran,did not attack,Israel,2025-06-13,,Reuters"), plain);
    assert_eq!(graph("Iran,never attacked,Israel,2025-06-13,negative,Reuters"), plain);
    assert_eq!(graph("Israel,was not attacked by,Iran,2025-06-13,,Reuters"), plain);
    assert_eq!(graph("Iran,refused to attack,Israel,2025-06-13,,Reuters"), plain);
    assert!(!plain.lines().any(|line| line.contains("<https://w3id.org/relata/rel/attacked>")
        && line.starts_with("<https://w3id.org/relata/kg/Iran> ")));
}

#[test]
fn claims_that_deny_say_so_and_by_whom() {
    insta::assert_snapshot!(shape(
        "subject,predicate,object,polarity,said_by\n\
         Iran,attacked,Israel,,Israel\n\
         Iran,denied attacking,Israel,,\n\
         Iran,denies having met,Israel,,Reuters\n\
         Iran,did not warn,Israel,underspecified,Reuters\n\
         Israel,denied being attacked by,Syria,,\n\
         Iran,did not frobnicate,Israel,,Reuters\n\
         Iran,will not attack,Iraq,,Reuters\n"
    ), @"
    false | Iran | attacked | Israel | negative | Iran
    false | Iran | did not frobnicate | Israel | positive | Reuters
    false | Iran | met | Israel | negative | Reuters
    false | Iran | warned | Israel | underspecified | Reuters
    false | Iran | will not attack | Iraq | positive | Reuters
    false | Syria | attacked | Israel | negative | Israel
    true | Iran | attacked | Israel | positive | Israel
    ");
}

#[test]
fn each_spelling_is_noticed_once_and_double_negatives_ask() {
    insta::assert_snapshot!(faults(
        "subject,predicate,object,polarity\n\
         Iran,did not attack,Israel,\n\
         Iran,Did not attack,Iraq,\n\
         Israel,was not attacked by,Iran,\n\
         Iran,never attacked,Oman,negative\n\
         Iran,did not frobnicate,Israel,\n\
         Iran,did not frobnicate,Iraq,\n\
         Iran,won't attack,Israel,\n"
    ), @"
    claims.csv:2:6 notice negated-predicate predicate: `did not attack` is read as `attacked` with `polarity` `negative`
    claims.csv:4:1 notice duplicate-row: the row says the same as line 2 → delete one, or give each an id
    claims.csv:4:8 notice negated-predicate predicate: `was not attacked by` is read as `attacked` with subject and object exchanged and `polarity` `negative`
    claims.csv:5:6 notice negated-predicate predicate: `never attacked` is read as `attacked` with `polarity` `negative`
    claims.csv:5:26 warning double-negative polarity: `never attacked` denies already, and `polarity` is `negative` as well → the claim is read as denying; when two denials are meant to affirm, write the predicate without the denial and `polarity` `positive`
    claims.csv:6:6 warning unknown-denial predicate: `did not frobnicate` denies something that is in no vocabulary → write a known predicate with `polarity` `negative`; what answers another claim names it in `denies`
    claims.csv:7:6 warning unknown-denial predicate: `did not frobnicate` denies something that is in no vocabulary → write a known predicate with `polarity` `negative`; what answers another claim names it in `denies`
    claims.csv:8:6 warning unknown-denial predicate: `won't attack` is no plain negation of `attacked` → write `attacked` with `polarity` `negative`, and in `modality` that it is planned, threatened and so on
    ");
}

#[test]
fn annotations_and_event_files_deny_likewise() {
    let brat = Sandbox::new(&[
        ("relata.toml", b"[project]\nname = \"t\"\n[[sources]]\nfiles = [\"d.ann\"]\nformat = \"brat\"\n"),
        ("d.txt", "Iran did not attack Israel.".as_bytes()),
        ("d.ann", b"T1\tState 0 4\tIran\nT2\tState 20 26\tIsrael\nR1\tdid_not_attack Arg1:T1 Arg2:T2\n"),
    ]);
    let quads = Sandbox::new(&[
        ("relata.toml", b"[project]\nname = \"t\"\n[[sources]]\nfiles = [\"q.txt\"]\nformat = \"quads\"\n"),
        ("q.txt", b"Iran\tdid not attack\tIsrael\t2025-06-13\n"),
    ]);
    let query = "SELECT ?p ?polarity ?accepted { ?c a ra:Claim ; rdf:predicate ?p ; ra:polarity/skos:notation ?polarity ; \
                 ra:accepted ?accepted }";
    for sandbox in [brat, quads] {
        insta::allow_duplicates! {
            insta::assert_snapshot!(sandbox.compile().select(query), @"https://w3id.org/relata/rel/attacked | negative | false");
        }
    }
}

proptest! {
    #![proptest_config(crate::support::draws(128))]

    #[test]
    fn no_cell_makes_the_reader_of_denials_panic(cell in "(did not|denied|never|isn’t|refused to|)[ _]?\\PC{0,20}") {
        let _ = Ontology::shipped().denial(&cell);
    }
}
