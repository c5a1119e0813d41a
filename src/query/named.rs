//! A project's own queries: `queries/*.rq`.

use std::path::{Path, PathBuf};

/// A query in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedQuery {
    /// The file's name without `.rq`.
    pub name: String,
    /// What it answers: the comment in its first line.
    pub title: String,
    /// The file.
    pub path: PathBuf,
}

/// The queries below `root`, by name.
pub fn list(root: &Path) -> Vec<NamedQuery> {
    let mut queries: Vec<NamedQuery> = std::fs::read_dir(root.join("queries"))
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "rq"))
        .filter_map(|path| {
            let name = path.file_stem()?.to_str()?.to_owned();
            let text = std::fs::read_to_string(&path).ok()?;
            let title =
                text.lines().next().and_then(|line| line.strip_prefix('#')).unwrap_or_default().trim().to_owned();
            Some(NamedQuery { name, title, path })
        })
        .collect();
    queries.sort_by(|a, b| a.name.cmp(&b.name));
    queries
}
