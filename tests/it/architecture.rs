//! The drawing in `docs/architecture.md` cannot lie: imports between folders go one way.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Folder of `src` and the folders it may use; `diagnostic` serves all.
const MAY_USE: &[(&str, &[&str])] = &[
    ("diagnostic", &[]),
    ("model", &[]),
    ("ontology", &["diagnostic"]),
    ("input", &["diagnostic", "model", "ontology"]),
    ("rdf", &["diagnostic", "model", "ontology"]),
    ("store", &[]),
    ("tabular", &["diagnostic", "input", "query"]),
    ("validation", &["diagnostic", "model", "ontology", "rdf"]),
    ("evaluation", &["store"]),
    ("query", &["diagnostic", "evaluation", "model", "ontology", "rdf", "store"]),
    ("project", &["diagnostic", "input", "model", "ontology", "rdf", "store", "tabular", "validation"]),
    ("graph", &["diagnostic", "model", "query"]),
    ("export", &["graph", "model", "query", "rdf", "store"]),
    (
        "cli",
        &[
            "diagnostic",
            "evaluation",
            "export",
            "graph",
            "input",
            "model",
            "ontology",
            "project",
            "query",
            "rdf",
            "store",
            "tabular",
        ],
    ),
];

/// An outside world and the places it may be known in.
const HOMES: &[(&str, &[&str])] = &[
    (
        "oxigraph",
        &[
            "ontology",
            "input/rdf.rs",
            "rdf",
            "store",
            "evaluation",
            "query",
            "export/rdf",
            "export/mod.rs",
            "export/tables.rs",
            "project",
            "tabular",
            "validation/types.rs",
            "cli/construct.rs",
            "cli/query.rs",
        ],
    ),
    ("petgraph", &["graph", "export", "validation/references.rs", "cli/demo.rs"]),
    ("csv", &["project/build.rs", "export", "cli"]),
    ("quick_xml", &["export/xml.rs"]),
    ("annotate_snippets", &["cli/faults.rs"]),
    ("indicatif", &["cli/build.rs"]),
    ("spareval", &["evaluation/filter.rs", "evaluation/foreign.rs", "store", "tabular/construct"]),
    ("spargebra", &["evaluation", "query/mod.rs", "tabular/construct"]),
    ("sparopt", &["evaluation/formula.rs"]),
    ("rayon", &["graph", "query/claims", "store/builder"]),
    ("dagre", &["graph/layout/layered.rs"]),
    ("fjadra", &["graph/layout/force.rs"]),
    ("resvg", &["export/png.rs"]),
    ("skrifa", &["export/png.rs", "export/svg/font.rs"]),
    ("rustworkx_core", &["graph"]),
    ("sysinfo", &["project/build.rs"]),
    ("memmap2", &["store/map.rs"]),
    ("xxhash_rust", &["graph", "store", "project"]),
    ("encoding_rs", &["tabular/decoding.rs"]),
    ("calamine", &["input/workbook.rs"]),
    ("parquet", &["input/parquet_rows.rs"]),
    ("regex", &["input/mapping.rs", "tabular", "evaluation/make.rs", "evaluation/native.rs"]),
    ("oxiri", &["tabular", "evaluation/native.rs"]),
    ("oxsdatatypes", &["evaluation"]),
    ("bytemuck", &["store"]),
    ("clap", &["cli"]),
    ("anyhow", &["cli"]),
];

fn source_files(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() {
            source_files(&entry, files);
        } else if entry.extension().is_some_and(|extension| extension == "rs") {
            files.push(entry);
        }
    }
}

/// Every source file below a folder of `src`: its path there, and its text without comments.
fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    source_files(&root, &mut files);
    let text_of = |path: &Path| {
        let text = fs::read_to_string(path).unwrap();
        text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
    };
    let relative = |path: &Path| path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
    files.iter().map(|path| (relative(path), text_of(path))).filter(|(path, _)| path.contains('/')).collect()
}

#[test]
fn imports_go_one_way() {
    let mut wrong = BTreeSet::new();
    for (path, text) in sources() {
        let folder = path.split('/').next().unwrap();
        let (_, allowed) = MAY_USE.iter().find(|(name, _)| *name == folder).expect("every folder is in the table");
        for used in text.split("crate::").skip(1) {
            let name: String = used.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            if name != folder && !allowed.contains(&name.as_str()) {
                wrong.insert(format!("{path} uses {name}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_outside_world_has_its_home() {
    let mut wrong = BTreeSet::new();
    for (path, text) in sources() {
        for (world, homes) in HOMES {
            let known = text.contains(&format!("use {world}::")) || text.contains(&format!(" {world}::"));
            if known && !homes.iter().any(|home| path.starts_with(home)) {
                wrong.insert(format!("{path} knows {world}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_table_of_folders_is_the_table_of_the_document() {
    let document = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/architecture.md")).unwrap();
    for (folder, _) in MAY_USE {
        assert!(document.contains(&format!("`{folder}")), "docs/architecture.md does not speak of `{folder}`");
    }
}

#[test]
fn main_is_short() {
    let main = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/main.rs")).unwrap();
    assert!(main.lines().count() <= 30);
}
