//! A project's own queries: `queries/*.rq`.

use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};

use crate::files::{Reach, shown_name};

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
pub fn list(root: &Path, reach: &Reach) -> Vec<NamedQuery> {
    let mut queries: Vec<NamedQuery> = std::fs::read_dir(root.join("queries"))
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "rq"))
        .filter_map(|path| {
            let name = shown_name(path.file_stem()?).into_owned();
            let title = title(&path, root, reach).unwrap_or_else(|error| format!("cannot be read: {error}"));
            Some(NamedQuery { name, title, path })
        })
        .collect();
    queries.sort_by(|a, b| a.name.cmp(&b.name));
    queries
}

/// Opens a query, which was found and so has to lie in the project.
///
/// # Errors
/// When it leads out of the project, is no plain file, or cannot be opened.
pub fn open(query: &NamedQuery, root: &Path, reach: &Reach) -> io::Result<File> {
    reach.open_in(&query.path, &[root])
}

/// The comment in the first line of a file.
fn title(path: &Path, root: &Path, reach: &Reach) -> io::Result<String> {
    // A query is text; whatever else has its ending need not be read whole for a line that never ends.
    const LONGEST: u64 = 1 << 16;
    let mut line = Vec::new();
    let file = reach.open_in(path, &[root])?;
    BufReader::new(file.take(LONGEST)).read_until(b'\n', &mut line)?;
    let line = String::from_utf8(line).map_err(|_| io::Error::other("it is not UTF-8"))?;
    let line = line.strip_prefix('\u{feff}').unwrap_or(&line);
    Ok(line.strip_prefix('#').unwrap_or_default().trim().to_owned())
}
