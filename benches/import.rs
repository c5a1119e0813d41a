//! Rows of claims and of a data set of events into a graph file. `cargo bench --bench import` prints rows a second, and then
//! how many times as fast all cores are as the first one alone, which needs `taskset`.

#![allow(clippy::print_stdout, reason = "what it measures is what it prints")]

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

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

/// What this program is called with by itself, to build rows of a kind and to print how long that took.
const TIMED: &str = "--timed";

fn main() {
    if let Some(kind) = std::env::args().skip_while(|argument| argument != TIMED).nth(1) {
        println!("{}", seconds(&kind));
        return;
    }
    divan::main();
    for kind in ["gdelt", "claims"] {
        match (timed(&["taskset", "-c", "0"], kind), timed(&[], kind)) {
            (Some(one), Some(all)) => println!("{kind}: {one:.2} s on one core, {all:.2} s on all, {:.2}×", one / all),
            _ => println!("{kind}: `taskset` cannot be run, so cores are not compared"),
        }
    }
}

/// Seconds that a build takes in a program of its own, which is run by `words`.
fn timed(words: &[&str], kind: &str) -> Option<f64> {
    let program = std::env::current_exe().ok()?;
    let mut words = words.iter().map(OsStr::new).chain([program.as_os_str()]);
    let output = Command::new(words.next()?).args(words).args([TIMED, kind]).output().ok()?;
    String::from_utf8(output.stdout).ok()?.trim().parse().ok()
}

/// The least of the seconds that three builds take.
fn seconds(kind: &str) -> f64 {
    let (folder, project) = match kind {
        "gdelt" => project_of(SourceKind::Events(EventFormat::Gdelt), "rows.export.CSV", &gdelt()),
        _ => project_of(SourceKind::Claims, "claims.csv", &claims()),
    };
    let times = (0..3).map(|_| {
        let begun = Instant::now();
        build_once(&project, 1 << 30);
        begun.elapsed().as_secs_f64()
    });
    let least = times.fold(f64::INFINITY, f64::min);
    drop(folder);
    least
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
    let (folder, project) = project_of(kind, name, rows);
    bencher.counter(ItemsCount::new(ROWS)).bench_local(|| build_once(&project, memory));
    drop(folder);
}

/// A project of one table, in a folder that goes with what comes back.
fn project_of(kind: SourceKind, name: &str, rows: &str) -> (tempfile::TempDir, Project) {
    let folder = tempfile::tempdir().expect("the temporary folder can be written");
    let path = folder.path().join(name);
    std::fs::write(&path, rows).expect("the temporary folder can be written");
    let sources = Source::of_patterns(kind, &[path.to_string_lossy().into_owned()], Path::new("."));
    let project = Project::of_sources(folder.path().to_owned(), sources.expect("the file is there"));
    (folder, project)
}

fn build_once(project: &Project, memory: usize) {
    let mut report = Report::new(project.policy.clone());
    let mut silent = |_| ();
    let options = BuildOptions { force: true, memory: Some(memory), ..BuildOptions::with_progress(&mut silent) };
    build(project, &mut report, options).expect("the rows are sound");
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
