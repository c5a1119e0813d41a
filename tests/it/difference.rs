//! The claims that differ between two graphs: what comparing them fact by fact, in SPARQL, says.

use std::collections::BTreeMap;

use oxigraph::model::vocab::{rdf, rdfs, xsd};
use oxigraph::model::{BlankNode, GraphName, Literal, NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term, Triple};
use proptest::prelude::*;
use relata::claims::{Change, Claims, Difference};
use relata::ontology::local_name;
use relata::query::{Engine, Value};
use relata::rdf::vocab;
use relata::store::Store;

use crate::support::claims;

fn named(name: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("https://example.org/{name}"))
}

/// What quads are about: claims, one of which is a predicate as well; events; evidence; things.
fn subject() -> impl Strategy<Value = NamedOrBlankNode> {
    prop_oneof![
        12 => "c[1-5]".prop_map(|name| named(&name).into()),
        4 => "[em][1-3]".prop_map(|name| named(&name).into()),
        2 => "t[1-3]".prop_map(|name| named(&name).into()),
        1 => "[cz]9".prop_map(|name| BlankNode::new_unchecked(name).into()),
    ]
}

fn value() -> impl Strategy<Value = Term> {
    prop_oneof![
        6 => "[emt][1-3]".prop_map(|name| named(&name).into()),
        2 => "[ab]{0,2}".prop_map(|text| Literal::new_simple_literal(text).into()),
        1 => "[ab]{0,2}".prop_map(|text| Literal::new_language_tagged_literal_unchecked(text, "en").into()),
        1 => "[ab]{0,2}".prop_map(|text| Literal::new_typed_literal(text, named("type")).into()),
        1 => "t[1-3]".prop_map(|name| Literal::new_simple_literal(named(&name).as_str()).into()),
        1 => (1..4_i32).prop_map(|n| Literal::from(n).into()),
        1 => (1..4_i32).prop_map(|n| Literal::new_simple_literal(n.to_string()).into()),
        1 => (1..4_u8).prop_map(|day| Literal::new_typed_literal(format!("2025-06-0{day}"), xsd::DATE).into()),
        1 => "[cz]9".prop_map(|name| BlankNode::new_unchecked(name).into()),
        1 => "[ab]".prop_map(|text| Triple::new(named("t1"), named("p"), Literal::new_simple_literal(text)).into()),
    ]
}

/// A predicate with an object that it may have.
fn said() -> impl Strategy<Value = (NamedNode, Term)> {
    let fixed = |predicate: NamedNodeRef<'_>, object: Term| Just((predicate.into_owned(), object));
    let any = |predicate: NamedNodeRef<'_>| {
        let predicate = predicate.into_owned();
        value().prop_map(move |object| (predicate.clone(), object))
    };
    let label = prop_oneof![
        "[AB]".prop_map(|text| Term::from(Literal::new_simple_literal(text))),
        "[AB]".prop_map(|text| Literal::new_language_tagged_literal_unchecked(text, "de").into()),
    ];
    let part = |predicate: NamedNodeRef<'_>, names: &'static str| {
        let predicate = predicate.into_owned();
        names.prop_map(move |name| (predicate.clone(), named(&name).into()))
    };
    prop_oneof![
        6 => fixed(rdf::TYPE, vocab::CLAIM.into_owned().into()),
        1 => fixed(rdf::TYPE, vocab::EVENT.into_owned().into()),
        4 => part(vocab::RDF_SUBJECT, "t[1-3]"),
        4 => part(vocab::RDF_PREDICATE, "p"),
        4 => part(vocab::RDF_OBJECT, "[te][1-3]"),
        2 => part(vocab::ABOUT, "e[1-3]"),
        2 => part(vocab::EVIDENCE, "m[1-3]"),
        2 => part(vocab::SPEAKER, "t[1-3]"),
        2 => label.prop_map(|label| (rdfs::LABEL.into_owned(), label)),
        1 => any(vocab::DATE),
        1 => any(vocab::EDTF_DATE),
        1 => any(vocab::SEM_HAS_PLACE),
        1 => any(vocab::QUOTE),
        1 => any(vocab::SOURCE_LINE),
        1 => any(vocab::RDF_REIFIES),
        1 => any(vocab::SOURCE_FILE),
        2 => any(NamedNodeRef::new_unchecked("https://example.org/c1")),
        1 => any(NamedNodeRef::new_unchecked("https://example.org/t1")),
        1 => any(NamedNodeRef::new_unchecked("https://elsewhere.example/t1")),
    ]
}

