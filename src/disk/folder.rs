//! A folder of files that is made beside and takes its place when it is whole.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashSet;

use super::file::start;
use super::pending::{Beside, pending};
use super::system::Directory;
use super::{Found, Reason, Refused};

/// Makes a folder, and those above it, where they are not there yet.
///
/// # Errors
/// When one cannot be made.
pub fn make_folders(path: &Path) -> io::Result<()> {
    std::fs::create_dir_all(path)
}

/// A folder on its way: nobody sees its files until [`NewFolder::commit`], and when it is dropped before, nothing of it
/// stays.
///
/// Where there is a folder already, what others put there stays. Old and new then change places in one step; where that
/// cannot be done, because it has folders of others in it, programs stand in it, or the disk has no such step, its files are
/// replaced one by one, after all of them are made.
#[derive(Debug)]
pub struct NewFolder {
    /// The folder above the place, and its name there; none when it cannot be made beside it.
    place: Option<(Arc<Directory>, OsString)>,
    /// What is in the place already.
    old: Option<Arc<Directory>>,
    stage: Arc<Directory>,
    beside: Beside,
    mode: u32,
    /// The files, in the order they were made in.
    files: Vec<PathBuf>,
    failure: Failure,
}

/// The first fault of a file that was closed by those who wrote it.
type Failure = Arc<Mutex<Option<io::Error>>>;

impl NewFolder {
    /// Begins a folder whose new files get this mode, as far as the user's mask lets them.
    ///
    /// # Errors
    /// When nothing can be written there.
    pub fn create(path: &Path, mode: u32) -> io::Result<NewFolder> {
        NewFolder::begin(path, mode, true)
    }

    /// Begins files among those that others have in a folder: it never changes places with another one.
    ///
    /// # Errors
    /// When nothing can be written there.
    pub fn create_among(path: &Path, mode: u32) -> io::Result<NewFolder> {
        NewFolder::begin(path, mode, false)
    }

    fn begin(path: &Path, mode: u32, may_go: bool) -> io::Result<NewFolder> {
        let path = std::path::absolute(path)?;
        // The system's own answer to `..` and a final `.`.
        let path = path.canonicalize().unwrap_or(path);
        let old = match Directory::open(&path) {
            Ok(old) => Some(Arc::new(old)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        // The name of a folder that programs stand in must not be given to another one.
        let stands_in = |path: &Path| std::env::current_dir().is_ok_and(|current| current.starts_with(path));
        let may_go = |old: &Directory| may_go && old.may_go().unwrap_or(false) && !stands_in(&path);
        let beside = path.parent().zip(path.file_name()).filter(|_| old.as_deref().is_none_or(may_go));
        let mut place = None;
        if let Some((above, name)) = beside {
            std::fs::create_dir_all(above)?;
            let above = Arc::new(Directory::open(above)?);
            if old.as_ref().is_none_or(|old| old.is_on_disk_of(&above)) {
                place = Some((above, name.to_owned()));
            }
        }
        let of_all = 0o700 | mode | (mode & 0o044) >> 2;
        let make = |folder: &Arc<Directory>, name: &OsStr| {
            sweep(folder, name);
            Beside::make(folder, &start(name), |beside| folder.make_in(beside, of_all))
        };
        let begun = match &place {
            Some((above, name)) => make(above, name).map(|(beside, ())| (beside, Arc::clone(above))),
            None => Err(io::ErrorKind::Unsupported.into()),
        };
        let (beside, folder) = match (begun, &old) {
            (Ok(begun), _) => begun,
            // Beside it nothing may be written, but in it.
            (Err(_), Some(old)) => {
                place = None;
                (make(old, OsStr::new("export"))?.0, Arc::clone(old))
            }
            (Err(error), None) => return Err(error),
        };
        let stage = Arc::new(folder.open_in(beside.name())?);
        stage.hold();
        Ok(NewFolder { place, old, stage, beside, mode, files: Vec::new(), failure: Failure::default() })
    }

    /// Makes a file of this name, in which `/` is for folders.
    ///
    /// # Errors
    /// When the name leads out of the folder, was made before, or nothing can be written.
    pub fn file(&mut self, name: &str) -> io::Result<Box<dyn Write>> {
        let path = Path::new(name);
        let is_below = path.components().all(|part| matches!(part, Component::Normal(_)));
        let Some(file_name) = path.file_name().filter(|_| is_below) else {
            return Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                format!("`{name}` is no name of a file in a folder"),
            ));
        };
        let folder = descend(&self.stage, path.parent(), true)?;
        let file = folder.as_ref().unwrap_or(&self.stage).create(file_name, self.mode)?;
        self.files.push(path.to_owned());
        Ok(Box::new(Part { out: BufWriter::new(file), failure: Arc::clone(&self.failure) }))
    }

    /// Puts the folder in its place, and waits until it is safe on the disk.
    ///
    /// # Errors
    /// When a file could not be written whole, or the folder not be put in its place; it is then as it was, but for files
    /// that were replaced one by one before the disk failed.
    pub fn commit(self) -> io::Result<()> {
        if let Some(failure) = self.failure.lock().unwrap_or_else(PoisonError::into_inner).take() {
            return Err(failure);
        }
        let Some(old) = &self.old else { return self.take_empty_place() };
        self.keep_looks(old)?;
        self.stage.sync_all()?;
        if let Some((above, name)) = &self.place
            && carry(old, &self.stage).is_ok()
            && self.stage.look_like(old).is_ok()
            && self.change_places(above, name).is_ok()
        {
            let files = self.files.iter().map(PathBuf::as_path).collect();
            leave(old, &self.stage, &files, Path::new(""))?;
            return above.sync();
        }
        self.replace_each(old)
    }

