//! The graph file: what goes in comes out, and damage is told.

use std::fs;
use std::io;
use std::path::Path;

use oxigraph::model::vocab::xsd;
use oxigraph::model::{BlankNode, GraphName, Literal, NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term, Triple};
use proptest::prelude::*;
use relata::query::Engine;
use relata::store::{Builder, FormatError, Graphs, Resources, Store, VOCABULARY, Vocabulary};

use crate::answers::QUERIES;

/// Writes a graph file that names no sources.
fn keep(builder: Builder, path: &Path) -> io::Result<u64> {
    builder.write(&mut fs::File::create(path)?, b"[]")
}

fn iri() -> impl Strategy<Value = NamedNode> {
    "[a-d]".prop_map(|name| NamedNode::new_unchecked(format!("https://example.org/{name}")))
}

fn resource() -> impl Strategy<Value = NamedOrBlankNode> {
    prop_oneof![4 => iri().prop_map(Into::into), 1 => "[xy]".prop_map(|name| BlankNode::new_unchecked(name).into())]
}

fn literal() -> impl Strategy<Value = Literal> {
    let typed = prop_oneof![
        (-3..12_i32).prop_map(|n| Literal::new_typed_literal(n.to_string(), xsd::INTEGER)),
        (1..29_u8).prop_map(|day| Literal::new_typed_literal(format!("2025-06-{day:02}"), xsd::DATE)),
        any::<bool>().prop_map(Literal::from),
        Just(Literal::new_typed_literal("no number", xsd::INTEGER)),
        (-20..20_i32).prop_map(|n| Literal::new_typed_literal(format!("{n}.5"), xsd::DECIMAL)),
        (0..24_u8).prop_map(|hour| Literal::new_typed_literal(format!("2025-06-13T{hour:02}:00:00Z"), xsd::DATE_TIME)),
        Just(Literal::new_typed_literal("2025-06~", NamedNode::new_unchecked("https://example.org/edtf"))),
    ];
    prop_oneof![
        "\\PC{0,6}".prop_map(Literal::new_simple_literal),
        ("\\PC{0,4}", prop_oneof![Just("en"), Just("ar")])
            .prop_map(|(text, lang)| Literal::new_language_tagged_literal_unchecked(text, lang)),
        typed,
    ]
}

fn term() -> impl Strategy<Value = Term> {
    let plain = prop_oneof![3 => resource().prop_map(Into::into), 2 => literal().prop_map(Into::into)];
    prop_oneof![
        5 => plain.clone(),
        1 => (resource(), iri(), plain).prop_map(|(s, p, o): (_, _, Term)| Term::from(Triple::new(s, p, o))),
    ]
}

pub(crate) fn quad() -> impl Strategy<Value = Quad> {
    let graph = prop_oneof![3 => Just(GraphName::DefaultGraph), 1 => iri().prop_map(Into::into)];
    (resource(), iri(), term(), graph).prop_map(|(s, p, o, g)| Quad::new(s, p, o, g))
}

/// A vocabulary of three terms, of which one leads to another and one is used by nobody.
fn vocabulary() -> Vocabulary {
    let iri = |name: &str| NamedNode::new_unchecked(format!("https://example.org/{name}"));
    let triples = vec![
        Triple::new(iri("a"), iri("above"), iri("b")),
        Triple::new(iri("a"), iri("label"), Literal::new_simple_literal("a")),
        Triple::new(iri("b"), iri("label"), Literal::new_simple_literal("b")),
        Triple::new(iri("nobody"), iri("above"), iri("a")),
    ];
    Vocabulary { triples, used_in: Some(iri("used")) }
}

/// Quads as sorted lines, each once.
fn sorted(quads: &[Quad]) -> Vec<String> {
    let mut lines: Vec<String> = quads.iter().map(ToString::to_string).collect();
    lines.sort();
    lines.dedup();
    lines
}

