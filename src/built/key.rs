//! The key by which relata knows the graphs that it built itself for this user.
//!
//! A project may come from anybody, with a `.relata/` that holds any graph: one that denies what the tables say, or whose
//! bytes are made to mislead a reader. So the manifest of a graph carries a code that only this key makes (HMAC-SHA-256,
//! RFC 2104), and the key never leaves the user's cache folder.
//!
//! The code says that relata, run by this user, wrote the manifest. It says nothing against a program that runs as this
//! user: that one can read the key, and could as well change relata.

use std::ffi::OsString;
use std::fs;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use sha2::{Digest as _, Sha256};

use crate::disk::OwnFolder;
use crate::files::open_unlinked;

/// Bytes of a key.
const LENGTH: usize = 32;
/// Bytes that SHA-256 takes at once.
const BLOCK: usize = 64;
const FILE: &str = "key";

/// The folder that the program chose for itself.
static CHOSEN: OnceLock<PathBuf> = OnceLock::new();

/// Keeps the key in `folder` instead of the user's cache folder: for programs that build graphs with this library and have
/// a place of their own. It counts for the whole program, and only the first one does.
pub fn keep_key_in(folder: PathBuf) {
    // Whoever comes second finds the key where the first one put it.
    let _ = CHOSEN.set(folder);
}

/// A key of this user.
pub(super) struct Key([u8; LENGTH]);

impl Key {
    /// The key in the cache folder, made when there is none.
    pub(super) fn find_or_make() -> io::Result<Key> {
        let folder = user_folder()?;
        match read(&folder.join(FILE)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                make(&folder)?;
                // Another program may have been first; then its key counts.
                read(&folder.join(FILE))
            }
            found => found,
        }
    }

    /// The code of `text` in hexadecimal digits.
    pub(super) fn code(&self, text: &[u8]) -> String {
        let padded = |pad: u8| {
            let mut block = [pad; BLOCK];
            block.iter_mut().zip(self.0).for_each(|(byte, key)| *byte ^= key);
            Sha256::new().chain_update(block)
        };
        let inner = padded(0x36).chain_update(text).finalize();
        super::manifest::hex(&padded(0x5C).chain_update(inner).finalize())
    }

    /// True when `code` is that of `text`. It takes the same time however much of it is right.
    pub(super) fn made(&self, code: &str, text: &[u8]) -> bool {
        let own = self.code(text);
        own.len() == code.len() && own.bytes().zip(code.bytes()).fold(0, |wrong, (a, b)| wrong | (a ^ b)) == 0
    }
}

/// The user's folder of relata, where the key lies: the one that was chosen, `RELATA_CACHE`, or `relata` in the cache folder that the system has for the user.
///
/// # Errors
/// When the system has none.
pub fn user_folder() -> io::Result<PathBuf> {
    let variable = |name: &str| std::env::var_os(name).filter(|value: &OsString| !value.is_empty()).map(PathBuf::from);
    if let Some(folder) = CHOSEN.get().cloned().or_else(|| variable("RELATA_CACHE")) {
        return Ok(folder);
    }
    let home = |below: &str| variable("HOME").map(|home| home.join(below));
    // The specification wants a path that is not absolute to be ignored.
    let named = variable("XDG_CACHE_HOME").filter(|path| path.is_absolute());
    let usual = if cfg!(windows) {
        variable("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        home("Library/Caches")
    } else {
        home(".cache")
    };
    let cache = named.or(usual).filter(|path| path.is_absolute());
    let none = || io::Error::new(io::ErrorKind::NotFound, "neither `XDG_CACHE_HOME` nor `HOME` names a folder");
    cache.map(|cache| cache.join("relata")).ok_or_else(none)
}

fn read(path: &Path) -> io::Result<Key> {
    let unfit = |why: &str| io::Error::new(io::ErrorKind::InvalidData, format!("`{}` {why}", path.display()));
    let file = open_unlinked(path)?;
    if !is_private(&file.metadata()?) {
        return Err(unfit("belongs to somebody else, or others may read it: remove it"));
    }
    let mut bytes = Vec::new();
    file.take(LENGTH as u64 + 1).read_to_end(&mut bytes)?;
    bytes.try_into().map(Key).map_err(|_| unfit("is no key: remove it"))
}

/// True when nobody but this user could have read or written a file.
#[cfg(unix)]
fn is_private(metadata: &fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    // The six lowest bits are what others may do.
    metadata.is_file() && metadata.mode().trailing_zeros() >= 6 && metadata.uid() == rustix::process::geteuid().as_raw()
}

#[cfg(not(unix))]
fn is_private(metadata: &fs::Metadata) -> bool {
    metadata.is_file()
}

/// Makes a new key, unless another program was faster.
fn make(folder: &Path) -> io::Result<()> {
    let own = OwnFolder::open_or_make(folder)?;
    let mut key = [0; LENGTH];
    getrandom::fill(&mut key).map_err(|error| io::Error::other(error.to_string()))?;
    let mut file = own.create(FILE)?;
    file.write_all(&key)?;
    match file.commit_new() {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}
