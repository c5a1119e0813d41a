//! Random shapes held against random graphs.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;
use std::process::Command;

use oxigraph::io::{RdfFormat, RdfSerializer};
use oxigraph::model::Quad;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use relata::shapes::{Shapes, Violation};

use super::drawn::{Drawn, Target, Want, graph, quads, shape, targets, turtle};
use super::reference::{Found, Reference};
use super::violations;

fn told(violation: &Violation) -> Found {
    let component = violation.component.iri().as_str().rsplit('#').next().unwrap_or_default().to_owned();
    let path = violation.path.as_ref().map(ToString::to_string).unwrap_or_default();
    let value = violation.value.as_ref().map(ToString::to_string).unwrap_or_default();
    (violation.focus.to_string(), path, value, component)
}

fn found(shape: &Drawn, targets: &[Target], data: &[Quad]) -> Vec<Found> {
    let shapes = Shapes::read(quads(&turtle(shape, targets))).unwrap();
    let mut found: Vec<Found> = violations(&shapes, data).unwrap().iter().map(told).collect();
    found.sort();
    found
}

proptest! {
    #![proptest_config(crate::support::draws(300))]

    #[test]
    fn violations_are_those_of_the_definition(shape in shape(), targets in targets(), data in graph()) {
        let mut expected = Reference::new(&data).validate(&shape, &targets);
        expected.sort();
        prop_assert_eq!(found(&shape, &targets, &data), expected, "{}", turtle(&shape, &targets));
    }
}

proptest! {
    #![proptest_config(crate::support::draws(60))]

    #[test]
    fn a_node_conforms_to_what_is_not_what_it_is_not(shape in shape(), targets in targets(), data in graph()) {
        let not = |shape: &Drawn| Drawn { way: None, wants: vec![Want::Not(Box::new(shape.clone()))] };
        let broken = |shape: &Drawn| -> BTreeSet<String> {
            found(shape, &targets, &data).into_iter().map(|(focus, ..)| focus).collect()
        };
        // Results of nested shapes are about other nodes; wrapped, a shape is told of its own focus node only.
        let (once, twice, thrice) = (not(&shape), not(&not(&shape)), not(&not(&not(&shape))));
        prop_assert_eq!(broken(&once), broken(&thrice));
        let all: BTreeSet<String> = broken(&Drawn { way: None, wants: vec![Want::In(Vec::new())] });
        let both: BTreeSet<String> = broken(&once).union(&broken(&twice)).cloned().collect();
        prop_assert_eq!(both, all);
        prop_assert!(broken(&once).is_disjoint(&broken(&twice)));
    }

    #[test]
    fn the_order_of_quads_does_not_matter(shape in shape(), targets in targets(), data in graph()) {
        let mut turned = quads(&turtle(&shape, &targets));
        let straight = Shapes::read(turned.clone()).unwrap();
        turned.reverse();
        let turned = Shapes::read(turned).unwrap();
        let mut data_turned = data.clone();
        data_turned.reverse();
        let sorted = |shapes: &Shapes, data: &[Quad]| {
            let mut found: Vec<_> = violations(shapes, data).unwrap().iter().map(told).collect();
            found.sort();
            found
        };
        prop_assert_eq!(sorted(&straight, &data), sorted(&turned, &data));
        let (first, second) = (violations(&straight, &data).unwrap(), violations(&straight, &data_turned).unwrap());
        prop_assert_eq!(first, second, "the order of violations depends on nothing but shapes and graph");
    }
}

/// Writes the cases that Python gets: `N.shapes.ttl` and `N.data.nt`.
fn write_cases(folder: &Path, cases: &[(Drawn, Vec<Target>, Vec<Quad>)]) {
    for (index, (shape, targets, data)) in cases.iter().enumerate() {
        std::fs::write(folder.join(format!("{index}.shapes.ttl")), turtle(shape, targets)).unwrap();
        let mut writer = RdfSerializer::from_format(RdfFormat::NTriples).for_writer(Vec::new());
        for quad in data {
            writer.serialize_quad(quad).unwrap();
        }
        let mut file = std::fs::File::create(folder.join(format!("{index}.data.nt"))).unwrap();
        file.write_all(&writer.finish().unwrap()).unwrap();
    }
}

/// Words of SHACL and RDF that stand as predicates.
const WORDS: &str = "class datatype nodeKind minCount maxCount minExclusive maxInclusive minLength pattern flags languageIn uniqueLang \
    equals lessThan not and or xone node property qualifiedValueShape qualifiedMinCount qualifiedValueShapesDisjoint closed \
    ignoredProperties hasValue in path severity message deactivated inversePath alternativePath zeroOrMorePath oneOrMorePath \
    targetNode targetClass targetSubjectsOf targetObjectsOf sparql";

