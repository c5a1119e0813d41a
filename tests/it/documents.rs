//! The documents speak of every command and flag, their links lead somewhere, and their lines are short.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use relata::columns;
use relata::diagnostic::codes;
use relata::rdf::vocab;

/// The longest line of prose, in characters. Tables, code and pictures cannot be wrapped.
const WIDTH: usize = 120;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The Markdown files in a folder, sorted.
fn markdown_in(folder: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(root().join(folder)).unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<PathBuf> = entries.filter(|path| path.extension().is_some_and(|end| end == "md")).collect();
    paths.sort();
    paths
}

/// The pages of the reference as one text.
fn reference() -> String {
    markdown_in("docs/cli").iter().map(|path| fs::read_to_string(path).unwrap()).collect()
}

/// Whether `word` occurs in `text` and is not a part of a longer word or flag.
fn mentions(text: &str, word: &str) -> bool {
    let inside = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    text.match_indices(word).any(|(at, _)| {
        !text[..at].ends_with(inside) && !text[at + word.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '-')
    })
}

/// The lines of a Markdown text that are in no code block, with their numbers.
fn prose(markdown: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut inside = false;
    markdown.lines().enumerate().filter_map(move |(index, line)| {
        let fence = line.starts_with("```");
        inside ^= fence;
        (!inside && !fence).then_some((index + 1, line))
    })
}

/// The anchors of a Markdown text, made of its headings as GitHub makes them.
fn anchors(markdown: &str) -> BTreeSet<String> {
    let headings =
        prose(markdown).filter(|(_, line)| line.starts_with('#')).map(|(_, line)| line.trim_start_matches('#'));
    let kept = |c: &char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_');
    headings.map(|text| text.trim().to_lowercase().chars().filter(kept).collect::<String>().replace(' ', "-")).collect()
}

/// The targets of the links and pictures in a line.
fn targets(line: &str) -> impl Iterator<Item = &str> {
    line.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target)
}

#[test]
fn every_command_and_flag_is_in_the_reference() {
    let reference = reference();
    let program = relata::cli::command();
    let mut missing = Vec::new();
    for command in program.get_subcommands() {
        let name = command.get_name();
        if !mentions(&reference, &format!("relata {name}")) {
            missing.push(format!("relata {name}"));
        }
        for argument in command.get_arguments().chain(program.get_arguments()) {
            let long = argument.get_long().map(|long| format!("--{long}"));
            let short = argument.get_short().map(|short| format!("-{short}"));
            let values = argument.get_possible_values().into_iter().map(|value| value.get_name().to_owned());
            let words = long.into_iter().chain(short).chain(values);
            missing
                .extend(words.filter(|word| !mentions(&reference, word)).map(|word| format!("relata {name} {word}")));
        }
    }
    assert!(missing.is_empty(), "docs/cli does not speak of {missing:#?}");
}

#[test]
fn every_code_is_in_the_reference() {
    let page = fs::read_to_string(root().join("docs/cli/checking.md")).unwrap().to_lowercase();
    for code in codes::ALL {
        let row = format!("| {} | `{}` | {:?} | {:?} |", code.id, code.name, code.action, code.strict).to_lowercase();
        assert!(page.contains(&row), "docs/cli/checking.md has no row `{row}`");
    }
}

#[test]
fn every_column_is_in_the_reference() {
    let page = fs::read_to_string(root().join("docs/cli/tables.md")).unwrap();
    for layout in [&columns::CLAIMS, &columns::ENTITIES, &columns::DOCUMENTS] {
        for column in layout.columns {
            let paired = column.paired.iter().map(|(alias, _)| alias);
            for name in [&column.name].into_iter().chain(column.aliases).chain(paired) {
                assert!(
                    page.contains(&format!("`{name}`")),
                    "docs/cli/tables.md does not speak of the column `{name}`"
                );
            }
        }
    }
}

#[test]
fn every_prefix_is_in_the_reference() {
    let page = fs::read_to_string(root().join("docs/cli/queries.md")).unwrap();
    for (prefix, _) in vocab::PREFIXES {
        assert!(page.contains(&format!("`{prefix}`")), "docs/cli/queries.md does not speak of the prefix `{prefix}`");
    }
}

#[test]
fn every_link_leads_somewhere() {
    let mut pages = vec![root().join("README.md"), root().join("ontology/README.md")];
    for folder in ["docs", "docs/cli", "data/strike-veto", "data/harbour-crisis", "benches/compare"] {
        pages.extend(markdown_in(folder));
    }
    for page in pages {
        let text = fs::read_to_string(&page).unwrap();
        for (number, line) in prose(&text) {
            for target in targets(line).filter(|target| !target.contains("://")) {
                let place = format!("{}:{number}: {target}", page.display());
                let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
                let path = if file.is_empty() { page.clone() } else { page.parent().unwrap().join(file) };
                assert!(path.exists(), "{place} does not exist");
                if !anchor.is_empty() {
                    assert!(anchors(&fs::read_to_string(&path).unwrap()).contains(anchor), "{place} is no heading");
                }
            }
        }
    }
}

#[test]
fn lines_of_the_reference_are_short() {
    for page in markdown_in("docs/cli").into_iter().chain([root().join("README.md")]) {
        let text = fs::read_to_string(&page).unwrap();
        for (number, line) in prose(&text).filter(|(_, line)| !line.starts_with(['|', '!'])) {
            assert!(line.chars().count() <= WIDTH, "{}:{number} is longer than {WIDTH}", page.display());
        }
    }
}
