//! Folders held open: everything in one is made, read and renamed relative to it, and through no link.

use std::ffi::{OsStr, OsString};
use std::fs::{File, Metadata, Permissions};
use std::io;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::Path;

use rustix::fs::{AtFlags, Dir, FileType, Mode, OFlags, Stat};

use super::Found;

/// A folder, open: it stays the same folder whatever becomes of its name.
#[derive(Debug)]
pub(super) struct Directory(File);

const FOLDER: OFlags = OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::CLOEXEC);

impl Directory {
    /// Opens the folder of a path that the user named, wherever links lead.
    pub(super) fn open(path: &Path) -> io::Result<Directory> {
        let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
        Ok(Directory(File::from(rustix::fs::open(path, FOLDER, Mode::empty())?)))
    }

    /// Opens a folder in this one; a link is none.
    pub(super) fn open_in(&self, name: &OsStr) -> io::Result<Directory> {
        Ok(Directory(File::from(rustix::fs::openat(&self.0, name, FOLDER | OFlags::NOFOLLOW, Mode::empty())?)))
    }

    /// Makes a folder in this one.
    pub(super) fn make_in(&self, name: &OsStr, mode: u32) -> io::Result<()> {
        Ok(rustix::fs::mkdirat(&self.0, name, Mode::from_raw_mode(mode))?)
    }

    /// What lies under a name, a link itself rather than what it leads to.
    pub(super) fn find(&self, name: &OsStr) -> io::Result<Found> {
        Ok(match self.stat(name)? {
            None => Found::Nothing,
            Some(stat) => match FileType::from_raw_mode(stat.st_mode) {
                FileType::RegularFile => Found::File,
                FileType::Directory => Found::Folder,
                FileType::Symlink => Found::Link,
                _ => Found::Other,
            },
        })
    }

