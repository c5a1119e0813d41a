//! Texts into claims. `cargo bench --bench extract` prints sentences a second, and how long the words take to read.

use std::path::Path;

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use relata::extraction::{GeneralWords, Lexicon, Types, claim_lines, extract, extract_open, sentences};

fn main() {
    divan::main();
}

/// The articles of the gold, one behind the other.
fn article() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/gold/texts");
    let files = std::fs::read_dir(folder).expect("the gold is in the repository");
    let mut paths: Vec<_> = files.filter_map(Result::ok).map(|file| file.path()).collect();
    paths.sort();
    let texts = paths.iter().map(|path| std::fs::read_to_string(path).expect("the gold is text"));
    texts.collect::<Vec<_>>().join("\n\n")
}

#[divan::bench]
fn words(bencher: Bencher<'_, '_>) {
    bencher.bench(|| black_box((Lexicon::shipped(), Types::shipped())));
}

#[divan::bench(args = [false, true])]
fn claims(bencher: Bencher<'_, '_>, open: bool) {
    let (text, lexicon, types, general) = (article(), Lexicon::shipped(), Types::shipped(), GeneralWords::shipped());
    bencher.counter(ItemsCount::new(sentences(&text).len())).bench(|| {
        let found = if open {
            extract_open(&text, &lexicon, &types, None, &general)
        } else {
            extract(&text, &lexicon, &types, None)
        };
        black_box(claim_lines("t", &text, &found, &types))
    });
}
