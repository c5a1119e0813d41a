//! A file that is made beside and takes its place when it is whole.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io::{self, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::pending::{Beside, listen, pending};
use super::system::Directory;
use super::{Found, NewFolder};

/// A file on its way: nobody sees it until [`NewFile::commit`], and when it is dropped before, nothing of it stays.
#[derive(Debug)]
pub struct NewFile {
    folder: Arc<Directory>,
    name: OsString,
    file: File,
    /// Where it lies meanwhile; none where the system has files without a name.
    beside: Option<Beside>,
}

/// How a file takes its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Over {
    /// Over what is there.
    Anything,
    /// Only when nothing is there.
    Nothing,
}

impl NewFile {
    /// Begins the file of a path. When nothing has the path yet, it gets this mode, as far as the user's mask lets it; else
    /// it keeps the mode and, where the system lets us, the owner of the file it replaces.
    ///
    /// # Errors
    /// When nothing can be written into the folder.
    pub fn create(path: &Path, mode: u32) -> io::Result<NewFile> {
        let name = path.file_name().ok_or(io::ErrorKind::IsADirectory)?;
        let folder = Directory::open(path.parent().unwrap_or(Path::new("")))?;
        NewFile::create_in(&Arc::new(folder), name, mode)
    }

    pub(super) fn create_in(folder: &Arc<Directory>, name: &OsStr, mode: u32) -> io::Result<NewFile> {
        listen();
        // Until it has the mode of the file it replaces, nobody but its owner may look into it.
        let mode = if folder.find(name)? == Found::Nothing { mode } else { mode & 0o600 };
        let (file, beside) = if let Ok(file) = folder.create_nameless(mode) {
            (file, None)
        } else {
            let (beside, file) = make_beside(folder, name, mode)?;
            (file, Some(beside))
        };
        Ok(NewFile { folder: Arc::clone(folder), name: name.to_owned(), file, beside })
    }

    /// The file itself. It is at its end where writing goes on, and may be read.
    pub fn file(&self) -> &File {
        &self.file
    }

    /// Puts the file in its place, over what is there, and waits until both are safe on the disk.
    ///
    /// # Errors
    /// When that fails; what was there before is untouched.
    pub fn commit(self) -> io::Result<()> {
        let folder = Arc::clone(&self.folder);
        self.place(Over::Anything)?;
        folder.sync()
    }

    /// Puts the file in its place, when nothing is there.
    ///
    /// # Errors
    /// When something is there ([`io::ErrorKind::AlreadyExists`]), which is untouched, or it cannot be written.
    pub fn commit_new(self) -> io::Result<()> {
        let folder = Arc::clone(&self.folder);
        self.place(Over::Nothing)?;
        folder.sync()
    }

    /// Puts the file in its place, whose folder is waited for later.
    pub(super) fn commit_unsettled(self) -> io::Result<()> {
        self.place(Over::Anything)
    }

    fn place(mut self, over: Over) -> io::Result<()> {
        if over == Over::Anything {
            self.folder.keep_looks(&self.name, &self.file)?;
        }
        self.file.sync_all()?;
        if self.beside.is_none() && !self.give_name(over)? {
            return Ok(());
        }
        let Some(beside) = self.beside.take() else { return Ok(()) };
        let mut pending = pending();
        match over {
            Over::Anything => self.folder.rename(beside.name(), &self.folder, &self.name)?,
            Over::Nothing => {
                self.folder.link(beside.name(), &self.folder, &self.name)?;
                self.folder.remove(beside.name())?;
            }
        }
        beside.placed(&mut pending);
        Ok(())
    }

    /// Gives a file without a name that of its place; or, where something is, one beside it: then the answer is true.
    fn give_name(&mut self, over: Over) -> io::Result<bool> {
        match self.folder.name(&self.file, &self.name) {
            Ok(()) => return Ok(false),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && over == Over::Nothing => return Err(error),
            Err(_) => {}
        }
        let named = Beside::make(&self.folder, &start(&self.name), |beside| self.folder.name(&self.file, beside));
        let beside = if let Ok((beside, ())) = named {
            beside
        } else {
            // A system that takes back what it said of files without a name: there must be a second one.
            let (beside, mut file) = make_beside(&self.folder, &self.name, 0o600)?;
            self.file.rewind()?;
            io::copy(&mut self.file, &mut file)?;
            file.set_permissions(self.file.metadata()?.permissions())?;
            file.sync_all()?;
            self.file = file;
            beside
        };
        self.beside = Some(beside);
        Ok(true)
    }
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

fn make_beside(folder: &Arc<Directory>, name: &OsStr, mode: u32) -> io::Result<(Beside, File)> {
    Beside::make(folder, &start(name), |beside| folder.create(beside, mode))
}

/// How the name begins that a file or folder has until it is in its place. A long name is not made longer.
pub(super) fn start(name: &OsStr) -> String {
    let short: String = name.to_string_lossy().chars().take(40).collect();
    format!(".{short}.relata-")
}

/// Writes files into a folder, which is made when it is not there; answers which of them are new. One that is there
/// already is left as it is. The first file makes the others belong together, so it comes into its place last.
///
/// # Errors
/// When one cannot be written; none is then left, and a folder that was made is gone.
pub fn write_new(folder: &Path, files: &[(&str, Vec<u8>)]) -> io::Result<Vec<bool>> {
    if folder.symlink_metadata().is_err() {
        let mut made = NewFolder::create(folder, 0o666)?;
        for (name, bytes) in files {
            made.file(name)?.write_all(bytes)?;
        }
        made.commit()?;
        return Ok(vec![true; files.len()]);
    }
    let mut undone = Undone::default();
    let mut new = Vec::new();
    for (name, bytes) in files {
        let path = folder.join(name);
        if path.symlink_metadata().is_ok() {
            new.push(None);
            continue;
        }
        undone.make_folders(path.parent().unwrap_or(folder))?;
        let mut file = NewFile::create(&path, 0o666)?;
        file.write_all(bytes)?;
        new.push(Some(file));
    }
    let is_new = new.iter().map(Option::is_some).collect();
    for ((name, _), file) in files.iter().zip(new).rev() {
        if let Some(file) = file {
            file.commit_new()?;
            undone.made.push(folder.join(name));
        }
    }
    undone.made.clear();
    Ok(is_new)
}

/// Files and folders that were made for nothing, when it comes to that.
#[derive(Default)]
struct Undone {
    made: Vec<PathBuf>,
}

impl Undone {
    /// Makes a folder and those above it.
    fn make_folders(&mut self, folder: &Path) -> io::Result<()> {
        let missing: Vec<&Path> =
            folder.ancestors().take_while(|folder| !folder.as_os_str().is_empty() && !folder.exists()).collect();
        for folder in missing.into_iter().rev() {
            fs::create_dir(folder)?;
            self.made.push(folder.to_owned());
        }
        Ok(())
    }
}

impl Drop for Undone {
    fn drop(&mut self) {
        for path in self.made.iter().rev() {
            // A folder in which somebody else wrote meanwhile is not empty and stays.
            let _ = if path.is_dir() { fs::remove_dir(path) } else { fs::remove_file(path) };
        }
    }
}
