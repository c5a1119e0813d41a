//! A project's words for predicates: found, accepted, read from `predicates.csv`; other forms of known ones.

use std::collections::{BTreeMap, BTreeSet};

use relata::ontology::{Meaning, Ontology, PredicateSearch, listed_words};

use crate::cli::{out, relata, talk};
use crate::support::Sandbox;

const TOML: &[u8] = b"[project]\nname = \"t\"\n[severity]\nunknown-entity = \"allow\"\nunsourced-claim = \"allow\"\n";

fn faults(table: &str, predicates: &str) -> String {
    let files: [(&str, &[u8]); 3] =
        [("relata.toml", TOML), ("claims.csv", table.as_bytes()), ("predicates.csv", predicates.as_bytes())];
    Sandbox::new(&files).compile().faults()
}

fn meaning(cell: &str) -> String {
    match Ontology::shipped().resolve(cell) {
        None => "–".to_owned(),
        Some(Meaning::Direct(predicate)) => predicate.label.clone(),
        Some(Meaning::Inverse(predicate)) => format!("{} (turned)", predicate.label),
    }
}

#[test]
fn other_forms_of_a_name_are_the_same_predicate() {
    let cells = [
        "attacks",
        "to attack",
        "attacking",
        "has attacked",
        "is attacking",
        "were attacked by",
        "has been attacked by",
        "being attacked by",
        "upholds",
        "hiding",
        "cancelling talks with",
        "to be based in",
        // Nothing is said to have happened, or it is not told who did it.
        "will attack",
        "wants to attack",
        "was attacked",
        "has not attacked",
        // Other verbs.
        "finds",
        "planed",
        "seed",
    ];
    let lines: Vec<String> = cells.iter().map(|cell| format!("{cell}: {}", meaning(cell))).collect();
    insta::assert_snapshot!(lines.join("\n"), @"
    attacks: attacked
    to attack: attacked
    attacking: attacked
    has attacked: attacked
    is attacking: attacked
    were attacked by: attacked (turned)
    has been attacked by: attacked (turned)
    being attacked by: attacked (turned)
    upholds: upheld
    hiding: concealed
    cancelling talks with: halted talks with
    to be based in: based in
    will attack: –
    wants to attack: –
    was attacked: –
    has not attacked: –
    finds: –
    planed: –
    seed: –
    ");
}

#[test]
fn rules_never_give_a_form_of_one_predicate_to_another() {
    let ontology = Ontology::shipped();
    let known: BTreeSet<&str> = ontology.names().collect();
    let mut wrong = BTreeMap::new();
    for predicate in ontology.predicates() {
        let names = std::iter::once(&predicate.label).chain(&predicate.aliases);
        for name in names.filter(|name| !name.contains([',', '/', '('])) {
            for form in [format!("to {name}"), format!("has {name}"), format!("{name} ")] {
                let is_name = known.contains(form.as_str());
                if let Some(found) = ontology.resolve(&form).filter(|_| !is_name)
                    && found.predicate().iri != predicate.iri
                {
                    wrong.insert(form, found.predicate().label.clone());
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn listed_words_are_no_names_and_what_comes_near_exists() {
    for listed in listed_words() {
        assert_eq!(meaning(listed.word), "–", "`{}` is a name", listed.word);
        for near in listed.near.split(';').filter(|near| !near.is_empty()) {
            assert_ne!(meaning(near), "–", "`{near}` beside `{}`", listed.word);
        }
        assert!(!listed.why.is_empty(), "{listed:?}");
    }
}

#[test]
fn words_find_predicates_by_name_meaning_and_letters() {
    let mut search = PredicateSearch::new(Ontology::shipped());
    let mut found = |words: &str| {
        let found = search.find(words, 3);
        let shown = found.iter().map(|found| format!("{} ({})", found.predicate.label, found.likeness.word()));
        format!("{words}: {}", shown.collect::<Vec<_>>().join(", "))
    };
    let words = ["hide", "lambasted", "courted", "assasinated", "cancel talks", "prisoners exchange", "xyzzy"];
    insta::assert_snapshot!(words.map(&mut found).join("\n"), @"
    hide: concealed (name), criticised (letters), ambushed (meaning)
    lambasted: condemned (name)
    courted: invited (near), lobbied (near), sued (words)
    assasinated: assassinated (letters), tried to assassinate (letters), planned to attack (letters)
    cancel talks: halted talks with (words), cancelled (letters), persuaded (words)
    prisoners exchange: exchanged prisoners with (words)
    xyzzy:
    ");
}

#[test]
fn a_row_gives_a_word_the_meaning_of_a_predicate_or_makes_one() {
    let table = "subject,predicate,object\nA,took a swipe at,B\nC,scuttled,D\nD,was scuttled by,E\nF,frobnicated,G\n";
    let predicates =
        "label,term,type,inverse,note\ntook a swipe at,criticised,,,\nscuttled,,ASSAULT,was scuttled by,ships\n";
    insta::assert_snapshot!(faults(table, predicates), @"
    claims.csv:4:3 notice inverse-predicate predicate: `was scuttled by` is read as `scuttled` with subject and object exchanged
    claims.csv:5:3 notice own-predicate predicate: `frobnicated` is in no vocabulary → `relata predicates` lists such words with known predicates that come near
    ");
    let files: [(&str, &[u8]); 3] =
        [("relata.toml", TOML), ("claims.csv", table.as_bytes()), ("predicates.csv", predicates.as_bytes())];
    let compiled = Sandbox::new(&files).compile();
    insta::assert_snapshot!(
        compiled.select("SELECT ?p ?s ?o { ?c a ra:Claim ; rdf:predicate ?p ; rdf:subject/rdfs:label ?s ; rdf:object/rdfs:label ?o }"),
        @"
    https://w3id.org/relata/project/t/rel/frobnicated | F | G
    https://w3id.org/relata/project/t/rel/scuttled | C | D
    https://w3id.org/relata/project/t/rel/scuttled | E | D
    https://w3id.org/relata/rel/criticised | A | B
    "
    );
}

#[test]
fn rows_that_mean_nothing_are_faults_with_their_place() {
    let predicates = "label,term,type,symmetric\nhid,concealedd,,\nTook  Flight,fled,,\ntook_flight,left,,\nx,,NOPE,\ny,met,REJECT,\n,met,,\nz,,,perhaps\n";
    insta::assert_snapshot!(faults("subject,predicate,object\nA,met,B\n", predicates), @"
    predicates.csv:2:5 error unknown-term term: `concealedd` is no known predicate → did you mean `concealed`?
    predicates.csv:4:1 error twice-explained label: `took_flight` has a meaning in line 3 already → keep one of the two rows
    predicates.csv:5:4 error unknown-value type: `NOPE` is no type of PLOVER and no code of CAMEO → write a type such as `REJECT`, a mode such as `plover:PROTEST-demo` or a code such as `cameo:120`
    predicates.csv:6:7 error unknown-value type: `type` is told of a word for a predicate that is known → leave it empty, or leave `term` empty to make a predicate
    predicates.csv:7:1 error empty-cell label: the cell `label` is empty → every row needs it
    predicates.csv:8:5 error unknown-value symmetric: `perhaps` is neither `yes` nor `no` → write `yes` where both ways are the same, else nothing
    ");
}

#[test]
fn what_is_accepted_is_written_below_and_deleting_the_row_takes_it_back() {
    let sandbox = Sandbox::new(&[("t.csv", b"subject,predicate,object\nA,lambasted verbally,B\nA,met,B\n")]);
    let quiet = |arguments: &[&str]| relata(&sandbox, arguments);
    assert!(out(&quiet(&["predicates", "t.csv"])).contains("lambasted verbally"));
    quiet(&["predicates", "t.csv", "--accept", "lambasted verbally", "criticised"]);
    let path = sandbox.path().join("predicates.csv");
    let written = std::fs::read_to_string(&path).unwrap();
    assert_eq!(written, "label,term,type,inverse,symmetric\nlambasted verbally,criticised,,,\n");
    assert_eq!(out(&quiet(&["predicates", "t.csv"])), "");
    // A header of one's own, `;` and CRLF stay.
    std::fs::write(&path, "note;label;term\r\nmine;\"a; b\";met\r\n").unwrap();
    quiet(&["predicates", "t.csv", "--accept", "lambasted verbally", "criticised"]);
    let written = std::fs::read_to_string(&path).unwrap();
    assert_eq!(written, "note;label;term\r\nmine;\"a; b\";met\r\n;lambasted verbally;criticised\r\n");
    let twice = quiet(&["predicates", "t.csv", "--accept", "Lambasted_Verbally", "criticised"]);
    assert!(talk(&twice).contains("says already"), "{}", talk(&twice));
    let unknown = quiet(&["predicates", "t.csv", "--accept", "x", "criticisd"]);
    assert!(talk(&unknown).contains("did you mean"), "{}", talk(&unknown));
    std::fs::remove_file(&path).unwrap();
    assert!(out(&quiet(&["predicates", "t.csv"])).contains("lambasted verbally"));
}
