//! What is written: whole or not at all, through no link, and for no more eyes than what it is made of.
#![cfg(unix)]

use std::fs;
use std::io::{self, Read, Write};
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::Path;
use std::process::{Command, Stdio};

use relata::disk::{self, Edit, NewFile, NewFolder, OwnFolder, Reason, Refused, Target};

use crate::cli::{code, relata, talk};
use crate::support::Sandbox;

const TABLE: &[u8] = b"subject,predicate,object,said_by\nIran,attacked,Israel,Reuters\nIran,met,,Reuters\n";
const SETTINGS: &str = "# by hand\n[project]\nname = \"hand-written\" # mine\n\n[severity]\nR302 = \"allow\"\n";

/// Every name in a folder and below it.
fn names(folder: &Path) -> Vec<String> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap()) {
        let name = entry.file_name().into_string().unwrap();
        if entry.file_type().unwrap().is_dir() {
            names.extend(self::names(&entry.path()).into_iter().map(|below| format!("{name}/{below}")));
        }
        names.push(name);
    }
    names.sort();
    names
}

fn mode(path: &Path) -> u32 {
    fs::symlink_metadata(path).unwrap().mode() & 0o777
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

fn reason(result: io::Result<impl Sized>) -> Option<Reason> {
    Refused::within(&result.err()?).map(|refused| refused.reason)
}

#[test]
fn a_new_file_replaces_what_is_there_and_nothing_else() {
    let sandbox = Sandbox::new(&[("old", b"old"), ("victim", b"precious")]);
    let path = |name: &str| sandbox.path().join(name);
    set_mode(&path("old"), 0o640);
    fs::hard_link(path("old"), path("second name")).unwrap();
    symlink("victim", path("link")).unwrap();
    for name in ["old", "link", "new"] {
        let mut file = NewFile::create(&path(name), 0o604).unwrap();
        file.write_all(b"new text").unwrap();
        file.commit().unwrap();
        assert_eq!(fs::read(path(name)).unwrap(), b"new text");
    }
    assert_eq!([mode(&path("old")), mode(&path("new"))], [0o640, 0o604], "the old one keeps its mode");
    assert_eq!(fs::read(path("second name")).unwrap(), b"old");
    assert_eq!(fs::read(path("victim")).unwrap(), b"precious");
    let mut dropped = NewFile::create(&path("old"), 0o666).unwrap();
    dropped.write_all(b"half").unwrap();
    drop(dropped);
    let late = NewFile::create(&path("late"), 0o666).unwrap();
    sandbox.write("late", b"somebody else's");
    assert_eq!(late.commit_new().unwrap_err().kind(), io::ErrorKind::AlreadyExists);
    assert_eq!(names(sandbox.path()), ["late", "link", "new", "old", "second name", "victim"]);
}

#[test]
fn a_folder_is_put_in_place_whole_and_what_others_have_in_it_stays() {
    let sandbox =
        Sandbox::new(&[("plain/a.csv", b"old"), ("plain/mine.txt", b"mine"), ("deep/mine/notes.txt", b"mine")]);
    symlink("elsewhere", sandbox.path().join("plain/link")).unwrap();
    set_mode(&sandbox.path().join("plain"), 0o750);
    set_mode(&sandbox.path().join("plain/a.csv"), 0o600);
    let write = |folder: &str, commit: bool| {
        let mut made = NewFolder::create(&sandbox.path().join(folder), 0o644).unwrap();
        for name in ["a.csv", "texts/b.txt"] {
            made.file(name).unwrap().write_all(b"new").unwrap();
        }
        assert!(made.file("../out.txt").is_err() && made.file("/out.txt").is_err() && made.file("").is_err());
        if commit {
            made.commit().unwrap();
        }
    };
    let before = names(sandbox.path());
    for folder in ["plain", "deep", "new"] {
        write(folder, false);
    }
    assert_eq!(names(sandbox.path()), before, "nothing of what is dropped stays");
    for folder in ["plain", "deep", "new", "plain"] {
        write(folder, true);
    }
    insta::assert_snapshot!(names(sandbox.path()).join("\n"), @r"
    deep
    deep/a.csv
    deep/mine
    deep/mine/notes.txt
    deep/texts
    deep/texts/b.txt
    new
    new/a.csv
    new/texts
    new/texts/b.txt
    plain
    plain/a.csv
    plain/link
    plain/mine.txt
    plain/texts
    plain/texts/b.txt
    ");
    assert_eq!(fs::read(sandbox.path().join("plain/a.csv")).unwrap(), b"new");
    assert_eq!(fs::read(sandbox.path().join("plain/mine.txt")).unwrap(), b"mine");
    assert_eq!([mode(&sandbox.path().join("plain")), mode(&sandbox.path().join("plain/a.csv"))], [0o750, 0o600]);
    assert_eq!([mode(&sandbox.path().join("new/a.csv"))], [0o644]);
    // A text of the export where the user has a folder: nothing at all is written.
    sandbox.write("taken/texts/b.txt/note", b"mine");
    let mut made = NewFolder::create(&sandbox.path().join("taken"), 0o644).unwrap();
    for name in ["a.csv", "texts/b.txt"] {
        made.file(name).unwrap().write_all(b"new").unwrap();
    }
    assert_eq!(reason(made.commit()), Some(Reason::NoFile));
    assert_eq!(names(&sandbox.path().join("taken")), ["texts", "texts/b.txt", "texts/b.txt/note"]);
}

#[test]
fn a_folder_that_a_killed_program_left_beside_goes_with_the_next_one() {
    let sandbox = Sandbox::new(&[(".out.relata-0123456789abcdef/a.csv", b"half"), (".out.relata-notes/mine", b"mine")]);
    let busy = NewFolder::create(&sandbox.path().join("out"), 0o644).unwrap();
    assert_eq!(names(sandbox.path()).iter().filter(|name| !name.contains('/')).count(), 2, "the left one is gone");
    NewFolder::create(&sandbox.path().join("out"), 0o644).unwrap().commit().unwrap();
    let at_work = names(sandbox.path()).iter().filter(|name| name.starts_with(".out.relata-")).count();
    assert_eq!(at_work, 3, "that of a program still at work, and the user's with its file");
    drop(busy);
    assert_eq!(names(sandbox.path()), [".out.relata-notes", ".out.relata-notes/mine", "out"]);
}

#[test]
fn a_path_is_followed_outside_of_the_project_only() {
    let sandbox = Sandbox::new(&[("project/claims.csv", TABLE), ("home/file", b""), ("home/folder/file", b"")]);
    let path = |name: &str| sandbox.path().canonicalize().unwrap().join(name);
    symlink("../home/file", path("project/link")).unwrap();
    symlink("nowhere", path("project/dangling")).unwrap();
    symlink("../home/folder", path("project/folder")).unwrap();
    symlink("folder/file", path("home/link")).unwrap();
    let target = |name: &str| disk::target(&path(name), &path("project"));
    for refused in
        ["project/link", "project/dangling", "project/folder", "project/folder/file", "project/../project/link"]
    {
        assert_eq!(reason(target(refused)), Some(Reason::Link), "{refused}");
    }
    assert_eq!(target("home/link").unwrap(), Target::Place(path("home/folder/file")));
    assert_eq!(target("project/new.svg").unwrap(), Target::Place(path("project/new.svg")));
    assert_eq!(disk::target(Path::new("/dev/null"), &path("project")).unwrap(), Target::Stream("/dev/null".into()));
}

#[test]
fn entries_of_many_writers_are_all_kept() {
    let sandbox = Sandbox::new(&[("relata.toml", SETTINGS.as_bytes())]);
    let path = sandbox.path().join("relata.toml");
    let own = OwnFolder::open_or_make(&sandbox.path().join(".relata")).unwrap();
    std::thread::scope(|scope| {
        for writer in 0..6 {
            let (own, path) = (&own, &path);
            scope.spawn(move || {
                for entry in 0..8 {
                    let add = |text: Option<&str>| -> io::Result<Edit> {
                        Ok(Edit::Write(format!("{}# {writer} {entry}\n", text.unwrap_or_default())))
                    };
                    disk::edit(own, path, &mut || (), add).unwrap();
                }
            });
        }
    });
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.starts_with(SETTINGS) && text.lines().count() == SETTINGS.lines().count() + 48, "{text}");
    let fails = disk::edit(&own, &path, &mut || (), |_| -> io::Result<Edit> { Err(io::ErrorKind::Other.into()) });
    assert!(fails.is_err() && fs::read_to_string(&path).unwrap() == text);
    set_mode(&path, 0o444);
    assert_eq!(
        reason(disk::edit(&own, &path, &mut || (), |_| Ok::<_, io::Error>(Edit::Remove))),
        Some(Reason::ReadOnly)
    );
    symlink("relata.toml", sandbox.path().join("link.toml")).unwrap();
    let link = sandbox.path().join("link.toml");
    assert_eq!(reason(disk::edit(&own, &link, &mut || (), |_| Ok::<_, io::Error>(Edit::Remove))), Some(Reason::Link));
}

/// Names that a program reads or writes in `.relata`, now or in a version before.
const OWN: [&str; 8] =
    ["lock", "edit.lock", ".gitignore", "rejects.new", "rejects.csv", "manifest.json", "graph.relata", "graph.new"];

#[test]
fn nothing_is_written_through_a_link_in_the_folder_of_what_is_built() {
    for command in [&["stats"][..], &["build", "--force"], &["query", "ASK {}"], &["export", "dot", "-o", "out.dot"]] {
        for (name, is_hard) in OWN.iter().flat_map(|name| [(name, false), (name, true)]) {
            let sandbox = Sandbox::new(&[("project/claims.csv", TABLE), ("victim", b"precious")]);
            let (project, victim) = (sandbox.path().join("project"), sandbox.path().join("victim"));
            fs::create_dir(project.join(".relata")).unwrap();
            let planted = project.join(".relata").join(name);
            if is_hard {
                fs::hard_link(&victim, &planted).unwrap();
            } else {
                symlink("../../victim", &planted).unwrap();
            }
            let output = relata(&sandbox, &[&["-C", "project"], command].concat());
            assert_eq!(fs::read(&victim).unwrap(), b"precious", "{command:?} {name}");
            // A lock that is a link is refused, everything else replaced.
            let is_refused = talk(&output).contains("is a link") && talk(&output).contains("hint: ");
            assert_eq!(code(&output) == 2, is_refused, "{command:?} {name}: {}", talk(&output));
            assert!(!is_refused || (*name == "lock" && !is_hard), "{command:?} {name}: {}", talk(&output));
        }
    }
}

#[test]
fn a_built_folder_that_is_none_of_ours_is_refused_with_a_way_out() {
    let project = || Sandbox::new(&[("claims.csv", TABLE), ("elsewhere/graph.relata", b"precious")]);
    let say = |sandbox: &Sandbox| -> String {
        let before = names(sandbox.path());
        for command in [&["stats"][..], &["query", "ASK {}"], &["build"], &["export", "dot"], &["verify"]] {
            let output = relata(sandbox, command);
            assert_eq!(code(&output), 2, "{command:?}: {}", talk(&output));
            assert!(talk(&output).contains("hint: "), "{command:?}: {}", talk(&output));
        }
        assert_eq!(names(sandbox.path()), before);
        talk(&relata(sandbox, &["stats"]))
    };
    let (link, file, foreign) = (project(), project(), project());
    symlink("elsewhere", link.path().join(".relata")).unwrap();
    file.write(".relata", b"");
    insta::assert_snapshot!(say(&link), @"
    error: `./.relata` is a link, and relata writes through none
    hint: look at it, then remove it: `rm -r ./.relata`; relata makes it anew from the tables
    ");
    insta::assert_snapshot!(say(&file), @"
    error: `./.relata` is no folder
    hint: look at it, then remove it: `rm -r ./.relata`; relata makes it anew from the tables
    ");
    fs::create_dir(foreign.path().join(".relata")).unwrap();
    // Only the administrator can give a folder away.
    if std::os::unix::fs::chown(foreign.path().join(".relata"), Some(65_534), None).is_ok() {
        insta::assert_snapshot!(say(&foreign), @"
        error: `./.relata` belongs to another user
        hint: remove it: relata makes it anew from the tables; or copy these into a folder of yours, without `./.relata`
        ");
    }
}

#[test]
fn what_is_made_of_private_files_is_private() {
    let sandbox = Sandbox::new(&[("claims.csv", TABLE), ("out/old.svg", b"")]);
    set_mode(&sandbox.path().join("claims.csv"), 0o600);
    set_mode(&sandbox.path().join("out/old.svg"), 0o644);
    for arguments in [
        &["export", "svg", "-o", "out/new.svg"][..],
        &["export", "svg", "-o", "out/old.svg"],
        &["export", "neo4j-csv", "-o", "out/neo4j"],
        &["report", "--all", "-o", "out/reports/"],
        &["check", "--rejects", "out/rejects.csv"],
    ] {
        assert!(code(&relata(&sandbox, arguments)) < 2, "{arguments:?}");
    }
    let open: Vec<String> =
        names(sandbox.path()).into_iter().filter(|name| mode(&sandbox.path().join(name)) & 0o077 != 0).collect();
    assert_eq!(open, ["out", "out/old.svg"], "the folder and the file that were there keep their modes");
    assert_eq!(mode(&sandbox.path().join(".relata")), 0o700);
    set_mode(&sandbox.path().join("claims.csv"), 0o644);
    assert_eq!(code(&relata(&sandbox, &["export", "svg", "-o", "public.svg"])), 0);
    sandbox.write("fresh", b"");
    assert_eq!(mode(&sandbox.path().join("public.svg")), mode(&sandbox.path().join("fresh")));
}

#[test]
fn a_failed_import_leaves_no_entry_and_six_at_once_leave_theirs() {
    let sandbox =
        Sandbox::new(&[("relata.toml", SETTINGS.as_bytes()), ("claims.csv", TABLE), ("bad.tsv", b"\x89PNG\n\0")]);
    let settings = || fs::read_to_string(sandbox.path().join("relata.toml")).unwrap();
    for arguments in
        [&["import", "quads", "bad.tsv"][..], &["import", "gdelt", "bad.tsv"], &["import", "quads", "none.tsv"]]
    {
        let output = relata(&sandbox, arguments);
        assert_eq!((code(&output), settings().as_str()), (2, SETTINGS), "{arguments:?}: {}", talk(&output));
    }
    let files: Vec<String> = (0..6).map(|index| format!("q{index}.tsv")).collect();
    for file in &files {
        sandbox.write(file, b"A\tmet\tB\t2020-01-01\n");
    }
    std::thread::scope(|scope| {
        for file in &files {
            scope.spawn(|| assert!(code(&relata(&sandbox, &["import", "quads", file])) < 2));
        }
    });
    let text = settings();
    assert!(text.starts_with(SETTINGS.trim_end()), "{text}");
    assert!(
        files.iter().chain([&"claims.csv".to_owned()]).all(|file| text.matches(file.as_str()).count() == 1),
        "{text}"
    );
    assert_eq!(code(&relata(&sandbox, &["check"])) & 2, 0);
}

/// Runs the program where no file may grow larger than so many kilobytes.
fn on_full_disk(sandbox: &Sandbox, kilobytes: u32, arguments: &str) -> i32 {
    let script = format!("trap '' XFSZ; ulimit -f {kilobytes}; exec \"$RELATA\" {arguments}");
    let mut command = Command::new("bash");
    command.arg("-c").arg(script).env("RELATA", env!("CARGO_BIN_EXE_relata")).current_dir(sandbox.path());
    command.stdout(Stdio::null()).stderr(Stdio::null()).status().unwrap().code().unwrap()
}

#[test]
fn a_full_disk_leaves_everything_as_it_was() {
    let long = format!("{SETTINGS}# {}\n", "x".repeat(5000));
    let sandbox =
        Sandbox::new(&[("relata.toml", long.as_bytes()), ("claims.csv", TABLE), ("q.tsv", b"A\tmet\tB\t2020\n")]);
    assert!(code(&relata(&sandbox, &["export", "neo4j-csv", "-o", "out"])) < 2);
    assert!(code(&relata(&sandbox, &["export", "svg", "-o", "out.svg"])) < 2);
    let contents = || -> Vec<(String, Vec<u8>)> {
        let names = names(sandbox.path()).into_iter().filter(|name| name != ".relata/edit.lock");
        let read = |name: String| (name.clone(), fs::read(sandbox.path().join(name)).unwrap_or_default());
        names.map(read).collect()
    };
    sandbox.write("claims.csv", &[TABLE, b"Oman,met,Iran,\n"].concat());
    for arguments in [
        "build --force",
        "import quads q.tsv",
        "export neo4j-csv claims.csv -o out",
        "export neo4j-csv claims.csv -o out2",
        "export svg claims.csv -o out.svg",
        "init new",
        "init --from claims.csv --yes newer",
        "demo demo",
        "import quads q.tsv --to made/claims.csv",
    ] {
        for kilobytes in [0, 4] {
            let before = contents();
            let code = on_full_disk(&sandbox, kilobytes, arguments);
            if code == 2 {
                let after = contents();
                let differs: Vec<&str> =
                    after.iter().filter(|file| !before.contains(file)).map(|file| &*file.0).collect();
                assert!(differs.is_empty() && after.len() == before.len(), "{kilobytes} {arguments}: {differs:?}");
            }
            assert!(code == 2 || kilobytes > 0, "{arguments}");
            for made in ["new", "newer", "out2", "made", "demo"] {
                drop(fs::remove_dir_all(sandbox.path().join(made)));
            }
        }
    }
}

#[test]
fn a_program_that_is_told_to_end_tidies_up() {
    // Who starts the tests may want a signal to be ignored, as `nohup` does, and so does the program then.
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let bits = status.lines().find_map(|line| line.strip_prefix("SigIgn:")).map(str::trim);
    let ignored = bits.and_then(|bits| u64::from_str_radix(bits, 16).ok()).unwrap_or(0);
    for (signal, number) in [("INT", 2), ("TERM", 15), ("HUP", 1)] {
        if ignored & 1 << (number - 1) != 0 {
            eprintln!("skipped: SIG{signal} is ignored here");
            continue;
        }
        let sandbox = Sandbox::new(&[("tmp/mine", b"")]);
        let mut command = Command::new(env!("CARGO_BIN_EXE_relata"));
        command.args(["import", "quads", "-", "--to", "out/claims.csv"]).current_dir(sandbox.path());
        command.env("TMPDIR", sandbox.path().join("tmp")).stdin(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        let mut input = child.stdin.as_ref().unwrap();
        input.write_all(b"A\tmet\tB\t2020-01-01\n").unwrap();
        while names(&sandbox.path().join("tmp")).len() < 2 {
            std::thread::yield_now();
        }
        Command::new("kill").args([&format!("-{signal}"), &child.id().to_string()]).status().unwrap();
        let status = child.wait().unwrap();
        assert_eq!(std::os::unix::process::ExitStatusExt::signal(&status), Some(number));
        assert_eq!(names(sandbox.path()), ["tmp", "tmp/mine"]);
    }
}

#[test]
fn a_build_that_waits_says_so() {
    let sandbox = Sandbox::new(&[("claims.csv", TABLE)]);
    let own = OwnFolder::open_or_make(&sandbox.path().join(".relata")).unwrap();
    let lock = own.lock("lock", &mut || ()).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_relata"));
    let mut child =
        command.arg("stats").current_dir(sandbox.path()).stderr(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    let mut talk = child.stderr.take().unwrap();
    let mut first = [0; 64];
    let n = talk.read(&mut first).unwrap();
    assert!(String::from_utf8_lossy(&first[..n]).starts_with("another relata builds this project; waiting"));
    drop(lock);
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn an_import_names_a_file_as_it_is_called() {
    let sandbox = Sandbox::new(&[("a\\b.tsv", b"Iran\tmet\tOman\t2020-01-01\n")]);
    let output = relata(&sandbox, &["import", "quads", "a\\b.tsv"]);
    assert_eq!(code(&output), 0, "{}", talk(&output));
    assert!(fs::read_to_string(sandbox.path().join("relata.toml")).unwrap().contains(r"'a\b.tsv'"));
    assert_eq!(code(&relata(&sandbox, &["build"])), 0);
}

#[test]
fn a_graph_that_is_cut_off_while_it_is_read_ends_the_program_with_a_message() {
    let rows = (0..2_000).map(|number| format!("Actor {number},attacked,Target {number},Reuters\n"));
    let table: String = std::iter::once("subject,predicate,object,said_by\n".to_owned()).chain(rows).collect();
    let settings = b"[project]\nname = \"p\"\n[severity]\nR302 = \"allow\"\n";
    let sandbox = Sandbox::new(&[("relata.toml", settings), ("claims.csv", table.as_bytes())]);
    assert_eq!(code(&relata(&sandbox, &["build"])), 0);
    let graph = sandbox.path().join(".relata/graph.relata");
    let whole = fs::read(&graph).unwrap();
    // Nothing is left, or all but the end of the last page, which reads as zeros.
    for length in [0, whole.len() / 2, whole.len() - 1] {
        fs::write(&graph, &whole).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_relata"));
        command.args(["query", "--format", "tsv", "SELECT * { ?s ?p ?o }"]).current_dir(sandbox.path());
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let (mut rows, mut talk) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
        // The pipe is full by now or soon, so that the program waits in the middle of its answer.
        rows.read_exact(&mut [0]).unwrap();
        fs::File::options().write(true).open(&graph).unwrap().set_len(length as u64).unwrap();
        io::copy(&mut rows, &mut io::sink()).unwrap();
        let mut said = String::new();
        talk.read_to_string(&mut said).unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(2), "{length}: {said}");
        assert!(said.contains("was cut off by another program while it was read"), "{length}: {said}");
    }
}