    fn stat(&self, name: &OsStr) -> io::Result<Option<Stat>> {
        match rustix::fs::statat(&self.0, name, AtFlags::SYMLINK_NOFOLLOW) {
            Ok(stat) => Ok(Some(stat)),
            Err(rustix::io::Errno::NOENT) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// True when two names are the same file.
    pub(super) fn is_same(&self, name: &OsStr, other: &Directory, other_name: &OsStr) -> io::Result<bool> {
        let of = |stat: Option<Stat>| stat.map(|stat| (stat.st_dev, stat.st_ino));
        Ok(of(self.stat(name)?) == of(other.stat(other_name)?))
    }

    /// The names in this folder.
    pub(super) fn names(&self) -> io::Result<Vec<OsString>> {
        let mut names = Vec::new();
        for entry in Dir::read_from(&self.0)? {
            let name = OsStr::from_bytes(entry?.file_name().to_bytes()).to_owned();
            if name != "." && name != ".." {
                names.push(name);
            }
        }
        Ok(names)
    }

    /// Opens a file to be read; neither a link nor something that would keep the reader waiting.
    pub(super) fn read(&self, name: &OsStr) -> io::Result<File> {
        // Without `NONBLOCK` a pipe would be waited for before it is seen to be one.
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
        plain(File::from(rustix::fs::openat(&self.0, name, flags, Mode::empty())?))
    }

    /// Opens a file that programs lock, and that nobody writes into; makes it when it is not there.
    pub(super) fn open_lock(&self, name: &OsStr) -> io::Result<File> {
        let flags = OFlags::RDWR | OFlags::CREATE | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
        plain(File::from(rustix::fs::openat(&self.0, name, flags, Mode::RUSR | Mode::WUSR)?))
    }

    /// Makes a file under a name that nothing has yet.
    pub(super) fn create(&self, name: &OsStr, mode: u32) -> io::Result<File> {
        let flags = OFlags::RDWR | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        Ok(File::from(rustix::fs::openat(&self.0, name, flags, Mode::from_raw_mode(mode))?))
    }

    /// Makes a file without a name, where the system has such: a program that is killed leaves nothing of it.
    #[cfg(target_os = "linux")]
    pub(super) fn create_nameless(&self, mode: u32) -> io::Result<File> {
        let flags = OFlags::TMPFILE | OFlags::RDWR | OFlags::CLOEXEC;
        Ok(File::from(rustix::fs::openat(&self.0, ".", flags, Mode::from_raw_mode(mode))?))
    }

    #[cfg(not(target_os = "linux"))]
    pub(super) fn create_nameless(&self, _mode: u32) -> io::Result<File> {
        Err(io::ErrorKind::Unsupported.into())
    }

    /// Gives a file without a name this one, when nothing has it.
    pub(super) fn name(&self, file: &File, name: &OsStr) -> io::Result<()> {
        use std::os::fd::AsRawFd as _;
        let nameless = format!("/proc/self/fd/{}", file.as_raw_fd());
        Ok(rustix::fs::linkat(rustix::fs::CWD, nameless, &self.0, name, AtFlags::SYMLINK_FOLLOW)?)
    }

    /// Gives a file of this folder a second name in another one, when nothing has it.
    pub(super) fn link(&self, name: &OsStr, to: &Directory, new: &OsStr) -> io::Result<()> {
        Ok(rustix::fs::linkat(&self.0, name, &to.0, new, AtFlags::empty())?)
    }

    /// Moves something of this folder into another one, over what is there.
    pub(super) fn rename(&self, name: &OsStr, to: &Directory, new: &OsStr) -> io::Result<()> {
        Ok(rustix::fs::renameat(&self.0, name, &to.0, new)?)
    }

    /// Moves a folder to a name that nothing has yet.
    pub(super) fn rename_new(&self, name: &OsStr, new: &OsStr) -> io::Result<()> {
        #[cfg(any(target_os = "linux", target_vendor = "apple"))]
        match rustix::fs::renameat_with(&self.0, name, &self.0, new, rustix::fs::RenameFlags::NOREPLACE) {
            Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOSYS | rustix::io::Errno::NOTSUP) => {}
            done => return Ok(done?),
        }
        // A folder takes the place of nothing but an empty one.
        self.rename(name, self, new)
    }

    /// Lets two names of this folder change places, at once.
    pub(super) fn exchange(&self, name: &OsStr, other: &OsStr) -> io::Result<()> {
        #[cfg(any(target_os = "linux", target_vendor = "apple"))]
        return Ok(rustix::fs::renameat_with(&self.0, name, &self.0, other, rustix::fs::RenameFlags::EXCHANGE)?);
        #[cfg(not(any(target_os = "linux", target_vendor = "apple")))]
        Err(io::ErrorKind::Unsupported.into())
    }

    /// Removes a file or a link.
    pub(super) fn remove(&self, name: &OsStr) -> io::Result<()> {
        Ok(rustix::fs::unlinkat(&self.0, name, AtFlags::empty())?)
    }

    /// Removes an empty folder.
    pub(super) fn remove_folder(&self, name: &OsStr) -> io::Result<()> {
        Ok(rustix::fs::unlinkat(&self.0, name, AtFlags::REMOVEDIR)?)
    }

    /// Waits until names in this folder are safe on the disk.
    pub(super) fn sync(&self) -> io::Result<()> {
        match self.0.sync_all() {
            // Some file systems have nothing to wait for.
            Err(error) if matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) => Ok(()),
            done => done,
        }
    }

    /// Waits until everything on the disk of this folder is safe; cheaper than to wait for a thousand files one by one.
    pub(super) fn sync_all(&self) -> io::Result<()> {
        #[cfg(any(target_os = "linux", target_os = "android"))]
        return Ok(rustix::fs::syncfs(&self.0)?);
        #[cfg(not(any(target_os = "linux", target_os = "android")))]
        self.sync()
    }

    /// True when nobody else holds this folder; it is held from then on, until it is closed.
    pub(super) fn hold(&self) -> bool {
        self.0.try_lock().is_ok()
    }

