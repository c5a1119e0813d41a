//! A project's own queries: `queries/*.rq`.

use std::fs::File;
use std::io::{BufRead as _, BufReader, Read as _};
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
            let title = title(&path)?;
            Some(NamedQuery { name, title, path })
        })
        .collect();
    queries.sort_by(|a, b| a.name.cmp(&b.name));
    queries
}

/// The comment in the first line of a file; none when it cannot be read or is no text.
fn title(path: &Path) -> Option<String> {
    // A query is text; whatever else has its ending need not be read whole for a line that never ends.
    const LONGEST: u64 = 1 << 16;
    let mut line = Vec::new();
    BufReader::new(File::open(path).ok()?.take(LONGEST)).read_until(b'\n', &mut line).ok()?;
    let line = String::from_utf8(line).ok()?;
    let line = line.strip_prefix('\u{feff}').unwrap_or(&line);
    Some(line.strip_prefix('#').unwrap_or_default().trim().to_owned())
}
