//! The drawing in `docs/architecture.md` cannot lie: its tables are compared with what the code imports.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn source_files(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() {
            source_files(&entry, files);
        } else if entry.extension().is_some_and(|extension| extension == "rs") {
            files.push(entry);
        }
    }
}

/// Every source file: its path below `src`, or `crates/NAME/…` below the `src` of another package; and its code.
fn sources() -> Vec<(String, String)> {
    let mut roots = vec![(String::new(), root().join("src"))];
    for entry in fs::read_dir(root().join("crates")).unwrap().map(|entry| entry.unwrap()) {
        roots.push((format!("crates/{}/", entry.file_name().to_string_lossy()), entry.path().join("src")));
    }
    let mut sources = Vec::new();
    for (prefix, folder) in roots {
        let mut files = Vec::new();
        source_files(&folder, &mut files);
        sources.extend(files.iter().map(|path| {
            let text = fs::read_to_string(path).unwrap();
            let code: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
            let below = path.strip_prefix(&folder).unwrap().to_string_lossy().replace('\\', "/");
            (format!("{prefix}{below}"), code.join("\n"))
        }));
    }
    sources
}

/// The names that stand behind `start` wherever it begins a path.
fn behind<'t>(code: &'t str, start: &str) -> Vec<&'t str> {
    let mut names = Vec::new();
    for (at, _) in code.match_indices(start) {
        let is_inside = code[..at].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | ':' | '$'));
        let rest = &code[at + start.len()..];
        let length = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        if !is_inside {
            names.push(&rest[..length]);
        }
    }
    names
}

/// The rows of the table below a heading of a document, cells without their backticks.
fn table_below(document: &str, heading: &str) -> Vec<Vec<String>> {
    let document = fs::read_to_string(root().join(document)).unwrap();
    let section = document.split(&format!("\n## {heading}\n")).nth(1).expect("the heading is in the document");
    let rows = section.lines().skip_while(|line| !line.starts_with('|')).take_while(|line| line.starts_with('|'));
    let cells = |row: &str| row.trim_matches('|').split('|').map(|cell| cell.trim().replace('`', "")).collect();
    rows.skip(2).map(cells).collect()
}

#[test]
fn folders_import_what_the_document_says() {
    let mut imports: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (path, code) in sources().iter().filter(|(path, _)| path.contains('/') && !path.starts_with("crates/")) {
        let folder = path.split('/').next().unwrap();
        let used = behind(code, "crate::").into_iter().filter(|name| *name != folder).map(str::to_owned);
        imports.entry(folder.to_owned()).or_default().extend(used);
    }
    let list = |names: BTreeSet<String>| names.into_iter().collect::<Vec<_>>().join(", ");
    let found: BTreeMap<String, String> = imports.into_iter().map(|(folder, used)| (folder, list(used))).collect();
    let row = |row: Vec<String>| (row[0].trim_end_matches('/').to_owned(), row[2].replace('–', ""));
    let told: BTreeMap<String, String> = table_below("docs/architecture.md", "Folders").into_iter().map(row).collect();
    let folders: BTreeSet<&String> = found.keys().chain(told.keys()).collect();
    let both = folders.into_iter().map(|folder| (folder, told.get(folder), found.get(folder)));
    let wrong: Vec<_> = both.filter(|(_, told, found)| told != found).collect();
    assert!(wrong.is_empty(), "folder, what the document says, what it imports: {wrong:#?}");
}

#[test]
fn imports_go_one_way() {
    let told = table_below("docs/architecture.md", "Folders");
    let folders: Vec<String> = told.iter().map(|row| row[0].trim_end_matches('/').to_owned()).collect();
    for (index, row) in told.iter().enumerate() {
        for used in row[2].split(", ").filter(|used| folders.iter().any(|folder| folder == used)) {
            let above = folders[..index].iter().any(|folder| folder == used);
            assert!(above, "`{}` uses `{used}`, which stands below it", row[0]);
        }
    }
}

#[test]
fn packages_are_known_by_one_name() {
    for (path, code) in sources() {
        for package in ["relata_table", "relata_store", "relata_tabular", "relata_shapes"] {
            let is_known = !behind(&code, &format!("{package}::")).is_empty();
            let may = path == "lib.rs" || path.starts_with("crates/");
            assert!(may || !is_known, "{path} names {package}; `crate::table` and its like are the one way to it");
        }
        let is_terminal = path.starts_with("cli/") || path == "main.rs" || path == "lib.rs";
        assert!(is_terminal || behind(&code, "crate::cli").is_empty(), "{path} uses the command line");
    }
}

#[test]
fn every_outside_world_has_its_home() {
    let worlds = table_below("docs/architecture.md", "Outside worlds");
    assert!(worlds.len() > 20, "the table is found");
    let mut wrong = BTreeSet::new();
    // The root of the library shows two of them, so that its users need not guess versions.
    for (path, code) in sources().into_iter().filter(|(path, _)| path != "lib.rs") {
        for row in &worlds {
            let (world, homes) = (&row[0], &row[1]);
            let is_known = !behind(&code, &format!("{world}::")).is_empty() || code.contains(&format!("use {world};"));
            if is_known && !homes.split(", ").any(|home| path.starts_with(home)) {
                wrong.insert(format!("{path} knows {world}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn files_are_written_in_one_place() {
    let ways = [
        "File::create",
        "File::options",
        "OpenOptions",
        "fs::write",
        "fs::rename",
        "fs::copy",
        "fs::remove_",
        "fs::create_dir",
        "fs::hard_link",
        "fs::set_permissions",
        "DirBuilder",
        "NamedTempFile",
        "tempdir",
        ".persist(",
        "set_len(",
    ];
    let mut wrong = BTreeSet::new();
    for (path, code) in sources().iter().filter(|(path, _)| !path.starts_with("disk/")) {
        // `NewFile::create` is the way of `disk`.
        let is_used =
            |way: &&&str| code.match_indices(**way).any(|(at, _)| !code[..at].ends_with(|c: char| c.is_alphanumeric()));
        for way in ways.iter().filter(is_used) {
            // Rejected rows are cut off in a file that `disk` has made and nobody sees yet; sources are opened to be read, in a
            // way that waits for no pipe.
            if ![("built/rejects.rs", "set_len("), ("files/plain.rs", "OpenOptions")].contains(&(path.as_str(), *way)) {
                wrong.insert(format!("{path} writes by {way}; `disk` does that"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn main_is_short() {
    let main = fs::read_to_string(root().join("src/main.rs")).unwrap();
    assert!(main.lines().count() <= 30);
}

#[test]
fn doubles_in_the_lock_file_have_a_reason() {
    let lock = fs::read_to_string(root().join("Cargo.lock")).unwrap();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for name in lock.lines().filter_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"')) {
        *counts.entry(name).or_default() += 1;
    }
    let doubles: BTreeSet<String> =
        counts.iter().filter(|(_, n)| **n > 1).map(|(name, _)| (*name).to_owned()).collect();
    let rows = table_below("docs/dependencies.md", "What stands in `Cargo.lock` more than once");
    let reasons: BTreeSet<String> = rows.into_iter().map(|row| row[0].clone()).collect();
    assert_eq!(
        doubles, reasons,
        "left: what stands twice in Cargo.lock; right: what docs/dependencies.md gives a reason for"
    );
}
