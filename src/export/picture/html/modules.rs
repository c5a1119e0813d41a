//! The modules of the page of `relata serve` as one script.
//!
//! A file opened from a disk can load no module, so they go into the page: each as a function that is called in its turn
//! and gives what it exports. They are not changed but for their imports and exports, of which a few forms are known;
//! every other form is refused, so that no script is written that says something else than its modules.

use std::fmt::Write as _;

/// A module of `web/js`, by its path there.
#[derive(Debug, Clone, Copy)]
pub struct Module {
    /// Where it lies there.
    pub path: &'static str,
    /// Its text.
    pub text: &'static str,
}

macro_rules! modules {
    ($($path:literal,)*) => {
        &[$(Module { path: $path, text: include_str!(concat!("../../../../web/js/", $path)) },)*]
    };
}

/// The module that asks the server, and the one in its place that asks the page itself.
const ASKING: [&str; 2] = ["api.js", "offline/api.js"];

/// The modules of the page, each behind those it imports.
pub const MODULES: &[Module] = modules! {
    "address.js",
    "dom.js",
    "words.js",
    "graph/room.js",
    "offline/told.js",
    "offline/passing.js",
    "offline/api.js",
    "spans.js",
    "table.js",
    "claim.js",
    "search.js",
    "views/search.js",
    "graph/looks.js",
    "graph/letters.js",
    "graph/names.js",
    "graph/pinch.js",
    "graph/moving.js",
    "graph/packing.js",
    "graph/arrange.js",
    "graph/force.js",
    "graph/scene.js",
    "graph/curves.js",
    "graph/draw.js",
    "graph/lines.js",
    "graph/keys.js",
    "graph/gestures.js",
    "graph/recorded.js",
    "graph/save.js",
    "graph/canvas.js",
    "graph/opening.js",
    "graph/panel.js",
    "graph/groups.js",
    "graph/twin.js",
    "graph/view.js",
    "graph/buttons.js",
    "offline/filters.js",
    "offline/list.js",
    "offline/view.js",
    "offline/near.js",
    "offline/carried.js",
    "offline/drawn.js",
    "offline/page.js",
};

/// Joins modules to one script.
///
/// # Errors
/// Names the line whose form is not known, or that imports what comes later.
pub fn joined(modules: &[Module]) -> Result<String, String> {
    let mut script = String::from("const modules = {};\n");
    for (place, module) in modules.iter().enumerate() {
        let known: Vec<&str> = modules.iter().take(place).map(|one| one.path).collect();
        let wrapped = wrapped(module, &known).map_err(|line| format!("{}: {line}", module.path))?;
        script.push_str(&wrapped);
    }
    let lower = script.to_ascii_lowercase();
    match ["</script", "<!--", "<script"].iter().find(|one| lower.contains(**one)) {
        Some(ending) => Err(format!("`{ending}` would end the script")),
        None => Ok(script),
    }
}

/// A module as a function that gives what it exports.
fn wrapped(module: &Module, known: &[&str]) -> Result<String, String> {
    let mut body = String::new();
    let mut exports: Vec<String> = Vec::new();
    let mut is_comment = false;
    for line in module.text.lines() {
        let (kept, goes_on) = uncommented(line, is_comment)?;
        is_comment = goes_on;
        let written = if let Some(import) = kept.strip_prefix("import ") {
            imported(import, module.path, known).ok_or_else(|| line.to_owned())?
        } else if let Some(export) = kept.strip_prefix("export ") {
            exports.push(exported(export).ok_or_else(|| line.to_owned())?.to_owned());
            export.to_owned()
        } else {
            loaded(&kept, module.path, known).ok_or_else(|| line.to_owned())?
        };
        // A text of one such mark is none that goes on.
        if written.replace("\"`\"", "").matches('`').count() % 2 == 1 {
            return Err(format!("a text that goes on in the next line keeps the space it begins with: {line}"));
        }
        if !written.trim().is_empty() {
            let _ = writeln!(body, "{}", written.trim());
        }
    }
    if is_comment {
        return Err("a comment has no end".to_owned());
    }
    let given = exports.join(", ");
    Ok(format!("modules[\"{}\"] = (() => {{\n{body}return {{ {given} }};\n}})();\n", module.path))
}

/// A line without comments that tell types or stand alone, and whether such a comment goes on behind it.
fn uncommented(line: &str, is_comment: bool) -> Result<(String, bool), String> {
    let mut rest = line;
    let mut kept = String::new();
    if is_comment {
        match line.split_once("*/") {
            None => return Ok((kept, true)),
            Some((_, behind)) => rest = behind,
        }
    }
    if rest.trim_start().starts_with("//") {
        return Ok((kept, false));
    }
    while let Some((before, comment)) = rest.split_once("/**") {
        kept.push_str(before);
        match comment.split_once("*/") {
            Some((_, behind)) => rest = behind,
            None if before.trim().is_empty() => return Ok((kept, true)),
            None => return Err(line.to_owned()),
        }
    }
    kept.push_str(rest);
    Ok((kept, false))
}

/// `{ a, b as c } from "./d.js";` as what takes them.
fn imported(import: &str, path: &str, known: &[&str]) -> Option<String> {
    let (names, from) = import.strip_prefix('{')?.split_once("} from \"")?;
    let from = resolved(path, from.strip_suffix("\";")?, known)?;
    let taken = |name: &str| {
        let (name, own) = name.split_once(" as ").unwrap_or((name, name));
        let taken = if name == own { name.to_owned() } else { format!("{name}: {own}") };
        (is_name(name) && is_name(own)).then_some(taken)
    };
    let names = names.split(',').map(|name| taken(name.trim())).collect::<Option<Vec<_>>>()?;
    Some(format!("const {{ {} }} = modules[\"{from}\"];", names.join(", ")))
}

/// The name of what is exported.
fn exported(export: &str) -> Option<&str> {
    let declared = ["const ", "function ", "async function ", "class "];
    let named = declared.iter().find_map(|word| export.strip_prefix(word))?;
    let end = named.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(named.len());
    named.get(..end).filter(|name| is_name(name))
}

/// A line, in which `import("./a.js")` is a promise of what is there already.
fn loaded(line: &str, path: &str, known: &[&str]) -> Option<String> {
    if line.starts_with("import") || line.starts_with("export") || line.contains("import.meta") {
        return None;
    }
    let Some((before, behind)) = line.split_once("import(") else { return Some(line.to_owned()) };
    let (from, behind) = behind.strip_prefix('"')?.split_once("\")")?;
    let from = resolved(path, from, known)?;
    (!behind.contains("import(")).then(|| format!("{before}Promise.resolve(modules[\"{from}\"]){behind}"))
}

/// The path of a module, as seen from another one, if it came before.
fn resolved<'k>(path: &str, from: &str, known: &[&'k str]) -> Option<&'k str> {
    let mut folders: Vec<&str> = path.split('/').collect();
    folders.pop();
    for part in from.split('/') {
        match part {
            "." => {}
            ".." => {
                folders.pop()?;
            }
            part => folders.push(part),
        }
    }
    let [server, page] = ASKING;
    let joined = folders.join("/");
    let wanted = if joined == server { page } else { &joined };
    known.iter().copied().find(|one| *one == wanted && from.starts_with('.'))
}

fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && !name.starts_with(|c: char| c.is_ascii_digit())
}
