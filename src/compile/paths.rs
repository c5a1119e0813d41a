//! How files are called: in messages as seen from where the program runs, in the graph as seen from the project.

use std::path::{Path, PathBuf};

use rustc_hash::FxHashSet;

use crate::files::{shown_name, with_slashes};
use crate::project::Project;

/// A path as the user would write it from where the program runs.
pub(crate) fn display_path(project: &Project, path: &Path) -> String {
    let full = project.root.join(path);
    let here = std::env::current_dir().unwrap_or_default();
    let relative = full.strip_prefix(&here).unwrap_or(&full);
    let parts = relative.components().filter(|part| *part != std::path::Component::CurDir);
    with_slashes(&parts.collect::<PathBuf>())
}

/// A path as `ra:sourceFile` keeps it: relative to the project, with `/`.
pub(crate) fn shown_path(project: &Project, path: &Path) -> String {
    shown_from(project)(path)
}

/// The same for many paths: the system is asked once where the program runs.
pub(crate) fn shown_from(project: &Project) -> impl Fn(&Path) -> String {
    let root = std::path::absolute(&project.root).unwrap_or_else(|_| project.root.clone());
    move |path| {
        let relative = path.strip_prefix(&root).unwrap_or(path);
        let parts: Vec<_> = relative.components().map(|part| shown_name(part.as_os_str())).collect();
        parts.join("/").replace("//", "/")
    }
}

/// The files that several entries of `[[sources]]` read, as messages name them.
pub(super) fn repeated(project: &Project) -> FxHashSet<String> {
    let mut seen = FxHashSet::default();
    let paths = project.sources.iter().map(|source| &source.path);
    paths.filter(|path| !seen.insert(path.as_path())).map(|path| display_path(project, path)).collect()
}
