//! Folders by their path, for systems where a folder cannot be held open.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File, Metadata, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use super::Found;

/// A folder.
#[derive(Debug)]
pub(super) struct Directory(PathBuf);

impl Directory {
    /// Opens the folder of a path that the user named, wherever links lead.
    pub(super) fn open(path: &Path) -> io::Result<Directory> {
        let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
        Ok(Directory(path.canonicalize()?))
    }

    /// Opens a folder in this one; a link is none.
    pub(super) fn open_in(&self, name: &OsStr) -> io::Result<Directory> {
        match self.find(name)? {
            Found::Folder => Ok(Directory(self.0.join(name))),
            Found::Nothing => Err(io::ErrorKind::NotFound.into()),
            _ => Err(io::ErrorKind::NotADirectory.into()),
        }
    }

    /// Makes a folder in this one.
    pub(super) fn make_in(&self, name: &OsStr, _mode: u32) -> io::Result<()> {
        fs::create_dir(self.0.join(name))
    }

    /// What lies under a name, a link itself rather than what it leads to.
    pub(super) fn find(&self, name: &OsStr) -> io::Result<Found> {
        match fs::symlink_metadata(self.0.join(name)) {
            Ok(found) if found.is_symlink() => Ok(Found::Link),
            Ok(found) if found.is_dir() => Ok(Found::Folder),
            Ok(found) if found.is_file() => Ok(Found::File),
            Ok(_) => Ok(Found::Other),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Found::Nothing),
            Err(error) => Err(error),
        }
    }

    /// True when two names are the same file.
    pub(super) fn is_same(&self, name: &OsStr, other: &Directory, other_name: &OsStr) -> io::Result<bool> {
        Ok(self.0.join(name).canonicalize()? == other.0.join(other_name).canonicalize()?)
    }

    /// The names in this folder.
    pub(super) fn names(&self) -> io::Result<Vec<OsString>> {
        fs::read_dir(&self.0)?.map(|entry| Ok(entry?.file_name())).collect()
    }

    /// Opens a file to be read, which is no link.
    pub(super) fn read(&self, name: &OsStr) -> io::Result<File> {
        self.not_a_link(name)?;
        File::open(self.0.join(name))
    }

    /// Opens a file that programs lock, and that nobody writes into; makes it when it is not there.
    pub(super) fn open_lock(&self, name: &OsStr) -> io::Result<File> {
        self.not_a_link(name)?;
        OpenOptions::new().read(true).write(true).create(true).truncate(false).open(self.0.join(name))
    }

    fn not_a_link(&self, name: &OsStr) -> io::Result<()> {
        match self.find(name)? {
            Found::File | Found::Nothing => Ok(()),
            _ => Err(io::Error::other("it is no plain file")),
        }
    }

    /// Makes a file under a name that nothing has yet.
    pub(super) fn create(&self, name: &OsStr, _mode: u32) -> io::Result<File> {
        OpenOptions::new().read(true).write(true).create_new(true).open(self.0.join(name))
    }

    /// Makes a file without a name, which there is not here.
    pub(super) fn create_nameless(&self, _mode: u32) -> io::Result<File> {
        Err(io::ErrorKind::Unsupported.into())
    }

    /// Gives a file without a name this one.
    pub(super) fn name(&self, _file: &File, _name: &OsStr) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    /// Gives a file of this folder a second name in another one, when nothing has it.
    pub(super) fn link(&self, name: &OsStr, to: &Directory, new: &OsStr) -> io::Result<()> {
        fs::hard_link(self.0.join(name), to.0.join(new))
    }

    /// Moves something of this folder into another one, over what is there.
    pub(super) fn rename(&self, name: &OsStr, to: &Directory, new: &OsStr) -> io::Result<()> {
        fs::rename(self.0.join(name), to.0.join(new))
    }

    /// Moves a folder to a name that nothing has yet.
    pub(super) fn rename_new(&self, name: &OsStr, new: &OsStr) -> io::Result<()> {
        match self.find(new)? {
            Found::Nothing => self.rename(name, self, new),
            _ => Err(io::ErrorKind::AlreadyExists.into()),
        }
    }

    /// Lets two names of this folder change places, which cannot be done at once here.
    pub(super) fn exchange(&self, _name: &OsStr, _other: &OsStr) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    /// Removes a file or a link.
    pub(super) fn remove(&self, name: &OsStr) -> io::Result<()> {
        fs::remove_file(self.0.join(name))
    }

    /// Removes an empty folder.
    pub(super) fn remove_folder(&self, name: &OsStr) -> io::Result<()> {
        fs::remove_dir(self.0.join(name))
    }

    /// Waits until names in this folder are safe on the disk, which the system sees to itself here.
    pub(super) fn sync(&self) -> io::Result<()> {
        Ok(())
    }

    /// Waits until everything in this folder is safe, which the system sees to itself here.
    pub(super) fn sync_all(&self) -> io::Result<()> {
        Ok(())
    }

    /// True when nobody else holds this folder, which cannot be told here.
    pub(super) fn hold(&self) -> bool {
        false
    }

    /// True when the folder is of the user who runs the program, which is not asked here.
    pub(super) fn is_own(&self) -> io::Result<bool> {
        Ok(true)
    }

    /// True when the folder is one that another one may take the place of, which cannot be done here.
    pub(super) fn may_go(&self) -> io::Result<bool> {
        Ok(false)
    }

    /// Keeps everybody else out of this folder; the rights of the folder above it hold here.
    pub(super) fn make_private(&self) -> io::Result<()> {
        Ok(())
    }

    /// Gives this folder the looks of another one; it has those of the folder above it.
    pub(super) fn look_like(&self, _other: &Directory) -> io::Result<()> {
        Ok(())
    }

    /// True when a rename can lead from one to the other, which it then says itself.
    pub(super) fn is_on_disk_of(&self, _other: &Directory) -> bool {
        true
    }

    /// Gives `file` the looks of the file that has this name; it has those of the folder.
    pub(super) fn keep_looks(&self, _name: &OsStr, _file: &File) -> io::Result<()> {
        Ok(())
    }
}

/// The mode of what is made from these files, which there is not here.
pub(super) fn common_mode(_files: impl Iterator<Item = Metadata>) -> u32 {
    0o666
}
