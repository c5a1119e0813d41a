//! Names that are one actor: what joins by itself, what judgements do, what is suggested.

use proptest::prelude::*;
use relata::model::{Judgement, Sameness};
use relata::ontology::CountryNames;
use relata::resolution::{NameNode, NormalForm, difference, is_anonymous, join};

use crate::support::{Compiled, Sandbox, draws};

#[path = "../gold/measure.rs"]
mod gold;

/// A project of claims, one a line with subject and object, and judgements.
fn project(claims: &str, judgements: &str, settings: &str) -> Sandbox {
    let row = |line: &str| {
        let (subject, object) = line.split_once(" > ").unwrap();
        ["\"", subject, "\",met,\"", object, "\"\n"].concat()
    };
    let claims: String = claims.lines().map(row).collect();
    let toml = format!(
        "[project]\nname = \"t\"\n{settings}\n[severity]\nunknown-entity = \"allow\"\nunsourced-claim = \"allow\"\n"
    );
    Sandbox::new(&[
        ("relata.toml", toml.as_bytes()),
        ("claims.csv", format!("subject,predicate,object\n{claims}").as_bytes()),
        ("judgements.csv", format!("left,right,judgement,who,when,why\n{judgements}").as_bytes()),
    ])
}

/// Every entity with its other names.
fn actors(compiled: &Compiled) -> String {
    compiled.select(
        "SELECT ?name (GROUP_CONCAT(?other; separator=\", \") AS ?others) { \
           { SELECT DISTINCT ?e ?name { ?e a ra:Entity ; rdfs:label ?name } } \
           OPTIONAL { SELECT ?e ?other { ?e skos:altLabel ?other } ORDER BY ?other } } GROUP BY ?e ?name",
    )
}

