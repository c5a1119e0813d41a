//! Codes of data sets lead to names, predicates and actors, letter for letter.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::{NamedNode, Term};
use proptest::prelude::*;
use relata::ontology::{
    ActorClass, Chunk, ChunkKind, Countries, CountryScheme, EventCodes, FILES, Meaning, Ontology, actor, decode,
    parse_turtle,
};
use relata::rdf::vocab;

/// Every actor code of a few thousand events of GDELT, with what is read out of it.
const ACTOR_CODES: &str = include_str!("actor_codes.tsv");

/// The values of a property of SKOS in a shipped file, by subject.
fn skos(file: &str, property: &str) -> BTreeMap<String, Vec<String>> {
    let (_, turtle) = FILES.iter().find(|(name, _)| *name == file).unwrap();
    let mut values: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for quad in parse_turtle(turtle).map(Result::unwrap) {
        if quad.predicate.as_str() == format!("http://www.w3.org/2004/02/skos/core#{property}") {
            let value = match &quad.object {
                Term::Literal(literal) => literal.value().to_owned(),
                other => other.to_string().trim_matches(['<', '>']).to_owned(),
            };
            values.entry(quad.subject.to_string().trim_matches(['<', '>']).to_owned()).or_default().push(value);
        }
    }
    values
}

fn namespace(prefix: &str) -> &'static str {
    vocab::PREFIXES.iter().find(|(name, _)| *name == prefix).unwrap().1
}

/// `iri` with its prefix, `cameo:010`.
fn short(iri: &str) -> String {
    let (prefix, namespace) = vocab::PREFIXES.iter().find(|(_, namespace)| iri.starts_with(namespace)).unwrap();
    format!("{prefix}:{}", &iri[namespace.len()..])
}

fn label_of_code(code: &str) -> &'static str {
    Ontology::shipped().predicate_of_code(code).map_or("-", |predicate| &predicate.label)
}

#[test]
fn every_code_of_cameo_and_its_name_mean_the_same_predicate() {
    let ontology = Ontology::shipped();
    let names = skos("cameo.ttl", "prefLabel");
    let codes = skos("cameo.ttl", "notation");
    assert_eq!((codes.len(), names.len()), (316, 312), "four codes have no name");
    for iri in codes.keys() {
        let of_code = ontology.predicate_of_code(iri).unwrap_or_else(|| panic!("{iri} has no predicate"));
        assert_eq!(ontology.resolve(&short(iri)), Some(Meaning::Direct(of_code)), "{iri}");
        for name in names.get(iri).into_iter().flatten() {
            assert_eq!(ontology.resolve(name), Some(Meaning::Direct(of_code)), "{iri} {name}");
        }
    }
}

#[test]
fn every_event_type_and_mode_of_every_scheme_has_a_predicate() {
    for file in ["plover.ttl", "acled.ttl", "ucdp.ttl"] {
        let (_, turtle) = FILES.iter().find(|(name, _)| *name == file).unwrap();
        let types = parse_turtle(turtle).map(Result::unwrap).filter(|quad| {
            let class = quad.object.to_string();
            quad.predicate.as_str().ends_with("#type") && (class.ends_with("#EventType>") || class.ends_with("#Mode>"))
        });
        for quad in types {
            let iri = quad.subject.to_string().trim_matches(['<', '>']).to_owned();
            assert_ne!(label_of_code(&iri), "-", "{iri}");
            assert!(matches!(Ontology::shipped().resolve(&short(&iri)), Some(Meaning::Direct(_))), "{iri}");
        }
    }
}

#[test]
fn a_code_that_several_predicates_are_near_to_is_claimed_by_one_of_them() {
    let ontology = Ontology::shipped();
    let mut near: BTreeMap<&str, usize> = BTreeMap::new();
    let mut owners: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for predicate in ontology.predicates() {
        for code in [&predicate.cameo, &predicate.plover_mode].into_iter().flatten() {
            *near.entry(code.as_str()).or_default() += 1;
        }
        for code in &predicate.event_codes {
            assert_eq!(EventCodes::shipped().concept(code.as_str()), Some(code), "{}", predicate.label);
            owners.entry(code.as_str()).or_default().push(&predicate.label);
        }
    }
    assert!(owners.values().all(|labels| labels.len() == 1), "{owners:#?}");
    let torn: Vec<_> = near.iter().filter(|(code, count)| **count > 1 && !owners.contains_key(*code)).collect();
    assert!(torn.is_empty(), "{torn:?}");
}