/// Triples of nodes and words that make sense by chance only.
fn heap() -> impl Strategy<Value = Vec<Quad>> {
    let word = || proptest::sample::select(WORDS.split_whitespace().collect::<Vec<_>>());
    let predicate = prop_oneof![
        6 => word().prop_map(|word| format!("sh:{word}")),
        2 => proptest::sample::select(vec!["rdf:first", "rdf:rest", "rdf:type", "rdfs:subClassOf"]).prop_map(str::to_owned),
    ];
    let node = || proptest::sample::select(vec!["_:a", "_:b", "_:c", "_:d", "ex:a", "ex:b", "ex:c"]);
    let object = prop_oneof![
        5 => node().prop_map(str::to_owned),
        2 => proptest::sample::select(vec!["rdf:nil", "true", "1", "\"a\"", "rdfs:Class", "sh:IRI"]).prop_map(str::to_owned),
        1 => word().prop_map(|word| format!("sh:{word}")),
    ];
    let triple = (node(), predicate, object).prop_map(|(s, p, o)| format!("{s} {p} {o} ."));
    let rooted = |triples: Vec<String>| super::own::turtle(&format!("_:a sh:targetNode ex:a . {}", triples.concat()));
    prop::collection::vec(triple, 1..14).prop_map(rooted)
}

proptest! {
    #![proptest_config(crate::support::draws(400))]

    #[test]
    fn any_heap_of_words_is_read_or_refused(quads in heap()) {
        if let Ok(shapes) = Shapes::read(quads.clone()) {
            violations(&shapes, &quads).unwrap();
        }
    }
}

/// What pySHACL 0.40 takes otherwise than SHACL does, so that no shapes with it are compared, and why.
const APART: &[(&str, &str)] = &[
    ("sh:lessThan", "IRIs compare by their text, which SPARQL's `<` refuses"),
    ("clusive", "literals of different types compare, which SPARQL's `<` refuses"),
    ("sh:minLength 0", "a blank node may stand there, which SHACL says it may not"),
    ("sh:inversePath (", "a sequence is not turned round"),
    ("sh:inversePath [", "the same, further inside"),
];

/// What pySHACL finds in the same shapes and graphs; `RELATA_PYSHACL` names a Python that has it, and `RELATA_PYSHACL_CASES`
/// how many are drawn. Blank nodes have no names in what is compared.
#[test]
fn violations_are_those_of_pyshacl() {
    let Some(python) = std::env::var_os("RELATA_PYSHACL") else {
        eprintln!("skipped: RELATA_PYSHACL names no Python with pyshacl");
        return;
    };
    let n_cases: usize = std::env::var("RELATA_PYSHACL_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(150);
    let mut runner = TestRunner::new(crate::support::draws(1));
    let strategy = (shape(), targets(), graph());
    let drawn = std::iter::repeat_with(|| strategy.new_tree(&mut runner).unwrap().current());
    let is_clear = |(shape, targets, _): &(Drawn, Vec<Target>, Vec<Quad>)| {
        let text = turtle(shape, targets);
        APART.iter().all(|(part, _)| !text.contains(part))
    };
    let cases: Vec<_> = drawn.filter(is_clear).take(n_cases).collect();
    let folder = tempfile::tempdir().unwrap();
    write_cases(folder.path(), &cases);
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/readers/shacl.py");
    let output = Command::new(python).arg(script).arg(folder.path()).output().unwrap();
    let (said, problems) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{said}{problems}");
    let answers: Vec<&str> = said.split("=====\n").skip(1).collect();
    assert_eq!(answers.len(), n_cases, "{problems}");
    let (mut n_refused, mut n_found, mut wrong) = (0, 0, Vec::new());
    for ((shape, targets, data), answer) in cases.iter().zip(answers) {
        if answer.starts_with("refused") {
            n_refused += 1;
            continue;
        }
        let theirs: BTreeSet<String> = answer.lines().map(str::to_owned).collect();
        // It writes some literals anew.
        let nameless = |text: String| match text.as_str() {
            name if name.starts_with("_:") => "_".to_owned(),
            other => other.replace("\"1e0\"", "\"1.0\"").replace("10:00:00Z", "10:00:00+00:00"),
        };
        let line = |(focus, path, value, component): Found| {
            format!("{}\t{path}\t{}\t{component}", nameless(focus), nameless(value))
        };
        let ours: BTreeSet<String> = found(shape, targets, data).into_iter().map(line).collect();
        n_found += ours.len();
        if ours != theirs {
            let only =
                |a: &BTreeSet<String>, b: &BTreeSet<String>| -> Vec<String> { a.difference(b).cloned().collect() };
            wrong.push(format!(
                "{}\nonly ours: {:#?}\nonly theirs: {:#?}",
                turtle(shape, targets),
                only(&ours, &theirs),
                only(&theirs, &ours)
            ));
        }
    }
    eprintln!("{n_cases} cases, of which pySHACL refused {n_refused}; {n_found} violations");
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong[..wrong.len().min(8)].join("\n"));
}
