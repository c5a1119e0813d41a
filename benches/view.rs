//! From claims to what is seen: reading claims, the view, layouts, pictures, measures. `cargo bench --bench view` prints the times.

use std::collections::BTreeMap;
use std::io;
use std::sync::LazyLock;

use divan::{Bencher, black_box};
use relata::built::build_in_memory;
use relata::claims::Claims;
use relata::export::scene::Scene;
use relata::export::{ExportOptions, FORMATS, FormatWriter};
use relata::graph::measure::{betweenness, pagerank};
use relata::graph::{Edges, Filter, GroupBy, View};
use relata::project::Project;
use relata::store::Store;

const CLAIMS: u32 = 100_000;
const ACTORS: u32 = 2_000;
const PREDICATES: [&str; 6] = ["attacked", "met", "accused", "visited", "warned", "negotiated with"];

fn main() {
    divan::main();
}

/// Claims between actors, some of which act far more often than others.
static STORE: LazyLock<Store> = LazyLock::new(|| {
    let mut state = 1_u32;
    let mut next = |below: u32| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) % below
    };
    let mut table = String::from("id,subject,predicate,object,date,said_by\n");
    for n in 0..CLAIMS {
        // The less of two numbers is small more often.
        let (from, to) = (next(ACTORS).min(next(ACTORS)), next(ACTORS).min(next(ACTORS)));
        let predicate = PREDICATES[next(6) as usize];
        let (month, day, speaker) = (next(12) + 1, next(28) + 1, next(300));
        let row = format!("c{n},actor {from},{predicate},actor {to},2025-{month:02}-{day:02},speaker {speaker}\n");
        table.push_str(&row);
    }
    let folder = tempfile::tempdir().expect("there is a temporary folder");
    let path = folder.path().join("claims.csv");
    std::fs::write(&path, table).expect("the temporary folder can be written");
    let project = Project::of_file(&path).expect("it is a table");
    let mut report = relata::diagnostic::Report::new(project.policy.clone());
    build_in_memory(&project, &mut report).expect("it can be built").0
});

fn claims() -> Claims<'static> {
    Claims::read(&STORE).expect("the graph is sound")
}

#[divan::bench]
fn read_claims(bencher: Bencher<'_, '_>) {
    let store = &*STORE;
    bencher.bench(|| Claims::read(black_box(store)).is_ok());
}

#[divan::bench]
fn view(bencher: Bencher<'_, '_>) {
    let claims = claims();
    bencher.bench(|| View::new(black_box(&claims), Edges::Bundle).graph.edge_count());
}

#[divan::bench]
fn communities(bencher: Bencher<'_, '_>) {
    let claims = claims();
    bencher.bench(|| View::new(&claims, Edges::Bundle).grouped(GroupBy::Community).groups.len());
}

#[divan::bench]
fn rank(bencher: Bencher<'_, '_>) {
    let claims = claims();
    let view = View::new(&claims, Edges::Bundle);
    bencher.bench(|| pagerank(black_box(&view)).len());
}

#[divan::bench(sample_count = 5)]
fn between(bencher: Bencher<'_, '_>) {
    let claims = claims();
    let view = View::new(&claims, Edges::Bundle);
    bencher.bench(|| betweenness(black_box(&view)).values.len());
}

/// Pictures and files of so many edges.
#[divan::bench(args = [("svg", 60), ("svg", 300), ("svg", 2_000), ("png", 300), ("gexf", 50_000)], sample_count = 5)]
fn write(bencher: Bencher<'_, '_>, (name, top): (&str, usize)) {
    let claims = claims();
    let view = Filter { top: Some(top), ..Filter::default() }.view(&claims).expect("no name is asked for");
    let prefixes = BTreeMap::new();
    let scene = Scene { view: &view, title: String::new(), prefixes: &prefixes, positions: None, measures: Vec::new() };
    let format = FORMATS.iter().find(|format| format.name == name).expect("it is a format");
    bencher.bench(|| match format.writer {
        FormatWriter::Scene(write) | FormatWriter::Placed(write) => {
            write(&scene, &ExportOptions::default(), &mut io::sink()).is_ok()
        }
        FormatWriter::Telling(_)
        | FormatWriter::Folder { .. }
        | FormatWriter::Tables { .. }
        | FormatWriter::Claims(_)
        | FormatWriter::Rdf(_) => false,
    });
}
