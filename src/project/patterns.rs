//! Patterns for the names of files.

use std::path::{Path, PathBuf};

use super::fault::WordFault;

/// True when a path may stand for several files.
pub(super) fn is_pattern(path: &str) -> bool {
    path.contains(['*', '?', '['])
}

/// The files a pattern fits, relative to `root`; the pattern itself when it fits none, so that this is reported.
pub(super) fn files_of(pattern: &str, root: &Path) -> Result<Vec<PathBuf>, WordFault> {
    if !is_pattern(pattern) {
        let parts = Path::new(pattern).components().filter(|part| *part != std::path::Component::CurDir);
        return Ok(vec![parts.collect()]);
    }
    let full = if Path::new(pattern).is_absolute() {
        pattern.to_owned()
    } else {
        format!("{}/{pattern}", glob::Pattern::escape(&root.to_string_lossy()))
    };
    let found = glob::glob(&full);
    let found = found.map_err(|error| {
        WordFault::new(pattern, format!("`{pattern}` is no pattern: {error}"), "use `*` for any text")
    })?;
    // What relata itself keeps there is no source.
    let found =
        found.filter_map(Result::ok).filter(|path| !path.components().any(|part| part.as_os_str() == ".relata"));
    let mut paths: Vec<PathBuf> =
        found.map(|path| path.strip_prefix(root).map_or_else(|_| path.clone(), Path::to_owned)).collect();
    paths.sort();
    if paths.is_empty() {
        paths.push(PathBuf::from(pattern));
    }
    Ok(paths)
}
