//! The graph file: building, opening, and the kinds of queries people ask. `cargo bench` prints the times; ratios against
//! another store are the work of `benches/compare`.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::LazyLock;

use divan::{Bencher, black_box};
use oxigraph::model::vocab::xsd;
use oxigraph::model::{GraphName, Literal, NamedNode, Quad};
use relata::query::Engine;
use relata::store::{Builder, Resources, Store};

const EVENTS: u32 = 100_000;
const ACTORS: u32 = 500;

fn main() {
    divan::main();
}

fn node(kind: &str, n: u32) -> NamedNode {
    NamedNode::new_unchecked(format!("https://example.org/{kind}/{n}"))
}

/// Events between actors, some of which act far more often than others.
static QUADS: LazyLock<Vec<Quad>> = LazyLock::new(|| {
    let property = |name: &str| NamedNode::new_unchecked(format!("https://example.org/{name}"));
    let (agent, recipient, date, quote) =
        (property("agent"), property("recipient"), property("date"), property("quote"));
    let mut state = 1_u32;
    let mut next = |below: u32| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) % below
    };
    let mut quads = Vec::new();
    for n in 0..EVENTS {
        let event = node("event", n);
        let mut put = |predicate: &NamedNode, object: oxigraph::model::Term| {
            quads.push(Quad::new(event.clone(), predicate.clone(), object, GraphName::DefaultGraph));
        };
        // The less of two numbers is small more often.
        let mut actor = || node("actor", next(ACTORS).min(next(ACTORS)));
        let (from, to) = (actor(), actor());
        put(&agent, from.into());
        put(&recipient, to.into());
        let day = format!("20{:02}-{:02}-{:02}", next(20) + 5, next(12) + 1, next(28) + 1);
        put(&date, Literal::new_typed_literal(day, xsd::DATE).into());
        let words = format!("word{} word{} word{}", next(2000), next(2000), next(50));
        put(&quote, Literal::new_simple_literal(words).into());
    }
    quads
});

fn write(resources: Resources) -> PathBuf {
    let path = std::env::temp_dir().join(format!("relata-bench-{}.relata", std::process::id()));
    let mut builder = Builder::new(resources);
    for quad in QUADS.iter() {
        builder.insert(quad);
    }
    let mut file = std::fs::File::create(&path).expect("the temporary folder can be written");
    builder.write(&mut file, b"[]").expect("the temporary folder can be written");
    file.sync_all().expect("the temporary folder can be written");
    path
}

/// In memory, and with so little that everything waits on disk.
#[divan::bench(args = [1 << 30, 1 << 22], sample_count = 5)]
fn build(memory: usize) {
    let path = write(Resources { memory, folder: std::env::temp_dir() });
    let _ = std::fs::remove_file(path);
}

#[divan::bench]
fn open(bencher: Bencher<'_, '_>) {
    let path = write(Resources::unlimited());
    bencher.bench(|| Store::open(black_box(&path)).is_ok());
    let _ = std::fs::remove_file(path);
}

const QUERIES: [(&str, &str); 8] = [
    ("point", "SELECT ?q { <https://example.org/event/77> ex:quote ?q }"),
    ("count", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"),
    ("top", "SELECT ?e ?d { ?e ex:date ?d } ORDER BY DESC(?d) LIMIT 10"),
    ("partners", "SELECT ?b (COUNT(*) AS ?n) { ?e ex:agent actor:3 ; ex:recipient ?b } GROUP BY ?b"),
    ("pairs", "SELECT ?a ?b (COUNT(*) AS ?n) { ?e ex:agent ?a ; ex:recipient ?b } GROUP BY ?a ?b"),
    ("hops", "SELECT DISTINCT ?c { ?e ex:agent actor:3 ; ex:recipient ?b . ?f ex:agent ?b ; ex:recipient ?c }"),
    ("reach", "SELECT ?x { actor:499 (^ex:agent/ex:recipient)+ ?x }"),
    ("search", "SELECT ?e { ?e ra:matches 'word7 word19*' }"),
];

#[divan::bench(args = QUERIES.map(|(name, _)| name))]
fn query(bencher: Bencher<'_, '_>, name: &str) {
    static STORE: LazyLock<Store> = LazyLock::new(|| Store::of_quads(QUADS.iter()).expect("the quads fit"));
    let prefixes = [
        ("ex", "https://example.org/"),
        ("actor", "https://example.org/actor/"),
        ("ra", "https://w3id.org/relata/ns#"),
    ];
    let prefixes: BTreeMap<String, String> = prefixes.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
    let engine = Engine::new(&STORE, prefixes);
    let text = QUERIES.iter().find(|(other, _)| *other == name).map_or("", |(_, text)| text);
    bencher.bench_local(|| engine.select(black_box(text)).expect("the query is sound").len());
}