fn quad() -> impl Strategy<Value = Quad> {
    let graph = prop_oneof![
        4 => Just(GraphName::DefaultGraph),
        1 => "[cg]1".prop_map(|name| named(&name).into()),
    ];
    (subject(), said(), graph)
        .prop_map(|(subject, (predicate, object), graph)| Quad::new(subject, predicate, object, graph))
}

/// What is said of a claim: property and value, and the value as shown.
type Facts = BTreeMap<(String, String), String>;

/// The facts of each claim, asked in SPARQL.
fn facts(store: &Store) -> BTreeMap<String, Facts> {
    let prefixes = vocab::PREFIXES.iter().map(|(prefix, iri)| ((*prefix).to_owned(), (*iri).to_owned())).collect();
    let engine = Engine::new(store, prefixes);
    let ask = |query: &str| -> Vec<Vec<String>> {
        let rows = engine.select(query).unwrap().into_iter();
        rows.map(|row| row.into_iter().map(|value| value.map(Value::into_text).unwrap_or_default()).collect()).collect()
    };
    let labels = ask("SELECT ?thing (MIN(?label) AS ?name) { ?thing rdfs:label ?label } GROUP BY ?thing");
    let labels: BTreeMap<String, String> = labels.into_iter().map(|row| (row[0].clone(), row[1].clone())).collect();
    let mut facts: BTreeMap<String, Facts> = BTreeMap::new();
    for row in [
        "SELECT ?c ?q ?o { ?c a ra:Claim ; ?p ?o BIND(IF(?p = ra:edtf, ra:date, ?p) AS ?q)
            FILTER(?p NOT IN (rdf:type, rdf:reifies, ra:sourceLine, ra:about, ra:evidence, ra:saidBy, ra:deniedBy, ra:leftOpenBy)) }",
        "SELECT ?c ?q ?o { ?c a ra:Claim ; ra:about ?e . ?e ?p ?o BIND(IF(?p = ra:edtf, ra:date, ?p) AS ?q)
            FILTER(?p = sem:hasPlace || (isLiteral(?o)
                && ?p NOT IN (rdfs:label, ra:datePrecision, sem:hasBeginTimeStamp, sem:hasEndTimeStamp))) }",
        "SELECT ?c ?p ?o { ?c a ra:Claim ; ra:evidence ?e . ?e ?p ?o FILTER(?p = ra:quote) }",
    ]
    .iter()
    .flat_map(|query| ask(query))
    {
        let [claim, property, value] = <[String; 3]>::try_from(row).unwrap();
        let short = if value.contains("://") { local_name(&value) } else { &value };
        let shown = labels.get(&value).cloned().unwrap_or_else(|| short.to_owned());
        facts.entry(claim).or_default().insert((local_name(&property).to_owned(), value), shown);
    }
    facts
}

fn line(sign: char, claims: &Claims<'_>, index: usize, details: &[String]) -> String {
    let claim = &claims.rows()[index];
    let (iri, sentence, who) = (claims.text(claim.id), claims.sentence(claim), claims.attribution(index));
    format!("{sign} {iri}: {sentence} — {who} [{}] {}", claims.place_in_file(claim), details.join(" | "))
}

