//! The folder of what relata builds, which somebody else may have sent.

use std::ffi::OsStr;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use super::file::start;
use super::system::Directory;
use super::{Found, NewFile, Reason, Refused};

/// A folder of relata's own, held open. It is neither a link nor somebody else's, and nothing in it is opened through a link.
#[derive(Debug, Clone)]
pub struct OwnFolder {
    path: PathBuf,
    folder: Arc<Directory>,
}

/// The right to do something that only one program may do at a time; it goes with the value.
#[derive(Debug)]
pub struct Lock {
    /// The system gives the lock back when the file is closed, also when the program is killed; so the file stays.
    _file: File,
}

/// How often, and how long each time, a lock is waited for before somebody is told.
const PATIENCE: (usize, Duration) = (50, Duration::from_millis(10));

impl OwnFolder {
    /// Opens the folder.
    ///
    /// # Errors
    /// When it is not there, cannot be read, or is refused: then [`Refused::within`] the error says why.
    pub fn open(path: &Path) -> io::Result<OwnFolder> {
        let (above, name) = above(path)?;
        OwnFolder::open_in(&above, name, path)
    }

    /// Opens the folder, made when it is not there, and keeps everybody else out of it.
    ///
    /// # Errors
    /// As [`OwnFolder::open`], and when it cannot be made.
    pub fn open_or_make(path: &Path) -> io::Result<OwnFolder> {
        fs::create_dir_all(path.parent().unwrap_or(Path::new("")))?;
        let (above, name) = above(path)?;
        match above.make_in(name, 0o700) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
            _ => {}
        }
        let own = OwnFolder::open_in(&above, name, path)?;
        // On a disk without modes the folder is as open as the disk.
        let _ = own.folder.make_private();
        // What is derived belongs into no repository of its owner's.
        if own.folder.find(".gitignore".as_ref())? != Found::File {
            let mut file = own.create(".gitignore")?;
            io::Write::write_all(&mut file, b"*\n")?;
            file.commit_unsettled()?;
        }
        Ok(own)
    }

    fn open_in(above: &Directory, name: &OsStr, path: &Path) -> io::Result<OwnFolder> {
        let refused = |reason| Err(Refused::error(path.to_owned(), reason));
        match above.find(name)? {
            Found::Nothing => return Err(io::ErrorKind::NotFound.into()),
            Found::Link => return refused(Reason::Link),
            Found::File | Found::Other => return refused(Reason::NoFolder),
            Found::Folder => {}
        }
        let folder = above.open_in(name)?;
        if !folder.is_own()? {
            return refused(Reason::OfAnother);
        }
        Ok(OwnFolder { path: path.to_owned(), folder: Arc::new(folder) })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Opens one of its files to be read.
    ///
    /// # Errors
    /// When it is not there, is no plain file, or cannot be read.
    pub fn read(&self, name: &str) -> io::Result<File> {
        self.folder.read(name.as_ref())
    }

    /// Begins one of its files anew.
    ///
    /// # Errors
    /// When nothing can be written.
    pub fn create(&self, name: &str) -> io::Result<NewFile> {
        NewFile::create_in(&self.folder, name.as_ref(), 0o600)
    }

    /// Puts a file of this folder in its place, which is safe on the disk after [`OwnFolder::settle`].
    ///
    /// # Errors
    /// When that fails; what was there before is untouched.
    pub fn put(&self, file: NewFile) -> io::Result<()> {
        file.commit_unsettled()
    }

    /// Waits until every file that was put in its place is safe there.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn settle(&self) -> io::Result<()> {
        self.folder.sync()
    }

    /// Removes one of its files, when it is there.
    ///
    /// # Errors
    /// When it cannot be removed.
    pub fn remove(&self, name: &str) -> io::Result<()> {
        match self.folder.remove(name.as_ref()) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// Waits for a lock of this folder, and calls `waits` once when that takes longer than a moment.
    ///
    /// # Errors
    /// When the file of the lock is refused, or the disk has no locks.
    pub fn lock(&self, name: &str, waits: &mut dyn FnMut()) -> io::Result<Lock> {
        let refused = |reason| Err(Refused::error(self.path.join(name), reason));
        match self.folder.find(name.as_ref())? {
            Found::Link => return refused(Reason::Link),
            Found::Folder | Found::Other => return refused(Reason::NoFile),
            Found::Nothing | Found::File => {}
        }
        let file = self.folder.open_lock(name.as_ref())?;
        let (times, pause) = PATIENCE;
        for _ in 0..times {
            match file.try_lock() {
                Ok(()) => return Ok(Lock { _file: file }),
                Err(TryLockError::WouldBlock) => std::thread::sleep(pause),
                Err(TryLockError::Error(error)) => return Err(error),
            }
        }
        waits();
        file.lock()?;
        Ok(Lock { _file: file })
    }

    /// Removes what a program that was killed left of these files. Only who has the lock under which they are written may.
    pub fn tidy(&self, names: &[&str]) {
        let starts: Vec<String> = names.iter().map(|name| start(name.as_ref())).collect();
        for name in self.folder.names().unwrap_or_default() {
            if name.to_str().is_some_and(|name| starts.iter().any(|start| name.starts_with(start))) {
                // What cannot be removed takes room and does no harm.
                let _ = self.folder.remove(&name);
            }
        }
    }
}

/// The folder above, and the name in it.
fn above(path: &Path) -> io::Result<(Directory, &OsStr)> {
    let name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?;
    Ok((Directory::open(path.parent().unwrap_or(Path::new("")))?, name))
}
