//! What is kept: when it is out of date, what must not be written over, and what happens where it cannot be kept.

use std::collections::BTreeSet;
use std::fs;

use relata::built::{self, BuildError, BuildOptions, Inputs};
use relata::diagnostic::Report;
use relata::project::Project;

use crate::cli::{code, out, relata, talk};
use crate::support::Sandbox;

const TABLE: &[u8] = b"subject,predicate,object,said_by\nIran,attacked,Israel,Reuters\n";

fn build(project: &Project, room: Option<u64>) -> Result<(built::Built, bool), BuildError> {
    let mut silent = |_| ();
    let options = BuildOptions { room, ..BuildOptions::with_progress(&mut silent) };
    built::build(project, &mut Report::new(project.policy.clone()), options)
}

/// A project of so many tables of one claim each.
fn tables(n: usize) -> Sandbox {
    let sandbox = Sandbox::new(&[]);
    for index in 0..n {
        let table = format!("subject,predicate,object,said_by\nIran {index},attacked,Israel,Reuters\n");
        sandbox.write(&format!("claims-{index:04}.csv"), table.as_bytes());
    }
    sandbox
}

#[test]
fn a_change_in_one_of_a_thousand_files_is_noticed() {
    let sandbox = tables(1000);
    let project = Project::find(sandbox.path()).unwrap();
    assert_eq!(build(&project, None).unwrap().0.tally.n_claims, 1000);
    assert!(built::is_current(&project));
    let path = sandbox.path().join("claims-0777.csv");
    let (text, time) = (fs::read(&path).unwrap(), fs::metadata(&path).unwrap().modified().unwrap());
    let write = |text: &[u8]| {
        fs::write(&path, text).unwrap();
        fs::File::options().write(true).open(&path).unwrap().set_modified(time).unwrap();
    };
    let other = String::from_utf8(text.clone()).unwrap().replace("Israel", "Norway");
    write(other.as_bytes());
    assert!(!built::is_current(&project), "size and time are the same, and the content is not");
    fs::write(&path, &other).unwrap();
    fs::File::options().write(true).open(&path).unwrap().set_modified(std::time::UNIX_EPOCH).unwrap();
    assert!(!built::is_current(&project), "nor with another time");
    write(&text);
    assert!(built::is_current(&project));
    sandbox.write("claims-new.csv", TABLE);
    assert!(!built::is_current(&Project::find(sandbox.path()).unwrap()), "a new one is noticed");
}

#[test]
fn inputs_are_looked_up_once_however_many_files_are_asked_about() {
    let sandbox = tables(3);
    sandbox.write("entities.csv", b"label,type\nIran,state\n");
    sandbox.write("queries/own.rq", b"ASK {}");
    sandbox.write("picture.svg", b"");
    let project = Project::find(sandbox.path()).unwrap();
    build(&project, None).unwrap();
    let inputs = Inputs::of(&project);
    let asked =
        ["claims-0001.csv", "entities.csv", "queries/own.rq", ".relata/graph.relata", "queries/../entities.csv"];
    let is_held = |name: &&str| inputs.hold(&sandbox.path().join(name));
    assert!(asked.iter().all(&is_held));
    assert!(!is_held(&"picture.svg") && !is_held(&"new.svg"));
    // What they were found by is gone, and the answers are the same.
    fs::remove_file(sandbox.path().join(".relata/manifest.json")).unwrap();
    fs::remove_file(sandbox.path().join("claims-0000.csv")).unwrap();
    assert!(asked.iter().all(&is_held));
    assert!(!is_held(&"picture.svg"));
}

#[test]
fn a_link_to_a_source_is_that_source() {
    let sandbox = Sandbox::new(&[("claims.csv", TABLE)]);
    let link = sandbox.path().join("link.csv");
    if std::os::unix::fs::symlink(sandbox.path().join("claims.csv"), &link).is_ok() {
        assert!(Inputs::of(&Project::find(sandbox.path()).unwrap()).hold(&link));
        assert!(talk(&relata(&sandbox, &["export", "dot", "-o", "link.csv"])).contains("belongs to the project"));
        assert_eq!(fs::read(sandbox.path().join("claims.csv")).unwrap(), TABLE);
    }
}