#[test]
fn codes_are_strings_and_unknown_ones_mean_nothing() {
    let codes = ["cameo:010", "cameo:10", "cameo:0331", "plover:ASSAULT", "plover:ASSAULT-aerial", "ucdp:1", "ucdp:3"];
    let labels: Vec<&str> = codes.into_iter().map(label_of_code).collect();
    insta::assert_snapshot!(labels.join(" | "), @"said | demanded | promised to help | attacked | bombed | state-based conflict with | attacked");
    for unknown in ["cameo:0999", "cameo:", "cameo:0", "plover:attack", "acled:peace", "iso:USA", "ucdp:4", "190", ""] {
        assert_eq!(label_of_code(unknown), "-", "{unknown}");
        assert_eq!(EventCodes::shipped().concept(unknown), None, "{unknown}");
    }
    assert_eq!(Ontology::shipped().resolve("cameo:0999"), None);
}

#[test]
fn a_predicate_of_the_project_can_claim_a_code_of_its_own_scheme() {
    let mut ontology = Ontology::shipped().clone();
    let turtle = "@prefix ra: <https://w3id.org/relata/ns#> . @prefix ex: <https://example.org/> .
        ex:grilled a ra:Predicate ; <http://www.w3.org/2000/01/rdf-schema#label> \"grilled\" ; ra:eventCode ex:E7 .";
    ontology.extend(&parse_turtle(turtle).map(Result::unwrap).collect::<Vec<_>>());
    assert_eq!(ontology.predicate_of_code("https://example.org/E7").map(|found| found.label.as_str()), Some("grilled"));
}

#[test]
fn what_has_no_direction_has_a_symmetric_predicate() {
    let ontology = Ontology::shipped();
    let acled = skos("acled.ttl", "prefLabel");
    assert_eq!(acled.len(), 6 + 25);
    assert_eq!(skos("acled.ttl", "broader").len(), 25);
    let undirected = acled.keys().cloned().chain(["ucdp:1".to_owned(), "ucdp:2".to_owned()]);
    for code in undirected {
        assert!(ontology.predicate_of_code(&code).unwrap().symmetric, "{code}");
    }
    assert!(!ontology.predicate_of_code("ucdp:3").unwrap().symmetric);
    for (iri, name) in acled {
        assert_eq!(EventCodes::shipped().acled(&name[0]), Some(&NamedNode::new(iri).unwrap()));
    }
}