    fn take_empty_place(self) -> io::Result<()> {
        self.stage.sync_all()?;
        let Some((above, name)) = &self.place else { return Ok(()) };
        let mut pending = pending();
        above.rename_new(self.beside.name(), name)?;
        self.beside.placed(&mut pending);
        drop(pending);
        above.sync()
    }

    /// Gives each file the mode and the owner of the one it will replace, and finds out whether it can.
    fn keep_looks(&self, old: &Directory) -> io::Result<()> {
        for path in &self.files {
            let Some((name, folders)) = path.file_name().map(|name| (name, path.parent())) else { continue };
            let refused = |reason| Err(Refused::error(path.clone(), reason));
            let was = match descend(old, folders, false) {
                Ok(folder) => folder,
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                // A link, or something else that is no folder.
                Err(_) => return refused(Reason::NoFolder),
            };
            let was = was.as_ref().unwrap_or(old);
            match was.find(name)? {
                Found::Nothing | Found::Link => {}
                Found::File => {
                    let folder = descend(&self.stage, folders, false)?;
                    let file = folder.as_ref().unwrap_or(&self.stage).read(name)?;
                    was.keep_looks(name, &file)?;
                }
                Found::Folder | Found::Other => return refused(Reason::NoFile),
            }
        }
        Ok(())
    }

    fn change_places(&self, above: &Directory, name: &OsStr) -> io::Result<()> {
        let _pending = pending();
        above.exchange(self.beside.name(), name)
    }

    /// Moves the files into the folder one by one; no signal ends the program in between.
    fn replace_each(&self, old: &Directory) -> io::Result<()> {
        let _pending = pending();
        for path in &self.files {
            let Some(name) = path.file_name() else { continue };
            let from = descend(&self.stage, path.parent(), false)?;
            let to = descend(old, path.parent(), true)?;
            from.as_ref().unwrap_or(&self.stage).rename(name, to.as_ref().unwrap_or(old), name)?;
        }
        old.sync()
    }
}

/// A file of the folder. A fault that shows when it is closed is kept for [`NewFolder::commit`].
struct Part {
    out: BufWriter<File>,
    failure: Failure,
}

impl Write for Part {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        if let Err(error) = self.out.flush() {
            self.failure.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
        }
    }
}

/// The folder at a path below another one, made when it is not there and shall be; none for the folder itself.
fn descend(from: &Directory, path: Option<&Path>, make: bool) -> io::Result<Option<Directory>> {
    let mut at: Option<Directory> = None;
    for name in path.into_iter().flat_map(Path::components) {
        let folder = at.as_ref().unwrap_or(from);
        let name = name.as_os_str();
        at = Some(match folder.open_in(name) {
            Err(error) if make && error.kind() == io::ErrorKind::NotFound => {
                folder.make_in(name, 0o777)?;
                folder.open_in(name)?
            }
            opened => opened?,
        });
    }
    Ok(at)
}

/// Gives everything in `old` that `new` lacks a second name there.
fn carry(old: &Directory, new: &Directory) -> io::Result<()> {
    for name in old.names()? {
        match (old.find(&name)?, new.find(&name)?) {
            (Found::File | Found::Link, Found::Nothing) => old.link(&name, new, &name)?,
            (Found::Folder, Found::Folder) => {
                let (old, new) = (old.open_in(&name)?, new.open_in(&name)?);
                new.look_like(&old)?;
                carry(&old, &new)?;
            }
            (Found::File | Found::Link, Found::File) | (Found::Nothing, _) => {}
            // Folders have no second names; they are moved only by their owner.
            _ => return Err(io::ErrorKind::Unsupported.into()),
        }
    }
    Ok(())
}

/// Moves into `new` what others wrote into `old` while it was about to leave.
fn leave(old: &Directory, new: &Directory, files: &FxHashSet<&Path>, below: &Path) -> io::Result<()> {
    for name in old.names()? {
        let path = below.join(&name);
        match (old.find(&name)?, new.find(&name)?) {
            (Found::Folder, Found::Folder) => leave(&old.open_in(&name)?, &new.open_in(&name)?, files, &path)?,
            (_, Found::Nothing) => old.rename(&name, new, &name)?,
            _ if files.contains(path.as_path()) || old.is_same(&name, new, &name)? => {}
            _ => old.rename(&name, new, &name)?,
        }
    }
    Ok(())
}

/// Removes what a program that was killed left beside this name. One that is still at work holds its folder.
fn sweep(above: &Directory, name: &OsStr) {
    let start = start(name);
    for name in above.names().unwrap_or_default() {
        let is_ours = name.to_str().is_some_and(|name| name.strip_prefix(&start).is_some_and(|rest| rest.len() == 16));
        if is_ours && above.open_in(&name).is_ok_and(|folder| folder.is_own().unwrap_or(false) && folder.hold()) {
            // What cannot be removed is only in the way.
            let _ = remove_tree(above, &name);
        }
    }
}

/// Removes a file, a link, or a folder with everything in it, through no link.
pub(super) fn remove_tree(above: &Directory, name: &OsStr) -> io::Result<()> {
    match above.find(name)? {
        Found::Nothing => Ok(()),
        Found::Folder => {
            let folder = above.open_in(name)?;
            for name in folder.names()? {
                remove_tree(&folder, &name)?;
            }
            above.remove_folder(name)
        }
        Found::File | Found::Link | Found::Other => above.remove(name),
    }
}
