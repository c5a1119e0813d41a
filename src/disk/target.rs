//! Where a path leads that the user wants written.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::{Component, Path, PathBuf};

use super::{Reason, Refused};

/// What is to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A file or a folder, or a name that nothing has yet.
    Place(PathBuf),
    /// A pipe, a device, or the like: it takes bytes and cannot be replaced.
    Stream(PathBuf),
}

/// Follows the links of a path as far as the user made them: one that lies in the folder `project` may have come with it and
/// is refused, so that a name such as `out.svg` cannot lead to a file of the user's elsewhere.
///
/// # Errors
/// When there is such a link.
pub fn target(path: &Path, project: &Path) -> io::Result<Target> {
    let project = project.canonicalize().ok();
    let mut real = PathBuf::new();
    let absolute = std::path::absolute(path)?;
    let mut parts = absolute.components().peekable();
    while let Some(part) = parts.next() {
        match part {
            Component::ParentDir => {
                real.pop();
            }
            Component::CurDir => {}
            Component::Prefix(_) | Component::RootDir => real.push(part),
            Component::Normal(name) => {
                let next = real.join(name);
                if next.is_symlink() {
                    if project.as_ref().is_some_and(|project| real.starts_with(project)) {
                        let shown = if parts.peek().is_none() { path.to_owned() } else { next };
                        return Err(Refused::error(shown, Reason::Link));
                    }
                    // One that leads nowhere that has a name, such as `/dev/stdout` into a pipe, stays as it is.
                    real = next.canonicalize().unwrap_or(next);
                } else {
                    real = next;
                }
            }
        }
    }
    let is_stream = real.metadata().is_ok_and(|found| !found.is_file() && !found.is_dir());
    Ok(if is_stream { Target::Stream(real) } else { Target::Place(real) })
}

/// Opens a pipe or a device to be written.
///
/// # Errors
/// When it cannot be written.
pub fn open_writable(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).open(path)
}