#[test]
fn spellings_and_codes_of_one_country_are_one_actor() {
    let sandbox =
        project("United States > Iran\nU.S. > IRAN\nUSA > Iran, Islamic Republic of\nUS > Iraq\nus > Oman", "", "");
    insta::assert_snapshot!(actors(&sandbox.compile()), @"
    Iran | Iran, Islamic Republic of, IRAN
    Iraq | 
    Oman | 
    United States | USA, US, U.S.
    us |
    ");
}

#[test]
fn what_is_not_certain_joins_nothing() {
    let traps = "Georgia > GEO\nAU > Australia\nCongo > DRC\nKorea > ROK\nNiger > Nigeria\nNG > Guinea\nAmerica > Tehran\n\
                 WHO > who\nBeirut > Iran\nWhite House > United States\nIn > IN\nKhamenei > Khomeini";
    let merged = project(traps, "", "")
        .compile()
        .select("SELECT ?name ?of { ?j a ra:Join ; ra:joinedName ?name ; ra:joinOf/rdfs:label ?of }");
    assert_eq!(merged, "");
}

#[test]
fn nothing_joins_when_the_project_says_so() {
    let sandbox = project("Iran > IRAN\nErdoğan > Erdogan", "", "[resolve]\nautomatic = [\"diacritics\"]");
    insta::assert_snapshot!(actors(&sandbox.compile()), @"
    Erdoğan | Erdogan
    IRAN | 
    Iran |
    ");
    let sandbox = project("Iran > IRAN", "", "[resolve]\nautomatic = []");
    insta::assert_snapshot!(actors(&sandbox.compile()), @"
    IRAN | 
    Iran |
    ");
}

#[test]
fn a_judgement_joins_names_and_deleting_its_row_parts_them() {
    let sandbox = project("Trump > Iran\nDonald Trump > Iran", "Trump,Donald Trump,same,ada,2026-01-02,same man\n", "");
    insta::assert_snapshot!(actors(&sandbox.compile()), @r"
    Donald Trump | Trump
    Iran |
    ");
    let why = sandbox.compile().select(
        "SELECT ?name ?why ?who ?when ?file { ?j ra:joinedName ?name ; ra:reason ?why ; ra:byJudgement ?row . \
         ?row ra:judgedBy ?who ; ra:judgedOn ?when ; ra:sourceFile ?file }",
    );
    insta::assert_snapshot!(why, @"Trump | `Trump` and `Donald Trump` are judged the same by ada on 2026-01-02: same man | ada | 2026-01-02 | judgements.csv");
    sandbox.write("judgements.csv", b"left,right,judgement\n");
    insta::assert_snapshot!(actors(&sandbox.compile()), @"
    Donald Trump | 
    Iran | 
    Trump |
    ");
}

#[test]
fn the_claim_keeps_the_name_it_was_written_with() {
    let sandbox = project("Iran > USA\nU.S. > Iran\nUnited States > Iran\nUnited States > Oman", "", "");
    let written = sandbox.compile().select(
        "SELECT ?subject ?s ?o { ?c a ra:Claim ; rdf:subject/rdfs:label ?subject \
         OPTIONAL { ?c ra:subjectWritten ?s } OPTIONAL { ?c ra:objectWritten ?o } FILTER(BOUND(?s) || BOUND(?o)) }",
    );
    insta::assert_snapshot!(written, @"
    Iran |  | U.S.
    Iran |  | USA
    ");
}

#[test]
fn different_parts_what_would_join_by_itself_also_through_others() {
    let sandbox =
        project("Iran > IRAN\nOman > Persia\nIRN > Oman", "Persia,IRAN,same,,,\nPersia,Iran,different,,,\n", "");
    let compiled = sandbox.compile();
    assert_eq!(compiled.faults(), "");
    insta::assert_snapshot!(actors(&compiled), @"
    Iran | IRN
    Oman | 
    Persia | IRAN
    ");
}

#[test]
fn judgements_that_contradict_each_other_are_named() {
    let judgements =
        "a,b,same,,,\nb,c,same,,,\nc,a,different,,,\nd,e,same,,,\ne,d,different,,,\na,zebra,same,,,\nd,f,maybe,,,\n";
    let compiled = project("a > b\nc > d\ne > f", judgements, "").compile();
    insta::assert_snapshot!(compiled.faults(), @"
    judgements.csv:4:5 error contradicting-judgement judgement: `c` and `a` are judged different, but line 2 and line 3 make them the same → delete one of these rows; until then the two stay apart, and none of them joins anything
    judgements.csv:6:5 error contradicting-judgement judgement: `e` and `d` are judged different, but line 5 makes them the same → delete one of these rows; until then the two stay apart, and none of them joins anything
    judgements.csv:7:3 notice unused-judgement right: `zebra` is named by no claim → write the name as the claims have it, or delete the row
    judgements.csv:8:5 error unknown-value judgement: `maybe` is no judgement → one of same, different, unsure
    ");
    assert_eq!(compiled.select("SELECT ?j { ?j a ra:Join }"), "");
}

#[test]
fn rows_of_entities_join_only_by_judgement() {
    let sandbox = project("Iran > Oman\nIRN > Qatar", "", "");
    sandbox
        .write("entities.csv", b"id,label,type,aliases\nir,Iran,state,Persia\nrep,Islamic Republic of Iran,state,\n");
    assert_eq!(sandbox.compile().select("SELECT ?n { ?j ra:joinedName ?n }"), "", "IRN may be either row");
    sandbox.write("judgements.csv", b"left,right,judgement\nPersia,rep,same\n");
    let compiled = sandbox.compile();
    assert_eq!(compiled.faults(), "");
    insta::assert_snapshot!(compiled.select("SELECT ?e ?l ?a { ?e a ra:State ; rdfs:label ?l ; skos:altLabel ?a }"), @"
    https://w3id.org/relata/project/t/ir | Iran | IRN
    https://w3id.org/relata/project/t/ir | Iran | Islamic Republic of Iran
    https://w3id.org/relata/project/t/ir | Iran | Persia
    ");
}

#[test]
fn an_item_of_wikidata_is_linked_and_joins_what_it_is_judged_with() {
    let judgements = "Iran,wd:Q794,same,,,\nPersia,wd:Q794,same,,,\n";
    let compiled = project("Iran > Oman\nPersia > Kuwait\nwd:Q794 > Qatar", judgements, "").compile();
    assert_eq!(compiled.faults(), "");
    let found = compiled.select("SELECT ?name ?item ?with { ?e skos:altLabel ?name ; skos:exactMatch ?item ; owl:sameAs ?item . ?e rel:met|^rel:met ?with } ");
    insta::assert_snapshot!(found, @"
    Persia | http://www.wikidata.org/entity/Q794 | https://w3id.org/relata/project/t/Kuwait
    Persia | http://www.wikidata.org/entity/Q794 | https://w3id.org/relata/project/t/Kuwait
    Persia | http://www.wikidata.org/entity/Q794 | https://w3id.org/relata/project/t/Oman
    Persia | http://www.wikidata.org/entity/Q794 | https://w3id.org/relata/project/t/Oman
    Persia | http://www.wikidata.org/entity/Q794 | https://w3id.org/relata/project/t/Qatar
    Persia | http://www.wikidata.org/entity/Q794 | https://w3id.org/relata/project/t/Qatar
    ");
}

#[test]
fn anonymous_roles_stay_apart() {
    for role in [
        "officials",
        "two U.S. officials",
        "a senior diplomat",
        "Iranian officials",
        "a source close to the talks",
        "residents",
        "12 soldiers",
        "Protesters",
    ] {
        assert!(is_anonymous(role), "{role}");
    }
    for name in [
        "President Biden",
        "Ali Khamenei",
        "Houthi rebels",
        "Iran",
        "Ministry of Defence",
        "General Motors",
        "Doctors Without Borders",
        "King",
    ] {
        assert!(!is_anonymous(name) || name == "King", "{name}");
    }
    let compiled = project("officials > Officials", "", "").compile();
    assert_eq!(compiled.select("SELECT ?j { ?j a ra:Join }"), "");
}

#[test]
fn forms_tell_in_what_names_differ() {
    assert_eq!(difference("Iran", "IRAN").as_deref(), Some("differ in case only"));
    assert_eq!(difference("Peña  Nieto", "PENA NIETO").as_deref(), Some("differ in case, spaces and diacritics only"));
    assert_eq!(difference("Côte d’Ivoire", "Cote d'Ivoire").as_deref(), Some("differ in spaces and diacritics only"));
    assert_eq!(difference("Iran", "Iraq"), None);
    assert_eq!(difference("WHO", "who"), None);
    assert_eq!(difference("й", "и"), None);
}

#[test]
fn each_country_has_names_and_codes_that_mean_it_alone() {
    let countries = CountryNames::shipped();
    assert!(countries.all().count() >= 250);
    for country in countries.all() {
        let name = countries.name(country);
        // `Georgia` and its like mean something else as well.
        let meant = countries.certain(name).map(|reading| reading.country);
        let is_doubtful = countries.hints(name).iter().any(|reading| reading.country == country);
        assert!(meant == Some(country) || is_doubtful, "{name}");
    }
    let code = |word: &str| countries.certain(word).map(|reading| countries.code_of(reading.country).to_owned());
    assert_eq!(code("US").as_deref(), Some("USA"));
    assert_eq!(code("us"), None);
    assert_eq!(code("Korea, Dem. People's Rep. of").as_deref(), Some("PRK"));
    for word in ["AU", "NG", "Georgia", "Congo", "Korea", "Macedonia", "GM", "CH", "SWZ", "ROC", "America", "in", "it"]
    {
        assert_eq!(code(word), None, "{word}");
    }
}

#[test]
fn the_gold_is_met() {
    let outcome = gold::measure(&NormalForm::ALL, 40);
    assert!(outcome.n_names >= 400);
    assert!(outcome.automatic.precision >= 0.99, "{:#?}", outcome.wrong);
    assert!(outcome.automatic.recall >= 0.35);
    assert!(outcome.suggested.recall >= 0.9, "{:#?}", outcome.missing);
    assert!(outcome.suggested.precision >= 0.7, "{:#?}", outcome.wrong);
}

fn node(label: &str, n: u32) -> NameNode {
    NameNode { label: label.to_owned(), aliases: Vec::new(), is_declared: false, kind: None, n, can_lead: true }
}

/// Clusters of names as sets of labels, the one that stands for them first.
fn sets(nodes: &[NameNode], judgements: &[Judgement]) -> Vec<Vec<String>> {
    let place = |name: &String| nodes.iter().position(|node| node.label == *name);
    let placed: Vec<Option<(usize, usize)>> =
        judgements.iter().map(|judgement| Some((place(&judgement.left)?, place(&judgement.right)?))).collect();
    let (joined, _) = join(nodes, judgements, &placed, &NormalForm::ALL);
    let label = |at: usize| nodes[at].label.clone();
    let set = |one: &relata::resolution::Joined| {
        let mut others: Vec<String> = one.others.iter().map(|other| label(other.name)).collect();
        others.sort();
        std::iter::once(label(one.target)).chain(others).collect::<Vec<_>>()
    };
    let mut sets: Vec<Vec<String>> = joined.iter().map(set).collect();
    sets.sort();
    sets
}

const NAMES: &[&str] =
    &["Iran", "IRAN", "iran", "IRN", "Persia", "Islamic Republic of Iran", "Iraq", "IRQ", "Oman", "OMAN"];

proptest! {
    #![proptest_config(draws(200))]

    /// Neither the order of names nor that of judgements changes anything, and what is judged different is never one.
    #[test]
    fn order_changes_nothing_and_different_stays_apart(
        counts in proptest::collection::vec(0_u32..3, NAMES.len()),
        judged in proptest::collection::vec((0..NAMES.len(), 0..NAMES.len(), 0..3_usize), 0..6),
        seed in any::<u64>(),
    ) {
        let mut nodes: Vec<NameNode> = NAMES.iter().zip(&counts).map(|(name, n)| node(name, *n)).collect();
        let judgement = |(left, right, word): &(usize, usize, usize)| {
            Judgement::of(NAMES[*left].to_owned(), NAMES[*right].to_owned(), Sameness::ALL[*word])
        };
        let mut judgements: Vec<Judgement> = judged.iter().filter(|(left, right, _)| left != right).map(judgement).collect();
        let before = sets(&nodes, &judgements);
        for set in &before {
            for judgement in judgements.iter().filter(|judgement| judgement.sameness == Sameness::Different) {
                prop_assert!(!(set.contains(&judgement.left) && set.contains(&judgement.right)), "{set:?} {judgement:?}");
            }
        }
        let turn = usize::try_from(seed % 7).unwrap();
        nodes.rotate_left(turn);
        nodes[1..].reverse();
        judgements.reverse();
        prop_assert_eq!(before, sets(&nodes, &judgements));
    }
}
