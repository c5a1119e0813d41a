//! How is it written?
//!
//! The only place where files are made, replaced, renamed or removed. Three things hold for all of them:
//!
//! - *Whole or not at all.* A file is made beside the one it replaces, waited for until it is safe on the disk, and renamed
//!   into place ([`NewFile`], [`NewFolder`]); nothing is cut off and written over. Whoever is killed, or whose disk is full,
//!   leaves the old file or the new one.
//! - *Through no link.* In the project a link is never followed, so that a folder that somebody sends cannot lead elsewhere;
//!   a folder of relata's own ([`OwnFolder`]) is held open, and its files are opened relative to it.
//! - *Not for more eyes.* What is made from files that few may read may be read by no more ([`mode_of`]).
//!
//! It knows neither what is written nor why, and prints nothing.

mod edit;
mod file;
mod folder;
mod own;
mod pending;
#[cfg(not(unix))]
#[path = "paths.rs"]
mod system;
#[cfg(unix)]
#[path = "unix.rs"]
mod system;
mod target;

use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};

pub use edit::{Edit, edit};
pub use file::{NewFile, write_new};
pub use folder::{NewFolder, make_folders};
pub use own::{Lock, OwnFolder};
pub use pending::{Scratch, WhenEnded, tidy_when_ended, when_ended};
pub use target::{Target, open_writable, target};

/// What lies under a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Found {
    Nothing,
    File,
    Folder,
    Link,
    /// A pipe, a device, or the like.
    Other,
}

/// Why something is left alone though it is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// It is a link, which leads where the sender of a project wants.
    Link,
    /// It is no folder.
    NoFolder,
    /// It is no plain file.
    NoFile,
    /// It belongs to another user, who can change it at any time.
    OfAnother,
    /// Its owner has made it read-only.
    ReadOnly,
}

/// Something that relata leaves alone.
#[derive(Debug, thiserror::Error)]
#[error("`{}` {}", path.display(), match reason {
    Reason::Link => "is a link, and relata writes through none",
    Reason::NoFolder => "is no folder",
    Reason::NoFile => "is no plain file",
    Reason::OfAnother => "belongs to another user",
    Reason::ReadOnly => "is read-only",
})]
pub struct Refused {
    /// What it is.
    pub path: PathBuf,
    /// Why.
    pub reason: Reason,
}

impl Refused {
    fn error(path: PathBuf, reason: Reason) -> io::Error {
        io::Error::other(Refused { path, reason })
    }

    /// The refusal in an error of the system, when it is one.
    pub fn within(error: &io::Error) -> Option<&Refused> {
        error.get_ref()?.downcast_ref()
    }
}

/// The mode of what is made from these files, of which some may not be there: who may not read one of them may not read it.
pub fn mode_of<'p>(files: impl IntoIterator<Item = &'p Path>) -> u32 {
    system::common_mode(files.into_iter().filter_map(|path| fs::metadata(path).ok()).filter(Metadata::is_file))
}

/// A name beside `name` that nothing has, as far as chance can tell.
fn random(start: &str) -> String {
    use std::hash::{BuildHasher as _, Hasher as _};
    // The only randomness of the standard library. Files are made under the name only when nothing has it.
    let number = std::collections::hash_map::RandomState::new().build_hasher().finish();
    format!("{start}{number:016x}")
}
