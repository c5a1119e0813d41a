//! The shipped files are strict Turtle, complete, and equal to what the code says.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::{NamedOrBlankNode, Quad, Term};
use relata::model::{Certainty, Modality, Polarity};
use relata::ontology::{
    FILES, Meaning, Ontology, listed_countries, listed_predicates, local_name, normal_name, parse_turtle,
};
use relata::rdf::vocab;

fn quads(file: &str) -> Vec<Quad> {
    let (_, turtle) = FILES.iter().find(|(name, _)| *name == file).unwrap();
    parse_turtle(turtle).map(Result::unwrap).collect()
}

/// Subjects in a namespace that have this type.
fn instances(quads: &[Quad], namespace: &str, class: &str) -> BTreeSet<String> {
    let is_instance =
        |quad: &&Quad| quad.predicate.as_str().ends_with("#type") && quad.object.to_string() == format!("<{class}>");
    let subjects = quads.iter().filter(is_instance).map(|quad| quad.subject.to_string());
    subjects.map(|iri| iri.trim_matches(['<', '>']).to_owned()).filter(|iri| iri.starts_with(namespace)).collect()
}

#[test]
fn every_file_parses_strictly_and_has_no_blank_node() {
    for (file, _) in FILES {
        for quad in quads(file) {
            assert!(matches!(quad.subject, NamedOrBlankNode::NamedNode(_)), "{file}: {quad}");
            assert!(!matches!(quad.object, Term::BlankNode(_)), "{file}: {quad}");
        }
    }
}

#[test]
fn predicates_read_off_the_lines_are_those_that_are_parsed() {
    type Read = (String, String, Option<String>, Option<String>);
    let code = |prefix: &str, iri: &str| format!("{prefix}:{}", local_name(iri));
    let parsed = Ontology::shipped().predicates().iter().map(|predicate| {
        let plover = predicate.plover_mode.as_ref().or(predicate.plover_type.as_ref());
        let name = local_name(predicate.iri.as_str()).to_owned();
        let plover = plover.map(|iri| code("plover", iri.as_str()));
        (name, predicate.label.clone(), plover, predicate.cameo.as_ref().map(|iri| code("cameo", iri.as_str())))
    });
    let listed = listed_predicates().into_iter().map(|listed| {
        let owned = |code: Option<&str>| code.map(str::to_owned);
        (listed.name.to_owned(), listed.label.to_owned(), owned(listed.plover), owned(listed.cameo))
    });
    let (parsed, listed): (BTreeSet<Read>, BTreeSet<Read>) = (parsed.collect(), listed.collect());
    assert_eq!(listed, parsed);
}

#[test]
fn countries_read_off_the_lines_are_those_that_are_parsed() {
    let mut parsed: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let list = |iri: &str| iri.rsplit('/').nth(1).unwrap().replace("cameo-country", "cameoCountry");
    for quad in quads("countries.ttl") {
        let subject = quad.subject.to_string().trim_matches(['<', '>']).to_owned();
        let value = match &quad.object {
            Term::Literal(literal) => literal.value().to_owned(),
            Term::NamedNode(iri) => local_name(iri.as_str()).to_owned(),
            _ => continue,
        };
        let property = local_name(quad.predicate.as_str()).to_owned();
        if ["notation", "prefLabel", "altLabel", "exactMatch"].contains(&property.as_str()) {
            let name = if property == "altLabel" { "prefLabel" } else { property.as_str() };
            parsed
                .entry(format!("{} {}", list(&subject), local_name(&subject)))
                .or_default()
                .insert(format!("{name} {value}"));
        }
    }
    let listed = listed_countries().into_iter().map(|listed| {
        let notations = [Some(listed.code), listed.alpha2].into_iter().flatten().map(|code| format!("notation {code}"));
        let names = listed.names.iter().map(|name| format!("prefLabel {name}"));
        let iso = listed.iso.map(|iso| format!("exactMatch {iso}"));
        (format!("{} {}", listed.list, listed.code), notations.chain(names).chain(iso).collect())
    });
    assert_eq!(listed.collect::<BTreeMap<_, BTreeSet<String>>>(), parsed);
}

#[test]
fn the_vocabulary_of_the_code_is_the_vocabulary_of_the_file() {
    let declared: BTreeSet<String> = quads("relata.ttl")
        .iter()
        .map(|quad| quad.subject.to_string().trim_matches(['<', '>']).to_owned())
        .filter(|iri| iri.starts_with(vocab::RA))
        .collect();
    let in_code: BTreeSet<String> =
        vocab::TERMS.iter().map(|term| term.as_str().to_owned()).filter(|iri| iri.starts_with(vocab::RA)).collect();
    assert_eq!(in_code, declared);
    // The store knows no vocabulary but for this one word.
    assert_eq!(relata::store::MATCHES, vocab::MATCHES);
}

#[test]
fn every_own_term_that_a_file_uses_is_declared() {
    let declared: BTreeSet<String> = vocab::TERMS.iter().map(|term| format!("<{}>", term.as_str())).collect();
    for (file, _) in FILES {
        for quad in quads(file) {
            for term in [quad.predicate.to_string(), quad.object.to_string()] {
                assert!(!term.starts_with(&format!("<{}", vocab::RA)) || declared.contains(&term), "{file}: {term}");
            }
        }
    }
}

