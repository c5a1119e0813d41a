//! Rows of a data set of events into a graph file. `cargo bench --bench import` prints rows a second.

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

/// With all the memory there is, and with so little that terms and quads wait on disk.
#[divan::bench(args = [1 << 30, 1 << 24], sample_count = 5)]
fn gdelt_into_a_graph(bencher: Bencher<'_, '_>, memory: usize) {
    let folder = tempfile::tempdir().expect("the temporary folder can be written");
    std::fs::write(folder.path().join("rows.export.CSV"), gdelt()).expect("the temporary folder can be written");
    let kind = SourceKind::Events(EventFormat::Gdelt);
    let rows = [folder.path().join("rows.export.CSV").to_string_lossy().into_owned()];
    let sources = Source::of_patterns(kind, &rows, Path::new(".")).expect("the file is there");
    let project = Project::of_sources(folder.path().to_owned(), sources);
    bencher.counter(ItemsCount::new(ROWS)).bench_local(|| {
        let mut report = Report::new(project.policy.clone());
        let mut silent = |_| ();
        let options = BuildOptions { force: true, memory: Some(memory), ..BuildOptions::with_progress(&mut silent) };
        build(&project, &mut report, options).expect("the rows are sound")
    });
}
