//! Every `console` block of the README, of `docs/meaning.md` and of the pages under `docs/cli` is run, and prints what it shows.
//!
//! A block holds commands after `$ `, each with the output shown below it, messages included. `…` stands for any text
//! in a line, and alone on a line for any number of lines; a command without output below it may print anything.
//! A command exits with 0 unless `# exits N` stands behind it. The blocks of a page run in order in one folder: those
//! of the README in an empty one, those of the other pages in a new `relata-demo`. A block of another kind with a
//! file's name behind its language (`csv ships.csv`) writes that file first.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A command of a page: its exit code and what it prints, as the page shows it.
struct Example {
    command: String,
    exit: i32,
    shown: Vec<String>,
}

/// A part of a page that does something.
enum Piece {
    File { name: String, text: String },
    Example(Example),
}

/// The files and commands of a Markdown text, in order.
fn pieces(markdown: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut lines = markdown.lines();
    while let Some(line) = lines.next() {
        let Some(info) = line.strip_prefix("```") else { continue };
        let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        match info.split_once(' ') {
            Some((_, name)) => pieces.push(Piece::File { name: name.to_owned(), text: block.join("\n") + "\n" }),
            None if info == "console" => pieces.extend(examples(&block)),
            None => {}
        }
    }
    pieces
}

/// The commands of a block.
fn examples(block: &[&str]) -> Vec<Piece> {
    block
        .chunk_by(|_, next| !next.starts_with("$ "))
        .map(|lines| {
            let command = lines[0].strip_prefix("$ ").unwrap_or_else(|| panic!("output without a command: {lines:?}"));
            let (command, exit) = match command.rsplit_once("# exits ") {
                Some((command, exit)) => (command.trim_end(), exit.parse().unwrap()),
                None => (command, 0),
            };
            let shown = match &lines[1..] {
                [] => vec!["…".to_owned()],
                shown => shown.iter().map(|line| line.trim_end().to_owned()).collect(),
            };
            Piece::Example(Example { command: command.to_owned(), exit, shown })
        })
        .collect()
}

/// Whether the lines `actual` are the lines `shown`.
fn fits(shown: &[String], actual: &[&str]) -> bool {
    match shown.split_first() {
        None => actual.is_empty(),
        Some((line, rest)) if line == "…" => (0..=actual.len()).any(|skip| fits(rest, &actual[skip..])),
        Some((line, rest)) => actual.first().is_some_and(|first| line_fits(line, first)) && fits(rest, &actual[1..]),
    }
}

/// Whether `actual` is `shown`, where `…` in the line stands for any text.
fn line_fits(shown: &str, actual: &str) -> bool {
    match shown.split_once('…') {
        None => shown == actual,
        Some((start, rest)) => actual.strip_prefix(start).is_some_and(|actual| {
            actual.char_indices().map(|(at, _)| at).chain([actual.len()]).any(|at| line_fits(rest, &actual[at..]))
        }),
    }
}

/// Runs a command line in `folder` and gives its exit code and all that it prints, messages in their place.
fn run(command: &str, folder: &Path) -> (Option<i32>, String) {
    let binary = Path::new(env!("CARGO_BIN_EXE_relata"));
    let path = format!("{}:{}", binary.parent().unwrap().display(), std::env::var("PATH").unwrap_or_default());
    let output = Command::new("bash")
        .args(["-o", "pipefail", "-c", &format!("exec 2>&1\n{command}")])
        .current_dir(folder)
        .env("PATH", path)
        .env("NO_COLOR", "1")
        .env("RELATA_CACHE", crate::support::cache())
        .env("COLUMNS", "100")
        .output()
        .unwrap();
    (output.status.code(), String::from_utf8(output.stdout).unwrap())
}

/// What is not true on a page whose pieces run in `folder`.
fn untruths(pieces: &[Piece], mut folder: PathBuf) -> String {
    let has_dot = Command::new("dot").arg("-V").output().is_ok();
    let mut untruths = String::new();
    for piece in pieces {
        let Example { command, exit, shown } = match piece {
            Piece::File { name, text } => {
                fs::write(folder.join(name), text).unwrap();
                continue;
            }
            Piece::Example(example) => example,
        };
        let needs_dot = command.contains("| dot ") || command.contains("--engine ");
        if command == "cargo test" || (needs_dot && !has_dot) {
            continue;
        }
        if let Some(to) = command.strip_prefix("cd ") {
            folder = folder.join(to);
            continue;
        }
        let (code, printed) = run(&command.replace("cargo run --release -- ", "relata "), &folder);
        let actual: Vec<&str> = printed.lines().map(str::trim_end).collect();
        if code != Some(*exit) {
            writeln!(untruths, "`{command}` exits with {code:?} instead of {exit} and prints\n{printed}").unwrap();
        } else if !fits(shown, &actual) {
            writeln!(untruths, "`{command}` prints\n{printed}instead of\n{}\n", shown.join("\n")).unwrap();
        }
    }
    untruths
}

#[test]
fn the_readme_is_true() {
    let pieces = pieces(&fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap());
    assert!(pieces.len() >= 6, "the README shows what relata does");
    let sandbox = tempfile::tempdir().unwrap();
    let untruths = untruths(&pieces, sandbox.path().to_owned());
    assert!(untruths.is_empty(), "{untruths}");
}

#[test]
fn the_pages_are_true() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/cli");
    let mut pages: Vec<PathBuf> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    pages.sort();
    pages.push(folder.with_file_name("meaning.md"));
    let untrue: Vec<String> = std::thread::scope(|scope| {
        let running: Vec<_> = pages.iter().map(|page| scope.spawn(|| untruths_of_page(page))).collect();
        running.into_iter().map(|page| page.join().unwrap()).collect()
    });
    assert!(untrue.iter().all(String::is_empty), "{}", untrue.concat());
}

/// What is not true on the page at `path`, with its name.
fn untruths_of_page(path: &Path) -> String {
    let pieces = pieces(&fs::read_to_string(path).unwrap());
    if pieces.is_empty() {
        return String::new();
    }
    let sandbox = tempfile::tempdir().unwrap();
    let (code, printed) = run("relata demo", sandbox.path());
    assert_eq!(code, Some(0), "{printed}");
    let untruths = untruths(&pieces, sandbox.path().join("relata-demo"));
    if untruths.is_empty() { untruths } else { format!("{}\n\n{untruths}", path.display()) }
}
