//! A program that is killed at any moment leaves the old files or the new ones, whole.
//!
//! Where strace is installed, the program is killed at each of its calls that change a file, one run after the other; else,
//! and when more kills are asked for than there are such calls, after ever longer pauses. `RELATA_KILLS=500 cargo test --test
//! it kills:: -- --nocapture` kills so often and prints what was left.
#![cfg(target_os = "linux")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use relata::store::Store;

use crate::cli::{code, relata};
use crate::support::Sandbox;

/// Calls that change what is on the disk, as strace names them; `?` stands before those that not every machine has.
const CALLS: &str = "openat,write,fsync,fchmod,ftruncate,linkat,unlinkat,mkdirat,flock,syncfs,\
                     ?mkdir,?rename,?renameat,?renameat2,?pwrite64,?unlink,?rmdir";

const OLD: &[u8] = b"subject,predicate,object,said_by\nIran,attacked,Israel,Reuters\n";
const NEW: &[u8] = b"subject,predicate,object,said_by\nIran,met,Oman,Reuters\nOman,met,Qatar,Reuters\n";
const SETTINGS: &[u8] = b"# by hand\n[project]\nname = \"p\" # mine\n\n[severity]\nR302 = \"allow\"\n";
const QUADS: &[u8] = b"A\tmet\tB\t2020-01-01\n";

type Files = BTreeMap<String, Vec<u8>>;

/// Every file below a folder, but not what is built.
fn files(folder: &Path) -> Files {
    let mut files = Files::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for path in fs::read_dir(next).unwrap().map(|entry| entry.unwrap().path()) {
            let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
            if path.is_dir() && name != ".relata" {
                folders.push(path);
            } else if path.is_file() {
                files.insert(name, fs::read(path).unwrap());
            }
        }
    }
    files
}

/// One command, and the project it works in.
struct Case {
    arguments: &'static [&'static str],
    /// The project before, in which the command was not run yet.
    prepare: fn() -> Sandbox,
}

fn project(built: bool) -> Sandbox {
    let sandbox = Sandbox::new(&[("relata.toml", SETTINGS), ("claims.csv", OLD), ("q.tsv", QUADS)]);
    if built {
        assert_eq!(code(&relata(&sandbox, &["build"])), 0);
    }
    sandbox
}

fn exported(arguments: &[&str]) -> Sandbox {
    let sandbox = project(true);
    assert_eq!(code(&relata(&sandbox, arguments)), 0);
    sandbox.write("out/mine.txt", b"mine");
    sandbox.write("claims.csv", NEW);
    sandbox
}

const CASES: [Case; 7] = [
    Case {
        arguments: &["build"],
        prepare: || {
            let sandbox = project(true);
            sandbox.write("claims.csv", NEW);
            sandbox
        },
    },
    Case { arguments: &["import", "quads", "q.tsv"], prepare: || project(false) },
    Case {
        arguments: &["export", "dot", "-o", "out/a.dot"],
        prepare: || {
            let sandbox = project(true);
            sandbox.write("out/mine.txt", b"mine");
            sandbox.write("out/a.dot", b"old");
            sandbox
        },
    },
    Case {
        arguments: &["export", "neo4j-csv", "-o", "out"],
        prepare: || exported(&["export", "neo4j-csv", "-o", "out"]),
    },
    Case { arguments: &["export", "claims", "-o", "new"], prepare: || project(true) },
    Case { arguments: &["init", "made"], prepare: || Sandbox::new(&[]) },
    Case {
        arguments: &["init", "--from", "t.csv", "--yes", "--name", "p"],
        prepare: || Sandbox::new(&[("t.csv", OLD)]),
    },
];

/// Runs the program under strace.
fn traced(sandbox: &Sandbox, arguments: &[&str], options: &[&str]) -> Command {
    let mut command = Command::new("strace");
    command.args(["-f", "-qq", "-e"]).arg(format!("trace={CALLS}")).args(options);
    command.arg(env!("CARGO_BIN_EXE_relata")).args(arguments).current_dir(sandbox.path());
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// How many calls the first thread of a command makes; none where there is no strace.
fn n_calls(case: &Case) -> usize {
    let sandbox = (case.prepare)();
    let log = sandbox.path().join("calls.log");
    if traced(&sandbox, case.arguments, &["-o", log.to_str().unwrap()]).status().is_err() {
        return 0;
    }
    let text = fs::read_to_string(log).unwrap_or_default();
    let first = text.split_whitespace().next().unwrap_or_default();
    text.lines().filter(|line| line.split_whitespace().next() == Some(first)).count()
}

/// Kills the command at one of its calls, or after a pause.
fn kill(sandbox: &Sandbox, case: &Case, at: Result<usize, Duration>) {
    match at {
        Ok(call) => {
            let inject = format!("inject={CALLS}:signal=KILL:when={call}");
            traced(sandbox, case.arguments, &["-o", "/dev/null", "-e", &inject]).status().unwrap();
        }
        Err(pause) => {
            let mut command = Command::new(env!("CARGO_BIN_EXE_relata"));
            command.args(case.arguments).current_dir(sandbox.path()).stdout(Stdio::null()).stderr(Stdio::null());
            let mut child = command.stdin(Stdio::null()).spawn().unwrap();
            std::thread::sleep(pause);
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }
}

/// What a killed command left: `old`, `new`, or what is wrong; and how many hidden files lie beside.
fn left(sandbox: &Sandbox, old: &Files, new: &Files) -> (&'static str, usize) {
    let (hidden, seen): (Files, Files) =
        files(sandbox.path()).into_iter().partition(|(name, _)| name.contains(".relata-"));
    let graph = sandbox.path().join(".relata/graph.relata");
    assert!(!graph.exists() || Store::open(&graph).unwrap().verify().is_ok(), "the graph is whole");
    let state = if seen == *old {
        "old"
    } else if seen == *new {
        "new"
    } else {
        let names = |files: &Files| files.keys().cloned().collect::<Vec<_>>().join(" ");
        panic!("neither the old nor the new: {}", names(&seen))
    };
    (state, usize::from(!hidden.is_empty()))
}

#[test]
fn a_killed_program_leaves_the_old_or_the_new() {
    let wanted: usize = std::env::var("RELATA_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(28);
    let each = wanted.div_ceil(CASES.len());
    for case in &CASES {
        let (before, after) = ((case.prepare)(), (case.prepare)());
        assert!(code(&relata(&after, case.arguments)) < 2, "{:?}", case.arguments);
        let (old, new) = (files(before.path()), files(after.path()));
        let calls = n_calls(case);
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for index in 0..each {
            let sandbox = (case.prepare)();
            // Spread over all calls; once each is taken, pauses of up to a tenth of a second.
            let at = match calls {
                0 => Err(index * 100_000 / each),
                _ if each <= calls => Ok(1 + index * calls / each),
                _ if index < calls => Ok(index + 1),
                _ => Err((index - calls) * 100_000 / (each - calls)),
            };
            kill(&sandbox, case, at.map_err(|micros| Duration::from_micros(micros as u64)));
            let (state, beside) = left(&sandbox, &old, &new);
            *counts.entry(state).or_default() += 1;
            *counts.entry("with something hidden beside").or_default() += beside;
            if index % 8 == 0 && sandbox.path().join("claims.csv").exists() {
                let asked = relata(&sandbox, &["query", "SELECT (COUNT(?c) AS ?n) { ?c a ra:Claim }"]);
                assert_eq!(code(&asked), 0, "the next command goes on where it was left");
            }
        }
        eprintln!("{}: {each} kills, {calls} calls: {counts:?}", case.arguments.join(" "));
    }
}