/// What the two graphs differ in, every fact of every claim compared.
fn compared(old: &Store, new: &Store) -> Vec<String> {
    let (before, after) = (Claims::read(old).unwrap(), Claims::read(new).unwrap());
    let by_iri = |claims: &Claims<'_>| -> BTreeMap<String, usize> {
        claims.rows().iter().enumerate().map(|(index, claim)| (claims.text(claim.id), index)).collect()
    };
    let (were, are) = (by_iri(&before), by_iri(&after));
    let (then, now) = (facts(old), facts(new));
    let gone = were.iter().filter(|(iri, _)| !are.contains_key(*iri));
    let mut lines: Vec<String> = gone.map(|(_, index)| line('-', &before, *index, &[])).collect();
    for (iri, index) in &are {
        if !were.contains_key(iri) {
            lines.push(line('+', &after, *index, &[]));
            continue;
        }
        let (then, now) = (&then[iri], &now[iri]);
        let mut properties: Vec<&String> = then.keys().chain(now.keys()).map(|(property, _)| property).collect();
        properties.sort();
        properties.dedup();
        let only = |facts: &Facts, other: &Facts, property: &str| {
            let own = facts.iter().filter(|(fact, _)| fact.0 == property && !other.contains_key(*fact));
            own.map(|(_, shown)| shown.as_str()).collect::<Vec<_>>().join("; ")
        };
        let differs = |property: &String| {
            let (gone, come) = (only(then, now, property), only(now, then, property));
            (!gone.is_empty() || !come.is_empty()).then(|| format!("{property}: `{gone}` → `{come}`"))
        };
        let details: Vec<String> = properties.into_iter().filter_map(differs).collect();
        if !details.is_empty() {
            lines.push(line('~', &after, *index, &details));
        }
    }
    lines.push(format!("{} {}", before.rows().len(), after.rows().len()));
    lines
}

/// The same, as the library tells it.
fn told(old: &Store, new: &Store) -> Vec<String> {
    let difference = Difference::between(old, new).unwrap();
    let mut lines = Vec::new();
    let told: Result<(), ()> = difference.for_each(|change| {
        lines.push(match change {
            Change::Added(index) => line('+', &difference.new, index, &[]),
            Change::Removed(index) => line('-', &difference.old, index, &[]),
            Change::Changed(index, details) => line('~', &difference.new, index, &details),
        });
        Ok(())
    });
    told.unwrap();
    lines.push(format!("{} {}", difference.n_before, difference.n_now));
    lines
}

proptest! {
    #![proptest_config(crate::support::draws(48))]

    #[test]
    fn any_two_graphs_differ_in_what_is_said_of_their_claims(
        shared in proptest::collection::vec(quad(), 0..80),
        only_old in proptest::collection::vec(quad(), 0..6),
        only_new in proptest::collection::vec(quad(), 0..6),
    ) {
        let of = |more: &[Quad]| Store::of_quads(shared.iter().chain(more)).unwrap();
        let (old, new) = (of(&only_old), of(&only_new));
        prop_assert_eq!(told(&old, &new), compared(&old, &new));
        prop_assert_eq!(told(&old, &old).len(), 1);
    }
}

#[test]
fn a_claim_that_moves_in_its_file_is_the_same() {
    let header = "id,subject,predicate,object,date,place,said_by,quote,start,end,document\n";
    let row = "c1,Iran,attacked,Israel,2025-06-14,Haifa,Reuters,missiles flew,0,13,d1\n";
    let old = claims(&format!("{header}{row}"));
    let moved = claims(&format!("{header}\n\n{row}"));
    assert_eq!(told(&old.store, &moved.store), ["1 1"]);
    let changed = claims(&format!(
        "{header}c1,Iran,attacked,Israel,2025-06-15,Tel Aviv,AFP;Reuters,missiles fell,0,13,d1\n,Iran,met,Oman,,,,,,,\n"
    ));
    assert_eq!(told(&old.store, &changed.store), compared(&old.store, &changed.store));
    insta::assert_snapshot!(told(&old.store, &changed.store).join("\n"), @"
    + https://w3id.org/relata/kg/claim/a189a9d8adae15de2ef21df8: Iran met Oman — no source named [claims.csv:3] 
    ~ https://w3id.org/relata/kg/claim/c1: Iran attacked Israel — AFP, Reuters [claims.csv:2] date: `2025-06-14` → `2025-06-15` | hasPlace: `Haifa` → `Tel Aviv` | quote: `missiles flew` → `missiles fell` | speaker: `` → `AFP`
    1 2
    ");
    assert_eq!(told(&changed.store, &old.store), compared(&changed.store, &old.store));
    let nothing = Store::of_quads(&[]).unwrap();
    assert_eq!(told(&nothing, &old.store), compared(&nothing, &old.store));
    assert_eq!(told(&old.store, &nothing), compared(&old.store, &nothing));
}