#[test]
fn a_second_export_into_a_folder_gives_the_same_files_and_spares_the_sources() {
    let sandbox = Sandbox::new(&[(
        "relata.toml",
        b"[project]\nname = \"t\"\n[[sources]]\nformat = \"brat\"\nfiles = [\"*.ann\"]\n",
    )]);
    for index in 0..60 {
        sandbox.write(&format!("d{index}.txt"), b"Iran attacked Israel.");
        let marks = "T1\tState 0 4\tIran\nT2\tState 14 20\tIsrael\nR1\tattacked Arg1:T1 Arg2:T2\n";
        sandbox.write(&format!("d{index}.ann"), marks.as_bytes());
    }
    let files = |folder: &str| -> BTreeSet<(String, Vec<u8>)> {
        let entries = fs::read_dir(sandbox.path().join(folder)).unwrap().map(|entry| entry.unwrap());
        let named = entries.filter(|entry| entry.path().is_file());
        named.map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap())).collect()
    };
    assert_eq!(code(&relata(&sandbox, &["export", "brat", "-o", "out"])), 0);
    let first = files("out");
    assert_eq!(code(&relata(&sandbox, &["export", "brat", "-o", "out"])), 0);
    assert_eq!(files("out"), first);
    assert!(first.len() > 120);
    // What is there already may be written again, but never replaced.
    assert_eq!(code(&relata(&sandbox, &["export", "brat", "-o", "."])), 0);
    let other = b"T7\tState 0 4\tIran\nT8\tState 14 20\tIsrael\nR1\tattacked Arg1:T7 Arg2:T8\n";
    sandbox.write("d0.ann", other);
    let sources = files(".");
    // Into the folder of the sources only what stands there already may be written.
    relata(&sandbox, &["export", "brat", "-o", "."]);
    let changed: Vec<String> =
        sources.iter().filter(|source| !files(".").contains(source)).map(|(name, _)| name.clone()).collect();
    assert!(changed.is_empty(), "{changed:?}");
}

#[test]
fn a_disk_without_room_keeps_the_graph_that_was_built_before() {
    let sandbox = Sandbox::new(&[("claims.csv", TABLE)]);
    let project = Project::find(sandbox.path()).unwrap();
    build(&project, None).unwrap();
    let graph = || fs::read(sandbox.path().join(".relata/graph.relata")).unwrap();
    let before = graph();
    sandbox.write("claims.csv", &TABLE.repeat(100));
    let failed = build(&project, Some(1 << 10)).unwrap_err();
    assert!(matches!(failed, BuildError::NoRoom { free: 1024, needed, .. } if needed > 1024), "{failed}");
    assert_eq!(graph(), before);
    assert!(build(&project, Some(1 << 20)).is_ok());
}

#[test]
fn where_nothing_can_be_kept_the_graph_is_made_in_memory_each_time() {
    // A folder in the place of a file keeps out even those who may write everywhere.
    let sandbox = Sandbox::new(&[("claims.csv", TABLE), (".relata/.gitignore/in-the-way", b"")]);
    let ask = || relata(&sandbox, &["query", "ASK { kg:Iran rel:attacked kg:Israel }"]);
    assert_eq!(out(&ask()), "yes\n");
    assert_eq!(talk(&ask()), "the graph is kept in memory only: `./.relata` cannot be written\n");
    sandbox.write("claims.csv", b"subject,object\n\"Iran,Israel\n");
    let failed = ask();
    assert_eq!(code(&failed), 2);
    assert!(talk(&failed).starts_with("the graph is kept in memory only"), "{}", talk(&failed));
    assert!(talk(&failed).contains("no row of claims could be read\n"), "{}", talk(&failed));
}