#[test]
fn a_code_of_a_country_means_what_its_scheme_says() {
    let countries = Countries::shipped();
    let schemes = [CountryScheme::Iso, CountryScheme::IsoAlpha2, CountryScheme::Fips, CountryScheme::Cameo];
    let row = |code| schemes.map(|scheme| countries.name(scheme, code).unwrap_or("-")).join(" | ");
    let codes = ["AU", "AUS", "AUT", "CH", "GM", "GZ", "USA", "AFR", "ROM", "ROU", "us"];
    insta::assert_snapshot!(codes.map(|code| format!("{code}: {}", row(code))).join("\n"), @"
    AU: - | Australia | Austria | -
    AUS: Australia | - | - | Australia
    AUT: Austria | - | - | Austria
    CH: - | Switzerland | China | -
    GM: - | Gambia | Germany | -
    GZ: - | - | Gaza Strip | -
    USA: United States | - | - | United States
    AFR: - | - | - | Africa
    ROM: - | - | - | Romania
    ROU: Romania | - | - | Romania
    us: - | - | - | -
    ");
    let written =
        ["Russian Federation", "occupied palestinian territory", "Cote d'Ivoire", "Holy See", "Congo", "Iran"];
    let names = written.map(|name| countries.named(name).map_or("-", |country| &country.name));
    assert_eq!(names, ["Russia", "Palestine", "Ivory Coast", "Vatican City", "Republic of the Congo", "Iran"]);
    assert_eq!(countries.named("Atlantis"), None);
}

#[test]
fn the_same_country_has_the_same_name_in_every_scheme() {
    let names = skos("countries.ttl", "prefLabel");
    let exact = skos("countries.ttl", "exactMatch");
    let iso: Vec<&String> = names.keys().filter(|iri| iri.starts_with(namespace("iso"))).collect();
    assert_eq!(iso.len(), 250, "249 codes of ISO 3166-1 and XKX");
    for (iri, matched) in &exact {
        assert_eq!(names[iri], names[&matched[0]], "{iri}");
    }
    // Without a match, a name must not be that of a country that has a code today.
    let current: BTreeSet<&String> = iso.iter().map(|iri| &names[*iri][0]).collect();
    assert_eq!(current.len(), 250);
    for (iri, name) in &names {
        let is_iso = iri.starts_with(namespace("iso"));
        assert!(is_iso || exact.contains_key(iri) || !current.contains(&name[0]), "{iri} {name:?}");
    }
    // A name that some data set writes leads to one country.
    let mut owners: BTreeMap<String, &String> = names
        .iter()
        .filter(|(iri, _)| iri.starts_with(namespace("iso")))
        .map(|(iri, name)| (name[0].clone(), iri))
        .collect();
    let others = skos("countries.ttl", "altLabel");
    for (iri, other) in &others {
        for name in other {
            assert_eq!(owners.insert(name.clone(), iri), None, "{name}");
        }
    }
}

#[test]
fn a_notation_is_the_local_name_of_its_concept() {
    for (file, prefixes) in [("countries.ttl", "iso fips cameoCountry"), ("actors.ttl", "cameoActor")] {
        let notations = skos(file, "notation");
        let namespaces: Vec<&str> = prefixes.split(' ').map(namespace).collect();
        for (iri, notation) in notations {
            assert!(
                namespaces.iter().any(|namespace| iri == format!("{namespace}{}", notation[0])),
                "{iri} {notation:?}"
            );
        }
    }
}

fn read_row(code: &str) -> String {
    let actor = actor(code).unwrap();
    let or_dash = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
    [code.to_owned(), actor.label, actor.class.word().to_owned(), or_dash(actor.country), or_dash(actor.member_of)]
        .join("\t")
}

#[test]
fn every_real_actor_code_reads_as_the_table_says() {
    let expected: Vec<&str> = ACTOR_CODES.lines().filter(|line| !line.starts_with('#')).collect();
    let found: Vec<String> = expected.iter().map(|line| read_row(line.split('\t').next().unwrap())).collect();
    let wrong: Vec<_> = expected.iter().zip(&found).filter(|(expected, found)| **expected != found.as_str()).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(expected.len() > 400);
}

#[test]
fn two_real_codes_share_a_label_only_when_they_mean_the_same() {
    let mut codes: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for line in ACTOR_CODES.lines().filter(|line| !line.starts_with('#')) {
        let code = line.split('\t').next().unwrap();
        codes.entry(actor(code).unwrap().label).or_default().push(code);
    }
    let shared: Vec<String> = codes.values().filter(|codes| codes.len() > 1).map(|codes| codes.join(" = ")).collect();
    insta::assert_snapshot!(shared.join("\n"), @"
    CVL = CVLCVL
    EDU = EDUEDU
    EEC = IGOEEC = IGOEUREEC
    GOV = GOVGOV
    HLH = HLHHLH
    JUD = JUDJUD
    KUR = kur
    MIL = MILMIL
    COP = COPCOP
    ROM = ROU
    UAF = UAFUAF
    ");
}

#[test]
fn actors_have_readable_names() {
    let codes = [
        "USA",
        "USAGOV",
        "IRNMIL",
        "COP",
        "IGOEUREEC",
        "MNCUSAMED",
        "kur",
        "AFGINSTAL",
        "IGOUNODEVWBK",
        "AFR",
        "USAXQZ",
        "SCGSRB",
    ];
    insta::assert_snapshot!(codes.map(read_row).join("\n"), @"
    USA	United States	state	United States	-
    USAGOV	Government (United States)	role	United States	United States
    IRNMIL	Military (Iran)	role	Iran	Iran
    COP	Police	role	-	-
    IGOEUREEC	European Union	organization	-	-
    MNCUSAMED	Multinational corporation, Media (United States)	role	United States	United States
    kur	Kurds	group	-	-
    AFGINSTAL	Taliban (Insurgents, Afghanistan)	organization	Afghanistan	-
    IGOUNODEVWBK	World Bank	organization	-	United Nations
    AFR	Africa	actor	-	-
    USAXQZ	XQZ (United States)	actor	United States	United States
    SCGSRB	Serbia (Serbia and Montenegro)	actor	Serbia	Serbia and Montenegro
    ");
    assert_eq!(actor(""), None);
    assert_eq!(actor("USA").unwrap().class, ActorClass::State);
    let unknown = Chunk { code: "GO", kind: ChunkKind::Unknown, label: "GO" };
    assert_eq!(decode("USAGO").last(), Some(&unknown));
}

proptest! {
    #![proptest_config(crate::support::draws(256))]

    #[test]
    fn any_text_decodes_and_its_chunks_are_the_code(code in ".*|[A-Za-z]{0,15}|(USA|IGO|GOV|EEC|kur|CHR|CTH|AFR|UNO|117){0,6}") {
        let chunks = decode(&code);
        prop_assert_eq!(chunks.iter().map(|chunk| chunk.code).collect::<String>(), code.clone());
        prop_assert!(chunks.iter().all(|chunk| (1..=3).contains(&chunk.code.chars().count())));
        let actor = actor(&code);
        prop_assert_eq!(actor.is_none(), code.is_empty());
        prop_assert!(actor.is_none_or(|actor| !actor.label.is_empty()));
    }

    #[test]
    fn a_chunk_that_no_list_has_stays_in_the_label(chunk in "[0-9]{3}", before in "(USA|GOV|CHR|IGO|EEC|COP){0,3}") {
        let label = actor(&format!("{before}{chunk}")).unwrap().label;
        prop_assert!(label.contains(&chunk), "{}", label);
    }
}
