//! Which of several entries of `[[sources]]` a file belongs to.

use std::path::{Path, PathBuf};

use rustc_hash::{FxHashMap, FxHashSet};
use toml::Spanned;

use super::fault::WordFault;
use super::sources::Source;

/// A file as an entry of `[[sources]]` came by it.
#[derive(Debug, Clone)]
pub(super) struct FoundSource {
    pub(super) source: Source,
    /// The pattern that it fits; none when the entry names it.
    pub(super) pattern: Option<Spanned<String>>,
}

/// The sources that are meant, and remarks on those that are left out.
///
/// An entry that names a file is about that file, whatever others say of it: one table may hold entities and claims, or two
/// claims in a row. A pattern means the files that no entry names. Of several patterns the first one counts, and the
/// same entry written twice counts once.
pub(super) fn settle(found: Vec<FoundSource>, root: &Path) -> (Vec<Source>, Vec<WordFault>) {
    let real = |path: &PathBuf| root.join(path).canonicalize().unwrap_or_else(|_| root.join(path));
    let named: FxHashSet<PathBuf> =
        found.iter().filter(|found| found.pattern.is_none()).map(|found| real(&found.source.path)).collect();
    let mut taken: FxHashMap<PathBuf, Vec<Source>> = FxHashMap::default();
    let (mut sources, mut remarks) = (Vec::new(), Vec::new());
    for FoundSource { source, pattern } in found {
        let path = real(&source.path);
        let same = |other: &Source| {
            Source { path: source.path.clone(), found_in: source.found_in.clone(), ..other.clone() } == source
        };
        let earlier = taken.entry(path.clone()).or_default();
        if earlier.iter().any(same) {
            continue;
        }
        if let Some(pattern) = pattern {
            if named.contains(&path) {
                continue;
            }
            if !earlier.is_empty() {
                let message = format!("`{}` fits an earlier pattern, which counts", source.path.display());
                let hint = "name the file itself under `files` of the entry that is meant, or of both";
                remarks.push(WordFault { at: Some(pattern.span()), ..WordFault::new("", message, hint) });
                continue;
            }
        }
        earlier.push(source.clone());
        sources.push(source);
    }
    (sources, remarks)
}
