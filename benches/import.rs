//! Rows of claims and of a data set of events into a graph file. `cargo bench --bench import` prints rows a second.

use std::fmt::Write as _;
use std::path::Path;

use divan::Bencher;
use divan::counter::ItemsCount;
use relata::built::{BuildOptions, build};
use relata::diagnostic::Report;
use relata::input::events::EventFormat;
use relata::project::{Project, Source, SourceKind};

const ROWS: usize = 50_000;

/// Cells of GDELT 2.0 that tell rows apart.
const NUMBER: usize = 0;
const ADDRESS: usize = 60;

fn main() {
    divan::main();
}

/// The sample of GDELT 2.0 over and over, with other numbers and other articles.
fn gdelt() -> String {
    let sample = include_str!("../tests/data/events/gdelt2.export.CSV");
    let mut text = String::new();
    for (n, row) in sample.lines().cycle().take(ROWS).enumerate() {
        for (column, cell) in row.split('\t').enumerate() {
            let _ = match column {
                NUMBER => write!(text, "{}", 400_000_000 + n),
                ADDRESS => writeln!(text, "\t{cell}?page={}", n / 2),
                _ => write!(text, "\t{cell}"),
            };
        }
    }
    text
}

/// Claims of a few hundred actors, as they stand in a table: most words of a row have been in one before.
fn claims() -> String {
    let mut text = "id,subject,predicate,object,date,place,said_by,certainty,denies,quote\n".to_owned();
    for n in 0..ROWS {
        let (actor, other, speaker) = (n * n % 397, n * 7 % 401, n % 89);
        let (predicate, certainty) = (["met", "criticized", "threatened"][n % 3], ["certain", "probable", ""][n % 3]);
        let denies = if n % 20 == 19 { format!("c{}", n - 7) } else { String::new() };
        let (month, day) = (n % 12 + 1, n % 28 + 1);
        let _ = writeln!(
            text,
            "c{n},Actor {actor},{predicate},Actor {other},2020-{month:02}-{day:02},Place {},Actor {speaker},\
             {certainty},{denies},\"Words, {n} of them, that somebody said of {actor}.\"",
            n % 40
        );
    }
    text
}

fn rows_into_a_graph(bencher: Bencher<'_, '_>, kind: SourceKind, name: &str, rows: &str, memory: usize) {
    let folder = tempfile::tempdir().expect("the temporary folder can be written");
    let path = folder.path().join(name);
    std::fs::write(&path, rows).expect("the temporary folder can be written");
    let sources = Source::of_patterns(kind, &[path.to_string_lossy().into_owned()], Path::new("."));
    let project = Project::of_sources(folder.path().to_owned(), sources.expect("the file is there"));
    bencher.counter(ItemsCount::new(ROWS)).bench_local(|| {
        let mut report = Report::new(project.policy.clone());
        let mut silent = |_| ();
        let options = BuildOptions { force: true, memory: Some(memory), ..BuildOptions::with_progress(&mut silent) };
        build(&project, &mut report, options).expect("the rows are sound")
    });
}

/// With all the memory there is, and with so little that terms and quads wait on disk.
#[divan::bench(args = [1 << 30, 1 << 24], sample_count = 5)]
fn gdelt_into_a_graph(bencher: Bencher<'_, '_>, memory: usize) {
    rows_into_a_graph(bencher, SourceKind::Events(EventFormat::Gdelt), "rows.export.CSV", &gdelt(), memory);
}

/// The same for a table of claims.
#[divan::bench(args = [1 << 30, 1 << 24], sample_count = 5)]
fn claims_into_a_graph(bencher: Bencher<'_, '_>, memory: usize) {
    rows_into_a_graph(bencher, SourceKind::Claims, "claims.csv", &claims(), memory);
}
