//! Projects of many files. `cargo bench --bench files` prints files a second: how long it takes to tell that a graph is current
//! and open it, and to tell of each file of an export that it is no source. Both must not fall when the files are more.

use std::fs;
use std::path::PathBuf;

use divan::Bencher;
use divan::counter::ItemsCount;
use relata::Graph;
use tempfile::TempDir;

const FILES: [usize; 3] = [2_000, 4_000, 8_000];

fn main() {
    divan::main();
}

/// A project of so many files, half of them annotations and half their texts; its graph is built.
fn project(n_files: usize) -> TempDir {
    let folder = tempfile::tempdir().expect("the temporary folder can be written");
    let write = |name: &str, text: &str| {
        fs::write(folder.path().join(name), text).expect("the temporary folder can be written");
    };
    write("relata.toml", "[project]\nname = \"many\"\n[[sources]]\nformat = \"brat\"\nfiles = [\"*.ann\"]\n");
    for index in 0..n_files / 2 {
        write(&format!("{index}.txt"), "Iran attacked Israel.");
        write(&format!("{index}.ann"), "T1\tState 0 4\tIran\nT2\tState 14 20\tIsrael\nR1\tattacked Arg1:T1 Arg2:T2\n");
    }
    Graph::open(folder.path()).expect("the rows are sound");
    folder
}

#[divan::bench(args = FILES, sample_count = 10)]
fn a_current_graph_is_opened(bencher: Bencher<'_, '_>, n_files: usize) {
    let folder = project(n_files);
    bencher.counter(ItemsCount::new(n_files)).bench_local(|| Graph::open(folder.path()).map(drop));
}

#[divan::bench(args = FILES, sample_count = 10)]
fn files_are_told_from_sources(bencher: Bencher<'_, '_>, n_files: usize) {
    let folder = project(n_files);
    let graph = Graph::open(folder.path()).expect("the graph is built");
    let paths: Vec<PathBuf> = (0..n_files / 2).map(|index| folder.path().join(format!("{index}.txt"))).collect();
    bencher.counter(ItemsCount::new(n_files)).bench_local(|| {
        let inputs = graph.inputs();
        paths.iter().filter(|path| inputs.hold(path)).count()
    });
}
