//! The drawing in `docs/architecture.md` cannot lie: its tables are compared with what the code imports.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// An outside world and the places it may be known in: folders or files of `src`, or whole packages below `crates`.
const HOMES: &[(&str, &[&str])] = &[
    (
        "oxigraph",
        &[
            "claims",
            "cli/construct.rs",
            "cli/query.rs",
            "columns",
            "compile",
            "crates/relata-store",
            "export/mod.rs",
            "export/rdf",
            "input/rdf.rs",
            "ontology",
            "query",
            "rdf",
            "tabular",
            "validation/types.rs",
        ],
    ),
    ("petgraph", &["graph", "export", "validation/references.rs", "cli/demo.rs"]),
    ("csv", &["built", "export", "cli"]),
    ("quick_xml", &["export/network/xml.rs"]),
    ("annotate_snippets", &["cli/faults.rs"]),
    ("indicatif", &["cli/build.rs"]),
    ("spareval", &["crates/relata-store", "tabular/construct"]),
    ("spargebra", &["crates/relata-store", "query", "tabular/construct"]),
    ("sparopt", &["crates/relata-store/evaluation"]),
    ("rayon", &["claims", "crates/relata-store/builder", "graph"]),
    ("dagre", &["export/picture/layout/layered.rs"]),
    ("fjadra", &["export/picture/layout/force.rs"]),
    ("resvg", &["export/picture/png.rs"]),
    ("skrifa", &["export/picture/svg/font.rs"]),
    ("rustworkx_core", &["graph"]),
    ("sysinfo", &["built"]),
    ("memmap2", &["crates/relata-store/map.rs"]),
    ("xxhash_rust", &["built", "compile", "crates/relata-store", "graph"]),
    ("encoding_rs", &["tabular/decoding.rs"]),
    ("calamine", &["crates/relata-table/workbook"]),
    ("parquet", &["crates/relata-table/parquet"]),
    ("regex", &["crates/relata-table/mapping.rs", "crates/relata-store/evaluation", "tabular"]),
    ("oxiri", &["tabular"]),
    ("bytemuck", &["crates/relata-store"]),
    ("hashbrown", &["crates/relata-store"]),
    ("clap", &["cli"]),
    ("anyhow", &["cli"]),
];

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

/// The rows of the table below a heading of the document, cells without their backticks.
fn table_of_document(heading: &str) -> Vec<Vec<String>> {
    let document = fs::read_to_string(root().join("docs/architecture.md")).unwrap();
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
    let told: BTreeMap<String, String> = table_of_document("Folders").into_iter().map(row).collect();
    let folders: BTreeSet<&String> = found.keys().chain(told.keys()).collect();
    let both = folders.into_iter().map(|folder| (folder, told.get(folder), found.get(folder)));
    let wrong: Vec<_> = both.filter(|(_, told, found)| told != found).collect();
    assert!(wrong.is_empty(), "folder, what the document says, what it imports: {wrong:#?}");
}

#[test]
fn imports_go_one_way() {
    let told = table_of_document("Folders");
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
        for package in ["relata_table", "relata_store"] {
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
    let mut wrong = BTreeSet::new();
    for (path, code) in sources() {
        for (world, homes) in HOMES {
            let is_known = !behind(&code, &format!("{world}::")).is_empty() || code.contains(&format!("use {world};"));
            if is_known && !homes.iter().any(|home| path.starts_with(home)) {
                wrong.insert(format!("{path} knows {world}"));
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