proptest! {
    #![proptest_config(crate::support::draws(48))]

    #[test]
    fn quads_come_out_as_they_went_in(quads in proptest::collection::vec(quad(), 0..40)) {
        let store = Store::of_quads(&quads).unwrap();
        store.verify().unwrap();
        prop_assert_eq!(sorted(&store.quads().map(Result::unwrap).collect::<Vec<_>>()), sorted(&quads));
    }

    #[test]
    fn the_same_quads_in_any_order_give_the_same_bytes(quads in proptest::collection::vec(quad(), 0..40)) {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, quads: &[&Quad]| {
            let mut builder = Builder::default();
            for quad in quads {
                builder.insert(*quad);
            }
            keep(builder, &folder.path().join(name)).unwrap();
            fs::read(folder.path().join(name)).unwrap()
        };
        let forward: Vec<&Quad> = quads.iter().collect();
        let backward: Vec<&Quad> = quads.iter().rev().chain(&quads).collect();
        prop_assert_eq!(write("a.relata", &forward), write("b.relata", &backward));
    }

    #[test]
    fn parts_of_several_threads_give_the_same_bytes(quads in proptest::collection::vec(quad(), 0..120), memory in 1_usize..40_000) {
        let folder = tempfile::tempdir().unwrap();
        let builder = || {
            Builder::with_vocabulary(Resources { memory, folder: folder.path().to_owned() }, vocabulary())
        };
        let mut alone = builder();
        for quad in &quads {
            alone.insert(quad);
        }
        let mut shared = builder();
        std::thread::scope(|scope| {
            for quads in quads.chunks(1 + quads.len() / 4) {
                let mut part = shared.part();
                scope.spawn(move || {
                    for quad in quads {
                        part.insert(quad);
                    }
                });
            }
            // Whoever has the builder puts its own meanwhile, and what others have put as well.
            for quad in quads.iter().step_by(5) {
                shared.insert(quad);
            }
        });
        let write = |name: &str, builder: Builder| {
            keep(builder, &folder.path().join(name)).unwrap();
            fs::read(folder.path().join(name)).unwrap()
        };
        prop_assert!(write("alone.relata", alone) == write("shared.relata", shared));
    }

    #[test]
    fn little_memory_gives_the_same_bytes(quads in proptest::collection::vec(quad(), 0..200), memory in 1_usize..40_000) {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, resources: Resources| {
            let mut builder = Builder::with_vocabulary(resources, vocabulary());
            for quad in quads.iter().cycle().take(quads.len() * 3) {
                builder.insert(quad);
            }
            keep(builder, &folder.path().join(name)).unwrap();
            fs::read(folder.path().join(name)).unwrap()
        };
        let much = write("much.relata", Resources::unlimited());
        let little = write("little.relata", Resources { memory, folder: folder.path().to_owned() });
        prop_assert!(much == little);
        // What was set aside is gone.
        prop_assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }

    #[test]
    fn a_vocabulary_lies_apart_and_what_is_used_of_it_beside_the_quads(quads in proptest::collection::vec(quad(), 0..30), whole in quad()) {
        let mut builder = Builder::with_vocabulary(Resources::unlimited(), vocabulary());
        for quad in &quads {
            builder.insert(quad);
        }
        let store = builder.into_store().unwrap();
        store.verify().unwrap();
        let all = |quads: &mut dyn Iterator<Item = Result<Quad, FormatError>>| -> Vec<Quad> { quads.map(Result::unwrap).collect() };
        let apart = all(&mut store.quads_of_vocabulary());
        let of_vocabulary = |triple: &Triple| triple.clone().in_graph(VOCABULARY);
        let triples = vocabulary().triples;
        prop_assert_eq!(sorted(&apart), sorted(&triples.iter().map(of_vocabulary).collect::<Vec<_>>()));
        // Who is spoken of in a quad is described, and so is whom that speaks of: `a` leads to `b`.
        let text = sorted(&quads).join("\n");
        let is_used = |name: &str| text.contains(&format!("<https://example.org/{name}>"));
        let described = |triple: &&Triple| {
            let subject = triple.subject.to_string();
            let (a, b, unused) = (is_used("a"), is_used("b"), subject.contains("nobody"));
            !unused && if subject.contains("/a>") { a } else { a || b }
        };
        let used = vocabulary().used_in.unwrap();
        let described = triples.iter().filter(described).map(|triple| triple.clone().in_graph(used.clone()));
        let seen: Vec<Quad> = quads.iter().cloned().chain(described).collect();
        prop_assert_eq!(sorted(&all(&mut store.quads())), sorted(&seen));
        // Every pattern finds in the vocabulary what it finds when each quad is looked at.
        let (index, terms) = (store.index(), store.terms());
        let graph = Graphs::One(index.iri(VOCABULARY).unwrap());
        let probe = apart.first().unwrap_or(&whole);
        let parts = [Term::from(probe.subject.clone()), probe.predicate.clone().into(), probe.object.clone()];
        for known in 0..8_usize {
            let pattern = [0, 1, 2].map(|at| (known >> at & 1 == 1).then(|| terms.number(&parts[at]).unwrap()));
            let fits = |row: &[u32; 4]| (0..3).all(|at| pattern[at].is_none_or(|number| number == row[at]));
            let n = index.scan([None; 3], graph).filter(fits).count();
            prop_assert_eq!(index.scan(pattern, graph).count(), n);
            prop_assert_eq!(index.count(pattern, graph), n as u64);
            prop_assert!(n > 0 && index.scan(pattern, Graphs::Named).all(|row| graph != Graphs::One(row[3])));
        }
    }

    /// The builder looks for a term it has just seen by the end of its text; these have all the same end and length. With
    /// no memory it forgets them after each quad.
    #[test]
    fn terms_that_look_alike_stay_apart(picks in proptest::collection::vec((0_usize..9, 0_usize..3, 0_usize..9), 0..40)) {
        let folder = tempfile::tempdir().unwrap();
        let alike = |pick: usize| -> Term {
            let text = format!("https://example.org/{}/the same sixteen bytes and more", pick % 3);
            let datatype = NamedNode::new_unchecked(format!("https://example.org/{}", pick % 2));
            match pick {
                0..3 => NamedNode::new_unchecked(text).into(),
                3 => Literal::new_simple_literal(text).into(),
                4 | 5 => Literal::new_language_tagged_literal_unchecked(text, ["en", "fr"][pick % 2]).into(),
                6 | 7 => Literal::new_typed_literal(text, datatype).into(),
                _ => {
                    let iri = NamedNode::new_unchecked(text);
                    Triple::new(iri.clone(), iri.clone(), iri).into()
                }
            }
        };
        let iri = |pick: usize| match alike(pick % 3) {
            Term::NamedNode(iri) => iri,
            other => panic!("{other} is no IRI"),
        };
        let quad = |(s, p, o): &(usize, usize, usize)| {
            let graph = if s / 3 == 0 { GraphName::DefaultGraph } else { iri(s / 3).into() };
            Quad::new(iri(*s), iri(*p), alike(*o), graph)
        };
        let quads: Vec<Quad> = picks.iter().map(quad).collect();
        let write = |name: &str, memory: usize| {
            let mut builder = Builder::new(Resources { memory, folder: folder.path().to_owned() });
            for quad in &quads {
                builder.insert(quad);
            }
            keep(builder, &folder.path().join(name)).unwrap();
            fs::read(folder.path().join(name)).unwrap()
        };
        prop_assert!(write("much.relata", usize::MAX) == write("little.relata", 1));
        let store = Store::of_quads(&quads).unwrap();
        store.verify().unwrap();
        prop_assert_eq!(sorted(&store.quads().map(Result::unwrap).collect::<Vec<_>>()), sorted(&quads));
    }

    #[test]
    fn literals_keep_their_words(number in any::<i64>(), point in 0_usize..8, zeros in 0_usize..3, year in 0_u32..20_000, day in 0_u32..40) {
        let digits = number.unsigned_abs().to_string();
        let (whole, rest) = digits.split_at(digits.len().saturating_sub(point));
        let sign = if number < 0 { "-" } else { "" };
        let zeros = "0".repeat(zeros);
        let words = [
            (format!("{sign}{zeros}{digits}"), xsd::INTEGER),
            (format!("{sign}{whole}.{rest}{zeros}"), xsd::DECIMAL),
            (format!("{sign}{zeros}{whole}.{rest}"), xsd::DECIMAL),
            (format!("{year:04}-{:02}-{day:02}", day % 14), xsd::DATE),
            (format!("{year:04}-{:02}-{day:02}T{:02}:{:02}:0{}Z", day % 14, day, point * 9, point), xsd::DATE_TIME),
            (format!("{year}-02-{day:02}"), NamedNodeRef::new_unchecked("http://id.loc.gov/datatypes/edtf/EDTF")),
            (["true", "false", "1", "0", "TRUE"][point % 5].to_owned(), xsd::BOOLEAN),
        ];
        let subject = NamedNode::new_unchecked("https://example.org/a");
        let quads: Vec<Quad> = words
            .iter()
            .map(|(text, datatype)| {
                let literal = Literal::new_typed_literal(text, *datatype);
                Quad::new(subject.clone(), subject.clone(), literal, GraphName::DefaultGraph)
            })
            .collect();
        let store = Store::of_quads(&quads).unwrap();
        store.verify().unwrap();
        prop_assert_eq!(sorted(&store.quads().map(Result::unwrap).collect::<Vec<_>>()), sorted(&quads));
    }

    #[test]
    fn damage_is_told_and_never_panics(
        quads in proptest::collection::vec(quad(), 1..12),
        at in any::<prop::sample::Index>(),
        bits in 1_u8..,
        cut in proptest::option::of(any::<prop::sample::Index>()),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("g.relata");
        let mut builder = Builder::default();
        for quad in &quads {
            builder.insert(quad);
        }
        keep(builder, &path).unwrap();
        let mut bytes = fs::read(&path).unwrap();
        match cut {
            Some(cut) => bytes.truncate(cut.index(bytes.len())),
            None => *at.get_mut(&mut bytes) ^= bits,
        }
        fs::write(&path, &bytes).unwrap();
        if let Ok(store) = Store::open(&path) {
            let _ = store.verify();
            let _ = store.quads().flatten().count();
            let engine = Engine::new(&store, std::collections::BTreeMap::new());
            for query in QUERIES {
                let _ = engine.select(query);
            }
        }
    }
}

