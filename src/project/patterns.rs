//! Patterns for the names of files.

use std::fs;
use std::path::{Component, Path, PathBuf};

use glob::Pattern;

use super::fault::WordFault;

/// True when a path may stand for several files.
pub(super) fn is_pattern(path: &str) -> bool {
    path.contains(['*', '?', '['])
}

/// The part of a pattern that stands for itself: the folder in which its files are found.
pub(super) fn folder_of_pattern(pattern: &str) -> PathBuf {
    parts_of(pattern).take_while(|part| !is_pattern(&part.to_string_lossy())).collect()
}

/// The parts of a path or pattern that mean something.
fn parts_of(pattern: &str) -> impl Iterator<Item = &Path> {
    Path::new(pattern).components().filter(|part| *part != Component::CurDir).map(|part| Path::new(part.as_os_str()))
}

/// The files a pattern fits, relative to `root`; the pattern itself when it fits none, so that this is reported.
///
/// Names that are not UTF-8 are compared with their bad bytes replaced: a file is never passed over for its name.
pub(super) fn files_of(pattern: &str, root: &Path) -> Result<Vec<PathBuf>, WordFault> {
    if !is_pattern(pattern) {
        return Ok(vec![parts_of(pattern).collect()]);
    }
    let folder = folder_of_pattern(pattern);
    let steps: Result<Vec<Pattern>, glob::PatternError> =
        parts_of(pattern).skip(folder.components().count()).map(|part| Pattern::new(&part.to_string_lossy())).collect();
    let steps = steps.map_err(|error| {
        WordFault::new(pattern, format!("`{pattern}` is no pattern: {error}"), "use `*` for any text")
    })?;
    let mut found = Vec::new();
    walk(root, &folder, &steps, &mut found);
    let mut paths: Vec<PathBuf> =
        found.iter().map(|path| path.strip_prefix(root).map_or_else(|_| path.clone(), Path::to_owned)).collect();
    paths.sort();
    paths.dedup();
    if paths.is_empty() {
        paths.push(PathBuf::from(pattern));
    }
    Ok(paths)
}

/// Adds what `steps` fit in `folder`, a step for each part of a path.
fn walk(root: &Path, folder: &Path, steps: &[Pattern], found: &mut Vec<PathBuf>) {
    let Some((step, rest)) = steps.split_first() else {
        found.push(folder.to_owned());
        return;
    };
    let is_deep = step.as_str() == "**";
    if is_deep && !rest.is_empty() {
        walk(root, folder, rest, found);
    }
    if !is_pattern(step.as_str()) {
        let path = folder.join(step.as_str());
        if fs::symlink_metadata(root.join(&path)).is_ok() {
            walk(root, &path, rest, found);
        }
        return;
    }
    let here = root.join(folder);
    // The system knows no folder without a name.
    let here = if here.as_os_str().is_empty() { Path::new(".") } else { &here };
    for entry in fs::read_dir(here).into_iter().flatten().filter_map(Result::ok) {
        let name = entry.file_name();
        // What relata itself keeps there is no source.
        if name == ".relata" {
            continue;
        }
        let path = folder.join(&name);
        // Links lead round in circles, so `**` goes into none.
        let is_folder = entry.file_type().is_ok_and(|file| file.is_dir());
        if is_deep {
            match is_folder {
                true => walk(root, &path, steps, found),
                false if rest.is_empty() => found.push(path),
                false => {}
            }
        } else if step.matches(&name.to_string_lossy()) && (rest.is_empty() || root.join(&path).is_dir()) {
            walk(root, &path, rest, found);
        }
    }
}
