//! The files below a folder.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::plain::NotRead;
use super::reach::Reach;

/// The files that are looked at, and the folders in one another.
const MOST: usize = 100_000;
const DEEPEST: usize = 64;

/// The files below a folder in the order of their paths, with links to files among them. Links to folders are not followed,
/// and what begins with a point is left out, as `ls` does.
///
/// # Errors
/// When a folder cannot be read, lies beyond the reach, or has too many files.
pub fn files_below(folder: &Path, reach: &Reach) -> io::Result<Vec<PathBuf>> {
    if !reach.holds(folder) {
        return Err(NotRead::Beyond(folder.to_owned()).into());
    }
    let mut found = Vec::new();
    let mut open = vec![(folder.to_owned(), 0)];
    while let Some((folder, depth)) = open.pop() {
        for entry in fs::read_dir(&folder)? {
            let entry = entry?;
            let kind = entry.file_type()?;
            if entry.file_name().as_encoded_bytes().starts_with(b".") {
                continue;
            }
            if kind.is_dir() && depth < DEEPEST {
                open.push((entry.path(), depth + 1));
            } else if kind.is_file() || kind.is_symlink() && !entry.path().is_dir() {
                found.push(entry.path());
            }
            if found.len() + open.len() > MOST {
                let message = format!("it has more than {MOST} files below it");
                return Err(io::Error::new(io::ErrorKind::QuotaExceeded, message));
            }
        }
    }
    found.sort();
    Ok(found)
}