#[test]
fn factuality_words_are_the_notations_of_the_file() {
    let mut notations: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let quads = quads("relata.ttl");
    for quad in quads.iter().filter(|quad| quad.predicate.as_str().ends_with("#inScheme")) {
        let notation =
            quads.iter().find(|other| other.subject == quad.subject && other.predicate.as_str().ends_with("#notation"));
        let Some(Term::Literal(notation)) = notation.map(|quad| quad.object.clone()) else { panic!("{quad}") };
        notations.entry(quad.object.to_string()).or_default().insert(notation.value().to_owned());
    }
    let scheme = |iri: &str| notations[&format!("<{}{iri}>", vocab::RA)].clone();
    let words = |words: Vec<&str>| words.into_iter().map(str::to_owned).collect::<BTreeSet<String>>();
    assert_eq!(scheme("modalities"), words(Modality::ALL.iter().map(|value| value.word()).collect()));
    assert_eq!(scheme("certainties"), words(Certainty::ALL.iter().map(|value| value.word()).collect()));
    assert_eq!(scheme("polarities"), words(Polarity::ALL.iter().map(|value| value.word()).collect()));
}

#[test]
fn plover_is_whole() {
    let quads = quads("plover.ttl");
    let plover = "https://w3id.org/relata/plover/";
    let types = instances(&quads, plover, &format!("{}EventType", vocab::RA));
    let expected = "ACCUSE AGREE AID ASSAULT COERCE CONCEDE CONSULT COOPERATE MOBILIZE PROTEST REJECT REQUEST RETREAT SANCTION SUPPORT THREATEN";
    assert_eq!(types.iter().map(|iri| iri.replace(plover, "")).collect::<Vec<_>>().join(" "), expected);
    assert_eq!(instances(&quads, plover, &format!("{}Mode", vocab::RA)).len(), 67);
    assert_eq!(instances(&quads, plover, &format!("{}Context", vocab::RA)).len(), 37);
}

#[test]
fn cameo_keeps_its_leading_zeros() {
    let quads = quads("cameo.ttl");
    let codes = instances(&quads, "https://w3id.org/relata/cameo/", &format!("{}EventType", vocab::RA));
    assert_eq!(codes.len(), 316);
    for quad in quads.iter().filter(|quad| quad.predicate.as_str().ends_with("#notation")) {
        let Term::Literal(notation) = &quad.object else { panic!("{quad}") };
        assert_eq!(quad.subject.to_string(), format!("<https://w3id.org/relata/cameo/{}>", notation.value()));
    }
    assert!(codes.contains("https://w3id.org/relata/cameo/010") && codes.contains("https://w3id.org/relata/cameo/10"));
}

#[test]
fn predicates_are_many_and_each_is_described() {
    let ontology = Ontology::shipped();
    assert!(ontology.predicates().len() >= 120, "{}", ontology.predicates().len());
    let concepts: BTreeSet<String> =
        ["plover.ttl", "cameo.ttl"].iter().flat_map(|file| quads(file)).map(|quad| quad.subject.to_string()).collect();
    for predicate in ontology.predicates() {
        let concept = |iri: &Option<oxigraph::model::NamedNode>| {
            iri.as_ref().is_none_or(|iri| concepts.contains(&iri.to_string()))
        };
        assert!(
            concept(&predicate.plover_type) && concept(&predicate.plover_mode) && concept(&predicate.cameo),
            "{predicate:?}"
        );
        assert!(predicate.goldstein.is_none_or(|score| (-10.0..=10.0).contains(&score)), "{predicate:?}");
        assert!(predicate.quad_class.is_none_or(|class| (1..=4).contains(&class)), "{predicate:?}");
        assert!(!predicate.aliases.is_empty(), "{predicate:?}");
    }
}

#[test]
fn every_name_of_a_predicate_resolves_to_it() {
    let ontology = Ontology::shipped();
    for predicate in ontology.predicates() {
        for name in std::iter::once(&predicate.label).chain(&predicate.aliases) {
            assert_eq!(ontology.resolve(name), Some(Meaning::Direct(predicate)), "{name}");
            assert_eq!(
                ontology.resolve(&name.to_uppercase().replace(' ', "_")),
                Some(Meaning::Direct(predicate)),
                "{name}"
            );
        }
    }
}

#[test]
fn no_name_belongs_to_two_predicates() {
    let mut owners: BTreeMap<String, String> = BTreeMap::new();
    for quad in quads("predicates.ttl") {
        let named = quad.predicate.as_str().ends_with("#label") || quad.predicate.as_str().ends_with("#altLabel");
        if let (true, Term::Literal(name)) = (named, &quad.object) {
            let owner = owners.entry(normal_name(name.value())).or_insert_with(|| quad.subject.to_string());
            assert_eq!(*owner, quad.subject.to_string(), "{name}");
        }
    }
}

#[test]
fn a_passive_is_the_active_from_its_other_end() {
    let ontology = Ontology::shipped();
    let attacked = ontology.predicate("https://w3id.org/relata/rel/attacked").unwrap();
    assert_eq!(ontology.resolve("was attacked by"), Some(Meaning::Inverse(attacked)));
    assert_eq!(ontology.resolve("attacked"), Some(Meaning::Direct(attacked)));
    assert_eq!(ontology.nearest("atacked"), Some("attacked"));
    assert!(ontology.predicate("https://w3id.org/relata/rel/met").unwrap().symmetric);
}