#[test]
fn the_file_tells_its_counts_and_its_sources() {
    let node = |name: &str| NamedNode::new_unchecked(format!("https://example.org/{name}"));
    let quad = |s: &str, p: &str, o: &str| Quad::new(node(s), node(p), node(o), GraphName::DefaultGraph);
    let quads = [quad("a", "p", "x"), quad("a", "p", "y"), quad("b", "p", "x"), quad("b", "q", "x")];
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("g.relata");
    let mut builder = Builder::default();
    for quad in &quads {
        builder.insert(quad);
    }
    builder.write(&mut fs::File::create(&path).unwrap(), br#"[{"path":"claims.csv"}]"#).unwrap();
    let store = Store::open(&path).unwrap();
    let counts = |predicate: Option<&str>| {
        let counts = store.counts(predicate.map(node).as_ref());
        (counts.n_quads, counts.n_subjects, counts.n_objects)
    };
    assert_eq!(counts(Some("p")), (3, 2, 2));
    assert_eq!(counts(Some("q")), (1, 1, 1));
    assert_eq!(counts(Some("x")), (0, 0, 0));
    assert_eq!(counts(None), (4, 2, 2));
    assert_eq!(store.sources(), br#"[{"path":"claims.csv"}]"#);
}

#[test]
fn numbers_keep_the_digits_they_were_written_with() {
    let subject = NamedNode::new_unchecked("https://example.org/a");
    let quad = |digits: &str| {
        let literal = Literal::new_typed_literal(digits, xsd::INTEGER);
        Quad::new(subject.clone(), subject.clone(), literal, GraphName::DefaultGraph)
    };
    let store = Store::of_quads(&[quad("007"), quad("7")]).unwrap();
    let engine = Engine::new(&store, std::collections::BTreeMap::new());
    let rows = engine.select("SELECT ?o { ?s ?p ?o FILTER(?o = 7) }").unwrap();
    let digits: Vec<&str> = rows.iter().flatten().flatten().map(relata::query::Value::text).collect();
    assert_eq!(digits, ["007", "7"]);
}

#[test]
fn every_changed_byte_of_a_section_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("g.relata");
    let quad = Quad::new(
        NamedNode::new_unchecked("https://example.org/a"),
        NamedNode::new_unchecked("https://example.org/b"),
        Literal::from(1),
        NamedNode::new_unchecked("https://example.org/g"),
    );
    let mut builder = Builder::default();
    builder.insert(&quad);
    keep(builder, &path).unwrap();
    let bytes = fs::read(&path).unwrap();
    Store::open(&path).unwrap().verify().unwrap();
    // Between sections stand zeros that mean nothing; every other byte counts.
    let silent = (0..bytes.len()).filter(|at| {
        let mut changed = bytes.clone();
        changed[*at] ^= 0x55;
        fs::write(&path, &changed).unwrap();
        Store::open(&path).is_ok_and(|store| store.verify().is_ok())
    });
    for at in silent {
        assert_eq!(bytes[at], 0, "byte {at} was changed and nobody noticed");
    }
}

#[test]
fn a_file_that_is_none_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("g.relata");
    let message = |bytes: &[u8]| {
        fs::write(&path, bytes).unwrap();
        let error = Store::open(&path).err().unwrap();
        std::error::Error::source(&error).unwrap().to_string()
    };
    let mut builder = Builder::default();
    builder.insert(&Quad::new(
        NamedNode::new_unchecked("a:a"),
        NamedNode::new_unchecked("a:b"),
        Literal::from(1),
        GraphName::DefaultGraph,
    ));
    keep(builder, &path).unwrap();
    let good = fs::read(&path).unwrap();
    let mut newer = good.clone();
    newer[8] = 9;
    assert_eq!(message(b"<a> <b> <c> .\n"), "it is no graph file");
    assert_eq!(message(&newer), "it is of version 9, this program reads version 3");
    assert_eq!(message(&good[..good.len() - 8]), "it is damaged: a section lies outside the file");
}