    /// True when the folder is of the user who runs the program.
    pub(super) fn is_own(&self) -> io::Result<bool> {
        Ok(self.0.metadata()?.uid() == rustix::process::geteuid().as_raw())
    }

    /// True when the folder is one that its owner may put another one in the place of: not one that many share.
    pub(super) fn may_go(&self) -> io::Result<bool> {
        Ok(self.is_own()? && self.0.metadata()?.mode() & 0o1000 == 0)
    }

    /// Keeps everybody else out of this folder.
    pub(super) fn make_private(&self) -> io::Result<()> {
        let mode = self.0.metadata()?.mode();
        if mode & 0o077 != 0 {
            self.0.set_permissions(Permissions::from_mode(mode & 0o700))?;
        }
        Ok(())
    }

    /// Gives this folder the owner and the mode of another one.
    pub(super) fn look_like(&self, other: &Directory) -> io::Result<()> {
        take_looks(&self.0, Looks::of(&other.0)?)
    }

    /// True when a rename can lead from one to the other.
    pub(super) fn is_on_disk_of(&self, other: &Directory) -> bool {
        let disk = |folder: &Directory| folder.0.metadata().map(|metadata| metadata.dev()).ok();
        disk(self) == disk(other)
    }

    /// Gives `file` the owner and the mode of the file that has this name, when there is one.
    pub(super) fn keep_looks(&self, name: &OsStr, file: &File) -> io::Result<()> {
        match self.stat(name)? {
            Some(old) if FileType::from_raw_mode(old.st_mode) == FileType::RegularFile => {
                take_looks(file, Looks { mode: old.st_mode, user: old.st_uid, group: old.st_gid })
            }
            _ => Ok(()),
        }
    }
}

/// Who may do what with a file.
#[derive(Clone, Copy)]
struct Looks {
    mode: u32,
    user: u32,
    group: u32,
}

impl Looks {
    fn of(file: &File) -> io::Result<Looks> {
        let metadata = file.metadata()?;
        Ok(Looks { mode: metadata.mode(), user: metadata.uid(), group: metadata.gid() })
    }
}

/// The file, when it is a plain one.
fn plain(file: File) -> io::Result<File> {
    if file.metadata()?.is_file() { Ok(file) } else { Err(io::Error::other("it is no plain file")) }
}

/// Gives a file or folder the owner, the group and the mode of another one, as far as the system lets us.
fn take_looks(new: &File, old: Looks) -> io::Result<()> {
    let now = Looks::of(new)?;
    if now.user != old.user {
        // Only the administrator may give files away; one that stays ours is still written.
        let _ = std::os::unix::fs::fchown(new, Some(old.user), None);
    }
    if now.group != old.group {
        let _ = std::os::unix::fs::fchown(new, None, Some(old.group));
    }
    let now = Looks::of(new)?;
    let mut mode = old.mode & 0o7777;
    if now.user != old.user {
        // What runs as its owner would run as somebody else.
        mode &= 0o1777;
    }
    if now.group != old.group {
        // Another group may do what all may, and no more.
        mode = (mode & !0o2070) | (mode & (mode & 0o007) << 3);
    }
    new.set_permissions(Permissions::from_mode(mode))
}

/// The mode of what is made from these files: nobody may read it who may not read every one of them.
pub(super) fn common_mode(files: impl Iterator<Item = Metadata>) -> u32 {
    let group = rustix::process::getegid().as_raw();
    let (of_group, of_all) = files.fold((0o040, 0o004), |(of_group, of_all), file| {
        let all = file.mode() & 0o004;
        // Of a group that is not that of what is made, only the rights of all remain.
        (of_group & if file.gid() == group { file.mode() } else { all << 3 }, of_all & all)
    });
    // Who may read it may write it as well, as far as the user's mask of new files lets them.
    0o600 | of_group | of_group >> 1 | of_all | of_all >> 1
}
